"""Scoring a Parquet data set on Spark, beside one select that a person would write.

    python tests/benchmarks/spark.py [rows] [rounds]

Both give the ends, the stage, coverage and the shares of all stages of Solis; nothing is written.
The select by hand takes a label it does not know for one that is not met, which ``score_frame``
tells as a problem, and knows no other gate, rule or policy. Each is run as Spark stands, and with
its whole-stage code generation off: of a wide plan that makes methods too long to be compiled.
What is told are medians of the rounds, after one round that is not counted, and the median of the
ratios within the rounds. The data are those of ``docs/examples/portfolio_scale.py``.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import reduce
from importlib import import_module
from operator import add
from pathlib import Path
from runpy import run_path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import socialmaturity as sm

F: Any = import_module("pyspark.sql.functions")
EXAMPLE = run_path(
    str(Path(__file__).parents[2] / "docs" / "examples" / "portfolio_scale.py"),
    run_name="portfolio_scale",
)
STAGES = {
    stage.ordinal: [own.id for own in stage.indicators]
    for stage in sm.SOLIS.stages
    if stage.indicators
}
GENERATION = "spark.sql.codegen.wholeStage"


def ours(frame: Any) -> Any:
    """The call of the library."""
    return sm.score_frame(frame, "solis", include=["range", "coverage", "profile"])


def by_hand(frame: Any) -> Any:
    """The same in one select."""
    zero = F.lit(0)

    def count(says: Callable[[Any], Any]) -> dict[int, Any]:
        return {
            ordinal: _sum(F.coalesce(says(F.col(own)).cast("int"), zero) for own in ids)
            for ordinal, ids in STAGES.items()
        }

    met = count(lambda own: own.isin("L", "F"))
    unknown = count(lambda own: own.isNull())
    absent = count(lambda own: own == "not-applicable")
    applicable = {ordinal: len(ids) - absent[ordinal] for ordinal, ids in STAGES.items()}

    def end(counted: dict[int, Any]) -> Any:
        stands, reached = F.lit(True), zero
        for ordinal in STAGES:
            stands = stands & (counted[ordinal] >= applicable[ordinal])
            here = stands & (applicable[ordinal] > 0)
            reached = F.when(here, F.lit(ordinal)).otherwise(reached)
        return reached

    best = {ordinal: met[ordinal] + unknown[ordinal] for ordinal in STAGES}
    lower, upper = end(met), end(best)
    every = _sum(applicable.values())
    columns = [
        lower.alias("lower"),
        upper.alias("upper"),
        F.when(lower == upper, lower).alias("stage"),
        ((every - _sum(unknown.values())) / every).alias("coverage"),
    ]
    for ordinal, size in applicable.items():
        for name, counted in (("lower", met), ("upper", best)):
            share = F.when(size > 0, counted[ordinal] / size)
            columns.append(share.alias(f"stage_{ordinal}_{name}"))
    return frame.select("*", *columns)


def _sum(parts: Any) -> Any:
    return reduce(add, parts)


def table(rows: int = 1_000_000, rounds: int = 5) -> None:
    """Print the table."""
    ways = [(call, way) for call in (ours, by_hand) for way in ("true", "false")]
    taken: dict[tuple[Any, str], list[float]] = {way: [] for way in ways}
    with TemporaryDirectory() as name, EXAMPLE["spark_session"]({}) as session:
        source = str(Path(name, "answers"))
        EXAMPLE["write_answers"](Path(source), rows)
        assert_alike(session.read.parquet(source))
        for turn in range(rounds + 1):
            for way in _from(turn, ways):
                session.conf.set(GENERATION, way[1])
                seconds = timed(way[0], session.read.parquet(source))
                taken[way] += [seconds] if turn else []
    print(f"{rows:,} rows; load average {os.getloadavg()[0]:.1f}")
    print(f"{'way':12} {'whole-stage':12} {'seconds':>8} {'times one select':>16}")
    for call, way in ways:
        times, hand = taken[call, way], taken[by_hand, "true"]
        ratio = median(one / other for one, other in zip(times, hand, strict=True))
        print(f"{call.__name__:12} {way:12} {median(times):8.1f} {ratio:16.1f}")


def _from(turn: int, ways: Sequence[Any]) -> list[Any]:
    return [*ways[turn % len(ways) :], *ways[: turn % len(ways)]]


def timed(call: Callable[[Any], Any], frame: Any) -> float:
    """Seconds from the call to the last row."""
    start = perf_counter()
    call(frame).write.format("noop").mode("overwrite").save()
    return perf_counter() - start


def assert_alike(frame: Any) -> None:
    """Both ways say the same of every row."""
    names = ["firm", "lower", "upper", "stage", "coverage"]
    one, other = (call(frame).select(*names) for call in (ours, by_hand))
    assert one.exceptAll(other).count() == 0
    assert other.exceptAll(one).count() == 0


if __name__ == "__main__":
    table(*map(int, sys.argv[1:]))

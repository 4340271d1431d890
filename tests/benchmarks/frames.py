"""Scoring a table on every engine, beside a naive loop and lazy polars by hand.

    python tests/benchmarks/frames.py [rows] [rounds]

A million rows of 20 indicators in ten stages, a fifth of the answers unknown; once as text and once
as categories. In each round every candidate runs once, in turn another first; what is told are the
medians, and of the ratios the median within the rounds. The loop scores a part of the rows and is
told for all of them. With ten rows the table tells the price of a call.

The work is the same for all: both ends, stage, coverage, the shares of all stages, and the ids that
bind; the loop does not look whether a label is known, nor for answers that do not apply. DuckDB
takes the greatest of each column in place, as a query would that goes on.
"""

import sys
from collections.abc import Callable, Mapping
from functools import reduce
from operator import add
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import pandas as pd
import polars as pl
from polars.testing import assert_frame_equal

import socialmaturity as sm
from socialmaturity.frames.tables import score_frame

LABELS = ("N", "P", "L", "F")
STAGES = {ordinal: (f"a-{ordinal}", f"b-{ordinal}") for ordinal in range(1, 11)}
IDS = [own for stage in STAGES.values() for own in stage]
LOOPED = 20_000
PARTS = ("range", "coverage", "profile", "binding")

FRAMEWORK = sm.Framework(
    id="sized",
    name="Sized",
    version="1",
    kind="ladder",
    gate=sm.Gate(at="L"),
    order=sm.Order(exclusive=True),
    dimensions=(sm.Dimension(id="work", name="Work", basis="judgement"),),
    stages=tuple(
        sm.Stage(
            framework="sized",
            ordinal=ordinal,
            name=f"Stage {ordinal}",
            indicators=tuple(
                sm.Indicator(id=own, name="One", question="Is it?", dimension="work")
                for own in stage
            ),
        )
        for ordinal, stage in STAGES.items()
    ),
)


def make_rows(count: int) -> pl.DataFrame:
    """Answers; half of the labels are at the top, so that all stages are results."""
    source = Random(7)  # noqa: S311
    pool = source.choices([*LABELS, "F", "F", "L", None, None], k=min(count, 100_000) * 20)
    size = len(pool) // 20
    frame = pl.DataFrame(
        {own: pool[place * size : (place + 1) * size] for place, own in enumerate(IDS)}
    )
    times = -(-count // size)
    turned = [frame.sample(fraction=1.0, shuffle=True, seed=own) for own in range(times)]
    return pl.concat(turned).head(count).rechunk()


def loop(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is asked for, row by row, from dictionaries."""
    return [one(row) for row in rows]


def one(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of it."""
    told: dict[str, Any] = {}
    ends: list[int] = []
    for unknown in ("N", "F"):
        reached = 0
        for stage in STAGES.values():
            if any((row[own] or unknown) in {"N", "P"} for own in stage):
                break
            reached += 1
        ends.append(reached)
    told["lower"], told["upper"] = ends
    told["stage"] = ends[0] if ends[0] == ends[1] else None
    told["coverage"] = sum(row[own] is not None for own in IDS) / len(IDS)
    for ordinal, stage in STAGES.items():
        answers = [row[own] for own in stage]
        told[f"stage_{ordinal}_lower"] = sum(own in {"L", "F"} for own in answers) / 2
        told[f"stage_{ordinal}_upper"] = sum(own in {"L", "F", None} for own in answers) / 2
    barred = STAGES.get(ends[1] + 1, ())
    told["binding"] = " ".join(own for own in barred if row[own] in {"N", "P"})
    return told


def by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The same in lazy polars, with the same care for answers that are none and for other text."""

    def says(own: str, *words: str) -> pl.Expr:
        return reduce(pl.Expr.or_, (pl.col(own) == word for word in words)).fill_null(value=False)

    step = frame.with_columns(
        **{f"m_{own}": says(own, "L", "F").cast(pl.Int16) for own in IDS},
        **{f"s_{own}": says(own, "N", "P").cast(pl.Int16) for own in IDS},
        **{f"n_{own}": says(own, "not-applicable").cast(pl.Int16) for own in IDS},
        **{
            f"o_{own}": (pl.col(own).is_null() | says(own, "cannot-tell", "not-assessed")).cast(
                pl.Int16
            )
            for own in IDS
        },
    )
    read = [pl.col(f"{kind}_{own}") for own in IDS for kind in "msno"]
    step = step.with_columns(
        problems=len(IDS) - reduce(add, read),
        **{f"m{n}": pl.col(f"m_{a}") + pl.col(f"m_{b}") for n, (a, b) in STAGES.items()},
        **{f"s{n}": pl.col(f"s_{a}") + pl.col(f"s_{b}") for n, (a, b) in STAGES.items()},
        **{f"a{n}": 2 - pl.col(f"n_{a}") - pl.col(f"n_{b}") for n, (a, b) in STAGES.items()},
    )
    step = step.with_columns(
        low=run([(pl.col(f"m{n}") >= pl.col(f"a{n}")).cast(pl.Int16) for n in STAGES]),
        high=run([(pl.col(f"s{n}") == 0).cast(pl.Int16) for n in STAGES]),
        **{
            f"of{n}": pl.when((pl.col(f"a{n}") > 0) & (pl.col("problems") == 0)).then(
                pl.col(f"a{n}").cast(pl.Float64)
            )
            for n in STAGES
        },
    )
    step = step.with_columns(lower=highest("low"), upper=highest("high"))
    barred = pl.lit(0, pl.Int16)
    for n in reversed(STAGES):
        is_next = (pl.col("upper") < n) & (pl.col(f"a{n}") > 0)
        barred = pl.when(is_next).then(pl.lit(n, pl.Int16)).otherwise(barred)
    step = step.with_columns(barred=barred)
    codes = [
        (pl.col("barred") == n).cast(pl.Int16)
        * (4 * n + pl.col(f"s_{one}") + 2 * pl.col(f"s_{two}"))
        for n, (one, two) in STAGES.items()
    ]
    texts = [text for one, two in STAGES.values() for text in ("", one, two, f"{one} {two}")]
    good = pl.col("problems") == 0
    lower, upper = pl.col("lower").cast(pl.Int64), pl.col("upper").cast(pl.Int64)
    rated = reduce(add, (pl.col(f"m{n}") + pl.col(f"s{n}") for n in STAGES)).cast(pl.Float64)
    of = reduce(add, (pl.col(f"a{n}") for n in STAGES))
    return step.select(
        *IDS,
        lower=pl.when(good).then(lower),
        upper=pl.when(good).then(upper),
        stage=pl.when(good & (lower == upper)).then(lower),
        binding=pl.when(good).then(
            reduce(add, codes).replace_strict(
                list(range(4, 44)), texts, default="", return_dtype=pl.String
            )
        ),
        coverage=rated / pl.when((of > 0) & good).then(of.cast(pl.Float64)),
        **{f"stage_{n}_lower": pl.col(f"m{n}").cast(pl.Float64) / pl.col(f"of{n}") for n in STAGES},
        **{
            f"stage_{n}_upper": (pl.col(f"a{n}") - pl.col(f"s{n}")).cast(pl.Float64)
            / pl.col(f"of{n}")
            for n in STAGES
        },
        problems=pl.col("problems").cast(pl.Int64),
    )


def run(flags: list[pl.Expr]) -> pl.Expr:
    """How many hold before the first that does not."""
    result = flags[-1]
    for flag in reversed(flags[:-1]):
        result = flag * (result + 1)
    return result


def highest(length: str) -> pl.Expr:
    """The highest stage of a run of stages of which something applies."""
    result = pl.lit(0, pl.Int16)
    for n in STAGES:
        counts = (pl.col(length) >= n) & (pl.col(f"a{n}") > 0)
        result = pl.when(counts).then(pl.lit(n, pl.Int16)).otherwise(result)
    return result


def in_place(relation: Any) -> None:
    """Compute all columns of a relation, and keep none."""
    names = ", ".join(f'max("{own}")' for own in relation.columns)
    relation.aggregate(names).fetchall()


def candidates(frame: pl.DataFrame) -> dict[str, Callable[[], Any]]:
    """What is timed, by name."""
    arrow: Any = frame.to_arrow()
    pandas, typed = frame.to_pandas(), arrow.to_pandas(types_mapper=pd.ArrowDtype)
    connection = duckdb.connect()
    connection.register("rows", arrow)
    connection.sql("create table kept as select * from rows")
    relation = connection.table("kept")
    rows = frame.head(LOOPED).to_dicts()

    def scored(own: Any) -> Any:
        return score_frame(own, FRAMEWORK, include=PARTS)

    return {
        "lazy polars by hand": lambda: by_hand(frame.lazy()).collect(),
        "score_frame, lazy polars": lambda: scored(frame.lazy()).collect(),
        "score_frame, polars": lambda: scored(frame),
        "score_frame, pandas": lambda: scored(pandas),
        "score_frame, pandas-pyarrow": lambda: scored(typed),
        "score_frame, pyarrow": lambda: scored(arrow),
        "score_frame, DuckDB": lambda: in_place(scored(relation)),
        "naive loop": lambda: loop(rows),
    }


def agree(frame: pl.DataFrame) -> None:
    """Refuse to time what differs."""
    few = frame.head(2000)
    ours = score_frame(few.lazy(), FRAMEWORK, include=PARTS).collect().drop("^dimension_.*$")
    assert_frame_equal(by_hand(few.lazy()).collect().select(ours.columns), ours)
    plain = pl.DataFrame(loop(few.to_dicts()), infer_schema_length=None)
    assert_frame_equal(plain, ours.select(plain.columns))


def table(frame: pl.DataFrame, rounds: int) -> None:
    """Time all candidates, and print what comes out."""
    timed = candidates(frame)
    names = [*timed]
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            start = perf_counter()
            timed[name]()
            taken = perf_counter() - start
            if number:  # the first round warms up
                part = min(LOOPED / len(frame), 1) if name == "naive loop" else 1
                times[name].append(taken / part)
    first = times["score_frame, lazy polars"]
    for name, own in times.items():
        ratio = median(one / two for one, two in zip(own, first, strict=True))
        rate = len(frame) / median(own) / 1e6
        print(f"{name:30} {median(own):8.2f} s {rate:8.2f} million rows/s {ratio:8.2f} times")


def main() -> None:
    """Print a table for text, and one for categories."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    frame = make_rows(count)
    agree(frame)
    kinds = {"text": frame, "categories": frame.cast(pl.Enum(LABELS))}
    for kind, own in kinds.items():
        print(f"{count:,} rows of {kind}; times are those of score_frame on lazy polars")
        table(own, rounds)


if __name__ == "__main__":
    main()

"""How scoring a Parquet data set grows with its rows, and what reading JSON lines takes.

    python tests/benchmarks/scale.py growth [largest number of rows] [rounds]
    python tests/benchmarks/scale.py lines [rows] [rounds]

Of growth: sizes are powers of ten from 10,000 on. Each run has a process of its own, which calls
``score_frame`` once on one row before the clock starts; then files are read, scored and written
by polars. What is told are medians of the rounds, in which the two ways take turns: seconds, rows
per second, the rate of the further rows alone (those more than in the line before of that way, by
the seconds more), and the largest memory that a process held, its code included. The data are
those of ``docs/examples/portfolio_scale.py``: 19 indicators in ten stages, a fifth unknown.

Of lines: the same answers as JSON lines, read into columns by ``scan_assessments``, by polars with
a schema and no check at all, and into objects by ``iter_assessments``, of a tenth of the lines;
and read and scored. Each runs once in a round, in rotating order.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from runpy import run_path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import polars as pl

import socialmaturity as sm

EXAMPLE = run_path(
    str(Path(__file__).parents[2] / "docs" / "examples" / "portfolio_scale.py"),
    run_name="portfolio_scale",
)
WAYS = ("polars-streaming", "polars-at-once")
FIRST, LAST = 4, 9


def growth(largest: int = 10_000_000, rounds: int = 3) -> None:
    """Print the table of growth."""
    print(
        f"{'rows':>10} {'way':16} {'seconds':>8} {'rows/s':>9} {'further':>9} {'MiB':>6}"
        f" {'of at once':>10} {'load':>5}"
    )
    before: dict[str, tuple[int, float]] = {}
    for rows in (10**power for power in range(FIRST, LAST) if 10**power <= largest):
        taken = measured(rows, rounds)
        whole = median(own["memory"] for own in taken["polars-at-once"])
        for way in WAYS:
            seconds, memory = (median(own[key] for own in taken[way]) for key in ("work", "memory"))
            further = f"{rate(before[way], (rows, seconds)):9,.0f}" if way in before else f"{'':9}"
            before[way] = rows, seconds
            print(
                f"{rows:10,} {way:16} {seconds:8.3f} {rows / seconds:9,.0f} {further}"
                f" {memory:6,.0f} {memory / whole:10.2f} {os.getloadavg()[0]:5.1f}",
                flush=True,
            )


def rate(less: tuple[int, float], more: tuple[int, float]) -> float:
    """Rows per second between two sizes, each with its seconds: without what every call costs."""
    (few, short), (many, long) = less, more
    return (many - few) / (long - short) if long > short else float("inf")


def measured(rows: int, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """What each way took in each round."""
    taken: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    with TemporaryDirectory() as name:
        folder = Path(name)
        EXAMPLE["write_answers"](folder / "answers", rows)
        for turn in range(rounds):
            for way in WAYS if turn % 2 else WAYS[::-1]:
                taken[way].append(EXAMPLE["measured"](way, folder / "answers", folder / way))
                shutil.rmtree(folder / way)
    return taken


def lines(rows: int = 200_000, rounds: int = 5) -> None:
    """Print the table of reading."""
    with TemporaryDirectory() as name:
        path, few = Path(name, "all.jsonl"), Path(name, "few.jsonl")
        write_lines(path, rows)
        write_lines(few, rows // 10)
        ways = readers(path, few)
        assert not ways["scan_assessments"]()["unread"].drop_nulls().len()
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(rounds):
            order = [*ways][turn % len(ways) :] + [*ways][: turn % len(ways)]
            for way in order:
                start = perf_counter()
                ways[way]()
                taken[way].append(perf_counter() - start)
    print(f"{'reading':34} {'lines/s':>9} {'load':>5}")
    for way, times in taken.items():
        count = rows // 10 if way == "iter_assessments" else rows
        print(f"{way:34} {count / median(times):9,.0f} {os.getloadavg()[0]:5.1f}")


def write_lines(path: Path, rows: int) -> None:
    """Write made-up assessments."""
    ids = [own for _, own in EXAMPLE["asked"]()]
    frame = EXAMPLE["answers"](pl.Series(EXAMPLE["KEY"], range(rows)))
    several = (
        sm.Assessment(
            framework="solis",
            subject=f"Firm {place}",
            assessed_on="2026-11-01",
            answers=dict(zip(ids, row, strict=True)),
        )
        for place, row in enumerate(frame.select(ids).iter_rows())
    )
    with path.open("w", encoding="utf-8") as file:
        file.writelines(sm.to_json_lines(several))


def readers(path: Path, few: Path) -> dict[str, Callable[[], Any]]:
    """The ways to read a file, the last of them part of it."""
    answers = {own: pl.String for _, own in EXAMPLE["asked"]()}
    schema: dict[str, Any] = {
        "framework": pl.String,
        "subject": pl.String,
        "assessed_on": pl.String,
        "answers": pl.Struct(answers),
    }
    table = sm.scan_assessments(path, sm.SOLIS)
    return {
        "scan_assessments": lambda: table.collect(engine="streaming"),
        "the same, scored": lambda: sm.score_frame(table, sm.SOLIS).collect(engine="streaming"),
        "polars.scan_ndjson, nothing checked": lambda: pl.scan_ndjson(path, schema=schema).collect(
            engine="streaming"
        ),
        "iter_assessments": lambda: sum(1 for _ in sm.iter_assessments(few)),
    }


def main() -> None:
    """Print the table that is asked for."""
    tables: dict[str, Callable[..., None]] = {"growth": growth, "lines": lines}
    tables[sys.argv[1]](*map(int, sys.argv[2:]))


if __name__ == "__main__":
    main()

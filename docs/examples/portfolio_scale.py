"""Score a partitioned Parquet data set on several engines, by the very same call, side by side.

    python docs/examples/portfolio_scale.py --rows 1000000

It writes a data set of made-up answers to Solis, scores it on each engine in a process of its
own, compares the results row by row, and prints rows per second, seconds and peak memory. It
needs the extra ``frames``, polars and psutil, and of ``dask[dataframe,distributed]`` and
``pyspark`` with Java 17 what is asked for by ``--engines``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

import polars as pl

import socialmaturity as sm

KEY = "firm"
PARTS, MOST_IN_PART = 8, 250_000
UNKNOWN, NOT_APPLICABLE = 20, 5
Timed = dict[str, float]


def scored(frame: Any) -> Any:
    """The one call, whatever kind of frame comes: polars, pandas, Arrow, Dask, Spark."""
    return sm.score_frame(frame, sm.SOLIS, invalid="mark")


# --- the data


def write_answers(folder: Path, rows: int) -> int:
    """Write made-up answers in some files, and return in how many."""
    folder.mkdir()
    size = min(-(-rows // PARTS), MOST_IN_PART)
    starts = range(0, rows, size)
    for part, start in enumerate(starts):
        firms = pl.int_range(start, min(start + size, rows), eager=True).rename(KEY)
        answers(firms).write_parquet(folder / f"{part:04}.parquet")
    return len(starts)


def answers(firms: pl.Series) -> pl.DataFrame:
    """Answers of some firms, each of which has mostly what the stages up to its own ask for.

    Of a hundred answers 20 are unknown, and 5 are that it does not apply.
    """
    firm = pl.col(KEY)
    stage = firm.hash(1) % (len(sm.SOLIS.stages) + 1)
    columns: dict[str, pl.Expr] = {}
    for seed, (ordinal, own) in enumerate(asked(), 2):
        drawn = firm.hash(seed) % 100
        high = (stage >= ordinal) ^ (drawn % 17 == 0)
        label = (
            pl.when(high)
            .then(pl.when(drawn % 2 == 0).then(pl.lit("F")).otherwise(pl.lit("L")))
            .otherwise(pl.when(drawn % 2 == 0).then(pl.lit("P")).otherwise(pl.lit("N")))
        )
        applies = drawn >= UNKNOWN + NOT_APPLICABLE
        known = pl.when(applies).then(label).otherwise(pl.lit("not-applicable"))
        columns[own] = pl.when(drawn >= UNKNOWN).then(known)
    return firms.to_frame().lazy().with_columns(**columns).collect()


def asked() -> Iterator[tuple[int, str]]:
    """The indicators, each with the ordinal of its stage."""
    for stage in sm.SOLIS.stages:
        for own in stage.indicators:
            yield stage.ordinal, str(own.id)


# --- the engines: each reads a folder, scores it and writes another


@contextmanager
def clock(name: str, told: Timed) -> Generator[None, None, None]:
    """Note how long something takes."""
    start = perf_counter()
    yield
    told[name] = perf_counter() - start


def warm_up(told: Timed) -> None:
    """Load what is loaded at the first call."""
    with clock("start", told):
        scored(answers(pl.Series(KEY, [0])))


def polars_streaming(source: Path, target: Path, told: Timed) -> None:
    """Part after part goes through; neither the answers nor the results are held together."""
    warm_up(told)
    with clock("work", told):
        target.mkdir()
        scored(pl.scan_parquet(source)).sink_parquet(target / "all.parquet")


def polars_at_once(source: Path, target: Path, told: Timed) -> None:
    """The same with everything read first, for comparison."""
    warm_up(told)
    with clock("work", told):
        target.mkdir()
        scored(pl.read_parquet(source)).write_parquet(target / "all.parquet")


@contextmanager
def dask_cluster(told: Timed) -> Generator[Any, None, None]:
    """Two workers of one thread each, on this machine."""
    distributed: Any = import_module("dask.distributed")
    with clock("start", told):
        cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1)
        client = distributed.Client(cluster)
    with cluster, client:
        yield client


def dask_by_partition(source: Path, target: Path, told: Timed) -> None:
    """Each partition is a pandas frame, which a worker scores as such."""
    dask: Any = import_module("dask.dataframe")
    with dask_cluster(told), clock("work", told):
        frame = dask.read_parquet(source)
        done = frame.map_partitions(scored, meta=scored(dask.utils.make_meta(frame)))
        done.to_parquet(target, write_index=False)


def dask_whole(source: Path, target: Path, told: Timed) -> None:
    """The whole collection is given; Dask builds a graph of all expressions."""
    dask: Any = import_module("dask.dataframe")
    with dask_cluster(told), clock("work", told):
        scored(dask.read_parquet(source)).to_parquet(target, write_index=False)


@contextmanager
def spark_session(told: Timed) -> Generator[Any, None, None]:
    """Spark on two cores of this machine, whose workers run this very interpreter."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    spark: Any = import_module("pyspark.sql")
    with clock("start", told):
        session = spark.SparkSession.builder.master("local[2]").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def spark_whole(source: Path, target: Path, told: Timed) -> None:
    """The rules run as column expressions of Spark, in the JVM."""
    with spark_session(told) as session, clock("work", told):
        scored(session.read.parquet(str(source))).write.parquet(str(target))


def spark_by_batch(source: Path, target: Path, told: Timed) -> None:
    """Spark hands out Arrow batches, which polars scores in the Python workers."""
    with spark_session(told) as session, clock("work", told):
        nothing = scored(pl.scan_parquet(source).head(0).collect())
        schema = session.createDataFrame(to_arrow(nothing)).schema
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
        frame = session.read.parquet(str(source))
        frame.mapInArrow(scored_batches, schema).write.parquet(str(target))


def scored_batches(batches: Iterator[Any]) -> Iterator[Any]:
    """Score Arrow batches one by one, through polars."""
    for batch in batches:
        yield from to_arrow(scored(pl.DataFrame(batch))).to_batches()


def to_arrow(frame: pl.DataFrame) -> Any:
    """Return an Arrow table with the types of text that Spark knows."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


ENGINES: dict[str, Callable[[Path, Path, Timed], None]] = {
    "polars-streaming": polars_streaming,
    "polars-at-once": polars_at_once,
    "dask-by-partition": dask_by_partition,
    "dask-whole": dask_whole,
    "spark-whole": spark_whole,
    "spark-by-batch": spark_by_batch,
}


# --- measured and compared


def measured(engine: str, source: Path, target: Path) -> Timed:
    """Score a data set in a process of its own, and watch the memory of it and its children."""
    command = [sys.executable, __file__, "--one", engine, str(source), str(target)]
    log, peak = target.with_suffix(".log"), 0
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)  # noqa: S603 this very file
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            sleep(0.02)
    told = log.read_text(encoding="utf-8").splitlines()
    if process.returncode:
        raise SystemExit("\n".join(told))
    times: Timed = json.loads(next(own for own in told if own.startswith('{"')))
    return {**times, "memory": peak / 2**20}


def memory(number: int) -> int:
    """Bytes that a process and its children hold."""
    psutil: Any = import_module("psutil")
    total = 0
    try:
        own = psutil.Process(number)
        for process in (own, *own.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.NoSuchProcess:  # one of them has just ended
        pass
    return total


def differing(one: Path, other: Path) -> int:
    """How many rows of two results differ, or are in one of them alone."""
    names = sorted(pl.scan_parquet(one / "*.parquet").collect_schema())
    if names != sorted(pl.scan_parquet(other / "*.parquet").collect_schema()):
        raise SystemExit(f"{other.name} has other columns than {one.name}")
    first, second = (fingerprints(folder, names) for folder in (one, other))
    both = first.join(second, on=KEY, how="full", coalesce=True, nulls_equal=True)
    unlike = pl.col("print").ne_missing(pl.col("print_right"))
    return int(both.select(unlike.sum()).collect(engine="streaming").item())


def fingerprints(folder: Path, names: list[str]) -> pl.LazyFrame:
    """The key of each row, and a number that stands for all that is in it."""
    frame = pl.scan_parquet(folder / "*.parquet")
    types = frame.collect_schema()
    alike = [
        pl.col(name).cast(pl.Int64 if types[name].is_integer() else types[name]) for name in names
    ]
    return frame.select(KEY, pl.struct(alike).hash().alias("print"))


def compared(rows: int, engines: list[str], folder: Path) -> None:
    """Score on each engine, and print what it took and whether all rows are alike."""
    source = folder / "answers"
    files = write_answers(source, rows)
    print(f"{rows:,} rows in {files} files; load average {os.getloadavg()[0]:.1f}")
    print(f"{'engine':18} {'rows/s':>10} {'seconds':>8} {'start':>6} {'MiB':>7} {'differing':>9}")
    first = folder / engines[0]
    for engine in engines:
        target = folder / engine
        told = measured(engine, source, target)
        line = f"{engine:18} {rows / told['work']:10,.0f} {told['work']:8.1f} {told['start']:6.1f}"
        unlike = "" if target == first else f"{differing(first, target):,}"
        print(f"{line} {told['memory']:7,.0f} {unlike:>9}", flush=True)
        if target != first:
            shutil.rmtree(target)


def main() -> None:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description="Score one data set on several engines.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES], default=[*ENGINES])
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    asked_for = parser.parse_args()
    if asked_for.one:
        engine, source, target = asked_for.one
        told: Timed = {}
        ENGINES[engine](Path(source), Path(target), told)
        print(json.dumps(told))
        return
    if asked_for.rows < 1:
        parser.error("give one row at least")
    with TemporaryDirectory() as folder:
        compared(asked_for.rows, asked_for.engines, Path(folder))


if __name__ == "__main__":
    main()

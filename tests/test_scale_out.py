"""The same answers where one machine is outgrown: Dask on a local cluster, Spark on two cores.

The slow tests start a Dask cluster of two workers and a real Spark session; they need
``dask[dataframe,distributed]``, ``pyspark`` and Java, and take some minutes:

    python -m pytest -m slow -n0 tests/test_scale_out.py
"""

import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from runpy import run_path
from subprocess import run
from sys import executable
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import socialmaturity as sm
from oracles.frames import (
    RULES,
    Trial,
    cells,
    differences,
    expected,
    over_arrow,
    rows_of,
    trial,
)

EXAMPLE = run_path(
    str(Path(__file__).parent.parent / "docs" / "examples" / "portfolio_scale.py"),
    run_name="portfolio_scale",
)
FIRST, TRIALS, ROWS = 7000, 24, 300
MILLION = 1_000_000

needs_dask = pytest.mark.skipif(
    not all(map(find_spec, ("dask", "distributed"))), reason="dask[distributed] is not installed"
)
needs_spark = pytest.mark.skipif(
    not find_spec("pyspark") or not shutil.which("java"), reason="pyspark or Java is not installed"
)


# --- random tables of every rule


def plain_arrow(own: Trial) -> pa.Table:
    """The rows of a trial in plain columns of Arrow, since not every engine has categories."""
    types = {"number": pa.float64(), "flag": pa.bool_()}
    columns: dict[str, Any] = {"id": pa.array(range(len(own.rows)))}
    make: Any = pa.array
    for name, kind in own.kinds.items():
        columns[name] = make(cells(own, name), type=types.get(kind, pa.string()))
    return pa.table(columns)


def agree(seed: int, engine: Callable[[Trial], Any]) -> None:
    """Score one random table, beside the plain scorer."""
    own = trial(seed, ROWS)
    wanted = [expected(own, row) for row in own.rows]
    told = [*differences(own, rows_of(engine(own)), wanted)]
    assert not told, (seed, own.options, len(told), told[:3])


@pytest.fixture(scope="module")
def dask_frame() -> Iterator[Callable[[Trial], Any]]:
    """How the rows of a trial become a Dask frame of three partitions, on two workers."""
    dask: Any = import_module("dask.dataframe")
    with EXAMPLE["dask_cluster"]({}):
        yield lambda own: dask.from_pandas(over_arrow(plain_arrow(own)), npartitions=3)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark session on two cores."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pyspark says of pandas 3
        with EXAMPLE["spark_session"]({}) as session:
            session.conf.set("spark.sql.shuffle.partitions", "2")
            yield session


def score(frame: Any, own: Trial) -> Any:
    """The one call."""
    return sm.score_frame(frame, own.framework, **own.options, invalid="mark")


def test_the_trials_are_of_every_rule_and_policy() -> None:
    """Four of each rule, one for each policy."""
    drawn = [trial(seed, 3).options for seed in range(FIRST, FIRST + TRIALS)]
    assert len({(own["rule"], own["policy"]) for own in drawn}) == TRIALS == 4 * len(RULES)


@pytest.mark.slow
@needs_dask
@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
@pytest.mark.parametrize("seed", range(FIRST, FIRST + TRIALS))
def test_dask_says_what_the_plain_scorer_says(
    seed: int, dask_frame: Callable[[Trial], Any]
) -> None:
    """Of a whole collection, which stays lazy, and partition by partition."""
    utils: Any = import_module("dask.dataframe.utils")

    def whole(own: Trial) -> Any:
        done = score(dask_frame(own), own)
        assert type(done).__module__.startswith("dask.")
        return done.compute()

    def parts(own: Trial) -> Any:
        frame = dask_frame(own)
        done = frame.map_partitions(score, own, meta=score(utils.make_meta(frame), own))
        return done.compute()

    agree(seed, parts)
    if seed < FIRST + 2 * len(RULES):
        agree(seed, whole)


@pytest.mark.slow
@needs_spark
@pytest.mark.parametrize("seed", range(FIRST, FIRST + TRIALS))
def test_spark_says_what_the_plain_scorer_says(seed: int, spark: Any) -> None:
    """Of a table that stays lazy, whose rules run in the JVM."""

    def whole(own: Trial) -> Any:
        done = score(spark.createDataFrame(plain_arrow(own)).repartition(2), own)
        assert type(done).__module__.startswith("pyspark.")
        return done.toArrow()

    agree(seed, whole)


# --- a million rows, through files


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The folder of a million rows of answers, and that of their results by polars."""
    pytest.importorskip("psutil", reason="psutil, which watches the memory, is not installed")
    folder = tmp_path_factory.mktemp("million")
    EXAMPLE["write_answers"](folder / "answers", MILLION)
    EXAMPLE["measured"]("polars-streaming", folder / "answers", folder / "results")
    yield folder / "answers", folder / "results"
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    "engine",
    [
        "polars-at-once",
        pytest.param("dask-by-partition", marks=needs_dask),
        pytest.param("dask-whole", marks=needs_dask),
        pytest.param("spark-whole", marks=needs_spark),
        pytest.param("spark-by-batch", marks=needs_spark),
    ],
)
def test_no_row_of_a_million_differs_between_engines(
    engine: str, million: tuple[Path, Path], tmp_path: Path
) -> None:
    """All columns of all rows, by their key."""
    answers, results = million
    EXAMPLE["measured"](engine, answers, tmp_path / engine)
    assert EXAMPLE["differing"](results, tmp_path / engine) == 0
    assert pl.scan_parquet(tmp_path / engine / "*.parquet").select(pl.len()).collect().item() == (
        MILLION
    )


@pytest.mark.slow
def test_no_row_of_a_million_differs_from_the_plain_scorer(million: tuple[Path, Path]) -> None:
    """Ends, stage and coverage, one assessment after the other."""
    answers, results = million
    briefs = iter(sm.score_many(assessments(answers), sm.SOLIS, rule="cumulative"))
    columns = ["firm", "lower", "upper", "stage", "coverage", "problems"]
    found = pl.scan_parquet(results / "*.parquet").select(columns).sort("firm").collect()
    for place, row, brief in zip(count(), found.iter_rows(), briefs, strict=False):
        share = None if brief.coverage is None else float(brief.coverage)
        assert row == (place, brief.lower, brief.upper, brief.stage, share, 0)
    assert len(found) == MILLION
    assert next(briefs, None) is None


def assessments(folder: Path) -> Iterator[sm.Assessment]:
    """The rows of some files as objects, in order."""
    ids = [own for _, own in EXAMPLE["asked"]()]
    for path in sorted(folder.glob("*.parquet")):
        for answers in pl.read_parquet(path).select(ids).iter_rows():
            given = {own: one for own, one in zip(ids, answers, strict=True) if one is not None}
            yield sm.Assessment(framework="solis", answers=given)


@pytest.mark.parametrize("rule", ["cumulative", "high_water", "nearest", "profile"])
def test_polars_takes_part_after_part_through_the_whole_plan(small: Path, rule: str) -> None:
    """No step of it is one that the streaming engine has to have all rows for."""
    plan = sm.score_frame(pl.scan_parquet(small / "answers"), sm.SOLIS, rule=rule)
    graph = plan.show_graph(plan_stage="physical", engine="streaming", raw_output=True, show=False)
    steps = set(re.findall(r'label="([a-z-]+)', graph or ""))
    assert "multi-scan" in steps
    assert steps <= {"multi-scan", "select", "with-columns"}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Of files of one size, twice as many take hardly more; all rows at once took 1.8 times."""
    pytest.importorskip("psutil", reason="psutil, which watches the memory, is not installed")
    held: list[float] = []
    for number, rows in enumerate((2 * MILLION, 4 * MILLION)):
        folder = tmp_path / str(number)
        folder.mkdir()
        EXAMPLE["write_answers"](folder / "answers", rows)
        told = EXAMPLE["measured"]("polars-streaming", folder / "answers", folder / "results")
        held.append(told["memory"])
        shutil.rmtree(folder)
    assert held[1] < 1.3 * held[0]


# --- the pages

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "clusters.md"
PROGRAMS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
RESULTS = [re.findall(r'"((?:as|by)-\w+)"', program)[0] for program in PROGRAMS]


def test_the_page_has_a_program_for_each_way() -> None:
    """Three with Dask, two with Spark."""
    assert RESULTS == ["by-partition", "as-collection", "by-file", "by-spark", "by-batch"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "results"),
    [
        pytest.param(*one, marks=needs_dask if "dask" in one[0] else needs_spark, id=one[1])
        for one in zip(PROGRAMS, RESULTS, strict=True)
    ],
)
def test_the_programs_of_the_page_run(program: str, results: str, small: Path) -> None:
    """As they stand, beside a folder of answers; every row is as polars has it."""
    (small / "program.py").write_text(program, encoding="utf-8")
    done = run(
        [executable, "program.py"], cwd=small, check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert EXAMPLE["differing"](small / "one", small / results) == 0


def test_one_line_scores_a_folder_of_parquet(small: Path) -> None:
    """The line of the page on JSON lines and Parquet, which stands without a session."""
    page = (PAGE.parent / "json-lines-tables.md").read_text("utf-8")
    (line,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    program = f"import polars as pl, socialmaturity as sm\n{line}"
    run([executable, "-c", program], cwd=small, check=True)
    (small / "other").mkdir()
    (small / "scored.parquet").rename(small / "other" / "all.parquet")
    assert EXAMPLE["differing"](small / "one", small / "other") == 0


# --- the example itself


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Results of a hundred rows."""
    assert EXAMPLE["write_answers"](tmp_path / "answers", 100) == 8
    (tmp_path / "one").mkdir()
    results = EXAMPLE["scored"](pl.read_parquet(tmp_path / "answers"))
    results.write_parquet(tmp_path / "one" / "all.parquet")
    return tmp_path


def changes() -> dict[str, Callable[[pl.DataFrame], pl.DataFrame]]:
    """What may be wrong with results."""
    first = pl.col("firm") == 7
    return {
        "a number": lambda own: own.with_columns(
            pl.when(first).then(99).otherwise("upper").alias("upper")
        ),
        "nothing for something": lambda own: own.with_columns(
            pl.when(~first).then("coverage").alias("coverage")
        ),
        "text": lambda own: own.with_columns(
            pl.when(first).then(pl.lit("none such")).otherwise("binding").alias("binding")
        ),
        "a row is missing": lambda own: own.filter(~first),
        "a row too many": lambda own: pl.concat(
            [own, own.head(1).with_columns(firm=pl.lit(100, pl.Int64))]
        ),
    }


@pytest.mark.parametrize("change", [*changes()])
def test_one_row_that_differs_is_counted(small: Path, change: str) -> None:
    """So that none says something; the order of rows and files is no matter."""
    one, other = small / "one", small / "other"
    other.mkdir()
    results = pl.read_parquet(one / "all.parquet")
    shuffled = results.sample(fraction=1, shuffle=True, seed=1)
    for part in range(2):
        shuffled[part::2].write_parquet(other / f"{part}.parquet")
    assert EXAMPLE["differing"](one, other) == 0
    shutil.rmtree(other)
    other.mkdir()
    changes()[change](results).write_parquet(other / "all.parquet")
    assert EXAMPLE["differing"](one, other) == 1


def test_a_column_that_is_missing_is_told(small: Path) -> None:
    """It is not taken for equal."""
    (small / "other").mkdir()
    results = pl.read_parquet(small / "one")
    results.drop("problems").write_parquet(small / "other" / "all.parquet")
    with pytest.raises(SystemExit, match="other has other columns than one"):
        EXAMPLE["differing"](small / "one", small / "other")


def test_the_answers_of_the_example_are_of_all_kinds(small: Path) -> None:
    """Of every label and outcome, of firms at every stage, a fifth unknown."""
    answers = EXAMPLE["answers"](pl.Series("firm", range(3000)))
    ids = [own for _, own in EXAMPLE["asked"]()]
    every = pl.concat([answers[own].rename("all") for own in ids])
    assert set(every.unique()) == {None, "N", "P", "L", "F", "not-applicable"}
    assert 0.19 < every.null_count() / len(every) < 0.21
    done = EXAMPLE["scored"](answers)
    assert set(done["upper"].unique()) == {*range(11)}
    assert set(done["lower"].unique()) >= {*range(6)}


def test_an_engine_that_fails_says_why(tmp_path: Path) -> None:
    """The example ends with what its process said."""
    pytest.importorskip("psutil", reason="psutil, which watches the memory, is not installed")
    with pytest.raises(SystemExit, match="NotFound|No such file|expanded"):
        EXAMPLE["measured"]("polars-streaming", tmp_path / "none", tmp_path / "results")

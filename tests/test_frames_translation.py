"""Translated tables say what the plain translation says, on every row and every engine."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidFrameError,
    InvalidValueError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    WrongTypeError,
)
from socialmaturity.frames.dtypes import is_nothing
from socialmaturity.frames.portfolio import translate_frame
from socialmaturity.frames.tables import score_frame
from socialmaturity.graph.network import Network
from socialmaturity.graph.translation import translate_stages
from strategies import crosswalks

Rows = list[dict[str, Any]]


def _duckdb(table: pl.DataFrame) -> Any:
    return duckdb.connect().from_arrow(table.to_arrow())


ENGINES: Final[Mapping[str, Callable[[pl.DataFrame], Any]]] = {
    "polars": lambda own: own,
    "polars-lazy": lambda own: own.lazy(),
    "pandas": lambda own: own.to_pandas(),
    "pandas-nullable": lambda own: own.to_pandas().convert_dtypes(),
    "pandas-index": lambda own: own.to_pandas().set_axis([7] * len(own)),
    "pyarrow": lambda own: own.to_arrow(),
    "duckdb": _duckdb,
}
"""The same table as each engine has it."""

LAZY: Final = ("polars-lazy", "duckdb")

EVERY = pytest.mark.parametrize("engine", ENGINES)


DASK = pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning")
"""narwhals announces that its support of Dask will be a package of its own."""


def with_dask(table: pl.DataFrame) -> Any:
    """A table in three parts."""
    dask: Any = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
    return dask.from_pandas(table.to_pandas(), npartitions=3)


def rows_of(native: Any) -> Rows:
    """What a frame of any engine holds, nothing as ``None``."""
    frame: Any = nw.from_native(native)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return [
        {name: None if is_nothing(own) else own for name, own in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def never_computed(table: pl.DataFrame) -> pl.LazyFrame:
    """A lazy frame that fails as soon as anybody wants its rows."""

    def refuse(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("computed too early")

    return table.lazy().map_batches(refuse, schema=table.schema)


def told(error: pytest.ExceptionInfo[InvalidFrameError]) -> list[str]:
    """What is wrong, a line each."""
    return list(map(str, error.value.problems))


LEFT, RIGHT = sides()
BASED = framework(
    stage(1, baseline=True, framework="left"),
    *(stage(own, framework="left") for own in (2, 3)),
    id="left",
)
LINKS = crosswalk(
    mapping("left:1", "inside", "right:1", confidence=0.5),
    mapping("left:2", "overlaps", "right:2", confidence="1/3"),
    mapping("left:2", "overlaps", "right:3"),
    mapping("left:3", "inside", "right:3+4", confidence=0.25),
    mapping("left:3", "disjoint", "right:1"),
    mapping("left:4", "overlaps", "right:1", axis="results", confidence=0.125),
    exhaustive=("left",),
)
COLUMNS: Final = (
    "lower",
    "upper",
    "counterparts",
    "confidence",
    "derived",
    "disjoint",
    "none",
    "silent",
)


def expected(
    stages: Iterable[int],
    links: sm.Crosswalk,
    source: sm.Framework,
    target: sm.Framework,
    network: Any,
) -> dict[str, Any]:
    """What a row has to say, from the plain translation as plain data."""
    plain = translate_stages(
        map(source.stage, stages), links, source, target, network=network
    ).to_dict()

    def text(own: Mapping[str, Any], subject: str, other: str) -> str:
        beside = [own["confidence"]] if own["confidence"] is not None else []
        beside += [own["axis"]] if own["axis"] != "maturity" else []
        return f"{subject} {own['relation']} {other}" + (
            f" ({', '.join(beside)})" if beside else ""
        )

    def claimed(key: str) -> str | None:
        return "; ".join(text(own, own["source"], own["stage"]) for own in plain[key]) or None

    sure = [own["confidence"] for own in plain["counterparts"]]
    ends: Any = plain["range"] or (None, None)
    return {
        "lower": None if ends[0] is None else int(ends[0].split(":")[1]),
        "upper": None if ends[1] is None else int(ends[1].split(":")[1]),
        "counterparts": claimed("counterparts"),
        "confidence": min(map(_number, sure)) if sure and None not in sure else None,
        "derived": "; ".join(text(own, own["subject"], own["object"]) for own in plain["derived"])
        or None,
        "disjoint": claimed("disjoint"),
        "none": "; ".join(own["stage"] for own in plain["none"]) or None,
        "silent": "; ".join(plain["silent"]) or None,
    }


def _number(told: str) -> float:
    one, _, two = told.partition("/")
    return float(one) / float(two or 1)


def ends_of(source: sm.Framework) -> list[tuple[int | None, int | None]]:
    """All ends that a row can have, and none."""
    lowest = source.stages[0].ordinal if source.below is None else 0
    every = range(lowest, len(source.stages) + 1)
    return [(None, None), *((one, two) for one in every for two in every if one <= two)]


def check(
    engine: str,
    links: sm.Crosswalk,
    source: sm.Framework,
    target: sm.Framework,
    *,
    derived: bool = False,
) -> None:
    """Every pair of ends gets what the plain translation says of the stages between."""
    pairs = ends_of(source)
    table = pl.DataFrame(
        {
            "row": range(len(pairs)),
            "a_lower": [own for own, _ in pairs],
            "a_upper": [own for _, own in pairs],
        },
        schema_overrides={"a_lower": pl.Int64, "a_upper": pl.Int64},
    )
    native = ENGINES[engine](table)
    network = Network.of((source, target), (links,)) if derived else None
    done = translate_frame(native, source, to=target, crosswalk=links, derived=derived, prefix="a_")
    assert type(done) is type(native)
    found = sorted(rows_of(done), key=lambda own: own["row"])
    for (lower, upper), row in zip(pairs, found, strict=True):
        assert (row["a_lower"], row["a_upper"]) == (lower, upper)
        wanted: Mapping[str, Any] = dict.fromkeys(COLUMNS)
        if lower is not None and upper is not None:
            wanted = expected(range(lower, upper + 1), links, source, target, network)
        own = {name: row[f"a_{target.id}_{name}"] for name in COLUMNS}
        assert own == wanted
        assert row.get(f"a_{target.id}_problems", 0) == 0


@EVERY
@pytest.mark.parametrize("source", [LEFT, BASED], ids=["below", "baseline"])
def test_every_row_gets_what_the_plain_translation_says(engine: str, source: sm.Framework) -> None:
    """Claims, what follows, ranges, confidence, silence: for all ends there are."""
    links = LINKS if source is LEFT else crosswalk(*LINKS.mappings[:-1], exhaustive=("left",))
    check(engine, links, source, RIGHT)
    check(engine, links, source, RIGHT, derived=True)


@EVERY
def test_a_crosswalk_is_read_from_either_side(engine: str) -> None:
    """As by the plain translation; without exhaustiveness there is no range."""
    check(engine, LINKS, RIGHT, LEFT)
    check(engine, crosswalk(), LEFT, RIGHT)


@settings(max_examples=40, deadline=None)
@given(crosswalks(LEFT, RIGHT), st.booleans())
def test_any_crosswalk(links: sm.Crosswalk, derives: bool) -> None:
    """Whatever it claims, also where what follows from it contradicts itself."""
    check("polars", links, LEFT, RIGHT, derived=derives)


@pytest.mark.parametrize("engine", ["pandas", "pyarrow", "duckdb"])
@pytest.mark.parametrize("to", ["carfi", "be-a-person", "socedo"])
def test_shipped_crosswalks(engine: str, to: str) -> None:
    """Solis to a ladder, to its own child, to phases that run side by side."""
    check(engine, sm.crosswalk("solis", to), sm.SOLIS, sm.framework(to))


@pytest.mark.parametrize("to", ["carfi", "cisco", "socedo"])
def test_ids_are_looked_up_and_counterparts_derived_from_the_catalog(to: str) -> None:
    """As by `translate`, also where no crosswalk is between the two."""
    table = pl.DataFrame({"lower": [2, 3], "upper": [2, 4]})
    done = translate_frame(table, "be-a-person", to=to)
    for row in rows_of(done):
        stages = [f"be-a-person:{own}" for own in range(row["lower"], row["upper"] + 1)]
        plain = sm.translate(stages, to=to).to_dict()
        assert [own["object"] for own in plain["derived"]] == re.findall(
            rf"{to}:\S+", row[f"{to}_derived"] or ""
        )
        assert row[f"{to}_silent"] == ("; ".join(plain["silent"]) or None)
    none = translate_frame(table, "be-a-person", to=to, derived=False)
    assert none[f"{to}_derived"].to_list() == [None, None]


def test_frameworks_are_looked_up_in_the_catalog_that_is_given() -> None:
    """One of your own by its id, and its crosswalks."""
    catalog = sm.Catalog().with_framework(LEFT).with_framework(RIGHT).with_crosswalk(LINKS)
    table = pl.DataFrame({"lower": [1, 2], "upper": [3, 2]})
    by_id = translate_frame(table, "left", to="right", catalog=catalog)
    assert by_id.equals(translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS))
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'left'"):
        translate_frame(table, "left", to="right")
    with pytest.raises(FrameworkMismatchError, match="the stages are of 'left' already"):
        translate_frame(table, LEFT, to=LEFT)
    with pytest.raises(UnknownCrosswalkError, match="give your own with crosswalk="):
        translate_frame(table, LEFT, to="solis")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from("NPLF?"), min_size=3, max_size=3), min_size=1, max_size=6))
def test_results_are_translated_as_they_are(letters: list[list[str]]) -> None:
    """Scored and translated as a table or one by one: of the same possible stages, the same."""
    links = crosswalk(*LINKS.mappings[:3], subject="left", object="right", exhaustive=("left",))
    source = framework(
        *(stage(own, name, framework="left") for own, name in ((1, "a"), (2, "b"), (3, "c"))),
        id="left",
    )
    answers = [
        {name: None if one == "?" else one for name, one in zip("abc", own, strict=True)}
        for own in letters
    ]
    table = score_frame(pl.DataFrame(answers, schema=dict.fromkeys("abc", pl.String)), source)
    results: list[Any] = [
        sm.score(sm.Assessment(framework="left", answers=own), framework=source) for own in answers
    ]
    exact = translate_frame(table, source, to=RIGHT, crosswalk=links, derived=False)
    wide = translate_frame(table.drop("possible"), source, to=RIGHT, crosswalk=links, derived=False)
    for result, one, more in zip(results, rows_of(exact), rows_of(wide), strict=True):
        stages = [own.ordinal for own in result.possible]
        plain = sm.translate(result, to=RIGHT, crosswalk=links, derived=False)
        assert [own.ordinal for own in plain.stages] == stages
        assert {name: one[f"right_{name}"] for name in COLUMNS} == expected(
            stages, links, source, RIGHT, None
        )
        between = range(stages[0], stages[-1] + 1)
        assert {name: more[f"right_{name}"] for name in COLUMNS} == expected(
            between, links, source, RIGHT, None
        )


@EVERY
def test_possible_stages_can_have_gaps(engine: str) -> None:
    """A column that lists them is gone by; one that does not fit the ends is a problem."""
    table = pl.DataFrame(
        {
            "lower": [1, 1, 0, None],
            "upper": [3, 3, 0, None],
            "possible": ["1 3", "1 2 3", "0", None],
        }
    )
    done = rows_of(
        translate_frame(ENGINES[engine](table), LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    )
    assert [own["right_counterparts"] for own in done] == [
        "left:1 inside right:1 (0.5); left:3 inside right:3+4 (0.25)",
        "left:1 inside right:1 (0.5); left:2 overlaps right:2 (1/3); left:2 overlaps right:3;"
        " left:3 inside right:3+4 (0.25)",
        None,
        None,
    ]
    assert [(own["right_lower"], own["right_upper"]) for own in done] == [
        (1, 4),
        (1, 4),
        (None, None),
        (None, None),
    ]
    odd = pl.DataFrame(
        {"lower": [1, 1, 1, None], "upper": [3, 3, 3, None], "possible": ["1 2", "1,3", None, "2"]}
    )
    done = rows_of(
        translate_frame(
            ENGINES[engine](odd),
            LEFT,
            to=RIGHT,
            crosswalk=LINKS,
            derived=False,
            invalid="mark",
        )
    )
    assert [own["right_problems"] for own in done] == [1, 1, 1, 1]
    assert [own["right_counterparts"] for own in done] == [None] * 4


@EVERY
def test_rows_that_cannot_be_read_are_told_or_marked(engine: str) -> None:
    """Eager frames are refused with each kind once; lazy ones have no guess in those rows."""
    table = pl.DataFrame({"lower": [1, 9, 3, None, 2, 9], "upper": [1, 9, 2, 2, None, 9]})
    native = ENGINES[engine](table)
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            translate_frame(native, LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
        assert told(error) == [
            "columns.lower: 9 is no stage of framework 'left', which has 0 to 4; in 2 rows, the"
            " first of them row 1",
            "columns.lower: lower 3 lies above upper 2; in row 2",
            "columns.lower: one end is missing; give both or neither; in row 3",
            "columns.upper: one end is missing; give both or neither; in row 4",
        ]
    done = rows_of(
        translate_frame(native, LEFT, to=RIGHT, crosswalk=LINKS, derived=False, invalid="mark")
    )
    assert [own["right_problems"] for own in done] == [0, 1, 1, 1, 1, 1]
    assert [own["right_counterparts"] is None for own in done] == [
        False,
        True,
        True,
        True,
        True,
        True,
    ]
    assert [own["right_lower"] for own in done] == [1, None, None, None, None, None]
    assert [own["right_silent"] for own in done] == [None] * 6


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "duckdb"])
def test_numbers_that_are_no_stages(engine: str) -> None:
    """A part of a stage is no stage, nor is NaN, nor what lies below a baseline."""
    table = pl.DataFrame(
        {"lower": [1.0, 1.5, float("nan"), -1.0, 0.0], "upper": [2.0, 2.0, 2.0, 2.0, 2.0]}
    )
    done = rows_of(
        translate_frame(
            ENGINES[engine](table),
            BASED,
            to=RIGHT,
            crosswalk=crosswalk(),
            derived=False,
            invalid="mark",
        )
    )
    assert [own["right_problems"] for own in done] == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("dtype", [pl.UInt8, pl.UInt64, pl.Int16, pl.Float32, pl.Decimal(10, 2)])
def test_any_type_of_number_is_read(dtype: Any) -> None:
    """As engines have them."""
    table = pl.DataFrame(
        {"lower": [1, None], "upper": [2, None]}, schema={"lower": dtype, "upper": dtype}
    )
    done = rows_of(translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False))
    assert [own["right_upper"] for own in done] == [3, None]


def test_a_column_of_nothing_is_no_result() -> None:
    """Whatever type an engine gives it."""
    for table in (
        pl.DataFrame({"lower": [None, None], "upper": [None, None]}),
        pd.DataFrame({"lower": [None, None], "upper": [None, None]}, dtype=object),
    ):
        done = rows_of(translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False))
        assert [own["right_counterparts"] for own in done] == [None, None]


def test_objects_of_pandas_are_refused() -> None:
    """Stages are numbers; text among them is no stage."""
    with pytest.raises(InvalidFrameError) as error:
        translate_frame(
            pd.DataFrame({"lower": [1, "2"], "upper": [1, 2]}),
            LEFT,
            to=RIGHT,
            crosswalk=LINKS,
            derived=False,
        )
    assert told(error) == [
        "columns.lower: column 'lower' holds Object, and stages are whole numbers; of objects make"
        " them by .astype({'lower': 'Int64'})"
    ]


def test_a_policy_does_not_narrow_a_translation() -> None:
    """Every stage that the answers leave open is translated, as of a single result."""
    table = pl.DataFrame({"lower": [1], "upper": [2], "stage": [1]})
    (row,) = rows_of(translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False))
    assert (row["right_lower"], row["right_upper"]) == (1, 3)


@EVERY
def test_an_empty_table_has_the_columns(engine: str) -> None:
    """And no row."""
    table = pl.DataFrame(schema={"lower": pl.Int64, "upper": pl.Int64})
    done = translate_frame(ENGINES[engine](table), LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    names = nw.from_native(done).collect_schema().names()
    assert names[:10] == ["lower", "upper", *(f"right_{name}" for name in COLUMNS)]
    assert rows_of(done) == []


def test_a_lazy_frame_is_not_computed() -> None:
    """The translation is added to the plan."""
    table = pl.DataFrame({"lower": [1], "upper": [2], "possible": ["1 2"]})
    done = translate_frame(never_computed(table), LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    assert isinstance(done, pl.LazyFrame)
    with pytest.raises(Exception, match="computed too early"):
        done.collect()


def test_a_frame_of_narwhals_stays_one() -> None:
    """As it came, and its own columns are untouched."""
    table = nw.from_native(
        pl.DataFrame({"lower": [1.0], "upper": [1.0], "client": ["Ångström"]}), eager_only=True
    )
    done = translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    assert isinstance(done, nw.DataFrame)
    assert done.select("lower", "upper", "client").to_dict(as_series=False) == table.to_dict(
        as_series=False
    )


@pytest.mark.parametrize(
    ("columns", "problems"),
    [
        (
            {"lowest": [1], "upper": [1]},
            [
                "columns.lower: unknown name 'lower' in the columns; did you mean 'lowest'? give"
                " what score_frame() made by a rule for ladders, and prefix=... if it was given"
                " there"
            ],
        ),
        (
            {"lower": ["1"], "upper": [True]},
            [
                "columns.lower: column 'lower' holds String, and stages are whole numbers",
                "columns.upper: column 'upper' holds Boolean, and stages are whole numbers",
            ],
        ),
        (
            {"lower": [1], "upper": [1], "possible": [True]},
            [
                "columns.possible: column 'possible' holds Boolean, and the stages that are"
                " possible are text, such as '1 3'; rename it if it is something else"
            ],
        ),
        (
            {"lower": [1], "upper": [1], "right_none": [1], "right_upper": [2]},
            [
                "columns.right_none: column 'right_none' has the name of one to be added; rename it"
                " or leave it out",
                "columns.right_upper: column 'right_upper' has the name of one to be added; rename"
                " it or leave it out",
            ],
        ),
    ],
)
def test_columns_that_do_not_fit(columns: dict[str, Any], problems: list[str]) -> None:
    """They are named, all together, with the way out."""
    for table in (pl.DataFrame(columns), pl.DataFrame(columns).lazy()):
        with pytest.raises(InvalidFrameError) as error:
            translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
        assert told(error) == problems


def test_many_kinds_of_bad_rows_are_cut_short() -> None:
    """Twenty are told, the others counted."""
    table = pl.DataFrame({"lower": range(100, 130), "upper": [1] * 30})
    with pytest.raises(InvalidFrameError) as error:
        translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    assert len(told(error)) == 21
    assert told(error)[-1] == "10 other kinds of rows cannot be read"


@pytest.mark.parametrize(
    "given_ends",
    [
        ("1 2", "'1 2' does not list stages from end to end; in row 0"),
        (None, "None does not list stages from end to end; in row 0"),
    ],
)
def test_lists_that_do_not_fit_are_told(given_ends: tuple[str | None, str]) -> None:
    """With what they are."""
    listed, message = given_ends
    table = pl.DataFrame(
        {"lower": [1], "upper": [3], "possible": [listed]}, schema_overrides={"possible": pl.String}
    )
    with pytest.raises(InvalidFrameError) as error:
        translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False)
    assert told(error) == [f"columns.possible: {message}"]


def test_what_is_no_argument() -> None:
    """Each is told by its name."""
    table: Any = pl.DataFrame({"lower": [1], "upper": [1]})
    good: dict[str, Any] = {"frame": table, "framework": LEFT, "to": RIGHT, "crosswalk": LINKS}
    for name in (*good, "prefix", "catalog"):
        framework: Any = "left" if name == "catalog" else LEFT
        options: Any = good | {"framework": framework} | {name: 1}
        with pytest.raises(WrongTypeError) as error:
            translate_frame(**options)
        assert error.value.path == name
    with pytest.raises(FrameworkMismatchError, match="the crosswalk is between 'left' and 'right'"):
        translate_frame(table, LEFT, to=sm.SOLIS, crosswalk=LINKS)
    with pytest.raises(
        InvalidValueError,
        match="invalid: a lazy frame is not computed here, so nothing can be raised; leave invalid"
        " out and look at the column 'problems'",
    ):
        translate_frame(
            table.lazy(), LEFT, to=RIGHT, crosswalk=LINKS, derived=False, invalid="raise"
        )
    assert (
        rows_of(
            translate_frame(table, LEFT, to=RIGHT, crosswalk=LINKS, derived=False, invalid="raise")
        )[0]["right_lower"]
        == 1
    )


def _run_ends(value: int | None) -> Any:
    values = pa.array([value], pa.int64())
    made: Any = pa.RunEndEncodedArray
    return made.from_arrays(pa.array([1], pa.int32()), values)


UNKNOWN_TYPES: Final[Mapping[str, Any]] = {
    "decimal256(60, 0)": pa.array([Decimal(3)], pa.decimal256(60, 0)),
    "run_end_encoded<run_ends: int32, values: int64>": _run_ends(3),
    "fixed_size_binary[2]": pa.array([b"ab"], pa.binary(2)),
    "binary_view": pa.array([b"a"], pa.binary_view()),
    "list_view<item: int64>": pa.array([[3]], pa.list_view(pa.int64())),
    "month_day_nano_interval": pa.array([(1, 2, 3)], pa.month_day_nano_interval()),
    "decimal256(60, 0)[pyarrow]": pd.Series(
        [Decimal(3)], dtype=pd.ArrowDtype(pa.decimal256(60, 0))
    ),
    "period[D]": pd.Series(pd.period_range("2026", periods=1)),
    "Sparse[int64, 0]": pd.Series([3], dtype="Sparse[int64]"),
}
"""Columns of one row, of types that narwhals does not know, by what their engines call these."""


def with_ends(own: Any) -> Any:
    """A table whose ends are a column."""
    columns = {"firm": ["a"], "team": ["x"], "lower": own, "upper": own}
    return pd.DataFrame(columns) if isinstance(own, pd.Series) else pa.table(columns)


@pytest.mark.parametrize("kind", UNKNOWN_TYPES)
@pytest.mark.parametrize("invalid", ["raise", "mark"])
def test_types_that_nobody_knows_are_not_taken_for_nothing(kind: str, invalid: Any) -> None:
    """A column of one is refused by the name that its engine has for it."""
    held = kind.removesuffix("[pyarrow]")
    with pytest.raises(InvalidFrameError) as error:
        translate_frame(
            with_ends(UNKNOWN_TYPES[kind]), LEFT, to=RIGHT, crosswalk=LINKS, invalid=invalid
        )
    assert told(error) == [
        f"columns.{name}: column {name!r} holds {held}, and stages are whole numbers"
        for name in ("lower", "upper")
    ]


@pytest.mark.parametrize(
    "own",
    [
        pa.nulls(1),
        _run_ends(None),
        pa.nulls(1, pa.decimal256(60, 0)),
        pd.Series([None], dtype=object),
        pd.Series([pd.NaT]),
        pd.Series([None], dtype=pd.ArrowDtype(pa.decimal256(60, 0))),
    ],
    ids=["null", "run-ends", "decimal", "object", "times", "arrow"],
)
def test_nothing_of_any_type_is_not_assessed(own: Any) -> None:
    """So is a column without a type."""
    done = translate_frame(with_ends(own), LEFT, to=RIGHT, crosswalk=LINKS, invalid="mark")
    (row,) = rows_of(done)
    assert (row["right_counterparts"], row["right_problems"]) == (None, 0)


def test_a_lazy_cell_of_a_type_that_nobody_knows_is_a_problem() -> None:
    """Only nothing is nothing."""
    native = duckdb.connect().sql(
        "select * from (values (1, 2::BIGNUM, 2::BIGNUM), (2, NULL, NULL)) as t(row, lower, upper)"
    )
    done = rows_of(translate_frame(native, LEFT, to=RIGHT, crosswalk=LINKS))
    found = {row["row"]: (row["right_problems"], row["right_counterparts"]) for row in done}
    assert found == {1: (1, None), 2: (0, None)}
    untyped = duckdb.connect().sql("select NULL as lower, NULL as upper, NULL as problems")
    assert [row["right_problems"] for row in rows_of(translated(untyped))] == [0]


def translated(native: Any, **options: Any) -> Any:
    """A table with the links above."""
    return translate_frame(native, LEFT, to=RIGHT, crosswalk=LINKS, derived=False, **options)


def test_objects_that_are_whole_numbers_have_a_way_out() -> None:
    """Which is a type."""
    native = pd.DataFrame({"lower": [1, 2], "upper": [1, 2]}, dtype=object)
    with pytest.raises(InvalidFrameError) as error:
        translated(native)
    assert told(error) == [
        f"columns.{name}: column {name!r} holds Object, and stages are whole numbers; of objects"
        f" make them by .astype({{{name!r}: 'Int64'}})"
        for name in ("lower", "upper")
    ]
    assert rows_of(translated(native.astype({"lower": "Int64", "upper": "Int64"})))
    odd: Any = pl.DataFrame({"lower": pl.Series([object()]), "upper": [1]})
    with pytest.raises(InvalidFrameError) as error:
        translated(odd)
    assert told(error) == [
        "columns.lower: column 'lower' holds Object, and stages are whole numbers"
    ]


NOT_SCORED: Final = (
    "the row could not be scored, as this column tells; mend it and score it again, or rename the"
    " column if it says another thing"
)

ANSWERS: Final = pl.DataFrame(
    {
        "firm": ["A", "A", "B", "C"],
        "team": ["x", "y", "x", "x"],
        "listening": ["F", "zz", "F", None],
    }
)
"""Of four teams, one answer cannot be read, and one was not given."""


def marked(native: Any, own: str | sm.Framework = "solis", prefix: str = "") -> Any:
    """These, scored; what cannot be read is counted."""
    return score_frame(native, own, missing="unknown", invalid="mark", prefix=prefix)


@EVERY
@pytest.mark.parametrize("prefix", ["", "sm_"])
def test_what_could_not_be_scored_is_no_open_result(engine: str, prefix: str) -> None:
    """It is one of the rows that cannot be read, and the others are translated."""
    native = marked(ENGINES[engine](ANSWERS), prefix=prefix)
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            translate_frame(native, "solis", to="carfi", prefix=prefix)
        assert told(error) == [f"columns.{prefix}problems: {NOT_SCORED}; in row 1"]
    done = translate_frame(native, "solis", to="carfi", prefix=prefix, invalid="mark")
    rows = sorted(rows_of(done), key=lambda row: (row["firm"], row["team"]))
    assert [row[f"{prefix}carfi_problems"] for row in rows] == [0, 1, 0, 0]
    assert [row[f"{prefix}carfi_silent"] is None for row in rows] == [False, True, False, False]


@EVERY
def test_any_count_but_none_is_a_problem(engine: str) -> None:
    """Nothing is none, as in rows that were joined; a result beside it does not help."""
    table = pl.DataFrame(
        {"lower": [1] * 5, "upper": [1] * 5, "problems": [0.0, None, 1.0, -1.0, 0.5]}
    )
    native = ENGINES[engine](table)
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            translated(native)
        assert told(error) == [
            f"columns.problems: {NOT_SCORED}; in 3 rows, the first of them row 2"
        ]
    rows = rows_of(translated(native, invalid="mark"))
    assert [row["right_problems"] for row in rows] == [0, 0, 1, 1, 1]
    assert [row["right_lower"] for row in rows] == [1, 1, None, None, None]


@EVERY
def test_a_column_of_problems_that_are_no_counts(engine: str) -> None:
    """It is somebody else's, and there is a way out; one of nothing does no harm."""
    table = pl.DataFrame({"lower": [1], "upper": [1], "problems": ["late"]})
    with pytest.raises(InvalidFrameError) as error:
        translated(ENGINES[engine](table))
    assert told(error) == [
        "columns.problems: column 'problems' holds String, and score_frame counts in it the cells"
        " of a row that it could not score; rename it if it is something else"
    ]
    (row,) = rows_of(translated(ENGINES[engine](table.rename({"problems": "issues"}))))
    assert (row["issues"], row["right_lower"]) == ("late", 1)


@DASK
def test_dask_goes_on_from_what_could_not_be_scored() -> None:
    """By the same column."""
    few = framework(*(stage(own, f"i{own}", framework="left") for own in (1, 2, 3, 4)), id="left")
    native = marked(with_dask(ANSWERS.rename({"listening": "i1"})), few)
    assert sorted(row["right_problems"] for row in rows_of(translated(native))) == [0, 0, 0, 1]


@DASK
def test_dask_has_types_that_nobody_knows_of_its_own() -> None:
    """A cell of one is a problem."""
    dask: Any = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
    native = dask.from_pandas(with_ends(UNKNOWN_TYPES["period[D]"]), npartitions=1)
    assert [row["right_problems"] for row in rows_of(translated(native))] == [1]

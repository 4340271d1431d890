"""Units and cohorts in a table are brought together as one by one, on every engine."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import nan
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.errors import (
    InvalidFrameError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.frames.portfolio import cohort_frame, rollup_frame
from test_frames_translation import (
    ANSWERS,
    DASK,
    ENGINES,
    EVERY,
    LAZY,
    NOT_SCORED,
    UNKNOWN_TYPES,
    Rows,
    marked,
    never_computed,
    rows_of,
    told,
    with_dask,
    with_ends,
)
from test_units import BASED, LADDER, unit

SCHEMA: dict[str, Any] = {
    "firm": pl.String,
    "team": pl.String,
    "lower": pl.Int64,
    "upper": pl.Int64,
    "stage": pl.Int64,
    "possible": pl.String,
    "coverage": pl.Float64,
}


def row_of(firm: str, own: Any) -> dict[str, Any]:
    """A row of a scored table, from a plain result or the name of a unit without one."""
    if isinstance(own, str):
        return dict.fromkeys(SCHEMA) | {"firm": firm, "team": own}
    return {
        "firm": firm,
        "team": own.assessment.unit,
        "lower": own.lower.ordinal,
        "upper": own.upper.ordinal,
        "stage": None if own.stage is None else own.stage.ordinal,
        "possible": " ".join(str(one.ordinal) for one in own.possible),
        "coverage": None if own.coverage is None else float(own.coverage),
    }


def table_of(firms: dict[str, list[Any]]) -> pl.DataFrame:
    """A scored table of units."""
    return pl.DataFrame(
        [row_of(firm, own) for firm, units in firms.items() for own in units], schema=SCHEMA
    )


def plain_row(firm: str, units: Sequence[Any], own: sm.Framework, quorum: str) -> dict[str, Any]:
    """What a row of organisations has to say, from the plain roll-up."""
    results = [one for one in units if not isinstance(one, str)]
    names = [one if isinstance(one, str) else one.assessment.unit for one in units]
    plain = sm.roll_up(results, expected=names)
    row: dict[str, Any] = {
        "firm": firm,
        "units": len(plain.units),
        "unassessed": sum(one.result is None for one in plain.units),
    }
    for each in plain.distribution:
        row[f"stage_{each.stage.ordinal}_sure"] = len(each.sure)
        row[f"stage_{each.stage.ordinal}_possible"] = len(each.possible)
    for name, reached in (("worst", plain.worst), ("quorum", plain.reached_by(quorum))):
        row |= {f"{name}_lower": reached.lower.ordinal, f"{name}_upper": reached.upper.ordinal}
        row[name] = None if reached.stage is None else reached.stage.ordinal
    assert plain.framework == own
    return row


def random_units(own: sm.Framework, luck: random.Random, **options: Any) -> list[Any]:
    """One unit at least that was assessed, and some that were not."""
    size = len(own.indicators)
    results = [
        unit(f"u{place}", "".join(luck.choices("FNLP?-", k=size)), own, **options)
        for place in range(luck.randint(1, 5))
    ]
    return [*results, *(f"v{place}" for place in range(luck.randint(0, 2)))]


WAYS: list[tuple[sm.Framework, dict[str, Any]]] = [
    (LADDER, {}),
    (BASED, {}),
    (LADDER, {"policy": "worst"}),
    (BASED, {"policy": "exclude", "minimum_coverage": "1/2"}),
    (LADDER, {"rule": "high_water"}),
    (LADDER, {"rule": "nearest"}),
]


@EVERY
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_organisations_are_rolled_up_as_one_by_one(engine: str, way: int) -> None:
    """Counts, worst and quorum of every organisation are those of the plain roll-up."""
    own, options = WAYS[way]
    luck = random.Random(way)  # noqa: S311
    firms = {f"firm {place:02}": random_units(own, luck, **options) for place in range(30)}
    quorum = luck.choice(["1/2", "2/3", "0.4", "1", "1/1000"])
    table = table_of(firms).sample(fraction=1, shuffle=True, seed=way)
    native = ENGINES[engine](table)
    done = rollup_frame(native, own, by="firm", unit="team", quorum=quorum)
    assert type(done) is type(native)
    wanted = [plain_row(firm, units, own, quorum) for firm, units in firms.items()]
    found = rows_of(done)
    assert [one.pop("problems", 0) for one in found] == [0] * len(found)
    assert found == wanted
    assert list(found[0]) == list(wanted[0])


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["Ångström", "b", "c d", ""]),
        st.lists(st.text("FN?-", min_size=3, max_size=3), min_size=1, max_size=6),
        min_size=1,
    ),
    st.fractions("1/100", 1, max_denominator=100),
)
def test_any_organisations(answers: dict[str, list[str]], quorum: Fraction) -> None:
    """Whatever was answered, and whatever quorum is asked for."""
    firms = {
        firm: [unit(str(place), own) for place, own in enumerate(units)]
        for firm, units in sorted(answers.items())
    }
    done = rollup_frame(table_of(firms), LADDER, by="firm", unit="team", quorum=quorum)
    assert rows_of(done) == [plain_row(*own, LADDER, str(quorum)) for own in firms.items()]


def ends(rows: Iterable[tuple[Any, ...]], *names: str) -> pl.DataFrame:
    """A table of names, and of the ends of a result."""
    schema = {**dict.fromkeys(names, pl.String), "lower": pl.Int64, "upper": pl.Int64}
    return pl.DataFrame([*rows], schema=schema, orient="row")


UNITS = ends(
    [("a", "x", 1, 1), ("a", "y", 0, 3), ("b", "x", 2, 2), ("b", "y", None, None)], "firm", "team"
)


@EVERY
def test_without_a_list_every_stage_between_is_possible(engine: str) -> None:
    """And a unit without a result can be anywhere."""
    one, two = rows_of(rollup_frame(ENGINES[engine](UNITS), LADDER, by="firm", unit="team"))
    assert [one[f"stage_{own}_sure"] for own in range(4)] == [0, 1, 0, 0]
    assert [one[f"stage_{own}_possible"] for own in range(4)] == [1, 1, 1, 1]
    assert [two[f"stage_{own}_possible"] for own in range(4)] == [1, 1, 1, 1]
    assert (one["worst_lower"], one["worst_upper"], one["worst"]) == (0, 1, None)
    assert (two["worst_lower"], two["worst_upper"], two["unassessed"]) == (0, 2, 1)
    assert "quorum" not in one


@EVERY
def test_the_whole_table_can_be_one_group(engine: str) -> None:
    """Named by nothing; of an empty table there is none."""
    native = ENGINES[engine](UNITS)
    (one,) = rows_of(rollup_frame(native, LADDER, by=(), unit=["firm", "team"], prefix=""))
    assert (one["units"], one["worst_lower"], one["worst_upper"]) == (4, 0, 1)
    empty = ENGINES[engine](UNITS.clear())
    for done in (
        rollup_frame(empty, LADDER, by="firm", unit="team"),
        cohort_frame(empty, LADDER, by="firm", percentiles={"stage": [50], "lower": [50]}),
    ):
        assert rows_of(done) == []
        assert nw.from_native(done).collect_schema().names()[0] == "firm"


def test_names_of_columns_take_the_prefix() -> None:
    """Those that are read, and those that are added."""
    table = UNITS.rename({"lower": "a_lower", "upper": "a_upper"})
    done = rollup_frame(table, LADDER, by="firm", unit="team", prefix="a_")
    assert done.columns[:4] == ["firm", "a_units", "a_unassessed", "a_stage_0_sure"]


BAD = ends(
    [
        ("a", "x", 1, 1),
        ("b", "x", 2, 1),
        ("c", "x", 0, 7),
        (None, "x", 1, 1),
        ("d", None, 1, 1),
        ("e", "x", 1, 1),
        ("e", "x", 2, 2),
    ],
    "firm",
    "team",
)


@EVERY
def test_bad_rows_are_told_or_marked(engine: str) -> None:
    """An organisation that has one gets no results; the others do."""
    native = ENGINES[engine](BAD)
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            rollup_frame(native, LADDER, by="firm", unit="team")
        assert told(error) == [
            "columns.lower: lower 2 lies above upper 1; in row 1",
            "columns.upper: 7 is no stage of framework 'demo', which has 0 to 3; in row 2",
            "columns.firm: nothing is there, and rows are told apart by it; in row 3",
            "columns.team: nothing is there, and rows are told apart by it; in row 4",
        ]
    for done in (
        rollup_frame(native, LADDER, by="firm", unit="team", invalid="mark"),
        cohort_frame(native, LADDER, by="firm", subject="team", min_size=1, invalid="mark"),
    ):
        found = {own["firm"]: own for own in rows_of(done)}
        assert {name: own["problems"] for name, own in found.items()} == {
            "a": 0,
            "b": 1,
            "c": 1,
            None: 1,
            "d": 1,
            "e": 1,
        }
        for name, own in found.items():
            results = [one for key, one in own.items() if key not in ("firm", "problems")]
            assert all(one is None for one in results) == (name != "a")


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_a_unit_that_stands_twice_is_named(engine: str) -> None:
    """With its organisation, if there is one."""
    native = ENGINES[engine](BAD.tail(2))
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(native, LADDER, by="firm", unit="team")
    assert told(error) == [
        "columns.team: 'x' stands in 2 rows of 'e' and would count as often; keep one, such as the"
        " latest"
    ]
    with pytest.raises(InvalidFrameError) as error:
        cohort_frame(native, LADDER, by=[], subject=["firm", "team"])
    assert told(error) == [
        "columns.firm: 'e', 'x' stands in 2 rows and would count as often; keep one, such as the"
        " latest"
    ]
    many = ends([(str(own // 2), "x", 1, 1) for own in range(46)], "firm", "team")
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(ENGINES[engine](many), LADDER, by="firm", unit="team")
    assert len(told(error)) == 21
    assert told(error)[-1] == "3 others stand twice or more"


def test_a_lazy_frame_is_not_computed() -> None:
    """Both functions add to the plan."""
    table = UNITS.with_columns(coverage=pl.lit(0.5))
    for done in (
        rollup_frame(never_computed(table), LADDER, by="firm", unit="team", quorum=0.5),
        cohort_frame(
            never_computed(table), LADDER, by="firm", subject="team", percentiles={"coverage": [50]}
        ),
    ):
        assert isinstance(done, pl.LazyFrame)
        with pytest.raises(Exception, match="computed too early"):
            done.collect()


COHORTS = pl.DataFrame(
    {
        "sector": ["food"] * 6 + ["toys"] * 4,
        "client": [f"c{own}" for own in range(10)],
        "lower": [0, 1, 2, 2, 3, None, 1, 1, 1, 1],
        "upper": [1, 1, 2, 3, 3, None, 1, 1, 1, 1],
        "coverage": [0.1, 0.3, 0.3, None, 0.9, 0.7, 0.5, 0.5, 0.5, 0.5],
    }
)


@EVERY
def test_small_cohorts_are_suppressed(engine: str) -> None:
    """Of those nothing is told but that they are small; who has no result does not count."""
    native = ENGINES[engine](COHORTS)
    asked: dict[str, Any] = {"stage": [50, 100], "coverage": [50]}
    done = cohort_frame(native, LADDER, by="sector", subject="client", percentiles=asked)
    assert type(done) is type(native)
    food, toys = rows_of(done)
    assert {own: toys.pop(own, 0) for own in ("sector", "suppressed", "problems")} == {
        "sector": "toys",
        "suppressed": True,
        "problems": 0,
    }
    assert set(toys.values()) == {None}
    food.pop("problems", 0)
    assert food == {
        "sector": "food",
        "suppressed": False,
        "size": 5,
        "left_out": 1,
        "stage_0_sure": 0,
        "stage_0_possible": 1,
        "stage_1_sure": 1,
        "stage_1_possible": 1,
        "stage_2_sure": 1,
        "stage_2_possible": 1,
        "stage_3_sure": 1,
        "stage_3_possible": 1,
        **{
            f"stage_{own}_share_{end}": share
            for own in range(4)
            for end, share in (("lower", 0.2 if own else 0.0), ("upper", 0.4 if own else 0.2))
        },
        "stage_p50_lower": 2,
        "stage_p50_upper": 2,
        "stage_p100_lower": 3,
        "stage_p100_upper": 3,
        "coverage_p50": None,
    }
    food, toys = rows_of(
        cohort_frame(native, LADDER, by="sector", percentiles={"coverage": [50]}, min_size=4)
    )
    assert (food["coverage_p50"], toys["coverage_p50"], toys["size"]) == (0.3, 0.5, 4)


def by_definition(values: Iterable[Any], percent: Fraction) -> Any:
    """The least of some values with so many percent of them at it or below."""
    kept = [own for own in values if own is not None]
    return min(own for own in kept if 100 * sum(one <= own for one in kept) >= percent * len(kept))


@EVERY
def test_percentiles_are_as_defined(engine: str) -> None:
    """Of many cohorts with ties and nothing in places, of numbers and of stages."""
    luck = random.Random(7)  # noqa: S311
    rows: Rows = []
    for own in range(400):
        low, high = sorted(luck.choices(range(4), k=2))
        number = luck.choice([None, 0.1, 1 / 3, luck.random(), 1e300, -2.5])
        rows.append(
            {"a": own % 7, "b": luck.choice("xy"), "lower": low, "upper": high, "n": number}
        )
    percents = [Fraction(1, 3), Fraction(25), Fraction(50), Fraction(199, 2), Fraction(100)]
    names = ["1_3", "25", "50", "99_5", "100"]
    asked: dict[str, Any] = {"n": percents, "stage": percents, "lower": [25]}
    done = cohort_frame(
        ENGINES[engine](pl.DataFrame(rows)), LADDER, by=["a", "b"], percentiles=asked, min_size=1
    )
    found = rows_of(done)
    assert len(found) == 14
    for row in found:
        group = [own for own in rows if (own["a"], own["b"]) == (row["a"], row["b"])]
        assert row["size"] == len(group)
        assert row["lower_p25"] == by_definition([own["lower"] for own in group], Fraction(25))
        for name, percent in zip(names, percents, strict=True):
            assert row[f"n_p{name}"] == by_definition([own["n"] for own in group], percent)
            for end in ("lower", "upper"):
                every = [own[end] for own in group]
                assert row[f"stage_p{name}_{end}"] == by_definition(every, percent)


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pyarrow", "duckdb"])
def test_numbers_that_cannot_be_ranked(engine: str) -> None:
    """Infinite, or none: the cohort is refused or marked."""
    table = COHORTS.head(3).with_columns(coverage=pl.Series([float("nan"), float("inf"), 0.5]))
    native = ENGINES[engine](table)
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            cohort_frame(native, LADDER, by="sector", percentiles={"coverage": [50]})
        assert told(error) == [
            "columns.coverage: nan is no number to rank; in row 0",
            "columns.coverage: inf is no number to rank; in row 1",
        ]
    done = cohort_frame(native, LADDER, by="sector", percentiles={"coverage": [50]}, invalid="mark")
    (row,) = rows_of(done)
    assert (row["problems"], row["coverage_p50"], row["suppressed"]) == (2, None, None)


def test_percentiles_take_the_prefix_once() -> None:
    """The stage is asked for by the name it has, and so is any other column."""
    names = ["lower", "upper", "coverage"]
    table = COHORTS.rename({own: f"a_{own}" for own in names}).drop("client")
    asked = {"a_stage": [50], "a_coverage": [50]}
    done = cohort_frame(table, LADDER, by="sector", percentiles=asked, prefix="a_", min_size=4)
    assert done["a_stage_p50_upper"].to_list() == [2, 1]
    assert done["a_coverage_p50"].to_list() == [0.3, 0.5]


def test_shares_of_nobody_are_null() -> None:
    """A cohort in which nobody has a result is small, whatever counts as that."""
    (row,) = rows_of(cohort_frame(COHORTS[5:6], LADDER, by="sector", min_size=1))
    assert (row["suppressed"], row["size"], row["stage_1_share_lower"]) == (True, None, None)


def test_a_policy_settles_a_range() -> None:
    """In counts of units; a settled stage outside of the ends is a problem."""
    table = UNITS.with_columns(stage=pl.Series([1, 2, None, None]))
    one, two = rows_of(rollup_frame(table, LADDER, by="firm", unit="team"))
    assert (one["worst"], one["stage_2_sure"], one["stage_1_possible"]) == (1, 1, 0)
    assert (two["worst_lower"], two["worst_upper"]) == (0, 2)
    listed = table.with_columns(possible=pl.Series(["1", "0 1 3", "2", None]))
    one, _ = rows_of(rollup_frame(listed, LADDER, by="firm", unit="team"))
    assert (one["stage_2_sure"], one["stage_3_possible"]) == (1, 0)
    odd = UNITS.with_columns(stage=pl.Series([2, 9, None, 1]))
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(odd, LADDER, by="firm", unit="team")
    assert told(error) == [
        "columns.stage: stage 2 does not lie between the ends; in row 0",
        "columns.stage: 9 is no stage of framework 'demo', which has 0 to 3; in row 1",
        "columns.stage: stage 1 does not lie between the ends; in row 3",
    ]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"quorum": 0},
            InvalidValueError,
            "quorum: a quorum of 0 would be reached by no unit; give a share above 0",
        ),
        ({"quorum": 2}, InvalidValueError, "quorum: expected a number from 0 to 1, not 2"),
        (
            {"quorum": "1/1000001"},
            InvalidValueError,
            "quorum: a table is counted in parts down to a millionth, and '1/1000001' is finer",
        ),
        (
            {"unit": ()},
            MissingValueError,
            "unit: name the column of the units, so that none is counted twice",
        ),
        ({"unit": 3}, WrongTypeError, "unit: expected names of columns, not 3"),
        ({"by": [3]}, WrongTypeError, "by: expected text, not 3"),
        ({"prefix": None}, WrongTypeError, "prefix: expected text, not None"),
        (
            {"invalid": "drop"},
            InvalidValueError,
            "invalid: expected 'raise' or 'mark', not 'drop'",
        ),
    ],
)
def test_arguments_that_cannot_stand(
    options: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """Each is told with its name and the way out."""
    given_ones: dict[str, Any] = {"by": "firm", "unit": "team"} | options
    with pytest.raises(error) as found:
        rollup_frame(UNITS, LADDER, **given_ones)
    assert str(found.value) == message


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        (
            {"by": ["frim", "frim"]},
            [
                "by: unknown name 'frim' in the columns; did you mean 'firm'?",
                "by: unknown name 'frim' in the columns; did you mean 'firm'?",
                "by: column 'frim' is given twice",
            ],
        ),
        (
            {"unit": ["team", "firm"]},
            ["unit: column 'firm' cannot tell rows apart that are brought together by it"],
        ),
        (
            {"by": "units"},
            [
                "columns.units: column 'units' has the name of one to be added; rename it or leave"
                " it out"
            ],
        ),
    ],
)
def test_columns_that_cannot_stand(options: dict[str, Any], problems: list[str]) -> None:
    """They are named."""
    given_ones: dict[str, Any] = {"by": "firm", "unit": "team"} | options
    table = UNITS.with_columns(units=pl.col("firm"))
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(table, LADDER, **given_ones)
    assert told(error) == problems


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"percentiles": ["coverage"]},
            WrongTypeError,
            "percentiles: expected percents by name of a column, such as {'coverage': [25, 50,"
            " 75]}, not ['coverage']",
        ),
        (
            {"percentiles": {"coverage": 50}},
            WrongTypeError,
            "percentiles.coverage: expected several percents, such as [25, 50, 75], not 50",
        ),
        (
            {"percentiles": {"coverage": [0]}},
            InvalidValueError,
            "percentiles.coverage: expected a percent above 0 and up to 100, not 0",
        ),
        (
            {"percentiles": {"coverage": [50, "50.0"]}},
            SocialMaturityError,
            "percentiles: two percentiles would be named 'coverage_p50'",
        ),
        ({"min_size": 0}, InvalidValueError, "min_size: expected a whole number from 1 on, not 0"),
        (
            {"percentiles": {"coverage": ["1/30001"]}},
            InvalidValueError,
            "percentiles.coverage: a table is counted in parts down to a millionth, and '1/30001'"
            " is finer",
        ),
    ],
)
def test_percentiles_that_cannot_stand(
    options: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """Each is told with its name and the way out."""
    with pytest.raises(error) as found:
        cohort_frame(COHORTS, LADDER, by="sector", **options)
    assert str(found.value) == message


def test_columns_that_cannot_be_ranked() -> None:
    """A name that is near is offered; text is no number."""
    with pytest.raises(InvalidFrameError) as error:
        cohort_frame(COHORTS, LADDER, by="sector", percentiles={"covrage": [50]})
    assert told(error) == [
        "percentiles: unknown name 'covrage' in the columns; did you mean 'coverage'?"
    ]
    with pytest.raises(InvalidFrameError) as error:
        cohort_frame(COHORTS, LADDER, by="sector", percentiles={"client": [50]})
    assert told(error) == [
        "percentiles.client: column 'client' holds String, and percentiles are of numbers"
    ]


def test_pandas_numbers_its_rows_anew() -> None:
    """Whatever index the table had, and ordinals stay whole where some are missing."""
    done = rollup_frame(
        UNITS.to_pandas().set_index("lower", drop=False), LADDER, by="firm", unit="team"
    )
    assert [*done.index] == [0, 1]
    assert isinstance(done, pd.DataFrame)
    assert str(done["worst"].dtype) == "Int64"


def test_a_row_with_a_number_can_be_bad_for_another_reason() -> None:
    """Which is told, with or without numbers to rank."""
    table = COHORTS.with_columns(upper=pl.lit(0)).head(2)
    asked = {"coverage": [50], "stage": [50]}
    with pytest.raises(InvalidFrameError) as error:
        cohort_frame(table, LADDER, by="sector", percentiles=asked)
    assert told(error) == ["columns.lower: lower 1 lies above upper 0; in row 1"]


@DASK
def test_dask_counts_and_does_not_rank() -> None:
    """Percentiles of the stage are counted; those of numbers are refused, with the way out."""
    asked = {"stage": [50]}
    wanted = rows_of(cohort_frame(COHORTS.lazy(), LADDER, by="sector", percentiles=asked))
    native = with_dask(COHORTS)
    done = cohort_frame(native, LADDER, by="sector", subject="client", percentiles=asked)
    assert type(done) is type(native)
    assert rows_of(done) == wanted
    with pytest.raises(InvalidValueError) as error:
        cohort_frame(native, LADDER, by="sector", percentiles={"coverage": [50]})
    assert str(error.value) == (
        "percentiles: Dask cannot rank within groups; ask for percentiles of 'stage', which are"
        " counted, or compute the frame first"
    )


@DASK
def test_dask_rolls_up_units() -> None:
    """Whatever part of the table they are in."""
    luck = random.Random(3)  # noqa: S311
    firms = {f"firm {place}": random_units(LADDER, luck) for place in range(9)}
    table = table_of(firms).sample(fraction=1, shuffle=True, seed=3)
    done = rollup_frame(with_dask(table), LADDER, by="firm", unit="team", quorum="1/2")
    found = rows_of(done)
    assert [own.pop("problems") for own in found] == [0] * 9
    assert found == [plain_row(*own, LADDER, "1/2") for own in firms.items()]


def check_marked(native: Any, own: str | sm.Framework, highest: int) -> None:
    """The unit that could not be scored is a problem, and the one not assessed is not."""
    firms = rows_of(rollup_frame(native, own, by="firm", unit="team", invalid="mark"))
    names = ("firm", "units", "unassessed", "worst_upper", "problems")
    assert [tuple(row[name] for name in names) for row in firms] == [
        ("A", None, None, None, 1),
        ("B", 1, 0, highest, 0),
        ("C", 1, 0, highest, 0),
    ]
    cohorts = rows_of(
        cohort_frame(native, own, by="firm", subject="team", min_size=1, invalid="mark")
    )
    names = ("firm", "suppressed", "size", "left_out", "problems")
    assert [tuple(row[name] for name in names) for row in cohorts] == [
        ("A", None, None, None, 1),
        ("B", False, 1, 0, 0),
        ("C", False, 1, 0, 0),
    ]


BOTH: list[tuple[Any, dict[str, Any]]] = [(rollup_frame, {"unit": "team"}), (cohort_frame, {})]


@EVERY
def test_what_could_not_be_scored_is_not_taken_for_not_assessed(engine: str) -> None:
    """An organisation, or a cohort, that has such a row has no results."""
    native = marked(ENGINES[engine](ANSWERS))
    check_marked(native, "solis", 10)
    if engine not in LAZY:
        for bring, options in BOTH:
            with pytest.raises(InvalidFrameError) as error:
                bring(native, "solis", by="firm", **options)
            assert told(error) == [f"columns.problems: {NOT_SCORED}; in row 1"]


@DASK
def test_dask_rolls_up_what_could_not_be_scored() -> None:
    """By the same column."""
    native = marked(with_dask(ANSWERS.rename({"listening": "a"})), LADDER)
    check_marked(native, LADDER, 3)


@EVERY
def test_a_list_of_units_can_be_joined_with_marked_scores(engine: str) -> None:
    """Where nothing was joined, nothing is wrong."""
    scored = marked(ANSWERS.filter(pl.col("listening") != "zz"))
    units = pl.DataFrame({"firm": ["A", "A"], "team": ["x", "w"]})
    native = ENGINES[engine](units.join(scored, on=["firm", "team"], how="left"))
    (row,) = rows_of(rollup_frame(native, "solis", by="firm", unit="team", invalid="mark"))
    assert (row["units"], row["unassessed"], row["problems"]) == (2, 1, 0)


def test_what_is_told_of_a_small_cohort() -> None:
    """That it is small; or, where rows are marked, how many cannot be read, and nothing else."""
    table = COHORTS.head(2).with_columns(upper=pl.Series([7, 8])).lazy()
    (row,) = rows_of(cohort_frame(table, LADDER, by="sector"))
    told_ones = {name: own for name, own in row.items() if own is not None}
    assert told_ones == {"sector": "food", "problems": 2}
    (row,) = rows_of(cohort_frame(COHORTS.head(2).lazy(), LADDER, by="sector"))
    told_ones = {name: own for name, own in row.items() if own is not None}
    assert told_ones == {"sector": "food", "suppressed": True, "problems": 0}


@pytest.mark.parametrize("kind", UNKNOWN_TYPES)
def test_types_that_nobody_knows_do_not_make_units_unassessed(kind: str) -> None:
    """They are refused."""
    native, held = with_ends(UNKNOWN_TYPES[kind]), kind.removesuffix("[pyarrow]")
    for bring, options in BOTH:
        with pytest.raises(InvalidFrameError) as error:
            bring(native, "solis", by="firm", **options)
        assert told(error) == [
            f"columns.{name}: column {name!r} holds {held}, and stages are whole numbers"
            for name in ("lower", "upper")
        ]


NESTED = UNITS.with_columns(
    of=pl.Series([["x"], ["x"], ["y"], None]), map=pl.struct(a=pl.col("firm"))
)


@pytest.mark.parametrize(
    ("engine", "kinds"),
    [
        ("pandas", ("Object", "Object")),
        ("pyarrow", ("List(String)", "Struct({'a': String})")),
    ],
)
def test_keys_that_an_engine_cannot_compare(engine: str, kinds: tuple[str, str]) -> None:
    """Lists and mappings, on the engines that group by plain values alone."""
    native = ENGINES[engine](NESTED)
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(native, LADDER, by=["firm", "of"], unit=["map", "team"])
    assert told(error) == [
        f"columns.{name}: column {name!r} holds {kind}, and rows are told apart and put in order by"
        " it; make text or numbers of it first"
        for name, kind in zip(("of", "map"), kinds, strict=True)
    ]


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "duckdb"])
def test_keys_that_other_engines_compare(engine: str) -> None:
    """Any that the engine can group by is a key."""
    native = ENGINES[engine](NESTED.head(3))
    rows = rows_of(rollup_frame(native, LADDER, by="of", unit=["map", "team"]))
    assert [(row["of"], row["units"]) for row in rows] == [(["x"], 2), (["y"], 1)]


ARROW: Any = pa
"""Where the stubs of pyarrow say less than it does."""

FORMS = ("views", "categories", "categories of views", "runs")


def in_form(form: str, firms: Any) -> Any:
    """Text in a form that pyarrow has for it."""
    coded = firms.dictionary_encode()
    if form == "views":
        return firms.cast(ARROW.string_view())
    if form == "categories of views":
        views = coded.dictionary.cast(ARROW.string_view())
        return ARROW.DictionaryArray.from_arrays(coded.indices, views)
    runs: Any = pc
    return coded if form == "categories" else runs.run_end_encode(firms)


def with_keys(form: str) -> Any:
    """The same units in two chunks, whose categories differ."""
    tables: list[Any] = []
    for part in (UNITS.head(2), UNITS.tail(2)):
        table: Any = part.to_arrow()
        firms = in_form(form, ARROW.array(part["firm"].to_list()))
        tables.append(table.set_column(table.column_names.index("firm"), "firm", firms))
    return ARROW.concat_tables(tables)


@pytest.mark.parametrize("form", FORMS)
def test_keys_are_told_apart_however_pyarrow_holds_them(form: str) -> None:
    """They come back as plain text."""
    plain = rows_of(rollup_frame(UNITS, LADDER, by="firm", unit="team"))
    native = with_keys(form)
    for own in (native, native.to_pandas(types_mapper=pd.ArrowDtype)):
        assert rows_of(rollup_frame(own, LADDER, by="firm", unit="team")) == plain
        assert rows_of(rollup_frame(own, LADDER, by="team", unit="firm")) == rows_of(
            rollup_frame(UNITS, LADDER, by="team", unit="firm")
        )


def test_an_index_of_pandas_can_have_the_name_of_a_key() -> None:
    """It is left out of what comes back, as always."""
    table = UNITS.to_pandas().assign(worth=1.0)
    named = table.set_index(["firm", "lower"], drop=False)
    options: dict[str, Any] = {"by": "firm", "percentiles": {"worth": [50]}, "min_size": 1}
    wanted = rows_of(cohort_frame(table, LADDER, **options))
    assert rows_of(cohort_frame(named, LADDER, **options)) == wanted


def test_objects_of_polars_are_no_keys() -> None:
    """It cannot tell them apart."""
    table = UNITS.with_columns(firm=pl.Series([object()] * len(UNITS), dtype=pl.Object))
    for native in (table, table.lazy()):
        with pytest.raises(InvalidFrameError) as error:
            rollup_frame(native, LADDER, by="firm", unit="team")
        assert told(error) == [
            "columns.firm: column 'firm' holds Object, and rows are told apart and put in order by"
            " it; make text or numbers of it first"
        ]


@EVERY
def test_a_row_is_one_problem_whatever_is_wrong_with_it(engine: str) -> None:
    """Rows of no unit are not each other's repetition; of rows that are, all but one are wrong."""
    rows = [
        ("a", None, 1, 1), ("a", None, 1, 1), ("a", "x", 1, 1),
        ("b", "x", 9, 9), ("b", "x", 9, 9),
        ("c", "x", 1, 1), ("c", "x", 1, 1), ("c", "x", 2, 2), ("c", "y", 1, 1),
    ]  # fmt: skip
    native = ENGINES[engine](ends(rows, "firm", "team"))
    options: dict[str, Any] = {"by": "firm", "invalid": "mark"}
    for done in (
        rollup_frame(native, LADDER, unit="team", **options),
        cohort_frame(native, LADDER, subject="team", min_size=1, **options),
    ):
        assert [row["problems"] for row in rows_of(done)] == [2, 2, 2]


def test_nan_is_told_where_it_is_in_pandas_over_pyarrow() -> None:
    """It is a number there, and no missing one."""
    table = ARROW.table(
        {"firm": ["a"] * 2, "lower": [1] * 2, "upper": [1] * 2, "worth": [0.1, nan]}
    )
    native = table.to_pandas(types_mapper=pd.ArrowDtype)
    with pytest.raises(InvalidFrameError) as error:
        cohort_frame(native, LADDER, by="firm", percentiles={"worth": [50]})
    assert told(error) == ["columns.worth: nan is no number to rank; in row 1"]


def test_a_list_of_stages_can_be_empty_where_there_is_no_result() -> None:
    """In a table of units that nobody has assessed."""
    table = pl.DataFrame({"firm": ["a"], "team": ["x"], "lower": [None], "upper": [None]})
    for native in (table.with_columns(possible=None), table.with_columns(possible=None).to_arrow()):
        (row,) = rows_of(rollup_frame(native, LADDER, by="firm", unit="team"))
        assert (row["units"], row["unassessed"]) == (1, 1)


def test_objects_of_pandas_can_be_keys() -> None:
    """Where they can be told apart and put in order; numbers among text cannot."""
    table = UNITS.drop("firm").to_pandas()
    days = table.assign(
        firm=pd.Series([dt.date(2026, 1, 1), dt.date(2026, 1, 2)] * 2, dtype=object)
    )
    rows = rows_of(rollup_frame(days, LADDER, by="firm", unit=["team", "lower"], invalid="mark"))
    assert [row["firm"] for row in rows][:2] == [dt.date(2026, 1, 1), dt.date(2026, 1, 2)]
    with pytest.raises(InvalidFrameError) as error:
        rollup_frame(table.assign(firm=[1, "a", 1, "a"]), LADDER, by="firm", unit="team")
    assert told(error) == [
        "columns.firm: column 'firm' holds Object, and rows are told apart and put in order by it;"
        " make text or numbers of it first"
    ]

"""Tables: what comes back, what is refused, and that lazy frames stay lazy."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import inf, nan, nextafter
from pathlib import Path
from typing import Any

import attrs
import duckdb
import narwhals as nw_main
import narwhals.stable.v1 as nw_one
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import socialmaturity as sm
from oracles.frames import over_arrow
from samples import framework, stage
from socialmaturity.errors import (
    InvalidFrameError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.frames.tables import check_frame, pivot_findings, score_frame
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.method import Method

DEMO = framework()
GOOD: dict[str, list[Any]] = {
    "id": [1, 2],
    "one": ["F", "N"],
    "two": ["L", "F"],
    "three": [None, "L"],
}
BAD: dict[str, list[Any]] = {
    "id": [5, 6, 7],
    "one": ["F", "x", "y"],
    "two": ["x", "x", "N"],
    "three": ["N", None, "N"],
}


def relation(data: dict[str, list[Any]]) -> Any:
    """A relation of DuckDB."""
    return duckdb.connect().from_arrow(pa.table(data))


def over_arrow_of(data: dict[str, list[Any]]) -> pd.DataFrame:
    """A frame of pandas over pyarrow."""
    return over_arrow(pa.table(data))


MAKERS: dict[str, Any] = {
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "pandas": pd.DataFrame,
    "pandas-pyarrow": over_arrow_of,
    "pyarrow": pa.table,
    "duckdb": relation,
}
EAGER = ("polars", "pandas", "pandas-pyarrow", "pyarrow")
LAZY = ("polars-lazy", "duckdb")


def columns_of(frame: Any) -> dict[str, list[Any]]:
    """A frame of any engine as lists, null as None."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame.to_dict(as_series=False)
    if isinstance(frame, pd.DataFrame):
        rows = frame.to_dict(orient="list")
        return {
            str(key): [None if pd.isna(value) else value for value in values]
            for key, values in rows.items()
        }
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    found: dict[str, list[Any]] = frame.to_pydict()
    return found


def refusal(frame: Any, own: sm.Framework = DEMO, **options: Any) -> str:
    """What is said of a table that is refused."""
    with pytest.raises(SocialMaturityError) as caught:
        score_frame(frame, own, **options)
    return str(caught.value)


def numbers(**columns: list[Any]) -> dict[str, list[Any]]:
    """A table on the scale of numbers; what is not named is 1."""
    count = len(next(iter(columns.values())))
    return {own: columns.get(own, [1.0] * count) for own in ("one", "two", "three")}


ON_NUMBERS: dict[str, Any] = {"scale": "zero-to-one", "at": 0.5}

# --- what comes back


@pytest.mark.parametrize("engine", MAKERS)
def test_the_same_kind_of_frame_comes_back_with_its_own_columns_first(engine: str) -> None:
    """Untouched and in order, and after them those of the result."""
    frame = MAKERS[engine](GOOD)
    done = score_frame(frame, DEMO)
    assert type(done) is type(frame)
    columns = columns_of(done)
    assert {key: columns[key] for key in GOOD} == GOOD
    assert [*columns] == [
        *GOOD,
        *("lower", "upper", "stage", "possible", "binding", "coverage"),
        *("stage_1_lower", "stage_1_upper", "stage_2_lower", "stage_2_upper"),
        *("dimension_work_lower", "dimension_work_upper"),
        *(["problems"] if engine in LAZY else []),
    ]
    assert columns["lower"] == [1, 0]
    assert columns["upper"] == [2, 0]
    assert columns["stage"] == [None, 0]
    assert columns["possible"] == ["1 2", "0"]
    assert columns["binding"] == ["", "one"]
    assert columns["coverage"] == [2 / 3, 1.0]
    assert columns["stage_2_upper"] == [1.0, 1.0]


@pytest.mark.parametrize("engine", MAKERS)
def test_ordinals_are_whole_numbers_even_where_some_are_missing(engine: str) -> None:
    """Of 64 bits; pandas over numpy has them as its own nullable type."""
    done = nw.from_native(score_frame(MAKERS[engine](GOOD), DEMO))
    schema = done.collect_schema()
    assert [schema[own] for own in ("lower", "upper", "stage")] == [nw.Int64] * 3
    assert schema["coverage"] == nw.Float64
    assert schema["possible"] == schema["binding"] == nw.String


def test_a_frame_of_narwhals_comes_back_as_one() -> None:
    """Of the main interface, or of the stable one that it is of."""
    for module in (nw, nw_main, nw_one):
        frame: Any = module.from_native(pl.DataFrame(GOOD))
        for own in (frame, frame.lazy()):
            done = score_frame(own, DEMO)
            assert type(done) is type(own)
            assert columns_of(done.to_native())["upper"] == [2, 0]
        assert type(check_frame(frame, DEMO)) is type(frame)


def test_rows_of_pandas_keep_their_names() -> None:
    """An index of any kind, with repeated names, and columns of objects among the answers."""
    frame = pd.DataFrame({"one": [True, False], "two": [True, None]}, index=["b", "b"])
    options: dict[str, Any] = {"scale": "yes-no", "missing": "unknown", "include": ["range"]}
    done = score_frame(frame, DEMO, **options)
    assert [*done.index] == ["b", "b"]
    assert [*done["lower"]] == [1, 0]


@pytest.mark.parametrize("engine", MAKERS)
def test_no_rows_are_scored_as_no_rows(engine: str) -> None:
    """With the columns that other tables get."""
    none: dict[str, Any] = {key: pa.array([], type=pa.string()) for key in ("one", "two", "three")}
    empty: Any = pa.table(none)
    if engine.startswith("polars"):
        empty = pl.DataFrame(empty)
        empty = empty.lazy() if engine == "polars-lazy" else empty
    elif engine.startswith("pandas"):
        empty = empty.to_pandas(types_mapper=None if engine == "pandas" else pd.ArrowDtype)
    elif engine == "duckdb":
        empty = duckdb.connect().from_arrow(empty)
    columns = columns_of(score_frame(empty, DEMO))
    assert columns["lower"] == columns["binding"] == []


def test_parts_can_be_left_out_and_columns_take_a_prefix() -> None:
    """Each part alone gives its own columns, and together they give all."""
    frame = pl.DataFrame(GOOD)
    whole = score_frame(frame, DEMO)
    for rule in ("cumulative", "high_water", "nearest"):
        ends = score_frame(frame, DEMO, rule=rule, include=["range"])
        assert ends.equals(score_frame(frame, DEMO, rule=rule).select(ends.columns))
        assert ends.columns == [*GOOD, "lower", "upper", "stage"]
    for part, names in {
        "range": ["lower", "upper", "stage"],
        "possible": ["possible"],
        "binding": ["binding"],
        "coverage": ["coverage"],
        "groups": [],
    }.items():
        some = score_frame(frame, DEMO, include=[part], prefix="sm_")
        assert some.columns == [*GOOD, *(f"sm_{own}" for own in names)]
        for own in names:
            assert some[f"sm_{own}"].to_list() == whole[own].to_list()
    assert "stage_1_lower" in score_frame(frame, DEMO, include={"profile"}).columns


def test_parts_of_a_rule_of_numbers_can_be_left_out() -> None:
    """Numbers with labels and verdict, groups, coverage, profile."""
    frame = pl.DataFrame(GOOD)
    values: dict[str, Any] = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}
    options: dict[str, Any] = {"rule": "weighted_mean", "values": values, "groups": "stage"}
    options["floors"] = {"total": "1/2", "three": "1/3"}
    whole = score_frame(frame, DEMO, **options)
    assert whole["verdict"].to_list() == ["undetermined", "not-met"]
    several: list[str] = []
    for part in ("range", "possible", "binding", "coverage", "profile", "groups"):
        some = score_frame(frame, DEMO, include=[part], **options)
        assert some.equals(whole.select(some.columns))
        several += some.columns[4:]
    assert sorted(several) == sorted(whole.columns[4:])
    rated = score_frame(frame, DEMO, rule="rating", values=values, include=["groups"])
    assert rated.columns == [*GOOD]


def test_a_method_and_a_rule_with_its_parameters_are_taken() -> None:
    """They give what their names and parameters give."""
    frame = pl.DataFrame(GOOD)
    named = score_frame(frame, DEMO, rule="cumulative", at="F", policy="best")
    rule = CumulativeRule(at="F")
    assert score_frame(frame, DEMO, rule=rule, policy="best").equals(named)
    assert score_frame(frame, DEMO, rule=Method(rule=rule, policy="best")).equals(named)


def test_phases_are_scored_by_their_profile_where_no_rule_is_named() -> None:
    """As by the plain scorer; there is no overall stage."""
    frame = pl.DataFrame(GOOD)
    columns = score_frame(
        frame, attrs.evolve(DEMO, kind="phases", order=sm.Order(exclusive=False))
    ).columns
    assert columns[4:6] == ["coverage", "stage_1_lower"]


def test_columns_can_have_other_names() -> None:
    """By id of the indicator, or by what all of them begin with."""
    frame = pl.DataFrame(GOOD)
    wanted = score_frame(frame, DEMO)["lower"].to_list()
    mapped = frame.rename({"two": "q2"})
    assert score_frame(mapped, DEMO, columns={"two": "q2"})["lower"].to_list() == wanted
    begun = frame.rename({own: f"q_{own}" for own in ("one", "two", "three")})
    assert score_frame(begun, DEMO, columns="q_")["lower"].to_list() == wanted


def test_a_missing_column_is_not_assessed_where_the_caller_says_so() -> None:
    """As a column of nothing is."""
    frame = pl.DataFrame(GOOD)
    empty = frame.with_columns(two=pl.lit(None, pl.String))
    for engine in ("polars", "pandas", "pyarrow"):
        data = frame.drop("two").to_dict(as_series=False)
        lacking = score_frame(MAKERS[engine](data), DEMO, missing="unknown")
        right = score_frame(empty, DEMO)
        assert columns_of(lacking)["upper"] == right["upper"].to_list()
        assert columns_of(lacking)["coverage"] == right["coverage"].to_list()


@pytest.mark.parametrize("engine", MAKERS)
def test_a_column_of_nothing_at_all_is_not_assessed(engine: str) -> None:
    """Whatever type the engine gives it; a lazy one that says it is a number is refused by name."""
    frame = MAKERS[engine]({**GOOD, "two": [None, None]})
    assert columns_of(score_frame(frame, DEMO))["upper"] == [2, 0]
    if engine in EAGER:
        floats = pl.DataFrame({**GOOD, "two": pl.Series([None, None], dtype=pl.Float64)})
        own: Any = floats
        if engine != "polars":
            own = floats.to_pandas() if engine == "pandas" else floats.to_arrow()
        assert columns_of(score_frame(own, DEMO))["upper"] == [2, 0]


def test_all_four_outcomes_can_be_said_on_the_scale_of_numbers() -> None:
    """In a column of text, or one of Python objects; numbers of every type are exact."""
    cells = ["0.5", "5e-1", ".5", "1", "not-applicable", "cannot-tell", "not-assessed", None]
    text = score_frame(pl.DataFrame(numbers(one=cells)), DEMO, **ON_NUMBERS)
    objects: list[Any] = [0.5, Decimal("0.5"), Fraction(1, 2), 1, *cells[4:]]
    pandas = score_frame(pd.DataFrame(numbers(one=objects)), DEMO, **ON_NUMBERS)
    assert text["stage_1_lower"].to_list() == [1.0, 1.0, 1.0, 1.0, None, 0.0, 0.0, 0.0]
    assert columns_of(pandas)["stage_1_lower"] == text["stage_1_lower"].to_list()
    tenths = pl.DataFrame(numbers(one=[Decimal("0.1"), Decimal("0.3")]))
    done = score_frame(tenths, DEMO, scale="zero-to-one", at="3/10")
    assert done["lower"].to_list() == [0, 2]
    lacking = pl.DataFrame({"one": [0.9]})
    done = score_frame(lacking, DEMO, missing="unknown", **ON_NUMBERS)
    assert done.select("lower", "upper").rows() == [(1, 2)]
    whole = score_frame(pl.DataFrame(numbers(one=[0, 1])), DEMO, **ON_NUMBERS)
    assert whole["lower"].to_list() == [0, 2]


@pytest.mark.parametrize("at", ["1/3", 0.1, "P", "L", "F", 1, Fraction(1, 7)])
def test_the_floats_beside_a_threshold_are_told_apart(at: Any) -> None:
    """The float next under the bound, the nearest to it, and the next above it."""
    bound = float(sm.ZERO_TO_ONE.threshold(at).bound)
    cells = [nextafter(bound, 0), bound, min(nextafter(bound, 2), 1.0)]
    done = score_frame(
        pl.DataFrame(numbers(one=cells)), DEMO, scale="zero-to-one", at=at, rule="high_water"
    )
    threshold = sm.ZERO_TO_ONE.threshold(at)
    wanted = [float(threshold.reached_by(Fraction(repr(own)))) for own in cells]
    assert done["stage_1_lower"].to_list() == wanted


def test_a_rating_on_a_bound_belongs_to_the_band_under_it() -> None:
    """Fifty percent is P, where the floats that are added up come to a little more."""
    assert (0.4 + 0.8 + 0.3) / 3 > 0.5
    for make in MAKERS.values():
        cells = {"one": [0.4, 0.4], "two": [0.8, 0.8], "three": [0.3, 0.300001]}
        done = score_frame(make(cells), DEMO, scale="zero-to-one", rule="rating")
        assert columns_of(done)["rating"] == ["P", "L"]


def test_the_floor_of_an_indicator_is_exact() -> None:
    """On numbers, where it can lie between two floats or above the scale, and on labels."""
    third = [0.3333333333333333, 0.3333333333333334, None]
    frame = pl.DataFrame(numbers(one=third))
    options: dict[str, Any] = {"scale": "zero-to-one", "rule": "weighted_mean"}
    for least, verdicts in {
        "1/3": ["not-met", "met", "undetermined"],
        "0": ["met", "met", "met"],
        "-1": ["met", "met", "met"],
        "2": ["not-met", "not-met", "not-met"],
    }.items():
        done = score_frame(frame, DEMO, floors={"one": least}, **options)
        assert done["verdict"].to_list() == verdicts
        for answer, verdict in zip(third, verdicts, strict=True):
            answers = {"one": answer, "two": 1, "three": 1}
            own = sm.Assessment(framework="demo", scale="zero-to-one", answers=answers)
            plain = sm.score(own, framework=DEMO, rule="weighted_mean", floors={"one": least})
            assert plain.verdict == verdict


# --- lazy


def test_nothing_of_a_lazy_frame_is_computed() -> None:
    """Neither by scoring, checking and pivoting in polars, nor in DuckDB."""

    def fail(frame: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError(frame.columns)

    lazy = pl.LazyFrame(GOOD).map_batches(fail, schema=pl.DataFrame(GOOD).collect_schema())
    failing = duckdb.connect().sql("select 'F' as one, error('computed') as two, 'F' as three")
    for frame in (lazy, failing):
        for rule in ("cumulative", "nearest", "profile"):
            score_frame(frame, DEMO, rule=rule, missing="unknown")
        check_frame(frame, DEMO, missing="unknown")
    pivot_findings(lazy, DEMO, index="id", indicator="one", answer="two")
    pivot_findings(failing, sm.CARFI, index=["one"], indicator="two", answer="three")
    with pytest.raises(AssertionError):
        score_frame(lazy, DEMO).collect()
    with pytest.raises(duckdb.Error, match="computed"):
        score_frame(failing, DEMO, missing="unknown").fetchall()


def test_a_scored_relation_can_be_shown_sorted_and_cut(tmp_path: Path) -> None:
    """Over a file and over a table, in the order of their rows, in no time."""
    count = 20_000
    rows = pl.DataFrame({"id": range(count), "other": ["x"] * count}).with_columns(
        **{own.id: pl.Series(["F", None, "L", "N"] * (count // 4)) for own in sm.CISCO.indicators}
    )
    rows.write_parquet(tmp_path / "rows.parquet")
    connection = duckdb.connect()
    file = connection.read_parquet(str(tmp_path / "rows.parquet"))
    file.create("kept")
    right = score_frame(rows, sm.CISCO)
    for relation_ in (file, connection.table("kept")):
        scored = score_frame(relation_, sm.CISCO)
        assert "problems" in str(scored)
        few = scored.order("upper, id").limit(10).to_arrow_table()
        assert few.column("id").to_pylist() == [3, 7, 11, 15, 19, 23, 27, 31, 35, 39]
        whole = scored.limit(count).to_arrow_table()
        assert whole.column("id").to_pylist() == [*range(count)]
        assert whole.column("upper").to_pylist() == right["upper"].to_list()


@pytest.mark.parametrize("engine", LAZY)
def test_a_row_that_cannot_be_read_has_no_result_in_a_lazy_frame(engine: str) -> None:
    """Its cells are counted, never taken for not assessed; other rows are as they were."""
    for rule in ("cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating"):
        options: dict[str, Any] = {"rule": rule}
        if rule in {"weighted_mean", "rating"}:
            options["values"] = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}
        bad = {key: [*GOOD[key], *BAD[key]] for key in GOOD}
        found = columns_of(score_frame(MAKERS[engine](bad), DEMO, **options))
        right = columns_of(score_frame(pl.DataFrame(GOOD), DEMO, **options))
        assert found["problems"] == [0, 0, 1, 2, 1]
        for key in right.keys() - GOOD.keys():
            assert found[key] == [*right[key], None, None, None], (rule, key)


def test_eager_frames_can_be_marked_instead_of_refused() -> None:
    """With the same columns as a lazy one."""
    lazy = score_frame(pl.LazyFrame(BAD), DEMO).collect()
    assert score_frame(pl.DataFrame(BAD), DEMO, invalid="mark").equals(lazy)
    marked = score_frame(pd.DataFrame(BAD), DEMO, invalid="mark", prefix="x_")
    assert columns_of(marked)["x_problems"] == [1, 2, 1]
    assert columns_of(marked)["x_lower"] == [None] * 3


def test_policy_error_marks_rows_with_unknown_answers() -> None:
    """An eager frame is refused, a lazy one has no result there."""
    lazy = score_frame(pl.LazyFrame(GOOD), DEMO, policy="error").collect()
    assert lazy["problems"].to_list() == [1, 0]
    assert lazy["stage"].to_list() == [None, 0]
    assert score_frame(pl.DataFrame(GOOD)[1:], DEMO, policy="error")["stage"].to_list() == [0]
    assert refusal(pl.DataFrame(GOOD), policy="error") == (
        "frame: 1 problem\n  - policy: policy 'error' asks for every answer, and something is"
        " unknown in row 0; find out, or leave the policy out for a range"
    )


# --- what is refused


def test_a_missing_column_is_named_with_near_names() -> None:
    """All of them together, with the ways out."""
    assert refusal(pl.DataFrame({"One": ["F"], "two": ["F"]})) == (
        "frame: 2 problems\n"
        "  - columns.one: there is no column 'one'; did you mean 'One'? give columns={'one': ...}"
        " where it has another name, or missing='unknown' where it was not assessed\n"
        "  - columns.three: there is no column 'three'; give columns={'three': ...} where it has"
        " another name, or missing='unknown' where it was not assessed"
    )
    assert refusal(pl.DataFrame(GOOD), columns={"two": "tow"}, missing="unknown") == (
        "frame: 1 problem\n"
        "  - columns.two: there is no column 'tow' of indicator 'two'; did you mean 'two'? give"
        " columns={'two': ...} where it has another name, or missing='unknown' where it was not"
        " assessed"
    )


@pytest.mark.parametrize("missing", ["error", "unknown"])
def test_a_frame_without_any_indicator_is_refused(missing: str) -> None:
    """Even where missing ones may be, since it is another table."""
    assert refusal(pl.DataFrame({"client": ["Acme"]}), missing=missing) == (
        "frame: 1 problem\n  - columns: no column is of an indicator; expected 'one', 'two',"
        " 'three' and so on, found 'client'; give columns=... where they have other names"
    )
    assert "found none; give" in refusal(pl.DataFrame(), missing=missing)


def test_names_of_columns_are_looked_at_closely() -> None:
    """Unknown ids, one column for two indicators, and what is no name."""
    assert refusal(pl.DataFrame(GOOD), columns={"tow": "id", "one": "two"}) == (
        "frame: 2 problems\n"
        "  - columns: unknown indicator 'tow' in framework 'demo'; did you mean 'two'?\n"
        "  - columns: column 'two' is given to two indicators"
    )
    frame = pl.DataFrame(GOOD)
    assert refusal(frame, columns=[1]) == (
        "columns: expected names of columns by id of the indicator, such as {'listening': 'q1'},"
        " or what they begin with, not [1]"
    )
    assert refusal(frame, columns={"one": 1}) == "columns.one: expected text, not 1"
    assert refusal(frame, columns={1: "one"}) == "columns: expected text, not 1"
    assert refusal(frame, missing="no") == "missing: expected 'error' or 'unknown', not 'no'"


def test_a_name_that_is_taken_is_refused_with_the_way_out() -> None:
    """In engines that fold case, whatever its case."""
    taken = {**GOOD, "Lower": [0, 0], "stage": [0, 0]}
    assert refusal(pl.DataFrame(taken)) == (
        "frame: 1 problem\n  - prefix.stage: there is a column 'stage' already; give prefix=...,"
        " such as prefix='sm_'"
    )
    assert "there is a column 'Lower' already" in refusal(relation(taken))
    again = score_frame(pl.DataFrame(GOOD), DEMO, prefix="sm_")
    assert "such as prefix='scored_'" in refusal(again, prefix="sm_")
    problems = pl.LazyFrame({**GOOD, "problems": [0, 0]})
    assert "there is a column 'problems' already" in refusal(problems)
    assert "problems" in score_frame(problems.collect(), DEMO).columns


def test_groups_whose_columns_would_be_one_are_refused() -> None:
    """Of one name, or in an engine that folds case, of names that differ in case alone."""
    frame = pl.DataFrame(GOOD)
    values = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}
    options: dict[str, Any] = {"rule": "rating", "values": values}
    alike = {"a": ["one"], "a_rating": ["two", "three"]}
    assert refusal(frame, groups=alike, **options) == (
        "groups: two groups would have a column 'group_a_rating_lower'; name one of them otherwise,"
        " or leave 'groups' out of include"
    )
    assert "rating" in score_frame(frame, DEMO, groups=alike, include=["range"], **options).columns
    cased = {"a": ["one"], "A": ["two", "three"]}
    assert "group_A_lower" in score_frame(frame, DEMO, groups=cased, **options).columns
    assert refusal(relation(GOOD), groups=cased, **options).splitlines()[1] == (
        "  - groups: the engine takes the columns 'group_a_lower' and others for one; name one of"
        " the groups otherwise"
    )


def test_columns_that_stand_twice_or_have_no_text_for_a_name_are_refused() -> None:
    """With all of them named."""
    twice = pd.DataFrame([["F", "F"]], columns=["one", "one"])
    assert "Expected unique column names, got: - 'one' 2 times" in refusal(twice)
    assert refusal(pd.DataFrame([["F", "F"]], columns=[1, 2])) == (
        "frame: 2 problems\n  - columns: a column has text for its name, not 1; in pandas write"
        " df.columns = df.columns.map(str)\n  - columns: a column has text for its name, not 2;"
        " in pandas write df.columns = df.columns.map(str)"
    )
    several = pd.DataFrame([["F"]], columns=pd.MultiIndex.from_tuples([("a", 1)]))
    assert refusal(several).endswith(
        "not ('a', 1); in pandas write df.columns = ['_'.join(map(str, own)) for own in df.columns]"
    )
    assert refusal(pl.DataFrame({"__socialmaturity_x": [1]})) == (
        "frame: 1 problem\n  - columns: names that begin with '__socialmaturity_' are used on the"
        " way; rename column '__socialmaturity_x'"
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([1], "list; make one of it, such as with polars.DataFrame(...)"),
        ({"one": ["F"]}, "dict; make one of it, such as with polars.DataFrame(...)"),
        (
            pa.table(GOOD).to_batches()[0],
            "pyarrow.lib.RecordBatch; make one of it, such as with"
            " pyarrow.Table.from_batches([...])",
        ),
        (pl.Series([1]), "polars.series.series.Series"),
    ],
)
def test_what_is_no_frame_is_refused(value: Any, told: str) -> None:
    """And a kind of frame that narwhals does not know; what can be made one is told how."""
    assert refusal(value) == (
        "frame: expected a frame of an engine that narwhals knows, such as polars, pandas, pyarrow"
        f" or DuckDB, not {told}"
    )


def test_columns_of_a_type_that_no_answer_has_are_refused() -> None:
    """Lazy frames, too, since their types are known."""
    frame = pl.LazyFrame({"one": [1.0], "two": [True], "three": [[1]]})
    assert refusal(frame) == (
        "frame: 3 problems\n"
        "  - columns.one: column 'one' holds Float64, and answers on scale 'nplf' are text; for"
        " numbers from 0 to 1 give scale='zero-to-one'\n"
        "  - columns.two: column 'two' holds Boolean, and answers on scale 'nplf' are text; for"
        " true and false give scale='yes-no'\n"
        "  - columns.three: column 'three' holds List(Int64), and answers on scale 'nplf' are text"
    )
    assert "are text, or true and false" in refusal(frame, scale="yes-no")
    assert "are numbers from 0 to 1, or text" in refusal(frame, **ON_NUMBERS)
    objects = pl.DataFrame({**GOOD, "two": pl.Series([object(), object()], dtype=pl.Object)})
    assert "column 'two' holds Object" in refusal(objects)


@pytest.mark.parametrize("engine", EAGER)
def test_an_unknown_label_is_counted_and_located(engine: str) -> None:
    """Among a hundred thousand rows; rows are counted from 0."""
    count, place = 100_000, 76_543
    ones = pl.DataFrame({"one": ["F"], "two": ["L"], "three": ["N"]}).select(
        pl.all().repeat_by(count).explode()
    )
    odd = ones.with_columns(
        two=pl.when(pl.int_range(count) == place).then(pl.lit("Q")).otherwise("two"),
        three=pl.when(pl.int_range(count) >= count - 1000).then(pl.lit("NA")).otherwise("three"),
    )
    frame: Any = odd
    if engine != "polars":
        frame = odd.to_arrow()
        if engine == "pandas":
            frame = odd.to_pandas()
        if engine == "pandas-pyarrow":
            frame = over_arrow(odd.to_arrow())
    assert refusal(frame, include=["coverage"]) == (
        "frame: 2 problems\n"
        "  - columns.two: unknown answer 'Q' on scale 'nplf'; expected one of 'N', 'P', 'L', 'F';"
        " in row 76543\n"
        "  - columns.three: unknown answer 'NA' on scale 'nplf'; expected one of 'N', 'P', 'L',"
        " 'F' ('N' is *not achieved*); for what does not apply write 'not-applicable'"
        " (NOT_APPLICABLE); in 1,000 rows, the first of them row 99000"
    )


def test_objects_of_several_kinds_are_read_one_by_one() -> None:
    """Labels are taken, and what is no answer is shown as it came."""
    mixed = pd.DataFrame({"one": ["F", None], "two": ["L", 3], "three": [b"F", pd.NA]})
    assert refusal(mixed) == (
        "frame: 2 problems\n"
        "  - columns.two: unknown answer 3 on scale 'nplf'; expected one of 'N', 'P', 'L', 'F';"
        " in row 1\n"
        "  - columns.three: unknown answer b'F' on scale 'nplf'; expected one of 'N', 'P', 'L',"
        " 'F'; in row 0"
    )
    truth = pd.DataFrame({"one": [True, None], "two": ["yes", False], "three": ["no", "no"]})
    assert "to answer like that, give scale='yes-no'" in refusal(truth)
    done = columns_of(score_frame(truth, DEMO, scale="yes-no"))
    assert done["upper"] == [1, 1]


def test_numbers_off_the_scale_are_refused_with_nan_and_infinities() -> None:
    """In columns of numbers and of text; nothing and NaN are one in pandas over numpy alone."""
    odd = numbers(
        one=[nan, inf, -0.5, None],
        two=["nan", "1e400", "x", " 0.5"],
        three=[2, 1, -1, 0],
    )
    told = refusal(pl.DataFrame(odd), **ON_NUMBERS).splitlines()[1:]
    assert told == [
        "  - columns.one: expected a finite number of ordinary size, not nan; in row 0",
        "  - columns.one: expected a finite number of ordinary size, not inf; in row 1",
        "  - columns.one: answer -0.5 is off the scale 'zero-to-one'; expected a number from 0 to"
        " 1; in row 2",
        "  - columns.two: answer 'nan' is no number; expected a number from 0 to 1 on scale"
        " 'zero-to-one'; in row 0",
        "  - columns.two: expected a finite number of ordinary size, not inf; in row 1",
        "  - columns.two: answer 'x' is no number; expected a number from 0 to 1 on scale"
        " 'zero-to-one'; in row 2",
        "  - columns.two: answer ' 0.5' is no number; expected a number from 0 to 1 on scale"
        " 'zero-to-one'; in row 3",
        "  - columns.three: answer 2 is off the scale 'zero-to-one'; expected a number from 0 to"
        " 1; in row 0",
        "  - columns.three: answer -1 is off the scale 'zero-to-one'; expected a number from 0 to"
        " 1; in row 2",
    ]
    told = refusal(pd.DataFrame(odd), **ON_NUMBERS).splitlines()[1:]
    assert told[0].endswith("not inf; in row 1")
    lazy = score_frame(pl.LazyFrame(odd), DEMO, **ON_NUMBERS).collect()
    assert lazy["problems"].to_list() == [3, 2, 3, 1]


@pytest.mark.parametrize("engine", MAKERS)
def test_a_number_and_the_end_of_a_line_are_no_number(engine: str) -> None:
    """Though regular expressions of some engines take the end of a line for that of the text."""
    frame = MAKERS[engine](numbers(one=["1", "1\n", None], two=[1.0] * 3, three=[1.0] * 3))
    done = score_frame(frame, DEMO, invalid="mark", **ON_NUMBERS)
    assert columns_of(done)["problems"] == [0, 1, 0]
    if engine in EAGER:
        assert refusal(frame, **ON_NUMBERS).endswith(
            "columns.one: answer '1\\n' is no number; expected a number from 0 to 1 on scale"
            " 'zero-to-one'; in row 1"
        )


def test_many_different_values_are_told_by_the_commonest() -> None:
    """Twenty of a column, and how many others."""
    values = [f"x{number:03}" for number in range(100)] + ["y"] * 3
    frame = pl.DataFrame({"one": values, "two": ["F"] * 103, "three": ["F"] * 103})
    told = refusal(frame).splitlines()
    assert len(told) == 22
    assert "'y'" in told[1]
    assert told[1].endswith("in 3 rows, the first of them row 100")
    assert told[-1] == (
        "  - columns.one: 81 other values are no answers on scale 'nplf'; in 81 rows, the first of"
        " them row 19"
    )


def test_what_a_table_does_not_have_is_not_asked_of_it() -> None:
    """Strength, age, a rule of somebody else, and an error raised by what is lazy."""
    frame = pl.DataFrame(GOOD)
    for name, value in {"strength": "observed", "as_of": "2026-11-01"}.items():
        options: dict[str, Any] = {name: value}
        assert refusal(frame, **options) == (
            f"{name}: a table has answers alone, and {name} asks for the evidence or the day of"
            " each; score row by row with score()"
        )

    class Own(HighWaterRule):
        """A rule derived from one of ours."""

        def score(self, case: Case) -> Any:
            """Return what it likes."""
            return super().score(case)

    assert refusal(frame, rule=Own()).startswith("rule: tables are scored by one of the six rules")
    assert refusal(frame.lazy(), invalid="raise") == (
        "invalid: a lazy frame is not computed here, so nothing can be raised; leave invalid out"
        " and look at the column 'problems', or call check_frame() first"
    )
    assert refusal(frame, invalid="no") == "invalid: expected 'raise' or 'mark', not 'no'"


def test_arguments_are_refused_as_by_the_plain_scorer() -> None:
    """Before any column is looked at; parts of a result are offered."""
    frame = pl.DataFrame({"nothing": [1]})
    assert refusal(frame, rule="cumulativ").startswith("rule: unknown rule 'cumulativ'; did you")
    assert "is not on" in refusal(frame, at="X") or "unknown answer" in refusal(frame, at="X")
    assert refusal(frame, scale="nplx").startswith("scale: unknown scale 'nplx'; did you mean")
    assert refusal(frame, dimension="x").startswith("dimension: unknown reference 'x'")
    assert refusal(frame, never_not_applicable=["x"]).startswith("never_not_applicable")
    assert refusal(frame, rule="weighted_mean").startswith("values: the labels of scale 'nplf'")
    assert refusal(frame, policy="exclude").startswith("minimum_coverage: policy 'exclude' needs")
    assert refusal(frame, include="range").startswith("include: expected parts of a result")
    assert refusal(frame, include=3).startswith("include: expected parts of a result")
    assert refusal(frame, include=["rang"]) == (
        "include: unknown name 'rang' in the parts of a result; did you mean 'range'?"
    )
    assert refusal(frame, prefix=1) == "prefix: expected text, not 1"
    method = Method(rule=CumulativeRule())
    assert refusal(frame, rule=method, at="F").startswith("rule: the method has its rule and")
    wrong: Any = 3
    assert refusal(frame, own=wrong) == "framework: expected a Framework, not 3"
    nothing = framework(stage(1, baseline=True, statements=()))
    assert "has no scored indicators" in refusal(frame, own=nothing)


# --- awkward names, types and sizes


def wide_framework(*sizes: int) -> sm.Framework:
    """A stage for each size, with so many indicators."""
    return framework(
        *(
            stage(ordinal, *(f"i-{ordinal}-{place}" for place in range(size)))
            for ordinal, size in enumerate(sizes, 1)
        )
    )


@pytest.mark.parametrize(
    ("engine", "rule"),
    [
        *((own, "cumulative") for own in EAGER),
        ("pyarrow", "nearest"),
        ("pyarrow", "weighted_mean"),
    ],
)
def test_hundreds_of_indicators_are_scored(engine: str, rule: str) -> None:
    """In one stage, so that sums of all of them nest no deeper than Python does."""
    own = wide_framework(300, 2)
    answers: dict[str, list[Any]] = {one.id: ["F", "N", None] for one in own.indicators}
    values = {"values": {"N": 0, "P": "1/3", "L": "2/3", "F": 1}}
    options: dict[str, Any] = values if rule == "weighted_mean" else {}
    done = columns_of(score_frame(MAKERS[engine](answers), own, rule=rule, **options))
    assert done["upper"] == ([1, 0, 1] if options else [2, 0, 2])
    assert done["coverage"] == [1, 1, 0]


def test_sixty_stages_are_scored() -> None:
    """By every rule for ladders."""
    own = wide_framework(*[1] * 60)
    answers: dict[str, list[Any]] = {one.id: ["F", "N", None] for one in own.indicators}
    for engine in ("polars", "pyarrow"):
        for rule in ("cumulative", "high_water"):
            done = columns_of(score_frame(MAKERS[engine](answers), own, rule=rule))
            assert (done["lower"], done["upper"]) == ([60, 0, 0], [60, 0, 60])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("'F' one, 'L' one", "two columns have the name 'one'"),
        ("'F' one, 1 x, 2 x", "two columns have the name 'x'"),
        ("'F' one, 'L' ONE", "the engine takes the columns 'one' and 'ONE' for one; rename one"),
    ],
)
def test_a_relation_with_columns_of_one_name_is_refused(query: str, told: str) -> None:
    """Of indicators, and of others; DuckDB looks up names whatever their case."""
    odd = duckdb.connect().sql(f"select {query}")
    assert refusal(odd, missing="unknown") == f"frame: 1 problem\n  - columns: {told}"


@pytest.mark.parametrize("name", ["*", "^.*$", "^one$"])
def test_names_that_an_engine_takes_for_others_are_refused(name: str) -> None:
    """By polars and, of all columns alone, by DuckDB; other engines keep them."""
    told = (
        f"frame: 1 problem\n  - columns: by the name {name!r} the engine understands other columns;"
        " rename it"
    )
    data = {name: ["x", "y"], **GOOD}
    for engine in ("polars", "polars-lazy", *(["duckdb"] if name == "*" else [])):
        assert refusal(MAKERS[engine](data)) == told
        with pytest.raises(InvalidFrameError) as caught:
            check_frame(MAKERS[engine](data), DEMO, row=name)
        assert str(caught.value) == told
        with pytest.raises(InvalidFrameError) as caught:
            pivot_findings(MAKERS[engine]({name: ["x"], **LONG_ONE}), DEMO, index=name)
        assert str(caught.value) == told
    for engine in ("pandas", "pyarrow", *(["duckdb"] if name != "*" else [])):
        done = columns_of(score_frame(MAKERS[engine](data), DEMO))
        assert done[name] == ["x", "y"]
        assert done["upper"] == [2, 0]
    for harmless in ("^", "$", "^a", "a$", "a*", "**"):
        done = columns_of(score_frame(pl.DataFrame({harmless: [1, 2], **GOOD}), DEMO))
        assert done[harmless] == [1, 2]


LONG_ONE: dict[str, list[Any]] = {"indicator": ["one"], "answer": ["F"]}


class Thing:
    """An object of somebody else's that is written at length."""

    def __repr__(self) -> str:
        """Return more than a message shows."""
        return "T" * 1000


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (["F"], "['F']"),
        ({"a": 1}, "{'a': 1}"),
        (("F",), "('F',)"),
        (Thing(), "T" * 200 + "..."),
        (pd.Period("2026", "Y"), "Period('2026', 'Y-DEC')"),
        (pd.Interval(0, 1), "Interval(0, 1, closed='right')"),
        (np.array([1, 2]), "array([1, 2])"),
    ],
)
def test_objects_of_any_kind_are_refused_where_they_stand(value: Any, told: str) -> None:
    """Shown as Python shows them, up to a length, whether they can be compared or not."""
    cells = pd.Series(["F", None], dtype=object)
    cells[1] = value
    frame = pd.DataFrame({"one": cells, "two": ["F", "F"], "three": ["F", "F"]})
    assert refusal(frame) == (
        f"frame: 1 problem\n  - columns.one: {told} is no answer that a table can have; in row 1"
    )
    assert score_frame(frame, DEMO, invalid="mark")["problems"].to_list() == [0, 1]
    assert check_frame(frame, DEMO)["first"].to_list() == [1]
    assert f"{told} is no answer that a table can have; in row 1" in refusal(frame, **ON_NUMBERS)


@pytest.mark.parametrize(
    ("value", "scale", "told"),
    [(np.float32(0.7), "zero-to-one", "np.float32(0.7)"), (np.True_, "yes-no", "np.True_")],
)
def test_numbers_of_numpy_among_objects_are_refused_by_their_name(
    value: object, scale: Any, told: str
) -> None:
    """As `score` refuses them."""
    cells = pd.Series([value], dtype=object)
    frame = pd.DataFrame({"one": cells, "two": cells, "three": cells})
    assert f"columns.one: {told} is no answer that a table can have; in row 0" in refusal(
        frame, scale=scale, at="yes" if scale == "yes-no" else 0.5
    )


def test_numbers_that_no_float_holds_are_refused() -> None:
    """Among objects, where Python has them; whatever stands for nothing is not assessed."""
    cells = [10**400, Decimal("sNaN"), Decimal("NaN"), pd.NA, pd.NaT, nan, None, 0.5]
    frame = pd.DataFrame(numbers(one=[]), dtype=object).reindex(range(len(cells)))
    frame = frame.assign(one=pd.Series(cells, dtype=object), two=1.0, three=1.0)
    done = score_frame(frame, DEMO, invalid="mark", **ON_NUMBERS).drop(columns="one")
    assert columns_of(done)["problems"] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert columns_of(done)["coverage"] == [None, None, *[2 / 3] * 5, 1.0]


ARROW: Any = pa
"""Where the stubs of pyarrow say less than it does."""


def short(engine: str, cells: list[float | None]) -> Any:
    """A column of floats of 32 bits."""
    if engine.startswith("polars"):
        return pl.Series(cells, dtype=pl.Float32)
    if engine.startswith("pandas"):
        kind: Any = "float32" if engine == "pandas" else "float[pyarrow]"
        return pd.Series(cells, dtype=kind)
    return ARROW.array(cells, pa.float32())


@pytest.mark.parametrize("engine", MAKERS)
def test_floats_of_few_bits_mean_what_they_are_written_as(engine: str) -> None:
    """So that 0.7 reaches 0.7 and is worth 0.7, and the floats beside it are told apart."""
    below, above = (np.nextafter(np.float32(0.7), np.float32(end)) for end in (0, 1))
    cells = [float(below), 0.7, float(above), None, 0.0, 1e-5, 1.0]
    data = {own: short(engine, cells) for own in ("one", "two", "three")}
    frame = pd.DataFrame(data) if engine.startswith("pandas") else MAKERS[engine](data)
    on: dict[str, Any] = {"scale": "zero-to-one"}
    done = columns_of(score_frame(frame, DEMO, at=0.7, **on))
    assert done["lower"] == [0, 2, 2, 0, 0, 0, 2]
    assert done["upper"] == [0, 2, 2, 2, 0, 0, 2]
    groups = {"alone": ["one"], "rest": ["two", "three"]}
    mean = columns_of(score_frame(frame, DEMO, rule="weighted_mean", groups=groups, **on))
    assert mean["group_alone_value"] == [
        float(str(below)),
        0.7,
        float(str(above)),
        None,
        0.0,
        1e-5,
        1.0,
    ]


@pytest.mark.parametrize("engine", [own for own in MAKERS if not own.startswith("pandas")])
def test_floats_of_few_bits_off_the_scale_are_refused(engine: str) -> None:
    """NaN and infinities, too."""
    data = {own: short(engine, [nan, inf, -0.5, 1.5, 0.5]) for own in ("one", "two", "three")}
    frame = MAKERS[engine](data)
    mark: dict[str, Any] = {} if engine in LAZY else {"invalid": "mark"}
    done = columns_of(score_frame(frame, DEMO, **mark, **ON_NUMBERS))
    assert done["problems"] == [3, 3, 3, 3, 0]


def test_halves_of_floats_are_read_likewise() -> None:
    """Of 16 bits."""
    data = {own: np.array([0.7, 0.3], np.float16) for own in ("one", "two", "three")}
    done = score_frame(pd.DataFrame(data), DEMO, scale="zero-to-one", at=0.7)
    assert columns_of(done)["lower"] == [2, 0]


ODD_ARROW: dict[str, Any] = {
    "run_end_encoded<run_ends: int32, values: string>": ARROW.RunEndEncodedArray.from_arrays(
        pa.array([2], pa.int32()), pa.array(["F"])
    ),
    "list_view<item: string>": pa.array([["F"], None], pa.list_view(pa.string())),
    "month_day_nano_interval": pa.array(
        [pa.scalar((1, 2, 3), pa.month_day_nano_interval()), None], pa.month_day_nano_interval()
    ),
    "fixed_size_binary[1]": pa.array([b"F", None], pa.binary(1)),
    "binary_view": pa.array([b"F", None], pa.binary_view()),
}


@pytest.mark.parametrize("told", ODD_ARROW)
def test_types_of_pyarrow_that_no_answer_has_are_refused(told: str) -> None:
    """By their name in pyarrow, bytes that could be read as text among them."""
    table = ARROW.table({**GOOD, "two": ODD_ARROW[told]})
    wanted = (
        f"frame: 1 problem\n  - columns.two: column 'two' holds {told}, and answers on scale 'nplf'"
        " are text"
    )
    assert refusal(table) == refusal(table, invalid="mark") == wanted
    with pytest.raises(InvalidFrameError):
        check_frame(table, DEMO)
    findings = ARROW.table({"id": [1, 2], "indicator": ["one"] * 2, "answer": ODD_ARROW[told]})
    if told.startswith("run_end"):
        assert columns_of(pivot_findings(findings, DEMO, index="id"))["one"] == ["F", "F"]
    else:
        with pytest.raises(InvalidFrameError) as caught:
            pivot_findings(findings, DEMO, index="id")
        assert str(caught.value).endswith(
            f"answer: column 'answer' holds {told}, and answers are text, numbers, or true and"
            " false"
        )
    bad = ARROW.table({**{key: own[:2] for key, own in BAD.items()}, "name": ODD_ARROW[told]})
    with pytest.raises(SocialMaturityError) as refused:
        check_frame(bad, DEMO, row="name")
    assert str(refused.value) == (
        f"row: column 'name' holds {told}, and rows are named by text, numbers or times"
    )


def test_a_column_of_pyarrow_that_holds_nothing_is_not_assessed() -> None:
    """Of whatever type, as long as pyarrow can tell."""
    nothing = ARROW.RunEndEncodedArray.from_arrays(
        pa.array([2], pa.int32()), ARROW.nulls(1, pa.string())
    )
    for column in (
        nothing,
        ARROW.nulls(2),
        ARROW.nulls(2, pa.binary_view()),
        ARROW.nulls(2, pa.date32()),
    ):
        table = ARROW.table({**GOOD, "two": column})
        assert columns_of(score_frame(table, DEMO))["upper"] == [2, 0]
        assert check_frame(table, DEMO).num_rows == 0
    over = over_arrow(ARROW.table({**GOOD, "two": nothing}))
    assert "column 'two' holds run_end_encoded<" in refusal(over)


def test_decimals_of_any_width_are_numbers() -> None:
    """Those of pyarrow that narwhals has no name for as well."""
    cells = [Decimal("0.7"), Decimal("0.69"), None]
    for kind in (pa.decimal32(5, 2), pa.decimal128(9, 2), pa.decimal256(50, 2)):
        data: dict[str, Any] = {own: pa.array(cells, kind) for own in ("one", "two", "three")}
        done = columns_of(score_frame(ARROW.table(data), DEMO, scale="zero-to-one", at=0.7))
        assert done["lower"] == [2, 0, 0]
        assert done["upper"] == [2, 0, 2]


@pytest.mark.parametrize("large", [False, True])
def test_chunks_of_pyarrow_can_have_categories_of_their_own(large: bool) -> None:
    """In another order, none at all, nothing among them, and some that are no answers."""
    kind = ARROW.large_string() if large else ARROW.string()
    words: tuple[list[Any], ...] = (["F", None, "oops"], ["N", "F"], [], ["P", None])
    places: tuple[list[Any], ...] = ([0, None, 1, 2, 0], [1, 0], [], [0, 1, None])
    chunks = [
        ARROW.DictionaryArray.from_arrays(ARROW.array(place, ARROW.int8()), ARROW.array(word, kind))
        for place, word in zip(places, words, strict=True)
    ]
    for one in (
        ARROW.chunked_array(chunks),
        ARROW.chunked_array([own.cast(kind) for own in chunks]),
    ):
        full = ARROW.array(["F"] * len(one))
        table = ARROW.table({"one": one, "two": full, "three": full})
        for own in (table, table.to_pandas(types_mapper=pd.ArrowDtype)):
            scored = score_frame(own, DEMO, invalid="mark")
            done = columns_of(nw.from_native(scored).drop("one").to_native())
            assert done["problems"] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
            assert done["lower"] == [2, 0, 0, None, 2, 2, 0, 0, 0, 0]
            assert done["upper"] == [2, 2, 2, None, 2, 2, 0, 0, 2, 2]


def test_categories_can_be_of_other_values() -> None:
    """Numbers on the scale of numbers, true and false on that of yes and no; they come back."""
    shares = pd.DataFrame(numbers(one=[0.7, None, 0.3], two=[1.0] * 3, three=[1.0] * 3))
    shares = shares.assign(one=shares["one"].astype("category"))
    flags = pd.DataFrame({"one": [True, None, False], "two": [True] * 3, "three": [True] * 3})
    flags = flags.astype("category")
    on_flags: dict[str, Any] = {"scale": "yes-no", "at": "yes"}
    for table, options in ((shares, ON_NUMBERS), (flags, on_flags)):
        arrow = ARROW.Table.from_pandas(table, preserve_index=False)
        for own in (table, arrow, arrow.to_pandas(types_mapper=pd.ArrowDtype)):
            done = score_frame(own, DEMO, **options)
            assert columns_of(done)["lower"] == [2, 0, 0]
            assert columns_of(done)["upper"] == [2, 2, 0]
            assert len(check_frame(own, DEMO, scale=options["scale"])) == 0
            name = done.schema.field("one").type if own is arrow else done.dtypes["one"]
            assert "dictionary" in str(name) or str(name) == "category"
            assert "expected one of" in refusal(own) or "are text" in refusal(own)
    odd = ARROW.table({**GOOD, "one": ARROW.array([b"F", b"N"]).dictionary_encode()})
    assert refusal(odd).endswith("column 'one' holds Binary, and answers on scale 'nplf' are text")
    twos = ARROW.array([2.0]).dictionary_encode()
    off = ARROW.table({"one": twos, "two": [1.0], "three": [1.0]})
    assert "answer 2 is off the scale" in refusal(off, **ON_NUMBERS)


def test_views_of_text_are_text() -> None:
    """In pyarrow, for answers and for names, and as categories; in pandas they are refused."""
    data: dict[str, Any] = {
        "id": pa.array(["r", "s"], pa.string_view()),
        "one": pa.array(["F", "N"], pa.string_view()),
        "two": pa.array(["L", "F"], pa.string_view()),
        "three": pa.array([None, "L"], pa.string_view()),
    }
    table = ARROW.table(data)
    words = ARROW.DictionaryArray.from_arrays([0, 1], data["two"])
    coded = score_frame(ARROW.table({**data, "two": words}), DEMO)
    assert columns_of(coded)["upper"] == [2, 0]
    done = score_frame(table, DEMO)
    assert columns_of(done)["upper"] == [2, 0]
    assert columns_of(done)["binding"] == ["", "one"]
    assert done.schema.field("one").type == pa.string_view()
    odd = ARROW.table({**data, "one": pa.array(["F", "x"], pa.string_view())})
    assert refusal(odd).endswith("expected one of 'N', 'P', 'L', 'F'; in row 1")
    assert check_frame(odd, DEMO, row="id").to_pylist() == [
        {"indicator": "one", "column": "one", "value": "x", "rows": 1, "first": "s"}
    ]
    shares = ARROW.table({own: pa.array(["0.5", "0.4"], pa.string_view()) for own in GOOD})
    assert columns_of(score_frame(shares, DEMO, **ON_NUMBERS))["lower"] == [2, 0]
    told = refusal(ARROW.table({**GOOD, "one": data["one"]}).to_pandas(types_mapper=pd.ArrowDtype))
    assert told.endswith(
        "column 'one' holds string_view, and answers on scale 'nplf' are text; pandas can do"
        " nothing with views, so make it text of pyarrow"
    )


def test_json_of_duckdb_is_no_text() -> None:
    """Since its text has quotes; the way to take them off is told."""
    relation = duckdb.connect().sql("select '\"F\"'::json one, 'F' two, '\"one\"'::json three")
    told = (
        "frame: 1 problem\n  - columns.one: column 'one' holds JSON, and answers on scale 'nplf'"
        " are text; take the text out of it with ->> '$'"
    )
    some = relation.select("one, two")
    assert refusal(some, missing="unknown") == told
    with pytest.raises(InvalidFrameError) as caught:
        pivot_findings(
            relation.select("one, three, two as id"),
            DEMO,
            index="id",
            indicator="three",
            answer="one",
        )
    assert str(caught.value) == (
        "frame: 2 problems\n"
        "  - indicator: column 'three' holds JSON, and indicators are text\n"
        "  - answer: column 'one' holds JSON, and answers are text, numbers, or true and false"
    )
    taken = some.select("one ->> '$' as one, two")
    done = columns_of(score_frame(taken, DEMO, missing="unknown"))
    assert (done["lower"], done["problems"]) == ([1], [0])


def test_other_types_of_duckdb_are_read_as_they_are_written() -> None:
    """So that what is no answer is a problem of its row."""
    own = duckdb.connect().sql("select uuid() one, 'F' two, null three")
    assert columns_of(score_frame(own, DEMO))["problems"] == [1]


def test_near_names_are_not_left_behind() -> None:
    """Where missing columns are not assessed: all that begin as told, and else the nearest."""
    begun = pl.DataFrame({"q_one": ["F"], "q_tow": ["F"], "other": [1]})
    assert refusal(begun, columns="q_", missing="unknown") == (
        "frame: 1 problem\n  - columns: column 'q_tow' is of no indicator, and none is called"
        " 'q_two'; rename it, or say with columns={...} what it is of, so that no answers are left"
        " out"
    )
    some = begun.rename({"q_tow": "q_zzz"})
    assert "column 'q_zzz' is of no indicator; rename it" in refusal(
        some, columns="q_", missing="unknown"
    )
    for name in ("rapid_response", "Rapid-Response", "rapid-respons", "rapid-responses"):
        near = pl.DataFrame({"listening": ["F"], name: ["F"]})
        assert refusal(near, sm.SOLIS, missing="unknown") == (
            f"frame: 1 problem\n  - columns: column {name!r} is of no indicator, and none is called"
            " 'rapid-response'; rename it, or say with columns={...} what it is of, so that no"
            " answers are left out"
        )
        given = score_frame(
            near,
            sm.SOLIS,
            missing="unknown",
            columns={"rapid-response": name},
            include=["coverage"],
        )
        assert given["coverage"].item() == 2 / len(sm.SOLIS.indicators)
    apart = pl.DataFrame(
        {"listening": ["F"], "reporting_notes": [1], "response": [1], "client": [1]}
    )
    assert score_frame(apart, sm.SOLIS, missing="unknown")["lower"].to_list() == [0]
    whole = pl.DataFrame({**GOOD, "twos": [1, 2], "Three": [1, 2]})
    assert score_frame(whole, DEMO, missing="unknown")["upper"].to_list() == [2, 0]
    assert score_frame(begun.drop("q_tow"), DEMO, columns="q_", missing="unknown").height == 1
    empty = pl.DataFrame({"one": ["F"], "zzz": [1]})
    assert score_frame(empty, DEMO, columns="", missing="unknown").height == 1


def test_near_names_are_told_where_no_column_fits() -> None:
    """The first three of them."""
    told = refusal(pl.DataFrame({"listenning": ["F"], "Reporting": ["F"], "x": [1]}), sm.SOLIS)
    assert "'listenning' looks like 'listening', 'Reporting' looks like 'reporting'; give" in told


def test_numbers_for_yes_and_no_are_told_to_be_made_true_and_false() -> None:
    """And are not taken for shares."""
    assert refusal(pl.DataFrame({"one": [0, 1]}), scale="yes-no", missing="unknown").endswith(
        "are text, or true and false; for 0 and 1 make them false and true"
    )


@pytest.mark.parametrize("engine", ["pandas", "pandas-pyarrow"])
@pytest.mark.parametrize("invalid", ["raise", "mark"])
def test_ordinals_of_pandas_have_one_type(engine: str, invalid: Any) -> None:
    """Whether some are missing or not, so that tables can be put under one another."""
    whole = {own: ["F", "F"] for own in ("one", "two", "three")}
    for data in (GOOD, whole):
        done = score_frame(MAKERS[engine](data), DEMO, invalid=invalid)
        wanted = "Int64" if engine == "pandas" else "int64[pyarrow]"
        assert [str(done[own].dtype) for own in ("lower", "upper", "stage")] == [wanted] * 3
    if engine == "pandas":
        none = score_frame(pd.DataFrame(GOOD), DEMO, include=["coverage"])
        assert "lower" not in none.columns


@pytest.mark.parametrize(
    ("engine", "weight"),
    [*((own, "1/3") for own in MAKERS), ("polars", 1), ("polars", 3), ("polars", 0.1)],
)
def test_coverage_of_a_mean_is_exact(engine: str, weight: Any) -> None:
    """For any number of indicators that apply and are rated, and any weights without groups."""
    names = [f"i-1-{place}" for place in range(9)]
    own = wide_framework(9)
    rows = [
        ["F"] * rated + [None] * (applies - rated) + ["not-applicable"] * (9 - applies)
        for applies in range(10)
        for rated in range(applies + 1)
    ]
    data: dict[str, Any] = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    values = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}
    for rule, more in (("weighted_mean", {}), ("weighted_mean", {"levels": "sum"}), ("rating", {})):
        options: dict[str, Any] = {"rule": rule, "values": values, **more}
        if not more:
            options["weights"] = {names[0]: weight}
        done = columns_of(score_frame(MAKERS[engine](data), own, **options))
        times = Fraction(str(weight)) if not more else Fraction(1)
        for row, found in zip(rows, done["coverage"], strict=True):
            parts = [times, *[Fraction(1)] * 8]
            applies = sum(
                part for part, cell in zip(parts, row, strict=True) if cell in {"F", None}
            )
            rated = sum(part for part, cell in zip(parts, row, strict=True) if cell == "F")
            assert found == (float(rated / applies) if applies else None), row


# --- checking


@pytest.mark.parametrize("engine", MAKERS)
def test_bad_cells_are_counted_by_column_and_value(engine: str) -> None:
    """Lazily where the frame is lazy; the first by number, or by a name that the caller has."""
    frame = MAKERS[engine](BAD)
    found = check_frame(frame, DEMO)
    assert type(found) is type(frame)
    wanted = {
        "indicator": ["one", "one", "two"],
        "column": ["one", "one", "two"],
        "value": ["x", "y", "x"],
        "rows": [1, 1, 2],
    }
    numbered = {} if engine in LAZY else {"first": [1, 2, 0]}
    assert columns_of(found) == wanted | numbered
    named = columns_of(check_frame(frame, DEMO, row="id"))
    assert named == wanted | {"first": [6, 7, 5]}
    good = columns_of(check_frame(MAKERS[engine](GOOD), DEMO))
    assert [*good.values()] == [[]] * len(good)
    if engine == "pandas":
        assert [*found.index] == [0, 1, 2]


@pytest.mark.parametrize("engine", MAKERS)
def test_rows_can_be_named_by_categories(engine: str) -> None:
    """Of which the first is the first as text, whatever their order."""
    words = ["b", "c", "a"]
    name: Any = pl.Series(words, dtype=pl.Enum(["c", "b", "a"]))
    if engine.startswith("pandas"):
        name = pd.Categorical(words, categories=["c", "b", "a"], ordered=engine == "pandas")
    elif not engine.startswith("polars"):
        name = ARROW.array(words).dictionary_encode()
    data = {**BAD, "name": name}
    frame = pd.DataFrame(data) if engine.startswith("pandas") else MAKERS[engine](data)
    found = columns_of(check_frame(frame, DEMO, row="name"))
    assert found["first"] == ["c", "a", "b"]
    if engine.startswith("polars"):
        frame = MAKERS[engine]({**BAD, "name": pl.Series(words, dtype=pl.Categorical)})
        assert columns_of(check_frame(frame, DEMO, row="name"))["first"] == ["c", "a", "b"]


@pytest.mark.parametrize("engine", MAKERS)
def test_rows_are_named_by_what_has_a_least_value(engine: str) -> None:
    """Neither by lists nor by parts; an indicator, numbers and truth values are taken."""
    if engine != "pandas":
        odd = ARROW.table({**BAD, "name": [{"a": 1}, None, {"a": 2}]})
        frame: Any = pl.DataFrame(odd)
        frame = {
            "polars": frame,
            "polars-lazy": frame.lazy(),
            "pyarrow": odd,
            "duckdb": duckdb.connect().from_arrow(odd),
            "pandas-pyarrow": over_arrow(odd),
        }[engine]
        with pytest.raises(SocialMaturityError) as caught:
            check_frame(frame, DEMO, row="name")
        assert str(caught.value).startswith("row: column 'name' holds Struct(")
        assert str(caught.value).endswith(", and rows are named by text, numbers or times")
    assert columns_of(check_frame(MAKERS[engine](BAD), DEMO, row="one"))["first"] == ["x", "y", "F"]
    flags = MAKERS[engine]({**BAD, "name": [True, False, True]})
    assert columns_of(check_frame(flags, DEMO, row="name"))["first"] == [False, True, False]


def test_rows_of_pandas_can_be_named_by_objects() -> None:
    """By their text."""
    frame = pd.DataFrame({**BAD, "name": pd.Series([(1,), 2, None], dtype=object)})
    assert columns_of(check_frame(frame, DEMO, row="name"))["first"] == ["2", None, "(1,)"]


def test_checking_refuses_what_scoring_refuses() -> None:
    """And a column of names that is not there."""
    with pytest.raises(SocialMaturityError) as caught:
        check_frame(pl.DataFrame(GOOD), DEMO, row="idd")
    assert str(caught.value) == "row: unknown name 'idd' in the columns; did you mean 'id'?"
    with pytest.raises(InvalidFrameError):
        check_frame(pl.DataFrame({"a": [1]}), DEMO)
    wrong: Any = 3
    with pytest.raises(SocialMaturityError, match="framework: expected a Framework"):
        check_frame(pl.DataFrame(GOOD), wrong)


# --- the long form

LONG: dict[str, list[Any]] = {
    "id": [2, 1, 1, 2],
    "indicator": ["one", "one", "two", "three"],
    "answer": ["F", "N", "L", None],
}


@pytest.mark.parametrize("engine", MAKERS)
def test_findings_in_rows_become_assessments_in_rows(engine: str) -> None:
    """Sorted by their names; of text, numbers, and true and false."""
    frame = MAKERS[engine](LONG)
    wide = pivot_findings(frame, DEMO, index="id")
    assert type(wide) is type(frame)
    assert columns_of(wide) == {
        "id": [1, 2],
        "one": ["N", "F"],
        "two": ["L", None],
        "three": [None, None],
    }
    assert columns_of(score_frame(wide, DEMO))["upper"] == [0, 2]
    shares = pivot_findings(
        MAKERS[engine]({**LONG, "answer": [0.5, 1.0, 0.0, None]}), DEMO, index="id"
    )
    assert columns_of(shares)["one"] == [1.0, 0.5]
    assert columns_of(score_frame(shares, DEMO, **ON_NUMBERS))["lower"] == [1, 1]
    flags = pivot_findings(
        MAKERS[engine]({**LONG, "answer": [True, True, False, None]}), DEMO, index=["id"]
    )
    assert columns_of(flags)["one"] == ["yes", "yes"]
    assert columns_of(flags)["two"] == ["no", None]
    assert columns_of(score_frame(flags, DEMO, scale="yes-no"))["lower"] == [1, 1]
    if engine == "pandas":
        assert [*wide.index] == [0, 1]


def test_objects_in_findings_are_read_as_in_cells() -> None:
    """Numbers and words for answers that are none in one column."""
    frame = pd.DataFrame({**LONG, "answer": [0.5, "not-applicable", 1, None]})
    wide = pivot_findings(frame, DEMO, index="id")
    assert columns_of(score_frame(wide, DEMO, **ON_NUMBERS))["stage_1_lower"] == [None, 1.0]


STRAY: dict[str, list[Any]] = {
    "id": [2, 1, 1, 2, 3, 4],
    "indicator": ["one", "two", "two", "thre", "one", None],
    "answer": ["F", "N", "L", "F", "F", "F"],
}


@pytest.mark.parametrize("engine", EAGER)
def test_findings_that_clash_are_refused(engine: str) -> None:
    """Several of one indicator, and such as no indicator has."""
    with pytest.raises(InvalidFrameError) as caught:
        pivot_findings(MAKERS[engine](STRAY), DEMO, index="id")
    told = str(caught.value).splitlines()
    assert told[0] == "frame: 3 problems"
    assert told[1:] == [
        "  - indicator: unknown indicator 'thre' in framework 'demo'; did you mean 'three'? it"
        " stands in 1 row",
        "  - indicator: 1 finding names no indicator; take it out, or say which it is of",
        "  - indicator: indicator 'two' has 2 findings at id 1; keep one",
    ]


@pytest.mark.parametrize("engine", LAZY)
def test_findings_that_clash_are_unreadable_in_a_lazy_frame(engine: str) -> None:
    """So that their rows have problems and no result."""
    for answers, on in ((STRAY["answer"], {}), ([0.5] * 6, ON_NUMBERS)):
        frame = MAKERS[engine]({**STRAY, "answer": answers})
        scored = columns_of(score_frame(pivot_findings(frame, DEMO, index="id"), DEMO, **on))
        assert scored["id"] == [1, 2, 3, 4]
        assert scored["problems"] == [1, 3, 0, 3]
        assert scored["lower"] == [None, None, 1, None]


@pytest.mark.parametrize("engine", MAKERS)
def test_findings_of_nobody_are_not_brought_together(engine: str) -> None:
    """Refused where the frame is eager, and else of no result; others keep theirs."""
    data: dict[str, list[Any]] = {
        "id": [1, 1, 2, 2, None, None],
        "day": ["a", "a", "a", None, "a", "a"],
        "indicator": ["one", "two", "one", "one", "one", "two"],
        "answer": ["F", "F", "F", "F", "F", "L"],
    }
    for index, pairs in ((["id"], [0, 3]), (["id", "day"], [0, 0, 1])):
        rows = data if len(index) > 1 else {key: [*own[:3], *own[4:]] for key, own in data.items()}
        frame = MAKERS[engine](rows)
        if engine in EAGER:
            with pytest.raises(InvalidFrameError) as caught:
                pivot_findings(frame, DEMO, index=index)
            told = [
                "frame: 2 problems" if len(index) > 1 else "frame: 1 problem",
                "  - index: 2 findings have nothing in column 'id', and assessments are told apart"
                " by it; take them out, or say there what is meant",
                "  - index: 1 finding has nothing in column 'day', and assessments are told apart"
                " by it; take it out, or say there what is meant",
            ]
            assert str(caught.value).splitlines() == told[: len(index) + 1]
        else:
            scored = columns_of(score_frame(pivot_findings(frame, DEMO, index=index), DEMO))
            nameless = [
                any(scored[own][row] is None for own in index) for row in range(len(scored["id"]))
            ]
            assert [own > 0 for own in scored["problems"]] == nameless
            assert [own is None for own in scored["lower"]] == nameless
            assert sum(nameless) == len(index)
            assert len(pairs) == len(index) + 1


def test_odd_objects_among_findings_are_unreadable() -> None:
    """And told without the sign by which they are known on the way."""
    frame = pd.DataFrame({"id": [1, 2], "indicator": ["one", "one"], "answer": [["F"], b"F"]})
    wide = pivot_findings(frame, DEMO, index="id")
    assert columns_of(wide)["one"] == ["! ['F']", "! b'F'"]
    assert columns_of(score_frame(wide, DEMO, invalid="mark"))["problems"] == [1, 1]


def test_columns_of_findings_are_looked_at_closely() -> None:
    """All problems together; many clashes are counted."""
    frame = pl.DataFrame(LONG)

    def told(own: Any = frame, **options: Any) -> str:
        with pytest.raises(SocialMaturityError) as caught:
            pivot_findings(own, DEMO, **options)
        return str(caught.value)

    assert told(index="idd", answer="id", indicator="id").splitlines() == [
        "frame: 3 problems",
        "  - index[0]: unknown name 'idd' in the columns; did you mean 'id'?",
        "  - answer: column 'id' is given twice",
        "  - indicator: column 'id' holds Int64, and indicators are text",
    ]
    assert told(pl.LazyFrame({"id": [1], "indicator": [7], "answer": ["F"]}), index="id") == (
        "frame: 1 problem\n  - indicator: column 'indicator' holds Int64, and indicators are text"
    )
    nested = pd.DataFrame({"id": [["a"]], "indicator": ["one"], "answer": ["F"]})
    assert told(nested, index="id") == (
        "frame: 1 problem\n  - columns.id: column 'id' holds Object, and rows are told apart and"
        " put in order by it; make text or numbers of it first"
    )
    assert told(answer="indicator", index="id") == (
        "frame: 1 problem\n  - answer: column 'indicator' is given twice"
    )
    assert told(index=["id", "id"]) == "frame: 1 problem\n  - index: column 'id' is given twice"
    assert told(frame.rename({"id": "one"}), index="one") == (
        "frame: 1 problem\n  - index: column 'one' of the index has the name of an indicator;"
        " rename it"
    )
    assert told(index=[]) == "index: expected a column, or several, not []"
    assert told(index=3) == "index: expected a column, or several, not 3"
    assert told(index=[3]) == "index: expected text, not 3"
    assert told(index="id", answer=3) == "answer: expected text, not 3"
    many = pl.DataFrame({"id": [*range(50)] * 2, "indicator": ["one"] * 100, "answer": ["F"] * 100})
    lines = told(many, index="id").splitlines()
    assert len(lines) == 22
    assert lines[-1] == (
        "  - indicator: 30 other indicators of an assessment have several findings"
    )
    strangers = pl.DataFrame(
        {
            "id": range(30),
            "indicator": [f"x{place:02}" for place in range(30)],
            "answer": ["F"] * 30,
        }
    )
    lines = told(strangers, index="id").splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  - indicator: 10 other names are of no indicator; they stand in 10 rows"
    alike = pl.DataFrame({"id": [1, 2], "indicator": ["x", "x"], "answer": ["F", "F"]})
    assert told(alike, index="id").endswith("it stands in 2 rows")


# --- beside


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """By every function of tables."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    for call in (
        partial(score_frame, pl.DataFrame(GOOD), DEMO),
        partial(check_frame, pl.DataFrame(GOOD), DEMO),
        partial(pivot_findings, pl.DataFrame(LONG), DEMO, index="id"),
    ):
        with pytest.raises(SocialMaturityError) as caught:
            call()
        assert str(caught.value) == (
            "tables need narwhals, which the extra 'frames' of this package brings; install it"
            " with: pip install 'socialmaturity[frames]'"
        )


def test_narwhals_is_imported_by_the_first_call_alone() -> None:
    """Neither by the package nor by the module of the functions, and no engine ever."""
    program = (
        "import sys, socialmaturity, socialmaturity.frames.tables\n"
        "print([own for own in ('narwhals', 'polars', 'pandas', 'numpy') if own in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_half_a_file_is_told_as_a_frame_that_cannot_be_read(tmp_path: Path) -> None:
    """Where the engine looks at it at once; otherwise the engine tells when it computes."""
    path = tmp_path / "half.parquet"
    pl.DataFrame(GOOD).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    asks: tuple[Any, ...] = (score_frame, check_frame)
    for ask in asks:
        with pytest.raises(InvalidFrameError) as caught:
            ask(pl.scan_parquet(path), DEMO)
        (problem,) = caught.value.problems
        assert str(problem).startswith("its engine cannot read it: ")
        assert "parquet" in str(problem)


def test_the_name_of_a_row_is_text() -> None:
    """As that of every column."""
    row: Any = 3
    with pytest.raises(WrongTypeError, match="row: expected text, not 3"):
        check_frame(pl.DataFrame(GOOD), DEMO, row=row)


def test_a_framework_without_indicators_has_nothing_to_check() -> None:
    """As it has nothing to score."""
    own = framework(stage(1, indicators=()))
    for ask, told in (
        (score_frame, "nothing can be scored"),
        (check_frame, "no cell can be checked"),
    ):
        with pytest.raises(InvalidValueError, match=f"has no scored indicators, so {told}"):
            ask(pl.DataFrame(GOOD), own)


def test_only_what_all_engines_do_alike_is_used() -> None:
    """None of the functions that disagree on nulls, or shuffle the rows of some engine."""
    room = Path(score_frame.__code__.co_filename).parent
    several = {own.name for own in room.glob("*.py")} - {"native.py", "streams.py"}  # polars alone
    assert {"scoring.py", "possible.py", "rollup.py", "transitions.py"} < several
    for module in several:
        lines = (room / module).read_text(encoding="utf-8").splitlines()
        text = "\n".join(own for own in lines if ">>>" not in own)
        for word in ("_horizontal", "coalesce", "is_between", "is_nan(", ".clip(", ".round("):
            assert word not in text, module
        for engine in ("polars", "pandas", "pyarrow", "duckdb"):
            assert f"import {engine}" not in text, module

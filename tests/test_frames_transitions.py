"""Moves in a table of dated stages are counted as by the plain function, on every engine."""

import datetime as dt
import random
from typing import Any

import attrs
import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import (
    ContradictionError,
    InvalidFrameError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.frames.portfolio import departures, transition_counts
from socialmaturity.progression.history import Histories
from socialmaturity.progression.transitions import transitions
from test_frames_translation import (
    DASK,
    ENGINES,
    EVERY,
    LAZY,
    never_computed,
    rows_of,
    told,
    with_dask,
)
from test_units import BASED, LADDER

START = dt.date(1999, 12, 30)
SCHEMA: dict[str, Any] = {"firm": pl.String, "day": pl.Date, "stage": pl.Int64}

Log = list[tuple[str, dt.date, int]]


def table_of(rows: Any) -> pl.DataFrame:
    """A table of dated stages."""
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def random_log(luck: random.Random, own: sm.Framework, *, exact: bool) -> Log:
    """Many subjects, some of one day, in no order."""
    lowest = 0 if own.below else 1
    rows: Log = []
    for place in range(60):
        day, here = START, -1
        for _ in range(luck.choice([1, 1, 2, 3, 8])):
            day += dt.timedelta(luck.randint(1, 900))
            ladder = range(lowest, len(own.stages) + 1)
            here = luck.choice([each for each in ladder if not exact or each != here])
            rows.append((f"firm {place}", day, here))
    luck.shuffle(rows)
    return rows


def check(native: Any, log: Log, own: sm.Framework, **dates: Any) -> None:
    """The counts are those of the plain function."""
    plain = transitions(Histories.from_rows(own, log, sort=True, **dates))
    counts = transition_counts(native, own, subject="firm", date="day", **dates)
    rows = rows_of(counts)
    assert departures(counts, own) == plain.rows
    assert sum(row["observations"] for row in rows) == plain.observations
    assert sum(row["seen_once"] for row in rows) == len(plain.seen_once)
    assert [row["stage"] for row in rows] == sorted({here for _, _, here in log})
    assert [row.get("problems", 0) for row in rows] == [0] * len(rows)


LAST = START + dt.timedelta(9000)
WAYS: list[dict[str, Any]] = [
    {},
    {"start_known": True},
    {"exact": True, "until": LAST},
    {"exact": True, "until": LAST.isoformat(), "start_known": True},
]


@EVERY
@pytest.mark.parametrize("way", range(len(WAYS)))
@pytest.mark.parametrize("own", [LADDER, BASED], ids=["below", "baseline"])
def test_moves_are_counted_as_by_the_plain_function(
    engine: str, way: int, own: sm.Framework
) -> None:
    """Counts, days at risk and censoring, of observations and of changes."""
    dates = WAYS[way]
    log = random_log(random.Random(way), own, exact=bool(dates.get("exact")))  # noqa: S311
    native = ENGINES[engine](table_of(log))
    check(native, log, own, **dates)
    assert type(transition_counts(native, own, subject="firm", date="day", **dates)) is type(native)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["Ångström", "b", ""]),
        st.dictionaries(
            st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
            st.integers(0, 3),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
    ),
    st.booleans(),
)
def test_any_log(logs: dict[str, dict[dt.date, int]], start_known: bool) -> None:
    """On any days there are, leap years and all."""
    log = [(firm, day, own) for firm, days in logs.items() for day, own in days.items()]
    check(table_of(log), log, LADDER, start_known=start_known)
    check(table_of(log).lazy(), log, LADDER, start_known=start_known)


@pytest.mark.parametrize("engine", ["pandas", "pyarrow", "duckdb"])
def test_every_day_of_four_centuries_is_counted(engine: str) -> None:
    """The days between two dates are those of the calendar."""
    days = [
        dt.date.fromordinal(own)
        for own in range(dt.date(1890, 1, 1).toordinal(), dt.date(2110, 1, 1).toordinal(), 97)
    ]
    log = [("a", day, place % 4) for place, day in enumerate(days)]
    check(ENGINES[engine](table_of(log)), log, LADDER)


@EVERY
def test_times_count_by_their_day(engine: str) -> None:
    """Where an engine has no dates, or a log has times."""
    log = random_log(random.Random(5), LADDER, exact=False)  # noqa: S311
    table = table_of(log).with_columns(
        pl.col("day").cast(pl.Datetime("us")) + pl.duration(hours=13)
    )
    check(ENGINES[engine](table), log, LADDER)


def test_dates_of_python_in_pandas() -> None:
    """Objects are dates, or nothing."""
    log = random_log(random.Random(6), LADDER, exact=False)  # noqa: S311
    native = pd.DataFrame(log, columns=["firm", "day", "stage"])
    assert native["day"].dtype == object
    check(native, log, LADDER)
    native.loc[3, "day"] = None
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(native, LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: nothing is there; in row 3"]


@EVERY
def test_cohorts_are_counted_apart_and_add_up(engine: str) -> None:
    """A subject of several columns, too; parts that share none are added."""
    luck = random.Random(8)  # noqa: S311
    log = random_log(luck, LADDER, exact=False)
    sector = {f"firm {own}": luck.choice("xy") for own in range(60)}
    table = table_of(log).with_columns(
        sector=pl.Series([sector[firm] for firm, _, _ in log]),
        part=pl.Series([firm[-1] for firm, _, _ in log]),
    )
    counts = transition_counts(
        ENGINES[engine](table), LADDER, subject=["firm", "part"], date="day", by="sector"
    )
    everything = transitions(Histories.from_rows(LADDER, log, sort=True)).rows
    assert departures(counts, LADDER) == everything
    rows = rows_of(counts)
    assert [(row["sector"], row["stage"]) for row in rows] == [
        (own, place) for own in "xy" for place in range(4)
    ]
    for own in "xy":
        some = [row for row in log if sector[row[0]] == own]
        plain = transitions(Histories.from_rows(LADDER, some, sort=True))
        days = {row["stage"]: row["days"] for row in rows if row["sector"] == own}
        assert days == {row.stage.ordinal: row.days for row in plain.rows}
    parts = [
        transition_counts(ENGINES[engine](part), LADDER, subject="firm", date="day")
        for part in table.partition_by("sector")
    ]
    assert departures(parts, LADDER) == everything


@EVERY
def test_an_empty_table_has_no_moves(engine: str) -> None:
    """And the columns all the same."""
    counts = transition_counts(ENGINES[engine](table_of([])), LADDER, subject="firm", date="day")
    assert rows_of(counts) == []
    assert nw.from_native(counts).collect_schema().names()[:10] == [
        "stage",
        "observations",
        "days",
        "to_0",
        "to_1",
        "to_2",
        "to_3",
        "left_censored",
        "right_censored",
        "seen_once",
    ]
    assert [attrs.astuple(own, recurse=False)[1:] for own in departures(counts, LADDER)] == [
        (0, (), 0, 0)
    ] * 4


def test_a_lazy_frame_is_not_computed() -> None:
    """The counts are added to the plan."""
    table = table_of([("a", START, 1)])
    counts = transition_counts(never_computed(table), LADDER, subject="firm", date="day")
    assert isinstance(counts, pl.LazyFrame)
    with pytest.raises(Exception, match="computed too early"):
        counts.collect()


NEXT = START + dt.timedelta(1)
BAD: list[tuple[Any, Any, Any]] = [
    ("a", START, 1),
    (None, START, 1),
    ("b", None, 1),
    ("c", START, None),
    ("d", START, 9),
    ("d", NEXT, 9),
]


@EVERY
def test_rows_that_cannot_be_read(engine: str) -> None:
    """They are told, or nothing is counted: a row that is left out would change the counts."""
    native = ENGINES[engine](table_of(BAD))
    if engine not in LAZY:
        with pytest.raises(InvalidFrameError) as error:
            transition_counts(native, LADDER, subject="firm", date="day")
        assert told(error) == [
            "columns.firm: nothing is there; in row 1",
            "columns.day: nothing is there; in row 2",
            "columns.stage: nothing is there; in row 3",
            "columns.stage: 9 is no stage of framework 'demo', which has 0 to 3; in 2 rows, the"
            " first of them row 4",
        ]
    counts = transition_counts(native, LADDER, subject="firm", date="day", invalid="mark")
    rows = rows_of(counts)
    assert [(row["stage"], row["problems"]) for row in rows] == [(None, 5), (1, 5)]
    assert {row[name] for row in rows for name in row if name not in ("stage", "problems")} == {
        None
    }
    with pytest.raises(MissingValueError) as missing:
        departures(counts, LADDER)
    assert str(missing.value) == (
        "counts: rows could not be read when they were counted; see its column 'problems'"
    )


@EVERY
def test_a_bad_cohort_leaves_the_others(engine: str) -> None:
    """Also one without a name."""
    table = table_of([("a", START, 1), ("b", START, 9), ("c", START, 1)]).with_columns(
        sector=pl.Series(["x", "y", None])
    )
    counts = transition_counts(
        ENGINES[engine](table), LADDER, subject="firm", date="day", by="sector", invalid="mark"
    )
    found = {
        row["sector"]: (row["stage"], row["observations"], row["problems"])
        for row in rows_of(counts)
    }
    assert found == {"x": (1, 1, 0), "y": (None, None, 1), None: (1, None, 1)}


@EVERY
def test_rows_that_contradict_each_other(engine: str) -> None:
    """Two stages on one day; of a log of changes the same twice, or one after the watch."""
    twice = [("a", START, 2), ("a", START, 1), ("b", START, 1)]
    same = [("a", START, 1), ("a", NEXT, 1), ("b", LAST, 1)]
    until = {"exact": True, "until": NEXT}
    for log, dates, messages in (
        (
            twice,
            {},
            ["columns.day: 'a' has two stages on 1999-12-30, stage 1 and stage 2; keep one"],
        ),
        (
            same,
            until,
            [
                "columns.day: a log of changes has stage 1 of 'a' on 1999-12-30 and again on"
                " 1999-12-31, which is no change; leave the second out, or say exact=False if these"
                " are observations",
                "until: watched until 1999-12-31, and 'b' changed on 2024-08-20, which is after it",
            ],
        ),
    ):
        options: dict[str, Any] = {"subject": "firm", "date": "day", **dates}
        native = ENGINES[engine](table_of(log))
        if engine not in LAZY:
            with pytest.raises(InvalidFrameError) as error:
                transition_counts(native, LADDER, **options)
            assert told(error) == messages
        rows = rows_of(transition_counts(native, LADDER, invalid="mark", **options))
        assert {row["problems"] for row in rows} == {len(messages)}
        assert {row["days"] for row in rows} == {None}


def test_many_contradictions_are_cut_short() -> None:
    """Twenty are told, the others counted."""
    log = [(f"{own:02}", START, here) for own in range(25) for here in (1, 2)]
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(table_of(log), LADDER, subject="firm", date="day")
    assert len(told(error)) == 21
    assert told(error)[-1] == "5 other rows contradict others"


PHASES = framework(stage(1, "a"), stage(2, "b"), kind="phases")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"subject": ()}, MissingValueError, "subject: name the column of the subjects"),
        (
            {"exact": True},
            MissingValueError,
            "until: a log of changes does not say how long subjects were watched after the last of"
            " them; give until=...",
        ),
        (
            {"until": "2025-01-01"},
            ContradictionError,
            "until: observations end on the last of them; until=... belongs to a log of changes"
            " (exact=True)",
        ),
        (
            {"exact": True, "until": "soon"},
            InvalidValueError,
            "until: invalid date 'soon'; expected YYYY-MM-DD",
        ),
        ({"exact": 1}, WrongTypeError, "exact: expected a bool, not 1"),
        ({"date": None}, WrongTypeError, "date: expected text, not None"),
        ({"stage": 2}, WrongTypeError, "stage: expected text, not 2"),
    ],
)
def test_arguments_that_cannot_stand(
    options: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """Each is told with its name and the way out."""
    given_ones: dict[str, Any] = {"subject": "firm", "date": "day"} | options
    with pytest.raises(error) as found:
        transition_counts(table_of([("a", START, 1)]), LADDER, **given_ones)
    assert str(found.value) == message


def test_phases_are_no_ladder() -> None:
    """A unit is not at one of them at a time."""
    with pytest.raises(InvalidValueError, match="run side by side"):
        transition_counts(table_of([]), PHASES, subject="firm", date="day")


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        (
            {"date": "dya", "stage": "level"},
            [
                "date: unknown name 'dya' in the columns; did you mean 'day'?",
                "stage: unknown name 'level' in the columns; known: 'firm', 'day', 'stage', 'text',"
                " 'days' and 'To_1'",
            ],
        ),
        (
            {"date": "text", "stage": "text"},
            ["columns: column 'text' is given for two things"],
        ),
        (
            {"date": "stage", "stage": "text"},
            [
                "columns.text: column 'text' holds String, and stages are whole numbers",
                "columns.stage: column 'stage' holds Int64, and days are dates or times; parse text"
                " first, by your engine",
            ],
        ),
        (
            {"by": "days"},
            [
                "columns.days: column 'days' has the name of one to be added; rename it or leave"
                " it out"
            ],
        ),
    ],
)
def test_columns_that_do_not_fit(options: dict[str, Any], problems: list[str]) -> None:
    """They are named, all together."""
    table = table_of([("a", START, 1)]).with_columns(
        text=pl.lit("1"), days=pl.lit(1), To_1=pl.lit(1)
    )
    given_ones: dict[str, Any] = {"subject": "firm", "date": "day"} | options
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(table, LADDER, **given_ones)
    assert [own.replace("'days', 'To_1'", "'days' and 'To_1'") for own in told(error)] == problems


def test_sql_has_names_without_case() -> None:
    """There two that differ in case alone are one."""
    table = table_of([("a", START, 1)]).with_columns(To_1=pl.lit(1))
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(ENGINES["duckdb"](table), LADDER, subject="firm", date="day", by="To_1")
    assert told(error) == [
        "columns.To_1: column 'To_1' has the name of one to be added; rename it or leave it out"
    ]
    counts = transition_counts(table, LADDER, subject="firm", date="day", by="To_1")
    assert rows_of(counts)[0]["To_1"] == 1


def test_objects_that_are_no_dates() -> None:
    """The first is shown."""
    native = pd.DataFrame({"firm": ["a"], "day": pd.Series([3], dtype=object), "stage": [1]})
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(native, LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: column 'day' holds 3, which is no date"]
    nothing = pl.DataFrame({"firm": ["a"], "day": [None], "stage": [1]})
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(nothing, LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: nothing is there; in row 0"]


def test_what_is_no_table_of_counts() -> None:
    """Columns that are missing, stages of another framework, no table at all."""
    with pytest.raises(MissingValueError) as missing:
        departures(pl.DataFrame({"stage": [1], "days": [1]}), LADDER)
    assert str(missing.value) == (
        "counts: there is no column 'observations', 'to_0', 'to_1', 'to_2', 'to_3', 'left_censored'"
        " and 2 more; give what transition_counts() made"
    )
    counts = transition_counts(table_of([("a", START, 3)]), LADDER, subject="firm", date="day")
    with pytest.raises(MissingValueError) as missing:
        departures(counts.drop("days"), LADDER)
    assert str(missing.value) == (
        "counts: there is no column 'days'; give what transition_counts() made"
    )
    small = framework(stage(1, "a"), stage(2, "b"))
    with pytest.raises(InvalidValueError) as error:
        departures(counts, small)
    assert str(error.value) == ("counts.stage: 3 is no stage of framework 'demo', which has 0 to 2")
    with pytest.raises(MissingValueError, match="counts: no counts; give one table at least"):
        departures([], LADDER)
    for cell, name in (("x", "'x'"), (1.5, "1.5"), (-1, "-1"), (float("inf"), "inf")):
        with pytest.raises(InvalidValueError) as error:
            departures(counts.with_columns(days=pl.lit(cell)), LADDER)
        assert str(error.value) == f"counts.days: {name} is no count of transition_counts()"
    wrong: Any = 3
    with pytest.raises(WrongTypeError):
        departures([counts, wrong], LADDER)


@DASK
@pytest.mark.parametrize("way", [0, 3])
def test_dask_looks_up_the_next_row_by_joining(way: int) -> None:
    """With the same counts, whatever part of the table a row is in."""
    dates = WAYS[way]
    log = random_log(random.Random(way), BASED, exact=way > 0)  # noqa: S311
    check(with_dask(table_of(log)), log, BASED, **dates)


@DASK
def test_dask_has_no_counts_where_rows_contradict_each_other() -> None:
    """Two stages on one day, or the same row twice."""
    for log in (
        [("a", START, 2), ("a", START, 1), ("b", START, 1)],
        [("a", START, 1), ("a", START, 1), ("a", NEXT, 2)],
    ):
        counts = transition_counts(with_dask(table_of(log)), LADDER, subject="firm", date="day")
        rows = rows_of(counts)
        assert [(row["stage"], row["observations"], row["problems"]) for row in rows] == [
            (1, None, 1),
            (2, None, 1),
        ]


ZONES = ["Europe/Berlin", "America/New_York", "Asia/Ho_Chi_Minh", "Etc/GMT+5", "Etc/GMT-11"]


def zoned(zone: str) -> pl.DataFrame:
    """A log of times near midnight, in a zone in which another day is that of the clock."""
    times = [START + dt.timedelta(own) for own in (0, 3, 7)]
    at = [dt.time(0, 30), dt.time(23, 30), dt.time(0, 30)]
    own = [dt.datetime.combine(*both) for both in zip(times, at, strict=True)]
    return pl.DataFrame({"firm": ["a"] * 3, "day": own, "stage": [1, 2, 3]}).with_columns(
        pl.col("day").dt.replace_time_zone(zone)
    )


def check_zoned(native: Any) -> None:
    """The days are those on the clock of the zone."""
    rows = rows_of(transition_counts(native, LADDER, subject="firm", date="day"))
    assert [(row["stage"], row["days"]) for row in rows] == [(1, 3), (2, 4), (3, 0)]


@EVERY
@pytest.mark.parametrize("zone", ZONES)
def test_times_in_a_zone_count_by_their_day_there(engine: str, zone: str) -> None:
    """Whatever the zone is called; in SQL they are moments, and have no day."""
    if engine != "duckdb":
        check_zoned(ENGINES[engine](zoned(zone)))
        return
    with pytest.raises(InvalidFrameError) as error:
        check_zoned(ENGINES[engine](zoned(zone)))
    assert told(error) == [
        "columns.day: column 'day' holds moments, whose day hangs on the time zone of the session;"
        " make dates of them first, by your engine, in the zone that you mean"
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_moments_of_duckdb_have_the_day_of_the_zone_that_is_meant(zone: str) -> None:
    """Whatever the zone of the session, by the way out that the message tells."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'Pacific/Kiritimati'")
    moments = connection.from_arrow(zoned(zone).to_arrow())
    assert "TIMESTAMP WITH TIME ZONE" in map(str, moments.types)
    check_zoned(moments.project(f"firm, (day at time zone '{zone}')::date as day, stage"))


@DASK
@pytest.mark.parametrize("zone", ZONES)
def test_dask_has_zones_as_pandas_has(zone: str) -> None:
    """Lazily."""
    check_zoned(with_dask(zoned(zone)))


def test_what_is_wrong_beside_a_zone_is_told_by_its_name() -> None:
    """A day that is not there is not blamed on the stage."""
    table = zoned("America/New_York")
    native = table.with_columns(day=pl.Series([None, None, table["day"][2]])).to_pandas()
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(native, LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: nothing is there; in 2 rows, the first of them row 0"]
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(native.head(2), LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: nothing is there; in 2 rows, the first of them row 0"]


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("uuid()", "UUID"),
        ("'12:00:00+01'::TIMETZ", "TIME WITH TIME ZONE"),
        ("union_value(a := 1)", "UNION(a INTEGER)"),
    ],
)
def test_types_of_duckdb_that_are_no_days(sql: str, kind: str) -> None:
    """They are refused, also those that narwhals does not know."""
    native = duckdb.connect().sql(f"select 'a' as firm, {sql} as day, 1 as stage")
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(native, LADDER, subject="firm", date="day")
    assert told(error) == [
        f"columns.day: column 'day' holds {kind}, and days are dates or times; parse text first, by"
        " your engine"
    ]


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_a_lazy_column_of_nothing_has_no_days(engine: str) -> None:
    """It has no type, either, and every row is a problem."""
    native: Any = pl.LazyFrame({"firm": ["a"], "day": [None], "stage": [1]})
    if engine == "duckdb":
        native = duckdb.connect().sql("select 'a' as firm, NULL as day, 1 as stage")
    (row,) = rows_of(transition_counts(native, LADDER, subject="firm", date="day"))
    assert (row["stage"], row["days"], row["problems"]) == (1, None, 1)


UNKNOWN_DAYS = {
    "period[D]": pd.DataFrame({"day": pd.period_range("2026", periods=1)}),
    "decimal256(60, 0)": pa.table({"day": pa.array([3], pa.int64()).cast(pa.decimal256(60, 0))}),
    "binary_view": pa.table({"day": pa.array([b"2026-01-01"], pa.binary_view())}),
}


@DASK
@pytest.mark.parametrize("kind", UNKNOWN_DAYS)
def test_types_that_nobody_knows_are_no_days(kind: str) -> None:
    """They are refused by the name that their engines have for them."""
    own: Any = nw.from_native(UNKNOWN_DAYS[kind])
    native = own.with_columns(firm=nw.lit("a"), stage=nw.lit(1)).to_native()
    for frame in (native, with_dask_of(native)):
        with pytest.raises(InvalidFrameError) as error:
            transition_counts(frame, LADDER, subject="firm", date="day")
        assert told(error) == [
            f"columns.day: column 'day' holds {kind}, and days are dates or times; parse text"
            " first, by your engine"
        ]


def with_dask_of(native: Any) -> Any:
    """A pandas frame in Dask; any other as it is."""
    if not isinstance(native, pd.DataFrame):
        return native
    dask: Any = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
    return dask.from_pandas(native, npartitions=1)


def test_an_empty_frame_of_objects_has_no_moves() -> None:
    """In pandas every column without a type is one of objects; text in others is refused."""
    native = pd.DataFrame({"firm": [], "day": [], "stage": []}, dtype=object)
    assert rows_of(transition_counts(native, LADDER, subject="firm", date="day")) == []
    nothing = pd.DataFrame({"firm": ["a"], "day": pd.Series([None], dtype=object), "stage": [1]})
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(nothing, LADDER, subject="firm", date="day")
    assert told(error) == ["columns.day: nothing is there; in row 0"]
    text = table_of([]).with_columns(pl.col("day").cast(pl.String))
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(text, LADDER, subject="firm", date="day")
    assert told(error) == [
        "columns.day: column 'day' holds String, and days are dates or times; parse text first, by"
        " your engine"
    ]


@pytest.mark.parametrize(
    ("engine", "before", "after"),
    [
        ("polars", "-0221-09-04", "+10136-08-21"),
        ("pandas", "-221-09-04 00:00:00", "10136-08-21 00:00:00"),
        ("pyarrow", "-0221-09-04", "10136-08-21"),
    ],
)
def test_years_that_no_calendar_of_python_has(engine: str, before: str, after: str) -> None:
    """They are told by their day, and not by the stage."""
    days = pl.Series([-800_000, 2_982_803]).cast(pl.Date)
    table = pl.DataFrame({"firm": ["a", "b"], "day": days, "stage": [1, 1]})
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(ENGINES[engine](table), LADDER, subject="firm", date="day")
    assert told(error) == [
        f"columns.day: {before} is no day of the years 1 to 9999; in row 0",
        f"columns.day: {after} is no day of the years 1 to 9999; in row 1",
    ]
    rows = rows_of(transition_counts(table.lazy(), LADDER, subject="firm", date="day"))
    assert [row["problems"] for row in rows] == [2]


MOVED = pl.DataFrame(
    {
        "firm": ["a", "a", "a"],
        "sector": ["x", "x", "y"],
        "day": [START, NEXT, NEXT + dt.timedelta(5)],
        "stage": [1, 2, 3],
    }
)


def check_moved(native: Any) -> None:
    """The move between two cohorts is in neither of them."""
    counts = transition_counts(native, LADDER, subject="firm", date="day", by="sector")
    names = ("sector", "stage", "days", "to_2", "to_3", "left_censored", "right_censored")
    assert [tuple(row[name] for name in names) for row in rows_of(counts)] == [
        ("x", 1, 1, 1, 0, 1, 0),
        ("x", 2, 0, 0, 0, 0, 1),
        ("y", 3, 0, 0, 0, 1, 1),
    ]
    counts = transition_counts(native, LADDER, subject="firm", date="day")
    assert [row["to_3"] for row in rows_of(counts)] == [0, 1, 0]


@EVERY
def test_a_subject_that_changes_cohorts_counts_in_both(engine: str) -> None:
    """As it says: a name is that of another subject in another cohort."""
    check_moved(ENGINES[engine](MOVED))


@DASK
def test_dask_counts_a_subject_that_changes_cohorts_in_both() -> None:
    """As the others do."""
    check_moved(with_dask(MOVED))


@pytest.mark.parametrize("engine", ["pandas", "pyarrow"])
@pytest.mark.parametrize("name", ["by", "subject"])
def test_keys_that_an_engine_cannot_compare(engine: str, name: str) -> None:
    """They are refused, with the way out."""
    table = MOVED.with_columns(of=pl.Series([["x"], ["x"], None]))
    options: dict[str, Any] = {"subject": "firm", "date": "day"} | {name: "of"}
    with pytest.raises(InvalidFrameError) as error:
        transition_counts(ENGINES[engine](table), LADDER, **options)
    kind = "Object" if engine == "pandas" else "List(String)"
    assert told(error) == [
        f"columns.of: column 'of' holds {kind}, and rows are told apart and put in order by it;"
        " make text or numbers of it first"
    ]

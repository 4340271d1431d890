"""Dated stages in a table: which stage came after which, and after how long."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    expect,
    shown,
)
from socialmaturity.frames.checking import marks_problems
from socialmaturity.frames.dtypes import is_empty, is_nothing, plain_columns, type_of
from socialmaturity.frames.engine import (
    MARK,
    Expr,
    Frame,
    Sheet,
    as_count,
    folds_case,
    open_frame,
    whole,
    without_index,
)
from socialmaturity.frames.request import PROBLEMS
from socialmaturity.frames.scored import (
    NONE,
    WHOLE,
    column_names,
    computed,
    deliver,
    is_lazy,
    key_problems,
    keyed_sheet,
    missing_keys,
    no_stage,
    raise_bad_rows,
    read_ordinal,
    refuse,
    refuse_taken,
    stage_problem,
)
from socialmaturity.model.fields import parse_day
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.progression.history import Day, spoken, states
from socialmaturity.progression.transitions import Departures

_BAD: Final = f"{MARK}bad"
_DAY: Final = f"{MARK}day"
_STAGE: Final = f"{MARK}stage"
_NEXT_DAY: Final = f"{MARK}next_day"
_NEXT: Final = f"{MARK}next"
_FIRST: Final = f"{MARK}first"
_SAME: Final = f"{MARK}same"
_CODE: Final = f"{MARK}code"
_OTHER: Final = f"{MARK}other"
_TOTAL: Final = f"{MARK}total"
_UNTYPED: Final = (str(nw.Unknown()), '"NULL"')
"""What the type of nothing is called, by narwhals and by DuckDB."""

_MOST_NAMES: Final = 6
_MOST_TOLD: Final = 20
_STEPS: Final = 2**20
"""More than the number of stages; a day and a stage are told by one whole number."""

_LATE: Final = 2**52
"""More than any such number; floats have it exactly."""


class Dates(NamedTuple):
    """What the days of a table mean.

    Args:
        exact: Whether they are days of change.
        until: Of these the day up to which all were watched.
        start_known: Whether the first spell of each is known from its begin.
    """

    exact: bool
    until: dt.date | None
    start_known: bool


class Watch(NamedTuple):
    """Which columns say who was at which stage on which day.

    Args:
        frame: The table as it came.
        framework: A ladder.
        subject: They name what was assessed; at least one.
        date: The days.
        stage: The ordinals.
        by: They name a cohort.
        marks: Whether rows that cannot be read are counted and not refused.
    """

    frame: Frame
    framework: Framework
    subject: tuple[str, ...]
    date: str
    stage: str
    by: tuple[str, ...]
    marks: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of a cohort; one of ours where the whole table is one."""
        return self.by or (WHOLE,)

    @property
    def who(self) -> tuple[str, ...]:
        """The columns of one subject."""
        return (*self.by, *self.subject)


def read_dates(*, exact: bool, until: Day | None, start_known: bool) -> Dates:
    """Return what the days of a table mean, as `History` takes it.

    Args:
        exact: As in `Dates`.
        until: As in `Dates`.
        start_known: As in `Dates`.

    Returns:
        The same, checked.

    Raises:
        MissingValueError: Days of change without the last day of watching.
        ContradictionError: Days of observation with it.
    """
    expect(exact, bool, "exact")
    expect(start_known, bool, "start_known")
    if exact and until is None:
        raise MissingValueError(
            "a log of changes does not say how long subjects were watched after the last of them;"
            " give until=...",
            path="until",
        )
    if until is not None and not exact:
        raise ContradictionError(
            "observations end on the last of them; until=... belongs to a log of changes"
            " (exact=True)",
            path="until",
            value=until,
        )
    return Dates(exact, None if until is None else parse_day(until, "until"), start_known)


def make_watch(
    native: Any,
    framework: Framework,
    subject: str | Iterable[str],
    date: str,
    stage: str,
    by: str | Iterable[str],
    invalid: str | None,
) -> Watch:
    """Return which columns are read, checked.

    Args:
        native: The table.
        framework: A ladder.
        subject: As in `Watch`.
        date: As in `Watch`.
        stage: As in `Watch`.
        by: As in `Watch`.
        invalid: What becomes of rows that cannot be read.

    Returns:
        The columns.

    Raises:
        InvalidFrameError: Columns that are not there, given twice, or of
            another type.
        MissingValueError: No column of subjects.
    """
    frame = open_frame(native)
    names = frame.collect_schema().names()
    who = column_names(subject, names, "subject")
    keys = column_names(by, names, "by")
    if not who:
        raise MissingValueError("name the column of the subjects", path="subject")
    one_each = {"date": expect(date, str, "date"), "stage": expect(stage, str, "stage")}
    refuse(
        UnknownNameError(own, names, within="the columns", path=path)
        for path, own in one_each.items()
        if own not in names
    )
    used = [*keys, *who, date, stage]
    refuse(
        DuplicateError(f"column {own!r} is given for two things", path="columns", value=own)
        for own in dict.fromkeys(used)
        if used.count(own) > 1
    )
    frame = plain_columns(without_index(frame), [*keys, *who])
    refuse(key_problems(frame, [*keys, *who]))
    problems = (stage_problem(frame, stage), _not_days(frame, date))
    refuse(own for own in problems if own is not None)
    return Watch(
        frame, framework, tuple(who), date, stage, tuple(keys), marks_problems(frame, invalid)
    )


def _not_days(frame: Frame, column: str) -> SocialMaturityError | None:
    """Return why a column does not hold days, or ``None``."""
    if _has_days(frame, column) or _has_nothing(frame, column):
        return None
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.Datetime):
        return InvalidValueError(
            f"column {column!r} holds moments, whose day hangs on the time zone of the session;"
            " make dates of them first, by your engine, in the zone that you mean",
            path=f"columns.{column}",
            value=str(dtype),
        )
    if dtype == nw.Object and isinstance(frame, nw.DataFrame):
        odd = [own for own in frame[column].to_list() if not _is_day_or_nothing(own)]
        if not odd:
            return None
        return InvalidValueError(
            f"column {column!r} holds {shown(odd[0])}, which is no date",
            path=f"columns.{column}",
            value=odd[0],
        )
    return InvalidValueError(
        f"column {column!r} holds {type_of(frame, column)}, and days are dates or times; parse text"
        " first, by your engine",
        path=f"columns.{column}",
        value=type_of(frame, column),
    )


def _has_days(frame: Frame, column: str) -> bool:
    """Return whether a column holds dates, or times that have a day of their own.

    Times with a zone have that of the zone. In SQL they are moments without
    one. Of pandas, also in Dask, narwhals does not know every zone.
    """
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.Datetime):
        return dtype.time_zone is None or not folds_case(frame)
    return isinstance(dtype, nw.Date) or type_of(frame, column).startswith("datetime64[")


def _has_nothing(frame: Frame, column: str) -> bool:
    """Return whether a column has nothing, or is taken to have, as its type does not tell."""
    if isinstance(frame, nw.LazyFrame):
        return type_of(frame, column) in _UNTYPED
    is_object = frame.implementation.is_pandas_like() and frame[column].to_native().dtype == object
    is_open = is_object or isinstance(frame.schema[column], nw.Unknown)
    return is_open and is_empty(frame, column)


def _is_day_or_nothing(value: object) -> bool:
    return isinstance(value, dt.date) or is_nothing(value)


def count_moves(native: Any, watch: Watch, dates: Dates) -> Any:
    """Return a frame of the moves between stages; see `transition_counts`."""
    ordinals = tuple(own.ordinal for own in states(watch.framework))
    sums = _sums(ordinals, dates)
    names = ["stage", *sums]
    coming = [*names, PROBLEMS] if watch.marks else names
    refuse_taken(watch.by, coming, folds=folds_case(watch.frame))
    rows = _paired(_rows(watch, ordinals))
    rows = rows.with_columns(**{_BAD: nw.col(_BAD) + _contradictions(dates)})
    if isinstance(watch.frame, nw.DataFrame):
        rows = computed(rows)
    if not watch.marks:
        _raise_sequences(watch, rows, dates)
    marked = {f"{MARK}sum_{name}": own for name, own in sums.items()}
    counted: Any = rows.with_columns(**marked).group_by(*watch.keys, _STAGE)
    counted = counted.agg(**{name: nw.col(name).sum() for name in (_BAD, *marked)})
    wrong = counted.group_by(*watch.keys).agg(**{_TOTAL: nw.col(_BAD).sum()})
    counted = counted.join(wrong, on=[*watch.keys], how="left").sort(*watch.keys, _STAGE)
    unnamed = nw.when(nw.col(_TOTAL).is_null()).then(nw.col(_BAD))  # keys of nothing do not meet
    counted = counted.with_columns(**{_TOTAL: unnamed.otherwise(nw.col(_TOTAL))})
    stage = nw.col(_STAGE).cast(nw.Int64)
    valid = nw.col(_TOTAL) == 0
    results: dict[str, Expr] = {"stage": nw.when(stage >= 0).then(stage)}
    for name in sums:
        results[name] = nw.when(valid).then(nw.col(f"{MARK}sum_{name}").cast(nw.Int64))
    if watch.marks:
        results[PROBLEMS] = nw.col(_TOTAL).cast(nw.Int64)
    return deliver(native, watch.frame, counted.select(*watch.by, **results), names)


def _sums(ordinals: Sequence[int], dates: Dates) -> dict[str, Expr]:
    """Return what is added up over the rows of each stage."""
    is_last = nw.col(_NEXT_DAY) == NONE
    last = as_count(is_last)
    first = nw.col(_FIRST)
    after = whole(0) if dates.until is None else _days(dates.until) - nw.col(_DAY)
    gap = nw.when(is_last).then(after).otherwise(nw.col(_NEXT_DAY) - nw.col(_DAY))
    came = {f"to_{own}": as_count(~is_last & (nw.col(_NEXT) == own)) for own in ordinals}
    return {
        "observations": whole(1),
        "days": gap.cast(nw.Int64),
        **came,
        "left_censored": whole(0) if dates.start_known else first,
        "right_censored": last,
        "seen_once": whole(0) if dates.exact else first * last,
    }


def _days(day: dt.date) -> Expr:
    return nw.lit(day.toordinal(), nw.Int64)


def _contradictions(dates: Dates) -> Expr:
    """Return 1 where a row contradicts the one after it, or the end of watching."""
    is_last = nw.col(_NEXT_DAY) == NONE
    wrong = nw.col(_SAME) == 1
    if dates.until is not None:
        wrong = wrong | (~is_last & (nw.col(_NEXT) == nw.col(_STAGE)))
        wrong = wrong | (is_last & (_days(dates.until) < nw.col(_DAY)))
    return as_count(wrong & (nw.col(_BAD) == 0))


def _rows(watch: Watch, ordinals: Sequence[int]) -> Frame:
    """Return day and stage of each row as whole numbers, after bad rows are refused."""
    sheet = keyed_sheet(watch.frame, watch.by)
    stage = read_ordinal(sheet, watch.frame, watch.stage, ordinals)
    day = _ordinal_day(sheet, watch)
    wrong = as_count((missing_keys(watch.who) > 0) | (day == 0) | (stage < 0))
    told = nw.when(stage < 0).then(whole(NONE)).otherwise(stage)
    done = sheet.finish({_DAY: day, _STAGE: told.cast(nw.Int64), _BAD: wrong.cast(nw.Int64)})
    rows = done.select(*watch.keys, *watch.subject, _DAY, _STAGE, _BAD)
    if not watch.marks and isinstance(watch.frame, nw.DataFrame):
        _raise_rows(watch, watch.frame, rows)
    return rows


def _ordinal_day(sheet: Sheet, watch: Watch) -> Expr:
    """Return days as `datetime.date.toordinal` counts them; 0 where there is none, or no such."""
    if _has_nothing(watch.frame, watch.date):
        return nw.lit(0, nw.Int64)
    dtype = watch.frame.collect_schema()[watch.date]
    if dtype == nw.Object and isinstance(watch.frame, nw.DataFrame):
        days = [
            0 if is_nothing(own) else dt.date(own.year, own.month, own.day).toordinal()
            for own in watch.frame[watch.date].to_list()
        ]
        made = nw.new_series(_DAY, days, nw.Int64, backend=watch.frame.implementation)
        return sheet.keep({"ordinal": made})["ordinal"]
    own = nw.col(watch.date)
    parts = sheet.keep(
        {
            "years": own.dt.year().fill_null(0).cast(nw.Int64) - 1,
            "days": own.dt.ordinal_day().fill_null(0).cast(nw.Int64),
        }
    )
    past, within = parts["years"], parts["days"]
    leap = past // 4 - past // 100 + past // 400
    fits = (past >= 0) & (past < dt.MAXYEAR)
    day = nw.when(fits).then(past * 365 + leap + within).otherwise(nw.lit(0, nw.Int64))
    return sheet.keep({"ordinal": day})["ordinal"]


def _paired(rows: Any) -> Any:
    """Return the rows with day and stage of the next of the same subject.

    Four columns are added: the next day and the next stage, `NONE` where
    there is no next; 1 for the first row of a subject; and 1 where the next
    is of the same day.
    """
    who = [own for own in rows.collect_schema().names() if own not in (_DAY, _STAGE, _BAD)]
    if not is_lazy(rows):
        return _by_sorting(rows, who)
    if str(rows.implementation) == "dask":
        return _by_joining(rows, who)
    order = [_DAY, _STAGE]
    shifted = rows.with_columns(
        **{
            _NEXT_DAY: nw.col(_DAY).shift(-1).over(*who, order_by=order),
            _NEXT: nw.col(_STAGE).shift(-1).over(*who, order_by=order),
            _FIRST: nw.col(_DAY).shift(1).over(*who, order_by=order),
        }
    )
    return _completed(shifted)


def _completed(shifted: Any) -> Any:
    """Return the rows without nulls in what was looked up."""
    return shifted.with_columns(
        **{
            _NEXT_DAY: nw.col(_NEXT_DAY).fill_null(NONE).cast(nw.Int64),
            _NEXT: nw.col(_NEXT).fill_null(NONE).cast(nw.Int64),
            _FIRST: as_count(nw.col(_FIRST).is_null()),
            _SAME: as_count((nw.col(_NEXT_DAY) == nw.col(_DAY)).fill_null(value=False)),
        }
    )


def _by_sorting(rows: Any, who: Sequence[str]) -> Any:
    """Look up the next row in an eager frame, put in order."""
    ordered = rows.sort(*who, _DAY, _STAGE)
    follows = nw.lit(value=True)
    for own in who:
        follows = follows & (nw.col(own) == nw.col(own).shift(1)).fill_null(value=False)
    marked = ordered.with_columns(**{_CODE: as_count(follows), _FIRST: as_count(follows)})
    marked = marked.with_columns(**{_CODE: nw.col(_CODE).shift(-1).fill_null(0)})
    has_next, has_last = nw.col(_CODE) == 1, nw.col(_FIRST) == 1
    shifted = marked.with_columns(
        **{
            _NEXT_DAY: nw.when(has_next).then(nw.col(_DAY).shift(-1)),
            _NEXT: nw.when(has_next).then(nw.col(_STAGE).shift(-1)),
            _FIRST: nw.when(has_last).then(nw.col(_DAY)),
        }
    )
    return _completed(shifted)


def _by_joining(rows: Any, who: Sequence[str]) -> Any:
    """Look up the next row among all of the same subject, on an engine without windows."""
    code = nw.col(_DAY) * _STEPS + nw.col(_STAGE)
    others = rows.select(*who, code.alias(_OTHER), nw.col(_DAY).alias(_NEXT_DAY))
    joined = rows.join(others, on=[*who], how="left")
    joined = joined.with_columns(
        **{name: nw.col(name).fill_null(NONE) for name in (_OTHER, _NEXT_DAY)}
    )
    later, same = nw.col(_NEXT_DAY) > nw.col(_DAY), nw.col(_NEXT_DAY) == nw.col(_DAY)
    itself, above = nw.col(_OTHER) == code, same & (nw.col(_OTHER) > code)
    marked = joined.with_columns(
        **{
            _CODE: nw.when(later).then(nw.col(_OTHER)).otherwise(nw.lit(_LATE)),
            _FIRST: as_count(~later & ~same),
            _SAME: as_count(itself) + 2 * as_count(above),
        }
    )
    sums = {name: nw.col(name).sum() for name in (_FIRST, _SAME)}
    met = marked.group_by(*who, _DAY, _STAGE, _BAD).agg(**{_CODE: nw.col(_CODE).min()}, **sums)
    return _decoded(met)


def _decoded(met: Any) -> Any:
    """Return the rows with what their codes say."""
    code = nw.col(_CODE).cast(nw.Int64)
    has_next, day = code < _LATE, code // _STEPS
    return met.with_columns(
        **{
            _NEXT_DAY: nw.when(has_next).then(day).otherwise(nw.lit(NONE)),
            _NEXT: nw.when(has_next).then(code - day * _STEPS).otherwise(nw.lit(NONE)),
            _FIRST: as_count(nw.col(_FIRST) == 0),
            _SAME: as_count(nw.col(_SAME) > 1),
        }
    )


def _raise_rows(watch: Watch, frame: "nw.DataFrame[Any]", rows: Frame) -> None:
    """Refuse an eager table with rows that cannot be read."""
    ordinals = [own.ordinal for own in states(watch.framework)]

    def explain(row: Mapping[str, Any]) -> tuple[str, str, object]:
        for name in (*watch.who, watch.date, watch.stage):
            if row[name] is None:
                return name, "nothing is there", None
        if row[watch.stage] in ordinals:
            day = row[watch.date]
            return watch.date, f"{day} is no day of the years 1 to 9999", day
        return watch.stage, no_stage(row[watch.stage], watch.framework), row[watch.stage]

    bad = computed(rows.select(_BAD))[_BAD]
    is_shown = isinstance(frame.schema[watch.date], nw.Date | nw.Datetime)
    if bad.sum() and is_shown and not frame.implementation.is_pandas_like():
        days = nw.col(watch.date).cast(nw.String)  # Python has none of other years
        frame = frame.with_columns(days)
    raise_bad_rows(frame, bad, [*watch.who, watch.date, watch.stage], explain)


def _raise_sequences(watch: Watch, rows: Any, dates: Dates) -> None:
    """Refuse an eager table in which rows of a subject contradict each other."""
    wrong = computed(rows.filter(nw.col(_BAD) > 0).sort(*watch.who, _DAY))
    told = [_contradiction(watch, row, dates) for row in wrong.iter_rows(named=True)]
    most = told[:_MOST_TOLD]
    if len(told) > len(most):
        most.append(ContradictionError(f"{len(told) - len(most):,} other rows contradict others"))
    refuse(most)


def _contradiction(watch: Watch, row: Mapping[str, Any], dates: Dates) -> SocialMaturityError:
    who = ", ".join(shown(row[own]) for own in watch.subject)
    day, here = dt.date.fromordinal(row[_DAY]), watch.framework.stage(row[_STAGE])
    path = f"columns.{watch.date}"
    if row[_SAME]:
        other = watch.framework.stage(row[_NEXT])
        return DuplicateError(
            f"{who} has two stages on {day}, {spoken(here)} and {spoken(other)}; keep one",
            path=path,
            value=day,
        )
    if row[_NEXT_DAY] == NONE:
        return InvalidValueError(
            f"watched until {dates.until}, and {who} changed on {day}, which is after it",
            path="until",
            value=dates.until,
        )
    later = dt.date.fromordinal(row[_NEXT_DAY])
    return ContradictionError(
        f"a log of changes has {spoken(here)} of {who} on {day} and again on {later}, which is no"
        " change; leave the second out, or say exact=False if these are observations",
        path=path,
        value=later,
    )


def read_counts(natives: Sequence[Any], framework: Framework) -> tuple[Departures, ...]:
    """Return the counts of moves as plain values; see `departures`."""
    if not natives:
        raise MissingValueError("no counts; give one table at least", path="counts")
    every = states(framework)
    seen = {own.ordinal: Counter[str]() for own in every}
    names = _sums([*seen], Dates(exact=False, until=None, start_known=False))
    for native in natives:
        frame = open_frame(native)
        _check_counts(frame, [*names])
        for row in computed(frame).iter_rows(named=True):
            _check_row(row, [*names], seen, framework)
            seen[int(row["stage"])].update({name: int(row[name]) for name in names})
    return tuple(_departures(own, seen[own.ordinal], every) for own in every)


def _departures(stage: Stage, counts: Mapping[str, int], every: Sequence[Stage]) -> Departures:
    came = ((own, counts.get(f"to_{own.ordinal}", 0)) for own in every)
    return Departures(
        stage=stage,
        days=counts.get("days", 0),
        counts=tuple((own, count) for own, count in came if count),
        left_censored=counts.get("left_censored", 0),
        right_censored=counts.get("right_censored", 0),
    )


def _check_counts(frame: Frame, wanted: Sequence[str]) -> None:
    names = frame.collect_schema().names()
    missing = [own for own in ("stage", *wanted) if own not in names]
    if missing:
        told = ", ".join(map(repr, missing[:_MOST_NAMES]))
        more = f" and {len(missing) - _MOST_NAMES} more" if len(missing) > _MOST_NAMES else ""
        raise MissingValueError(
            f"there is no column {told}{more}; give what transition_counts() made",
            path="counts",
            value=tuple(names),
        )


def _check_row(
    row: Mapping[str, Any], names: Sequence[str], seen: Mapping[int, object], framework: Framework
) -> None:
    cells = [row["stage"], *(row[own] for own in names)]
    if any(map(is_nothing, cells)):
        raise MissingValueError(
            "rows could not be read when they were counted; see its column 'problems'",
            path="counts",
        )
    for name in names:
        cell = row[name]
        if not _is_count(cell):
            raise InvalidValueError(
                f"{shown(cell)} is no count of transition_counts()",
                path=f"counts.{name}",
                value=cell,
            )
    if row["stage"] not in seen:
        reason = no_stage(row["stage"], framework)
        raise InvalidValueError(reason, path="counts.stage", value=row["stage"])


def _is_count(cell: Any) -> bool:
    """Return whether a cell holds a whole number from 0 on, of whatever type."""
    try:
        return bool(cell >= 0) and int(cell) == cell
    except (TypeError, ValueError, OverflowError):
        return False

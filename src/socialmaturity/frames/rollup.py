"""Rows of a table brought together: units of an organisation, and cohorts of organisations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.frames.checking import marks_problems
from socialmaturity.frames.dtypes import plain_columns
from socialmaturity.frames.engine import (
    MARK,
    Expr,
    Frame,
    Sheet,
    as_count,
    choose,
    folds_case,
    open_frame,
    total,
    whole,
    without_index,
)
from socialmaturity.frames.request import PROBLEMS
from socialmaturity.frames.scored import (
    WHOLE,
    Places,
    column_names,
    computed,
    deliver,
    is_lazy,
    key_problems,
    keyed_sheet,
    missing_keys,
    place_problem,
    raise_bad_rows,
    read_places,
    refuse,
    refuse_taken,
)
from socialmaturity.model.framework import Framework
from socialmaturity.progression.history import states

Columns = dict[str, Expr]
"""What is added, by name."""

_BAD: Final = f"{MARK}bad"
_DIFFERENT: Final = f"{MARK}different"
_PLACE: Final = f"{MARK}place"
_ROWS: Final = f"{MARK}rows"
_START: Final = f"{MARK}start"
_WRONG: Final = f"{MARK}wrong"
_MOST_TWICE: Final = 20
_MOST_PARTS: Final = 10**6
_READ: Final = ("lower", "upper", "stage", "possible", PROBLEMS)


class Grouping(NamedTuple):
    """How rows are brought together.

    Args:
        frame: The table as it came.
        framework: What was scored.
        by: The columns in which the rows of a group have the same.
        unit: The columns that tell the rows of a group apart; empty where
            each is taken for another.
        prefix: Before the names of the columns that are read and added.
        marks: Whether rows that cannot be read are counted and not refused.
    """

    frame: Frame
    framework: Framework
    by: tuple[str, ...]
    unit: tuple[str, ...]
    prefix: str
    marks: bool

    @property
    def ordinals(self) -> tuple[int, ...]:
        """Of the stages that a row can be at, lowest first."""
        return tuple(own.ordinal for own in states(self.framework))

    @property
    def names(self) -> list[str]:
        """Of the columns that came."""
        return self.frame.collect_schema().names()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns to group by; one of ours where the whole table is one group."""
        return self.by or (WHOLE,)


def make_grouping(
    native: Any,
    framework: Framework,
    by: str | Iterable[str],
    unit: str | Iterable[str],
    prefix: str,
    invalid: str | None,
) -> Grouping:
    """Return how rows are to be brought together.

    Args:
        native: The table.
        framework: What was scored.
        by: As in `Grouping`.
        unit: As in `Grouping`.
        prefix: As in `Grouping`.
        invalid: What becomes of rows that cannot be read.

    Returns:
        The grouping.

    Raises:
        InvalidFrameError: Columns that are not there, given twice, or of a
            type by which the engine cannot tell rows apart.
    """
    frame = open_frame(native)
    names = frame.collect_schema().names()
    keys = column_names(by, names, "by")
    units = column_names(unit, names, "unit")
    refuse(
        InvalidValueError(
            f"column {own!r} cannot tell rows apart that are brought together by it",
            path="unit",
            value=own,
        )
        for own in units
        if own in keys
    )
    frame = plain_columns(without_index(frame), [*keys, *units])
    refuse(key_problems(frame, [*keys, *units]))
    return Grouping(
        frame, framework, tuple(keys), tuple(units), prefix, marks_problems(frame, invalid)
    )


def roll_up(native: Any, own: Grouping, quorum: Fraction | None) -> Any:
    """Return a frame of organisations with the spread of their units; see `rollup_frame`."""
    if not own.unit:
        raise MissingValueError(
            "name the column of the units, so that none is counted twice", path="unit"
        )
    wanted = {"worst": Fraction(1)} | ({} if quorum is None else {"quorum": quorum})
    results: Columns = {"units": _summed("rows"), "unassessed": _summed("unassessed")}
    for ordinal in own.ordinals:
        results |= {name: _summed(name) for name in _counts_of(ordinal)}
    for name, share in wanted.items():
        lower, upper = (_reached_by(own, end, share, "rows") for end in ("lower", "upper"))
        results |= {f"{name}_lower": lower, f"{name}_upper": upper}
        results[name] = nw.when(lower == upper).then(lower)
    _refuse_clashes(own, results)
    sheet = keyed_sheet(own.frame, own.by)
    places = read_places(sheet, own.frame, own.framework, own.prefix, settled=True)
    rows = _rows(own, sheet, places, _anywhere(own, places), {})
    counted = _counted(own, rows)
    valid = nw.col(_WRONG) == 0
    done: Columns = {name: nw.when(valid).then(column) for name, column in results.items()}
    return _hand_back(native, own, counted, done, [*results])


def _counts_of(ordinal: int) -> tuple[str, str]:
    return f"stage_{ordinal}_sure", f"stage_{ordinal}_possible"


def _summed(name: str) -> Expr:
    """Return a count of each group."""
    return nw.col(f"{MARK}{name}").cast(nw.Int64)


def _anywhere(own: Grouping, places: Places) -> Columns:
    """Return what is counted of units, of which those not assessed can be anywhere."""
    is_open = 1 - places.known - places.bad
    flags = {"unassessed": is_open}
    for ordinal, at in places.at.items():
        flags |= _spread(places, ordinal, at, is_open)
    for ordinal in own.ordinals[1:]:
        flags[f"lower_{ordinal}"] = as_count(places.lower >= ordinal)
        flags[f"upper_{ordinal}"] = as_count((places.upper >= ordinal) | (is_open == 1))
    return flags


def _spread(places: Places, ordinal: int, at: Expr, is_open: Expr) -> Columns:
    """Return whether a row is at a stage for sure, and whether it may be."""
    sure, possible = _counts_of(ordinal)
    one = as_count(places.lower == places.upper)
    return {sure: at * one, possible: at * (1 - one) + is_open}


def _reached_by(own: Grouping, end: str, share: Fraction, size: str) -> Expr:
    """Return the highest stage that a share of each group has reached."""
    needed = _summed(size) * share.numerator
    lowest, *others = own.ordinals
    choices = [
        (_summed(f"{end}_{ordinal}") * share.denominator >= needed, nw.lit(ordinal, nw.Int64))
        for ordinal in reversed(others)
    ]
    return choose(choices, nw.lit(lowest, nw.Int64))


def check_parts(share: Fraction, path: str, value: object) -> Fraction:
    """Return a share that can be compared to counts in whole numbers of 64 bits.

    Args:
        share: Of a group.
        path: The name of the argument.
        value: As it was given.

    Returns:
        The share.

    Raises:
        InvalidValueError: Its denominator is too large.
    """
    if share.denominator > _MOST_PARTS:
        raise InvalidValueError(
            f"a table is counted in parts down to a millionth, and {shown(value)} is finer",
            path=path,
            value=value,
        )
    return share


def _rows(own: Grouping, sheet: Sheet, places: Places, flags: Columns, values: Columns) -> Frame:
    """Return what is counted of each row, after all that cannot be read is refused."""
    odd = total([whole(0), *(as_count(_is_odd(value)) for value in values.values())])
    bad = as_count((places.bad + missing_keys([*own.by, *own.unit]) + odd) > 0)
    counts = {f"{MARK}{name}": flag for name, flag in flags.items()}
    rows = sheet.finish({_BAD: sheet.keep({"wrong": bad})["wrong"], **counts, **_finite(values)})
    rows = rows.select(*own.keys, *own.unit, _BAD, *counts, *values)
    if not own.marks and isinstance(own.frame, nw.DataFrame):
        _raise_rows(own, own.frame, rows, [name.removeprefix(f"{MARK}value_") for name in values])
    return rows


def _finite(values: Columns) -> Columns:
    return {name: nw.when(~_is_odd(value)).then(value) for name, value in values.items()}


def _is_odd(value: Expr) -> Expr:
    """Return whether a number is infinite or none; nothing is not odd."""
    filled = value.fill_null(0.0)
    return ~((filled > -inf) & (filled < inf))


def _raise_rows(
    own: Grouping, frame: "nw.DataFrame[Any]", rows: Frame, values: Sequence[str]
) -> None:
    """Refuse an eager table with rows that cannot be read."""
    read = [f"{own.prefix}{name}" for name in _READ]
    wanted = dict.fromkeys([*own.by, *own.unit, *read, *values])
    there = [name for name in wanted if name in frame.columns]

    def explain(row: Mapping[str, Any]) -> tuple[str, str, object]:
        for name in (*own.by, *own.unit):
            if row[name] is None:
                return name, "nothing is there, and rows are told apart by it", None
        for name in values:
            if row[name] is not None and not -inf < row[name] < inf:
                return name, f"{row[name]!r} is no number to rank", row[name]
        return place_problem(row, own.framework, own.prefix)

    raise_bad_rows(frame, computed(rows.select(_BAD))[_BAD], there, explain)


def _counted(own: Grouping, rows: Frame) -> Frame:
    """Return the counts of each group, with how many of its rows are wrong."""
    flags = [
        name
        for name in rows.collect_schema().names()
        if name.startswith(MARK) and name not in own.keys and "_value_" not in name
    ]
    sums = {name: nw.col(name).sum() for name in flags}
    counted: Any = rows.group_by(*own.keys).agg(**{_ROWS: nw.len()}, **sums)
    wrong = nw.col(_BAD)
    if own.unit:
        read: Any = rows.filter(nw.col(_BAD) == 0)
        each = read.group_by(*own.keys, *own.unit).agg(**{_ROWS: nw.len()})
        if not own.marks:
            _raise_twice(own, each)
        different = each.group_by(*own.keys).agg(**{_DIFFERENT: nw.len()})
        counted = counted.join(different, on=[*own.keys], how="left")
        again = nw.col(_ROWS) - wrong - nw.col(_DIFFERENT)
        wrong = wrong + nw.when(nw.col(_DIFFERENT).is_null()).then(nw.lit(0)).otherwise(again)
    done: Frame = counted.with_columns(**{_WRONG: wrong.cast(nw.Int64)})
    return done


def _raise_twice(own: Grouping, each: Any) -> None:
    """Refuse an eager table in which a unit stands twice."""
    twice = each.filter(nw.col(_ROWS) > 1).sort(*own.keys, *own.unit)
    rows = [*computed(twice).iter_rows(named=True)]
    problems: list[SocialMaturityError] = [_twice(own, row) for row in rows[:_MOST_TWICE]]
    if len(rows) > _MOST_TWICE:
        problems.append(DuplicateError(f"{len(rows) - _MOST_TWICE:,} others stand twice or more"))
    refuse(problems)


def _twice(own: Grouping, row: Mapping[str, Any]) -> DuplicateError:
    within = ", ".join(shown(row[name]) for name in own.by)
    who = ", ".join(shown(row[name]) for name in own.unit)
    return DuplicateError(
        f"{who} stands in {row[_ROWS]} rows{f' of {within}' if within else ''} and would count as"
        " often; keep one, such as the latest",
        path=f"columns.{own.unit[0]}",
        value=row[own.unit[0]],
    )


def _refuse_clashes(own: Grouping, results: Iterable[str]) -> None:
    coming = [f"{own.prefix}{name}" for name in results]
    coming += [f"{own.prefix}{PROBLEMS}"] if own.marks else []
    refuse_taken(own.by, coming, folds=folds_case(own.frame))


def _hand_back(
    native: Any, own: Grouping, counted: Any, results: Columns, whole_ones: Iterable[str]
) -> Any:
    """Return the groups in order of their keys, as the caller has frames."""
    added = {f"{own.prefix}{name}": column for name, column in results.items()}
    if own.marks:
        added[f"{own.prefix}{PROBLEMS}"] = nw.col(_WRONG)
    done = counted.sort(*own.keys).select(*own.by, **added)
    return deliver(native, own.frame, done, [f"{own.prefix}{name}" for name in whole_ones])


class Percentile(NamedTuple):
    """One percentile that is asked for.

    Args:
        column: What is ranked.
        share: At or below it, above 0 and up to 1.
        name: Of the column to come.
    """

    column: str
    share: Fraction
    name: str


def bring_together(
    native: Any, own: Grouping, percentiles: Sequence[Percentile], min_size: int
) -> Any:
    """Return a frame of cohorts, those that are small without results; see `cohort_frame`."""
    stage = f"{own.prefix}stage"
    ranked = [each for each in percentiles if each.column != stage]
    staged = [each for each in percentiles if each.column == stage]
    size = _summed("size")
    results: Columns = {"size": size, "left_out": _summed("left_out")}
    for ordinal in own.ordinals:
        results |= {name: _summed(name) for name in _counts_of(ordinal)}
    for ordinal in own.ordinals:
        sure, possible = map(_summed, _counts_of(ordinal))
        results[f"stage_{ordinal}_share_lower"] = sure / _divisor(size)
        results[f"stage_{ordinal}_share_upper"] = (sure + possible) / _divisor(size)
    for each in staged:
        for end in ("lower", "upper"):
            results[f"{each.name}_{end}"] = _stage_at(own, end, each.share)
    whole_ones = [name for name in results if "_share_" not in name]
    results |= {each.name: nw.col(f"{MARK}{each.name}") for each in ranked}
    _refuse_clashes(own, ["suppressed", *results])
    sheet = keyed_sheet(own.frame, own.by)
    places = read_places(sheet, own.frame, own.framework, own.prefix, settled=True)
    values = _values(own, places, ranked)
    rows = _rows(own, sheet, places, _assessed(own, places), values)
    counted: Any = _counted(own, rows)
    for column in dict.fromkeys(each.column for each in ranked):
        wanted = [each for each in ranked if each.column == column]
        table = _ranked(own, rows, f"{MARK}value_{column}", wanted, min_size)
        counted = counted.join(table, on=[*own.keys], how="left")
    valid = nw.col(_WRONG) == 0
    shown_ones = valid & (size >= min_size)
    done: Columns = {name: nw.when(shown_ones).then(column) for name, column in results.items()}
    flag: Columns = {"suppressed": nw.when(valid).then(size < min_size)}
    return _hand_back(native, own, counted, flag | done, whole_ones)


def _divisor(size: Expr) -> Expr:
    return nw.when(size > 0).then(size.cast(nw.Float64))


def _assessed(own: Grouping, places: Places) -> Columns:
    """Return what is counted of the rows that have a result."""
    flags = {"size": places.known, "left_out": 1 - places.known - places.bad}
    for ordinal, at in places.at.items():
        flags |= _spread(places, ordinal, at, whole(0))
    for ordinal in own.ordinals[1:]:
        flags[f"lower_{ordinal}"] = as_count(places.lower >= ordinal)
        flags[f"upper_{ordinal}"] = as_count(places.upper >= ordinal)
    return flags


def _stage_at(own: Grouping, end: str, share: Fraction) -> Expr:
    """Return the lowest stage with a share of each group at it or below."""
    size = _summed("size")
    *others, highest = own.ordinals
    choices = [
        (
            (size - _summed(f"{end}_{above}")) * share.denominator >= size * share.numerator,
            nw.lit(ordinal, nw.Int64),
        )
        for ordinal, above in zip(others, own.ordinals[1:], strict=True)
    ]
    return choose(choices, nw.lit(highest, nw.Int64))


def _values(own: Grouping, places: Places, ranked: Sequence[Percentile]) -> Columns:
    """Return the numbers to rank, of rows with a result."""
    columns = [*dict.fromkeys(each.column for each in ranked)]
    if columns and str(own.frame.implementation) == "dask":
        raise InvalidValueError(
            "Dask cannot rank within groups; ask for percentiles of 'stage', which are counted, or"
            " compute the frame first",
            path="percentiles",
            value=tuple(columns),
        )
    refuse(_not_ranked(own.frame, columns))
    known = places.known == 1
    return {
        f"{MARK}value_{name}": nw.when(known).then(nw.col(name).cast(nw.Float64))
        for name in columns
    }


def _not_ranked(frame: Frame, columns: Iterable[str]) -> Iterator[SocialMaturityError]:
    schema = frame.collect_schema()
    for name in columns:
        if not schema[name].is_numeric():
            yield InvalidValueError(
                f"column {name!r} holds {schema[name]}, and percentiles are of numbers",
                path=f"percentiles.{name}",
                value=str(schema[name]),
            )


def _ranked(
    own: Grouping, rows: Frame, value: str, wanted: Sequence[Percentile], min_size: int
) -> Any:
    """Return the percentiles of one column, each the least value with enough at it or below."""
    there = rows.select(*own.keys, value).filter(~nw.col(value).is_null())
    placed = _by_window(own, there, value) if is_lazy(rows) else _by_sorting(own, there, value)
    size = nw.col(_ROWS).cast(nw.Int64)
    marked = placed.with_columns(
        **{
            f"{MARK}{each.name}": nw.when(
                (nw.col(_PLACE) * each.share.denominator >= size * each.share.numerator)
                & (size >= min_size)
            ).then(nw.col(value))
            for each in wanted
        }
    )
    names = [f"{MARK}{each.name}" for each in wanted]
    return marked.group_by(*own.keys).agg(**{name: nw.col(name).min() for name in names})


def _by_window(own: Grouping, there: Any, value: str) -> Any:
    """Return numbers with the place of each in its group, from 1, and the size of that."""
    place = nw.col(value).cum_count().over(*own.keys, order_by=value)
    sizes = there.group_by(*own.keys).agg(**{_ROWS: nw.len()})
    placed = there.with_columns(**{_PLACE: place.cast(nw.Int64)})
    return placed.join(sizes, on=[*own.keys], how="left")


def _by_sorting(own: Grouping, there: Any, value: str) -> Any:
    """Return the same of an eager frame: from its order, and where each group begins."""
    placed = there.sort(*own.keys, value).with_row_index(_PLACE)
    placed = placed.with_columns(**{_PLACE: nw.col(_PLACE).cast(nw.Int64) + 1})
    begins = {_ROWS: nw.len(), _START: nw.col(_PLACE).min()}
    sizes = placed.group_by(*own.keys).agg(**begins)
    placed = placed.join(sizes, on=[*own.keys], how="left")
    return placed.with_columns(**{_PLACE: nw.col(_PLACE) - nw.col(_START) + 1})

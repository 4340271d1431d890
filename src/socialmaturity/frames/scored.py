"""Columns of a scored table, read again: where each row is, and what is wrong there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    DuplicateError,
    InvalidFrameError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.frames.checking import located
from socialmaturity.frames.dtypes import is_empty, is_nothing, native_type, type_of
from socialmaturity.frames.engine import (
    MARK,
    Expr,
    Frame,
    Sheet,
    as_count,
    choose,
    hand_back,
    keep_whole,
    total,
    whole,
    without_index,
)
from socialmaturity.frames.request import PROBLEMS
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.progression.history import states

NONE: Final = -1
"""The ordinal that stands for nothing in a cell."""

ODD: Final = -2
"""The ordinal that stands for a cell that has no stage of the framework."""

LISTED: Final = r"^[0-9]+(?: [0-9]+)*$"
"""How several stages are written in a cell."""

WHOLE: Final = f"{MARK}all"
"""The key of all rows where a table is one group."""

_ROW: Final = f"{MARK}row"
_MOST_PROBLEMS: Final = 20


class Places(NamedTuple):
    """Where each row is, as whole numbers that are never null.

    Args:
        known: 1 where a row has a result that can be read, else 0.
        bad: 1 where it cannot be read, or could not when it was scored.
        lower: Ordinal of its lowest stage, below 0 where it has none.
        upper: Of its highest.
        at: For each stage 1 where the row can be at it, else 0.
    """

    known: Expr
    bad: Expr
    lower: Expr
    upper: Expr
    at: dict[int, Expr]


def column_names(given: str | Iterable[str], names: Sequence[str], path: str) -> list[str]:
    """Return the columns that an argument names.

    Args:
        given: One, or several, all different; may be empty.
        names: Of the columns there are.
        path: The name of the argument.

    Returns:
        The names in the order given.

    Raises:
        WrongTypeError: No text in it.
        InvalidFrameError: Columns that are not there, or given twice; all
            come together.
    """
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, Iterable):
        raise WrongTypeError(f"expected names of columns, not {shown(given)}", path=path)
    wanted = [expect(own, str, path) for own in given]
    problems: list[SocialMaturityError] = [
        UnknownNameError(own, names, within="the columns", path=path)
        for own in wanted
        if own not in names
    ]
    problems += (
        DuplicateError(f"column {shown(twice)} is given twice", path=path, value=twice)
        for twice in repeated(wanted)
    )
    if problems:
        raise InvalidFrameError("frame", problems)
    return wanted


def read_places(
    sheet: Sheet, frame: Frame, framework: Framework, prefix: str, *, settled: bool
) -> Places:
    """Read what `score_frame` has said of each row.

    Args:
        sheet: The table; it is given what the places refer to.
        frame: The same as it came.
        framework: What was scored.
        prefix: Before the names of the columns of the score.
        settled: Whether a column ``stage``, if there is one, settles a range:
            so it does for several units, and not for a translation.

    Returns:
        The places.

    Raises:
        InvalidFrameError: Columns are missing or hold something else.
    """
    names = frame.collect_schema().names()
    ends = [f"{prefix}lower", f"{prefix}upper"]
    beside = ("stage", "possible", PROBLEMS)
    has = {own: f"{prefix}{own}" for own in beside if f"{prefix}{own}" in names}
    whole_ones = [*ends, *([has["stage"]] if settled and "stage" in has else ())]
    problems = [
        *_missing(ends, names, prefix),
        *(_not_whole(frame, own) for own in whole_ones if own in names),
        *_not_text(frame, has.get("possible")),
        _not_count(frame, has.get(PROBLEMS)),
    ]
    refuse(own for own in problems if own is not None)
    ordinals = [own.ordinal for own in states(framework)]
    kept = sheet.keep(
        {
            f"read_{place}": read_ordinal(sheet, frame, own, ordinals)
            for place, own in enumerate(whole_ones)
        }
    )
    lower, upper = kept["read_0"], kept["read_1"]
    stage = kept.get("read_2", whole(NONE))
    text = _listed(sheet, has.get("possible"))
    lists = {own: _lists(text, own) for own in ordinals} if text is not None else {}
    bad = _is_bad(lower, upper, stage, text, lists)
    if PROBLEMS in has:  # nothing there, as in a row that was joined, is no problem
        bad = bad | (read_ordinal(sheet, frame, has[PROBLEMS], [0]) == ODD)
    flags = sheet.keep({"bad": as_count(bad), "open": as_count(stage < 0)})
    is_open, fine = flags["open"] == 1, flags["bad"] == 0
    ends_kept = sheet.keep(
        {
            "known": as_count(fine & (lower >= 0)),
            "lower": nw.when(is_open).then(lower).otherwise(stage),
            "upper": nw.when(is_open).then(upper).otherwise(stage),
        }
    )
    at = sheet.keep(
        {f"at_{own}": as_count(_can_be(own, ends_kept, is_open, lists)) for own in ordinals}
    )
    return Places(
        ends_kept["known"],
        flags["bad"],
        ends_kept["lower"],
        ends_kept["upper"],
        {own: at[f"at_{own}"] for own in ordinals},
    )


def _can_be(own: int, ends: Mapping[str, Expr], is_open: Expr, lists: Mapping[int, Expr]) -> Expr:
    """Return whether a row can be at a stage."""
    within = (ends["known"] == 1) & (ends["lower"] <= own) & (ends["upper"] >= own)
    return within & (lists[own] | ~is_open) if lists else within


def _is_bad(
    lower: Expr, upper: Expr, stage: Expr, text: Expr | None, lists: Mapping[int, Expr]
) -> Expr:
    """Return whether the cells of a row do not fit together, or one cannot be read."""
    bad = (lower == ODD) | (upper == ODD) | (stage == ODD)
    bad = bad | (lower > upper) | ((lower == NONE) & (upper != NONE))
    bad = bad | ((stage >= 0) & ((stage < lower) | (stage > upper)))
    if text is None:
        return bad
    unlisted = [~own & ((lower == ordinal) | (upper == ordinal)) for ordinal, own in lists.items()]
    for own in unlisted:
        bad = bad | own
    return bad | ((lower >= 0) & ~text.str.contains(LISTED)) | ((lower < 0) & (text != ""))


def _listed(sheet: Sheet, column: str | None) -> Expr | None:
    if column is None:
        return None
    text = nw.col(column).cast(nw.String).fill_null("")
    return sheet.keep({"listed": text})["listed"]


def _lists(text: Expr, ordinal: int) -> Expr:
    """Return whether a text of ordinals has one."""
    return text.str.contains(rf"(?:^| ){ordinal}(?: |$)")


def read_ordinal(sheet: Sheet, frame: Frame, column: str, ordinals: Sequence[int]) -> Expr:
    """Return the ordinals in a column, `NONE` for nothing, and `ODD` for what is no stage.

    Args:
        sheet: The table; it is given the column without nulls.
        frame: The same as it came.
        column: Of numbers, or of a type that narwhals does not know, of which
            a cell has nothing or is odd.
        ordinals: Of the stages there are.

    Returns:
        Whole numbers that are never null.
    """
    dtype = frame.collect_schema()[column]
    if not dtype.is_numeric():
        lacks = as_count(nw.col(column).is_null())
        null = sheet.keep({f"null_{column}": lacks})[f"null_{column}"]
        return nw.when(null == 1).then(whole(NONE)).otherwise(whole(ODD))
    is_large = isinstance(dtype, nw.UInt64 | nw.Int128 | nw.UInt128)
    is_dask = str(frame.implementation) == "dask"  # it can call a column whole and have NaN in it
    is_small = dtype.is_integer() and not is_large and not is_dask
    own = nw.col(column).cast(nw.Int64 if is_small else nw.Float64)
    kept = sheet.keep(
        {f"null_{column}": as_count(own.is_null()), f"filled_{column}": own.fill_null(NONE)}
    )
    filled = kept[f"filled_{column}"]
    choices = [(kept[f"null_{column}"] == 1, whole(NONE))]
    return choose(
        [*choices, *((filled == ordinal, whole(ordinal)) for ordinal in ordinals)], whole(ODD)
    )


def _missing(wanted: Iterable[str], names: Sequence[str], prefix: str) -> Iterator[Any]:
    for own in wanted:
        if own not in names:
            yield UnknownNameError(
                own,
                names,
                within="the columns",
                path=f"columns.{own}",
                hint="give what score_frame() made by a rule for ladders, and prefix="
                f"{'...' if not prefix else repr(prefix)} if it was given there",
            )


def _not_whole(frame: Frame, column: str) -> SocialMaturityError | None:
    """Return why a column does not hold stages, or ``None``."""
    if _can_be_numbers(frame, column):
        return None
    held = type_of(frame, column)
    is_object = held == "Object" and frame.implementation.is_pandas_like()
    way = f"; of objects make them by .astype({{{column!r}: 'Int64'}})" if is_object else ""
    return InvalidValueError(
        f"column {column!r} holds {held}, and stages are whole numbers{way}",
        path=f"columns.{column}",
        value=held,
    )


def _can_be_numbers(frame: Frame, column: str) -> bool:
    """Return whether a column holds numbers or nothing, as far as its type tells.

    A type that narwhals does not know can be that of nothing but nulls; of a
    lazy frame this is seen when the rows are.
    """
    dtype = frame.collect_schema()[column]
    if isinstance(frame, nw.DataFrame):
        return dtype.is_numeric() or is_empty(frame, column)
    return dtype.is_numeric() or isinstance(dtype, nw.Unknown)


def _not_count(frame: Frame, column: str | None) -> SocialMaturityError | None:
    """Return why a column is not the count of what could not be scored, or ``None``."""
    if column is None or _can_be_numbers(frame, column):
        return None
    held = type_of(frame, column)
    return InvalidValueError(
        f"column {column!r} holds {held}, and score_frame counts in it the cells of a row that it"
        " could not score; rename it if it is something else",
        path=f"columns.{column}",
        value=held,
    )


def key_problems(frame: Frame, columns: Iterable[str]) -> Iterator[SocialMaturityError]:
    """Return which columns an eager engine cannot tell rows apart by, or put them in order.

    Args:
        frame: The table.
        columns: By which rows are told apart.

    Yields:
        SocialMaturityError: Why not, for each of them.
    """
    is_polars = frame.implementation is nw.Implementation.POLARS
    if not isinstance(frame, nw.DataFrame) and not is_polars:
        return
    for own in columns:
        dtype = frame.collect_schema()[own]
        if dtype == nw.Object:
            is_strange = is_polars or not _has_order(computed(frame.select(own))[own])
        else:
            is_strange = dtype.is_nested() and not is_polars
        if is_strange:
            yield InvalidValueError(
                f"column {own!r} holds {dtype}, and rows are told apart and put in order by it;"
                " make text or numbers of it first",
                path=f"columns.{own}",
                value=str(dtype),
            )


def _has_order(objects: "nw.Series[Any]") -> bool:
    """Return whether objects can be told apart and put in order."""
    try:
        sorted(own for own in {*objects.to_list()} if not is_nothing(own))
    except TypeError:
        return False
    return True


def stage_problem(frame: Frame, column: str) -> SocialMaturityError | None:
    """Return why a column does not hold stages, or ``None``."""
    return _not_whole(frame, column)


def _not_text(frame: Frame, column: str | None) -> Iterator[SocialMaturityError]:
    if column is not None:
        dtype = frame.collect_schema()[column]
        is_open = isinstance(frame, nw.LazyFrame) and isinstance(dtype, nw.Unknown)
        is_text = is_open or isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
        if not is_text and not (isinstance(frame, nw.DataFrame) and is_empty(frame, column)):
            yield InvalidValueError(
                f"column {column!r} holds {dtype}, and the stages that are possible are text, such"
                " as '1 3'; rename it if it is something else",
                path=f"columns.{column}",
                value=str(dtype),
            )


def refuse(problems: Iterable[SocialMaturityError]) -> None:
    """Raise the problems of a table, if there are any.

    Args:
        problems: In the order in which they are told.

    Raises:
        InvalidFrameError: There is one at least.
    """
    given = list(problems)
    if given:
        raise InvalidFrameError("frame", given)


def refuse_taken(names: Iterable[str], added: Iterable[str], *, folds: bool) -> None:
    """Refuse columns that have the name of one to be added.

    Args:
        names: Of the columns that stay.
        added: Of those to come.
        folds: Whether the engine takes names that differ in case alone for
            one.

    Raises:
        InvalidFrameError: There are some; all come together.
    """
    fold = str.casefold if folds else str
    taken = {fold(own) for own in added}
    refuse(
        DuplicateError(
            f"column {own!r} has the name of one to be added; rename it or leave it out",
            path=f"columns.{own}",
            value=own,
        )
        for own in names
        if fold(own) in taken
    )


def place_problem(
    row: Mapping[str, Any], framework: Framework, prefix: str
) -> tuple[str, str, object]:
    """Return what is wrong with the places of one row, where something is.

    Args:
        row: Its cells by column.
        framework: What was scored.
        prefix: Before the names of the columns of the score.

    Returns:
        The column, why, and its value.
    """
    count = row.get(f"{prefix}{PROBLEMS}")
    if count:
        reason = "the row could not be scored, as this column tells; mend it and score it again"
        return (
            f"{prefix}{PROBLEMS}",
            f"{reason}, or rename the column if it says another thing",
            count,
        )
    ordinals = [own.ordinal for own in states(framework)]
    cells = {own: row.get(f"{prefix}{own}") for own in ("lower", "upper", "stage")}
    for own, value in cells.items():
        if value is not None and value not in ordinals:
            return f"{prefix}{own}", no_stage(value, framework), value
    lower, upper, stage = cells.values()
    if (lower is None) != (upper is None):
        one = "lower" if lower is None else "upper"
        return f"{prefix}{one}", "one end is missing; give both or neither", None
    if lower is not None and upper is not None and lower > upper:
        reason = f"{prefix}lower {lower:g} lies above {prefix}upper {upper:g}"
        return f"{prefix}lower", reason, lower
    if stage is not None and (lower is None or upper is None or not lower <= stage <= upper):
        return f"{prefix}stage", f"stage {stage:g} does not lie between the ends", stage
    listed = row.get(f"{prefix}possible")
    return f"{prefix}possible", f"{shown(listed)} does not list stages from end to end", listed


def no_stage(value: object, framework: Framework) -> str:
    """Return why a value is no stage of a framework."""
    every = states(framework)
    return (
        f"{shown(value)} is no stage of framework {framework.id!r}, which has"
        f" {every[0].ordinal} to {every[-1].ordinal}"
    )


Explain = Callable[[Mapping[str, Any]], tuple[str, str, object]]
"""Gives the column, the reason and the value of what is wrong with a row."""


def raise_bad_rows(
    frame: "nw.DataFrame[Any]", bad: "nw.Series[Any]", columns: Sequence[str], explain: Explain
) -> None:
    """Say which rows of an eager frame cannot be read, each kind once.

    Args:
        frame: The table.
        bad: 1 for each row that cannot be read, else 0.
        columns: Those that the reasons are in.
        explain: What is wrong with a row that is bad.

    Raises:
        InvalidFrameError: There is one at least.
    """
    if not bad.sum():
        return
    numbered = frame.select(columns).with_row_index(_ROW).filter(bad == 1)
    has_nan = {own for own in columns if not _takes_nan_for_nothing(frame, own)}
    kinds: dict[tuple[str, str], tuple[object, list[int]]] = {}
    for row in numbered.iter_rows(named=True):
        cells = {
            name: None if _lacks(own, has_nan=name in has_nan) else _plain(own)
            for name, own in row.items()
        }
        column, reason, value = explain(cells)
        kinds.setdefault((column, reason), (value, []))[1].append(row[_ROW])
    problems: list[SocialMaturityError] = [
        _bad_row(column, reason, value, rows) for (column, reason), (value, rows) in kinds.items()
    ]
    most = problems[:_MOST_PROBLEMS]
    if len(problems) > len(most):
        more = len(problems) - len(most)
        most.append(InvalidValueError(f"{more:,} other kinds of rows cannot be read"))
    refuse(most)


def _bad_row(column: str, reason: str, value: object, rows: Sequence[int]) -> SocialMaturityError:
    cls = MissingValueError if value is None else InvalidValueError
    return cls(f"{reason}; in {located(len(rows), rows[0])}", path=f"columns.{column}", value=value)


def _takes_nan_for_nothing(frame: Frame, column: str) -> bool:
    """Return whether NaN is nothing in a column, as it is in pandas where numpy holds it."""
    return frame.implementation.is_pandas_like() and not native_type(frame, column)


def _lacks(value: Any, *, has_nan: bool) -> bool:
    """Return whether a cell of a table has nothing."""
    if has_nan:
        return value is None or type(value).__name__ == "NAType"
    return is_nothing(value)


def _plain(value: Any) -> object:
    """Return a cell as Python has it; a float that is whole as a whole number."""
    own = value.item() if hasattr(value, "item") else value
    return int(own) if isinstance(own, float) and own.is_integer() else own


def is_lazy(frame: Frame) -> bool:
    """Return whether a frame is computed only when somebody asks for it."""
    return isinstance(frame, nw.LazyFrame)


def computed(frame: Frame) -> "nw.DataFrame[Any]":
    """Return a frame with its rows, computed where that is to come."""
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def keyed_sheet(frame: Frame, by: Sequence[str]) -> Sheet:
    """Return a table as a sheet whose rows have a key: that of `WHOLE` where there is no other.

    What the sheet finishes with stays lazy on polars, also where the table is eager.
    """
    keyed = frame if by else frame.with_columns(**{WHOLE: nw.lit(0)})
    is_polars = frame.implementation is nw.Implementation.POLARS
    return Sheet(keyed.lazy() if is_polars else keyed)


def deliver(native: object, frame: Frame, done: Frame, whole_ones: Iterable[str]) -> Any:
    """Return a smaller table as the caller has frames, eager where his table is.

    Args:
        native: The table as it was given.
        frame: The same, opened.
        done: What was made of it.
        whole_ones: The columns that hold whole numbers.

    Returns:
        The frame for the caller.
    """
    if isinstance(frame, nw.DataFrame):
        done = without_index(computed(done))
    return hand_back(native, keep_whole(done, whole_ones))


def missing_keys(columns: Iterable[str]) -> Expr:
    """Return how many of some columns have nothing in a row."""
    return total([whole(0), *(as_count(nw.col(own).is_null()) for own in columns)])

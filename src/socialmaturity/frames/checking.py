"""Cells that cannot be read: counted by column and value, and located."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    IncompleteAssessmentError,
    InvalidAnswerError,
    InvalidFrameError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.frames.cells import Question, read_cells
from socialmaturity.frames.dtypes import (
    has_values,
    is_empty,
    is_opaque,
    is_view,
    plain_columns,
    type_of,
)
from socialmaturity.frames.engine import MARK, Expr, Frame, Sheet, without_index
from socialmaturity.frames.readers import NUMBER, make_readers
from socialmaturity.frames.request import parse_choice
from socialmaturity.model.scale import Scale, Threshold, meant_scale

_ROW: Final = f"{MARK}row"
_PLACE: Final = f"{MARK}place"
_MOST_VALUES: Final = 20


def bad_cells(
    frame: Frame, columns: Mapping[str, str | None], scale: Scale, row: str | None = None
) -> Frame:
    """Return a table of the cells that cannot be read.

    Args:
        frame: Of assessments.
        columns: The column of each indicator; one at least is there.
        scale: What was answered on.
        row: A column that names the rows, categories by their text; ``None``
            for their numbers, which an eager frame alone has.

    Returns:
        A frame of the same engine with ``indicator``, ``column``, ``value``
        as text, ``rows`` (how many) and, where rows have names or numbers,
        ``first`` (the least of them); in order of the framework, then of the
        values.

    Raises:
        InvalidFrameError: Columns of a type that no answer has.
        InvalidValueError: The column of names is of a type that has no
            least value.
    """
    present = {own: name for own, name in columns.items() if name is not None}
    frame = plain_columns(frame, [own for own in present.values() if has_values(frame, own)])
    names = {} if row is None else {_ROW: _names(frame, row)}
    several = [_viewed(frame, name) for name in present.values()]
    frame = (frame.with_columns(**names) if names else frame).select(*several, *names)
    if isinstance(frame, nw.DataFrame) and row is None:
        frame, names = frame.with_row_index(_ROW), {_ROW: nw.col(_ROW)}
    row = _ROW if names else None
    sheet = Sheet(frame)
    top = Threshold("", scale.highest)
    readers = make_readers(sheet, frame, present, scale)
    _, odd = read_cells(sheet, readers, Question(scale, top, top))
    marked = sheet.finish({f"{MARK}odd_{own}": count for own, count in odd.items()})
    parts: list[Any] = [
        _counted(marked, place, own, name, row) for place, (own, name) in enumerate(present.items())
    ]
    found: Frame = nw.concat(parts, how="vertical").sort(_PLACE, "value").drop(_PLACE)
    return without_index(found)


def _viewed(frame: Frame, name: str) -> Expr:
    """Return a column so that its rows can be told apart; pyarrow cannot filter views of text."""
    column = nw.col(name)
    if is_opaque(frame, name) and isinstance(frame, nw.DataFrame) and is_empty(frame, name):
        return nw.lit(None, nw.String).alias(name)
    return column.cast(nw.String) if is_view(frame, name) else column


def _names(frame: Frame, row: str) -> "Expr | nw.Series[Any]":
    """Return the names of rows as text, numbers or times, of which one is the least."""
    dtype = frame.collect_schema()[row]
    if isinstance(frame, nw.DataFrame) and dtype == nw.Object and _is_pandas(frame):
        texts = [None if own is None else str(own) for own in frame[row].to_list()]
        return nw.new_series(row, texts, nw.String, backend=frame.implementation)
    if dtype.is_nested() or isinstance(dtype, nw.Object | nw.Binary) or is_opaque(frame, row):
        raise InvalidValueError(
            f"column {row!r} holds {type_of(frame, row)}, and rows are named by text, numbers or"
            " times",
            path="row",
            value=row,
        )
    if isinstance(dtype, nw.Categorical | nw.Enum):
        return nw.col(row).cast(nw.String)
    return _viewed(frame, row)


def _is_pandas(frame: Frame) -> bool:
    return frame.implementation.is_pandas_like()


def _counted(marked: Any, place: int, own: str, name: str, row: str | None) -> Any:
    """Return the bad values of one column, each with the number of its rows."""
    keys = {
        _PLACE: nw.lit(place),
        "indicator": nw.lit(own),
        "column": nw.lit(name),
        "value": nw.col(name).cast(nw.String),
    }
    told = {"rows": nw.len()} | ({} if row is None else {"first": nw.col("first").min()})
    named = {} if row is None else {"first": nw.col(row)}
    odd = marked.filter(nw.col(f"{MARK}odd_{own}") > 0).select(**keys, **named)
    return odd.group_by(*keys).agg(**told)


def raise_problems(
    frame: "nw.DataFrame[Any]",
    columns: Mapping[str, str | None],
    scale: Scale,
    problems: "nw.Series[Any]",
) -> NoReturn:
    """Say which cells of an eager frame cannot be read, and where the first of each kind is.

    Args:
        frame: Of assessments.
        columns: The column of each indicator.
        scale: What was answered on.
        problems: How many of each row there are; not all 0.

    Raises:
        InvalidFrameError: Always.
    """
    found = bad_cells(frame, columns, scale)
    told: list[SocialMaturityError] = [*_told(frame, found, scale)]
    raise InvalidFrameError("frame", told or [_incomplete(problems)])


def _incomplete(problems: "nw.Series[Any]") -> SocialMaturityError:
    rows = (problems > 0).to_list()
    return MissingValueError(
        f"policy 'error' asks for every answer, and something is unknown in"
        f" {located(sum(rows), rows.index(True))}; find out, or leave the policy out for a range",
        code=IncompleteAssessmentError.default_code,
        path="policy",
    )


def _told(frame: "nw.DataFrame[Any]", found: Any, scale: Scale) -> Iterator[SocialMaturityError]:
    """Give an error for each bad value, the commonest of a column first."""
    by_column: dict[str, list[dict[str, Any]]] = {}
    for own in found.iter_rows(named=True):
        by_column.setdefault(own["column"], []).append(own)
    for column, rows in by_column.items():
        rows.sort(key=lambda own: (-own["rows"], own["first"]))
        for own in rows[:_MOST_VALUES]:
            value, reason = _told_why(scale, frame[column].item(own["first"]))
            joint = " it is in" if reason.endswith("?") else "; in"
            yield InvalidAnswerError(
                f"{reason}{joint} {located(own['rows'], own['first'])}",
                path=f"columns.{column}",
                value=value,
            )
        rest = rows[_MOST_VALUES:]
        if rest:
            yield InvalidAnswerError(
                f"{len(rest):,} other values are no answers on scale {scale.id!r}; in"
                f" {located(sum(own['rows'] for own in rest), min(own['first'] for own in rest))}",
                path=f"columns.{column}",
            )


def _told_why(scale: Scale, cell: Any) -> tuple[Any, str]:
    """Return what is in a cell, numbers of numpy as those of Python, and why it is no answer."""
    try:
        value = float(cell) if isinstance(cell, float) else nw.to_py_scalar(cell)
    except ValueError:
        return shown(cell), _never(cell)
    return value, _reason(scale, value) or _never(cell)


def _never(cell: Any) -> str:
    return f"{shown(cell)} is no answer that a table can have"


def marks_problems(frame: Frame, invalid: str | None, *, beside: str = "") -> bool:
    """Return whether what cannot be read is counted and not refused.

    Args:
        frame: The table.
        invalid: ``raise``, ``mark``, or ``None`` for what suits the frame.
        beside: Another way out of a lazy frame, where there is one.

    Returns:
        Whether it is counted.

    Raises:
        WrongTypeError: No text.
        InvalidValueError: Another word, or ``raise`` for a lazy frame.
    """
    is_lazy = isinstance(frame, nw.LazyFrame)
    if invalid is None:
        return is_lazy
    if parse_choice(invalid, ("raise", "mark"), "invalid") == "raise" and is_lazy:
        raise InvalidValueError(
            "a lazy frame is not computed here, so nothing can be raised; leave invalid out and"
            f" look at the column 'problems'{beside}",
            path="invalid",
            value=invalid,
        )
    return invalid == "mark"


def located(rows: int, first: int) -> str:
    """Return how many rows there are, and which is the first; rows are counted from 0."""
    return f"row {first}" if rows == 1 else f"{rows:,} rows, the first of them row {first}"


def _reason(scale: Scale, value: Any) -> str:
    """Return why a value is no answer, and what was probably meant; empty text where it is one."""
    is_number = isinstance(value, str) and not scale.labels and re.fullmatch(NUMBER, value)
    try:
        scale.level(float(value) if is_number else value)
    except InvalidAnswerError as error:
        message = error.message.removesuffix(", without quotes")
        other = meant_scale(error)
        if other is None or other == scale:
            return message
        return f"{message}; to answer like that, give scale={other.id!r}"
    return ""

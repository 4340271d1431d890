"""Cells that cannot be read: counted by column and value, and located."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    IncompleteAssessmentError,
    InvalidAnswerError,
    InvalidFrameError,
    MissingValueError,
    SocialMaturityError,
)
from socialmaturity.frames.cells import Question, read_cells
from socialmaturity.frames.engine import MARK, Frame, Sheet, without_index
from socialmaturity.frames.readers import NUMBER, make_readers
from socialmaturity.model.scale import YES_NO, ZERO_TO_ONE, Scale, Threshold

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
        row: A column that names the rows; ``None`` for their numbers, which
            an eager frame alone has.

    Returns:
        A frame of the same engine with ``indicator``, ``column``, ``value``
        as text, ``rows`` (how many) and, where rows have names or numbers,
        ``first`` (the least of them); in order of the framework, then of the
        values.
    """
    if row is None and isinstance(frame, nw.DataFrame):
        frame, row = frame.with_row_index(_ROW), _ROW
    present = {own: name for own, name in columns.items() if name is not None}
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
        f" {_located(sum(rows), rows.index(True))}; find out, or leave the policy out for a range",
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
            value = _plain(frame[column].item(own["first"]))
            reason = _reason(scale, value)
            joint = " it is in" if reason.endswith("?") else "; in"
            yield InvalidAnswerError(
                f"{reason}{joint} {_located(own['rows'], own['first'])}",
                path=f"columns.{column}",
                value=value,
            )
        rest = rows[_MOST_VALUES:]
        if rest:
            yield InvalidAnswerError(
                f"{len(rest):,} other values are no answers on scale {scale.id!r}; in"
                f" {_located(sum(own['rows'] for own in rest), min(own['first'] for own in rest))}",
                path=f"columns.{column}",
            )


def _plain(value: Any) -> Any:
    """Return a number of numpy as one of Python."""
    return float(value) if isinstance(value, float) else nw.to_py_scalar(value)


def _located(rows: int, first: int) -> str:
    """Return how many rows there are, and which is the first; rows are counted from 0."""
    return f"row {first}" if rows == 1 else f"{rows:,} rows, the first of them row {first}"


def _reason(scale: Scale, value: Any) -> str:
    """Return why a value is no answer, and what was probably meant."""
    is_number = isinstance(value, str) and not scale.labels and re.search(NUMBER, value)
    try:
        scale.level(float(value) if is_number else value)
    except InvalidAnswerError as error:
        message = error.message.removesuffix(", without quotes")
        return message + _other_scale(scale, value, message)
    return f"{value!r} is no answer that a table can have"


def _other_scale(scale: Scale, value: Any, message: str) -> str:
    folded = value.casefold() if isinstance(value, str) else value
    for other in (YES_NO, ZERO_TO_ONE):
        if other != scale and not message.endswith("?") and _is_on(other, folded):
            return f"; to answer like that, give scale={other.id!r}"
    return ""


def _is_on(scale: Scale, answer: object) -> bool:
    try:
        scale.level(answer)
    except InvalidAnswerError:
        return False
    return True

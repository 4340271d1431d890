"""Findings in rows turned into assessments in rows."""

from collections.abc import Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw

from socialmaturity.errors import (
    DuplicateError,
    DuplicateFindingError,
    InvalidFrameError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownNameError,
)
from socialmaturity.frames.engine import MARK, Expr, Frame, hand_back, open_frame, without_index
from socialmaturity.frames.readers import text_of_objects
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import YES_NO, ZERO_TO_ONE

UNREADABLE: Final = "!"
"""What a cell of text has where two findings answer it, or one is of no indicator."""

_YES: Final = YES_NO.labels
_OFF_SCALE: Final = -1.0
_STRAY: Final = f"{MARK}stray"
_COUNT: Final = f"{MARK}count"
_MOST_NAMES: Final = 20


def pivot(
    native: Any, framework: Framework, index: Sequence[str], indicator: str, answer: str
) -> Any:
    """Return one row for each assessment; see `pivot_findings`."""
    frame = open_frame(native)
    _refuse_columns(frame, framework, index, indicator, answer)
    ids = [own.id for own in framework.indicators]
    if isinstance(frame, nw.DataFrame):
        _refuse_findings(frame, ids, index, indicator)
    dtype = frame.collect_schema()[answer]
    if dtype == nw.Object and isinstance(frame, nw.DataFrame):
        frame, dtype = _with_text(frame, answer), nw.String()
    given = nw.col(answer)
    if dtype == nw.Boolean:
        word = nw.when(given).then(nw.lit(_YES[1])).otherwise(nw.lit(_YES[0]))
        given = nw.when(~given.is_null()).then(word)
    elif not dtype.is_numeric():
        given = given.cast(nw.String)
    bad = nw.lit(_OFF_SCALE if dtype.is_numeric() else UNREADABLE)
    return hand_back(native, _wide(frame, ids, list(index), nw.col(indicator), given, bad))


def _with_text(frame: "nw.DataFrame[Any]", name: str) -> "nw.DataFrame[Any]":
    """Return a frame with a column of Python objects as text."""
    scale = YES_NO if any(isinstance(own, bool) for own in frame[name].to_list()) else ZERO_TO_ONE
    return frame.with_columns(text_of_objects(frame, name, scale).alias(name))


def _wide(
    frame: Frame, ids: Sequence[str], index: list[str], indicator: Expr, given: Expr, bad: Expr
) -> Frame:
    """Return the rows of each assessment brought together; nothing is computed on the way."""
    cells: dict[str, Expr] = {}
    for own in ids:
        is_own = (indicator == own).fill_null(value=False)
        cells[f"{MARK}answer_{own}"] = nw.when(is_own).then(given)
        cells[f"{MARK}count_{own}"] = is_own.cast(nw.Int64)
    known = sum((nw.col(f"{MARK}count_{own}") for own in ids), start=nw.lit(0))
    rows: Any = frame.select(*index, **cells).with_columns(**{_STRAY: 1 - known})
    several = rows.group_by(*index).agg(
        *(nw.col(f"{MARK}answer_{own}").max() for own in ids),
        *(nw.col(f"{MARK}count_{own}").sum() for own in ids),
        nw.col(_STRAY).sum(),
    )
    wide = several.select(
        *index,
        **{
            own: nw.when((nw.col(f"{MARK}count_{own}") > 1) | (nw.col(_STRAY) > 0))
            .then(bad)
            .otherwise(nw.col(f"{MARK}answer_{own}"))
            for own in ids
        },
    )
    return without_index(wide.sort(index))


def _refuse_columns(
    frame: Frame, framework: Framework, index: Sequence[str], indicator: str, answer: str
) -> None:
    names = frame.collect_schema().names()
    problems: list[SocialMaturityError] = [
        UnknownNameError(name, names, within="the columns", path=path)
        for path, name in (
            *((f"index[{place}]", own) for place, own in enumerate(index)),
            ("indicator", indicator),
            ("answer", answer),
        )
        if name not in names
    ]
    problems += [
        DuplicateError(f"column {twice!r} is given twice", path="index", value=twice)
        for twice in repeated([*index, indicator, answer])
    ]
    ids = {own.id for own in framework.indicators}
    problems += [
        InvalidValueError(
            f"column {own!r} of the index has the name of an indicator; rename it",
            path="index",
            value=own,
        )
        for own in index
        if own in ids
    ]
    if problems:
        raise InvalidFrameError("frame", problems)


def _refuse_findings(
    frame: "nw.DataFrame[Any]", ids: Sequence[str], index: Sequence[str], indicator: str
) -> None:
    """Refuse findings of no indicator, and several of one; both come together."""
    problems: list[SocialMaturityError] = [*_strangers(frame, ids, indicator)]
    keys = [*index, indicator]
    groups = frame.group_by(*keys).agg(nw.len().alias(_COUNT))
    twice = groups.filter(nw.col(_COUNT) > 1).sort(*keys)
    for row in twice.head(_MOST_NAMES).iter_rows(named=True):
        place = ", ".join(f"{own} {row[own]!r}" for own in index)
        problems.append(
            DuplicateFindingError(
                f"indicator {row[indicator]!r} has {row[_COUNT]} findings at {place}; keep one",
                path="indicator",
                value=row[indicator],
            )
        )
    if len(twice) > _MOST_NAMES:
        problems.append(
            DuplicateFindingError(
                f"{len(twice) - _MOST_NAMES:,} other indicators of an assessment have several"
                " findings",
                path="indicator",
            )
        )
    if problems:
        raise InvalidFrameError("frame", problems)


def _strangers(
    frame: "nw.DataFrame[Any]", ids: Sequence[str], indicator: str
) -> list[SocialMaturityError]:
    counts = frame.group_by(indicator).agg(nw.len().alias(_COUNT))
    rows = [row for row in counts.iter_rows(named=True) if row[indicator] not in set(ids)]
    named = [row for row in rows if isinstance(row[indicator], str)]
    named.sort(key=lambda row: (-row[_COUNT], row[indicator]))
    problems: list[SocialMaturityError] = [
        UnknownIndicatorError(
            row[indicator],
            ids,
            within="the framework",
            hint=f"it stands in {row[_COUNT]:,} row{'s' if row[_COUNT] > 1 else ''}",
            path="indicator",
        )
        for row in named[:_MOST_NAMES]
    ]
    rest = named[_MOST_NAMES:]
    if rest:
        problems.append(
            InvalidValueError(
                f"{len(rest):,} other names are of no indicator; they stand in"
                f" {sum(row[_COUNT] for row in rest):,} rows",
                path="indicator",
            )
        )
    without = sum(row[_COUNT] for row in rows) - sum(row[_COUNT] for row in named)
    if without:
        names = "finding names" if without == 1 else "findings name"
        problems.append(
            MissingValueError(
                f"{without:,} {names} no indicator; take it out, or say which it is of",
                path="indicator",
            )
        )
    return problems

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
from socialmaturity.frames.dtypes import is_opaque, plain_columns, type_of
from socialmaturity.frames.engine import (
    MARK,
    Expr,
    Frame,
    hand_back,
    joined,
    open_frame,
    total,
    without_index,
)
from socialmaturity.frames.readers import STRANGE, texts_of
from socialmaturity.frames.scored import key_problems, refuse
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
    names = frame.collect_schema().names()
    there = [own for own in (*index, indicator, answer) if own in names]
    frame = plain_columns(without_index(frame), dict.fromkeys(there))
    _refuse_columns(frame, framework, index, indicator, answer)
    refuse(key_problems(frame, index))
    ids = [own.id for own in framework.indicators]
    if isinstance(frame, nw.DataFrame):
        _refuse_findings(frame, framework, index, indicator)
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
    texts = [
        text if text is None else text.replace(STRANGE, f"{UNREADABLE} ", 1)
        for text in texts_of(frame[name].to_list(), scale)
    ]
    return frame.with_columns(nw.new_series(name, texts, nw.String, backend=frame.implementation))


def _wide(
    frame: Frame, ids: Sequence[str], index: list[str], indicator: Expr, given: Expr, bad: Expr
) -> Frame:
    """Return the rows of each assessment brought together; nothing is computed on the way."""
    cells: dict[str, Expr] = {}
    for own in ids:
        is_own = (indicator == own).fill_null(value=False)
        cells[f"{MARK}answer_{own}"] = nw.when(is_own).then(given)
        cells[f"{MARK}count_{own}"] = is_own.cast(nw.Int64)
    known = total([nw.lit(0), *(nw.col(f"{MARK}count_{own}") for own in ids)])
    nameless = joined((nw.col(own).is_null() for own in index), Expr.__or__)
    stray = nw.when(nameless).then(nw.lit(1)).otherwise(1 - known)
    rows: Any = frame.select(*index, **cells).with_columns(**{_STRAY: stray})
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
    roles = [*(("index", own) for own in index), ("indicator", indicator), ("answer", answer)]
    problems += [
        DuplicateError(f"column {name!r} is given twice", path=role, value=name)
        for place, (role, name) in enumerate(roles)
        if name in [own for _, own in roles[:place]]
    ]
    problems += [
        InvalidValueError(
            f"column {name!r} holds {type_of(frame, name)}, and {role}s are {kinds}",
            path=role,
            value=name,
        )
        for role, name, kinds in (
            ("indicator", indicator, "text"),
            ("answer", answer, "text, numbers, or true and false"),
        )
        if name in names and (is_opaque(frame, name) or _is_unfit(frame, role, name))
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


def _is_unfit(frame: Frame, role: str, column: str) -> bool:
    """Return whether a column can be seen to hold no ids of indicators."""
    dtype = frame.collect_schema()[column]
    is_text = isinstance(dtype, nw.String | nw.Categorical | nw.Enum | nw.Object | nw.Unknown)
    return role == "indicator" and not is_text


def _refuse_findings(
    frame: "nw.DataFrame[Any]", framework: Framework, index: Sequence[str], indicator: str
) -> None:
    """Refuse findings of no assessment, of no indicator, and several of one, all together."""
    problems = [*_nameless(frame, index), *_strangers(frame, framework, indicator)]
    keys = [*index, indicator]
    groups = frame.group_by(*keys).agg(nw.len().alias(_COUNT))
    several = (nw.col(_COUNT) > 1) & ~joined((nw.col(own).is_null() for own in index), Expr.__or__)
    twice = groups.filter(several).sort(*keys)
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


def _nameless(frame: "nw.DataFrame[Any]", index: Sequence[str]) -> list[SocialMaturityError]:
    counts = {own: int(frame[own].is_null().sum()) for own in index}
    return [
        MissingValueError(
            f"{count:,} {'finding has' if count == 1 else 'findings have'} nothing in column"
            f" {own!r}, and assessments are told apart by it; take"
            f" {'it' if count == 1 else 'them'} out, or say there what is meant",
            path="index",
            value=own,
        )
        for own, count in counts.items()
        if count
    ]


def _strangers(
    frame: "nw.DataFrame[Any]", framework: Framework, indicator: str
) -> list[SocialMaturityError]:
    ids = [own.id for own in framework.indicators]
    counts = frame.group_by(indicator).agg(nw.len().alias(_COUNT))
    rows = [row for row in counts.iter_rows(named=True) if row[indicator] not in set(ids)]
    named = [row for row in rows if isinstance(row[indicator], str)]
    named.sort(key=lambda row: (-row[_COUNT], row[indicator]))
    problems: list[SocialMaturityError] = [
        UnknownIndicatorError(
            row[indicator],
            ids,
            within=f"framework {framework.id!r}",
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

"""A table taken in, scored, checked and handed back."""

from collections.abc import Mapping
from typing import Any, Final

import narwhals.stable.v2 as nw

from socialmaturity.errors import InvalidValueError, UnknownNameError
from socialmaturity.frames.checking import bad_cells, marks_problems, raise_problems
from socialmaturity.frames.engine import (
    MARK,
    Sheet,
    folds_case,
    hand_back,
    keep_whole,
    open_frame,
)
from socialmaturity.frames.readers import make_readers
from socialmaturity.frames.request import (
    PROBLEMS,
    Request,
    find_columns,
    refuse_clashes,
)
from socialmaturity.frames.results import LADDER_RULES, score_columns
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Scale

_ORDINALS: Final = ("lower", "upper", "stage")

Columns = Mapping[str, str] | str | None
"""How a caller names the columns of indicators."""


def score(
    native: Any, request: Request, columns: Columns, missing: str, invalid: str | None
) -> Any:
    """Return a scored frame of the same kind; see `score_frame`."""
    frame = open_frame(native)
    marks = marks_problems(frame, invalid, beside=", or call check_frame() first")
    names = frame.collect_schema().names()
    found = find_columns(names, request.framework, columns, missing)
    sheet = Sheet(frame)
    readers = make_readers(sheet, frame, found, request.scale)
    results, problems = score_columns(sheet, readers, request, marks=marks)
    count = f"{request.prefix}{PROBLEMS}"
    added = {f"{request.prefix}{name}": own for name, own in results.items()}
    coming = [*added, count] if marks else [*added]
    refuse_clashes(names, coming, request.prefix, folds_case=folds_case(frame))
    kept = count if marks else f"{MARK}{PROBLEMS}"
    done = sheet.finish({**added, kept: problems.cast(nw.Int64)})
    if isinstance(frame, nw.DataFrame) and isinstance(done, nw.DataFrame):
        if not marks:
            if done[kept].sum() > 0:
                raise_problems(frame, found, request.scale, done[kept])
            done = done.drop(kept)
        if isinstance(request.rule, LADDER_RULES):
            done = keep_whole(done, [f"{request.prefix}{name}" for name in _ORDINALS])
    return hand_back(native, done)


def check(
    native: Any,
    framework: Framework,
    scale: Scale,
    columns: Columns,
    missing: str,
    row: str | None,
) -> Any:
    """Return a frame of the cells that cannot be read; see `check_frame`."""
    if not framework.indicators:
        raise InvalidValueError(
            f"framework {framework.id!r} has no scored indicators, so no cell can be checked",
            path="framework",
            value=framework.id,
        )
    frame = open_frame(native)
    names = frame.collect_schema().names()
    found = find_columns(names, framework, columns, missing)
    if row is not None and row not in names:
        raise UnknownNameError(row, names, within="the columns", path="row")
    return hand_back(native, bad_cells(frame, found, scale, row))

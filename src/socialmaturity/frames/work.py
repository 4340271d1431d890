"""A table taken in, scored, checked and handed back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw

from socialmaturity.errors import InvalidValueError, UnknownNameError
from socialmaturity.frames.checking import bad_cells, raise_problems
from socialmaturity.frames.engine import (
    MARK,
    Frame,
    Sheet,
    folds_case,
    hand_back,
    open_frame,
)
from socialmaturity.frames.readers import make_readers
from socialmaturity.frames.request import (
    PROBLEMS,
    Request,
    find_columns,
    parse_choice,
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
    marks = _marks(frame, invalid)
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
            done = _whole(done, [f"{request.prefix}{name}" for name in _ORDINALS])
    return hand_back(native, done)


def _marks(frame: Frame, invalid: str | None) -> bool:
    """Return whether cells that cannot be read are counted and not refused."""
    lazy = isinstance(frame, nw.LazyFrame)
    if invalid is None:
        return lazy
    if parse_choice(invalid, ("raise", "mark"), "invalid") == "raise" and lazy:
        raise InvalidValueError(
            "a lazy frame is not computed here, so nothing can be raised; leave invalid out and"
            " look at the column 'problems', or call check_frame() first",
            path="invalid",
            value=invalid,
        )
    return invalid == "mark"


def _whole(done: "nw.DataFrame[Any]", names: Sequence[str]) -> "nw.DataFrame[Any]":
    """Return a pandas frame with ordinals of one type, whether some are missing or not.

    It is that of pandas for whole numbers of which some can be missing, or
    that of pyarrow in a frame over pyarrow; numpy has none.
    """
    there = [name for name in names if name in done.columns]
    if not there or not done.implementation.is_pandas_like():
        return done
    native: Any = done.to_native()
    is_arrow = any(hasattr(own, "pyarrow_dtype") for own in native.dtypes)
    kind = "int64[pyarrow]" if is_arrow else "Int64"
    return nw.from_native(native.astype(dict.fromkeys(there, kind)), eager_only=True)


def check(
    native: Any,
    framework: Framework,
    scale: Scale,
    columns: Columns,
    missing: str,
    row: str | None,
) -> Any:
    """Return a frame of the cells that cannot be read; see `check_frame`."""
    frame = open_frame(native)
    names = frame.collect_schema().names()
    found = find_columns(names, framework, columns, missing)
    if row is not None and row not in names:
        raise UnknownNameError(row, names, within="the columns", path="row")
    return hand_back(native, bad_cells(frame, found, scale, row))

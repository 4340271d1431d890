"""Frames of any engine, taken in and handed back through narwhals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from operator import add
from typing import Any, Final, cast

import narwhals
import narwhals.stable.v2 as nw
from narwhals.exceptions import DuplicateError as NarwhalsDuplicateError
from narwhals.exceptions import NarwhalsError

from socialmaturity.errors import (
    DuplicateError,
    InvalidFrameError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.frames.native import with_texts
from socialmaturity.model.fields import repeated

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
"""A frame as narwhals has it."""

Expr = nw.Expr

SMALL: Final = nw.Int16
"""Counts and ordinals on the way; results are of 64 bits."""

MARK: Final = "__socialmaturity_"
"""What the names of columns of ours begin with that do not outlive the work."""

_ANY_FRAME: Final = (narwhals.DataFrame, narwhals.LazyFrame)

_SQL: Final = ("duckdb", "pyspark", "pyspark[connect]", "sqlframe")


def open_frame(native: object) -> Frame:
    """Return a frame as narwhals has it.

    Args:
        native: Of any engine that narwhals knows, or of narwhals.

    Returns:
        The frame; a lazy one stays lazy.

    Raises:
        WrongTypeError: No frame, or of an engine that narwhals does not know.
        InvalidFrameError: Two columns have one name, or a name is no text,
            or one by which the engine understands other columns; or the
            engine cannot read what the frame is of, such as half a file.
    """
    try:
        frame = cast("Frame", nw.from_native(cast("Any", native)))
        names = _names_of(frame)
    except NarwhalsDuplicateError as cause:
        told = " ".join(str(cause).split())
        raise InvalidFrameError("frame", [DuplicateError(told, path="columns")]) from cause
    except NarwhalsError as cause:
        told = " ".join(str(cause).split())
        problem = InvalidValueError(f"its engine cannot read it: {told}", value=native)
        raise InvalidFrameError("frame", [problem]) from cause
    except TypeError as cause:
        raise WrongTypeError(
            "expected a frame of an engine that narwhals knows, such as polars, pandas, pyarrow or"
            f" DuckDB, not {_kind(native)}{_way_out(native)}",
            path="frame",
            value=native,
        ) from cause
    refuse_names(names, _misread(frame, names))
    return frame


def _names_of(frame: Frame) -> list[object]:
    """Return the names of all columns; a relation of SQL can have several of one name."""
    if not folds_case(frame):
        return [*frame.collect_schema().names()]
    names: list[str] = [*frame.to_native().columns]
    by_key: dict[str, str] = {}
    for name in names:
        other = by_key.setdefault(name.casefold(), name)
        if other != name:
            told = f"the engine takes the columns {other!r} and {name!r} for one; rename one"
            raise InvalidFrameError("frame", [DuplicateError(told, path="columns", value=name)])
    return [*names]


def _misread(frame: Frame, names: Iterable[object]) -> list[str]:
    """Return the names by which the engine understands all columns, or those of a pattern."""
    is_polars = frame.implementation is nw.Implementation.POLARS
    texts = [own for own in names if isinstance(own, str)]
    stars = [own for own in texts if own == "*" and (is_polars or folds_case(frame))]
    patterns = [own for own in texts if own.startswith("^") and own.endswith("$")]
    return [*stars, *(patterns if is_polars else ())]


def _kind(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")


_WAYS_OUT: Final = {
    "dict": "polars.DataFrame(...)",
    "list": "polars.DataFrame(...)",
    "numpy.ndarray": "polars.DataFrame(..., schema=[names of columns])",
    "pyarrow.lib.RecordBatch": "pyarrow.Table.from_batches([...])",
}


def _way_out(value: object) -> str:
    way = _WAYS_OUT.get(_kind(value))
    return f"; make one of it, such as with {way}" if way else ""


def refuse_names(names: Sequence[object], misread: Iterable[str] = ()) -> None:
    """Refuse names of columns that are no text, stand twice, or mean something else.

    Args:
        names: Of the columns there are, or will be.
        misread: Those of them by which the engine understands others.

    Raises:
        InvalidFrameError: Such as these, and such as are kept for the work
            itself; all come together.
    """
    problems: list[SocialMaturityError] = [
        WrongTypeError(
            f"a column has text for its name, not {shown(own)}; in pandas write df.columns ="
            f" {'df.columns.map(str)' if not isinstance(own, tuple) else _JOINED}",
            path="columns",
        )
        for own in names
        if not isinstance(own, str)
    ]
    problems += [
        InvalidValueError(
            f"by the name {shown(own)} the engine understands other columns; rename it",
            path="columns",
            value=own,
        )
        for own in misread
    ]
    problems += [
        InvalidValueError(
            f"names that begin with {MARK!r} are used on the way; rename column {shown(own)}",
            path="columns",
            value=own,
        )
        for own in names
        if isinstance(own, str) and own.casefold().startswith(MARK)
    ]
    problems += [
        DuplicateError(f"two columns have the name {shown(own)}", path="columns", value=own)
        for own in repeated([own for own in names if isinstance(own, str)])
    ]
    if problems:
        raise InvalidFrameError("frame", problems)


_JOINED: Final = "['_'.join(map(str, own)) for own in df.columns]"


def folds_case(frame: Frame) -> bool:
    """Return whether the engine takes names that differ in case alone for one."""
    return str(frame.implementation) in _SQL


def has_chains(frame: Frame) -> bool:
    """Return whether the engine evaluates a chain of conditions for the rows that are left."""
    return str(frame.implementation) in _SQL


def hand_back(native: object, frame: Frame) -> Any:
    """Return a frame as the caller has frames: of that narwhals, or of the engine alone."""
    if not isinstance(native, _ANY_FRAME):
        return frame.to_native()
    home: str = type(cast("object", native)).__module__
    if home == nw.__name__:
        return frame
    own: Any = import_module(home if home.startswith("narwhals.stable") else "narwhals")
    return own.from_native(frame.to_native())


def keep_whole(done: Frame, names: Iterable[str]) -> Frame:
    """Return a pandas frame with whole numbers of one type, whether some are missing or not.

    It is that of pandas for whole numbers of which some can be missing, or
    that of pyarrow in a frame over pyarrow; numpy has none.

    Args:
        done: Any frame.
        names: Of the columns that hold whole numbers; some may not be there.

    Returns:
        The same frame, in pandas those columns of that type.
    """
    if not isinstance(done, nw.DataFrame) or not done.implementation.is_pandas_like():
        return done
    there = [name for name in names if name in done.columns]
    native: Any = done.to_native()
    is_arrow = any(hasattr(own, "pyarrow_dtype") for own in native.dtypes)
    kind = "int64[pyarrow]" if is_arrow else "Int64"
    whole_ones: Frame = nw.from_native(native.astype(dict.fromkeys(there, kind)))
    return whole_ones


def without_index(frame: Frame) -> Frame:
    """Return a frame whose rows are numbered anew, where the engine numbers them."""
    return nw.maybe_reset_index(frame) if isinstance(frame, nw.DataFrame) else frame


class Sheet:
    """A frame that is given columns of ours step by step, and keeps its own.

    What a step defines, later steps refer to by name, so that no engine
    calculates it twice. An eager polars frame goes through the lazy engine.
    """

    def __init__(self, frame: Frame) -> None:
        self._own = frame.collect_schema().names()
        self._is_eager = isinstance(frame, nw.DataFrame)
        self.has_chains: bool = has_chains(frame)
        self.is_polars: bool = frame.implementation is nw.Implementation.POLARS
        self._frame: Frame = frame.lazy() if self.is_polars else _apart_from_scan(frame)

    def keep(self, columns: Mapping[str, Expr | nw.Series[Any]]) -> dict[str, Expr]:
        """Add columns for later steps.

        Args:
            columns: What they hold, by a name that no other step uses; may
                be empty.

        Returns:
            References to them, by the same names.
        """
        if columns:
            marked = {f"{MARK}{name}": own for name, own in columns.items()}
            self._frame = self._frame.with_columns(**marked)
        return {name: nw.col(f"{MARK}{name}") for name in columns}

    def keep_texts(self, name: str, texts: Sequence[str]) -> Expr:
        """Look up texts by their places, in a frame of polars.

        Args:
            name: Of a column that was kept, with places from 0 on, never
                null; its texts stand there from now on.
            texts: What is at each place.

        Returns:
            A reference to them.
        """
        native = with_texts(self._frame.to_native(), f"{MARK}{name}", texts)
        self._frame = nw.from_native(native)
        return nw.col(f"{MARK}{name}")

    def finish(self, columns: Mapping[str, Expr]) -> Frame:
        """Return the frame with its own columns, untouched, and these after them."""
        done = self._frame.select(*map(nw.col, self._own), **columns)
        return done.collect() if self._is_eager and isinstance(done, nw.LazyFrame) else done


def _apart_from_scan(frame: Frame) -> Frame:
    """Return a frame of DuckDB as the union of itself and of none of its rows.

    Where a query takes the first of many rows (``ORDER BY ... LIMIT``, or
    showing a relation), DuckDB writes each column out in terms of the table
    that is scanned, every step into every other, and does not come to an end.
    It does not do so through a union, which costs nothing.
    """
    if not isinstance(frame, nw.LazyFrame) or str(frame.implementation) != "duckdb":
        return frame
    return nw.concat([frame, frame.head(0)], how="vertical")


def total(parts: Iterable[Expr]) -> Expr:
    """Return the sum of some expressions, of which there is one at least."""
    return joined(parts, add)


def joined(parts: Iterable[Expr], join: Callable[[Expr, Expr], Expr]) -> Expr:
    """Return some expressions made one, by halves: engines nest no deeper than their own stack.

    Args:
        parts: One at least.
        join: Makes one of two; the order is kept, and what is joined first
            must not matter.

    Returns:
        One expression.
    """
    left = [*parts]
    while len(left) > 1:
        pairs = [join(*left[place : place + 2]) for place in range(0, len(left) - 1, 2)]
        left = [*pairs, *left[len(pairs) * 2 :]]
    return left[0]


def whole(number: int) -> Expr:
    """Return a small whole number as an expression."""
    return nw.lit(number, SMALL)


def as_count(flag: Expr) -> Expr:
    """Return 1 for true and 0 for false."""
    return flag.cast(SMALL)


def choose(choices: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """Return what stands with the first condition that holds.

    Args:
        choices: Conditions, never null, each with what it gives.
        otherwise: What is given where none holds.

    Returns:
        One expression; each condition stands in it once.
    """
    result = otherwise
    for condition, value in reversed([*choices]):
        result = nw.when(condition).then(value).otherwise(result)
    return result


def divisor(of: Expr, valid: Expr | None = None) -> Expr:
    """Return what a share is of, so that dividing by it gives null where that is 0.

    Args:
        of: A count.
        valid: Where the share may be given; ``None`` for everywhere.

    Returns:
        A float, null where *of* is 0 or the share may not be given.
    """
    counts = of > 0 if valid is None else (of > 0) & valid
    return nw.when(counts).then(of.cast(nw.Float64))

"""What columns hold, by type and cell by cell, where engines differ."""

from collections.abc import Iterable
from typing import Any, Final

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Frame
from socialmaturity.frames.native import with_decoded

JSON: Final = "JSON"
"""What DuckDB calls a column of JSON, which narwhals takes for text."""

VIEW: Final = "string_view"
"""What pyarrow calls a column of views of text, for which little is implemented."""


def native_type(frame: Frame, column: str) -> str:
    """Return what pyarrow or DuckDB calls the type of a column; empty text for other engines."""
    native: Any = frame.to_native()
    engine = str(frame.implementation)
    if engine == "pyarrow":
        return str(native.schema.field(column).type)
    if engine == "pandas":
        return str(getattr(native.dtypes[column], "pyarrow_dtype", ""))
    if engine == "duckdb":
        return str(native.types[native.columns.index(column)])
    return ""


def type_of(frame: Frame, column: str) -> str:
    """Return the type of a column, by the name of its engine where that of narwhals is not apt."""
    dtype, native = frame.collect_schema()[column], native_type(frame, column)
    is_unknown = isinstance(dtype, nw.Unknown)
    if native and (is_unknown or native == JSON or VIEW in native):
        return native
    own: Any = frame.to_native()
    is_named = is_unknown and str(frame.implementation) in {"pandas", "dask"}
    return str(own.dtypes[column]) if is_named else str(dtype)


def is_view(frame: Frame, column: str) -> bool:
    """Return whether a column of pyarrow holds views of text."""
    return native_type(frame, column) == VIEW


def has_values(frame: Frame, column: str) -> bool:
    """Return whether a column of pyarrow has categories of anything but text."""
    native = native_type(frame, column)
    return native.startswith("dictionary<") and not native.startswith(_CATEGORIES_OF_TEXT)


_CATEGORIES_OF_TEXT: Final = ("dictionary<values=string,", "dictionary<values=large_string,")


def is_opaque(frame: Frame, column: str) -> bool:
    """Return whether a column is of a type that is no text, whatever it can be written as."""
    dtype, native = frame.collect_schema()[column], native_type(frame, column)
    if dtype == nw.Unknown:
        is_arrow = str(frame.implementation) != "duckdb"
        return is_arrow and bool(native) and not native.startswith(("decimal", "null"))
    is_lost = native == VIEW and str(frame.implementation) == "pandas"
    return is_lost or native == JSON or native.startswith(f"dictionary<values={VIEW}")


def plain_columns(frame: Frame, columns: Iterable[str]) -> Frame:
    """Return a frame with categories, runs and views of pyarrow as the values they stand for.

    Engines over pyarrow can tell rows apart by few of them, and put few in
    order.

    Args:
        frame: Any frame.
        columns: The names of those that are to be plain.

    Returns:
        The same, in an eager frame of pandas or pyarrow with those columns
        changed that pyarrow holds otherwise.
    """
    if not isinstance(frame, nw.DataFrame):
        return frame
    held = [own for own in columns if native_type(frame, own)]
    if not held:
        return frame
    plain: Frame = nw.from_native(with_decoded(frame.to_native(), held), eager_only=True)
    return plain


def is_empty(frame: "nw.DataFrame[Any]", column: str) -> bool:
    """Return whether no cell of a column has anything."""
    return bool(frame[column].is_null().all())


def is_nothing(value: Any) -> bool:
    """Return whether a value stands for nothing, as None, NaN, NaT and NA do."""
    if value is None or type(value).__name__ == "NAType":
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 nothing else is unlike itself
    except (TypeError, ValueError, ArithmeticError):  # of arrays; of Decimal("sNaN")
        return False

"""What narwhals has no word for, said to polars and pyarrow in their own words."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def with_texts(frame: "pl.LazyFrame", column: str, texts: Sequence[str]) -> "pl.LazyFrame":
    """Return a frame with texts in the place of their numbers.

    The streaming engine takes part after part through this. Of
    `replace_strict` it holds all rows in memory, with all their columns.

    Args:
        frame: Of polars.
        column: Of numbers from 0 on, never null.
        texts: What each number means, in order.

    Returns:
        The frame, still lazy.
    """
    import polars as pl

    meanings = pl.lit([*texts], dtype=pl.List(pl.String))
    return frame.with_columns(meanings.list.get(pl.col(column)).alias(column))


def over_arrow(column: Any) -> Any:
    """Return a column of pandas or pyarrow as a chunked array, without a copy.

    Args:
        column: A chunked array, or a series of pandas.

    Returns:
        The chunked array that holds it, or ``None`` where something else
        does, as numpy.
    """
    if not hasattr(column, "array"):
        return column
    kind = column.dtype
    if not hasattr(kind, "pyarrow_dtype") and getattr(kind, "storage", "") != "pyarrow":
        return None
    pa: Any = import_module("pyarrow")
    held = pa.array(column.array)
    return held if isinstance(held, pa.ChunkedArray) else pa.chunked_array([held])


def decoded(column: Any) -> Any:
    """Return categories, runs and views as the values that they stand for.

    Args:
        column: A chunked array.

    Returns:
        One likewise, the same where it has none of them.
    """
    pa: Any = import_module("pyarrow")
    if pa.types.is_run_end_encoded(column.type):
        column = import_module("pyarrow.compute").run_end_decode(column)
    if pa.types.is_dictionary(column.type):
        values = pa.array([], column.type.value_type)
        found = [_values(own.dictionary).take(own.indices) for own in column.chunks]
        return pa.chunked_array(found, _values(values).type)
    return _values(column)


def _values(column: Any) -> Any:
    pa: Any = import_module("pyarrow")
    return column.cast(pa.string()) if column.type == pa.string_view() else column


def with_decoded(frame: Any, columns: Iterable[str]) -> Any:
    """Return a table of pandas or pyarrow with some columns as the values that they stand for.

    Args:
        frame: A table of pyarrow, or a data frame of pandas.
        columns: The names of those of which pyarrow holds the values.

    Returns:
        The same, the other columns untouched.
    """
    for name in columns:
        held = over_arrow(frame[name])
        plain = decoded(held)
        if plain.type == held.type:
            continue
        if hasattr(frame, "set_column"):
            place = frame.column_names.index(name)
            frame = frame.set_column(place, name, plain)
        else:
            frame = frame.assign(**{name: type(frame[name].array)(plain)})
    return frame


def places_of(column: Any, words: Sequence[str], nothing: str) -> Any:
    """Return the places of words, found by one look at each cell, or at each category.

    Args:
        column: A chunked array of text, of categories, or of what can be
            written as text.
        words: Such as can stand in it, each once.
        nothing: The one of them that a cell without anything counts as.

    Returns:
        A numpy array of numbers of 8 bits: the place of each word from 0
        on, and -1 for whatever is none of them.
    """
    pa: Any = import_module("pyarrow")
    compute: Any = import_module("pyarrow.compute")
    has_categories: bool = pa.types.is_dictionary(column.type)
    kind = column.type.value_type if has_categories else column.type
    if kind not in {pa.string(), pa.large_string()}:
        has_categories, kind, column = False, pa.string(), compute.cast(column, pa.string())
    known = pa.array([*words, None], kind)
    places = pa.array([*range(len(words)), words.index(nothing)], pa.int8())

    def place(cells: Any) -> Any:
        found = compute.take(places, compute.index_in(cells, value_set=known))
        return compute.fill_null(found, -1) if found.null_count else found

    def place_by_category(cells: Any) -> Any:
        by_category = pa.concat_arrays([place(cells.dictionary), places[-1:]])
        return compute.take(by_category, compute.fill_null(cells.indices, len(by_category) - 1))

    find = place_by_category if has_categories else place
    return pa.chunked_array([find(own) for own in column.chunks], pa.int8()).to_numpy()

"""What narwhals has no word for, said to polars and pyarrow in their own words."""

from collections.abc import Sequence
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

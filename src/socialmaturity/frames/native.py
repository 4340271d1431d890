"""What narwhals has no word for, said to polars in its own words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

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

"""Coverage and profile on whole columns."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from socialmaturity.frames.cells import Cell
from socialmaturity.frames.engine import Expr, Sheet, divisor, total
from socialmaturity.frames.ladders import Rung, count_cells
from socialmaturity.model.framework import Framework


def coverage(rungs: Sequence[Rung], valid: Expr | None) -> Expr:
    """Return the share of the applicable indicators that is rated; null of none."""
    rated = total(own.rated for own in rungs).cast(nw.Float64)
    return rated / divisor(total(own.applicable for own in rungs), valid)


def profile(
    sheet: Sheet,
    framework: Framework,
    rungs: Sequence[Rung],
    cells: Sequence[Cell],
    valid: Expr | None,
) -> dict[str, Expr]:
    """Return the shares met of each stage and of each dimension that has indicators.

    Args:
        sheet: The table.
        framework: Its order is kept.
        rungs: The counts of its stages.
        cells: Of the indicators that count.
        valid: Where shares may be given; ``None`` for everywhere.

    Returns:
        Two columns for each, with all unknown answers at their worst and at
        their best; null where nothing applies.
    """
    own = {cell.id: cell for cell in cells}
    groups: dict[str, list[Cell]] = {dimension.id: [] for dimension in framework.dimensions}
    for indicator in framework.indicators:
        if indicator.id in own:
            groups[indicator.dimension].append(own[indicator.id])
    groups = {name: row for name, row in groups.items() if row}
    kept = sheet.keep(
        {
            name: count
            for dimension, row in groups.items()
            for name, count in count_cells(f"dimension_{dimension}", row).items()
        }
    )
    counts = {f"stage_{rung.ordinal}": (rung.met, rung.short, rung.applicable) for rung in rungs}
    for dimension in groups:
        name = f"dimension_{dimension}"
        counts[name] = (
            kept[f"{name}_met"],
            kept[f"{name}_short"],
            kept[f"{name}_applicable"],
        )
    of = sheet.keep({f"{name}_of": divisor(own[2], valid) for name, own in counts.items()})
    columns: dict[str, Expr] = {}
    for name, (met, short, applicable) in counts.items():
        columns[f"{name}_lower"] = met.cast(nw.Float64) / of[f"{name}_of"]
        columns[f"{name}_upper"] = (applicable - short).cast(nw.Float64) / of[f"{name}_of"]
    return columns

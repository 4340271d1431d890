"""Every stage that each row can be at, as text; as `scoring.ladder` has them for one row."""

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Expr, Sheet, as_count, whole
from socialmaturity.frames.ladders import Ends, Standing, Step

Flags = dict[int, Expr]
"""Whether a row can be at a stage, by ordinal, lowest first."""


def listed(flags: Mapping[int, Expr]) -> Expr:
    """Return the ordinals of which a condition holds, as text with a space between."""
    parts = [
        nw.when(flag).then(nw.lit(f" {ordinal}")).otherwise(nw.lit(""))
        for ordinal, flag in flags.items()
    ]
    return nw.concat_str(parts).str.strip_chars(" ")


def cumulative_possible(
    sheet: Sheet, steps: Sequence[Step], ends: Ends, floor: int, *, differ: bool
) -> Flags:
    """Return the stages between the ends from which the next one can fail.

    Args:
        sheet: The table.
        steps: The stages with the unknown at their worst.
        ends: The lowest result and the highest.
        floor: The ordinal that everyone has reached.
        differ: Whether the stages below a result ask for more; then one that
            can miss that is possible, too.

    Returns:
        The conditions.
    """
    lower, upper = ends
    fails = whole(1)
    flags: Flags = {}
    for step in reversed(steps):
        own = whole(step.ordinal)
        stops = fails == 1
        if differ:
            stops |= step.below < step.needed
        flags[step.ordinal] = stops & (step.applicable > 0) & (lower <= own) & (own <= upper)
        short = as_count(step.met < step.needed)
        told = nw.when(step.applicable > 0).then(short).otherwise(fails)
        fails = sheet.keep({f"fails_{step.ordinal}": told})[f"fails_{step.ordinal}"]
    flags[floor] = (fails == 1) & (lower == whole(floor))
    return dict(reversed(flags.items()))


def high_water_possible(steps: Sequence[Step], lower: Expr, floor: int) -> Flags:
    """Return the lowest result, and each stage above it that can be met.

    Args:
        steps: The stages with the unknown at their best.
        lower: The lowest result.
        floor: The ordinal that everyone has reached.

    Returns:
        The conditions.
    """
    flags: Flags = {floor: lower == whole(floor)}
    for step in steps:
        own = whole(step.ordinal)
        is_met = (step.applicable > 0) & (step.met >= step.needed)
        flags[step.ordinal] = (lower == own) | ((lower < own) & is_met)
    return flags


def nearest_possible(
    sheet: Sheet, worst: Sequence[Standing], best: Sequence[Standing], floor: int
) -> Flags:
    """Return the stages that fit best with the unknown up to them met and those above not.

    Args:
        sheet: The table.
        worst: How each stage fits with the unknown at their worst.
        best: With the unknown at their best.
        floor: The ordinal that everyone has reached.

    Returns:
        The conditions.
    """
    rest = worst[-1].standing
    flags: Flags = {}
    for low, high in zip(reversed(worst), reversed(best), strict=True):
        own = f"rest_{low.ordinal}"
        most = nw.when(low.standing > rest).then(low.standing).otherwise(rest)
        rest = sheet.keep({own: most})[own]
        fits = (high.standing >= high.best) & (low.standing >= rest)
        flags[low.ordinal] = (low.applicable > 0) & fits
    flags[floor] = rest <= 0
    return dict(reversed(flags.items()))

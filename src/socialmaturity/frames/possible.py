"""Every stage that each row can be at, as text; as `scoring.ladder` has them for one row.

Nothing is kept for later steps here: DuckDB takes longer to plan a step than to
evaluate what it saves.
"""

from collections.abc import Iterable, Mapping, Sequence

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Expr, as_count, joined, whole
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


def cumulative_possible(steps: Sequence[Step], ends: Ends, floor: int, *, differ: bool) -> Flags:
    """Return the stages between the ends from which the next one can fail.

    Args:
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
        fails = nw.when(step.applicable > 0).then(short).otherwise(fails)
    flags[floor] = lower == whole(floor)
    return dict(reversed(flags.items()))


def high_water_possible(steps: Sequence[Step], lower: Expr, floor: int) -> Flags:
    """Return the stages from the lowest result on that can be met.

    Args:
        steps: The stages with the unknown at their best.
        lower: The lowest result.
        floor: The ordinal that everyone has reached.

    Returns:
        The conditions.
    """
    flags: Flags = {floor: lower == whole(floor)}
    for step in steps:
        is_met = (step.applicable > 0) & (step.met >= step.needed)
        flags[step.ordinal] = is_met & (lower <= whole(step.ordinal))
    return flags


def nearest_possible(worst: Sequence[Standing], best: Sequence[Standing], floor: int) -> Flags:
    """Return the stages that fit best with the unknown up to them met and those above not.

    Args:
        worst: How each stage fits with the unknown at their worst.
        best: With the unknown at their best.
        floor: The ordinal that everyone has reached.

    Returns:
        The conditions.
    """
    flags: Flags = {floor: _every(own.fit <= 0 for own in worst)}
    for place, (low, high) in enumerate(zip(worst, best, strict=True)):
        below = (high.fit >= own.fit for own in best[:place])
        above = (low.fit >= own.fit for own in worst[place + 1 :])
        flags[low.ordinal] = _every((high.fit >= 0, *below, *above))
    return flags


def _every(conditions: Iterable[Expr]) -> Expr:
    """Return whether all of some conditions hold, of which there is one at least."""
    return joined(conditions, Expr.__and__)

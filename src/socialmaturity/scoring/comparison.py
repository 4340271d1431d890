"""What the three rules for ladders make of the same findings."""

from collections.abc import Sequence
from typing import NamedTuple

from socialmaturity.scoring.ladder import (
    Ends,
    Rung,
    cumulative_ends,
    high_water_ends,
    nearest_ends,
)


class RuleRange(NamedTuple):
    """What one rule for ladders makes of the same findings.

    Args:
        rule: Its name.
        lower: Ordinal of the result with all unknown answers at their worst.
        upper: Ordinal of the result with all at their best.
    """

    rule: str
    lower: int
    upper: int


def compare_rules(rule: str, rungs: Sequence[Rung], ends: Ends) -> tuple[RuleRange, ...]:
    """Return what each of the three rules gives, where they differ.

    Args:
        rule: The rule that was scored by, with parameters of its own.
        rungs: The counts of each stage; the other rules ask for the same
            threshold, of all indicators or of any.
        ends: What it gave.

    Returns:
        One range a rule; empty where all are equal.
    """
    every = [rung._replace(met_below=rung.met, needed=rung.applicable) for rung in rungs]
    some = [rung._replace(needed=min(1, rung.applicable)) for rung in rungs]
    ranges = {
        "cumulative": cumulative_ends(every),
        "high_water": high_water_ends(some),
        "nearest": nearest_ends(rungs),
    } | {rule: ends}
    if len(set(ranges.values())) == 1:
        return ()
    return tuple(RuleRange(own, *range_) for own, range_ in ranges.items())

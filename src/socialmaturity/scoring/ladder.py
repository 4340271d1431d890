"""The three rules for ladders, on counts alone: how many indicators of each stage are met.

Each gives the lowest result, with all unknown indicators at their worst, the
highest, with all at their best, and every one that some completion of the
unknown has.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from socialmaturity.scoring.method import Policy

Ends = tuple[int, int]
"""Ordinals of the lowest and the highest result."""


class Rung(NamedTuple):
    """One stage, counted.

    Args:
        ordinal: Of the stage.
        baseline: Whether it is the absence of practice.
        met: How many indicators reach the threshold.
        met_below: How many reach that of the stages below a result.
        unknown: How many are unknown.
        applicable: How many apply.
        needed: How many have to be met.
    """

    ordinal: int
    baseline: bool
    met: int
    met_below: int
    unknown: int
    applicable: int
    needed: int

    def holds(self, *, sure: bool) -> bool:
        """Whether enough is met, with the unknown at their worst or at their best."""
        return self.met + (0 if sure else self.unknown) >= self.needed

    def holds_below(self, *, sure: bool) -> bool:
        """The same for the threshold of the stages below a result."""
        return self.met_below + (0 if sure else self.unknown) >= self.needed

    @property
    def missing(self) -> int:
        """How many more have to be met, with the unknown at their best."""
        return max(0, self.needed - self.met - self.unknown)

    @property
    def missing_below(self) -> int:
        """The same for the threshold of the stages below a result."""
        return max(0, self.needed - self.met_below - self.unknown)

    def settled(self, *, met: bool, met_below: bool) -> "Rung":
        """Return the same with one unknown indicator found out."""
        return self._replace(
            met=self.met + met, met_below=self.met_below + met_below, unknown=self.unknown - 1
        )


def climb(rungs: Iterable[Rung], *, sure: bool) -> int:
    """Return the highest stage that stands on met stages only.

    Args:
        rungs: In order.
        sure: Whether the unknown count as not met, else as met.

    Returns:
        Its ordinal; that of the baseline, or 0, where no stage is reached.
    """
    reached = 0
    for rung in rungs:
        if rung.baseline:
            reached = rung.ordinal
        elif rung.applicable:
            extra = 0 if sure else rung.unknown
            if rung.met + extra < rung.needed:
                break
            reached = rung.ordinal
            if rung.met_below + extra < rung.needed:
                break
    return reached


def next_rung(rungs: Iterable[Rung], ordinal: int) -> Rung | None:
    """Return the first rung above *ordinal* that asks for something."""
    return next((rung for rung in rungs if rung.ordinal > ordinal and rung.applicable), None)


def cumulative_ends(rungs: Sequence[Rung]) -> Ends:
    """Return the two ends of the rule ``cumulative``."""
    return climb(rungs, sure=True), climb(rungs, sure=False)


def cumulative_possible(rungs: Sequence[Rung], *, two: bool) -> tuple[int, ...]:
    """Return every ordinal that some completion results in.

    One between the ends is the result where the next rung can fail, or where
    it can itself be met and miss the threshold of the stages below a result.

    Args:
        rungs: In order.
        two: Whether that threshold is another one.

    Returns:
        Ordinals, lowest first.
    """
    lower, upper = cumulative_ends(rungs)
    if lower == upper:
        return (lower,)
    possible: list[int] = []
    for ordinal in range(lower, upper + 1):
        own = rungs[ordinal - 1] if ordinal else None
        if own is not None and not own.applicable and not own.baseline:
            continue
        following = next_rung(rungs[ordinal:], ordinal)
        halfway = two and own is not None and not own.holds_below(sure=True)
        if following is None or not following.holds(sure=True) or halfway:
            possible.append(ordinal)
    return tuple(possible)


def floor_of(rungs: Sequence[Rung]) -> int:
    """Return the ordinal that everyone has reached: the baseline's, or 0."""
    return int(rungs[0].baseline)


def high_water_ends(rungs: Sequence[Rung]) -> Ends:
    """Return the two ends of the rule ``high_water``; ``needed`` is at least one there."""
    lower = upper = floor_of(rungs)
    for rung in rungs:
        if rung.applicable:
            if rung.met >= rung.needed:
                lower = rung.ordinal
            if rung.met + rung.unknown >= rung.needed:
                upper = rung.ordinal
    return lower, upper


def high_water_possible(rungs: Sequence[Rung]) -> tuple[int, ...]:
    """Return the lowest result, and every ordinal above it that can be met."""
    lower, _ = high_water_ends(rungs)
    return lower, *(
        rung.ordinal
        for rung in rungs[lower:]
        if rung.applicable and rung.met + rung.unknown >= rung.needed
    )


def standings(rungs: Sequence[Rung], *, sure: bool) -> list[tuple[int, int]]:
    """Return how well each stage fits, up to a constant: ordinals with standings.

    The standing of a stage is the count of indicators met up to it less the
    count of those not met. Its misfit is a constant less its standing, so that
    the highest standing fits best.

    Args:
        rungs: In order.
        sure: Whether the unknown count as not met, else as met.

    Returns:
        The place that everyone has reached, and each stage of which anything
        applies, in order.
    """
    nets = ((rung.met + (0 if sure else rung.unknown)) * 2 - rung.applicable for rung in rungs)
    fits = [(floor_of(rungs), 0)]
    fits += (
        (rung.ordinal, sum_so_far)
        for rung, sum_so_far in zip(rungs, accumulate(nets), strict=True)
        if rung.applicable
    )
    return fits


def nearest_ends(rungs: Sequence[Rung]) -> Ends:
    """Return the lowest that fits best at worst, and the highest that does at best."""
    worst, best = standings(rungs, sure=True), standings(rungs, sure=False)
    least, most = max(fit for _, fit in worst), max(fit for _, fit in best)
    return (
        next(ordinal for ordinal, fit in worst if fit == least),
        next(ordinal for ordinal, fit in reversed(best) if fit == most),
    )


def nearest_possible(rungs: Sequence[Rung]) -> tuple[int, ...]:
    """Return every ordinal that fits best, alone or with others, in some completion.

    A stage fits best if ever it does so with the unknown indicators up to it
    met and those above it not.
    """
    worst, best = standings(rungs, sure=True), standings(rungs, sure=False)
    before = accumulate((fit for _, fit in best), max)
    after = [*accumulate((fit for _, fit in reversed(worst)), max)][::-1]
    return tuple(
        ordinal
        for (ordinal, own_best), (_, own_worst), top, rest in zip(
            best, worst, before, after, strict=True
        )
        if own_best >= top and own_worst >= rest
    )


def by_policy(
    rungs: Sequence[Rung],
    policy: Policy | None,
    ends: Callable[[Sequence[Rung]], Ends],
    needed: Callable[[int], int],
) -> Ends | None:
    """Return the ends of a rule where the unknown indicators count as a policy says.

    Args:
        rungs: In order.
        policy: What the unknown count as; ``None`` for what they are.
        ends: Those of the rule.
        needed: How many of so many applicable indicators have to be met.

    Returns:
        Lowest and highest result; ``None`` without a policy.
    """
    if policy is None:
        return None
    return ends([_settled(rung, policy, needed) for rung in rungs])


def _settled(rung: Rung, policy: Policy, needed: Callable[[int], int]) -> Rung:
    if not rung.unknown:
        return rung
    if policy is Policy.EXCLUDE:
        left = rung.applicable - rung.unknown
        return rung._replace(unknown=0, applicable=left, needed=needed(left))
    extra = rung.unknown if policy is Policy.BEST else 0
    return rung._replace(met=rung.met + extra, met_below=rung.met_below + extra, unknown=0)

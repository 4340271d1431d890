"""How much of each stage and of each dimension is met: shares, never averaged."""

from collections.abc import Sequence
from fractions import Fraction

import attrs

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.identifiers import IndicatorId
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.explanation import Item, Verdict
from socialmaturity.scoring.method import Policy


@attrs.frozen(kw_only=True)
class Share:
    """How much of a stage or dimension is met.

    Args:
        key: Ordinal of the stage as text, or id of the dimension.
        met: How many indicators reach the threshold.
        not_met: How many do not.
        unknown: How many cannot be told or were not assessed.
        not_applicable: How many do not apply; they leave the share.
    """

    key: str
    met: int
    not_met: int
    unknown: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        """How many indicators the share is of."""
        return self.met + self.not_met + self.unknown

    @property
    def lower(self) -> Fraction | None:
        """The share, 0 to 1, with all unknowns at their worst; ``None`` of nothing."""
        return Fraction(self.met, self.applicable) if self.applicable else None

    @property
    def upper(self) -> Fraction | None:
        """The share, 0 to 1, with all unknowns at their best; ``None`` of nothing."""
        return Fraction(self.met + self.unknown, self.applicable) if self.applicable else None

    def by(self, policy: Policy | None) -> Fraction | None:
        """Return the share where unknowns count as a policy says.

        Args:
            policy: ``None`` for no policy.

        Returns:
            The share, 0 to 1; ``None`` where without a policy something is
            unknown, and where nothing counts.
        """
        if policy is Policy.EXCLUDE:
            rated = self.met + self.not_met
            return Fraction(self.met, rated) if rated else None
        if policy is Policy.BEST:
            return self.upper
        return self.lower if policy is Policy.WORST or not self.unknown else None


@attrs.frozen(kw_only=True)
class Profile:
    """The shares at or above the threshold; never averaged into one number.

    Args:
        stages: One for each stage that has indicators, in order.
        dimensions: One for each dimension that has indicators, in order.
    """

    stages: tuple[Share, ...]
    dimensions: tuple[Share, ...]


def make_share(key: str, verdicts: Sequence[Verdict]) -> Share:
    """Return the counts of some verdicts."""
    return Share(
        key=key,
        met=verdicts.count(Verdict.MET),
        not_met=verdicts.count(Verdict.NOT_MET),
        unknown=verdicts.count(Verdict.UNDETERMINED),
        not_applicable=verdicts.count(Verdict.VACUOUS),
    )


def make_profile(framework: Framework, items: tuple[Item, ...]) -> Profile:
    """Return the shares per stage and per dimension, of those that have indicators.

    Args:
        framework: Its order is kept.
        items: Of this framework.

    Returns:
        The shares. Nothing is averaged.

    References:
        CMMI for Development 1.3, continuous representation: a profile of
        areas instead of one level.
    """
    by_stage: dict[str, list[Verdict]] = {}
    by_id: dict[IndicatorId, Verdict] = {}
    for item in items:
        by_stage.setdefault(str(item.stage), []).append(item.verdict)
        by_id[item.id] = item.verdict
    by_dimension: dict[str, list[Verdict]] = {own.id: [] for own in framework.dimensions}
    for indicator in framework.indicators:
        if indicator.id in by_id:
            by_dimension[indicator.dimension].append(by_id[indicator.id])
    return Profile(
        stages=tuple(make_share(key, own) for key, own in by_stage.items()),
        dimensions=tuple(make_share(key, own) for key, own in by_dimension.items() if own),
    )


def coverage(items: tuple[Item, ...]) -> Fraction | None:
    """Return the share of the applicable indicators that is rated.

    Args:
        items: May be empty.

    Returns:
        Exact share, 0 to 1; "cannot tell" is not rated. ``None`` where
        nothing applies.
    """
    applicable = sum(item.outcome is not Outcome.NOT_APPLICABLE for item in items)
    rated = sum(item.outcome is Outcome.RATED for item in items)
    return Fraction(rated, applicable) if applicable else None

"""What every rule starts from: items with their verdicts, shares and coverage."""

from collections.abc import Sequence
from fractions import Fraction

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.assessment.reading import Found, Reading, read
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidValueError
from socialmaturity.identifiers import IndicatorId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Threshold
from socialmaturity.scoring.explanation import Item, Profile, Share, Verdict


def read_scored(assessment: Assessment, framework: Framework) -> Reading:
    """Return the assessment checked against a framework that asks something.

    Args:
        assessment: Raw.
        framework: The one it names.

    Returns:
        Outcome and place of every indicator.

    Raises:
        InvalidAssessmentError: The two do not fit.
        InvalidValueError: The framework has no scored indicator.
    """
    if not framework.indicators:
        raise InvalidValueError(
            f"framework {framework.id!r} has no scored indicators, so nothing can be scored",
            value=framework.id,
        )
    return read(assessment, framework)


def verdict(found: Found, threshold: Threshold) -> Verdict:
    """Return what one finding says against a threshold."""
    outcome, level = found
    if level is not None:
        return Verdict.MET if threshold.reached_by(level) else Verdict.NOT_MET
    return Verdict.VACUOUS if outcome is Outcome.NOT_APPLICABLE else Verdict.UNDETERMINED


def make_items(
    assessment: Assessment, framework: Framework, reading: Reading, at: Threshold
) -> tuple[Item, ...]:
    """Return one item for each scored indicator, in order of the framework."""
    given = assessment.found
    return tuple(
        Item(
            id=indicator.id,
            stage=stage.ordinal,
            outcome=reading.found[indicator.id][0],
            answer=given.get(indicator.id),
            verdict=verdict(reading.found[indicator.id], at),
        )
        for stage in framework.stages
        for indicator in stage.indicators
    )


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

"""The rule `profile`: how much of each stage and dimension is met, and no overall."""

from socialmaturity.assessment.record import Assessment
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.explanation import Explanation, Share
from socialmaturity.scoring.items import coverage, make_items, make_profile, read_scored
from socialmaturity.scoring.parameters import thresholds
from socialmaturity.scoring.result import ProfileResult

NAME = "profile"


def profile(
    assessment: Assessment, framework: Framework, *, at: str | Number | None = None
) -> ProfileResult:
    """Return the share of each stage and of each dimension that reaches *at*.

    Nothing is averaged into one number::

        share(s) = #{ i in s : answer(i) >= at } / #{ i in s : applicable }

    Args:
        assessment: Raw; may be empty.
        framework: The one it names, of any kind.
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.

    Returns:
        The shares as exact ranges: with all unknown answers at their worst
        and at their best. What is not applicable leaves the share; a share
        of nothing is ``None``.

    Raises:
        InvalidAssessmentError: The assessment does not fit the framework.
        InvalidValueError: The framework has no indicators.
        InvalidAnswerError: The threshold is not on the scale.
        MissingValueError: There is no gate, and no *at*.

    References:
        CMMI for Development 1.3, continuous representation.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"page-or-profile": "F", "publishing-messages": "P"}
        >>> result = profile(sm.Assessment(framework="socedo", answers=answers), sm.SOCEDO)
        >>> result.profile.stages[0].lower
        Fraction(1, 2)
    """
    reading = read_scored(assessment, framework)
    limits = thresholds(framework, reading.scale, at=at)
    items = make_items(assessment, framework, reading, limits.at)
    shares = make_profile(framework, items)
    label = framework.stages[0].label
    return ProfileResult(
        framework=framework,
        assessment=assessment,
        coverage=coverage(items),
        profile=shares,
        explanation=Explanation(
            framework=framework,
            rule=NAME,
            sentence=(
                f"Rule profile: the share of the indicators of each {label} at"
                f" {limits.at.told} or better; there is no overall {label}."
            ),
            parameters=limits.parameters(reading.scale),
            headline=_headline(assessment, framework, shares.stages),
            items=items,
            verdicts=(),
        ),
    )


def _headline(assessment: Assessment, framework: Framework, shares: tuple[Share, ...]) -> str:
    told = "; ".join(f"{framework.stage(int(share.key))}: {_told(share)}" for share in shares)
    return f"{assessment.subject or 'The organisation'} has {told}."


def _told(share: Share) -> str:
    unknown = f", {share.unknown} unknown" if share.unknown else ""
    return f"{share.met} of {share.applicable} met{unknown}"

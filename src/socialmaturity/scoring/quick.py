"""The common case of many assessments, scored from counts alone.

The four rules that count (``cumulative``, ``high_water``, ``nearest``,
``profile``) have an assessment counted as one whole number. What its parts
mean, such as a stage with so many met and so many unknown, is worked out when
they are first seen; the ends come from the functions that the plain scorer
calls.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from socialmaturity.assessment.outcome import CANNOT_TELL, NOT_APPLICABLE, Answers
from socialmaturity.assessment.reading import scales_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import SocialMaturityError
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import YES_NO, Scale
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.brief import Brief, ProfileBrief, Scoring, StageBrief
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.ladder import (
    Ends,
    Rung,
    by_policy,
    cumulative_ends,
    floor_of,
    high_water_ends,
)
from socialmaturity.scoring.method import Method, Rule
from socialmaturity.scoring.nearest import NearestRule
from socialmaturity.scoring.parameters import Thresholds, thresholds
from socialmaturity.scoring.profile import ProfileRule
from socialmaturity.scoring.shares import Profile, Share
from socialmaturity.scoring.tally import Group, Kept, Layout, counter, layout_of

_MOST_INDICATORS: Final = 1000

Quick = Callable[[Assessment], Brief | None]
"""Scores the common case; ``None`` for any other."""

_Made = Callable[[Assessment, int], Brief]
"""Makes the result of an assessment whose packed counts are known."""


def quick_scorer(framework: Framework, scoring: Scoring) -> Quick:
    """Return what scores the common case of a framework and a method.

    Args:
        framework: Asks something.
        scoring: Of this framework, by a method that fits it.

    Returns:
        A function that gives ``None`` for what the plain scorer has to look
        at: anything that is wrong, rules that calculate or are not of this
        package, methods that may set findings aside, frameworks of more than
        a thousand indicators.
    """
    method = scoring.method
    if type(method.rule) not in _LIMITS or method.filters:
        return _never
    if len(framework.indicators) > _MOST_INDICATORS:
        return _never
    layout = layout_of(framework, method)
    scorers = Kept[Quick](lambda scale: _on_scale(framework, scale, scoring, layout))
    versions, fits = (None, framework.version), _fitting_checks(framework)

    def quick(assessment: Assessment) -> Brief | None:
        if (
            assessment.framework != framework.id
            or assessment.version not in versions
            or (assessment.checks and not fits(assessment.checks))
        ):
            return None
        return scorers[assessment.scale](assessment)

    return quick


def _never(_: Assessment) -> None:
    return None


def _fitting_checks(framework: Framework) -> Callable[[Answers], bool]:
    """Return what says whether checks are of the framework's limitations, and in their words."""
    known = frozenset(own.id for own in framework.limitations)
    words = frozenset((*YES_NO.labels, CANNOT_TELL, NOT_APPLICABLE, None))

    def fits(checks: Answers) -> bool:
        return all(
            name in known and (isinstance(answer, bool) or answer in words)
            for name, answer in checks.items()
        )

    return fits


def _on_scale(framework: Framework, name: str | None, scoring: Scoring, layout: Layout) -> Quick:
    """Return what scores assessments that were answered on one scale."""
    scale = framework.scale if name is None else scales_of(framework).get(name)
    limits = None if scale is None else _limits(framework, scale, scoring.method.rule)
    if scale is None or limits is None:
        return _never
    count, made = counter(scale, limits, layout), _maker(framework, limits, scoring, layout)
    whole, is_error = layout.whole, scoring.method.policy == "error"

    def score(assessment: Assessment) -> Brief | None:
        packed = count(assessment)
        if packed is None or (is_error and whole.counts(packed & whole.mask)[2]):
            return None
        return made(assessment, packed)

    return score


def _limits(framework: Framework, scale: Scale, rule: Rule) -> Thresholds | None:
    """Return the thresholds of a rule on a scale; ``None`` where it has none there."""
    try:
        return _LIMITS[type(rule)](framework, scale, rule)
    except SocialMaturityError:
        return None


def _maker(framework: Framework, limits: Thresholds, scoring: Scoring, layout: Layout) -> _Made:
    if isinstance(scoring.method.rule, ProfileRule):
        return _profile_maker(framework, scoring, layout)
    return _stage_maker(framework, limits, scoring, layout)


def _stage_maker(
    framework: Framework, limits: Thresholds, scoring: Scoring, layout: Layout
) -> _Made:
    rule, method = scoring.method.rule, scoring.method
    any_one = isinstance(rule, HighWaterRule) and not rule.quorum
    needed = _any_one if any_one else limits.needed
    ends = _ENDS[type(rule)]
    parts = [
        (group.shift, group.mask, Kept(_rung_of(stage, group, needed)))
        for stage, group in zip(framework.stages, layout.stages, strict=True)
    ]
    rated, mask = Kept(_coverage_of(layout.whole)), layout.whole.mask

    def made(assessment: Assessment, packed: int) -> StageBrief:
        rungs = [kept[packed >> shift & mask] for shift, mask, kept in parts]
        lower, upper = ends(rungs)
        coverage = rated[packed & mask]
        return StageBrief(
            scoring=scoring,
            subject=assessment.subject,
            unit=assessment.unit,
            coverage=coverage,
            lower=lower,
            upper=upper,
            stage=lower if lower == upper else _chosen(rungs, method, ends, needed, coverage),
        )

    return made


def _any_one(applicable: int) -> int:
    return min(applicable, 1)


def _chosen(
    rungs: Sequence[Rung],
    method: Method,
    ends: Callable[[Sequence[Rung]], Ends],
    needed: Callable[[int], int],
    coverage: Fraction | None,
) -> int | None:
    """Return the stage by a policy; ``None`` without one, and where it leaves a range."""
    settled = by_policy(rungs, method.policy, ends, needed)
    if settled is None or settled[0] != settled[1] or not method.enough(coverage):
        return None
    return settled[0]


def _rung_of(stage: Stage, group: Group, needed: Callable[[int], int]) -> Callable[[int], Rung]:
    ordinal, baseline = stage.ordinal, stage.baseline

    def rung(bits: int) -> Rung:
        met, below, unknown, vacuous = group.counts(bits)
        left = group.size - vacuous
        return Rung(ordinal, baseline, met, below, unknown, left, needed(left))

    return rung


def _coverage_of(group: Group) -> Callable[[int], Fraction | None]:
    def coverage(bits: int) -> Fraction | None:
        _, _, unknown, vacuous = group.counts(bits)
        left = group.size - vacuous
        return Fraction(left - unknown, left) if left else None

    return coverage


def _profile_maker(framework: Framework, scoring: Scoring, layout: Layout) -> _Made:
    names = [str(stage.ordinal) for stage in framework.stages]
    stages = _share_parts(dict(zip(names, layout.stages, strict=True)))
    dimensions = _share_parts(layout.dimensions)
    rated, mask = Kept(_coverage_of(layout.whole)), layout.whole.mask

    def made(assessment: Assessment, packed: int) -> ProfileBrief:
        return ProfileBrief(
            scoring=scoring,
            subject=assessment.subject,
            unit=assessment.unit,
            coverage=rated[packed & mask],
            profile=Profile(
                stages=tuple([kept[packed >> shift & mask] for shift, mask, kept in stages]),
                dimensions=tuple(
                    [kept[packed >> shift & mask] for shift, mask, kept in dimensions]
                ),
            ),
        )

    return made


def _share_parts(groups: Mapping[str, Group]) -> list[tuple[int, int, Kept[Share]]]:
    """Return where the counts of each share lie, and what makes the share of them."""
    return [
        (group.shift, group.mask, Kept(_share_of(key, group)))
        for key, group in groups.items()
        if group.size
    ]


def _share_of(key: str, group: Group) -> Callable[[int], Share]:
    def share(bits: int) -> Share:
        met, _, unknown, vacuous = group.counts(bits)
        not_met = group.size - met - unknown - vacuous
        return Share(key=key, met=met, not_met=not_met, unknown=unknown, not_applicable=vacuous)

    return share


def _cumulative_limits(framework: Framework, scale: Scale, rule: CumulativeRule) -> Thresholds:
    return thresholds(framework, scale, at=rule.at, lower_at=rule.lower_at, quorum=rule.quorum)


def _high_water_limits(framework: Framework, scale: Scale, rule: HighWaterRule) -> Thresholds:
    at = thresholds(framework, scale, at=rule.at).at
    return Thresholds(at=at, lower_at=at, quorum=rule.quorum)


def _one_limit(framework: Framework, scale: Scale, rule: NearestRule | ProfileRule) -> Thresholds:
    at = thresholds(framework, scale, at=rule.at).at
    return Thresholds(at=at, lower_at=at, quorum=None)


def _nearest_ends(rungs: Sequence[Rung]) -> Ends:
    """Return the ends of the rule ``nearest``, in one pass and without what lies between."""
    lower = upper = floor_of(rungs)
    worst = best = least = most = 0
    for ordinal, _, met, _, unknown, applicable, _ in rungs:
        if applicable:
            worst += 2 * met - applicable
            best += 2 * (met + unknown) - applicable
            if worst > least:
                least, lower = worst, ordinal
            if best >= most:
                most, upper = best, ordinal
    return lower, upper


_LIMITS: Final[Mapping[type, Callable[[Framework, Scale, Any], Thresholds]]] = {
    CumulativeRule: _cumulative_limits,
    HighWaterRule: _high_water_limits,
    NearestRule: _one_limit,
    ProfileRule: _one_limit,
}
_ENDS: Final[Mapping[type, Callable[[Sequence[Rung]], Ends]]] = {
    CumulativeRule: cumulative_ends,
    HighWaterRule: high_water_ends,
    NearestRule: _nearest_ends,
}

"""An assessment as a rule sees it: checked, filtered, and with the method it is scored by."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from socialmaturity.assessment.outcome import UNKNOWN
from socialmaturity.assessment.reading import Found, read
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    IncompleteAssessmentError,
    InvalidValueError,
    UnknownReferenceError,
)
from socialmaturity.identifiers import LimitationId
from socialmaturity.model.framework import Framework
from socialmaturity.model.indicator import Indicator
from socialmaturity.model.scale import Scale
from socialmaturity.scoring.explanation import SetAside
from socialmaturity.scoring.method import Method, Policy

if TYPE_CHECKING:
    from socialmaturity.scoring.result import Result


class Case(NamedTuple):
    """What a rule is given.

    Args:
        framework: What is scored.
        assessment: As it came.
        method: What is asked for.
        scale: What was answered on.
        found: Outcome and place on the scale of each indicator that is
            scored, in order of the framework, after the filters.
        present: The limitations found present, in order.
        set_aside: Why a finding does not count, by id; empty where all do.
    """

    framework: Framework
    assessment: Assessment
    method: Method
    scale: Scale
    found: Mapping[str, Found]
    present: tuple[LimitationId, ...]
    set_aside: Mapping[str, SetAside]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that are scored, in order of the framework."""
        every = self.framework.indicators
        if self.method.dimension is None:
            return every
        return tuple(own for own in every if own.id in self.found)


def make_case(assessment: Assessment, framework: Framework, method: Method) -> Case:
    """Return an assessment checked against a framework that asks something, and filtered.

    Args:
        assessment: Raw.
        framework: The one it names.
        method: What is asked for.

    Returns:
        What a rule is given.

    Raises:
        InvalidAssessmentError: The two do not fit.
        InvalidValueError: The framework has no scored indicator.
        UnknownIndicatorError: The method names one that is not there.
        UnknownReferenceError: It names a dimension that is not there.
        IncompleteAssessmentError: Something is unknown, and the policy is
            ``error``.
    """
    if not framework.indicators:
        raise InvalidValueError(
            f"framework {framework.id!r} has no scored indicators, so nothing can be scored",
            value=framework.id,
        )
    reading = read(assessment, framework)
    found, aside = reading.found, _NOTHING
    if method.filters:
        from socialmaturity.scoring.filters import filtered  # those who filter pay for it

        found, aside = filtered(assessment, framework, reading, method)
    if method.dimension is not None:
        found = _within(found, framework, method.dimension)
        aside = {own: reason for own, reason in aside.items() if own in found}
    if method.policy is Policy.ERROR:
        unknown = [own for own, (outcome, _) in found.items() if outcome in UNKNOWN]
        if unknown:
            raise IncompleteAssessmentError(unknown)
    return Case(framework, assessment, method, reading.scale, found, reading.present, aside)


def _within(found: Mapping[str, Found], framework: Framework, dimension: str) -> dict[str, Found]:
    known = [own.id for own in framework.dimensions]
    if dimension not in known:
        raise UnknownReferenceError(dimension, known, within="the dimensions", path="dimension")
    own = {one.id for one in framework.indicators if one.dimension == dimension}
    if not own:
        raise InvalidValueError(
            f"dimension {dimension!r} has no scored indicators", path="dimension", value=dimension
        )
    return {one: place for one, place in found.items() if one in own}


def score_case(assessment: Assessment, framework: Framework, method: Method) -> "Result":
    """Return what an assessment comes to by a method.

    Args:
        assessment: Raw; may be empty.
        framework: The one it names.
        method: Rule, policy and filters.

    Returns:
        The result of the rule.
    """
    return method.rule.score(make_case(assessment, framework, method))


_NOTHING: Final[Mapping[str, SetAside]] = MappingProxyType({})

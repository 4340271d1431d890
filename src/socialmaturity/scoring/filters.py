"""Findings that do not count: evidence too weak, of another time, or a refused not-applicable."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from socialmaturity.assessment.finding import Finding, Strength
from socialmaturity.assessment.outcome import Outcome
from socialmaturity.assessment.reading import Found, Reading
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import UnknownIndicatorError
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.explanation import SetAside
from socialmaturity.scoring.method import Method

_LEFT_OPEN: Final[Found] = (Outcome.NOT_ASSESSED, None)
_ORDER: Final = tuple(Strength)


def filtered(
    assessment: Assessment, framework: Framework, reading: Reading, method: Method
) -> tuple[Mapping[str, Found], Mapping[str, SetAside]]:
    """Return the findings that count, and why the others do not.

    What is set aside becomes *not assessed*, so that it widens the range
    and never lowers the result unseen.

    Args:
        assessment: Its findings say what they rest on and when they were
            made; an answer in the short form is an assertion of the day of
            the assessment.
        framework: The one it names.
        reading: Both together.
        method: What counts.

    Returns:
        Outcome and place of each indicator, and the reasons by id. Where
        more indicators than allowed are called not applicable, none of
        these is accepted, since nothing says which.

    Raises:
        UnknownIndicatorError: The method forbids *not applicable* for what
            is not there.
    """
    for own in method.never_not_applicable:
        _known(framework, own)
    long_form = {finding.indicator: finding for finding in assessment.findings}
    aside: dict[str, SetAside] = {}
    for own, (outcome, _) in reading.found.items():
        if outcome in (Outcome.RATED, Outcome.NOT_APPLICABLE):
            reason = _reason(assessment, long_form.get(own), method)
            if reason is not None:
                aside[own] = reason
    claimed = [
        own
        for own, (outcome, _) in reading.found.items()
        if outcome is Outcome.NOT_APPLICABLE and own not in aside
    ]
    forbidden = [own for own in claimed if own in method.never_not_applicable]
    aside |= dict.fromkeys(forbidden, SetAside.NEVER_NOT_APPLICABLE)
    accepted = [own for own in claimed if own not in aside]
    if method.most_not_applicable is not None and len(accepted) > method.most_not_applicable:
        aside |= dict.fromkeys(accepted, SetAside.TOO_MANY_NOT_APPLICABLE)
    found = {own: _LEFT_OPEN if own in aside else place for own, place in reading.found.items()}
    return found, {own: aside[own] for own in reading.found if own in aside}


def _known(framework: Framework, indicator: str) -> None:
    try:
        framework.indicator(indicator)
    except UnknownIndicatorError as error:
        raise error.under("never_not_applicable") from None


def _reason(assessment: Assessment, finding: Finding | None, method: Method) -> SetAside | None:
    """Return why a finding does not count, or ``None``."""
    if method.strength is not None and _strength(finding) < _ORDER.index(method.strength):
        return SetAside.WEAK_EVIDENCE
    if method.as_of is None:
        return None
    observed, until = assessment.assessed_on, None
    if finding is not None:
        observed, until = finding.observed_on or observed, finding.valid_until
    return _out_of_time(observed, until, method.as_of, method.valid_for)


def _strength(finding: Finding | None) -> int:
    """Return how strong the strongest evidence is; a bare answer is an assertion."""
    evidence = () if finding is None else finding.evidence
    return max((_ORDER.index(own.strength) for own in evidence), default=0)


def _out_of_time(
    observed: date | None, until: date | None, as_of: date, valid_for: int | None
) -> SetAside | None:
    if observed is not None and observed > as_of:
        return SetAside.LATER
    if until is not None:
        return SetAside.EXPIRED if until < as_of else None
    if valid_for is None:
        return None
    if observed is None:
        return SetAside.UNDATED
    return SetAside.EXPIRED if (as_of - observed).days > valid_for else None

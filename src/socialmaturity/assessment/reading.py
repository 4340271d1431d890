"""An assessment meets its framework: every id and every label is checked."""

from collections.abc import Iterator

import attrs

from socialmaturity.assessment.outcome import Answer, Outcome, outcome_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidAnswerError,
    InvalidAssessmentError,
    SocialMaturityError,
    UnknownCheckError,
    UnknownIndicatorError,
)
from socialmaturity.identifiers import IndicatorId, LimitationId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import STANDARD_SCALES, YES_NO, Level, Scale


@attrs.frozen
class Reading:
    """An assessment whose every part was found in its framework.

    Args:
        scale: What was answered on.
        found: Outcome and place on the scale of each scored indicator, in
            order of the framework; the place is ``None`` unless rated.
        present: The limitations that were found present, in order.
    """

    scale: Scale
    found: dict[IndicatorId, tuple[Outcome, Level | None]]
    present: tuple[LimitationId, ...]


def scale_of(assessment: Assessment, framework: Framework) -> Scale:
    """Return what the answers of an assessment are given on.

    Args:
        assessment: May name a standard scale.
        framework: Has a scale of its own.

    Returns:
        The named scale, else the framework's.
    """
    return framework.scale if assessment.scale is None else STANDARD_SCALES[assessment.scale]


def assessment_problems(
    assessment: Assessment, framework: Framework
) -> tuple[SocialMaturityError, ...]:
    """Return all that keeps an assessment from meeting its framework.

    Args:
        assessment: Raw.
        framework: The one it names.

    Returns:
        Problems with their paths, in the assessment's order; empty when
        everything was found. An empty assessment has none.
    """
    return tuple(_problems(assessment, framework))


def read(assessment: Assessment, framework: Framework) -> Reading:
    """Return an assessment checked against its framework.

    Args:
        assessment: Raw; may be empty.
        framework: The one it names.

    Returns:
        Outcome and place of every indicator of the framework; one that the
        assessment does not name is not assessed.

    Raises:
        InvalidAssessmentError: Something does not fit; all problems come
            together.
    """
    problems = assessment_problems(assessment, framework)
    if problems:
        raise InvalidAssessmentError(str(assessment), problems)
    scale, given = scale_of(assessment, framework), assessment.found
    return Reading(
        scale,
        {
            indicator.id: _place(given.get(indicator.id), scale)
            for indicator in framework.indicators
        },
        tuple(
            limitation.id
            for limitation in framework.limitations
            if _place(assessment.checks.get(limitation.id), YES_NO)[1] == YES_NO.highest
        ),
    )


def _place(answer: Answer, scale: Scale) -> tuple[Outcome, Level | None]:
    outcome = outcome_of(answer)
    return outcome, scale.level(answer) if outcome is Outcome.RATED else None


def _problems(assessment: Assessment, framework: Framework) -> Iterator[SocialMaturityError]:
    if assessment.framework != framework.id:
        yield FrameworkMismatchError(
            f"the assessment is of framework {assessment.framework!r}, not {framework.id!r}",
            path="framework",
            value=assessment.framework,
        )
        return
    if assessment.version not in (None, framework.version):
        yield FrameworkMismatchError(
            f"the assessment answers version {assessment.version!r} of {framework.id!r},"
            f" and this is {framework.version!r}",
            path="version",
            value=assessment.version,
        )
    scored = {indicator.id for indicator in framework.indicators}
    checked = {limitation.id for limitation in framework.limitations}
    scale = scale_of(assessment, framework)
    for place, name, answer in _given(assessment):
        if name not in scored:
            hint = "it is a limitation: put it into checks" if name in checked else ""
            yield UnknownIndicatorError(
                name, sorted(scored), within=f"framework {framework.id!r}", hint=hint, path=place
            )
        else:
            yield from _off_scale(answer, scale, place)
    for name, answer in assessment.checks.items():
        if name not in checked:
            hint = "it is an indicator: put it into answers" if name in scored else ""
            yield UnknownCheckError(
                name,
                sorted(checked),
                within=f"framework {framework.id!r}",
                hint=hint,
                path=f"checks.{name}",
            )
        else:
            yield from _off_scale(answer, YES_NO, f"checks.{name}")


def _given(assessment: Assessment) -> Iterator[tuple[str, str, Answer]]:
    for name, answer in assessment.answers.items():
        yield f"answers.{name}", name, answer
    for index, finding in enumerate(assessment.findings):
        yield f"findings[{index}]", finding.indicator, finding.answer


def _off_scale(answer: Answer, scale: Scale, place: str) -> Iterator[SocialMaturityError]:
    try:
        _place(answer, scale)
    except InvalidAnswerError as error:
        yield error.under(place)

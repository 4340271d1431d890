"""An assessment meets its framework: every id and every label is checked."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import attrs

from socialmaturity.assessment.outcome import (
    CANNOT_TELL,
    NOT_APPLICABLE,
    Answer,
    Outcome,
    outcome_of,
)
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidAnswerError,
    InvalidAssessmentError,
    SocialMaturityError,
    UnknownCheckError,
    UnknownIndicatorError,
    UnknownScaleError,
    expect,
)
from socialmaturity.identifiers import LimitationId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import STANDARD_SCALES, YES_NO, Level, Scale, meant_scale

Found = tuple[Outcome, Level | None]
"""Outcome of an indicator, and its place on the scale where it is rated."""

_NOT_ASSESSED: Final[Found] = (Outcome.NOT_ASSESSED, None)


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
    found: Mapping[str, Found] = attrs.field(hash=False)
    present: tuple[LimitationId, ...]


def scales_of(framework: Framework) -> dict[str, Scale]:
    """Return what an assessment of a framework can be answered on, by id."""
    return {**STANDARD_SCALES, framework.scale.id: framework.scale}


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

    Raises:
        WrongTypeError: Something else than an assessment and a framework.
    """
    return _examine(assessment, framework)[1]


def read(assessment: Assessment, framework: Framework) -> Reading:
    """Return an assessment checked against its framework.

    Args:
        assessment: Raw; may be empty.
        framework: The one it names.

    Returns:
        Outcome and place of every indicator of the framework; one that the
        assessment does not name is not assessed.

    Raises:
        WrongTypeError: Something else than an assessment and a framework.
        InvalidAssessmentError: Something does not fit; all problems come
            together.
    """
    expect(assessment, Assessment, "assessment")
    expect(framework, Framework, "framework")
    quick = _read_labels(assessment, framework)
    if quick is not None:
        return quick
    reading, problems = _examine(assessment, framework)
    if problems:
        raise InvalidAssessmentError(str(assessment), problems)
    return reading


def _read_labels(assessment: Assessment, framework: Framework) -> Reading | None:
    """Read the common case: labels of the framework's own scale, and nothing wrong.

    ``None`` where it is another case; then each answer is looked at closely.
    """
    if (
        assessment.framework != framework.id
        or assessment.version not in (None, framework.version)
        or assessment.scale not in (None, framework.scale.id)
        or assessment.checks
        or not framework.scale.labels
    ):
        return None
    places = _places(framework.scale)
    found = _open_findings(framework).copy()
    for name, answer in assessment.found.items():
        place = places.get(answer) if isinstance(answer, str | None) else None
        if place is None or name not in found:
            return None
        found[name] = place
    return Reading(framework.scale, found, ())


@lru_cache(maxsize=32)
def _places(scale: Scale) -> dict[str | None, Found]:
    """Return what each label says, and each word for an answer that is none."""
    places: dict[str | None, Found] = {
        label: (Outcome.RATED, rank) for rank, label in enumerate(scale.labels)
    }
    places |= {outcome.value: (outcome, None) for outcome in (CANNOT_TELL, NOT_APPLICABLE)}
    return places | {None: _NOT_ASSESSED}


@lru_cache(maxsize=32)
def _open_findings(framework: Framework) -> dict[str, Found]:
    """Return an assessment of nothing; to be copied."""
    return {own.id: _NOT_ASSESSED for own in framework.indicators}


def _examine(
    assessment: Assessment, framework: Framework
) -> tuple[Reading, tuple[SocialMaturityError, ...]]:
    """Look every id and answer up, once; the reading is whole where there is no problem."""
    expect(assessment, Assessment, "assessment")
    expect(framework, Framework, "framework")
    scale = scales_of(framework).get(assessment.scale or framework.scale.id, framework.scale)
    found = _open_findings(framework).copy()
    checked: dict[str, Found] = {own.id: _NOT_ASSESSED for own in framework.limitations}
    problems = [*_mismatches(assessment, framework)]
    if assessment.framework == framework.id:
        within = f"framework {framework.id!r}"
        indicators, limitations = tuple(sorted(found)), tuple(sorted(checked))
        for path, name, answer in _given(assessment):
            if name not in found:
                hint = "it is a limitation: put it into checks" if name in checked else ""
                problems.append(
                    UnknownIndicatorError(name, indicators, within=within, hint=hint, path=path)
                )
            else:
                problems += map(_with_way_out, _place(found, name, answer, scale, path))
        for name, answer in assessment.checks.items():
            path = f"checks.{name}"
            if name not in checked:
                hint = "it is an indicator: put it into answers" if name in found else ""
                problems.append(
                    UnknownCheckError(name, limitations, within=within, hint=hint, path=path)
                )
            else:
                problems += _place(checked, name, answer, YES_NO, path)
    present = (own.id for own in framework.limitations if checked[own.id][1] == YES_NO.highest)
    return Reading(scale, found, tuple(present)), tuple(problems)


def _mismatches(assessment: Assessment, framework: Framework) -> Iterator[SocialMaturityError]:
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
    if assessment.scale is not None and assessment.scale not in scales_of(framework):
        yield UnknownScaleError(assessment.scale, scales_of(framework), path="scale")


def _given(assessment: Assessment) -> Iterator[tuple[str, str, Answer]]:
    for name, answer in assessment.answers.items():
        yield f"answers.{name}", name, answer
    for index, finding in enumerate(assessment.findings):
        yield f"findings[{index}]", finding.indicator, finding.answer


def _place(
    places: dict[str, Found], name: str, answer: Answer, scale: Scale, path: str
) -> Iterator[InvalidAnswerError]:
    """Keep where an answer lies, or give what is wrong with it."""
    outcome = outcome_of(answer)
    try:
        places[name] = (outcome, scale.level(answer) if outcome is Outcome.RATED else None)
    except InvalidAnswerError as error:
        yield error.under(path)


def _with_way_out(error: InvalidAnswerError) -> InvalidAnswerError:
    """Name the standard scale that an answer may have been meant on."""
    scale = meant_scale(error)
    if scale is None:
        return error
    return InvalidAnswerError(
        f"{error.message}; to answer like that, give the assessment scale={scale.id!r}",
        path=error.path,
        value=error.value,
    )

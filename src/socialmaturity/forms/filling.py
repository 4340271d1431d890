"""Stored assessments as data that fill a form in."""

from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Answer, Outcome, outcome_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidAnswerError,
    InvalidAssessmentError,
    SocialMaturityError,
    UnknownCheckError,
    UnknownIndicatorError,
    expect,
)
from socialmaturity.forms.questionnaire import AboutField, FormQuestion, Questionnaire
from socialmaturity.forms.slots import (
    LONGEST_LINE,
    LONGEST_NOTE,
    Key,
    Part,
    Shape,
    Slot,
    place_in,
    slots,
    survey_value,
)
from socialmaturity.mapping.collection import Loss
from socialmaturity.model.scale import YES_NO, show_number

Entries = dict[Key, str | int | float]
"""What each field of a form shows; a field that is not here is empty."""


@attrs.frozen(kw_only=True)
class FormData:
    """What fills a form in, and what the form cannot show.

    Args:
        data: For the form library, and for JSON.
        losses: What of the assessment is not in *data*, in order; empty
            where nothing is missing.
    """

    data: dict[str, Any] = attrs.field(hash=False)
    losses: tuple[Loss, ...] = ()


def to_form_data(
    assessment: Assessment, asked: Questionnaire, *, shape: Shape = "json-form"
) -> FormData:
    """Return a stored assessment as data that fill a form in.

    Args:
        assessment: Of the framework that is asked.
        asked: The questionnaire that the form was made from.
        shape: ``json-form`` for the two libraries that read JSON Schema,
            ``surveyjs`` for SurveyJS.

    Returns:
        The data, and what the form has no field for, such as evidence. To
        keep that, give the assessment as ``stored`` when answers are read.

    Raises:
        WrongTypeError: Something else than an assessment, a questionnaire
            and text.
        InvalidValueError: No such shape.
        InvalidAssessmentError: The assessment does not fit what is asked;
            all problems come together.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> acme = sm.Assessment(framework="solis", answers={"listening": "F"})
        >>> to_form_data(acme, questionnaire(sm.SOLIS), shape="surveyjs").data
        {'listening': 'F'}
    """
    place = place_in(shape)
    entries, losses = entries_of(assessment, asked)
    data: dict[str, Any] = {}
    for slot in slots(asked):
        *sections, name = place(slot)
        part = data
        for section in sections:
            part = part.setdefault(section, {})
        if slot.key in entries:
            value = entries[slot.key]
            coded = shape == "surveyjs" and bool(slot.options)
            part[name] = survey_value(value) if coded and isinstance(value, str) else value
    return FormData(data=data, losses=losses)


def entries_of(assessment: Assessment, asked: Questionnaire) -> tuple[Entries, tuple[Loss, ...]]:
    """Return what the fields of a form show of an assessment, and what none shows.

    Args:
        assessment: Of the framework that is asked.
        asked: The questionnaire.

    Returns:
        Values by field, and the losses in order.

    Raises:
        WrongTypeError: Something else than these two.
        InvalidAssessmentError: The assessment does not fit what is asked.
    """
    expect(assessment, Assessment, "assessment")
    expect(asked, Questionnaire, "asked")
    filling = _Filling(asked)
    filling.mismatches(assessment)
    if not filling.problems:
        filling.about(assessment)
        for name, answer in assessment.answers.items():
            filling.answer(name, answer, f"answers.{name}")
        for index, finding in enumerate(assessment.findings):
            filling.answer(finding.indicator, finding.answer, f"findings[{index}]")
            filling.beside(finding)
        for name, answer in assessment.checks.items():
            filling.check(name, answer, f"checks.{name}")
    if filling.problems:
        raise InvalidAssessmentError(f"{assessment}, for its form", filling.problems)
    return filling.entries, tuple(filling.losses)


class _Filling:
    """Fields of a form as they are filled, with what goes wrong and what goes missing."""

    def __init__(self, asked: Questionnaire) -> None:
        self.asked = asked
        self.entries: Entries = {}
        self.losses: list[Loss] = []
        self.problems: list[SocialMaturityError] = []
        self._slots = {slot.key: slot for slot in slots(asked)}
        self._questions = {own.id: own for own in asked.questions}
        self._within = f"the questionnaire of {asked.framework!r}"

    def mismatches(self, assessment: Assessment) -> None:
        """Keep whether the assessment answers what is asked at all."""
        asked = self.asked
        if assessment.framework != asked.framework:
            self._mismatch(
                f"the assessment is of framework {assessment.framework!r}, and the form asks"
                f" {asked.framework!r}",
                "framework",
                assessment.framework,
            )
            return
        if assessment.version not in (None, asked.version):
            self._mismatch(
                f"the assessment answers version {assessment.version!r}, and the form asks version"
                f" {asked.version!r}",
                "version",
                assessment.version,
            )
        if (assessment.scale is None and not asked.own_scale) or assessment.scale not in (
            None,
            asked.scale.id,
        ):
            given = "the framework's own" if assessment.scale is None else repr(assessment.scale)
            self._mismatch(
                f"the assessment is answered on scale {given}, and the form asks on"
                f" {asked.scale.id!r}; make the questionnaire with the same scale=",
                "scale",
                assessment.scale,
            )

    def _mismatch(self, message: str, path: str, value: object) -> None:
        self.problems.append(FrameworkMismatchError(message, path=path, value=value))

    def about(self, assessment: Assessment) -> None:
        """Fill in what is asked about the assessment as a whole."""
        for field in AboutField:
            value = getattr(assessment, field.value)
            if value:
                self._written((field.value, Part.ABOUT), str(value), field.value)

    def answer(self, name: str, answer: Answer, path: str) -> None:
        """Fill in the answer to an indicator."""
        question = self._questions.get(name)
        if question is None or question.optional:
            known = (own.id for own in self.asked.questions if not own.optional)
            self.problems.append(UnknownIndicatorError(name, known, within=self._within, path=path))
        else:
            self._chosen(question, answer, path)

    def check(self, name: str, answer: Answer, path: str) -> None:
        """Fill in an optional check; where none is asked, it is a loss."""
        question = self._questions.get(name)
        if question is not None and question.optional:
            self._chosen(question, answer, path)
        elif self.asked.checks:
            known = (own.id for own in self.asked.questions if own.optional)
            self.problems.append(UnknownCheckError(name, known, within=self._within, path=path))
        else:
            self._lose("check", path, "the form asks no checks")

    def beside(self, finding: Finding) -> None:
        """Fill in a note, and tell what else stands beside an answer."""
        name = finding.indicator
        if finding.note:
            self._written((name, Part.NOTE), finding.note, f"{name}: note")
        for field, told in _NO_FIELD.items():
            if getattr(finding, field):
                self._lose(field.replace("_", "-"), name, told)

    def _chosen(self, question: FormQuestion, answer: Answer, path: str) -> None:
        outcome = outcome_of(answer)
        if outcome is not Outcome.RATED:
            part = Part.OUTCOME if question.is_number else Part.ANSWER
            self.entries[question.id, part] = outcome.value
            return
        scale = YES_NO if question.optional else self.asked.scale
        try:
            level = scale.level(answer)
        except InvalidAnswerError as error:
            self.problems.append(error.under(path))
            return
        value = scale.labels[int(level)] if scale.labels else self._number(level, question.id)
        self.entries[question.id, Part.ANSWER] = value

    def _number(self, level: int | Fraction, name: str) -> int | float:
        """Return a number as JSON has it, and tell where it says it but nearly."""
        number = int(level) if level == int(level) else float(level)
        if Fraction(repr(number)) != level:
            self._lose("number", name, f"{show_number(level)[:50]} is shown as {number}")
        return number

    def _written(self, key: Key, text: str, what: str) -> None:
        slot = self._slots.get(key)
        if slot is None:
            self._lose(key[1].value, what, "the form has no field for it")
        elif len(text) > longest(slot):
            self._lose("too-long", what, f"it has more than {longest(slot)} characters")
        else:
            self.entries[key] = text

    def _lose(self, code: str, what: str, told: str) -> None:
        self.losses.append(Loss(code=code, what=what, told=told))


_NO_FIELD = {
    "evidence": "the form does not show the evidence",
    "assessor": "the form does not show who judged this one",
    "observed_on": "the form does not show when it was seen",
    "valid_until": "the form does not show how long it holds",
}


def longest(slot: Slot) -> int:
    """Return the largest number of characters that may be written into a field."""
    return LONGEST_NOTE if slot.is_note else LONGEST_LINE

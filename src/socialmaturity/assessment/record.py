"""An assessment: who was assessed with which framework, and what was found."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial
from typing import Any, Final

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Answers, RawAnswer
from socialmaturity.errors import (
    DuplicateFindingError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import FrameworkId, parse_framework_id
from socialmaturity.model.fields import (
    are_all,
    is_line,
    is_one_line,
    is_optional,
    is_text,
    parse_day,
    repeated,
)


def _parse_assessed_on(day: date | str | None) -> date | None:
    return None if day is None else parse_day(day, "assessed_on")


def _answers_under(name: str, answers: Mapping[str, RawAnswer]) -> Answers:
    try:
        return answers if isinstance(answers, Answers) else Answers(answers)
    except SocialMaturityError as error:
        raise error.under(name) from None


def _to_answers(answers: Mapping[str, RawAnswer]) -> Answers:
    return _answers_under("answers", answers)


def _to_checks(checks: Mapping[str, RawAnswer]) -> Answers:
    return _answers_under("checks", checks)


@attrs.frozen(kw_only=True)
class Assessment:
    """What was found about one organisation, as it was written down.

    An assessment is raw: ids and labels are checked when it meets a
    framework, in `score` or `assessment_problems`.

    Args:
        framework: Id of the framework.
        version: Of the framework's record that was answered; ``None`` for
            whichever it meets.
        subject: The organisation.
        unit: The part of it that was assessed; empty for the whole.
        assessed_on: A date, or text such as ``2026-11-01``; ``None`` where
            nobody says.
        assessor: Who judged.
        scale: Id of the scale that was answered on, a standard one
            (``nplf``, ``yes-no``, ``zero-to-one``) or the framework's own;
            ``None`` for the framework's own.
        answers: The short form: answer by id of the indicator. An indicator
            that is not here was not assessed.
        findings: The long form, with evidence; an indicator stands in one of
            the two forms.
        checks: Answers to the optional checks by id of the limitation; yes
            means that the limitation is present.
        note: Anything else.

    Raises:
        DuplicateFindingError: Two findings, or a finding and an answer, name
            one indicator.

    Examples:
        >>> acme = Assessment(framework="solis", subject="Acme", answers={"listening": "F"})
        >>> attrs.evolve(acme, answers={**acme.answers, "reporting": "L"}).answers["reporting"]
        'L'
    """

    framework: FrameworkId = attrs.field(converter=parse_framework_id)
    version: str | None = attrs.field(default=None, validator=is_optional(is_line))
    subject: str = attrs.field(default="", validator=is_one_line)
    unit: str = attrs.field(default="", validator=is_one_line)
    assessed_on: date | None = attrs.field(default=None, converter=_parse_assessed_on)
    assessor: str = attrs.field(default="", validator=is_one_line)
    scale: str | None = attrs.field(default=None, validator=is_optional(is_line))
    answers: Answers = attrs.field(factory=Answers, converter=_to_answers)
    findings: tuple[Finding, ...] = attrs.field(default=(), validator=are_all(Finding))
    checks: Answers = attrs.field(factory=Answers, converter=_to_checks)
    note: str = attrs.field(default="", validator=is_text)

    def __attrs_post_init__(self) -> None:
        named = [*self.answers, *(finding.indicator for finding in self.findings)]
        for twice in repeated(named):
            raise DuplicateFindingError(
                f"indicator {shown(twice)} has two findings, or a finding and an answer; keep one",
                path="findings",
                value=twice,
            )

    def __str__(self) -> str:
        who = " ".join(
            part for part in (self.subject, f"({self.unit})" if self.unit else "") if part
        )
        return f"{who or 'an organisation'}, assessed with {self.framework}"

    def with_answers(self, changes: Mapping[str, RawAnswer | Finding]) -> "Assessment":
        """Return the assessment with some answers given anew.

        Args:
            changes: By id of the indicator, each an answer, ``None`` to take
                one back, or a finding with its evidence.

        Returns:
            A new assessment; what stood there of these indicators is gone,
            evidence included.

        Raises:
            WrongTypeError: No mapping, or no answer.
            InvalidValueError: A finding of another indicator.

        Examples:
            >>> acme = Assessment(framework="solis", answers={"listening": "P"})
            >>> acme.with_answers({"listening": "F"}).answers["listening"]
            'F'
        """
        if not isinstance(changes, Mapping):
            raise WrongTypeError(
                f"expected answers by id, such as {{'listening': 'F'}}, not {shown(changes)}",
                path="changes",
                value=changes,
            )
        for own, change in changes.items():
            if isinstance(change, Finding) and change.indicator != own:
                raise InvalidValueError(
                    f"the finding is of {shown(change.indicator)}, not of {shown(own)}",
                    path=f"changes.{own}",
                    value=change.indicator,
                )
        kept = {own: one for own, one in self.answers.items() if own not in changes}
        return attrs.evolve(
            self,
            answers=kept
            | {own: one for own, one in changes.items() if not isinstance(one, Finding)},
            findings=tuple(own for own in self.findings if own.indicator not in changes)
            + tuple(own for own in changes.values() if isinstance(own, Finding)),
        )

    @classmethod
    def unchecked(cls, parts: Mapping[str, Any]) -> "Assessment":
        """Return an assessment of parts that are known to be sound, without a look at them.

        Args:
            parts: By name of the field, each as this class keeps it; those
                that have a default may be left out.

        Returns:
            The same as ``Assessment(**parts)``, for readers that have looked.
        """
        own = cls.__new__(cls)
        put = partial(object.__setattr__, own)
        for name, value in {**_DEFAULTS, **parts}.items():
            put(name, value)
        return own

    @cached_property
    def found(self) -> Answers:
        """The answers of both forms, by id of the indicator."""
        if not self.findings:
            return self.answers
        return Answers({**self.answers, **{own.indicator: own.answer for own in self.findings}})


_BARE: Final = Assessment(framework=parse_framework_id("bare"))
_DEFAULTS: Final[Mapping[str, Any]] = {
    own.name: getattr(_BARE, own.name) for own in attrs.fields(Assessment)
}

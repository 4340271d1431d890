"""One judged item, and what the judgement rests on."""

from datetime import date
from enum import StrEnum

import attrs

from socialmaturity.assessment.outcome import (
    Answer,
    Outcome,
    RawAnswer,
    identity,
    keep_answer,
    outcome_of,
)
from socialmaturity.model.fields import are_all, is_line, is_text, parse_day, parse_word


class Strength(StrEnum):
    """How strong a piece of evidence is, weakest first."""

    ASSERTED = "asserted"
    """Somebody says so."""
    DOCUMENTED = "documented"
    """A document says so."""
    OBSERVED = "observed"
    """The assessor has seen it."""
    VERIFIED = "verified"
    """Somebody else has checked it."""


def _parse_strength(text: str) -> Strength:
    return parse_word(Strength, text, "strength")


def parse_observed_on(day: date | str | None) -> date | None:
    """Return the day as a date; ``None`` stays."""
    return None if day is None else parse_day(day, "observed_on")


@attrs.frozen(kw_only=True)
class Evidence:
    """What a finding rests on.

    Args:
        text: What it is, in one line.
        strength: How strong it is.
        reference: Where it can be found; empty where nobody says.
        observed_on: When it was seen; ``None`` where nobody says.
    """

    text: str = attrs.field(validator=is_line)
    strength: Strength = attrs.field(default=Strength.ASSERTED, converter=_parse_strength)
    reference: str = attrs.field(default="", validator=is_text)
    observed_on: date | None = attrs.field(default=None, converter=parse_observed_on)


def parse_valid_until(day: date | str | None) -> date | None:
    """Return the day as a date; ``None`` stays."""
    return None if day is None else parse_day(day, "valid_until")


def _keep(answer: RawAnswer) -> Answer:
    return keep_answer(answer, "answer")


@attrs.frozen(kw_only=True)
class Finding:
    """One judged item with what is known about the judgement.

    Args:
        indicator: Id of the indicator; looked up when it meets a framework.
        answer: As in the short form of an assessment: a label, a number,
            yes or no, ``CANNOT_TELL``, ``NOT_APPLICABLE`` or ``None``.
        evidence: What it rests on; may be empty.
        assessor: Who judged, where that is not the assessment's assessor.
        observed_on: When, where that is not the assessment's day.
        valid_until: The last day that it holds for; ``None`` where nobody
            says. It matters where a result is asked for *as of* a day.
        note: Anything else.
    """

    indicator: str = attrs.field(validator=is_line)
    answer: Answer = attrs.field(default=None, converter=_keep, eq=identity)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), validator=are_all(Evidence))
    assessor: str = attrs.field(default="", validator=is_text)
    observed_on: date | None = attrs.field(default=None, converter=parse_observed_on)
    valid_until: date | None = attrs.field(default=None, converter=parse_valid_until)
    note: str = attrs.field(default="", validator=is_text)

    @property
    def outcome(self) -> Outcome:
        """What became of the question."""
        return outcome_of(self.answer)

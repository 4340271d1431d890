"""What people filled in, back as an assessment: strict, and all problems together."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final, cast

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Answer, keep_answer
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    ContradictionError,
    InvalidAnswerError,
    InvalidAssessmentError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.forms.filling import Entries, entries_of, longest
from socialmaturity.forms.questionnaire import STANDING_FOR_NONE, FormQuestion, Questionnaire
from socialmaturity.forms.slots import LONGEST_NOTE, RATED, Key, Part, Slot, slots
from socialmaturity.identifiers import LONGEST
from socialmaturity.model.fields import Number, parse_day, parse_number, refuse_control
from socialmaturity.model.scale import YES_NO, ZERO_TO_ONE, Scale

Raw = dict[Key, tuple[str, Any]]
"""What came for each field, and where it stood."""

Problems = list[SocialMaturityError]

_MOST_UNKNOWN: Final = 100


def fields_of(
    data: object, known: Mapping[str, object], path: str, hint: Callable[[str], str]
) -> tuple[dict[str, Any], Problems]:
    """Return the fields of one object that the form has, and problems for all others.

    Args:
        data: What came.
        known: The fields that the form has, by name.
        path: Where the object stands; empty for the whole.
        hint: What to add to the problem of an unknown name; may be empty.

    Returns:
        What came for the known fields, and the problems. Where more than 100
        names are unknown they are one problem together.
    """
    if not isinstance(data, Mapping):
        what = "an object with the answers" if path else "an object with the answers of a form"
        return {}, [WrongTypeError(f"expected {what}, not {shown(data)}", path=path, value=data)]
    table = cast("Mapping[object, Any]", data)
    others = [name for name in table if not (isinstance(name, str) and name in known)]
    found = {name: table[name] for name in known if name in table}
    if len(others) > _MOST_UNKNOWN:
        problem = InvalidValueError(
            f"{len(others)} fields that the form does not have, such as {shown(others[0])}",
            path=path,
            value=len(others),
        )
        return found, [problem]
    return found, [_unknown(name, known, path, hint) for name in others]


def _unknown(
    name: object, known: Mapping[str, object], path: str, hint: Callable[[str], str]
) -> SocialMaturityError:
    if not isinstance(name, str):
        return WrongTypeError(f"a field is named by text, not {shown(name)}", path=path, value=name)
    within = f"section {path!r} of the form" if path else "the form"
    part = name if name.isprintable() and len(name) <= LONGEST else shown(name)
    place = ".".join(filter(None, (path, part)))
    return UnknownKeyError(name, known, within=within, hint=hint(name), path=place)


def read_fields(
    asked: Questionnaire,
    raw: Raw,
    problems: Problems,
    *,
    given: Mapping[str, Any],
    stored: Assessment | None,
) -> Assessment:
    """Return the assessment that the fields of a form say.

    Args:
        asked: The questionnaire.
        raw: What came for each field.
        problems: What went wrong before.
        given: Fields of the assessment that the application knows; ``None``
            for those that it does not.
        stored: What the form was filled in with; ``None`` for nothing.

    Returns:
        The assessment.

    Raises:
        InvalidAssessmentError: Something cannot be read, or *stored* does
            not fit the questionnaire.
    """
    base, before = _base(asked, stored)
    known = {name: value for name, value in given.items() if value not in (None, "")}
    base = attrs.evolve(base, **known)
    reading = _Reading(raw, problems)
    about = reading.about(asked, base, frozenset(known), before)
    answers = {own.id: reading.answer(asked, own) for own in asked.questions}
    if problems:
        raise InvalidAssessmentError(f"the filled-in form of {asked.framework!r}", problems)
    return attrs.evolve(base, **about, **_merged(asked, base, before, answers, reading.values))


def _base(asked: Questionnaire, stored: Assessment | None) -> tuple[Assessment, Entries]:
    """Return what the answers are put into, and what the form showed of it."""
    if stored is not None:
        return stored, entries_of(expect(stored, Assessment, "stored"), asked)[0]
    scale = None if asked.own_scale else asked.scale.id
    return Assessment(framework=asked.framework, version=asked.version, scale=scale), {}


class _Reading:
    """Values of the fields as they are read, with what goes wrong."""

    def __init__(self, raw: Raw, problems: Problems) -> None:
        self.raw = raw
        self.problems = problems
        self.values: Entries = {}

    def _read(self, key: Key, read: Callable[[Any], Any]) -> Any:
        """Return what a field says; ``None`` where it is open, or wrong."""
        if key not in self.raw:
            return None
        path, value = self.raw[key]
        try:
            self.values[key] = value
            return read(value)
        except SocialMaturityError as error:
            self.problems.append(error.under(path))
            return None

    def about(
        self, asked: Questionnaire, base: Assessment, known: AbstractSet[str], before: Entries
    ) -> dict[str, Any]:
        """Return the fields of the assessment that the form asks for."""
        told: dict[str, Any] = {}
        for slot in slots(asked):
            if slot.part is Part.ABOUT:
                name, was = slot.owner, getattr(base, slot.owner)
                value = self._read(slot.key, _reader_of(slot))
                emptied = slot.key in before and name not in known
                told[name] = value or (_NOTHING[name] if emptied else was)
                if name in known and told[name] != was:
                    self._contradict(slot.key, was)
        return told

    def _contradict(self, key: Key, known: object) -> None:
        said = shown(self.raw[key][1])
        self._wrong(
            key,
            ContradictionError,
            f"the form says {said}, and the application {shown(known)}; ask for it or give it, not"
            " both",
        )

    def answer(self, asked: Questionnaire, question: FormQuestion) -> tuple[Answer, str] | None:
        """Return answer and note; ``None`` where neither was given."""
        note = self._read((question.id, Part.NOTE), _read_note) or ""
        key = (question.id, Part.ANSWER)
        if question.is_number:
            given, answer = self._number(question)
        else:
            scale = YES_NO if question.optional else asked.scale
            given = key in self.raw
            answer = self._read(key, lambda value: _read_choice(value, scale))
        return (keep_answer(answer, ""), note) if given or note else None

    def _number(self, question: FormQuestion) -> tuple[bool, Answer]:
        """Return whether anything was said in place of a number, or one, and what."""
        number, outcome = (question.id, Part.ANSWER), (question.id, Part.OUTCOME)
        value = self._read(number, _read_number)
        why = self._read(outcome, _read_outcome)
        if why not in (None, RATED) and number in self.raw:
            self._wrong(outcome, ContradictionError, "a number and a reason why there is none")
        if why == RATED and number not in self.raw:
            self._wrong(outcome, MissingValueError, "there should be a number, and there is none")
        given = number in self.raw or outcome in self.raw
        return given, value if number in self.raw or why == RATED else why

    def _wrong(self, key: Key, cls: type[SocialMaturityError], message: str) -> None:
        path, value = self.raw[key]
        self.problems.append(cls(message, path=path, value=value))


_NOTHING: Final[dict[str, str | date | None]] = {
    "subject": "",
    "unit": "",
    "assessed_on": None,
    "assessor": "",
    "note": "",
}


def _merged(
    asked: Questionnaire,
    base: Assessment,
    before: Entries,
    answers: Mapping[str, tuple[Answer, str] | None],
    values: Entries,
) -> dict[str, Any]:
    """Return answers, findings and checks; what the form shows unchanged stays as it was."""
    findings = {own.indicator: own for own in base.findings}
    kept: dict[str, Answer | Finding] = {}
    checks = {} if asked.checks else dict(base.checks)
    for question in asked.questions:
        told = answers[question.id]
        if told is None:
            continue
        was = base.checks if question.optional else base.answers
        same = _same(question, before, values)
        if question.optional:
            checks[question.id] = was[question.id] if same else told[0]
        elif same and question.id in was:
            kept[question.id] = _noted(question.id, was[question.id], told[1])
        elif same and question.id in findings:
            kept[question.id] = _renoted(findings[question.id], told[1], before)
        else:
            kept[question.id] = _noted(question.id, *told)
    return {"checks": checks, **_forms(kept, findings)}


def _same(question: FormQuestion, before: Entries, values: Entries) -> bool:
    """Whether the form still shows the answer that it was filled in with."""
    parts = (Part.ANSWER, Part.OUTCOME)
    shown_before = [before.get((question.id, part)) for part in parts]
    shown_now = [values.get((question.id, part)) for part in parts]
    if shown_now[1] == RATED:
        shown_now[1] = None
    return shown_before == shown_now


def _noted(name: str, answer: Answer, note: str) -> Answer | Finding:
    return Finding(indicator=name, answer=answer, note=note) if note else answer


def _renoted(finding: Finding, note: str, before: Entries) -> Finding:
    """Return a finding with the note of the form; one that the form did not show stays."""
    shown_before = (finding.indicator, Part.NOTE) in before
    return attrs.evolve(finding, note=note) if note or shown_before else finding


def _forms(kept: Mapping[str, Answer | Finding], findings: Mapping[str, Finding]) -> dict[str, Any]:
    """Return the short form and the long, the findings of before in their order first."""
    order = [*(own for own in findings if own in kept), *kept]
    long_form = (kept[own] for own in dict.fromkeys(order))
    return {
        "answers": {name: own for name, own in kept.items() if not isinstance(own, Finding)},
        "findings": tuple(own for own in long_form if isinstance(own, Finding)),
    }


def _reader_of(slot: Slot) -> Callable[[Any], Any]:
    if slot.is_date:
        return _read_date
    return _read_note if slot.is_note else lambda value: _read_line(value, longest(slot))


def _read_date(value: Any) -> date:
    return parse_day(expect(value, str, ""), "")


def _read_line(value: Any, most: int) -> str:
    text = _read_text(value, most)
    if text.splitlines() not in ([], [text]):
        raise InvalidValueError(f"expected one line, not {shown(text)}", value=value)
    return text


def _read_note(value: Any) -> str:
    return _read_text(value, LONGEST_NOTE)


def _read_text(value: Any, most: int) -> str:
    text = expect(value, str, "")
    if len(text) > most:
        raise InvalidValueError(
            f"expected text of at most {most} characters, not of {len(text)}", value=value
        )
    refuse_control(text, "")
    return text


def _read_choice(value: Any, scale: Scale) -> Answer:
    """Read a label or an outcome; a number or a tick is neither."""
    words = (*scale.labels, *_OUTCOMES)
    if not isinstance(value, str):
        open_ = "; a question that is left open has no field at all" if value is None else ""
        raise WrongTypeError(
            f"expected one of {', '.join(map(repr, words))}, not {shown(value)}{open_}", value=value
        )
    if value not in _OUTCOMES:
        scale.level(value)
    return value


def _read_outcome(value: Any) -> str:
    words = (RATED, *_OUTCOMES)
    if not isinstance(value, str) or value not in words:
        raise InvalidAnswerError(
            f"expected one of {', '.join(map(repr, words))}, not {shown(value)}", value=value
        )
    return value


def _read_number(value: Any) -> Answer:
    if isinstance(value, bool) or not isinstance(value, Number):
        raise WrongTypeError(f"expected a number from 0 to 1, not {shown(value)}", value=value)
    ZERO_TO_ONE.level(value)
    return parse_number(value)


_OUTCOMES: Final = tuple(own.value for own in STANDING_FOR_NONE)

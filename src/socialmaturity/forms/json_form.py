"""Forms for libraries that read JSON Schema: react-jsonschema-form and JSON Forms."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import expect
from socialmaturity.forms.filling import longest
from socialmaturity.forms.questionnaire import Questionnaire
from socialmaturity.forms.reading import Raw, fields_of, read_fields
from socialmaturity.forms.slots import ABOUT, RATED, Part, Slot, place_in, slots_by_section

Json = dict[str, Any]
Choices = Callable[[Slot], Json]

_PLACE: Final = place_in("json-form")

_TEXT: Final = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]*$"
_LINE: Final = r"^[^\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]*$(?!\n)"
_DAY: Final = r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)"


def to_rjsf(asked: Questionnaire) -> Json:
    """Return a questionnaire for react-jsonschema-form.

    Args:
        asked: Any questionnaire.

    Returns:
        ``schema`` and ``uiSchema``, as its component takes them. The schema
        is JSON Schema, draft 7; nothing is required, and what it admits is
        what can be read. Answers lie in one object for each section, by id
        of the question.

    Raises:
        WrongTypeError: Something else than a questionnaire.

    References:
        JSON Schema Validation, draft 7, 2018. react-jsonschema-form 6,
        *uiSchema*.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> form = to_rjsf(questionnaire(sm.SOLIS))
        >>> form["schema"]["properties"]["stage-1"]["properties"]["listening"]["enum"][:2]
        ['N', 'P']
    """
    groups = slots_by_section(expect(asked, Questionnaire, "asked"))
    sections = {name: _rjsf_section(own) for name, own in groups.items()}
    return {
        "schema": _schema(asked, _enum),
        "uiSchema": {"ui:order": list(groups), **sections},
    }


def to_json_forms(asked: Questionnaire) -> Json:
    """Return a questionnaire for JSON Forms.

    Args:
        asked: Any questionnaire.

    Returns:
        ``schema`` and ``uischema``, as its component takes them. The schema
        admits what that of `to_rjsf` admits, and says what each option
        reads, so it serves as documentation of an interface, too.

    Raises:
        WrongTypeError: Something else than a questionnaire.

    References:
        JSON Schema Validation, draft 7, 2018. JSON Forms 3, *UI schema*.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> form = to_json_forms(questionnaire(sm.SOLIS))
        >>> form["schema"]["properties"]["stage-1"]["properties"]["listening"]["oneOf"][0]
        {'const': 'N', 'title': 'N: not achieved'}
    """
    groups = slots_by_section(expect(asked, Questionnaire, "asked"))
    sections = (_group(asked, name, own) for name, own in groups.items())
    elements = [*_labels(asked.title), *_labels(asked.description), *sections]
    return {
        "schema": _schema(asked, _one_of),
        "uischema": {"type": "VerticalLayout", "elements": elements},
    }


def _schema(asked: Questionnaire, choices: Choices) -> Json:
    groups = slots_by_section(asked)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": f"{asked.framework} {asked.version}",
        "title": asked.title,
        **_described(asked.description),
        "type": "object",
        "properties": {name: _section(asked, name, own, choices) for name, own in groups.items()},
        "additionalProperties": False,
    }


def _enum(slot: Slot) -> Json:
    """Return the bare values: rjsf takes the first constant of a ``oneOf`` for the default."""
    return {"enum": [own.value for own in slot.options]}


def _one_of(slot: Slot) -> Json:
    return {"oneOf": [{"const": own.value, "title": own.told} for own in slot.options]}


def _described(text: str) -> Json:
    return {"description": text} if text else {}


def _heading(asked: Questionnaire, section: str) -> tuple[str, str]:
    if section == ABOUT:
        return asked.word("word:about"), ""
    own = next(one for one in asked.sections if one.id == section)
    return own.title, own.description


def _section(asked: Questionnaire, section: str, own: Iterable[Slot], choices: Choices) -> Json:
    title, description = _heading(asked, section)
    fields = {_PLACE(slot)[1]: slot for slot in own}
    clashes = [one for slot in fields.values() for one in _clashes(slot, fields)]
    return {
        "title": title,
        **_described(description),
        "type": "object",
        "properties": {name: _field(slot, choices) for name, slot in fields.items()},
        "additionalProperties": False,
        **({"not": {"anyOf": clashes}} if clashes else {}),
    }


def _clashes(slot: Slot, fields: dict[str, Slot]) -> list[Json]:
    """Return what may not be: a number and a reason why there is none, or neither."""
    if slot.part is not Part.OUTCOME:
        return []
    outcome = _PLACE(slot)[1]
    number = next(name for name, one in fields.items() if one.key == (slot.owner, Part.ANSWER))
    reasons = [own.value for own in slot.options if own.value != RATED]
    return [
        {"required": [number, outcome], "properties": {outcome: {"enum": reasons}}},
        {
            "required": [outcome],
            "properties": {outcome: {"const": RATED}},
            "not": {"required": [number]},
        },
    ]


def _field(slot: Slot, choices: Choices) -> Json:
    return {"title": slot.title, **_described(slot.help), **_values(slot, choices)}


def _values(slot: Slot, choices: Choices) -> Json:
    if slot.options:
        return {"type": "string", **choices(slot)}
    if slot.is_number:
        return {"type": "number", "minimum": 0, "maximum": 1}
    if slot.is_date:
        return {"type": "string", "format": "date", "pattern": _DAY}
    pattern = _TEXT if slot.is_note else _LINE
    return {"type": "string", "maxLength": longest(slot), "pattern": pattern}


def _rjsf_section(own: Iterable[Slot]) -> Json:
    fields = {_PLACE(slot)[1]: _rjsf(slot) for slot in own}
    return {"ui:order": list(fields), **fields}


def _rjsf(slot: Slot) -> Json:
    if slot.options:
        return {"ui:widget": "radio", "ui:enumNames": [own.told for own in slot.options]}
    return {"ui:widget": "textarea", "ui:options": {"rows": 2}} if slot.is_note else {}


def _labels(text: str) -> list[Json]:
    return [{"type": "Label", "text": text}] if text else []


def _group(asked: Questionnaire, section: str, own: Iterable[Slot]) -> Json:
    title, description = _heading(asked, section)
    controls = (one for slot in own for one in _controls(slot))
    return {"type": "Group", "label": title, "elements": [*_labels(description), *controls]}


def _controls(slot: Slot) -> Iterator[Json]:
    """Give a field; a long question would not fit on the edge of one that is written into."""
    section, name = _PLACE(slot)
    options: Json = {"showUnfocusedDescription": True}
    if slot.options:
        options["format"] = "radio"
    if slot.is_note:
        options["multi"] = True
    if slot.is_number:
        yield from _labels(slot.title)
    yield {
        "type": "Control",
        "scope": f"#/properties/{section}/properties/{name}",
        "label": "0 … 1" if slot.is_number else slot.title,
        "options": options,
    }


def from_json_form(
    asked: Questionnaire,
    data: object,
    *,
    subject: str | None = None,
    unit: str | None = None,
    assessed_on: date | str | None = None,
    assessor: str | None = None,
    note: str | None = None,
    stored: Assessment | None = None,
) -> Assessment:
    """Return the assessment that was filled in.

    Args:
        asked: The questionnaire that the form was made from.
        data: What the form holds in the end, whole: an object of sections,
            each an object of answers. It may come from anybody.
        subject: The organisation, where the application knows it.
        unit: The part of it that was assessed, likewise.
        assessed_on: The day, likewise.
        assessor: Who judged, likewise.
        note: Anything else, likewise.
        stored: The assessment that the form was filled in with. What the
            form could not show of it stays with each answer that was not
            changed.

    Returns:
        The assessment, labels as labels, numbers exact. What was left open
        is not in it; *not assessed* as an answer is in it, as ``None``. An
        answer with a note is a finding.

    Raises:
        WrongTypeError: Something else than a questionnaire, or a wrong type
            of what the application knows.
        InvalidAssessmentError: Something cannot be read; all problems come
            together, each with its path, such as ``stage-1.listening``.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> filled = {"stage-1": {"listening": "F"}, "stage-2": {}}
        >>> acme = from_json_form(questionnaire(sm.SOLIS), filled, subject="Acme")
        >>> acme.subject, acme.answers
        ('Acme', Answers({'listening': 'F'}))
    """
    expect(asked, Questionnaire, "asked")
    groups = slots_by_section(asked)
    homes = {_PLACE(slot)[1]: section for section, own in groups.items() for slot in own}
    sections, problems = fields_of(
        data, groups, "", lambda name: "it belongs into a section" if name in homes else ""
    )
    raw: Raw = {}
    for section, own in sections.items():
        places = {_PLACE(slot)[1]: slot for slot in groups[section]}
        found, wrong = fields_of(
            own,
            places,
            section,
            lambda name: f"it belongs into {homes[name]!r}" if name in homes else "",
        )
        problems += wrong
        raw |= {places[name].key: (f"{section}.{name}", one) for name, one in found.items()}
    given = {
        "subject": subject,
        "unit": unit,
        "assessed_on": assessed_on,
        "assessor": assessor,
        "note": note,
    }
    return read_fields(asked, raw, problems, given=given, stored=stored)

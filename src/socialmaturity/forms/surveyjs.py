"""Forms for SurveyJS."""

from datetime import date
from typing import Any, Final

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import expect
from socialmaturity.forms.filling import longest
from socialmaturity.forms.questionnaire import FormQuestion, FormSection, Questionnaire
from socialmaturity.forms.reading import Raw, fields_of, read_fields
from socialmaturity.forms.slots import (
    ABOUT,
    RATED,
    Part,
    Slot,
    place_in,
    slots,
    slots_by_section,
    survey_value,
)
from socialmaturity.model.question import QuestionKind

Json = dict[str, Any]

_Fields = dict[str, list[Slot]]

_PLACE: Final = place_in("surveyjs")

_JOINER: Final = "\u2060"


def to_surveyjs(asked: Questionnaire) -> Json:
    """Return a questionnaire as the JSON of SurveyJS.

    Args:
        asked: Any questionnaire.

    Returns:
        A page for each section; nothing is required. Answers lie side by
        side, by id of the question.

    Raises:
        WrongTypeError: Something else than a questionnaire.

    References:
        SurveyJS Form Library 3, *Define a static survey in JSON*.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> pages = to_surveyjs(questionnaire(sm.SOLIS))["pages"]
        >>> pages[0]["elements"][0]["choices"][0]
        {'value': 'N', 'text': 'N: not achieved'}
    """
    fields = slots_by_section(expect(asked, Questionnaire, "asked"))
    return {
        "title": _plain(asked.title),
        **_described(asked.description),
        "showQuestionNumbers": "off",
        "pages": [*_about(asked, fields), *(_page(asked, own, fields) for own in asked.sections)],
    }


def _plain(text: str) -> str:
    """Return text that SurveyJS shows as it is: a name in braces would be filled in."""
    return text.replace("{", f"{{{_JOINER}")


def _described(text: str) -> Json:
    return {"description": _plain(text)} if text else {}


def _about(asked: Questionnaire, fields: _Fields) -> list[Json]:
    elements = [_element(asked, own) for own in fields.get(ABOUT, ())]
    title = _plain(asked.word("word:about"))
    return [{"name": ABOUT, "title": title, "elements": elements}] if elements else []


def _page(asked: Questionnaire, section: FormSection, fields: _Fields) -> Json:
    return {
        "name": section.id,
        "title": _plain(section.title),
        **_described(section.description),
        "elements": [
            _element(asked, own) for own in fields[section.id] if own.part is not Part.NOTE
        ],
    }


def _element(asked: Questionnaire, slot: Slot) -> Json:
    return {
        "name": _PLACE(slot)[0],
        "title": _plain(slot.title),
        **_described(slot.help),
        **_asked_for(asked, slot),
        **_note(asked, slot),
    }


def _asked_for(asked: Questionnaire, slot: Slot) -> Json:
    if slot.options:
        choices = [
            {"value": survey_value(own.value), "text": _plain(own.told)} for own in slot.options
        ]
        return {"type": "radiogroup", "choices": choices, **_clash(asked, slot)}
    if slot.is_number:
        bounds = {"type": "numeric", "minValue": 0, "maxValue": 1}
        return {"type": "text", "inputType": "number", "min": 0, "max": 1, "validators": [bounds]}
    if slot.is_date:
        return {"type": "text", "inputType": "date"}
    kind = "comment" if slot.is_note else "text"
    return {"type": kind, "maxLength": longest(slot)}


def _clash(asked: Questionnaire, slot: Slot) -> Json:
    """Return what refuses a number beside a reason why there is none."""
    if slot.part is not Part.OUTCOME:
        return {}
    number, outcome = slot.owner, _PLACE(slot)[0]
    rule = (
        f"{{{outcome}}} empty or ({{{outcome}}} = '{RATED}' and {{{number}}} notempty)"
        f" or ({{{outcome}}} <> '{RATED}' and {{{number}}} empty)"
    )
    text = _plain(asked.word("word:contradiction"))
    return {"validators": [{"type": "expression", "expression": rule, "text": text}]}


def _note(asked: Questionnaire, slot: Slot) -> Json:
    question: FormQuestion | None = slot.question
    if not asked.notes or question is None or question.kind is not QuestionKind.INDICATOR:
        return {}
    if slot.part is not Part.ANSWER:
        return {}
    return {"showCommentArea": True, "commentText": _plain(asked.word("word:note"))}


def from_surveyjs(
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
    """Return the assessment that was filled in with SurveyJS.

    Args:
        asked: The questionnaire that the form was made from.
        data: The ``data`` of the survey in the end, whole: an object of
            answers. It may come from anybody.
        subject: The organisation, where the application knows it.
        unit: The part of it that was assessed, likewise.
        assessed_on: The day, likewise.
        assessor: Who judged, likewise.
        note: Anything else, likewise.
        stored: The assessment that the form was filled in with. What the
            form could not show of it stays with each answer that was not
            changed.

    Returns:
        The assessment, as `from_json_form` gives it.

    Raises:
        WrongTypeError: Something else than a questionnaire, or a wrong type
            of what the application knows.
        InvalidAssessmentError: Something cannot be read; all problems come
            together, each with its path, such as ``listening``.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> from_surveyjs(questionnaire(sm.SOLIS), {"listening": "F"}).answers
        Answers({'listening': 'F'})
    """
    expect(asked, Questionnaire, "asked")
    places = {_PLACE(slot)[0]: slot for slot in slots(asked)}
    sections = {own.id for own in asked.sections}
    found, problems = fields_of(
        data, places, "", lambda name: "answers lie side by side here" if name in sections else ""
    )
    raw: Raw = {places[name].key: (name, _label(places[name], own)) for name, own in found.items()}
    given = {
        "subject": subject,
        "unit": unit,
        "assessed_on": assessed_on,
        "assessor": assessor,
        "note": note,
    }
    return read_fields(asked, raw, problems, given=given, stored=stored)


def _label(slot: Slot, value: Any) -> Any:
    """Return the label that SurveyJS keeps as *value*; anything else stays."""
    kept = {survey_value(own.value): own.value for own in slot.options}
    return kept.get(value, value) if isinstance(value, str) else value

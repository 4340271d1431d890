"""The fields of a form, and where each shape of answers keeps them."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, Literal

import attrs

from socialmaturity.errors import InvalidValueError, expect, shown
from socialmaturity.forms.questionnaire import (
    FormOption,
    FormQuestion,
    Questionnaire,
    help_of,
    title_of,
)
from socialmaturity.model.question import QuestionKind

Shape = Literal["json-form", "surveyjs"]
"""How answers lie in the data of a form: in sections, or flat."""

ABOUT: Final = "about"
"""The section of what is asked about the assessment as a whole."""

RATED: Final = "rated"
"""What stands beside a number in place of an outcome."""

LONGEST_LINE: Final = 1000
"""The largest number of characters of a line that is written into a form."""

LONGEST_NOTE: Final = 20_000
"""The largest number of characters of a note that is written into a form."""


class Part(StrEnum):
    """What one field of a form is for."""

    ABOUT = "about"
    """Something about the assessment as a whole."""
    ANSWER = "answer"
    """A label, or a number; where there are labels, an outcome, too."""
    OUTCOME = "outcome"
    """Why there is no number."""
    NOTE = "note"
    """A note to an answer."""


Key = tuple[str, Part]
"""What a field belongs to, and what it is for."""


@attrs.frozen(kw_only=True)
class Slot:
    """One field of a form.

    Args:
        section: Id of the section.
        owner: Id of the question, or name of the field of the assessment.
        part: What it is for.
        title: Its heading.
        help: May be empty.
        options: What to choose from; empty where something is written.
        question: ``None`` for what is about the assessment.
    """

    section: str
    owner: str
    part: Part
    title: str
    help: str = ""
    options: tuple[FormOption, ...] = ()
    question: FormQuestion | None = None

    @property
    def key(self) -> Key:
        """What it belongs to, and what it is for."""
        return self.owner, self.part

    @property
    def is_number(self) -> bool:
        """Whether a number is written into it."""
        return self.part is Part.ANSWER and not self.options

    @property
    def is_date(self) -> bool:
        """Whether a date is written into it."""
        return self.part is Part.ABOUT and self.owner == "assessed_on"

    @property
    def is_note(self) -> bool:
        """Whether text of several lines is written into it."""
        return self.part is Part.NOTE or (self.part is Part.ABOUT and self.owner == "note")


def slots(asked: Questionnaire) -> tuple[Slot, ...]:
    """Return the fields of a form, in order.

    Args:
        asked: Any questionnaire.

    Returns:
        No two of one key; empty where nothing is asked.
    """
    about = (
        Slot(section=ABOUT, owner=own.value, part=Part.ABOUT, title=asked.word(f"about:{own}"))
        for own in asked.about
    )
    return (
        *about,
        *(
            slot
            for section in asked.sections
            for question in section.questions
            for slot in _of_question(asked, section.id, question)
        ),
    )


def _of_question(asked: Questionnaire, section: str, question: FormQuestion) -> Iterator[Slot]:
    def slot(part: Part, title: str, help_: str, *options: FormOption) -> Slot:
        return Slot(
            section=section,
            owner=question.id,
            part=part,
            title=title,
            help=help_,
            options=options,
            question=question,
        )

    shown_help = help_of(asked, question)
    if question.is_number:
        yield slot(Part.ANSWER, title_of(asked, question), shown_help)
        rated = FormOption(value=RATED, text=asked.word("word:rated"))
        yield slot(Part.OUTCOME, asked.word("word:outcome"), "", rated, *asked.outcomes)
    else:
        options = (*question.options, *asked.outcomes)
        yield slot(Part.ANSWER, title_of(asked, question), shown_help, *options)
    if asked.notes and question.kind is QuestionKind.INDICATOR:
        yield slot(Part.NOTE, asked.word("word:note"), "")


def slots_by_section(asked: Questionnaire) -> dict[str, list[Slot]]:
    """Return the fields of a form, in order, by the id of their section."""
    sections: dict[str, list[Slot]] = {}
    for slot in slots(asked):
        sections.setdefault(slot.section, []).append(slot)
    return sections


Place = tuple[str, ...]
"""The keys that lead to a field."""


def _in_sections(slot: Slot) -> Place:
    return slot.section, f"{slot.owner}{_NESTED_ENDS[slot.part]}"


def _flat(slot: Slot) -> Place:
    return (f"{_FLAT_STARTS.get(slot.part, '')}{slot.owner}{_FLAT_ENDS[slot.part]}",)


# No id has an underscore or a capital letter in it, so nothing else is called like that.
_NESTED_ENDS: Final = {
    Part.ABOUT: "",
    Part.ANSWER: "",
    Part.OUTCOME: "_outcome",
    Part.NOTE: "_note",
}
_FLAT_ENDS: Final = _NESTED_ENDS | {Part.NOTE: "-Comment"}
_FLAT_STARTS: Final = {Part.ABOUT: "about_"}

_PLACES: Final[dict[str, Callable[[Slot], Place]]] = {
    "json-form": _in_sections,
    "surveyjs": _flat,
}


def place_in(shape: str) -> Callable[[Slot], Place]:
    """Return what finds the place of a field in a shape.

    Args:
        shape: ``json-form`` or ``surveyjs``.

    Returns:
        A function from a field to the keys that lead to it.

    Raises:
        WrongTypeError: Not text.
        InvalidValueError: Neither of the two.
    """
    if expect(shape, str, "shape") not in _PLACES:
        raise InvalidValueError(
            f"{shown(shape)} is none of {', '.join(map(repr, _PLACES))}", path="shape", value=shape
        )
    return _PLACES[shape]


_SEPARATOR: Final = "|"


def survey_value(label: str) -> str:
    """Return a label as SurveyJS can keep it: it cuts values at a vertical bar.

    Args:
        label: Any.

    Returns:
        The label itself where it has no bar; else one without, and never
        that of another label.

    Examples:
        >>> survey_value("F"), survey_value("a|b")
        ('F', 'a%7Cb')
    """
    if not any(own in label for own in (_SEPARATOR, "%7C", "%25")):
        return label
    return label.replace("%", "%25").replace(_SEPARATOR, "%7C")

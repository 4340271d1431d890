"""A questionnaire: all that a form shows, as one value."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

import attrs

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.identifiers import DimensionId, FrameworkId
from socialmaturity.model.question import QuestionKind
from socialmaturity.model.scale import Scale
from socialmaturity.model.source import Citation, Source


class AboutField(StrEnum):
    """What a form may ask about the assessment as a whole."""

    SUBJECT = "subject"
    """The organisation."""
    UNIT = "unit"
    """The part of it that is assessed."""
    ASSESSED_ON = "assessed_on"
    """The day."""
    ASSESSOR = "assessor"
    """Who judges."""
    NOTE = "note"
    """Anything else."""


@attrs.frozen(kw_only=True)
class FormOption:
    """One thing to choose.

    Args:
        value: What is stored: a label of the scale, or the word of an
            outcome.
        text: What it is called in the form.
        meaning: What it says; may be empty.
    """

    value: str
    text: str
    meaning: str = ""

    @property
    def told(self) -> str:
        """Both, as one line."""
        return f"{self.text}: {self.meaning}" if self.meaning else self.text


@attrs.frozen(kw_only=True)
class FormQuestion:
    """One question as a form puts it.

    Args:
        id: Id of the indicator or limitation; what answers are stored under.
        kind: Where the answer goes.
        text: The question.
        help: What it rests on; may be empty.
        stage: Ordinal of the stage it belongs to.
        dimension: The dimension of an indicator; ``None`` for a limitation.
        options: The labels of the scale, worst first; empty where a number
            from 0 to 1 is asked for.
        citations: The places in the sources that it rests on, each once; may
            be empty.
    """

    id: str
    kind: QuestionKind
    text: str
    help: str = ""
    stage: int
    dimension: DimensionId | None = None
    options: tuple[FormOption, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def required(self) -> bool:
        """Never: what is not known stays open, and is not taken for the worst."""
        return False

    @property
    def optional(self) -> bool:
        """Whether it may be left out without a loss to the score."""
        return self.kind is QuestionKind.LIMITATION

    @property
    def is_number(self) -> bool:
        """Whether it asks for a number from 0 to 1."""
        return not self.options

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "text": self.text,
            "help": self.help,
            "stage": self.stage,
            "dimension": self.dimension,
            "required": self.required,
            "optional": self.optional,
            "options": [attrs.asdict(own) for own in self.options],
            "minimum": 0 if self.is_number else None,
            "maximum": 1 if self.is_number else None,
            "citations": [str(own) for own in self.citations],
        }


@attrs.frozen(kw_only=True)
class FormSection:
    """Questions that stand together.

    Args:
        id: Such as ``stage-1``, ``dimension-listening`` or ``checks``.
        title: Its heading.
        description: What it is about; may be empty.
        questions: At least one.
    """

    id: str
    title: str
    description: str = ""
    questions: tuple[FormQuestion, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "questions": [own.to_dict() for own in self.questions],
        }


@attrs.frozen(kw_only=True)
class Questionnaire:
    """All that a form shows to have a framework answered.

    Args:
        framework: Id of the framework.
        version: Of the framework's record.
        scale: What the indicators are answered on.
        own_scale: Whether it is the framework's own.
        about: What is asked about the assessment as a whole; may be empty.
        sections: In order; empty where the framework asks nothing.
        outcomes: What may be said in place of an answer, always the same
            three: cannot tell, not assessed, not applicable.
        checks: Whether the optional checks are asked.
        notes: Whether a note may be written to each indicator.
        sources: The documents that citations name.
        said: Every text that people read, by its id, in order.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.forms.build import questionnaire
        >>> asked = questionnaire(sm.SOLIS)
        >>> asked.sections[0].questions[0].options[0].told
        'N: not achieved'
        >>> [own.value for own in asked.outcomes]
        ['cannot-tell', 'not-assessed', 'not-applicable']
    """

    framework: FrameworkId
    version: str
    scale: Scale
    own_scale: bool = True
    about: tuple[AboutField, ...] = ()
    sections: tuple[FormSection, ...]
    outcomes: tuple[FormOption, ...]
    checks: bool = True
    notes: bool = False
    sources: tuple[Source, ...] = attrs.field(default=(), repr=False)
    said: tuple[tuple[str, str], ...] = attrs.field(repr=False)

    @property
    def title(self) -> str:
        """The heading."""
        return self.word("title")

    @property
    def description(self) -> str:
        """What it is about, and that nothing has to be answered."""
        return " ".join(filter(None, (self.word("description"), self.word("word:open"))))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Every text that people read, by its id: what a translator is handed."""
        return dict(self.said)

    @cached_property
    def questions(self) -> tuple[FormQuestion, ...]:
        """Those of all sections, in order."""
        return tuple(own for section in self.sections for own in section.questions)

    def word(self, name: str) -> str:
        """Return one of the texts.

        Args:
            name: Its id, one of `texts`.

        Returns:
            The text; may be empty.
        """
        return self.texts[name]

    def text(self) -> str:
        """Return it as a page of text, to be read or printed.

        Returns:
            Title, sections, questions and what may be answered, a line each.
        """
        return "\n".join(_lines(self))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON.

        Returns:
            The same for the same questionnaire, in the same order.
        """
        return {
            "framework": self.framework,
            "version": self.version,
            "scale": self.scale.id,
            "title": self.title,
            "description": self.description,
            "about": [{"id": own.value, "text": self.word(f"about:{own}")} for own in self.about],
            "sections": [own.to_dict() for own in self.sections],
            "outcomes": [attrs.asdict(own) for own in self.outcomes],
            "checks": self.checks,
            "notes": self.notes,
            "sources": [
                {
                    "id": own.id,
                    "title": own.title,
                    "authors": list(own.authors),
                    "publisher": own.publisher,
                    "published": own.published,
                    "url": own.url,
                }
                for own in self.sources
            ],
            "texts": dict(self.said),
        }


STANDING_FOR_NONE = (Outcome.CANNOT_TELL, Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE)
"""What may be said in place of an answer; none of them means a label."""


def _lines(asked: Questionnaire) -> Iterator[str]:
    yield asked.title
    if asked.description:
        yield asked.description
    if asked.about:
        yield from ("", asked.word("word:about"))
        yield from (f"- {asked.word(f'about:{own}')}" for own in asked.about)
    for section in asked.sections:
        yield from ("", section.title)
        if section.description:
            yield section.description
        for question in section.questions:
            yield from _question_lines(asked, question)


def _question_lines(asked: Questionnaire, question: FormQuestion) -> Iterator[str]:
    yield f"- {title_of(asked, question)}"
    help_ = help_of(asked, question)
    if help_:
        yield f"  {help_}"
    for option in (*question.options, *asked.outcomes):
        yield f"  ( ) {option.told}"


def title_of(asked: Questionnaire, question: FormQuestion) -> str:
    """Return a question's heading; what is optional is marked so."""
    return (
        f"{question.text} ({asked.word('word:optional')})" if question.optional else question.text
    )


def help_of(asked: Questionnaire, question: FormQuestion) -> str:
    """Return the help of a question, with the bounds where it asks for a number."""
    number = asked.word("word:number") if question.is_number else ""
    return " ".join(filter(None, (question.help, number)))

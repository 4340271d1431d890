"""From a framework to its questionnaire: what is asked, in which order and words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

import attrs

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.assessment.reading import scales_of
from socialmaturity.errors import (
    DuplicateError,
    InvalidInputError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    UnknownScaleError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.forms.questionnaire import (
    STANDING_FOR_NONE,
    AboutField,
    FormOption,
    FormQuestion,
    FormSection,
    Questionnaire,
)
from socialmaturity.model.fields import parse_word, refuse_control
from socialmaturity.model.framework import Framework
from socialmaturity.model.question import Question, QuestionKind
from socialmaturity.model.scale import YES_NO, Scale
from socialmaturity.model.source import Citation

SectionedBy = Literal["stage", "dimension"]
"""What the questions of one section share."""

_WORDS: Final = {
    "word:open": "A question that is left open counts as not assessed.",
    "word:about": "About this assessment",
    "word:optional": "optional",
    "word:note": "Note",
    "word:number": "A number from 0 to 1.",
    "word:outcome": "If no number can be given",
    "word:rated": "there is a number, given above",
    "word:contradiction": "Give a number, or say why there is none; not both.",
}

_ABOUT: Final = {
    AboutField.SUBJECT: "Organisation",
    AboutField.UNIT: "Part of it that is assessed",
    AboutField.ASSESSED_ON: "Date",
    AboutField.ASSESSOR: "Who judges",
    AboutField.NOTE: "Anything else",
}

_OUTCOMES: Final = {
    Outcome.CANNOT_TELL: ("cannot tell", "looked at, and could not be judged"),
    Outcome.NOT_ASSESSED: ("not assessed", "nobody has looked"),
    Outcome.NOT_APPLICABLE: ("not applicable", "the question does not arise here"),
}

_MAY_BE_EMPTY: Final = frozenset(
    {
        "description",
        "word:open",
        "word:number",
        "meaning",
        "outcome-meaning",
        "section-description",
        "help",
    }
)
"""Texts, and kinds of them, that a form can do without."""


@attrs.frozen(kw_only=True)
class _Group:
    """The questions of one section, before they have their words."""

    id: str
    title: str
    description: str = ""
    questions: tuple[Question, ...] = ()


_Sort = int | str | None
"""What the questions of one section share: a stage, a dimension, or that they have none."""


def questionnaire(
    framework: Framework,
    *,
    by: SectionedBy = "stage",
    checks: bool = True,
    notes: bool = False,
    about: Iterable[AboutField | str] = (),
    scale: str | None = None,
    texts: Mapping[str, str] | None = None,
) -> Questionnaire:
    """Return all that a form shows to have a framework answered.

    Args:
        framework: Any.
        by: Whether a section has the questions of a stage or of a dimension.
            By dimension, the optional checks stand in a section of their
            own, the last.
        checks: Whether the optional checks are asked, too.
        notes: Whether a note may be written to each indicator.
        about: What is asked about the assessment as a whole, in this order:
            any of ``subject``, ``unit``, ``assessed_on``, ``assessor`` and
            ``note``.
        scale: Id of the scale to answer on, a standard one or the
            framework's own; ``None`` for the framework's own.
        texts: Other words for what people read, such as a translation, by
            the ids of `Questionnaire.texts`; those not given stay. Ids and
            what is stored never change.

    Returns:
        Sections in order of the framework, each with at least one question.

    Raises:
        WrongTypeError: Something else than a framework, or a wrong type.
        InvalidValueError: *by* or *about* is none of the words.
        UnknownScaleError: No such scale.
        InvalidInputError: Texts that do not fit; all problems come together.

    Examples:
        >>> import socialmaturity as sm
        >>> asked = questionnaire(sm.SOLIS, texts={"option:F": "ja, ganz"})
        >>> asked.sections[0].title, asked.questions[0].options[-1].text
        ('Stage 1: Observe and Report', 'ja, ganz')
    """
    expect(framework, Framework, "framework")
    asked_about = _parse_about(about)
    answered_on = _parse_scale(framework, scale)
    skipped = None if expect(checks, bool, "checks") else QuestionKind.LIMITATION
    groups = tuple(_groups(framework, _parse_by(by), skipped))
    said = dict(_default_texts(framework, groups, answered_on, asked_about))
    said |= _parse_texts({} if texts is None else texts, said, framework)
    made = Questionnaire(
        framework=framework.id,
        version=framework.version,
        scale=answered_on,
        own_scale=answered_on == framework.scale,
        about=asked_about,
        sections=_sections(framework, groups, answered_on, said),
        outcomes=tuple(
            FormOption(
                value=own.value,
                text=said[f"outcome:{own}"],
                meaning=said[f"outcome-meaning:{own}"],
            )
            for own in STANDING_FOR_NONE
        ),
        checks=checks,
        notes=expect(notes, bool, "notes"),
        sources=framework.sources,
        said=tuple(said.items()),
    )
    problems = tuple(_look_alikes(made))
    if problems:
        raise InvalidInputError(_of(framework), problems)
    return made


def _of(framework: Framework) -> str:
    return f"texts of the questionnaire of {framework.id!r}"


def _look_alikes(made: Questionnaire) -> Iterator[SocialMaturityError]:
    """Give a problem for each option that reads as another one of the same question."""
    for options in dict.fromkeys(own.options for own in made.questions):
        taken: dict[str, str] = {}
        for own in (*options, *made.outcomes):
            other = taken.setdefault(own.told, own.value)
            if other != own.value:
                yield DuplicateError(
                    f"{shown(other)} and {shown(own.value)} both read {shown(own.told)}; word one"
                    " otherwise",
                    path="texts",
                    value=own.told,
                )


def _parse_by(by: str) -> str:
    if expect(by, str, "by") not in ("stage", "dimension"):
        raise InvalidValueError(
            f"{shown(by)} is neither 'stage' nor 'dimension'", path="by", value=by
        )
    return by


def _parse_about(about: Iterable[AboutField | str]) -> tuple[AboutField, ...]:
    if isinstance(about, str) or not isinstance(about, Iterable):
        raise WrongTypeError(
            f"expected several fields, such as ('subject', 'assessed_on'), not {shown(about)}",
            path="about",
            value=about,
        )
    return tuple(dict.fromkeys(parse_word(AboutField, own, "about") for own in about))


def _parse_scale(framework: Framework, scale: str | None) -> Scale:
    scales = scales_of(framework)
    if scale is None:
        return framework.scale
    if expect(scale, str, "scale") not in scales:
        raise UnknownScaleError(scale, scales, path="scale")
    return scales[scale]


def _groups(framework: Framework, by: str, skipped: QuestionKind | None) -> Iterator[_Group]:
    asked = [own for own in framework.questions() if own.kind is not skipped]
    drafts = _by_stage(framework) if by == "stage" else _by_dimension(framework)
    for own, sort in drafts:
        questions = tuple(one for one in asked if _sort(one, by) == sort)
        if questions:
            yield attrs.evolve(own, questions=questions)


def _sort(question: Question, by: str) -> _Sort:
    return question.stage if by == "stage" else question.dimension


def _by_stage(framework: Framework) -> Iterator[tuple[_Group, _Sort]]:
    for own in framework.stages:
        group = _Group(id=f"stage-{own.ordinal}", title=str(own), description=own.summary)
        yield group, own.ordinal


def _by_dimension(framework: Framework) -> Iterator[tuple[_Group, _Sort]]:
    for own in framework.dimensions:
        yield _Group(id=f"dimension-{own.id}", title=own.name), own.id
    yield _Group(id="checks", title="Checks"), None


def _default_texts(
    framework: Framework, groups: Iterable[_Group], scale: Scale, about: Iterable[AboutField]
) -> Iterator[tuple[str, str]]:
    yield "title", framework.name
    yield "description", framework.summary
    yield from _WORDS.items()
    for field in about:
        yield f"about:{field}", _ABOUT[field]
    for label, meaning in _labels(scale):
        yield f"option:{label}", label
        yield f"meaning:{label}", meaning
    for outcome, (text, meaning) in _OUTCOMES.items():
        yield f"outcome:{outcome}", text
        yield f"outcome-meaning:{outcome}", meaning
    for label in YES_NO.labels:
        yield f"check:{label}", label
    for group in groups:
        yield f"section:{group.id}", group.title
        yield f"section-description:{group.id}", group.description
        for question in group.questions:
            yield f"question:{question.id}", question.text
            yield f"help:{question.id}", question.help


def _labels(scale: Scale) -> Iterator[tuple[str, str]]:
    return zip(scale.labels, scale.meanings or ("",) * len(scale.labels), strict=True)


def _parse_texts(
    texts: Mapping[str, str], known: Mapping[str, str], framework: Framework
) -> dict[str, str]:
    if not isinstance(texts, Mapping):
        raise WrongTypeError(
            f"expected texts by id, such as {{'title': '...'}}, not {shown(texts)}",
            path="texts",
            value=texts,
        )
    problems = [one for name, text in texts.items() for one in _text_problems(name, text, known)]
    if problems:
        raise InvalidInputError(_of(framework), problems)
    return dict(texts)


def _text_problems(
    name: object, text: object, known: Mapping[str, str]
) -> Iterator[SocialMaturityError]:
    path = f"texts[{shown(name)}]"
    if not isinstance(name, str):
        yield WrongTypeError(f"an id is text, not {shown(name)}", path="texts", value=name)
    elif name not in known:
        yield UnknownKeyError(name, known, within="the questionnaire", path="texts")
    elif not isinstance(text, str):
        yield WrongTypeError(f"expected text, not {shown(text)}", path=path, value=text)
    elif not text.strip() and not {name, name.partition(":")[0]} & _MAY_BE_EMPTY:
        yield MissingValueError("expected text, found none", path=path, value=text)
    else:
        try:
            refuse_control(text, path)
        except InvalidValueError as error:
            yield error


def _sections(
    framework: Framework, groups: Iterable[_Group], scale: Scale, said: Mapping[str, str]
) -> tuple[FormSection, ...]:
    scored = tuple(
        FormOption(value=own, text=said[f"option:{own}"], meaning=said[f"meaning:{own}"])
        for own in scale.labels
    )
    ticked = tuple(FormOption(value=own, text=said[f"check:{own}"]) for own in YES_NO.labels)
    options = {QuestionKind.INDICATOR: scored, QuestionKind.LIMITATION: ticked}
    places = {own.id: own.sources for own in framework.all_statements}

    def put(question: Question) -> FormQuestion:
        return FormQuestion(
            id=question.id,
            kind=question.kind,
            text=said[f"question:{question.id}"],
            help=said[f"help:{question.id}"],
            stage=question.stage,
            dimension=question.dimension,
            options=options[question.kind],
            citations=_each_once(one for own in question.evidence for one in places[own]),
        )

    return tuple(
        FormSection(
            id=own.id,
            title=said[f"section:{own.id}"],
            description=said[f"section-description:{own.id}"],
            questions=tuple(map(put, own.questions)),
        )
        for own in groups
    )


def _each_once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))

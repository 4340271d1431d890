"""Questionnaires, the shapes that form libraries read, and answers back."""

import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import (
    InvalidAssessmentError,
    InvalidInputError,
    InvalidValueError,
    UnknownScaleError,
    WrongTypeError,
)
from socialmaturity.forms.build import questionnaire
from socialmaturity.forms.filling import to_form_data
from socialmaturity.forms.json_form import from_json_form, to_json_forms, to_rjsf
from socialmaturity.forms.questionnaire import AboutField, Questionnaire
from socialmaturity.forms.slots import Shape, survey_value
from socialmaturity.forms.surveyjs import from_surveyjs, to_surveyjs
from strategies import (
    EVIDENCE,
    LINES,
    NOTES,
    TEXT,
    assessments,
    few,
    frameworks,
    whole_frameworks,
)

SHAPES: tuple[Shape, ...] = ("json-form", "surveyjs")
READ: dict[str, Callable[..., sm.Assessment]] = {
    "json-form": from_json_form,
    "surveyjs": from_surveyjs,
}
OUTCOMES = ["cannot-tell", "not-assessed", "not-applicable"]

LIMITED = attrs.evolve(
    stage(1, "one"),
    limitations=(sm.Limitation(id="slow", question="Slow?", evidence=("D-1.01",)),),
)
DEMO = framework(LIMITED, stage(2, "two", "three"))
ASKED = questionnaire(DEMO)
NUMBERS = framework(LIMITED, stage(2, "two"), scale=sm.ZERO_TO_ONE, gate=None)


def told(error: pytest.ExceptionInfo[InvalidInputError]) -> list[str]:
    """The problems of an error, as people read them."""
    return [str(own) for own in error.value.problems]


def as_json(data: Any) -> Any:
    """Data as they come back from a browser."""
    return json.loads(json.dumps(data))


@st.composite
def questionnaires(draw: st.DrawFn, own: sm.Framework) -> Questionnaire:
    """Questionnaires of a framework with whatever may be asked for."""
    return questionnaire(
        own,
        by=draw(st.sampled_from(("stage", "dimension"))),
        checks=draw(st.booleans()),
        notes=draw(st.booleans()),
        about=draw(few(st.sampled_from(tuple(AboutField)), most=5)),
    )


@st.composite
def stored(draw: st.DrawFn) -> tuple[sm.Framework, Questionnaire, sm.Assessment]:
    """A framework, a form of it, and an assessment with whatever may stand beside an answer."""
    own = draw(frameworks(stages=3, per_stage=2) | whole_frameworks())
    made = draw(assessments(own))
    longest = "n" * draw(st.sampled_from((0, 1000, 1001, 20_000, 20_001)))
    made = attrs.evolve(
        made,
        scale=draw(st.sampled_from((None, own.scale.id))),
        findings=tuple(
            attrs.evolve(
                one,
                note=draw(NOTES | st.just(longest)),
                assessor=draw(NOTES),
                evidence=draw(few(EVIDENCE)),
            )
            for one in made.findings
        ),
        subject=draw(LINES | st.just("") | st.just(longest)),
        note=draw(NOTES | st.just(longest)),
    )
    return own, draw(questionnaires(own)), made


@given(stored(), st.sampled_from(SHAPES))
def test_what_is_stored_comes_back_as_it_was(
    case: tuple[sm.Framework, Questionnaire, sm.Assessment], shape: Shape
) -> None:
    """A form that is filled in with an assessment and not touched changes nothing."""
    _, asked, made = case
    filled = as_json(to_form_data(made, asked, shape=shape).data)
    assert READ[shape](asked, filled, stored=made) == made


@given(stored(), st.sampled_from(SHAPES))
def test_what_does_not_come_back_alone_is_told(
    case: tuple[sm.Framework, Questionnaire, sm.Assessment], shape: Shape
) -> None:
    """Without the stored assessment, all is the same but what the losses name."""
    own, asked, made = case
    written = to_form_data(made, asked, shape=shape)
    back = READ[shape](asked, as_json(written.data))
    lost = {(one.code, one.what) for one in written.losses}
    assert len(lost) == len(written.losses)
    expected = set(losses_of(made, asked))
    assert lost == expected
    for field in AboutField:
        codes = {one.code for one in written.losses if one.what == field}
        if not codes:
            assert getattr(back, field) == getattr(made, field)
        else:
            assert not getattr(back, field)
            assert getattr(made, field)
    assert back.version == own.version
    assert back.found.keys() == made.found.keys()
    for name, answer in made.found.items():
        if ("number", name) in lost:
            assert back.found[name] == Fraction(repr(float(answer)))  # type: ignore[arg-type]
        else:
            assert back.found[name] == spelled(own.scale, answer)
    if asked.checks:
        assert dict(back.checks) == {
            key: spelled(sm.YES_NO, one) for key, one in made.checks.items()
        }
    else:
        assert not back.checks
    notes = {one.indicator: one.note for one in back.findings}
    for one in made.findings:
        gone = any(what == f"{one.indicator}: note" for _, what in lost)
        assert notes.get(one.indicator, "") == ("" if gone else one.note)


def losses_of(made: sm.Assessment, asked: Questionnaire) -> Iterator[tuple[str, str]]:
    """What a form has no field for, counted from the assessment alone."""
    for field in AboutField:
        most = 20_000 if field == "note" else 1000
        value = getattr(made, field)
        if value and field not in asked.about:
            yield "about", field.value
        elif value and len(str(value)) > most:
            yield "too-long", field.value
    for one in made.findings:
        for name in ("evidence", "assessor", "observed_on", "valid_until"):
            if getattr(one, name):
                yield name.replace("_", "-"), one.indicator
        if one.note and not asked.notes:
            yield "note", f"{one.indicator}: note"
        elif len(one.note) > 20_000:
            yield "too-long", f"{one.indicator}: note"
    for name, answer in made.found.items():
        if isinstance(answer, Fraction) and Fraction(str(float(answer))) != answer:
            yield "number", name
    if not asked.checks:
        yield from (("check", f"checks.{name}") for name in made.checks)


def spelled(scale: sm.Scale, answer: Any) -> Any:
    """An answer as a form has it: true and false are words on a scale of words."""
    return scale.labels[int(answer)] if isinstance(answer, bool) else answer


@given(stored(), st.sampled_from(SHAPES), st.data())
def test_a_changed_answer_loses_what_stood_beside_it(
    case: tuple[sm.Framework, Questionnaire, sm.Assessment], shape: Shape, data: st.DataObject
) -> None:
    """Evidence speaks for the answer it was given with; all other findings stay."""
    own, asked, made = case
    answered = [one for one in asked.questions if made.found.get(one.id) is not None]
    if not answered or not own.scale.labels:
        return
    changed = data.draw(st.sampled_from(answered))
    filled = as_json(to_form_data(made, asked, shape=shape).data)
    section = next(one.id for one in asked.sections if changed in one.questions)
    fields = filled if shape == "surveyjs" else filled[section]
    fields[changed.id] = "not-assessed"
    back = READ[shape](asked, filled, stored=made)
    others = [one for one in made.findings if one.indicator != changed.id]
    assert [one for one in back.findings if one.indicator != changed.id] == others
    was = {one.indicator: one for one in made.findings}.get(changed.id)
    kept = was.note if was and asked.notes and len(was.note) <= 20_000 else ""
    now = {one.indicator: one for one in back.findings}.get(changed.id)
    expected = sm.Finding(indicator=changed.id, note=kept) if kept else None
    assert now == expected
    assert dict(back.found) == {**made.found, changed.id: None}


WORDS = st.sampled_from(("N", "F", "yes", "NA", "n/a", "", "rated", *OUTCOMES, "1", "1/3"))
EDGE_DAYS = (
    "2026-11-01",
    "2026-02-30",
    "20261101",
    "0000-01-01",
    "0001-01-01",
    "2026-11-01\n",
    "2026-W44-1",
    "٢٠٢٦-11-01",
)
EDGE_TEXTS = (
    *("a", "a\nb", "a\n", "a\r", "a\tb", "a\u2028", "a\u2029b", "a\x00", "\x7f", "\x85", "\ud800"),
    *(
        "x" * 1000,
        "x" * 1001,
        "ü" * 20_000,
        "x" * 20_001,
        "😀" * 1000,
        "\x1c",
        "\x0b",
        "\n",
        "\x9f",
    ),
)
EDGE_NUMBERS = (0, 1, 0.0, -0.0, 0.5, 2, -1, 1e308, 5e-324, 10**400, 1 + 1e-15)
DAYS = st.sampled_from(EDGE_DAYS)
TEXTS = st.sampled_from(EDGE_TEXTS)
NUMERIC = st.sampled_from(EDGE_NUMBERS)
OTHERS = st.sampled_from((None, True, False)) | st.lists(st.integers(), max_size=1)
VALUES = WORDS | DAYS | TEXTS | NUMERIC | OTHERS | st.text(max_size=3)


def likely(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What may well stand in a field, right or wrong in the way of such fields."""
    if "enum" in field:
        return st.sampled_from(field["enum"])
    if field["type"] == "number":
        return st.floats(0, 1)
    return DAYS if "format" in field else TEXTS


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Questionnaire, Any]:
    """A form, and data that mostly could have come from it but for one field."""
    asked = draw(questionnaires(draw(frameworks(stages=2, per_stage=2))))
    sections: dict[str, Any] = to_rjsf(asked)["schema"]["properties"]
    data: dict[str, Any] = {name: {} for name in sections if draw(st.booleans())}
    fields = [(name, field) for name in data for field in sections[name]["properties"]]
    for name, field in fields:
        kind = sections[name]["properties"][field]
        if draw(st.booleans()) and ("enum" in kind or kind["type"] == "number"):
            data[name][field] = draw(likely(kind))
    wrong = draw(st.sampled_from(("field", "field", "field", "name", "section", "all", "none")))
    if wrong == "field" and fields:
        name, field = draw(st.sampled_from(fields))
        data[name][field] = draw(likely(sections[name]["properties"][field]) | VALUES)
    elif wrong == "name" and data:
        data[draw(st.sampled_from(sorted(data)))][draw(st.text(max_size=3))] = draw(VALUES)
    elif wrong == "section":
        data[draw(st.sampled_from(("other", *sections)))] = draw(VALUES)
    return asked, draw(VALUES) if wrong == "all" else data


@given(filled_in())
def test_the_schemas_admit_just_what_can_be_read(case: tuple[Questionnaire, Any]) -> None:
    """Both of them, on data that fit and data that do not."""
    agree(*case)


def agree(asked: Questionnaire, data: Any) -> bool:
    """Whether data can be read, which both schemas have to say, too."""
    try:
        from_json_form(asked, data)
        reads = True
    except InvalidAssessmentError:
        reads = False
    for form in (to_rjsf(asked), to_json_forms(asked)):
        Draft7Validator.check_schema(form["schema"])
        checker = Draft7Validator(form["schema"], format_checker=Draft7Validator.FORMAT_CHECKER)
        assert checker.is_valid(data) == reads  # pyright: ignore[reportUnknownMemberType]
    return reads


EDGE_SECTIONS: tuple[Any, ...] = ({}, [], None, "", {"two": 0})
EDGES: list[dict[str, Any]] = [
    *({"about": {"assessed_on": own}} for own in (*EDGE_DAYS, "", None, 20261101)),
    *({"about": {"subject": own}} for own in (*EDGE_TEXTS, "", None)),
    *({"about": {"note": own}} for own in (*EDGE_TEXTS, "", None)),
    *({"stage-1": {"one_note": own}} for own in (*EDGE_TEXTS, "", None)),
    *({"stage-1": {"one": own}} for own in (*EDGE_NUMBERS, "0.5", None, True)),
    *({"stage-1": {"one_outcome": own}} for own in ("rated", *OUTCOMES, "", "N", None)),
    *({"stage-1": {"one": 0, "one_outcome": own}} for own in ("rated", *OUTCOMES, "", "N", None)),
    *({"stage-1": {"slow": own}} for own in ("yes", "no", *OUTCOMES, "rated", True, None, "maybe")),
    *({"stage-1": own} for own in EDGE_SECTIONS),
    *({name: {}} for name in ("stage-1", "stage-2", "stage-3", "about", "checks", "")),
]


@pytest.mark.parametrize("data", EDGES, ids=lambda data: ascii(data)[:60])
def test_the_schemas_stop_where_reading_stops(data: dict[str, Any]) -> None:
    """At each edge of what may stand in a field."""
    agree(questionnaire(NUMBERS, notes=True, about=tuple(AboutField)), data)


def test_the_year_before_all_is_refused_by_the_pattern_alone() -> None:
    """Not every validator looks at formats, and Python has no year 0."""
    asked = questionnaire(DEMO, about=("assessed_on",))
    field = to_rjsf(asked)["schema"]["properties"]["about"]["properties"]["assessed_on"]
    assert [bool(re.search(field["pattern"], own)) for own in ("0000-01-01", "0001-01-01")] == [
        False,
        True,
    ]


def test_some_of_the_edges_are_within() -> None:
    """The comparison is of both kinds of data."""
    asked = questionnaire(NUMBERS, notes=True, about=tuple(AboutField))
    assert 20 < sum(agree(asked, data) for data in EDGES) < len(EDGES) - 20


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("stage-1", "stage-2", "one", "two", "slow", "two_outcome", "about"))
            | st.text(max_size=3)
            | st.integers(),
            inner,
            max_size=4,
        )
    ),
)


@given(ANYTHING, st.sampled_from(SHAPES))
def test_data_from_anybody_raise_only_our_errors(data: Any, shape: Shape) -> None:
    """Whatever comes, it is an assessment of the framework or one error with all problems."""
    for own in (DEMO, NUMBERS):
        asked = questionnaire(own, notes=True, about=tuple(AboutField))
        with suppress(InvalidAssessmentError):
            assert sm.assessment_problems(READ[shape](asked, data), own) == ()


@given(frameworks() | whole_frameworks(), st.data())
def test_every_question_is_asked_once(own: sm.Framework, data: st.DataObject) -> None:
    """In each order of sections; checks only where they are asked for."""
    asked = data.draw(questionnaires(own))
    wanted = [one for one in own.questions() if asked.checks or one.kind == "indicator"]
    assert sorted(one.id for one in asked.questions) == sorted(one.id for one in wanted)
    assert all(section.questions for section in asked.sections)
    by_id = {one.id: one for one in wanted}
    for one in asked.questions:
        source = by_id[one.id]
        assert (one.text, one.help, one.kind, one.stage) == (
            source.text,
            source.help,
            source.kind,
            source.stage,
        )
        assert [option.value for option in one.options] == list(source.scale.labels)
        assert not one.required
    if asked.sections and asked.sections[0].id.startswith("stage-"):
        assert [one.id for one in asked.questions] == [one.id for one in wanted]
        assert all(
            one.stage == int(section.id.removeprefix("stage-"))
            for section in asked.sections
            for one in section.questions
        )
    else:
        for section in asked.sections:
            for one in section.questions:
                assert section.id == (f"dimension-{one.dimension}" if one.dimension else "checks")


@given(frameworks() | whole_frameworks(), st.data())
def test_a_questionnaire_is_plain_data(own: sm.Framework, data: st.DataObject) -> None:
    """JSON-ready, the same each time, and safe to pickle; its texts put in again change nothing."""
    asked = data.draw(questionnaires(own))
    assert as_json(asked.to_dict()) == asked.to_dict()
    assert pickle.loads(pickle.dumps(asked)) == asked
    assert hash(asked) == hash(attrs.evolve(asked))
    for form in (to_rjsf(asked), to_json_forms(asked), to_surveyjs(asked)):
        assert as_json(form) == form
    again = questionnaire(
        own,
        by="dimension" if any("n-" in one.id for one in asked.sections) else "stage",
        checks=asked.checks,
        notes=asked.notes,
        about=asked.about,
        texts=asked.texts,
    )
    assert again.said == asked.said
    for section in asked.sections:
        assert section.title in asked.text()


def forms_of(asked: Questionnaire) -> list[dict[str, Any]]:
    """All three forms."""
    return [to_rjsf(asked), to_json_forms(asked), to_surveyjs(asked)]


def test_every_text_can_be_said_otherwise() -> None:
    """Each shows in the forms it belongs to; no id and no value changes."""
    for own in (DEMO, NUMBERS):
        options: dict[str, Any] = {"notes": True, "about": tuple(AboutField)}
        asked = questionnaire(own, **options)
        for name in asked.texts:
            said = questionnaire(own, texts={name: "Größe"}, **options)
            changed = [json.dumps(one, ensure_ascii=False) for one in forms_of(said)]
            before = [json.dumps(one, ensure_ascii=False) for one in forms_of(asked)]
            seen = any("Größe" in one for one in changed)
            unused = name in ("word:number", "word:outcome", "word:rated", "word:contradiction")
            assert seen != (unused and own is DEMO), name
            assert "Größe" not in "".join(before)
            data = {"one": "cannot-tell"} if own is DEMO else {"one_outcome": "cannot-tell"}
            assert from_surveyjs(said, data) == from_surveyjs(asked, data)


@given(st.lists(TEXT | st.sampled_from(("a|b", "a%7Cb", "a%257Cb", "%", "|")), unique=True))
def test_labels_stay_apart_without_a_bar(labels: list[str]) -> None:
    """SurveyJS cuts a value at a bar; no two labels are written alike."""
    values = [survey_value(own) for own in labels]
    assert len(set(values)) == len(labels)
    assert not any("|" in own for own in values)


def keys(value: Any) -> Iterator[str]:
    """Every key at any depth."""
    if isinstance(value, dict):
        for name, own in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield name
            yield from keys(own)
    elif isinstance(value, list):
        for own in value:  # pyright: ignore[reportUnknownVariableType]
            yield from keys(own)


@pytest.mark.parametrize("own", [sm.SOLIS, DEMO, NUMBERS], ids=["solis", "demo", "numbers"])
def test_no_form_asks_for_an_answer_or_gives_one(own: sm.Framework) -> None:
    """Nothing is required, nothing has a default, and no constant can be taken for one."""
    asked = questionnaire(own, notes=True, about=tuple(AboutField))
    for form in forms_of(asked):
        found = set(keys(form))
        assert not found & {"default", "defaultValue", "isRequired", "ui:emptyValue"}
    for form in (to_rjsf(asked), to_json_forms(asked)):
        for section in form["schema"]["properties"].values():
            assert "required" not in section
    fields = [
        own
        for section in to_rjsf(asked)["schema"]["properties"].values()
        for own in section["properties"].values()
    ]
    assert not any({"oneOf", "anyOf", "const"} & own.keys() for own in fields)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_empty_form_is_an_assessment_of_nothing(shape: Shape) -> None:
    """Left open is unknown, not the worst: the result spans the ladder."""
    empty = READ[shape](questionnaire(sm.SOLIS), {}, subject="Acme")
    assert empty == sm.Assessment(framework="solis", version=sm.SOLIS.version, subject="Acme")
    result = sm.score(empty)
    assert (result.lower, result.upper) == (sm.SOLIS.below, sm.SOLIS.stage(10))


def test_a_questionnaire_reads_as_a_page() -> None:
    """Title, sections, questions, help, options."""
    asked = questionnaire(DEMO, about=("subject", "note"), texts={"description": "What it is."})
    assert asked.text() == (
        """\
Demo
What it is. A question that is left open counts as not assessed.

About this assessment
- Organisation
- Anything else

Stage 1: Step 1
- Is one done?
  What is done at 1.
  ( ) N: not achieved
  ( ) P: partially achieved
  ( ) L: largely achieved
  ( ) F: fully achieved
  ( ) cannot tell: looked at, and could not be judged
  ( ) not assessed: nobody has looked
  ( ) not applicable: the question does not arise here
- Slow? (optional)
  What is done at 1.
  ( ) no
  ( ) yes
  ( ) cannot tell: looked at, and could not be judged
  ( ) not assessed: nobody has looked
  ( ) not applicable: the question does not arise here

Stage 2: Step 2
- Is two done?
  What is done at 2.
  ( ) N: not achieved
  ( ) P: partially achieved
  ( ) L: largely achieved
  ( ) F: fully achieved
  ( ) cannot tell: looked at, and could not be judged
  ( ) not assessed: nobody has looked
  ( ) not applicable: the question does not arise here
- Is three done?
  What is done at 2.
  ( ) N: not achieved
  ( ) P: partially achieved
  ( ) L: largely achieved
  ( ) F: fully achieved
  ( ) cannot tell: looked at, and could not be judged
  ( ) not assessed: nobody has looked
  ( ) not applicable: the question does not arise here"""
    )
    described = attrs.evolve(LIMITED, summary="The first.", indicators=())
    alone = framework(attrs.evolve(described, baseline=True), stage(2, "two"))
    bare = questionnaire(alone, texts={"word:open": "", "help:slow": ""}).text()
    assert bare.startswith("Demo\n\nStage 1: Step 1\nThe first.\n- Slow? (optional)\n  ( ) no\n")


def test_a_number_is_asked_for_with_its_bounds() -> None:
    """Beside it stands why there may be none."""
    asked = questionnaire(NUMBERS)
    first = asked.questions[0].to_dict()
    assert (first["minimum"], first["maximum"], first["options"]) == (0, 1, [])
    assert first["citations"] == ["S0 L1"]
    fields = to_rjsf(asked)["schema"]["properties"]["stage-2"]["properties"]
    assert fields["two"] == {
        "title": "Is two done?",
        "description": "What is done at 2. A number from 0 to 1.",
        "type": "number",
        "minimum": 0,
        "maximum": 1,
    }
    assert fields["two_outcome"]["enum"] == ["rated", *OUTCOMES]
    assert asked.sections[0].to_dict()["questions"][1]["optional"] is True
    assert to_surveyjs(asked)["pages"][1]["elements"][0]["validators"] == [
        {"type": "numeric", "minValue": 0, "maxValue": 1}
    ]


@pytest.mark.parametrize(
    ("scale", "labels"), [("yes-no", ["no", "yes"]), ("zero-to-one", []), ("nplf", None)]
)
def test_another_scale_is_kept_with_the_answers(scale: str, labels: list[str] | None) -> None:
    """The assessment says what it was answered on, unless that is the framework's own."""
    asked = questionnaire(DEMO, scale=scale)
    made = from_surveyjs(asked, {})
    assert made.scale == (None if labels is None else scale)
    if labels is not None:
        assert [own.value for own in asked.questions[0].options] == labels


BAD_QUESTIONNAIRES: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"by": "dimensions"}, InvalidValueError, "by: 'dimensions' is neither 'stage' nor"),
    ({"by": None}, WrongTypeError, "by: expected text, not None"),
    ({"checks": 1}, WrongTypeError, "checks: expected a bool, not 1"),
    ({"notes": "no"}, WrongTypeError, "notes: expected a bool, not 'no'"),
    ({"about": "subject"}, WrongTypeError, "about: expected several fields, such as"),
    ({"about": 3}, WrongTypeError, "about: expected several fields, such as"),
    ({"about": ("subjekt",)}, InvalidValueError, "about: 'subjekt' is none of 'subject', "),
    ({"about": (None,)}, WrongTypeError, "about: expected text, not None"),
    ({"scale": "nplg"}, UnknownScaleError, "scale: unknown scale 'nplg'; did you mean 'nplf'?"),
    ({"scale": 3}, WrongTypeError, "scale: expected text, not 3"),
    ({"texts": [("title", "a")]}, WrongTypeError, "texts: expected texts by id, such as"),
]


@pytest.mark.parametrize(("options", "cls", "message"), BAD_QUESTIONNAIRES)
def test_what_cannot_be_asked_is_refused(
    options: dict[str, Any], cls: type[Exception], message: str
) -> None:
    """Each with what came and what was expected."""
    with pytest.raises(cls, match="^" + re.escape(message)):
        questionnaire(DEMO, **options)


def test_only_what_it_is_made_for_is_taken() -> None:
    """Callers without a type checker are told."""
    with pytest.raises(WrongTypeError, match=r"^framework: expected a Framework, not 'solis'$"):
        questionnaire("solis")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    for own in (to_rjsf, to_json_forms, to_surveyjs):
        with pytest.raises(WrongTypeError, match="^asked: expected a Questionnaire, not"):
            own(DEMO)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    for read in READ.values():
        with pytest.raises(WrongTypeError, match="^asked: expected a Questionnaire, not"):
            read(DEMO, {})
    made = sm.Assessment(framework="demo")
    with pytest.raises(WrongTypeError, match="^asked: expected a Questionnaire, not"):
        to_form_data(made, DEMO)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match=r"^assessment: expected an Assessment, not \{\}$"):
        to_form_data({}, ASKED)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidValueError, match=r"^shape: 'html' is none of 'json-form', 'surveyj"):
        to_form_data(made, ASKED, shape="html")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match=r"^stored: expected an Assessment, not \{\}$"):
        from_surveyjs(ASKED, {}, stored={})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match=r"^subject: expected text, not 3$"):
        from_surveyjs(ASKED, {}, subject=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_texts_that_do_not_fit_come_together() -> None:
    """Unknown ids with near ones, wrong types, nothing, control characters."""
    texts: Any = {
        "question:on": "a",
        3: "b",
        "title": 3,
        "option:N": " ",
        "help:one": "",
        "word:number": "",
        "description": "",
        "check:yes": "a\x00",
    }
    with pytest.raises(InvalidInputError) as error:
        questionnaire(DEMO, texts=texts)
    assert str(error.value).startswith("texts of the questionnaire of 'demo': 5 problems\n")
    assert told(error) == [
        "texts: unknown key 'question:on' in the questionnaire; did you mean 'question:one' or"
        " 'question:two' or 'question:slow'?",
        "texts: an id is text, not 3",
        "texts['title']: expected text, not 3",
        "texts['option:N']: expected text, found none",
        "texts['check:yes']: text has the control character '\\x00' at position 1; remove it",
    ]


def test_two_options_that_read_alike_are_refused() -> None:
    """Nobody could tell which one was meant."""
    with pytest.raises(InvalidInputError) as error:
        questionnaire(
            DEMO, texts={"check:yes": "ja", "check:no": "ja", "meaning:P": "not achieved"}
        )
    assert told(error) == ["texts: 'no' and 'yes' both read 'ja'; word one otherwise"]


BAD_DATA: list[tuple[Any, list[str]]] = [
    (None, ["expected an object with the answers of a form, not None"]),
    ([], ["expected an object with the answers of a form, not []"]),
    ({"stage-1": []}, ["stage-1: expected an object with the answers, not []"]),
    (
        {"stage-3": {}, 3: {}, "one": "F"},
        [
            "stage-3: unknown key 'stage-3' in the form; did you mean 'stage-2' or 'stage-1'?",
            "a field is named by text, not 3",
            "one: unknown key 'one' in the form; known: 'stage-1', 'stage-2'; it belongs into a"
            " section",
        ],
    ),
    (
        {"stage-1": {"two": "F", "ones": "F"}, "stage-2": {"two": "N"}},
        [
            "stage-1.two: unknown key 'two' in section 'stage-1' of the form; known: 'one',"
            " 'slow'; it belongs into 'stage-2'",
            "stage-1.ones: unknown key 'ones' in section 'stage-1' of the form; did you mean"
            " 'one'?",
        ],
    ),
    (
        {"stage-1": {"one": "NA"}, "stage-2": {"two": None, "three": {"three": "F"}}},
        [
            "stage-1.one: unknown answer 'NA' on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'"
            " ('N' is *not achieved*); for what does not apply write 'not-applicable'"
            " (NOT_APPLICABLE)",
            "stage-2.two: expected one of 'N', 'P', 'L', 'F', 'cannot-tell', 'not-assessed',"
            " 'not-applicable', not None; a question that is left open has no field at all",
            "stage-2.three: expected one of 'N', 'P', 'L', 'F', 'cannot-tell', 'not-assessed',"
            " 'not-applicable', not {'three': 'F'}",
        ],
    ),
    (
        {"stage-1": {"slow": True, "one": "rated"}},
        [
            "stage-1.one: unknown answer 'rated' on scale 'nplf'; expected one of 'N', 'P', 'L',"
            " 'F'",
            "stage-1.slow: expected one of 'no', 'yes', 'cannot-tell', 'not-assessed',"
            " 'not-applicable', not True",
        ],
    ),
]


@pytest.mark.parametrize(("data", "problems"), BAD_DATA)
def test_all_that_is_wrong_with_answers_comes_together(data: Any, problems: list[str]) -> None:
    """Each problem with its path, what came and the way out."""
    with pytest.raises(InvalidAssessmentError) as error:
        from_json_form(ASKED, data)
    assert told(error) == problems
    assert error.value.message == "the filled-in form of 'demo'"


BAD_NUMBERS: list[tuple[Any, str]] = [
    ({"two": float("nan")}, "two: expected a finite number of ordinary size, not nan"),
    ({"two": float("inf")}, "two: expected a finite number of ordinary size, not inf"),
    ({"two": 1.5}, "two: answer 3/2 is off the scale 'zero-to-one'; expected a number from 0 to 1"),
    ({"two": "0.5"}, "two: expected a number from 0 to 1, not '0.5'"),
    ({"two": True}, "two: expected a number from 0 to 1, not True"),
    ({"two": None}, "two: expected a number from 0 to 1, not None"),
    (
        {"two_outcome": "none"},
        "two_outcome: expected one of 'rated', 'cannot-tell', 'not-assessed', 'not-applicable',"
        " not 'none'",
    ),
    (
        {"two_outcome": 0},
        "two_outcome: expected one of 'rated', 'cannot-tell', 'not-assessed', 'not-applicable',"
        " not 0",
    ),
    (
        {"two": 0, "two_outcome": "cannot-tell"},
        "two_outcome: a number and a reason why there is none",
    ),
    ({"two_outcome": "rated"}, "two_outcome: there should be a number, and there is none"),
]


@pytest.mark.parametrize(("data", "problem"), BAD_NUMBERS)
def test_numbers_are_numbers_on_the_scale(data: Any, problem: str) -> None:
    """A number, or a reason why there is none; never both."""
    with pytest.raises(InvalidAssessmentError) as error:
        from_surveyjs(questionnaire(NUMBERS), data)
    assert told(error) == [problem.replace("3/2", "1.5")]


def test_numbers_and_reasons_are_read() -> None:
    """Exact; a number that is said to be there is the number alone."""
    asked = questionnaire(NUMBERS)
    made = from_surveyjs(asked, {"one": 0.1, "one_outcome": "rated", "two_outcome": "not-assessed"})
    assert dict(made.answers) == {"one": Fraction(1, 10), "two": None}
    again = from_surveyjs(asked, {"one": 0.1, "one_outcome": "rated"}, stored=made)
    assert dict(again.answers) == {"one": Fraction(1, 10)}
    finding = sm.Finding(indicator="one", answer="1/3", evidence=(sm.Evidence(text="A count"),))
    exact = sm.Assessment(framework="demo", findings=(finding,))
    shown = to_form_data(exact, asked, shape="surveyjs")
    assert shown.losses[0].told == "1/3 is shown as 0.3333333333333333"
    same = shown.data | {"one_outcome": "rated"}
    assert from_surveyjs(asked, same, stored=exact) == exact


BAD_ABOUT: list[tuple[Any, str]] = [
    ({"subject": 3}, "about.subject: expected text, not 3"),
    ({"subject": "a\nb"}, "about.subject: expected one line, not 'a\\nb'"),
    (
        {"subject": "x" * 1001},
        "about.subject: expected text of at most 1000 characters, not of 1001",
    ),
    (
        {"note": "\x1b"},
        "about.note: text has the control character '\\x1b' at position 0; remove it",
    ),
    (
        {"assessed_on": "1.2.2026"},
        "about.assessed_on: invalid date '1.2.2026'; expected YYYY-MM-DD",
    ),
    ({"assessed_on": ""}, "about.assessed_on: invalid date ''; expected YYYY-MM-DD"),
    ({"assessed_on": date(2026, 1, 1)}, "about.assessed_on: expected text, not 2026-01-01"),
    (
        {"unit": "Sales"},
        "about.unit: unknown key 'unit' in section 'about' of the form; known: 'subject',"
        " 'assessed_on', 'note'",
    ),
]


@pytest.mark.parametrize(("data", "problem"), BAD_ABOUT)
def test_what_is_said_of_the_whole_is_checked(data: Any, problem: str) -> None:
    """As the fields of an assessment are."""
    asked = questionnaire(DEMO, about=("subject", "assessed_on", "note"))
    with pytest.raises(InvalidAssessmentError) as error:
        from_json_form(asked, {"about": data})
    assert told(error) == [problem]


def test_the_form_and_the_application_must_not_disagree() -> None:
    """Neither wins in silence; what the form leaves blank, the application fills."""
    asked = questionnaire(DEMO, about=("subject", "assessed_on"))
    with pytest.raises(InvalidAssessmentError) as error:
        from_surveyjs(asked, {"about_subject": "Evil"}, subject="Acme")
    assert told(error) == [
        "about_subject: the form says 'Evil', and the application 'Acme'; ask for it or give it,"
        " not both"
    ]
    for said in ({}, {"about_subject": ""}, {"about_subject": "Acme"}):
        made = from_surveyjs(
            asked,
            said,
            subject="Acme",
            assessed_on="2026-11-01",
            unit="Sales",
            assessor="",
            note="",
        )
        assert (made.subject, made.unit) == ("Acme", "Sales")
        assert made.assessed_on == date(2026, 11, 1)
    alone = from_json_form(asked, {"about": {"subject": "Acme", "assessed_on": "2026-11-01"}})
    assert (alone.subject, alone.assessed_on) == ("Acme", date(2026, 11, 1))


def test_what_is_emptied_in_the_form_is_empty() -> None:
    """The name, the note to an answer, the answer itself."""
    asked = questionnaire(DEMO, about=("subject",), notes=True)
    finding = sm.Finding(
        indicator="one", answer="F", note="Seen.", evidence=(sm.Evidence(text="A report"),)
    )
    made = sm.Assessment(
        framework="demo", subject="Acme", answers={"two": "P", "three": "L"}, findings=(finding,)
    )
    filled = {"one": "F", "two": "P", "two-Comment": "New."}
    back = from_surveyjs(asked, filled, stored=made)
    assert back == sm.Assessment(
        framework="demo",
        findings=(
            attrs.evolve(finding, note=""),
            sm.Finding(indicator="two", answer="P", note="New."),
        ),
    )


def test_thousands_of_unknown_fields_are_one_problem() -> None:
    """Data from anybody cannot make an error of any size."""
    with pytest.raises(InvalidAssessmentError) as error:
        from_surveyjs(ASKED, {f"f{own}": "F" for own in range(100_000)})
    assert told(error) == ["100000 fields that the form does not have, such as 'f0'"]
    deep: Any = "F"
    for _ in range(100_000):
        deep = {"one": deep}
    with pytest.raises(InvalidAssessmentError) as error:
        from_json_form(ASKED, {"stage-1": deep})
    assert told(error)[0].startswith("stage-1.one: expected one of 'N', 'P', 'L', 'F',")
    assert told(error)[0].endswith(", not something nested too deeply to be shown")
    with pytest.raises(InvalidAssessmentError) as error:
        from_surveyjs(ASKED, {"stage-1": {"one": "F"}})
    assert told(error)[0].endswith("; answers lie side by side here")


BAD_STORED: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"framework": "solis"},
        ["framework: the assessment is of framework 'solis', and the form asks 'demo'"],
    ),
    (
        {"version": "2", "scale": "yes-no"},
        [
            "version: the assessment answers version '2', and the form asks version '1'",
            "scale: the assessment is answered on scale 'yes-no', and the form asks on 'nplf';"
            " make the questionnaire with the same scale=",
        ],
    ),
    (
        {"answers": {"on": "F", "slow": "yes", "two": "NA"}, "checks": {"one": "yes", "slow": "F"}},
        [
            "answers.on: unknown indicator 'on' in the questionnaire of 'demo'; did you mean"
            " 'one'?",
            "answers.slow: unknown indicator 'slow' in the questionnaire of 'demo'; known: 'one',"
            " 'two', 'three'",
            "answers.two: unknown answer 'NA' on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'"
            " ('N' is *not achieved*); for what does not apply write 'not-applicable'"
            " (NOT_APPLICABLE)",
            "checks.one: unknown limitation 'one' in the questionnaire of 'demo'; known: 'slow'",
            "checks.slow: unknown answer 'F' on scale 'yes-no'; expected one of 'no', 'yes'",
        ],
    ),
]


@pytest.mark.parametrize(("parts", "problems"), BAD_STORED)
def test_an_assessment_that_does_not_fit_fills_nothing_in(
    parts: dict[str, Any], problems: list[str]
) -> None:
    """Neither a form, nor what is read from one."""
    given: dict[str, Any] = {"framework": "demo", "subject": "Acme"} | parts
    made = sm.Assessment(**given)
    for attempt in (
        lambda: to_form_data(made, ASKED),
        lambda: from_json_form(ASKED, {}, stored=made),
    ):
        with pytest.raises(InvalidAssessmentError) as error:
            attempt()
        assert told(error) == problems
        assert error.value.message == f"{made}, for its form"


def test_a_scale_of_its_own_must_be_asked_on() -> None:
    """An assessment without a scale is answered on the framework's own."""
    with pytest.raises(InvalidAssessmentError) as error:
        to_form_data(sm.Assessment(framework="demo"), questionnaire(DEMO, scale="yes-no"))
    assert told(error) == [
        "scale: the assessment is answered on scale the framework's own, and the form asks on"
        " 'yes-no'; make the questionnaire with the same scale="
    ]


def test_braces_stay_braces_in_surveyjs() -> None:
    """It would fill in the answer of a question that is named in them."""
    asked = questionnaire(DEMO, texts={"question:two": "Is {one} done?", "meaning:F": "{one}"})
    element = to_surveyjs(asked)["pages"][1]["elements"][0]
    assert element["title"] == "Is {\u2060one} done?"
    assert element["choices"][3] == {"value": "F", "text": "F: {\u2060one}"}
    assert to_rjsf(asked)["schema"]["properties"]["stage-2"]["properties"]["two"]["title"] == (
        "Is {one} done?"
    )


def test_a_label_with_a_bar_goes_through_surveyjs() -> None:
    """Stored as it is, written without the bar, read back as it was."""
    scale = sm.Scale(id="own", labels=("none", "a|b", "a%7Cb"))
    asked = questionnaire(framework(LIMITED, scale=scale, gate=None))
    made = sm.Assessment(framework="demo", version="1", answers={"one": "a|b"})
    shown = to_form_data(made, asked, shape="surveyjs")
    assert shown.data == {"one": "a%7Cb"}
    assert from_surveyjs(asked, shown.data) == made
    values = [own["value"] for own in to_surveyjs(asked)["pages"][0]["elements"][0]["choices"]]
    assert values == ["none", "a%7Cb", "a%257Cb", *OUTCOMES]


def test_a_question_is_put_in_each_shape() -> None:
    """A scored one with a note, and an optional one without."""
    bare = {"outcome-meaning:cannot-tell": "", "outcome-meaning:not-assessed": ""}
    texts = bare | {"outcome-meaning:not-applicable": "", "section-description:stage-1": "First."}
    asked = questionnaire(framework(LIMITED, scale=sm.YES_NO, gate=None), notes=True, texts=texts)
    values = ["no", "yes", *OUTCOMES]
    names = ["no", "yes", *(own.replace("-", " ") for own in OUTCOMES)]
    radio = {"ui:widget": "radio", "ui:enumNames": names}
    assert to_rjsf(asked)["uiSchema"] == {
        "ui:order": ["stage-1"],
        "stage-1": {
            "ui:order": ["one", "one_note", "slow"],
            "one": radio,
            "one_note": {"ui:widget": "textarea", "ui:options": {"rows": 2}},
            "slow": radio,
        },
    }
    section = to_rjsf(asked)["schema"]["properties"]["stage-1"]
    assert section["description"] == "First."
    assert section["properties"]["slow"] == {
        "title": "Slow? (optional)",
        "description": "What is done at 1.",
        "type": "string",
        "enum": values,
    }

    def control(name: str, label: str, **options: object) -> dict[str, Any]:
        return {
            "type": "Control",
            "scope": f"#/properties/stage-1/properties/{name}",
            "label": label,
            "options": {"showUnfocusedDescription": True, **options},
        }

    assert to_json_forms(asked)["uischema"]["elements"][-1] == {
        "type": "Group",
        "label": "Stage 1: Step 1",
        "elements": [
            {"type": "Label", "text": "First."},
            control("one", "Is one done?", format="radio"),
            control("one_note", "Note", multi=True),
            control("slow", "Slow? (optional)", format="radio"),
        ],
    }
    choices = [{"value": own, "text": name} for own, name in zip(values, names, strict=True)]
    first = {
        "name": "one",
        "title": "Is one done?",
        "description": "What is done at 1.",
        "type": "radiogroup",
        "choices": choices,
    }
    check = {**first, "name": "slow", "title": "Slow? (optional)"}
    noted = {**first, "showCommentArea": True, "commentText": "Note"}
    page = {"name": "stage-1", "title": "Stage 1: Step 1", "description": "First."}
    assert to_surveyjs(asked)["pages"] == [{**page, "elements": [noted, check]}]
    quiet = questionnaire(framework(LIMITED, scale=sm.YES_NO, gate=None), texts=texts)
    assert to_surveyjs(quiet)["pages"] == [{**page, "elements": [first, check]}]


def test_surveyjs_refuses_a_number_beside_a_reason() -> None:
    """A number alone, a reason alone and nothing at all are right."""
    _, reason = to_surveyjs(questionnaire(NUMBERS))["pages"][1]["elements"]
    assert reason["validators"] == [
        {
            "type": "expression",
            "expression": "{two_outcome} empty or ({two_outcome} = 'rated' and {two} notempty)"
            " or ({two_outcome} <> 'rated' and {two} empty)",
            "text": "Give a number, or say why there is none; not both.",
        }
    ]

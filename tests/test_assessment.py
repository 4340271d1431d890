"""Assessments are raw, and are checked when they meet a framework."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.assessment.outcome import Outcome, outcome_of
from socialmaturity.assessment.reading import read, scales_of
from socialmaturity.errors import (
    DuplicateFindingError,
    InvalidAnswerError,
    InvalidAssessmentError,
    InvalidIdentifierError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
)
from strategies import TEXT

RAW = st.one_of(
    st.none(), st.booleans(), st.sampled_from(("F", "yes", "not-applicable")), st.integers(0, 1)
)


@given(st.dictionaries(TEXT, RAW))
def test_answers_are_a_mapping_that_compares_by_content(given_: dict[str, Any]) -> None:
    """In any order; equal ones hash equal."""
    own = sm.Answers(given_)
    turned = sm.Answers(dict(reversed(given_.items())))
    assert own == turned
    assert hash(own) == hash(turned)
    assert list(own) == list(given_)
    assert len(own) == len(given_)
    assert dict(own) == given_
    assert sm.Answers(own) == own


def test_true_is_not_the_number_1() -> None:
    """They are equal in Python, and different answers."""
    assert sm.Answers({"a": True}) != sm.Answers({"a": 1})
    assert sm.Answers({"a": True}) != {"a": True}
    ticked = sm.Finding(indicator="a", answer=True)
    assert ticked != sm.Finding(indicator="a", answer=1)
    assert ticked == attrs.evolve(ticked)
    assert hash(ticked) == hash(attrs.evolve(ticked))
    assert "Fraction(1, 2)" in repr(sm.Answers({"a": 0.5}))


@pytest.mark.parametrize(
    ("answer", "kept", "outcome"),
    [
        ("F", "F", Outcome.RATED),
        (True, True, Outcome.RATED),
        (0.7, Fraction(7, 10), Outcome.RATED),
        (Decimal("0.7"), Fraction(7, 10), Outcome.RATED),
        (1, Fraction(1), Outcome.RATED),
        ("1/3", Fraction(1, 3), Outcome.RATED),
        (None, None, Outcome.NOT_ASSESSED),
        ("not-assessed", None, Outcome.NOT_ASSESSED),
        (sm.CANNOT_TELL, "cannot-tell", Outcome.CANNOT_TELL),
        ("not-applicable", sm.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ],
)
def test_an_answer_has_one_of_four_outcomes(answer: Any, kept: Any, outcome: Outcome) -> None:
    """Numbers are kept exactly, not assessed is None."""
    own = sm.Answers({"a": answer})["a"]
    assert own == kept
    assert type(own) is type(kept) or isinstance(own, str)
    assert outcome_of(own) is outcome
    finding = sm.Finding(indicator="a", answer=answer)
    assert (finding.answer, finding.outcome) == (own, outcome)


@pytest.mark.parametrize(
    ("answers", "error", "message"),
    [
        (
            {"a": float("nan")},
            InvalidAnswerError,
            "a: expected a finite number of ordinary size, not nan; for what was not assessed"
            " give None, or 'not-assessed'",
        ),
        pytest.param(
            {"a": 10**5000},
            InvalidAnswerError,
            "not a number of thousands of digits",
            id="huge",
        ),
        ({"a": ["F"]}, WrongTypeError, r"a: \['F'\] is no answer; expected a label"),
        ({1: "F"}, WrongTypeError, "an id is text, not 1"),
        pytest.param(
            {10**5000: "F"}, WrongTypeError, "an id is text, not a number of thousands", id="long"
        ),
        ({" ": "F"}, MissingValueError, "an id is text with something on it, not ' '"),
        (
            {"a\0": "F\0"},
            InvalidValueError,
            r"^text has the control character '\\x00' at position 1",
        ),
        ({"a": "F\7"}, InvalidValueError, r"^a: text has the control character '\\x07'"),
        ({"a": "\ud800"}, InvalidValueError, r"^a: text has the control character '\\ud800'"),
        (None, WrongTypeError, "expected answers by id, such as .*, not None"),
        ([("a", "F")], WrongTypeError, "expected answers by id, such as .*, not"),
    ],
)
def test_what_is_no_answer_is_refused_at_once(answers: Any, error: type, message: str) -> None:
    """Before any framework is met."""
    with pytest.raises(error, match=message):
        sm.Answers(answers)


def test_the_short_form_survives_evolve() -> None:
    """It is a field like any other."""
    acme = assess({"one": "F"}, subject="Acme")
    grown = attrs.evolve(acme, answers={**acme.answers, "two": "L"})
    assert dict(grown.answers) == {"one": "F", "two": "L"}
    assert grown.subject == "Acme"
    assert attrs.evolve(grown, subject="Acme Ltd").answers == grown.answers


def test_both_forms_are_one() -> None:
    """Whatever is found, by id."""
    own = assess(
        {"one": "F", "two": None}, findings=(sm.Finding(indicator="three", answer="P", note="!"),)
    )
    assert dict(own.found) == {"one": "F", "two": None, "three": "P"}


@pytest.mark.parametrize(
    "findings", [("one",), ("two", "two")], ids=["in both forms", "twice in the long form"]
)
def test_two_findings_of_one_indicator_are_an_error(findings: tuple[str, ...]) -> None:
    """Even equal ones: nobody knows which is meant."""
    with pytest.raises(DuplicateFindingError, match=r"findings: indicator '\w+' has two findings"):
        assess({"one": "F"}, findings=tuple(sm.Finding(indicator=own) for own in findings))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"framework": "Not an id"}, InvalidIdentifierError, "invalid framework id"),
        ({"scale": 7}, WrongTypeError, "scale: expected text, not 7"),
        ({"subject": "a\nb"}, InvalidValueError, r"subject: expected one line, not 'a\\nb'"),
        ({"unit": "a\u2028b"}, InvalidValueError, "unit: expected one line"),
        ({"answers": {"a": []}}, WrongTypeError, r"^answers.a: \[\] is no answer"),
        ({"checks": {"a": []}}, WrongTypeError, r"^checks.a: \[\] is no answer"),
        ({"assessed_on": "soon"}, InvalidValueError, "assessed_on: invalid date 'soon'"),
        ({"subject": None}, WrongTypeError, "subject: expected text, not None"),
        ({"findings": ("one",)}, WrongTypeError, "findings: expected Finding, not 'one'"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], error: type, message: str) -> None:
    """At once."""
    given_: dict[str, Any] = {"framework": "demo"} | changes
    with pytest.raises(error, match=message):
        sm.Assessment(**given_)


def test_evidence_and_dates() -> None:
    """Dates as text or as dates; a strength by its word."""
    evidence = sm.Evidence(text="A page", strength="observed", observed_on="2026-11-01")
    assert evidence.strength is sm.Strength.OBSERVED
    assert evidence.observed_on == date(2026, 11, 1)
    assert assess({}, assessed_on=date(2026, 11, 1)) == assess({}, assessed_on="2026-11-01")
    with pytest.raises(InvalidValueError, match="strength: 'seen' is none of 'asserted'"):
        sm.Evidence(text="A page", strength="seen")


def test_an_assessment_says_whose_it_is() -> None:
    """With the unit, where there is one."""
    assert str(assess({}, subject="Acme", unit="Sales")) == "Acme (Sales), assessed with demo"
    assert str(assess({}, unit="Sales")) == "(Sales), assessed with demo"
    assert str(assess({})) == "an organisation, assessed with demo"


LIMITED = framework(
    attrs.evolve(
        stage(1, "one"),
        limitations=(sm.Limitation(id="slow", question="Slow?", evidence=("D-1.01",)),),
    ),
    stage(2, "two", "three"),
)


def test_all_problems_of_an_assessment_come_together() -> None:
    """Each with its path, the near names and a hint; and nothing is scored."""
    own = sm.Assessment(
        framework="demo",
        version="2",
        answers={"one": "X", "twoo": "F", "slow": "F", "three": 1.2},
        findings=(sm.Finding(indicator="two", answer="NA"),),
        checks={"slow": "maybe", "one": "yes", "other": "no"},
    )
    with pytest.raises(InvalidAssessmentError) as caught:
        read(own, LIMITED)
    problems = sm.assessment_problems(own, LIMITED)
    assert [(problem.path, problem.code) for problem in problems] == [
        ("version", "framework-mismatch"),
        ("answers.one", "invalid-answer"),
        ("answers.twoo", "unknown-indicator"),
        ("answers.slow", "unknown-indicator"),
        ("answers.three", "invalid-answer"),
        ("findings[0]", "invalid-answer"),
        ("checks.slow", "invalid-answer"),
        ("checks.one", "unknown-limitation"),
        ("checks.other", "unknown-limitation"),
    ]
    text = str(caught.value)
    for told in (
        "an organisation, assessed with demo: 9 problems",
        "version: the assessment answers version '2' of 'demo', and this is '1'",
        "answers.one: unknown answer 'X' on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'",
        "answers.twoo: unknown indicator 'twoo' in framework 'demo'; did you mean 'two'",
        "it is a limitation: put it into checks",
        "answers.three: unknown answer 1.2 on scale 'nplf'",
        "findings[0]: unknown answer 'NA' on scale 'nplf'",
        "('N' is *not achieved*)",
        "checks.slow: unknown answer 'maybe' on scale 'yes-no'; expected one of 'no', 'yes'",
        "it is an indicator: put it into answers",
        "checks.other: unknown limitation 'other' in framework 'demo'",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (assess({"one": "Yes"}), "'F'; to answer like that, give the assessment scale='yes-no'"),
        (assess({"one": False}), "'F'; to answer like that, give the assessment scale='yes-no'"),
        (assess({"one": 0.7}), "'F'; to answer like that, give the assessment scale='zero-to-one'"),
        (assess({"one": 5}), "expected one of 'N', 'P', 'L', 'F'"),
        (assess({"one": "true"}), "expected one of 'N', 'P', 'L', 'F'"),
        (assess({"one": "Yes"}, scale="yes-no"), "did you mean 'yes'?"),
        (assess({"one": 0.7}, scale="yes-no"), "give the assessment scale='zero-to-one'"),
        (assess({}, checks={"slow": 0.5}), "unknown answer 0.5 on scale 'yes-no'; expected one of"),
        (assess({}, checks={"slow": 0.5}), "expected one of 'no', 'yes'"),
    ],
)
def test_an_answer_on_another_scale_is_told_which(own: sm.Assessment, told: str) -> None:
    """Not where that would not help: checks are yes or no on every scale."""
    (problem,) = sm.assessment_problems(own, LIMITED)
    assert told in problem.message
    assert problem.message.endswith(told) or "unknown" in told


def test_only_an_assessment_meets_a_framework() -> None:
    """Whatever else comes is named."""
    for call in (sm.assessment_problems, read):
        with pytest.raises(WrongTypeError, match="assessment: expected an Assessment, not 3"):
            call(3, LIMITED)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'demo'"):
            call(assess({}), "demo")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_another_framework_is_one_problem() -> None:
    """The rest would be noise."""
    problems = sm.assessment_problems(sm.Assessment(framework="solis", answers={"x": "y"}), LIMITED)
    assert [str(problem) for problem in problems] == [
        "framework: the assessment is of framework 'solis', not 'demo'"
    ]


def test_a_reading_has_every_indicator() -> None:
    """Outcome and place; what is not named is not assessed."""
    own = assess({"two": "L", "three": sm.NOT_APPLICABLE}, checks={"slow": True}, version="1")
    reading = read(own, LIMITED)
    assert reading.scale is sm.NPLF
    assert reading.found == {
        "one": (Outcome.NOT_ASSESSED, None),
        "two": (Outcome.RATED, 2),
        "three": (Outcome.NOT_APPLICABLE, None),
    }
    assert reading.present == ("slow",)
    assert hash(reading) == hash(read(own, LIMITED))
    for absent in ("no", False, None, sm.CANNOT_TELL, sm.NOT_APPLICABLE):
        assert read(assess({}, checks={"slow": absent}), LIMITED).present == ()


def test_the_scale_is_the_framework_s_unless_the_assessment_names_one() -> None:
    """One of the standard ones."""
    assert read(assess({}), LIMITED).scale is LIMITED.scale
    ticked = assess({"one": True, "two": "no"}, scale="yes-no")
    assert read(ticked, LIMITED).scale is sm.YES_NO
    assert list(read(ticked, LIMITED).found.values())[0] == (Outcome.RATED, 1)
    numbers = assess({"one": 0.25}, scale="zero-to-one")
    assert list(read(numbers, LIMITED).found.values())[0] == (Outcome.RATED, Fraction(1, 4))
    with pytest.raises(InvalidAssessmentError) as caught:
        read(assess({}, scale="nplv"), LIMITED)
    assert "scale: unknown scale 'nplv'; did you mean 'nplf'?" in str(caught.value)
    own = framework(scale=sm.Scale(id="own", labels=("a", "b")), gate=None)
    assert read(assess({"one": "b"}, scale="own"), own).scale is own.scale
    assert list(scales_of(own)) == ["nplf", "yes-no", "zero-to-one", "own"]
    for wrong in (True, 1.2, "F"):
        problem = sm.assessment_problems(assess({"one": wrong}, scale="zero-to-one"), LIMITED)[0]
        assert "expected a number from 0 to 1" in str(problem)

"""A framework holds together, or says all that keeps it from it."""

from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidFrameworkError,
    InvalidValueError,
    MissingValueError,
    UnknownCheckError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
    shown,
)
from socialmaturity.model.advice import FitCondition, FitRule
from socialmaturity.model.statement import Exclusion

STEP_1, STEP_2 = stage(1, "one"), stage(2, "two", "three")


def statement(**changes: Any) -> sm.Statement:
    """The statement of stage 1 with some fields exchanged."""
    return attrs.evolve(STEP_1.statements[0], **changes)


def indicator(**changes: Any) -> sm.Indicator:
    """The indicator of stage 1 with some fields exchanged."""
    return attrs.evolve(STEP_1.indicators[0], **changes)


def rule(**changes: Any) -> FitRule:
    """A fit rule that stands by default."""
    given: dict[str, Any] = {"id": "D-R0", "advice": "Do it.", "strength": "should", "sources": ()}
    if changes.get("conditions"):
        given["condition"] = "it is big"
    return FitRule(**(given | changes))


PROBLEMS: list[tuple[dict[str, Any], str]] = [
    ({"stages": ()}, "stages: a framework needs at least one stage"),
    ({"derived_from": "demo"}, "derived_from: a framework is not derived from itself"),
    (
        {"stages": (STEP_1, stage(2, "two", framework="other"))},
        "stages[1].framework: the stage says it is of framework 'other', not 'demo'",
    ),
    (
        {"scale": sm.Scale(id="nplf", labels=("a", "b")), "gate": None},
        "scale.id: 'nplf' is the id of a standard scale; give another one to your own",
    ),
    ({"gate": sm.Gate(at="X")}, "gate.at: unknown answer 'X' on scale 'nplf'"),
    ({"gate": sm.Gate(at="L", lower_at="X")}, "gate.lower_at: unknown answer 'X'"),
    ({"gate": sm.Gate(at=0.5)}, "gate.at: unknown answer 0.5 on scale 'nplf'"),
    ({"gate": sm.Gate(at="N")}, "gate.at: every answer reaches 'N'"),
    (
        {"gate": sm.Gate(at="L", lower_at="P")},
        "gate.lower_at: lower_at 'P' asks for less than at 'L'",
    ),
    (
        {"order": sm.Order(exclusive=True, may_merge=((1, 3),))},
        "order.may_merge[0]: (1, 3) are no two neighbouring stages from 1 to 2",
    ),
    (
        {
            "order": sm.Order(
                exclusive=True,
                notes=(
                    sm.OrderNote(topic="skipping", answer="yes"),
                    sm.OrderNote(topic="skipping", answer="no", evidence=("D-9.01",)),
                ),
            )
        },
        "order.notes: topic 'skipping' stands twice",
    ),
    (
        {
            "order": sm.Order(
                exclusive=True,
                notes=(sm.OrderNote(topic="skipping", answer="no", evidence=("D-1.02",)),),
            )
        },
        "order.notes[0].evidence[0]: unknown reference 'D-1.02' in the statements;"
        " did you mean 'D-1.01'",
    ),
    (
        {"stages": (STEP_2, STEP_1)},
        "stages[0].ordinal: expected ordinal 1, not 2; stages stand in order from 1",
    ),
    (
        {"stages": (STEP_1, stage(2, baseline=True))},
        "stages[1].baseline: only the first stage can be the baseline",
    ),
    (
        {"stages": (stage(1, "one", baseline=True), STEP_2)},
        "stages[0].indicators: a baseline is reached by everyone",
    ),
    (
        {"stages": (STEP_1, stage(2))},
        "stages[1].indicators: stage 2 has no scored indicator, and other stages have",
    ),
    (
        {"stages": (STEP_1, stage(2, "two", aliases=("STEP 1",)))},
        "stages[1]: 'STEP 1' already names stage 1",
    ),
    (
        {"stages": (STEP_1, stage(2, "one"))},
        "stages[1].indicators[0].id: indicator or limitation id 'one' is given twice",
    ),
    (
        {
            "stages": (
                attrs.evolve(
                    STEP_1,
                    limitations=(sm.Limitation(id="one", question="Is it?", evidence=()),),
                ),
            )
        },
        "stages[0].limitations[0].id: indicator or limitation id 'one' is given twice",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, statements=(statement(), statement())),)},
        "stages[0].statements[1].id: statement id 'D-1.01' is given twice",
    ),
    (
        {"sources": (sm.Source(id="S0", title="A"), sm.Source(id="S0", title="B"))},
        "sources[1].id: source id 'S0' is given twice",
    ),
    (
        {"dimensions": (sm.Dimension(id="work", name="A", basis="published"),) * 2},
        "dimensions[1].id: dimension id 'work' is given twice",
    ),
    (
        {"conditions": (FitCondition(id="big", question="Is it big?"),) * 2},
        "conditions[1].id: condition id 'big' is given twice",
    ),
    ({"fit_rules": (rule(), rule())}, "fit_rules[1].id: fit rule id 'D-R0' is given twice"),
    (
        {"stages": (attrs.evolve(STEP_1, statements=(statement(id="D-2.01"),), indicators=()),)},
        "stages[0].statements[0].id: statement 'D-2.01' stands under stage 1",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, statements=(statement(sources=()),)),)},
        "stages[0].statements[0].sources: a statement needs a source",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, statements=(statement(sources=("S1 L1",)),)),)},
        "stages[0].statements[0].sources[0]: unknown reference 'S1' in the sources; known: 'S0'",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, sources=("S7",)),)},
        "stages[0].sources[0]: unknown reference 'S7'",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, statements=(statement(dimension="play"),)),)},
        "stages[0].statements[0].dimension: unknown reference 'play' in the dimensions",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, indicators=(indicator(dimension="play"),)),)},
        "stages[0].indicators[0].dimension: unknown reference 'play'",
    ),
    (
        {"stages": (attrs.evolve(STEP_1, indicators=(indicator(evidence=("D-1.07",)),)),)},
        "stages[0].indicators[0].evidence[0]: unknown reference 'D-1.07'",
    ),
    (
        {
            "stages": (
                attrs.evolve(
                    STEP_1,
                    limitations=(sm.Limitation(id="lim", question="Is it?", evidence=("X-1.1",)),),
                ),
            )
        },
        "stages[0].limitations[0].evidence[0]: unknown reference 'X-1.1'",
    ),
    (
        {"fit_rules": (rule(conditions=("big",)),)},
        "fit_rules[0].conditions[0]: unknown reference 'big' in the conditions;"
        " there is no reference here",
    ),
    (
        {"fit_rules": (rule(focus=(3,)),)},
        "fit_rules[0].focus[0]: unknown reference '3' in the stages; known: '1', '2'",
    ),
    ({"fit_rules": (rule(sources=("S9",)),)}, "fit_rules[0].sources[0]: unknown reference 'S9'"),
    (
        {"excluded": (Exclusion(id="D-1.01", reason="no"),)},
        "excluded[0].id: statement 'D-1.01' is excluded and stands here all the same",
    ),
    (
        {"unchecked": (Exclusion(id="D-1.01", reason="no"),)},
        "unchecked[0].id: 'D-1.01' is no statement of a limitation",
    ),
    (
        {"unchecked": (Exclusion(id="D-1.99", reason="no"),)},
        "unchecked[0].id: 'D-1.99' is no statement of a limitation",
    ),
]


@pytest.mark.parametrize(("changes", "message"), PROBLEMS, ids=[told for _, told in PROBLEMS])
def test_each_problem_is_found_with_its_path(changes: dict[str, Any], message: str) -> None:
    """And every problem has a code."""
    with pytest.raises(InvalidFrameworkError) as caught:
        framework(**changes)
    assert message in str(caught.value)
    assert all(problem.code != "error" for problem in caught.value.problems)


def test_all_problems_come_together() -> None:
    """Not one at a time."""
    with pytest.raises(InvalidFrameworkError) as caught:
        framework(STEP_1, stage(2, "one", aliases=("Step 1",)), derived_from="demo")
    assert str(caught.value).startswith("framework 'demo': 3 problems\n")
    assert len(caught.value.problems) == 3


def test_the_smallest_framework_has_a_stage_and_asks_nothing() -> None:
    """Good for mapping; it has no questions."""
    own = framework(stage(1, statements=()), sources=(), dimensions=())
    assert own.questions() == ()
    assert own.indicators == ()


@pytest.mark.parametrize("quorum", [0, 1.5, -1])
def test_a_quorum_is_a_share_above_0(quorum: float) -> None:
    """Up to 1, which is all."""
    with pytest.raises(InvalidValueError, match="quorum"):
        sm.Gate(at="L", quorum=quorum)
    assert sm.Gate(at="1/3", quorum="2/3") == sm.Gate(at=sm.Gate(at="1/3").at, quorum="2/3")


@pytest.mark.parametrize(
    "which", [2, "demo:2", "Step 2", " step 2 ", "Zwei", "Doers", sm.StageRef("demo", 2)]
)
def test_a_stage_is_found_by_ordinal_reference_and_name(which: Any) -> None:
    """In any case; aliases and personas are names, too."""
    own = framework(STEP_1, stage(2, "two", aliases=("Zwei",), personas=("Doers",)))
    assert own.stage(which) is own.stages[1]
    assert own.stage(own.stages[1]) is own.stages[1]
    assert own.stage(attrs.evolve(own.stages[1])) is own.stages[1]


@pytest.mark.parametrize(
    ("which", "error", "message"),
    [
        (3, UnknownStageError, "unknown stage '3' in framework 'demo'; known: '1', '2'"),
        (-1, UnknownStageError, "unknown stage '-1'"),
        (10**5000, UnknownStageError, "unknown stage 'a number of thousands of digits'"),
        (True, WrongTypeError, "which: expected an ordinal, a name, a reference .*, not True"),
        ([], WrongTypeError, "which: expected an ordinal, .* 'demo:1' or a stage, not \\[\\]"),
        ("Step 2:2", UnknownStageError, "unknown stage 'Step 2:2' in .*; did you mean 'Step 2'"),
        (":3", UnknownStageError, "unknown stage ':3' in framework 'demo'; known: 'Step 1'"),
        ("demo:" + "9" * 5000, UnknownStageError, "unknown stage 'demo:999"),
        ("Stp 2", UnknownStageError, "unknown stage 'Stp 2' in framework 'demo'; .*'Step 2'"),
        ("2", UnknownStageError, "unknown stage '2' .*; write the number, or 'demo:2'"),
        ("demo:x", UnknownStageError, "unknown stage 'demo:x'"),
        ("other:1", FrameworkMismatchError, "stage 'other:1' is not of framework 'demo'"),
        (stage(1, framework="other"), FrameworkMismatchError, "is not of framework 'demo'"),
        (
            stage(1, "one", name="Mine"),
            FrameworkMismatchError,
            "stage 'demo:1' is another one in framework 'demo': 'Step 1', not 'Mine', or of other",
        ),
        (stage(1, "two"), FrameworkMismatchError, "stage 'demo:1' is another one in framework"),
    ],
    ids=lambda own: shown(own)[:30],
)
def test_a_stage_that_is_not_there_is_told_the_near_ones(
    which: Any, error: type, message: str
) -> None:
    """By name or by number."""
    with pytest.raises(error, match=message):
        framework().stage(which)


def test_below_is_a_stage_that_is_not_among_the_stages() -> None:
    """Where there is no baseline; with one, that is the lowest."""
    own = framework()
    assert own.below is not None
    assert own.below is own.lowest is own.stage(0) is own.stage("Below stage 1")
    assert (own.below.ordinal, str(own.below)) == (0, "below stage 1")
    assert own.below not in own.stages
    based = framework(stage(1, baseline=True), STEP_2)
    assert based.below is None
    assert based.lowest is based.stages[0]
    with pytest.raises(UnknownStageError):
        based.stage(0)


def test_indicators_are_looked_up_by_id() -> None:
    """And know their stage."""
    own = framework()
    assert own.indicator("three").name == "Three"
    assert own.stage_of("three") is own.stages[1]
    for look_up in (own.indicator, own.stage_of):
        with pytest.raises(UnknownIndicatorError, match="'thre'.*did you mean 'three'"):
            look_up("thre")
        for wrong in (None, b"one", 10**5000):
            with pytest.raises(WrongTypeError, match="which: expected text, not"):
                look_up(wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_questions_come_in_order_with_all_a_form_needs() -> None:
    """Stage by stage the indicators, then the checks."""
    limited = attrs.evolve(
        STEP_1, limitations=(sm.Limitation(id="slow", question="Slow?", evidence=("D-1.01",)),)
    )
    first, check, second, third = framework(limited, STEP_2).questions()
    assert [own.id for own in (first, check, second, third)] == ["one", "slow", "two", "three"]
    assert (first.text, first.help) == ("Is one done?", "What is done at 1.")
    assert (first.kind, first.scale, first.dimension, first.optional) == (
        "indicator",
        sm.NPLF,
        "work",
        False,
    )
    assert (check.kind, check.scale, check.dimension, check.optional) == (
        "limitation",
        sm.YES_NO,
        None,
        True,
    )
    assert (first.stage, third.stage) == (1, 2)


def test_a_stage_tells_its_label_names_and_dimensions() -> None:
    """As the source words it."""
    own = sm.CISCO.stage(3)
    assert str(own) == "Phase 3: Integration"
    assert own.names[0] == "Integration"
    assert own.ref == sm.StageRef("cisco", 3)
    assert "strategy" in own.dimensions
    assert len(set(own.dimensions)) == len(own.dimensions)
    assert str(sm.SOCEDO) == "The Three Phases of Social Media Adoption for Businesses (socedo 1.0)"
    assert sm.SOLIS.stage(3).statements[0].stage == 3
    assert sm.SOLIS.statements[0].stage == 0


def test_limitations_know_their_stage() -> None:
    """For the warning that names it."""
    for own in sm.CISCO.stages:
        for limitation in own.limitations:
            assert sm.CISCO.limitation_stage(limitation.id) is own
    with pytest.raises(UnknownCheckError, match="unknown limitation 'experimental-presense' in .*"):
        sm.SOLIS.limitation_stage("experimental-presense")
    with pytest.raises(WrongTypeError, match="limitation: expected text, not 1"):
        sm.SOLIS.limitation_stage(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_ids_of_several_conditions_are_not_one_string() -> None:
    """A string would be taken apart."""
    with pytest.raises(TypeError, match="expected several condition ids, not 'big'"):
        rule(conditions="big")


def test_a_rule_with_conditions_says_them_in_words() -> None:
    """It would be told as if it stood by default."""
    with pytest.raises(MissingValueError, match="^condition: rule D-R0 has conditions; say in one"):
        rule(conditions=("big",), condition=" ")
    assert rule(condition="it is big").conditions == ()


def test_what_is_too_long_to_write_is_told_all_the_same() -> None:
    """Ordinals of thousands of digits."""
    with pytest.raises(InvalidFrameworkError) as caught:
        framework(attrs.evolve(STEP_1, ordinal=10**5000))
    assert "expected ordinal 1, not a number of thousands of digits" in str(caught.value)


def test_thousands_of_wrong_references_are_found_in_time_by_their_number() -> None:
    """Every error shares one tuple of what there is, and it is sorted once."""
    wrong = tuple(f"E-1.{number}" for number in range(3000))
    own = attrs.evolve(STEP_1, indicators=(indicator(evidence=wrong),))
    with pytest.raises(InvalidFrameworkError) as caught:
        framework(own)
    assert len(caught.value.problems) == 3000
    shared = {id(problem.__dict__["candidates"]) for problem in caught.value.problems}
    assert len(shared) == 1


def test_a_question_is_helped_by_all_it_rests_on() -> None:
    """In order."""
    both = tuple(statement(id=f"D-1.0{number}", text=f"Text {number}.") for number in (1, 2))
    own = attrs.evolve(
        STEP_1, statements=both, indicators=(indicator(evidence=("D-1.02", "D-1.01")),)
    )
    (question,) = framework(own).questions()
    assert question.help == "Text 2. Text 1."

"""The next steps: what decides, what binds, what is advised."""

import json
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import assess, framework, mapping, stage
from socialmaturity.errors import UnknownFrameworkError, WrongTypeError
from strategies import label_scales, scored
from test_scoring import ACME


def test_acme_finds_out_first_and_raises_then() -> None:
    """Word for word."""
    assert sm.next_steps(sm.score(ACME)).text().splitlines() == [
        "1. Find out about Rapid Response [rapid-response]. Outcome so far: not assessed."
        " It decides: at its best stage 3 is sure, at its worst stage 2 is the most.",
        "2. Raise Strategic Visibility [strategic-visibility] from P to L."
        " It stands in the way of stage 4.",
        "3. Raise Relevance [relevance] from N to L. It stands in the way of stage 4.",
    ]


def test_what_decides_says_what_is_needed() -> None:
    """With its own stage."""
    first, second, _ = sm.next_steps(sm.score(ACME)).steps
    assert (first.kind, first.about, first.stage, first.needed, first.answer) == (
        sm.StepKind.FIND_OUT,
        "rapid-response",
        3,
        "L",
        None,
    )
    assert (second.about, second.stage, second.answer) == ("strategic-visibility", 4, "P")


@pytest.mark.parametrize("answer", [None, "N"])
def test_a_framework_of_one_stage_has_steps_too(answer: str | None) -> None:
    """It is the next stage itself."""
    own = framework(stage(1, "a", "b"))
    steps = sm.next_steps(sm.score(assess({"a": answer, "b": answer}), framework=own)).steps
    assert {step.stage for step in steps} == {1}
    assert str(steps[0]).endswith(
        "It decides: even at its best no stage is sure yet, at its worst no stage is reached."
        if answer is None
        else "It stands in the way of stage 1."
    )
    mixed = sm.next_steps(sm.score(assess({"a": "N"}), framework=own)).steps
    assert [(step.kind.value, step.about) for step in mixed] == [("raise", "a"), ("find-out", "b")]


def test_advice_from_several_places_names_them_all() -> None:
    """Apart by commas."""
    rule = attrs.evolve(sm.SOCEDO.fit_rules[0], sources=("S0 L1", "S0 L2"), focus=(1,))
    own = framework(fit_rules=(rule,))
    (advice,) = sm.next_steps(
        sm.score(assess({"one": "F", "two": "F", "three": "F"}), framework=own)
    ).steps
    assert "(S0 L1, S0 L2)" in str(advice)


LADDER = framework(stage(1, "a"), stage(2, "b", "c", "d"))


def test_what_is_open_at_the_next_stage_comes_last() -> None:
    """It decides nothing while something else stands in the way."""
    own = assess({"a": "F", "b": None, "c": "N", "d": sm.CANNOT_TELL})
    steps = sm.next_steps(sm.score(own, framework=LADDER)).steps
    assert [(step.kind, step.about, step.stage, step.needed) for step in steps] == [
        (sm.StepKind.RAISE, "c", 2, "L"),
        (sm.StepKind.FIND_OUT, "b", 2, "L"),
        (sm.StepKind.FIND_OUT, "d", 2, "L"),
    ]
    assert str(steps[2]) == (
        "Find out about D [d]. Outcome so far: cannot tell. Stage 2 asks for it, and what"
        " stands in its way comes first."
    )


def test_what_is_asked_below_the_next_stage_is_found_out_too() -> None:
    """Where the stages below have to reach more than the result has; each with what it needs."""
    own = framework(stage(1, "a", "b"), stage(2, "c", "d", "e"))
    answers = {"a": "L", "b": None, "c": "N", "d": None, "e": "N"}
    result = sm.score(assess(answers), framework=own, at="L", lower_at="F", quorum="1/2")
    assert [(one.indicator, one.stage, one.needed) for one in result.explanation.pending] == [
        ("b", 1, "F"),
        ("d", 2, "L"),
    ]
    steps = sm.next_steps(result).steps
    assert [(step.kind.value, step.about, step.stage, step.needed) for step in steps] == [
        ("raise", "c", 2, "L"),
        ("find-out", "b", 2, "F"),
        ("find-out", "d", 2, "L"),
    ]
    assert str(steps[1]).endswith("Stage 2 asks for it, and what stands in its way comes first.")
    plain = result.to_dict()["explanation"]["pending"]
    assert plain[0] == {"indicator": "b", "stage": 1, "outcome": "not-assessed", "needed": "F"}


def test_what_the_next_stage_has_enough_of_is_not_asked_for() -> None:
    """With a quorum; and what decides is told once."""
    own = framework(stage(1, "a", "b"), stage(2, "c", "d"))
    enough = assess({"a": "L", "b": "L", "c": "L", "d": None})
    result = sm.score(enough, framework=own, at="L", lower_at="F", quorum="1/2")
    assert [(step.kind.value, step.about) for step in sm.next_steps(result).steps] == [
        ("raise", "a")
    ]
    both = framework(stage(1, "a", "b"), stage(2, "c"))
    hangs = sm.score(assess({"a": None, "b": "N", "c": "N"}), framework=both, quorum="1/2")
    steps = sm.next_steps(hangs).steps
    assert [(step.kind.value, step.about) for step in steps] == [("find-out", "a"), ("raise", "c")]


def test_bands_are_told_alike_in_all_steps() -> None:
    """With where they start."""
    own = assess({"a": 0.9, "b": 0.2}, scale="zero-to-one")
    steps = sm.next_steps(sm.score(own, framework=LADDER)).steps
    assert {step.needed for step in steps} == {"L (above 0.5)"}
    assert len(steps) == 3


def test_a_profile_says_why_it_has_no_steps() -> None:
    """Not that nothing is left to do."""
    low = assess(dict.fromkeys("abcd", "N"))
    steps = sm.next_steps(sm.score(low, framework=LADDER, rule="profile"))
    assert (steps.steps, steps.rule) == ((), "profile")
    assert str(steps) == (
        "Rule profile has no gate, so that there is no next stage to work for; score with"
        " rule='cumulative' for steps."
    )
    assert steps.to_dict()["rule"] == "profile"


def test_the_nearest_comes_first() -> None:
    """By steps of the scale."""
    own = assess({"a": "F", "b": "N", "c": "P", "d": "F"})
    steps = sm.next_steps(sm.score(own, framework=LADDER)).steps
    assert [(step.about, step.answer) for step in steps] == [("c", "P"), ("b", "N")]


def test_at_the_top_nothing_is_left() -> None:
    """It says so."""
    result = sm.score(assess(dict.fromkeys("abcd", "F")), framework=LADDER)
    assert sm.next_steps(result).steps == ()
    assert str(sm.next_steps(result)) == (
        "Nothing is left to do: no further stage asks for anything."
    )
    vacuous = {"a": "F"} | dict.fromkeys("bcd", sm.NOT_APPLICABLE)
    assert sm.next_steps(sm.score(assess(vacuous), framework=LADDER)).steps == ()


def test_socedo_has_advice() -> None:
    """All five rules with condition, strength and source; none is applied."""
    steps = sm.next_steps(sm.score(sm.Assessment(framework="socedo"))).steps
    assert [(step.kind, step.about, step.stage) for step in steps] == [
        (sm.StepKind.ADVICE, "SOC-R0", None),
        (sm.StepKind.ADVICE, "SOC-R1", None),
        (sm.StepKind.ADVICE, "SOC-R2", 1),
        (sm.StepKind.ADVICE, "SOC-R3", 2),
        (sm.StepKind.ADVICE, "SOC-R4", 3),
    ]
    assert str(steps[0]).endswith("By default; the source's word for it is 'key' (S4 L24).")
    assert str(steps[3]) == (
        "Focus on phase 2. If the brand is well known and its products are much talked about"
        " online; the source's word for it is 'can be' (S4 L27)."
    )
    assert steps[0].needed is None


@pytest.mark.parametrize("assessment", [ACME, sm.Assessment(framework="socedo")])
def test_steps_are_plain_data_on_request(assessment: sm.Assessment) -> None:
    """JSON takes them."""
    plain = sm.next_steps(sm.score(assessment)).to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["framework"] == assessment.framework
    assert all(step["kind"] in {"find-out", "raise", "advice"} for step in plain["steps"])
    assert set(plain["steps"][0]) == {
        "about",
        "answer",
        "elsewhere",
        "kind",
        "needed",
        "reason",
        "stage",
        "text",
        "unlocks",
    }
    assert plain["steps"][0]["answer"] is None


def test_answers_are_told_as_they_were_given() -> None:
    """Numbers and yes or no, too."""
    ticks = sm.score(assess({"a": False}, scale="yes-no"), framework=LADDER)
    assert "from no to yes" in str(sm.next_steps(ticks))
    numbers = sm.score(assess({"a": 0.25}, scale="zero-to-one"), framework=LADDER)
    assert "from 0.25 to L (above 0.5)" in str(sm.next_steps(numbers))
    assert sm.next_steps(numbers).to_dict()["steps"][0]["answer"] == "0.25"


@given(scored(label_scales()), st.sampled_from(("cumulative", "high_water", "nearest")))
def test_steps_unlock_what_scoring_gives_after_them(
    case: tuple[sm.Framework, sm.Assessment, dict[str, Any]],
    rule: Literal["cumulative", "high_water", "nearest"],
) -> None:
    """Each found out at its best, or raised to where it has to be, one after the other."""
    own, assessment, parameters = case
    if rule != "cumulative":
        parameters = {"at": parameters["at"]}
    result = sm.score(assessment, framework=own, rule=rule, **parameters)
    assert isinstance(result, sm.StageResult)
    reached = result.lower.ordinal
    for step in sm.next_steps(result).steps:
        answer = own.scale.labels[-1] if step.kind is sm.StepKind.FIND_OUT else step.needed
        if assessment.scale not in (None, own.scale.id):
            return
        assessment = assessment.with_answers({step.about: answer})
        later = sm.score(assessment, framework=own, rule=rule, **parameters)
        assert isinstance(later, sm.StageResult)
        assert max((stage.ordinal for stage in step.unlocks), default=reached) == max(
            reached, later.lower.ordinal
        )
        reached = max(reached, later.lower.ordinal)


def test_steps_tell_of_other_frameworks_when_asked() -> None:
    """What is claimed of the stages that they reach."""
    low = sm.score(sm.Assessment(framework="solis", answers={"listening": "F", "reporting": "P"}))
    steps = sm.next_steps(low, to=["carfi", sm.CISCO])
    assert [stage.ordinal for stage in steps.steps[0].unlocks] == [1]
    assert steps.text().splitlines()[1] == (
        "   Then Solis 1 is reached: Solis 1 lies inside Carfi 2 (confidence 0.5);"
        " Solis 1 lies inside Cisco 2 (confidence 0.55)."
    )
    assert sm.next_steps(low, to="carfi").steps[0].elsewhere == (
        "Solis 1 lies inside Carfi 2 (confidence 0.5)",
    )
    assert sm.next_steps(low, to=sm.CARFI) == sm.next_steps(low, to="carfi")
    wrong: Any = 3
    with pytest.raises(WrongTypeError, match="to: expected frameworks or their ids, such as"):
        sm.next_steps(low, to=wrong)
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'carfy'; did you mean"):
        sm.next_steps(low, to="carfy")


def test_counterparts_without_confidence_are_told_without_it() -> None:
    """Absent is not 0."""
    demo = framework()
    other = framework(id="other", stages=(stage(1, "x", framework="other"),))
    link = sm.Crosswalk(
        subject="demo",
        object="other",
        version="1",
        mappings=(mapping("demo:1", "equal", "other:1", confidence=None),),
    )
    catalog = sm.Catalog(added_frameworks=(demo, other), added_crosswalks=(link,))
    result = sm.score(assess({"one": "N"}), framework=demo)
    steps = sm.next_steps(result, to=["other"], catalog=catalog)
    assert steps.steps[0].elsewhere == ("Demo 1 equals Other 1",)


class OwnRule:
    """The stages of rule cumulative, told under a name of its own."""

    name = "own"

    def score(self, case: sm.Case) -> sm.StageResult:
        """Return them."""
        result = sm.CumulativeRule(at="L").score(case)
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, rule=self.name))


def test_of_other_rules_it_is_not_known_what_a_step_unlocks() -> None:
    """The steps are there all the same."""
    result = sm.score(assess({"one": "N"}), framework=framework(), rule=OwnRule())
    steps = sm.next_steps(result).steps
    assert [(step.about, step.unlocks) for step in steps] == [("one", ())]

"""Roadmaps: what has to be raised, that it leads there, and what it says of it."""

import json
import pickle
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles import planning as oracle
from samples import assess, framework, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidInputError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.planning import plan
from socialmaturity.progression.prerequisites import Prerequisites
from socialmaturity.progression.roadmap import Roadmap, RoadmapStep, roadmap
from strategies import scored
from test_prerequisites import before, extras
from test_scoring import ACME

SCORE: Any = sm.score

Parameters = dict[str, Any]


@st.composite
def climbs(
    draw: st.DrawFn, *, quorum: bool = True, backwards: bool = True
) -> tuple[sm.StageResult, sm.Stage, Parameters, dict[str, list[str]]]:
    """A result, a target above it, the parameters of its rule, and prerequisites of a caller."""
    own, assessment, parameters = draw(scored())
    if not quorum:
        parameters["quorum"] = 1
    result = SCORE(assessment, framework=own, rule=sm.CumulativeRule(**parameters))
    asking = [rung.ordinal for rung in result.explanation.rungs if rung.applicable]
    above = [ordinal for ordinal in asking if ordinal > result.lower.ordinal]
    assume(above)
    extra = draw(extras(own)) if draw(st.booleans()) else {}
    if not backwards:
        extra = {
            one: [two for two in needs if own.stage_of(two).ordinal <= own.stage_of(one).ordinal]
            for one, needs in extra.items()
        }
    return result, own.stage(draw(st.sampled_from(above))), parameters, extra


def asked(result: sm.StageResult, target: sm.Stage, parameters: Parameters, name: str) -> Any:
    """The threshold that an indicator has to reach."""
    scale = result.framework.scale
    under = result.framework.stage_of(name).ordinal < target.ordinal
    return scale.threshold(parameters["lower_at" if under else "at"])


_LEAST: Final = Fraction(1, 10**6)
"""Less than what lies between any two thresholds that are drawn."""


def raised(
    result: sm.StageResult,
    target: sm.Stage,
    parameters: Parameters,
    steps: list[RoadmapStep],
) -> sm.StageResult:
    """The result scored again with some steps done, no more than they have to be."""
    scale = result.framework.scale
    answers: dict[str, Any] = {}
    for step in steps:
        threshold = asked(result, target, parameters, step.indicator)
        bound = Fraction(threshold.bound)
        if scale.labels:
            answers[step.indicator] = scale.labels[int(bound)]
        else:
            answers[step.indicator] = bound + _LEAST if threshold.above else bound
    changed = result.assessment.with_answers(answers)
    again: sm.StageResult = SCORE(
        changed, framework=result.framework, rule=sm.CumulativeRule(**parameters)
    )
    return again


def amounts(names: Sequence[str]) -> st.SearchStrategy[dict[str, Fraction]]:
    """A number of 0 or more for each of some indicators."""
    return st.fixed_dictionaries(
        {name: st.just(Fraction(0)) | st.fractions(0, 5, max_denominator=3) for name in names}
    )


@st.composite
def ways(draw: st.DrawFn) -> tuple[Roadmap, Parameters, dict[str, list[str]], bool]:
    """A roadmap, the parameters of its rule, a caller's prerequisites, and whether it has costs."""
    result, target, parameters, extra = draw(climbs())
    names = [one.id for one in result.framework.indicators]
    values = draw(st.none() | amounts(names))
    costs = draw(st.none() | amounts(names))
    kept = Prerequisites.of(result.framework, extra, strict=False)
    made = roadmap(result, target, values=values, costs=costs, requires=kept)
    return made, parameters, extra, costs is not None


@given(ways())
def test_every_batch_reaches_what_it_promises(
    drawn: tuple[Roadmap, Parameters, dict[str, list[str]], bool],
) -> None:
    """Scored again with its steps and all before done; the last one reaches the target."""
    made, parameters, _, _ = drawn
    done: list[RoadmapStep] = []
    for batch in made.batches:
        done += batch.steps
        again = raised(made.result, made.target, parameters, done)
        assert again.lower == batch.reaches
    assert made.batches[-1].reaches.ordinal >= made.target.ordinal
    assert len({step.indicator for step in done}) == len(done) == len(made.steps)


@given(ways())
def test_no_step_stands_before_its_prerequisite(
    drawn: tuple[Roadmap, Parameters, dict[str, list[str]], bool],
) -> None:
    """Neither before the stages below, nor before what the caller says; and nothing is left out."""
    made, _, extra, _ = drawn
    order: list[str] = [step.indicator for step in made.steps]
    caller: dict[str, list[str]] = {
        one.id: extra.get(one.id, []) for one in made.framework.indicators
    }
    for place, name in enumerate(order):
        for own in before(caller, name):
            if own in order:
                assert order.index(own) < place
    stages: dict[str, int] = {step.indicator: step.stage for step in made.steps}
    turns = made.prerequisites.places
    for one in order:
        for two in order:
            if stages[one] < stages[two] == turns[two]:
                assert order.index(one) < order.index(two)


@given(climbs(quorum=False, backwards=False))
def test_the_steps_are_what_lacks(
    drawn: tuple[sm.StageResult, sm.Stage, Parameters, dict[str, list[str]]],
) -> None:
    """Without a quorum: exactly what applies up to the target and may not reach what it asks."""
    result, target, parameters, extra = drawn
    made = roadmap(result, target, requires=extra)
    scale = result.framework.scale
    costs: dict[str, tuple[Any, str]] = {}
    for item in result.explanation.items:
        threshold = asked(result, target, parameters, item.id)
        if item.stage > target.ordinal or item.outcome is sm.Outcome.NOT_APPLICABLE:
            continue
        if item.outcome is sm.Outcome.RATED:
            level = scale.level(item.answer)
            if not threshold.reached_by(level):
                costs[item.id] = (max(threshold.bound - level, 0), "raise")
        else:
            costs[item.id] = (threshold.bound, "find-out")
    found = {step.indicator: (step.cost, step.kind.value) for step in made.steps}
    assert found == costs
    assert made.cost == sum(cost for cost, _ in costs.values())
    ordinals = [{step.stage for step in batch.steps} for batch in made.batches]
    assert [len(own) for own in ordinals] == [1] * len(ordinals)
    assert sorted(own.pop() for own in ordinals) == sorted({step.stage for step in made.steps})


@given(climbs(), st.data())
def test_a_quorum_takes_the_cheapest_that_are_enough(
    drawn: tuple[sm.StageResult, sm.Stage, Parameters, dict[str, list[str]]], data: st.DataObject
) -> None:
    """Of each stage, by going through all sets."""
    result, target, parameters, _ = drawn
    names = [one.id for one in result.framework.indicators]
    costs = data.draw(amounts(names))
    made = roadmap(result, target, costs=costs)
    stages: list[list[tuple[Fraction, bool]]] = []
    for one in result.framework.stages[: target.ordinal]:
        items = [own for own in result.explanation.items if own.stage == one.ordinal]
        stages.append(
            [
                (
                    costs[own.id],
                    own.outcome is sm.Outcome.RATED
                    and asked(result, target, parameters, own.id).reached_by(
                        result.framework.scale.level(own.answer)
                    ),
                )
                for own in items
                if own.outcome is not sm.Outcome.NOT_APPLICABLE
            ]
        )
    needed = [rung.needed for rung in result.explanation.rungs[: target.ordinal]]
    assert made.cost == oracle.cheapest_way(stages, needed)


@given(climbs(backwards=False), st.data())
def test_with_values_the_batches_are_the_corners_of_all_ways(
    drawn: tuple[sm.StageResult, sm.Stage, Parameters, dict[str, list[str]]], data: st.DataObject
) -> None:
    """Of all sets of steps that the stages and the caller allow; the rest comes at the end."""
    result, target, _, extra = drawn
    names: list[str] = [one.id for one in result.framework.indicators]
    values, costs = data.draw(amounts(names)), data.draw(amounts(names))
    made = roadmap(result, target, values=values, costs=costs, requires=extra)
    steps: list[str] = [step.indicator for step in made.steps]
    assume(len(steps) <= 9)
    stages = {step.indicator: step.stage for step in made.steps}
    full: dict[str, list[str]] = {
        one: [two for two in names if two in extra.get(one, ()) or
              result.framework.stage_of(two).ordinal < result.framework.stage_of(one).ordinal]
        for one in names
    }  # fmt: skip
    plain = [
        (
            costs[one],
            values[one],
            tuple(steps.index(two) for two in before(full, one) if two in stages),
        )
        for one in steps
    ]
    corners = oracle.corners(plain)
    batches = [(own.cumulative_cost, own.cumulative_value) for own in made.batches]
    if corners[0] == (Fraction(0), Fraction(0)):
        corners = corners[1:]
    assert batches[: len(corners)] == corners
    for own in made.batches[len(corners) :]:
        assert (own.rate, own.value) == (Fraction(0), Fraction(0))
    assert len(batches) - len(corners) <= 1
    assert made.cost == sum(costs[one] for one in steps)
    budget = data.draw(st.fractions(0, 20, max_denominator=2))
    assert oracle.best(plain, budget) <= made.bound(budget)
    assert plan(made.tasks, budget, solver="own").value == oracle.best(plain, budget)


@given(ways())
def test_a_roadmap_is_plain_data_and_pickles(
    drawn: tuple[Roadmap, Parameters, dict[str, list[str]], bool],
) -> None:
    """And its rows follow its batches."""
    made, _, _, has_costs = drawn
    plain = made.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    again: Roadmap = pickle.loads(pickle.dumps(made))
    assert again == made
    rows = made.chart_rows()
    assert [row["cost"] for row in rows] == [
        0.0,
        *(float(own.cumulative_cost) for own in made.batches),
    ]
    assert [row["stage"] for row in rows[1:]] == [own.reaches.ordinal for own in made.batches]
    assert sum(row["raise"] + row["find_out"] for row in rows) == len(made.steps)
    assert any("A cost is the" in own for own in made.notes) != has_costs


LADDER = framework(stage(1, "a", "b"), stage(2, "c", "d"), stage(3, "e"))
START = sm.score(
    assess({"a": "F", "b": "P", "c": None, "d": "N", "e": sm.CANNOT_TELL}),
    framework=LADDER,
    rule="cumulative",
)


def test_a_roadmap_is_told_stage_by_stage() -> None:
    """Word for word; unknown ones first."""
    made = roadmap(START)
    assert str(made).splitlines() == [
        "From below stage 1 to Stage 3: Step 3: 4 steps in 3 batches, cost 7.",
        "1. Then at least Stage 1: Step 1 (cost 1, so far 1).",
        "   - Raise B [b] from P to L (cost 1).",
        "2. Then at least Stage 2: Step 2 (cost 4, so far 5).",
        "   - Find out about C [c] first; at its worst it has to rise from N to L (cost 2).",
        "   - Raise D [d] from N to L (cost 2).",
        "3. Then at least Stage 3: Step 3 (cost 2, so far 7).",
        "   - Find out about E [e] first; at its worst it has to rise from N to L (cost 2).",
        "Note: A cost is the number of steps on the scale.",
    ]
    assert (made.value, made.chain, made.framework) == (None, None, LADDER)
    assert made.to_dict()["batches"][0] == {
        "reaches": 1,
        "cost": "1",
        "value": None,
        "rate": None,
        "cumulative_cost": "1",
        "cumulative_value": None,
        "steps": [
            {
                "indicator": "b",
                "name": "B",
                "stage": 1,
                "kind": "raise",
                "answer": "P",
                "needed": "L",
                "cost": "1",
                "value": None,
            }
        ],
    }
    assert made.to_dict()["batches"][2]["steps"][0]["answer"] == "cannot-tell"
    assert made.chart_rows()[2] == {
        "batch": 2,
        "stage": 2,
        "name": "Step 2",
        "raise": 1,
        "find_out": 1,
        "rate": None,
        "cost": 5.0,
        "value": None,
    }


def test_a_roadmap_with_values_is_told_by_rate() -> None:
    """With what each batch is worth; the last one is for the target alone."""
    values: dict[str, int | str] = {"a": 9, "b": 1, "c": "1/3", "d": 4, "e": 0}
    made = roadmap(START, "demo:3", values=values, costs=dict.fromkeys("bcde", 1) | {"b": 0})
    assert str(made).splitlines() == [
        "From below stage 1 to Stage 3: Step 3: 4 steps in 4 batches, cost 3.",
        "1. Then at least Stage 1: Step 1 (cost 0, so far 0; value 1, so far 1).",
        "   - Raise B [b] from P to L (cost 0).",
        "2. Then at least Stage 1: Step 1 (cost 1, so far 1; value 4, so far 5; 4 for one).",
        "   - Raise D [d] from N to L (cost 1).",
        "3. Then at least Stage 2: Step 2 (cost 1, so far 2; value 0.33, so far 5.33; 0.33 for"
        " one).",
        "   - Find out about C [c] first; at its worst it has to rise from N to L (cost 1).",
        "4. Then at least Stage 3: Step 3 (cost 1, so far 3; value 0, so far 5.33; 0 for one).",
        "   - Find out about E [e] first; at its worst it has to rise from N to L (cost 1).",
    ]
    assert made.value == made.bound(100) == Fraction(16, 3)
    assert made.bound("1/2") == 3
    assert made.to_dict()["batches"][1]["steps"][0]["value"] == "4"
    assert [task.id for task in made.tasks] == ["b", "c", "d", "e"]
    assert [row["rate"] for row in made.chart_rows()] == [None, None, 4.0, 1 / 3, 0.0]
    assert [row["value"] for row in made.chart_rows()][:3] == [0.0, 1.0, 5.0]
    assert [own.id for own in plan(made.tasks, 1).tasks] == ["b", "d"]


def test_acme_gets_to_community() -> None:
    """The example of the README: in the order of the stages, what is unknown to be found out."""
    made = roadmap(sm.score(ACME), 7)
    assert [own.reaches.ordinal for own in made.batches] == [3, 4, 5, 6, 7]
    assert made.text().startswith(
        "From Stage 2: Setting the Stage + Dress Rehearsal at worst and Stage 3: Socializing Media"
        " at best to Stage 7: Community: 8 steps in 5 batches, cost 15."
    )
    first, second = made.batches[0].steps[0], made.batches[1].steps[0]
    assert (first.indicator, first.kind, first.cost) == (
        "rapid-response",
        sm.StepKind.FIND_OUT,
        Fraction(2),
    )
    assert (second.indicator, second.answer, second.needed) == ("strategic-visibility", "P", "L")


def test_what_is_below_every_stage_still_is_so_said() -> None:
    """And a batch can reach more than the target, where that is met already."""
    own = assess({"a": "N", "b": "N", "c": "F", "d": "F", "e": "N"})
    made = roadmap(sm.score(own, framework=LADDER, rule="cumulative"), 1, values={"a": 3, "b": 1})
    assert [batch.reaches.ordinal for batch in made.batches] == [0, 2]
    assert "1. Then still below stage 1 (cost 2" in made.text()
    assert made.text().startswith("From below stage 1 to Stage 1: Step 1: 2 steps in 2 batches")


def test_two_thresholds_ask_for_what_the_target_needs() -> None:
    """The higher one below it, the lower one at it."""
    own = assess({"a": "L", "b": "F", "c": "P", "d": "N", "e": "N"})
    result = sm.score(own, framework=LADDER, rule="cumulative", at="L", lower_at="F")
    made = roadmap(result, 2)
    assert [(step.indicator, step.needed) for step in made.steps] == [
        ("a", "F"),
        ("c", "L"),
        ("d", "L"),
    ]
    assert [(step.indicator, step.needed) for step in roadmap(result).steps] == [
        ("a", "F"),
        ("c", "F"),
        ("d", "F"),
        ("e", "L"),
    ]


def test_numbers_cost_their_difference() -> None:
    """Nothing for one that stands at a bound it has to exceed."""
    own = framework(stage(1, "a", "b", "c"), scale=sm.ZERO_TO_ONE, gate=sm.Gate(at="L"))
    made = roadmap(sm.score(assess({"a": 0.5, "b": 0.2}), framework=own, rule="cumulative"))
    assert [str(step) for step in made.steps] == [
        "Find out about C [c] first; at its worst it has to rise from 0 to L (above 0.5) (cost"
        " 0.5).",
        "Raise A [a] from 0.5 to L (above 0.5) (cost 0).",
        "Raise B [b] from 0.2 to L (above 0.5) (cost 0.3).",
    ]
    assert made.notes == ("A cost is the difference on the scale.",)


def test_a_quorum_is_told() -> None:
    """And what the caller's prerequisites bring beyond it."""
    own = framework(stage(1, "a", "b", "c"), stage(2, "d"), gate=sm.Gate(at="L", quorum="1/3"))
    result = sm.score(
        assess({"a": "N", "b": "P", "c": None, "d": "N"}), framework=own, rule="cumulative"
    )
    made = roadmap(result)
    assert [step.indicator for step in made.steps] == ["b", "d"]
    told = (
        "Every stage asks for a share of 1/3 of its indicators, so that the cheapest of it are"
        " here that are enough"
    )
    assert made.notes == ("A cost is the number of steps on the scale.", f"{told}.")
    brought = roadmap(result, requires={"d": ["a"]})
    assert [step.indicator for step in brought.steps] == ["a", "b", "d"]
    assert brought.notes[1] == (
        f"{told}, with what they require; another choice that requires less could cost less"
        " altogether."
    )
    alike = roadmap(result, 1, costs={"a": 1, "b": 1, "c": 1})
    assert [step.indicator for step in alike.steps] == ["c"]
    whole = sm.score(result.assessment, framework=own, rule="cumulative", quorum=1)
    assert len(roadmap(whole).notes) == 1


def test_prerequisites_of_a_later_stage_come_along() -> None:
    """Where the caller lets them go before the order of the stages."""
    kept = Prerequisites.of(LADDER, {"b": ["e"]}, strict=False)
    made = roadmap(START, 1, requires=kept)
    assert [(step.indicator, step.stage) for step in made.steps] == [("e", 3), ("b", 1)]
    assert made.notes[1] == (
        "'b' of stage 1 requires 'e' of stage 3, which comes later; it is moved forward."
    )
    with pytest.raises(InvalidInputError, match="prerequisites in framework 'demo'") as caught:
        roadmap(START, 1, requires={"b": ["e"]})
    assert "or let it go before the order of the stages with strict=False" in str(caught.value)
    with pytest.raises(FrameworkMismatchError, match="the result is of Demo .demo 1., and the pre"):
        roadmap(START, requires=Prerequisites.of(sm.SOLIS))


def test_phases_climbed_by_a_rule_are_said_to_be_no_ladder() -> None:
    """The rule gives the order; prerequisites that were made without one get it here."""
    own = attrs.evolve(LADDER, kind="phases")
    result = sm.score(START.assessment, framework=own, rule="cumulative")
    made = roadmap(result, requires=Prerequisites.of(own, {"c": ["d"]}))
    assert [step.indicator for step in made.steps] == ["b", "d", "c", "e"]
    assert made.notes[-1] == (
        "Demo is no ladder: that one stage stands on another is what the rule asks for, not what"
        " the source says."
    )
    assert made.prerequisites.by_stage


def test_filters_and_policies_change_what_counts_and_not_how() -> None:
    """What is set aside has to be found out; a policy leaves the range."""
    own = sm.score(START.assessment, framework=LADDER, rule="cumulative", strength="documented")
    assert {step.kind for step in roadmap(own).steps} == {sm.StepKind.FIND_OUT}
    best = sm.score(START.assessment, framework=LADDER, rule="cumulative", policy="best")
    assert roadmap(best).batches == roadmap(START).batches


@pytest.mark.parametrize(
    ("given_ones", "error", "told"),
    [
        (
            {"target": 2},
            InvalidValueError,
            "target: Stage 2: Step 2 is not above where the result is already, Stage 2: Step 2;"
            " choose a later stage, up to 4",
        ),
        (
            {"target": "below stage 1"},
            InvalidValueError,
            "target: below stage 1 is not above where the result is already, Stage 2: Step 2;"
            " choose a later stage, up to 4",
        ),
        (
            {"target": 3},
            InvalidValueError,
            "target: nothing of Stage 3: Step 3 applies, so that it is passed and never the"
            " result; choose one of 4",
        ),
        (
            {"target": 7},
            UnknownStageError,
            "unknown stage '7' in framework 'demo'; known: '1', '2', '3', '4'",
        ),
        (
            {"target": sm.SOLIS.stage(7)},
            FrameworkMismatchError,
            "target: stage 'solis:7' is not of framework 'demo'; for a target in another"
            " framework ask route",
        ),
        (
            {"values": {"d": 1, "f": 1}},
            MissingValueError,
            "values: no values for 'e'; none is made up, so give 0 where it is none",
        ),
        (
            {"values": {"d": 1, "e": -1}},
            InvalidValueError,
            "values.e: expected 0 or more, not -1",
        ),
        (
            {"costs": {"e": float("nan"), "d": 1}},
            InvalidValueError,
            "costs.e: expected a finite number of ordinary size, not nan",
        ),
        (
            {"costs": {}},
            MissingValueError,
            "costs: no costs for 'e', 'f'; none is made up, so give 0 where it is none",
        ),
        (
            {"costs": {"g": 1}},
            UnknownIndicatorError,
            "unknown indicator 'g' in framework 'demo'; known: 'a', 'b', 'c', 'd', 'e', 'f'",
        ),
        (
            {"costs": [1, 2]},
            WrongTypeError,
            "costs: expected costs by indicator, such as {'listening': 1}, not [1, 2]",
        ),
        ({"requires": {"a": ["b"], "b": ["a"]}}, InvalidInputError, "prerequisites in framework"),
        ({"result": LADDER}, WrongTypeError, "result: expected a Result, not Framework("),
    ],
)
def test_a_roadmap_refuses_what_leads_nowhere(
    given_ones: Parameters, error: type[SocialMaturityError], told: str
) -> None:
    """With where the result is, what came and what was expected."""
    own = framework(stage(1, "a"), stage(2, "b"), stage(3, "c", "d"), stage(4, "e", "f"))
    answers = {"a": "F", "b": "F", "c": sm.NOT_APPLICABLE, "d": sm.NOT_APPLICABLE}
    result = sm.score(assess(answers), framework=own, rule="cumulative")
    ask: Any = roadmap
    with pytest.raises(error) as caught:
        ask(**({"result": result} | given_ones))
    assert str(caught.value).startswith(told)


def test_there_is_no_way_up_from_the_top() -> None:
    """Nor where nothing applies."""
    top = sm.score(assess(dict.fromkeys("abcde", "F")), framework=LADDER, rule="cumulative")
    for target in (None, 1, 3):
        with pytest.raises(InvalidValueError) as caught:
            roadmap(top, target)
        assert str(caught.value) == (
            "target: nothing is left to do: the result is Stage 3: Step 3, and no later stage asks"
            " for anything"
        )
    nothing = dict.fromkeys("abcde", sm.NOT_APPLICABLE)
    with pytest.raises(InvalidValueError, match="nothing is left to do: the result is below stage"):
        roadmap(sm.score(assess(nothing), framework=LADDER, rule="cumulative"))


@pytest.mark.parametrize("rule", ["high_water", "nearest", "profile", "rating"])
def test_other_rules_have_no_roadmap(rule: str) -> None:
    """With the reason."""
    values = {"values": {"N": 0, "P": 0.3, "L": 0.6, "F": 1}} if rule == "rating" else {}
    result = SCORE(START.assessment, framework=LADDER, rule=rule, **values)
    with pytest.raises(InvalidValueError) as caught:
        roadmap(result)
    assert str(caught.value) == (
        f"result: a roadmap climbs from stage to stage, and rule '{rule}' does not ask for the"
        " stages below; score with rule='cumulative'"
    )


def test_without_values_there_is_nothing_to_weigh() -> None:
    """No bound and no tasks to plan."""
    made = roadmap(START)
    with pytest.raises(MissingValueError) as caught:
        made.bound(3)
    assert str(caught.value) == (
        "values: a bound weighs values, and this roadmap has none; give it values=..., by indicator"
    )
    with pytest.raises(MissingValueError, match="values: a plan weighs values, and this roadmap"):
        _ = made.tasks

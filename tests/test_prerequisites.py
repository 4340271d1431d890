"""Prerequisites: the order of stages and the caller's word, and what contradicts what."""

import json
import pickle
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidInputError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.prerequisites import Prerequisites
from strategies import assessments, frameworks, gates

LADDER = framework(stage(1, baseline=True), stage(2, "a", "b"), stage(3, "c"), stage(4, "d", "e"))
PHASES = framework(stage(1, "a", "b"), stage(2, "c"), stage(3, "d"), kind="phases")


@st.composite
def extras(draw: st.DrawFn, own: sm.Framework) -> dict[str, list[str]]:
    """Prerequisites without a cycle, many of them against the order of the stages."""
    names = draw(st.permutations([one.id for one in own.indicators]))
    return {
        name: [other for other in names[:place] if draw(st.integers(0, 3)) == 0]
        for place, name in enumerate(names)
    }


def before(requires: Mapping[str, Any], name: str) -> set[str]:
    """All that an indicator requires, straight from the definition."""
    return set[str]().union(*({own} | before(requires, own) for own in requires[name]))


@given(st.data())
def test_an_order_without_contradictions_can_be_followed(data: st.DataObject) -> None:
    """Nothing stands before what it requires; stages keep their order but for what is pulled."""
    own = data.draw(frameworks())
    extra = data.draw(extras(own))
    kept = Prerequisites.of(own, extra, strict=False)
    order: list[str] = list(kept.order)
    assert sorted(order) == sorted(one.id for one in own.indicators)
    for dependant, required in extra.items():
        assert all(order.index(one) < order.index(dependant) for one in required)
    ordinals = {one.id: step.ordinal for step in own.stages for one in step.indicators}
    for one, two in product(ordinals, repeat=2):
        if kept.by_stage and ordinals[one] < ordinals[two] == kept.places[two]:
            assert order.index(one) < order.index(two)
    pulled = {one for one in ordinals if kept.places[one] < ordinals[one]}
    assert bool(pulled) == bool(kept.inversions)
    assert all(two.prerequisite in pulled for two in kept.inversions)
    for one in pulled:
        assert any(
            kept.places[one] == ordinals[two] and one in before(extra, two) for two in ordinals
        )


@given(st.data())
def test_a_contradiction_is_told_and_never_broken(data: st.DataObject) -> None:
    """Exactly the prerequisites of a later stage are refused on a ladder, or kept as told."""
    own = data.draw(frameworks())
    extra = data.draw(extras(own))
    against = {
        (one, two)
        for one, required in extra.items()
        for two in required
        if own.stage_of(two).ordinal > own.stage_of(one).ordinal
    }
    if own.kind is not sm.FrameworkKind.LADDER:
        against.clear()
    kept = Prerequisites.of(own, extra, strict=False)
    assert {(one.indicator, one.prerequisite) for one in kept.inversions} == against
    if against:
        with pytest.raises(InvalidInputError) as caught:
            Prerequisites.of(own, extra)
        assert len(caught.value.problems) == len(against)
    else:
        assert Prerequisites.of(own, extra).requires == kept.requires


@given(st.data())
def test_the_order_of_the_caller_s_words_does_not_matter(data: st.DataObject) -> None:
    """The value is the same."""
    own = data.draw(frameworks())
    extra = data.draw(extras(own))
    shuffled = {
        name: data.draw(st.permutations(extra[name]))
        for name in data.draw(st.permutations(sorted(extra)))
    }
    one, two = (Prerequisites.of(own, given_one, strict=False) for given_one in (extra, shuffled))
    assert one == two
    assert one.order == two.order
    assert pickle.loads(pickle.dumps(one)) == one


@given(st.data())
def test_what_is_startable_is_so_whatever_is_unknown(data: st.DataObject) -> None:
    """Against all that the unknown answers can turn out to be."""
    own = data.draw(frameworks(stages=3, per_stage=2))
    given_one = data.draw(assessments(own, most_unknown=4))
    rule: Any = data.draw(st.sampled_from(("cumulative", "profile", "high_water")))
    score: Any = sm.score
    result = score(given_one, framework=own, rule=rule, at=data.draw(gates(own.scale)).at)
    assert isinstance(result, sm.StageResult | sm.ProfileResult)
    kept = Prerequisites.of(own, data.draw(extras(own)), strict=False)
    told = kept.startable(result)
    verdicts = {item.id: item.verdict for item in result.explanation.items}
    unknown = [one for one, verdict in verdicts.items() if verdict is sm.Verdict.UNDETERMINED]
    ways: list[set[str]] = []
    for truth in product((False, True), repeat=len(unknown)):
        met = {one for one, is_met in zip(unknown, truth, strict=True) if is_met}
        met |= {one for one in verdicts if verdicts[one] in (sm.Verdict.MET, sm.Verdict.VACUOUS)}
        ways.append(
            {one for one in verdicts if one not in met and before(kept.requires, one) <= met}
        )
    always, ever = set(verdicts).intersection(*ways), set[str]().union(*ways)
    assert set(told.now) == always - set(unknown)
    assert set(told.perhaps) == ever - always - set(unknown)
    assert set(told.unknown) == ever & set(unknown)
    for listed in (told.now, told.perhaps, told.unknown):
        assert list(listed) == [one.id for one in own.indicators if one.id in listed]


@given(st.data())
def test_before_a_stage_is_before_its_indicators(data: st.DataObject) -> None:
    """Without these themselves, in a startable order; for an indicator alike."""
    own = data.draw(frameworks())
    kept = Prerequisites.of(own, data.draw(extras(own)), strict=False)
    for step in (own.lowest, *own.stages):
        goals = {one.id for one in step.indicators}
        needed = set[str]().union(*(before(kept.requires, one) for one in goals)) - goals
        assert kept.before(step) == tuple(one for one in kept.order if one in needed)
        assert kept.before(step.ordinal) == kept.before(step.ref) == kept.before(step)
    for one in own.indicators:
        assert set(kept.before(one.id)) == before(kept.requires, one.id)


def test_a_ladder_asks_for_the_stage_before() -> None:
    """The last one that asks for something; phases ask for nothing but what is said."""
    kept = Prerequisites.of(LADDER)
    assert kept.requires == {"a": [], "b": [], "c": ["a", "b"], "d": ["c"], "e": ["c"]}
    assert kept.before("d") == kept.before("Step 4") == kept.before("demo:4") == ("a", "b", "c")
    assert kept.before(1) == kept.before(2) == ()
    assert Prerequisites.of(PHASES, {"b": ["d"]}).before("b") == ("d",)
    assert Prerequisites.of(PHASES).before(3) == ()
    assert Prerequisites.of(PHASES, by_stage=True).before(3) == ("a", "b", "c")
    assert Prerequisites.of(LADDER, by_stage=False).before(4) == ()
    assert str(kept) == "Every indicator requires those of the stage before."


def test_prerequisites_are_told() -> None:
    """In sentences and as plain data."""
    kept = Prerequisites.of(LADDER, {"c": ["d"], "d": [], "b": ("a",)}, strict=False)
    assert str(kept).splitlines() == [
        "Every indicator requires those of the stage before.",
        "b requires a.",
        "c requires d.",
        "Against the order of the stages: 'c' of stage 3 requires 'd' of stage 4, which comes"
        " later.",
    ]
    assert kept.before("c") == ("a", "b", "d")
    assert kept.before("e") == ("a", "b", "d", "c")
    plain = kept.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["inversions"] == [
        {"indicator": "c", "stage": 3, "prerequisite": "d", "prerequisite_stage": 4}
    ]
    assert plain["extra"] == {"b": ["a"], "c": ["d"]}
    assert str(Prerequisites.of(PHASES)) == "The stages have no order of their own."


def test_what_the_sources_say_of_order_is_there_to_be_read() -> None:
    """The statements of that kind, and no others."""
    told = Prerequisites.of(sm.SOLIS).statements
    assert told
    assert {own.kind for own in told} == {sm.StatementKind.ORDERING}


def test_all_that_is_wrong_comes_together() -> None:
    """Unknown ids with near ones; or cycles and contradictions, each named."""
    with pytest.raises(InvalidInputError) as caught:
        Prerequisites.of(sm.SOLIS, {"lisening": ["metrics"], "metrics": ["report", "analysis"] * 2})
    assert str(caught.value).splitlines() == [
        "prerequisites in framework 'solis': 5 problems",
        "  - prerequisites.lisening: unknown indicator 'lisening' in framework 'solis'; did you"
        " mean 'listening'?",
        "  - prerequisites.metrics: unknown indicator 'report' in framework 'solis'; did you mean"
        " 'reporting'?",
        "  - prerequisites.metrics: unknown indicator 'report' in framework 'solis'; did you mean"
        " 'reporting'?",
        "  - prerequisites.metrics: 'report' stands here twice",
        "  - prerequisites.metrics: 'analysis' stands here twice",
    ]
    with pytest.raises(InvalidInputError) as caught:
        Prerequisites.of(LADDER, {"b": ["a"], "a": ["b"], "c": ["d"], "e": ["e"]})
    assert str(caught.value).splitlines() == [
        "prerequisites in framework 'demo': 3 problems",
        "  - prerequisites: indicators wait for each other: a -> b -> a; leave out one of these"
        " prerequisites",
        "  - prerequisites: indicators wait for each other: e -> e; leave out one of these"
        " prerequisites",
        "  - prerequisites.c: 'c' of stage 3 requires 'd' of stage 4, which comes later; leave it"
        " out, or let it go before the order of the stages with strict=False",
    ]
    kinds = {type(own) for own in caught.value.problems}
    assert kinds == {ContradictionError}
    with pytest.raises(InvalidInputError) as caught:
        Prerequisites.of(LADDER, {"b": ["a"], "a": ["b"], "c": ["d"]}, strict=False)
    assert [own.value for own in caught.value.problems] == [("a", "b", "a")]
    with pytest.raises(InvalidInputError) as caught:
        Prerequisites.of(LADDER, {"b": ["a", "a"]})
    assert isinstance(caught.value.problems[0], DuplicateError)


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (
            [("a", "b")],
            "prerequisites: expected prerequisites by indicator, such as {'reporting':"
            " ['listening']}, not [('a', 'b')]",
        ),
        (
            {"c": "a"},
            "prerequisites.c: expected ids of indicators, such as ['listening'], not 'a'",
        ),
        ({"c": 1}, "prerequisites.c: expected ids of indicators, such as ['listening'], not 1"),
        ({"c": [1]}, "prerequisites.c: expected text, not 1"),
        ({1: ["a"]}, "prerequisites: expected text, not 1"),
    ],
)
def test_prerequisites_are_ids_by_id(extra: Any, told: str) -> None:
    """And nothing else."""
    with pytest.raises(WrongTypeError) as caught:
        Prerequisites.of(LADDER, extra)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("goal", "error", "told"),
    [
        (
            "lisening",
            UnknownIndicatorError,
            "goal: unknown indicator 'lisening' in framework 'solis'; did you mean 'listening'?",
        ),
        (
            "Comunity",
            UnknownIndicatorError,
            "goal: unknown indicator 'Comunity' in framework 'solis'; did you mean 'Community'?",
        ),
        (
            "solis:11",
            UnknownStageError,
            "unknown stage '11' in framework 'solis'; known: '1', '2', '3', '4', '5', '6' and 4"
            " more",
        ),
        (
            12,
            UnknownStageError,
            "unknown stage '12' in framework 'solis'; known: '1', '2', '3', '4', '5', '6' and 4"
            " more",
        ),
        ("carfi:2", FrameworkMismatchError, "stage 'carfi:2' is not of framework 'solis'"),
        (
            None,
            WrongTypeError,
            "which: expected an ordinal, a name, a reference such as 'solis:1' or a stage, not"
            " None",
        ),
    ],
)
def test_a_goal_is_an_indicator_or_a_stage(
    goal: Any, error: type[SocialMaturityError], told: str
) -> None:
    """Near names are offered of both."""
    with pytest.raises(error) as caught:
        Prerequisites.of(sm.SOLIS).before(goal)
    assert str(caught.value) == told


def test_what_is_startable_is_told() -> None:
    """Each kind by itself; a sentence where there is nothing."""
    kept = Prerequisites.of(PHASES, {"b": ["a"], "d": ["c"], "c": ["a"]})
    result = sm.score(assess({"a": "F", "b": "N", "c": None, "d": "P"}), framework=PHASES)
    assert isinstance(result, sm.ProfileResult)
    told = kept.startable(result)
    assert str(told).splitlines() == [
        "To be started now: b.",
        "To be started if what is unknown before it is met: d.",
        "To be found out: c.",
    ]
    assert told.to_dict() == {
        "now": ["b"],
        "perhaps": ["d"],
        "unknown": ["c"],
        "text": str(told),
    }
    whole = sm.score(assess(dict.fromkeys("abcd", "F")), framework=PHASES, rule="cumulative")
    assert str(kept.startable(whole)) == "Nothing can be started: all that applies is met."


def test_a_result_has_to_say_what_is_met() -> None:
    """Of the same framework."""
    kept = Prerequisites.of(LADDER)
    own = assess({"a": "F"})
    mean: Any = sm.score(
        own, framework=LADDER, rule="rating", values={"N": 0, "P": 0.3, "L": 0.6, "F": 1}
    )
    with pytest.raises(WrongTypeError, match="result: expected a result of a rule that says of ea"):
        kept.startable(mean)
    other = sm.score(own, framework=framework(stage(1, "a"), version="2"), rule="cumulative")
    with pytest.raises(FrameworkMismatchError) as caught:
        kept.startable(other)
    assert str(caught.value) == (
        "result: the result is of Demo (demo 2), and the prerequisites are of Demo (demo 1)"
    )
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'solis'"):
        Prerequisites.of("solis")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

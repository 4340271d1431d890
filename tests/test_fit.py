"""Fit: the frameworks' own advice, asked with what is known of a business."""

import json
import pickle
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import InvalidInputError, UnknownNameError, WrongTypeError
from socialmaturity.progression.fit import Fit, FitVerdict, fit

ANSWERS = st.sampled_from((True, False, None))

CONDITIONS = ("c1", "c2", "c3", "c4")


@st.composite
def advised(draw: st.DrawFn) -> sm.Framework:
    """Frameworks of three stages with up to four rules over up to four conditions."""
    ids = CONDITIONS[: draw(st.integers(0, 4))]
    rules: list[sm.FitRule] = []
    for number in range(draw(st.integers(0, 4))):
        asked = tuple(draw(st.lists(st.sampled_from(ids), unique=True))) if ids else ()
        rules.append(
            sm.FitRule(
                id=f"D-R{number}",
                conditions=asked,
                condition="it is so" if asked else "",
                advice=f"Do {number}.",
                focus=tuple(draw(st.lists(st.integers(1, 3), max_size=2, unique=True))),
                strength="may",
                sources=("S0 L1",),
            )
        )
    return framework(
        stage(1, "one"),
        stage(2, "two"),
        stage(3, "three"),
        conditions=tuple(sm.FitCondition(id=own, question=f"Is {own} so?") for own in ids),
        fit_rules=tuple(rules),
    )


@st.composite
def profiles(draw: st.DrawFn, own: sm.Framework) -> dict[str, bool | None]:
    """What is known: each condition true, false, unknown or not named, in any order."""
    ids = draw(st.permutations([one.id for one in own.conditions]))
    return {one: draw(ANSWERS) for one in ids if draw(st.booleans())}


def standing(own: sm.Framework, profile: dict[str, bool]) -> set[str]:
    """The rules that stand where everything is known."""
    return {rule.id for rule in own.fit_rules if all(profile[one] for one in rule.conditions)}


def completed(own: sm.Framework, profile: dict[str, bool | None]) -> list[dict[str, bool]]:
    """All that the unknown conditions can be."""
    ids = [one.id for one in own.conditions]
    given_answers = [profile.get(one) for one in ids]
    ways = [(True, False) if answer is None else (answer,) for answer in given_answers]
    return [dict(zip(ids, answers, strict=True)) for answers in product(*ways)]


def ids(fits: Fit) -> dict[FitVerdict, set[str]]:
    """The rules by verdict."""
    return {
        verdict: {own.rule.id for own in fits.rules if own.verdict is verdict}
        for verdict in FitVerdict
    }


@given(st.data())
def test_verdicts_are_those_of_all_completions(data: st.DataObject) -> None:
    """What stands in all, in some, in none."""
    own = data.draw(advised())
    profile = data.draw(profiles(own))
    fits = fit(own, profile)
    stood = [standing(own, one) for one in completed(own, profile)]
    sure = set[str].intersection(*stood)
    by_verdict = ids(fits)
    assert by_verdict[FitVerdict.HOLDS] | by_verdict[FitVerdict.BY_DEFAULT] == sure
    assert by_verdict[FitVerdict.OPEN] == set[str].union(*stood) - sure
    assert by_verdict[FitVerdict.BY_DEFAULT] == {
        rule.id for rule in own.fit_rules if not rule.conditions
    }
    assert {one.rule.id for one in fits.rules if one.stands} == sure
    assert [one.rule for one in fits.rules] == list(own.fit_rules)
    parts = (fits.by_default, fits.holding, fits.open, fits.failing)
    assert sorted(one.rule.id for part in parts for one in part) == sorted(
        rule.id for rule in own.fit_rules
    )


@given(st.data())
def test_questions_are_those_that_can_change_something(data: st.DataObject) -> None:
    """With one answer the other way, in some completion other rules stand."""
    own = data.draw(advised())
    profile = data.draw(profiles(own))
    asked = [one.id for one in fit(own, profile).questions]
    expected = [
        one.id
        for one in own.conditions
        if profile.get(one.id) is None
        and any(
            standing(own, done) != standing(own, done | {one.id: not done[one.id]})
            for done in completed(own, profile)
        )
    ]
    assert asked == expected


@given(st.data())
def test_conflicts_are_pairs_that_point_apart(data: st.DataObject) -> None:
    """Of those that stand; more knowledge takes none away."""
    own = data.draw(advised())
    profile = data.draw(profiles(own))
    fits = fit(own, profile)
    standing_rules = [one for one in fits.rules if one.stands]
    pairs = {
        (one.rule.id, other.rule.id): bool(one.rule.conditions and other.rule.conditions)
        for place, one in enumerate(standing_rules)
        for other in standing_rules[place + 1 :]
        if one.rule.focus
        and other.rule.focus
        and sorted(one.rule.focus) != sorted(other.rule.focus)
    }
    assert [one.rules for one in fits.conflicts] == [own for own, both in pairs.items() if both]
    assert [one.rules for one in fits.departures] == [
        own for own, both in pairs.items() if not both
    ]
    done = data.draw(st.sampled_from(completed(own, profile)))
    later = fit(own, dict(done))
    assert {one.rules for one in fits.conflicts} <= {one.rules for one in later.conflicts}
    assert not later.questions
    assert not later.open


@given(st.data())
def test_order_does_not_matter_and_a_fit_is_a_value(data: st.DataObject) -> None:
    """The profile in any order; copies are equal; plain data is JSON and says the same."""
    own = data.draw(advised())
    profile = data.draw(profiles(own))
    fits = fit(own, profile)
    assert fit(own, dict(reversed(profile.items()))) == fits
    assert fit(own, dict.fromkeys((one.id for one in own.conditions), None) | profile) == fits
    assert pickle.loads(pickle.dumps(fits)) == fits
    plain = fits.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["text"] == str(fits)
    assert plain["conflicts"] == [list(one.rules) for one in fits.conflicts]
    for one in fits.rules:
        assert one.rule.id in plain["text"]
        assert fits[one.rule.id] is one


BRAND = {
    "well-known-brand": True,
    "much-talk-online": True,
    "specific-target-audience": True,
    "high-value-sales": True,
    "consumer-business": False,
}
"""A well-known brand that sells to businesses."""


def test_a_well_known_brand_that_sells_to_businesses_has_a_conflict() -> None:
    """R3 says phase 2 and R4 says phase 3; both are shown, and neither wins."""
    fits = fit(sm.SOCEDO, BRAND)
    assert [own.rule.id for own in fits.holding] == ["SOC-R3", "SOC-R4"]
    assert [own.rules for own in fits.conflicts] == [("SOC-R3", "SOC-R4")]
    assert [own.rules for own in fits.departures] == [("SOC-R0", "SOC-R3"), ("SOC-R0", "SOC-R4")]
    assert [own.id for own in fits.questions] == ["all-three-too-daunting"]
    assert fits["SOC-R2"].against == ("consumer-business",)
    assert fits["SOC-R2"].unknown == ("wide-exposure", "low-touch-sales")
    assert fits.text().splitlines() == [
        "SOC-R3 holds, since the brand is well known and its products are much talked about"
        " online: Focus on phase 2. Focus: phase 2. The source's word for it is 'can be'"
        " (S4 L27).",
        "SOC-R4 holds, since the business aims at a clearly defined audience and makes sales of"
        " high value, as most that sell to businesses do: Start with phase 3. Focus: phase 3."
        " The source's word for it is 'should be' (S4 L28).",
        "SOC-R0 stands by default: Work on all three functions evenly and let them work"
        " together. Focus: phases 1, 2, 3. The source's word for it is 'key' (S4 L24).",
        "Conflict: SOC-R3 points to phase 2, SOC-R4 to phase 3; which weighs more is not decided"
        " here.",
        "Departure: SOC-R0 points to phases 1, 2, 3, SOC-R3 to phase 2; one of them stands by"
        " default.",
        "Departure: SOC-R0 points to phases 1, 2, 3, SOC-R4 to phase 3; one of them stands by"
        " default.",
        "SOC-R1 hangs on: Would working on all three functions at once be too much for the"
        " business?",
        "SOC-R2 does not hold: no to consumer-business.",
        "Advised without a condition [SOC-0.03]: Best use: give the three functions equal"
        " attention and let them work as one. (S4 L24)",
        "Advised without a condition [SOC-0.04]: If that is too much, pick the function with the"
        " best expected ROI. (S4 L24)",
    ]


def test_nothing_known_leaves_the_default_and_asks_all() -> None:
    """Every condition could change something."""
    fits = fit(sm.SOCEDO, {})
    assert ids(fits)[FitVerdict.BY_DEFAULT] == {"SOC-R0"}
    assert fits.questions == sm.SOCEDO.conditions
    assert not fits.conflicts
    assert fits.profile == tuple((own.id, None) for own in sm.SOCEDO.conditions)


def test_a_rule_that_points_nowhere_conflicts_with_none() -> None:
    """R1 leaves the choice to the business."""
    fits = fit(sm.SOCEDO, {"all-three-too-daunting": True})
    assert [own.rule.id for own in fits.holding] == ["SOC-R1"]
    assert not fits.conflicts + fits.departures
    assert "Focus: no single phase." in fits.text()


@pytest.mark.parametrize("which", ["solis", "be-a-person", "cisco", "carfi", "socedo"])
def test_every_framework_lists_its_advice_with_sources(which: str) -> None:
    """All statements of that kind and no others, whatever is known."""
    own = sm.framework(which)
    fits = fit(own, {})
    kinds = {one.id: one.kind for one in own.all_statements}
    assert [one.id for one in fits.advice] == [
        one for one, kind in kinds.items() if kind == "advice"
    ]
    assert all(one.sources for one in fits.advice)
    lines = fits.text().splitlines()
    assert sum("Advised without a condition" in line for line in lines) == len(fits.advice)
    assert (lines[0] == f"{own.name} has no rules of what fits whom.") == (which != "socedo")
    assert all(f"[{one['id']}]" in fits.text() for one in fits.to_dict()["advice"])


def test_several_sources_are_all_named() -> None:
    """Apart by commas."""
    rule = attrs.evolve(sm.SOCEDO.fit_rules[0], sources=("S0 L1", "S0 L2"), focus=(1,))
    assert "(S0 L1, S0 L2)" in fit(framework(fit_rules=(rule,)), {}).text()


def test_all_problems_of_a_profile_come_together() -> None:
    """Each with its place, and near names."""
    profile: Any = {"well-knwon-brand": True, "wide-exposure": "yes", 3: True, "low-touch-sales": 1}
    with pytest.raises(InvalidInputError) as caught:
        fit(sm.SOCEDO, profile)
    assert str(caught.value).splitlines() == [
        "profile for framework 'socedo': 4 problems",
        "  - profile.well-knwon-brand: unknown name 'well-knwon-brand' in the conditions of"
        " framework 'socedo'; did you mean 'well-known-brand'?",
        "  - profile.wide-exposure: 'yes' is no yes or no; expected True, False, or None for"
        " unknown",
        "  - profile: a condition id is text, not 3",
        "  - profile.low-touch-sales: 1 is no yes or no; expected True, False, or None for unknown",
    ]
    assert [own.value for own in caught.value.problems] == ["well-knwon-brand", "yes", 3, 1]


def test_other_things_are_refused() -> None:
    """With what is expected."""
    wrong: Any = "socedo"
    with pytest.raises(WrongTypeError, match="expected a Framework, not 'socedo'"):
        fit(wrong, {})
    wrong = ["well-known-brand"]
    with pytest.raises(
        WrongTypeError, match=r"expected conditions with True, False or None, such as"
    ) as caught:
        fit(sm.SOCEDO, wrong)
    assert (caught.value.path, caught.value.value) == ("profile", wrong)
    with pytest.raises(UnknownNameError, match="did you mean 'SOC-R3'"):
        fit(sm.SOCEDO, {})["SOC-R33"]

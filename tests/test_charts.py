"""Rows to draw, of every kind, and what is refused."""

import json
from typing import Any

import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import InvalidValueError, WrongTypeError
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))
ANSWERS: dict[str, Any] = {"a": "F", "b": "P", "c": None, "d": sm.NOT_APPLICABLE}
KINDS = ("ladder", "profile", "donut", "items", "contributions", "groups")


def numbers(**options: Any) -> sm.Result:
    """A mean of the means of the stages: 1, at 0.5 with one unknown, and nothing."""
    answers: dict[str, Any] = {"a": 1, "b": 0.5, "c": None, "d": sm.NOT_APPLICABLE}
    result = score(assess(answers, scale="zero-to-one"), framework=LADDER, **options)
    assert isinstance(result, sm.Result)
    return result


def test_the_ladder_has_a_row_for_each_stage() -> None:
    """Its counts, what can be said of it, and where the result can be."""
    rows = sm.chart_rows(sm.score(assess(ANSWERS), framework=LADDER), "ladder")
    assert rows[0] == {
        "stage": 1,
        "name": "Step 1",
        "verdict": "met",
        "met": 1,
        "not_met": 0,
        "unknown": 0,
        "needed": 1,
        "in_range": True,
        "possible": True,
        "chosen": True,
    }
    assert {key: rows[1][key] for key in ("verdict", "met", "not_met", "unknown", "needed")} == {
        "verdict": "not-met",
        "met": 0,
        "not_met": 1,
        "unknown": 1,
        "needed": 2,
    }
    assert [row["verdict"] for row in rows] == ["met", "not-met", "vacuous"]
    assert [row["in_range"] for row in rows] == [True, False, False]


def test_the_ladder_tells_the_range_from_what_is_possible() -> None:
    """A stage in the range that cannot be the result, and the one that a policy chose."""
    known = {"b": "F", "c": "F", "d": "N"}
    rows = sm.chart_rows(sm.score(assess(known), framework=LADDER), "ladder")
    assert [row["in_range"] for row in rows] == [True, True, False]
    assert [row["possible"] for row in rows] == [False, True, False]
    assert [row["chosen"] for row in rows] == [False, False, False]
    best = sm.score(assess(known), framework=LADDER, policy="best")
    assert [row["chosen"] for row in sm.chart_rows(best, "ladder")] == [False, True, False]


def test_a_baseline_is_a_stage_to_draw() -> None:
    """Of which nothing is asked."""
    rows = sm.chart_rows(sm.score(sm.Assessment(framework="carfi")), "ladder")
    assert (rows[0]["verdict"], rows[0]["met"], rows[0]["needed"]) == ("baseline", 0, 0)
    assert [row["possible"] for row in rows] == [True] * 5
    donut = sm.chart_rows(sm.score(sm.Assessment(framework="carfi")), "donut")
    assert donut[0] == {"stage": 1, "met": 0, "not_met": 0, "unknown": 0, "not_applicable": 0}
    assert donut[4]["unknown"] == len(sm.CARFI.indicators)


def test_the_profile_has_a_row_for_each_share() -> None:
    """Stages first, then dimensions; a share of nothing is none."""
    for rule in ("cumulative", "profile"):
        result = score(assess(ANSWERS), framework=LADDER, rule=rule)
        assert sm.chart_rows(result, "profile") == [
            {"of": "stage", "key": "1", "name": "Step 1", "lower": 1.0, "upper": 1.0},
            {"of": "stage", "key": "2", "name": "Step 2", "lower": 0.0, "upper": 0.5},
            {"of": "stage", "key": "3", "name": "Step 3", "lower": None, "upper": None},
            {"of": "dimension", "key": "work", "name": "Work", "lower": 1 / 3, "upper": 2 / 3},
        ]


def test_the_donut_counts_up_to_each_stage() -> None:
    """As C2M2 draws it: everything of the stage and of those below."""
    assert sm.chart_rows(sm.score(assess(ANSWERS), framework=LADDER), "donut") == [
        {"stage": 1, "met": 1, "not_met": 0, "unknown": 0, "not_applicable": 0},
        {"stage": 2, "met": 1, "not_met": 1, "unknown": 1, "not_applicable": 0},
        {"stage": 3, "met": 1, "not_met": 1, "unknown": 1, "not_applicable": 1},
    ]


def test_the_items_are_all_indicators() -> None:
    """With the answer as it reads, and what it says."""
    rows = sm.chart_rows(sm.score(assess(ANSWERS), framework=LADDER), "items")
    assert rows[1] == {
        "indicator": "b",
        "name": "B",
        "stage": 2,
        "dimension": "work",
        "outcome": "rated",
        "answer": "P",
        "verdict": "not-met",
    }
    assert [(row["outcome"], row["answer"], row["verdict"]) for row in rows[2:]] == [
        ("not-assessed", None, "undetermined"),
        ("not-applicable", "not-applicable", "vacuous"),
    ]
    ticks = assess({"a": True, "b": False}, scale="yes-no")
    rows = sm.chart_rows(sm.score(ticks, framework=LADDER), "items")
    assert [row["answer"] for row in rows] == ["yes", "no", None, None]


def test_contributions_add_up_to_the_number() -> None:
    """At both ends, and to the value where there is one."""
    result = numbers(rule="weighted_mean", groups="stage")
    rows = sm.chart_rows(result, "contributions")
    assert rows[1] == {
        "indicator": "b",
        "name": "B",
        "outcome": "rated",
        "lower": 0.125,
        "upper": 0.125,
        "value": None,
    }
    assert [(row["lower"], row["upper"]) for row in rows] == [
        (0.5, 0.5),
        (0.125, 0.125),
        (0.0, 0.25),
        (0.0, 0.0),
    ]
    by_policy = numbers(rule="weighted_mean", groups="stage", policy="best")
    values = [row["value"] for row in sm.chart_rows(by_policy, "contributions")]
    assert values == [0.5, 0.125, 0.25, 0.0]
    assert isinstance(by_policy, sm.NumberResult)
    assert sum(values) == by_policy.value


@pytest.mark.parametrize("rule", ["weighted_mean", "rating"])
def test_groups_have_their_numbers(rule: str) -> None:
    """None where nothing of them applies."""
    assert sm.chart_rows(numbers(rule=rule, groups="stage"), "groups") == [
        {"group": "1", "lower": 1.0, "upper": 1.0, "value": 1.0},
        {"group": "2", "lower": 0.25, "upper": 0.75, "value": None},
        {"group": "3", "lower": None, "upper": None, "value": None},
    ]
    assert sm.chart_rows(numbers(rule=rule), "groups") == []


def test_numbers_have_items_and_shares_too() -> None:
    """What is at the top of the scale counts as met there."""
    result = numbers(rule="weighted_mean")
    assert [row["met"] for row in sm.chart_rows(result, "donut")] == [1, 1, 1]
    assert [row["answer"] for row in sm.chart_rows(result, "items")] == [
        "1",
        "0.5",
        None,
        "not-applicable",
    ]
    assert sm.chart_rows(result, "profile")[1]["upper"] == 0.5


def test_one_dimension_draws_its_own() -> None:
    """The stages stay, the indicators of others go."""
    result = sm.score(ACME, rule="cumulative", dimension="listening")
    own = [one.id for one in sm.SOLIS.indicators if one.dimension == "listening"]
    assert [row["indicator"] for row in sm.chart_rows(result, "items")] == own
    assert len(sm.chart_rows(result, "ladder")) == len(sm.chart_rows(result, "donut")) == 10
    assert [row["key"] for row in sm.chart_rows(result, "profile") if row["of"] == "dimension"] == [
        "listening"
    ]


def test_every_row_is_plain_data() -> None:
    """JSON takes those of every kind of every rule."""
    drawn = 0
    for rule in ("cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating"):
        for kind in KINDS:
            try:
                rows = sm.chart_rows(numbers(rule=rule), kind)
            except InvalidValueError:
                continue
            assert json.loads(json.dumps(rows)) == rows
            drawn += 1
    assert drawn == 6 * 3 + 3 + 2 * 2  # the ladder is of stages, the last two are of numbers


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (
            "ladders",
            "^kind: 'ladders' is none of 'ladder', 'profile', 'donut', 'items', 'contributions',"
            r" 'groups'; did you mean 'ladder'\?$",
        ),
        ("Donut", r"did you mean 'donut'\?$"),
        ("contribution", r"did you mean 'contributions'\?$"),
        ("radar", "^kind: 'radar' is none of 'ladder', .*, 'groups'$"),
        ("", "^kind: '' is none of"),
    ],
)
def test_another_kind_is_told_from_the_near_ones(kind: str, message: str) -> None:
    """With all that there are."""
    with pytest.raises(InvalidValueError, match=message) as caught:
        sm.chart_rows(sm.score(ACME), kind)
    assert caught.value.value == kind


@pytest.mark.parametrize("rule", ["cumulative", "profile"])
def test_rows_of_numbers_are_of_rules_of_numbers(rule: str) -> None:
    """Stages and profiles have none."""
    result = score(assess(ANSWERS), framework=LADDER, rule=rule)
    for kind in ("contributions", "groups"):
        with pytest.raises(
            InvalidValueError,
            match=(
                f"^kind: a result of rule '{rule}' has no {kind}; score by 'weighted_mean' or"
                " 'rating'$"
            ),
        ):
            sm.chart_rows(result, kind)


@pytest.mark.parametrize("rule", ["profile", "weighted_mean", "rating"])
def test_a_ladder_is_of_rules_for_ladders(rule: str) -> None:
    """The others have no stage."""
    with pytest.raises(
        InvalidValueError,
        match=f"^kind: a result of rule '{rule}' has no stages to draw a ladder of; draw 'profile'",
    ):
        sm.chart_rows(numbers(rule=rule), "ladder")


def test_arguments_of_another_type_are_refused() -> None:
    """A result, and text."""
    wrong: Any = ACME
    with pytest.raises(WrongTypeError, match="^result: expected a Result, not Assessment"):
        sm.chart_rows(wrong, "ladder")
    for kind in (None, 3, ["ladder"]):
        wrong = kind
        with pytest.raises(WrongTypeError, match="^kind: expected text, not"):
            sm.chart_rows(sm.score(ACME), wrong)

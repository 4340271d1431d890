"""Several units of one organisation, side by side: examples and what is refused."""

import copy
import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    WrongTypeError,
)
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b"), stage(3, "c"))
BASED = framework(stage(1, baseline=True), stage(2, "a"), stage(3, "b"))


def unit(name: str, letters: str, own: sm.Framework = LADDER, **options: Any) -> sm.StageResult:
    """A unit with its answers as letters in order; ? unknown, - not applicable."""
    words: dict[str, Any] = {"?": None, "-": sm.NOT_APPLICABLE}
    ids = [indicator.id for indicator in own.indicators]
    answers: dict[str, Any] = {
        key: words.get(one, one) for key, one in zip(ids, letters, strict=True)
    }
    result = score(assess(answers, unit=name), framework=own, **options)
    assert isinstance(result, sm.StageResult)
    return result


BRANDS = sm.roll_up(
    [unit("North", "FFN"), unit("South", "F?N"), unit("East", "FFF"), unit("Web", "N??")],
    expected=["North", "South", "East", "West", "Web"],
)


def ends(told: sm.RollUpStage | sm.UnitRange) -> tuple[int, int]:
    """The ordinals of a range."""
    return told.lower.ordinal, told.upper.ordinal


def test_each_unit_stands_for_itself() -> None:
    """In the order given; who was not assessed comes last, and can be anywhere."""
    assert [(own.unit, *ends(own)) for own in BRANDS.units] == [
        ("North", 2, 2),
        ("South", 1, 2),
        ("East", 3, 3),
        ("Web", 0, 0),
        ("West", 0, 3),
    ]
    assert BRANDS["West"].result is None
    north = BRANDS["North"].result
    assert north is not None
    assert north.assessment.unit == "North"
    assert BRANDS.framework is LADDER


def test_the_distribution_names_the_units_of_each_stage() -> None:
    """Sure or possible, also at stages where none is."""
    assert [(own.stage.ordinal, own.sure, own.possible) for own in BRANDS.distribution] == [
        (0, ("Web",), ("West",)),
        (1, (), ("South", "West")),
        (2, ("North",), ("South", "West")),
        (3, ("East",), ("West",)),
    ]
    based = sm.roll_up([unit("North", "N?", BASED)], expected=["North", "West"])
    assert [(own.stage.ordinal, own.sure, own.possible) for own in based.distribution] == [
        (1, ("North",), ("West",)),
        (2, (), ("West",)),
        (3, (), ("West",)),
    ]


def test_a_stage_that_a_unit_skips_is_none_that_it_can_be() -> None:
    """Where reaching one means reaching the next."""
    (below, first, second, third) = sm.roll_up([unit("North", "?FN")]).distribution
    assert (below.possible, first.possible, second.possible) == (("North",), (), ("North",))
    assert third.possible == ()


@pytest.mark.parametrize(
    ("quorum", "expected", "held_by"),
    [
        (1, (0, 0), ("Web",)),
        ("4/5", (0, 2), ("North", "South", "Web")),
        ("3/5", (1, 2), ("North", "South", "Web")),
        (0.4, (2, 3), ("North", "South", "East", "Web", "West")),
        (Decimal("0.2"), (3, 3), ("North", "South", "East", "Web", "West")),
        (Fraction(1, 100), (3, 3), ("North", "South", "East", "Web", "West")),
        ("2/3", (0, 2), ("North", "South", "Web")),
    ],
)
def test_a_quorum_of_units_has_reached_a_stage(
    quorum: Any, expected: tuple[int, int], held_by: tuple[str, ...]
) -> None:
    """Rounded up to whole units; at worst 3, 2, 1, 0, 0, at best 3, 3, 2, 2, 0."""
    reached = BRANDS.reached_by(quorum)
    assert ends(reached) == expected
    assert reached.held_by == held_by
    assert (reached.stage is None) == (expected[0] != expected[1])


def test_the_worst_holds_all_back() -> None:
    """By name; it is the quorum of all."""
    assert BRANDS.worst == BRANDS.reached_by(1)
    assert (BRANDS.worst.stage, BRANDS.worst.held_by) == (LADDER.below, ("Web",))


def test_a_policy_settles_a_unit() -> None:
    """It is where the policy puts it; where it gives no value, the range stays."""
    worst = [unit("North", "F??", policy="worst"), unit("South", "FF?", policy="worst")]
    rolled = sm.roll_up(worst, expected=["North", "South", "West"])
    assert [ends(own) for own in rolled.units] == [(1, 1), (2, 2), (0, 3)]
    assert rolled.distribution[1].sure == ("North",)
    best = sm.roll_up([unit("North", "F??", policy="best"), unit("South", "FNF", policy="best")])
    assert [ends(own) for own in best.units] == [(3, 3), (1, 1)]
    options: dict[str, Any] = {"policy": "exclude", "minimum_coverage": 0.5}
    few = sm.roll_up([unit("North", "F??", **options), unit("South", "F?F", **options)])
    assert [ends(own) for own in few.units] == [(1, 3), (3, 3)]


def test_a_tie_of_the_nearest_is_a_range() -> None:
    """With nothing unknown the unit can still be at several."""
    rolled = sm.roll_up([unit("North", "FNF", rule="nearest")])
    assert ends(rolled["North"]) == (1, 3)
    assert [own.stage.ordinal for own in rolled.distribution if own.possible] == [1, 3]


def test_units_are_told_in_sentences() -> None:
    """One a line, and what is said of all."""
    assert BRANDS.text().splitlines() == [
        "North: Stage 2: Step 2.",
        "South: Stage 1: Step 1 at worst and Stage 2: Step 2 at best.",
        "East: Stage 3: Step 3.",
        "Web: below stage 1.",
        "West: not assessed, so anywhere from below stage 1 to Stage 3: Step 3.",
        "All of them: below stage 1 (held by Web).",
    ]
    assert str(BRANDS) == BRANDS.text()
    assert str(BRANDS.reached_by("3/5")) == "Stage 1: Step 1 at worst and Stage 2: Step 2 at best"
    assert str(BRANDS.reached_by("1/5")) == "Stage 3: Step 3"


def test_units_are_plain_data_on_request() -> None:
    """JSON takes it, and it says all that the text says."""
    plain = BRANDS.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["framework"] == "demo"
    assert plain["units"][1] == {"unit": "South", "lower": 1, "upper": 2, "assessed": True}
    assert plain["units"][4] == {"unit": "West", "lower": 0, "upper": 3, "assessed": False}
    assert plain["distribution"][0] == {"stage": 0, "sure": ["Web"], "possible": ["West"]}
    assert plain["worst"] == {"lower": 0, "upper": 0, "held_by": ["Web"]}


def test_a_roll_up_is_a_value() -> None:
    """Equal, hashable, copied and pickled whole; made from anything that gives its parts."""
    results = [unit("North", "FFN"), unit("South", "F?N")]
    one = sm.roll_up(results)
    assert one == sm.roll_up(own for own in results)
    assert one == sm.roll_up(tuple(results), expected=(own for own in ("South", "North")))
    for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert made == one
        assert hash(made) == hash(one)


# --- bad input


def test_a_unit_of_another_name_is_told_from_the_near_ones() -> None:
    """As everywhere; what is no name at all says so."""
    with pytest.raises(
        UnknownNameError, match="^unknown name 'Nrth' in the units; did you mean 'North'?"
    ):
        BRANDS["Nrth"]
    with pytest.raises(UnknownNameError, match="known: 'North', 'South', 'East', 'Web', 'West'$"):
        BRANDS["?"]
    wrong: Any = 0
    with pytest.raises(WrongTypeError, match="^unit: expected text, not 0$"):
        BRANDS[wrong]


@pytest.mark.parametrize(
    ("quorum", "error", "message"),
    [
        (
            0,
            InvalidValueError,
            "^quorum: a quorum of 0 would be reached by no unit; give a share above 0$",
        ),
        (1.5, InvalidValueError, "^quorum: expected a number from 0 to 1, not 1.5$"),
        (-1, InvalidValueError, "^quorum: expected a number from 0 to 1, not -1$"),
        ("most", InvalidValueError, "^quorum: expected a finite number or a ratio .* not 'most'$"),
        (float("inf"), InvalidValueError, "^quorum: expected a finite number of ordinary size, no"),
        (True, WrongTypeError, "^quorum: expected a number, not True$"),
        (None, WrongTypeError, "^quorum: expected a number, not None$"),
    ],
)
def test_a_quorum_is_a_share_of_the_units(quorum: Any, error: type, message: str) -> None:
    """Above 0 and up to 1."""
    with pytest.raises(SocialMaturityError, match=message) as caught:
        BRANDS.reached_by(quorum)
    assert isinstance(caught.value, error)


PROFILE: Any = score(assess({}, unit="South"), framework=LADDER, rule="profile")
NORTH = unit("North", "FFN")


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ("North", "^results: expected several, not 'North'$"),
        (None, "^results: expected several, not None$"),
        (3, "^results: expected several, not 3$"),
        (["North"], "^results: expected a StageResult, not 'North'$"),
        ([NORTH, PROFILE], "^results: expected a StageResult, not ProfileResult"),
        ([ACME], "^results: expected a StageResult, not Assessment"),
        ({"North": NORTH}, "^results: expected a StageResult, not 'North'$"),
    ],
)
def test_results_are_several_of_stages(results: Any, message: str) -> None:
    """Nothing else is rolled up, and one result is not several."""
    with pytest.raises(WrongTypeError, match=message):
        sm.roll_up(results)


def test_names_of_units_are_text() -> None:
    """Several, and each with something on it."""
    wrong: Any = "North"
    with pytest.raises(WrongTypeError, match="^expected: expected several, not 'North'$"):
        sm.roll_up([NORTH], expected=wrong)
    wrong = ["North", 1]
    with pytest.raises(WrongTypeError, match="^expected.*: expected text, not 1$"):
        sm.roll_up([NORTH], expected=wrong)
    for empty in ("", " "):
        with pytest.raises(MissingValueError, match=r"^expected\[1\]: a unit has a name$"):
            sm.roll_up([NORTH], expected=["North", empty])


def test_there_is_a_unit_and_it_has_a_name() -> None:
    """Without results there is no framework, and without names nobody to speak of."""
    for expected in ([], ["North"]):
        with pytest.raises(
            MissingValueError, match="^results: no unit was assessed; give one result at least$"
        ):
            sm.roll_up([], expected=expected)
    with pytest.raises(
        MissingValueError,
        match=r"^results\[1\]: the assessment names no unit; give it unit=\.\.\.$",
    ):
        sm.roll_up([NORTH, unit("", "FFF")])


def test_two_units_have_two_names() -> None:
    """Among those assessed, and among those expected."""
    with pytest.raises(DuplicateError, match="^results: two units are named 'North'$") as caught:
        sm.roll_up([NORTH, unit("South", "FFF"), unit("North", "FFF")])
    assert caught.value.value == "North"
    with pytest.raises(DuplicateError, match="^expected: two units are named 'West'$"):
        sm.roll_up([NORTH], expected=["North", "West", "West"])


def test_a_unit_that_nobody_expected_is_refused() -> None:
    """With near names, where there are any."""
    with pytest.raises(
        InvalidValueError,
        match=(r"^results\[1\]: unit 'Nort' is not among those expected; did you mean 'North'\?$"),
    ) as caught:
        sm.roll_up([unit("South", "FFF"), unit("Nort", "FFF")], expected=["North", "South"])
    assert caught.value.value == "Nort"
    with pytest.raises(
        InvalidValueError, match=r"^results\[0\]: unit 'Web' is not among those expected$"
    ):
        sm.roll_up([unit("Web", "FFF")], expected=["North"])


def test_units_are_of_one_framework() -> None:
    """Two versions are two frameworks."""
    newer = attrs.evolve(LADDER, version="2")
    with pytest.raises(
        FrameworkMismatchError,
        match=r"^results\[1\]: Demo \(demo 2\) is another framework than Demo \(demo 1\)$",
    ):
        sm.roll_up([NORTH, unit("South", "FFF", newer)])
    acme = sm.score(attrs.evolve(ACME, unit="South"), rule="cumulative")
    with pytest.raises(FrameworkMismatchError, match=r"^results\[1\]: .*\(solis 1.0\) is another"):
        sm.roll_up([NORTH, acme])


@pytest.mark.parametrize(
    "options",
    [{"rule": "nearest"}, {"at": "F"}, {"policy": "worst"}, {"as_of": "2026-11-01"}],
)
def test_units_are_scored_alike(options: dict[str, Any]) -> None:
    """By one rule, with one threshold, policy and day."""
    with pytest.raises(
        InvalidValueError,
        match=r"^results\[1\]: this unit was scored by another method; score all alike$",
    ):
        sm.roll_up([NORTH, unit("South", "FFF", **options)])

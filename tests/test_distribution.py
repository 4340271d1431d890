"""Chances of stages, on examples worked out by hand, and what is refused."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    ContradictionError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
)
from test_robustness import OwnRule
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))
BASED = framework(stage(1, baseline=True), stage(2, "a", "b", "c"))
TWO = framework(stage(1, "a", "b"), stage(2, "c"))
HALF = Fraction(1, 2)


def scored(
    answers: dict[str, Any], own: sm.Framework = LADDER, **parameters: Any
) -> sm.StageResult:
    """A result of rule cumulative."""
    result = score(assess(answers), framework=own, rule="cumulative", **parameters)
    assert isinstance(result, sm.StageResult)
    return result


def spread(result: sm.StageResult, probabilities: Any) -> dict[int, Fraction]:
    """The chances by ordinal."""
    found = sm.stage_distribution(result, probabilities)
    return {own.ordinal: chance for own, chance in found.chances}


def test_a_gate_multiplies() -> None:
    """Stage k needs all up to k: 1/2, then 1/2 * 1/3, with d met."""
    result = scored({"b": "F", "d": "F"})
    assert spread(result, {"a": HALF, "c": "1/3"}) == {
        0: HALF,
        1: Fraction(1, 3),
        3: Fraction(1, 6),
    }
    assert {stage.ordinal for stage in result.possible} == {0, 1, 3}


def test_a_quorum_counts_how_many() -> None:
    """Two of three at 1/2 each: (3 + 1) / 8; with unequal chances the sum over the ways."""
    assert spread(scored({}, BASED, quorum="2/3"), dict.fromkeys("abc", HALF)) == {1: HALF, 2: HALF}
    unequal = {"a": HALF, "b": "1/3", "c": "1/4"}
    two = Fraction(1, 24) + Fraction(1, 8) + Fraction(2, 24) + Fraction(1, 24)
    assert spread(scored({}, BASED, quorum="2/3"), unequal) == {1: 1 - two, 2: two}
    one_known = spread(scored({"a": "F"}, BASED, quorum="2/3"), {"b": HALF, "c": HALF})
    assert one_known == {1: Fraction(1, 4), 2: Fraction(3, 4)}
    left_out = scored({"a": sm.NOT_APPLICABLE}, BASED, quorum=HALF)
    assert spread(left_out, {"b": HALF, "c": HALF}) == {1: Fraction(1, 4), 2: Fraction(3, 4)}


def test_two_thresholds_take_pairs() -> None:
    """Stage 1 at L by 3/4, at F by 1/4; stage 2, on it, at L by 1/2."""
    result = scored({"b": "F"}, TWO, at="L", lower_at="F")
    pairs = {"a": (Fraction(3, 4), Fraction(1, 4)), "c": (HALF, 0)}
    assert spread(result, pairs) == {
        0: Fraction(1, 4),
        1: Fraction(3, 4) - Fraction(1, 8),
        2: Fraction(1, 8),
    }


def test_the_high_water_mark_looks_from_the_top() -> None:
    """Any of stage 3, else any of stage 2, else any of stage 1."""
    result = sm.score(assess({"c": "N"}), framework=LADDER, rule="high_water")
    assert spread(result, {"a": HALF, "b": HALF, "d": Fraction(1, 4)}) == {
        0: Fraction(3, 16),
        1: Fraction(3, 16),
        2: Fraction(3, 8),
        3: Fraction(1, 4),
    }


def test_nothing_unknown_is_sure() -> None:
    """One stage, and no uncertainty; a policy changes nothing."""
    known = scored({"a": "F", "b": "N", "c": "N", "d": "N"})
    sure = sm.stage_distribution(known, {})
    assert sure.chances == ((LADDER.stages[0], Fraction(1)),)
    assert str(sure.entropy) == "0.0"
    assert sure.framework is LADDER
    half = dict.fromkeys("abcd", HALF)
    assert sm.stage_distribution(scored({}, policy="worst"), half) == sm.stage_distribution(
        scored({}), half
    )


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        (0.1, Fraction(1, 10)),
        ("1/10", Fraction(1, 10)),
        ("0.1", Fraction(1, 10)),
        (Decimal("0.1"), Fraction(1, 10)),
        (0, Fraction(0)),
        (1, Fraction(1)),
    ],
)
def test_probabilities_are_exact(given: Any, exact: Fraction) -> None:
    """A float means its shortest decimal, so that ten tenths are a whole."""
    own = framework(stage(1, "a"))
    distribution = sm.stage_distribution(scored({}, own), {"a": given})
    assert distribution.at_least(1) == exact
    assert sum(chance for _, chance in distribution.chances) == 1
    assert all(chance > 0 for _, chance in distribution.chances)


def test_floats_add_up_to_one_exactly() -> None:
    """0.1 and 0.2 and 0.7, which as floats do not."""
    found = spread(scored({}), {"a": 0.7, "b": 0.1, "c": 0.2, "d": 0.3})
    assert sum(found.values()) == 1
    assert found == {
        0: Fraction(3, 10),
        1: Fraction(7, 10) * Fraction(49, 50),
        2: Fraction(7, 500) * Fraction(7, 10),
        3: Fraction(7, 500) * Fraction(3, 10),
    }


def test_a_distribution_is_asked_and_written() -> None:
    """At least a stage, by any of its names; in bits; as plain data."""
    distribution = sm.stage_distribution(scored({"d": "N"}), {"a": HALF, "b": HALF, "c": "2/3"})
    assert [distribution.at_least(own) for own in (0, 1, "Step 2", "demo:3")] == [
        1,
        HALF,
        Fraction(1, 6),
        0,
    ]
    assert distribution.at_least(LADDER.stages[1]) == Fraction(1, 6)
    assert distribution.to_dict() == {"0": "0.5", "1": "1/3", "2": "1/6"}
    assert json.loads(json.dumps(distribution.to_dict())) == distribution.to_dict()
    even = sm.stage_distribution(scored({"b": "N"}), {"a": HALF, "c": HALF, "d": HALF})
    assert even.entropy == 1
    with pytest.raises(UnknownStageError, match="unknown stage '4' in framework 'demo'"):
        distribution.at_least(4)


@pytest.mark.parametrize(
    ("probabilities", "error", "message"),
    [
        (
            [("a", 0.5)],
            WrongTypeError,
            r"^probabilities: expected probabilities by indicator, not \[",
        ),
        (0.5, WrongTypeError, "^probabilities: expected probabilities by indicator, not 0.5$"),
        (
            {"c": 0.5},
            MissingValueError,
            "^probabilities: no probability for 'b', 'd'; none is made up$",
        ),
        (
            {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5},
            InvalidValueError,
            "^probabilities.a: 'a' is not unknown; leave its probability out$",
        ),
        (
            {"b": 1.5, "c": 0.5, "d": 0.5},
            InvalidValueError,
            "^probabilities.b: expected a number from 0 to 1, not 1.5$",
        ),
        (
            {"b": 0.5, "c": -0.5, "d": 0.5},
            InvalidValueError,
            "^probabilities.c: expected a number from 0 to 1, not -0.5$",
        ),
        (
            {"b": 0.5, "c": float("nan"), "d": 0.5},
            InvalidValueError,
            "^probabilities.c: expected a finite number of ordinary size, not nan$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": "half"},
            InvalidValueError,
            "^probabilities.d: expected a finite number or a ratio such as '2/3', not 'half'$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": True},
            WrongTypeError,
            "^probabilities.d: expected a number, not True$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": None},
            WrongTypeError,
            "^probabilities.d: expected a number, not None$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": (0.5, 0.5, 0.5)},
            WrongTypeError,
            r"^probabilities.d: expected a pair, not \(0.5, 0.5, 0.5\)$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": (0.2, 0.5)},
            ContradictionError,
            "^probabilities.d: what reaches the threshold of the stages below reaches that of the"
            " result; its probability cannot be more$",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": 0.5, "bb": 0.5},
            UnknownIndicatorError,
            "^probabilities.bb: unknown indicator 'bb' in framework 'demo'; did you mean 'b'",
        ),
        (
            {"b": 0.5, "c": 0.5, "d": 0.5, 1: 0.5},
            WrongTypeError,
            "^probabilities: expected text, not 1$",
        ),
    ],
)
def test_wrong_probabilities_are_refused(probabilities: Any, error: type, message: str) -> None:
    """Of a result with a rated, the others unknown."""
    result = scored({"a": "F", "d": sm.CANNOT_TELL})
    with pytest.raises(SocialMaturityError, match=message) as caught:
        sm.stage_distribution(result, probabilities)
    assert isinstance(caught.value, error)


def test_many_that_are_missing_are_counted() -> None:
    """Six are named."""
    ids = "abcdefgh"
    for count, told in ((6, "'f'; none"), (7, "'f' and 1 more; none"), (8, "'f' and 2 more; none")):
        own = framework(stage(1, *ids[:count]))
        with pytest.raises(
            MissingValueError,
            match=f"^probabilities: no probability for 'a', 'b', 'c', 'd', 'e', {told} is made up$",
        ) as caught:
            sm.stage_distribution(scored({}, own), {})
        assert caught.value.value == tuple(ids[:count])


def test_what_does_not_apply_takes_no_probability() -> None:
    """It is not unknown."""
    with pytest.raises(InvalidValueError, match="^probabilities.a: 'a' is not unknown"):
        sm.stage_distribution(
            scored({"a": sm.NOT_APPLICABLE, "b": "F", "c": "F", "d": "F"}), {"a": 0.5}
        )


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            0.5,
            MissingValueError,
            "^probabilities.a: the stages below a result ask for more, so give two probabilities:"
            " to reach the one, and the other$",
        ),
        (
            (0.2, 0.5),
            ContradictionError,
            "^probabilities.a: what reaches the threshold of the stages below reaches that of the"
            " result; its probability cannot be more$",
        ),
        ((0.5,), WrongTypeError, r"^probabilities.a: expected a pair, not \(0.5,\)$"),
        ((1.5, 0.5), InvalidValueError, "^probabilities.a: expected a number from 0 to 1, not 1.5"),
        ([0.5, 0.2], WrongTypeError, r"^probabilities.a: expected a pair, not \[0.5, 0.2\]$"),
    ],
)
def test_a_pair_is_two_numbers_that_fall(given: Any, error: type, message: str) -> None:
    """The threshold of the result first; a list is no pair, and is not called one number."""
    result = scored({"b": "F", "c": "F"}, TWO, at="L", lower_at="F")
    with pytest.raises(SocialMaturityError, match=message) as caught:
        sm.stage_distribution(result, {"a": given})
    assert isinstance(caught.value, error)
    assert caught.value.path == "probabilities.a"


@pytest.mark.parametrize("rule", ["cumulative", "high_water"])
def test_one_threshold_has_one_probability(rule: Any) -> None:
    """Two that differ would give a stage a chance that it cannot have."""
    result = score(assess({"c": "F"}), framework=TWO, rule=rule)
    agreed = sm.stage_distribution(result, {"a": (HALF, HALF), "b": (HALF, HALF)})
    assert agreed == sm.stage_distribution(result, {"a": HALF, "b": HALF})
    with pytest.raises(
        ContradictionError,
        match=(
            "^probabilities.a: there is one threshold here, and two probabilities of reaching it;"
            " give one$"
        ),
    ):
        sm.stage_distribution(result, {"a": (0.5, 0.2), "b": HALF})


def test_only_two_rules_have_chances() -> None:
    """Of the others it is not known how they come about."""
    nearest = sm.score(assess({}), framework=LADDER, rule="nearest")
    with pytest.raises(
        InvalidValueError,
        match="^result: chances are known for the rules 'cumulative', 'high_water', not for 'near",
    ):
        sm.stage_distribution(nearest, dict.fromkeys("abcd", HALF))
    own = sm.score(assess({}), framework=LADDER, rule=OwnRule())
    assert isinstance(own, sm.StageResult)
    with pytest.raises(InvalidValueError, match="^result: chances are known .* not for 'own'$"):
        sm.stage_distribution(own, dict.fromkeys("abcd", HALF))
    profile: Any = sm.score(assess({}), framework=LADDER, rule="profile")
    with pytest.raises(WrongTypeError, match="^result: expected a StageResult, not ProfileResult"):
        sm.stage_distribution(profile, {})
    wrong: Any = ACME
    with pytest.raises(WrongTypeError, match="^result: expected a StageResult, not Assessment"):
        sm.stage_distribution(wrong, {})

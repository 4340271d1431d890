"""Which question to ask next, on examples, and what is refused."""

from fractions import Fraction
from typing import Any

import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import InvalidValueError, MissingValueError, WrongTypeError
from test_robustness import OwnRule
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))


def scored(
    answers: dict[str, Any], own: sm.Framework = LADDER, rule: Any = "cumulative", **parameters: Any
) -> sm.StageResult:
    """A result of a rule for ladders."""
    result = score(assess(answers), framework=own, rule=rule, **parameters)
    assert isinstance(result, sm.StageResult)
    return result


def named(ranked: tuple[sm.Candidate, ...]) -> list[tuple[str, Any, Any]]:
    """What is asked, and what it leaves."""
    return [(own.indicator, own.at_worst, own.at_best) for own in ranked]


def test_the_first_question_leaves_least() -> None:
    """Of four stages a leaves 1 or 3, b and c 2 or 4, d 3 in both cases."""
    assert named(sm.rank_questions(scored({}))) == [
        ("a", 1, 3),
        ("b", 2, 4),
        ("c", 2, 4),
        ("d", 3, 3),
    ]


def test_equals_stand_in_order_of_the_framework() -> None:
    """Whatever the order of the answers."""
    ranked = sm.rank_questions(scored({"d": None, "a": "F", "c": None}))
    keys = [own.at_worst + own.at_best for own in ranked]
    assert keys == sorted(keys)
    assert [own.indicator for own in ranked if own.stage == 2] == ["b", "c"]


def test_a_candidate_says_what_to_ask_and_why_it_is_open() -> None:
    """The question, its stage, and whether somebody has looked."""
    first, second = sm.rank_questions(scored({"a": "F", "b": sm.CANNOT_TELL, "d": "N"}))
    assert (first.indicator, first.question, first.stage) == ("b", "Is b done?", 2)
    assert (first.outcome, second.outcome) == (sm.CANNOT_TELL, sm.Outcome.NOT_ASSESSED)
    assert (first.at_worst, first.at_best, first.gain) == (1, 2, None)


@pytest.mark.parametrize("rule", ["cumulative", "high_water", "nearest"])
def test_nothing_is_asked_where_nothing_can_change(rule: Any) -> None:
    """All is known, or what is unknown does not matter."""
    full = dict.fromkeys("abcd", "F")
    assert sm.rank_questions(scored(full, rule=rule)) == ()
    assert sm.next_question(scored(full, rule=rule)) is None
    hidden = {"cumulative": {"a": "N"}, "high_water": {"d": "F"}, "nearest": full}[rule]
    assert sm.rank_questions(scored(hidden, rule=rule)) == ()
    nothing = dict.fromkeys("abcd", sm.NOT_APPLICABLE)
    assert sm.next_question(scored(nothing, rule=rule)) is None


def test_a_policy_does_not_silence_the_questions() -> None:
    """What is unknown can still change the range."""
    for policy in ("worst", "best"):
        one = scored({}, policy=policy)
        assert sm.rank_questions(one) == sm.rank_questions(scored({}))


def test_acme_is_asked_about_rapid_response() -> None:
    """Nothing else can change its stage."""
    (only,) = sm.rank_questions(sm.score(ACME))
    assert (only.indicator, only.stage, only.at_worst, only.at_best) == ("rapid-response", 3, 1, 1)


def test_what_is_set_aside_is_asked_again() -> None:
    """Evidence that is too weak leaves the question open."""
    result = scored(dict.fromkeys("abcd", "F"), strength="observed")
    assert {own.indicator for own in sm.rank_questions(result)} == set("abcd")


def test_of_one_dimension_only_its_own_questions_are_asked() -> None:
    """The others cannot change its stage."""
    result = sm.score(sm.Assessment(framework="solis"), rule="cumulative", dimension="listening")
    asked = {own.indicator for own in sm.rank_questions(result)}
    assert asked
    assert asked == {own.id for own in sm.SOLIS.indicators if own.dimension == "listening"}


def test_an_even_question_tells_one_bit() -> None:
    """And a sure one nothing; the one that tells most comes first."""
    own = framework(stage(1, "a"), stage(2, "b"))
    result = scored({}, own)
    ranked = sm.rank_questions(result, probabilities={"a": "1/2", "b": 0})
    assert [(one.indicator, one.gain) for one in ranked] == [("a", 1), ("b", 0)]
    ranked = sm.rank_questions(result, probabilities={"a": 1, "b": "1/2"})
    assert [(one.indicator, one.gain) for one in ranked] == [("b", 1), ("a", 0)]
    first = sm.next_question(result, probabilities={"a": 1, "b": "1/2"})
    assert first is not None
    assert first.indicator == "b"
    assert (first.at_worst, first.at_best) == (2, 2)


def test_what_a_question_tells_depends_on_the_others() -> None:
    """Three stages at 1/2, 1/4 and 1/4 are 1.5 bits, of which a tells 1 and b the half."""
    own = framework(stage(1, "a"), stage(2, "b"))
    ranked = sm.rank_questions(scored({}, own), probabilities={"a": 0.5, "b": 0.5})
    assert [one.indicator for one in ranked] == ["a", "b"]
    assert [one.gain for one in ranked] == pytest.approx([1, 0.5])


def test_two_thresholds_tell_by_three_answers() -> None:
    """Neither, one or both, at a third each, of stages 0, 1 and 2: all of log2(3) bits."""
    own = framework(stage(1, "a"), stage(2, "b"))
    result = scored({"b": "F"}, own, at="L", lower_at="F")
    (only,) = sm.rank_questions(result, probabilities={"a": ("2/3", "1/3")})
    assert only.gain == pytest.approx(1.584962500721156)


def test_each_of_the_three_answers_leaves_its_own() -> None:
    """Only at L the one stage is sure or open; at F the next is open, too."""
    own = framework(stage(1, "a"), stage(2, "b"))
    result = scored({}, own, at="L", lower_at="F")
    ranked = sm.rank_questions(result, probabilities={"a": ("2/3", "1/3"), "b": ("1/2", 0)})
    # 1/3 at stage 0, 1/2 at 1, 1/6 at 2; a leaves 1 bit in one case of three
    now = 1 / 3 * 1.584962500721156 + 1 / 2 + 1 / 6 * 2.584962500721156
    gains = {str(one.indicator): one.gain for one in ranked}
    assert gains["a"] == pytest.approx(now - 1 / 3)
    own = framework(stage(1, "a", "b"), stage(2, "c"))
    result = scored({"c": "N"}, own, at="L", lower_at="F")
    ranked = sm.rank_questions(result, probabilities={"a": ("2/3", "1/3"), "b": ("1/2", "1/2")})
    # 1/3 at stage 1; a leaves 1 bit in two cases of three
    now = 1 / 3 * 1.584962500721156 + 2 / 3 * 0.584962500721156
    gains = {str(one.indicator): one.gain for one in ranked}
    assert gains["a"] == pytest.approx(now - 2 / 3)


def test_the_heaviest_question_narrows_a_number_most() -> None:
    """By its share of the weight, whatever the answer is."""
    answers: dict[str, Any] = {"a": 0.5, "b": None, "c": sm.CANNOT_TELL, "d": None}
    result = sm.score(
        assess(answers, scale="zero-to-one"),
        framework=LADDER,
        rule="weighted_mean",
        weights={"c": 2, "d": 5},
    )
    assert named(sm.rank_questions(result)) == [
        ("d", Fraction(3, 9), Fraction(3, 9)),
        ("c", Fraction(6, 9), Fraction(6, 9)),
        ("b", Fraction(7, 9), Fraction(7, 9)),
    ]
    assert [own.outcome for own in sm.rank_questions(result)] == [
        sm.Outcome.NOT_ASSESSED,
        sm.CANNOT_TELL,
        sm.Outcome.NOT_ASSESSED,
    ]
    assert [own.stage for own in sm.rank_questions(result)] == [3, 2, 2]
    rated = sm.score(assess(answers, scale="zero-to-one"), framework=LADDER, rule="rating")
    assert [own.indicator for own in sm.rank_questions(rated)] == ["b", "c", "d"]


def test_a_number_that_is_known_or_is_none_asks_nothing() -> None:
    """Everything answered, or nothing that applies."""
    for answer in (0.5, sm.NOT_APPLICABLE):
        result = sm.score(
            assess(dict.fromkeys("abcd", answer), scale="zero-to-one"),
            framework=LADDER,
            rule="weighted_mean",
        )
        assert sm.rank_questions(result) == ()
        assert sm.next_question(result) is None


def test_what_has_no_result_to_settle_is_refused() -> None:
    """A profile, a rule of another's, or no result at all."""
    profile = sm.score(assess({}), framework=LADDER, rule="profile")
    for ask in (sm.rank_questions, sm.next_question):
        with pytest.raises(
            InvalidValueError,
            match="^result: rule 'profile' has no overall result that questions could settle$",
        ):
            ask(profile)
        with pytest.raises(WrongTypeError, match="^result: expected a Result, not Assessment"):
            ask(ACME)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    own = sm.score(assess({}), framework=LADDER, rule=OwnRule())
    with pytest.raises(
        InvalidValueError,
        match=(
            "^result: questions are ranked for the rules 'cumulative', 'high_water', 'nearest' and"
            " for numbers, not for 'own'$"
        ),
    ):
        sm.rank_questions(own)


def test_probabilities_are_checked_as_for_chances() -> None:
    """Of numbers and of rule nearest there are none."""
    number = sm.score(assess({}, scale="zero-to-one"), framework=LADDER, rule="weighted_mean")
    with pytest.raises(
        InvalidValueError,
        match=(
            "^probabilities: rule 'weighted_mean' gives a number, and chances are known of stages"
            " alone; leave the probabilities out$"
        ),
    ):
        sm.rank_questions(number, probabilities={})
    with pytest.raises(InvalidValueError, match="^result: chances are known .* not for 'nearest'"):
        sm.rank_questions(scored({}, rule="nearest"), probabilities=dict.fromkeys("abcd", 0.5))
    with pytest.raises(
        MissingValueError, match="^probabilities: no probability for 'b', 'c', 'd'; none is made"
    ):
        sm.next_question(scored({}), probabilities={"a": 0.5})
    with pytest.raises(InvalidValueError, match="^probabilities.a: expected a number from 0 to 1"):
        sm.next_question(scored({}), probabilities=dict.fromkeys("abcd", 2))

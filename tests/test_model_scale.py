"""Scales give answers their place, and thresholds say what is enough."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidAnswerError,
    InvalidIdentifierError,
    InvalidValueError,
    WrongTypeError,
)
from socialmaturity.model.scale import show_number
from strategies import SHARES, label_scales


@given(label_scales())
def test_labels_are_ranked_worst_first(scale: sm.Scale) -> None:
    """From 0 to the highest, and each reaches itself and those below."""
    ranks = [scale.level(label) for label in scale.labels]
    assert ranks == list(range(len(scale.labels)))
    assert (scale.lowest, scale.highest) == (ranks[0], ranks[-1])
    for label in scale.labels:
        threshold = scale.threshold(label)
        reached = [own for own in scale.labels if threshold.reached_by(scale.level(own))]
        assert reached == list(scale.labels[scale.labels.index(label) :])
        assert threshold.text == label


@pytest.mark.parametrize("answer", ["NA", "na", "N/A", "n.a."])
def test_na_is_refused_with_a_hint(answer: str) -> None:
    """It could be *not achieved* or *not applicable*."""
    with pytest.raises(InvalidAnswerError) as caught:
        sm.NPLF.level(answer)
    assert str(caught.value) == (
        f"unknown answer {answer!r} on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'"
        " ('N' is *not achieved*); for what does not apply write 'not-applicable'"
        " (NOT_APPLICABLE)"
    )


def test_na_on_other_scales_has_the_hint_without_the_meaning() -> None:
    """There N may mean nothing, or nobody says what."""
    bare = sm.Scale(id="bare", labels=("N", "Y"))
    for scale in (sm.YES_NO, bare):
        with pytest.raises(InvalidAnswerError, match="', '(yes|Y)'; for what does not apply"):
            scale.level("na")


@pytest.mark.parametrize(
    ("scale", "answer", "message"),
    [
        (sm.NPLF, "f", "unknown answer 'f' on scale 'nplf'; .*did you mean 'F'"),
        (sm.NPLF, "X", "expected one of 'N', 'P', 'L', 'F'$"),
        (sm.NPLF, 3, "unknown answer 3 on scale 'nplf'"),
        (sm.NPLF, True, "unknown answer True on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'$"),
        (sm.NPLF, Fraction(7, 10), "unknown answer 0.7 on scale 'nplf'; expected .* 'F'$"),
        (sm.NPLF, Fraction(10**300, 3), "unknown answer 1000.*[.]{3} on scale 'nplf'"),
        (sm.NPLF, Fraction(1, 3**10000), "unknown answer a number of thousands of digits on"),
        (sm.Scale(id="own", labels=("1", "2")), 2, "expected .*'2'; did you mean '2', in quotes"),
        (sm.NPLF, "Largely achieved", "did you mean 'L'"),
        (sm.NPLF, "cannot tell", "did you mean 'cannot-tell'"),
        (sm.NPLF, "Not Applicable", "did you mean 'not-applicable'"),
        (sm.YES_NO, "true", "expected one of 'no', 'yes'$"),
        (sm.YES_NO, 1.0, "unknown answer 1.0 on scale 'yes-no'; expected one of 'no', 'yes'$"),
        (sm.ZERO_TO_ONE, "0.5", "answer '0.5' is no number; .*'zero-to-one', without quotes$"),
        (sm.YES_NO, "Yes", "did you mean 'yes'"),
        (sm.YES_NO, 1, "unknown answer 1 on scale 'yes-no'"),
        (sm.ZERO_TO_ONE, 1.2, "answer 1.2 is off the scale 'zero-to-one'"),
        (sm.ZERO_TO_ONE, -1, "answer -1 is off the scale"),
        (sm.ZERO_TO_ONE, True, "answer True is no number; expected a number from 0 to 1"),
        (sm.ZERO_TO_ONE, "F", "answer 'F' is no number"),
    ],
)
def test_a_wrong_answer_is_told_what_is_expected(
    scale: sm.Scale, answer: Any, message: str
) -> None:
    """And what is near."""
    with pytest.raises(InvalidAnswerError, match=message):
        scale.level(answer)


def test_nan_is_no_answer() -> None:
    """It has no place on any scale."""
    with pytest.raises(InvalidAnswerError, match="expected a finite number"):
        sm.ZERO_TO_ONE.level(float("nan"))


def test_every_kind_of_number_has_a_place() -> None:
    """Decimals, too."""
    for half in (0.5, Decimal("0.5"), Fraction(1, 2)):
        assert sm.ZERO_TO_ONE.level(half) == Fraction(1, 2)


@pytest.mark.parametrize("at", [None, [], b"F"])
@pytest.mark.parametrize("scale", [sm.NPLF, sm.ZERO_TO_ONE])
def test_a_threshold_is_text_or_a_number(scale: sm.Scale, at: Any) -> None:
    """On every scale."""
    with pytest.raises(WrongTypeError, match="expected a label or a number, not"):
        scale.threshold(at)


def test_a_threshold_may_be_a_ratio() -> None:
    """Nothing of it, too."""
    assert sm.ZERO_TO_ONE.threshold("0/1").bound == 0
    assert sm.ZERO_TO_ONE.threshold("1/3").bound == Fraction(1, 3)


def test_yes_and_no_may_be_true_and_false() -> None:
    """On that scale only."""
    assert [sm.YES_NO.level(own) for own in (False, True, "no", "yes")] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("at", "enough", "short"),
    [
        ("P", Fraction(16, 100), Fraction(15, 100)),
        ("L", Fraction(501, 1000), Fraction(1, 2)),
        ("F", Fraction(86, 100), Fraction(85, 100)),
        (0.5, Fraction(1, 2), Fraction(499, 1000)),
    ],
)
def test_bands_are_open_below_and_numbers_closed(
    at: Any, enough: Fraction, short: Fraction
) -> None:
    """ISO/IEC 33020: 50 % is still P; a threshold of 0.5 is reached by 0.5."""
    threshold = sm.ZERO_TO_ONE.threshold(at)
    assert threshold.reached_by(enough)
    assert not threshold.reached_by(short)
    assert threshold.text == str(at)


@given(SHARES, SHARES)
def test_a_shortfall_is_what_is_missing(level: Fraction, at: Fraction) -> None:
    """Never negative, and nothing where the threshold is reached."""
    threshold = sm.ZERO_TO_ONE.threshold(at)
    assert threshold.shortfall(level) == max(at - level, 0)
    assert threshold.reached_by(level) == (threshold.shortfall(level) == 0)


def test_thresholds_are_ordered() -> None:
    """A band that starts above a number asks for more than the number."""
    half, largely = sm.ZERO_TO_ONE.threshold(0.5), sm.ZERO_TO_ONE.threshold("L")
    assert half.is_under(largely)
    assert not largely.is_under(half)
    assert not half.is_under(half)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"labels": ("one",)}, InvalidValueError, "a scale needs two labels or more"),
        ({"labels": ("a", "A")}, DuplicateError, "two differ in case alone"),
        ({"labels": ("a", "Not-Applicable")}, InvalidValueError, "is kept for answers that"),
        ({"labels": ("a", "b"), "meanings": ("x",)}, InvalidValueError, "1 meanings for 2 labels"),
        (
            {"labels": ("9/5", "24/7")},
            InvalidValueError,
            "'9/5' would be read as a number; word it",
        ),
        ({"id": "Not A Slug"}, InvalidIdentifierError, "invalid scale id"),
    ],
)
def test_a_scale_that_cannot_be_is_refused(
    changes: dict[str, Any], error: type, message: str
) -> None:
    """With the reason."""
    given: dict[str, Any] = {"id": "own", "labels": ("a", "b")} | changes
    with pytest.raises(error, match=message):
        sm.Scale(**given)


@given(st.fractions())
def test_a_shown_number_reads_back(number: Fraction) -> None:
    """As a decimal where it has one, else as a ratio."""
    assert Fraction(show_number(number)) == number
    assert ("/" in show_number(number)) == any(
        number.denominator % prime == 0 for prime in range(3, 1000, 2) if _is_odd_prime(prime)
    ) or number.denominator > 1000


def _is_odd_prime(number: int) -> bool:
    return number != 5 and all(number % divisor for divisor in range(2, number))


@pytest.mark.parametrize(
    ("number", "shown"),
    [(Fraction(0), "0"), (Fraction(-5, 4), "-1.25"), (Fraction(1, 1000), "0.001")]
    + [(Fraction(2, 3), "2/3"), (Fraction(7), "7"), (Fraction(1, 25), "0.04")],
)
def test_numbers_are_shown_as_people_write_them(number: Fraction, shown: str) -> None:
    """No trailing zeros, no sign but a minus."""
    assert show_number(number) == shown


def test_a_scale_can_say_what_its_labels_are_worth() -> None:
    """Exact, one number a label; they are part of its value."""
    scale = sm.Scale(id="quarters", labels=("no", "some", "most"), values=(0, 0.25, Fraction(1)))
    assert scale.values == (Fraction(0), Fraction(1, 4), Fraction(1))
    assert scale != sm.Scale(id="quarters", labels=("no", "some", "most"))


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ((0, 1, 2), InvalidValueError, "values: 3 values for 2 labels"),
        ((1, 0), ContradictionError, "values: 'good' is better than 'bad' and its value 0 is less"),
        ((1, 1), ContradictionError, "values: all labels have the value 1; then no answer would"),
        ([0, 1], WrongTypeError, r"values: expected a tuple, such as \(0, 1\), not \[0, 1\]"),
        ((0, "many"), InvalidValueError, r"values\[1\]: expected a finite number or a ratio"),
        ((0, True), WrongTypeError, r"values\[1\]: expected a number, not True"),
        ((0, float("nan")), InvalidValueError, r"values\[1\]: expected a finite number"),
    ],
)
def test_values_of_labels_that_make_no_sense(
    values: Any, error: type[Exception], message: str
) -> None:
    """Another count, falling, all equal, or no numbers."""
    with pytest.raises(error, match=message):
        sm.Scale(id="two", labels=("bad", "good"), values=values)

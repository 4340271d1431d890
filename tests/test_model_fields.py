"""What may stand in a field, and what is said where it may not."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

import socialmaturity as sm
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
)
from socialmaturity.model import fields
from strategies import numbers


def source(**changes: Any) -> sm.Source:
    """A source with some fields exchanged."""
    given: dict[str, Any] = {"id": "S0", "title": "A title"} | changes
    return sm.Source(**given)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"title": 7}, WrongTypeError, "title: expected text, not 7"),
        ({"title": " "}, MissingValueError, "title: expected text, found none"),
        ({"title": "a\u2028b"}, InvalidValueError, "title: expected one line"),
        ({"title": "a\nb"}, InvalidValueError, r"title: expected one line, not 'a\\nb'"),
        ({"title": "a\0b"}, InvalidValueError, r"control character '\\x00' at position 1"),
        ({"note": "a\x1bb"}, InvalidValueError, r"note: text has the control character"),
        ({"note": "\ud800"}, InvalidValueError, r"control character '\\ud800'"),
        (
            {"authors": ["Ann"]},
            WrongTypeError,
            r"authors: expected a tuple, such as \(a, b\), not \['Ann'\]",
        ),
        ({"authors": (7,)}, WrongTypeError, "authors: expected str, not 7"),
        ({"authors": ("Ann", "Ann")}, DuplicateError, "authors: 'Ann' stands here twice"),
        ({"published": 2010}, WrongTypeError, "published: expected a date as text, not 2010"),
        ({"published": "May"}, InvalidValueError, "expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"published": "2010-13"}, InvalidValueError, "invalid date '2010-13'"),
        ({"published": "2010-02-31"}, InvalidValueError, "invalid date '2010-02-31'"),
        ({"published": "0000"}, InvalidValueError, "invalid date '0000'"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], error: type, message: str) -> None:
    """With what came and what was expected."""
    with pytest.raises(error, match=message):
        source(**changes)


def test_text_may_be_in_any_script_and_hold_markup() -> None:
    """Names are kept as they are; only control characters are refused."""
    assert source(title="<b>Ünïcödé</b> 日本", note="two\nlines\t!").title.startswith("<b>")


@given(numbers())
def test_numbers_are_exact(number: Any) -> None:
    """A float means its shortest decimal; everything else is exact already."""
    expected = Fraction(repr(number)) if isinstance(number, float) else Fraction(number)
    assert fields.parse_number(number) == expected


@pytest.mark.parametrize("number", [True, None, [], 1j])
def test_what_is_no_number_is_refused(number: Any) -> None:
    """True is none."""
    with pytest.raises(WrongTypeError, match="expected a number, not"):
        fields.parse_number(number)


@pytest.mark.parametrize(
    "number",
    [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")]
    + [Decimal("1e99999999"), Decimal("1e-99999999"), 10**5000, Fraction(1, 10**5000)],
    ids=range(8),
)
def test_numbers_are_finite_and_of_ordinary_size(number: Any) -> None:
    """A huge exponent would take the memory of the machine."""
    with pytest.raises(InvalidValueError, match="expected a finite number of ordinary size"):
        fields.parse_number(number, "confidence")


@pytest.mark.parametrize("number", ["x", "1/0", "66%", "9" * 1000])
def test_text_that_is_no_number_is_told_of_ratios(number: str) -> None:
    """Which is how it should be written."""
    with pytest.raises(
        InvalidValueError, match="quorum: expected a finite number or a ratio such as '2/3', not"
    ):
        fields.parse_number(number, "quorum")


@pytest.mark.parametrize("number", [-0.1, 1.1, "3/2", Decimal("1.0000001")])
def test_a_share_lies_from_0_to_1(number: Any) -> None:
    """Both ends included."""
    with pytest.raises(InvalidValueError, match="quorum: expected a number from 0 to 1"):
        fields.parse_share(number, "quorum")
    assert fields.parse_share(0, "") == 0
    assert fields.parse_share(1, "") == 1


@pytest.mark.parametrize(
    ("text", "ratio"),
    [("1/3", Fraction(1, 3)), ("02/4", Fraction(1, 2)), ("1/0", None), ("0.5", None)]
    + [("-1/3", Fraction(-1, 3)), ("1 / 3", None), ("L", None), ("1/00", None)]
    + [(f"1/{2**4000 - 1}", Fraction(1, 2**4000 - 1)), (f"1/{2**4000}", None)]
    + [("1/" + "0" * 5000 + "1", None)],
    ids=lambda own: str(own)[:20],
)
def test_ratios_are_read_from_text(text: str, ratio: Fraction | None) -> None:
    """Nothing else is taken for one."""
    assert fields.parse_ratio(text) == ratio


def test_days() -> None:
    """A date, or text of one form; a time of day is not cut off."""
    assert fields.parse_day("2026-11-01", "on") == date(2026, 11, 1)
    assert fields.parse_day(date(2026, 11, 1), "on") == date(2026, 11, 1)
    for text in ("20261101", "2026-W01-1", "2026-11-31", "tomorrow", "2026-1-1"):
        with pytest.raises(InvalidValueError, match=f"on: invalid date '{text}'"):
            fields.parse_day(text, "on")
    for value in (datetime(2026, 11, 1), 20261101, None):  # noqa: DTZ001
        with pytest.raises(WrongTypeError, match="on: expected a date, not"):
            fields.parse_day(value, "on")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_words_of_a_vocabulary() -> None:
    """A wrong one is told the right ones, and the near one."""
    assert fields.parse_word(sm.Basis, "published", "basis") is sm.Basis.PUBLISHED
    with pytest.raises(InvalidValueError) as caught:
        fields.parse_word(sm.Basis, "publised", "basis")
    assert str(caught.value) == (
        "basis: 'publised' is none of 'published', 'judgement'; did you mean 'published'?"
    )
    with pytest.raises(InvalidValueError, match="'x' is none of 'published', 'judgement'$"):
        fields.parse_word(sm.Basis, "x", "basis")
    with pytest.raises(WrongTypeError, match="basis: expected text, not 1"):
        fields.parse_word(sm.Basis, 1, "basis")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_repeated_values_are_named_once() -> None:
    """In order of their second time."""
    assert fields.repeated("abcbaab") == ("b", "a")
    assert fields.repeated([]) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (7, "a citation is text such as 'S0 L17-19', not 7"),
        ("S0  L1", "has spaces too many"),
        ("S0 L1 ", "has spaces too many"),
        ("no!", "invalid source id 'no!'"),
    ],
)
def test_citations_have_a_source_and_a_place(text: Any, message: str) -> None:
    """The id, a space, the place."""
    from socialmaturity.model.source import parse_citation, parse_citations

    with pytest.raises((WrongTypeError, InvalidValueError), match=message):
        parse_citation(text)
    with pytest.raises(WrongTypeError, match="expected several citations, not 'S0 L1'"):
        parse_citations("S0 L1")
    whole = sm.Citation("S0")
    assert parse_citations([whole, "S0"]) == (whole, whole)
    assert str(whole) == "S0"


@pytest.mark.parametrize(
    "make",
    [
        lambda: sm.Stage(framework="a", ordinal=True, name="A"),
        lambda: sm.Stage(framework="a", ordinal="1", name="A"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        lambda: sm.Order(exclusive="yes"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        lambda: sm.Stage(framework="a", ordinal=1, name="A", indicators=("x",)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ],
)
def test_parts_are_of_their_type(make: Any) -> None:
    """A wrong type is an error at once, not later."""
    with pytest.raises(WrongTypeError, match="expected (int|bool|Indicator), not"):
        make()


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"may_merge": ((True, 2),)}, WrongTypeError, "may_merge: expected int, not True"),
        ({"may_merge": ((1, "2"),)}, WrongTypeError, "may_merge: expected int, not '2'"),
        ({"may_merge": ([1, 2],)}, WrongTypeError, "may_merge: expected a tuple"),
        (
            {"may_merge": ((1, 2, 3),)},
            InvalidValueError,
            r"may_merge: expected pairs such as \(1, 2\), not \(1, 2, 3\)",
        ),
        (
            {"cumulative": True},
            ContradictionError,
            "cumulative: stages that exclude each other cannot be cumulative; set one of the two",
        ),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    changes: dict[str, Any], error: type, message: str
) -> None:
    """With the reason."""
    with pytest.raises(error, match=message):
        sm.Order(exclusive=True, **changes)
    assert sm.Order(exclusive=True, may_merge=((1, 2),)).may_merge == ((1, 2),)


def test_the_place_of_a_citation_is_bare() -> None:
    """It could not be read back otherwise."""
    with pytest.raises(InvalidValueError, match="locator: the place ' L1' has spaces too many"):
        sm.Citation("S0", " L1")
    with pytest.raises(InvalidValueError, match="locator: expected one line, not"):
        sm.Citation("S0", "L1\nL2")

"""Errors are values: they tell, compare, travel and nest."""

import copy
import inspect
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from socialmaturity import errors
from socialmaturity.assessment.outcome import Outcome
from socialmaturity.errors import (
    DuplicateFindingError,
    InvalidFileError,
    InvalidInputError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.model.fields import parse_word

CLASSES = [
    own
    for _, own in inspect.getmembers(errors, inspect.isclass)
    if issubclass(own, SocialMaturityError)
]


def nested(depth: int) -> list[object]:
    """A list in a list in a list."""
    made: list[object] = []
    for _ in range(depth):
        made = [made]
    return made


COPIES: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    lambda error: pickle.loads(pickle.dumps(error)),
]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_is_named_as_an_error_and_is_a_builtin_too(cls: type) -> None:
    """So that a caller can catch what they know."""
    assert cls.__name__.endswith("Error")
    builtins = (LookupError, ValueError, TypeError, RuntimeError)
    assert cls is SocialMaturityError or issubclass(cls, builtins)


@pytest.mark.parametrize("make", COPIES)
def test_errors_survive_copying(make: Callable[[Any], Any]) -> None:
    """With all their parts, and so do groups of them."""
    group = InvalidFileError(
        "own.toml",
        [
            UnknownStageError("lisening", ["listening"], within="framework 'demo'", path="a"),
            InvalidValueError("too long", path="[1]", value=3),
        ],
    )
    made: InvalidFileError = make(group)
    assert type(made) is InvalidFileError
    assert str(made) == str(group)
    assert [vars(problem) for problem in made.problems] == [
        vars(problem) for problem in group.problems
    ]
    first = made.problems[0]
    assert isinstance(first, UnknownStageError)
    assert first.near == ("listening",)


def test_an_unknown_name_offers_the_near_ones() -> None:
    """The message of the house."""
    error = UnknownStageError("lisening", ["listening", "reporting"], within="framework 'demo'")
    assert str(error) == "unknown stage 'lisening' in framework 'demo'; did you mean 'listening'?"
    assert (error.code, error.value) == ("unknown-stage", "lisening")


@pytest.mark.parametrize(
    ("candidates", "rest"),
    [
        ([], "there is no indicator here"),
        (["listening"], "known: 'listening'"),
        ([f"n{number}" for number in range(8)], "'n5' and 2 more"),
        ([f"n{number}" for number in range(6)], "'n5'"),
    ],
)
def test_an_unknown_name_without_near_ones_lists_what_is_known(
    candidates: list[str], rest: str
) -> None:
    """As far as it is short."""
    message = str(UnknownIndicatorError("zzzzzz", candidates, hint="look again"))
    assert message.startswith("unknown indicator 'zzzzzz'; ")
    assert message.endswith(f"{rest}; look again")


def test_near_names_are_few_best_first_and_fold_case() -> None:
    """At most so many."""
    assert near_names("SOLIS", ["carfi", "solis"]) == ("solis",)
    assert near_names("abcd", ["ab", "abcd", "abc"], most=2) == ("abcd", "abc")
    assert near_names("abc", []) == ()


def test_a_number_is_not_taken_for_another() -> None:
    """Where the caller says so."""
    message = str(UnknownStageError("11", ["1", "10"], guess=False))
    assert message == "unknown stage '11'; known: '1', '10'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.50"), "1.50"),
        (Fraction(1, 3), "1/3"),
        (date(2026, 11, 1), "2026-11-01"),
        ("a'b", '"a\'b"'),
        (None, "None"),
        pytest.param(10**5000, "a number of thousands of digits", id="huge"),
        pytest.param(nested(100_000), "something nested too deeply to be shown", id="deep"),
        ("x" * 198, f"'{'x' * 198}'"),
        ("x" * 199, f"'{'x' * 199}..."),
    ],
)
def test_values_are_shown_as_people_write_them(value: object, text: str) -> None:
    """And never at length."""
    assert shown(value) == text


def test_among_thousands_no_near_name_is_sought() -> None:
    """It would take longer than reading did."""
    names = [f"name-{number}" for number in range(2001)]
    assert UnknownStageError("nam-1", names).near == ()
    assert UnknownStageError("nam-1", names[:2000]).near


def test_a_word_offers_the_near_ones_when_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before, so that a file of wrong words takes no longer than one of others."""
    asked: list[str] = []

    def noted(name: str, candidates: Any) -> tuple[str, ...]:
        asked.append(name)
        return near_names(name, candidates)

    monkeypatch.setattr(errors, "near_names", noted)
    with pytest.raises(InvalidValueError) as caught:
        parse_word(Outcome, "ratd", "answer")
    moved = caught.value.under("findings[2]")
    assert asked == []
    listed = "'rated', 'cannot-tell', 'not-assessed', 'not-applicable'"
    told = f"findings[2].answer: 'ratd' is none of {listed}; did you mean 'rated'?"
    assert (str(moved), str(moved)) == (told, told)
    assert asked == ["ratd"]
    assert (moved.near, moved.words) == (("rated",), tuple(Outcome))
    assert str(pickle.loads(pickle.dumps(moved))) == told
    again = type(moved)(moved.message, code=moved.code, path=moved.path, value=moved.value)
    assert str(again) == told
    with pytest.raises(InvalidValueError) as caught:
        parse_word(Outcome, "", "")
    assert str(caught.value) == f"'' is none of {listed}"


def test_arguments_are_of_their_type() -> None:
    """Or it is said what was expected."""
    assert expect(3, int, "count") == 3
    for value, cls, told in (
        (True, int, "count: expected a whole number, not True"),
        (3, str, "count: expected text, not 3"),
        (3, list, "count: expected a list, not 3"),
    ):
        with pytest.raises(WrongTypeError) as caught:
            expect(value, cls, "count")
        assert str(caught.value) == told
        assert (caught.value.path, caught.value.value) == ("count", value)


def test_thousands_of_problems_are_told_in_part() -> None:
    """All of them are there; the near names are looked for only where they are told."""
    names = [f"name-{number}" for number in range(2000)]
    group = InvalidInputError("demo", [UnknownStageError(f"{own}x", names) for own in names])
    lines = str(group).splitlines()
    assert len(lines) == 52
    assert lines[0] == "demo: 2000 problems"
    assert lines[-1] == "  ... and 1950 more, all in .problems"
    assert "near" not in vars(group.problems[50])
    exactly = InvalidInputError("demo", group.problems[:50])
    assert len(str(exactly).splitlines()) == 51


def test_paths_grow_from_the_inside() -> None:
    """Names are joined by a dot, places in lists are not."""
    error = MissingValueError("nothing there", path="name")
    assert error.under("stages[2]").path == "stages[2].name"
    assert error.under("").path == "name"
    assert InvalidValueError("bad", path="[0]").under("focus").path == "focus[0]"
    assert InvalidValueError("bad").under("focus").path == "focus"
    assert str(error.under("stages[2]")) == "stages[2].name: nothing there"
    assert str(InvalidValueError("bad")) == "bad"


def test_codes_are_the_class_s_own_or_given() -> None:
    """Stable slugs for programs."""
    assert WrongTypeError("no").code == "wrong-type"
    assert DuplicateFindingError("no", code="special").code == "special"
    assert SocialMaturityError("no").message == "no"


def test_a_group_tells_all_its_problems_and_can_be_caught_by_part() -> None:
    """One line each, and ``except*`` takes them apart."""
    group = InvalidInputError("demo", [WrongTypeError("one", path="a"), InvalidValueError("two")])
    assert str(group) == "demo: 2 problems\n  - a: one\n  - two"
    assert str(InvalidInputError("demo", [WrongTypeError("one")])) == "demo: 1 problem\n  - one"
    caught: list[BaseException] = []
    try:
        raise group
    except* WrongTypeError as some:
        caught.extend(some.exceptions)
    except* InvalidValueError as some:
        caught.extend(some.exceptions)
    assert caught == list(group.problems)

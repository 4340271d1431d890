"""Errors are values: they tell, compare, travel and nest."""

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from socialmaturity import errors
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
    near_names,
)

CLASSES = [
    own
    for _, own in inspect.getmembers(errors, inspect.isclass)
    if issubclass(own, SocialMaturityError)
]

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
        ([f"n{number}" for number in range(14)], "'n11' and 2 more"),
        ([f"n{number}" for number in range(12)], "'n11'"),
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

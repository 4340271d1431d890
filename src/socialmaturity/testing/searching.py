"""Laws on generated values: the smallest one that breaks them, found by Hypothesis."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from socialmaturity.errors import InvalidValueError, expect, shown

if TYPE_CHECKING:
    from hypothesis import strategies as st

_Value = TypeVar("_Value")


def smallest(
    values: "st.SearchStrategy[_Value]", fault: Callable[[_Value], str], *, examples: int
) -> tuple[_Value, str] | None:
    """Return the smallest value found that breaks a law, and how.

    Args:
        values: What to try.
        fault: Says what is wrong with a value; nothing where nothing is.
        examples: How many values are tried, from 1.

    Returns:
        The value and what is wrong with it; ``None`` where all keep the
        law, and where one that broke it keeps it when asked again. Asked
        again it is the same: nothing is drawn by chance, and nothing is kept
        on disk.
    """
    from hypothesis import Phase, find, settings
    from hypothesis.errors import Flaky, NoSuchExample

    wanted: Any = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    try:
        found = find(values, lambda value: bool(fault(value)), settings=wanted)
    except (NoSuchExample, Flaky):
        return None
    told = fault(found)
    return (found, told) if told else None


def several(values: "st.SearchStrategy[_Value]", *, examples: int) -> tuple[_Value, ...]:
    """Return values of a strategy, the simplest first; asked again, the same.

    Args:
        values: Where they come from.
        examples: How many are drawn, from 1; equal ones are possible.

    Returns:
        As many, or fewer where there are no more.
    """
    kept: list[_Value] = []

    def keep(value: _Value) -> str:
        kept.append(value)
        return ""

    smallest(values, keep, examples=examples)
    return tuple(kept)


def count_of(examples: int) -> int:
    """Return a number of examples if it is one from 1."""
    if expect(examples, int, "examples") < 1:
        raise InvalidValueError(
            f"expected a number from 1, not {shown(examples)}", path="examples", value=examples
        )
    return examples

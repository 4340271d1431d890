"""What may stand in a field of a value: the checks and conversions of all rooms.

Each check raises an error whose path is the name of the field, so that a
reader of files can put its own path before it.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeVar

from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    expect,
    shown,
)

if TYPE_CHECKING:
    import attrs

    Field = attrs.Attribute[Any]
    Check = Callable[[object, Field, Any], None]

_Word = TypeVar("_Word", bound=StrEnum)
_Part = TypeVar("_Part", bound=Hashable)

Number = int | float | Decimal | Fraction
"""What is accepted where a number is meant; a float means its shortest decimal."""

NOT_IN_FILES: Final = {"in_files": False}
"""Metadata of a field that no file has: it says where a value came from."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LONG_NUMBER: Final = re.compile("[eE][+-]?[0-9]{4}|.{1000}")
_MOST_BITS: Final = 4000
_RATIO: Final = re.compile("-?[0-9]{1,1205}/(?!0+$)[0-9]{1,1205}")  # whatever has 4000 bits
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE: Final = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")


def is_text(_: object, field: "Field", value: Any) -> None:
    """Refuse what is not text; it may be empty and have several lines."""
    refuse_control(expect(value, str, field.name), field.name)


def refuse_control(text: str, path: str) -> None:
    """Refuse text with control characters other than tabs and line feeds, or half a character."""
    found = _CONTROL.search(text)
    if found:
        raise InvalidValueError(
            f"text has the control character {found[0]!r} at position {found.start()}; remove it",
            path=path,
            value=text,
        )


def is_line(owner: object, field: "Field", value: Any) -> None:
    """Refuse what is not one line of text with something on it."""
    is_text(owner, field, value)
    if not value.strip():
        raise MissingValueError("expected text, found none", path=field.name, value=value)
    is_one_line(owner, field, value)


def is_one_line(owner: object, field: "Field", value: Any) -> None:
    """Refuse what is not text of one line; it may be empty."""
    is_text(owner, field, value)
    if value.splitlines() not in ([], [value]):
        raise InvalidValueError(
            f"expected one line, not {shown(value)}", path=field.name, value=value
        )


def are_lines(owner: object, field: "Field", value: Any) -> None:
    """Refuse what is not a tuple of different lines; it may be empty."""
    are_all(str)(owner, field, value)
    for line in value:
        is_line(owner, field, line)
    for line in repeated(value):
        raise DuplicateError(f"{shown(line)} stands here twice", path=field.name, value=line)


def is_a(cls: type) -> "Check":
    """Return a check that refuses what is not an instance of *cls*."""

    def check(_: object, field: "Field", value: Any) -> None:
        if not isinstance(value, cls) or (cls is int and value is bool(value)):
            expected = "a tuple, such as (a, b)" if cls is tuple else cls.__name__
            raise WrongTypeError(
                f"expected {expected}, not {shown(value)}", path=field.name, value=value
            )

    return check


def are_all(cls: type) -> "Check":
    """Return a check that refuses what is not a tuple of instances of *cls*."""
    is_tuple, is_part = is_a(tuple), is_a(cls)

    def check(owner: object, field: "Field", value: Any) -> None:
        is_tuple(owner, field, value)
        for part in value:
            is_part(owner, field, part)

    return check


def is_optional(check: "Check") -> "Check":
    """Return a check that lets ``None`` pass and else does what *check* does."""

    def check_value(owner: object, field: "Field", value: Any) -> None:
        if value is not None:
            check(owner, field, value)

    return check_value


def is_partial_date(_: object, field: "Field", value: Any) -> None:
    """Refuse what is neither a year, a month nor a day, as ``2010-01-11``."""
    if not isinstance(value, str):
        raise WrongTypeError(
            f"expected a date as text, not {shown(value)}", path=field.name, value=value
        )
    try:
        if _PARTIAL_DATE.fullmatch(value) is None:
            raise ValueError
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError as cause:
        raise InvalidValueError(
            f"invalid date {shown(value)}; expected YYYY, YYYY-MM or YYYY-MM-DD",
            path=field.name,
            value=value,
        ) from cause


def repeated(values: Iterable[_Part]) -> tuple[_Part, ...]:
    """Return the values that occur more than once, in order of their second time.

    Args:
        values: Any number of them.

    Returns:
        Each repeated value once; empty when all differ.

    Examples:
        >>> repeated("abcab")
        ('a', 'b')
    """
    seen: set[_Part] = set()
    twice: dict[_Part, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return tuple(twice)


def parse_word(vocabulary: type[_Word], text: str, path: str) -> _Word:
    """Return the word of a closed vocabulary that *text* is.

    Args:
        vocabulary: The words.
        text: One of them, or its value.
        path: The name of the field, for the error.

    Returns:
        The word.

    Raises:
        WrongTypeError: Not text.
        InvalidValueError: None of the words; the message lists them.
    """
    expect(text, str, path)
    words = [word.value for word in vocabulary]
    if text not in words:
        told = f"{shown(text)} is none of {', '.join(map(repr, words))}"
        raise InvalidValueError(told, path=path, value=text, words=words)
    return vocabulary(text)


def parse_number(number: Number | str, path: str = "") -> Fraction:
    """Return *number* exactly; a float means its shortest decimal.

    Args:
        number: Finite; text may be a decimal or a fraction such as ``1/3``.
        path: The name of the field, for the error.

    Returns:
        The exact value.

    Raises:
        WrongTypeError: Not a number; ``True`` is none.
        InvalidValueError: Not finite, or text that is no number.

    Examples:
        >>> parse_number(0.1)
        Fraction(1, 10)
    """
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal | Fraction | str):
        raise WrongTypeError(f"expected a number, not {shown(number)}", path=path, value=number)
    try:
        if isinstance(number, int | Fraction):
            exact = Fraction(number)
        elif _LONG_NUMBER.search(str(number)):
            raise OverflowError
        else:
            exact = Fraction(str(number))
        if is_huge(exact):
            raise OverflowError
    except (ValueError, OverflowError, ZeroDivisionError) as cause:
        form = " or a ratio such as '2/3'" if isinstance(number, str) else " of ordinary size"
        raise InvalidValueError(
            f"expected a finite number{form}, not {shown(number)}", path=path, value=number
        ) from cause
    return exact


def parse_ratio(text: str) -> Fraction | None:
    """Return the number that *text* writes as a ratio, such as ``1/3``.

    Args:
        text: Anything.

    Returns:
        The exact number, or ``None`` where *text* is no ratio of numbers of
        ordinary size. Every number that is kept can be read back.
    """
    ratio = Fraction(text) if _RATIO.fullmatch(text) else None
    return None if ratio is None or is_huge(ratio) else ratio


def is_huge(number: Fraction) -> bool:
    """Return whether a number is too long to be kept."""
    return max(number.numerator.bit_length(), number.denominator.bit_length()) > _MOST_BITS


def parse_share(number: Number | str, path: str) -> Fraction:
    """Return *number* exactly if it lies from 0 to 1.

    Args:
        number: As for `parse_number`.
        path: The name of the field, for the error.

    Returns:
        The exact value.

    Raises:
        WrongTypeError: Not a number.
        InvalidValueError: Not finite, or outside 0 to 1.
    """
    exact = parse_number(number, path)
    if not 0 <= exact <= 1:
        raise InvalidValueError(
            f"expected a number from 0 to 1, not {shown(number)}", path=path, value=number
        )
    return exact


def parse_day(day: date | str, path: str) -> date:
    """Return *day* as a date.

    Args:
        day: A date, or text such as ``2026-11-01``.
        path: The name of the field, for the error.

    Returns:
        The date. A time of day is refused, not cut off.

    Raises:
        WrongTypeError: Neither a date nor text.
        InvalidValueError: Text that is no date of the form YYYY-MM-DD.
    """
    if isinstance(day, str):
        try:
            if _DAY.fullmatch(day) is None:  # fromisoformat reads week dates, too
                raise ValueError
            return date.fromisoformat(day)
        except ValueError as cause:
            raise InvalidValueError(
                f"invalid date {shown(day)}; expected YYYY-MM-DD", path=path, value=day
            ) from cause
    if type(day) is not date:
        raise WrongTypeError(f"expected a date, not {shown(day)}", path=path, value=day)
    return day

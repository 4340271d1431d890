"""Cells that spreadsheet programs take for formulas, written so that they do not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from socialmaturity.errors import InvalidFileError, InvalidValueError
from socialmaturity.io.bounds import LONGEST_NAME
from socialmaturity.io.cells import Row

_SIGNS: Final = "[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_FORMULA: Final = re.compile(_SIGNS)
_TO_QUOTE: Final = re.compile(f"'*{_SIGNS}")
_QUOTED: Final = re.compile(f"'+{_SIGNS}")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet program may take a cell for a formula.

    Args:
        text: Of the cell.

    Returns:
        Whether it begins with ``=``, ``+``, ``-``, ``@``, one of their wide
        forms, a tab or a carriage return.

    References:
        OWASP, CSV Injection.

    Examples:
        >>> is_formula("=1+1"), is_formula("1+1")
        (True, False)
    """
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """Return a cell with an apostrophe before it where it may be taken for a formula.

    Args:
        text: Of the cell.

    Returns:
        What `as_meant` reads back equal; so a cell in which apostrophes
        stand before a formula gets one more.

    Examples:
        >>> print(harmless("=1+1"), harmless("1+1"))
        '=1+1 1+1
    """
    return f"'{text}" if _TO_QUOTE.match(text) else text


def harmless_rows(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return rows with every name of a column, and every cell, as `harmless` writes it."""
    return [{harmless(name): harmless(cell) for name, cell in row.items()} for row in rows]


def as_meant(text: str) -> str:
    """Return a cell without the apostrophe that kept it from being taken for a formula.

    Args:
        text: Of the cell.

    Returns:
        What it says.

    Examples:
        >>> print(as_meant("'=1+1"), as_meant("'tis"))
        =1+1 'tis
    """
    return text[1:] if _QUOTED.match(text) else text


def meant_row(row: Row) -> Row:
    """Return a row with every cell as it is meant."""
    return attrs.evolve(row, cells={name: as_meant(cell) for name, cell in row.cells.items()})


def refuse_long_names(name: str, header: Sequence[str]) -> None:
    """Refuse a header in which the name of a column is too long to be told with each problem.

    Args:
        name: Of the file.
        header: Its cells.

    Raises:
        InvalidFileError: One is longer than `LONGEST_NAME`.
    """
    longest = max(map(len, header), default=0)
    if longest > LONGEST_NAME:
        problem = InvalidValueError(
            f"the name of a column has {longest} characters; at most {LONGEST_NAME} are read",
            path="header",
            value=longest,
        )
        raise InvalidFileError(name, [problem])

"""Where the mappings of a TOML file stand, so that reports can name file and line."""

import re
from typing import Final, TypeVar

import attrs

from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping, NoCounterpart, Origin

_Value = TypeVar("_Value")
_Part = TypeVar("_Part", Mapping, NoCounterpart)

_TEXT: Final = re.compile(  # comments and texts, each whole, so that no quote within one counts
    r"""#[^\n]*+|"""
    r""""{3}(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|'{3}(?:[^']++|'(?!''))*+'{0,5}|"""
    r""""(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?""",
    re.DOTALL,
)
_TABLE: Final = re.compile(r"[ \t]*\[\[[ \t]*(mappings|no_counterparts)[ \t]*\]\]")


def located(value: _Value, text: str, name: str) -> _Value:
    """Return what was read with the places where its mappings stand.

    Args:
        value: What was read.
        text: The TOML that it was read from.
        name: The name of the file.

    Returns:
        A crosswalk whose mappings and statements of no counterpart know
        their line: that of their ``[[mappings]]``. As it is where they are
        written in another way, and where it is no crosswalk.
    """
    if not isinstance(value, Crosswalk):
        return value
    lines = _lines(text)
    return attrs.evolve(
        value,
        mappings=_with_origins(value.mappings, lines["mappings"], name),
        no_counterparts=_with_origins(value.no_counterparts, lines["no_counterparts"], name),
    )


def _lines(text: str) -> dict[str, list[int]]:
    """Return the line of each table that begins a part, from 1."""
    found: dict[str, list[int]] = {"mappings": [], "no_counterparts": []}
    plain = _TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(plain.split("\n"), 1):
        table = _TABLE.match(line)
        if table:
            found[table[1]].append(number)
    return found


def _with_origins(parts: tuple[_Part, ...], lines: list[int], name: str) -> tuple[_Part, ...]:
    if len(parts) != len(lines):
        return parts
    return tuple(
        attrs.evolve(part, origin=Origin(name, line))
        for part, line in zip(parts, lines, strict=True)
    )

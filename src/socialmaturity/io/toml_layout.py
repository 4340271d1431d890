"""TOML in the one layout of this library: order of keys, texts, lists, tables, comments."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from itertools import chain, takewhile
from typing import Any, Final, TypeGuard, get_args

import attrs

from socialmaturity.io.toml_comments import Comments, Told, parted_head
from socialmaturity.model.fields import NOT_IN_FILES

_WIDTH: Final = 80
_INDENT: Final = "  "
_DEEPEST: Final = 16
_HUGE: Final = 10_000

_BARE: Final = re.compile("[A-Za-z0-9_-]+")
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f]')
_ESCAPED_IN_LINES: Final = re.compile(r'"{3,}|"+\Z|[\\\x00-\x09\x0b-\x1f\x7f-\x9f]')
_LINES: Final = re.compile(r"(?!.* (?:\n|\Z)).*\n.*", re.DOTALL)
_SHORT: Final = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"
}  # fmt: skip

_NOTHING: Final = Told()
_NO_COMMENTS: Final = Comments([], _NOTHING, [])

_Table = Mapping[str, Any]
_Block = list[str]


def toml_text(table: _Table, cls: type, comments: Comments = _NO_COMMENTS) -> str:
    """Return plain data as TOML in canonical layout.

    Args:
        table: Of texts, numbers, dates, true and false, lists and tables.
        cls: The class whose fields give the order of the keys.
        comments: To be put where they belong.

    Returns:
        Text that reads back equal.
    """
    tables = [block for block in _tables(table, comments.root, cls, ()) if block]
    first = _parted(tables[0]) if tables else ()
    blocks = [comments.head, *first, *tables[1:], comments.tail]
    return "".join("\n".join(block) + "\n\n" for block in blocks if block)[:-1]


def _parted(block: _Block) -> tuple[_Block, _Block]:
    """Part what a reader would take for comments on the file from the first lines."""
    above = list(takewhile(lambda line: line[:1] in ("", "#"), block))
    head, rest = parted_head(above)
    return head, [*rest, *block[len(above) :]]


def _tables(
    table: _Table, told: Told, cls: Any, path: tuple[str, ...], brackets: str = ""
) -> Iterator[_Block]:
    """Yield the lines of a table, then those of each table in it."""
    keys = _ordered(table, cls)
    inner = [key for key in keys if _has_header(table[key], path)]
    parts = {key: told.parts.get(key, _NOTHING) for key in keys}
    if inner == keys and keys and brackets != "[[":  # its header would say nothing
        first = parts[keys[0]]
        parts[keys[0]] = attrs.evolve(first, above=[*_all_of(told), *first.above])
    else:
        header = [*told.above, _beside(_header(path, brackets), told)] if path else []
        entries = [_entry(key, table[key], parts[key]) for key in keys if key not in inner]
        yield [*header, *chain(*entries), *told.foot]
    for key in inner:
        yield from _tables_of(table[key], parts[key], _fields(cls).get(key), path, key)


def _all_of(told: Told) -> _Block:
    return [line for line in (*told.above, told.beside, *told.foot) if line]


def _tables_of(
    value: Any, told: Told, cls: Any, path: tuple[str, ...], key: str
) -> Iterator[_Block]:
    if _is_table(value):
        yield from _tables(value, told, cls, (*path, key), "[")
        return
    for table, own in zip(value, _of_tables(told, len(value)), strict=True):
        yield from _tables(table, own, cls, (*path, key), "[[")


def _of_tables(told: Told, count: int) -> list[Told]:
    """Return what is told of each of several tables, and first and last of all of them."""
    each = [told.parts.get(place, _NOTHING) for place in range(count)]
    each[0] = attrs.evolve(each[0], above=[*told.above, *each[0].above])
    after = [*told.foot, told.beside] if told.beside else told.foot
    each[-1] = attrs.evolve(each[-1], foot=[*each[-1].foot, *after])
    return each


def _has_header(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value is written as one or several tables with headers; none is too deep."""
    return len(path) < _DEEPEST and (
        _is_table(value)
        or (_is_list(value) and bool(value) and all(_is_table(own) for own in value))
    )


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_table(value: object) -> TypeGuard[_Table]:
    return isinstance(value, dict)


def _header(path: tuple[str, ...], brackets: str) -> str:
    return f"{brackets}{'.'.join(map(_key, path))}{']' * len(brackets)}"


def _entry(key: str, value: Any, told: Told) -> _Block:
    name = _key(key)
    lines = [f"{name} = {_value(value, told, len(name) + 3, in_entry=True)}"]
    return _with_comments(lines, value, told)


def _with_comments(lines: _Block, value: Any, told: Told) -> _Block:
    """Put what is told around a value; what is told in a table in braces goes above."""
    hidden = told.within if _is_table(value) else []
    return [*told.above, *hidden, *lines[:-1], _beside(lines[-1], told)]


def _beside(line: str, told: Told) -> str:
    return f"{line} {told.beside}" if told.beside else line


def _value(value: Any, told: Told, column: int, *, in_entry: bool = False) -> str:
    if isinstance(value, str):
        return _lines_of_text(value) if in_entry and _LINES.fullmatch(value) else _text(value)
    if _is_table(value):
        return _in_braces(value)
    if _is_list(value):
        return _list(value, told, column)
    return _scalar(value)


def _list(values: list[Any], told: Told, column: int) -> str:
    """Write a list on one line where it has no comment and fits, else a line for each part.

    One that does not fit has no lists on one line in it, either.
    """
    short = "" if told.within else _on_one_line(values)
    if short and (not values or column + len(short) <= _WIDTH):
        return short
    inner = _WIDTH if short else len(_INDENT)
    lines = [
        line
        for place, value in enumerate(values)
        for line in _element(value, told.parts.get(place, _NOTHING), inner)
    ]
    return "\n".join(["[", *(f"{_INDENT}{line}" for line in [*lines, *told.foot]), "]"])


def _element(value: Any, told: Told, column: int) -> _Block:
    text = _value(value, told, column) if _is_list(value) else _on_one_line(value)
    return _with_comments(f"{text},".split("\n"), value, told)


def _on_one_line(value: Any) -> str:
    if _is_list(value):
        return f"[{', '.join(map(_on_one_line, value))}]"
    return _value(value, _NOTHING, 0)


def _in_braces(table: _Table) -> str:
    if not table:
        return "{}"
    return f"{{ {', '.join(f'{_key(key)} = {_on_one_line(own)}' for key, own in table.items())} }}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return hex(value) if value.bit_length() > _HUGE else str(value)
    if isinstance(value, float | Decimal):
        return _float(Decimal(repr(value)) if isinstance(value, float) else value)
    day: date | time = value
    return day.isoformat()


def _float(value: Decimal) -> str:
    """Write a float as Python does where that is exact, else with all its digits."""
    near = repr(float(value))
    if not value.is_finite() or Decimal(near) == value:
        return near
    sign, digits, exponent = value.as_tuple()
    power = int(exponent) + len(digits) - 1
    shown = "".join(map(str, digits)).rstrip("0")
    return f"{'-' * sign}{shown[0]}.{shown[1:] or '0'}e{power}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _lines_of_text(text: str) -> str:
    return f'"""\n{_ESCAPED_IN_LINES.sub(_escape, text)}"""'


def _escape(found: re.Match[str]) -> str:
    return "".join(_SHORT.get(own) or f"\\u{ord(own):04X}" for own in found[0])


def _ordered(table: _Table, cls: Any) -> list[str]:
    """Return the keys in the order of the fields, others after them as they stand."""
    ranks = {name: rank for rank, name in enumerate(_fields(cls))}
    return sorted(table, key=lambda key: ranks.get(key, len(ranks)))


@lru_cache
def _fields(cls: Any) -> dict[str, Any]:
    """Return the fields that files have, each with the class of the tables in it."""
    if cls is None or not attrs.has(cls):
        return {}
    return {
        field.name: next(_classes(field.type), None)
        for field in attrs.fields(cls)
        if field.metadata != NOT_IN_FILES
    }


def _classes(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and attrs.has(kind):
        yield kind
    for part in get_args(kind):
        yield from _classes(part)


def known_keys(cls: type) -> Iterable[str]:
    """Return the keys of a file that the class has fields for, in order."""
    return _fields(cls).keys()

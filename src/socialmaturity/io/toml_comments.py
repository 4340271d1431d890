"""The comments of a TOML file: what each of them stands at."""

import re
from collections.abc import Iterator
from typing import Final

import attrs

_TOKEN: Final = re.compile(
    r"(?P<space>[ \t]+)|(?P<line>\n)|(?P<comment>\#[^\n]*)"
    r'|(?P<text>"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r"""|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+')"""
    r"|(?P<mark>[\[\]{},=.])|(?P<word>[^\s\#\[\]{},=.\"']+)",
    re.DOTALL,
)

_DIRECTIVE: Final = "#:"


@attrs.define
class Told:
    """The comments at one key, at its value, and at the parts of the value.

    Args:
        above: Those over it, line by line; an empty line parts two paragraphs.
        beside: The one at the end of its line; empty for none.
        foot: Those after the last part of it, before it ends.
        parts: The same of each part, by key or by place from 0.
        tables: How many ``[[tables]]`` of this name have begun.
    """

    above: list[str] = attrs.Factory(list[str])
    beside: str = ""
    foot: list[str] = attrs.Factory(list[str])
    parts: "dict[str | int, Told]" = attrs.Factory(dict[str | int, "Told"])
    tables: int = 0

    def part(self, key: str | int) -> "Told":
        """Return what is told at a part, to be added to."""
        return self.parts.setdefault(key, Told())

    @property
    def within(self) -> list[str]:
        """Whatever is told inside the value, in order, line by line."""
        inside = [
            line
            for part in self.parts.values()
            for line in (*part.above, *part.within, part.beside)
            if line
        ]
        return inside + self.foot


@attrs.frozen
class Comments:
    """The comments of a file.

    Args:
        head: Those over the file.
        root: Those at its keys.
        tail: Those under the file.
    """

    head: list[str]
    root: Told
    tail: list[str]


def comments_of(text: str) -> Comments:
    """Return the comments of a TOML file, each with what it stands at.

    A comment belongs to the key or table under it, also over a blank line.
    Over the first key, what an empty line parts from it is told of the file,
    and so are directives such as ``#:schema``. Under the last key of a table,
    the comment that touches it and nothing else is its foot.

    Args:
        text: Right TOML, lines ended by line feeds.

    Returns:
        All of them.
    """
    return _Reader(text).file()


class _Reader:
    """Goes through a file from token to token."""

    def __init__(self, text: str) -> None:
        self._rest = _tokens(text)
        self._kind, self._text = next(self._rest)

    def _take(self) -> str:
        token = self._text
        self._kind, self._text = next(self._rest)
        return token

    def file(self) -> Comments:
        """Return the comments of all of it."""
        root = table = Told()
        lines = self._gap()
        if self._kind == "end":
            return Comments(_paragraphs(lines), root, [])
        head, lines = parted_head(lines)
        while self._kind != "end":
            if self._text == "[":
                foot, lines = _parted_foot(lines)
                table.foot += foot
                spot = table = self._header(root)
            else:
                spot = self._entry(table)
            spot.above += _paragraphs(lines)
            if self._kind == "comment":
                spot.beside = self._take()
            if self._kind == "line":
                self._take()
            lines = self._gap()
        foot, lines = _parted_foot([*lines, ""])
        table.foot += foot
        return Comments(head, root, _paragraphs(lines))

    def _gap(self) -> list[str]:
        """Take the lines up to the next key or table, blank ones as empty."""
        lines: list[str] = []
        while self._kind in ("line", "comment"):
            if self._kind == "line":
                lines.append(self._take().strip())
                continue
            lines.append(self._take())
            if self._kind == "line":
                self._take()
        return lines

    def _header(self, root: Told) -> Told:
        self._take()
        several = self._text == "["
        if several:
            self._take()
        *first, last = self._key()
        spot = _latest(root, first).part(last)
        if several:
            spot.tables += 1
            spot = spot.part(spot.tables - 1)
            self._take()
        self._take()
        return spot

    def _entry(self, table: Told) -> Told:
        """Take a key and its value."""
        spot = table
        for key in self._key():
            spot = spot.part(key)
        self._take()
        self._value(spot)
        return spot

    def _key(self) -> list[str]:
        parts: list[str] = []
        while self._kind in ("word", "text") or self._text == ".":
            kind, token = self._kind, self._take()
            if kind == "word":
                parts.append(token)
            elif kind == "text":
                parts.append(_unquoted(token))
        return parts

    def _value(self, spot: Told) -> None:
        if self._text in ("[", "{"):
            self._several(spot, is_list=self._take() == "[")
            return
        while self._kind in ("word", "text") or self._text == ".":
            self._take()

    def _several(self, spot: Told, *, is_list: bool) -> None:
        """Take the parts of a list, or of a table in braces."""
        last: Told | None = None
        while self._text not in ("]", "}"):
            if self._kind == "comment":
                if last is None or last.beside:
                    spot.foot.append(self._take())
                else:
                    last.beside = self._take()
            elif self._kind == "line":
                self._take()
                last = None
            elif self._text == ",":
                self._take()
            else:
                above, spot.foot = spot.foot, []
                last = self._element(spot) if is_list else self._entry(spot)
                last.above += above
        self._take()

    def _element(self, spot: Told) -> Told:
        part = spot.part(len(spot.parts))
        self._value(part)
        return part


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup and found.lastgroup != "space":
            yield found.lastgroup, found[0].rstrip() if found[0][0] == "#" else found[0]
    while True:
        yield "end", ""


def _unquoted(token: str) -> str:
    """Return the key that is written in quotes."""
    if "\\" not in token or token[0] == "'":
        return token[1:-1]
    import tomllib

    (key,) = tomllib.loads(f"{token} = 0")
    return key


def _latest(root: Told, keys: list[str]) -> Told:
    """Return the table of these keys; where there are several, the last."""
    spot = root
    for key in keys:
        spot = spot.part(key)
        if spot.tables:
            spot = spot.part(spot.tables - 1)
    return spot


def parted_head(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return what is told of a file, and what of its first key.

    Args:
        lines: All comments above that key, blank lines as empty text.

    Returns:
        What an empty line parts from the key, with directives; and the rest.
    """
    parts = [
        place for place, line in enumerate(lines, 1) if not line or line.startswith(_DIRECTIVE)
    ]
    cut = parts[-1] if parts else 0
    return _paragraphs(lines[:cut]), lines[cut:]


def _parted_foot(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return what touches the line before and no line after, and the rest."""
    cut = lines.index("") if "" in lines else 0
    return lines[:cut], lines[cut:]


def _paragraphs(lines: list[str]) -> list[str]:
    """Return the lines without blank ones around them, and with single ones between."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept if not kept or kept[-1] else kept[:-1]

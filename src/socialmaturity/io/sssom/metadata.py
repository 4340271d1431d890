"""The part of YAML that the metadata of SSSOM needs: read with the line of every problem, written.

Texts, quoted or not, lists, and tables of them. What SSSOM forbids (tags,
anchors, aliases, directives) and what its metadata has no use for (blocks of
text, tables in braces) is refused.
"""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from socialmaturity.errors import DuplicateError, FileSyntaxError, SocialMaturityError, shown
from socialmaturity.io.cells import LONGEST_CELL


class Entry(NamedTuple):
    """A value of the metadata, and where it stands.

    Args:
        path: Its place, for problems.
        value: Text, a list, a table, or ``None`` where there is none.
        line: Its line in the file of the table; 0 where it is not there.
    """

    path: str
    value: "str | list[Entry] | dict[str, Entry] | None"
    line: int = 0


class _Line(NamedTuple):
    number: int
    indent: int
    content: str


class _Broken(Exception):  # noqa: N818 a signal within this module
    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


_DOUBLE: Final = r'"(?P<double>(?:[^"\\]|\\.)*+)"'
_SINGLE: Final = r"'(?P<single>(?:[^']|'')*+)'"
_PLAIN: Final = (  # each way on is taken once, so that long lines take no longer than they are
    r"""(?P<plain>[^\s"'\[\]{},&*!|>%@`#:-]"""
    r"(?:[^\s:#]|[^\S ]|:(?=\S)|(?<=\S)\#|[ ]++(?!:(?=[ \t]|$)))*+)"
)
_KEY: Final = re.compile(f"(?:{_DOUBLE}|{_SINGLE}|{_PLAIN})[ ]*+:(?=[ \t]|$)[ \t]*+")
_QUOTED: Final = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL),
    "'": re.compile(r"'((?:[^']|'')*+)'"),
}
_PLAIN_ITEM: Final = re.compile(r"[^,\[\]{}\"'#]++")
_SPACES: Final = re.compile(r"[ \t]*+")
_COMMENT: Final = re.compile(r"(?:^|[ \t])#.*$", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPES: Final = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_REFUSED: Final = {
    "&": "an anchor",
    "*": "an alias",
    "!": "a tag",
    "%": "a directive",
    "|": "a block of text",
    ">": "a block of text",
    "{": "a table in braces",
    "@": "a reserved character",
    "`": "a reserved character",
}
_NOTHING: Final = frozenset({"~", "null", "Null", "NULL"})
_DEEPEST: Final = 3
_LAST_CODE_POINT: Final = 0x10FFFF


def parse_metadata(
    lines: Sequence[tuple[int, str]], where: str = ""
) -> tuple[dict[str, Entry], list[tuple[int, SocialMaturityError]]]:
    """Return what a metadata block says.

    Args:
        lines: The number and the text of each line, without the ``#``.
        where: What stands before ``line`` in paths.

    Returns:
        The values by slot, and the problems, each with the number of its
        line; a slot with a problem is left out.

    Examples:
        >>> found, problems = parse_metadata([(1, "license: https://example.org"), (2, "a: [")])
        >>> found["license"].value
        'https://example.org'
        >>> print(problems[0][1])
        line 2, slot 'a': a list in brackets has to end on its line
    """
    return _Parser(lines, where).parse()


class _Parser:
    """Goes through the lines once."""

    def __init__(self, lines: Sequence[tuple[int, str]], where: str) -> None:
        self._where = f"{where} line" if where else "line"
        self._slot = ""
        self._at = 0
        self._problems: list[tuple[int, SocialMaturityError]] = []
        self._in_table = not where
        self._raw = [text for _, text in lines]
        self._text = "\n".join(self._raw)
        self._starts = [0, *accumulate(len(text) + 1 for text in self._raw)]
        self._lines = [_measured(number, text) for number, text in lines]
        self._base = next((line.indent for line in self._lines if line.content), 0)

    def parse(self) -> tuple[dict[str, Entry], list[tuple[int, SocialMaturityError]]]:
        found: dict[str, Entry] = {}
        while (line := self._next()) is not None:
            self._slot = ""
            start = self._at
            try:
                if line.indent != self._base:
                    raise _Broken(
                        line.number,
                        f"the line is indented by {line.indent} and not by {self._base} spaces;"
                        " slots begin in one column",
                    )
                self._add_pair(found, line, 1)
            except _Broken as broken:
                self._problem(broken.number, str(broken))
                self._skip(start)
        return found, self._problems

    def _problem(self, number: int, message: str) -> None:
        self._problems.append((number, FileSyntaxError(message, path=self._path(number))))

    def _path(self, number: int) -> str:
        slot = f", slot {self._slot}" if self._slot else ""
        return f"{self._where} {number}{slot}"

    def _skip(self, start: int) -> None:
        """Go on with the next slot."""
        self._at = max(self._at, start + 1)
        while (line := self._next()) is not None:
            if line.indent == self._base and _KEY.match(line.content):
                return
            self._at += 1

    def _next(self) -> _Line | None:
        """Return the next line with something on it."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.content and not line.content.startswith("#"):
                return line
            self._at += 1
        return None

    def _add_pair(self, found: dict[str, Entry], line: _Line, depth: int) -> None:
        match = _KEY.match(line.content)
        if match is None:
            what = _REFUSED.get(line.content[0])
            raise _Broken(
                line.number,
                f"SSSOM has no place for {what} here"
                if what and len(line.content) <= LONGEST_CELL
                else f"expected a slot and its value, such as 'license: https://example.org', not"
                f" {shown(line.content)}",
            )
        key = _key(match, line.number)
        if depth == 1:
            self._slot = shown(key)
        self._at += 1
        entry = self._value(line.content[match.end() :], line, depth)
        if key in found:
            problem = DuplicateError(
                f"{shown(key)} stands here twice; leave one",
                path=self._path(line.number),
                value=key,
            )
            self._problems.append((line.number, problem))
        found.setdefault(key, entry)

    def _value(self, rest: str, line: _Line, depth: int) -> Entry:
        at = line.number if self._in_table else 0
        return Entry(self._path(line.number), self._part(rest, line, depth), at)

    def _part(
        self, rest: str, line: _Line, depth: int
    ) -> "str | list[Entry] | dict[str, Entry] | None":
        if not rest or rest.startswith("#"):
            return self._block(line.indent, depth)
        if rest[0] in _QUOTED:
            return self._quoted(rest, line)
        if rest[0] == "[":
            return self._brackets(rest, line)
        if re.fullmatch(r"\{\s*\}(\s+#.*)?", rest):
            return {}
        if rest[0] in _REFUSED:
            raise _Broken(
                line.number, f"SSSOM has no place for {_REFUSED[rest[0]]} here; quote the value"
            )
        return self._plain(rest, line)

    def _block(self, indent: int, depth: int) -> "str | list[Entry] | dict[str, Entry] | None":
        """Read what stands on the lines below a key."""
        line = self._next()
        if line is None or line.indent < indent or (line.indent == indent and not _is_item(line)):
            return None
        if depth > _DEEPEST:
            raise _Broken(line.number, "nested too deeply for metadata of SSSOM")
        if _is_item(line):
            return self._items(line.indent, depth)
        if _KEY.match(line.content) is None and line.content[0] not in _REFUSED:
            self._at += 1
            return self._part(line.content, line._replace(indent=indent), depth)
        return self._pairs(line.indent, depth)

    def _pairs(self, indent: int, depth: int) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        while (line := self._next()) is not None and line.indent >= indent:
            if line.indent > indent:
                raise _Broken(line.number, "the line is indented further than those before it")
            if _is_item(line):
                break
            self._add_pair(found, line, depth + 1)
        return found

    def _items(self, indent: int, depth: int) -> list[Entry]:
        items: list[Entry] = []
        while (line := self._next()) is not None and line.indent == indent and _is_item(line):
            rest = line.content[1:].lstrip(" ")
            inner = line.indent + len(line.content) - len(rest)
            if _KEY.match(rest):
                self._lines[self._at] = _Line(line.number, inner, rest)
                at = line.number if self._in_table else 0
                items.append(Entry(self._path(line.number), self._pairs(inner, depth), at))
            else:
                self._at += 1
                items.append(self._value(rest, line, depth + 1))
        return items

    def _plain(self, rest: str, line: _Line) -> str | None:
        parts = [_COMMENT.sub("", rest).rstrip(" \t")]
        ended = parts[0] != rest.rstrip(" \t")
        while not ended and (more := self._next()) is not None and more.indent > line.indent:
            parts.append(_COMMENT.sub("", more.content).rstrip(" \t"))
            ended = parts[-1] != more.content
            self._at += 1
        text = " ".join(parts)
        if ": " in text or text.endswith(":"):
            raise _Broken(line.number, f"quote the value, since it has ': ' in it: {shown(text)}")
        return None if text in _NOTHING else text

    def _quoted(self, rest: str, line: _Line) -> str:
        """Read a quoted text, which may go on over further lines."""
        before = self._raw[self._at - 1].rstrip(" \t")
        start = self._starts[self._at - 1] + len(before) - len(rest)
        found = _QUOTED[rest[0]].match(self._text, start)
        if found is None:
            self._at = len(self._lines)
            raise _Broken(line.number, f"the text that begins with {rest[0]} does not end")
        lines = found[0].count("\n")
        last = rest if not lines else self._raw[self._at + lines - 1]
        tail = last[len(found[0].rpartition("\n")[2]) :]
        self._at += lines
        if _COMMENT.sub("", tail).strip():
            raise _Broken(
                line.number, f"nothing may follow the quoted text, but {shown(tail)} does"
            )
        return _unquoted(_folded(found[1]), rest[0], line.number)

    def _brackets(self, rest: str, line: _Line) -> list[Entry]:
        """Read a list in brackets on one line."""
        items: list[Entry] = []
        path = self._path(line.number)
        number = line.number if self._in_table else 0
        at = _after_spaces(rest, 1)
        while not rest.startswith("]", at):
            text, at = _item(rest, at, line.number)
            items.append(Entry(path, text, number))
            if rest.startswith(",", at):
                at = _after_spaces(rest, at + 1)
            elif not rest.startswith("]", at):
                raise _Broken(line.number, "a list in brackets has to end on its line")
        tail = rest[at + 1 :]
        if _COMMENT.sub("", tail).strip():
            raise _Broken(line.number, f"nothing may follow the list, but {shown(tail)} does")
        return items


def _measured(number: int, text: str) -> _Line:
    content = text.lstrip(" ")
    return _Line(number, len(text) - len(content), content.rstrip(" \t"))


def _is_item(line: _Line) -> bool:
    return line.content == "-" or line.content.startswith("- ")


def _key(match: re.Match[str], number: int) -> str:
    if match["double"] is not None:
        return _unquoted(match["double"], '"', number)
    if match["single"] is not None:
        return _unquoted(match["single"], "'", number)
    return match["plain"]


def _after_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at


def _item(rest: str, at: int, number: int) -> tuple[str, int]:
    """Return a text of a list in brackets, and where what follows it stands."""
    if rest[at : at + 1] in _QUOTED:
        found = _QUOTED[rest[at]].match(rest, at)
        if found is None:
            raise _Broken(number, f"the text that begins with {rest[at]} does not end")
        return _unquoted(found[1], rest[at], number), _after_spaces(rest, found.end())
    plain = _PLAIN_ITEM.match(rest, at)
    text = plain[0].strip(" \t") if plain else ""
    if plain is None or not text or text[0] in _REFUSED:
        raise _Broken(number, "a list in brackets has to end on its line")
    return text, plain.end()


def _folded(text: str) -> str:
    """Return quoted text with its line breaks folded: one is a space, more are one fewer."""
    first, *more = text.split("\n")
    if not more:
        return text
    parts = [first.rstrip(" \t")]
    breaks = 1
    for place, line in enumerate(more):
        content = line.lstrip(" \t") if place == len(more) - 1 else line.strip(" \t")
        if not content and place < len(more) - 1:
            breaks += 1
            continue
        if _ends_escaped(parts[-1]):
            parts[-1] = parts[-1][:-1]
            parts.append("\n" * (breaks - 1))
        else:
            parts.append("\n" * (breaks - 1) or " ")
        parts.append(content)
        breaks = 1
    return "".join(parts)


def _ends_escaped(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _unquoted(text: str, quote: str, number: int) -> str:
    if quote == "'":
        return text.replace("''", "'")

    def plain(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "xuU" and len(code) > 1:
            point = int(code[1:], 16)
            if point > _LAST_CODE_POINT:
                raise _Broken(number, f"{found[0]!r} is no character")
            return chr(point)
        if code not in _ESCAPES:
            raise _Broken(number, f"{found[0]!r} is no escape of YAML; double the backslash")
        return _ESCAPES[code]

    return _ESCAPE.sub(plain, text)


_NOT_PRINTED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_PLAIN: Final = re.compile(r"[\s\"'\[\]{},&*!|>%@`#]|[-?:](?=\s|$)|.*(?::\s|\s#|[\t\n:]$)")
_LOOKS_TYPED: Final = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|=|<<|[-+]?\.(inf|nan)"
    r"|[-+.]?[0-9][0-9a-fox_.:+\-]*([t ]+[0-9][0-9:.]*( *(z|[-+][0-9:]+))?)?",
    re.IGNORECASE,
)


def yaml_text(text: str, *, typed: bool = False) -> str:
    r"""Return text as YAML writes it: plain where that can be, else in double quotes.

    Args:
        text: Any text.
        typed: Whether it is a number, a date or a truth value, which stay
            plain.

    Returns:
        One line.

    Examples:
        >>> print(yaml_text("Solis to Carfi"), yaml_text("1.0"), yaml_text("a: b"))
        Solis to Carfi "1.0" "a: b"
    """
    if typed:
        return text
    if (
        text
        and text == text.strip()
        and _NOT_PLAIN.match(text) is None
        and not re.search("[\t\n]", text)
        and _NOT_PRINTED.search(text) is None
        and _LOOKS_TYPED.fullmatch(text) is None
    ):
        return text
    return _NOT_PRINTED.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def yaml_lines(
    values: Mapping[str, "str | Sequence[str] | Mapping[str, str] | Sequence[Mapping[str, str]]"],
    typed: frozenset[str],
) -> list[str]:
    """Return the lines of a metadata block, without the ``#``.

    Args:
        values: By slot, in order: a text, texts, a table or tables.
        typed: The slots whose values are numbers, dates or truth values.

    Returns:
        One line after the other, lists and tables as blocks.
    """
    lines: list[str] = []
    for name, value in values.items():
        if isinstance(value, str):
            lines.append(f"{name}: {yaml_text(value, typed=name in typed)}")
            continue
        lines.append(f"{name}:")
        if isinstance(value, Mapping):
            lines += [f"  {yaml_text(key)}: {yaml_text(own)}" for key, own in value.items()]
            continue
        for item in value:
            lines += _item_lines(item)
    return lines


def _item_lines(item: str | Mapping[str, str]) -> list[str]:
    if isinstance(item, str):
        return [f"  - {yaml_text(item)}"]
    pairs = [f"{key}: {yaml_text(own)}" for key, own in item.items()]
    return [f"  - {pairs[0]}", *(f"    {pair}" for pair in pairs[1:])]

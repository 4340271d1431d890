"""What is read of files that nobody vouches for: bounded, and named so that it can be printed."""

import os
import re
import stat
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    FileTooLargeError,
    InvalidFileError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import repeated

if TYPE_CHECKING:
    from json import JSONDecoder

DEEPEST: Final = 100
"""How deeply lists and tables may be nested in TOML and JSON; our own files need eight."""

MOST_PROBLEMS: Final = 100_000
"""How many problems of one file are kept; what is wrong beyond them is not told."""

LONGEST_NAME: Final = 1_000
"""How many characters the name of a column may have."""

LONGEST_ADDRESS: Final = 2_000
"""How many characters an address may have that a prefix stands for."""

_LONGEST_PART: Final = 200
_JSON_TEXT: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")

_Problem = TypeVar("_Problem")


def path_part(name: str) -> str:
    r"""Return a name that a file chose, as it stands in the path of a problem.

    Args:
        name: Any text.

    Returns:
        The same; as Python writes it, and cut, where it is long or has
        characters that do not print, such as those that steer a terminal.

    Examples:
        >>> print(path_part("confidence"), path_part("a\x1bb"))
        confidence 'a\x1bb'
    """
    return name if len(name) <= _LONGEST_PART and name.isprintable() else shown(name)


class Problems(list[_Problem]):
    """Problems in the order in which they are found, `MOST_PROBLEMS` at most."""

    def append(self, problem: _Problem, /) -> None:
        """Keep one more, if there is room."""
        if len(self) < MOST_PROBLEMS:
            super().append(problem)

    def extend(self, problems: Iterable[_Problem], /) -> None:
        """Keep several more, as long as there is room."""
        for problem in problems:
            self.append(problem)


def parse_path(given: str | Path) -> Path:
    """Return what a caller gave as the path of a file.

    Args:
        given: Text, or a path.

    Returns:
        The path.

    Raises:
        WrongTypeError: Neither.
    """
    try:
        return Path(given)
    except TypeError as cause:
        raise WrongTypeError(
            f"expected the path of a file, not {shown(given)}", path="path", value=given
        ) from cause


def read_file(given: str | Path, max_bytes: int) -> str:
    """Return the text of a file; nothing else is opened, and nothing is waited for.

    Args:
        given: The file; links are followed.
        max_bytes: The largest size that is read.

    Returns:
        Its text, without a byte order mark.

    Raises:
        WrongTypeError: No path, or no number of bytes.
        InvalidValueError: A number of bytes under 0.
        InvalidFileError: It is larger, not UTF-8, no file but a pipe or a
            device, or no file can have its name.
        OSError: It cannot be opened.
    """
    content = read_bytes(given, max_bytes)
    try:
        return _decoded(content)
    except SocialMaturityError as problem:
        raise InvalidFileError(str(given), [problem]) from None


def read_bytes(given: str | Path, max_bytes: int) -> bytes:
    """Return what a file holds, as `read_file` does without regard to its encoding."""
    path = parse_path(given)
    if expect(max_bytes, int, "max_bytes") < 0:
        raise InvalidValueError(
            f"expected a number from 0, not {shown(max_bytes)}", path="max_bytes", value=max_bytes
        )
    with open_file(path, "read it, and give the text to the function that parses") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        problem = FileTooLargeError(
            f"the file has more than {max_bytes} bytes; if that is meant, give a larger max_bytes",
            value=max_bytes,
        )
        raise InvalidFileError(str(path), [problem])
    return content


def open_file(path: Path, instead: str) -> BinaryIO:
    """Open a file, and nothing else.

    Args:
        path: The file; links are followed.
        instead: What to do with something else.

    Returns:
        The file, open; the caller closes it.

    Raises:
        InvalidFileError: It is a pipe or a device, or no file can have its
            name.
        OSError: It cannot be opened.
    """
    file = _opened(path)
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    problem = InvalidValueError(
        f"it is a pipe or a device, and only files are read, since others need not end; {instead}",
        value=str(path),
    )
    raise InvalidFileError(str(path), [problem])


def _opened(path: Path) -> BinaryIO:
    try:
        return open(path, "rb", opener=_open)
    except ValueError as cause:  # Python says so of names that no system has
        problem = InvalidValueError(f"no file has such a name: {cause}", value=str(path))
        raise InvalidFileError(str(path), [problem]) from None


def _open(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise FileSyntaxError(
            f"the file is not UTF-8: byte {content[cause.start]:#04x} at position {cause.start};"
            " save it as UTF-8",
            value=content[cause.start],
        ) from cause


def parse_json(text: str) -> Any:
    """Return the plain data of a JSON text; strict, and numbers exact.

    Args:
        text: The whole of it.

    Returns:
        Dictionaries, lists, text, numbers, true, false and nothing.

    Raises:
        FileSyntaxError: It is no JSON, or nested too deeply.
        DuplicateError: A key stands twice in one object.
        InvalidValueError: A number that is none, or beyond all bounds, also
            one of thousands of digits.
    """
    return _read(text, _strict_decoder())


@lru_cache(maxsize=1)
def _strict_decoder() -> "JSONDecoder":
    import json

    return json.JSONDecoder(
        parse_float=parse_decimal,
        parse_constant=refuse_constant,
        object_pairs_hook=_without_repetition,
    )


def read_json(text: str, **hooks: Any) -> Any:
    """Return what ``json.loads`` makes of a text that is not nested too deeply.

    Args:
        text: The whole of it.
        **hooks: As ``json.loads`` takes them.

    Returns:
        What the hooks make.

    Raises:
        FileSyntaxError: It is no JSON, or nested too deeply.
    """
    import json

    return _read(text, json.JSONDecoder(**hooks))


def _read(text: str, decoder: "JSONDecoder") -> Any:
    if _depth(text) > DEEPEST:
        raise FileSyntaxError(f"not JSON: nested too deeply; at most {DEEPEST} levels are read")
    try:
        return decoder.decode(text)
    except SocialMaturityError:
        raise
    except (ValueError, RecursionError) as cause:  # the caller may be near Python's own bound
        refuse_digits(cause)
        raise FileSyntaxError(f"not JSON: {cause}; mend or complete the text there") from cause


def refuse_digits(cause: Exception) -> None:
    """Refuse a whole number that Python does not read.

    Args:
        cause: What a parser raised: a kind of `ValueError` of its own where
            it understood nothing, and just that one where Python refused to
            read so many digits.

    Raises:
        InvalidValueError: It is the latter.
    """
    if type(cause) is ValueError:
        raise InvalidValueError(
            "expected a number of ordinary size, not one of thousands of digits"
        ) from cause


def _depth(text: str) -> int:
    """Return how deeply a JSON text is nested, at least; what is in quotes does not count."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for bracket in _BRACKET.findall(_JSON_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(depth, deepest)
    return deepest


def parse_decimal(text: str) -> Decimal:
    """Return the number that a file writes.

    Args:
        text: A decimal, with or without an exponent.

    Returns:
        The exact number.

    Raises:
        InvalidValueError: Its exponent is beyond all bounds.
    """
    try:
        return Decimal(text)
    except InvalidOperation as cause:
        raise InvalidValueError(
            f"expected a number of ordinary size, not {shown(text)}", value=text
        ) from cause


def refuse_constant(name: str) -> Any:
    """Refuse ``NaN`` and ``Infinity``, which Python reads and JSON does not have."""
    raise InvalidValueError(f"{name} is no number in JSON", value=name)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    twice = repeated(key for key, _ in pairs) if len(table) < len(pairs) else ()
    for key in twice:
        raise DuplicateError(f"the key {shown(key)} stands twice in one object", value=key)
    return table

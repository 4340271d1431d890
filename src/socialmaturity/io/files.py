"""Files in, values out: TOML and JSON, read strictly."""

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    FileTooLargeError,
    InvalidFileError,
    InvalidInputError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.io.reading import reader
from socialmaturity.model.fields import repeated

if TYPE_CHECKING:
    from socialmaturity.assessment.record import Assessment
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.framework import Framework

Format = Literal["toml", "json"]
"""The formats that are read and written."""

MAX_BYTES: Final = 16 * 1024 * 1024
"""How large a file may be where the caller sets no bound; a framework takes 30 KB."""

_Value = TypeVar("_Value")

_MOST_KEY_PARTS: Final = 16
_KEY_PART: Final = r"""(?:[\w-]++|"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?)"""
_TOKEN: Final = re.compile(  # a comment and a long text are one each, since no key is in them
    r'''#[^\n]*+|"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|'''
    rf"'''(?:[^']++|'(?!''))*+'{{0,5}}|"
    rf"(?P<deep>(?>{_KEY_PART}[ \t]*+\.[ \t]*+){{{_MOST_KEY_PARTS}}})|{_KEY_PART}",
    flags=re.DOTALL,
)


def load_framework(path: str | Path, *, max_bytes: int = MAX_BYTES) -> "Framework":
    """Return the framework that a file describes.

    Args:
        path: A ``.toml`` or ``.json`` file.
        max_bytes: The largest size that is read.

    Returns:
        The framework. It is used as it is; nothing has to be registered.

    Raises:
        InvalidFileError: It is no such file; all problems come together,
            each with path, value and mending. Those of shape come first;
            whether the parts fit together is asked once the shape is right.
        WrongTypeError: No path, or no number of bytes.
        InvalidValueError: A number of bytes under 0.
        OSError: The file cannot be opened.
    """
    from socialmaturity.model.framework import Framework

    return _load(path, Framework, max_bytes)


def load_crosswalk(path: str | Path, *, max_bytes: int = MAX_BYTES) -> "Crosswalk":
    """Return the crosswalk that a file describes.

    Args:
        path: A ``.toml`` or ``.json`` file.
        max_bytes: The largest size that is read.

    Returns:
        The crosswalk. Whether it fits its two frameworks is asked by
        `crosswalk_problems`.

    Raises:
        InvalidFileError: As for `load_framework`.
        OSError: The file cannot be opened.
    """
    from socialmaturity.mapping.crosswalk import Crosswalk

    return _load(path, Crosswalk, max_bytes)


def load_assessment(path: str | Path, *, max_bytes: int = MAX_BYTES) -> "Assessment":
    """Return the assessment that a file describes.

    Args:
        path: A ``.toml`` or ``.json`` file.
        max_bytes: The largest size that is read.

    Returns:
        The assessment, raw: its ids and labels are checked when it meets a
        framework.

    Raises:
        InvalidFileError: As for `load_framework`.
        OSError: The file cannot be opened.
    """
    from socialmaturity.assessment.record import Assessment

    return _load(path, Assessment, max_bytes)


def parse_framework(text: str, *, format: Format = "toml") -> "Framework":  # noqa: A002 the word
    """Return the framework that *text* describes; as `load_framework` without the file."""
    from socialmaturity.model.framework import Framework

    return _parse(text, Framework, format, "framework")


def parse_crosswalk(text: str, *, format: Format = "toml") -> "Crosswalk":  # noqa: A002 the word
    """Return the crosswalk that *text* describes; as `load_crosswalk` without the file."""
    from socialmaturity.mapping.crosswalk import Crosswalk

    return _parse(text, Crosswalk, format, "crosswalk")


def parse_assessment(text: str, *, format: Format = "toml") -> "Assessment":  # noqa: A002 the word
    """Return the assessment that *text* describes; as `load_assessment` without the file."""
    from socialmaturity.assessment.record import Assessment

    return _parse(text, Assessment, format, "assessment")


def _load(given: str | Path, cls: type[_Value], max_bytes: int) -> _Value:
    path = _path(given)
    if expect(max_bytes, int, "max_bytes") < 0:
        raise InvalidValueError(
            f"expected a number from 0, not {shown(max_bytes)}", path="max_bytes", value=max_bytes
        )
    from socialmaturity.io.origins import located  # no crosswalk, no relations

    try:
        text, form = _read(path, max_bytes), _format_of(path)
        return located(_parse(text, cls, form, str(path)), text, str(path))
    except (FileTooLargeError, InvalidValueError, FileSyntaxError) as problem:
        raise InvalidFileError(str(path), [problem]) from None


def _path(given: str | Path) -> Path:
    try:
        return Path(given)
    except TypeError as cause:
        raise WrongTypeError(
            f"expected the path of a file, not {shown(given)}", path="path", value=given
        ) from cause


def _format_of(path: Path) -> Format:
    suffix = path.suffix.casefold()
    if suffix not in (".toml", ".json"):
        raise InvalidValueError(
            f"cannot tell the format of {shown(path.name)}; expected a name that ends in"
            " '.toml' or '.json'",
            value=path.name,
        )
    return "toml" if suffix == ".toml" else "json"


def _read(path: Path, max_bytes: int) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except ValueError as cause:  # Python says so of names that no system has
        raise InvalidValueError(f"no file has such a name: {cause}", value=str(path)) from cause
    if len(content) > max_bytes:
        raise FileTooLargeError(
            f"the file has more than {max_bytes} bytes; if that is meant, give a larger max_bytes",
            value=max_bytes,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise FileSyntaxError(
            f"the file is not UTF-8: byte {content[cause.start]:#04x} at position {cause.start}",
            value=content[cause.start],
        ) from cause


def _parse(text: str, cls: type[_Value], format: Format, name: str) -> _Value:  # noqa: A002
    expect(text, str, "")
    if format not in get_args(Format):
        raise InvalidValueError(
            f"expected the format 'toml' or 'json', not {shown(format)}",
            path="format",
            value=format,
        )
    try:
        return reader().structure(_plain(text, format), cls)
    except SocialMaturityError as error:  # told whole by the new one, so it is no cause beside it
        problems = error.problems if isinstance(error, InvalidInputError) else (error,)
        raise InvalidFileError(name, problems) from None


def _plain(text: str, format: Format) -> Any:  # noqa: A002
    try:
        if format == "toml":
            import tomllib

            _refuse_deep_keys(text)
            return tomllib.loads(text, parse_float=Decimal)
        import json

        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repetition,
        )
    except SocialMaturityError:
        raise
    except ValueError as cause:
        raise FileSyntaxError(
            f"not {format.upper()}: {cause}; mend or complete the text there"
        ) from cause
    except RecursionError as cause:
        raise FileSyntaxError(f"not {format.upper()} of any use: nested too deeply") from cause


def _refuse_deep_keys(text: str) -> None:
    """Refuse keys of many parts, for which the reader of TOML takes time by their square."""
    for token in _TOKEN.finditer(text):
        if token["deep"]:
            line = text.count("\n", 0, token.start()) + 1
            raise FileSyntaxError(f"a key of more than {_MOST_KEY_PARTS} parts (at line {line})")


def _refuse_constant(name: str) -> Any:
    raise InvalidValueError(f"{name} is no number in JSON", value=name)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for key in repeated(key for key, _ in pairs):
        raise DuplicateError(f"the key {shown(key)} stands twice in one object", value=key)
    return dict(pairs)

"""Files in, values out: TOML and JSON, read strictly."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from socialmaturity.errors import (
    FileSyntaxError,
    InvalidFileError,
    InvalidInputError,
    InvalidValueError,
    SocialMaturityError,
    expect,
    shown,
)
from socialmaturity.io.bounds import (
    DEEPEST,
    parse_decimal,
    parse_json,
    parse_path,
    read_file,
    refuse_digits,
)
from socialmaturity.io.reading import reader

if TYPE_CHECKING:
    from socialmaturity.assessment.record import Assessment
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.framework import Framework

Format = Literal["toml", "json"]
"""The formats that are read and written."""

MAX_BYTES: Final = 16 * 1024 * 1024
"""How large a file may be where the caller sets no bound; a framework takes 30 KB."""

_Value = TypeVar("_Value")

_MARK: Final = "\ufeff"
_MOST_KEY_PARTS: Final = 16
_KEY_PART: Final = r"""(?:[\w-]++|"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?)"""
_TOKEN: Final = re.compile(  # a comment and a long text are one each, since no key is in them
    r'''#[^\n]*+|"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|'''
    rf"'''(?:[^']++|'(?!''))*+'{{0,5}}|"
    rf"(?P<deep>(?>{_KEY_PART}[ \t]*+\.[ \t]*+){{{_MOST_KEY_PARTS}}})|{_KEY_PART}|"
    r"(?P<open>[\[{])|(?P<close>[\]}])",
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
    from socialmaturity.io.origins import located  # no crosswalk, no relations

    path = parse_path(given)
    text = read_file(path, max_bytes)
    return located(_parse(text, cls, _format_of(path), str(path)), text, str(path))


def _format_of(path: Path) -> Format:
    suffix = path.suffix.casefold()
    if suffix not in (".toml", ".json"):
        problem = InvalidValueError(
            f"cannot tell the format of {shown(path.name)}; expected a name that ends in"
            " '.toml' or '.json'",
            value=path.name,
        )
        raise InvalidFileError(str(path), [problem])
    return "toml" if suffix == ".toml" else "json"


def _parse(text: str, cls: type[_Value], format: Format, name: str) -> _Value:  # noqa: A002
    expect(text, str, "")
    if format not in get_args(Format):
        raise InvalidValueError(
            f"expected the format 'toml' or 'json', not {shown(format)}",
            path="format",
            value=format,
        )
    try:
        return reader().structure(parse_plain(text, format), cls)
    except SocialMaturityError as error:  # told whole by the new one, so it is no cause beside it
        problems = error.problems if isinstance(error, InvalidInputError) else (error,)
        raise InvalidFileError(name, problems) from None


def parse_plain(text: str, format: Format) -> Any:  # noqa: A002
    """Return text as plain data, within the bounds on depth.

    Args:
        text: TOML or JSON; a byte order mark before it is passed over.
        format: Which of the two.

    Returns:
        Tables, lists, text, whole numbers, decimals, dates, true and false.

    Raises:
        FileSyntaxError: It is not of this format, or nested too deeply.
        SocialMaturityError: A number or a repeated key that is refused.
    """
    text = text.removeprefix(_MARK)
    if format == "json":
        return parse_json(text)
    import tomllib

    _refuse_deep(text)
    try:
        return tomllib.loads(text, parse_float=parse_decimal)
    except SocialMaturityError:
        raise
    except (ValueError, RecursionError) as cause:  # the caller may be near Python's own bound
        refuse_digits(cause)
        where = f"{cause}; mend or complete the text there"
        if begins_like_json(text):
            where = "it begins with '{'; JSON is read with format='json', or from a .json file"
        raise FileSyntaxError(f"not TOML: {where}") from cause


def begins_like_json(text: str) -> bool:
    """Return whether text begins with a brace, as TOML never does."""
    return text.removeprefix(_MARK).lstrip().startswith("{")


def _refuse_deep(text: str) -> None:
    """Refuse deep nesting, and keys of many parts, which take time by the square of their depth."""
    depth = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "deep":
            raise _too_deep(text, token.start(), f"a key of more than {_MOST_KEY_PARTS} parts")
        if kind is not None:
            depth += 1 if kind == "open" else -1
            if depth > DEEPEST:
                told = f"nested too deeply; at most {DEEPEST} levels are read"
                raise _too_deep(text, token.start(), f"not TOML: {told}")


def _too_deep(text: str, start: int, told: str) -> FileSyntaxError:
    return FileSyntaxError(f"{told} (at line {text.count(chr(10), 0, start) + 1})")

"""JSON lines of assessments: one object a line, read strictly and one at a time.

The common record, whose answers are labels, is looked through with sets of
what was read before; whatever else a line may hold goes to the reader of
files, which has the last word on it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from io import BytesIO
from json import JSONDecodeError, dumps
from pathlib import Path
from typing import Any, Final, Literal, TypeGuard, TypeVar, overload

from socialmaturity.assessment.outcome import Answers, keep_answer
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
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
from socialmaturity.identifiers import parse_framework_id
from socialmaturity.io.bounds import MOST_PROBLEMS, Problems, open_file, parse_json, read_bytes
from socialmaturity.io.cells import Mode, parse_mode
from socialmaturity.io.reading import reader
from socialmaturity.io.writing import to_dict
from socialmaturity.model.fields import parse_day
from socialmaturity.scoring.brief import Failure

MAX_BYTES: Final = 256 * 1024 * 1024
"""How large a file may be that is loaded as a whole, where the caller sets no bound."""

MAX_BYTES_PER_LINE: Final = 1024 * 1024
"""How long a line may be where the caller sets no bound; one of twenty answers takes 500 bytes."""

_MOST_KNOWN: Final = 4096
_SPACE: Final = " \t\r\n"

_Value = TypeVar("_Value")


@overload
def iter_assessments(
    source: str | Path | Iterable[str | bytes],
    *,
    mode: Literal["strict"] = "strict",
    max_bytes_per_line: int = MAX_BYTES_PER_LINE,
) -> Iterator[Assessment]: ...
@overload
def iter_assessments(
    source: str | Path | Iterable[str | bytes],
    *,
    mode: Mode,
    max_bytes_per_line: int = MAX_BYTES_PER_LINE,
) -> Iterator[Assessment | Failure]: ...
def iter_assessments(
    source: str | Path | Iterable[str | bytes],
    *,
    mode: Mode = "strict",
    max_bytes_per_line: int = MAX_BYTES_PER_LINE,
) -> Iterator[Any]:
    r"""Return the assessments of JSON lines, one when it is asked for.

    Args:
        source: The path of a file; or lines, as text or bytes in UTF-8, such
            as an open file gives them. Lines with nothing on them are passed
            over, and so is a byte order mark at the beginning.
        mode: ``strict`` raises at the first line that has a problem;
            ``lenient`` gives a `Failure` in its place and goes on.
        max_bytes_per_line: The longest line that is read; of a longer one no
            more is held.

    Returns:
        An iterator of assessments, raw: ids and labels are checked when they
        meet a framework.

    Raises:
        WrongTypeError: No path and no lines, or no number of bytes.
        InvalidValueError: A number of bytes under 1, or no mode of this name.
        InvalidFileError: In strict mode, when it is its turn: a line that is
            no assessment. All its problems come together, each under its
            line, such as ``line 7.answers.listening``. In both modes, when
            the first line is asked for: the path is of a pipe or a device,
            or no file can have it.
        OSError: The file cannot be opened, which is tried when the first
            line is asked for.

    Examples:
        >>> lines = ['{"framework": "solis", "answers": {"listening": "F"}}', "", "{}"]
        >>> for own in iter_assessments(lines, mode="lenient"):
        ...     print(own)
        an organisation, assessed with solis
        line 3: 1 problem
          - line 3.framework: the key 'framework' is required
    """
    mode = parse_mode(mode)
    if expect(max_bytes_per_line, int, "max_bytes_per_line") < 1:
        raise InvalidValueError(
            f"expected a whole number from 1 on, not {shown(max_bytes_per_line)}",
            path="max_bytes_per_line",
            value=max_bytes_per_line,
        )
    if isinstance(source, str | Path):
        lines = _lines_of_file(Path(source), max_bytes_per_line)
        return _assessments(lines, f"{source}, ", max_bytes_per_line, strict=mode == "strict")
    if not _is_several(source):
        raise WrongTypeError(
            f"expected the path of a file, or lines, not {shown(source)}",
            path="source",
            value=source,
        )
    return _assessments(source, "", max_bytes_per_line, strict=mode == "strict")


def load_assessments(path: str | Path, *, max_bytes: int = MAX_BYTES) -> tuple[Assessment, ...]:
    """Return all assessments of a file of JSON lines.

    Args:
        path: The file; what it is called does not matter.
        max_bytes: The largest size that is read.

    Returns:
        The assessments in order, held together; for more than memory holds
        there is `iter_assessments`.

    Raises:
        InvalidFileError: Lines that are no assessments; all problems of all
            lines come together. Or the file is larger, or no file.
        WrongTypeError: No path, or no number of bytes.
        InvalidValueError: A number of bytes under 0.
        OSError: The file cannot be opened.
    """
    return _all_sound(BytesIO(read_bytes(path, max_bytes)), max_bytes, str(path))


def parse_assessments(text: str) -> tuple[Assessment, ...]:
    """Return all assessments of a text of JSON lines.

    Args:
        text: One object a line; may be empty.

    Returns:
        The assessments in order.

    Raises:
        WrongTypeError: No text.
        InvalidFileError: Lines that are no assessments; all problems of all
            lines come together.
    """
    lines = expect(text, str, "text").split("\n")
    return _all_sound(lines, 4 * len(text), "assessments")  # what UTF-8 takes at most


def to_json_lines(assessments: Iterable[Assessment]) -> Iterator[str]:
    r"""Return assessments as JSON lines, one when it is asked for.

    Args:
        assessments: Any number of them; also a generator.

    Returns:
        An iterator of lines, each with its line feed; what has its default
        is left out. ``file.writelines(...)`` takes them as they come.

    Raises:
        WrongTypeError: Something else than several assessments; one among
            them when it is its turn.

    Examples:
        >>> [*to_json_lines([Assessment(framework="solis", answers={"listening": "F"})])]
        ['{"framework": "solis", "answers": {"listening": "F"}}\n']
    """
    if not _is_several(assessments) or isinstance(assessments, str):
        raise WrongTypeError(
            "expected several assessments, such as a list or a generator, not"
            f" {shown(assessments)}",
            path="assessments",
            value=assessments,
        )
    return _written(assessments)


def _written(assessments: Iterable[Assessment]) -> Iterator[str]:
    for place, own in enumerate(assessments):
        expect(own, Assessment, f"assessments[{place}]")
        yield dumps(to_dict(own), ensure_ascii=False) + "\n"


def _all_sound(lines: Iterable[str | bytes], most: int, name: str) -> tuple[Assessment, ...]:
    sound: list[Assessment] = []
    problems = Problems[SocialMaturityError]()
    for own in _assessments(lines, "", most, strict=False):
        if isinstance(own, Failure):
            problems.extend(own.problems)
        else:
            sound.append(own)
        if len(problems) == MOST_PROBLEMS:
            break
    if problems:
        raise InvalidFileError(name, problems)
    return tuple(sound)


def _is_several(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable) and not isinstance(value, bytes | Mapping)


def _lines_of_file(path: Path, most: int) -> Iterator[bytes]:
    """Give the lines of a file; of one that is too long its beginning, which is too long, too."""
    with open_file(path, "open it yourself, and give its lines") as file:
        while line := file.readline(most + 2):  # two of them end a line, or show that it goes on
            yield line
            while not line.endswith(b"\n") and len(line) == most + 2:
                line = file.readline(most + 2)


def _assessments(
    lines: Iterable[object], where: str, most: int, *, strict: bool
) -> Iterator[Assessment | Failure]:
    quick, closely = _QuickReader().read, reader().structure
    for number, line in enumerate(lines, 1):
        try:
            text = _text(line, most)
            if number == 1:
                text = text.removeprefix("\ufeff")
            if not text.strip(_SPACE):
                continue
            plain = _plain(text)
            own = quick(plain) or closely(plain, Assessment)
        except SocialMaturityError as error:
            failure = _failure(number, where, error)
            if strict:
                raise failure.error from None
            yield failure
        else:
            yield own


def _failure(number: int, where: str, error: SocialMaturityError) -> Failure:
    path = f"line {number}"
    parts = error.problems if isinstance(error, InvalidInputError) else (error,)
    problems = [part.under(path) for part in parts]
    return Failure(path=path, error=InvalidFileError(f"{where}{path}", problems))


def _text(line: object, most: int) -> str:
    """Return a line as text, if it is not too long."""
    if isinstance(line, str):
        if 4 * len(line) > most:  # what UTF-8 takes at most
            _refuse_long(line.encode("utf-8", "surrogatepass"), most)
        return line
    if not isinstance(line, bytes):
        raise WrongTypeError(f"expected a line of text or bytes, not {shown(line)}", value=line)
    _refuse_long(line, most)
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as cause:
        raise FileSyntaxError(
            f"the line is not UTF-8: byte {line[cause.start]:#04x} at position {cause.start}",
            value=line[cause.start],
        ) from cause


def _refuse_long(content: bytes, most: int) -> None:
    if len(content) > most and len(content.removesuffix(b"\n").removesuffix(b"\r")) > most:
        raise FileTooLargeError(
            f"the line has more than {most} bytes; if that is meant, give a larger"
            " max_bytes_per_line",
            value=most,
        )


def _plain(text: str) -> object:
    """Return what a line holds, as plain data; its end is no part of it, and of no column."""
    try:
        return parse_json(text.rstrip("\r\n"))
    except FileSyntaxError as problem:
        cause = problem.__cause__
        if not isinstance(cause, JSONDecodeError):
            raise
        raise FileSyntaxError(
            f"not JSON: {cause.msg} at column {cause.colno}; mend or complete the line there"
        ) from cause


class _UncommonError(Exception):
    """Something that the quick reader is not sure of."""


class _QuickReader:
    """Reads common records, and keeps what it found sound, so that it is looked at once.

    What it keeps never grows beyond a bound. Of whatever it is not sure, it
    says ``None``; then the reader of files is asked.
    """

    def __init__(self) -> None:
        self._ids = _Sound(_is_id)
        self._labels = _Sound(_is_label)
        self._frameworks = _Sound(_is_framework)
        self._parts: Mapping[str, Callable[[Any], Any]] = {
            "framework": self._framework,
            "version": _name,
            "subject": _line,
            "unit": _line,
            "assessed_on": lru_cache(maxsize=_MOST_KNOWN)(partial(parse_day, path="")),
            "assessor": _line,
            "scale": _name,
            "answers": self._answers,
            "checks": self._answers,
            "note": _line,
        }

    def read(self, plain: object) -> Assessment | None:
        """Return the assessment that plain data hold, if they are a common record."""
        if not _is_table(plain) or "framework" not in plain:
            return None
        parts = self._parts
        try:
            return Assessment.unchecked({name: parts[name](value) for name, value in plain.items()})
        except (KeyError, TypeError, _UncommonError, SocialMaturityError):
            return None

    def _framework(self, given: Any) -> Any:
        return _sure(given, self._frameworks.has((given,)))

    def _answers(self, given: Mapping[str, Any]) -> Answers:
        """Return answers; of labels that were read before nothing is looked at again."""
        if _is_table(given) and self._ids.has(given) and self._labels.has(given.values()):
            return Answers.unchecked(given)
        return Answers(given)


class _Sound:
    """Values that were found sound, up to a bound, and the test of those to come."""

    def __init__(self, test: Callable[[Any], bool]) -> None:
        self._test = test
        self._known: set[Any] = set()

    def has(self, values: Iterable[Any]) -> bool:
        """Return whether all of some values are sound."""
        return self._known.issuperset(values) or all(map(self._is_sound, values))

    def _is_sound(self, value: Any) -> bool:
        if not self._test(value):
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(value)
        return True


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return type(value) is dict


def _sure(value: _Value, is_sure: bool) -> _Value:  # noqa: FBT001
    if not is_sure:
        raise _UncommonError
    return value


def _line(value: Any) -> Any:
    """Return text of one line that has nothing awkward; it may be empty."""
    return _sure(value, isinstance(value, str) and value.isprintable())


def _name(value: Any) -> Any:
    return _sure(value, value is None or _is_id(value))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and not value.isspace() and value != ""


def _is_label(value: object) -> bool:
    """Whether a value is kept as it is, and is no number: text as a rule, or ``None``."""
    return value is None or (isinstance(value, str) and keep_answer(value, "") is value)


def _is_framework(value: object) -> bool:
    return isinstance(value, str) and parse_framework_id(value) == value

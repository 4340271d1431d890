"""The tree of errors; every class is also the builtin that a caller would catch.

Problems are values: each error keeps ``code``, ``path``, ``message`` and
``value``, so a list of problems is a tuple of errors, and the form that
raises wraps that same tuple in an ``ExceptionGroup``.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Final, Self, TypeVar

_E = TypeVar("_E", bound=BaseException)
_T = TypeVar("_T")

_LONGEST: Final = 200
_MOST_NAMES: Final = 6
_MOST_TO_COMPARE: Final = 2000
_MOST_PROBLEMS: Final = 50


def near_names(name: str, candidates: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return the candidates that *name* was probably meant to be, best first.

    Args:
        name: What was asked for; case does not matter.
        candidates: What exists, in any order; may be empty.
        most: The largest number of names returned.

    Returns:
        At most *most* of the candidates; empty when none is similar.

    Examples:
        >>> near_names("solls", ["carfi", "solis"])
        ('solis',)
    """
    from difflib import get_close_matches  # only a failing call pays for it

    by_folded = {candidate.casefold(): candidate for candidate in sorted(candidates)}
    folded = get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[match] for match in folded)


def shown(value: object) -> str:
    """Return a value as a message shows it.

    Args:
        value: Anything.

    Returns:
        Numbers and dates as people write them, anything else as Python
        does; at most 200 characters and an ellipsis.

    Examples:
        >>> shown(Decimal("0.50")), shown("a"), len(shown("a" * 1000))
        ('0.50', "'a'", 203)
    """
    try:
        text = str(value) if isinstance(value, date | Decimal | Fraction) else repr(value)
    except ValueError:  # Python does not write whole numbers of thousands of digits
        text = "a number of thousands of digits"
    except RecursionError:  # what a parser can still read, Python may be unable to write
        text = "something nested too deeply to be shown"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def expect(value: object, cls: type[_T], path: str) -> _T:
    """Return *value* if it is of its type; callers without a type checker are told.

    Args:
        value: What came.
        cls: What it should be; true and false are no ``int``.
        path: The name of the argument.

    Returns:
        *value*, unchanged.

    Raises:
        WrongTypeError: It is of another type.

    Examples:
        >>> expect("solis", str, "which")
        'solis'
    """
    if not isinstance(value, cls) or (cls is int and isinstance(value, bool)):
        article = "an" if cls.__name__.startswith("A") else "a"
        expected = _SPOKEN.get(cls, f"{article} {cls.__name__}")
        raise WrongTypeError(f"expected {expected}, not {shown(value)}", path=path, value=value)
    return value


_SPOKEN: Final[dict[type, str]] = {str: "text", int: "a whole number"}


class SocialMaturityError(Exception):
    """The root: catch it to catch whatever this library raises on purpose.

    Args:
        message: What was asked, what came, what was expected, how to mend it.
        code: The kind of problem as a short slug; stable, for programs.
            Without it, the class's own.
        path: Where in the input it stands, such as ``stages[2].name``; may
            be empty.
        value: What came; ``None`` where nothing did.

    Attributes:
        default_code: The class's own code.
        code: As given, or the class's own.
        path: As given.
        value: As given.
    """

    default_code: ClassVar[str] = "error"

    code: str
    path: str
    value: object

    def __init__(
        self, message: str, *, code: str | None = None, path: str = "", value: object = None
    ) -> None:
        Exception.__init__(self, message)
        self.code = self.default_code if code is None else code
        self.path = path
        self.value = value

    @property
    def message(self) -> str:
        """The message without the path."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _rebuild, (type(self), self.args, self.__dict__)

    def under(self, prefix: str) -> Self:
        """Return this error with *prefix* put before its path.

        Args:
            prefix: A path such as ``stages[2]``; empty changes nothing.

        Returns:
            A new error of the same class.

        Examples:
            >>> InvalidValueError("too long", path="name").under("stages[2]").path
            'stages[2].name'
        """
        joint = "." if prefix and self.path and not self.path.startswith("[") else ""
        rebuild, (cls, args, state) = self.__reduce__()
        moved: Self = rebuild(cls, args, state | {"path": f"{prefix}{joint}{self.path}"})
        return moved


def _rebuild(cls: type[_E], args: tuple[Any, ...], state: dict[str, Any]) -> _E:
    """Make an error anew from its parts, for pickling, copying and moving."""
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class UnknownNameError(SocialMaturityError, LookupError):
    """A name that nothing answers to; the message offers the near ones.

    Args:
        name: What was asked for.
        candidates: The names that exist; may be empty.
        within: Where was looked, such as ``framework 'solis'``.
        hint: A further sentence on how to mend it.
        path: Where in the input the name stands.
        guess: Whether a similar name may be what was meant; not so for
            numbers.

    Attributes:
        kind: What the name should have named.
        name: As given.
        candidates: As given, in order.
    """

    kind: ClassVar[str] = "name"

    name: str
    candidates: tuple[str, ...]

    def __init__(
        self,
        name: str,
        candidates: Iterable[str],
        *,
        within: str = "",
        hint: str = "",
        path: str = "",
        guess: bool = True,
    ) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        self._hint = hint
        self._guess = guess
        super().__init__(
            f"unknown {self.kind} {shown(name)}{f' in {within}' if within else ''}",
            code=f"unknown-{self.kind}",
            path=path,
            value=name,
        )

    @cached_property
    def near(self) -> tuple[str, ...]:
        """The candidates that are similar, best first; none are sought among thousands."""
        few = len(self.candidates) <= _MOST_TO_COMPARE
        return near_names(self.name, self.candidates) if self._guess and few else ()

    @property
    def message(self) -> str:
        """What was asked for, and the way out."""
        way_out = self._way_out()
        joint = " " if way_out.endswith("?") else "; "
        hint = f"{joint}{self._hint}" if self._hint else ""
        return f"{super().message}; {way_out}{hint}"

    def _way_out(self) -> str:
        if self.near:
            return f"did you mean {' or '.join(map(repr, self.near))}?"
        if not self.candidates:
            return f"there is no {self.kind} here"
        known = ", ".join(map(repr, self.candidates[:_MOST_NAMES]))
        more = len(self.candidates) - _MOST_NAMES
        return f"known: {known}" + (f" and {more} more" if more > 0 else "")


class UnknownFrameworkError(UnknownNameError):
    """No framework of this id in the catalog."""

    kind = "framework"


class UnknownStageError(UnknownNameError):
    """The framework has no such stage."""

    kind = "stage"


class UnknownIndicatorError(UnknownNameError):
    """The framework has no such scored indicator."""

    kind = "indicator"


class UnknownCheckError(UnknownNameError):
    """The framework has no such limitation to check."""

    kind = "limitation"


class UnknownCrosswalkError(UnknownNameError):
    """The catalog has no crosswalk between these two frameworks."""

    kind = "crosswalk"


class UnknownKeyError(UnknownNameError):
    """A file has a key that its format does not know."""

    kind = "key"


class UnknownReferenceError(UnknownNameError):
    """A value refers to a source, statement or dimension that is not there."""

    kind = "reference"


class UnknownScaleError(UnknownNameError):
    """No standard scale of this id."""

    kind = "scale"


class UnknownRuleError(UnknownNameError):
    """No scoring rule of this name."""

    kind = "rule"


class InvalidValueError(SocialMaturityError, ValueError):
    """A value of the right type that cannot stand here.

    Args:
        message: As for `SocialMaturityError`.
        code: As for `SocialMaturityError`.
        path: As for `SocialMaturityError`.
        value: What came.
        words: What text may have been meant to be; the message offers the
            near ones, which are sought when it is told.

    Attributes:
        words: As given, in order.
    """

    default_code = "invalid-value"

    words: tuple[str, ...]

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str = "",
        value: object = None,
        words: Iterable[str] = (),
    ) -> None:
        super().__init__(message, code=code, path=path, value=value)
        self.words = tuple(words)

    @cached_property
    def near(self) -> tuple[str, ...]:
        """The words that are similar to the value, best first."""
        return near_names(str(self.value), self.words) if self.words else ()

    @property
    def message(self) -> str:
        """The message without the path, with the way out."""
        guess = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        return f"{super().message}{guess}"


class InvalidIdentifierError(InvalidValueError):
    """Text that is not an identifier of the kind asked for."""

    default_code = "invalid-identifier"


class InvalidAnswerError(InvalidValueError):
    """An answer that is not on its scale: unknown label, number outside 0 to 1."""

    default_code = "invalid-answer"


class WrongTypeError(SocialMaturityError, TypeError):
    """A value of a type that cannot stand here."""

    default_code = "wrong-type"


class MissingValueError(SocialMaturityError, ValueError):
    """A part that is required and not there."""

    default_code = "missing"


class DuplicateError(SocialMaturityError, ValueError):
    """Two things share what only one may have."""

    default_code = "duplicate"


class DuplicateFindingError(DuplicateError):
    """Two findings name one indicator."""

    default_code = "duplicate-finding"


class FrameworkMismatchError(SocialMaturityError, ValueError):
    """Two values that should speak of one framework speak of two."""

    default_code = "framework-mismatch"


class FileSyntaxError(SocialMaturityError, ValueError):
    """A file that is not TOML or JSON at all, with the place where it breaks."""

    default_code = "syntax"


class FileTooLargeError(SocialMaturityError, ValueError):
    """A file larger than the caller allows."""

    default_code = "too-large"


class ContradictionError(SocialMaturityError, ValueError):
    """Two statements that cannot both hold."""

    default_code = "contradiction"


class MissingExtraError(SocialMaturityError, RuntimeError):
    """A function needs a package that only an extra installs."""

    default_code = "missing-extra"


class IncompleteAssessmentError(SocialMaturityError, ValueError):
    """Indicators are unknown, and the caller asked for none to be.

    Args:
        unknown: Their ids, in order of the framework; at least one.

    Attributes:
        unknown: As given.
    """

    default_code = "incomplete"

    unknown: tuple[str, ...]

    def __init__(self, unknown: Sequence[str]) -> None:
        self.unknown = tuple(unknown)
        count = len(self.unknown)
        named = ", ".join(map(repr, self.unknown[:_MOST_NAMES]))
        more = f" and {count - _MOST_NAMES} more" if count > _MOST_NAMES else ""
        super().__init__(
            f"policy 'error' asks for every answer, and {count}"
            f" {'is' if count == 1 else 'are'} unknown: {named}{more}; find out, or leave the"
            " policy out for a range",
            path="answers",
            value=self.unknown,
        )


class InvalidInputError(SocialMaturityError, ExceptionGroup[SocialMaturityError], ValueError):
    """All problems of one piece of input, together.

    Args:
        message: What was read.
        problems: At least one; kept in order.

    Attributes:
        problems: As given: values with code, path, message and value.
    """

    default_code = "invalid-input"

    problems: tuple[SocialMaturityError, ...]

    def __new__(cls, message: str, problems: Sequence[SocialMaturityError]) -> Self:
        """Make the group; the problems must be there before ``__init__``."""
        return super().__new__(cls, message, problems)

    def __init__(self, message: str, problems: Sequence[SocialMaturityError]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"\n  - {problem}" for problem in self.problems[:_MOST_PROBLEMS]]
        if count > _MOST_PROBLEMS:
            lines.append(f"\n  ... and {count - _MOST_PROBLEMS} more, all in .problems")
        return f"{self.message}: {count} problem{'s' if count > 1 else ''}{''.join(lines)}"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _rebuild, (type(self), (self.message, self.problems), self.__dict__)


class InvalidFrameworkError(InvalidInputError):
    """A framework that does not hold together."""


class InvalidCrosswalkError(InvalidInputError):
    """A crosswalk that does not hold together."""


class InvalidAssessmentError(InvalidInputError):
    """An assessment that does not fit its framework."""


class InvalidFileError(InvalidInputError):
    """A file that cannot be read as what it should be."""


class UnknownVersionError(UnknownNameError):
    """The catalog has the framework, and no record of it of this version."""

    kind = "version"


class AmbiguousNameError(SocialMaturityError, LookupError):
    """A name that several things answer to; each has an id that is its own."""

    default_code = "ambiguous-name"


class InvalidFrameError(InvalidInputError):
    """A table that does not fit its framework."""

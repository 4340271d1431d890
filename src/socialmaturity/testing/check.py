"""A named check of one subject: what it asks, what it found, and what has to pass before it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Final, Generic, Protocol, TypeVar

import attrs

from socialmaturity.errors import (
    InvalidInputError,
    InvalidValueError,
    MissingExtraError,
    SocialMaturityError,
)

Problems = Iterable[SocialMaturityError]

_MOST_PROBLEMS: Final = 20


class CheckFailedError(SocialMaturityError, AssertionError):
    """A check found something.

    Args:
        check: Its name.
        asks: What it asks, in a sentence.
        problems: What it found; at least one.

    Attributes:
        check: As given.
        problems: As given: values with code, path, message and value.
    """

    default_code = "check-failed"

    check: str
    problems: tuple[SocialMaturityError, ...]

    def __init__(self, check: str, asks: str, problems: Sequence[SocialMaturityError]) -> None:
        self.check = check
        self.problems = tuple(problems)
        lines = [f"\n  - {problem}" for problem in self.problems[:_MOST_PROBLEMS]]
        if len(self.problems) > _MOST_PROBLEMS:
            lines.append(f"\n  ... and {len(self.problems) - _MOST_PROBLEMS} more, in .problems")
        super().__init__(f"check {check!r} failed: {asks} No:{''.join(lines)}", value=check)


class Subject(Protocol):
    """What checks are about."""

    @property
    def unread(self) -> Mapping[str, tuple[SocialMaturityError, ...]]:
        """Why it cannot be read, by the name of the check that says so; empty where it can."""
        ...


_S = TypeVar("_S", bound=Subject)


@attrs.frozen(kw_only=True)
class Law(Generic[_S]):
    """What is asked of every subject of a kind.

    Args:
        name: Unique among the laws of the kind, and stable.
        asks: What it asks, a question that yes is the good answer to.
        why: What goes wrong where the answer is no.
        find: Gives what speaks against it, of a subject that can be read.
        after: Names of the laws without which it means nothing.
    """

    name: str
    asks: str
    why: str
    find: Callable[[_S], Problems]
    after: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Check:
    """One law, asked of one subject. Calling it asks, once; it prints as its name.

    Args:
        name: Of the law.
        asks: What it asks, in a sentence.
        why: What goes wrong where the answer is no.
        waits_for: Gives the name of the check that has to pass first and
            does not; empty where none bars it.
        find: Gives what speaks against the subject.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.testing import framework_checks
        >>> check = framework_checks(sm.CISCO)[0]
        >>> check.name, check.problems
        ('reads', ())
        >>> check()
    """

    name: str
    asks: str
    why: str = attrs.field(repr=False)
    _waits_for: Callable[[], str] = attrs.field(repr=False, alias="waits_for")
    _find: Callable[[], Problems] = attrs.field(repr=False, alias="find")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def blocked_by(self) -> str:
        """Name of the check that has to pass before this one can run; empty where it can."""
        return self._waits_for()

    @cached_property
    def problems(self) -> tuple[SocialMaturityError, ...]:
        """What it found; empty where it passes, and where it cannot run."""
        return () if self.blocked_by else tuple(_caught(self._find))

    def __call__(self) -> None:
        """Run the check.

        Raises:
            CheckFailedError: It found something.
            SkipTest: Another check has to pass first, and does not; pytest
                and unittest report it as skipped.
            MissingExtraError: It needs the extra ``testing``.
        """
        if self.blocked_by:
            from unittest import SkipTest  # the class that pytest knows without being imported

            raise SkipTest(f"not run: {self.blocked_by!r} has to pass first")
        if self.problems:
            raise CheckFailedError(self.name, self.asks, self.problems)


def checks_of(laws: Iterable[Law[_S]], subject: _S) -> tuple[Check, ...]:
    """Return a check for each law, in order.

    Args:
        laws: Each after those it waits for.
        subject: What they are asked of; it is read when a check is asked.

    Returns:
        The checks. They are no generator, since pytest takes none as
        parameters from version 9.1 on; nothing is read for them all the same.
    """
    made: dict[str, Check] = {}
    for law in laws:
        before = [made[name] for name in law.after]
        made[law.name] = Check(
            name=law.name,
            asks=law.asks,
            why=law.why,
            waits_for=partial(_barred, law.name, subject, before),
            find=partial(_found, law, subject),
        )
    return tuple(made.values())


def _barred(name: str, subject: Subject, before: Iterable[Check]) -> str:
    unread = subject.unread
    if unread:
        return "" if name in unread else next(iter(unread))
    for check in before:
        if check.blocked_by or check.problems:
            return check.blocked_by or check.name
    return ""


def _found(law: Law[_S], subject: _S) -> Problems:
    unread = subject.unread
    return unread.get(law.name, ()) if unread else law.find(subject)


def _caught(find: Callable[[], Problems]) -> Problems:
    """Give the problems, and one more where something else is raised while they are sought."""
    problems: list[SocialMaturityError] = []
    try:
        problems += find()
    except MissingExtraError:
        raise
    except Exception as error:
        problems += raised(error)
    return problems


def raised(error: Exception) -> tuple[SocialMaturityError, ...]:
    """Return what an exception says, as problems."""
    if isinstance(error, InvalidInputError):
        return error.problems
    if isinstance(error, SocialMaturityError):
        return (error,)
    return (fault(f"it raised {told(error)}", value=error),)


def told(error: Exception) -> str:
    """Return an exception in words: its class and what it says."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def fault(message: str, *, path: str = "", value: object = None) -> InvalidValueError:
    """Return a problem that a check has found."""
    return InvalidValueError(message, code="nonconformant", path=path, value=value)

"""A subject in any form, read: the value, or why it cannot be read, by the check that says so."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, TypeGuard, TypeVar

import attrs

from socialmaturity.errors import SocialMaturityError, WrongTypeError, shown
from socialmaturity.io.files import begins_like_json
from socialmaturity.testing.check import fault, raised, told

_Value = TypeVar("_Value")

READS: Final = "reads"
"""The check that says whatever no other one names."""


class Naming(NamedTuple):
    """Which problems of reading a check names.

    Args:
        check: Its name.
        codes: Codes of the problems.
        paths: What a path of theirs has in it, as a pattern.
    """

    check: str
    codes: frozenset[str]
    paths: re.Pattern[str]

    def fits(self, problem: SocialMaturityError) -> bool:
        """Return whether the check names a problem."""
        return problem.code in self.codes and self.paths.search(problem.path) is not None


def naming(check: str, codes: str, paths: str = "") -> Naming:
    """Return which problems a check names; codes stand between spaces."""
    return Naming(check, frozenset(codes.split()), re.compile(paths))


class Kind(NamedTuple, Generic[_Value]):
    """How values of one kind are read.

    Args:
        cls: Their class.
        load: Reads a file.
        parse: Reads text in a format.
        namings: Which check names which problem; the first that fits does.
    """

    cls: type[_Value]
    load: Callable[[str | Path], _Value]
    parse: Callable[..., _Value]
    namings: tuple[Naming, ...]


@attrs.frozen(kw_only=True)
class Outcome(Generic[_Value]):
    """What came of reading.

    Args:
        value: What was read; ``None`` where it could not be.
        unread: Why, by the name of the check that says so; empty where it
            could.
    """

    value: _Value | None = None
    unread: Mapping[str, tuple[SocialMaturityError, ...]] = MappingProxyType({})


def read_subject(subject: object, kind: Kind[_Value]) -> Outcome[_Value]:
    """Return what comes of reading a subject.

    Args:
        subject: A value; a function that makes one, or any of the following;
            a path, or text that names one; text in TOML, or in JSON where it
            begins with a brace; plain data.
        kind: What it should be.

    Returns:
        The value, or the problems by the checks that name them.
    """
    try:
        made = _made(subject, kind.cls)
        return Outcome(value=made if isinstance(made, kind.cls) else _parsed(made, kind))
    except OSError as error:
        unread: Iterable[SocialMaturityError] = (
            fault(f"the file cannot be opened: {told(error)}", value=error),
        )
    except Exception as error:
        unread = raised(error)
    return Outcome(unread=MappingProxyType(_named(unread, kind.namings)))


def _made(subject: object, cls: type) -> object:
    return subject() if callable(subject) and not isinstance(subject, cls) else subject


def _parsed(subject: object, kind: Kind[_Value]) -> _Value:
    if isinstance(subject, Path):
        return kind.load(subject)
    if isinstance(subject, str):
        if begins_like_json(subject):
            return kind.parse(subject, format="json")
        return kind.parse(subject) if "\n" in subject else kind.load(subject)
    if _is_table(subject):
        return _structured(subject, kind.cls)
    raise WrongTypeError(
        f"expected a {kind.cls.__name__}, a path, text or plain data, or a function that gives"
        f" one, not {shown(subject)}",
        value=subject,
    )


def _is_table(subject: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(subject, Mapping)


def _structured(plain: Mapping[Any, Any], cls: type[_Value]) -> _Value:
    from socialmaturity.io.reading import reader

    return reader().structure(dict(plain), cls)


def _named(
    problems: Iterable[SocialMaturityError], namings: Iterable[Naming]
) -> dict[str, tuple[SocialMaturityError, ...]]:
    """Return problems by the check that names them; those of form come first."""
    order = (READS, *(own.check for own in namings))
    found: dict[str, list[SocialMaturityError]] = {}
    for problem in problems:
        named = next((own.check for own in namings if own.fits(problem)), READS)
        found.setdefault(named, []).append(problem)
    return {name: tuple(found[name]) for name in dict.fromkeys(order) if name in found}

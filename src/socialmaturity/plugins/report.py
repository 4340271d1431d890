"""What became of the plug-ins: loaded, failed and left out, each with where it comes from."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from socialmaturity.errors import InvalidInputError

if TYPE_CHECKING:
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.framework import Framework
    from socialmaturity.scoring.method import Rule

_Entry = TypeVar("_Entry", bound="PluginEntry")

NO_PLUGINS: Final = "SOCIALMATURITY_NO_PLUGINS"
"""The environment variable that switches all plug-ins off when it is any text but empty."""

SLOW: Final = 1.0
"""From how many seconds on a report says how long a plug-in took to load."""


class PluginKind(StrEnum):
    """What a plug-in gives."""

    FRAMEWORK = "framework"
    """Its name is the framework's id."""
    CROSSWALK = "crosswalk"
    """Its name is the two ids, ``subject--object``."""
    RULE = "rule"
    """Its name is the rule's."""

    @property
    def group(self) -> str:
        """The group of entry points that it stands in."""
        return f"socialmaturity.{self.value}s"


@attrs.frozen(kw_only=True)
class PluginEntry:
    """An entry point of a distribution; nothing of it was imported to know this.

    Args:
        kind: What it should give; ``None`` where the distribution's entry
            points could not be read, or stand in an unknown group.
        name: The id of the framework, the ids of a crosswalk with two
            hyphens between, or the name of the rule.
        target: The object it names, such as ``acme.models:FRAMEWORK``.
        distribution: The name of the distribution, as it writes it.
        version: Of the distribution; empty where it says none.
    """

    kind: PluginKind | None
    name: str
    target: str
    distribution: str
    version: str

    @property
    def origin(self) -> str:
        """Distribution and version, as a reader says them."""
        return f"{self.distribution} {self.version}".rstrip()

    def __str__(self) -> str:
        if self.kind is None:
            return f"the entry points of {self.origin}"
        return f"{self.kind.value} {self.name!r} of {self.origin} ({self.target})"

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return {
            "kind": None if self.kind is None else self.kind.value,
            "name": self.name,
            "target": self.target,
            "distribution": self.distribution,
            "version": self.version,
        }


@attrs.frozen(kw_only=True)
class Plugin(PluginEntry):
    """An entry point that gave what it should.

    Args:
        value: The framework, the crosswalk or the rule.
        seconds: How long it took, import and reading together, 0 or more.
    """

    value: "Framework | Crosswalk | Rule" = attrs.field(repr=False)
    seconds: float = attrs.field(eq=False)

    def __str__(self) -> str:
        slow = f"; it took {self.seconds:.1f} s" if self.seconds >= SLOW else ""
        return f"{super().__str__()}{slow}"

    def to_dict(self) -> dict[str, Any]:
        """Return the plug-in as plain data, without its value."""
        return {**super().to_dict(), "seconds": self.seconds}


def _told(exception: BaseException) -> str:
    """Return class and message of what was raised; two of the same are equal by it."""
    name = type(exception).__name__
    try:
        return f"{name}: {exception}".removesuffix(": ")
    except Exception:  # a stranger's class may fail to write itself, too
        return name


@attrs.frozen(kw_only=True)
class PluginFailure(PluginEntry):
    """An entry point that gave nothing of use, as a value.

    Args:
        exception: What was raised, or what is wrong with what it gave.
        seconds: How long it took to fail, 0 or more; 0 where nothing was
            imported.
    """

    exception: BaseException = attrs.field(eq=_told)
    seconds: float = attrs.field(default=0.0, eq=False)

    @property
    def message(self) -> str:
        """What is wrong, with all problems of a file, each in a line."""
        return _told(self.exception)

    def __str__(self) -> str:
        slow = f" (after {self.seconds:.1f} s)" if self.seconds >= SLOW else ""
        return f"{super().__str__()}{slow}: {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """Return the failure as plain data.

        Returns:
            The entry, the class of the exception, the message, and the
            problems of a file or value, each with code, path and message.
        """
        problems = self.exception.problems if isinstance(self.exception, InvalidInputError) else ()
        return {
            **super().to_dict(),
            "seconds": self.seconds,
            "exception": type(self.exception).__name__,
            "message": self.message,
            "problems": [
                {"code": own.code, "path": own.path, "message": own.message} for own in problems
            ],
        }


@attrs.frozen(kw_only=True)
class Plugins:
    """The plug-ins that are installed, side by side: one that failed hides no other.

    All are in order of kind, name and distribution.

    Args:
        loaded: Those that gave what they should.
        failed: Those that did not, with the reason.
        skipped: Those that were not imported, since their distribution is
            not on the allow-list.
        missing: Distributions on the allow-list of which no plug-in was
            found, as the list is read.
        switched_off: Whether nothing was looked for, since the environment
            says so.
    """

    loaded: tuple[Plugin, ...] = ()
    failed: tuple[PluginFailure, ...] = ()
    skipped: tuple[PluginEntry, ...] = ()
    missing: tuple[str, ...] = ()
    switched_off: bool = False

    def text(self) -> str:
        """Return what became of each, one a line; a failure may take several."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        if self.switched_off:
            yield f"Plug-ins are switched off: {NO_PLUGINS} is set."
        elif not (self.loaded or self.failed or self.skipped):
            yield "No plug-in was found."
        yield from (f"Loaded: {own}." for own in self.loaded)
        yield from (f"Failed: {own}" for own in self.failed)
        yield from (f"Left out, not on the allow-list: {own}." for own in self.skipped)
        yield from (f"On the allow-list, and without a plug-in: {own}." for own in self.missing)

    def to_dict(self) -> dict[str, Any]:
        """Return the plug-ins as plain data: dictionaries, lists, text and numbers."""
        return {
            "loaded": [own.to_dict() for own in self.loaded],
            "failed": [own.to_dict() for own in self.failed],
            "skipped": [own.to_dict() for own in self.skipped],
            "missing": list(self.missing),
            "switched_off": self.switched_off,
        }


def in_order(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """Return entries by kind, name and distribution, whatever order they came in.

    Args:
        entries: Any number of them.

    Returns:
        As many; those of no kind last.
    """
    return tuple(sorted(entries, key=_place))


def _place(own: PluginEntry) -> tuple[object, ...]:
    kinds = tuple(PluginKind)
    kind = len(kinds) if own.kind is None else kinds.index(own.kind)
    return kind, own.name, own.distribution.lower(), own.distribution, own.version, own.target

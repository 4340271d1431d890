"""Which plug-ins are installed, by the metadata of distributions alone: nothing is imported."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from importlib import metadata
from itertools import chain
from pathlib import PurePath
from typing import Final

import attrs

from socialmaturity.errors import DuplicateError, UnknownKeyError
from socialmaturity.plugins.report import (
    NO_PLUGINS,
    Plugin,
    PluginEntry,
    PluginFailure,
    PluginKind,
    in_order,
)

Key = tuple[str, tuple[str, ...]]
"""What only one plug-in may have: a kind and a name; a crosswalk either way round."""

Namesakes = tuple[PluginEntry, ...]
"""The plug-ins of one kind and name, in order."""

_FILE: Final = "entry_points.txt"
_PREFIX: Final = "socialmaturity."
_MOST: Final = 6


@attrs.frozen
class Choice:
    """Which of the installed plug-ins may be loaded.

    Args:
        entries: Those that may, in order; of one name, of which only one
            can have it, one at least.
        failed: Those whose name is that of something built in, or whose
            distribution cannot be read.
        skipped: Those that the allow-list leaves out.
        missing: Names on the allow-list without a plug-in, in order of the
            alphabet.
        switched_off: Whether nothing was looked for.
    """

    entries: Mapping[Key, Namesakes] = attrs.field(factory=dict[Key, Namesakes])
    failed: tuple[PluginFailure, ...] = ()
    skipped: tuple[PluginEntry, ...] = ()
    missing: tuple[str, ...] = ()
    switched_off: bool = False

    def of(self, kind: str, name: str | None = None) -> tuple[Namesakes, ...]:
        """Return the entries of a kind.

        Args:
            kind: Of which.
            name: Those of this name; ``None`` for all.

        Returns:
            Those that may be loaded, in order; what has one name together.
        """
        if name is None:
            return tuple(own for (of, _), own in self.entries.items() if of == kind)
        found = self.entries.get(key_of(kind, name))
        return () if found is None else (found,)


def key_of(kind: str, name: str) -> Key:
    """Return what only one plug-in may have.

    Args:
        kind: What it gives.
        name: Its name.

    Returns:
        The same for a crosswalk either way round.

    Examples:
        >>> key_of("crosswalk", "solis--carfi")[1]
        ('carfi', 'solis')
    """
    sides = name.split("--") if kind == PluginKind.CROSSWALK else [name]
    return str(kind), tuple(sorted(sides))


@attrs.frozen
class Missed:
    """What plug-ins have to do with a name that was not found.

    Args:
        kind: What it should have named.
        name: What was asked for.
        choice: What there is to load; ``None`` where plug-ins are not
            wanted.
        tried: All plug-ins of the kind.
    """

    kind: str
    name: str
    choice: Choice | None
    tried: tuple[Plugin | PluginFailure, ...]

    @property
    def cause(self) -> BaseException | None:
        """What its own plug-in raised, if it has one."""
        return next((own.exception for own in self._failed if self._is_it(own)), None)

    @property
    def hints(self) -> tuple[str, ...]:
        """What to tell of it, each without its full stop; may be empty."""
        return tuple(self._told())

    @property
    def _failed(self) -> tuple[PluginFailure, ...]:
        clashes = self.choice.failed if self.choice else ()
        own = [one for one in clashes if one.kind in (None, self.kind)]
        return in_order((*own, *(one for one in self.tried if isinstance(one, PluginFailure))))

    def _is_it(self, own: PluginEntry) -> bool:
        return own.kind is not None and key_of(own.kind, own.name) == key_of(self.kind, self.name)

    def _told(self) -> Iterator[str]:
        choice, failed = self.choice or Choice(), self._failed
        if choice.switched_off:
            yield f"Plug-ins are switched off: {NO_PLUGINS} is set"
        for skipped in filter(self._is_it, choice.skipped):
            yield f"Its plug-in is not on the allow-list: {skipped}"
        for own in filter(self._is_it, failed):
            yield f"Its plug-in failed: {own}"
        others = [repr(own.name or own.distribution) for own in failed if not self._is_it(own)]
        if others:
            more = f" and {len(others) - _MOST} more" if len(others) > _MOST else ""
            named = ", ".join(others[:_MOST])
            yield f"Plug-ins that failed: {named}{more}; see the catalog's failures"


def normal_name(distribution: str) -> str:
    """Return the name of a distribution in the one form that all its spellings share.

    Args:
        distribution: Its name, in any spelling.

    Returns:
        Lower case, with one hyphen for each run of hyphens, dots and
        underscores.

    References:
        PEP 503, Simple Repository API, Normalized Names.

    Examples:
        >>> normal_name("Acme._Maturity")
        'acme-maturity'
    """
    return re.sub(r"[-_.]+", "-", distribution).lower()


def choose(allow: Collection[str] | None, taken: Collection[Key]) -> Choice:
    """Return which of the installed plug-ins may be loaded.

    Those of one name are in order of their distributions.

    Args:
        allow: Names of distributions in their normal form; ``None`` for all.
        taken: What is there without plug-ins.

    Returns:
        The choice, made without importing any of them; nothing at all where
        the environment switches plug-ins off.
    """
    if os.environ.get(NO_PLUGINS):
        return Choice(switched_off=True)
    return _choose(None if allow is None else frozenset(allow), frozenset(taken))


@lru_cache(maxsize=32)
def _choose(allow: frozenset[str] | None, taken: frozenset[Key]) -> Choice:
    found, unreadable = installed()
    chosen: dict[Key, Namesakes] = {}
    failed, skipped = list(unreadable), list[PluginEntry]()
    for kind, own in found:
        key = key_of(kind, own.name)
        if allow is not None and normal_name(own.distribution) not in allow:
            skipped.append(own)
        elif key in taken:
            failed.append(taken_name(own, None))
        else:
            chosen[key] = (*chosen.get(key, ()), own)
    having = {normal_name(own.distribution) for _, own in found}
    return Choice(
        entries=chosen,
        failed=in_order(failed),
        skipped=tuple(skipped),
        missing=tuple(sorted((allow or frozenset()) - having)),
    )


def taken_name(own: PluginEntry, holder: PluginEntry | None) -> PluginFailure:
    """Return that the name of an entry point is taken, so that it is not loaded.

    Args:
        own: The entry point.
        holder: The one that has the name; ``None`` where it is built in.

    Returns:
        The failure, with whose the name is.
    """
    told = "is built in" if holder is None else f"is that of {holder}"
    return failure(own, DuplicateError(f"the name is taken: {own.name!r} {told}", value=own.name))


def failure(own: PluginEntry, exception: BaseException, seconds: float = 0.0) -> PluginFailure:
    """Return that an entry point gave nothing of use.

    Args:
        own: The entry point.
        exception: The reason.
        seconds: How long it took.

    Returns:
        The failure, with where it comes from.
    """
    return PluginFailure(
        kind=own.kind,
        name=own.name,
        target=own.target,
        distribution=own.distribution,
        version=own.version,
        exception=exception,
        seconds=seconds,
    )


Found = tuple[tuple[tuple[PluginKind, PluginEntry], ...], tuple[PluginFailure, ...]]
"""Entry points with their kinds, and distributions that cannot be read."""


@cache
def installed() -> Found:
    """Return all entry points that speak to this library, looked for once in a process.

    Returns:
        The entry points in order of kind, name and distribution, and the
        distributions whose metadata cannot be read, or name a group that is
        none of ours.
    """
    found: dict[str, tuple[PluginEntry, ...]] = {}
    unreadable: dict[str, PluginFailure] = {}
    misnamed: dict[str, tuple[PluginFailure, ...]] = {}
    for one in metadata.distributions():
        try:
            if _PREFIX in (one.read_text(_FILE) or ""):
                first = metadata.distribution(one.name)  # of two installed ones it is imported
                found.setdefault(normal_name(first.name), tuple(_entries(first)))
                misnamed.setdefault(normal_name(first.name), tuple(_misnamed(first)))
        except Exception as cause:
            own = failure(_unread(one), cause)
            unreadable.setdefault(own.distribution, own)
    entries = in_order(own for several in found.values() for own in several)
    return (
        tuple((own.kind, own) for own in entries if own.kind is not None),
        in_order((*unreadable.values(), *chain.from_iterable(misnamed.values()))),
    )


def _entries(distribution: metadata.Distribution) -> Iterator[PluginEntry]:
    points = distribution.entry_points
    for kind in PluginKind:
        for point in points.select(group=kind.group):
            yield PluginEntry(
                kind=kind,
                name=point.name,
                target=point.value,
                distribution=distribution.name,
                version=distribution.version,
            )


def _misnamed(distribution: metadata.Distribution) -> Iterator[PluginFailure]:
    """Give a failure for each group that would be ours, and is none: nothing of it is found."""
    known = [kind.group for kind in PluginKind]
    for group in sorted(distribution.entry_points.groups):
        if group.startswith(_PREFIX) and group not in known:
            own = PluginEntry(
                kind=None,
                name="",
                target="",
                distribution=distribution.name,
                version=distribution.version,
            )
            yield failure(own, UnknownKeyError(group, known, within="the groups of plug-ins"))


def _unread(distribution: metadata.Distribution) -> PluginEntry:
    """Return a distribution by the name of its folder, since its own words cannot be read."""
    folder = PurePath(str(getattr(distribution, "_path", "an unknown place"))).stem
    name, _, version = folder.partition("-")
    return PluginEntry(kind=None, name="", target="", distribution=name, version=version)

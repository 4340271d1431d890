"""Where ids are looked up: what is built in, and what a caller adds."""

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

import attrs

from socialmaturity.errors import (
    DuplicateError,
    InvalidCrosswalkError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    expect,
)
from socialmaturity.identifiers import FrameworkId
from socialmaturity.model.fields import are_all, is_a
from socialmaturity.model.framework import Framework

if TYPE_CHECKING:
    from socialmaturity.graph.network import Network
    from socialmaturity.mapping.crosswalk import Crosswalk

BUILTIN_FRAMEWORKS: Final = tuple(
    map(FrameworkId, ("solis", "be-a-person", "cisco", "carfi", "socedo"))
)
"""Ids of the frameworks that come with the package; each is read when asked for."""

BUILTIN_CROSSWALKS: Final = tuple(
    (subject, other)
    for place, subject in enumerate(BUILTIN_FRAMEWORKS)
    for other in BUILTIN_FRAMEWORKS[place + 1 :]
)
"""Subject and object of the crosswalks that come with the package."""

Pair = tuple[str, str]

_OWN: Final = "One of your own is passed as the object itself, or added to a catalog"

_lock: Final = Lock()
_frameworks_read: dict[str, Framework] = {}
_crosswalks_read: "dict[Pair, Crosswalk]" = {}


@attrs.frozen(kw_only=True)
class Catalog:
    """What can be looked up by id; immutable, adding gives a new one.

    Args:
        builtin: Whether the frameworks and crosswalks of the package are in.
        added_frameworks: Others, in order.
        added_crosswalks: Others, in order.

    Raises:
        DuplicateError: An id, or a pair of ids, is taken.
        UnknownFrameworkError: There is a crosswalk of a framework that is
            not in.
        InvalidCrosswalkError: A crosswalk does not hold between its
            frameworks.

    Examples:
        >>> default_catalog().ids
        ('solis', 'be-a-person', 'cisco', 'carfi', 'socedo')
    """

    builtin: bool = attrs.field(default=True, validator=is_a(bool))
    added_frameworks: tuple[Framework, ...] = attrs.field(default=(), validator=are_all(Framework))
    added_crosswalks: "tuple[Crosswalk, ...]" = attrs.field(default=(), validator=is_a(tuple))

    def __attrs_post_init__(self) -> None:
        taken: set[str] = set(BUILTIN_FRAMEWORKS if self.builtin else ())
        for framework in self.added_frameworks:
            if framework.id in taken:
                raise DuplicateError(
                    f"the catalog has a framework {framework.id!r} already", value=framework.id
                )
            taken.add(framework.id)
        pairs = {frozenset(pair) for pair in BUILTIN_CROSSWALKS if self.builtin}
        if self.added_crosswalks:
            self._check_added()
        for crosswalk in self.added_crosswalks:
            pair = frozenset((crosswalk.subject, crosswalk.object))
            if pair in pairs:
                raise DuplicateError(
                    f"the catalog has a crosswalk between {crosswalk.subject!r} and"
                    f" {crosswalk.object!r} already",
                    value=(crosswalk.subject, crosswalk.object),
                )
            pairs.add(pair)

    def _check_added(self) -> None:
        """Refuse what is no crosswalk, or does not hold between its frameworks."""
        from socialmaturity.graph.coherence import crosswalk_problems
        from socialmaturity.mapping.crosswalk import Crosswalk

        for crosswalk in self.added_crosswalks:
            own = expect(crosswalk, Crosswalk, "added_crosswalks")
            problems = crosswalk_problems(
                own, self.framework(own.subject), self.framework(own.object)
            )
            if problems:
                raise InvalidCrosswalkError(f"crosswalk {own.subject}--{own.object}", problems)

    @property
    def ids(self) -> tuple[FrameworkId, ...]:
        """The ids of all frameworks, those of the package first."""
        own = tuple(framework.id for framework in self.added_frameworks)
        return (BUILTIN_FRAMEWORKS if self.builtin else ()) + own

    @property
    def pairs(self) -> tuple[tuple[FrameworkId, FrameworkId], ...]:
        """Subject and object of all crosswalks, those of the package first."""
        own = tuple((crosswalk.subject, crosswalk.object) for crosswalk in self.added_crosswalks)
        return (BUILTIN_CROSSWALKS if self.builtin else ()) + own

    def framework(self, which: str) -> Framework:
        """Return one framework.

        Args:
            which: Its id.

        Returns:
            The framework; asked again, the same object.

        Raises:
            UnknownFrameworkError: There is none; the message offers near ids.
        """
        for framework in self.added_frameworks:
            if framework.id == which:
                return framework
        if self.builtin and which in BUILTIN_FRAMEWORKS:
            return _builtin_framework(which)
        raise UnknownFrameworkError(str(which), self.ids, hint=_OWN)

    def crosswalk(self, subject: str, other: str) -> "Crosswalk":
        """Return the crosswalk between two frameworks.

        Args:
            subject: Id of the framework that it shall speak of.
            other: Id of the framework that it shall lead to.

        Returns:
            The crosswalk, turned round where it is kept the other way.

        Raises:
            UnknownFrameworkError: There is no such framework.
            UnknownCrosswalkError: There is none between the two.
        """
        for which in (subject, other):
            if which not in self.ids:
                raise UnknownFrameworkError(str(which), self.ids, hint=_OWN)
        for crosswalk in self.added_crosswalks:
            if {crosswalk.subject, crosswalk.object} == {subject, other}:
                return crosswalk if crosswalk.subject == subject else crosswalk.inverse()
        if self.builtin and (subject, other) in BUILTIN_CROSSWALKS:
            return _builtin_crosswalk((subject, other))
        if self.builtin and (other, subject) in BUILTIN_CROSSWALKS:
            return _builtin_crosswalk((other, subject)).inverse()
        raise UnknownCrosswalkError(
            f"{subject}--{other}", [f"{one}--{two}" for one, two in self.pairs]
        )

    @cached_property
    def network(self) -> "Network":
        """All frameworks and mappings, to reason over; read when asked for."""
        from socialmaturity.graph.network import Network

        return Network.of(
            [self.framework(which) for which in self.ids],
            [self.crosswalk(subject, other) for subject, other in self.pairs],
        )

    def with_framework(self, framework: Framework) -> "Catalog":
        """Return a catalog that has one framework more.

        Args:
            framework: Its id must be free.

        Returns:
            A new catalog.

        Raises:
            DuplicateError: The id is taken.
        """
        return attrs.evolve(self, added_frameworks=(*self.added_frameworks, framework))

    def with_crosswalk(self, crosswalk: "Crosswalk") -> "Catalog":
        """Return a catalog that has one crosswalk more.

        Args:
            crosswalk: Between two frameworks of the catalog that have none.

        Returns:
            A new catalog.

        Raises:
            UnknownFrameworkError: The catalog lacks one of its frameworks.
            InvalidCrosswalkError: It does not hold between them.
            DuplicateError: There is one between the two already.
        """
        return attrs.evolve(self, added_crosswalks=(*self.added_crosswalks, crosswalk))


def default_catalog() -> Catalog:
    """Return the catalog that is used where a caller gives none: all that is built in."""
    return _DEFAULT


_DEFAULT: Final = Catalog()


def _builtin_framework(which: str) -> Framework:
    from socialmaturity.io.files import parse_framework

    with _lock:
        if which not in _frameworks_read:
            _frameworks_read[which] = parse_framework(_data(f"frameworks/{which}.toml"))
        return _frameworks_read[which]


def _builtin_crosswalk(pair: Pair) -> "Crosswalk":
    from socialmaturity.io.files import parse_crosswalk
    from socialmaturity.io.origins import located

    with _lock:
        if pair not in _crosswalks_read:
            name = f"{'--'.join(pair)}.toml"
            text = _data(f"crosswalks/{name}")
            _crosswalks_read[pair] = located(parse_crosswalk(text), text, name)
        return _crosswalks_read[pair]


def _data(name: str) -> str:
    from pkgutil import get_data  # importlib.resources does the same and costs 4 ms

    return (get_data("socialmaturity", f"data/{name}") or b"").decode("utf-8")

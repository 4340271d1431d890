"""Places as sets of units: what follows by chaining relations.

This knows nothing of before and after, but everything that can be said of
functions that run side by side. It closes a network under composition.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from socialmaturity.graph.rows import Frameworks, Row, is_on_line
from socialmaturity.identifiers import Place, StageRef, StageUnion
from socialmaturity.mapping.relation import COMPOSITION, CONVERSE, Relation
from socialmaturity.model.framework import Framework

_ANYTHING: Final = Relation.ANYTHING.mask
_EQUAL: Final = Relation.EQUAL.mask
_INSIDE: Final = Relation.INSIDE.mask
_OVERLAPS: Final = Relation.OVERLAPS.mask
_PART: Final = Relation.PP.mask
_APART: Final = Relation.DISJOINT.mask


class Change(NamedTuple):
    """One time that something more was found of two places."""

    one: int
    two: int
    mask: int
    rows: frozenset[int] | None
    """Rows that say it themselves; none where it holds by the framework, ``None`` where the
    axis says so."""
    middle: int
    """The place it was chained through, or -1."""
    rests_on: tuple[int, ...]
    """The changes before it that it rests on."""


class Sets:
    """How some places can lie to each other as sets.

    Args:
        frameworks: By id.
        places: What is spoken of, each once.
        rows: Statements about them, known by their place in the sequence;
            those about other places are passed over.
        ask_axis: Returns the rows for what is added as known by the axis.

    References:
        Bennett, Spatial reasoning with propositional logics, 1994; closing
        decides for the relations that are `Relation.tractable`.
    """

    def __init__(
        self,
        frameworks: Frameworks,
        places: Sequence[Place],
        rows: Sequence[Row],
        ask_axis: Callable[[Place, Place], frozenset[int]],
    ) -> None:
        self._ask_axis = ask_axis
        self.places: tuple[Place, ...] = tuple(places)
        self._index = {place: number for number, place in enumerate(self.places)}
        count = len(self.places)
        self._masks = [[_ANYTHING] * count for _ in range(count)]
        self._latest = [[-1] * count for _ in range(count)]
        self._changes: list[Change] = []
        self._queue: deque[tuple[int, int]] = deque()
        self._refuted: int | None = None
        for number in range(count):
            self._masks[number][number] = _EQUAL
        self._add_structure(frameworks)
        for place, (subject, mask, other, _) in enumerate(rows):
            if subject in self._index and other in self._index:
                self.add(subject, other, mask, frozenset({place}))

    def _add_structure(self, frameworks: Frameworks) -> None:
        by_framework: dict[str, list[Place]] = {}
        for place in self.places:
            by_framework.setdefault(place.framework, []).append(place)
        for which, own in by_framework.items():
            for number, one in enumerate(own):
                for two in own[number + 1 :]:
                    self.add(one, two, within(one, two, frameworks[which]), frozenset())

    def __contains__(self, place: Place) -> bool:
        return place in self._index

    def add(self, one: Place, two: Place, mask: int, rows: frozenset[int] | None = None) -> None:
        """State how two places can lie; `close` follows it up.

        Args:
            one: One of the places.
            two: Another one.
            mask: How they can lie.
            rows: Who says so; nobody where it holds by the frameworks;
                ``None`` where the axis says so.
        """
        first, second = self._index[one], self._index[two]
        before = self._latest[first][second]
        self._narrow(first, second, mask, rows, -1, (before,) if before >= 0 else ())

    def _narrow(
        self,
        one: int,
        two: int,
        mask: int,
        rows: frozenset[int] | None,
        middle: int,
        rests_on: tuple[int, ...],
    ) -> None:
        old = self._masks[one][two]
        new = old & mask
        if new == old:
            return
        self._masks[one][two] = new
        self._masks[two][one] = CONVERSE[new]
        self._changes.append(Change(one, two, new, rows, middle, rests_on))
        self._latest[one][two] = self._latest[two][one] = len(self._changes) - 1
        self._queue.append((one, two))
        if not new and self._refuted is None:
            self._refuted = len(self._changes) - 1

    def close(self) -> None:
        """Chain relations until nothing more is found, or nothing is left of one."""
        masks, queue = self._masks, self._queue
        while queue and self._refuted is None:
            one, two = queue.popleft()
            first = masks[one][two]
            back = CONVERSE[first]
            for third in range(len(masks)):
                if third in (one, two):
                    continue
                via_two = COMPOSITION[first][masks[two][third]]
                if masks[one][third] & ~via_two:
                    self._chain(one, two, third, via_two)
                via_one = COMPOSITION[back][masks[one][third]]
                if masks[two][third] & ~via_one:
                    self._chain(two, one, third, via_one)

    def _chain(self, one: int, middle: int, two: int, mask: int) -> None:
        latest = self._latest
        parts = (latest[one][middle], latest[middle][two], latest[one][two])
        self._narrow(one, two, mask, frozenset(), middle, tuple(p for p in parts if p >= 0))

    @property
    def is_refuted(self) -> bool:
        """Whether the rows cannot hold together."""
        return self._refuted is not None

    @property
    def conflict(self) -> frozenset[int] | None:
        """Rows that cannot hold together, not the fewest; ``None`` where none are known."""
        return None if self._refuted is None else self._rows_of(self._history(self._refuted))

    def mask(self, one: Place, two: Place) -> int:
        """Return how two of the places can lie; the mask of a relation."""
        return self._masks[self._index[one]][self._index[two]]

    def support(self, one: Place, two: Place) -> frozenset[int]:
        """Return rows from which it follows how two places can lie; not the fewest."""
        return self._rows_of(self.history(one, two))

    def history(self, one: Place, two: Place) -> list[Change]:
        """Return all changes from which it follows how two places can lie, in order."""
        latest = self._latest[self._index[one]][self._index[two]]
        return self._history(latest) if latest >= 0 else []

    def _history(self, change: int) -> list[Change]:
        """Return a change and all that it rests on, in order."""
        seen = {change}
        stack = [change]
        while stack:
            for earlier in self._changes[stack.pop()].rests_on:
                if earlier not in seen:
                    seen.add(earlier)
                    stack.append(earlier)
        return [self._changes[own] for own in sorted(seen)]

    def _rows_of(self, changes: Iterable[Change]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for own in changes:
            if own.rows is None:
                found |= self._ask_axis(self.places[own.one], self.places[own.two])
            else:
                found |= own.rows
        return found


def within(one: Place, two: Place, framework: Framework) -> int:
    """Return how two places of one framework can lie by what the framework is.

    Args:
        one: A stage or a union.
        two: Another one.
        framework: Of both.

    Returns:
        The mask of a relation.
    """
    if framework.order.cumulative:
        later = _PART if is_on_line(framework) else _INSIDE
        return _begin(one.ordinals[0], two.ordinals[0], later)
    count = len(framework.stages)
    first, second = members(one, count), members(two, count)
    if not framework.order.exclusive:
        return _as_far_as_members_tell(first, second)
    # Nobody knows whether there are units beyond the last stage.
    beyond = {count + 1}
    return _lie(first, second) | (
        _lie(first - beyond, second - beyond) if first - beyond and second - beyond else 0
    )


def members(place: Place, count: int) -> frozenset[int]:
    """Return the ordinals of the stages that a place is made of.

    Args:
        place: A stage or a union.
        count: How many stages its framework has.

    Returns:
        Where it says "or later" they end with *count* + 1, which stands for
        whatever lies beyond the last stage.
    """
    later = isinstance(place, StageUnion) and place.or_later
    return frozenset(place.ordinals) | frozenset(
        range(place.ordinals[-1], count + 2) if later else ()
    )


def _begin(one: int, two: int, later: int) -> int:
    """Return how cumulative stages lie that begin so, by how a later one lies to an earlier."""
    if one == two:
        return _EQUAL
    return later if one > two else CONVERSE[later]


def _as_far_as_members_tell(first: frozenset[int], second: frozenset[int]) -> int:
    """Return how unions lie of stages that can have units in common."""
    mask = _OVERLAPS if first & second else _ANYTHING
    if first <= second:
        mask &= _INSIDE
    if second <= first:
        mask &= CONVERSE[_INSIDE]
    return mask


def _lie(first: frozenset[int], second: frozenset[int]) -> int:
    """Return how two sets lie that are not empty."""
    if not first & second:
        return _APART
    if first == second:
        return _EQUAL
    if first < second:
        return _PART
    return CONVERSE[_PART] if second < first else Relation.PO.mask


def places_of(frameworks: Frameworks, rows: Iterable[Row]) -> tuple[Place, ...]:
    """Return every stage of some frameworks, and every union that rows speak of.

    Args:
        frameworks: By id.
        rows: Statements.

    Returns:
        Each once: stages by the ids of their frameworks, then unions as they
        come.
    """
    stages: dict[Place, None] = {
        StageRef(which, stage.ordinal): None
        for which, own in sorted(frameworks.items())
        for stage in own.stages
    }
    for row in rows:
        for place in (row.subject, row.object):
            if place.framework in frameworks:
                stages.setdefault(place)
    return tuple(stages)

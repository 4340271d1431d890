"""Both engines together on one axis: what is still possible, and why.

Order knows before from after; sets know functions that run side by side.
Each hands what it finds to the other until neither finds more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import attrs

from socialmaturity.graph.line import Interval, Line
from socialmaturity.graph.rows import Frameworks, Row, doubt_of
from socialmaturity.graph.sets import Change, Sets, places_of, within
from socialmaturity.identifiers import Place, StageRef
from socialmaturity.mapping.relation import BY_MASK, CONVERSE, Relation

MOST_PLACES: Final = 160
"""How many places are reasoned over as sets; above it, order alone is used for the rest."""

_ANYTHING: Final = Relation.ANYTHING.mask

Holds = Callable[[Sequence[Row]], bool]
"""A question that is asked of some rows."""


@attrs.frozen
class Reason:
    """One step of a derivation.

    Args:
        text: What follows, in a sentence.
        rows: The rows that say so, or from which it follows.
    """

    text: str
    rows: frozenset[int]


class Engine:
    """What rows say of the stages of some frameworks on one axis.

    Args:
        frameworks: By id.
        rows: Statements on this axis, known by their place in the sequence.
        places: What will be asked for beside the stages and the places of
            rows.
        by_order: Whether the order of the stages of ladders is used. Sets
            alone do not know it, and are the same on every axis.
    """

    def __init__(
        self,
        frameworks: Frameworks,
        rows: Sequence[Row],
        places: Iterable[Place] = (),
        *,
        by_order: bool = True,
    ) -> None:
        self.frameworks = frameworks
        self.rows = rows
        self.line: Line = Line(frameworks, rows) if by_order else Line({}, ())
        self._asked = tuple(places)
        self._by_order_too = by_order

    @cached_property
    def sets(self) -> Sets | None:
        """The places as sets, closed; ``None`` where order says all, or they are too many."""
        if not self._needs_sets:
            return None
        places = tuple(dict.fromkeys((*places_of(self._scope, self.rows), *self._asked)))
        if not 0 < len(places) <= MOST_PLACES:
            return None
        sets = self._closed(places)
        while not (self.line.is_refuted or sets.is_refuted) and self._tell_line(sets):
            sets = self._closed(places)
        return sets

    @cached_property
    def complete(self) -> bool:
        """Whether both engines have seen all rows."""
        return not self._needs_sets or self.sets is not None

    @property
    def _needs_sets(self) -> bool:
        """Whether order alone does not say all that rows say."""
        return (
            not self._by_order_too
            or self.line.has_loose
            or bool(self.line.passed_over)
            or not all(place in self.line for place in self._asked)
        )

    @cached_property
    def _scope(self) -> Frameworks:
        """The frameworks to reason over as sets: all, or those that need it."""
        if sum(len(own.stages) for own in self.frameworks.values()) <= MOST_PLACES:
            return self.frameworks
        needed = self.line.passed_over | {place.framework for place in self._asked}
        return {which: own for which, own in self.frameworks.items() if which in needed}

    def _closed(self, places: Sequence[Place]) -> Sets:
        sets = Sets(self._scope, places, self.rows, self.line.support)
        if not self.line.is_refuted:
            for one, two, mask in self._on_line(places):
                sets.add(one, two, mask)
            sets.close()
        return sets

    def _on_line(self, places: Sequence[Place]) -> Iterator[tuple[Place, Place, int]]:
        """Yield how each two of some places can lie by the line."""
        known = [place for place in places if place in self.line]
        intervals = [self.line.interval(place) for place in known]
        for number, one in enumerate(known, 1):
            masks = self.line.masks(one, intervals[number:])
            yield from ((one, two, mask) for two, mask in zip(known[number:], masks, strict=True))

    def _tell_line(self, sets: Sets) -> bool:
        """Hand what sets found of the line to the line; return whether it was news."""
        news = [
            (one, two, sets.mask(one, two))
            for one, two, mask in self._on_line(sets.places)
            if mask & ~sets.mask(one, two) and self.line.would_learn(one, two, sets.mask(one, two))
        ]
        for one, two, mask in news:
            self.line.add(one, two, mask, sets.support(one, two))
        if news:
            self.line.tighten()
        return bool(news)

    def knows(self, place: Place) -> bool:
        """Return whether all that follows for a place can be asked."""
        return place in (self.line if self.sets is None else self.sets)

    @cached_property
    def is_refuted(self) -> bool:
        """Whether the rows cannot hold together."""
        return self.line.is_refuted or (
            self.sets is not None and (self.sets.is_refuted or self.line.is_refuted)
        )

    @cached_property
    def conflict(self) -> frozenset[int] | None:
        """Rows that cannot hold together, not the fewest; ``None`` where none are known."""
        if not self.line.is_refuted and self.sets is not None and self.sets.is_refuted:
            return self.sets.conflict
        return self.line.conflict

    @cached_property
    def _direct(self) -> dict[Place, dict[Place, int]]:
        """What rows say of two places themselves."""
        found: dict[Place, dict[Place, int]] = {}
        for subject, mask, other, _ in self.rows:
            for one, two, known in ((subject, other, mask), (other, subject, CONVERSE[mask])):
                of_one = found.setdefault(one, {})
                of_one[two] = of_one.get(two, _ANYTHING) & known
        return found

    def mask(self, one: Place, two: Place) -> int:
        """Return how two places can lie; the mask of a relation."""
        if self.sets is not None and one in self.sets and two in self.sets:
            return self.sets.mask(one, two)
        return self._by_order(one, two)

    def _by_order(self, one: Place, two: Place) -> int:
        mask = self._direct.get(one, {}).get(two, _ANYTHING)
        if one.framework == two.framework:
            mask &= within(one, two, self.frameworks[one.framework])
        if one in self.line and two in self.line:
            mask &= self.line.mask(one, two)
        return mask

    @cached_property
    def _stages(self) -> tuple[list[StageRef], list[Interval], list[StageRef]]:
        """All stages on the line, their intervals, and all stages off it."""
        refs = [stage.ref for own in self.frameworks.values() for stage in own.stages]
        known = [ref for ref in refs if ref in self.line]
        off = [ref for ref in refs if ref not in self.line]
        return known, [self.line.interval(ref) for ref in known], off

    def masks(self, one: Place) -> dict[StageRef, int]:
        """Return how one place can lie to the stages of the other frameworks.

        Args:
            one: The place.

        Returns:
            The masks of relations, of those stages of which anything is
            known.
        """
        known, intervals, off = self._stages
        if self.sets is not None or one not in self.line:
            found = {two: self.mask(one, two) for two in (*known, *off)}
        else:
            found = dict(zip(known, self.line.masks(one, intervals), strict=True))
            for two, mask in self._direct.get(one, {}).items():
                if isinstance(two, StageRef):
                    found[two] = found.get(two, _ANYTHING) & mask
        return {
            two: mask
            for two, mask in found.items()
            if mask != _ANYTHING and two.framework != one.framework
        }

    def support(self, one: Place, two: Place) -> frozenset[int]:
        """Return rows from which it follows how two places can lie; not the fewest."""
        if self.sets is not None and one in self.sets and two in self.sets:
            return self.sets.support(one, two)
        found = frozenset(
            number
            for number, row in enumerate(self.rows)
            if {row.subject, row.object} == {one, two}
        )
        if one in self.line and two in self.line:
            found |= self.line.support(one, two)
        return found

    def reasons(self, one: Place, two: Place) -> tuple[Reason, ...]:
        """Return why two places can lie only so, step by step."""
        if (
            one in self.line
            and two in self.line
            and self.line.mask(one, two) == self.mask(one, two)
        ):
            return tuple(Reason(text, rows) for text, rows in self.line.facts(one, two))
        if self.sets is None or one not in self.sets or two not in self.sets:
            return ()
        return tuple(
            reason
            for change in self.sets.history(one, two)
            for reason in self._reasons_for(self.sets, change)
        )

    def _reasons_for(self, sets: Sets, change: Change) -> Iterator[Reason]:
        one, two = sets.places[change.one], sets.places[change.two]
        if change.middle >= 0:
            middle = sets.places[change.middle]
            yield Reason(
                f"{one.spoken} {self._phrase(one, middle)} {middle.spoken}, which"
                f" {self._phrase(middle, two)} {two.spoken}: so {one.spoken}"
                f" {BY_MASK[change.mask].phrase} {two.spoken}",
                frozenset(),
            )
        elif change.rows is None:
            yield from (Reason(text, rows) for text, rows in self.line.facts(one, two))
        elif not change.rows and one.framework == two.framework:
            phrase = BY_MASK[change.mask].phrase
            yield Reason(f"{one.spoken} {phrase} {two.spoken}, by their framework", frozenset())

    def _phrase(self, one: Place, two: Place) -> str:
        return BY_MASK[self.mask(one, two)].phrase


def smallest(rows: Sequence[Row], numbers: Iterable[int], holds: Holds) -> tuple[int, ...]:
    """Return some of the rows of which none can be left out.

    Args:
        rows: All rows.
        numbers: Those to choose from; what is asked holds with all of them.
        holds: Whether it holds with these rows alone.

    Returns:
        Their places in the sequence, in order. Those without confidence and
        those of the least confidence are left out first, so that what stays
        is trusted most.
    """
    kept = sorted(numbers)
    for number in sorted(kept, key=lambda own: (-doubt_of(rows[own]), -own)):
        fewer = [own for own in kept if own != number]
        if holds([rows[own] for own in fewer]):
            kept = fewer
    return tuple(kept)

"""One axis: the stages of ladders as intervals between cut points.

The stages of a ladder that exclude each other follow each other without a
gap; cumulative stages reach from their start to the top of the axis.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cache
from typing import Final, NamedTuple

from socialmaturity.graph.intervals import (
    AFTER,
    ANY,
    BEFORE,
    MASKS,
    REVERSED,
    SAME,
    UNKNOWN,
    Ends,
    is_told_by_ends,
    relation_mask,
    tightened,
)
from socialmaturity.graph.points import STRUCTURE, Points, Step
from socialmaturity.graph.rows import Frameworks, Row, doubt_of, is_on_line
from socialmaturity.identifiers import Place, StageRef, StageUnion
from socialmaturity.mapping.relation import Relation

Interval = tuple[int, int]
"""The points at which a place starts and ends."""

_TOP: Final = 0

_INSIDE, _CONTAINS, _OVERLAPS = (
    word.mask for word in (Relation.INSIDE, Relation.CONTAINS, Relation.OVERLAPS)
)


class _Look(NamedTuple):
    """What was known when something more was found of two places."""

    one: Interval
    two: Interval
    ends: Ends
    row: int
    below: int
    """Statements from this one on came later."""


class _Found(NamedTuple):
    """What a statement that was found rests on."""

    rows: frozenset[int]
    looked_at: _Look | None
    """What is still to be explained; explaining waits until somebody asks."""


class Line:
    """The ladders of an axis, what rows say of them, and what follows.

    Args:
        frameworks: By id; those that are no ladders are passed over.
        rows: Statements, known by their place in the sequence; those that
            concern other frameworks are passed over.
    """

    def __init__(self, frameworks: Frameworks, rows: Sequence[Row]) -> None:
        self._first: dict[str, int] = {}
        self._cumulative: set[str] = set()
        self._length: dict[str, int] = {}
        count = 1
        for _, framework in sorted(frameworks.items()):
            if is_on_line(framework):
                self._first[framework.id] = count
                self._length[framework.id] = len(framework.stages)
                count += len(framework.stages) + framework.order.exclusive
                if framework.order.cumulative:
                    self._cumulative.add(framework.id)
        self.points: Points = Points(count, self._doubt)
        self._rows = rows
        self._loose: list[tuple[Interval, Interval, int, int]] = []
        self._count = len(rows)
        self._found: list[_Found] = []
        self.passed_over: set[str] = set()
        """The frameworks of rows that order does not say, or not all of."""
        self._refuted: _Found | None = None
        self._add_ladders()
        self._add_rows(rows)
        self.tighten()

    def _add_ladders(self) -> None:
        for which, first in self._first.items():
            last = first + self._length[which] - (which in self._cumulative)
            for point in range(first, last):
                self.points.add(point, point + 1, STRUCTURE, strict=True)
            self.points.add(last, _TOP, STRUCTURE, strict=which in self._cumulative)

    def _add_rows(self, rows: Sequence[Row]) -> None:
        add = self.points.add_order
        for place, (subject, mask, other, _) in enumerate(rows):
            if subject.framework not in self._first or other.framework not in self._first:
                self.passed_over |= {subject.framework, other.framework}
                continue
            known = mask
            if not (self._is_whole(subject) and self._is_whole(other)):
                self.passed_over |= {subject.framework, other.framework}
                known = _hulled(mask)
            if known == Relation.ANYTHING.mask:
                continue
            one, two = self.interval(subject), self.interval(other)
            for (from_, to), order in zip(_PAIRS, _told(known), strict=True):
                if order != ANY:
                    add(one[from_], two[to], order, place)
            if not is_told_by_ends(known):
                self._loose.append((one, two, known, place))

    def add(self, one: Place, two: Place, mask: int, support: frozenset[int]) -> None:
        """State what has been found elsewhere of two places; `tighten` follows it up.

        Args:
            one: A place on the line.
            two: Another one.
            mask: How they can lie.
            support: The rows it rests on.
        """
        self._found.append(_Found(support, None))
        row = self._count + len(self._found) - 1
        self._loose.append((self.interval(one), self.interval(two), mask, row))

    def would_learn(self, one: Place, two: Place, mask: int) -> bool:
        """Return whether the order of ends would be known better if places lay so."""
        ends = self.ends(one, two)
        tight = tightened(mask, ends)
        return tight is None or any(
            new not in (old, BEFORE | AFTER) for old, new in zip(ends, tight, strict=True)
        )

    def _doubt(self, row: int) -> float:
        """Return how little a statement is to be trusted; products of confidence become sums."""
        if row < self._count:
            return doubt_of(self._rows[row])
        return sum(doubt_of(self._rows[own]) for own in self._rests_on(row))

    def _rests_on(self, row: int) -> frozenset[int]:
        """Return the rows that a statement rests on: itself, or what it was found from."""
        if row < self._count:
            return frozenset({row})
        found = self._found[row - self._count]
        if found.looked_at is not None:
            rows = found.rows | self._explained(found.looked_at)
            self._found[row - self._count] = found = _Found(rows, None)
        return found.rows

    def _explained(self, looked_at: "_Look") -> frozenset[int]:
        one, two, ends, row, below = looked_at
        return self._rests_on(row) | self._support(one, two, ends, below)

    def __contains__(self, place: Place) -> bool:
        return place.framework in self._first and self._is_whole(place)

    def _is_whole(self, place: Place) -> bool:
        """Whether a place is one interval."""
        ordinals = place.ordinals
        return (
            len(ordinals) == 1
            or place.framework in self._cumulative
            or ordinals[-1] - ordinals[0] == len(ordinals) - 1
        )

    def interval(self, place: Place) -> Interval:
        """Return where a place starts and ends; of a place in pieces, all between them, too."""
        first = self._first[place.framework]
        later = isinstance(place, StageUnion) and place.or_later
        if later or place.framework in self._cumulative:
            return first + place.ordinals[0] - 1, _TOP
        return first + place.ordinals[0] - 1, first + place.ordinals[-1]

    def tighten(self) -> None:
        """Follow up statements that the order of ends does not tell, until nothing changes."""
        while not self.is_refuted and self._tell(self._followed_up()):
            pass

    def _followed_up(self) -> list[tuple[int, int, int, "_Look"]]:
        """Return what more is known of points, or note what is refuted."""
        told: list[tuple[int, int, int, _Look]] = []
        below = self._count + len(self._found)
        for one, two, mask, row in self._loose:
            ends = self._ends(one, two)
            tight = tightened(mask, ends)
            look = _Look(one, two, ends, row, below)
            if tight is None:
                self._refuted = _Found(frozenset(), look)
                return []
            if tight != ends:
                told += (
                    (one[from_], two[to], new, look)
                    for (from_, to), old, new in zip(_PAIRS, ends, tight, strict=True)
                    if new not in (old, BEFORE | AFTER)
                )
        return told

    def _tell(self, told: Iterable[tuple[int, int, int, "_Look"]]) -> bool:
        """Add what was found of points; return whether there was anything new."""
        fresh = [one for one in told if self.points.order(one[0], one[1]) & ~one[2]]
        if fresh:
            self.points.reopen()
        for low, high, order, look in fresh:
            self._found.append(_Found(frozenset(), look))
            self.points.add_order(low, high, order, self._count + len(self._found) - 1)
        return bool(fresh)

    @property
    def has_loose(self) -> bool:
        """Whether rows say more of ladders than how pairs of ends lie."""
        return bool(self._loose)

    @property
    def is_refuted(self) -> bool:
        """Whether the rows of the line cannot hold together."""
        return self._refuted is not None or self.points.conflict is not None

    @property
    def conflict(self) -> frozenset[int] | None:
        """Rows that cannot hold together, not the fewest; ``None`` where none are known."""
        if self._refuted is not None and self._refuted.looked_at is not None:
            return self._explained(self._refuted.looked_at)
        cycle = self.points.cycle()
        return None if cycle is None else self._rows_of(cycle)

    def _rows_of(self, steps: Iterable[Step]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for step in steps:
            if step[3] != STRUCTURE:
                found |= self._rests_on(step[3])
        return found

    def _ends(self, one: Interval, two: Interval) -> Ends:
        order = self.points.order
        return (
            order(one[0], two[0]),
            order(one[0], two[1]),
            order(one[1], two[0]),
            order(one[1], two[1]),
        )

    def ends(self, one: Place, two: Place) -> Ends:
        """Return how the ends of two places on the line can lie."""
        return self._ends(self.interval(one), self.interval(two))

    def mask(self, one: Place, two: Place) -> int:
        """Return how two places on the line can lie; the mask of a relation."""
        return relation_mask(self.ends(one, two))

    def masks(self, one: Place, others: Sequence[Interval]) -> list[int]:
        """Return how one place can lie to each of many intervals, in their order."""
        start, end = map(self.points.orders, self.interval(one))
        to_starts = [first << 9 | second << 3 for first, second in zip(start, end, strict=True)]
        to_ends = [first << 6 | second for first, second in zip(start, end, strict=True)]
        return [MASKS[to_starts[low] + to_ends[high]] for low, high in others]

    def facts(self, one: Place, two: Place) -> "list[tuple[str, frozenset[int]]]":
        """Return why two places lie as they do: sentences, each with the rows it rests on.

        Args:
            one: A place on the line.
            two: Another one.

        Returns:
            The fewest orders of ends from which it follows; empty where
            nothing is known.
        """
        ends = self.ends(one, two)
        needed = _fewest(ends)
        intervals = self.interval(one), self.interval(two)
        found: list[tuple[str, frozenset[int]]] = []
        for (from_, to), order in zip(_PAIRS, needed, strict=True):
            if order != ANY:
                text = (
                    f"{one.spoken} {_END_WORDS[from_]} {_ORDER_WORDS[order]}"
                    f" {two.spoken} {_END_WORDS[to]}"
                )
                found.append((text, self._why(intervals[0][from_], intervals[1][to], order)))
        return found

    def support(self, one: Place, two: Place) -> frozenset[int]:
        """Return rows from which it follows how two places can lie; not the fewest."""
        return self._support(self.interval(one), self.interval(two), _fewest(self.ends(one, two)))

    def _support(
        self, one: Interval, two: Interval, ends: Ends, below: int | None = None
    ) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for (from_, to), order in zip(_PAIRS, ends, strict=True):
            found |= self._why(one[from_], two[to], order, below)
        return found

    def _why(self, one: int, two: int, order: int, below: int | None = None) -> frozenset[int]:
        """Return rows from which it follows that two points lie so."""
        found: frozenset[int] = frozenset()
        for low, high, known in ((one, two, order), (two, one, REVERSED[order])):
            if not known & AFTER:
                steps = self.points.way(low, high, strict=not known & SAME, below=below)
                found |= self._rows_of(steps or ())
        return found

    def cuts(self) -> Iterator[tuple[str, range]]:
        """Yield of each ladder its cut points: starts, and the last end where it has one."""
        for which in self._first:
            yield which, self._cuts_of(which)

    def _cuts_of(self, which: str) -> range:
        first = self._first[which]
        return range(first, first + self._length[which] + (which not in self._cumulative))

    def cut(self, stage: StageRef) -> int:
        """Return the point at which a stage of a ladder is reached."""
        return self._first[stage.framework] + stage.ordinal - 1

    def next_cut(self, stage: StageRef) -> int:
        """Return the point at which a stage of a ladder is passed, by the next one or for good."""
        cut = self.cut(stage) + 1
        return cut if cut in self._cuts_of(stage.framework) else _TOP

    def neighbours(self, point: int, which: str) -> tuple[int | None, int | None]:
        """Return between which cut points of a ladder a point lies.

        Args:
            point: Any point.
            which: Id of the ladder.

        Returns:
            The places of the highest cut point that is known not to be after
            it, and of the lowest one that is known not to be before it;
            ``None`` where there is none.
        """
        orders = self.points.orders(point)
        cuts = self._cuts_of(which)
        not_after = [place for place, cut in enumerate(cuts) if not orders[cut] & BEFORE]
        not_before = [place for place, cut in enumerate(cuts) if not orders[cut] & AFTER]
        return max(not_after, default=None), min(not_before, default=None)

    def pieces(self, place: Place) -> tuple[Interval, ...]:
        """Return the intervals that a place is made of."""
        if self._is_whole(place):
            return (self.interval(place),)
        stages = tuple(self.interval(ref) for ref in place.refs)
        later = isinstance(place, StageUnion) and place.or_later
        return (*stages[:-1], (stages[-1][0], _TOP)) if later else stages

    def copied(self) -> "Line":
        """Return a copy that can be added to."""
        other = copy(self)
        other.points = self.points.copied()
        return other

    def arrange(self, one: int, two: int, order: int) -> None:
        """State how two points lie, without saying who says so, and follow it up."""
        self._found = list(self._found)
        self.points.add_order(one, two, order, STRUCTURE)
        self.tighten()


_PAIRS: Final = ((0, 0), (0, 1), (1, 0), (1, 1))

_END_WORDS: Final = ("starts", "ends")

_ORDER_WORDS: Final = {
    BEFORE: "before",
    SAME: "where",
    AFTER: "after",
    BEFORE | SAME: "no later than",
    SAME | AFTER: "no earlier than",
}


def _told(mask: int) -> Ends:
    return tightened(mask, UNKNOWN) or UNKNOWN


def _hulled(mask: int) -> int:
    """Return what a relation to a place in pieces says of the interval that spans them."""
    for weaker in (_INSIDE, _CONTAINS, _OVERLAPS):
        if not mask & ~weaker:
            return weaker
    return Relation.ANYTHING.mask


@cache
def _fewest(ends: Ends) -> Ends:
    """Return the ends as far open as can be, so that the same relation follows."""
    mask = relation_mask(ends)
    for place, known in enumerate(ends):
        for weaker in (ANY, BEFORE | SAME, SAME | AFTER):
            opened = (*ends[:place], weaker, *ends[place + 1 :])
            tried: Ends = (opened[0], opened[1], opened[2], opened[3])
            if not known & ~weaker and relation_mask(tried) == mask:
                ends = tried
                break
    return ends

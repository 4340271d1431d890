"""The exact answer for small networks: an arrangement in which all statements hold, or none.

Frameworks leave some situations open to a unit: a place on the axis, and some
of the stages off the axis. Each such situation is a cell of a Venn diagram.
Statements forbid cells or require one of several; they are consistent
exactly when every required group still has an allowed cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain, combinations, product
from typing import Final, NamedTuple

import attrs

from socialmaturity.graph.intervals import AFTER, BEFORE, SAME
from socialmaturity.graph.line import Interval, Line
from socialmaturity.graph.rows import Frameworks, Row, is_on_line
from socialmaturity.identifiers import FrameworkId, Place, StageRef, StageUnion
from socialmaturity.mapping.relation import BasicRelation, Relation
from socialmaturity.model.framework import Framework

MOST_TRIES: Final = 400
"""How many arrangements of the axis are tried."""

MOST_CELLS: Final = 20_000
"""How many cells a network may have."""


@attrs.frozen(kw_only=True)
class Unit:
    """One unit of an arrangement.

    Args:
        position: Where it is on the axis: from this cut position on, up to
            the next.
        stages: The stages off the axis that it is at; an ordinal more than a
            framework has stages stands for what lies beyond the last.
    """

    position: int
    stages: tuple[StageRef, ...] = ()


@attrs.frozen(kw_only=True)
class Witness:
    """An arrangement of stages in which all statements of an axis hold.

    Args:
        cuts: Of each ladder where its stages start, as positions on a line;
            at the end where the last one ends. Only their order counts.
        cumulative: The ladders whose stages all end at *top*.
        top: The end of the axis.
        units: Units at every position that matters.
    """

    cuts: tuple[tuple[FrameworkId, tuple[int, ...]], ...]
    cumulative: tuple[FrameworkId, ...] = ()
    top: int
    units: tuple[Unit, ...] = attrs.field(repr=False)

    def has(self, place: Place, unit: Unit) -> bool:
        """Return whether a unit is at a stage, or at one of several."""
        cuts = dict(self.cuts).get(place.framework)
        if cuts is None:
            return is_at(unit.stages, place)
        return any(low <= unit.position < high for low, high in self._spans(place, cuts))

    def _spans(self, place: Place, cuts: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        for ordinal in place.ordinals:
            ends = self.top if place.framework in self.cumulative else cuts[ordinal]
            yield cuts[ordinal - 1], ends
        if isinstance(place, StageUnion) and place.or_later:
            yield cuts[place.ordinals[-1] - 1], self.top

    def relation(self, one: Place, two: Place) -> BasicRelation:
        """Return how two places lie to each other in this arrangement."""
        first = {number for number, unit in enumerate(self.units) if self.has(one, unit)}
        second = {number for number, unit in enumerate(self.units) if self.has(two, unit)}
        return basic_relation(bool(first & second), bool(first - second), bool(second - first))


def is_at(stages: Iterable[StageRef], place: Place) -> bool:
    """Return whether units at some stages are at a place of a framework off the axis."""
    later = isinstance(place, StageUnion) and place.or_later
    return any(
        stage.framework == place.framework
        and (stage.ordinal in place.ordinals or (later and stage.ordinal >= place.ordinals[-1]))
        for stage in stages
    )


def basic_relation(shared: bool, first_only: bool, second_only: bool) -> BasicRelation:  # noqa: FBT001
    """Return the basic relation of two sets, by which of their three parts are inhabited."""
    if not shared:
        return BasicRelation.DR
    if first_only:
        return BasicRelation.PO if second_only else BasicRelation.PPI
    return BasicRelation.PP if second_only else BasicRelation.EQ


class Option(NamedTuple):
    """Parts of two sets that are empty, and groups of parts of which one is not.

    The parts are what both share, what only the first has, and what only the
    second has, numbered so.
    """

    empty: frozenset[int]
    inhabited: frozenset[frozenset[int]]


_PARTS: Final = {
    BasicRelation.EQ: (True, False, False),
    BasicRelation.PP: (True, False, True),
    BasicRelation.PPI: (True, True, False),
    BasicRelation.PO: (True, True, True),
    BasicRelation.DR: (False, True, True),
}

_GROUPS: Final = tuple(
    frozenset(some) for size in (1, 2, 3) for some in combinations(range(3), size)
)


def _subsets(values: Iterable[frozenset[int]]) -> Iterator[tuple[frozenset[int], ...]]:
    several = tuple(values)
    return chain.from_iterable(combinations(several, size) for size in range(len(several) + 1))


def _allowed(option: Option) -> int:
    return Relation.of(
        basic
        for basic, parts in _PARTS.items()
        if not any(parts[own] for own in option.empty)
        and all(any(parts[own] for own in group) for group in option.inhabited)
    ).mask


@cache
def options(mask: int) -> tuple[Option, ...]:
    """Return the ways in which a relation can hold, as few as can be.

    Args:
        mask: The relation.

    Returns:
        At least one of them holds exactly where the relation does. One is
        enough for every relation that can be said without "or".
    """
    found: list[Option] = []
    left = mask
    while left:
        best = max(
            (option for option in _all_options() if not _allowed(option) & ~mask),
            key=lambda option: (_allowed(option) & left).bit_count(),
        )
        found.append(best)
        left &= ~_allowed(best)
    return tuple(found)


@cache
def _all_options() -> tuple[Option, ...]:
    empties = [frozenset(some) for size in range(3) for some in combinations(range(3), size)]
    return tuple(
        Option(empty, frozenset(groups)) for empty in empties for groups in _subsets(_GROUPS)
    )


Cell = tuple[int, int]
"""A position on the axis, and the number of a membership."""


class _Diagram:
    """The cells of a network once the axis is arranged."""

    def __init__(self, network: "Cells", line: Line) -> None:
        positions = line.points.positions()
        self.top = positions[0]
        self._line = line
        self._positions = positions
        self._network = network
        # What lies before every cut point is a place, too; nothing lies beyond the top.
        self.starts = (-1, *sorted(set(positions) - {self.top}))
        self.cells = [
            (start, number) for start in self.starts for number in range(len(network.memberships))
        ]

    def span(self, interval: Interval) -> tuple[int, int]:
        """Return the positions of an interval."""
        return self._positions[interval[0]], self._positions[interval[1]]

    def has(self, place: Place, cell: Cell) -> bool:
        """Return whether the units of a cell are at a place."""
        if place.framework not in self._network.on_line:
            return is_at(self._network.memberships[cell[1]], place)
        return any(low <= cell[0] < high for low, high in map(self.span, self._line.pieces(place)))

    def model(self, rows: Sequence[Row]) -> list[Cell] | None:
        """Return cells that can all be inhabited so that rows hold, or ``None``."""
        groups = [*(self._of(place) for place in self._network.stages_off), *self._line_groups()]
        allowed = frozenset(self.cells)
        for row in rows:
            if len(options(row.mask)) == 1:
                allowed, more = self._held(row, options(row.mask)[0], allowed)
                groups += more
        chosen = self._choose([row for row in rows if len(options(row.mask)) > 1], allowed, groups)
        return None if chosen is None else [cell for cell in self.cells if cell in chosen]

    def _held(
        self, row: Row, option: Option, allowed: frozenset[Cell]
    ) -> tuple[frozenset[Cell], list[frozenset[Cell]]]:
        """Return the cells that a row allows held so, and the groups that it requires."""
        parts = self._parts(row.subject, row.object)
        left = allowed.difference(*(parts[empty] for empty in option.empty))
        return left, [
            frozenset[Cell]().union(*(parts[own] for own in group)) for group in option.inhabited
        ]

    def _choose(
        self, rows: Sequence[Row], allowed: frozenset[Cell], groups: list[frozenset[Cell]]
    ) -> frozenset[Cell] | None:
        """Choose a way for each row to hold, one after the other; return what stays allowed."""
        if not all(allowed & group for group in groups):
            return None
        if not rows:
            return allowed
        first, *others = rows
        for number, option in enumerate(options(first.mask)):
            self._network.tries += bool(number)
            if self._network.gave_up:
                return None
            left, more = self._held(first, option, allowed)
            found = self._choose(others, left, [*groups, *more])
            if found is not None:
                return found
        return None

    def _of(self, place: Place) -> frozenset[Cell]:
        return frozenset(cell for cell in self.cells if self.has(place, cell))

    def _line_groups(self) -> list[frozenset[Cell]]:
        """Return the cells of each position at which some ladder has a stage."""
        spans = [self.span(interval) for interval in self._network.ladders(self._line)]
        return [
            frozenset((start, number) for number in range(len(self._network.memberships)))
            for start in self.starts
            if any(low <= start < high for low, high in spans)
        ]

    def _parts(self, one: Place, two: Place) -> tuple[frozenset[Cell], ...]:
        first, second = self._of(one), self._of(two)
        return first & second, first - second, second - first


class Cells:
    """The cells that the frameworks of a small network leave open.

    Args:
        frameworks: By id.
        rows: Statements on one axis.
    """

    def __init__(self, frameworks: Frameworks, rows: Sequence[Row]) -> None:
        self._frameworks = frameworks
        self._rows = rows
        self.on_line: set[str] = {own.id for own in frameworks.values() if is_on_line(own)}
        off = [own for own in frameworks.values() if own.id not in self.on_line]
        self.stages_off: tuple[StageRef, ...] = tuple(
            stage.ref for own in off for stage in own.stages
        )
        self._off = off
        self.tries: int = 0

    def _count(self, framework: Framework) -> int:
        """Return how many stages a framework off the axis has, and what lies beyond the last.

        Where a row says "or later", an ordinal more than there are stages
        stands for that.
        """
        beyond = any(
            isinstance(place, StageUnion) and place.framework == framework.id and place.or_later
            for row in self._rows
            for place in (row.subject, row.object)
        )
        return len(framework.stages) + beyond

    def _together(self, framework: Framework) -> list[tuple[StageRef, ...]]:
        """Return the stages of a framework off the axis that a unit can be at together."""
        count = self._count(framework)
        refs = [StageRef(framework.id, ordinal) for ordinal in range(1, count + 1)]
        if framework.order.exclusive:
            return [(), *((ref,) for ref in refs)]
        if framework.order.cumulative:
            return [tuple(refs[:size]) for size in range(count + 1)]
        return [some for size in range(count + 1) for some in combinations(refs, size)]

    @cached_property
    def memberships(self) -> list[frozenset[StageRef]]:
        """What a unit can be at off the axis."""
        return [
            frozenset(chain.from_iterable(some))
            for some in product(*(self._together(own) for own in self._off))
        ]

    def ladders(self, line: Line) -> Iterator[Interval]:
        """Yield the interval of every stage of the ladders."""
        for which in sorted(self.on_line):
            for stage in self._frameworks[which].stages:
                yield line.interval(StageRef(which, stage.ordinal))

    def is_small(self) -> bool:
        """Return whether the exact answer is asked for at all."""
        cells = 1 + sum(len(self._frameworks[which].stages) + 1 for which in self.on_line)
        for framework in self._off:
            count = self._count(framework)
            chained = framework.order.exclusive or framework.order.cumulative
            cells *= count + 1 if chained else 2**count
        several = sum(len(options(row.mask)) > 1 for row in self._rows)
        return cells <= MOST_CELLS and several <= MOST_TRIES

    def solve(self, line: Line) -> Witness | None:
        """Return an arrangement in which all rows hold.

        Args:
            line: The axis of these rows, without conflict.

        Returns:
            The arrangement; ``None`` where there is none, or where `gave_up`.
        """
        self.tries = 0
        return self._search(line)

    @property
    def gave_up(self) -> bool:
        """Whether the search stopped before it had tried everything."""
        return self.tries > MOST_TRIES

    def _search(self, line: Line) -> Witness | None:
        self.tries += 1
        if self.gave_up or line.is_refuted:
            return None
        found = self._try(line)
        if found is not None:
            return found
        pair = self._open_pair(line)
        if pair is None:
            return None
        for order in (BEFORE, AFTER, SAME):
            if line.points.order(*pair) & order:
                arranged = line.copied()
                arranged.arrange(*pair, order)
                found = self._search(arranged)
                if found is not None:
                    return found
        return None

    def _try(self, line: Line) -> Witness | None:
        diagram = _Diagram(self, line)
        model = diagram.model(self._rows)
        if model is None:
            return None
        return Witness(
            cuts=tuple(
                (
                    self._frameworks[which].id,
                    tuple(diagram.span((point, point))[0] for point in points),
                )
                for which, points in line.cuts()
            ),
            cumulative=tuple(
                own.id
                for own in self._frameworks.values()
                if own.id in self.on_line and own.order.cumulative
            ),
            top=diagram.top,
            units=tuple(
                Unit(position=start, stages=tuple(sorted(self.memberships[number], key=str)))
                for start, number in model
            ),
        )

    def _open_pair(self, line: Line) -> tuple[int, int] | None:
        """Return two points that matter, of which it is open how they lie."""
        points = sorted(
            {
                point
                for row in self._rows
                for place in (row.subject, row.object)
                if place.framework in self.on_line
                for interval in line.pieces(place)
                for point in interval
            }
        )
        for one, two in combinations(points, 2):
            if line.points.order(one, two) not in (BEFORE, SAME, AFTER):
                return one, two
        return None

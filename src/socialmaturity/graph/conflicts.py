"""Statements that cannot hold together, and what would mend them."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from socialmaturity.errors import SocialMaturityError, expect
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.engine import Engine, smallest
from socialmaturity.graph.network import Consistency, Network, row_key
from socialmaturity.graph.rows import Row, doubt_of, mapping_row
from socialmaturity.identifiers import Place, StageRef
from socialmaturity.mapping.link import MATURITY, Mapping
from socialmaturity.mapping.relation import CONVERSE, WORDS

MOST_ROWS: Final = 2000
"""Above this number of statements, a repair is tried only among the frameworks of its conflict."""


class RepairKind(StrEnum):
    """What can be done about a mapping."""

    TURN = "turn round"
    """Exchange inside and contains, the commonest slip there is."""
    MOVE = "move one stage"
    """Let it end at a neighbouring stage."""
    WEAKEN = "weaken"
    """Say less."""
    LEAVE_OUT = "leave out"
    """Say nothing."""


@attrs.frozen(kw_only=True)
class Repair:
    """One change that would mend a conflict.

    Args:
        kind: What is done.
        old: The mapping that is changed.
        new: What stands in its place; ``None`` where it is left out.
        left: How many conflicts are left then, at least; 0 where none is.
    """

    kind: RepairKind
    old: Mapping
    new: Mapping | None
    left: int

    def __str__(self) -> str:
        change = f'"{self.old}"' if self.new is None else f'"{self.old}" to "{self.new}"'
        left = {0: "no conflict is left", 1: "1 conflict is left"}
        return f"{self.kind.value}: {change} ({left.get(self.left, f'{self.left} are left')})"


@attrs.frozen(kw_only=True)
class Conflict:
    """Statements that cannot hold together.

    Args:
        axis: The axis they lie on; ``None`` where they lie on several, and
            contradict each other as sets.
        statements: Without any one of them the others can hold, as far as
            is known.
        repairs: Single changes that leave fewer conflicts, best first.
    """

    axis: str | None
    statements: tuple[Statement, ...]
    repairs: tuple[Repair, ...] = attrs.field(default=(), repr=False)

    def __str__(self) -> str:
        return f"cannot hold together: {'; '.join(map(located, self.statements))}"

    def text(self) -> str:
        """Return the conflict and its repairs in sentences, one a line."""
        return "\n".join([f"These {self}", *(f"- {repair}" for repair in self.repairs)])


def located(statement: Statement) -> str:
    """Return a statement with the file and line where it stands, if that is known."""
    at = "" if statement.origin is None else f" ({statement.origin})"
    return f"{statement}{at}"


@attrs.frozen(kw_only=True)
class DirectionWarning:
    """A file whose inside and contains seem to be exchanged throughout.

    Args:
        name: The file, or the two frameworks where no file is known.
        axis: The axis.
        conflicts: How many conflicts there are.
        turned: How many there would be with each of its mappings turned round.
    """

    name: str
    axis: str
    conflicts: int
    turned: int

    def __str__(self) -> str:
        return (
            f"inside and contains (broad and narrow) may be exchanged throughout in {self.name}:"
            f" as it is there are {self.conflicts} conflicts, turned round {self.turned}"
        )


def find_conflicts(network: Network, axis: str | None) -> tuple[Conflict, ...]:
    """Return what cannot hold together on an axis, with repairs.

    Args:
        network: The frameworks and the statements about them.
        axis: One of its axes; ``None`` for what statements on different axes
            say of the same stages as sets, whatever their order. What is set
            aside for a conflict within one axis is not looked at there.

    Returns:
        Conflicts one after the other: once one is found, its most doubtful
        statement is set aside, until nothing is refuted any more. Empty
        where nothing was refuted to begin with.

    Raises:
        InvalidValueError: No mapping lies on the axis.

    References:
        Minimal sets by leaving out: Reiter, A theory of diagnosis from first
        principles, 1987.
    """
    search = _Search(network, axis)
    found = search.conflicts(search.rows, to_the_end=True)
    return tuple(
        Conflict(
            axis=axis,
            statements=_said(rows),
            repairs=tuple(search.repairs(rows, total=len(found))),
        )
        for rows in found
        if axis is not None or len(_axes(_said(rows))) > 1
    )


def every_axis(network: Network) -> tuple[str | None, ...]:
    """Return the axes to look at, and ``None`` at the end where there are several."""
    return (*network.axes, None) if len(network.axes) > 1 else network.axes


def conflicting(network: Network, axis: str | None) -> tuple[tuple[Statement, ...], ...]:
    """Return the statements of each conflict, as `find_conflicts`, without repairs."""
    search = _Search(network, axis)
    found = (_said(rows) for rows in search.conflicts(search.rows, to_the_end=True))
    return tuple(own for own in found if axis is not None or len(_axes(own)) > 1)


def _axes(statements: Iterable[Statement]) -> set[str]:
    return {own.axis if isinstance(own, Mapping) else MATURITY for own in statements}


def _said(rows: Iterable[Row]) -> tuple[Statement, ...]:
    return tuple(dict.fromkeys(row.said_by for row in rows))


class _Search:
    """Looks for conflicts of one axis, and tries repairs."""

    def __init__(self, network: Network, axis: str | None) -> None:
        self.network = expect(network, Network, "network")
        self.axis = axis
        self.rows = (
            network.rows(axis)
            if axis is not None
            else [row for own in network.axes for row in network.rows(own)]
        )
        self._taken = {pair for row in self.rows for pair in _both_ways(row)}
        self._known: dict[tuple[Mapping, Mapping | None, frozenset[str] | None], int] = {}

    def conflicts(self, rows: Sequence[Row], *, to_the_end: bool) -> list[list[Row]]:
        """Return minimal conflicts, setting one statement aside for each."""
        found: list[list[Row]] = []
        left = list(rows)
        while (conflict := self._first(left, to_the_end=to_the_end)) is not None:
            found.append(conflict)
            worst = max(conflict, key=doubt_of)
            left = [row for row in left if row.said_by != worst.said_by]
        return found

    def _first(self, rows: Sequence[Row], *, to_the_end: bool) -> list[Row] | None:
        engine = self._engine(rows)
        if engine.conflict is not None:
            kept = smallest(rows, engine.conflict, self._refutes)
            return [rows[number] for number in kept]
        if self.axis is None or not to_the_end:
            return None
        judged = self.network.judge_rows(self.axis, rows)
        if judged.consistency is not Consistency.REFUTED:
            return None
        return [row for row in rows if row.said_by in judged.conflict]

    def _refutes(self, rows: Sequence[Row]) -> bool:
        return self._engine(rows).is_refuted

    def _engine(self, rows: Sequence[Row]) -> Engine:
        return self.network.engine_for(rows, by_order=self.axis is not None)

    def repairs(self, conflict: Sequence[Row], total: int) -> list[Repair]:
        """Return single changes after which fewer conflicts are left, best first."""
        sides = self._around(conflict)
        rows = self.rows if sides is None else self._among(sides)
        before = total if sides is None else len(self.conflicts(rows, to_the_end=False))
        tried: list[Repair] = []
        for old in _said(conflict):
            if isinstance(old, Mapping) and old not in self.network.coverings:
                for kind, new in self._changes(old):
                    key = (old, new, sides)
                    if key not in self._known:
                        self._known[key] = self._left(old, new, rows)
                    tried.append(Repair(kind=kind, old=old, new=new, left=self._known[key]))
        return sorted((one for one in tried if one.left < before), key=_rank)

    def _around(self, conflict: Sequence[Row]) -> frozenset[str] | None:
        """Return the frameworks that a repair is tried among; ``None`` for all."""
        if len(self.rows) <= MOST_ROWS:
            return None
        return frozenset(side.framework for row in conflict for side in (row.subject, row.object))

    def _among(self, sides: frozenset[str]) -> list[Row]:
        return [row for row in self.rows if {row.subject.framework, row.object.framework} <= sides]

    def _left(self, old: Mapping, new: Mapping | None, rows: Sequence[Row]) -> int:
        """Return how many conflicts are left once a mapping is changed."""
        changed = [row for row in rows if row.said_by != old]
        if new is not None:
            changed = sorted([*changed, mapping_row(new)], key=row_key)
        left = len(self.conflicts(changed, to_the_end=False))
        if left or self.axis is None:
            return left
        judged = self.network.judge_rows(self.axis, changed)
        return int(judged.consistency is Consistency.REFUTED)

    def _changes(self, old: Mapping) -> Iterator[tuple[RepairKind, Mapping | None]]:
        turned = old.relation.converse
        if turned is not old.relation:
            yield RepairKind.TURN, attrs.evolve(old, relation=turned)
        for subject, other in self._moved(old):
            if (subject, other) not in self._taken:
                yield RepairKind.MOVE, attrs.evolve(old, subject=subject, object=other)
        for word in WORDS:
            if old.relation.implies(word) and word is not old.relation:
                yield RepairKind.WEAKEN, attrs.evolve(old, relation=word)
        yield RepairKind.LEAVE_OUT, None

    def _moved(self, old: Mapping) -> Iterator[tuple[Place, Place]]:
        yield from ((place, old.object) for place in self._neighbours(old.subject))
        yield from ((old.subject, place) for place in self._neighbours(old.object))

    def _neighbours(self, place: Place) -> Iterator[Place]:
        if not isinstance(place, StageRef):
            return
        for ordinal in (place.ordinal - 1, place.ordinal + 1):
            neighbour = StageRef(place.framework, ordinal)
            try:
                self.network.place(neighbour)
            except SocialMaturityError:
                continue
            yield neighbour


def _both_ways(row: Row) -> Iterator[tuple[Place, Place]]:
    yield row.subject, row.object
    yield row.object, row.subject


_KINDS: Final = tuple(RepairKind)


def _rank(repair: Repair) -> tuple[int, int, Fraction, str]:
    sure = repair.old.confidence
    return (
        repair.left,
        _KINDS.index(repair.kind),
        Fraction(-1) if sure is None else sure,
        str(repair),
    )


def direction_warnings(network: Network, axis: str) -> tuple[DirectionWarning, ...]:
    """Return the files whose inside and contains may be exchanged throughout.

    Args:
        network: The frameworks and the statements about them.
        axis: One of its axes.

    Returns:
        Those of which turning every mapping round would remove more
        conflicts than it makes, those that remove most first; a mapping that
        was not read from a file counts with the others between its two
        frameworks.

    Raises:
        InvalidValueError: No mapping lies on the axis.
    """
    search = _Search(network, axis)
    before = len(search.conflicts(search.rows, to_the_end=False))
    if not before:
        return ()
    files: dict[str, set[Statement]] = {}
    for row in search.rows:
        if isinstance(row.said_by, Mapping) and _can_turn(row.said_by):
            files.setdefault(_file_of(row.said_by), set()).add(row.said_by)
    found: list[DirectionWarning] = []
    for name, own in sorted(files.items()):
        turned = [_turned(row) if row.said_by in own else row for row in search.rows]
        after = len(search.conflicts(turned, to_the_end=False))
        if len(own) > 1 and after < before:
            found.append(DirectionWarning(name=name, axis=axis, conflicts=before, turned=after))
    return tuple(sorted(found, key=lambda own: own.turned))


def _can_turn(mapping: Mapping) -> bool:
    return mapping.relation.converse is not mapping.relation


def _file_of(mapping: Mapping) -> str:
    if mapping.origin is not None:
        return mapping.origin.file
    return " and ".join(sorted({mapping.subject.framework, mapping.object.framework}))


def _turned(row: Row) -> Row:
    return row._replace(mask=CONVERSE[row.mask])

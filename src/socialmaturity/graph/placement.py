"""One axis: the stages of several frameworks beside each other, as a picture needs them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    WrongTypeError,
    expect,
)
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.line import Line
from socialmaturity.graph.network import Network
from socialmaturity.graph.rows import Row, is_on_line
from socialmaturity.graph.trust import trusted
from socialmaturity.identifiers import Place, StageRef, spoken_name
from socialmaturity.mapping.link import MATURITY, Mapping
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage

Room = tuple[Fraction, Fraction]
"""The lowest and the highest position that is possible."""


@attrs.frozen(kw_only=True)
class Placed:
    """One stage on the axis.

    Args:
        stage: The stage.
        start: Where it starts, from 0 to 1, exact.
        end: Where it ends, from 0 to 1, exact.
        start_room: How far down and up the start may move by itself.
        end_room: The same of the end.
        by_order: Whether its place follows from order; ``False`` for a stage
            that is no part of a ladder, which is drawn from the lowest to
            the highest stage that a mapping lets it share something with.
    """

    stage: Stage
    start: Fraction
    end: Fraction
    start_room: Room
    end_room: Room
    by_order: bool


@attrs.frozen(kw_only=True)
class CommonAxis:
    """Stages of several frameworks on one axis.

    Positions are ranks, spread evenly: only their order has a meaning, no
    distance does.

    Args:
        axis: The axis.
        placed: The stages, framework by framework.
        gave_way: Statements that were set aside since more trusted ones
            contradict them.
        unplaced: Stages that no mapping gives a place.
    """

    axis: str
    placed: tuple[Placed, ...]
    gave_way: tuple[Statement, ...] = ()
    unplaced: tuple[Stage, ...] = ()

    def text(self) -> str:
        """Return the axis in lines: stages with their positions, then what gave way."""
        return "\n".join(
            [
                *(_line(own) for own in self.placed),
                *(
                    f"{stage.ref.spoken} ({stage.name}): no mapping gives it a place"
                    for stage in self.unplaced
                ),
                *(f"Gave way: {own}" for own in self.gave_way),
            ]
        )

    def __str__(self) -> str:
        return self.text()

    def rows(self) -> tuple[dict[str, Any], ...]:
        """Return the axis as rows for a chart.

        Returns:
            One dictionary for each stage: ``framework``, ``ordinal``,
            ``name``, ``start``, ``end``, ``start_low``, ``start_high``,
            ``end_low``, ``end_high`` as floats from 0 to 1, ``by_order``.
        """
        return tuple(
            {
                "framework": own.stage.framework,
                "ordinal": own.stage.ordinal,
                "name": own.stage.name,
                "start": float(own.start),
                "end": float(own.end),
                "start_low": float(own.start_room[0]),
                "start_high": float(own.start_room[1]),
                "end_low": float(own.end_room[0]),
                "end_high": float(own.end_room[1]),
                "by_order": own.by_order,
            }
            for own in self.placed
        )


def _line(own: Placed) -> str:
    basis = "" if own.by_order else ", by its mappings only"
    return (
        f"{own.stage.ref.spoken} ({own.stage.name}): {show_number(own.start)} to"
        f" {show_number(own.end)}{basis}"
    )


def common_axis(
    network: Network, frameworks: Iterable[str] | None = None, *, axis: str = MATURITY
) -> CommonAxis:
    """Return the stages of frameworks beside each other on one axis.

    Args:
        network: The frameworks and the statements about them.
        frameworks: Ids of those to show, in order; ``None`` for all. The
            others still help to place them.
        axis: The axis whose mappings are used.

    Returns:
        Every order that is stated or follows is kept; where statements
        contradict each other, the less trusted gives way. A cut point
        stands in the middle between the lowest and the highest rank that it
        can have.

    Raises:
        WrongTypeError: Something else than several ids.
        UnknownFrameworkError: The network lacks a framework.
        InvalidValueError: No mapping lies on the axis.

    References:
        Ranks as longest paths: Critical path analysis, Kelley and Walker,
        1959.
    """
    expect(network, Network, "network")
    if isinstance(frameworks, str):
        raise WrongTypeError(
            f"expected several ids, such as [{frameworks!r}], not {frameworks!r}",
            path="frameworks",
            value=frameworks,
        )
    asked = network.by_id if frameworks is None else frameworks
    chosen = [network.framework(which) for which in asked]
    known = trusted(network, axis)
    ranks = _Ranks(known.engine.line)
    placed: list[Placed] = []
    unplaced: list[Stage] = []
    for framework in chosen:
        for stage in framework.stages:
            found = (
                ranks.ladder_stage(stage)
                if is_on_line(framework)
                else _by_mappings(stage, ranks, network, known.engine.rows)
            )
            if found is None:
                unplaced.append(stage)
            else:
                placed.append(found)
    return CommonAxis(
        axis=axis, placed=tuple(placed), gave_way=known.gave_way, unplaced=tuple(unplaced)
    )


class _Ranks:
    """The lowest and the highest rank of each point of a line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lowest, self._highest = line.points.ranks()
        self._last = max(self._highest, default=0) or 1

    def _at(self, point: int) -> tuple[Fraction, Room]:
        low, high = self._lowest[point], self._highest[point]
        last = self._last
        return Fraction(low + high, 2 * last), (Fraction(low, last), Fraction(high, last))

    def ladder_stage(self, stage: Stage) -> Placed:
        """Return a stage of a ladder where its cut points are."""
        start, end = (self._at(point) for point in self._line.interval(stage.ref))
        return Placed(
            stage=stage,
            start=start[0],
            end=end[0],
            start_room=start[1],
            end_room=end[1],
            by_order=True,
        )

    def span(self, ref: StageRef) -> tuple[tuple[Fraction, Room], tuple[Fraction, Room]]:
        """Return where a stage of a ladder starts and ends, each with its room."""
        start, end = self._line.interval(ref)
        return self._at(start), self._at(end)


def _by_mappings(
    stage: Stage, ranks: _Ranks, network: Network, rows: Iterable[Row]
) -> Placed | None:
    """Return a stage off the axis from the lowest to the highest stage it shares something with."""
    spans = [
        ranks.span(other.ref)
        for row in rows
        if isinstance(row.said_by, Mapping) and row.said_by.relation.implies(Relation.OVERLAPS)
        for one, two in ((row.subject, row.object), (row.object, row.subject))
        if stage in _stages(network, one) and is_on_line(network.framework(two.framework))
        for other in _stages(network, two)
    ]
    if not spans:
        return None
    start = min(span[0] for span in spans)
    end = max(span[1] for span in spans)
    return Placed(
        stage=stage,
        start=start[0],
        end=end[0],
        start_room=start[1],
        end_room=end[1],
        by_order=False,
    )


def _stages(network: Network, place: Place) -> tuple[Stage, ...]:
    return network.framework(place.framework).stages_at(place)


@attrs.frozen(kw_only=True)
class CutRoom:
    """Between which cut points of a ladder a stage of another one starts or ends.

    Args:
        stage: The stage.
        is_end: Whether it is about its end.
        framework: The other ladder.
        low: The highest cut point of it that is known not to be after: 0 for
            the start of its first stage, else where the stage of this
            ordinal is passed; ``None`` where none is known.
        high: The lowest cut point that is known not to be before.
    """

    stage: Stage
    is_end: bool
    framework: Framework = attrs.field(repr=False)
    low: int | None
    high: int | None

    def __str__(self) -> str:
        word = "ends" if self.is_end else "starts"
        return f"{self.stage.ref.spoken} {word} {self._told()}"

    def _told(self) -> str:
        if self.low is not None and self.low == self.high:
            return f"at {self._cut(self.low)}"
        bounds = [
            f"{words} {self._cut(cut)}"
            for words, cut in (("no earlier than", self.low), ("no later than", self.high))
            if cut is not None
        ]
        name = spoken_name(self.framework.id)
        return " and ".join(bounds) or f"anywhere, as far as {name} is known"

    def _cut(self, cut: int) -> str:
        name = spoken_name(self.framework.id)
        if cut and self.framework.order.exclusive:
            return f"the end of {name} {cut}"
        return f"the start of {name} {cut + 1}"


def cut_room(
    network: Network, stage: Stage | StageRef | str, framework: str, *, axis: str = MATURITY
) -> tuple[CutRoom, CutRoom]:
    """Return where a stage of a ladder can start and end within another ladder.

    Args:
        network: The frameworks and the statements about them.
        stage: A stage of a ladder.
        framework: Id of another ladder.
        axis: The axis whose mappings are used.

    Returns:
        The room of its start and that of its end.

    Raises:
        UnknownFrameworkError: The network lacks a framework.
        UnknownStageError: The framework has no such stage.
        InvalidValueError: One of the two is no ladder, or no mapping lies on
            the axis; or several stages.
        FrameworkMismatchError: The stage is of that ladder itself.

    Examples:
        >>> import socialmaturity as sm
        >>> network = Network.of([sm.SOLIS, sm.CARFI], [sm.crosswalk("solis", "carfi")])
        >>> for room in cut_room(network, "solis:3", "carfi"):
        ...     print(room)
        Solis 3 starts no earlier than the end of Carfi 1 and no later than the end of Carfi 2
        Solis 3 ends no earlier than the end of Carfi 2 and no later than the end of Carfi 3
    """
    place = network.place(stage)
    own, other = network.framework(place.framework), network.framework(framework)
    if not isinstance(place, StageRef):
        raise InvalidValueError(
            f"{place} is several stages; ask for the room of one", path="stage", value=str(place)
        )
    if own.id == other.id:
        raise FrameworkMismatchError(
            f"{place} is a stage of {framework!r} itself; ask for its room in another framework",
            path="framework",
            value=framework,
        )
    for each in (own, other):
        if not is_on_line(each):
            raise InvalidValueError(
                f"{each.id!r} is no ladder of which is known how its stages follow each other, so"
                " it has no cut points",
                path="framework",
                value=each.id,
            )
    line = trusted(network, axis).engine.line
    first = own.stage(place)
    start, end = (
        CutRoom(stage=first, is_end=bool(is_end), framework=other, low=low, high=high)
        for is_end, (low, high) in enumerate(
            line.neighbours(point, framework) for point in line.interval(place)
        )
    )
    return start, end

"""A target in another framework, by way of one's own practices."""

from collections.abc import Iterator
from typing import Any

import attrs

from socialmaturity.errors import expect
from socialmaturity.graph.network import Network
from socialmaturity.graph.transfer import Transfer, transfer_stages
from socialmaturity.graph.translation import Counterpart, translate_stages
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.stage import Stage
from socialmaturity.progression.prerequisites import Beforehand, Prerequisites
from socialmaturity.progression.roadmap import Amounts, Roadmap, roadmap
from socialmaturity.scoring.result import StageResult


@attrs.frozen(kw_only=True)
class Route:
    """The way to a stage of another framework, through what the mappings say.

    The mappings leave open where stages meet, so that the answer is a range:
    from *possible_from* on the other stage may be reached, from *sure_from*
    on it surely is, if the mappings are right. How far these are trusted
    stands beside each of them in *counterparts*.

    Args:
        result: From where.
        target: The stage of the other framework.
        possible_from: The lowest stage of one's own at which it may be
            reached; ``None`` where none leads so far.
        sure_from: The lowest at which it surely is; ``None`` where none is
            sure to.
        possible: The roadmap to the one; ``None`` where the result surely is
            there already, and where there is none.
        sure: The roadmap to the other.
        counterparts: What is claimed and what follows of one's own stages,
            from the first to the second, and the other framework.
        transfer: The function along the two ladders that the range comes of.
    """

    result: StageResult = attrs.field(repr=False)
    target: Stage
    possible_from: Stage | None
    sure_from: Stage | None
    possible: Roadmap | None = attrs.field(repr=False)
    sure: Roadmap | None = attrs.field(repr=False)
    counterparts: tuple[Counterpart, ...] = attrs.field(repr=False)
    transfer: Transfer = attrs.field(repr=False)

    def text(self) -> str:
        """Return the route in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        yield f"{self.result}"
        goal = f"{self.target.ref.spoken} ({self.target.name})"
        for word, stage in (("may be", self.possible_from), ("is surely", self.sure_from)):
            own = self.result.framework.name
            where = f"from {stage} on" if stage else f"at no stage of {own}"
            yield f"{goal} {word} reached {where}."
        if self.counterparts:
            yield "The mappings say:"
            yield from (f"- {own}" for own in self.counterparts)
        yield from (f"Left out: {own}." for own in self.transfer.left_out)
        for word, way in (("To where it may be reached", self.possible), ("To be sure", self.sure)):
            if way is not None:
                yield f"{word}:"
                yield way.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the route as plain data."""
        return {
            "target": str(self.target.ref),
            "possible_from": _ref(self.possible_from),
            "sure_from": _ref(self.sure_from),
            "possible": None if self.possible is None else self.possible.to_dict(),
            "sure": None if self.sure is None else self.sure.to_dict(),
            "counterparts": [str(own) for own in self.counterparts],
            "transfer": self.transfer.to_dict(),
        }


def _ref(stage: Stage | None) -> str | None:
    return None if stage is None else str(stage.ref)


def find_route(
    result: StageResult,
    target: Stage,
    crosswalk: Crosswalk,
    network: Network,
    *,
    values: Amounts | None = None,
    costs: Amounts | None = None,
    requires: Beforehand | Prerequisites | None = None,
) -> Route:
    """Return the way from a result to a stage of another ladder.

    Args:
        result: Of rule ``cumulative``.
        target: A stage of the other framework.
        crosswalk: Between the two, from either side.
        network: What the place of the stages follows from.
        values: As for `roadmap`, like the two that follow.
        costs: What the steps cost.
        requires: What they require.

    Returns:
        The route, with the range that the mappings leave.

    Raises:
        WrongTypeError: No result of stages.
        FrameworkMismatchError: A target in the framework of the result.
        InvalidValueError: A framework that is no ladder, or what `roadmap`
            refuses.
    """
    own = expect(result, StageResult, "result").framework
    other = network.framework(target.framework)
    function = transfer_stages(network, own.id, other.id)
    may = [step.source for step in function.steps if step.highest.ordinal >= target.ordinal]
    does = [step.source for step in function.steps if step.lowest.ordinal >= target.ordinal]
    ways = [
        roadmap(result, goal[0], values=values, costs=costs, requires=requires)
        if goal and goal[0].ordinal > result.lower.ordinal
        else None
        for goal in (may, does)
    ]
    between = [stage for stage in may if not does or stage.ordinal <= does[0].ordinal]
    found = (
        translate_stages(between, crosswalk, own, other, network=network).counterparts
        if between
        else ()
    )
    return Route(
        result=result,
        target=target,
        possible_from=may[0] if may else None,
        sure_from=does[0] if does else None,
        possible=ways[0],
        sure=ways[1],
        counterparts=tuple(found),
        transfer=function,
    )

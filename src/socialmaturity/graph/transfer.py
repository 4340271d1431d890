"""Transfer: from the stages of one ladder to those of another, never going back.

Translation lists what is claimed; transfer is a function. It gives an
interval where that is the truth.
"""

from typing import Any

import attrs

from socialmaturity.errors import FrameworkMismatchError, InvalidValueError
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.intervals import AFTER, BEFORE
from socialmaturity.graph.line import Line
from socialmaturity.graph.network import Network
from socialmaturity.graph.rows import is_on_line
from socialmaturity.graph.trust import trusted
from socialmaturity.identifiers import StageRef, spoken_name
from socialmaturity.mapping.link import MATURITY, Mapping
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage

AnyStage = Stage | StageRef | int | str
"""A stage as `Framework.stage` takes it."""


@attrs.frozen(kw_only=True)
class TransferStep:
    """Where a unit at one stage is in the other framework.

    Args:
        source: The stage.
        lowest: The lowest stage that it can be at in the other framework;
            the place below the first where even that is possible.
        highest: The highest stage that it can be at.
    """

    source: Stage
    lowest: Stage
    highest: Stage

    @property
    def stage(self) -> Stage | None:
        """The stage, where only one is possible."""
        return self.lowest if self.lowest == self.highest else None

    def __str__(self) -> str:
        if self.stage is not None:
            return f"{self.source.ref.spoken}: {self.stage}"
        return f"{self.source.ref.spoken}: {self.lowest} to {self.highest}"


@attrs.frozen(kw_only=True)
class Transfer:
    """A function from the stages of one ladder to intervals of another's.

    Neither end ever falls when the source stage rises.

    Args:
        source: The ladder it goes from.
        target: The ladder it goes to.
        steps: One for each stage of the source, in order.
        left_out: Statements that are not used: those on other axes, which
            run against the order, and those that contradict more trusted
            ones.
        notices: What to know beside it; may be empty.
    """

    source: Framework = attrs.field(repr=False)
    target: Framework = attrs.field(repr=False)
    steps: tuple[TransferStep, ...]
    left_out: tuple[Statement, ...] = ()
    notices: tuple[str, ...] = ()

    def of(self, lower: AnyStage, upper: AnyStage | None = None) -> tuple[Stage, Stage]:
        """Return the lowest and the highest stage for one stage, or a range of them.

        Args:
            lower: A stage of the source, or the lower end of a range, as for
                `Framework.stage`; the place below the first stage, too.
            upper: The upper end of the range; ``None`` for one stage.

        Returns:
            Stages of the target; the place below its first stage where it
            has one and nothing is known.

        Raises:
            UnknownStageError: The source has no such stage.
            InvalidValueError: The upper end lies below the lower.
        """
        first = self.source.stage(lower)
        last = first if upper is None else self.source.stage(upper)
        if last.ordinal < first.ordinal:
            raise InvalidValueError(f"the range ends at {last}, below {first}", value=upper)
        return self._lowest(first), self._highest(last)

    def _lowest(self, stage: Stage) -> Stage:
        if stage.ordinal:
            return self.steps[stage.ordinal - 1].lowest
        return _bottom(self.target)

    def _highest(self, stage: Stage) -> Stage:
        """Return the highest stage; who is below the first stage is no higher than who is at it."""
        return self.steps[max(stage.ordinal - 1, 0)].highest

    def text(self) -> str:
        """Return the function in lines, then what it leaves out."""
        return "\n".join(
            [
                *map(str, self.steps),
                *(f"Left out: {own}" for own in self.left_out),
                *(f"Note: {notice}" for notice in self.notices),
            ]
        )

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; stages as ``solis:2``."""
        return {
            "source": self.source.id,
            "target": self.target.id,
            "steps": [
                {
                    "source": str(step.source.ref),
                    "lowest": str(step.lowest.ref),
                    "highest": str(step.highest.ref),
                }
                for step in self.steps
            ],
            "left_out": [str(own) for own in self.left_out],
            "notices": list(self.notices),
        }


def transfer_stages(
    network: Network,
    source: str,
    target: str,
    *,
    axis: str = MATURITY,
    notices: tuple[str, ...] = (),
) -> Transfer:
    """Return where units at the stages of one ladder are in another one.

    Args:
        network: The frameworks and the statements about them; all of them
            help, not only those between the two.
        source: Id of the ladder to go from.
        target: Id of the ladder to go to.
        axis: The axis whose mappings are used.
        notices: What to hand on beside it.

    Returns:
        For each stage the lowest and the highest stage that follow from the
        order of cut points. The lowest has surely been reached; the highest
        is not surely passed.

    Raises:
        UnknownFrameworkError: The network lacks a framework.
        FrameworkMismatchError: Both are the same.
        InvalidValueError: One of them is no ladder, or no mapping lies on
            the axis.

    References:
        That a link between ordered scales is monotone and says how wide it
        is: Kolen and Brennan, Test equating, scaling, and linking, 2014.

    Examples:
        >>> import socialmaturity as sm
        >>> network = Network.of([sm.CISCO, sm.CARFI], [sm.crosswalk("cisco", "carfi")])
        >>> print(transfer_stages(network, "cisco", "carfi").steps[1])
        Cisco 2: Stage 2: Experimental
    """
    own, other = network.framework(source), network.framework(target)
    if own.id == other.id:
        raise FrameworkMismatchError(
            f"{own.id!r} is both source and target; transfer to another framework", value=target
        )
    for each in (own, other):
        if not is_on_line(each):
            raise InvalidValueError(
                f"{spoken_name(each.id)} is no ladder whose stages exclude each other or are"
                " cumulative, so there is no function along it; ask translate for counterparts",
                path="target" if each is other else "source",
                value=each.id,
            )
    known = trusted(network, axis)
    line = known.engine.line
    elsewhere = [
        mapping
        for mapping in network.mappings
        if mapping.axis != axis
        and {place.framework for place in mapping.places} == {own.id, other.id}
    ]
    return Transfer(
        source=own,
        target=other,
        steps=tuple(_step(stage, other, line) for stage in own.stages),
        left_out=(*sorted(elsewhere, key=_place), *known.gave_way),
        notices=notices,
    )


def _place(mapping: Mapping) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    return mapping.subject.ordinals, mapping.object.ordinals, str(mapping)


def _step(stage: Stage, target: Framework, line: Line) -> TransferStep:
    starts = line.points.orders(line.cut(stage.ref))
    ends = line.points.orders(line.next_cut(stage.ref))
    reached = [other for other in target.stages if not starts[line.cut(other.ref)] & BEFORE]
    passed = [other for other in target.stages if not ends[line.cut(other.ref)] & AFTER]
    highest = target.stages[-1]
    if passed:
        before = passed[0].ordinal - 1
        highest = target.stages[before - 1] if before else _bottom(target)
    return TransferStep(
        source=stage,
        lowest=reached[-1] if reached else _bottom(target),
        highest=highest,
    )


def _bottom(framework: Framework) -> Stage:
    return framework.below or framework.stages[0]

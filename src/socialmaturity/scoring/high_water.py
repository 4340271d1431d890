"""The rule `high_water`: the highest stage with anything met."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from socialmaturity.model.scale import show_number
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.cumulative import cheapest
from socialmaturity.scoring.explanation import Decisive, Pending
from socialmaturity.scoring.ladder import (
    Rung,
    high_water_ends,
    high_water_possible,
    next_rung,
)
from socialmaturity.scoring.parameters import Thresholds, keep_at, keep_quorum, thresholds
from socialmaturity.scoring.result import StageResult
from socialmaturity.scoring.staged import Ladder, make_ladder, stage_result, unknown_items


@attrs.frozen(kw_only=True)
class HighWaterRule:
    """The highest stage with anything met, whatever lies below it.

    ::

        stage = max { k : met(k) >= max(1, quorum * #{ i in k : applicable }) }
        met(k) = #{ i in k : answer(i) >= at }

    It names how far an organisation has got anywhere, and the distance to
    ``cumulative`` how far it has run ahead of its foundations. The rule can
    only rise when an answer improves, so its range is exact. What is not
    applicable is passed over.

    Args:
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.
        quorum: Share of the applicable indicators of a stage that has to
            be met, above 0 and up to 1; ``None`` for any one of them,
            whatever the framework's gate says.

    Raises:
        WrongTypeError: A threshold or a quorum that is neither text nor a
            number.
        InvalidValueError: A quorum outside its range.

    References:
        BSIMM, high-water mark of a practice: any activity of level 3 that is
        observed gives level 3.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(framework="solis", answers={"presence": "F"}, subject="Acme")
        >>> sm.score(acme, rule="high_water", policy="worst").stage.ordinal
        2
    """

    at: str | Fraction | None = attrs.field(default=None, converter=keep_at)
    quorum: Fraction | None = attrs.field(default=None, converter=keep_quorum)

    @property
    def name(self) -> str:
        """``high_water``."""
        return "high_water"

    def score(self, case: Case) -> StageResult:
        """Return the stage or its range.

        Args:
            case: The findings that count.

        Returns:
            The result.

        Raises:
            MissingValueError: There is no gate for the scale, and no *at*.
            InvalidAnswerError: The threshold is not on the scale.
            InvalidValueError: Every answer reaches *at*.
        """
        limits = thresholds(case.framework, case.scale, at=self.at)
        limits = attrs.evolve(limits, lower_at=limits.at, quorum=self.quorum)
        ladder = make_ladder(case, limits, limits.needed if self.quorum else _any_one)
        possible = high_water_possible(ladder.rungs)
        barred = next_rung(ladder.rungs, possible[-1])
        binding = () if barred is None else cheapest(ladder, barred, limits.at, barred.missing)
        return stage_result(
            ladder,
            rule=self.name,
            sentence=_sentence(case.framework.stages[0].label, limits),
            ends=high_water_ends,
            possible=possible,
            next_stage=None if barred is None else barred.ordinal,
            binding=tuple(binding),
            decisive=tuple(_decisive(ladder, possible)),
            pending=tuple(_pending(ladder, barred)),
        )


def _any_one(applicable: int) -> int:
    return min(applicable, 1)


def _decisive(ladder: Ladder, possible: tuple[int, ...]) -> Iterator[Decisive]:
    """Give the unknown items of stages above the lowest result that can still be met."""
    for ordinal in possible[1:]:
        rung = ladder.rungs[ordinal - 1]
        at_best = (
            ordinal if rung.settled(met=True, met_below=True).holds(sure=True) else possible[0]
        )
        left = rung.settled(met=False, met_below=False).holds(sure=False)
        lower_ones = [own for own in possible if own != ordinal]
        at_worst = possible[-1] if left else lower_ones[-1]
        for item in unknown_items(ladder, ordinal):
            yield Decisive(
                indicator=item.id,
                stage=ordinal,
                outcome=item.outcome,
                needed=ladder.limits.at.told,
                at_worst=at_worst,
                at_best=at_best,
            )


def _pending(ladder: Ladder, barred: Rung | None) -> Iterator[Pending]:
    """Give the unknown items that the next stage asks for."""
    if barred is not None:
        for item in unknown_items(ladder, barred.ordinal):
            yield Pending(
                indicator=item.id,
                stage=item.stage,
                outcome=item.outcome,
                needed=ladder.limits.at.told,
            )


def _sentence(label: str, limits: Thresholds) -> str:
    enough = "any indicator"
    if limits.quorum is not None:
        enough = f"at least {show_number(limits.quorum)} of the indicators"
    return (
        f"Rule high_water: the highest {label} with {enough} at {limits.at.told} or better,"
        f" whatever lies below it."
    )

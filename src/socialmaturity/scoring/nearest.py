"""The rule `nearest`: the stage whose ideal pattern differs least from the answers."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

import attrs

from socialmaturity.identifiers import IndicatorId
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import Decisive, Verdict
from socialmaturity.scoring.ladder import nearest_ends, nearest_possible, standings
from socialmaturity.scoring.parameters import Thresholds, keep_at, thresholds
from socialmaturity.scoring.result import StageResult
from socialmaturity.scoring.staged import Ladder, make_ladder, stage_result, unknown_items


@attrs.frozen(kw_only=True)
class NearestRule:
    """The stage whose ideal pattern differs least from the answers, cut at *at*.

    The ideal pattern of stage k has every indicator up to k met and none
    above it. Ties are a range::

        misfit(k) = #{ i up to k : answer(i) < at } + #{ i above k : answer(i) >= at }
        stage = argmin misfit

    Raising an indicator of stage s lowers the misfit of s and of every stage
    above it, and raises that of those below; so the lowest and the highest
    best fit can only rise, and the range is exact. What is not applicable is
    passed over, and a stage of nothing else is never the result.

    Args:
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.

    Raises:
        WrongTypeError: A threshold that is neither text nor a number.

    References:
        L. Guttman, A basis for scaling qualitative data, American
        Sociological Review 9, 1944: scale types, by the fewest changes.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"social-media-tried": "F", "direct-engagement": "N"}
        >>> acme = sm.Assessment(framework="carfi", answers=answers)
        >>> [stage.ordinal for stage in sm.score(acme, rule="nearest").possible]
        [1, 2, 3, 4, 5]
    """

    at: str | Fraction | None = attrs.field(default=None, converter=keep_at)

    @property
    def name(self) -> str:
        """``nearest``."""
        return "nearest"

    def score(self, case: Case) -> StageResult:
        """Return the stage or its range.

        Args:
            case: The findings that count.

        Returns:
            The result; its ends can differ with nothing unknown, where
            several stages fit alike.

        Raises:
            MissingValueError: There is no gate for the scale, and no *at*.
            InvalidAnswerError: The threshold is not on the scale.
            InvalidValueError: Every answer reaches *at*.
        """
        limits = thresholds(case.framework, case.scale, at=self.at)
        limits = attrs.evolve(limits, lower_at=limits.at, quorum=None)
        ladder = make_ladder(case, limits, limits.needed)
        possible = nearest_possible(ladder.rungs)
        return stage_result(
            ladder,
            rule=self.name,
            sentence=_sentence(case.framework.stages[0].label, limits),
            ends=nearest_ends,
            possible=possible,
            decisive=tuple(_decisive(ladder)),
            misfits=tuple(_misfits(ladder, possible[-1])),
        )


_LIFT = 2
"""By how much the standing of a stage rises with one indicator at or under it."""


def _misfits(ladder: Ladder, ordinal: int) -> Iterator[IndicatorId]:
    """Give the rated indicators that differ from the pattern of a stage."""
    for item in ladder.items:
        if item.verdict is (Verdict.NOT_MET if item.stage <= ordinal else Verdict.MET):
            yield item.id


def _decisive(ladder: Ladder) -> Iterator[Decisive]:
    """Give the unknown items that can change which stages fit best.

    Raising one item of stage s by itself lifts the standing of s and of all
    stages above it by two. That changes who stands highest where the best of
    those lies from two under to level with the best of the stages below; by
    how much it lies above can only grow, by two at most, with each other item.
    """
    worst, best = standings(ladder.rungs, sure=True), standings(ladder.rungs, sure=False)
    below_worst, above_worst = _tops([fit for _, fit in worst])
    below_best, above_best = _tops([fit for _, fit in best])
    for place in range(1, len(worst)):
        ordinal = worst[place][0]
        if not ladder.rungs[ordinal - 1].unknown:
            continue
        least = above_worst[place] - below_worst[place - 1]
        most = above_best[place] - _LIFT - below_best[place - 1]
        if least > 0 or most < -_LIFT:
            continue
        at_worst = _last(best[place:] if most >= 0 else best[:place])
        at_best = _first(worst[place:] if least > -_LIFT else worst[:place])
        for item in unknown_items(ladder, ordinal):
            yield Decisive(
                indicator=item.id,
                stage=ordinal,
                outcome=item.outcome,
                needed=ladder.limits.at.told,
                at_worst=at_worst,
                at_best=at_best,
            )


def _tops(fits: list[int]) -> tuple[list[int], list[int]]:
    """Return the highest standing up to each place, and from each place on."""
    return [*accumulate(fits, max)], [*accumulate(reversed(fits), max)][::-1]


def _last(fits: Sequence[tuple[int, int]]) -> int:
    """Return the highest of the stages that stand highest."""
    top = max(fit for _, fit in fits)
    return next(ordinal for ordinal, fit in reversed(fits) if fit == top)


def _first(fits: Sequence[tuple[int, int]]) -> int:
    """Return the lowest of the stages that stand highest."""
    top = max(fit for _, fit in fits)
    return next(ordinal for ordinal, fit in fits if fit == top)


def _sentence(label: str, limits: Thresholds) -> str:
    return (
        f"Rule nearest: the {label} whose pattern, everything up to it at {limits.at.told} or"
        " better and nothing above it, differs least from the answers."
    )

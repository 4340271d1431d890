"""The rule `cumulative`: the highest stage that stands on met stages only."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

import attrs

from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Scale, Threshold, show_number
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import Binding, Decisive, Pending
from socialmaturity.scoring.ladder import (
    Rung,
    climb,
    cumulative_ends,
    cumulative_possible,
    floor_of,
    next_rung,
)
from socialmaturity.scoring.parameters import (
    Thresholds,
    keep_at,
    keep_lower_at,
    keep_quorum,
    thresholds,
)
from socialmaturity.scoring.result import StageResult
from socialmaturity.scoring.staged import Ladder, make_ladder, stage_result, unknown_items


@attrs.frozen(kw_only=True, cache_hash=True)
class CumulativeRule:
    """The highest stage k with the stages 1 to k met.

    A stage is met when every scored indicator of it, or a quorum of them,
    reaches *at*; for a stage above it to count, it has to reach *lower_at*::

        stage = max { k : met(k, at) and met(j, lower_at) for all j < k }
        met(j, t) = #{ i in j : answer(i) >= t } >= quorum * #{ i in j : applicable }

    The rule can only rise when an answer improves, so run with all unknown
    answers at their worst and at their best it gives the exact ends. An
    indicator that is not applicable leaves the quorum; a stage of nothing
    else is passed and never the result.

    Args:
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.
        lower_at: The same for the stages below the result; never less.
        quorum: Share of the applicable indicators of a stage, above 0 and
            up to 1, also as text such as ``2/3`` (the float 0.67 is more than
            that, and asks for three of three); ``None`` for the gate's,
            which is all by default.

    Raises:
        WrongTypeError: A threshold or a quorum that is neither text nor a
            number.
        InvalidValueError: A quorum outside its range.

    References:
        ISO/IEC 33020:2019, capability levels (*at* L, *lower_at* F). C2M2
        2.1, maturity indicator levels (largely or fully, cumulative). CMMI
        for Development 1.3, staged representation.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "L", "presence": "F"}
        >>> acme = sm.Assessment(framework="solis", answers=answers)
        >>> result = sm.score(acme, rule=CumulativeRule(at="F"))
        >>> result.lower.ordinal, result.upper.ordinal
        (0, 0)
    """

    at: str | Fraction | None = attrs.field(default=None, converter=keep_at)
    lower_at: str | Fraction | None = attrs.field(default=None, converter=keep_lower_at)
    quorum: Fraction | None = attrs.field(default=None, converter=keep_quorum)

    @property
    def name(self) -> str:
        """``cumulative``."""
        return "cumulative"

    def score(self, case: Case) -> StageResult:
        """Return the stage or its range.

        Args:
            case: The findings that count.

        Returns:
            The result.

        Raises:
            MissingValueError: There is no gate for the scale, and no *at*.
            InvalidAnswerError: A threshold is not on the scale.
            InvalidValueError: Every answer reaches *at*.
            ContradictionError: *lower_at* asks for less than *at*.
        """
        limits, sentence = _asked(case.framework, case.scale, self)
        ladder = make_ladder(case, limits, limits.needed)
        possible = cumulative_possible(ladder.rungs, two=limits.differ)
        barred = next_rung(ladder.rungs, possible[-1])
        decisive = tuple(_decisive(ladder, possible[0], possible[-1])) if len(possible) > 1 else ()
        return stage_result(
            ladder,
            rule=self.name,
            sentence=sentence,
            ends=cumulative_ends,
            possible=possible,
            next_stage=None if barred is None else barred.ordinal,
            binding=tuple(_binding(ladder, barred)),
            decisive=decisive,
            pending=tuple(_pending(ladder, barred, decisive)),
        )


@lru_cache(maxsize=64)
def _asked(framework: Framework, scale: Scale, rule: CumulativeRule) -> tuple[Thresholds, str]:
    """Return the thresholds of a rule on a scale, and the sentence that tells them."""
    limits = thresholds(framework, scale, at=rule.at, lower_at=rule.lower_at, quorum=rule.quorum)
    return limits, _sentence(framework.stages[0].label, limits)


def _way_to(barred: Rung | None, ladder: Ladder) -> Iterator[tuple[Rung, int, Threshold]]:
    """Give each rung up to *barred* that is not sure, with what is missing and what is asked."""
    if barred is None:
        return
    limits = ladder.limits
    for rung in ladder.rungs[: barred.ordinal - 1]:
        if rung.met_below < rung.needed:
            yield rung, rung.missing_below, limits.lower_at
    if barred.met < barred.needed:
        yield barred, barred.missing, limits.at


def _binding(ladder: Ladder, barred: Rung | None) -> Iterator[Binding]:
    """Give the cheapest rated items that have to rise for *barred*, stage by stage."""
    for rung, missing, threshold in _way_to(barred, ladder):
        if missing:
            yield from cheapest(ladder, rung, threshold, missing)


def cheapest(ladder: Ladder, rung: Rung, threshold: Threshold, count: int) -> list[Binding]:
    """Return the rated items of a stage that have the least way to a threshold.

    Args:
        ladder: What was counted.
        rung: The stage.
        threshold: Where they have to get.
        count: How many of them.

    Returns:
        Nearest first, then in order of the framework.
    """
    found = ladder.case.found
    short = [
        Binding(
            indicator=item.id,
            stage=item.stage,
            answer=item.answer,
            needed=threshold.told,
            shortfall=threshold.shortfall(level),
        )
        for item in ladder.rows[rung.ordinal - 1]
        if (level := found[item.id][1]) is not None and not threshold.reached_by(level)
    ]
    return sorted(short, key=lambda bar: bar.shortfall)[:count]


def _pending(
    ladder: Ladder, barred: Rung | None, decisive: tuple[Decisive, ...]
) -> Iterator[Pending]:
    """Give the unknown items that *barred* hangs on beside those that are decisive."""
    told = {own.indicator for own in decisive}
    for rung, _, threshold in _way_to(barred, ladder):
        if rung.unknown:
            yield from (
                Pending(
                    indicator=item.id,
                    stage=item.stage,
                    outcome=item.outcome,
                    needed=threshold.told,
                )
                for item in unknown_items(ladder, rung.ordinal)
                if item.id not in told
            )


def _decisive(ladder: Ladder, lower: int, upper: int) -> Iterator[Decisive]:
    """Give the unknown items that can change the result, alone or with others."""
    rungs, limits = ladder.rungs, ladder.limits
    reached, is_first = floor_of(rungs), True
    for index, rung in enumerate(rungs):
        if not rung.applicable:
            continue
        if not rung.holds(sure=False):
            return
        is_sure = rung.holds_below(sure=True)
        if rung.unknown and not is_sure and _hangs(rung, rungs[index + 1 :], limits):
            at_worst, at_best = upper, lower
            if rung.met + rung.unknown == rung.needed:
                at_worst = reached
            elif rung.met_below + rung.unknown == rung.needed:
                at_worst = rung.ordinal
            if is_first and rung.met + 1 >= rung.needed:
                best = rung.settled(met=True, met_below=True)
                at_best = climb([best, *rungs[index + 1 :]], sure=True)
            needed = limits.lower_at if rung.holds(sure=True) else limits.at
            yield from (
                Decisive(
                    indicator=item.id,
                    stage=item.stage,
                    outcome=item.outcome,
                    needed=needed.told,
                    at_worst=at_worst,
                    at_best=at_best,
                )
                for item in unknown_items(ladder, rung.ordinal)
            )
        if not rung.holds_below(sure=False):
            return
        reached = rung.ordinal
        is_first = is_first and is_sure


def _hangs(rung: Rung, above: Sequence[Rung], limits: Thresholds) -> bool:
    """Whether something hangs on the unknown items of a rung that can be reached."""
    if not rung.holds(sure=True):
        return True
    following = next_rung(above, rung.ordinal)
    if not limits.differ or following is None or not following.holds(sure=False):
        return False
    return rung.holds_below(sure=False)


def _sentence(label: str, limits: Thresholds) -> str:
    at, lower_at = limits.at.told, limits.lower_at.told
    quorum = "every indicator"
    if limits.quorum is not None and limits.quorum != 1:
        quorum = f"at least {show_number(limits.quorum)} of the indicators"
    below = f"and at {lower_at} or better" if limits.differ else "there and"
    return (
        f"Rule cumulative: the highest {label} with {quorum} at {at} or better,"
        f" {below} in every {label} below it."
    )

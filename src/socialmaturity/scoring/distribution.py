"""The chances of each stage, where a caller says how likely the unknown answers are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import log2
from typing import Any, Final, NamedTuple

import attrs

from socialmaturity.errors import (
    ContradictionError,
    InvalidValueError,
    MissingValueError,
    UnknownIndicatorError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import Number, parse_share
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import StageExplanation, Verdict
from socialmaturity.scoring.ladder import Rung, floor_of
from socialmaturity.scoring.result import StageResult

_MOST_NAMES: Final = 6

Chance = Number | str
"""A probability from 0 to 1, also as text such as ``1/3``."""

Chances = Mapping[str, Chance | tuple[Chance, Chance]]
"""Probabilities by id of an indicator. Each is one to reach the threshold, or a pair, of
which the second is to reach that of the stages below a result."""


class Odds(NamedTuple):
    """How likely one unknown indicator reaches its thresholds.

    Args:
        met: The threshold of a result.
        met_below: That of the stages below it; never more.
    """

    met: Fraction
    met_below: Fraction


@attrs.frozen(kw_only=True)
class StageDistribution:
    """The chance of each stage that a result can be.

    Args:
        framework: What was scored.
        chances: Stages with their probabilities, exact and above 0, lowest
            first; they add up to 1.
    """

    framework: Framework = attrs.field(repr=False)
    chances: tuple[tuple[Stage, Fraction], ...]

    def at_least(self, stage: Stage | int | str) -> Fraction:
        """Return the chance of a stage or a later one.

        Args:
            stage: As `Framework.stage` takes it.

        Returns:
            Exact probability, 0 to 1.

        Raises:
            UnknownStageError: There is no such stage.
        """
        least = self.framework.stage(stage).ordinal
        return sum((own for one, own in self.chances if one.ordinal >= least), Fraction(0))

    @property
    def entropy(self) -> float:
        """How much is open, in bits; 0 where one stage is sure."""
        return entropy(own for _, own in self.chances)

    def to_dict(self) -> dict[str, Any]:
        """Return ordinals as text with their probabilities as exact text."""
        return {str(stage.ordinal): show_number(own) for stage, own in self.chances}


def entropy(chances: Iterable[Fraction]) -> float:
    """Return Shannon's entropy in bits."""
    return -sum(float(own) * log2(own) for own in chances if own) + 0.0


def stage_distribution(result: StageResult, probabilities: Chances) -> StageDistribution:
    """Return the chance of each stage, the unknown answers being independent.

    ::

        P(stage >= k) = product over j <= k of P(stage j is met)      cumulative
        P(stage k is met) = P(enough of its indicators are)           Poisson binomial

    No probability is made up here: each unknown indicator needs one from the
    caller.

    Args:
        result: Of rule ``cumulative`` or ``high_water``.
        probabilities: For each unknown indicator the probability that it
            reaches the threshold, 0 to 1; a pair where the stages below a
            result ask for more: to reach that of the result, and that of the
            stages below.

    Returns:
        The chances, exact.

    Raises:
        WrongTypeError: No result of stages, or no mapping.
        InvalidValueError: Another rule, a probability outside 0 to 1, or one
            of an indicator that is not unknown.
        UnknownIndicatorError: No such indicator.
        MissingValueError: An unknown indicator without one, or without the
            second of a pair.
        ContradictionError: The higher threshold is said to be likelier.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"reporting": "L", "presence": "F", "analysis": "N"}
        >>> result = sm.score(sm.Assessment(framework="solis", answers=answers))
        >>> open_still = [own.id for own in sm.SOLIS.indicators if own.id not in answers]
        >>> stage_distribution(result, dict.fromkeys(open_still, 0.5)).to_dict()
        {'0': '0.5', '1': '0.5'}
    """
    told = expect(result, StageResult, "result").explanation
    odds = read_chances(result, probabilities)
    chances = distribution_of(told, rung_odds(told, odds))
    return StageDistribution(
        framework=result.framework,
        chances=tuple((result.framework.stage(one), own) for one, own in chances.items() if own),
    )


def read_chances(result: StageResult, probabilities: Chances) -> dict[str, Odds]:
    """Return the chances of all unknown indicators, checked.

    Args:
        result: It says which are unknown.
        probabilities: As for `stage_distribution`.

    Returns:
        The chances by id, in order of the framework.
    """
    told = result.explanation
    if told.rule not in _RULES:
        raise InvalidValueError(
            f"chances are known for the rules {', '.join(map(repr, _RULES))}, not for"
            f" {told.rule!r}",
            path="result",
            value=told.rule,
        )
    if not isinstance(probabilities, Mapping):
        raise WrongTypeError(
            f"expected probabilities by indicator, not {shown(probabilities)}",
            path="probabilities",
            value=probabilities,
        )
    unknown = [item.id for item in told.items if item.verdict is Verdict.UNDETERMINED]
    for own in probabilities:
        if _known(result.framework, own) not in unknown:
            raise InvalidValueError(
                f"{own!r} is not unknown; leave its probability out",
                path=f"probabilities.{own}",
                value=own,
            )
    missing = [own for own in unknown if own not in probabilities]
    if missing:
        more = len(missing) - _MOST_NAMES
        raise MissingValueError(
            f"no probability for {', '.join(map(repr, missing[:_MOST_NAMES]))}"
            f"{f' and {more} more' if more > 0 else ''}; none is made up",
            path="probabilities",
            value=tuple(missing),
        )
    differ = told.parameters.at != told.parameters.lower_at
    return {own: _odds(probabilities[own], f"probabilities.{own}", differ) for own in unknown}


def _known(framework: Framework, indicator: str) -> str:
    try:
        return framework.indicator(expect(indicator, str, "probabilities")).id
    except UnknownIndicatorError as error:
        raise error.under(f"probabilities.{indicator}") from None


def _odds(given: Chance | tuple[Chance, Chance], path: str, differ: bool) -> Odds:  # noqa: FBT001
    if isinstance(given, list):
        raise WrongTypeError(f"expected a pair, not {shown(given)}", path=path, value=given)
    if not isinstance(given, tuple):
        if differ:
            raise MissingValueError(
                "the stages below a result ask for more, so give two probabilities: to reach the"
                " one, and the other",
                path=path,
                value=given,
            )
        given = (given, given)
    if len(given) != len(Odds._fields):
        raise WrongTypeError(f"expected a pair, not {shown(given)}", path=path, value=given)
    odds = Odds(*(parse_share(own, path) for own in given))
    if odds.met_below > odds.met:
        raise ContradictionError(
            "what reaches the threshold of the stages below reaches that of the result; its"
            " probability cannot be more",
            path=path,
            value=given,
        )
    if not differ and odds.met != odds.met_below:
        raise ContradictionError(
            "there is one threshold here, and two probabilities of reaching it; give one",
            path=path,
            value=given,
        )
    return odds


RungOdds = tuple[Fraction, Fraction]
"""How likely a stage is met, by the threshold of a result and by that of the stages below."""


def rung_odds(told: StageExplanation, odds: Mapping[str, Odds]) -> list[RungOdds]:
    """Return how likely each stage is met.

    Args:
        told: It has the counts of each stage.
        odds: Of the unknown indicators.

    Returns:
        One pair for each stage, in order; those of which nothing is asked
        are met.
    """
    by_stage: dict[int, list[Odds]] = {rung.ordinal: [] for rung in told.rungs}
    for item in told.items:
        if item.id in odds:
            by_stage[item.stage].append(odds[item.id])
    return [odds_of(rung, by_stage[rung.ordinal]) for rung in told.rungs]


def odds_of(rung: Rung, unknown: Sequence[Odds]) -> RungOdds:
    """Return how likely one stage is met."""
    return (
        _enough([own.met for own in unknown], rung.needed - rung.met),
        _enough([own.met_below for own in unknown], rung.needed - rung.met_below),
    )


def _enough(chances: Sequence[Fraction], needed: int) -> Fraction:
    """Return how likely at least so many of some independent things come true."""
    counts = [Fraction(1)]
    for chance in chances:
        missed = [own * (1 - chance) for own in counts]
        counts = [
            one + two
            for one, two in zip(
                [*missed, Fraction(0)],
                [Fraction(0), *(own * chance for own in counts)],
                strict=True,
            )
        ]
    return sum(counts[max(0, needed) :], Fraction(0))


def distribution_of(told: StageExplanation, odds: Sequence[RungOdds]) -> dict[int, Fraction]:
    """Return the chance of each ordinal.

    Args:
        told: It names the rule and has the counts.
        odds: How likely each stage is met.

    Returns:
        Chances, lowest ordinal first; they add up to 1.
    """
    return _RULES[told.rule](told.rungs, odds)


def _cumulative(rungs: Sequence[Rung], odds: Sequence[RungOdds]) -> dict[int, Fraction]:
    chances: dict[int, Fraction] = {}
    reached, alive, held = floor_of(rungs), Fraction(1), Fraction(1)
    for rung, (met, met_below) in zip(rungs, odds, strict=True):
        if rung.applicable:
            # `held`: the stage reached so far is met; `alive`: it lets others stand on it
            chances[reached] = held - alive * met
            reached, held, alive = rung.ordinal, alive * met, alive * met_below
    chances[reached] = held
    return chances


def _high_water(rungs: Sequence[Rung], odds: Sequence[RungOdds]) -> dict[int, Fraction]:
    chances: dict[int, Fraction] = {}
    left = Fraction(1)
    for rung, (met, _) in zip(reversed(rungs), reversed(odds), strict=True):
        if rung.applicable:
            chances[rung.ordinal] = left * met
            left *= 1 - met
    chances[floor_of(rungs)] = left
    return dict(reversed(chances.items()))


_RULES: Final[dict[str, Callable[[Sequence[Rung], Sequence[RungOdds]], dict[int, Fraction]]]] = {
    "cumulative": _cumulative,
    "high_water": _high_water,
}

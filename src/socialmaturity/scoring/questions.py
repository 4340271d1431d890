"""Which open question to ask next: by what it can still change, or by what it tells."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import attrs

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.errors import InvalidValueError, expect
from socialmaturity.identifiers import IndicatorId
from socialmaturity.scoring.distribution import (
    Chances,
    Odds,
    distribution_of,
    entropy,
    odds_of,
    read_chances,
    rung_odds,
)
from socialmaturity.scoring.explanation import StageExplanation, Verdict
from socialmaturity.scoring.ladder import (
    Rung,
    cumulative_possible,
    high_water_possible,
    nearest_possible,
)
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.result import Result, StageResult


@attrs.frozen(kw_only=True)
class Candidate:
    """An open question, and what its answer could leave.

    Args:
        indicator: Its id.
        question: The question.
        stage: Ordinal of its stage.
        outcome: Why it is open.
        at_worst: How much is left open if the answer is the worst: the
            number of stages that the result can still be, or the width of
            the range of a number.
        at_best: The same if it is the best.
        gain: Expected information in bits; ``None`` without probabilities.
    """

    indicator: IndicatorId
    question: str
    stage: int
    outcome: Outcome
    at_worst: int | Fraction
    at_best: int | Fraction
    gain: float | None = None


def rank_questions(
    result: Result, *, probabilities: Chances | None = None
) -> tuple[Candidate, ...]:
    """Return the open questions that can still change a result, best first.

    Without probabilities the best question leaves least open, on average
    over its answers; with them it is the one of the most expected
    information, the entropy of the stages now less that after the answer.

    Args:
        result: Of a rule for ladders or of a rule of numbers.
        probabilities: For each unknown indicator, as `stage_distribution`
            takes them; for rules ``cumulative`` and ``high_water`` alone.

    Returns:
        The questions; empty exactly where no answer can change the result.
        Equals stand in order of the framework.

    Raises:
        WrongTypeError: No result.
        InvalidValueError: A rule without a result to settle, or one that no
            chances are known for.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "L", "presence": "F"}
        >>> best = rank_questions(sm.score(sm.Assessment(framework="solis", answers=answers)))[0]
        >>> best.indicator, best.at_worst, best.at_best
        ('analysis', 1, 9)
    """
    expect(result, Result, "result")
    if isinstance(result, NumberResult):
        if probabilities is not None:
            raise InvalidValueError(
                f"rule {result.rule!r} gives a number, and chances are known of stages alone; leave"
                " the probabilities out",
                path="probabilities",
            )
        return tuple(sorted(_of_numbers(result), key=lambda own: own.at_worst))
    if not isinstance(result, StageResult):
        raise InvalidValueError(
            f"rule {result.rule!r} has no overall result that questions could settle",
            path="result",
            value=result.rule,
        )
    if probabilities is None:
        return tuple(sorted(_by_range(result), key=_left))
    odds = read_chances(result, probabilities)
    return tuple(sorted(_by_information(result, odds), key=_most_told))


def next_question(result: Result, *, probabilities: Chances | None = None) -> Candidate | None:
    """Return the open question to ask next.

    Args:
        result: As for `rank_questions`.
        probabilities: As for `rank_questions`.

    Returns:
        The first of those; ``None`` where no answer can change the result.

    Raises:
        WrongTypeError: No result.
        InvalidValueError: As for `rank_questions`.

    Examples:
        >>> import socialmaturity as sm
        >>> next_question(sm.score(sm.Assessment(framework="solis"))).indicator
        'listening'
    """
    return next(iter(rank_questions(result, probabilities=probabilities)), None)


def _left(own: Candidate) -> int | Fraction:
    return own.at_worst + own.at_best


def _most_told(own: Candidate) -> float:
    return -round(own.gain or 0, 12)


def _by_range(result: StageResult) -> Iterator[Candidate]:
    told = result.explanation
    possible = _possible_of(told)
    outcomes = {item.id: item.outcome for item in told.items}
    left: dict[int, tuple[int, int]] = {}
    for unknown in told.decisive:
        ordinal = unknown.stage
        if ordinal not in left:
            left[ordinal] = _settled(told.rungs, ordinal, possible)
        worst, best = left[ordinal]
        yield Candidate(
            indicator=unknown.indicator,
            question=result.framework.indicator(unknown.indicator).question,
            stage=ordinal,
            outcome=outcomes[unknown.indicator],
            at_worst=worst,
            at_best=best,
        )


def _settled(
    rungs: Sequence[Rung], ordinal: int, possible: Callable[[Sequence[Rung]], tuple[int, ...]]
) -> tuple[int, int]:
    """Return how many results are left when one unknown indicator of a stage is found out."""
    before, own, after = rungs[: ordinal - 1], rungs[ordinal - 1], rungs[ordinal:]
    worst, best = (
        len(possible([*before, own.settled(met=met, met_below=met), *after]))
        for met in (False, True)
    )
    return worst, best


def _possible_of(told: StageExplanation) -> Callable[[Sequence[Rung]], tuple[int, ...]]:
    two = told.parameters.at != told.parameters.lower_at
    known: dict[str, Callable[[Sequence[Rung]], tuple[int, ...]]] = {
        "cumulative": lambda rungs: cumulative_possible(rungs, two=two),
        "high_water": high_water_possible,
        "nearest": nearest_possible,
    }
    if told.rule not in known:
        raise InvalidValueError(
            f"questions are ranked for the rules {', '.join(map(repr, known))} and for numbers, not"
            f" for {told.rule!r}",
            path="result",
            value=told.rule,
        )
    return known[told.rule]


def _by_information(result: StageResult, odds: dict[str, Odds]) -> Iterator[Candidate]:
    told = result.explanation
    chances = rung_odds(told, odds)
    now = entropy(distribution_of(told, chances).values())
    unknown: dict[int, list[Odds]] = {}
    for item in told.items:
        if item.verdict is Verdict.UNDETERMINED:
            unknown.setdefault(item.stage, []).append(odds[item.id])
    for candidate in _by_range(result):
        own = odds[candidate.indicator]
        others = [*unknown[candidate.stage]]
        others.remove(own)
        after = 0.0
        for chance, met, below in _outcomes(own):
            rung = told.rungs[candidate.stage - 1].settled(met=met, met_below=below)
            settled = [*chances]
            settled[candidate.stage - 1] = odds_of(rung, others)
            after += float(chance) * entropy(distribution_of(told, settled).values())
        yield attrs.evolve(candidate, gain=max(0.0, now - after))


def _outcomes(own: Odds) -> Iterator[tuple[Fraction, bool, bool]]:
    """Give what an answer can be, with its chance: neither threshold met, one, or both."""
    for chance, met, below in (
        (1 - own.met, False, False),
        (own.met - own.met_below, True, False),
        (own.met_below, True, True),
    ):
        if chance:
            yield chance, met, below


def _of_numbers(result: NumberResult) -> Iterator[Candidate]:
    if result.lower is None or result.upper is None:
        return
    width = result.upper - result.lower
    for unknown in result.explanation.decisive:
        left = width - (result.upper - unknown.at_worst)
        indicator = result.framework.indicator(unknown.indicator)
        yield Candidate(
            indicator=unknown.indicator,
            question=indicator.question,
            stage=result.framework.stage_of(unknown.indicator).ordinal,
            outcome=unknown.outcome,
            at_worst=left,
            at_best=left,
        )

"""How many answers would have to be wrong for a stage to be another one."""

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from socialmaturity.errors import InvalidValueError, expect
from socialmaturity.scoring.explanation import StageExplanation
from socialmaturity.scoring.ladder import (
    Rung,
    cumulative_ends,
    floor_of,
    high_water_ends,
    nearest_ends,
    standings,
)
from socialmaturity.scoring.result import StageResult


@attrs.frozen(kw_only=True)
class Robustness:
    """The smallest number of rated answers that, were they wrong, would move a result.

    It says how much hangs on how little, and nothing of how likely that is.

    Args:
        down: How many would have to be worse for the lowest result to fall;
            ``None`` where it is as low as can be.
        up: How many would have to be better for the highest to rise;
            ``None`` where no number of them would do.
    """

    down: int | None
    up: int | None

    @property
    def radius(self) -> int | None:
        """The smaller of the two; ``None`` where neither end can move."""
        return min((own for own in (self.down, self.up) if own is not None), default=None)


def robustness(result: StageResult) -> Robustness:
    """Return how many answers would have to be wrong for the result to be another one.

    Args:
        result: Of a rule for ladders. What is unknown or not applicable
            stays so.

    Returns:
        The counts, exact for each end of the range.

    Raises:
        WrongTypeError: No result of stages.
        InvalidValueError: A rule that is not one of the three here.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "L", "presence": "N"}
        >>> print(robustness(sm.score(sm.Assessment(framework="solis", answers=answers))))
        Robustness(down=1, up=1)
    """
    told = expect(result, StageResult, "result").explanation
    if told.rule not in _COUNTED:
        raise InvalidValueError(
            f"robustness is known for the rules {', '.join(map(repr, _COUNTED))}, not for"
            f" {told.rule!r}",
            path="result",
            value=told.rule,
        )
    return _COUNTED[told.rule](told)


def _cumulative(told: StageExplanation) -> Robustness:
    lower, _ = cumulative_ends(told.rungs)
    spare = [
        (rung.met if rung.ordinal == lower else rung.met_below) - rung.needed
        for rung in told.rungs[:lower]
        if rung.applicable
    ]
    return Robustness(
        down=min(spare) + 1 if spare else None,
        up=None if told.next_stage is None else len(told.binding),
    )


def _high_water(told: StageExplanation) -> Robustness:
    lower, upper = high_water_ends(told.rungs)
    rung = told.rungs[lower - 1]
    above = [own.missing for own in told.rungs[upper:] if own.applicable]
    return Robustness(
        down=None if lower == floor_of(told.rungs) else rung.met - rung.needed + 1,
        up=min(above, default=None),
    )


def _nearest(told: StageExplanation) -> Robustness:
    lower, upper = nearest_ends(told.rungs)
    return Robustness(
        down=_flips(told.rungs, lower, sure=True, wanted=lambda ordinal: ordinal < lower),
        up=_flips(told.rungs, upper, sure=False, wanted=lambda ordinal: ordinal > upper),
    )


def _flips(
    rungs: Sequence[Rung], ordinal: int, *, sure: bool, wanted: Callable[[int], bool]
) -> int | None:
    """Return how many answers have to change for another stage to fit as well as this one.

    One changed answer between the two brings their standings nearer by two.
    """
    fits = dict(standings(rungs, sure=sure))
    ways = [(fits[ordinal] - fit + 1) // 2 for other, fit in fits.items() if wanted(other)]
    return min(ways, default=None)


_COUNTED: Final[dict[str, Callable[[StageExplanation], Robustness]]] = {
    "cumulative": _cumulative,
    "high_water": _high_water,
    "nearest": _nearest,
}

"""How far two judges agree, beyond chance."""

from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import Final

import attrs

from socialmaturity.errors import InvalidValueError, shown
from socialmaturity.model.fields import Number, parse_number

LEVEL: Final = Fraction(19, 20)
"""The level of the intervals where nothing else is asked."""


def parse_level(level: Number | str) -> Fraction:
    """Return the level of an interval exactly, if it lies between 0 and 1."""
    exact = parse_number(level, "level")
    if not 0 < exact < 1 or not float((1 - exact) / 2):
        raise InvalidValueError(
            f"expected a level between 0 and 1, such as 0.95, not {shown(level)}",
            path="level",
            value=level,
        )
    return exact


@attrs.frozen(kw_only=True)
class Agreement:
    """How often two judges put the same things into the same categories, beyond chance.

    Exact wherever there is no root; the standard error and the intervals are
    floats. The intervals take the things for independent draws, which pairs
    of stages are not quite: read them as the least doubt there is.

    Args:
        counts: How many things the first judge put into one category and the
            second into another: triples of first, second and a number from
            1; every two categories at most once. May be empty.
        level: The chance that an interval of its kind holds the true value,
            between 0 and 1.

    Examples:
        >>> same = Agreement(counts=(("no", "no", 40), ("no", "yes", 5), ("yes", "yes", 5)))
        >>> same.raw, same.kappa
        (Fraction(9, 10), Fraction(8, 13))

    References:
        Cohen, A coefficient of agreement for nominal scales, 1960. Fleiss,
        Cohen and Everitt, Large sample standard errors of kappa and weighted
        kappa, 1969. Wilson, Probable inference, the law of succession, and
        statistical inference, 1927.
    """

    counts: tuple[tuple[str, str, int], ...]
    level: Fraction = attrs.field(default=LEVEL, converter=parse_level)

    @property
    def total(self) -> int:
        """The number of things judged."""
        return sum(count for _, _, count in self.counts)

    @property
    def agreed(self) -> int:
        """The number of things in the same category for both."""
        return sum(count for first, second, count in self.counts if first == second)

    @property
    def raw(self) -> Fraction | None:
        """The share of things in the same category for both; ``None`` of no things."""
        return Fraction(self.agreed, self.total) if self.total else None

    @property
    def raw_interval(self) -> tuple[float, float] | None:
        """Wilson's interval of `raw`, from 0 to 1; ``None`` of no things."""
        return None if self.raw is None else _wilson(self.raw, self.total, _deviate(self.level))

    @cached_property
    def _margins(self) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        """The share of each category for the first judge, and for the second."""
        names = {name for first, second, _ in self.counts for name in (first, second)}
        one, two = dict.fromkeys(names, Fraction(0)), dict.fromkeys(names, Fraction(0))
        for first, second, count in self.counts:
            one[first] += Fraction(count, self.total)
            two[second] += Fraction(count, self.total)
        return one, two

    @property
    def expected(self) -> Fraction | None:
        """The share of agreement that chance would give; ``None`` of no things."""
        one, two = self._margins
        return sum((one[name] * two[name] for name in one), Fraction(0)) if self.total else None

    @property
    def undefined(self) -> str:
        """Why there is no kappa; empty where there is one."""
        if not self.total:
            return "there is nothing to judge"
        if self.expected == 1:
            return "both use one and the same category throughout, as chance would"
        return ""

    @property
    def kappa(self) -> Fraction | None:
        """Cohen's kappa, (raw - expected) / (1 - expected), from -1 to 1.

        ``None`` where expected is 1 or nothing was judged; see `undefined`.
        """
        if self.raw is None or self.expected is None or self.expected == 1:
            return None
        return (self.raw - self.expected) / (1 - self.expected)

    @cached_property
    def variance(self) -> Fraction | None:
        """The large-sample variance of kappa, exact; ``None`` where there is no kappa."""
        if self.raw is None or self.expected is None or self.expected == 1:
            return None
        one, two = self._margins
        raw, chance = self.raw, self.expected
        squares = sum(
            (
                count
                * ((first == second) * (1 - chance) - (two[first] + one[second]) * (1 - raw)) ** 2
                for first, second, count in self.counts
            ),
            Fraction(0),
        )
        mean = raw * chance - 2 * chance + raw
        return (squares / self.total - mean**2) / (self.total * (1 - chance) ** 4)

    @property
    def error(self) -> float | None:
        """The standard error of kappa; ``None`` where there is no kappa."""
        return None if self.variance is None else sqrt(self.variance)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of kappa, cut off at -1 and 1; ``None`` where there is no kappa.

        Where both agree on everything it is a single point, since kappa then
        does not vary; how much that is worth tells `raw_interval`.
        """
        if self.kappa is None or self.error is None:
            return None
        centre, half = float(self.kappa), _deviate(self.level) * self.error
        return max(-1.0, centre - half), min(1.0, centre + half)


def _deviate(level: Fraction) -> float:
    """Return how many standard errors an interval of this level reaches to each side."""
    from statistics import NormalDist  # of no use to most of what imports this room

    return abs(NormalDist().inv_cdf(float((1 - level) / 2)))


def _wilson(share: Fraction, total: int, deviate: float) -> tuple[float, float]:
    observed, extra = float(share), deviate * deviate / total
    centre = observed + extra / 2
    half = sqrt(observed * (1 - observed) * extra + extra * extra / 4)
    lower, upper = (centre - half) / (1 + extra), (centre + half) / (1 + extra)
    return max(0.0, min(lower, observed)), min(1.0, max(upper, observed))

"""Markov processes by brute force: day by day, path by path, in exact fractions, and by scipy.

From the definitions; nothing of the library's is used.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from itertools import pairwise, product
from math import comb, exp, fsum, lgamma, log
from random import Random
from typing import Any

LINALG: Any = import_module("scipy.linalg")
STATS: Any = import_module("scipy.stats")
NUMPY: Any = import_module("numpy")

Log = Sequence[tuple[int, int]]
"""Days from some day on, each with the state that begins on it."""

Table = Sequence[Sequence[float]]
Exact = Sequence[Sequence[Fraction]]


# --- what a log says, day by day


def each_day(log_: Log, until: int) -> list[int]:
    """The state on each day before the last, the first day being that of the log."""
    starts = dict(log_)
    own: list[int] = []
    for day in range(log_[0][0], until):
        own.append(starts.get(day, own[-1] if own else log_[0][1]))
    return own


def days_by_state(log_: Log, until: int) -> Counter[int]:
    """How many days each state held."""
    return Counter(each_day(log_, until))


def changes(log_: Log, until: int) -> Counter[tuple[int, int]]:
    """How often one state followed another on the next day."""
    held = [*each_day(log_, until), *(state for day, state in log_ if day == until)]
    return Counter((one, two) for one, two in pairwise(held) if one != two)


# --- units that move by chance


def leave(rates: Sequence[float], rng: Random) -> tuple[float, int]:
    """When a unit leaves, and where it goes; never where no rate leads away."""
    waits = [(rng.expovariate(rate), to) for to, rate in enumerate(rates) if rate > 0]
    return min(waits, default=(float("inf"), 0))


def simulate(rates: Table, start: int, days: int, rng: Random) -> list[tuple[int, int]]:
    """The log of one unit: moves at exponential times, told by the day, no two on one."""
    time, state = 0.0, start
    found = [(0, start)]
    while True:
        wait, goal = leave(rates[state], rng)
        time += wait
        day = max(round(time) if time <= days else days + 1, found[-1][0] + 1)
        if day > days:
            return found
        state = goal
        found.append((day, state))


def simulate_steps(chances: Table, start: int, steps: int, rng: Random) -> list[int]:
    """The states of one unit, the first included."""
    found = [start]
    for _ in range(steps):
        found.extend(rng.choices(range(len(chances)), chances[found[-1]]))
    return found


# --- tails


def binomial_tail(count: int, total: int, share: Fraction, own: Fraction) -> Fraction:
    """P(X > count) + own P(X = count), term by term."""
    terms = [comb(total, n) * share**n * (1 - share) ** (total - n) for n in range(total + 1)]
    return sum(terms[count + 1 :], Fraction(0)) + own * terms[count]


def poisson_tail(count: int, mean: float, own: float) -> float:
    """P(X > count) + own P(X = count), as 1 less the terms below."""
    terms = [exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(count + 1)]
    return 1 - fsum(terms) + own * terms[-1]


def clopper_pearson(count: int, total: int, level: float) -> tuple[float, float]:
    """The exact interval of a share, by quantiles of the beta distribution."""
    tail = (1 - level) / 2
    low = STATS.beta.ppf(tail, count, total - count + 1) if count else 0.0
    high = STATS.beta.ppf(1 - tail, count + 1, total - count) if count < total else 1.0
    return float(low), float(high)


def garwood(count: int, level: float) -> tuple[float, float]:
    """The exact interval of a mean, by quantiles of the chi-squared distribution."""
    tail = (1 - level) / 2
    low = STATS.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    return float(low), float(STATS.chi2.ppf(1 - tail, 2 * count + 2) / 2)


# --- what follows from moves


def generator(rates: Table) -> Any:
    """Rates with the diagonal that makes rows add up to 0."""
    own = NUMPY.array(rates, dtype=float)
    NUMPY.fill_diagonal(own, 0.0)
    return own - NUMPY.diag(own.sum(axis=1))


def later(rates: Table, days: float) -> list[list[float]]:
    """P(t) by scipy's matrix exponential."""
    return [[float(one) for one in row] for row in LINALG.expm(generator(rates) * days)]


def solve(matrix: Any, right: Any) -> list[float]:
    """The solution of linear equations by scipy."""
    return [float(own) for own in LINALG.solve(matrix, right)]


def mean_passage(rates: Table, goal: int) -> dict[int, float]:
    """Days to the goal from each other state, by (-Q without the goal) tau = 1."""
    others = [own for own in range(len(rates)) if own != goal]
    inner = -generator(rates)[NUMPY.ix_(others, others)]
    return dict(zip(others, solve(inner, NUMPY.ones(len(others))), strict=True))


def solve_exactly(matrix: Exact, right: Sequence[Fraction]) -> list[Fraction]:
    """The solution of linear equations by Gauss, in fractions."""
    rows = [[*row, own] for row, own in zip(matrix, right, strict=True)]
    size = len(rows)
    for place in range(size):
        pivot = next(row for row in range(place, size) if rows[row][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [own / rows[place][place] for own in rows[place]]
        for row in range(size):
            if row != place:
                factor = rows[row][place]
                rows[row] = [
                    own - factor * other for own, other in zip(rows[row], rows[place], strict=True)
                ]
    return [row[-1] for row in rows]


def paths(chances: Exact, start: int, steps: int) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """Every path of so many steps, with its probability."""
    for way in product(range(len(chances)), repeat=steps):
        whole = (start, *way)
        chance = Fraction(1)
        for one, two in pairwise(whole):
            chance *= chances[one][two]
        yield whole, chance


def occupied(chances: Exact, start: int, steps: int) -> Mapping[int, Fraction]:
    """The probability to be at each state at the end, over all paths."""
    found = dict.fromkeys(range(len(chances)), Fraction(0))
    for way, chance in paths(chances, start, steps):
        found[way[-1]] += chance
    return found


def reached(chances: Exact, start: int, goal: int, steps: int) -> Fraction:
    """The probability to have been at the goal, over all paths."""
    return sum((chance for way, chance in paths(chances, start, steps) if goal in way), Fraction(0))

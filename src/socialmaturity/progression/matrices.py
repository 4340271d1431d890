"""The algebra of small Markov processes, in plain Python.

A process is given by its moves: a square table of rates or of probabilities
of a step, none of them negative, whose diagonal is not looked at. Nothing
here subtracts two numbers of like size, so that small chances keep their
digits.
"""

from collections.abc import Iterator, Sequence
from math import ceil, exp, log2
from typing import Final

Row = Sequence[float]
Table = Sequence[Row]

_LONGEST: Final = 500.0
"""The most moves at the fastest rate that one pass of uniformisation expects."""

_SHORT: Final = 8.0
"""The same where a whole table is made, to be squared."""

_NOTHING: Final = 1e-18
"""Weights below it are left out."""


def identity(size: int) -> list[list[float]]:
    """Return a table with 1 on its diagonal and 0 elsewhere."""
    return [[float(one == two) for two in range(size)] for one in range(size)]


def times(row: Row, table: Table) -> list[float]:
    """Return the product of a row and a square table."""
    product = [0.0] * len(row)
    for share, own in zip(row, table, strict=True):
        if share:
            for place, value in enumerate(own):
                product[place] += share * value
    return product


def product(one: Table, two: Table) -> list[list[float]]:
    """Return the product of two square tables."""
    return [times(row, two) for row in one]


def power(row: Row, table: Table, exponent: int) -> list[float]:
    """Return a row times a square table, so many times.

    Args:
        row: As long as the table.
        table: Square.
        exponent: 0 or more.

    Returns:
        The row after so many steps.
    """
    result, base = list(row), table
    while exponent:
        if exponent & 1:
            result = times(result, base)
        exponent >>= 1
        if exponent:
            base = product(base, base)
    return result


def steps(moves: Table) -> list[list[float]]:
    """Return the whole table of a chain: what does not move stays."""
    return [
        [1 - _leaving(row, own) if own == place else value for place, value in enumerate(row)]
        for own, row in enumerate(moves)
    ]


def _leaving(row: Row, own: int) -> float:
    return sum(value for place, value in enumerate(row) if place != own)


def after(row: Row, rates: Table, days: float) -> list[float]:
    """Return where a process with these rates is after a time, by uniformisation.

    ::

        row P(t) = sum over n of Poisson(n; L t) row (I + Q / L)^n,   L the fastest rate of leaving

    Args:
        row: Where it begins; adds up to 1.
        rates: Moves per day.
        days: 0 or more.

    Returns:
        The chance of each place. Long times, by the fastest rate, are halved
        until a pass is short, and squared again; the error grows with them, to
        some 1e-16 for each move at that rate.

    References:
        A. Jensen, Markoff chains as an aid in the study of Markoff processes,
        Skandinavisk Aktuarietidskrift 36, 1953.

    Examples:
        >>> [round(own, 6) for own in after([1, 0], [[0, 0.01], [0, 0]], 100)]
        [0.367879, 0.632121]
    """
    fastest = max(_leaving(own, place) for place, own in enumerate(rates))
    jumps = fastest * days
    if not jumps:
        return list(row)
    table = steps([[value / fastest for value in own] for own in rates])
    if jumps <= _LONGEST:
        return _mixed(row, table, jumps)
    halvings = ceil(log2(jumps / _SHORT))
    short = jumps / 2.0**halvings
    base = [_mixed(own, table, short) for own in identity(len(row))]
    return power(row, base, 2**halvings)


def _mixed(row: Row, table: Table, jumps: float) -> list[float]:
    """Return the mixture of a row's steps, weighted by how many there are."""
    result, own = [0.0] * len(row), list(row)
    for weight in _weights(jumps):
        result = [one + weight * two for one, two in zip(result, own, strict=True)]
        own = times(own, table)
    return result


def _weights(mean: float) -> Iterator[float]:
    """Yield Poisson's probabilities of 0, 1, 2, ... until they no longer count."""
    weight, count = exp(-mean), 0
    while count < mean or weight > _NOTHING:
        yield weight
        count += 1
        weight *= mean / count


def hitting(moves: Table, exits: Row, gains: Row) -> list[float]:
    """Return what a process gathers, from each place, until it leaves for good.

    It solves, for all places r at once,

    ::

        (exits[r] + sum over s of moves[r][s]) x[r] = gains[r] + sum over s of moves[r][s] x[s]

    by leaving out one place after the other; each diagonal is a sum anew.

    Args:
        moves: Between the places; from each of them a way leads out.
        exits: Out of the table, from each place.
        gains: What is gathered at each place, none negative; such as 1 for
            the time until it leaves, or the exits to one goal for the chance
            of that.

    Returns:
        The solution, to nearly all digits, also where the process hardly
        ever leaves.

    References:
        W. K. Grassmann, M. I. Taksar, D. P. Heyman, Regenerative analysis and
        steady state distributions for Markov chains, Operations Research 33,
        1985. C. A. O'Cinneide, Entrywise perturbation theory and error
        analysis for Markov chains, Numerische Mathematik 65, 1993.

    Examples:
        >>> hitting([[0, 0.5], [0.25, 0]], [0, 0.25], [1, 1])
        [8.0, 6.0]
    """
    table, out, gathered = [list(row) for row in moves], list(exits), list(gains)
    leaving = [0.0] * len(table)
    for last in reversed(range(len(table))):
        leaving[last] = sum(table[last][:last]) + out[last]
        for row in range(last):
            share = table[row][last] / leaving[last]
            if share:
                for place in range(last):
                    if place != row:
                        table[row][place] += share * table[last][place]
                out[row] += share * out[last]
                gathered[row] += share * gathered[last]
    found: list[float] = []
    for row, own in enumerate(leaving):
        coming = sum(table[row][place] * value for place, value in enumerate(found))
        found.append((gathered[row] + coming) / own)
    return found

"""How relations between intervals and the order of their ends constrain each other.

A stage of a ladder is an interval on a line, with its start before its end.
Two intervals lie to each other in one of thirteen ways, by the order of their
ends; each way belongs to one basic relation. The tables here are computed
from that.
"""

from functools import cache
from itertools import product
from typing import Final

from socialmaturity.mapping.relation import BasicRelation, Relation

BEFORE, SAME, AFTER = 1, 2, 4
"""How one point can lie to another; sums stand for "one of these"."""

ANY: Final = BEFORE | SAME | AFTER

REVERSED: Final = tuple(
    (mask & BEFORE and AFTER) | (mask & SAME) | (mask & AFTER and BEFORE) for mask in range(ANY + 1)
)
"""How the second point can lie to the first, by how the first can lie to the second."""

Ends = tuple[int, int, int, int]
"""How ends of x can lie to ends of y: start to start, start to end, end to start, end to end."""

UNKNOWN: Final[Ends] = (ANY, ANY, ANY, ANY)


def _compare(one: int, two: int) -> int:
    return BEFORE if one < two else SAME if one == two else AFTER


def _basic(first: tuple[int, int], second: tuple[int, int]) -> BasicRelation:
    one, two = (frozenset(range(*ends)) for ends in (first, second))
    if one == two:
        return BasicRelation.EQ
    if one < two:
        return BasicRelation.PP
    if two < one:
        return BasicRelation.PPI
    return BasicRelation.PO if one & two else BasicRelation.DR


def _ways() -> dict[Ends, BasicRelation]:
    """Return the thirteen ways, found by trying all intervals between four points."""
    intervals = [(start, end) for start, end in product(range(4), repeat=2) if start < end]
    return {
        (
            _compare(one[0], two[0]),
            _compare(one[0], two[1]),
            _compare(one[1], two[0]),
            _compare(one[1], two[1]),
        ): _basic(one, two)
        for one, two in product(intervals, repeat=2)
    }


WAYS: Final = _ways()
"""The thirteen ways in which two intervals can lie, and the basic relation of each.

References:
    Allen, Maintaining knowledge about temporal intervals, 1983.
"""

_BITS: Final = {way: Relation.of([basic]).mask for way, basic in WAYS.items()}


def _fits(way: Ends, ends: Ends) -> bool:
    return all(one & two for one, two in zip(way, ends, strict=True))


@cache
def relation_mask(ends: Ends) -> int:
    """Return the basic relations that the order of the ends leaves open.

    Args:
        ends: What is known of them.

    Returns:
        The mask of a relation; 0 where no two intervals have such ends.
    """
    mask = 0
    for way, bit in _BITS.items():
        if _fits(way, ends):
            mask |= bit
    return mask


class Masks(dict[int, int]):
    """What `relation_mask` returns, by the four orders as the digits of a number to base 8."""

    def __missing__(self, key: int) -> int:
        ends = (key >> 9 & 7, key >> 6 & 7, key >> 3 & 7, key & 7)
        self[key] = mask = relation_mask(ends)
        return mask


MASKS: Final = Masks()
"""For long lists of pairs; filled as it is used."""


@cache
def tightened(mask: int, ends: Ends) -> Ends | None:
    """Return what is known of the ends once the relation is known, too.

    Args:
        mask: The relation.
        ends: What was known before.

    Returns:
        The least that holds of each pair of ends, or ``None`` where nothing
        fits.
    """
    left = [way for way, bit in _BITS.items() if bit & mask and _fits(way, ends)]
    if not left:
        return None
    found = [0, 0, 0, 0]
    for way in left:
        for place, order in enumerate(way):
            found[place] |= order
    return (found[0], found[1], found[2], found[3])


@cache
def is_told_by_ends(mask: int) -> bool:
    """Return whether the order of the ends says all of a relation.

    It does for what is equal, inside, containing or overlapping; not for
    what is apart (before or after?) or not equal (at the start or the end?).

    Args:
        mask: The relation.

    Returns:
        Whether every order of ends that the relation allows, pair by pair,
        has the relation.
    """
    ends = tightened(mask, UNKNOWN)
    return ends is not None and relation_mask(ends) == mask

"""The comparison of two crosswalks by brute force: slow, obvious, definition by definition.

Data, everywhere the same:

    place    (ordinals, or later?), such as ((2,), False), ((2, 3), False), ((2,), True)
    row      (subject place, basic relations, object place, axis)
    rows     all rows of a crosswalk; the first crosswalk is the reference
    sizes    how many stages the two frameworks have
    ladders  whether each of them is a ladder
    nones    (0 for the subject framework or 1, ordinal) of stages without counterpart
    closure  place of a row -> basic relations that still can hold; of others all can
"""

from fractions import Fraction
from itertools import product
from math import erf, sqrt

Place = tuple[tuple[int, ...], bool]
Row = tuple[Place, frozenset[str], Place, str]
Rows = list[Row]
Sizes = tuple[int, int]
Ladders = tuple[bool, bool]
Nones = set[tuple[int, int]]
Key = tuple[Place, Place, str]
Closure = dict[Key, frozenset[str]]
Table = list[tuple[frozenset[str] | None, frozenset[str] | None]]

BACKWARDS = {"EQ": "EQ", "PP": "PPi", "PPi": "PP", "PO": "PO", "DR": "DR"}
APART = frozenset({"DR"})


def key(row: Row) -> Key:
    """The place of a row."""
    return row[0], row[2], row[3]


def ends(row: Row) -> tuple[Place, Place]:
    """Where a row begins and ends."""
    return row[0], row[2]


def backwards(basics: frozenset[str]) -> frozenset[str]:
    """Basic relations read from the other side."""
    return frozenset(BACKWARDS[basic] for basic in basics)


def kinds(one: Rows, two: Rows) -> dict[str, set[Key]]:
    """The places of all rows, by how the two crosswalks stand there."""
    found: dict[str, set[Key]] = {
        name: set() for name in ("agreeing", "turned", "differing", "only_one", "only_two")
    }
    for place in {key(row) for row in one + two}:
        here = [row[1] for row in one if key(row) == place]
        there = [row[1] for row in two if key(row) == place]
        if not there:
            found["only_one"].add(place)
        elif not here:
            found["only_two"].add(place)
        elif here == there:
            found["agreeing"].add(place)
        elif here[0] == backwards(there[0]):
            found["turned"].add(place)
        else:
            found["differing"].add(place)
    return found


def members(place: Place, size: int) -> set[int]:
    """The stages of a place, one by one."""
    ordinals, or_later = place
    return {
        ordinal
        for ordinal in range(1, size + 1)
        if ordinal in ordinals or (or_later and ordinal > max(ordinals))
    }


def said(rows: Rows, subject: int, end: int) -> frozenset[str] | None:
    """All that is said of two single stages."""
    told = [row[1] for row in rows if (row[0], row[2]) == (((subject,), False), ((end,), False))]
    if not told:
        return None
    return frozenset(basic for basic in BACKWARDS if all(basic in own for own in told))


def table(one: Rows, two: Rows, sizes: Sizes) -> Table:
    """What both say, pair of stages for pair of stages."""
    return [
        (said(one, subject, end), said(two, subject, end))
        for subject in range(1, sizes[0] + 1)
        for end in range(1, sizes[1] + 1)
    ]


def told(judged: Table) -> Table:
    """The pairs of which both speak."""
    return [pair for pair in judged if None not in pair]


def raw(judged: Table) -> Fraction | None:
    """How often both say the same."""
    return Fraction(sum(a == b for a, b in judged), len(judged)) if judged else None


def expected(judged: Table) -> Fraction | None:
    """How often they would if what the second says were dealt out anew in every way."""
    if not judged:
        return None
    same = sum(a == b for (a, _), (_, b) in product(judged, judged))
    return Fraction(same, len(judged) ** 2)


def kappa(judged: Table) -> Fraction | None:
    """Cohen, 1960."""
    observed, chance = raw(judged), expected(judged)
    if observed is None or chance is None or chance == 1:
        return None
    return (observed - chance) / (1 - chance)


class Dual:
    """A number with the slope that it has in one direction."""

    def __init__(self, value: Fraction, slope: Fraction = Fraction(0)) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: "Dual") -> "Dual":
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: "Dual") -> "Dual":
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other: "Dual") -> "Dual":
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other: "Dual") -> "Dual":
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)


def _slope(shares: dict[tuple[int, int], Fraction], moved: tuple[int, int], count: int) -> Fraction:
    """How fast kappa rises with the share of one cell."""
    cells = {
        cell: Dual(shares.get(cell, Fraction(0)), Fraction(cell == moved))
        for cell in product(range(count), range(count))
    }
    observed, chance = Dual(Fraction(0)), Dual(Fraction(0))
    for own in range(count):
        row, column = Dual(Fraction(0)), Dual(Fraction(0))
        for other in range(count):
            row += cells[own, other]
            column += cells[other, own]
        observed += cells[own, own]
        chance += row * column
    return ((observed - chance) / (Dual(Fraction(1)) - chance)).slope


def variance(judged: Table) -> Fraction | None:
    """The delta method: the variance of a multinomial draw, through the slopes of kappa."""
    if kappa(judged) is None:
        return None
    names = sorted({name for pair in judged for name in pair}, key=lambda own: sorted(own or "-"))
    places = [(names.index(a), names.index(b)) for a, b in judged]
    shares = {cell: Fraction(places.count(cell), len(places)) for cell in places}
    slopes = {cell: _slope(shares, cell, len(names)) for cell in shares}
    mean = sum((shares[cell] * slopes[cell] for cell in shares), Fraction(0))
    spread = sum((shares[cell] * (slopes[cell] - mean) ** 2 for cell in shares), Fraction(0))
    return spread / len(judged)


def deviate(level: Fraction) -> float:
    """How far a normal variable stays from its mean with this chance."""
    low, high = 0.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if erf(middle / sqrt(2)) < level else (low, middle)
    return low


def wilson(share: Fraction, count: int, level: Fraction) -> tuple[float, float]:
    """The true shares under which the observed one is not too far off."""
    observed, reach = float(share), deviate(level)

    def end(good: float, bad: float) -> float:
        for _ in range(200):
            middle = (good + bad) / 2
            far = abs(observed - middle) > reach * sqrt(middle * (1 - middle) / count)
            good, bad = (good, middle) if far else (middle, bad)
        return good

    return end(observed, 0.0), end(observed, 1.0)


def _mean(earned: list[Fraction]) -> Fraction | None:
    return sum(earned, Fraction(0)) / len(earned) if earned else None


def strict(own: Rows, other: Rows) -> Fraction | None:
    """The share of rows that the other has just so."""
    return _mean([Fraction(row in other) for row in own])


def by_relation(own: Rows, other: Rows) -> Fraction | None:
    """How much of what the rows allow the other's row of the place allows, too."""
    return _mean(
        [
            sum(
                (
                    Fraction(sum(basic in peer[1] for basic in row[1]), len(row[1]))
                    for peer in other
                    if key(peer) == key(row)
                ),
                Fraction(0),
            )
            for row in own
        ]
    )


def crosses(one: Row, two: Row, sizes: Sizes, ladders: Ladders) -> bool:
    """Whether two rows that are not about being apart run against each other."""
    if APART in (one[1], two[1]) or one[3] != two[3] or ladders != (True, True):
        return False
    here = set(product(members(one[0], sizes[0]), members(one[2], sizes[1])))
    there = set(product(members(two[0], sizes[0]), members(two[2], sizes[1])))
    return all((a < c and b > d) for (a, b), (c, d) in product(here, there)) or all(
        (a > c and b < d) for (a, b), (c, d) in product(here, there)
    )


def _near(one: Row, two: Row, sizes: Sizes, ladders: Ladders) -> Fraction:
    """The best that two of the stages they name are to each other."""
    best = Fraction(0)
    for a, b in product(members(one[0], sizes[0]), members(one[2], sizes[1])):
        for c, d in product(members(two[0], sizes[0]), members(two[2], sizes[1])):
            if (a, b) == (c, d):
                best = Fraction(1)
            elif a == c and ladders[1]:
                best = max(best, 1 - Fraction(abs(b - d), sizes[1] - 1))
            elif b == d and ladders[0]:
                best = max(best, 1 - Fraction(abs(a - c), sizes[0] - 1))
    return best


def by_distance(own: Rows, other: Rows, sizes: Sizes, ladders: Ladders) -> Fraction | None:
    """How near the rows lie to the other's, less for what they cross."""
    earned: list[Fraction] = []
    for row in own:
        if row[1] == APART:
            continue
        peers = [peer for peer in other if peer[1] != APART and peer[3] == row[3]]
        best = max([_near(row, peer, sizes, ladders) for peer in peers] + [Fraction(0)])
        if best != 1 and peers:
            kept = [peer for peer in peers if not crosses(row, peer, sizes, ladders)]
            best *= Fraction(len(kept), len(peers))
        earned.append(best)
    return _mean(earned)


def crossing(one: Rows, two: Rows, sizes: Sizes, ladders: Ladders) -> set[tuple[Key, Key]]:
    """All that runs against each other."""
    return {(key(a), key(b)) for a, b in product(one, two) if crosses(a, b, sizes, ladders)}


def verdict(row: Row, closure: Closure) -> str:
    """What a closure says of a row."""
    possible = closure.get(key(row), frozenset(BACKWARDS))
    if not possible:
        return "inconsistent"
    fitting = {basic for basic in possible if basic in row[1]}
    if fitting == possible:
        return "follows"
    return "undecided" if fitting else "contradicted"


def by_closure(own: Rows, closure: Closure) -> Fraction | None:
    """The share of what follows among what could be judged."""
    verdicts = [verdict(row, closure) for row in own]
    return _mean(
        [
            Fraction(own == "follows")
            for own in verdicts
            if own in ("follows", "contradicted", "undecided")
        ]
    )


def f1(precision: Fraction | None, recall: Fraction | None) -> Fraction | None:
    """The harmonic mean: one over the mean of one over each."""
    if precision == 0 or recall == 0:
        return Fraction(0)
    if precision is None or recall is None:
        return None
    return 1 / ((1 / precision + 1 / recall) / 2)


def coverage(rows: Rows, nones: Nones, side: int, size: int) -> list[str]:
    """What is said of each stage of one side, first to last."""
    found: list[str] = []
    for ordinal in range(1, size + 1):
        here = [row[1] for row in rows if ordinal in members(ends(row)[side], size)]
        if any(basics != APART for basics in here):
            found.append("linked")
        elif (side, ordinal) in nones:
            found.append("none")
        else:
            found.append("apart" if here else "silent")
    return found


def statement(own: tuple[int, int], nones: Nones, other: Rows, other_nones: Nones) -> str:
    """What becomes of the statement that a stage has no counterpart."""
    side, ordinal = own
    assert own in nones
    if own in other_nones:
        return "both"
    named = [row for row in other if ordinal in ends(row)[side][0]]
    return "denied" if any(row[1] != APART for row in named) else "only"

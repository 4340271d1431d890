"""Frameworks on a hidden common axis, true mappings between them, and errors to plant.

    python tests/benchmarks/hidden_axis.py [FRAMEWORKS MAPPINGS SEED]

prints what was made and how long that took.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from sys import argv
from time import perf_counter
from typing import Literal, NamedTuple

import attrs

from socialmaturity.identifiers import FrameworkId, Place, StageRef
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import BasicRelation, Relation
from socialmaturity.model.framework import Framework
from socialmaturity.model.order import Order
from socialmaturity.model.stage import Stage

STAGES = 10
"""Stages of each framework."""

MARKS = 12
"""Points of the common grid; a framework on it leaves out one, since it needs 11."""

FINE = 100
"""How much finer the axis is than the grid."""

PATIENCE = 20_000
"""Pairs to draw in vain before the mix, and then the number, is given up."""

Kind = Literal["exact", "broad", "narrow", "close", "related"]

MIX: dict[Kind, int] = {"exact": 22, "broad": 34, "narrow": 15, "close": 9, "related": 19}
"""How frequent each kind of row is, in parts."""

WRITTEN: dict[Kind, Relation] = {
    "exact": Relation.EQUAL,
    "broad": Relation.INSIDE,
    "narrow": Relation.CONTAINS,
    "close": Relation.OVERLAPS,
}
"""How the kinds that say something of sets are written."""

TRUE_KIND: dict[BasicRelation, Kind] = {
    BasicRelation.EQ: "exact",
    BasicRelation.PP: "broad",
    BasicRelation.PPI: "narrow",
    BasicRelation.PO: "close",
}
"""The kind of row that a true relation gives."""

TURNED: dict[Kind, Kind] = {"broad": "narrow", "narrow": "broad"}

Truth = Callable[[Place, Place], BasicRelation]

Slip = Literal[
    "broad and narrow exchanged",
    "equal one stage off",
    "broad one stage off",
    "equal written for broad",
]

SLIPS: tuple[Slip, ...] = (
    "broad and narrow exchanged",
    "equal one stage off",
    "broad one stage off",
    "equal written for broad",
)
"""The errors that can be planted."""

SPOILT: dict[Slip, tuple[Relation, ...]] = {
    "broad and narrow exchanged": (Relation.INSIDE, Relation.CONTAINS),
    "equal one stage off": (Relation.EQUAL,),
    "broad one stage off": (Relation.INSIDE,),
    "equal written for broad": (Relation.INSIDE,),
}
"""What the rows say in which an error can be planted."""


class _At(NamedTuple):
    """A stage, by the numbers of its framework and of itself, both from 0."""

    framework: int
    stage: int


def hidden_axis(
    frameworks: int,
    mappings: int,
    seed: int,
    *,
    related: Relation | None = Relation.PP_PPI_PO_DR,
) -> tuple[list[Framework], list[Mapping], Truth]:
    """Frameworks of ten consecutive stages on one axis, and true mappings between them.

    Every other framework has its cut points on a common grid of 12 points,
    so that many of their stages are equal; the others have them anywhere.
    They need not begin or end together. A mapping is about stages of two
    frameworks that share something: a random stage, and a random one of
    those that it touches in another random framework. No two are about the
    same pair. What is true is written in words (see `WRITTEN`); inside and
    contains are written of proper parts alone.

    Args:
        frameworks: How many, two at least.
        mappings: How many rows.
        seed: The same gives the same.
        related: How a related row is written, of which there are 19 in 99;
            its stages touch and are not equal. By default it says that
            alone; ``None`` leaves these rows out of the list.

    Returns:
        The frameworks; the mappings, in random order; and a function that
        tells the true relation of any two single stages. The kinds are mixed
        as in `MIX`; where stages of a kind run out, others take their place.

    Raises:
        ValueError: There are not as many pairs that share something.
    """
    rng = Random(seed)  # noqa: S311
    cuts = [_cut_points(rng, on_grid=not number % 2) for number in range(frameworks)]
    refs = [
        [StageRef(FrameworkId(f"f{number}"), ordinal) for ordinal in range(1, STAGES + 1)]
        for number in range(1, frameworks + 1)
    ]
    written = WRITTEN if related is None else {**WRITTEN, "related": related}
    rows = [
        Mapping(
            subject=refs[one.framework][one.stage],
            relation=written[kind],
            object=refs[two.framework][two.stage],
            confidence=Fraction(rng.randint(50, 100), 100),
            justification="Drawn.",
        )
        for kind, one, two in _drawn_rows(rng, cuts, mappings)
        if kind in written
    ]
    stretches: dict[Place, tuple[int, int]] = {
        ref: stretch
        for own, points in zip(refs, cuts, strict=True)
        for ref, stretch in zip(own, pairwise(points), strict=True)
    }

    def truth(one: Place, two: Place) -> BasicRelation:
        return _relation(*stretches[one], *stretches[two])

    return [_framework(own) for own in refs], rows, truth


def _cut_points(rng: Random, *, on_grid: bool) -> list[int]:
    points = range(0, MARKS * FINE, FINE) if on_grid else range((MARKS - 1) * FINE + 1)
    return sorted(rng.sample(points, STAGES + 1))


def _framework(refs: list[StageRef]) -> Framework:
    own = refs[0].framework
    return Framework(
        id=own,
        name=own,
        version="1",
        kind="ladder",
        order=Order(exclusive=True),
        stages=tuple(
            Stage(framework=own, ordinal=ref.ordinal, name=f"Step {ref.ordinal}") for ref in refs
        ),
    )


def _relation(start: int, end: int, other_start: int, other_end: int) -> BasicRelation:
    """How two stretches lie to each other, their ends not counted."""
    if end <= other_start or other_end <= start:
        return BasicRelation.DR
    inside = other_start <= start and end <= other_end
    contains = start <= other_start and other_end <= end
    if inside:
        return BasicRelation.EQ if contains else BasicRelation.PP
    return BasicRelation.PPI if contains else BasicRelation.PO


def _drawn_rows(rng: Random, cuts: list[list[int]], count: int) -> list[tuple[Kind, _At, _At]]:
    """So many kinds of row, each with two stages of which it is true."""
    wanted = Counter(rng.choices(list(MIX), list(MIX.values()), k=count))
    rows: list[tuple[Kind, _At, _At]] = []
    taken: set[frozenset[_At]] = set()
    in_vain = 0
    while len(rows) < count:
        if in_vain == 2 * PATIENCE:
            raise ValueError(f"{len(cuts)} frameworks have no {count} pairs that share something")
        in_vain += 1
        pair = _drawn_pair(rng, cuts)
        if pair is None or frozenset(pair) in taken:
            continue
        one, two = pair
        kind = TRUE_KIND[_relation(*_stretch(cuts, one), *_stretch(cuts, two))]
        if kind != "exact" and rng.random() * (count - len(rows)) < wanted["related"]:
            kind = "related"
        elif kind in TURNED and not wanted[kind]:
            kind, one, two = TURNED[kind], two, one
        if not wanted[kind] and in_vain <= PATIENCE:
            continue
        wanted[kind] -= 1
        taken.add(frozenset(pair))
        rows.append((kind, one, two))
        in_vain = PATIENCE if in_vain > PATIENCE else 0
    rng.shuffle(rows)
    return rows


def _stretch(cuts: list[list[int]], at: _At) -> tuple[int, int]:
    points = cuts[at.framework]
    return points[at.stage], points[at.stage + 1]


def _drawn_pair(rng: Random, cuts: list[list[int]]) -> tuple[_At, _At] | None:
    """A random stage, and one that it touches in another framework, if any does."""
    first, second = rng.sample(range(len(cuts)), 2)
    one = _At(first, rng.randrange(STAGES))
    start, end = _stretch(cuts, one)
    points = cuts[second]
    from_stage = max(0, bisect_right(points, start) - 1)
    to_stage = min(STAGES, bisect_right(points, end - 1))
    if from_stage >= to_stage:
        return None
    return one, _At(second, rng.randrange(from_stage, to_stage))


def plant(rng: Random, mappings: Sequence[Mapping], kind: Slip) -> tuple[list[Mapping], int]:
    """Spoil one random row.

    Args:
        rng: Where chance comes from.
        mappings: Made by `hidden_axis`; not changed.
        kind: One of `SLIPS`. "One stage off" moves the object to a
            neighbouring stage; "broad" is a row that says inside.

    Returns:
        The mappings with one row spoilt, which is false, and its index.

    Raises:
        ValueError: No row is of the kind.
    """
    able = [index for index, own in enumerate(mappings) if own.relation in SPOILT[kind]]
    if not able:
        raise ValueError(f"no row in which to plant {kind!r}")
    index = rng.choice(able)
    spoilt = [*mappings]
    spoilt[index] = _spoilt(rng, mappings[index], kind)
    return spoilt, index


def _spoilt(rng: Random, row: Mapping, kind: Slip) -> Mapping:
    if kind == "broad and narrow exchanged":
        return attrs.evolve(row, relation=row.relation.converse)
    if kind == "equal written for broad":
        return attrs.evolve(row, relation=Relation.EQUAL)
    (ordinal,) = row.object.ordinals
    near = [other for other in (ordinal - 1, ordinal + 1) if 1 <= other <= STAGES]
    return attrs.evolve(row, object=StageRef(row.object.framework, rng.choice(near)))


def main() -> None:
    """Print the mix of a set and what it cost."""
    frameworks, mappings, seed = map(int, argv[1:4]) if len(argv) > 1 else (1000, 100_000, 1)
    start = perf_counter()
    made, rows, truth = hidden_axis(frameworks, mappings, seed)
    seconds = perf_counter() - start
    print(f"{len(made)} frameworks and {len(rows)} mappings in {seconds:.1f} s")
    counts = Counter((row.relation, truth(*row.places)) for row in rows)
    for (relation, basic), count in sorted(counts.items()):
        print(f"  {relation.value:12} truly {basic.value:4}{count:8}{count / len(rows):8.1%}")


if __name__ == "__main__":
    main()

"""Reasoning over crosswalks by brute force: worlds, what is true in them, what can be.

Written from the meaning of the words alone.

    unit        stands somewhere on an axis, and is at any number of stages off the axis
    ladder      stages are stretches of the axis; they exclude each other or are cumulative
    sets        stages are any sets of units that are not empty (phases that run side by side)

A ladder of m stages that exclude each other has the cut points a0 < a1 < ... < am, and its stage
i is the stretch [a(i-1), ai). A cumulative one has a0 < ... < a(m-1), and its stage i reaches
from a(i-1) to the end of the axis. "Or later" reaches from the start of the last named stage to
the end of the axis; of sets it holds the last named stage, every later one, and units beyond the
last, which a world writes as an ordinal more than there are stages, if it has any. Every stretch
of a ladder's stage has units. The axis named by a mapping is not looked at: all given mappings
are taken to lie on one. The place below the first stage is not covered.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, pairwise, product
from random import Random
from typing import NamedTuple

import attrs

from samples import framework, stage
from socialmaturity.identifiers import FrameworkId, Place, StageRef, StageUnion
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import BY_MASK, WORDS, BasicRelation, Relation
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.order import Order

BASICS = frozenset(BasicRelation)
SAYABLE = tuple(own for own in Relation if own not in (Relation.ANYTHING, Relation.NOTHING))

Basics = frozenset[BasicRelation]


# --- relations of sets


def basic_of(both: bool, only_first: bool, only_second: bool) -> BasicRelation:
    """The relation of two sets, by which parts of their Venn diagram have something in them."""
    if not both:
        if not (only_first and only_second):
            raise ValueError("one of the two sets is empty")
        return BasicRelation.DR
    if only_first:
        return BasicRelation.PO if only_second else BasicRelation.PPI
    return BasicRelation.PP if only_second else BasicRelation.EQ


def set_relation(
    first: Collection[object] | frozenset[object], second: Collection[object] | frozenset[object]
) -> BasicRelation:
    """How two sets lie to each other."""
    one, two = frozenset(first), frozenset(second)
    return basic_of(bool(one & two), bool(one - two), bool(two - one))


def subsets(size: int) -> list[frozenset[int]]:
    """All sets of the first *size* numbers but the empty one."""
    return [
        frozenset(some) for count in range(1, size + 1) for some in combinations(range(size), count)
    ]


@cache
def composition_table(size: int = 4) -> dict[tuple[BasicRelation, BasicRelation], Basics]:
    """What can hold of x and z, by the relations of x to y and of y to z.

    By trying all sets of *size* elements; three are too few.
    """
    cells: dict[tuple[BasicRelation, BasicRelation], set[BasicRelation]] = {}
    known = {(one, two): set_relation(one, two) for one, two in product(subsets(size), repeat=2)}
    for one, two, three in product(subsets(size), repeat=3):
        cell = cells.setdefault((known[one, two], known[two, three]), set())
        cell.add(known[one, three])
    return {key: frozenset(cell) for key, cell in cells.items()}


@cache
def converse_table() -> dict[BasicRelation, BasicRelation]:
    """The relation of y to x, by that of x to y; found in the same way."""
    return {
        set_relation(one, two): set_relation(two, one) for one, two in product(subsets(4), repeat=2)
    }


def composed(first: Basics, second: Basics) -> Basics:
    """What can hold of x and z when one of *first*, then one of *second* holds."""
    table = composition_table()
    return frozenset(chain.from_iterable(table[pair] for pair in product(first, second)))


def turned(basics: Basics) -> Basics:
    """What can hold of y and x when one of *basics* holds of x and y."""
    return frozenset(converse_table()[basic] for basic in basics)


def all_relations() -> frozenset[Basics]:
    """All 32 sets of basic relations."""
    return frozenset(frozenset(relation.basic) for relation in Relation)


TRACTABLE = all_relations() - {
    frozenset({BasicRelation.PP, BasicRelation.PPI} | more)
    for more in (
        set[BasicRelation](),
        {BasicRelation.EQ},
        {BasicRelation.DR},
        {BasicRelation.EQ, BasicRelation.DR},
    )
}
"""The 28 relations for which closing under composition decides, as the literature lists them."""


@cache
def _composed_masks() -> list[list[int]]:
    relations = [BY_MASK[mask].basic for mask in range(32)]
    return [[Relation.of(composed(one, two)).mask for two in relations] for one in relations]


@cache
def _turned_masks() -> list[int]:
    return [Relation.of(turned(BY_MASK[mask].basic)).mask for mask in range(32)]


def closure(relations: Iterable[Basics]) -> frozenset[Basics]:
    """All that composition, intersection and converse make of *relations*."""
    after, back = _composed_masks(), _turned_masks()
    masks = {Relation.of(relation).mask for relation in relations}
    while True:
        more = {back[mask] for mask in masks}
        for one, two in product(masks, repeat=2):
            more |= {one & two, after[one][two]}
        if more <= masks:
            return frozenset(BY_MASK[mask].basic for mask in masks)
        masks |= more


@cache
def closed_classes() -> frozenset[frozenset[Basics]]:
    """All classes closed under the three that contain every basic relation."""
    least = closure(frozenset({basic}) for basic in BASICS)
    found, waiting = {least}, [least]
    while waiting:
        known = waiting.pop()
        for more in all_relations() - known:
            larger = closure(known | {more})
            if larger not in found:
                found.add(larger)
                waiting.append(larger)
    return frozenset(found)


# --- small frameworks


def seeded(seed: int) -> Random:
    """Chance that can be repeated."""
    return Random(seed)  # noqa: S311


class Shape(Enum):
    """What the stages of a small framework are."""

    LADDER = ("ladder", True, False)
    """Stretches of the axis that exclude each other."""
    CUMULATIVE = ("ladder", False, True)
    """Stretches of the axis that all reach to its end."""
    SETS = ("phases", False, False)
    """Any sets of units."""
    EXCLUSIVE_SETS = ("phases", True, False)
    """Sets of units that exclude each other."""
    NESTED_SETS = ("phases", False, True)
    """Sets of units of which each holds all later ones."""


LINES = (Shape.LADDER, Shape.CUMULATIVE)
FREE = (Shape.SETS, Shape.EXCLUSIVE_SETS)


@cache
def build(name: str, size: int, shape: Shape = Shape.LADDER) -> Framework:
    """A framework of *size* stages of which nothing else is said."""
    kind, exclusive, cumulative = shape.value
    return framework(
        *(stage(ordinal, framework=name) for ordinal in range(1, size + 1)),
        id=name,
        kind=kind,
        order=Order(exclusive=exclusive, cumulative=cumulative),
    )


def random_frameworks(
    rng: Random, count: int, *, shapes: Sequence[Shape] = (*LINES, *FREE), most: int = 5
) -> tuple[Framework, ...]:
    """So many frameworks of random shapes and of 1 to *most* stages, named f1, f2 and so on."""
    return tuple(
        build(f"f{number}", rng.randint(1, most), rng.choice(shapes))
        for number in range(1, count + 1)
    )


def on_line(framework: Framework) -> bool:
    """Are its stages stretches of the axis?

    A ladder that is neither exclusive nor cumulative says nothing of where
    its stages end; its stages are sets.
    """
    order = framework.order
    return framework.kind is FrameworkKind.LADDER and (order.exclusive or order.cumulative)


def cut_count(framework: Framework) -> int:
    """How many cut points a ladder has: one more than stages, but where it is cumulative."""
    return len(framework.stages) + framework.order.exclusive


def stretches(own: Framework, cuts: Sequence[int], top: int) -> list[tuple[int, int]]:
    """Start and end of each stage of a ladder, the end not counted."""
    if own.order.cumulative:
        return [(start, top) for start in cuts]
    return list(pairwise(cuts))


# --- worlds


class Unit(NamedTuple):
    """A kind of unit that there is: its position, and the stages off the axis that it is at."""

    position: int
    at: frozenset[StageRef]


@attrs.frozen(kw_only=True)
class World:
    """One way in which everything may be.

    Args:
        frameworks: All that it tells of.
        cuts: The cut points of each that is on the line, lowest first.
        top: The end of the axis.
        units: The kinds of unit that there are, at positions below the top.
    """

    frameworks: tuple[Framework, ...]
    cuts: dict[FrameworkId, tuple[int, ...]]
    top: int
    units: frozenset[Unit]

    def __attrs_post_init__(self) -> None:
        positions = {unit.position for unit in self.units}
        if not positions <= set(range(self.top)):
            raise ValueError("a unit is off the axis")
        for own in self.frameworks:
            if on_line(own):
                self._check_line(own, positions)
            else:
                self._check_sets(own)

    def _check_line(self, own: Framework, positions: set[int]) -> None:
        cuts = self.cuts[own.id]
        if len(cuts) != cut_count(own) or any(one >= two for one, two in pairwise(cuts)):
            raise ValueError(f"{own.id} does not have these cut points: {cuts}")
        for start, end in stretches(own, cuts, self.top):
            if not start < end <= self.top:
                raise ValueError(f"{own.id} reaches beyond the top")
            if not set(range(start, end)) <= positions:
                raise ValueError(f"{own.id} covers a place where no unit is")

    def _check_sets(self, own: Framework) -> None:
        for each in own.stages:
            if not any(each.ref in unit.at for unit in self.units):
                raise ValueError(f"{each.ref} is empty")
        for unit in self.units:
            if not _allowed(own, [ref.ordinal for ref in unit.at if ref.framework == own.id]):
                raise ValueError(f"{unit.at} are not possible together")

    def framework(self, place: Place) -> Framework:
        """The framework that a place is of."""
        return next(own for own in self.frameworks if own.id == place.framework)


def _allowed(own: Framework, ordinals: list[int]) -> bool:
    """Can a unit be at these stages of a framework of sets, and at no other of it?"""
    if own.order.exclusive:
        return len(ordinals) <= 1
    if own.order.cumulative:
        return sorted(ordinals) == list(range(1, len(ordinals) + 1))
    return True


def is_later(place: Place) -> bool:
    """Does it say "or later"?"""
    return isinstance(place, StageUnion) and place.or_later


def check_place(own: Framework, place: Place) -> None:
    """Refuse a stage that a framework does not have, and the place below its first."""
    if not all(1 <= ordinal <= len(own.stages) for ordinal in place.ordinals):
        raise ValueError(f"{own.id} has no such stage: {place}")


def extent(world: World, place: Place) -> frozenset[Unit]:
    """The units that are at a place."""
    own = world.framework(place)
    check_place(own, place)
    if on_line(own):
        all_stages = stretches(own, world.cuts[own.id], world.top)
        parts = [all_stages[ordinal - 1] for ordinal in place.ordinals]
        if is_later(place):
            parts.append((parts[-1][0], world.top))
        return frozenset(
            unit
            for unit in world.units
            if any(start <= unit.position < end for start, end in parts)
        )
    wanted = {*place.ordinals}
    if is_later(place):
        wanted |= set(range(place.ordinals[-1], len(own.stages) + 2))
    return frozenset(
        unit
        for unit in world.units
        if any(ref.framework == own.id and ref.ordinal in wanted for ref in unit.at)
    )


def relation(world: World, one: Place, two: Place) -> BasicRelation:
    """How two places lie to each other in a world."""
    return set_relation(extent(world, one), extent(world, two))


def holds(world: World, mapping: Mapping) -> bool:
    """Is a mapping true in a world?"""
    return relation(world, mapping.subject, mapping.object) in mapping.relation.basic


# --- random worlds and true statements


def random_world(rng: Random, frameworks: Sequence[Framework]) -> World:
    """A world of these frameworks.

    Cut points come from a small grid, so that some are shared. With sets,
    each position has one to three kinds of unit; a set is drawn anew or is
    made from an earlier place, so that equal and nested ones are frequent.
    """
    lines = [own for own in frameworks if on_line(own)]
    free = [own for own in frameworks if not on_line(own)]
    least = max(
        [len(own.stages) for own in free] + [cut_count(own) + 1 for own in lines], default=1
    )
    top = rng.randint(least, 2 * least + 2)
    cuts = {
        own.id: tuple(sorted(rng.sample(range(top + own.order.exclusive), cut_count(own))))
        for own in lines
    }
    positions = [at for at in range(top) for _ in range(rng.randint(1, 3) if free else 1)]
    at: list[set[StageRef]] = [set() for _ in positions]
    known = [
        {unit for unit, position in enumerate(positions) if start <= position < end}
        for own in lines
        for start, end in stretches(own, cuts[own.id], top)
    ]
    for own in free:
        for ref, units in _random_sets(rng, own, len(positions), known):
            for unit in units:
                at[unit].add(ref)
    return World(
        frameworks=tuple(frameworks),
        cuts=cuts,
        top=top,
        units=frozenset(Unit(*one) for one in zip(positions, map(frozenset, at), strict=True)),
    )


def _random_sets(
    rng: Random, own: Framework, count: int, known: list[set[int]]
) -> Iterator[tuple[StageRef, set[int]]]:
    """Members of each stage, and of what lies beyond the last; they are *known* from then on."""
    size = len(own.stages)
    kept = rng.sample(range(count), size)
    drawn = [_random_set(rng, count, known) for _ in range(size + 1)]
    for index in range(size):
        if own.order.exclusive:
            others = set(kept) - {kept[index]}
            drawn[index] -= others.union(*drawn[:index])
        elif own.order.cumulative and index:
            drawn[index] &= drawn[index - 1]
        if not drawn[index]:
            drawn[index] = {kept[index]}
            if own.order.cumulative:
                drawn[: index + 1] = [earlier | {kept[index]} for earlier in drawn[: index + 1]]
    if own.order.exclusive:
        drawn[size] -= set[int]().union(*drawn[:size])
    elif own.order.cumulative:
        drawn[size] &= drawn[size - 1]
    known.extend(some for some in drawn if some)
    for ordinal, some in enumerate(drawn, start=1):
        yield StageRef(own.id, ordinal), some


def _random_set(rng: Random, count: int, known: list[set[int]]) -> set[int]:
    share = rng.random()
    new = {unit for unit in range(count) if rng.random() < share}
    if not known or rng.random() < 1 / 3:
        return new
    old = rng.choice(known)
    return rng.choice([old, old & new, old | new]).copy()


def random_place(rng: Random, framework: Framework, *, unions: float = 0.3) -> Place:
    """A stage, or with this share several together or one "or later"."""
    last = len(framework.stages)
    if rng.random() >= unions:
        return StageRef(framework.id, rng.randint(1, last))
    later = last == 1 or rng.random() < 1 / 2
    ordinals = sorted(rng.sample(range(1, last + 1), rng.randint(2 - later, last)))
    while later and ordinals[-2:-1] == [ordinals[-1] - 1]:
        ordinals.pop()
    return StageUnion(framework.id, tuple(ordinals), or_later=later)


def random_mappings(
    rng: Random, world: World, count: int, *, weaken: float, unions: float = 0.3
) -> list[Mapping]:
    """True statements about random places of different frameworks of a world.

    Args:
        rng: Where chance comes from.
        world: Of two frameworks at least.
        count: How many.
        weaken: The share of those that say any of the 30 relations that
            can be said and hold; the others say one of the five words.
        unions: The share of places that are several stages or "or later".

    Returns:
        So many mappings; two of them may be about the same places.
    """
    mappings: list[Mapping] = []
    for _ in range(count):
        one, two = (
            random_place(rng, own, unions=unions) for own in rng.sample(world.frameworks, 2)
        )
        basic = relation(world, one, two)
        sayable = SAYABLE if rng.random() < weaken else WORDS
        mappings.append(
            statement(one, rng.choice([own for own in sayable if basic in own.basic]), two)
        )
    return mappings


def statement(
    one: Place | str, relation: Relation, two: Place | str, confidence: Fraction | None = None
) -> Mapping:
    """A mapping of which nothing else is said."""
    return Mapping(
        subject=one, relation=relation, object=two, confidence=confidence, justification="Drawn."
    )


# --- all worlds


def delannoy(rows: int, columns: int) -> int:
    """The number of weak orders of two chains of so many points."""
    line = [1] * (columns + 1)
    for _ in range(rows):
        longer = [1]
        for left, right in pairwise(line):
            longer.append(left + right + longer[-1])
        line = longer
    return line[-1]


def weak_orders(sizes: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All ways in which the points of some chains can follow each other or coincide.

    Args:
        sizes: How many points each chain has.

    Yields:
        The position of every point, by chain; positions are 0, 1, ...
        without a gap.
    """
    if not any(sizes):
        yield tuple(() for _ in sizes)
        return
    for step in product(*((0, 1) if size else (0,) for size in sizes)):
        if any(step):
            left = [size - taken for size, taken in zip(sizes, step, strict=True)]
            for rest in weak_orders(left):
                yield tuple(
                    (0,) * taken + tuple(point + 1 for point in points)
                    for taken, points in zip(step, rest, strict=True)
                )


def alignments(m: int, n: int, *, common_ends: bool = True) -> Iterator[World]:
    """All qualitatively different alignments of the ladders left and right.

    Args:
        m: Stages of left.
        n: Stages of right.
        common_ends: Whether both begin at one point and end at one, where
            the axis ends. There are D(m - 1, n - 1) such worlds, D being
            the Delannoy number, since m - 1 and n - 1 cut points are free.
            Else the m + 1 and n + 1 cut points are all free, so D(m + 1,
            n + 1) worlds, in which the axis goes on beyond both ladders.

    Yields:
        A world for each weak order of the cut points.
    """
    both = (build("left", m), build("right", n))
    if common_ends:
        for inner in weak_orders((m - 1, n - 1)):
            top = max(chain(*inner), default=-1) + 2
            ended = [(0, *(point + 1 for point in own), top) for own in inner]
            yield _plain_world(both, ended, top)
    else:
        for cuts in weak_orders((m + 1, n + 1)):
            yield _plain_world(both, cuts, max(chain(*cuts)) + 1)


def _plain_world(
    frameworks: tuple[Framework, ...], cuts: Sequence[tuple[int, ...]], top: int
) -> World:
    return World(
        frameworks=frameworks,
        cuts=dict(zip((own.id for own in frameworks), cuts, strict=True)),
        top=top,
        units=frozenset(Unit(position, frozenset()) for position in range(top)),
    )


def worlds(frameworks: Sequence[Framework], *, beyond: bool = False) -> Iterator[World]:
    """All qualitatively different worlds of a very few, very small frameworks, one by one.

    The plainest way, to check `possible_relations` by. Each weak order of the
    cut points, with the top at the last of them or beyond; at each position,
    one before all cut points among them, each set of the kinds of unit that
    there can be.

    Args:
        frameworks: Of any shape; the count grows beyond all bounds.
        beyond: Whether there may be units beyond the last stage of sets.

    Yields:
        Each world; some differ in nothing that a relation would show.
    """
    lines = [own for own in frameworks if on_line(own)]
    free = [own for own in frameworks if not on_line(own)]
    kinds = _memberships(free, beyond=lambda _: beyond)
    wanted = {each.ref for own in free for each in own.stages}
    for orders in weak_orders([cut_count(own) for own in lines]):
        cuts = [tuple(point + 1 for point in own) for own in orders]
        last = max(chain(*cuts), default=0)
        for top in (last, last + 1):
            parts = [
                part
                for own, points in zip(lines, cuts, strict=True)
                for part in stretches(own, points, top)
            ]
            if any(start == end for start, end in parts):
                continue
            choices = [
                _populations(position, kinds)[
                    any(start <= position < end for start, end in parts) :
                ]
                for position in range(top)
            ]
            for chosen in product(*choices):
                units = frozenset(chain(*chosen))
                if wanted <= set[StageRef]().union(*(unit.at for unit in units)):
                    yield World(
                        frameworks=tuple(frameworks),
                        cuts={own.id: points for own, points in zip(lines, cuts, strict=True)},
                        top=top,
                        units=units,
                    )


def _populations(position: int, kinds: list[frozenset[StageRef]]) -> list[tuple[Unit, ...]]:
    """All sets of kinds of unit at a position, the empty one first."""
    units = [Unit(position, kind) for kind in kinds]
    return [some for count in range(len(units) + 1) for some in combinations(units, count)]


def _memberships(
    free: Iterable[Framework], *, beyond: Callable[[Framework], bool]
) -> list[frozenset[StageRef]]:
    """All sets of stages off the axis at which a unit can be, over some frameworks of sets."""
    return [
        frozenset(chain(*chosen))
        for chosen in product(
            *(
                [
                    [StageRef(own.id, ordinal) for ordinal in ordinals]
                    for count in range(len(own.stages) + 2)
                    for ordinals in combinations(range(1, len(own.stages) + 1 + beyond(own)), count)
                    if _allowed(own, list(ordinals))
                ]
                for own in free
            )
        )
    ]


# --- what can be


def possible_relations(
    frameworks: Iterable[Framework], mappings: Iterable[Mapping], one: Place, two: Place
) -> Basics:
    """The basic relations that two places have in the worlds where all mappings hold.

    Exact. Every world is walked from the start of the axis to its end, one
    stretch after the other; walks that have come to the same cut points and
    have seen the same parts of the Venn diagrams in question go on as one.

    Args:
        frameworks: All that the mappings and the places are of.
        mappings: What is said; may be empty.
        one: A stage, or several.
        two: The same, of the same framework or of another.

    Returns:
        Some of the five; none where the mappings contradict each other.
    """
    asked = [(own.subject, own.object, own.relation.basic) for own in mappings]
    walk = _Walk(tuple(frameworks), [*asked, (one, two, BASICS)])
    return frozenset(_PARTS[state >> 3 * len(asked) & 7] for state in walk.outcomes())


def consistent(frameworks: Iterable[Framework], mappings: Iterable[Mapping]) -> bool:
    """Is there a world in which all mappings hold?"""
    asked = [(own.subject, own.object, own.relation.basic) for own in mappings]
    return bool(_Walk(tuple(frameworks), asked).outcomes())


_PARTS = {
    both | 2 * first | 4 * second: basic_of(bool(both), bool(first), bool(second))
    for both, first, second in product((0, 1), repeat=3)
    if (both or first) and (both or second)
}
"""The basic relation, by the parts seen: 1 for both, 2 for the first alone, 4 for the second."""


class _Walk:
    """All worlds at once, for a list of pairs of places and what may hold of each.

    A state has three bits a pair, one for each part of its Venn diagram that
    has a unit, and then a bit for each stage off the axis that has one.
    """

    def __init__(
        self, frameworks: tuple[Framework, ...], pairs: Sequence[tuple[Place, Place, Basics]]
    ) -> None:
        # A framework that nothing is said of can always be added before all others.
        named = {place.framework for one, two, _ in pairs for place in (one, two)}
        used = [own for own in frameworks if own.id in named]
        later = {
            place.framework for one, two, _ in pairs for place in (one, two) if is_later(place)
        }
        self._by_id = {own.id: own for own in used}
        for one, two, _ in pairs:
            check_place(self._by_id[one.framework], one)
            check_place(self._by_id[two.framework], two)
        self._lines = [own for own in used if on_line(own)]
        free = [own for own in used if not on_line(own)]
        self._kinds = _memberships(free, beyond=lambda own: own.id in later)
        self._stages = [each.ref for own in free for each in own.stages]
        self._pairs = pairs
        self._good = [_prefixes(basics) for _, _, basics in pairs]
        self._viable: dict[int, bool] = {}

    def outcomes(self) -> set[int]:
        """The states that whole worlds end in."""
        counts = [cut_count(own) for own in self._lines]
        end = tuple(counts)
        arrived: dict[tuple[int, ...], set[int]] = {(0,) * len(counts): {0}}
        at_top: set[int] = set()
        after: set[int] = set()
        for passed in product(*(range(count + 1) for count in counts)):
            after = self._stretch(passed, arrived.pop(passed, set()))
            for step in product((0, 1), repeat=len(counts)):
                target = tuple(map(sum, zip(passed, step, strict=True)))
                if any(step) and all(map(int.__le__, target, end)):
                    arrived.setdefault(target, set()).update(after)
                    if target == end and not self._begins_last(step):
                        at_top |= after
        return {state for state in after | at_top if self._is_whole(state)}

    def _begins_last(self, step: tuple[int, ...]) -> bool:
        """Does a cumulative stage begin here? Then this is not yet the top."""
        return any(
            taken and own.order.cumulative for own, taken in zip(self._lines, step, strict=True)
        )

    def _stretch(self, passed: tuple[int, ...], states: set[int]) -> set[int]:
        """The states after the stretch between two neighbouring cut points."""
        if not states:
            return set()
        covered = any(
            reached > 0 and (own.order.cumulative or reached <= len(own.stages))
            for own, reached in zip(self._lines, passed, strict=True)
        )
        empty, inhabited = states, set[int]()
        for seen in {self._seen(passed, kind) for kind in self._kinds}:
            more = {state | seen for state in empty | inhabited}
            inhabited |= {state for state in more if self._is_viable(state)}
        return inhabited if covered else empty | inhabited

    def _seen(self, passed: tuple[int, ...], kind: frozenset[StageRef]) -> int:
        """What a unit adds to a state, by the cut points it has passed and its stages."""
        reached = {own.id: count for own, count in zip(self._lines, passed, strict=True)}
        state = 0
        for number, (one, two, _) in enumerate(self._pairs):
            first, second = (self._is_at(place, reached, kind) for place in (one, two))
            part = 1 if first and second else 2 * first + 4 * second
            state |= part << 3 * number
        for number, ref in enumerate(self._stages):
            state |= (ref in kind) << 3 * len(self._pairs) + number
        return state

    def _is_at(
        self, place: Place, reached: dict[FrameworkId, int], kind: frozenset[StageRef]
    ) -> bool:
        own = self._by_id[place.framework]
        later, ordinals = is_later(place), place.ordinals
        if place.framework not in reached:
            return any(
                ref.framework == own.id
                and (ref.ordinal in ordinals or (later and ref.ordinal > ordinals[-1]))
                for ref in kind
            )
        count = reached[place.framework]
        if own.order.cumulative:
            return count >= ordinals[0]
        return count in ordinals or (later and count >= ordinals[-1])

    def _is_viable(self, state: int) -> bool:
        """Can every pair still come to what may hold of it?"""
        known = self._viable.get(state)
        if known is None:
            known = all(state >> 3 * number & 7 in good for number, good in enumerate(self._good))
            self._viable[state] = known
        return known

    def _is_whole(self, state: int) -> bool:
        """Does every pair have what may hold of it, and every stage off the axis a unit?"""
        bits = (1 << len(self._stages)) - 1
        return state >> 3 * len(self._pairs) == bits and all(
            _PARTS.get(state >> 3 * number & 7) in basics
            for number, (_, _, basics) in enumerate(self._pairs)
        )


def _prefixes(basics: Basics) -> frozenset[int]:
    """The parts that can have been seen on the way to one of these relations."""
    return frozenset(
        seen
        for seen in range(8)
        if any(seen & ~parts == 0 and basic in basics for parts, basic in _PARTS.items())
    )

"""Laws of one axis, of the room of cut points and of transfer, on random worlds."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from oracles.networks import (
    FREE,
    LINES,
    Shape,
    World,
    alignments,
    consistent,
    holds,
    on_line,
    random_frameworks,
    random_mappings,
    random_world,
    relation,
    seeded,
    statement,
)
from samples import sides
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.network import Network
from socialmaturity.graph.placement import CommonAxis, common_axis, cut_room
from socialmaturity.graph.transfer import Transfer, transfer_stages
from socialmaturity.identifiers import Place, StageRef, StageUnion
from socialmaturity.mapping.link import MATURITY, Mapping
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework

CONFIDENCES = (None, Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
ORDER_FACTS = (Relation.EQUAL, Relation.INSIDE, Relation.CONTAINS, Relation.OVERLAPS)
"""The words that are told by the order of starts and ends."""

WORLDS = tuple(alignments(3, 3, common_ends=False))
"""All 321 ways in which two ladders of three stages can lie."""


@attrs.frozen(kw_only=True)
class Case:
    """A world, and what somebody says of it."""

    world: World
    network: Network

    @property
    def ladders(self) -> list[Framework]:
        """The frameworks whose stages are stretches of the axis."""
        return [own for own in self.world.frameworks if on_line(own)]

    @property
    def pairs(self) -> list[tuple[Framework, Framework]]:
        """Each two ladders."""
        return [(one, two) for one, two in product(self.ladders, repeat=2) if one != two]


def sure(rng: Random, mappings: Iterable[Mapping]) -> list[Mapping]:
    """The mappings, each with a confidence or without."""
    return [attrs.evolve(own, confidence=rng.choice(CONFIDENCES)) for own in mappings]


@st.composite
def truths(draw: st.DrawFn, shapes: Sequence[Shape] = (*LINES, *LINES, *FREE)) -> Case:
    """A world of two to four frameworks, and true statements about it."""
    rng: Random = draw(st.integers(0, 2**32).map(seeded))
    frameworks = random_frameworks(rng, rng.randint(2, 4), shapes=shapes, most=4)
    world = random_world(rng, frameworks)
    mappings = random_mappings(
        rng, world, rng.randint(0, 8), weaken=rng.choice((0, 0.2)), unions=rng.choice((0, 0.3))
    )
    return Case(world=world, network=Network(frameworks=frameworks, mappings=sure(rng, mappings)))


def order_facts(rng: Random, world: World, count: int) -> list[Mapping]:
    """True statements about single stages, in the words that order tells."""
    found: list[Mapping] = []
    for _ in range(count):
        one, two = rng.sample(world.frameworks, 2)
        subject, other = (StageRef(own.id, rng.randint(1, len(own.stages))) for own in (one, two))
        basic = relation(world, subject, other)
        words = [own for own in ORDER_FACTS if basic in own.basic]
        if words:
            found.append(statement(subject, rng.choice(words), other))
    return found


@st.composite
def tangles(draw: st.DrawFn) -> Network:
    """Order facts of two worlds of ladders, one for two places, which often contradict."""
    rng: Random = draw(st.integers(0, 2**32).map(seeded))
    frameworks = random_frameworks(rng, rng.choice((2, 2, 3)), shapes=LINES, most=3)
    drawn = [
        own
        for _ in range(2)
        for own in order_facts(rng, random_world(rng, frameworks), rng.randint(1, 4))
    ]
    different = list({frozenset(own.places): own for own in drawn}.values())
    return Network(frameworks=frameworks, mappings=sure(rng, different))


def is_whole(own: Framework, place: Place) -> bool:
    """Is a place one stretch of the axis?"""
    ordinals = place.ordinals
    return own.order.cumulative or ordinals[-1] - ordinals[0] == len(ordinals) - 1


def drawn_at(axis: CommonAxis, own: Framework, place: Place) -> tuple[Fraction, Fraction]:
    """Where a place starts and ends in the picture."""
    ends = {placed.stage.ref: (placed.start, placed.end) for placed in axis.placed}
    stages = [ends[ref] for ref in place.refs]
    if isinstance(place, StageUnion) and place.or_later:
        top = max(end for _, end in ends.values())
        return stages[0][0], top
    return stages[0][0], max(end for _, end in stages)


def is_drawn_true(axis: CommonAxis, network: Network, own: Mapping) -> bool:
    """Does a mapping that is an order fact hold in the picture?"""
    one, two = (drawn_at(axis, network.framework(each.framework), each) for each in own.places)
    if own.relation is Relation.EQUAL:
        return one == two
    if own.relation is Relation.INSIDE:
        return two[0] <= one[0] and one[1] <= two[1]
    if own.relation is Relation.CONTAINS:
        return one[0] <= two[0] and two[1] <= one[1]
    return one[0] < two[1] and two[0] < one[1]


def drawn_order_facts(network: Network, without: Iterable[Statement] = ()) -> list[Mapping]:
    """The mappings between stretches of the axis that the order of starts and ends tells."""
    aside = set(without)
    return [
        own
        for own in network.mappings
        if own not in aside
        and own.relation in ORDER_FACTS
        and all(
            on_line(each) and is_whole(each, place)
            for place in own.places
            for each in (network.framework(place.framework),)
        )
    ]


# --- one axis


def check_picture(axis: CommonAxis, network: Network) -> None:
    """The order of every ladder is kept, and every room has its position in it."""
    stages = {placed.stage.ref: placed for placed in axis.placed}
    for placed in axis.placed:
        assert 0 <= placed.start < placed.end <= 1
        for position, (low, high) in (
            (placed.start, placed.start_room),
            (placed.end, placed.end_room),
        ):
            assert 0 <= low <= position <= high <= 1
    for own in network.frameworks:
        if on_line(own):
            ladder = [stages[each.ref] for each in own.stages]
            assert all(placed.by_order for placed in ladder)
            for one, two in pairwise(ladder):
                assert one.start < two.start
                if own.order.exclusive:
                    assert (one.end, one.end_room) == (two.start, two.start_room)
                else:
                    assert (one.end, one.end_room) == (two.end, two.end_room)


@given(truths())
def test_what_is_true_keeps_its_order_in_the_picture(case: Case) -> None:
    """Nothing gives way; every ladder is in order, every mapping that order tells holds."""
    axis = common_axis(case.network)
    assert axis.gave_way == ()
    check_picture(axis, case.network)
    for own in drawn_order_facts(case.network):
        assert is_drawn_true(axis, case.network, own), str(own)


@given(tangles())
def test_what_gives_way_contradicts_what_is_trusted_no_less(network: Network) -> None:
    """The rest can hold together, by brute force, and is drawn as it says."""
    axis = common_axis(network)
    event(f"{len(axis.gave_way)} gave way")
    check_picture(axis, network)
    aside = set(axis.gave_way)
    rest = [own for own in network.mappings if own not in aside]
    assert consistent(network.frameworks, rest)
    for own in drawn_order_facts(network, aside):
        assert is_drawn_true(axis, network, own), str(own)
    for weak in axis.gave_way:
        assert isinstance(weak, Mapping)
        least = weak.confidence or 0
        no_less = [other for other in rest if (other.confidence or 0) >= least]
        assert not consistent(network.frameworks, [*no_less, weak])
    trust = [own.confidence or 0 for own in axis.gave_way]
    assert trust == sorted(trust, reverse=True)


@given(tangles())
def test_what_gave_way_moves_nothing(network: Network) -> None:
    """The picture, and transfer, are those of the statements that stand."""
    axis = common_axis(network)
    rest = attrs.evolve(
        network, mappings=[own for own in network.mappings if own not in set(axis.gave_way)]
    )
    assert common_axis(rest) == attrs.evolve(axis, gave_way=())
    first, second = (own.id for own in network.frameworks[:2])
    one, two = (transfer_stages(own, first, second) for own in (network, rest))
    assert one.steps == two.steps
    assert (one.left_out, two.left_out) == (axis.gave_way, ())


@given(truths() | tangles(), st.randoms(use_true_random=False))
def test_the_order_of_mappings_and_frameworks_does_not_matter(
    drawn: Case | Network, random: Random
) -> None:
    """The picture is the same, and so is what gave way."""
    network = drawn.network if isinstance(drawn, Case) else drawn
    mappings, frameworks = list(network.mappings), list(network.frameworks)
    random.shuffle(mappings)
    random.shuffle(frameworks)
    other = Network(frameworks=frameworks, mappings=mappings)
    wanted = [own.id for own in network.frameworks]
    assert common_axis(other, wanted) == common_axis(network)
    assert common_axis(other, wanted).text() == common_axis(network).text()


@given(truths((*LINES, *FREE)))
def test_stages_off_the_axis_are_drawn_by_what_they_share_something_with(case: Case) -> None:
    """From the lowest to the highest stage of ladders that a mapping names; else not at all."""
    axis = common_axis(case.network)
    spans: dict[StageRef, list[tuple[Fraction, Fraction]]] = {}
    placed = {own.stage.ref: own for own in axis.placed}
    for own in case.network.mappings:
        for one, two in (own.places, own.places[::-1]):
            here, there = (case.network.framework(each.framework) for each in (one, two))
            if own.relation.implies(Relation.OVERLAPS) and on_line(there) and not on_line(here):
                ends = [placed[each.ref] for each in there.stages_at(two)]
                for each in here.stages_at(one):
                    spans.setdefault(each.ref, []).extend((end.start, end.end) for end in ends)
    off = [each for own in case.world.frameworks if not on_line(own) for each in own.stages]
    assert axis.unplaced == tuple(each for each in off if each.ref not in spans)
    for ref, those in spans.items():
        drawn = placed[ref]
        assert not drawn.by_order
        assert drawn.start == min(start for start, _ in those)
        assert drawn.end == max(end for _, end in those)


# --- the room of cut points


def true_cuts(world: World, own: Framework, ordinal: int) -> tuple[int, int]:
    """Where a stage of a ladder truly starts and ends."""
    cuts = world.cuts[own.id]
    return cuts[ordinal - 1], cuts[ordinal] if own.order.exclusive else world.top


@given(truths(LINES))
def test_the_true_cut_point_lies_in_its_room(case: Case) -> None:
    """Of every stage, in every other ladder."""
    for own, other in case.pairs:
        cuts = case.world.cuts[other.id]
        for stage in own.stages:
            rooms = cut_room(case.network, stage, other.id)
            assert [(room.stage, room.is_end) for room in rooms] == [(stage, False), (stage, True)]
            for room, true in zip(rooms, true_cuts(case.world, own, stage.ordinal), strict=True):
                assert room.low is None or cuts[room.low] <= true
                assert room.high is None or true <= cuts[room.high]


def possible_worlds(network: Network) -> list[World]:
    """All alignments of left and right in which everything holds."""
    return [world for world in WORLDS if all(holds(world, own) for own in network.mappings)]


@st.composite
def facts(draw: st.DrawFn) -> Network:
    """True order facts of two ladders of three stages."""
    rng: Random = draw(st.integers(0, 2**32).map(seeded))
    world = rng.choice(WORLDS)
    return Network(frameworks=sides(3), mappings=order_facts(rng, world, rng.randint(0, 5)))


@given(facts())
def test_a_room_is_as_narrow_as_what_is_said_allows(network: Network) -> None:
    """By all alignments of two ladders of three stages."""
    worlds = possible_worlds(network)
    for stage in network.framework("left").stages:
        for room, true in zip(cut_room(network, stage, "right"), (-1, 0), strict=True):
            at = [world.cuts[stage.framework][stage.ordinal + true] for world in worlds]
            cuts = [world.cuts[room.framework.id] for world in worlds]
            below = [
                place
                for place in range(4)
                if all(own[place] <= cut for own, cut in zip(cuts, at, strict=True))
            ]
            above = [
                place
                for place in range(4)
                if all(cut <= own[place] for own, cut in zip(cuts, at, strict=True))
            ]
            assert room.low == max(below, default=None)
            assert room.high == min(above, default=None)


# --- transfer


def true_stage(world: World, own: Framework, position: int) -> int:
    """The stage that a unit is at: the last it has reached, 0 below the first."""
    reached = sum(cut <= position for cut in world.cuts[own.id])
    return min(reached, len(own.stages))


def units(world: World, own: Framework) -> list[tuple[int, int]]:
    """Positions and stages of the units that are at a stage of a ladder, or below the first."""
    end = world.top if own.order.cumulative else world.cuts[own.id][-1]
    return [(position, true_stage(world, own, position)) for position in range(end)]


def ordinals(transfer: Transfer) -> list[tuple[int, int]]:
    """The lowest and the highest stage of each step."""
    return [(step.lowest.ordinal, step.highest.ordinal) for step in transfer.steps]


@given(truths())
def test_a_unit_is_where_transfer_says(case: Case) -> None:
    """Through whatever frameworks the statements lead."""
    for own, other in case.pairs:
        transfer = transfer_stages(case.network, own.id, other.id)
        assert (transfer.source, transfer.target, transfer.left_out) == (own, other, ())
        assert [step.source for step in transfer.steps] == list(own.stages)
        for position, stage in units(case.world, own):
            lowest, highest = transfer.of(stage)
            assert lowest.ordinal <= true_stage(case.world, other, position) <= highest.ordinal


@given(truths())
def test_neither_end_falls_when_the_source_rises(case: Case) -> None:
    """And a range is the hull of its stages."""
    for own, other in case.pairs:
        transfer = transfer_stages(case.network, own.id, other.id)
        each = [tuple(end.ordinal for end in transfer.of(0))] + ordinals(transfer)
        for place in (0, 1):
            ends = [pair[place] for pair in each]
            assert ends == sorted(ends)
        for lower, upper in product(range(len(each)), repeat=2):
            if lower <= upper:
                found = transfer.of(lower, upper)
                within = each[lower : upper + 1]
                assert (found[0].ordinal, found[1].ordinal) == (
                    min(pair[0] for pair in within),
                    max(pair[1] for pair in within),
                )


@given(facts())
def test_transfer_is_as_narrow_as_what_is_said_allows(network: Network) -> None:
    """Both ends are reached in some alignment of two ladders of three stages."""
    left, right = network.frameworks
    found: dict[int, set[int]] = {}
    for world in possible_worlds(network):
        for position, stage in units(world, left):
            found.setdefault(stage, set()).add(true_stage(world, right, position))
    expected = [(min(found[stage]), max(found[stage])) for stage in (1, 2, 3)]
    assert ordinals(transfer_stages(network, "left", "right")) == expected


@given(truths(), st.integers(0, 2**32).map(seeded))
def test_more_statements_never_widen_a_transfer(case: Case, rng: Random) -> None:
    """Nor the room of a cut point."""
    more = random_mappings(rng, case.world, 3, weaken=0, unions=0)
    richer = attrs.evolve(case.network, mappings=[*case.network.mappings, *more])
    for own, other in case.pairs:
        before, after = (
            ordinals(transfer_stages(each, own.id, other.id)) for each in (case.network, richer)
        )
        for wide, narrow in zip(before, after, strict=True):
            assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@given(truths())
def test_a_mapping_of_another_axis_is_left_out_and_named(case: Case) -> None:
    """It changes no step; only the one between the two frameworks is named."""
    for own, other in case.pairs[:1]:
        aside = [
            attrs.evolve(statement(f"{one.id}:1", Relation.DISJOINT, f"{two.id}:1"), axis="results")
            for one, two in ((own, other), (other, own))
        ]
        more = attrs.evolve(case.network, mappings=[*aside, *case.network.mappings])
        before, after = (transfer_stages(each, own.id, other.id) for each in (case.network, more))
        assert after.steps == before.steps
        assert set(after.left_out) == set(aside)
        assert transfer_stages(more, own.id, other.id, axis=MATURITY) == after

"""The oracle of networks holds on published counts, on cases worked by hand, and on itself."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, combinations_with_replacement, pairwise, product
from random import Random

import pytest

from benchmarks.hidden_axis import SLIPS, Slip, hidden_axis, plant
from oracles.networks import (
    BASICS,
    FREE,
    LINES,
    SAYABLE,
    TRACTABLE,
    Basics,
    Shape,
    Unit,
    World,
    alignments,
    all_relations,
    basic_of,
    build,
    closed_classes,
    closure,
    composed,
    composition_table,
    consistent,
    converse_table,
    delannoy,
    extent,
    holds,
    possible_relations,
    random_frameworks,
    random_mappings,
    random_place,
    random_world,
    relation,
    seeded,
    set_relation,
    statement,
    subsets,
    turned,
    weak_orders,
    worlds,
)
from socialmaturity.identifiers import Place, StageRef, StageUnion, parse_place
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import WORDS, BasicRelation, Relation
from socialmaturity.model.framework import Framework

PUBLISHED = {
    "EQ": {"EQ": "EQ", "DR": "DR", "PO": "PO", "PP": "PP", "PPi": "PPi"},
    "DR": {
        "EQ": "DR",
        "DR": "EQ DR PO PP PPi",
        "PO": "DR PO PP",
        "PP": "DR PO PP",
        "PPi": "DR",
    },
    "PO": {
        "EQ": "PO",
        "DR": "DR PO PPi",
        "PO": "EQ DR PO PP PPi",
        "PP": "PO PP",
        "PPi": "DR PO PPi",
    },
    "PP": {"EQ": "PP", "DR": "DR", "PO": "DR PO PP", "PP": "PP", "PPi": "EQ DR PO PP PPi"},
    "PPi": {
        "EQ": "PPi",
        "DR": "DR PO PPi",
        "PO": "PO PPi",
        "PP": "EQ PO PP PPi",
        "PPi": "PPi",
    },
}
"""What holds from x to z, by x to y and y to z: Scientific Reports 2021, table 1."""


def basics(text: str) -> Basics:
    """A set of basic relations."""
    return frozenset(BasicRelation(name) for name in text.split())


def says(subject: str, relation: str, other: str) -> Mapping:
    """A mapping, the relation given as a word or a set."""
    return statement(subject, Relation(relation), other)


def ladder_world(left: tuple[int, ...], right: tuple[int, ...], top: int) -> World:
    """A world of the exclusive ladders left and right."""
    return World(
        frameworks=(build("left", len(left) - 1), build("right", len(right) - 1)),
        cuts={
            build("left", len(left) - 1).id: left,
            build("right", len(right) - 1).id: right,
        },
        top=top,
        units=frozenset(Unit(position, frozenset()) for position in range(top)),
    )


def related(world: World, one: str, two: str) -> str:
    """How two places lie to each other, both as text."""
    return relation(world, parse_place(one), parse_place(two)).value


def possible(frameworks: Iterable[Framework], one: str, two: str, *said: Mapping) -> str:
    """What can hold, as text, in the order of the basic relations."""
    found = possible_relations(frameworks, said, parse_place(one), parse_place(two))
    return " ".join(basic.value for basic in BasicRelation if basic in found)


# --- the algebra


def test_the_composition_table_is_the_published_one() -> None:
    """Cell by cell; 54 entries over 25 cells."""
    table = composition_table()
    assert {
        (BasicRelation(first), BasicRelation(second)): basics(cell)
        for first, row in PUBLISHED.items()
        for second, cell in row.items()
    } == table
    assert sum(map(len, table.values())) == 54


def test_three_elements_are_too_few_for_the_table_and_five_change_nothing() -> None:
    """So four is the right size to try."""
    assert composition_table(3) != composition_table()
    assert composition_table(5) == composition_table()


def test_only_proper_parts_change_when_read_from_the_other_side() -> None:
    """The converse of the other three is the same."""
    assert {one.value: two.value for one, two in converse_table().items()} == {
        "EQ": "EQ",
        "PP": "PPi",
        "PPi": "PP",
        "PO": "PO",
        "DR": "DR",
    }
    for one, two in product(subsets(4), repeat=2):
        assert turned(frozenset({set_relation(one, two)})) == {set_relation(two, one)}


def test_two_sets_of_which_one_is_empty_have_no_relation() -> None:
    """RCC-5 speaks of sets that are not empty."""
    for only_first, only_second in ((True, False), (False, True), (False, False)):
        with pytest.raises(ValueError, match="one of the two sets is empty"):
            basic_of(False, only_first, only_second)


def test_the_tractable_class_is_closed_and_has_28_relations() -> None:
    """Composition, intersection and converse do not lead out of it."""
    assert len(all_relations()) == 32
    assert len(TRACTABLE) == 28
    assert closure(TRACTABLE) == TRACTABLE
    for one, two in product(TRACTABLE, repeat=2):
        assert {one & two, composed(one, two), turned(one)} <= TRACTABLE
    assert {relation for relation in Relation if relation.basic not in TRACTABLE} == {
        Relation.PP_PPI,
        Relation.EQ_PP_PPI,
        Relation.PP_PPI_DR,
        Relation.EQ_PP_PPI_DR,
    }


def test_the_basic_relations_make_13_and_89_classes_contain_them() -> None:
    """Of the 89 closed classes with all basic relations, 35 are tractable and one is largest."""
    least = closure(frozenset({basic}) for basic in BASICS)
    assert len(least) == 13
    assert min(closed_classes(), key=len) == least
    assert len(closed_classes()) == 89
    tractable = [each for each in closed_classes() if each <= TRACTABLE]
    assert len(tractable) == 35
    assert max(tractable, key=len) == TRACTABLE


# --- counts


def test_alignments_with_common_ends_are_counted_by_delannoy_numbers() -> None:
    """13, 63 and 321 for three, four and five stages each; all different."""
    assert [delannoy(size - 1, size - 1) for size in (3, 4, 5, 6, 10)] == [
        13,
        63,
        321,
        1683,
        1462563,
    ]
    for m, n in product(range(1, 6), repeat=2):
        found = [tuple(world.cuts.values()) for world in alignments(m, n)]
        assert len(set(found)) == len(found) == delannoy(m - 1, n - 1)


def test_common_ends_are_common() -> None:
    """Both ladders begin at 0 and end at the top of the axis, without a gap in positions."""
    for world in alignments(3, 4):
        left, right = world.cuts.values()
        assert left[0] == right[0] == 0
        assert left[-1] == right[-1] == world.top
        assert {*left, *right} == set(range(world.top + 1))


def test_alignments_without_common_ends_are_counted_by_larger_delannoy_numbers() -> None:
    """All m + 1 and n + 1 cut points are free; for one stage each these are Allen's 13."""
    for m, n in product(range(1, 5), repeat=2):
        found = [tuple(world.cuts.values()) for world in alignments(m, n, common_ends=False)]
        assert len(set(found)) == len(found) == delannoy(m + 1, n + 1)
    assert delannoy(2, 2) == 13


def test_weak_orders_of_three_chains_are_counted() -> None:
    """The central Delannoy numbers in three dimensions: 1, 13, 409."""
    assert [len(set(weak_orders((size,) * 3))) for size in range(3)] == [1, 13, 409]


def test_alignments_tell_all_tables_of_relations_apart() -> None:
    """With common ends every alignment has a table of its own."""
    tables = {
        tuple(
            relation(world, StageRef("left", one), StageRef("right", two))
            for one, two in product(range(1, 6), repeat=2)
        )
        for world in alignments(5, 5)
    }
    assert len(tables) == 321


def test_the_stages_that_share_something_form_a_staircase() -> None:
    """Of 2,000 random pairs with common ends each has m + n - 1 - s steps, s cuts being shared."""
    rng = seeded(8477)
    for _ in range(2000):
        m, n = rng.randint(1, 10), rng.randint(1, 10)
        left, right = ((0, *sorted(rng.sample(range(1, 16), size - 1)), 16) for size in (m, n))
        world = ladder_world(left, right, 16)
        meet = [
            (one, two)
            for one, two in product(range(1, m + 1), range(1, n + 1))
            if related(world, f"left:{one}", f"right:{two}") != "DR"
        ]
        shared = len({*left[1:-1]} & {*right[1:-1]})
        assert len(meet) == m + n - 1 - shared
        steps = {(later[0] - one[0], later[1] - one[1]) for one, later in pairwise(meet)}
        assert steps <= {(0, 1), (1, 0), (1, 1)}


# --- worlds


def test_a_world_tells_how_stages_lie_on_a_ladder() -> None:
    """Worked by hand: left is [0, 2), [2, 4), [4, 6); right is [1, 3), [3, 4); the top is 8."""
    world = ladder_world((0, 2, 4, 6), (1, 3, 4), 8)
    assert related(world, "left:1", "left:2") == "DR"
    assert related(world, "left:1", "right:1") == "PO"
    assert related(world, "left:1", "right:2") == "DR"
    assert related(world, "right:2", "left:2") == "PP"
    assert related(world, "left:2", "right:2") == "PPi"
    assert related(world, "left:1+2", "right:1+2") == "PPi"
    assert related(world, "left:1+3", "right:2") == "DR"
    assert related(world, "left:2", "left:2") == "EQ"
    assert related(world, "left:3", "left:3+") == "PP"  # the units of 6 and 7 are beyond
    assert related(world, "right:2", "left:3+") == "DR"
    assert related(world, "right:2+", "left:3+") == "PPi"
    assert related(world, "left:1+3+", "right:2+") == "PO"
    assert holds(world, says("right:2", "inside", "left:2"))
    assert not holds(world, says("right:2", "contains", "left:2"))


def test_a_world_tells_how_cumulative_stages_lie() -> None:
    """Each holds all later ones, and their end is the top, where a ladder may end, too."""
    up, left = build("up", 3, Shape.CUMULATIVE), build("left", 2)
    world = World(
        frameworks=(up, left),
        cuts={up.id: (0, 1, 3), left.id: (1, 3, 4)},
        top=4,
        units=frozenset(Unit(position, frozenset()) for position in range(4)),
    )
    assert related(world, "up:1", "up:2") == "PPi"
    assert related(world, "up:3", "up:3+") == "EQ"
    assert related(world, "up:2+3", "up:2") == "EQ"
    assert related(world, "left:2", "up:3") == "EQ"
    assert related(world, "left:1", "up:2") == "PP"
    assert related(world, "left:1+2", "up:2") == "EQ"
    assert related(world, "left:1", "up:3") == "DR"


def test_a_world_tells_how_sets_lie() -> None:
    """Or later takes in the later stages and what is beyond the last."""
    side = build("side", 2, Shape.SETS)
    one, two, beyond = (StageRef(side.id, ordinal) for ordinal in (1, 2, 3))
    left = build("left", 1)
    world = World(
        frameworks=(side, left),
        cuts={left.id: (1, 2)},
        top=3,
        units=frozenset(
            {
                Unit(0, frozenset({one, two})),
                Unit(1, frozenset({one})),
                Unit(1, frozenset()),
                Unit(2, frozenset({beyond})),
            }
        ),
    )
    assert related(world, "side:2", "side:1") == "PP"
    assert related(world, "side:1", "left:1") == "PO"
    assert related(world, "side:2", "left:1") == "DR"
    assert related(world, "side:2", "side:2+") == "PP"
    assert related(world, "side:1+", "side:1+2") == "PPi"


def test_worlds_that_cannot_be_are_refused() -> None:
    """Each message says what is wrong."""
    left, up = build("left", 1), build("up", 1, Shape.CUMULATIVE)
    side = build("side", 2, Shape.EXCLUSIVE_SETS)
    one, two = (StageRef(side.id, ordinal) for ordinal in (1, 2))
    here = Unit(0, frozenset())
    cases: list[tuple[Framework, tuple[int, ...], set[Unit], str]] = [
        (left, (0, 1), {here, Unit(3, frozenset())}, "a unit is off the axis"),
        (left, (0,), {here}, "left does not have these cut points"),
        (left, (1, 1), {here}, "left does not have these cut points"),
        (left, (0, 4), {here}, "left reaches beyond the top"),
        (up, (3,), {here}, "up reaches beyond the top"),
        (left, (0, 2), {here}, "left covers a place where no unit is"),
        (up, (1,), {here, Unit(1, frozenset())}, "up covers a place where no unit is"),
        (side, (), {Unit(0, frozenset({one}))}, "side:2 is empty"),
        (side, (), {Unit(0, frozenset({one, two}))}, "are not possible together"),
    ]
    for own, cuts, units, message in cases:
        with pytest.raises(ValueError, match=message):
            World(frameworks=(own,), cuts={own.id: cuts}, top=3, units=frozenset(units))


def test_places_that_are_not_there_are_refused() -> None:
    """A stage too many, and the place below the first."""
    world = ladder_world((0, 1), (0, 1), 1)
    for place in ("left:2", "left:0", "left:1+2"):
        with pytest.raises(ValueError, match=f"left has no such stage: {place[:6]}"):
            extent(world, parse_place(place))
    with pytest.raises(ValueError, match="left has no such stage: left:2"):
        consistent(world.frameworks, [says("right:1", "equal", "left:2")])


def test_cumulative_sets_hold_the_later_ones() -> None:
    """Levels that are no stretches of an axis are nested all the same."""
    nested = build("nested", 3, Shape.NESTED_SETS)
    assert possible([nested], "nested:1", "nested:2") == "EQ PPi"
    assert possible([nested], "nested:2+", "nested:3") == "EQ PPi"
    rng = seeded(4)
    for _ in range(200):
        world = random_world(rng, [nested, build("left", 2)])
        for one, two in combinations(range(1, 4), 2):
            assert related(world, f"nested:{one}", f"nested:{two}") in {"EQ", "PPi"}


# --- random worlds and statements


def test_what_is_drawn_covers_all_that_there_is() -> None:
    """Every shape, size, basic relation, sayable relation and kind of place comes up."""
    rng = seeded(11)
    seen: Counter[object] = Counter()
    for _ in range(400):
        frameworks = random_frameworks(rng, rng.randint(2, 4))
        world = random_world(rng, frameworks)
        seen.update(own.kind.value for own in frameworks)
        seen.update(len(own.stages) for own in frameworks)
        for mapping in random_mappings(rng, world, 20, weaken=0.5):
            assert holds(world, mapping)
            seen[mapping.relation] += 1
            seen[relation(world, mapping.subject, mapping.object)] += 1
            for place in mapping.places:
                seen[type(place), isinstance(place, StageUnion) and place.or_later] += 1
    assert set(SAYABLE) <= set(seen)
    assert {basic for basic in BASICS if seen[basic] > 300} == BASICS
    assert {1, 2, 3, 4, 5, "ladder", "phases"} <= set(seen)
    assert min(seen[StageRef, False], seen[StageUnion, False], seen[StageUnion, True]) > 1000


def test_what_is_drawn_depends_on_the_seed_alone() -> None:
    """Twice the same seed gives the same world and the same statements."""

    def drawn(seed: int) -> tuple[World, list[Mapping]]:
        rng = seeded(seed)
        world = random_world(rng, random_frameworks(rng, 3))
        return world, random_mappings(rng, world, 10, weaken=0.5)

    assert drawn(3) == drawn(3) != drawn(4)


def test_statements_can_be_kept_to_words_and_to_single_stages() -> None:
    """Nothing weakened, no unions."""
    rng = seeded(12)
    world = random_world(rng, random_frameworks(rng, 3, shapes=LINES, most=3))
    said = random_mappings(rng, world, 200, weaken=0, unions=0)
    assert {mapping.relation for mapping in said} <= set(WORDS)
    assert all(isinstance(place, StageRef) for mapping in said for place in mapping.places)


# --- what can be


def places(framework: Framework) -> list[Place]:
    """All places of a framework of up to two stages."""
    own = framework.id
    some: list[Place] = [each.ref for each in framework.stages]
    some.append(StageUnion(own, (1,), or_later=True))
    if len(framework.stages) == 2:
        some += [StageUnion(own, (1, 2)), StageUnion(own, (2,), or_later=True)]
    return some


@pytest.mark.parametrize(
    ("shapes", "beyond"),
    [
        ([(2, Shape.LADDER), (2, Shape.LADDER)], False),
        ([(2, Shape.LADDER), (2, Shape.CUMULATIVE)], False),
        ([(2, Shape.CUMULATIVE), (2, Shape.CUMULATIVE)], False),
        ([(1, Shape.LADDER), (2, Shape.LADDER), (1, Shape.CUMULATIVE)], False),
        ([(1, Shape.LADDER), (1, Shape.SETS)], True),
        ([(1, Shape.CUMULATIVE), (1, Shape.SETS)], True),
        ([(2, Shape.CUMULATIVE), (2, Shape.EXCLUSIVE_SETS)], False),
        ([(1, Shape.LADDER), (2, Shape.SETS)], False),
        ([(1, Shape.LADDER), (1, Shape.LADDER), (1, Shape.SETS)], False),
        ([(1, Shape.LADDER), (1, Shape.CUMULATIVE), (1, Shape.EXCLUSIVE_SETS)], False),
        ([(2, Shape.EXCLUSIVE_SETS), (1, Shape.SETS)], False),
        ([(1, Shape.EXCLUSIVE_SETS), (1, Shape.SETS)], True),
    ],
)
def test_walking_all_worlds_at_once_finds_what_trying_one_by_one_does(
    shapes: list[tuple[int, Shape]], beyond: bool
) -> None:
    """On every pair of places, for random statements that hold together or do not."""
    frameworks = [build(f"f{index}", *one) for index, one in enumerate(shapes)]
    asked = [
        place
        for own in frameworks
        for place in places(own)
        if beyond or own.order.cumulative or own.kind == "ladder" or place in stages_of(own)
    ]
    pairs = list(combinations_with_replacement(asked, 2))
    tables = {
        tuple(relation_of(units, one, two) for one, two in pairs)
        for world in worlds(frameworks, beyond=beyond)
        for units in [{place: extent(world, place) for place in asked}]
    }
    rng = seeded(21)
    outcomes = Counter[bool]()
    for count in (0, 1, 1, 2, 2, 3, 4, 5):
        said = [random_statement(rng, pairs) for _ in range(count)]
        left = [
            table
            for table in tables
            if all(
                table[pairs.index((own.subject, own.object))] in own.relation.basic for own in said
            )
        ]
        outcomes[bool(left)] += 1
        assert consistent(frameworks, said) == bool(left)
        for number, (one, two) in enumerate(pairs):
            assert possible_relations(frameworks, said, one, two) == {
                table[number] for table in left
            }
    assert outcomes[True]


def stages_of(framework: Framework) -> list[Place]:
    """The stages, each alone."""
    return [each.ref for each in framework.stages]


def relation_of(units: dict[Place, frozenset[Unit]], one: Place, two: Place) -> BasicRelation:
    """How two places lie to each other, by their units."""
    first, second = units[one], units[two]
    return basic_of(bool(first & second), bool(first - second), bool(second - first))


def random_statement(rng: Random, pairs: list[tuple[Place, Place]]) -> Mapping:
    """A statement of any kind about places of two frameworks, true or not."""
    one, two = rng.choice([pair for pair in pairs if pair[0].framework != pair[1].framework])
    return statement(one, rng.choice(SAYABLE), two)


def test_what_holds_in_a_world_is_possible() -> None:
    """On random worlds of all shapes: no truth is excluded, no true network refuted."""
    rng = seeded(31)
    for _ in range(150):
        frameworks = random_frameworks(rng, rng.randint(2, 3), shapes=LINES, most=3)
        frameworks += (build("side", rng.randint(1, 2), rng.choice(FREE)),)
        world = random_world(rng, frameworks)
        said = random_mappings(rng, world, rng.randint(1, 6), weaken=0.5)
        one, two = (random_place(rng, own) for own in rng.sample(frameworks, 2))
        found = possible_relations(frameworks, said, one, two)
        assert relation(world, one, two) in found
        assert found == turned(possible_relations(frameworks, said, two, one))
        assert found <= possible_relations(frameworks, said[1:], one, two)
        assert consistent(frameworks, said)


def test_three_neighbours_cannot_all_be_partly_overlapped_on_a_line() -> None:
    """Neither stages of one ladder nor three disjoint ones of three; sets can."""
    assert not [
        world
        for world in alignments(1, 3, common_ends=False)
        if all(related(world, "left:1", f"right:{ordinal}") == "PO" for ordinal in (1, 2, 3))
    ]
    overlap = [says("left:1", "PO", f"right:{ordinal}") for ordinal in (1, 2, 3)]
    for shape, can_be in ((Shape.LADDER, False), (Shape.EXCLUSIVE_SETS, True)):
        assert consistent([build("left", 1), build("right", 3, shape)], overlap) == can_be
    three = [says("left:1", "PO", f"{name}:1") for name in "abc"]
    apart = [says(f"{one}:1", "disjoint", f"{two}:1") for one, two in combinations("abc", 2)]
    for shape, can_be in ((Shape.LADDER, False), (Shape.SETS, True)):
        frameworks = [build("left", 1), *(build(name, 1, shape) for name in "abc")]
        assert consistent(frameworks, [*three, *apart]) == can_be
        assert consistent(frameworks, [*three[:2], *apart])


def test_what_composes_and_what_does_not() -> None:
    """Contains then inside overlaps; overlaps then overlaps is anything; on a line and off it."""
    for shape in (Shape.LADDER, Shape.SETS):
        three = [build(name, 1, shape) for name in "abc"]

        def chain(first: str, second: str, three: list[Framework] = three) -> str:
            return possible(
                three, "a:1", "c:1", says("a:1", first, "b:1"), says("b:1", second, "c:1")
            )

        assert chain("contains", "inside") == "EQ PP PPi PO"
        assert chain("overlaps", "overlaps") == "EQ PP PPi PO DR"
        assert chain("inside", "inside") == "EQ PP"
        assert chain("equal", "contains") == "EQ PPi"
        assert chain("inside", "disjoint") == "DR"
        assert chain("inside", "contains") == "EQ PP PPi PO DR"
        assert chain("equal", "equal") == "EQ"


def test_single_stages_on_a_line_compose_by_the_same_table() -> None:
    """Intervals give no cell other than sets do."""
    three = [build(name, 1) for name in "abc"]
    for (first, second), cell in composition_table().items():
        said = [
            statement("a:1", Relation.of([first]), "b:1"),
            statement("b:1", Relation.of([second]), "c:1"),
        ]
        assert possible_relations(three, said, StageRef("a", 1), StageRef("c", 1)) == cell


def test_what_one_contains_the_other_leaves_open_is_settled_by_exclusion() -> None:
    """Only from outside can a set be nested with each of two that are disjoint, or inside one."""
    frameworks = [build("a", 1, Shape.SETS), build("b", 2, Shape.EXCLUSIVE_SETS)]
    either = [says("a:1", "PP PPi", "b:1"), says("a:1", "PP PPi", "b:2")]
    assert possible(frameworks, "a:1", "b:1", *either) == "PPi"
    assert not consistent(frameworks, [*either, says("a:1", "PO", "b:1+2")])
    assert not consistent(frameworks, [either[0], says("a:1", "PP", "b:2")])


def test_two_equal_stages_of_one_framework_contradict_each_other_where_they_are_exclusive() -> None:
    """Their union is another thing; sets may coincide, cumulative stages may not."""
    for shape, can_be in (
        (Shape.LADDER, False),
        (Shape.CUMULATIVE, False),
        (Shape.EXCLUSIVE_SETS, False),
        (Shape.SETS, True),
    ):
        both = [build("a", 1), build("b", 2, shape)]
        equal = [says("a:1", "equal", f"b:{ordinal}") for ordinal in (1, 2)]
        assert consistent(both, equal) == can_be
        assert consistent(both, [says("a:1", "equal", "b:1+2")])


def test_or_later_holds_the_later_stages_and_may_hold_more() -> None:
    """What is beyond the last stage may be there or not; a later stage always is."""
    for shape in (Shape.LADDER, Shape.EXCLUSIVE_SETS):
        one, two = build("a", 1, shape), build("a", 2, shape)
        assert possible([one], "a:1", "a:1+") == "EQ PP"
        assert possible([two], "a:1", "a:1+") == "PP"
        assert possible([two], "a:2", "a:1+") == "PP"
        assert possible([two], "a:1+2", "a:1+") == "EQ PP"
        assert possible([two], "a:1", "a:2+") == "DR"
    up = build("a", 2, Shape.CUMULATIVE)
    assert possible([up], "a:1", "a:1+") == "EQ"
    assert possible([up], "a:2+", "a:1") == "PP"


def test_a_crossing_is_refuted_on_a_line_alone() -> None:
    """Stages 1 and 2 inside stages 2 and 1; phases have no order."""
    crossing = [says("a:1", "inside", "b:2"), says("a:2", "inside", "b:1")]
    assert not consistent([build("a", 2), build("b", 2)], crossing)
    assert consistent([build("a", 2), build("b", 2, Shape.EXCLUSIVE_SETS)], crossing)


def test_a_framework_of_which_nothing_is_said_changes_nothing() -> None:
    """It need not be given, and may be."""
    two = [build("a", 2), build("b", 2)]
    said = [says("a:1", "equal", "b:2")]
    more = [*two, build("up", 2, Shape.CUMULATIVE), build("side", 2, Shape.SETS)]
    for one in ("a:1", "a:2"):
        assert possible(two, one, "b:1", *said) == possible(more, one, "b:1", *said) == "DR"
    assert consistent([], [])


# --- the hidden axis


@pytest.mark.parametrize(("frameworks", "mappings", "seed"), [(20, 1000, 1), (60, 3000, 2)])
def test_mappings_of_a_hidden_axis_are_true_and_mixed(
    frameworks: int, mappings: int, seed: int
) -> None:
    """No pair comes twice; the kinds are as frequent as they should be, within four hundredths."""
    made, rows, truth = hidden_axis(frameworks, mappings, seed)
    assert [len(own.stages) for own in made] == [10] * frameworks
    assert len(rows) == mappings
    assert all(truth(*row.places) in row.relation.basic for row in rows)
    assert len({frozenset(row.places) for row in rows}) == mappings
    assert all(truth(*row.places) != "DR" for row in rows)
    counts = Counter(row.relation for row in rows)
    parts = {
        Relation.EQUAL: 22,
        Relation.INSIDE: 34,
        Relation.CONTAINS: 15,
        Relation.OVERLAPS: 9,
        Relation.PP_PPI_PO_DR: 19,
    }
    assert set(counts) == set(parts)
    for said, part in parts.items():
        assert abs(counts[said] / mappings - part / 99) < 0.04
    assert len({row.confidence for row in rows}) == 51


def test_words_of_a_hidden_axis_say_what_is_true_and_no_more_than_they_must() -> None:
    """Equal of equal stages, inside and contains of proper parts, overlaps of partial overlap."""
    _, rows, truth = hidden_axis(20, 1000, 3, related=None)
    assert 750 < len(rows) < 870
    assert {(row.relation.value, truth(*row.places).value) for row in rows} == {
        ("equal", "EQ"),
        ("inside", "PP"),
        ("contains", "PPi"),
        ("overlaps", "PO"),
    }


def test_a_hidden_axis_depends_on_the_seed_alone() -> None:
    """Frameworks, rows and truth."""
    one, same, other = (hidden_axis(5, 100, seed) for seed in (1, 1, 2))
    assert one[:2] == same[:2]
    assert one[1] != other[1]
    pairs = list(product([each.ref for own in one[0] for each in own.stages], repeat=2))
    truths = [[made[2](*pair) for pair in pairs] for made in (one, same, other)]
    assert truths[0] == truths[1] != truths[2]


def test_a_hidden_axis_is_a_world() -> None:
    """Stages of one framework are disjoint, and what is true fits all that is said."""
    (left, right), rows, truth = hidden_axis(2, 12, 5)
    for own in (left, right):
        for one, two in combinations(own.stages, 2):
            assert truth(one.ref, two.ref) == "DR"
    for one, two in zip(left.stages, right.stages, strict=True):
        assert truth(one.ref, two.ref) in possible_relations([left, right], rows, one.ref, two.ref)


def test_a_hidden_axis_makes_no_more_mappings_than_there_are() -> None:
    """A kind that runs out is replaced; when nothing is left the number is refused."""
    _, rows, truth = hidden_axis(2, 15, 1)
    assert len(rows) == 15
    assert "equal" not in {row.relation for row in rows}
    assert all(truth(*row.places) in row.relation.basic for row in rows)
    with pytest.raises(ValueError, match="2 frameworks have no 60 pairs that share something"):
        hidden_axis(2, 60, 1)


@pytest.mark.parametrize("kind", SLIPS)
def test_a_planted_error_is_one_false_row(kind: Slip) -> None:
    """All others stay as they were."""
    rng = seeded(6)
    made, rows, truth = hidden_axis(20, 500, 4)
    before = list(rows)
    indexes: set[int] = set()
    for _ in range(50):
        spoilt, index = plant(rng, rows, kind)
        indexes.add(index)
        assert rows == before
        assert spoilt[:index] + spoilt[index + 1 :] == rows[:index] + rows[index + 1 :]
        old, new = rows[index], spoilt[index]
        assert truth(*new.places) not in new.relation.basic
        if "off" in kind:
            assert (old.subject, old.relation) == (new.subject, new.relation)
            assert abs(old.object.ordinals[0] - new.object.ordinals[0]) == 1
            assert old.object.framework == new.object.framework
            assert 1 <= new.object.ordinals[0] <= len(made[0].stages)
        else:
            assert old.places == new.places
    assert len(indexes) > 25


def test_an_error_is_planted_only_where_it_can_be() -> None:
    """No row says equal here."""
    with pytest.raises(ValueError, match="no row in which to plant 'equal one stage off'"):
        plant(seeded(1), [says("a:1", "inside", "b:1")], "equal one stage off")

"""The exact answer for small networks, piece by piece and against the oracle."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, product

import pytest

from oracles.networks import (
    FREE,
    LINES,
    SAYABLE,
    Basics,
    Shape,
    Unit,
    World,
    basic_of,
    build,
    consistent,
    extent,
    random_frameworks,
    random_mappings,
    random_place,
    random_world,
    relation,
    seeded,
    statement,
)
from socialmaturity.graph import cells as module
from socialmaturity.graph.cells import (
    Cells,
    Option,
    Witness,
    basic_relation,
    is_at,
    options,
)
from socialmaturity.graph.cells import Unit as Inhabitant
from socialmaturity.graph.line import Line
from socialmaturity.graph.network import Consistency, Network
from socialmaturity.graph.rows import mapping_rows
from socialmaturity.identifiers import FrameworkId, StageRef, parse_place
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import BasicRelation, Relation
from socialmaturity.model.framework import Framework

ALL = (*LINES, *FREE, Shape.NESTED_SETS)


def says(subject: str, relation: str, other: str, sure: Fraction | None = None) -> Mapping:
    """A mapping, the relation given as a word or a set."""
    return statement(subject, Relation(relation), other, sure)


def cells_of(frameworks: Iterable[Framework], said: Iterable[Mapping]) -> tuple[Cells, Line]:
    """The solver, and the axis that it starts from."""
    by_id: dict[str, Framework] = {own.id: own for own in frameworks}
    rows = mapping_rows(said)
    return Cells(by_id, rows), Line(by_id, rows)


def solved(frameworks: Iterable[Framework], said: Iterable[Mapping]) -> Witness | None:
    """An arrangement, found by the solver alone."""
    cells, line = cells_of(frameworks, said)
    return cells.solve(line)


def world_of(witness: Witness, frameworks: Sequence[Framework]) -> World:
    """The arrangement as the oracle has it, which refuses what is none.

    What lies before all cut points is at -1 there.
    """
    return World(
        frameworks=tuple(frameworks),
        cuts={which: tuple(cut + 1 for cut in cuts) for which, cuts in witness.cuts},
        top=witness.top + 1,
        units=frozenset(Unit(own.position + 1, frozenset(own.stages)) for own in witness.units),
    )


# --- options


def test_the_relation_of_two_sets_is_told_by_their_parts() -> None:
    """By all that can be inhabited of three; of sets that are not empty."""
    for parts in product((False, True), repeat=3):
        both, first, second = parts
        if (both or first) and (both or second):
            assert basic_relation(*parts) is basic_of(*parts)


PARTS: dict[BasicRelation, frozenset[int]] = {
    basic_of(*parts): frozenset(number for number, own in enumerate(parts) if own)
    for parts in product((False, True), repeat=3)
    if (parts[0] or parts[1]) and (parts[0] or parts[2])
}
"""The parts that have units: 0 for both, 1 for the first alone, 2 for the second alone."""


def allowed(option: Option) -> Basics:
    """The basic relations in which a way to hold is found."""
    return frozenset(
        basic
        for basic, parts in PARTS.items()
        if not parts & option.empty and all(parts & group for group in option.inhabited)
    )


@cache
def sayable_at_once() -> frozenset[Basics]:
    """What can be said by parts that are empty, and groups of parts of which one is not."""
    parts = range(3)
    sets = [frozenset(some) for size in range(4) for some in combinations(parts, size)]
    groups = [
        frozenset(some)
        for size in range(len(sets[1:]) + 1)
        for some in combinations(sets[1:], size)
    ]
    return frozenset(allowed(Option(*both)) for both in product(sets, groups))


@pytest.mark.parametrize("own", SAYABLE)
def test_a_relation_holds_in_one_of_its_options(own: Relation) -> None:
    """In one at least exactly where it holds; there are as few as can be."""
    several = options(own.mask)
    assert frozenset[BasicRelation]().union(*map(allowed, several)) == own.basic
    assert own.basic in sayable_at_once() or len(several) > 1
    inside = [some for some in sayable_at_once() if some <= own.basic]
    fewest = next(
        size
        for size in (1, 2, 3)
        if any(
            frozenset[BasicRelation]().union(*some) == own.basic
            for some in combinations(inside, size)
        )
    )
    assert len(several) == fewest


def test_nothing_has_no_option_and_words_have_one() -> None:
    """So networks of the words need no choice."""
    assert options(Relation.NOTHING.mask) == ()
    words = ("equal", "inside", "contains", "overlaps", "disjoint", "anything")
    assert {len(options(Relation(own).mask)) for own in words} == {1}
    assert len(options(Relation.EQ_PO.mask)) == 2
    assert len(options(Relation.PP_PPI_DR.mask)) == 3


# --- arrangements


def test_a_witness_tells_who_is_where() -> None:
    """Three ladder stages from 0 to 3, a cumulative ladder from 1, phases beside them."""
    phase = StageRef(FrameworkId("phases"), 1)
    beyond = StageRef(FrameworkId("phases"), 3)
    witness = Witness(
        cuts=((FrameworkId("ladder"), (0, 1, 2, 3)), (FrameworkId("levels"), (1, 2))),
        cumulative=(FrameworkId("levels"),),
        top=4,
        units=(
            Inhabitant(position=-1),
            Inhabitant(position=0, stages=(phase,)),
            Inhabitant(position=1),
            Inhabitant(position=2, stages=(beyond,)),
            Inhabitant(position=3),
        ),
    )

    def at(place: str) -> list[int]:
        return [own.position for own in witness.units if witness.has(parse_place(place), own)]

    assert at("ladder:1") == [0]
    assert at("ladder:1+3") == [0, 2]
    assert at("ladder:2+") == [1, 2, 3]
    assert at("ladder:1+3+") == [0, 2, 3]
    assert at("levels:1") == at("levels:1+2") == at("levels:1+") == [1, 2, 3]
    assert at("levels:2") == [2, 3]
    assert at("phases:1") == at("phases:1+2") == [0]
    assert at("phases:2+") == [2]
    assert at("phases:1+") == [0, 2]
    assert at("phases:2") == at("others:1") == []
    found = witness.relation(parse_place("ladder:2"), parse_place("levels:1"))
    assert found is BasicRelation.PP
    assert witness.relation(parse_place("levels:1"), parse_place("levels:1+")) is BasicRelation.EQ
    assert witness.relation(parse_place("phases:1"), parse_place("ladder:1+")) is BasicRelation.PP
    assert witness.relation(parse_place("phases:1"), parse_place("levels:2")) is BasicRelation.DR


def test_only_units_at_a_place_of_the_framework_are_at_it() -> None:
    """By ordinal; "or later" has those of the last one, too, and what is beyond."""
    stages = [StageRef(FrameworkId("a"), 2), StageRef(FrameworkId("b"), 3)]
    inside = [own for own in ("a:1", "a:2", "a:3", "b:3", "b:2") if is_at(stages, parse_place(own))]
    assert inside == ["a:2", "b:3"]
    assert is_at(stages, parse_place("a:1+3+")) is False
    assert is_at(stages, parse_place("a:1+"))
    assert is_at(stages, parse_place("a:2+"))
    assert is_at(stages, parse_place("a:1+2"))
    assert not is_at((), parse_place("a:1+"))


@pytest.mark.parametrize("first", range(0, 200, 40))
def test_what_is_found_is_a_world_and_it_is_found_where_there_is_one(first: int) -> None:
    """The oracle takes every arrangement, and all statements hold in it; else there is none."""
    found: set[bool] = set()
    for seed in range(first, first + 40):
        rng = seeded(seed)
        frameworks = random_frameworks(rng, rng.randint(2, 3), shapes=ALL, most=2 + seed % 2)
        world = random_world(rng, frameworks)
        said = random_mappings(rng, world, rng.randint(1, 4), weaken=0.5, unions=0.6)
        one, two = (random_place(rng, own, unions=0.6) for own in rng.sample(frameworks, 2))
        said.append(statement(one, rng.choice(SAYABLE), two))
        witness = solved(frameworks, said)
        assert (witness is not None) == consistent(frameworks, said), seed
        found.add(witness is not None)
        if witness is not None:
            shown = world_of(witness, frameworks)
            for own in said:
                assert relation(shown, *own.places) in own.relation.basic, (seed, str(own))
            for place in (one, two):
                units = [own for own in witness.units if witness.has(place, own)]
                assert len({(own.position, own.stages) for own in units}) == len(
                    extent(shown, place)
                )
    assert found == {True, False}


def test_units_of_a_witness_are_in_order() -> None:
    """By position, then as memberships come; every stage off the axis has one."""
    frameworks = [build("a", 2), build("p", 2, Shape.SETS)]
    witness = solved(frameworks, [says("a:1", "inside", "p:1"), says("a:2", "disjoint", "p:1")])
    assert witness is not None
    assert witness.cuts == (("a", (0, 1, 2)),)
    assert (witness.cumulative, witness.top) == ((), 3)
    positions = [own.position for own in witness.units]
    assert positions == sorted(positions)
    assert set(positions) == {-1, 0, 1, 2}
    told = {str(stage) for own in witness.units for stage in own.stages}
    assert told == {"p:1", "p:2"}
    assert all(list(own.stages) == sorted(own.stages, key=str) for own in witness.units)
    assert "units" not in repr(witness)


def test_there_is_an_arrangement_of_nothing() -> None:
    """One place where something may be."""
    witness = solved([], [])
    assert witness == Witness(cuts=(), top=0, units=(Inhabitant(position=-1),))


# --- what the engines do not see


def test_a_stage_cannot_cover_two_pieces_without_what_lies_between() -> None:
    """No engine knows pieces; the arrangement does."""
    frameworks = [build("a", 3), build("b", 1)]
    said = [says("b:1", "equal", "a:1+3")]
    assert not consistent(frameworks, said)
    verdict = Network(frameworks=frameworks, mappings=said).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert verdict.conflict == (said[0],)
    able = Network(frameworks=[build("a", 3), build("b", 1, Shape.SETS)], mappings=said)
    assert able.judge().consistency is Consistency.SATISFIABLE


NEITHER = (
    says("p:1+2", "contains", "a:1", Fraction(9, 10)),
    says("p:1", "disjoint", "a:1", Fraction(8, 10)),
    says("p:2", "disjoint", "a:1", Fraction(7, 10)),
)
"""In one of two phases and in none of them: no chain of relations tells that."""


def test_the_conflict_that_only_the_arrangement_shows_is_minimal() -> None:
    """What has nothing to do with it is left out, and what is trusted less than another way."""
    frameworks = [build("a", 3), build("p", 2, Shape.SETS)]
    more = [
        says("a:2", "overlaps", "p:1"),
        says("p:2+", "disjoint", "a:1", Fraction(1, 2)),
        says("a:3", "inside", "p:2", Fraction(1)),
    ]
    network = Network(frameworks=frameworks, mappings=[*more, *NEITHER])
    assert not network.engine("maturity").is_refuted
    assert set(network.judge().conflict) == set(NEITHER)
    assert len(network.judge().conflict) == 3


STICKING_OUT = (says("a:2", "PPi DR", "b:1+3"), says("a:2", "PO", "b:2"))
"""a:2 lies partly beside b:2, so it reaches into a neighbour; it neither holds both nor none."""


def test_the_search_counts_what_it_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives up when that is too much, which is no refutation."""
    frameworks = [build("a", 3), build("b", 3)]
    cells, line = cells_of(frameworks, STICKING_OUT)
    assert cells.solve(line) is None
    needed = cells.tries
    assert needed > 2
    assert not cells.gave_up
    monkeypatch.setattr(module, "MOST_TRIES", needed)
    assert cells.solve(line) is None
    assert (cells.tries, cells.gave_up) == (needed, False)
    network = Network(frameworks=frameworks, mappings=STICKING_OUT)
    assert network.judge().consistency is Consistency.REFUTED
    monkeypatch.setattr(module, "MOST_TRIES", needed - 1)
    assert cells.solve(line) is None
    assert cells.gave_up
    monkeypatch.setattr(module, "MOST_TRIES", 1)
    verdict = network.judge()
    assert verdict.consistency is Consistency.NOT_REFUTED
    assert verdict.conflict == ()
    assert verdict.witness is None


def test_ways_to_hold_are_tries_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty relations with "or" take no time; that there is a world is found or not."""
    size = 20
    frameworks = [build("a", size), build("b", size)]
    said = [says(f"a:{own}", "PP PPi", f"b:{own}") for own in range(1, size + 1)]
    assert Network(frameworks=frameworks, mappings=said).judge().consistency in (
        Consistency.SATISFIABLE,
        Consistency.NOT_REFUTED,
    )
    few = Network(frameworks=frameworks, mappings=said[:2])
    assert few.judge().consistency is Consistency.SATISFIABLE
    monkeypatch.setattr(module, "MOST_TRIES", 1)
    assert few.judge().consistency is Consistency.NOT_REFUTED
    assert not cells_of(frameworks, said[:2])[0].is_small()
    assert cells_of(frameworks, said[:1])[0].is_small()


@pytest.mark.parametrize(
    ("shape", "rows", "cells"),
    [
        (Shape.LADDER, [says("own:1", "inside", "other:1")], 1 + 4 + 3),
        (Shape.CUMULATIVE, [says("other:1", "inside", "own:1")], 1 + 4 + 3),
        (Shape.EXCLUSIVE_SETS, [says("own:1", "inside", "other:1")], (1 + 3) * 4),
        (Shape.EXCLUSIVE_SETS, [says("own:1", "inside", "other:1+")], (1 + 3) * 4),
        (Shape.EXCLUSIVE_SETS, [says("other:1", "inside", "own:1+")], (1 + 3) * 5),
        (Shape.NESTED_SETS, [says("own:1+", "inside", "other:1")], (1 + 3) * 5),
        (Shape.SETS, [says("own:1+2", "inside", "other:1")], (1 + 3) * 8),
        (Shape.SETS, [says("own:1+2+3", "inside", "other:1")], (1 + 3) * 8),
        (Shape.SETS, [says("own:3+", "inside", "other:1")], (1 + 3) * 16),
    ],
)
def test_a_network_is_small_by_its_cells(
    monkeypatch: pytest.MonkeyPatch, shape: Shape, rows: list[Mapping], cells: int
) -> None:
    """Places between cut points times what a unit can be at off the axis."""
    frameworks = [build("own", 3, shape), build("other", 2)]
    monkeypatch.setattr(module, "MOST_CELLS", cells)
    assert cells_of(frameworks, rows)[0].is_small()
    assert Network(frameworks=frameworks, mappings=rows).judge().witness is not None
    monkeypatch.setattr(module, "MOST_CELLS", cells - 1)
    assert not cells_of(frameworks, rows)[0].is_small()
    verdict = Network(frameworks=frameworks, mappings=rows).judge()
    assert verdict.consistency is Consistency.NOT_REFUTED
    assert verdict.witness is None


def test_many_phases_are_too_many_at_once() -> None:
    """Two to the fortieth are not written down to find that out."""
    frameworks = [build("many", 40, Shape.SETS), build("few", 2)]
    network = Network(frameworks=frameworks, mappings=[says("many:1", "inside", "few:1")])
    assert network.judge().consistency is Consistency.NOT_REFUTED
    assert network.relation("many:1", "few:2") is Relation.DISJOINT

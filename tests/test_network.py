"""Networks: what follows, what is refused, and what is told of it."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from os import environ
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from oracles.networks import (
    SAYABLE,
    Shape,
    World,
    alignments,
    build,
    composition_table,
    consistent,
    delannoy,
    possible_relations,
    random_frameworks,
    random_mappings,
    random_world,
    relation,
    seeded,
    statement,
)
from samples import crosswalk, mapping, sides
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidIdentifierError,
    InvalidValueError,
    UnknownFrameworkError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.graph import cells as cells_module
from socialmaturity.graph import engine as engine_module
from socialmaturity.graph.derivation import DerivedMapping
from socialmaturity.graph.engine import Engine, smallest
from socialmaturity.graph.line import Line
from socialmaturity.graph.network import Consistency, Judgement, Network
from socialmaturity.graph.rows import (
    Row,
    covering_mappings,
    doubt_of,
    is_on_line,
    mapping_rows,
    none_rows,
)
from socialmaturity.graph.sets import Sets, members, places_of, within
from socialmaturity.identifiers import Place, StageRef, StageUnion, parse_place
from socialmaturity.mapping.link import Mapping, NoCounterpart
from socialmaturity.mapping.relation import WORDS, BasicRelation, Relation
from socialmaturity.model.framework import Framework

LADDERS = tuple(build(name, 3) for name in "abc")

PHASES = (build("a", 3), build("p", 3, Shape.SETS), build("q", 3, Shape.SETS))


def says(subject: str, relation: str, other: str, sure: str | None = None) -> Mapping:
    """A mapping, the relation given as a word or a set."""
    confidence = None if sure is None else Fraction(sure)
    return statement(subject, Relation(relation), other, confidence)


def network(
    frameworks: Iterable[Framework], *said: Mapping, nones: Iterable[NoCounterpart] = ()
) -> Network:
    """Frameworks, and what is said of them."""
    return Network(frameworks=frameworks, mappings=said, no_counterparts=nones)


def refuses(frameworks: Iterable[Framework], *said: Mapping) -> bool:
    """Are they refuted?"""
    return network(frameworks, *said).judge().consistency is Consistency.REFUTED


def allows(frameworks: Iterable[Framework], *said: Mapping) -> bool:
    """Is there an arrangement of them?"""
    return network(frameworks, *said).judge().consistency is Consistency.SATISFIABLE


# --- all alignments of two ladders


ALIGNMENTS = list(alignments(5, 5))


def pairs(world: World) -> list[tuple[StageRef, StageRef, Relation]]:
    """Every stage of one ladder with every stage of the other, and how they truly lie."""
    one, two = world.frameworks
    return [
        (first.ref, second.ref, Relation.of([relation(world, first.ref, second.ref)]))
        for first in one.stages
        for second in two.stages
    ]


def test_there_are_321_alignments_of_two_ladders_of_five_stages() -> None:
    """That begin and end together."""
    assert len(ALIGNMENTS) == delannoy(4, 4) == 321


@pytest.mark.parametrize("part", range(3))
def test_every_alignment_can_be_said_and_is_understood(part: int) -> None:
    """Of 25 true mappings just these follow, an arrangement shows them; the word for it, too."""
    for world in ALIGNMENTS[part::3]:
        true = pairs(world)
        said = network(world.frameworks, *(statement(one, own, two) for one, two, own in true))
        witness = said.judge().witness
        assert witness is not None
        for one, two, own in true:
            assert said.relation(one, two) is own
            assert witness.relation(one, two) in own.basic
            assert said.relation(two, one) is own.converse


@pytest.mark.parametrize("part", range(3))
def test_every_staircase_can_be_said(part: int) -> None:
    """That stages share something or do not, and no more; what is true stays possible."""
    for world in ALIGNMENTS[part::3]:
        true = pairs(world)
        stairs = [
            statement(one, own if own is Relation.DISJOINT else Relation.OVERLAPS, two)
            for one, two, own in true
        ]
        said = network(world.frameworks, *stairs)
        assert said.judge().consistency is Consistency.SATISFIABLE
        for one, two, own in true:
            assert own.implies(said.relation(one, two))
            assert own is not Relation.DISJOINT or said.relation(one, two) is own


@pytest.mark.parametrize("part", range(4))
def test_a_false_mapping_among_25_is_refuted_where_it_is_impossible(part: int) -> None:
    """As the oracle says; for each alignment one of the rows says something else."""
    rng = seeded(part)
    verdicts: list[bool] = []
    for world in ALIGNMENTS[part::4]:
        true = pairs(world)
        place = rng.randrange(len(true))
        said = [statement(one, own, two) for one, two, own in true]
        one, two, own = true[place]
        false = rng.choice([other for other in WORDS if not own.implies(other)])
        said[place] = statement(one, false, two)
        able = consistent(world.frameworks, said)
        verdict = network(world.frameworks, *said).judge()
        wanted = Consistency.SATISFIABLE if able else Consistency.REFUTED
        assert verdict.consistency is wanted
        assert able or said[place] in verdict.conflict
        verdicts.append(able)
    assert False in verdicts


def test_a_stage_cannot_partly_overlap_three_neighbours_on_a_line() -> None:
    """Of three in a row it holds the middle one; phases beside each other it can all cut."""
    said = [says("b:1", "PO", f"a:{own}") for own in (1, 2, 3)]
    ladders = (build("a", 3), build("b", 1))
    verdict = network(ladders, *said).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert set(verdict.conflict) == set(said)
    exclusive = (build("a", 3, Shape.EXCLUSIVE_SETS), build("b", 1))
    for frameworks in (exclusive, (build("a", 3), build("b", 1, Shape.SETS))):
        assert allows(frameworks, *said)
    assert allows(ladders, *said[:2])
    outer = (said[0], said[2])
    assert allows(ladders, *outer)
    assert network(ladders, *outer).relation("b:1", "a:2") is Relation.PPI


# --- what composes


@pytest.mark.parametrize("first", SAYABLE)
def test_what_follows_over_a_third_stage_is_the_composition(first: Relation) -> None:
    """For stages that are sets; all 900 of two relations."""
    table = composition_table()
    frameworks = [build(name, 1, Shape.SETS) for name in "pqr"]
    for second in SAYABLE:
        said = network(frameworks, statement("p:1", first, "q:1"), statement("q:1", second, "r:1"))
        follows = Relation.of(
            basic for pair in product(first.basic, second.basic) for basic in table[pair]
        )
        assert said.relation("p:1", "r:1") is follows
        assert (said.derive("p:1", "r:1") is None) == (follows is Relation.ANYTHING)


@pytest.mark.parametrize("frameworks", [LADDERS, [build(name, 3, Shape.SETS) for name in "abc"]])
def test_contains_then_inside_overlaps_and_overlaps_then_overlaps_is_nothing(
    frameworks: Sequence[Framework],
) -> None:
    """On ladders and off them; why is told in both cases."""
    some = network(frameworks, says("a:1", "contains", "b:2"), says("b:2", "inside", "c:3"))
    assert some.relation("a:1", "c:3") is Relation.OVERLAPS
    nothing = network(frameworks, says("a:1", "overlaps", "b:2"), says("c:3", "overlaps", "b:2"))
    assert nothing.relation("a:1", "c:3") is Relation.ANYTHING
    assert nothing.derive("a:1", "c:3") is None
    assert nothing.derived("a", "c") == ()
    assert nothing.why("a:1", "c:3") == (
        'Nothing follows for A 1 and C 3: the shortest way is "A 1 overlaps B 2", "C 3 overlaps'
        ' B 2", and what it says leaves all five relations open.'
    )
    assert nothing.why("a:1", "c:2") == (
        "Nothing follows for A 1 and C 2: no way of mappings leads from one to the other."
    )


@pytest.mark.parametrize("own", SAYABLE)
def test_equal_carries_everything(own: Relation) -> None:
    """What holds of a stage holds of its equal, from either side."""
    frameworks = [build(name, 1, Shape.SETS) for name in "pqr"]
    equal = says("p:1", "equal", "q:1")
    assert network(frameworks, equal, statement("q:1", own, "r:1")).relation("p:1", "r:1") is own
    assert network(frameworks, equal, statement("r:1", own, "q:1")).relation("r:1", "p:1") is own


def test_the_shortest_way_is_told() -> None:
    """Of a long one and a short one; neither says anything."""
    long_way = [
        says("a:1", "overlaps", "b:1"),
        says("b:1", "overlaps", "a:2"),
        says("a:2", "overlaps", "b:2"),
        says("b:2", "overlaps", "c:1"),
    ]
    frameworks = [build(name, 2, Shape.SETS) for name in "abc"]
    assert network(frameworks, *long_way).why("a:1", "c:1").count('"') == 8
    more = network(frameworks, *long_way, says("c:1", "overlaps", "b:1"))
    assert more.why("a:1", "c:1") == (
        'Nothing follows for A 1 and C 1: the shortest way is "A 1 overlaps B 1", "C 1 overlaps'
        ' B 1", and what it says leaves all five relations open.'
    )


def test_a_way_leads_through_unions() -> None:
    """From a stage to a union of which it is one, and on; that is no mapping of its own."""
    frameworks = [build(name, 3, Shape.SETS) for name in "abc"]
    said = network(frameworks, says("a:1", "overlaps", "b:1+2"), says("b:2+", "overlaps", "c:1"))
    assert said.why("a:1", "c:1") == (
        'Nothing follows for A 1 and C 1: the shortest way is "A 1 overlaps B 1 and 2 together",'
        ' "B 2 or later overlaps C 1", and what it says leaves all five relations open.'
    )
    assert said.why("a:1", "c:1+3") != said.why("a:1", "c:2")
    assert said.why("a:1", "c:2").endswith("no way of mappings leads from one to the other.")


# --- order


def test_a_crossing_is_refuted_on_ladders_only() -> None:
    """The first lies where the second is, and the second where the first is."""
    crossing = [says("a:1", "inside", "b:2"), says("a:2", "inside", "b:1")]
    verdict = network(LADDERS, *crossing).judge()
    assert verdict == Judgement(
        axis="maturity", consistency=Consistency.REFUTED, conflict=tuple(crossing)
    )
    assert allows([LADDERS[0], build("b", 3, Shape.EXCLUSIVE_SETS)], *crossing)
    rows = mapping_rows(crossing)
    by_id: dict[str, Framework] = {own.id: own for own in LADDERS}
    assert Engine(by_id, rows).is_refuted
    sets_alone = Engine(by_id, rows, by_order=False)
    assert not sets_alone.is_refuted
    assert sets_alone.conflict is None


def test_what_is_earlier_and_later_is_told_by_order() -> None:
    """The stages before an equal one share nothing with it and what follows it."""
    said = network(LADDERS, says("a:2", "equal", "b:2", "0.8"))
    assert said.relation("a:1", "b:3") is Relation.DISJOINT
    assert said.relation("a:1", "b:1") is Relation.EQ_PP_PPI
    derived = said.derive("a:1", "b:3")
    assert derived is not None
    assert derived.text() == (
        "A 1 shares nothing with B 3 (confidence 0.8), since\n"
        "- A 2 equals B 2 (confidence 0.8)\n"
        "  A 1 ends no later than B 3 starts."
    )


def test_before_or_after_is_decided_by_a_third_mapping() -> None:
    """Apart alone does not say on which side; what is known of another stage does."""
    apart = says("a:2", "disjoint", "b:2")
    assert network(LADDERS, apart).relation("a:3", "b:2") is Relation.ANYTHING
    said = network(LADDERS, apart, says("a:1", "overlaps", "b:2"))
    assert said.why("a:3", "b:2") == (
        "A 3 shares nothing with B 2, since\n"
        "- A 1 overlaps B 2\n"
        "- A 2 shares nothing with B 2\n"
        "  A 3 starts no earlier than B 2 ends."
    )


def test_cumulative_stages_hold_each_later_one_and_end_together() -> None:
    """On a ladder each is a proper part of the one before; of phases they may be equal."""
    levels = build("levels", 3, Shape.CUMULATIVE)
    said = network([levels, *LADDERS], says("levels:2", "equal", "a:2+"))
    assert said.relation("levels:1", "levels:3") is Relation.PPI
    assert said.relation("a:1", "levels:2") is Relation.DISJOINT
    assert said.relation("a:1", "levels:3") is Relation.DISJOINT
    assert said.relation("levels:3", "a:2+") is Relation.PP
    assert said.relation("levels:1+3", "levels:1") is Relation.EQUAL
    assert refuses([levels, *LADDERS], says("levels:1", "equal", "a:1"))
    nested = build("nested", 3, Shape.NESTED_SETS)
    assert network([nested]).relation("nested:1", "nested:3") is Relation.CONTAINS
    assert network([nested]).relation("nested:2+3", "nested:1") is Relation.INSIDE
    both = [says("nested:1", "equal", "a:1"), says("nested:3", "equal", "a:1")]
    assert allows([nested, LADDERS[0]], *both)
    assert network([nested, LADDERS[0]], *both).relation("nested:2", "a:1") is Relation.EQUAL


def test_unions_are_what_their_stages_are_together() -> None:
    """In one piece, in pieces, and "or later"; asked for or spoken of."""
    said = network(LADDERS, says("a:1", "inside", "b:1"), says("a:3", "inside", "b:2+3"))
    assert said.relation("a:1", "b:1+2") is Relation.PP
    assert said.relation("a:1", "b:1+3") is Relation.PP
    assert said.relation("b:1+3", "a:1") is Relation.PPI
    assert said.relation("a:3", "b:1") is Relation.DISJOINT
    assert said.relation("a:3", "b:2+") is Relation.INSIDE
    pieces = network(LADDERS, says("a:1+3", "contains", "b:1"))
    assert pieces.why("a:2", "b:1") == (
        "A 2 shares nothing with B 1, since\n"
        "- A 1 and 3 together contains B 1\n"
        "  A 2 shares nothing with A 1 and 3 together, by their framework.\n"
        "  A 2 shares nothing with A 1 and 3 together, which contains B 1: so A 2 shares nothing"
        " with B 1."
    )
    later = network(LADDERS, says("a:2+", "inside", "b:3+"))
    assert later.relation("a:3", "b:2") is Relation.DISJOINT
    assert later.relation("a:3", "b:3+") is Relation.PP
    assert refuses(LADDERS, says("a:2", "equal", "b:2+"))
    assert allows(LADDERS, says("a:3", "equal", "b:2+3"))


def test_what_lies_beyond_the_last_stage_is_open() -> None:
    """The last one or later is the last one, or more."""
    own = network([LADDERS[0]])
    assert own.relation("a:3", "a:3+") is Relation.INSIDE
    assert own.relation("a:2+", "a:2+3") is Relation.CONTAINS
    assert own.relation("a:1", "a:3+") is Relation.DISJOINT
    assert own.relation("a:1+3+", "a:2") is Relation.DISJOINT
    phases = network(PHASES)
    assert phases.relation("p:1", "p:2") is Relation.ANYTHING
    assert phases.relation("p:1", "p:1+2") is Relation.INSIDE
    assert phases.relation("p:1+2", "p:2+3") is Relation.OVERLAPS
    assert phases.relation("p:2+", "p:2+3") is Relation.CONTAINS
    assert phases.relation("p:1", "p:1") is Relation.EQUAL


# --- crosswalks


def test_an_exhaustive_crosswalk_says_more() -> None:
    """A stage lies inside its counterparts taken together; what is left out it does not touch."""
    rows = [mapping("left:2", "overlaps", "right:2"), mapping("left:2", "overlaps", "right:3")]
    apart = mapping("left:2", "disjoint", "right:1")
    plain = Network.of(sides(), [crosswalk(*rows, apart)])
    assert plain.relation("left:2", "right:4") is Relation.PPI_PO_DR
    whole = Network.of(sides(), [crosswalk(*rows, apart, exhaustive=["left"])])
    assert whole.relation("left:2", "right:4") is Relation.DISJOINT
    assert whole.relation("left:2", "right:2+3") in (Relation.INSIDE, Relation.PP)
    derived = whole.derive("left:2", "right:4")
    assert derived is not None
    assert derived.confidence is None
    assert [own.justification for own in derived.statements if isinstance(own, Mapping)] == [
        "Left is said to be mapped exhaustively to Right."
    ]
    assert whole.relation("right:4", "left:3") is Relation.ANYTHING


@pytest.mark.parametrize(
    ("objects", "together"),
    [
        (["right:2"], "right:2"),
        (["right:2", "right:1"], "right:1+2"),
        (["right:1+3"], "right:1+3"),
        (["right:1+3", "right:2"], "right:1+2+3"),
        (["right:2+"], "right:2+"),
        (["right:3", "right:4+"], "right:3+"),
        (["right:1", "right:4+"], "right:1+4+"),
        (["right:1", "right:3", "right:4+"], "right:1+3+"),
        (["right:4", "right:2+"], "right:2+"),
        (["right:4+", "right:2+"], "right:2+"),
        (["right:1+3+", "right:4"], "right:1+3+"),
        (["right:1+4+", "right:2"], "right:1+2+4+"),
    ],
)
def test_counterparts_are_taken_together(objects: list[str], together: str) -> None:
    """Stages and unions of them; from the last named "or later" on all the rest."""
    own = crosswalk(*(mapping("left:1", "overlaps", each) for each in objects), exhaustive=["left"])
    (covering,) = covering_mappings(own)
    assert (str(covering.subject), covering.relation) == ("left:1", Relation.INSIDE)
    assert str(covering.object) == together
    assert covering.confidence is None


def test_coverings_are_found_for_each_axis_side_and_stage() -> None:
    """What shares nothing is no counterpart; a union has its stages' counterparts."""
    own = crosswalk(
        mapping("left:1", "overlaps", "right:1"),
        mapping("left:1", "overlaps", "right:2", axis="results"),
        mapping("left:1+2", "overlaps", "right:3"),
        mapping("left:3", "disjoint", "right:3"),
        exhaustive=["left", "right"],
    )
    told = {(str(one.subject), str(one.object), one.axis) for one in covering_mappings(own)}
    assert told == {
        ("left:1", "right:1+3", "maturity"),
        ("left:2", "right:3", "maturity"),
        ("left:1", "right:2", "results"),
        ("right:1", "left:1", "maturity"),
        ("right:3", "left:1+2", "maturity"),
        ("right:2", "left:1", "results"),
    }
    assert covering_mappings(attrs.evolve(own, exhaustive=())) == ()
    texts = {one.justification for one in covering_mappings(own)}
    assert texts == {
        "Left is said to be mapped exhaustively to Right.",
        "Right is said to be mapped exhaustively to Left.",
    }
    both = Network.of(sides(), [own])
    assert both.axes == ("maturity", "results")
    assert both.relation("left:1", "right:3", axis="results") is Relation.DISJOINT


def test_no_counterpart_excludes_that_a_stage_is_equal_to_any() -> None:
    """And nothing else: they may meet."""
    none = NoCounterpart(stage="a:2", framework="b", reason="Nothing like it.", confidence="0.5")
    said = network(LADDERS, nones=[none])
    for stage in LADDERS[1].stages:
        assert said.relation("a:2", stage.ref) is Relation.PP_PPI_PO_DR
    assert said.relation("a:2", "c:1") is Relation.ANYTHING
    derived = said.derive("a:2", "b:1")
    assert derived is not None
    assert derived.statements == (none,)
    assert derived.confidence == Fraction(1, 2)
    assert not derived.is_claimed
    assert derived.rationales == frozenset()
    assert said.derived("a", "b")[0] == derived
    assert said.why("a:2", "c:1").endswith("no way of mappings leads from one to the other.")
    equal = says("a:2", "equal", "b:1")
    verdict = network(LADDERS, equal, nones=[none]).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert set(verdict.conflict) == {equal, none}
    rows = none_rows([none], {own.id: own for own in LADDERS})
    assert [(str(row.subject), str(row.object), row.said_by) for row in rows] == [
        ("a:2", f"b:{own}", none) for own in (1, 2, 3)
    ]


def test_statements_are_told_once_each() -> None:
    """One that there is no counterpart stands for many rows."""
    none = NoCounterpart(stage="p:1", framework="a", reason="Nothing like it.")
    frameworks = (build("a", 2), build("p", 1, Shape.EXCLUSIVE_SETS))
    said = [
        says("p:1", "EQ DR", "a:1"),
        says("p:1", "EQ DR", "a:2"),
        says("p:1", "inside", "a:1+2"),
    ]
    verdict = network(frameworks, *said, nones=[none]).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert len(verdict.conflict) == 4
    assert set(verdict.conflict) == {*said, none}


def test_axes_are_reasoned_over_by_themselves() -> None:
    """A crossing of which one lies on another axis is none."""
    one = says("a:1", "inside", "b:2")
    two = attrs.evolve(says("a:2", "inside", "b:1"), axis="results")
    three = attrs.evolve(says("a:2", "equal", "b:1"), axis="earlier")
    said = network(LADDERS, two, one, three)
    assert said.axes == ("maturity", "earlier", "results")
    for axis in said.axes:
        assert said.judge(axis).consistency is Consistency.SATISFIABLE
        assert said.judge(axis).axis == axis
    assert said.relation("a:3", "b:1") is Relation.DISJOINT
    assert said.relation("a:3", "b:1", axis="results") is Relation.PP_PO_DR
    assert said.relation("a:1", "b:2", axis="results") is Relation.DISJOINT
    assert said.relations("a:2", axis="results")[parse_place("b:1").refs[0]] is Relation.INSIDE
    derived = said.derive("a:1", "b:2", axis="results")
    assert derived is not None
    assert derived.axis == "results"
    assert [own.axis for own in said.derived("a", "b", axis="earlier")] != []
    assert said.why("a:3", "b:3", axis="results") != said.why("a:3", "b:3")
    nones = [NoCounterpart(stage="a:3", framework="b", reason="Nothing like it.")]
    with_none = network(LADDERS, two, nones=nones)
    assert with_none.relation("a:3", "b:3") is Relation.PP_PPI_PO_DR
    assert with_none.relation("a:1", "b:3", axis="results") is Relation.DISJOINT
    assert with_none.relation("a:3", "b:3", axis="results") is Relation.PPI_PO_DR


def test_the_shipped_crosswalks_hold_together() -> None:
    """On every axis nothing is refuted; and the own stages are found as objects and as text."""
    catalog = sm.default_catalog()
    frameworks = [sm.SOLIS, sm.BE_A_PERSON, sm.CISCO, sm.CARFI, sm.SOCEDO]
    ids = [own.id for own in frameworks]
    crosswalks = [
        catalog.crosswalk(one, two) for number, one in enumerate(ids) for two in ids[number + 1 :]
    ]
    said = Network.of(frameworks, crosswalks)
    for axis in said.axes:
        assert not said.engine(axis).is_refuted
    stage, other = sm.SOLIS.stage(2), sm.CARFI.stage(3)
    assert said.relation(stage, other) is said.relation("solis:2", other.ref)


# --- results do not depend on chance


FIXED = """
from oracles.networks import Shape, build, random_frameworks, random_mappings, random_world, seeded
from socialmaturity.graph.network import Network

for seed in range(12):
    rng = seeded(seed)
    frameworks = random_frameworks(rng, 3, most=3)
    world = random_world(rng, frameworks)
    said = random_mappings(rng, world, 8, weaken=0.5)
    network = Network(frameworks=frameworks, mappings=said)
    print(network.judge())
    for one in frameworks:
        for two in frameworks:
            if one is not two:
                for derived in network.derived(one.id, two.id):
                    print(derived.text(), derived.to_dict())
        print(network.relations(one.stages[0]))
        print(network.why(one.stages[0], frameworks[0].stages[0]))
    wrong = Network(frameworks=frameworks, mappings=[own.inverse() for own in said[:4]] + [
        type(own)(subject=own.subject, object=own.object, relation=~own.relation,
                  justification="Wrong.") for own in said[4:]])
    print(wrong.judge())
"""


def test_nothing_depends_on_the_hash_seed() -> None:
    """Relations, derivations, verdicts and arrangements, as text, in four processes."""
    texts: set[str] = set()
    for seed in range(4):
        done = subprocess.run(
            [sys.executable, "-c", FIXED],
            env={**environ, "PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
        texts.add(done.stdout)
    (text,) = texts
    assert text.count("consistency") == 24
    assert "REFUTED" in text
    assert ", since" in text


def test_of_alike_mappings_the_same_one_is_told_in_any_order() -> None:
    """They differ in nothing but their reasons."""
    one = says("a:1", "inside", "b:1")
    two = attrs.evolve(one, justification="Another reason.")
    found = [network(LADDERS, *said).derive("a:1", "b:1") for said in ((one, two), (two, one))]
    assert found[0] == found[1]
    assert network(LADDERS, one, one).derive("a:1", "b:1") is not None


def test_of_several_ways_the_most_trusted_is_told() -> None:
    """By product; a way without confidence only where there is no other."""
    ways = [
        says("a:2", "equal", "b:2", "0.9"),
        says("b:2", "equal", "c:2", "0.9"),
        says("a:2", "equal", "c:2", "0.8"),
    ]

    def told(*said: Mapping) -> tuple[str | None, ...]:
        derived = network(LADDERS, *said).derive("a:1", "c:3")
        assert derived is not None
        return tuple(str(own.confidence) for own in derived.statements)

    assert told(*ways) == ("9/10", "9/10")
    assert told(*ways[:2], attrs.evolve(ways[2], confidence=Fraction(85, 100))) == ("17/20",)
    assert told(*ways[:2], attrs.evolve(ways[2], confidence=None)) == ("9/10", "9/10")
    assert told(*ways[:2], attrs.evolve(ways[2], confidence=0)) == ("9/10", "9/10")
    assert told(ways[0], attrs.evolve(ways[1], confidence=None)) == ("9/10", "None")


def test_a_direct_mapping_is_told_before_a_chain() -> None:
    """The most trusted one that is enough alone; else the chain."""
    chain = [says("a:1", "inside", "b:1", "0.9"), says("b:1", "inside", "c:1", "0.9")]
    sure, unsure = says("a:1", "inside", "c:1", "0.5"), says("a:1", "inside", "c:1", "0.3")
    both = network(LADDERS, *chain, unsure, sure).derive("a:1", "c:1")
    assert both is not None
    assert both.statements == (sure,)
    assert both.is_claimed
    assert both.steps == ()
    assert both.text() == (
        "A 1 lies inside C 1 (confidence 0.5), since\n- A 1 lies inside C 1 (confidence 0.5)"
    )
    weaker = says("a:1", "overlaps", "c:1", "1")
    derived = network(LADDERS, *chain, weaker).derive("a:1", "c:1")
    assert derived is not None
    assert derived.statements == tuple(chain)
    assert not derived.is_claimed
    turned = network(LADDERS, sure).derive("c:1", "a:1")
    assert turned is not None
    assert turned.is_claimed
    assert turned.relation is Relation.CONTAINS
    assert turned.text() == (
        "C 1 contains A 1 (confidence 0.5), since\n- A 1 lies inside C 1 (confidence 0.5)"
    )


def test_what_the_frameworks_say_needs_no_statement() -> None:
    """It has no confidence, and is not what a mapping claims."""
    levels = (build("x", 1, Shape.CUMULATIVE), build("y", 1, Shape.CUMULATIVE))
    derived = network(levels, says("x:1", "overlaps", "y:1", "0.9")).derive("x:1", "y:1")
    assert derived is not None
    assert derived.statements == ()
    assert derived.confidence is None
    assert not derived.is_claimed
    assert derived.text() == (
        "X 1 equals, lies strictly inside or strictly contains Y 1, by their frameworks\n"
        "  X 1 ends where Y 1 ends."
    )
    more = network(levels, says("x:1", "PP PO DR", "y:1", "0.9"))
    (found,) = more.derived("x", "y")
    assert found.relation is Relation.PP
    assert found.confidence == Fraction(9, 10)


# --- derivations as values


def test_a_derivation_is_told_as_text_and_as_data() -> None:
    """Statements with what they are trusted, and steps."""
    said = network(
        LADDERS,
        attrs.evolve(says("a:1", "contains", "b:1", "0.5"), rationale="semantic"),
        attrs.evolve(says("b:1", "inside", "c:1", "0.8"), rationale="functional"),
    )
    derived = said.derive("a:1", "c:1")
    assert derived is not None
    assert str(derived) == "A 1 overlaps C 1"
    assert said.why("a:1", "c:1") == derived.text()
    assert derived.text() == (
        "A 1 overlaps C 1 (confidence 0.4), since\n"
        "- A 1 contains B 1 (confidence 0.5)\n"
        "- B 1 lies inside C 1 (confidence 0.8)\n"
        "  A 1 starts before C 1 ends.\n"
        "  A 1 ends after C 1 starts."
    )
    assert derived.to_dict() == {
        "subject": "a:1",
        "relation": "overlaps",
        "object": "c:1",
        "axis": "maturity",
        "confidence": "0.4",
        "statements": ["A 1 contains B 1", "B 1 lies inside C 1"],
        "steps": ["A 1 starts before C 1 ends", "A 1 ends after C 1 starts"],
    }
    assert derived.confidence_by("minimum") == Fraction(1, 2)
    assert derived.confidence_by("least") == Fraction(3, 10)
    assert {own.value for own in derived.rationales} == {"semantic", "functional"}
    assert "steps" not in repr(derived)
    unsure = attrs.evolve(derived, statements=(says("a:1", "contains", "b:1"),))
    assert unsure.to_dict()["confidence"] is None
    assert unsure.rationales == frozenset()
    with pytest.raises(InvalidValueError, match="'average' is none of"):
        derived.confidence_by("average")


def test_a_chain_of_sets_is_told_step_by_step() -> None:
    """What holds by a framework is told as such, what order says is told by ends."""
    said = network(PHASES, says("p:1", "inside", "a:1"), says("q:1", "inside", "a:3"))
    assert said.why("p:1", "q:1") == (
        "P 1 shares nothing with Q 1, since\n"
        "- P 1 lies inside A 1\n"
        "- Q 1 lies inside A 3\n"
        "  A 1 shares nothing with A 3, by their framework.\n"
        "  A 1 shares nothing with A 3, which contains Q 1: so A 1 shares nothing with Q 1.\n"
        "  P 1 lies inside A 1, which shares nothing with Q 1: so P 1 shares nothing with Q 1."
    )
    two = (*PHASES, build("b", 3))
    over = network(
        two,
        says("p:1", "inside", "a:1"),
        says("a:2", "equal", "b:2"),
        says("q:1", "inside", "b:3"),
    )
    assert over.why("p:1", "q:1") == (
        "P 1 shares nothing with Q 1, since\n"
        "- P 1 lies inside A 1\n"
        "- A 2 equals B 2\n"
        "- Q 1 lies inside B 3\n"
        "  A 1 ends no later than B 3 starts.\n"
        "  P 1 lies inside A 1, which shares nothing with B 3: so P 1 shares nothing with B 3.\n"
        "  Q 1 lies inside B 3, which shares nothing with P 1: so Q 1 shares nothing with P 1."
    )


def test_sets_tell_the_line_what_it_did_not_know() -> None:
    """A way over phases orders the stages of two ladders; the rows of both are told."""
    frameworks = (*LADDERS[:2], PHASES[1])
    said = [
        says("a:2", "inside", "p:1", "0.5"),
        says("p:1", "inside", "b:1", "0.5"),
    ]
    over = network(frameworks, *said)
    assert over.relation("a:2", "b:1") is Relation.INSIDE
    derived = over.derive("a:1", "b:2")
    assert derived is not None
    assert derived.relation is Relation.DISJOINT
    assert set(derived.statements) == set(said)
    assert derived.confidence == Fraction(1, 4)
    crossing = says("a:1", "overlaps", "b:2")
    verdict = network(frameworks, *said, crossing).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert set(verdict.conflict) == {*said, crossing}


# --- too large, too tangled


def test_a_network_too_large_for_sets_is_still_reasoned_over_by_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is found is true; what only sets tell is not found, and the verdict says so."""
    chain = [says("a:1", "inside", "p:1"), says("p:1", "inside", "b:1")]
    order = [says("a:2", "equal", "c:2"), says("c:2", "disjoint", "b:1")]
    frameworks = (*LADDERS, PHASES[1])
    full = network(frameworks, *chain, *order)
    assert full.relation("a:1", "b:1") is Relation.INSIDE
    assert full.engine("maturity").complete
    monkeypatch.setattr(engine_module, "MOST_PLACES", 2)
    small = network(frameworks, *chain, *order)
    assert not small.engine("maturity").complete
    assert small.engine("maturity").sets is None
    assert small.relation("a:1", "b:1") is Relation.ANYTHING
    assert small.relation("a:2", "c:2") is Relation.EQUAL
    assert small.relation("a:1", "c:3") is Relation.DISJOINT
    assert small.relation("c:2", "b:1") is Relation.DISJOINT
    assert small.relation("p:1", "p:1+2") is Relation.INSIDE
    assert small.relation("p:1", "b:1") is Relation.INSIDE
    assert small.relation("b:1", "p:1") is Relation.CONTAINS
    assert small.relation("b:1", "p:2") is Relation.ANYTHING
    assert small.relations("p:1") == {
        parse_place("a:1"): Relation.CONTAINS,
        parse_place("b:1"): Relation.INSIDE,
    }
    assert small.relations("a:1")[parse_place("p:1").refs[0]] is Relation.INSIDE
    assert list(small.relations("a:1"))[-1] == parse_place("p:1")
    told = small.derive("b:1", "p:1")
    assert told is not None
    assert told.statements == (chain[1],)
    assert told.steps == ()
    assert small.judge().consistency is Consistency.SATISFIABLE
    pieces = network(frameworks, says("a:1+3", "contains", "b:1"), *order)
    assert pieces.relation("a:1+3", "b:1") is Relation.CONTAINS
    assert parse_place("a:1+3") not in pieces.relations("b:1")
    for one, two in product(frameworks[0].stages, frameworks[1].stages):
        truly = possible_relations(frameworks, [*chain, *order], one.ref, two.ref)
        assert truly <= small.relation(one, two).basic


def test_only_frameworks_that_need_it_are_taken_as_sets_where_all_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those that order does not tell; the others are reasoned over by order."""
    frameworks = (*LADDERS, PHASES[1])
    said = [
        says("a:1", "inside", "p:1"),
        says("p:1", "inside", "b:1"),
        says("b:2", "equal", "c:2"),
    ]
    monkeypatch.setattr(engine_module, "MOST_PLACES", 9)
    some = network(frameworks, *said)
    sets = some.engine("maturity").sets
    assert sets is not None
    assert {place.framework for place in sets.places} == {"a", "b", "p"}
    assert some.relation("a:1", "b:1") is Relation.INSIDE
    assert some.relation("a:1", "c:3") is Relation.DISJOINT
    assert some.relation("b:3", "c:1") is Relation.DISJOINT
    assert some.relation("p:1", "c:3") is Relation.ANYTHING
    monkeypatch.setattr(engine_module, "MOST_PLACES", 8)
    assert network(frameworks, *said).engine("maturity").sets is None
    monkeypatch.setattr(engine_module, "MOST_PLACES", 12)
    whole = network(frameworks, *said)
    assert whole.relation("p:1", "c:3") is Relation.DISJOINT


def test_a_network_too_large_for_cells_is_refuted_or_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the engines see stays refuted; else nobody looked for an arrangement."""
    crossing = [says("a:1", "inside", "b:2"), says("a:2", "inside", "b:1")]
    monkeypatch.setattr(cells_module, "MOST_CELLS", 1)
    assert refuses(LADDERS, *crossing)
    verdict = network(LADDERS, crossing[0]).judge()
    assert verdict == Judgement(axis="maturity", consistency=Consistency.NOT_REFUTED)
    assert verdict.witness is None


def test_a_tangled_network_is_left_open_and_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is given up, no verdict is wrong."""
    monkeypatch.setattr(cells_module, "MOST_TRIES", 2)
    found: set[Consistency] = set()
    for seed in range(60):
        rng = seeded(seed)
        frameworks = random_frameworks(rng, 2, most=3)
        world = random_world(rng, frameworks)
        said = random_mappings(rng, world, 4, weaken=1, unions=0.8)
        true = network(frameworks, *said).judge().consistency
        assert true is not Consistency.REFUTED
        wrong = [attrs.evolve(own, relation=~own.relation) for own in said[:2]]
        verdict = network(frameworks, *wrong, *said[2:]).judge()
        if verdict.consistency is not Consistency.NOT_REFUTED:
            able = consistent(frameworks, [*wrong, *said[2:]])
            assert able == (verdict.consistency is Consistency.SATISFIABLE)
        found |= {true, verdict.consistency}
    assert found == set(Consistency)


def test_what_only_sets_refute_is_found_in_a_part_of_what_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All rows are too many places for sets; the conflict is not, and is minimal."""
    frameworks = (build("a", 3), build("p", 3, Shape.SETS), build("c", 3))
    conflict = [says("p:1", "inside", "a:1", "0.9"), says("p:1", "overlaps", "a:2", "0.9")]
    more = says("p:2", "overlaps", "c:1", "0.1")
    monkeypatch.setattr(engine_module, "MOST_PLACES", 6)
    said = network(frameworks, *conflict, more)
    assert not said.engine("maturity").is_refuted
    verdict = said.judge()
    assert verdict.consistency is Consistency.REFUTED
    assert set(verdict.conflict) == set(conflict)


def test_two_mappings_of_one_pair_are_put_together_without_sets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are told; there are no steps between."""
    both = [says("p:1", "inside", "b:1"), says("p:1", "PP PPi PO DR", "b:1")]
    monkeypatch.setattr(engine_module, "MOST_PLACES", 2)
    derived = network((*LADDERS, PHASES[1]), *both).derive("p:1", "b:1")
    assert derived is not None
    assert derived.relation is Relation.PP
    assert set(derived.statements) == set(both)
    assert derived.steps == ()


# --- bad input


def test_what_is_asked_for_must_be_there() -> None:
    """The message says what was asked, what is known, and the way out."""
    said = network(LADDERS, says("a:1", "inside", "b:2"))
    with pytest.raises(UnknownStageError) as stage:
        said.relation("a:4", "b:1")
    assert str(stage.value) == "unknown stage '4' in framework 'a'; known: '1', '2', '3'"
    with pytest.raises(UnknownFrameworkError) as which:
        said.relation("a:1", "x:1")
    assert str(which.value) == (
        "unknown framework 'x'; known: 'a', 'b', 'c'; give the network every framework that it is"
        " about"
    )
    with pytest.raises(InvalidIdentifierError, match="invalid stage 'first'; expected something"):
        said.relations("first")
    wrong_type: Any = 5
    with pytest.raises(WrongTypeError) as wrong:
        said.derive("a:1", wrong_type)
    assert str(wrong.value) == "expected a stage, or text such as 'solis:7', not 5"
    assert wrong.value.value == 5
    with pytest.raises(UnknownStageError, match="unknown stage '9' in framework 'b'"):
        said.why("a:1", "b:2+9")
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'x'"):
        said.derived("a", "x")
    with pytest.raises(FrameworkMismatchError) as same:
        said.derived("a", "a")
    assert same.value.message == (
        "'a' stands on both sides; ask for what follows between two frameworks"
    )
    with pytest.raises(InvalidValueError) as below:
        said.relation("a:0", "b:1")
    assert str(below.value) == (
        "a:0 is the place below the first stage, which says nothing of where units are; a mapping"
        " is about stages, from 1"
    )
    assert below.value.value == "a:0"
    assert said.place("a:2") is not said.place(LADDERS[0].stages[1])
    assert said.place("a:2") == said.place(LADDERS[0].stages[1]) == StageRef("a", 2)
    assert said.place(StageUnion("a", (1, 2))) == parse_place("a:1+2")


def test_an_axis_must_have_mappings() -> None:
    """But the common one, which is always there."""
    said = network(LADDERS, attrs.evolve(says("a:1", "inside", "b:2"), axis="results"))
    assert said.judge().consistency is Consistency.SATISFIABLE
    assert network([]).judge().consistency is Consistency.SATISFIABLE
    for ask in (
        lambda: said.judge("result"),
        lambda: said.relation("a:1", "b:1", axis="result"),
        lambda: said.relations("a:1", axis="result"),
        lambda: said.derive("a:1", "b:1", axis="result"),
        lambda: said.derived("a", "b", axis="result"),
        lambda: said.why("a:1", "b:1", axis="result"),
        lambda: said.rows("result"),
    ):
        with pytest.raises(InvalidValueError) as error:
            ask()
        assert str(error.value) == (
            "axis: no mapping lies on the axis 'result'; known: 'maturity', 'results'"
        )
        assert (error.value.path, error.value.value) == ("axis", "result")


def test_a_network_tells_all_its_problems_together() -> None:
    """Each with its path."""
    nones = [
        NoCounterpart(stage="a:7", framework="y", reason="Looked."),
        NoCounterpart(stage="z:7", framework="a", reason="Looked."),
    ]
    with pytest.raises(InvalidCrosswalkError) as error:
        network(
            [*LADDERS, LADDERS[0]],
            says("a:1", "inside", "x:2"),
            says("a:1", "inside", "b:2"),
            says("a:2+9", "inside", "b:4"),
            says("a:1", "inside", "b:0"),
            nones=nones,
        )
    mend = "known: 'a', 'b', 'c'; give the network every framework that it is about"
    assert str(error.value) == (
        "network: 8 problems\n"
        "  - frameworks: the framework 'a' stands here twice\n"
        f"  - mappings[0]: unknown framework 'x'; {mend}\n"
        "  - mappings[2]: unknown stage '9' in framework 'a'; known: '1', '2', '3'\n"
        "  - mappings[2]: unknown stage '4' in framework 'b'; known: '1', '2', '3'\n"
        "  - mappings[3]: b:0 is the place below the first stage, which says nothing of where units"
        " are; a mapping is about stages, from 1\n"
        "  - no_counterparts[0]: unknown stage '7' in framework 'a'; known: '1', '2', '3'\n"
        "  - no_counterparts[0]: unknown framework 'y'; known: 'a', 'b', 'c'\n"
        f"  - no_counterparts[1]: unknown framework 'z'; {mend}"
    )
    assert isinstance(error.value.problems[0], DuplicateError)
    assert error.value.problems[0].value == "a"
    untyped: list[tuple[str, dict[str, Any]]] = [
        ("frameworks", {"frameworks": ["a"]}),
        ("mappings", {"frameworks": LADDERS, "mappings": ["a:1"]}),
        ("no_counterparts", {"frameworks": LADDERS, "no_counterparts": ["a:1"]}),
    ]
    for name, given in untyped:
        with pytest.raises(WrongTypeError, match=f"^{name}: expected "):
            Network(**given)


def test_of_a_contradiction_nothing_is_concluded() -> None:
    """Everything would follow; the statements that contradict each other are told instead."""
    crossing = [says("a:1", "inside", "b:2"), says("a:2", "inside", "b:1")]
    other = attrs.evolve(says("a:1", "equal", "c:1"), axis="results")
    said = network(LADDERS, says("a:3", "inside", "c:3"), *crossing, other)
    for ask in (
        lambda: said.relation("a:1", "c:3"),
        lambda: said.relations("c:1"),
        lambda: said.derive("a:1", "c:3"),
        lambda: said.derived("a", "c"),
        lambda: said.why("a:1", "c:3"),
    ):
        with pytest.raises(ContradictionError) as error:
            ask()
        assert error.value.message.startswith(
            "the mappings of the axis 'maturity' contradict each other, so that nothing can be"
            " concluded: A 1 lies inside B 2; A 2 lies inside B 1."
        )
        assert error.value.path == "mappings"
        assert error.value.value == tuple(crossing)
    assert said.relation("a:1", "c:1", axis="results") is Relation.EQUAL


# --- the pieces


def test_a_contradiction_is_found_by_each_engine_alone() -> None:
    """In the order, in sets, in what one tells the other; the rows told are enough."""
    several: list[tuple[tuple[Framework, ...], list[Mapping]]] = [
        (LADDERS, [says("a:1", "inside", "b:2"), says("a:2", "inside", "b:1")]),
        (LADDERS, [says("a:2", "PO", "b:1"), says("a:2", "PO", "b:2"), says("a:2", "PO", "b:3")]),
        (LADDERS, [says("a:1", "EQ DR", "b:1"), says("a:1", "PO", "b:1")]),
        (PHASES, [says("p:1", "inside", "a:1"), says("p:1", "overlaps", "a:2")]),
        (
            (*LADDERS, PHASES[1]),
            [
                says("a:2", "inside", "p:1"),
                says("p:1", "inside", "b:1"),
                says("a:1", "overlaps", "b:2"),
            ],
        ),
    ]
    for frameworks, said in several:
        by_id: dict[str, Framework] = {own.id: own for own in frameworks}
        rows = (
            mapping_rows([says("c:3", "overlaps", "a:3"), *said])
            if "c" in by_id
            else (mapping_rows(said))
        )
        engine = Engine(by_id, rows)
        assert engine.is_refuted
        assert engine.conflict is not None
        told = [rows[number] for number in sorted(engine.conflict)]
        assert Engine(by_id, told).is_refuted
        assert not Engine(by_id, told[1:]).is_refuted


def test_a_contradiction_of_order_comes_up_by_what_sets_find() -> None:
    """Each of two ways over phases is possible; both together cross."""
    frameworks = (
        build("a", 2),
        build("b", 2),
        build("p", 1, Shape.SETS),
        build("q", 1, Shape.SETS),
    )
    said = [
        says("a:1", "inside", "p:1"),
        says("p:1", "inside", "b:2"),
        says("a:2", "inside", "q:1"),
        says("q:1", "inside", "b:1"),
    ]
    verdict = network(frameworks, *said).judge()
    assert verdict.consistency is Consistency.REFUTED
    assert set(verdict.conflict) == set(said)
    for left_out in said:
        assert allows(frameworks, *(own for own in said if own is not left_out))


def test_rows_are_left_out_least_trusted_first() -> None:
    """Of those alike the last one; what stays is in order."""
    rows = mapping_rows(
        [
            says("a:1", "inside", "b:1", "0.5"),
            says("a:1", "inside", "b:1"),
            says("a:1", "inside", "b:1", "0.9"),
            says("a:1", "inside", "b:1", "0"),
            says("a:1", "inside", "b:1", "0.9"),
        ]
    )
    tried: list[int] = []

    def holds_with(least: int) -> tuple[int, ...]:
        def holds(some: Sequence[Row]) -> bool:
            tried.append(len(some))
            return len(some) >= least

        return smallest(rows, reversed(range(5)), holds)

    assert holds_with(0) == ()
    assert holds_with(1) == (2,)
    assert holds_with(2) == (2, 4)
    assert holds_with(3) == (0, 2, 4)
    assert holds_with(4) == (0, 1, 2, 4)
    assert holds_with(9) == (0, 1, 2, 3, 4)
    assert len(tried) == 6 * 5


def test_doubt_adds_up_along_a_chain() -> None:
    """Nothing and 0 are doubted alike, more than any confidence; a row more is doubted a little."""
    doubts = [
        doubt_of(row)
        for row in mapping_rows(
            [says("a:1", "inside", "b:1", sure) for sure in ("1", "0.5", "0.25", "0", None)]
        )
    ]
    assert doubts == sorted(doubts)
    assert 0 < doubts[0] < 1e-3
    assert doubts[2] == pytest.approx(2 * doubts[1], abs=1e-5)
    assert doubts[3] == doubts[4] > 100
    tiny = says("a:1", "inside", "b:1")
    (row,) = mapping_rows([attrs.evolve(tiny, confidence=Fraction(1, 10**400))])
    assert doubts[2] < doubt_of(row) < doubts[3]


def test_only_ladders_of_which_enough_is_known_lie_on_the_line() -> None:
    """They exclude each other or are cumulative."""
    assert [is_on_line(build("own", 2, shape)) for shape in Shape] == [
        True,
        True,
        False,
        False,
        False,
    ]
    unknown = attrs.evolve(build("own", 2), order=sm.Order(exclusive=False))
    assert not is_on_line(unknown)
    assert network([unknown]).relation("own:1", "own:2") is Relation.ANYTHING


def line_of(frameworks: Iterable[Framework], *said: Mapping) -> Line:
    """What order says of them."""
    return Line({own.id: own for own in frameworks}, mapping_rows(said))


def test_a_line_has_cut_points_and_a_top() -> None:
    """Stages that exclude each other have an end more; the top is point 0."""
    frameworks = [build("a", 2), build("levels", 2, Shape.CUMULATIVE), build("p", 2, Shape.SETS)]
    line = line_of(frameworks)
    assert dict(line.cuts()) == {"a": range(1, 4), "levels": range(4, 6)}

    def interval(place: str) -> tuple[int, int]:
        return line.interval(parse_place(place))

    assert (interval("a:1"), interval("a:2"), interval("a:1+2")) == ((1, 2), (2, 3), (1, 3))
    assert (interval("a:2+"), interval("levels:1"), interval("levels:2")) == (
        (2, 0),
        (4, 0),
        (5, 0),
    )
    assert parse_place("a:1") in line
    assert parse_place("p:1") not in line
    assert line.pieces(parse_place("a:1+2")) == ((1, 3),)
    three = line_of([build("a", 4)])
    assert parse_place("a:1+3") not in three
    assert three.pieces(parse_place("a:1+3")) == ((1, 2), (3, 4))
    assert three.pieces(parse_place("a:1+3+")) == ((1, 2), (3, 0))
    assert three.interval(parse_place("a:1+3")) == (1, 4)
    cut, following = line.cut, line.next_cut
    stages = [own.ref for own in (*frameworks[0].stages, *frameworks[1].stages)]
    assert [(cut(own), following(own)) for own in stages] == [(1, 2), (2, 3), (4, 5), (5, 0)]


def test_a_line_knows_between_which_cuts_a_point_lies() -> None:
    """As far as it is known; the cuts are counted from 0."""
    line = line_of(LADDERS, says("a:2", "inside", "b:2"))
    start, end = line.interval(parse_place("a:2"))
    assert line.neighbours(start, "b") == (1, 2)
    assert line.neighbours(end, "b") == (1, 2)
    assert line.neighbours(start, "c") == (None, None)
    assert line.neighbours(start, "a") == (1, 1)
    assert line.neighbours(start - 1, "b") == (None, 2)
    assert line.neighbours(0, "b") == (3, None)


def test_a_line_tells_whether_it_would_learn() -> None:
    """Not from what it knows; from what cannot be it would learn that."""
    line = line_of(LADDERS, says("a:2", "inside", "b:2"))
    one, two = parse_place("a:2"), parse_place("b:2")
    assert not line.would_learn(one, two, Relation.INSIDE.mask)
    assert not line.would_learn(one, two, Relation.PP.mask)
    assert line.would_learn(one, two, Relation.EQUAL.mask)
    assert line.would_learn(one, two, Relation.DISJOINT.mask)
    assert line.facts(parse_place("a:1"), parse_place("c:1")) == []
    facts = line.facts(one, two)
    assert [text for text, _ in facts] == [
        "A 2 starts no earlier than B 2 starts",
        "A 2 ends no later than B 2 ends",
    ]
    assert [rows for _, rows in facts] == [frozenset({0}), frozenset({0})]


def test_the_order_of_two_ends_is_told_in_words() -> None:
    """All five; only those are told that are needed."""
    said = [says("a:1", "PP", "b:1"), says("a:1", "PO", "c:1"), says("a:2", "inside", "b:2")]
    line = line_of(LADDERS, *said)

    def told(one: str, two: str) -> list[str]:
        return [text for text, _ in line.facts(parse_place(one), parse_place(two))]

    assert told("a:1", "b:1") == [
        "A 1 starts after B 1 starts",
        "A 1 ends no later than B 1 ends",
    ]
    assert told("a:2", "b:1") == ["A 2 starts no earlier than B 1 ends"]
    assert told("b:1", "a:2") == ["B 1 ends no later than A 2 starts"]
    assert told("a:2", "a:1+2") == [
        "A 2 starts after A 1 and 2 together starts",
        "A 2 ends no later than A 1 and 2 together ends",
    ]
    assert told("a:1", "a:1") == ["A 1 starts where A 1 starts", "A 1 ends where A 1 ends"]


def test_sets_are_closed_over_places_of_which_they_know() -> None:
    """Rows of others are passed over; the history tells what each change rests on."""
    by_id: dict[str, Framework] = {own.id: own for own in PHASES}
    rows = mapping_rows(
        [
            says("p:1", "inside", "q:1"),
            says("q:1", "inside", "a:1"),
            says("q:2", "disjoint", "a:1"),
            says("p:2+3", "inside", "q:1"),
        ]
    )
    places = places_of(by_id, rows)
    assert places[:9] == tuple(stage.ref for own in PHASES for stage in own.stages)
    assert list(map(str, places[9:])) == ["p:2+3"]
    assert places_of({"q": by_id["q"]}, rows) == tuple(own.ref for own in by_id["q"].stages)
    sets = Sets(by_id, places[:9], rows, lambda _one, _two: frozenset({9}))
    sets.close()
    assert parse_place("p:2+3") not in sets
    one, two = parse_place("p:1"), parse_place("q:2")
    assert sets.mask(one, two) == Relation.DISJOINT.mask
    assert sets.support(one, two) == {0, 1, 2}
    assert not sets.is_refuted
    assert sets.conflict is None
    assert sets.history(parse_place("p:2"), parse_place("p:3")) == []
    sets.add(parse_place("q:3"), one, Relation.INSIDE.mask)
    sets.close()
    assert sets.mask(parse_place("q:3"), parse_place("a:1")) == Relation.INSIDE.mask
    assert sets.support(parse_place("q:3"), parse_place("a:1")) == {0, 1, 9}
    sets.add(parse_place("q:3"), two, Relation.OVERLAPS.mask, frozenset({7}))
    sets.close()
    assert sets.is_refuted
    assert sets.conflict == {0, 1, 2, 7, 9}


@pytest.mark.parametrize("shape", list(Shape))
def test_places_of_a_framework_have_members(shape: Shape) -> None:
    """What lies beyond the last is one of them where it says "or later"."""
    own = build("own", 3, shape)
    assert members(parse_place("own:2"), 3) == {2}
    assert members(parse_place("own:1+3"), 3) == {1, 3}
    assert members(parse_place("own:1+3+"), 3) == {1, 3, 4}
    assert members(parse_place("own:2+"), 3) == {2, 3, 4}
    places: list[Place] = [stage.ref for stage in own.stages]
    places += [parse_place(text) for text in ("own:1+2", "own:1+3", "own:2+", "own:1+3+", "own:3+")]
    for one, two in product(places, repeat=2):
        truly = possible_relations([own], [], one, two)
        assert Relation.of(truly).mask == within(one, two, own), (one, two)


def test_values_are_plain() -> None:
    """A judgement does not print its witness, a network not its parts."""
    said = network(LADDERS, says("a:1", "inside", "b:1"))
    assert repr(said) == "Network()"
    assert "witness" not in repr(said.judge())
    assert said == network(LADDERS, says("a:1", "inside", "b:1"))
    assert said.judge() == said.judge()
    assert isinstance(said.derive("a:1", "b:1"), DerivedMapping)
    assert BasicRelation.PP in said.relation("a:1", "b:1").basic


def test_what_ends_do_not_tell_is_chained_as_sets_on_ladders_too() -> None:
    """That something is strictly inside, order cannot say; and it carries over."""
    frameworks = (build("a", 3), build("b", 3), build("c", 3))
    said = [
        statement("a:2", Relation.PP, "b:2"),
        statement("b:2", Relation.INSIDE, "c:2"),
    ]
    network = Network(frameworks=frameworks, mappings=said)
    assert network.relation("a:2", "c:2") is Relation.PP


def test_two_mappings_of_one_pair_are_both_needed_where_neither_says_all() -> None:
    """Also where nothing was known before the first of them."""
    frameworks = (build("p", 1, Shape.SETS), build("x", 1, Shape.SETS))
    said = [
        statement("p:1", Relation.INSIDE, "x:1"),
        statement("p:1", Relation.CONTAINS, "x:1"),
    ]
    found = Network(frameworks=frameworks, mappings=said).derive("p:1", "x:1")
    assert found is not None
    assert found.relation is Relation.EQUAL
    assert set(found.statements) == set(said)

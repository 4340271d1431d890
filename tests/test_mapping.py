"""Mappings and crosswalks: words, turning round, exchanging, checking."""

import csv
import io
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import attrs
import pytest
from hypothesis import event, given

import socialmaturity as sm
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    ContradictionError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.mapping.crosswalk import COLUMNS
from socialmaturity.mapping.link import Dropped
from socialmaturity.mapping.relation import WORDS, BasicRelation
from strategies import crosswalks


def lie(one: frozenset[Any], two: frozenset[Any]) -> BasicRelation:
    """The basic relation of two sets, by its definition."""
    if one == two:
        return BasicRelation.EQ
    if one < two:
        return BasicRelation.PP
    if two < one:
        return BasicRelation.PPI
    return BasicRelation.PO if one & two else BasicRelation.DR


SETS = [frozenset(some) for size in range(1, 4) for some in combinations(range(3), size)]

HOLDS: dict[sm.Relation, Callable[[frozenset[Any], frozenset[Any]], bool]] = {
    sm.Relation.EQUAL: lambda one, two: one == two,
    sm.Relation.INSIDE: lambda one, two: one <= two,
    sm.Relation.CONTAINS: lambda one, two: one >= two,
    sm.Relation.OVERLAPS: lambda one, two: bool(one & two),
    sm.Relation.DISJOINT: lambda one, two: not one & two,
}


@pytest.mark.parametrize("relation", WORDS)
def test_each_word_means_its_set_of_basic_relations(relation: sm.Relation) -> None:
    """Over all pairs of sets that are not empty; and its converse, the other way round."""
    for one, two in product(SETS, SETS):
        holds = HOLDS[relation](one, two)
        assert holds == (lie(one, two) in relation.basic)
        assert holds == (lie(two, one) in relation.converse.basic)
    assert relation.converse.converse is relation


@pytest.mark.parametrize(
    ("relation", "sentence"),
    [
        ("equal", "Left 1 equals Right 2"),
        ("inside", "Left 1 lies inside Right 2"),
        ("contains", "Left 1 contains Right 2"),
        ("overlaps", "Left 1 overlaps Right 2"),
        ("disjoint", "Left 1 shares nothing with Right 2"),
    ],
)
def test_a_mapping_prints_as_a_sentence(relation: str, sentence: str) -> None:
    """So that its direction cannot be mistaken."""
    assert str(mapping("left:1", relation, "right:2")) == sentence


@pytest.mark.parametrize(
    ("confidence", "kept"),
    [(0.95, Fraction(19, 20)), ("1/3", Fraction(1, 3)), (0, Fraction(0)), (None, None)],
)
def test_confidence_is_exact_and_absent_is_absent(confidence: Any, kept: Any) -> None:
    """Neither 0 nor 1 stands for nothing."""
    own = mapping("left:1", "equal", "right:2", confidence=confidence)
    assert own.confidence == kept
    assert (own.confidence is None) == (kept is None)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"confidence": 1.2}, InvalidValueError, "confidence: expected a number from 0 to 1"),
        ({"relation": "broad"}, InvalidValueError, "relation: 'broad' is none of 'equal'"),
        ({"justification": ""}, ValueError, "justification: expected text, found none"),
        ({"object": "left:2"}, FrameworkMismatchError, "left:1 and left:2 are stages of one"),
        ({"object": "right"}, InvalidValueError, "invalid stage 'right'"),
        ({"sources": "W16"}, WrongTypeError, "expected several source ids, not 'W16'"),
        ({"basis": "guess"}, InvalidValueError, "basis: 'guess' is none of"),
    ],
)
def test_a_wrong_mapping_is_refused(changes: dict[str, Any], error: type, message: str) -> None:
    """With the field and what was expected."""
    given_: dict[str, Any] = {
        "subject": "left:1",
        "relation": "equal",
        "object": "right:1",
        "justification": "Read.",
    }
    with pytest.raises(SocialMaturityError, match=message) as caught:
        sm.Mapping(**(given_ | changes))
    ((name, value),) = changes.items()
    assert isinstance(caught.value, error)
    assert str(caught.value.value) == str(value)
    assert caught.value.path == ("" if str(value) in {"right", "W16"} else name)


@given(crosswalks())
def test_inverted_twice_is_the_same(own: sm.Crosswalk) -> None:
    """A mapping, and a crosswalk."""
    assert own.inverse().inverse() == own
    assert [one.inverse() for one in own.mappings] == list(own.inverse().mappings)
    for one in own.mappings:
        assert one.inverse().inverse() == one
        assert one.inverse().confidence == one.confidence


NONE = sm.NoCounterpart(stage="left:3", framework="right", reason="Nothing like it.")
DROP = Dropped(subject="left:1", relation="inside", object="right:1", reason="Not so.")


def test_what_was_dropped_turns_round_too() -> None:
    """And what has no counterpart stays."""
    own = crosswalk(dropped=(DROP,), no_counterparts=(NONE,)).inverse()
    turned = own.dropped[0]
    assert (str(turned.subject), turned.relation, str(turned.object)) == (
        "right:1",
        "contains",
        "left:1",
    )
    assert own.no_counterparts == (NONE,)
    assert str(NONE) == "Left 3 has no counterpart in Right"


ONE = mapping("left:1", "equal", "right:1", confidence=0.5, evidence=("D-1.01",))
TWO = mapping("left:2", "overlaps", "right:2")


def test_a_mapping_is_exchanged_for_another() -> None:
    """In its place; the old crosswalk stays as it is."""
    own = crosswalk(ONE, TWO)
    changed = attrs.evolve(ONE, relation="inside")
    assert own.with_mapping(changed).mappings == (changed, TWO)
    assert own.with_mapping(changed.inverse()).mappings == (changed, TWO)
    assert own.mappings == (ONE, TWO)
    added = mapping("left:3", "inside", "right:3")
    assert own.with_mapping(added).mappings == (ONE, TWO, added)
    elsewhere = attrs.evolve(ONE, axis="results")
    assert own.with_mapping(elsewhere).mappings == (ONE, TWO, elsewhere)
    assert own.without_mapping(ONE).mappings == (TWO,)
    with pytest.raises(
        InvalidValueError, match="Left 3 lies inside Right 3 is none of the"
    ) as caught:
        own.without_mapping(added)
    assert caught.value.value == added
    with pytest.raises(InvalidCrosswalkError):
        own.with_mapping(mapping("up:1", "equal", "down:1"))


def test_mappings_are_found_by_their_subject() -> None:
    """In order; nothing for what is not said."""
    three = mapping("left:1", "overlaps", "right:2", axis="results")
    own = crosswalk(ONE, TWO, three, no_counterparts=(NONE,))
    assert own.of(sm.StageRef("left", 1)) == (ONE, three)
    assert own.of(sm.StageRef("left", 4)) == ()
    assert own.no_counterpart(sm.StageRef("left", 3)) is NONE
    assert own.no_counterpart(sm.StageRef("left", 1)) is None
    assert str(own) == "Left to Right: 3 mappings"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"object": "left"}, "object: a crosswalk links two frameworks, not 'left' to itself"),
        (
            {"mappings": (ONE.inverse(),)},
            "mappings[0]: right:1 to left:1 is not from 'left' to 'right'",
        ),
        (
            {"dropped": (attrs.evolve(DROP, subject="up:1"),)},
            "dropped[0]: up:1 to right:1 is not from 'left' to 'right'",
        ),
        (
            {"no_counterparts": (attrs.evolve(NONE, framework="up"),)},
            "no_counterparts[0]: left:3 and 'up' are not the two sides 'left' and 'right'",
        ),
        (
            {"mappings": (ONE, attrs.evolve(ONE, relation="inside"))},
            "mappings[1]: left:1 and right:1 are linked twice on the axis 'maturity'",
        ),
        (
            {"no_counterparts": (NONE, NONE)},
            "no_counterparts[1]: that left:3 has no counterpart is said twice",
        ),
        (
            {"mappings": (ONE,), "no_counterparts": (attrs.evolve(NONE, stage="left:1"),)},
            "no_counterparts[0]: left:1 is said to have no counterpart, and a mapping gives it one",
        ),
        (
            {
                "mappings": (ONE,),
                "no_counterparts": (attrs.evolve(NONE, stage="right:1", framework="left"),),
            },
            "no_counterparts[0]: right:1 is said to have no counterpart",
        ),
    ],
)
def test_a_crosswalk_that_does_not_hold_together_is_refused(
    changes: dict[str, Any], message: str
) -> None:
    """With the path."""
    given_: dict[str, Any] = {"subject": "left", "object": "right", "version": "1"} | changes
    with pytest.raises(InvalidCrosswalkError) as caught:
        sm.Crosswalk(**given_)
    assert message in str(caught.value)
    told = [problem for problem in caught.value.problems if message in str(problem)]
    assert told[0].value is not None
    assert str(told[0].value) in message


def test_no_counterpart_may_stand_beside_disjoint() -> None:
    """The one says that nothing is like it, the other that nothing is shared with one stage."""
    apart = mapping("left:3", "disjoint", "right:1")
    assert crosswalk(apart, no_counterparts=(NONE,)).no_counterparts == (NONE,)


def test_the_table_has_all_columns_and_reads_back_from_csv() -> None:
    """Mappings first, then stages without counterpart; quotes, commas, markup and all."""
    awkward = attrs.evolve(
        ONE,
        justification='Say "a", <b>, ü = 1',
        evidence=("D-1.01", "D-2.01"),
        sources=("W16", "W17"),
        review="kept: x",
    )
    own = crosswalk(awkward, TWO, no_counterparts=(NONE,))
    rows = own.rows()
    assert [tuple(row) for row in rows] == [COLUMNS] * 3
    assert list(csv.DictReader(io.StringIO(own.to_csv(), newline=""))) == list(rows)
    assert own.to_csv().endswith("\r\n")
    assert rows[0] == {
        "subject": "left:1",
        "relation": "equal",
        "object": "right:1",
        "confidence": "0.5",
        "sentence": "Left 1 equals Right 1",
        "justification": 'Say "a", <b>, ü = 1',
        "evidence": "D-1.01 D-2.01",
        "sources": "W16 W17",
        "basis": "judgement",
        "axis": "maturity",
        "review": "kept: x",
    }
    assert rows[1]["confidence"] == ""
    cited = attrs.evolve(NONE, confidence=0.75, evidence=("D-1.01", "D-2.01"), sources=("W1", "W2"))
    (row,) = crosswalk(no_counterparts=(cited,)).rows()
    assert row == {
        "subject": "left:3",
        "relation": "none",
        "object": "right",
        "confidence": "0.75",
        "sentence": "Left 3 has no counterpart in Right",
        "justification": "Nothing like it.",
        "evidence": "D-1.01 D-2.01",
        "sources": "W1 W2",
        "basis": "judgement",
        "axis": "",
        "review": "",
    }
    assert rows[2]["confidence"] == ""


def problems(own: sm.Crosswalk, **changes: Any) -> list[str]:
    """What the check finds between two ladders of four stages."""
    left, right = sides(**changes)
    return [str(problem) for problem in sm.crosswalk_problems(own, left, right)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": "left:5"}, "mappings[0].subject: unknown stage 'left:5' in framework 'left'"),
        ({"object": "right:0"}, "mappings[0].object: unknown stage 'right:0'"),
        ({"evidence": ("D-9.01",)}, "mappings[0].evidence[0]: unknown reference 'D-9.01'"),
        ({"sources": ("W16",)}, "mappings[0].sources[0]: unknown reference 'W16' in the sources"),
    ],
)
def test_references_to_nothing_are_found(changes: dict[str, Any], message: str) -> None:
    """Stages, statements and documents."""
    (found,) = problems(crosswalk(attrs.evolve(ONE, **changes)))
    assert message in found
    none = attrs.evolve(NONE, stage="left:7", evidence=("D-9.01",), sources=("W1",))
    told = problems(crosswalk(no_counterparts=(none,)))
    assert [own.partition(": ")[0] for own in told] == [
        "no_counterparts[0].stage",
        "no_counterparts[0].evidence[0]",
        "no_counterparts[0].sources[0]",
    ]
    assert "in the statements of both frameworks" in told[1]
    assert "did you mean 'left:4' or" in told[0] or "known: 'left:1'" in told[0]


def test_a_crosswalk_is_checked_against_its_own_frameworks() -> None:
    """Others are a mistake of the caller."""
    left, right = sides()
    with pytest.raises(
        FrameworkMismatchError, match="from 'left' to 'right', not from 'right'"
    ) as caught:
        sm.crosswalk_problems(crosswalk(), right, left)
    assert caught.value.value == ("right", "left")


def test_equal_beside_another_overlap_is_found() -> None:
    """The known fault: left 2 equals right 2, and left 3 overlaps it, though stages exclude."""
    own = crosswalk(mapping("left:2", "equal", "right:2"), mapping("left:3", "overlaps", "right:2"))
    assert problems(own) == [
        "mappings[1]: Left 3 overlaps Right 2 cannot hold beside Left 2 equals Right 2"
        " (mappings[0]): the stages of 'left' exclude each other"
    ]
    assert problems(own, exclusive=(False, True)) == []
    turned = own.inverse()
    left, right = sides()
    (told,) = sm.crosswalk_problems(turned, right, left)
    assert str(told).endswith("(mappings[0]): the stages of 'left' exclude each other")
    assert (told.path, told.value) == ("mappings[1]", "Right 2 overlaps Left 3")
    inside = own.with_mapping(mapping("left:2", "inside", "right:2"))
    assert problems(inside) == []


def test_a_crossing_is_found_unless_it_lies_on_another_axis() -> None:
    """A later stage linked to an earlier one."""
    one = mapping("left:1", "overlaps", "right:3")
    two = mapping("left:2", "overlaps", "right:1")
    found = sm.crosswalk_problems(crosswalk(one, two), *sides())
    assert [problem.code for problem in found] == ["crossing"]
    assert str(found[0]) == (
        "mappings[1]: Left 2 overlaps Right 1 cannot hold beside Left 1 overlaps Right 3"
        " (mappings[0]): they cross on the axis 'maturity'"
    )
    assert isinstance(found[0], ContradictionError)
    assert problems(crosswalk(one, attrs.evolve(two, axis="results"))) == []
    assert problems(crosswalk(one, attrs.evolve(two, relation="disjoint"))) == []
    assert problems(crosswalk(one, two), kind="phases") == []


def test_all_contradictions_are_found_not_only_the_first() -> None:
    """Pairs that have nothing to do with each other stand between them."""
    own = crosswalk(
        mapping("left:1", "overlaps", "right:4"),
        mapping("left:1", "disjoint", "right:1"),
        mapping("left:2", "equal", "right:2"),
        mapping("left:3", "overlaps", "right:2"),
        mapping("left:2", "overlaps", "right:3"),
    )
    told = [problem.partition(" cannot hold")[0] for problem in problems(own)]
    assert told == [
        "mappings[3]: Left 3 overlaps Right 2",
        "mappings[4]: Left 2 overlaps Right 3",
        "mappings[2]: Left 2 equals Right 2",
        "mappings[3]: Left 3 overlaps Right 2",
        "mappings[4]: Left 2 overlaps Right 3",
        "mappings[4]: Left 2 overlaps Right 3",
    ]


def test_two_axes_do_not_hide_a_contradiction_of_sets() -> None:
    """Sets are the same on every axis."""
    one = mapping("left:1", "disjoint", "right:1")
    two = mapping("left:1", "equal", "right:1", axis="results")
    assert problems(crosswalk(one, two)) == [
        "mappings[1]: Left 1 equals Right 1 cannot hold beside Left 1 shares nothing with Right 1"
        " (mappings[0]): both speak of the same two stages"
    ]


def worlds(count: int) -> list[list[tuple[int, int]]]:
    """Every way in which situations can be shared out to two ladders of so many stages.

    A situation is at one stage of each, so a world is a set of pairs in which
    every stage has one.
    """
    cells = [(one, two) for one in range(1, count + 1) for two in range(1, count + 1)]
    return [
        list(world)
        for size in range(count, len(cells) + 1)
        for world in combinations(cells, size)
        if {one for one, _ in world} == {two for _, two in world} == set(range(1, count + 1))
    ]


WORLDS = worlds(3)


def holds(own: sm.Mapping, world: list[tuple[int, int]]) -> bool:
    """Whether a mapping is true of a world."""
    one = frozenset(cell for cell in world if cell[0] in own.subject.ordinals)
    two = frozenset(cell for cell in world if cell[1] in own.object.ordinals)
    return lie(one, two) in own.relation.basic


@pytest.mark.parametrize("relations", list(product(WORDS, repeat=2)), ids="-".join)
def test_set_contradictions_of_two_mappings_are_exactly_the_impossible_ones(
    relations: tuple[sm.Relation, sm.Relation],
) -> None:
    """Over all worlds of three stages each; left 1 against every other pair."""
    one = mapping("left:1", relations[0], "right:1")
    for subject, other in ((1, 1), (1, 2), (2, 1)):
        two = mapping(f"left:{subject}", relations[1], f"right:{other}", axis="results")
        possible = any(holds(one, world) and holds(two, world) for world in WORLDS)
        assert bool(problems(crosswalk(one, two))) == (not possible), (str(one), str(two))


@given(crosswalks())
def test_turning_a_crosswalk_round_keeps_its_problems(own: sm.Crosswalk) -> None:
    """As many, of the same kinds."""
    left, right = sides()
    one = sm.crosswalk_problems(own, left, right)
    two = sm.crosswalk_problems(own.inverse(), right, left)
    event(f"problems: {bool(one)}")
    assert sorted(problem.code for problem in one) == sorted(problem.code for problem in two)


def test_the_sides_may_be_of_different_kinds() -> None:
    """Only two ladders can cross."""
    left, right = sides()
    phases = framework(
        *(stage(ordinal, framework="right") for ordinal in range(1, 5)),
        id="right",
        kind="phases",
        order=sm.Order(exclusive=False),
    )
    own = crosswalk(
        mapping("left:1", "overlaps", "right:3"), mapping("left:2", "overlaps", "right:1")
    )
    assert len(sm.crosswalk_problems(own, left, right)) == 1
    assert sm.crosswalk_problems(own, left, phases) == ()

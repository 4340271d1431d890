"""Mappings and crosswalks: words, turning round, exchanging, checking."""

import copy
import csv
import io
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidIdentifierError,
    InvalidValueError,
    SocialMaturityError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.graph.rows import covering_mappings
from socialmaturity.identifiers import Place, StageUnion, parse_place
from socialmaturity.mapping.crosswalk import COLUMNS
from socialmaturity.mapping.link import Dropped, Origin, Rationale, checked_mapping
from socialmaturity.mapping.relation import WORDS, BasicRelation
from strategies import SAID, crosswalks, mappings, places


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
        ({"confidence": -1}, InvalidValueError, "expected a number from 0 to 1, not -1"),
        ({"confidence": "13/10"}, InvalidValueError, "expected a number from 0 to 1, not '13/10'"),
        ({"confidence": "sure"}, InvalidValueError, "expected a finite number or a ratio such as"),
        ({"confidence": float("inf")}, InvalidValueError, "expected a finite number of ordinary"),
        ({"confidence": True}, WrongTypeError, "confidence: expected a number, not True"),
        ({"relation": "anything"}, InvalidValueError, "is no relation of a mapping: leave the map"),
        ({"relation": "nothing"}, InvalidValueError, "of a mapping: no two stages have it"),
        ({"relation": ""}, InvalidValueError, "relation: '' is none of 'equal', 'inside'"),
        ({"relation": 7}, WrongTypeError, "relation: expected text, not 7"),
        ({"object": "left:1"}, FrameworkMismatchError, "left:1 and left:1 are stages of one"),
        ({"object": "left:2+"}, FrameworkMismatchError, r"left:1 and left:2\+ are stages of one"),
        ({"subject_coverage": 1.5}, InvalidValueError, "expected a number from 0 to 1, not 1.5"),
        ({"object_coverage": -0.5}, InvalidValueError, "expected a number from 0 to 1, not -0.5"),
        ({"rationale": "sematic"}, InvalidValueError, "'functional'; did you mean 'semantic'?"),
        ({"rationale": 1}, WrongTypeError, "rationale: expected text, not 1"),
        (
            {"extra": 7},
            WrongTypeError,
            "extra: expected pairs of name and value, both text, not 7",
        ),
        ({"axis": ""}, ValueError, "axis: expected text, found none"),
        ({"author": None}, WrongTypeError, "author: expected text, not None"),
        ({"origin": "a.tsv:7"}, WrongTypeError, "origin: expected Origin, not 'a.tsv:7'"),
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
        assert one.inverse().places == one.places[::-1]
        assert one.inverse().relation is one.relation.converse
        assert one.inverse().subject_coverage == one.object_coverage
        assert one.inverse().object_coverage == one.subject_coverage
        assert len(one.inverse().extra) == len(one.extra)


WITH_ALL = mapping(
    "left:1+2",
    "PO PP",
    "right:3+",
    subject_coverage=0.5,
    object_coverage="1/3",
    extra=[
        ("subject_label", "One"),
        ("object_type", "stage"),
        ("objective_of", "kept"),
        ("subject", "kept"),
        ("object__x", "two"),
        ("see_object", "kept"),
    ],
    rationale="semantic",
    origin=Origin("some.tsv", 7),
)


def test_what_is_said_of_one_side_is_said_of_the_other_when_turned_round() -> None:
    """Stages, relation, coverage and what stands under a name of the side."""
    own = WITH_ALL.inverse()
    assert str(own) == (
        "Right 3 or later strictly contains or partly overlaps Left 1 and 2 together"
    )
    assert (own.subject_coverage, own.object_coverage) == (Fraction(1, 3), Fraction(1, 2))
    assert own.extra == (
        ("object_label", "One"),
        ("objective_of", "kept"),
        ("see_object", "kept"),
        ("subject", "kept"),
        ("subject__x", "two"),
        ("subject_type", "stage"),
    )
    assert (own.rationale, own.origin) == (Rationale.SEMANTIC, Origin("some.tsv", 7))
    assert own.inverse() == WITH_ALL
    assert own.inverse().origin == WITH_ALL.origin


def test_a_mapping_names_its_stages() -> None:
    """All of both ends, those of the subject first; what comes later is not named."""
    assert [str(own) for own in WITH_ALL.stages] == ["left:1", "left:2", "right:3"]
    assert WITH_ALL.places == (WITH_ALL.subject, WITH_ALL.object)
    assert [str(own) for own in mapping("left:1", "PP", "right:2").stages] == ["left:1", "right:2"]


def test_where_a_mapping_was_read_is_no_part_of_it() -> None:
    """Equal mappings are equal wherever they stand; it is printed as file and line."""
    elsewhere = attrs.evolve(WITH_ALL, origin=Origin("other.tsv", 8))
    assert elsewhere == WITH_ALL == attrs.evolve(WITH_ALL, origin=None)
    assert hash(elsewhere) == hash(WITH_ALL)
    assert str(elsewhere.origin) == "other.tsv:8"
    assert repr(elsewhere) == repr(WITH_ALL)


@pytest.mark.parametrize("nought", [-0.0, "-0", "-0.0", Decimal("-0"), "-0/7", 0, 0.0])
def test_minus_nought_is_nought(nought: Any) -> None:
    """For confidence and coverage; it is known, and has no sign."""
    own = mapping("left:1", "PP", "right:1", confidence=nought, subject_coverage=nought)
    assert own == mapping("left:1", "PP", "right:1", confidence=0, subject_coverage=0)
    assert own != mapping("left:1", "PP", "right:1")
    assert (str(own.confidence), str(own.subject_coverage)) == ("0", "0")
    assert crosswalk(own).rows()[0]["confidence"] == "0"
    assert sm.to_dict(crosswalk(own))["mappings"][0]["confidence"] == 0


@given(st.data())
def test_a_mapping_of_checked_parts_is_the_same_value(data: st.DataObject) -> None:
    """It equals, hashes, copies, pickles and prints like that of the constructor."""
    own = data.draw(mappings(parse_place("left:1"), data.draw(places("right"))))
    parts: dict[str, Any] = {one.name: getattr(own, one.name) for one in attrs.fields(sm.Mapping)}
    made = checked_mapping(**parts)
    assert made == own
    assert hash(made) == hash(own)
    assert repr(made) == repr(own)
    assert attrs.evolve(made) == attrs.evolve(own, origin=Origin("a", 1)) == made
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert other == own
        assert hash(other) == hash(own)
    assert made.inverse().inverse() == own
    only_needed = ("subject", "relation", "object", "confidence", "justification")
    short = checked_mapping(**{name: parts[name] for name in only_needed})
    assert short == sm.Mapping(**{name: parts[name] for name in only_needed})


@pytest.mark.parametrize("relation", SAID)
def test_every_relation_but_two_can_be_said(relation: sm.Relation) -> None:
    """Also as text; the sentence has its verb."""
    own = mapping("left:1", relation.value, "right:2+3")
    assert own.relation is relation
    assert str(own) == f"Left 1 {relation.phrase} Right 2 and 3 together"


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"stage": "left:1+2"}, InvalidIdentifierError, "invalid stage 'left:1+2'"),
        ({"framework": "Right"}, InvalidIdentifierError, "invalid framework id 'Right'"),
        ({"confidence": 1.2}, InvalidValueError, "confidence: expected a number from 0 to 1"),
        ({"reason": " "}, ValueError, "reason: expected text, found none"),
        ({"evidence": "D-1.01"}, WrongTypeError, "expected several statement ids, not 'D-1.01'"),
        ({"extra": [("a", "1"), ("a", "2")]}, DuplicateError, "extra: 'a' stands here twice"),
        ({"extra": [("a", "\x00")]}, InvalidValueError, "extra: text has the control character"),
        ({"origin": 7}, WrongTypeError, "origin: expected Origin, not 7"),
    ],
)
def test_a_wrong_statement_of_no_counterpart_is_refused(
    changes: dict[str, Any], error: type, message: str
) -> None:
    """As a mapping is."""
    given_: dict[str, Any] = {"stage": "left:1", "framework": "right", "reason": "Read."}
    with pytest.raises(SocialMaturityError) as caught:
        sm.NoCounterpart(**(given_ | changes))
    assert isinstance(caught.value, error)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"relation": "broad"}, InvalidValueError, "relation: 'broad' is none of 'equal'"),
        ({"subject": "left"}, InvalidIdentifierError, "invalid stage 'left'"),
        ({"object": 7}, WrongTypeError, "a stage is text such as 'solis:7', not 7"),
        ({"reason": "a\nb"}, InvalidValueError, "reason: expected one line"),
    ],
)
def test_a_wrong_record_of_what_was_dropped_is_refused(
    changes: dict[str, Any], error: type, message: str
) -> None:
    """It names two places and a relation, and says why in one line."""
    given_: dict[str, Any] = {
        "subject": "left:1",
        "relation": "PP PO",
        "object": "right:2+",
        "reason": "Not so.",
    }
    with pytest.raises(SocialMaturityError) as caught:
        Dropped(**(given_ | changes))
    assert isinstance(caught.value, error)
    assert message in str(caught.value)


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
            {"mappings": (ONE, attrs.evolve(ONE, confidence=None))},
            "mappings[1]: left:1 and right:1 are linked twice on the axis 'maturity'",
        ),
        (
            {"exhaustive": ("right", "up")},
            "exhaustive[1]: 'up' is neither 'left' nor 'right'",
        ),
        (
            {
                "mappings": (mapping("left:2+3", "PP PO", "right:1"),),
                "no_counterparts": (NONE,),
            },
            "no_counterparts[0]: left:3 is said to have no counterpart, and a mapping gives it one",
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


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"exhaustive": "left"}, WrongTypeError, "expected several framework ids, not 'left'"),
        ({"exhaustive": ["Left"]}, InvalidIdentifierError, "invalid framework id 'Left'"),
        ({"exhaustive": ["left"] * 2}, DuplicateError, "exhaustive: 'left' stands here twice"),
        ({"version": ""}, ValueError, "version: expected text, found none"),
        ({"mappings": [ONE]}, WrongTypeError, "mappings: expected a tuple, such as (a, b)"),
        ({"dropped": (ONE,)}, WrongTypeError, "dropped: expected Dropped, not Mapping("),
    ],
)
def test_a_wrong_field_of_a_crosswalk_is_refused(
    changes: dict[str, Any], error: type, message: str
) -> None:
    """Before its parts are compared."""
    given_: dict[str, Any] = {"subject": "left", "object": "right", "version": "1"}
    with pytest.raises(SocialMaturityError) as caught:
        sm.Crosswalk(**(given_ | changes))
    assert isinstance(caught.value, error)
    assert message in str(caught.value)


def test_several_stages_are_found_as_they_were_linked() -> None:
    """The mappings of a union are those of just these stages together."""
    together = mapping("left:1+2", "overlaps", "right:2")
    later = mapping("left:2+", "overlaps", "right:2+")
    own = crosswalk(ONE, together, later)
    assert own.of(parse_place("left:1+2")) == (together,)
    assert own.of(parse_place("left:2+")) == (later,)
    assert own.of(parse_place("left:1")) == (ONE,)
    assert own.of(parse_place("left:2")) == ()
    changed = attrs.evolve(together, relation="PP PO")
    assert own.with_mapping(changed.inverse()).mappings == (ONE, changed, later)


LEFT, RIGHT = sides()


def test_a_stage_is_asked_for_by_text_or_as_a_value() -> None:
    """The statement that it has no counterpart also from the other side."""
    own = crosswalk(ONE, TWO, no_counterparts=(NONE,))
    for which in ("left:1", sm.StageRef("left", 1), LEFT.stage(1)):
        assert own.of(which) == (ONE,)
        assert own.no_counterpart(which) is None
    for which in ("left:3", sm.StageRef("left", 3), LEFT.stage(3)):
        assert own.no_counterpart(which) is own.inverse().no_counterpart(which) is NONE
    assert own.no_counterpart("right:3") is None


@pytest.mark.parametrize(
    ("ask", "which", "error", "message"),
    [
        ("of", "right:1", FrameworkMismatchError, "right:1 is not of 'left', of which this cross"),
        ("of", RIGHT.stage(1), FrameworkMismatchError, "inverse() reads it from the other side"),
        ("of", "left", InvalidIdentifierError, "invalid stage 'left'"),
        ("of", 1, WrongTypeError, "expected a stage, or text such as 'solis:7', not 1"),
        (
            "no_counterpart",
            "up:1",
            FrameworkMismatchError,
            "up:1 is neither of 'left' nor of 'righ",
        ),
        ("no_counterpart", "3", InvalidIdentifierError, "invalid stage '3'"),
        ("no_counterpart", NONE, WrongTypeError, "such as 'solis:7', not NoCounterpart("),
        ("with_mapping", NONE, WrongTypeError, "expected a Mapping, not NoCounterpart("),
        ("without_mapping", "left:1", WrongTypeError, "expected a Mapping, not 'left:1'"),
    ],
)
def test_what_a_crosswalk_cannot_be_asked(ask: str, which: Any, error: type, message: str) -> None:
    """With what it expected."""
    with pytest.raises(SocialMaturityError) as caught:
        getattr(crosswalk(ONE, no_counterparts=(NONE,)), ask)(which)
    assert isinstance(caught.value, error)
    assert message in str(caught.value)
    assert str(caught.value.value) == str(which.ref if isinstance(which, sm.Stage) else which)


@given(places("left"))
def test_a_framework_finds_the_stages_of_a_place(place: Place) -> None:
    """Those that are named, and with "or later" all after the last of them."""
    ordinals = {*place.ordinals}
    if isinstance(place, StageUnion) and place.or_later:
        ordinals |= set(range(max(ordinals), 5))
    event(f"stages: {len(ordinals)}")
    assert [own.ordinal for own in LEFT.stages_at(place)] == sorted(ordinals)
    assert LEFT.stages_at(place) == tuple(own for own in LEFT.stages if own.ordinal in ordinals)


@pytest.mark.parametrize(
    ("place", "error", "message"),
    [
        ("left:5", UnknownStageError, "unknown stage '5' in framework 'left'"),
        ("left:5+", UnknownStageError, "unknown stage '5' in framework 'left'"),
        ("left:1+5", UnknownStageError, "unknown stage '5' in framework 'left'"),
        ("right:1+2", FrameworkMismatchError, "stage 'right:1' is not of framework 'left'"),
    ],
)
def test_a_place_that_a_framework_does_not_have(place: str, error: type, message: str) -> None:
    """One of its stages is not there, or all are of another framework."""
    with pytest.raises(SocialMaturityError) as caught:
        LEFT.stages_at(parse_place(place))
    assert isinstance(caught.value, error)
    assert message in str(caught.value)


def test_the_place_below_the_first_stage_is_a_place() -> None:
    """A result can lie there."""
    assert LEFT.stages_at(parse_place("left:0")) == (LEFT.below,)
    assert RIGHT.stages_at(parse_place("right:4+")) == RIGHT.stages[3:]


def test_stages_are_cumulative_or_exclude_each_other() -> None:
    """Or neither; both cannot be."""
    assert [
        sm.Order(exclusive=one, cumulative=two).cumulative
        for one, two in ((True, False), (False, True), (False, False))
    ] == [False, True, False]
    assert not sm.Order(exclusive=True).cumulative
    with pytest.raises(ContradictionError) as caught:
        sm.Order(exclusive=True, cumulative=True)
    assert str(caught.value) == (
        "cumulative: stages that exclude each other cannot be cumulative; set one of the two"
    )
    answer: Any = "yes"
    with pytest.raises(WrongTypeError, match="cumulative: expected bool, not 'yes'"):
        sm.Order(exclusive=False, cumulative=answer)
    assert sm.Order(exclusive=False, may_merge=((1, 2),)).may_merge == ((1, 2),)
    three: Any = ((1, 2, 3),)
    with pytest.raises(InvalidValueError, match=r"may_merge: expected pairs such as \(1, 2\), not"):
        sm.Order(exclusive=False, may_merge=three)
    assert sm.OrderNote(topic="skipping", answer="not stated").topic is sm.OrderTopic.SKIPPING


FRAMEWORKS = {own.id: own for own in (LEFT, RIGHT)}


def stages_of(place: Place) -> set[sm.Stage]:
    """The stages of left or right that a place is."""
    return {*FRAMEWORKS[place.framework].stages_at(place)}


@given(crosswalks())
def test_an_exhaustive_side_lies_inside_its_counterparts(own: sm.Crosswalk) -> None:
    """Stage by stage and axis by axis, together; without any confidence, and for that side only."""
    plain = attrs.evolve(own, no_counterparts=())
    found = covering_mappings(plain)
    expected: dict[tuple[Place, str], set[sm.Stage]] = {}
    for one in own.mappings:
        for turned in (one, one.inverse()):
            if turned.subject.framework in own.exhaustive and turned.relation != "disjoint":
                named = {ref for link in own.mappings for ref in link.stages}
                stages = {stage.ref for stage in stages_of(turned.subject)}
                for ref in named & stages:
                    linked = expected.setdefault((ref, turned.axis), set())
                    linked |= stages_of(turned.object)
    event(f"mappings: {min(len(found), 3)}")
    assert {(one.subject, one.axis): stages_of(one.object) for one in found} == expected
    assert len(found) == len(expected)
    for one in found:
        assert (one.relation, one.confidence) == ("inside", None)
        side, other = one.subject.framework.capitalize(), one.object.framework.capitalize()
        assert one.justification == f"{side} is said to be mapped exhaustively to {other}."
    assert covering_mappings(attrs.evolve(plain, exhaustive=())) == ()


@pytest.mark.parametrize(
    ("links", "covering"),
    [
        ((("left:1", "overlaps", "right:2+3"),), ["Left 1 lies inside Right 2 and 3 together"]),
        (
            (("left:1", "PP", "right:3+4"), ("left:1", "PO", "right:1")),
            ["Left 1 lies inside Right 1, 3 and 4 together"],
        ),
        (
            (("left:2", "overlaps", "right:2"), ("left:1", "disjoint", "right:2")),
            ["Left 2 lies inside Right 2"],
        ),
        (
            (("left:1", "inside", "right:3+"), ("left:1", "PO", "right:2")),
            ["Left 1 lies inside Right 2 or later"],
        ),
        (
            (("left:1", "PO", "right:1+3+"), ("left:1", "PO", "right:4+")),
            ["Left 1 lies inside Right 1 or 3 or later"],
        ),
        (
            (("left:1", "overlaps", "right:1"), ("left:1+2", "overlaps", "right:3")),
            ["Left 1 lies inside Right 1 and 3 together", "Left 2 lies inside Right 3"],
        ),
    ],
)
def test_counterparts_are_taken_together(
    links: tuple[tuple[str, str, str], ...], covering: list[str]
) -> None:
    """What shares nothing with a stage is none of them."""
    own = crosswalk(*(mapping(*link) for link in links), exhaustive=["left"])
    assert [str(one) for one in covering_mappings(own)] == covering


def test_later_stages_are_linked_by_what_links_them_together() -> None:
    """A unit at left 2 can be at right 3, since left 1 or later overlaps it."""
    own = crosswalk(
        mapping("left:2", "overlaps", "right:1"),
        mapping("left:1+", "overlaps", "right:3"),
        exhaustive=["left"],
    )
    for one in covering_mappings(own):
        assert RIGHT.stage(3) in stages_of(one.object)


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


def test_a_pair_that_leaves_no_room_for_a_stage_between_is_found() -> None:
    """Nothing lies between left 1 and left 2, so right 2 has no place."""
    own = crosswalk(mapping("left:1", "equal", "right:1"), mapping("left:2", "equal", "right:3"))
    assert problems(own) == [
        "mappings[1]: Left 2 equals Right 3 cannot hold beside Left 1 equals Right 1"
        " (mappings[0]): no arrangement of the stages has all of them"
    ]


def test_all_contradictions_are_found_not_only_the_first() -> None:
    """Each once the doubtful part of those before it is set aside; none of what is left clashes."""
    own = crosswalk(
        mapping("left:1", "overlaps", "right:4", confidence=0.1),
        mapping("left:4", "disjoint", "right:1"),
        mapping("left:2", "equal", "right:2", confidence=0.9),
        mapping("left:3", "overlaps", "right:2", confidence=0.3),
        mapping("left:2", "overlaps", "right:3", confidence=0.2),
    )
    told = problems(own)
    assert len(told) == 3
    assert all(" cannot hold beside " in problem for problem in told)
    left = attrs.evolve(own, mappings=own.mappings[1:3])
    assert problems(left) == []
    for worst in (0, 3, 4):
        assert any(str(own.mappings[worst]) in problem for problem in told)


def test_two_axes_do_not_hide_a_contradiction_of_sets() -> None:
    """Sets are the same on every axis."""
    one = mapping("left:1", "disjoint", "right:1")
    two = mapping("left:1", "equal", "right:1", axis="results")
    assert problems(crosswalk(one, two)) == [
        "mappings[1]: Left 1 equals Right 1 cannot hold beside Left 1 shares nothing with Right 1"
        " (mappings[0]): both speak of the same stages"
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
    """Where there are any from one side, there are from the other."""
    left, right = sides()
    one = sm.crosswalk_problems(own, left, right)
    two = sm.crosswalk_problems(own.inverse(), right, left)
    event(f"problems: {bool(one)}")
    assert bool(one) == bool(two)


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


@pytest.mark.parametrize(
    "links",
    [
        (("left:1", "inside", "right:1+2"), ("left:1", "overlaps", "right:2")),
        (("left:1", "inside", "right:2+"), ("left:1", "overlaps", "right:3")),
        (("left:1+3", "overlaps", "right:3"), ("left:2", "overlaps", "right:2")),
        (("left:4", "overlaps", "right:1+4"), ("left:3", "overlaps", "right:2")),
        (("left:1", "PO DR", "right:3"), ("left:2", "overlaps", "right:1")),
        (("left:1", "inside", "right:1"), ("left:1", "PO DR", "right:2")),
    ],
)
def test_no_alarm_is_given_where_both_can_hold(links: tuple[tuple[str, str, str], ...]) -> None:
    """Of several stages one is enough, and what may share nothing need not cross."""
    assert problems(crosswalk(*(mapping(*link) for link in links))) == []


def test_no_counterpart_is_looked_for_in_another_framework() -> None:
    """A framework has all of its own stages."""
    with pytest.raises(
        FrameworkMismatchError, match="framework: left:1 is a stage of 'left' itself"
    ):
        sm.NoCounterpart(stage="left:1", framework="left", reason="None.")

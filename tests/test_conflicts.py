"""Conflicts are real and minimal, and their repairs do what they say."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from random import Random

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles.networks import (
    FREE,
    LINES,
    Shape,
    build,
    consistent,
    random_frameworks,
    random_mappings,
    random_world,
    seeded,
)
from samples import mapping, sides
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import InvalidValueError
from socialmaturity.graph import conflicts as module
from socialmaturity.graph.conflicts import (
    Conflict,
    DirectionWarning,
    Repair,
    RepairKind,
    direction_warnings,
    find_conflicts,
)
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.network import Consistency, Network
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart, Origin
from socialmaturity.model.framework import Framework

CONFIDENCES = (None, Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))

FRAMEWORKS = tuple(map(sm.framework, BUILTIN_FRAMEWORKS))
CROSSWALKS = tuple(sm.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS)
DIRECTED = tuple(
    own
    for crosswalk in CROSSWALKS
    for own in crosswalk.mappings
    if own.relation is not own.relation.converse
)
"""All mappings that we ship and that can be turned round."""

HARMLESS = "Cisco 1 lies inside Carfi 1"
"""The one that can be turned round without a contradiction."""

FOUND = tuple(own for own in DIRECTED if str(own) != HARMLESS)

QUICK = ("Solis 1 lies inside Cisco 2", "Be a Person 1 lies inside Carfi 2")
"""Those of which the repairs are always tried; the others take long."""


def network(
    *mappings: Mapping,
    frameworks: Iterable[Framework] = sides(),
    nones: Iterable[NoCounterpart] = (),
) -> Network:
    """A network of the frameworks left and right, or of others."""
    return Network(frameworks=frameworks, mappings=mappings, no_counterparts=nones)


def found(*mappings: Mapping) -> tuple[Conflict, ...]:
    """The conflicts of mappings between left and right."""
    return find_conflicts(network(*mappings), MATURITY)


def without(mappings: Iterable[Mapping], old: Mapping, new: Mapping | None) -> list[Mapping]:
    """The mappings with one of them changed, or left out."""
    return [own for own in mappings if own != old] + ([] if new is None else [new])


def shipped(*changed: Mapping) -> Network:
    """All that we ship, with some mappings in place of ours."""
    crosswalks = list(CROSSWALKS)
    for own in changed:
        between = {place.framework for place in own.places}
        crosswalks = [
            each.with_mapping(own) if {each.subject, each.object} == between else each
            for each in crosswalks
        ]
    return Network.of(FRAMEWORKS, crosswalks)


def turned(own: Mapping) -> Mapping:
    """A mapping with inside and contains exchanged."""
    return attrs.evolve(own, relation=own.relation.converse)


# --- laws


@st.composite
def tangles(
    draw: st.DrawFn, shapes: tuple[Shape, ...] = (*LINES, *FREE), *, most_unions: float = 0.3
) -> Network:
    """Statements of two worlds, which often cannot hold together."""
    rng: Random = draw(st.integers(0, 2**32).map(seeded))
    frameworks = random_frameworks(rng, rng.choice((2, 2, 2, 3)), shapes=shapes, most=3)
    unions = rng.choice((0, most_unions))
    drawn = [
        own
        for _ in range(2)
        for own in random_mappings(
            rng,
            random_world(rng, frameworks),
            rng.randint(1, 3),
            weaken=rng.choice((0, 0.2)),
            unions=unions,
        )
    ]
    different = {frozenset(own.places): own for own in drawn}.values()
    return Network(
        frameworks=frameworks,
        mappings=[attrs.evolve(own, confidence=rng.choice(CONFIDENCES)) for own in different],
    )


@given(tangles())
def test_a_conflict_is_real(drawn: Network) -> None:
    """By brute force, no world has all of it; it is made of different statements of the network."""
    conflicts = find_conflicts(drawn, MATURITY)
    event(f"{len(conflicts)} conflicts")
    for conflict in conflicts:
        said = [own for own in conflict.statements if isinstance(own, Mapping)]
        assert set(said) <= set(drawn.mappings)
        assert len(said) == len(conflict.statements) == len(set(said))
        assert not consistent(drawn.frameworks, said)


@given(tangles(most_unions=0))
def test_no_statement_of_a_conflict_can_be_left_out(drawn: Network) -> None:
    """Between single stages, by brute force: some world has all of it but any one."""
    for conflict in find_conflicts(drawn, MATURITY):
        said = [own for own in conflict.statements if isinstance(own, Mapping)]
        for own in said:
            assert consistent(drawn.frameworks, without(said, own, None))


@given(tangles())
def test_there_are_conflicts_exactly_where_the_verdict_is_refuted(drawn: Network) -> None:
    """Neither says more than the other."""
    refuted = drawn.judge().consistency is Consistency.REFUTED
    assert bool(find_conflicts(drawn, MATURITY)) == refuted


@given(st.integers(0, 2**32).map(seeded))
def test_what_is_true_in_some_world_has_no_conflict(rng: Random) -> None:
    """And none of its files seems to be the wrong way round."""
    frameworks = random_frameworks(rng, rng.randint(2, 4), most=4)
    world = random_world(rng, frameworks)
    true = Network(
        frameworks=frameworks,
        mappings=random_mappings(rng, world, rng.randint(0, 8), weaken=0.2),
    )
    assert find_conflicts(true, MATURITY) == ()
    assert direction_warnings(true, MATURITY) == ()


def most_doubtful(conflict: Conflict) -> list[Statement]:
    """The statements of a conflict that are trusted least; without confidence is as with none."""
    least = min(own.confidence or 0 for own in conflict.statements)
    return [own for own in conflict.statements if (own.confidence or 0) == least]


@given(tangles((Shape.LADDER,)))
def test_setting_aside_a_most_doubtful_one_of_each_conflict_leaves_none(drawn: Network) -> None:
    """So the conflicts are all there is to mend; a later one has nothing that was set aside."""
    conflicts = find_conflicts(drawn, MATURITY)
    chosen = [
        aside
        for aside in product(*map(most_doubtful, conflicts))
        if not any(
            aside[earlier] in conflict.statements
            for number, conflict in enumerate(conflicts)
            for earlier in range(number)
        )
    ]
    rests = [[own for own in drawn.mappings if own not in aside] for aside in chosen]
    assert any(
        consistent(drawn.frameworks, rest)
        and not find_conflicts(attrs.evolve(drawn, mappings=rest), MATURITY)
        for rest in rests
    )


def after(drawn: Network, repair: Repair) -> int:
    """How many conflicts there are once a mapping is changed."""
    changed = without(drawn.mappings, repair.old, repair.new)
    return len(find_conflicts(attrs.evolve(drawn, mappings=changed), MATURITY))


@given(tangles())
def test_a_repair_leaves_at_least_the_conflicts_that_it_says(drawn: Network) -> None:
    """Each is put to the test; it says that none is left exactly where none is."""
    conflicts = find_conflicts(drawn, MATURITY)
    for conflict in conflicts:
        for repair in conflict.repairs:
            left = after(drawn, repair)
            assert repair.left < len(conflicts)
            assert repair.left <= left, str(repair)
            assert bool(repair.left) == bool(left), str(repair)


@given(tangles((Shape.LADDER,), most_unions=0))
def test_a_repair_that_leaves_none_can_be_made_true(drawn: Network) -> None:
    """By brute force, some world has everything once the mapping is changed."""
    for conflict in find_conflicts(drawn, MATURITY):
        for repair in conflict.repairs:
            if not repair.left:
                changed = without(drawn.mappings, repair.old, repair.new)
                assert consistent(drawn.frameworks, changed), str(repair)


@given(tangles())
def test_repairs_change_one_mapping_of_the_conflict_and_come_best_first(drawn: Network) -> None:
    """Fewest conflicts left, then the least change, then the least trusted mapping."""
    pairs = {frozenset(own.places) for own in drawn.mappings}
    kinds = list(RepairKind)
    for conflict in find_conflicts(drawn, MATURITY):
        ranks = [
            (own.left, kinds.index(own.kind), -1 if (sure := own.old.confidence) is None else sure)
            for own in conflict.repairs
        ]
        assert ranks == sorted(ranks)
        for repair in conflict.repairs:
            old, new = repair.old, repair.new
            assert old in conflict.statements
            assert (new is None) == (repair.kind is RepairKind.LEAVE_OUT)
            if new is None:
                continue
            again = attrs.evolve(new, subject=old.subject, relation=old.relation, object=old.object)
            assert again == old
            if repair.kind is RepairKind.MOVE:
                assert new.relation is old.relation
                assert frozenset(new.places) not in pairs
                (step,) = {
                    abs(one.ordinals[0] - two.ordinals[0])
                    for one, two in zip(old.places, new.places, strict=True)
                    if one != two
                }
                assert step == 1
            else:
                assert new.places == old.places
            if repair.kind is RepairKind.TURN:
                assert new.relation is old.relation.converse
            if repair.kind is RepairKind.WEAKEN:
                assert new.relation.has_word
                assert old.relation.basic < new.relation.basic


@given(tangles(), st.randoms(use_true_random=False))
def test_the_order_of_mappings_and_frameworks_does_not_matter(
    drawn: Network, random: Random
) -> None:
    """Conflicts, repairs, their texts and the warnings are the same."""
    mappings, frameworks = list(drawn.mappings), list(drawn.frameworks)
    random.shuffle(mappings)
    random.shuffle(frameworks)
    other = Network(frameworks=frameworks, mappings=mappings)
    one, two = (find_conflicts(own, MATURITY) for own in (drawn, other))
    assert one == two
    assert [own.text() for own in one] == [own.text() for own in two]
    assert direction_warnings(drawn, MATURITY) == direction_warnings(other, MATURITY)


@given(tangles((Shape.LADDER,)))
def test_a_warning_of_direction_counts_what_turning_would_leave(drawn: Network) -> None:
    """The file is turned round as a whole, and the conflicts are counted anew."""
    conflicts = find_conflicts(drawn, MATURITY)
    warnings = direction_warnings(drawn, MATURITY)
    files: dict[str, list[Mapping]] = {}
    for own in drawn.mappings:
        if turned(own) != own:
            names = sorted(place.framework for place in own.places)
            files.setdefault(" and ".join(names), []).append(own)
    expected: dict[str, int] = {}
    for name, those in files.items():
        changed = [turned(own) if own in those else own for own in drawn.mappings]
        left = len(find_conflicts(attrs.evolve(drawn, mappings=changed), MATURITY))
        if left < len(conflicts) and len(those) > 1:
            expected[name] = left
    assert {own.name: own.turned for own in warnings} == expected
    assert all(own.conflicts == len(conflicts) for own in warnings)
    event(f"{len(warnings)} warnings")


# --- what we ship


@pytest.mark.parametrize("own", FOUND, ids=str)
def test_a_shipped_mapping_turned_round_is_found_and_named(own: Mapping) -> None:
    """Eleven of the twelve that can be turned round, each in all that we ship, with its line."""
    wrong = turned(own)
    assert own.origin is not None
    network = shipped(wrong)
    conflicts = module.conflicting(network, MATURITY)
    assert conflicts
    assert all(wrong in conflict for conflict in conflicts)
    judged = network.judge()
    assert judged.consistency is Consistency.REFUTED
    assert wrong in judged.conflict
    told = str(Conflict(axis=MATURITY, statements=judged.conflict))
    assert f"{wrong} ({own.origin})" in told


@pytest.mark.parametrize(
    "own",
    [own if str(own) in QUICK else pytest.param(own, marks=pytest.mark.slow) for own in FOUND],
    ids=str,
)
def test_the_best_repair_turns_a_shipped_mapping_back(own: Mapping) -> None:
    """For each conflict that it makes; and no repair speaks against what has no counterpart."""
    wrong = turned(own)
    network = shipped(wrong)
    nones = {(one.stage, one.framework) for one in network.no_counterparts}
    for conflict in find_conflicts(network, MATURITY):
        assert conflict.repairs[0] == Repair(kind=RepairKind.TURN, old=wrong, new=own, left=0)
        for repair in conflict.repairs:
            one, two = (repair.new or own).places
            assert (one, two.framework) not in nones, str(repair)
            assert (two, one.framework) not in nones, str(repair)


def test_one_shipped_mapping_can_be_turned_round_without_a_contradiction() -> None:
    """Cisco 1 contains Carfi 1 goes with everything else, so no reasoning can find it.

    Both are the first stages of their ladders, and nothing links what lies
    below or above them in a way that says which of the two ends first:
    there is an arrangement in which all statements hold with it, as well as
    one in which they hold without.
    """
    (own,) = (own for own in DIRECTED if str(own) == HARMLESS)
    network = shipped(turned(own))
    judged = network.judge()
    assert judged.consistency is Consistency.SATISFIABLE
    assert judged.witness is not None
    assert find_conflicts(network, MATURITY) == ()
    assert len(DIRECTED) == 12


def test_what_we_ship_has_no_conflict_and_no_warning() -> None:
    """On neither axis."""
    ours = shipped()
    assert ours.axes == (MATURITY, "results")
    for axis in ours.axes:
        assert find_conflicts(ours, axis) == ()
        assert direction_warnings(ours, axis) == ()


# --- examples


def test_a_conflict_and_its_repairs_print_as_sentences() -> None:
    """Two stages that exclude each other cannot both hold the same one; the file is named."""
    (conflict,) = found(
        mapping("left:1", "contains", "right:2", confidence="0.9"),
        mapping("left:2", "contains", "right:2", confidence="0.5", origin=Origin("mine.csv", 3)),
    )
    assert conflict.axis == MATURITY
    told = "cannot hold together: Left 1 contains Right 2; Left 2 contains Right 2 (mine.csv:3)"
    assert str(conflict) == told
    assert conflict.text().splitlines() == [
        f"These {told}",
        '- move one stage: "Left 2 contains Right 2" to "Left 2 contains Right 3"'
        " (no conflict is left)",
        '- move one stage: "Left 1 contains Right 2" to "Left 1 contains Right 1"'
        " (no conflict is left)",
        '- leave out: "Left 2 contains Right 2" (no conflict is left)',
        '- leave out: "Left 1 contains Right 2" (no conflict is left)',
    ]


def test_two_mappings_that_cross_are_a_conflict() -> None:
    """On one axis: the later stage cannot be met before the earlier."""
    (conflict,) = found(
        mapping("left:1", "overlaps", "right:2"), mapping("left:2", "overlaps", "right:1")
    )
    assert [str(own) for own in conflict.statements] == [
        "Left 1 overlaps Right 2",
        "Left 2 overlaps Right 1",
    ]
    assert {own.kind for own in conflict.repairs} == {RepairKind.MOVE, RepairKind.LEAVE_OUT}


def test_a_stage_without_counterpart_that_is_equal_to_one_is_a_conflict() -> None:
    """The statement is named, and only the mapping is repaired: to another stage, or to less."""
    none = NoCounterpart(
        stage="right:1", framework="left", reason="None is.", origin=Origin("theirs.csv", 9)
    )
    equal = mapping("left:1", "equal", "right:1")
    (conflict,) = find_conflicts(network(equal, nones=[none]), MATURITY)
    assert str(conflict) == (
        "cannot hold together: Left 1 equals Right 1;"
        " Right 1 has no counterpart in Left (theirs.csv:9)"
    )
    assert [(own.kind, str(own.new)) for own in conflict.repairs] == [
        (RepairKind.MOVE, "Left 1 equals Right 2"),
        (RepairKind.WEAKEN, "Left 1 contains Right 1"),
        (RepairKind.WEAKEN, "Left 1 lies inside Right 1"),
        (RepairKind.WEAKEN, "Left 1 overlaps Right 1"),
        (RepairKind.LEAVE_OUT, "None"),
    ]


def test_a_repair_does_not_speak_of_two_stages_of_which_something_is_said() -> None:
    """From whichever side it is said, be it that there is no counterpart."""
    wrong = mapping("left:1", "contains", "right:2"), mapping("left:2", "inside", "right:2")
    moved = mapping("left:1", "contains", "right:1")
    (conflict,) = found(*wrong)
    assert moved in [own.new for own in conflict.repairs]
    others = found(*wrong, mapping("right:1", "overlaps", "left:1"))
    assert others
    assert moved not in [repair.new for own in others for repair in own.repairs]
    none = NoCounterpart(stage="right:1", framework="left", reason="None is.")
    (conflict,) = find_conflicts(network(*wrong, nones=[none]), MATURITY)
    assert moved not in [own.new for own in conflict.repairs]


def test_several_stages_together_are_not_moved_by_one() -> None:
    """Their other side is, and so are single stages."""
    (conflict,) = found(
        mapping("left:1+2", "equal", "right:1"), mapping("left:2", "equal", "right:2")
    )
    moved = [str(own.new) for own in conflict.repairs if own.kind is RepairKind.MOVE]
    assert moved == ["Left 3 equals Right 2"]


def test_a_conflict_that_only_the_cells_of_the_diagram_show() -> None:
    """A stage that lies inside two together, and apart from each, is found; so is its repair."""
    several = build("several", 3, Shape.SETS)
    other = build("other", 1, Shape.SETS)
    mappings = (
        mapping("other:1", "inside", "several:1+2"),
        mapping("other:1", "disjoint", "several:1"),
        mapping("other:1", "disjoint", "several:2"),
    )
    whole = network(*mappings, frameworks=(several, other))
    (conflict,) = find_conflicts(whole, MATURITY)
    assert set(conflict.statements) == set(mappings)
    for repair in conflict.repairs:
        changed = without(mappings, repair.old, repair.new)
        assert consistent((several, other), changed), str(repair)


def test_a_repair_says_how_many_are_left() -> None:
    """None, one, or so many."""
    old = mapping("left:1", "inside", "right:1")
    new = mapping("left:1", "overlaps", "right:1")
    told = [str(Repair(kind=RepairKind.WEAKEN, old=old, new=new, left=left)) for left in range(3)]
    assert told == [
        f'weaken: "Left 1 lies inside Right 1" to "Left 1 overlaps Right 1" ({left})'
        for left in ("no conflict is left", "1 conflict is left", "2 are left")
    ]
    dropped = Repair(kind=RepairKind.LEAVE_OUT, old=old, new=None, left=0)
    assert str(dropped) == 'leave out: "Left 1 lies inside Right 1" (no conflict is left)'


def test_above_many_statements_a_repair_is_tried_among_its_frameworks_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What other frameworks contradict is not counted then, in what is left."""
    mappings = (
        mapping("left:1", "contains", "right:2"),
        mapping("left:2", "inside", "right:2"),
        mapping("middle:1", "contains", "last:2"),
        mapping("middle:2", "inside", "last:2"),
    )
    frameworks = [build(name, 3) for name in ("left", "right", "middle", "last")]
    whole = network(*mappings, frameworks=frameworks)
    few = find_conflicts(whole, MATURITY)
    assert {own.left for conflict in few for own in conflict.repairs} == {1}
    monkeypatch.setattr(module, "MOST_ROWS", len(mappings) - 1)
    many = find_conflicts(whole, MATURITY)
    assert [own.statements for own in many] == [own.statements for own in few]
    assert {own.left for conflict in many for own in conflict.repairs} == {0}


def test_a_conflict_on_another_axis_is_found_there() -> None:
    """And only there; an axis that no mapping lies on is refused by name."""
    crossing = (
        mapping("left:1", "equal", "right:2", axis="results"),
        mapping("left:2", "equal", "right:1", axis="results"),
    )
    apart = network(*crossing)
    assert find_conflicts(apart, MATURITY) == ()
    (conflict,) = find_conflicts(apart, "results")
    assert (conflict.axis, set(conflict.statements)) == ("results", set(crossing))
    for ask in (find_conflicts, direction_warnings):
        with pytest.raises(InvalidValueError) as caught:
            ask(apart, "price")
        assert str(caught.value) == (
            "axis: no mapping lies on the axis 'price'; known: 'maturity', 'results'"
        )


# --- the direction of a whole file

RIGHT_WAY = tuple(
    mapping(f"left:{one}", relation, f"right:{two}", origin=Origin("mine.sssom.tsv", 10 + line))
    for line, (one, relation, two) in enumerate(
        [
            (1, "inside", 1),
            (2, "inside", 1),
            (3, "contains", 2),
            (3, "contains", 3),
            (4, "equal", 4),
        ]
    )
)


def test_a_file_with_inside_and_contains_exchanged_is_warned_of() -> None:
    """The right file is not, whatever else there is; the warning says what it would change."""
    assert direction_warnings(network(*RIGHT_WAY), MATURITY) == ()
    (warning,) = direction_warnings(network(*map(turned, RIGHT_WAY)), MATURITY)
    conflicts = len(find_conflicts(network(*map(turned, RIGHT_WAY)), MATURITY))
    assert conflicts >= 2
    assert warning == DirectionWarning(
        name="mine.sssom.tsv", axis=MATURITY, conflicts=conflicts, turned=0
    )
    assert str(warning) == (
        "inside and contains (broad and narrow) may be exchanged throughout in mine.sssom.tsv:"
        f" as it is there are {conflicts} conflicts, turned round 0"
    )


def test_only_the_file_that_is_the_wrong_way_round_is_named() -> None:
    """Two files between the same frameworks are told apart."""
    theirs = [
        attrs.evolve(
            own,
            subject=str(own.subject).replace("left", "third"),
            origin=Origin("theirs.sssom.tsv", 1),
        )
        for own in RIGHT_WAY
    ]
    frameworks = (*sides(), build("third", 4))
    both = network(*map(turned, RIGHT_WAY), *theirs, frameworks=frameworks)
    assert [own.name for own in direction_warnings(both, MATURITY)] == ["mine.sssom.tsv"]


def test_where_no_file_is_known_the_two_frameworks_are_named() -> None:
    """In the order of their names, from whichever side a mapping speaks."""
    wrong = [attrs.evolve(turned(own), origin=None) for own in RIGHT_WAY]
    wrong[1:3] = [own.inverse() for own in wrong[1:3]]
    assert [own.name for own in direction_warnings(network(*wrong), MATURITY)] == ["left and right"]


def test_a_single_mapping_is_no_file_that_is_the_wrong_way_round() -> None:
    """One slip has a repair; it says nothing of a whole file."""
    wrong = (mapping("left:1", "contains", "right:1"), mapping("left:2", "equal", "right:1"))
    assert find_conflicts(network(*wrong), MATURITY)
    assert direction_warnings(network(*wrong), MATURITY) == ()


def test_one_of_our_files_with_all_exchanged_is_warned_of() -> None:
    """The crosswalk from Solis to Carfi, among all the others."""
    ours = sm.crosswalk("solis", "carfi").mappings
    wrong = [
        attrs.evolve(turned(own), origin=Origin("solis--carfi.toml", line))
        for line, own in enumerate(ours, 1)
    ]
    warnings = direction_warnings(shipped(*wrong), MATURITY)
    (best,) = (own for own in warnings if not own.turned)
    assert best.name == "solis--carfi.toml"
    assert {own.conflicts for own in warnings} == {
        len(module.conflicting(shipped(*wrong), MATURITY))
    }


# --- across axes


def test_axes_that_contradict_each_other_as_sets_are_found_by_asking_for_none_of_them() -> None:
    """Equal on one axis and apart on another; what contradicts within one is told there."""
    across = (
        mapping("left:1", "equal", "right:1"),
        mapping("left:1", "disjoint", "right:1", axis="results"),
    )
    within = (
        mapping("left:3", "equal", "right:3", axis="results"),
        mapping("left:4", "equal", "right:3", axis="results"),
    )
    whole = network(*across, *within)
    (conflict,) = find_conflicts(whole, None)
    assert conflict.axis is None
    assert set(conflict.statements) == set(across)
    assert conflict.text().splitlines()[0] == (
        "These cannot hold together: Left 1 equals Right 1; Left 1 shares nothing with Right 1"
    )
    assert module.conflicting(whole, None) == (conflict.statements,)
    assert {own.kind for own in conflict.repairs} == {RepairKind.MOVE, RepairKind.LEAVE_OUT}
    assert find_conflicts(whole, MATURITY) == ()
    (other,) = find_conflicts(whole, "results")
    assert set(other.statements) == set(within)


def test_an_order_that_differs_on_another_axis_is_no_contradiction() -> None:
    """A crossing is not: as sets, both can hold."""
    crossing = (
        mapping("left:1", "overlaps", "right:2"),
        mapping("left:2", "overlaps", "right:1", axis="results"),
    )
    assert find_conflicts(network(*crossing), None) == ()
    assert module.every_axis(network(*crossing)) == (MATURITY, "results", None)
    assert module.every_axis(network(*crossing[:1])) == (MATURITY,)


def test_what_follows_from_being_exhaustive_is_told_and_not_repaired() -> None:
    """It stands in no file; the mappings that do are repaired."""
    exhaustive = sm.Crosswalk(
        subject="left",
        object="right",
        version="1",
        exhaustive=("left",),
        mappings=(mapping("left:1", "overlaps", "right:1"),),
    )
    other = sm.Crosswalk(
        subject="left",
        object="middle",
        version="1",
        mappings=(mapping("left:1", "equal", "middle:1"),),
    )
    last = sm.Crosswalk(
        subject="middle",
        object="right",
        version="1",
        mappings=(mapping("middle:1", "overlaps", "right:2"),),
    )
    whole = Network.of((*sides(), build("middle", 1)), (exhaustive, other, last))
    (conflict,) = find_conflicts(whole, MATURITY)
    assert "Left 1 lies inside Right 1" in map(str, conflict.statements)
    assert {str(own.old) for own in conflict.repairs} == {
        "Left 1 equals Middle 1",
        "Middle 1 overlaps Right 2",
    }

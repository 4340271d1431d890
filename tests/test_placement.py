"""Stages beside each other on one axis, what gave way, and the room of cut points."""

import json
from collections.abc import Iterable
from fractions import Fraction

import attrs
import pytest

import socialmaturity as sm
from oracles.networks import Shape, build
from samples import mapping, sides
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    UnknownFrameworkError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.graph.network import Network
from socialmaturity.graph.placement import CommonAxis, common_axis, cut_room
from socialmaturity.graph.trust import trusted
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart
from socialmaturity.model.framework import Framework

OURS = Network.of(
    map(sm.framework, BUILTIN_FRAMEWORKS), [sm.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS]
)


def network(
    *mappings: Mapping,
    frameworks: Iterable[Framework] = sides(2),
    nones: Iterable[NoCounterpart] = (),
) -> Network:
    """A network of the frameworks left and right, or of others."""
    return Network(frameworks=frameworks, mappings=mappings, no_counterparts=nones)


def ends(axis: CommonAxis) -> dict[str, tuple[str, str]]:
    """Where each stage is drawn."""
    return {str(own.stage.ref): (str(own.start), str(own.end)) for own in axis.placed}


# --- one axis


def test_ladders_that_nothing_links_are_spread_over_the_same_axis() -> None:
    """Ranks have no distances, so the shorter one can move."""
    axis = common_axis(network(frameworks=(build("long", 4), build("short", 2))))
    assert ends(axis) == {
        "long:1": ("0", "1/4"),
        "long:2": ("1/4", "1/2"),
        "long:3": ("1/2", "3/4"),
        "long:4": ("3/4", "1"),
        "short:1": ("1/4", "1/2"),
        "short:2": ("1/2", "3/4"),
    }
    first = axis.placed[4]
    assert first.start_room == (Fraction(0), Fraction(1, 2))
    assert first.end_room == (Fraction(1, 4), Fraction(3, 4))


def test_mappings_draw_stages_beside_each_other() -> None:
    """Equal ones start and end together; one inside another ends no later."""
    axis = common_axis(
        network(mapping("left:1", "equal", "right:1+2"), frameworks=(build("left", 2), sides(3)[1]))
    )
    drawn = ends(axis)
    assert drawn["left:1"] == (drawn["right:1"][0], drawn["right:2"][1])
    assert drawn["left:2"][0] == drawn["right:3"][0]
    axis = common_axis(network(mapping("left:2", "inside", "right:1")))
    drawn = ends(axis)
    assert Fraction(drawn["right:1"][0]) <= Fraction(drawn["left:2"][0])
    assert Fraction(drawn["left:2"][1]) <= Fraction(drawn["right:1"][1])


def test_cumulative_stages_all_end_at_the_top() -> None:
    """They are drawn from where they start."""
    axis = common_axis(
        network(
            mapping("cumulative:2", "contains", "left:2"),
            frameworks=(build("cumulative", 2, Shape.CUMULATIVE), build("left", 2)),
        )
    )
    drawn = ends(axis)
    assert drawn["cumulative:1"][1] == drawn["cumulative:2"][1] == "1"
    assert Fraction(drawn["cumulative:1"][0]) < Fraction(drawn["cumulative:2"][0])
    assert Fraction(drawn["cumulative:2"][0]) <= Fraction(drawn["left:2"][0])
    assert all(own.by_order for own in axis.placed)


def test_stages_off_the_axis_are_drawn_by_their_mappings_only() -> None:
    """From the lowest to the highest stage that they share something with, and it is said."""
    whole = network(
        mapping("left:2", "overlaps", "phases:1"),
        mapping("phases:1", "contains", "left:3"),
        mapping("phases:2", "inside", "left:1+2"),
        mapping("phases:3", "disjoint", "left:1"),
        mapping("phases:4", "overlaps", "others:1"),
        mapping("others:2+", "overlaps", "left:4"),
        frameworks=(
            build("left", 4),
            build("phases", 4, Shape.SETS),
            build("others", 3, Shape.SETS),
        ),
    )
    axis = common_axis(whole, ["left", "phases", "others"])
    assert ends(axis) == {
        "left:1": ("0", "1/4"),
        "left:2": ("1/4", "1/2"),
        "left:3": ("1/2", "3/4"),
        "left:4": ("3/4", "1"),
        "phases:1": ("1/4", "3/4"),
        "phases:2": ("0", "1/2"),
        "others:2": ("3/4", "1"),
        "others:3": ("3/4", "1"),
    }
    assert [own.by_order for own in axis.placed] == [True] * 4 + [False] * 4
    assert [str(own.ref) for own in axis.unplaced] == ["phases:3", "phases:4", "others:1"]
    assert str(axis) == axis.text()
    assert axis.text().splitlines()[3:7] == [
        "Left 4 (Step 4): 0.75 to 1",
        "Phases 1 (Step 1): 0.25 to 0.75, by its mappings only",
        "Phases 2 (Step 2): 0 to 0.5, by its mappings only",
        "Others 2 (Step 2): 0.75 to 1, by its mappings only",
    ]
    assert axis.text().splitlines()[-1] == "Others 1 (Step 1): no mapping gives it a place"


def test_a_ladder_of_which_nothing_is_known_is_drawn_by_its_mappings_only() -> None:
    """Neither exclusive nor cumulative: where its stages end is not known."""
    loose = attrs.evolve(build("loose", 1), order=sm.Order(exclusive=False))
    whole = network(mapping("left:1", "inside", "loose:1"), frameworks=(build("left", 1), loose))
    assert [own.by_order for own in common_axis(whole).placed] == [True, False]


def test_the_less_trusted_gives_way() -> None:
    """It is named, moves nothing, and what has no confidence comes last."""
    kept = mapping("left:1", "equal", "right:2", confidence="0.9")
    weak = mapping("left:2", "equal", "right:1", confidence="0.2")
    bare = mapping("left:2", "overlaps", "right:1")
    zero = mapping("left:1", "overlaps", "right:2", confidence=0)
    axis = common_axis(network(weak, kept, zero))
    assert axis.gave_way == (weak,)
    assert axis.placed == common_axis(network(kept, zero)).placed
    assert axis.text().splitlines()[-1] == "Gave way: Left 2 equals Right 1"
    assert common_axis(network(bare, kept)).gave_way == (bare,)
    other = attrs.evolve(kept, confidence=None)
    assert common_axis(network(attrs.evolve(bare, confidence="0.1"), other)).gave_way == (other,)


@pytest.mark.parametrize("ordinal", [1, 2])
def test_a_stage_without_counterpart_gives_way_as_a_whole(ordinal: int) -> None:
    """All that it says is set aside, when a part of it contradicts what is trusted more."""
    none = NoCounterpart(stage="right:1", framework="left", reason="None is.", confidence="0.4")
    equal = mapping(f"left:{ordinal}", "equal", "right:1", confidence="0.9")
    found = trusted(network(equal, nones=[none]), MATURITY)
    assert found.gave_way == (none,)
    assert [row.said_by for row in found.engine.rows] == [equal]
    assert not found.engine.is_refuted


def test_all_stand_where_nothing_contradicts() -> None:
    """Then nothing is built anew."""
    whole = network(mapping("left:1", "equal", "right:1"))
    found = trusted(whole, MATURITY)
    assert found.gave_way == ()
    assert found.engine is whole.engine(MATURITY)


def test_a_mapping_that_gave_way_does_not_draw_a_stage_off_the_axis() -> None:
    """Only what stands places it."""
    whole = network(
        mapping("left:1", "equal", "phases:1", confidence="0.9"),
        mapping("left:4", "equal", "phases:1", confidence="0.5"),
        frameworks=(build("left", 4), build("phases", 1, Shape.SETS)),
    )
    axis = common_axis(whole)
    assert [str(own) for own in axis.gave_way] == ["Left 4 equals Phases 1"]
    assert ends(axis)["phases:1"] == ("0", "1/4")


def test_frameworks_are_shown_as_they_are_asked_for() -> None:
    """The others still help to place them; none asked for is none shown."""
    whole = network(
        mapping("left:1", "equal", "middle:2"),
        mapping("middle:2", "equal", "right:2"),
        frameworks=(*sides(2), build("middle", 2)),
    )
    axis = common_axis(whole, ["right", "left"])
    assert [own.stage.framework for own in axis.placed] == ["right"] * 2 + ["left"] * 2
    assert ends(axis)["left:1"] == ends(axis)["right:2"]
    assert {*ends(common_axis(whole))} > {*ends(axis)}
    assert common_axis(whole, []).placed == ()
    assert common_axis(Network(frameworks=())) == CommonAxis(axis=MATURITY, placed=())


def test_rows_are_for_a_chart() -> None:
    """Floats from 0 to 1, one row for each stage that has a place."""
    axis = common_axis(
        network(frameworks=(build("left", 2), build("right", 1), build("phases", 1, Shape.SETS)))
    )
    rows = axis.rows()
    assert json.loads(json.dumps(rows)) == list(rows)
    assert rows[2] == {
        "framework": "right",
        "ordinal": 1,
        "name": "Step 1",
        "start": 0.25,
        "end": 0.75,
        "start_low": 0.0,
        "start_high": 0.5,
        "end_low": 0.5,
        "end_high": 1.0,
        "by_order": True,
    }
    assert len(rows) == 3
    assert all(type(row[name]) is float for row in rows for name in ("start", "end", "end_high"))


def test_another_axis_has_its_own_picture() -> None:
    """With the mappings that lie on it; one that no mapping lies on is refused."""
    whole = network(mapping("left:1", "equal", "right:2", axis="results"))
    drawn = ends(common_axis(whole, axis="results"))
    assert drawn["left:1"] == drawn["right:2"]
    assert ends(common_axis(whole))["left:1"] != drawn["left:1"]
    with pytest.raises(InvalidValueError) as caught:
        common_axis(whole, axis="price")
    assert str(caught.value) == (
        "axis: no mapping lies on the axis 'price'; known: 'maturity', 'results'"
    )


def test_an_unknown_framework_is_refused() -> None:
    """With the near ones."""
    with pytest.raises(UnknownFrameworkError) as caught:
        common_axis(network(), ["lift"])
    assert "unknown framework 'lift'" in str(caught.value)
    assert "did you mean 'left'" in str(caught.value)


def test_a_single_name_is_no_list_of_frameworks() -> None:
    """It is not taken letter by letter."""
    with pytest.raises(WrongTypeError) as caught:
        common_axis(network(), "left")
    assert "not 'left'" in str(caught.value)


def test_our_frameworks_lie_on_one_axis() -> None:
    """Nothing gives way; Socedo is placed by its mappings, and no stage is without a place."""
    axis = common_axis(OURS)
    assert (axis.gave_way, axis.unplaced) == ((), ())
    assert {own.stage.framework for own in axis.placed if not own.by_order} == {"socedo"}
    drawn = ends(axis)
    for ordinal in range(1, 11):
        assert drawn[f"solis:{ordinal}"] == drawn[f"be-a-person:{ordinal}"]
    assert common_axis(OURS, ["solis"]).placed == axis.placed[:10]


# --- the room of cut points


def test_a_room_tells_between_which_cut_points() -> None:
    """From both sides, from one, exactly, or not at all."""
    whole = network(
        mapping("left:1", "inside", "right:2"),
        mapping("left:3", "equal", "right:4"),
        frameworks=(build("left", 4), build("right", 5), build("far", 1)),
    )
    assert [str(room) for room in cut_room(whole, "left:1", "right")] == [
        "Left 1 starts no earlier than the end of Right 1 and no later than the end of Right 2",
        "Left 1 ends no earlier than the end of Right 1 and no later than the end of Right 2",
    ]
    assert [str(room) for room in cut_room(whole, "left:3", "right")] == [
        "Left 3 starts at the end of Right 3",
        "Left 3 ends at the end of Right 4",
    ]
    assert [str(room) for room in cut_room(whole, "left:4", "right")] == [
        "Left 4 starts at the end of Right 4",
        "Left 4 ends no earlier than the end of Right 4",
    ]
    assert [str(room) for room in cut_room(whole, "left:4", "far")] == [
        "Left 4 starts anywhere, as far as Far is known",
        "Left 4 ends anywhere, as far as Far is known",
    ]
    first = network(mapping("left:1", "contains", "right:1"))
    assert str(cut_room(first, "left:1", "right")[0]) == (
        "Left 1 starts no later than the start of Right 1"
    )


def test_the_cut_points_of_cumulative_stages_are_where_they_start() -> None:
    """They end at the top alone, which is no cut point of theirs."""
    whole = network(
        mapping("left:2", "inside", "cumulative:2"),
        frameworks=(build("left", 2), build("cumulative", 3, Shape.CUMULATIVE)),
    )
    start, end = cut_room(whole, "left:2", "cumulative")
    assert (start.low, start.high) == (1, None)
    assert str(start) == "Left 2 starts no earlier than the start of Cumulative 2"
    assert str(end) == "Left 2 ends no earlier than the start of Cumulative 2"
    start, end = cut_room(whole, whole.framework("cumulative").stage(1), "left")
    assert str(start) == "Cumulative 1 starts no later than the end of Left 1"
    assert str(end) == "Cumulative 1 ends no earlier than the end of Left 2"


@pytest.mark.parametrize(
    ("stage", "framework", "error", "message"),
    [
        (
            "phases:1",
            "left",
            InvalidValueError,
            "framework: 'phases' is no ladder of which is known how its stages follow each other,"
            " so it has no cut points",
        ),
        (
            "left:1",
            "phases",
            InvalidValueError,
            "framework: 'phases' is no ladder of which is known how its stages follow each other,"
            " so it has no cut points",
        ),
        (
            "left:1+2",
            "right",
            InvalidValueError,
            "stage: left:1+2 is several stages; ask for the room of one",
        ),
        (
            "left:2+",
            "right",
            InvalidValueError,
            "stage: left:2+ is several stages; ask for the room of one",
        ),
        (
            "left:1",
            "left",
            FrameworkMismatchError,
            "framework: left:1 is a stage of 'left' itself; ask for its room in another framework",
        ),
        ("left:9", "right", UnknownStageError, "unknown stage '9'"),
        ("left:0", "right", InvalidValueError, "left:0 is the place below the first stage"),
        ("left:1", "wright", UnknownFrameworkError, "unknown framework 'wright'"),
        ("loft:1", "right", UnknownFrameworkError, "unknown framework 'loft'"),
    ],
)
def test_what_has_no_room_is_refused(
    stage: str, framework: str, error: type[Exception], message: str
) -> None:
    """By message."""
    whole = network(frameworks=(*sides(2), build("phases", 2, Shape.SETS)))
    with pytest.raises(error) as caught:
        cut_room(whole, stage, framework)
    assert str(caught.value).startswith(message)


def test_the_room_on_an_axis_that_no_mapping_lies_on_is_refused() -> None:
    """With the axes there are."""
    with pytest.raises(InvalidValueError, match=r"axis: no mapping lies on the axis 'price'"):
        cut_room(network(), "left:1", "right", axis="price")

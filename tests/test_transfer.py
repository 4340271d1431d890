"""Transfer along ladders: intervals, what is left out, and what is refused."""

import json
from collections.abc import Iterable

import pytest

import socialmaturity as sm
from oracles.networks import Shape, build
from samples import framework, mapping, sides, stage
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    UnknownFrameworkError,
    UnknownStageError,
)
from socialmaturity.graph.network import Network
from socialmaturity.graph.transfer import Transfer, transfer_stages
from socialmaturity.mapping.link import Mapping
from socialmaturity.model.framework import Framework

OURS = Network.of(
    map(sm.framework, BUILTIN_FRAMEWORKS), [sm.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS]
)


def network(*mappings: Mapping, frameworks: Iterable[Framework] = sides(3)) -> Network:
    """A network of the frameworks left and right, or of others."""
    return Network(frameworks=frameworks, mappings=mappings)


def intervals(transfer: Transfer) -> list[tuple[int, int]]:
    """The lowest and the highest stage of each step."""
    return [(step.lowest.ordinal, step.highest.ordinal) for step in transfer.steps]


def transferred(*mappings: Mapping, frameworks: Iterable[Framework] = sides(3)) -> Transfer:
    """Transfer from left to right."""
    return transfer_stages(network(*mappings, frameworks=frameworks), "left", "right")


def test_where_nothing_is_said_everything_is_possible() -> None:
    """From below the first stage to the last."""
    assert intervals(transferred()) == [(0, 3)] * 3
    assert str(transferred().steps[0]) == "Left 1: below stage 1 to Stage 3: Step 3"
    assert transferred().steps[0].stage is None


def test_one_mapping_says_something_of_all_stages() -> None:
    """Stages before it are no higher, stages after it no lower."""
    found = transferred(mapping("left:2", "inside", "right:2"))
    assert intervals(found) == [(0, 2), (2, 2), (2, 3)]
    step = found.steps[1]
    assert step.stage == step.lowest == step.highest
    assert str(step) == "Left 2: Stage 2: Step 2"


def test_equal_ladders_transfer_stage_to_stage() -> None:
    """Through an intermediate framework, too."""
    to_middle = [mapping(f"left:{one}", "equal", f"middle:{one}") for one in (1, 2, 3)]
    to_right = [mapping(f"right:{one}", "equal", f"middle:{one}") for one in (1, 2, 3)]
    found = transferred(*to_middle, *to_right, frameworks=(*sides(3), build("middle", 3)))
    assert intervals(found) == [(1, 1), (2, 2), (3, 3)]
    assert [str(end.ref) for end in found.of(0)] == ["right:0", "right:1"]


def test_below_the_first_stage_nothing_is_reached_for_sure() -> None:
    """Stages that lie before all of the other ladder are told as below it."""
    found = transferred(mapping("left:3", "equal", "right:1"))
    assert intervals(found) == [(0, 0), (0, 0), (1, 1)]
    assert str(found.steps[0]) == "Left 1: below stage 1"
    assert [str(end.ref) for end in found.of(0)] == ["right:0", "right:0"]


def test_a_baseline_is_where_everyone_is_at_least() -> None:
    """Such a target has no place below its first stage, and such a source no stage 0."""
    left = framework(
        stage(1, framework="left", baseline=True),
        stage(2, framework="left"),
        stage(3, framework="left"),
        id="left",
    )
    right = framework(
        stage(1, framework="right", baseline=True), stage(2, framework="right"), id="right"
    )
    assert (left.below, right.below) == (None, None)
    found = transferred(frameworks=(left, right))
    assert intervals(found) == [(1, 2)] * 3
    late = transferred(mapping("left:3", "equal", "right:1"), frameworks=(left, right))
    assert intervals(late) == [(1, 1)] * 3
    with pytest.raises(UnknownStageError, match=r"unknown stage '0' in framework 'left'"):
        late.of(0)
    plain = transferred(frameworks=(build("left", 2), right))
    assert [end.ordinal for end in plain.of(0)] == [1, 2]


def test_a_range_is_the_hull_of_its_stages() -> None:
    """A stage is given as everywhere else: by number, reference, name or as an object."""
    found = transferred(
        mapping("left:1", "inside", "right:1"), mapping("left:3", "inside", "right:2")
    )
    assert intervals(found) == [(1, 1), (1, 2), (2, 2)]
    for lower, upper in ((1, 3), ("left:1", "Step 3"), (found.source.stage(1), "left:3")):
        assert [end.ordinal for end in found.of(lower, upper)] == [1, 2]
    assert found.of(2) == found.of(2, 2) == found.of("left:2", None)
    assert [end.ordinal for end in found.of(0, 1)] == [0, 1]
    assert all(isinstance(end, sm.Stage) for end in found.of(0, 3))


def test_a_range_that_ends_below_its_start_is_refused() -> None:
    """So is a stage that the source does not have."""
    found = transferred()
    with pytest.raises(InvalidValueError) as caught:
        found.of(3, 2)
    assert str(caught.value) == "the range ends at Stage 2: Step 2, below Stage 3: Step 3"
    assert caught.value.value == 2
    with pytest.raises(UnknownStageError, match=r"unknown stage '4' in framework 'left'"):
        found.of(4)
    with pytest.raises(FrameworkMismatchError, match=r"'right:1' is not of framework 'left'"):
        found.of(1, "right:1")


def test_cumulative_stages_are_reached_and_passed_by_the_next() -> None:
    """As the source a unit is at the highest one it has reached; as the target, too."""
    source = (build("left", 2, Shape.CUMULATIVE), build("right", 3))
    found = transferred(mapping("left:2", "contains", "right:3"), frameworks=source)
    assert intervals(found) == [(0, 2), (0, 3)]
    found = transferred(mapping("left:2", "inside", "right:2+"), frameworks=source)
    assert intervals(found) == [(0, 3), (2, 3)]
    target = (build("left", 3), build("right", 2, Shape.CUMULATIVE))
    found = transferred(
        mapping("left:2", "inside", "right:1"),
        mapping("left:2", "disjoint", "right:2"),
        frameworks=target,
    )
    assert intervals(found) == [(0, 1), (1, 1), (1, 2)]


def test_crossings_are_left_out_and_named() -> None:
    """Those of other axes first, in the order of the stages; of these two frameworks only."""
    aside = [
        mapping("left:3", "overlaps", "right:1", axis="results"),
        mapping("left:1", "overlaps", "right:3", axis="price"),
    ]
    other = mapping("left:3", "overlaps", "middle:1", axis="results")
    weak = mapping("left:3", "equal", "right:1", confidence="0.1")
    kept = mapping("left:1", "equal", "right:1", confidence="0.9")
    found = transferred(*aside, other, weak, kept, frameworks=(*sides(3), build("middle", 1)))
    assert found.left_out == (aside[1], aside[0], weak)
    assert intervals(found) == [(1, 1), (2, 3), (2, 3)]
    assert found.text().splitlines() == [
        "Left 1: Stage 1: Step 1",
        "Left 2: Stage 2: Step 2 to Stage 3: Step 3",
        "Left 3: Stage 2: Step 2 to Stage 3: Step 3",
        "Left out: Left 1 overlaps Right 3",
        "Left out: Left 3 overlaps Right 1",
        "Left out: Left 3 equals Right 1",
    ]


def test_a_crossing_can_be_followed_on_its_own_axis() -> None:
    """Then the common one is left out."""
    whole = network(
        mapping("left:1", "equal", "right:1"),
        mapping("left:1", "equal", "right:3", axis="results"),
    )
    found = transfer_stages(whole, "left", "right", axis="results")
    assert intervals(found)[0] == (3, 3)
    assert [str(own) for own in found.left_out] == ["Left 1 equals Right 1"]


def test_a_transfer_is_a_text_and_plain_data() -> None:
    """With the notices that were handed on."""
    whole = network(
        mapping("left:1", "equal", "right:1"),
        mapping("left:1", "overlaps", "right:2", axis="results"),
        frameworks=sides(2),
    )
    found = transfer_stages(whole, "left", "right", notices=("It runs ahead.",))
    assert str(found) == found.text()
    assert found.text().splitlines()[-2:] == [
        "Left out: Left 1 overlaps Right 2",
        "Note: It runs ahead.",
    ]
    plain = found.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain == {
        "source": "left",
        "target": "right",
        "steps": [
            {"source": "left:1", "lowest": "right:1", "highest": "right:1"},
            {"source": "left:2", "lowest": "right:2", "highest": "right:2"},
        ],
        "left_out": ["Left 1 overlaps Right 2"],
        "notices": ["It runs ahead."],
    }


NO_LADDER = (
    " is no ladder whose stages exclude each other or are cumulative, so there is no function"
    " along it; ask translate for counterparts"
)


@pytest.mark.parametrize(
    ("source", "target", "error", "message"),
    [
        ("phases", "right", InvalidValueError, f"source: Phases{NO_LADDER}"),
        ("left", "phases", InvalidValueError, f"target: Phases{NO_LADDER}"),
        (
            "left",
            "left",
            FrameworkMismatchError,
            "'left' is both source and target; transfer to another framework",
        ),
        ("loft", "right", UnknownFrameworkError, "unknown framework 'loft'"),
        ("left", "wright", UnknownFrameworkError, "unknown framework 'wright'"),
    ],
)
def test_what_cannot_be_transferred_is_refused(
    source: str, target: str, error: type[Exception], message: str
) -> None:
    """By message."""
    whole = network(frameworks=(*sides(2), build("phases", 2, Shape.SETS)))
    with pytest.raises(error) as caught:
        transfer_stages(whole, source, target)
    assert str(caught.value).startswith(message)


def test_an_axis_that_no_mapping_lies_on_is_refused() -> None:
    """With the axes there are."""
    with pytest.raises(InvalidValueError, match=r"axis: no mapping lies on the axis 'price'"):
        transfer_stages(network(), "left", "right", axis="price")


def test_our_ladders_transfer_to_each_other_and_socedo_does_not() -> None:
    """The crossing link to Carfi 4 is left out and named."""
    found = transfer_stages(OURS, "solis", "carfi")
    assert [str(own) for own in found.left_out] == ["Solis 10 overlaps Carfi 4"]
    assert found.left_out[0] in sm.crosswalk("solis", "carfi").mappings
    assert intervals(found)[1] == (2, 2)
    assert intervals(found)[-1] == (5, 5)
    same = transfer_stages(OURS, "solis", "be-a-person")
    assert intervals(same) == [(one, one) for one in range(1, 11)]
    with pytest.raises(InvalidValueError, match=r"^source: Socedo is no ladder"):
        transfer_stages(OURS, "socedo", "solis")

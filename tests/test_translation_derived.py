"""Translation tells what follows beside what is claimed, also through other frameworks."""

from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    WrongTypeError,
)

LEFT, RIGHT = sides()
MIDDLE = framework(*(stage(number, framework="middle") for number in range(1, 5)), id="middle")
TO_MIDDLE = crosswalk(
    mapping("left:1", "inside", "middle:1", confidence=0.5),
    mapping("left:2", "overlaps", "middle:2", confidence=0.75),
    object="middle",
)
FROM_MIDDLE = crosswalk(
    mapping("middle:1", "inside", "right:2", confidence=0.5), subject="middle", object="right"
)
CATALOG = (
    sm.default_catalog()
    .with_framework(LEFT)
    .with_framework(MIDDLE)
    .with_framework(RIGHT)
    .with_crosswalk(TO_MIDDLE)
    .with_crosswalk(FROM_MIDDLE)
)


def test_counterparts_follow_through_another_framework() -> None:
    """With no crosswalk between the two; how sure is the product of the links."""
    found = sm.translate("left:1", to="right", catalog=CATALOG)
    assert (found.counterparts, found.silent) == ((), ())
    (own,) = found.derived
    assert (str(own.object), own.relation) == ("right:2", sm.Relation.INSIDE)
    assert own.confidence == Fraction(1, 4)
    assert str(found) == (
        "It follows that Left 1 lies inside Right 2 (derived, confidence 0.25): Left 1 lies inside"
        " Middle 1; Middle 1 lies inside Right 2."
    )
    assert found.to_dict()["derived"] == [own.to_dict()]


def test_without_confidence_none_is_told() -> None:
    """Absent stays absent."""
    links = attrs.evolve(
        FROM_MIDDLE, mappings=(attrs.evolve(FROM_MIDDLE.mappings[0], confidence=None),)
    )
    catalog = (
        sm.Catalog(builtin=False)
        .with_framework(LEFT)
        .with_framework(MIDDLE)
        .with_framework(RIGHT)
        .with_crosswalk(TO_MIDDLE)
        .with_crosswalk(links)
    )
    assert "(derived): " in str(sm.translate("left:1", to="right", catalog=catalog))


def test_what_shares_nothing_is_no_derived_counterpart() -> None:
    """Nor is what is open; the stage is silent then."""
    assert CATALOG.network.relation("left:1", "right:3") is sm.Relation.DISJOINT
    found = sm.translate("left:4", to="right", catalog=CATALOG)
    assert (found.derived, [str(own.ref) for own in found.silent]) == ((), ["left:4"])


def test_deriving_can_be_left_out() -> None:
    """Then only what is claimed is told."""
    found = sm.translate("left:1", to="right", derived=False, catalog=CATALOG)
    assert (found.derived, [str(own.ref) for own in found.silent]) == ((), ["left:1"])


def test_a_pair_that_is_claimed_is_not_derived_again() -> None:
    """Though more may follow than is claimed."""
    own = crosswalk(
        mapping("left:1", "equal", "right:1"),
        mapping("left:2", "overlaps", "right:2"),
        mapping("left:3", "equal", "right:3"),
    )
    found = sm.translate("left:2", to="right", crosswalk=own, framework=LEFT, catalog=CATALOG)
    assert [str(one.mapping) for one in found.counterparts] == ["Left 2 overlaps Right 2"]
    assert found.derived == ()


def test_of_a_crosswalk_that_contradicts_itself_nothing_is_derived() -> None:
    """A notice says so; what is claimed is told all the same."""
    own = crosswalk(
        mapping("left:1", "equal", "right:1"),
        mapping("left:2", "inside", "right:1", axis="other"),
        mapping("left:3", "inside", "right:1"),
    )
    found = sm.translate("left:3", to="right", crosswalk=own, framework=LEFT, catalog=CATALOG)
    assert len(found.counterparts) == 1
    (notice,) = found.notices
    assert notice.startswith(
        "Nothing is derived: the mappings of the axis 'maturity' contradict each other"
    )
    assert "Left 1 equals Right 1; Left 3 lies inside Right 1" in notice


def test_a_crosswalk_of_stages_that_are_not_there_is_refused() -> None:
    """By name, before anything follows from it."""
    own = crosswalk(mapping("left:1", "equal", "right:9"))
    with pytest.raises(InvalidCrosswalkError) as caught:
        sm.translate("left:2", to="right", crosswalk=own, framework=LEFT, catalog=CATALOG)
    (problem,) = caught.value.problems
    assert str(problem).startswith("mappings[0]: unknown stage '9' in framework 'right'")


def test_frameworks_that_no_way_links_have_no_translation() -> None:
    """The catalog has crosswalks of both, and none that leads across."""
    with pytest.raises(UnknownCrosswalkError, match="unknown crosswalk 'solis--left'"):
        sm.translate("solis:1", to="left", catalog=CATALOG)


def exhaustive(*mappings: sm.Mapping) -> sm.Crosswalk:
    """A crosswalk that says it has left's stages exhaustively."""
    return crosswalk(*mappings, exhaustive=("left",))


def translated(source: Any, own: sm.Crosswalk, **changes: Any) -> sm.Translation:
    """A translation along one crosswalk from left to right."""
    given: dict[str, Any] = {"to": RIGHT, "crosswalk": own, "framework": LEFT, "catalog": CATALOG}
    return sm.translate(source, **(given | changes))


FULL = exhaustive(
    mapping("left:1", "overlaps", "right:1"),
    mapping("left:2", "overlaps", "right:2+3"),
    mapping("left:2", "disjoint", "right:4"),
    mapping("left:3", "overlaps", "right:3", axis="other"),
)


def test_a_range_only_where_the_source_is_mapped_exhaustively() -> None:
    """From the lowest counterpart to the highest one, of all stages that are asked for."""
    found = translated(["left:1", "left:2"], FULL)
    assert found.range == (RIGHT.stage(1), RIGHT.stage(3))
    assert str(found).endswith("All in all: from Stage 1: Step 1 to Stage 3: Step 3.")
    assert found.to_dict()["range"] == ["right:1", "right:3"]
    assert translated("left:1", attrs.evolve(FULL, exhaustive=())).range is None
    assert translated("left:1", attrs.evolve(FULL, exhaustive=("right",))).range is None


def test_no_range_where_a_stage_has_no_counterpart_on_the_common_axis() -> None:
    """An axis of its own says nothing of the common one; nor does silence."""
    assert translated("left:3", FULL).range is None
    assert translated(["left:1", "left:4"], FULL).range is None


def test_no_range_among_phases_that_run_side_by_side() -> None:
    """They have no lowest."""
    phases = attrs.evolve(RIGHT, kind="phases", order=sm.Order(exclusive=False))
    assert translated("left:1", FULL, to=phases).range is None


def test_the_network_of_a_catalog_is_made_once() -> None:
    """And of everything in it."""
    assert sm.network() is sm.network(catalog=sm.default_catalog())
    assert sm.network(catalog=CATALOG) is CATALOG.network
    assert [own.id for own in CATALOG.network.frameworks][-3:] == ["left", "middle", "right"]
    assert len(CATALOG.network.mappings) == len(sm.network().mappings) + 3
    catalog: Any = "solis"
    with pytest.raises(WrongTypeError, match="catalog: expected a Catalog, not 'solis'"):
        sm.network(catalog=catalog)


def test_transfer_takes_ids_frameworks_and_results() -> None:
    """A result hands on that something is met above it."""
    one = sm.transfer("left", to="right", catalog=CATALOG)
    assert one == sm.transfer(LEFT, to=RIGHT, catalog=CATALOG)
    assert one == sm.transfer("left", to="right", network=CATALOG.network)
    assert (one.of(1), one.notices) == ((RIGHT.stage(2), RIGHT.stage(2)), ())
    own = framework(stage(1, "one"), stage(2, "two"), stage(3, "three"), id="demo")
    answers = {"one": "F", "two": "N", "three": "F"}
    result = sm.score(assess(answers), framework=own, rule="cumulative")
    links = crosswalk(mapping("demo:1", "inside", "right:1"), subject="demo", object="right")
    network = sm.Network.of([own, RIGHT], [links])
    assert len(sm.transfer(result, to="right", network=network).notices) == 1


@pytest.mark.parametrize(
    ("source", "to", "changes", "error", "message"),
    [
        ("lest", "right", {}, UnknownFrameworkError, "'lest'; did you mean 'left'"),
        (3, "right", {}, WrongTypeError, "source: expected a Framework, not 3"),
        ("left", None, {}, WrongTypeError, "to: expected a Framework, not None"),
        ("left", "left", {}, FrameworkMismatchError, "is both source and target"),
        ("left", "socedo", {}, InvalidValueError, "Socedo is no ladder"),
        ("left", "right", {"network": 3}, WrongTypeError, "network: expected a Network, not 3"),
    ],
)
def test_what_cannot_be_transferred_is_refused(
    source: Any, to: Any, changes: Any, error: type[Exception], message: str
) -> None:
    """With what was expected."""
    with pytest.raises(error, match=message):
        sm.transfer(source, to=to, catalog=CATALOG, **changes)


@pytest.mark.parametrize(
    ("which", "error", "message"),
    [
        ("right:1", FrameworkMismatchError, "right:1 is not of 'left'"),
        ("left", ValueError, "invalid stage 'left'"),
        (3, WrongTypeError, "expected a stage, or text such as 'solis:7', not 3"),
        (None, WrongTypeError, "expected a stage"),
        ([], WrongTypeError, "expected a stage"),
    ],
)
def test_a_crosswalk_is_asked_for_stages_of_its_own(
    which: Any, error: type[Exception], message: str
) -> None:
    """Nothing else is answered with nothing."""
    with pytest.raises(error, match=message):
        TO_MIDDLE.of(which)


def test_stages_may_be_asked_for_in_any_form() -> None:
    """As text, as a reference or as the stage."""
    first = TO_MIDDLE.mappings[:1]
    assert TO_MIDDLE.of("left:1") == TO_MIDDLE.of(LEFT.stage(1)) == first
    assert TO_MIDDLE.of(LEFT.stage(1).ref) == first
    none = sm.NoCounterpart(stage="middle:4", framework="left", reason="None.")
    own = attrs.evolve(TO_MIDDLE, no_counterparts=(none,))
    assert own.no_counterpart("middle:4") == own.no_counterpart(MIDDLE.stage(4)) == none
    assert own.no_counterpart("left:4") is None
    with pytest.raises(
        FrameworkMismatchError, match="right:1 is neither of 'left' nor of 'middle'"
    ):
        own.no_counterpart("right:1")


def test_mappings_are_exchanged_and_left_out_from_either_side() -> None:
    """What is no mapping is refused."""
    turned = TO_MIDDLE.mappings[0].inverse()
    assert len(TO_MIDDLE.without_mapping(turned).mappings) == 1
    wrong: Any = 3
    for change in (TO_MIDDLE.with_mapping, TO_MIDDLE.without_mapping):
        with pytest.raises(WrongTypeError, match="expected a Mapping, not 3"):
            change(wrong)


def test_a_catalog_checks_what_it_is_made_of() -> None:
    """However crosswalks come into it."""
    crossing = crosswalk(
        mapping("left:1", "overlaps", "right:3"), mapping("left:3", "overlaps", "right:1")
    )
    frameworks = (LEFT, RIGHT)
    with pytest.raises(InvalidCrosswalkError) as caught:
        sm.Catalog(builtin=False, added_frameworks=frameworks, added_crosswalks=(crossing,))
    assert "they cross on the axis 'maturity'" in str(caught.value.problems[0])
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'middle'"):
        sm.Catalog(builtin=False, added_frameworks=frameworks, added_crosswalks=(TO_MIDDLE,))
    wrong: Any = (1,)
    with pytest.raises(WrongTypeError, match="added_crosswalks: expected a Crosswalk, not 1"):
        sm.Catalog(builtin=False, added_crosswalks=wrong)


NOTHING: Any = 3


def test_what_is_no_network_is_refused_at_the_door() -> None:
    """Not by an error from inside."""
    with pytest.raises(WrongTypeError, match="crosswalks: expected a Crosswalk, not 3"):
        sm.Network.of([LEFT], [NOTHING])
    with pytest.raises(WrongTypeError, match="framework: expected text, not 3"):
        sm.network().framework(NOTHING)
    for ask in (sm.check_network, sm.common_axis):
        with pytest.raises(WrongTypeError, match="network: expected a Network, not 3"):
            ask(NOTHING)
    for find in (sm.find_conflicts, sm.direction_warnings):
        with pytest.raises(WrongTypeError, match="network: expected a Network, not 3"):
            find(NOTHING, "maturity")


def test_what_is_no_crosswalk_or_framework_is_neither_compared_nor_drawn() -> None:
    """The argument is named."""
    own = sm.crosswalk("cisco", "carfi")
    with pytest.raises(WrongTypeError, match="two: expected a Crosswalk, not 3"):
        sm.compare_crosswalks(own, NOTHING, subject=sm.CISCO, other=sm.CARFI)
    with pytest.raises(WrongTypeError, match="other: expected a Framework, not 3"):
        sm.compare_crosswalks(own, own, subject=sm.CISCO, other=NOTHING)
    for draw in (sm.to_dot, sm.to_mermaid, sm.to_graphml):
        with pytest.raises(WrongTypeError, match="frameworks: expected a Framework, not 3"):
            draw([NOTHING], [])

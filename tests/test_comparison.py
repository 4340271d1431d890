"""Comparison tells where two crosswalks agree, what differs, and how far they are apart."""

import json
import pickle
from fractions import Fraction
from math import erf, sqrt
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.graph.agreement import Agreement
from socialmaturity.graph.comparison import (
    Closure,
    Comparison,
    Match,
    Scores,
    compare_crosswalks,
)
from socialmaturity.graph.network import Network
from socialmaturity.identifiers import Place

LEFT, RIGHT = sides(5)


def none(stage_: str) -> sm.NoCounterpart:
    """The statement that a stage of either side has no counterpart."""
    other = "right" if stage_.startswith("left") else "left"
    return sm.NoCounterpart(stage=stage_, framework=other, reason="Nothing like it.")


def compared(one: sm.Crosswalk, two: sm.Crosswalk, **given: Any) -> Comparison:
    """Two crosswalks between left and right."""
    options: dict[str, Any] = {"subject": LEFT, "other": RIGHT} | given
    return compare_crosswalks(one, two, **options)


def said(matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    """Both mappings of each match, as sentences."""
    return [(str(own.one), str(own.two)) for own in matches]


def test_mappings_of_one_place_are_held_against_each_other() -> None:
    """Agreeing, turned round, otherwise different, in one only, in two only."""
    one = crosswalk(
        mapping("left:4", "equal", "right:4"),
        mapping("left:1", "inside", "right:1", confidence=0.5),
        mapping("left:2", "inside", "right:2"),
        mapping("left:3", "inside", "right:3"),
    )
    two = crosswalk(
        mapping("left:1", "inside", "right:1", confidence=0.9),
        mapping("left:2", "contains", "right:2"),
        mapping("left:3", "overlaps", "right:3"),
        mapping("left:5", "equal", "right:5"),
    )
    found = compared(one, two)
    assert said(found.agreeing) == [("Left 1 lies inside Right 1",) * 2]
    assert said(found.turned) == [("Left 2 lies inside Right 2", "Left 2 contains Right 2")]
    assert said(found.differing) == [("Left 3 lies inside Right 3", "Left 3 overlaps Right 3")]
    assert [str(own) for own in found.only_one] == ["Left 4 equals Right 4"]
    assert [str(own) for own in found.only_two] == ["Left 5 equals Right 5"]
    assert found.strict == Scores(precision=Fraction(1, 4), recall=Fraction(1, 4))
    assert found.by_relation.precision == (1 + Fraction(1, 2) + Fraction(1, 2)) / 4
    assert found.by_relation.recall == (1 + Fraction(1, 2) + 1) / 4
    assert found.by_relation.f1 == Fraction(5, 9)
    assert (found.by_closure, found.entailed_one, found.entailed_two) == (None, None, None)
    assert (found.subject, found.object) == ("left", "right")


def test_crosswalks_may_be_kept_in_opposite_directions() -> None:
    """Both are read from the subject."""
    one = crosswalk(mapping("left:1", "inside", "right:2"))
    assert compared(one, one.inverse()) == compared(one, one) == compared(one.inverse(), one)
    back = compared(one, one, subject=RIGHT, other=LEFT)
    assert said(back.agreeing) == [("Right 2 contains Left 1",) * 2]


@pytest.mark.parametrize(
    ("one", "two", "turned"),
    [
        ("inside", "contains", True),
        ("PP", "PPi", True),
        ("PP PO DR", "PPi PO DR", True),
        ("inside", "PPi", False),
        ("equal", "overlaps", False),
        ("overlaps", "disjoint", False),
    ],
)
def test_only_the_same_relation_backwards_is_turned(one: str, two: str, *, turned: bool) -> None:
    """Whatever set of basic relations it is."""
    found = compared(
        crosswalk(mapping("left:1", one, "right:1")), crosswalk(mapping("left:1", two, "right:1"))
    )
    assert (len(found.turned), len(found.differing)) == ((1, 0) if turned else (0, 1))


def test_places_differ_by_axis_and_by_union() -> None:
    """A mapping on another axis, or of several stages together, is another mapping."""
    one = crosswalk(
        mapping("left:1", "equal", "right:1"),
        mapping("left:2", "equal", "right:2+3"),
        mapping("left:4", "inside", "right:4+"),
    )
    two = crosswalk(
        mapping("left:1", "equal", "right:1", axis="results"),
        mapping("left:2", "equal", "right:2"),
        mapping("left:4", "inside", "right:4+"),
    )
    found = compared(one, two)
    assert said(found.agreeing) == [("Left 4 lies inside Right 4 or later",) * 2]
    assert (len(found.only_one), len(found.only_two)) == (2, 2)
    assert "Left 1 equals Right 1 (axis 'results')" in found.text()
    assert found.by_distance.precision == Fraction(2, 3)


def test_a_pair_on_several_axes_counts_once_in_agreement() -> None:
    """With what all its mappings say together."""
    one = crosswalk(
        mapping("left:1", "inside", "right:1"),
        mapping("left:1", "contains", "right:1", axis="results"),
    )
    two = crosswalk(mapping("left:1", "equal", "right:1"))
    found = compared(one, two)
    assert found.all_pairs.counts == (("equal", "equal", 1), ("none", "none", 24))
    assert found.told_pairs.counts == (("equal", "equal", 1),)
    torn = compared(one.with_mapping(mapping("left:1", "disjoint", "right:1")), two)
    assert torn.told_pairs.counts == (("nothing", "equal", 1),)


def test_undecided_pairs_are_counted_apart() -> None:
    """Of which only one speaks, or none."""
    one = crosswalk(
        mapping("left:1", "inside", "right:1"),
        mapping("left:2", "inside", "right:2"),
        mapping("left:3", "inside", "right:3"),
    )
    two = crosswalk(
        mapping("left:1", "inside", "right:1"),
        mapping("left:2", "equal", "right:3+4"),
        mapping("left:5", "inside", "right:5"),
    )
    found = compared(one, two)
    assert attrs.astuple(found.undecided) == (2, 1, 21)
    assert found.told_pairs.total == found.told_pairs.raw == 1
    assert found.told_pairs.kappa is None
    assert "Only the first speaks of 2 pairs, only the second of 1, neither of 21." in str(found)


def test_statements_of_no_counterpart_are_held_against_the_other() -> None:
    """Said by both, by one alone, and denied by a mapping that is not disjoint."""
    one = crosswalk(
        mapping("left:1", "overlaps", "right:1"),
        mapping("left:2", "disjoint", "right:2"),
        no_counterparts=(none("right:4"), none("left:4"), none("left:3"), none("left:2")),
    )
    two = crosswalk(
        mapping("left:3", "overlaps", "right:4"),
        mapping("left:3", "equal", "right:3"),
        mapping("left:5", "disjoint", "right:2"),
        no_counterparts=(none("left:4"), none("right:1"), none("right:5")),
    )
    nones = compared(one, two).no_counterparts
    assert [str(ref) for ref in nones.both] == ["left:4"]
    assert [str(own.stage) for own in nones.only_one] == ["left:2"]
    assert [str(own.stage) for own in nones.only_two] == ["right:5"]
    assert [
        (str(own.none.stage), [str(link) for link in own.mappings]) for own in nones.denied_by_two
    ] == [
        ("left:3", ["Left 3 equals Right 3", "Left 3 overlaps Right 4"]),
        ("right:4", ["Left 3 overlaps Right 4"]),
    ]
    assert [str(own.none.stage) for own in nones.denied_by_one] == ["right:1"]


def one_stage_from(place: str) -> Fraction | None:
    """The precision by distance of a single mapping, against the diagonal."""
    diagonal = crosswalk(*(mapping(f"left:{own}", "equal", f"right:{own}") for own in range(1, 6)))
    return compared(diagonal, crosswalk(mapping("left:1", "equal", place))).by_distance.precision


def test_one_stage_off_is_better_than_four_off() -> None:
    """By a quarter a stage, less for the mappings of the reference that it crosses."""
    assert [one_stage_from(f"right:{own}") for own in range(1, 6)] == [
        1,
        Fraction(3, 4),
        Fraction(2, 4) * Fraction(4, 5),
        Fraction(1, 4) * Fraction(3, 5),
        0,
    ]


@pytest.mark.parametrize(
    ("one", "two", "precision"),
    [
        (("left:1", "right:1"), ("left:1", "right:2"), Fraction(3, 4)),
        (("left:1", "right:1"), ("left:4", "right:1"), Fraction(1, 4)),
        (("left:1", "right:1"), ("left:5", "right:1"), Fraction(0)),
        (("left:1", "right:1"), ("left:2", "right:2"), Fraction(0)),  # no end is shared
        (("left:1", "right:2+4"), ("left:1", "right:5"), Fraction(3, 4)),
        (("left:1", "right:2+4"), ("left:1", "right:3"), Fraction(3, 4)),
        (("left:1", "right:2+4"), ("left:1", "right:4"), Fraction(1)),
        (("left:1", "right:2+"), ("left:1", "right:5"), Fraction(1)),
        (("left:1+", "right:2"), ("left:5", "right:3"), Fraction(3, 4)),
    ],
)
def test_distance_is_to_the_nearest_mapping_that_shares_an_end(
    one: tuple[str, str], two: tuple[str, str], precision: Fraction
) -> None:
    """In stages, as a share of the longest way; several stages are as near as the nearest."""
    found = compared(
        crosswalk(mapping(one[0], "inside", one[1])), crosswalk(mapping(two[0], "equal", two[1]))
    )
    assert found.by_distance == Scores(precision=precision, recall=precision)


def test_what_runs_against_the_order_is_told_and_costs() -> None:
    """The share of crossed mappings of the other crosswalk is lost, but for equal places."""
    one = crosswalk(
        mapping("left:1", "equal", "right:2"),
        mapping("left:2", "equal", "right:4"),
        mapping("left:3", "disjoint", "right:1"),
        mapping("left:4", "equal", "right:3", axis="results"),
    )
    two = crosswalk(mapping("left:3", "equal", "right:2"))
    found = compared(one, two)
    assert said(found.crossing) == [("Left 2 equals Right 4", "Left 3 equals Right 2")]
    assert found.by_distance.precision == Fraction(2, 4) * Fraction(1, 2)
    assert found.by_distance.recall == (Fraction(2, 4) + 0 + 0) / 3
    same = crosswalk(mapping("left:1", "equal", "right:2"), mapping("left:2", "equal", "right:1"))
    assert compared(same, same).by_distance.f1 == 1
    assert len(compared(same, same).crossing) == 2


def test_along_phases_nothing_is_nearer_than_anything_else() -> None:
    """Only along a ladder are stages counted, and only between two can something cross."""
    phases = attrs.evolve(RIGHT, kind="phases")
    one = crosswalk(mapping("left:1", "equal", "right:1"), mapping("left:3", "equal", "right:2"))
    along_right = crosswalk(mapping("left:1", "equal", "right:3"))
    along_left = crosswalk(mapping("left:2", "equal", "right:1"))
    assert compared(one, along_right).by_distance.precision == Fraction(2, 4) * Fraction(1, 2)
    assert compared(one, along_right, other=phases).by_distance.precision == 0
    assert compared(one, along_left, other=phases).by_distance.precision == Fraction(3, 4)
    assert compared(one, along_right).crossing
    assert compared(one, along_right, other=phases).crossing == ()


def test_a_framework_of_one_stage_has_no_distances() -> None:
    """Nothing is divided by nought."""
    single = framework(stage(1, framework="right"), id="right")
    one = crosswalk(mapping("left:1", "equal", "right:1"))
    two = crosswalk(mapping("left:2", "equal", "right:1"))
    assert compared(one, two, other=single).by_distance.precision == Fraction(3, 4)
    assert compared(one, one, other=single).by_distance.precision == 1


def closure(*found: tuple[str, str, str]) -> Closure:
    """What is known of some places; of others nothing follows."""
    known = {(left, right): sm.Relation(relation) for left, right, relation in found}

    def relation(one: Place, two: Place, /, *, axis: str) -> sm.Relation:
        assert (one.framework, two.framework, axis) == ("left", "right", "maturity")
        return known.get((str(one), str(two)), sm.Relation.ANYTHING)

    return relation


def test_what_follows_from_the_other_counts() -> None:
    """Contradicted, undecided, and what cannot be judged stand apart."""
    one = crosswalk(mapping("left:1", "overlaps", "right:1"), mapping("left:2", "PO", "right:2"))
    two = crosswalk(
        mapping("left:1", "overlaps", "right:1"),
        mapping("left:2", "equal", "right:2"),
        mapping("left:3", "equal", "right:3"),
        mapping("left:4", "equal", "right:4"),
        mapping("left:5", "equal", "right:4+5"),
        mapping("left:5", "equal", "right:5", axis="results"),
    )
    found = compared(
        one,
        two.inverse(),
        closures=(
            closure(
                ("left:1", "right:1", "inside"),
                ("left:2", "right:2", "PO"),
                ("left:3", "right:3", "inside"),
                ("left:4", "right:4", "nothing"),
                ("left:5", "right:4+5", "equal"),
            ),
            closure(("left:1", "right:1", "equal")),
        ),
    )
    told, back = found.entailed_two, found.entailed_one
    assert told is not None
    assert back is not None
    assert [str(own) for own in told.follows] == [
        "Left 1 overlaps Right 1",
        "Left 5 equals Right 4 and 5 together",
    ]
    assert [str(own) for own in told.contradicted] == ["Left 2 equals Right 2"]
    assert [str(own) for own in told.undecided] == [
        "Left 3 equals Right 3",
        "Left 5 equals Right 5",  # the first says nothing on the axis of results
    ]
    assert [str(own) for own in told.inconsistent] == ["Left 4 equals Right 4"]
    assert (len(back.follows), len(back.undecided)) == (1, 1)
    assert found.by_closure == Scores(precision=Fraction(2, 5), recall=Fraction(1, 2))
    assert str(found).splitlines()[-9:-4] == [
        "  - by what follows: precision 40 %, recall 50 %, F1 44.4 %",
        "Of the second, 2 follow from the first, 1 are contradicted by it, 2 undecided.",
        "  - contradicted: Left 2 equals Right 2",
        "  - not judged, since the first contradicts itself there: 1",
        "Of the first, 1 follow from the second, 0 are contradicted by it, 1 undecided.",
    ]


def test_the_network_is_a_closure() -> None:
    """What follows by reasoning counts, though it is not said; of a contradiction nothing does."""
    one = crosswalk(mapping("left:1", "equal", "right:1"), mapping("left:2", "inside", "right:2"))
    two = crosswalk(mapping("left:1", "disjoint", "right:2"), mapping("left:2", "equal", "right:1"))
    torn = crosswalk(mapping("left:1", "equal", "right:1"), mapping("left:2", "equal", "right:1"))
    first, second, third = (Network.of((LEFT, RIGHT), (own,)).relation for own in (one, two, torn))
    found = compared(one, two, closures=(first, second)).entailed_two
    assert found is not None
    assert [str(own) for own in found.follows] == ["Left 1 shares nothing with Right 2"]
    assert [str(own) for own in found.contradicted] == ["Left 2 equals Right 1"]
    same = compared(one, one.inverse(), closures=(first, first))
    assert same.by_closure == Scores(precision=Fraction(1), recall=Fraction(1))
    nothing = compared(one, torn, closures=(first, third))
    assert nothing.by_closure is not None
    assert nothing.entailed_one is not None
    assert nothing.by_closure.recall is None
    assert len(nothing.entailed_one.inconsistent) == 2


def test_coverage_tells_each_stage_once() -> None:
    """Linked before without counterpart before apart before silent."""
    one = crosswalk(
        mapping("left:1", "inside", "right:3+"),
        mapping("left:1", "disjoint", "right:1"),
        mapping("left:2", "disjoint", "right:2"),
        no_counterparts=(none("left:2"), none("left:5"), none("right:5")),
    )
    found = compared(one, crosswalk())
    left, right = found.coverage_one
    assert [[ref.ordinal for ref in refs] for refs in attrs.astuple(left, recurse=False)[1:]] == [
        [1],
        [2, 5],
        [],
        [3, 4],
    ]
    assert [[ref.ordinal for ref in refs] for refs in attrs.astuple(right, recurse=False)[1:]] == [
        [3, 4, 5],
        [],
        [1, 2],
        [],
    ]
    assert (left.framework, left.total, right.share_linked) == ("left", 5, Fraction(3, 5))
    assert (left.share_none, left.share_silent, right.share_apart) == (
        Fraction(2, 5),
        Fraction(2, 5),
        Fraction(2, 5),
    )
    assert [own.share_silent for own in found.coverage_two] == [1, 1]


def test_nothing_against_nothing_is_undefined_and_says_so() -> None:
    """No share of nothing is made up; F against something is 0."""
    found = compared(crosswalk(), crosswalk())
    empty = Scores(precision=None, recall=None)
    assert found.strict == found.by_relation == found.by_distance == empty
    assert empty.f1 is None
    assert found.all_pairs.raw == 1
    assert (found.all_pairs.kappa, found.all_pairs.variance) == (None, None)
    assert (found.all_pairs.error, found.all_pairs.interval) == (None, None)
    assert "kappa: both use one and the same category throughout" in str(found)
    assert "strictly: precision undefined, recall undefined, F1 undefined" in str(found)
    assert "Over those of which both speak: 0 pairs of stages." in str(found)
    told = found.told_pairs
    assert (told.raw, told.raw_interval, told.expected, told.kappa) == (None, None, None, None)
    assert told.undefined == "there is nothing to judge"
    half = compared(crosswalk(mapping("left:1", "equal", "right:1")), crosswalk())
    assert half.strict == Scores(precision=None, recall=Fraction(0))
    assert half.strict.f1 == 0
    assert Scores(precision=None, recall=Fraction(1, 2)).f1 is None
    assert Scores(precision=Fraction(1, 2), recall=None).f1 is None


def test_kappa_and_its_error_are_those_of_a_published_table() -> None:
    """Statalist, December 2009: 1395, 118, 261 and 158, analysed with kapci."""
    own = Agreement(
        counts=(("0", "0", 1395), ("0", "1", 118), ("1", "0", 261), ("1", "1", 158)), level=0.95
    )
    assert own.total == 1932
    assert float(own.raw or 0) == pytest.approx(0.8038302277432712, abs=1e-15)
    assert float(own.expected or 0) == pytest.approx(0.7022330671398995, abs=1e-15)
    assert float(own.kappa or 0) == pytest.approx(0.3411969207847029, abs=1e-15)
    assert own.error == pytest.approx(0.0262913719660408, abs=1e-12)
    assert own.interval == pytest.approx((0.2896667786271169, 0.3927270629422889), abs=1e-12)


def test_the_interval_of_kappa_stays_on_its_scale() -> None:
    """Cut off at 1 and at -1, where the normal curve would run on."""
    high = Agreement(counts=(("a", "a", 3), ("a", "b", 1), ("b", "b", 3)))
    low = Agreement(counts=(("a", "a", 1), ("a", "b", 3), ("b", "a", 3)), level=0.999)
    assert high.interval is not None
    assert low.interval is not None
    assert 0 < high.interval[0] < high.interval[1] == 1
    assert -1 == low.interval[0] < low.interval[1] < 1


@pytest.mark.parametrize(
    ("good", "bad", "ends"),
    [
        (0, 1, (0.0, 0.7934567085261071)),
        (1, 0, (0.20654329147389294, 1.0)),
        (1, 10, (0.016231752262825982, 0.3773646254862038)),
        (10, 90, (0.05522854161313612, 0.1743673043676654)),
        (50, 50, (0.40382982859014716, 0.5961701714098528)),
        (0, 100, (0.0, 0.03699480747600191)),
    ],
)
def test_the_interval_of_raw_agreement_is_wilson_s(
    good: int, bad: int, ends: tuple[float, float]
) -> None:
    """Published values (Code Golf 105389), for a deviate of 1.96 without its further places."""
    counts = tuple(cell for cell in (("a", "a", good), ("a", "b", bad)) if cell[2])
    found = Agreement(counts=counts, level=erf(1.96 / sqrt(2))).raw_interval
    assert found == pytest.approx(ends, abs=1e-9)
    assert found is not None
    assert (found[0] == 0, found[1] == 1) == (good == 0, bad == 0)


def test_a_higher_level_makes_a_wider_interval() -> None:
    """And a level that no float can tell from 1 is refused."""
    counts = (("a", "a", 3), ("a", "b", 2), ("b", "b", 4))
    widths: list[float] = []
    for level in ("1/100", 0.5, "0.999", 1 - Fraction(1, 10**30)):
        interval = Agreement(counts=counts, level=level).raw_interval
        assert interval is not None
        widths.append(interval[1] - interval[0])
    assert widths == sorted(set(widths))
    with pytest.raises(InvalidValueError, match="level: expected a level between 0 and 1"):
        Agreement(counts=counts, level=1 - Fraction(1, 10**400))


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, "0"])
def test_a_level_outside_is_refused(level: Any) -> None:
    """With what is expected."""
    with pytest.raises(
        InvalidValueError, match=r"^level: expected a level between 0 and 1, such as 0\.95, not "
    ) as caught:
        compared(crosswalk(), crosswalk(), level=level)
    assert (caught.value.path, caught.value.value) == ("level", level)
    with pytest.raises(WrongTypeError, match="level: expected a number, not None"):
        compared(crosswalk(), crosswalk(), level=None)


def test_crosswalks_between_others_are_refused() -> None:
    """Naming which of the two it is."""
    stranger = crosswalk(mapping("left:1", "equal", "solis:1"), object="solis")
    for name, given in (("one", (stranger, crosswalk())), ("two", (crosswalk(), stranger))):
        with pytest.raises(
            FrameworkMismatchError,
            match=f"^{name}: the crosswalk is between 'left' and 'solis',"
            " not between 'left' and 'right'$",
        ) as caught:
            compared(*given)
        assert caught.value.value == ("left", "right")


def test_stages_that_are_not_there_are_refused_together() -> None:
    """With the place of each, as the crosswalk was given."""
    wrong = crosswalk(
        mapping("right:1", "equal", "left:5+6"),
        mapping("right:0", "equal", "left:5"),
        subject="right",
        object="left",
        no_counterparts=(none("right:9"),),
    )
    with pytest.raises(InvalidCrosswalkError, match="^crosswalk right--left") as caught:
        compared(crosswalk(), wrong)
    assert [own.path for own in caught.value.problems] == [
        "two.mappings[0].object",
        "two.mappings[1].subject",
        "two.no_counterparts[0].stage",
    ]
    first = caught.value.problems[0]
    assert isinstance(first, UnknownStageError)
    assert str(first) == (
        "two.mappings[0].object: unknown stage 'left:6' in framework 'left';"
        " known: 'left:1', 'left:2', 'left:3', 'left:4', 'left:5'"
    )


ONE = crosswalk(
    mapping("left:1", "inside", "right:1", confidence=0.5),
    mapping("left:2", "inside", "right:2"),
    mapping("left:3", "overlaps", "right:4"),
    mapping("left:5", "disjoint", "right:1"),
    no_counterparts=(none("left:4"), none("right:5"), none("left:5")),
)
TWO = crosswalk(
    mapping("left:1", "inside", "right:1"),
    mapping("left:2", "contains", "right:2"),
    mapping("left:4", "overlaps", "right:3", axis="maturity"),
    mapping("left:5", "overlaps", "right:1", axis="results"),
    no_counterparts=(none("right:5"), none("right:4")),
)


def test_the_report_is_in_sentences() -> None:
    """One thing a line, only what there is."""
    found = compared(ONE, TWO)
    assert str(found) == found.text()
    assert found.text().splitlines() == [
        "Two crosswalks from Left to Right: the first has 4 mappings, the second 4 mappings.",
        "They agree on 1 mapping.",
        "Of the same stages, one the other read backwards (1):",
        "  - the first: Left 2 lies inside Right 2; the second: Left 2 contains Right 2",
        "In the first only (2):",
        "  - Left 3 overlaps Right 4",
        "  - Left 5 shares nothing with Right 1",
        "In the second only (2):",
        "  - Left 4 overlaps Right 3",
        "  - Left 5 overlaps Right 1 (axis 'results')",
        "Running against each other (1):",
        "  - the first: Left 3 overlaps Right 4; the second: Left 4 overlaps Right 3",
        "Both say that Right 5 has no counterpart in Left.",
        "The first says that Left 4 has no counterpart in Right, the second contradicts it:"
        " Left 4 overlaps Right 3.",
        "The first says that Left 5 has no counterpart in Right, the second contradicts it:"
        " Left 5 overlaps Right 1 (axis 'results').",
        "The second says that Right 4 has no counterpart in Left, the first contradicts it:"
        " Left 3 overlaps Right 4.",
        "Over 25 pairs of stages they agree on 84 % (65.3 % to 93.6 %),"
        " kappa 0.44 (0.12 to 0.77). Ranges are intervals at 95 %.",
        "Only the first speaks of 1 pair, only the second of 1, neither of 20.",
        "Over those of which both speak: 3 pairs of stages they agree on 33.3 % (6.1 % to 79.2 %),"
        " kappa 0.14 (-0.12 to 0.4).",
        "With the first as the reference, the second has",
        "  - strictly: precision 25 %, recall 25 %, F1 25 %",
        "  - by relation: precision 37.5 %, recall 37.5 %, F1 37.5 %",
        "  - by distance: precision 50 %, recall 66.7 %, F1 57.1 %",
        "Of 5 stages of Left the first links 3 (60 %), says of 2 that there is no counterpart.",
        "Of 5 stages of Right the first links 3 (60 %), says of 1 that there is no counterpart,"
        " says nothing of 1.",
        "Of 5 stages of Left the second links 4 (80 %), says nothing of 1.",
        "Of 5 stages of Right the second links 3 (60 %), says of 2 that there is no counterpart.",
    ]
    told = compared(crosswalk(no_counterparts=(none("left:1"),)), crosswalk()).text()
    assert "Only the first says that Left 1 has no counterpart in Right." in told
    alone = compared(crosswalk(mapping("left:1", "disjoint", "right:1")), crosswalk()).text()
    assert "the first links 0 (0 %), says of 1 only with what they share nothing" in alone
    both = compared(
        crosswalk(no_counterparts=(none("left:1"),)), crosswalk(no_counterparts=(none("left:1"),))
    )
    assert "Both say that Left 1 has no counterpart in Right." in both.text()
    other = compared(
        crosswalk(mapping("left:1", "equal", "right:1")),
        crosswalk(mapping("left:1", "overlaps", "right:1")),
        level="0.999",
    ).text()
    assert "Of the same stages, with other relations (1):" in other
    assert "Ranges are intervals at 99.9 %." in other


def test_a_comparison_is_plain_data_on_request() -> None:
    """JSON takes it."""
    found = compared(ONE, TWO, closures=(closure(), closure(("left:1", "right:1", "equal"))))
    told = found.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert [*told] == [*(field.name for field in attrs.fields(Comparison)), "undecided"]
    assert told["agreeing"] == [
        {
            "one": {
                "subject": "left:1",
                "relation": "inside",
                "object": "right:1",
                "axis": "maturity",
                "confidence": "0.5",
            },
            "two": {
                "subject": "left:1",
                "relation": "inside",
                "object": "right:1",
                "axis": "maturity",
                "confidence": None,
            },
        }
    ]
    nones = told["no_counterparts"]
    assert nones["both"] == ["right:5"]
    assert nones["denied_by_two"][0]["none"] == {
        "stage": "left:4",
        "framework": "right",
        "confidence": None,
        "reason": "Nothing like it.",
    }
    assert nones["denied_by_two"][0]["mappings"][0]["object"] == "right:3"
    assert told["undecided"] == {"only_one": 1, "only_two": 1, "neither": 20}
    assert told["strict"] == {"precision": "0.25", "recall": "0.25", "f1": "0.25"}
    assert told["by_closure"] == {"precision": "0", "recall": "0.25", "f1": "0"}
    assert len(told["entailed_one"]["follows"]) == 1
    assert told["coverage_one"][0] == {
        "framework": "left",
        "linked": ["left:1", "left:2", "left:3"],
        "none": ["left:4", "left:5"],
        "apart": [],
        "silent": [],
        "total": 5,
        "share_linked": "0.6",
        "share_none": "0.4",
        "share_apart": "0",
        "share_silent": "0",
    }
    pairs = told["told_pairs"]
    assert pairs["counts"] == [
        ["disjoint", "overlaps", 1],
        ["inside", "contains", 1],
        ["inside", "inside", 1],
    ]
    assert {key: pairs[key] for key in ("level", "total", "agreed", "raw", "kappa")} == {
        "level": "0.95",
        "total": 3,
        "agreed": 1,
        "raw": "1/3",
        "kappa": "1/7",
    }
    assert pairs["undefined"] == ""
    assert pairs["interval"] == list(found.told_pairs.interval or ())
    assert compared(ONE, TWO).to_dict()["by_closure"] is None


def test_comparisons_are_values() -> None:
    """Equal, hashable, and the same after pickling."""
    found = compared(ONE, TWO)
    assert found == compared(ONE, TWO) != compared(TWO, ONE)
    assert hash(found) == hash(compared(ONE, TWO))
    assert found.all_pairs.kappa is not None
    assert pickle.loads(pickle.dumps(found)) == found


def test_our_own_crosswalks_are_like_themselves() -> None:
    """All of them, with figures in reach."""
    for one, two in (("solis", "carfi"), ("cisco", "socedo")):
        own = sm.crosswalk(one, two)
        found = compare_crosswalks(
            own, own, subject=sm.framework(one), other=sm.framework(two), level=0.9
        )
        assert found.strict.f1 == found.by_relation.f1 == found.by_distance.f1 == 1
        assert found.all_pairs.kappa == 1

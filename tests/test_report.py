"""The report on a network: every kind of fault is seen, and nothing else is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from oracles.networks import SAYABLE, Shape, build, seeded, set_relation, subsets
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import InvalidValueError, WrongTypeError
from socialmaturity.graph.network import Consistency, Judgement, Network
from socialmaturity.graph.report import Concern, ConcernCode, NetworkReport, check_network
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart, Origin
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework

FRAMEWORKS = tuple(map(sm.framework, BUILTIN_FRAMEWORKS))
CROSSWALKS = tuple(sm.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS)


def network(
    *mappings: Mapping,
    frameworks: Iterable[Framework] = sides(),
    nones: Iterable[NoCounterpart] = (),
) -> Network:
    """A network of the frameworks left and right, or of others."""
    return Network(frameworks=frameworks, mappings=mappings, no_counterparts=nones)


def none(stage: str, other: str, **changes: Any) -> NoCounterpart:
    """A stage that is said to have no counterpart."""
    given: dict[str, Any] = {"confidence": "0.9", "reason": "Nothing is like it."} | changes
    return NoCounterpart(stage=stage, framework=other, **given)


def sure(subject: str, relation: str, other: str, **changes: Any) -> Mapping:
    """A mapping that is trusted."""
    return mapping(subject, relation, other, **({"confidence": "0.9"} | changes))


def concerns(code: str, whole: Network, **options: Fraction | str | int) -> list[str]:
    """What there is to look at of one kind, with the answers."""
    report = check_network(whole, **options)
    return [str(own) for own in report.concerns if own.code is ConcernCode(code)]


# --- what we ship


def test_what_we_ship_is_clean() -> None:
    """Nothing is refuted, nothing is the wrong way round, and every concern has its answer."""
    report = check_network(Network.of(FRAMEWORKS, CROSSWALKS))
    assert [str(own) for own in report.open] == []
    assert (report.conflicts, report.directions) == ((), ())
    assert [(own.axis, own.consistency) for own in report.judgements] == [
        (MATURITY, Consistency.SATISFIABLE),
        ("results", Consistency.SATISFIABLE),
    ]
    assert report.is_clean
    assert report.concerns
    assert all(own.answer for own in report.concerns)


@pytest.mark.parametrize("own", CROSSWALKS, ids=str)
def test_each_of_our_crosswalks_has_no_fault_by_itself(own: sm.Crosswalk) -> None:
    """No evidence that is not there, no coverage, no crossing without a reason."""
    between = [each for each in FRAMEWORKS if each.id in (own.subject, own.object)]
    report = check_network(Network.of(between, [own]))
    assert (report.conflicts, report.directions) == ((), ())
    codes = {concern.code for concern in report.concerns}
    assert codes <= {ConcernCode.CROSSING, ConcernCode.WEAK_LINK, ConcernCode.SILENT_STAGE}


def test_our_crossings_are_told_with_their_reasons() -> None:
    """Both links to Carfi 4 cross the same two of the main axis."""
    told = concerns("crossing", Network.of(FRAMEWORKS, CROSSWALKS))
    assert [own.partition(": ")[0] for own in told] == [
        f"{name} 10 overlaps Carfi 4 (axis results) crosses {name} {ordinal} overlaps Carfi 5"
        for name, ordinal in product(("Be a Person", "Solis"), (8, 9))
    ]
    reasons = {
        own.justification for each in CROSSWALKS for own in each.mappings if own.axis == "results"
    }
    assert {own.partition(": ")[2] for own in told} == reasons


# --- crossings


def test_a_mapping_of_another_axis_that_crosses_the_common_one_is_told_with_its_reason() -> None:
    """From whichever side either of them speaks, above or below."""
    main = sure("left:2", "inside", "right:2")
    above = sure("left:1", "overlaps", "right:3", axis="results", justification="Results first.")
    below = sure("left:3", "equal", "right:1", axis="sales", justification="Sales last.")
    expected = [
        "Left 1 overlaps Right 3 (axis results) crosses Left 2 lies inside Right 2: Results first.",
        "Left 3 equals Right 1 (axis sales) crosses Left 2 lies inside Right 2: Sales last.",
    ]
    assert concerns("crossing", network(main, above, below)) == expected
    report = check_network(network(main, above, below))
    assert report.conflicts == ()
    assert [own.statements for own in report.concerns if own.code is ConcernCode.CROSSING] == [
        (above, main),
        (below, main),
    ]
    told = concerns("crossing", network(main.inverse(), above, below))
    assert told == [
        own.replace("Left 2 lies inside Right 2", "Right 2 contains Left 2") for own in expected
    ]
    told = concerns("crossing", network(main, above.inverse()))
    assert told == [
        "Right 3 overlaps Left 1 (axis results) crosses Left 2 lies inside Right 2: Results first."
    ]


@pytest.mark.parametrize(
    ("relation", "one", "two"),
    [
        ("overlaps", "left:1", "right:1"),
        ("overlaps", "left:1", "right:2"),
        ("overlaps", "left:2", "right:3"),
        ("overlaps", "left:1+3", "right:3"),
        ("disjoint", "left:1", "right:3"),
        ("PO DR", "left:1", "right:3"),
    ],
)
def test_what_does_not_run_against_the_order_is_no_crossing(
    relation: str, one: str, two: str
) -> None:
    """In order, at the same stage, on both sides of it, or without anything shared."""
    main = sure("left:2", "overlaps", "right:2")
    other = sure(one, relation, two, axis="results")
    assert concerns("crossing", network(main, other)) == []


def test_what_shares_nothing_on_the_common_axis_is_not_crossed() -> None:
    """Nor is a mapping of yet another axis, or one between other frameworks."""
    other = sure("left:1", "overlaps", "right:3", axis="results")
    assert concerns("crossing", network(sure("left:2", "disjoint", "right:2"), other)) == []
    third = sure("left:2", "overlaps", "right:2", axis="price")
    assert concerns("crossing", network(third, other)) == []
    middle = sure("left:2", "overlaps", "middle:2")
    frameworks = (*sides(), build("middle", 4))
    assert concerns("crossing", network(middle, other, frameworks=frameworks)) == []


def test_phases_that_run_side_by_side_are_not_crossed() -> None:
    """They have no order to run against."""
    frameworks = (build("left", 3), build("right", 3, Shape.SETS))
    mappings = (
        sure("left:2", "overlaps", "right:2"),
        sure("left:1", "overlaps", "right:3", axis="results"),
    )
    assert concerns("crossing", network(*mappings, frameworks=frameworks)) == []


def test_a_crossing_on_one_axis_is_a_conflict_and_no_concern() -> None:
    """It is told once."""
    report = check_network(
        network(sure("left:1", "overlaps", "right:2"), sure("left:2", "overlaps", "right:1"))
    )
    assert len(report.conflicts) == 1
    assert not [own for own in report.concerns if own.code is ConcernCode.CROSSING]
    assert not report.is_clean


# --- silent stages


def test_stages_of_which_nothing_is_said_are_told_in_both_directions() -> None:
    """Not those that a union names, that "or later" reaches, or that have no counterpart."""
    mappings = (sure("left:1+2", "overlaps", "right:3+"),)
    nones = (none("left:4", "right"), none("right:1", "left"))
    assert concerns("silent-stage", network(*mappings, nones=nones)) == [
        f"nothing is said of {stage}, neither a mapping nor that there is no counterpart."
        for stage in ("Left 3 in Right", "Right 2 in Left")
    ]
    whole = network(*mappings, sure("left:3", "disjoint", "right:2", axis="results"), nones=nones)
    assert concerns("silent-stage", whole) == []


def test_frameworks_that_nothing_links_are_not_silent() -> None:
    """And that a stage has no counterpart speaks for its own direction alone."""
    frameworks = (build("left", 2), build("right", 2), build("third", 2))
    whole = network(frameworks=frameworks, nones=[none("left:1", "right")])
    assert concerns("silent-stage", whole) == [
        "nothing is said of Left 2 in Right, neither a mapping nor that there is no counterpart."
    ]


# --- weak links


def test_weak_links_are_those_below_the_threshold_or_without_confidence() -> None:
    """Half is enough unless the caller says otherwise; a review answers."""
    mappings = (
        mapping("left:1", "inside", "right:1", confidence="0.5"),
        mapping("left:2", "inside", "right:2", confidence="0.49"),
        mapping("left:3", "inside", "right:3", review="kept: it is all we have."),
        mapping("left:4", "inside", "right:4", confidence=0, origin=Origin("a.csv", 7)),
    )
    assert concerns("weak-link", network(*mappings)) == [
        "Left 2 lies inside Right 2 is a weak link, confidence 0.49.",
        "Left 4 lies inside Right 4 (a.csv:7) is a weak link, confidence 0.",
        "Left 3 lies inside Right 3 is a weak link, nobody says how sure: kept: it is all we have.",
    ]
    assert len(concerns("weak-link", network(*mappings), weak_below="1")) == 4
    assert len(concerns("weak-link", network(*mappings), weak_below=0)) == 1
    assert len(concerns("weak-link", network(*mappings), weak_below=Fraction(49, 100))) == 2


def test_that_there_is_no_counterpart_can_be_a_weak_link_too() -> None:
    """Its review answers as well."""
    nones = [
        none("left:1", "right", confidence=None),
        none("left:2", "right", confidence="0.3", review="kept: Little is known."),
        none("left:3", "right", confidence="0.5"),
    ]
    assert concerns("weak-link", network(nones=nones)) == [
        "Left 1 has no counterpart in Right is a weak link, nobody says how sure.",
        "Left 2 has no counterpart in Right is a weak link, confidence 0.3: kept: Little is known.",
    ]


@pytest.mark.parametrize(
    ("bound", "error", "message"),
    [
        (2, InvalidValueError, "weak_below: expected a number from 0 to 1, not 2"),
        ("-0.1", InvalidValueError, "weak_below: expected a number from 0 to 1, not '-0.1'"),
        (None, WrongTypeError, "weak_below: expected a number, not None"),
        (
            "much",
            InvalidValueError,
            "weak_below: expected a finite number or a ratio such as '2/3', not 'much'",
        ),
    ],
)
def test_a_threshold_off_the_scale_is_refused(
    bound: str, error: type[Exception], message: str
) -> None:
    """By the name of the argument."""
    with pytest.raises(error) as caught:
        check_network(network(), weak_below=bound)
    assert str(caught.value) == message


def test_an_exhaustive_crosswalk_can_be_clean() -> None:
    """What follows from its being exhaustive is no link that anybody wrote, so none is weak."""
    own = crosswalk(sure("left:1", "inside", "right:1+2"), exhaustive=("left",))
    whole = Network.of((build("left", 1), build("right", 2)), [own])
    report = check_network(whole)
    assert [str(each) for each in report.concerns] == []
    assert report.is_clean


# --- evidence


def test_evidence_and_sources_that_are_in_neither_framework_are_told() -> None:
    """In the order of the mapping; those of either side are known."""
    own = sure(
        "left:1",
        "inside",
        "right:1",
        evidence=("D-2.01", "ZZ-1.01", "AA-1.01", "MM-1.01"),
        sources=("S0", "W9", "A1"),
        origin=Origin("a.csv", 2),
    )
    other = none("left:2", "right", evidence=("D-1.01", "QQ-4.01"), sources=("S7",))
    assert concerns("unknown-evidence", network(own, nones=[other])) == [
        f"{said} rests on {name!r}, which is in neither framework."
        for said, names in (
            ("Left 1 lies inside Right 1 (a.csv:2)", ("ZZ-1.01", "AA-1.01", "MM-1.01", "W9", "A1")),
            ("Left 2 has no counterpart in Right", ("QQ-4.01", "S7")),
        )
        for name in names
    ]


def test_what_only_a_third_framework_says_is_unknown() -> None:
    """A mapping rests on the two that it links."""
    statement = sm.Statement(
        id="T-1.01", kind="practice", dimension="work", text="Work is done.", sources=("S0 L1",)
    )
    first = stage(1, framework="third", statements=(statement,))
    third = framework(first, id="third", sources=(sm.Source(id="S0", title="Another paper"),))
    own = sure("left:1", "inside", "right:1", evidence=("T-1.01",))
    assert len(concerns("unknown-evidence", network(own, frameworks=(*sides(), third)))) == 1
    own = sure("left:1", "inside", "third:1", evidence=("T-1.01",))
    assert concerns("unknown-evidence", network(own, frameworks=(*sides(), third))) == []


# --- coverage


@pytest.mark.parametrize("share", [0, Fraction(1, 2), 1], ids=str)
@pytest.mark.parametrize("relation", SAYABLE, ids=str)
def test_a_coverage_fault_is_told_exactly_where_no_two_sets_have_it(
    relation: Relation, share: Fraction
) -> None:
    """By trying all sets of four elements, for the share of the object and of the subject."""
    possible = any(
        set_relation(one, two) in relation.basic and Fraction(len(one & two), len(two)) == share
        for one, two in product(subsets(4), repeat=2)
    )
    own = sure("left:1", relation.value, "right:1", object_coverage=share)
    whole = network(own, frameworks=(build("left", 1), build("right", 1)))
    assert (not concerns("coverage", whole)) == possible
    whole = network(own.inverse(), frameworks=(build("left", 1), build("right", 1)))
    assert own.inverse().subject_coverage == share
    assert (not concerns("coverage", whole)) == possible


@pytest.mark.parametrize(
    ("relation", "shares", "told"),
    [
        (
            "equal",
            {"object_coverage": "0.6"},
            "Left 1 equals Right 1, and 0.6 of its object are covered, where all of it should be.",
        ),
        (
            "inside",
            {"subject_coverage": "0.9", "object_coverage": "0.5"},
            "Left 1 lies inside Right 1, and 0.9 of its subject are covered, where all of it"
            " should be.",
        ),
        (
            "disjoint",
            {"object_coverage": "0.1"},
            "Left 1 shares nothing with Right 1, and 0.1 of its object are covered, where none of"
            " it should be.",
        ),
        (
            "overlaps",
            {"subject_coverage": 0},
            "Left 1 overlaps Right 1, and 0 of its subject are covered, where some of it should"
            " be.",
        ),
        (
            "PO",
            {"object_coverage": 1},
            "Left 1 partly overlaps Right 1, and 1 of its object are covered, where not all of it"
            " can be.",
        ),
        (
            "EQ DR",
            {"object_coverage": "0.5"},
            "Left 1 equals or shares nothing with Right 1, and 0.5 of its object are covered, where"
            " none or all of it should be.",
        ),
    ],
)
def test_a_coverage_fault_says_what_would_go_with_the_relation(
    relation: str, shares: dict[str, str], told: str
) -> None:
    """With the side that it is about."""
    assert concerns("coverage", network(sure("left:1", relation, "right:1", **shares))) == [told]


# --- counterparts after all


def test_a_stage_said_to_have_no_counterpart_that_lies_inside_one_is_told() -> None:
    """It follows through a third framework, either way; its reason answers."""
    frameworks = (*sides(), build("middle", 4))
    mappings = (
        sure("left:1", "equal", "middle:1"),
        sure("middle:1", "inside", "right:1"),
        sure("left:3", "contains", "middle:3"),
        sure("middle:3", "equal", "right:3"),
    )
    nones = (none("left:1", "right", reason="It is less."), none("left:3", "right"))
    assert concerns(
        "counterpart-after-all", network(*mappings, frameworks=frameworks, nones=nones)
    ) == [
        "Left 1 has no counterpart in Right, yet it follows that Left 1 lies strictly inside"
        " Right 1: It is less.",
        "Left 3 has no counterpart in Right, yet it follows that Left 3 strictly contains"
        " Right 3: Nothing is like it.",
    ]
    overlap = (*mappings[:1], sure("middle:1", "overlaps", "right:1"))
    assert (
        concerns("counterpart-after-all", network(*overlap, frameworks=frameworks, nones=nones[:1]))
        == []
    )


def test_of_a_contradiction_no_counterpart_follows() -> None:
    """There everything would follow, so nothing is said."""
    report = check_network(
        network(sure("left:1", "equal", "right:1"), nones=[none("right:1", "left")])
    )
    assert [own.consistency for own in report.judgements] == [Consistency.REFUTED]
    assert not [own for own in report.concerns if own.code is ConcernCode.COUNTERPART_AFTER_ALL]


# --- the report


def test_the_report_is_a_text_and_plain_data() -> None:
    """Verdicts, conflicts with repairs, warnings, concerns without an answer, those with one."""
    mappings = (
        mapping("left:1", "contains", "right:1", confidence="0.9", origin=Origin("a.csv", 2)),
        mapping("left:2", "contains", "right:1", confidence="0.8", origin=Origin("a.csv", 3)),
        mapping("left:3", "overlaps", "right:2", confidence="0.1", review="kept: Weak."),
    )
    frameworks = (build("left", 3), build("right", 2))
    report = check_network(network(*mappings, frameworks=frameworks))
    assert str(report) == report.text()
    assert report.text().splitlines() == [
        "Axis maturity: refuted.",
        "These cannot hold together: Left 1 contains Right 1 (a.csv:2);"
        " Left 2 contains Right 1 (a.csv:3)",
        *(f"- {own}" for own in report.conflicts[0].repairs),
        "Warning: inside and contains (broad and narrow) may be exchanged throughout in a.csv: as"
        " it is there are 1 conflicts, turned round 0.",
        "With an answer in the data:",
        "- Left 3 overlaps Right 2 is a weak link, confidence 0.1: kept: Weak.",
    ]
    plain = report.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    (conflict,) = report.conflicts
    assert plain == {
        "judgements": [{"axis": "maturity", "consistency": "refuted"}],
        "conflicts": [
            {
                "axis": "maturity",
                "statements": [
                    "Left 1 contains Right 1 (a.csv:2)",
                    "Left 2 contains Right 1 (a.csv:3)",
                ],
                "repairs": [
                    {
                        "kind": own.kind.value,
                        "old": str(own.old),
                        "new": None if own.new is None else str(own.new),
                        "left": 0,
                    }
                    for own in conflict.repairs
                ],
            }
        ],
        "directions": [{"name": "a.csv", "axis": "maturity", "conflicts": 1, "turned": 0}],
        "concerns": [
            {
                "code": "weak-link",
                "text": "Left 3 overlaps Right 2 is a weak link, confidence 0.1",
                "statements": ["Left 3 overlaps Right 2"],
                "answer": "kept: Weak.",
            }
        ],
    }
    assert {own["kind"] for own in plain["conflicts"][0]["repairs"]} >= {"leave out"}
    assert None in [own["new"] for own in plain["conflicts"][0]["repairs"]]


def test_concerns_without_an_answer_come_first() -> None:
    """Whatever they are about."""
    mappings = (
        mapping("left:1", "inside", "right:1", review="kept: So it is."),
        sure("left:2", "equal", "right:2", object_coverage="0.5"),
    )
    frameworks = (build("left", 2), build("right", 3))
    report = check_network(network(*mappings, frameworks=frameworks))
    assert [own.code.value for own in report.concerns] == ["silent-stage", "coverage", "weak-link"]
    assert report.open == report.concerns[:2]
    assert report.text().splitlines() == [
        "Axis maturity: satisfiable.",
        "Without an answer:",
        "- nothing is said of Right 3 in Left, neither a mapping nor that there is no counterpart.",
        "- Left 2 equals Right 2, and 0.5 of its object are covered, where all of it should be.",
        "With an answer in the data:",
        "- Left 1 lies inside Right 1 is a weak link, nobody says how sure: kept: So it is.",
    ]


def test_a_report_is_clean_where_nothing_is_refuted_or_open() -> None:
    """Each of the four kinds of trouble alone is enough."""
    fine = Judgement(axis=MATURITY, consistency=Consistency.NOT_REFUTED)
    answered = Concern(code=ConcernCode.WEAK_LINK, text="weak", answer="kept")
    bad = check_network(
        network(
            sure("left:1", "contains", "right:1", origin=Origin("a.csv", 2)),
            sure("left:2", "contains", "right:1", origin=Origin("a.csv", 3)),
        )
    )
    assert NetworkReport(judgements=(fine,), concerns=(answered,)).is_clean
    assert not NetworkReport(judgements=bad.judgements).is_clean
    assert not NetworkReport(judgements=(fine,), conflicts=bad.conflicts).is_clean
    assert not NetworkReport(judgements=(fine,), directions=bad.directions).is_clean
    open_one = attrs.evolve(answered, answer="")
    assert not NetworkReport(judgements=(fine,), concerns=(answered, open_one)).is_clean


def test_an_empty_network_has_nothing_to_report() -> None:
    """But its verdict."""
    report = check_network(Network(frameworks=()))
    assert report.is_clean
    assert report.text() == "Axis maturity: satisfiable."


MIXED = (
    sure("left:1", "contains", "right:1", evidence=("ZZ-1.01", "AA-1.01", "MM-1.01")),
    sure("left:2", "equal", "right:1", sources=("Z9", "A1", "M5"), object_coverage="0.5"),
    sure("left:3", "overlaps", "right:2", confidence=None),
    sure("left:2", "overlaps", "right:3", axis="results"),
    sure("left:3", "overlaps", "middle:1", confidence="0.2"),
    sure("left:4", "inside", "middle:1", confidence="0.2"),
)
MIXED_NONES = (none("middle:2", "left"), none("right:4", "left", evidence=("QQ-1.01",)))
MIXED_FRAMEWORKS = (*sides(), build("middle", 3))


MIXED_REPORT = cache(
    lambda: check_network(network(*MIXED, nones=MIXED_NONES, frameworks=MIXED_FRAMEWORKS))
)


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_what_is_given_does_not_matter(seed: int) -> None:
    """The report is the same, to the letter."""
    random = seeded(seed)
    mappings = random.sample(MIXED, len(MIXED))
    nones = random.sample(MIXED_NONES, len(MIXED_NONES))
    frameworks = random.sample(MIXED_FRAMEWORKS, len(MIXED_FRAMEWORKS))
    report = check_network(network(*mappings, nones=nones, frameworks=frameworks))
    assert report == MIXED_REPORT()
    assert report.text() == MIXED_REPORT().text()
    assert report.conflicts


def test_the_hash_seed_does_not_matter() -> None:
    """Report, axis and transfer print the same in three interpreters."""
    program = (
        "from test_report import MIXED, MIXED_FRAMEWORKS, MIXED_NONES, network\n"
        "from socialmaturity.graph.placement import common_axis\n"
        "from socialmaturity.graph.report import check_network\n"
        "from socialmaturity.graph.transfer import transfer_stages\n"
        "own = network(*MIXED, nones=MIXED_NONES, frameworks=MIXED_FRAMEWORKS)\n"
        "print(check_network(own), common_axis(own), transfer_stages(own, 'left', 'right'))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert "Gave way: " in told.pop()

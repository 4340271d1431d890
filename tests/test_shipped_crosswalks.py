"""The ten crosswalks hold together, and say what was decided."""

import re
from collections import Counter

import pytest

import socialmaturity as sm
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS

CROSSWALKS = [sm.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS]
NAMED = pytest.mark.parametrize("crosswalk", CROSSWALKS, ids=str)

PROPOSED = {
    ("solis", "be-a-person"): 10,
    ("solis", "cisco"): 13,
    ("solis", "carfi"): 13,
    ("solis", "socedo"): 8,
    ("be-a-person", "cisco"): 13,
    ("be-a-person", "carfi"): 14,
    ("be-a-person", "socedo"): 6,
    ("cisco", "carfi"): 8,
    ("cisco", "socedo"): 6,
    ("carfi", "socedo"): 6,
}
"""How many mappings were proposed for each pair; each has a verdict."""


def test_there_is_one_crosswalk_for_each_pair() -> None:
    """All ten pairs of the five frameworks."""
    assert len(BUILTIN_CROSSWALKS) == 10
    assert {frozenset(pair) for pair in BUILTIN_CROSSWALKS} == {
        frozenset((one, two))
        for one in BUILTIN_FRAMEWORKS
        for two in BUILTIN_FRAMEWORKS
        if one != two
    }


@NAMED
def test_the_shipped_crosswalks_hold(crosswalk: sm.Crosswalk) -> None:
    """References, sets and order: no problem."""
    subject, other = sm.framework(crosswalk.subject), sm.framework(crosswalk.object)
    assert sm.crosswalk_problems(crosswalk, subject, other) == ()
    assert sm.crosswalk_problems(crosswalk.inverse(), other, subject) == ()


@NAMED
def test_every_proposed_mapping_has_one_verdict(crosswalk: sm.Crosswalk) -> None:
    """Kept or changed on the mapping itself, dropped in its own list, each with a reason."""
    verdicts = Counter(mapping.review.partition(": ")[0] for mapping in crosswalk.mappings)
    assert set(verdicts) <= {"kept", "changed"}
    judged = verdicts.total() + len(crosswalk.dropped)
    assert judged == PROPOSED[crosswalk.subject, crosswalk.object]
    pairs = [(own.subject, own.object) for own in crosswalk.mappings]
    pairs += [(own.subject, own.object) for own in crosswalk.dropped]
    assert len(set(pairs)) == len(pairs)
    reviews = [own.review for own in crosswalk.mappings]
    reviews += [own.review for own in crosswalk.no_counterparts]
    assert all(len(review.partition(": ")[2]) > 5 for review in reviews)


@NAMED
def test_mappings_are_judgements_with_confidence_and_evidence(crosswalk: sm.Crosswalk) -> None:
    """Nothing is left out, and the justification cites statements of the evidence only."""
    for mapping in crosswalk.mappings:
        assert mapping.confidence is not None
        assert 0 < mapping.confidence < 1
        assert mapping.basis is sm.Basis.JUDGEMENT
        cited = set(re.findall(r"[A-Z]{3}-\d+\.\d+", mapping.justification))
        assert cited <= set(mapping.evidence)
        assert set(re.findall(r"\bW\d+", mapping.justification)) <= set(mapping.sources)
    for none in crosswalk.no_counterparts:
        assert none.confidence is not None
        assert none.basis is sm.Basis.JUDGEMENT
        assert none.evidence


@NAMED
def test_evidence_is_of_the_stages_that_are_linked(crosswalk: sm.Crosswalk) -> None:
    """Each side of a mapping is supported by a statement of that very stage."""
    for mapping in crosswalk.mappings:
        for ref in mapping.stages:
            framework = sm.framework(ref.framework)
            own = {statement.id for statement in framework.stage(ref).statements}
            assert own & set(mapping.evidence), str(mapping)


@pytest.mark.parametrize(
    ("pair", "subject", "other", "relation", "axis"),
    [
        (("cisco", "carfi"), 2, 2, "inside", "maturity"),
        (("cisco", "carfi"), 3, 2, "overlaps", "maturity"),
        (("solis", "be-a-person"), 4, 4, "equal", "maturity"),
        (("solis", "carfi"), 10, 4, "overlaps", "results"),
        (("be-a-person", "carfi"), 10, 4, "overlaps", "results"),
    ],
)
def test_known_faults_of_the_proposal_are_mended(
    pair: tuple[str, str], subject: int, other: int, relation: str, axis: str
) -> None:
    """Equal became inside; the links that run against the order lie on the axis of results."""
    found = [
        mapping
        for mapping in sm.crosswalk(*pair).mappings
        if (mapping.subject.ordinals, mapping.object.ordinals) == ((subject,), (other,))
    ]
    assert [(mapping.relation, mapping.axis) for mapping in found] == [(relation, axis)]


def test_crossings_say_why() -> None:
    """Only the two links to Carfi 4 lie on another axis, and both name the disagreement."""
    crossings = [own for xw in CROSSWALKS for own in xw.mappings if own.axis != "maturity"]
    assert [str(own) for own in crossings] == [
        "Solis 10 overlaps Carfi 4",
        "Be a Person 10 overlaps Carfi 4",
    ]
    assert all("order" in own.justification for own in crossings)


def test_equal_stages_have_the_same_counterparts_or_silence() -> None:
    """No stage without a Socedo phase is equal to one that has a phase."""
    for mapping in sm.crosswalk("solis", "be-a-person").mappings:
        if mapping.relation is sm.Relation.EQUAL:
            for third in ("cisco", "carfi", "socedo"):
                left, right = sm.crosswalk("solis", third), sm.crosswalk("be-a-person", third)
                one, two = mapping.stages
                assert not (left.no_counterpart(one) and right.of(two))
                assert not (right.no_counterpart(two) and left.of(one))


def test_the_stages_without_counterpart() -> None:
    """All of them, so that a change is a decision."""
    assert [str(none) for xw in CROSSWALKS for none in xw.no_counterparts] == [
        "Cisco 1 has no counterpart in Solis",
        "Carfi 1 has no counterpart in Solis",
        "Solis 1 has no counterpart in Socedo",
        "Solis 4 has no counterpart in Socedo",
        "Solis 6 has no counterpart in Socedo",
        "Solis 8 has no counterpart in Socedo",
        "Cisco 1 has no counterpart in Be a Person",
        "Carfi 1 has no counterpart in Be a Person",
        "Be a Person 1 has no counterpart in Socedo",
        "Be a Person 4 has no counterpart in Socedo",
        "Be a Person 6 has no counterpart in Socedo",
        "Be a Person 8 has no counterpart in Socedo",
        "Cisco 1 has no counterpart in Socedo",
        "Socedo 2 has no counterpart in Cisco",
    ]


@NAMED
def test_every_stage_is_spoken_of(crosswalk: sm.Crosswalk) -> None:
    """Mapped, or said to have no counterpart."""
    told = {ref for own in crosswalk.mappings for ref in own.stages}
    told |= {none.stage for none in crosswalk.no_counterparts}
    for side in (crosswalk.subject, crosswalk.object):
        assert {stage.ref for stage in sm.framework(side).stages} <= told

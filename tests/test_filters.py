"""What counts as evidence: its strength, its age, and what may be called not applicable."""

import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import IncompleteAssessmentError
from strategies import UNKNOWN
from test_laws_rules import (
    FEWER,
    NUMBER_RULES,
    STAGE_RULES,
    Case,
    answered,
    bounds,
    of_rule,
    score,
)

NA = sm.NOT_APPLICABLE
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))
STRENGTHS = tuple(own.value for own in sm.Strength)
TODAY = date(2026, 11, 1)


def found(indicator: str, answer: Any = "F", *strengths: str, **more: Any) -> sm.Finding:
    """A finding that rests on pieces of evidence of these strengths."""
    evidence = tuple(sm.Evidence(text=f"Some {own}", strength=own) for own in strengths)
    return sm.Finding(indicator=indicator, answer=answer, evidence=evidence, **more)


def aside(*findings: sm.Finding, **method: Any) -> dict[str, str]:
    """The reasons for what does not count, by id; all others are answered in the short form."""
    given = {own.indicator for own in findings}
    rest = {str(own.id): "F" for own in LADDER.indicators if own.id not in given}
    day = method.pop("assessed_on", None)
    assessment = assess(rest, findings=findings, assessed_on=day)
    result = score(Case(LADDER, assessment, sm.CumulativeRule()), **method)
    return {
        item.id: item.set_aside.value
        for item in result.explanation.items
        if item.set_aside is not None
    }


# --- strength


@pytest.mark.parametrize("asked", STRENGTHS)
def test_strength_is_an_ordered_filter(asked: str) -> None:
    """What is as strong as was asked, or stronger, counts."""
    findings = [found(own, "F", strength) for own, strength in zip("abcd", STRENGTHS, strict=True)]
    weaker = dict(zip("abcd", STRENGTHS, strict=True))
    expected = {
        own: "weak-evidence"
        for own, strength in weaker.items()
        if STRENGTHS.index(strength) < STRENGTHS.index(asked)
    }
    assert aside(*findings, strength=asked) == expected
    assert aside(*findings, strength=sm.Strength(asked)) == expected


def test_the_strongest_piece_of_evidence_counts() -> None:
    """One is enough, in any order; without any an answer is an assertion."""
    findings = [
        found("a", "F", "asserted", "verified"),
        found("b", "F", "observed", "asserted"),
        found("c", "F"),
    ]
    assert aside(*findings, strength="observed") == {"c": "weak-evidence", "d": "weak-evidence"}
    assert aside(*findings, strength="asserted") == {}


def test_the_difference_is_the_finding() -> None:
    """What is claimed, and what of it somebody has seen."""
    findings = (
        found("a", "F", "verified"),
        found("b", "F", "observed"),
        found("c", "L", "asserted"),
        found("d", "F", "observed"),
    )
    assessment = assess({}, findings=findings)
    claimed = sm.score(assessment, framework=LADDER, rule="cumulative")
    seen = sm.score(assessment, framework=LADDER, rule="cumulative", strength="observed")
    assert claimed.stage is LADDER.stages[2]
    assert (seen.lower.ordinal, seen.upper.ordinal, seen.stage) == (1, 3, None)
    assert [own.ordinal for own in seen.possible] == [1, 3]
    assert [own.indicator for own in seen.explanation.decisive] == ["c"]
    assert (claimed.coverage, seen.coverage) == (Fraction(1), Fraction(3, 4))


def test_what_is_set_aside_is_told() -> None:
    """In the item, with its answer and the reason; in a notice, and in plain data."""
    assessment = assess({"a": "F", "b": "P"}, findings=(found("c", "L", "observed"),))
    result = sm.score(assessment, framework=LADDER, rule="cumulative", strength="documented")
    item = result.explanation.items[1]
    assert (item.id, item.answer, item.outcome) == ("b", "P", sm.Outcome.NOT_ASSESSED)
    assert (item.verdict, item.set_aside) == (
        sm.Verdict.UNDETERMINED,
        sm.SetAside.WEAK_EVIDENCE,
    )
    untouched = {own.id: own.set_aside for own in result.explanation.items[2:]}
    assert untouched == {"c": None, "d": None}
    (notice,) = [own for own in result.notices if own.code is sm.NoticeCode.SET_ASIDE]
    assert notice.about == ("a", "b")
    assert notice.text == "2 findings do not count and are unknown here (weak-evidence)."
    assert f"Note: {notice.text}" in result.text().splitlines()
    told = result.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["explanation"]["items"][1]["set_aside"] == "weak-evidence"
    assert told["explanation"]["items"][2]["set_aside"] is None


def test_one_finding_is_told_in_the_singular_and_several_reasons_together() -> None:
    """In order of the alphabet."""
    one = sm.score(
        assess({"a": "F"}), framework=LADDER, rule="high_water", strength="observed"
    ).notices
    assert [own.text for own in one] == [
        "1 finding does not count and is unknown here (weak-evidence)."
    ]
    assessment = assess({"a": "F", "b": NA}, findings=(found("c", "F", "verified"),))
    both = sm.score(
        assessment,
        framework=LADDER,
        rule="profile",
        strength="asserted",
        as_of=TODAY,
        valid_for=10,
        never_not_applicable=["b"],
    )
    assert {item.id: item.set_aside for item in both.explanation.items} == {
        "a": sm.SetAside.UNDATED,
        "b": sm.SetAside.UNDATED,
        "c": sm.SetAside.UNDATED,
        "d": None,
    }
    mixed = sm.score(
        attrs.evolve(assessment, assessed_on=TODAY),
        framework=LADDER,
        rule="profile",
        strength="documented",
        never_not_applicable=["b"],
    )
    assert [own.text for own in mixed.notices] == [
        "2 findings do not count and are unknown here (weak-evidence)."
    ]
    limits = sm.score(
        attrs.evolve(
            assessment, findings=(found("c", "F"), found("b", NA, "verified")), answers={}
        ),
        framework=LADDER,
        rule="profile",
        strength="documented",
        never_not_applicable=["b"],
    )
    assert [(own.about, own.text) for own in limits.notices] == [
        (
            ("b", "c"),
            "2 findings do not count and are unknown here (never-not-applicable, weak-evidence).",
        )
    ]


# --- age


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-01", {}),
        ("2026-11-02", {"a": "expired"}),
        ("2026-10-31", {}),
        ("2027-11-01", {"a": "expired"}),
    ],
)
def test_a_finding_holds_on_its_last_day(day: str, expected: dict[str, str]) -> None:
    """``valid_until`` itself included."""
    assert aside(found("a", valid_until=TODAY), as_of=day) == expected
    assert aside(found("a", valid_until="2026-11-01"), as_of=date.fromisoformat(day)) == expected


@pytest.mark.parametrize(("days", "expected"), [(30, {}), (29, {"a": "expired"})])
def test_a_finding_holds_for_so_many_days(days: int, expected: dict[str, str]) -> None:
    """The last of them included, counted from the day it was made."""
    made = TODAY - timedelta(days=30)
    findings = (
        found("a", observed_on=made),
        *(found(own, observed_on=TODAY) for own in "bcd"),
    )
    assert aside(*findings, as_of=TODAY, valid_for=days) == expected


def test_a_finding_of_the_same_day_holds_for_one_day() -> None:
    """And on the day after it."""
    findings = tuple(found(own, observed_on=TODAY) for own in "abcd")
    assert aside(*findings, as_of=TODAY, valid_for=1) == {}
    assert aside(*findings, as_of=TODAY + timedelta(days=1), valid_for=1) == {}
    expired = aside(*findings, as_of=TODAY + timedelta(days=2), valid_for=1)
    assert expired == dict.fromkeys("abcd", "expired")


def test_what_a_finding_says_itself_goes_before_a_general_term() -> None:
    """``valid_until`` is longer or shorter than ``valid_for``, and needs no other date."""
    long_ago = date(2020, 1, 1)
    assert aside(
        found("a", observed_on=long_ago, valid_until=TODAY),
        found("b", observed_on=TODAY, valid_until=TODAY - timedelta(days=1)),
        found("c", valid_until=TODAY),
        found("d", observed_on=long_ago),
        as_of=TODAY,
        valid_for=30,
    ) == {"b": "expired", "d": "expired"}


def test_what_was_observed_later_does_not_count_yet() -> None:
    """On the day itself it does; the day of the assessment stands in where a finding has none."""
    tomorrow = TODAY + timedelta(days=1)
    assert aside(
        found("a", observed_on=TODAY),
        found("b", observed_on=tomorrow),
        found("c", observed_on=tomorrow, valid_until=date(2030, 1, 1)),
        as_of=TODAY,
    ) == {"b": "later", "c": "later"}
    late = aside(found("a", observed_on=TODAY), found("b"), as_of=TODAY, assessed_on=tomorrow)
    assert late == {"b": "later", "c": "later", "d": "later"}


def test_what_has_no_date_is_undated_where_a_term_is_asked() -> None:
    """Without a term it counts; the day of the assessment dates it."""
    assert aside(as_of=TODAY) == {}
    assert aside(as_of=TODAY, valid_for=10_000) == dict.fromkeys("abcd", "undated")
    assert aside(as_of=TODAY, valid_for=10, assessed_on=TODAY) == {}
    old = TODAY - timedelta(days=11)
    assert aside(as_of=TODAY, valid_for=10, assessed_on=old) == dict.fromkeys("abcd", "expired")
    dated = found("a", observed_on=TODAY)
    assert aside(dated, as_of=TODAY, valid_for=10, assessed_on=old) == dict.fromkeys(
        "bcd", "expired"
    )


def test_evidence_is_weighed_before_its_age() -> None:
    """One reason is told of each finding."""
    weak_and_old = found("a", "F", "asserted", valid_until="2020-01-01")
    others = tuple(found(own, "F", "verified") for own in "bcd")
    assert aside(weak_and_old, *others, strength="observed", as_of=TODAY) == {"a": "weak-evidence"}


def test_what_was_never_known_is_not_set_aside() -> None:
    """*Cannot tell* and *not assessed* stay what they are."""
    result = sm.score(
        assess({"a": None, "b": sm.CANNOT_TELL}, findings=(found("c", None, "verified"),)),
        framework=LADDER,
        rule="cumulative",
        strength="verified",
        as_of=TODAY,
        valid_for=1,
    )
    assert {item.set_aside for item in result.explanation.items} == {None}
    assert [item.outcome for item in result.explanation.items] == [
        sm.Outcome.NOT_ASSESSED,
        sm.Outcome.CANNOT_TELL,
        sm.Outcome.NOT_ASSESSED,
        sm.Outcome.NOT_ASSESSED,
    ]
    assert not [own for own in result.notices if own.code is sm.NoticeCode.SET_ASIDE]


# --- limits on not applicable


def limited(*ids: str, **method: Any) -> dict[str, str]:
    """The reasons, where these are called not applicable and the rest is met."""
    return aside(*(found(own, NA, "verified") for own in ids), **method)


@pytest.mark.parametrize(
    ("ids", "most", "expected"),
    [
        ("", 0, ""),
        ("a", 0, "a"),
        ("a", 1, ""),
        ("ab", 1, "ab"),
        ("ab", 2, ""),
        ("abcd", 3, "abcd"),
        ("abcd", 4, ""),
    ],
)
def test_no_more_than_so_many_may_be_not_applicable(ids: str, most: int, expected: str) -> None:
    """Where it is more, none is accepted, since nothing says which."""
    reasons = dict.fromkeys(expected, "too-many-not-applicable")
    assert limited(*ids, most_not_applicable=most) == reasons


def test_what_is_never_not_applicable_is_not_counted_among_the_others() -> None:
    """It is refused by itself, in any order of the ids."""
    for never in (["a"], ["d", "a"], ("a", "d"), {"a", "d"}):
        assert limited("a", "b", never_not_applicable=never, most_not_applicable=1) == {
            "a": "never-not-applicable"
        }
    assert limited("a", "b", "c", never_not_applicable=["a"], most_not_applicable=1) == {
        "a": "never-not-applicable",
        "b": "too-many-not-applicable",
        "c": "too-many-not-applicable",
    }
    assert limited("b", never_not_applicable=["a"]) == {}
    assert limited("b", never_not_applicable=[]) == {}


def test_what_is_set_aside_for_another_reason_is_not_counted() -> None:
    """Too weak, or of another time, it is no claim that it does not apply."""
    weak = found("a", NA, "asserted")
    strong = (found("b", NA, "verified"), *(found(own, "F", "verified") for own in "cd"))
    assert aside(weak, *strong, strength="observed", most_not_applicable=1) == {
        "a": "weak-evidence"
    }
    old = found("a", NA, "verified", valid_until="2020-01-01")
    assert aside(old, *strong, as_of=TODAY, most_not_applicable=1) == {"a": "expired"}


def test_a_refused_not_applicable_is_unknown() -> None:
    """It widens the range; a rating of the same indicator is not touched."""
    answers = {"a": "F", "b": NA, "c": "F", "d": "F"}
    free = sm.score(assess(answers), framework=LADDER, rule="cumulative")
    bound = sm.score(
        assess(answers), framework=LADDER, rule="cumulative", never_not_applicable=["b", "c"]
    )
    assert free.stage is LADDER.stages[2]
    assert [own.ordinal for own in bound.possible] == [1, 3]
    assert (free.coverage, bound.coverage) == (Fraction(1), Fraction(3, 4))
    assert [own.indicator for own in bound.explanation.decisive] == ["b"]


def test_policies_go_by_what_is_left() -> None:
    """What is set aside is unknown to them."""
    assessment = assess({"a": "F", "b": "F"}, findings=(found("c", "F", "observed"),))
    complete = attrs.evolve(assessment, answers={**assessment.answers, "d": "F"})
    assert sm.score(complete, framework=LADDER, rule="cumulative", policy="error").stage
    with pytest.raises(IncompleteAssessmentError, match="3 are unknown: 'a', 'b', 'd';") as caught:
        sm.score(
            complete, framework=LADDER, rule="cumulative", policy="error", strength="documented"
        )
    assert caught.value.unknown == ("a", "b", "d")
    for policy, ordinal in (("worst", 0), ("best", 3)):
        result = sm.score(
            complete, framework=LADDER, rule="cumulative", policy=policy, strength="documented"
        )
        assert result.stage is LADDER.stage(ordinal)
    left = sm.score(
        complete,
        framework=LADDER,
        rule="high_water",
        policy="exclude",
        minimum_coverage="1/4",
        strength="documented",
    )
    assert left.stage is LADDER.stages[1]
    short = sm.score(
        complete,
        framework=LADDER,
        rule="high_water",
        policy="exclude",
        minimum_coverage="1/3",
        strength="documented",
    )
    assert short.stage is None


def test_floors_and_contributions_go_by_what_is_left() -> None:
    """The answer is told, and adds what an unknown one does."""
    rule = sm.WeightedMeanRule(values={"N": 0, "P": 1, "L": 2, "F": 3}, floors={"a": 3})
    result = sm.score(
        assess({"a": "F", "b": "L", "c": "N", "d": "P"}, findings=()),
        framework=LADDER,
        rule=rule,
        strength="observed",
    )
    first = result.explanation.contributions[0]
    assert (first.answer, first.outcome) == ("F", sm.Outcome.NOT_ASSESSED)
    assert (first.lower, first.upper) == (Fraction(0), Fraction(3, 4))
    assert first.value is None
    assert result.verdict is sm.Verdict.UNDETERMINED
    assert (result.lower, result.upper) == (Fraction(0), Fraction(3))
    assert result.coverage == 0


# --- laws

RANGED = (*STAGE_RULES, *NUMBER_RULES)
DAYS = st.none() | st.sampled_from([TODAY + timedelta(days=days) for days in (-40, -30, 0, 1)])


@st.composite
def filters(draw: st.DrawFn, own: sm.Framework) -> dict[str, Any]:
    """What may be asked of findings, in every combination."""
    method: dict[str, Any] = {}
    if draw(st.booleans()):
        method["strength"] = draw(st.sampled_from(STRENGTHS))
    if draw(st.booleans()):
        method["as_of"] = TODAY
        method["valid_for"] = draw(st.sampled_from((None, 1, 30, 39, 40)))
    if draw(st.booleans()):
        method["most_not_applicable"] = draw(st.integers(0, 2))
    if draw(st.booleans()):
        ids = st.sampled_from([str(one.id) for one in own.indicators])
        method["never_not_applicable"] = draw(st.lists(ids, max_size=2, unique=True))
    return method


@st.composite
def evidenced(draw: st.DrawFn, name: str) -> Case:
    """A case of a rule whose findings have evidence of any strength, and dates."""
    case = draw(of_rule(name))
    short: dict[str, Any] = {}
    findings: list[sm.Finding] = []
    for key, answer in case.assessment.found.items():
        if draw(st.booleans()):
            short[key] = answer
        else:
            strengths = draw(st.lists(st.sampled_from(STRENGTHS), max_size=2))
            days = {"observed_on": draw(DAYS), "valid_until": draw(DAYS)}
            findings.append(found(key, answer, *strengths, **days))
    assessment = attrs.evolve(
        case.assessment, answers=short, findings=tuple(findings), assessed_on=draw(DAYS)
    )
    return case._replace(assessment=assessment)


def reason(case: Case, key: str, method: dict[str, Any]) -> str | None:
    """Why a rated or not applicable answer does not count, by its evidence and dates."""
    own = next((one for one in case.assessment.findings if one.indicator == key), None)
    strengths = [one.strength.value for one in own.evidence] if own else []
    strongest = max([0, *map(STRENGTHS.index, strengths)])
    if strongest < STRENGTHS.index(method.get("strength", "asserted")):
        return "weak-evidence"
    as_of = method.get("as_of")
    made = (own and own.observed_on) or case.assessment.assessed_on
    last = own.valid_until if own else None
    days = method.get("valid_for")
    if as_of is None:
        return None
    if made is not None and made > as_of:
        return "later"
    if last is None and days is not None:
        if made is None:
            return "undated"
        last = made + timedelta(days=days)
    return "expired" if last is not None and as_of > last else None


def reasons(case: Case, method: dict[str, Any]) -> dict[str, str]:
    """Why findings do not count, by definition."""
    answers = case.assessment.found
    known = [one.id for one in case.framework.indicators if answers.get(one.id) not in UNKNOWN]
    told = {str(key): why for key in known if (why := reason(case, key, method))}
    claimed = [key for key in known if answers[key] == NA and key not in told]
    never = [key for key in claimed if key in method.get("never_not_applicable", ())]
    told |= dict.fromkeys(never, "never-not-applicable")
    left = [key for key in claimed if key not in never]
    if len(left) > method.get("most_not_applicable", len(left)):
        told |= dict.fromkeys(left, "too-many-not-applicable")
    return told


every_rule = pytest.mark.parametrize(
    "cases", [evidenced(name) for name in (*RANGED, "profile")], ids=(*RANGED, "profile")
)
every_ranged_rule = pytest.mark.parametrize(
    "cases", [evidenced(name) for name in RANGED], ids=RANGED
)


@every_rule
@FEWER
@given(st.data())
def test_what_is_set_aside_is_so_by_definition(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Each with its reason, in the items and together in one notice."""
    case = data.draw(cases)
    method = data.draw(filters(case.framework))
    result = score(case, **method)
    expected = reasons(case, method)
    event(f"set aside: {sorted(set(expected.values()))}")
    told = {
        item.id: item.set_aside.value
        for item in result.explanation.items
        if item.set_aside is not None
    }
    assert told == expected
    notices = [own for own in result.notices if own.code is sm.NoticeCode.SET_ASIDE]
    in_order = tuple(own.id for own in case.framework.indicators if own.id in expected)
    assert [own.about for own in notices] == ([in_order] if expected else [])


@every_ranged_rule
@FEWER
@given(st.data())
def test_what_is_set_aside_is_as_if_it_had_not_been_assessed(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The range, the coverage and what decides are those without the answer."""
    case = data.draw(cases)
    method = data.draw(filters(case.framework))
    result = score(case, **method)
    gone = reasons(case, method)
    answers = {key: None if key in gone else own for key, own in case.assessment.found.items()}
    without = answered(case, answers)
    assert bounds(result) == bounds(without)
    assert result.coverage == without.coverage
    told = [own.indicator for own in result.explanation.decisive]
    assert told == [own.indicator for own in without.explanation.decisive]
    assert result.profile == without.profile


@every_ranged_rule
@FEWER
@given(st.data())
def test_a_filter_can_only_widen_the_range(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """And lessen what is rated; a sum of levels can rise where something did not apply."""
    case = data.draw(cases)
    method = data.draw(filters(case.framework))
    plain, filtered = score(case), score(case, **method)
    before, after = bounds(plain), bounds(filtered)
    if before is not None:
        assert after is not None
        assert after[0] <= before[0]
        is_sum = getattr(case.rule, "levels", None) == "sum"
        assert before[1] <= after[1] or (is_sum and NA in case.assessment.found.values())
    assert (filtered.coverage or 0) <= (1 if plain.coverage is None else plain.coverage)
    for one, two in zip(plain.profile.stages, filtered.profile.stages, strict=True):
        if one.lower is not None:
            assert two.lower <= one.lower
            assert one.upper <= two.upper


@every_ranged_rule
@FEWER
@given(st.data())
def test_stronger_evidence_asked_for_widens_the_range(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Step by step, from anything asserted to what is verified."""
    case = data.draw(cases)
    rated = {key: own for key, own in case.assessment.found.items() if own != NA}
    case = case._replace(
        assessment=attrs.evolve(
            case.assessment,
            answers={key: own for key, own in case.assessment.answers.items() if key in rated},
            findings=tuple(own for own in case.assessment.findings if own.indicator in rated),
        )
    )
    ranges = [bounds(score(case, strength=strength)) for strength in STRENGTHS]
    assert ranges[0] == bounds(score(case))
    for one, two in pairwise(ranges):
        assert one is not None
        assert two is not None
        assert two[0] <= one[0]
        assert one[1] <= two[1]

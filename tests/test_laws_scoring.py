"""Laws of scoring, on generated frameworks of every kind."""

from collections import Counter
from fractions import Fraction
from itertools import accumulate
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import samples
import socialmaturity as sm
from oracles import cumulative as oracle
from socialmaturity.scoring.explanation import Verdict
from strategies import UNKNOWN, better, label_scales, ratings, scored

Case = tuple[sm.Framework, sm.Assessment, dict[str, Any]]


def rescored(case: Case, answers: dict[str, Any]) -> sm.StageResult:
    """The case with these answers only, in their order."""
    framework, assessment, parameters = case
    plain = attrs.evolve(assessment, answers=answers, findings=())
    return sm.score(plain, framework=framework, rule=sm.CumulativeRule(**parameters))


def ends(result: sm.StageResult) -> tuple[int, int]:
    """The ordinals of the range."""
    return result.lower.ordinal, result.upper.ordinal


def plain(case: Case) -> tuple[Any, ...]:
    """The case as the oracle takes it."""
    framework, assessment, parameters = case
    scale = framework.scale
    findings: oracle.Findings = {}
    for own in framework.indicators:
        answer = assessment.found.get(own.id)
        if answer in UNKNOWN:
            findings[own.id] = oracle.UNKNOWN
        elif answer == sm.NOT_APPLICABLE:
            findings[own.id] = oracle.NA
        else:
            findings[own.id] = int(scale.level(answer))
    stages = [(stage.baseline, [own.id for own in stage.indicators]) for stage in framework.stages]
    at = int(scale.level(parameters["at"]))
    return (
        stages,
        findings,
        len(scale.labels) - 1,
        at,
        int(scale.level(parameters["lower_at"])),
        Fraction(parameters["quorum"]),
    )


def kinds(case: Case) -> dict[str, bool]:
    """What a case holds."""
    framework, assessment, parameters = case
    found = [assessment.found.get(own.id) for own in framework.indicators]
    unknown = [answer for answer in found if answer in UNKNOWN]
    return {
        "baseline": framework.stages[0].baseline,
        "single-indicator stage": any(len(own.indicators) == 1 for own in framework.stages),
        "quorum": parameters["quorum"] != 1,
        "two thresholds": parameters["lower_at"] != parameters["at"],
        "not applicable": sm.NOT_APPLICABLE in found,
        "vacuous stage": any(
            {assessment.found.get(own.id) for own in stage.indicators} == {sm.NOT_APPLICABLE}
            for stage in framework.stages
        ),
        "unknown": bool(unknown),
        "all unknown": len(unknown) == len(found),
        "five or six unknown": len(unknown) >= 5,
        "findings in the long form": bool(assessment.findings),
        "no ladder": framework.kind is not sm.FrameworkKind.LADDER,
    }


def tell_kinds(case: Case) -> None:
    """Count what the cases hold."""
    for kind, is_so in kinds(case).items():
        event(f"{kind}: {is_so}")


@pytest.mark.parametrize(
    "cases", [scored(), scored(label_scales(), most_unknown=6)], ids=["any scale", "labels"]
)
def test_every_kind_of_case_occurs(cases: st.SearchStrategy[Case]) -> None:
    """And so does its opposite, so that no law holds of nothing."""
    seen: Counter[tuple[str, bool]] = Counter()

    @settings(derandomize=True, database=None, max_examples=200)
    @given(cases)
    def collect(case: Case) -> None:
        seen.update(kinds(case).items())

    collect()
    names = {kind for kind, _ in seen}
    assert len(names) == 11
    assert {(kind, is_so) for kind in names for is_so in (True, False)} == set(seen)
    assert min(seen.values()) >= 3


@given(scored(label_scales(), most_unknown=6))
def test_the_ends_are_those_of_every_completion(case: Case) -> None:
    """By brute force, with up to six unknown answers."""
    tell_kinds(case)
    framework, assessment, parameters = case
    result = sm.score(assessment, framework=framework, rule=sm.CumulativeRule(**parameters))
    possible = oracle.possible(*plain(case))
    assert ends(result) == (min(possible), max(possible))
    assert {stage.ordinal for stage in result.possible} == possible


@pytest.mark.parametrize("counts", [(6,), (1, 5), (3, 3), (2, 2, 2), (1, 2, 3)])
@pytest.mark.parametrize("lower_at", ["L", "F"])
@pytest.mark.parametrize("quorum", [Fraction(1), Fraction(1, 2)])
def test_six_unknown_answers_by_brute_force(
    counts: tuple[int, ...], lower_at: str, quorum: Fraction
) -> None:
    """All 4096 completions, for several ways to spread them over the stages."""
    starts = [0, *accumulate(counts)]
    own = samples.framework(
        *(
            samples.stage(ordinal, *(f"i{number}" for number in range(start, start + count)))
            for ordinal, (start, count) in enumerate(zip(starts, counts, strict=False), 1)
        )
    )
    case: Case = own, samples.assess({}), {"at": "L", "lower_at": lower_at, "quorum": quorum}
    result = rescored(case, {})
    assert {stage.ordinal for stage in result.possible} == oracle.possible(*plain(case))
    assert ends(result) == (0, len(counts))


@given(scored(label_scales(), most_unknown=4))
def test_everything_agrees_with_brute_force(case: Case) -> None:
    """Ends, possible stages, decisive, binding, coverage and shares are those of the oracle."""
    tell_kinds(case)
    framework, assessment, parameters = case
    result = sm.score(assessment, framework=framework, rule=sm.CumulativeRule(**parameters))
    arguments = plain(case)
    assert ends(result) == oracle.ends(*arguments)
    assert {stage.ordinal for stage in result.possible} == oracle.possible(*arguments)
    assert [stage.ordinal for stage in result.possible] == sorted(oracle.possible(*arguments))
    assert {own.indicator for own in result.explanation.decisive} == oracle.decisive(*arguments)
    assert result.coverage == oracle.coverage(*arguments[:2])
    assert result.explanation.next_stage == oracle.next_stage(*arguments)
    shares = oracle.profile(*arguments[:4])
    for share in result.profile.stages:
        expected = shares[int(share.key)]
        assert (share.lower, share.upper) == (expected or (None, None))


@given(scored(label_scales(), most_unknown=4))
def test_what_binds_is_the_smallest_set_that_frees_the_next_stage(case: Case) -> None:
    """By count as the oracle says, and the cheapest of its candidates."""
    tell_kinds(case)
    framework, assessment, parameters = case
    result = sm.score(assessment, framework=framework, rule=sm.CumulativeRule(**parameters))
    expected = oracle.binding(*plain(case))
    bound: dict[int, list[str]] = {}
    for bar in result.explanation.binding:
        bound.setdefault(bar.stage, []).append(bar.indicator)
    assert {stage: len(ids) for stage, ids in bound.items()} == {
        stage: needed for stage, (needed, _) in expected.items()
    }
    for stage, ids in bound.items():
        candidates = expected[stage][1]
        assert set(ids) <= candidates
        levels = {own: int(framework.scale.level(assessment.found[own])) for own in candidates}
        spared = [levels[own] for own in candidates if own not in ids]
        assert all(levels[own] >= level for own in ids for level in spared)


@given(scored(most_unknown=6), st.data())
def test_both_ends_are_attained_and_nothing_lies_outside(case: Case, data: st.DataObject) -> None:
    """On any scale: worst and best completions give the ends, any other lies between."""
    tell_kinds(case)
    framework, assessment, _ = case
    scale = framework.scale
    found = dict(assessment.found)
    unknown = [own.id for own in framework.indicators if found.get(own.id) in UNKNOWN]
    lower, upper = ends(rescored(case, found))
    worst = scale.labels[0] if scale.labels else Fraction(0)
    best = scale.labels[-1] if scale.labels else Fraction(1)
    assert ends(rescored(case, found | dict.fromkeys(unknown, worst))) == (lower, lower)
    assert ends(rescored(case, found | dict.fromkeys(unknown, best))) == (upper, upper)
    other = {own: data.draw(ratings(scale)) for own in unknown}
    completed = rescored(case, found | other)
    assert completed.stage is not None
    possible = {stage.ordinal for stage in rescored(case, found).possible}
    assert completed.stage.ordinal in possible
    assert {lower, upper} <= possible
    assert lower == min(possible)
    assert upper == max(possible)


@given(scored(), st.data())
def test_removing_an_answer_widens_the_range(case: Case, data: st.DataObject) -> None:
    """Whatever was answered, the range without the answer contains the old one."""
    tell_kinds(case)
    found = dict(case[1].found)
    lower, upper = ends(rescored(case, found))
    if found:
        gone = data.draw(st.sampled_from(sorted(found)))
        event(f"removed: {'not applicable' if found[gone] == sm.NOT_APPLICABLE else 'other'}")
        wider = ends(rescored(case, {key: own for key, own in found.items() if key != gone}))
        assert wider[0] <= lower
        assert upper <= wider[1]


@given(scored(), st.data())
def test_a_better_answer_lowers_neither_end(case: Case, data: st.DataObject) -> None:
    """The rule can only rise when a rating improves."""
    tell_kinds(case)
    framework, assessment, _ = case
    found = dict(assessment.found)
    rated = [key for key, own in found.items() if own not in (*UNKNOWN, sm.NOT_APPLICABLE)]
    if rated:
        raised = data.draw(st.sampled_from(sorted(rated)))
        before = ends(rescored(case, found))
        for answer in better(framework.scale, found[raised]):
            after = ends(rescored(case, found | {raised: answer}))
            assert before[0] <= after[0]
            assert before[1] <= after[1]


@given(scored(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(case: Case, random: Any) -> None:
    """Shuffled answers, and the long form in place of the short one, give the same result."""
    tell_kinds(case)
    framework, assessment, parameters = case
    found = list(assessment.found.items())
    random.shuffle(found)
    short = rescored(case, dict(found))
    long_form = attrs.evolve(
        assessment,
        answers={},
        findings=tuple(sm.Finding(indicator=key, answer=own) for key, own in found),
    )
    long = sm.score(long_form, framework=framework, rule=sm.CumulativeRule(**parameters))
    assert short.explanation == long.explanation
    assert (short.lower, short.upper, short.coverage) == (long.lower, long.upper, long.coverage)


@given(scored())
def test_the_explanation_agrees_with_the_result(case: Case) -> None:
    """Decisive exactly where the range is open; the stage is there exactly where it is not."""
    tell_kinds(case)
    framework, assessment, parameters = case
    result = sm.score(assessment, framework=framework, rule=sm.CumulativeRule(**parameters))
    is_open = result.lower != result.upper
    assert bool(result.explanation.decisive) == is_open
    assert (result.stage is None) == is_open
    assert len(result.explanation.verdicts) == len(framework.stages)
    for unknown in result.explanation.decisive:
        assert result.lower.ordinal <= unknown.at_best
        assert unknown.at_worst <= result.upper.ordinal
    decisive = {own.indicator for own in result.explanation.decisive}
    pending = {own.indicator for own in result.explanation.pending}
    assert not decisive & pending
    for one in result.explanation.pending:
        assert assessment.found.get(one.indicator) in UNKNOWN
        assert one.stage <= (result.explanation.next_stage or 0)
    met = [own for own in result.explanation.items if own.verdict is Verdict.MET]
    assert sum(share.met for share in result.profile.dimensions) == len(met)
    for name in (result.explanation.text(), str(result)):
        assert name


@given(scored())
def test_a_profile_has_the_shares_of_the_stage_result(case: Case) -> None:
    """The rule profile and the profile of the other rule are one."""
    tell_kinds(case)
    framework, assessment, parameters = case
    at = parameters["at"]
    gated = sm.score(assessment, framework=framework, rule=sm.CumulativeRule(**parameters))
    profiled = sm.score(assessment, framework=framework, rule="profile", at=at)
    assert profiled.profile == gated.profile
    assert profiled.coverage == gated.coverage
    assert profiled.stage is profiled.lower is profiled.upper is None

"""Laws of what stands beside a score: how sure it is, what to ask next, units, differences."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import log2
from typing import Any, NamedTuple, cast

import attrs
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import samples
import socialmaturity as sm
from oracles import cumulative as gated
from oracles import rules as oracle
from oracles.cumulative import NA, UNKNOWN, Findings, Stages
from strategies import POSITIVE, QUORUMS, SHARES, assessments, better, ratings
from strategies import UNKNOWN as OPEN

StageRule = sm.CumulativeRule | sm.HighWaterRule | sm.NearestRule
Answers = dict[str, Any]

SCALES = st.sampled_from(
    (sm.YES_NO, sm.Scale(id="traffic", labels=("red", "amber", "green")), sm.NPLF)
)
SHAPES = ((3,), (2, 2), (1, 2, 1), (2, 1, 2), (1, 1, 1, 1), (3, 2), (0, 2, 2), (0, 1, 1, 2), (4, 1))
"""How many indicators each stage has; none for a baseline."""
TALL = (*SHAPES, (1, 2, 1, 3, 2), (0, 2, 1, 1, 3, 1, 2), (1,) * 8, (2,) * 7)
"""The same with shapes that brute force is too slow for."""


class Case(NamedTuple):
    """What is scored, and how."""

    framework: sm.Framework
    assessment: sm.Assessment
    rule: StageRule

    @property
    def result(self) -> sm.StageResult:
        """What it comes to."""
        return self.scored(self.assessment)

    def scored(self, assessment: sm.Assessment) -> sm.StageResult:
        """What another assessment comes to by the same rule."""
        return sm.score(assessment, framework=self.framework, rule=self.rule)

    def found_out(self, indicator: str, answer: object) -> sm.StageResult:
        """What it comes to with one answer given anew."""
        return self.scored(self.assessment.with_answers(cast("Answers", {indicator: answer})))

    @property
    def answers(self) -> Answers:
        """The answers to all indicators, in order."""
        return {own.id: self.assessment.found.get(own.id) for own in self.framework.indicators}


class Plain(NamedTuple):
    """A case as the oracles take it."""

    stages: Stages
    findings: Findings
    top: int
    at: int
    lower_at: int
    rule: StageRule

    def results(self, findings: Findings) -> frozenset[int]:
        """What results from complete findings; several of rule nearest, where they tie."""
        if isinstance(self.rule, sm.NearestRule):
            return oracle.nearest(self.stages, findings, self.top, self.at)
        given_all = (self.stages, findings, self.top, self.at)
        if isinstance(self.rule, sm.HighWaterRule):
            return frozenset({oracle.high_water(*given_all, self.rule.quorum)})
        return frozenset({gated.evaluate(*given_all, self.lower_at, self.rule.quorum)})

    def single(self, findings: Findings) -> int:
        """The one ordinal that results from complete findings."""
        (result,) = self.results(findings)
        return result

    def upto(self, ordinal: int) -> "Plain":
        """The same without the stages above one."""
        kept = self.stages[:ordinal]
        ids = {own for _, indicators in kept for own in indicators}
        findings: Findings = {own: one for own, one in self.findings.items() if own in ids}
        return self._replace(stages=kept, findings=findings)

    def decides(self, indicator: str) -> bool:
        """Whether an unknown indicator changes the result, whatever it takes of the others."""
        ranks = range(self.top + 1)
        return any(
            len({self.results({**others, indicator: rank}) for rank in ranks}) > 1
            for others in oracle.completed({**self.findings, indicator: 0}, self.top)
        )

    def possible(self) -> set[int]:
        """Every ordinal that some completion results in."""
        return {
            one for done in oracle.completed(self.findings, self.top) for one in self.results(done)
        }


def findings_of(framework: sm.Framework, answers: Mapping[str, Any]) -> Findings:
    """Answers as the oracles take them."""
    findings: Findings = {}
    for own in framework.indicators:
        answer = answers.get(own.id)
        if answer in OPEN:
            findings[own.id] = UNKNOWN
        elif answer == sm.NOT_APPLICABLE:
            findings[own.id] = NA
        else:
            findings[own.id] = int(framework.scale.level(answer))
    return findings


def plain(case: Case) -> Plain:
    """The case as the oracles take it."""
    scale, rule = case.framework.scale, case.rule
    stages: Stages = [
        (own.baseline, [str(one.id) for one in own.indicators]) for own in case.framework.stages
    ]
    top = len(scale.labels) - 1
    at = int(scale.level(rule.at))
    lower_at = int(scale.level(rule.lower_at)) if isinstance(rule, sm.CumulativeRule) else at
    return Plain(stages, findings_of(case.framework, case.answers), top, at, lower_at, rule)


@st.composite
def stage_rules(draw: st.DrawFn, scale: sm.Scale, names: Sequence[str]) -> StageRule:
    """A rule for ladders with all its parameters, on a scale of labels."""
    name = draw(st.sampled_from(names))
    bounds = st.integers(1, len(scale.labels) - 1)
    lower, upper = sorted((draw(bounds), draw(bounds)))
    at, lower_at = scale.labels[lower], scale.labels[upper]
    if name == "cumulative":
        return sm.CumulativeRule(at=at, lower_at=lower_at, quorum=draw(QUORUMS) or 1)
    if name == "high_water":
        return sm.HighWaterRule(at=at, quorum=draw(QUORUMS))
    return sm.NearestRule(at=at)


@st.composite
def ladders(draw: st.DrawFn, shapes: Sequence[Sequence[int]] = SHAPES) -> sm.Framework:
    """Frameworks with few indicators, on few labels."""
    counts = draw(st.sampled_from(shapes))
    starts = accumulate(counts, initial=0)
    return samples.framework(
        *(
            samples.stage(
                ordinal, *(f"i{own}" for own in range(start, start + count)), baseline=not count
            )
            for ordinal, (start, count) in enumerate(zip(starts, counts, strict=False), 1)
        ),
        scale=draw(SCALES),
        gate=None,
    )


def answers_of(framework: sm.Framework) -> st.SearchStrategy[Answers]:
    """Answers to all indicators: every label, unknown, not applicable."""
    drawn = ratings(framework.scale) | st.sampled_from((*OPEN, sm.NOT_APPLICABLE))
    return st.fixed_dictionaries({str(own.id): drawn for own in framework.indicators})


LADDER_RULES = ("cumulative", "high_water", "nearest")
GATES = ("cumulative", "high_water")


@st.composite
def cases(draw: st.DrawFn, names: Sequence[str] = LADDER_RULES) -> Case:
    """A small framework, an assessment of it, and a rule for ladders."""
    framework = draw(ladders())
    assessment = samples.assess(draw(answers_of(framework)))
    return Case(framework, assessment, draw(stage_rules(framework.scale, names)))


def ordinals(stages: Sequence[sm.Stage]) -> list[int]:
    """Their ordinals."""
    return [stage.ordinal for stage in stages]


def ends(result: sm.StageResult) -> tuple[int, int]:
    """The ordinals of the range."""
    return result.lower.ordinal, result.upper.ordinal


def unknown_of(case: Case) -> list[str]:
    """The ids of what is unknown."""
    return [own for own, answer in case.answers.items() if answer in OPEN]


def kinds(case: Case) -> dict[str, bool]:
    """What a case holds."""
    answers, rule = case.answers, case.rule
    return {
        "baseline": case.framework.stages[0].baseline,
        "unknown": bool(unknown_of(case)),
        "three unknown or more": len(unknown_of(case)) > 2,
        "cannot tell": sm.CANNOT_TELL in answers.values(),
        "not applicable": sm.NOT_APPLICABLE in answers.values(),
        "vacuous stage": any(
            {answers[own.id] for own in stage.indicators} == {sm.NOT_APPLICABLE}
            for stage in case.framework.stages
        ),
        "two thresholds": isinstance(rule, sm.CumulativeRule) and rule.at != rule.lower_at,
        "quorum": getattr(rule, "quorum", None) not in (None, 1),
        "open": len(case.result.possible) > 1,
    }


def test_every_kind_of_case_occurs() -> None:
    """And so does its opposite, with each rule, so that no law holds of nothing."""
    seen: Counter[tuple[str, str, bool]] = Counter()

    @settings(derandomize=True, database=None, max_examples=400)
    @given(cases())
    def collect(case: Case) -> None:
        seen.update((case.rule.name, kind, is_so) for kind, is_so in kinds(case).items())

    collect()
    for rule in LADDER_RULES:
        for kind in {kind for _, kind, _ in seen}:
            can_be = rule == "cumulative" or kind != "two thresholds"
            if can_be and (rule, kind) != ("nearest", "quorum"):
                assert min(seen[rule, kind, True], seen[rule, kind, False]) >= 2, (rule, kind)


# --- how sure


@given(cases())
def test_robustness_is_what_brute_force_finds(case: Case) -> None:
    """The fewest wrong answers for each end to move, for the three rules."""
    own = plain(case)
    counted = sm.robustness(case.result)
    event(f"{case.rule.name}: down {counted.down}, up {counted.up}")
    assert (counted.up, counted.down) == oracle.robustness(own.results, own.findings, own.top)
    known = [one for one in (counted.up, counted.down) if one is not None]
    assert counted.radius == (min(known) if known else None)


@given(cases(GATES))
def test_what_binds_is_the_cheapest_way_to_the_next_stage(case: Case) -> None:
    """Its steps together are the fewest, and with them the next stage can be reached."""
    told = case.result.explanation
    event(f"{case.rule.name}: {len(told.binding)} bind")
    if told.next_stage is None:
        assert told.binding == ()
        return
    own = plain(case).upto(told.next_stage)
    steps = sum(bar.shortfall for bar in told.binding)
    assert steps == oracle.cheapest(own.single, own.stages, own.findings, own.top, told.next_stage)
    scale = case.framework.scale
    lifted: Answers = {
        bar.indicator: scale.labels[int(scale.level(bar.answer) + bar.shortfall)]
        for bar in told.binding
    }
    raised = case.scored(case.assessment.with_answers(lifted))
    assert raised.upper.ordinal >= told.next_stage
    for spared in lifted:
        rest = {own: answer for own, answer in lifted.items() if own != spared}
        assert case.scored(case.assessment.with_answers(rest)).upper.ordinal < told.next_stage


@st.composite
def chances(draw: st.DrawFn, case: Case) -> dict[str, list[Fraction]]:
    """For each unknown answer the probability of each label."""
    labels = len(case.framework.scale.labels)
    drawn: dict[str, list[Fraction]] = {}
    for own in unknown_of(case):
        weights = draw(st.lists(st.integers(0, 3), min_size=labels, max_size=labels))
        if not any(weights):
            weights[draw(st.integers(0, labels - 1))] = 1
        drawn[own] = [Fraction(weight, sum(weights)) for weight in weights]
    return drawn


def as_given(case: Case, probs: Mapping[str, Sequence[Fraction]]) -> dict[str, Any]:
    """The probabilities as the library takes them: to reach one threshold, or each of two."""
    own = plain(case)
    pairs = {key: (sum(one[own.at :]), sum(one[own.lower_at :])) for key, one in probs.items()}
    if own.at != own.lower_at:
        return dict(pairs)
    return {key: pair[0] for key, pair in pairs.items()}


@given(cases(GATES), st.data())
def test_the_distribution_is_that_of_all_completions(case: Case, data: st.DataObject) -> None:
    """Exact, adding up to 1, above 0 on what is possible alone; at least falls from 1."""
    probs = data.draw(chances(case))
    own, result = plain(case), case.result
    distribution = sm.stage_distribution(result, as_given(case, probs))
    found = {stage.ordinal: chance for stage, chance in distribution.chances}
    event(f"{case.rule.name}: {len(found)} stages, {len(probs)} unknown")
    assert found == oracle.distribution(own.single, own.findings, probs)
    assert sum(found.values()) == 1
    assert all(found.values())
    assert list(found) == sorted(found)
    assert {stage for stage, _ in distribution.chances} <= set(result.possible)
    least = case.framework.lowest
    falling = [distribution.at_least(stage) for stage in (least, *case.framework.stages)]
    assert falling[0] == 1
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] == found.get(case.framework.stages[-1].ordinal, 0)
    assert (distribution.entropy == 0) == (len(found) == 1)
    assert distribution.entropy == pytest.approx(bits(found.values()))
    assert json.loads(json.dumps(distribution.to_dict())) == distribution.to_dict()


@given(cases(GATES), st.data())
def test_sure_chances_give_the_ends(case: Case, data: st.DataObject) -> None:
    """All at 0 is the lowest result, all at 1 the highest."""
    own = plain(case)
    for chance, end in ((0, case.result.lower), (1, case.result.upper)):
        given_one = (chance, chance) if own.at != own.lower_at else chance
        sure = sm.stage_distribution(case.result, dict.fromkeys(unknown_of(case), given_one))
        assert sure.chances == ((end, Fraction(1)),)


# --- what to ask


def bits(values: Any) -> float:
    """Shannon's entropy."""
    return -sum(float(own) * log2(own) for own in values if own)


@given(cases())
def test_questions_are_those_that_can_change_the_result(case: Case) -> None:
    """All of them and no other, by brute force; none exactly where nothing is open."""
    own = plain(case)
    ranked = sm.rank_questions(case.result)
    event(f"{case.rule.name}: {len(ranked)} of {len(unknown_of(case))} unknown")
    expected = oracle.decisive_for(own.results, own.findings, own.top)
    assert {one.indicator for one in ranked} == expected
    assert len(ranked) == len(expected)
    assert sm.next_question(case.result) == (ranked[0] if ranked else None)
    for one in ranked:
        assert one.question == case.framework.indicator(one.indicator).question
        assert one.stage == case.framework.stage_of(one.indicator).ordinal
        told = case.answers[one.indicator] == sm.CANNOT_TELL
        assert one.outcome.value == ("cannot-tell" if told else "not-assessed")
        assert one.gain is None


@given(cases())
def test_what_a_question_leaves_is_what_scoring_its_answer_leaves(case: Case) -> None:
    """At the worst and at the best; and the first leaves least."""
    ranked = sm.rank_questions(case.result)
    labels = case.framework.scale.labels
    for one in ranked:
        left = [len(case.found_out(one.indicator, own).possible) for own in labels]
        assert (one.at_worst, one.at_best) == (left[0], left[-1])
    order = [own.id for own in case.framework.indicators]
    keys = [(own.at_worst + own.at_best, order.index(own.indicator)) for own in ranked]
    assert keys == sorted(keys)


@given(cases(GATES), st.data())
def test_what_a_question_tells_is_what_all_its_answers_leave(
    case: Case, data: st.DataObject
) -> None:
    """The entropy now less the expected one, by brute force; never below 0, the most first."""
    probs = data.draw(chances(case))
    own = plain(case)

    def entropy_of(weighed: Mapping[str, Sequence[Fraction]]) -> float:
        return bits(oracle.distribution(own.single, own.findings, weighed).values())

    ranked = sm.rank_questions(case.result, probabilities=as_given(case, probs))
    assert {one.indicator for one in ranked} == {
        one.indicator for one in sm.rank_questions(case.result)
    }
    for one in ranked:
        chance = probs[one.indicator]
        after = 0.0
        for ranks in (
            range(own.at),
            range(own.at, own.lower_at),
            range(own.lower_at, own.top + 1),
        ):
            share = sum((chance[rank] for rank in ranks), Fraction(0))
            if share:
                then = [
                    chance[rank] / share if rank in ranks else Fraction(0)
                    for rank in range(own.top + 1)
                ]
                after += float(share) * entropy_of({**probs, one.indicator: then})
        assert one.gain is not None
        assert one.gain >= 0
        assert one.gain == pytest.approx(entropy_of(probs) - after, abs=1e-9)
    gains = [one.gain or 0.0 for one in ranked]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(gains))
    first = sm.next_question(case.result, probabilities=as_given(case, probs))
    assert first == (ranked[0] if ranked else None)


@st.composite
def numbered(draw: st.DrawFn) -> tuple[sm.Framework, sm.NumberResult]:
    """A result of a rule of numbers, of numbers or of labels with numbers."""
    framework = draw(ladders())
    if draw(st.booleans()):
        framework = attrs.evolve(framework, scale=sm.ZERO_TO_ONE)
    labels = framework.scale.labels
    values: dict[str, Fraction] | None = None
    worth: list[Fraction] = []
    if labels:
        worth = sorted(draw(st.lists(SHARES, min_size=len(labels), max_size=len(labels))))
        worth[0] = draw(st.sampled_from((worth[0], Fraction(0))))
        assume(worth[0] != worth[-1])
        values = dict(zip(labels, worth, strict=True))
    ids = [str(own.id) for own in framework.indicators]
    weights: Any = draw(st.dictionaries(st.sampled_from(ids), POSITIVE))
    groups: Any = draw(st.sampled_from((None, "stage", "dimension")))
    rule: sm.WeightedMeanRule | sm.RatingRule = sm.RatingRule(
        values=cast("Any", values), weights=weights, groups=groups
    )
    if draw(st.booleans()):
        sums = values is None or not worth[0]
        levels = draw(st.sampled_from(("mean", "sum"))) if sums else "mean"
        rule = sm.WeightedMeanRule(
            values=cast("Any", values), weights=weights, groups=groups, levels=cast("Any", levels)
        )
    assessment = samples.assess(draw(answers_of(framework)))
    result = sm.score(assessment, framework=framework, rule=cast("sm.WeightedMeanRule", rule))
    return framework, result


@given(numbered(), st.data())
def test_questions_of_a_number_narrow_its_range(
    case: tuple[sm.Framework, sm.NumberResult], data: st.DataObject
) -> None:
    """By as much whatever the answer is; the widest swing first; none where it is known."""
    framework, result = case
    ranked = sm.rank_questions(result)
    event(f"{len(ranked)} questions")
    assert bool(ranked) == (result.lower != result.upper)
    unknown = {
        own.id for own in framework.indicators if result.assessment.found.get(own.id) in OPEN
    }
    assert {one.indicator for one in ranked} == (unknown if result.lower is not None else set())
    for one in ranked:
        answer = data.draw(ratings(framework.scale))
        assessment = result.assessment.with_answers({one.indicator: answer})
        after = sm.score(
            assessment,
            framework=framework,
            rule=cast("sm.WeightedMeanRule", result.method.rule),
        )
        assert after.lower is not None
        assert after.upper is not None
        assert one.at_worst == one.at_best == after.upper - after.lower
        assert one.gain is None
    assert [one.at_worst for one in ranked] == sorted(one.at_worst for one in ranked)
    assert sm.next_question(result) == (ranked[0] if ranked else None)


# --- asking


def asked_through(
    session: sm.Interview, truth: Mapping[str, Any]
) -> tuple[sm.Interview, list[str]]:
    """The session at its end, and what it asked, in order."""
    asked: list[str] = []
    before = session.asked
    while session.question is not None:
        assert session.question.id not in asked, "asked twice"
        assert not session.is_settled
        asked.append(session.question.id)
        session = session.answer(asked[-1], truth[asked[-1]])
    assert session.is_settled
    assert session.asked == before + len(asked)
    return session, asked


@given(cases())
def test_a_session_ends_where_asking_all_ends(case: Case) -> None:
    """For any organisation, with answers that tell nothing; each question can change something."""
    truth = {
        own: sm.CANNOT_TELL if answer is None else answer for own, answer in case.answers.items()
    }
    session = sm.interview(case.framework, rule=case.rule)
    asked: list[str] = []
    while session.question is not None:
        own = session.question.id
        assert own not in asked
        so_far = Case(case.framework, session.assessment, case.rule)
        assert plain(so_far).decides(own)
        asked.append(own)
        session = session.answer(own, truth[own])
    event(f"{case.rule.name}: {len(asked)} of {len(truth)} asked")
    whole = case.scored(sm.Assessment(framework=case.framework.id, answers=truth))
    assert isinstance(session.result, sm.StageResult)
    assert session.result.possible == whole.possible
    assert session.stage == whole.stage
    assert session.is_settled
    assert not session.is_assumed
    assert session.asked == len(asked) <= len(truth)


@st.composite
def climbed(draw: st.DrawFn) -> tuple[sm.Framework, sm.CumulativeRule]:
    """A ladder, tall ones among them, and the rule cumulative with one threshold."""
    framework = draw(ladders(TALL))
    at = draw(st.sampled_from(framework.scale.labels[1:]))
    return framework, sm.CumulativeRule(at=at, lower_at=at, quorum=draw(QUORUMS) or 1)


@given(climbed(), st.data())
def test_a_session_that_supposes_consistency_is_right_of_who_is_consistent(
    ladder: tuple[sm.Framework, sm.CumulativeRule], data: st.DataObject
) -> None:
    """All met up to a stage, one missed at least of the next, nothing beyond: its stage.

    Where it cannot tell all, the session may end without, and never with another.
    """
    framework, rule = ladder
    labels = framework.scale.labels
    bound = int(framework.scale.level(rule.at))
    met, missed = st.sampled_from(labels[bound:]), st.sampled_from(labels[:bound])
    stage = data.draw(st.integers(framework.lowest.ordinal, len(framework.stages)))
    truth: Answers = {}
    for own in framework.stages:
        ids = [str(one.id) for one in own.indicators]
        answers = met if own.ordinal <= stage else missed
        if own.ordinal == stage + 1:
            answers = met | missed
        truth |= {one: data.draw(answers) for one in ids}
        if own.ordinal == stage + 1:
            truth[data.draw(st.sampled_from(ids))] = data.draw(missed)
    whole = sm.score(
        sm.Assessment(framework=framework.id, answers=truth), framework=framework, rule=rule
    )
    start = sm.interview(framework, rule=rule, consistent=True)
    session, asked = asked_through(start, truth)
    event(f"{len(asked)} of {len(truth)} asked")
    assert session.stage == whole.stage
    assert rule.quorum != 1 or session.stage == framework.stage(stage)
    assert isinstance(session.result, sm.StageResult)
    assert session.is_assumed == (session.result.stage is None)
    unsure = data.draw(st.sets(st.sampled_from(sorted(truth))))
    partly, _ = asked_through(start, truth | dict.fromkeys(unsure, sm.CANNOT_TELL))
    event(f"unsure, and settled: {partly.stage is not None}")
    assert partly.stage in {None, whole.stage}


def is_contradicted(
    framework: sm.Framework, rule: sm.CumulativeRule, answers: Mapping[str, Any]
) -> bool:
    """Whether something is met above a stage that fails, whatever is still unknown."""
    at = int(framework.scale.level(rule.at))
    findings = findings_of(framework, answers)
    has_failed = False
    for stage in framework.stages:
        known = [findings[own.id] for own in stage.indicators if findings[own.id] != NA]
        met = [own for own in known if isinstance(own, int) and own >= at]
        missed = [own for own in known if isinstance(own, int) and own < at]
        if has_failed and met:
            return True
        has_failed = has_failed or len(known) - len(missed) < (rule.quorum or 1) * len(known)
    return False


@given(climbed(), st.data())
def test_a_session_that_finds_a_contradiction_supposes_nothing(
    ladder: tuple[sm.Framework, sm.CumulativeRule], data: st.DataObject
) -> None:
    """Something met above a stage that fails; then it ends as asking all, else it says so."""
    framework, rule = ladder
    answers = ratings(framework.scale) | ratings(framework.scale) | st.just(sm.NOT_APPLICABLE)
    truth: Answers = {own.id: data.draw(answers) for own in framework.indicators}
    before = {own: truth[own] for own in truth if data.draw(st.integers(0, 2)) == 0}
    whole = sm.score(samples.assess(truth), framework=framework, rule=rule)
    start = sm.interview(framework, rule=rule, assessment=samples.assess(before), consistent=True)
    session, asked = asked_through(start, truth)
    contradicted = is_contradicted(framework, rule, session.assessment.found)
    assert not set(before) & set(asked)
    event(f"contradicted: {contradicted}, assumed: {session.is_assumed}")
    assert session.stage is not None
    assert not (contradicted and session.is_assumed)
    assert session.is_assumed or session.stage == whole.stage
    assert isinstance(session.result, sm.StageResult)
    assert whole.stage in session.result.possible


@given(cases(), st.booleans(), st.data())
def test_a_stored_session_goes_on_as_it_was(
    case: Case, consistent: bool, data: st.DataObject
) -> None:
    """From its assessment, and from that as text; in whatever order it was answered."""
    framework, rule = case.framework, case.rule
    if consistent:
        framework, rule = (
            attrs.evolve(framework, kind="ladder"),
            sm.CumulativeRule(
                at=rule.at, lower_at=rule.at, quorum=getattr(rule, "quorum", None) or 1
            ),
        )
    start = attrs.evolve(case.assessment, answers={}, findings=())
    session = sm.interview(framework, rule=rule, assessment=start, consistent=consistent)
    given_so_far: Answers = {}
    for own, answer in data.draw(st.permutations(sorted(case.answers.items(), key=str))):
        stored = sm.to_json(session.assessment)
        read = sm.parse_assessment(stored, format="json")
        for kept in (session.assessment, read):
            again = sm.interview(framework, rule=rule, assessment=kept, consistent=consistent)
            assert again == session
            assert (again.question, again.stage) == (session.question, session.stage)
        session = session.answer(own, answer)
        given_so_far[own] = answer
    together = sm.interview(
        framework,
        rule=rule,
        assessment=attrs.evolve(start, answers=dict(reversed(given_so_far.items()))),
        consistent=consistent,
    )
    assert together == session
    assert together.asked == sum(answer is not None for answer in given_so_far.values())


@given(cases(), st.data())
def test_an_answer_given_again_stands_for_the_first(case: Case, data: st.DataObject) -> None:
    """Nothing is left of the first, and the other answers stay."""
    session = sm.interview(case.framework, rule=case.rule, assessment=case.assessment)
    own = data.draw(st.sampled_from([one.id for one in case.framework.indicators]))
    first, second = (data.draw(ratings(case.framework.scale)) for _ in range(2))
    again = session.answer(own, first).answer(own, second)
    assert again == session.answer(own, second)
    expected = {one: answer for one, answer in case.answers.items() if one != own}
    found = again.assessment.found
    assert {one: found.get(one) for one in expected} == expected
    assert found[own] == second


# --- units


@st.composite
def organisations(
    draw: st.DrawFn,
) -> tuple[sm.Framework, list[sm.StageResult], list[str]]:
    """Results of one to four units by one rule, and the names of those not assessed."""
    framework = draw(ladders())
    rule = draw(stage_rules(framework.scale, LADDER_RULES))
    policy: Any = draw(st.sampled_from((None, None, "worst", "best")))
    names = [f"unit {number}" for number in range(draw(st.integers(1, 4)))]
    results = [
        sm.score(
            attrs.evolve(draw(assessments(framework)), unit=name),
            framework=framework,
            rule=rule,
            policy=policy,
        )
        for name in names
    ]
    return framework, results, draw(st.sampled_from(([], ["none"], ["none", "neither"])))


Organisation = tuple[sm.Framework, list[sm.StageResult], list[str]]


def rolled(case: Organisation) -> sm.RollUp:
    """The units side by side."""
    _, results, missing = case
    expected = [*missing, *(own.assessment.unit for own in results)] if missing else []
    return sm.roll_up(results, expected=expected)


def ranges_of(case: Organisation) -> list[tuple[int, int]]:
    """Where each unit can be, from its result."""
    framework, results, missing = case
    top = len(framework.stages)
    known = [
        ends(own) if own.stage is None else (own.stage.ordinal, own.stage.ordinal)
        for own in results
    ]
    return known + [(framework.lowest.ordinal, top)] * len(missing)


@given(organisations(), POSITIVE)
def test_units_roll_up_to_what_brute_force_finds(case: Organisation, quorum: Fraction) -> None:
    """The worst, and the highest stage of a quorum, with both ends."""
    ranges, framework, whole = ranges_of(case), case[0], rolled(case)
    event(f"{len(ranges)} units, quorum {quorum}")
    assert [(own.lower.ordinal, own.upper.ordinal) for own in whole.units] == ranges
    worst = whole.worst
    assert (worst.lower.ordinal, worst.upper.ordinal) == oracle.roll_up_worst(ranges)
    reached = whole.reached_by(quorum)
    assert (reached.lower.ordinal, reached.upper.ordinal) == oracle.roll_up_quorum(
        ranges, quorum, framework.lowest.ordinal
    )
    assert whole.reached_by(1) == worst
    assert worst.lower.ordinal <= reached.lower.ordinal
    assert worst.upper.ordinal <= reached.upper.ordinal
    for own in (worst, reached):
        assert own.stage == (own.lower if own.lower == own.upper else None)


@given(organisations(), POSITIVE)
def test_who_holds_the_whole_back_is_named(case: Organisation, quorum: Fraction) -> None:
    """With the others at the top nothing changes; with these at the top, too, all are there."""
    ranges, top = ranges_of(case), len(case[0].stages)
    floor = case[0].lowest.ordinal
    whole = rolled(case)
    reached = whole.reached_by(quorum)
    names = [own.unit for own in whole.units]
    assert set(reached.held_by) <= set(names)
    assert reached.held_by
    lifted = [
        own if name in reached.held_by else (top, top)
        for name, own in zip(names, ranges, strict=True)
    ]
    assert oracle.roll_up_quorum(lifted, quorum, floor)[1] == reached.upper.ordinal
    freed = [
        (top, top) if name in reached.held_by else own
        for name, own in zip(names, ranges, strict=True)
    ]
    rises = oracle.roll_up_quorum(freed, quorum, floor)[1] > reached.upper.ordinal
    assert rises == (reached.upper.ordinal < top)


@given(organisations())
def test_the_distribution_counts_each_unit_once(case: Organisation) -> None:
    """Surely at one stage, or possibly at those that it can be."""
    framework, results, missing = case
    spread = rolled(case).distribution
    below = [] if framework.below is None else [framework.below]
    assert [own.stage for own in spread] == [*below, *framework.stages]
    for result in results:
        name = result.assessment.unit
        sure = [own.stage for own in spread if name in own.sure]
        possible = [own.stage for own in spread if name in own.possible]
        if result.stage is None:
            assert (sure, possible) == ([], list(result.possible))
        else:
            assert (sure, possible) == ([result.stage], [])
    for name in missing:
        everywhere = [own.stage for own in spread if name in own.possible]
        if len(spread) > 1:
            assert everywhere == [own.stage for own in spread]
    counted = Counter(name for own in spread for name in own.sure)
    assert not counted or set(counted.values()) == {1}


@given(organisations(), POSITIVE, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(
    case: Organisation, quorum: Fraction, random: Any
) -> None:
    """Nor that of the names of all."""
    framework, results, missing = case
    shuffled = results[:], missing[:]
    for own in shuffled:
        random.shuffle(own)
    one, two = rolled(case), rolled((framework, *shuffled))
    assert set(one.units) == set(two.units)
    for first, second in (
        (one.worst, two.worst),
        (one.reached_by(quorum), two.reached_by(quorum)),
    ):
        assert (first.lower, first.upper) == (second.lower, second.upper)
        assert set(first.held_by) == set(second.held_by)
    for left, right in zip(one.distribution, two.distribution, strict=True):
        assert left.stage == right.stage
        assert set(left.sure) == set(right.sure)
        assert set(left.possible) == set(right.possible)
    plain_data = one.to_dict()
    assert json.loads(json.dumps(plain_data)) == plain_data


# --- differences


MIRROR = {
    sm.Movement.UP: sm.Movement.DOWN,
    sm.Movement.DOWN: sm.Movement.UP,
    sm.Movement.SAME: sm.Movement.SAME,
    sm.Movement.OPEN: sm.Movement.OPEN,
}
MIRRORED = {
    sm.ChangeKind.RAISED: sm.ChangeKind.LOWERED,
    sm.ChangeKind.LOWERED: sm.ChangeKind.RAISED,
    sm.ChangeKind.FOUND_OUT: sm.ChangeKind.LOST,
    sm.ChangeKind.LOST: sm.ChangeKind.FOUND_OUT,
    sm.ChangeKind.OTHER: sm.ChangeKind.OTHER,
}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, sm.StageResult, sm.StageResult]:
    """Two results of one framework by one rule, alike in many answers or in few."""
    case = draw(cases())
    other = draw(assessments(case.framework))
    if draw(st.booleans()):
        kept = draw(st.sets(st.sampled_from([own.id for own in case.framework.indicators])))
        other = other.with_answers({own: case.answers[own] for own in kept})
    return case, case.result, case.scored(other)


@given(cases())
def test_nothing_changed_changes_nothing(case: Case) -> None:
    """The same where the result is known, and open where it is a range."""
    result = case.result
    same = sm.what_if(result, {})
    assert same.after == result
    assert same == sm.compare(result, result)
    known = result.lower == result.upper
    assert same.movement is (sm.Movement.SAME if known else sm.Movement.OPEN)
    assert not any((same.changes, same.stages, same.cleared, same.arisen, same.notices))
    assert not any((same.only_before, same.only_after))
    assert same.alike == same.compared
    assert same.agreement == (1 if same.compared else None)


@given(cases(), st.data())
def test_what_if_is_scoring_anew(case: Case, data: st.DataObject) -> None:
    """With the answers that it changes, and the rest as it was."""
    ids = list(case.answers)
    drawn = ratings(case.framework.scale) | st.sampled_from((*OPEN, sm.NOT_APPLICABLE))
    changes: Answers = data.draw(st.dictionaries(st.sampled_from(ids), drawn))
    supposed = sm.what_if(case.result, changes)
    anew = sm.Assessment(framework=case.framework.id, answers={**case.answers, **changes})
    scored = case.scored(anew)
    assert supposed.after.explanation.items == scored.explanation.items
    assert isinstance(supposed.after, sm.StageResult)
    assert supposed.after.possible == scored.possible
    assert supposed.after.explanation.binding == scored.explanation.binding
    assert supposed == sm.compare(case.result, supposed.after)
    assert {own.indicator for own in supposed.changes} <= set(changes)


@given(pairs())
def test_there_and_back_are_mirror_images(
    pair: tuple[Case, sm.StageResult, sm.StageResult],
) -> None:
    """Up is down, raised is lowered, what is cleared arises."""
    _, one, two = pair
    there, back = sm.compare(one, two), sm.compare(two, one)
    event(f"movement {there.movement.value}")
    assert back.movement is MIRROR[there.movement]
    assert [(own.indicator, own.kind, own.before, own.after) for own in back.changes] == [
        (own.indicator, MIRRORED[own.kind], own.after, own.before) for own in there.changes
    ]
    assert [(own.stage, own.before, own.after) for own in back.stages] == [
        (own.stage, own.after, own.before) for own in there.stages
    ]
    assert (back.cleared, back.arisen) == (there.arisen, there.cleared)
    assert (back.compared, back.alike, back.far_apart) == (
        there.compared,
        there.alike,
        there.far_apart,
    )
    assert back.notices == there.notices
    for own in (there, back):
        assert json.loads(json.dumps(own.to_dict())) == own.to_dict()


@given(pairs())
def test_a_movement_is_claimed_where_every_completion_shows_it(
    pair: tuple[Case, sm.StageResult, sm.StageResult],
) -> None:
    """Each possible result of the one against each of the other, by brute force."""
    case, one, two = pair
    before, after = (
        plain(Case(case.framework, own.assessment, case.rule)).possible() for own in (one, two)
    )
    movement = sm.compare(one, two).movement
    signs = {(there > here) - (there < here) for here in before for there in after}
    expected = {1: sm.Movement.UP, -1: sm.Movement.DOWN, 0: sm.Movement.SAME}
    known = signs.pop()
    assert movement is (sm.Movement.OPEN if signs else expected[known])


@given(pairs())
def test_the_changes_are_all_that_differs(
    pair: tuple[Case, sm.StageResult, sm.StageResult],
) -> None:
    """Made to the first assessment they give the second; agreement counts what is rated twice."""
    case, one, two = pair
    difference = sm.compare(one, two)
    moved: Answers = {own.indicator: own.after for own in difference.changes}
    made = case.scored(one.assessment.with_answers(moved))
    assert made.explanation.items == two.explanation.items
    scale = case.framework.scale
    before, after = (findings_of(case.framework, own.assessment.found) for own in (one, two))
    rated = {
        own: (low, high)
        for own, low in before.items()
        if isinstance(low, int) and isinstance(high := after[own], int)
    }
    assert difference.compared == len(rated)
    assert difference.alike == sum(low == high for low, high in rated.values())
    assert set(difference.far_apart) == {
        own for own, (low, high) in rated.items() if abs(low - high) >= 2
    }
    for change in difference.changes:
        if change.indicator in rated:
            low, high = rated[change.indicator]
            kind = sm.ChangeKind.RAISED if high > low else sm.ChangeKind.LOWERED
            assert change.kind is kind
            assert scale.level(change.after) == high
    verdicts = zip(one.explanation.verdicts, two.explanation.verdicts, strict=True)
    assert [(own.stage, own.before, own.after) for own in difference.stages] == [
        (ordinal, *both) for ordinal, both in enumerate(verdicts, 1) if both[0] is not both[1]
    ]
    barred = [{own.indicator for own in result.explanation.binding} for result in (one, two)]
    assert set(difference.cleared) == barred[0] - barred[1]
    assert set(difference.arisen) == barred[1] - barred[0]


@given(cases(), st.data())
def test_a_better_answer_moves_nothing_down(case: Case, data: st.DataObject) -> None:
    """Whatever else is unknown."""
    scale = case.framework.scale
    rated = [
        own for own, answer in case.answers.items() if answer not in (*OPEN, sm.NOT_APPLICABLE)
    ]
    assume(rated)
    own = data.draw(st.sampled_from(rated))
    for answer in better(scale, case.answers[own]):
        difference = sm.what_if(case.result, {own: answer})
        assert difference.movement is not sm.Movement.DOWN
        assert [one.kind for one in difference.changes] == [sm.ChangeKind.RAISED]
        assert difference.before.explanation.items != difference.after.explanation.items


# --- charts


@given(cases())
def test_the_rows_of_a_chart_are_the_result(case: Case) -> None:
    """Plain data; the ladder counts as the profile does, and the donut adds up."""
    result = case.result
    for kind in ("ladder", "profile", "donut", "items"):
        rows = sm.chart_rows(result, kind)
        assert json.loads(json.dumps(rows)) == rows
    ladder = sm.chart_rows(result, "ladder")
    assert [row["stage"] for row in ladder] == ordinals(case.framework.stages)
    assert [row["stage"] for row in ladder if row["possible"]] == [
        own for own in ordinals(result.possible) if own
    ]
    lower, upper = ends(result)
    assert [row["stage"] for row in ladder if row["in_range"]] == [
        own for own in range(lower, upper + 1) if own
    ]
    shares = {share.key: share for share in result.profile.stages}
    running: Counter[str] = Counter()
    for row, donut in zip(ladder, sm.chart_rows(result, "donut"), strict=True):
        share = shares.get(str(row["stage"]))
        if share is not None:
            counts = {
                "met": share.met,
                "not_met": share.not_met,
                "unknown": share.unknown,
                "not_applicable": share.not_applicable,
            }
            assert {key: row[key] for key in ("met", "not_met", "unknown")} == {
                key: counts[key] for key in ("met", "not_met", "unknown")
            }
            running.update(counts)
        assert donut == {
            "stage": row["stage"],
            **{key: running[key] for key in ("met", "not_met", "unknown", "not_applicable")},
        }
    assert sum(running.values()) == len(case.framework.indicators)
    items = sm.chart_rows(result, "items")
    assert [row["indicator"] for row in items] == list(case.answers)
    assert Counter(row["verdict"] for row in items)["met"] == running["met"]

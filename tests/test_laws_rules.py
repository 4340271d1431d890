"""Laws of the six rules, on generated frameworks, against brute force."""

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, cast

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import samples
import socialmaturity as sm
from oracles import cumulative as gated
from oracles import rules as oracle
from oracles.cumulative import NA, UNKNOWN, Findings, Stages
from socialmaturity.errors import IncompleteAssessmentError
from socialmaturity.scoring.case import score_case
from strategies import (
    EVIDENCE,
    NOTES,
    POSITIVE,
    QUORUMS,
    SCALES,
    SHARES,
    answers,
    better,
    few,
    gates,
    label_scales,
    ratings,
    thresholds,
)
from strategies import UNKNOWN as OPEN

StageRule = sm.CumulativeRule | sm.HighWaterRule | sm.NearestRule
NumberRule = sm.WeightedMeanRule | sm.RatingRule

STAGE_RULES = ("cumulative", "high_water", "nearest")
NUMBER_RULES = ("weighted_mean", "sum", "rating")


class Case(NamedTuple):
    """What is scored, and how."""

    framework: sm.Framework
    assessment: sm.Assessment
    rule: Any


class Plain(NamedTuple):
    """A case of a rule for ladders as the oracles take it."""

    stages: Stages
    findings: Findings
    top: int
    at: int
    quorum: Fraction | None
    rule: Callable[[Findings], frozenset[int]]


class Numbered(NamedTuple):
    """A case of a rule of numbers, and the same as the oracles take it."""

    case: Case
    tree: oracle.Tree
    groups: dict[str, oracle.Tree]
    findings: Findings
    numbers: list[Fraction]
    na_value: Fraction | None

    def ends(self, tree: oracle.Tree) -> tuple[Fraction, Fraction] | tuple[None, None]:
        """The least and the greatest number of a tree."""
        found = oracle.mean_possible(tree, self.findings, self.numbers, self.na_value)
        return found or (None, None)

    def value(self, findings: Findings, tree: oracle.Tree | None = None) -> Fraction | None:
        """The number of a tree, or of the whole, for complete findings."""
        return oracle.mean_value(tree or self.tree, findings, self.numbers, self.na_value)


# --- cases


def affordable(scale: sm.Scale, most: int = 800) -> int:
    """How many unknown answers brute force can try in every way: six at most."""
    ranks = len(scale.labels) or 4
    return max(unknown for unknown in range(7) if ranks**unknown <= most)


@st.composite
def stage_rules(draw: st.DrawFn, scale: sm.Scale, name: str) -> StageRule:
    """One of the rules for ladders, with all its parameters."""
    if name == "nearest":
        return sm.NearestRule(at=draw(thresholds(scale)))
    if name == "high_water":
        return sm.HighWaterRule(at=draw(thresholds(scale)), quorum=draw(QUORUMS))
    gate = draw(gates(scale))
    return sm.CumulativeRule(at=gate.at, lower_at=gate.lower_at or gate.at, quorum=gate.quorum or 1)


@st.composite
def ladders(
    draw: st.DrawFn,
    scales: st.SearchStrategy[sm.Scale] = SCALES,
    stages: int = 4,
    per_stage: int = 3,
) -> sm.Framework:
    """Frameworks of every kind, with as little beside their stages as there can be."""
    scale = draw(scales)
    counts = draw(st.lists(st.integers(1, per_stage), min_size=1, max_size=stages))
    known = DIMENSIONS[: draw(st.integers(1, 3))]
    size = sum(counts)
    return ladder(
        counts,
        baseline=draw(st.booleans()),
        dimensions=draw(st.lists(st.sampled_from(known), min_size=size, max_size=size)),
        scale=scale,
        gate=draw(st.none() | gates(scale)),
        kind=draw(st.sampled_from(tuple(sm.FrameworkKind))),
    )


DIMENSIONS = ("work", "care", "reach")


def ladder(
    counts: Sequence[int],
    *,
    baseline: bool = False,
    dimensions: Sequence[str] = (),
    **changes: Any,
) -> sm.Framework:
    """Stages of so many indicators each, which belong to these dimensions."""
    stages = [samples.stage(1, baseline=True)] if baseline else []
    placed = iter(dimensions or ["work"] * sum(counts))
    numbers = itertools.count()
    for ordinal, size in enumerate(counts, len(stages) + 1):
        own = samples.stage(ordinal, *(f"i{next(numbers)}" for _ in range(size)))
        stages.append(
            attrs.evolve(
                own,
                indicators=tuple(
                    attrs.evolve(one, dimension=next(placed)) for one in own.indicators
                ),
                limitations=(sm.Limitation(id=f"slow{ordinal}", question="Slow?", evidence=()),),
            )
        )
    return samples.framework(
        *stages,
        dimensions=tuple(
            sm.Dimension(id=name, name=name.capitalize(), basis="judgement") for name in DIMENSIONS
        ),
        **changes,
    )


@st.composite
def assessments(draw: st.DrawFn, framework: sm.Framework) -> sm.Assessment:
    """Assessments in both forms, with no more unknown than brute force can try."""
    drawn = answers(framework.scale)
    often = draw(st.sampled_from(((), (), OPEN, (sm.NOT_APPLICABLE,))))
    if often:  # hardly anything is known, or applies
        drawn = st.sampled_from(often) | st.sampled_from(often) | drawn
    size = len(framework.indicators)
    found = draw(st.lists(drawn, min_size=size, max_size=size))
    unknown = [place for place, answer in enumerate(found) if answer in OPEN]
    for place in unknown[affordable(framework.scale) :]:
        found[place] = draw(ratings(framework.scale))
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=size, max_size=size))
    given = list(zip((own.id for own in framework.indicators), found, forms, strict=True))
    return samples.assess(
        {key: answer for key, answer, form in given if form is None},
        findings=tuple(
            sm.Finding(indicator=key, answer=answer, **form)
            for key, answer, form in given
            if form is not None
        ),
        checks={own.id: draw(st.sampled_from(("yes", None))) for own in framework.limitations[:1]},
    )


FORMS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    {},
    {
        "evidence": (sm.Evidence(text="A plan", strength="documented"),),
        "observed_on": date(2026, 11, 1),
    },
)
"""The short form of an answer, the long form with nothing beside it, and with evidence."""


@st.composite
def staged(
    draw: st.DrawFn,
    /,
    names: Sequence[str] = STAGE_RULES,
    scales: st.SearchStrategy[sm.Scale] = SCALES,
    stages: int = 4,
    per_stage: int = 3,
) -> Case:
    """A framework of any kind, an assessment of it, and a rule for ladders."""
    framework = draw(ladders(scales, stages, per_stage))
    rule = draw(stage_rules(framework.scale, draw(st.sampled_from(names))))
    return Case(framework, draw(assessments(framework)), rule)


@st.composite
def rising(draw: st.DrawFn, size: int, *, unit: bool, from_zero: bool) -> list[Fraction]:
    """Numbers of so many labels, that never fall and are not all equal."""
    numbers = SHARES if unit else st.fractions(-3, 5, max_denominator=6)
    if from_zero:
        numbers = numbers.map(abs)
    drawn: list[Fraction] = sorted(draw(st.lists(numbers, min_size=size, max_size=size)))
    if from_zero:
        drawn[0] = Fraction(0)
    assume(drawn[0] != drawn[-1])
    return drawn


Groups = dict[str, Any]


@st.composite
def nested(draw: st.DrawFn, atoms: list[str], framework: sm.Framework) -> Groups:
    """Groups of these indicators and dimensions, up to three deep."""
    numbers = itertools.count()

    def split(left: list[str], depth: int) -> Groups:
        groups: Groups = {}
        while left:
            size: int = draw(st.integers(1, len(left)))
            own, left = left[:size], left[size:]
            is_dimension = len(own) == 1 and own[0] in {one.id for one in framework.dimensions}
            name = own[0] if is_dimension and draw(st.booleans()) else f"group {next(numbers)}"
            form = draw(st.sampled_from(("list", "groups", "both")))
            if depth == 2 or name == own[0] or form == "list":
                groups[name] = own
            elif form == "groups" or len(own) == 1:
                groups[name] = split(own, depth + 1)
            else:
                groups[name] = [own[0], split(own[1:], depth + 1)]
        return groups

    return split(atoms, 0)


@st.composite
def groupings(draw: st.DrawFn, framework: sm.Framework) -> str | Groups | None:
    """Every way to group: not at all, by stage, by dimension, by groups of one's own."""
    how = draw(st.sampled_from((None, "stage", "dimension", "own", "own")))
    if how != "own":
        return how
    atoms: list[str] = []
    for dimension in framework.dimensions:
        ids = in_dimension(framework, dimension.id)
        as_one: bool = draw(st.booleans())
        atoms += [dimension.id] if ids and as_one else ids
    return draw(nested(list(draw(st.permutations(atoms))), framework))


def in_dimension(framework: sm.Framework, dimension: str) -> list[str]:
    """The indicators of a dimension, in order."""
    return [str(own.id) for own in framework.indicators if own.dimension == dimension]


def trees(
    framework: sm.Framework,
    groups: str | Groups | None,
    weights: Mapping[str, Fraction],
    levels: str,
) -> tuple[oracle.Tree, dict[str, oracle.Tree]]:
    """The tree of a grouping, and those of its groups, outer ones first."""
    ids = [str(own.id) for own in framework.indicators]
    told: dict[str, oracle.Tree] = {}

    def weight(name: str) -> Fraction:
        return weights.get(name, Fraction(1))

    def over(members: Sequence[str]) -> oracle.Tree:
        return "mean", [(weight(own), ("leaf", own)) for own in members]

    def inner(members: Sequence[str]) -> oracle.Tree:
        if levels == "mean":
            return over(members)
        by_stage = [
            [own.id for own in stage.indicators if own.id in members] for stage in framework.stages
        ]
        return "sum", [over(own) for own in by_stage if own]

    def group(name: str, members: Groups | list[Any]) -> oracle.Tree:
        told[name] = ("sum", [])  # keeps its place
        if isinstance(members, dict):
            told[name] = outer(members)
        elif members == [name]:
            told[name] = inner(in_dimension(framework, name))
        elif all(own in ids for own in members):
            told[name] = inner(members)
        else:
            told[name] = "mean", [part for own in members for part in parts(own)]
        return told[name]

    def parts(member: Any) -> list[tuple[Fraction, oracle.Tree]]:
        if isinstance(member, dict):
            named = cast("Groups", member)
            return [(weight(name), group(name, members)) for name, members in named.items()]
        return [(weight(member), ("leaf", member) if member in ids else group(member, [member]))]

    def outer(named: Groups) -> oracle.Tree:
        return "mean", parts(named)

    if groups is None:
        return inner(ids), {}
    if groups == "stage":
        groups = {
            str(stage.ordinal): [own.id for own in stage.indicators]
            for stage in framework.stages
            if stage.indicators
        }
    if groups == "dimension":
        groups = {
            own.id: [own.id] for own in framework.dimensions if in_dimension(framework, own.id)
        }
    assert not isinstance(groups, str)
    return outer(groups), told


@st.composite
def numbered(draw: st.DrawFn, name: str) -> Numbered:
    """A framework of any kind, an assessment of it, and a rule of numbers."""
    levels = "sum" if name == "sum" else "mean"
    scale = draw(SCALES)
    labels = scale.labels
    given: dict[str, Any] = {}
    if labels:
        numbers = draw(rising(len(labels), unit=name == "rating", from_zero=name == "sum"))
        if draw(st.booleans()):
            scale = attrs.evolve(scale, id="published", values=tuple(numbers))
        else:
            given["values"] = dict(zip(labels, numbers, strict=True))
    else:
        between = draw(st.lists(SHARES, min_size=2, max_size=2, unique=True))
        numbers = sorted({Fraction(0), *between, Fraction(1)})
    framework = draw(ladders(st.just(scale)))
    assessment = draw(assessments(framework))
    if not labels:
        assessment = snapped(assessment, numbers)
    groups = draw(groupings(framework))
    known = list(trees(framework, groups, {}, levels)[1]) + [own.id for own in framework.indicators]
    weights = draw(st.dictionaries(st.sampled_from(known), POSITIVE.map(lambda own: 7 * own)))
    na_value = None
    if name == "rating":
        bands: sm.Bands | str = draw(st.sampled_from(BANDS))
        rule: NumberRule = sm.RatingRule(bands=bands, groups=groups, weights=weights, **given)
    else:
        na_value = draw(st.none() | st.fractions(numbers[0], numbers[-1], max_denominator=9))
        rule = sm.WeightedMeanRule(
            groups=groups, weights=weights, levels=levels, not_applicable=na_value, **given
        )
    tree, subtrees = trees(framework, groups, weights, levels)
    case = Case(framework, assessment, rule)
    findings: Findings = {
        own.id: finding(case, lambda answer: rank_of(framework.scale, numbers, answer), own.id)
        for own in framework.indicators
    }
    return Numbered(case, tree, subtrees, findings, numbers, na_value)


THIRDS = sm.Bands(
    id="thirds", labels=("low", "middle", "high"), bounds=(Fraction(100, 3), Fraction(200, 3))
)
BANDS: tuple[sm.Bands | str, ...] = ("nplf", "refined", THIRDS)


def snapped(assessment: sm.Assessment, numbers: list[Fraction]) -> sm.Assessment:
    """The assessment with every number moved to one of a few."""

    def moved(answer: Any) -> Any:
        if isinstance(answer, Fraction):
            return numbers[min(int(answer * len(numbers)), len(numbers) - 1)]
        return answer

    return attrs.evolve(
        assessment,
        answers={key: moved(answer) for key, answer in assessment.answers.items()},
        findings=tuple(attrs.evolve(own, answer=moved(own.answer)) for own in assessment.findings),
    )


def rank_of(scale: sm.Scale, numbers: list[Fraction], answer: Any) -> int:
    """The rank of a rating, by its label or among a few numbers."""
    return int(scale.level(answer)) if scale.labels else numbers.index(answer)


def finding(case: Case, rank: Callable[[Any], int], indicator: str) -> int | str:
    """What was found of an indicator, as the oracles take it."""
    answer = case.assessment.found.get(indicator)
    if answer in OPEN:
        return UNKNOWN
    return NA if answer == sm.NOT_APPLICABLE else rank(answer)


def plain(case: Case, first: int | None = None) -> Plain:
    """A case of a rule for ladders, or of its first stages, as the oracles take it.

    On a scale of numbers the ranks are the thresholds that an answer reaches.
    """
    framework, _, rule = case
    scale = framework.scale
    stages: Stages = [
        (stage.baseline, [own.id for own in stage.indicators]) for stage in framework.stages
    ]
    stages = stages[:first]
    bounds = [scale.threshold(rule.at)]
    if isinstance(rule, sm.CumulativeRule) and rule.lower_at is not None:
        bounds.append(scale.threshold(rule.lower_at))
    if scale.labels:
        top = len(scale.labels) - 1
        at, lower_at = int(bounds[0].bound), int(bounds[-1].bound)
    else:
        bounds = bounds if bounds[0] != bounds[-1] else bounds[:1]
        top = lower_at = len(bounds)
        at = 1

    def rank(answer: Any) -> int:
        level = scale.level(answer)
        return int(level) if scale.labels else sum(own.reached_by(level) for own in bounds)

    findings: Findings = {own.id: finding(case, rank, own.id) for own in framework.indicators}
    quorum = None if isinstance(rule, sm.NearestRule) else rule.quorum

    def run(complete: Findings) -> frozenset[int]:
        if isinstance(rule, sm.NearestRule):
            return oracle.nearest(stages, complete, top, at)
        if isinstance(rule, sm.HighWaterRule):
            return frozenset({oracle.high_water(stages, complete, top, at, quorum)})
        return frozenset({gated.evaluate(stages, complete, top, at, lower_at, quorum)})

    return Plain(stages, findings, top, at, quorum, run)


def score(case: Case, **method: Any) -> Any:
    """The result of a case."""
    own: sm.Rule = case.rule
    result: sm.Result = sm.score(case.assessment, framework=case.framework, rule=own, **method)
    return result


def answered(case: Case, answers: Mapping[str, Any], **method: Any) -> Any:
    """The result of a case with these answers only, in their order."""
    bare = attrs.evolve(case.assessment, answers=answers, findings=())
    return score(case._replace(assessment=bare), **method)


def ends(result: sm.StageResult) -> tuple[int, int]:
    """The ordinals of the range."""
    return result.lower.ordinal, result.upper.ordinal


def unknown_of(case: Case) -> list[str]:
    """The indicators of which nothing is known, in order."""
    return [
        own.id for own in case.framework.indicators if case.assessment.found.get(own.id) in OPEN
    ]


def rated_of(case: Case) -> list[str]:
    """The indicators that are rated, in order of their ids."""
    found = case.assessment.found
    return sorted(key for key, own in found.items() if own not in (*OPEN, sm.NOT_APPLICABLE))


def on_labels(*names: str) -> st.SearchStrategy[Case]:
    """Cases of these rules with labels, small enough to raise every answer in every way."""
    return staged(names, label_scales(), stages=3, per_stage=2)


@st.composite
def profiled(draw: st.DrawFn) -> Case:
    """A framework of any kind, an assessment of it, and the rule profile."""
    case = draw(staged(["nearest"]))
    return case._replace(rule=sm.ProfileRule(at=case.rule.at))


def of_rule(name: str) -> st.SearchStrategy[Case]:
    """Cases of one of the six rules."""
    if name == "profile":
        return profiled()
    if name in STAGE_RULES:
        return staged([name])
    return numbered(name).map(lambda own: own.case)


FEWER = settings(max_examples=max(1, settings().max_examples // 3))
"""For laws that are tried on each of several rules."""

every_rule = pytest.mark.parametrize(
    "cases",
    [of_rule(name) for name in (*STAGE_RULES, "profile", *NUMBER_RULES)],
    ids=(*STAGE_RULES, "profile", *NUMBER_RULES),
)
every_stage_rule = pytest.mark.parametrize(
    "cases", [staged([name]) for name in STAGE_RULES], ids=STAGE_RULES
)
every_number_rule = pytest.mark.parametrize(
    "cases", [numbered(name) for name in NUMBER_RULES], ids=NUMBER_RULES
)


def kinds(case: Case) -> dict[str, bool]:
    """What a case holds."""
    framework, assessment, rule = case
    found = [assessment.found.get(own.id) for own in framework.indicators]
    unknown = unknown_of(case)
    held = {
        "baseline": framework.stages[0].baseline,
        "labels": bool(framework.scale.labels),
        "not applicable": sm.NOT_APPLICABLE in found,
        "vacuous stage": any(
            {assessment.found.get(own.id) for own in stage.indicators} == {sm.NOT_APPLICABLE}
            for stage in framework.stages
        ),
        "unknown": bool(unknown),
        "all unknown": len(unknown) == len(found),
        "four or more unknown": len(unknown) >= 4,
        "findings in the long form": bool(assessment.findings),
        "no ladder": framework.kind is not sm.FrameworkKind.LADDER,
    }
    if isinstance(rule, sm.CumulativeRule | sm.HighWaterRule):
        held["quorum"] = rule.quorum not in (None, 1)
    if isinstance(rule, sm.WeightedMeanRule | sm.RatingRule):
        own_groups = rule.groups if isinstance(rule.groups, tuple) else ()
        held |= {
            "flat": rule.groups is None,
            "by stage": rule.groups == "stage",
            "by dimension": rule.groups == "dimension",
            "groups of groups": any(depth(one) > 1 for one in own_groups),
            "weights": bool(rule.weights),
            "published values": bool(framework.scale.values),
        }
    if isinstance(rule, sm.WeightedMeanRule):
        held["number of what does not apply"] = rule.not_applicable is not None
    if isinstance(rule, sm.NearestRule):
        tied = plain(case)
        held["tie"] = any(
            len(tied.rule(own)) > 1 for own in oracle.completed(tied.findings, tied.top)
        )
    return held


def depth(branch: Any) -> int:
    """How deep groups nest."""
    return 1 + max((depth(own) for own in branch.members if not isinstance(own, str)), default=0)


@pytest.mark.parametrize(
    ("cases", "number"),
    [
        (of_rule(name), number)
        for name, number in zip(
            (*STAGE_RULES, *NUMBER_RULES), (10, 10, 10, 16, 16, 15), strict=True
        )
    ],
    ids=(*STAGE_RULES, *NUMBER_RULES),
)
def test_every_kind_of_case_occurs(cases: st.SearchStrategy[Case], number: int) -> None:
    """And so does its opposite, so that no law holds of nothing."""
    seen: Counter[tuple[str, bool]] = Counter()

    @settings(derandomize=True, database=None, max_examples=150)
    @given(cases)
    def collect(case: Case) -> None:
        seen.update(kinds(case).items())

    collect()
    names = {kind for kind, _ in seen}
    assert len(names) == number
    assert {(kind, is_so) for kind in names for is_so in (True, False)} == set(seen)
    assert min(seen.values()) >= 3


# --- rules for ladders


@every_stage_rule
@given(st.data())
def test_the_range_is_that_of_every_completion(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Both ends, and each stage that is possible between them, lowest first."""
    case = data.draw(cases)
    own = plain(case)
    result = score(case)
    assert ends(result) == oracle.extremes(own.rule, own.findings, own.top)
    results = [own.rule(complete) for complete in oracle.completed(own.findings, own.top)]
    possible = sorted({ordinal for fits in results for ordinal in fits})
    assert [stage.ordinal for stage in result.possible] == possible
    assert (result.lower, result.upper) == (result.possible[0], result.possible[-1])
    assert (result.explanation.lower, result.explanation.upper) == ends(result)
    assert result.coverage == gated.coverage(own.stages, own.findings)
    assert result.stage == (result.lower if len(possible) == 1 else None)


SHAPES = [(6,), (1, 5), (3, 3), (2, 2, 2), (1, 2, 3)]


@pytest.mark.parametrize("counts", SHAPES)
@pytest.mark.parametrize("baseline", [False, True], ids=["plain", "baseline"])
@pytest.mark.parametrize(
    "rule",
    [sm.HighWaterRule(at="L"), sm.HighWaterRule(at="P", quorum="2/3"), sm.NearestRule(at="L")],
    ids=["high water", "quorum", "nearest"],
)
def test_six_unknown_answers_by_brute_force(
    counts: tuple[int, ...], baseline: bool, rule: StageRule
) -> None:
    """All 4096 completions, for several ways to spread them over the stages."""
    own = ladder(counts, baseline=baseline)
    case = Case(own, samples.assess({}), rule)
    stages, findings, top, at, quorum, _ = plain(case)
    if isinstance(rule, sm.NearestRule):
        possible = oracle.nearest_possible(stages, findings, top, at)
        assert oracle.nearest_ends(stages, findings, top, at) == (own.lowest.ordinal, len(stages))
    else:
        possible = oracle.high_water_possible(stages, findings, top, at, quorum)
    result = score(case)
    assert {stage.ordinal for stage in result.possible} == possible
    assert ends(result) == (own.lowest.ordinal, len(stages))


@every_stage_rule
@given(st.data())
def test_decisive_is_what_can_change_the_result(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Exactly those, in order, each with what is left at its worst and at its best."""
    case = data.draw(cases)
    own = plain(case)
    told = score(case).explanation.decisive
    decisive = oracle.decisive_for(own.rule, own.findings, own.top)
    assert [one.indicator for one in told] == [key for key in unknown_of(case) if key in decisive]
    for one in told:
        worst = oracle.extremes(own.rule, {**own.findings, one.indicator: 0}, own.top)
        best = oracle.extremes(own.rule, {**own.findings, one.indicator: own.top}, own.top)
        assert (one.at_worst, one.at_best) == (worst[1], best[0])
        assert one.stage == case.framework.stage_of(one.indicator).ordinal


@pytest.mark.parametrize(
    "rule",
    [
        sm.CumulativeRule(at="yes", quorum=1),
        sm.CumulativeRule(at="yes", quorum="1/2"),
        sm.HighWaterRule(at="yes"),
        sm.HighWaterRule(at="yes", quorum=1),
        sm.NearestRule(at="yes"),
    ],
    ids=["cumulative", "cumulative quorum", "high water", "high water quorum", "nearest"],
)
@pytest.mark.parametrize("counts", [(2, 2), (1, 1, 2)])
def test_every_assessment_of_a_small_ladder(counts: tuple[int, ...], rule: StageRule) -> None:
    """All 256 of them: what is possible, what decides, and what is left of it either way."""
    framework = ladder(counts, scale=sm.YES_NO, gate=None)
    ids = [str(own.id) for own in framework.indicators]
    for found in itertools.product(("no", "yes", None, sm.NOT_APPLICABLE), repeat=len(ids)):
        case = Case(framework, samples.assess(dict(zip(ids, found, strict=True))), rule)
        own = plain(case)
        result = score(case)
        fits = [own.rule(complete) for complete in oracle.completed(own.findings, own.top)]
        assert {stage.ordinal for stage in result.possible} == frozenset().union(*fits)
        told = {one.indicator: one for one in result.explanation.decisive}
        assert set(told) == oracle.decisive_for(own.rule, own.findings, own.top)
        for key, one in told.items():
            worst = oracle.extremes(own.rule, {**own.findings, key: 0}, own.top)
            best = oracle.extremes(own.rule, {**own.findings, key: 1}, own.top)
            assert (one.at_worst, one.at_best) == (worst[1], best[0])


def met(own: Plain, case: Case, stage: tuple[bool, list[str]], complete: Findings) -> bool:
    """Is enough of a stage met, with complete findings?"""
    if isinstance(case.rule, sm.HighWaterRule) and own.quorum is None:
        return any(gated.reaches(complete[key], own.at) for key in stage[1])
    return gated.is_met(stage, complete, own.at, own.quorum)


@every_stage_rule
@FEWER
@given(st.data())
def test_a_stage_is_met_where_every_completion_meets_it(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """It is not met where none does, and undetermined where it hangs."""
    case = data.draw(cases)
    own = plain(case)
    expected: list[sm.Verdict] = []
    for stage in own.stages:
        seen = {
            met(own, case, stage, complete) for complete in oracle.completed(own.findings, own.top)
        }
        if stage[0]:
            expected.append(sm.Verdict.BASELINE)
        elif gated.is_vacuous(stage, own.findings):
            expected.append(sm.Verdict.VACUOUS)
        elif len(seen) == 2:
            expected.append(sm.Verdict.UNDETERMINED)
        else:
            expected.append(sm.Verdict.MET if seen == {True} else sm.Verdict.NOT_MET)
    result = score(case)
    assert list(result.explanation.verdicts) == expected
    vacuous = [str(place) for place, one in enumerate(expected, 1) if one is sm.Verdict.VACUOUS]
    noticed = [own.about for own in result.notices if own.code is sm.NoticeCode.VACUOUS_STAGE]
    assert noticed == [(own,) for own in vacuous]
    assert not {str(stage.ordinal) for stage in result.possible} & set(vacuous)


@pytest.mark.parametrize(
    "cases", [on_labels("cumulative"), on_labels("high_water")], ids=["cumulative", "high_water"]
)
@given(st.data())
def test_what_binds_is_the_cheapest_way_to_the_next_stage(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """As many steps of the scale as brute force needs up to there, and it gets there."""
    case = data.draw(cases)
    own = plain(case)
    result = score(case)
    explained = result.explanation
    above = [
        place
        for place, stage in enumerate(own.stages, 1)
        if place > result.upper.ordinal and not gated.is_vacuous(stage, own.findings)
    ]
    assert explained.next_stage == (above[0] if above else None)
    if explained.next_stage is None:
        assert explained.binding == ()
        return
    stages = own.stages[: explained.next_stage]
    findings = {key: own.findings[key] for _, ids in stages for key in ids}
    upwards = plain(case, first=explained.next_stage).rule
    least = oracle.cheapest(
        lambda complete: max(upwards(complete)), stages, findings, own.top, explained.next_stage
    )
    assert sum(bar.shortfall for bar in explained.binding) == least
    raised = {bar.indicator: bar.needed for bar in explained.binding}
    after = answered(case, {**case.assessment.found, **raised})
    assert after.upper.ordinal >= explained.next_stage


@given(on_labels("high_water") | on_labels("nearest"))
def test_what_is_pending_belongs_to_the_next_stage(case: Case) -> None:
    """It is unknown, not decisive, and no answer to it alone changes the result."""
    own = plain(case)
    explained = score(case).explanation
    decisive = oracle.decisive_for(own.rule, own.findings, own.top)
    expected = [
        key
        for key in unknown_of(case)
        if case.framework.stage_of(key).ordinal == explained.next_stage
    ]
    assert [one.indicator for one in explained.pending] == expected
    assert not decisive & set(expected)


@given(staged(["nearest"]))
def test_misfits_are_as_many_as_the_misfit(case: Case) -> None:
    """Of the highest result, among what is rated; no other rule has any."""
    own = plain(case)
    result = score(case)
    misfits = result.explanation.misfits
    rated = oracle.excluded(own.findings)
    assert len(misfits) == oracle.misfit(own.stages, rated, own.at, result.upper.ordinal)
    assert len(set(misfits)) == len(misfits)
    for one in misfits:
        without = {**rated, one: NA}
        assert oracle.misfit(own.stages, without, own.at, result.upper.ordinal) < len(misfits)
    gate = answered(case._replace(rule=sm.CumulativeRule(at=case.rule.at)), case.assessment.found)
    assert gate.explanation.misfits == ()


@every_stage_rule
@FEWER
@given(st.data())
def test_the_comparison_has_what_the_other_rules_give(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """At the same threshold, of all or of any; nothing where all three agree."""
    case = data.draw(cases)
    at = case.rule.at
    others: dict[str, StageRule] = {
        "cumulative": sm.CumulativeRule(at=at, lower_at=at, quorum=1),
        "high_water": sm.HighWaterRule(at=at),
        "nearest": sm.NearestRule(at=at),
    }
    result = score(case)
    others[result.rule] = case.rule
    ranges = {name: ends(score(case._replace(rule=rule))) for name, rule in others.items()}
    expected = tuple(sm.RuleRange(name, *both) for name, both in ranges.items())
    if len(set(ranges.values())) == 1:
        expected = ()
    assert result.explanation.comparison == expected


@every_stage_rule
@FEWER
@given(st.data())
def test_a_policy_chooses_inside_the_range(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The worst and the best are the ends, exclude lies between; the range stays what it is."""
    case = data.draw(cases)
    own = plain(case)
    unknown = unknown_of(case)
    bare = score(case)
    least = data.draw(SHARES)
    enough = bare.coverage is None or (bare.coverage > 0 and bare.coverage >= least)
    counted: dict[str, tuple[Findings, bool, dict[str, Any]]] = {
        "worst": ({**own.findings, **dict.fromkeys(unknown, 0)}, True, {}),
        "best": ({**own.findings, **dict.fromkeys(unknown, own.top)}, True, {}),
        "exclude": (oracle.excluded(own.findings), enough, {"minimum_coverage": least}),
    }
    for policy, (complete, given_value, more) in counted.items():
        result = score(case, policy=policy, **more)
        fits = own.rule(complete)
        assert (result.lower, result.upper, result.possible) == (
            bare.lower,
            bare.upper,
            bare.possible,
        )
        assert result.lower.ordinal <= min(fits)
        assert max(fits) <= result.upper.ordinal
        chosen = case.framework.stage(min(fits)) if len(fits) == 1 and given_value else None
        assert result.chosen == chosen
        assert result.stage == (bare.stage or chosen)
        codes = {notice.code: notice.about for notice in result.notices}
        assert codes.get(sm.NoticeCode.POLICY, ()) == tuple(unknown)
        assert (sm.NoticeCode.LOW_COVERAGE in codes) is not given_value
    worst, best = score(case, policy="worst"), score(case, policy="best")
    assert min(own.rule(counted["worst"][0])) == bare.lower.ordinal
    assert max(own.rule(counted["best"][0])) == bare.upper.ordinal
    if not isinstance(case.rule, sm.NearestRule):
        assert (worst.stage, best.stage) == (bare.lower, bare.upper)


# --- laws of every rule


@every_rule
@FEWER
@given(st.data())
def test_policy_error_refuses_exactly_what_is_unknown(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """With the ids, in order of the framework; else it changes nothing."""
    case = data.draw(cases)
    unknown = unknown_of(case)
    if unknown:
        with pytest.raises(IncompleteAssessmentError, match="policy 'error' asks for") as caught:
            score(case, policy="error")
        assert caught.value.unknown == tuple(unknown)
    else:
        bare = score(case)
        result = score(case, policy="error")
        assert result.explanation == bare.explanation
        assert result.policy is sm.Policy.ERROR


def in_short(case: Case, found: Mapping[str, Any]) -> sm.Assessment:
    """The assessment in the short form, with nothing beside the answers."""
    return sm.Assessment(
        framework=case.framework.id,
        answers=found,
        checks=case.assessment.checks,
    )


def same(one: Any, two: Any) -> bool:
    """Are two results equal but for the form of the assessment?"""
    return bool(one == attrs.evolve(two, assessment=one.assessment))


@every_rule
@FEWER
@given(st.data(), st.randoms(use_true_random=False))
def test_neither_order_nor_form_matters(
    cases: st.SearchStrategy[Case], data: st.DataObject, random: Any
) -> None:
    """Shuffled answers, and the long form in place of the short one, give the same result."""
    case = data.draw(cases)
    found = list(case.assessment.found.items())
    random.shuffle(found)
    short = in_short(case, dict(found))
    random.shuffle(found)
    long_form = attrs.evolve(
        short,
        answers={},
        findings=tuple(sm.Finding(indicator=key, answer=own) for key, own in found),
    )
    result = score(case)
    assert same(result, score(case._replace(assessment=short)))
    assert same(result, score(case._replace(assessment=long_form)))


@every_rule
@FEWER
@given(st.data())
def test_confidence_stands_beside_the_result(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Evidence, notes, dates and assessors change nothing where no filter is asked."""
    case = data.draw(cases)
    found = case.assessment.found
    bare = in_short(case, found)
    days = st.none() | st.dates()
    rich = attrs.evolve(
        bare,
        assessor=data.draw(st.sampled_from(("", "Ann"))),
        assessed_on=data.draw(days),
        note=data.draw(NOTES),
        answers={},
        findings=tuple(
            sm.Finding(
                indicator=key,
                answer=answer,
                evidence=data.draw(few(EVIDENCE)),
                assessor=data.draw(st.sampled_from(("", "Bob"))),
                observed_on=data.draw(days),
                valid_until=data.draw(days),
                note=data.draw(st.sampled_from(("", "seen"))),
            )
            for key, answer in found.items()
        ),
    )
    assert same(score(case._replace(assessment=bare)), score(case._replace(assessment=rich)))


@every_rule
@FEWER
@given(st.data())
def test_a_result_says_how_it_can_be_made_again(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Scored again with its method, whatever was asked for, it is the same."""
    case = data.draw(cases)
    options = data.draw(st.sampled_from(options_of(case)))
    result = score(case, **options)
    again = score_case(result.assessment, result.framework, result.method)
    assert again == result
    assert hash(again) == hash(result)
    assert result.method.rule == case.rule
    assert result.rule == case.rule.name


def options_of(case: Case) -> tuple[dict[str, Any], ...]:
    """What may be asked for beside a rule; nothing can be left out of a sum of levels."""
    if getattr(case.rule, "levels", None) == "sum":
        return tuple(own for own in OPTIONS if own.get("policy") != "exclude")
    return OPTIONS


OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"policy": "worst"},
    {"policy": "exclude", "minimum_coverage": "1/2"},
    {"strength": "documented", "as_of": date(2026, 11, 2), "valid_for": 30},
    {"most_not_applicable": 1, "policy": "best"},
)


@every_rule
@FEWER
@given(st.data())
def test_a_result_is_plain_data_on_request(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """JSON takes it and gives it back; the sentences are in it, and not empty."""
    case = data.draw(cases)
    result = score(case, **data.draw(st.sampled_from(options_of(case))))
    told = result.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["explanation"]["text"] == result.text()
    lines = result.text().splitlines()
    assert all(line.strip() for line in lines)
    assert lines[0] == result.explanation.headline == str(result)


@every_rule
@FEWER
@given(st.data())
def test_every_result_carries_the_profile(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The shares of stages and dimensions by brute force; for numbers of the best answer."""
    case = data.draw(cases)
    framework = case.framework
    at = getattr(case.rule, "at", None)
    if at is None:
        at = framework.scale.labels[-1] if framework.scale.labels else Fraction(1)
    stages, findings, top, rank, _, _ = plain(case._replace(rule=sm.NearestRule(at=at)))
    profile = score(case).profile
    expected = {str(key): own for key, own in gated.profile(stages, findings, top, rank).items()}
    keys = [str(place) for place, (_, ids) in enumerate(stages, 1) if ids]
    assert [share.key for share in profile.stages] == keys
    for share in profile.stages:
        assert (share.lower, share.upper) == (expected[share.key] or (None, None))
    sorted_by: Stages = [(False, in_dimension(framework, own.id)) for own in framework.dimensions]
    by_dimension = gated.profile(sorted_by, findings, top, rank)
    named = [own.id for own, (_, ids) in zip(framework.dimensions, sorted_by, strict=True) if ids]
    assert [share.key for share in profile.dimensions] == named
    for share in profile.dimensions:
        place = [own.id for own in framework.dimensions].index(share.key)
        assert (share.lower, share.upper) == (by_dimension[place + 1] or (None, None))


@given(profiled())
def test_a_share_under_a_policy(case: Case) -> None:
    """Worst and best are its ends; excluded is the share of what is rated, and lies between."""
    stages, findings, top, at, _, _ = plain(case._replace(rule=sm.NearestRule(at=case.rule.at)))
    rated = gated.profile(stages, oracle.excluded(findings), top, at)
    result = score(case)
    assert result.coverage == gated.coverage(stages, findings)
    assert result.stage is result.lower is result.upper is None
    for share in result.profile.stages:
        assert share.by(sm.Policy.WORST) == share.lower
        assert share.by(sm.Policy.BEST) == share.upper
        known = rated[int(share.key)]
        value = share.by(sm.Policy.EXCLUDE)
        assert value == (None if known is None else known[0])
        for no_policy in (None, sm.Policy.ERROR):
            assert share.by(no_policy) == (None if share.unknown else share.lower)
        if value is not None:
            assert share.lower is not None
            assert share.upper is not None
            assert share.lower <= value <= share.upper


def bounds(result: sm.StageResult | sm.NumberResult) -> tuple[Any, Any] | None:
    """The ends of a result; ``None`` where nothing applies."""
    if isinstance(result, sm.StageResult):
        return ends(result)
    return None if result.lower is None else (result.lower, result.upper)


every_ranged_rule = pytest.mark.parametrize(
    "cases",
    [of_rule(name) for name in (*STAGE_RULES, *NUMBER_RULES)],
    ids=(*STAGE_RULES, *NUMBER_RULES),
)


@every_ranged_rule
@FEWER
@given(st.data())
def test_a_better_answer_lowers_neither_end(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """No rule can fall when a rating improves."""
    case = data.draw(cases)
    found = dict(case.assessment.found)
    rated = rated_of(case)
    assume(rated)
    raised = data.draw(st.sampled_from(rated))
    before = bounds(score(case))
    assert before is not None
    for answer in better(case.framework.scale, found[raised]):
        after = bounds(answered(case, found | {raised: answer}))
        assert after is not None
        assert before[0] <= after[0]
        assert before[1] <= after[1]


@every_ranged_rule
@FEWER
@given(st.data())
def test_an_answer_to_what_is_unknown_stays_inside_the_range(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Whether it is a rating or turns out not to apply.

    Of levels added up one end alone: where a group has fewer levels than the others, a mean
    without it can be more than any with it.
    """
    case = data.draw(cases)
    unknown = unknown_of(case)
    assume(unknown)
    before = bounds(score(case))
    assert before is not None
    told = data.draw(ratings(case.framework.scale) | st.just(sm.NOT_APPLICABLE))
    found = {**case.assessment.found, data.draw(st.sampled_from(unknown)): told}
    after = bounds(answered(case, found))
    if after is not None:
        assert before[0] <= after[0]
        levels = getattr(case.rule, "levels", None)
        assert after[1] <= before[1] or (levels == "sum" and told == sm.NOT_APPLICABLE)


@every_ranged_rule
@FEWER
@given(st.data())
def test_without_policy_there_is_a_value_only_where_the_ends_meet(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """And nothing rated gives the full range, coverage 0 and no value."""
    case = data.draw(cases)
    result = score(case)
    if isinstance(result, sm.StageResult):
        assert (result.stage is None) == (result.lower != result.upper)
        assert result.chosen is None
    else:
        assert (result.value is None) == (result.lower != result.upper or result.lower is None)
    empty = answered(case, {})
    widest = bounds(empty)
    assert widest is not None
    assert empty.coverage == 0
    for options in options_of(case):
        if options.get("policy") in ("worst", "best"):
            continue
        nothing = answered(case, {}, **options)
        assert (nothing.stage if isinstance(nothing, sm.StageResult) else nothing.value) is None
    scale = case.framework.scale
    for place, answer in enumerate(
        (scale.labels[0], scale.labels[-1]) if scale.labels else (Fraction(0), Fraction(1))
    ):
        all_alike = {str(own.id): answer for own in case.framework.indicators}
        assert bounds(answered(case, all_alike)) == (widest[place],) * 2


# --- rules of numbers


@every_number_rule
@given(st.data())
def test_the_range_of_a_number_is_that_of_every_completion(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """Exact at both ends, of the whole and of every group; outer groups come first."""
    own = data.draw(cases)
    result = score(own.case)
    assert (result.lower, result.upper) == own.ends(own.tree)
    assert [one.name for one in result.groups] == list(own.groups)
    for one in result.groups:
        assert (one.lower, one.upper) == own.ends(own.groups[one.name])
        assert one.value == (one.lower if one.lower == one.upper else None)
        assert result.group(one.name) is one


@pytest.mark.parametrize("counts", SHAPES)
@pytest.mark.parametrize("groups", [None, "stage"])
@pytest.mark.parametrize("levels", ["mean", "sum"])
def test_six_unknown_numbers_by_brute_force(
    counts: tuple[int, ...], groups: str | None, levels: str
) -> None:
    """All 4096 completions, for several ways to spread them over the stages."""
    framework = ladder(counts)
    numbers = [Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(2)]
    weights = {"i1": Fraction(3), "i5": Fraction(1, 2)}
    rule = sm.WeightedMeanRule(
        values=dict(zip("NPLF", numbers, strict=True)),
        weights=weights,
        groups=groups,
        levels=levels,
    )
    tree, _ = trees(framework, groups, weights, levels)
    findings: Findings = {own.id: UNKNOWN for own in framework.indicators}
    result = score(Case(framework, samples.assess({}), rule))
    assert (result.lower, result.upper) == oracle.mean_possible(tree, findings, numbers)
    assert [one.indicator for one in result.explanation.decisive] == list(findings)


@every_number_rule
@FEWER
@given(st.data())
def test_contributions_sum_exactly(cases: st.SearchStrategy[Numbered], data: st.DataObject) -> None:
    """To the lower end, the upper end and the value, under every policy."""
    own = data.draw(cases)
    for options in options_of(own.case):
        result = score(own.case, **options)
        told = result.explanation.contributions
        assert [one.indicator for one in told] == [one.id for one in own.case.framework.indicators]
        assert sum(one.lower for one in told) == (result.lower or 0)
        assert sum(one.upper for one in told) == (result.upper or 0)
        if result.value is None and result.lower is not None:
            assert {one.value for one in told} == {None}
        else:
            assert sum(one.value for one in told) == (result.value or 0)


@every_number_rule
@FEWER
@given(st.data())
def test_a_factor_is_what_the_whole_rises_by(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """When an indicator goes from its worst to its best, as a share of that; else 0."""
    own = data.draw(cases)
    low, high = own.numbers[0], own.numbers[-1]
    top = len(own.numbers) - 1
    worst: Findings = {**own.findings, **dict.fromkeys(oracle.unknown_ids(own.findings), 0)}
    for one in score(own.case).explanation.contributions:
        if own.findings[one.indicator] == NA and own.na_value is None:
            assert (one.factor, one.lower, one.upper) == (0, 0, 0)
            continue
        least = own.value({**worst, one.indicator: 0})
        most = own.value({**worst, one.indicator: top})
        assert least is not None
        assert most is not None
        assert one.factor == (most - least) / (high - low)


@every_number_rule
@FEWER
@given(st.data())
def test_every_unknown_number_is_decisive(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """Since every weight is above 0; with what is left at its worst and at its best."""
    own = data.draw(cases)
    top = len(own.numbers) - 1
    told = score(own.case).explanation.decisive
    decisive = oracle.decisive_for(own.value, own.findings, top)
    assert [one.indicator for one in told] == [
        key for key in unknown_of(own.case) if key in decisive
    ]
    for one in told:
        worst = own._replace(findings={**own.findings, one.indicator: 0})
        best = own._replace(findings={**own.findings, one.indicator: top})
        assert one.at_worst == worst.ends(own.tree)[1]
        assert one.at_best == best.ends(own.tree)[0]


@every_number_rule
@FEWER
@given(st.data())
def test_the_maximum_is_what_could_be_reached(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """With all that applies at its best."""
    own = data.draw(cases)
    top = len(own.numbers) - 1
    perfect = {key: NA if one == NA else top for key, one in own.findings.items()}
    result = score(own.case)
    assert result.maximum == own.value(perfect)
    if result.maximum is not None:
        assert result.upper <= result.maximum


@every_number_rule
@FEWER
@given(st.data())
def test_coverage_is_the_share_of_the_weight_that_is_rated(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """By a mean of ones for what is rated and zeros for the rest."""
    own = data.draw(cases)
    zero = None if own.na_value is None else Fraction(0)
    ones = [Fraction(0), Fraction(1)]

    def weight(of: Callable[[int | str], bool]) -> Fraction | None:
        marked: Findings = {
            key: NA if one == NA else int(of(one)) for key, one in own.findings.items()
        }
        return oracle.mean_value(own.tree, marked, ones, zero)

    applies = weight(lambda one: one != NA)
    rated = weight(lambda one: one not in (NA, UNKNOWN))
    expected = None if not applies or rated is None else rated / applies
    assert score(own.case).coverage == expected


@every_number_rule
@FEWER
@given(st.data())
def test_a_policy_gives_a_number_of_the_range(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """Worst and best are the ends, of every group, too; nothing else changes."""
    own = data.draw(cases)
    unknown = unknown_of(own.case)
    bare = score(own.case)
    for policy, rank in (("worst", 0), ("best", len(own.numbers) - 1)):
        complete: Findings = {**own.findings, **dict.fromkeys(unknown, rank)}
        result = score(own.case, policy=policy)
        assert (result.lower, result.upper) == (bare.lower, bare.upper)
        assert result.value == own.value(complete)
        assert result.value == (bare.lower if policy == "worst" else bare.upper)
        for one in result.groups:
            assert one.value == own.value(complete, own.groups[one.name])
        codes = {notice.code: notice.about for notice in result.notices}
        assert codes.get(sm.NoticeCode.POLICY, ()) == tuple(unknown)
        assert sm.NoticeCode.LOW_COVERAGE not in codes


def left_out(own: Numbered) -> tuple[Findings, list[Fraction]]:
    """The findings with nothing in place of the unknown ones, and the numbers of their ranks.

    What does not apply and has a number counts with that.
    """
    if own.na_value is None:
        return oracle.excluded(own.findings), own.numbers
    numbers = sorted({*own.numbers, own.na_value})
    ranks = {NA: numbers.index(own.na_value)} | {
        rank: numbers.index(number) for rank, number in enumerate(own.numbers)
    }
    return {key: ranks.get(found, NA) for key, found in own.findings.items()}, numbers


every_mean = pytest.mark.parametrize(
    "cases", [numbered("weighted_mean"), numbered("rating")], ids=["weighted_mean", "rating"]
)


@every_mean
@FEWER
@given(st.data())
def test_policy_exclude_leaves_the_unknown_out_of_a_mean(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """From the minimum of coverage on, and never of nothing; in every group, too."""
    own = data.draw(cases)
    bare = score(own.case)
    least = data.draw(SHARES)
    enough = bare.coverage is None or (bare.coverage > 0 and bare.coverage >= least)
    result = score(own.case, policy="exclude", minimum_coverage=least)
    assert (result.lower, result.upper) == (bare.lower, bare.upper)
    codes = {notice.code: notice.about for notice in result.notices}
    assert codes.get(sm.NoticeCode.POLICY, ()) == tuple(unknown_of(own.case))
    assert (sm.NoticeCode.LOW_COVERAGE in codes) is not enough
    if not enough:
        assert (result.value, result.groups) == (bare.value, bare.groups)
        return
    findings, numbers = left_out(own)
    assert result.value == oracle.mean_value(own.tree, findings, numbers)
    for one in result.groups:
        assert one.value == oracle.mean_value(own.groups[one.name], findings, numbers)


@every_mean
@FEWER
@given(st.data())
def test_what_is_excluded_leaves_a_number_of_the_range(
    cases: st.SearchStrategy[Numbered], data: st.DataObject
) -> None:
    """Never above what the unknown could make of it, nor where one dimension is unknown."""
    own = data.draw(cases)
    framework = own.case.framework
    best = framework.scale.labels[-1] if framework.scale.labels else 1
    tried: list[dict[str, Any]] = [dict(own.case.assessment.found)]
    for dimension in framework.dimensions:
        others = (one.id for one in framework.indicators if one.dimension != dimension.id)
        tried.append({str(one): best for one in others})
    for found in tried:
        result = answered(own.case, found, policy="exclude", minimum_coverage=0)
        for one in (result, *result.groups):
            if one.value is not None:
                assert one.lower <= one.value <= one.upper
        if result.value is not None:
            assert result.value <= result.maximum


@given(numbered("weighted_mean") | numbered("sum"), st.data())
def test_a_floor_is_reached_where_every_completion_reaches_it(
    own: Numbered, data: st.DataObject
) -> None:
    """Of indicators, groups and the whole; together they are as bad as the worst of them."""
    leaves: dict[str, oracle.Tree] = {
        one.id: ("leaf", one.id) for one in own.case.framework.indicators
    }
    known = {"total": own.tree, **own.groups, **leaves}
    low, high = sorted((own.numbers[0], own.numbers[-1] * len(own.case.framework.stages)))
    floors = data.draw(
        st.dictionaries(
            st.sampled_from(list(known)), st.fractions(low, high, max_denominator=6), max_size=4
        )
    )
    case = own.case._replace(rule=attrs.evolve(own.case.rule, floors=floors))
    result = score(case)
    assert [one.name for one in result.explanation.floors] == sorted(floors)
    worst, best = score(case, policy="worst"), score(case, policy="best")
    for place, one in enumerate(result.explanation.floors):
        lower, upper = own.ends(known[one.name])
        assert (one.lower, one.upper, one.least) == (lower, upper, floors[one.name])
        assert one.verdict is verdict(one.least, lower, upper)
        assert worst.explanation.floors[place].verdict is verdict(one.least, lower, lower)
        assert best.explanation.floors[place].verdict is verdict(one.least, upper, upper)
    for each in (result, worst, best):
        verdicts = {one.verdict for one in each.explanation.floors}
        assert each.verdict is together(verdicts)


def verdict(least: Fraction, lower: Fraction | None, upper: Fraction | None) -> sm.Verdict:
    """What can be said of a floor, from the least and the most that is there."""
    if lower is None or upper is None:
        return sm.Verdict.VACUOUS
    if lower < least <= upper:
        return sm.Verdict.UNDETERMINED
    return sm.Verdict.MET if lower >= least else sm.Verdict.NOT_MET


def together(verdicts: set[sm.Verdict]) -> sm.Verdict | None:
    """What can be said of floors together; one of nothing bars nothing."""
    for bad in (sm.Verdict.NOT_MET, sm.Verdict.UNDETERMINED):
        if bad in verdicts:
            return bad
    return sm.Verdict.MET if verdicts else None


@given(numbered("rating"))
def test_a_rating_is_the_band_of_the_percentage(own: Numbered) -> None:
    """Of the whole and of each group, at both ends and for the value."""
    bands = own.case.rule.bands

    def label(share: Fraction | None) -> str | None:
        if share is None:
            return None
        return oracle.rating(100 * share, bands.labels, bands.bounds)

    for options in OPTIONS:
        result = score(own.case, **options)
        numbers = {"total": result, **{one.name: one for one in result.groups}}
        assert [one.name for one in result.ratings] == list(numbers)
        for one in result.ratings:
            number = numbers[one.name]
            assert (one.lower, one.upper) == (label(number.lower), label(number.upper))
            met = one.lower if one.lower == one.upper else None
            assert one.value == (met or label(number.value))
            assert result.rating_of(one.name) is one
        assert result.rating == result.ratings[0].value
        mean = sm.WeightedMeanRule(
            values=own.case.rule.values, weights=own.case.rule.weights, groups=own.case.rule.groups
        )
        same_mean = score(own.case._replace(rule=mean), **options)
        assert (result.lower, result.upper, result.value) == (
            same_mean.lower,
            same_mean.upper,
            same_mean.value,
        )


def cut(bands: sm.Bands) -> Iterator[Fraction]:
    """The bounds of bands, and what lies just under and over them."""
    for bound in bands.bounds:
        yield from (bound - Fraction(1, 10**9), bound, bound + Fraction(1, 10**9))


@given(st.data())
def test_bands_are_closed_above(data: st.DataObject) -> None:
    """For any bands and percentage, by the oracle."""
    labels = data.draw(st.lists(st.sampled_from("abcdefgh"), min_size=2, unique=True))
    inner = st.fractions(0, 100, max_denominator=8).filter(lambda own: 0 < own < 100)
    bounds = sorted(
        data.draw(st.lists(inner, min_size=len(labels) - 1, max_size=len(labels) - 1, unique=True))
    )
    bands = sm.Bands(id="own", labels=tuple(labels), bounds=tuple(bounds))
    tried = [*cut(bands), data.draw(st.fractions(0, 100)), Fraction(0), Fraction(100)]
    for percentage in tried:
        assert bands.rate(percentage) == oracle.rating(percentage, labels, bounds)

"""What the three rules for ladders share: counting the stages, and putting the result together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from socialmaturity.identifiers import IndicatorId, LimitationId
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import (
    Binding,
    Decisive,
    Item,
    Notice,
    NoticeCode,
    Pending,
    StageExplanation,
    Verdict,
)
from socialmaturity.scoring.items import items_by_stage, make_notices, subject, verdict
from socialmaturity.scoring.ladder import Ends, Rung, by_policy
from socialmaturity.scoring.parameters import Thresholds
from socialmaturity.scoring.result import StageResult

Needed = Callable[[int], int]
"""How many of so many applicable indicators have to be met."""


_MET, _UNKNOWN, _VACUOUS = Verdict.MET, Verdict.UNDETERMINED, Verdict.VACUOUS


class Ladder(NamedTuple):
    """An assessment, counted stage by stage.

    Args:
        case: What was counted.
        limits: The thresholds it was counted against.
        needed: How many of so many applicable indicators have to be met.
        items: Every scored indicator, in order.
        rows: The same stage by stage; a baseline has none.
        rungs: The counts of each stage, in order.
    """

    case: Case
    limits: Thresholds
    needed: Needed
    items: tuple[Item, ...]
    rows: list[list[Item]]
    rungs: tuple[Rung, ...]


def make_ladder(case: Case, limits: Thresholds, needed: Needed) -> Ladder:
    """Return the items of an assessment and the counts of its stages.

    Args:
        case: The findings that count.
        limits: Thresholds on its scale.
        needed: How many of so many applicable indicators have to be met.

    Returns:
        What the rules for ladders go by.
    """
    rows = items_by_stage(case, limits.at)
    differ = limits.differ
    rungs: list[Rung] = []
    for stage, row in zip(case.framework.stages, rows, strict=True):
        met = unknown = vacuous = 0
        for item in row:
            own = item.verdict
            if own is _MET:
                met += 1
            elif own is _UNKNOWN:
                unknown += 1
            elif own is _VACUOUS:
                vacuous += 1
        below = _met_below(row, case, limits) if differ else met
        left = len(row) - vacuous
        rungs.append(Rung(stage.ordinal, stage.baseline, met, below, unknown, left, needed(left)))
    return Ladder(case, limits, needed, tuple(chain.from_iterable(rows)), rows, tuple(rungs))


def _met_below(row: Sequence[Item], case: Case, limits: Thresholds) -> int:
    found = (case.found[item.id] for item in row)
    return sum(verdict(one, limits.lower_at) is Verdict.MET for one in found)


def rated_share(rungs: Iterable[Rung]) -> Fraction | None:
    """Return the share of the applicable indicators that is rated; ``None`` of none."""
    applicable = unknown = 0
    for rung in rungs:
        applicable += rung.applicable
        unknown += rung.unknown
    return Fraction(applicable - unknown, applicable) if applicable else None


def unknown_items(ladder: Ladder, ordinal: int) -> Iterator[Item]:
    """Give the items of one stage that are unknown."""
    return (item for item in ladder.rows[ordinal - 1] if item.verdict is Verdict.UNDETERMINED)


def stage_result(
    ladder: Ladder,
    *,
    rule: str,
    sentence: str,
    ends: Callable[[Sequence[Rung]], Ends],
    possible: tuple[int, ...],
    next_stage: int | None = None,
    binding: tuple[Binding, ...] = (),
    decisive: tuple[Decisive, ...] = (),
    pending: tuple[Pending, ...] = (),
    misfits: tuple[IndicatorId, ...] = (),
) -> StageResult:
    """Return the result of a rule for ladders, with its explanation.

    Args:
        ladder: What was counted.
        rule: Name of the rule.
        sentence: What it says, with its parameters.
        ends: Its lowest and highest result on counts.
        possible: Every result that some completion has, lowest first.
        next_stage: As in `StageExplanation`, like all that follow.
        binding: What bars that stage.
        decisive: What can change the result.
        pending: What else that stage asks for.
        misfits: What differs from the pattern of the result.

    Returns:
        The result.
    """
    case, rungs = ladder.case, ladder.rungs
    framework = case.framework
    lower, upper = (framework.stage(ordinal) for ordinal in (possible[0], possible[-1]))
    rated = rated_share(rungs)
    settled = by_policy(rungs, case.method.policy, ends, ladder.needed)
    chosen = None
    if settled is not None and settled[0] == settled[1] and case.method.enough(rated):
        chosen = framework.stage(settled[0])
    contradicting = tuple(_contradicting(case, upper.ordinal)) if case.present else ()
    return StageResult(
        framework=framework,
        assessment=case.assessment,
        method=case.method,
        lower=lower,
        upper=upper,
        possible=tuple(map(framework.stage, possible)),
        chosen=chosen,
        coverage=rated,
        explanation=StageExplanation(
            framework=framework,
            rule=rule,
            sentence=sentence,
            parameters=ladder.limits.parameters(case.scale),
            headline=_headline(ladder, lower, upper, chosen),
            items=ladder.items,
            lower=lower.ordinal,
            upper=upper.ordinal,
            rungs=rungs,
            next_stage=next_stage,
            binding=binding,
            decisive=decisive,
            pending=pending,
            misfits=misfits,
            contradicting=contradicting,
            notices=tuple(
                _notices(ladder, contradicting, upper, rated, has_gate=rule != "nearest")
            ),
        ),
    )


def _contradicting(case: Case, upper: int) -> Iterator[LimitationId]:
    """Give the limitations that are present and that the highest result would have lost."""
    for stage in case.framework.stages[: max(0, upper - 1)]:
        yield from (own.id for own in stage.limitations if own.id in case.present)


def _notices(
    ladder: Ladder,
    contradicting: tuple[LimitationId, ...],
    upper: Stage,
    rated: Fraction | None,
    *,
    has_gate: bool,
) -> Iterator[Notice]:
    framework = ladder.case.framework
    label = upper.label
    if framework.kind is not FrameworkKind.LADDER:
        yield Notice(
            code=NoticeCode.NOT_A_LADDER,
            text=f"the {label}s of {framework.id} run side by side; the ordinal is no grade.",
        )
    for rung, row in zip(ladder.rungs, ladder.rows, strict=True):
        if row and not rung.applicable:
            yield Notice(
                code=NoticeCode.VACUOUS_STAGE,
                text=f"nothing of {label} {rung.ordinal} applies; it is passed and says nothing.",
                about=(str(rung.ordinal),),
            )
    for limitation in contradicting:
        yield _limitation_present(framework, limitation, upper)
    yield from _runs_ahead(ladder, upper, has_gate=has_gate)
    yield from make_notices(ladder.case, rated)


def _limitation_present(framework: Framework, limitation: LimitationId, upper: Stage) -> Notice:
    own = next(one for one in framework.limitations if one.id == limitation)
    ordinal = framework.limitation_stage(limitation).ordinal
    return Notice(
        code=NoticeCode.LIMITATION_PRESENT,
        text=f"{limitation} is answered with yes ({own.question}), which is told of {upper.label}"
        f" {ordinal}; that contradicts {upper.label} {upper.ordinal}.",
        about=(limitation,),
    )


def _runs_ahead(ladder: Ladder, upper: Stage, *, has_gate: bool) -> Iterator[Notice]:
    """Warn where something is met above the highest result."""
    ahead = tuple(
        item
        for rung in ladder.rungs[upper.ordinal :]
        if rung.met
        for item in ladder.rows[rung.ordinal - 1]
        if item.verdict is Verdict.MET
    )
    if ahead:
        label = upper.label
        what = "a gate" if has_gate else "the nearest pattern"
        above = f"of stages above {label} {upper.ordinal}"
        if not upper.ordinal:
            above = f"no {label} is reached, yet"
        yield Notice(
            code=NoticeCode.RUNS_AHEAD,
            text=f"{above} something is met already, up to"
            f" {label} {ahead[-1].stage}; the result names {what}, not all that is there.",
            about=tuple(item.id for item in ahead),
        )


def _headline(ladder: Ladder, lower: Stage, upper: Stage, chosen: Stage | None) -> str:
    applicable = sum(rung.applicable for rung in ladder.rungs)
    rated = applicable - sum(rung.unknown for rung in ladder.rungs)
    place = _at(lower) if lower is upper else f"{_at(lower)} at worst and {_at(upper)} at best"
    policy = ladder.case.method.policy
    by = (
        ""
        if chosen is None or policy is None or lower is upper
        else (f", {_at(chosen)} by policy {policy.value}")
    )
    return f"{subject(ladder.case)} is {place}{by} ({rated} of {applicable} indicators rated)."


def _at(stage: Stage) -> str:
    return f"at {stage}" if stage.ordinal else str(stage)

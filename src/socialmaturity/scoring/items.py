"""What every rule starts from: items with their verdicts, shares and coverage."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Final

from socialmaturity.assessment.outcome import UNKNOWN, Answer, Outcome
from socialmaturity.assessment.reading import Found
from socialmaturity.identifiers import IndicatorId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Scale, Threshold, show_number
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import Item, Notice, NoticeCode, Verdict
from socialmaturity.scoring.method import Policy

_Items = dict[tuple[IndicatorId, Answer], Item]


def verdict(found: Found, threshold: Threshold) -> Verdict:
    """Return what one finding says against a threshold."""
    outcome, level = found
    if level is not None:
        return Verdict.MET if threshold.reached_by(level) else Verdict.NOT_MET
    return Verdict.VACUOUS if outcome is Outcome.NOT_APPLICABLE else Verdict.UNDETERMINED


def make_items(case: Case, at: Threshold) -> tuple[Item, ...]:
    """Return one item for each scored indicator, in order of the framework."""
    return tuple(chain.from_iterable(items_by_stage(case, at)))


def items_by_stage(case: Case, at: Threshold) -> list[list[Item]]:
    """Return the items of each stage, in order of the framework; a baseline has none."""
    shared = {} if case.set_aside else _shared_items(case.framework, case.scale, at)
    known, given, found = shared.get, case.assessment.found.get, case.found
    return [
        [
            known((own.id, given(own.id))) or _made(case, stage.ordinal, own.id, at, shared)
            for own in stage.indicators
            if own.id in found
        ]
        for stage in case.framework.stages
    ]


def _made(case: Case, stage: int, own: IndicatorId, at: Threshold, shared: _Items) -> Item:
    """Make an item; one of a label or an outcome is shared by the results to come."""
    answer = case.assessment.found.get(own)
    item = _item(case, stage, own, answer, at)
    if isinstance(answer, str | None):
        shared[own, answer] = item
    return item


def _item(case: Case, stage: int, own: IndicatorId, answer: Answer, at: Threshold) -> Item:
    found = case.found[own]
    return Item(
        id=own,
        stage=stage,
        outcome=found[0],
        answer=answer,
        verdict=verdict(found, at),
        set_aside=case.set_aside.get(own),
    )


@lru_cache(maxsize=16)
def _shared_items(framework: Framework, scale: Scale, at: Threshold) -> _Items:
    """Return the items that results share: of each indicator, one for each label or outcome."""
    del framework, scale, at  # the key; there is nothing to begin with
    return {}


def make_notices(case: Case, rated: Fraction | None) -> Iterator[Notice]:
    """Give the warnings of filters and policy, which every rule has.

    Args:
        case: What was scored.
        rated: Its coverage.
    """
    if case.set_aside:
        reasons = ", ".join(sorted(set(case.set_aside.values())))
        yield Notice(
            code=NoticeCode.SET_ASIDE,
            text=f"{_counted(len(case.set_aside))} not count and"
            f" {'is' if len(case.set_aside) == 1 else 'are'} unknown here ({reasons}).",
            about=tuple(case.set_aside),
        )
    policy = case.method.policy
    if policy is None:
        return
    unknown = tuple(own for own, (outcome, _) in case.found.items() if outcome in UNKNOWN)
    if unknown:
        yield Notice(
            code=NoticeCode.POLICY,
            text=f"policy {policy.value} {_POLICIES[policy]}; the range says what is known.",
            about=unknown,
        )
    if not case.method.enough(rated):
        least = case.method.minimum_coverage or Fraction(0)
        yield Notice(
            code=NoticeCode.LOW_COVERAGE,
            text=f"a share of {show_number(rated or 0)} is rated, and policy exclude gives a"
            f" value from {show_number(least)} on{'' if least else ', and not of nothing'}.",
        )


def subject(case: Case) -> str:
    """Return who is spoken of, to begin a sentence with."""
    who = case.assessment.subject or "The organisation"
    if case.method.dimension is None:
        return who
    name = next(own.name for own in case.framework.dimensions if own.id == case.method.dimension)
    return f"In {name}, {who if case.assessment.subject else 'the organisation'}"


def _counted(count: int) -> str:
    return f"{count} finding{' does' if count == 1 else 's do'}"


_POLICIES: Final = {
    Policy.WORST: "counts what is unknown as at the bottom of the scale",
    Policy.BEST: "counts what is unknown as at the top of the scale",
    Policy.EXCLUDE: "leaves out what is unknown as if it did not apply",
}

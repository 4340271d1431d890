"""What changed between two results: two dates, two assessors, or what would be if."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Answer, Outcome, RawAnswer, outcome_of
from socialmaturity.errors import FrameworkMismatchError, InvalidValueError, expect
from socialmaturity.identifiers import IndicatorId
from socialmaturity.model.scale import Level, Scale
from socialmaturity.scoring.case import make_case, score_case
from socialmaturity.scoring.explanation import Item, NoticeCode, Verdict, show_answer, show_outcome
from socialmaturity.scoring.method import Method
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.result import Result, StageResult


class ChangeKind(StrEnum):
    """What became of one answer."""

    RAISED = "raised"
    """It is better."""
    LOWERED = "lowered"
    """It is worse."""
    FOUND_OUT = "found-out"
    """It was unknown, or did not apply, and is rated."""
    LOST = "lost"
    """It was rated, and is unknown or does not apply."""
    OTHER = "other"
    """Neither is rated, and the outcome is another one."""


class Movement(StrEnum):
    """What can be said of where a result went."""

    UP = "up"
    """It is higher, whatever the unknown answers are."""
    DOWN = "down"
    """It is lower, whatever they are."""
    SAME = "same"
    """Both are known, and equal."""
    OPEN = "open"
    """The ranges meet, so that the answers do not say."""


@attrs.frozen(kw_only=True)
class Change:
    """One answer that is another one.

    Args:
        indicator: Its id.
        kind: What became of it.
        before: The answer before; ``None`` for not assessed, and for one
            that did not count.
        after: The answer after, in the same way.
    """

    indicator: IndicatorId
    kind: ChangeKind
    before: Answer
    after: Answer


@attrs.frozen(kw_only=True)
class StageChange:
    """One stage of which something else can be said.

    Args:
        stage: Its ordinal.
        before: What was said.
        after: What is said.
    """

    stage: int
    before: Verdict
    after: Verdict


@attrs.frozen(kw_only=True)
class Difference:
    """What changed from one result to another by the same method.

    Args:
        before: The one result.
        after: The other.
        movement: Where the result went.
        changes: The answers that changed, in order of the framework, of the
            indicators that both have.
        stages: The stages of which something else can be said, in order;
            empty for rules without stages.
        cleared: What barred the next stage and does so no more.
        arisen: What bars the next stage now and did not.
        compared: How many indicators are rated in both.
        alike: How many of these have the same answer.
        far_apart: Those that differ by two steps of the scale or more; by
            half of it where answers are numbers.
        only_before: Indicators that the later version of the framework lacks.
        only_after: Those that the earlier one lacks.
    """

    before: Result
    after: Result
    movement: Movement
    changes: tuple[Change, ...]
    stages: tuple[StageChange, ...]
    cleared: tuple[IndicatorId, ...]
    arisen: tuple[IndicatorId, ...]
    compared: int
    alike: int
    far_apart: tuple[IndicatorId, ...]
    only_before: tuple[IndicatorId, ...] = ()
    only_after: tuple[IndicatorId, ...] = ()

    @property
    def agreement(self) -> Fraction | None:
        """Share of the indicators rated in both with the same answer; ``None`` of none."""
        return Fraction(self.alike, self.compared) if self.compared else None

    @property
    def notices(self) -> tuple[NoticeCode, ...]:
        """Codes of the warnings that the one result has and the other lacks."""
        one, two = ({own.code for own in result.notices} for result in (self.before, self.after))
        return tuple(code for code in NoticeCode if code in one ^ two)

    def text(self) -> str:
        """Return what changed in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        yield f"Before: {self.before}"
        yield f"After: {self.after}"
        yield _MOVEMENTS[self.movement]
        for change in self.changes:
            yield (
                f"- {change.indicator} is {change.kind.value.replace('-', ' ')}:"
                f" {_shown(change.before)}, now {_shown(change.after)}."
            )
        label = self.after.framework.stages[0].label
        for stage in self.stages:
            yield f"- {label} {stage.stage} is {_plain(stage.after)}, was {_plain(stage.before)}."
        if self.cleared:
            yield f"No longer in the way: {', '.join(self.cleared)}."
        if self.arisen:
            yield f"In the way now: {', '.join(self.arisen)}."
        if self.only_before or self.only_after:
            left = ", ".join((*self.only_before, *self.only_after))
            yield f"Not compared, since one version of the framework lacks them: {left}."

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, without the two results."""
        return {
            "movement": self.movement.value,
            "changes": [
                {
                    "indicator": own.indicator,
                    "kind": own.kind.value,
                    "before": None if own.before is None else show_answer(own.before),
                    "after": None if own.after is None else show_answer(own.after),
                }
                for own in self.changes
            ],
            "stages": [
                {"stage": own.stage, "before": own.before.value, "after": own.after.value}
                for own in self.stages
            ],
            "cleared": list(self.cleared),
            "arisen": list(self.arisen),
            "compared": self.compared,
            "alike": self.alike,
            "far_apart": list(self.far_apart),
            "only_before": list(self.only_before),
            "only_after": list(self.only_after),
            "text": self.text(),
        }


def what_if(result: Result, changes: Mapping[str, RawAnswer | Finding]) -> Difference:
    """Return what would be different if some answers were others.

    Args:
        result: From where; the method stays.
        changes: By id of the indicator, as `Assessment.with_answers` takes
            them. An answer without evidence is an assertion, which a filter
            by strength sets aside.

    Returns:
        The difference; its ``after`` is the new result.

    Raises:
        WrongTypeError: No result, or no mapping.
        InvalidAssessmentError: An indicator or answer that is not there.

    Examples:
        >>> import socialmaturity as sm
        >>> result = sm.score(sm.Assessment(framework="solis", answers={"listening": "P"}))
        >>> what_if(result, {"listening": "F"}).cleared
        ('listening',)
    """
    assessment = expect(result, Result, "result").assessment.with_answers(changes)
    return compare(result, score_case(assessment, result.framework, result.method))


def compare(before: Result, after: Result) -> Difference:
    """Return what changed from one result to another: two dates, or two assessors.

    Args:
        before: The one.
        after: The other, of the same framework and scored by the same method;
            the day it is *as of* and the version of the framework may differ.

    Returns:
        The difference. Of two versions only what both have is compared, and
        a movement between results is not claimed.

    Raises:
        WrongTypeError: No results.
        FrameworkMismatchError: Of two frameworks.
        InvalidValueError: By two methods, so that the difference would be
            theirs; or answered on two scales.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(framework="socedo", answers={"page-or-profile": "N"})
        >>> now = acme.with_answers({"page-or-profile": "L"})
        >>> compare(sm.score(acme), sm.score(now)).changes[0].kind.value
        'raised'
    """
    for name, own in (("before", before), ("after", after)):
        expect(own, Result, name)
    if before.framework.id != after.framework.id:
        raise FrameworkMismatchError(
            f"results of {before.framework.id!r} and {after.framework.id!r} do not compare;"
            " translate one first",
            path="after",
            value=after.framework.id,
        )
    if _apart_from_day(before.method) != _apart_from_day(after.method):
        raise InvalidValueError(
            "the two were scored by different methods, so that the difference would be theirs;"
            " score both alike",
            path="after",
            value=after.rule,
        )
    cases = [make_case(own.assessment, own.framework, own.method) for own in (before, after)]
    if cases[0].scale != cases[1].scale:
        raise InvalidValueError(
            f"the two were answered on different scales, {cases[0].scale.id!r} and"
            f" {cases[1].scale.id!r}",
            path="after",
            value=cases[1].scale.id,
        )
    found = cases[0].found, cases[1].found
    both = [own for own in found[0] if own in found[1]]
    rated = [
        (IndicatorId(own), one, two)
        for own in both
        if (one := found[0][own][1]) is not None and (two := found[1][own][1]) is not None
    ]
    barred = _barred(before), _barred(after)
    return Difference(
        before=before,
        after=after,
        movement=_movement(before, after),
        changes=tuple(_changes(before, after)),
        stages=tuple(_stages(before, after)),
        cleared=tuple(own for own in barred[0] if own not in barred[1]),
        arisen=tuple(own for own in barred[1] if own not in barred[0]),
        compared=len(rated),
        alike=sum(one == two for _, one, two in rated),
        far_apart=tuple(
            own for own, one, two in rated if _far(cases[0].scale) <= abs(Fraction(one) - two)
        ),
        only_before=tuple(IndicatorId(own) for own in found[0] if own not in found[1]),
        only_after=tuple(IndicatorId(own) for own in found[1] if own not in found[0]),
    )


def _apart_from_day(method: Method) -> Method:
    return method if method.as_of is None else attrs.evolve(method, as_of="0001-01-01")


def _far(scale: Scale) -> Fraction:
    return Fraction(2) if scale.labels else Fraction(1, 2)


def _barred(result: Result) -> tuple[IndicatorId, ...]:
    if not isinstance(result, StageResult):
        return ()
    return tuple(own.indicator for own in result.explanation.binding)


def _changes(before: Result, after: Result) -> Iterator[Change]:
    later = {item.id: item for item in after.explanation.items}
    places = _places(before), _places(after)
    for one in before.explanation.items:
        two = later.get(one.id)
        if two is None:
            continue
        levels = places[0][one.id], places[1][one.id]
        if (one.outcome, levels[0]) != (two.outcome, levels[1]):
            yield Change(
                indicator=one.id, kind=_kind(*levels), before=_counted(one), after=_counted(two)
            )


def _counted(item: Item) -> Answer:
    """Return an answer, if it counts."""
    return item.answer if item.set_aside is None else None


def _places(result: Result) -> dict[str, Level | None]:
    found = make_case(result.assessment, result.framework, result.method).found
    return {own: level for own, (_, level) in found.items()}


def _kind(one: Level | None, two: Level | None) -> ChangeKind:
    if one is None:
        return ChangeKind.OTHER if two is None else ChangeKind.FOUND_OUT
    if two is None:
        return ChangeKind.LOST
    return ChangeKind.RAISED if two > one else ChangeKind.LOWERED


def _stages(before: Result, after: Result) -> Iterator[StageChange]:
    if not (isinstance(before, StageResult) and isinstance(after, StageResult)):
        return
    pairs = zip(before.explanation.verdicts, after.explanation.verdicts, strict=False)
    for ordinal, (one, two) in enumerate(pairs, 1):
        if one is not two:
            yield StageChange(stage=ordinal, before=one, after=two)


def _movement(before: Result, after: Result) -> Movement:
    if before.framework != after.framework:
        return Movement.OPEN
    earlier, later = _ends(before), _ends(after)
    if earlier is None or later is None:
        return Movement.OPEN
    (low, high), (later_low, later_high) = earlier, later
    if later_low > high:
        return Movement.UP
    if later_high < low:
        return Movement.DOWN
    return Movement.SAME if low == high == later_low == later_high else Movement.OPEN


def _ends(result: Result) -> tuple[Level, Level] | None:
    if isinstance(result, StageResult):
        return result.lower.ordinal, result.upper.ordinal
    if isinstance(result, NumberResult) and None not in (result.lower, result.upper):
        return result.lower or Fraction(0), result.upper or Fraction(0)
    return None


_MOVEMENTS = {
    Movement.UP: "It moved up, whatever is unknown.",
    Movement.DOWN: "It moved down, whatever is unknown.",
    Movement.SAME: "The result is the same.",
    Movement.OPEN: "Whether it moved is open.",
}


def _plain(verdict: Verdict) -> str:
    return verdict.value.replace("-", " ")


def _shown(answer: Answer) -> str:
    outcome = outcome_of(answer)
    return show_answer(answer) if outcome is Outcome.RATED else show_outcome(outcome)

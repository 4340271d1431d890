"""How far it is to a target, and how far one has come: per indicator, and never compensating."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple

import attrs

from socialmaturity.assessment.outcome import UNKNOWN, Answer, Answers, Outcome, RawAnswer
from socialmaturity.assessment.reading import Found, Reading, read
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    ContradictionError,
    InvalidAnswerError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import IndicatorId, StageRef
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.scale import Level, Scale, Threshold, show_number
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import show_answer, show_outcome, show_rounded
from socialmaturity.scoring.numbers import Numbers, Pairs, numbers_of
from socialmaturity.scoring.parameters import thresholds
from socialmaturity.scoring.weighted_mean import keep_values

Target = Assessment | Mapping[str, RawAnswer] | Stage | StageRef | str | int
"""Where to go. It is answers, as an assessment or by id; or a stage, which asks for
every indicator up to it."""

Values = Mapping[str, Number | str] | Literal["published"] | Pairs | None
"""The numbers of labels. They are given, ``published`` for those of the scale, or ``None``
for the count of its steps."""


class Span(NamedTuple):
    """Two ends that a number lies between, both of which it can take.

    Args:
        lower: The least.
        upper: The most.
    """

    lower: Fraction
    upper: Fraction

    @property
    def value(self) -> Fraction | None:
        """The number where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None


class ProgressCode(StrEnum):
    """What a reader of gaps and progress has to know beside them."""

    ALL_ZERO_TARGET = "all-zero-target"
    """Every target is the worst answer, so that nothing is asked."""
    TARGET_BELOW_PRESENT = "target-below-present"
    """Some indicators are above their target already; what is over counts for nothing."""
    NOT_A_LADDER = "not-a-ladder"
    """A target up to a stage, of stages that run side by side."""
    QUORUM_UNUSED = "quorum-unused"
    """The gate asks for a share of a stage's indicators, the target for all of them."""
    REGRESS = "regress"
    """Some indicators are lower than at the baseline."""
    HIDES_GAPS = "hides-gaps"
    """Sums read 100 % although a gap remains."""


@attrs.frozen(kw_only=True)
class ProgressNotice:
    """A warning that stands beside gaps or progress and does not change them.

    Args:
        code: What kind of thing it is.
        text: The same in a sentence.
        about: Ids of the indicators that it speaks of; may be empty.
    """

    code: ProgressCode
    text: str
    about: tuple[IndicatorId, ...] = ()


@attrs.frozen(kw_only=True)
class IndicatorGap:
    """How far one indicator is from its target.

    Args:
        indicator: Its id.
        stage: Ordinal of its stage.
        outcome: What became of the question.
        answer: The answer now; ``None`` for not assessed.
        target: The answer to reach, as a label or a decimal.
        current: The number of the answer, counted from the worst answer of
            the scale; the whole scale where the answer is unknown.
        aim: The number of the target, counted likewise.
        gap: What is missing, never below 0.
    """

    indicator: IndicatorId
    stage: int
    outcome: Outcome
    answer: Answer
    target: str
    current: Span
    aim: Fraction
    gap: Span

    @property
    def surpassed(self) -> bool:
        """Whether the answer is better than the target for sure."""
        return self.current.lower > self.aim


@attrs.frozen(kw_only=True)
class Gaps:
    """How far an assessment is from a target, indicator by indicator.

    Args:
        framework: What was assessed.
        scale: Id of the scale that was answered on.
        numbers: Labels with their numbers, worst first, counted from the
            worst; empty where answers are numbers.
        steps: Whether these count the steps of the scale, no number having
            been given.
        items: Those that have a target and apply, in order of the framework.
        not_applicable: Those that do not apply, now or at the target.
        without_target: Those that the target does not speak of.
        notices: Warnings, in order of their codes.
    """

    framework: Framework = attrs.field(repr=False)
    scale: str
    numbers: tuple[tuple[str, Fraction], ...] = attrs.field(repr=False)
    steps: bool
    items: tuple[IndicatorGap, ...]
    not_applicable: tuple[IndicatorId, ...] = ()
    without_target: tuple[IndicatorId, ...] = ()
    notices: tuple[ProgressNotice, ...] = ()

    def __getitem__(self, indicator: str) -> IndicatorGap:
        """Return the gap of one indicator.

        Args:
            indicator: Its id.

        Returns:
            The gap.

        Raises:
            UnknownIndicatorError: The framework has no such indicator.
            InvalidValueError: It has no target, or does not apply.
        """
        own = self.framework.indicator(indicator).id
        for item in self.items:
            if item.indicator == own:
                return item
        reason = "does not apply" if own in self.not_applicable else "has no target"
        raise InvalidValueError(f"{own!r} {reason}, so it has no gap", value=own)

    @property
    def total(self) -> Span:
        """All gaps added up; 0 where nothing has a target."""
        return _added(item.gap for item in self.items)

    @property
    def remaining(self) -> tuple[IndicatorId, ...]:
        """The indicators that have a gap for sure, in order."""
        return tuple(item.indicator for item in self.items if item.gap.lower)

    @property
    def possible(self) -> tuple[IndicatorId, ...]:
        """Those that may have one or not, their answers being unknown, in order."""
        return tuple(item.indicator for item in self.items if item.gap.upper and not item.gap.lower)

    @property
    def surpassed(self) -> tuple[IndicatorId, ...]:
        """Those that are better than their target for sure, in order."""
        return tuple(item.indicator for item in self.items if item.surpassed)

    def text(self) -> str:
        """Return the gaps in sentences, one a line; those that are closed are left out."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        yield self._headline()
        for item in self.items:
            if item.gap.upper:
                yield f"- {self._told(item)}"
        yield from (f"Note: {own.text}" for own in self.notices)

    def _headline(self) -> str:
        if not self.items:
            return "Nothing that has a target applies."
        total = self.total
        if not total.upper:
            return "No gap: every indicator that has a target is at it or above it."
        short, maybe = len(self.remaining), len(self.possible)
        more = f" and {maybe} more may be" if maybe else ""
        verb = "is" if short == 1 else "are"
        return (
            f"{short} of {len(self.items)} indicators {verb} short of the target{more}:"
            f" {self._far(total)} in all."
        )

    def _told(self, item: IndicatorGap) -> str:
        name = f"{self.framework.indicator(item.indicator).name} [{item.indicator}]"
        if item.outcome is Outcome.RATED:
            now = f"is at {show_answer(item.answer)}"
        else:
            now = f"is unknown ({show_outcome(item.outcome)})"
        return f"{name} {now} and should be at {item.target}: {self._far(item.gap)}."

    def _far(self, gap: Span) -> str:
        unit = "" if not self.steps else " step" if gap.upper == 1 else " steps"
        if gap.value is None:
            return f"{show_rounded(gap.lower)} to {show_rounded(gap.upper)}{unit}"
        return f"{show_rounded(gap.lower)}{unit}"

    def to_dict(self) -> dict[str, Any]:
        """Return the gaps as plain data; exact numbers as text."""
        return {
            "framework": self.framework.id,
            "framework_version": self.framework.version,
            "scale": self.scale,
            "numbers": {label: show_number(own) for label, own in self.numbers},
            "steps": self.steps,
            "total": _ends(self.total),
            "items": [
                {
                    "indicator": own.indicator,
                    "stage": own.stage,
                    "outcome": own.outcome.value,
                    "answer": None if own.answer is None else show_answer(own.answer),
                    "target": own.target,
                    "current": _ends(own.current),
                    "aim": show_number(own.aim),
                    "gap": _ends(own.gap),
                    "surpassed": own.surpassed,
                }
                for own in self.items
            ],
            "not_applicable": list(self.not_applicable),
            "without_target": list(self.without_target),
            "notices": [_plain_notice(own) for own in self.notices],
            "text": self.text(),
        }


class ProgressKind(StrEnum):
    """What a figure of progress is measured from."""

    PERCENT_TO_TARGET = "percent-to-target"
    """From the worst answer to the target."""
    PROGRESS_TO_DATE = "progress-to-date"
    """From the baseline to the target."""


@attrs.frozen(kw_only=True)
class IndicatorProgress:
    """How far one indicator has come.

    Args:
        indicator: Its id.
        lower: Exact share, at most 1; below 0 where it is worse than at the
            baseline. ``None`` where it has no least: the answers are
            numbers, and the baseline is unknown and could lie as near under
            the target as one likes.
        upper: Exact share, at most 1.
    """

    indicator: IndicatorId
    lower: Fraction | None
    upper: Fraction

    @property
    def value(self) -> Fraction | None:
        """The share where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None


@attrs.frozen(kw_only=True)
class Progress:
    """How far one has come, indicator by indicator and over all.

    Args:
        kind: What it is measured from.
        aggregated: Whether the whole is a ratio of sums, in which one
            indicator makes up for another.
        lower: The whole with all unknown answers at their worst, 0 to 1;
            ``None`` where nothing that has a target applies.
        upper: The whole with all at their best.
        items: Each indicator that has a target and applies, in order.
        gaps: What is still missing.
        notices: Warnings, in order of their codes; those of *gaps* among
            them.
    """

    kind: ProgressKind
    aggregated: bool
    lower: Fraction | None
    upper: Fraction | None
    items: tuple[IndicatorProgress, ...]
    gaps: Gaps = attrs.field(repr=False)
    notices: tuple[ProgressNotice, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The whole where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None

    def __getitem__(self, indicator: str) -> IndicatorProgress:
        """Return the progress of one indicator.

        Args:
            indicator: Its id.

        Returns:
            The progress.

        Raises:
            UnknownIndicatorError: The framework has no such indicator.
            InvalidValueError: It has no target, or does not apply.
        """
        own = self.gaps[indicator].indicator
        return next(item for item in self.items if item.indicator == own)

    def text(self) -> str:
        """Return the progress in sentences, one a line.

        Returns:
            Whole percents, of which none reads 100 % while less is there,
            nor 0 % while more is.
        """
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        name = _NAMES[self.kind] + (", of sums" if self.aggregated else "")
        if self.lower is None or self.upper is None:
            yield f"{name}: nothing that it could be measured by applies."
        else:
            yield f"{name}: {_between(self.lower, self.upper)}."
        for item in self.items:
            label = self.gaps.framework.indicator(item.indicator).name
            yield f"- {label} [{item.indicator}]: {_between(item.lower, item.upper)}."
        yield from (f"Note: {own.text}" for own in self.notices)

    def to_dict(self) -> dict[str, Any]:
        """Return the progress as plain data; exact shares as text."""
        return {
            "kind": self.kind.value,
            "aggregated": self.aggregated,
            "lower": _plain(self.lower),
            "upper": _plain(self.upper),
            "value": _plain(self.value),
            "items": [
                {
                    "indicator": own.indicator,
                    "lower": _plain(own.lower),
                    "upper": _plain(own.upper),
                    "value": _plain(own.value),
                }
                for own in self.items
            ],
            "gaps": self.gaps.to_dict(),
            "notices": [_plain_notice(own) for own in self.notices],
            "text": self.text(),
        }


def gap(
    current: Assessment,
    target: Target,
    *,
    framework: Framework,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
) -> Gaps:
    """Return how far each indicator is from its target.

    ::

        gap_i = max(target_i - current_i, 0)

    No indicator makes up for another: what is over a target counts for
    nothing. Labels count by steps of the scale, unless *values* says what
    they are worth; either way from the worst answer, which is 0.

    Args:
        current: What was found. Unknown answers give a range, which is
            exact; what does not apply leaves.
        target: Answers to reach, by id of the indicator or as an assessment
            on the same scale; indicators without an answer there have no
            target. Or a stage: every indicator of it at the gate, and every
            one of the stages below, also where the gate has a quorum.
        framework: The one that the assessments name.
        values: The number of each label; ``published`` for those that the
            scale publishes.
        at: For a stage, what its indicators have to reach; ``None`` for the
            framework's gate.
        lower_at: For a stage, what those of the stages below have to reach.

    Returns:
        The gaps, in order of the framework. A target below the present gives
        a gap of 0 and is named.

    Raises:
        WrongTypeError: An argument of another type.
        InvalidAssessmentError: Answers that the framework does not know;
            all problems come together.
        UnknownStageError: There is no such stage.
        FrameworkMismatchError: A stage of another framework.
        MissingValueError: The target sets nothing, the framework has no
            gate for the scale, or a label has no number.
        InvalidAnswerError: A target that is no answer on the scale.
        InvalidValueError: The framework asks nothing, two scales, numbers
            for a scale of numbers, *at* beside answers, or a gate that no
            least number reaches.
        ContradictionError: Numbers that fall from a worse label to a better
            one, or *lower_at* that asks for less than *at*.
        UnknownReferenceError: A number for a label that is not there.

    References:
        A. Hovsepyan, SAMM Scoring: Percent to Target and Progress to Date
        Metrics, OWASP SAMM, 2025: gaps per activity, without credit for what
        is over a target.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(framework="solis", answers={"listening": "F", "reporting": "N"})
        >>> gaps = gap(acme, {"listening": "L", "reporting": "L"}, framework=sm.SOLIS)
        >>> gaps["reporting"].gap.value, gaps.surpassed
        (Fraction(2, 1), ('listening',))
    """
    return _way(current, target, framework, values, at, lower_at).gaps


def percent_to_target(
    current: Assessment,
    target: Target,
    *,
    framework: Framework,
    aggregated: bool = False,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
) -> Progress:
    """Return how much of a target is there.

    ::

        1 - sum(gap_i) / sum(target_i)                       by default
        1 - max(sum(target_i) - sum(current_i), 0) / sum(target_i)      aggregated

    By default it is 1 exactly where no gap remains. Where every target is
    the worst answer, 0/0, nothing is asked: it is 1, with a notice.

    Args:
        current: As for `gap`.
        target: As for `gap`.
        framework: The one that the assessments name.
        aggregated: Take the gap of the sums, in which one indicator makes up
            for another, so that 1 may hide gaps.
        values: As for `gap`.
        at: As for `gap`.
        lower_at: As for `gap`.

    Returns:
        The share per indicator and over all, 0 to 1, with exact ends.

    Raises:
        WrongTypeError: As for `gap`, and an *aggregated* that is not true or
            false.
        SocialMaturityError: All else as for `gap`.

    References:
        A. Hovsepyan, SAMM Scoring: Percent to Target and Progress to Date
        Metrics, OWASP SAMM, 2025.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(framework="solis", answers={"listening": "F", "reporting": "P"})
        >>> target = {"listening": "L", "reporting": "L"}
        >>> percent_to_target(acme, target, framework=sm.SOLIS).value
        Fraction(3, 4)
        >>> percent_to_target(acme, target, framework=sm.SOLIS, aggregated=True).value
        Fraction(1, 1)
    """
    way = _way(current, target, framework, values, at, lower_at)
    items = way.gaps.items
    whole = _of_sums if expect(aggregated, bool, "aggregated") else _of_gaps
    return _progress(
        ProgressKind.PERCENT_TO_TARGET,
        way.gaps,
        aggregated=aggregated,
        ends=whole(items) if items else None,
        items=tuple(
            IndicatorProgress(
                indicator=own.indicator,
                lower=_share(own.gap.upper, own.aim),
                upper=_share(own.gap.lower, own.aim),
            )
            for own in items
        ),
    )


def progress_to_date(
    current: Assessment,
    target: Target,
    baseline: Assessment,
    *,
    framework: Framework,
    aggregated: bool = False,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
) -> Progress:
    """Return how much of the way from a baseline to a target is done.

    ::

        progress_i = (current_i - baseline_i) / (target_i - baseline_i)

    Per indicator it is 1 where the target is reached or passed, also where
    the baseline was there already (0/0), and below 0 where the indicator is
    worse than at the baseline. One that was at its target and has fallen
    below it has no way to be measured by: it is minus the share of the
    target that is missing now. One that did not apply at the baseline is 1
    at its target, else 0.

    The whole is the mean of these, each kept within 0 and 1, over the
    indicators that had a gap at the baseline or have one now; 1 where there
    is none. So it is 1 exactly where no gap remains. The aggregated whole is
    the same formula with sums in place of the single numbers, kept within 0
    and 1; there what did not apply at the baseline is left out.

    Args:
        current: As for `gap`.
        target: As for `gap`.
        baseline: What was found before, on the same scale; unknown answers
            give a range here, too.
        framework: The one that the assessments name.
        aggregated: Take the sums, as OWASP SAMM does: one indicator makes up
            for another, so that 1 may hide gaps.
        values: As for `gap`.
        at: As for `gap`.
        lower_at: As for `gap`.

    Returns:
        The share per indicator and over all, with exact ends; the unknown
        answers of the two dates are taken as independent of each other.

    Raises:
        WrongTypeError: As for `gap`, and an *aggregated* that is not true or
            false.
        ContradictionError: As for `gap`, and a baseline later than the
            current assessment.
        SocialMaturityError: All else as for `gap`.

    References:
        A. Hovsepyan, SAMM Scoring: Percent to Target and Progress to Date
        Metrics, OWASP SAMM, 2025: the formula, on aggregated scores.
        owaspsamm/website#236: target equal to baseline is 100 %.

    Examples:
        >>> import socialmaturity as sm
        >>> before = sm.Assessment(framework="solis", answers={"listening": "N", "reporting": "N"})
        >>> now = before.with_answers({"listening": "F", "reporting": "P"})
        >>> target = {"listening": "L", "reporting": "L"}
        >>> progress_to_date(now, target, before, framework=sm.SOLIS).value
        Fraction(3, 4)
        >>> progress_to_date(now, target, before, framework=sm.SOLIS, aggregated=True).value
        Fraction(1, 1)
    """
    way = _way(current, target, framework, values, at, lower_at)
    expect(aggregated, bool, "aggregated")
    past = _read(baseline, framework, "baseline", way.reading.scale)
    if current.assessed_on and baseline.assessed_on and baseline.assessed_on > current.assessed_on:
        raise ContradictionError(
            f"the baseline of {baseline.assessed_on} is later than the current assessment of"
            f" {current.assessed_on}; exchange the two",
            path="baseline",
            value=baseline.assessed_on,
        )
    legs = tuple(
        _Leg(own, _number(past.found[own.indicator], way.numbers)) for own in way.gaps.items
    )
    return _progress(
        ProgressKind.PROGRESS_TO_DATE,
        way.gaps,
        aggregated=aggregated,
        ends=_done_of_sums(legs) if aggregated else _done(legs),
        items=tuple(_indicator_progress(own, way.numbers) for own in legs),
        fallen=tuple(own.item.indicator for own in legs if own.fell),
    )


class _Way(NamedTuple):
    """An assessment and a target that were read together."""

    reading: Reading
    numbers: Numbers
    gaps: Gaps


def _way(
    current: Assessment,
    target: Target,
    framework: Framework,
    values: Values,
    at: str | Number | None,
    lower_at: str | Number | None,
) -> _Way:
    expect(framework, Framework, "framework")
    if not framework.indicators:
        raise InvalidValueError(
            f"framework {framework.id!r} has no scored indicators, so there is no gap",
            path="framework",
            value=framework.id,
        )
    reading = _read(current, framework, "current")
    numbers = _numbers(reading.scale, values)
    if isinstance(target, Assessment | Mapping):
        _refuse_gate(at, lower_at)
        aims, stage = _of_answers(target, current, framework, reading.scale), None
    else:
        stage = _stage(framework, target)
        aims = _of_stage(framework, reading.scale, stage, at, lower_at)
    if not aims:
        raise MissingValueError(
            "the target sets no answer; give one at least, such as {'listening': 'L'}",
            path="target",
            value=target,
        )
    return _Way(reading, numbers, _gaps(current, framework, reading, numbers, aims, stage, values))


def _read(
    assessment: Assessment, framework: Framework, path: str, scale: Scale | None = None
) -> Reading:
    """Return an assessment checked, and on the scale of another where there is one."""
    reading = read(expect(assessment, Assessment, path), framework)
    if scale is not None and reading.scale != scale:
        raise InvalidValueError(
            f"it was answered on scale {reading.scale.id!r}, and the current assessment on"
            f" {scale.id!r}",
            path=path,
            value=reading.scale.id,
        )
    return reading


def _numbers(scale: Scale, values: Values) -> Numbers:
    """Return the numbers of a scale, counted from its worst answer."""
    if values is None and scale.labels:
        return Numbers(scale=scale, values=tuple(map(Fraction, range(len(scale.labels)))))
    given = numbers_of(scale, None if values == "published" else keep_values(values))
    return attrs.evolve(given, values=tuple(own - given.lowest for own in given.values))


def _refuse_gate(at: str | Number | None, lower_at: str | Number | None) -> None:
    for path, own in (("at", at), ("lower_at", lower_at)):
        if own is not None:
            raise InvalidValueError(
                f"{path} belongs to a target that is a stage; answers say themselves what is to"
                " be reached",
                path=path,
                value=own,
            )


_Aims = Mapping[str, Level | None]
"""Places on the scale to reach, by id; ``None`` for what will not apply."""


def _of_answers(
    target: Assessment | Mapping[str, RawAnswer],
    current: Assessment,
    framework: Framework,
    scale: Scale,
) -> _Aims:
    if isinstance(target, Mapping):
        try:
            answers = Answers(target)
        except SocialMaturityError as error:
            raise error.under("target") from None
        target = Assessment(
            framework=current.framework, subject="The target", scale=current.scale, answers=answers
        )
    aims: dict[str, Level | None] = {}
    for own, (outcome, level) in _read(target, framework, "target", scale).found.items():
        if outcome is Outcome.CANNOT_TELL:
            raise InvalidAnswerError(
                "a target is an answer to reach; leave it out where none is set",
                path=f"target.{own}",
                value=outcome.value,
            )
        if outcome is not Outcome.NOT_ASSESSED:
            aims[own] = level
    return aims


def _stage(framework: Framework, target: object) -> Stage:
    if isinstance(target, bool) or not isinstance(target, Stage | StageRef | str | int):
        raise WrongTypeError(
            f"expected an assessment, answers by id or a stage, not {shown(target)}",
            path="target",
            value=target,
        )
    try:
        return framework.stage(target)
    except SocialMaturityError as error:
        raise error.under("target") from None


def _of_stage(
    framework: Framework,
    scale: Scale,
    stage: Stage,
    at: str | Number | None,
    lower_at: str | Number | None,
) -> _Aims:
    asked = thresholds(framework, scale, at=at, lower_at=lower_at)
    return {
        own.id: _bound(asked.at if one.ordinal == stage.ordinal else asked.lower_at)
        for one in framework.stages[: stage.ordinal]
        for own in one.indicators
    }


def _bound(threshold: Threshold) -> Level:
    if threshold.above:
        raise InvalidValueError(
            f"{threshold.text!r} starts above {show_number(threshold.bound)}, and no number is"
            " the least that reaches it; give at=... as a number",
            path="at",
            value=threshold.text,
        )
    return threshold.bound


def _number(found: Found, numbers: Numbers) -> Span | None:
    """Return the number of a finding, all of the scale where it is unknown."""
    outcome, level = found
    if outcome in UNKNOWN:
        return Span(Fraction(0), numbers.highest)
    return None if level is None else Span(numbers.of(level), numbers.of(level))


def _gaps(
    current: Assessment,
    framework: Framework,
    reading: Reading,
    numbers: Numbers,
    aims: _Aims,
    stage: Stage | None,
    values: Values,
) -> Gaps:
    items: list[IndicatorGap] = []
    leaves: list[IndicatorId] = []
    for own in framework.indicators:
        if own.id not in aims:
            continue
        level, now = aims[own.id], _number(reading.found[own.id], numbers)
        if level is None or now is None:
            leaves.append(own.id)
            continue
        aim = numbers.of(level)
        items.append(
            IndicatorGap(
                indicator=own.id,
                stage=framework.stage_of(own.id).ordinal,
                outcome=reading.found[own.id][0],
                answer=current.found.get(own.id),
                target=reading.scale.labels[int(level)] if numbers.values else show_number(level),
                current=now,
                aim=aim,
                gap=Span(max(aim - now.upper, Fraction(0)), max(aim - now.lower, Fraction(0))),
            )
        )
    return Gaps(
        framework=framework,
        scale=reading.scale.id,
        numbers=numbers.pairs,
        steps=values is None and bool(numbers.values),
        items=tuple(items),
        not_applicable=tuple(leaves),
        without_target=tuple(own.id for own in framework.indicators if own.id not in aims),
        notices=tuple(_notices(framework, items, stage)),
    )


def _notices(
    framework: Framework, items: list[IndicatorGap], stage: Stage | None
) -> Iterator[ProgressNotice]:
    if items and not any(own.aim for own in items):
        yield ProgressNotice(
            code=ProgressCode.ALL_ZERO_TARGET,
            text="every target is the worst answer, so that nothing is asked and all of it is"
            " there.",
        )
    over = tuple(own.indicator for own in items if own.surpassed)
    if over:
        yield ProgressNotice(
            code=ProgressCode.TARGET_BELOW_PRESENT,
            text=f"better than the target already, which counts for nothing: {', '.join(over)}.",
            about=over,
        )
    if stage is None:
        return
    if framework.kind is not FrameworkKind.LADDER:
        yield ProgressNotice(
            code=ProgressCode.NOT_A_LADDER,
            text=f"the {stage.label}s run side by side, and the target takes all up to"
            f" {stage.label} {stage.ordinal}.",
        )
    if framework.gate is not None and framework.gate.quorum is not None:
        yield ProgressNotice(
            code=ProgressCode.QUORUM_UNUSED,
            text=f"the gate asks for a share of {show_number(framework.gate.quorum)} of each"
            f" {stage.label}'s indicators, and the target for all of them.",
        )


def _added(spans: Iterable[Span]) -> Span:
    lower = upper = Fraction(0)
    for own in spans:
        lower, upper = lower + own.lower, upper + own.upper
    return Span(lower, upper)


def _share(missing: Fraction, of: Fraction) -> Fraction:
    """Return what is there of something; all of it where it is nothing."""
    return 1 - missing / of if of else Fraction(1)


_Ends = tuple[Fraction, Fraction]


def _of_gaps(items: tuple[IndicatorGap, ...]) -> _Ends:
    asked = sum((own.aim for own in items), Fraction(0))
    total = _added(own.gap for own in items)
    return _share(total.upper, asked), _share(total.lower, asked)


def _of_sums(items: tuple[IndicatorGap, ...]) -> _Ends:
    asked = sum((own.aim for own in items), Fraction(0))
    now = _added(own.current for own in items)
    lower, upper = (_share(max(asked - own, Fraction(0)), asked) for own in now)
    return lower, upper


class _Leg(NamedTuple):
    """The way of one indicator.

    Args:
        item: Where it is and should be.
        start: Where it was; ``None`` where it did not apply.
    """

    item: IndicatorGap
    start: Span | None

    @property
    def fell(self) -> bool:
        """Whether it is worse than it was for sure."""
        return self.start is not None and self.item.current.upper < self.start.lower


def _part(start: Fraction | None, now: Fraction, aim: Fraction) -> Fraction:
    """Return how much of a way is done."""
    if now >= aim:
        return Fraction(1)
    if start is None:
        return Fraction(0)
    if start < aim:
        return (now - start) / (aim - start)
    return (now - aim) / aim


def _indicator_progress(leg: _Leg, numbers: Numbers) -> IndicatorProgress:
    item, start = leg
    worst, best = item.current
    lower: Fraction | None
    if start is None or start.value is not None or worst >= item.aim:
        lower = _part(start and start.lower, worst, item.aim)
    elif numbers.values:
        lower = min(_part(own, worst, item.aim) for own in numbers.values)
    else:
        lower = None
    return IndicatorProgress(
        indicator=item.indicator,
        lower=lower,
        upper=_part(start and start.lower, best, item.aim),
    )


_Place = tuple[Fraction | None, Fraction, Fraction]
"""Where an indicator was, is and should be."""


def _corners(legs: tuple[_Leg, ...]) -> tuple[list[_Place], list[_Place]]:
    """Return all at their worst, the baseline at its best; and the other way round."""
    return (
        [(own.start and own.start.upper, own.item.current.lower, own.item.aim) for own in legs],
        [(own.start and own.start.lower, own.item.current.upper, own.item.aim) for own in legs],
    )


def _whole(legs: tuple[_Leg, ...], whole: Callable[[list[_Place]], Fraction]) -> _Ends | None:
    if not legs:
        return None
    worst, best = _corners(legs)
    return whole(worst), whole(best)


def _done(legs: tuple[_Leg, ...]) -> _Ends | None:
    return _whole(legs, _mean)


def _mean(places: list[_Place]) -> Fraction:
    parts = [
        max(_part(*own), Fraction(0))
        for own in places
        if own[1] < own[2] or (own[0] is not None and own[0] < own[2])
    ]
    return sum(parts, Fraction(0)) / len(parts) if parts else Fraction(1)


def _done_of_sums(legs: tuple[_Leg, ...]) -> _Ends | None:
    return _whole(tuple(own for own in legs if own.start is not None), _ratio)


def _ratio(places: list[_Place]) -> Fraction:
    start, now, aim = (
        sum((own or Fraction(0) for own in row), Fraction(0)) for row in zip(*places, strict=True)
    )
    return max(_part(start, now, aim), Fraction(0))


def _progress(
    kind: ProgressKind,
    gaps: Gaps,
    *,
    aggregated: bool,
    ends: _Ends | None,
    items: tuple[IndicatorProgress, ...],
    fallen: tuple[IndicatorId, ...] = (),
) -> Progress:
    lower, upper = ends or (None, None)
    notices = list(gaps.notices)
    if fallen:
        notices.append(
            ProgressNotice(
                code=ProgressCode.REGRESS,
                text=f"worse than at the baseline: {', '.join(fallen)}.",
                about=fallen,
            )
        )
    if upper == 1 and gaps.remaining:
        notices.append(
            ProgressNotice(
                code=ProgressCode.HIDES_GAPS,
                text=f"100 % of the sums, and yet a gap remains at {', '.join(gaps.remaining)}.",
                about=gaps.remaining,
            )
        )
    return Progress(
        kind=kind,
        aggregated=aggregated,
        lower=lower,
        upper=upper,
        items=items,
        gaps=gaps,
        notices=tuple(notices),
    )


def _plain(number: Fraction | None) -> str | None:
    return None if number is None else show_number(number)


def _ends(span: Span) -> dict[str, str | None]:
    return {"lower": _plain(span.lower), "upper": _plain(span.upper), "value": _plain(span.value)}


def _plain_notice(notice: ProgressNotice) -> dict[str, Any]:
    return {"code": notice.code.value, "text": notice.text, "about": list(notice.about)}


def _between(lower: Fraction | None, upper: Fraction) -> str:
    if lower is None:
        return f"{_percent(upper)} at best, at worst without a bound"
    if lower == upper:
        return _percent(upper)
    return f"{_percent(lower)} at worst, {_percent(upper)} at best"


def _percent(share: Fraction) -> str:
    """Return whole percents that say 100 of the whole alone, and 0 of nothing alone."""
    whole = round(share * 100)
    if whole == 100 and share < 1:  # noqa: PLR2004
        return "over 99 %"
    if whole == 0 and share:
        return "under 1 %" if share > 0 else "under 0 %"
    return f"{whole} %"


_NAMES: Final = {
    ProgressKind.PERCENT_TO_TARGET: "Percent to target",
    ProgressKind.PROGRESS_TO_DATE: "Progress to date",
}

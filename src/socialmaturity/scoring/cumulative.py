"""The rule `cumulative`: the highest stage that stands on met stages only."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.assessment.reading import Reading
from socialmaturity.assessment.record import Assessment
from socialmaturity.identifiers import LimitationId
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.scale import Threshold, show_number
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import (
    Binding,
    Decisive,
    Explanation,
    Item,
    Notice,
    NoticeCode,
    Pending,
    Profile,
    Share,
    Verdict,
)
from socialmaturity.scoring.items import (
    coverage,
    make_items,
    make_profile,
    make_share,
    read_scored,
    verdict,
)
from socialmaturity.scoring.parameters import Thresholds, thresholds
from socialmaturity.scoring.result import StageResult

NAME = "cumulative"


def cumulative(
    assessment: Assessment,
    framework: Framework,
    *,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
) -> StageResult:
    """Return the highest stage k with the stages 1 to k met, and its range.

    A stage is met when every scored indicator of it, or a quorum of them,
    reaches *at*; for a stage above it to count, it has to reach *lower_at*::

        stage = max { k : met(k, at) and met(j, lower_at) for all j < k }
        met(j, t) = #{ i in j : answer(i) >= t } >= quorum * #{ i in j : applicable }

    The rule can only rise when an answer improves, so run with all unknown
    answers at their worst and at their best it gives the exact ends.

    Args:
        assessment: Raw; may be empty.
        framework: The one it names. A baseline is met by everyone; without
            one the lowest result is the place below the first stage.
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.
        lower_at: The same for the stages below the result; never less.
        quorum: Share of the applicable indicators of a stage, above 0 and
            up to 1, also as text such as ``2/3`` (the float 0.67 is more than
            that, and asks for three of three); ``None`` for the gate's,
            which is all by default.

    Returns:
        The stage or its range. An indicator that was not assessed, or that
        cannot be told, is unknown. One that is not applicable leaves the
        quorum; a stage of nothing else is passed and never the result.

    Raises:
        InvalidAssessmentError: The assessment does not fit the framework.
        InvalidValueError: The framework has no indicators, or *quorum* is
            outside its range.
        InvalidAnswerError: A threshold is not on the scale.
        ContradictionError: *lower_at* asks for less than *at*.
        MissingValueError: There is no gate, and no *at*.

    References:
        ISO/IEC 33020:2019, capability levels (*at* L, *lower_at* F). C2M2
        2.1, maturity indicator levels (largely or fully, cumulative). CMMI
        for Development 1.3, staged representation.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "L", "presence": "F"}
        >>> result = cumulative(sm.Assessment(framework="solis", answers=answers), sm.SOLIS)
        >>> result.lower.ordinal, result.upper.ordinal
        (1, 10)
    """
    reading = read_scored(assessment, framework)
    limits = thresholds(framework, reading.scale, at=at, lower_at=lower_at, quorum=quorum)
    items = make_items(assessment, framework, reading, limits.at)
    shares = make_profile(framework, items)
    rungs = _rungs(framework, shares, reading, limits)
    worst, best = _climb(rungs, sure=True), _climb(rungs, sure=False)
    lower, upper = framework.stage(worst), framework.stage(best)
    barred = _next_rung(rungs, best)
    decisive = tuple(_decisive(rungs, items, limits))
    contradicting = tuple(_contradicting(framework, reading, best))
    return StageResult(
        framework=framework,
        assessment=assessment,
        lower=lower,
        upper=upper,
        possible=tuple(map(framework.stage, _possible(rungs, limits, worst, best))),
        coverage=coverage(items),
        profile=shares,
        explanation=Explanation(
            framework=framework,
            rule=NAME,
            sentence=_sentence(lower.label, limits),
            parameters=limits.parameters(reading.scale),
            headline=_headline(assessment, lower, upper, items),
            items=items,
            verdicts=tuple(rung.verdict for rung in rungs),
            next_stage=None if barred is None else barred.ordinal,
            binding=tuple(_binding(rungs, barred, items, reading, limits)),
            decisive=decisive,
            pending=tuple(_pending(rungs, barred, items, limits, decisive)),
            contradicting=contradicting,
            notices=tuple(_notices(framework, rungs, items, contradicting, upper)),
        ),
    )


class _Count(NamedTuple):
    """How many indicators of a stage reach one threshold, and how many have to."""

    met: int
    unknown: int
    needed: int

    def holds(self, *, sure: bool) -> bool:
        """Whether enough do, with the unknown at their worst or at their best."""
        return self.met + (0 if sure else self.unknown) >= self.needed

    @property
    def missing(self) -> int:
        """How many more would have to, with the unknown at their best."""
        return max(0, self.needed - self.met - self.unknown)

    def settled(self, *, met: bool) -> "_Count":
        """The same with one unknown found out."""
        return _Count(self.met + met, self.unknown - 1, self.needed)


class _Rung(NamedTuple):
    """One stage, counted against the threshold of a result and of the stages below it."""

    ordinal: int
    baseline: bool
    vacuous: bool
    at: _Count
    lower_at: _Count

    @property
    def asks(self) -> bool:
        """Whether anything has to be met here."""
        return not (self.baseline or self.vacuous)

    @property
    def verdict(self) -> Verdict:
        if self.baseline:
            return Verdict.BASELINE
        if self.vacuous:
            return Verdict.VACUOUS
        if self.at.holds(sure=True):
            return Verdict.MET
        return Verdict.UNDETERMINED if self.at.holds(sure=False) else Verdict.NOT_MET

    def settled(self, *, met: bool) -> "_Rung":
        """The same with one unknown indicator found out."""
        return self._replace(at=self.at.settled(met=met), lower_at=self.lower_at.settled(met=met))


def _rungs(
    framework: Framework, shares: Profile, reading: Reading, limits: Thresholds
) -> list[_Rung]:
    counts = {share.key: _count(share, limits) for share in shares.stages}
    nothing = _Count(0, 0, 0)
    return [
        _rung(stage, counts.get(str(stage.ordinal), nothing), reading, limits)
        for stage in framework.stages
    ]


def _count(share: Share, limits: Thresholds) -> _Count:
    return _Count(share.met, share.unknown, limits.needed(share.applicable))


def _rung(stage: Stage, at: _Count, reading: Reading, limits: Thresholds) -> _Rung:
    lower_at = at
    if limits.differ:
        found = (reading.found[indicator.id] for indicator in stage.indicators)
        lower_at = _count(make_share("", [verdict(one, limits.lower_at) for one in found]), limits)
    vacuous = not stage.baseline and at.needed == 0
    return _Rung(stage.ordinal, stage.baseline, vacuous, at, lower_at)


def _climb(rungs: Iterable[_Rung], *, sure: bool) -> int:
    """Return the ordinal that is reached with the unknown at their worst or their best."""
    reached = 0
    for rung in rungs:
        if rung.baseline:
            reached = rung.ordinal
        elif rung.asks:
            if not rung.at.holds(sure=sure):
                break
            reached = rung.ordinal
            if not rung.lower_at.holds(sure=sure):
                break
    return reached


def _next_rung(rungs: Iterable[_Rung], ordinal: int) -> _Rung | None:
    """Return the first rung above *ordinal* that asks for something."""
    return next((rung for rung in rungs if rung.ordinal > ordinal and rung.asks), None)


def _possible(rungs: list[_Rung], limits: Thresholds, lower: int, upper: int) -> Iterator[int]:
    """Give every ordinal that some completion of the unknown answers results in.

    One between the ends is the result where the next rung can fail, or where
    it can itself reach *at* and miss *lower_at*.
    """
    for ordinal in range(lower, upper + 1):
        own = rungs[ordinal - 1] if ordinal else None
        if own is not None and own.vacuous:
            continue
        following = _next_rung(rungs, ordinal)
        next_fails = following is None or not following.at.holds(sure=True)
        halfway = own is not None and limits.differ and not own.lower_at.holds(sure=True)
        if next_fails or halfway:
            yield ordinal


def _binding(
    rungs: list[_Rung],
    barred: _Rung | None,
    items: tuple[Item, ...],
    reading: Reading,
    limits: Thresholds,
) -> Iterator[Binding]:
    """Give the cheapest rated items that have to rise for *barred*, stage by stage."""
    for rung, count, threshold in _way_to(barred, rungs, limits):
        short = [
            Binding(
                indicator=item.id,
                stage=item.stage,
                answer=item.answer,
                needed=threshold.told,
                shortfall=threshold.shortfall(level),
            )
            for item in items
            if item.stage == rung.ordinal
            and (level := reading.found[item.id][1]) is not None
            and not threshold.reached_by(level)
        ]
        yield from sorted(short, key=lambda bar: bar.shortfall)[: count.missing]


def _way_to(
    barred: _Rung | None, rungs: list[_Rung], limits: Thresholds
) -> Iterator[tuple[_Rung, _Count, Threshold]]:
    """Give each rung up to *barred* with what is asked of it on the way there."""
    for rung in rungs:
        if barred is None or rung.ordinal > barred.ordinal:
            return
        if rung is barred:
            yield rung, rung.at, limits.at
        else:
            yield rung, rung.lower_at, limits.lower_at


def _pending(
    rungs: list[_Rung],
    barred: _Rung | None,
    items: tuple[Item, ...],
    limits: Thresholds,
    decisive: tuple[Decisive, ...],
) -> Iterator[Pending]:
    """Give the unknown items that *barred* hangs on beside those that are decisive."""
    told = {own.indicator for own in decisive}
    for rung, count, threshold in _way_to(barred, rungs, limits):
        if not count.holds(sure=True):
            yield from (
                Pending(
                    indicator=item.id,
                    stage=item.stage,
                    outcome=item.outcome,
                    needed=threshold.told,
                )
                for item in items
                if item.stage == rung.ordinal
                and item.verdict is Verdict.UNDETERMINED
                and item.id not in told
            )


def _decisive(
    rungs: list[_Rung], items: tuple[Item, ...], limits: Thresholds
) -> Iterator[Decisive]:
    """Give the unknown items that can change the result, alone or with others."""
    for index, rung in enumerate(rungs):
        if not rung.asks:
            continue
        if not rung.at.holds(sure=False):
            return
        if _hangs(rung, _next_rung(rungs, rung.ordinal), limits):
            before, after = rungs[:index], rungs[index + 1 :]
            at_worst = _climb([*before, rung.settled(met=False), *after], sure=False)
            at_best = _climb([*before, rung.settled(met=True), *after], sure=True)
            needed = limits.lower_at if rung.at.holds(sure=True) else limits.at
            yield from (
                Decisive(
                    indicator=item.id,
                    stage=item.stage,
                    outcome=item.outcome,
                    needed=needed.told,
                    at_worst=at_worst,
                    at_best=at_best,
                )
                for item in items
                if item.stage == rung.ordinal and item.verdict is Verdict.UNDETERMINED
            )
        if not rung.lower_at.holds(sure=False):
            return


def _hangs(rung: _Rung, following: _Rung | None, limits: Thresholds) -> bool:
    """Whether something hangs on the unknown items of a rung that can be reached."""
    if not rung.at.holds(sure=True):
        return True
    if not limits.differ or following is None or not following.at.holds(sure=False):
        return False
    return rung.lower_at.holds(sure=False) and not rung.lower_at.holds(sure=True)


def _contradicting(framework: Framework, reading: Reading, upper: int) -> Iterator[LimitationId]:
    """Give the limitations that are present and that the highest result would have lost."""
    for stage in framework.stages[: max(0, upper - 1)]:
        yield from (own.id for own in stage.limitations if own.id in reading.present)


def _notices(
    framework: Framework,
    rungs: list[_Rung],
    items: tuple[Item, ...],
    contradicting: tuple[LimitationId, ...],
    upper: Stage,
) -> Iterator[Notice]:
    label = upper.label
    if framework.kind is not FrameworkKind.LADDER:
        yield Notice(
            code=NoticeCode.NOT_A_LADDER,
            text=f"the {label}s of {framework.id} run side by side; the ordinal is no grade.",
        )
    for rung in rungs:
        if rung.vacuous:
            yield Notice(
                code=NoticeCode.VACUOUS_STAGE,
                text=f"nothing of {label} {rung.ordinal} applies; it is passed and says nothing.",
                about=(str(rung.ordinal),),
            )
    for limitation in contradicting:
        own = next(one for one in framework.limitations if one.id == limitation)
        ordinal = framework.limitation_stage(limitation).ordinal
        yield Notice(
            code=NoticeCode.LIMITATION_PRESENT,
            text=f"{limitation} is answered with yes ({own.question}), which is told of {label}"
            f" {ordinal}; that contradicts {label} {upper.ordinal}.",
            about=(limitation,),
        )
    above = f"of stages above {label} {upper.ordinal}"
    if not upper.ordinal:
        above = f"no {label} is reached, yet"
    ahead = [item for item in items if item.verdict is Verdict.MET and item.stage > upper.ordinal]
    if ahead:
        yield Notice(
            code=NoticeCode.RUNS_AHEAD,
            text=f"{above} something is met already, up to"
            f" {label} {ahead[-1].stage}; the result names a gate, not all that is there.",
            about=tuple(item.id for item in ahead),
        )


def _sentence(label: str, limits: Thresholds) -> str:
    at, lower_at = limits.at.told, limits.lower_at.told
    quorum = "every indicator"
    if limits.quorum is not None and limits.quorum != 1:
        quorum = f"at least {show_number(limits.quorum)} of the indicators"
    below = f"and at {lower_at} or better" if limits.differ else "there and"
    return (
        f"Rule cumulative: the highest {label} with {quorum} at {at} or better,"
        f" {below} in every {label} below it."
    )


def _headline(assessment: Assessment, lower: Stage, upper: Stage, items: tuple[Item, ...]) -> str:
    rated = sum(item.outcome is Outcome.RATED for item in items)
    applicable = sum(item.outcome is not Outcome.NOT_APPLICABLE for item in items)
    who = assessment.subject or "The organisation"
    at_worst, at_best = (f"at {own}" if own.ordinal else str(own) for own in (lower, upper))
    place = at_worst if lower == upper else f"{at_worst} at worst and {at_best} at best"
    return f"{who} is {place} ({rated} of {applicable} indicators rated)."

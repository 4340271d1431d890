"""Why a result is what it is: made by the pass that scores, so that the two agree."""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attr  # its asdict turns tuples into lists
import attrs

from socialmaturity.assessment.outcome import Answer, Outcome
from socialmaturity.identifiers import IndicatorId, LimitationId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Level, show_number
from socialmaturity.scoring.ladder import Rung
from socialmaturity.scoring.parameters import Parameters

if TYPE_CHECKING:
    from socialmaturity.scoring.comparison import RuleRange
    from socialmaturity.scoring.numbers import NumberParameters


class Verdict(StrEnum):
    """What can be said of one stage, or of one indicator, against its threshold."""

    MET = "met"
    """Reached, whatever the unknown answers are."""
    NOT_MET = "not-met"
    """Not reached, whatever the unknown answers are."""
    UNDETERMINED = "undetermined"
    """It hangs on unknown answers."""
    VACUOUS = "vacuous"
    """Nothing applies, so that it may be passed and is never the result."""
    BASELINE = "baseline"
    """The absence of practice, of which nothing is asked and which everyone has reached."""


class NoticeCode(StrEnum):
    """What a reader of a result has to know beside it."""

    NOT_A_LADDER = "not-a-ladder"
    """A rule for ladders was asked of phases that run side by side."""
    VACUOUS_STAGE = "vacuous-stage"
    """Of some stage nothing applies."""
    LIMITATION_PRESENT = "limitation-present"
    """A limitation that later stages have lost is still present."""
    RUNS_AHEAD = "runs-ahead"
    """Something is met above the stages that the result can be."""
    SET_ASIDE = "set-aside"
    """Findings do not count, by what was asked of evidence, of dates or of what may not apply."""
    POLICY = "policy"
    """Something is unknown, and a policy says what it counts as."""
    LOW_COVERAGE = "low-coverage"
    """Too little is rated for the policy to give a value."""


class SetAside(StrEnum):
    """Why a finding does not count, so that its indicator is as one not assessed."""

    WEAK_EVIDENCE = "weak-evidence"
    """Nothing it rests on is as strong as was asked for."""
    EXPIRED = "expired"
    """It no longer holds on the day that was asked for."""
    LATER = "later"
    """It was made after that day."""
    UNDATED = "undated"
    """Nobody says when it was made."""
    NEVER_NOT_APPLICABLE = "never-not-applicable"
    """It says *not applicable* of what always applies."""
    TOO_MANY_NOT_APPLICABLE = "too-many-not-applicable"
    """More indicators are called not applicable than may be."""


@attrs.frozen(kw_only=True)
class Notice:
    """A warning that stands beside a result and does not change it.

    Args:
        code: What kind of thing it is.
        text: The same in a sentence.
        about: Ids, or ordinals as text, that it speaks of; may be empty.
    """

    code: NoticeCode
    text: str
    about: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Item:
    """One scored indicator, as the rule saw it.

    Args:
        id: The indicator.
        stage: Ordinal of its stage.
        outcome: What became of the question.
        answer: As given; ``None`` for not assessed.
        verdict: Against the threshold of its stage; ``UNDETERMINED`` for
            unknown, ``VACUOUS`` for not applicable.
        set_aside: Why the answer does not count; ``None`` where it does.
    """

    id: IndicatorId
    stage: int
    outcome: Outcome
    answer: Answer
    verdict: Verdict
    set_aside: SetAside | None = None


@attrs.frozen(kw_only=True)
class Binding:
    """A rated indicator that stands in the way of the next stage.

    Args:
        indicator: Its id.
        stage: Ordinal of its own stage; that or a later one is barred.
        answer: As given.
        needed: What it has to reach.
        shortfall: How far it is from there: steps of the scale for labels,
            the difference for numbers.
    """

    indicator: IndicatorId
    stage: int
    answer: Answer
    needed: str
    shortfall: Level


@attrs.frozen(kw_only=True)
class Decisive:
    """An unknown answer that can change the result.

    Without a quorum each of them can do so alone; with one it may take
    several, and then both ordinals can be those of the range as it is.

    Args:
        indicator: Its id.
        stage: Ordinal of its own stage.
        outcome: Why it is unknown.
        needed: What it has to reach to count.
        at_worst: Ordinal of the highest result left if it turns out worst.
        at_best: Ordinal of the lowest result left if it turns out best.
    """

    indicator: IndicatorId
    stage: int
    outcome: Outcome
    needed: str
    at_worst: int
    at_best: int


@attrs.frozen(kw_only=True)
class Pending:
    """An unknown answer that the next stage asks for, and that cannot change the result yet.

    What stands in the way of that stage comes first.

    Args:
        indicator: Its id.
        stage: Ordinal of its own stage; that or a later one is the next.
        outcome: Why it is unknown.
        needed: What it has to reach.
    """

    indicator: IndicatorId
    stage: int
    outcome: Outcome
    needed: str


@attrs.frozen(kw_only=True)
class Explanation:
    """What a rule saw, and what it concluded.

    Args:
        framework: What was scored.
        rule: Name of the rule.
        sentence: What the rule says, with its parameters.
        parameters: What it was run with.
        headline: The result in one sentence.
        items: Every scored indicator, in order.
        notices: Warnings, in order of their codes.
    """

    framework: Framework = attrs.field(repr=False)
    rule: str
    sentence: str
    parameters: "Parameters | NumberParameters"
    headline: str
    items: tuple[Item, ...] = attrs.field(repr=False)
    notices: tuple[Notice, ...] = ()

    def text(self) -> str:
        """Return the explanation in sentences, one a line.

        Returns:
            Headline, rule, what it rests on, warnings; plain text, in which
            names stand as they are written.
        """
        notes = (f"Note: {notice.text}" for notice in self.notices)
        return "\n".join([self.headline, self.sentence, *self._reasons(), *notes])

    def _reasons(self) -> Iterator[str]:
        """Give the sentences between the rule and the warnings."""
        yield from ()

    def _named(self, indicator: IndicatorId) -> str:
        return f"{self.framework.indicator(indicator).name} [{indicator}]"

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data.

        Returns:
            Dictionaries, lists, text, whole numbers and ``None``; exact
            shares and numbers as text, such as ``2/3`` or ``0.5``.
        """
        plain = attr.asdict(
            self,
            filter=lambda field, _: field.name not in _UNTOLD,
            retain_collection_types=False,
            value_serializer=_plain,
        )
        return {
            "framework": self.framework.id,
            "framework_version": self.framework.version,
            **plain,
            "text": self.text(),
        }


@attrs.frozen(kw_only=True)
class StageExplanation(Explanation):
    """Why a ladder's rule gives the stage that it gives, and what bars the next.

    Args:
        lower: Ordinal of the lowest result.
        upper: Ordinal of the highest.
        rungs: The counts of each stage, in order.
        next_stage: Ordinal of the stage that *binding* speaks of; ``None``
            where none is left, or the rule has no gate.
        binding: The smallest set of rated indicators that has to be raised
            for the next stage above the range; with a quorum the cheapest
            one. Nearest first.
        decisive: The unknown answers that can change the result, in order
            of the stages; empty exactly where no answer can.
        pending: The other unknown answers that the next stage asks for, in
            order of the stages.
        misfits: The rated indicators that differ from the pattern of the
            highest result, that is not met up to it or met above it; rule
            ``nearest`` alone has them.
        contradicting: Limitations that are present, of stages under the
            highest result.
    """

    parameters: Parameters
    lower: int
    upper: int
    rungs: tuple[Rung, ...] = attrs.field(repr=False)
    next_stage: int | None = None
    binding: tuple[Binding, ...] = ()
    decisive: tuple[Decisive, ...] = ()
    pending: tuple[Pending, ...] = ()
    misfits: tuple[IndicatorId, ...] = ()
    contradicting: tuple[LimitationId, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What can be said of each stage, in order."""
        return tuple(map(_stage_verdict, self.rungs))

    @cached_property
    def comparison(self) -> "tuple[RuleRange, ...]":
        """What the three rules for ladders give; empty where all give the same.

        This rule has its own parameters; the others ask for the same
        threshold, of all (``cumulative``) or of any indicator (``high_water``).
        """
        from socialmaturity.scoring.comparison import compare_rules

        return compare_rules(self.rule, self.rungs, (self.lower, self.upper))

    def _reasons(self) -> Iterator[str]:
        yield from map(self._to_find_out, self.decisive)
        yield from self._in_the_way()
        if self.misfits:
            named = ", ".join(map(self._named, self.misfits))
            label = self.framework.stages[0].label
            yield f"Different from the pattern of {label} {self.upper}: {named}."

    def _to_find_out(self, unknown: Decisive) -> str:
        label = self.framework.stages[0].label
        return (
            f"To find out: {self._named(unknown.indicator)} ({show_outcome(unknown.outcome)},"
            f" asked for {unknown.needed}); {show_ends(unknown, label)}."
        )

    def _in_the_way(self) -> list[str]:
        if self.next_stage is None:
            return []
        stage = self.framework.stage(self.next_stage)
        return [
            f"In the way of {_told(stage.label, stage.ordinal, stage.name)}:",
            *(
                f"- {self._named(bar.indicator)} is at {show_answer(bar.answer)}"
                f" and has to reach {bar.needed}."
                for bar in self.binding
            ),
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data.

        Returns:
            As for any rule; the verdicts by ordinal, and what other rules
            give where they differ.
        """
        plain = super().to_dict()
        verdicts = zip(self.framework.stages, self.verdicts, strict=True)
        counts = [
            {
                "stage": rung.ordinal,
                "met": rung.met,
                "unknown": rung.unknown,
                "applicable": rung.applicable,
                "needed": rung.needed,
            }
            for rung in self.rungs
        ]
        return {
            **plain,
            "verdicts": {str(stage.ordinal): verdict.value for stage, verdict in verdicts},
            "stages": counts,
            "comparison": [own._asdict() for own in self.comparison],
        }


def _stage_verdict(rung: Rung) -> Verdict:
    """Return what can be said of one stage."""
    if rung.baseline:
        return Verdict.BASELINE
    if not rung.applicable:
        return Verdict.VACUOUS
    if rung.met >= rung.needed:
        return Verdict.MET
    open_still = rung.met + rung.unknown >= rung.needed
    return Verdict.UNDETERMINED if open_still else Verdict.NOT_MET


_UNTOLD = ("framework", "rungs")


def _plain(_: object, __: object, value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction):
        return show_number(value)
    return value


def _told(label: str, ordinal: int, name: str) -> str:
    return f"{label} {ordinal}, {name}"


def show_ends(unknown: Decisive, label: str) -> str:
    """Return what an unknown answer can do, as a sentence writes it."""
    best = f"at its best {label} {unknown.at_best} is sure"
    worst = f"at its worst {label} {unknown.at_worst} is the most"
    if not unknown.at_best:
        best = f"even at its best no {label} is sure yet"
    if not unknown.at_worst:
        worst = f"at its worst no {label} is reached"
    return f"{best}, {worst}"


def show_rounded(number: Fraction, places: int = 2) -> str:
    """Return a number rounded half-even, for reading; results keep it exact.

    Args:
        number: Exact.
        places: Digits after the point, at most.

    Returns:
        Such as ``1.44``; the exact decimal where it is shorter.

    Examples:
        >>> show_rounded(Fraction(2, 3)), show_rounded(Fraction(1, 8)), show_rounded(Fraction(2))
        ('0.67', '0.12', '2')
    """
    return show_number(round(number, places))


def show_outcome(outcome: Outcome) -> str:
    """Return an outcome as a sentence writes it."""
    return outcome.value.replace("-", " ")


def show_answer(answer: Answer) -> str:
    """Return an answer as a sentence writes it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return show_number(answer) if isinstance(answer, Fraction) else str(answer)

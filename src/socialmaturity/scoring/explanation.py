"""Why a result is what it is: made by the pass that scores, so that the two agree."""

from enum import StrEnum
from fractions import Fraction
from typing import Any

import attr  # its asdict turns tuples into lists
import attrs

from socialmaturity.assessment.outcome import Answer, Outcome
from socialmaturity.identifiers import IndicatorId, LimitationId
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Level, show_number
from socialmaturity.scoring.parameters import Parameters


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
    """

    id: IndicatorId
    stage: int
    outcome: Outcome
    answer: Answer
    verdict: Verdict


@attrs.frozen(kw_only=True)
class Share:
    """How much of a stage or dimension is met.

    Args:
        key: Ordinal of the stage as text, or id of the dimension.
        met: How many indicators reach the threshold.
        not_met: How many do not.
        unknown: How many cannot be told or were not assessed.
        not_applicable: How many do not apply; they leave the share.
    """

    key: str
    met: int
    not_met: int
    unknown: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        """How many indicators the share is of."""
        return self.met + self.not_met + self.unknown

    @property
    def lower(self) -> Fraction | None:
        """The share, 0 to 1, with all unknowns at their worst; ``None`` of nothing."""
        return Fraction(self.met, self.applicable) if self.applicable else None

    @property
    def upper(self) -> Fraction | None:
        """The share, 0 to 1, with all unknowns at their best; ``None`` of nothing."""
        return Fraction(self.met + self.unknown, self.applicable) if self.applicable else None


@attrs.frozen(kw_only=True)
class Profile:
    """The shares at or above the threshold; never averaged into one number.

    Args:
        stages: One for each stage that has indicators, in order.
        dimensions: One for each dimension that has indicators, in order.
    """

    stages: tuple[Share, ...]
    dimensions: tuple[Share, ...]


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
    """What a rule saw, what it concluded of each part, and what bars the next stage.

    Args:
        framework: What was scored.
        rule: Name of the rule.
        sentence: What the rule says, with its parameters.
        parameters: What it was run with.
        headline: The result in one sentence.
        items: Every scored indicator, in order.
        verdicts: What can be said of each stage, in order.
        next_stage: Ordinal of the stage that *binding* speaks of; ``None``
            where none is left, or the rule has no stage.
        binding: The smallest set of rated indicators that has to be raised
            for the next stage above the range; with a quorum the cheapest
            one. Nearest first.
        decisive: The unknown answers that can change the result, in order
            of the stages; empty exactly where the ends of the range meet.
        pending: The other unknown answers that the next stage asks for, in
            order of the stages.
        contradicting: Limitations that are present, of stages under the
            highest result.
        notices: Warnings, in order of their codes.
    """

    framework: Framework = attrs.field(repr=False)
    rule: str
    sentence: str
    parameters: Parameters
    headline: str
    items: tuple[Item, ...] = attrs.field(repr=False)
    verdicts: tuple[Verdict, ...]
    next_stage: int | None = None
    binding: tuple[Binding, ...] = ()
    decisive: tuple[Decisive, ...] = ()
    pending: tuple[Pending, ...] = ()
    contradicting: tuple[LimitationId, ...] = ()
    notices: tuple[Notice, ...] = ()

    def text(self) -> str:
        """Return the explanation in sentences, one a line.

        Returns:
            Headline, rule, what to find out, what is in the way, warnings;
            plain text, in which names stand as they are written.
        """
        return "\n".join(
            [
                self.headline,
                self.sentence,
                *map(self._to_find_out, self.decisive),
                *self._in_the_way(),
                *(f"Note: {notice.text}" for notice in self.notices),
            ]
        )

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
            filter=lambda field, _: field.name != "framework",
            retain_collection_types=False,
            value_serializer=_plain,
        )
        verdicts = zip(self.framework.stages, plain.pop("verdicts"), strict=False)
        return {
            "framework": self.framework.id,
            "framework_version": self.framework.version,
            "verdicts": {str(stage.ordinal): verdict for stage, verdict in verdicts},
            **plain,
            "text": self.text(),
        }


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


def show_outcome(outcome: Outcome) -> str:
    """Return an outcome as a sentence writes it."""
    return outcome.value.replace("-", " ")


def show_answer(answer: Answer) -> str:
    """Return an answer as a sentence writes it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return show_number(answer) if isinstance(answer, Fraction) else str(answer)

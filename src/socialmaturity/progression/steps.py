"""The next steps: find out what decides, then raise what binds."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final

import attrs

from socialmaturity.assessment.outcome import Answer
from socialmaturity.errors import expect
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import Verdict, show_answer, show_ends, show_outcome
from socialmaturity.scoring.ladder import (
    Ends,
    Rung,
    cumulative_ends,
    high_water_ends,
    nearest_ends,
)
from socialmaturity.scoring.result import Result, StageResult


class StepKind(StrEnum):
    """What a step asks for."""

    FIND_OUT = "find-out"
    """Get an answer that is missing."""
    RAISE = "raise"
    """Get better at something that was judged."""
    ADVICE = "advice"
    """Weigh what the source advises those for whom a condition is true."""


@attrs.frozen(kw_only=True)
class Step:
    """One thing to do next.

    Args:
        kind: What it asks for.
        about: Id of the indicator, or of the fit rule.
        text: What to do, in one sentence.
        reason: Why, in one sentence.
        stage: Ordinal of the stage it works for; ``None`` for advice that
            points to no single one.
        answer: What was found so far; ``None`` for nothing.
        needed: What has to be reached; ``None`` for advice.
        unlocks: The stages that are surely reached once this and all steps
            before it went well: what is found out is at its best, what is
            raised is where it has to be. Lowest first; empty where it takes
            more, for advice, and for rules that are not of this library.
        elsewhere: What is claimed of these stages and other frameworks, in
            sentences; empty where no other framework was asked about.
    """

    kind: StepKind
    about: str
    text: str
    reason: str
    stage: int | None = None
    answer: Answer = None
    needed: str | None = None
    unlocks: tuple[Stage, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} {self.reason}"


@attrs.frozen(kw_only=True)
class NextSteps:
    """What to do next, first things first.

    Args:
        framework: What was scored.
        rule: Name of the rule by which it was.
        steps: In order; empty where no further stage asks for anything, or
            where the rule names no stage.
    """

    framework: Framework = attrs.field(repr=False)
    rule: str
    steps: tuple[Step, ...]

    def text(self) -> str:
        """Return the steps, numbered, one a line; a sentence where there is none."""
        if not self.steps:
            return _ALL_DONE if self.rule in _GATES else _NO_GATE.format(rule=self.rule)
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for number, step in enumerate(self.steps, 1):
            yield f"{number}. {step}"
            if step.elsewhere:
                reached = ", ".join(stage.ref.spoken for stage in step.unlocks)
                yield f"   Then {reached} is reached: {'; '.join(step.elsewhere)}."

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the steps as plain data: dictionaries, lists, text and ``None``."""
        return {
            "framework": self.framework.id,
            "rule": self.rule,
            "steps": [
                {
                    "kind": step.kind.value,
                    "about": step.about,
                    "text": step.text,
                    "reason": step.reason,
                    "stage": step.stage,
                    "needed": step.needed,
                    "unlocks": [str(stage.ref) for stage in step.unlocks],
                    "elsewhere": list(step.elsewhere),
                    "answer": None if step.answer is None else show_answer(step.answer),
                }
                for step in self.steps
            ],
        }


_ALL_DONE: Final = "Nothing is left to do: no further stage asks for anything."
_NO_GATE: Final = (
    "Rule {rule} has no gate, so that there is no next stage to work for; score with"
    " rule='cumulative' for steps."
)
_GATES: Final = ("cumulative", "high_water")
_ENDS: Final[dict[str, Callable[[Sequence[Rung]], Ends]]] = {
    "cumulative": cumulative_ends,
    "high_water": high_water_ends,
    "nearest": nearest_ends,
}


def next_steps(
    result: Result, *, elsewhere: Callable[[Stage], tuple[str, ...]] | None = None
) -> NextSteps:
    """Return what to do next, in an order with reasons.

    First come the unknown answers that can move the result, in order of the
    stages; then the rated indicators that bar the next stage, nearest first;
    then what else it asks for and is still unknown. A framework with fit rules ends
    with these, as advice to be weighed: none is applied, since nothing is
    known here of the business.

    Args:
        result: Of any rule.
        elsewhere: What to tell of a stage that a step reaches; ``None`` for
            nothing.

    Returns:
        The steps; empty where no further stage asks for anything and the
        framework advises nothing. A rule without a gate bars no stage:
        ``nearest`` gives what to find out alone, profiles and numbers give
        advice alone.

    Raises:
        WrongTypeError: No result.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "P"}
        >>> steps = next_steps(sm.score(sm.Assessment(framework="solis", answers=answers)))
        >>> steps.steps[0].about, steps.steps[0].answer, steps.steps[0].needed
        ('reporting', 'P', 'L')
    """
    framework = expect(result, Result, "result").framework
    steps = tuple(_unlocking(result)) if isinstance(result, StageResult) else ()
    if elsewhere is not None:
        steps = tuple(
            attrs.evolve(
                step, elsewhere=tuple(told for own in step.unlocks for told in elsewhere(own))
            )
            for step in steps
        )
    return NextSteps(framework=framework, rule=result.rule, steps=(*steps, *_advice(framework)))


def _unlocking(result: StageResult) -> Iterator[Step]:
    """Give the steps with the stages that each surely reaches after those before it."""
    told = result.explanation
    ends = _ENDS.get(result.rule)
    rungs, reached = list(told.rungs), told.lower
    unknown = {item.id for item in told.items if item.verdict is Verdict.UNDETERMINED}
    for step in _of_stages(result):
        if ends is None:
            yield step
            continue
        place = result.framework.stage_of(step.about).ordinal - 1
        rungs[place] = _done(rungs[place], result, step.about, known=step.about not in unknown)
        later = ends(rungs)[0]
        unlocked = tuple(
            rung.ordinal for rung in rungs if reached < rung.ordinal <= later and rung.applicable
        )
        yield attrs.evolve(step, unlocks=tuple(map(result.framework.stage, unlocked)))
        reached = max(reached, later)


def _done(rung: Rung, result: StageResult, indicator: str, *, known: bool) -> Rung:
    """Return a stage with one more indicator where it has to be."""
    if not known:
        return rung.settled(met=True, met_below=True)
    item = next(own for own in result.explanation.items if own.id == indicator)
    met = rung.met + (item.verdict is Verdict.NOT_MET)
    if rung.ordinal != result.explanation.next_stage:
        return rung._replace(met=met, met_below=rung.met_below + 1)
    asked = result.parameters
    return rung._replace(met=met, met_below=rung.met_below + (asked.at == asked.lower_at))


def _of_stages(result: StageResult) -> Iterator[Step]:
    yield from _decisive(result)
    yield from _binding(result)
    yield from _pending(result)


def _decisive(result: StageResult) -> Iterator[Step]:
    framework = result.framework
    label = framework.stages[0].label
    for unknown in result.explanation.decisive:
        name = framework.indicator(unknown.indicator).name
        yield Step(
            kind=StepKind.FIND_OUT,
            about=unknown.indicator,
            text=f"Find out about {name} [{unknown.indicator}].",
            reason=(
                f"Outcome so far: {show_outcome(unknown.outcome)}. It decides:"
                f" {show_ends(unknown, label)}."
            ),
            stage=unknown.stage,
            needed=unknown.needed,
        )


def _binding(result: StageResult) -> Iterator[Step]:
    framework = result.framework
    label = framework.stages[0].label
    for bar in result.explanation.binding:
        name = framework.indicator(bar.indicator).name
        yield Step(
            kind=StepKind.RAISE,
            about=bar.indicator,
            text=f"Raise {name} [{bar.indicator}] from {show_answer(bar.answer)} to {bar.needed}.",
            reason=f"It stands in the way of {label} {result.explanation.next_stage}.",
            stage=result.explanation.next_stage,
            answer=bar.answer,
            needed=bar.needed,
        )


def _pending(result: StageResult) -> Iterator[Step]:
    framework = result.framework
    label = framework.stages[0].label
    label = label[:1].upper() + label[1:]
    for unknown in result.explanation.pending:
        name = framework.indicator(unknown.indicator).name
        yield Step(
            kind=StepKind.FIND_OUT,
            about=unknown.indicator,
            text=f"Find out about {name} [{unknown.indicator}].",
            reason=(
                f"Outcome so far: {show_outcome(unknown.outcome)}. {label}"
                f" {result.explanation.next_stage} asks for it, and what stands in its way comes"
                " first."
            ),
            stage=result.explanation.next_stage,
            needed=unknown.needed,
        )


def _advice(framework: Framework) -> Iterator[Step]:
    for rule in framework.fit_rules:
        when = f"If {rule.condition}" if rule.condition else "By default"
        cited = ", ".join(map(str, rule.sources))
        yield Step(
            kind=StepKind.ADVICE,
            about=rule.id,
            text=rule.advice,
            reason=f"{when}; the source's word for it is {rule.strength!r} ({cited}).",
            stage=rule.focus[0] if len(rule.focus) == 1 else None,
        )

"""The way to a stage: what has to be raised, in batches, at what cost, and for what value."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import attrs

from socialmaturity.assessment.outcome import Answer, Outcome
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import IndicatorId, StageRef
from socialmaturity.model.fields import Number, parse_number
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.scale import Threshold, show_number
from socialmaturity.model.stage import Stage
from socialmaturity.progression.closure import Chain, Row, nested_chain
from socialmaturity.progression.prerequisites import Beforehand, Prerequisites, refuse_other
from socialmaturity.progression.steps import StepKind
from socialmaturity.progression.tasks import Requires, Task, Tasks, ancestors, total
from socialmaturity.scoring.case import Case, make_case
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.explanation import show_answer, show_rounded
from socialmaturity.scoring.ladder import climb
from socialmaturity.scoring.parameters import Thresholds, thresholds
from socialmaturity.scoring.result import Result, StageResult

Amounts = Mapping[str, Number | str]
"""Exact numbers of 0 or more by id of an indicator; text such as ``1/3``, too."""


@attrs.frozen(kw_only=True)
class RoadmapStep:
    """One indicator on the way.

    Args:
        indicator: Its id.
        name: Its name.
        stage: Ordinal of its own stage.
        kind: ``raise``, or ``find-out`` for one that is unknown: it may be
            where it has to be already.
        answer: What was found so far, also where it was set aside and does
            not count; ``None`` for nothing.
        needed: What it has to reach.
        cost: Exact, 0 or more; that from the worst answer where it is unknown.
        value: Exact, 0 or more; ``None`` where the caller gave no values.
        worst: The worst answer of the scale.
    """

    indicator: IndicatorId
    name: str
    stage: int
    kind: StepKind
    answer: Answer
    needed: str
    cost: Fraction
    value: Fraction | None = None
    worst: str = attrs.field(default="", repr=False)

    def __str__(self) -> str:
        told = f"{self.name} [{self.indicator}]"
        cost = show_rounded(self.cost)
        if self.kind is StepKind.FIND_OUT:
            return (
                f"Find out about {told} first; at its worst it has to rise from {self.worst} to"
                f" {self.needed} (cost {cost})."
            )
        return f"Raise {told} from {show_answer(self.answer)} to {self.needed} (cost {cost})."

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain data, its numbers as exact text."""
        return {
            "indicator": self.indicator,
            "name": self.name,
            "stage": self.stage,
            "kind": self.kind.value,
            "answer": None if self.answer is None else show_answer(self.answer),
            "needed": self.needed,
            "cost": show_number(self.cost),
            "value": None if self.value is None else show_number(self.value),
        }


@attrs.frozen(kw_only=True)
class RoadmapBatch:
    """Steps that belong together.

    Args:
        steps: In a startable order; at least one.
        reaches: The lowest result once this batch and all before are done.
        cost: Exact, 0 or more.
        value: Exact, 0 or more; ``None`` without values, like all of value
            that follows.
        rate: Value for one unit of cost, exact; 0 in a last batch of what the
            target needs and nothing else does; ``None`` for a first batch
            that costs nothing, and without values.
        cumulative_cost: With all batches before.
        cumulative_value: With all batches before.
    """

    steps: tuple[RoadmapStep, ...]
    reaches: Stage
    cost: Fraction
    value: Fraction | None
    rate: Fraction | None
    cumulative_cost: Fraction
    cumulative_value: Fraction | None

    def to_dict(self) -> dict[str, Any]:
        """Return the batch as plain data, its numbers as exact text."""
        numbers = ("cost", "value", "rate", "cumulative_cost", "cumulative_value")
        exact: dict[str, Fraction | None] = {name: getattr(self, name) for name in numbers}
        return {
            "reaches": self.reaches.ordinal,
            **{name: None if own is None else show_number(own) for name, own in exact.items()},
            "steps": [step.to_dict() for step in self.steps],
        }


@attrs.frozen(kw_only=True)
class Roadmap:
    """The way from a result to a stage, in batches.

    Args:
        result: Where it starts.
        target: Where it leads.
        batches: In order; at least one. Once all are done, the lowest result
            is the target or a later stage that is then met as well.
        chain: The nested chain of the steps; ``None`` without values.
        prerequisites: What has to come before what.
        notes: What a reader has to know beside it, in sentences.
    """

    result: StageResult = attrs.field(repr=False)
    target: Stage
    batches: tuple[RoadmapBatch, ...]
    chain: Chain | None = attrs.field(default=None, repr=False)
    prerequisites: Prerequisites = attrs.field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def framework(self) -> Framework:
        """What was scored."""
        return self.result.framework

    @property
    def steps(self) -> tuple[RoadmapStep, ...]:
        """The steps of all batches, none before what it requires."""
        return tuple(step for batch in self.batches for step in batch.steps)

    @property
    def cost(self) -> Fraction:
        """The cost of all batches."""
        return self.batches[-1].cumulative_cost

    @property
    def value(self) -> Fraction | None:
        """The value of all batches; ``None`` without values."""
        return self.batches[-1].cumulative_value

    @property
    def tasks(self) -> Tasks:
        """The steps as tasks, to be planned under a budget or over periods.

        Raises:
            MissingValueError: There are no values, and a plan weighs them.
        """
        return self._valued("a plan").tasks

    def bound(self, budget: Number | str) -> Fraction:
        """Return a value that no steps of a budget exceed.

        Args:
            budget: 0 or more.

        Returns:
            Exact; reached where the budget is the cumulative cost of a batch.

        Raises:
            WrongTypeError: Not a number.
            InvalidValueError: Below 0, or not finite.
            MissingValueError: There are no values.
        """
        return self._valued("a bound").bound(budget)

    def _valued(self, what: str) -> Chain:
        if self.chain is None:
            raise MissingValueError(
                f"{what} weighs values, and this roadmap has none; give it values=..., by"
                " indicator",
                path="values",
            )
        return self.chain

    def text(self) -> str:
        """Return the roadmap in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        steps, batches = len(self.steps), len(self.batches)
        lower, upper = self.result.lower, self.result.upper
        start = f"{lower}" if lower is upper else f"{lower} at worst and {upper} at best"
        yield (
            f"From {start} to {self.target}: {_counted(steps, 'step')} in"
            f" {_counted(batches, 'batch', 'batches')}, cost {show_rounded(self.cost)}."
        )
        for number, batch in enumerate(self.batches, 1):
            yield f"{number}. {_headed(batch)}"
            yield from (f"   - {step}" for step in batch.steps)
        yield from (f"Note: {note}" for note in self.notes)

    def to_dict(self) -> dict[str, Any]:
        """Return the roadmap as plain data: dictionaries, lists, text and ``None``."""
        return {
            "framework": self.framework.id,
            "lower": self.result.lower.ordinal,
            "upper": self.result.upper.ordinal,
            "target": self.target.ordinal,
            "batches": [batch.to_dict() for batch in self.batches],
            "notes": list(self.notes),
            "text": self.text(),
        }

    def chart_rows(self) -> list[Row]:
        """Return one row for the start and one for each batch, to draw stage or value over cost.

        Returns:
            Costs and values are cumulative, and floats, for drawing alone;
            without values the columns of value hold ``None``.
        """
        start: Row = {
            "batch": 0,
            "stage": self.result.lower.ordinal,
            "name": self.result.lower.name,
            "raise": 0,
            "find_out": 0,
            "rate": None,
            "cost": 0.0,
            "value": None if self.chain is None else 0.0,
        }
        return [start, *(_row(number, batch) for number, batch in enumerate(self.batches, 1))]


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _headed(batch: RoadmapBatch) -> str:
    reaches = f"at least {batch.reaches}" if batch.reaches.ordinal else f"still {batch.reaches}"
    cost = f"cost {show_rounded(batch.cost)}, so far {show_rounded(batch.cumulative_cost)}"
    if batch.value is None or batch.cumulative_value is None:
        return f"Then {reaches} ({cost})."
    value = f"value {show_rounded(batch.value)}, so far {show_rounded(batch.cumulative_value)}"
    rate = "" if batch.rate is None else f"; {show_rounded(batch.rate)} for one"
    return f"Then {reaches} ({cost}; {value}{rate})."


def _row(number: int, batch: RoadmapBatch) -> Row:
    found_out = sum(step.kind is StepKind.FIND_OUT for step in batch.steps)
    return {
        "batch": number,
        "stage": batch.reaches.ordinal,
        "name": batch.reaches.name,
        "raise": len(batch.steps) - found_out,
        "find_out": found_out,
        "rate": None if batch.rate is None else float(batch.rate),
        "cost": float(batch.cumulative_cost),
        "value": None if batch.cumulative_value is None else float(batch.cumulative_value),
    }


def roadmap(
    result: Result,
    target: Stage | StageRef | int | str | None = None,
    *,
    values: Amounts | None = None,
    costs: Amounts | None = None,
    requires: Beforehand | Prerequisites | None = None,
) -> Roadmap:
    """Return what has to be raised to reach a stage, in an order that can be followed.

    Steps are the indicators up to the target that do not reach what it asks
    for: the threshold of a result at the target, that of the stages below it
    underneath. What is met or not applicable is left out; what is unknown
    has to be found out first, and costs at most what it would from the
    worst answer. With a quorum each stage gives its cheapest sufficient
    indicators. What the caller's prerequisites ask for comes along, from
    later stages, too.

    Without values the batches are the stages, in order. With them they are
    the nested chain: each batch best value for its cost among all that the
    order of the stages and the prerequisites allow, and at the end what is
    worth nothing by itself and needed for the target.

    Args:
        result: Of rule ``cumulative``.
        target: As `Framework.stage` takes it; ``None`` for the last stage
            that asks for something.
        values: What reaching its threshold is worth, by indicator, 0 or
            more; of every step. Others may be there, and do not count.
        costs: What it costs, in the same way; ``None`` for the steps of the
            scale to the threshold, for numbers the difference (0 for one
            that stands at a bound it has to exceed).
        requires: By indicator what it requires beside the order of the
            stages; or prerequisites of this framework, of which the caller's
            word counts.

    Returns:
        The roadmap; with the same answers always the same.

    Raises:
        WrongTypeError: No result, or a table that is none.
        InvalidValueError: A result of another rule, a target at or below the
            present one, a target of which nothing applies, or an amount
            below 0.
        UnknownStageError: No such stage.
        FrameworkMismatchError: A stage of another framework.
        UnknownIndicatorError: An amount of nothing that is there.
        MissingValueError: A step without its value or cost.
        InvalidInputError: Prerequisites that do not hold together.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"listening": "F", "reporting": "P", "presence": "F", "analysis": None}
        >>> acme = sm.score(sm.Assessment(framework="solis", answers=answers))
        >>> way = roadmap(acme, target=2)
        >>> [(batch.reaches.ordinal, str(batch.cost)) for batch in way.batches]
        [(1, '1'), (2, '2')]
        >>> print(way.steps[0])
        Raise Reporting [reporting] from P to L (cost 1).
    """
    ground = _ground(result, target, requires)
    steps, brought = _steps(ground, costs)
    tasks = _tasks(ground, steps, values)
    chain = None if values is None else nested_chain(tasks)
    groups = _by_place(ground, tasks) if chain is None else _by_chain(chain)
    return Roadmap(
        result=ground.result,
        target=ground.target,
        batches=tuple(_batches(ground, steps, groups, valued=chain is not None)),
        chain=chain,
        prerequisites=ground.prerequisites,
        notes=tuple(_notes(ground, by_scale=costs is None, brought=brought)),
    )


class _Ground(NamedTuple):
    """What a roadmap is drawn on."""

    result: StageResult
    target: Stage
    case: Case
    limits: Thresholds
    prerequisites: Prerequisites

    def threshold(self, ordinal: int) -> Threshold:
        """Return what an indicator of a stage has to reach."""
        return self.limits.lower_at if ordinal < self.target.ordinal else self.limits.at

    def lacks(self, name: str, ordinal: int) -> bool:
        """Return whether an indicator applies and does not reach it, or may not."""
        outcome, level = self.case.found[name]
        if level is None:
            return outcome is not Outcome.NOT_APPLICABLE
        return not self.threshold(ordinal).reached_by(level)


def _ground(
    result: Result,
    target: Stage | StageRef | int | str | None,
    requires: Beforehand | Prerequisites | None,
) -> _Ground:
    rule = expect(result, Result, "result").method.rule
    if not isinstance(result, StageResult) or not isinstance(rule, CumulativeRule):
        raise InvalidValueError(
            f"a roadmap climbs from stage to stage, and rule {result.rule!r} does not ask for the"
            " stages below; score with rule='cumulative'",
            path="result",
            value=result.rule,
        )
    case = make_case(result.assessment, result.framework, result.method)
    limits = thresholds(
        result.framework, case.scale, at=rule.at, lower_at=rule.lower_at, quorum=rule.quorum
    )
    return _Ground(
        result, _target(result, target), case, limits, _prerequisites(result.framework, requires)
    )


def _target(result: StageResult, target: Stage | StageRef | int | str | None) -> Stage:
    framework, present = result.framework, result.lower
    asking = [rung.ordinal for rung in result.explanation.rungs if rung.applicable]
    last = asking[-1] if asking else 0
    goal = framework.stage(last or 1) if target is None else _goal(framework, target)
    if last <= present.ordinal:
        raise InvalidValueError(
            f"nothing is left to do: the result is {present}, and no later {present.label} asks"
            " for anything",
            path="target",
            value=target,
        )
    if goal.ordinal <= present.ordinal:
        raise InvalidValueError(
            f"{goal} is not above where the result is already, {present}; choose a later"
            f" {present.label}, up to {last}",
            path="target",
            value=target,
        )
    if goal.ordinal not in asking:
        raise InvalidValueError(
            f"nothing of {goal} applies, so that it is passed and never the result; choose one of"
            f" {', '.join(str(own) for own in asking if own > present.ordinal)}",
            path="target",
            value=target,
        )
    return goal


def _goal(framework: Framework, target: Stage | StageRef | int | str) -> Stage:
    try:
        return framework.stage(target)
    except FrameworkMismatchError as error:
        raise FrameworkMismatchError(
            f"{error}; for a target in another framework ask route", path="target", value=target
        ) from error


def _prerequisites(
    framework: Framework, requires: Beforehand | Prerequisites | None
) -> Prerequisites:
    if not isinstance(requires, Prerequisites):
        return Prerequisites.of(framework, requires, by_stage=True)
    refuse_other(framework, requires.framework)
    return attrs.evolve(requires, by_stage=True)


class _Steps(NamedTuple):
    """The steps by indicator, and whether prerequisites brought some that no quorum needs."""

    by_id: dict[str, RoadmapStep]
    brought: bool


def _steps(ground: _Ground, costs: Amounts | None) -> _Steps:
    """Return the steps by indicator, in the order of their turns, the unknown ones first."""
    framework = ground.result.framework
    stages: dict[str, int] = {
        own.id: stage.ordinal for stage in framework.stages for own in stage.indicators
    }
    below = [own for own, ordinal in stages.items() if ordinal <= ground.target.ordinal]
    caller: Requires = {**dict.fromkeys(stages, ()), **dict(ground.prerequisites.extra)}
    asked = ancestors(caller, below).union(below)
    lacking = [own for own in stages if own in asked and ground.lacks(own, stages[own])]
    given = _default_costs(ground, lacking, stages)
    if costs is not None:
        given = _amounts(framework, costs, lacking, "costs")
    cheapest = set(_cheapest(ground, lacking, stages, given))
    chosen = ancestors(caller, cheapest).union(cheapest).intersection(lacking)
    turns = ground.prerequisites.places
    steps = [_step(ground, own, stages[own], given[own]) for own in lacking if own in chosen]
    steps.sort(key=lambda step: (turns[step.indicator], step.kind is StepKind.RAISE))
    return _Steps({step.indicator: step for step in steps}, brought=chosen != cheapest)


def _default_costs(
    ground: _Ground, names: Iterable[str], stages: Mapping[str, int]
) -> dict[str, Fraction]:
    scale = ground.case.scale
    costs: dict[str, Fraction] = {}
    for name in names:
        level = ground.case.found[name][1]
        way = ground.threshold(stages[name]).shortfall(scale.lowest if level is None else level)
        costs[name] = Fraction(way)
    return costs


def _amounts(
    framework: Framework, given: Amounts, names: Sequence[str], path: str
) -> dict[str, Fraction]:
    """Return the caller's numbers, checked; one for each of *names*."""
    if not isinstance(given, Mapping):
        raise WrongTypeError(
            f"expected {path} by indicator, such as {{'listening': 1}}, not {shown(given)}",
            path=path,
            value=given,
        )
    amounts: dict[str, Fraction] = {}
    for name, amount in given.items():
        indicator = framework.indicator(name)
        exact = parse_number(amount, f"{path}.{name}")
        if exact < 0:
            raise InvalidValueError(
                f"expected 0 or more, not {shown(amount)}", path=f"{path}.{name}", value=amount
            )
        amounts[indicator.id] = exact
    missing = [name for name in names if name not in amounts]
    if missing:
        raise MissingValueError(
            f"no {path} for {', '.join(map(repr, missing))}; none is made up, so give 0 where it"
            " is none",
            path=path,
            value=tuple(missing),
        )
    return amounts


def _cheapest(
    ground: _Ground,
    lacking: Sequence[str],
    stages: Mapping[str, int],
    costs: Mapping[str, Fraction],
) -> Iterator[str]:
    """Give as many indicators of each stage as its quorum lacks, cheapest and unknown first."""
    for rung in ground.result.explanation.rungs[: ground.target.ordinal]:
        short = [name for name in lacking if stages[name] == rung.ordinal]
        spare = rung.applicable - rung.needed
        short.sort(key=lambda name: (costs[name], ground.case.found[name][1] is not None))
        yield from short[: max(0, len(short) - spare)]


def _step(ground: _Ground, name: str, ordinal: int, cost: Fraction) -> RoadmapStep:
    indicator = ground.result.framework.indicator(name)
    scale = ground.case.scale
    unknown = ground.case.found[name][1] is None
    return RoadmapStep(
        indicator=indicator.id,
        name=indicator.name,
        stage=ordinal,
        kind=StepKind.FIND_OUT if unknown else StepKind.RAISE,
        answer=ground.case.assessment.found.get(indicator.id),
        needed=ground.threshold(ordinal).told,
        cost=cost,
        worst=scale.labels[0] if scale.labels else "0",
    )


def _tasks(ground: _Ground, steps: Mapping[str, RoadmapStep], values: Amounts | None) -> Tasks:
    framework = ground.result.framework
    worth = dict.fromkeys(steps, Fraction(0))
    if values is not None:
        worth = _amounts(framework, values, list(steps), "values")
    requires = ground.prerequisites.requires
    return Tasks(
        Task(
            id=name,
            cost=step.cost,
            value=worth[name],
            requires=_next_below(requires, name, steps),
        )
        for name, step in steps.items()
    )


def _next_below(requires: Requires, name: str, members: Mapping[str, object]) -> tuple[str, ...]:
    """Return the members that come next below an indicator, whatever lies between."""
    seen: set[str] = set()
    queue = [name]
    while queue:
        for own in requires[queue.pop()]:
            if own not in seen:
                seen.add(own)
                if own not in members:
                    queue.append(own)
    return tuple(own for own in members if own in seen)


class _Group(NamedTuple):
    """Tasks of a batch to be, with their rate."""

    tasks: tuple[Task, ...]
    rate: Fraction | None


def _by_place(ground: _Ground, tasks: Tasks) -> list[_Group]:
    places = ground.prerequisites.places
    turns = sorted({places[task.id] for task in tasks})
    return [
        _Group(tuple(task for task in tasks.order if places[task.id] == turn), None)
        for turn in turns
    ]


def _by_chain(chain: Chain) -> list[_Group]:
    groups = [_Group(batch.tasks, batch.rate) for batch in chain.batches]
    return groups + ([_Group(chain.left_out, Fraction(0))] if chain.left_out else [])


def _batches(
    ground: _Ground, steps: Mapping[str, RoadmapStep], groups: Iterable[_Group], *, valued: bool
) -> Iterator[RoadmapBatch]:
    cost = value = Fraction(0)
    done: set[str] = set()
    for group in groups:
        own_cost, own_value = total(group.tasks)
        cost, value = cost + own_cost, value + own_value
        done |= {task.id for task in group.tasks}
        yield RoadmapBatch(
            steps=tuple(
                attrs.evolve(steps[task.id], value=task.value if valued else None)
                for task in group.tasks
            ),
            reaches=ground.result.framework.stage(_reached(ground, done)),
            cost=own_cost,
            value=own_value if valued else None,
            rate=group.rate,
            cumulative_cost=cost,
            cumulative_value=value if valued else None,
        )


def _reached(ground: _Ground, done: Collection[str]) -> int:
    """Return the ordinal of the lowest result once some steps are done."""
    limits, framework = ground.limits, ground.result.framework
    rungs = [
        rung._replace(
            met=_count(ground, stage, done, limits.at),
            met_below=_count(ground, stage, done, limits.lower_at),
        )
        for stage, rung in zip(framework.stages, ground.result.explanation.rungs, strict=True)
    ]
    return climb(rungs, sure=True)


def _count(ground: _Ground, stage: Stage, done: Collection[str], threshold: Threshold) -> int:
    """Return how many indicators of a stage reach a threshold once some steps are done."""
    aimed = ground.threshold(stage.ordinal)
    count = 0
    for own in stage.indicators:
        level = ground.case.found[own.id][1]
        stands = level is not None and threshold.reached_by(level)
        count += stands or (own.id in done and not aimed.is_under(threshold))
    return count


def _notes(ground: _Ground, *, by_scale: bool, brought: bool) -> Iterator[str]:
    result, quorum = ground.result, ground.limits.quorum
    label = result.framework.stages[0].label
    if by_scale:
        unit = "number of steps" if ground.case.scale.labels else "difference"
        yield f"A cost is the {unit} on the scale."
    if quorum is not None and quorum != 1:
        yield (
            f"Every {label} asks for a share of {show_number(quorum)} of its indicators, so that"
            f" the cheapest of it are here that are enough{_BROUGHT if brought else ''}."
        )
    for own in ground.prerequisites.inversions:
        yield f"{own}; it is moved forward."
    if result.framework.kind is not FrameworkKind.LADDER:
        yield (
            f"{result.framework.name} is no ladder: that one {label} stands on another is what"
            " the rule asks for, not what the source says."
        )


_BROUGHT: Final = (
    ", with what they require; another choice that requires less could cost less altogether"
)

"""What has to come before what in a framework: the order of its stages, and the caller's word."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidInputError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import IndicatorId, StageRef
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Statement, StatementKind
from socialmaturity.progression.tasks import (
    Requires,
    ancestors,
    cycles,
    founded,
    show_cycle,
    startable_order,
)
from socialmaturity.scoring.explanation import Verdict
from socialmaturity.scoring.profile import ProfileResult
from socialmaturity.scoring.result import StageResult

Beforehand = Mapping[str, Iterable[str]]
"""Ids of indicators with those that each requires, beside the order of the stages."""


@attrs.frozen(kw_only=True)
class Inversion:
    """A prerequisite of a later stage than what requires it.

    Args:
        indicator: What requires it.
        stage: Ordinal of its stage.
        prerequisite: What it requires.
        prerequisite_stage: Ordinal of that one's stage; higher.
    """

    indicator: IndicatorId
    stage: int
    prerequisite: IndicatorId
    prerequisite_stage: int

    def __str__(self) -> str:
        return (
            f"{self.indicator!r} of stage {self.stage} requires {self.prerequisite!r} of stage"
            f" {self.prerequisite_stage}, which comes later"
        )


@attrs.frozen(kw_only=True)
class Startable:
    """What can be started now, as far as a result says.

    Args:
        now: Not met, with all prerequisites met or not applicable.
        perhaps: Not met, with no prerequisite that is not met and some that
            are unknown: to be started if these turn out met.
        unknown: Unknown themselves, with no prerequisite that is not met: to
            be found out, and to be started if they turn out not met and their
            own prerequisites met.
    """

    now: tuple[IndicatorId, ...] = ()
    perhaps: tuple[IndicatorId, ...] = ()
    unknown: tuple[IndicatorId, ...] = ()

    def text(self) -> str:
        """Return what can be started, a sentence a line."""
        lines = [
            f"{told}: {', '.join(own)}."
            for told, own in (
                ("To be started now", self.now),
                ("To be started if what is unknown before it is met", self.perhaps),
                ("To be found out", self.unknown),
            )
            if own
        ]
        return "\n".join(lines) or "Nothing can be started: all that applies is met."

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the ids as plain data."""
        return {
            "now": list(self.now),
            "perhaps": list(self.perhaps),
            "unknown": list(self.unknown),
            "text": self.text(),
        }


@attrs.frozen(kw_only=True)
class Prerequisites:
    """What has to come before what among the indicators of a framework.

    On a ladder every indicator requires all those of the last earlier stage
    that asks for something. What the caller adds may not go against that:
    a prerequisite of a later stage than its dependant is a contradiction.
    Without *strict* it is kept and told, and gets its way: what is required
    early, and whatever that requires by the caller's word, is pulled forward
    to the stage of its dependant.

    Args:
        framework: Whose indicators they are.
        extra: The caller's, in order of the framework; direct ones. `of`
            makes them of a mapping.
        strict: Whether a prerequisite of a later stage is refused.
        by_stage: Whether the order of the stages counts.

    Raises:
        InvalidInputError: All problems together: unknown ids (with the near
            ones), one named twice, a cycle (as it is walked), a contradiction
            with the order of the stages.

    Examples:
        >>> import socialmaturity as sm
        >>> own = Prerequisites.of(sm.SOLIS, {"metrics": ["rapid-response"]})
        >>> own.before("conversation")[:3]
        ('listening', 'reporting', 'presence')
    """

    framework: Framework = attrs.field(repr=False)
    extra: tuple[tuple[IndicatorId, tuple[IndicatorId, ...]], ...] = ()
    strict: bool = True
    by_stage: bool = True

    def __attrs_post_init__(self) -> None:
        problems = tuple(self._problems())
        if problems:
            raise InvalidInputError(f"prerequisites in framework {self.framework.id!r}", problems)

    @classmethod
    def of(
        cls,
        framework: Framework,
        extra: Beforehand | None = None,
        *,
        strict: bool = True,
        by_stage: bool | None = None,
    ) -> "Prerequisites":
        """Return the prerequisites in a framework.

        Args:
            framework: Whose indicators they are.
            extra: By id of an indicator those that it requires beside the
                order of the stages, in any order; ``None`` for none.
            strict: Whether a prerequisite of a later stage than its dependant
                is refused; else it is kept as one of `inversions`.
            by_stage: Whether the order of the stages counts; ``None`` for
                whether the framework is a ladder.

        Returns:
            The same whatever the order of *extra*.

        Raises:
            WrongTypeError: No framework, or no mapping of ids.
            InvalidInputError: All problems together.
        """
        expect(framework, Framework, "framework")
        ladder = framework.kind is FrameworkKind.LADDER
        return cls(
            framework=framework,
            extra=tuple(_read_extra(framework, {} if extra is None else extra)),
            strict=strict,
            by_stage=ladder if by_stage is None else by_stage,
        )

    def _problems(self) -> Iterator[SocialMaturityError]:
        names = tuple(own.id for own in self.framework.indicators)
        known = True
        for dependant, required in self.extra:
            for own in (dependant, *required):
                if own not in names:
                    known = False
                    yield UnknownIndicatorError(
                        own,
                        names,
                        within=f"framework {self.framework.id!r}",
                        path=f"prerequisites.{dependant}",
                    )
            for own in repeated(required):
                yield DuplicateError(
                    f"{shown(own)} stands here twice", path=f"prerequisites.{dependant}", value=own
                )
        if known:
            yield from self._circles()
            yield from self._contradictions()

    def _circles(self) -> Iterator[SocialMaturityError]:
        for cycle in cycles(self._own):
            yield ContradictionError(
                f"indicators wait for each other: {show_cycle(cycle)}; leave out one of these"
                " prerequisites",
                path="prerequisites",
                value=cycle,
            )

    def _contradictions(self) -> Iterator[SocialMaturityError]:
        for own in self.inversions if self.strict else ():
            yield ContradictionError(
                f"{own}; leave it out, or let it go before the order of the stages with"
                " strict=False",
                path=f"prerequisites.{own.indicator}",
                value=own,
            )

    @cached_property
    def _own(self) -> dict[str, tuple[IndicatorId, ...]]:
        """What each indicator requires by the caller's word."""
        given = dict(self.extra)
        return {own.id: given.get(own.id, ()) for own in self.framework.indicators}

    @cached_property
    def _stages(self) -> dict[str, int]:
        """The ordinal of the stage of each indicator."""
        stages = self.framework.stages
        return {own.id: stage.ordinal for stage in stages for own in stage.indicators}

    @cached_property
    def inversions(self) -> tuple[Inversion, ...]:
        """The prerequisites of a later stage than their dependant; none without stage order."""
        if not self.by_stage:
            return ()
        ordinal = self._stages
        return tuple(
            Inversion(
                indicator=dependant,
                stage=ordinal[dependant],
                prerequisite=own,
                prerequisite_stage=ordinal[own],
            )
            for dependant, required in self.extra
            for own in required
            if ordinal[own] > ordinal[dependant]
        )

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the sources say of order, in words; to be read, since nothing is derived of it."""
        return tuple(
            own for own in self.framework.all_statements if own.kind is StatementKind.ORDERING
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The ordinal at which each indicator has its turn.

        That of its stage, or the lowest of what requires it by the caller's
        word where the order of the stages counts.
        """
        places = self._stages.copy()
        if self.by_stage:
            for name in reversed(startable_order(self._own)):
                for own in self._own[name]:
                    places[own] = min(places[own], places[name])
        return places

    @cached_property
    def requires(self) -> Requires:
        """What each indicator requires directly, all in order of the framework."""
        if not self.by_stage:
            return self._own
        turns: dict[int, list[str]] = {}
        for name, place in self.places.items():
            turns.setdefault(place, []).append(name)
        earlier: dict[int, set[str]] = {}
        before: set[str] = set()
        for place in sorted(turns):
            earlier[place], before = before, set(turns[place])
        return {
            name: [own for own in self.places if own in self._own[name] or own in earlier[place]]
            for name, place in self.places.items()
        }

    @cached_property
    def order(self) -> tuple[IndicatorId, ...]:
        """All indicators so that none stands before what it requires."""
        return tuple(map(IndicatorId, startable_order(self.requires)))

    def before(self, goal: str | int | Stage | StageRef) -> tuple[IndicatorId, ...]:
        """Return what has to come before an indicator or a stage.

        Args:
            goal: Id of an indicator, else a stage as `Framework.stage` takes
                it.

        Returns:
            All prerequisites at any remove of the indicator, or of those of
            the stage, in a startable order; without these themselves. Empty
            for a stage that asks for nothing.

        Raises:
            WrongTypeError: None of these.
            UnknownIndicatorError: Neither an indicator nor a stage; the
                message offers near names.
            UnknownStageError: No such stage.
            FrameworkMismatchError: A stage of another framework.
        """
        goals = self._goals(goal)
        needed = ancestors(self.requires, goals) - goals
        return tuple(own for own in self.order if own in needed)

    def _goals(self, goal: str | int | Stage | StageRef) -> set[str]:
        if isinstance(goal, str) and goal in self.places:
            return {goal}
        try:
            stage = self.framework.stage(goal)
        except UnknownStageError as error:
            if not isinstance(goal, str) or ":" in goal:
                raise
            raise UnknownIndicatorError(
                goal,
                [*self.places, *error.candidates],
                within=f"framework {self.framework.id!r}",
                path="goal",
            ) from error
        return {own.id for own in stage.indicators}

    def startable(self, result: StageResult | ProfileResult) -> Startable:
        """Return what can be started in the state that a result tells.

        Args:
            result: Of a rule for ladders, or a profile; of this framework. An
                indicator is met where the result says so, by its own threshold.

        Returns:
            Ids in order of the framework. What is not applicable is in the
            way of nothing.

        Raises:
            WrongTypeError: No such result.
            FrameworkMismatchError: Of another framework, or another version.
        """
        if not isinstance(result, StageResult | ProfileResult):
            raise WrongTypeError(
                "expected a result of a rule that says of each indicator whether it is met,"
                f" such as 'cumulative' or 'profile', not {shown(result)}",
                path="result",
                value=result,
            )
        refuse_other(result.framework, self.framework)
        verdicts = {str(item.id): item.verdict for item in result.explanation.items}
        passed = {own for own, verdict in verdicts.items() if verdict in _PASSED}
        unknown = {own for own, verdict in verdicts.items() if verdict is Verdict.UNDETERMINED}
        sure = founded(self.requires, passed)
        hoped = founded(self.requires, passed | unknown)
        lacking = [
            own.id for own in self.framework.indicators if verdicts[own.id] is Verdict.NOT_MET
        ]
        return Startable(
            now=tuple(own for own in lacking if own in sure),
            perhaps=tuple(own for own in lacking if own in hoped and own not in sure),
            unknown=tuple(
                own.id for own in self.framework.indicators if own.id in unknown and own.id in hoped
            ),
        )

    def text(self) -> str:
        """Return in sentences what is required beside the order of the stages."""
        lines = [
            "Every indicator requires those of the stage before."
            if self.by_stage
            else "The stages have no order of their own."
        ]
        lines += [
            f"{dependant} requires {', '.join(required)}." for dependant, required in self.extra
        ]
        lines += [f"Against the order of the stages: {own}." for own in self.inversions]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the prerequisites as plain data."""
        return {
            "framework": self.framework.id,
            "by_stage": self.by_stage,
            "extra": {dependant: list(required) for dependant, required in self.extra},
            "inversions": [attrs.asdict(own) for own in self.inversions],
            "order": list(self.order),
            "text": self.text(),
        }


_PASSED = (Verdict.MET, Verdict.VACUOUS)


def refuse_other(came: Framework, own: Framework) -> None:
    """Refuse a framework that is not the one that prerequisites are of."""
    if came != own:
        raise FrameworkMismatchError(
            f"the result is of {came}, and the prerequisites are of {own}",
            path="result",
            value=came.id,
        )


def _read_extra(
    framework: Framework, extra: Beforehand
) -> Iterator[tuple[IndicatorId, tuple[IndicatorId, ...]]]:
    """Give the caller's prerequisites in order of the framework, the unknown ones first."""
    if not isinstance(extra, Mapping):
        raise WrongTypeError(
            "expected prerequisites by indicator, such as {'reporting': ['listening']}, not"
            f" {shown(extra)}",
            path="prerequisites",
            value=extra,
        )
    places = {own.id: place for place, own in enumerate(framework.indicators)}

    def rank(name: str) -> tuple[int, str]:
        return places.get(IndicatorId(name), -1), name

    read: dict[str, list[str]] = {}
    for dependant, required in extra.items():
        path = f"prerequisites.{expect(dependant, str, 'prerequisites')}"
        if isinstance(required, str) or not isinstance(required, Iterable):
            raise WrongTypeError(
                f"expected ids of indicators, such as ['listening'], not {shown(required)}",
                path=path,
                value=required,
            )
        read[dependant] = [expect(own, str, path) for own in required]
    for dependant in sorted(read, key=rank):
        if read[dependant]:
            required = sorted(read[dependant], key=rank)
            yield IndicatorId(dependant), tuple(map(IndicatorId, required))

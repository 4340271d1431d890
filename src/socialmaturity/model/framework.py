"""A framework: published stages, what is said of them, and what is asked."""

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidFrameworkError,
    InvalidIdentifierError,
    InvalidValueError,
    UnknownCheckError,
    UnknownIndicatorError,
    UnknownStageError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import (
    FrameworkId,
    IndicatorId,
    Place,
    StageRef,
    StageUnion,
    parse_framework_id,
    parse_stage_ref,
)
from socialmaturity.model.advice import FitCondition, FitRule
from socialmaturity.model.coherence import framework_problems
from socialmaturity.model.fields import (
    Number,
    are_all,
    are_lines,
    is_a,
    is_line,
    is_optional,
    is_partial_date,
    is_text,
    parse_number,
    parse_ratio,
    parse_share,
    parse_word,
)
from socialmaturity.model.indicator import Indicator, Limitation
from socialmaturity.model.order import Order
from socialmaturity.model.scale import NPLF, Scale
from socialmaturity.model.source import Source
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Basis, Dimension, Exclusion, Statement, parse_basis

if TYPE_CHECKING:
    from socialmaturity.model.question import Question


class FrameworkKind(StrEnum):
    """What kind of thing the stages are."""

    LADDER = "ladder"
    """Each stage builds on those before; the ordinal is a grade."""
    PHASES = "phases"
    """They run side by side; the ordinal is an order of entry, not a grade."""


def _parse_kind(text: str) -> FrameworkKind:
    return parse_word(FrameworkKind, text, "kind")


def parse_at(at: str | Number) -> str | Fraction:
    """Return a threshold as it is kept: a label, or an exact number, also from ``1/3``."""
    if isinstance(at, str):
        ratio = parse_ratio(at)
        return at if ratio is None else ratio
    return parse_number(at, "at")


def _parse_lower_at(at: str | Number | None) -> str | Fraction | None:
    return None if at is None else parse_at(at)


def parse_quorum(quorum: Number | str | None) -> Fraction | None:
    """Return a quorum as an exact share; ``None`` stays, and means all."""
    return None if quorum is None else parse_share(quorum, "quorum")


def _is_quorum(_: object, field: "attrs.Attribute[Any]", value: Fraction | None) -> None:
    if value == 0:
        raise InvalidValueError(
            "a quorum of 0 would let every stage be met by nothing; give a share above 0",
            path=field.name,
            value=value,
        )


@attrs.frozen(kw_only=True)
class Gate:
    """When a stage counts as met, unless the caller says otherwise.

    Args:
        at: Label or number that an indicator of the stage has to reach.
        lower_at: What the indicators of the stages below have to reach;
            ``None`` for the same.
        quorum: Share of a stage's indicators that have to, above 0 and up
            to 1; ``None`` for all.
        basis: Whether the source publishes the gate.
    """

    at: str | Fraction = attrs.field(converter=parse_at)
    lower_at: str | Fraction | None = attrs.field(default=None, converter=_parse_lower_at)
    quorum: Fraction | None = attrs.field(
        default=None, converter=parse_quorum, validator=_is_quorum
    )
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)


@attrs.frozen(kw_only=True, cache_hash=True)
class Framework:
    """A published maturity model, as typed and immutable data.

    Args:
        id: Unique among frameworks, and forever.
        name: As published.
        version: Of our record of it, not of the model.
        kind: What kind of thing the stages are.
        unit: What is assessed, such as ``a business``.
        summary: What it is, in our words.
        aliases: Other names for it.
        authors: Names, in the source's order; empty where none is given.
        published: Year, month or day; ``None`` where unknown.
        derived_from: Id of the framework it modifies; ``None`` for none.
        scale: What its indicators are answered on.
        gate: When a stage counts as met by default; ``None`` where the
            caller has to say.
        order: How its stages stand to each other.
        sources: The documents it was read from.
        dimensions: What its statements and indicators are sorted by.
        coding: On what the sorting rests.
        statements: What is said of it as a whole.
        stages: In order, at least one, ordinals from 1 without a gap.
        conditions: What its fit rules ask of a business.
        fit_rules: What it advises whom.
        excluded: Statements of the research that are left out, and why.
        unchecked: Limitations that no check asks for, and why.

    Raises:
        InvalidFrameworkError: It does not hold together; all problems come
            together, each with its path.

    Examples:
        >>> import socialmaturity as sm
        >>> sm.SOLIS.stage(7).name
        'Community'
        >>> sm.SOLIS.below
        Stage(framework='solis', ordinal=0, name='below stage 1', label='stage')
    """

    id: FrameworkId = attrs.field(converter=parse_framework_id)
    name: str = attrs.field(validator=is_line)
    version: str = attrs.field(validator=is_line)
    kind: FrameworkKind = attrs.field(converter=_parse_kind)
    unit: str = attrs.field(default="", validator=is_text, repr=False)
    summary: str = attrs.field(default="", validator=is_text, repr=False)
    aliases: tuple[str, ...] = attrs.field(default=(), validator=are_lines, repr=False)
    authors: tuple[str, ...] = attrs.field(default=(), validator=are_lines, repr=False)
    published: str | None = attrs.field(
        default=None, validator=is_optional(is_partial_date), repr=False
    )
    derived_from: FrameworkId | None = attrs.field(
        default=None, converter=attrs.converters.optional(parse_framework_id), repr=False
    )
    scale: Scale = attrs.field(default=NPLF, validator=is_a(Scale), repr=False)
    gate: Gate | None = attrs.field(default=None, validator=is_optional(is_a(Gate)), repr=False)
    order: Order = attrs.field(validator=is_a(Order), repr=False)
    sources: tuple[Source, ...] = attrs.field(default=(), validator=are_all(Source), repr=False)
    dimensions: tuple[Dimension, ...] = attrs.field(
        default=(), validator=are_all(Dimension), repr=False
    )
    coding: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis, repr=False)
    statements: tuple[Statement, ...] = attrs.field(
        default=(), validator=are_all(Statement), repr=False
    )
    stages: tuple[Stage, ...] = attrs.field(validator=are_all(Stage), repr=False)
    conditions: tuple[FitCondition, ...] = attrs.field(
        default=(), validator=are_all(FitCondition), repr=False
    )
    fit_rules: tuple[FitRule, ...] = attrs.field(default=(), validator=are_all(FitRule), repr=False)
    excluded: tuple[Exclusion, ...] = attrs.field(
        default=(), validator=are_all(Exclusion), repr=False
    )
    unchecked: tuple[Exclusion, ...] = attrs.field(
        default=(), validator=are_all(Exclusion), repr=False
    )

    def __attrs_post_init__(self) -> None:
        problems = framework_problems(self)
        if problems:
            raise InvalidFrameworkError(f"framework {self.id!r}", problems)

    def __str__(self) -> str:
        return f"{self.name} ({self.id} {self.version})"

    @cached_property
    def below(self) -> Stage | None:
        """The place below the first stage, ordinal 0; ``None`` with a baseline."""
        if self.stages[0].baseline:
            return None
        label = self.stages[0].label
        return Stage(framework=self.id, ordinal=0, name=f"below {label} 1", label=label)

    @property
    def lowest(self) -> Stage:
        """Where everyone is at least, that is the baseline or the place below stage 1."""
        return self.below or self.stages[0]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All scored indicators, in order of the stages."""
        return tuple(indicator for stage in self.stages for indicator in stage.indicators)

    @cached_property
    def limitations(self) -> tuple[Limitation, ...]:
        """All optional checks, in order of the stages."""
        return tuple(limitation for stage in self.stages for limitation in stage.limitations)

    @cached_property
    def all_statements(self) -> tuple[Statement, ...]:
        """Statements about the whole, then about each stage."""
        return self.statements + tuple(
            statement for stage in self.stages for statement in stage.statements
        )

    @cached_property
    def _indicator_stages(self) -> dict[IndicatorId, Stage]:
        return {indicator.id: stage for stage in self.stages for indicator in stage.indicators}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def _limitation_stages(self) -> dict[str, Stage]:
        return {limitation.id: stage for stage in self.stages for limitation in stage.limitations}

    @cached_property
    def _stages_by_name(self) -> dict[str, Stage]:
        below = () if self.below is None else (self.below,)
        return {name.casefold(): stage for stage in (*below, *self.stages) for name in stage.names}

    def stage(self, which: int | str | StageRef | Stage) -> Stage:
        """Return one stage.

        Args:
            which: Its ordinal (0 for the place below the first, where there
                is one), its reference as an object or as text such as
                ``solis:7``, one of its names in any case, or the stage.

        Returns:
            The stage.

        Raises:
            WrongTypeError: None of these.
            UnknownStageError: There is none; the message offers near names.
            FrameworkMismatchError: The reference, or the stage, is of
                another framework; or the stage is another one than that of
                its ordinal here.

        Examples:
            >>> import socialmaturity as sm
            >>> sm.CARFI.stage("Measureable").ordinal
            4
        """
        if type(which) is int and 0 < which <= len(self.stages):
            return self.stages[which - 1]
        if isinstance(which, Stage):
            return self._own(which)
        if isinstance(which, str):
            named = self._stages_by_name.get(which.strip().casefold())
            return self._at(self._reference(which)) if named is None else named
        if isinstance(which, StageRef):
            return self._at(which)
        if type(which) is not int:
            raise WrongTypeError(
                f"expected an ordinal, a name, a reference such as '{self.id}:1' or a stage, not"
                f" {shown(which)}",
                path="which",
                value=which,
            )
        if which == 0 and self.below is not None:
            return self.below
        raise UnknownStageError(
            shown(which), map(str, range(1, len(self.stages) + 1)), within=self._within, guess=False
        )

    def _at(self, ref: StageRef) -> Stage:
        if ref.framework != self.id:
            raise FrameworkMismatchError(
                f"stage {str(ref)!r} is not of framework {self.id!r}", value=ref
            )
        return self.stage(ref.ordinal)

    def _own(self, stage: Stage) -> Stage:
        found = self._at(stage.ref)
        if found is not stage and found != stage:
            raise FrameworkMismatchError(
                f"stage {str(stage.ref)!r} is another one in framework {self.id!r}: {found.name!r},"
                f" not {stage.name!r}, or of other content",
                value=stage,
            )
        return found

    def stages_at(self, place: Place) -> tuple[Stage, ...]:
        """Return the stages that a mapping ends at.

        Args:
            place: A stage, or several together, of this framework.

        Returns:
            Lowest first; where it says "or later", to the last stage.

        Raises:
            UnknownStageError: One of them is not there.
            FrameworkMismatchError: It is of another framework.
        """
        named = tuple(self.stage(ref) for ref in place.refs)
        later = isinstance(place, StageUnion) and place.or_later
        return named + (self.stages[named[-1].ordinal :] if later else ())

    def _reference(self, text: str) -> StageRef:
        try:
            return parse_stage_ref(text)
        except InvalidIdentifierError:
            names = [name for stage in self.stages for name in stage.names]
            hint = f"write the number, or '{self.id}:{text}'" if text.strip().isdigit() else ""
            raise UnknownStageError(text, names, within=self._within, hint=hint) from None

    @property
    def _within(self) -> str:
        return f"framework {self.id!r}"

    def indicator(self, which: str) -> Indicator:
        """Return one scored indicator.

        Args:
            which: Its id.

        Returns:
            The indicator.

        Raises:
            WrongTypeError: Not text.
            UnknownIndicatorError: There is none; the message offers near ids.
        """
        found = self._indicators.get(expect(which, str, "which"))
        if found is None:
            raise UnknownIndicatorError(which, self._indicators, within=self._within)
        return found

    def stage_of(self, indicator: str) -> Stage:
        """Return the stage that an indicator is scored at.

        Args:
            indicator: Its id.

        Returns:
            The stage.

        Raises:
            WrongTypeError: Not text.
            UnknownIndicatorError: There is no such indicator.
        """
        return self._indicator_stages[self.indicator(indicator).id]

    def questions(self) -> "tuple[Question, ...]":
        """Return all that a form has to ask, in order.

        Returns:
            Stage by stage the scored indicators, then the optional checks;
            empty where the framework asks nothing.

        Examples:
            >>> import socialmaturity as sm
            >>> [question.id for question in sm.SOLIS.questions()][:2]
            ['listening', 'reporting']
        """
        from socialmaturity.model.question import questions  # forms alone pay for it

        return questions(self)

    def limitation_stage(self, limitation: str) -> Stage:
        """Return the stage that a limitation belongs to.

        Args:
            limitation: Id of one of the limitations.

        Returns:
            The stage.

        Raises:
            WrongTypeError: Not text.
            UnknownCheckError: There is none; the message offers near ids.
        """
        found = self._limitation_stages.get(expect(limitation, str, "limitation"))
        if found is None:
            raise UnknownCheckError(limitation, self._limitation_stages, within=self._within)
        return found

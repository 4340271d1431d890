"""One link between two stages, and the statement that a stage has none."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

import attrs

from socialmaturity.errors import FrameworkMismatchError, WrongTypeError
from socialmaturity.identifiers import (
    FrameworkId,
    SourceId,
    StageRef,
    StatementId,
    parse_framework_id,
    parse_source_id,
    parse_stage_ref,
    parse_statement_ids,
    spoken_name,
)
from socialmaturity.mapping.relation import Relation, parse_relation
from socialmaturity.model.fields import (
    Number,
    are_lines,
    is_line,
    is_text,
    parse_share,
)
from socialmaturity.model.statement import Basis, parse_basis

MATURITY: Final = "maturity"
"""The axis of a mapping where nothing else is said."""


def _to_ref(stage: StageRef | str) -> StageRef:
    return stage if isinstance(stage, StageRef) else parse_stage_ref(stage)


def _parse_confidence(number: Number | str | None) -> Fraction | None:
    return None if number is None else parse_share(number, "confidence")


def _parse_source_ids(texts: Iterable[str]) -> tuple[SourceId, ...]:
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several source ids, not {texts!r}", value=texts)
    return tuple(parse_source_id(text) for text in texts)


def _is_another(mapping: "Mapping", field: "attrs.Attribute[Any]", value: StageRef) -> None:
    if value.framework == mapping.subject.framework:
        raise FrameworkMismatchError(
            f"{mapping.subject} and {value} are stages of one framework; a mapping links two",
            path=field.name,
            value=value,
        )


@attrs.frozen(kw_only=True, cache_hash=True)
class Mapping:
    """One link between stages of two frameworks; it prints as a sentence.

    A mapping concerns the *current* stage of one assessed unit.

    Args:
        subject: The stage it speaks of; also as text such as ``solis:2``.
        relation: How its situations lie to those of the other.
        object: The other stage.
        confidence: From 0 to 1, exact: would a careful reader of the same
            texts agree? ``None`` where nobody says; that is neither 0 nor 1.
        justification: Why, in one line.
        evidence: The statements it rests on, of either framework.
        sources: Documents it rests on beside them.
        author: Whose it is, where that is not the crosswalk's authors.
        basis: Published, or judgement.
        axis: On which order of stages it lies. Mappings of one axis must
            not cross; one that lies on another says why.
        review: What a second reading against the texts decided, and why;
            empty where there was none.

    Examples:
        >>> print(Mapping(subject="solis:2", relation="inside", object="carfi:2",
        ...               justification="Both are first tries."))
        Solis 2 lies inside Carfi 2
    """

    subject: StageRef = attrs.field(converter=_to_ref)
    relation: Relation = attrs.field(converter=parse_relation)
    object: StageRef = attrs.field(converter=_to_ref, validator=_is_another)
    confidence: Fraction | None = attrs.field(default=None, converter=_parse_confidence)
    justification: str = attrs.field(validator=is_line)
    evidence: tuple[StatementId, ...] = attrs.field(
        default=(), converter=parse_statement_ids, validator=are_lines
    )
    sources: tuple[SourceId, ...] = attrs.field(
        default=(), converter=_parse_source_ids, validator=are_lines
    )
    author: str = attrs.field(default="", validator=is_text)
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)
    axis: str = attrs.field(default=MATURITY, validator=is_line)
    review: str = attrs.field(default="", validator=is_text)

    def __str__(self) -> str:
        return f"{self.subject.spoken} {self.relation.phrase} {self.object.spoken}"

    @property
    def stages(self) -> tuple[StageRef, StageRef]:
        """Subject and object."""
        return self.subject, self.object

    def inverse(self) -> "Mapping":
        """Return the same link, read from the other side.

        Returns:
            Subject and object exchanged, the relation turned to match;
            inverted twice it is equal to this one.
        """
        return attrs.evolve(
            self, subject=self.object, object=self.subject, relation=self.relation.converse
        )


@attrs.frozen(kw_only=True)
class NoCounterpart:
    """Looked, found nothing: a stage that a whole framework does not describe.

    It says that no stage of the other framework is the same kind of
    situation, not that their situations never meet.

    Args:
        stage: The stage; also as text such as ``cisco:1``.
        framework: Id of the framework that was looked through.
        confidence: From 0 to 1, exact; ``None`` where nobody says.
        reason: Why, in one line.
        evidence: The statements it rests on, of either framework.
        sources: Documents it rests on beside them.
        basis: Published, or judgement.
        review: What a second reading against the texts decided, and why.
    """

    stage: StageRef = attrs.field(converter=_to_ref)
    framework: FrameworkId = attrs.field(converter=parse_framework_id)
    confidence: Fraction | None = attrs.field(default=None, converter=_parse_confidence)
    reason: str = attrs.field(validator=is_line)
    evidence: tuple[StatementId, ...] = attrs.field(
        default=(), converter=parse_statement_ids, validator=are_lines
    )
    sources: tuple[SourceId, ...] = attrs.field(
        default=(), converter=_parse_source_ids, validator=are_lines
    )
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)
    review: str = attrs.field(default="", validator=is_text)

    def __str__(self) -> str:
        return f"{self.stage.spoken} has no counterpart in {spoken_name(self.framework)}"


@attrs.frozen(kw_only=True)
class Dropped:
    """A mapping that was proposed and not kept, so that nobody proposes it anew.

    Args:
        subject: The stage it spoke of.
        relation: The relation that was proposed.
        object: The other stage.
        reason: Why it was dropped, in one line.
    """

    subject: StageRef = attrs.field(converter=_to_ref)
    relation: Relation = attrs.field(converter=parse_relation)
    object: StageRef = attrs.field(converter=_to_ref)
    reason: str = attrs.field(validator=is_line)

"""One link between two stages, and the statement that a stage has none."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import (
    FrameworkId,
    Place,
    SourceId,
    StageRef,
    StageUnion,
    StatementId,
    parse_framework_id,
    parse_place,
    parse_source_id,
    parse_stage_ref,
    parse_statement_ids,
    spoken_name,
)
from socialmaturity.mapping.relation import Relation, parse_relation
from socialmaturity.model.fields import (
    NOT_IN_FILES,
    Number,
    are_lines,
    is_a,
    is_line,
    is_optional,
    is_text,
    parse_share,
    parse_word,
    repeated,
)
from socialmaturity.model.statement import Basis, parse_basis

MATURITY: Final = "maturity"
"""The axis of a mapping where nothing else is said."""


def _parse_relation(text: str) -> Relation:
    return parse_relation(text)


class Rationale(StrEnum):
    """What two stages were compared by.

    References:
        NIST IR 8477, Mapping relationships between documentary standards,
        2024: the rationales of set theory relationship mappings.
    """

    SYNTACTIC = "syntactic"
    """By their wording."""
    SEMANTIC = "semantic"
    """By their meaning."""
    FUNCTIONAL = "functional"
    """By what comes of them."""


@attrs.frozen
class Origin:
    """Where a mapping was read: a file, and its line there.

    Args:
        file: The name of the file.
        line: From 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


Extra = tuple[tuple[str, str], ...]
"""Names and values in the order of the names."""


def _to_ref(stage: StageRef | str) -> StageRef:
    return stage if isinstance(stage, StageRef) else parse_stage_ref(stage)


def _to_place(place: Place | str) -> Place:
    return place if isinstance(place, StageRef | StageUnion) else parse_place(place)


def _says_something(_: object, field: "attrs.Attribute[Any]", value: Relation) -> None:
    if value in (Relation.ANYTHING, Relation.NOTHING):
        raise InvalidValueError(
            f"{value.value!r} is no relation of a mapping: "
            + ("leave the mapping out" if value is Relation.ANYTHING else "no two stages have it"),
            path=field.name,
            value=value,
        )


def _parse_rationale(text: str | None) -> Rationale | None:
    return None if text is None else parse_word(Rationale, text, "rationale")


def _parse_subject_coverage(number: Number | str | None) -> Fraction | None:
    return None if number is None else parse_share(number, "subject_coverage")


def _parse_object_coverage(number: Number | str | None) -> Fraction | None:
    return None if number is None else parse_share(number, "object_coverage")


def parse_extra(pairs: Iterable[object]) -> Extra:
    """Return pairs of name and value in the order of the names."""
    return tuple(sorted(map(_pair, pairs if hasattr(pairs, "__iter__") else (pairs,))))


def _pair(pair: object) -> tuple[str, str]:
    match pair:
        case [str(name), str(value)]:
            return name, value
        case _:
            raise WrongTypeError(
                f"expected pairs of name and value, both text, not {shown(pair)}",
                path="extra",
                value=pair,
            )


def are_named(_: object, field: "attrs.Attribute[Any]", value: Extra) -> None:
    """Refuse pairs that are not of text, and a name that stands twice."""
    for pair in value:
        for text in pair:
            is_text(None, field, text)
    for name in repeated(name for name, _ in value):
        raise DuplicateError(f"{name!r} stands here twice", path=field.name, value=name)


def _parse_confidence(number: Number | str | None) -> Fraction | None:
    return None if number is None else parse_share(number, "confidence")


def _parse_source_ids(texts: Iterable[str]) -> tuple[SourceId, ...]:
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several source ids, not {texts!r}", value=texts)
    return tuple(parse_source_id(text) for text in texts)


def _is_another(mapping: "Mapping | Dropped", field: "attrs.Attribute[Any]", value: Place) -> None:
    if value.framework == mapping.subject.framework:
        raise FrameworkMismatchError(
            f"{mapping.subject} and {value} are stages of one framework; a mapping links two",
            path=field.name,
            value=value,
        )


@attrs.frozen(kw_only=True, cache_hash=True)
class Mapping:
    """One link between the stages of two frameworks; it prints as a sentence.

    A mapping concerns the *current* stage of one assessed unit.

    Args:
        subject: The stage it speaks of, or several together; also as text
            such as ``solis:2``, ``solis:2+3`` or ``solis:2+`` (2 or later).
        relation: How its situations lie to those of the other.
        object: The other stage, or several together.
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
        rationale: What the two were compared by; ``None`` where nobody says.
        subject_coverage: Share of the subject's situations that are the
            object's, too, from 0 to 1, exact; ``None`` where nobody says.
        object_coverage: The same of the object's.
        extra: What a file of another format says beside this, kept to be
            written back: pairs of name and value.
        origin: Where it was read; no part of the value, so that equal
            mappings are equal wherever they stand.

    Examples:
        >>> print(Mapping(subject="solis:2", relation="inside", object="carfi:2",
        ...               justification="Both are first tries."))
        Solis 2 lies inside Carfi 2
    """

    subject: Place = attrs.field(converter=_to_place)
    relation: Relation = attrs.field(converter=_parse_relation, validator=_says_something)
    object: Place = attrs.field(converter=_to_place, validator=_is_another)
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
    rationale: Rationale | None = attrs.field(default=None, converter=_parse_rationale)
    subject_coverage: Fraction | None = attrs.field(default=None, converter=_parse_subject_coverage)
    object_coverage: Fraction | None = attrs.field(default=None, converter=_parse_object_coverage)
    extra: Extra = attrs.field(default=(), converter=parse_extra, validator=are_named)
    origin: Origin | None = attrs.field(
        default=None,
        eq=False,
        repr=False,
        validator=is_optional(is_a(Origin)),
        metadata=NOT_IN_FILES,
    )

    def __str__(self) -> str:
        return f"{self.subject.spoken} {self.relation.phrase} {self.object.spoken}"

    @property
    def places(self) -> tuple[Place, Place]:
        """Subject and object."""
        return self.subject, self.object

    @property
    def stages(self) -> tuple[StageRef, ...]:
        """Every stage that it names, of the subject first."""
        return (*self.subject.refs, *self.object.refs)

    def inverse(self) -> "Mapping":
        """Return the same link, read from the other side.

        Returns:
            Subject and object exchanged, the relation turned to match;
            inverted twice it is equal to this one.
        """
        return attrs.evolve(
            self,
            subject=self.object,
            object=self.subject,
            relation=self.relation.converse,
            subject_coverage=self.object_coverage,
            object_coverage=self.subject_coverage,
            extra=[(_turned(name), value) for name, value in self.extra],
        )


def _turned(name: str) -> str:
    """Return the name that what is said of one side has for the other side."""
    side, underscore, rest = name.partition("_")
    turned = {"subject": "object", "object": "subject"}.get(side)
    return f"{turned}_{rest}" if turned and underscore else name


def _is_another_framework(
    none: "NoCounterpart", field: "attrs.Attribute[Any]", value: FrameworkId
) -> None:
    if value == none.stage.framework:
        raise FrameworkMismatchError(
            f"{none.stage} is a stage of {value!r} itself; name the framework that was looked"
            " through",
            path=field.name,
            value=value,
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
        extra: As for `Mapping`.
        origin: As for `Mapping`.
    """

    stage: StageRef = attrs.field(converter=_to_ref)
    framework: FrameworkId = attrs.field(
        converter=parse_framework_id, validator=_is_another_framework
    )
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
    extra: Extra = attrs.field(default=(), converter=parse_extra, validator=are_named)
    origin: Origin | None = attrs.field(
        default=None,
        eq=False,
        repr=False,
        validator=is_optional(is_a(Origin)),
        metadata=NOT_IN_FILES,
    )

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

    subject: Place = attrs.field(converter=_to_place)
    relation: Relation = attrs.field(converter=_parse_relation, validator=_says_something)
    object: Place = attrs.field(converter=_to_place, validator=_is_another)
    reason: str = attrs.field(validator=is_line)


def checked_mapping(
    *,
    subject: Place,
    relation: Relation,
    object: Place,  # noqa: A002 the name of the field
    confidence: Fraction | None,
    justification: str,
    evidence: tuple[StatementId, ...] = (),
    sources: tuple[SourceId, ...] = (),
    author: str = "",
    basis: Basis = Basis.JUDGEMENT,
    axis: str = MATURITY,
    review: str = "",
    rationale: Rationale | None = None,
    subject_coverage: Fraction | None = None,
    object_coverage: Fraction | None = None,
    extra: Extra = (),
    origin: Origin | None = None,
) -> Mapping:
    """Return a mapping of parts that have been checked and converted before.

    A reader of many rows checks each different cell once. Nothing is looked
    at here: what the constructor would refuse makes a mapping that is wrong.

    Args:
        subject: As in a `Mapping`, and so are the others.
        relation: One that says something.
        object: Of another framework.
        confidence: From 0 to 1.
        justification: One line.
        evidence: Different ones.
        sources: Different ones.
        author: Text.
        basis: A word, not its text.
        axis: One line.
        review: Text.
        rationale: A word, not its text.
        subject_coverage: From 0 to 1.
        object_coverage: From 0 to 1.
        extra: In the order of the names.
        origin: Where it was read.

    Returns:
        What the constructor returns for the same parts, in a tenth of its time.

    Examples:
        >>> own = Mapping(subject="solis:2", relation="inside", object="carfi:2",
        ...               justification="Both are first tries.")
        >>> own == checked_mapping(
        ...     subject=own.subject, relation=own.relation, object=own.object, confidence=None,
        ...     justification=own.justification)
        True
    """
    mapping = _new_mapping(Mapping)
    parts = (subject, relation, object, confidence, justification, evidence, sources, author)
    more = (basis, axis, review, rationale, subject_coverage, object_coverage, extra, origin)
    for fill, part in zip(_FILLS, (*parts, *more, None), strict=True):
        fill(mapping, part)
    return mapping


_new_mapping: Final = Mapping.__new__
_SLOTS: Final = (*(field.name for field in attrs.fields(Mapping)), "_attrs_cached_hash")
_FILLS: Final[Any] = tuple(getattr(Mapping, name).__set__ for name in _SLOTS)
"""How each slot is filled, past the checks: the fields, and the hash that is not yet known."""

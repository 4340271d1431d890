"""What a source says, one statement at a time, and what each is about."""

from enum import StrEnum

import attrs

from socialmaturity.identifiers import (
    DimensionId,
    StatementId,
    parse_dimension_id,
    parse_statement_id,
)
from socialmaturity.model.fields import are_all, is_line, is_text, parse_word
from socialmaturity.model.source import Citation, parse_citations


class Basis(StrEnum):
    """On what a choice rests: a source's own words, or our judgement."""

    PUBLISHED = "published"
    JUDGEMENT = "judgement"


class StatementKind(StrEnum):
    """What sort of thing a source says."""

    PRACTICE = "practice"
    """A practice, or another name, that the source itself labels."""
    ACTIVITY = "activity"
    """Something done, described without a label."""
    TRAIT = "trait"
    """Something that can be observed of the organisation."""
    LIMITATION = "limitation"
    """Something still missing or wrong."""
    METRIC = "metric"
    """Something counted or measured."""
    OWNER = "owner"
    """Who does it, leads it or reads it."""
    ORDERING = "ordering"
    """Order, prerequisite or validity."""
    OUTCOME = "outcome"
    """A result that the source claims."""
    ADVICE = "advice"
    """Something the source recommends."""


def parse_basis(text: str) -> Basis:
    """Return the basis of this name."""
    return parse_word(Basis, text, "basis")


def _parse_kind(text: str) -> StatementKind:
    return parse_word(StatementKind, text, "kind")


@attrs.frozen(kw_only=True)
class Dimension:
    """A side of the work that statements and indicators are sorted by.

    Args:
        id: Short name.
        name: As published, or ours.
        basis: Whether the source publishes the dimension.
    """

    id: DimensionId = attrs.field(converter=parse_dimension_id)
    name: str = attrs.field(validator=is_line)
    basis: Basis = attrs.field(converter=parse_basis)


@attrs.frozen(kw_only=True)
class Statement:
    """One thing that the sources say, in our words.

    Args:
        id: Such as ``SOL-3.06``: framework, stage (0 for the whole), number.
        kind: What sort of thing it is.
        dimension: The one it is mainly about; the sorting is ours.
        text: What is said, in our own words.
        sources: Where it is said; at least one place.
        name: The source's label, where it gives one; else empty.
    """

    id: StatementId = attrs.field(converter=parse_statement_id)
    kind: StatementKind = attrs.field(converter=_parse_kind)
    dimension: DimensionId = attrs.field(converter=parse_dimension_id)
    text: str = attrs.field(validator=is_line)
    sources: tuple[Citation, ...] = attrs.field(
        converter=parse_citations, validator=are_all(Citation)
    )
    name: str = attrs.field(default="", validator=is_text)

    @property
    def stage(self) -> int:
        """Ordinal of the stage it is about; 0 for the whole framework."""
        return int(self.id.rpartition("-")[2].partition(".")[0])


@attrs.frozen(kw_only=True)
class Exclusion:
    """A statement that is left out of something, and why.

    Args:
        id: The statement.
        reason: Why, in one line.
    """

    id: StatementId = attrs.field(converter=parse_statement_id)
    reason: str = attrs.field(validator=is_line)

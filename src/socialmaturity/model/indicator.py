"""What is asked of an organisation: scored indicators and checks of limitations."""

import attrs

from socialmaturity.identifiers import (
    DimensionId,
    IndicatorId,
    LimitationId,
    StatementId,
    parse_dimension_id,
    parse_indicator_id,
    parse_limitation_id,
    parse_statement_ids,
)
from socialmaturity.model.fields import are_lines, is_line
from socialmaturity.model.statement import Basis, parse_basis


@attrs.frozen(kw_only=True)
class Indicator:
    """A scored item: one plain question that one person can answer.

    It is *cumulative*: worded so that an organisation at any later stage
    would answer it at the top of the scale, too.

    Args:
        id: Unique within the framework, and forever: applications store it.
        name: The source's label where it has one, else ours.
        question: Answered on a scale whose top means yes, fully.
        dimension: The one it is mainly about.
        evidence: The statements it rests on; may be empty.
        basis: Whether the question is the source's or ours.
    """

    id: IndicatorId = attrs.field(converter=parse_indicator_id)
    name: str = attrs.field(validator=is_line)
    question: str = attrs.field(validator=is_line)
    dimension: DimensionId = attrs.field(converter=parse_dimension_id)
    evidence: tuple[StatementId, ...] = attrs.field(
        default=(), converter=parse_statement_ids, validator=are_lines
    )
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)


@attrs.frozen(kw_only=True)
class Limitation:
    """An optional yes/no check: true at its stage, gone at later ones.

    It is never a gate. One that is still present contradicts a result at a
    later stage, and the explanation reports it.

    Args:
        id: Unique within the framework, and forever.
        question: Yes means that the limitation is present.
        evidence: The statements it rests on; may be empty.
        basis: Whether the question is the source's or ours.
    """

    id: LimitationId = attrs.field(converter=parse_limitation_id)
    question: str = attrs.field(validator=is_line)
    evidence: tuple[StatementId, ...] = attrs.field(
        default=(), converter=parse_statement_ids, validator=are_lines
    )
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)

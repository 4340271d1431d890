"""What a framework says of the order of its stages, and what it leaves open."""

from enum import StrEnum
from typing import Any

import attrs

from socialmaturity.errors import ContradictionError, InvalidValueError, shown
from socialmaturity.identifiers import StatementId, parse_statement_ids
from socialmaturity.model.fields import are_all, are_lines, is_a, is_line, parse_word
from socialmaturity.model.statement import Basis, parse_basis


class OrderTopic(StrEnum):
    """A question that is put to every framework about its order."""

    BUILDS_ON = "builds-on"
    """Do stages build on earlier ones?"""
    ONE_AT_A_TIME = "one-at-a-time"
    """Is a unit at one stage at a time?"""
    SKIPPING = "skipping"
    """May a stage be skipped?"""
    UNITS_DIFFER = "units-differ"
    """May units of one organisation be at different stages at one time?"""
    EVERYONE_TO_THE_END = "everyone-to-the-end"
    """Should everyone reach the last stage?"""
    GOING_BACK = "going-back"
    """Is a way back described?"""
    VALUE_MEASURED = "value-measured"
    """When is business value measured?"""


def _parse_topic(text: str) -> OrderTopic:
    return parse_word(OrderTopic, text, "topic")


@attrs.frozen(kw_only=True)
class OrderNote:
    """A framework's answer to one question about its order.

    Args:
        topic: The question.
        answer: In our words; "not stated" where the sources are silent.
        evidence: The statements that give the answer; empty where the
            sources are silent.
    """

    topic: OrderTopic = attrs.field(converter=_parse_topic)
    answer: str = attrs.field(validator=is_line)
    evidence: tuple[StatementId, ...] = attrs.field(
        default=(), converter=parse_statement_ids, validator=are_lines
    )


def _is_either(order: "Order", field: "attrs.Attribute[bool]", value: bool) -> None:  # noqa: FBT001
    if value and order.exclusive:
        raise ContradictionError(
            "stages that exclude each other cannot be cumulative; set one of the two",
            path=field.name,
            value=value,
        )


def _are_pairs(
    order: "Order", field: "attrs.Attribute[Any]", pairs: tuple[tuple[int, int], ...]
) -> None:
    are_all(tuple)(order, field, pairs)
    for pair in pairs:
        are_all(int)(order, field, pair)
        if len(pair) != 2:  # noqa: PLR2004 it is a pair
            raise InvalidValueError(
                f"expected pairs such as (1, 2), not {shown(pair)}", path=field.name, value=pair
            )


@attrs.frozen(kw_only=True)
class Order:
    """How the stages of a framework stand to each other.

    Args:
        exclusive: Whether one assessed unit is at no more than one of the
            stages at one time.
        cumulative: Whether a unit that has reached a stage still counts as
            at every earlier one, as with levels where 3 includes 2. Stages
            can be cumulative or exclude each other, not both.
        basis: On what *exclusive* and *cumulative* rest.
        may_merge: Pairs of neighbouring ordinals that often come as one step.
        notes: What the sources answer to each topic; any order.

    Raises:
        ContradictionError: Stages that are cumulative and exclude each other.
    """

    exclusive: bool = attrs.field(validator=is_a(bool))
    cumulative: bool = attrs.field(default=False, validator=[is_a(bool), _is_either])
    basis: Basis = attrs.field(default=Basis.JUDGEMENT, converter=parse_basis)
    may_merge: tuple[tuple[int, int], ...] = attrs.field(default=(), validator=_are_pairs)
    notes: tuple[OrderNote, ...] = attrs.field(default=(), validator=are_all(OrderNote))

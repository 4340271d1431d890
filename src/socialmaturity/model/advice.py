"""Rules by which a source says what fits whom."""

from collections.abc import Iterable

import attrs

from socialmaturity.errors import MissingValueError, WrongTypeError, shown
from socialmaturity.identifiers import (
    ConditionId,
    FitRuleId,
    parse_condition_id,
    parse_fit_rule_id,
)
from socialmaturity.model.fields import are_all, are_lines, is_line, is_text
from socialmaturity.model.source import Citation, parse_citations


@attrs.frozen(kw_only=True)
class FitCondition:
    """Something that is true of a business or not.

    Args:
        id: Unique within the framework, and forever.
        question: Yes means that it is true.
    """

    id: ConditionId = attrs.field(converter=parse_condition_id)
    question: str = attrs.field(validator=is_line)


def _parse_conditions(texts: Iterable[str]) -> tuple[ConditionId, ...]:
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several condition ids, not {shown(texts)}", value=texts)
    return tuple(parse_condition_id(text) for text in texts)


def _is_told(rule: "FitRule", field: "attrs.Attribute[str]", value: str) -> None:
    if rule.conditions and not value.strip():
        raise MissingValueError(
            f"rule {rule.id} has conditions; say in one line when it holds",
            path=field.name,
            value=value,
        )


@attrs.frozen(kw_only=True)
class FitRule:
    """What a source advises a business for which some conditions are true.

    Args:
        id: Such as ``SOC-R2``.
        conditions: All of them have to be true; empty for a rule that
            stands by default.
        condition: The same in one line, in our words; a rule that has
            conditions needs it, since it is what people are told.
        advice: What is advised, in our words.
        focus: Ordinals of the stages it points to; empty where it points
            to none.
        strength: The source's own word for how strongly it is meant.
        sources: Where it is said.

    Raises:
        MissingValueError: It has conditions, and no words for them.
    """

    id: FitRuleId = attrs.field(converter=parse_fit_rule_id)
    conditions: tuple[ConditionId, ...] = attrs.field(
        default=(), converter=_parse_conditions, validator=are_lines
    )
    condition: str = attrs.field(default="", validator=[is_text, _is_told])
    advice: str = attrs.field(validator=is_line)
    focus: tuple[int, ...] = attrs.field(default=(), validator=are_all(int))
    strength: str = attrs.field(validator=is_line)
    sources: tuple[Citation, ...] = attrs.field(
        converter=parse_citations, validator=are_all(Citation)
    )

"""Identifiers: strings that passed their parser, and the reference to a stage.

Identifiers are forever: applications store them. So they are plain ASCII, and
lower case where people choose them.
"""

import re
from collections.abc import Iterable
from typing import Final, NewType

import attrs

from socialmaturity.errors import InvalidIdentifierError, WrongTypeError

FrameworkId = NewType("FrameworkId", str)
IndicatorId = NewType("IndicatorId", str)
LimitationId = NewType("LimitationId", str)
DimensionId = NewType("DimensionId", str)
ConditionId = NewType("ConditionId", str)
SourceId = NewType("SourceId", str)
StatementId = NewType("StatementId", str)
FitRuleId = NewType("FitRuleId", str)

SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"
SOURCE: Final = "[A-Za-z0-9]+([._-][A-Za-z0-9]+)*"
STATEMENT: Final = r"[A-Z][A-Z0-9]*-[0-9]+\.[0-9]+"
FIT_RULE: Final = "[A-Z][A-Z0-9]*-R[0-9]+"
STAGE: Final = f"{SLUG}:[0-9]+"

LONGEST: Final = 100
"""The largest number of characters of an identifier."""

_SMALL_WORDS: Final = frozenset({"a", "an", "and", "in", "of", "on", "the", "to"})


def parse_identifier(text: object, kind: str, pattern: str, example: str) -> str:
    """Return *text* if it is an identifier of its kind.

    Args:
        text: What should be one.
        kind: What it names, for the message.
        pattern: The regular expression that all of it must match.
        example: A right one, for the message.

    Returns:
        *text*, unchanged.

    Raises:
        WrongTypeError: Not a string.
        InvalidIdentifierError: Not of the pattern, or over 100 characters.

    Examples:
        >>> parse_identifier("rapid-response", "indicator id", SLUG, "listening")
        'rapid-response'
    """
    if not isinstance(text, str):
        raise WrongTypeError(f"a {kind} is text such as {example!r}, not {text!r}", value=text)
    if len(text) > LONGEST or re.fullmatch(pattern, text) is None:
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
        raise InvalidIdentifierError(
            f"invalid {kind} {shown!r}; expected something like {example!r}"
            f" (it matches {pattern} and has at most {LONGEST} characters)",
            value=text,
        )
    return text


def parse_framework_id(text: str) -> FrameworkId:
    """Return *text* as the id of a framework, such as ``be-a-person``."""
    return FrameworkId(parse_identifier(text, "framework id", SLUG, "be-a-person"))


def parse_indicator_id(text: str) -> IndicatorId:
    """Return *text* as the id of a scored indicator, such as ``rapid-response``."""
    return IndicatorId(parse_identifier(text, "indicator id", SLUG, "rapid-response"))


def parse_limitation_id(text: str) -> LimitationId:
    """Return *text* as the id of a limitation, such as ``fractured-tools``."""
    return LimitationId(parse_identifier(text, "limitation id", SLUG, "fractured-tools"))


def parse_dimension_id(text: str) -> DimensionId:
    """Return *text* as the id of a dimension, such as ``strategy``."""
    return DimensionId(parse_identifier(text, "dimension id", SLUG, "strategy"))


def parse_condition_id(text: str) -> ConditionId:
    """Return *text* as the id of a condition of fit, such as ``low-touch-sales``."""
    return ConditionId(parse_identifier(text, "condition id", SLUG, "low-touch-sales"))


def parse_source_id(text: str) -> SourceId:
    """Return *text* as the id of a source, such as ``S0``."""
    return SourceId(parse_identifier(text, "source id", SOURCE, "S0"))


def parse_statement_id(text: str) -> StatementId:
    """Return *text* as the id of a statement, such as ``SOL-3.06``."""
    return StatementId(parse_identifier(text, "statement id", STATEMENT, "SOL-3.06"))


def parse_fit_rule_id(text: str) -> FitRuleId:
    """Return *text* as the id of a fit rule, such as ``SOC-R2``."""
    return FitRuleId(parse_identifier(text, "fit rule id", FIT_RULE, "SOC-R2"))


def _is_ordinal(_: object, field: "attrs.Attribute[int]", value: object) -> None:
    if type(value) is not int or value < 0:
        raise InvalidIdentifierError(
            f"invalid ordinal {value!r}; expected a whole number from 0",
            path=field.name,
            value=value,
        )


def parse_statement_ids(texts: Iterable[str]) -> tuple[StatementId, ...]:
    """Return *texts* as ids of statements, in order; a single string is refused."""
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several statement ids, not {texts!r}", value=texts)
    return tuple(parse_statement_id(text) for text in texts)


@attrs.frozen
class StageRef:
    """A stage by framework and ordinal; written ``solis:7``.

    Args:
        framework: Id of the framework.
        ordinal: Its place, from 1; 0 is the place below the first stage.

    Examples:
        >>> str(StageRef("solis", 7))
        'solis:7'
        >>> StageRef("be-a-person", 7).spoken
        'Be a Person 7'
    """

    framework: FrameworkId = attrs.field(converter=parse_framework_id)
    ordinal: int = attrs.field(validator=_is_ordinal)

    def __str__(self) -> str:
        return f"{self.framework}:{self.ordinal}"

    @property
    def spoken(self) -> str:
        """The reference as a reader says it."""
        return f"{spoken_name(self.framework)} {self.ordinal}"


def parse_stage_ref(text: str) -> StageRef:
    """Return the stage that *text* refers to.

    Args:
        text: Framework id, colon, ordinal; such as ``solis:7``.

    Returns:
        The reference; whether there is such a stage is not looked up.

    Raises:
        WrongTypeError: Not a string.
        InvalidIdentifierError: Not of this form.

    Examples:
        >>> parse_stage_ref("solis:7").ordinal
        7
    """
    framework, _, ordinal = parse_identifier(text, "stage", STAGE, "solis:7").rpartition(":")
    return StageRef(FrameworkId(framework), int(ordinal))


def spoken_name(framework: str) -> str:
    """Return the id of a framework in words, for sentences.

    Args:
        framework: An id such as ``be-a-person``.

    Returns:
        The words, each but the small ones with a capital.

    Examples:
        >>> spoken_name("be-a-person")
        'Be a Person'
    """
    words = framework.split("-")
    return " ".join(
        word if index and word in _SMALL_WORDS else word.capitalize()
        for index, word in enumerate(words)
    )

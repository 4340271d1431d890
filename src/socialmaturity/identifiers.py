"""Identifiers: strings that passed their parser, and the reference to a stage.

Identifiers are forever: applications store them. So they are plain ASCII, and
lower case where people choose them.
"""

import re
from collections.abc import Iterable
from typing import Any, Final, NewType

import attrs

from socialmaturity.errors import InvalidIdentifierError, WrongTypeError, shown

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
STAGE: Final = f"{SLUG}:[0-9]{{1,6}}"
PLACE: Final = rf"{STAGE}(\+[0-9]{{1,6}})*\+?"

LONGEST: Final = 100
"""The largest number of characters of an identifier."""

LONGEST_PLACE: Final = 1000
"""The largest number of characters of a stage, or of several together, as text."""

_HIGHEST: Final = 999_999

_SMALL_WORDS: Final = frozenset({"a", "an", "and", "in", "of", "on", "the", "to"})


def parse_identifier(
    text: object, kind: str, pattern: str, example: str, most: int = LONGEST
) -> str:
    """Return *text* if it is an identifier of its kind.

    Args:
        text: What should be one.
        kind: What it names, for the message.
        pattern: The regular expression that all of it must match.
        example: A right one, for the message.
        most: The largest number of characters.

    Returns:
        *text*, unchanged.

    Raises:
        WrongTypeError: Not a string.
        InvalidIdentifierError: Not of the pattern, or too long.

    Examples:
        >>> parse_identifier("rapid-response", "indicator id", SLUG, "listening")
        'rapid-response'
    """
    if not isinstance(text, str):
        raise WrongTypeError(f"a {kind} is text such as {example!r}, not {shown(text)}", value=text)
    if len(text) > most or re.fullmatch(pattern, text) is None:
        told = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
        raise InvalidIdentifierError(
            f"invalid {kind} {told!r}; expected something like {example!r}"
            f" (it matches {pattern} and has at most {most} characters)",
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


def _is_ordinal(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if type(value) is not int or not 0 <= value <= _HIGHEST:
        raise InvalidIdentifierError(
            f"invalid ordinal {shown(value)}; expected a whole number from 0 to {_HIGHEST}",
            path=field.name,
            value=value,
        )


def parse_statement_ids(texts: Iterable[str]) -> tuple[StatementId, ...]:
    """Return *texts* as ids of statements, in order; a single string is refused."""
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several statement ids, not {shown(texts)}", value=texts)
    return tuple(parse_statement_id(text) for text in texts)


@attrs.frozen(cache_hash=True)
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
    def refs(self) -> "tuple[StageRef, ...]":
        """This one alone, as a tuple."""
        return (self,)

    @property
    def ordinals(self) -> tuple[int, ...]:
        """Its place alone, as a tuple."""
        return (self.ordinal,)

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
    framework, _, ordinal = parse_identifier(
        text, "stage", STAGE, "solis:7", LONGEST_PLACE
    ).rpartition(":")
    return StageRef(FrameworkId(framework), int(ordinal))


def _to_tuple(ordinals: Iterable[int]) -> tuple[int, ...]:
    try:
        return tuple(ordinals)
    except TypeError as cause:
        raise WrongTypeError(
            f"expected several ordinals, such as (2, 3), not {shown(ordinals)}",
            path="ordinals",
            value=ordinals,
        ) from cause


def _are_ordinals(
    union: "StageUnion", field: "attrs.Attribute[Any]", value: tuple[int, ...]
) -> None:
    for ordinal in value:
        _is_ordinal(union, field, ordinal)
    if list(value) != sorted(set(value)) or value[:1] in ((), (0,)):
        raise InvalidIdentifierError(
            f"invalid ordinals {shown(value)}; expected different ones from 1, lowest first",
            path=field.name,
            value=value,
        )


def _is_or_later(union: "StageUnion", field: "attrs.Attribute[bool]", value: object) -> None:
    if not isinstance(value, bool):
        raise WrongTypeError(
            f"expected True or False, not {shown(value)}", path=field.name, value=value
        )
    if not value and len(union.ordinals) < 2:  # noqa: PLR2004 one alone is a stage
        raise InvalidIdentifierError(
            f"one ordinal alone is no union; it is the stage {union.refs[0]}", value=str(union)
        )
    if value and union.ordinals[-2:-1] == (union.ordinals[-1] - 1,):
        raise InvalidIdentifierError(
            f"{union} names a stage twice, since 'or later' follows each other by itself; end with"
            f" the first of them, such as {union.framework}:{union.ordinals[-2]}+",
            value=str(union),
        )
    if len(str(union)) > LONGEST_PLACE:
        raise InvalidIdentifierError(
            f"too many stages: as text they have more than {LONGEST_PLACE} characters",
            value=union.ordinals,
        )


@attrs.frozen
class StageUnion:
    """Several stages of one framework taken together; written ``carfi:2+3``.

    With a plus at the end it is the last one *or later*: ``carfi:2+`` are
    all units that have got as far as stage 2.

    Args:
        framework: Id of the framework.
        ordinals: Their places, from 1, lowest first; two at least, or one
            where *or_later* is set.
        or_later: Whether everything after the last of them belongs to it.

    Raises:
        InvalidIdentifierError: One stage alone, or stages out of order.

    Examples:
        >>> str(StageUnion("carfi", (2, 3))), StageUnion("carfi", (2,), or_later=True).spoken
        ('carfi:2+3', 'Carfi 2 or later')
    """

    framework: FrameworkId = attrs.field(converter=parse_framework_id)
    ordinals: tuple[int, ...] = attrs.field(converter=_to_tuple, validator=_are_ordinals)
    or_later: bool = attrs.field(default=False, kw_only=True, validator=_is_or_later)

    def __str__(self) -> str:
        places = "+".join(map(str, self.ordinals))
        return f"{self.framework}:{places}{'+' if self.or_later else ''}"

    @property
    def refs(self) -> tuple[StageRef, ...]:
        """The stages that are named."""
        return tuple(StageRef(self.framework, ordinal) for ordinal in self.ordinals)

    @property
    def spoken(self) -> str:
        """The union as a reader says it."""
        *first, last = map(str, self.ordinals)
        name = spoken_name(self.framework)
        if self.or_later:
            return f"{name} {' or '.join([*first, last])} or later"
        return f"{name} {', '.join(first)} and {last} together"


Place = StageRef | StageUnion
"""A stage, or several stages taken together, as a mapping ends there."""


def parse_place(text: str) -> Place:
    """Return the stage, or the union of stages, that *text* refers to.

    Args:
        text: Framework id, colon, and ordinals apart by ``+``; a ``+`` at
            the end means the last one or later.

    Returns:
        The reference; whether there are such stages is not looked up.

    Raises:
        WrongTypeError: Not a string.
        InvalidIdentifierError: Not of this form.

    Examples:
        >>> parse_place("carfi:2+3").ordinals
        (2, 3)
    """
    parse_identifier(text, "stage", PLACE, "solis:7", LONGEST_PLACE)
    framework, _, places = text.rpartition(":")
    ordinals = tuple(int(place) for place in places.split("+") if place)
    if places.isdecimal():
        return StageRef(FrameworkId(framework), ordinals[0])
    return StageUnion(FrameworkId(framework), ordinals, or_later=places.endswith("+"))


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

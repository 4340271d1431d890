"""The slots of SSSOM 1.1 and our own extension slots: order, kinds, and what may stand in them."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    near_names,
    shown,
)
from socialmaturity.io.sssom.prefixes import OURS, XSD, expand, parse_iri
from socialmaturity.model.fields import parse_day, parse_number
from socialmaturity.model.scale import show_number


class Kind(StrEnum):
    """What stands in a slot."""

    TEXT = "text"
    REFERENCE = "reference"
    URI = "uri"
    DATE = "date"
    NUMBER = "number"
    WORD = "word"


@attrs.frozen
class Slot:
    """One slot of the standard.

    Args:
        kind: What stands in it.
        several: Whether it has any number of values.
        bounds: The least and the greatest number.
        words: The words that may stand in it.
        since: The version of SSSOM that brought it.
    """

    kind: Kind = Kind.TEXT
    several: bool = attrs.field(default=False, kw_only=True)
    bounds: tuple[int, int] = attrs.field(default=(0, 1), kw_only=True)
    words: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    since: str = attrs.field(default="1.0", kw_only=True)


NO_TERM_FOUND: Final = "sssom:NoTermFound"
"""What stands in the place of a subject or an object that was looked for and not found."""

LITERAL: Final = "rdfs literal"
"""The type of a subject or an object that is text, and no entity."""

COMPOSED: Final = "composed entity expression"
"""The type of a subject or an object that is several entities together."""

MANUAL: Final = "semapv:ManualMappingCuration"
"""The justification that is written where nothing else is said."""

_TYPES: Final = (
    "owl class",
    "owl object property",
    "owl data property",
    "owl annotation property",
    "owl named individual",
    "skos concept",
    "rdfs resource",
    "rdfs class",
    LITERAL,
    "rdfs datatype",
    "rdf property",
    COMPOSED,
)

JUSTIFICATIONS: Final = tuple(
    f"semapv:{name}"
    for name in (
        "LexicalMatching",
        "LogicalReasoning",
        "CompositeMatching",
        "UnspecifiedMatching",
        "SemanticSimilarityThresholdMatching",
        "LexicalSimilarityThresholdMatching",
        "MappingChaining",
        "MappingReview",
        "ManualMappingCuration",
        "MappingInversion",
        "StructuralMatching",
        "InstanceBasedMatching",
        "BackgroundKnowledgeBasedMatching",
    )
)
"""What may stand in the slot ``mapping_justification``."""

_TEXT: Final = Slot()
_TEXTS: Final = Slot(several=True)
_REFERENCE: Final = Slot(Kind.REFERENCE)
_REFERENCES: Final = Slot(Kind.REFERENCE, several=True)
_URI: Final = Slot(Kind.URI)
_URIS: Final = Slot(Kind.URI, several=True)
_DATE: Final = Slot(Kind.DATE)
_NUMBER: Final = Slot(Kind.NUMBER)
_TYPE: Final = Slot(Kind.WORD, words=_TYPES)
_PREDICATE_TYPE: Final = Slot(Kind.WORD, words=(*_TYPES[:8], *_TYPES[9:11]), since="1.1")

ROW_SLOTS: Final[Mapping[str, Slot]] = {
    "record_id": Slot(Kind.REFERENCE, since="1.1"),
    "subject_id": _REFERENCE,
    "subject_label": _TEXT,
    "subject_category": _TEXT,
    "predicate_id": _REFERENCE,
    "predicate_label": _TEXT,
    "predicate_modifier": Slot(Kind.WORD, words=("Not",)),
    "object_id": _REFERENCE,
    "object_label": _TEXT,
    "object_category": _TEXT,
    "mapping_justification": Slot(Kind.WORD, words=JUSTIFICATIONS),
    "author_id": _REFERENCES,
    "author_label": _TEXTS,
    "reviewer_id": _REFERENCES,
    "reviewer_label": _TEXTS,
    "creator_id": _REFERENCES,
    "creator_label": _TEXTS,
    "license": _URI,
    "subject_type": _TYPE,
    "subject_source": _REFERENCE,
    "subject_source_version": _TEXT,
    "object_type": _TYPE,
    "object_source": _REFERENCE,
    "object_source_version": _TEXT,
    "predicate_type": _PREDICATE_TYPE,
    "mapping_provider": _URI,
    "mapping_source": _REFERENCE,
    "mapping_cardinality": Slot(Kind.WORD, words=("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0")),
    "cardinality_scope": Slot(several=True, since="1.1"),
    "mapping_tool": _TEXT,
    "mapping_tool_id": Slot(Kind.REFERENCE, since="1.1"),
    "mapping_tool_version": _TEXT,
    "mapping_date": _DATE,
    "publication_date": _DATE,
    "review_date": Slot(Kind.DATE, since="1.1"),
    "confidence": _NUMBER,
    "reviewer_agreement": Slot(Kind.NUMBER, bounds=(-1, 1), since="1.1"),
    "curation_rule": _REFERENCES,
    "curation_rule_text": _TEXTS,
    "subject_match_field": _REFERENCES,
    "object_match_field": _REFERENCES,
    "match_string": _TEXTS,
    "subject_preprocessing": _REFERENCES,
    "object_preprocessing": _REFERENCES,
    "similarity_score": _NUMBER,
    "similarity_measure": _TEXT,
    "see_also": _URIS,
    "issue_tracker_item": _REFERENCE,
    "other": _TEXT,
    "comment": _TEXT,
}
"""The slots of a record, in the standard's order."""

SET_SLOTS: Final[Mapping[str, Slot]] = {
    "sssom_version": Slot(Kind.WORD, words=("1.0", "1.1"), since="1.1"),
    "mapping_set_id": _URI,
    "mapping_set_version": _TEXT,
    "mapping_set_source": _URIS,
    "mapping_set_title": _TEXT,
    "mapping_set_description": _TEXT,
    "mapping_set_confidence": Slot(Kind.NUMBER, since="1.1"),
    "creator_id": _REFERENCES,
    "creator_label": _TEXTS,
    "license": _URI,
    "subject_type": _TYPE,
    "subject_source": _REFERENCE,
    "subject_source_version": _TEXT,
    "object_type": _TYPE,
    "object_source": _REFERENCE,
    "object_source_version": _TEXT,
    "predicate_type": _PREDICATE_TYPE,
    "mapping_provider": _URI,
    "cardinality_scope": Slot(several=True, since="1.1"),
    "mapping_tool": _TEXT,
    "mapping_tool_id": Slot(Kind.REFERENCE, since="1.1"),
    "mapping_tool_version": _TEXT,
    "mapping_date": _DATE,
    "publication_date": _DATE,
    "subject_match_field": _REFERENCES,
    "object_match_field": _REFERENCES,
    "subject_preprocessing": _REFERENCES,
    "object_preprocessing": _REFERENCES,
    "similarity_measure": Slot(since="1.1"),
    "curation_rule": Slot(Kind.REFERENCE, several=True, since="1.1"),
    "curation_rule_text": Slot(several=True, since="1.1"),
    "see_also": _URIS,
    "issue_tracker": _URI,
    "other": _TEXT,
    "comment": _TEXT,
}
"""The slots of a set, in the standard's order, but for its three structured ones."""

STRUCTURED: Final = ("curie_map", "mappings", "extension_definitions")
"""The slots of a set that have parts."""

PROPAGATABLE: Final = tuple(
    name
    for name in SET_SLOTS
    if name in ROW_SLOTS
    and name not in {"creator_id", "creator_label", "license", "publication_date", "see_also"}
    and name not in {"other", "comment"}
)
"""The slots of a set that speak of each of its records."""

REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""The columns that a table must have."""

STANDARD: Final = frozenset((*ROW_SLOTS, *SET_SLOTS, *STRUCTURED))
"""Names that no extension slot may have."""

TEXT_TYPE: Final = f"{XSD}string"
_INTEGER_TYPE: Final = f"{XSD}integer"
_BOOLEAN_TYPE: Final = f"{XSD}boolean"

OWN_ROW_SLOTS: Final[Mapping[str, str]] = {
    "ext_axis": TEXT_TYPE,
    "ext_basis": TEXT_TYPE,
    "ext_confidence": TEXT_TYPE,
    "ext_evidence": TEXT_TYPE,
    "ext_extra": TEXT_TYPE,
    "ext_framework": TEXT_TYPE,
    "ext_object_coverage": TEXT_TYPE,
    "ext_object_order": _INTEGER_TYPE,
    "ext_rationale": TEXT_TYPE,
    "ext_relation": TEXT_TYPE,
    "ext_review": TEXT_TYPE,
    "ext_sources": TEXT_TYPE,
    "ext_subject_coverage": TEXT_TYPE,
    "ext_subject_order": _INTEGER_TYPE,
}
"""Our extension slots of a record, and the type of each."""

OWN_SET_SLOTS: Final[Mapping[str, str]] = {
    "ext_extra": TEXT_TYPE,
    "ext_license": TEXT_TYPE,
    "ext_mapping_set_id": TEXT_TYPE,
    "ext_reading": TEXT_TYPE,
    "ext_unnamed": _BOOLEAN_TYPE,
}
"""Our extension slots of a set, and the type of each."""

OWN_PROPERTIES: Final = {
    f"{OURS}{name.removeprefix('ext_')}": name for name in (*OWN_ROW_SLOTS, *OWN_SET_SLOTS)
}
"""Our extension slots by the property that says what they mean."""

UNDEFINED: Final = "http://sssom.invalid/"
"""Begins the property of an extension slot for which none is given; SSSOM 1.1."""

NAME: Final = re.compile(r"[^\W\d][\w.-]*")
"""The name of a prefix or of an extension slot: an XML name without a colon."""

_DECIMAL: Final = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_ESCAPED: Final = re.compile(r"\\([\\|])|\|")
_TYPED: Final = {
    _INTEGER_TYPE: (re.compile("[+-]?[0-9]+"), "a whole number"),
    _BOOLEAN_TYPE: (re.compile("true|false"), "'true' or 'false'"),
    f"{XSD}double": (
        re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
        "a number",
    ),
}
REFERENCE_TYPES: Final = frozenset(
    {"https://w3id.org/linkml/Uriorcurie", "https://w3id.org/linkml/uriOrCurie"}
)
"""The types of extension slots whose values are CURIEs."""


def split_values(text: str) -> list[str]:
    r"""Return the values of a cell that holds several.

    Args:
        text: Values apart by ``|``; ``\|`` is a pipe and ``\\`` a backslash
            within a value.

    Returns:
        At least one value; it may be empty.

    Examples:
        >>> split_values(r"a|b\|c|d\e")
        ['a', 'b|c', 'd\\e']
    """
    if "\\" not in text:
        return text.split("|")
    values: list[str] = []
    current: list[str] = []
    end = 0
    for found in _ESCAPED.finditer(text):
        current.append(text[end : found.start()])
        end = found.end()
        if found[1]:
            current.append(found[1])
        else:
            values.append("".join(current))
            current = []
    current.append(text[end:])
    return [*values, "".join(current)]


def join_values(values: Iterable[str]) -> str:
    r"""Return values as one cell; what `split_values` reads back.

    Args:
        values: At least one.

    Returns:
        The values apart by ``|``, each pipe and backslash within them
        preceded by a backslash.

    Examples:
        >>> print(join_values(["a", "b|c"]))
        a|b\|c
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def parse_cell(
    slot: Slot, text: str, prefixes: Mapping[str, str], *, relative: bool = False
) -> str:
    """Return what a cell says, in the one form in which it is kept.

    Args:
        slot: Where it stands.
        text: The cell; not empty.
        prefixes: The address that each prefix stands for.
        relative: Whether addresses may be incomplete or text, as in a file
            of version 1.0.

    Returns:
        The text; a number is the shortest decimal, several values are
        escaped where they must be.

    Raises:
        InvalidValueError: It cannot stand there.
        MissingValueError: One of several values is empty.
    """
    if not slot.several:
        return _parse_value(slot, text, prefixes, relative=relative)
    values = split_values(text)
    if "" in values:
        raise MissingValueError(
            f"one of the values apart by '|' is empty in {shown(text)}", value=text
        )
    return join_values(_parse_value(slot, value, prefixes, relative=relative) for value in values)


def _parse_value(slot: Slot, text: str, prefixes: Mapping[str, str], *, relative: bool) -> str:
    if slot.kind is Kind.REFERENCE:
        expand(text, prefixes)
    elif slot.kind is Kind.URI and not relative:
        parse_iri(text)
    elif slot.kind is Kind.DATE:
        parse_day(text, "")
    elif slot.kind is Kind.NUMBER:
        return show_number(parse_bounded(text, slot.bounds))
    elif slot.kind is Kind.WORD and text not in slot.words:
        near = near_names(text, slot.words)
        guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise InvalidValueError(
            f"{shown(text)} is none of {', '.join(map(repr, slot.words))}{guess}", value=text
        )
    return text


def parse_bounded(text: str, bounds: tuple[int, int] = (0, 1)) -> Fraction:
    """Return the number that a cell writes.

    Args:
        text: A decimal.
        bounds: The least and the greatest number.

    Returns:
        The exact number.

    Raises:
        InvalidValueError: No decimal, or out of bounds; zero has no sign.
    """
    low, high = bounds
    number = parse_number(text) if _DECIMAL.fullmatch(text) else None
    if number is None or not low <= number <= high or (text.startswith("-") and not number):
        raise InvalidValueError(
            f"expected a decimal number from {low} to {high}, such as 0.95, not {shown(text)}",
            value=text,
        )
    return number


def check_extension(text: str, kind: str, prefixes: Mapping[str, str]) -> None:
    """Refuse a value that an extension slot cannot have.

    Args:
        text: The value.
        kind: The address of the type that the slot is declared with.
        prefixes: The address that each prefix stands for.

    Raises:
        InvalidValueError: Not of that type. Types that SSSOM does not name
            are not checked.
    """
    if kind in REFERENCE_TYPES:
        expand(text, prefixes)
    elif kind == f"{XSD}date":
        parse_day(text, "")
    elif kind in _TYPED:
        pattern, expected = _TYPED[kind]
        if pattern.fullmatch(text) is None:
            raise InvalidValueError(
                f"expected {expected} as the slot is declared, not {shown(text)}", value=text
            )


def is_right(slot: Slot, text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text can stand in a slot and is read back the same."""
    try:
        return bool(text) and parse_cell(slot, text, prefixes) == text
    except SocialMaturityError:
        return False


def is_right_extension(text: str, kind: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a text can stand in an extension slot of a type."""
    try:
        check_extension(text, kind, prefixes)
    except SocialMaturityError:
        return False
    return bool(text)


def one_line(text: str) -> str:
    """Return text of several lines as one."""
    return " ".join(text.splitlines())

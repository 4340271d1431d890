"""What records carry of our fields: words for relations, exact numbers, lists of ids, pairs."""

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeGuard, cast

from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.identifiers import SourceId, StatementId, parse_source_id, parse_statement_id
from socialmaturity.io.sssom.prefixes import contract, expand
from socialmaturity.io.sssom.sheet import text_problem
from socialmaturity.io.sssom.slots import (
    LITERAL,
    NO_TERM_FOUND,
    OWN_ROW_SLOTS,
    one_line,
    parse_bounded,
)
from socialmaturity.mapping.link import Rationale
from socialmaturity.mapping.relation import Relation
from socialmaturity.mapping.vocabulary import Reading, Vocabulary, relation_of, wording_of
from socialmaturity.model.fields import parse_share, parse_word, repeated
from socialmaturity.model.scale import show_number

ANY_MATCH: Final = "skos:mappingRelation"
"""The predicate that says only that there is a mapping; the relation stands in ``ext_relation``."""

EXACT_MATCH: Final = "skos:exactMatch"
"""The predicate of a search that found nothing, where nothing else is said."""

_RATIO: Final = re.compile("([0-9]{1,1300})/([0-9]{1,1300})")
_DIGITS: Final = 3
_FOREIGN: Final = "\0"
_LONGEST_DECIMAL: Final = 20

Pairs = tuple[tuple[str, str], ...]
"""Names and values, of an extra."""


def rounded(number: Fraction) -> Fraction:
    """Return a number rounded to three digits, halves away from zero, as SSSOM writes it.

    Args:
        number: Any.

    Returns:
        The nearest number of three digits after the point.

    Examples:
        >>> rounded(Fraction("0.0005")), rounded(Fraction(-1, 3))
        (Fraction(1, 1000), Fraction(-333, 1000))
    """
    scaled = abs(number) * 10**_DIGITS + Fraction(1, 2)
    whole = Fraction(scaled.numerator // scaled.denominator, 10**_DIGITS)
    return -whole if number < 0 else whole


def exact_text(number: Fraction) -> str:
    """Return a number as our extension slots write it: a short decimal, or a ratio."""
    decimal = show_number(number) if number.denominator < 10**_LONGEST_DECIMAL else ""
    if decimal and len(decimal) <= _LONGEST_DECIMAL:
        return decimal
    return f"{number.numerator}/{number.denominator}"


def parse_exact(text: str) -> Fraction:
    """Return the share that one of our extension slots writes.

    Args:
        text: A decimal or a ratio, such as ``0.1234`` or ``1/3``.

    Returns:
        The exact number.

    Raises:
        InvalidValueError: No number from 0 to 1.
    """
    ratio = _RATIO.fullmatch(text)
    if ratio is None:
        return parse_bounded(text)
    below = int(ratio[2])
    if not below:
        raise InvalidValueError(f"expected a number from 0 to 1, not {shown(text)}", value=text)
    return parse_share(Fraction(int(ratio[1]), below), "")


def parse_evidence(text: str) -> tuple[StatementId, ...]:
    """Return the ids of statements that stand in one text, apart by spaces."""
    return tuple(parse_statement_id(part) for part in _different(text))


def parse_sources(text: str) -> tuple[SourceId, ...]:
    """Return the ids of sources that stand in one text, apart by spaces."""
    return tuple(parse_source_id(part) for part in _different(text))


def _different(text: str) -> list[str]:
    parts = text.split(" ")
    for part in repeated(parts):
        raise InvalidValueError(f"{shown(part)} stands here twice", value=text)
    return parts


def parse_axis(text: str) -> str:
    """Return *text* if it is one line with something on it."""
    if not text.strip() or one_line(text) != text:
        raise InvalidValueError(f"expected one line of text, not {shown(text)}", value=text)
    return text


def parse_rationale(text: str) -> Rationale | None:
    """Return the rationale of this name."""
    return parse_word(Rationale, text, "")


def parse_pairs(text: str) -> dict[str, str]:
    """Return the names and values that our extension slot ``ext_extra`` holds.

    Args:
        text: A JSON object of text.

    Returns:
        The values by name.

    Raises:
        InvalidValueError: Not such an object.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        plain = None
    if not _is_of_text(plain):
        raise InvalidValueError(
            f'expected a JSON object of text, such as {{"name": "value"}}, not {shown(text)}',
            value=text,
        )
    return plain


def _is_of_text(plain: Any) -> TypeGuard[dict[str, str]]:
    """Whether plain data is a table of text that may stand in a value."""
    return isinstance(plain, dict) and all(
        isinstance(own, str) and not text_problem(own)
        for pair in cast("dict[str, Any]", plain).items()
        for own in pair
    )


def pairs_text(pairs: Mapping[str, str]) -> str:
    """Return names and values as `parse_pairs` reads them."""
    return json.dumps(dict(sorted(pairs.items())), ensure_ascii=False)


def reason_of(comment: str, kind: str) -> str:
    """Return why a record is so, in one line.

    Args:
        comment: As the file has it; may be empty.
        kind: The kind of justification, which stands for it then.

    Returns:
        The comment with its line breaks as spaces, or the kind.
    """
    return one_line(comment) if comment.strip() else kind


def parse_predicate(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a predicate with its built-in prefix; refuse one whose prefix is not declared."""
    expand(text, prefixes)
    return contract(text, prefixes)


@lru_cache(maxsize=1024)
def meant_relation(predicate: str, *, negated: bool, reading: Reading) -> Relation:
    """Return what a predicate says.

    Args:
        predicate: As a CURIE with a built-in prefix.
        negated: Whether *not* goes with it.
        reading: How strictly it is taken.

    Returns:
        The relation; ``skos:mappingRelation`` may be any.

    Raises:
        InvalidValueError: It has no meaning for stages.
    """
    if predicate == ANY_MATCH and not negated:
        return Relation.ANYTHING
    return relation_of(predicate, Vocabulary.SSSOM, reading=reading, negated=negated)


@lru_cache(maxsize=64)
def chosen_words(relation: Relation, reading: Reading) -> tuple[str, bool]:
    """Return the predicate that is written for a relation, and whether it is negated."""
    wording = wording_of(relation, Vocabulary.SSSOM, reading=reading)
    return (wording.word, wording.negated) if wording else (ANY_MATCH, False)


def kept_words(relation: Relation, word: str, *, negated: bool, reading: Reading) -> Pairs:
    """Return what is kept of a predicate: nothing where the writer would choose the same."""
    if (word, negated) == chosen_words(relation, reading):
        return ()
    modifier = (("predicate_modifier", "Not"),) if negated else ()
    return (("predicate_id", word), *modifier)


def check_other(cells: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
    """Refuse a record that speaks of no stages, where it is not right.

    Args:
        cells: By slot.
        prefixes: The address that each prefix stands for.

    Raises:
        InvalidValueError: A reference is none.
        MissingValueError: A literal has no label, or a required cell is empty.
    """
    for side in ("subject", "object"):
        if cells.get(f"{side}_type") == LITERAL:
            required_cell(cells, f"{side}_label")
        else:
            _refer(cells, f"{side}_id", prefixes)
    _refer(cells, "predicate_id", prefixes)
    required_cell(cells, "mapping_justification")


def is_other(cells: Mapping[str, str]) -> bool:
    """Return whether a record speaks of no stage at all."""
    return LITERAL in (cells.get("subject_type"), cells.get("object_type")) or (
        cells.get("subject_id") == NO_TERM_FOUND == cells.get("object_id")
    )


def required_cell(cells: Mapping[str, str], column: str) -> str:
    """Return a cell that may not be empty."""
    if column not in cells:
        raise MissingValueError("the cell is required, and empty", path=column)
    return cells[column]


def _refer(cells: Mapping[str, str], column: str, prefixes: Mapping[str, str]) -> None:
    try:
        expand(required_cell(cells, column), prefixes)
    except InvalidValueError as problem:
        raise problem.under(column) from None


def without_path(problem: SocialMaturityError) -> SocialMaturityError:
    """Return a problem without the place that its finder gave it."""
    return type(problem)(problem.message, code=problem.code, value=problem.value)


def foreign_key(name: str) -> str:
    """Return the key of a column that is not ours, though its name may be one of our names."""
    return f"{name}{_FOREIGN}" if name in OWN_ROW_SLOTS else name


def foreign_name(key: str) -> str:
    """Return the name of a column by its key."""
    return key.removesuffix(_FOREIGN)


def others_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Return records that speak of no stages as one text."""
    return json.dumps([dict(sorted(row.items())) for row in rows], ensure_ascii=False)


def parse_others(text: str) -> list[dict[str, str]] | None:
    """Return the records of such a text, or ``None`` where it is none."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = [row for row in plain if _is_of_text(row)] if _is_list(plain) else []
    return found if others_text(found) == text else None


def _is_list(plain: Any) -> TypeGuard[list[Any]]:
    return isinstance(plain, list)

"""The words of the exchange standards, and the relations they stand for.

A standard's word is read as a relation under a named reading; a relation is
put into words only where the word says no more than the relation does.
"""

from enum import StrEnum
from typing import Final

import attrs

from socialmaturity.errors import InvalidValueError, expect, near_names, shown
from socialmaturity.mapping.relation import Relation, parse_relation
from socialmaturity.model.fields import parse_word


class Vocabulary(StrEnum):
    """A standard that has words for relations."""

    SKOS = "skos"
    """Mapping properties, as CURIEs; W3C SKOS Reference, 2009, section 10."""
    SSSOM = "sssom"
    """Those of SKOS, of OWL and RDF Schema, each of which may be negated."""
    STRM = "strm"
    """Set theory relationship mapping; NIST IR 8477, 2024, section 4.3."""
    OSCAL = "oscal"
    """Relationships of the OSCAL control mapping model, 1.2."""


class Reading(StrEnum):
    """How strictly the words of a standard are taken."""

    CAUTIOUS = "cautious"
    """What is broader or narrower may be equal, what intersects may be anything but apart."""
    STRICT = "strict"
    """To the letter, so that what is broader has more, and what intersects something of its own."""


@attrs.frozen(kw_only=True)
class Wording:
    """A relation in the words of a standard.

    Args:
        word: The word.
        negated: Whether the standard's *not* goes with it.
        relation: What it says under the reading.
        exact: Whether that is all that was to be said.
    """

    word: str
    negated: bool
    relation: Relation
    exact: bool


_SKOS: Final = {
    "skos:exactMatch": (Relation.EQUAL, Relation.EQUAL),
    "skos:broadMatch": (Relation.INSIDE, Relation.PP),
    "skos:narrowMatch": (Relation.CONTAINS, Relation.PPI),
    "skos:closeMatch": (Relation.OVERLAPS, Relation.OVERLAPS),
    "skos:relatedMatch": (Relation.PP_PPI_PO_DR, Relation.PP_PPI_PO_DR),
}

_SSSOM: Final = {
    **_SKOS,
    "owl:equivalentClass": (Relation.EQUAL, Relation.EQUAL),
    "owl:sameAs": (Relation.EQUAL, Relation.EQUAL),
    "rdfs:subClassOf": (Relation.INSIDE, Relation.INSIDE),
}

_STRM: Final = {
    "equal": (Relation.EQUAL, Relation.EQUAL),
    "subset of": (Relation.INSIDE, Relation.PP),
    "superset of": (Relation.CONTAINS, Relation.PPI),
    "intersects with": (Relation.OVERLAPS, Relation.PO),
    "no relationship": (Relation.DISJOINT, Relation.DISJOINT),
}

_OSCAL: Final = {
    "equal-to": (Relation.EQUAL, Relation.EQUAL),
    "equivalent-to": (Relation.EQUAL, Relation.EQUAL),
    "subset-of": (Relation.INSIDE, Relation.PP),
    "superset-of": (Relation.CONTAINS, Relation.PPI),
    "intersects-with": (Relation.OVERLAPS, Relation.PO),
    "no-relationship": (Relation.DISJOINT, Relation.DISJOINT),
}

_WORDS: Final = {
    Vocabulary.SKOS: _SKOS,
    Vocabulary.SSSOM: _SSSOM,
    Vocabulary.STRM: _STRM,
    Vocabulary.OSCAL: _OSCAL,
}
"""Of each word the cautious and the strict relation, subject to object."""

_CAN_NEGATE: Final = frozenset({Vocabulary.SSSOM})


def words_of(vocabulary: Vocabulary | str) -> tuple[str, ...]:
    """Return the words that a standard has for relations.

    Args:
        vocabulary: ``skos``, ``sssom``, ``strm`` or ``oscal``.

    Returns:
        In the standard's order.

    Raises:
        WrongTypeError: No text.
        InvalidValueError: No vocabulary of this name.
    """
    return tuple(_WORDS[parse_word(Vocabulary, vocabulary, "vocabulary")])


def relation_of(
    word: str,
    vocabulary: Vocabulary | str,
    *,
    reading: Reading | str = Reading.CAUTIOUS,
    negated: bool = False,
) -> Relation:
    """Return the relation that a standard's word says of subject and object.

    Args:
        word: As the standard writes it.
        vocabulary: ``skos``, ``sssom``, ``strm`` or ``oscal``.
        reading: How strictly it is taken.
        negated: Whether the standard's *not* goes with it.

    Returns:
        The relation; of a negated word the complement.

    Raises:
        WrongTypeError: A word, vocabulary or reading that is no text.
        InvalidValueError: No such word, vocabulary or reading, or a *not*
            where the standard has none.

    References:
        SKOS Reference, 2009, S42 to S46; SSSOM 1.1; NIST IR 8477, 2024.
        ``relatedMatch`` has no meaning as a set, but S46 keeps it apart
        from ``exactMatch``: not equal is all that it says.

    Examples:
        >>> relation_of("skos:broadMatch", "skos")
        <Relation.INSIDE: 'inside'>
        >>> relation_of("skos:closeMatch", "sssom", negated=True)
        <Relation.DISJOINT: 'disjoint'>
    """
    which = parse_word(Vocabulary, vocabulary, "vocabulary")
    strict = parse_word(Reading, reading, "reading") is Reading.STRICT
    words = _WORDS[which]
    if expect(word, str, "word") not in words:
        near = near_names(word, words)
        guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise InvalidValueError(
            f"{shown(word)} is none of {', '.join(map(repr, words))}{guess}",
            code="unknown-predicate",
            path="word",
            value=word,
        )
    if negated and which not in _CAN_NEGATE:
        raise InvalidValueError(
            f"{which.value} has no way to negate {word!r}", path="negated", value=negated
        )
    found = words[word][strict]
    return ~found if negated else found


def wording_of(
    relation: Relation | str,
    vocabulary: Vocabulary | str,
    *,
    reading: Reading | str = Reading.CAUTIOUS,
) -> Wording | None:
    """Return a relation in the words of a standard, or the most of it that they can say.

    Args:
        relation: Of a subject to an object, also as text such as ``PP PO``.
        vocabulary: ``skos``, ``sssom``, ``strm`` or ``oscal``.
        reading: How strictly a reader will take the words.

    Returns:
        The strongest word that says no more than *relation*; of equally
        strong ones the first, plain before negated. ``None`` where every
        word would say more.

    Raises:
        WrongTypeError: One of the three is no text.
        InvalidValueError: No such relation, vocabulary or reading.

    Examples:
        >>> wording_of(Relation.PP, "skos").word, wording_of(Relation.PP, "skos").exact
        ('skos:broadMatch', False)
        >>> wording_of(Relation.DISJOINT, "skos").word
        'skos:relatedMatch'
        >>> wording_of(Relation.ANYTHING, "skos") is None
        True
    """
    asked = parse_relation(relation)
    which = parse_word(Vocabulary, vocabulary, "vocabulary")
    fitting = [said for said in _sayable(which, reading) if asked.implies(said.relation)]
    if not fitting:
        return None
    best = min(fitting, key=lambda said: len(said.relation.basic))
    return attrs.evolve(best, exact=best.relation is asked)


def _sayable(vocabulary: Vocabulary, reading: Reading | str) -> list[Wording]:
    """Return all that a standard can say, plain words first."""
    negations = (False, True) if vocabulary in _CAN_NEGATE else (False,)
    return [
        Wording(
            word=word,
            negated=negated,
            relation=relation_of(word, vocabulary, reading=reading, negated=negated),
            exact=False,
        )
        for negated in negations
        for word in _WORDS[vocabulary]
    ]

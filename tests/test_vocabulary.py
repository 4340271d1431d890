"""The words of standards stand for sets of basic relations, and no word says too much."""

from itertools import product
from typing import Any

import pytest

from socialmaturity.errors import InvalidValueError, SocialMaturityError, WrongTypeError
from socialmaturity.mapping.relation import BasicRelation, Relation, parse_relation
from socialmaturity.mapping.vocabulary import (
    Reading,
    Vocabulary,
    Wording,
    relation_of,
    wording_of,
    words_of,
)

ALL = frozenset(BasicRelation)
SHARES = "EQ PP PPi PO"
NOT_EQUAL = "PP PPi PO DR"

SKOS = {
    "skos:exactMatch": ("EQ", "EQ"),
    "skos:broadMatch": ("EQ PP", "PP"),
    "skos:narrowMatch": ("EQ PPi", "PPi"),
    "skos:closeMatch": (SHARES, SHARES),
    "skos:relatedMatch": (NOT_EQUAL, NOT_EQUAL),
}
STANDARDS = {
    "skos": SKOS,
    "sssom": SKOS
    | {
        "owl:equivalentClass": ("EQ", "EQ"),
        "owl:sameAs": ("EQ", "EQ"),
        "rdfs:subClassOf": ("EQ PP", "EQ PP"),  # every class is a subclass of itself
    },
    "strm": {
        "equal": ("EQ", "EQ"),
        "subset of": ("EQ PP", "PP"),
        "superset of": ("EQ PPi", "PPi"),
        "intersects with": (SHARES, "PO"),
        "no relationship": ("DR", "DR"),
    },
    "oscal": {
        "equal-to": ("EQ", "EQ"),
        "equivalent-to": ("EQ", "EQ"),
        "subset-of": ("EQ PP", "PP"),
        "superset-of": ("EQ PPi", "PPi"),
        "intersects-with": (SHARES, "PO"),
        "no-relationship": ("DR", "DR"),
    },
}
"""What may hold of subject and object by each word, read cautiously and strictly."""

READINGS = ("cautious", "strict")
WORDS = [
    (name, word, reading)
    for name, words in STANDARDS.items()
    for word in words
    for reading in READINGS
]

Said = tuple[str, bool, frozenset[str]]


def meant(vocabulary: str, word: str, reading: str) -> frozenset[str]:
    """What may hold by a word."""
    return frozenset(STANDARDS[vocabulary][word][READINGS.index(reading)].split())


def sayable(vocabulary: str, reading: str) -> list[Said]:
    """All that a standard can say: the word, whether it is negated, what may hold then."""
    plain = [(word, False, meant(vocabulary, word, reading)) for word in STANDARDS[vocabulary]]
    if vocabulary != "sssom":
        return [*plain]
    return [*plain, *((word, True, ALL - basics) for word, _, basics in plain)]


def test_every_standard_and_reading_is_here() -> None:
    """With all of its words, in order."""
    assert [own.value for own in Vocabulary] == list(STANDARDS)
    assert [own.value for own in Reading] == list(READINGS)
    for name, words in STANDARDS.items():
        assert words_of(name) == words_of(Vocabulary(name)) == tuple(words)


@pytest.mark.parametrize(("vocabulary", "word", "reading"), WORDS)
def test_a_word_is_read_as_its_set(vocabulary: str, word: str, reading: str) -> None:
    """Given as text or as a member; cautiously where nothing is said."""
    found = relation_of(word, vocabulary, reading=reading)
    assert found.basic == meant(vocabulary, word, reading)
    assert found is relation_of(word, Vocabulary(vocabulary), reading=Reading(reading))
    if reading == "cautious":
        assert found is relation_of(word, vocabulary)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("word", STANDARDS["sssom"])
def test_a_negated_word_is_the_complement(word: str, reading: str) -> None:
    """In SSSOM, which alone can negate."""
    found = relation_of(word, "sssom", reading=reading, negated=True)
    assert found.basic == ALL - meant("sssom", word, reading)


@pytest.mark.parametrize(("vocabulary", "word", "reading"), WORDS)
def test_the_cautious_reading_says_less(vocabulary: str, word: str, reading: str) -> None:
    """Whatever holds by the strict one holds by it; both are among the 28 tractable ones."""
    strict = relation_of(word, vocabulary, reading="strict")
    assert strict.implies(relation_of(word, vocabulary))
    assert relation_of(word, vocabulary, reading=reading).tractable


@pytest.mark.parametrize(
    ("word", "reading", "relation"),
    [
        ("skos:exactMatch", "cautious", "PP PPi PO DR"),
        ("skos:broadMatch", "strict", "EQ PPi PO DR"),
        ("skos:broadMatch", "cautious", "PPi PO DR"),
        ("skos:closeMatch", "cautious", "disjoint"),
        ("skos:closeMatch", "strict", "disjoint"),
    ],
)
def test_what_not_means(word: str, reading: str, relation: str) -> None:
    """As the research lists it."""
    found = relation_of(word, "sssom", reading=reading, negated=True)
    assert found is parse_relation(relation)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("vocabulary", STANDARDS)
@pytest.mark.parametrize("relation", Relation)
def test_a_relation_is_told_by_the_strongest_word_that_does_not_say_more(
    relation: Relation, vocabulary: str, reading: str
) -> None:
    """The first of several; nothing where all would say more."""
    wording = wording_of(relation, vocabulary, reading=reading)
    assert wording == wording_of(relation.value, Vocabulary(vocabulary), reading=Reading(reading))
    fitting = [said for said in sayable(vocabulary, reading) if relation.basic <= said[2]]
    if wording is None:
        assert fitting == []
        return
    said = (wording.word, wording.negated, wording.relation.basic)
    assert said in fitting
    assert said == next(
        own for own in fitting if len(own[2]) == min(len(one[2]) for one in fitting)
    )
    assert not any(own[2] < said[2] for own in fitting)
    assert wording.exact == (said[2] == relation.basic)
    read = relation_of(wording.word, vocabulary, reading=reading, negated=wording.negated)
    assert read is wording.relation
    assert relation.implies(read)


@pytest.mark.parametrize(("vocabulary", "word", "reading"), WORDS)
def test_what_was_read_can_be_said_again(vocabulary: str, word: str, reading: str) -> None:
    """Exactly, if perhaps in another word of the same meaning."""
    negations = (False, True) if vocabulary == "sssom" else (False,)
    for negated in negations:
        read = relation_of(word, vocabulary, reading=reading, negated=negated)
        wording = wording_of(read, vocabulary, reading=reading)
        assert wording is not None
        assert wording.exact
        assert wording.relation is read


@pytest.mark.parametrize(
    ("relation", "vocabulary", "reading", "wording"),
    [
        ("equal", "oscal", "cautious", ("equal-to", False, "equal", True)),
        ("PP", "skos", "cautious", ("skos:broadMatch", False, "inside", False)),
        ("PP", "skos", "strict", ("skos:broadMatch", False, "PP", True)),
        ("inside", "skos", "strict", ("skos:closeMatch", False, "overlaps", False)),
        ("inside", "sssom", "strict", ("rdfs:subClassOf", False, "inside", True)),
        ("PO", "strm", "strict", ("intersects with", False, "PO", True)),
        ("PO", "strm", "cautious", ("intersects with", False, "overlaps", False)),
        ("disjoint", "skos", "cautious", ("skos:relatedMatch", False, "PP PPi PO DR", False)),
        ("disjoint", "sssom", "cautious", ("skos:closeMatch", True, "disjoint", True)),
        ("PPi PO DR", "sssom", "cautious", ("skos:broadMatch", True, "PPi PO DR", True)),
        ("PP PPi PO DR", "sssom", "strict", ("skos:relatedMatch", False, "PP PPi PO DR", True)),
    ],
)
def test_wordings(
    relation: str, vocabulary: str, reading: str, wording: tuple[str, bool, str, bool]
) -> None:
    """The word, whether it is negated, what it says, and whether that is all."""
    word, negated, said, exact = wording
    assert wording_of(relation, vocabulary, reading=reading) == Wording(
        word=word, negated=negated, relation=parse_relation(said), exact=exact
    )


@pytest.mark.parametrize(
    ("relation", "vocabulary", "reading"),
    [
        *(("anything", *both) for both in product(STANDARDS, READINGS)),
        ("PO DR", "strm", "cautious"),
        ("EQ DR", "oscal", "strict"),
        ("overlaps", "strm", "strict"),
        ("inside", "oscal", "strict"),
        ("EQ DR", "skos", "cautious"),
    ],
)
def test_what_no_word_says_is_not_said(relation: str, vocabulary: str, reading: str) -> None:
    """Rather than too much."""
    assert wording_of(relation, vocabulary, reading=reading) is None


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (
            ("skos:exactMach", "skos"),
            {},
            InvalidValueError,
            "word: 'skos:exactMach' is none of 'skos:exactMatch', 'skos:broadMatch',"
            " 'skos:narrowMatch', 'skos:closeMatch', 'skos:relatedMatch'; did you mean"
            " 'skos:exactMatch'",
        ),
        (("owl:sameAs", "skos"), {}, InvalidValueError, "word: 'owl:sameAs' is none of 'skos:"),
        (("equal-to", "strm"), {}, InvalidValueError, "word: 'equal-to' is none of 'equal', 'subs"),
        (("", "strm"), {}, InvalidValueError, "word: '' is none of 'equal'"),
        ((7, "skos"), {}, WrongTypeError, "word: expected text, not 7"),
        ((["equal"], "strm"), {}, WrongTypeError, "word: expected text, not ['equal']"),
        (
            ("equal", "stm"),
            {},
            InvalidValueError,
            "vocabulary: 'stm' is none of 'skos', 'sssom', 'strm', 'oscal'; did you mean 'strm'?",
        ),
        (("equal", None), {}, WrongTypeError, "vocabulary: expected text, not None"),
        (
            ("equal", "strm"),
            {"reading": "loose"},
            InvalidValueError,
            "reading: 'loose' is none of 'cautious', 'strict'",
        ),
        (("equal", "strm"), {"reading": True}, WrongTypeError, "reading: expected text, not True"),
        *(
            (
                (word, vocabulary),
                {"negated": True},
                InvalidValueError,
                f"negated: {vocabulary} has no way to negate {word!r}",
            )
            for vocabulary, word in (
                ("skos", "skos:exactMatch"),
                ("strm", "equal"),
                ("oscal", "equal-to"),
            )
        ),
    ],
)
def test_a_word_that_cannot_be_read_is_refused(
    arguments: tuple[Any, Any], options: dict[str, Any], error: type, message: str
) -> None:
    """With the words that there are."""
    with pytest.raises(SocialMaturityError) as caught:
        relation_of(*arguments, **options)
    assert isinstance(caught.value, error)
    assert message in str(caught.value)
    unknown = message.startswith("word:") and error is InvalidValueError
    assert (caught.value.code == "unknown-predicate") == unknown


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (("broad", "skos"), {}, InvalidValueError, "relation: 'broad' is none of 'equal'"),
        ((7, "skos"), {}, WrongTypeError, "relation: expected text, not 7"),
        (("equal", "skoss"), {}, InvalidValueError, "vocabulary: 'skoss' is none of 'skos'"),
        (
            ("equal", "skos"),
            {"reading": "strictly"},
            InvalidValueError,
            "reading: 'strictly' is none of 'cautious', 'strict'; did you mean 'strict'?",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(
    arguments: tuple[Any, Any], options: dict[str, Any], error: type, message: str
) -> None:
    """Before any word is chosen."""
    with pytest.raises(SocialMaturityError) as caught:
        wording_of(*arguments, **options)
    assert isinstance(caught.value, error)
    assert message in str(caught.value)


def test_the_words_of_no_standard_are_refused() -> None:
    """By the name of the argument."""
    with pytest.raises(InvalidValueError, match="vocabulary: 'SKOS' is none of 'skos'"):
        words_of("SKOS")

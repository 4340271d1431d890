"""The laws of the algebra of relations, over all of them, and over sets drawn at random."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from oracles.networks import set_relation
from socialmaturity.mapping.relation import BY_MASK, BasicRelation, Relation

MASKS = range(32)
AFTER = [[one.then(two).mask for two in BY_MASK] for one in BY_MASK]
BACK = [own.converse.mask for own in BY_MASK]
"""What `then` and `converse` answer, by masks, so that all triples are quickly tried."""


def failing(law: Callable[[int, int, int], bool]) -> list[tuple[Relation, Relation, Relation]]:
    """The triples of relations, of all 32,768, for which a law does not hold."""
    return [
        (BY_MASK[one], BY_MASK[two], BY_MASK[three])
        for one, two, three in product(MASKS, repeat=3)
        if not law(one, two, three)
    ]


def test_composition_is_associative() -> None:
    """For all triples."""
    assert failing(lambda a, b, c: AFTER[AFTER[a][b]][c] == AFTER[a][AFTER[b][c]]) == []


def test_composition_distributes_over_union() -> None:
    """From both sides, for all triples."""
    assert failing(lambda a, b, c: AFTER[a][b | c] == AFTER[a][b] | AFTER[a][c]) == []
    assert failing(lambda a, b, c: AFTER[a | b][c] == AFTER[a][c] | AFTER[b][c]) == []


def test_composition_of_what_says_more_says_no_less() -> None:
    """So a statement more never widens what follows; for all triples."""
    assert failing(lambda a, b, c: not AFTER[a][b & c] & ~(AFTER[a][b] & AFTER[a][c])) == []


def test_a_triangle_is_closed_from_every_corner() -> None:
    """What a and b allow beside c is there exactly when a and c allow b: the law of cycles."""
    assert failing(lambda a, b, c: bool(AFTER[a][b] & c) == bool(AFTER[BACK[a]][c] & b)) == []


def test_the_search_for_failing_triples_finds_them() -> None:
    """Composition is not commutative, and a union is not composed by intersection."""
    commuted = failing(lambda a, b, c: AFTER[AFTER[a][b]][c] == AFTER[AFTER[b][a]][c])
    assert (Relation.INSIDE, Relation.CONTAINS, Relation.EQUAL) in commuted
    assert failing(lambda a, b, c: AFTER[a][b & c] == AFTER[a][b] & AFTER[a][c]) != []


@pytest.mark.parametrize("own", Relation)
def test_laws_of_one_relation(own: Relation) -> None:
    """Converse and complement twice; what changes nothing; what takes all away."""
    assert own.converse.converse is own
    assert ~~own is own
    assert (~own).converse is ~own.converse
    assert own & ~own is Relation.NOTHING
    assert own | ~own is Relation.ANYTHING
    assert own & own is own | own is own
    assert own & Relation.ANYTHING is own | Relation.NOTHING is own
    assert own.then(Relation.EQUAL) is Relation.EQUAL.then(own) is own
    assert own.then(Relation.NOTHING) is Relation.NOTHING.then(own) is Relation.NOTHING
    all_or_none = Relation.ANYTHING if own.basic else Relation.NOTHING
    assert own.then(Relation.ANYTHING) is Relation.ANYTHING.then(own) is all_or_none
    assert own.implies(own)
    assert own.implies(Relation.ANYTHING)
    assert Relation.NOTHING.implies(own)
    assert own.tractable == own.converse.tractable
    if own.basic:
        assert Relation.EQUAL.implies(own.then(own.converse))


@pytest.mark.parametrize("own", Relation)
def test_laws_of_two_relations(own: Relation) -> None:
    """Converse, complement and implication, with every other."""
    for other in Relation:
        assert own.then(other).converse is other.converse.then(own.converse)
        assert (own & other).converse is own.converse & other.converse
        assert (own | other).converse is own.converse | other.converse
        assert ~(own & other) is ~own | ~other
        assert own & other is other & own
        assert (own & other).basic == own.basic & other.basic
        assert (own | other).basic == own.basic | other.basic
        assert (~own).basic == set(BasicRelation) - own.basic
        assert own.implies(other) == (own.basic <= other.basic)
        assert own.implies(other) == (own & other is own) == (own | other is other)
        assert own.implies(other) == (~other).implies(~own)
        assert own.implies(other) == own.converse.implies(other.converse)
        if own.implies(other) and other.implies(own):
            assert own is other
        if own.tractable and other.tractable:
            assert (own & other).tractable
            assert own.then(other).tractable


@pytest.mark.parametrize(
    ("first", "then", "follows"),
    [
        ("inside", "inside", "inside"),
        ("contains", "contains", "contains"),
        ("contains", "inside", "overlaps"),
        ("contains", "overlaps", "overlaps"),
        ("overlaps", "inside", "overlaps"),
        ("inside", "disjoint", "disjoint"),
        ("disjoint", "contains", "disjoint"),
        ("inside", "contains", "anything"),
        ("inside", "overlaps", "anything"),
        ("overlaps", "contains", "anything"),
        ("overlaps", "overlaps", "anything"),
        ("disjoint", "disjoint", "anything"),
    ],
)
def test_what_follows_of_the_words_of_texts(first: str, then: str, follows: str) -> None:
    """Contains then inside overlaps; overlaps after overlaps is nothing."""
    assert Relation(first).then(Relation(then)) is Relation(follows)


SETS = st.frozensets(st.integers(0, 6), min_size=1)
"""Sets that are not empty; equal, nested and disjoint ones are frequent."""


@given(SETS, SETS, SETS)
def test_what_follows_never_excludes_the_truth(
    one: frozenset[int], two: frozenset[int], three: frozenset[int]
) -> None:
    """For the relations of three sets, and for all relations that hold of them."""
    first, second = set_relation(one, two), set_relation(two, three)
    truth = set_relation(one, three)
    event(f"{first} then {second}")
    for said, also in product(Relation, repeat=2):
        if first in said.basic and second in also.basic:
            assert truth in said.then(also).basic
    assert set_relation(two, one) in Relation.of([first]).converse.basic


@given(SETS, SETS)
def test_exactly_one_basic_relation_holds(one: frozenset[int], two: frozenset[int]) -> None:
    """So a relation holds or its complement does."""
    truth = set_relation(one, two)
    for own in Relation:
        assert (truth in own.basic) != (truth in (~own).basic)

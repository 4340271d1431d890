"""Relations: the table is what enumeration finds, the words read back, sentences say them."""

import copy
import pickle
from itertools import combinations, permutations, product
from typing import Any

import pytest

from oracles.networks import (
    TRACTABLE,
    Basics,
    composed,
    composition_table,
    converse_table,
    turned,
)
from socialmaturity.errors import InvalidValueError, WrongTypeError
from socialmaturity.mapping import relation as relation_module
from socialmaturity.mapping.relation import (
    BY_MASK,
    COMPOSITION,
    CONVERSE,
    WORDS,
    BasicRelation,
    Relation,
    parse_relation,
)

BASICS = tuple(BasicRelation)
CELLS = tuple(product(BASICS, repeat=2))


def only(basic: BasicRelation) -> Relation:
    """The relation that says just this."""
    return Relation.of([basic])


def wrong_cells() -> list[tuple[BasicRelation, BasicRelation]]:
    """The cells of the table that differ from what trying all small sets finds."""
    found = composition_table()
    return [
        (first, second)
        for first, second in CELLS
        if only(first).then(only(second)).basic != found[first, second]
    ]


def wrong_converses() -> list[BasicRelation]:
    """The basic relations whose converse differs from what trying all small sets finds."""
    return [basic for basic in BASICS if only(basic).converse is not only(converse_table()[basic])]


def test_the_table_is_what_trying_all_small_sets_finds() -> None:
    """All 25 cells, with their 54 entries; and the converse of each."""
    assert sorted(composition_table()) == sorted(CELLS)
    assert wrong_cells() == []
    assert wrong_converses() == []
    assert sum(len(only(first).then(only(second)).basic) for first, second in CELLS) == 54


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_a_wrong_cell_is_noticed(
    cell: tuple[BasicRelation, BasicRelation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else stands in it; so the comparison looks at every cell."""
    row, column = (only(basic).mask for basic in cell)
    right = COMPOSITION[row][column]
    for wrong in set(range(32)) - {right}:
        spoilt = [list(cells) for cells in COMPOSITION]
        spoilt[row][column] = wrong
        monkeypatch.setattr(relation_module, "COMPOSITION", spoilt)
        assert wrong_cells() == [cell]
    monkeypatch.undo()
    assert wrong_cells() == []


@pytest.mark.parametrize("basic", BASICS)
def test_a_wrong_converse_is_noticed(basic: BasicRelation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else stands there."""
    place = only(basic).mask
    for wrong in set(range(32)) - {CONVERSE[place]}:
        spoilt = [*CONVERSE]
        spoilt[place] = wrong
        monkeypatch.setattr(relation_module, "CONVERSE", spoilt)
        assert wrong_converses() == [basic]


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [("PO", "PP", "PP PO DR"), ("DR", "PPi", "PPi")],
)
def test_the_faults_of_public_copies_are_not_ours(first: str, second: str, wrong: str) -> None:
    """Two printed tables are wrong in one cell each."""
    assert parse_relation(first).then(parse_relation(second)) is not parse_relation(wrong)


def test_composition_of_all_pairs_of_relations_is_that_of_their_parts() -> None:
    """All 1024."""
    for one, two in product(Relation, repeat=2):
        assert one.then(two).basic == composed(one.basic, two.basic)


def test_the_converse_of_every_relation_is_that_of_its_parts() -> None:
    """All 32."""
    for own in Relation:
        assert own.converse.basic == turned(own.basic)


def test_there_is_a_relation_for_every_set_of_basic_ones() -> None:
    """32 of them, each once; made from its parts in any order, twice or once."""
    all_sets = [frozenset(some) for size in range(6) for some in combinations(BASICS, size)]
    assert sorted(map(sorted, (own.basic for own in Relation))) == sorted(map(sorted, all_sets))
    for basics in all_sets:
        for order in permutations(basics):
            assert Relation.of(order).basic == basics
            assert Relation.of(iter(order + order)) is Relation.of(basics)
    assert [own.mask for own in BY_MASK] == list(range(32))


@pytest.mark.parametrize(
    ("name", "mask"),
    [("EQ", 1), ("PP", 2), ("PPi", 4), ("PO", 8), ("DR", 16), ("anything", 31), ("nothing", 0)],
)
def test_masks_are_told_by_the_documentation(name: str, mask: int) -> None:
    """One bit for each basic relation."""
    assert parse_relation(name).mask == mask


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("equal", "EQ"),
        ("inside", "EQ PP"),
        ("contains", "EQ PPi"),
        ("overlaps", "EQ PP PPi PO"),
        ("disjoint", "DR"),
        ("anything", "EQ PP PPi PO DR"),
        ("nothing", ""),
    ],
)
def test_words_stand_for_sets(word: str, parts: str) -> None:
    """The five of texts, and the two that say all or nothing."""
    assert Relation(word).basic == set(parts.split())
    assert Relation(word).has_word == (word not in {"anything", "nothing"})


def test_only_five_have_a_word() -> None:
    """The others are written as their sets."""
    assert [own for own in Relation if own.has_word] == list(WORDS)
    spelled = [own for own in Relation if own.basic and not own.has_word]
    assert {own.value for own in spelled if own is not Relation.ANYTHING} == {
        " ".join(basic for basic in BASICS if basic in own.basic)
        for own in spelled
        if own is not Relation.ANYTHING
    }


def test_the_tractable_ones_are_the_28_of_the_literature() -> None:
    """The other four hold PP and PPi without PO."""
    found: set[Basics] = {own.basic for own in Relation if own.tractable}
    assert found == TRACTABLE
    assert len(found) == 28


@pytest.mark.parametrize("own", Relation)
def test_every_relation_reads_back(own: Relation) -> None:
    """From its value and from its parts in any order, with any space between."""
    assert parse_relation(own.value) is own
    assert parse_relation(own) is own
    for order in permutations(own.basic):
        if order:
            assert parse_relation(" ".join(order)) is own
            assert parse_relation(f"  {'  '.join(order)}\t{order[0]} ") is own


@pytest.mark.parametrize(
    "text", ["", " ", "pp", "PPI", "PP,PO", "EQ inside", "Equal", "equal ", "EQUAL", "0", "PP PO x"]
)
def test_text_that_is_no_relation_is_refused(text: str) -> None:
    """With the words and an example of a set."""
    with pytest.raises(InvalidValueError) as caught:
        parse_relation(text, "mappings[0].relation")
    assert str(caught.value).startswith(
        f"mappings[0].relation: {text!r} is none of 'equal', 'inside', 'contains', 'overlaps',"
        " 'disjoint', and no set of basic relations such as 'PP PO'"
    )
    assert (caught.value.path, caught.value.value) == ("mappings[0].relation", text)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("overlap", "; did you mean 'overlaps'?"),
        ("Contain", "; did you mean 'contains'?"),
        ("PP of", "such as 'PP PO'"),
    ],
)
def test_near_words_are_offered(text: str, guess: str) -> None:
    """Where there are any."""
    with pytest.raises(InvalidValueError) as caught:
        parse_relation(text)
    assert str(caught.value).endswith(guess)
    assert caught.value.path == "relation"


@pytest.mark.parametrize("value", [None, 7, True, ["EQ"], b"EQ"])
def test_what_is_no_text_is_no_relation(value: Any) -> None:
    """Not even a list of basic relations."""
    with pytest.raises(WrongTypeError, match="relation: expected text, not ") as caught:
        parse_relation(value)
    assert caught.value.value == value


@pytest.mark.parametrize(
    ("relation", "phrase"),
    [
        ("equal", "equals"),
        ("inside", "lies inside"),
        ("contains", "contains"),
        ("overlaps", "overlaps"),
        ("disjoint", "shares nothing with"),
        ("PP", "lies strictly inside"),
        ("PPi", "strictly contains"),
        ("PO", "partly overlaps"),
        ("PP PPi PO", "overlaps and does not equal"),
        ("PP PPi PO DR", "does not equal"),
        ("PPi PO DR", "does not lie inside"),
        ("PP PO DR", "does not contain"),
        ("PP PPi", "lies strictly inside or strictly contains"),
        ("EQ PP PO", "equals, lies strictly inside or partly overlaps"),
        ("EQ PPi PO DR", "equals, strictly contains, partly overlaps or shares nothing with"),
        ("anything", "may stand in any way to"),
        ("nothing", "cannot stand in any way to"),
    ],
)
def test_every_relation_is_the_verb_of_a_sentence(relation: str, phrase: str) -> None:
    """Short where there is a word for it, else its parts one after the other."""
    assert parse_relation(relation).phrase == phrase


def test_no_two_relations_sound_alike() -> None:
    """32 phrases."""
    assert len({own.phrase for own in Relation}) == 32


@pytest.mark.parametrize("own", Relation)
def test_a_relation_is_one_value(own: Relation) -> None:
    """Copied, pickled and looked up it stays itself; it is the text of its value."""
    for made in (copy.copy(own), copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert made is own
    assert own == own.value
    assert Relation(own.value) is own
    assert str(own) == own.value


def test_a_set_may_be_written_in_any_order() -> None:
    """Asked for as a relation, too; what is none is refused."""
    assert Relation("DR  PO PP") is Relation("PP PO DR")
    assert Relation("EQ") is Relation.EQUAL
    several: tuple[Any, ...] = ("", " ", "PP XX", 3, None)
    for wrong in several:
        with pytest.raises(ValueError, match="is not a valid Relation"):
            Relation(wrong)

"""How one set of situations lies to another: the relations, and how to calculate with them.

Two sets that are not empty lie to each other in exactly one of five basic
ways. A relation says that one of several of these holds, so there are 32 of
them; the five that texts usually allow have words.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from socialmaturity.errors import InvalidValueError, WrongTypeError, near_names, shown


class BasicRelation(StrEnum):
    """One of the five ways in which two sets that are not empty can lie.

    Exactly one holds of any two.

    References:
        RCC-5. Randell, Cui and Cohn, A spatial logic based on regions and
        connection, 1992.
    """

    EQ = "EQ"
    """The same."""
    PP = "PP"
    """The first is a proper part; it lies in the second, which has more."""
    PPI = "PPi"
    """The second is a proper part; it lies in the first, which has more."""
    PO = "PO"
    """They share something, and each has something of its own."""
    DR = "DR"
    """They share nothing."""


class Relation(StrEnum):
    """How the situations of one stage lie to those of another.

    Each stands for a set of basic relations, one of which holds. Five have
    words, weak where texts are weak; the others are written as their set,
    such as ``PP PO``. They can be turned round (`converse`), chained
    (`then`), and combined as sets (``&``, ``|``, ``~``).

    Examples:
        >>> Relation.CONTAINS.then(Relation.INSIDE)
        <Relation.OVERLAPS: 'overlaps'>
        >>> Relation.OVERLAPS & Relation("PO DR")
        <Relation.PO: 'PO'>
        >>> ~Relation.OVERLAPS
        <Relation.DISJOINT: 'disjoint'>
    """

    EQUAL = "equal"
    """The same situations."""
    INSIDE = "inside"
    """Every situation of the first is one of the second, or they are equal."""
    CONTAINS = "contains"
    """Every situation of the second is one of the first, or they are equal."""
    OVERLAPS = "overlaps"
    """They share something; more is not said."""
    DISJOINT = "disjoint"
    """They share nothing."""
    PP = "PP"
    PPI = "PPi"
    PP_PPI = "PP PPi"
    EQ_PP_PPI = "EQ PP PPi"
    PO = "PO"
    EQ_PO = "EQ PO"
    PP_PO = "PP PO"
    EQ_PP_PO = "EQ PP PO"
    PPI_PO = "PPi PO"
    EQ_PPI_PO = "EQ PPi PO"
    PP_PPI_PO = "PP PPi PO"
    EQ_DR = "EQ DR"
    PP_DR = "PP DR"
    EQ_PP_DR = "EQ PP DR"
    PPI_DR = "PPi DR"
    EQ_PPI_DR = "EQ PPi DR"
    PP_PPI_DR = "PP PPi DR"
    EQ_PP_PPI_DR = "EQ PP PPi DR"
    PO_DR = "PO DR"
    EQ_PO_DR = "EQ PO DR"
    PP_PO_DR = "PP PO DR"
    EQ_PP_PO_DR = "EQ PP PO DR"
    PPI_PO_DR = "PPi PO DR"
    EQ_PPI_PO_DR = "EQ PPi PO DR"
    PP_PPI_PO_DR = "PP PPi PO DR"
    ANYTHING = "anything"
    """All five, so that nothing is known."""
    NOTHING = "nothing"
    """None of the five, which is a contradiction."""

    @classmethod
    def _missing_(cls, value: object) -> "Relation | None":
        """Find a set that is written in another order."""
        return _find(value) if isinstance(value, str) else None

    @classmethod
    def of(cls, basics: Iterable[BasicRelation]) -> "Relation":
        """Return the relation that says that one of *basics* holds.

        Args:
            basics: Any number of basic relations, in any order.

        Returns:
            The relation; of no basic relation, `NOTHING`.
        """
        return BY_MASK[sum(1 << _ORDER.index(basic) for basic in set(basics))]

    @classmethod
    def parse(cls, text: str, path: str = "relation") -> "Relation":
        """Return the relation that *text* names; as `parse_relation`."""
        return parse_relation(text, path)

    @property
    def mask(self) -> int:
        """The set as a number from 0 to 31, where EQ is 1, PP 2, PPi 4, PO 8, DR 16."""
        return _MASK[self]

    @property
    def basic(self) -> frozenset[BasicRelation]:
        """The basic relations of which one holds."""
        return _BASIC[self]

    @property
    def converse(self) -> "Relation":
        """The relation read from the other side."""
        return BY_MASK[CONVERSE[self.mask]]

    @property
    def has_word(self) -> bool:
        """Whether it is one of the five that have a word of their own."""
        return self in WORDS

    @property
    def tractable(self) -> bool:
        """Whether it is one of the 28 for which closing under composition decides.

        Where all statements are among these, a contradiction is found if
        there is one; with one of the other four nothing may be found though
        no arrangement exists.

        References:
            Jonsson and Drakengren, A complete classification of tractability
            in RCC-5, 1997; Renz and Nebel, 1999.
        """
        return self not in _INTRACTABLE

    @property
    def phrase(self) -> str:
        """The verb of a sentence that says it."""
        if self in _PHRASE:
            return _PHRASE[self]
        verbs = [_BASIC_PHRASE[basic] for basic in _ORDER if basic in self.basic]
        return f"{', '.join(verbs[:-1])} or {verbs[-1]}"

    def then(self, other: "Relation") -> "Relation":
        """Return what follows for a and c when a lies so to b, and b like *other* to c.

        Args:
            other: How the middle one lies to the last.

        Returns:
            The least relation that must hold; `ANYTHING` where nothing follows.

        References:
            Composition of RCC-5: Bennett, Spatial reasoning with
            propositional logics, 1994.
        """
        return BY_MASK[COMPOSITION[self.mask][other.mask]]

    def implies(self, other: "Relation") -> bool:
        """Return whether *other* holds wherever this one does."""
        return not self.mask & ~other.mask

    def __and__(self, other: "Relation") -> "Relation":
        return BY_MASK[self.mask & other.mask]

    def __or__(self, other: "Relation") -> "Relation":
        return BY_MASK[self.mask | other.mask]

    def __invert__(self) -> "Relation":
        return BY_MASK[~self.mask & _ALL]


_ORDER: Final = tuple(BasicRelation)
_ALL: Final = 31
_EQ, _PP, _PPI, _PO, _DR = (1 << place for place in range(5))

WORDS: Final = (
    Relation.EQUAL,
    Relation.INSIDE,
    Relation.CONTAINS,
    Relation.OVERLAPS,
    Relation.DISJOINT,
)
"""The relations that have a word of their own."""

_WORD_MASKS: Final = {
    Relation.EQUAL: _EQ,
    Relation.INSIDE: _EQ | _PP,
    Relation.CONTAINS: _EQ | _PPI,
    Relation.OVERLAPS: _EQ | _PP | _PPI | _PO,
    Relation.DISJOINT: _DR,
    Relation.ANYTHING: _ALL,
    Relation.NOTHING: 0,
}


def _spelled_mask(text: str) -> int:
    return sum(1 << _ORDER.index(BasicRelation(part)) for part in set(text.split()))


_MASK: Final = {
    relation: _WORD_MASKS[relation] if relation in _WORD_MASKS else _spelled_mask(relation.value)
    for relation in Relation
}
BY_MASK: Final = tuple(sorted(Relation, key=lambda relation: _MASK[relation]))
"""All relations, by their masks."""
_BASIC: Final = {
    relation: frozenset(basic for place, basic in enumerate(_ORDER) if mask >> place & 1)
    for relation, mask in _MASK.items()
}

_INTRACTABLE: Final = frozenset(
    {Relation.PP_PPI, Relation.EQ_PP_PPI, Relation.PP_PPI_DR, Relation.EQ_PP_PPI_DR}
)

_BASIC_CONVERSE: Final = (_EQ, _PPI, _PP, _PO, _DR)

_BASIC_COMPOSITION: Final = (
    # then:  EQ    PP                      PPi               PO                DR
    (_EQ, _PP, _PPI, _PO, _DR),
    (_PP, _PP, _ALL, _PP | _PO | _DR, _DR),
    (_PPI, _EQ | _PP | _PPI | _PO, _PPI, _PPI | _PO, _PPI | _PO | _DR),
    (_PO, _PP | _PO, _PPI | _PO | _DR, _ALL, _PPI | _PO | _DR),
    (_DR, _PP | _PO | _DR, _DR, _PP | _PO | _DR, _ALL),
)
"""What follows of two basic relations; rows and columns EQ, PP, PPi, PO, DR."""


def _united(table: Iterable[int], mask: int) -> int:
    united = 0
    for place, cell in enumerate(table):
        if mask >> place & 1:
            united |= cell
    return united


CONVERSE: Final = tuple(_united(_BASIC_CONVERSE, mask) for mask in range(_ALL + 1))
"""The mask of the converse, by mask."""

COMPOSITION: Final = tuple(
    tuple(
        _united((_united(row, second) for row in _BASIC_COMPOSITION), first)
        for second in range(_ALL + 1)
    )
    for first in range(_ALL + 1)
)
"""The mask of the composition, by the masks of the first and of the second."""

_BASIC_PHRASE: Final = {
    BasicRelation.EQ: "equals",
    BasicRelation.PP: "lies strictly inside",
    BasicRelation.PPI: "strictly contains",
    BasicRelation.PO: "partly overlaps",
    BasicRelation.DR: "shares nothing with",
}

_PHRASE: Final = {
    Relation.EQUAL: "equals",
    Relation.INSIDE: "lies inside",
    Relation.CONTAINS: "contains",
    Relation.OVERLAPS: "overlaps",
    Relation.DISJOINT: "shares nothing with",
    Relation.PP: "lies strictly inside",
    Relation.PPI: "strictly contains",
    Relation.PO: "partly overlaps",
    Relation.PP_PPI_PO: "overlaps and does not equal",
    Relation.PP_PPI_PO_DR: "does not equal",
    Relation.PPI_PO_DR: "does not lie inside",
    Relation.PP_PO_DR: "does not contain",
    Relation.ANYTHING: "may stand in any way to",
    Relation.NOTHING: "cannot stand in any way to",
}


def parse_relation(text: str, path: str = "relation") -> Relation:
    """Return the relation that *text* names.

    Args:
        text: One of the words, or a set of basic relations such as
            ``PP PO``, in any order.
        path: The name of the field, for the error.

    Returns:
        The relation.

    Raises:
        WrongTypeError: Not text.
        InvalidValueError: No relation; the message lists the words.

    Examples:
        >>> parse_relation("PP EQ")
        <Relation.INSIDE: 'inside'>
    """
    if not isinstance(text, str):
        raise WrongTypeError(f"expected text, not {shown(text)}", path=path, value=text)
    found = _find(text)
    if found is not None:
        return found
    words = [word.value for word in WORDS]
    near = near_names(text, words)
    guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise InvalidValueError(
        f"{shown(text)} is none of {', '.join(map(repr, words))}, and no set of basic relations"
        f" such as 'PP PO'{guess}",
        path=path,
        value=text,
    )


def _find(text: str) -> Relation | None:
    """Return the relation of a word, or of a set in any order; ``None`` where it is neither."""
    parts = text.split()
    if text in _BY_VALUE or not parts or not all(part in _ORDER for part in parts):
        return _BY_VALUE.get(text)
    return BY_MASK[_spelled_mask(text)]


_BY_VALUE: Final = {relation.value: relation for relation in Relation}

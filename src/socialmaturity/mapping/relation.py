"""The words for how one stage stands to another, and the sets they stand for."""

from enum import StrEnum
from typing import Final

from socialmaturity.model.fields import parse_word


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

    Each word is weak where texts are weak: it stands for a set of basic
    relations, one of which holds.
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

    @property
    def basic(self) -> frozenset[BasicRelation]:
        """The basic relations of which one holds."""
        return _BASIC[self]

    @property
    def converse(self) -> "Relation":
        """The relation read from the other side."""
        return _CONVERSE.get(self, self)

    @property
    def phrase(self) -> str:
        """The verb of a sentence that says it."""
        return _PHRASE[self]


_BASIC: Final = {
    Relation.EQUAL: frozenset({BasicRelation.EQ}),
    Relation.INSIDE: frozenset({BasicRelation.EQ, BasicRelation.PP}),
    Relation.CONTAINS: frozenset({BasicRelation.EQ, BasicRelation.PPI}),
    Relation.OVERLAPS: frozenset(
        {BasicRelation.EQ, BasicRelation.PP, BasicRelation.PPI, BasicRelation.PO}
    ),
    Relation.DISJOINT: frozenset({BasicRelation.DR}),
}

_CONVERSE: Final = {
    Relation.INSIDE: Relation.CONTAINS,
    Relation.CONTAINS: Relation.INSIDE,
}

_PHRASE: Final = {
    Relation.EQUAL: "equals",
    Relation.INSIDE: "lies inside",
    Relation.CONTAINS: "contains",
    Relation.OVERLAPS: "overlaps",
    Relation.DISJOINT: "shares nothing with",
}


def parse_relation(text: str) -> Relation:
    """Return the relation of this name."""
    return parse_word(Relation, text, "relation")

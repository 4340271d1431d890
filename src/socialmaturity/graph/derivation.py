"""What follows from mappings, and why: mappings that nobody has written down."""

from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.identifiers import Place
from socialmaturity.mapping.confidence import Chaining, chained
from socialmaturity.mapping.link import Mapping, NoCounterpart, Rationale
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.scale import show_number

Statement = Mapping | NoCounterpart
"""What reasoning rests on."""


@attrs.frozen(kw_only=True)
class DerivedMapping:
    """How two places must lie to each other, and the statements it follows from.

    Args:
        subject: The place it speaks of.
        relation: How its situations lie to those of the other; one of these
            basic relations must hold.
        object: The other place.
        axis: The axis of the statements.
        statements: What it follows from; without any one of them it does
            not. There can be other ways to derive it.
        steps: How it follows, a sentence each.
    """

    subject: Place
    relation: Relation
    object: Place
    axis: str
    statements: tuple[Statement, ...]
    steps: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def confidence(self) -> Fraction | None:
        """The product of the confidences of the statements; absent where one is."""
        return self.confidence_by(Chaining.PRODUCT)

    def confidence_by(self, how: Chaining | str) -> Fraction | None:
        """Return how sure it is that all statements hold.

        Args:
            how: ``product``, ``minimum`` or ``least``; see `chained`.

        Returns:
            0 to 1, exact, of the statements of this derivation; ``None``
            where one has no confidence, or it rests on no statement.

        Raises:
            InvalidValueError: No way of this name.
        """
        return chained((own.confidence for own in self.statements), how)

    @property
    def is_claimed(self) -> bool:
        """Whether a single mapping of the two says it, or more."""
        if len(self.statements) != 1 or isinstance(self.statements[0], NoCounterpart):
            return False
        own = self.statements[0]
        places = (self.subject, self.object)
        turned = own if own.places == places else own.inverse()
        return turned.places == places and turned.relation.implies(self.relation)

    @property
    def rationales(self) -> frozenset[Rationale]:
        """What the mappings compared by, as far as they say."""
        return frozenset(
            own.rationale
            for own in self.statements
            if isinstance(own, Mapping) and own.rationale is not None
        )

    def __str__(self) -> str:
        return f"{self.subject.spoken} {self.relation.phrase} {self.object.spoken}"

    def text(self) -> str:
        """Return the derivation in sentences, one a line.

        Returns:
            What follows, the statements with their confidences, the steps.
        """
        sure = self.confidence
        told = f"{self}{_sure(sure)}, since" if self.statements else f"{self}, by their frameworks"
        return "\n".join(
            [
                told,
                *(f"- {own}{_sure(own.confidence)}" for own in self.statements),
                *(f"  {step}." for step in self.steps),
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data.

        Returns:
            Text, lists and ``None``; places as ``solis:2``, confidence as a
            decimal in text.
        """
        sure = self.confidence
        return {
            "subject": str(self.subject),
            "relation": self.relation.value,
            "object": str(self.object),
            "axis": self.axis,
            "confidence": None if sure is None else show_number(sure),
            "statements": [str(own) for own in self.statements],
            "steps": list(self.steps),
        }


def _sure(confidence: Fraction | None) -> str:
    return "" if confidence is None else f" (confidence {show_number(confidence)})"

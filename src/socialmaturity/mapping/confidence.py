"""How sure a chain of mappings is, and how sure several sources together are.

What is absent stays absent: it is neither 0 nor 1.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from math import prod
from typing import Final

from socialmaturity.model.fields import parse_word


class Chaining(StrEnum):
    """How the confidences of statements that must all hold are put together."""

    PRODUCT = "product"
    """As if they were independent."""
    MINIMUM = "minimum"
    """The weakest link, the most it can be, whatever hangs together."""
    LEAST = "least"
    """The lower Frechet bound, the least it can be, whatever hangs together."""


_CHAINED: Final[dict[Chaining, Callable[[Sequence[Fraction]], Fraction]]] = {
    Chaining.PRODUCT: lambda sure: prod(sure, start=Fraction(1)),
    Chaining.MINIMUM: min,
    Chaining.LEAST: lambda sure: max(Fraction(0), sum(sure, Fraction(1 - len(sure)))),
}


def chained(
    confidences: Iterable[Fraction | None], how: Chaining | str = Chaining.PRODUCT
) -> Fraction | None:
    """Return how sure it is that several statements hold together.

    Args:
        confidences: One of each statement, 0 to 1; any order.
        how: ``product``, ``minimum`` or ``least``.

    Returns:
        0 to 1, exact, and never more than the least of them; ``None`` where
        one is absent, or there is no statement at all.

    Raises:
        InvalidValueError: No way of this name.

    References:
        Frechet, Generalisation du theoreme des probabilites totales, 1935.

    Examples:
        >>> chained([Fraction(3, 4), Fraction(1, 2)])
        Fraction(3, 8)
        >>> chained([Fraction(3, 4), Fraction(1, 2)], "least")
        Fraction(1, 4)
    """
    put_together = _CHAINED[parse_word(Chaining, how, "how")]
    sure: list[Fraction] = []
    for confidence in confidences:
        if confidence is None:
            return None
        sure.append(confidence)
    return put_together(sure) if sure else None


def pooled(claims: Iterable[tuple[str, Fraction | None]]) -> Fraction | None:
    """Return how sure a statement is that several sources make.

    Args:
        claims: Who says it, and how sure they are; a source that says it
            twice counts once, with the more it says.

    Returns:
        0 to 1, exact: what is left of the doubt of each taken from 1, as if
        they were independent (noisy-or). A further source never lowers it.
        Sources without confidence add nothing; ``None`` where none has any.

    References:
        Pearl, Probabilistic reasoning in intelligent systems, 1988, 4.3.2.

    Examples:
        >>> pooled([("a", Fraction(1, 2)), ("b", Fraction(1, 2)), ("a", Fraction(1, 4))])
        Fraction(3, 4)
    """
    by_source: dict[str, Fraction] = {}
    for source, sure in claims:
        if sure is not None:
            by_source[source] = max(sure, by_source.get(source, sure))
    if not by_source:
        return None
    return 1 - prod((1 - sure for sure in by_source.values()), start=Fraction(1))

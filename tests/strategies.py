"""What several tests draw: the library's own strategies, and what only tests need."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.testing.strategies import (
    AWKWARD,
    BASES,
    CITATIONS,
    DOTTED,
    EVIDENCE,
    EXTRAS,
    LINES,
    NOTES,
    POSITIVE,
    QUORUMS,
    SAID,
    SCALES,
    SHARES,
    SLUGS,
    TEXT,
    UNKNOWN,
    answers,
    assessments,
    crosswalks,
    exclusions,
    few,
    frameworks,
    gates,
    label_scales,
    mappings,
    orders,
    places,
    ratings,
    thresholds,
    unions,
    whole_assessments,
    whole_frameworks,
    whole_stages,
)

__all__ = [
    "AWKWARD",
    "BASES",
    "CITATIONS",
    "DOTTED",
    "EVIDENCE",
    "EXTRAS",
    "LINES",
    "NOTES",
    "POSITIVE",
    "QUORUMS",
    "SAID",
    "SCALES",
    "SHARES",
    "SLUGS",
    "TEXT",
    "UNKNOWN",
    "answers",
    "assessments",
    "better",
    "crosswalks",
    "decimal",
    "exclusions",
    "few",
    "frameworks",
    "gates",
    "label_scales",
    "mappings",
    "numbers",
    "orders",
    "places",
    "ratings",
    "scored",
    "thresholds",
    "unions",
    "whole_assessments",
    "whole_frameworks",
    "whole_stages",
]


@st.composite
def scored(
    draw: st.DrawFn,
    scales: st.SearchStrategy[sm.Scale] = SCALES,
    *,
    most_unknown: int | None = None,
) -> tuple[sm.Framework, sm.Assessment, dict[str, Any]]:
    """A framework, an assessment of it, and parameters for the rule cumulative."""
    framework = draw(frameworks(scales))
    gate = draw(gates(framework.scale))
    parameters: dict[str, Any] = {
        "at": gate.at,
        "lower_at": gate.at if gate.lower_at is None else gate.lower_at,
        "quorum": 1 if gate.quorum is None else gate.quorum,
    }
    return framework, draw(assessments(framework, most_unknown)), parameters


def numbers() -> st.SearchStrategy[Any]:
    """Finite numbers of every kind that is accepted."""
    return st.one_of(
        st.integers(-10, 10),
        st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000),
        st.fractions(max_denominator=1000),
    )


def better(scale: sm.Scale, answer: Any) -> Iterable[Any]:
    """The answers that lie above a rated one."""
    if scale.labels:
        return scale.labels[scale.labels.index(answer) + 1 :]
    return [Fraction(1)] if answer < 1 else []


def decimal(text: str) -> Decimal:
    """A number as files are read."""
    return Decimal(text)

"""Small frameworks of every shape, for rules to be tried on."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from socialmaturity.model.framework import Framework, FrameworkKind, Gate
from socialmaturity.model.indicator import Indicator, Limitation
from socialmaturity.model.order import Order
from socialmaturity.model.scale import NPLF, YES_NO, ZERO_TO_ONE, Scale
from socialmaturity.model.source import Source, parse_citation
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Basis, Dimension, Statement, StatementKind

_DIMENSIONS: Final = ("work", "care")
_WORTH: Final = (Fraction(0), Fraction(1), Fraction(3))


@lru_cache(maxsize=1)
def example_frameworks() -> tuple[Framework, ...]:
    """Return frameworks that differ in all that rules may trip over.

    Returns:
        A ladder on N, P, L and F; one with a baseline, a scale of its own
        with published values, a gate of two thresholds and a quorum; phases
        that run side by side, on yes and no; and one stage with one
        indicator, on numbers. None has more than five indicators.

    Examples:
        >>> [str(own) for own in example_frameworks()][0]
        'Example ladder (example-ladder 1)'
    """
    light = Scale(id="light", labels=("red", "amber", "green"), values=_WORTH)
    return (
        make_framework("example-ladder", (1, 2, 1), scale=NPLF, gate=Gate(at="L")),
        make_framework(
            "example-baseline",
            (0, 2, 3),
            scale=light,
            gate=Gate(at="amber", lower_at="green", quorum="2/3"),
        ),
        make_framework(
            "example-phases",
            (2, 1),
            scale=YES_NO,
            gate=Gate(at="yes"),
            kind=FrameworkKind.PHASES,
            order=Order(exclusive=False),
        ),
        make_framework("example-single", (1,), scale=ZERO_TO_ONE, gate=Gate(at="L")),
    )


def make_framework(name: str, counts: Sequence[int], **parts: Any) -> Framework:
    """Return a framework with so many indicators at each stage.

    Args:
        name: Its id.
        counts: From the first stage; 0 for a baseline.
        **parts: Other fields of the framework.

    Returns:
        A ladder, unless *parts* say otherwise; every check passes.
    """
    given: dict[str, Any] = {
        "id": name,
        "name": name.replace("-", " ").capitalize(),
        "version": "1",
        "kind": FrameworkKind.LADDER,
        "order": Order(exclusive=True),
        "sources": (Source(id="S0", title="What is said here"),),
        "dimensions": tuple(
            Dimension(id=own, name=own.capitalize(), basis=Basis.JUDGEMENT) for own in _DIMENSIONS
        ),
        "stages": tuple(_stage(name, *own) for own in enumerate(counts, 1)),
    }
    return Framework(**(given | parts))


def _stage(name: str, ordinal: int, count: int) -> Stage:
    statement = f"EX-{ordinal}.01"
    slow = Limitation(id=f"slow-{ordinal}", question=f"Is step {ordinal} slow?")
    return Stage(
        framework=name,
        ordinal=ordinal,
        name=f"Step {ordinal}",
        baseline=not count,
        statements=(
            Statement(
                id=statement,
                kind=StatementKind.PRACTICE,
                dimension=_DIMENSIONS[0],
                text=f"Something is done at step {ordinal}.",
                sources=(parse_citation("S0"),),
            ),
        ),
        indicators=tuple(
            Indicator(
                id=f"item-{ordinal}-{number}",
                name=f"Item {ordinal}.{number}",
                question=f"Is item {number} of step {ordinal} done?",
                dimension=_DIMENSIONS[number % len(_DIMENSIONS)],
                evidence=(statement,),
            )
            for number in range(1, count + 1)
        ),
        limitations=() if ordinal > 1 else (slow,),
    )

"""What a form needs to ask what a framework asks."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from socialmaturity.identifiers import DimensionId, StatementId
from socialmaturity.model.fields import is_text
from socialmaturity.model.scale import YES_NO, Scale

if TYPE_CHECKING:
    from socialmaturity.model.framework import Framework


class QuestionKind(StrEnum):
    """Where the answer to a question goes."""

    INDICATOR = "indicator"
    """Into the answers of an assessment; it is scored."""
    LIMITATION = "limitation"
    """Into its checks; it is optional and never scored."""


@attrs.frozen(kw_only=True)
class Question:
    """What a form needs to put one question.

    Args:
        id: Id of the indicator or limitation.
        kind: Where the answer goes.
        text: The question.
        help: The statements it rests on, in our words; may be empty.
        stage: Ordinal of the stage it belongs to.
        dimension: The dimension of an indicator; ``None`` for a limitation.
        scale: What may be answered.
        evidence: The statements it rests on, in order; may be empty.
    """

    id: str
    kind: QuestionKind
    text: str
    help: str = attrs.field(validator=is_text)
    stage: int
    dimension: DimensionId | None
    scale: Scale
    evidence: tuple[StatementId, ...] = ()

    @property
    def optional(self) -> bool:
        """Whether a form may leave it out without a loss to the score."""
        return self.kind is QuestionKind.LIMITATION


def questions(framework: "Framework") -> tuple[Question, ...]:
    """Return all that a form has to ask, in order.

    Args:
        framework: Any.

    Returns:
        Stage by stage the scored indicators, then the optional checks;
        empty where the framework asks nothing.
    """
    return tuple(_questions(framework))


def _questions(framework: "Framework") -> Iterator[Question]:
    texts = {statement.id: statement.text for statement in framework.all_statements}

    def told(evidence: tuple[StatementId, ...]) -> str:
        return " ".join(texts[statement] for statement in evidence)

    for stage in framework.stages:
        for indicator in stage.indicators:
            yield Question(
                id=indicator.id,
                kind=QuestionKind.INDICATOR,
                text=indicator.question,
                help=told(indicator.evidence),
                stage=stage.ordinal,
                dimension=indicator.dimension,
                scale=framework.scale,
                evidence=indicator.evidence,
            )
        for limitation in stage.limitations:
            yield Question(
                id=limitation.id,
                kind=QuestionKind.LIMITATION,
                text=limitation.question,
                help=told(limitation.evidence),
                stage=stage.ordinal,
                dimension=None,
                scale=YES_NO,
                evidence=limitation.evidence,
            )

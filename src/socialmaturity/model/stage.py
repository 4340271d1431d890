"""The stages of a framework."""

import attrs

from socialmaturity.identifiers import (
    DimensionId,
    FrameworkId,
    StageRef,
    parse_framework_id,
)
from socialmaturity.model.fields import are_all, are_lines, is_a, is_line, is_optional, is_text
from socialmaturity.model.indicator import Indicator, Limitation
from socialmaturity.model.source import Citation, parse_citations
from socialmaturity.model.statement import Statement


@attrs.frozen(kw_only=True)
class Modification:
    """What a stage of a derived framework does to the stage it comes from.

    Args:
        added: What is new, each in one line.
        left_out: What is gone.
        changed: Words exchanged for others.
    """

    added: tuple[str, ...] = attrs.field(default=(), validator=are_lines)
    left_out: tuple[str, ...] = attrs.field(default=(), validator=are_lines)
    changed: tuple[str, ...] = attrs.field(default=(), validator=are_lines)


@attrs.frozen(kw_only=True, cache_hash=True)
class Stage:
    """One stage of a framework, or the place below its first.

    Args:
        framework: Id of the framework it belongs to.
        ordinal: Its place, from 1; 0 for the place below the first stage.
        name: As the source writes it.
        label: The source's own word for a stage, such as ``phase``.
        aliases: Other names for it; they find it, too.
        personas: Names for those who are at it.
        function: The business function it stands for, where it is one;
            else empty.
        summary: What the source says of it, in our words.
        sources: Where the source speaks of it and names it.
        baseline: Whether it is the absence of practice: everyone has
            reached it, and nothing is asked.
        modification: What it changes of the stage it is derived from;
            ``None`` where it is derived from none.
        statements: All that is said of it, in order.
        indicators: What is scored; none for a baseline.
        limitations: Optional checks; may be empty.
    """

    framework: FrameworkId = attrs.field(converter=parse_framework_id)
    ordinal: int = attrs.field(validator=is_a(int))
    name: str = attrs.field(validator=is_line)
    label: str = attrs.field(default="stage", validator=is_line)
    aliases: tuple[str, ...] = attrs.field(default=(), validator=are_lines, repr=False)
    personas: tuple[str, ...] = attrs.field(default=(), validator=are_lines, repr=False)
    function: str = attrs.field(default="", validator=is_text, repr=False)
    summary: str = attrs.field(default="", validator=is_text, repr=False)
    sources: tuple[Citation, ...] = attrs.field(
        default=(), converter=parse_citations, validator=are_all(Citation), repr=False
    )
    baseline: bool = attrs.field(default=False, validator=is_a(bool), repr=False)
    modification: Modification | None = attrs.field(
        default=None, validator=is_optional(is_a(Modification)), repr=False
    )
    statements: tuple[Statement, ...] = attrs.field(
        default=(), validator=are_all(Statement), repr=False
    )
    indicators: tuple[Indicator, ...] = attrs.field(
        default=(), validator=are_all(Indicator), repr=False
    )
    limitations: tuple[Limitation, ...] = attrs.field(
        default=(), validator=are_all(Limitation), repr=False
    )

    def __str__(self) -> str:
        if not self.ordinal:
            return self.name
        return f"{self.label[:1].upper()}{self.label[1:]} {self.ordinal}: {self.name}"

    @property
    def ref(self) -> StageRef:
        """The reference to it, such as ``solis:7``."""
        return StageRef(self.framework, self.ordinal)

    @property
    def dimensions(self) -> tuple[DimensionId, ...]:
        """The dimensions its statements are about, each once, in their order."""
        return tuple(dict.fromkeys(statement.dimension for statement in self.statements))

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever finds it, that is name, aliases and personas."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.personas)))

"""Translation: the counterparts of stages, as a crosswalk claims them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.errors import FrameworkMismatchError, InvalidValueError
from socialmaturity.identifiers import StageRef, spoken_name
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping, NoCounterpart
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage


@attrs.frozen(kw_only=True)
class Counterpart:
    """One claimed counterpart of one stage.

    Args:
        source: The stage that was translated.
        stages: Its counterpart in the other framework: one stage, or several
            taken together, lowest first.
        mapping: What claims it, read from the source to the counterpart.
    """

    source: Stage
    stages: tuple[Stage, ...]
    mapping: Mapping

    @property
    def relation(self) -> Relation:
        """How the source lies to the counterpart."""
        return self.mapping.relation

    @property
    def confidence(self) -> Fraction | None:
        """From 0 to 1, exact; ``None`` where nobody says."""
        return self.mapping.confidence

    @property
    def name(self) -> str:
        """The name of the counterpart; of several taken together, their names."""
        return " + ".join(stage.name for stage in self.stages)

    def __str__(self) -> str:
        sure = "" if self.confidence is None else f", confidence {show_number(self.confidence)}"
        return f"{self.mapping} ({self.name}{sure}): {self.mapping.justification}"


@attrs.frozen(kw_only=True)
class Translation:
    """What a crosswalk says of one or several stages.

    Args:
        source: The framework that was translated from.
        target: The framework that was translated to.
        stages: Every stage asked for, lowest first; the place below the
            first stage among them where a result can lie there.
        counterparts: All that is claimed, in order of the stages, then of
            their counterparts. None is chosen: several can hold at once.
        disjoint: Stages of which it is claimed that they share nothing.
        none: The stages that are said to have no counterpart.
        silent: The stages of which nothing is said.
        notices: What to know beside it; may be empty.
    """

    source: Framework = attrs.field(repr=False)
    target: Framework = attrs.field(repr=False)
    stages: tuple[Stage, ...]
    counterparts: tuple[Counterpart, ...]
    disjoint: tuple[Counterpart, ...] = ()
    none: tuple[NoCounterpart, ...] = ()
    silent: tuple[Stage, ...] = ()
    notices: tuple[str, ...] = ()

    def of(self, stage: int | str | StageRef | Stage) -> tuple[Counterpart, ...]:
        """Return the counterparts of one of the stages.

        Args:
            stage: As for `Framework.stage`, in the source framework.

        Returns:
            In order of the target framework; may be empty.

        Raises:
            UnknownStageError: The source framework has no such stage.
        """
        wanted = self.source.stage(stage)
        return tuple(own for own in self.counterparts if own.source == wanted)

    def text(self) -> str:
        """Return the translation in sentences, one a line.

        Returns:
            A line for each counterpart, and for each stage without one why.
        """
        target = spoken_name(self.target.id)
        return "\n".join(
            [
                *map(str, self.counterparts),
                *map(str, self.disjoint),
                *(f"{none}: {none.reason}" for none in self.none),
                *(_silence(stage, target) for stage in self.silent),
                *(f"Note: {notice}" for notice in self.notices),
            ]
        )

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the translation as plain data.

        Returns:
            Dictionaries, lists, text and ``None``; stages as ``solis:2``,
            confidence as a decimal in text.
        """
        return {
            "source": self.source.id,
            "target": self.target.id,
            "stages": [str(stage.ref) for stage in self.stages],
            "counterparts": [_plain(own) for own in self.counterparts],
            "disjoint": [_plain(own) for own in self.disjoint],
            "none": [{"stage": str(none.stage), "reason": none.reason} for none in self.none],
            "silent": [str(stage.ref) for stage in self.silent],
            "notices": list(self.notices),
        }


def _silence(stage: Stage, target: str) -> str:
    if not stage.ordinal:
        name = spoken_name(stage.framework)
        return f"{name}, {stage.name}: no stage is reached, so there is none to translate."
    return f"{stage.ref.spoken} ({stage.name}): nothing is said of it in {target}."


def _plain(counterpart: Counterpart) -> dict[str, Any]:
    mapping = counterpart.mapping
    sure = counterpart.confidence
    return {
        "source": str(counterpart.source.ref),
        "relation": mapping.relation.value,
        "stage": str(mapping.object),
        "name": counterpart.name,
        "confidence": None if sure is None else show_number(sure),
        "axis": mapping.axis,
        "justification": mapping.justification,
        "evidence": list(mapping.evidence),
        "sources": list(mapping.sources),
    }


def translate_stages(
    stages: Iterable[Stage],
    crosswalk: Crosswalk,
    source: Framework,
    target: Framework,
    *,
    notices: tuple[str, ...] = (),
) -> Translation:
    """Return what a crosswalk claims of some stages.

    Args:
        stages: Of the source framework, at least one, in any order; the
            place below the first stage is among those of which nothing
            is said.
        crosswalk: Between the two frameworks, from either side.
        source: The framework of the stages.
        target: The other framework.
        notices: What to hand on beside it.

    Returns:
        Every direct mapping of the stages; nothing is derived.

    Raises:
        FrameworkMismatchError: The crosswalk is between others, or a stage
            is of another framework.
        InvalidValueError: No stage at all.
        UnknownStageError: A mapping names a stage that is not there.
    """
    if {crosswalk.subject, crosswalk.object} != {source.id, target.id}:
        raise FrameworkMismatchError(
            f"the crosswalk is between {crosswalk.subject!r} and {crosswalk.object!r},"
            f" not between {source.id!r} and {target.id!r}",
            value=(source.id, target.id),
        )
    turned = crosswalk if crosswalk.subject == source.id else crosswalk.inverse()
    asked = sorted({source.stage(stage) for stage in stages}, key=lambda own: own.ordinal)
    if not asked:
        raise InvalidValueError("there is no stage to translate")
    found = [
        Counterpart(source=stage, stages=target.stages_at(mapping.object), mapping=mapping)
        for stage in asked
        for mapping in sorted(turned.of(stage.ref), key=lambda own: own.object.ordinals)
    ]
    nones = [none for stage in asked if (none := turned.no_counterpart(stage.ref)) is not None]
    told = {own.source for own in found} | {source.stage(none.stage) for none in nones}
    return Translation(
        source=source,
        target=target,
        stages=tuple(asked),
        counterparts=tuple(own for own in found if own.relation is not Relation.DISJOINT),
        disjoint=tuple(own for own in found if own.relation is Relation.DISJOINT),
        none=tuple(nones),
        silent=tuple(stage for stage in asked if stage not in told),
        notices=notices,
    )

"""Translation: the counterparts of stages, as a crosswalk claims them or as it follows."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.errors import ContradictionError, FrameworkMismatchError, InvalidValueError
from socialmaturity.graph.derivation import DerivedMapping
from socialmaturity.graph.network import Network
from socialmaturity.identifiers import StageRef, spoken_name
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework, FrameworkKind
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
        derived: Counterparts that nobody claims and that follow all the
            same, in the same order: stages that must share something.
        disjoint: Stages of which it is claimed that they share nothing.
        none: The stages that are said to have no counterpart.
        silent: The stages of which nothing is said, and for which no
            counterpart follows.
        range: The lowest and the highest stage that units at any of the
            stages can be at. Only there where the target is a ladder and
            the crosswalk says that the source is mapped exhaustively.
        notices: What to know beside it; may be empty.
    """

    source: Framework = attrs.field(repr=False)
    target: Framework = attrs.field(repr=False)
    stages: tuple[Stage, ...]
    counterparts: tuple[Counterpart, ...]
    derived: tuple[DerivedMapping, ...] = ()
    disjoint: tuple[Counterpart, ...] = ()
    none: tuple[NoCounterpart, ...] = ()
    silent: tuple[Stage, ...] = ()
    range: tuple[Stage, Stage] | None = None
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
                *(_derivation(own) for own in self.derived),
                *map(str, self.disjoint),
                *(f"{none}: {none.reason}" for none in self.none),
                *(_silence(stage, target) for stage in self.silent),
                *_told_range(self.range),
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
            "derived": [own.to_dict() for own in self.derived],
            "disjoint": [_plain(own) for own in self.disjoint],
            "none": [{"stage": str(none.stage), "reason": none.reason} for none in self.none],
            "silent": [str(stage.ref) for stage in self.silent],
            "range": None if self.range is None else [str(end.ref) for end in self.range],
            "notices": list(self.notices),
        }


def _derivation(own: DerivedMapping) -> str:
    sure = "" if own.confidence is None else f", confidence {show_number(own.confidence)}"
    since = "; ".join(map(str, own.statements))
    return f"It follows that {own} (derived{sure}): {since}."


def _told_range(found: tuple[Stage, Stage] | None) -> list[str]:
    return [] if found is None else [f"All in all: from {found[0]} to {found[1]}."]


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
    network: Network | None = None,
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
        network: What counterparts are derived from; ``None`` to derive none.
        notices: What to hand on beside it.

    Returns:
        Every direct mapping of the stages, and what follows from the
        network on the axis that is common to all. Of a network that
        contradicts itself nothing follows; a notice says so.

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
    claimed = [own for own in found if own.relation is not Relation.DISJOINT]
    derived, more = _derived(asked, turned, target, network)
    told |= {source.stage(ref) for own in derived for ref in own.subject.refs}
    return Translation(
        source=source,
        target=target,
        stages=tuple(asked),
        counterparts=tuple(claimed),
        derived=derived,
        disjoint=tuple(own for own in found if own.relation is Relation.DISJOINT),
        none=tuple(nones),
        silent=tuple(stage for stage in asked if stage not in told),
        range=_range(asked, claimed, turned, target),
        notices=(*notices, *more),
    )


def _derived(
    asked: Iterable[Stage], crosswalk: Crosswalk, target: Framework, network: Network | None
) -> tuple[tuple[DerivedMapping, ...], tuple[str, ...]]:
    """Return what follows of stages that must share something, or a notice why nothing does."""
    if network is None:
        return (), ()
    stages = [stage for stage in asked if stage.ordinal]
    linked = {mapping.places for mapping in crosswalk.mappings}
    try:
        found = [
            network.derive(stage.ref, other.ref)
            for stage in stages
            for other in target.stages
            if (stage.ref, other.ref) not in linked
        ]
    except ContradictionError as problem:
        return (), (f"Nothing is derived: {problem.message}.",)
    return tuple(
        own for own in found if own is not None and own.relation.implies(Relation.OVERLAPS)
    ), ()


def _range(
    asked: Iterable[Stage],
    claimed: Iterable[Counterpart],
    crosswalk: Crosswalk,
    target: Framework,
) -> tuple[Stage, Stage] | None:
    """Return the lowest and the highest counterpart, where they are all there are."""
    if crosswalk.subject not in crosswalk.exhaustive or target.kind is not FrameworkKind.LADDER:
        return None
    by_stage = {stage: set[Stage]() for stage in asked}
    for own in claimed:
        if own.mapping.axis == MATURITY:
            by_stage[own.source].update(own.stages)
    if not all(by_stage.values()):
        return None
    every = sorted({stage for own in by_stage.values() for stage in own}, key=_ordinal)
    return every[0], every[-1]


def _ordinal(stage: Stage) -> int:
    return stage.ordinal

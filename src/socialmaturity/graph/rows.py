"""Statements about stages in the form that the engines take them."""

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Final, NamedTuple

from socialmaturity.identifiers import Place, StageRef, StageUnion, spoken_name
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.mapping.link import NoCounterpart
from socialmaturity.mapping.relation import CONVERSE, Relation
from socialmaturity.model.framework import Framework, FrameworkKind

Frameworks = Mapping[str, Framework]
"""Frameworks by their ids."""

_LITTLE: Final = 1e-6
_MUCH: Final = 1e3

NOT_EQUAL = Relation.PP_PPI_PO_DR.mask


class Row(NamedTuple):
    """One statement: how two places can lie to each other, and who says so."""

    subject: Place
    mask: int
    object: Place
    said_by: Link | NoCounterpart


def doubt_of(row: Row) -> float:
    """Return how little a row is to be trusted, from 0, so that it adds up along a chain.

    It only serves to choose between derivations. What has no confidence, or
    none at all, is doubted more than anything else; each further row adds a
    little.
    """
    sure = row.said_by.confidence
    return _LITTLE + (log(sure.denominator) - log(sure.numerator) if sure else _MUCH)


def is_on_line(framework: Framework) -> bool:
    """Return whether the stages of a framework are intervals of an axis.

    They are on a ladder of which is known that its stages exclude each other
    or that they are cumulative.
    """
    order = framework.order
    return framework.kind is FrameworkKind.LADDER and (order.exclusive or order.cumulative)


def mapping_rows(mappings: Iterable[Link]) -> list[Row]:
    """Return a row for each mapping, in order, turned so that it starts at the lesser id."""
    return [mapping_row(own) for own in mappings]


def mapping_row(own: Link) -> Row:
    """Return the row of a mapping, turned so that it starts at the lesser id."""
    if own.subject.framework > own.object.framework:
        return Row(own.object, CONVERSE[own.relation.mask], own.subject, own)
    return Row(own.subject, own.relation.mask, own.object, own)


def none_rows(nones: Iterable[NoCounterpart], frameworks: Frameworks) -> list[Row]:
    """Return what statements of no counterpart say: equal to no stage of the other framework."""
    return [
        Row(none.stage, NOT_EQUAL, stage.ref, none)
        if none.stage.framework < none.framework
        else Row(stage.ref, NOT_EQUAL, none.stage, none)
        for none in nones
        for stage in frameworks[none.framework].stages
    ]


def covering_mappings(crosswalk: Crosswalk) -> tuple[Link, ...]:
    """Return what a crosswalk says by being exhaustive, as mappings.

    Args:
        crosswalk: Any.

    Returns:
        For each axis and each stage of a side that is mapped exhaustively:
        it lies inside its counterparts taken together. Nobody has said how
        sure that is, so they have no confidence.
    """
    found: list[Link] = []
    for side in crosswalk.exhaustive:
        turned = crosswalk if side == crosswalk.subject else crosswalk.inverse()
        named = dict.fromkeys(ref for own in turned.mappings for ref in own.subject.refs)
        together: dict[tuple[str, StageRef], list[Place]] = {}
        for mapping in turned.mappings:
            if mapping.relation is not Relation.DISJOINT:
                for stage in named:
                    if _has(mapping.subject, stage):
                        together.setdefault((mapping.axis, stage), []).append(mapping.object)
        found += (
            Link(
                subject=stage,
                relation=Relation.INSIDE,
                object=_together(places),
                axis=axis,
                justification=(
                    f"{spoken_name(side)} is said to be mapped exhaustively to"
                    f" {spoken_name(turned.object)}."
                ),
            )
            for (axis, stage), places in together.items()
        )
    return tuple(found)


def _has(place: Place, stage: StageRef) -> bool:
    """Whether a stage of the same framework belongs to a place."""
    later = isinstance(place, StageUnion) and place.or_later
    return stage.ordinal in place.ordinals or (later and stage.ordinal >= place.ordinals[-1])


def _together(places: Sequence[Place]) -> Place:
    """Return several places of one framework taken together."""
    framework = places[0].framework
    later = [
        place.ordinals[-1] for place in places if isinstance(place, StageUnion) and place.or_later
    ]
    ordinals = {ordinal for place in places for ordinal in place.ordinals}
    if not later:
        several = sorted(ordinals)
        return (
            StageRef(framework, several[0]) if len(several) == 1 else StageUnion(framework, several)
        )
    first = min(later)
    while first - 1 in ordinals:
        first -= 1
    return StageUnion(
        framework, [*sorted(own for own in ordinals if own < first), first], or_later=True
    )

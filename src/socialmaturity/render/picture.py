"""What a picture of frameworks and mappings shows, whatever it is drawn with."""

from collections.abc import Iterable
from typing import Final

import attrs

from socialmaturity.errors import DuplicateError, WrongTypeError, expect, shown
from socialmaturity.identifiers import FrameworkId, Place, StageRef, StageUnion, spoken_name
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping, NoCounterpart
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number

Drawn = Crosswalk | MappingSet | Mapping | NoCounterpart
"""What can be drawn between the stages of frameworks."""

_KINDS: Final = (Crosswalk, MappingSet, Mapping, NoCounterpart)


@attrs.frozen(kw_only=True)
class Dot:
    """One stage of a picture.

    Args:
        ref: Which.
        name: As its framework names it; empty where the framework is not given.
    """

    ref: StageRef
    name: str = ""

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.ref.ordinal} {self.name}".rstrip()


@attrs.frozen(kw_only=True)
class Group:
    """The stages of one framework.

    Args:
        id: Of the framework.
        name: As published; its id in words where the framework is not given.
        dots: In their order.
    """

    id: FrameworkId
    name: str
    dots: tuple[Dot, ...]


@attrs.frozen(kw_only=True)
class Union:
    """Several stages together, as a mapping names them.

    Args:
        place: Which.
        members: Each of them; of "or later", as far as the framework is known.
    """

    place: StageUnion
    members: tuple[StageRef, ...]


@attrs.frozen(kw_only=True)
class Picture:
    """All that is drawn.

    Args:
        groups: The frameworks given, then those that only mappings name.
        unions: Each once, in the order in which mappings name them.
        mappings: In order.
        nones: Stages without counterpart, in order.
    """

    groups: tuple[Group, ...]
    unions: tuple[Union, ...]
    mappings: tuple[Mapping, ...]
    nones: tuple[NoCounterpart, ...]


def picture_of(frameworks: Iterable[Framework], mappings: Iterable[Drawn]) -> Picture:
    """Return what is to be drawn.

    Args:
        frameworks: Every stage of each is drawn; may be empty.
        mappings: Crosswalks, sets, or single mappings and stages without
            counterpart, in any mixture; may be empty.

    Returns:
        The parts. A framework that only mappings name shows the stages that
        they name.

    Raises:
        WrongTypeError: Something else is among the mappings.
        DuplicateError: Two frameworks have one id.
        UnknownStageError: A mapping names a stage that its framework has not.
    """
    several = tuple(expect(own, Framework, "frameworks") for own in frameworks)
    known = {own.id: own for own in several}
    for which in repeated(own.id for own in several):
        raise DuplicateError(f"two frameworks are {which!r}", path="frameworks", value=which)
    parts = [part for given in mappings for part in _parts(given)]
    links = tuple(part for part in parts if isinstance(part, Mapping))
    nones = tuple(part for part in parts if isinstance(part, NoCounterpart))
    places = [*(place for link in links for place in link.places), *(none.stage for none in nones)]
    return Picture(
        groups=_groups(known, places),
        unions=tuple(
            Union(place=place, members=_members(known, place))
            for place in dict.fromkeys(places)
            if isinstance(place, StageUnion)
        ),
        mappings=links,
        nones=nones,
    )


def edge_label(mapping: Mapping) -> str:
    """Return relation and confidence as an edge says them."""
    sure = "" if mapping.confidence is None else f" {show_number(mapping.confidence)}"
    return f"{mapping.relation.value}{sure}"


def is_mutual(mapping: Mapping) -> bool:
    """Return whether a mapping says the same from both sides, and is drawn without an arrow."""
    return mapping.relation.converse is mapping.relation


def none_label(none: NoCounterpart) -> str:
    """Return what is drawn beside a stage without counterpart."""
    return f"no counterpart in {spoken_name(none.framework)}"


def _parts(given: Drawn) -> tuple[Mapping | NoCounterpart, ...]:
    if isinstance(given, Mapping | NoCounterpart):
        return (given,)
    if isinstance(given, Crosswalk | MappingSet):
        return (*given.mappings, *given.no_counterparts)
    raise WrongTypeError(
        f"expected crosswalks, sets or mappings, not {shown(given)}", path="mappings", value=given
    )


def _groups(known: dict[FrameworkId, Framework], places: Iterable[Place]) -> tuple[Group, ...]:
    named: dict[FrameworkId, dict[StageRef, None]] = {which: {} for which in known}
    for place in places:
        named.setdefault(place.framework, {}).update(dict.fromkeys(place.refs))
    return tuple(
        _known_group(known[which], refs)
        if which in known
        else Group(
            id=which,
            name=spoken_name(which),
            dots=tuple(Dot(ref=ref) for ref in sorted(refs, key=_ordinal)),
        )
        for which, refs in named.items()
    )


def _known_group(framework: Framework, refs: Iterable[StageRef]) -> Group:
    named = {framework.stage(ref).ordinal for ref in refs}  # each is looked up, so that it exists
    below = (framework.lowest,) if 0 in named else ()
    return Group(
        id=framework.id,
        name=framework.name,
        dots=tuple(Dot(ref=own.ref, name=own.name) for own in (*below, *framework.stages)),
    )


def _members(known: dict[FrameworkId, Framework], place: StageUnion) -> tuple[StageRef, ...]:
    framework = known.get(place.framework)
    return place.refs if framework is None else tuple(s.ref for s in framework.stages_at(place))


def _ordinal(ref: StageRef) -> int:
    return ref.ordinal

"""A set of links between the stages of two frameworks."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import (
    FrameworkId,
    Place,
    StageRef,
    StageUnion,
    parse_framework_id,
    parse_place,
    spoken_name,
)
from socialmaturity.mapping.link import Dropped, Mapping, NoCounterpart
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.fields import are_all, are_lines, is_line, is_text
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = (
    "subject",
    "relation",
    "object",
    "confidence",
    "sentence",
    "justification",
    "evidence",
    "sources",
    "basis",
    "axis",
    "review",
)
"""The columns of a crosswalk as a table, in order."""


def _parse_framework_ids(texts: Iterable[str]) -> tuple[FrameworkId, ...]:
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several framework ids, not {texts!r}", value=texts)
    return tuple(parse_framework_id(text) for text in texts)


@attrs.frozen(kw_only=True, cache_hash=True)
class Crosswalk:
    """What is known between two frameworks, link by link; immutable.

    A pair of stages without a mapping says nothing.

    Args:
        subject: Id of the framework that mappings speak of.
        object: Id of the framework they lead to.
        version: Of this record.
        title: What it is called.
        authors: Whose judgement it is.
        note: What a reader must know of it.
        exhaustive: Ids of the sides whose stages are mapped exhaustively: a
            unit at such a stage is at one of the stages that mappings which
            are not ``disjoint`` link it to. Only where this is said does a
            translation give a range of stages.
        mappings: The links, at most one for two stages on one axis.
        no_counterparts: Stages of either side that the other does not describe.
        dropped: Proposals that were not kept.

    Raises:
        InvalidCrosswalkError: A part is of other frameworks, stands twice or
            contradicts another; all problems come together.
    """

    subject: FrameworkId = attrs.field(converter=parse_framework_id)
    object: FrameworkId = attrs.field(converter=parse_framework_id)
    version: str = attrs.field(validator=is_line)
    title: str = attrs.field(default="", validator=is_text)
    authors: tuple[str, ...] = attrs.field(default=(), validator=are_lines)
    note: str = attrs.field(default="", validator=is_text, repr=False)
    exhaustive: tuple[FrameworkId, ...] = attrs.field(
        default=(), converter=_parse_framework_ids, validator=are_lines
    )
    mappings: tuple[Mapping, ...] = attrs.field(default=(), validator=are_all(Mapping), repr=False)
    no_counterparts: tuple[NoCounterpart, ...] = attrs.field(
        default=(), validator=are_all(NoCounterpart), repr=False
    )
    dropped: tuple[Dropped, ...] = attrs.field(default=(), validator=are_all(Dropped), repr=False)

    def __attrs_post_init__(self) -> None:
        problems = tuple(_problems(self))
        if problems:
            raise InvalidCrosswalkError(f"crosswalk {self.subject}--{self.object}", problems)

    def __str__(self) -> str:
        return (
            f"{spoken_name(self.subject)} to {spoken_name(self.object)}:"
            f" {len(self.mappings)} mappings"
        )

    @cached_property
    def _by_subject(self) -> dict[Place, tuple[Mapping, ...]]:
        found: dict[Place, list[Mapping]] = {}
        for mapping in self.mappings:
            found.setdefault(mapping.subject, []).append(mapping)
        return {place: tuple(mappings) for place, mappings in found.items()}

    def of(self, subject: Place | Stage | str) -> tuple[Mapping, ...]:
        """Return the mappings that speak of one stage of the subject framework.

        Args:
            subject: The stage, or text such as ``solis:2``; for several
                taken together, the mappings of just these.

        Returns:
            In the crosswalk's order; empty where it says nothing.

        Raises:
            WrongTypeError: No stage.
            InvalidIdentifierError: Text of another form.
            FrameworkMismatchError: A stage of another framework.
        """
        place = _place(subject)
        if place.framework != self.subject:
            raise FrameworkMismatchError(
                f"{place} is not of {self.subject!r}, of which this crosswalk speaks; inverse()"
                " reads it from the other side",
                value=place,
            )
        return self._by_subject.get(place, ())

    def no_counterpart(self, stage: StageRef | Stage | str) -> NoCounterpart | None:
        """Return the statement that a stage has no counterpart, if there is one.

        Args:
            stage: Of either framework; also text such as ``solis:2``.

        Returns:
            The statement, or ``None``.

        Raises:
            WrongTypeError: No stage.
            InvalidIdentifierError: Text of another form.
            FrameworkMismatchError: A stage of another framework.
        """
        place = _place(stage)
        if place.framework not in (self.subject, self.object):
            raise FrameworkMismatchError(
                f"{place} is neither of {self.subject!r} nor of {self.object!r}", value=place
            )
        return next((none for none in self.no_counterparts if none.stage == place), None)

    def inverse(self) -> "Crosswalk":
        """Return the same crosswalk, read from the other side.

        Returns:
            Every mapping inverted, in the same order; inverted twice it is
            equal to this one.
        """
        return attrs.evolve(
            self,
            subject=self.object,
            object=self.subject,
            mappings=tuple(mapping.inverse() for mapping in self.mappings),
            dropped=tuple(
                attrs.evolve(
                    drop,
                    subject=drop.object,
                    object=drop.subject,
                    relation=drop.relation.converse,
                )
                for drop in self.dropped
            ),
        )

    def with_mapping(self, mapping: Mapping) -> "Crosswalk":
        """Return a crosswalk that has *mapping* in place of the old one.

        Args:
            mapping: Of these two frameworks, from either side.

        Returns:
            A new crosswalk. The mapping takes the place of that between the
            same stages on the same axis; without one it comes last.

        Raises:
            InvalidCrosswalkError: It does not fit the others.
            WrongTypeError: No mapping.
        """
        if not isinstance(mapping, Mapping):
            raise WrongTypeError(f"expected a Mapping, not {shown(mapping)}", value=mapping)
        turned = mapping.inverse() if mapping.subject.framework == self.object else mapping
        place = (*turned.places, turned.axis)
        kept = [turned if (*old.places, old.axis) == place else old for old in self.mappings]
        if turned not in kept:
            kept.append(turned)
        return attrs.evolve(self, mappings=tuple(kept))

    def without_mapping(self, mapping: Mapping) -> "Crosswalk":
        """Return a crosswalk that has every mapping but this one.

        Args:
            mapping: One of the mappings, from either side.

        Returns:
            A new crosswalk.

        Raises:
            InvalidValueError: It is none of the mappings.
            WrongTypeError: No mapping.
        """
        if not isinstance(mapping, Mapping):
            raise WrongTypeError(f"expected a Mapping, not {shown(mapping)}", value=mapping)
        turned = mapping.inverse() if mapping.subject.framework == self.object else mapping
        if turned not in self.mappings:
            raise InvalidValueError(f"{mapping} is none of the mappings", value=mapping)
        return attrs.evolve(self, mappings=tuple(kept for kept in self.mappings if kept != turned))

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return the crosswalk as a table.

        Returns:
            One row for each mapping, then one for each stage without
            counterpart, whose relation is ``none``; all cells are text, the
            columns are `COLUMNS`.
        """
        return (*map(_mapping_row, self.mappings), *map(_none_row, self.no_counterparts))

    def to_csv(self) -> str:
        """Return the table as CSV.

        Returns:
            A header and the rows, lines ended by CR LF as RFC 4180 says.
        """
        import csv
        from io import StringIO

        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows(row.values() for row in self.rows())
        return text.getvalue()


def _place(which: Place | Stage | str) -> Place:
    if isinstance(which, Stage):
        return which.ref
    place = parse_place(which) if isinstance(which, str) else which
    if not isinstance(place, StageRef | StageUnion):
        raise WrongTypeError(
            f"expected a stage, or text such as 'solis:7', not {shown(which)}", value=which
        )
    return place


def _mapping_row(mapping: Mapping) -> dict[str, str]:
    return {
        "subject": str(mapping.subject),
        "relation": mapping.relation.value,
        "object": str(mapping.object),
        "confidence": "" if mapping.confidence is None else show_number(mapping.confidence),
        "sentence": str(mapping),
        "justification": mapping.justification,
        "evidence": " ".join(mapping.evidence),
        "sources": " ".join(mapping.sources),
        "basis": mapping.basis.value,
        "axis": mapping.axis,
        "review": mapping.review,
    }


def _none_row(none: NoCounterpart) -> dict[str, str]:
    return {
        "subject": str(none.stage),
        "relation": "none",
        "object": none.framework,
        "confidence": "" if none.confidence is None else show_number(none.confidence),
        "sentence": str(none),
        "justification": none.reason,
        "evidence": " ".join(none.evidence),
        "sources": " ".join(none.sources),
        "basis": none.basis.value,
        "axis": "",
        "review": none.review,
    }


def _problems(crosswalk: Crosswalk) -> "Iterator[SocialMaturityError]":
    sides = (crosswalk.subject, crosswalk.object)
    if crosswalk.subject == crosswalk.object:
        yield FrameworkMismatchError(
            f"a crosswalk links two frameworks, not {crosswalk.subject!r} to itself",
            path="object",
            value=crosswalk.object,
        )
    for index, framework in enumerate(crosswalk.exhaustive):
        if framework not in sides:
            yield FrameworkMismatchError(
                f"{framework!r} is neither {sides[0]!r} nor {sides[1]!r}",
                path=f"exhaustive[{index}]",
                value=framework,
            )
    links: tuple[tuple[str, tuple[Mapping | Dropped, ...]], ...] = (
        ("mappings", crosswalk.mappings),
        ("dropped", crosswalk.dropped),
    )
    for name, those in links:
        for index, link in enumerate(those):
            if (link.subject.framework, link.object.framework) != sides:
                yield FrameworkMismatchError(
                    f"{link.subject} to {link.object} is not from {sides[0]!r} to {sides[1]!r}",
                    path=f"{name}[{index}]",
                    value=str(link.subject),
                )
    for index, none in enumerate(crosswalk.no_counterparts):
        if {none.stage.framework, none.framework} != set(sides):
            yield FrameworkMismatchError(
                f"{none.stage} and {none.framework!r} are not the two sides"
                f" {sides[0]!r} and {sides[1]!r}",
                path=f"no_counterparts[{index}]",
                value=str(none.stage),
            )
    yield from _repetitions(crosswalk)


def _repetitions(crosswalk: Crosswalk) -> "Iterator[SocialMaturityError]":
    places: set[tuple[Place, Place, str]] = set()
    for index, mapping in enumerate(crosswalk.mappings):
        place = (mapping.subject, mapping.object, mapping.axis)
        if place in places:
            yield DuplicateError(
                f"{place[0]} and {place[1]} are linked twice on the axis {place[2]!r}",
                path=f"mappings[{index}]",
                value=str(mapping.subject),
            )
        places.add(place)
    said: set[StageRef] = set()
    for index, none in enumerate(crosswalk.no_counterparts):
        if none.stage in said:
            yield DuplicateError(
                f"that {none.stage} has no counterpart is said twice",
                path=f"no_counterparts[{index}]",
                value=str(none.stage),
            )
        said.add(none.stage)
    linked = _linked(crosswalk.mappings)
    for index, none in enumerate(crosswalk.no_counterparts):
        if none.stage in linked:
            yield ContradictionError(
                f"{none.stage} is said to have no counterpart, and a mapping gives it one",
                path=f"no_counterparts[{index}]",
                value=str(none.stage),
            )


def _linked(mappings: Iterable[Mapping]) -> set[StageRef]:
    return {
        stage
        for mapping in mappings
        if mapping.relation.implies(Relation.OVERLAPS)
        for stage in mapping.stages
    }

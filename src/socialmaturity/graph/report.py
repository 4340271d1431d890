"""All that can be found wrong, or thin, in mappings: as values and as one readable report."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any, Final

import attrs

from socialmaturity.errors import expect
from socialmaturity.graph.conflicts import (
    Conflict,
    DirectionWarning,
    direction_warnings,
    every_axis,
    find_conflicts,
    located,
)
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.network import Consistency, Judgement, Network
from socialmaturity.identifiers import FrameworkId, StageRef, spoken_name
from socialmaturity.mapping.link import MATURITY, Mapping
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.fields import Number, parse_share
from socialmaturity.model.framework import FrameworkKind
from socialmaturity.model.scale import show_number

WEAK: Final = Fraction(1, 2)
"""Below this confidence a mapping is a weak link where the caller says nothing else."""


class ConcernCode(StrEnum):
    """What a concern is about."""

    CROSSING = "crossing"
    """A mapping runs against the order of the common axis, and lies on another one."""
    SILENT_STAGE = "silent-stage"
    """Nothing is said of a stage, while others of its framework are mapped there."""
    WEAK_LINK = "weak-link"
    """A mapping that is little trusted, or of which nobody says how much it is."""
    UNKNOWN_EVIDENCE = "unknown-evidence"
    """A statement or source that is in neither framework."""
    COVERAGE = "coverage"
    """A share of what is covered that does not go with the relation."""
    COUNTERPART_AFTER_ALL = "counterpart-after-all"
    """A stage that is said to have no counterpart lies inside one, or contains one."""


@attrs.frozen(kw_only=True)
class Concern:
    """One thing to look at, and what the data answer to it.

    Args:
        code: What it is about.
        text: What there is, in a sentence.
        statements: What it concerns; empty for a silent stage.
        answer: The reason that the data give; empty where they give none.
    """

    code: ConcernCode
    text: str
    statements: tuple[Statement, ...] = attrs.field(default=(), repr=False)
    answer: str = attrs.field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.text}: {self.answer}" if self.answer else f"{self.text}."


@attrs.frozen(kw_only=True)
class NetworkReport:
    """What there is to say of a network.

    Args:
        judgements: Whether the statements can hold together, axis by axis.
        conflicts: What cannot, with repairs.
        directions: Files that seem to be written the wrong way round.
        concerns: What else to look at; those without an answer first.
    """

    judgements: tuple[Judgement, ...]
    conflicts: tuple[Conflict, ...] = ()
    directions: tuple[DirectionWarning, ...] = ()
    concerns: tuple[Concern, ...] = attrs.field(default=(), repr=False)

    @property
    def open(self) -> tuple[Concern, ...]:
        """The concerns that the data do not answer."""
        return tuple(concern for concern in self.concerns if not concern.answer)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is refuted, and every concern has an answer."""
        refuted = any(own.consistency is Consistency.REFUTED for own in self.judgements)
        return not (refuted or self.conflicts or self.directions or self.open)

    def text(self) -> str:
        """Return the report in sentences.

        Returns:
            The verdicts, then conflicts with repairs, warnings of direction,
            concerns without an answer, and concerns with one.
        """
        answered = [concern for concern in self.concerns if concern.answer]
        parts = [
            [f"Axis {own.axis}: {own.consistency.value}." for own in self.judgements],
            [conflict.text() for conflict in self.conflicts],
            [f"Warning: {warning}." for warning in self.directions],
            _listed("Without an answer", self.open),
            _listed("With an answer in the data", answered),
        ]
        return "\n".join(chain.from_iterable(parts))

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data: dictionaries, lists, text and numbers."""
        return {
            "judgements": [
                {"axis": own.axis, "consistency": own.consistency.value} for own in self.judgements
            ],
            "conflicts": [_plain(conflict) for conflict in self.conflicts],
            "directions": [
                {
                    "name": own.name,
                    "axis": own.axis,
                    "conflicts": own.conflicts,
                    "turned": own.turned,
                }
                for own in self.directions
            ],
            "concerns": [
                {
                    "code": own.code.value,
                    "text": own.text,
                    "statements": [located(one) for one in own.statements],
                    "answer": own.answer,
                }
                for own in self.concerns
            ],
        }


def _listed(title: str, concerns: Iterable[Concern]) -> list[str]:
    lines = [f"- {concern}" for concern in concerns]
    return [f"{title}:", *lines] if lines else []


def _plain(conflict: Conflict) -> dict[str, Any]:
    return {
        "axis": conflict.axis,
        "statements": [located(own) for own in conflict.statements],
        "repairs": [
            {
                "kind": own.kind.value,
                "old": str(own.old),
                "new": None if own.new is None else str(own.new),
                "left": own.left,
            }
            for own in conflict.repairs
        ],
    }


def check_network(network: Network, *, weak_below: Number | str = WEAK) -> NetworkReport:
    """Return all that can be found wrong, or thin, in the mappings of a network.

    Args:
        network: The frameworks and the statements about them.
        weak_below: Mappings of less confidence are weak links; 0 to 1.

    Returns:
        Verdicts, conflicts, warnings and concerns, in an order that does
        not depend on that of the mappings.

    Raises:
        InvalidValueError: *weak_below* is not from 0 to 1.
        WrongTypeError: No network, or *weak_below* is no number.

    Examples:
        >>> import socialmaturity as sm
        >>> network = Network.of([sm.CISCO, sm.CARFI], [sm.crosswalk("cisco", "carfi")])
        >>> report = check_network(network)
        >>> report.is_clean, [own.consistency.value for own in report.judgements]
        (True, ['satisfiable'])
    """
    expect(network, Network, "network")
    bound = parse_share(weak_below, "weak_below")
    concerns = list(
        chain(
            _crossings(network),
            _silent_stages(network),
            _weak_links(network, bound),
            _unknown_evidence(network),
            _coverage(network),
            _counterparts_after_all(network),
        )
    )
    return NetworkReport(
        judgements=tuple(network.judge(axis) for axis in network.axes),
        conflicts=tuple(
            chain.from_iterable(find_conflicts(network, axis) for axis in every_axis(network))
        ),
        directions=tuple(
            chain.from_iterable(direction_warnings(network, axis) for axis in network.axes)
        ),
        concerns=tuple(sorted(concerns, key=lambda own: bool(own.answer))),
    )


def _statements(network: Network) -> Iterator[Statement]:
    """Yield what is said by somebody, not what follows from being exhaustive."""
    for axis in network.axes:
        seen: dict[Statement, None] = dict.fromkeys(row.said_by for row in network.rows(axis))
        yield from (own for own in seen if own not in network.coverings)


def _links(network: Network) -> list[Mapping]:
    return [own for own in _statements(network) if isinstance(own, Mapping)]


def crossed(one: Mapping, two: Mapping) -> bool:
    """Return whether two mappings of the same two frameworks run against each other."""
    return (one.subject.ordinals[-1] < two.subject.ordinals[0]) and (
        one.object.ordinals[0] > two.object.ordinals[-1]
    )


def _crossings(network: Network) -> Iterator[Concern]:
    """Yield mappings that another axis keeps from crossing those of the common one.

    Two that cross on one axis are a conflict, and told there.
    """
    main: dict[tuple[str, str], list[Mapping]] = {}
    links = [own for own in _links(network) if own.relation.implies(Relation.OVERLAPS)]
    for link in links:
        if link.axis == MATURITY:
            main.setdefault((link.subject.framework, link.object.framework), []).append(link)
    for link in links:
        if link.axis == MATURITY or not _on_ladders(network, link):
            continue
        turned = link.inverse()
        for one, own in (
            (link, main.get((link.subject.framework, link.object.framework), [])),
            (turned, main.get((turned.subject.framework, turned.object.framework), [])),
        ):
            for other in own:
                if crossed(one, other) or crossed(other, one):
                    yield Concern(
                        code=ConcernCode.CROSSING,
                        text=f"{link} (axis {link.axis}) crosses {other}",
                        statements=(link, other),
                        answer=link.justification,
                    )


def _on_ladders(network: Network, link: Mapping) -> bool:
    return all(
        network.framework(place.framework).kind is FrameworkKind.LADDER for place in link.places
    )


def _silent_stages(network: Network) -> Iterator[Concern]:
    """Yield the stages of which nothing is said where others of their framework are mapped."""
    told: dict[tuple[FrameworkId, FrameworkId], set[StageRef]] = {}
    for link in _links(network):
        for one, two in (link.places, link.places[::-1]):
            stages = network.framework(one.framework).stages_at(one)
            own = told.setdefault((one.framework, two.framework), set())
            own.update(stage.ref for stage in stages)
    for none in network.no_counterparts:
        own = told.setdefault((none.stage.framework, none.framework), set())
        own.add(none.stage)
    for (subject, other), own in sorted(told.items()):
        for stage in network.framework(subject).stages:
            if stage.ref not in own:
                yield Concern(
                    code=ConcernCode.SILENT_STAGE,
                    text=(
                        f"nothing is said of {stage.ref.spoken} in {spoken_name(other)}, neither"
                        " a mapping nor that there is no counterpart"
                    ),
                )


def _weak_links(network: Network, bound: Fraction) -> Iterator[Concern]:
    for own in _statements(network):
        sure = own.confidence
        if sure is None or sure < bound:
            told = "nobody says how sure" if sure is None else f"confidence {show_number(sure)}"
            yield Concern(
                code=ConcernCode.WEAK_LINK,
                text=f"{located(own)} is a weak link, {told}",
                statements=(own,),
                answer=own.review,
            )


def _unknown_evidence(network: Network) -> Iterator[Concern]:
    for own in _statements(network):
        sides = _sides(own)
        frameworks = [network.framework(side) for side in sides]
        known = {one.id for each in frameworks for one in each.all_statements}
        sources = {one.id for each in frameworks for one in each.sources}
        unknown: list[str] = [name for name in own.evidence if name not in known]
        unknown += [name for name in own.sources if name not in sources]
        for name in unknown:
            yield Concern(
                code=ConcernCode.UNKNOWN_EVIDENCE,
                text=f"{located(own)} rests on {name!r}, which is in neither framework",
                statements=(own,),
            )


def _sides(own: Statement) -> tuple[FrameworkId, FrameworkId]:
    if isinstance(own, Mapping):
        return own.subject.framework, own.object.framework
    return own.stage.framework, own.framework


def _coverage(network: Network) -> Iterator[Concern]:
    for link in _links(network):
        for own, share, side in (
            (link, link.object_coverage, "object"),
            (link.inverse(), link.subject_coverage, "subject"),
        ):
            fault = None if share is None else _fault(own.relation, share)
            if share is not None and fault is not None:
                yield Concern(
                    code=ConcernCode.COVERAGE,
                    text=(
                        f"{located(link)}, and {show_number(share)} of its {side} are covered,"
                        f" where {fault}"
                    ),
                    statements=(link,),
                )


def _fault(relation: Relation, share: Fraction) -> str | None:
    """Return what share of the object would go with a relation, if this one does not."""
    fitting = Relation.CONTAINS if share == 1 else Relation.PP_PO if share else Relation.DISJOINT
    if relation & fitting is not Relation.NOTHING:
        return None
    if relation.implies(Relation.CONTAINS):
        return "all of it should be"
    if relation is Relation.DISJOINT:
        return "none of it should be"
    if share == 1:
        return "not all of it can be"
    return "none or all of it should be" if share else "some of it should be"


def _counterparts_after_all(network: Network) -> Iterator[Concern]:
    if network.judge().consistency is Consistency.REFUTED:
        return
    for none in network.no_counterparts:
        for other in network.framework(none.framework).stages:
            found = network.relation(none.stage, other.ref)
            if found.implies(Relation.INSIDE) or found.implies(Relation.CONTAINS):
                yield Concern(
                    code=ConcernCode.COUNTERPART_AFTER_ALL,
                    text=f"{none}, yet it follows that {none.stage.spoken} {found.phrase}"
                    f" {other.ref.spoken}",
                    statements=(none,),
                    answer=none.reason,
                )

"""Whether a crosswalk fits its two frameworks: references, sets and order.

This looks at direct mappings, two at a time. What follows from chains of
mappings is not looked at here.
"""

from collections.abc import Iterator
from itertools import chain, combinations

from socialmaturity.errors import (
    ContradictionError,
    FrameworkMismatchError,
    SocialMaturityError,
    UnknownReferenceError,
    UnknownStageError,
)
from socialmaturity.identifiers import StageRef
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import BasicRelation, Relation
from socialmaturity.model.framework import Framework, FrameworkKind

Problems = Iterator[SocialMaturityError]


def crosswalk_problems(
    crosswalk: Crosswalk, subject: Framework, other: Framework
) -> tuple[SocialMaturityError, ...]:
    """Return all that keeps a crosswalk from holding between its frameworks.

    Found are references to nothing; two mappings that contradict each other
    as sets, since stages of one framework exclude each other; and two
    mappings of one axis between ladders that cross.

    Args:
        crosswalk: Sound in itself.
        subject: The framework its mappings speak of.
        other: The framework they lead to.

    Returns:
        Problems with their paths, mappings first; empty when it holds.

    Raises:
        FrameworkMismatchError: The frameworks are not those of the crosswalk.

    References:
        Sets: RCC-5, Randell, Cui and Cohn, 1992. Order: a link of a later
        stage to an earlier one than an earlier stage's link is a crossing.
    """
    if (crosswalk.subject, crosswalk.object) != (subject.id, other.id):
        raise FrameworkMismatchError(
            f"the crosswalk is from {crosswalk.subject!r} to {crosswalk.object!r},"
            f" not from {subject.id!r} to {other.id!r}",
            value=(subject.id, other.id),
        )
    missing = tuple(_references(crosswalk, subject, other))
    if missing:
        return missing
    return tuple(
        chain(
            _set_contradictions(crosswalk, subject, other),
            _crossings(crosswalk, subject, other),
        )
    )


def _references(crosswalk: Crosswalk, subject: Framework, other: Framework) -> Problems:
    known = _Known(subject, other)
    for index, mapping in enumerate(crosswalk.mappings):
        path = f"mappings[{index}]"
        for ref in mapping.subject.refs:
            yield from known.stage(f"{path}.subject", ref)
        for ref in mapping.object.refs:
            yield from known.stage(f"{path}.object", ref)
        yield from known.support(path, mapping.evidence, mapping.sources)
    for index, none in enumerate(crosswalk.no_counterparts):
        path = f"no_counterparts[{index}]"
        yield from known.stage(f"{path}.stage", none.stage)
        yield from known.support(path, none.evidence, none.sources)


class _Known:
    """What a crosswalk between two frameworks may refer to."""

    def __init__(self, *frameworks: Framework) -> None:
        self._frameworks = {framework.id: framework for framework in frameworks}
        self._statements = [
            statement.id for framework in frameworks for statement in framework.all_statements
        ]
        self._sources = [source.id for framework in frameworks for source in framework.sources]

    def stage(self, path: str, ref: StageRef) -> Problems:
        framework = self._frameworks[ref.framework]
        if not 1 <= ref.ordinal <= len(framework.stages):
            yield UnknownStageError(
                str(ref),
                [str(stage.ref) for stage in framework.stages],
                within=f"framework {framework.id!r}",
                path=path,
                guess=False,
            )

    def support(self, path: str, evidence: tuple[str, ...], sources: tuple[str, ...]) -> Problems:
        kinds = (
            ("evidence", evidence, self._statements, "the statements of both frameworks"),
            ("sources", sources, self._sources, "the sources of both frameworks"),
        )
        for name, references, known, within in kinds:
            for index, reference in enumerate(references):
                if reference not in known:
                    yield UnknownReferenceError(
                        reference, known, within=within, path=f"{path}.{name}[{index}]"
                    )


def _set_contradictions(crosswalk: Crosswalk, subject: Framework, other: Framework) -> Problems:
    for (first, one), (second, two) in combinations(enumerate(crosswalk.mappings), 2):
        same_subject, same_object = one.subject == two.subject, one.object == two.object
        if same_subject and same_object:
            clash = not one.relation.basic & two.relation.basic
            why = "both speak of the same two stages"
        elif same_subject:
            clash = other.order.exclusive and _cannot_share(one, two)
            why = f"the stages of {other.id!r} exclude each other"
        elif same_object:
            clash = subject.order.exclusive and _cannot_share(one.inverse(), two.inverse())
            why = f"the stages of {subject.id!r} exclude each other"
        else:
            continue
        if clash:
            yield _contradiction(first, second, one, two, why)


_WITHIN = frozenset({BasicRelation.EQ, BasicRelation.PP})


def _cannot_share(one: Mapping, two: Mapping) -> bool:
    """Whether one stage cannot stand like this to two stages that exclude each other.

    It cannot when it lies within one of them and shares something with the other.
    """
    return any(
        whole.relation.basic <= _WITHIN and part.relation is not Relation.DISJOINT
        for whole, part in ((one, two), (two, one))
    )


def _crossings(crosswalk: Crosswalk, subject: Framework, other: Framework) -> Problems:
    if not subject.kind is other.kind is FrameworkKind.LADDER:
        return
    for (first, one), (second, two) in combinations(enumerate(crosswalk.mappings), 2):
        if Relation.DISJOINT in (one.relation, two.relation) or one.axis != two.axis:
            continue
        forward = one.subject.ordinals[0] - two.subject.ordinals[0]
        if forward * (one.object.ordinals[0] - two.object.ordinals[0]) < 0:
            yield _contradiction(
                first, second, one, two, f"they cross on the axis {one.axis!r}", code="crossing"
            )


def _contradiction(
    first: int, second: int, one: Mapping, two: Mapping, why: str, *, code: str | None = None
) -> ContradictionError:
    return ContradictionError(
        f"{two} cannot hold beside {one} (mappings[{first}]): {why}",
        code=code,
        path=f"mappings[{second}]",
        value=str(two),
    )

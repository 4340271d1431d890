"""Whether a crosswalk fits its two frameworks: references, sets and order."""

from collections.abc import Iterator

from socialmaturity.errors import (
    ContradictionError,
    FrameworkMismatchError,
    SocialMaturityError,
    UnknownReferenceError,
    UnknownStageError,
)
from socialmaturity.graph.conflicts import conflicting, every_axis
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.network import Network
from socialmaturity.graph.report import crossed
from socialmaturity.identifiers import StageRef
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping
from socialmaturity.model.framework import Framework

Problems = Iterator[SocialMaturityError]


def crosswalk_problems(
    crosswalk: Crosswalk, subject: Framework, other: Framework
) -> tuple[SocialMaturityError, ...]:
    """Return all that keeps a crosswalk from holding between its frameworks.

    Found are references to nothing, and mappings that cannot hold together:
    since stages of one framework exclude each other, since two of one axis
    cross, or since no arrangement of the stages has all of them.

    Args:
        crosswalk: Sound in itself.
        subject: The framework its mappings speak of.
        other: The framework they lead to.

    Returns:
        Problems with their paths, mappings first; empty when it holds.

    Raises:
        FrameworkMismatchError: The frameworks are not those of the crosswalk.

    Examples:
        >>> import attrs, socialmaturity as sm
        >>> crosswalk = sm.crosswalk("cisco", "carfi")
        >>> wrong = crosswalk.with_mapping(attrs.evolve(crosswalk.mappings[1], relation="equal"))
        >>> for problem in crosswalk_problems(wrong, sm.CISCO, sm.CARFI):
        ...     print(problem)
        mappings[2]: Cisco 3 overlaps Carfi 2 cannot hold beside Cisco 2 equals Carfi 2 \
(mappings[1]): the stages of 'cisco' exclude each other
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
    network = Network.of((subject, other), (crosswalk,))
    return tuple(
        _contradiction(statements, crosswalk, subject, other)
        for axis in every_axis(network)
        for statements in conflicting(network, axis)
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


def _contradiction(
    statements: tuple[Statement, ...], crosswalk: Crosswalk, subject: Framework, other: Framework
) -> ContradictionError:
    """Return the error of the last of some statements, which names the others."""
    paths = _paths(crosswalk)
    *others, last = sorted(statements, key=lambda own: paths.get(own, (0, 0, "")))
    beside = " beside " + " and ".join(f"{own}{_at(paths, own)}" for own in others)
    code, why = _why(statements, subject, other)
    return ContradictionError(
        f"{last} cannot hold{beside if others else ''}: {why}",
        code=code,
        path=paths[last][2] if last in paths else "exhaustive",
        value=str(last),
    )


def _paths(crosswalk: Crosswalk) -> dict[Statement, tuple[int, int, str]]:
    """Return where each statement of a crosswalk stands, in a form that sorts."""
    mappings = enumerate(crosswalk.mappings)
    nones = enumerate(crosswalk.no_counterparts)
    return {
        **{own: (1, index, f"mappings[{index}]") for index, own in mappings},
        **{own: (2, index, f"no_counterparts[{index}]") for index, own in nones},
    }


def _at(paths: dict[Statement, tuple[int, int, str]], own: Statement) -> str:
    return f" ({paths[own][2]})" if own in paths else ""


def _why(
    statements: tuple[Statement, ...], subject: Framework, other: Framework
) -> tuple[str | None, str]:
    """Return the code and the reason of a contradiction."""
    links = [own for own in statements if isinstance(own, Mapping)]
    if len(links) == len(statements) == 2:  # noqa: PLR2004 a pair
        one, two = links
        if one.places == two.places:
            return None, "both speak of the same stages"
        if one.subject == two.subject and other.order.exclusive:
            return None, f"the stages of {other.id!r} exclude each other"
        if one.object == two.object and subject.order.exclusive:
            return None, f"the stages of {subject.id!r} exclude each other"
        if crossed(one, two) or crossed(two, one):
            return "crossing", f"they cross on the axis {one.axis!r}"
    return None, "no arrangement of the stages has all of them"

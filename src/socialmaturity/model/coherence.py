"""Whether the parts of a framework fit together: all problems, as values."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownReferenceError,
    shown,
)
from socialmaturity.model.fields import repeated
from socialmaturity.model.scale import STANDARD_SCALES, Threshold
from socialmaturity.model.source import Citation
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Statement, StatementKind

if TYPE_CHECKING:
    from socialmaturity.model.framework import Framework

Problems = Iterator[SocialMaturityError]


def framework_problems(framework: "Framework") -> tuple[SocialMaturityError, ...]:
    """Return all that keeps the parts of a framework from fitting together.

    Args:
        framework: Its own fields are right, each taken alone.

    Returns:
        Problems with their paths, in order of the parts; empty when sound.
    """
    if not framework.stages:
        return (MissingValueError("a framework needs at least one stage", path="stages"),)
    return tuple(
        chain(
            _own_id(framework),
            _scale(framework),
            _gate(framework),
            _order(framework),
            _places(framework),
            _indicator_counts(framework),
            _names(framework),
            _ids(framework),
            _references(framework),
            _advice(framework),
            _left_out(framework),
        )
    )


def _own_id(framework: "Framework") -> Problems:
    if framework.derived_from == framework.id:
        yield InvalidValueError(
            "a framework is not derived from itself", path="derived_from", value=framework.id
        )
    for index, stage in enumerate(framework.stages):
        if stage.framework != framework.id:
            yield FrameworkMismatchError(
                f"the stage says it is of framework {stage.framework!r}, not {framework.id!r}",
                path=f"stages[{index}].framework",
                value=stage.framework,
            )


def _scale(framework: "Framework") -> Problems:
    standard = STANDARD_SCALES.get(framework.scale.id)
    if standard not in (None, framework.scale):
        yield InvalidValueError(
            f"{framework.scale.id!r} is the id of a standard scale; give another one to your own",
            path="scale.id",
            value=framework.scale.id,
        )


def _gate(framework: "Framework") -> Problems:
    gate = framework.gate
    if gate is None:
        return
    bounds: dict[str, Threshold] = {}
    for name, value in (("at", gate.at), ("lower_at", gate.lower_at)):
        if value is not None:
            try:
                bounds[name] = framework.scale.threshold(value)
            except SocialMaturityError as error:
                yield error.under(f"gate.{name}")
    if "at" in bounds and bounds["at"].reached_by(framework.scale.lowest):
        yield InvalidValueError(
            f"every answer reaches {shown(gate.at)}, so nothing would be asked",
            path="gate.at",
            value=gate.at,
        )
    if {"at", "lower_at"} <= bounds.keys() and bounds["lower_at"].is_under(bounds["at"]):
        yield ContradictionError(
            f"lower_at {shown(gate.lower_at)} asks for less than at {shown(gate.at)}",
            path="gate.lower_at",
            value=gate.lower_at,
        )


def _order(framework: "Framework") -> Problems:
    last = len(framework.stages)
    for index, pair in enumerate(framework.order.may_merge):
        one, two = pair
        if not 1 <= one < last or two != one + 1:
            yield InvalidValueError(
                f"{shown(pair)} are no two neighbouring stages from 1 to {last}",
                path=f"order.may_merge[{index}]",
                value=pair,
            )
    for topic in repeated(note.topic for note in framework.order.notes):
        yield DuplicateError(f"topic {topic.value!r} stands twice", path="order.notes", value=topic)


def _places(framework: "Framework") -> Problems:
    for index, stage in enumerate(framework.stages):
        if stage.ordinal != index + 1:
            yield InvalidValueError(
                f"expected ordinal {index + 1}, not {shown(stage.ordinal)}; stages stand in order"
                " from 1",
                path=f"stages[{index}].ordinal",
                value=stage.ordinal,
            )
        if stage.baseline and index:
            yield InvalidValueError(
                "only the first stage can be the baseline",
                path=f"stages[{index}].baseline",
                value=True,
            )


def _indicator_counts(framework: "Framework") -> Problems:
    """Either nothing is asked at all, or something at every stage but a baseline."""
    if not any(stage.indicators for stage in framework.stages):
        return
    for index, stage in enumerate(framework.stages):
        if stage.baseline and stage.indicators:
            yield ContradictionError(
                "a baseline is reached by everyone, so nothing is scored at it",
                path=f"stages[{index}].indicators",
            )
        if not stage.baseline and not stage.indicators:
            yield MissingValueError(
                f"stage {shown(stage.ordinal)} has no scored indicator, and other stages have",
                path=f"stages[{index}].indicators",
            )


def _names(framework: "Framework") -> Problems:
    taken: dict[str, Stage] = {}
    for index, stage in enumerate(framework.stages):
        for name in stage.names:
            other = taken.setdefault(name.casefold(), stage)
            if other is not stage:
                yield DuplicateError(
                    f"{shown(name)} already names stage {shown(other.ordinal)}",
                    path=f"stages[{index}]",
                    value=name,
                )


def _ids(framework: "Framework") -> Problems:
    kinds: tuple[tuple[str, Iterable[tuple[str, str]]], ...] = (
        ("source", _placed("sources", (own.id for own in framework.sources))),
        ("dimension", _placed("dimensions", (own.id for own in framework.dimensions))),
        ("condition", _placed("conditions", (own.id for own in framework.conditions))),
        ("fit rule", _placed("fit_rules", (own.id for own in framework.fit_rules))),
        ("statement", _statement_ids(framework)),
        ("indicator or limitation", _asked_ids(framework)),
    )
    for kind, placed in kinds:
        seen: set[str] = set()
        for path, own in placed:
            if own in seen:
                yield DuplicateError(
                    f"{kind} id {own!r} is given twice", path=f"{path}.id", value=own
                )
            seen.add(own)


def _placed(path: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{path}[{index}]", own) for index, own in enumerate(ids))


def _statement_ids(framework: "Framework") -> Iterator[tuple[str, str]]:
    yield from _placed("statements", (own.id for own in framework.statements))
    for index, stage in enumerate(framework.stages):
        yield from _placed(f"stages[{index}].statements", (own.id for own in stage.statements))


def _asked_ids(framework: "Framework") -> Iterator[tuple[str, str]]:
    for index, stage in enumerate(framework.stages):
        path = f"stages[{index}]"
        yield from _placed(f"{path}.indicators", (own.id for own in stage.indicators))
        yield from _placed(f"{path}.limitations", (own.id for own in stage.limitations))


def _references(framework: "Framework") -> Problems:
    known = _Known(framework)
    yield from known.statements("statements", framework.statements, ordinal=0)
    for index, note in enumerate(framework.order.notes):
        yield from known.evidence(f"order.notes[{index}]", note.evidence)
    for index, rule in enumerate(framework.fit_rules):
        yield from known.citations(f"fit_rules[{index}]", rule.sources)
    for index, stage in enumerate(framework.stages):
        path = f"stages[{index}]"
        yield from known.citations(path, stage.sources)
        yield from known.statements(f"{path}.statements", stage.statements, ordinal=stage.ordinal)
        for number, indicator in enumerate(stage.indicators):
            place = f"{path}.indicators[{number}]"
            yield from known.dimension(place, indicator.dimension)
            yield from known.evidence(place, indicator.evidence)
        for number, limitation in enumerate(stage.limitations):
            yield from known.evidence(f"{path}.limitations[{number}]", limitation.evidence)


class _Names:
    """The names of one kind that there are; all errors share one tuple of them."""

    def __init__(self, names: Iterable[str], within: str) -> None:
        self._names = tuple(names)
        self._set = frozenset(self._names)
        self._within = within

    def missing(self, name: str, path: str) -> Problems:
        """Give the problem that a name is not among them, if it is not."""
        if name not in self._set:
            yield UnknownReferenceError(name, self._names, within=self._within, path=path)


class _Known:
    """What the parts of one framework may refer to."""

    def __init__(self, framework: "Framework") -> None:
        self._sources = _Names((own.id for own in framework.sources), "the sources")
        self._dimensions = _Names((own.id for own in framework.dimensions), "the dimensions")
        statements = sorted(own.id for own in framework.all_statements)
        self._statements = _Names(statements, "the statements")

    def statements(self, path: str, statements: tuple[Statement, ...], *, ordinal: int) -> Problems:
        for index, statement in enumerate(statements):
            place = f"{path}[{index}]"
            if statement.stage != ordinal:
                yield InvalidValueError(
                    f"statement {statement.id!r} stands under stage {shown(ordinal)}",
                    path=f"{place}.id",
                    value=statement.id,
                )
            if not statement.sources:
                yield MissingValueError("a statement needs a source", path=f"{place}.sources")
            yield from self.dimension(place, statement.dimension)
            yield from self.citations(place, statement.sources)

    def citations(self, path: str, citations: tuple[Citation, ...]) -> Problems:
        for index, citation in enumerate(citations):
            yield from self._sources.missing(citation.source, f"{path}.sources[{index}]")

    def dimension(self, path: str, dimension: str) -> Problems:
        yield from self._dimensions.missing(dimension, f"{path}.dimension")

    def evidence(self, path: str, evidence: tuple[str, ...]) -> Problems:
        for index, statement in enumerate(evidence):
            yield from self._statements.missing(statement, f"{path}.evidence[{index}]")


def _advice(framework: "Framework") -> Problems:
    conditions = _Names((own.id for own in framework.conditions), "the conditions")
    stages = _Names(map(str, range(1, len(framework.stages) + 1)), "the stages")
    for index, rule in enumerate(framework.fit_rules):
        for number, condition in enumerate(rule.conditions):
            yield from conditions.missing(condition, f"fit_rules[{index}].conditions[{number}]")
        for number, ordinal in enumerate(rule.focus):
            yield from stages.missing(shown(ordinal), f"fit_rules[{index}].focus[{number}]")


def _left_out(framework: "Framework") -> Problems:
    statements = {statement.id: statement for statement in framework.all_statements}
    for index, exclusion in enumerate(framework.excluded):
        if exclusion.id in statements:
            yield ContradictionError(
                f"statement {exclusion.id!r} is excluded and stands here all the same",
                path=f"excluded[{index}].id",
                value=exclusion.id,
            )
    for index, exclusion in enumerate(framework.unchecked):
        statement = statements.get(exclusion.id)
        if statement is None or statement.kind is not StatementKind.LIMITATION:
            yield InvalidValueError(
                f"{exclusion.id!r} is no statement of a limitation",
                path=f"unchecked[{index}].id",
                value=exclusion.id,
            )

"""From one version of a framework's record to another: what an assessment takes along."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Answer, Outcome, outcome_of
from socialmaturity.assessment.reading import assessment_problems, scales_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidAnswerError,
    InvalidAssessmentError,
    InvalidInputError,
    SocialMaturityError,
    UnknownReferenceError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import YES_NO, Scale

Renamed = Mapping[str, str]
"""New ids by old ones."""


class MigratedKind(StrEnum):
    """In which form something was written down."""

    ANSWER = "answer"
    """The short form of what was found about an indicator."""
    FINDING = "finding"
    """The long form, with evidence."""
    CHECK = "check"
    """An optional check of a limitation."""


class MigrationChange(StrEnum):
    """What is another one in the new record, though the answer was carried."""

    RENAMED = "renamed"
    """The id."""
    REWORDED = "reworded"
    """The question; read it again, the answer may be another one now."""
    STAGE = "stage"
    """The stage."""
    DIMENSION = "dimension"
    """The dimension."""
    SCALE = "scale"
    """The scale; it has the label, too, with others beside it, in another order or meaning."""


@attrs.frozen(kw_only=True)
class MigratedItem:
    """What became of one answer, finding or check.

    Args:
        kind: In which form it was written down.
        id: Of the indicator or limitation in the old record.
        new_id: In the new one; ``None`` where it could not be carried.
        answer: As it was written down.
        finding: Whole, with its evidence; ``None`` for answers and checks.
        changes: What is another one in the new record.
        told: The same in words, or why it could not be carried; as many as
            *changes*, or one.
    """

    kind: MigratedKind
    id: str
    new_id: str | None
    answer: Answer
    finding: Finding | None = attrs.field(default=None, repr=False)
    changes: tuple[MigrationChange, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether the new assessment has it."""
        return self.new_id is not None

    def __str__(self) -> str:
        because = f": {'; '.join(self.told)}" if self.told else ""
        return f"{self.id} ({self.kind.value} {_show(self.answer)}){because}"

    def to_dict(self) -> dict[str, Any]:
        """Return the item as plain data, without its finding; numbers as text, such as ``1/2``."""
        answer = self.answer
        plain = answer if answer is None or isinstance(answer, str | bool) else str(answer)
        return {
            "kind": self.kind.value,
            "id": self.id,
            "new_id": self.new_id,
            "answer": plain,
            "changes": [own.value for own in self.changes],
            "told": list(self.told),
        }


def _show(answer: Answer) -> str:
    outcome = outcome_of(answer)
    if outcome is not Outcome.RATED:
        return outcome.value
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return shown(answer)


@attrs.frozen(kw_only=True)
class Migration:
    """An assessment brought to another version of its framework's record, with a report.

    Args:
        assessment: The new one: it names the new version, and fits it.
        before: The old one, as it came.
        old: The record that it came from.
        new: The record that it was brought to.
        items: What became of each answer, finding and check, in the order
            they were written down.
        added: Ids of indicators and limitations that are new, in order of
            the new record; none is answered.
    """

    assessment: Assessment
    before: Assessment = attrs.field(repr=False)
    old: Framework = attrs.field(repr=False)
    new: Framework = attrs.field(repr=False)
    items: tuple[MigratedItem, ...]
    added: tuple[str, ...]

    @cached_property
    def lost(self) -> tuple[MigratedItem, ...]:
        """What could not be carried over; evidence and notes are kept here."""
        return tuple(own for own in self.items if not own.carried)

    @cached_property
    def changed(self) -> tuple[MigratedItem, ...]:
        """What was carried and should be looked at again."""
        return tuple(own for own in self.items if own.carried and own.changes)

    @cached_property
    def unchanged(self) -> tuple[MigratedItem, ...]:
        """What was carried as it was."""
        return tuple(own for own in self.items if own.carried and not own.changes)

    def text(self) -> str:
        """Return the report in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        yield f"{self.before}: from version {self.old.version} to {self.new.version}."
        if self.unchanged:
            many = "as they were" if len(self.unchanged) > 1 else "as it was"
            named = ", ".join(own.id for own in self.unchanged)
            yield f"{len(self.unchanged)} carried {many}: {named}."
        yield from (f"Carried, look again: {own}." for own in self.changed)
        yield from (f"Could not be carried: {own}." for own in self.lost)
        if self.added:
            yield f"New and unanswered: {', '.join(self.added)}."

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, without the assessments."""
        return {
            "framework": self.new.id,
            "from_version": self.old.version,
            "to_version": self.new.version,
            "items": [own.to_dict() for own in self.items],
            "added": list(self.added),
        }


class _Item(NamedTuple):
    """What is asked in one record, and where it stands."""

    question: str
    stage: int
    dimension: str | None


class _Way(NamedTuple):
    """What an answer needs to be carried."""

    old: dict[str, _Item]
    new: dict[str, _Item]
    renamed: Renamed
    scales: tuple[Scale, Scale]


_INDICATOR, _LIMITATION = "indicator", "limitation"


def migrate(
    assessment: Assessment,
    new: Framework,
    *,
    old: Framework,
    renamed: Renamed | None = None,
) -> Migration:
    """Return an assessment brought to another version of its framework's record.

    An answer is carried where the new record asks for its id, or for the id
    that it was renamed to, and its label or number is on the new scale.
    Subject, dates, evidence and notes come along.

    Args:
        assessment: Fits *old*; may be empty.
        new: The record to bring it to.
        old: The record that it was made with.
        renamed: New ids by old ones; ``None`` for none. An id that both
            records have is taken for the same without being named here.

    Returns:
        The new assessment, what became of each answer, finding and check,
        and what is new and unanswered.

    Raises:
        WrongTypeError: An argument of another type.
        FrameworkMismatchError: The records are of two frameworks.
        InvalidAssessmentError: The assessment does not fit *old*; all
            problems come together.
        InvalidInputError: *renamed* names what is not there, makes an
            indicator a limitation, or leads two ids to one; all problems
            come together.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(framework="solis", answers={"listening": "F"})
        >>> migrate(acme, sm.SOLIS, old=sm.SOLIS).assessment.version
        '1.0'
    """
    _check_records(assessment, new, old)
    names = _checked(renamed, old, new)
    scales = scales_of(old)[assessment.scale or old.scale.id], _scale(assessment, new)
    asked = _Way(_indicators(old), _indicators(new), names, scales)
    checked = _Way(_limitations(old), _limitations(new), names, (YES_NO, YES_NO))
    items = tuple(_items(assessment, asked, checked))
    return Migration(
        assessment=_moved(assessment, new, items),
        before=assessment,
        old=old,
        new=new,
        items=items,
        added=(*_added(asked), *_added(checked)),
    )


def _added(way: _Way) -> Iterator[str]:
    """Give what the new record asks for and the old one did not, under whatever id."""
    came_from = {way.renamed.get(own, own) for own in way.old}
    return (own for own in way.new if own not in came_from)


def _check_records(assessment: Assessment, new: Framework, old: Framework) -> None:
    expect(assessment, Assessment, "assessment")
    expect(old, Framework, "old")
    if expect(new, Framework, "new").id != old.id:
        raise FrameworkMismatchError(
            f"the records are of two frameworks, {old.id!r} and {new.id!r}; an assessment moves"
            " between versions of one (a crosswalk translates to another)",
            path="new",
            value=new.id,
        )
    problems = assessment_problems(assessment, old)
    if problems:
        raise InvalidAssessmentError(str(assessment), problems)


def _scale(assessment: Assessment, new: Framework) -> Scale:
    """Return what the new assessment is answered on: a standard scale stays what it is."""
    return scales_of(new).get(assessment.scale or new.scale.id, new.scale)


def _indicators(framework: Framework) -> dict[str, _Item]:
    return {
        own.id: _Item(own.question, stage.ordinal, own.dimension)
        for stage in framework.stages
        for own in stage.indicators
    }


def _limitations(framework: Framework) -> dict[str, _Item]:
    return {
        own.id: _Item(own.question, stage.ordinal, None)
        for stage in framework.stages
        for own in stage.limitations
    }


def _checked(renamed: Renamed | None, old: Framework, new: Framework) -> Renamed:
    """Return the renames, if they lead from what was there to what is."""
    if renamed is None:
        return {}
    if not isinstance(renamed, Mapping):
        raise WrongTypeError(
            f"expected new ids by old ones, such as {{'listening': 'hearing'}}, not"
            f" {shown(renamed)}",
            path="renamed",
            value=renamed,
        )
    problems = tuple(_rename_problems(renamed, _kinds(old), _kinds(new)))
    if problems:
        raise InvalidInputError(f"renamed from {old} to version {new.version}", problems)
    return renamed


def _kinds(framework: Framework) -> dict[str, str]:
    """Return whether an id is that of an indicator or of a limitation."""
    indicators: dict[str, str] = {own.id: _INDICATOR for own in framework.indicators}
    return indicators | {own.id: _LIMITATION for own in framework.limitations}


def _rename_problems(
    renamed: Mapping[Any, Any], old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[SocialMaturityError]:
    stays: dict[object, object] = {own: own for own in old if own in new and own not in renamed}
    for one, other in renamed.items():
        path = f"renamed.{one}"
        if not isinstance(one, str) or not isinstance(other, str):
            wrong = other if isinstance(one, str) else one
            yield WrongTypeError(f"an id is text, not {shown(wrong)}", path=path, value=wrong)
        elif old.get(one) is None:
            yield UnknownReferenceError(one, old, within="the old record", path=path)
        elif new.get(other) is None:
            yield UnknownReferenceError(other, new, within="the new record", path=path)
        elif old[one] != new[other]:
            yield WrongTypeError(
                f"{one!r} is {_a(old[one])}, and {other!r} is {_a(new[other])} in the new record",
                path=path,
                value=other,
            )
        elif other in stays:
            yield DuplicateError(
                f"{one!r} and {stays[other]!r} would both become {other!r}", path=path, value=other
            )
        else:
            stays[other] = one


def _a(kind: str) -> str:
    return f"an {kind}" if kind == _INDICATOR else f"a {kind}"


def _items(assessment: Assessment, asked: _Way, checked: _Way) -> Iterator[MigratedItem]:
    for name, answer in assessment.answers.items():
        yield _carried(MigratedKind.ANSWER, name, answer, asked)
    for finding in assessment.findings:
        own = _carried(MigratedKind.FINDING, finding.indicator, finding.answer, asked)
        yield attrs.evolve(own, finding=finding)
    for name, answer in assessment.checks.items():
        yield _carried(MigratedKind.CHECK, name, answer, checked)


def _carried(kind: MigratedKind, name: str, answer: Answer, way: _Way) -> MigratedItem:
    target = way.renamed.get(name, name)
    gone = _obstacle(target, answer, way)
    if gone is not None:
        return MigratedItem(kind=kind, id=name, new_id=None, answer=answer, told=(gone,))
    changes = tuple(_changes(name, target, way))
    return MigratedItem(
        kind=kind,
        id=name,
        new_id=target,
        answer=answer,
        changes=tuple(change for change, _ in changes),
        told=tuple(told for _, told in changes),
    )


def _obstacle(target: str, answer: Answer, way: _Way) -> str | None:
    """Return why an answer cannot be carried, if it cannot."""
    if target not in way.new:
        return "the new record does not ask for it"
    if outcome_of(answer) is Outcome.RATED:
        try:
            way.scales[1].level(answer)
        except InvalidAnswerError as error:
            return error.message
    return None


def _changes(name: str, target: str, way: _Way) -> Iterator[tuple[MigrationChange, str]]:
    before, after = way.old[name], way.new[target]
    if name != target:
        yield MigrationChange.RENAMED, f"renamed to {target}"
    if before.question != after.question:
        yield (
            MigrationChange.REWORDED,
            f"asked as {after.question!r}, no longer {before.question!r}",
        )
    if before.stage != after.stage:
        yield MigrationChange.STAGE, f"moved from stage {before.stage} to {after.stage}"
    if before.dimension != after.dimension:
        told = f"moved from dimension {before.dimension} to {after.dimension}"
        yield MigrationChange.DIMENSION, told
    one, other = way.scales
    if one.labels != other.labels:
        yield MigrationChange.SCALE, _other_labels(one, other)
    elif (one.meanings, one.values) != (other.meanings, other.values):
        told = f"the labels of scale {other.id} mean something else, or have other values"
        yield MigrationChange.SCALE, told


def _other_labels(old: Scale, new: Scale) -> str:
    """Say what is answered on now, where the labels are others or in another order."""
    if old.id != new.id:
        return f"answered on scale {old.id}, and now {new.id} is asked"
    kept = [own for own in old.labels if own in new.labels]
    turned = kept != [own for own in new.labels if own in old.labels]
    order = "; the order is another one" if turned else ""
    return f"scale {new.id} has {_labels(new)}, no longer {_labels(old)}{order}"


def _labels(scale: Scale) -> str:
    return ", ".join(map(shown, scale.labels)) or "numbers from 0 to 1"


def _moved(assessment: Assessment, new: Framework, items: Iterable[MigratedItem]) -> Assessment:
    carried = [(own.new_id, own) for own in items if own.new_id is not None]
    return attrs.evolve(
        assessment,
        version=new.version,
        scale=assessment.scale if assessment.scale in scales_of(new) else None,
        answers=_answers(carried, MigratedKind.ANSWER),
        findings=tuple(
            attrs.evolve(own.finding, indicator=name)
            for name, own in carried
            if own.finding is not None
        ),
        checks=_answers(carried, MigratedKind.CHECK),
    )


def _answers(carried: Iterable[tuple[str, MigratedItem]], kind: MigratedKind) -> dict[str, Answer]:
    return {name: own.answer for name, own in carried if own.kind is kind}

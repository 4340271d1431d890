"""A comparison of crosswalks in sentences, and as plain data."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, cast

import attrs

from socialmaturity.graph.agreement import Agreement
from socialmaturity.graph.comparison import (
    Comparison,
    Coverage,
    Entailment,
    Match,
    NoCounterparts,
    Scores,
    with_axis,
)
from socialmaturity.identifiers import StageRef, spoken_name
from socialmaturity.mapping.link import Mapping, NoCounterpart
from socialmaturity.model.scale import show_number


def _percent(share: Fraction | float) -> str:
    return f"{show_number(round(Fraction(share) * 100, 1))} %"


def _number(number: Fraction | float) -> str:
    return show_number(round(Fraction(number), 2))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison: what both say, what differs, the figures."""
    yield from _mapping_lines(found)
    yield from _none_lines(found.no_counterparts, found)
    yield from _agreement_lines(found)
    yield from _score_lines(found)
    for name, coverages in (("first", found.coverage_one), ("second", found.coverage_two)):
        for coverage in coverages:
            yield _coverage_line(name, coverage)


def _mapping_lines(found: Comparison) -> Iterator[str]:
    matched = len(found.agreeing) + len(found.turned) + len(found.differing)
    yield (
        f"Two crosswalks from {spoken_name(found.subject)} to {spoken_name(found.object)}: the"
        f" first has {_count(matched + len(found.only_one), 'mapping')}, the second"
        f" {_count(matched + len(found.only_two), 'mapping')}."
    )
    yield f"They agree on {_count(len(found.agreeing), 'mapping')}."
    listed: tuple[tuple[str, tuple[Match, ...] | tuple[Mapping, ...]], ...] = (
        ("Of the same stages, one the other read backwards", found.turned),
        ("Of the same stages, with other relations", found.differing),
        ("In the first only", found.only_one),
        ("In the second only", found.only_two),
        ("Running against each other", found.crossing),
    )
    for title, those in listed:
        if those:
            yield f"{title} ({len(those)}):"
        for own in those:
            yield f"  - {own if isinstance(own, Match) else with_axis(own)}"


def _none_lines(nones: NoCounterparts, found: Comparison) -> Iterator[str]:
    for ref in nones.both:
        target = found.object if ref.framework == found.subject else found.subject
        yield f"Both say that {ref.spoken} has no counterpart in {spoken_name(target)}."
    for name, alone in (("first", nones.only_one), ("second", nones.only_two)):
        for none in alone:
            yield f"Only the {name} says that {none}."
    for name, other, denied in (
        ("first", "second", nones.denied_by_two),
        ("second", "first", nones.denied_by_one),
    ):
        for own in denied:
            against = "; ".join(map(with_axis, own.mappings))
            yield f"The {name} says that {own.none}, the {other} contradicts it: {against}."


def _agreement_lines(found: Comparison) -> Iterator[str]:
    level = f"{show_number(found.all_pairs.level * 100)} %"
    yield f"Over {_agreement(found.all_pairs)}. Ranges are intervals at {level}."
    silent = found.undecided
    yield (
        f"Only the first speaks of {_count(silent.only_one, 'pair')}, only the second of"
        f" {silent.only_two}, neither of {silent.neither}."
    )
    yield f"Over those of which both speak: {_agreement(found.told_pairs)}."


def _agreement(own: Agreement) -> str:
    pairs = f"{_count(own.total, 'pair')} of stages"
    if own.raw is None or own.raw_interval is None:
        return pairs
    lower, upper = map(_percent, own.raw_interval)
    raw = f"{pairs} they agree on {_percent(own.raw)} ({lower} to {upper})"
    if own.kappa is None or own.interval is None:
        return f"{raw}; there is no kappa: {own.undefined}"
    lower, upper = map(_number, own.interval)
    return f"{raw}, kappa {_number(own.kappa)} ({lower} to {upper})"


def _score_lines(found: Comparison) -> Iterator[str]:
    yield "With the first as the reference, the second has"
    forms = {
        "strictly": found.strict,
        "by relation": found.by_relation,
        "by distance": found.by_distance,
        "by what follows": found.by_closure,
    }
    for form, scores in forms.items():
        if scores is not None:
            precision, recall, f1 = (
                "undefined" if number is None else _percent(number)
                for number in (scores.precision, scores.recall, scores.f1)
            )
            yield f"  - {form}: precision {precision}, recall {recall}, F1 {f1}"
    for own, other, entailed in (
        ("second", "first", found.entailed_two),
        ("first", "second", found.entailed_one),
    ):
        if entailed is not None:
            yield from _entailment_lines(own, other, entailed)


def _entailment_lines(own: str, other: str, entailed: Entailment) -> Iterator[str]:
    yield (
        f"Of the {own}, {len(entailed.follows)} follow from the {other},"
        f" {len(entailed.contradicted)} are contradicted by it,"
        f" {len(entailed.undecided)} undecided."
    )
    for mapping in entailed.contradicted:
        yield f"  - contradicted: {with_axis(mapping)}"
    if entailed.inconsistent:
        yield (
            f"  - not judged, since the {other} contradicts itself there:"
            f" {len(entailed.inconsistent)}"
        )


def _coverage_line(name: str, own: Coverage) -> str:
    parts = [f"links {len(own.linked)} ({_percent(own.share_linked)})"]
    if own.none:
        parts.append(f"says of {len(own.none)} that there is no counterpart")
    if own.apart:
        parts.append(f"says of {len(own.apart)} only with what they share nothing")
    if own.silent:
        parts.append(f"says nothing of {len(own.silent)}")
    stages = f"{_count(own.total, 'stage')} of {spoken_name(own.framework)}"
    return f"Of {stages} the {name} {', '.join(parts)}."


_FIGURES: Final[dict[type, tuple[str, ...]]] = {
    Comparison: ("undecided",),
    Coverage: ("total", "share_linked", "share_none", "share_apart", "share_silent"),
    Scores: ("f1",),
    Agreement: (
        "total",
        "agreed",
        "raw",
        "raw_interval",
        "expected",
        "kappa",
        "error",
        "interval",
        "undefined",
    ),
}
"""What is told of a value beside its fields."""


def plain_comparison(value: object) -> Any:
    """Return a value, or a part of one, as plain data."""
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, StageRef):
        return str(value)
    if isinstance(value, Mapping | NoCounterpart):
        return _plain_statement(value)
    if isinstance(value, tuple):
        return list(map(plain_comparison, cast("tuple[object, ...]", value)))
    cls: type[object] = type(value)
    if attrs.has(cls):
        names = [field.name for field in attrs.fields(cls)]
        return {
            name: plain_comparison(getattr(value, name))
            for name in (*names, *_FIGURES.get(cls, ()))
        }
    return value


def _plain_statement(said: Mapping | NoCounterpart) -> dict[str, str | None]:
    sure = None if said.confidence is None else show_number(said.confidence)
    if isinstance(said, NoCounterpart):
        return {
            "stage": str(said.stage),
            "framework": said.framework,
            "confidence": sure,
            "reason": said.reason,
        }
    return {
        "subject": str(said.subject),
        "relation": said.relation.value,
        "object": str(said.object),
        "axis": said.axis,
        "confidence": sure,
    }

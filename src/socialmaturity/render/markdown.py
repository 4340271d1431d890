"""Frameworks and crosswalks as Markdown pages.

Whatever comes from a file is escaped, so that markup in a name stays text.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from socialmaturity.errors import FrameworkMismatchError, expect
from socialmaturity.identifiers import Place
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.framework import Framework, Gate
from socialmaturity.model.scale import Scale, show_number
from socialmaturity.model.source import Source
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Statement

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]|~$<>&#^]|^[-+=:%(]|^[0-9]+(?=[.)])")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_URL: Final = re.compile(r"https?://[^\s<>]+")


def escape(text: str) -> str:
    r"""Return text so that Markdown shows it as it is, on one line.

    Args:
        text: Anything.

    Returns:
        The text with every character of meaning escaped, line breaks as
        spaces.

    Examples:
        >>> print(escape("<b>*bold*</b>"))
        &lt;b&gt;\*bold\*&lt;/b&gt;
    """
    line = " ".join(text.split())
    return _SPECIAL.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    special = found[0]
    if special[0].isdecimal():  # what would number a list
        return f"{special}\\"
    return _ENTITIES.get(special, f"\\{special}")


def framework_markdown(framework: Framework) -> str:
    """Return a page that shows a framework whole.

    Args:
        framework: Any.

    Returns:
        Markdown with one heading of the first level: what it is, its stages
        with statements, questions and checks, its rules of fit, its sources.

    Raises:
        WrongTypeError: No framework.
    """
    expect(framework, Framework, "framework")
    return _page(
        [
            f"# {escape(framework.name)}",
            escape(framework.summary),
            _table(("", ""), _facts(framework)),
            *_order(framework),
            "## Dimensions",
            _table(
                ("id", "name", "basis"),
                ((f"`{own.id}`", escape(own.name), own.basis) for own in framework.dimensions),
            ),
            *_whole(framework),
            *(part for stage in framework.stages for part in _stage(stage)),
            *_advice(framework),
            *_left_out(framework),
            "## Sources",
            *map(_source, framework.sources),
        ]
    )


def crosswalk_markdown(crosswalk: Crosswalk, subject: Framework, other: Framework) -> str:
    """Return a page that shows a crosswalk whole.

    Args:
        crosswalk: Any.
        subject: The framework it speaks of, for the names of its stages.
        other: The framework it leads to.

    Returns:
        Markdown with one heading of the first level: the mappings, the
        stages without counterpart, what was dropped, each with its reason.

    Raises:
        WrongTypeError: No crosswalk, or no framework.
        FrameworkMismatchError: The frameworks are not those of the crosswalk.
        UnknownStageError: A mapping names a stage that is not there.
    """
    named = _sides(crosswalk, subject, other)
    return _page(
        [
            f"# {escape(crosswalk.title or str(crosswalk))}",
            escape(crosswalk.note),
            "## Mappings",
            _table(
                ("from", "relation", "to", "confidence", "axis", "why", "evidence", "review"),
                (
                    (
                        _place(named[mapping.subject.framework], mapping.subject),
                        mapping.relation.value,
                        _place(named[mapping.object.framework], mapping.object),
                        "" if mapping.confidence is None else show_number(mapping.confidence),
                        escape(mapping.axis),
                        escape(mapping.justification),
                        escape(" ".join((*mapping.evidence, *mapping.sources))),
                        escape(mapping.review),
                    )
                    for mapping in crosswalk.mappings
                ),
            ),
            "## Without counterpart",
            _table(
                ("stage", "has none in", "confidence", "why", "evidence", "review"),
                (
                    (
                        _named(named[none.stage.framework].stage(none.stage)),
                        none.framework,
                        "" if none.confidence is None else show_number(none.confidence),
                        escape(none.reason),
                        escape(" ".join((*none.evidence, *none.sources))),
                        escape(none.review),
                    )
                    for none in crosswalk.no_counterparts
                ),
            ),
            "## Proposed and dropped",
            _table(
                ("from", "relation", "to", "why"),
                (
                    (str(drop.subject), drop.relation.value, str(drop.object), escape(drop.reason))
                    for drop in crosswalk.dropped
                ),
            ),
        ]
    )


def _sides(crosswalk: Crosswalk, subject: Framework, other: Framework) -> dict[str, Framework]:
    expect(crosswalk, Crosswalk, "crosswalk")
    given = (expect(subject, Framework, "subject").id, expect(other, Framework, "other").id)
    if given != (crosswalk.subject, crosswalk.object):
        raise FrameworkMismatchError(
            f"the crosswalk is from {crosswalk.subject!r} to {crosswalk.object!r}, not from"
            f" {given[0]!r} to {given[1]!r}",
            value=given,
        )
    return {subject.id: subject, other.id: other}


def _named(stage: Stage) -> str:
    return f"{stage.ref} {escape(stage.name)}"


def _place(framework: Framework, place: Place) -> str:
    names = " + ".join(stage.name for stage in framework.stages_at(place))
    return f"{place} {escape(names)}"


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    told = list(rows)
    if not told:
        return "None."
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ("---",) * len(header), *told))


def _facts(framework: Framework) -> Iterator[tuple[str, str]]:
    facts = {
        "id": f"`{framework.id}`",
        "kind": framework.kind.value,
        "what is assessed": escape(framework.unit),
        "authors": escape(", ".join(framework.authors)),
        "published": framework.published or "",
        "also called": escape("; ".join(framework.aliases)),
        "derived from": framework.derived_from or "",
        "version of this record": escape(framework.version),
        "scale": _scale(framework.scale),
        "gate": _gate(framework.gate),
        "stages exclude each other": f"{'yes' if framework.order.exclusive else 'no'}"
        f" ({framework.order.basis})",
        "often one step": "; ".join(f"{one} and {two}" for one, two in framework.order.may_merge),
        "sorting into dimensions": framework.coding.value,
    }
    yield from ((name, fact) for name, fact in facts.items() if fact)


def _scale(scale: Scale) -> str:
    meanings = scale.meanings or scale.labels
    worth = [f" = {show_number(value)}" for value in scale.values] or [""] * len(scale.labels)
    told = "; ".join(
        f"{label if label == meaning else f'{label} {meaning}'}{value}"
        for label, meaning, value in zip(scale.labels, meanings, worth, strict=True)
    )
    return escape(f"{scale.id} ({told or 'numbers from 0 to 1'})")


def _gate(gate: Gate | None) -> str:
    if gate is None:
        return ""
    told = [f"{_at(gate.at)} or better"]
    if gate.lower_at is not None:
        told.append(f"in the stages below {_at(gate.lower_at)} or better")
    if gate.quorum is not None:
        told.append(f"for at least {show_number(gate.quorum)} of the indicators")
    return f"{escape(', '.join(told))} ({gate.basis})"


def _at(at: str | Fraction) -> str:
    return at if isinstance(at, str) else show_number(at)


def _order(framework: Framework) -> Iterator[str]:
    yield "## Order"
    yield _table(
        ("question", "answer", "evidence"),
        (
            (note.topic.value.replace("-", " "), escape(note.answer), " ".join(note.evidence))
            for note in framework.order.notes
        ),
    )


def _whole(framework: Framework) -> Iterator[str]:
    yield "## About the whole"
    yield _statements(framework.statements)


def _statements(statements: Iterable[Statement]) -> str:
    return _table(
        ("id", "kind", "dimension", "statement", "source"),
        (
            (
                own.id,
                own.kind.value,
                own.dimension,
                (f"**{escape(own.name)}.** " if own.name else "") + escape(own.text),
                escape("; ".join(map(str, own.sources))),
            )
            for own in statements
        ),
    )


def _stage(stage: Stage) -> Iterator[str]:
    yield f"## {escape(str(stage))}"
    yield escape(stage.summary)
    yield "\n".join(
        f"- {name}: {escape('; '.join(told))}"
        for name, told in (
            ("also called", stage.aliases),
            ("those at it", stage.personas),
            ("function", (stage.function,) if stage.function else ()),
            ("named in", tuple(map(str, stage.sources))),
        )
        if told
    )
    if stage.baseline:
        yield "The baseline: everyone has reached it, nothing is asked."
    if stage.modification is not None:
        yield "\n".join(
            f"- {name}: {escape('; '.join(told))}"
            for name, told in (
                ("added", stage.modification.added),
                ("left out", stage.modification.left_out),
                ("changed", stage.modification.changed),
            )
            if told
        )
    if stage.indicators:
        yield "### Scored indicators"
        yield _table(
            ("id", "question", "dimension", "evidence", "basis"),
            (
                (
                    f"`{own.id}`",
                    f"**{escape(own.name)}.** {escape(own.question)}",
                    own.dimension,
                    " ".join(own.evidence),
                    own.basis.value,
                )
                for own in stage.indicators
            ),
        )
    if stage.limitations:
        yield "### Limitations to check"
        yield _table(
            ("id", "question", "evidence", "basis"),
            (
                (f"`{own.id}`", escape(own.question), " ".join(own.evidence), own.basis.value)
                for own in stage.limitations
            ),
        )
    yield "### Statements"
    yield _statements(stage.statements)


def _advice(framework: Framework) -> Iterator[str]:
    if not framework.fit_rules:
        return
    yield "## Rules of fit"
    yield _table(
        ("id", "if", "advice", "strength", "source"),
        (
            (
                rule.id,
                escape(rule.condition) or "by default",
                escape(rule.advice),
                escape(rule.strength),
                escape("; ".join(map(str, rule.sources))),
            )
            for rule in framework.fit_rules
        ),
    )
    yield _table(
        ("condition", "question"),
        ((f"`{own.id}`", escape(own.question)) for own in framework.conditions),
    )


def _left_out(framework: Framework) -> Iterator[str]:
    for title, left in (
        ("Statements left out", framework.excluded),
        ("Limitations that are not checked", framework.unchecked),
    ):
        if left:
            yield f"## {title}"
            yield _table(("id", "why"), ((own.id, escape(own.reason)) for own in left))


def _source(source: Source) -> str:
    told = [
        f"**{source.id}.** *{escape(source.title)}*",
        escape(", ".join(source.authors)),
        escape(source.publisher),
        source.published or "",
        f"<{source.url}>" if _URL.fullmatch(source.url) else escape(source.url),
        escape(source.note),
    ]
    return f"- {'. '.join(part.rstrip('.') for part in told if part)}."

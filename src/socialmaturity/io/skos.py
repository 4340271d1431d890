"""Frameworks and mappings as SKOS, in RDF; needs the extra ``socialmaturity[skos]``.

A mapping is a triple of a SKOS mapping property. What else is said of it
stands on an annotation of that triple, an ``owl:Axiom`` as in the OWL form of
SSSOM, so that a program that knows SKOS alone reads the triples.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import attrs

from socialmaturity.errors import InvalidFileError, InvalidValueError, MissingExtraError, shown
from socialmaturity.identifiers import StageUnion
from socialmaturity.io.bounds import read_file
from socialmaturity.io.cells import Mode, parse_mode
from socialmaturity.io.files import MAX_BYTES
from socialmaturity.io.losses import left_out, parse_set, set_losses
from socialmaturity.mapping.collection import Loss, MappingSet, Read, Written
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.vocabulary import Reading, Wording, wording_of
from socialmaturity.model.fields import parse_word
from socialmaturity.model.framework import Framework

Format = Literal["turtle", "nt"]
"""The serialisations that are read and written, Turtle and N-Triples."""

BASE: Final = "urn:socialmaturity:"
"""What addresses begin with where no base is given, as in ``urn:socialmaturity:solis:7``."""

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


def load_skos(
    path: str | Path,
    *,
    format: Format = "turtle",  # noqa: A002 the word
    base: str | None = None,
    reading: Reading | str = Reading.CAUTIOUS,
    mode: Mode = "strict",
    max_bytes: int = MAX_BYTES,
) -> Read[MappingSet]:
    """Return the mappings of an RDF file that speaks SKOS.

    Args:
        path: The file.
        format: As for `parse_skos`, and so are the others.
        base: What addresses of stages begin with.
        reading: How strictly the properties are taken.
        mode: ``strict`` or ``lenient``.
        max_bytes: The largest size that is read.

    Returns:
        As `parse_skos`.

    Raises:
        MissingExtraError: rdflib is not installed.
        InvalidFileError: As `parse_skos`, or it is larger, or not UTF-8.
        OSError: The file cannot be opened.
    """
    text = read_file(path, max_bytes)
    return parse_skos(text, format=format, base=base, reading=reading, mode=mode, name=str(path))


def parse_skos(
    text: str,
    *,
    format: Format = "turtle",  # noqa: A002 the word
    base: str | None = None,
    reading: Reading | str = Reading.CAUTIOUS,
    mode: Mode = "strict",
    name: str = "graph",
) -> Read[MappingSet]:
    """Return the mappings of an RDF text that speaks SKOS.

    Args:
        text: The graph.
        format: ``turtle`` or ``nt``.
        base: What addresses of stages begin with; ``None`` for `BASE`.
            After it stands the framework, ``:`` or ``/``, and the number.
        reading: How strictly the properties are taken.
        mode: ``strict`` raises all problems together; ``lenient`` leaves
            out a mapping that has one and lists it.
        name: What the problems call the text.

    Returns:
        The mappings in the order in which they were written, those of
        other writers by subject and object; one without annotation has
        `NO_REASON` for its justification. Frameworks in the graph are not
        read.

    Raises:
        MissingExtraError: rdflib is not installed.
        WrongTypeError: *text* is no text.
        InvalidValueError: No such format, base, reading or mode.
        InvalidFileError: It is no RDF of that format; in strict mode, a
            mapping has a problem. Paths are triples, such as
            ``urn:x:1 skos:broadMatch urn:y:2``.
    """
    _require_rdflib()
    from socialmaturity.io.skos_reading import Found, parse_graph

    mode = parse_mode(mode)
    base = _parse_base(base)
    reading = parse_word(Reading, reading, "reading")
    graph = parse_graph(text, format=_parse_format(format), base=base, name=name)
    found = Found(graph, base=base, reading=reading)
    mappings = tuple(found.mappings())
    about = found.about()
    if found.problems and mode == "strict":
        raise InvalidFileError(name, found.problems)
    return Read(value=attrs.evolve(about, mappings=mappings), problems=tuple(found.problems))


def to_skos(
    value: MappingSet | Crosswalk,
    *,
    frameworks: Iterable[Framework] = (),
    reading: Reading | str = Reading.CAUTIOUS,
    format: Format = "turtle",  # noqa: A002 the word
    base: str | None = None,
) -> Written:
    """Return mappings, and frameworks, in RDF that speaks SKOS.

    Args:
        value: A set, or a crosswalk.
        frameworks: Each becomes a concept scheme, its stages concepts with
            number, name and other names, and an ordered collection.
        reading: How strictly a reader will take the properties.
        format: ``turtle`` or ``nt``.
        base: What addresses begin with; ``None`` for `BASE`.

    Returns:
        A text that is always the same for the same input. What was written
        without losses is read back equal, in the same reading. Left out are
        mappings that no property says without saying too much, such as
        *disjoint*, mappings of several stages together, and stages without
        counterpart; weakened are those that a property says in part. All
        this is named in the losses.

    Raises:
        MissingExtraError: rdflib is not installed.
        WrongTypeError: Neither a set nor a crosswalk.
        InvalidValueError: No such format, base or reading.
        DuplicateError: Two frameworks have one id.

    References:
        W3C, SKOS Reference, 2009, sections 4, 6, 9 and 10; SSSOM 1.1, the
        OWL serialisation.
    """
    _require_rdflib()
    from socialmaturity.io.skos_terms import SET_PROPERTIES
    from socialmaturity.io.skos_writing import Page

    reading = parse_word(Reading, reading, "reading")
    several, crosswalk_losses = parse_set(value)
    carried = (*SET_PROPERTIES, "authors", "extra")
    losses = [*set_losses(several, carried), *crosswalk_losses]
    page = Page(_parse_base(base))
    page.say_frameworks(tuple(frameworks))
    page.say_set(several)
    for row, mapping in enumerate(several.mappings, 1):
        said, loss = _said(mapping, reading)
        losses += loss
        if said:
            page.say_mapping(mapping, said, row)
    losses += [
        Loss(code="no-counterpart", what=str(none), told="left out: SKOS has no way to say it")
        for none in several.no_counterparts
    ]
    return Written(text=page.text_in(_parse_format(format)), losses=tuple(losses))


def _require_rdflib() -> None:
    from importlib import import_module

    try:
        import_module("rdflib")
    except ImportError as cause:
        raise MissingExtraError(
            "SKOS needs rdflib, which the extra 'skos' of this package brings; install it with:"
            " pip install rdflib"
        ) from cause


def _parse_format(format: str) -> Format:  # noqa: A002 the word
    if format == "turtle":
        return "turtle"
    if format == "nt":
        return "nt"
    raise InvalidValueError(
        f"expected the format 'turtle' or 'nt', not {shown(format)}", path="format", value=format
    )


def _parse_base(base: object) -> str:
    if base is None:
        return BASE
    if not isinstance(base, str) or _ADDRESS.fullmatch(base) is None:
        raise InvalidValueError(
            "expected what addresses begin with, such as 'https://example.org/frameworks/', not"
            f" {shown(base)}",
            path="base",
            value=base,
        )
    return base


def _said(mapping: Mapping, reading: Reading) -> tuple[Wording | None, tuple[Loss, ...]]:
    """Return the property that says a mapping, and what it does not say."""
    if any(isinstance(place, StageUnion) for place in mapping.places):
        return None, (left_out(mapping, "union", "SKOS relates single concepts"),)
    said = wording_of(mapping.relation, "skos", reading=reading)
    if said is None or (said.word == _RELATED and not said.exact):
        return None, (left_out(mapping, "relation", "no property of SKOS says it"),)
    if said.exact:
        return said, ()
    told = f"written as {said.word}, which says less"
    return said, (Loss(code="weaker", what=str(mapping), told=told),)


_RELATED: Final = "skos:relatedMatch"
"""Which says little of sets; readers take it for more, so it is written only where it is meant."""

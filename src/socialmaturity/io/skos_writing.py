"""A graph of frameworks and mappings, written with rdflib."""

from collections.abc import Sequence
from fractions import Fraction

import attrs
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from socialmaturity.errors import DuplicateError
from socialmaturity.io.skos_terms import (
    AUTHORS,
    EXTRA,
    IDS,
    MAPPING_SET,
    NAME,
    PROPERTIES,
    ROW,
    SET_PROPERTIES,
    SHARES,
    SSSOM,
    TERMS,
    VALUE,
    property_of,
)
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Extra, Mapping
from socialmaturity.mapping.vocabulary import Wording
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage

_PREFIXES = {
    "dcterms": DCTERMS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "sm": TERMS,
    "sssom": SSSOM,
    "xsd": XSD,
}


class Page:
    """A graph to be written; its blank nodes have names, so that its text is always the same.

    Args:
        base: What addresses begin with.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self._graph.bind(prefix, namespace)

    def text_in(self, format: str) -> str:  # noqa: A002 the word
        """Return the graph as text; of N-Triples, the lines in order."""
        text = self._graph.serialize(format=format)
        return text if format == "turtle" else "\n".join(sorted(text.splitlines())) + "\n"

    def say_frameworks(self, frameworks: Sequence[Framework]) -> None:
        """Add concept schemes, with their stages in order."""
        for which in repeated(own.id for own in frameworks):
            raise DuplicateError(f"two frameworks are {which!r}", path="frameworks", value=which)
        for framework in frameworks:
            self._say_framework(framework)

    def say_set(self, value: MappingSet) -> None:
        """Add what is said of the whole set, if anything is."""
        about = BNode("set")
        for field, predicate in SET_PROPERTIES.items():
            self._text(about, predicate, getattr(value, field))
        if value.authors:
            self._list(about, AUTHORS, [Literal(author) for author in value.authors], "author")
        self._extra(about, value.extra, "set")
        if (about, None, None) in self._graph:
            self._say(about, RDF.type, MAPPING_SET)

    def say_mapping(self, mapping: Mapping, said: Wording, row: int) -> None:
        """Add the triple of a mapping, and the annotation that says the rest."""
        kind = property_of(said.word)
        subject, other = self._address(mapping.subject), self._address(mapping.object)
        note = BNode(f"mapping{row:09d}")
        self._say(subject, kind, other)
        self._say(note, RDF.type, OWL.Axiom)
        self._say(note, OWL.annotatedSource, subject)
        self._say(note, OWL.annotatedProperty, kind)
        self._say(note, OWL.annotatedTarget, other)
        self._say(note, ROW, Literal(row))
        fields = attrs.fields_dict(Mapping)
        for field, predicate in PROPERTIES.items():
            text = getattr(mapping, field)
            if text != fields[field].default:
                self._say(note, predicate, Literal(str(text)))
        for field, predicate in IDS.items():
            self._text(note, predicate, " ".join(getattr(mapping, field)))
        for field, predicate in SHARES.items():
            share: Fraction | None = getattr(mapping, field)
            if share is not None:
                self._say(note, predicate, _number(share))
        self._extra(note, mapping.extra, f"mapping{row:09d}")

    def _say_framework(self, framework: Framework) -> None:
        scheme = self._address(framework.id)
        self._say(scheme, RDF.type, SKOS.ConceptScheme)
        self._names(scheme, framework.id, (framework.name, *framework.aliases))
        self._text(scheme, OWL.versionInfo, framework.version)
        self._text(scheme, DCTERMS.description, framework.summary)
        for author in framework.authors:
            self._text(scheme, DCTERMS.creator, author)
        for stage in framework.stages:
            self._say_stage(stage, scheme)
        order = self._address(f"{framework.id}:stages")
        self._say(order, RDF.type, SKOS.OrderedCollection)
        self._text(order, SKOS.prefLabel, f"The stages of {framework.name}, in order")
        stages = [self._address(stage.ref) for stage in framework.stages]
        self._list(order, SKOS.memberList, stages, f"{framework.id}-stage")

    def _say_stage(self, stage: Stage, scheme: URIRef) -> None:
        concept = self._address(stage.ref)
        self._say(concept, RDF.type, SKOS.Concept)
        self._say(concept, SKOS.inScheme, scheme)
        self._say(concept, SKOS.topConceptOf, scheme)
        self._names(concept, str(stage.ordinal), stage.names)
        self._text(concept, SKOS.definition, stage.summary)

    def _names(self, subject: URIRef, notation: str, names: Sequence[str]) -> None:
        """Add what a thing is called; SKOS wants the preferred name under no other label."""
        preferred, *others = names
        self._text(subject, SKOS.notation, notation)
        self._text(subject, SKOS.prefLabel, preferred)
        for other in others:
            if other != preferred:
                self._text(subject, SKOS.altLabel, other)

    def _extra(self, subject: Node, pairs: Extra, label: str) -> None:
        for place, (name, text) in enumerate(pairs, 1):
            pair = BNode(f"{label}extra{place:05d}")
            self._say(subject, EXTRA, pair)
            self._say(pair, NAME, Literal(name))
            self._say(pair, VALUE, Literal(text))

    def _list(self, subject: Node, predicate: URIRef, members: Sequence[Node], label: str) -> None:
        """Add a list of one member at least, from its end to its beginning."""
        rest: Node = RDF.nil
        for place, member in reversed(list(enumerate(members, 1))):
            node = BNode(f"{label}{place:05d}")
            self._say(node, RDF.first, member)
            self._say(node, RDF.rest, rest)
            rest = node
        self._say(subject, predicate, rest)

    def _address(self, what: object) -> URIRef:
        return URIRef(f"{self._base}{what}")

    def _text(self, subject: Node, predicate: URIRef, text: str) -> None:
        if text:
            self._say(subject, predicate, Literal(text))

    def _say(self, subject: Node, predicate: URIRef, other: Node) -> None:
        self._graph.add((subject, predicate, other))


def _number(share: Fraction) -> Literal:
    """Return a share as a decimal, or as text where no decimal says it."""
    text = show_number(share)
    return Literal(text) if "/" in text else Literal(text, datatype=XSD.decimal)

"""The properties of RDF that mappings are written with."""

from typing import Final

from rdflib import DCTERMS, OWL, RDFS, SKOS, Namespace, URIRef

TERMS: Final = Namespace("urn:socialmaturity:term:")
"""The namespace of what neither SKOS nor SSSOM has a property for."""

SSSOM: Final = Namespace("https://w3id.org/sssom/")

SET_PROPERTIES: Final = {
    "id": DCTERMS.identifier,
    "title": DCTERMS.title,
    "version": OWL.versionInfo,
    "note": DCTERMS.description,
    "license": DCTERMS.license,
}
"""The property of each field of a set that is text."""

PROPERTIES: Final = {
    "justification": RDFS.comment,
    "author": SSSOM["author_label"],
    "axis": TERMS["axis"],
    "basis": TERMS["basis"],
    "rationale": TERMS["rationale"],
    "review": TERMS["review"],
}
"""The property of each field of a mapping that is text."""

SHARES: Final = {
    "confidence": SSSOM["confidence"],
    "subject_coverage": TERMS["subject_coverage"],
    "object_coverage": TERMS["object_coverage"],
}
"""The property of each field of a mapping that is a number."""

IDS: Final = {"evidence": TERMS["evidence"], "sources": TERMS["sources"]}
"""The property of each field of a mapping that is several ids, apart by spaces."""

MAPPING_SET: Final = SSSOM["MappingSet"]
AUTHORS: Final = TERMS["authors"]
ROW: Final = TERMS["row"]
EXTRA: Final = TERMS["extra"]
NAME: Final = TERMS["name"]
VALUE: Final = TERMS["value"]


def property_of(word: str) -> URIRef:
    """Return the property that a word such as ``skos:broadMatch`` stands for."""
    return URIRef(f"{SKOS}{word.removeprefix('skos:')}")


def word_of(kind: object) -> str:
    """Return the word for a property, or the whole address of one that is not of SKOS."""
    return str(kind).replace(str(SKOS), "skos:")

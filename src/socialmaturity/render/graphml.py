"""Frameworks and mappings in GraphML, for programs that draw and calculate with graphs."""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from socialmaturity.mapping.link import Mapping
from socialmaturity.model.framework import Framework
from socialmaturity.render.picture import Drawn, Picture, picture_of

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"

_NODE_KEYS: Final = {
    "framework": "string",
    "ordinal": "int",
    "name": "string",
    "no_counterpart_in": "string",
}
_EDGE_KEYS: Final = {
    "relation": "string",
    "axis": "string",
    "basis": "string",
    "justification": "string",
    "evidence": "string",
    "confidence": "double",
}
_NOT_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MEMBER: Final = "member"
"""The relation of an edge from stages taken together to each of them."""


def to_graphml(frameworks: Iterable[Framework], mappings: Iterable[Drawn]) -> str:
    """Return a graph as GraphML.

    Args:
        frameworks: Every stage of each becomes a node; may be empty.
        mappings: Crosswalks, sets, or single mappings and stages without
            counterpart; may be empty.

    Returns:
        A directed graph in the order given, with the nodes, edges and
        attributes of `to_networkx`; networkx reads it with
        ``force_multigraph=True``. Stages taken together are a node, from
        which an edge of the relation ``member`` leads to each of them. The
        frameworks that have nothing like a stage stand in its attribute
        ``no_counterpart_in``, apart by spaces.

    Raises:
        WrongTypeError: Something else is among the mappings.
        DuplicateError: Two frameworks have one id.
        UnknownStageError: A mapping names a stage that its framework has not.

    References:
        Brandes and others, GraphML progress report, 2001; the GraphML
        primer, attributes.

    Examples:
        >>> import socialmaturity as sm
        >>> text = to_graphml([sm.CARFI, sm.SOCEDO], [sm.crosswalk("carfi", "socedo")])
        >>> text.count("<node"), text.count("<edge")
        (8, 6)
    """
    picture = picture_of(frameworks, mappings)
    root = ET.Element("graphml", xmlns=NAMESPACE)
    for kind, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, of in keys.items():
            key = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": of}
            ET.SubElement(root, "key", key)
    graph = ET.SubElement(root, "graph", edgedefault="directed")
    _add_nodes(graph, picture)
    _add_edges(graph, picture)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_nodes(graph: ET.Element, picture: Picture) -> None:
    without: dict[str, list[str]] = {}
    for none in picture.nones:
        without.setdefault(str(none.stage), []).append(none.framework)
    for group in picture.groups:
        for dot in group.dots:
            data = {
                "framework": group.id,
                "ordinal": str(dot.ref.ordinal),
                "name": dot.name,
                "no_counterpart_in": " ".join(without.get(str(dot.ref), ())),
            }
            _add(ET.SubElement(graph, "node", id=str(dot.ref)), "node", data)
    for union in picture.unions:
        node = ET.SubElement(graph, "node", id=str(union.place))
        data = {"framework": union.place.framework, "name": union.place.spoken}
        _add(node, "node", data)


def _add_edges(graph: ET.Element, picture: Picture) -> None:
    for mapping in picture.mappings:
        _edge(graph, str(mapping.subject), str(mapping.object), _data(mapping))
    for union in picture.unions:
        for ref in union.members:
            _edge(graph, str(union.place), str(ref), {"relation": MEMBER})


def _edge(graph: ET.Element, source: str, target: str, data: dict[str, str]) -> None:
    _add(ET.SubElement(graph, "edge", source=source, target=target), "edge", data)


def _data(mapping: Mapping) -> dict[str, str]:
    sure = mapping.confidence
    return {
        "relation": mapping.relation.value,
        "axis": mapping.axis,
        "basis": mapping.basis.value,
        "justification": mapping.justification,
        "evidence": " ".join(mapping.evidence),
        "confidence": "" if sure is None else repr(float(sure)),
    }


def _add(element: ET.Element, kind: str, data: dict[str, str]) -> None:
    """Add what is said of a node or an edge, but for what is empty."""
    for name, text in data.items():
        if text:
            ET.SubElement(element, "data", key=f"{kind}-{name}").text = _NOT_XML.sub("�", text)

"""Stages and mappings as a networkx graph; the values stay the truth."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.framework import Framework

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(
    frameworks: Iterable[Framework], crosswalks: Iterable[Crosswalk]
) -> "nx.MultiDiGraph[str]":
    """Return all stages and all mappings as a graph.

    Args:
        frameworks: Every stage of each becomes a node.
        crosswalks: Every mapping of each becomes an edge from its subject
            to its object; the converse is not drawn. May be empty.

    Returns:
        A new graph, in the order given. Nodes are text such as ``solis:7``
        with ``framework``, ``ordinal`` and ``name``; edges have
        ``relation``, ``axis``, ``basis``, ``justification``, ``evidence``
        (ids apart by spaces) and ``confidence``: a float, for networkx to
        calculate with, absent where nobody says.

    Examples:
        >>> import socialmaturity as sm
        >>> graph = to_networkx([sm.CARFI, sm.SOCEDO], [sm.crosswalk("carfi", "socedo")])
        >>> graph.number_of_nodes(), graph.number_of_edges()
        (8, 6)
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for framework in frameworks:
        for stage in framework.stages:
            graph.add_node(
                str(stage.ref), framework=framework.id, ordinal=stage.ordinal, name=stage.name
            )
    for crosswalk in crosswalks:
        for mapping in crosswalk.mappings:
            sure = mapping.confidence
            graph.add_edge(
                str(mapping.subject),
                str(mapping.object),
                relation=mapping.relation.value,
                axis=mapping.axis,
                basis=mapping.basis.value,
                justification=mapping.justification,
                evidence=" ".join(mapping.evidence),
                **({} if sure is None else {"confidence": float(sure)}),
            )
    return graph

"""Frameworks and mappings as a Mermaid flowchart."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from socialmaturity.identifiers import Place, StageUnion
from socialmaturity.mapping.link import Mapping
from socialmaturity.model.framework import Framework
from socialmaturity.render.picture import (
    Drawn,
    Group,
    Union,
    edge_label,
    is_mutual,
    none_label,
    picture_of,
)

_SPECIAL: Final = re.compile(r"[!-+\--/:-@\[-`{-~]")


def to_mermaid(frameworks: Iterable[Framework], mappings: Iterable[Drawn]) -> str:
    """Return a drawing as a Mermaid flowchart.

    Args:
        frameworks: Every stage of each becomes a node; may be empty.
        mappings: Crosswalks, sets, or single mappings and stages without
            counterpart; may be empty.

    Returns:
        A flowchart in the order given, with the same parts as `to_dot`.
        Mermaid draws no more than 500 edges unless its settings allow it.

    Raises:
        WrongTypeError: Something else is among the mappings.
        DuplicateError: Two frameworks have one id.
        UnknownStageError: A mapping names a stage that its framework has not.

    References:
        Mermaid, Flowcharts: entity codes to escape characters.

    Examples:
        >>> import socialmaturity as sm
        >>> chart = to_mermaid([sm.CARFI, sm.SOCEDO], [sm.crosswalk("carfi", "socedo")])
        >>> chart.splitlines()[:3]
        ['flowchart LR', '  subgraph f_carfi["Social Engagement Journey"]', '    direction TB']
    """
    picture = picture_of(frameworks, mappings)
    lines = ["flowchart LR"]
    for group in picture.groups:
        lines += _subgraph(group)
    for union in picture.unions:
        lines += _union(union)
    lines += map(_edge, picture.mappings)
    for place, none in enumerate(picture.nones, 1):
        lines.append(f"  {_node(none.stage)} -.- none_{place}[{label(none_label(none))}]")
    return "\n".join([*lines, ""])


def label(text: str) -> str:
    """Return text so that it is shown as it is, on one line and in quotes.

    Args:
        text: Anything.

    Returns:
        In quotes; what could be read as markup is written by its number.

    Examples:
        >>> label("<b>Lost</b>")
        '"#60;b#62;Lost#60;#47;b#62;"'
    """
    line = " ".join(text.split())
    return '"' + _SPECIAL.sub(lambda found: f"#{ord(found[0])};", line) + '"'


def _node(place: Place) -> str:
    """Return an id that is none of Mermaid's words, whatever the framework is called."""
    later = "_later" if isinstance(place, StageUnion) and place.or_later else ""
    framework = place.framework.replace("-", "_")
    return f"n_{framework}__{'_'.join(map(str, place.ordinals))}{later}"


def _subgraph(group: Group) -> Iterator[str]:
    yield f"  subgraph f_{group.id.replace('-', '_')}[{label(group.name)}]"
    yield "    direction TB"
    for dot in group.dots:
        yield f"    {_node(dot.ref)}[{label(dot.label)}]"
    if len(group.dots) > 1:  # the chain that keeps them in order is not seen
        yield f"    {' ~~~ '.join(_node(dot.ref) for dot in group.dots)}"
    yield "  end"


def _union(union: Union) -> Iterator[str]:
    node = _node(union.place)
    yield f"  {node}([{label(union.place.spoken)}])"
    for ref in union.members:
        yield f"  {node} -.- {_node(ref)}"


def _edge(mapping: Mapping) -> str:
    line = "---" if is_mutual(mapping) else "-->"
    ends = _node(mapping.subject), _node(mapping.object)
    return f"  {ends[0]} {line}|{label(edge_label(mapping))}| {ends[1]}"

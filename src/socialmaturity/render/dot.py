"""Frameworks and mappings in the DOT language of Graphviz."""

from collections.abc import Iterable, Iterator
from typing import Final

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

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def to_dot(frameworks: Iterable[Framework], mappings: Iterable[Drawn]) -> str:
    """Return a drawing in the DOT language.

    Args:
        frameworks: Every stage of each becomes a node; may be empty.
        mappings: Crosswalks, sets, or single mappings and stages without
            counterpart; may be empty.

    Returns:
        A digraph in the order given. Each framework is a cluster with its
        stages in order; a mapping is an edge with relation and confidence,
        without arrow where it says the same from both sides; stages taken
        together are a node joined to each of them; a stage without
        counterpart is joined to a node that says so.

    Raises:
        WrongTypeError: Something else is among the mappings.
        DuplicateError: Two frameworks have one id.
        UnknownStageError: A mapping names a stage that its framework has not.

    References:
        Graphviz, The DOT language; escString.

    Examples:
        >>> import socialmaturity as sm
        >>> dot = to_dot([sm.CARFI, sm.SOCEDO], [sm.crosswalk("carfi", "socedo")])
        >>> dot.splitlines()[0], dot.count("->")
        ('digraph {', 12)
    """
    picture = picture_of(frameworks, mappings)
    lines = ["digraph {", "  node [shape=box, style=rounded];"]
    for group in picture.groups:
        lines += _cluster(group)
    for union in picture.unions:
        lines += _union(union)
    lines += map(_edge, picture.mappings)
    for place, none in enumerate(picture.nones, 1):
        node = quoted(f"none {place}")
        lines.append(f"  {node} [label={label(none_label(none))}, shape=plaintext];")
        lines.append(
            f"  {quoted(str(none.stage))} -> {node}"
            f" [style=dotted, arrowhead=none, tooltip={label(none.reason)}];"
        )
    return "\n".join([*lines, "}", ""])


def quoted(text: str) -> str:
    """Return text as a name: in quotes, with every quote in it escaped."""
    return '"' + text.translate(_ESCAPES) + '"'


def label(text: str) -> str:
    r"""Return text so that it is shown as it is: no entity, no escape in it is read as one.

    Args:
        text: Anything.

    Returns:
        In quotes.

    Examples:
        >>> print(label('a "b" \\N &amp;'))
        "a \"b\" \\N &amp;amp;"
    """
    return quoted(text.translate(_ENTITIES))


def _cluster(group: Group) -> Iterator[str]:
    yield f"  subgraph {quoted(f'cluster {group.id}')} {{"
    yield f"    label={label(group.name)};"
    for dot in group.dots:
        yield f"    {quoted(str(dot.ref))} [label={label(dot.label)}];"
    if len(group.dots) > 1:  # the chain that keeps them in order is not seen
        yield f"    {' -> '.join(quoted(str(dot.ref)) for dot in group.dots)} [style=invis];"
    yield "  }"


def _union(union: Union) -> Iterator[str]:
    node = quoted(str(union.place))
    yield f"  {node} [label={label(union.place.spoken)}, shape=ellipse];"
    for ref in union.members:
        yield f"  {node} -> {quoted(str(ref))} [style=dashed, arrowhead=none, constraint=false];"


def _edge(mapping: Mapping) -> str:
    """Return an edge that moves no stage; dot gives up where such a one has a plain label."""
    arrow = ", dir=none" if is_mutual(mapping) else ""
    return (
        f"  {quoted(str(mapping.subject))} -> {quoted(str(mapping.object))}"
        f" [xlabel={label(edge_label(mapping))}, tooltip={label(mapping.justification)}{arrow},"
        " constraint=false];"
    )

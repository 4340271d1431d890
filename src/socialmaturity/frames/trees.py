"""The tree of a mean, evaluated on whole columns in several completions at once."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Expr, Sheet, as_count, total
from socialmaturity.scoring.groups import Leaf, Node


class Worth(NamedTuple):
    """What an indicator or a group comes to, in one completion of the unknown answers.

    Args:
        value: The number; 0 where nothing counts.
        counts: 1 where something counts, else 0.
    """

    value: Expr
    counts: Expr

    @property
    def told(self) -> Expr:
        """The number; null where nothing counts."""
        return nw.when(self.counts > 0).then(self.value)


Worths = Mapping[str, Worth]
"""By the name of a group, or the id of an indicator."""


def evaluate(
    sheet: Sheet,
    tree: Node,
    name: str,
    counts: Mapping[str, Expr],
    values: Mapping[str, Mapping[str, Expr]],
) -> dict[str, Worths]:
    """Return what a tree comes to.

    Args:
        sheet: The table; it is given what each group comes to.
        tree: The whole.
        name: Of these completions, in the table.
        counts: 1 where an indicator counts, else 0, by its id.
        values: For each completion the numbers by id; 0 where an indicator
            does not count.

    Returns:
        For each completion the groups and the indicators by name.
    """
    found: dict[str, dict[int, Worth]] = {way: {} for way in values}
    told = {
        way: {own: Worth(value, counts[own]) for own, value in of.items()}
        for way, of in values.items()
    }
    for height, nodes in enumerate(_levels(tree)):
        weights = sheet.keep(
            {
                f"{name}_{height}_{place}_weight": total(
                    _scaled(_worth(member, next(iter(values)), found, told).counts, member, node)
                    for member in node.members
                )
                for place, node in enumerate(nodes)
            }
        )
        bottoms = [weights[f"{name}_{height}_{place}_weight"] for place in range(len(nodes))]
        kept = sheet.keep(
            {
                f"{way}_{height}_{place}": _value(
                    node,
                    total(
                        _scaled(_worth(member, way, found, told).value, member, node)
                        for member in node.members
                    ),
                    bottoms[place],
                )
                for way in values
                for place, node in enumerate(nodes)
            }
        )
        for way in values:
            for place, node in enumerate(nodes):
                worth = Worth(kept[f"{way}_{height}_{place}"], as_count(bottoms[place] > 0))
                found[way][id(node)] = worth
                if node.name:
                    told[way][node.name] = worth
    return dict(told)


def _levels(tree: Node) -> list[list[Node]]:
    """Return all nodes, those of leaves alone first, each after all that lie under it."""
    levels: dict[int, list[Node]] = {}
    for height, node in _heights(tree):
        levels.setdefault(height, []).append(node)
    return [levels[height] for height in sorted(levels)]


def _heights(node: Node) -> Iterator[tuple[int, Node]]:
    highest = -1
    for member in node.members:
        if isinstance(member, Node):
            under = [*_heights(member)]
            highest = max(highest, under[-1][0])
            yield from under
    yield highest + 1, node


def _worth(
    member: Node | Leaf,
    way: str,
    found: Mapping[str, Mapping[int, Worth]],
    told: Mapping[str, Worths],
) -> Worth:
    return told[way][member.id] if isinstance(member, Leaf) else found[way][id(member)]


def _scaled(part: Expr, member: Node | Leaf, node: Node) -> Expr:
    return part if node.adds or member.weight == 1 else part * float(member.weight)


def _value(node: Node, top: Expr, bottom: Expr) -> Expr:
    if node.adds:
        return top.cast(nw.Float64)
    exact = bottom.cast(nw.Float64)
    return top.cast(nw.Float64) / nw.when(bottom > 0).then(exact).otherwise(nw.lit(1.0))


def most_of(node: Node, most: Fraction) -> Fraction:
    """Return how large what a tree comes to can be.

    Args:
        node: The whole.
        most: The largest number of an indicator, whatever its sign.

    Returns:
        At least that.
    """
    parts = (most_of(own, most) if isinstance(own, Node) else most for own in node.members)
    return sum(parts, Fraction(0)) if node.adds else max(parts)

"""The tree that a mean is taken over: indicators in groups, groups in groups."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, TypeGuard

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    UnknownReferenceError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import refuse_control, repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.indicator import Indicator
from socialmaturity.model.stage import Stage


class Branch(NamedTuple):
    """A group as a rule keeps it.

    Args:
        name: Of the group.
        members: Ids of indicators and dimensions, and groups; at least one.
    """

    name: str
    members: "tuple[str | Branch, ...]"


Groups = str | Mapping[str, Any] | tuple[Branch, ...] | None
"""What a caller groups by. It is ``stage``, ``dimension``, a mapping, or nothing."""

_DEEPEST: Final = 30
_MOST_NAMES: Final = 6
TOTAL = "total"
"""The name of the whole, in results and as a key of floors."""


class Levels(StrEnum):
    """What a group makes of indicators of several stages."""

    MEAN = "mean"
    """They count alike, whatever their stage."""
    SUM = "sum"
    """The mean of each stage, added up over the stages."""


class Leaf(NamedTuple):
    """An indicator in the tree.

    Args:
        id: Of the indicator.
        weight: Above 0.
    """

    id: str
    weight: Fraction


class Node(NamedTuple):
    """A group in the tree.

    Args:
        name: Of the group; empty for the indicators of one stage in a sum.
        weight: Above 0; of no use within a sum.
        members: In order; at least one.
        adds: Whether the members are added up and no mean is taken.
    """

    name: str
    weight: Fraction
    members: "tuple[Node | Leaf, ...]"
    adds: bool = False


def keep_groups(
    groups: Groups,
) -> Literal["stage", "dimension"] | tuple[Branch, ...] | None:
    """Return groups as a rule keeps them.

    Args:
        groups: ``stage``, ``dimension``, ``None``, or names with their
            members: a list of indicators, dimensions and groups, or a
            mapping of groups again.

    Returns:
        The word, or nested tuples.

    Raises:
        InvalidValueError: Another word, or groups nested too deeply.
        WrongTypeError: Something else.
        MissingValueError: A group without members.
        DuplicateError: A name given twice, or ``total``.
    """
    if groups is None or _are_kept(groups):
        return groups
    if groups in ("stage", "dimension"):
        return "stage" if groups == "stage" else "dimension"
    if isinstance(groups, str):
        raise InvalidValueError(
            f"{shown(groups)} is none of 'stage', 'dimension'; or give the groups, such as"
            " {'care': ['listening', 'reporting']}",
            path="groups",
            value=groups,
        )
    kept = tuple(_branches(groups, "groups", 1))
    for twice in repeated([TOTAL, *_names(kept)]):
        raise DuplicateError(
            f"{shown(twice)} names two groups, or the whole", path="groups", value=twice
        )
    return kept


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _are_kept(groups: object) -> TypeGuard[tuple[Branch, ...]]:
    return _is_tuple(groups) and {*map(type, groups)} == {Branch}


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _branches(groups: object, path: str, depth: int) -> Iterator[Branch]:
    if not _is_mapping(groups):
        raise WrongTypeError(
            f"expected groups by name, such as {{'care': ['listening']}}, not {shown(groups)}",
            path=path,
            value=groups,
        )
    if depth > _DEEPEST:
        raise InvalidValueError(f"groups nest more than {_DEEPEST} deep", path=path)
    if not groups:
        raise MissingValueError("a group needs members", path=path, value=groups)
    for name, members in groups.items():
        place = f"{path}.{_told_name(name)}"
        if _is_mapping(members):
            yield Branch(name, tuple(_branches(members, place, depth + 1)))
        elif _is_list(members):
            if not members:
                raise MissingValueError("a group needs members", path=place, value=members)
            yield Branch(name, tuple(_members(members, place, depth)))
        else:
            raise WrongTypeError(
                f"expected a list of members or groups by name, not {shown(members)}",
                path=place,
                value=members,
            )


def _told_name(name: object) -> str:
    text = expect(name, str, "groups")
    refuse_control(text, "groups")
    if not text.strip() or text.splitlines() != [text]:
        raise InvalidValueError(
            f"a group has a name of one line, not {shown(name)}", path="groups", value=name
        )
    return text


def _members(members: Sequence[object], path: str, depth: int) -> Iterator[str | Branch]:
    for own in members:
        if _is_mapping(own):
            yield from _branches(own, path, depth + 1)
        else:
            yield expect(own, str, path)


def _names(branches: Iterable[str | Branch]) -> Iterator[str]:
    for branch in branches:
        if not isinstance(branch, str):
            yield branch[0]
            yield from _names(branch[1])


def make_tree(
    framework: Framework,
    scope: Sequence[Indicator],
    groups: Literal["stage", "dimension"] | tuple[Branch, ...] | None,
    weights: Mapping[str, Fraction],
    levels: Levels,
) -> Node:
    """Return the tree over the indicators of a framework.

    Args:
        framework: What is scored.
        scope: Those of its indicators that count; each stands once in the tree.
        groups: As kept.
        weights: By id of an indicator or name of a group; 1 for the others.
        levels: What the innermost groups make of several stages.

    Returns:
        The whole.

    Raises:
        UnknownReferenceError: A member that is neither an indicator nor a
            dimension, or a weight of nothing.
        ContradictionError: A name that could mean two things.
        DuplicateError: An indicator in two groups.
        MissingValueError: Indicators in no group.
    """
    maker = _Maker(framework, scope, weights, levels)
    if groups is None:
        whole = maker.group(TOTAL, [own.id for own in scope])
    elif groups == "stage":
        whole = maker.over((str(own.ordinal), maker.in_stage(own)) for own in framework.stages)
    elif groups == "dimension":
        whole = maker.over((own.id, maker.in_dimension(own.id)) for own in framework.dimensions)
    else:
        members = tuple(maker.branch(own.name, own.members) for own in groups)
        whole = Node(TOTAL, Fraction(1), members)
    _check_members(scope, whole)
    check_names(whole, weights, "weights", of_whole=False)
    return whole


class _Maker:
    """Makes the nodes of one tree."""

    def __init__(
        self,
        framework: Framework,
        scope: Sequence[Indicator],
        weights: Mapping[str, Fraction],
        levels: Levels,
    ) -> None:
        self._weights = weights
        self._levels = levels
        self._indicators = {own.id: own for own in scope}
        self._dimensions = {own.id for own in framework.dimensions}
        self._framework = framework

    def _weight(self, name: str) -> Fraction:
        return self._weights.get(name, Fraction(1))

    def in_dimension(self, dimension: str) -> list[str]:
        """Return the indicators of a dimension, in order."""
        return [own.id for own in self._indicators.values() if own.dimension == dimension]

    def in_stage(self, stage: Stage) -> list[str]:
        """Return the indicators of a stage, in order."""
        return [own.id for own in stage.indicators if own.id in self._indicators]

    def over(self, parts: Iterable[tuple[str, list[str]]]) -> Node:
        """Return the whole over groups of indicators, of those that have any."""
        members = tuple(self.group(name, ids) for name, ids in parts if ids)
        return Node(TOTAL, Fraction(1), members)

    def group(self, name: str, ids: Sequence[str]) -> Node:
        """Return an innermost group."""
        weight = self._weight(name)
        if self._levels is Levels.MEAN:
            return Node(name, weight, self._leaves(ids))
        by_stage: dict[int, list[str]] = {}
        for own in ids:
            by_stage.setdefault(self._framework.stage_of(own).ordinal, []).append(own)
        parts = (self._leaves(by_stage[ordinal]) for ordinal in sorted(by_stage))
        return Node(name, weight, tuple(Node("", Fraction(1), own) for own in parts), adds=True)

    def _leaves(self, ids: Iterable[str]) -> tuple[Leaf, ...]:
        return tuple(Leaf(own, self._weight(own)) for own in ids)

    def branch(self, name: str, members: tuple[str | Branch, ...]) -> Node:
        """Return a group of a caller's."""
        for known, kind in ((self._indicators, "indicator"), (self._dimensions, "dimension")):
            if name in known and members != (name,):
                raise ContradictionError(
                    f"{shown(name)} is the id of {_article(kind)} and names a group of other"
                    " members; name the group otherwise",
                    path="groups",
                    value=name,
                )
        if all(own in self._indicators for own in members):
            return self.group(name, [own for own in members if isinstance(own, str)])
        if members == (name,):
            return self.group(name, self.in_dimension(name))
        return Node(name, self._weight(name), tuple(self._member(own, name) for own in members))

    def _member(self, member: str | Branch, within: str) -> Node | Leaf:
        if isinstance(member, Branch):
            return self.branch(member.name, member.members)
        if member in self._indicators and member in self._dimensions:
            raise ContradictionError(
                f"{shown(member)} is the id of an indicator and of a dimension; list the"
                " indicators of the dimension",
                path="groups",
                value=member,
            )
        if member in self._indicators:
            return Leaf(member, self._weight(member))
        ids = self.in_dimension(member)
        if not ids:
            known = [*self._indicators, *sorted(self._dimensions)]
            raise UnknownReferenceError(
                member, known, within=f"group {shown(within)}", path="groups"
            )
        return self.group(member, ids)


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "indicator" else f"a {kind}"


def leaves(node: Node) -> Iterator[str]:
    """Give the indicators under a node, in order."""
    for member in node.members:
        if isinstance(member, Leaf):
            yield member.id
        else:
            yield from leaves(member)


def named(node: Node) -> Iterator[Node]:
    """Give the groups under a node that have a name, each before those within it."""
    if node.name:
        yield node
    for member in node.members:
        if isinstance(member, Node):
            yield from named(member)


def _check_members(scope: Sequence[Indicator], whole: Node) -> None:
    given = list(leaves(whole))
    for twice in repeated(given):
        raise DuplicateError(
            f"indicator {shown(twice)} stands in two groups", path="groups", value=twice
        )
    known = set(given)
    missing = [own.id for own in scope if own.id not in known]
    if missing:
        more = len(missing) - _MOST_NAMES
        raise MissingValueError(
            f"no group has the indicators {', '.join(map(repr, missing[:_MOST_NAMES]))}"
            f"{f' and {more} more' if more > 0 else ''}; every one has to stand in one",
            path="groups",
            value=tuple(missing),
        )


def check_names(whole: Node, names: Iterable[str], path: str, *, of_whole: bool) -> None:
    """Refuse names that are neither an indicator nor a group, or both.

    Args:
        whole: The tree.
        names: What was given by name.
        path: As what, for the error.
        of_whole: Whether the whole is one of the groups.

    Raises:
        UnknownReferenceError: A name of nothing; the message offers near ones.
        ContradictionError: The id of an indicator that names a group, too.
    """
    ids = dict.fromkeys(leaves(whole))
    groups = dict.fromkeys(own.name for own in named(whole) if of_whole or own is not whole)
    for name in names:
        if name in ids and name in groups:
            raise ContradictionError(
                f"{shown(name)} is the id of an indicator and the name of a group; name the group"
                " otherwise",
                path=f"{path}.{name}",
                value=name,
            )
        if name not in ids and name not in groups:
            raise UnknownReferenceError(
                name,
                [*ids, *groups],
                within="indicators and groups",
                path=f"{path}.{name}",
            )


Worths = Mapping[str, Fraction | None]
"""Numbers by id of an indicator; ``None`` for what does not count."""


def evaluate(node: Node, values: Worths, told: dict[str, Fraction | None]) -> Fraction | None:
    """Return what a node comes to; every group under it is written down.

    Args:
        node: The whole, or a group.
        values: Of the indicators.
        told: Takes what each named group comes to.

    Returns:
        The weighted mean, or the sum; ``None`` where nothing counts.
    """
    top = bottom = Fraction(0)
    counted = False
    for member in node.members:
        value = _value(member, values, told)
        if value is not None:
            counted = True
            weight = Fraction(1) if node.adds else member.weight
            top += weight * value
            bottom += weight
    result = None
    if counted:
        result = top if node.adds else top / bottom
    if node.name:
        told[node.name] = result
    return result


def _value(
    member: Node | Leaf, values: Worths, told: dict[str, Fraction | None]
) -> Fraction | None:
    return values[member.id] if isinstance(member, Leaf) else evaluate(member, values, told)


def shares(node: Node, values: Worths) -> dict[str, Fraction]:
    """Return by how much each indicator that counts enters the whole.

    Args:
        node: The whole.
        values: Of the indicators.

    Returns:
        The factor of each; factor times number, added up, is the whole.
    """
    factors: dict[str, Fraction] = {}
    _share_out(node, Fraction(1), values, factors)
    return factors


def _share_out(node: Node, factor: Fraction, values: Worths, factors: dict[str, Fraction]) -> None:
    counting = [own for own in node.members if _counts(own, values)]
    total = sum((own.weight for own in counting), Fraction(0))
    for member in counting:
        own = factor if node.adds else factor * member.weight / total
        if isinstance(member, Leaf):
            factors[member.id] = own
        else:
            _share_out(member, own, values, factors)


def _counts(member: Node | Leaf, values: Worths) -> bool:
    if isinstance(member, Leaf):
        return values[member.id] is not None
    return any(_counts(own, values) for own in member.members)

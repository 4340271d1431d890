"""What callers name by id, looked up in a catalog: frameworks, rules, the crosswalk between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialmaturity.errors import FrameworkMismatchError, UnknownCrosswalkError, expect

if TYPE_CHECKING:
    from socialmaturity.catalog import Catalog
    from socialmaturity.graph.network import Network
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.framework import Framework
    from socialmaturity.scoring.method import Rule


def find_catalog(catalog: Catalog | None) -> Catalog:
    """Return a catalog as it is given, or what is built in and plugged in."""
    from socialmaturity.catalog import Catalog, default_catalog

    return default_catalog() if catalog is None else expect(catalog, Catalog, "catalog")


def find_framework(
    which: str | Framework, catalog: Catalog | None, path: str = "framework"
) -> Framework:
    """Return a framework as it is given, or that of an id."""
    from socialmaturity.model.framework import Framework

    if isinstance(which, str):
        return find_catalog(catalog).framework(which)
    return expect(which, Framework, path)


def find_rule(rule: str | Rule, catalog: Catalog | None) -> str | Rule:
    """Return a rule of the catalog for its name; the names of the six stay names."""
    from socialmaturity.scoring.rules import TAKES

    return find_catalog(catalog).rule(rule) if isinstance(rule, str) and rule not in TAKES else rule


def find_ground(
    start: Framework,
    target: Framework,
    crosswalk: Crosswalk | None,
    catalog: Catalog | None,
    *,
    derived: bool,
) -> tuple[Crosswalk, Network | None]:
    """Return what stages are translated by.

    Args:
        start: The framework of the stages.
        target: The other one.
        crosswalk: As it is given; ``None`` for that of the catalog.
        catalog: Where to look.
        derived: Whether counterparts that nobody claims are derived.

    Returns:
        The crosswalk, and what counterparts are derived from: all crosswalks
        of the catalog, or the one that is given.

    Raises:
        WrongTypeError: No crosswalk.
        FrameworkMismatchError: Both sides are the same, or the catalog has
            another framework under the id of one.
        UnknownCrosswalkError: The catalog lacks a crosswalk between the two.
    """
    from socialmaturity.graph.network import Network
    from socialmaturity.mapping.crosswalk import Crosswalk

    if start.id == target.id:
        raise FrameworkMismatchError(
            f"the stages are of {start.id!r} already; translate to another framework",
            value=target.id,
        )
    if crosswalk is None:
        known = find_catalog(catalog)
        return find_crosswalk(start, target, known), known.network if derived else None
    own = expect(crosswalk, Crosswalk, "crosswalk")
    is_theirs = {own.subject, own.object} == {start.id, target.id}
    return own, Network.of((start, target), (own,)) if derived and is_theirs else None


def find_crosswalk(start: Framework, target: Framework, known: Catalog) -> Crosswalk:
    """Return the catalog's crosswalk, if it is between these very frameworks.

    Args:
        start: One framework.
        target: The other.
        known: Where to look.

    Returns:
        The crosswalk; one without mappings where the two are connected by
        way of others alone.

    Raises:
        FrameworkMismatchError: The catalog has another framework under the
            id of one.
        UnknownCrosswalkError: It lacks one of them, or any way between them.
    """
    from socialmaturity.mapping.crosswalk import Crosswalk

    for own in (start, target):
        if own.id not in known:
            raise UnknownCrosswalkError(
                f"{start.id}--{target.id}",
                [f"{one}--{two}" for one, two in known.pairs],
                hint="give your own with crosswalk=",
                guess=False,
            )
        if known.framework(own.id) != own:
            raise FrameworkMismatchError(
                f"framework {own.id!r} is another one in the catalog, whose crosswalks are not"
                " about yours; give your own with crosswalk=",
                value=own.id,
            )
    try:
        return known.crosswalk(start.id, target.id)
    except UnknownCrosswalkError:
        if target.id not in _reached(start.id, known):
            raise
        return Crosswalk(subject=start.id, object=target.id, version="0")


def _reached(start: str, known: Catalog) -> set[str]:
    """Return the frameworks that a way of crosswalks leads to."""
    reached = {start}
    for _ in known.ids:
        reached |= {side for pair in known.pairs if reached & {*pair} for side in pair}
    return reached

"""What exchange formats cannot say of mappings."""

from collections.abc import Iterable, Mapping

import attrs

from socialmaturity.errors import WrongTypeError, shown
from socialmaturity.io.cells import LONGEST_CELL
from socialmaturity.mapping.collection import Loss, MappingSet
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping as Link


def parse_set(value: MappingSet | Crosswalk) -> tuple[MappingSet, tuple[Loss, ...]]:
    """Return what is to be written, as a set, and what no set says of a crosswalk.

    Args:
        value: A set, or a crosswalk.

    Returns:
        The set, and the losses.

    Raises:
        WrongTypeError: Anything else.
    """
    if isinstance(value, MappingSet):
        return value, ()
    if not isinstance(value, Crosswalk):
        raise WrongTypeError(
            f"expected a MappingSet or a Crosswalk, not {shown(value)}", path="value", value=value
        )
    losses = [
        Loss(
            code="exhaustive",
            what=side,
            told="that its stages are mapped exhaustively is not written",
        )
        for side in value.exhaustive
    ]
    losses += [
        Loss(
            code="dropped",
            what=f"{own.subject.spoken} {own.relation.phrase} {own.object.spoken}",
            told="a proposal that was not kept is not written",
        )
        for own in value.dropped
    ]
    return MappingSet.of([value]), tuple(losses)


def set_losses(value: MappingSet, carries: Iterable[str] = ()) -> list[Loss]:
    """Return what is said of a whole set and a format cannot carry.

    Args:
        value: The set.
        carries: Names of the fields that the format can.

    Returns:
        One loss for each field that has something in it.
    """
    kept = {"mappings", "no_counterparts", *carries}
    return [
        Loss(
            code=field.name,
            what=field.name,
            told="the format has no place for what is said of the whole set",
        )
        for field in attrs.fields(MappingSet)
        if field.name not in kept and getattr(value, field.name)
    ]


def long_cells(rows: Iterable[Mapping[str, str]], named_by: str) -> list[Loss]:
    """Return a loss for each cell that is written and not read back.

    Args:
        rows: The cells of each, by column.
        named_by: The column that says which row it is.

    Returns:
        One for each cell that is longer than `LONGEST_CELL`.
    """
    return [
        Loss(
            code="too-long",
            what=f"{row[named_by]}: {column}",
            told=f"a cell of more than {LONGEST_CELL} characters is written, and refused by"
            " programs that bound it",
        )
        for row in rows
        for column, cell in row.items()
        if len(cell) > LONGEST_CELL
    ]


def left_out(mapping: Link, code: str, why: str) -> Loss:
    """Return the loss of a whole mapping.

    Args:
        mapping: That is not written.
        code: What kind of thing cannot be said.
        why: What is in the way.

    Returns:
        The loss.
    """
    return Loss(code=code, what=str(mapping), told=f"left out: {why}")

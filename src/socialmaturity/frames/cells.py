"""What the cells of a table say: each answer as counts that can be added up."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import inf, nextafter
from typing import NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Expr, Sheet, as_count, choose, whole
from socialmaturity.frames.readers import Reader
from socialmaturity.model.scale import Scale, Threshold


class Cell(NamedTuple):
    """One indicator of every row, as whole numbers 0 and 1 that are never null.

    Args:
        id: Of the indicator.
        met: Whether it reaches the threshold.
        below: Whether it reaches that of the stages below a result.
        short: Whether it is rated and does not reach the threshold.
        not_applicable: Whether it does not apply.
        place: Its place on the scale where that was asked for and it is
            rated, else 0.
        worth: Its number, likewise.
    """

    id: str
    met: Expr
    below: Expr
    short: Expr
    not_applicable: Expr
    place: Expr
    worth: Expr

    @property
    def rated(self) -> Expr:
        """Whether a place on the scale is known."""
        return self.met + self.short

    @property
    def unknown(self) -> Expr:
        """Whether it could not be told, or nobody has looked."""
        return whole(1) - (self.met + self.short + self.not_applicable)


class Question(NamedTuple):
    """What is asked of every cell.

    Args:
        scale: What was answered on.
        at: What an indicator has to reach.
        lower_at: What it has to reach in stages below a result.
        places: Whether the place on the scale is wanted.
        worths: The number of each label, worst first, or ``None`` where no
            numbers are wanted; empty where the answers are numbers.
    """

    scale: Scale
    at: Threshold
    lower_at: Threshold
    places: bool = False
    worths: tuple[Fraction, ...] | None = None


def least_float(threshold: Threshold) -> float:
    """Return the least float that reaches a threshold; it means its shortest decimal.

    Args:
        threshold: On the scale of numbers.

    Returns:
        A float; every float from it on reaches the threshold, and none
        below it.
    """

    def reaches(number: float) -> bool:
        return threshold.reached_by(Fraction(repr(number)))

    least = float(threshold.bound)
    while reaches(least):
        least = nextafter(least, -inf)
    while not reaches(least):
        least = nextafter(least, inf)
    return least


def read_cells(
    sheet: Sheet, readers: Mapping[str, Reader], question: Question
) -> tuple[tuple[Cell, ...], dict[str, Expr]]:
    """Read every cell of a table once.

    Args:
        sheet: The table; it is given the columns that the cells refer to.
        readers: One for each indicator, in order.
        question: What is asked of each.

    Returns:
        The cells in the same order, and by indicator 1 where its cell
        cannot be read, else 0.
    """
    if not question.scale.labels:
        numbers = sheet.keep({f"n_{own}": reader.number for own, reader in readers.items()})
        parts = {own: _of_number(numbers[f"n_{own}"], readers[own], question) for own in readers}
    else:
        parts = {own: _of_label(reader, question) for own, reader in readers.items()}
    kept = sheet.keep(
        {f"{kind}_{own}": part for own, has in parts.items() for kind, part in has.items()}
    )
    cells = tuple(_cell(own, {kind: kept[f"{kind}_{own}"] for kind in parts[own]}) for own in parts)
    odd = {cell.id: cell.unknown - kept[f"open_{cell.id}"] for cell in cells}
    return cells, odd


def _cell(own: str, has: Mapping[str, Expr]) -> Cell:
    met = has["met"]
    return Cell(
        own,
        met,
        has.get("below", met),
        has["short"],
        has["na"],
        has.get("place", whole(0)),
        has.get("worth", nw.lit(0.0)),
    )


def _of_label(reader: Reader, question: Question) -> dict[str, Expr]:
    scale, labels = question.scale, question.scale.labels
    reached = [own for own in labels if question.at.reached_by(scale.level(own))]
    short = [own for own in labels if own not in reached]
    parts = {"met": reader.says(reached), "short": reader.says(short)}
    if question.lower_at != question.at:
        parts["below"] = reader.says(
            own for own in labels if question.lower_at.reached_by(scale.level(own))
        )
    parts |= {"na": reader.not_applicable, "open": reader.is_open}
    counts = {kind: as_count(part) for kind, part in parts.items()}
    if question.places:
        ranked = ((reader.says([own]), whole(rank)) for rank, own in enumerate(labels) if rank)
        counts["place"] = choose(ranked, whole(0))
    if question.worths is not None:
        counts["worth"] = choose(_worths(reader, labels, question.worths), nw.lit(0.0))
    return counts


def _worths(
    reader: Reader, labels: tuple[str, ...], worths: tuple[Fraction, ...]
) -> Iterator[tuple[Expr, Expr]]:
    for worth in dict.fromkeys(worths):
        same = [label for label, own in zip(labels, worths, strict=True) if own == worth]
        yield reader.says(same), nw.lit(float(worth))


def _of_number(number: Expr, reader: Reader, question: Question) -> dict[str, Expr]:
    least = least_float(question.at)
    rated = number >= 0.0
    parts = {"met": number >= least, "short": rated & (number < least)}
    if question.lower_at != question.at:
        parts["below"] = number >= least_float(question.lower_at)
    parts |= {"na": reader.not_applicable, "open": reader.is_open}
    counts = {kind: as_count(part) for kind, part in parts.items()}
    if question.places or question.worths is not None:
        counts["place"] = counts["worth"] = nw.when(rated).then(number).otherwise(nw.lit(0.0))
    return counts

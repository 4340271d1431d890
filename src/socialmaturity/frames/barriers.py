"""What bars the next stage in each row: the ids of the binding indicators as one text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.engine import Expr, Sheet, as_count, choose, total, whole
from socialmaturity.frames.ladders import Needed, Rung, needed_of

_TOGETHER: Final = 6
"""How many indicators are told by one code; there are two codes for each subset of them."""


class _Barrier(NamedTuple):
    """One stage, where it is in the way.

    Args:
        flag: 1 where it is, else 0.
        ids: Of its indicators, in order.
        chosen: 1 for each that has to rise, else 0.
    """

    flag: Expr
    ids: tuple[str, ...]
    chosen: tuple[Expr, ...]


def binding(
    sheet: Sheet, rungs: Sequence[Rung], upper: Expr, needed: Needed, *, differ: bool
) -> Expr:
    """Return the smallest set of rated indicators that has to rise for the next stage.

    Args:
        sheet: The table.
        rungs: The counts of each stage.
        upper: Ordinal of the highest result.
        needed: How many of so many have to be met.
        differ: Whether the stages below a result ask for more; then the
            highest result itself can be in the way.

    Returns:
        Ids in order of the framework with a space between; empty text
        where nothing that is rated is in the way.
    """
    above = (
        ((upper < rung.ordinal) & (rung.applicable > 0), whole(rung.ordinal)) for rung in rungs
    )
    barred = sheet.keep({"barred": choose(above, whole(0))})["barred"]
    sources = [[_barred(rung, barred, needed) for rung in rungs]]
    if differ:
        sources.insert(0, [_unsure(rung, upper, barred, needed) for rung in rungs])
    return _text(sheet, sources)


def _barred(rung: Rung, barred: Expr, needed: Needed) -> _Barrier:
    """Return the next stage, at the threshold of a result."""
    flag = (barred == rung.ordinal).cast(nw.Int32)
    return _barrier(rung, flag, [cell.short for cell in rung.cells], rung.met, needed)


def _unsure(rung: Rung, upper: Expr, barred: Expr, needed: Needed) -> _Barrier:
    """Return the highest result, at the threshold of the stages below one."""
    flag = ((upper == rung.ordinal) & (barred > 0)).cast(nw.Int32)
    short = [cell.rated - cell.below for cell in rung.cells]
    return _barrier(rung, flag, short, rung.below, needed)


def _barrier(rung: Rung, flag: Expr, short: Sequence[Expr], met: Expr, needed: Needed) -> _Barrier:
    ids = tuple(cell.id for cell in rung.cells)
    size = len(ids)
    if all(needed(count) == count for count in range(size + 1)):
        return _Barrier(flag, ids, tuple(short))
    missing = needed_of(rung.applicable, size, needed) - met - rung.unknown
    chosen = (
        as_count((own > 0) & (_nearer(rung, short, place) < missing))
        for place, own in enumerate(short)
    )
    return _Barrier(flag, ids, tuple(chosen))


def _nearer(rung: Rung, short: Sequence[Expr], place: int) -> Expr:
    """Return how many others that are short have less far to go, or as far and come first."""
    levels = [cell.place for cell in rung.cells]
    own = levels[place]
    first = [level >= own for level in levels[:place]]
    nearer = [level > own for level in levels[place + 1 :]]
    others = [*short[:place], *short[place + 1 :]]
    parts = zip(others, [*first, *nearer], strict=True)
    return total([whole(0), *(as_count((one > 0) & before) for one, before in parts)])


def _text(sheet: Sheet, sources: Sequence[Sequence[_Barrier]]) -> Expr:
    """Return the ids of what is chosen where a flag is set; codes are looked up, not joined."""
    codes: dict[str, Expr] = {}
    tables: dict[str, dict[int, str]] = {}
    for number, source in enumerate(sources):
        for slot in range(max(len(own.ids) for own in source)):
            start = slot * _TOGETHER
            parts = [_part(own, start) for own in source if len(own.ids) > start]
            if parts:
                name = f"code_{number}_{slot}"
                codes[name], tables[name] = _code(parts)
    kept = sheet.keep(codes)
    if len(tables) == 1:
        ((name, table),) = tables.items()
        table = {code: text.strip() for code, text in table.items()}
        return _look_up(sheet, name, kept[name], table)
    texts = [_look_up(sheet, name, kept[name], table) for name, table in tables.items()]
    return nw.concat_str(texts).str.strip_chars(" ")


def _look_up(sheet: Sheet, name: str, code: Expr, table: Mapping[int, str]) -> Expr:
    """Return what a code means; empty text for 0."""
    if sheet.is_polars:
        return sheet.keep_texts(name, ["", *table.values()])
    if sheet.has_chains:
        return _halved(code, ["", *table.values()], 0)
    return code.replace_strict([*table], [*table.values()], default="", return_dtype=nw.String)


def _halved(code: Expr, texts: Sequence[str], start: int) -> Expr:
    """Return the same by conditions that halve what is left."""
    if len(texts) == 1:
        return nw.lit(texts[0])
    middle = len(texts) // 2
    lower = _halved(code, texts[:middle], start)
    return (
        nw.when(code < start + middle)
        .then(lower)
        .otherwise(_halved(code, texts[middle:], start + middle))
    )


def _part(own: _Barrier, start: int) -> _Barrier:
    end = start + _TOGETHER
    return _Barrier(own.flag, own.ids[start:end], own.chosen[start:end])


def _code(parts: Sequence[_Barrier]) -> tuple[Expr, dict[int, str]]:
    """Return a whole number for each subset of each part, and what it means."""
    table: dict[int, str] = {}
    terms: list[Expr] = []
    for own in parts:
        start = len(table) + 1
        bits = total(chosen * 2**place for place, chosen in enumerate(own.chosen))
        terms.append(own.flag * (bits + start))
        table |= dict(enumerate(_subsets(own.ids), start))
    return total(terms), table


def _subsets(ids: Sequence[str]) -> Iterator[str]:
    """Give every subset as text, each id after a space, in order of its bits."""
    for bits in range(2 ** len(ids)):
        yield "".join(f" {own}" for place, own in enumerate(ids) if bits >> place & 1)

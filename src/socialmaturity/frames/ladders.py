"""The three rules for ladders on whole columns: as `scoring.ladder` has them for one row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.cells import Cell
from socialmaturity.frames.engine import Expr, Sheet, as_count, choose, total, whole
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.method import Policy

Needed = Callable[[int], int]
"""How many of so many applicable indicators have to be met."""

Ends = tuple[Expr, Expr]
"""Ordinals of the lowest and the highest result."""


class Rung(NamedTuple):
    """One stage that something is asked of, counted in every row.

    Args:
        ordinal: Of the stage.
        cells: Its indicators, in order.
        met: How many reach the threshold.
        below: How many reach that of the stages below a result.
        short: How many are rated and do not reach the threshold.
        applicable: How many apply.
    """

    ordinal: int
    cells: tuple[Cell, ...]
    met: Expr
    below: Expr
    short: Expr
    applicable: Expr

    @property
    def rated(self) -> Expr:
        """How many are rated."""
        return self.met + self.short

    @property
    def unknown(self) -> Expr:
        """How many are unknown."""
        return self.applicable - (self.met + self.short)


class Step(NamedTuple):
    """One stage with its unknown indicators settled.

    Args:
        ordinal: Of the stage.
        met: How many of its indicators reach the threshold.
        below: How many reach that of the stages below a result.
        applicable: How many apply.
        needed: How many have to be met.
    """

    ordinal: int
    met: Expr
    below: Expr
    applicable: Expr
    needed: Expr


def make_rungs(
    sheet: Sheet, framework: Framework, cells: Sequence[Cell], *, differ: bool
) -> tuple[Rung, ...]:
    """Return the counts of each stage that has some of the indicators, in order.

    Args:
        sheet: The table; it is given the counts.
        framework: What is scored.
        cells: Of the indicators that count.
        differ: Whether the stages below a result ask for more.

    Returns:
        The rungs; a baseline is none of them.
    """
    of = {cell.id: cell for cell in cells}
    rows = {
        stage.ordinal: tuple(of[own.id] for own in stage.indicators if own.id in of)
        for stage in framework.stages
    }
    rows = {ordinal: row for ordinal, row in rows.items() if row}
    counts: dict[str, Expr] = {}
    for ordinal, row in rows.items():
        counts |= count_cells(f"stage_{ordinal}", row)
        if differ:
            counts[f"stage_{ordinal}_below"] = total(cell.below for cell in row)
    kept = sheet.keep(counts)
    return tuple(
        Rung(
            ordinal,
            row,
            kept[f"stage_{ordinal}_met"],
            kept[f"stage_{ordinal}_{'below' if differ else 'met'}"],
            kept[f"stage_{ordinal}_short"],
            kept[f"stage_{ordinal}_applicable"],
        )
        for ordinal, row in rows.items()
    )


def count_cells(name: str, cells: Sequence[Cell]) -> dict[str, Expr]:
    """Return how many of some cells are met, short and applicable."""
    return {
        f"{name}_met": total(cell.met for cell in cells),
        f"{name}_short": total(cell.short for cell in cells),
        f"{name}_applicable": whole(len(cells)) - total(cell.not_applicable for cell in cells),
    }


def needed_of(applicable: Expr, most: int, needed: Needed) -> Expr:
    """Return how many have to be met, where that rises by one at most with each that applies.

    Args:
        applicable: How many apply, from 0 to *most*.
        most: The number of indicators.
        needed: The same for a whole number.

    Returns:
        What *needed* gives, in every row.
    """
    rises = [count for count in range(1, most + 1) if needed(count) > needed(count - 1)]
    if len(rises) == most:
        return applicable
    return total([whole(0), *(as_count(applicable >= count) for count in rises)])


def settled(rungs: Iterable[Rung], policy: Policy, needed: Needed) -> tuple[Step, ...]:
    """Return the stages with the unknown indicators as a policy counts them.

    Args:
        rungs: In order.
        policy: ``WORST``, ``BEST`` or ``EXCLUDE``.
        needed: How many of so many have to be met.

    Returns:
        One step for each.
    """
    steps: list[Step] = []
    for rung in rungs:
        extra = rung.unknown if policy is Policy.BEST else None
        left = rung.rated if policy is Policy.EXCLUDE else rung.applicable
        steps.append(
            Step(
                rung.ordinal,
                rung.met if extra is None else rung.met + extra,
                rung.below if extra is None else rung.below + extra,
                left,
                needed_of(left, len(rung.cells), needed),
            )
        )
    return tuple(steps)


class Standing(NamedTuple):
    """How well one stage fits a row.

    Args:
        ordinal: Of the stage.
        fit: The count of indicators met up to it less the count of those not
            met; far below any where nothing of the stage applies.
    """

    ordinal: int
    fit: Expr


Completions = Mapping[str, Sequence[Step]]
"""Stages, settled in several ways, by a word for the way."""


def cumulative(sheet: Sheet, ways: Completions, floor: int, *, differ: bool) -> dict[str, Ends]:
    """Return the highest stage that stands on met stages only, for each way to settle."""
    flags: dict[str, Expr] = {}
    for way, steps in ways.items():
        for step in steps:
            name = f"{way}_{step.ordinal}"
            flags[f"{name}_holds"] = step.met >= step.needed
            if differ:
                flags[f"{name}_below"] = step.below >= step.needed
    kept = sheet.keep(flags)
    last = "below" if differ else "holds"
    runs = sheet.keep(
        {
            f"{way}_run": _run([kept[f"{way}_{step.ordinal}_{last}"] for step in steps])
            for way, steps in ways.items()
        }
    )
    return _single(
        sheet,
        {
            way: _highest(
                (
                    step.ordinal,
                    (runs[f"{way}_run"] >= place)
                    & kept[f"{way}_{step.ordinal}_holds"]
                    & (step.applicable > 0),
                )
                for place, step in enumerate(steps)
            )
            for way, steps in ways.items()
        },
        floor,
    )


def _run(flags: Sequence[Expr]) -> Expr:
    """Return how many of some conditions hold before the first that does not."""
    run = as_count(flags[-1])
    for flag in reversed(flags[:-1]):
        run = as_count(flag) * (run + whole(1))
    return run


def _highest(stages: Iterable[tuple[int, Expr]]) -> list[tuple[Expr, Expr]]:
    """Return choices that give the highest ordinal of which a condition holds."""
    return [(flag, whole(ordinal)) for ordinal, flag in reversed([*stages])]


def _single(
    sheet: Sheet, choices: Mapping[str, list[tuple[Expr, Expr]]], floor: int
) -> dict[str, Ends]:
    kept = sheet.keep({f"{way}_end": choose(own, whole(floor)) for way, own in choices.items()})
    return {way: (kept[f"{way}_end"], kept[f"{way}_end"]) for way in choices}


def high_water(sheet: Sheet, ways: Completions, floor: int) -> dict[str, Ends]:
    """Return the highest stage with enough met, for each way to settle."""
    return _single(
        sheet,
        {
            way: _highest(
                (step.ordinal, (step.applicable > 0) & (step.met >= step.needed)) for step in steps
            )
            for way, steps in ways.items()
        },
        floor,
    )


_FAR_BELOW: Final = -32_000


def nearest(
    sheet: Sheet, ways: Completions, floor: int
) -> tuple[dict[str, Ends], dict[str, tuple[Standing, ...]]]:
    """Return the lowest and the highest stage that fits best, and how all fit.

    The standing of a stage is the count of indicators met up to it less the
    count of those not met; the highest standing fits best. That of the place
    that everyone has reached is 0.

    Args:
        sheet: The table.
        ways: The stages for each way to settle.
        floor: The ordinal that everyone has reached.

    Returns:
        Both for each way to settle.
    """
    standings = _standings(sheet, ways)
    fits = {way: [whole(0), *(each.fit for each in own)] for way, own in standings.items()}
    best = _greatest(sheet, fits)
    choices: dict[str, Expr] = {}
    for way, own in standings.items():
        fitting = [(each.fit == best[way], whole(each.ordinal)) for each in own]
        lowest = (best[way] == 0, whole(floor))
        choices[f"{way}_first"] = choose([lowest, *fitting[:-1]], fitting[-1][1])
        choices[f"{way}_last"] = choose(reversed(fitting), whole(floor))
    kept = sheet.keep(choices)
    return {way: (kept[f"{way}_first"], kept[f"{way}_last"]) for way in ways}, standings


def _standings(sheet: Sheet, ways: Completions) -> dict[str, tuple[Standing, ...]]:
    """Return how well each stage fits, for each way to settle."""
    nets = sheet.keep(
        {
            f"{way}_{step.ordinal}_net": 2 * step.met - step.applicable
            for way, steps in ways.items()
            for step in steps
        }
    )
    fits: dict[str, Expr] = {}
    for way, steps in ways.items():
        for place, step in enumerate(steps, 1):
            standing = total(nets[f"{way}_{below.ordinal}_net"] for below in steps[:place])
            counts = nw.when(step.applicable > 0).then(standing).otherwise(whole(_FAR_BELOW))
            fits[f"{way}_{step.ordinal}_fit"] = counts
    kept = sheet.keep(fits)
    return {
        way: tuple(Standing(own.ordinal, kept[f"{way}_{own.ordinal}_fit"]) for own in steps)
        for way, steps in ways.items()
    }


def _greatest(sheet: Sheet, several: Mapping[str, Sequence[Expr]]) -> dict[str, Expr]:
    """Return the greatest of each of some lists of one length, found pair by pair.

    A maximum across columns is wrong on Dask, which lays rows of different
    parts beside each other.
    """
    left = {name: list(own) for name, own in several.items()}
    size = max(map(len, left.values()))
    while size > 1:
        pairs = {
            f"{name}_{size}_{place}": nw.when(one > other).then(one).otherwise(other)
            for name, own in left.items()
            for place, (one, other) in enumerate(zip(own[::2], own[1::2], strict=False))
        }
        kept = sheet.keep(pairs)
        left = {
            name: [
                *(kept[f"{name}_{size}_{place}"] for place in range(size // 2)),
                *own[size - size % 2 :],
            ]
            for name, own in left.items()
        }
        size = (size + 1) // 2
    return {name: own[0] for name, own in left.items()}

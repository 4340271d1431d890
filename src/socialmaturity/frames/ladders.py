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
        return self.applicable - self.met - self.short


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
        f"{name}_applicable": len(cells) - total(cell.not_applicable for cell in cells),
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
        applicable: How many of its indicators apply.
        standing: The count of indicators met up to it less the count of
            those not met.
        best: The highest standing up to it, 0 for nobody's.
    """

    ordinal: int
    applicable: Expr
    standing: Expr
    best: Expr


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
        run = as_count(flag) * (run + 1)
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


_STATE: Final = ("standing", "best", "first", "last")


def nearest(
    sheet: Sheet, ways: Completions, floor: int
) -> tuple[dict[str, Ends], dict[str, tuple[Standing, ...]]]:
    """Return the lowest and the highest stage that fits best, and how all fit.

    The standing of a stage is the count of indicators met up to it less the
    count of those not met; the highest standing fits best. Stage by stage the
    standing, the best so far and who has it are carried on.

    Args:
        sheet: The table.
        ways: The stages for each way to settle.
        floor: The ordinal that everyone has reached.

    Returns:
        Both for each way to settle.
    """
    standings: dict[str, list[Standing]] = {way: [] for way in ways}
    states = {
        way: {"standing": whole(0), "best": whole(0), "first": whole(floor), "last": whole(floor)}
        for way in ways
    }
    for place in range(max(map(len, ways.values()))):
        for half in (_stand, _compare):
            kept = sheet.keep(
                {
                    f"{way}_{place}_{part}": expr
                    for way, steps in ways.items()
                    for part, expr in half(states[way], steps[place]).items()
                }
            )
            for way, state in states.items():
                state |= {
                    part: kept[f"{way}_{place}_{part}"]
                    for part in _STATE
                    if f"{way}_{place}_{part}" in kept
                }
        for way, steps in ways.items():
            step, state = steps[place], states[way]
            standings[way].append(
                Standing(step.ordinal, step.applicable, state["standing"], state["best"])
            )
    ends = {way: (state["first"], state["last"]) for way, state in states.items()}
    return ends, {way: tuple(own) for way, own in standings.items()}


def _stand(state: Mapping[str, Expr], step: Step) -> dict[str, Expr]:
    return {"standing": state["standing"] + 2 * step.met - step.applicable}


def _compare(state: Mapping[str, Expr], step: Step) -> dict[str, Expr]:
    standing, best = state["standing"], state["best"]
    counts = step.applicable > 0
    leads, level = counts & (standing > best), counts & (standing >= best)
    own = whole(step.ordinal)
    return {
        "best": nw.when(leads).then(standing).otherwise(best),
        "first": nw.when(leads).then(own).otherwise(state["first"]),
        "last": nw.when(level).then(own).otherwise(state["last"]),
    }

"""The best sets of tasks, by going through all of them; no word of closures, cuts or bounds.

A task is a tuple: cost, value, and the places of the tasks that it requires. Small cases only.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

Plain = tuple[Fraction, Fraction, tuple[int, ...]]
"""Cost, value, and the places of what it requires."""


def closed_sets(tasks: Sequence[Plain]) -> Iterator[frozenset[int]]:
    """Every set of places that has what its members require."""
    for taken in product((False, True), repeat=len(tasks)):
        chosen = frozenset(place for place, own in enumerate(taken) if own)
        if all(set(tasks[place][2]) <= chosen for place in chosen):
            yield chosen


def cost(tasks: Sequence[Plain], chosen: frozenset[int]) -> Fraction:
    """What a set costs."""
    return sum((tasks[place][0] for place in chosen), Fraction(0))


def value(tasks: Sequence[Plain], chosen: frozenset[int]) -> Fraction:
    """What a set is worth."""
    return sum((tasks[place][1] for place in chosen), Fraction(0))


def best(tasks: Sequence[Plain], budget: Fraction) -> Fraction:
    """The most that a closed set of a budget is worth."""
    return max(
        value(tasks, chosen) for chosen in closed_sets(tasks) if cost(tasks, chosen) <= budget
    )


def corners(tasks: Sequence[Plain]) -> list[tuple[Fraction, Fraction]]:
    """The corners of the upper hull of all (cost, value), while it rises, from the best for free.

    A point is a corner if no mixture of a cheaper and a dearer one of as much value or more
    reaches its value at its cost.
    """
    most: dict[Fraction, Fraction] = {}
    for chosen in closed_sets(tasks):
        at = cost(tasks, chosen)
        most[at] = max(most.get(at, value(tasks, chosen)), value(tasks, chosen))
    rising = [
        (x, y)
        for x, y in sorted(most.items())
        if all(other < y for at, other in most.items() if at < x)
    ]
    return [
        (x, y)
        for x, y in rising
        if not any(
            left_x < x < right_x
            and left_y + (right_y - left_y) / (right_x - left_x) * (x - left_x) >= y
            for left_x, left_y in rising
            for right_x, right_y in rising
        )
    ]


def cheapest_and_smallest(tasks: Sequence[Plain], at: tuple[Fraction, Fraction]) -> frozenset[int]:
    """What all closed sets of this cost and value share."""
    alike = [
        chosen for chosen in closed_sets(tasks) if (cost(tasks, chosen), value(tasks, chosen)) == at
    ]
    return alike[0].intersection(*alike[1:])


def best_spread(tasks: Sequence[Plain], capacities: Sequence[Fraction]) -> Fraction:
    """The most value in place at the end of each period, added up, over all ways to place tasks."""
    count = len(capacities)
    most = Fraction(0)
    for periods in product(range(1, count + 2), repeat=len(tasks)):
        if any(
            periods[own] > periods[place] for place, task in enumerate(tasks) for own in task[2]
        ):
            continue
        spent = [Fraction(0)] * (count + 2)
        for place, number in enumerate(periods):
            spent[number] += tasks[place][0]
        if any(spent[number] > room for number, room in enumerate(capacities, 1)):
            continue
        held = sum(
            (tasks[place][1] * (count + 1 - number) for place, number in enumerate(periods)),
            Fraction(0),
        )
        most = max(most, held)
    return most


def cheapest_way(
    stages: Sequence[Sequence[tuple[Fraction, bool]]], needed: Sequence[int]
) -> Fraction:
    """The least cost so that of each stage so many of (cost, met already) are met."""
    least = Fraction(0)
    for stage, count in zip(stages, needed, strict=True):
        least += min(
            sum(
                (own for (own, met), take in zip(stage, taken, strict=True) if take and not met),
                Fraction(0),
            )
            for taken in product((False, True), repeat=len(stage))
            if sum(take or met for (_, met), take in zip(stage, taken, strict=True)) >= count
        )
    return least

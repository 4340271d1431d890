"""The other rules, and what is said beside a score, by brute force.

Data as in `oracles.cumulative`: stages, findings, top, at, quorum. And besides:

    rule     complete findings -> the set of ordinals that result (more than one: a tie)
    single   complete findings -> the one ordinal that results
    tree     ("leaf", id), ("mean", [(weight, tree), ...]) or ("sum", [tree, ...])
    numbers  the number of each rank, so top + 1 of them, none less than the one before it
    probs    unknown id -> the probability of each rank; the findings are independent
    ranges   the lowest and the highest ordinal of each unit, both included

Complete findings have no "unknown"; what is "na" stays so everywhere. Whatever takes findings
that may be unknown tries every rank for each of them.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Literal

from oracles.cumulative import (
    NA,
    UNKNOWN,
    Findings,
    Stages,
    applicable,
    check,
    completions,
    floor_of,
    is_met,
    is_vacuous,
    reaches,
    unknown,
)

Rule = Callable[[Findings], AbstractSet[int]]
Single = Callable[[Findings], int]
Tree = (
    tuple[Literal["leaf"], str]
    | tuple[Literal["mean"], Sequence[tuple[Fraction, "Tree"]]]
    | tuple[Literal["sum"], Sequence["Tree"]]
)
Ranges = Sequence[tuple[int, int]]


# --- findings


def unknown_ids(findings: Findings) -> list[str]:
    """The ids whose finding is unknown, whether they stand in a stage or not."""
    return unknown([(False, list(findings))], findings)


def rated_ids(findings: Findings) -> list[str]:
    """The ids whose finding is a rank."""
    return [indicator for indicator, finding in findings.items() if isinstance(finding, int)]


def completed(findings: Findings, top: int) -> Iterator[Findings]:
    """The findings with the unknown ones replaced by ranks, in every possible way."""
    return completions([(False, list(findings))], findings, top)


def excluded(findings: Findings) -> Findings:
    """The findings with every unknown one not applicable."""
    return {
        indicator: NA if finding == UNKNOWN else finding for indicator, finding in findings.items()
    }


def refuse_unknown(findings: Findings) -> None:
    """Refuse (ValueError) findings that are not complete."""
    if unknown_ids(findings):
        raise ValueError("wanted: findings without unknowns")


def decisive_for(
    result: Callable[[Findings], Hashable], findings: Findings, top: int
) -> frozenset[str]:
    """The unknown ids that change the result for some completion of the others."""
    return frozenset(
        indicator
        for indicator in unknown_ids(findings)
        if any(
            len({result({**others, indicator: rank}) for rank in range(top + 1)}) > 1
            for others in completed({**findings, indicator: 0}, top)
        )
    )


# --- high water


def high_water(
    stages: Stages, findings: Findings, top: int, at: int, quorum: Fraction | None
) -> int:
    """The highest stage with anything met, else the floor.

    Without a quorum one applicable indicator at or above `at` is enough; with one it takes
    the quorum of the applicable ones, and there must be some.
    """
    check(stages, findings, top, at, at, quorum)
    refuse_unknown(findings)
    result = floor_of(stages)
    for ordinal, stage in enumerate(stages, start=1):
        asked = applicable(stage[1], findings)
        if quorum is None:
            met = any(reaches(findings[indicator], at) for indicator in asked)
        else:
            met = len(asked) > 0 and is_met(stage, findings, at, quorum)
        if met:
            result = ordinal
    return result


def high_water_possible(
    stages: Stages, findings: Findings, top: int, at: int, quorum: Fraction | None
) -> frozenset[int]:
    """The results over all completions (not always a run of consecutive ordinals)."""
    return frozenset(
        high_water(stages, complete, top, at, quorum) for complete in completed(findings, top)
    )


def high_water_decisive(
    stages: Stages, findings: Findings, top: int, at: int, quorum: Fraction | None
) -> frozenset[str]:
    """The unknown indicators that change the result for some completion of the others."""
    return decisive_for(
        lambda complete: high_water(stages, complete, top, at, quorum), findings, top
    )


# --- nearest


def misfit(stages: Stages, findings: Findings, at: int, k: int) -> int:
    """How many applicable indicators are not as they would be of one who stands at stage k.

    Up to stage k they would be at or above `at`, above stage k below it.
    """
    return len(
        [
            indicator
            for ordinal, (_, indicators) in enumerate(stages, start=1)
            for indicator in applicable(indicators, findings)
            if reaches(findings[indicator], at) != (ordinal <= k)
        ]
    )


def nearest(stages: Stages, findings: Findings, top: int, at: int) -> frozenset[int]:
    """The ordinals with the least misfit: of the floor and of stages with applicable indicators."""
    check(stages, findings, top, at, at, None)
    refuse_unknown(findings)
    candidates = [floor_of(stages)] + [
        ordinal
        for ordinal, stage in enumerate(stages, start=1)
        if not stage[0] and not is_vacuous(stage, findings)
    ]
    least = min(misfit(stages, findings, at, k) for k in candidates)
    return frozenset(k for k in candidates if misfit(stages, findings, at, k) == least)


def nearest_possible(stages: Stages, findings: Findings, top: int, at: int) -> frozenset[int]:
    """The ordinals that result, alone or tied, from some completion."""
    return frozenset(
        ordinal
        for complete in completed(findings, top)
        for ordinal in nearest(stages, complete, top, at)
    )


def nearest_ends(stages: Stages, findings: Findings, top: int, at: int) -> tuple[int, int]:
    """The least of the lowest tied ordinals and the greatest of the highest, over completions."""
    ties = [nearest(stages, complete, top, at) for complete in completed(findings, top)]
    return min(min(tied) for tied in ties), max(max(tied) for tied in ties)


def nearest_decisive(stages: Stages, findings: Findings, top: int, at: int) -> frozenset[str]:
    """The unknown indicators that change the tied ordinals for some completion of the others."""
    return decisive_for(lambda complete: nearest(stages, complete, top, at), findings, top)


# --- weighted mean and rating


def mean_value(
    tree: Tree,
    findings: Findings,
    numbers: Sequence[Fraction],
    na_value: Fraction | None = None,
) -> Fraction | None:
    """The number of the tree; None where no leaf has one.

    A leaf has its rank's number; one not applicable has `na_value`. Members without a
    number leave a mean together with their weight, and leave a sum.
    """
    refuse_unknown(findings)
    if list(numbers) != sorted(numbers):
        raise ValueError("wanted: numbers that never fall")
    if tree[0] == "leaf":
        finding = findings[tree[1]]
        return numbers[finding] if isinstance(finding, int) else na_value
    if tree[0] == "sum":
        values = [mean_value(member, findings, numbers, na_value) for member in tree[1]]
        known = [value for value in values if value is not None]
        return sum(known, Fraction(0)) if known else None
    if any(weight < 0 for weight, _ in tree[1]):
        raise ValueError("wanted: weights of 0 or more")
    weighted = [
        (weight, mean_value(member, findings, numbers, na_value)) for weight, member in tree[1]
    ]
    pairs = [(weight, value) for weight, value in weighted if value is not None]
    if not pairs:
        return None
    total = sum((weight for weight, _ in pairs), Fraction(0))
    if total == 0:
        raise ValueError("the members with a number weigh nothing")
    return sum((weight * value for weight, value in pairs), Fraction(0)) / total


def mean_values(
    tree: Tree,
    findings: Findings,
    numbers: Sequence[Fraction],
    na_value: Fraction | None = None,
) -> frozenset[Fraction | None]:
    """The numbers of the tree over all completions; None alone where it never has one."""
    return frozenset(
        mean_value(tree, complete, numbers, na_value)
        for complete in completed(findings, len(numbers) - 1)
    )


def mean_possible(
    tree: Tree,
    findings: Findings,
    numbers: Sequence[Fraction],
    na_value: Fraction | None = None,
) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest number over all completions; None where it never has one."""
    known = [value for value in mean_values(tree, findings, numbers, na_value) if value is not None]
    return (min(known), max(known)) if known else None


def rating(percent: Fraction, labels: Sequence[str], bounds: Sequence[Fraction]) -> str:
    """The label of the first bound that is not below the percentage, else the last label."""
    if len(labels) != len(bounds) + 1:
        raise ValueError("wanted: one label more than bounds")
    if list(bounds) != sorted(bounds):
        raise ValueError("wanted: ascending bounds")
    for label, bound in zip(labels[:-1], bounds, strict=True):
        if percent <= bound:
            return label
    return labels[-1]


# --- beside the score


def extremes(rule: Rule, findings: Findings, top: int) -> tuple[int, int]:
    """The least and the greatest ordinal that results from some completion."""
    results = [rule(complete) for complete in completed(findings, top)]
    return min(min(result) for result in results), max(max(result) for result in results)


def replaced(findings: Findings, top: int, size: int) -> Iterator[Findings]:
    """The findings with so many rated ones replaced by other ranks, in every possible way."""
    for chosen in combinations(rated_ids(findings), size):
        others = [[rank for rank in range(top + 1) if rank != findings[one]] for one in chosen]
        for ranks in product(*others):
            yield {**findings, **dict(zip(chosen, ranks, strict=True))}


def robustness(rule: Rule, findings: Findings, top: int) -> tuple[int | None, int | None]:
    """How few rated findings, were they otherwise, would move an end of the result: (up, down).

    Up is for the upper end to rise, down for the lower end to fall; None where no number is
    enough.
    """
    lower, upper = extremes(rule, findings, top)
    up: int | None = None
    down: int | None = None
    for size in range(1, len(rated_ids(findings)) + 1):
        ends = [extremes(rule, other, top) for other in replaced(findings, top, size)]
        if up is None and any(high > upper for _, high in ends):
            up = size
        if down is None and any(low < lower for low, _ in ends):
            down = size
        if up is not None and down is not None:
            break
    return up, down


def distribution(
    single: Single, findings: Findings, probs: Mapping[str, Sequence[Fraction]]
) -> dict[int, Fraction]:
    """The probability of each ordinal that has one above 0, were the findings independent."""
    open_ids = unknown_ids(findings)
    for indicator in open_ids:
        if sum(probs[indicator]) != 1 or any(share < 0 for share in probs[indicator]):
            raise ValueError("wanted: probabilities of 0 or more that sum to 1")
    answer: dict[int, Fraction] = {}
    for ranks in product(*(range(len(probs[indicator])) for indicator in open_ids)):
        chosen = dict(zip(open_ids, ranks, strict=True))
        chance = prod((probs[one][rank] for one, rank in chosen.items()), start=Fraction(1))
        if chance > 0:
            ordinal = single({**findings, **chosen})
            answer[ordinal] = answer.get(ordinal, Fraction(0)) + chance
    return answer


def cheapest(
    single: Single, stages: Stages, findings: Findings, top: int, target: int
) -> int | None:
    """The fewest steps of rank, over all rated findings, that lift the result to the target.

    Every unknown finding is taken to be at the top. None where no raising is enough.
    """
    check(stages, findings, top, 0, 0, None)
    hoped: Findings = {**findings, **dict.fromkeys(unknown_ids(findings), top)}
    now = {one: rank for one, rank in findings.items() if isinstance(rank, int)}
    costs = [
        sum(ranks) - sum(now.values())
        for ranks in product(*(range(rank, top + 1) for rank in now.values()))
        if single({**hoped, **dict(zip(now, ranks, strict=True))}) >= target
    ]
    return min(costs, default=None)


# --- several units


def choices(ranges: Ranges) -> Iterator[tuple[int, ...]]:
    """One ordinal for each unit, in every possible way."""
    if not ranges or any(lower > upper for lower, upper in ranges):
        raise ValueError("wanted: at least one unit, and ranges that do not end before they begin")
    return product(*(range(lower, upper + 1) for lower, upper in ranges))


def roll_up_worst(ranges: Ranges) -> tuple[int, int]:
    """The least and the greatest possible ordinal of the worst unit."""
    results = [min(ordinals) for ordinals in choices(ranges)]
    return min(results), max(results)


def highest_shared(ordinals: Sequence[int], quorum: Fraction, floor: int) -> int:
    """The highest ordinal, from the floor up, with the quorum of the units at it or above."""
    if not 0 < quorum <= 1:
        raise ValueError("wanted: 0 < quorum <= 1")
    if min(ordinals) < floor:
        raise ValueError("a unit is below the floor")
    return max(
        k
        for k in range(floor, max(ordinals) + 1)
        if len([ordinal for ordinal in ordinals if ordinal >= k]) >= quorum * len(ordinals)
    )


def roll_up_quorum(ranges: Ranges, quorum: Fraction, floor: int) -> tuple[int, int]:
    """The least and the greatest possible of the highest ordinal that the quorum has reached."""
    results = [highest_shared(ordinals, quorum, floor) for ordinals in choices(ranges)]
    return min(results), max(results)

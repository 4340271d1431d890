"""The rule cumulative by brute force: slow and obvious.

Data, everywhere in the same order of arguments:

    stages    pairs of (is it a baseline?, indicator ids); the ordinal is the place plus one
    findings  indicator id -> rank (0..top, higher is better), "unknown" or "na"
    top       the highest rank
    at        the rank that the result's own stage must reach
    lower_at  the rank that every stage below it must reach (lower_at >= at)
    quorum    the share of a stage's applicable indicators that must; None means all

Every function but `coverage` and `evaluate` enumerates (top + 1) ** unknowns completions.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

Stages = list[tuple[bool, list[str]]]
Findings = dict[str, int | str]

UNKNOWN = "unknown"
NA = "na"


def check(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> None:
    """Refuse (ValueError) what the specification does not cover."""
    ids = [indicator for _, indicators in stages for indicator in indicators]
    if len(ids) != len(set(ids)):
        raise ValueError("an indicator stands in two places")
    if set(ids) != set(findings):
        raise ValueError("findings and indicators are not the same ids")
    for ordinal, (is_baseline, indicators) in enumerate(stages, start=1):
        if is_baseline and ordinal != 1:
            raise ValueError("only stage 1 can be a baseline")
        if is_baseline and indicators:
            raise ValueError("a baseline has no indicators")
    for finding in findings.values():
        if isinstance(finding, str):
            if finding not in (UNKNOWN, NA):
                raise ValueError(f"not a finding: {finding!r}")
        elif isinstance(finding, bool) or not 0 <= finding <= top:
            raise ValueError(f"not a rank: {finding!r}")
    if not 0 <= at <= lower_at <= top:
        raise ValueError("wanted: 0 <= at <= lower_at <= top")
    if quorum is not None and not 0 < quorum <= 1:
        raise ValueError("wanted: 0 < quorum <= 1")


def floor_of(stages: Stages) -> int:
    """The baseline's ordinal (1), else 0, the place below the first stage."""
    return 1 if stages and stages[0][0] else 0


def applicable(indicators: list[str], findings: Findings) -> list[str]:
    """The indicators that are not "not applicable"."""
    return [indicator for indicator in indicators if findings[indicator] != NA]


def unknown(stages: Stages, findings: Findings) -> list[str]:
    """The indicators whose finding is unknown."""
    return [
        indicator
        for _, indicators in stages
        for indicator in indicators
        if findings[indicator] == UNKNOWN
    ]


def is_vacuous(stage: tuple[bool, list[str]], findings: Findings) -> bool:
    """A stage, other than a baseline, without one applicable indicator."""
    is_baseline, indicators = stage
    return not is_baseline and len(applicable(indicators, findings)) == 0


def reaches(finding: int | str, threshold: int) -> bool:
    """Is it a rank, and at or above the threshold?"""
    return isinstance(finding, int) and finding >= threshold


def is_met(
    stage: tuple[bool, list[str]], findings: Findings, threshold: int, quorum: Fraction | None
) -> bool:
    """As many applicable indicators reach the threshold as quorum times all of them.

    So a baseline and a vacuous stage are met: 0 >= q * 0.
    """
    asked = applicable(stage[1], findings)
    reached = [indicator for indicator in asked if reaches(findings[indicator], threshold)]
    share = Fraction(1) if quorum is None else quorum
    return len(reached) >= share * len(asked)


def completions(stages: Stages, findings: Findings, top: int) -> Iterator[Findings]:
    """The findings with the unknown ones replaced by ranks, in every possible way."""
    open_ids = unknown(stages, findings)
    for ranks in product(range(top + 1), repeat=len(open_ids)):
        yield {**findings, **dict(zip(open_ids, ranks, strict=True))}


def evaluate(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> int:
    """The highest stage k met at `at` with every stage below it met at `lower_at`.

    From a vacuous stage down to the next that is not; the floor if there is none.
    """
    check(stages, findings, top, at, lower_at, quorum)
    if unknown(stages, findings):
        raise ValueError("evaluate wants findings without unknowns")
    floor = floor_of(stages)
    result = floor
    for k in range(1, len(stages) + 1):
        own = is_met(stages[k - 1], findings, at, quorum)
        below = all(is_met(stages[j - 1], findings, lower_at, quorum) for j in range(1, k))
        if own and below:
            result = k
    while result > floor and is_vacuous(stages[result - 1], findings):
        result = result - 1
    return result


def possible(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> frozenset[int]:
    """The results over all completions (not always a run of consecutive ordinals)."""
    check(stages, findings, top, at, lower_at, quorum)
    return frozenset(
        evaluate(stages, complete, top, at, lower_at, quorum)
        for complete in completions(stages, findings, top)
    )


def ends(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> tuple[int, int]:
    """The lowest and the highest result over all completions."""
    results = possible(stages, findings, top, at, lower_at, quorum)
    return min(results), max(results)


def decisive(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> frozenset[str]:
    """The unknown indicators that change the result for some completion of the others."""
    return frozenset(
        indicator
        for indicator in unknown(stages, findings)
        if any(
            len(
                {
                    evaluate(stages, {**others, indicator: rank}, top, at, lower_at, quorum)
                    for rank in range(top + 1)
                }
            )
            > 1
            for others in completions(stages, {**findings, indicator: 0}, top)
        )
    )


def coverage(stages: Stages, findings: Findings) -> Fraction | None:
    """Rated indicators over the applicable ones; None where there are none."""
    asked = [
        indicator for _, indicators in stages for indicator in applicable(indicators, findings)
    ]
    rated = [indicator for indicator in asked if findings[indicator] != UNKNOWN]
    return Fraction(len(rated), len(asked)) if asked else None


def next_stage(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> int | None:
    """T, the next stage above the upper end that is not vacuous; None if there is none."""
    _, upper = ends(stages, findings, top, at, lower_at, quorum)
    for k in range(upper + 1, len(stages) + 1):
        if not is_vacuous(stages[k - 1], findings):
            return k
    return None


def binding(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> dict[int, tuple[int, frozenset[str]]]:
    """What must be raised before stage T can be reached at all, were every unknown at the top.

    For each stage from above the floor up to T: the candidates are its rated indicators
    below its threshold (`at` for T, `lower_at` below T); the number needed is the size of
    the smallest set of candidates that, raised to the threshold, makes the stage met.
    Stages where none is needed are left out. Without a quorum all candidates are needed.
    """
    target = next_stage(stages, findings, top, at, lower_at, quorum)
    if target is None:
        return {}
    hoped: Findings = {**findings, **dict.fromkeys(unknown(stages, findings), top)}
    answer: dict[int, tuple[int, frozenset[str]]] = {}
    for k in range(floor_of(stages) + 1, target + 1):
        threshold = at if k == target else lower_at
        stage = stages[k - 1]
        candidates = [
            indicator
            for indicator in applicable(stage[1], findings)
            if findings[indicator] != UNKNOWN and not reaches(findings[indicator], threshold)
        ]
        sufficient = [
            size
            for size in range(len(candidates) + 1)
            for chosen in combinations(candidates, size)
            if is_met(
                stage,
                {**hoped, **dict.fromkeys(chosen, threshold)},
                threshold,
                quorum,
            )
        ]
        needed = min(sufficient)
        if needed >= 1:
            answer[k] = (needed, frozenset(candidates))
    return answer


def profile(
    stages: Stages, findings: Findings, top: int, at: int
) -> dict[int, tuple[Fraction, Fraction] | None]:
    """The lowest and the highest share of applicable indicators at or above `at`, by ordinal.

    None for a stage without applicable indicators, so for a baseline.
    """
    check(stages, findings, top, at, at, None)
    answer: dict[int, tuple[Fraction, Fraction] | None] = {}
    for k, (_, indicators) in enumerate(stages, start=1):
        asked = applicable(indicators, findings)
        if not asked:
            answer[k] = None
            continue
        shares = [
            Fraction(
                len([indicator for indicator in asked if reaches(complete[indicator], at)]),
                len(asked),
            )
            for complete in completions(stages, findings, top)
        ]
        answer[k] = (min(shares), max(shares))
    return answer

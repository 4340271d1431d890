"""Scoring one assessment with its explanation, beside a bare loop.

    python tests/benchmarks/scoring.py

The loop takes ranks by id and gives the two ends of the gate over all, no more.
"""

from statistics import median
from time import perf_counter

import socialmaturity as sm

ANSWERS = {
    "listening": "F",
    "reporting": "L",
    "presence": "F",
    "analysis": "L",
    "conversation": "L",
    "metrics": "F",
    "research": "L",
    "strategic-visibility": "P",
    "relevance": "N",
}
STAGES = [[own.id for own in stage.indicators] for stage in sm.SOLIS.stages]
RANKS = {key: "NPLF".index(own) for key, own in ANSWERS.items()}


def bare() -> tuple[int, int]:
    """The two ends, from dictionaries."""
    ends: list[int] = []
    for unknown in (0, 3):
        reached = 0
        for stage in STAGES:
            if any(RANKS.get(own, unknown) < 2 for own in stage):
                break
            reached += 1
        ends.append(reached)
    return ends[0], ends[1]


def ours() -> tuple[int, int]:
    """The same from an assessment, with everything else that a result has."""
    result = sm.score(sm.Assessment(framework="solis", answers=ANSWERS), rule="cumulative")
    return result.lower.ordinal, result.upper.ordinal


def main() -> None:
    """Print the table."""
    assert bare() == ours() == (2, 3)
    rounds: list[tuple[float, float]] = []
    for _ in range(15):
        taken: list[float] = []
        for work, times in ((bare, 2000), (ours, 100)):
            start = perf_counter()
            for _ in range(times):
                work()
            taken.append((perf_counter() - start) / times)
        rounds.append((taken[0], taken[1]))
    loop, full = (median(one[place] for one in rounds) * 1e6 for place in (0, 1))
    print(f"bare loop {loop:.1f} us, score with explanation {full:.1f} us,", end=" ")
    print(f"ratio {median(two / one for one, two in rounds):.0f} (medians of {len(rounds)} rounds)")


if __name__ == "__main__":
    main()

"""Scoring one assessment with its explanation, beside a bare loop.

    python tests/benchmarks/scoring.py

The loop takes ranks by id and gives the two ends of the gate over all, no more; both start from
an assessment that is there. First the ten-stage framework: the assessment of the README, and
organisations of every stage with a fifth of the answers unknown. Then frameworks of up to 10,000
indicators, by every rule: the time for one indicator should stay what it is.
"""

import random
from statistics import median
from time import perf_counter

import socialmaturity as sm

README = {
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
RULES = ("cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating")
VALUES = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}


def bare(ranks: dict[str, int]) -> tuple[int, int]:
    """The two ends, from a dictionary."""
    ends: list[int] = []
    for unknown in (0, 3):
        reached = 0
        for stage in STAGES:
            if any(ranks.get(own, unknown) < 2 for own in stage):
                break
            reached += 1
        ends.append(reached)
    return ends[0], ends[1]


def ours(assessment: sm.Assessment) -> tuple[int, int]:
    """The same with everything else that a result has."""
    result = sm.score(assessment, rule="cumulative")
    return result.lower.ordinal, result.upper.ordinal


def organisation(stage: int, source: random.Random) -> dict[str, str]:
    """Answers of an organisation at a stage; a fifth of them is unknown."""
    return {
        own: source.choice("LF" if ordinal <= stage else "NP")
        for ordinal, indicators in enumerate(STAGES, 1)
        for own in indicators
        if source.random() > 0.2
    }


def side_by_side(answers: dict[str, str]) -> tuple[float, float]:
    """Median microseconds of the loop, and of the score in times of the loop."""
    assessment = sm.Assessment(framework="solis", answers=answers)
    ranks = {key: "NPLF".index(own) for key, own in answers.items()}
    assert bare(ranks) == ours(assessment)
    rounds: list[tuple[float, float]] = []
    for _ in range(9):
        start = perf_counter()
        for _ in range(1000):
            bare(ranks)
        middle = perf_counter()
        for _ in range(200):
            ours(assessment)
        end = perf_counter()
        rounds.append(((middle - start) / 1000, (end - middle) / 200))
    return median(one for one, _ in rounds) * 1e6, median(two / one for one, two in rounds)


def ladder(stages: int, per_stage: int) -> sm.Framework:
    """A framework of that size."""
    return sm.Framework(
        id="sized",
        name="Sized",
        version="1",
        kind="ladder",
        gate=sm.Gate(at="L"),
        order=sm.Order(exclusive=True),
        dimensions=(sm.Dimension(id="work", name="Work", basis="judgement"),),
        stages=tuple(
            sm.Stage(
                framework="sized",
                ordinal=ordinal,
                name=f"Stage {ordinal}",
                indicators=tuple(
                    sm.Indicator(
                        id=f"i-{ordinal}-{place}", name="One", question="Is it?", dimension="work"
                    )
                    for place in range(per_stage)
                ),
            )
            for ordinal in range(1, stages + 1)
        ),
    )


def growth(rule: str, stages: int, per_stage: int) -> float:
    """Median microseconds for each indicator."""
    framework = ladder(stages, per_stage)
    source = random.Random(7)  # noqa: S311
    answers: dict[str, str] = {own.id: source.choice("LLLF") for own in framework.indicators}
    for own in source.sample(sorted(answers), len(answers) // 5):
        del answers[own]
    assessment = sm.Assessment(framework="sized", answers=answers)
    parameters = {"values": VALUES} if rule in ("weighted_mean", "rating") else {}
    taken: list[float] = []
    for _ in range(5):
        start = perf_counter()
        sm.score(assessment, framework=framework, rule=rule, **parameters)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
        taken.append(perf_counter() - start)
    return median(taken) / (stages * per_stage) * 1e6


def main() -> None:
    """Print the tables."""
    loop, ratio = side_by_side(README)
    print(f"README: loop {loop:.1f} us, score with explanation {ratio:.0f} times that")
    source = random.Random(4)  # noqa: S311
    ratios = [side_by_side(organisation(stage, source))[1] for stage in range(11)]
    told = " ".join(f"{own:.0f}" for own in ratios)
    print(f"organisations of stage 0 to 10: {told} times; median {median(ratios):.0f}")
    print("us for each indicator, at 100, 1,000 and 10,000 (stages of 5), 10,000 (one stage)")
    for rule in RULES:
        sizes = ((20, 5), (200, 5), (2000, 5), (1, 10000))
        print(f"{rule:14}", *(f"{growth(rule, *size):8.2f}" for size in sizes))


if __name__ == "__main__":
    main()

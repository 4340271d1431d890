"""How many questions an adaptive session asks until the stage of Solis is settled.

    python tests/benchmarks/interview.py

Random organisations, equally many of each stage from below the first to the tenth. A consistent
one meets everything up to its stage, misses at least one indicator of the next, and meets nothing
beyond; any other meets what it likes beyond the next. Asking all is what both are compared with.
"""

import random
from statistics import median

import socialmaturity as sm

STAGES = [[own.id for own in stage.indicators] for stage in sm.SOLIS.stages]
EVERY = sum(map(len, STAGES))
MET, MISSED = ("L", "F"), ("N", "P")


def organisation(source: random.Random, *, consistent: bool) -> dict[str, str]:
    """Answers to all questions."""
    stage = source.randint(0, len(STAGES))
    answers: dict[str, str] = {}
    for ordinal, indicators in enumerate(STAGES, 1):
        for own in indicators:
            met = ordinal <= stage
            if ordinal == stage + 1 or (ordinal > stage and not consistent):
                met = source.random() < 0.5
            answers[own] = source.choice(MET if met else MISSED)
        if ordinal == stage + 1:
            answers[source.choice(indicators)] = source.choice(MISSED)
    return answers


def questions(answers: dict[str, str], *, consistent: bool) -> tuple[int, bool]:
    """How many questions were asked, and whether the stage is that of asking all."""
    session = sm.interview("solis", consistent=consistent)
    while session.question is not None:
        session = session.answer(session.question.id, answers[session.question.id])
    whole = sm.score(sm.Assessment(framework="solis", answers=answers), rule="cumulative")
    return session.asked, session.stage == whole.stage


def main() -> None:
    """Print the table."""
    print(f"of {EVERY} questions; 1,100 organisations each")
    for consistent_ones, supposed in ((True, True), (True, False), (False, False), (False, True)):
        source = random.Random(11)  # noqa: S311
        made = [organisation(source, consistent=consistent_ones) for _ in range(1100)]
        asked = [questions(answers, consistent=supposed) for answers in made]
        counts = sorted(count for count, _ in asked)
        differ = sum(not same for _, same in asked)
        print(
            f"{'consistent' if consistent_ones else 'any':10} organisations,"
            f" {'supposing so' if supposed else 'supposing nothing':17}:"
            f" median {median(counts):4.1f} ({median(counts) / EVERY:.0%}), most {counts[-1]},"
            f" another stage {differ}"
        )


if __name__ == "__main__":
    main()

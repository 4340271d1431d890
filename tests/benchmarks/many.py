"""Many assessments as objects: scored beside loops over dictionaries, read beside cattrs.

    python tests/benchmarks/many.py [rows]

In every round each candidate runs once, in rotating order, and a ratio is taken within the
round; what is told are medians of seven rounds. The records have twenty indicators in ten
stages, a fifth of them unknown. The loops look nothing up that is not there: an unknown label is
a ``KeyError``, an unknown id goes unseen.

The first loop gives both ends and the coverage in one pass. The second is the naive one of the
tables: both ends, stage by stage, and six weighted means that pass over what is unknown.

Of JSON lines, plain cattrs makes the same class, whose constructor checks every answer, and a
bare class of text that checks nothing; both over orjson, which takes the last of two equal keys.
"""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from statistics import median
from time import perf_counter
from typing import Any

import attrs
import cattrs

import socialmaturity as sm
from socialmaturity.assessment.outcome import Answers
from socialmaturity.io.lines import iter_assessments, to_json_lines
from socialmaturity.scoring.many import score_many

ROUNDS = 7
LABELS = "NPLF"
RANKS = {label: rank for rank, label in enumerate(LABELS)}
VALUES = {label: Fraction(rank, 3) for rank, label in enumerate(LABELS)}


def ladder(stages: int = 10, per_stage: int = 2) -> sm.Framework:
    """A framework of twenty indicators in ten stages."""
    return sm.Framework(
        id="sized",
        name="Sized",
        version="1",
        kind="ladder",
        gate=sm.Gate(at="L"),
        order=sm.Order(exclusive=True),
        dimensions=tuple(
            sm.Dimension(id=f"part-{place}", name="Part", basis="judgement") for place in range(6)
        ),
        stages=tuple(
            sm.Stage(
                framework="sized",
                ordinal=ordinal,
                name=f"Stage {ordinal}",
                indicators=tuple(
                    sm.Indicator(
                        id=f"i-{ordinal}-{place}",
                        name="One",
                        question="Is it?",
                        dimension=f"part-{(ordinal + place) % 6}",
                    )
                    for place in range(per_stage)
                ),
            )
            for ordinal in range(1, stages + 1)
        ),
    )


SIZED = ladder()
STAGES = [[own.id for own in stage.indicators] for stage in SIZED.stages]
PARTS = [
    [(own.id, 1 + place % 3) for place, own in enumerate(SIZED.indicators) if own.dimension == part]
    for part in (dimension.id for dimension in SIZED.dimensions)
]

Row = dict[str, str]


def organisations(count: int) -> list[Row]:
    """Answers of organisations of every stage; a fifth of them is unknown."""
    source = random.Random(4)  # noqa: S311
    rows: list[Row] = []
    for _ in range(count):
        stage = source.randint(0, 10)
        rows.append(
            {
                own: source.choice("LF" if ordinal <= stage else "NP")
                for ordinal, indicators in enumerate(STAGES, 1)
                for own in indicators
                if source.random() > 0.2
            }
        )
    return rows


def one_pass(row: Row) -> tuple[int, int, float]:
    """Both ends of the gate, and the coverage."""
    lower = upper = known = 0
    sure = maybe = True
    for indicators in STAGES:
        for own in indicators:
            answer = row.get(own)
            if answer is None:
                sure = False
                continue
            known += 1
            if RANKS[answer] < 2:
                sure = maybe = False
        lower += sure
        upper += maybe
    return lower, upper, known / 20


def of_tables(row: Row) -> dict[str, Any]:
    """Both ends, stage by stage, and six weighted means that pass over what is unknown."""
    result: dict[str, Any] = {}
    for end, unknown in (("lower", 0), ("upper", 3)):
        reached, holds = 0, True
        for ordinal, indicators in enumerate(STAGES, 1):
            for own in indicators:
                answer = row.get(own)
                rank = unknown if answer is None else RANKS[answer]
                holds = holds and rank >= 2
            if holds:
                reached = ordinal
        result[end] = reached
    for place, part in enumerate(PARTS):
        total = weights = 0.0
        for own, weight in part:
            answer = row.get(own)
            if answer is not None:
                total += weight * RANKS[answer] / 3
                weights += weight
        result[f"part-{place}"] = total / weights if weights else None
    return result


Candidate = tuple[str, Callable[[], object]]


def side_by_side(candidates: Sequence[Candidate]) -> list[list[float]]:
    """Seconds of each candidate in each round, the order rotating."""
    taken: list[list[float]] = []
    for turn in range(ROUNDS):
        times = [0.0] * len(candidates)
        for step in range(len(candidates)):
            place = (turn + step) % len(candidates)
            start = perf_counter()
            candidates[place][1]()
            times[place] = perf_counter() - start
        taken.append(times)
    return taken


def scoring(rows: list[Row]) -> None:
    """Print the rates of the loops and of each rule."""
    several = [sm.Assessment(framework="sized", answers=row) for row in rows]
    numbers = [
        sm.Assessment(
            framework="sized",
            scale="zero-to-one",
            answers={own: VALUES[label] for own, label in row.items()},
        )
        for row in rows
    ]
    few = several[: len(several) // 20]
    many: Callable[..., Any] = score_many
    one: Callable[..., Any] = sm.score

    def by(rule: str, given: list[sm.Assessment] = several, **options: Any) -> Candidate:
        return rule, lambda: sum(1 for _ in many(given, SIZED, rule=rule, **options))

    ends = [(own.lower, own.upper) for own in score_many(several, SIZED, rule="cumulative")]
    assert ends == [one_pass(row)[:2] for row in rows]
    assert ends == [(own["lower"], own["upper"]) for own in map(of_tables, rows)]
    candidates: list[Candidate] = [
        ("loop, ends and coverage", lambda: [one_pass(row) for row in rows]),
        ("loop of the tables", lambda: [of_tables(row) for row in rows]),
        *(by(rule) for rule in ("cumulative", "high_water", "nearest", "profile")),
        ("cumulative, numbers", by("cumulative", numbers)[1]),
        ("cumulative, filtered (*)", by("cumulative", few, strength="asserted")[1]),
        ("weighted_mean (*)", by("weighted_mean", few, values=VALUES)[1]),
        ("score, one by one (*)", lambda: [one(own, framework=SIZED) for own in few]),
    ]
    counts = [len(few) if name.endswith("(*)") else len(rows) for name, _ in candidates]
    taken = side_by_side(candidates)
    print(f"{'scoring':26} {'rows/s':>10} {'of loop 1':>10} {'of loop 2':>10}")
    for place, (name, _) in enumerate(candidates):
        rates = [counts[place] / own[place] for own in taken]
        first, second = (
            median(rate * own[loop] / len(rows) for rate, own in zip(rates, taken, strict=True))
            for loop in (0, 1)
        )
        print(f"{name:26} {median(rates):10,.0f} {first:10.2f} {second:10.2f}")


@attrs.frozen
class Bare:
    """A record that checks nothing."""

    framework: str
    subject: str = ""
    assessed_on: str | None = None
    answers: dict[str, str | None] = attrs.field(factory=dict[str, "str | None"])


def reading(rows: list[Row]) -> None:
    """Print the rates of reading JSON lines."""
    import orjson

    several = [
        sm.Assessment(
            framework="sized", subject=f"Firm {place}", assessed_on="2026-11-01", answers=row
        )
        for place, row in enumerate(rows)
    ]
    lines = [line.encode() for line in to_json_lines(several)]
    plain = cattrs.Converter()
    plain.register_structure_hook(Answers, lambda value, _: Answers(value))
    plain.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    assert [*iter_assessments(lines)] == several
    assert [plain.structure(orjson.loads(line), sm.Assessment) for line in lines] == several
    few = lines[: len(lines) // 20]
    candidates: list[Candidate] = [
        (
            "plain cattrs over orjson",
            lambda: [plain.structure(orjson.loads(line), sm.Assessment) for line in lines],
        ),
        (
            "the same, a bare class",
            lambda: [plain.structure(orjson.loads(line), Bare) for line in lines],
        ),
        ("iter_assessments", lambda: sum(1 for _ in iter_assessments(lines))),
        (
            "parse_assessment (*)",
            lambda: [sm.parse_assessment(line.decode(), format="json") for line in few],
        ),
        ("to_json_lines", lambda: sum(1 for _ in to_json_lines(several))),
        (
            "read and scored",
            lambda: sum(1 for _ in score_many(iter_assessments(lines), SIZED)),
        ),
    ]
    counts = [len(few) if name.endswith("(*)") else len(rows) for name, _ in candidates]
    taken = side_by_side(candidates)
    print(f"{'reading':26} {'rows/s':>10} {'time/first':>10} {'t/second':>10}")
    for place, (name, _) in enumerate(candidates):
        spent = [own[place] / counts[place] for own in taken]
        first, second = (
            median(time * len(rows) / own[loop] for time, own in zip(spent, taken, strict=True))
            for loop in (0, 1)
        )
        print(f"{name:26} {1 / median(spent):10,.0f} {first:10.2f} {second:10.2f}")


def main() -> None:
    """Print the tables."""
    rows = organisations(int(sys.argv[1]) if sys.argv[1:] else 10_000)
    scoring(rows)
    reading(rows)
    print(f"(*) on a twentieth of the {len(rows):,} rows")


if __name__ == "__main__":
    main()

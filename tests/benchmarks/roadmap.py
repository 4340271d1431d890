"""How long the nested chain takes, and how the own search compares with HiGHS.

    python tests/benchmarks/roadmap.py

Random practices with a cost of 1 to 15, a value of 0 to 20 and prerequisites that go from later
to earlier ones; a plan has a quarter of the cost of all. The last chain is a line of practices
with falling rates, as deep as it is long and with a batch for each.
"""

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from time import perf_counter
from typing import TypeVar

from socialmaturity.progression.closure import nested_chain
from socialmaturity.progression.planning import Phases, Plan, Solver, phases, plan
from socialmaturity.progression.tasks import Task, Tasks, total

T = TypeVar("T")

SIZES = ((50, 60), (200, 250), (1000, 1250))
SOLVERS: tuple[Solver, ...] = ("own", "highs")
LIMITS = {200: 1.0, 1000: 15.0}


def practices(count: int, edges: int, seed: int) -> Tasks:
    """Random practices."""
    source = random.Random(seed)  # noqa: S311
    requires: dict[int, set[int]] = {number: set() for number in range(count)}
    while sum(map(len, requires.values())) < edges:
        one, two = sorted(source.sample(range(count), 2))
        requires[two].add(one)
    return Tasks(
        Task(
            id=f"p{number:04}",
            cost=source.randint(1, 15),
            value=source.randint(0, 20),
            requires=[f"p{own:04}" for own in sorted(requires[number])],
        )
        for number in range(count)
    )


def line(count: int) -> Tasks:
    """One practice after the other, each dearer than the one before."""
    return Tasks(
        Task(
            id=f"p{number:04}",
            cost=number + 1,
            value=1,
            requires=[f"p{number - 1:04}"] if number else [],
        )
        for number in range(count)
    )


def timed(function: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    start = perf_counter()
    result = function()
    return perf_counter() - start, result


def told(run: tuple[float, Plan | Phases]) -> str:
    """Seconds, and the gap of the value."""
    seconds, found = run
    return f"{seconds:6.2f}  {float(found.gap):4.0f} of {float(found.value):5.0f}"


def main() -> int:
    """Print the tables; 1 where a chain takes longer than it may."""
    nested_chain(practices(20, 20, 0))  # networkx is loaded now
    late = 0
    print("practices  prerequisites  batches  chain, s: of 5 graphs the fastest, the slowest")
    for count, edges in (*SIZES, (1000, 5000)):
        made = [practices(count, edges, seed) for seed in range(5)]
        runs = [timed(partial(nested_chain, own)) for own in made]
        times = sorted(seconds for seconds, _ in runs)
        batches = sum(len(chain.batches) for _, chain in runs) // len(runs)
        print(f"{count:9}  {edges:13}  {batches:7}  {times[0]:.3f}  {times[-1]:.3f}")
        late += times[-1] > LIMITS.get(count, 1.0)
    seconds, chain = timed(partial(nested_chain, line(1000)))
    print(f"{1000:9}  {'in a line':>13}  {len(chain.batches):7}  {seconds:.3f}")
    late += seconds > LIMITS[1000]

    print("\npractices  graph  own: s, gap of value    HiGHS: s, gap of value")
    for count, edges in SIZES:
        for seed in range(3):
            tasks = practices(count, edges, seed)
            budget = total(tasks)[0] / 4
            shown = "    ".join(
                told(timed(partial(plan, tasks, budget, solver=own, node_limit=5000)))
                for own in SOLVERS
            )
            print(f"{count:9}  {seed:5}  {shown}")

    print("\npractices  periods  heuristic: s, gap    HiGHS: s, gap (500 nodes)")
    for count, edges, periods in ((30, 40, 4), (100, 120, 4)):
        tasks = practices(count, edges, 0)
        room = [total(tasks)[0] / 8 + Fraction(own, 2) for own in range(periods)]
        shown = "    ".join(
            told(timed(partial(phases, tasks, room, solver=own, node_limit=500))) for own in SOLVERS
        )
        print(f"{count:9}  {periods:7}  {shown}")
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())

"""Reasoning over networks of mappings: what it finds, and what that costs.

    PYTHONPATH=tests python tests/benchmarks/network.py [strength] [errors] [speed]

All sets are made by `hidden_axis`, with the seeds that are printed. Times are medians of processor
time. networkx works on the same cut points, side by side, and gives no more than is named.
"""

import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from random import Random
from statistics import median
from sys import argv
from time import process_time

import networkx as nx

from benchmarks.hidden_axis import SLIPS, STAGES, Truth, hidden_axis, plant
from socialmaturity.graph.network import Network
from socialmaturity.graph.points import Points
from socialmaturity.identifiers import Place, StageRef
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.framework import Framework

DECIDED = (Relation.INSIDE, Relation.CONTAINS, Relation.DISJOINT)
"""A pair is decided where one of these must hold; equal is among the first two."""

Edge = tuple[int, int, bool]
"""Lower point, higher point, whether strictly."""


def all_relations(network: Network) -> dict[StageRef, dict[StageRef, Relation]]:
    """What is known of every stage and every stage of the other frameworks."""
    return {
        stage.ref: network.relations(stage.ref)
        for own in network.frameworks
        for stage in own.stages
    }


def strength(seeds: Iterable[int] = (1, 2, 3)) -> None:
    """Print how many of 19,000 pairs are decided by 1,000 mappings, and how many wrongly."""
    print("Strength: 20 frameworks, 1,000 mappings, all pairs of stages of different frameworks")
    print("  seed  related rows   mappings   pairs  decided  something said  wrong")
    for seed in seeds:
        for related in (None, Relation.PP_PPI_PO_DR):
            frameworks, mappings, truth = hidden_axis(20, 1000, seed, related=related)
            found = all_relations(Network(frameworks=frameworks, mappings=mappings))
            said = [
                (found[one.ref].get(two.ref, Relation.ANYTHING), truth(one.ref, two.ref))
                for first, second in combinations(frameworks, 2)
                for one in first.stages
                for two in second.stages
            ]
            decided = sum(any(own.implies(word) for word in DECIDED) for own, _ in said)
            some = sum(own is not Relation.ANYTHING for own, _ in said)
            wrong = sum(true not in own.basic for own, true in said)
            how = "left out" if related is None else "not equal"
            print(
                f"  {seed:4}  {how:13}  {len(mappings):8}  {len(said):6}"
                f"  {decided / len(said):7.1%}  {some / len(said):14.1%}  {wrong:5}"
            )


def errors(seed: int = 4, trials: int = 60) -> None:
    """Print how many planted errors are found, one at a time, in 10,000 mappings."""
    frameworks, mappings, _ = hidden_axis(200, 10_000, seed)
    intact = Network(frameworks=frameworks, mappings=mappings).engine("maturity").is_refuted
    print(f"Errors: 200 frameworks, 10,000 mappings, seed {seed}; one row spoilt at a time")
    print(f"  {'intact':28}{'alarm' if intact else 'no alarm'}")
    rng = Random(seed)  # noqa: S311
    total = 0
    for kind in SLIPS:
        found = 0
        for _ in range(trials):
            spoilt, _ = plant(rng, mappings, kind)
            found += Network(frameworks=frameworks, mappings=spoilt).engine("maturity").is_refuted
        total += found
        print(f"  {kind:28}{found:3} of {trials}")
    print(f"  {'together':28}{total:3} of {trials * len(SLIPS)}: {total / trials / len(SLIPS):.0%}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = process_time()
    work()
    return process_time() - start


def rounds(works: Sequence[Callable[[], object]], count: int) -> list[float]:
    """The median of each, all once a round, in an order that rotates."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(count):
        for place in range(len(works)):
            which = (place + turn) % len(works)
            taken[which].append(timed(works[which]))
    return [median(own) for own in taken]


class CutPoints:
    """The cut points of frameworks, and what mappings say of two of them, in the plainest form."""

    def __init__(self, frameworks: Iterable[Framework], mappings: Iterable[Mapping]) -> None:
        self._first = {own.id: (STAGES + 1) * number for number, own in enumerate(frameworks)}
        self.count = (STAGES + 1) * len(self._first)
        self.edges: list[Edge] = [
            (first + place, first + place + 1, True)
            for first in self._first.values()
            for place in range(STAGES)
        ]
        for own in mappings:
            self.edges += self._said(own)

    def ends(self, place: Place) -> tuple[int, int]:
        """Where a stage starts and ends."""
        start = self._first[place.framework] + place.ordinals[0] - 1
        return start, start + 1

    def _said(self, own: Mapping) -> Iterator[Edge]:
        start, end = self.ends(own.subject)
        other_start, other_end = self.ends(own.object)
        if own.relation in (Relation.INSIDE, Relation.EQUAL):
            yield from ((other_start, start, False), (end, other_end, False))
        if own.relation in (Relation.CONTAINS, Relation.EQUAL):
            yield from ((start, other_start, False), (other_end, end, False))
        if own.relation is Relation.OVERLAPS:
            yield from ((start, other_end, True), (other_start, end, True))


def graph_of(edges: Iterable[Edge]) -> "nx.DiGraph[int]":
    """The same as a graph of networkx."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from((low, high) for low, high, _ in edges)
    return graph


def points_of(count: int, edges: Iterable[Edge]) -> Points:
    """The same as our own points."""
    points = Points(count, lambda _: 1.0)
    for low, high, strict in edges:
        points.add(low, high, 0, strict=strict)
    return points


def is_consistent(graph: "nx.DiGraph[int]", edges: Iterable[Edge]) -> bool:
    """Whether no strict edge lies in a component, by networkx."""
    component = {
        point: number
        for number, points in enumerate(nx.strongly_connected_components(graph))
        for point in points
    }
    return not any(strict and component[low] == component[high] for low, high, strict in edges)


def built(frameworks: list[Framework], mappings: list[Mapping]) -> Network:
    """A network whose axis is built, so that questions can be asked."""
    network = Network(frameworks=frameworks, mappings=mappings)
    network.engine("maturity")
    return network


def one_against_all(network: Network, truth: Truth, seed: int, times: int = 41) -> float:
    """Seconds that one stage against all others takes; what is told is checked."""
    rng = Random(seed)  # noqa: S311
    stages = [rng.choice(rng.choice(network.frameworks).stages).ref for _ in range(times)]
    for other, found in network.relations(stages[0]).items():
        if truth(stages[0], other) not in found.basic:
            raise ValueError(f"{stages[0]} to {other} is wrong")
    return median(timed(partial(network.relations, stage)) for stage in stages)


def speed(seed: int = 5) -> None:
    """Print what 100,000 mappings cost."""
    frameworks, mappings, truth = hidden_axis(1000, 100_000, seed)
    print(f"Speed: 1,000 frameworks, 100,000 mappings, seed {seed}")
    print("  mappings in memory to an axis that can be asked:", end=" ")
    print(f"{median(timed(lambda: built(frameworks, mappings)) for _ in range(3)):.2f} s")
    network = built(frameworks, mappings)
    cuts = CutPoints(frameworks, mappings)
    count, edges = cuts.count, cuts.edges
    graph = graph_of(edges)
    print(f"  cut points {count}, statements about two of them {len(edges)}")
    points = points_of(count, edges)

    def check() -> None:
        points.reopen()
        assert points.conflict is None

    ours, theirs = rounds([check, lambda: is_consistent(graph, edges)], 5)
    told(f"consistency after building (networkx: components, {len(edges)} looks)", ours, theirs)
    ours, theirs = rounds([lambda: points_of(count, edges), lambda: graph_of(edges)], 5)
    told("the cut points alone, built", ours, theirs)
    first = timed(lambda: network.relations(frameworks[0].stages[0].ref))
    print(f"  first question, which closes the order: {first:.2f} s")
    one = one_against_all(network, truth, seed)
    start, end = cuts.ends(frameworks[7].stages[3].ref)
    back = graph.reverse(copy=True)

    def reached() -> int:
        return sum(
            len(set(nx.dfs_preorder_nodes(which, at)))
            for which in (graph, back)
            for at in (start, end)
        )

    told(
        "one stage against all others (networkx: what is reached)",
        one,
        median(timed(reached) for _ in range(5)),
    )
    tracemalloc.start()
    network = built(frameworks, mappings)
    network.relations(frameworks[0].stages[0].ref)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"  memory beside frameworks and mappings: {kept / 1e6:.0f} MB, at most {peak / 1e6:.0f}")
    frameworks, mappings, _ = hidden_axis(20, 1000, seed)

    def everything() -> None:
        all_relations(Network(frameworks=frameworks, mappings=mappings))

    print(f"Derived relations of 20 frameworks by 1,000 mappings, seed {seed}")
    print(f"  build, and all 200 stages against all: {rounds([everything], 7)[0]:.3f} s")
    small = Network(frameworks=frameworks, mappings=mappings)
    pairs = [
        (one.stages[number % 10].ref, two.stages[(number * 7) % 10].ref)
        for number, (one, two) in enumerate(combinations(frameworks, 2))
    ][:40]
    each = median(timed(partial(small.derive, *pair)) for pair in pairs)
    print(f"  one derivation with its statements, of {len(pairs)} pairs: {each * 1e3:.1f} ms")


def told(what: str, ours: float, theirs: float) -> None:
    """Print two times and their ratio."""
    print(f"  {what}: {ours * 1e3:.1f} ms, networkx {theirs * 1e3:.1f} ms: {ours / theirs:.2f}")


def main() -> None:
    """Print the tables that are asked for, or all."""
    for part in (strength, errors, speed):
        if part.__name__ in argv[1:] or len(argv) == 1:
            part()


if __name__ == "__main__":
    main()

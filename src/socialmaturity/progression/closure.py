"""The nested chain: batches of tasks in falling order of value for cost, each best for its cost."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from socialmaturity.errors import InvalidValueError, expect, shown
from socialmaturity.model.fields import Number, parse_number
from socialmaturity.model.scale import show_number
from socialmaturity.progression.tasks import Requires, Task, Tasks, ancestors, total
from socialmaturity.scoring.explanation import show_rounded

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]
"""One mark of a chart. It has text, whole numbers, floats and ``None``."""

_SOURCE: Final = -1
_SINK: Final = -2


class Cut(NamedTuple):
    """A closed set of the most weight, and a proof that no other weighs more.

    Args:
        chosen: The set; of all that weigh as much the smallest one, which
            is part of each of them.
        shifted: Weights by id, in which some of what an id weighs is moved to
            what it requires. A closed set never weighs more by its own
            weights than by these, and those above 0 add up to the weight of
            *chosen*.
    """

    chosen: frozenset[str]
    shifted: dict[str, int]


def heaviest_closure(weights: Mapping[str, int], requires: Requires) -> Cut:
    """Return the closed set of the most weight, by one minimum cut.

    A set is closed where it has all that its members require. Those of
    positive weight hang on the source, those of negative weight on the sink,
    and what requires something cannot be cut off from it::

        weight(chosen) = sum of the positive weights - capacity of the cut

    Args:
        weights: By id.
        requires: Of each of them, directly; what has no weight counts as
            done. No cycle.

    Returns:
        The set, which may be empty, and its proof.

    References:
        Picard (1976), Maximal closure of a graph and applications to
        combinatorial problems, Management Science 22. Boykov and Kolmogorov
        (2004), An experimental comparison of min-cut/max-flow algorithms.

    Examples:
        >>> sorted(heaviest_closure({"a": 3, "b": -2, "c": -1}, {"a": ["b"], "b": [], "c": []})[0])
        ['a', 'b']
    """
    useful = [name for name, weight in weights.items() if weight > 0]
    inner = {name: [own for own in requires[name] if own in weights] for name in weights}
    needed = ancestors(inner, useful).union(useful)
    members = [name for name in weights if name in needed]
    if all(weights[name] >= 0 for name in members):
        return Cut(frozenset(members), dict(weights))
    places = {name: place for place, name in enumerate(members)}
    edges = [(places[name], places[own]) for name in members for own in inner[name]]
    flow = _flow([weights[name] for name in members], edges)
    reached = _reached(flow)
    shifted = dict(weights)
    for name, place in places.items():
        from_source = flow[_SOURCE][place]["flow"] if weights[name] > 0 else 0
        to_sink = flow[place][_SINK]["flow"] if weights[name] < 0 else 0
        shifted[name] += to_sink - from_source
    return Cut(frozenset(name for name in members if places[name] in reached), shifted)


def _flow(weights: Sequence[int], edges: Iterable[tuple[int, int]]) -> "nx.DiGraph[int]":
    import networkx as nx
    from networkx.algorithms.flow import boykov_kolmogorov

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from((_SOURCE, _SINK))
    for place, weight in enumerate(weights):
        if weight > 0:
            graph.add_edge(_SOURCE, place, capacity=weight)
        elif weight < 0:
            graph.add_edge(place, _SINK, capacity=-weight)
    graph.add_edges_from(edges)
    return boykov_kolmogorov(graph, _SOURCE, _SINK)


def _reached(flow: "nx.DiGraph[int]") -> set[int]:
    """Return what can still be reached from the source; the smallest best set."""
    seen = {_SOURCE}
    queue = deque([_SOURCE])
    while queue:
        for other, edge in flow[queue.popleft()].items():
            if other not in seen and edge["flow"] < edge["capacity"]:
                seen.add(other)
                queue.append(other)
    return seen


def whole_numbers(numbers: Iterable[Fraction]) -> tuple[list[int], int]:
    """Return numbers as whole ones, and what they were multiplied by.

    Args:
        numbers: Exact; may be none.

    Returns:
        The whole numbers in their order, and the smallest factor that makes
        them whole, 1 or more.

    Examples:
        >>> whole_numbers([Fraction(1, 2), Fraction(2, 3)])
        ([3, 4], 6)
    """
    kept = list(numbers)
    unit = lcm(*(number.denominator for number in kept))
    return [number.numerator * (unit // number.denominator) for number in kept], unit


def parse_budget(budget: Number | str, path: str = "budget") -> Fraction:
    """Return a budget exactly.

    Args:
        budget: 0 or more.
        path: Name of the argument, for the error.

    Returns:
        The exact number.

    Raises:
        WrongTypeError: Not a number.
        InvalidValueError: Below 0, or not finite.
    """
    exact = parse_number(budget, path)
    if exact < 0:
        raise InvalidValueError(
            f"expected 0 or more, not {shown(budget)}; nothing can be done for less than nothing",
            path=path,
            value=budget,
        )
    return exact


@attrs.frozen(kw_only=True)
class Batch:
    """Tasks to do together: as much value for their cost as can still be had.

    Args:
        tasks: In a startable order; at least one.
        cost: Exact, 0 or more.
        value: Exact, above 0.
        rate: Value for one unit of cost, exact and above 0; ``None`` for a
            first batch that costs nothing.
        cumulative_cost: With all batches before.
        cumulative_value: With all batches before.
    """

    tasks: tuple[Task, ...]
    cost: Fraction
    value: Fraction
    rate: Fraction | None
    cumulative_cost: Fraction
    cumulative_value: Fraction

    def __str__(self) -> str:
        rate = "it is free" if self.rate is None else f"{show_rounded(self.rate)} for one"
        return (
            f"{', '.join(task.id for task in self.tasks)}: value {show_rounded(self.value)}"
            f" for cost {show_rounded(self.cost)}, {rate}; so far value"
            f" {show_rounded(self.cumulative_value)} for cost {show_rounded(self.cumulative_cost)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the batch as plain data: ids, and numbers as exact text."""
        return {
            "tasks": [task.id for task in self.tasks],
            "cost": show_number(self.cost),
            "value": show_number(self.value),
            "rate": None if self.rate is None else show_number(self.rate),
            "cumulative_cost": show_number(self.cumulative_cost),
            "cumulative_value": show_number(self.cumulative_value),
        }


@attrs.frozen(kw_only=True)
class Chain:
    """An order of batches in which each is part of the best that can be had.

    All batches up to any of them are together worth as much as any tasks of
    their cost can be. Rates fall strictly from batch to batch.

    Args:
        tasks: All tasks.
        batches: In order; empty where nothing is worth doing.
        left_out: Tasks that are in no batch, in a startable order: nothing
            of value needs them, and they add none.
    """

    tasks: Tasks = attrs.field(repr=False)
    batches: tuple[Batch, ...]
    left_out: tuple[Task, ...] = ()

    @property
    def order(self) -> tuple[Task, ...]:
        """The tasks of all batches, none before what it requires."""
        return tuple(task for batch in self.batches for task in batch.tasks)

    @property
    def vertices(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Cost and value of nothing, and of all batches up to each; both rise."""
        return (
            (Fraction(0), Fraction(0)),
            *((batch.cumulative_cost, batch.cumulative_value) for batch in self.batches),
        )

    def within(self, budget: Number | str) -> tuple[Batch, ...]:
        """Return the batches that a budget pays for, one after the other.

        Args:
            budget: 0 or more.

        Returns:
            The first batches, as many as can be paid.

        Raises:
            WrongTypeError: Not a number.
            InvalidValueError: Below 0, or not finite.
        """
        most = parse_budget(budget)
        return tuple(batch for batch in self.batches if batch.cumulative_cost <= most)

    def bound(self, budget: Number | str) -> Fraction:
        """Return a value that no tasks of a budget exceed.

        ::

            bound = value so far + rate of the next batch * what is left of the budget

        Args:
            budget: 0 or more.

        Returns:
            Exact. It is reached where the budget is the cumulative cost of a
            batch, and from that of the last one on.

        Raises:
            WrongTypeError: Not a number.
            InvalidValueError: Below 0, or not finite.
        """
        most = parse_budget(budget)
        count = len(self.within(most))
        cost, value = self.vertices[count]
        if count == len(self.batches):
            return value
        return value + (self.batches[count].rate or 0) * (most - cost)

    def text(self) -> str:
        """Return the batches, numbered, one a line; then what is left out."""
        lines = [f"{number}. {batch}" for number, batch in enumerate(self.batches, 1)]
        if self.left_out:
            named = ", ".join(task.id for task in self.left_out)
            lines.append(f"Not worth their cost: {named}.")
        return "\n".join(lines) or "There is nothing to do."

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the chain as plain data: lists, dictionaries, and numbers as exact text."""
        return {
            "batches": [batch.to_dict() for batch in self.batches],
            "left_out": [task.id for task in self.left_out],
            "text": self.text(),
        }

    def chart_rows(self) -> list[Row]:
        """Return one row for nothing done and one for each batch, to draw value over cost.

        Returns:
            Numbers are floats, for drawing alone.
        """
        start: Row = {"batch": 0, "tasks": [], "rate": None, "cost": 0.0, "value": 0.0}
        return [
            start,
            *(
                {
                    "batch": number,
                    "tasks": [task.id for task in batch.tasks],
                    "rate": None if batch.rate is None else float(batch.rate),
                    "cost": float(batch.cumulative_cost),
                    "value": float(batch.cumulative_value),
                }
                for number, batch in enumerate(self.batches, 1)
            ),
        ]


def nested_chain(tasks: Tasks) -> Chain:
    """Return the batches of tasks, best value for cost first.

    Weigh cost by a rate and take the closed set of the most ``value - rate *
    cost``. As the rate falls the sets grow, each with the one before in it,
    and each is worth as much as any closed set of its cost can be. The rates
    at which they grow are found exactly: between two known sets at the rate
    of the line from one to the other.

    Args:
        tasks: Any; what costs nothing comes in a first batch as far as it is
            worth something by itself, and what is worth less than nothing
            comes where something that needs it makes up for it.

    Returns:
        The chain. It depends on the tasks and not on their order.

    Raises:
        WrongTypeError: No tasks.

    References:
        Everett (1963), Generalized Lagrange multiplier method, Operations
        Research 11. Gallo, Grigoriadis and Tarjan (1989), A fast parametric
        maximum flow algorithm, SIAM Journal on Computing 18. Picard (1976),
        Maximal closure of a graph, Management Science 22.

    Examples:
        >>> from socialmaturity.progression.tasks import Task
        >>> chain = nested_chain(Tasks([
        ...     Task(id="listen", cost=2, value=1),
        ...     Task(id="reply", cost=1, value=5, requires=["listen"]),
        ...     Task(id="report", cost=4, value=2, requires=["listen"]),
        ... ]))
        >>> print(chain)
        1. listen, reply: value 6 for cost 3, 2 for one; so far value 6 for cost 3.
        2. report: value 2 for cost 4, 0.5 for one; so far value 8 for cost 7.
        >>> chain.bound(5)
        Fraction(7, 1)
    """
    expect(tasks, Tasks, "tasks")
    sets = _Search(tasks).sets()
    batches: list[Batch] = []
    before: frozenset[str] = frozenset()
    cost = value = Fraction(0)
    for own in sets:
        members = tasks.pick(own - before)
        own_cost, own_value = total(members)
        cost, value, before = cost + own_cost, value + own_value, own
        batches.append(
            Batch(
                tasks=members,
                cost=own_cost,
                value=own_value,
                rate=own_value / own_cost if own_cost else None,
                cumulative_cost=cost,
                cumulative_value=value,
            )
        )
    left = tasks.pick([task.id for task in tasks if task.id not in before])
    return Chain(tasks=tasks, batches=tuple(batches), left_out=left)


class _Search:
    """The sets of a chain, found in whole numbers."""

    def __init__(self, tasks: Tasks) -> None:
        names = [task.id for task in tasks]
        self._requires = tasks.requires
        costs, _ = whole_numbers(task.cost for task in tasks)
        values, _ = whole_numbers(task.value for task in tasks)
        self._costs = dict(zip(names, costs, strict=True))
        self._values = dict(zip(names, values, strict=True))
        self._order = [task.id for task in tasks.order]

    def sets(self) -> list[frozenset[str]]:
        """Return the sets from the smallest that is worth something, growing."""
        low = heaviest_closure(self._weights(self._free()), self._requires).chosen
        high = heaviest_closure(self._values, self._requires).chosen
        found = [low] if low else []
        spans = [(low, high)]
        while spans:
            low, high = spans.pop()
            between = self._between(high - low)
            if between:
                spans += [(low | between, high), (low, low | between)]
            elif low != high:
                found.append(high)
        return found

    def _free(self) -> list[str]:
        free: dict[str, None] = {}
        for name in self._order:
            if not self._costs[name] and all(own in free for own in self._requires[name]):
                free[name] = None
        return list(free)

    def _weights(self, names: Collection[str]) -> dict[str, int]:
        return {name: self._values[name] for name in names}

    def _between(self, members: frozenset[str]) -> frozenset[str]:
        """Return what to do of some tasks at their own rate; empty where they come together."""
        cost = sum(self._costs[name] for name in members)
        value = sum(self._values[name] for name in members)
        weights = {name: self._values[name] * cost - self._costs[name] * value for name in members}
        return heaviest_closure(weights, self._requires).chosen

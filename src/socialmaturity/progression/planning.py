"""Plans: the most value that a budget can buy, and tasks over periods of limited capacity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from importlib import import_module
from itertools import accumulate
from math import floor, gcd, isfinite
from typing import Any, Final, Literal, NamedTuple

import attrs

from socialmaturity.errors import (
    ContradictionError,
    InvalidValueError,
    MissingExtraError,
    MissingValueError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.model.fields import Number
from socialmaturity.model.scale import show_number
from socialmaturity.progression.closure import (
    Row,
    heaviest_closure,
    nested_chain,
    parse_budget,
    whole_numbers,
)
from socialmaturity.progression.tasks import Task, Tasks, total
from socialmaturity.scoring.explanation import show_rounded

Solver = Literal["highs", "own"]
"""Who looks for the best, HiGHS through scipy or this module itself."""

_OWN: Final[Solver] = "own"
_HIGHS: Final[Solver] = "highs"
_SOLVERS: Final[tuple[Solver, ...]] = (_HIGHS, _OWN)
_NODES: Final = 20_000
_MOST_VARIABLES: Final = 3_000
_MOST_VALUE: Final = 10**9
_MOST_COST: Final = 10**12


@attrs.frozen(kw_only=True)
class Plan:
    """Tasks that a budget pays for, and how sure it is that none are worth more.

    Args:
        budget: What there is to spend, exact.
        tasks: In a startable order; empty where nothing worth doing can be
            paid.
        bound: A value that no tasks of the budget exceed, exact.
        solver: Who found it; ``own`` also where no search was needed.

    Raises:
        ContradictionError: They cost more than the budget, are worth more
            than the bound, or one stands before what it requires.
    """

    budget: Fraction
    tasks: tuple[Task, ...]
    bound: Fraction
    solver: Solver

    def __attrs_post_init__(self) -> None:
        _refuse_early(self.tasks)
        _refuse_over(self.cost, self.budget, "budget")
        _refuse_over(self.value, self.bound, "bound")

    @property
    def cost(self) -> Fraction:
        """The cost of all tasks, exact; never more than the budget."""
        return total(self.tasks)[0]

    @property
    def value(self) -> Fraction:
        """The value of all tasks, exact."""
        return total(self.tasks)[1]

    @property
    def gap(self) -> Fraction:
        """How much more another plan could be worth at most, exact; 0 where none is."""
        return self.bound - self.value

    @property
    def is_optimal(self) -> bool:
        """Whether no other plan of the budget is worth more."""
        return self.bound == self.value

    def text(self) -> str:
        """Return the plan in two sentences, one a line."""
        named = ", ".join(task.id for task in self.tasks) or "Nothing"
        return (
            f"{named}: value {show_rounded(self.value)} for cost {show_rounded(self.cost)} of"
            f" {show_rounded(self.budget)}.\n{_how_good(self)}"
        )

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, its numbers as exact text."""
        return {
            "budget": show_number(self.budget),
            "tasks": [task.id for task in self.tasks],
            "cost": show_number(self.cost),
            "value": show_number(self.value),
            "bound": show_number(self.bound),
            "gap": show_number(self.gap),
            "is_optimal": self.is_optimal,
            "solver": self.solver,
            "text": self.text(),
        }


@attrs.frozen(kw_only=True)
class Phase:
    """What is done in one period.

    Args:
        number: Of the period, from 1.
        capacity: What the period has room for, exact.
        tasks: In a startable order; may be empty. One may stand in the same
            period as what it requires, after it.

    Raises:
        ContradictionError: They cost more than the capacity.
    """

    number: int
    capacity: Fraction
    tasks: tuple[Task, ...] = ()

    def __attrs_post_init__(self) -> None:
        _refuse_over(self.cost, self.capacity, "capacity")

    @property
    def cost(self) -> Fraction:
        """The cost of its tasks, exact; never more than the capacity."""
        return total(self.tasks)[0]

    @property
    def value(self) -> Fraction:
        """The value of its tasks, exact."""
        return total(self.tasks)[1]

    def __str__(self) -> str:
        named = ", ".join(task.id for task in self.tasks) or "nothing"
        return (
            f"Period {self.number}: {named} (value {show_rounded(self.value)} for cost"
            f" {show_rounded(self.cost)} of {show_rounded(self.capacity)})."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the period as plain data, its numbers as exact text."""
        return {
            "number": self.number,
            "capacity": show_number(self.capacity),
            "tasks": [task.id for task in self.tasks],
            "cost": show_number(self.cost),
            "value": show_number(self.value),
        }


@attrs.frozen(kw_only=True)
class Phases:
    """Tasks over periods, and how far from the best they can be.

    What is sought is the value in place at the end of each period, added up
    over the periods: a task of value 3 that is done in the first of four
    counts 12, in the last it counts 3.

    Args:
        periods: In order; at least one.
        left_over: Tasks that come in none, in a startable order: there is
            no room for them, or they are not worth it.
        bound: What no other way to spread the tasks exceeds, exact.
        solver: Who found it. ``own`` is a heuristic: task by task along the
            nested chain, each into the first period with room.

    Raises:
        ContradictionError: A task stands before what it requires, or the
            value is above the bound.
    """

    periods: tuple[Phase, ...]
    left_over: tuple[Task, ...]
    bound: Fraction
    solver: Solver

    def __attrs_post_init__(self) -> None:
        _refuse_early(task for own in self.periods for task in own.tasks)
        _refuse_over(self.value, self.bound, "bound")

    @property
    def value(self) -> Fraction:
        """The value in place at the end of each period, added up, exact."""
        return sum(accumulate(own.value for own in self.periods), Fraction(0))

    @property
    def gap(self) -> Fraction:
        """How much more another way could be worth at most, exact; 0 where none is."""
        return self.bound - self.value

    @property
    def is_optimal(self) -> bool:
        """Whether no other way to spread the tasks is worth more."""
        return self.bound == self.value

    @property
    def is_heuristic(self) -> bool:
        """Whether no search stands behind it, so that the gap alone says how good it is."""
        return self.solver == _OWN

    def text(self) -> str:
        """Return the periods in sentences, one a line, what is left over, and how good it is."""
        lines = [*map(str, self.periods)]
        if self.left_over:
            lines.append(f"Left over: {', '.join(task.id for task in self.left_over)}.")
        if self.is_heuristic:
            lines.append("Made by a heuristic, task by task along the nested chain.")
        lines.append(f"Value in place, added up over the periods: {show_rounded(self.value)}.")
        return "\n".join([*lines, _how_good(self)])

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the periods as plain data, their numbers as exact text."""
        return {
            "periods": [own.to_dict() for own in self.periods],
            "left_over": [task.id for task in self.left_over],
            "value": show_number(self.value),
            "bound": show_number(self.bound),
            "gap": show_number(self.gap),
            "is_optimal": self.is_optimal,
            "is_heuristic": self.is_heuristic,
            "solver": self.solver,
            "text": self.text(),
        }

    def chart_rows(self) -> list[Row]:
        """Return one row for each task in a period, with floats for drawing alone."""
        return [
            {
                "period": own.number,
                "task": task.id,
                "cost": float(task.cost),
                "value": float(task.value),
            }
            for own in self.periods
            for task in own.tasks
        ]


def _refuse_early(tasks: Iterable[Task]) -> None:
    done: set[str] = set()
    for task in tasks:
        for own in task.requires:
            if own not in done:
                raise ContradictionError(
                    f"{task.id!r} requires {own!r}, which does not come before it",
                    path="tasks",
                    value=task.id,
                )
        done.add(task.id)


def _refuse_over(amount: Fraction, most: Fraction, path: str) -> None:
    if amount > most:
        raise ContradictionError(
            f"{shown(amount)} is more than the {path} of {shown(most)}", path=path, value=amount
        )


def _how_good(own: Plan | Phases) -> str:
    if own.is_optimal:
        return "None is worth more."
    return (
        f"Whether one is worth more is open: at most {show_rounded(own.bound)}, that is"
        f" {show_rounded(own.gap)} more."
    )


def plan(
    tasks: Tasks,
    budget: Number | str,
    *,
    solver: Solver | None = None,
    node_limit: int | None = None,
) -> Plan:
    """Return the most valuable tasks that a budget pays for, with all that they require.

    ::

        most sum of values, sum of costs <= budget, no task without what it requires

    That is the precedence-constrained knapsack, which is hard in general.
    The nested chain gives a start and a bound, and often proves the start to
    be the best. Whoever searches, budget and prerequisites are verified
    exactly.

    Args:
        tasks: Any.
        budget: 0 or more; 0 buys what is free and worth something.
        solver: ``highs`` (HiGHS through scipy, which the extra ``solver``
            brings), ``own`` (a search that stops at a limit and says how far
            from the best it can be), or ``None``: none where the chain proves
            enough, else HiGHS where scipy is installed, else the own one.
            Where whole numbers in proportion to the values add up to more
            than a billion, floats do not tell them apart safely, and the own
            one searches in any case.
        node_limit: After how many nodes to stop, 1 or more; ``None`` for
            20,000.

    Returns:
        The plan. Of several of one value, always the same for the same tasks
        and solver; everything in it is worth something, or needed for it.

    Raises:
        WrongTypeError: No tasks, or no number.
        InvalidValueError: A budget below 0, a solver of no known name, or a
            limit below 1.
        MissingExtraError: ``highs`` is asked for, and scipy is not installed.

    References:
        Johnson and Niemi (1983), On knapsacks, partitions, and a new dynamic
        programming technique for trees, Mathematics of Operations Research 8.
        Huangfu and Hall (2018), Parallelizing the dual revised simplex
        method, Mathematical Programming Computation 10 (HiGHS).

    Examples:
        >>> from socialmaturity.progression.tasks import Task
        >>> print(plan(Tasks([
        ...     Task(id="listen", cost=2, value=1),
        ...     Task(id="reply", cost=1, value=5, requires=["listen"]),
        ...     Task(id="report", cost=4, value=2, requires=["listen"]),
        ... ]), 4))
        listen, reply: value 6 for cost 3 of 4.
        None is worth more.
    """
    expect(tasks, Tasks, "tasks")
    problem = _Problem(tasks, parse_budget(budget))
    limit = _parse_limit(node_limit)
    wanted = _parse_solver(solver)
    found, used = problem.seed(), _OWN
    highs = _find_highs(wanted) if wanted == _HIGHS or not found.is_proven else None
    answer = None if highs is None else problem.ask(highs, limit)
    if answer is not None:
        bound = min(answer.bound, found.bound)
        found, used = max(answer, found, key=_worth)._replace(bound=bound), _HIGHS
    elif not found.is_proven:
        found = problem.search(found, limit)
    return Plan(
        budget=problem.budget,
        tasks=tasks.pick(found.chosen),
        bound=found.bound * problem.unit,
        solver=used,
    )


class _Found(NamedTuple):
    """A closed set that can be paid, with its value and a bound in whole numbers."""

    chosen: frozenset[str]
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


def _worth(found: _Found) -> int:
    return found.value


def _parse_limit(limit: int | None) -> int:
    if limit is None:
        return _NODES
    if expect(limit, int, "node_limit") < 1:
        raise InvalidValueError(
            f"expected a whole number from 1 on, not {shown(limit)}", path="node_limit", value=limit
        )
    return limit


def _parse_solver(solver: Solver | None) -> Solver | None:
    if solver is not None and expect(solver, str, "solver") not in _SOLVERS:
        near = near_names(solver, _SOLVERS)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        raise InvalidValueError(
            f"{shown(solver)} is none of {', '.join(map(repr, _SOLVERS))}{guess}",
            path="solver",
            value=solver,
        )
    return solver


class _Relaxed(NamedTuple):
    """A knapsack without prerequisites that no plan is worth more than.

    Args:
        worth: Of each task, above 0 or not; *scale* times as large.
        scale: Above 0.
        order: The tasks of worth above 0, most worth for cost first.
    """

    worth: list[int]
    scale: int
    order: list[int]


class _Node(NamedTuple):
    """Plans that have some tasks and lack others; the first to look at is the least."""

    less_bound: int
    less_number: int
    inside: int
    outside: int
    branch: int


class _Problem:
    """What a budget can pay for, in whole numbers.

    Tasks that cost more than the budget with all they require are in no
    plan, and those that the nested chain of the rest leaves out need be in
    none; both are left out here. A set of tasks is the bits of a number.
    """

    def __init__(self, tasks: Tasks, budget: Fraction) -> None:
        self.budget = budget
        self._requires = tasks.requires
        self.chain = nested_chain(_affordable(tasks, budget))
        self._tasks = self.chain.order
        costs, cost_unit = whole_numbers(task.cost for task in self._tasks)
        values, value_unit = whole_numbers(task.value for task in self._tasks)
        cost_share, value_share = gcd(*costs) or 1, gcd(*values) or 1
        self._costs = [cost // cost_share for cost in costs]
        self._values = [value // value_share for value in values]
        self._most = floor(budget * cost_unit / cost_share)
        self.unit = Fraction(value_share, value_unit)
        self._places = {task.id: place for place, task in enumerate(self._tasks)}
        self._needs, self._opens = _spans(self._tasks, self._places)

    def seed(self) -> _Found:
        """Return what the chain pays for, then that of the rest, and so on, with its bound."""
        chosen = 0
        chain, left = self.chain, self.budget
        while paid := chain.within(left):
            chosen |= sum(1 << self._places[task.id] for batch in paid for task in batch.tasks)
            left -= paid[-1].cumulative_cost
            chain = nested_chain(_affordable(self._rest(chosen), left))
        chosen = self._filled(chosen, 0, range(len(self._tasks)))
        return self._found(chosen, floor(self.chain.bound(self.budget) / self.unit))

    def _rest(self, chosen: int) -> Tasks:
        """Return the tasks that are not chosen, with what they require of each other."""
        rest = {task.id for place, task in enumerate(self._tasks) if not chosen >> place & 1}
        return Tasks(
            attrs.evolve(task, requires=[own for own in task.requires if own in rest])
            for task in self._tasks
            if task.id in rest
        )

    def _found(self, chosen: int, bound: int) -> _Found:
        """Return a set without what adds nothing to it."""
        weights = {
            task.id: self._values[place]
            for place, task in enumerate(self._tasks)
            if chosen >> place & 1
        }
        kept = heaviest_closure(weights, self._requires).chosen
        value = sum(weights[name] for name in kept)
        return _Found(kept, value, max(bound, value))

    def ask(self, highs: "_Highs", limit: int) -> _Found | None:
        """Return what HiGHS finds; ``None`` where it cannot be asked or the answer is wrong."""
        rows = [_Row(dict(enumerate(self._costs)), self._most)]
        rows += [
            _Row({place: 1, self._places[own]: -1}, 0)
            for place, task in enumerate(self._tasks)
            for own in task.requires
        ]
        answer = highs.maximise(self._values, rows, limit)
        if answer is None:
            return None
        return self._found(sum(1 << place for place in answer.chosen), answer.bound)

    def search(self, found: _Found, limit: int) -> _Found:
        """Return the best set, or the best of so many nodes with the bound of all others.

        Args:
            found: Where to start, not known to be the best.
            limit: How many nodes to make.

        Returns:
            The set and its bound.
        """
        relaxed = self._relaxed()
        best, value, made = sum(1 << self._places[name] for name in found.chosen), found.value, 0
        nodes = [self._node(relaxed, 0, 0, 0)]
        while -nodes[0].less_bound > value and made < limit:
            node = heappop(nodes)
            for inside, outside in (
                (node.inside | self._needs[node.branch], node.outside),
                (node.inside, node.outside | self._opens[node.branch]),
            ):
                made += 1
                own = self._node(relaxed, inside, outside, made)
                if -own.less_bound > value:
                    filled = self._filled(inside, outside, relaxed.order)
                    best, value = max((best, value), (filled, self._value(filled)), key=_second)
                heappush(nodes, own)
        return self._found(best, min(found.bound, max(value, -nodes[0].less_bound)))

    def _relaxed(self) -> _Relaxed:
        """Move value from tasks to what they require, by the minimum cut at the next rate."""
        batch = self.chain.batches[len(self.chain.within(self.budget))]
        places = [self._places[task.id] for task in batch.tasks]
        cost = sum(self._costs[place] for place in places)
        value = sum(self._values[place] for place in places)
        weights = {
            task.id: self._values[place] * cost - self._costs[place] * value
            for place, task in enumerate(self._tasks)
        }
        shifted = heaviest_closure(weights, self._requires).shifted
        worth = [
            shifted[task.id] + self._costs[place] * value for place, task in enumerate(self._tasks)
        ]
        useful = [place for place, own in enumerate(worth) if own > 0]
        useful.sort(key=lambda place: Fraction(self._costs[place], worth[place]))
        return _Relaxed(worth, cost, useful)

    def _node(self, relaxed: _Relaxed, inside: int, outside: int, number: int) -> _Node:
        """Return a node with its bound, and the task to decide on next."""
        left = self._most
        worth = 0
        for place in _bits(inside):
            left -= self._costs[place]
            worth += relaxed.worth[place]
        if left < 0:
            return _Node(1, -number, inside, outside, 0)
        decided = inside | outside
        free = ~decided & ((1 << len(self._tasks)) - 1)
        for place in relaxed.order:
            if not decided >> place & 1:
                cost = self._costs[place]
                if cost > left:
                    worth += relaxed.worth[place] * left // cost
                    return _Node(-(worth // relaxed.scale), -number, inside, outside, place)
                left -= cost
                worth += relaxed.worth[place]
        if not free:
            return _Node(-self._value(inside), -number, inside, outside, 0)
        branch = (free & -free).bit_length() - 1
        return _Node(-(worth // relaxed.scale), -number, inside, outside, branch)

    def _filled(self, inside: int, outside: int, order: Iterable[int]) -> int:
        """Return a set that can be paid with whatever else can and adds value, task by task."""
        left = self._most - sum(self._costs[place] for place in _bits(inside))
        for place in order:
            if not (inside | outside) >> place & 1:
                added = self._needs[place] & ~inside
                cost = sum(self._costs[own] for own in _bits(added))
                if cost <= left and self._value(added) > 0:
                    inside |= added
                    left -= cost
        return inside

    def _value(self, chosen: int) -> int:
        return sum(self._values[place] for place in _bits(chosen))


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _bits(number: int) -> Iterator[int]:
    """Give the places of the bits of a number, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _affordable(tasks: Tasks, budget: Fraction, largest: Fraction | None = None) -> Tasks:
    """Return the tasks that can be paid with all they require, in an order of their own.

    Args:
        tasks: Any.
        budget: For a task with all it requires.
        largest: The most that one of these may cost; ``None`` for the budget.

    Returns:
        Those tasks; with a task all that it requires.
    """
    most = budget if largest is None else largest
    needs, _ = _spans(tasks.order, {task.id: place for place, task in enumerate(tasks.order)})
    kept: list[Task] = []
    for place, task in enumerate(tasks.order):
        costs = [tasks.order[own].cost for own in _bits(needs[place])]
        if max(costs) <= most and sum(costs) <= budget:
            kept.append(task)
    return Tasks(sorted(kept, key=lambda task: task.id))


def _spans(tasks: Sequence[Task], places: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return of each task the set of itself and what it needs, and of itself and what needs it."""
    needs = [1 << place for place in range(len(tasks))]
    opens = needs.copy()
    for place, task in enumerate(tasks):
        for own in task.requires:
            needs[place] |= needs[places[own]]
    for place in reversed(range(len(tasks))):
        for own in tasks[place].requires:
            opens[places[own]] |= opens[place]
    return needs, opens


class _Row(NamedTuple):
    """A condition: factors of variables, and what they may add up to at most."""

    factors: dict[int, int]
    most: int


class _Answer(NamedTuple):
    """The variables that are 1, and what no other choice exceeds."""

    chosen: frozenset[int]
    bound: int


class _Highs(NamedTuple):
    """The two modules of scipy that it takes to ask HiGHS."""

    optimize: Any
    sparse: Any

    def maximise(self, weights: Sequence[int], rows: Sequence[_Row], limit: int) -> _Answer | None:
        """Return the variables, each 0 or 1, of the most weight under some conditions.

        Args:
            weights: Of the variables.
            rows: The conditions.
            limit: After how many nodes to stop.

        Returns:
            The answer, which keeps the conditions exactly; ``None`` where
            there is none, or where floats are not exact enough to ask.
        """
        sizes = [sum(map(abs, row.factors.values())) for row in rows]
        if sum(map(abs, weights)) > _MOST_VALUE or max(sizes, default=0) > _MOST_COST:
            return None
        if not weights:
            return _Answer(frozenset(), 0)
        at = [(number, own) for number, row in enumerate(rows) for own in row.factors]
        factors = [float(own) for row in rows for own in row.factors.values()]
        matrix = self.sparse.csr_array(
            (factors, tuple(zip(*at, strict=True))), shape=(len(rows), len(weights))
        )
        most = [float(min(row.most, size)) for row, size in zip(rows, sizes, strict=True)]
        result = self.optimize.milp(
            [-float(weight) for weight in weights],
            integrality=[1] * len(weights),
            bounds=self.optimize.Bounds(0, 1),
            constraints=self.optimize.LinearConstraint(matrix, ub=most),
            options={"mip_rel_gap": 0.0, "node_limit": limit},
        )
        if result.x is None or not isfinite(result.mip_dual_bound):
            return None
        chosen = frozenset(place for place, own in enumerate(result.x) if own > _HALF)
        bound = floor(-result.mip_dual_bound + _TOLERANCE)
        return _Answer(chosen, bound) if _holds(chosen, rows) else None


_HALF: Final = 0.5
_TOLERANCE: Final = 1e-3


def _holds(chosen: frozenset[int], rows: Iterable[_Row]) -> bool:
    return all(
        sum(factor for place, factor in row.factors.items() if place in chosen) <= row.most
        for row in rows
    )


def _find_highs(solver: Solver | None) -> _Highs | None:
    """Return the way to HiGHS; ``None`` where another was asked for, or scipy is not there."""
    if solver == _OWN:
        return None
    try:
        return _Highs(import_module("scipy.optimize"), import_module("scipy.sparse"))
    except ImportError as cause:
        if solver is None:
            return None
        raise MissingExtraError(
            "solver 'highs' needs scipy, which the extra 'solver' of this package brings; install"
            " it with: pip install scipy, or ask for solver='own'"
        ) from cause


def phases(
    tasks: Tasks,
    capacities: Iterable[Number | str],
    *,
    solver: Solver | None = None,
    node_limit: int | None = None,
) -> Phases:
    """Return tasks over periods, so that as much value as can be is in place as early as can be.

    ::

        most sum over periods of the value in place at the end of each

    A task is done within one period, and not before what it requires; the
    same period will do. What a period does not use is not carried over.

    Args:
        tasks: Any.
        capacities: What each period has room for, 0 or more; at least one.
        solver: ``highs`` (HiGHS through scipy, which the extra ``solver``
            brings), ``own`` (a heuristic: task by task along the nested
            chain, each into the first period with room), or ``None``: HiGHS
            where scipy is installed and tasks times periods are 3,000 or
            less, unless the heuristic proves itself the best.
        node_limit: After how many nodes HiGHS stops, 1 or more; ``None`` for
            20,000.

    Returns:
        The periods. The bound is that of the nested chain for all that there
        is room for up to each period, or HiGHS's where that is lower.

    Raises:
        WrongTypeError: No tasks, or capacities that are no numbers.
        InvalidValueError: A capacity below 0, a solver of no known name, or
            a limit below 1.
        MissingValueError: No period.
        MissingExtraError: ``highs`` is asked for, and scipy is not installed.

    References:
        Johnson, T. B. (1968), Optimum open pit mine production scheduling.

    Examples:
        >>> from socialmaturity.progression.tasks import Task
        >>> print(phases(Tasks([
        ...     Task(id="listen", cost=2, value=1),
        ...     Task(id="reply", cost=1, value=5, requires=["listen"]),
        ...     Task(id="report", cost=4, value=2, requires=["listen"]),
        ... ]), [3, 3, 4], solver="own"))
        Period 1: listen, reply (value 6 for cost 3 of 3).
        Period 2: nothing (value 0 for cost 0 of 3).
        Period 3: report (value 2 for cost 4 of 4).
        Made by a heuristic, task by task along the nested chain.
        Value in place, added up over the periods: 20.
        None is worth more.
    """
    expect(tasks, Tasks, "tasks")
    room = _parse_capacities(capacities)
    limit = _parse_limit(node_limit)
    wanted = _parse_solver(solver)
    within = _affordable(tasks, sum(room, Fraction(0)), max(room))
    spread = _Spread(within, room)
    found, used = spread.seed(), _OWN
    small = len(within) * len(room) <= _MOST_VARIABLES
    asked = wanted == _HIGHS or (small and not found.is_proven)
    highs = _find_highs(wanted) if asked else None
    answer = None if highs is None else spread.ask(highs, limit)
    if answer is not None:
        bound = min(answer.bound, found.bound)
        found, used = max(answer, found, key=_sum)._replace(bound=bound), _HIGHS
    return Phases(
        periods=tuple(
            Phase(
                number=number,
                capacity=own,
                tasks=tasks.pick([name for name, at in found.periods.items() if at == number]),
            )
            for number, own in enumerate(room, 1)
        ),
        left_over=tasks.pick([task.id for task in tasks if task.id not in found.periods]),
        bound=found.bound * spread.unit,
        solver=used,
    )


def _parse_capacities(capacities: Iterable[Number | str]) -> tuple[Fraction, ...]:
    if isinstance(capacities, str) or not isinstance(capacities, Iterable):
        raise WrongTypeError(
            f"expected a capacity for each period, such as [5, 5], not {shown(capacities)}",
            path="capacities",
            value=capacities,
        )
    room = tuple(parse_budget(own, f"capacities[{place}]") for place, own in enumerate(capacities))
    if not room:
        raise MissingValueError("expected at least one period", path="capacities", value=room)
    return room


class _Placed(NamedTuple):
    """Periods by task, with the value in place added up and a bound, in whole numbers."""

    periods: dict[str, int]
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


def _sum(placed: _Placed) -> int:
    return placed.value


class _Spread:
    """Tasks to be spread over periods, in whole numbers."""

    def __init__(self, tasks: Tasks, room: Sequence[Fraction]) -> None:
        self._chain = nested_chain(tasks)
        self._tasks = self._chain.order
        self._room = room
        values, unit = whole_numbers(task.value for task in self._tasks)
        share = gcd(*values) or 1
        self._values = {
            task.id: value // share for task, value in zip(self._tasks, values, strict=True)
        }
        self.unit = Fraction(share, unit)
        self._bound = sum(
            floor(nested_chain(_affordable(tasks, most, widest)).bound(most) / self.unit)
            for most, widest in zip(accumulate(room), accumulate(room, max), strict=True)
        )

    def seed(self) -> _Placed:
        """Return the tasks of the chain, one after the other in the first period with room."""
        left = list(self._room)
        periods: dict[str, int] = {}
        for task in self._tasks:
            if all(own in periods for own in task.requires):
                start = max((periods[own] for own in task.requires), default=1)
                for number in range(start, len(left) + 1):
                    if left[number - 1] >= task.cost:
                        left[number - 1] -= task.cost
                        periods[task.id] = number
                        break
        return self._placed(periods, self._bound)

    def _placed(self, periods: Mapping[str, int], bound: int) -> _Placed:
        """Return periods without the tasks that add nothing."""
        weights = {
            task.id: self._values[task.id] * (len(self._room) + 1 - periods[task.id])
            for task in self._tasks
            if task.id in periods
        }
        requires = {task.id: task.requires for task in self._tasks}
        kept = heaviest_closure(weights, requires).chosen
        value = sum(weights[name] for name in kept)
        own = {task.id: periods[task.id] for task in self._tasks if task.id in kept}
        return _Placed(own, value, max(bound, value))

    def ask(self, highs: _Highs, limit: int) -> _Placed | None:
        """Return what HiGHS finds; ``None`` where it cannot be asked or the answer is wrong.

        A variable says whether a task is done by the end of a period.
        """
        count = len(self._room)
        first = {task.id: place * count for place, task in enumerate(self._tasks)}
        weights = [self._values[task.id] for task in self._tasks for _ in self._room]
        answer = highs.maximise(weights, [*self._rows(first)], limit)
        if answer is None:
            return None
        periods = {
            name: next(number for number in range(count) if place + number in answer.chosen) + 1
            for name, place in first.items()
            if place + count - 1 in answer.chosen
        }
        return self._placed(periods, answer.bound)

    def _rows(self, first: Mapping[str, int]) -> Iterator[_Row]:
        costs, unit = whole_numbers(task.cost for task in self._tasks)
        share = gcd(*costs) or 1
        for number, room in enumerate(self._room):
            factors: dict[int, int] = {}
            for task, cost in zip(self._tasks, costs, strict=True):
                factors[first[task.id] + number] = cost // share
                if number:
                    factors[first[task.id] + number - 1] = -(cost // share)
                    yield _Row({first[task.id] + number - 1: 1, first[task.id] + number: -1}, 0)
                for own in task.requires:
                    yield _Row({first[task.id] + number: 1, first[own] + number: -1}, 0)
            yield _Row(factors, floor(room * unit / share))

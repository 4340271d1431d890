"""The nested chain: each vertex is the best for its cost, and the batches nest."""

import random
from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from typing import Any

import attrs
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles import planning as oracle
from socialmaturity.errors import InvalidValueError, WrongTypeError
from socialmaturity.progression.closure import heaviest_closure, nested_chain, whole_numbers
from socialmaturity.progression.tasks import Task, Tasks

COSTS = st.just(Fraction(0)) | st.fractions(0, 6, max_denominator=3)
VALUES = st.fractions(-3, 6, max_denominator=2)


@st.composite
def plain_tasks(draw: st.DrawFn, most: int = 8) -> list[oracle.Plain]:
    """Costs, values and earlier places that are required; free and worthless ones among them."""
    return [
        (
            draw(COSTS),
            draw(VALUES),
            tuple(own for own in range(place) if draw(st.integers(0, 3)) == 0),
        )
        for place in range(draw(st.integers(0, most)))
    ]


def made(plain: Sequence[oracle.Plain], order: Sequence[int] | None = None) -> Tasks:
    """The same as tasks, in an order."""
    return Tasks(
        Task(
            id=f"t{place:02}",
            cost=plain[place][0],
            value=plain[place][1],
            requires=[f"t{own:02}" for own in plain[place][2]],
        )
        for place in (range(len(plain)) if order is None else order)
    )


def place(task: Task) -> int:
    """The place that a task was made of."""
    return int(task.id[1:])


@given(plain_tasks())
def test_every_vertex_is_a_corner_of_all_closed_sets(plain: list[oracle.Plain]) -> None:
    """By going through all of them; and each set is what the best ones share."""
    chain = nested_chain(made(plain))
    is_free = bool(chain.batches) and chain.batches[0].rate is None
    assert list(chain.vertices)[1 if is_free else 0 :] == oracle.corners(plain)
    done: frozenset[int] = frozenset()
    for batch in chain.batches:
        done |= {place(task) for task in batch.tasks}
        at = (batch.cumulative_cost, batch.cumulative_value)
        assert oracle.best(plain, at[0]) == at[1]
        assert done == oracle.cheapest_and_smallest(plain, at)


@given(plain_tasks(), st.fractions(0, 30, max_denominator=4))
def test_the_bound_holds_for_every_budget(plain: list[oracle.Plain], budget: Fraction) -> None:
    """And is reached at the vertices, and from the last one on."""
    chain = nested_chain(made(plain))
    best = oracle.best(plain, budget)
    assert best <= chain.bound(budget)
    for cost, _ in chain.vertices:
        assert chain.bound(cost) == oracle.best(plain, cost)
    if budget >= chain.vertices[-1][0]:
        assert chain.bound(budget) == best
    paid = chain.within(budget)
    assert paid == chain.batches[: len(paid)]
    assert sum(own.cost for own in paid) <= budget


@given(plain_tasks())
def test_rates_fall_and_no_task_stands_before_what_it_requires(plain: list[oracle.Plain]) -> None:
    """Every task stands in one batch, or is left out."""
    tasks = made(plain)
    chain = nested_chain(tasks)
    rates = [batch.rate for batch in chain.batches]
    assert None not in rates[1:]
    known = [rate for rate in rates if rate is not None]
    assert all(one > two for one, two in pairwise(known))
    assert all(rate > 0 for rate in known)
    assert sorted([*chain.order, *chain.left_out], key=place) == list(tasks)
    done: set[str] = set()
    for task in chain.order:
        assert done.issuperset(task.requires)
        done.add(task.id)
    for batch in chain.batches:
        assert batch.cost == sum(task.cost for task in batch.tasks)
        assert batch.value == sum(task.value for task in batch.tasks) > 0
        assert batch.rate == (batch.value / batch.cost if batch.cost else None)
    left = {place(task) for task in chain.left_out}
    whole = oracle.best(plain, sum((own[0] for own in plain), Fraction(0)))
    assert sum(plain[own][1] for own in range(len(plain)) if own not in left) == whole


@given(plain_tasks(), st.data())
def test_the_order_of_tasks_changes_no_set(plain: list[oracle.Plain], data: st.DataObject) -> None:
    """Nor does a unit of cost or of value."""
    order = data.draw(st.permutations(range(len(plain))))
    one, two = nested_chain(made(plain)), nested_chain(made(plain, order))
    assert [set(own.tasks) for own in one.batches] == [set(own.tasks) for own in two.batches]
    assert one.vertices == two.vertices
    larger = [(cost * 7, value / 3, own) for cost, value, own in plain]
    scaled = nested_chain(made(larger))
    assert scaled.vertices == tuple((cost * 7, value / 3) for cost, value in one.vertices)


@given(plain_tasks())
def test_the_proof_of_a_closure_holds(plain: list[oracle.Plain]) -> None:
    """No closed set weighs more than its moved weights, and those above 0 weigh what was found."""
    weights, _ = whole_numbers(value - cost for cost, value, _ in plain)
    names = [f"t{number}" for number in range(len(plain))]
    cut = heaviest_closure(
        dict(zip(names, weights, strict=True)),
        {name: [names[own] for own in one[2]] for name, one in zip(names, plain, strict=True)},
    )
    chosen = frozenset(names.index(name) for name in cut.chosen)
    assert any(chosen == closed for closed in oracle.closed_sets(plain))
    weight = sum(weights[own] for own in chosen)
    assert sum(max(0, own) for own in cut.shifted.values()) == weight
    best = [one for one in oracle.closed_sets(plain) if sum(weights[own] for own in one) == weight]
    assert chosen == best[0].intersection(*best[1:])
    for closed in oracle.closed_sets(plain):
        own_weight = sum(weights[own] for own in closed)
        assert own_weight <= weight
        assert own_weight <= sum(cut.shifted[names[own]] for own in closed)


def random_tasks(count: int, edges: int, seed: int) -> Tasks:
    """Tasks with whole costs from 1 and values from 0, as large as a real framework."""
    source = random.Random(seed)  # noqa: S311
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < edges:
        one, two = sorted(source.sample(range(count), 2))
        pairs.add((one, two))
    return Tasks(
        Task(
            id=f"t{number:03}",
            cost=source.randint(1, 15),
            value=source.randint(0, 20),
            requires=[f"t{one:03}" for one, two in sorted(pairs) if two == number],
        )
        for number in range(count)
    )


NX: Any = nx
OPTIMIZE: Any = import_module("scipy.optimize")


def by_highs(tasks: Tasks, budget: Fraction) -> int:
    """The best value of a budget by an integer program, asked of scipy directly."""
    names = [task.id for task in tasks]
    rows = [[float(task.cost) for task in tasks]]
    for task in tasks:
        for own in task.requires:
            row = [0.0] * len(names)
            row[names.index(task.id)], row[names.index(own)] = 1.0, -1.0
            rows.append(row)
    most = [float(budget), *[0.0] * (len(rows) - 1)]
    answer = OPTIMIZE.milp(
        [-float(task.value) for task in tasks],
        integrality=[1] * len(names),
        bounds=OPTIMIZE.Bounds(0, 1),
        constraints=OPTIMIZE.LinearConstraint(rows, ub=most),
        options={"mip_rel_gap": 0},
    )
    assert answer.status == 0
    return int(round(answer.fun) * -1)


@pytest.mark.parametrize("seed", [1, 2])
def test_vertices_of_a_larger_graph_are_what_highs_finds(seed: int) -> None:
    """For a budget of their own cost; in between the bound holds, and whole numbers stay under."""
    tasks = random_tasks(60, 80, seed)
    chain = nested_chain(tasks)
    assert len(chain.batches) > 15
    for (cost, value), (more, _) in list(pairwise(chain.vertices))[1::4]:
        assert by_highs(tasks, cost) == value
        between = (cost + more) / 2
        assert by_highs(tasks, between) <= chain.bound(between)


def test_a_long_line_of_tasks_is_no_matter() -> None:
    """However deep, and with as many batches as tasks."""
    line = Tasks(
        Task(id=f"t{own}", cost=own + 1, value=1, requires=[f"t{own - 1}"] if own else [])
        for own in range(400)
    )
    assert len(nested_chain(line).batches) == 400
    rising = Tasks(attrs.evolve(task, cost=401 - task.cost) for task in line)
    assert len(nested_chain(rising).batches) == 1


def task(name: str, cost: float, value: float, *requires: str) -> Task:
    """A task."""
    return Task(id=name, cost=cost, value=value, requires=requires)


SMALL = Tasks(
    [
        task("free", 0, 1),
        task("report", 4, 2, "listen"),
        task("burden", 0, -1, "free"),
        task("reply", 1, 5, "listen", "burden"),
        task("listen", 2, 1),
        task("idle", 1, 0),
        task("idle-free", 0, 0),
    ]
)


def test_a_chain_tells_its_batches() -> None:
    """Word for word; what is free comes first, what is worth nothing is left out."""
    chain = nested_chain(SMALL)
    assert str(chain).splitlines() == [
        "1. free: value 1 for cost 0, it is free; so far value 1 for cost 0.",
        "2. burden, listen, reply: value 5 for cost 3, 1.67 for one; so far value 6 for cost 3.",
        "3. report: value 2 for cost 4, 0.5 for one; so far value 8 for cost 7.",
        "Not worth their cost: idle, idle-free.",
    ]
    assert chain.to_dict()["batches"][1] == {
        "tasks": ["burden", "listen", "reply"],
        "cost": "3",
        "value": "5",
        "rate": "5/3",
        "cumulative_cost": "3",
        "cumulative_value": "6",
    }
    assert chain.to_dict()["left_out"] == ["idle", "idle-free"]
    assert chain.to_dict()["text"] == chain.text()
    assert [
        (row["batch"], row["rate"], row["cost"], row["value"]) for row in chain.chart_rows()
    ] == [
        (0, None, 0.0, 0.0),
        (1, None, 0.0, 1.0),
        (2, 5 / 3, 3.0, 6.0),
        (3, 0.5, 7.0, 8.0),
    ]
    assert [chain.bound(own) for own in (0, 1.5, 3, 5, 100)] == [1, Fraction(7, 2), 6, 7, 8]
    assert [task.id for task in chain.order] == ["free", "burden", "listen", "reply", "report"]


def test_nothing_to_do_is_a_chain_without_batches() -> None:
    """Of nothing, and of what is worth nothing."""
    assert str(nested_chain(Tasks([]))) == "There is nothing to do."
    chain = nested_chain(Tasks([task("a", 1, 0), task("b", 0, -1)]))
    assert chain.batches == ()
    assert chain.vertices == ((Fraction(0), Fraction(0)),)
    assert chain.bound(3) == 0
    assert str(chain) == "Not worth their cost: a, b."
    assert chain.chart_rows()[0]["tasks"] == []


@pytest.mark.parametrize(
    ("budget", "error", "told"),
    [
        (
            -1,
            InvalidValueError,
            "budget: expected 0 or more, not -1; nothing can be done for less than nothing",
        ),
        (
            float("inf"),
            InvalidValueError,
            "budget: expected a finite number of ordinary size, not inf",
        ),
        (None, WrongTypeError, "budget: expected a number, not None"),
    ],
)
def test_a_budget_is_a_number(budget: Any, error: type[Exception], told: str) -> None:
    """Of 0 or more."""
    for ask in (nested_chain(SMALL).bound, nested_chain(SMALL).within):
        with pytest.raises(error) as caught:
            ask(budget)
        assert str(caught.value) == told


def test_a_chain_is_made_of_tasks() -> None:
    """Checked."""
    with pytest.raises(WrongTypeError, match="tasks: expected a Tasks, not 3"):
        nested_chain(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_the_minimum_cut_is_networkx_s() -> None:
    """The weight of a closure is what the cut leaves of the positive weights."""
    weights = {"a": 5, "b": -2, "c": 4, "d": -7}
    requires = {"a": ["b"], "b": [], "c": ["b", "d"], "d": []}
    network = NX.DiGraph()
    for name, weight in weights.items():
        edge = ("source", name) if weight > 0 else (name, "sink")
        network.add_edge(*edge, capacity=abs(weight))
        network.add_edges_from((name, own) for own in requires[name])
    value, _ = NX.minimum_cut(network, "source", "sink")
    chosen = heaviest_closure(weights, requires).chosen
    assert sum(weights[name] for name in chosen) == 5 + 4 - value == 3

"""Plans and phases: the best for a budget, and what is said where the search stops early."""

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oracles import planning as oracle
from socialmaturity.errors import (
    ContradictionError,
    InvalidValueError,
    MissingExtraError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.progression.closure import nested_chain
from socialmaturity.progression.planning import Phase, Phases, Plan, Solver, phases, plan
from socialmaturity.progression.tasks import Task, Tasks
from test_closure import by_highs, made, plain_tasks, random_tasks, task

BUDGETS = st.fractions(0, 25, max_denominator=3)
SOLVERS: st.SearchStrategy[Solver | None] = st.sampled_from(("own", "highs", None))


@given(plain_tasks(), BUDGETS, SOLVERS)
def test_a_plan_is_the_best_of_all_closed_sets(
    plain: list[oracle.Plain], budget: Fraction, solver: Solver | None
) -> None:
    """Whoever searches; within the budget, and nothing before what it requires."""
    tasks = made(plain)
    found = plan(tasks, budget, solver=solver)
    assert found.is_optimal
    assert found.gap == 0
    assert found.value == found.bound == oracle.best(plain, budget)
    assert found.cost == sum((own.cost for own in found.tasks), Fraction(0)) <= budget
    done: set[str] = set()
    for own in found.tasks:
        assert done.issuperset(own.requires)
        done.add(own.id)


@given(plain_tasks(), BUDGETS, st.integers(1, 3))
def test_a_search_that_stops_early_says_how_far_it_may_be(
    plain: list[oracle.Plain], budget: Fraction, limit: int
) -> None:
    """The best lies between the plan and its bound, which is never above the chain's."""
    tasks = made(plain)
    found = plan(tasks, budget, solver="own", node_limit=limit)
    assert found.value <= oracle.best(plain, budget) <= found.bound
    assert found.bound <= nested_chain(tasks).bound(budget)
    assert found.is_optimal == (found.gap == 0)


@given(plain_tasks(), BUDGETS, SOLVERS, st.data())
def test_a_plan_does_not_hang_on_the_order_of_tasks(
    plain: list[oracle.Plain], budget: Fraction, solver: Solver | None, data: st.DataObject
) -> None:
    """Nor on the units of cost and value; and everything in it is worth something, or needed."""
    order = data.draw(st.permutations(range(len(plain))))
    one, two = (plan(tasks, budget, solver=solver) for tasks in (made(plain), made(plain, order)))
    assert set(one.tasks) == set(two.tasks)
    larger = made([(cost * 7, value / 3, own) for cost, value, own in plain])
    assert plan(larger, budget * 7, solver=solver).value == one.value / 3
    places = [int(own.id[1:]) for own in one.tasks]
    chosen = [plain[own] for own in places]
    inner = [
        (Fraction(0), value, tuple(places.index(own) for own in needs))
        for _, value, needs in chosen
    ]
    for smaller in oracle.closed_sets(inner):
        if len(smaller) < len(inner):
            assert oracle.value(inner, smaller) < one.value


@given(plain_tasks(5), st.lists(st.fractions(0, 8, max_denominator=2), min_size=1, max_size=3))
def test_phases_are_the_best_of_all_ways(
    plain: list[oracle.Plain], capacities: list[Fraction]
) -> None:
    """By HiGHS; the heuristic never claims more than it can."""
    tasks = made(plain)
    best = oracle.best_spread(plain, capacities)
    for solver in ("own", "highs", None):
        found = phases(tasks, capacities, solver=solver)
        assert found.value <= best <= found.bound
        if solver != "own":
            assert found.is_optimal
        assert [own.capacity for own in found.periods] == capacities
        assert [own.number for own in found.periods] == list(range(1, len(capacities) + 1))
        done: set[str] = set()
        for period in found.periods:
            assert sum((own.cost for own in period.tasks), Fraction(0)) <= period.capacity
            for own in period.tasks:
                assert done.issuperset(own.requires)
                done.add(own.id)
        assert sorted([*done, *(own.id for own in found.left_over)]) == [own.id for own in tasks]
        held = sum(
            (own.value * (len(capacities) + 1 - period.number))
            for period in found.periods
            for own in period.tasks
        )
        assert found.value == held


@given(plain_tasks(6), BUDGETS)
def test_one_period_is_a_budget(plain: list[oracle.Plain], budget: Fraction) -> None:
    """The two agree."""
    tasks = made(plain)
    assert phases(tasks, [budget], solver="highs").value == plan(tasks, budget).value


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_own_search_and_highs_agree_on_larger_graphs(seed: int) -> None:
    """And with an integer program asked of scipy directly."""
    tasks = random_tasks(40, 50, seed)
    (budget, _), (more, _) = list(pairwise(nested_chain(tasks).vertices))[8]
    for own in (budget, (budget + more) / 2, more - 1):
        one, two = plan(tasks, own, solver="own"), plan(tasks, own, solver="highs")
        assert one.is_optimal
        assert two.is_optimal
        assert one.value == two.value == by_highs(tasks, own)
        assert (one.solver, two.solver) == ("own", "highs")


def test_a_chain_that_pays_exactly_needs_no_search() -> None:
    """Without a solver named, nobody is asked, and one node would do."""
    tasks = random_tasks(60, 80, 1)
    for cost, value in nested_chain(tasks).vertices:
        found = plan(tasks, cost, node_limit=1)
        assert (found.value, found.solver, found.is_optimal) == (value, "own", True)


SMALL = Tasks(
    [
        task("report", 4, 2, "listen"),
        task("listen", 2, 1),
        task("reply", 1, 5, "listen"),
        task("free", 0, 1),
        task("idle", 0, 0),
    ]
)


def names(tasks: Sequence[Task]) -> list[str]:
    """The ids of some tasks."""
    return [own.id for own in tasks]


def test_a_budget_of_0_buys_what_is_free() -> None:
    """And worth something; else nothing."""
    found = plan(SMALL, 0)
    assert names(found.tasks) == ["free"]
    assert plan(Tasks(own for own in SMALL if own.id != "free"), 0).tasks == ()
    assert plan(Tasks([]), 5).tasks == ()
    assert str(plan(Tasks([]), 5)) == "Nothing: value 0 for cost 0 of 5.\nNone is worth more."
    for solver in ("own", "highs"):
        assert names(plan(SMALL, 0, solver=solver).tasks) == ["free"]


def test_a_plan_is_told() -> None:
    """In sentences and as plain data."""
    found = plan(SMALL, "13/2", solver="highs")
    assert str(found) == ("listen, reply, free: value 7 for cost 3 of 6.5.\nNone is worth more.")
    assert found.to_dict() == {
        "budget": "6.5",
        "tasks": ["listen", "reply", "free"],
        "cost": "3",
        "value": "7",
        "bound": "7",
        "gap": "0",
        "is_optimal": True,
        "solver": "highs",
        "text": str(found),
    }
    open_still = Plan(budget=Fraction(9), tasks=(), bound=Fraction(1, 3), solver="own")
    assert str(open_still).splitlines()[1] == (
        "Whether one is worth more is open: at most 0.33, that is 0.33 more."
    )


def test_phases_are_told() -> None:
    """With what is left over, and whether a heuristic made them."""
    found = phases(SMALL, [1, 3, 3], solver="own")
    assert str(found).splitlines() == [
        "Period 1: free (value 1 for cost 0 of 1).",
        "Period 2: listen, reply (value 6 for cost 3 of 3).",
        "Period 3: nothing (value 0 for cost 0 of 3).",
        "Left over: report, idle.",
        "Made by a heuristic, task by task along the nested chain.",
        "Value in place, added up over the periods: 15.",
        "None is worth more.",
    ]
    plain = found.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["periods"][1] == {
        "number": 2,
        "capacity": "3",
        "tasks": ["listen", "reply"],
        "cost": "3",
        "value": "6",
    }
    assert (plain["is_heuristic"], plain["gap"], plain["left_over"]) == (
        True,
        "0",
        ["report", "idle"],
    )
    assert [tuple(row.values()) for row in found.chart_rows()] == [
        (1, "free", 0.0, 1.0),
        (2, "listen", 2.0, 1.0),
        (2, "reply", 1.0, 5.0),
    ]
    whole = phases(Tasks([task("a", 1, 1)]), [1], solver="highs")
    assert str(whole).splitlines() == [
        "Period 1: a (value 1 for cost 1 of 1).",
        "Value in place, added up over the periods: 1.",
        "None is worth more.",
    ]
    assert not whole.is_heuristic


def test_a_heuristic_names_its_gap() -> None:
    """Where it is not the best, and does not know better."""
    tasks = Tasks([task("dense", 2, 9), task("wide", 3, 12)])
    found = phases(tasks, [3, 2], solver="own")
    assert [found.value, found.bound, found.gap] == [18, 33, 15]
    assert not found.is_optimal
    assert str(found).splitlines()[-1] == (
        "Whether one is worth more is open: at most 33, that is 15 more."
    )
    assert phases(tasks, [3, 2]).value == 33
    assert phases(tasks, [3, 2]).solver == "highs"


def test_many_tasks_over_many_periods_are_left_to_the_heuristic() -> None:
    """Unless HiGHS is asked for by name."""
    tasks = Tasks([task(f"t{own}", 2 + own % 2, 1 + own % 5) for own in range(31)])
    assert phases(tasks, [3] * 100).solver == "own"


@pytest.fixture
def no_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)


@pytest.mark.usefixtures("no_scipy")
def test_without_scipy_the_own_search_is_there() -> None:
    """And HiGHS asked for by name is an error that says what to install."""
    tasks = random_tasks(30, 30, 1)
    budget = nested_chain(tasks).vertices[9][0] - 1
    found = plan(tasks, budget)
    assert (found.solver, found.is_optimal) == ("own", True)
    assert found.value == by_highs(tasks, budget)
    assert phases(tasks, [20, 20]).solver == "own"
    for ask in (
        lambda: plan(tasks, 20, solver="highs"),
        lambda: phases(tasks, [20], solver="highs"),
    ):
        with pytest.raises(MissingExtraError) as caught:
            ask()
        assert str(caught.value) == (
            "solver 'highs' needs scipy, which the extra 'solver' of this package brings; install"
            " it with: pip install scipy, or ask for solver='own'"
        )


def test_numbers_that_floats_do_not_tell_apart_are_searched_exactly() -> None:
    """Whoever is asked for."""
    big = 10**30
    tasks = Tasks([task("a", 2, big), task("b", 2, big + 1), task("c", 3, big + 3)])
    found = plan(tasks, 3, solver="highs")
    assert (names(found.tasks), found.solver, found.is_optimal) == (["c"], "own", True)
    costs = Tasks([task("a", big, 1), task("b", big + 1, 2)])
    assert names(plan(costs, big, solver="highs").tasks) == ["a"]
    assert names(plan(costs, big + 1, solver="highs").tasks) == ["b"]
    assert phases(costs, [big + 1], solver="highs").solver == "own"


@given(st.integers(10**6, 10**8), st.integers(0, 3))
def test_what_highs_rounds_over_the_budget_is_not_believed(size: int, short: int) -> None:
    """A budget that is missed by a hair is missed."""
    tasks = Tasks([task("a", size, 2), task("b", size + 1, 3), task("c", size, 1)])
    found = plan(tasks, 2 * size + 1 - short, solver="highs")
    assert found.is_optimal
    assert found.cost <= 2 * size + 1 - short
    assert found.value == (5 if short == 0 else 3)


class Wrong:
    """A scipy that answers what it is told to."""

    def __init__(self, chosen: Sequence[float] | None, bound: float) -> None:
        self.x = chosen
        self.mip_dual_bound = bound

    def milp(self, *_: Any, **__: Any) -> "Wrong":
        """The answer."""
        return self

    def __getattr__(self, name: str) -> Any:
        return self.milp


@pytest.mark.parametrize(
    ("chosen", "bound"),
    [(None, -7.0), ([1.0, 1.0, 1.0, 1.0], -9.0), ([0.0, 1.0, 0.0, 0.0], float("-inf"))],
)
def test_an_answer_that_does_not_hold_is_dropped(
    monkeypatch: pytest.MonkeyPatch, chosen: Sequence[float] | None, bound: float
) -> None:
    """No answer, one over the budget, one without a bound: the own search goes on."""
    wrong = Wrong(chosen, bound)
    modules: Any = sys.modules
    monkeypatch.setitem(modules, "scipy.optimize", wrong)
    monkeypatch.setitem(modules, "scipy.sparse", wrong)
    found = plan(Tasks(own for own in SMALL if own.id != "idle"), 6, solver="highs")
    assert (found.value, found.solver) == (Fraction(7), "own")
    assert found.is_optimal
    spread = phases(Tasks([task("dense", 2, 9), task("wide", 3, 12)]), [3, 2], solver="highs")
    assert (spread.value, spread.solver) == (Fraction(18), "own")


@given(plain_tasks(4), BUDGETS)
def test_a_plan_that_cannot_be_is_refused(plain: list[oracle.Plain], budget: Fraction) -> None:
    """As a value, whoever makes it."""
    tasks = made(plain)
    assume(tasks.order)
    cost = sum((own.cost for own in tasks), Fraction(0))
    value = sum((own.value for own in tasks), Fraction(0))
    parts: dict[str, Any] = {"tasks": tasks.order, "solver": "own"}
    if cost > budget:
        with pytest.raises(ContradictionError, match="budget: .* is more than the budget of"):
            Plan(budget=budget, bound=value, **parts)
    with pytest.raises(ContradictionError, match="bound: .* is more than the bound of"):
        Plan(budget=cost, bound=value - 1, **parts)
    assert Plan(budget=cost, bound=value, **parts).is_optimal


def test_phases_that_cannot_be_are_refused() -> None:
    """Over a capacity, before what is required, above the bound."""
    one, two = Task(id="a", cost=2, value=1), Task(id="b", cost=1, value=1, requires=["a"])
    with pytest.raises(ContradictionError, match="capacity: 2 is more than the capacity of 1"):
        Phase(number=1, capacity=Fraction(1), tasks=(one,))
    late = Phase(number=2, capacity=Fraction(2), tasks=(one,))
    early = Phase(number=1, capacity=Fraction(2), tasks=(two,))
    with pytest.raises(ContradictionError) as caught:
        Phases(periods=(early, late), left_over=(), bound=Fraction(9), solver="own")
    assert str(caught.value) == "tasks: 'b' requires 'a', which does not come before it"
    with pytest.raises(ContradictionError, match="bound: 1 is more than the bound of 0"):
        Phases(periods=(late,), left_over=(), bound=Fraction(0), solver="own")


@pytest.mark.parametrize(
    ("given_ones", "error", "told"),
    [
        (
            {"budget": -1},
            InvalidValueError,
            "budget: expected 0 or more, not -1; nothing can be done for less than nothing",
        ),
        (
            {"budget": "much"},
            InvalidValueError,
            "budget: expected a finite number or a ratio such as '2/3', not 'much'",
        ),
        ({"budget": None}, WrongTypeError, "budget: expected a number, not None"),
        ({"tasks": []}, WrongTypeError, "tasks: expected a Tasks, not []"),
        (
            {"solver": "higs"},
            InvalidValueError,
            "solver: 'higs' is none of 'highs', 'own'; did you mean 'highs'?",
        ),
        ({"solver": "cplex"}, InvalidValueError, "solver: 'cplex' is none of 'highs', 'own'"),
        ({"solver": 1}, WrongTypeError, "solver: expected text, not 1"),
        (
            {"node_limit": 0},
            InvalidValueError,
            "node_limit: expected a whole number from 1 on, not 0",
        ),
        ({"node_limit": 1.5}, WrongTypeError, "node_limit: expected a whole number, not 1.5"),
    ],
)
def test_a_plan_asks_for_what_can_be(
    given_ones: dict[str, Any], error: type[SocialMaturityError], told: str
) -> None:
    """With what came and what was expected."""
    asked: dict[str, Any] = {"tasks": SMALL, "budget": 3}
    with pytest.raises(error) as caught:
        plan(**(asked | given_ones))
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("capacities", "error", "told"),
    [
        ([], MissingValueError, "capacities: expected at least one period"),
        (
            3,
            WrongTypeError,
            "capacities: expected a capacity for each period, such as [5, 5], not 3",
        ),
        (
            "33",
            WrongTypeError,
            "capacities: expected a capacity for each period, such as [5, 5], not '33'",
        ),
        (
            [1, -2],
            InvalidValueError,
            "capacities[1]: expected 0 or more, not -2; nothing can be done for less than nothing",
        ),
    ],
)
def test_phases_ask_for_capacities(
    capacities: Any, error: type[SocialMaturityError], told: str
) -> None:
    """One for each period."""
    with pytest.raises(error) as caught:
        phases(SMALL, capacities)
    assert str(caught.value) == told
    with pytest.raises(WrongTypeError, match="tasks: expected a Tasks, not 3"):
        phases(3, [1])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

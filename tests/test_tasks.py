"""Tasks: what they are made of, their order, and what is wrong with them."""

import copy
import pickle
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidInputError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownReferenceError,
    WrongTypeError,
)
from socialmaturity.progression.tasks import (
    Task,
    Tasks,
    ancestors,
    cycles,
    founded,
    startable_order,
    total,
)

NX: Any = nx

NAMES = [f"t{number}" for number in range(7)]


@st.composite
def relations(draw: st.DrawFn, *, acyclic: bool) -> dict[str, list[str]]:
    """What each of some names requires, in any order of the keys."""
    names = draw(st.permutations(NAMES[: draw(st.integers(0, 7))]))
    ranks = draw(st.permutations(range(len(names))))
    return {
        name: [
            other
            for rank, other in zip(ranks, names, strict=True)
            if (rank < own or not acyclic) and draw(st.integers(0, 3)) == 0
        ]
        for own, name in zip(ranks, names, strict=True)
    }


def graph(requires: Mapping[str, Sequence[str]]) -> "nx.DiGraph[str]":
    """The same as a graph, from what is required to what requires it."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(requires)
    made.add_edges_from((own, name) for name, needed in requires.items() for own in needed)
    return made


def task(name: str, *requires: str, cost: float = 1, value: float = 1) -> Task:
    """A task of one cost and one value."""
    return Task(id=name, cost=cost, value=value, requires=requires)


def ids(tasks: Sequence[Task]) -> list[str]:
    """The ids of some tasks."""
    return [own.id for own in tasks]


@given(relations(acyclic=True))
def test_the_order_is_the_earliest_of_all(requires: dict[str, list[str]]) -> None:
    """Of what could come next, the earliest key does, as networkx has it."""
    keys = list(requires)
    expected = nx.lexicographical_topological_sort(graph(requires), key=keys.index)
    assert list(startable_order(requires)) == list(expected)
    assert cycles(requires) == ()


@given(relations(acyclic=False))
def test_one_cycle_of_each_group_is_found(requires: dict[str, list[str]]) -> None:
    """Each a real one, none shorter through its start, one for each tangle of networkx."""
    made = graph(requires)
    tangles = [
        own
        for own in nx.strongly_connected_components(made)
        if len(own) > 1 or any(made.has_edge(name, name) for name in own)
    ]
    found = cycles(requires)
    assert len(found) == len(tangles)
    for cycle in found:
        assert cycle[0] == cycle[-1]
        assert all(own in requires[name] for name, own in pairwise(cycle))
        (tangle,) = (own for own in tangles if cycle[0] in own)
        assert set(cycle) <= tangle
        assert cycle[0] == min(tangle, key=list(requires).index)
        lengths: dict[str, int] = nx.single_source_shortest_path_length(made, cycle[0])
        back = [lengths[own] for own in requires[cycle[0]] if own in lengths]
        assert len(cycle) - 1 == min(back) + 1


@given(relations(acyclic=True), st.data())
def test_prerequisites_are_all_that_comes_before(
    requires: dict[str, list[str]], data: st.DataObject
) -> None:
    """At any remove, as networkx has it; and what lacks none of them can start."""
    done = data.draw(st.sets(st.sampled_from(sorted(requires)))) if requires else set[str]()
    tasks = Tasks(Task(id=name, cost=1, value=1, requires=own) for name, own in requires.items())
    startable = ids(tasks.startable(done))
    assert startable == [own for own in requires if own in startable]
    for name in requires:
        before: set[str] = NX.ancestors(graph(requires), name)
        assert ancestors(requires, [name]) == before
        assert (name in founded(requires, done)) == (before <= done)
        left = ids(tasks.prerequisites(name, done))
        assert set(left) == before - done
        assert left == [own for own in startable_order(requires) if own in left]
        assert (name in startable) == (not left and name not in done)


def test_numbers_are_exact_and_told_exactly() -> None:
    """A float means its shortest decimal; text may be a ratio."""
    own = Task(id="a", cost=0.1, value="1/3", requires=["b"])
    assert (own.cost, own.value) == (Fraction(1, 10), Fraction(1, 3))
    assert own.to_dict() == {"id": "a", "cost": "0.1", "value": "1/3", "requires": ["b"]}
    assert total([own, own]) == (Fraction(1, 5), Fraction(2, 3))
    assert total([]) == (Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("parts", "error", "told"),
    [
        (
            {"cost": -1},
            InvalidValueError,
            "cost: expected a cost of 0 or more, not -1; what saves something has a value",
        ),
        (
            {"cost": float("inf")},
            InvalidValueError,
            "cost: expected a finite number of ordinary size, not inf",
        ),
        (
            {"value": float("nan")},
            InvalidValueError,
            "value: expected a finite number of ordinary size, not nan",
        ),
        ({"value": None}, WrongTypeError, "value: expected a number, not None"),
        ({"cost": True}, WrongTypeError, "cost: expected a number, not True"),
        ({"id": " "}, MissingValueError, "id: expected text, found none"),
        ({"id": 1}, WrongTypeError, "id: expected text, not 1"),
        (
            {"requires": "listening"},
            WrongTypeError,
            "requires: expected ids of other tasks, such as ('listening',), not 'listening'",
        ),
        (
            {"requires": 3},
            WrongTypeError,
            "requires: expected ids of other tasks, such as ('listening',), not 3",
        ),
        ({"requires": ["b", "b"]}, DuplicateError, "requires: 'b' stands here twice"),
        ({"requires": [1]}, WrongTypeError, "requires: expected str, not 1"),
    ],
)
def test_a_task_refuses_what_it_cannot_be(
    parts: dict[str, object], error: type[SocialMaturityError], told: str
) -> None:
    """With what came, what was expected, and where."""
    given_parts: dict[str, object] = {"id": "a", "cost": 1, "value": 1}
    with pytest.raises(error) as caught:
        Task(**(given_parts | parts))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert str(caught.value) == told


def test_all_that_is_wrong_with_tasks_comes_together() -> None:
    """Duplicates, unknown prerequisites with near names, and each cycle as it is walked."""
    with pytest.raises(InvalidInputError) as caught:
        Tasks(
            [
                task("listening", "reports"),
                task("report", "listening"),
                task("listening"),
                task("c", "c"),
                task("b", "a"),
                task("a", "d", "b"),
                task("d", "a"),
            ]
        )
    assert str(caught.value).splitlines() == [
        "tasks: 4 problems",
        "  - tasks[2].id: two tasks have the id 'listening'; give one of them another",
        "  - tasks[0].requires[0]: unknown reference 'reports' in these tasks; did you mean"
        " 'report'?",
        "  - tasks: tasks wait for each other: a -> d -> a; leave out one of these prerequisites",
        "  - tasks: tasks wait for each other: c -> c; leave out one of these prerequisites",
    ]
    kinds = [type(own) for own in caught.value.problems]
    assert kinds == [DuplicateError, UnknownReferenceError, ContradictionError, ContradictionError]
    assert caught.value.problems[2].value == ("a", "d", "a")


def test_a_cycle_does_not_hang_on_the_order_of_tasks() -> None:
    """It is told from its first id on."""
    three = [task("a", "b"), task("b", "c"), task("c", "a")]
    told: set[str] = set()
    for tasks in (three, three[::-1], [three[1], three[2], three[0]]):
        with pytest.raises(InvalidInputError) as caught:
            Tasks(tasks)
        told.add(str(caught.value))
    assert len(told) == 1
    assert "a -> b -> c -> a" in told.pop()


@pytest.mark.parametrize(
    ("tasks", "told"),
    [
        (3, "tasks: expected tasks, not 3"),
        ("ab", "tasks[0]: expected a Task, not 'a'"),
        ([None], "tasks[0]: expected a Task, not None"),
    ],
)
def test_tasks_are_made_of_tasks(tasks: object, told: str) -> None:
    """And of nothing else."""
    with pytest.raises(WrongTypeError) as caught:
        Tasks(tasks)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert str(caught.value) == told


THREE = Tasks([task("c", "b"), task("a"), task("b", "a")])


def test_tasks_are_a_collection() -> None:
    """Of so many, by id, in their own order and in a startable one."""
    assert (len(THREE), ids(list(THREE)), ids(THREE.order)) == (3, ["c", "a", "b"], ["a", "b", "c"])
    assert "a" in THREE
    assert "d" not in THREE
    assert THREE["b"].requires == ("a",)
    assert ids(THREE.pick({"c", "a"})) == ["a", "c"]
    assert THREE.to_dict()["tasks"][1] == {"id": "a", "cost": "1", "value": "1", "requires": []}
    assert Tasks([]).order == ()
    assert pickle.loads(pickle.dumps(THREE)) == copy.deepcopy(THREE) == THREE


def test_a_task_done_too_early_opens_nothing() -> None:
    """What it requires still has to be done."""
    assert ids(THREE.startable(["b"])) == ["a"]
    assert ids(THREE.prerequisites("c", ["b"])) == ["a"]
    assert ids(THREE.startable(["b", "a"])) == ["c"]
    assert THREE.startable(["a", "b", "c"]) == ()


def test_names_of_tasks_are_checked() -> None:
    """Near ones are offered."""
    own = Tasks([task("listening")])
    with pytest.raises(UnknownReferenceError, match=r"goal: unknown reference 'lisening'.*'liste"):
        own.prerequisites("lisening")
    with pytest.raises(UnknownReferenceError, match="done: unknown reference 'x' in these tasks"):
        own.startable(["x"])
    with pytest.raises(UnknownReferenceError, match="name: unknown reference 'x' in these tasks"):
        own["x"]
    with pytest.raises(WrongTypeError, match=r"done: expected ids of tasks, such as \['x'\], not"):
        own.startable("x")
    with pytest.raises(WrongTypeError, match="goal: expected text, not 1"):
        own.prerequisites(1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

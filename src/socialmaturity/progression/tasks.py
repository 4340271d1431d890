"""Tasks with a cost, a value and prerequisites, and the order they can be done in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidInputError,
    InvalidValueError,
    SocialMaturityError,
    UnknownReferenceError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import Number, are_lines, is_line, parse_number
from socialmaturity.model.scale import show_number

Requires = Mapping[str, Collection[str]]
"""What each of some ids requires directly; the order of the keys breaks ties."""


def startable_order(requires: Requires) -> tuple[str, ...]:
    """Return ids so that none stands before what it requires.

    Args:
        requires: Every id is a key; of those that could come next the one
            with the earliest key does.

    Returns:
        All ids that stand in no cycle and on none; without a cycle, all.

    Examples:
        >>> startable_order({"a": ["c"], "b": [], "c": []})
        ('b', 'c', 'a')
    """
    names = tuple(requires)
    places = {name: place for place, name in enumerate(names)}
    waits = [len(set(requires[name])) for name in names]
    opens: list[list[int]] = [[] for _ in names]
    for place, name in enumerate(names):
        for own in set(requires[name]):
            opens[places[own]].append(place)
    ready = [place for place, count in enumerate(waits) if not count]
    heapify(ready)
    order: list[str] = []
    while ready:
        place = heappop(ready)
        order.append(names[place])
        for later in opens[place]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, later)
    return tuple(order)


def cycles(requires: Requires) -> tuple[tuple[str, ...], ...]:
    """Return a shortest cycle of each group of ids that wait for each other.

    Args:
        requires: Every id is a key.

    Returns:
        Each as it is walked, from an id to what it requires, with the first
        id again at the end; empty where all can be done.

    Examples:
        >>> cycles({"a": ["b"], "b": ["c"], "c": ["b"]})
        (('b', 'c', 'b'),)
    """
    done = set(startable_order(requires))
    rest = {name: [own for own in requires[name] if own not in done] for name in requires}
    found: list[tuple[str, ...]] = []
    for name in requires:
        if name not in done:
            cycle = _shortest_cycle(rest, name)
            if cycle:
                found.append(cycle)
                done |= {own for own in _beneath(rest, [name]) if name in _beneath(rest, [own])}
    return tuple(found)


def _shortest_cycle(requires: Requires, start: str) -> tuple[str, ...]:
    came: dict[str, str] = {}
    queue = [start]
    for name in queue:
        for own in requires[name]:
            if own == start:
                back = [start, name]
                while back[-1] != start:
                    back.append(came[back[-1]])
                return tuple(reversed(back)) if name != start else (start, start)
            if own not in came:
                came[own] = name
                queue.append(own)
    return ()


def _beneath(requires: Requires, starts: Iterable[str]) -> set[str]:
    """Return what is met on the way down from some ids, without them unless a way leads back."""
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        for own in requires[queue.pop()]:
            if own not in seen:
                seen.add(own)
                queue.append(own)
    return seen


def ancestors(requires: Requires, goals: Iterable[str]) -> frozenset[str]:
    """Return all that has to come before some ids, at any remove.

    Args:
        requires: Every id is a key; no cycle.
        goals: Some of the ids.

    Returns:
        The ids, with a goal among them only where another requires it.

    Examples:
        >>> sorted(ancestors({"a": [], "b": ["a"], "c": ["b"]}, ["c"]))
        ['a', 'b']
    """
    return frozenset(_beneath(requires, goals))


def founded(requires: Requires, done: Collection[str]) -> frozenset[str]:
    """Return the ids of which all prerequisites are done, at any remove.

    Args:
        requires: Every id is a key; no cycle.
        done: Some of the ids.

    Returns:
        The ids, done or not.
    """
    standing: set[str] = set()
    for name in startable_order(requires):
        if all(own in done and own in standing for own in requires[name]):
            standing.add(name)
    return frozenset(standing)


def show_cycle(cycle: Sequence[str]) -> str:
    """Return a cycle as a message shows it, such as ``a -> b -> a``."""
    return " -> ".join(cycle)


def _parse_cost(number: Number | str) -> Fraction:
    return parse_number(number, "cost")


def _parse_value(number: Number | str) -> Fraction:
    return parse_number(number, "value")


def _is_no_less_than_0(_: object, field: "attrs.Attribute[Any]", number: Fraction) -> None:
    if number < 0:
        raise InvalidValueError(
            f"expected a {field.name} of 0 or more, not {shown(number)}; what saves something has"
            " a value",
            path=field.name,
            value=number,
        )


def _parse_requires(ids: Iterable[str]) -> tuple[str, ...]:
    if isinstance(ids, str) or not isinstance(ids, Iterable):
        raise WrongTypeError(
            f"expected ids of other tasks, such as ('listening',), not {shown(ids)}",
            path="requires",
            value=ids,
        )
    return tuple(ids)


@attrs.frozen(kw_only=True)
class Task:
    """Something that can be done, once all that it requires is done.

    Args:
        id: Unique among the tasks that are planned together; one line.
        cost: Exact, 0 or more, in any unit that all of them share.
        value: Exact, in any unit that all of them share; it may be 0 or
            below, as of what is only worth doing for the sake of another.
        requires: Ids of the tasks that have to be done before.

    Raises:
        WrongTypeError: An id that is no text, a number that is none, or
            prerequisites that are no ids.
        InvalidValueError: A cost below 0, or a number that is not finite.
        MissingValueError: An empty id.
        DuplicateError: A prerequisite named twice.

    Examples:
        >>> Task(id="reports", cost=2, value=0.5, requires=["listening"]).value
        Fraction(1, 2)
    """

    id: str = attrs.field(validator=is_line)
    cost: Fraction = attrs.field(converter=_parse_cost, validator=_is_no_less_than_0)
    value: Fraction = attrs.field(converter=_parse_value)
    requires: tuple[str, ...] = attrs.field(
        default=(), converter=_parse_requires, validator=are_lines
    )

    def to_dict(self) -> dict[str, Any]:
        """Return the task as plain data, its numbers as exact text."""
        return {
            "id": self.id,
            "cost": show_number(self.cost),
            "value": show_number(self.value),
            "requires": list(self.requires),
        }


def _parse_tasks(tasks: Iterable[Task]) -> tuple[Task, ...]:
    if not isinstance(tasks, Iterable):
        raise WrongTypeError(f"expected tasks, not {shown(tasks)}", path="tasks", value=tasks)
    return tuple(expect(task, Task, f"tasks[{place}]") for place, task in enumerate(tasks))


def _problems(tasks: Sequence[Task]) -> Iterator[SocialMaturityError]:
    requires: dict[str, list[str]] = {}
    for place, task in enumerate(tasks):
        if task.id in requires:
            yield DuplicateError(
                f"two tasks have the id {shown(task.id)}; give one of them another",
                path=f"tasks[{place}].id",
                value=task.id,
            )
        requires.setdefault(task.id, [])
    for place, task in enumerate(tasks):
        for index, own in enumerate(task.requires):
            if own in requires:
                requires[task.id].append(own)
            else:
                yield UnknownReferenceError(
                    own,
                    sorted(requires),
                    within="these tasks",
                    path=f"tasks[{place}].requires[{index}]",
                )
    for cycle in cycles({name: requires[name] for name in sorted(requires)}):
        yield ContradictionError(
            f"tasks wait for each other: {show_cycle(cycle)}; leave out one of these prerequisites",
            path="tasks",
            value=cycle,
        )


@attrs.frozen
class Tasks:
    """Tasks that are planned together.

    What is chosen of them never depends on their order. It is the order in
    which results list them where prerequisites leave it open.

    Args:
        all: The tasks; may be empty.

    Raises:
        WrongTypeError: Something that is no task.
        InvalidInputError: Two of one id, a prerequisite that is no task here,
            or a cycle; all problems come together, a cycle as it is walked.

    Examples:
        >>> needs = Task(id="a", cost=1, value=3, requires=["b"])
        >>> two = Tasks([needs, Task(id="b", cost=1, value=0)])
        >>> [task.id for task in two.startable()], [task.id for task in two.prerequisites("a")]
        (['b'], ['b'])
    """

    all: tuple[Task, ...] = attrs.field(converter=_parse_tasks)

    def __attrs_post_init__(self) -> None:
        problems = tuple(_problems(self.all))
        if problems:
            raise InvalidInputError("tasks", problems)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    def __getitem__(self, name: str) -> Task:
        return self._by_id[self._known(name, "name")]

    @cached_property
    def _by_id(self) -> dict[str, Task]:
        return {task.id: task for task in self.all}

    def _known(self, name: str, path: str) -> str:
        if expect(name, str, path) not in self._by_id:
            raise UnknownReferenceError(name, sorted(self._by_id), within="these tasks", path=path)
        return name

    @cached_property
    def requires(self) -> Requires:
        """What each task requires directly, in their order."""
        return {task.id: task.requires for task in self.all}

    @cached_property
    def order(self) -> tuple[Task, ...]:
        """All tasks so that none stands before what it requires."""
        return tuple(self._by_id[name] for name in startable_order(self.requires))

    def pick(self, names: Collection[str]) -> tuple[Task, ...]:
        """Return some of the tasks in a startable order.

        Args:
            names: Their ids.

        Returns:
            Each once.
        """
        return tuple(task for task in self.order if task.id in names)

    def prerequisites(self, goal: str, done: Iterable[str] = ()) -> tuple[Task, ...]:
        """Return what is left to do before a task can start.

        Args:
            goal: Id of the task.
            done: Ids of what is done; any order.

        Returns:
            Its prerequisites at any remove that are not done, in a startable
            order; empty exactly where it can start.

        Raises:
            WrongTypeError: An id that is no text.
            UnknownReferenceError: An id that no task has; the message offers
                near ones.
        """
        finished = self._done(done)
        return self.pick(ancestors(self.requires, [self._known(goal, "goal")]) - finished)

    def startable(self, done: Iterable[str] = ()) -> tuple[Task, ...]:
        """Return what can be started now.

        Args:
            done: Ids of what is done; any order.

        Returns:
            The tasks that are not done and of which all prerequisites are,
            at any remove, in their order. A task that was done before its own
            prerequisites opens nothing until they are done, too.

        Raises:
            WrongTypeError: An id that is no text.
            UnknownReferenceError: An id that no task has.
        """
        finished = self._done(done)
        ready = founded(self.requires, finished) - finished
        return tuple(task for task in self.all if task.id in ready)

    def _done(self, done: Iterable[str]) -> frozenset[str]:
        if isinstance(done, str):
            raise WrongTypeError(
                f"expected ids of tasks, such as [{done!r}], not {shown(done)}",
                path="done",
                value=done,
            )
        return frozenset(self._known(name, "done") for name in done)

    def to_dict(self) -> dict[str, Any]:
        """Return the tasks as plain data."""
        return {"tasks": [task.to_dict() for task in self.all]}


def total(tasks: Iterable[Task]) -> tuple[Fraction, Fraction]:
    """Return cost and value of some tasks together."""
    cost = value = Fraction(0)
    for task in tasks:
        cost += task.cost
        value += task.value
    return cost, value

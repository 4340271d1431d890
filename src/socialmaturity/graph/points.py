"""Points on a line, of which it is known that some are not after, or before, others.

The whole is consistent exactly when no point has to be before itself: when no
``before`` lies in a strongly connected component. All of it is linear in the
number of statements but the closure, which asks of every pair.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from heapq import heappop, heappush

from socialmaturity.graph.intervals import AFTER, ANY, BEFORE, SAME

STRUCTURE = -1
"""The row of what holds by the frameworks alone."""

Step = tuple[int, int, bool, int]
"""Lower point, higher point, whether strictly, and the row that says so."""


class Points:
    """What is known of the order of some points.

    Statements are added first; what follows from them is computed when it is
    asked for, and must not be asked before all are there.

    Args:
        count: How many points there are, numbered from 0.
        doubt: How little a row is to be trusted, from 0; of several ways to
            conclude something the least doubtful one is told.

    References:
        Vilain and Kautz, Constraint propagation algorithms for temporal
        reasoning, 1986; van Beek, Reasoning about qualitative temporal
        information, 1992. Components: Tarjan, Depth-first search and linear
        graph algorithms, 1972.
    """

    def __init__(self, count: int, doubt: Callable[[int], float]) -> None:
        self.count = count
        self._doubt = doubt
        self._higher: list[list[int]] = [[] for _ in range(count)]
        self._rows: list[list[int]] = [[] for _ in range(count)]

    def copied(self) -> "Points":
        """Return a copy that can be added to."""
        other = Points(self.count, self._doubt)
        other._higher = [list(links) for links in self._higher]
        other._rows = [list(rows) for rows in self._rows]
        return other

    def add(self, low: int, high: int, row: int, *, strict: bool) -> None:
        """State that one point is not after another, or before it.

        Args:
            low: The lower point.
            high: The higher point.
            row: Who says so.
            strict: Whether they cannot be the same.
        """
        self._higher[low].append(high << 1 | strict)
        self._rows[low].append(row)

    def add_order(self, one: int, two: int, order: int, row: int) -> None:
        """State how one point can lie to another.

        Args:
            one: The first point.
            two: The second point.
            order: ``BEFORE``, ``SAME``, ``AFTER`` or a sum; that they differ
                says nothing here.
            row: Who says so.
        """
        if not order & AFTER:
            self.add(one, two, row, strict=not order & SAME)
        if not order & BEFORE:
            self.add(two, one, row, strict=not order & SAME)

    def reopen(self) -> None:
        """Forget what was computed, so that statements can be added."""
        for name in ("component", "conflict", "_links", "_above", "_below"):
            self.__dict__.pop(name, None)

    @cached_property
    def component(self) -> list[int]:
        """The component of each point; of two that are linked the higher has the lesser number."""
        return _components(self._higher)

    @cached_property
    def conflict(self) -> tuple[int, int, int] | None:
        """The first statement that puts a point before itself: lower, higher, row."""
        component = self.component
        for low, links in enumerate(self._higher):
            own = component[low]
            for link, row in zip(links, self._rows[low], strict=True):
                if link & 1 and component[link >> 1] == own:
                    return low, link >> 1, row
        return None

    @cached_property
    def _above(self) -> tuple[list[int], list[int]]:
        """Of each component the components not before it and those after it, as bits."""
        links = self._links
        after: list[int] = []
        not_before: list[int] = []
        for own, those in enumerate(links):
            strictly, weakly = 0, 1 << own
            for other, strict in those.items():
                strictly |= not_before[other] if strict else after[other]
                weakly |= not_before[other]
            after.append(strictly)
            not_before.append(weakly)
        return not_before, after

    @cached_property
    def _below(self) -> tuple[list[int], list[int]]:
        """Of each component the components not after it and those before it, as bits."""
        links = self._links
        count = len(links)
        lower: list[dict[int, bool]] = [{} for _ in range(count)]
        for own, those in enumerate(links):
            for other, strict in those.items():
                lower[other][own] = strict
        before = [0] * count
        not_after = [1 << own for own in range(count)]
        for own in range(count - 1, -1, -1):
            for other, strict in lower[own].items():
                before[own] |= not_after[other] if strict else before[other]
                not_after[own] |= not_after[other]
        return not_after, before

    @cached_property
    def _links(self) -> list[dict[int, bool]]:
        """Of each component the higher ones that are linked to it, and whether strictly."""
        component = self.component
        links: list[dict[int, bool]] = [{} for _ in range(max(component, default=-1) + 1)]
        for low, those in enumerate(self._higher):
            own = component[low]
            found = links[own]
            for link in those:
                other = component[link >> 1]
                if other != own:
                    found[other] = bool(link & 1) or found.get(other, False)
        return links

    def order(self, one: int, two: int) -> int:
        """Return how one point can lie to another.

        Args:
            one: The first point.
            two: The second point.

        Returns:
            ``BEFORE``, ``SAME``, ``AFTER`` or a sum of these.
        """
        first, second = self.component[one], self.component[two]
        if first == second:
            return SAME
        not_before, after = self._above
        if after[first] >> second & 1:
            return BEFORE
        if after[second] >> first & 1:
            return AFTER
        if not_before[first] >> second & 1:
            return BEFORE | SAME
        if not_before[second] >> first & 1:
            return SAME | AFTER
        return ANY

    def orders(self, one: int) -> list[int]:
        """Return how one point can lie to every point, in their order."""
        own = self.component[one]
        count = len(self._links)
        parts = (*(bits[own] for bits in self._above), *(bits[own] for bits in self._below))
        signs = [format(part, f"0{count}b")[::-1] for part in parts]
        by_component = [_ORDERS[key] for key in map("".join, zip(*signs, strict=True))]
        return [by_component[which] for which in self.component]

    def positions(self) -> list[int]:
        """Return one order of all points that has everything stated.

        Returns:
            A number for each, from 0; points are at the same one only where
            they have to be.
        """
        last = max(self.component, default=0)
        return [last - own for own in self.component]

    def ranks(self) -> tuple[list[int], list[int]]:
        """Return the lowest and the highest rank that each point can have.

        Returns:
            Two numbers for each point, from 0. With the fewest ranks, each
            point before another has a lower one.
        """
        links = self._links
        lowest, above = [0] * len(links), [0] * len(links)
        for own in range(len(links) - 1, -1, -1):
            for other, strict in links[own].items():
                lowest[other] = max(lowest[other], lowest[own] + strict)
        for own, those in enumerate(links):
            above[own] = max((above[other] + strict for other, strict in those.items()), default=0)
        last = max(lowest, default=0)
        return (
            [lowest[own] for own in self.component],
            [last - above[own] for own in self.component],
        )

    def way(
        self, low: int, high: int, *, strict: bool, below: int | None = None
    ) -> tuple[Step, ...] | None:
        """Return the statements from which it follows that *low* is not after *high*.

        Args:
            low: The lower point.
            high: The higher point.
            strict: Whether it shall follow that they cannot be the same.
            below: Where given, only rows of lesser numbers are used.

        Returns:
            The steps in order, of all ways the least doubtful one; ``None``
            where it does not follow.
        """
        start, goal = low << 1, high << 1 | strict
        came: dict[int, tuple[int, Step]] = {}
        doubt = {start: 0.0}
        edge = [(0.0, start)]
        while edge:
            so_far, state = heappop(edge)
            if state == goal:
                return self._back(came, start, goal)
            if so_far > doubt[state]:
                continue
            for following, step in self._steps(state, goal_strict=strict):
                if below is not None and step[3] >= below:
                    continue
                price = so_far + (0.0 if step[3] == STRUCTURE else self._doubt(step[3]))
                if following not in doubt or price < doubt[following]:
                    doubt[following] = price
                    came[following] = (state, step)
                    heappush(edge, (price, following))
        return None

    @staticmethod
    def _back(came: dict[int, tuple[int, Step]], start: int, state: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        while state != start:
            state, step = came[state]
            steps.append(step)
        return tuple(reversed(steps))

    def _steps(self, state: int, *, goal_strict: bool) -> Iterator[tuple[int, Step]]:
        """Yield the states that one statement leads to: a point, and whether strictly so far."""
        low = state >> 1
        for link, row in zip(self._higher[low], self._rows[low], strict=True):
            strict = bool(link & 1)
            so_far = goal_strict and (strict or bool(state & 1))
            yield (link >> 1) << 1 | so_far, (low, link >> 1, strict, row)

    def cycle(self) -> tuple[Step, ...] | None:
        """Return statements by which a point is before itself, or ``None``."""
        if self.conflict is None:
            return None
        low, high, row = self.conflict
        back = self.way(high, low, strict=False) or ()
        return ((low, high, True, row), *back)


_ORDERS = {
    "".join(bits): (
        SAME
        if bits[0] == bits[2] == "1"
        else BEFORE
        if bits[1] == "1"
        else AFTER
        if bits[3] == "1"
        else BEFORE | SAME
        if bits[0] == "1"
        else SAME | AFTER
        if bits[2] == "1"
        else ANY
    )
    for bits in (f"{number:04b}" for number in range(16))
}
"""By four signs: not before it, after it, not after it, before it."""


def _components(higher: list[list[int]]) -> list[int]:
    """Return the strongly connected component of each point; highest components first."""
    search = _Search(higher)
    for root in range(len(higher)):
        if not search.number[root]:
            search.visit(root)
    return search.component


class _Search:
    """A depth-first search for components, without recursion."""

    def __init__(self, higher: list[list[int]]) -> None:
        count = len(higher)
        self.number = [0] * count
        self.component = [-1] * count
        self._higher = higher
        self._lowest = [0] * count
        self._stack: list[int] = []
        self._visited = 0
        self._found = 0

    def visit(self, root: int) -> None:
        """Find the components of all that can be reached from a point."""
        work = [(root, self._enter(root))]
        while work:
            point, links = work[-1]
            following = self._next(point, links)
            if following is not None:
                work.append((following, self._enter(following)))
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                self._lowest[parent] = min(self._lowest[parent], self._lowest[point])
            if self._lowest[point] == self.number[point]:
                self._close(point)

    def _enter(self, point: int) -> Iterator[int]:
        self._visited += 1
        self.number[point] = self._lowest[point] = self._visited
        self._stack.append(point)
        return iter(self._higher[point])

    def _next(self, point: int, links: Iterator[int]) -> int | None:
        """Return the next point that is not visited yet; look at those on the way."""
        number, lowest, component = self.number, self._lowest, self.component
        for link in links:
            other = link >> 1
            if not number[other]:
                return other
            if component[other] < 0 and number[other] < lowest[point]:
                lowest[point] = number[other]
        return None

    def _close(self, point: int) -> None:
        """Take a whole component off the stack."""
        member = -1
        while member != point:
            member = self._stack.pop()
            self.component[member] = self._found
        self._found += 1

"""Points and intervals on a line, against every order of a few points."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise, product

import attrs
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.networks import set_relation, weak_orders
from socialmaturity.graph.intervals import (
    AFTER,
    ANY,
    BEFORE,
    MASKS,
    REVERSED,
    SAME,
    UNKNOWN,
    WAYS,
    Ends,
    is_told_by_ends,
    relation_mask,
    tightened,
)
from socialmaturity.graph.points import STRUCTURE, Points, Step
from socialmaturity.mapping.relation import WORDS, BasicRelation, Relation

COUNT = 4

Said = tuple[int, int, bool]
"""Lower point, higher point, whether strictly."""


# --- intervals


def compared(one: int, two: int) -> int:
    """How one number lies to another."""
    return {-1: BEFORE, 0: SAME, 1: AFTER}[(one > two) - (one < two)]


@cache
def intervals() -> dict[Ends, BasicRelation]:
    """The order of ends of any two intervals among eight points, and their relation as sets."""
    several = list(combinations(range(8), 2))
    return {
        (
            compared(one[0], two[0]),
            compared(one[0], two[1]),
            compared(one[1], two[0]),
            compared(one[1], two[1]),
        ): set_relation(range(*one), range(*two))
        for one, two in product(several, repeat=2)
    }


ENDS = st.tuples(*[st.integers(0, ANY)] * 4)
MASK = st.integers(0, 31)


def fitting(ends: Ends) -> list[Ends]:
    """The ways in which two intervals can lie whose ends lie so."""
    return [way for way in intervals() if all(map(int.__and__, way, ends))]


def test_two_intervals_lie_in_one_of_thirteen_ways() -> None:
    """Four of them apart, two partly over each other, three inside, three around, one equal."""
    assert intervals() == WAYS
    counts = [list(WAYS.values()).count(basic) for basic in BasicRelation]
    assert counts == [1, 3, 3, 2, 4]


def test_an_order_is_reversed_by_exchanging_before_and_after() -> None:
    """All eight sums."""
    for mask in range(ANY + 1):
        assert {own for own in (BEFORE, SAME, AFTER) if REVERSED[mask] & own} == {
            {BEFORE: AFTER, SAME: SAME, AFTER: BEFORE}[own]
            for own in (BEFORE, SAME, AFTER)
            if mask & own
        }


@given(ENDS)
def test_the_relation_is_what_the_fitting_ways_have(ends: Ends) -> None:
    """In both forms in which it can be looked up."""
    basics = {intervals()[way] for way in fitting(ends)}
    assert Relation.of(basics).mask == relation_mask(ends)
    key = ends[0] << 9 | ends[1] << 6 | ends[2] << 3 | ends[3]
    assert MASKS[key] == relation_mask(ends)
    assert key in MASKS


@given(MASK, ENDS)
def test_ends_are_tightened_to_what_the_fitting_ways_of_a_relation_have(
    mask: int, ends: Ends
) -> None:
    """Each pair by itself; nothing is left where no way fits."""
    basics = [basic for basic in BasicRelation if Relation.of([basic]).mask & mask]
    ways = [way for way in fitting(ends) if intervals()[way] in basics]
    left = tuple(sum({way[place] for way in ways}) for place in range(4))
    assert tightened(mask, ends) == (left if ways else None)


def test_four_words_are_told_by_ends() -> None:
    """Apart is before or after; and not equal is at the start or at the end."""
    told = {own for own in Relation if is_told_by_ends(own.mask)}
    assert told >= set(WORDS) - {Relation.DISJOINT}
    assert not told & {Relation.DISJOINT, Relation.PP_PPI_PO, Relation.PP, Relation.NOTHING}
    for own in Relation:
        ends = tightened(own.mask, UNKNOWN)
        assert (own in told) == (ends is not None and relation_mask(ends) == own.mask)


# --- points


def points_of(
    count: int, statements: Sequence[Said], doubts: Sequence[float] | None = None
) -> Points:
    """Points of which so much is said, by rows numbered from 0."""
    points = Points(count, lambda row: 1.0 if doubts is None else doubts[row])
    for row, (low, high, strict) in enumerate(statements):
        points.add(low, high, row, strict=strict)
    return points


@cache
def _orders(count: int) -> list[tuple[int, ...]]:
    return [tuple(own for (own,) in order) for order in weak_orders((1,) * count)]


def possible(count: int, statements: Sequence[Said]) -> Iterator[tuple[int, ...]]:
    """Every order of the points in which all statements hold."""
    for order in _orders(count):
        if all(
            order[low] < order[high] or (not strict and order[low] == order[high])
            for low, high, strict in statements
        ):
            yield order


@st.composite
def statements(draw: st.DrawFn, most: int = 7) -> list[Said]:
    """Statements about four points; a point may be compared with itself."""
    point = st.integers(0, COUNT - 1)
    return draw(
        st.lists(st.tuples(point, point, st.sampled_from((False, False, True))), max_size=most)
    )


@given(statements())
def test_components_are_those_that_networkx_finds(said: list[Said]) -> None:
    """Of two that are linked the higher has the lesser number; none is left out."""
    points = points_of(COUNT, said)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(COUNT))
    graph.add_edges_from((low, high) for low, high, _ in said)
    groups: dict[int, set[int]] = {}
    for point, own in enumerate(points.component):
        groups.setdefault(own, set()).add(point)
    found = {frozenset(group) for group in groups.values()}
    assert found == {frozenset(group) for group in nx.strongly_connected_components(graph)}
    assert sorted(groups) == list(range(len(groups)))
    for low, high, _ in said:
        assert points.component[low] >= points.component[high]


def test_a_long_chain_needs_no_recursion() -> None:
    """Ten thousand points, up in steps and back at once."""
    count = 10_000
    chain = [(low, low + 1, False) for low in range(count - 1)]
    assert points_of(count, chain).component == list(range(count))[::-1]
    ring = points_of(count, [*chain, (count - 1, 0, False)])
    assert set(ring.component) == {0}
    assert ring.conflict is None


@given(statements())
def test_there_is_a_conflict_exactly_where_no_order_has_all_statements(said: list[Said]) -> None:
    """What is told is one of the statements, and a strict one; the cycle comes back to it."""
    points = points_of(COUNT, said)
    cycle = points.cycle()
    if any(True for _ in possible(COUNT, said)):
        assert points.conflict is None
        assert cycle is None
        return
    assert points.conflict is not None
    low, high, row = points.conflict
    assert said[row] == (low, high, True)
    assert cycle is not None
    assert cycle[0] == (low, high, True, row)
    assert_leads(cycle, said, low, low)
    assert not list(possible(COUNT, [said[step[3]] for step in cycle]))


def assert_leads(steps: Sequence[Step], said: Sequence[Said], start: int, goal: int) -> None:
    """The steps are statements that follow each other from one point to another."""
    assert [step[:3] for step in steps] == [said[step[3]] for step in steps]
    assert all(one[1] == two[0] for one, two in pairwise(steps))
    assert (steps[0][0], steps[-1][1]) == (start, goal)


@given(statements())
def test_two_points_can_lie_as_they_do_in_some_order(said: list[Said]) -> None:
    """Exactly so; that they differ, and no more, is not told."""
    orders = list(possible(COUNT, said))
    if not orders:
        return
    points = points_of(COUNT, said)
    for one in range(COUNT):
        of_one = points.orders(one)
        for two in range(COUNT):
            found = sum({compared(order[one], order[two]) for order in orders})
            assert points.order(one, two) == (ANY if found == BEFORE | AFTER else found)
            assert of_one[two] == points.order(one, two)
            assert points.order(two, one) == REVERSED[points.order(one, two)]


@given(statements())
def test_positions_have_everything_that_is_said(said: list[Said]) -> None:
    """They share one only where they have to; 0 is taken."""
    if not list(possible(COUNT, said)):
        return
    points = points_of(COUNT, said)
    positions = points.positions()
    for low, high, strict in said:
        assert positions[low] < positions[high] or (
            not strict and positions[low] == positions[high]
        )
    for one, two in combinations(range(COUNT), 2):
        assert (positions[one] == positions[two]) == (points.order(one, two) == SAME)
    assert min(positions) == 0


@given(statements())
def test_ranks_are_the_lowest_and_the_highest_with_the_fewest_of_them(said: list[Said]) -> None:
    """Among all orders that have no more ranks than are needed."""
    orders = list(possible(COUNT, said))
    if not orders:
        return
    fewest = min(max(order) for order in orders)
    shortest = [
        ranks
        for ranks in product(range(fewest + 1), repeat=COUNT)
        if all(
            ranks[low] < ranks[high] or (not strict and ranks[low] == ranks[high])
            for low, high, strict in said
        )
    ]
    lowest, highest = points_of(COUNT, said).ranks()
    assert lowest == [min(ranks[point] for ranks in shortest) for point in range(COUNT)]
    assert highest == [max(ranks[point] for ranks in shortest) for point in range(COUNT)]


@attrs.frozen
class Trail:
    """What a way is to be found among."""

    said: list[Said]
    doubts: list[float]
    low: int
    high: int
    strict: bool
    below: int | None


@st.composite
def trails(draw: st.DrawFn) -> Trail:
    """Statements that can all hold and that are trusted more or less."""
    said = draw(statements(8).filter(lambda some: any(True for _ in possible(COUNT, some))))
    doubts = draw(st.lists(st.integers(0, 5), min_size=len(said), max_size=len(said)))
    return Trail(
        said,
        [float(own) for own in doubts],
        draw(st.integers(0, COUNT - 1)),
        draw(st.integers(0, COUNT - 1)),
        draw(st.booleans()),
        draw(st.none() | st.integers(0, len(said))),
    )


def cheapest(trail: Trail) -> float | None:
    """The least doubt of any way, found by taking up one step after the other."""
    best = {(trail.low, False): 0.0}
    for _ in range(2 * COUNT):
        for (point, strictly), so_far in list(best.items()):
            for row, (low, high, strict) in enumerate(trail.said):
                if low == point and (trail.below is None or row < trail.below):
                    state = (high, strictly or strict)
                    price = so_far + trail.doubts[row]
                    best[state] = min(price, best.get(state, price))
    prices = [
        price
        for (point, strictly), price in best.items()
        if point == trail.high and (strictly or not trail.strict)
    ]
    return min(prices, default=None)


@given(trails())
def test_a_way_is_the_least_doubtful_one(trail: Trail) -> None:
    """It has a strict step where that is asked for, and leaves out the rows that came later."""
    points = points_of(COUNT, trail.said, trail.doubts)
    way = points.way(trail.low, trail.high, strict=trail.strict, below=trail.below)
    least = cheapest(trail)
    if way is None:
        assert least is None
        return
    assert sum(trail.doubts[step[3]] for step in way) == least
    if way:
        assert_leads(way, trail.said, trail.low, trail.high)
    else:
        assert trail.low == trail.high
    assert not trail.strict or any(step[2] for step in way)
    assert trail.below is None or all(step[3] < trail.below for step in way)


@given(trails())
def test_a_way_is_found_exactly_where_something_follows(trail: Trail) -> None:
    """Not after where no way is strict, before where one is."""
    points = points_of(COUNT, trail.said)
    known = points.order(trail.low, trail.high)
    assert (points.way(trail.low, trail.high, strict=False) is not None) == (not known & AFTER)
    assert (points.way(trail.low, trail.high, strict=True) is not None) == (known == BEFORE)


def test_what_holds_by_the_frameworks_is_not_doubted() -> None:
    """So the long way round by structure is taken before one statement."""
    points = Points(4, lambda _: 1.0)
    points.add(0, 3, 7, strict=True)
    for low in range(3):
        points.add(low, low + 1, STRUCTURE, strict=True)
    way = points.way(0, 3, strict=True)
    assert way == tuple((low, low + 1, True, STRUCTURE) for low in range(3))


@pytest.mark.parametrize("order", range(ANY + 1))
def test_any_order_of_two_points_can_be_stated(order: int) -> None:
    """But that they differ, which says nothing here; none of the three is a conflict."""
    points = Points(2, lambda _: 1.0)
    points.add_order(0, 1, order, 5)
    if not order:
        assert points.conflict is not None
        assert {step[3] for step in points.cycle() or ()} == {5}
        return
    assert points.conflict is None
    assert points.order(0, 1) == (ANY if order == BEFORE | AFTER else order)


def test_a_copy_is_added_to_alone() -> None:
    """What was computed is computed anew, there and where it is asked for."""
    points = points_of(3, [(0, 1, True)])
    assert points.order(0, 2) == ANY
    other = points.copied()
    other.add(1, 2, 1, strict=False)
    assert other.order(0, 2) == BEFORE
    assert points.order(0, 2) == ANY
    assert points.orders(0) == [SAME, BEFORE, ANY]
    points.add(2, 0, 1, strict=False)
    points.reopen()
    assert points.order(0, 2) == SAME | AFTER
    assert points.orders(2) == [BEFORE | SAME, BEFORE, SAME]
    points.add(1, 2, 2, strict=False)
    points.reopen()
    assert points.conflict == (0, 1, 0)
    assert points.cycle() == ((0, 1, True, 0), (1, 2, False, 2), (2, 0, False, 1))


def test_no_points_are_in_order() -> None:
    """There is nothing to be said of them."""
    points = Points(0, lambda _: 1.0)
    assert (points.component, points.conflict, points.positions()) == ([], None, [])
    assert points.ranks() == ([], [])

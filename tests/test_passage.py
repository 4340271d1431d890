"""What follows from moves, against scipy, exact fractions, paths and simulation."""

import json
from fractions import Fraction
from math import exp, inf, isinf
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles.markov import (
    NUMPY,
    generator,
    later,
    mean_passage,
    occupied,
    reached,
    solve,
    solve_exactly,
)
from samples import framework, stage
from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.markov import intensities, transition_matrix
from socialmaturity.progression.matrices import after, hitting, identity, power, product, steps
from socialmaturity.progression.passage import Chance, Forecast, Passage
from test_history import history, watched
from test_markov import CHANCES, RATES, logs_of, panels_of, quarters

STAGES = [stage(own, f"item-{own}") for own in range(1, 31)]
BASE = stage(1, baseline=True)


def ladder(size: int) -> sm.Framework:
    """A ladder of so many stages, the first of them a baseline."""
    return framework(BASE, *STAGES[1:size])


@st.composite
def rates(draw: st.DrawFn, *, most: int = 6, least: float = 0.0) -> list[list[float]]:
    """Moves per day, some of them none, back and forward."""
    size = draw(st.integers(2, most))
    rate = st.floats(1e-3, 1.0) if least else st.just(0.0) | st.floats(1e-3, 1.0)
    return [[0.0 if one == two else draw(rate) for two in range(size)] for one in range(size)]


@st.composite
def chances(draw: st.DrawFn, *, most: int = 4) -> list[list[Fraction]]:
    """Chances of a step, exact, some of them 0."""
    size = draw(st.integers(2, most))
    rows: list[list[Fraction]] = []
    for own in range(size):
        parts = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
        parts[own] += not any(parts)
        rows.append([Fraction(part, sum(parts)) for part in parts])
    return rows


def with_diagonal(moves: list[list[float]]) -> list[list[Fraction]]:
    """The generator matrix, whose rows add up to 0 exactly."""
    exact = [[Fraction(repr(own)) for own in row] for row in moves]
    return [
        [own - sum(row) if place == here else own for place, own in enumerate(row)]
        for here, row in enumerate(exact)
    ]


def process(moves: list[list[float]]) -> Forecast:
    """Of a caller's rates."""
    return Forecast.from_rates(ladder(len(moves)), with_diagonal(moves))


# --- the algebra


@given(rates(), st.floats(0, 300))
def test_later_rows_are_those_of_the_matrix_exponential(
    moves: list[list[float]], days: float
) -> None:
    """To 1e-9, and they add up to 1."""
    truth = later(moves, days)
    for row, start in zip(truth, identity(len(moves)), strict=True):
        found = after(start, moves, days)
        assert found == pytest.approx(row, abs=1e-9)
        assert sum(found) == pytest.approx(1, abs=1e-12)
        assert min(found) >= 0


@given(rates(), st.floats(300, 1e5))
def test_long_times_are_as_good(moves: list[list[float]], days: float) -> None:
    """Halved and squared."""
    truth = later(moves, days)
    for row, start in zip(truth, identity(len(moves)), strict=True):
        assert after(start, moves, days) == pytest.approx(row, abs=1e-9)


@given(rates(), st.floats(0, 50), st.floats(0, 50))
def test_times_add_up(moves: list[list[float]], one: float, two: float) -> None:
    """Chapman and Kolmogorov."""
    start = identity(len(moves))[0]
    twice = after(after(start, moves, one), moves, two)
    assert twice == pytest.approx(after(start, moves, one + two), abs=1e-12)


def test_tiny_chances_keep_their_digits() -> None:
    """Three moves of 1e-6 a day within a day: (1e-6)^3 / 6."""
    rate = 1e-6
    moves = [[rate * (two == one + 1) for two in range(4)] for one in range(4)]
    assert after([1, 0, 0, 0], moves, 1.0)[3] == pytest.approx(rate**3 / 6, rel=1e-5)


@given(rates(), st.integers(0, 12))
def test_powers_are_products(moves: list[list[float]], exponent: int) -> None:
    """One after the other; the whole table of a chain has rows that add up to 1."""
    scaled = [[own / len(moves) for own in row] for row in moves]
    table = steps(scaled)
    assert [sum(row) for row in table] == pytest.approx([1.0] * len(table))
    whole = identity(len(table))
    for _ in range(exponent):
        whole = product(whole, table)
    assert power(identity(len(table))[0], table, exponent) == pytest.approx(whole[0])


@given(rates(), st.data())
def test_what_is_gathered_solves_the_equations(
    moves: list[list[float]], data: st.DataObject
) -> None:
    """As scipy solves them, and to the last digits as fractions do."""
    size = len(moves)
    exits = data.draw(st.lists(st.floats(1e-3, 1), min_size=size, max_size=size))
    gains = data.draw(st.lists(st.floats(0, 10), min_size=size, max_size=size))
    found = hitting(moves, exits, gains)
    matrix = NUMPY.diag(exits) - generator(moves)
    assert found == pytest.approx(solve(matrix, gains), rel=1e-9, abs=1e-9)
    exact = solve_exactly(
        [
            [
                Fraction(exits[one]) + sum(map(Fraction, moves[one]))
                if one == two
                else -Fraction(moves[one][two])
                for two in range(size)
            ]
            for one in range(size)
        ],
        list(map(Fraction, gains)),
    )
    assert found == pytest.approx(list(map(float, exact)), rel=1e-13)


def test_a_goal_that_is_hardly_ever_reached_keeps_its_digits() -> None:
    """Ten steps up, each a thousand times less likely than one down."""
    up, down = Fraction(1, 1000), Fraction(1)
    size = 10
    moves = [
        [
            float(up) if two == one + 1 else float(down) if two == one - 1 else 0.0
            for two in range(size)
        ]
        for one in range(size)
    ]
    exits = [0.0] * (size - 1) + [float(up)]
    # the time from k to k + 1 is 1/up + down/up times that from k - 1 to k
    step, total = Fraction(0), Fraction(0)
    for _ in range(size):
        step = (1 + down * step) / up
        total += step
    ups = Fraction(up.limit_denominator())
    assert ups == up
    assert hitting(moves, exits, [1.0] * size)[0] == pytest.approx(float(total), rel=1e-12)
    assert float(total) > 1e29


# --- passages


@given(rates(least=1e-3), st.data())
def test_expected_days_agree_with_scipy(moves: list[list[float]], data: st.DataObject) -> None:
    """To 1e-9, from every stage to every other."""
    goal = data.draw(st.integers(0, len(moves) - 1))
    own = process(moves)
    truth = mean_passage(moves, goal)
    for start, days in truth.items():
        found = own.time_to(goal + 1, start=start + 1)
        assert found.days == pytest.approx(days, rel=1e-9)
        assert found.days == found.days_if_reached
        assert found.chance == Chance(value=1.0)
        assert (found.lower, found.upper, found.reason) == (None, None, "")


@given(rates())
def test_stays_are_the_inverse_of_the_rates_away(moves: list[list[float]]) -> None:
    """Infinite where there are none."""
    own = process(moves)
    for place, row in enumerate(moves):
        found = own.sojourn(place + 1)
        if any(row):
            assert found.days == pytest.approx(1 / sum(row), rel=1e-12)
        else:
            assert isinf(found.days)
            assert found.reason == "no move leads away"


@given(rates(), st.integers(0, 400), st.data())
def test_occupancy_and_reach_agree_with_scipy(
    moves: list[list[float]], days: int, data: st.DataObject
) -> None:
    """Of the process as it is, and with the goal made one that is never left."""
    own = process(moves)
    size = len(moves)
    start = data.draw(st.integers(0, size - 1))
    goal = data.draw(st.integers(0, size - 1))
    found = own.occupancy(days, start=start + 1)
    truth = later(moves, days)[start]
    assert [one.value for _, one in found.chances] == pytest.approx(truth, abs=1e-9)
    assert [found.at(place + 1) for place in range(size)] == [one for _, one in found.chances]
    stopped = [[0.0] * size if place == goal else row for place, row in enumerate(moves)]
    reach = own.reach(goal + 1, by=days, start=start + 1)
    assert reach.value == pytest.approx(later(stopped, days)[start][goal], abs=1e-9)
    assert reach.value >= found.at(goal + 1).value - 1e-9


@given(rates(), st.data())
def test_a_chance_to_come_there_at_all_is_that_of_a_long_time(
    moves: list[list[float]], data: st.DataObject
) -> None:
    """And no finite time is expected where it is less than 1."""
    own = process(moves)
    start = data.draw(st.integers(1, len(moves)))
    goal = data.draw(st.integers(1, len(moves)))
    found = own.time_to(goal, start=start)
    ever = own.reach(goal, by=10**7, start=start).value
    assert found.chance.value == pytest.approx(ever, abs=1e-6)
    assert isinf(found.days) == bool(found.reason)
    assert (found.days_if_reached is None) == (found.chance.value == 0)
    if found.days_if_reached is not None and start != goal:
        # the mean of the time is the sum of the chances to take longer
        assert found.days_if_reached > 0


def test_days_of_those_that_come_there() -> None:
    """From 1 to 3 through 2, with a way out to 4: as those that do have it, in closed form."""
    own = process([[0, 0.1, 0, 0.1], [0, 0, 0.2, 0.05], [0, 0, 0, 0.1], [0, 0, 0, 0]])
    found = own.time_to(3, start=1)
    assert found.chance.value == pytest.approx(0.5 * 0.8)
    assert found.days_if_reached == pytest.approx(1 / 0.2 + 1 / 0.25)
    assert str(found) == (
        "From stage 1 to stage 3: no finite time expected, since a unit can come to stage 4, from"
        " where no move leads there. Chance to come there at all: 40.0 %; those that do take 9"
        " days."
    )
    assert found.to_dict() == {
        "start": 1,
        "target": 3,
        "days": None,
        "lower": None,
        "upper": None,
        "chance": {"value": pytest.approx(0.4), "lower": None, "upper": None, "reason": ""},
        "days_if_reached": pytest.approx(9),
        "reason": "a unit can come to stage 4, from where no move leads there",
    }


def test_a_stage_that_no_move_leads_to() -> None:
    """Infinite, with the reason and where units come to instead."""
    own = process([[0, 0.1, 0], [0.1, 0, 0], [0, 0.1, 0]])
    found = own.time_to(3, start=1)
    reason = "no move leads from stage 1 to stage 3: units come to stage 2 alone"
    assert (found.days, found.reason, found.days_if_reached) == (inf, reason, None)
    assert found.chance == Chance(value=0.0, reason=reason)
    assert str(found) == f"From stage 1 to stage 3: no finite time expected, since {reason}."
    assert own.reach(3, by=10, start=1) == Chance(value=0.0, reason=reason)
    assert own.time_to(1, start=3).days == pytest.approx(20)
    still = process([[0.0, 0.0], [0.0, 0.0]])
    assert still.time_to(2, start=1).reason == (
        "no move leads from stage 1 to stage 2: units stay there"
    )
    assert str(still.sojourn(1)) == (
        "At stage 1: no finite time expected, since no move leads away."
    )
    assert still.sojourn(1).to_dict()["days"] is None


def test_who_is_there_is_there() -> None:
    """At once, and surely."""
    own = process([[0.0, 0.1], [0.0, 0.0]])
    found = own.time_to(1, start=1)
    assert (found.days, found.chance.value, found.days_if_reached) == (0.0, 1.0, 0.0)
    assert own.reach(1, by=0, start=1) == Chance(value=1.0, reason="it is there")
    assert own.reach(2, by=0, start=1).value == 0


# --- chains of steps


@given(chances(), st.integers(0, 4), st.data())
def test_chains_agree_with_all_their_paths(
    table: list[list[Fraction]], count: int, data: st.DataObject
) -> None:
    """Each path with its chance, in fractions."""
    size = len(table)
    own = Forecast.from_chances(ladder(size), table, step_days=30)
    start = data.draw(st.integers(0, size - 1))
    goal = data.draw(st.integers(0, size - 1))
    found = own.occupancy(30 * count, start=start + 1)
    truth = occupied(table, start, count)
    assert [one.value for _, one in found.chances] == pytest.approx(
        [float(truth[place]) for place in range(size)], abs=1e-12
    )
    reach = own.reach(goal + 1, by=30 * count, start=start + 1)
    assert reach.value == pytest.approx(float(reached(table, start, goal, count)), abs=1e-12)


@given(chances(), st.data())
def test_expected_steps_agree_with_exact_equations(
    table: list[list[Fraction]], data: st.DataObject
) -> None:
    """(I - P without the goal) tau = 1, wherever the goal is sure to be reached."""
    size = len(table)
    mixed = [[(own + Fraction(1, 10 * size)) * 10 / 11 for own in row] for row in table]
    goal = data.draw(st.integers(0, size - 1))
    others = [own for own in range(size) if own != goal]
    matrix = [[Fraction(one == two) - mixed[one][two] for two in others] for one in others]
    truth = solve_exactly(matrix, [Fraction(1)] * len(others))
    own = Forecast.from_chances(ladder(size), mixed, step_days=7)
    for start, count in zip(others, truth, strict=True):
        found = own.time_to(goal + 1, start=start + 1)
        assert found.days == pytest.approx(7 * float(count), rel=1e-12)
    for place in range(size):
        stay = own.sojourn(place + 1)
        assert stay.days == pytest.approx(7 / float(1 - mixed[place][place]), rel=1e-12)


def test_a_chain_says_nothing_between_its_steps() -> None:
    """It names the days before and after."""
    own = Forecast.from_chances(ladder(2), [[0.5, 0.5], [0, 1]], step_days=90)
    told = "a chain of steps of 90 days says nothing of day 100; ask for 90 or 180"
    with pytest.raises(InvalidValueError) as where:
        own.occupancy(100, start=1)
    assert str(where.value) == f"days: {told}"
    with pytest.raises(InvalidValueError) as when:
        own.reach(2, by=100, start=1)
    assert str(when.value) == f"by: {told}"
    assert own.reach(2, by=180, start=1).value == 0.75


# --- text


def test_forecasts_word_for_word() -> None:
    """Days are named, and stages that cannot be are left out."""
    own = process([[0, 0.01, 0], [0, 0, 0], [0, 0, 0]])
    found = own.occupancy(1, start=1)
    assert found.text().splitlines() == [
        "From stage 1, 1 day later:",
        "- stage 1: 99.0 %",
        "- stage 2: 1.0 %",
    ]
    assert str(found) == found.text()
    assert found.to_dict() == {
        "start": 1,
        "days": 1.0,
        "chances": {
            "1": {"value": pytest.approx(exp(-0.01)), "lower": None, "upper": None, "reason": ""},
            "2": {
                "value": pytest.approx(1 - exp(-0.01)),
                "lower": None,
                "upper": None,
                "reason": "",
            },
            "3": {"value": 0.0, "lower": None, "upper": None, "reason": ""},
        },
    }
    assert str(own.time_to(2, start=1)) == "From stage 1 to stage 2: 100 days expected."
    assert str(own.sojourn(1)) == "At stage 1: 100 days expected."
    assert own.sojourn(1).to_dict()["stage"] == 1
    assert str(own.reach(3, by=9, start=1)) == (
        "0.0 % (no move leads from stage 1 to stage 3: units come to stage 2 alone)"
    )
    assert str(own.occupancy("0.5", start=2)).splitlines()[0] == "From stage 2, 0.5 days later:"


# --- forecasts of estimates


def test_forecasts_of_a_log_have_intervals() -> None:
    """For one move seen n times: the time is T / n, its logarithm off by 1 / sqrt(n)."""
    logs = [watched([(0, 1), (100, 2)], 100, subject=str(own)) for own in range(16)]
    own = Forecast.of(intensities(logs))
    found = own.sojourn(1)
    assert found.days == pytest.approx(100)
    assert (found.lower, found.upper) == pytest.approx(
        (100 * exp(-1.959964 / 4), 100 * exp(1.959964 / 4)), rel=1e-6
    )
    with pytest.raises(MissingValueError) as caught:
        own.sojourn(2)
    assert str(caught.value) == (
        "moves: nothing is known of what comes after stage 2, and the answer depends on it; watch"
        " units there, or give its row yourself"
    )
    passage = own.time_to(2, start=1)
    assert (passage.lower, passage.upper) == pytest.approx((found.lower, found.upper), rel=1e-9)
    assert str(passage) == ("From stage 1 to stage 2: 100 days [61.3 to 163.2] expected.")
    reach = own.reach(2, by=100, start=1)
    assert reach.value == pytest.approx(1 - exp(-1))
    # the odds' logarithm changes by q t / (1 - exp(-q t)) for each relative change of q
    wide = 1.959964 / 4 / (1 - exp(-1))
    odds = (1 - exp(-1)) / exp(-1)
    assert reach.lower == pytest.approx(1 / (1 + exp(wide) / odds), rel=1e-6)
    assert reach.upper == pytest.approx(1 / (1 + exp(-wide) / odds), rel=1e-6)
    with pytest.raises(MissingValueError):
        own.occupancy(100, start=1)
    assert json.loads(json.dumps(passage.to_dict())) == passage.to_dict()


def test_forecasts_of_a_chain_have_intervals() -> None:
    """Of one step they are those of a share, by the logarithm of its odds."""
    seen = [quarters(1, *([1, 2] if own < 6 else [2, 2]), subject=str(own)) for own in range(12)]
    own = Forecast.of(transition_matrix(seen, step_days=90))
    share = 12 / 18
    found = own.reach(2, by=90, start=1)
    wide = 1.959964 / (18 * share * (1 - share)) ** 0.5
    odds = share / (1 - share)
    assert found.value == pytest.approx(share)
    assert found.lower == pytest.approx(1 / (1 + exp(wide) / odds), rel=1e-6)
    assert found.upper == pytest.approx(1 / (1 + exp(-wide) / odds), rel=1e-6)
    stay = own.occupancy(90, start=1).at(1)
    assert stay.lower == pytest.approx(1 - (found.upper or 0))
    assert stay.upper == pytest.approx(1 - (found.lower or 0))
    assert own.sojourn(1).days == pytest.approx(90 / share)
    assert own.sojourn(2).reason == "no move that was seen leads away"
    assert str(own.sojourn(2)).endswith("since no move that was seen leads away.")
    assert own.time_to(1, start=2).reason == (
        "no move that was seen leads from stage 2 to stage 1: units stay there"
    )
    assert own.occupancy(900, start=2).at(2) == Chance(value=1.0)


def test_an_estimated_goal_that_may_be_missed_has_an_interval_of_its_chance() -> None:
    """One of four moves away leads there: the odds of a share of four."""
    logs = [watched([(0, 1), (50, 2 if own else 3)], 60, subject=str(own)) for own in range(4)]
    found = Forecast.of(intensities(logs)).time_to(3, start=1)
    assert isinf(found.days)
    assert (
        found.reason == "a unit can come to stage 2, from where no move that was seen leads there"
    )
    wide = 1.959964 * (1 + 1 / 3) ** 0.5
    assert found.chance.value == pytest.approx(0.25)
    assert found.chance.lower == pytest.approx(1 / (1 + 3 * exp(wide)), rel=1e-6)
    assert found.chance.upper == pytest.approx(1 / (1 + 3 * exp(-wide)), rel=1e-6)
    assert found.days_if_reached == pytest.approx(50)


def test_an_unknown_row_matters_only_where_units_come_to_it() -> None:
    """The goal's own row is not needed."""
    own = Forecast.of(intensities(watched([(0, 1), (30, 2), (60, 1), (90, 3)], 90)))
    assert own.time_to(3, start=1).days == pytest.approx(90)
    with pytest.raises(MissingValueError, match="what comes after stage 3"):
        own.time_to(2, start=1)
    table: list[Any] = [[0.5, 0.5], None]
    chain = Forecast.from_chances(ladder(2), table, step_days=1)
    assert chain.time_to(2, start=1).days == pytest.approx(2)
    with pytest.raises(MissingValueError, match="what comes after stage 2"):
        chain.time_to(1, start=2)
    with pytest.raises(MissingValueError, match="what comes after stage 2"):
        chain.occupancy(1, start=1)


def test_what_is_as_good_as_sure_has_no_interval() -> None:
    """Nine digits of 1 leave none for it."""
    logs = [watched([(0, 1), (10, 2)], 10, subject=str(own)) for own in range(4)]
    own = Forecast.of(intensities(logs))
    assert own.reach(2, by=10_000, start=1) == Chance(value=1.0)
    near = own.reach(2, by=100, start=1)
    assert near.lower is not None
    assert near.upper is not None
    assert near.lower < near.value < near.upper
    assert str(near) == "100.0 % [55.0 to 100.0 %]"


def test_steps_of_any_length_give_no_forecast() -> None:
    """They are no length of time."""
    own = transition_matrix(history((0, 1), (10, 1), (375, 2)), step_days=365, irregular="as-steps")
    with pytest.raises(InvalidValueError) as caught:
        Forecast.of(own)
    assert str(caught.value) == (
        "estimates: these steps were 10 to 365 days long, so that nothing follows from them in"
        " days; with a word of your own on their length, give the chances to"
        " Forecast.from_chances(...)"
    )
    strange: Any = [[0, 1]]
    with pytest.raises(WrongTypeError, match="expected Intensities or a TransitionMatrix, not"):
        Forecast.of(strange)


# --- what is refused


@pytest.mark.parametrize(
    ("matrix", "error", "message"),
    [
        (
            [[-0.1, 0.1]],
            InvalidValueError,
            "matrix: expected 2 rows, for stage 1 to stage 2, not 1",
        ),
        (
            [[-0.1, 0.1, 0], [0, 0]],
            InvalidValueError,
            "matrix[0]: expected 2 numbers, for stage 1 to stage 2, not 3",
        ),
        (
            [[-0.1, 0.2], [0, 0]],
            InvalidValueError,
            "matrix[0]: the rates of a row add up to 0, the diagonal being minus the others; these"
            " add up to 0.1",
        ),
        (
            [[0.1, -0.1], [0, 0]],
            InvalidValueError,
            "matrix[0][1]: a rate of moving is 0 or more, not -0.1",
        ),
        (
            [[-1e-13, 1e-13], [0, 0]],
            InvalidValueError,
            "matrix[0][0]: expected 0 or a number of ordinary size, 1e-12 to 1e12, not -1e-13",
        ),
        (
            [["x", 0], [0, 0]],
            InvalidValueError,
            "matrix[0][0]: expected a finite number or a ratio such as '2/3', not 'x'",
        ),
        ([[True, 0], [0, 0]], WrongTypeError, "matrix[0][0]: expected a number, not True"),
        (["ab", "cd"], WrongTypeError, "matrix[0]: expected several, not 'ab'"),
        (5, WrongTypeError, "matrix: expected several, not 5"),
    ],
)
def test_rates_that_cannot_be(matrix: Any, error: type[SocialMaturityError], message: str) -> None:
    """Each with the place and the reason."""
    with pytest.raises(error) as caught:
        Forecast.from_rates(ladder(2), matrix)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("matrix", "step", "message"),
    [
        (
            [[0.5, 0.6], [0, 1]],
            30,
            "matrix[0]: the chances of a row add up to 1; these add up to 1.1",
        ),
        (
            [[1.5, -0.5], [0, 1]],
            30,
            "matrix[0][0]: expected a number from 0 to 1, not 1.5",
        ),
        ([[0.5, 0.5], [0, 1]], 0, "step_days: expected a whole number from 1 on, not 0"),
    ],
)
def test_chances_that_cannot_be(matrix: Any, step: int, message: str) -> None:
    """Each with the place and the reason."""
    with pytest.raises(InvalidValueError) as caught:
        Forecast.from_chances(ladder(2), matrix, step_days=step)
    assert str(caught.value) == message


def test_rows_may_be_off_by_what_floats_are() -> None:
    """Thirds that add up to nearly 1, and a diagonal that is nearly right."""
    third = 1 / 3
    own = Forecast.from_chances(ladder(3), [[third] * 3, [0, 1, 0], [0, 0, 1]], step_days=1)
    assert own.reach(2, by=1, start=1).value == pytest.approx(third)
    row = [-(0.1 + 0.2), 0.1, 0.2]
    rates_ = Forecast.from_rates(ladder(3), NUMPY.array([row, [0, 0, 0], [0, 0, 0]]))
    assert rates_.sojourn(1).days == pytest.approx(1 / 0.3)


@pytest.mark.parametrize(
    ("days", "error", "message"),
    [
        (-1, InvalidValueError, "by: expected days from 0 to 1000000000, not -1"),
        (10**10, InvalidValueError, "by: expected days from 0 to 1000000000, not 10000000000"),
        (float("nan"), InvalidValueError, "by: expected a finite number of ordinary size, not nan"),
        (None, WrongTypeError, "by: expected a number, not None"),
    ],
)
def test_days_that_cannot_be(days: Any, error: type[SocialMaturityError], message: str) -> None:
    """Each with the reason."""
    with pytest.raises(error) as caught:
        process([[0.0, 0.1], [0.0, 0.0]]).reach(2, by=days, start=1)
    assert str(caught.value) == message


def test_stages_and_frameworks_that_are_not_there() -> None:
    """As everywhere."""
    own = process([[0.0, 0.1], [0.0, 0.0]])
    with pytest.raises(UnknownStageError):
        own.time_to(3, start=1)
    with pytest.raises(UnknownStageError):
        own.occupancy(3, start=1).at(7)
    with pytest.raises(InvalidValueError, match="run side by side"):
        Forecast.from_rates(sm.SOCEDO, [])
    strange: Any = "demo"
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'demo'"):
        Forecast.from_rates(strange, [])


def test_moves_that_lie_too_far_apart() -> None:
    """Ten to the 23rd down for each one up, thirty times over."""
    size = 30
    moves = [
        [1e-12 if two == one + 1 else 1e11 if two == one - 1 else 0.0 for two in range(size)]
        for one in range(size)
    ]
    with pytest.raises(InvalidValueError) as caught:
        process(moves).time_to(size, start=1)
    assert str(caught.value) == (
        "moves: the moves lie too far apart to be reckoned with; leave out those that hardly ever"
        " are"
    )


def test_a_forecast_is_a_value() -> None:
    """Equal where its parts are, and the framework's lowest place is its first row."""
    own = Forecast.from_chances(framework(stage(1, "a")), [["1/2", "1/2"], [0, 1]], step_days=1)
    assert own == attrs.evolve(own)
    assert own.time_to(1, start=0).days == pytest.approx(2)


# --- do the intervals of forecasts cover?

PASSAGES = mean_passage([list(row) for row in RATES], 2)
BY = 360


def truths() -> tuple[float, float, float, float]:
    """The time from 1 to 3, the chance by some day, and the same of the chain."""
    size = len(RATES)
    stopped = [list(row) if place != size - 1 else [0.0] * size for place, row in enumerate(RATES)]
    chain = [[Fraction(repr(own)) for own in row] for row in CHANCES]
    others = [[Fraction(a == b) - chain[a][b] for b in (0, 1)] for a in (0, 1)]
    return (
        PASSAGES[0],
        later(stopped, BY)[0][size - 1],
        90 * float(solve_exactly(others, [Fraction(1)] * 2)[0]),
        float(reached(chain, 0, 2, BY // 90)),
    )


def coverage(cohorts: int) -> list[float]:
    """In what share of the cohorts each of the four intervals covers the truth."""
    chance = Random(515)  # noqa: S311
    hits = [0] * 4
    for _ in range(cohorts):
        process_ = Forecast.of(intensities(logs_of(30, 1200, chance)))
        chain = Forecast.of(transition_matrix(panels_of(40, 12, chance), step_days=90))
        found: tuple[Passage | Chance, ...] = (
            process_.time_to(3, start=1),
            process_.reach(3, by=BY, start=1),
            chain.time_to(3, start=1),
            chain.reach(3, by=BY, start=1),
        )
        for place, (own, truth) in enumerate(zip(found, truths(), strict=True)):
            assert own.lower is not None
            assert own.upper is not None
            hits[place] += own.lower <= truth <= own.upper
    return [own / cohorts for own in hits]


def test_intervals_of_some_forecasts_cover_the_truth() -> None:
    """A quick look; 0.79 is four standard errors off."""
    found = coverage(30)
    assert all(own >= 0.82 for own in found), found
    assert any(own < 1 for own in found), found


@pytest.mark.slow
def test_intervals_of_2000_forecasts_cover_the_truth() -> None:
    """In 93 to 97 % of them, each."""
    found = coverage(2000)
    assert all(0.93 <= own <= 0.97 for own in found), found

"""Chances of a step and rates of moving, against closed forms, brute force and simulation."""

import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.markov import (
    binomial_tail,
    clopper_pearson,
    garwood,
    poisson_tail,
    simulate,
    simulate_steps,
)
from samples import framework, stage
from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.history import History
from socialmaturity.progression.markov import (
    Estimate,
    IntervalKind,
    count_interval,
    intensities,
    share_interval,
    transition_matrix,
)
from socialmaturity.progression.transitions import transitions
from test_history import DAY, day, history, logs, watched
from test_transitions import GROUPS, named

MID_P, EXACT = IntervalKind.MID_P, IntervalKind.EXACT
USUAL = Fraction(95, 100)
LEVELS = st.fractions(Fraction(1, 2), Fraction(999, 1000), max_denominator=1000)


@st.composite
def shares(draw: st.DrawFn, most: int = 30) -> tuple[int, int]:
    """Some of several."""
    total = draw(st.integers(1, most))
    return draw(st.integers(0, total)), total


@given(shares(), LEVELS, st.sampled_from(IntervalKind))
def test_the_ends_of_a_share_leave_half_of_the_rest_to_each_tail(
    own: tuple[int, int], level: Fraction, kind: IntervalKind
) -> None:
    """By the terms of the binomial distribution, in fractions."""
    count, total = own
    weight = Fraction(1, 2) if kind is MID_P else Fraction(1)
    lower, upper = share_interval(count, total, level=level, kind=kind)
    tail = float(1 - level) / 2
    if count:
        above = binomial_tail(count, total, Fraction(lower), weight)
        assert float(above) == pytest.approx(tail, rel=1e-9)
    if count < total:
        below = 1 - binomial_tail(count, total, Fraction(upper), 1 - weight)
        assert float(below) == pytest.approx(tail, rel=1e-9)
    assert (lower == 0) == (count == 0)
    assert (upper == 1) == (count == total)


@given(st.integers(0, 200), LEVELS, st.sampled_from(IntervalKind))
def test_the_ends_of_a_count_leave_half_of_the_rest_to_each_tail(
    count: int, level: Fraction, kind: IntervalKind
) -> None:
    """By the terms of Poisson's distribution."""
    weight = 0.5 if kind is MID_P else 1.0
    lower, upper = count_interval(count, level=level, kind=kind)
    tail = float(1 - level) / 2
    if count:
        assert poisson_tail(count, lower, weight) == pytest.approx(tail, rel=1e-9)
    assert 1 - poisson_tail(count, upper, 1 - weight) == pytest.approx(tail, rel=1e-9)
    assert (lower == 0) == (count == 0)
    assert lower <= count <= upper


@given(shares(3000), LEVELS)
def test_exact_shares_are_quantiles_of_beta(own: tuple[int, int], level: Fraction) -> None:
    """As scipy has them, up to thousands."""
    found = share_interval(*own, level=level, kind=EXACT)
    assert found == pytest.approx(clopper_pearson(*own, float(level)), rel=1e-9, abs=1e-12)


@given(st.integers(0, 100_000), LEVELS)
def test_exact_counts_are_quantiles_of_chi_squared(count: int, level: Fraction) -> None:
    """As scipy has them, up to many thousands."""
    found = count_interval(count, level=level, kind=EXACT)
    assert found == pytest.approx(garwood(count, float(level)), rel=1e-9)


@given(shares(200), LEVELS)
def test_shares_mirror_and_exact_ones_are_wider(own: tuple[int, int], level: Fraction) -> None:
    """What is not counted has the interval turned round."""
    count, total = own
    lower, upper = share_interval(count, total, level=level)
    other = share_interval(total - count, total, level=level)
    assert (1 - upper, 1 - lower) == pytest.approx(other, abs=1e-12)
    wide = share_interval(count, total, level=level, kind=EXACT)
    assert wide[0] <= lower <= count / total <= upper <= wide[1]
    mean = count_interval(count, level=level)
    widest = count_interval(count, level=level, kind=EXACT)
    assert widest[0] <= mean[0] <= mean[1] <= widest[1]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_the_highest_level_there_is(count: int) -> None:
    """One in a million on the outside."""
    level = Fraction(999_999, 1_000_000)
    found = count_interval(count, level=level, kind=EXACT)
    assert found == pytest.approx(garwood(count, float(level)), rel=1e-8)
    assert count_interval(count, level=level)[1] < found[1]


def test_published_intervals() -> None:
    """Mid-P ends of 4 events, and the rule of three for none."""
    assert count_interval(4, level=USUAL) == pytest.approx((1.271, 9.648), abs=5e-4)
    assert count_interval(0, level=USUAL)[1] == pytest.approx(2.9957, abs=5e-5)
    assert count_interval(0, level=USUAL, kind=EXACT)[1] == pytest.approx(3.6889, abs=5e-5)
    assert share_interval(0, 10, level=USUAL, kind=EXACT)[1] == pytest.approx(0.3085, abs=5e-5)


@given(logs())
def test_rates_are_moves_by_days_at_risk(own: Any) -> None:
    """Exact, by definition; unknown where no day was spent."""
    log = watched(*own)
    found = intensities(log)
    counts = transitions(log)
    for row, estimates in zip(counts.rows, found.rows, strict=True):
        if not row.days:
            assert estimates is None
            continue
        assert estimates is not None
        assert [one.target for one in estimates] == [
            one.stage for one in counts.rows if one is not row
        ]
        for one in estimates:
            assert one.value == Fraction(row.count(one.target), row.days)
            assert one.lower <= one.value <= one.upper
    assert set(found.unknown) | set(found.never_left) == {
        row.stage for row in counts.rows if not row.total
    }
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()


@given(GROUPS, st.integers(1, 40))
def test_chances_add_up_to_one_exactly(groups: list[Any], step: int) -> None:
    """In every row that is known."""
    seen = [own.observed_every(step) for own in named(groups)]
    if not any(own.gaps for own in seen):
        with pytest.raises(MissingValueError, match="every unit was observed once"):
            transition_matrix(seen, step_days=step)
        return
    found = transition_matrix(seen, step_days=step)
    counts = transitions(seen)
    for row, estimates in zip(counts.rows, found.rows, strict=True):
        assert (estimates is None) == (not row.total)
        if estimates is not None:
            assert sum(own.value for own in estimates) == 1
            assert sum(own.count for own in estimates) == row.total
            assert all(own.lower <= own.value <= own.upper for own in estimates)
    assert (found.shortest, found.longest, found.as_steps) == (step, step, False)
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()


def quarters(*ordinals: int, **changes: Any) -> History:
    """Observations 90 days apart."""
    return history(*((90 * place, own) for place, own in enumerate(ordinals)), **changes)


def test_chances_word_for_word() -> None:
    """Counts, shares, intervals, what was never left and what is unknown."""
    found = transition_matrix(
        [quarters(1, 1, 2, 2, 2, subject="A"), quarters(2, 3, 3, subject="B")], step_days=90
    )
    assert found.text().splitlines() == [
        "Chances of a step of 90 days (gaps: 90 days).",
        "In brackets: 95 % intervals (mid-p), each for itself.",
        "Stage 1, 2 steps: stay 50 % [2.5 % to 97.5 %], to stage 2 50 % [2.5 % to 97.5 %].",
        "Stage 2, 3 steps: stay 66.7 % [13.2 % to 98.3 %], to stage 3 33.3 % [1.7 % to 86.8 %].",
        "Stage 3, 1 step: stay 100 % [5 % to 100 %]; never left, which is not to say that it"
        " cannot be.",
        "Nothing is known of what comes after below stage 1, stage 4.",
    ]
    assert str(found) == found.text()
    assert [own.ordinal for own in found.unknown] == [0, 4]
    assert [own.ordinal for own in found.never_left] == [3]
    assert found.rows[0] is None
    assert found.probability(3, 3).value == 1
    assert found.probability(3, 4).upper == pytest.approx(0.95)
    assert found.probability("demo:1", 2).to_dict() == {
        "source": 1,
        "target": 2,
        "count": 1,
        "value": "0.5",
        "lower": pytest.approx(0.025),
        "upper": pytest.approx(0.975),
    }


def test_a_row_without_a_step_is_unknown() -> None:
    """It is not taken to stay where it is."""
    found = transition_matrix(quarters(1, 2), step_days=90)
    with pytest.raises(MissingValueError) as caught:
        found.probability(2, 2)
    assert str(caught.value) == (
        "stage: no unit was watched at stage 2, so that nothing is known of what comes after it"
    )
    with pytest.raises(UnknownStageError):
        found.row(9)
    assert found.to_dict()["unknown"] == [0, 2, 3, 4]


def test_rates_word_for_word() -> None:
    """In days to a move, which are easier to read than moves a day."""
    found = intensities(
        [watched([(0, 1), (100, 2), (104, 1)], 204, subject="A"), watched([(0, 3)], 5, subject="B")]
    )
    assert found.text().splitlines() == [
        "Moves, and in how many days at a stage there is one.",
        "In brackets: 95 % intervals (mid-p), each for itself.",
        "Stage 1, 200 days: to stage 2 one in 200 [41 to 3998].",
        "Stage 2, 4 days: to stage 1 one in 4 [0.81 to 80].",
        "Stage 3, 5 days: never left, which is not to say that it cannot be; to any other stage"
        " not more than one in 1.7.",
        "Nothing is known of what comes after below stage 1, stage 4.",
    ]
    assert str(found) == found.text()
    assert found.rate(1, 2).value == Fraction(1, 200)
    assert found.rate(1, 4).upper == pytest.approx(2.9957 / 200, abs=1e-5)
    assert found.framework.id == "demo"
    with pytest.raises(InvalidValueError) as caught:
        found.rate(1, 1)
    assert str(caught.value) == (
        "target: a rate of moving leads elsewhere; stage 1 is where it begins"
    )


def test_the_only_stage_of_a_framework_is_never_left() -> None:
    """And there is nowhere to go."""
    own = framework(stage(1, baseline=True))
    log = History.from_pairs(own, [(DAY, 1)], exact=True, until=day(9))
    assert intensities(log).text().splitlines()[-1] == (
        "Stage 1, 9 days: never left, which is not to say that it cannot be."
    )


def test_intervals_may_be_exact_and_of_another_level() -> None:
    """By name."""
    log = watched([(0, 1), (100, 2)], 200)
    wide = intensities(log, interval="exact", level="0.9").rate(1, 2)
    assert (wide.lower, wide.upper) == pytest.approx(
        [own / 100 for own in garwood(1, 0.9)], rel=1e-9
    )
    own = transition_matrix(quarters(1, 1, 2), step_days=90, interval="exact", level=0.8)
    assert (own.level, own.interval) == (Fraction(4, 5), EXACT)
    assert (own.probability(1, 2).lower, own.probability(1, 2).upper) == pytest.approx(
        clopper_pearson(1, 2, 0.8), rel=1e-9
    )
    assert "80 % intervals (exact)" in own.text()


def test_a_tolerance_takes_quarters_as_they_fall() -> None:
    """Of 90 to 92 days."""
    days = [(0, 1), (90, 1), (181, 2), (273, 2)]
    found = transition_matrix(history(*days), step_days=91, tolerance_days=1)
    assert found.text().startswith("Chances of a step of 91 days (gaps: 90 to 92 days).")
    assert not found.as_steps
    with pytest.raises(InvalidValueError) as caught:
        transition_matrix(history(*days), step_days=92, tolerance_days=1)
    assert str(caught.value).startswith(
        "histories: 1 gap other than 92 days (give or take 1): the unit, 2025-01-01 to"
        " 2025-04-01, 90 days. Counted over unequal gaps"
    )


def test_irregular_gaps_are_refused_by_name() -> None:
    """With the reason and three ways out; a year's matrix is not made of them."""
    acme = history((0, 1), (10, 1), (375, 2), (740, 2), subject="Acme")
    beta = history((0, 1), (20, 1), (50, 1), (90, 2), (140, 2), subject="Beta")
    with pytest.raises(InvalidValueError) as caught:
        transition_matrix([acme, beta], step_days=365)
    assert str(caught.value) == (
        "histories: 5 gaps other than 365 days: Acme, 2025-01-01 to 2025-01-11, 10 days; Beta,"
        " 2025-01-01 to 2025-01-21, 20 days; Beta, 2025-01-21 to 2025-02-20, 30 days; Beta,"
        " 2025-02-20 to 2025-04-01, 40 days; and 1 more. Counted over unequal gaps, shares are no"
        " chances of a step; widen tolerance_days=..., give irregular='as-steps' to count each gap"
        " as one step whatever its length, or record days of change and ask intensities(...)"
    )


def test_irregular_gaps_count_as_steps_by_word_alone() -> None:
    """And the matrix says that its steps are no length of time."""
    acme = history((0, 1), (10, 1), (375, 2))
    found = transition_matrix(acme, step_days=365, irregular="as-steps")
    assert found.as_steps
    assert found.probability(1, 2).value == Fraction(1, 2)
    assert found.text().startswith(
        "Chances from one observation to the next, whatever the gap (10 to 365 days)."
    )
    even = transition_matrix(quarters(1, 2), step_days=90, irregular="as-steps")
    assert not even.as_steps


def test_a_missed_observation_is_a_gap_of_two_steps() -> None:
    """It is not one step, and not filled in."""
    with pytest.raises(InvalidValueError, match="1 gap other than 90 days: Acme, .* 180 days"):
        transition_matrix(history((0, 1), (90, 1), (270, 2), subject="Acme"), step_days=90)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"step_days": 0},
            InvalidValueError,
            "step_days: expected a whole number from 1 on, not 0",
        ),
        (
            {"step_days": 90.0},
            WrongTypeError,
            "step_days: expected a whole number, not 90.0",
        ),
        (
            {"step_days": 90, "tolerance_days": -1},
            InvalidValueError,
            "tolerance_days: expected a whole number from 0 on, not -1",
        ),
        (
            {"step_days": 90, "tolerance_days": 90},
            InvalidValueError,
            "tolerance_days: a tolerance of 90 days would take no time at all for a step of 90"
            " days; give less",
        ),
        (
            {"step_days": 90, "irregular": "yes"},
            InvalidValueError,
            "irregular: 'yes' is none of 'refuse', 'as-steps'",
        ),
        (
            {"step_days": 90, "level": 1},
            InvalidValueError,
            "level: expected a level above 0 and up to 0.999999, such as 0.95, not 1",
        ),
        (
            {"step_days": 90, "level": 0},
            InvalidValueError,
            "level: expected a level above 0 and up to 0.999999, such as 0.95, not 0",
        ),
        (
            {"step_days": 90, "interval": "wald"},
            InvalidValueError,
            "interval: 'wald' is none of 'mid-p', 'exact'",
        ),
    ],
)
def test_a_matrix_that_cannot_be(
    changes: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """Each with the reason."""
    with pytest.raises(error) as caught:
        transition_matrix(quarters(1, 2), **changes)
    assert str(caught.value) == message


def test_each_kind_of_dates_has_its_function() -> None:
    """The other one says why it will not do."""
    with pytest.raises(InvalidValueError) as panel:
        intensities(quarters(1, 2, 1))
    assert str(panel.value) == (
        "histories: these are days of observation, not of change: when a unit moved, and whether"
        " it moved there and back between two of them, is unknown, so that counts over time would"
        " be too low; record the days of change (exact=True), or take transition_matrix(...) where"
        " the observations lie equal steps apart"
    )
    with pytest.raises(InvalidValueError) as log:
        transition_matrix(watched([(0, 1), (90, 2)], 180), step_days=90)
    assert str(log.value) == (
        "histories: these are exact days of change, and the time between two of them is no step;"
        " intensities(...) uses them as they are, history.observed_every(days) reads them at equal"
        " steps"
    )
    with pytest.raises(MissingValueError) as once:
        transition_matrix([quarters(1, subject="A"), quarters(2, subject="B")], step_days=90)
    assert str(once.value) == (
        "histories: every unit was observed once; a move needs two dates of one unit"
    )


# --- do the intervals cover the truth as often as they say?

RATES = ((0, 1 / 180, 1 / 400), (1 / 250, 0, 1 / 200), (0, 1 / 300, 0))
"""Moves per day between three stages, back ones and one over a stage among them."""

CHANCES = ((0.7, 0.25, 0.05), (0.15, 0.65, 0.2), (0.0, 0.2, 0.8))
"""Chances of a step between the same."""

THREE = framework(*(stage(own, f"item-{own}") for own in (1, 2, 3)), stage(4, "item-4"))


def logs_of(units: int, days: int, chance: Random) -> list[History]:
    """A cohort that moves at these rates, told by the day."""
    return [
        watched(
            [(when, place + 1) for when, place in simulate(RATES, unit % 3, days, chance)],
            days,
            subject=f"{unit:03}",
        )
        for unit in range(units)
    ]


def panels_of(units: int, steps: int, chance: Random) -> list[History]:
    """A cohort that is seen after each step."""
    return [
        quarters(
            *(own + 1 for own in simulate_steps(CHANCES, unit % 3, steps, chance)),
            subject=f"{unit:03}",
        )
        for unit in range(units)
    ]


Found = Iterable[tuple[Estimate, float]]


def rates_of(chance: Random) -> Found:
    """Estimates of one cohort, beside the truth."""
    found = intensities(logs_of(30, 1200, chance))
    for source, row in enumerate(RATES):
        for target, truth in enumerate(row):
            if truth:
                yield found.rate(source + 1, target + 1), truth


def chances_of(chance: Random) -> Found:
    """Estimates of one cohort, beside the truth."""
    found = transition_matrix(panels_of(40, 12, chance), step_days=90)
    for source, row in enumerate(CHANCES):
        for target, truth in enumerate(row):
            if truth:
                yield found.probability(source + 1, target + 1), truth


def covered(make: Callable[[Random], Found], cohorts: int) -> dict[tuple[int, int], float]:
    """In what share of the cohorts each interval covers the truth."""
    chance = Random(20261122)  # noqa: S311
    hits: dict[tuple[int, int], int] = {}
    for _ in range(cohorts):
        for own, truth in make(chance):
            key = own.source.ordinal, own.target.ordinal
            hits[key] = hits.get(key, 0) + (own.lower <= truth <= own.upper)
    return {key: count / cohorts for key, count in hits.items()}


@pytest.mark.parametrize("make", [rates_of, chances_of])
def test_intervals_of_some_cohorts_cover_the_truth(make: Callable[[Random], Found]) -> None:
    """A quick look; 0.89 is four standard errors off."""
    found = covered(make, 200)
    assert all(own >= 0.89 for own in found.values()), found
    assert any(own < 1 for own in found.values()), found


@pytest.mark.slow
@pytest.mark.parametrize("make", [rates_of, chances_of])
def test_intervals_of_2000_cohorts_cover_the_truth(make: Callable[[Random], Found]) -> None:
    """In 93 to 97 % of them, each."""
    found = covered(make, 2000)
    assert all(0.93 <= own <= 0.97 for own in found.values()), found


def test_estimates_come_near_the_truth() -> None:
    """Of one large cohort, to a few per cent."""
    chance = Random(7)  # noqa: S311
    found = intensities(logs_of(400, 4000, chance))
    for source, row in enumerate(RATES):
        for target, truth in enumerate(row):
            if truth:
                own = found.rate(source + 1, target + 1)
                assert float(own.value) == pytest.approx(truth, rel=0.08)

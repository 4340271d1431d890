"""Where one unit stands among others."""

import json
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import assess
from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.progression.cohorts import Standing, standing
from test_history import DAY, LADDER, OTHER, day, result

PERIOD: dict[str, Any] = {"since": DAY, "until": day(364)}


def at(ordinal: int, name: str = "", number: int = 0, **changes: Any) -> sm.StageResult:
    """A result at a stage."""
    own: sm.StageResult = result(number, *range(1, ordinal + 1), subject=name, **changes)
    assert own.stage is not None
    assert own.stage.ordinal == ordinal
    return own


def between(low: int, high: int, name: str = "") -> sm.StageResult:
    """A result that can be any stage of some."""
    answers: dict[str, Any] = {f"item-{own}": "F" for own in range(1, low + 1)}
    answers |= {f"item-{own}": None for own in range(low + 1, high + 1)}
    answers |= {f"item-{own}": "N" for own in range(high + 1, 5)}
    given = assess(answers, assessed_on=DAY, subject=name)
    own = sm.score(given, framework=LADDER, rule="cumulative")
    assert (own.lower.ordinal, own.upper.ordinal) == (low, high)
    return own


ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda own: (min(own), max(own)))


@given(ENDS, st.lists(ENDS, min_size=1, max_size=4))
def test_the_ends_are_those_of_all_that_can_be(
    own: tuple[int, int], others: list[tuple[int, int]]
) -> None:
    """Every combination of stages, ranked by hand; both ends are attained."""
    found = standing(
        between(*own, name="Acme"),
        [between(*one, name=f"{place}") for place, one in enumerate(others)],
        minimum=1,
        **PERIOD,
    )
    ranks: set[Fraction] = set()
    for mine, *theirs in product(*(range(low, high + 1) for low, high in (own, *others))):
        points = [Fraction(2 if one < mine else 1 if one == mine else 0, 2) for one in theirs]
        ranks.add(sum(points, Fraction(0)) / len(points))
    assert (found.lower, found.upper) == (min(ranks), max(ranks))
    assert (found.share is None) == (len(ranks) > 1)


@given(st.integers(0, 4), st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_a_later_stage_never_stands_lower(ordinal: int, others: list[int]) -> None:
    """And the order of the others is no matter."""
    cohort = [at(own, str(place)) for place, own in enumerate(others)]
    shares = [
        standing(at(own, "Acme"), cohort, minimum=1, **PERIOD).share or Fraction(0)
        for own in range(5)
    ]
    assert shares == sorted(shares)
    assert (
        shares[ordinal]
        == standing(at(ordinal, "Acme"), reversed(cohort), minimum=1, **PERIOD).share
    )
    # of two units, the one's share is what the other's leaves
    both = standing(cohort[0], [at(ordinal, "Acme")], minimum=1, **PERIOD).share
    back = standing(at(ordinal, "Acme"), [cohort[0]], minimum=1, **PERIOD).share
    assert (both or 0) + (back or 0) == 1


def test_ties_count_half() -> None:
    """The mid-rank, said in the text."""
    cohort = [at(own, str(place)) for place, own in enumerate([0, 1, 2, 2, 2, 3])]
    found = standing(at(2, "Acme"), cohort, **PERIOD)
    assert found.share == Fraction(2 * 2 + 3, 2 * 6)
    assert found.text() == (
        "Acme: percentile 58.3 among 6 others, from 2025-01-01 to 2025-12-31. Of those at the same"
        " stage half count as below."
    )
    assert str(found) == found.text()
    assert not found.suppressed
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    assert found.to_dict() == {
        "framework": "demo",
        "unit": "Acme",
        "since": "2025-01-01",
        "until": "2025-12-31",
        "others": 6,
        "elsewhere": 0,
        "minimum": 5,
        "lower": "7/12",
        "upper": "7/12",
        "reason": "",
        "text": found.text(),
    }


def test_open_stages_give_a_range() -> None:
    """Of the unit, and of the others."""
    cohort = [at(own, str(place)) for place, own in enumerate([0, 1, 2, 3, 4])]
    found = standing(between(1, 3), cohort, **PERIOD)
    assert (found.lower, found.upper, found.share) == (Fraction(3, 10), Fraction(7, 10), None)
    assert found.text().startswith("The unit: percentile 30 to 70 among 5 others")


def test_few_others_give_no_number() -> None:
    """But the reason, and how many there are."""
    cohort = [at(own, str(own)) for own in range(4)]
    found = standing(at(4, "Acme"), cohort, **PERIOD)
    assert found.suppressed
    assert (found.lower, found.upper, found.share, found.others) == (None, None, None, 4)
    assert found.text() == (
        "Acme: not shown, since the group has 4 others of the 5 that it takes (from 2025-01-01 to"
        " 2025-12-31)."
    )
    assert found.to_dict()["lower"] is None
    assert found.to_dict()["upper"] is None
    assert standing(at(4), [], minimum=1, **PERIOD).suppressed
    assert not standing(at(4, "Acme"), cohort, minimum=4, **PERIOD).suppressed


def test_the_unit_itself_and_other_days_are_left_out() -> None:
    """By its name; the results of other days are counted."""
    cohort = [at(own, str(own)) for own in range(5)]
    more = [*cohort, at(4, "Acme"), at(4, "later", 365), at(4, "0", 400)]
    found = standing(at(4, "Acme"), more, **PERIOD)
    assert (found.others, found.elsewhere) == (5, 2)
    assert found.share == Fraction(9, 10)
    edge = [*cohort[1:], at(4, "last day", 364)]
    assert standing(at(4, "Acme"), edge, **PERIOD).others == 5


def test_units_without_a_name_are_taken_for_different_ones() -> None:
    """Nobody can tell them apart."""
    assert standing(at(1), [at(1)] * 5, **PERIOD).others == 5


def test_a_policy_settles_a_stage() -> None:
    """The same for all."""
    given = assess({"item-1": "F"}, assessed_on=DAY)
    own = sm.score(given, framework=LADDER, rule="cumulative", policy="worst")
    assert standing(own, [own] * 5, **PERIOD).share == Fraction(1, 2)


COHORT = [at(own, str(own)) for own in range(5)]
SOCEDO = sm.score(
    sm.Assessment(framework="socedo", assessed_on=DAY), rule="cumulative", policy="worst"
)


@pytest.mark.parametrize(
    ("own", "others", "changes", "error", "message"),
    [
        (
            at(1),
            [*COHORT, at(1, framework_=OTHER)],
            {},
            FrameworkMismatchError,
            "others[5]: Demo (demo 2) is another framework than Demo (demo 1)",
        ),
        (
            at(1),
            [sm.score(at(1).assessment, framework=LADDER, rule="cumulative", policy="worst")],
            {},
            InvalidValueError,
            "others[0]: this result was scored by another method, so that a difference would be"
            " the method's; score all alike",
        ),
        (
            at(1),
            [*COHORT, at(2, "4")],
            {},
            DuplicateError,
            "others: two results of '4' in the period; keep one",
        ),
        (
            at(1, number=400),
            COHORT,
            {},
            InvalidValueError,
            "result: the unit was assessed on 2026-02-05, outside of 2025-01-01 to 2025-12-31",
        ),
        (
            at(1),
            COHORT,
            {"until": "2024-12-31"},
            InvalidValueError,
            "until: the period ends on 2024-12-31, before it begins on 2025-01-01",
        ),
        (
            at(1),
            COHORT,
            {"minimum": 0},
            InvalidValueError,
            "minimum: expected a whole number from 1 on, not 0",
        ),
        (
            at(1),
            COHORT,
            {"since": 2025},
            WrongTypeError,
            "since: expected a date, not 2025",
        ),
        (
            sm.score(assess({}), framework=LADDER, rule="cumulative"),
            COHORT,
            {},
            MissingValueError,
            "result.assessed_on: the assessment says no day; give it assessed_on=...",
        ),
        (
            at(1),
            [sm.score(assess({}), framework=LADDER, rule="cumulative")],
            {},
            MissingValueError,
            "others[0].assessed_on: the assessment says no day; give it assessed_on=...",
        ),
        (
            SOCEDO,
            [],
            {},
            InvalidValueError,
            "framework: the phases of 'socedo' run side by side, so that a unit is not at one of"
            " them at a time; moves and percentiles need a ladder",
        ),
        (1, [], {}, WrongTypeError, "result: expected a StageResult, not 1"),
        (at(1), [1], {}, WrongTypeError, "others: expected a StageResult, not 1"),
    ],
)
def test_cohorts_that_do_not_compare(
    own: Any,
    others: Any,
    changes: dict[str, Any],
    error: type[SocialMaturityError],
    message: str,
) -> None:
    """Each with the reason."""
    with pytest.raises(error) as caught:
        standing(own, others, **(PERIOD | changes))
    assert str(caught.value) == message


def test_a_standing_is_a_value() -> None:
    """Equal where its parts are."""
    found = standing(at(1), COHORT, **PERIOD)
    assert found == attrs.evolve(found)
    assert isinstance(found, Standing)
    assert found.since == date(2025, 1, 1)

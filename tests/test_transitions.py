"""Counts of moves, with the time at risk."""

import json
from collections import Counter
from itertools import pairwise
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles.markov import changes, days_by_state
from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.progression.history import History
from socialmaturity.progression.transitions import merge_transitions, transitions
from test_history import DAY, LADDER, OTHER, PANELS, day, history, logs, result, watched

GROUPS = st.lists(logs(), min_size=1, max_size=5)


def named(groups: list[Any]) -> list[History]:
    """A log for each unit."""
    return [
        watched(log, until, subject=f"unit {place}") for place, (log, until) in enumerate(groups)
    ]


@given(GROUPS)
def test_counts_and_days_are_those_of_every_day(groups: list[Any]) -> None:
    """As a diary would have them."""
    found = transitions(named(groups))
    days: Counter[int] = Counter()
    moves: Counter[tuple[int, int]] = Counter()
    for log, until in groups:
        days += days_by_state(log, until)
        moves += changes(log, until)
    assert {row.stage.ordinal: row.days for row in found.rows if row.days} == dict(days)
    counted = {
        (row.stage.ordinal, own.ordinal): count for row in found.rows for own, count in row.counts
    }
    assert counted == dict(moves)
    assert len(found.moves) == sum(row.total for row in found.rows)
    assert found.observations == sum(len(log) for log, _ in groups)
    assert sum(row.right_censored for row in found.rows) == len(groups)
    assert sum(row.left_censored for row in found.rows) == len(groups)


@given(PANELS)
def test_observations_count_what_was_seen_next(pairs: list[tuple[int, int]]) -> None:
    """Staying, too; the days are those until then."""
    found = transitions(history(*pairs, sort=True))
    seen = list(pairwise(sorted(pairs)))
    for row in found.rows:
        own = [(one, two) for one, two in seen if one[1] == row.stage.ordinal]
        assert row.total == len(own)
        assert row.days == sum(two[0] - one[0] for one, two in own)
    assert found.seen_once == (("",) if len(pairs) == 1 else ())
    assert sum(count for row in found.rows for _, count in row.counts) == len(seen)
    assert set(found.backward) == {one for one in found.moves if one.direction.value == "back"}


@given(GROUPS, st.randoms(use_true_random=False), st.integers(1, 4))
def test_groups_add_up_in_any_order(groups: list[Any], chance: Random, size: int) -> None:
    """To what they are together."""
    histories = named(groups)
    whole = transitions(histories)
    chance.shuffle(histories)
    parts = [
        transitions(histories[place : place + size]) for place in range(0, len(histories), size)
    ]
    assert merge_transitions(parts) == whole
    assert merge_transitions(reversed(parts)).text() == whole.text()
    assert json.loads(json.dumps(whole.to_dict())) == whole.to_dict()


def test_a_log_word_for_word() -> None:
    """Days, counts, what is censored, and the moves that stand out."""
    acme = watched([(0, 1), (60, 3), (90, 2)], 120, subject="Acme")
    beta = watched([(0, 4)], 10, subject="Beta", start_known=True)
    found = transitions([beta, acme])
    assert found.text().splitlines() == [
        "2 units, 4 dated stages by day of change.",
        "Stage 1: 60 days at risk, then 1 to stage 3 (1 spell begun before).",
        "Stage 2: 30 days at risk, never left (1 spell still open).",
        "Stage 3: 30 days at risk, then 1 to stage 2.",
        "Stage 4: 10 days at risk, never left (1 spell still open).",
        "Back:",
        "- Acme, on 2025-04-01: back from stage 3 to stage 2.",
        "Over a stage:",
        "- Acme, on 2025-03-02: forward from stage 1 to stage 3, skipping stage 2.",
    ]
    assert str(found) == found.text()
    assert found.units == ("Acme", "Beta")
    assert found.count(1, 3) == found.count("demo:3", LADDER.stages[1]) == 1
    assert found.count(4, 1) == 0
    assert found.row(0).days == 0
    assert found.to_dict()["rows"][1] == {
        "stage": 1,
        "days": 60,
        "counts": {"3": 1},
        "left_censored": 1,
        "right_censored": 0,
    }


def test_observations_word_for_word() -> None:
    """Staying is told, and who was seen once."""
    acme = history((0, 1), (30, 1), (60, 2), subject="Acme")
    found = transitions([acme, history((0, 4), subject="Beta")])
    assert found.text().splitlines() == [
        "2 units, 4 dated stages by day of observation.",
        "Stage 1: 60 days at risk, then 1 stayed, 1 to stage 2 (1 spell begun before).",
        "Stage 2: nothing was seen after it (1 spell still open).",
        "Stage 4: nothing was seen after it (1 spell begun before, 1 spell still open).",
        "Observed once, which tells nothing of moves: Beta.",
    ]


def test_a_log_of_one_entry_is_time_at_risk() -> None:
    """The unit was watched and did not move; that counts."""
    found = transitions(watched([(0, 1)], 100))
    assert found.row(1).days == 100
    assert found.seen_once == ()


def test_the_place_of_a_stage_follows_the_framework() -> None:
    """With and without a place below the first."""
    found = transitions(History.from_pairs(sm.CARFI, [(DAY, 1), (day(3), 2)]))
    assert found.row(1).stage is sm.CARFI.stages[0]
    assert [own.stage.ordinal for own in found.rows] == [1, 2, 3, 4, 5]


ONE = transitions(history((0, 1), (1, 2), subject="A"))


@pytest.mark.parametrize(
    ("parts", "error", "message"),
    [
        ([], MissingValueError, "parts: no counts; give one part at least"),
        (
            [ONE, ONE],
            DuplicateError,
            "parts: unit 'A' stands in two of them and would count twice",
        ),
        (
            [ONE, transitions(History.from_pairs(OTHER, [(DAY, 1)], subject="B"))],
            FrameworkMismatchError,
            "parts[1]: Demo (demo 2) is another framework than Demo (demo 1)",
        ),
        (
            [ONE, transitions(History.of([result(0, 1, subject="B")]))],
            InvalidValueError,
            "parts[1]: these units were scored by another method; score all alike",
        ),
        (
            [ONE, transitions(watched([(0, 1)], 9, subject="B"))],
            InvalidValueError,
            "parts[1]: days of change and days of observation do not add up; keep them apart",
        ),
        ([1], WrongTypeError, "parts: expected a Transitions, not 1"),
    ],
)
def test_counts_that_do_not_add_up(
    parts: Any, error: type[SocialMaturityError], message: str
) -> None:
    """Each with the reason."""
    with pytest.raises(error) as caught:
        merge_transitions(parts)
    assert str(caught.value) == message


def test_the_same_counts_are_equal_values() -> None:
    """Whatever they were counted from."""
    assert transitions([history((1, 2), (0, 1), subject="A", sort=True)]) == ONE
    assert attrs.evolve(ONE, units=("B",)) != ONE

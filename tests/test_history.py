"""Dated stages: moves, spells, and what is refused."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles.markov import days_by_state, each_day
from samples import assess, framework, stage
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.history import (
    Direction,
    Histories,
    History,
    Move,
    Observation,
    gather,
    states,
)

LADDER = framework(*(stage(own, f"item-{own}") for own in range(1, 5)))
"""Four stages and the place below them."""

DAY = date(2025, 1, 1)


def day(number: int) -> date:
    """Some day, counted from the first."""
    return DAY + timedelta(days=number)


def history(*pairs: tuple[int, int], **changes: Any) -> History:
    """Of days by number, with stages by ordinal."""
    own = [(day(number), ordinal) for number, ordinal in pairs]
    return History.from_pairs(LADDER, own, **changes)


def result(number: int, *met: int, framework_: sm.Framework = LADDER, **changes: Any) -> Any:
    """A result of some day, with these items met and the others not."""
    answers = {f"item-{own}": "F" if own in met else "N" for own in range(1, 5)}
    given = assess(answers, assessed_on=day(number), **changes)
    return sm.score(given, framework=framework_, rule="cumulative")


@st.composite
def logs(draw: st.DrawFn, *, most: int = 8) -> tuple[list[tuple[int, int]], int]:
    """Days of change with their stages, no stage twice in a row, and how long was watched."""
    gaps = draw(st.lists(st.integers(1, 60), max_size=most))
    days = [sum(gaps[:place]) for place in range(len(gaps) + 1)]
    ordinals = [draw(st.integers(0, 4))]
    for _ in gaps:
        ordinals.append(draw(st.integers(0, 4).filter(lambda own: own != ordinals[-1])))
    return list(zip(days, ordinals, strict=True)), days[-1] + draw(st.integers(0, 60))


PANELS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 4)),
    min_size=1,
    max_size=10,
    unique_by=lambda own: own[0],
)
"""Observations on different days, in any order."""


def watched(log: Sequence[tuple[int, int]], until: int, **changes: Any) -> History:
    """A history of exact dates."""
    return history(*log, exact=True, until=day(until), **changes)


@given(logs())
def test_the_spells_of_a_log_are_the_days_that_each_stage_held(
    own: tuple[list[tuple[int, int]], int],
) -> None:
    """As counted day by day; none is lost and none counts twice."""
    log, until = own
    found: dict[int, int] = {}
    for spell in watched(log, until).spells:
        found[spell.stage.ordinal] = found.get(spell.stage.ordinal, 0) + spell.at_least
    assert {key: value for key, value in found.items() if value} == dict(days_by_state(log, until))


@given(logs(), st.integers(1, 90))
def test_a_log_read_at_equal_steps_is_what_held_on_those_days(
    own: tuple[list[tuple[int, int]], int], step: int
) -> None:
    """From the first day to the last."""
    log, until = own
    held = [*each_day(log, until + 1)]
    seen = watched(log, until).observed_every(step)
    assert [(one.on, one.stage.ordinal) for one in seen.observations] == [
        (day(number), held[number]) for number in range(0, until + 1, step)
    ]
    assert not seen.exact
    assert seen.until is None


@given(logs())
def test_a_log_seen_every_day_has_the_same_moves(own: tuple[list[tuple[int, int]], int]) -> None:
    """Each on the day that it was, or the day before."""
    log = watched(*own)
    seen = log.observed_every(1)
    assert [(one.source, one.target, one.latest) for one in seen.moves] == [
        (one.source, one.target, one.latest) for one in log.moves
    ]
    assert all((one.latest - one.earliest).days == 1 for one in seen.moves)


@given(logs(), st.booleans())
def test_days_between_observations_bracket_the_days_there_were(
    own: tuple[list[tuple[int, int]], int],
    known: bool,
) -> None:
    """Where every move was seen, the true time lies between the least and the most."""
    log = watched(*own, start_known=known)
    for exact, seen in zip(log.spells, log.observed_every(1).spells, strict=True):
        assert (exact.left_censored, exact.right_censored) == (
            seen.left_censored,
            seen.right_censored,
        )
        assert seen.at_least <= exact.at_least
        if exact.at_most is None:
            assert seen.at_most is None
        else:
            assert seen.at_most is not None
            assert exact.at_least == exact.at_most <= seen.at_most


@given(PANELS)
def test_sorting_makes_the_order_of_pairs_no_matter(pairs: list[tuple[int, int]]) -> None:
    """The same history from any order."""
    first = history(*pairs, sort=True)
    assert first == history(*reversed(pairs), sort=True) == history(*sorted(pairs))


@given(PANELS)
def test_moves_are_the_changes_that_were_seen(pairs: list[tuple[int, int]]) -> None:
    """Forward or back, over the stages between."""
    own = history(*pairs, sort=True)
    changed = [(a, b) for a, b in pairwise(sorted(pairs)) if a[1] != b[1]]
    assert len(own.moves) == len(changed) == len(own.spells) - 1
    for move, ((first, source), (last, target)) in zip(own.moves, changed, strict=True):
        assert (move.earliest, move.latest) == (day(first), day(last))
        assert (move.source.ordinal, move.target.ordinal) == (source, target)
        assert (move.direction is Direction.FORWARD) == (target > source)
        assert len(move.skipped) == abs(target - source) - 1
        assert all(min(source, target) < own.ordinal < max(source, target) for own in move.skipped)
    assert json.loads(json.dumps(own.to_dict())) == own.to_dict()


def test_a_panel_history_word_for_word() -> None:
    """With a unit, a stage not seen, a way back and stages of some length."""
    own = history((0, 1), (30, 1), (90, 4), (120, 2), (121, 2), subject="Acme", unit="North")
    assert own.text().splitlines() == [
        "Acme (North): 5 days of observation, from 2025-01-01 to 2025-05-02.",
        "Stage 1 for 30 days at least: it may have begun before.",
        "Stage 4 for 0 to 90 days.",
        "Stage 2 for 1 day at least: its end was not seen.",
        "Acme (North), between 2025-01-31 and 2025-04-01: forward from stage 1 to stage 4, not"
        " seen at stage 2 and stage 3.",
        "Acme (North), between 2025-04-01 and 2025-05-01: back from stage 4 to stage 2, not seen"
        " at stage 3.",
    ]
    assert str(own) == own.text()
    assert own.gaps == (30, 60, 30, 1)


def test_a_log_word_for_word() -> None:
    """Without a name, from below the first stage, its start known."""
    own = watched([(0, 0), (10, 2)], 40, start_known=True)
    assert own.text().splitlines() == [
        "One unit: 2 days of change, from 2025-01-01 to 2025-02-10.",
        "Below stage 1 for 10 days.",
        "Stage 2 for 30 days at least: its end was not seen.",
        "On 2025-01-11: forward from below stage 1 to stage 2, skipping stage 1.",
    ]
    alone = watched([(0, 0)], 5)
    assert alone.text().splitlines() == [
        "One unit: 1 day of change, from 2025-01-01 to 2025-01-06.",
        "Below stage 1 for 5 days at least: it may have begun before, and its end was not seen.",
    ]


def test_plain_data_of_a_log() -> None:
    """With the day up to which it was watched."""
    own = watched([(0, 1), (10, 2)], 40, subject="Acme").to_dict()
    assert own["until"] == "2025-02-10"
    assert own["observations"] == [
        {"on": "2025-01-01", "stage": 1},
        {"on": "2025-01-11", "stage": 2},
    ]
    assert own["spells"][0] == {
        "stage": 1,
        "first": "2025-01-01",
        "last": "2025-01-11",
        "at_least": 10,
        "at_most": None,
        "left_censored": True,
        "right_censored": False,
    }
    assert own["moves"][0] == {
        "unit": "Acme",
        "source": 1,
        "target": 2,
        "direction": "forward",
        "earliest": "2025-01-11",
        "latest": "2025-01-11",
        "skipped": [],
        "merged": [],
    }


@pytest.mark.parametrize(
    ("source", "target", "merged"),
    [(0, 2, [1]), (2, 0, [1]), (1, 3, [2]), (3, 1, [2]), (0, 3, []), (0, 1, []), (2, 4, [])],
)
def test_what_often_comes_as_one_step_is_said_of_a_skipped_stage(
    source: int, target: int, merged: list[int]
) -> None:
    """Stages 1 and 2 may merge; skipping one of them beside the other is no great leap."""
    own = attrs.evolve(LADDER, order=sm.Order(exclusive=True, may_merge=((1, 2),)))
    (move,) = History.from_pairs(own, [(DAY, source), (day(1), target)]).moves
    assert [one.ordinal for one in move.merged] == merged
    if merged:
        assert str(move).endswith(
            f"(stage {merged[0]} often comes as one step with the stage beside it)."
        )


def test_several_skipped_stages_may_each_be_one_step_with_an_end() -> None:
    """Both are named."""
    own = attrs.evolve(LADDER, order=sm.Order(exclusive=True, may_merge=((1, 2), (3, 4))))
    (move,) = History.from_pairs(own, [(DAY, 1), (day(1), 4)]).moves
    assert [one.ordinal for one in move.merged] == [2, 3]
    assert str(move).endswith(
        "(stage 2 and stage 3 often come as one step with the stage beside it)."
    )


def test_a_step_that_passes_the_end_of_the_calendar_ends_there() -> None:
    """No day comes after the last."""
    pairs = [(date.max - timedelta(days=1), 1)]
    own = History.from_pairs(LADDER, pairs, exact=True, until=date.max)
    assert len(own.observed_every(1).observations) == 2
    assert len(own.observed_every(400).observations) == 1


def test_results_make_a_history() -> None:
    """By the days of their assessments, in the words of stages; the method is kept."""
    own = History.of([result(0, 1), result(30, 1, 2)])
    assert own == attrs.evolve(history((0, 1), (30, 2)), method=own.method)
    assert own.method == result(0).method
    named = History.of([result(0, 1, subject="Acme", unit="North")])
    assert named.name == "Acme (North)"
    assert History.of([result(30, 1), result(0, 1)], sort=True).gaps == (30,)
    log = History.of([result(0, 1), result(30, 1, 2)], exact=True, until=day(40), start_known=True)
    assert [own.at_least for own in log.spells] == [30, 10]
    assert not log.spells[0].left_censored


def test_a_policy_settles_what_is_open() -> None:
    """A stage by policy is a stage."""
    given = assess({"item-1": "F"}, assessed_on=DAY)
    own = sm.score(given, framework=LADDER, rule="cumulative", policy="worst")
    assert [one.stage.ordinal for one in History.of([own]).observations] == [1]


def open_result(number: int) -> Any:
    """A result that hangs on stage 2 and above."""
    return sm.score(
        assess({"item-1": "F"}, assessed_on=day(number)), framework=LADDER, rule="cumulative"
    )


def test_open_results_are_refused_or_left_out_by_word() -> None:
    """Never taken for one end of their range."""
    with pytest.raises(InvalidValueError) as caught:
        History.of([result(0, 1), open_result(30)])
    assert str(caught.value) == (
        "results[1]: the result of 2025-01-31 is open, stage 1 at worst and stage 4 at best; find"
        " out what it hangs on, score with a policy, or leave it out by open='skip'"
    )
    own = History.of([result(0, 1), open_result(30), result(60, 1)], open="skip")
    assert own.left_out == (day(30),)
    assert own.gaps == (60,)
    assert own.text().splitlines()[-1] == ("Left out, as their results are open: 2025-01-31.")
    with pytest.raises(MissingValueError, match="every result is open"):
        History.of([open_result(0)], open="skip")
    with pytest.raises(InvalidValueError, match="'keep' is none of 'refuse', 'skip'"):
        History.of([result(0)], open="keep")


def test_the_day_a_result_is_as_of_may_differ() -> None:
    """It follows the assessment."""
    results = [
        sm.score(
            assess({f"item-{own}": "F" for own in range(1, 5)}, assessed_on=day(number)),
            framework=LADDER,
            rule="cumulative",
            as_of=day(number),
        )
        for number in (0, 30)
    ]
    assert History.of(results).gaps == (30,)
    with pytest.raises(InvalidValueError, match="scored by another method"):
        History.of([results[0], result(60, 1)])


OTHER = attrs.evolve(LADDER, version="2")


@pytest.mark.parametrize(
    ("results", "error", "message"),
    [
        ([], MissingValueError, "results: no result; give one at least"),
        (
            [sm.score(assess({f"item-{o}": "N" for o in range(1, 5)}), framework=LADDER)],
            MissingValueError,
            "results[0].assessed_on: the assessment says no day; give it assessed_on=...",
        ),
        (
            [result(0), result(1, framework_=OTHER)],
            FrameworkMismatchError,
            "results[1]: Demo (demo 2) is another framework than Demo (demo 1)",
        ),
        (
            [result(0, subject="Acme"), result(1, subject="Beta")],
            InvalidValueError,
            "results[1]: a history is of one unit; this result is of 'Beta', the first of 'Acme';"
            " for several take Histories.of",
        ),
        (
            [result(0, 1), result(0, 1, 2)],
            DuplicateError,
            "observations[1]: two observations of 2025-01-01, stage 1 and stage 2; keep one",
        ),
        (
            [result(30, 1), result(0, 1)],
            InvalidValueError,
            "observations[1]: 2025-01-01 comes after 2025-01-31 here and lies before it; put the"
            " days in order, or give sort=True",
        ),
        (["2025"], WrongTypeError, "results: expected a StageResult, not '2025'"),
        ("2025", WrongTypeError, "results: expected several, not '2025'"),
        (7, WrongTypeError, "results: expected several, not 7"),
    ],
)
def test_results_that_make_no_history(
    results: Any, error: type[SocialMaturityError], message: str
) -> None:
    """Each with the reason and the place."""
    with pytest.raises(error) as caught:
        History.of(results)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("pairs", "changes", "error", "message"),
    [
        ([], {}, MissingValueError, "observations: a history needs one dated stage at least"),
        (
            [(DAY, 1), (DAY, 1)],
            {"sort": True},
            DuplicateError,
            "observations[1]: two observations of 2025-01-01, stage 1 and stage 1; keep one",
        ),
        (
            [(DAY, 1)],
            {"until": "2025-02-01"},
            ContradictionError,
            "until: observations end on the last of them; until=... belongs to a log of changes"
            " (exact=True)",
        ),
        (
            [(DAY, 1)],
            {"exact": True},
            MissingValueError,
            "until: a log of changes does not say how long the unit was watched after 2025-01-01;"
            " give until=...",
        ),
        (
            [(DAY, 1)],
            {"exact": True, "until": "2024-12-31"},
            InvalidValueError,
            "until: watched until 2024-12-31, which is before the last change on 2025-01-01",
        ),
        (
            [(DAY, 1), (day(9), 1)],
            {"exact": True, "until": "2025-12-31"},
            ContradictionError,
            "observations[1]: a log of changes has stage 1 on 2025-01-01 and again on 2025-01-10,"
            " which is no change; leave the second out, or say exact=False if these are"
            " observations",
        ),
        (
            [(DAY, 1, 2)],
            {},
            WrongTypeError,
            "pairs[0]: expected a day and a stage, such as ('2026-11-01', 2), not"
            " (datetime.date(2025, 1, 1), 1, 2)",
        ),
        (
            ["ab"],
            {},
            WrongTypeError,
            "pairs[0]: expected a day and a stage, such as ('2026-11-01', 2), not 'ab'",
        ),
        (
            [("1.1.2025", 1)],
            {},
            InvalidValueError,
            "pairs[0]: invalid date '1.1.2025'; expected YYYY-MM-DD",
        ),
        (
            [(DAY, 5)],
            {},
            UnknownStageError,
            "pairs[0]: unknown stage '5' in framework 'demo'; known: '1', '2', '3', '4'",
        ),
        ([(DAY, 1)], {"exact": 1}, WrongTypeError, "exact: expected bool, not 1"),
    ],
)
def test_pairs_that_make_no_history(
    pairs: Any, changes: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """Each with the reason and the place."""
    with pytest.raises(error) as caught:
        History.from_pairs(LADDER, pairs, **changes)
    assert str(caught.value) == message


def test_phases_and_strangers_are_no_ladder() -> None:
    """A unit is not at one of several phases that run side by side."""
    with pytest.raises(InvalidValueError) as caught:
        History.from_pairs(sm.SOCEDO, [(DAY, 1)])
    assert str(caught.value) == (
        "framework: the phases of 'socedo' run side by side, so that a unit is not at one of them"
        " at a time; moves and percentiles need a ladder"
    )
    strange: Any = "demo"
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'demo'"):
        History.from_pairs(strange, [(DAY, 1)])
    with pytest.raises(FrameworkMismatchError):
        History(framework=LADDER, observations=(Observation(DAY, sm.SOLIS.stage(1)),))


def test_only_a_log_can_be_read_on_other_days() -> None:
    """Between observations nothing is known."""
    with pytest.raises(InvalidValueError, match="what lies between them is unknown"):
        history((0, 1), (10, 2)).observed_every(5)
    log = watched([(0, 1)], 10)
    with pytest.raises(InvalidValueError, match="days: expected a whole number from 1 on"):
        log.observed_every(0)
    half: Any = 1.5
    with pytest.raises(WrongTypeError, match="days: expected a whole number, not 1.5"):
        log.observed_every(half)


def test_histories_of_results_are_put_together_by_name() -> None:
    """In order of the names, whatever the order given."""
    results = [
        result(0, 1, subject="Beta"),
        result(0, 1, subject="Acme", unit="North"),
        result(30, 1, 2, subject="Beta"),
    ]
    own = Histories.of(results)
    assert [one.name for one in own] == ["Acme (North)", "Beta"]
    assert len(own) == 2
    assert own["Beta"].gaps == (30,)
    assert Histories.of(reversed(results), sort=True) == own
    assert (own.framework, own.exact) == (LADDER, False)
    assert gather(own) is own
    assert gather(list(own)) == own
    assert gather(own["Beta"]).histories == (own["Beta"],)
    with pytest.raises(UnknownNameError, match="unknown name 'Bet' in the histories; did you"):
        own["Bet"]


def test_an_error_of_one_unit_names_it() -> None:
    """Before the path."""
    with pytest.raises(InvalidValueError) as caught:
        Histories.of([result(0, 1, subject="Beta"), open_result(30)])
    assert str(caught.value).startswith("[''].results[0]: the result of 2025-01-31 is open")
    with pytest.raises(DuplicateError) as twice:
        Histories.from_rows(LADDER, [("A", DAY, 1), ("B", DAY, 1), ("B", DAY, 2)])
    assert str(twice.value).startswith("['B'].observations[1]: two observations of 2025-01-01")


def test_rows_of_a_table_make_histories() -> None:
    """The name of the unit, a day and a stage."""
    rows = [("B", "2025-01-01", 1), ("A", "2025-01-01", 2), ("B", "2025-01-31", 2)]
    own = Histories.from_rows(LADDER, rows, exact=True, until="2025-02-10")
    assert [one.name for one in own] == ["A", "B"]
    assert own.exact
    assert [one.at_least for one in own["B"].spells] == [30, 10]
    strange: Any
    for strange in (("A", DAY), "ABC"):
        with pytest.raises(WrongTypeError) as caught:
            Histories.from_rows(LADDER, [strange])
        assert str(caught.value).startswith(
            "rows[0]: expected the name of a unit, a day and a stage, such as ('Acme',"
            " '2026-11-01', 2), not"
        )


@pytest.mark.parametrize(
    ("histories", "error", "message"),
    [
        ([], MissingValueError, "histories: no history; give one at least"),
        (
            [history((0, 1), subject="A"), history((1, 1), subject="A")],
            DuplicateError,
            "histories: two histories are named 'A'; join them",
        ),
        (
            [history((0, 1)), history((1, 1))],
            DuplicateError,
            "histories: two histories are named ''; give each subject=... or unit=...",
        ),
        (
            [
                history((0, 1), subject="A"),
                History.from_pairs(OTHER, [(DAY, 1)], subject="B"),
            ],
            FrameworkMismatchError,
            "histories: 'B' was assessed with Demo (demo 2), 'A' with Demo (demo 1)",
        ),
        (
            [history((0, 1), subject="A"), History.of([result(0, 1, subject="B")])],
            InvalidValueError,
            "histories: 'B' and 'A' were scored by different methods, so that differences would be"
            " theirs; score all alike",
        ),
        (
            [history((0, 1), subject="A"), watched([(0, 1)], 9, subject="B")],
            InvalidValueError,
            "histories: the dates of 'B' are days of change, those of 'A' days of observation; take"
            " them apart",
        ),
        (
            [watched([(0, 1)], 9, subject="A"), history((0, 1), subject="B")],
            InvalidValueError,
            "histories: the dates of 'A' are days of change, those of 'B' days of observation; take"
            " them apart",
        ),
        (["A"], WrongTypeError, "histories: expected a History, not 'A'"),
    ],
)
def test_histories_that_do_not_belong_together(
    histories: Any, error: type[SocialMaturityError], message: str
) -> None:
    """Each with the reason."""
    with pytest.raises(error) as caught:
        gather(histories)
    assert str(caught.value) == message


def test_states_are_the_stages_and_the_place_below() -> None:
    """Where there is one."""
    assert [own.ordinal for own in states(LADDER)] == [0, 1, 2, 3, 4]
    assert [own.ordinal for own in states(sm.CARFI)] == [1, 2, 3, 4, 5]


def test_a_move_is_a_value() -> None:
    """Equal where its parts are."""
    (move,) = history((0, 1), (1, 2)).moves
    assert move == Move(
        unit="",
        source=LADDER.stages[0],
        target=LADDER.stages[1],
        earliest=DAY,
        latest=day(1),
    )
    assert str(move) == "Between 2025-01-01 and 2025-01-02: forward from stage 1 to stage 2."

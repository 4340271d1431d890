"""What a table says of a row is what the plain scorer says of that assessment, on every engine."""

from itertools import product
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from oracles.frames import ENGINES, RULES, Row, Trial, differences, expected, rows_of, trial
from samples import framework, stage
from socialmaturity.frames.tables import score_frame

FIRST, TRIALS, ROWS = 528, 24, 420
POLICIES = (None, "worst", "best", "exclude")
SLOW_TRIALS, SLOW_ROWS = 200, 5000


def agree(seed: int, rows: int) -> None:
    """Score one table on every engine, beside the plain scorer."""
    own = trial(seed, rows)
    wanted = [expected(own, row) for row in own.rows]
    for engine in ENGINES:
        found = rows_of(score_frame(ENGINES[engine](own), own.framework, **own.options))
        told = [*differences(own, found, wanted)]
        assert not told, (seed, engine, own.options, len(told), told[:3])


@pytest.mark.parametrize("seed", range(FIRST, FIRST + TRIALS))
def test_no_row_differs_in_ten_thousand(seed: int) -> None:
    """Of all rules, scales, outcomes, gates, policies and kinds of columns, on six engines."""
    assert TRIALS * ROWS >= 10_000
    agree(seed, ROWS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1000 + SLOW_TRIALS))
def test_no_row_differs_in_a_million(seed: int) -> None:
    """The same on other frameworks and more rows."""
    assert SLOW_TRIALS * SLOW_ROWS >= 1_000_000
    agree(seed, SLOW_ROWS)


NUMBERS = {"N": 0, "L": "2/3", "P": "1/3", "F": 1}
HALF = {"policy": "exclude", "minimum_coverage": "1/2"}
MEAN = {"rule": "weighted_mean", "values": NUMBERS, "floors": {"total": "1/2", "two": "2/3"}}
WAYS: list[dict[str, Any]] = [
    {},
    {"lower_at": "F"},
    {"quorum": "1/2"},
    {"quorum": "1/2", "lower_at": "F", "policy": "best"},
    {**HALF},
    {"policy": "exclude", "minimum_coverage": 0},
    {"dimension": "care"},
    {"most_not_applicable": 1, "never_not_applicable": ["two"]},
    {"most_not_applicable": 0, "never_not_applicable": ["one", "two", "three"]},
    {"rule": "high_water"},
    {"rule": "high_water", "quorum": "2/3", **HALF},
    {"rule": "nearest"},
    {"rule": "nearest", "policy": "worst"},
    {"rule": "nearest", **HALF},
    {"rule": "profile", "policy": "best"},
    MEAN,
    {**MEAN, "policy": "worst"},
    {**MEAN, "policy": "best", "not_applicable": "1/3"},
    {**MEAN, **HALF},
    {**MEAN, **HALF, "not_applicable": 1, "groups": "stage"},
    {**MEAN, "levels": "sum", "groups": "dimension", "floors": {"three": 2}},
    {"rule": "rating", "values": NUMBERS, "groups": "stage", **HALF},
    {"rule": "rating", "values": NUMBERS, "weights": {"one": 3}, "policy": "best"},
]


@pytest.mark.parametrize("options", WAYS)
def test_no_row_differs_of_all_there_can_be(options: dict[str, Any]) -> None:
    """Three indicators in two stages and dimensions, in every way to answer them."""
    two, three = stage(2, "two", "three").indicators
    several = (two, attrs.evolve(three, dimension="care"))
    own = framework(
        stage(1, "one"),
        stage(2, indicators=several),
        dimensions=tuple(
            sm.Dimension(id=one, name=one, basis="judgement") for one in ("work", "care")
        ),
    )
    answers = (*sm.NPLF.labels, None, "cannot-tell", "not-applicable")
    names: tuple[str, ...] = ("one", "two", "three")
    rows: list[Row] = [
        dict(zip(names, row, strict=True)) for row in product(answers, repeat=len(names))
    ]
    every = Trial(own, {"rule": "cumulative"} | options, rows, dict.fromkeys(rows[0], "text"))
    wanted = [expected(every, row) for row in rows]
    found = rows_of(score_frame(ENGINES["polars"](every), own, **every.options))
    assert not [*differences(every, found, wanted)][:3]


@pytest.mark.parametrize(
    "options",
    [
        {"rule": "cumulative"},
        {"rule": "cumulative", "lower_at": "F"},
        {"rule": "high_water"},
        {"rule": "nearest"},
    ],
)
def test_no_row_of_a_ladder_differs(options: dict[str, Any]) -> None:
    """One indicator in each of four stages, so that stages between the ends are left out."""
    names = ("one", "two", "three", "four")
    own = framework(*(stage(ordinal, name) for ordinal, name in enumerate(names, 1)))
    answers = ("P", "L", "F", None, "not-applicable")
    rows: list[Row] = [
        dict(zip(names, row, strict=True)) for row in product(answers, repeat=len(names))
    ]
    every = Trial(own, options, rows, dict.fromkeys(rows[0], "text"))
    wanted = [expected(every, row) for row in rows]
    found = rows_of(score_frame(ENGINES["polars"](every), own, **every.options))
    assert not [*differences(every, found, wanted)][:3]


def test_the_trials_have_whatever_a_row_can_be() -> None:
    """So that agreeing says something: ranges, vacuous rows, policies with and without a value."""
    seen: set[str] = set()
    for seed in range(FIRST, FIRST + TRIALS):
        own = trial(seed, 60)
        rule, scale = own.options["rule"], own.framework.scale.id
        seen |= {f"{rule} under {own.options['policy']}", scale, *own.options, *own.kinds.values()}
        if "lower_at" in own.options:
            seen.add(f"lower_at on {'labels' if own.framework.scale.labels else 'numbers'}")
        for row in own.rows:
            right = expected(own, row)
            seen |= {f"{key} is {right[key] is None}" for key in right}
            if right.get("binding", "").count(" "):
                seen.add("several binding")
            if right.get("lower") is not None and right["lower"] != right["upper"]:
                seen.add("range")
                span = right["upper"] - right["lower"] + 1 if "possible" in right else 0
                if right.get("possible", "").count(" ") + 1 < span:
                    seen.add(f"gap of {rule}")
    assert seen >= {
        *(f"{rule} under {policy}" for rule in RULES for policy in POLICIES),
        *("nplf", "yes-no", "zero-to-one", "own", "grades"),
        *("text", "category", "number", "flag"),
        *("lower_at on labels", "lower_at on numbers"),
        *("at", "quorum", "policy", "minimum_coverage", "dimension"),
        *("most_not_applicable", "never_not_applicable", "floors", "groups", "weights"),
        *("levels", "not_applicable", "bands", "range", "several binding"),
        *("stage is True", "stage is False", "coverage is True", "value is True"),
        *("stage_1_lower is True", "rating is True", "lower is True"),
        *("gap of cumulative", "gap of high_water", "gap of nearest"),
    }, seen

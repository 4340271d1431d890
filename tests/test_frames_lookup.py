"""Every function over tables takes an id, and looks it up in the catalog that is given."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import (
    InvalidValueError,
    UnknownFrameworkError,
    UnknownRuleError,
    WrongTypeError,
)

OWN = framework(stage(1, "one", framework="own"), stage(2, "two", framework="own"), id="own")
CATALOG = sm.Catalog().with_framework(OWN)
ANSWERS = pl.DataFrame({"firm": ["Acme", "Bolt"], "one": ["F", "N"], "two": [None, "L"]})
FINDINGS = pl.DataFrame({"firm": ["Acme"], "indicator": ["one"], "answer": ["F"]})
ENDS = pl.DataFrame(
    {"firm": ["Acme", "Bolt"], "team": ["a", "b"], "lower": [1, 0], "upper": [2, 0]}
)
LOG = pl.DataFrame({"firm": ["Acme"], "day": ["2025-01-01"], "stage": [1]}).with_columns(
    pl.col("day").str.to_date()
)


def moves(framework: Any, **catalog: Any) -> Any:
    """Counts, added up."""
    counts = sm.transition_counts(LOG, OWN, subject="firm", date="day")
    return sm.departures([counts], framework, **catalog)


def lines(framework: Any, **catalog: Any) -> Any:
    """The JSON lines of a file."""
    path = Path(catalog.pop("folder"), "own.jsonl")
    path.write_text('{"framework": "own", "answers": {"one": "F"}}\n', encoding="utf-8")
    return sm.scan_assessments(path, framework, **catalog).collect()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "score_frame": partial(sm.score_frame, ANSWERS),
    "check_frame": partial(sm.check_frame, ANSWERS),
    "pivot_findings": partial(sm.pivot_findings, FINDINGS, index="firm"),
    "rollup_frame": partial(sm.rollup_frame, ENDS, by="firm", unit="team"),
    "cohort_frame": partial(sm.cohort_frame, ENDS, by="firm"),
    "transition_counts": partial(sm.transition_counts, LOG, subject="firm", date="day"),
    "departures": moves,
    "scan_assessments": lines,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_framework_is_given_or_named(name: str, tmp_path: Path) -> None:
    """The same comes of both; ids are those of the catalog, and what is neither is refused."""
    more: dict[str, Any] = {"folder": tmp_path} if name == "scan_assessments" else {}
    call = FUNCTIONS[name]
    given = call(framework=OWN, **more)
    named = call(framework="own", catalog=CATALOG, **more)
    assert given.equals(named) if isinstance(given, pl.DataFrame) else given == named
    assert len(given) > 0 or name == "check_frame"
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'own'"):
        call(framework="own", **more)
    for wrong, path in (
        ({"framework": 3}, "framework"),
        ({"framework": "own", "catalog": 3}, "catalog"),
    ):
        with pytest.raises(WrongTypeError) as caught:
            call(**wrong, **more)
        assert caught.value.path == path


def test_a_rule_of_the_catalog_is_known_and_told_to_be_none_of_the_six() -> None:
    """Where no catalog has it, it is unknown."""

    class Half:
        """A rule of somebody's own."""

        name = "half"

        def score(self, case: Any) -> Any:
            """Leave everything open."""
            raise NotImplementedError

    catalog = CATALOG.with_rule(Half())
    with pytest.raises(InvalidValueError, match="tables are scored by one of the six rules"):
        sm.score_frame(ANSWERS, "own", rule="half", catalog=catalog)
    with pytest.raises(UnknownRuleError, match="unknown rule 'half'"):
        sm.score_frame(ANSWERS, "own", rule="half", catalog=CATALOG)

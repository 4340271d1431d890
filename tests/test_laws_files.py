"""Whatever can be written reads back equal, and the schema agrees with the reader."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import InvalidFileError, SocialMaturityError
from strategies import assessments, crosswalks, frameworks

Parser = Callable[..., Any]

SCHEMAS: dict[str, Any] = {
    kind: jsonschema.Draft202012Validator(
        sm.json_schema(kind), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for kind in ("framework", "crosswalk", "assessment")
}


def check_round_trip(value: Any, kind: str, parse: Parser) -> None:
    """As JSON, as TOML and as a Python value."""
    assert parse(sm.to_json(value), format="json") == value
    assert parse(sm.to_toml(value), format="toml") == value
    plain = sm.to_dict(value)
    SCHEMAS[kind].validate(plain)
    assert json.loads(json.dumps(plain)) == plain
    for made in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert made == value
        assert hash(made) == hash(value)
    assert attrs.evolve(value) == value


@given(frameworks())
def test_frameworks_read_back_equal(value: sm.Framework) -> None:
    """With every kind of scale and gate."""
    check_round_trip(value, "framework", sm.parse_framework)
    for one in (value.questions(), value.below, value.indicators):
        assert pickle.loads(pickle.dumps(one)) == one
        assert hash(one) == hash(copy.deepcopy(one))


@given(crosswalks())
def test_crosswalks_read_back_equal(value: sm.Crosswalk) -> None:
    """With every kind of confidence, absent ones too."""
    check_round_trip(value, "crosswalk", sm.parse_crosswalk)


@given(frameworks().flatmap(assessments))
def test_assessments_read_back_equal(value: sm.Assessment) -> None:
    """Both forms, all outcomes, numbers that no decimal can say."""
    check_round_trip(value, "assessment", sm.parse_assessment)


@pytest.mark.parametrize("which", BUILTIN_FRAMEWORKS)
def test_shipped_frameworks_read_back_equal(which: str) -> None:
    """And are valid by the schema."""
    check_round_trip(sm.framework(which), "framework", sm.parse_framework)


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_shipped_crosswalks_read_back_equal(pair: tuple[str, str]) -> None:
    """And are valid by the schema."""
    check_round_trip(sm.crosswalk(*pair), "crosswalk", sm.parse_crosswalk)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just("solis:1"),
)


def spots(plain: Any) -> list[tuple[Any, Any]]:
    """Every table and list inside plain data, with each of its keys or places."""
    found: list[tuple[Any, Any]] = []
    if isinstance(plain, dict | list):
        keys: Any = plain if isinstance(plain, dict) else range(len(plain))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        for key in list(keys):
            found.append((plain, key))  # pyright: ignore[reportUnknownArgumentType]
            found += spots(plain[key])
    return found


@st.composite
def spoilt(draw: st.DrawFn, plain: Any) -> Any:
    """Plain data with one part exchanged, dropped or added somewhere inside."""
    made = copy.deepcopy(plain)
    spot, key = draw(st.sampled_from(spots(made)))
    change = draw(st.sampled_from(("exchange", "drop", "add")))
    if change == "exchange":
        spot[key] = draw(JUNK)
    elif change == "drop":
        del spot[key]
    elif isinstance(spot, dict):
        spot[draw(st.sampled_from(("nmae", "name", "basis", "review")))] = draw(JUNK)
    else:
        spot.append(draw(JUNK))
    return made


@pytest.mark.parametrize(
    ("kind", "parse", "values"),
    [
        ("framework", sm.parse_framework, frameworks()),
        ("crosswalk", sm.parse_crosswalk, crosswalks()),
        ("assessment", sm.parse_assessment, frameworks().flatmap(assessments)),
    ],
)
def test_a_spoilt_file_is_read_whole_or_refused_with_paths(
    kind: str, parse: Parser, values: st.SearchStrategy[Any]
) -> None:
    """Never anything but a value or an `InvalidFileError`; what is read, the schema allows."""

    @given(values.map(sm.to_dict).flatmap(spoilt))
    def law(plain: Any) -> None:
        problems: tuple[SocialMaturityError, ...] = ()
        value = None
        try:
            value = parse(json.dumps(plain), format="json")
        except InvalidFileError as error:
            problems = error.problems
        event("read" if value is not None else "refused")
        assert (value is None) == bool(problems)
        for problem in problems:
            assert problem.code != "error"
            assert problem.message
        if value is not None:
            SCHEMAS[kind].validate(plain)
            assert parse(sm.to_json(value), format="json") == value

    law()

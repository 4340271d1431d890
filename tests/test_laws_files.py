"""Whatever can be written reads back equal, and the schema agrees with the reader."""

import copy
import json
import pickle
from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from samples import crosswalk, mapping
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import InvalidFileError, SocialMaturityError
from socialmaturity.mapping.link import Dropped, Origin
from strategies import crosswalks, whole_assessments, whole_frameworks

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


@given(whole_frameworks())
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


LINKED = crosswalk(
    mapping(
        "left:1+2",
        "PO PP",
        "right:3+",
        confidence="1/3",
        rationale="functional",
        subject_coverage=0.25,
        object_coverage="2/3",
        extra=[("subject_label", "One"), ("author_id", "a\nb")],
        origin=Origin("left.tsv", 7),
    ),
    exhaustive=["right"],
    dropped=(Dropped(subject="left:3", relation="PP", object="right:1+4+", reason="Not so."),),
)


def test_a_crosswalk_is_written_as_people_write_it() -> None:
    """Places and relations as text, exact numbers, and no trace of where it was read."""
    assert sm.to_dict(LINKED) == {
        "subject": "left",
        "object": "right",
        "version": "1",
        "exhaustive": ["right"],
        "mappings": [
            {
                "subject": "left:1+2",
                "relation": "PP PO",
                "object": "right:3+",
                "confidence": "1/3",
                "justification": "Read side by side.",
                "rationale": "functional",
                "subject_coverage": 0.25,
                "object_coverage": "2/3",
                "extra": [["author_id", "a\nb"], ["subject_label", "One"]],
            }
        ],
        "dropped": [
            {"subject": "left:3", "relation": "PP", "object": "right:1+4+", "reason": "Not so."}
        ],
    }
    check_round_trip(LINKED, "crosswalk", sm.parse_crosswalk)
    assert sm.parse_crosswalk(sm.to_toml(LINKED)).mappings[0].origin is None


@given(crosswalks(), st.data())
def test_where_it_was_read_is_in_no_file(value: sm.Crosswalk, data: st.DataObject) -> None:
    """The same text whether or not it is known, and nothing of it in the schema."""
    origins = st.none() | st.builds(Origin, st.sampled_from(("a.tsv", "b.csv")), st.integers(1))
    placed = attrs.evolve(
        value,
        mappings=tuple(attrs.evolve(one, origin=data.draw(origins)) for one in value.mappings),
        no_counterparts=tuple(
            attrs.evolve(one, origin=data.draw(origins)) for one in value.no_counterparts
        ),
    )
    assert placed == value
    assert sm.to_json(placed) == sm.to_json(value)
    assert sm.to_toml(placed) == sm.to_toml(value)
    assert "origin" not in sm.to_json(placed.inverse())


def changed(**changes: Any) -> str:
    """The crosswalk as JSON, with some keys of its one mapping exchanged."""
    plain = sm.to_dict(LINKED)
    plain["mappings"][0] |= changes
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": "left:2+1"}, "mappings[0].subject.ordinals: invalid ordinals (2, 1)"),
        ({"object": "right:2+3+"}, "mappings[0].object: right:2+3+ names a stage twice"),
        ({"object": "right"}, "mappings[0].object: invalid stage 'right'"),
        ({"object": 3}, "mappings[0].object: a stage is text such as 'solis:7', not 3"),
        ({"relation": "PP PX"}, "mappings[0].relation: 'PP PX' is none of 'equal', 'inside'"),
        ({"relation": ["PP", "PO"]}, "mappings[0].relation: expected text, not ['PP', 'PO']"),
        ({"relation": "anything"}, "mappings[0].relation: 'anything' is no relation of a mapping"),
        ({"relation": "nothing"}, "'nothing' is no relation of a mapping: no two stages have it"),
        ({"confidence": 1.2}, "mappings[0].confidence: expected a number from 0 to 1, not 6/5"),
        ({"confidence": -1}, "mappings[0].confidence: expected a number from 0 to 1, not -1"),
        ({"confidence": "0.5"}, "mappings[0].confidence: expected a number, or a ratio as text"),
        ({"subject_coverage": 2}, "mappings[0].subject_coverage: expected a number from 0 to 1"),
        ({"rationale": "same"}, "mappings[0].rationale: 'same' is none of 'syntactic', 'semantic'"),
        ({"extra": {"a": "b"}}, "mappings[0].extra: expected a list, not {'a': 'b'}"),
        ({"extra": [["a"]]}, "mappings[0].extra[0]: expected a list of 2, not ['a']"),
        ({"extra": [["a", 1]]}, "mappings[0].extra[0][1]: expected text, not 1"),
        ({"extra": [["a", ""], ["a", ""]]}, "mappings[0].extra: 'a' stands here twice"),
        ({"origin": {"file": "a", "line": 1}}, "mappings[0].origin: unknown key 'origin'"),
    ],
)
def test_a_wrong_mapping_in_a_file_is_refused(changes: dict[str, Any], message: str) -> None:
    """Under its path."""
    with pytest.raises(InvalidFileError) as caught:
        sm.parse_crosswalk(changed(**changes), format="json")
    assert message in str(caught.value)


@pytest.mark.parametrize("nought", ["-0", "-0.0", "0", "0e5", '"0/3"'])
def test_minus_nought_in_a_file_is_nought(nought: str) -> None:
    """It is known, and is written without a sign."""
    text = changed().replace('"confidence": "1/3"', f'"confidence": {nought}')
    own = sm.parse_crosswalk(text, format="json")
    assert own.mappings[0].confidence == 0
    assert json.loads(sm.to_json(own))["mappings"][0]["confidence"] == 0
    assert '"confidence": 0,' in sm.to_json(own)


@given(st.permutations(("EQ", "PP", "PO")), st.sampled_from((" ", "  ", "\t")))
def test_a_relation_is_read_in_any_order_and_written_in_one(order: list[str], gap: str) -> None:
    """As the set that it is."""
    own = sm.parse_crosswalk(changed(relation=gap.join(order)), format="json")
    assert own.mappings[0].relation == "EQ PP PO"
    assert sm.to_dict(own)["mappings"][0]["relation"] == "EQ PP PO"


@pytest.mark.parametrize(("kind", "relation"), [("mappings", "PO PP"), ("mappings", "PP EQ")])
def test_what_is_read_of_relations_the_schema_allows(kind: str, relation: str) -> None:
    """In any order of their parts."""
    plain = sm.to_dict(LINKED)
    plain[kind][0]["relation"] = relation
    own = sm.parse_crosswalk(json.dumps(plain), format="json")
    assert len(own.mappings) == len(own.dropped) == 1
    SCHEMAS["crosswalk"].validate(plain)


@given(whole_assessments())
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
        ("framework", sm.parse_framework, whole_frameworks()),
        ("crosswalk", sm.parse_crosswalk, crosswalks()),
        ("assessment", sm.parse_assessment, whole_assessments()),
    ],
)
def test_a_spoilt_file_is_read_whole_or_refused_with_paths(
    kind: str, parse: Parser, values: st.SearchStrategy[Any]
) -> None:
    """Never anything but a value or an `InvalidFileError`; what is read, the schema allows."""
    seen: Counter[str] = Counter()

    @settings(max_examples=100)  # of fewer all may be refused
    @given(values.map(sm.to_dict).flatmap(spoilt))
    def law(plain: Any) -> None:
        problems: tuple[SocialMaturityError, ...] = ()
        value = None
        try:
            value = parse(json.dumps(plain), format="json")
        except InvalidFileError as error:
            problems = error.problems
        outcome = "read" if value is not None else "refused"
        event(outcome)
        seen[outcome] += 1
        assert (value is None) == bool(problems)
        for problem in problems:
            assert problem.code != "error"
            assert problem.message
        if value is not None:
            SCHEMAS[kind].validate(plain)
            assert parse(sm.to_json(value), format="json") == value

    law()
    assert set(seen) == {"read", "refused"}

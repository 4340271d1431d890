"""A set of mappings as JSON reads back equal, field by field."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import socialmaturity as sm
from exchanged import full_sets
from samples import crosswalk, mapping
from socialmaturity.catalog import BUILTIN_CROSSWALKS
from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    FileTooLargeError,
    FrameworkMismatchError,
    InvalidFileError,
    InvalidIdentifierError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    WrongTypeError,
)
from socialmaturity.io.mapping_json import load_mapping_json, parse_mapping_json, to_mapping_json
from socialmaturity.mapping.collection import MappingSet

ROW: dict[str, Any] = {
    "subject": "left:1",
    "relation": "inside",
    "object": "right:2",
    "justification": "Why.",
}


def problems(plain: Any, **options: Any) -> tuple[SocialMaturityError, ...]:
    """All that strict reading finds wrong, in plain data or in a text."""
    text = plain if isinstance(plain, str) else json.dumps(plain)
    with pytest.raises(InvalidFileError) as caught:
        parse_mapping_json(text, **options)
    return caught.value.problems


def only(plain: Any, **options: Any) -> SocialMaturityError:
    """The one thing that is wrong."""
    (problem,) = problems(plain, **options)
    return problem


@given(full_sets())
def test_what_was_written_reads_back_equal(value: MappingSet) -> None:
    """With every field, and never a loss."""
    written = to_mapping_json(value)
    assert written.losses == ()
    read = parse_mapping_json(written.text)
    assert read.value == value
    assert read.problems == ()
    assert parse_mapping_json(written.text, mode="lenient") == read


@given(full_sets())
def test_the_text_is_json_to_everybody(value: MappingSet) -> None:
    """An object with the names of the fields; what says nothing is left out."""
    plain = json.loads(to_mapping_json(value).text)
    assert set(plain) == {
        name
        for name in ("id", "title", "version", "authors", "note", "license", "extra")
        if getattr(value, name)
    } | {name for name in ("mappings", "no_counterparts") if getattr(value, name)}


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_a_crosswalk_is_written_as_its_set(pair: tuple[str, str]) -> None:
    """With its title, authors and note."""
    own = sm.crosswalk(*pair)
    assert parse_mapping_json(to_mapping_json(own).text).value == MappingSet.of([own])


def test_what_only_a_crosswalk_says_is_named_as_lost() -> None:
    """A set has no place for it."""
    own = crosswalk(mapping("left:1", "inside", "right:2"), exhaustive=("left",))
    assert [loss.code for loss in to_mapping_json(own).losses] == ["exhaustive"]


def test_numbers_are_exact() -> None:
    """A decimal is no float, and a ratio is text."""
    text = json.dumps({"mappings": [ROW | {"confidence": "1/3"}, ROW]})
    text = text.replace('"justification": "Why."}]', '"justification": "Why.", "confidence": 0.1}]')
    third, tenth = parse_mapping_json(text).value.mappings
    assert third.confidence is not None
    assert tenth.confidence is not None
    assert third.confidence * 3 == tenth.confidence * 10 == 1


@pytest.mark.parametrize(
    ("change", "path", "kind", "told"),
    [
        ({"subject": "left"}, "subject", InvalidIdentifierError, "invalid stage 'left'"),
        ({"relation": "insid"}, "relation", InvalidValueError, "did you mean 'inside'?"),
        ({"object": "left:2"}, "object", FrameworkMismatchError, "stages of one framework"),
        ({"confidence": 1.2}, "confidence", InvalidValueError, "from 0 to 1, not 6/5"),
        ({"confidence": "0.5"}, "confidence", InvalidValueError, "a ratio as text"),
        ({"confidence": True}, "confidence", WrongTypeError, "expected a number, not True"),
        ({"justification": ""}, "justification", MissingValueError, "expected text, found none"),
        ({"extra": [["a"]]}, "extra[0]", WrongTypeError, "expected a list of 2"),
        ({"extra": [["a", "b"], ["a", "c"]]}, "extra", DuplicateError, "'a' stands here twice"),
        ({"origin": {}}, "origin", UnknownKeyError, "unknown key 'origin'"),
        ({"review": "a\0"}, "review", InvalidValueError, r"control character '\x00'"),
    ],
)
def test_a_wrong_part_is_told_by_its_path(
    change: dict[str, Any], path: str, kind: type[SocialMaturityError], told: str
) -> None:
    """With what came and what was expected."""
    problem = only({"mappings": [ROW, ROW | change]})
    assert type(problem) is kind
    assert problem.path in {f"mappings[1].{path}", f"mappings[1].{path}".removesuffix(f".{path}")}
    assert told in problem.message


@pytest.mark.parametrize("sure", [0, -0.0, 0.0])
def test_zero_is_a_confidence(sure: float) -> None:
    """And absent is none."""
    first, second = parse_mapping_json(
        json.dumps({"mappings": [ROW | {"confidence": sure}, ROW]})
    ).value.mappings
    assert first.confidence == 0
    assert second.confidence is None


def test_all_problems_come_together() -> None:
    """Of every mapping and of the set."""
    plain = {
        "titel": "x",
        "mappings": [ROW | {"relation": "is"}, {"subject": "left:1"}],
        "no_counterparts": [{"stage": "left:1", "framework": "R"}],
    }
    assert [problem.path for problem in problems(plain)] == [
        "titel",
        "mappings[0].relation",
        "mappings[1].relation",
        "mappings[1].object",
        "mappings[1].justification",
        "no_counterparts[0].framework",
        "no_counterparts[0].reason",
    ]


def test_lenient_reading_leaves_out_what_is_wrong_in_the_lists() -> None:
    """And lists it under the place it had."""
    plain = {
        "title": "Ours",
        "mappings": [ROW, ROW | {"relation": "is"}, 7, ROW | {"confidence": 7}],
        "no_counterparts": [{"stage": "left:1", "framework": "R"}],
    }
    read = parse_mapping_json(json.dumps(plain), mode="lenient")
    assert (read.value.title, len(read.value.mappings)) == ("Ours", 1)
    assert read.value.no_counterparts == ()
    assert [problem.path for problem in read.problems] == [
        "mappings[1].relation",
        "mappings[2]",
        "mappings[3].confidence",
        "no_counterparts[0].framework",
        "no_counterparts[0].reason",
    ]


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("", FileSyntaxError, "not JSON: Expecting value: line 1 column 1"),
        ('{"title": ', FileSyntaxError, "not JSON: Expecting value"),
        ("[" * 100_000, FileSyntaxError, "nested too deeply"),
        ("[]", WrongTypeError, r"expected a table, not []"),
        ('{"mappings": 7}', WrongTypeError, "expected a list, not 7"),
        ('{"title": 7}', WrongTypeError, "expected text, not 7"),
        ('{"title": "a", "title": "b"}', DuplicateError, "the key 'title' stands twice"),
        ('{"mappings": [NaN]}', InvalidValueError, "NaN is no number in JSON"),
        ('{"title": "\0"}', FileSyntaxError, "not JSON: Invalid control character"),
    ],
)
def test_a_text_that_is_no_set_is_refused_in_either_mode(
    text: str, kind: type[SocialMaturityError], told: str, mode: str
) -> None:
    """Since nothing would be left of it."""
    problem = only(text, mode=mode)
    assert type(problem) is kind
    assert told in problem.message


def test_harmless_differences_are_accepted() -> None:
    """Byte order mark, line ends, nothing in it."""
    assert parse_mapping_json('\ufeff{\r\n"title": "Ours"\r\n}\r\n').value == MappingSet(
        title="Ours"
    )
    assert parse_mapping_json("{}").value == MappingSet()


def test_ten_million_characters_are_read_without_delay() -> None:
    """JSON has no bound for a text; the size of a file has one."""
    start = time.perf_counter()
    assert len(parse_mapping_json(json.dumps({"note": "x" * 10_000_000})).value.note) == 10_000_000
    problem = only({"mappings": [ROW | {"subject": "x" * 10_000_000}]})
    assert len(problem.message) < 1000
    assert time.perf_counter() - start < 5


def test_files_are_read_as_they_are(tmp_path: Path) -> None:
    """With the name of the file, and bounded."""
    path = tmp_path / "ü.json"
    path.write_text(json.dumps({"mappings": [ROW, 7]}), encoding="utf-8-sig")
    with pytest.raises(InvalidFileError) as caught:
        load_mapping_json(path)
    assert str(caught.value).startswith(f"{path}: 1 problem")
    assert len(load_mapping_json(str(path), mode="lenient").value.mappings) == 1
    with pytest.raises(InvalidFileError) as caught:
        load_mapping_json(path, max_bytes=3)
    assert type(caught.value.problems[0]) is FileTooLargeError


def test_wrong_arguments_are_told() -> None:
    """By what was expected."""
    wrong: Any = 7
    with pytest.raises(WrongTypeError, match="expected text, not 7"):
        parse_mapping_json(wrong)
    with pytest.raises(InvalidValueError, match="mode: expected the mode 'strict' or 'lenient'"):
        parse_mapping_json("{}", mode=wrong)
    with pytest.raises(WrongTypeError, match="value: expected a MappingSet or a Crosswalk, not 7"):
        to_mapping_json(wrong)

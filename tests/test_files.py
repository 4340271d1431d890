"""Files are read strictly, and every bad one has its own clear error."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

import socialmaturity as sm
from samples import framework
from socialmaturity.errors import (
    InvalidAnswerError,
    InvalidFileError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.io import files

TOML = sm.to_toml(framework())


def refused(text: str, parse: Any = sm.parse_framework, **options: Any) -> list[str]:
    """The problems that reading tells of."""
    with pytest.raises(InvalidFileError) as caught:
        parse(text, **options)
    return [str(problem) for problem in caught.value.problems]


def plain(**changes: Any) -> str:
    """The sample framework as JSON with some keys exchanged; None drops one."""
    own = sm.to_dict(framework()) | changes
    return json.dumps({key: value for key, value in own.items() if value is not None})


def test_files_of_both_formats_are_loaded(tmp_path: Path) -> None:
    """By the ending of their name, in any case; a BOM does no harm."""
    own, xw = framework(), sm.crosswalk("solis", "carfi")
    acme = sm.Assessment(framework="solis", answers={"listening": "F"}, assessed_on="2026-11-01")
    for name, text in (("a.toml", sm.to_toml(own)), ("a.JSON", "\ufeff" + sm.to_json(own))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert sm.load_framework(tmp_path / name) == own
        assert sm.load_framework(str(tmp_path / name)) == own
    (tmp_path / "x.toml").write_text(sm.to_toml(xw), encoding="utf-8")
    assert sm.load_crosswalk(tmp_path / "x.toml") == xw
    (tmp_path / "acme.toml").write_text(
        'framework = "solis"\nassessed_on = 2026-11-01\n[answers]\nlistening = "F"\n',
        encoding="utf-8",
    )
    assert sm.load_assessment(tmp_path / "acme.toml") == acme


@pytest.mark.parametrize("form", ["toml", "json"])
@pytest.mark.parametrize(
    ("own", "parse"),
    [
        (sm.CISCO, sm.parse_framework),
        (sm.crosswalk("solis", "carfi"), sm.parse_crosswalk),
        (sm.Assessment(framework="solis", answers={"listening": "F"}), sm.parse_assessment),
    ],
    ids=["framework", "crosswalk", "assessment"],
)
def test_a_byte_order_mark_before_a_text_is_passed_over(own: Any, parse: Any, form: str) -> None:
    """As before the text of a file; places in messages are counted without it."""
    text = sm.to_toml(own) if form == "toml" else sm.to_json(own)
    assert parse(f"\ufeff{text}", format=form) == own
    (problem,) = refused("\ufeff= 1" if form == "toml" else "\ufeff: 1", parse, format=form)
    assert re.search(r"line 1,? column 1\b", problem)


@pytest.mark.parametrize("text", ["{}", '\ufeff \n{"id": "solis"}', "{"])
def test_json_that_is_read_as_toml_says_so(text: str) -> None:
    """It tells how JSON is read."""
    with pytest.raises(InvalidFileError) as caught:
        sm.parse_framework(text)
    (problem,) = caught.value.problems
    assert str(problem) == (
        "not TOML: it begins with '{'; JSON is read with format='json', or from a .json file"
    )


def test_a_loaded_framework_is_used_without_registering_it(tmp_path: Path) -> None:
    """Load, assess, score, translate."""
    (tmp_path / "own.toml").write_text(TOML, encoding="utf-8")
    own = sm.load_framework(tmp_path / "own.toml")
    result = sm.score(sm.Assessment(framework="demo", answers={"one": "F"}), framework=own)
    assert result.lower is own.stages[0]


def test_a_file_that_is_not_there_is_the_system_s_error(tmp_path: Path) -> None:
    """Nothing of ours to add."""
    with pytest.raises(FileNotFoundError):
        sm.load_framework(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", b"", "cannot tell the format of 'a.yaml'; expected a name that ends in '.toml'"),
        ("a", b"", "cannot tell the format of 'a'"),
        ("a.toml", b"\xff\xfe", "the file is not UTF-8: byte 0xff at position 0"),
        ("a.toml", b"x" * 101, "the file has more than 100 bytes; if that is meant, give a larger"),
        ("a.toml", b'id = "a\x00b"', "not TOML: Illegal character"),
        ("a.toml", TOML.encode()[:95], "not TOML: "),
        ("a.json", b'{"id": "a', "not JSON: Unterminated string"),
        ("a.json", b'{"id": "a", "id": "b"}', "the key 'id' stands twice in one object"),
        ("a.json", b'{"a": NaN}', "NaN is no number in JSON"),
        ("a.json", b"7", "expected a table, not 7"),
        ("a.json", b"", "not JSON: Expecting value"),
        ("a.toml", b"", "id: the key 'id' is required"),
    ],
)
def test_a_bad_file_has_its_own_error(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    """Under the name of the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidFileError) as caught:
        sm.load_framework(path, max_bytes=100)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Only so much of it is read as is allowed."""
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(InvalidFileError) as caught:
        sm.load_assessment(path)
    assert caught.value.problems[0].code == "too-large"
    assert str(files.MAX_BYTES) in str(caught.value)


@pytest.mark.parametrize("cut", range(0, len(TOML), 41))
def test_a_file_cut_anywhere_is_refused_or_whole(cut: int) -> None:
    """Half a framework is none; nothing but our error comes out."""
    try:
        own = sm.parse_framework(TOML[:cut])
    except InvalidFileError:
        pass
    else:
        assert own.stages
        assert own != framework()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000])
def test_texts_made_to_break_a_parser_are_refused(text: str) -> None:
    """Deep nesting, endless digits."""
    for form in ("json", "toml"):
        assert refused(text, format=form)


def test_all_problems_of_a_file_come_together() -> None:
    """Each with path, value and mending."""
    own = sm.to_dict(framework())
    own["nmae"] = own.pop("name")
    own["kind"] = "stairs"
    own["version"] = 1
    own["order"]["exclusive"] = "yes"
    own["stages"][0]["ordinal"] = "one"
    own["stages"][1]["indicators"][1]["evidence"] = "D-2.01"
    own["stages"][1]["statements"][0]["sources"] = ["S0 L1", 7]
    own["stages"][1]["statements"][0]["kind"] = "practise"
    own["sources"] = {"id": "S0"}
    own["gate"]["quorum"] = "half"
    own["aliases"] = [1, "ok", None]
    told = refused(json.dumps(own), format="json")
    expected = {
        "kind": "'stairs' is none of 'ladder', 'phases'",
        "stages[1].statements[0].kind": "'practise' is none of 'practice', 'activity', 'trait',"
        " 'limitation', 'metric', 'owner', 'ordering', 'outcome', 'advice'; did you mean"
        " 'practice'?",
        "version": "expected text, not 1; put it in quotes",
        "gate.quorum": "expected a number, or a ratio as text such as '1/3', not 'half'",
        "order.exclusive": "expected true or false, not 'yes'",
        "sources": "expected a list, not {'id': 'S0'}",
        "stages[0].ordinal": "expected a whole number, not 'one'",
        "stages[1].statements[0].sources[1]": "a citation is text such as 'S0 L17-19', not 7",
        "stages[1].indicators[1].evidence": "expected a list, not 'D-2.01'",
        "nmae": "unknown key 'nmae' in a table of Framework; did you mean 'name'?",
        "aliases[0]": "expected text, not 1; put it in quotes",
        "aliases[2]": "expected text, not None",
        "name": "the key 'name' is required",
    }
    for path, message in expected.items():
        assert f"{path}: {message}" in told, path
    assert len(told) == len(expected)


@pytest.mark.parametrize(
    ("number", "told"),
    [("1e0", "1.0"), ("1.0", "1.0"), ("-1e0", "-1.0"), ("1e2", "1E+2"), ("0.5", "0.5")],
)
def test_a_decimal_is_not_shown_as_a_whole_number(number: str, told: str) -> None:
    """However it is written."""
    for text, form in ((TOML, "toml"), (sm.to_json(framework()), "json")):
        changed = re.sub(r'(ordinal"?\s*[=:]\s*)1\b', rf"\g<1>{number}", text, count=1)
        assert refused(changed, format=form) == [
            f"stages[0].ordinal: expected a whole number, not {told}"
        ]


def test_what_a_value_refuses_is_told_with_its_path() -> None:
    """Empty text deep inside; and what does not fit together, once the shape is right."""
    own = sm.to_dict(framework())
    own["stages"][1]["statements"][0]["text"] = " "
    assert refused(json.dumps(own), format="json") == [
        "stages[1].statements[0].text: expected text, found none"
    ]
    own = sm.to_dict(framework())
    own["stages"][1]["indicators"][0]["id"] = "one"
    own["stages"][1]["indicators"][1]["dimension"] = "play"
    assert refused(json.dumps(own), format="json") == [
        "stages[1].indicators[0].id: indicator or limitation id 'one' is given twice",
        "stages[1].indicators[1].dimension: unknown reference 'play' in the dimensions;"
        " known: 'work'",
    ]


@pytest.mark.parametrize("name", [None, 7, "Not An Id"])
def test_a_wrong_id_is_told_once(name: Any) -> None:
    """Not again for every stage."""
    (told,) = refused(plain(id=name), format="json")
    assert told.startswith("id: ")


def test_stages_may_repeat_the_id_of_their_framework() -> None:
    """The right one only."""
    own = sm.to_dict(framework())
    own["stages"][0]["framework"] = "demo"
    assert sm.parse_framework(json.dumps(own), format="json") == framework()
    own["stages"][0]["framework"] = "other"
    (told,) = refused(json.dumps(own), format="json")
    assert told.startswith("stages[0].framework: the stage says it is of framework 'other'")
    own["stages"] = [7]
    assert refused(json.dumps(own), format="json") == ["stages[0]: expected a table, not 7"]
    assert refused(plain(stages=7), format="json") == ["stages: expected a list, not 7"]


def test_scales_are_named_or_described() -> None:
    """A wrong name is told the near one."""
    own = plain(scale={"id": "own", "labels": ["a", "b"]}, gate={"at": "b"})
    assert sm.parse_framework(own, format="json").scale.labels == ("a", "b")
    assert refused(plain(scale="nplv"), format="json") == [
        "scale: unknown scale 'nplv'; did you mean 'nplf'?"
    ]
    assert refused(plain(scale=7), format="json") == ["scale: expected a table, not 7"]


def test_pairs_have_two_parts() -> None:
    """Not three, and whole numbers."""
    for pair, message in (
        ([1, 2, 3], "order.may_merge[0]: expected a list of 2, not [1, 2, 3]"),
        ([1, "2"], "order.may_merge[0][1]: expected a whole number, not '2'"),
        ("12", "order.may_merge[0]: expected a list of 2, not '12'"),
    ):
        order = {"exclusive": True, "may_merge": [pair]}
        assert refused(plain(order=order), format="json") == [message]
    order = {"exclusive": True, "may_merge": [[1, 2]]}
    assert sm.parse_framework(plain(order=order), format="json").order.may_merge == ((1, 2),)


@pytest.mark.parametrize(
    ("at", "kept"), [("L", "L"), (0.5, "1/2"), ("1/3", "1/3"), (True, None), (None, None)]
)
def test_thresholds_are_labels_or_numbers(at: Any, kept: Any) -> None:
    """Nothing else."""
    text = plain(scale="zero-to-one", gate={"at": at})
    if kept is None:
        assert refused(text, format="json")
    else:
        gate = sm.parse_framework(text, format="json").gate
        assert gate is not None
        assert str(gate.at) == kept


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"framework": "solis", "answers": ["F"]}', "answers: expected answers by id"),
        ('{"framework": "solis", "answers": {"a": {"b": 1}}}', "answers.a: {'b': 1} is no answer"),
        ('{"framework": "solis", "answers": {"a": 1e9999}}', "answers.a: expected a finite number"),
        ('{"framework": "solis", "scale": 7}', "scale: expected text, not 7; put it in quotes"),
        ('{"framework": "solis", "assessed_on": "soon"}', "assessed_on: invalid date 'soon'"),
        (
            '{"framework": "solis", "findings": [{"indicator": "a"}, {"indicator": "a"}]}',
            "findings: indicator 'a' has two findings, or a finding and an answer; keep one",
        ),
        ('{"framework": "solis", "subject": "a\\u0000b"}', r"control character '\x00' at"),
        ('{"framework": "solis", "answers": {"a\\u0000": "F"}}', r"answers: text has the control"),
        (
            '{"framework": "solis", "answers": {"a": "F\\ud800"}}',
            r"character '\ud800' at position 1",
        ),
        ('{"framework": "solis", "checks": {"": "yes"}}', "checks: an id is text with something"),
    ],
)
def test_a_bad_assessment_file_is_refused(text: str, message: str) -> None:
    """Before any framework is met."""
    (told,) = refused(text, sm.parse_assessment, format="json")
    assert message in told


def test_two_answers_for_one_id_cannot_be_written() -> None:
    """Neither format lets the second one win."""
    twice = '{"framework": "solis", "answers": {"listening": "F", "listening": "N"}}'
    assert refused(twice, sm.parse_assessment, format="json") == [
        "the key 'listening' stands twice in one object"
    ]
    table = 'framework = "solis"\n[answers]\nlistening = "F"\nlistening = "N"\n'
    assert "Cannot overwrite a value" in refused(table, sm.parse_assessment)[0]


def test_a_bad_crosswalk_file_is_refused() -> None:
    """Directions and words."""
    own = sm.to_dict(sm.crosswalk("carfi", "socedo"))
    own["mappings"][0]["relation"] = "broad"
    own["mappings"][1]["subject"] = "carfi"
    own["mappings"][2]["confidence"] = True
    own["no_counterparts"] = [{"stage": "carfi:1"}]
    told = refused(json.dumps(own), sm.parse_crosswalk, format="json")
    for message in (
        "mappings[0].relation: 'broad' is none of 'equal', 'inside', 'contains', 'overlaps'",
        "mappings[1].subject: invalid stage 'carfi'; expected something like 'solis:7'",
        "mappings[2].confidence: expected a number, not True",
        "no_counterparts[0].framework: the key 'framework' is required",
        "no_counterparts[0].reason: the key 'reason' is required",
    ):
        assert any(message in one for one in told), message


def test_markup_and_other_scripts_come_through(tmp_path: Path) -> None:
    """Names are data."""
    own = framework(name='<b>"Ünïcödé"</b> & 日本 | *x*')
    path = tmp_path / "ü.toml"
    path.write_text(sm.to_toml(own), encoding="utf-8")
    assert sm.load_framework(path).name == own.name


@pytest.mark.parametrize("value", [{}, None, sm.SOLIS.stage(1)])
def test_only_what_has_a_file_format_is_written(value: Any) -> None:
    """A result says what it has instead."""
    for write in (sm.to_dict, sm.to_json, sm.to_toml):
        with pytest.raises(WrongTypeError, match=r"only frameworks, crosswalks and assessments"):
            write(value)
    with pytest.raises(WrongTypeError, match=r"a result, a translation and steps have to_dict\(\)"):
        sm.to_json(sm.score(sm.Assessment(framework="solis")))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_wrong_call_is_told() -> None:
    """Formats that are not there, bytes for text."""
    parse: Any = sm.parse_framework
    with pytest.raises(InvalidValueError, match="expected the format 'toml' or 'json', not 'yaml'"):
        parse("", format="yaml")
    with pytest.raises(WrongTypeError, match="expected text, not b''"):
        parse(b"")
    schema: Any = sm.json_schema
    with pytest.raises(InvalidValueError, match="'result' has no file format; expected one of 'fr"):
        schema("result")
    with pytest.raises(WrongTypeError, match=r"kind: expected text, not \[\]"):
        schema([])


@pytest.mark.parametrize(
    "text",
    [
        "a." * 50_000 + "b = 1",
        "id = 1\n" + '"a" . ' * 50_000 + "b = 1",
        "[" + "'a'." * 50_000 + "b]",
        "x = {" + "a." * 50_000 + "b = 1}",
    ],
)
def test_keys_of_many_parts_are_refused_before_they_take_long(text: str) -> None:
    """The reader of TOML would take minutes and gigabytes."""
    (told,) = refused(text)
    assert re.fullmatch(r"a key of more than 16 parts \(at line [12]\)", told)


MANY = ".".join("abcdefghijklmnopqrstuvwx")


@pytest.mark.parametrize(
    "text",
    [
        "Contents " + "." * 90,
        "w" * 1_000_000,
        '"' * 500 + "'" * 500,
        "a-" * 100_000,
        MANY,
        "Yes. No. " * 20,
        f'"{MANY}"',
        f"'{MANY}'",
        f'\\"{MANY}\\',
        f'two\nlines """{MANY}',
        f"two\nlines '''{MANY}",
    ],
    ids=lambda text: shown(text)[:20],
)
def test_words_and_dots_in_text_are_no_keys(text: str) -> None:
    """Contents, addresses, ellipses, sentences; and looking for keys takes no time."""
    own = framework(summary=text)
    assert sm.parse_framework(sm.to_toml(own)) == own


@pytest.mark.parametrize(
    "line",
    [
        f"# {MANY}",
        f'note = "a" # {MANY}',
        f"note = 'a \\' # {MANY}",
        f"note = '{MANY}'",
        f'note = """\n"{MANY}\\""""" # {MANY}',
        f"note = '''\n'{MANY}''''' # {MANY}",
        f'note = "" # {MANY}',
        f'note = "\\\\" # {MANY}',
        f'note = "\\"{MANY}"',
    ],
)
def test_comments_and_texts_of_every_form_are_no_keys(line: str) -> None:
    """Each ends where the reader of TOML ends it."""
    text = f'framework = "solis"\n{line}\n'
    assert sm.parse_assessment(text).framework == "solis"
    (told,) = refused(f"{text}{MANY} = 1", sm.parse_assessment)
    assert told.startswith("a key of more than 16 parts (at line ")


def test_what_cannot_be_opened_or_bounded_is_told(tmp_path: Path) -> None:
    """No path, a name that no system has, a bound that is no number of bytes."""
    load: Any = sm.load_framework
    for path in (None, 3):
        with pytest.raises(WrongTypeError, match=f"path: expected the path of a file, not {path}"):
            load(path)
    with pytest.raises(InvalidFileError) as caught:
        load("a\0.toml")
    assert "no file has such a name: embedded null byte" in str(caught.value)
    for bound in (None, "1", True, 1.5):
        with pytest.raises(WrongTypeError, match="max_bytes: expected a whole number, not"):
            load(tmp_path / "a.toml", max_bytes=bound)
    with pytest.raises(InvalidValueError, match="max_bytes: expected a number from 0, not -1"):
        load(tmp_path / "a.toml", max_bytes=-1)
    (tmp_path / "a.toml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        load(tmp_path / "a.toml", max_bytes=0)
    assert "id: the key 'id' is required" in str(caught.value)


def test_no_depth_of_nesting_breaks_a_message() -> None:
    """Python may be unable to write what the parser of JSON still reads."""
    for depth in range(800, 1000):
        deep = "[" * depth + "]" * depth
        assert refused(f'{{"id": {deep}}}', format="json")
        answers = f'{{"framework": "solis", "answers": {{"a": {deep}}}}}'
        assert refused(answers, sm.parse_assessment, format="json")


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("crosswalk", ("mappings", 0, "confidence"), 1.5),
        ("crosswalk", ("mappings", 0, "confidence"), -0.5),
        ("crosswalk", ("mappings", 0, "confidence"), "half"),
        ("crosswalk", ("mappings", 0, "confidence"), "1/3 "),
        ("framework", ("gate", "quorum"), 2),
        ("framework", ("gate", "quorum"), "a third"),
        ("assessment", ("answers", "listening"), ["F"]),
        ("assessment", ("answers", "listening"), {"a": "F"}),
        ("assessment", ("checks", "exploration-only"), [True]),
        ("assessment", ("findings", 0, "answer"), {"a": "F"}),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    kind: Any, path: tuple[Any, ...], value: Any
) -> None:
    """Numbers off their range, words for numbers, lists for answers."""
    whole: dict[str, Any] = {
        "framework": framework(),
        "crosswalk": sm.crosswalk("solis", "carfi"),
        "assessment": sm.Assessment(
            framework="solis",
            answers={"listening": "F"},
            checks={"exploration-only": True},
            findings=(sm.Finding(indicator="reporting", answer="L"),),
        ),
    }
    parse: dict[str, Any] = {
        "framework": sm.parse_framework,
        "crosswalk": sm.parse_crosswalk,
        "assessment": sm.parse_assessment,
    }
    own: Any = sm.to_dict(whole[kind])
    validator: Any = jsonschema.Draft202012Validator(sm.json_schema(kind))
    assert not list(validator.iter_errors(own))
    spot = own
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    assert [error.absolute_path[0] for error in validator.iter_errors(own)] == [path[0]]
    assert refused(json.dumps(own), parse[kind], format="json")


@pytest.mark.parametrize(
    "number",
    [
        Fraction(1, 3**700),
        Fraction(10**1000, 3),
        Fraction(-(10**300), 7),
        Fraction(10**1200),
        Fraction(5e-324),
    ],
    ids=lambda number: shown(number)[:20],
)
def test_every_number_that_is_kept_is_read_back(number: Fraction) -> None:
    """However long it is; longer ones are not kept."""
    own = sm.Assessment(framework="solis", answers={"listening": number})
    assert sm.parse_assessment(sm.to_json(own), format="json") == own
    assert sm.parse_assessment(sm.to_toml(own)) == own


def test_a_number_too_long_to_be_read_back_is_not_kept() -> None:
    """The bound is the same."""
    with pytest.raises(InvalidAnswerError, match="expected a finite number of ordinary size"):
        sm.Answers({"listening": Fraction(1, 7**2000)})


def test_a_confidence_too_small_for_a_float_is_read_back() -> None:
    """As a ratio."""
    links = sm.crosswalk("solis", "carfi")
    tiny = attrs.evolve(links.mappings[0], confidence=Fraction(1, 3**700))
    own = links.with_mapping(tiny)
    assert sm.parse_crosswalk(sm.to_json(own), format="json") == own


def test_a_traceback_tells_each_problem_of_a_file_twice_at_most() -> None:
    """In the message, and as the parts of the group."""
    with pytest.raises(InvalidFileError) as caught:
        sm.parse_framework("kind = 'stairs'")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_json_is_readable() -> None:
    """Indented, not escaped, ended by a line break."""
    text = sm.to_json(sm.Assessment(framework="solis", subject="Ünï"))
    assert text == '{\n  "framework": "solis",\n  "subject": "Ünï"\n}\n'


def test_a_problem_is_a_value_with_its_parts() -> None:
    """Code, path, message, value: for programs that show them."""
    with pytest.raises(SocialMaturityError) as caught:
        sm.parse_framework(plain(version=7), format="json")
    error = caught.value
    assert isinstance(error, InvalidFileError)
    (problem,) = error.problems
    assert (problem.code, problem.path, problem.message, problem.value) == (
        "wrong-type",
        "version",
        "expected text, not 7; put it in quotes",
        7,
    )


def test_every_field_of_the_schemas_is_described() -> None:
    """Editors show it while one writes."""
    for kind in ("framework", "crosswalk", "assessment"):
        schema = sm.json_schema(kind)
        for table in (schema, *schema["$defs"].values()):
            for name, told in table["properties"].items():
                assert told["description"].endswith("."), name


def test_a_stage_in_a_file_need_not_name_its_framework() -> None:
    """The schema says so, too."""
    stage = sm.json_schema("framework")["$defs"]["Stage"]
    assert stage["required"] == ["ordinal", "name"]
    assert stage["properties"]["name"]["minLength"] == 1
    assert "minLength" not in stage["properties"]["summary"]


def test_every_table_and_form_of_a_field_is_described_and_no_key_is_none() -> None:
    """Editors look at the forms; in a file, nothing is left out by a word."""
    schema = sm.json_schema("framework")
    for table in (schema, *schema["$defs"].values()):
        assert table["description"].endswith("."), table
        for own in table["properties"].values():
            for form in own.get("anyOf", ()):
                assert form["description"] == own["description"]
    gate = schema["$defs"]["Gate"]["properties"]
    assert gate["lower_at"]["description"].endswith(
        "stages below have to reach; left out for the same."
    )
    assert [form["type"] for form in gate["lower_at"]["anyOf"]] == [
        "string", "number", "string", "null"
    ]  # fmt: skip
    mapping = sm.json_schema("crosswalk")["$defs"]["Mapping"]["properties"]
    assert "agree? Left out where nobody says" in mapping["confidence"]["description"]
    assert "``" not in json.dumps(schema)
    assert "None" not in json.dumps(schema)


def test_the_schema_says_what_each_word_means() -> None:
    """Of every vocabulary whose words are explained, in the place where editors of TOML look."""
    schema = sm.json_schema("framework")
    kind = schema["properties"]["kind"]
    assert kind["enum"] == ["ladder", "phases"]
    assert kind["x-taplo"] == {
        "docs": {
            "enumValues": [
                "Each stage builds on those before; the ordinal is a grade.",
                "They run side by side; the ordinal is an order of entry, not a grade.",
            ]
        }
    }
    words = schema["$defs"]["Statement"]["properties"]["kind"]
    assert len(words["x-taplo"]["docs"]["enumValues"]) == len(words["enum"])
    assert None not in words["x-taplo"]["docs"]["enumValues"]
    assert "x-taplo" not in schema["properties"]["coding"]


def test_the_schema_gives_defaults() -> None:
    """Of text, words, true and false."""
    schema = sm.json_schema("framework")
    assert schema["properties"]["coding"]["default"] == "judgement"
    stage = schema["$defs"]["Stage"]["properties"]
    assert (stage["label"]["default"], stage["baseline"]["default"]) == ("stage", False)
    assert "default" not in stage["summary"]
    assert "default" not in stage["aliases"]
    assert "default" not in stage["name"]


def test_a_schema_needs_no_source_of_its_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, it does not say what words mean."""

    def missing(_: object) -> str:
        raise OSError

    monkeypatch.setattr("socialmaturity.io.schema.getsource", missing)
    assert sm.json_schema("framework")["properties"]["kind"] == {
        "enum": ["ladder", "phases"],
        "description": "What kind of thing the stages are.",
    }


def test_an_unknown_key_is_told_at_the_key() -> None:
    """Not at the table it stands in."""
    validator: Any = jsonschema.Draft202012Validator(sm.json_schema("framework"))
    plain = sm.to_dict(framework())
    plain["stages"][0]["nmae"] = "x"
    assert [list(error.absolute_path) for error in validator.iter_errors(plain)] == [
        ["stages", 0, "nmae"]
    ]
    assert refused(json.dumps(plain), format="json") == [
        "stages[0].nmae: unknown key 'nmae' in a table of Stage; did you mean 'name'?"
    ]


def test_a_schema_is_json_and_ours_to_change() -> None:
    """Nothing of it is kept."""
    first = sm.json_schema("assessment")
    assert json.loads(json.dumps(first)) == first
    first["properties"]["answers"]["additionalProperties"]["type"].append("array")
    first["additionalProperties"]["not"]["title"] = "x"
    assert sm.json_schema("assessment") == json.loads(json.dumps(sm.json_schema("assessment")))
    assert sm.json_schema("assessment") != first

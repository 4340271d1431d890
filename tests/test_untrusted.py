"""Files that nobody vouches for: nothing runs, nothing is fetched, everything is bounded."""

import csv
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph

import socialmaturity as sm
from exchanged import plain_sets
from samples import crosswalk, mapping
from socialmaturity.errors import (
    InvalidFileError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.io import bounds, skos_graph
from socialmaturity.io.bounds import (
    DEEPEST,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    MOST_PROBLEMS,
    path_part,
    read_json,
)
from socialmaturity.io.files import parse_assessment, parse_crosswalk, parse_framework
from socialmaturity.io.formulas import as_meant, harmless, is_formula
from socialmaturity.io.framework_table import load_framework_csv, parse_framework_csv
from socialmaturity.io.lines import parse_assessments
from socialmaturity.io.mapping_json import load_mapping_json, parse_mapping_json
from socialmaturity.io.origins import located
from socialmaturity.io.skos import load_skos, parse_skos
from socialmaturity.io.skos_graph import read_turtle
from socialmaturity.io.sssom.metadata import parse_metadata
from socialmaturity.io.sssom.reading import load_sssom, parse_sssom
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.io.strm import load_strm, parse_strm, to_strm
from socialmaturity.io.table import load_csv, parse_csv, to_csv
from socialmaturity.mapping.collection import MappingSet

load_framework_sheet = partial(load_framework_csv, id="own", name="Own")

LOADERS: tuple[Callable[..., Any], ...] = (
    sm.load_framework,
    sm.load_crosswalk,
    sm.load_assessment,
    sm.load_assessments,
    load_framework_sheet,
    load_csv,
    load_strm,
    load_sssom,
    load_skos,
    load_mapping_json,
)
XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "urn:socialmaturity:"
HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "left:1\tskos:broadMatch\tright:2\tsemapv:ManualMappingCuration"
METADATA = (
    "#curie_map:\n#  left: https://example.org/left/\n#  right: https://example.org/right/\n"
    "#mapping_set_id: https://example.org/set\n#license: https://example.org/license\n"
)


def problems(parse: Callable[..., Any], text: str, **options: Any) -> list[str]:
    """Everything that reading finds wrong, as it is printed."""
    with pytest.raises(InvalidFileError) as caught:
        parse(text, **options)
    return [str(problem) for problem in caught.value.problems]


def seconds(call: Callable[[], object]) -> float:
    """The processor time that a call takes, whatever comes of it."""
    start = time.process_time()
    with suppress(SocialMaturityError):
        call()
    return time.process_time() - start


# Paths


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("load", LOADERS)
def test_a_pipe_is_not_waited_for(load: Callable[..., Any], tmp_path: Path) -> None:
    """Nobody writes to it, so that reading it would never end."""
    pipe = tmp_path / "a.toml"
    os.mkfifo(pipe)
    with pytest.raises(InvalidFileError) as caught:
        load(pipe)
    assert str(caught.value) == (
        f"{pipe}: 1 problem\n  - it is a pipe or a device, and only files are read, since others"
        " need not end; read it, and give the text to the function that parses"
    )


@pytest.mark.parametrize("load", LOADERS)
def test_a_path_that_is_none_is_told(load: Callable[..., Any], tmp_path: Path) -> None:
    """By every reader in the same way."""
    assert problems(load, "a\0b.toml") == ["no file has such a name: embedded null byte"]
    with pytest.raises(WrongTypeError, match="path: expected the path of a file, not 5"):
        load(5)
    with pytest.raises(WrongTypeError, match="max_bytes: expected a whole number, not '5'"):
        load(tmp_path / "a.toml", max_bytes="5")
    with pytest.raises(InvalidValueError, match="max_bytes: expected a number from 0, not -1"):
        load(tmp_path / "a.toml", max_bytes=-1)
    with pytest.raises(OSError, match="a.toml"):
        load(tmp_path / "a.toml")


@pytest.mark.parametrize("load", LOADERS)
def test_a_file_one_byte_too_large_is_refused(load: Callable[..., Any], tmp_path: Path) -> None:
    """The message names the bound, and how to raise it."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"#" * 11)
    with pytest.raises(InvalidFileError) as caught:
        load(path, max_bytes=10)
    assert [str(problem) for problem in caught.value.problems] == [
        "the file has more than 10 bytes; if that is meant, give a larger max_bytes"
    ]


# Depth


@given(
    st.recursive(
        st.text(max_size=5), lambda own: st.lists(own) | st.dictionaries(st.text(max_size=3), own)
    )
)
@example('[{"]\\')
def test_depth_is_counted_without_what_stands_in_quotes(plain: Any) -> None:
    """So that every tree of ordinary depth is read, whatever brackets its texts have."""
    padded: list[Any] = [plain, [[]] * DEEPEST]
    assert read_json(json.dumps(padded)) == padded


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"[":', "}]")])
def test_json_is_nested_a_hundred_deep_and_no_deeper(opening: str, closing: str) -> None:
    """Lists and tables alike; the bound does not hang on Python's own."""
    levels = len(opening) - len(opening.replace("[", "").replace("{", "")) - opening.count('"[')
    times = DEEPEST // levels
    assert read_json(opening * times + "1" + closing * times)
    text = opening * (times + 1) + "1" + closing * (times + 1)
    for parse in (parse_framework, parse_crosswalk, parse_assessment):
        assert problems(parse, text, format="json") == [
            "not JSON: nested too deeply; at most 100 levels are read"
        ]
    assert problems(parse_assessments, text) == [
        "line 1: not JSON: nested too deeply; at most 100 levels are read"
    ]
    assert problems(parse_mapping_json, text)[0].startswith("not JSON: nested too deeply")
    assert problems(parse_sssom, text, format="json")[0].startswith("not JSON: nested too deeply")


@pytest.mark.parametrize("opening", ["[", "{a=", "[{a="])
def test_toml_is_nested_no_deeper(opening: str) -> None:
    """The message names the line."""
    told = "not TOML: nested too deeply; at most 100 levels are read (at line 2)"
    assert problems(parse_framework, f"# [[[\na = {opening * 101}") == [told]


@pytest.mark.parametrize(
    ("form", "text"), [("json", "[" * 90 + "]" * 90), ("toml", f"a = {'[' * 90}{']' * 90}")]
)
def test_a_caller_near_the_end_of_the_stack_is_told_so(form: Any, text: str) -> None:
    """No error of Python's own comes out of the reader, however little room is left."""

    def call(depth: int) -> str:
        return call(depth - 1) if depth else problems(parse_framework, text, format=form)[0]

    told = set[str]()
    with suppress(RecursionError):  # at last, of the test's own calls
        for depth in range(sys.getrecursionlimit() - 300, sys.getrecursionlimit(), 3):
            told.add(call(depth))
    own_stack = form == "json" and sys.hexversion >= 0x030C0000  # Python reads it outside of ours
    assert own_stack or any("recursion" in own for own in told), told


@pytest.mark.parametrize("depth", [10, 80])
def test_metadata_of_sssom_is_nested_no_deeper_than_it_needs(depth: int) -> None:
    """Its tables need three levels."""
    found = problems(parse_sssom, '{"a":' * depth + "1" + "}" * depth, format="json")
    assert "a.a.a.a.a.a: nested too deeply for metadata of SSSOM" in found
    cell = '{"mappings": [{"subject_label": ' + "[" * depth + "]" * depth + "}]}"
    assert problems(parse_sssom, cell, format="json")[0].startswith(
        "mappings[0].subject_label: the slot cannot have the value [["
    )


# Numbers


@pytest.mark.parametrize("number", ["1e99999999999999999999", "-1e-99999999999999999999"])
def test_exponents_beyond_all_bounds_are_told(number: str) -> None:
    """They are beyond Python's decimals, too."""
    told = f"expected a number of ordinary size, not '{number}'"
    assert problems(parse_assessment, f"answers = {{a = {number}}}") == [told]
    assert problems(parse_assessment, f'{{"answers": {{"a": {number}}}}}', format="json") == [told]
    line = f'{{"answers": {{"a": {number}}}}}'
    assert problems(parse_assessments, line) == [f"line 1: {told}"]
    assert problems(parse_mapping_json, f'{{"version": {number}}}') == [told]


@pytest.mark.parametrize("digits", [1300, 4300, 4301, 100_000])
def test_whole_numbers_beyond_all_bounds_are_told(digits: int) -> None:
    """In our words and by our class, also where Python would not read them at all."""
    number = "9" * digits
    line = f'{{"framework": "solis", "answers": {{"a": {number}}}}}'
    unread = "expected a number of ordinary size, not one of thousands of digits"
    cases: tuple[tuple[Callable[..., Any], str, str], ...] = (
        (parse_assessment, f'framework = "solis"\nanswers = {{a = {number}}}', "answers.a: "),
        (partial(parse_assessment, format="json"), line, "answers.a: "),
        (parse_assessments, line, "line 1.answers.a: "),
        (parse_framework, f"gate = {{quorum = {number}}}", "gate.quorum: "),
        (parse_mapping_json, f'{{"mappings": [{{"confidence": {number}}}]}}', "mappings[0].conf"),
    )
    for parse, text, path in cases:
        with pytest.raises(InvalidFileError) as caught:
            parse(text)
        first = caught.value.problems[0]
        assert isinstance(first, InvalidValueError)
        if digits <= sys.get_int_max_str_digits():
            assert str(first).startswith(path)
            assert "expected a finite number of ordinary size, not 999" in str(first)
        else:
            assert str(first) == ("line 1: " if path.startswith("line") else "") + unread


@pytest.mark.parametrize("form", ["turtle", "nt"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1e99999999", f"{XSD}decimal"),
        ("9" * 100_000, f"{XSD}integer"),
        ("P9999999999Y", f"{XSD}duration"),
        (
            "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><l>&a;</l>",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
        ),
    ],
)
def test_no_literal_becomes_a_value(
    form: Any, text: str, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A decimal of ten characters would else be written out in a hundred million."""
    graph = f'<urn:a> <urn:b> "{text}"^^<{kind}> .\n'
    assert seconds(lambda: parse_skos(graph, format=form)) < 0.5
    assert parse_skos(graph, format=form).value == MappingSet()
    assert capfd.readouterr() == ("", "")


# Time in proportion


def growing(make: Callable[[int], Callable[[], object]]) -> float:
    """How many times as long an input takes that is four times as long; four is proportion."""
    return min(seconds(make(16_000)) / max(seconds(make(4_000)), 0.002) for _ in range(3))


BLOCKS: tuple[Callable[[int], list[tuple[int, str]]], ...] = (
    lambda size: [(1, f"a{' ' * size}b")],
    lambda size: [(1, "a:"), (2, f"  - a{' ' * size}b")],
    lambda size: [(number, f'a{number}: "x"') for number in range(size)],
    lambda size: [(number, 'a: "x') for number in range(size)],
    lambda size: [(1, f"a: [{'a,' * size}a]")],
    lambda size: [(1, f"{'a' * size}:"), *((number, "  - b") for number in range(2, size))],
)
"""Metadata that grows."""


@pytest.mark.parametrize("block", BLOCKS)
def test_metadata_takes_time_in_proportion(block: Callable[[int], list[tuple[int, str]]]) -> None:
    """Long runs of spaces, many quoted texts, long lists, a long name."""
    assert growing(lambda size: lambda: parse_metadata(block(size))) < 9


@pytest.mark.parametrize("quotes", ['\\""" ', "\\''' '''", '""" \\'])
def test_lines_of_mappings_are_found_in_time_in_proportion(quotes: str) -> None:
    """Whatever stands in comments."""
    own = sm.Crosswalk(subject="left", object="right", version="1")
    assert growing(lambda size: lambda: located(own, f"# {quotes * size}", "a.toml")) < 9


@pytest.mark.parametrize(
    "line", ['{"framework": "a", "b": 1}', '{"framework": "a", "answers": {"a": []}}', "{", ""]
)
def test_json_lines_take_time_in_proportion(line: str) -> None:
    """Also where each of them has a problem."""
    assert growing(lambda size: lambda: parse_assessments(f"{line}\n" * size)) < 9


@pytest.mark.parametrize(
    "row", ["A,I{0},Q{0}?,D,T{0}x", "S{0}x,I{0},Q{0}?,D{0},T", "A,I,Q?,D,A1", "=A,=I,=Q,=D,=T"]
)
def test_a_sheet_of_a_framework_takes_time_in_proportion(row: str) -> None:
    """Each row with a source, a stage, a dimension or problems of its own."""

    def make(size: int) -> Callable[[], object]:
        head = "stage,indicator,question,dimension,source\n"
        text = head + "\n".join(map(row.format, range(size)))
        return lambda: parse_framework_csv(text, id="own", name="Own")

    assert growing(make) < 9


def test_a_line_of_n_triples_takes_time_in_proportion() -> None:
    """Rdflib itself takes time by the square of its length."""

    def make(size: int) -> Callable[[], object]:
        text = f'<urn:a> <urn:b> "{"x" * size * 250}" .'
        return lambda: parse_skos(text, format="nt")

    assert growing(make) < 9


@given(st.text(), st.sampled_from(('"', "'", '"""', "'''")), st.booleans())
def test_texts_in_quotes_are_read_as_rdflib_reads_them(
    text: str, quote: str, escaped: bool
) -> None:
    """Ours are taken in one go, since rdflib takes time by the square of their escapes."""
    told = json.dumps(text, ensure_ascii=True)[1:-1] if escaped else text
    graph = f"<urn:a> <urn:b> {quote}{told}{quote} ."
    try:
        (expected,) = Graph().parse(data=graph, format="turtle").objects()
    except Exception:
        with pytest.raises(Exception, match="."):
            read_turtle(graph, BASE)
    else:
        assert [str(own) for own in read_turtle(graph, BASE).objects()] == [str(expected)]


@pytest.mark.parametrize("quote", ['"', "'''"])
def test_a_text_in_turtle_takes_time_in_proportion(quote: str) -> None:
    """However many escapes it has."""

    def make(size: int) -> Callable[[], object]:
        text = "x" + "\\n" * size * 20
        return lambda: parse_skos(f"<urn:a> <urn:b> {quote}{text}{quote} .")

    assert growing(make) < 9


def test_annotations_of_several_triples_are_refused() -> None:
    """A thousand subjects, properties and objects of one would be a thousand million triples."""
    many = [", ".join(f"<urn:{side}:{n}>" for n in range(1000)) for side in "st"]
    kinds = ", ".join(f"<http://www.w3.org/2004/02/skos/core#m{n}Match>" for n in range(1000))
    owl = "http://www.w3.org/2002/07/owl#annotated"
    text = f"_:a <{owl}Source> {many[0]} ; <{owl}Property> {kinds} ; <{owl}Target> {many[1]} ."
    (told,) = problems(parse_skos, text)
    assert told.endswith("an annotation is of one triple, and this is of several")
    foreign = text.replace("http://www.w3.org/2004/02/skos/core#", "urn:")
    assert parse_skos(foreign).value == MappingSet()


def test_records_of_ever_new_slots_take_no_square_of_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of all of them would have a cell for each record and each slot."""
    monkeypatch.setattr("socialmaturity.io.sssom.sheet._LEAST_CELLS", 0)
    records = [{f"a{number}": "x"} for number in range(1000)]
    text = json.dumps({"mappings": records})
    most = 4 * len(text) // 1000
    assert (
        f"mappings: 1000 different slots in 1000 records; of so many records, {most} are read"
    ) in problems(parse_sssom, text, format="json")
    known = json.dumps({"mappings": [*records, {"subject_id": "?"}]})
    assert any(
        told.startswith("mappings[1000].subject_id: expected a CURIE")
        for told in problems(parse_sssom, known, format="json")
    )


@pytest.mark.parametrize("declare", ["@prefix p: <http://{}> .", "@base <http://{}> ."])
def test_prefixes_blow_nothing_up(declare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand short names of a long prefix are a thousand long addresses."""
    monkeypatch.setattr(skos_graph, "_LEAST", 0)
    name = "p:{}" if "prefix" in declare else "<?{}>"
    names = "".join(f"<urn:a> <urn:b> {name.format(n)} .\n" for n in range(1000))
    assert parse_skos(f"{declare.format('x' * 10 + '/')}\n{names}").value == MappingSet()
    assert problems(parse_skos, f"{declare.format('x' * 5000 + '/')}\n{names}") == [
        "prefixes or the base make the addresses of this file more than 20 times as long as the"
        " file; use shorter ones"
    ]


def test_a_prefix_stands_for_two_thousand_characters() -> None:
    """Each extension slot keeps the whole address of its property."""
    for length, right in ((LONGEST_ADDRESS, True), (LONGEST_ADDRESS + 1, False)):
        address = f"urn:{'x' * (length - 4)}"
        text = (
            f"{METADATA.replace('#mapping', f'#  p: {address}{chr(10)}#mapping')}{HEADER}\n{ROW}\n"
        )
        read = parse_sssom(text, mode="lenient")
        told = [str(problem) for problem in read.problems]
        assert told == (
            []
            if right
            else [
                f"line 4, slot 'curie_map': an address of {length} characters; a"
                f" prefix stands for at most {LONGEST_ADDRESS}"
            ]
        )
        own = MappingSet(id="urn:a", license="urn:b", extra=(("curie_map.p", address),))
        assert parse_sssom(to_sssom(own, canonical=False).text).value == own


# Problems


def test_problems_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of small mistakes would else take hundreds of times its size."""
    monkeypatch.setattr(bounds, "MOST_PROBLEMS", 7)
    assert len(problems(parse_sssom, "\n" * 100 + HEADER)) == 7
    assert len(parse_sssom("\n" * 100 + HEADER, mode="lenient").problems) == 7
    monkeypatch.setattr("socialmaturity.io.reading.MOST_PROBLEMS", 7)
    assert (
        len(problems(parse_framework, json.dumps({f"a{n}": 1 for n in range(50)}), format="json"))
        < 20
    )
    assert len(problems(parse_crosswalk, json.dumps({"mappings": [{}] * 99}), format="json")) < 20
    own = json.dumps({"mappings": [{}] * 99})
    assert len(parse_mapping_json(own, mode="lenient").problems) == 7
    rows = "subject,relation,object\n" + ",,\n" + "a,b,c\n" * 99
    assert len(parse_csv(rows, mode="lenient").problems) == 7
    sheet = "FDE#,STRM Relationship,Reference Document Element\n" + "a,b,c\n" * 99
    assert len(parse_strm(sheet, mode="lenient").problems) == 7
    assert MOST_PROBLEMS == 100_000


STEERING = "\x1b[31m\x9b\u202e"
LONG = "x" * 3000


ODD: tuple[tuple[Callable[..., Any], Callable[[str], str]], ...] = (
    (parse_framework, lambda odd: f"{json.dumps(odd)} = 1"),
    (parse_assessment, lambda odd: f"[answers]\n{json.dumps(odd)} = 1e999"),
    (parse_assessment, lambda odd: f"a = {json.dumps([odd])}"),
    (parse_mapping_json, lambda odd: json.dumps({odd: 1})),
    (parse_mapping_json, lambda odd: f"{{{json.dumps(odd)}: 1, {json.dumps(odd)}: 1}}"),
    (parse_csv, lambda odd: f"subject,relation,object,{odd[:900]}\na,b,c,\x01\n"),
    (parse_strm, lambda odd: f"FDE#,STRM Relationship,{odd[:900]}\n"),
    (parse_sssom, lambda odd: f"{METADATA}{HEADER}\t{odd}\n{ROW}\t\x01\n"),
    (parse_sssom, lambda odd: f"#{json.dumps(odd)}: [\n{HEADER}\n"),
    (parse_sssom, lambda odd: f"#{json.dumps(odd)}: a\n#{json.dumps(odd)}: b\n{HEADER}\n"),
    (parse_sssom, lambda odd: f"{METADATA}{HEADER}\n{odd}:1\t{odd}:2\t{odd}\t{odd}\n"),
    (parse_skos, lambda odd: f"<urn:{odd}> <urn:b> <urn:c"),
    (
        parse_skos,
        lambda odd: f'<urn:a> <http://www.w3.org/2004/02/skos/core#closeMatch> "{odd}" .',
    ),
    (parse_skos, lambda odd: f"<urn:a> <urn:b> <urn:c>; {odd}"),
)
"""Readers, and texts that have something odd in them."""


@pytest.mark.parametrize("odd", [STEERING, LONG])
@pytest.mark.parametrize(("parse", "text"), ODD)
def test_what_a_file_says_is_printed_safely(
    parse: Callable[..., Any], text: Callable[[str], str], odd: str
) -> None:
    """Nothing steers the terminal, and nothing fills it."""
    with pytest.raises(InvalidFileError) as caught:
        parse(text(odd))
    told = str(caught.value)
    assert told.replace("\n", " ").isprintable()
    assert len(told) < 1500 * len(caught.value.problems)


@pytest.mark.parametrize("odd", [STEERING, LONG])
def test_json_of_sssom_is_printed_safely(odd: str) -> None:
    """Keys of records and of metadata, and what stands within them."""
    plain: dict[str, Any] = {odd: {odd: [1, {"a": 1}]}, "mappings": [{odd: [[]]}, {odd: "\x01"}]}
    told = "\n".join(problems(parse_sssom, json.dumps(plain), format="json"))
    assert told.replace("\n", " ").isprintable()
    assert len(told) < 5000


@given(st.text())
def test_a_name_in_a_path_is_itself_or_quoted(name: str) -> None:
    """Whatever a file calls a key, its path prints on one line."""
    part = path_part(name)
    assert part.isprintable()
    assert len(part) <= 203
    assert part in (name, repr(name), f"{repr(name)[:200]}...")


def test_keys_that_look_like_lines_are_keys() -> None:
    """A problem of JSON has no line."""
    text = json.dumps({"line x": [1, {"a": 2}], "line 9": {"line \u00b2": "\u0001"}})
    told = problems(parse_sssom, text, format="json")
    assert "line x[1]: expected text" in told


def test_the_name_of_a_column_is_bounded() -> None:
    """It stands in the path of every problem of the column."""
    told = f"header: the name of a column has {LONGEST_NAME + 1} characters; at most 1000 are read"
    name = "x" * (LONGEST_NAME + 1)
    assert problems(parse_csv, f"subject,relation,object,{name}\n") == [told]
    assert problems(parse_strm, f"FDE#,STRM Relationship,{name}\n") == [told]
    own = MappingSet(
        mappings=(mapping("left:1", "equal", "right:1", extra=[(name, "a"), (name[:999], "b")]),)
    )
    written = to_csv(own)
    assert parse_csv(written.text).value == own
    assert to_strm(own).losses[-1].told == f"{name!r} would not be read back as it is"


# Formulas


FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\uff1d1", "\t=1", "=cmd|' /C calc'!A0")


@given(st.text(alphabet="'=+-@\t\uff1da ", max_size=6) | st.text())
def test_a_cell_made_harmless_is_read_as_it_was_meant(text: str) -> None:
    """Apostrophes of its own are told from ours, and no cell begins with a sign."""
    assert as_meant(harmless(text)) == text
    assert not is_formula(harmless(text))
    assert harmless(text) in (text, f"'{text}")


@given(plain_sets(unions=False), st.sampled_from((to_csv, to_strm)))
def test_no_cell_of_a_table_is_a_formula(value: MappingSet, write: Callable[..., Any]) -> None:
    """Neither in the header nor below it."""
    cells = [cell for row in csv.reader(StringIO(write(value).text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_read_back_as_text(formula: str) -> None:
    """It is never worked out, and never lost."""
    own = mapping("left:1", "equal", "right:1", extra=[("a", formula), (formula.strip(), "b")])
    several = MappingSet(mappings=(own,))
    assert parse_csv(to_csv(several).text).value == several
    assert parse_strm(to_strm(several).text).value == several
    raw = f'subject,relation,object,justification\nleft:1,equal,right:1,"{formula}"\n'
    assert parse_csv(raw).value.mappings[0].justification == formula


def test_sssom_says_which_cells_are_formulas_to_others() -> None:
    """The standard leaves no way to write them otherwise; JSON opens in no spreadsheet."""
    own = crosswalk(mapping("left:1", "equal", "right:1", justification="=1+1", confidence=0.5))
    (loss,) = to_sssom(own).losses
    assert (loss.code, loss.what, loss.told) == (
        "formula",
        "left:1 right:1: comment",
        "a spreadsheet program may take '=1+1' for a formula",
    )
    assert to_sssom(own, format="json").losses == ()
    assert to_sssom(own, external_metadata=True).losses == (loss,)


# Addresses


def test_nothing_is_fetched_and_no_other_file_is_read(tmp_path: Path) -> None:
    """Contexts, imports and bases are names; whatever they lead to is not asked."""
    events: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if listening and event.startswith(("open", "socket", "subprocess", "os.system", "urllib")):
            events.append(f"{event} {arguments}")

    listening = False
    context = '{"@context": ["http://127.0.0.1:9/c.jsonld"], "mappings": []}'
    turtle = "@base <file:///etc/> .\n<a> <http://www.w3.org/2002/07/owl#imports> <passwd> .\n"
    for again in range(2):  # what is imported once is imported the first time
        listening = bool(again)
        if not again:
            sys.addaudithook(hear)
        parse_sssom(context, format="json", mode="lenient")
        parse_skos(turtle)
        parse_skos(
            "<urn:a> <http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd> .", format="nt"
        )
    listening = False
    assert events == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<urn:a b> <urn:b> <urn:c> .", "nt"),
        ("<urn:a> <urn:b> <urn:c\\u0020d> .", "turtle"),
        ("<urn:a> <urn:b> <urn:\\u001b> .", "nt"),
        ("{ <urn:a> <urn:b> <urn:c> } => { } .", "turtle"),
        ("<urn:a> <urn:b> " + "(" * 100_000, "turtle"),
        ("<urn:a> <urn:b> <urn:c> <urn:d> .", "nt"),
        ('<urn:a> <urn:b> "\\q" .', "turtle"),
        ('<urn:a> <urn:b> "\\UFFFFFFFF" .', "turtle"),
        ('<urn:a> <urn:b> """a"" .', "turtle"),
    ],
)
def test_what_is_no_rdf_is_told_and_not_logged(
    text: str, form: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """Rdflib itself logs addresses that are none, as they stand in the file."""
    problems(parse_skos, text, format=form)
    assert capfd.readouterr() == ("", "")


def test_lines_of_n_triples_end_in_any_way() -> None:
    """And the last one need not end."""
    kind = "http://www.w3.org/2004/02/skos/core#broadMatch"
    line = "<{0}left:{1}> <" + kind + "> <{0}right:{1}> ."
    lines = [line.format(BASE, number) for number in (1, 2, 3, 4)]
    text = f"{lines[0]}\r\n{lines[1]}\r# a comment\n\n{lines[2]}\n{lines[3]}"
    assert len(parse_skos(text, format="nt").value.mappings) == 4

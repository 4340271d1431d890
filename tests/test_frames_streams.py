"""JSON lines become rows where a row can hold them, and stay as they are where none can."""

import json
from ast import literal_eval
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.assessment.reading import assessment_problems
from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingExtraError,
    UnknownScaleError,
    WrongTypeError,
)
from socialmaturity.frames.streams import scan_assessments
from socialmaturity.frames.tables import check_frame, score_frame
from socialmaturity.io.lines import iter_assessments, to_json_lines
from socialmaturity.scoring.brief import Failure
from socialmaturity.scoring.many import score_many

IDS = ("note", "a", "checks")


def small(scale: sm.Scale) -> sm.Framework:
    """A framework of three indicators, one of which has the name of another column."""
    gate = None if scale == sm.YES_NO else sm.Gate(at="L")
    return framework(stage(1, *IDS), scale=scale, version="1.0é", gate=gate)


SMALL = {scale.id: small(scale) for scale in (sm.NPLF, sm.YES_NO, sm.ZERO_TO_ONE)}


def rows_of(lines: str | bytes, own: sm.Framework, path: Path, **options: Any) -> list[Any]:
    """The rows of some lines."""
    path.write_bytes(lines.encode() if isinstance(lines, str) else lines)
    table = scan_assessments(path, own, columns="q_", **options)
    assert isinstance(table, pl.LazyFrame)
    return table.collect(engine="streaming").to_dicts()


# --- what lines may look like

SPACES = st.sampled_from(["", "", "", " ", "  ", "\t"])
LIKE_JSON = (
    ":",
    "null",
    ":null",
    " : null",
    ":true",
    " :false",
    '":null',
    '\\":null',
    '"answers":{',
)
STRINGS = (
    st.text(max_size=4)
    | st.sampled_from(LIKE_JSON)
    | st.sampled_from(
        ['":', "{", "é \u2013 \u2019 😀", "a\u2028b", "x\ny", "\x7f", "\x85", "\t", ""]
    )
)
VALUES = (
    st.none()
    | st.booleans()
    | st.sampled_from(["N", "P", "L", "F", "F", "F", "yes", "no", "f", "NA", "1/3", "0.5"])
    | st.sampled_from(["cannot-tell", "not-applicable", "not-assessed"])
    | st.sampled_from([0, 1, 0.5, 0.1, 1e-7, 1e-300, 2, -1, 10**17, 10**25, 1 / 3])
    | STRINGS
)


@st.composite
def texts(draw: st.DrawFn, value: Any) -> str:
    """A value as JSON text."""
    return json.dumps(value, ensure_ascii=draw(st.booleans()))


@st.composite
def tables(draw: st.DrawFn, members: list[tuple[str, str]]) -> str:
    """An object of members whose values are JSON text."""

    def space() -> str:
        return draw(SPACES)

    inside = ",".join(
        f"{space()}{draw(texts(key))}{space()}:{space()}{value}{space()}" for key, value in members
    )
    return f"{{{inside or space()}}}"


STRANGE = ["b", "listenning", "a\\", "framework", "é"]
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "version": st.sampled_from([None, "1.0é", "2"]),
    "scale": st.sampled_from([None, "nplf", "yes-no", "zero-to-one", "none"]),
    "subject": STRINGS,
    "unit": STRINGS,
    "assessor": STRINGS,
    "note": STRINGS,
    "assessed_on": st.sampled_from([None, "2026-11-01", "2026-13-01", "2026-1-1", "0000-01-01"]),
    "findings": st.sampled_from([[], [{"indicator": "a", "answer": "F"}], {}]),
    "checks": st.sampled_from([{}, {"a": "yes"}, []]),
    "subjct": STRINGS,
}


@st.composite
def records(draw: st.DrawFn) -> str:
    """A line: mostly an assessment, now and then something near to one."""
    several = st.tuples(st.sampled_from([*IDS] * 4 + STRANGE), VALUES)
    answers = [
        (key, draw(texts(value)))
        for key, value in draw(
            st.lists(several, max_size=4, unique_by=lambda own: own[0])
            | st.lists(several, max_size=4)
        )
    ]
    members = [("framework", draw(texts(draw(st.sampled_from(["demo"] * 8 + ["solis", None])))))]
    members.append(("answers", draw(tables(answers))))
    others = draw(st.lists(st.sampled_from([*PLAIN]), max_size=3, unique=True))
    members += [(key, draw(texts(draw(PLAIN[key])))) for key in others]
    if draw(st.integers(0, 19)) == 0:
        members = members[1:] if draw(st.booleans()) else members + members[-1:]
    line = draw(tables(draw(st.permutations(members))))
    if draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(line)))
        line = (
            line[:place] + draw(st.sampled_from(["", ",", '"', "\\", "0", "}"])) + line[place + 1 :]
        )
    return line.replace("\n", " ").replace("\r", " ")


def wanted(line: str, own: sm.Framework) -> sm.Assessment | None:
    """What the strict reader makes of a line, and whether it is of this framework at all."""
    (read,) = iter_assessments([line], mode="lenient")
    if isinstance(read, Failure):
        return None
    problems = assessment_problems(read, own)
    return None if any("answers." not in one.path for one in problems) else read


def cell(answer: object) -> object:
    """An answer as a cell has it; numbers as floats."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return float(answer) if isinstance(answer, Fraction) else answer


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(records(), min_size=1, max_size=40), st.sampled_from([*SMALL]))
def test_a_row_says_what_its_line_says(tmp_path: Path, lines: list[str], scale: str) -> None:
    """And a line that the strict reader refuses, or that is of something else, is no row."""
    own = SMALL[scale]
    rows = rows_of("\n".join(lines), own, tmp_path / "some.jsonl")
    assert [row["line"] for row in rows] == [*range(1, len(lines) + 1)]
    for line, row in zip(lines, rows, strict=True):
        cells = [row[f"q_{one}"] for one in IDS]
        if row["unread"] is not None:
            assert row["unread"] == line
            assert cells == ["!"] * 3
            assert [row[key] for key in ("subject", "unit", "assessor", "note")] == [""] * 4
            assert row["assessed_on"] is None
            continue
        read = wanted(line, own)
        assert read is not None, line
        assert not read.findings
        assert not read.checks
        assert not {*read.answers} - {*IDS}
        for key in ("subject", "unit", "assessor", "note", "assessed_on"):
            assert row[key] == getattr(read, key), line
        for one, found in zip(IDS, cells, strict=True):
            answer = read.answers.get(one)
            right = "1/3" if answer == Fraction(1, 3) and found == "1/3" else cell(answer)
            told = float(found) if isinstance(right, float) else found
            assert told == right, line


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.sampled_from(IDS), st.sampled_from([*"NPLF", None, "no way"]))),
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=6),
    st.booleans(),
)
def test_a_common_line_is_a_row(
    tmp_path: Path, answers: list[dict[str, str]], name: str, ascii_alone: bool
) -> None:
    """Whatever its text is, escaped or not; with line feeds and tabs in its note."""
    several: list[dict[str, Any]] = [
        {"framework": "demo", "subject": name, "unit": "", "answers": own, "assessed_on": None}
        | {"version": "1.0é", "scale": "nplf", "note": f"{name}\n\t", "findings": [], "checks": {}}
        for own in answers
    ]
    lines = "\n".join(json.dumps(own, ensure_ascii=ascii_alone) for own in several)
    rows = rows_of(lines, SMALL["nplf"], tmp_path / "some.jsonl")
    assert [row["unread"] for row in rows] == [None] * len(answers)
    assert [row["subject"] for row in rows] == [name] * len(answers)
    assert [row["note"] for row in rows] == [f"{name}\n\t"] * len(answers)
    assert [{one: row[f"q_{one}"] for one in IDS} for row in rows] == [
        {one: own.get(one) for one in IDS} for own in answers
    ]


@pytest.mark.parametrize("scale", ["nplf", "yes-no"])
def test_text_that_looks_like_json_is_text(tmp_path: Path, scale: str) -> None:
    """In whatever place a row has for text; nothing in it is taken for a key or for null."""
    several: list[dict[str, Any]] = [
        {"framework": "demo", "answers": {"a": own}, "version": None, "assessed_on": None}
        | dict.fromkeys(("subject", "unit", "assessor", "note"), own)
        for own in LIKE_JSON
    ]
    for separators in ((", ", ": "), (",", ":"), (" ,\t", "\t: ")):
        lines = [json.dumps(own, separators=separators) for own in several]
        rows = rows_of("\n".join(lines), SMALL[scale], tmp_path / "some.jsonl")
        for key in ("subject", "unit", "assessor", "note", "q_a"):
            assert [row[key] for row in rows] == [*LIKE_JSON]
        assert {row["unread"] for row in rows} == {None}


@pytest.mark.parametrize(
    ("scale", "written", "read"),
    [
        ("zero-to-one", ["0", "1", "0.50", "1e-1", "-2", "1E+1"], [0, 1, 0.5, 0.1, -2, 10]),
        ("yes-no", ["true", "false", '"yes"', '"true"'], ["yes", "no", "yes", "true"]),
        ("nplf", ['"F"', '"f"', '"not-applicable"'], ["F", "f", "not-applicable"]),
    ],
)
def test_answers_are_read_on_their_scale(
    tmp_path: Path, scale: str, written: list[str], read: list[object]
) -> None:
    """Numbers as numbers, yes and no as true and false, too; labels are not looked at."""
    lines = [f'{{"framework":"demo","answers":{{"a":{own}}}}}' for own in written]
    rows = rows_of("\n".join(lines), SMALL[scale], tmp_path / "some.jsonl")
    assert [row["unread"] for row in rows] == [None] * len(written)
    given = [row["q_a"] for row in rows]
    assert [float(own) if scale == "zero-to-one" else own for own in given] == read


STAYS = {
    "of another framework": '{"framework":"solis"}',
    "of another version": '{"framework":"demo","version":"2"}',
    "of another scale": '{"framework":"demo","scale":"yes-no"}',
    "without a framework": '{"answers":{"a":"F"}}',
    "an unknown key": '{"framework":"demo","subjct":"Acme"}',
    "an unknown indicator": '{"framework":"demo","answers":{"listening":null}}',
    "a key twice": '{"framework":"demo","answers":{"a":"F","a":"F"}}',
    "a key twice, nothing first": '{"framework":"demo","answers":{"a":null,"a":"F"}}',
    "a key twice, nothing last": '{"framework":"demo","answers":{"a":"F","a":null}}',
    "answers twice": '{"framework":"demo","answers":{"a":"F"},"answers":{}}',
    "a subject twice": '{"framework":"demo","subject":"A","subject":"A"}',
    "an escaped key": '{"framework":"demo","answers":{"\\u0061":"F"}}',
    "an answer of a list": '{"framework":"demo","answers":{"a":["F"]}}',
    "a number on labels": '{"framework":"demo","answers":{"a":1}}',
    "answers of a list": '{"framework":"demo","answers":["F"]}',
    "answers that are none": '{"framework":"demo","answers":null}',
    "findings": '{"framework":"demo","findings":[{"indicator":"a","answer":"F"}]}',
    "checks": '{"framework":"demo","checks":{"dabbling":"yes"}}',
    "a day that is none": '{"framework":"demo","assessed_on":"2026-02-30"}',
    "a day with a time": '{"framework":"demo","assessed_on":"2026-02-03T00:00"}',
    "a number for a subject": '{"framework":"demo","subject":3}',
    "nothing for a subject": '{"framework":"demo","subject":null}',
    "two lines in a subject": '{"framework":"demo","subject":"A\\nB"}',
    "a line separator": '{"framework":"demo","subject":"A\\u2028B"}',
    "half a character": '{"framework":"demo","subject":"\\ud800"}',
    "a control character": '{"framework":"demo","answers":{"a":"F\\u0000"}}',
    "a list": "[]",
    "text": '"demo"',
    "nothing": "null",
    "a cut line": '{"framework":"demo","answers":{"a":"F"',
    "a comma too many": '{"framework":"demo",}',
    "no comma": '{"framework":"demo" "subject":"A"}',
    "two objects": '{"framework":"demo"}{"framework":"demo"}',
    "something behind": '{"framework":"demo"} x',
    "a byte order mark in the middle": '\ufeff{"framework":"demo"}',
    "a word": "NaN",
    "a comment": "# firms",
}


def test_what_is_no_row_stays_as_it_is(tmp_path: Path) -> None:
    """Each such line is there with its number and its text, and gives no score."""
    good = '{"framework":"demo","answers":{"note":"F","a":"F","checks":"F"}}'
    lines = [good, *STAYS.values(), good]
    own = SMALL["nplf"]
    rows = rows_of("\n".join(lines), own, tmp_path / "some.jsonl")
    named = dict(zip(STAYS, (row["unread"] for row in rows[1:-1]), strict=True))
    assert named == STAYS
    table = scan_assessments(tmp_path / "some.jsonl", own, columns="q_")
    scored = score_frame(table, own, at="L", columns="q_").collect()
    assert scored["problems"].to_list() == [0, *[3] * len(STAYS), 0]
    assert scored["lower"].to_list() == [1, *[None] * len(STAYS), 1]
    found = check_frame(table, own, columns="q_", row="line").collect()
    assert found.rows() == [(one, f"q_{one}", "!", len(STAYS), 2) for one in IDS]


def test_numbers_that_are_none_stay_as_they_are(tmp_path: Path) -> None:
    """On the scale of numbers: text, true and false, and what no float comes near."""
    strange = ['"0.5"', '"1/3"', '"F"', "true", "NaN", "Infinity", "1e999", "01", ".5", "+1", "0x1"]
    lines = [f'{{"framework":"demo","answers":{{"a":{own}}}}}' for own in strange]
    rows = rows_of("\n".join(lines), SMALL["zero-to-one"], tmp_path / "some.jsonl")
    assert [row["unread"] for row in rows] == lines


def test_another_scale_has_to_be_named_in_every_line(tmp_path: Path) -> None:
    """Since a line without one was answered on the framework's own."""
    lines = [
        '{"framework":"demo","scale":"yes-no","answers":{"a":true}}',
        '{"framework":"demo","scale":null,"answers":{"a":true}}',
        '{"framework":"demo","answers":{"a":"yes"}}',
    ]
    rows = rows_of("\n".join(lines), SMALL["nplf"], tmp_path / "some.jsonl", scale="yes-no")
    assert [row["q_a"] for row in rows] == ["yes", "!", "!"]


def test_lines_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    """Blank ones are passed over and counted; a mark at the beginning and CRLF are no matter."""
    line = '{"framework":"demo","subject":"Å","assessed_on":"2026-11-01"}'
    rows = rows_of(f"\ufeff{line}\r\n\r\n \t\n{line}".encode(), SMALL["nplf"], tmp_path / "x.jsonl")
    assert [(row["line"], row["subject"], row["unread"]) for row in rows] == [
        (1, "Å", None),
        (4, "Å", None),
    ]
    assert {row["assessed_on"] for row in rows} == {date(2026, 11, 1)}


def test_every_file_can_begin_with_a_mark(tmp_path: Path) -> None:
    """Its first line is found among those of all files, in a stream, too; another has none."""
    line = '{"framework":"demo","subject":"%s"}\n'
    for name, text in (("1", line % "a"), ("2", line % "b" + "\ufeff" + line % "c")):
        (tmp_path / f"{name}.jsonl").write_text(text * 3, encoding="utf-8-sig")
    rows = scan_assessments(str(tmp_path / "*.jsonl"), SMALL["nplf"], columns="q_")
    for done in (rows.collect(), rows.collect(engine="streaming")):
        assert done["subject"].to_list() == ["a", "a", "a", "b", "", "b", "", "b", ""]


def test_several_files_and_none_with_lines(tmp_path: Path) -> None:
    """The numbers run on; a file with nothing in it gives no rows, with all columns."""
    several = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    for path in several:
        path.write_text('{"framework":"demo"}\n', encoding="utf-8")
    own = SMALL["nplf"]
    for source in (several, [str(path) for path in several], str(tmp_path / "*.jsonl")):
        assert scan_assessments(source, own, columns="q_").collect()["line"].to_list() == [1, 2]
    (tmp_path / "0.json").write_text("", encoding="utf-8")
    empty = scan_assessments(tmp_path / "0.json", own, columns="q_").collect()
    assert empty.height == 0
    assert empty.columns == ["line", "subject", "unit", "assessor", "note", "assessed_on"] + [
        *(f"q_{one}" for one in IDS),
        "unread",
    ]


def firms() -> Iterator[sm.Assessment]:
    """Assessments of all kinds, with evidence, on both scales, of another framework."""
    answers = [*"NPLF", "not-applicable", "cannot-tell", None]
    ids = [str(own.id) for own in sm.SOLIS.indicators]
    for place in range(60):
        picked = {own: answers[(place * 7 + rank * rank) % 7] for rank, own in enumerate(ids)}
        yield sm.Assessment(framework="solis", subject=f"Firm {place}", answers=picked)
    yield sm.Assessment(framework="solis", findings=(), answers={"listening": "F"})
    found = sm.Finding(indicator="listening", answer="F")
    yield sm.Assessment(framework="solis", subject="Found", findings=(found,))
    yield sm.Assessment(framework="cisco", subject="Other")


def test_rows_and_the_rest_together_score_what_all_score(tmp_path: Path) -> None:
    """The table scores the rows, the plain scorer what is left, and no line is lost."""
    path = tmp_path / "firms.jsonl"
    path.write_text("".join(to_json_lines(firms())), encoding="utf-8")
    table = scan_assessments(path, sm.SOLIS)
    done = score_frame(table, sm.SOLIS).collect()
    ends = {
        row["line"]: (row["lower"], row["upper"])
        for row in done.filter(pl.col("unread").is_null()).iter_rows(named=True)
    }
    rest = done.filter(pl.col("unread").is_not_null())
    assert rest["line"].to_list() == [62, 63]
    left: Any = score_many(
        iter_assessments(rest["unread"].to_list(), mode="lenient"), sm.SOLIS, mode="lenient"
    )
    told = [*left]
    assert isinstance(told[1], Failure)
    assert "'cisco'" in str(told[1])
    ends[62] = (told[0].lower, told[0].upper)
    whole: Any = score_many(firms(), sm.SOLIS, mode="lenient")
    right = {
        line: (own.lower, own.upper)
        for line, own in zip(count(1), whole, strict=False)
        if not isinstance(own, Failure)
    }
    assert ends == right
    assert len(ends) == 62


def test_lines_go_to_parquet_in_a_stream(tmp_path: Path) -> None:
    """Read, scored and written by the streaming engine."""
    path = tmp_path / "firms.jsonl"
    path.write_text("".join(to_json_lines(firms())), encoding="utf-8")
    score_frame(scan_assessments(path, sm.SOLIS), sm.SOLIS).sink_parquet(tmp_path / "done.parquet")
    assert pl.read_parquet(tmp_path / "done.parquet").height == 63


def test_a_framework_that_asks_nothing_has_rows_of_no_cells(tmp_path: Path) -> None:
    """Answers to it are answers to something else."""
    own = framework(stage(1, indicators=()), version="1")
    lines = '{"framework":"demo","answers":{}}\n{"framework":"demo","answers":{"a":"F"}}'
    rows = rows_of(lines, own, tmp_path / "some.jsonl")
    assert [row["unread"] is None for row in rows] == [True, False]


@pytest.mark.parametrize("source", ["3", "None", "b'x.jsonl'", "{'a': 1}", "[]"])
def test_a_source_is_a_path_or_several(source: str) -> None:
    """Nothing else is read."""
    scan: Any = scan_assessments
    with pytest.raises(WrongTypeError) as caught:
        scan(literal_eval(source), sm.SOLIS)
    told = f"expected the path of a file, or several, not {source}"
    assert str(caught.value) == f"source: {told}"


def test_each_of_several_sources_is_a_path() -> None:
    """The first that is none is told."""
    sources: Any = ["x.jsonl", 3]
    with pytest.raises(WrongTypeError, match="source: expected text, not 3"):
        scan_assessments(sources, sm.SOLIS)


def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    """Before anything is read; a folder and a pattern of nothing likewise."""
    with pytest.raises(FileNotFoundError, match="No such file"):
        scan_assessments(tmp_path / "none.jsonl", sm.SOLIS)
    with pytest.raises(InvalidValueError) as caught:
        scan_assessments(tmp_path, sm.SOLIS)
    few = str(tmp_path / "*.jsonl")
    assert str(caught.value) == (
        f"source: {str(tmp_path)!r} is a folder; name its files, such as {few!r}"
    )
    pattern = str(tmp_path / "2026-*.jsonl")
    (tmp_path / "2026-x.jsonl").mkdir()
    with pytest.raises(InvalidValueError) as caught:
        scan_assessments(pattern, sm.SOLIS)
    assert str(caught.value) == f"source: no file has a name like {pattern!r}"


def test_files_of_a_pattern_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    """A file that has the very name is the file, whatever signs are in it."""
    for name in ("b[1].jsonl", "b1.jsonl", "a1.jsonl", "c.txt"):
        line = f'{{"framework": "solis", "subject": "{name}"}}\n'
        (tmp_path / name).write_text(line, encoding="utf-8")
    literal = tmp_path / "b[1].jsonl"
    cases: list[tuple[Any, list[str]]] = [
        (tmp_path / "*.jsonl", ["a1.jsonl", "b1.jsonl", "b[1].jsonl"]),
        (literal, ["b[1].jsonl"]),
        (tmp_path / "[ab]1.jsonl", ["a1.jsonl", "b1.jsonl"]),
        ([str(literal), tmp_path / "?1.jsonl"], ["b[1].jsonl", "a1.jsonl", "b1.jsonl"]),
    ]
    for source, names in cases:
        table = scan_assessments(source, sm.SOLIS).select("line", "subject").collect()
        assert table.rows() == [*enumerate(names, 1)]


def test_an_address_is_left_to_polars(tmp_path: Path) -> None:
    """Patterns in it, too."""
    for name in ("a1.jsonl", "b1.jsonl"):
        (tmp_path / name).write_text('{"framework": "solis"}', encoding="utf-8")
    table = scan_assessments(f"{tmp_path.as_uri()}/*1.jsonl", sm.SOLIS)
    assert table.select("line").collect().rows() == [(1,), (2,)]


def test_a_line_is_not_read_if_it_is_longer_than_others_read(tmp_path: Path) -> None:
    """Of one mebibyte, as where objects are made of lines, it is; of one byte more it is not."""
    start, end = '{"framework": "solis", "note": "', '"}'
    most = 2**20 - len(start) - len(end)
    lines = [f"{start}{'x' * size}{end}" for size in (most, most + 1)]
    path = tmp_path / "long.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    unread = scan_assessments(path, sm.SOLIS).collect()["unread"].to_list()
    assert [own is None for own in unread] == [True, False]
    several = sm.iter_assessments(lines, mode="lenient")
    assert [isinstance(own, sm.Assessment) for own in several] == [True, False]


def test_names_of_indicators_may_not_be_those_of_other_columns() -> None:
    """They are told apart by what they begin with."""
    with pytest.raises(DuplicateError) as caught:
        scan_assessments("x.jsonl", SMALL["nplf"])
    assert caught.value.message == (
        "the column 'note' of an indicator would stand beside another of that name; give"
        " columns='q_', and the same to score_frame()"
    )


def test_other_arguments_are_refused() -> None:
    """A scale that is not there, and what is of another type."""
    with pytest.raises(UnknownScaleError, match="unknown scale 'nlpf'"):
        scan_assessments("x.jsonl", sm.SOLIS, scale="nlpf")
    own: Any = 3
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 3"):
        scan_assessments("x.jsonl", own)
    columns: Any = {"listening": "q1"}
    with pytest.raises(WrongTypeError, match="expected text, not"):
        scan_assessments("x.jsonl", sm.SOLIS, columns=columns)


def test_without_polars_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which to install."""
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(MissingExtraError) as caught:
        scan_assessments("x.jsonl", sm.SOLIS)
    assert caught.value.message == (
        "JSON lines are read into a table by polars from 1.40 on; install it with:"
        " pip install 'polars>=1.40'"
    )

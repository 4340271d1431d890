"""A table of comma-separated values carries every mapping, and tells each defect by its cell."""

import csv
import time
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import socialmaturity as sm
from exchanged import full_sets, plain_sets
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
    WrongTypeError,
)
from socialmaturity.io.cells import LONGEST_CELL, NO_REASON
from socialmaturity.io.table import load_csv, parse_csv, to_csv
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Origin

HEAD = "subject,relation,object"
ROW = "left:1,inside,right:2"


def problems(text: Any, **options: Any) -> tuple[SocialMaturityError, ...]:
    """All that strict reading finds wrong."""
    with pytest.raises(InvalidFileError) as caught:
        parse_csv(text, **options)
    return caught.value.problems


def only(text: Any) -> SocialMaturityError:
    """The one thing that is wrong."""
    (problem,) = problems(text)
    return problem


@given(plain_sets())
def test_what_was_written_reads_back_equal(value: MappingSet) -> None:
    """Every field of every mapping, and every stage without counterpart."""
    written = to_csv(value)
    assert written.losses == ()
    assert parse_csv(written.text).value == value


@given(full_sets())
def test_what_is_said_of_the_set_is_named_as_lost(value: MappingSet) -> None:
    """Each field that has something in it, once; the rest reads back equal."""
    written = to_csv(value)
    names = ("id", "title", "version", "authors", "note", "license", "extra")
    assert [loss.code for loss in written.losses] == [own for own in names if getattr(value, own)]
    kept = parse_csv(written.text).value
    assert kept == MappingSet(mappings=value.mappings, no_counterparts=value.no_counterparts)


@given(plain_sets())
def test_the_table_is_csv_to_everybody(value: MappingSet) -> None:
    """Python's reader finds as many cells in each row as the header has, and one row for each."""
    rows = list(csv.reader(StringIO(to_csv(value).text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(value.mappings) + len(value.no_counterparts)


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_a_crosswalk_s_own_table_is_read(pair: tuple[str, str]) -> None:
    """And written the same."""
    own = sm.crosswalk(*pair)
    written = to_csv(own)
    assert written.text == own.to_csv()
    read = parse_csv(own.to_csv()).value
    assert (read.mappings, read.no_counterparts) == (own.mappings, own.no_counterparts)
    assert {"title", "authors", "note"} <= {loss.code for loss in written.losses}


def test_what_only_a_crosswalk_says_is_named_as_lost() -> None:
    """Which side is mapped exhaustively, and what was dropped."""
    own = crosswalk(
        mapping("left:1", "inside", "right:2"),
        exhaustive=("left",),
        dropped=(
            sm.Dropped(subject="left:2", relation="equal", object="right:1", reason="Too much."),
        ),
    )
    assert [str(loss) for loss in to_csv(own).losses] == [
        "version: the format has no place for what is said of the whole set",
        "left: that its stages are mapped exhaustively is not written",
        "Left 2 equals Right 1: a proposal that was not kept is not written",
    ]


def test_three_columns_are_enough() -> None:
    """What is not said has its default, and the place is known."""
    read = parse_csv(f"{HEAD}\n{ROW}\n", name="ours.csv")
    (own,) = read.value.mappings
    assert own == mapping("left:1", "inside", "right:2", justification=NO_REASON)
    assert own.origin == Origin("ours.csv", 2)
    assert read.problems == ()


def test_columns_stand_in_any_order_and_others_are_kept() -> None:
    """Names that mean something do so in any case; the others are left as they are."""
    text = (
        f"Object,Looked at,confidence , RELATION,subject\nright:2, twice ,0.5,inside,{'left:1'}\n"
    )
    (own,) = parse_csv(text).value.mappings
    assert own.confidence == Fraction(1, 2)
    assert own.extra == (("Looked at", " twice "),)


def test_what_fits_no_column_stands_in_one_of_json() -> None:
    """Names that a header would not give back, and values that say nothing."""
    extra = (("", "a"), ("Subject", "b"), ("empty", ""), ("kind", "c"), ("x ", "d"))
    value = MappingSet(mappings=(mapping("left:1", "inside", "right:2", extra=extra),))
    header, row = csv.reader(StringIO(to_csv(value).text, newline=""))
    assert header[-2:] == ["kind", "extra"]
    assert row[-2:] == ["c", '{"": "a", "Subject": "b", "empty": "", "x ": "d"}']
    assert parse_csv(to_csv(value).text).value == value


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEAD}\n{ROW}\n",
        f"{HEAD}\r\n{ROW}\r\n",
        f"{HEAD}\r{ROW}\r",
        f"{HEAD}\n\n{ROW}\n\n\n",
        f"\n{HEAD}\n,,\n{ROW}",
        f"{HEAD},\n{ROW},\n",
        '"subject","relation","object"\n left:1 ,inside , right:2\n',
    ],
)
def test_harmless_differences_are_accepted(text: str) -> None:
    """Byte order mark, any line ends, empty lines, an empty column, spaces around ids."""
    (own,) = parse_csv(text).value.mappings
    assert str(own) == "Left 1 lies inside Right 2"


def test_a_line_end_inside_a_cell_is_one_character() -> None:
    """However the file ends its lines."""
    (own,) = parse_csv(f'{HEAD},review\r\n{ROW},"one\r\ntwo"\r\n').value.mappings
    assert own.review == "one\ntwo"


def test_no_rows_are_no_mappings() -> None:
    """A header alone is a table."""
    assert parse_csv(HEAD).value == MappingSet()


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_nothing_is_no_table(text: str) -> None:
    """It says what a table has."""
    problem = only(text)
    assert isinstance(problem, MissingValueError)
    assert str(problem) == (
        "line 1: expected a header with the columns 'subject', 'relation', 'object', apart by"
        " commas; found none"
    )


@pytest.mark.parametrize(
    ("cells", "column", "kind", "told"),
    [
        ("left,inside,right:2,", "subject", InvalidIdentifierError, "invalid stage 'left'"),
        ("left:-1,inside,right:2,", "subject", InvalidIdentifierError, "invalid stage 'left:-1'"),
        ("left:3+2,inside,right:2,", "subject", InvalidIdentifierError, "lowest first"),
        (",inside,right:2,", "subject", MissingValueError, "a stage such as 'solis:7', found an"),
        ("left:1,insid,right:2,", "relation", InvalidValueError, "did you mean 'inside'?"),
        ("left:1,,right:2,", "relation", MissingValueError, "found an empty cell"),
        ("left:1,anything,right:2,", "relation", InvalidValueError, "leave the mapping out"),
        ("left:1,inside,Right 2,", "object", InvalidIdentifierError, "invalid stage 'Right 2'"),
        ("left:1,inside,left:2,", "object", FrameworkMismatchError, "stages of one framework"),
        ("left:1,inside,right:2,1.2", "confidence", InvalidValueError, "from 0 to 1, not '1.2'"),
        ("left:1,inside,right:2,-0.1", "confidence", InvalidValueError, "0 to 1, not '-0.1'"),
        ("left:1,inside,right:2,high", "confidence", InvalidValueError, "number or a ratio"),
        ("left:1,inside,right:2,nan", "confidence", InvalidValueError, "not 'nan'"),
        ("left:1,none,right:2,", "object", InvalidIdentifierError, "invalid framework id"),
        ("left:1+2,none,right,", "subject", InvalidIdentifierError, "invalid stage 'left:1+2'"),
        ("left:1,none,,", "object", MissingValueError, "a framework such as 'carfi'"),
        ("left:1,inside,right:2\0,", "object", InvalidValueError, r"control character '\x00'"),
    ],
)
def test_a_wrong_cell_is_told_by_line_and_column(
    cells: str, column: str, kind: type[SocialMaturityError], told: str
) -> None:
    """With what came and what was expected."""
    problem = only(f"{HEAD},confidence\n{ROW},\n{cells}\n")
    assert type(problem) is kind
    assert problem.path == f"line 3, column '{column}'"
    assert told in problem.message


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("evidence", "T-1.01 T", "invalid statement id 'T'"),
        ("evidence", "T-1.01 T-1.01", "'T-1.01' stands here twice"),
        ("sources", "S0 -", "invalid source id '-'"),
        ("basis", "guess", "'guess' is none of 'published', 'judgement'"),
        ("rationale", "smart", "'smart' is none of 'syntactic', 'semantic', 'functional'"),
        ("subject_coverage", "2", "expected a number from 0 to 1, not '2'"),
        ("object_coverage", "1/0", "not '1/0'"),
        ("justification", '"a\nb"', "expected one line"),
        ("axis", '"a\nb"', "expected one line"),
        ("axis", " ", "expected text, found none"),
        ("review", "a\x1bb", r"control character '\x1b' at position 1"),
        ("extra", "a", "expected a JSON object of text such as"),
        ("extra", "[]", "expected a JSON object"),
        ("extra", '"{""a"": 1}"', "expected a JSON object"),
        ("extra", '"{""a"": {}}"', "expected a JSON object"),
        ("extra", '"{""a"": ""1"", ""a"": ""2""}"', "'a' stands here twice"),
        ("extra", "[" * 100_000, "expected a JSON object"),
    ],
)
def test_a_wrong_cell_of_a_further_column_is_told(column: str, cell: str, told: str) -> None:
    """In its column."""
    problem = only(f"{HEAD},{column}\n{ROW},{cell}\n")
    assert problem.path == f"line 2, column '{column}'"
    assert told in problem.message


def test_the_reason_of_a_stage_without_counterpart_is_one_line() -> None:
    """As a justification is."""
    problem = only(f'{HEAD},justification\nleft:1,none,right,"a\nb"\n')
    assert str(problem) == "line 2, column 'justification': expected one line, not 'a\\nb'"


@pytest.mark.parametrize("cell", ["-0", "0", "-0.0", "0/5"])
def test_nothing_is_sure_at_zero_and_nobody_says_where_it_is_absent(cell: str) -> None:
    """A confidence of 0 is one; an empty cell is none."""
    (own, other) = parse_csv(f"{HEAD},confidence\n{ROW},{cell}\n{ROW},\n").value.mappings
    assert own.confidence == 0
    assert other.confidence is None


@pytest.mark.parametrize("column", ["axis", "author", "rationale", "subject_coverage"])
def test_a_stage_without_counterpart_has_no_more_than_a_reason(column: str) -> None:
    """What only a mapping has is refused, not lost."""
    problem = only(f"{HEAD},{column}\nleft:1,none,right,1\n")
    assert str(problem) == (
        f"line 2, column '{column}': a stage without counterpart has none of this; leave the cell"
        " empty, not '1'"
    )


def test_all_problems_come_together_in_order() -> None:
    """Of rows that cannot be taken apart, of cells, and of how they fit."""
    found = problems(
        f"{HEAD},confidence,basis\n"
        "left:1,inside,left:2,1.2,guess\n"
        "left:1,inside\n"
        'left,is,right:1,,"two\nlines"\n'
        "left:1,inside,right:2,0.5,judgement,more\n"
        "left:1,inside,right:1,,\n"
        'left:1,inside,right:1,,"never closed\n'
        "left:1,is,right:1,,\n"
    )
    assert [problem.path for problem in found] == [
        "line 2, column 'confidence'",
        "line 2, column 'basis'",
        "line 2, column 'object'",
        "line 3",
        "line 4, column 'basis'",
        "line 4, column 'subject'",
        "line 4, column 'relation'",
        "line 6",
        "line 8",
    ]
    assert found[3].message == (
        "expected 5 cells as in the header, found 2; put a cell that has commas in quotes"
    )
    assert [problem.code for problem in found if problem.path == "line 6"] == ["ragged"]
    assert isinstance(found[-1], FileSyntaxError)


def test_lenient_reading_keeps_the_sound_rows_and_lists_the_rest() -> None:
    """A row with a problem is left out as a whole."""
    read = parse_csv(
        f"{HEAD},confidence\n{ROW},2\nleft:2,equal,right:2,1\n{ROW}\nleft:3,none,right,\n",
        mode="lenient",
    )
    assert [str(own) for own in read.value.mappings] == ["Left 2 equals Right 2"]
    assert [str(own) for own in read.value.no_counterparts] == [
        "Left 3 has no counterpart in Right"
    ]
    assert [problem.path for problem in read.problems] == ["line 2, column 'confidence'", "line 4"]


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize(
    ("header", "paths", "told"),
    [
        ("subject,relation", ["line 1"], "the column 'object' is required; found ['subject', 're"),
        ("a,b", ["line 1"] * 3, "the column 'subject' is required; found ['a', 'b']"),
        ("subject;relation;object", ["line 1"] * 3, "found ['subject;relation;object']"),
        (f"{HEAD},Object", ["line 1, column 'object'"], "the column 'object' stands here twice"),
        (f"{HEAD},x,x", ["line 1, column 'x'"], "the column 'x' stands here twice"),
        ('subject,"relation', ["line 1"], "not CSV: unexpected end of data"),
    ],
)
def test_without_a_sound_header_nothing_is_read(
    header: str, paths: list[str], told: str, mode: str
) -> None:
    """In either mode, since nothing would be left of the table."""
    found = problems(f"{header}\n{ROW}\n" if '"' not in header else header, mode=mode)
    assert [problem.path for problem in found] == paths
    assert told in found[0].message


def test_what_stands_under_no_name_is_refused() -> None:
    """A column without a name is passed over as long as it is empty."""
    assert str(only(f"{HEAD},\n{ROW},x\n")) == (
        "line 2, column 4: 'x' stands in a column without a name; name it in the header"
    )


def test_a_repeated_column_is_a_duplicate() -> None:
    """By class, too."""
    assert type(only(f"{HEAD},x,x\n")) is DuplicateError


def test_ten_million_characters_in_a_cell_are_a_problem_at_once() -> None:
    """Quoted or not, the row is named and no time is lost."""
    for cell in ("x" * 10_000_000, '"' + "x" * 10_000_000 + '"', '"' + "\n" * 10_000_000):
        start = time.perf_counter()
        problem = only(f"{HEAD},review\n{ROW},{cell}\n")
        assert time.perf_counter() - start < 2
        assert problem.path == "line 2"
        assert f"a cell has at most {LONGEST_CELL} characters" in problem.message


def test_the_bound_of_a_cell_is_ours_also_where_python_s_was_raised() -> None:
    """It does not hang on a setting of the whole process."""
    before = csv.field_size_limit(10**9)
    try:
        problem = only(f"{HEAD},review\n{ROW},{'x' * (LONGEST_CELL + 1)}\n")
        assert str(problem) == (
            "line 2, column 'review': expected at most 131072 characters, found 131073"
        )
    finally:
        csv.field_size_limit(before)
    (own,) = parse_csv(f"{HEAD},review\n{ROW},{'x' * LONGEST_CELL}\n").value.mappings
    assert len(own.review) == LONGEST_CELL


def test_a_cell_that_is_too_long_to_be_read_back_is_named() -> None:
    """It is written all the same."""
    long = mapping("left:1", "inside", "right:2", review="x" * (LONGEST_CELL + 1))
    written = to_csv(MappingSet(mappings=(long,)))
    assert len(written.text) > LONGEST_CELL
    assert [(loss.code, loss.what) for loss in written.losses] == [
        ("too-long", "Left 1 lies inside Right 2: review")
    ]


def test_files_are_read_as_they_are(tmp_path: Path) -> None:
    """With the name of the file for its mappings and problems."""
    path = tmp_path / "ü.csv"
    path.write_bytes(f"\ufeff{HEAD}\r\n{ROW}\r\n".encode())
    (own,) = load_csv(path).value.mappings
    assert own.origin == Origin(str(path), 2)
    path.write_bytes(f"{HEAD}\nleft:1,inside,right\n".encode())
    with pytest.raises(InvalidFileError) as caught:
        load_csv(path)
    assert str(caught.value).startswith(f"{path}: 1 problem\n  - line 2, column 'object': invalid")
    assert len(load_csv(str(path), mode="lenient").problems) == 1


@pytest.mark.parametrize(
    ("content", "options", "kind", "told"),
    [
        (b"x" * 11, {"max_bytes": 10}, FileTooLargeError, "more than 10 bytes; if that is meant"),
        (b"sub\xff", {}, FileSyntaxError, "not UTF-8: byte 0xff at position 3; save it as UTF-8"),
        (HEAD.encode("utf-16"), {}, FileSyntaxError, "not UTF-8: byte 0xff at position 0"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, content: bytes, options: Any, kind: type[SocialMaturityError], told: str
) -> None:
    """In either mode."""
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    for mode in ("strict", "lenient"):
        with pytest.raises(InvalidFileError) as caught:
            load_csv(path, mode=mode, **options)
        (problem,) = caught.value.problems
        assert type(problem) is kind
        assert told in problem.message


def test_a_file_of_just_the_bound_is_read(tmp_path: Path) -> None:
    """Bytes are counted, not characters."""
    path = tmp_path / "table.csv"
    path.write_bytes(HEAD.encode())
    assert load_csv(path, max_bytes=len(HEAD)).value == MappingSet()


def test_wrong_arguments_are_told() -> None:
    """By what was expected."""
    wrong: Any = 7
    with pytest.raises(WrongTypeError, match="expected text, not 7"):
        parse_csv(wrong)
    with pytest.raises(InvalidValueError, match="mode: expected the mode 'strict' or 'lenient', n"):
        parse_csv(HEAD, mode=wrong)
    with pytest.raises(WrongTypeError, match="value: expected a MappingSet or a Crosswalk, not 7"):
        to_csv(wrong)


def test_mappings_of_many_frameworks_stand_in_one_table() -> None:
    """In their order, each with its own axis."""
    several = MappingSet.of([sm.crosswalk("solis", "carfi"), sm.crosswalk("cisco", "carfi")])
    read = parse_csv(to_csv(several).text).value
    assert read == attrs.evolve(several, title="", version="", authors=(), note="")

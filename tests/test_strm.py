"""A sheet of set theory relationships says how the focal element lies to the reference element."""

import csv
import time
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from exchanged import full_sets
from samples import crosswalk, mapping
from socialmaturity.catalog import BUILTIN_CROSSWALKS
from socialmaturity.errors import (
    DuplicateError,
    FileTooLargeError,
    FrameworkMismatchError,
    InvalidFileError,
    InvalidIdentifierError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
)
from socialmaturity.io.cells import LONGEST_CELL, NO_REASON
from socialmaturity.io.strm import COLUMNS, load_strm, parse_strm, to_strm
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Origin, Rationale
from socialmaturity.mapping.vocabulary import Reading, relation_of, wording_of, words_of

HEAD = "FDE#,STRM Relationship,Reference Document Element"
ROW = "left:1,subset of,right:2"


def problems(text: Any, **options: Any) -> tuple[SocialMaturityError, ...]:
    """All that strict reading finds wrong."""
    with pytest.raises(InvalidFileError) as caught:
        parse_strm(text, **options)
    return caught.value.problems


def only(text: Any, **options: Any) -> SocialMaturityError:
    """The one thing that is wrong."""
    (problem,) = problems(text, **options)
    return problem


SAYABLE = ("subject", "relation", "object", "justification", "rationale", "extra")


def as_written(value: MappingSet, reading: str) -> MappingSet:
    """What a sheet can say of a set, worked out from the fields."""
    mappings: list[sm.Mapping] = []
    for own in value.mappings:
        said = wording_of(own.relation, "strm", reading=reading)
        if said and not any("+" in str(place) for place in own.places):
            kept: dict[str, Any] = {name: getattr(own, name) for name in SAYABLE}
            kept["relation"] = said.relation
            mappings.append(sm.Mapping(**kept))
    nones = [
        sm.NoCounterpart(
            stage=own.stage, framework=own.framework, reason=own.reason, extra=own.extra
        )
        for own in value.no_counterparts
    ]
    return MappingSet(mappings=tuple(mappings), no_counterparts=tuple(nones))


def without_extra(value: MappingSet) -> MappingSet:
    """The same, but for what mappings keep beside their fields."""
    return attrs.evolve(
        value,
        mappings=tuple(attrs.evolve(own, extra=()) for own in value.mappings),
        no_counterparts=tuple(attrs.evolve(own, extra=()) for own in value.no_counterparts),
    )


@given(full_sets(), st.sampled_from(tuple(Reading)))
def test_what_a_sheet_can_say_reads_back_equal(value: MappingSet, reading: Reading) -> None:
    """And without a loss, all of it."""
    written = to_strm(value, reading=reading)
    read = parse_strm(written.text, reading=reading).value
    expected = as_written(value, reading)
    assert without_extra(read) == without_extra(expected)
    if not any(loss.code == "extra" for loss in written.losses):
        assert read == expected
    if not written.losses:
        assert read == value


UNSAID = (
    ("confidence", None),
    ("evidence", ()),
    ("sources", ()),
    ("basis", "judgement"),
    ("review", ""),
    ("author", ""),
    ("axis", "maturity"),
    ("subject_coverage", None),
    ("object_coverage", None),
)
"""What a sheet has no column for, and what it is where nothing is said."""


@given(full_sets(), st.sampled_from(tuple(Reading)))
def test_each_thing_that_a_sheet_cannot_say_is_named_once(
    value: MappingSet, reading: Reading
) -> None:
    """By what it is of."""
    losses = [(loss.what, loss.code) for loss in to_strm(value, reading=reading).losses]
    names = ("id", "title", "version", "authors", "note", "license", "extra")
    expected = [(name, name) for name in names if getattr(value, name)]
    for own in value.mappings:
        said = wording_of(own.relation, "strm", reading=reading)
        if any("+" in str(place) for place in own.places):
            expected.append((str(own), "union"))
        elif said is None:
            expected.append((str(own), "relation"))
        else:
            expected += [(str(own), "weaker")] * (said.relation is not own.relation)
            expected += [(str(own), name) for name, no in UNSAID if getattr(own, name) != no]
    for none in value.no_counterparts:
        expected += [(str(none), name) for name, no in UNSAID[:5] if getattr(none, name) != no]
    assert [loss for loss in losses if loss[1] != "extra" or loss[0] == "extra"] == expected


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_shipped_crosswalks_keep_their_mappings(pair: tuple[str, str]) -> None:
    """The words of the cautious reading say all of their relations."""
    own = sm.crosswalk(*pair)
    read = parse_strm(to_strm(own).text).value
    assert [(str(each), each.justification) for each in read.mappings] == [
        (str(each), each.justification) for each in own.mappings
    ]
    assert [(str(each), each.reason) for each in read.no_counterparts] == [
        (str(each), each.reason) for each in own.no_counterparts
    ]


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("word", words_of("strm"))
def test_the_focal_element_is_the_subject(word: str, reading: Reading) -> None:
    """A subset lies inside the reference element, a superset contains it."""
    text = f"{HEAD}\nleft:1,{word},right:2\n"
    (own,) = parse_strm(text, reading=reading).value.mappings
    assert own.relation is relation_of(word, "strm", reading=reading)
    assert (str(own.subject), str(own.object)) == ("left:1", "right:2")
    back = to_strm(MappingSet(mappings=(own,)), reading=reading)
    assert word in back.text
    assert back.losses == ()


def test_direction_is_that_of_the_example_in_the_standard() -> None:
    """Table 5 of IR 8477: assets are more than data and devices, so the focal one is a superset."""
    (own,) = parse_strm(f"{HEAD}\nassets:1,Superset of,devices:1\n").value.mappings
    assert str(own) == "Assets 1 contains Devices 1"


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("Equal", "equal"),
        ("equal to", "equal"),
        ("Subset\nOf", "inside"),
        ("subset", "inside"),
        ("SUPERSET OF", "contains"),
        ("superset_of", "contains"),
        ("Intersects With", "overlaps"),
        ("intersects", "overlaps"),
        ("not related to", "disjoint"),
        ("not_related", "disjoint"),
        ("No relationship", "disjoint"),
    ],
)
def test_words_are_read_as_public_sheets_write_them(said: str, relation: str) -> None:
    """In any case, with the variants of NIST's template and of toolkits."""
    (own,) = parse_strm(f'{HEAD}\nleft:1,"{said}",right:2\n').value.mappings
    assert own.relation.value == relation


NIST = """"Focal Document
Element",Focal Document Element Description,Rationale,Relationship,"Reference Document
Element","Reference Document
Element Description
(Optional)","Comments
(Optional)","Strength of
Relationship
(Optional)"
left:1,The first.,Semantic,equal,right:1,The other first.,Same words.,10
left:2,The second.,Functional,intersects with,right:2,,,N/A
"""
TITLED = """NIST IR 8477-Based Set Theory Relationship Mapping,,,,,,Focal Document:,Left,
Reference document:,Right 2026.1,,,,,,,
FDE #,FDE Name,Focal Document Element,STRM Rationale,STRM Relationship,Title,RDE #,"Strength of
Relationship",Notes
1,One,The first.,Functional,Subset Of,Something,2,8,"It is
 part."
2,Two,The second.,Functional,No Relationship,,N/A,0,
"""
TOOLKIT = """FDE#,FDE Name,Focal Document Element (FDE),Confidence Levels,NIST IR-8477 Rational,\
STRM Rationale,STRM Relationship,Strength of Relationship,Right Requirement Title,Target ID #,\
Right Requirement Description,Notes
1,One,The first.,high,semantic,Both ask for it.,intersects_with,4,Two,2,The second.,Check again.
2,Two,The second.,low,semantic,,equal,10,Two,2,The second.,From the notes.
"""


def test_the_template_of_nist_is_read() -> None:
    """Its element is the id, its comments are the reasons."""
    first, second = parse_strm(NIST).value.mappings
    assert first == mapping(
        "left:1",
        "equal",
        "right:1",
        justification="Same words.",
        rationale=Rationale.SEMANTIC,
        extra=(
            ("object_description", "The other first."),
            ("strength", "10"),
            ("subject_description", "The first."),
        ),
    )
    assert (second.justification, second.confidence) == (NO_REASON, None)
    assert dict(second.extra)["strength"] == "N/A"


def test_a_public_sheet_with_a_title_is_read() -> None:
    """Its elements are numbers, and its element without number is the description."""
    read = parse_strm(TITLED, focal="left", reference="right", name="s.csv").value
    (own,) = read.mappings
    assert own == mapping(
        "left:1",
        "inside",
        "right:2",
        justification="It is part.",
        rationale=Rationale.FUNCTIONAL,
        extra=(
            ("Title", "Something"),
            ("strength", "8"),
            ("subject_description", "The first."),
            ("subject_label", "One"),
        ),
    )
    assert own.origin == Origin("s.csv", 5)
    (none,) = read.no_counterparts
    assert (str(none), none.reason) == ("Left 2 has no counterpart in Right", NO_REASON)
    assert dict(none.extra)["rationale"] == "Functional"
    assert none.origin == Origin("s.csv", 7)


def test_a_sheet_whose_rationale_is_prose_is_read() -> None:
    """The prose is the reason, the notes are a comment; where it is empty the notes are."""
    first, second = parse_strm(TOOLKIT, focal="left", reference="right").value.mappings
    assert (first.justification, first.rationale) == ("Both ask for it.", Rationale.SEMANTIC)
    assert dict(first.extra)["comment"] == "Check again."
    assert dict(first.extra)["Confidence Levels"] == "high"
    assert second.justification == "From the notes."
    assert "comment" not in dict(second.extra)


def test_strength_never_becomes_confidence() -> None:
    """How alike two things are says nothing of how sure anyone is."""
    text = f"{HEAD},Strength of Relationship\n{ROW},10\n"
    (own,) = parse_strm(text).value.mappings
    assert own.confidence is None
    assert own.extra == (("strength", "10"),)
    sure = attrs.evolve(own, confidence=1, extra=())
    written = to_strm(MappingSet(mappings=(sure,)))
    (row,) = csv.DictReader(StringIO(written.text))
    assert row["Strength of Relationship"] == ""
    assert [str(loss) for loss in written.losses] == [
        "Left 1 lies inside Right 2: a sheet has no column for its confidence"
    ]


def test_what_is_said_of_the_elements_turns_with_them() -> None:
    """Names and descriptions change sides when a mapping is read from the other side."""
    (own,) = parse_strm(TITLED, focal="left", reference="right").value.mappings
    turned = to_strm(MappingSet(mappings=(own.inverse(),)))
    (row,) = csv.DictReader(StringIO(turned.text))
    assert (row["FDE#"], row["STRM Relationship"]) == ("right:2", "superset of")
    assert (row["FDE Name"], row["Reference Document Element Description"]) == ("", "The first.")
    assert row["object_label"] == "One"


def test_the_columns_are_the_general_ones() -> None:
    """In their order, and every row has all of them."""
    written = to_strm(crosswalk(mapping("left:1", "equal", "right:1", rationale="semantic")))
    assert written.text == (
        ",".join(COLUMNS) + "\r\nleft:1,,,semantic,equal,,right:1,,Read side by side.\r\n"
    )


def test_what_no_word_says_is_left_out_or_weakened() -> None:
    """Each with its sentence."""
    value = MappingSet(
        mappings=(
            mapping("left:1", "PP", "right:1"),
            mapping("left:1", "PP PO DR", "right:2"),
            mapping("left:1+2", "equal", "right:2"),
            mapping("left:3", "equal", "right:2+"),
        )
    )
    written = to_strm(value)
    assert [str(loss) for loss in written.losses] == [
        "Left 1 lies strictly inside Right 1: written as 'subset of', which says less",
        "Left 1 does not contain Right 2: left out: every word of STRM would say more",
        "Left 1 and 2 together equals Right 2: left out: a sheet relates single elements",
        "Left 3 equals Right 2 or later: left out: a sheet relates single elements",
    ]
    assert [str(own) for own in parse_strm(written.text).value.mappings] == [
        "Left 1 lies inside Right 1"
    ]
    assert to_strm(value, reading="strict").losses[0].code != "weaker"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("strength", "strong"),
        ("strength", "11"),
        ("Notes", "a"),
        ("fde #", "a"),
        ("rationale", "a"),
        (" a", "b"),
        ("", "b"),
        ("a", ""),
    ],
)
def test_what_a_header_would_not_give_back_is_named(name: str, text: str) -> None:
    """Names that mean something in a sheet, values that cannot stand there."""
    own = mapping("left:1", "inside", "right:2", extra=((name, text),))
    written = to_strm(MappingSet(mappings=(own,)))
    assert [(loss.code, loss.told) for loss in written.losses] == [
        ("extra", f"{name!r} would not be read back as it is")
    ]
    (read,) = parse_strm(written.text).value.mappings
    assert read.extra == ()


@pytest.mark.parametrize(
    ("cells", "column", "kind", "told"),
    [
        ("left,subset of,right:2,", "FDE#", InvalidIdentifierError, "invalid stage 'left'"),
        ("1,subset of,right:2,", "FDE#", InvalidIdentifierError, "invalid stage '1'"),
        (",subset of,right:2,", "FDE#", MissingValueError, "a stage such as 'solis:7'"),
        ("left:1,,right:2,", "STRM Relationship", MissingValueError, "expected a relationship"),
        ("left:1,Instersects With,right:2,", "STRM Relationship", InvalidValueError, "did you mea"),
        ("left:1,is,right:2,", "STRM Relationship", InvalidValueError, "'is' is none of 'equal'"),
        ("left:1,equal,,", "Reference Document Element", MissingValueError, "such as 'carfi:4'"),
        ("left:1,equal,right,", "Reference Document Element", InvalidIdentifierError, "'right'"),
        ("left:1,equal,left:2,", "Reference Document Element", FrameworkMismatchError, "one fram"),
        ("left:1,no relationship,N/A,", "Reference Document Element", MissingValueError, "the id"),
        ("left:1,,,", "Reference Document Element", MissingValueError, "expected a stage, or"),
        ("left:1+2,,right,", "FDE#", InvalidIdentifierError, "invalid stage 'left:1+2'"),
        ("left:1,equal,right:2,11", "Strength of Relationship", InvalidValueError, "0 to 10"),
        ("left:1,equal,right:2,-0", "Strength of Relationship", InvalidValueError, "not '-0'"),
        ("left:1,equal,right:2,0.5", "Strength of Relationship", InvalidValueError, "or 'N/A'"),
        ("left:1,equal,right:2,1\0", "Strength of Relationship", InvalidValueError, r"'\x00'"),
    ],
)
def test_a_wrong_cell_is_told_by_line_and_column(
    cells: str, column: str, kind: type[SocialMaturityError], told: str
) -> None:
    """With what came and what was expected."""
    problem = only(f"{HEAD},Strength of Relationship\n{ROW},\n{cells}\n")
    assert type(problem) is kind
    assert problem.path == f"line 3, column '{column}'"
    assert told in problem.message


def test_an_unknown_word_has_the_code_of_one() -> None:
    """So that programs can count them."""
    assert only(f"{HEAD}\nleft:1,is,right:2\n").code == "unknown-predicate"


def test_a_rationale_is_one_of_three() -> None:
    """In any case."""
    problem = only(f"{HEAD},Rationale\n{ROW},Structural\n")
    assert str(problem) == (
        "line 2, column 'STRM Rationale': 'structural' is none of 'syntactic', 'semantic',"
        " 'functional'"
    )


def test_the_framework_without_counterpart_stands_in_the_row_or_is_given() -> None:
    """The row goes before."""
    text = f"{HEAD}\nleft:1,,\nleft:2,,other\nleft:3,no relationship,n/a\n"
    read = parse_strm(text, reference="right").value
    assert [str(own) for own in read.no_counterparts] == [
        "Left 1 has no counterpart in Right",
        "Left 2 has no counterpart in Other",
        "Left 3 has no counterpart in Right",
    ]


def test_numbers_and_whole_references_stand_side_by_side() -> None:
    """A framework that is given is that of bare numbers alone; unions are numbers, too."""
    text = f"{HEAD}\n1,equal,other:2\nleft:2,equal,3+\n"
    read = parse_strm(text, focal="left", reference="right").value
    assert [str(own) for own in read.mappings] == [
        "Left 1 equals Other 2",
        "Left 2 equals Right 3 or later",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEAD}\n{ROW}\n",
        f"{HEAD}\r\n{ROW}\r\n",
        f"{HEAD}\n\n{ROW}\n,,\n",
        f"A title,,\n\n{HEAD}\n{ROW}\n",
    ],
)
def test_harmless_differences_are_accepted(text: str) -> None:
    """Byte order mark, line ends, empty lines, a title."""
    (own,) = parse_strm(text).value.mappings
    assert str(own) == "Left 1 lies inside Right 2"


def test_no_rows_are_no_mappings() -> None:
    """A header alone is a sheet."""
    assert parse_strm(HEAD).value == MappingSet()


@pytest.mark.parametrize(
    ("text", "path", "told"),
    [
        ("", "line 1", "expected a header with the columns 'FDE#', 'STRM Relationship', 'Refer"),
        ("a,b\n" * 30 + HEAD, "line 1", "found none"),
        ("FDE#,STRM Relationship\n", "line 1", "the column 'Reference Document Element' is requi"),
        ("Relationship,RDE#\n", "line 1", "the column 'FDE#' is required"),
        (f"a\n{HEAD},FDE #\n", "line 2, column 'FDE#'", "the column 'FDE#' stands here twice"),
        (f"{HEAD},x,x\n", "line 1, column 'x'", "stands here twice"),
        (f"{HEAD}\nleft:1,equal\n", "line 2", "expected 3 cells as in the header, found 2"),
        (f"{HEAD}\n{ROW},x\n", "line 2", "expected 3 cells as in the header, found 4"),
        (f"{HEAD},\n{ROW},x\n", "line 2, column 4", "stands in a column without a name"),
        (f'{HEAD}\n"left:1', "line 2", "not CSV: unexpected end of data"),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_told(text: str, path: str, told: str) -> None:
    """By the line where it breaks."""
    problem = only(text)
    assert problem.path == path
    assert told in problem.message
    assert type(only(f"{HEAD},x,x")) is DuplicateError


def test_lenient_reading_keeps_the_sound_rows() -> None:
    """And lists the rest."""
    read = parse_strm(f"{HEAD}\n{ROW}\nleft,equal,right:2\nleft:1,is,right:2\n", mode="lenient")
    assert len(read.value.mappings) == 1
    assert [problem.path for problem in read.problems] == [
        "line 3, column 'FDE#'",
        "line 4, column 'STRM Relationship'",
    ]


def test_ten_million_characters_in_a_cell_are_a_problem_at_once() -> None:
    """No time is lost."""
    start = time.perf_counter()
    problem = only(f"{HEAD},Notes\n{ROW},{'x' * 10_000_000}\n")
    assert time.perf_counter() - start < 2
    assert problem.path == "line 2"
    assert f"at most {LONGEST_CELL} characters" in problem.message


def test_a_cell_that_is_too_long_to_be_read_back_is_named() -> None:
    """By its row."""
    own = mapping("left:1", "inside", "right:2", extra=(("a", "x" * (LONGEST_CELL + 1)),))
    (loss,) = to_strm(MappingSet(mappings=(own,))).losses
    assert (loss.code, loss.what) == ("too-long", "left:1: a")


def test_files_are_read_with_the_same_options(tmp_path: Path) -> None:
    """And bounded."""
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEAD}\n1,intersects with,2\n3,is,4\n", encoding="utf-8-sig")
    read = load_strm(path, focal="left", reference="right", reading="strict", mode="lenient")
    (own,) = read.value.mappings
    assert (own.relation.value, own.origin) == ("PO", Origin(str(path), 2))
    assert len(read.problems) == 1
    with pytest.raises(InvalidFileError) as caught:
        load_strm(path, max_bytes=10)
    assert type(caught.value.problems[0]) is FileTooLargeError


def test_wrong_arguments_are_told() -> None:
    """By what was expected."""
    with pytest.raises(InvalidValueError, match="reading: 'loose' is none of 'cautious', 'strict'"):
        parse_strm(HEAD, reading="loose")
    with pytest.raises(InvalidValueError, match="reading: 'loose' is none of 'cautious', 'strict'"):
        to_strm(MappingSet(), reading="loose")
    with pytest.raises(InvalidIdentifierError, match="invalid framework id 'The Left'"):
        parse_strm(HEAD, focal="The Left")
    with pytest.raises(InvalidIdentifierError, match="invalid framework id ''"):
        parse_strm(HEAD, reference="")

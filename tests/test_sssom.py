"""SSSOM by example: the standard's own vectors, every broken cell, what is kept and lost."""

import json
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from socialmaturity.errors import InvalidFileError, InvalidValueError, WrongTypeError
from socialmaturity.identifiers import StageRef, StageUnion
from socialmaturity.io.sssom.carried import exact_text, parse_exact, rounded
from socialmaturity.io.sssom.metadata import parse_metadata, yaml_text
from socialmaturity.io.sssom.names import Definition
from socialmaturity.io.sssom.prefixes import BUILT_IN
from socialmaturity.io.sssom.reading import Format, load_sssom, parse_sssom
from socialmaturity.io.sssom.record_hash import expression, hash_cells, record_hashes
from socialmaturity.io.sssom.slots import check_extension, join_values
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Mapping, NoCounterpart, Origin
from socialmaturity.mapping.relation import Relation

PREFIXES = (
    "#curie_map:\n#  solis: https://example.org/solis/\n#  carfi: https://example.org/carfi/\n"
)
REQUIRED = "#mapping_set_id: https://example.org/set\n#license: https://example.org/license\n"
HEAD = PREFIXES + REQUIRED
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
ROW = {
    "subject_id": "solis:2",
    "predicate_id": "skos:broadMatch",
    "object_id": "carfi:2",
    "mapping_justification": "semapv:ManualMappingCuration",
}
KEPT = (
    ("curie_map.carfi", "https://example.org/carfi/"),
    ("curie_map.solis", "https://example.org/solis/"),
)


def table(*rows: dict[str, str], head: str = HEAD) -> str:
    """A file with these rows; cells are written as they are."""
    columns = list(dict.fromkeys((*COLUMNS, *(name for row in rows for name in row))))
    lines = ["\t".join(columns)]
    lines += ["\t".join(({**ROW, **row}).get(name, "") for name in columns) for row in rows]
    return head + "\n".join(lines) + "\n"


def problems(text: str, **settings: Any) -> list[str]:
    """What strict reading tells, which is what lenient reading lists."""
    with pytest.raises(InvalidFileError) as caught:
        parse_sssom(text, **settings)
    told = [str(problem) for problem in caught.value.problems]
    lenient = parse_sssom(text, mode="lenient", **settings)
    assert [str(problem) for problem in lenient.problems] == told
    return told


def only(text: str, **settings: Any) -> Mapping:
    """The one mapping of a right file."""
    (mapping,) = parse_sssom(text, **settings).value.mappings
    return mapping


def columns_of(text: str) -> list[str]:
    """The names of the columns of a file."""
    return next(line for line in text.splitlines() if not line.startswith("#")).split("\t")


def rows_of(text: str) -> list[dict[str, str]]:
    """The cells of a file without quotes."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [dict(zip(columns_of(text), line.split("\t"), strict=True)) for line in lines[1:]]


# Reading


def test_a_file_is_read_with_its_places(tmp_path: Path) -> None:
    """A stage is prefix and ordinal; the comment is why; the line is kept."""
    path = tmp_path / "one.sssom.tsv"
    path.write_text(table({"comment": "Both try.", "confidence": "0.750"}), encoding="utf-8")
    read = load_sssom(path)
    (mapping,) = read.value.mappings
    assert mapping == Mapping(
        subject="solis:2",
        relation="inside",
        object="carfi:2",
        confidence=Fraction(3, 4),
        justification="Both try.",
    )
    assert mapping.origin == Origin(str(path), 7)
    assert (read.value.id, read.value.license) == (
        "https://example.org/set",
        "https://example.org/license",
    )
    assert read.value.extra == KEPT


def test_absent_confidence_stays_absent() -> None:
    """The standard's default of 1 is one for algorithms, and no statement of the file."""
    assert only(table({"confidence": ""})).confidence is None
    assert only(table({"confidence": "0"})).confidence == 0


def test_the_kind_of_justification_stands_for_a_missing_comment() -> None:
    """No reason is made up."""
    mapping = only(table({"mapping_justification": "semapv:LexicalMatching", "comment": " "}))
    assert mapping.justification == "semapv:LexicalMatching"
    assert mapping.extra == (("mapping_justification", "semapv:LexicalMatching"),)


def test_a_comment_of_several_lines_is_one_line_and_kept() -> None:
    """And written again as it was."""
    text = table({"comment": '"one\ntwo ""2"""'})
    mapping = only(text)
    assert mapping.justification == 'one two "2"'
    assert mapping.extra == (("comment", 'one\ntwo "2"'),)
    assert '"one\ntwo ""2"""' in to_sssom(parse_sssom(text).value).text
    other = attrs.evolve(mapping, justification="Else.")
    written = to_sssom(MappingSet(mappings=(other,)))
    assert parse_sssom(written.text).value.mappings == (other,)
    assert [loss.code for loss in written.losses] == ["set-aside"]


def test_several_authors_are_named_together_and_kept_apart() -> None:
    """A pipe within a name is escaped."""
    text = table({"author_label": "Ann|B\\|o"})
    mapping = only(text)
    assert mapping.author == "Ann, B|o"
    assert mapping.extra == (("author_label", "Ann|B\\|o"),)
    assert rows_of(to_sssom(parse_sssom(text).value).text)[0]["author_label"] == "Ann|B\\|o"
    assert only(table({"author_label": "Ann"})).author == "Ann"


@pytest.mark.parametrize(
    ("predicate", "modifier", "reading", "relation"),
    [
        ("skos:exactMatch", "", "cautious", "equal"),
        ("skos:broadMatch", "", "cautious", "inside"),
        ("skos:broadMatch", "", "strict", "PP"),
        ("skos:narrowMatch", "", "cautious", "contains"),
        ("skos:closeMatch", "", "cautious", "overlaps"),
        ("skos:closeMatch", "Not", "cautious", "disjoint"),
        ("skos:relatedMatch", "", "cautious", "PP PPi PO DR"),
        ("owl:equivalentClass", "", "cautious", "equal"),
        ("rdfs:subClassOf", "", "strict", "inside"),
        ("SKOS:exactMatch", "Not", "cautious", "PP PPi PO DR"),
    ],
)
def test_predicates_are_relations(
    predicate: str, modifier: str, reading: str, relation: str
) -> None:
    """Under a reading; and are written again as they stood."""
    head = HEAD.replace("#map", "#  SKOS: http://www.w3.org/2004/02/skos/core#\n#map")
    text = table({"predicate_id": predicate, "predicate_modifier": modifier}, head=head)
    read = parse_sssom(text, reading=reading).value
    assert read.mappings[0].relation == relation
    (row,) = rows_of(to_sssom(read, reading=reading).text)
    assert row["predicate_id"] == predicate.replace("SKOS", "skos")
    assert row.get("predicate_modifier", "") == modifier


def test_a_strict_file_says_so() -> None:
    """What it says is stronger than what the caller supposes."""
    value = MappingSet(
        mappings=(Mapping(subject="a:1", relation="PP", object="b:1", justification="x"),)
    )
    written = to_sssom(value, reading="strict")
    assert "#ext_reading: strict\n" in written.text
    assert "ext_relation" not in written.text
    assert parse_sssom(written.text).value == value
    assert problems(written.text.replace("strict", "lax"))[0].startswith(
        "line 13, slot 'ext_reading': 'lax' is none of 'cautious', 'strict'"
    )


def test_foreign_prefixes_lead_to_frameworks() -> None:
    """Where the caller says to which; addresses stay, prefixes become the ids."""
    text = table({}, head=HEAD.replace("solis:", "SOLIS:")).replace("\nsolis:", "\nSOLIS:")
    assert problems(text) == [
        "line 7, column 'subject_id': the prefix 'SOLIS' names no framework; say which one it is"
        " with prefixes={'SOLIS': 'id-of-the-framework'}"
    ]
    read = parse_sssom(text, prefixes={"SOLIS": "solis"}).value
    assert read.mappings[0].subject == StageRef("solis", 2)
    assert read.extra == KEPT
    with pytest.raises(InvalidValueError, match="invalid framework id 'Solis'"):
        parse_sssom(text, prefixes={"SOLIS": "Solis"})


def test_a_foreign_prefix_that_stands_elsewhere_stays_declared() -> None:
    """Its other uses would hang in the air."""
    head = HEAD.replace("solis:", "SOLIS:")
    text = table({"mapping_source": "SOLIS:paper"}, head=head).replace("\nsolis:", "\nSOLIS:")
    value = parse_sssom(text, prefixes={"SOLIS": "solis"}).value
    assert dict(value.extra)["curie_map.SOLIS"] == "https://example.org/solis/"
    assert parse_sssom(to_sssom(value).text).value == value


def test_two_prefixes_of_one_framework_stand_for_the_same() -> None:
    """Else the addresses of its stages would change."""
    head = HEAD.replace("#map", "#  SOLIS: https://example.org/other/\n#map")
    text = table({}, {"subject_id": "SOLIS:3"}, head=head)
    assert problems(text, prefixes={"SOLIS": "solis"}) == [
        "curie_map: the prefixes 'SOLIS' and 'solis' both lead to the framework 'solis', but stand"
        " for 'https://example.org/other/' and 'https://example.org/solis/'; use one"
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    """Spreadsheets write them."""
    text = table({"comment": '"a\nb"'})
    assert parse_sssom("\ufeff" + text.replace("\n", "\r\n")) == parse_sssom(text)


def test_metadata_of_its_own(tmp_path: Path) -> None:
    """The same block in a file of its own, without the signs before it."""
    block = HEAD.replace("#", "")
    body = table({}, head="")
    (tmp_path / "a.tsv").write_text(body, encoding="utf-8")
    (tmp_path / "a.sssom.yml").write_text("\ufeff" + block.replace("\n", "\r\n"), "utf-8")
    read = load_sssom(tmp_path / "a.tsv", metadata=tmp_path / "a.sssom.yml")
    assert read.value == parse_sssom(HEAD + body).value
    assert read.value.mappings[0].origin == Origin(str(tmp_path / "a.tsv"), 2)
    assert problems(HEAD + body, metadata=block)[0].startswith(
        "line 1: the metadata comes from a file of its own"
    )
    assert problems(body, metadata="license: [") == [
        "metadata line 1, slot 'license': a list in brackets has to end on its line",
        "mapping_set_id: the slot 'mapping_set_id' is required",
        "license: the slot 'license' is required",
        "line 2, column 'subject_id': the prefix 'solis' of 'solis:2' is not declared; add it to"
        " the curie_map",
        "line 2, column 'object_id': the prefix 'carfi' of 'carfi:2' is not declared; add it to"
        " the curie_map",
    ]


def test_slots_of_the_set_speak_of_each_record() -> None:
    """If no record has a value of its own; those that do not propagate stay."""
    head = HEAD + "#mapping_tool: hand\n#mapping_date: 2026-11-22\n#comment: all\n"
    text = table({"mapping_date": "2026-11-21"}, {"subject_id": "solis:3"}, head=head)
    value = parse_sssom(text).value
    assert [mapping.extra for mapping in value.mappings] == [
        (("mapping_date", "2026-11-21"), ("mapping_tool", "hand")),
        (("mapping_tool", "hand"),),
    ]
    assert value.extra == (("comment", "all"), *KEPT, ("mapping_date", "2026-11-22"))
    written = to_sssom(value).text
    assert "#mapping_tool: hand\n" in written
    assert "#mapping_date: 2026-11-22\n" in written
    assert "mapping_tool" not in columns_of(written)
    assert "mapping_tool" in columns_of(to_sssom(value, canonical=False).text)


def test_a_slot_of_the_set_stays_where_there_is_no_record() -> None:
    """There is nobody to have it."""
    value = parse_sssom(HEAD + "#mapping_tool: hand\n" + "\t".join(COLUMNS)).value
    assert value.extra == (*KEPT, ("mapping_tool", "hand"))
    assert value.mappings == ()
    assert parse_sssom(to_sssom(value, canonical=False).text).value == value


NOT_FOUND = {
    "predicate_id": "skos:exactMatch",
    "object_id": "sssom:NoTermFound",
    "object_source": "x:carfi",
}
X = HEAD.replace("#map", "#  x: https://example.org/x/\n#map")


def test_no_term_found_is_no_counterpart() -> None:
    """In the framework that the source names; on either side."""
    text = table(
        {**NOT_FOUND, "comment": "Nothing.", "confidence": "0.5"},
        {
            "subject_id": "sssom:NoTermFound",
            "subject_source": "x:solis",
            "predicate_id": "skos:closeMatch",
            "mapping_justification": "semapv:LexicalMatching",
            "mapping_cardinality": "0:1",
            "comment": '"a\nb"',
        },
        head=X,
    )
    value = parse_sssom(text).value
    one, other = value.no_counterparts
    assert one == NoCounterpart(
        stage="solis:2",
        framework="carfi",
        confidence=Fraction(1, 2),
        reason="Nothing.",
        extra=(("object_source", "x:carfi"),),
    )
    assert one.origin == Origin("sssom", 8)
    assert str(other) == "Carfi 2 has no counterpart in Solis"
    assert dict(other.extra) == {
        "comment": "a\nb",
        "mapping_justification": "semapv:LexicalMatching",
        "predicate_id": "skos:closeMatch",
        "subject_id": "sssom:NoTermFound",
        "subject_source": "x:solis",
    }
    written = to_sssom(value, canonical=False)
    assert parse_sssom(written.text).value == value
    assert [
        line.split("\t")[columns_of(written.text).index("mapping_cardinality")]
        for line in written.text.replace('"a\nb"', "ab").splitlines()[-2:]
    ] == ["1:0", "0:1"]


def test_a_source_may_be_named_by_the_caller() -> None:
    """The framework is then written beside it."""
    text = table({**NOT_FOUND, "object_source": "x:Q1"}, head=X)
    assert problems(text) == [
        "line 8, column 'object_source': 'x:Q1' names no framework; say which one it is with"
        " prefixes={'x:Q1': 'id-of-the-framework'}"
    ]
    value = parse_sssom(text, prefixes={"x:Q1": "carfi"}).value
    written = to_sssom(value, canonical=False).text
    assert rows_of(written)[0]["ext_framework"] == "carfi"
    assert parse_sssom(written).value == value
    assert problems(written.replace("\tcarfi\n", "\tCarfi\n"))[0].startswith(
        "line 12, column 'ext_framework': invalid framework id 'Carfi'"
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"object_source": ""}, "column 'object_source': the cell is required, and empty"),
        (
            {"object_source": "x:solis"},
            "column 'object_source': solis:2 is a stage of 'solis' itself; name the framework that",
        ),
        (
            {"predicate_modifier": "Not"},
            "column 'predicate_modifier': SSSOM does not say what 'Not' means where no term was"
            " found; remove it",
        ),
        ({"subject_id": "solis:x"}, "column 'subject_id': 'solis:x' is no stage"),
        (
            {"subject_id": "solis:2+3"},
            "column 'subject_id': solis:2+3 are several stages; say of each that it has no",
        ),
        ({"subject_id": ""}, "column 'subject_id': the cell is required, and empty"),
        ({"predicate_id": "x:y"}, "column 'predicate_id': 'x:y' is none of 'skos:exactMatch'"),
        ({"mapping_justification": ""}, "column 'mapping_justification': the cell is required"),
        (
            {"mapping_cardinality": "1:1"},
            "column 'mapping_cardinality': '1:1' does not fit: 0 stands for sssom:NoTermFound and"
            " nothing else",
        ),
    ],
)
def test_what_is_wrong_where_no_term_was_found(cells: dict[str, str], told: str) -> None:
    """Told with its cell."""
    (problem,) = problems(table({**NOT_FOUND, **cells}, head=X))
    assert problem.startswith(f"line 8, {told}")


LITERAL = {"subject_id": "", "subject_type": "rdfs literal", "subject_label": "Try it"}


def test_records_that_speak_of_no_stages_are_kept() -> None:
    """Text, and nothing found on both sides; as JSON beside the set, and written as they were."""
    nothing = {
        "subject_id": "sssom:NoTermFound",
        "object_id": "sssom:NoTermFound",
        "predicate_id": "x:any",
    }
    text = table(LITERAL, {}, nothing, head=X)
    value = parse_sssom(text).value
    assert len(value.mappings) == 1
    literal, both = json.loads(dict(value.extra)["other_rows"])
    assert literal == {
        "mapping_justification": "semapv:ManualMappingCuration",
        "object_id": "carfi:2",
        "predicate_id": "skos:broadMatch",
        "subject_label": "Try it",
        "subject_type": "rdfs literal",
    }
    assert both["predicate_id"] == "x:any"
    written = to_sssom(value)
    assert [row["mapping_cardinality"] for row in rows_of(written.text)] == ["n:1", "n:1", "0:0"]
    assert '#sssom_version: "1.1"\n' in written.text
    assert parse_sssom(to_sssom(value, canonical=False).text).value.extra == value.extra


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"subject_label": ""}, "column 'subject_label': the cell is required, and empty"),
        ({"object_id": ""}, "column 'object_id': the cell is required, and empty"),
        ({"object_id": "y:1"}, "column 'object_id': the prefix 'y' of 'y:1' is not declared"),
        ({"predicate_id": "?"}, "column 'predicate_id': expected a CURIE"),
        ({"mapping_justification": ""}, "column 'mapping_justification': the cell is required"),
    ],
)
def test_what_is_wrong_with_a_literal(cells: dict[str, str], told: str) -> None:
    """Told with its cell."""
    (problem,) = problems(table({**LITERAL, **cells}, head=X))
    assert problem.startswith(f"line 8, {told}")


def test_a_file_of_literals_needs_no_subjects() -> None:
    """The type may stand at the set, and the column be missing."""
    head = HEAD + "#subject_type: rdfs literal\n"
    columns = "subject_label\tpredicate_id\tobject_id\tmapping_justification\n"
    row = "Try\tskos:exactMatch\tcarfi:1\tsemapv:ManualMappingCuration\n"
    value = parse_sssom(head + columns + row).value
    assert len(json.loads(dict(value.extra)["other_rows"])) == 1


def test_several_stages_together_are_a_composed_entity() -> None:
    """Which SSSOM 1.1 has, without saying what it is."""
    mapping = Mapping(subject="a:2+3", relation="equal", object="b:2+", justification="x")
    written = to_sssom(MappingSet(mappings=(mapping,)))
    assert written.losses == ()
    assert "#subject_type: composed entity expression\n" in written.text
    assert '#sssom_version: "1.1"\n' in written.text
    (row,) = rows_of(written.text)
    assert (row["subject_id"], row["object_id"]) == ("a:2+3", "b:2+")
    assert parse_sssom(written.text).value.mappings == (mapping,)
    assert problems(table({"subject_id": "solis:2+3"})) == [
        "line 7, column 'subject_type': 'solis:2+3' are several stages together; then the type is"
        " 'composed entity expression'"
    ]
    (problem,) = problems(table({"subject_id": "solis:3+2"}))
    assert problem.startswith("line 7, column 'subject_id': invalid ordinals (3, 2); expected")
    assert only(
        table({"subject_id": "solis:2+", "subject_type": "composed entity expression"})
    ).subject == StageUnion("solis", (2,), or_later=True)


# Every cell is checked


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"confidence": "1.2"}, "expected a decimal number from 0 to 1, such as 0.95, not '1.2'"),
        ({"confidence": "-0"}, "expected a decimal number from 0 to 1, such as 0.95, not '-0'"),
        ({"confidence": "NaN"}, "expected a decimal number from 0 to 1, such as 0.95, not 'NaN'"),
        ({"confidence": "1/2"}, "expected a decimal number from 0 to 1, such as 0.95, not '1/2'"),
        ({"confidence": "0,5"}, "expected a decimal number from 0 to 1, such as 0.95, not '0,5'"),
        ({"similarity_score": "2"}, "expected a decimal number from 0 to 1, such as 0.95, not '2'"),
        ({"mapping_date": "2026-13-01"}, "invalid date '2026-13-01'; expected YYYY-MM-DD"),
        ({"publication_date": "2026"}, "invalid date '2026'; expected YYYY-MM-DD"),
        (
            {"predicate_id": "skos:exactmatch"},
            "'skos:exactmatch' is none of 'skos:exactMatch', 'skos:broadMatch', 'skos:narrowMatch',"
            " 'skos:closeMatch', 'skos:relatedMatch', 'owl:equivalentClass', 'owl:sameAs',"
            " 'rdfs:subClassOf'; did you mean 'skos:exactMatch' or 'skos:relatedMatch' or"
            " 'skos:closeMatch'?",
        ),
        ({"predicate_id": ""}, "the cell is required, and empty"),
        (
            {"predicate_id": "skos:mappingRelation"},
            "'skos:mappingRelation' says nothing of the two stages; leave the row out, or say more"
            " in ext_relation",
        ),
        ({"predicate_modifier": "not"}, "'not' is none of 'Not'; did you mean 'Not'?"),
        (
            {"mapping_justification": "semapv:Manual"},
            "'semapv:Manual' is none of 'semapv:LexicalMatching', 'semapv:LogicalReasoning',"
            " 'semapv:CompositeMatching', 'semapv:UnspecifiedMatching',"
            " 'semapv:SemanticSimilarityThresholdMatching',"
            " 'semapv:LexicalSimilarityThresholdMatching', 'semapv:MappingChaining',"
            " 'semapv:MappingReview', 'semapv:ManualMappingCuration', 'semapv:MappingInversion',"
            " 'semapv:StructuralMatching', 'semapv:InstanceBasedMatching',"
            " 'semapv:BackgroundKnowledgeBasedMatching'; did you mean"
            " 'semapv:ManualMappingCuration' or 'semapv:MappingChaining' or"
            " 'semapv:MappingReview'?",
        ),
        ({"mapping_justification": ""}, "the cell is required, and empty"),
        ({"subject_id": ""}, "the cell is required, and empty"),
        (
            {"subject_id": "solis:two"},
            "'solis:two' is no stage; expected the prefix of a framework and an ordinal without"
            " leading zeros, such as 'solis:7'",
        ),
        (
            {"subject_id": "solis:07"},
            "'solis:07' is no stage; expected the prefix of a framework and an ordinal without"
            " leading zeros, such as 'solis:7'",
        ),
        (
            {"subject_id": "solis:1234567"},
            "'solis:1234567' is no stage; expected the prefix of a framework and an ordinal without"
            " leading zeros, such as 'solis:7'",
        ),
        (
            {"subject_id": "https://example.org/solis/2"},
            "expected a CURIE, prefix and name such as 'solis:7', not"
            " 'https://example.org/solis/2'",
        ),
        (
            {"object_id": "other:2"},
            "the prefix 'other' of 'other:2' is not declared; add it to the curie_map",
        ),
        (
            {"object_id": "solis:3"},
            "solis:2 and solis:3 are stages of one framework; a mapping links two",
        ),
        (
            {"author_id": "orcid:1"},
            "the prefix 'orcid' of 'orcid:1' is not declared; add it to the curie_map",
        ),
        (
            {"author_id": "solis:1||solis:2"},
            "one of the values apart by '|' is empty in 'solis:1||solis:2'",
        ),
        ({"object_type": "class"}, None),
        ({"predicate_type": "rdfs literal"}, None),
        ({"mapping_cardinality": "1:2"}, None),
        (
            {"mapping_cardinality": "1:0"},
            "'1:0' does not fit: 0 stands for sssom:NoTermFound and nothing else",
        ),
        ({"review_date": "2026-11-22"}, "who reviewed? give reviewer_id or reviewer_label"),
        ({"reviewer_agreement": "1"}, "who reviewed? give reviewer_id or reviewer_label"),
        ({"comment": "a\0b"}, "text has the control character '\\x00' at position 1; remove it"),
        (
            {"comment": 'a"b'},
            "text with a quote in it has to stand in quotes, each quote within it doubled",
        ),
        (
            {"comment": '"a"b'},
            "text follows the closing quote; double the quotes within a quoted text",
        ),
        ({"comment": '"a'}, "the quoted text does not end; nothing below it can be read"),
    ],
)
def test_every_cell_is_checked(cells: dict[str, str], told: str | None) -> None:
    """A problem has the line and the column."""
    (column,) = cells
    (problem,) = problems(table(cells))
    if told is None:
        assert problem.startswith(f"line 7, column {column!r}: {cells[column]!r} is none of ")
    else:
        assert problem == f"line 7, column {column!r}: {told}"


def test_all_problems_come_together() -> None:
    """In the order of the lines; a row with two tells both."""
    text = table({"confidence": "2", "object_id": "carfi:x"}, {}, {"confidence": "2"})
    assert [problem.partition(": ")[0] for problem in problems(text)] == [
        "line 7, column 'object_id'",
        "line 7, column 'confidence'",
        "line 9, column 'confidence'",
    ]
    with pytest.raises(InvalidFileError) as caught:
        parse_sssom(text, name="mine")
    assert str(caught.value).startswith("mine: 3 problems\n  - line 7, column 'object_id': ")


def test_lenient_reading_keeps_what_is_readable() -> None:
    """Rows without their broken optional cells, none with a broken required one."""
    text = table(
        {"confidence": "2", "mapping_tool": "hand"},
        {"object_id": "carfi:x"},
        {"object_id": "other:1", "author_id": "orcid:1"},
        {"strength": "7"},
    )
    read = parse_sssom(text, mode="lenient")
    assert [str(mapping.object) for mapping in read.value.mappings] == [
        "carfi:2",
        "other:1",
        "carfi:2",
    ]
    assert [mapping.extra for mapping in read.value.mappings] == [
        (("mapping_tool", "hand"),),
        (("author_id", "orcid:1"),),
        (("strength", "7"),),
    ]
    assert read.value.mappings[0].confidence is None
    assert len(read.problems) == 5


def test_a_name_with_a_control_character_is_not_kept() -> None:
    """Of a column, of a slot of the set, of a value in JSON; in lenient mode, too."""
    column = table({}).replace("mapping_justification\n", "mapping_justification\ta\x1f\n")
    column = column.replace("Curation\n", "Curation\tx\n")
    slot = table({}, head=HEAD + '#"a\\x1f": x\n')
    plain = {**JSON, "mappings": [{**ROW, "a\x1f": "x"}]}
    cases: tuple[tuple[str, Format], ...] = (
        (column, "tsv"),
        (slot, "tsv"),
        (json.dumps(plain), "json"),
    )
    for text, form in cases:
        (problem,) = problems(text, format=form)
        assert "unknown key 'a\\x1f'" in problem
        value = parse_sssom(text, format=form, mode="lenient").value
        assert (value.mappings[0].extra, value.extra) == ((), KEPT)


def test_the_shape_of_the_table_is_checked() -> None:
    """Widths, names, empty lines; those at the end are no matter."""
    text = table({}) + "\nsolis:3\n\n\n"
    assert problems(text) == [
        "line 8: an empty line; remove it",
        "line 9: the row has 1 cells, but there are 4 columns",
    ]
    assert problems(
        HEAD + "\t".join((*COLUMNS, "comment", "comment", "mapping_set_title", ""))
    ) == [
        "line 6: two columns are called 'comment'; the later one is left out",
        "line 6, column 'mapping_set_title': unknown key 'mapping_set_title'; did you mean"
        " 'mapping_tool' or 'mapping_date' or 'mapping_source'? declare an extension slot in"
        " extension_definitions",
        "line 6, column '': unknown key ''; known: 'record_id', 'subject_id', 'subject_label',"
        " 'subject_category', 'predicate_id', 'predicate_label' and 44 more; declare an extension"
        " slot in extension_definitions",
    ]
    assert problems(HEAD + '"subject_id"\tcomment\n') == [
        "line 6, column 'predicate_id': the column is required",
        "line 6, column 'object_id': the column is required",
        "line 6, column 'mapping_justification': the column is required",
    ]
    assert problems(HEAD) == [
        "line 6: there is no table; after the metadata comes a line with the names of the columns"
    ]
    assert problems(HEAD.replace("#map", "\n#map") + "\t".join(COLUMNS)) == [
        "line 4: an empty line; remove it"
    ]


def test_a_broken_quote_spoils_its_row_only() -> None:
    """And what stands below it, where it never ends."""
    text = table({"comment": '"a"b'}, {"comment": '"x\ny"'}, {"comment": '"'}, {})
    told = problems(text)
    assert [problem.partition(":")[0] for problem in told] == [
        "line 7, column 'comment'",
        "line 10, column 'comment'",
    ]
    read = parse_sssom(text, mode="lenient").value
    assert [mapping.justification for mapping in read.mappings] == ["x y"]
    last = table({"comment": '"a"b'})[:-1]
    assert problems(last)[0].startswith("line 7, column 'comment': text follows")
    assert only(table({"mapping_justification": '"semapv:LexicalMatching"'})).extra


def test_ten_million_characters_are_refused_at_once() -> None:
    """In a cell, quoted or not, and in the metadata."""
    long = "x" * 10_000_000
    start = perf_counter()
    for cell in (long, f'"{long}"'):
        assert problems(table({"comment": cell})) == [
            "line 7, column 'comment': 10,000,000 characters in one field; at most 131,072 are read"
        ]
    assert problems(table({}, head=HEAD + f"#other: {long}\n")) == [
        "line 6: 10,000,007 characters in one field; at most 131,072 are read"
    ]
    assert perf_counter() - start < 30


def test_records_have_ids_of_their_own_or_none() -> None:
    """All or none; written into what is set aside where it is neither."""
    text = table({"record_id": "x:1"}, {"record_id": "x:1"}, {}, head=X)
    assert problems(text) == [
        "line 8, column 'record_id': 'x:1' is the id of two records",
        "line 9, column 'record_id': 'x:1' is the id of two records",
        "line 10, column 'record_id': other records have an id; then each needs one",
    ]
    value = parse_sssom(text, mode="lenient").value
    assert parse_sssom(to_sssom(value, canonical=False).text).value == value
    right = parse_sssom(table({"record_id": "x:1"}, {"record_id": "x:2"}, head=X)).value
    assert "record_id" in columns_of(to_sssom(right).text)


def test_what_ours_says_must_not_contradict_the_standard_s_slots() -> None:
    """A cell that was changed in a spreadsheet is noticed."""
    value = MappingSet(
        mappings=(
            Mapping(
                subject="a:2",
                relation="PO",
                object="b:2",
                justification="x",
                confidence=Fraction(1, 3),
                evidence=("SOL-1.01",),
            ),
        )
    )
    text = to_sssom(value).text
    assert rows_of(text)[0]["confidence"] == "0.333"
    changed = text.replace("broadMatch", "closeMatch").replace("0.333", "0.4")
    told = problems(changed)
    assert told == [
        "line 19, column 'ext_relation': 'PO' contradicts the predicate 'skos:closeMatch', which"
        " says 'disjoint'; remove one",
        "line 19, column 'ext_confidence': '1/3' contradicts the confidence '0.4'; remove one",
    ]
    assert problems(text.replace("SOL-1.01", "SOL-1.01 SOL-1.01"))[0].endswith(
        "'SOL-1.01' stands here twice"
    )
    assert problems(text.replace("1/3", "1/0"))[0].endswith(
        "expected a number from 0 to 1, not '1/0'"
    )


def test_the_order_of_a_stage_is_its_ordinal() -> None:
    """Labels and orders come from the frameworks; a wrong order is told."""
    written = to_sssom(
        sm.crosswalk("carfi", "socedo"), frameworks=(sm.CARFI, sm.SOCEDO), canonical=False
    )
    row = rows_of(written.text)[0]
    assert (row["subject_label"], row["ext_subject_order"]) == ("Traditional", "1")
    assert row["object_label"]
    assert "ext_object_order" not in row
    text = written.text
    assert problems(text.replace("\t1\n", "\t7\n", 1))[0].endswith(
        "'7' is not the ordinal of carfi:1"
    )
    value = parse_sssom(text).value
    assert ("subject_label", "Traditional") in value.mappings[0].extra
    again = to_sssom(value, frameworks=(sm.CARFI, sm.SOCEDO), canonical=False)
    assert again.text == text
    below = MappingSet(
        mappings=(
            Mapping(subject="carfi:9", relation="equal", object="solis:1", justification="x"),
        )
    )
    assert "subject_label" not in to_sssom(below, frameworks=(sm.CARFI,)).text


# Metadata


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("#@context: x", "line 6: SSSOM has no place for a reserved character here"),
        ("#creator_label:\n#  - a\n#  - a", "line 6, slot 'creator_label': 'a' stands here twice"),
        ('#creator_label: " "', "line 6, slot 'creator_label': expected text, found none"),
        ('#mapping_set_version: "a\\nb"', "line 6, slot 'mapping_set_version': expected one line"),
        ("#creator_label: {a: b}", "line 6, slot 'creator_label': SSSOM has no place for a table"),
        ("#creator_label:\n#  a: b", "line 6, slot 'creator_label': expected text"),
        ("#mapping_set_title: [a, b]", "line 6, slot 'mapping_set_title': expected one value, not"),
        ("#sssom_version: 2", "line 6, slot 'sssom_version': '2' is none of '1.0', '1.1'"),
        ("#mapping_set_confidence: 1.5", "line 6, slot 'mapping_set_confidence': expected a deci"),
        ("#creator_id: orcid:1", "line 6, slot 'creator_id': the prefix 'orcid' of 'orcid:1' is"),
        ("#author_id: solis:1", None),
        ("#mine: 1", None),
        ('#other: "\\x00"', "line 6, slot 'other': text has the control character"),
        ("#extension_definitions: a", None),
        ("#extension_definitions:\n#  - slot_name: comment", None),
        ("#extension_definitions:\n#  - slot_name: ext_a\n#    colour: red", None),
        ("#extension_definitions:\n#  - slot_name: ext_a\n#    property: y:a", None),
        ("#extension_definitions:\n#  - slot_name: ext_a\n#  - slot_name: ext_a", None),
        ("#extension_definitions:\n#  - slot_name: ext_a\n#ext_a: [a, b]", None),
        ("#license: https://example.org/twice", "line 6, slot 'license': 'license' stands here"),
        ("#[a]", "line 6: expected a slot and its value, such as 'license: https://example.org',"),
        ("#---", "line 6: expected a slot and its value, such as 'license: https://example.org',"),
        ("#%YAML 1.2", "line 6: SSSOM has no place for a directive here"),
        ("#other: &a b", "line 6, slot 'other': SSSOM has no place for an anchor here; quote the"),
        ("#other: *a", "line 6, slot 'other': SSSOM has no place for an alias here; quote the"),
        ("#other: !!str a", "line 6, slot 'other': SSSOM has no place for a tag here; quote the"),
        ("#other: |\n#  a", "line 6, slot 'other': SSSOM has no place for a block of text here"),
        ("#other: |\n#  a\n#comment: x", "line 6, slot 'other': SSSOM has no place for a block of"),
        ("#other: a: b", "line 6, slot 'other': quote the value, since it has ': ' in it: 'a: b'"),
        ("#other: 'a", "line 6, slot 'other': the text that begins with ' does not end"),
        (
            "#other: 'a' b",
            "line 6, slot 'other': nothing may follow the quoted text, but ' b' does",
        ),
        ('#other: "\\q"', "line 6, slot 'other': '\\\\q' is no escape of YAML; double the"),
        ('#other: "\\Uffffffff"', "line 6, slot 'other': '\\\\Uffffffff' is no character"),
        ("#see_also: [a, 'b", "line 6, slot 'see_also': the text that begins with ' does not end"),
        ("#see_also: [a] b", "line 6, slot 'see_also': nothing may follow the list, but ' b' does"),
        ("#see_also: [a b 'c']", "line 6, slot 'see_also': a list in brackets has to end on its"),
        ("#see_also: [", "line 6, slot 'see_also': a list in brackets has to end on its line"),
        ("#other:\n#  a:\n#    b:\n#      c:\n#        d: e", "line 10, slot 'other': nested too"),
        ("#ext_extra: x", None),
    ],
)
def test_every_line_of_the_metadata_is_checked(lines: str, told: str | None) -> None:
    """A problem has the line and the slot; the rest is read."""
    found = problems(table({}, head=f"{HEAD}{lines}\n"))
    assert len(found) == 1
    assert found[0].startswith(told or "line ")


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("#curie_map: x", "line 3, slot 'curie_map': expected a table, such as 'solis: https://"),
        (
            "#curie_map:\n#  skos: https://e.org/",
            "line 4, slot 'curie_map': the prefix 'skos' is b",
        ),
        (
            "#curie_map:\n#  so lis: https://e.org/",
            "line 4, slot 'curie_map': 'so lis' is no prefi",
        ),
        ("#curie_map:\n#  solis: nowhere", "line 4, slot 'curie_map': expected a complete address"),
        ("#curie_map:\n#  solis: [a]", "line 4, slot 'curie_map': expected a complete address"),
        ("#curie_map:\n#  solis: ", "line 4, slot 'curie_map': expected a complete address"),
        ("#curie_map:\n#  a: 'b'\n#    b: c", "line 5, slot 'curie_map': the line is indented"),
        ("#curie_map:\n#  a: https://e.org/\n#  - b", "line 5: the line is indented by 2"),
        ("#curie_map:\n#  &a", "line 4, slot 'curie_map': SSSOM has no place for an anchor here"),
        (
            "#curie_map:\n#  a: https://e.org/\n#  a: https://e.org/",
            "line 5, slot 'curie_map': 'a'",
        ),
    ],
)
def test_every_prefix_is_checked(block: str, told: str) -> None:
    """A problem has the line; nothing needs them here."""
    (problem,) = problems(REQUIRED + block + "\n" + "\t".join(COLUMNS))
    assert problem.startswith(told)


def test_yaml_as_others_write_it_is_read() -> None:
    """Lists in brackets, at the margin, folded text, comments, nothing, single values."""
    text = """\
# # a comment
# mapping_set_id: 'https://example.org/it''s'   # why
#
# license: "https://example.org/\\
#   license"
# mapping_set_title: Plain
#   text, folded # and ended
# mapping_set_description: 'one

#   two'
# creator_label: [ "A, B", C ]
# see_also:
# - https://example.org/a
# -  https://example.org/b
# other: ~
# comment:
# issue_tracker:
#   https://example.org/issues
# curie_map: {}
# "mapping_set_version": 1.0
""".replace("\n\n", "\n#\n")
    value = parse_sssom(text + "\t".join(COLUMNS)).value
    assert value.id == "https://example.org/it's"
    assert value.license == "https://example.org/license"
    assert value.title == "Plain text, folded"
    assert value.note == "one\ntwo"
    assert value.authors == ("A, B", "C")
    assert value.version == "1.0"
    assert dict(value.extra) == {
        "see_also": "https://example.org/a|https://example.org/b",
        "issue_tracker": "https://example.org/issues",
    }


def test_a_block_without_lines_says_nothing() -> None:
    """No slots, no problems."""
    assert parse_metadata([]) == ({}, [])
    assert parse_metadata([(1, "# a"), (2, "")]) == ({}, [])


def test_a_line_further_left_is_told() -> None:
    """As every line has the same number of spaces."""
    head = HEAD.replace("#", "# ") + "#other: x\n"
    assert problems(table({}, head=head)) == [
        "line 6: the line is indented by 0 and not by 1 spaces; slots begin in one column"
    ]


def test_addresses_may_be_text_before_version_one_point_one() -> None:
    """As the standard asks of readers."""
    head = HEAD.replace("https://example.org/set", "set")
    assert parse_sssom(table({"see_also": "a page"}, head=head)).value.id == "set"
    assert problems(table({}, head=f"{head}#sssom_version: 1.1\n")) == [
        "line 4, slot 'mapping_set_id': expected a complete address such as"
        " 'https://example.org/set', not 'set'"
    ]


EXTENDED = """\
#extension_definitions:
#  - slot_name: ext_strength
#    property: x:strength
#    type_hint: xsd:integer
#  - slot_name: ext_kind
#    property: x:kind
#    type_hint: linkml:Uriorcurie
#  - slot_name: ext_plain
#  - slot_name: ext_axis
#    property: x:axis
#ext_plain: all
"""


def test_extension_slots_are_kept() -> None:
    """Where they are declared; a name of ours with another meaning stays apart from ours."""
    cells = {"ext_strength": "7", "ext_kind": "x:a", "ext_plain": "p", "ext_axis": "time"}
    text = table(cells, head=X + EXTENDED)
    value = parse_sssom(text).value
    (mapping,) = value.mappings
    assert mapping.axis == "maturity"
    assert mapping.extra == tuple(sorted(cells.items()))
    assert dict(value.extra)["extension_definitions.ext_strength.property"] == "x:strength"
    assert dict(value.extra)["extension_definitions.ext_kind.type_hint"] == "linkml:Uriorcurie"
    assert dict(value.extra)["ext_plain"] == "all"
    ours = attrs.evolve(value, mappings=(attrs.evolve(mapping, axis="results"),))
    written = to_sssom(ours)
    assert written.losses == ()
    assert columns_of(written.text)[-5:] == [
        "ext_plain",
        "ext_axis",
        "ext_kind",
        "ext_strength",
        "ext_axis_",
    ]
    assert parse_sssom(written.text).value == ours
    told = problems(table({"ext_strength": "x", "ext_kind": "y:a"}, head=X + EXTENDED))
    assert told == [
        "line 19, column 'ext_strength': expected a whole number as the slot is declared, not 'x'",
        "line 19, column 'ext_kind': the prefix 'y' of 'y:a' is not declared; add it to the"
        " curie_map",
    ]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("integer", "-7", "7.5"),
        ("double", "1e9", "seven"),
        ("boolean", "true", "yes"),
        ("date", "2026-11-22", "2026-13-22"),
        ("string", "anything", None),
        ("duration", "anything", None),
    ],
)
def test_values_of_declared_types_are_checked(kind: str, right: str, wrong: str | None) -> None:
    """Those that SSSOM names."""
    check_extension(right, f"{BUILT_IN['xsd']}{kind}", BUILT_IN)
    if wrong:
        with pytest.raises(InvalidValueError):
            check_extension(wrong, f"{BUILT_IN['xsd']}{kind}", BUILT_IN)


def test_text_that_looks_like_something_else_is_quoted() -> None:
    """Numbers, dates and words that other readers of YAML take for no text."""
    for text in ("1.0", "2020-01-01", "no", "null", "~", "0x1f", "12:30", "- a", "a #b", "", " a"):
        assert yaml_text(text).startswith('"')
    for text in ("https://example.org/a#b", "a: b".replace(": ", ":"), "v1.0", "Solis to Carfi"):
        assert yaml_text(text) == text
    assert yaml_text("a\u2028b\tc") == '"a\\u2028b\\tc"'


OURS = MappingSet(
    mappings=(
        Mapping(
            subject="a:2",
            relation="equal",
            object="b:2",
            justification="x",
            axis="results",
            rationale="semantic",
            basis="published",
            sources=("S0",),
            subject_coverage=1,
            extra=(("not a slot", "kept"),),
        ),
    ),
    no_counterparts=(
        NoCounterpart(
            stage="a:1",
            framework="b",
            reason="x",
            confidence=Fraction(1, 3),
            basis="published",
            sources=("S0",),
            extra=(("not a slot", "kept"),),
        ),
    ),
    extra=(("not a slot", "kept"),),
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("results", " ", "column 'ext_axis': expected one line of text, not ' '"),
        ("semantic", "vague", "column 'ext_rationale': 'vague' is none of 'syntactic'"),
        ("published", "guess", "column 'ext_basis': 'guess' is none of 'published'"),
        ("\tS0", "\tS 0 0", "column 'ext_sources': '0' stands here twice"),
        ("\tS0", "\tS0 ", "column 'ext_sources': invalid source id ''"),
        ('""kept""', "1", "column 'ext_extra': expected a JSON object of text, such as"),
        ('{""', "{", "column 'ext_extra': expected a JSON object of text, such as"),
        ('{\\"', "{", "slot 'ext_extra': expected a JSON object of text, such as"),
        ("1/3", "2/3", "column 'ext_confidence': '2/3' contradicts the confidence '0.333'"),
    ],
)
def test_what_is_wrong_with_our_extension_slots(old: str, new: str, told: str) -> None:
    """Told with each row that has it, mappings or not."""
    text = to_sssom(OURS).text
    assert parse_sssom(text).value == attrs.evolve(OURS)
    count = sum(old in line for line in text.splitlines())
    found = problems(text.replace(old, new))
    assert count == len(found)
    assert all(told in problem for problem in found)


def test_reviews_have_reviewers() -> None:
    """By id or by name."""
    cells = {"review_date": "2026-11-22", "reviewer_label": "Ann"}
    mapping = only(table(cells))
    assert mapping.extra == tuple(sorted(cells.items()))
    assert to_sssom(MappingSet(mappings=(mapping,))).losses == ()


def test_rows_of_a_wrong_width_alone() -> None:
    """Told with their line."""
    assert problems(table({}) + "a\tb\n") == [
        "line 8: the row has 2 cells, but there are 4 columns"
    ]


def test_what_has_no_value_says_nothing() -> None:
    """Empty texts in lists and in extension slots; a prefix that is built in."""
    head = HEAD.replace("#map", "#  skos: http://www.w3.org/2004/02/skos/core#\n#map")
    more = "#creator_label: [\"\"]\n#'comment': ''\n"
    more += "#extension_definitions:\n#  - slot_name: ext_a\n#ext_a:\n"
    assert parse_sssom(table({}, head=head + more)).value.extra == KEPT


@pytest.mark.parametrize(
    "row",
    [
        {"subject_label": "a"},
        {"mapping_cardinality": "1:1"},
        {"review_date": "2026-11-22"},
        {"similarity_score": "0.12345"},
        {"comment": "a\0"},
        {"ext_axis": "a"},
        {"object_id": "nowhere:1"},
        {"subject_type": "skos concept", "subject_id": "semapv:1"},
    ],
)
def test_other_rows_that_are_none_are_set_aside(row: dict[str, str]) -> None:
    """Whatever stands there is kept, and said to be."""
    right = {
        "mapping_justification": "semapv:LexicalMatching",
        "object_id": "semapv:1",
        "predicate_id": "skos:exactMatch",
        "subject_label": "a",
        "subject_type": "rdfs literal",
    }
    value = MappingSet(
        extra=(("other_rows", json.dumps([dict(sorted({**right, **row}.items()))])),)
    )
    written = to_sssom(value)
    assert parse_sssom(written.text).value == value
    told = [str(loss) for loss in written.losses]
    assert told == (
        []
        if row == {"subject_label": "a"}
        else ["set: no slot can say 'other_rows'; kept in ext_extra"]
    )


def test_other_rows_without_ids_where_others_have_some() -> None:
    """Ids are for all or for none."""
    right = {
        "mapping_justification": "semapv:LexicalMatching",
        "object_id": "semapv:1",
        "predicate_id": "skos:exactMatch",
        "record_id": "semapv:2",
        "subject_label": "a",
        "subject_type": "rdfs literal",
    }
    mapping = Mapping(subject="a:2", relation="equal", object="b:2", justification="x")
    value = MappingSet(mappings=(mapping,), extra=(("other_rows", json.dumps([right])),))
    written = to_sssom(value)
    assert parse_sssom(written.text).value == value
    assert [loss.code for loss in written.losses] == ["set-aside"]
    with_id = attrs.evolve(mapping, extra=(("record_id", "semapv:1"),))
    both = attrs.evolve(value, mappings=(with_id,))
    assert to_sssom(both).losses == ()
    assert parse_sssom(to_sssom(both, canonical=False).text).value == both


def test_definitions_that_say_what_goes_without_saying_are_set_aside() -> None:
    """A property that is the default or taken, and text as the type; so is a wrong value."""
    value = MappingSet(
        extra=(
            ("curie_map.bad", "https://sssom.invalid/"),
            ("curie_map.un", "http://sssom.invalid/"),
            ("extension_definitions.ext_a.property", "un:ext_a"),
            ("extension_definitions.ext_a.type_hint", "xsd:string"),
            ("extension_definitions.ext_b.type_hint", "xsd:integer"),
            ("extension_definitions.ext_c.property", "nowhere:c"),
            ("ext_b", "seven"),
        )
    )
    written = to_sssom(value, canonical=False)
    assert parse_sssom(written.text).value == value
    assert str(written.losses[0]) == (
        "set: no slot can say 'ext_b', 'extension_definitions.ext_a.property',"
        " 'extension_definitions.ext_a.type_hint', 'extension_definitions.ext_c.property'; kept in"
        " ext_extra"
    )


def test_what_no_slot_can_say_is_kept_in_one_of_ours() -> None:
    """Of the set, of mappings, of what has no counterpart; each is told with its names."""
    extra = (
        ("", "no name"),
        ("author_label", "A|B"),
        ("comment", "stale"),
        ("confidence", "0.5"),
        ("curie_map.x", "of no set"),
        ("ext_a", ""),
        ("ext_axis", "ours"),
        ("mapping_date", "2026-13-01"),
        ("mapping_set_title", "of no record"),
        ("review_date", "2026-11-22"),
        ("similarity_score", "0.12345"),
        ("subject_type", "rdfs literal"),
    )
    value = MappingSet(
        mappings=(
            Mapping(subject="a:2", relation="equal", object="b:2", justification="x", extra=extra),
        ),
        no_counterparts=(NoCounterpart(stage="a:1", framework="b", reason="x", extra=extra),),
        extra=(
            *extra,
            ("curie_map._", "https://example.org/_"),
            ("curie_map.1", "https://example.org/1"),
            ("curie_map.a", "https://socialmaturity.invalid/frameworks/a/stages/"),
            ("mapping_set_confidence", "0.12345"),
            ("other_rows", "none"),
            ("publication_date", "soon"),
            ("subject_source", "skos:x"),
        ),
    )
    written = to_sssom(value, canonical=False)
    assert parse_sssom(written.text).value == value
    assert [(loss.code, loss.what) for loss in written.losses] == [
        ("set-aside", "A 2 equals B 2"),
        ("set-aside", "A 1 has no counterpart in B"),
        ("set-aside", "set"),
    ]
    rounded_off = to_sssom(value)
    assert [loss.code for loss in rounded_off.losses][:2] == ["rounded", "rounded"]
    assert {row["similarity_score"] for row in rows_of(rounded_off.text.replace('"', ""))} == {
        "0.123"
    }


def test_a_set_without_anything_has_no_prefixes() -> None:
    """And no definitions."""
    value = MappingSet(id="https://example.org/set", license="https://example.org/license")
    assert to_sssom(value).text == REQUIRED + "\t".join(COLUMNS) + "\n"


def test_a_broken_stage_of_an_unknown_prefix_is_told_in_lenient_mode() -> None:
    """Once, and the row is left out."""
    read = parse_sssom(table({"object_id": "other:x"}), mode="lenient")
    assert read.value.mappings == ()
    assert len(read.problems) == 1


# Writing


def test_the_canonical_form_is_the_standard_s() -> None:
    """Order of slots and rows, prefixes and definitions in use and sorted, three digits."""
    value = MappingSet(
        id="https://example.org/set",
        title="Two",
        version="1.0",
        authors=("Ann", "Bo: x"),
        note="a\nb",
        license="https://example.org/license",
        mappings=(
            Mapping(
                subject="solis:2",
                relation="overlaps",
                object="carfi:3",
                confidence=Fraction("0.12345"),
                justification='Say "x".',
                axis="results",
                extra=(("ext_mine", "1"), ("author_id", "orcid:1|orcid:2")),
            ),
            Mapping(subject="solis:10", relation="disjoint", object="carfi:3", justification="x"),
        ),
        no_counterparts=(NoCounterpart(stage="solis:3", framework="carfi", reason="None."),),
        extra=(
            ("curie_map.orcid", "https://orcid.org/"),
            ("curie_map.unused", "https://example.org/"),
            ("extension_definitions.ext_unused.property", "orcid:x"),
            ("mapping_set_confidence", "0.5"),
        ),
    )
    written = to_sssom(value)
    assert written.text == (
        '#sssom_version: "1.1"\n'
        "#curie_map:\n"
        "#  carfi: https://socialmaturity.invalid/frameworks/carfi/stages/\n"
        "#  orcid: https://orcid.org/\n"
        "#  socialmaturity: https://socialmaturity.invalid/sssom/\n"
        "#  socialmaturity.framework: https://socialmaturity.invalid/frameworks/\n"
        "#  solis: https://socialmaturity.invalid/frameworks/solis/stages/\n"
        "#mapping_set_id: https://example.org/set\n"
        '#mapping_set_version: "1.0"\n'
        "#mapping_set_title: Two\n"
        '#mapping_set_description: "a\\nb"\n'
        "#mapping_set_confidence: 0.5\n"
        "#creator_label:\n"
        "#  - Ann\n"
        '#  - "Bo: x"\n'
        "#license: https://example.org/license\n"
        "#extension_definitions:\n"
        "#  - slot_name: ext_mine\n"
        "#  - slot_name: ext_axis\n"
        "#    property: socialmaturity:axis\n"
        "#  - slot_name: ext_confidence\n"
        "#    property: socialmaturity:confidence\n"
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id"
        "\tobject_source\tmapping_cardinality\tconfidence\tcomment\text_mine\text_axis"
        "\text_confidence\n"
        "solis:10\tskos:closeMatch\tNot\tcarfi:3\tsemapv:ManualMappingCuration\t\t\tn:1\t\tx\t\t\t\n"
        "solis:2\tskos:closeMatch\t\tcarfi:3\tsemapv:ManualMappingCuration\torcid:1|orcid:2\t\tn:1"
        '\t0.123\t"Say ""x""."\t1\tresults\t0.12345\n'
        "solis:3\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t"
        "\tsocialmaturity.framework:carfi\t1:0\t\tNone.\t\t\t\n"
    )
    assert [loss.code for loss in written.losses] == ["rounded", "order", "unused", "unused"]
    assert str(written.losses[0]) == (
        "Solis 2 overlaps Carfi 3: the confidence is rounded to 0.123, and stands in full in an"
        " extension slot"
    )
    assert parse_sssom(to_sssom(value, canonical=False).text).value == value


def test_relations_without_a_word_are_written_weaker_and_in_full() -> None:
    """And the loss names the mapping."""
    value = MappingSet(
        mappings=tuple(
            Mapping(subject=f"a:{place}", relation=relation, object="b:1", justification="x")
            for place, relation in enumerate((Relation.PO, Relation.EQ_DR), 1)
        )
    )
    written = to_sssom(value)
    first, second = rows_of(written.text)
    assert (first["predicate_id"], first["ext_relation"]) == ("skos:broadMatch", "PO")
    assert first["predicate_modifier"] == "Not"
    assert (second["predicate_id"], second["ext_relation"]) == ("skos:mappingRelation", "EQ DR")
    assert [str(loss) for loss in written.losses] == [
        "A 1 partly overlaps B 1: SSSOM has no word for 'PO'; it is written as Not"
        " skos:broadMatch, which says less, and in full in ext_relation",
        "A 2 equals or shares nothing with B 1: SSSOM has no word for 'EQ DR'; it is written as"
        " skos:mappingRelation, which says nothing, and in full in ext_relation",
    ]
    assert parse_sssom(written.text).value == value


def test_a_crosswalk_is_written_but_for_what_only_it_has() -> None:
    """Exhaustiveness and dropped proposals are named."""
    crosswalk = attrs.evolve(
        sm.crosswalk("cisco", "socedo"),
        exhaustive=("cisco",),
        dropped=(sm.Dropped(subject="cisco:1", relation="equal", object="socedo:1", reason="x"),),
    )
    written = to_sssom(crosswalk, canonical=False)
    assert [loss.code for loss in written.losses] == ["exhaustive", "dropped"]
    value = parse_sssom(written.text).value
    assert value == MappingSet.of([crosswalk])


def test_what_is_no_address_is_kept_beside_a_made_up_one() -> None:
    """An id is made up of the content, so that it is the same for the same."""
    value = MappingSet(id="mine", license="CC0")
    written = to_sssom(value)
    assert [loss.code for loss in written.losses] == ["no-address", "no-address"]
    assert "#license: https://w3id.org/sssom/license/unspecified\n" in written.text
    assert parse_sssom(written.text).value == value
    one, other = (
        parse_sssom(
            to_sssom(MappingSet(title=title)).text.replace("#ext_unnamed: true\n", "")
        ).value.id
        for title in ("a", "b")
    )
    assert one.startswith("https://socialmaturity.invalid/sets/")
    assert one != other
    assert parse_sssom(to_sssom(MappingSet(title="a")).text).value == MappingSet(title="a")


def test_metadata_is_written_apart_if_asked() -> None:
    """Two texts, which are read together."""
    value = MappingSet.of([sm.crosswalk("solis", "carfi")])
    written = to_sssom(value, external_metadata=True, canonical=False)
    assert written.text.startswith("subject_id\t")
    assert not written.metadata.startswith("#")
    assert parse_sssom(written.text, metadata=written.metadata).value == value
    assert to_sssom(value).metadata == ""
    assert "text=" not in repr(written)


def test_json_holds_the_same(tmp_path: Path) -> None:
    """Prefixes as a context, numbers as numbers, several values as a list."""
    value = MappingSet(
        id="https://example.org/set",
        license="https://example.org/license",
        authors=("Ann",),
        mappings=(
            Mapping(
                subject="carfi:2",
                relation="inside",
                object="solis:2",
                justification="x",
                confidence=Fraction(1, 4),
                author="A|B",
            ),
        ),
        extra=(("mapping_set_confidence", "0.5"),),
    )
    written = to_sssom(value, format="json", frameworks=(sm.SOLIS,))
    plain = json.loads(written.text)
    assert plain["@context"]["carfi"].endswith("/carfi/stages/")
    assert (plain["creator_label"], plain["mapping_set_confidence"]) == (["Ann"], 0.5)
    assert plain["mappings"] == [
        {
            "subject_id": "carfi:2",
            "predicate_id": "skos:broadMatch",
            "object_id": "solis:2",
            "object_label": sm.SOLIS.stage(2).name,
            "mapping_justification": "semapv:ManualMappingCuration",
            "author_label": ["A|B"],
            "mapping_cardinality": "1:1",
            "confidence": 0.25,
            "comment": "x",
            "ext_object_order": 2,
        }
    ]
    path = tmp_path / "set.JSON"
    path.write_text(to_sssom(value, format="json").text, encoding="utf-8")
    read = load_sssom(path)
    assert read.value == value
    assert read.value.mappings[0].origin is None
    unnamed = json.loads(to_sssom(MappingSet(), format="json").text)
    assert unnamed["ext_unnamed"] is True


JSON: dict[str, Any] = {
    "mapping_set_id": "https://example.org/set",
    "license": "https://example.org/license",
    "curie_map": {"solis": "https://example.org/solis/", "carfi": "https://example.org/carfi/"},
    "mappings": [ROW],
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mappings": {}}, "mappings: expected a list of records"),
        ({"mappings": [1]}, "mappings[0]: expected an object, not '1'"),
        (
            {"mappings": [{**ROW, "confidence": "x"}]},
            "mappings[0].confidence: expected a decimal number from 0 to 1, such as 0.95, not 'x'",
        ),
        (
            {"mappings": [{**ROW, "comment": ["a", "b"]}]},
            "mappings[0].comment: the slot cannot have the value ['a', 'b']",
        ),
        (
            {"mappings": [{**ROW, "comment": {"a": "b"}}]},
            "mappings[0].comment: the slot cannot have the value [('a', 'b')]",
        ),
        (
            {"mappings": [{**ROW, "comment": "a\0"}]},
            "mappings[0].comment: text has the control character '\\x00' at position 1; remove it",
        ),
        (
            {"mappings": [{**ROW, "mine": True}]},
            "mappings, mine: unknown key 'mine'; known: 'record_id', 'subject_id', 'subject_label',"
            " 'subject_category', 'predicate_id', 'predicate_label' and 44 more; declare an"
            " extension slot in extension_definitions",
        ),
        ({"mappings": [{}, ROW]}, None),
        ({"see_also": [["a"]]}, "see_also[0]: expected text"),
        ({"curie_map": {"solis": ["x"]}}, None),
    ],
)
def test_every_value_of_json_is_checked(change: dict[str, Any], told: str | None) -> None:
    """A problem has its place."""
    found = problems(json.dumps({**JSON, **change}), format="json")
    assert told is None or found == [told]


def test_json_as_others_write_it_is_read() -> None:
    """With terms of the schema in its context; lists for single values, nothing as nothing."""
    plain: dict[str, Any] = {
        **JSON,
        "curie_map": None,
        "@context": {
            **JSON["curie_map"],
            "@vocab": "x",
            "mappings": {"@type": "@id"},
        },
        "creator_label": "Ann",
        "mappings": [{**ROW, "comment": None, "author_label": "a|b", "mapping_tool": ["hand"]}],
    }
    value = parse_sssom("\ufeff" + json.dumps(plain), format="json").value
    assert value.authors == ("Ann",)
    assert value.mappings[0].author == "a|b"
    assert value.mappings[0].extra == (("mapping_tool", "hand"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON: "),
        ("[" * 100_000, "not JSON: "),
        ("[]", "expected an object, not []"),
        ('{"mapping_set_confidence": NaN}', "NaN is no number in JSON"),
        ('{"a": {"b": 1, "b": 2}, "a": 1}', ": the key 'a' stands twice in one object"),
    ],
)
def test_what_is_no_json_is_told(text: str, told: str) -> None:
    """Before everything else."""
    assert problems(text, format="json")[0].removeprefix(": ").startswith(told.removeprefix(": "))


def test_cardinalities_are_counted_anew() -> None:
    """Over the set, or within the scope that a record names; no term counts for nothing."""

    def link(subject: str, relation: str, object_: str, **extra: str) -> Mapping:
        return Mapping(
            subject=subject,
            relation=relation,
            object=object_,
            justification="x",
            extra=tuple(extra.items()),
        )

    mappings = (
        link("a:1", "inside", "b:1"),
        link("a:1", "contains", "b:2"),
        link("a:2", "contains", "b:2"),
        link("a:3", "equal", "b:3"),
        link("a:3", "overlaps", "b:3"),
    )
    none = NoCounterpart(stage="a:3", framework="b", reason="x")
    value = MappingSet(mappings=mappings, no_counterparts=(none,))
    found = [row["mapping_cardinality"] for row in rows_of(to_sssom(value).text)]
    assert found == ["1:n", "n:n", "n:1", "1:1", "1:1", "1:0"]
    scoped = tuple(
        attrs.evolve(own, extra=(("cardinality_scope", "predicate_id"),)) for own in mappings
    )
    written = to_sssom(MappingSet(mappings=scoped))
    assert [row["mapping_cardinality"] for row in rows_of(written.text)] == [
        "1:1",
        "n:1",
        "n:1",
        "1:1",
        "1:1",
    ]
    assert "#cardinality_scope:\n#  - predicate_id\n" in written.text


def test_an_extra_that_became_untrue_is_set_aside() -> None:
    """A mapping turned round keeps its extra, but its predicate is another."""
    mapping = only(table({"predicate_id": "rdfs:subClassOf", "subject_label": "S"}))
    turned = mapping.inverse()
    written = to_sssom(MappingSet(mappings=(turned,)))
    (row,) = rows_of(to_sssom(MappingSet(mappings=(turned,))).text)
    assert row["predicate_id"] == "skos:narrowMatch"
    assert row["object_label"] == "S"
    assert parse_sssom(written.text).value.mappings == (turned,)
    assert str(written.losses[0]) == (
        "Carfi 2 contains Solis 2: no slot can say 'predicate_id'; kept in ext_extra"
    )


@pytest.mark.parametrize("predicate", ["skos:mappingRelation", "x:y", ""])
def test_a_predicate_without_meaning_is_set_aside(predicate: str) -> None:
    """Negated or not, of mappings and of searches that found nothing."""
    extra = (("predicate_id", predicate), ("predicate_modifier", "Not"))
    value = MappingSet(
        mappings=(
            Mapping(subject="a:2", relation="equal", object="b:2", justification="x", extra=extra),
        ),
        no_counterparts=(NoCounterpart(stage="a:1", framework="b", reason="x", extra=extra),),
    )
    written = to_sssom(value)
    assert [loss.code for loss in written.losses][:2] == ["set-aside", "set-aside"]
    assert parse_sssom(written.text).value == value


def test_wrong_arguments_are_refused() -> None:
    """By name."""
    wrong: Any = 1
    xml: Any = "xml"
    with pytest.raises(WrongTypeError, match="expected text, not 1"):
        parse_sssom(wrong)
    with pytest.raises(WrongTypeError, match="expected text, not 1"):
        parse_sssom("", metadata=wrong)
    with pytest.raises(InvalidValueError, match="expected the format 'tsv' or 'json', not 'xml'"):
        parse_sssom("", format=xml)
    with pytest.raises(InvalidValueError, match="expected the mode 'strict' or 'lenient'"):
        parse_sssom("", mode=xml)
    with pytest.raises(InvalidValueError, match="'x' is none of 'cautious', 'strict'"):
        parse_sssom("", reading="x")
    with pytest.raises(InvalidValueError, match="expected the format 'tsv' or 'json', not 'xml'"):
        to_sssom(MappingSet(), format=xml)
    with pytest.raises(InvalidValueError, match="JSON holds its metadata itself"):
        to_sssom(MappingSet(), format="json", external_metadata=True)
    with pytest.raises(WrongTypeError, match="expected a MappingSet or a Crosswalk, not 1"):
        to_sssom(wrong)


def test_a_file_over_the_bound_is_refused(tmp_path: Path) -> None:
    """Before it is read as a whole."""
    path = tmp_path / "a.tsv"
    path.write_text(table({}), encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        load_sssom(path, max_bytes=10)
    assert "more than 10 bytes" in str(caught.value)


# Numbers and hashes


def test_numbers_are_rounded_as_the_standard_says() -> None:
    """Halves away from zero, three digits."""
    given = ("0.7832", "0.7835", "0.7836", "-0.7832", "-0.7836", "-0.7835", "0.0005", "1")
    assert [str(float(rounded(Fraction(text)))) for text in given] == [
        "0.783",
        "0.784",
        "0.784",
        "-0.783",
        "-0.784",
        "-0.784",
        "0.001",
        "1.0",
    ]
    for number in (Fraction(1, 3), Fraction("0.1234"), Fraction(5e-324), Fraction(0), Fraction(1)):
        assert parse_exact(exact_text(number)) == number


VECTORS: tuple[tuple[dict[str, str], dict[str, str], dict[str, Definition], str], ...] = (
    (
        {
            "subject_id": "FBbt:00001234",
            "predicate_id": "skos:exactMatch",
            "object_id": "UBERON:0005678",
            "mapping_justification": "semapv:ManualMappingCuration",
            "creator_id": "orcid:0000-0000-5678-1234|orcid:0000-0000-1234-5678",
        },
        {
            "FBbt": "http://purl.obolibrary.org/obo/FBbt_",
            "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
            "orcid": "https://orcid.org/",
        },
        {},
        "0A442FB005783031",
    ),
    (
        {
            "subject_id": "KF_FOOD:F001",
            "predicate_id": "skos:exactMatch",
            "object_id": "FOODON:00002473",
            "mapping_justification": "semapv:ManualMappingCuration",
            "subject_source": "KF_FOOD:DB",
            "object_source": "wikidata:Q55118395",
            "object_source_version": (
                "http://purl.obolibrary.org/obo/foodon/releases/2022-02-01/foodon.owl"
            ),
            "mapping_date": "2022-05-02",
            "confidence": "0.95",
        },
        {
            "FOODON": "http://purl.obolibrary.org/obo/FOODON_",
            "KF_FOOD": "https://kewl-foodie.ince/food/",
            "wikidata": "https://www.wikidata.org/wiki/",
        },
        {},
        "97170EB542E9AE8F",
    ),
    (
        {
            "record_id": "example:0000001",
            "subject_id": "FBbt:0009124",
            "predicate_id": "skos:exactMatch",
            "object_id": "UBERON:0000003",
            "mapping_justification": "semapv:LexicalMatching",
            "mapping_cardinality": "1:1",
        },
        {
            "FBbt": "http://purl.obolibrary.org/obo/FBbt_",
            "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
        },
        {},
        "18F3436E89AA1AA2",
    ),
    (
        {
            "subject_id": "HP:0009124",
            "predicate_id": "skos:exactMatch",
            "object_id": "MP:0000003",
            "mapping_justification": "semapv:LexicalSimilarityThresholdMatching",
            "mapping_provider": "https://w3id.org/sssom/core_team",
            "similarity_score": "0.8",
        },
        {
            "HP": "http://purl.obolibrary.org/obo/HP_",
            "MP": "http://purl.obolibrary.org/obo/MP_",
        },
        {},
        "0D45A2E8C64EBD65",
    ),
    (
        {
            "subject_id": "ORGENT:0001",
            "subject_label": "alice",
            "predicate_id": "skos:closeMatch",
            "object_id": "COMENT:0011",
            "object_label": "alpha",
            "mapping_justification": "semapv:ManualMappingCuration",
            "ext_baz": "ORGENT:BAZ_0001",
            "ext_bar": "111",
        },
        {
            "COMENT": "https://example.com/entities/",
            "ORGENT": "https://example.org/entities/",
        },
        {
            "ext_baz": Definition(
                "EXPROP:bazProperty",
                "https://example.org/properties/bazProperty",
                "linkml:Uriorcurie",
                "https://w3id.org/linkml/Uriorcurie",
            ),
            "ext_bar": Definition(
                "EXPROP:barProperty", "https://example.org/properties/barProperty"
            ),
        },
        "66BD0A57A976A109",
    ),
)
"""The example and the test vectors of the standard's page on hashing."""


@pytest.mark.parametrize(("cells", "prefixes", "extensions", "hashed"), VECTORS)
def test_hashes_are_the_standard_s(
    cells: dict[str, str], prefixes: dict[str, str], extensions: dict[str, Definition], hashed: str
) -> None:
    """All five of its examples."""
    assert hash_cells(cells, {**BUILT_IN, **prefixes}, extensions) == hashed


def test_numbers_in_hashes_have_no_needless_digits() -> None:
    """A whole number has none; three at most."""
    cells = {**ROW, "reviewer_agreement": "-0.7835", "confidence": "1"}
    prefixes = {**BUILT_IN, "solis": "https://example.org/", "carfi": "https://example.org/"}
    text = expression(cells, prefixes, {})
    assert "(10:confidence1:1)" in text
    assert "(18:reviewer_agreement6:-0.784)" in text


def test_a_foreign_record_keeps_its_hash() -> None:
    """Through its prefixes, its slots and its predicates."""
    head = HEAD.replace("solis:", "S:").replace("#map", "#  x: https://example.org/x#\n#map")
    cells = {
        "subject_id": "S:2",
        "predicate_id": "owl:equivalentClass",
        "author_id": "x:b|x:a",
        "confidence": "0.12345",
        "similarity_score": "0.50",
        "comment": "",
    }
    value = parse_sssom(table(cells, head=head), prefixes={"S": "solis"}).value
    prefixes = {
        **BUILT_IN,
        "S": "https://example.org/solis/",
        "carfi": "https://example.org/carfi/",
        "x": "https://example.org/x#",
    }
    given = {name: text for name, text in {**ROW, **cells}.items() if text}
    assert record_hashes(value) == (hash_cells(given, prefixes, {}),)


def test_several_values_read_back() -> None:
    """A backslash that escapes nothing is one."""
    assert only(table({"match_string": "a\\b|c\\|d"})).extra == (
        ("match_string", join_values(["a\\b", "c|d"])),
    )

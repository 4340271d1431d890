"""What is written in SSSOM reads back equal, whatever the set; and what no order can change."""

import json
import random
from contextlib import suppress
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.errors import InvalidFileError
from socialmaturity.identifiers import StageRef, StageUnion
from socialmaturity.io.sssom.metadata import Entry, parse_metadata, yaml_lines
from socialmaturity.io.sssom.reading import Format, parse_sssom
from socialmaturity.io.sssom.record_hash import record_hashes
from socialmaturity.io.sssom.slots import JUSTIFICATIONS, join_values, split_values
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Mapping, NoCounterpart, Origin, Rationale, checked_mapping
from socialmaturity.mapping.vocabulary import Reading
from strategies import SAID, SHARES, SLUGS, TEXT

LINES = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=12
)
"""Text of any number of lines: quotes, pipes, backslashes, tabs, empty."""

AWKWARD = st.sampled_from(
    (
        "a|b",
        "a\\|b",
        "\\",
        '"',
        "'",
        "x\ty",
        "x\ny",
        " x ",
        "#",
        "null",
        "1.0",
        "a: b",
        "-",
        "~",
        ",",
    )
)
TEXTS = LINES | AWKWARD
ONE_LINE = TEXT | AWKWARD.filter(lambda text: len(text.splitlines()) == 1)

FRAMEWORKS = SLUGS | st.sampled_from(
    ("solis", "carfi", "socialmaturity", "360-degrees", "skos", "owl", "y", "no")
)

REFERENCES = st.sampled_from(
    (
        "orcid:1",
        "ORG:a",
        "solis:7",
        "semapv:Stemming",
        "nowhere:1",
        "https://example.org/a",
        "orcid:1|ORG:b",
        "",
    )
)

KNOWN: dict[str, st.SearchStrategy[str]] = {
    "record_id": st.sampled_from(("orcid:1", "orcid:2", "orcid:3")),
    "subject_label": TEXTS,
    "subject_id": st.sampled_from(("sssom:NoTermFound", "x")),
    "object_id": st.sampled_from(("sssom:NoTermFound", "x")),
    "predicate_id": st.sampled_from(
        ("owl:sameAs", "rdfs:subClassOf", "skos:exactMatch", "skos:mappingRelation", "x:y")
    ),
    "predicate_modifier": st.sampled_from(("Not", "not")),
    "mapping_justification": st.sampled_from((*JUSTIFICATIONS, "semapv:Guessing")),
    "author_id": REFERENCES,
    "author_label": TEXTS,
    "reviewer_label": TEXTS,
    "license": st.sampled_from(("https://example.org/license", "none")),
    "subject_type": st.sampled_from(
        ("skos concept", "rdfs literal", "composed entity expression", "thing")
    ),
    "object_source": REFERENCES,
    "subject_source": REFERENCES,
    "mapping_cardinality": st.sampled_from(("1:1", "1:0")),
    "cardinality_scope": st.sampled_from(("predicate_id", "predicate_id|object_source")),
    "mapping_tool": TEXTS,
    "mapping_date": st.sampled_from(("2026-11-22", "2026-13-01")),
    "review_date": st.sampled_from(("2026-11-22", "2026-13-01")),
    "confidence": st.sampled_from(("0.5", "2")),
    "similarity_score": st.sampled_from(("0.5", "0.50", "0.12345", "1.2", "x")),
    "reviewer_agreement": st.sampled_from(("-0.5", "0", "-1", "-2")),
    "see_also": st.sampled_from(("https://example.org/a|https://example.org/b", "x")),
    "comment": TEXTS,
    "ext_axis": TEXTS,
    "ext_extra": TEXTS,
    "ext_mine": TEXTS,
    "mapping_set_title": TEXTS,
    "": TEXTS,
    "not a name": TEXTS,
}
NAMES = st.sampled_from(tuple(KNOWN))


@st.composite
def extras(
    draw: st.DrawFn, known: dict[str, st.SearchStrategy[str]]
) -> tuple[tuple[str, str], ...]:
    """Names and values, right and wrong ones, known and unknown."""
    names = draw(st.lists(st.sampled_from(tuple(known)), max_size=4, unique=True))
    pairs = {name: draw(known[name]) for name in names}
    pairs |= draw(st.dictionaries(LINES, TEXTS, max_size=1))
    return tuple(pairs.items())


@st.composite
def places(draw: st.DrawFn, framework: str) -> StageRef | StageUnion:
    """Stages, several together, and those or later."""
    ordinals = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
    if len(ordinals) == 1 and draw(st.booleans()):
        return StageRef(framework, draw(st.integers(0, 12)))
    or_later = len(ordinals) == 1
    return StageUnion(framework, sorted(ordinals), or_later=or_later)


CONFIDENCES = st.none() | SHARES | st.decimals(0, 1, places=3) | st.floats(0, 1)
EVIDENCE = st.lists(st.sampled_from(("SOL-1.01", "AEV-2.10")), max_size=2, unique=True)
SOURCES = st.lists(st.sampled_from(("S0", "W16", "a.b")), max_size=2, unique=True)


@st.composite
def links(draw: st.DrawFn, frameworks: tuple[str, str]) -> Mapping:
    """Mappings with anything in any field."""
    subject, other = draw(st.permutations(frameworks))
    return Mapping(
        subject=draw(places(subject)),
        relation=draw(st.sampled_from(SAID)),
        object=draw(places(other)),
        confidence=draw(CONFIDENCES),
        justification=draw(ONE_LINE | st.sampled_from(JUSTIFICATIONS)),
        evidence=draw(EVIDENCE),
        sources=draw(SOURCES),
        author=draw(TEXTS),
        basis=draw(st.sampled_from(tuple(sm.Basis))),
        axis=draw(st.just("maturity") | ONE_LINE),
        review=draw(TEXTS),
        rationale=draw(st.none() | st.sampled_from(tuple(Rationale))),
        subject_coverage=draw(st.none() | SHARES),
        object_coverage=draw(st.none() | SHARES),
        extra=draw(extras(KNOWN)),
    )


@st.composite
def nones(draw: st.DrawFn, frameworks: tuple[str, str]) -> NoCounterpart:
    """Statements that there is no counterpart."""
    one, other = draw(st.permutations(frameworks))
    return NoCounterpart(
        stage=StageRef(one, draw(st.integers(0, 12))),
        framework=other,
        confidence=draw(CONFIDENCES),
        reason=draw(ONE_LINE),
        evidence=draw(EVIDENCE),
        sources=draw(SOURCES),
        basis=draw(st.sampled_from(tuple(sm.Basis))),
        review=draw(TEXTS),
        extra=draw(extras(KNOWN)),
    )


ROWS: tuple[list[dict[str, Any]], ...] = (
    [
        {
            "mapping_justification": "semapv:LexicalMatching",
            "object_id": "solis:1",
            "predicate_id": "skos:exactMatch",
            "subject_label": "a\nb",
            "subject_type": "rdfs literal",
        }
    ],
    [
        {
            "mapping_justification": "semapv:LexicalMatching",
            "object_id": "sssom:NoTermFound",
            "predicate_id": "x:any",
            "subject_id": "sssom:NoTermFound",
            "similarity_score": "0.5",
        }
    ],
    [
        {
            "mapping_justification": "semapv:LexicalMatching",
            "object_id": "semapv:1",
            "record_id": "orcid:1",
            "predicate_id": "skos:exactMatch",
            "subject_label": "a",
            "subject_type": "rdfs literal",
        }
    ],
    [{"subject_label": "a", "subject_type": "rdfs literal"}],
    [{"a": 1}],
    [],
)
OTHER_ROWS = st.sampled_from(ROWS).map(
    lambda rows: json.dumps([dict(sorted(row.items())) for row in rows], ensure_ascii=False)
)

OF_SET: dict[str, st.SearchStrategy[str]] = {
    **KNOWN,
    "curie_map.orcid": st.sampled_from(("https://orcid.org/", "no address")),
    "curie_map.ORG": st.just("https://example.org/org#"),
    "curie_map.solis": st.sampled_from(
        ("https://example.org/solis_", "https://socialmaturity.invalid/frameworks/solis/stages/")
    ),
    "curie_map.socialmaturity": st.sampled_from(
        ("https://example.org/", "https://socialmaturity.invalid/sssom/")
    ),
    "curie_map.skos": st.just("https://example.org/skos"),
    "curie_map.1": st.just("https://example.org/1"),
    "extension_definitions.ext_mine.property": st.sampled_from(
        ("orcid:mine", "solis:mine", "semapv:mine", "socialmaturity:axis", "mine")
    ),
    "extension_definitions.ext_mine.type_hint": st.sampled_from(
        ("xsd:integer", "xsd:string", "linkml:Uriorcurie", "xsd:date", "xsd:boolean", "x")
    ),
    "extension_definitions.ext_axis.property": st.sampled_from(("orcid:axis", "semapv:mine")),
    "extension_definitions.comment.property": st.just("semapv:comment"),
    "mapping_set_confidence": st.sampled_from(("0.5", "0.12345", "2")),
    "publication_date": st.sampled_from(("2026-11-22", "yesterday")),
    "creator_id": REFERENCES,
    "issue_tracker": st.sampled_from(("https://example.org/issues", "x")),
    "other": TEXTS,
    "other_rows": OTHER_ROWS | TEXTS,
    "sssom_version": st.just("1.1"),
    "mappings": TEXTS,
}


@st.composite
def sets(draw: st.DrawFn) -> MappingSet:
    """Sets of mappings with anything said of them."""
    names = draw(st.lists(FRAMEWORKS, min_size=2, max_size=2, unique=True))
    pair = (names[0], names[1])
    return MappingSet(
        id=draw(st.sampled_from(("", "https://example.org/set")) | TEXTS),
        title=draw(TEXTS),
        version=draw(st.sampled_from(("", "1.0", "2020-01-01")) | ONE_LINE),
        authors=draw(st.lists(ONE_LINE, max_size=2, unique=True).map(tuple)),
        note=draw(TEXTS),
        license=draw(
            st.sampled_from(
                ("", "https://example.org/license", "https://w3id.org/sssom/license/unspecified")
            )
            | TEXTS
        ),
        mappings=tuple(draw(st.lists(links(pair), max_size=3))),
        no_counterparts=tuple(draw(st.lists(nones(pair), max_size=2))),
        extra=draw(extras(OF_SET)),
    )


FORMATS = st.sampled_from(("tsv", "json"))
READINGS = st.sampled_from(tuple(Reading))


@given(sets(), FORMATS, READINGS, st.booleans())
def test_what_is_written_reads_back_equal(
    value: MappingSet, form: Format, reading: Reading, external: bool
) -> None:
    """In strict mode, whatever stands in the extras; in the order of the set."""
    external = external and form == "tsv"
    written = to_sssom(
        value, format=form, reading=reading, canonical=False, external_metadata=external
    )
    metadata = written.metadata if external else None
    read = parse_sssom(written.text, format=form, metadata=metadata)
    assert read.problems == ()
    assert read.value == value


def plain(value: MappingSet, unused: bool) -> MappingSet:
    """The set with its parts in one order, and without what the canonical form leaves out."""
    extra = {
        name: text
        for name, text in value.extra
        if not (unused and name.startswith(("curie_map.", "extension_definitions.")))
    }
    if "other_rows" in extra:
        with suppress(ValueError, TypeError):
            rows: Any = json.loads(extra["other_rows"])
            extra["other_rows"] = json.dumps(sorted(rows or (), key=str))
    return attrs.evolve(
        value,
        mappings=tuple(sorted(value.mappings, key=repr)),
        no_counterparts=tuple(sorted(value.no_counterparts, key=repr)),
        extra=tuple(extra.items()),
    )


@given(sets(), FORMATS, READINGS)
def test_the_canonical_form_reads_back_equal_but_for_its_losses(
    value: MappingSet, form: Format, reading: Reading
) -> None:
    """It sorts, and leaves out what is declared and not used; both are said."""
    written = to_sssom(value, format=form, reading=reading)
    read = parse_sssom(written.text, format=form).value
    codes = {loss.code for loss in written.losses}
    assert plain(read, "unused" in codes) == plain(value, "unused" in codes)
    if not codes & {"unused", "order"}:
        assert read == value


@given(sets(), FORMATS, st.randoms(use_true_random=False))
def test_the_canonical_form_depends_on_no_order(
    value: MappingSet, form: Format, chance: random.Random
) -> None:
    """Of mappings; and what was read from it is written the same."""
    mappings = list(value.mappings)
    chance.shuffle(mappings)
    written = to_sssom(value, format=form)
    text = written.text
    assert to_sssom(attrs.evolve(value, mappings=tuple(mappings)), format=form).text == text
    read = parse_sssom(text, format=form).value
    if "unused" not in {loss.code for loss in written.losses}:
        assert to_sssom(read, format=form).text == text


@given(sets(), FORMATS)
def test_hashes_are_the_same_after_a_round_trip(value: MappingSet, form: Format) -> None:
    """They belong to the record, whatever format it went through."""
    text = to_sssom(value, format=form, canonical=False).text
    assert record_hashes(parse_sssom(text, format=form).value) == record_hashes(value)


def checked(value: MappingSet) -> None:
    """Refuse a set that the constructors would not make of the same parts."""
    assert all(attrs.evolve(own) == own for own in value.mappings)
    assert all(attrs.evolve(own) == own for own in value.no_counterparts)
    assert attrs.evolve(value) == value


@given(st.text(max_size=300), FORMATS)
def test_no_text_breaks_the_reader(text: str, form: Format) -> None:
    """Every problem is told as one, in both modes."""
    read = parse_sssom(text, format=form, mode="lenient")
    checked(read.value)
    if read.problems:
        with pytest.raises(InvalidFileError) as caught:
            parse_sssom(text, format=form)
        assert [*map(str, caught.value.problems)] == [*map(str, read.problems)]


@given(sets(), st.data())
def test_no_damage_breaks_the_reader(value: MappingSet, data: st.DataObject) -> None:
    """Cut, doubled or exchanged characters are read, or told."""
    text = to_sssom(value).text
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 5))
    put = data.draw(st.text(max_size=3) | st.sampled_from(('"', "\t", "\n", "|", "#", ":")))
    damaged = text[:place] + put + text[place + length :]
    read = parse_sssom(damaged, mode="lenient")
    assert all(problem.path and problem.message for problem in read.problems)
    checked(read.value)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_several_values_in_a_cell_are_told_apart(values: list[str]) -> None:
    """Whatever pipes and backslashes they have."""
    assert split_values(join_values(values)) == values


KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
SAYABLE = TEXTS.filter(bool)


@given(
    st.dictionaries(
        KEYS,
        SAYABLE
        | st.lists(SAYABLE, min_size=1, max_size=3)
        | st.dictionaries(KEYS, SAYABLE, min_size=1, max_size=3)
        | st.lists(st.dictionaries(KEYS, SAYABLE, min_size=1, max_size=3), min_size=1, max_size=2),
        max_size=4,
    )
)
def test_metadata_reads_back_equal(values: dict[str, Any]) -> None:
    """Texts, lists, tables and lists of tables."""
    lines = list(enumerate(yaml_lines(values, frozenset()), 1))
    found, problems = parse_metadata(lines)
    assert not problems
    assert {key: bare(entry) for key, entry in found.items()} == values


def bare(entry: Entry) -> Any:
    """A value of the metadata without its places."""
    if isinstance(entry.value, list):
        return [bare(own) for own in entry.value]
    if isinstance(entry.value, dict):
        return {key: bare(own) for key, own in entry.value.items()}
    return entry.value


@given(links(("solis", "carfi")))
@example(Mapping(subject="solis:1", relation="equal", object="carfi:1", justification="x"))
def test_a_mapping_of_checked_parts_is_the_constructor_s(link: Mapping) -> None:
    """Equal, of equal hash, and as complete."""
    parts = attrs.asdict(link, recurse=False)
    parts["origin"] = Origin("a", 1)
    made = checked_mapping(**parts)
    assert made == link
    assert hash(made) == hash(link)
    assert repr(made) == repr(link)
    assert made.origin == Origin("a", 1)
    assert isinstance(made.confidence, Fraction | None)
    assert attrs.evolve(made) == link

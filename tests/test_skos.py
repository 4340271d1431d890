"""RDF that speaks SKOS: triples for all who know it, annotations for what they do not say."""

import os
import sys
import time
from fractions import Fraction
from pathlib import Path
from subprocess import run
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, SKOS, BNode, Graph, Literal, URIRef

import socialmaturity as sm
from exchanged import full_sets
from samples import crosswalk, framework, mapping, stage
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    FileTooLargeError,
    FrameworkMismatchError,
    InvalidFileError,
    InvalidIdentifierError,
    InvalidValueError,
    MissingExtraError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.io.cells import NO_REASON
from socialmaturity.io.skos import BASE, Format, load_skos, parse_skos, to_skos
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.vocabulary import Reading, relation_of, wording_of, words_of

FORMATS: tuple[Format, ...] = ("turtle", "nt")
PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix term: <urn:socialmaturity:term:> .
@prefix left: <urn:socialmaturity:left:> .
@prefix right: <urn:socialmaturity:right:> .
"""
TRIPLE = "left:1 skos:broadMatch right:2 ."
NOTE = (
    f"{TRIPLE} [] a owl:Axiom ; owl:annotatedSource left:1 ;"
    " owl:annotatedProperty skos:broadMatch ; owl:annotatedTarget right:2"
)


def problems(text: str, **options: Any) -> tuple[SocialMaturityError, ...]:
    """All that strict reading finds wrong."""
    with pytest.raises(InvalidFileError) as caught:
        parse_skos(PREFIXES + text, **options)
    return caught.value.problems


def only(text: str, **options: Any) -> SocialMaturityError:
    """The one thing that is wrong."""
    (problem,) = problems(text, **options)
    return problem


def graph_of(text: str, kind: str = "turtle") -> Graph:
    """What rdflib reads."""
    return Graph().parse(data=text, format=kind)


def address(what: str) -> URIRef:
    """Of a stage or a framework."""
    return URIRef(f"{BASE}{what}")


def as_written(value: MappingSet, reading: Reading) -> MappingSet:
    """What SKOS can say of a set, worked out from the fields."""
    mappings: list[sm.Mapping] = []
    for own in value.mappings:
        said = wording_of(own.relation, "skos", reading=reading)
        misleading = said and said.word == "skos:relatedMatch" and not said.exact
        if said and not misleading and not any("+" in str(place) for place in own.places):
            mappings.append(attrs.evolve(own, relation=said.relation))
    return attrs.evolve(value, mappings=tuple(mappings), no_counterparts=())


@given(full_sets(), st.sampled_from(tuple(Reading)), st.sampled_from(FORMATS))
def test_what_skos_can_say_reads_back_equal(
    value: MappingSet, reading: Reading, kind: Format
) -> None:
    """With every field, in the same order; and without a loss, all of it."""
    written = to_skos(value, reading=reading, format=kind)
    read = parse_skos(written.text, reading=reading, format=kind)
    assert read.value == as_written(value, reading)
    assert read.problems == ()
    assert bool(written.losses) == (read.value != value)


@given(full_sets(), st.sampled_from(tuple(Reading)))
def test_each_thing_that_skos_cannot_say_is_named_once(value: MappingSet, reading: Reading) -> None:
    """By what it is of."""
    losses = [(loss.what, loss.code) for loss in to_skos(value, reading=reading).losses]
    expected: list[tuple[str, str]] = []
    for own in value.mappings:
        said = wording_of(own.relation, "skos", reading=reading)
        if any("+" in str(place) for place in own.places):
            expected.append((str(own), "union"))
        elif said is None or (said.word == "skos:relatedMatch" and not said.exact):
            expected.append((str(own), "relation"))
        elif said.relation is not own.relation:
            expected.append((str(own), "weaker"))
    expected += [(str(none), "no-counterpart") for none in value.no_counterparts]
    assert losses == expected


@given(full_sets(unions=False))
def test_the_triples_are_plain_skos(value: MappingSet) -> None:
    """A program that knows no annotation finds a mapping property between two concepts."""
    graph = graph_of(to_skos(value).text)
    kinds = {URIRef(f"{SKOS}{word[5:]}") for word in words_of("skos")}
    found = {(str(s), str(o)) for s, p, o in graph if p in kinds}
    assert found == {
        (f"{BASE}{own.subject}", f"{BASE}{own.object}")
        for own in as_written(value, Reading.CAUTIOUS).mappings
    }
    for note in graph.subjects(RDF.type, OWL.Axiom):
        source, kind, target = (
            graph.value(note, own)
            for own in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
        )
        assert source
        assert kind
        assert target
        assert (source, kind, target) in graph


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("word", words_of("skos"))
def test_broader_is_the_object(word: str, reading: Reading) -> None:
    """What has a broad match lies inside it."""
    (own,) = parse_skos(PREFIXES + f"left:1 {word} right:2 .", reading=reading).value.mappings
    assert own.relation is relation_of(word, "skos", reading=reading)
    assert (str(own.subject), str(own.object)) == ("left:1", "right:2")
    assert own.justification == NO_REASON
    back = to_skos(MappingSet(mappings=(own,)), reading=reading)
    assert (address("left:1"), URIRef(f"{SKOS}{word[5:]}"), address("right:2")) in graph_of(
        back.text
    )


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_shipped_crosswalks_read_back(pair: tuple[str, str]) -> None:
    """All but what is apart, and the stages without counterpart."""
    own = sm.crosswalk(*pair)
    written = to_skos(own, frameworks=[sm.framework(which) for which in pair])
    several = MappingSet.of([own])
    assert parse_skos(written.text).value == as_written(several, Reading.CAUTIOUS)
    assert {loss.code for loss in written.losses} <= {"no-counterpart", "relation", "dropped"}


@pytest.mark.parametrize("which", BUILTIN_FRAMEWORKS)
def test_a_framework_is_a_scheme_with_ordered_concepts(which: str) -> None:
    """Number, name, other names, summary; and no mappings."""
    own = sm.framework(which)
    written = to_skos(MappingSet(), frameworks=[own])
    graph = graph_of(written.text)
    scheme = address(which)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert graph.value(scheme, SKOS.prefLabel) == Literal(own.name)
    assert graph.value(scheme, OWL.versionInfo) == Literal(own.version)
    assert set(graph.subjects(SKOS.inScheme, scheme)) == {
        address(f"{which}:{each.ordinal}") for each in own.stages
    }
    for each in own.stages:
        concept = address(str(each.ref))
        assert (concept, RDF.type, SKOS.Concept) in graph
        assert (concept, SKOS.topConceptOf, scheme) in graph
        assert graph.value(concept, SKOS.notation) == Literal(str(each.ordinal))
        assert list(graph.objects(concept, SKOS.prefLabel)) == [Literal(each.name)]
        assert {str(name) for name in graph.objects(concept, SKOS.altLabel)} == set(each.names[1:])
    (order,) = graph.subjects(RDF.type, SKOS.OrderedCollection)
    first = graph.value(order, SKOS.memberList)
    assert first
    assert list(graph.items(first)) == [address(str(each.ref)) for each in own.stages]
    assert parse_skos(written.text).value == MappingSet()


def test_no_label_stands_twice() -> None:
    """SKOS keeps preferred and other labels apart (S13)."""
    own = framework(
        stage(1, name="One", aliases=("One", "Uno"), personas=("Uno",)),
        name="Demo",
        aliases=("Demo", "Trial"),
        authors=("A", "B"),
        summary="What it is.",
    )
    graph = graph_of(to_skos(MappingSet(), frameworks=[own]).text)
    assert list(graph.objects(address("demo"), SKOS.altLabel)) == [Literal("Trial")]
    assert list(graph.objects(address("demo:1"), SKOS.altLabel)) == [Literal("Uno")]


PROGRAM = """
import socialmaturity as sm
from socialmaturity.io.skos import to_skos
from socialmaturity.mapping.collection import MappingSet
known = sm.default_catalog()
several = MappingSet.of(known.crosswalk(*pair) for pair in known.pairs)
for kind in ("turtle", "nt"):
    print(to_skos(several, frameworks=map(known.framework, known.ids), format=kind).text)
"""


def test_the_text_is_the_same_whatever_the_hash_seed() -> None:
    """In both formats, with frameworks, lists and annotations."""
    texts = {
        run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(texts) == 1
    assert len(texts.pop()) > 100_000


def test_the_annotation_speaks_the_words_of_sssom() -> None:
    """Where it has one; numbers are decimals where they can be."""
    own = mapping(
        "left:1",
        "inside",
        "right:2",
        confidence=Fraction(1, 4),
        subject_coverage=Fraction(1, 3),
        author="Ada",
        evidence=("L-1.01", "R-2.01"),
    )
    text = to_skos(MappingSet(mappings=(own,), title="Ours")).text
    for said in (
        "sssom:confidence 0.25 ;",
        'sm:subject_coverage "1/3"',
        'sssom:author_label "Ada" ;',
        'rdfs:comment "Read side by side." ;',
        'sm:evidence "L-1.01 R-2.01" ;',
        "sm:row 1 ;",
        "[] a sssom:MappingSet ;",
        'dcterms:title "Ours"',
    ):
        assert said in text
    for unsaid in ("axis", "basis", "review", "rationale", "sources"):
        assert f"sm:{unsaid} " not in text


def test_what_skos_does_not_say_is_told() -> None:
    """Each with its sentence; nothing is said that could be misread."""
    value = MappingSet(
        mappings=(
            mapping("left:1", "disjoint", "right:1"),
            mapping("left:1", "PP", "right:2"),
            mapping("left:1", "PO DR", "right:3"),
            mapping("left:1+2", "equal", "right:4"),
        ),
        no_counterparts=(sm.NoCounterpart(stage="left:4", framework="right", reason="None."),),
    )
    written = to_skos(value)
    assert [str(loss) for loss in written.losses] == [
        "Left 1 shares nothing with Right 1: left out: no property of SKOS says it",
        "Left 1 lies strictly inside Right 2: written as skos:broadMatch, which says less",
        "Left 1 partly overlaps or shares nothing with Right 3: left out: no property of SKOS says"
        " it",
        "Left 1 and 2 together equals Right 4: left out: SKOS relates single concepts",
        "Left 4 has no counterpart in Right: left out: SKOS has no way to say it",
    ]
    assert "relatedMatch" not in written.text
    strict = [loss.what for loss in to_skos(value, reading="strict").losses]
    assert "Left 1 lies strictly inside Right 2" not in strict


def test_what_only_a_crosswalk_says_is_named_as_lost() -> None:
    """Its title, authors and note are carried."""
    own = crosswalk(
        mapping("left:1", "inside", "right:2"), exhaustive=("left",), authors=("A", "B")
    )
    written = to_skos(own)
    assert [loss.code for loss in written.losses] == ["exhaustive"]
    assert parse_skos(written.text).value == MappingSet.of([own])


@pytest.mark.parametrize(
    "base", ["https://example.org/frameworks/", "https://example.org/#", "urn:x-ours:"]
)
def test_addresses_begin_with_the_base(base: str) -> None:
    """In writing and reading; a slash may stand for the colon."""
    value = MappingSet(mappings=(mapping("left:1", "inside", "right:2"),))
    text = to_skos(value, base=base).text
    assert (URIRef(f"{base}left:1"), SKOS.broadMatch, URIRef(f"{base}right:2")) in graph_of(text)
    assert parse_skos(text, base=base).value == value
    slashed = f"<{base}left/1> <{SKOS}broadMatch> <{base}right/2> ."
    assert str(parse_skos(slashed, base=base).value.mappings[0]) == "Left 1 lies inside Right 2"
    with pytest.raises(InvalidFileError) as caught:
        parse_skos(text)
    assert "give the base that the addresses have" in caught.value.problems[0].message


def test_a_triple_with_two_annotations_is_two_mappings() -> None:
    """On two axes, say; those of other writers come in the order of what they say."""
    text = f"""{PREFIXES}{NOTE} ; term:axis "results" ; rdfs:comment "One." .
    [] a owl:Axiom ; owl:annotatedSource left:1 ; owl:annotatedProperty skos:broadMatch ;
       owl:annotatedTarget right:2 ; rdfs:comment "Another." .
    left:1 skos:altLabel "no mapping" ; skos:broader left:2 .
    [] a owl:Axiom ; owl:annotatedSource left:1 ; owl:annotatedProperty skos:broader ;
       owl:annotatedTarget left:2 ; rdfs:comment "No mapping." .
    """
    first, second = parse_skos(text).value.mappings
    assert (first.justification, first.axis) == ("Another.", "maturity")
    assert (second.justification, second.axis) == ("One.", "results")


@pytest.mark.parametrize(
    ("text", "path", "kind", "told"),
    [
        ("left:1 skos:broadMatch right:x .", "", InvalidIdentifierError, "invalid stage 'right:x'"),
        ("left:1 skos:broadMatch <urn:y:2> .", "", InvalidIdentifierError, "'urn:y:2' is no addr"),
        ("left:1 skos:broadMatch 'right:2' .", "", InvalidIdentifierError, "no address of a stage"),
        ("left:1 skos:broadMatch [] .", None, InvalidIdentifierError, "no address of a stage"),
        ("left:1 skos:broadMatch left:2 .", "", FrameworkMismatchError, "stages of one framework"),
        ("left:1 skos:braodMatch right:2 .", "", InvalidValueError, "mean 'skos:broadMatch'"),
        ("left:1 skos:mappingRelation right:2 .", "", InvalidValueError, "is none of 'skos:exactM"),
        (f"{NOTE} ; sssom:confidence 1.2 .", "", InvalidValueError, "from 0 to 1, not '1.2'"),
        (f"{NOTE} ; sssom:confidence 'high' .", "", InvalidValueError, "number or a ratio"),
        (f"{NOTE} ; sssom:confidence 1, 0.5 .", "", InvalidValueError, "expected one text of"),
        (f"{NOTE} ; sssom:confidence right:2 .", "", InvalidValueError, "expected one text of"),
        (f"{NOTE} ; rdfs:comment 'a\\nb' .", "", InvalidValueError, "expected one line"),
        (f"{NOTE} ; rdfs:comment '\\u0000' .", "", InvalidValueError, "control character"),
        (f"{NOTE} ; term:evidence 'T' .", "", InvalidIdentifierError, "invalid statement id 'T'"),
        (f"{NOTE} ; term:basis 'guess' .", "", InvalidValueError, "'guess' is none of"),
        (f"{NOTE} ; term:rationale 'smart' .", "", InvalidValueError, "'smart' is none of"),
        (
            f"{NOTE} ; term:extra [ term:name 'a' ], [ term:name 'a' ] .",
            "",
            DuplicateError,
            "'a' stands here twice",
        ),
        (NOTE.removeprefix(TRIPLE) + " .", "", MissingValueError, "annotated, but not said; add"),
    ],
)
def test_a_wrong_mapping_is_told_by_its_triple(
    text: str, path: str | None, kind: type[SocialMaturityError], told: str
) -> None:
    """With what came and what was expected."""
    problem = only(text)
    assert type(problem) is kind
    assert problem.path.startswith("urn:socialmaturity:left:1 skos:")
    assert told in problem.message
    if path is not None:
        assert problem.path.count(" ") == 2


def test_all_problems_come_together_and_lenient_reading_keeps_the_rest() -> None:
    """Those of one mapping, too."""
    text = f"{NOTE} ; sssom:confidence 2 ; term:basis 'guess' . left:3 skos:exactMatch right:3 ."
    text += " left:4 skos:nearMatch right:x . left:5 skos:exactMatch left:6 ."
    assert [(problem.path.split()[0][-1], problem.code) for problem in problems(text)] == [
        ("1", "invalid-value"),
        ("1", "invalid-value"),
        ("4", "unknown-predicate"),
        ("4", "invalid-identifier"),
        ("5", "framework-mismatch"),
    ]
    read = parse_skos(PREFIXES + text, mode="lenient")
    assert [str(own) for own in read.value.mappings] == ["Left 3 equals Right 3"]
    assert len(read.problems) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[] a sssom:MappingSet . [] a sssom:MappingSet .", "2 sets are described in one graph"),
        ("[] a sssom:MappingSet ; dcterms:title 'a', 'b' .", "expected one text of"),
        ("[] a sssom:MappingSet ; dcterms:title '\\u0000' .", "control character"),
        ("_:x term:next _:x . [] a sssom:MappingSet ; term:authors ('A' 'A') .", "stands here twi"),
        (
            "_:x rdf:first 'A' ; rdf:rest _:x . [] a sssom:MappingSet ; term:authors _:x .".replace(
                "rdf:", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            )
            .replace("#first", "#first>")
            .replace("#rest", "#rest>"),
            "the list of authors has no end",
        ),
    ],
)
def test_what_is_wrong_of_the_set_is_told(text: str, told: str) -> None:
    """Lenient reading passes over all that is said of it."""
    problem = only(text)
    assert problem.path == "sssom:MappingSet"
    assert told in problem.message
    read = parse_skos(f"{PREFIXES}{text}{TRIPLE}", mode="lenient")
    assert (read.value.title, read.value.authors, len(read.value.mappings)) == ("", (), 1)


@pytest.mark.parametrize("sure", ["0", "-0", "0.0", "'0'"])
def test_zero_is_a_confidence(sure: str) -> None:
    """And absent is none."""
    (own,) = parse_skos(f"{PREFIXES}{NOTE} ; sssom:confidence {sure} .").value.mappings
    assert own.confidence == 0
    (own,) = parse_skos(f"{PREFIXES}{NOTE} .").value.mappings
    assert own.confidence is None


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "# nothing\r\n"])
def test_no_triples_are_no_mappings(text: str) -> None:
    """In both formats."""
    for kind in FORMATS:
        assert parse_skos(text, format=kind).value == MappingSet()


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", ["left:1 ", "<urn:a> <urn:b> <urn:c>", "[ " * 5000, "\0", "{}"])
def test_a_text_that_is_no_rdf_is_refused_in_either_mode(
    text: str, kind: Format, mode: Any
) -> None:
    """With what rdflib says of it."""
    with pytest.raises(InvalidFileError) as caught:
        parse_skos(text, format=kind, mode=mode)
    (problem,) = caught.value.problems
    assert type(problem) is FileSyntaxError
    assert problem.message.startswith("not Turtle: " if kind == "turtle" else "not N-Triples: ")
    assert len(problem.message) < 400


def test_ten_million_characters_are_no_matter() -> None:
    """Of a justification they are read, of a stage they are a problem, both without delay."""
    start = time.perf_counter()
    (own,) = parse_skos(f"{PREFIXES}{NOTE} ; rdfs:comment '{'x' * 10_000_000}' .").value.mappings
    assert len(own.justification) == 10_000_000
    problem = only(f"left:1 skos:broadMatch right:{'1' * 10_000_000} .")
    assert len(problem.message) < 1000
    assert time.perf_counter() - start < 20


def test_files_are_read_with_the_same_options(tmp_path: Path) -> None:
    """With a byte order mark and Windows line ends, and bounded."""
    path = tmp_path / "graph.nt"
    triple = f"<urn:x-ours:left:1> <{SKOS}closeMatch> <urn:x-ours:right:2> ."
    path.write_bytes(f"\ufeff{triple}\r\n\r\n".encode())
    read = load_skos(path, format="nt", base="urn:x-ours:")
    assert [str(own) for own in read.value.mappings] == ["Left 1 overlaps Right 2"]
    assert len(load_skos(path, format="nt", mode="lenient").problems) == 2  # one for each end
    with pytest.raises(InvalidFileError) as caught:
        load_skos(path, format="nt", max_bytes=10)
    assert type(caught.value.problems[0]) is FileTooLargeError


def test_wrong_arguments_are_told() -> None:
    """By what was expected."""
    wrong: Any = 7
    with pytest.raises(WrongTypeError, match="expected text, not 7"):
        parse_skos(wrong)
    with pytest.raises(InvalidValueError, match="format: expected the format 'turtle' or 'nt', n"):
        parse_skos("", format=wrong)
    with pytest.raises(InvalidValueError, match="format: expected the format 'turtle' or 'nt', n"):
        to_skos(MappingSet(), format=wrong)
    with pytest.raises(InvalidValueError, match="mode: expected the mode"):
        parse_skos("", mode=wrong)
    with pytest.raises(InvalidValueError, match="reading: 'loose' is none of"):
        parse_skos("", reading="loose")
    with pytest.raises(WrongTypeError, match="expected a MappingSet or a Crosswalk"):
        to_skos(wrong)
    with pytest.raises(DuplicateError, match="frameworks: two frameworks are 'demo'"):
        to_skos(MappingSet(), frameworks=[framework(), framework()])


@pytest.mark.parametrize("base", ["", "here", "urn:a b", "urn:<x>", 'urn:"', 7])
def test_a_base_is_the_beginning_of_an_address(base: Any) -> None:
    """Nothing is written that no parser reads."""
    for call in (lambda: parse_skos("", base=base), lambda: to_skos(MappingSet(), base=base)):
        with pytest.raises(InvalidValueError, match="base: expected what addresses begin with"):
            call()


def test_without_rdflib_it_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """In reading and writing."""
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(MissingExtraError, match="the extra 'skos' .* pip install rdflib"):
        to_skos(MappingSet())
    with pytest.raises(MissingExtraError, match="the extra 'skos' .* pip install rdflib"):
        parse_skos("")


def test_blank_nodes_have_the_same_names_in_every_graph() -> None:
    """So that two texts can be compared line by line."""
    value = MappingSet(mappings=(mapping("left:1", "inside", "right:2"),))
    text = to_skos(value, format="nt").text
    lines = text.splitlines()
    assert lines == sorted(lines)
    assert BNode("mapping000000001").n3() in text

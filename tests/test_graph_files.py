"""Drawings in DOT, Mermaid and GraphML show every stage and mapping, whatever they are called."""

import html
import re
from io import BytesIO
from itertools import pairwise
from typing import Any, cast

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from exchanged import full_mappings, full_nones
from samples import crosswalk, mapping
from socialmaturity.errors import DuplicateError, UnknownStageError, WrongTypeError
from socialmaturity.graph.view import to_networkx
from socialmaturity.identifiers import StageUnion
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.model.scale import show_number
from socialmaturity.render.dot import to_dot
from socialmaturity.render.graphml import MEMBER, to_graphml
from socialmaturity.render.mermaid import to_mermaid
from strategies import TEXT

AWKWARD = (
    '<b>bold</b> & "quoted"',
    "a]b[c(d)e{f}g|h",
    "back\\slash\\",
    "\\N \\G \\n",
    "%% end; style x:#1;",
    "1. list",
    "`code` **bold** #35; #quot; &lt; &amp;",
    "ünï 日本 \N{GRINNING FACE}",
    "--> x -- y; subgraph",
    "-",
)
"""Names that each of the formats would take for something else."""

NAMES = TEXT | st.sampled_from(AWKWARD)


def ladder(which: str, *names: str, title: str = "Title", **changes: Any) -> sm.Framework:
    """A framework of stages with these names."""
    return sm.Framework(
        id=which,
        name=title,
        version="1",
        kind="ladder",
        order=sm.Order(exclusive=True),
        stages=tuple(
            sm.Stage(framework=which, ordinal=ordinal, name=f"{name} {ordinal}")
            for ordinal, name in enumerate(names, 1)
        ),
        **changes,
    )


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[sm.Framework], list[Any]]:
    """Frameworks, of some mappings the stages, of others not."""
    frameworks = [
        ladder(which, *draw(st.lists(NAMES, min_size=13, max_size=13)), title=draw(NAMES))
        for which in draw(st.lists(st.sampled_from(("left", "be-a-person")), unique=True))
    ]
    return frameworks, draw(st.lists(full_mappings() | full_nones(), max_size=4))


def expected_nodes(frameworks: list[sm.Framework], drawn: list[Any]) -> dict[str, str]:
    """The label of every node but of those that say that there is no counterpart."""
    nodes = {
        str(own.ref): f"{own.ordinal} {own.name}"
        for framework in frameworks
        for own in framework.stages
    }
    known = {own.id: own for own in frameworks}
    for own in drawn:
        for place in own.places if isinstance(own, sm.Mapping) else (own.stage,):
            if isinstance(place, StageUnion):
                nodes[str(place)] = place.spoken
            for ref in place.refs:
                name = "" if ref.framework not in known else known[ref.framework].stage(ref).name
                nodes[str(ref)] = f"{ref.ordinal} {name}".rstrip()
    return nodes


def expected_members(frameworks: list[sm.Framework], drawn: list[Any]) -> set[tuple[str, str]]:
    """Each union with each of its stages."""
    known = {own.id: own for own in frameworks}
    pairs: set[tuple[str, str]] = set()
    for own in drawn:
        for place in own.places if isinstance(own, sm.Mapping) else ():
            if isinstance(place, StageUnion):
                whole = known.get(place.framework)
                stages = place.refs if whole is None else [s.ref for s in whole.stages_at(place)]
                pairs |= {(str(place), str(ref)) for ref in stages}
    return pairs


def shown_edge(own: sm.Mapping) -> str:
    """Relation and confidence."""
    sure = own.confidence
    return own.relation.value if sure is None else f"{own.relation.value} {show_number(sure)}"


def shown_none(own: sm.NoCounterpart) -> str:
    """What its sentence says after the stage."""
    return str(own).partition(" has ")[2]


DOT_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(->)|([\w.]+)|([{}\[\]=;,]))', re.DOTALL)


class Dot:
    """A reader of the part of the DOT language that is written here, by its published grammar."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = DOT_TOKEN.match(text, at)
            assert found, text[at : at + 40]
            quoted, arrow, word, mark = found.groups()
            self.tokens.append(
                ("id", quoted.replace('\\"', '"'))
                if quoted is not None
                else ("id", word)
                if word
                else ("mark", arrow or mark)
            )
            at = found.end()
        self.nodes: dict[str, dict[str, str]] = {}
        self.edges: list[tuple[str, str, dict[str, str]]] = []
        self.clusters: dict[str, tuple[str, list[str]]] = {}
        assert self.take() == "digraph"
        self.block("")
        assert not self.tokens

    def take(self, *expected: str) -> str:
        """The next token, which must be one of these."""
        kind, token = self.tokens.pop(0)
        assert not expected or (kind, token) in [("mark", own) for own in expected], token
        return token

    def next_is(self, mark: str) -> bool:
        """Whether the next token is this mark."""
        return bool(self.tokens) and self.tokens[0] == ("mark", mark)

    def block(self, cluster: str) -> None:
        """Statements in braces."""
        self.take("{")
        while not self.next_is("}"):
            self.statement(cluster)
        self.take("}")

    def statement(self, cluster: str) -> None:
        """A subgraph, an attribute, a node or a chain of edges."""
        name = self.take()
        if name == "subgraph":
            which = self.take()
            self.clusters[which] = ("", [])
            self.block(which)
            return
        if self.next_is("="):
            self.take("=")
            self.clusters[cluster] = (self.take(), self.clusters[cluster][1])
        else:
            chain = [name]
            while self.next_is("->"):
                self.take("->")
                chain.append(self.take())
            attributes = self.attributes()
            if len(chain) > 1:
                self.edges += [(*ends, attributes) for ends in pairwise(chain)]
            elif name != "node":
                self.nodes[name] = attributes
                if cluster:
                    self.clusters[cluster][1].append(name)
        self.take(";")

    def attributes(self) -> dict[str, str]:
        """A list in brackets."""
        found: dict[str, str] = {}
        self.take("[")
        while not self.next_is("]"):
            name = self.take()
            self.take("=")
            found[name] = self.take()
            if self.next_is(","):
                self.take(",")
        self.take("]")
        return found


def seen(label: str) -> str:
    """What a label shows: entities and escapes are read, all others are as they are."""
    lines = re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), label)
    assert re.fullmatch(r"(?:[^\\]|\\\\|\\n)*", label, re.DOTALL), label
    return html.unescape(lines)


@given(drawings())
def test_dot_shows_every_stage_and_mapping(drawing: tuple[list[sm.Framework], list[Any]]) -> None:
    """Read by the grammar, each has the label it should have."""
    frameworks, drawn = drawing
    dot = Dot(to_dot(frameworks, drawn))
    nones = {name for name in dot.nodes if name.startswith("none ")}
    labels = {name: seen(own["label"]) for name, own in dot.nodes.items() if name not in nones}
    assert labels == expected_nodes(frameworks, drawn)
    for framework in frameworks:
        title, members = dot.clusters[f"cluster {framework.id}"]
        assert seen(title) == framework.name
        assert [name for name in members if not name.endswith(":0")] == [
            str(own.ref) for own in framework.stages
        ]
    links = [own for own in drawn if isinstance(own, sm.Mapping)]
    assert [
        (source, target, seen(own["xlabel"]), seen(own["tooltip"]), own.get("dir"))
        for source, target, own in dot.edges
        if "xlabel" in own
    ] == [
        (
            str(own.subject),
            str(own.object),
            shown_edge(own),
            own.justification,
            "none" if own.relation.converse is own.relation else None,
        )
        for own in links
    ]
    dashed = {ends[:2] for ends in dot.edges if ends[2].get("style") == "dashed"}
    assert dashed == expected_members(frameworks, drawn)
    alone = [own for own in drawn if isinstance(own, sm.NoCounterpart)]
    assert [
        (source, seen(dot.nodes[target]["label"]), seen(own["tooltip"]))
        for source, target, own in dot.edges
        if target in nones
    ] == [(str(own.stage), shown_none(own), own.reason) for own in alone]


MERMAID_NODE = re.compile(r'(\w+)(?:\["([^"]*)"\]|\(\["([^"]*)"\]\))')
MERMAID_LINE = re.compile(r'  (n_\w+) (-->|---|-\.-)(?:\|"([^"]*)"\|)? (\w+)(?:\["([^"]*)"\])?')


class Chart:
    """A reader of the part of Mermaid's flowcharts that is written here, line by line."""

    def __init__(self, text: str) -> None:
        self.nodes: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.orders: list[list[str]] = []
        self.edges: list[tuple[str, str, str, str]] = []
        first, *lines = text.splitlines()
        assert first == "flowchart LR"
        depth = 0
        for line in lines:
            if line.startswith("  subgraph "):
                found = MERMAID_NODE.fullmatch(line.removeprefix("  subgraph "))
                assert found
                self.titles[found[1]] = decoded(found[2])
                depth += 1
            elif line == "  end":
                depth -= 1
            elif line == "    direction TB":
                assert depth == 1
            elif " ~~~ " in line:
                self.orders.append(line.strip().split(" ~~~ "))
            elif found := MERMAID_LINE.fullmatch(line):
                source, kind, label, target, target_label = found.groups()
                self.edges.append((source, kind, decoded(label or target_label or ""), target))
            else:
                found = MERMAID_NODE.fullmatch(line.strip())
                assert found, line
                self.nodes[found[1]] = decoded(found[2] or found[3])
        assert depth == 0


def decoded(label: str) -> str:
    """What a label shows; nothing in it may be markup, nor look like a keyword with a mark."""
    bare = re.sub(r"#\d+;", "", label)
    assert not re.search(r"[!-+\--/:-@\[-`{-~]", bare), label
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label)


def on_one_line(text: str) -> str:
    """Runs of spaces are one, as in HTML."""
    return " ".join(text.split())


def chart_id(place: str) -> str:
    """How a stage, or several together, are called in a chart."""
    which, _, ordinals = place.partition(":")
    later = "_later" if ordinals.endswith("+") else ""
    return f"n_{which.replace('-', '_')}__{ordinals.rstrip('+').replace('+', '_')}{later}"


@given(drawings())
def test_mermaid_shows_every_stage_and_mapping(
    drawing: tuple[list[sm.Framework], list[Any]],
) -> None:
    """Every line is one of a few forms, and every label shows what it should."""
    frameworks, drawn = drawing
    chart = Chart(to_mermaid(frameworks, drawn))
    nodes = expected_nodes(frameworks, drawn)
    assert chart.nodes == {chart_id(own): on_one_line(label) for own, label in nodes.items()}
    assert len({chart_id(own) for own in nodes}) == len(nodes)
    for framework in frameworks:
        assert chart.titles[f"f_{framework.id.replace('-', '_')}"] == on_one_line(framework.name)
        order = [chart_id(str(own.ref)) for own in framework.stages]
        assert order in [own[-len(order) :] for own in chart.orders]
    links = [own for own in drawn if isinstance(own, sm.Mapping)]
    assert [own for own in chart.edges if own[1] != "-.-"] == [
        (
            chart_id(str(own.subject)),
            "---" if own.relation.converse is own.relation else "-->",
            shown_edge(own),
            chart_id(str(own.object)),
        )
        for own in links
    ]
    dotted = [own for own in chart.edges if own[1] == "-.-"]
    members = {(own[0], own[3]) for own in dotted if not own[3].startswith("none_")}
    assert members == {
        (chart_id(union), chart_id(ref)) for union, ref in expected_members(frameworks, drawn)
    }
    alone = [own for own in drawn if isinstance(own, sm.NoCounterpart)]
    assert [(own[0], own[2]) for own in dotted if own[3].startswith("none_")] == [
        (chart_id(str(own.stage)), shown_none(own)) for own in alone
    ]


def read_graphml(text: str) -> "nx.MultiDiGraph[str]":
    """What networkx reads."""
    read = nx.read_graphml(BytesIO(text.encode()), force_multigraph=True)
    return cast("nx.MultiDiGraph[str]", read)


def edges_of(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, str, dict[str, Any]]]:
    """Every edge with what is said of it, but for what is empty; in a fixed order."""
    found = [
        (source, target, {name: said for name, said in data.items() if said != ""})
        for source, target, data in graph.edges(data=True)
    ]
    return sorted(found, key=repr)


@given(drawings())
def test_graphml_is_the_graph_of_networkx(drawing: tuple[list[sm.Framework], list[Any]]) -> None:
    """Read by networkx, it has the nodes and edges of `to_networkx`, and unions with members."""
    frameworks, drawn = drawing
    graph = read_graphml(to_graphml(frameworks, drawn))
    links = [own for own in drawn if isinstance(own, sm.Mapping)]
    assert graph.is_directed()
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(graph)
    members = [own for own in graph.edges(keys=True, data=True) if own[3].get("relation") == MEMBER]
    plain.remove_edges_from([own[:3] for own in members])
    assert {own[:2] for own in members} == expected_members(frameworks, drawn)
    expected: nx.MultiDiGraph[str] = nx.MultiDiGraph(to_networkx(frameworks, []))
    for own in links:
        own_graph = to_networkx([], [as_crosswalk(own)])
        expected.add_edges_from(own_graph.edges(data=True))
    assert edges_of(plain) == edges_of(expected)
    for node, data in expected.nodes(data=True):
        assert data.items() <= graph.nodes[node].items()
    alone = {str(own.stage) for own in drawn if isinstance(own, sm.NoCounterpart)}
    assert {own for own, data in graph.nodes(data=True) if "no_counterpart_in" in data} == alone


def as_crosswalk(own: sm.Mapping) -> sm.Crosswalk:
    """A crosswalk of one mapping."""
    return sm.Crosswalk(
        subject=own.subject.framework, object=own.object.framework, version="1", mappings=(own,)
    )


def test_graphml_of_all_that_is_built_in_is_the_public_graph() -> None:
    """Node for node and edge for edge, in order, but for empty attributes."""
    known = sm.default_catalog()
    frameworks = [known.framework(which) for which in known.ids]
    crosswalks = [known.crosswalk(*pair) for pair in known.pairs]
    read, public = read_graphml(to_graphml(frameworks, crosswalks)), sm.to_networkx()
    assert list(read) == list(public)
    for node, data in public.nodes(data=True):
        kept = {name: said for name, said in read.nodes[node].items() if name != NONE}
        assert kept == data
    assert [own[:2] for own in read.edges] == [own[:2] for own in public.edges]
    assert edges_of(read) == edges_of(public)
    without: dict[str, list[str]] = {}
    for own in crosswalks:
        for none in own.no_counterparts:
            without.setdefault(str(none.stage), []).append(none.framework)
    assert without
    assert without == {
        node: data[NONE].split() for node, data in read.nodes(data=True) if NONE in data
    }


NONE = "no_counterpart_in"


def test_graphml_replaces_what_xml_cannot_say() -> None:
    """Two code points that no XML may have; line breaks and markup stay."""
    own = ladder("left", "a\ufffe\uffffb<&>\"'")
    graph = read_graphml(to_graphml([own], []))
    assert graph.nodes["left:1"]["name"] == "a\ufffd\ufffdb<&>\"' 1"


def test_a_place_below_the_first_stage_is_drawn_where_it_is_named() -> None:
    """And the stages of a framework that is not given have their number alone."""
    own = ladder("left", "One", "Two")
    link = mapping("left:0", "disjoint", "right:3")
    assert '"left:0" [label="0 below stage 1"];' in to_dot([own], [link])
    assert '"left:0"' not in to_dot([own], [])
    assert '"right:3" [label="3"];' in to_dot([own], [link])
    assert list(read_graphml(to_graphml([own], [link]))) == [
        "left:0",
        "left:1",
        "left:2",
        "right:3",
    ]
    assert read_graphml(to_graphml([own], [link])).nodes["right:3"] == {
        "framework": "right",
        "ordinal": 3,
    }


def test_crosswalks_sets_and_single_mappings_are_drawn_alike() -> None:
    """One after the other."""
    links = (mapping("left:1", "equal", "right:1"), mapping("left:2", "inside", "right:2"))
    for draw in (to_dot, to_mermaid, to_graphml):
        assert draw([], [crosswalk(*links)]) == draw([], [MappingSet(mappings=links)])
        assert draw([], [crosswalk(*links)]) == draw([], links)


def test_nothing_is_a_drawing_too() -> None:
    """Without stages."""
    assert not Dot(to_dot([], [])).nodes
    assert to_mermaid([], []) == "flowchart LR\n"
    assert len(read_graphml(to_graphml([], []))) == 0


@pytest.mark.parametrize("draw", [to_dot, to_mermaid, to_graphml])
def test_what_cannot_be_drawn_is_refused(draw: Any) -> None:
    """By what was expected."""
    own = ladder("left", "One")
    with pytest.raises(
        WrongTypeError, match="mappings: expected crosswalks, sets or mappings, not"
    ):
        draw([own], ["left:1"])
    with pytest.raises(DuplicateError, match="frameworks: two frameworks are 'left'"):
        draw([own, own], [])
    with pytest.raises(UnknownStageError, match="unknown stage '2' in framework 'left'"):
        draw([own], [mapping("left:2", "equal", "right:1")])
    with pytest.raises(UnknownStageError, match="unknown stage '7' in framework 'left'"):
        draw([own], [sm.NoCounterpart(stage="left:7", framework="right", reason="Why.")])

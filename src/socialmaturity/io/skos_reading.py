"""What a graph says in SKOS, read with rdflib."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import attrs
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    InvalidFileError,
    InvalidIdentifierError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import StageRef, parse_stage_ref
from socialmaturity.io.bounds import Problems, path_part
from socialmaturity.io.cells import NO_REASON, moved
from socialmaturity.io.skos_graph import read_triples, read_turtle
from socialmaturity.io.skos_terms import (
    AUTHORS,
    EXTRA,
    IDS,
    MAPPING_SET,
    NAME,
    PROPERTIES,
    ROW,
    SET_PROPERTIES,
    SHARES,
    VALUE,
    word_of,
)
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.vocabulary import Reading, relation_of

_LONGEST_CAUSE: Final = 300
_MOST_OF_CAUSE: Final = 3000
_MOST_SHOWN: Final = 5
_LONGEST_ROW: Final = 18
_PARTS_OF_NOTE: Final = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
_SET: Final = "sssom:MappingSet"

_Triple = tuple[Node, Node, Node]


def parse_graph(text: str, *, format: str, base: str, name: str) -> Graph:  # noqa: A002 the word
    """Return the graph that a text holds.

    Args:
        text: With or without a byte order mark.
        format: ``turtle`` or ``nt``.
        base: What addresses that are not whole are joined to.
        name: What the problem calls the text.

    Returns:
        The graph; its literals are text, whatever type they claim.

    Raises:
        WrongTypeError: *text* is no text.
        InvalidFileError: It is not of the format, or its addresses are
            hundreds of times as long as the text.
    """
    if not isinstance(text, str):
        raise WrongTypeError(f"expected text, not {shown(text)}", value=text)
    text = text.removeprefix("\ufeff")
    try:
        return read_turtle(text, base) if format == "turtle" else read_triples(text)
    except SocialMaturityError as problem:
        raise InvalidFileError(name, [problem]) from None
    except Exception as cause:  # rdflib raises what its parsers happen to run into
        told = " ".join(str(cause)[:_MOST_OF_CAUSE].split())[:_LONGEST_CAUSE]
        language = "Turtle" if format == "turtle" else "N-Triples"
        syntax = FileSyntaxError(f"not {language}: {_printable(told)}")
        raise InvalidFileError(name, [syntax]) from None


def _printable(text: str) -> str:
    """Return text with what does not print as Python writes it."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


@attrs.frozen
class _Statement:
    """A triple of a mapping property, with one annotation of it or none."""

    subject: Node
    kind: Node
    object: Node
    note: Node | None

    @property
    def path(self) -> str:
        """The triple as problems name it."""
        return f"{_named(self.subject)} {path_part(word_of(self.kind))} {_named(self.object)}"


def _named(node: Node) -> str:
    return path_part(str(node))


class Found:
    """What is read from a graph; every problem is kept under the triple that it stands at.

    Args:
        graph: All that is said.
        base: What addresses of stages begin with.
        reading: How strictly the mapping properties are taken.

    Attributes:
        problems: What was passed over so far.
    """

    def __init__(self, graph: Graph, *, base: str, reading: Reading) -> None:
        self.problems: Problems[SocialMaturityError] = Problems()
        self._graph = graph
        self._base = base
        self._reading = reading

    def mappings(self) -> Iterator[Mapping]:
        """Yield what the mapping properties say, in the order of their rows."""
        for statement in sorted(self._statements(), key=self._order):
            before = len(self.problems)
            mapping = self._mapping(statement)
            if mapping and len(self.problems) == before:
                yield mapping

    def about(self) -> MappingSet:
        """Return what is said of the whole set, without its mappings."""
        sets = list(self._graph.subjects(RDF.type, MAPPING_SET))
        if len(sets) > 1:
            self._refuse(DuplicateError(f"{len(sets)} sets are described in one graph"), _SET)
        if len(sets) != 1:
            return MappingSet()
        before = len(self.problems)
        parts: dict[str, Any] = {
            field: self._text(sets[0], predicate, _SET) or ""
            for field, predicate in SET_PROPERTIES.items()
        }
        try:
            made = MappingSet(
                **parts, authors=self._authors(sets[0]), extra=self._pairs(sets[0], _SET)
            )
        except SocialMaturityError as problem:
            self._refuse(problem, _SET)
        else:
            if len(self.problems) == before:
                return made
        return MappingSet()

    def _statements(self) -> Iterator[_Statement]:
        notes = self._notes()
        for subject, kind, target in self._graph:
            if _is_mapping_property(kind):
                for note in notes.pop((subject, kind, target), [None]):
                    yield _Statement(subject, kind, target, note)
        for triple in sorted(notes, key=str):
            self._refuse(
                MissingValueError("annotated, but not said; add the triple itself"),
                _Statement(*triple, None).path,
            )

    def _notes(self) -> dict[_Triple, list[Node | None]]:
        """Return the annotations of each triple of a mapping property."""
        found: dict[_Triple, list[Node | None]] = {}
        for note in dict.fromkeys(self._graph.subjects(OWL.annotatedSource)):
            triples = [list(self._graph.objects(note, part)) for part in _PARTS_OF_NOTE]
            if all(len(parts) == 1 for parts in triples):
                subject, kind, target = (parts[0] for parts in triples)
                if _is_mapping_property(kind):
                    found.setdefault((subject, kind, target), []).append(note)
            elif all(triples) and any(map(_is_mapping_property, triples[1])):
                problem = DuplicateError("an annotation is of one triple, and this is of several")
                self._refuse(problem, _named(triples[0][0]))
        return found

    def _order(self, statement: _Statement) -> tuple[bool, int, str, list[str]]:
        """Return what sorts a statement: the row it was written at, or else what it says."""
        said = [] if statement.note is None else self._texts(statement.note)
        rows = [text for name, text in said if name == str(ROW) and text.isdecimal()]
        row = int(min(rows)[:_LONGEST_ROW]) if rows else 0
        return not rows, row, statement.path, [text for _, text in said]

    def _mapping(self, statement: _Statement) -> Mapping | None:
        parts: dict[str, Any] = {"justification": NO_REASON}
        for name, make in self._ends(statement):
            self._keep(parts, name, make, statement.path)
        if statement.note is not None:
            self._keep_note(parts, statement.note, statement.path)
        if not {"subject", "relation", "object"} <= set(parts):
            return None
        try:
            return Mapping(**parts)
        except SocialMaturityError as problem:
            self._refuse(problem, statement.path)
            return None

    def _ends(self, statement: _Statement) -> Iterator[tuple[str, Callable[[], Any]]]:
        word = word_of(statement.kind)
        yield "subject", partial(self._stage, statement.subject)
        yield "relation", partial(relation_of, word, "skos", reading=self._reading)
        yield "object", partial(self._stage, statement.object)

    def _keep_note(self, parts: dict[str, Any], note: Node, path: str) -> None:
        """Add the fields that an annotation gives."""
        parts["extra"] = self._pairs(note, path)
        for name, predicate in (PROPERTIES | SHARES | IDS).items():
            text = self._text(note, predicate, path)
            if text is not None:
                given = text.split() if name in IDS else text
                self._keep(parts, name, partial(_checked, name, given), path)

    def _keep(self, parts: dict[str, Any], name: str, make: Callable[[], Any], path: str) -> None:
        try:
            parts[name] = make()
        except SocialMaturityError as problem:
            self._refuse(problem, path)

    def _stage(self, node: Node) -> StageRef:
        address = str(node)
        if isinstance(node, URIRef) and address.startswith(self._base):
            return parse_stage_ref(address.removeprefix(self._base).replace("/", ":"))
        raise InvalidIdentifierError(
            f"{shown(address)} is no address of a stage under {self._base!r}; give the base that"
            " the addresses have",
            value=address,
        )

    def _pairs(self, subject: Node, path: str) -> list[tuple[str, str]]:
        """Return what is kept beside the fields."""
        return [
            (self._text(pair, NAME, path) or "", self._text(pair, VALUE, path) or "")
            for pair in self._graph.objects(subject, EXTRA)
        ]

    def _authors(self, about: Node) -> tuple[str, ...]:
        first = self._graph.value(about, AUTHORS)
        try:
            return () if first is None else tuple(map(str, self._graph.items(first)))
        except ValueError:  # rdflib says so of a list that runs in a circle
            self._refuse(InvalidValueError("the list of authors has no end"), _SET)
            return ()

    def _text(self, subject: Node, predicate: URIRef, path: str) -> str | None:
        """Return the one text that a property gives; ``None`` for none."""
        values = list(self._graph.objects(subject, predicate))
        if len(values) > 1 or not all(isinstance(value, Literal) for value in values):
            several = sorted(shown(str(value)) for value in values)
            more = [f"{len(several) - _MOST_SHOWN} more"] if len(several) > _MOST_SHOWN else []
            found = ", ".join([*several[:_MOST_SHOWN], *more])
            problem = InvalidValueError(f"expected one text of <{predicate}>, not {found}")
            self._refuse(problem, path)
            return None
        return str(values[0]) if values else None

    def _texts(self, subject: Node) -> list[tuple[str, str]]:
        """Return property and text of all that is said of a thing in text, in order."""
        pairs = self._graph.predicate_objects(subject)
        return sorted((str(name), str(text)) for name, text in pairs if isinstance(text, Literal))

    def _refuse(self, problem: SocialMaturityError, path: str) -> None:
        self.problems.append(moved(problem, path))


def _is_mapping_property(kind: Node) -> bool:
    """Whether a property is one of SKOS that links concepts of two schemes, known or not."""
    word = word_of(kind)
    return word == "skos:mappingRelation" or (word.startswith("skos:") and word.endswith("Match"))


def _checked(name: str, given: str | list[str]) -> Any:
    """Return the value of a field of a mapping as its constructor makes it."""
    field: Any = attrs.fields_dict(Mapping)[name]
    value = field.converter(given) if field.converter else given
    if field.validator:
        field.validator(None, field, value)
    return value

"""Graphs out of Turtle and N-Triples, with rdflib's parsers and bounds of our own.

rdflib makes a value of every literal that names a type, and a decimal of ten
characters may then take gigabytes; here a literal is its text. It also joins
each short name to its prefix, so that a small file can ask for any amount.
"""

import re
from typing import Any, Final
from urllib.parse import urldefrag

from rdflib import Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser
from rdflib.plugins.parsers.ntriples import (
    NTGraphSink,
    W3CNTriplesParser,
    r_literal,
    r_uriref,
    unquote,
)

from socialmaturity.errors import FileTooLargeError, InvalidValueError, shown

_LEAST: Final = 1_000_000
_PER_CHARACTER: Final = 20
_IN_QUOTES: Final = {
    quote: re.compile(pattern.replace('"', quote[0]), re.DOTALL)
    for quotes, pattern in (
        ("\"'", r'((?:[^"\\\r\n]++|\\.)*+)"'),
        (('"""', "'''"), r'((?:[^"\\]++|\\.|"(?!""))*+"{0,2}?)"""(?!")'),
    )
    for quote in quotes
}
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES: Final = dict(zip("abfrtvn\\\"'", "\a\b\f\r\t\v\n\\\"'", strict=True))
_END_OF_LINE: Final = re.compile("\r\n|\r|\n")
_NO_ADDRESS: Final = re.compile('[\x00-\x20<>"{}|\\\\^`\x7f-\x9f\ud800-\udfff]')


def read_turtle(text: str, base: str) -> Graph:
    """Return the graph of a text in Turtle.

    Args:
        text: The whole of it.
        base: What addresses that are not whole are joined to.

    Returns:
        The graph.

    Raises:
        FileTooLargeError: Its addresses are out of proportion to the text.
        Exception: It is no Turtle.
    """
    graph = Graph(bind_namespaces="none")
    sink = _Sink(graph, len(text))
    _Parser(sink, baseURI=urldefrag(base)[0], turtle=True).loadBuf(text)
    return graph


def read_triples(text: str) -> Graph:
    """Return the graph of a text in N-Triples.

    Args:
        text: The whole of it.

    Returns:
        The graph.

    Raises:
        Exception: It is no N-Triples.
    """
    graph = Graph(bind_namespaces="none")
    _Lines(NTGraphSink(graph)).read(text)
    return graph


class _Addresses:
    """Makes each different address once, and not too many characters of them.

    Args:
        size: The number of characters of the text that they come from.
    """

    def __init__(self, size: int) -> None:
        self._known: dict[str, URIRef] = {}
        self._room = _LEAST + _PER_CHARACTER * size

    def address(self, text: str) -> URIRef:
        """Return an address."""
        if text not in self._known:
            wrong = _NO_ADDRESS.search(text)
            if wrong:
                raise InvalidValueError(f"{shown(text)} is no address: it has {wrong[0]!r} in it")
            self._room -= len(text)
            if self._room < 0:
                raise FileTooLargeError(
                    "prefixes or the base make the addresses of this file more than"
                    f" {_PER_CHARACTER} times as long as the file; use shorter ones"
                )
            self._known[text] = URIRef(text)
        return self._known[text]


class _Sink(RDFSink):
    """Takes what a text in Turtle says."""

    def __init__(self, graph: Graph, size: int) -> None:
        super().__init__(graph)
        self._addresses = _Addresses(size)

    def newSymbol(self, *args: str) -> URIRef:  # noqa: N802 rdflib's name
        """Return an address."""
        return self._addresses.address(args[0])

    def newLiteral(self, s: str, dt: URIRef | None, lang: str | None) -> Literal:  # noqa: N802, ARG002
        """Return a literal as its text alone."""
        return Literal(s)


class _Parser(SinkParser):
    """Reads texts in quotes in one go; the base class takes time by the square of their escapes."""

    def strconst(self, argstr: str, i: int, delim: str) -> tuple[int, str]:
        """Return where a text in quotes ends, and the text."""
        found = _IN_QUOTES[delim].match(argstr, i)
        if found is None:
            self.BadSyntax(argstr, i, "unterminated string literal")
        self.lines += found[0].count("\n")
        try:
            return found.end(), _ESCAPED.sub(_unescaped, found[1])
        except (KeyError, ValueError, OverflowError):
            self.BadSyntax(argstr, i, "bad escape")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPES[found[3]]


class _Lines(W3CNTriplesParser):
    """Takes a text of N-Triples line by line."""

    __slots__ = ("_addresses",)

    def read(self, text: str) -> None:
        """Read all lines; the base class takes time by the square of the longest."""
        self._addresses = _Addresses(len(text))
        for line in _END_OF_LINE.split(text):
            self.line = line
            try:
                self.parseline()
            except ParserError as cause:
                raise ParserError(f"Invalid line: {self.line}") from cause

    def uriref(self) -> Any:
        """Return the address that is next, or false."""
        return self.peek("<") and self._addresses.address(unquote(self.eat(r_uriref)[1]))

    def literal(self) -> Any:
        """Return the literal that is next as its text alone, or false."""
        return self.peek('"') and Literal(unquote(self.eat(r_literal)[1]))

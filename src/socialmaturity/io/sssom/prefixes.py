"""CURIEs: the prefixes that SSSOM has built in, ours, and those of frameworks."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from socialmaturity.errors import InvalidIdentifierError, InvalidValueError, shown
from socialmaturity.identifiers import SLUG, FrameworkId, parse_framework_id

XSD: Final = "http://www.w3.org/2001/XMLSchema#"

BUILT_IN: Final[Mapping[str, str]] = {
    "linkml": "https://w3id.org/linkml/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": XSD,
}
"""The prefixes that need no declaration, and what each stands for; SSSOM 1.1."""

_HOME: Final = "https://socialmaturity.invalid/"
OURS: Final = f"{_HOME}sssom/"
"""Begins the properties of our extension slots; an address that leads nowhere, and says so."""

SETS: Final = f"{_HOME}sets/"
"""Begins the addresses of sets that have none of their own."""

FRAMEWORKS: Final = f"{_HOME}frameworks/"
"""Begins the addresses of frameworks for which a set gives no other."""

OUR_PREFIX: Final = "socialmaturity"
"""The prefix of our extension slots."""
FRAMEWORK_PREFIX: Final = "socialmaturity.framework"
"""The prefix of frameworks as sources."""

_CURIE: Final = re.compile(r'([^\W\d][\w.-]*):(?!//)([^\s<>"{}|\\^`]*)')
_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+')
_RESERVED: Final = frozenset((*BUILT_IN, OUR_PREFIX))


def parse_iri(text: str) -> str:
    """Return *text* if it is a complete address.

    Args:
        text: Such as ``https://example.org/set``.

    Returns:
        The same.

    Raises:
        InvalidValueError: It is none, or a relative one.
    """
    if _IRI.fullmatch(text) is None:
        raise InvalidValueError(
            f"expected a complete address such as 'https://example.org/set', not {shown(text)}",
            value=text,
        )
    return text


def split_curie(text: str) -> tuple[str, str]:
    """Return the two parts of a CURIE.

    Args:
        text: Such as ``solis:7``.

    Returns:
        The prefix, and what follows the colon.

    Raises:
        InvalidIdentifierError: No CURIE; an address is none.
    """
    found = _CURIE.fullmatch(text)
    if found is None:
        raise InvalidIdentifierError(
            f"expected a CURIE, prefix and name such as 'solis:7', not {shown(text)}", value=text
        )
    return found[1], found[2]


def expand(text: str, prefixes: Mapping[str, str]) -> str:
    """Return the address that a CURIE stands for; it costs the same for any number of prefixes.

    Args:
        text: The CURIE.
        prefixes: The address that each prefix stands for.

    Returns:
        The address.

    Raises:
        InvalidIdentifierError: No CURIE.
        InvalidValueError: Its prefix is not declared.
    """
    prefix, name = split_curie(text)
    if prefix not in prefixes:
        raise InvalidValueError(
            f"the prefix {shown(prefix)} of {shown(text)} is not declared; add it to the curie_map",
            code="undeclared-prefix",
            value=text,
        )
    return prefixes[prefix] + name


def contract(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a CURIE with a built-in prefix where one stands for the same.

    Args:
        text: A CURIE.
        prefixes: The address that each prefix stands for.

    Returns:
        Such as ``skos:exactMatch`` for ``SKOS:exactMatch``; else *text*.
    """
    prefix, colon, name = text.partition(":")
    address = prefixes.get(prefix) if colon and prefix not in BUILT_IN else None
    for built_in, own in BUILT_IN.items():
        if own == address:
            return f"{built_in}:{name}"
    return text


def prefix_of(framework: str) -> str:
    """Return the prefix under which the stages of a framework are written.

    Args:
        framework: Its id.

    Returns:
        The id; with an underscore before it where it begins with a digit or
        is the name of another prefix.

    Examples:
        >>> prefix_of("solis"), prefix_of("360-degrees")
        ('solis', '_360-degrees')
    """
    return f"_{framework}" if framework[:1].isdecimal() or framework in _RESERVED else framework


def framework_of(prefix: str, names: Mapping[str, str]) -> FrameworkId | None:
    """Return the id of the framework whose stages a prefix names.

    Args:
        prefix: As a file has it.
        names: What the caller says of prefixes.

    Returns:
        The id, or ``None`` where the prefix cannot be one and *names* has none.
    """
    if prefix in names:
        return parse_framework_id(names[prefix])
    plain = prefix.removeprefix("_")
    is_own = re.fullmatch(SLUG, plain) and prefix_of(plain) == prefix
    return FrameworkId(plain) if is_own else None


def stages_iri(framework: str) -> str:
    """Return what begins the addresses of a framework's stages where a set gives no other."""
    return f"{FRAMEWORKS}{framework}/stages/"


def framework_of_source(source: str, names: Mapping[str, str]) -> FrameworkId | None:
    """Return the id of the framework that a source is.

    Args:
        source: A CURIE.
        names: What the caller says of sources.

    Returns:
        What *names* has, else the CURIE's name where that is an id; else
        ``None``.
    """
    if source in names:
        return parse_framework_id(names[source])
    name = source.partition(":")[2]
    return FrameworkId(name) if re.fullmatch(SLUG, name) else None


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that nobody has, *name* itself if may be."""
    while name in taken:
        name += "_"
    return name

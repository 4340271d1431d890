"""Documents, and the places in them that support a statement."""

from collections.abc import Iterable

import attrs

from socialmaturity.errors import InvalidValueError, WrongTypeError, shown
from socialmaturity.identifiers import SourceId, parse_source_id
from socialmaturity.model.fields import (
    are_lines,
    is_line,
    is_one_line,
    is_optional,
    is_partial_date,
    is_text,
)


@attrs.frozen(kw_only=True)
class Source:
    """A document that a framework was read from.

    Args:
        id: Short and unique within the framework, such as ``S0``.
        title: The document's own title.
        authors: Names, in the document's order; empty where it names none.
        publisher: Who published it; empty where unknown.
        published: Year, month or day; ``None`` where unknown.
        url: Where it stands, or stood; empty where unknown.
        note: What a reader must know of it, in our words: how much of it
            could be read, what its locators count.
    """

    id: SourceId = attrs.field(converter=parse_source_id)
    title: str = attrs.field(validator=is_line)
    authors: tuple[str, ...] = attrs.field(default=(), validator=are_lines)
    publisher: str = attrs.field(default="", validator=is_text)
    published: str | None = attrs.field(default=None, validator=is_optional(is_partial_date))
    url: str = attrs.field(default="", validator=is_text)
    note: str = attrs.field(default="", validator=is_text)


def _is_bare(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    if value != value.strip():
        raise InvalidValueError(
            f"the place {shown(value)} has spaces too many", path=field.name, value=value
        )


@attrs.frozen
class Citation:
    """A place in a source; written ``S0 L17-19``.

    Args:
        source: Id of a source of the same framework.
        locator: The place in it, in the words of the source's note; empty
            for the whole.

    Raises:
        InvalidValueError: Spaces around the place, or more than one line.

    Examples:
        >>> str(Citation("S0", "L17-19"))
        'S0 L17-19'
    """

    source: SourceId = attrs.field(converter=parse_source_id)
    locator: str = attrs.field(default="", validator=[is_one_line, _is_bare])

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".rstrip()


def parse_citation(text: str | Citation) -> Citation:
    """Return the citation that *text* writes.

    Args:
        text: Id of a source, and after a space the place in it.

    Returns:
        The citation; a citation comes back as it is.

    Raises:
        WrongTypeError: Neither text nor a citation.
        InvalidIdentifierError: The first word is no id of a source.
        InvalidValueError: Spaces too many, or more than one line.

    Examples:
        >>> parse_citation("S0 L17-19").locator
        'L17-19'
    """
    if isinstance(text, Citation):
        return text
    if not isinstance(text, str):
        raise WrongTypeError(
            f"a citation is text such as 'S0 L17-19', not {shown(text)}", value=text
        )
    source, _, locator = text.partition(" ")
    return Citation(source, locator)


def parse_citations(texts: Iterable[str | Citation]) -> tuple[Citation, ...]:
    """Return the citations that *texts* write, in order.

    Args:
        texts: Each as for `parse_citation`; may be empty.

    Returns:
        As many citations.

    Raises:
        WrongTypeError: A single string, or a part that is no citation.
        InvalidIdentifierError: A part names no source.
    """
    if isinstance(texts, str):
        raise WrongTypeError(f"expected several citations, not {shown(texts)}", value=texts)
    return tuple(parse_citation(text) for text in texts)

"""Sets of mappings out as SSSOM files."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

import attrs

from socialmaturity.errors import InvalidValueError, shown
from socialmaturity.io.formulas import is_formula
from socialmaturity.io.sssom.content import Content
from socialmaturity.io.sssom.metadata import yaml_lines
from socialmaturity.io.sssom.prefixes import SETS, XSD
from socialmaturity.io.sssom.reading import Format
from socialmaturity.io.sssom.slots import (
    ROW_SLOTS,
    SET_SLOTS,
    Kind,
    split_values,
)
from socialmaturity.mapping.collection import Loss, MappingSet, Written
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.fields import parse_word
from socialmaturity.model.framework import Framework

_QUOTE: Final = frozenset('\t\n"')


@attrs.frozen(kw_only=True)
class WrittenSssom(Written):
    """A text in SSSOM, and what it could not carry.

    Args:
        text: The whole file, or its table alone.
        losses: What was left out or weakened, in order; empty where nothing.
        metadata: The metadata block where that is a file of its own; else
            empty.
    """

    metadata: str = attrs.field(default="", repr=False)


def to_sssom(
    value: MappingSet | Crosswalk,
    *,
    format: Format = "tsv",  # noqa: A002 the word
    external_metadata: bool = False,
    canonical: bool = True,
    reading: Reading | str = Reading.CAUTIOUS,
    frameworks: Iterable[Framework] = (),
) -> WrittenSssom:
    """Return mappings as a text in SSSOM 1.1; what its slots cannot say stands in extension slots.

    Args:
        value: The mappings.
        format: ``tsv`` or ``json``.
        external_metadata: Whether the metadata block is a text of its own;
            only for ``tsv``.
        canonical: Whether to write as the standard asks so that files can be
            compared: records sorted, slots that all share moved to the set,
            numbers rounded to three digits, nothing declared that is not
            used. Otherwise the order stays.
        reading: How strictly a reader will take the predicates; a strict
            file says so.
        frameworks: Those whose stages get their label and, on a ladder,
            their order.

    Returns:
        The text, and what readers that do not know our extension slots will
        miss. In a table, also the cells that a spreadsheet program may take
        for formulas: the standard does not let them be written otherwise.

    Raises:
        WrongTypeError: Neither a set nor a crosswalk.
        InvalidValueError: No such format or reading, or metadata apart from
            JSON.

    References:
        A Simple Standard for Sharing Ontological Mappings, version 1.1:
        canonical SSSOM/TSV format.

    Examples:
        >>> from socialmaturity.mapping.link import Mapping
        >>> own = Mapping(subject="solis:2", relation="inside", object="carfi:2",
        ...               confidence=0.75, justification="Both are first tries.")
        >>> text = to_sssom(MappingSet(mappings=(own,))).text
        >>> print(text.splitlines()[-1].replace(chr(9), " "))
        solis:2 skos:broadMatch carfi:2 semapv:ManualMappingCuration 1:1 0.75 Both are first tries.
    """
    if format not in get_args(Format):
        raise InvalidValueError(
            f"expected the format 'tsv' or 'json', not {shown(format)}", path="format", value=format
        )
    if external_metadata and format == "json":
        raise InvalidValueError(
            "JSON holds its metadata itself; leave out external_metadata", path="external_metadata"
        )
    content = Content(value, canonical=canonical, reading=parse_word(Reading, reading, "reading"))
    content.fill(frameworks)
    file = _Texts(content)
    if format == "json":
        text = file.json()
        return WrittenSssom(text=text, losses=tuple(content.losses))
    metadata, table = file.metadata(), file.table()
    losses = (*content.losses, *_formulas(content))
    if external_metadata:
        text = "".join(f"{line}\n" for line in metadata)
        return WrittenSssom(text=table, losses=losses, metadata=text)
    block = "".join(f"#{line}\n" for line in metadata)
    return WrittenSssom(text=block + table, losses=losses)


def _formulas(content: Content) -> Iterator[Loss]:
    """Yield what a spreadsheet program would not show as it is; the standard has no way around."""
    for cells in content.records:
        for name, text in cells.items():
            if is_formula(text) and (name not in ROW_SLOTS or ROW_SLOTS[name].kind is Kind.TEXT):
                yield Loss(
                    code="formula",
                    what=f"{cells.get('subject_id', '')} {cells.get('object_id', '')}: {name}",
                    told=f"a spreadsheet program may take {shown(text)} for a formula",
                )


class _Texts:
    """Puts the content of a file into its format."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._names = content.names

    def _typed(self) -> frozenset[str]:
        """Return the slots whose values are written plain."""
        plain = (Kind.NUMBER, Kind.DATE)
        return frozenset(
            {
                *(name for name, slot in SET_SLOTS.items() if slot.kind in plain),
                self._names.own["ext_unnamed"],
            }
        )

    def metadata(self) -> list[str]:
        """Return the lines of the metadata block, without the ``#``."""
        parts = self._content.parts()
        if not parts["mapping_set_id"]:
            lines = [*yaml_lines(parts, self._typed()), self.table()]
            parts["mapping_set_id"] = _made_up_id(lines)
        return yaml_lines(parts, self._typed())

    def table(self) -> str:
        """Return the table."""
        columns = self._content.columns()
        lines = ["\t".join(columns)]
        lines += [
            "\t".join([_quoted(cells.get(name, "")) for name in columns])
            for cells in self._content.records
        ]
        return "".join(f"{line}\n" for line in lines)

    def json(self) -> str:
        """Return the whole set as JSON."""
        parts = self._content.parts("@context")
        columns = self._content.columns()
        numbers = {name for name, slot in SET_SLOTS.items() if slot.kind is Kind.NUMBER}
        plain: dict[str, Any] = {
            name: float(text) if name in numbers else text for name, text in parts.items()
        }
        unnamed = self._names.own["ext_unnamed"]
        if unnamed in plain:
            plain[unnamed] = True
        plain["mappings"] = [
            {name: self._json_value(name, cells[name]) for name in columns if name in cells}
            for cells in self._content.records
        ]
        if not plain["mapping_set_id"]:
            plain["mapping_set_id"] = _made_up_id([json.dumps(plain)])
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"

    def _json_value(self, name: str, text: str) -> str | int | float | list[str]:
        slot = ROW_SLOTS.get(name)
        if slot is None:
            is_order = self._names.definition(name).kind == f"{XSD}integer" and text.isdecimal()
            is_ours = name in self._names.own.values()
            return int(text) if is_order and is_ours else text
        if slot.several:
            return split_values(text)
        return float(text) if slot.kind is Kind.NUMBER else text


def _made_up_id(lines: Iterable[str]) -> str:
    """Return an address for a set that has none, the same for the same content."""
    digest = hashlib.sha256("\n".join(lines).encode()).digest()
    return f"{SETS}{uuid.UUID(bytes=digest[:16], version=5)}"


def _quoted(text: str) -> str:
    if _QUOTE.isdisjoint(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'

"""The standard hash of an SSSOM record, by which implementations recognise the same record."""

from collections.abc import Mapping
from typing import Final

from socialmaturity.io.sssom.carried import rounded
from socialmaturity.io.sssom.content import as_set
from socialmaturity.io.sssom.names import Definition, Names
from socialmaturity.io.sssom.prefixes import expand
from socialmaturity.io.sssom.records import Recorder
from socialmaturity.io.sssom.slots import (
    REFERENCE_TYPES,
    ROW_SLOTS,
    Kind,
    parse_bounded,
    split_values,
)
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.fields import parse_word
from socialmaturity.model.scale import show_number

_LEFT_OUT: Final = frozenset({"record_id", "mapping_cardinality"})
_OFFSET: Final = 0xCBF29CE484222325
_PRIME: Final = 0x100000001B3
_ALL: Final = 0xFFFFFFFFFFFFFFFF


def record_hashes(
    value: MappingSet | Crosswalk, *, reading: Reading | str = Reading.CAUTIOUS
) -> tuple[str, ...]:
    """Return the standard hash of each record of a set.

    Equal hashes mean, as good as surely, equal records, whichever program
    made them: prefixes are written out, and neither the order of records nor
    that of slots counts. Numbers count with three digits. What is carried in
    our extension slots counts, too.

    Args:
        value: The mappings.
        reading: How strictly the predicates are taken, as for writing.

    Returns:
        Sixteen hexadecimal digits for each mapping, in order, then for each
        statement that there is no counterpart.

    Raises:
        WrongTypeError: Neither a set nor a crosswalk.
        InvalidValueError: No such reading.

    References:
        SSSOM 1.1, Hashing a SSSOM mapping record; RFC 9923, FNV-1a. Lengths
        are counted in characters and the eight bytes written least
        significant first, as the standard's own examples and its
        implementations do.

    Examples:
        >>> from socialmaturity.mapping.link import Mapping
        >>> own = Mapping(subject="solis:2", relation="inside", object="carfi:2",
        ...               confidence=0.75, justification="Both are first tries.")
        >>> record_hashes(MappingSet(mappings=(own,)))
        ('5FBFAE94CD42D970',)
    """
    whole = as_set(value)
    names = Names(whole)
    recorder = Recorder(names, reading=parse_word(Reading, reading, "reading"), canonical=False)
    hashes: list[str] = []
    for record in (
        *map(recorder.mapping, whole.mappings),
        *map(recorder.no_counterpart, whole.no_counterparts),
    ):
        record.settle()
        extensions = {
            name: names.definition(name) for name in record.cells if name not in ROW_SLOTS
        }
        hashes.append(hash_cells(record.cells, names.prefixes, extensions))
    return tuple(hashes)


def hash_cells(
    cells: Mapping[str, str],
    prefixes: Mapping[str, str],
    extensions: Mapping[str, Definition],
) -> str:
    """Return the standard hash of a record.

    Args:
        cells: Its slots; none is empty.
        prefixes: The address that each prefix stands for.
        extensions: What its extension slots mean.

    Returns:
        Sixteen hexadecimal digits.
    """
    return _fnv(expression(cells, prefixes, extensions).encode())


def expression(
    cells: Mapping[str, str],
    prefixes: Mapping[str, str],
    extensions: Mapping[str, Definition],
) -> str:
    """Return the canonical S-expression of a record; arguments as for `hash_cells`."""
    parts = [
        f"({_counted(name)}{_standard(name, cells[name], prefixes)})"
        for name in ROW_SLOTS
        if name in cells and name not in _LEFT_OUT
    ]
    if extensions:
        meant = sorted(extensions.items(), key=lambda pair: pair[1].meaning)
        inner = "".join(
            f"({_counted(own.meaning)}{_counted(_extension(cells[name], own, prefixes))})"
            for name, own in meant
        )
        parts.append(f"({_counted('extensions')}({inner}))")
    return f"({_counted('mapping')}({''.join(parts)}))"


def _counted(text: str) -> str:
    return f"{len(text)}:{text}"


def _standard(name: str, text: str, prefixes: Mapping[str, str]) -> str:
    slot = ROW_SLOTS[name]
    values = split_values(text) if slot.several else [text]
    if slot.kind is Kind.REFERENCE or name == "mapping_justification":
        values = [expand(value, prefixes) for value in values]
    elif slot.kind is Kind.NUMBER:
        values = [show_number(rounded(parse_bounded(value, slot.bounds))) for value in values]
    counted = "".join(map(_counted, sorted(values)))
    return f"({counted})" if slot.several else counted


def _extension(text: str, definition: Definition, prefixes: Mapping[str, str]) -> str:
    return expand(text, prefixes) if definition.kind in REFERENCE_TYPES else text


def _fnv(content: bytes) -> str:
    """Return the 64-bit FNV-1a hash."""
    found = _OFFSET
    for byte in content:
        found = ((found ^ byte) * _PRIME) & _ALL
    return found.to_bytes(8, "little").hex().upper()

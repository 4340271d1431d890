"""What the metadata of a file says: of the set, of its prefixes and of its extension slots."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import FrameworkId
from socialmaturity.io.bounds import LONGEST_ADDRESS
from socialmaturity.io.sssom.carried import parse_pairs, without_path
from socialmaturity.io.sssom.metadata import Entry
from socialmaturity.io.sssom.prefixes import (
    BUILT_IN,
    FRAMEWORKS,
    OURS,
    expand,
    framework_of,
    parse_iri,
    prefix_of,
    stages_iri,
)
from socialmaturity.io.sssom.sheet import Sheet, text_problem
from socialmaturity.io.sssom.slots import (
    NAME,
    OWN_PROPERTIES,
    OWN_SET_SLOTS,
    PROPAGATABLE,
    ROW_SLOTS,
    SET_SLOTS,
    STANDARD,
    STRUCTURED,
    TEXT_TYPE,
    UNDEFINED,
    check_extension,
    join_values,
    parse_cell,
    split_values,
)
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.fields import parse_word

UNSPECIFIED: Final = "https://w3id.org/sssom/license/unspecified"
"""The licence of a set for which none is given."""

FIELDS: Final = {
    "mapping_set_id": "id",
    "mapping_set_title": "title",
    "mapping_set_version": "version",
    "mapping_set_description": "note",
    "license": "license",
    "creator_label": "authors",
}
"""The slots that are fields of a set of ours."""

_PARTS: Final = ("slot_name", "property", "type_hint")


@attrs.define
class Header:
    """What is said of a whole set.

    Args:
        lenient: Whether what is readable is kept in spite of its problems.
        names: What the caller says of prefixes and sources.
        reading: How strictly words are taken.
        slots: The standard slots that are given.
        extensions: The extension slots of the set.
        prefixes: The address that each prefix stands for.
        declared: Those that the file declares.
        types: The type of each extension slot that is declared.
        own: Our extension slots by the name that the file gives them.
        kept: What goes into the set's extra as it is.
        stage_prefixes: The prefixes under which stages stand, and the
            framework of each.
        used: The prefixes that stand before anything else.
    """

    lenient: bool
    names: Mapping[str, str]
    reading: Reading
    slots: dict[str, str] = attrs.field(factory=dict[str, str])
    extensions: dict[str, str] = attrs.field(factory=dict[str, str])
    prefixes: dict[str, str] = attrs.field(factory=lambda: dict(BUILT_IN))
    declared: dict[str, str] = attrs.field(factory=dict[str, str])
    types: dict[str, str] = attrs.field(factory=dict[str, str])
    own: dict[str, str] = attrs.field(factory=dict[str, str])
    kept: dict[str, str] = attrs.field(factory=dict[str, str])
    stage_prefixes: dict[str, FrameworkId] = attrs.field(factory=dict[str, FrameworkId])
    used: set[str] = attrs.field(factory=set[str])

    @property
    def relative(self) -> bool:
        """Whether addresses may be incomplete, as in a file of version 1.0."""
        return self.slots.get("sssom_version") != "1.1"

    def framework(self, prefix: str) -> FrameworkId | None:
        """Return the framework whose stages a prefix names, and remember that it does."""
        if prefix not in self.stage_prefixes:
            found = framework_of(prefix, self.names)
            if found is None:
                return None
            self.stage_prefixes[prefix] = found
        return self.stage_prefixes[prefix]

    def own_value(self, name: str) -> str:
        """Return the value of one of our extension slots; empty where there is none."""
        return next(
            (text for key, text in self.extensions.items() if self.own.get(key) == name), ""
        )


def read_header(sheet: Sheet, header: Header) -> None:
    """Read the metadata of a file.

    Args:
        sheet: The file; problems are added to its own.
        header: Is filled.
    """
    reader = _Reader(sheet, header)
    reader.read_prefixes()
    reader.read_definitions()
    reader.read_slots()


class _Reader:
    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header

    def _tell(self, problem: SocialMaturityError, entry: Entry) -> None:
        self._sheet.problems.append((entry.line, problem.under(entry.path)))

    def _table(self, entry: Entry) -> Iterator[tuple[str, Entry]]:
        """Yield the pairs of a table; tell of anything else."""
        if isinstance(entry.value, dict):
            yield from entry.value.items()
        elif entry.value is not None:
            self._tell(
                WrongTypeError("expected a table, such as 'solis: https://example.org/'"), entry
            )

    def _texts(self, entry: Entry) -> list[str]:
        """Return the texts of an entry; tell of anything else."""
        parts = entry.value if isinstance(entry.value, list) else [entry]
        texts: list[str] = []
        for part in parts:
            if isinstance(part.value, str):
                problem = text_problem(part.value)
                if problem:
                    self._tell(problem, part)
                elif part.value:
                    texts.append(part.value)
            elif part.value is not None:
                self._tell(WrongTypeError("expected text"), part)
        return texts

    def read_prefixes(self) -> None:
        """Read the slot ``curie_map``, and the context that JSON-LD has instead."""
        for slot in ("@context", "curie_map"):
            entry = self._sheet.entries.pop(slot, Entry("", None))
            context = slot == "@context"
            for prefix, own in self._table(entry):
                if context and (prefix.startswith("@") or isinstance(own.value, dict)):
                    continue  # a term of the schema, and no prefix
                self._read_prefix(prefix, own)
        for prefix, address in self._header.declared.items():
            default = stages_iri(prefix.removeprefix("_"))
            ours = prefix_of(prefix.removeprefix("_")) == prefix and address == default
            if address not in (OURS, FRAMEWORKS) and not ours:
                self._header.kept[f"curie_map.{prefix}"] = address

    def _read_prefix(self, prefix: str, entry: Entry) -> None:
        texts = self._texts(entry)
        try:
            if NAME.fullmatch(prefix) is None:
                raise InvalidValueError(
                    f"{shown(prefix)} is no prefix; expected a name such as 'solis'", value=prefix
                )
            address = parse_iri(texts[0] if texts else "")
            if len(address) > LONGEST_ADDRESS:
                raise InvalidValueError(
                    f"an address of {len(address)} characters; a prefix stands for at most"
                    f" {LONGEST_ADDRESS}",
                    value=address,
                )
            if BUILT_IN.get(prefix, address) != address:
                raise InvalidValueError(
                    f"the prefix {shown(prefix)} is built in and stands for {BUILT_IN[prefix]!r};"
                    " choose another name",
                    value=address,
                )
        except SocialMaturityError as problem:
            self._tell(problem, entry)
            return
        if prefix not in BUILT_IN:
            self._header.prefixes[prefix] = self._header.declared[prefix] = address

    def read_definitions(self) -> None:
        """Read the slot ``extension_definitions``."""
        entry = self._sheet.entries.pop("extension_definitions", Entry("", None))
        if not isinstance(entry.value, list):
            if entry.value is not None:
                self._tell(WrongTypeError("expected a list of definitions"), entry)
            return
        properties: set[str] = set()
        for own in entry.value:
            try:
                self._read_definition(
                    {key: self._texts(v) for key, v in self._table(own)}, properties
                )
            except SocialMaturityError as problem:
                self._tell(problem, own)

    def _read_definition(self, parts: dict[str, list[str]], properties: set[str]) -> None:
        header = self._header
        plain = {key: texts[0] for key, texts in parts.items() if texts}
        for key in plain:
            if key not in _PARTS:
                raise UnknownKeyError(key, _PARTS, within="the definition of an extension slot")
        name = plain.get("slot_name", "")
        if NAME.fullmatch(name) is None or name in STANDARD:
            raise InvalidValueError(
                f"{shown(name)} cannot be the name of an extension slot; expected one such as"
                " 'ext_strength' that the standard does not use",
                path="slot_name",
                value=name,
            )
        given, kind = plain.get("property", ""), plain.get("type_hint", "")
        meaning = expand(given, header.prefixes) if given else f"{UNDEFINED}{name}"
        type_hint = expand(kind, header.prefixes) if kind else TEXT_TYPE
        if name in header.types or meaning in properties:
            raise DuplicateError(
                f"two definitions have the name {shown(name)} or its property {shown(meaning)}",
                value=name,
            )
        properties.add(meaning)
        header.types[name] = type_hint
        if meaning in OWN_PROPERTIES:
            header.own[name] = OWN_PROPERTIES[meaning]
            return
        for reference in (given, kind):
            header.used.add(reference.partition(":")[0])
        if given and meaning != f"{UNDEFINED}{name}":
            header.kept[f"extension_definitions.{name}.property"] = given
        if type_hint != TEXT_TYPE:
            header.kept[f"extension_definitions.{name}.type_hint"] = kind

    def read_slots(self) -> None:
        """Read all other slots; the version first, since others depend on it."""
        entries = self._sheet.entries
        for name in sorted(entries, key=lambda name: name != "sssom_version"):
            try:
                self._read_slot(name, entries[name])
            except SocialMaturityError as problem:
                self._tell(problem, entries[name])
        for name in ("mapping_set_id", "license"):
            if name not in entries:
                self._sheet.problems.append(
                    (0, MissingValueError(f"the slot {name!r} is required", path=name))
                )

    def _read_slot(self, name: str, entry: Entry) -> None:
        header = self._header
        texts = self._texts(entry)
        if name not in SET_SLOTS:
            self._read_extension(name, texts)
            return
        slot = SET_SLOTS[name]
        if len(texts) > 1 and not slot.several:
            raise WrongTypeError(f"expected one value, not {len(texts)}")
        if not texts:
            return
        text = join_values(texts) if slot.several else texts[0]
        try:
            text = parse_cell(slot, text, header.prefixes, relative=header.relative)
        except InvalidValueError as problem:
            if not header.lenient or problem.code != "undeclared-prefix":
                raise
            self._tell(problem, entry)
        if name in FIELDS:
            _check_field(FIELDS[name], text)
        header.slots[name] = text

    def _read_extension(self, name: str, texts: list[str]) -> None:
        header = self._header
        text = "".join(texts[:1])
        if len(texts) > 1:
            raise WrongTypeError(f"an extension slot has one value, not {len(texts)}")
        if name not in header.types:
            if name in ROW_SLOTS:
                hint = "it is a slot of single records and of no set"
            else:
                hint = "declare an extension slot in extension_definitions"
            problem = UnknownKeyError(name, (*SET_SLOTS, *STRUCTURED), hint=hint)
            if not header.lenient or text_problem(name):
                raise problem
            self._tell(problem, self._sheet.entries[name])
        elif text:
            check_extension(text, header.types[name], header.prefixes)
        if header.own.get(name) == "ext_extra":
            parse_pairs(text or "{}")
        elif header.own.get(name) == "ext_reading":
            header.reading = parse_word(Reading, text, "")
        if text:
            header.extensions[name] = text


def _check_field(field: str, text: str) -> None:
    """Refuse what a field of a set cannot be."""
    value: Any = tuple(split_values(text)) if field == "authors" else text
    try:
        MappingSet(**{field: value})
    except SocialMaturityError as problem:
        raise without_path(problem) from None


def propagate(header: Header, sheet: Sheet) -> None:
    """Let the records have what the metadata says of each of them.

    Args:
        header: The metadata; a slot that is propagated is taken from it.
        sheet: The records. A slot for which any of them has a value of its
            own stays with the set.
    """
    for slot in PROPAGATABLE:
        if slot in header.slots and sheet.numbers and not any(sheet.columns.get(slot, ())):
            sheet.columns[slot] = [header.slots.pop(slot)] * len(sheet.numbers)


def set_fields(header: Header) -> dict[str, Any]:
    """Return the fields of a set but for its mappings.

    Args:
        header: What its metadata says.

    Returns:
        The fields as a `MappingSet` takes them.
    """
    fields: dict[str, Any] = {
        field: header.slots[slot] for slot, field in FIELDS.items() if slot in header.slots
    }
    if "authors" in fields:
        fields["authors"] = tuple(split_values(fields["authors"]))
    if header.own_value("ext_unnamed") == "true":
        fields["id"] = ""
    if fields.get("license") == UNSPECIFIED:
        fields["license"] = ""
    for name, field in (("ext_mapping_set_id", "id"), ("ext_license", "license")):
        if header.own_value(name):
            fields[field] = header.own_value(name)
    extra = dict(header.kept)
    taken = {*FIELDS, "sssom_version"}
    extra |= {slot: text for slot, text in header.slots.items() if slot not in taken}
    ours = {name for name, own in header.own.items() if own in OWN_SET_SLOTS}
    extra |= {name: text for name, text in header.extensions.items() if name not in ours}
    extra |= parse_pairs(header.own_value("ext_extra") or "{}")
    fields["extra"] = tuple(extra.items())
    return fields

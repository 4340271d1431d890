"""Everything that is written of a set, before it is put into a format."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from socialmaturity.errors import WrongTypeError, shown
from socialmaturity.io.sssom.cardinality import count
from socialmaturity.io.sssom.carried import check_other, is_other, pairs_text
from socialmaturity.io.sssom.header import UNSPECIFIED
from socialmaturity.io.sssom.names import Definition, Names, is_iri
from socialmaturity.io.sssom.prefixes import BUILT_IN
from socialmaturity.io.sssom.records import Record, Recorder
from socialmaturity.io.sssom.slots import (
    COMPOSED,
    PROPAGATABLE,
    REFERENCE_TYPES,
    REQUIRED,
    ROW_SLOTS,
    SET_SLOTS,
    Kind,
    is_right,
    join_values,
    split_values,
)
from socialmaturity.mapping.collection import Loss, MappingSet
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.framework import Framework

_Cells = dict[str, str]


def as_set(value: MappingSet | Crosswalk) -> MappingSet:
    """Return mappings as a set.

    Args:
        value: A set, or a crosswalk.

    Returns:
        The set.

    Raises:
        WrongTypeError: Anything else.
    """
    if isinstance(value, Crosswalk):
        return MappingSet.of([value])
    if not isinstance(value, MappingSet):
        raise WrongTypeError(
            f"expected a MappingSet or a Crosswalk, not {shown(value)}", value=value
        )
    return value


class Content:
    """The records of a set and the slots of the set itself, in the standard's order.

    Args:
        value: The mappings.
        canonical: Whether to write as the standard asks so that files can be
            compared.
        reading: How strictly a reader will take the predicates.

    Attributes:
        names: The prefixes and extension slots.
        records: The cells of each record, by slot.
        losses: What is said less of than the mappings do.
    """

    names: Names
    records: list[_Cells]
    losses: list[Loss]

    def __init__(self, value: MappingSet | Crosswalk, *, canonical: bool, reading: Reading) -> None:
        self._value = as_set(value)
        self._canonical = canonical
        self._reading = reading
        self.names = Names(self._value)
        self.records = []
        self._slots: dict[str, str] = dict(self.names.slots)
        self._extensions: dict[str, str] = dict(self.names.extensions)
        self.losses = list(_lost(value)) if isinstance(value, Crosswalk) else []

    def fill(self, frameworks: Iterable[Framework]) -> None:
        """Make the records and the slots of the set."""
        recorder = Recorder(
            self.names,
            reading=self._reading,
            frameworks=frameworks,
            canonical=self._canonical,
        )
        records = [
            *map(recorder.mapping, self._value.mappings),
            *map(recorder.no_counterpart, self._value.no_counterparts),
        ]
        self.losses += recorder.losses
        self._take_others()
        self._settle_ids(records)
        for record in records:
            if record.aside:
                self._lose_aside(record.what, record.aside)
            record.settle()
        self.records = [*(record.cells for record in records), *self.names.others]
        self._settle_propagated()
        count(self.records)
        if self._canonical:
            self._condense()
        self._set_fields()
        self._sort()

    def _lose_aside(self, what: str, aside: Mapping[str, str]) -> None:
        self.losses.append(
            Loss(
                code="set-aside",
                what=what,
                told=f"no slot can say {', '.join(map(repr, aside))}; kept in ext_extra",
            )
        )

    def _take_others(self) -> None:
        """Write the records that speak of no stages, if all of them are right."""
        names = self.names
        if not all(map(self._is_right_other, names.others)):
            names.aside["other_rows"] = dict(self._value.extra)["other_rows"]
            names.others = []

    def _is_right_other(self, cells: _Cells) -> bool:
        names = self.names
        try:
            check_other(cells, names.prefixes)
        except ValueError:
            return False
        return (
            is_other(cells)
            and "mapping_cardinality" not in cells
            and (
                not {"review_date", "reviewer_agreement"} & cells.keys()
                or bool({"reviewer_id", "reviewer_label"} & cells.keys())
            )
            and all(self._is_right_cell(name, text) for name, text in cells.items())
        )

    def _is_right_cell(self, name: str, text: str) -> bool:
        if name in ROW_SLOTS:
            is_short = len(text) <= 5 or ROW_SLOTS[name].kind is not Kind.NUMBER  # noqa: PLR2004
            return is_right(ROW_SLOTS[name], text, self.names.prefixes) and is_short
        return self.names.is_extension(name, text)

    def _settle_ids(self, records: Sequence[Record]) -> None:
        """Either every record has an id of its own, or none has any."""
        names = self.names
        cells = [*(record.cells for record in records), *names.others]
        ids = [own["record_id"] for own in cells if "record_id" in own]
        if len(set(ids)) == len(cells) or not ids:
            return
        for record in records:
            if "record_id" in record.cells:
                record.aside["record_id"] = record.cells.pop("record_id")
        if any("record_id" in own for own in names.others):
            names.aside["other_rows"] = dict(self._value.extra)["other_rows"]
            names.others = []

    def _settle_propagated(self) -> None:
        """Set aside what would be read as a slot of each record."""
        for slot in PROPAGATABLE:
            taken = any(slot in cells for cells in self.records)
            if slot in self._slots and self.records and not taken:
                self.names.aside[slot] = self._slots.pop(slot)

    def _condense(self) -> None:
        """Move to the set what all records share."""
        for slot in PROPAGATABLE:
            values = {cells.get(slot, "") for cells in self.records}
            if len(values) == 1 and "" not in values and slot not in self._slots:
                self._slots[slot] = values.pop()
                for cells in self.records:
                    del cells[slot]

    def _set_fields(self) -> None:
        value, own, slots = self._value, self.names.own, self._slots
        slots["mapping_set_id"] = value.id
        slots["license"] = value.license
        if not is_iri(value.license) or value.license == UNSPECIFIED:
            slots["license"] = UNSPECIFIED
            if value.license:
                self._extensions[own["ext_license"]] = value.license
                self._lose_field("license", value.license)
        if not is_iri(value.id):
            del slots["mapping_set_id"]
            if value.id:
                self._extensions[own["ext_mapping_set_id"]] = value.id
                self._lose_field("mapping_set_id", value.id)
            else:
                self._extensions[own["ext_unnamed"]] = "true"
        for slot, text in (
            ("mapping_set_title", value.title),
            ("mapping_set_version", value.version),
            ("mapping_set_description", value.note),
            ("creator_label", join_values(value.authors)),
        ):
            if text:
                slots[slot] = text
        if self._reading is Reading.STRICT:
            self._extensions[own["ext_reading"]] = self._reading.value
        if self.names.aside:
            self._lose_aside("set", self.names.aside)
            self._extensions[own["ext_extra"]] = pairs_text(self.names.aside)
        if self._is_new():
            slots["sssom_version"] = "1.1"

    def _lose_field(self, slot: str, text: str) -> None:
        self.losses.append(
            Loss(
                code="no-address",
                what=slot,
                told=f"{shown(text)} is no address; another one stands there, and it stands in"
                " an extension slot",
            )
        )

    def _is_new(self) -> bool:
        """Whether something is used that version 1.0 does not have."""
        used = {name for cells in self.records for name in cells if name in ROW_SLOTS}
        return (
            any(ROW_SLOTS[name].since != "1.0" for name in used)
            or any(SET_SLOTS[name].since != "1.0" for name in self._slots)
            or any("0:0" in cells.values() or COMPOSED in cells.values() for cells in self.records)
            or COMPOSED in self._slots.values()
        )

    def _sort(self) -> None:
        """Bring the records into the standard's order."""
        if not self._canonical:
            return
        columns = self.columns()

        def key(cells: _Cells) -> tuple[str, ...]:
            return tuple(cells.get(name, "") for name in columns)

        before = [id(cells) for cells in self.records]
        self.records.sort(key=key)
        if before != [id(cells) for cells in self.records]:
            self.losses.append(
                Loss(
                    code="order",
                    what="mappings",
                    told="they are sorted as the canonical form asks; canonical=False keeps the"
                    " order",
                )
            )

    def columns(self) -> list[str]:
        """Return the slots that the records have, in order."""
        used = {name for cells in self.records for name in cells}
        if not used:
            return list(REQUIRED)
        return [
            *(name for name in ROW_SLOTS if name in used),
            *self._sorted_extensions(used - ROW_SLOTS.keys()),
        ]

    def _sorted_extensions(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: self.names.definition(name).meaning)

    def _definitions(self) -> dict[str, Definition]:
        """Return the extension slots that are declared, in the order of what they mean."""
        used = {name for cells in self.records for name in cells} - ROW_SLOTS.keys()
        used |= self._extensions.keys()
        unused = self.names.definitions.keys() - used
        if self._canonical and unused:
            self._lose_unused("extension slots", unused)
        elif not self._canonical:
            used |= unused
        return {name: self.names.definition(name) for name in self._sorted_extensions(used)}

    def _lose_unused(self, what: str, unused: Iterable[str]) -> None:
        names = ", ".join(map(repr, sorted(unused)))
        told = f"{names} are declared and used nowhere, so the canonical form leaves them out"
        self.losses.append(Loss(code="unused", what=what, told=told))

    def _prefixes(self, definitions: Mapping[str, Definition]) -> dict[str, str]:
        """Return the prefixes that are declared."""
        used = set[str]()
        for name, definition in definitions.items():
            used |= {definition.property.partition(":")[0], definition.type_hint.partition(":")[0]}
            if definition.kind in REFERENCE_TYPES:
                texts = {cells.get(name, "") for cells in self.records}
                used |= {
                    text.partition(":")[0] for text in {*texts, self._extensions.get(name, "")}
                }
        for cells in (self._slots, *self.records):
            for name, text in cells.items():
                slot = ROW_SLOTS.get(name) or SET_SLOTS.get(name)
                if slot and slot.kind is Kind.REFERENCE:
                    used.update(one.partition(":")[0] for one in text.split("|"))
        unused = self.names.given.keys() - used
        if self._canonical and unused:
            self._lose_unused("prefixes", unused)
        elif not self._canonical:
            used |= unused
        prefixes = self.names.prefixes
        return {name: prefixes[name] for name in sorted(used - BUILT_IN.keys()) if name in prefixes}

    def parts(self, where: str = "curie_map") -> dict[str, Any]:
        """Return the slots of the set in their order, with their parts; the prefixes *where*."""
        definitions = self._definitions()
        parts: dict[str, Any] = {}
        if "sssom_version" in self._slots:
            parts["sssom_version"] = self._slots["sssom_version"]
        prefixes = self._prefixes(definitions)
        if prefixes:
            parts[where] = prefixes
        for name, slot in SET_SLOTS.items():
            if name == "mapping_set_id":
                parts[name] = ""
            if name in self._slots:
                text = self._slots[name]
                parts[name] = split_values(text) if slot.several else text
        if definitions:
            parts["extension_definitions"] = [
                _definition(name, own) for name, own in definitions.items()
            ]
        for name in self._sorted_extensions(self._extensions):
            parts[name] = self._extensions[name]
        return parts


def _lost(crosswalk: Crosswalk) -> Iterable[Loss]:
    """Yield what a crosswalk says that a set does not."""
    for name in ("exhaustive", "dropped"):
        if getattr(crosswalk, name):
            yield Loss(
                code=name, what=name, told="SSSOM has no place for it; keep the crosswalk as TOML"
            )


def _definition(name: str, definition: Definition) -> dict[str, str]:
    parts = {
        "slot_name": name,
        "property": definition.property,
        "type_hint": definition.type_hint,
    }
    return {key: text for key, text in parts.items() if text}

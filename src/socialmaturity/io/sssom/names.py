"""The prefixes and extension slots of a set that is written, and the slots of the set itself."""

from fractions import Fraction
from typing import Final

import attrs

from socialmaturity.errors import InvalidValueError
from socialmaturity.io.bounds import LONGEST_ADDRESS
from socialmaturity.io.sssom.carried import parse_others, rounded
from socialmaturity.io.sssom.header import FIELDS
from socialmaturity.io.sssom.prefixes import (
    BUILT_IN,
    FRAMEWORK_PREFIX,
    FRAMEWORKS,
    OUR_PREFIX,
    OURS,
    expand,
    free_name,
    parse_iri,
    prefix_of,
    stages_iri,
)
from socialmaturity.io.sssom.slots import (
    NAME,
    OWN_PROPERTIES,
    OWN_ROW_SLOTS,
    OWN_SET_SLOTS,
    SET_SLOTS,
    STANDARD,
    TEXT_TYPE,
    UNDEFINED,
    Kind,
    is_right,
    is_right_extension,
)
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.model.scale import show_number

_PREFIX: Final = "curie_map."
_DEFINITION: Final = "extension_definitions."
_PARTS: Final = ("property", "type_hint")


@attrs.frozen
class Definition:
    """What an extension slot means.

    Args:
        property: The CURIE that the definition gives; may be empty.
        meaning: The address of the property.
        type_hint: The CURIE of the type; empty for text.
        kind: The address of the type.
    """

    property: str
    meaning: str
    type_hint: str = ""
    kind: str = TEXT_TYPE


class Names:
    """Decides what a set's extra is in SSSOM: a prefix, a definition, a slot, or none of them.

    Args:
        value: The set.

    Attributes:
        prefixes: The address that each prefix stands for.
        given: The prefixes of the set's extra.
        definitions: The extension slots of the set's extra, by name.
        own: The names under which our extension slots are written.
        framework_prefix: The prefix of frameworks as sources.
        slots: The standard slots of the set that are no fields of ours.
        extensions: The extension slots of the set.
        others: Records that speak of no stages.
        aside: What no slot can say.
    """

    prefixes: dict[str, str]
    given: dict[str, str]
    definitions: dict[str, Definition]
    own: dict[str, str]
    framework_prefix: str
    slots: dict[str, str]
    extensions: dict[str, str]
    others: list[dict[str, str]]
    aside: dict[str, str]

    def __init__(self, value: MappingSet) -> None:
        self.given = {}
        self.definitions = {}
        self.slots = {}
        self.extensions = {}
        self.others = []
        self.aside = {}
        self._take_prefixes(value)
        self._take_definitions(value)
        self.own = {
            name: free_name(name, self.definitions) for name in {**OWN_ROW_SLOTS, **OWN_SET_SLOTS}
        }
        for name, text in value.extra:
            if name not in self._taken:
                self._take_slot(name, text)

    def framework_source(self, framework: str) -> str:
        """Return the CURIE of a framework as the source of stages."""
        return f"{self.framework_prefix}:{framework}"

    def _take_prefixes(self, value: MappingSet) -> None:
        self._taken: set[str] = set()
        for name, address in value.extra:
            prefix = name.removeprefix(_PREFIX)
            if name.startswith(_PREFIX) and _is_prefix(prefix, address):
                self.given[prefix] = address
                self._taken.add(name)
        self.our_prefix: str = free_name(OUR_PREFIX, self.given)
        self.framework_prefix: str = free_name(FRAMEWORK_PREFIX, self.given)
        frameworks = {
            side
            for mapping in value.mappings
            for side in (mapping.subject.framework, mapping.object.framework)
        } | {none.stage.framework for none in value.no_counterparts}
        self.prefixes = {
            **BUILT_IN,
            self.our_prefix: OURS,
            self.framework_prefix: FRAMEWORKS,
            **{prefix_of(framework): stages_iri(framework) for framework in frameworks},
            **self.given,
        }

    def _take_definitions(self, value: MappingSet) -> None:
        given: dict[str, dict[str, str]] = {}
        for key, text in value.extra:
            name, _, part = key.removeprefix(_DEFINITION).rpartition(".")
            right = key.startswith(_DEFINITION) and part in _PARTS and is_extension_name(name)
            if right and self._is_reference(text):
                given.setdefault(name, {})[part] = text
        meanings = {f"{UNDEFINED}{name}" for name in given}
        for name, parts in given.items():
            meaning = f"{UNDEFINED}{name}"
            curie = parts.get("property", "")
            address = expand(curie, self.prefixes) if curie else meaning
            if address in meanings or address in OWN_PROPERTIES or address.startswith(UNDEFINED):
                curie, address = "", meaning
            meanings.add(address)
            hint = parts.get("type_hint", "")
            kind = expand(hint, self.prefixes) if hint else TEXT_TYPE
            hint = "" if kind == TEXT_TYPE else hint
            if curie or hint:
                self.definitions[name] = Definition(curie, address, hint, kind)
            self._taken.update(
                f"{_DEFINITION}{name}.{part}"
                for part, text in zip(_PARTS, (curie, hint), strict=True)
                if text
            )

    def _is_reference(self, text: str) -> bool:
        try:
            expand(text, self.prefixes)
        except InvalidValueError:
            return False
        return True

    def _take_slot(self, name: str, text: str) -> None:
        others = parse_others(text) if name == "other_rows" else None
        if others:
            self.others = others
        elif name in SET_SLOTS and name not in FIELDS and name != "sssom_version":
            right = is_right(SET_SLOTS[name], text, self.prefixes)
            if right:
                number = SET_SLOTS[name].kind is Kind.NUMBER
                self.slots[name] = near_number(Fraction(text)) if number else text
            if not right or self.slots[name] != text:
                self.aside[name] = text
        elif self.is_extension(name, text):
            self.extensions[name] = text
        else:
            self.aside[name] = text

    def is_extension(self, name: str, text: str) -> bool:
        """Return whether a name and a value can be an extension slot that is not ours."""
        if name in self.definitions:
            return is_right_extension(text, self.definitions[name].kind, self.prefixes)
        return bool(text) and is_extension_name(name) and name not in self.own.values()

    def definition(self, name: str) -> Definition:
        """Return what an extension slot means, by the name that it is written with."""
        if name in self.definitions:
            return self.definitions[name]
        for own, written in self.own.items():
            if written == name:
                meaning = own.removeprefix("ext_")
                kind = {**OWN_ROW_SLOTS, **OWN_SET_SLOTS}[own]
                hint = "" if kind == TEXT_TYPE else f"xsd:{kind.rpartition('#')[2]}"
                return Definition(f"{self.our_prefix}:{meaning}", f"{OURS}{meaning}", hint, kind)
        return Definition("", f"{UNDEFINED}{name}")


def _is_prefix(prefix: str, address: str) -> bool:
    """Whether a prefix can be declared, and is no news to the reader."""
    if NAME.fullmatch(prefix) is None or prefix in BUILT_IN or address in (OURS, FRAMEWORKS):
        return False
    if len(address) > LONGEST_ADDRESS:
        return False
    framework = prefix.removeprefix("_")
    if prefix_of(framework) == prefix and address == stages_iri(framework):
        return False
    return is_iri(address)


def is_iri(text: str) -> bool:
    """Return whether a text is a complete address."""
    try:
        return bool(parse_iri(text))
    except InvalidValueError:
        return False


def is_extension_name(name: str) -> bool:
    """Return whether an extension slot may have this name."""
    return (
        name.isascii()
        and NAME.fullmatch(name) is not None
        and name not in STANDARD
        and name != "other_rows"
        and not name.startswith((_PREFIX, _DEFINITION))
    )


def near_number(number: Fraction, *, canonical: bool = True) -> str:
    """Return a number as it is written in a slot.

    Args:
        number: Exact.
        canonical: Whether it is rounded to three digits; else only where a
            float cannot hold it.

    Returns:
        A decimal.
    """
    if not canonical and Fraction(repr(float(number))) == number:
        return show_number(number)
    return show_number(rounded(number))

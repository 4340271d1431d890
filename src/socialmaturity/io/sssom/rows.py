"""Records in, mappings out: each different cell is checked once."""

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import chain, repeat
from typing import Any, Final, TypeVar

import attrs

from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidIdentifierError,
    InvalidValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.identifiers import LONGEST_PLACE, Place, StageRef, StageUnion
from socialmaturity.io.sssom.carried import (
    Pairs,
    foreign_name,
    is_other,
    kept_words,
    meant_relation,
    parse_axis,
    parse_evidence,
    parse_exact,
    parse_pairs,
    parse_predicate,
    parse_rationale,
    parse_sources,
    reason_of,
    rounded,
    without_path,
)
from socialmaturity.io.sssom.columns import EMPTY, PARSED_LATER, Columns
from socialmaturity.io.sssom.header import Header
from socialmaturity.io.sssom.prefixes import expand, split_curie
from socialmaturity.io.sssom.sheet import Sheet
from socialmaturity.io.sssom.slots import (
    COMPOSED,
    MANUAL,
    NO_TERM_FOUND,
    parse_bounded,
    split_values,
)
from socialmaturity.io.sssom.special import Special
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart, Origin, checked_mapping
from socialmaturity.mapping.relation import Relation, parse_relation
from socialmaturity.model.statement import Basis, parse_basis

_ORDINALS: Final = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\+[1-9][0-9]{0,5})*\+?")
_OF_RELATION: Final = ("predicate_id", "predicate_modifier", "ext_relation")
_OWN_PARTS: Final[tuple[tuple[str, Callable[[str], Any], Any], ...]] = (
    ("ext_axis", parse_axis, MATURITY),
    ("ext_basis", parse_basis, Basis.JUDGEMENT),
    ("ext_evidence", parse_evidence, ()),
    ("ext_sources", parse_sources, ()),
    ("ext_review", str, ""),
    ("ext_rationale", parse_rationale, None),
    ("ext_subject_coverage", parse_exact, None),
    ("ext_object_coverage", parse_exact, None),
)
"""Our extension slots that are fields of a mapping: how each is read, and its default."""

_OF_MAPPINGS: Final = frozenset(
    {
        *PARSED_LATER,
        *_OF_RELATION,
        *(name for name, _, _ in _OWN_PARTS),
        "mapping_justification",
        "mapping_cardinality",
        "author_label",
        "ext_confidence",
        "ext_extra",
        "ext_object_order",
        "ext_subject_order",
    }
)
"""The columns that are fields of ours, or follow from them."""

_NO_RELATION: Final[tuple[Relation, Pairs]] = (Relation.NOTHING, ())
_STAND_IN: Final = StageRef("none", 0)

_Parsed = TypeVar("_Parsed")
_Words = dict[tuple[str, str, str], tuple[Relation, Pairs]]


@attrs.define
class Rows:
    """What the records of a file say.

    Args:
        mappings: The links.
        no_counterparts: What was looked for and not found.
        others: Records that speak of no stage, by slot.
    """

    mappings: list[Mapping] = attrs.field(factory=list[Mapping])
    no_counterparts: list[NoCounterpart] = attrs.field(factory=list[NoCounterpart])
    others: list[dict[str, str]] = attrs.field(factory=list[dict[str, str]])


def read_rows(sheet: Sheet, header: Header, name: str) -> Rows:
    """Read the records of a file.

    Args:
        sheet: The file; problems are added to its own.
        header: What its metadata says.
        name: The file's name, for the origin of each mapping.

    Returns:
        What is readable.
    """
    return _Reader(sheet, header, name).read()


class _Reader:
    """Reads the columns of a file, then its rows."""

    def __init__(self, sheet: Sheet, header: Header, name: str) -> None:
        self._sheet = sheet
        self._header = header
        self._name = name
        self._columns = Columns(sheet, header)
        self._found = Rows()

    def read(self) -> Rows:
        """Return what is readable."""
        if self._columns.has_required():
            places = self._places()
            relations = self._relations()
            justified = self._columns.justified()
            self._columns.check_sets()
            self._columns.check_cardinalities()
            for row in sorted(self._columns.special):
                self._read_special(row)
            self._read_mappings(places, relations, justified)
        return self._found

    def _places(self) -> dict[str, Place]:
        """Return the stages by the CURIEs of all rows that speak of two."""
        places: dict[str, Place] = {}
        for name in ("subject_id", "object_id"):
            column = self._without_special(self._columns.column(name))
            if "" in column:
                self._refuse_empty(name, column)
            places |= self._columns.parse(
                name, column, self._parse_place, self._loose_place, self._columns.refuse
            )
        if any(isinstance(place, StageUnion) for place in places.values()):
            self._check_unions(places)
        return places

    def _without_special(self, column: Sequence[str]) -> Sequence[str]:
        if not self._columns.special:
            return column
        return [
            NO_TERM_FOUND if row in self._columns.special else text
            for row, text in enumerate(column)
        ]

    def _refuse_empty(self, name: str, column: Sequence[str]) -> None:
        for row, text in enumerate(column):
            if not text:
                self._columns.refuse(row, name, EMPTY)

    def _parse_place(self, text: str) -> Place:
        if text == NO_TERM_FOUND:
            return _STAND_IN
        expand(text, self._header.prefixes)
        return self._loose_place(text)

    def _loose_place(self, text: str) -> Place:
        prefix, ordinals = split_curie(text)
        framework = self._header.framework(prefix)
        if framework is None:
            raise InvalidIdentifierError(
                f"the prefix {shown(prefix)} names no framework; say which one it is with"
                f" prefixes={{{shown(prefix)}: 'id-of-the-framework'}}",
                code="unknown-prefix",
                value=text,
            )
        if len(text) > LONGEST_PLACE or _ORDINALS.fullmatch(ordinals) is None:
            raise InvalidIdentifierError(
                f"{shown(text)} is no stage; expected the prefix of a framework and an ordinal"
                " without leading zeros, such as 'solis:7'",
                value=text,
            )
        if ordinals.isdecimal():
            return StageRef(framework, int(ordinals))
        places = tuple(int(ordinal) for ordinal in ordinals.split("+") if ordinal)
        return StageUnion(framework, places, or_later=ordinals.endswith("+"))

    def _check_unions(self, places: dict[str, Place]) -> None:
        """Several stages together are declared as such; that is then no news to be kept."""
        for side in ("subject", "object"):
            ids, types = (
                self._columns.column(f"{side}_id"),
                list(self._columns.column(f"{side}_type")),
            )
            for row, text in enumerate(ids):
                if isinstance(places.get(text), StageUnion) and row not in self._columns.special:
                    if types[row] != COMPOSED:
                        problem = InvalidValueError(
                            f"{shown(text)} are several stages together; then the type is"
                            f" {COMPOSED!r}",
                            value=types[row],
                        )
                        self._columns.refuse(row, f"{side}_type", problem)
                    types[row] = ""
            self._columns.by_key[f"{side}_type"] = types

    def _relations(self) -> _Words:
        """Return the relation of each predicate, modifier and exact relation that occur together.

        With it comes what is kept of them: the word, where the writer would
        choose another.
        """
        columns = [self._columns.column(name) for name in _OF_RELATION]
        found: _Words = {}
        broken: dict[tuple[str, str, str], tuple[str, SocialMaturityError]] = {}
        for key in set(zip(*columns, strict=True)):
            try:
                found[key] = self._parse_relation(*key)
            except SocialMaturityError as problem:
                broken[key] = problem.path or "predicate_id", problem
        if broken:
            for row, key in enumerate(zip(*columns, strict=True)):
                if key in broken and not self._is_other(row):
                    column, error = broken[key]
                    self._columns.refuse(row, column, without_path(error))
        return found

    def _is_other(self, row: int) -> bool:
        """Whether a row speaks of no stage at all, so that any predicate is right."""
        return row in self._columns.special and is_other(self._columns.cells(row))

    def _parse_relation(self, predicate: str, modifier: str, exact: str) -> tuple[Relation, Pairs]:
        reading = self._header.reading
        if not predicate:
            raise EMPTY
        word = parse_predicate(predicate, self._header.prefixes)
        negated = modifier == "Not"
        try:
            said = meant_relation(word, negated=negated, reading=reading)
        except InvalidValueError as problem:
            raise without_path(problem) from None
        relation = parse_relation(exact, "ext_relation") if exact else said
        if not relation.implies(said):
            raise InvalidValueError(
                f"{shown(exact)} contradicts the predicate {shown(predicate)}, which says"
                f" {said.value!r};"
                " remove one",
                path="ext_relation",
                value=exact,
            )
        if relation in (Relation.ANYTHING, Relation.NOTHING):
            raise InvalidValueError(
                f"{shown(predicate)} says nothing of the two stages; leave the row out, or say more"
                " in"
                " ext_relation",
                value=predicate,
            )
        return relation, kept_words(relation, word, negated=negated, reading=reading)

    def _read_mappings(
        self,
        places: dict[str, Place],
        relations: _Words,
        justified: Sequence[str],
    ) -> None:
        pieces = self._pieces()
        own = [self._own_column(*parts) for parts in _OWN_PARTS]
        confidences = self._confidences()
        comments = self._reasons(justified, pieces)
        authors = self._authors(pieces)
        words = [
            relations.get(key, _NO_RELATION)
            for key in zip(*(self._columns.column(name) for name in _OF_RELATION), strict=True)
        ]
        if any(pairs for _, pairs in set(relations.values())):
            pieces.append([pairs for _, pairs in words])
        if any(text != MANUAL for text in set(justified)):
            pieces.append([_pair("mapping_justification", text, MANUAL) for text in justified])
        extras = _merged(pieces) if pieces else repeat(())
        self._check_orders(places)
        rows = zip(
            range(self._columns.count),
            self._columns.column("subject_id"),
            self._columns.column("object_id"),
            words,
            confidences,
            comments,
            authors,
            extras,
            self._sheet.numbers,
            *own,
            strict=False,
        )
        is_table = self._sheet.is_table
        add, bad, special, name = (
            self._found.mappings.append,
            self._columns.bad,
            self._columns.special,
            self._name,
        )
        for row, subject, object_, word, confidence, reason, author, extra, line, *more in rows:
            if bad[row] or row in special:
                continue
            one, other = places[subject], places[object_]
            if one.framework == other.framework:
                self._columns.refuse(row, "object_id", _of_one_framework(one, other))
                continue
            axis, basis, evidence, sources, review, rationale, covered, covering = more
            add(
                checked_mapping(
                    subject=one,
                    relation=word[0],
                    object=other,
                    confidence=confidence,
                    justification=reason,
                    evidence=evidence,
                    sources=sources,
                    author=author,
                    basis=basis,
                    axis=axis,
                    review=review,
                    rationale=rationale,
                    subject_coverage=covered,
                    object_coverage=covering,
                    extra=extra,
                    origin=Origin(name, line) if is_table else None,
                )
            )

    def _pieces(self) -> list[Sequence[Pairs]]:
        """Return what is kept of each column that is no field of ours."""
        pieces: list[Sequence[Pairs]] = []
        for name, column in self._columns.by_key.items():
            if name in _OF_MAPPINGS or not any(column):
                continue
            kept = {text: ((foreign_name(name), text),) if text else () for text in set(column)}
            pieces.append([kept[text] for text in column])
        if "ext_extra" in self._columns.by_key:
            column = self._columns.by_key["ext_extra"]
            pairs = self._columns.parse("ext_extra", column, parse_pairs)
            pieces.append([tuple(pairs.get(text, {}).items()) for text in column])
        return pieces

    def _own_column(
        self, name: str, parse: Callable[[str], _Parsed], default: _Parsed
    ) -> Iterable[_Parsed]:
        column = self._columns.by_key.get(name)
        if column is None:
            return repeat(default)
        values = self._columns.parse(name, column, parse)
        return [values.get(text, default) for text in column]

    def _confidences(self) -> Sequence[Fraction | None]:
        column = self._columns.column("confidence")
        values = self._columns.parse("confidence", column, parse_bounded)
        if "ext_confidence" not in self._columns.by_key:
            return [values.get(text) for text in column]
        found: list[Fraction | None] = []
        exact = self._columns.by_key["ext_confidence"]
        exacts = self._columns.parse("ext_confidence", exact, parse_exact)
        for row, text in enumerate(column):
            near, number = values.get(text), exacts.get(exact[row])
            if number is None:
                number = near
            elif near is None or rounded(number) != rounded(near):
                problem = InvalidValueError(
                    f"{shown(exact[row])} contradicts the confidence {shown(text)}; remove one",
                    value=exact[row],
                )
                self._columns.tell(row, "ext_confidence", problem)
            found.append(number)
        return found

    def _reasons(self, justified: Sequence[str], pieces: list[Sequence[Pairs]]) -> Sequence[str]:
        """Return why each is so: the comment, else the kind of justification."""
        comments = self._columns.by_key.get("comment")
        if comments is None:
            return justified
        found = [
            text if text.isprintable() and text and not text.isspace() else reason_of(text, kind)
            for text, kind in zip(comments, justified, strict=True)
        ]
        if any(text and text != own for text, own in zip(comments, found, strict=True)):
            pieces.append(
                [
                    (("comment", text),) if text.strip() and text != own else ()
                    for text, own in zip(comments, found, strict=True)
                ]
            )
        return found

    def _authors(self, pieces: list[Sequence[Pairs]]) -> Iterable[str]:
        """Return whose each is; several are named in one text, and kept apart beside it."""
        column = self._columns.by_key.get("author_label")
        if column is None:
            return repeat("")
        several = {text: split_values(text) for text in set(column)}
        if any(len(values) > 1 for values in several.values()):
            pieces.append(
                [(("author_label", text),) if len(several[text]) > 1 else () for text in column]
            )
        return [", ".join(several[text]) for text in column]

    def _check_orders(self, places: dict[str, Place]) -> None:
        """The order of a stage is its ordinal; where a file gives it, it is the same."""
        for side in ("subject", "object"):
            name = f"ext_{side}_order"
            for row, text in enumerate(self._columns.by_key.get(name, ())):
                place = places.get(self._columns.column(f"{side}_id")[row])
                if (
                    text
                    and place
                    and row not in self._columns.special
                    and text != str(place.ordinals[0])
                ):
                    problem = InvalidValueError(
                        f"{shown(text)} is not the ordinal of {place}", value=text
                    )
                    self._columns.tell(row, name, problem)

    def _read_special(self, row: int) -> None:
        if self._columns.bad[row]:
            return
        special = Special(self._header, self._columns.cells(row), self._origin(row))
        try:
            if self._is_other(row):
                self._found.others.append(special.other())
            else:
                self._found.no_counterparts.append(special.no_counterpart(self._parse_place))
        except SocialMaturityError as problem:
            self._columns.tell(row, problem.path, without_path(problem))

    def _origin(self, row: int) -> Origin | None:
        is_table = self._sheet.is_table
        return Origin(self._name, self._sheet.numbers[row]) if is_table else None


def _pair(name: str, text: str, default: str) -> Pairs:
    return () if text == default else ((name, text),)


def _merged(pieces: Sequence[Sequence[Pairs]]) -> list[Pairs]:
    """Return what is kept of each row, in the order of the names; a later piece wins."""
    found = list(zip(*pieces, strict=True))
    known = {parts: tuple(sorted(dict(chain.from_iterable(parts)).items())) for parts in set(found)}
    return [known[parts] for parts in found]


def _of_one_framework(one: Place, other: Place) -> SocialMaturityError:
    return FrameworkMismatchError(
        f"{one} and {other} are stages of one framework; a mapping links two", value=str(other)
    )

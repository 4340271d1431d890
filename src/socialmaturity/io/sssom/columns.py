"""The columns of a table: each different cell is checked once, every broken one is told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    shown,
)
from socialmaturity.io.sssom.carried import foreign_key, without_path
from socialmaturity.io.sssom.header import Header
from socialmaturity.io.sssom.prefixes import contract
from socialmaturity.io.sssom.sheet import Sheet, text_problem
from socialmaturity.io.sssom.slots import (
    LITERAL,
    NO_TERM_FOUND,
    OWN_ROW_SLOTS,
    REQUIRED,
    ROW_SLOTS,
    Kind,
    check_extension,
    parse_cell,
    split_values,
)
from socialmaturity.model.fields import repeated

PARSED_LATER: Final = frozenset(
    {"subject_id", "predicate_id", "object_id", "confidence", "comment"}
)
"""The columns that are taken as they are."""

EMPTY: Final = MissingValueError("the cell is required, and empty")
"""What is wrong with a required cell that has nothing in it."""

_Parsed = TypeVar("_Parsed")


class Columns:
    """The columns of a file by key, their cells in the one form in which they are kept.

    Args:
        sheet: The file; problems are added to its own.
        header: What its metadata says.

    Attributes:
        count: How many rows there are.
        bad: Which rows cannot be kept, by one.
        by_key: The columns that are known or, in lenient mode, kept.
        special: The rows that speak of no two stages.
    """

    count: int
    bad: bytearray
    by_key: dict[str, Sequence[str]]
    special: frozenset[int]

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header
        self.count = len(sheet.numbers)
        self.bad = bytearray(self.count)
        self.by_key = {}
        for column in sheet.columns:
            self._take(column)
        self.special = self._find_special()

    def tell(self, row: int, column: str, problem: SocialMaturityError) -> None:
        """Keep a problem of a cell."""
        place = problem.under(self._sheet.where(row, column))
        self._sheet.problems.append((self._sheet.numbers[row], place))

    def refuse(self, row: int, column: str, problem: SocialMaturityError) -> None:
        """Tell of a problem without whose mending the row cannot be kept."""
        self.tell(row, column, problem)
        self.bad[row] = 1

    def _tell_column(self, column: str, problem: SocialMaturityError) -> None:
        place = problem.under(self._sheet.where_header(column))
        self._sheet.problems.append((self._sheet.header, place))

    def column(self, name: str) -> Sequence[str]:
        """Return the cells of a column; empty ones where there is none."""
        return self.by_key.get(name) or [""] * self.count

    def cells(self, row: int) -> dict[str, str]:
        """Return the cells of a row that are not empty."""
        return {name: column[row] for name, column in self.by_key.items() if column[row]}

    def has_required(self) -> bool:
        """Tell which columns are missing; a literal needs no id, and JSON is asked by record."""
        columns = self._sheet.columns
        if not columns or not self._sheet.is_table:
            return bool(self.count)
        missing = [
            name
            for name in REQUIRED
            if name not in columns and name.replace("_id", "_type") not in columns
        ]
        for name in missing:
            self._tell_column(name, MissingValueError("the column is required"))
        return not missing

    def _take(self, name: str) -> None:
        """Check a column and keep it, its cells in their one form."""
        header, column = self._header, self._sheet.columns[name]
        own = header.own.get(name, "")
        if own in OWN_ROW_SLOTS:
            self.by_key[own] = column
        elif name in PARSED_LATER:
            self.by_key[name] = column
        elif name == "mapping_justification":
            self.by_key[name] = self._normal(name, column, self._parse_justification)
        elif name in ROW_SLOTS:
            if ROW_SLOTS[name].kind is Kind.REFERENCE:
                header.used.update(_prefixes(column))
            self.by_key[name] = self._normal(name, column, self._slot_parser(name))
        elif name in header.types:
            self.by_key[foreign_key(name)] = self._normal(
                name, column, self._extension_parser(name)
            )
        else:
            problem = UnknownKeyError(
                name, ROW_SLOTS, hint="declare an extension slot in extension_definitions"
            )
            self._tell_column(name, problem)
            if header.lenient and name and not text_problem(name):
                self.by_key[foreign_key(name)] = column

    def _slot_parser(self, name: str) -> Callable[[str], str]:
        slot, header = ROW_SLOTS[name], self._header
        return lambda text: parse_cell(slot, text, header.prefixes, relative=header.relative)

    def _parse_justification(self, text: str) -> str:
        right = contract(text, self._header.prefixes)
        return parse_cell(ROW_SLOTS["mapping_justification"], right, {})

    def _extension_parser(self, name: str) -> Callable[[str], str]:
        kind, prefixes = self._header.types[name], self._header.prefixes

        def parse(text: str) -> str:
            check_extension(text, kind, prefixes)
            return text

        return parse

    def parse(
        self,
        name: str,
        column: Sequence[str],
        parse: Callable[[str], _Parsed],
        loose: Callable[[str], _Parsed] | None = None,
        tell: Callable[[int, str, SocialMaturityError], None] | None = None,
    ) -> dict[str, _Parsed]:
        """Parse each different cell once, and tell of every row that has a broken one.

        Args:
            name: The key of the column, for the problems.
            column: Its cells; empty ones are passed over.
            parse: Makes a value of a cell.
            loose: The same for a cell that fails only since its prefix is
                not declared, which is kept in lenient mode.
            tell: What is done with a problem; without it, it is told.

        Returns:
            The values by cell.
        """
        values: dict[str, _Parsed] = {}
        broken: dict[str, SocialMaturityError] = {}
        for text in set(column):
            try:
                if text:
                    values[text] = parse(text)
            except SocialMaturityError as problem:
                broken[text] = without_path(problem)
                if loose and self._header.lenient and problem.code == "undeclared-prefix":
                    with suppress(SocialMaturityError):
                        values[text] = loose(text)
        if broken:
            for row, text in enumerate(column):
                if text in broken:
                    told = self.tell if text in values else (tell or self.tell)
                    told(row, name, broken[text])
        return values

    def _normal(
        self, name: str, column: Sequence[str], parse: Callable[[str], str]
    ) -> Sequence[str]:
        values = self.parse(name, column, parse, loose=str)
        if all(text == own for text, own in values.items()) and len(values) >= len(
            set(column) - {""}
        ):
            return column
        return [values.get(text, "") for text in column]

    def _find_special(self) -> frozenset[int]:
        """Return the rows that speak of no two stages."""
        found: set[int] = set()
        for column, word in (
            ("subject_id", NO_TERM_FOUND),
            ("object_id", NO_TERM_FOUND),
            ("subject_type", LITERAL),
            ("object_type", LITERAL),
        ):
            cells = self.by_key.get(column, ())
            if word in cells:
                found.update(row for row, text in enumerate(cells) if text == word)
        return frozenset(found)

    def justified(self) -> Sequence[str]:
        """Return how each row is justified; tell of those that are not."""
        column = self.column("mapping_justification")
        if "" in column:
            given = self._sheet.columns.get("mapping_justification", column)
            for row, text in enumerate(column):
                if not text:
                    self.bad[row] = 1
                    if not given[row]:
                        self.tell(row, "mapping_justification", EMPTY)
        return column

    def check_sets(self) -> None:
        """Check what one cell alone does not tell: ids, reviews, cardinalities of nothing."""
        ids = self.by_key.get("record_id", ())
        if any(ids):
            twice = set(repeated(ids))
            for row, text in enumerate(ids):
                if not text:
                    problem: SocialMaturityError = MissingValueError(
                        "other records have an id; then each needs one"
                    )
                    self.tell(row, "record_id", problem)
                elif text in twice:
                    problem = InvalidValueError(
                        f"{shown(text)} is the id of two records", value=text
                    )
                    self.tell(row, "record_id", problem)
        reviewers = [self.by_key.get(name) for name in ("reviewer_id", "reviewer_label")]
        for name in ("review_date", "reviewer_agreement"):
            for row, text in enumerate(self.by_key.get(name, ())):
                if text and not any(column and column[row] for column in reviewers):
                    self.tell(
                        row,
                        name,
                        MissingValueError("who reviewed? give reviewer_id or reviewer_label"),
                    )

    def check_cardinalities(self) -> None:
        """A side that was not found counts as nothing, and no other does."""
        for row, text in enumerate(self.by_key.get("mapping_cardinality", ())):
            sides = (self.column(name)[row] for name in ("subject_id", "object_id"))
            found = ["0" if side == NO_TERM_FOUND else "" for side in sides]
            if text and found != [part.strip("1n") for part in text.split(":")]:
                self.tell(
                    row,
                    "mapping_cardinality",
                    InvalidValueError(
                        f"{text!r} does not fit: 0 stands for {NO_TERM_FOUND} and nothing else",
                        value=text,
                    ),
                )


def _prefixes(column: Iterable[str]) -> Iterator[str]:
    """Yield the prefixes of the CURIEs of a column."""
    for text in set(column):
        for value in split_values(text):
            yield value.partition(":")[0]

"""The two blocks of a file: lines of metadata, and a table apart by tabs; and the same of JSON."""

import re
from collections.abc import Sequence
from typing import Any, Final, TypeGuard

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    FileTooLargeError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.io.bounds import Problems, path_part, read_json, refuse_constant
from socialmaturity.io.cells import LONGEST_CELL
from socialmaturity.io.sssom.metadata import Entry, parse_metadata
from socialmaturity.io.sssom.slots import ROW_SLOTS, join_values
from socialmaturity.model.fields import repeated

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*+)"')
_NEEDS_QUOTES: Final = re.compile('[\t\n\r"]')
_DEEPEST: Final = 5
_LEAST_CELLS: Final = 1_000_000
_CELLS_PER_CHARACTER: Final = 4


@attrs.define
class Sheet:
    """A file taken apart, its cells not yet looked at.

    Args:
        is_table: Whether it has lines and columns; else it is JSON.
        entries: What its metadata says, by slot.
        columns: The cells of each column, by name; all have one length.
        header: The line with the names of the columns.
        numbers: The line of each row; of JSON, the number of each record.
        problems: What was found so far, each with the line it stands on, or
            the number of the record; 0 is before all of them.
    """

    is_table: bool = False
    entries: dict[str, Entry] = attrs.field(factory=dict[str, Entry])
    columns: dict[str, Sequence[str]] = attrs.field(factory=dict[str, Sequence[str]])
    header: int = 0
    numbers: Sequence[int] = ()
    problems: Problems[tuple[int, SocialMaturityError]] = attrs.field(
        factory=Problems[tuple[int, SocialMaturityError]]
    )

    def where(self, row: int, column: str) -> str:
        """Return the path of a cell."""
        if self.is_table:
            return f"line {self.numbers[row]}, column {shown(column)}"
        return f"mappings[{self.numbers[row]}].{path_part(column)}"

    def where_header(self, column: str) -> str:
        """Return the path of a column, or of a slot of records."""
        if self.is_table:
            return f"line {self.header}, column {shown(column)}"
        return f"mappings, {path_part(column)}"


def parse_tsv(text: str, metadata: str | None) -> Sheet:
    """Take apart a file of tab-separated values.

    Args:
        text: Both blocks, or the table alone.
        metadata: The metadata block where it is a file of its own.

    Returns:
        Its parts. Rows that cannot be told apart are left out.
    """
    lines = text.split("\n")
    if "\r" in text:
        lines = [line.removesuffix("\r") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    sheet = Sheet(is_table=True)
    start = _read_metadata(sheet, lines, metadata)
    if start == len(lines):
        _tell(
            sheet,
            FileSyntaxError(
                "there is no table; after the metadata comes a line with the names of the columns",
                path=f"line {start + 1}",
            ),
            start + 1,
        )
        return sheet
    sheet.header = start + 1
    header, body = _header(sheet, lines, start)
    rows = _Rows(sheet, header, lines, body)
    rows.read()
    sheet.numbers = rows.numbers
    columns = zip(*rows.cells, strict=True) if rows.cells else (() for _ in header)
    for name, column in zip(header, columns, strict=True):
        sheet.columns.setdefault(name, column)
    return sheet


def _tell(sheet: Sheet, problem: SocialMaturityError, line: int) -> None:
    sheet.problems.append((line, problem))


def _read_metadata(sheet: Sheet, lines: Sequence[str], metadata: str | None) -> int:
    """Read the metadata and return the place of the header."""
    block: list[tuple[int, str]] = []
    start = 0
    while start < len(lines) and (not lines[start] or lines[start].startswith("#")):
        if lines[start]:
            block.append((start + 1, lines[start][1:]))
        else:
            _tell(sheet, _empty_line(start + 1), start + 1)
        start += 1
    where = ""
    if metadata is not None:
        if block:
            _tell(
                sheet,
                FileSyntaxError(
                    "the metadata comes from a file of its own, so the table begins with the names"
                    " of its columns; remove the lines with '#'",
                    path=f"line {block[0][0]}",
                ),
                block[0][0],
            )
        where = "metadata"
        block = [
            (number, line.removesuffix("\r"))
            for number, line in enumerate(metadata.removeprefix("\ufeff").split("\n"), 1)
        ]
    right: list[tuple[int, str]] = []
    for number, line in block:
        problem = text_problem(line)
        if problem:
            _tell(sheet, problem.under(f"{where} line {number}".strip()), 0 if where else number)
        else:
            right.append((number, line))
    sheet.entries, problems = parse_metadata(right, where)
    sheet.problems.extend((0 if where else number, problem) for number, problem in problems)
    return start


def _empty_line(number: int) -> SocialMaturityError:
    return FileSyntaxError("an empty line; remove it", code="empty-line", path=f"line {number}")


def text_problem(text: str) -> SocialMaturityError | None:
    """Return what is wrong with any text that is too long or has control characters."""
    if len(text) > LONGEST_CELL:
        return InvalidValueError(
            f"{len(text):,} characters in one field; at most {LONGEST_CELL:,} are read",
            code="too-long",
            value=len(text),
        )
    found = _CONTROL.search(text)
    if found is None:
        return None
    return InvalidValueError(
        f"text has the control character {found[0]!r} at position {found.start()}; remove it",
        code="control-character",
        value=found[0],
    )


def _header(sheet: Sheet, lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the names of the columns, and the place of the first row."""
    path = f"line {start + 1}"
    names = [
        name[1:-1].replace('""', '"') if _QUOTED.fullmatch(name) else name
        for name in lines[start][:LONGEST_CELL].split("\t")
    ]
    for name in repeated(names):
        _tell(
            sheet,
            DuplicateError(
                f"two columns are called {shown(name)}; the later one is left out",
                path=path,
                value=name,
            ),
            start + 1,
        )
    return names, start + 1


class _Rows:
    """Splits the lines of a table."""

    def __init__(
        self, sheet: Sheet, header: Sequence[str], lines: Sequence[str], start: int
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._lines = lines
        self._start = start
        self._clean = True
        self.cells: list[list[str]] = []
        self.numbers: Sequence[int] = []

    def read(self) -> None:
        """Split them all."""
        body = self._lines[self._start :]
        text = "\n".join(body)
        self._clean = _CONTROL.search(text) is None
        longest = max(map(len, body), default=0)
        if self._clean and all(body) and longest <= LONGEST_CELL and '"' not in text:
            self.cells = [line.split("\t") for line in body]
            self.numbers = range(self._start + 1, len(self._lines) + 1)
            if {len(cells) for cells in self.cells} <= {len(self._header)}:
                return
        self._read_each(text)

    def _read_each(self, text: str) -> None:
        """Go through the lines one by one: some are quoted, empty or wrong."""
        self.cells = []
        self.numbers = numbers = list[int]()
        at, position = self._start, 0
        while at < len(self._lines):
            line, number = self._lines[at], at + 1
            if '"' in line:
                cells, end = self._quoted(text, position, number)
                at += text.count("\n", position, end)
            else:
                cells, end = line.split("\t"), position + len(line)
            at += 1
            position = end + 1
            if not line:
                _tell(self._sheet, _empty_line(number), number)
            elif cells is not None and self._are_right(cells, number):
                self.cells.append(cells)
                numbers.append(number)

    def _path(self, number: int, place: int) -> str:
        return f"line {number}, column {shown(self._header[min(place, len(self._header) - 1)])}"

    def _are_right(self, cells: list[str], number: int) -> bool:
        """Tell what is wrong with the cells of a row, whatever stands in them."""
        if len(cells) != len(self._header):
            self._tell_broken(
                f"the row has {len(cells)} cells, but there are {len(self._header)} columns",
                f"line {number}",
                number,
                code="wrong-width",
            )
            return False
        if self._clean and sum(map(len, cells)) <= LONGEST_CELL:
            return True
        problems = [
            problem.under(self._path(number, place))
            for place, cell in enumerate(cells)
            if (problem := text_problem(cell))
        ]
        self._sheet.problems.extend((number, problem) for problem in problems)
        return not problems

    def _tell_broken(self, message: str, path: str, number: int, code: str | None = None) -> None:
        _tell(self._sheet, FileSyntaxError(message, code=code, path=path), number)

    def _quoted(self, text: str, position: int, number: int) -> tuple[list[str] | None, int]:
        """Split a line that has quotes; its cells and where it ends."""
        cells: list[str] = []
        while True:
            path = self._path(number, len(cells))
            found = _QUOTED.match(text, position)
            if found:
                cells.append(found[1].replace('""', '"'))
                position = found.end()
            elif text.startswith('"', position):
                self._tell_broken(
                    "the quoted text does not end; nothing below it can be read", path, number
                )
                return None, len(text)
            else:
                end = _end(text, position)
                cells.append(text[position:end])
                position = end
                if '"' in cells[-1]:
                    self._tell_broken(
                        "text with a quote in it has to stand in quotes, each quote within it"
                        " doubled",
                        path,
                        number,
                    )
            if not text.startswith("\t", position):
                break
            position += 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if position < end:
            self._tell_broken(
                "text follows the closing quote; double the quotes within a quoted text",
                path,
                number,
            )
            return None, end
        return cells, position


def _end(text: str, position: int) -> int:
    """Return where an unquoted cell ends."""
    line = text.find("\n", position)
    line = len(text) if line < 0 else line
    tab = text.find("\t", position, line)
    return line if tab < 0 else tab


def parse_json(text: str) -> Sheet:
    """Take apart a file of JSON.

    Args:
        text: An object with the slots of a set, the records in ``mappings``.

    Returns:
        Its parts. Records that are no objects, and values that no slot can
        have, are left out.
    """
    sheet = Sheet()
    try:
        plain = read_json(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=str,
            parse_constant=refuse_constant,
            object_pairs_hook=_Pairs,
        )
    except SocialMaturityError as problem:
        _tell(sheet, problem, 0)
        return sheet
    if not isinstance(plain, _Pairs):
        _tell(sheet, WrongTypeError(f"expected an object, not {shown(plain)}", value=plain), 0)
        return sheet
    values = plain.table(sheet, "", 0)
    records = values.pop("mappings", [])
    sheet.entries = {
        key: _entry(sheet, path_part(key), value, _DEEPEST) for key, value in values.items()
    }
    if _is_list(records):
        _read_records(sheet, records, max(_LEAST_CELLS, _CELLS_PER_CHARACTER * len(text)))
    else:
        _tell(sheet, WrongTypeError("expected a list of records", path="mappings"), 0)
    return sheet


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with the keys that stand twice."""

    def table(self, sheet: Sheet, path: str, number: int) -> dict[str, Any]:
        """Return it as a dictionary, and tell of such keys."""
        for key in repeated(key for key, _ in self):
            problem = DuplicateError(
                f"the key {shown(key)} stands twice in one object", path=path, value=key
            )
            _tell(sheet, problem, number)
        return dict(reversed(self))


def _entry(sheet: Sheet, path: str, value: Any, levels: int) -> Entry:
    """Return a JSON value as metadata; so many *levels* of it may have parts."""
    if not levels and _has_parts(value):
        _tell(sheet, FileSyntaxError("nested too deeply for metadata of SSSOM", path=path), 0)
        return Entry(path, None)
    if isinstance(value, _Pairs):
        table = value.table(sheet, path, 0)
        return Entry(
            path,
            {
                key: _entry(sheet, f"{path}.{path_part(key)}", own, levels - 1)
                for key, own in table.items()
            },
        )
    if _is_list(value):
        return Entry(
            path,
            [_entry(sheet, f"{path}[{place}]", own, levels - 1) for place, own in enumerate(value)],
        )
    return Entry(path, _scalar(value))


def _scalar(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _read_records(sheet: Sheet, records: Sequence[Any], most_cells: int) -> None:
    """Read records; of slots, as many as the whole table may have cells."""
    rows: list[dict[str, str]] = []
    sheet.numbers = numbers = list[int]()
    for number, record in enumerate(records):
        path = f"mappings[{number}]"
        if isinstance(record, _Pairs):
            rows.append(_cells(sheet, record.table(sheet, path, number), path, number))
            numbers.append(number)
        else:
            problem = WrongTypeError(f"expected an object, not {shown(record)}", path=path)
            _tell(sheet, problem, number)
    names = list(dict.fromkeys(name for row in rows for name in row))
    most = most_cells // max(len(rows), 1)
    if len(names) > most:
        told = f"{len(names)} different slots in {len(rows)} records; of so many records, {most}"
        too_many = FileTooLargeError(f"{told} are read", path="mappings", value=len(names))
        _tell(sheet, too_many, 0)
        names = sorted(names, key=lambda name: name not in ROW_SLOTS)[:most]
    for name in names:
        sheet.columns[name] = [row.get(name, "") for row in rows]


def _cells(sheet: Sheet, table: dict[str, Any], path: str, number: int) -> dict[str, str]:
    """Return the values of a record as a table has them."""
    cells: dict[str, str] = {}
    for name, value in table.items():
        values: Sequence[Any] = value if _is_list(value) else [value]
        several = name in ROW_SLOTS and ROW_SLOTS[name].several
        nested = any(isinstance(own, list) for own in values)
        right = [] if nested else [text for text in map(_scalar, values) if text]
        if nested or (len(right) > 1 and not several):
            problem: SocialMaturityError | None = WrongTypeError(
                f"the slot cannot have the value {shown(value)}", value=value
            )
        else:
            cell = join_values(right) if several else "".join(right)
            problem = text_problem(cell)
            cells[name] = "" if problem else cell
        if problem:
            _tell(sheet, problem.under(f"{path}.{path_part(name)}"), number)
    return cells


def _has_parts(value: object) -> bool:
    return isinstance(value, list)


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether *value* is a list, and no object."""
    return isinstance(value, list) and not isinstance(value, _Pairs)

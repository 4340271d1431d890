"""Delimited tables: bounded reading, one header, problems that name line and column."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FileSyntaxError,
    InvalidFileError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.io.bounds import Problems
from socialmaturity.mapping.collection import MappingSet, Read
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.mapping.link import NoCounterpart, Origin
from socialmaturity.model.fields import is_line, is_text, repeated

Mode = Literal["strict", "lenient"]
"""Strict raises all problems together; lenient passes over what has one, and lists it."""

LONGEST_CELL: Final = 131_072
"""How many characters a cell may have; Python's reader of CSV has the same bound."""

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between two cells, and how it is called."""

NO_REASON: Final = "No justification is given."
"""The justification of a mapping for which a file gives none."""

Naming = Callable[[Sequence[str]], Sequence[str] | None]
"""Gives the columns of a header the names they are known by; ``None`` for what is no header."""

_MOST_LINES_OF_TITLE: Final = 20
_TEXT: Final = attrs.fields(MappingSet).note

_Value = TypeVar("_Value")
_Part = TypeVar("_Part")
_Line = tuple[int, list[str]]


def parse_mode(mode: str) -> Mode:
    """Return *mode* if it is one.

    Args:
        mode: ``strict`` or ``lenient``.

    Returns:
        The same.

    Raises:
        InvalidValueError: Anything else.
    """
    if mode == "strict":
        return "strict"
    if mode == "lenient":
        return "lenient"
    raise InvalidValueError(
        f"expected the mode 'strict' or 'lenient', not {shown(mode)}", path="mode", value=mode
    )


@attrs.frozen
class Row:
    """One row of a table.

    Args:
        file: The name of its file.
        line: Where it begins there, from 1.
        cells: The text of each column that has a name.
    """

    file: str
    line: int
    cells: Mapping[str, str]

    def at(self, column: str) -> str:
        """Return the path of one of its cells."""
        return _place(self.line, column)


@attrs.frozen
class Table:
    """A table as it stands in a file.

    Args:
        columns: The names of its columns, in order.
        rows: Those that can be taken apart.
        problems: Of those that cannot.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[SocialMaturityError, ...]


def parse_table(
    text: str, *, name: str, naming: Naming, required: Sequence[str], separator: str = ","
) -> Table:
    """Return the table that comma-separated values hold.

    Args:
        text: With or without a byte order mark, lines ended in any way.
            Lines with nothing on them are passed over.
        name: Of the file.
        naming: What its columns are known by.
        required: The columns it must have.
        separator: What stands between two cells, one of `SEPARATORS`.

    Returns:
        The table. After a quote that goes wrong nothing more is read.

    Raises:
        WrongTypeError: *text* is no text.
        InvalidFileError: There is no header, a column that is required is
            not there, or one stands twice.
    """
    if not isinstance(text, str):
        raise WrongTypeError(f"expected text, not {shown(text)}", value=text)
    problems = Problems[SocialMaturityError]()
    lines = _lines(text.removeprefix("\ufeff"), separator, problems)
    line, columns = _header(lines, naming)
    wrong = tuple(_wrong_header(line, columns, required)) if columns else ()
    if wrong or not columns:
        raise InvalidFileError(name, wrong or problems or [_no_header(required, separator)])
    rows: list[Row] = []
    for line, cells in lines:
        ill = tuple(_wrong_row(line, cells, columns, separator))
        problems.extend(ill)
        if not ill:
            named = zip(columns, cells, strict=False)
            rows.append(Row(name, line, {column: cell for column, cell in named if column}))
    return Table(tuple(columns), tuple(rows), tuple(problems))


def _lines(text: str, separator: str, problems: list[SocialMaturityError]) -> Iterator[_Line]:
    """Yield each line that has something on it, up to a quote that goes wrong."""
    import csv
    from io import StringIO

    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(StringIO(plain), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as cause:
            problems.append(_not_csv(line, cause))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _not_csv(line: int, cause: Exception) -> SocialMaturityError:
    told = str(cause).replace("\t", "\\t")  # Python's reader prints the separator as it is
    return FileSyntaxError(
        f"not CSV: {told}; a cell has at most {LONGEST_CELL} characters, and every quote that is"
        " opened is closed",
        path=f"line {line}",
    )


def _header(lines: Iterator[_Line], naming: Naming) -> tuple[int, Sequence[str]]:
    """Return the first line that is a header; a few lines of title may stand before it."""
    for _, (line, cells) in zip(range(_MOST_LINES_OF_TITLE), lines, strict=False):
        columns = naming(cells)
        if columns is not None:
            return line, columns
    return 0, ()


def _no_header(required: Sequence[str], separator: str) -> SocialMaturityError:
    return MissingValueError(
        f"expected a header with the columns {', '.join(map(repr, required))}, apart by"
        f" {SEPARATORS[separator]}; found none",
        path="line 1",
    )


def _wrong_header(
    line: int, columns: Sequence[str], required: Sequence[str]
) -> Iterator[SocialMaturityError]:
    for column in repeated(column for column in columns if column):
        yield DuplicateError(
            f"the column {shown(column)} stands here twice", path=_place(line, column), value=column
        )
    for column in required:
        if column not in columns:
            yield MissingValueError(
                f"the column {column!r} is required; found {shown(list(columns))}",
                path=f"line {line}",
            )


def _wrong_row(
    line: int, cells: Sequence[str], columns: Sequence[str], separator: str
) -> Iterator[SocialMaturityError]:
    if len(cells) != len(columns):
        yield InvalidValueError(
            f"expected {len(columns)} cells as in the header, found {len(cells)}; put a cell that"
            f" has {SEPARATORS[separator]} in quotes",
            code="ragged",
            path=f"line {line}",
            value=len(cells),
        )
        return
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True), 1):
        problem = _wrong_cell(cell, column)
        if problem:
            yield moved(problem, _place(line, column or place))


def _wrong_cell(cell: str, column: str) -> SocialMaturityError | None:
    """Return what no cell may be, whatever it says."""
    if len(cell) > LONGEST_CELL:
        return InvalidValueError(
            f"expected at most {LONGEST_CELL} characters, found {len(cell)}", value=len(cell)
        )
    if not column and cell.strip():
        return MissingValueError(
            f"{shown(cell)} stands in a column without a name; name it in the header", value=cell
        )
    try:
        is_text(None, _TEXT, cell)
    except SocialMaturityError as problem:
        return problem
    return None


def _place(line: int, column: str | int) -> str:
    return f"line {line}, column {column!r}"


def moved(problem: SocialMaturityError, path: str) -> SocialMaturityError:
    """Return the same problem under another path."""
    other = problem.under("")
    other.path = path
    return other


def parse_line(text: str) -> str:
    """Return *text* if it is one line with something on it.

    Args:
        text: Of a cell.

    Returns:
        The same.

    Raises:
        InvalidValueError: It has several lines.
        MissingValueError: It is blank.
    """
    is_line(None, _TEXT, text)
    return text


class Parts:
    """The parts of one value, read from the cells of a row; every problem is kept.

    Args:
        row: The row.

    Attributes:
        row: As given.
        problems: Each under its line and column.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[SocialMaturityError] = []
        self._parts: dict[str, Any] = {}
        self._columns: dict[str, str] = {}

    def refuse(self, column: str, why: str) -> None:
        """Keep the problem that a cell has nothing in it, or not enough."""
        self.problems.append(moved(MissingValueError(why), self.row.at(column)))

    def put(self, name: str, part: object) -> None:
        """Keep a part that stands in no cell of its own."""
        self._parts[name] = part

    def take(
        self,
        name: str,
        parse: Callable[[str], _Part],
        *,
        column: str | None = None,
        required: str = "",
    ) -> _Part | None:
        """Read a part from a cell in which the spaces around it do not count.

        Args:
            name: Of the part; empty for one that is only looked at.
            parse: Makes it of the text.
            column: Where it stands; by default under its own name.
            required: What to expect there, where there must be something.

        Returns:
            The part; ``None`` for an empty cell, or for one with a problem.
        """
        column = column or name
        text = self.row.cells.get(column, "").strip()
        if text:
            return self._keep(name, column, lambda: parse(text))
        if required:
            self.refuse(column, f"expected {required}, found an empty cell")
        return None

    def take_whole(
        self,
        name: str,
        parse: Callable[[str], _Part],
        *,
        column: str | None = None,
        default: str | None = None,
    ) -> _Part | None:
        """Read a part from a cell in which spaces count.

        Args:
            name: Of the part.
            parse: Makes it of the text.
            column: Where it stands; by default under its own name.
            default: The part of a blank cell; ``None`` for none.

        Returns:
            The part; ``None`` for an empty cell, or for one with a problem.
        """
        column = column or name
        text = self.row.cells.get(column, "")
        if default is not None and not text.strip():
            text = default
        return self._keep(name, column, lambda: parse(text)) if text else None

    def _keep(self, name: str, column: str, made: Callable[[], _Part]) -> _Part | None:
        self._columns[name] = column
        try:
            part = made()
        except SocialMaturityError as problem:
            self.problems.append(moved(problem, self.row.at(column)))
            return None
        if name:
            self._parts[name] = part
        return part

    def build(self, make: Callable[..., _Value], *needed: str) -> _Value | None:
        """Make the value of the parts that were read, and of where they stand.

        Args:
            make: Its class.
            *needed: Parts without which it is not tried.

        Returns:
            The value; ``None`` where there are problems.
        """
        if all(name in self._parts for name in needed):
            origin = Origin(self.row.file, self.row.line)
            try:
                value = make(**self._parts, origin=origin)
            except SocialMaturityError as problem:
                column = self._columns.get(problem.path, problem.path)
                self.problems.append(moved(problem, self.row.at(column)))
            else:
                return None if self.problems else value
        return None


def settle(
    values: Iterable[Link | NoCounterpart | None],
    problems: Sequence[SocialMaturityError],
    *,
    mode: Mode,
    name: str,
) -> Read[MappingSet]:
    """Return the set of what was read, or raise what was wrong.

    Args:
        values: What each row says; ``None`` for a row with problems.
        problems: Of all rows, each with its line.
        mode: Whether a problem is raised or listed.
        name: Of the file.

    Returns:
        Mappings and stages without counterpart, each in order; the problems
        by line.

    Raises:
        InvalidFileError: There are problems, and the mode is strict.
    """
    several = tuple(values)
    ordered = tuple(sorted(problems, key=_line_of))
    if ordered and mode == "strict":
        raise InvalidFileError(name, ordered)
    return Read(
        value=MappingSet(
            mappings=tuple(own for own in several if isinstance(own, Link)),
            no_counterparts=tuple(own for own in several if isinstance(own, NoCounterpart)),
        ),
        problems=ordered,
    )


def _line_of(problem: SocialMaturityError) -> int:
    return int(problem.path.removeprefix("line ").partition(",")[0])


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a table as comma-separated values.

    Args:
        columns: In order.
        rows: The cells of each, by column; a missing one is empty.

    Returns:
        A header and the rows, lines ended by CR LF as RFC 4180 says.
    """
    import csv
    from io import StringIO

    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue()

"""Mappings as a plain table: comma-separated values, one row for each."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from socialmaturity.errors import InvalidValueError, shown
from socialmaturity.identifiers import (
    SourceId,
    StatementId,
    parse_framework_id,
    parse_place,
    parse_source_id,
    parse_stage_ref,
    parse_statement_id,
)
from socialmaturity.io.bounds import LONGEST_NAME, MOST_PROBLEMS, Problems, read_file
from socialmaturity.io.cells import (
    NO_REASON,
    Mode,
    Parts,
    csv_text,
    parse_line,
    parse_mode,
    parse_table,
    settle,
)
from socialmaturity.io.files import MAX_BYTES
from socialmaturity.io.formulas import (
    as_meant,
    harmless,
    harmless_rows,
    meant_row,
    refuse_long_names,
)
from socialmaturity.io.losses import long_cells, parse_set, set_losses
from socialmaturity.mapping.collection import MappingSet, Read, Written
from socialmaturity.mapping.crosswalk import COLUMNS, Crosswalk
from socialmaturity.mapping.link import Extra, Mapping, NoCounterpart, Rationale
from socialmaturity.mapping.relation import Relation, parse_relation
from socialmaturity.model.fields import parse_share, parse_word
from socialmaturity.model.scale import show_number
from socialmaturity.model.statement import parse_basis

NONE: Final = "none"
"""The relation of a row that says that a stage has no counterpart."""

MORE_COLUMNS: Final = ("author", "rationale", "subject_coverage", "object_coverage")
"""The columns that a table has beside those of a crosswalk where a mapping needs them."""

EXTRA: Final = "extra"
"""The column of what else is kept and fits no column of its own, as a JSON object of text."""

_REQUIRED: Final = ("subject", "relation", "object")
_KNOWN: Final = frozenset((*COLUMNS, *MORE_COLUMNS, EXTRA))
_OF_MAPPINGS: Final = ("axis", *MORE_COLUMNS)


def load_csv(
    path: str | Path, *, mode: Mode = "strict", max_bytes: int = MAX_BYTES
) -> Read[MappingSet]:
    """Return the mappings of a table of comma-separated values.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        mode: As for `parse_csv`.
        max_bytes: The largest size that is read.

    Returns:
        As `parse_csv`.

    Raises:
        InvalidFileError: As `parse_csv`, or it is larger, or not UTF-8.
        OSError: The file cannot be opened.
    """
    return parse_csv(read_file(path, max_bytes), mode=mode, name=str(path))


def parse_csv(text: str, *, mode: Mode = "strict", name: str = "table") -> Read[MappingSet]:
    r"""Return the mappings of a text of comma-separated values.

    The columns ``subject``, ``relation`` and ``object`` are required; those
    of `Crosswalk.rows` and `MORE_COLUMNS` have their meaning, ``sentence``
    is for people and not read, and any other is kept as ``extra``. No cell
    is ever a formula; an apostrophe before what may be taken for one is
    dropped, since `to_csv` and other careful writers put it there. The
    relation ``none`` says that the framework under ``object`` has nothing
    like the stage.

    Args:
        text: A header and rows; lines with nothing on them are passed over.
        mode: ``strict`` raises the problems of all rows together;
            ``lenient`` leaves out a row that has one and lists it.
        name: What the problems call the table.

    Returns:
        The mappings in order, each with its line; what an empty cell says
        is the default of its field. A mapping without justification has
        `NO_REASON` for one.

    Raises:
        WrongTypeError: *text* is no text.
        InvalidValueError: No mode of this name.
        InvalidFileError: There is no header, it lacks a required column or
            has one twice; in strict mode, a row has a problem. Paths are
            such as ``line 3, column 'confidence'``.

    Examples:
        >>> read = parse_csv("subject,relation,object\nsolis:2,inside,carfi:2\n")
        >>> print(read.value.mappings[0])
        Solis 2 lies inside Carfi 2
    """
    mode = parse_mode(mode)
    table = parse_table(text, name=name, naming=partial(_names, name), required=_REQUIRED)
    more = [column for column in table.columns if column and column not in _KNOWN]
    problems = Problems(table.problems[:MOST_PROBLEMS])
    values: list[Mapping | NoCounterpart | None] = []
    for row in table.rows:
        parts = Parts(meant_row(row))
        values.append(_value(parts, more))
        problems.extend(parts.problems)
    return settle(values, problems, mode=mode, name=name)


def to_csv(value: MappingSet | Crosswalk) -> Written:
    """Return mappings as a table of comma-separated values.

    Args:
        value: A set, or a crosswalk.

    Returns:
        A header and one row for each mapping, then one for each stage
        without counterpart. `parse_csv` reads all of them back equal. A
        cell that a spreadsheet program may take for a formula has an
        apostrophe before it, which `parse_csv` takes away. What is said of
        the whole set is named in the losses.

    Raises:
        WrongTypeError: Neither a set nor a crosswalk.
    """
    several, losses = parse_set(value)
    rows = [*map(_mapping_row, several.mappings), *map(_none_row, several.no_counterparts)]
    used = {column for row in rows for column, cell in row.items() if cell}
    more = [column for column in MORE_COLUMNS if column in used]
    own = sorted(used - _KNOWN)
    last = [EXTRA] if EXTRA in used else []
    columns = [harmless(column) for column in (*COLUMNS, *more, *own, *last)]
    written = harmless_rows(rows)
    return Written(
        text=csv_text(columns, written),
        losses=(*set_losses(several), *losses, *long_cells(written, "sentence")),
    )


def _names(name: str, header: Sequence[str]) -> list[str]:
    """Return the names of columns; those that have a meaning have it in any case."""
    refuse_long_names(name, header)
    trimmed = [as_meant(cell.strip()) for cell in header]
    return [cell.casefold() if cell.casefold() in _KNOWN else cell for cell in trimmed]


def _value(parts: Parts, more: Iterable[str]) -> Mapping | NoCounterpart | None:
    cells = parts.row.cells
    own = tuple((column, cells[column]) for column in more if cells[column])
    parts.put("extra", own)
    parts.take("extra", lambda text: (*own, *_pairs(text)))
    parts.take("confidence", partial(parse_share, path=""))
    parts.take("evidence", _statement_ids)
    parts.take("sources", _source_ids)
    parts.take("basis", parse_basis)
    parts.take_whole("review", str)
    if cells["relation"].strip() == NONE:
        return _no_counterpart(parts)
    return _mapping(parts)


def _mapping(parts: Parts) -> Mapping | None:
    parts.take("subject", parse_place, required="a stage such as 'solis:7'")
    parts.take("relation", _relation, required="a relation such as 'overlaps'")
    parts.take("object", parse_place, required="a stage such as 'carfi:4'")
    parts.take_whole("justification", parse_line, default=NO_REASON)
    parts.take_whole("axis", parse_line)
    parts.take_whole("author", str)
    parts.take("rationale", partial(parse_word, Rationale, path=""))
    parts.take("subject_coverage", partial(parse_share, path=""))
    parts.take("object_coverage", partial(parse_share, path=""))
    return parts.build(Mapping, *_REQUIRED, "justification")


def _no_counterpart(parts: Parts) -> NoCounterpart | None:
    parts.take("stage", parse_stage_ref, column="subject", required="a stage such as 'solis:7'")
    parts.take(
        "framework", parse_framework_id, column="object", required="a framework such as 'carfi'"
    )
    parts.take_whole("reason", parse_line, column="justification", default=NO_REASON)
    for column in _OF_MAPPINGS:
        parts.take(column, _nothing)
    return parts.build(NoCounterpart, "stage", "framework", "reason")


def _relation(text: str) -> Relation:
    return parse_relation(text, "")


def _statement_ids(text: str) -> tuple[StatementId, ...]:
    return tuple(parse_statement_id(each) for each in text.split())


def _source_ids(text: str) -> tuple[SourceId, ...]:
    return tuple(parse_source_id(each) for each in text.split())


def _nothing(text: str) -> None:
    raise InvalidValueError(
        f"a stage without counterpart has none of this; leave the cell empty, not {shown(text)}",
        value=text,
    )


def _pairs(text: str) -> Extra:
    """Return names and values of a JSON object of text."""
    import json

    try:
        found: Any = json.loads(text, object_pairs_hook=_object_of)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, _Object) and all(isinstance(value, str) for _, value in found.pairs):
        return found.pairs
    raise InvalidValueError(
        f'expected a JSON object of text such as {{"name": "value"}}, not {shown(text)}', value=text
    )


@attrs.frozen
class _Object:
    """A JSON object with all its names, also one that stands twice."""

    pairs: tuple[tuple[str, str], ...]


def _object_of(pairs: list[tuple[str, str]]) -> _Object:
    return _Object(tuple(pairs))


def _mapping_row(mapping: Mapping) -> dict[str, str]:
    return {
        "subject": str(mapping.subject),
        "relation": mapping.relation.value,
        "object": str(mapping.object),
        "justification": mapping.justification,
        "axis": mapping.axis,
        "author": mapping.author,
        "rationale": mapping.rationale or "",
        "subject_coverage": _share(mapping.subject_coverage),
        "object_coverage": _share(mapping.object_coverage),
        **_common_cells(mapping),
    }


def _none_row(none: NoCounterpart) -> dict[str, str]:
    return {
        "subject": str(none.stage),
        "relation": NONE,
        "object": none.framework,
        "justification": none.reason,
        **_common_cells(none),
    }


def _common_cells(value: Mapping | NoCounterpart) -> dict[str, str]:
    own = {name: text for name, text in value.extra if _has_column(name) and text}
    rest = {name: text for name, text in value.extra if name not in own}
    return {
        "confidence": _share(value.confidence),
        "sentence": str(value),
        "evidence": " ".join(value.evidence),
        "sources": " ".join(value.sources),
        "basis": value.basis.value,
        "review": value.review,
        EXTRA: _object(rest) if rest else "",
        **own,
    }


def _has_column(name: str) -> bool:
    """Whether a name is read back as it is from a header."""
    fits = 0 < len(name) < LONGEST_NAME and name == name.strip()
    return fits and name.casefold() not in _KNOWN


def _object(pairs: dict[str, str]) -> str:
    import json

    return json.dumps(pairs, ensure_ascii=False)


def _share(share: Fraction | None) -> str:
    return "" if share is None else show_number(share)

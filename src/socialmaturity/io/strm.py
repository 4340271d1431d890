"""Mappings as a sheet of set theory relationships, as NIST IR 8477 has them.

A row says how a *focal* element, our subject, lies to a *reference* element,
our object: "subset of" says that the focal one is part of the other.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Cells
from functools import partial
from pathlib import Path
from typing import Final

import attrs

from socialmaturity.errors import InvalidValueError, shown
from socialmaturity.identifiers import (
    SLUG,
    FrameworkId,
    Place,
    StageRef,
    StageUnion,
    parse_framework_id,
    parse_place,
    parse_stage_ref,
)
from socialmaturity.io.bounds import LONGEST_NAME, MOST_PROBLEMS, Problems, read_file
from socialmaturity.io.cells import (
    NO_REASON,
    Mode,
    Parts,
    csv_text,
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
from socialmaturity.io.losses import left_out, long_cells, parse_set, set_losses
from socialmaturity.mapping.collection import Loss, MappingSet, Read, Written
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping, NoCounterpart, Rationale
from socialmaturity.mapping.relation import Relation
from socialmaturity.mapping.vocabulary import Reading, relation_of, wording_of
from socialmaturity.model.fields import parse_word

FOCAL: Final = "FDE#"
FOCAL_NAME: Final = "FDE Name"
FOCAL_TEXT: Final = "Focal Document Element (FDE) Description"
RATIONALE: Final = "STRM Rationale"
RELATIONSHIP: Final = "STRM Relationship"
STRENGTH: Final = "Strength of Relationship"
REFERENCE: Final = "Reference Document Element"
REFERENCE_TEXT: Final = "Reference Document Element Description"
NOTES: Final = "Notes"

COLUMNS: Final = (
    FOCAL,
    FOCAL_NAME,
    FOCAL_TEXT,
    RATIONALE,
    RELATIONSHIP,
    STRENGTH,
    REFERENCE,
    REFERENCE_TEXT,
    NOTES,
)
"""The columns of a sheet as it is written, in order."""

_PROSE: Final = " prose "  # no column of a sheet, since their names are trimmed

_KNOWN_AS: Final = {
    FOCAL: ("fde#", "focal document element"),
    FOCAL_NAME: ("fde name",),
    FOCAL_TEXT: (
        "focal document element description",
        "fde description",
        "focal document element",
    ),
    RATIONALE: ("nist ir-8477 rational", "nist ir-8477 rationale", "strm rationale", "rationale"),
    _PROSE: ("strm rationale",),
    RELATIONSHIP: ("strm relationship", "relationship"),
    STRENGTH: ("strength of relationship",),
    REFERENCE: ("reference document element", "rde#", "target id#"),
    REFERENCE_TEXT: ("reference document element description", "rde description"),
    NOTES: ("notes", "comments"),
}
"""What public sheets call the columns, the first that a header has before the others."""

_SYNONYMS: Final = frozenset(name for names in _KNOWN_AS.values() for name in names)

_KEPT_AS: Final = {
    FOCAL_NAME: "subject_label",
    FOCAL_TEXT: "subject_description",
    REFERENCE_TEXT: "object_description",
    STRENGTH: "strength",
}
"""The names under which a mapping keeps what its fields have no place for."""

_KEPT_ALONE: Final = {**_KEPT_AS, RATIONALE: "rationale"}
"""The same of a stage without counterpart."""

_COMMENT: Final = "comment"
_WORDS: Final = {
    "equal to": "equal",
    "equals": "equal",
    "subset": "subset of",
    "superset": "superset of",
    "intersects": "intersects with",
    "not related": "no relationship",
    "not related to": "no relationship",
    "no relation": "no relationship",
}
"""What public sheets write for a word of the standard."""

_NO_RELATIONSHIP: Final = "no relationship"
_NOTHING: Final = frozenset({"", "n/a"})
_STRENGTHS: Final = frozenset(map(str, range(11)))

_UNSAID_ALONE: Final = ("confidence", "evidence", "sources", "basis", "review")
_UNSAID: Final = (*_UNSAID_ALONE, "author", "axis", "subject_coverage", "object_coverage")
"""The fields that no column of a sheet can say."""


def load_strm(
    path: str | Path,
    *,
    focal: str | None = None,
    reference: str | None = None,
    reading: Reading | str = Reading.CAUTIOUS,
    mode: Mode = "strict",
    max_bytes: int = MAX_BYTES,
) -> Read[MappingSet]:
    """Return the mappings of a sheet of set theory relationships.

    Args:
        path: The file, as comma-separated values.
        focal: As for `parse_strm`, and so are the others.
        reference: The framework of the reference elements.
        reading: How strictly words are taken.
        mode: ``strict`` or ``lenient``.
        max_bytes: The largest size that is read.

    Returns:
        As `parse_strm`.

    Raises:
        InvalidFileError: As `parse_strm`, or it is larger, or not UTF-8.
        OSError: The file cannot be opened.
    """
    text = read_file(path, max_bytes)
    return parse_strm(
        text, focal=focal, reference=reference, reading=reading, mode=mode, name=str(path)
    )


def parse_strm(
    text: str,
    *,
    focal: str | None = None,
    reference: str | None = None,
    reading: Reading | str = Reading.CAUTIOUS,
    mode: Mode = "strict",
    name: str = "sheet",
) -> Read[MappingSet]:
    r"""Return the mappings of a sheet of set theory relationships as a text.

    The columns may have the names of `COLUMNS`, those of NIST's template, or
    those of public sheets, in any order; lines of title may stand before
    them, and a column of another name is kept as ``extra``.

    Args:
        text: Comma-separated values.
        focal: Id of the framework of focal elements that are bare numbers.
        reference: Id of the framework of such reference elements, and of
            the rows that relate a focal element to nothing.
        reading: How strictly the words are taken.
        mode: ``strict`` raises the problems of all rows together;
            ``lenient`` leaves out a row that has one and lists it.
        name: What the problems call the sheet.

    Returns:
        The mappings in order, each with its line. Notes are the
        justification; names, descriptions and the strength are kept as
        ``extra``. The strength says how alike two elements are, not how
        sure anyone is, and never becomes the confidence. A row without a
        reference element says that the focal one has no counterpart.

    Raises:
        WrongTypeError: *text* is no text.
        InvalidValueError: No such mode, reading or framework id.
        InvalidFileError: There is no header, it lacks a required column or
            has one twice; in strict mode, a row has a problem. Paths are
            such as ``line 3, column 'STRM Relationship'``.

    References:
        NIST IR 8477, 2024, section 4.3: a subset has its concepts in the
        order of the columns, focal first, as in its table 5. NIST IR
        8278A Rev. 1, 2024, section 3.2, compares the reference element to
        the focal one; a sheet written that way is turned by the converse of
        each relation.

    Examples:
        >>> sheet = "FDE#,STRM Relationship,Reference Document Element\n2,Subset Of,3\n"
        >>> print(parse_strm(sheet, focal="solis", reference="carfi").value.mappings[0])
        Solis 2 lies inside Carfi 3
    """
    mode = parse_mode(mode)
    sheet = _Sheet(
        focal=None if focal is None else parse_framework_id(focal),
        reference=None if reference is None else parse_framework_id(reference),
        reading=parse_word(Reading, reading, "reading"),
    )
    required = (FOCAL, RELATIONSHIP, REFERENCE)
    table = parse_table(text, name=name, naming=partial(_names, name), required=required)
    own = [column for column in table.columns if column and column not in (*COLUMNS, _PROSE)]
    problems = Problems(table.problems[:MOST_PROBLEMS])
    values: list[Mapping | NoCounterpart | None] = []
    for row in table.rows:
        parts = Parts(meant_row(row))
        values.append(sheet.value(parts, own))
        problems.extend(parts.problems)
    return settle(values, problems, mode=mode, name=name)


def to_strm(value: MappingSet | Crosswalk, *, reading: Reading | str = Reading.CAUTIOUS) -> Written:
    """Return mappings as a sheet of set theory relationships.

    Args:
        value: A set, or a crosswalk.
        reading: How strictly a reader will take the words.

    Returns:
        Comma-separated values, the columns `COLUMNS` and what mappings keep
        beside them; a stage without counterpart is a row without
        relationship whose reference is a framework. What was written
        without losses is read back equal, in the same reading. Left out are
        mappings of several stages together and those of which every word
        would say too much; weakened are those that a word says in part; not
        written are confidence, evidence, sources, author, basis, axis,
        review and coverage. All this is named in the losses. A cell that a
        spreadsheet program may take for a formula has an apostrophe before
        it, which `parse_strm` takes away.

    Raises:
        WrongTypeError: Neither a set nor a crosswalk.
        InvalidValueError: No such reading.
    """
    reading = parse_word(Reading, reading, "reading")
    several, crosswalk_losses = parse_set(value)
    losses = [*set_losses(several), *crosswalk_losses]
    rows: list[dict[str, str]] = []
    for mapping in several.mappings:
        row = _mapping_row(mapping, reading, losses)
        if row:
            rows.append(row)
    rows += [_none_row(none, losses) for none in several.no_counterparts]
    written = harmless_rows(rows)
    losses += long_cells(written, FOCAL)
    more = sorted({column for row in rows for column in row} - set(COLUMNS))
    columns = [harmless(column) for column in (*COLUMNS, *more)]
    return Written(text=csv_text(columns, written), losses=tuple(losses))


def _normal(name: str) -> str:
    """Return the name of a column without what public sheets differ in."""
    bare = re.sub(r"\((?:optional|fde|rde)\)", "", name.casefold())
    return " ".join(bare.split()).replace(" #", "#")


def _names(name: str, header: Sequence[str]) -> list[str] | None:
    """Return the names of columns; ``None`` for a line of title."""
    refuse_long_names(name, header)
    found = [_normal(as_meant(cell.strip())) for cell in header]
    taken: dict[str, str] = {}
    for column, names in _KNOWN_AS.items():
        own = next((own for own in names if own in found and own not in taken), None)
        if own:
            taken[own] = column
    if FOCAL not in taken.values() and RELATIONSHIP not in taken.values():
        return None
    return [
        taken.get(normal, as_meant(cell.strip()))
        for normal, cell in zip(found, header, strict=True)
    ]


@attrs.frozen(kw_only=True)
class _Sheet:
    """What is known of a sheet before its rows are read."""

    focal: FrameworkId | None
    reference: FrameworkId | None
    reading: Reading

    def value(self, parts: Parts, own: Sequence[str]) -> Mapping | NoCounterpart | None:
        """Return what a row says; *own* are the columns of other names."""
        cells = parts.row.cells
        parts.take("", _strength, column=STRENGTH)
        other = cells[REFERENCE].strip()
        if _is_alone(other) and _word(cells[RELATIONSHIP]) in ("", _NO_RELATIONSHIP):
            parts.put("extra", _extra(cells, _KEPT_ALONE, own))
            return self._no_counterpart(parts, other)
        parts.put("extra", _extra(cells, _KEPT_AS, own))
        return self._mapping(parts)

    def _mapping(self, parts: Parts) -> Mapping | None:
        subject = partial(_place, framework=self.focal)
        other = partial(_place, framework=self.reference)
        parts.take("subject", subject, column=FOCAL, required="a stage such as 'solis:7'")
        parts.take("rationale", _rationale, column=RATIONALE)
        parts.take("relation", self._relation, column=RELATIONSHIP, required="a relationship")
        parts.take("object", other, column=REFERENCE, required="a stage such as 'carfi:4'")
        parts.take_whole(
            "justification", _on_one_line, column=_reasons(parts.row.cells), default=NO_REASON
        )
        return parts.build(Mapping, "subject", "relation", "object", "justification")

    def _no_counterpart(self, parts: Parts, other: str) -> NoCounterpart | None:
        stage = partial(_stage, framework=self.focal)
        parts.take("stage", stage, column=FOCAL, required="a stage such as 'solis:7'")
        if _is_framework(other):
            parts.put("framework", other)
        elif self.reference:
            parts.put("framework", self.reference)
        else:
            parts.refuse(
                REFERENCE, "expected a stage, or the id of the framework that has none like it"
            )
        parts.take_whole(
            "reason", _on_one_line, column=_reasons(parts.row.cells), default=NO_REASON
        )
        return parts.build(NoCounterpart, "stage", "framework", "reason")

    def _relation(self, text: str) -> Relation:
        return relation_of(_word(text), "strm", reading=self.reading)


def _extra(
    cells: Cells[str, str], kept: Cells[str, str], own: Sequence[str]
) -> list[tuple[str, str]]:
    """Return what a mapping keeps of a row beside its fields."""
    several = [(name, cells.get(column, "")) for column, name in kept.items()]
    if _reasons(cells) != NOTES:
        several.append((_COMMENT, cells.get(NOTES, "")))
    several += [(column, cells[column]) for column in own]
    return [(name, text) for name, text in several if text]


def _reasons(cells: Cells[str, str]) -> str:
    """Return the column that gives the reasons: the rationale where it is prose, or the notes."""
    return _PROSE if cells.get(_PROSE, "").strip() else NOTES


def _is_alone(other: str) -> bool:
    return other.casefold() in _NOTHING or _is_framework(other)


def _is_framework(text: str) -> bool:
    return re.fullmatch(SLUG, text) is not None and not text.isdecimal()


def _place(text: str, framework: FrameworkId | None) -> Place:
    return parse_place(_whole(text, framework))


def _stage(text: str, framework: FrameworkId | None) -> StageRef:
    return parse_stage_ref(_whole(text, framework))


def _whole(text: str, framework: FrameworkId | None) -> str:
    """Return a reference with its framework, where it stands for the whole sheet."""
    return f"{framework}:{text}" if framework and ":" not in text else text


def _word(text: str) -> str:
    """Return the standard's word for a relationship as sheets write it."""
    word = " ".join(text.casefold().replace("_", " ").split())
    return _WORDS.get(word, word)


def _rationale(text: str) -> Rationale:
    return parse_word(Rationale, text.casefold(), "")


def _strength(text: str) -> str:
    """Return a strength if it is one: a whole number up to 10, or not applicable."""
    if not _fits(STRENGTH, text):
        raise InvalidValueError(
            f"expected a whole number from 0 to 10, or 'N/A', not {shown(text)}", value=text
        )
    return text


def _on_one_line(text: str) -> str:
    """Return *text* as it is, or with its lines joined where it has several."""
    return text if text.splitlines() == [text] else " ".join(text.split())


def _mapping_row(mapping: Mapping, reading: Reading, losses: list[Loss]) -> dict[str, str] | None:
    """Return the row of a mapping; what it does not say is added to *losses*."""
    if any(isinstance(place, StageUnion) for place in mapping.places):
        losses.append(left_out(mapping, "union", "a sheet relates single elements"))
        return None
    said = wording_of(mapping.relation, "strm", reading=reading)
    if said is None:
        losses.append(left_out(mapping, "relation", "every word of STRM would say more"))
        return None
    if not said.exact:
        told = f"written as {said.word!r}, which says less"
        losses.append(Loss(code="weaker", what=str(mapping), told=told))
    losses += _unsaid(mapping, _UNSAID)
    return {
        FOCAL: str(mapping.subject),
        RATIONALE: mapping.rationale or "",
        RELATIONSHIP: said.word,
        REFERENCE: str(mapping.object),
        NOTES: _note(mapping.justification),
        **_kept(mapping, _KEPT_AS, losses),
    }


def _none_row(none: NoCounterpart, losses: list[Loss]) -> dict[str, str]:
    losses += _unsaid(none, _UNSAID_ALONE)
    return {
        FOCAL: str(none.stage),
        REFERENCE: none.framework,
        NOTES: _note(none.reason),
        **_kept(none, _KEPT_ALONE, losses),
    }


def _unsaid(value: Mapping | NoCounterpart, names: Sequence[str]) -> Iterator[Loss]:
    """Yield a loss for each field that has something in it and no column."""
    fields = attrs.fields_dict(type(value))
    for name in names:
        if getattr(value, name) != fields[name].default:
            yield Loss(code=name, what=str(value), told=f"a sheet has no column for its {name}")


def _note(reason: str) -> str:
    return "" if reason == NO_REASON else reason


def _kept(
    value: Mapping | NoCounterpart, names: Cells[str, str], losses: list[Loss]
) -> dict[str, str]:
    """Return the cells of what a value keeps beside its fields."""
    columns = {name: column for column, name in names.items()}
    cells: dict[str, str] = {}
    for name, text in value.extra:
        column = columns.get(name, name)
        if text and (_is_own(name) if column == name else _fits(column, text)):
            cells[column] = text
        else:
            told = f"{name!r} would not be read back as it is"
            losses.append(Loss(code="extra", what=str(value), told=told))
    return cells


def _fits(column: str, text: str) -> bool:
    """Whether a cell of the sheet can say what is kept."""
    return column != STRENGTH or text.casefold() == "n/a" or text in _STRENGTHS


def _is_own(name: str) -> bool:
    """Whether a name is read back as it is from a header."""
    fits = 0 < len(name) < LONGEST_NAME and name == name.strip()
    return fits and _normal(name) not in _SYNONYMS

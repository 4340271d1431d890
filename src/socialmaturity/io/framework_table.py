"""A framework from a plain spreadsheet: one row for each indicator."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FileTooLargeError,
    InvalidFileError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    UnknownReferenceError,
    UnknownScaleError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import (
    LONGEST,
    DimensionId,
    FrameworkId,
    IndicatorId,
    parse_dimension_id,
    parse_framework_id,
    parse_indicator_id,
)
from socialmaturity.io.bounds import Problems, read_file
from socialmaturity.io.cells import SEPARATORS, Parts, Row, Table, moved, parse_line, parse_table
from socialmaturity.io.files import MAX_BYTES
from socialmaturity.io.formulas import as_meant, refuse_long_names
from socialmaturity.model.fields import are_all, parse_word
from socialmaturity.model.framework import Framework, FrameworkKind, Gate
from socialmaturity.model.indicator import Indicator
from socialmaturity.model.order import Order
from socialmaturity.model.scale import NPLF, STANDARD_SCALES, Scale
from socialmaturity.model.search import plain_letters
from socialmaturity.model.source import Citation, Source
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Basis, Dimension, Statement, StatementKind, parse_basis

FRAMEWORK_COLUMNS: Final = (
    "stage",
    "indicator",
    "question",
    "dimension",
    "source",
    "evidence",
    "basis",
    "id",
    "dimension id",
    "ordinal",
)
"""The columns that are read; the first four are required."""

MOST_CELLS: Final = 200_000
"""How many cells a sheet may have; a framework of fifty questions takes 250."""

_REQUIRED: Final = FRAMEWORK_COLUMNS[:4]
_OF_STAGES: Final = ("stage", "ordinal")
_FILLED: Final = ("stage", "dimension", "source")
_MERGED: Final = "; for merged cells, fill_down=['{}'] repeats the one above"
_LINES_OF_TITLE: Final = 20
_LONGEST_PREFIX: Final = 20

_FAILED: Final = re.compile(
    r"#(?:¡?[^\W\d_]+(?:/[^\W\d_]|/0)?[!?]|[A-Z]/[A-Z]|NV|YOK|HIÁNYZIK|PUUTTUU)"
)
"""An error in any language, in capitals: ``#REF!``, ``#BEZUG!``, ``#N/A``; ``#CRM`` is none."""

_CODE: Final = re.compile("[A-Z]{1,3}[0-9]{1,3}")
_PAGE: Final = re.compile(r"(.+?),\s*(pp?\. ?\S.*|[^\W\d_]{1,4}\. ?\d.*)")
"""A title, and after a comma a page, or an abbreviation in any language and a number."""

_ADDRESS: Final = re.compile(r"https?://\S+")
_NUMBER: Final = re.compile("[0-9]{1,6}")


def load_framework_csv(
    path: str | Path,
    *,
    id: str,  # noqa: A002 the word
    name: str,
    version: str = "1.0",
    kind: str = "ladder",
    scale: Scale | str = NPLF,
    gate: Gate | None = None,
    sources: Iterable[Source] = (),
    fill_down: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
) -> Framework:
    """Return the framework that a sheet of comma-separated values describes.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        id: As for `parse_framework_csv`.
        name: As for `parse_framework_csv`.
        version: As for `parse_framework_csv`.
        kind: As for `parse_framework_csv`.
        scale: As for `parse_framework_csv`.
        gate: As for `parse_framework_csv`.
        sources: As for `parse_framework_csv`.
        fill_down: As for `parse_framework_csv`.
        max_bytes: The largest size that is read.

    Returns:
        As `parse_framework_csv`.

    Raises:
        InvalidFileError: As `parse_framework_csv`, or it is larger, or not
            UTF-8.
        OSError: The file cannot be opened.
    """
    text = read_file(path, max_bytes)
    sheet = _Sheet(file=str(path), sources=tuple(sources), fill_down=fill_down)
    about = _About(id=id, name=name, version=version, kind=kind, scale=scale, gate=gate)
    return _framework(text, sheet, about)


def parse_framework_csv(
    text: str,
    *,
    id: str,  # noqa: A002 the word
    name: str,
    version: str = "1.0",
    kind: str = "ladder",
    scale: Scale | str = NPLF,
    gate: Gate | None = None,
    sources: Iterable[Source] = (),
    fill_down: Sequence[str] = (),
) -> Framework:
    r"""Return the framework that a text of comma-separated values describes.

    One row for each indicator, the columns `FRAMEWORK_COLUMNS` in any order
    and any case, apart by commas, semicolons or tabs. The rows of a stage
    need not stand together. Stages come in the order of their numbers in
    the column ``ordinal``, without it in the order in which they are first
    named. A row that names a stage and nothing else is the baseline: the
    first stage, at which nothing is asked.

    Ids are made of names: in lower case, without accents and apostrophes,
    and a hyphen for whatever else is no letter from a to z and no digit.
    Where that gives no id, or one twice, the columns ``id`` and
    ``dimension id`` give them.

    A source is ``S0 p. 3``, where ``S0`` is among *sources*, or else the
    title of a document, perhaps with a page: ``Groundswell, p. 44``, in any
    language (``S. 44``). Each line of the cell is one. A row with a source
    makes a statement, on which the indicator rests; it says what stands
    under ``evidence``, or else no more than the name of the indicator.

    Nothing is a formula: a cell that begins with ``=`` is refused, as are
    errors such as ``#REF!``; an apostrophe before ``=`` makes it text.

    Args:
        text: A header and rows; lines with nothing on them are passed over.
        id: Of the framework.
        name: Of the framework.
        version: Of this record of it.
        kind: ``ladder``, whose stages exclude each other, or ``phases``,
            which do not; ``attrs.evolve`` says otherwise of the result.
        scale: What its indicators are answered on; a standard one by its id,
            such as ``yes-no``, too.
        gate: When a stage counts as met; ``None`` where the caller of a
            rule has to say.
        sources: The documents that cells refer to by id.
        fill_down: Columns in which an empty cell repeats the one above, as
            where cells were merged: ``stage``, ``dimension``, ``source``.
            In other columns, and without it, nothing is repeated.

    Returns:
        The framework. `to_toml` makes a file of it.

    Raises:
        WrongTypeError: *text* is no text, another argument of a wrong type.
        InvalidValueError: A column that cannot be filled, no such kind.
        InvalidIdentifierError: An id that is none.
        InvalidFileError: There is no header, it lacks a required column,
            has an unknown one or one twice, or a row has a problem. All
            come together, with paths such as ``line 3, column 'question'``.
        InvalidFrameworkError: What the arguments say does not fit.

    Examples:
        >>> sheet = "stage,indicator,question,dimension\nOne,Posts,Do you post?,Work\n"
        >>> own = parse_framework_csv(sheet, id="own", name="Our stages")
        >>> own.stage(1).indicators[0].id
        'posts'
    """
    sheet = _Sheet(file="table", sources=tuple(sources), fill_down=fill_down)
    about = _About(id=id, name=name, version=version, kind=kind, scale=scale, gate=gate)
    return _framework(text, sheet, about)


def _are_fillable(_: object, field: "attrs.Attribute[Any]", value: Sequence[str]) -> None:
    if isinstance(value, str):
        raise WrongTypeError(
            f"expected several columns, such as ['stage'], not {shown(value)}",
            path=field.name,
            value=value,
        )
    for column in value:
        if column not in _FILLED:
            raise InvalidValueError(
                f"expected some of {', '.join(map(repr, _FILLED))}, not {shown(column)}",
                path=field.name,
                value=column,
            )


@attrs.frozen(kw_only=True)
class _Sheet:
    """How a sheet is read."""

    file: str
    sources: tuple[Source, ...] = attrs.field(validator=are_all(Source))
    fill_down: Sequence[str] = attrs.field(validator=_are_fillable)


def _parse_kind(kind: str) -> FrameworkKind:
    return parse_word(FrameworkKind, kind, "kind")


def _parse_scale(scale: Scale | str) -> Scale:
    if not isinstance(scale, str):
        return scale
    if scale not in STANDARD_SCALES:
        raise UnknownScaleError(scale, STANDARD_SCALES, path="scale")
    return STANDARD_SCALES[scale]


@attrs.frozen(kw_only=True)
class _About:
    """What a sheet does not say of its framework."""

    id: FrameworkId = attrs.field(converter=parse_framework_id)
    name: str
    version: str
    kind: FrameworkKind = attrs.field(converter=_parse_kind)
    scale: Scale = attrs.field(converter=_parse_scale)
    gate: Gate | None


@attrs.frozen(kw_only=True)
class _Asked:
    """What one row says, as far as it could be read; ``None`` and nothing for what could not."""

    row: Row
    asks: bool
    stage: str | None
    ordinal: int | None
    indicator: str | None
    question: str | None
    dimension: str | None
    id: IndicatorId | None
    dimension_id: DimensionId | None
    sources: tuple[str, ...]
    evidence: str | None
    basis: Basis | None


def _framework(text: str, sheet: _Sheet, about: _About) -> Framework:
    table = _table(text, sheet.file)
    problems = Problems[SocialMaturityError]()
    problems.extend(table.problems)
    asked: list[_Asked] = []
    for row in _filled(table.rows, sheet.fill_down):
        parts = Parts(row)
        asked.append(_asked(parts))
        problems.extend(parts.problems)
    whole = _Whole.of(asked, sheet.sources)
    problems.extend(whole.problems)
    if not asked and not problems:
        problems.append(MissingValueError("the sheet has a header and no rows"))
    if problems:
        raise InvalidFileError(sheet.file, sorted(problems, key=_line_of))
    return _built(asked, whole, about)


def _table(text: str, file: str) -> Table:
    separator = _separator(expect(text, str, "text"))
    if text.count(separator) + text.count("\n") > MOST_CELLS:
        problem = FileTooLargeError(
            f"the sheet has more than {MOST_CELLS} cells, and no framework needs as many",
            value=MOST_CELLS,
        )
        raise InvalidFileError(file, [problem])
    return parse_table(
        text, name=file, naming=partial(_names, file), required=_REQUIRED, separator=separator
    )


def _line_of(problem: SocialMaturityError) -> int:
    found = re.match("line ([0-9]+)", problem.path)
    return int(found[1]) if found else 0


def _separator(text: str) -> str:
    """Return what parts the cells of the header: that by which most columns are known."""
    lines = text.removeprefix("\ufeff").splitlines()[:_LINES_OF_TITLE]

    def known(separator: str) -> int:
        return max((len(_known(line.split(separator))) for line in lines), default=0)

    return max(SEPARATORS, key=known)


def _known(cells: Iterable[str]) -> set[str]:
    return {_column(cell.strip().strip('"')) for cell in cells}.intersection(FRAMEWORK_COLUMNS)


def _column(cell: str) -> str:
    return " ".join(as_meant(cell.strip()).replace("_", " ").casefold().split())


def _names(file: str, header: Sequence[str]) -> list[str] | None:
    """Return the names of columns; ``None`` for a title above the header."""
    refuse_long_names(file, header)
    if not _known(header):
        return None
    columns = [_column(cell) for cell in header]
    problems: list[SocialMaturityError] = [
        UnknownKeyError(column, FRAMEWORK_COLUMNS, within="the header", path="header")
        for column in columns
        if column and column not in FRAMEWORK_COLUMNS
    ]
    problems += [
        MissingValueError(f"the column {column!r} is required", path="header")
        for column in _REQUIRED
        if column not in columns
    ]
    if problems:
        raise InvalidFileError(file, problems)
    return columns


def _filled(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[Row]:
    """Repeat what stands above in the empty cells of some columns; a baseline is left alone."""
    above: dict[str, str] = {}
    for row in rows:
        above = {
            column: row.cells.get(column, "").strip() or above.get(column, "") for column in columns
        }
        yield attrs.evolve(row, cells={**row.cells, **above}) if _asks(row) else row


def _asks(row: Row) -> bool:
    """Whether a row says more than a stage."""
    return any(cell.strip() for name, cell in row.cells.items() if name not in _OF_STAGES)


def _asked(parts: Parts) -> _Asked:
    asks = _asks(parts.row)
    what = ("a short name", "a question", "a dimension" + _MERGED.format("dimension"))
    name, question, dimension = (
        parts.take(column, _line, required=told if asks else "")
        for column, told in zip(_REQUIRED[1:], what, strict=True)
    )
    return _Asked(
        row=parts.row,
        asks=asks,
        stage=parts.take("stage", _stage, required="a stage" + _MERGED.format("stage")),
        ordinal=parts.take("ordinal", _ordinal),
        indicator=name,
        question=question,
        dimension=dimension,
        id=_indicator_id(parts, name),
        dimension_id=parts.take("dimension id", parse_dimension_id),
        sources=parts.take("source", _source_texts) or (),
        evidence=parts.take("evidence", _line),
        basis=parts.take("basis", parse_basis),
    )


def _indicator_id(parts: Parts, name: str | None) -> IndicatorId | None:
    """Return the id that is given, or else the one that the name makes."""
    if name is None or parts.row.cells.get("id", "").strip():
        return parts.take("id", parse_indicator_id)
    made = parts.take("", partial(_slug, column="id"), column="indicator")
    return None if made is None else parse_indicator_id(made)


def _line(text: str) -> str:
    """Return one line of text; what a spreadsheet program calculates, or failed to, is none."""
    if text.startswith("="):
        raise InvalidValueError(
            f"{shown(text)} is a formula, and formulas are not evaluated; put in what it gives, or"
            " an apostrophe before it if it is text",
            value=text,
        )
    if text.isupper() and _FAILED.fullmatch(text):
        raise InvalidValueError(
            f"{shown(text)} is an error of a spreadsheet program; put in what was meant", value=text
        )
    return parse_line(as_meant(text))


def _stage(text: str) -> str:
    if _NUMBER.fullmatch(text):
        raise InvalidValueError(
            f"{shown(text)} is a number; name the stage, and put its number into the column"
            " 'ordinal'",
            value=text,
        )
    return _line(text)


def _ordinal(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) == 0:
        raise InvalidValueError(
            f"expected a whole number from 1, such as '2', not {shown(text)}", value=text
        )
    return int(text)


def _source_texts(text: str) -> tuple[str, ...]:
    return tuple(_line(line.strip()) for line in text.split("\n") if line.strip())


def _slug(name: str, *, column: str) -> str:
    """Return the id that a name makes."""
    letters = plain_letters(name)
    slug = "-".join(re.findall("[a-z0-9]+", letters))
    lost = [own for own in letters if own.isalnum() and not own.isascii()]
    if lost or not 0 < len(slug) <= LONGEST:
        raise InvalidValueError(
            f"no id can be made of {shown(name)}; give one in the column {column!r}", value=name
        )
    return slug


_Found = tuple[str, SocialMaturityError]


@attrs.frozen(kw_only=True)
class _Whole:
    """What the rows say together: what each stage, dimension and source is."""

    ordinals: dict[str, int]
    dimensions: dict[str, DimensionId]
    citations: dict[str, Citation]
    sources: tuple[Source, ...]
    problems: tuple[SocialMaturityError, ...]

    @classmethod
    def of(cls, asked: Sequence[_Asked], sources: tuple[Source, ...]) -> "_Whole":
        """Put the rows together."""
        problems = [*_indicator_problems(asked), *_stage_problems(asked)]
        ordinals = _ordinals(asked, problems)
        dimensions = _dimensions(asked, problems)
        citations, more = _citations(asked, sources, problems)
        return cls(
            ordinals=ordinals,
            dimensions=dimensions,
            citations=citations,
            sources=(*sources, *more),
            problems=tuple(problems),
        )


_Problems = list[SocialMaturityError]


def _indicator_problems(asked: Iterable[_Asked]) -> Iterator[SocialMaturityError]:
    first: dict[str, _Asked] = {}
    for own in asked:
        if own.evidence and not own.row.cells.get("source", "").strip():
            yield MissingValueError(
                "this says what a source says, and no source is given", path=own.row.at("source")
            )
        if own.id is None:
            continue
        other = first.setdefault(own.id, own)
        if other is not own:
            yield DuplicateError(
                f"the id {own.id!r} is that of line {other.row.line}, too; give one of the two"
                " another in the column 'id'",
                path=own.row.at("indicator"),
                value=own.id,
            )


def _stage_problems(asked: Iterable[_Asked]) -> Iterator[SocialMaturityError]:
    """Yield where a stage is written in two ways, or has rows that ask nothing."""
    first: dict[str, _Asked] = {}
    for own in asked:
        if own.stage is None:
            continue
        other = first.setdefault(own.stage.casefold(), own)
        if other.stage != own.stage:
            yield _unlike(own, other, "stage", own.stage, str(other.stage))
        elif other is not own and not (own.asks and other.asks):
            empty = own if other.asks else other
            yield MissingValueError(
                f"nothing is asked here, and more is said of stage {shown(own.stage)} elsewhere;"
                " fill the row in, or take it out",
                path=empty.row.at("indicator"),
            )


def _unlike(own: _Asked, other: _Asked, column: str, text: str, before: str) -> DuplicateError:
    way_out = ", or give one an id in the column 'dimension id'" if column == "dimension" else ""
    return DuplicateError(
        f"{shown(text)} is {shown(before)} in line {other.row.line}; write both alike{way_out}",
        path=own.row.at(column),
        value=text,
    )


def _ordinals(asked: Sequence[_Asked], problems: _Problems) -> dict[str, int]:
    """Return the number of each stage, lowest first."""
    first: dict[str, _Asked] = {}
    given: dict[str, int] = {}
    for own in asked:
        if own.stage is None:
            continue
        first.setdefault(own.stage, own)
        if own.ordinal is not None and given.setdefault(own.stage, own.ordinal) != own.ordinal:
            problems.append(
                InvalidValueError(
                    f"stage {shown(own.stage)} has number {given[own.stage]} elsewhere",
                    path=own.row.at("ordinal"),
                    value=own.ordinal,
                )
            )
    if given:
        problems += _wrong_numbers(first, given)
    names = sorted(first, key=lambda name: given.get(name, 0))
    problems += _late_baselines(names, first)
    return {name: ordinal for ordinal, name in enumerate(names, 1)}


def _wrong_numbers(
    first: dict[str, _Asked], given: dict[str, int]
) -> Iterator[SocialMaturityError]:
    """Yield each stage without a number of its own from 1 to how many there are."""
    taken: dict[int, str] = {}
    for name, own in first.items():
        path = own.row.at("ordinal")
        number = given.get(name)
        if number is None and own.row.cells["ordinal"].strip():
            continue  # told already
        if number is None:
            why = "has no number, and other stages have"
        elif number > len(first):
            why = f"has number {number}, and there are {len(first)} stages"
        elif taken.setdefault(number, name) != name:
            why = f"has number {number}, as stage {shown(taken[number])} has"
        else:
            continue
        yield InvalidValueError(f"stage {shown(name)} {why}", path=path, value=number)


def _late_baselines(names: list[str], first: dict[str, _Asked]) -> Iterator[SocialMaturityError]:
    for name in names[1:]:
        if not first[name].asks:
            yield MissingValueError(
                f"nothing is asked at stage {shown(name)}; that is so only at the first stage,"
                " where it is the absence of practice",
                path=first[name].row.at("indicator"),
            )


def _dimensions(asked: Iterable[_Asked], problems: _Problems) -> dict[str, DimensionId]:
    """Return the id of each dimension by name, in order of the rows."""
    named = [(own.dimension, own) for own in asked if own.dimension is not None]
    given: dict[str, DimensionId] = {}
    for name, own in named:
        if own.dimension_id is not None:
            given.setdefault(name, own.dimension_id)
    ids: dict[str, DimensionId] = {}
    first: dict[DimensionId, _Asked] = {}
    for name, own in named:
        if own.dimension_id not in (None, given.get(name)):
            problems.append(
                InvalidValueError(
                    f"dimension {shown(name)} has the id {given[name]!r} elsewhere",
                    path=own.row.at("dimension id"),
                    value=own.dimension_id,
                )
            )
        if name in ids:
            continue
        try:
            ids[name] = given.get(name) or DimensionId(_slug(name, column="dimension id"))
        except SocialMaturityError as problem:
            problems.append(moved(problem, own.row.at("dimension")))
            ids[name] = DimensionId("")
            continue
        other = first.setdefault(ids[name], own)
        if other is not own:
            problems.append(_unlike(own, other, "dimension", name, str(other.dimension)))
    return ids


def _citations(
    asked: Iterable[_Asked], sources: tuple[Source, ...], problems: _Problems
) -> tuple[dict[str, Citation], list[Source]]:
    """Return the place that each text cites, and the sources that were not known before."""
    known = {source.id for source in sources}
    free = (own for own in map("S{}".format, count(1)) if own not in known)
    made: dict[str, Source] = {}
    places: dict[str, Citation] = {}
    for own in asked:
        for text in own.sources:
            code, _, place = text.partition(" ")
            if code in known:
                places[text] = Citation(code, place.strip())
            elif _CODE.fullmatch(code):
                problems.append(_unknown_source(code, sources, own.row.at("source")))
            else:
                title, page = _titled(text)
                if title not in made:
                    made[title] = _source(title, next(free))
                places[text] = Citation(made[title].id, page)
    return places, list(made.values())


def _unknown_source(code: str, sources: tuple[Source, ...], path: str) -> SocialMaturityError:
    return UnknownReferenceError(
        code,
        [source.id for source in sources],
        within="the sources",
        hint="give the document to sources=, or write its title here, not beginning with a code"
        f" such as {code}",
        path=path,
    )


def _titled(text: str) -> tuple[str, str]:
    """Return the title and the page that a text of a source gives."""
    found = _PAGE.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def _source(title: str, own_id: str) -> Source:
    return Source(id=own_id, title=title, url=title if _ADDRESS.fullmatch(title) else "")


def _built(asked: Sequence[_Asked], whole: _Whole, about: _About) -> Framework:
    by_stage: dict[str, list[_Asked]] = {name: [] for name in whole.ordinals}
    for own in asked:
        by_stage[str(own.stage)] += [own] if own.asks else []
    return Framework(
        id=about.id,
        name=about.name,
        version=about.version,
        kind=about.kind,
        scale=about.scale,
        gate=about.gate,
        order=Order(exclusive=about.kind == FrameworkKind.LADDER),
        sources=whole.sources,
        dimensions=tuple(
            Dimension(id=own, name=name, basis=Basis.JUDGEMENT)
            for name, own in whole.dimensions.items()
        ),
        stages=tuple(_built_stage(name, by_stage[name], whole, about) for name in whole.ordinals),
    )


def _built_stage(name: str, asked: list[_Asked], whole: _Whole, about: _About) -> Stage:
    ordinal = whole.ordinals[name]
    cited = [own for own in asked if own.sources]
    prefix = f"{_prefix(about.id)}-{ordinal}"
    ids = {own.id: f"{prefix}.{number:02}" for number, own in enumerate(cited, 1)}
    return Stage(
        framework=about.id,
        ordinal=ordinal,
        name=name,
        baseline=not asked,
        statements=tuple(_statement(ids[own.id], own, whole) for own in cited),
        indicators=tuple(
            Indicator(
                id=str(own.id),
                name=str(own.indicator),
                question=str(own.question),
                dimension=whole.dimensions[str(own.dimension)],
                evidence=(ids[own.id],) if own.id in ids else (),
                basis=own.basis or Basis.JUDGEMENT,
            )
            for own in asked
        ),
    )


def _statement(own_id: str, own: _Asked, whole: _Whole) -> Statement:
    return Statement(
        id=own_id,
        kind=StatementKind.ACTIVITY,
        dimension=whole.dimensions[str(own.dimension)],
        text=own.evidence or str(own.indicator),
        sources=[whole.citations[text] for text in own.sources],
    )


def _prefix(framework: str) -> str:
    """Return what the ids of statements begin with."""
    letters = framework.replace("-", "").upper()
    return f"{'' if letters[0].isalpha() else 'F'}{letters}"[:_LONGEST_PREFIX]

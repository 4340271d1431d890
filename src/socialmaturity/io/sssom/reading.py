"""SSSOM files in, sets of mappings out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args

from socialmaturity.errors import (
    DuplicateError,
    InvalidFileError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import parse_framework_id
from socialmaturity.io.bounds import parse_path, read_file
from socialmaturity.io.cells import Mode, parse_mode
from socialmaturity.io.sssom.carried import others_text
from socialmaturity.io.sssom.header import Header, propagate, read_header, set_fields
from socialmaturity.io.sssom.prefixes import prefix_of, stages_iri
from socialmaturity.io.sssom.rows import read_rows
from socialmaturity.io.sssom.sheet import Sheet, parse_json, parse_tsv
from socialmaturity.mapping.collection import MappingSet, Read
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.fields import parse_word

Format = Literal["tsv", "json"]
"""The formats of SSSOM that are read and written."""

MAX_BYTES: Final = 256 * 1024 * 1024
"""How large a file may be where the caller sets no bound; 100,000 mappings take about 15 MB."""


def load_sssom(
    path: str | Path,
    *,
    metadata: str | Path | None = None,
    mode: Mode = "strict",
    reading: Reading | str = Reading.CAUTIOUS,
    prefixes: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Read[MappingSet]:
    """Return the mappings of an SSSOM file.

    Args:
        path: A file of tab-separated values, or of JSON where its name ends
            in ``.json``.
        metadata: The file with the metadata block where that is one of its
            own.
        mode: ``strict`` raises all problems together; ``lenient`` keeps what
            is readable, and lists the problems.
        reading: How strictly the predicates are taken, where the file does
            not say so itself: ``cautious`` or ``strict``.
        prefixes: The framework id for each prefix whose stages belong to a
            framework of another name, such as ``{"SOLIS": "solis"}``; also
            for the CURIE of a source in which no term was found.
        max_bytes: The largest size that is read.

    Returns:
        The set, and the problems, in the order of the lines.

    Raises:
        InvalidFileError: The file has problems, and the mode is strict; or it
            is too large or not UTF-8.
        InvalidValueError: No such mode or reading.
        OSError: A file cannot be opened.

    References:
        A Simple Standard for Sharing Ontological Mappings, version 1.1.
    """
    file = parse_path(path)
    return parse_sssom(
        read_file(file, max_bytes),
        format="json" if file.suffix.casefold() == ".json" else "tsv",
        metadata=None if metadata is None else read_file(metadata, max_bytes),
        mode=mode,
        reading=reading,
        prefixes=prefixes,
        name=str(path),
    )


def parse_sssom(
    text: str,
    *,
    format: Format = "tsv",  # noqa: A002 the word
    metadata: str | None = None,
    mode: Mode = "strict",
    reading: Reading | str = Reading.CAUTIOUS,
    prefixes: Mapping[str, str] | None = None,
    name: str = "sssom",
) -> Read[MappingSet]:
    r"""Return the mappings of a text in SSSOM.

    A stage is a CURIE of framework and ordinal, such as ``solis:7``. The
    comment of a record is its justification; where it has none, the kind of
    justification is, such as ``semapv:LexicalMatching``. What has no field
    here is kept in ``extra``, records that speak of no stages as JSON in the
    ``other_rows`` of the set.

    Args:
        text: The file.
        format: ``tsv`` or ``json``.
        metadata: The text of the metadata block where that is a file of its
            own.
        mode: As for `load_sssom`.
        reading: As for `load_sssom`.
        prefixes: As for `load_sssom`.
        name: What the text is called, in problems and origins.

    Returns:
        The set, and the problems, in the order of the lines.

    Raises:
        InvalidFileError: The text has problems, and the mode is strict.
        InvalidValueError: No such mode, reading or format.
        WrongTypeError: Not text.

    Examples:
        >>> read = parse_sssom(
        ...     "#curie_map:\n"
        ...     "#  solis: https://example.org/solis/\n"
        ...     "#  carfi: https://example.org/carfi/\n"
        ...     "#mapping_set_id: https://example.org/set\n"
        ...     "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        ...     "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        ...     "solis:2\tskos:broadMatch\tcarfi:2\tsemapv:ManualMappingCuration\n")
        >>> print(read.value.mappings[0])
        Solis 2 lies inside Carfi 2
    """
    for own in (text, metadata):
        if own is not None and not isinstance(own, str):
            raise WrongTypeError(f"expected text, not {shown(own)}", value=own)
    if format not in get_args(Format):
        raise InvalidValueError(
            f"expected the format 'tsv' or 'json', not {shown(format)}", path="format", value=format
        )
    header = Header(
        lenient=parse_mode(mode) == "lenient",
        names={key: parse_framework_id(own) for key, own in (prefixes or {}).items()},
        reading=parse_word(Reading, reading, "reading"),
    )
    text = text.removeprefix("\ufeff")
    sheet = parse_json(text) if format == "json" else parse_tsv(text, metadata)
    value = _read(sheet, header, name)
    problems = tuple(problem for _, problem in sorted(sheet.problems, key=_line))
    if problems and not header.lenient:
        raise InvalidFileError(name, problems)
    return Read(value=value, problems=problems)


def _line(told: tuple[int, SocialMaturityError]) -> int:
    return told[0]


def _read(sheet: Sheet, header: Header, name: str) -> MappingSet:
    read_header(sheet, header)
    propagate(header, sheet)
    rows = read_rows(sheet, header, name)
    _keep_prefixes(sheet, header)
    fields: dict[str, Any] = set_fields(header)
    if rows.others:
        fields["extra"] = (*fields["extra"], ("other_rows", others_text(rows.others)))
    return MappingSet(
        mappings=tuple(rows.mappings), no_counterparts=tuple(rows.no_counterparts), **fields
    )


def _keep_prefixes(sheet: Sheet, header: Header) -> None:
    """Keep the addresses of stages under the prefix that their framework is written with."""
    leads: dict[str, str] = {}
    for prefix, framework in sorted(header.stage_prefixes.items()):
        address = header.declared.get(prefix)
        if address is None:
            continue
        own = prefix_of(framework)
        taken = leads.setdefault(own, header.declared.get(own, address))
        if taken != address:
            problem = DuplicateError(
                f"the prefixes {shown(prefix)} and {shown(own)} both lead to the framework"
                f" {framework!r},"
                f" but stand for {shown(address)} and {shown(taken)}; use one",
                path="curie_map",
                value=prefix,
            )
            sheet.problems.append((0, problem))
            continue
        if prefix != own and prefix not in header.used:
            header.kept.pop(f"curie_map.{prefix}", None)
        if address != stages_iri(framework):
            header.kept[f"curie_map.{own}"] = address

"""Mappings as JSON, field by field; nothing is lost."""

from pathlib import Path
from typing import Any, Final, TypeGuard

from socialmaturity.errors import (
    InvalidFileError,
    InvalidInputError,
    SocialMaturityError,
    WrongTypeError,
    shown,
)
from socialmaturity.io.bounds import Problems, parse_json, read_file
from socialmaturity.io.cells import Mode, parse_mode
from socialmaturity.io.files import MAX_BYTES
from socialmaturity.io.losses import parse_set
from socialmaturity.io.reading import reader
from socialmaturity.io.writing import writer
from socialmaturity.mapping.collection import MappingSet, Read, Written
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping, NoCounterpart

_LISTS: Final = {"mappings": Mapping, "no_counterparts": NoCounterpart}


def load_mapping_json(
    path: str | Path, *, mode: Mode = "strict", max_bytes: int = MAX_BYTES
) -> Read[MappingSet]:
    """Return the set of mappings that a JSON file holds.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        mode: As for `parse_mapping_json`.
        max_bytes: The largest size that is read.

    Returns:
        As `parse_mapping_json`.

    Raises:
        InvalidFileError: As `parse_mapping_json`, or it is larger, or not UTF-8.
        OSError: The file cannot be opened.
    """
    return parse_mapping_json(read_file(path, max_bytes), mode=mode, name=str(path))


def parse_mapping_json(
    text: str, *, mode: Mode = "strict", name: str = "mappings"
) -> Read[MappingSet]:
    r"""Return the set of mappings that a JSON text holds.

    Args:
        text: One object with the fields of a `MappingSet`.
        mode: ``strict`` raises all problems together; ``lenient`` leaves
            out a mapping, or a stage without counterpart, that has one, and
            lists it.
        name: What the problems call the text.

    Returns:
        What was written, equal to it.

    Raises:
        WrongTypeError: *text* is no text.
        InvalidValueError: No mode of this name.
        InvalidFileError: It is no such text; also in lenient mode, where
            what is wrong stands in no mapping. Paths are such as
            ``mappings[2].confidence``.

    Examples:
        >>> parse_mapping_json('{"title": "Ours"}').value.title
        'Ours'
    """
    mode = parse_mode(mode)
    if not isinstance(text, str):
        raise WrongTypeError(f"expected text, not {shown(text)}", value=text)
    try:
        plain = parse_json(text.removeprefix("\ufeff"))
        problems = () if mode == "strict" else _leave_out(plain)
        return Read(value=reader().structure(plain, MappingSet), problems=problems)
    except SocialMaturityError as error:
        raise InvalidFileError(name, _several(error)) from None


def to_mapping_json(value: MappingSet | Crosswalk) -> Written:
    """Return mappings as JSON, indented by two.

    Args:
        value: A set, or a crosswalk.

    Returns:
        Text that `parse_mapping_json` reads back equal; of a set, never a loss.

    Raises:
        WrongTypeError: Neither a set nor a crosswalk.
    """
    import json

    several, losses = parse_set(value)
    text = json.dumps(writer().unstructure(several), ensure_ascii=False, indent=2)
    return Written(text=f"{text}\n", losses=losses)


def _several(error: SocialMaturityError) -> tuple[SocialMaturityError, ...]:
    return error.problems if isinstance(error, InvalidInputError) else (error,)


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _leave_out(plain: Any) -> tuple[SocialMaturityError, ...]:
    """Take out of plain data what cannot be read in its lists, and return why."""
    problems = Problems[SocialMaturityError]()
    for name, cls in _LISTS.items():
        if _is_table(plain) and _is_list(given := plain.get(name)):
            wrong = [_wrong(own, cls) for own in given]
            plain[name] = [own for own, ill in zip(given, wrong, strict=True) if not ill]
            problems.extend(
                each.under(f"{name}[{place}]") for place, ill in enumerate(wrong) for each in ill
            )
    return tuple(problems)


def _wrong(plain: Any, cls: type) -> tuple[SocialMaturityError, ...]:
    """Return what keeps plain data from being a value."""
    try:
        reader().structure(plain, cls)
    except SocialMaturityError as error:
        return _several(error)
    return ()

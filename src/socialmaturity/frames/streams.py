"""JSON lines of assessments as a lazy polars frame, without an object for each line.

One regular expression says whether a line holds nothing but what a row can
hold; polars decodes those that do. Any other line is kept as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from glob import glob
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.catalog import Catalog
from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingExtraError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.frames.request import make_scale
from socialmaturity.io.lines import MAX_BYTES_PER_LINE
from socialmaturity.lookup import find_framework
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import YES_NO, Scale

if TYPE_CHECKING:
    import polars as pl

UNREAD: Final = "unread"
"""The column with the text of a line that is no row."""

UNREADABLE: Final = "!"
"""What a cell says in a row whose line is not read; no answer, so that nothing is scored."""

_LINE: Final = "line"
_FILE: Final = "file"
_TEXTS: Final = ("subject", "unit", "assessor", "note")
_DAY: Final = "assessed_on"
_PLAIN: Final = ("framework", "version", "scale", _DAY, *_TEXTS)
_NESTED: Final = {"answers": r"\{", "checks": r"\{", "findings": r"\["}
_NONE: Final = Outcome.NOT_ASSESSED.value


def scan_assessments(
    source: str | Path | Sequence[str | Path],
    framework: str | Framework,
    *,
    scale: str | None = None,
    columns: str = "",
    catalog: Catalog | None = None,
) -> "pl.LazyFrame":
    r"""Return a lazy polars frame of JSON lines, ready for `score_frame`.

    Args:
        source: The file with one assessment a line, as `to_json_lines`
            writes them; or several, or a pattern such as ``2026-*.jsonl``,
            whose files are read in order of their names. Lines with nothing
            on them are passed over.
        framework: What was assessed, or its id.
        scale: Id of the scale that was answered on; ``None`` for the
            framework's own.
        columns: What the names of columns of indicators begin with; then
            `score_frame` is given the same.
        catalog: Where the framework is looked up; ``None`` for what is
            built in and plugged in.

    Returns:
        One row for each line, nothing read yet: ``line`` (its number from 1,
        running on through several files), ``subject``, ``unit``,
        ``assessor`` and ``note`` (empty where the line has none),
        ``assessed_on`` (a date), for each indicator its answer as text (null
        where it was not assessed), and ``unread``. That is null, or the text
        of a line that is not read into cells: what `iter_assessments`
        refuses, what is of another framework, version or scale or has an
        indicator that the framework does not have, and what a row has no
        place for, such as findings with evidence, checks, ratios such as
        ``1/3`` and text with unusual control characters. All its cells say
        ``!``, so that `score_frame` counts them among its ``problems``.
        Labels are not looked at here; numbers are the floats nearest to
        them.

    Raises:
        MissingExtraError: polars from 1.40 on is not installed.
        WrongTypeError: An argument of another type.
        InvalidValueError: A folder, or a pattern that no file has a name
            like. What is there literally is no pattern.
        OSError: A file is not there.
        UnknownFrameworkError: No such framework.
        UnknownScaleError: No such scale.
        DuplicateError: An indicator has the name of another column; give
            *columns*.

    Examples:
        >>> import tempfile
        >>> import socialmaturity as sm
        >>> path = Path(tempfile.mkdtemp(), "firms.jsonl")
        >>> lines = '{"framework": "solis", "subject": "Acme", "answers": {"listening": "F"}}\n{"a'
        >>> _ = path.write_text(lines, encoding="utf-8")
        >>> table = scan_assessments(path, "solis")
        >>> table.select("line", "subject", "listening", "reporting", "unread").collect().rows()
        [(1, 'Acme', 'F', None, None), (2, '', '!', '!', '{"a')]
    """
    scan_lines = _lines_scanner()
    own = find_framework(framework, catalog)
    known = make_scale(own, scale)
    ids = [str(each.id) for each in own.indicators]
    _refuse_clashes(ids, expect(columns, str, "columns"))
    paths = _paths(source)
    named = {"name": UNREAD, "row_index_name": _LINE, "include_file_paths": _FILE}
    lines = scan_lines(paths, **named, row_index_offset=1, glob=any(map(_is_address, paths)))
    return _rows(lines, own, known, {each: f"{columns}{each}" for each in ids})


def _lines_scanner() -> "Callable[..., pl.LazyFrame]":
    """Return what scans the lines of a file, or say how to come by it."""
    try:
        from polars import scan_lines
    except ImportError as cause:
        raise MissingExtraError(
            "JSON lines are read into a table by polars from 1.40 on; install it with:"
            " pip install 'polars>=1.40'"
        ) from cause
    return scan_lines


def _paths(source: object) -> list[str | Path]:
    """Return the files that are meant, patterns expanded; addresses are left to polars."""
    if isinstance(source, str | Path):
        return _files(source)
    if not _is_several(source) or not source:
        raise WrongTypeError(
            f"expected the path of a file, or several, not {shown(source)}",
            path="source",
            value=source,
        )
    several = [own if isinstance(own, Path) else expect(own, str, "source") for own in source]
    return [path for own in several for path in _files(own)]


def _files(own: str | Path) -> list[str | Path]:
    if _is_address(own):
        return [own]
    if Path(own).is_dir():
        raise InvalidValueError(
            f"{str(own)!r} is a folder; name its files, such as {str(Path(own, '*.jsonl'))!r}",
            path="source",
            value=own,
        )
    if Path(own).exists() or not set(str(own)) & {*"*?["}:
        Path(own).stat()
        return [own]
    named = glob(str(own), recursive=True)  # noqa: PTH207 Path.glob takes no absolute pattern
    found = sorted(path for path in named if not Path(path).is_dir())
    if not found:
        raise InvalidValueError(f"no file has a name like {str(own)!r}", path="source", value=own)
    return [*found]


def _is_address(own: str | Path) -> bool:
    return isinstance(own, str) and "://" in own


def _is_several(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, bytes)


def _refuse_clashes(ids: Iterable[str], prefix: str) -> None:
    taken = (_LINE, *_TEXTS, _DAY, UNREAD)
    for own in ids:
        if f"{prefix}{own}" in taken:
            raise DuplicateError(
                f"the column {prefix + own!r} of an indicator would stand beside another of that"
                " name; give columns='q_', and the same to score_frame()",
                path="columns",
                value=prefix + own,
            )


def _rows(
    lines: "pl.LazyFrame", framework: Framework, scale: Scale, names: Mapping[str, str]
) -> "pl.LazyFrame":
    """Return the cells of each line, or the line itself."""
    import polars as pl

    text = pl.col(UNREAD)
    begins = pl.col(_FILE).ne_missing(pl.col(_FILE).shift(1))
    first = pl.when(begins).then(text.str.strip_prefix("\ufeff")).otherwise(text)
    full = lines.with_columns(first).filter(text.str.contains(r"[^ \t\r]"))
    fits = (text.str.len_bytes() <= MAX_BYTES_PER_LINE) & text.str.contains(
        _line_pattern(framework, scale, [*names])
    )
    words = pl.when(fits).then(_in_words(text, scale)).otherwise(pl.lit("{}"))
    answers = pl.Struct(dict.fromkeys(names, pl.String))
    parts = pl.Struct(dict.fromkeys(_PLAIN, pl.String) | {"answers": answers})
    read = full.with_columns(words.alias("words")).with_columns(
        pl.col("words").str.json_decode(parts).alias("parts")
    )
    sound = read.with_columns(_is_sound(framework, scale, [*names]).alias("sound"))
    return sound.select(
        pl.col(_LINE).cast(pl.Int64),
        *(pl.when("sound").then(_part(own)).fill_null("").alias(own) for own in _TEXTS),
        pl.when("sound").then(_day()).alias(_DAY),
        *(_cell(own).alias(name) for own, name in names.items()),
        pl.when(~pl.col("sound")).then(text).alias(UNREAD),
    )


def _in_words(text: "pl.Expr", scale: Scale) -> "pl.Expr":
    """Return a line with words for null, and on the scale of yes and no for true and false."""
    words = {"null": _NONE}
    if scale == YES_NO:
        words |= dict(zip(("false", "true"), YES_NO.labels, strict=True))
    for literal, word in words.items():
        text = text.str.replace_all(rf"({_KEY_ENDS}){literal}", f'${{1}}"{word}"')
    return text


def _is_sound(framework: Framework, scale: Scale, ids: Sequence[str]) -> "pl.Expr":
    """Return whether a line that fits has each key once, and those that it has to have."""
    import polars as pl

    words = pl.col("words")
    there = [_part(own).is_not_null() for own in _PLAIN]
    there += [_answer(own).is_not_null() for own in ids]
    there += [
        words.str.contains(f'"{own}"{_SPACE}:{_SPACE}{begin}') for own, begin in _NESTED.items()
    ]
    has_day = (_part(_DAY).fill_null(_NONE) == _NONE) | _day().is_not_null()
    named = ["framework"] if scale == framework.scale else ["framework", "scale"]
    return pl.all_horizontal(
        pl.sum_horizontal(there) == words.str.count_matches(_KEY_ENDS),
        has_day,
        *(_part(own).is_not_null() for own in named),
    )


def _part(own: str) -> "pl.Expr":
    import polars as pl

    return pl.col("parts").struct.field(own)


def _answer(own: str) -> "pl.Expr":
    return _part("answers").struct.field(own)


def _day() -> "pl.Expr":
    return _part(_DAY).str.to_date("%Y-%m-%d", strict=False)


def _cell(own: str) -> "pl.Expr":
    """Return the answer of a line that is read; nothing is not assessed."""
    import polars as pl

    answer = pl.when(_answer(own) != _NONE).then(_answer(own))
    return pl.when("sound").then(answer).otherwise(pl.lit(UNREADABLE))


# --- what a line that is a row looks like

_SPACE: Final = r"[ \t]*"
_KEY_ENDS: Final = rf'[^\\: \t]"{_SPACE}:{_SPACE}'
"""The end of a key. Within a string a quote has a backslash before it; where one begins, a space
or a colon, which no key ends with."""

_PAIR: Final = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_CODES: Final = (
    "(?:00[2-6a-fA-F]|0[1-9a-fA-F].|20[013-9a-fA-F]|2[1-9a-fA-F].|[13-9a-cA-CefEF]..|[dD][0-7].)."
    "|202[0-7a-fA-F]"
).replace(".", "[0-9a-fA-F]")
"""Of characters that are no control characters, do not end a line and are not half of a pair."""

_CHARACTER: Final = rf'[^"\\\p{{Cc}}\u2028\u2029]|\\["\\/]|\\u(?:{_CODES})|{_PAIR}'
"""Of text that is one line; how it is written does not matter."""

_TEXT: Final = f'"(?:{_CHARACTER})*"'
_NOTE: Final = rf'"(?:{_CHARACTER}|\\[nt])*"'
_DATE: Final = '"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"'
_NUMBER: Final = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?"


def _line_pattern(framework: Framework, scale: Scale, ids: Sequence[str]) -> str:
    """Return what a line matches that holds nothing but what a row can hold."""
    own_scale = scale == framework.scale
    members = {
        "framework": _one_of(framework.id),
        "version": f"{_one_of(framework.version)}|null",
        "scale": f"{_one_of(scale.id)}|null" if own_scale else _one_of(scale.id),
        _DAY: f"{_DATE}|null",
        **dict.fromkeys(_TEXTS, _TEXT),
        "note": _NOTE,
        "answers": _table(dict.fromkeys(ids, _answer_pattern(scale))),
        "findings": rf"\[{_SPACE}\]",
        "checks": rf"\{{{_SPACE}\}}",
    }
    return rf"^{_SPACE}{_table(members)}{_SPACE}\r?$"


def _table(members: Mapping[str, str]) -> str:
    """Return the pattern of an object with members of these names, in any order."""
    by_value: dict[str, list[str]] = {}
    for key, value in members.items():
        by_value.setdefault(value, []).append(re.escape(key))
    one = "|".join(
        f'"(?:{"|".join(keys)})"{_SPACE}:{_SPACE}(?:{value})' for value, keys in by_value.items()
    )
    several = f"(?:{one}){_SPACE}(?:,{_SPACE}(?:{one}){_SPACE})*" if one else ""
    return rf"\{{{_SPACE}(?:{several})?\}}"


def _one_of(text: str) -> str:
    """Return the pattern of a text, written with its letters or with escapes."""
    return "|".join(
        dict.fromkeys(re.escape(dumps(text, ensure_ascii=own)) for own in (False, True))
    )


def _answer_pattern(scale: Scale) -> str:
    if scale == YES_NO:
        return f"{_TEXT}|null|true|false"
    if scale.labels:
        return f"{_TEXT}|null"
    words = "|".join(own.value for own in Outcome if own is not Outcome.RATED)
    return f'{_NUMBER}|"(?:{words})"|null'

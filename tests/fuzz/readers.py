"""Every reader of the library, and texts that it reads."""

import csv
import json
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import socialmaturity as sm
from samples import crosswalk, framework, mapping
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS, default_catalog
from socialmaturity.errors import FileSyntaxError, SocialMaturityError
from socialmaturity.forms.build import questionnaire
from socialmaturity.forms.filling import to_form_data
from socialmaturity.forms.json_form import from_json_form
from socialmaturity.forms.slots import Shape
from socialmaturity.forms.surveyjs import from_surveyjs
from socialmaturity.io.bounds import read_file
from socialmaturity.io.files import (
    MAX_BYTES,
    load_assessment,
    load_crosswalk,
    load_framework,
    parse_assessment,
    parse_crosswalk,
    parse_framework,
)
from socialmaturity.io.formatting import format_toml
from socialmaturity.io.framework_table import (
    FRAMEWORK_COLUMNS,
    load_framework_csv,
    parse_framework_csv,
)
from socialmaturity.io.lines import (
    iter_assessments,
    load_assessments,
    parse_assessments,
    to_json_lines,
)
from socialmaturity.io.mapping_json import load_mapping_json, parse_mapping_json, to_mapping_json
from socialmaturity.io.skos import load_skos, parse_skos, to_skos
from socialmaturity.io.sssom.reading import load_sssom, parse_sssom
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.io.strm import load_strm, parse_strm, to_strm
from socialmaturity.io.table import load_csv, parse_csv, to_csv
from socialmaturity.io.writing import to_json, to_toml
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.scoring.brief import Failure

AWKWARD = "\ufeff# \u202e'=1+1\n\n\"\"\n\x1b[31m\t'''\n"
"""A little of everything that formats trip over."""


class Reader(NamedTuple):
    """How one format is read.

    Args:
        parse: From a text.
        load: From a file.
        suffix: Of its files.
        seeds: Texts that it reads.
    """

    parse: Callable[[str], Any]
    load: Callable[[Path], Any]
    suffix: str
    seeds: tuple[str, ...]


class Lenient(NamedTuple):
    """What a lenient reader gives that has no report of its own.

    Args:
        value: What could be read.
        problems: What could not.
    """

    value: Any
    problems: tuple[SocialMaturityError, ...]


def round_trip(read: Any) -> None:
    """Raise `AssertionError` unless what was read is written, and read back equal."""
    value: Any = getattr(read, "value", read)
    again = _written_and_read(value)
    assert again == value, f"{again!r} is not {value!r}"


def _written_and_read(value: Any) -> Any:
    if isinstance(value, MappingSet):
        return parse_mapping_json(to_mapping_json(value).text).value
    if isinstance(value, str):
        return format_toml(value)
    if type(value) in _PARSERS:
        return _PARSERS[type(value)](to_json(value), format="json")
    return parse_assessments("".join(to_json_lines(value)))


_PARSERS: dict[type, Callable[..., Any]] = {
    sm.Framework: parse_framework,
    sm.Crosswalk: parse_crosswalk,
    sm.Assessment: parse_assessment,
}


def _small() -> sm.Crosswalk:
    links = (
        mapping("left:1", "equal", "right:1", confidence=0.5, author="A. B\u00e9", axis="results"),
        mapping("left:2", "inside", "right:2+", evidence=["D-1.01"], sources=["S0"]),
        mapping("left:3", "overlaps", "right:3", review="=1+1", extra=[("a", "b|c\\")]),
        mapping("left:4", "disjoint", "right:1", rationale="functional", confidence="1/3"),
    )
    none = sm.NoCounterpart(stage="left:5", framework="right", reason='Looked, "found" nothing.')
    return crosswalk(*links, no_counterparts=(none,))


def _valid(texts: list[str], parse: Callable[[str], Any]) -> tuple[str, ...]:
    """Return the texts; each but the last, which is awkward, is one that is read."""
    for text in texts:
        parse(text)
    return (*texts, AWKWARD)


def readers() -> dict[str, Reader]:
    """Return every reader by its name, strict and lenient where there are both."""
    data = Path(sm.__file__).parent / "data"
    catalog = default_catalog()
    frameworks = [*map(catalog.framework, BUILTIN_FRAMEWORKS), framework()]
    crosswalks = [*(catalog.crosswalk(*pair) for pair in BUILTIN_CROSSWALKS), _small()]
    acme = _acme()
    files: list[tuple[str, Any, Any, list[Any]]] = [
        ("framework", parse_framework, load_framework, frameworks),
        ("crosswalk", parse_crosswalk, load_crosswalk, crosswalks),
        ("assessment", parse_assessment, load_assessment, [acme]),
    ]
    found: dict[str, Reader] = {}
    for name, parse, load, values in files:
        folder = data / f"{name}s"
        own = [path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))]
        toml = [*own, *map(to_toml, values)]
        found[f"{name} TOML"] = Reader(parse, load, ".toml", _valid(toml, parse))
        json_parse = _with(parse, format="json")
        json = _valid([*map(to_json, values)], json_parse)
        found[f"{name} JSON"] = Reader(json_parse, load, ".json", json)
    exchange: list[tuple[str, str, Any, Any, dict[str, Any], Any]] = [
        ("CSV", ".csv", parse_csv, load_csv, {}, to_csv),
        ("STRM", ".csv", parse_strm, load_strm, {"focal": "left", "reference": "right"}, to_strm),
        ("SSSOM TSV", ".tsv", parse_sssom, load_sssom, {}, to_sssom),
        ("SSSOM JSON", ".json", parse_sssom, load_sssom, {"format": "json"}, to_sssom),
        ("mapping JSON", ".json", parse_mapping_json, load_mapping_json, {}, to_mapping_json),
        ("Turtle", ".ttl", parse_skos, load_skos, {"format": "turtle"}, to_skos),
        ("N-Triples", ".nt", parse_skos, load_skos, {"format": "nt"}, to_skos),
    ]
    for name, suffix, parse, load, options, write in exchange:
        written = {key: own for key, own in options.items() if key == "format"}
        texts = [write(value, **written).text for value in crosswalks[-2:]]
        for mode in ("strict", "lenient"):
            bound = _with(parse, **options, mode=mode)
            of_file = {k: own for k, own in options.items() if "SSSOM" not in name or k != "format"}
            found[f"{name}, {mode}"] = Reader(
                bound, _with(load, **of_file, mode=mode), suffix, _valid(texts, bound)
            )
    toml = [seed for name, own in found.items() if "TOML" in name for seed in own.seeds[:-1]]
    return found | _of_lines() | _of_sheets(frameworks) | _of_forms() | _of_layout(toml)


def _acme() -> sm.Assessment:
    return sm.Assessment(
        framework="solis",
        subject="Acme",
        assessed_on="2026-11-01",
        answers={"listening": "F", "reporting": True, "presence": 0.25, "metrics": None},
    )


def _of_lines() -> dict[str, Reader]:
    """The readers of JSON lines."""
    brew = sm.Assessment(
        framework="carfi",
        unit="N\u00f8rd",
        findings=(sm.Finding(indicator="one", answer=sm.CANNOT_TELL, note="?"),),
        checks={"two": False},
    )
    text = "".join(to_json_lines([_acme(), brew] * 3))
    seeds = _valid([text, f"\ufeff{text}".replace("\n", "\r\n\n")], parse_assessments)
    return {
        "JSON lines, strict": Reader(parse_assessments, load_assessments, ".jsonl", seeds),
        "JSON lines, lenient": Reader(_lines_leniently, _leniently, ".jsonl", seeds),
    }


def _lines_leniently(text: str) -> Lenient:
    return _leniently(text.split("\n"))


def _leniently(source: Path | list[str]) -> Lenient:
    several = [*iter_assessments(source, mode="lenient", max_bytes_per_line=20_000)]
    failures = [own for own in several if isinstance(own, Failure)]
    return Lenient(
        value=tuple(own for own in several if isinstance(own, sm.Assessment)),
        problems=tuple(problem for own in failures for problem in own.problems),
    )


def _of_sheets(frameworks: Iterable[sm.Framework]) -> dict[str, Reader]:
    """The readers of frameworks in sheets, without and with cells that were merged."""
    whole = {"id": "own", "name": "Own", "sources": (sm.Source(id="S0", title="Groundswell"),)}
    merged = {**whole, "kind": "phases", "fill_down": ("stage", "dimension", "source")}
    sheets = [_sheet(own, between) for own in frameworks for between in ",;\t"]
    seeds = _valid(sheets, _with(parse_framework_csv, **whole))
    return {
        f"framework CSV{name}": Reader(
            _with(parse_framework_csv, **options),
            _with(load_framework_csv, **options),
            ".csv",
            seeds,
        )
        for name, options in (("", whole), (", merged", merged))
    }


def _sheet(own: sm.Framework, between: str) -> str:
    """Return the questions of a framework as a sheet."""
    text = StringIO()
    columns = [*map(str, FRAMEWORK_COLUMNS)]
    writer = csv.DictWriter(text, columns, delimiter=between)
    writer.writeheader()
    for stage in own.stages:
        for ordinal, one in enumerate(stage.indicators or (None,)):
            row = {"stage": stage.name, "ordinal": str(stage.ordinal)}
            if one is not None:
                row |= {"indicator": one.name, "question": one.question, "id": one.id}
                row |= {
                    "dimension": one.dimension,
                    "source": ("S0", "Groundswell, p. 4")[ordinal % 2],
                }
            writer.writerow(row)
    return text.getvalue()


def _of_forms() -> dict[str, Reader]:
    """The readers of filled forms; what comes is JSON that Python has read."""
    about = ("subject", "unit", "assessed_on", "assessor", "note")
    asked = questionnaire(sm.SOLIS, notes=True, about=about)
    numbers = questionnaire(sm.SOLIS, by="dimension", scale="zero-to-one")
    labels = sm.Assessment(
        framework="solis",
        subject="Acme",
        answers={"listening": "F", "reporting": sm.CANNOT_TELL, "presence": None},
        findings=(sm.Finding(indicator="metrics", answer="L", note="Two tools."),),
    )
    shares = sm.Assessment(framework="solis", scale="zero-to-one", answers={"listening": 0.5})
    found: dict[str, Reader] = {}
    shapes: tuple[tuple[Shape, Callable[..., Any]], ...] = (
        ("json-form", from_json_form),
        ("surveyjs", from_surveyjs),
    )
    for shape, read in shapes:
        for form, own in ((asked, labels), (numbers, shares)):
            parse = _form_reader(read, form)
            filled = json.dumps(to_form_data(own, form, shape=shape).data, default=float)
            found[f"{shape}, {form.scale.id}"] = Reader(
                parse, _of_file(parse), ".json", _valid([filled], parse)
            )
    return found


def _form_reader(read: Callable[..., Any], form: Any) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise FileSyntaxError("not JSON") from None
        return read(form, data)

    return parse


def _of_layout(seeds: list[str]) -> dict[str, Reader]:
    """What lays TOML out anew."""
    return {"layout": Reader(_laid_out, _of_file(_laid_out), ".toml", _valid(seeds, _laid_out))}


def _laid_out(text: str) -> str:
    """Return a text in canonical layout, which says the same."""
    told = format_toml(text)
    before, after = _plain(text.removeprefix("\ufeff")), _plain(told)
    assert _comparable(before) == _comparable(after), f"{after!r} is not {before!r}"
    return told


def _plain(text: str) -> Any:
    return tomllib.loads(text, parse_float=Decimal)


def _comparable(plain: Any) -> Any:
    """Return plain data in which 1, 1.0 and true differ, 1.0 and 1e0 do not, and NaN is itself."""
    if type(plain) is dict:
        table: dict[str, Any] = {**plain}
        return {key: _comparable(own) for key, own in table.items()}
    if type(plain) is list:
        items: list[Any] = [*plain]
        return [*map(_comparable, items)]
    if isinstance(plain, Decimal) and not plain.is_nan():
        return plain.is_signed(), plain
    return repr(plain)


def _of_file(parse: Callable[[str], Any]) -> Callable[[Path], Any]:
    return lambda path: parse(read_file(path, MAX_BYTES))


def _with(function: Callable[..., Any], **options: Any) -> Callable[[Any], Any]:
    return lambda given: function(given, **options)

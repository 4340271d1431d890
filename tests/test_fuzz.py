"""Ten minutes of spoilt and of made-up files: only our errors come out, and nothing else is done.

The environment variable ``SOCIALMATURITY_FUZZ_SECONDS`` says how long it takes
instead, ``SOCIALMATURITY_FUZZ_SEED`` which inputs there are. What is found goes
into ``test_untrusted.py`` as a case of its own.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import SystemRandom
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from fuzz.readers import readers, round_trip
from socialmaturity.errors import SocialMaturityError
from socialmaturity.io.sssom.slots import ROW_SLOTS, SET_SLOTS
from socialmaturity.io.strm import COLUMNS as SHEET_COLUMNS
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.crosswalk import COLUMNS

HUNT = Path(__file__).parent / "fuzz" / "hunt.py"
SECONDS = float(os.environ.get("SOCIALMATURITY_FUZZ_SECONDS", "600"))
SEED = os.environ.get("SOCIALMATURITY_FUZZ_SEED") or str(SystemRandom().randrange(10**6))
MADE_UP = settings(max_examples=max(10, int(SECONDS / 2)), deadline=None)
"""A tenth of the time goes to files that follow a grammar."""

READERS = readers()


def only_our_errors(name: str, text: str) -> None:
    """Read a text; what is read is written and read back equal."""
    told = ""
    try:
        round_trip(READERS[name].parse(text))
    except SocialMaturityError as problem:
        told = str(problem)
    assert told.replace("\n", " ").isprintable()


@pytest.mark.slow
def test_spoilt_files_are_refused_or_read(capfd: pytest.CaptureFixture[str]) -> None:
    """In time, without another file, an address, an import or code that is run."""
    command = [sys.executable, str(HUNT), SEED, str(SECONDS * 0.9)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    with capfd.disabled():
        print(f"\n{done.stdout}")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-5000:]}"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("int(text)", "ValueError at <string>:"),
        ("open('/dev/null').close()", "did open /dev/null"),
        ("import xdrlib_not_there", "did import xdrlib_not_there"),
        ("eval('1')", "did compile b'1'"),
        ("import socket; socket.socket()", "did socket.__new__"),
        ("while True: pass", "too slow"),
        ("raise SocialMaturityError('\\x1b')", "a message with '\\x1b'"),
        ("raise SocialMaturityError('x' * 100_000)", "a message that is too long"),
        ("return sm.Assessment(framework='solis', answers={'a': 'b' * len(text)})", ""),
    ],
)
def test_the_hunt_finds_what_a_bad_reader_does(body: str, told: str) -> None:
    """Each fault under its own name, and a small input for it."""
    program = f"""
import sys, socket
sys.argv[1:] = []
sys.path.insert(0, {str(HUNT.parents[1])!r})
from fuzz import hunt
import socialmaturity as sm
from fuzz.readers import Reader
from socialmaturity.errors import SocialMaturityError
def parse(text):
    {body}
hunt.ALLOWED_SECONDS = 0.05
hunter = hunt.Hunter()
bad = Reader(parse, parse, ".x", ())
told = hunter.finding(bad, "a" * 500, 500)
length = 0 if told == "too slow" else len(hunter.shrunk(bad, "a" * 500, told))
sys.exit(f"{{length}} {{told}}")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    length, _, found = done.stderr.strip().partition(" ")
    assert found.startswith(told)
    assert length in ("0", "1")


def names_of(*classes: type) -> list[str]:
    """The names of the fields of classes, which are the keys of files."""
    return sorted({field.name for cls in classes for field in attrs.fields(cls)})


KEYS = names_of(
    *(sm.Framework, sm.Stage, sm.Statement, sm.Indicator, sm.Source, sm.Dimension, sm.Gate),
    *(sm.Order, sm.Crosswalk, sm.Mapping, sm.NoCounterpart, sm.Assessment, MappingSet),
)
WORDS = st.sampled_from(
    ("ladder", "phases", "demo", "left:1", "right:2+", "inside", "judgement", "D-1.01", "S0 L1")
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
TREES = st.recursive(
    SCALARS,
    lambda own: st.lists(own, max_size=4) | st.dictionaries(st.sampled_from(KEYS), own, max_size=5),
    max_leaves=30,
)
TABLES = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), TREES, max_size=6)


def toml(value: Any) -> str:
    """Plain data as TOML writes it, or nearly."""
    if type(value) is dict:
        table: dict[str, Any] = {**value}
        return "{" + ", ".join(f"{quoted(key)} = {toml(own)}" for key, own in table.items()) + "}"
    if type(value) is list:
        items: list[Any] = [*value]
        return "[" + ", ".join(map(toml, items)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower()


def quoted(text: str) -> str:
    """Text in quotes of JSON, which TOML has, too."""
    import json

    return json.dumps(text)


@pytest.mark.slow
@MADE_UP
@given(
    st.sampled_from(("framework", "crosswalk", "assessment")),
    TABLES,
    st.dates() | st.times() | st.datetimes(),
)
def test_made_up_toml_and_json(kind: str, plain: dict[str, Any], day: date) -> None:
    """Keys and words of the formats, in any tree."""
    lines = [f"{quoted(key)} = {toml(value)}" for key, value in plain.items()]
    only_our_errors(f"{kind} TOML", "\n".join([*lines, f"assessed_on = {day}"]))
    only_our_errors(f"{kind} JSON", toml(plain).replace(" = ", ": "))
    only_our_errors("mapping JSON, lenient", toml(plain).replace(" = ", ": "))
    only_our_errors("SSSOM JSON, lenient", toml(plain).replace(" = ", ": "))


CELLS = (
    WORDS | st.text(max_size=20) | st.sampled_from(("0.5", "1/3", "-1", "none", "equal", "3", ""))
)


@st.composite
def tables(draw: st.DrawFn, columns: tuple[str, ...], between: str) -> str:
    """Rows of cells under some of the columns, and others."""
    header = draw(st.lists(st.sampled_from(columns) | CELLS, min_size=1, max_size=8, unique=True))
    width = draw(st.just(len(header)) | st.integers(0, 9))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))
    return "\n".join(between.join(row) for row in [header, *rows])


CURIES = st.builds("{}:{}".format, st.sampled_from(("left", "right", "skos", "semapv")), CELLS)
METADATA = st.lists(
    st.builds(
        "#{}{}: {}".format,
        st.sampled_from(("", "  ", "  - ", " ")),
        st.sampled_from((*SET_SLOTS, "curie_map", "extension_definitions", "slot_name", "left")),
        CELLS | CURIES | st.sampled_from(("[a, b]", '"a', "'a'", "{}", "", "https://e.org/")),
    ),
    max_size=12,
).map("\n".join)


@pytest.mark.slow
@MADE_UP
@given(
    tables(COLUMNS, ","),
    tables(SHEET_COLUMNS, ","),
    METADATA,
    tables(tuple(ROW_SLOTS)[:20], "\t"),
    st.sampled_from(("strict", "lenient")),
)
def test_made_up_tables(comma: str, sheet: str, block: str, tab: str, mode: str) -> None:
    """Columns and words of the formats, in any row."""
    only_our_errors(f"CSV, {mode}", comma)
    only_our_errors(f"STRM, {mode}", sheet)
    only_our_errors(f"SSSOM TSV, {mode}", f"{block}\n{tab}")


TERMS = (
    st.builds("<{}>".format, st.builds("urn:socialmaturity:{}".format, WORDS) | st.text(max_size=9))
    | st.builds("{}".format, st.sampled_from(("_:a", "_:b", "[]", "()", "a", "true", "1.5", "1e9")))
    | st.text(max_size=9).map(quoted)
    | st.sampled_from(("broadMatch", "exactMatch", "xMatch", "mappingRelation")).map(
        "<http://www.w3.org/2004/02/skos/core#{}>".format
    )
    | st.sampled_from(("Source", "Property", "Target")).map(
        "<http://www.w3.org/2002/07/owl#annotated{}>".format
    )
    | st.sampled_from(("row", "extra", "authors")).map("<urn:socialmaturity:term:{}>".format)
)


@pytest.mark.slow
@MADE_UP
@given(st.lists(st.tuples(TERMS, TERMS, TERMS), max_size=8), st.sampled_from(("strict", "lenient")))
def test_made_up_graphs(triples: list[tuple[str, str, str]], mode: str) -> None:
    """Terms and properties of the formats, in any triple."""
    text = "\n".join(f"{' '.join(terms)} ." for terms in triples)
    only_our_errors(f"Turtle, {mode}", text)
    only_our_errors(f"N-Triples, {mode}", text)

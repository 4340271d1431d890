"""sssom-py and sssom-pydantic read what we write, and see the same; so does the standard's schema.

They belong to the extra ``check``; where they are not installed, this is skipped.
"""

import json
import subprocess
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from sys import executable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.io.sssom.prefixes import BUILT_IN
from socialmaturity.io.sssom.reading import parse_sssom
from socialmaturity.io.sssom.record_hash import record_hashes
from socialmaturity.io.sssom.slots import PROPAGATABLE, ROW_SLOTS, SET_SLOTS, STRUCTURED, Kind
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Mapping, NoCounterpart
from strategies import SAID, TEXT

needs_sssom = pytest.mark.skipif(find_spec("sssom") is None, reason="sssom-py is not installed")
needs_pydantic = pytest.mark.skipif(
    find_spec("sssom_pydantic") is None, reason="sssom-pydantic is not installed"
)
needs_schema = pytest.mark.skipif(
    find_spec("sssom_schema") is None or find_spec("yaml") is None,
    reason="sssom-schema is not installed",
)

SSSOM_PY = """
import json, sys
from sssom.parsers import parse_sssom_json, parse_sssom_table
parse = parse_sssom_json if sys.argv[1].endswith(".json") else parse_sssom_table
table = parse(sys.argv[1]).df.fillna("")
print(json.dumps(table.astype(str).to_dict("records")))
"""

PYDANTIC = """
import json, sys
import sssom_pydantic
mappings, converter, _ = sssom_pydantic.read(sys.argv[1])
rows = []
for own in mappings:
    record = own.to_record().model_dump(mode="json", exclude_none=True)
    record["hash"] = sssom_pydantic.hash_mapping(own, converter)
    rows.append(record)
print(json.dumps(rows))
"""


def seen(program: str, path: Path) -> list[dict[str, Any]]:
    """What another program sees in a file; in a process of its own, whose warnings are its own."""
    done = subprocess.run(
        [executable, "-W", "ignore", "-c", program, path],
        capture_output=True,
        text=True,
        check=True,
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def shipped() -> MappingSet:
    """Some of our crosswalks."""
    pairs = (("solis", "carfi"), ("carfi", "socedo"), ("cisco", "carfi"), ("solis", "cisco"))
    return attrs.evolve(
        MappingSet.of([sm.crosswalk(*pair) for pair in pairs]),
        id="https://example.org/set",
        license="https://creativecommons.org/publicdomain/zero/1.0/",
    )


def quadruples(value: MappingSet) -> list[tuple[str, str, str, Fraction | None]]:
    """Subject, predicate, object and confidence as our own file has them, sorted."""
    text = to_sssom(value, format="json").text
    return sorted(
        (own["subject_id"], own["predicate_id"], own["object_id"], parsed(own.get("confidence")))
        for own in json.loads(text)["mappings"]
    )


def parsed(number: Any) -> Fraction | None:
    """A confidence of another program."""
    return None if number in ("", None) else Fraction(str(number))


def of_others(rows: list[dict[str, Any]]) -> list[tuple[str, str, str, Fraction | None]]:
    """The same of what another program saw."""
    return sorted(
        (own["subject_id"], own["predicate_id"], own["object_id"], parsed(own.get("confidence")))
        for own in rows
    )


@needs_sssom
def test_sssom_py_sees_the_same(tmp_path: Path) -> None:
    """In our crosswalks, as a table."""
    path = tmp_path / "ours.sssom.tsv"
    path.write_text(to_sssom(shipped()).text, encoding="utf-8")
    assert of_others(seen(SSSOM_PY, path)) == quadruples(shipped())


def bare(value: MappingSet) -> MappingSet:
    """The set without what needs our extension slots, which sssom-py does not read in JSON."""
    return attrs.evolve(
        value,
        mappings=tuple(
            attrs.evolve(own, evidence=(), sources=(), review="", axis="maturity")
            for own in value.mappings
        ),
        no_counterparts=tuple(
            attrs.evolve(own, evidence=(), sources=(), review="") for own in value.no_counterparts
        ),
    )


@needs_sssom
def test_sssom_py_sees_the_same_in_json(tmp_path: Path) -> None:
    """Where no extension slot is used: its reader of JSON knows none."""
    value = bare(shipped())
    path = tmp_path / "ours.sssom.json"
    path.write_text(to_sssom(value, format="json").text, encoding="utf-8")
    assert of_others(seen(SSSOM_PY, path)) == quadruples(value)


@needs_pydantic
def test_sssom_pydantic_sees_the_same(tmp_path: Path) -> None:
    """In our crosswalks; and it gives them the same hashes."""
    value = shipped()
    path = tmp_path / "ours.sssom.tsv"
    path.write_text(to_sssom(value).text, encoding="utf-8")
    rows = seen(PYDANTIC, path)
    assert of_others(rows) == quadruples(value)
    assert sorted(own["hash"] for own in rows) == sorted(record_hashes(value))


CONFIDENCES = st.none() | st.integers(1, 999).map(lambda number: Fraction(number, 1000))
"""Whole numbers are left out: sssom-pydantic writes 1.0 where the standard asks for 1."""

PLAIN = TEXT.map(str.strip).filter(lambda text: "|" not in text and "\\" not in text)
"""It strips cells, and does not know the escapes of 1.1."""

# It forgets author_label, and does not sort several values as the standard asks.
STANDARD = st.fixed_dictionaries(
    {},
    optional={
        "subject_label": PLAIN,
        "author_id": st.sampled_from(("orcid:1|orcid:2", "orcid:3")),
        "mapping_tool": PLAIN,
        "mapping_date": st.dates().map(str).filter(lambda day: day > "1000"),
        "subject_source": st.just("orcid:source"),
        "similarity_score": st.sampled_from(("0.5", "0.125")),
        "similarity_measure": PLAIN,
        "mapping_justification": st.sampled_from(("semapv:LexicalMatching",)),
        "subject_type": st.just("skos concept"),
        "match_string": PLAIN,
        "ext_mine": PLAIN,
    },
)


@st.composite
def hashables(draw: st.DrawFn) -> MappingSet:
    """Sets of records that both programs read alike."""
    records = [
        Mapping(
            subject=f"solis:{place}",
            relation=draw(st.sampled_from(SAID)),
            object="carfi:1",
            confidence=draw(CONFIDENCES),
            justification=draw(PLAIN),
            axis=draw(st.just("maturity") | PLAIN),
            extra=tuple(draw(STANDARD).items()),
        )
        for place in range(draw(st.integers(1, 4)))
    ]
    none = NoCounterpart(stage="solis:9", framework="carfi", reason=draw(PLAIN))
    return MappingSet(
        mappings=tuple(records),
        no_counterparts=(none,),
        extra=(
            ("curie_map.orcid", "https://orcid.org/"),
            ("curie_map.carfi", "http://example.org/carfi_"),
            ("extension_definitions.ext_mine.property", "orcid:mine"),
        ),
    )


@needs_pydantic
def test_hashes_agree_on_random_records(tmp_path: Path) -> None:
    """A thousand records, whichever slots they have."""
    found: list[MappingSet] = []

    @settings(max_examples=250, database=None)
    @given(hashables())
    def collect(value: MappingSet) -> None:
        found.append(value)

    collect()
    # One process for all: the records of many sets in one file.
    mappings = tuple(
        attrs.evolve(own, subject=f"solis:{place}")
        for place, own in enumerate(own for value in found for own in value.mappings)
    )
    value = attrs.evolve(found[0], mappings=mappings)
    assert len(mappings) > 250
    path = tmp_path / "random.sssom.tsv"
    written = to_sssom(value)
    path.write_text(written.text, encoding="utf-8")
    theirs = sorted(own["hash"] for own in seen(PYDANTIC, path))
    assert theirs == sorted(record_hashes(value))
    assert parse_sssom(to_sssom(value, canonical=False).text).value == value


KINDS = {
    "EntityReference": Kind.REFERENCE,
    "NonRelativeURI": Kind.URI,
    "date": Kind.DATE,
    "double": Kind.NUMBER,
    "entity_type_enum": Kind.WORD,
    "predicate_modifier_enum": Kind.WORD,
    "mapping_cardinality_enum": Kind.WORD,
    "sssom_version_enum": Kind.WORD,
    "string": Kind.TEXT,
}


@needs_schema
def test_our_slots_are_those_of_the_schema() -> None:
    """Names, order, kinds, words, bounds, what propagates, what is new."""
    yaml: Any = import_module("yaml")
    home = Path(str(import_module("sssom_schema").__file__)).parent
    path = home / "schema" / "sssom_schema.yaml"
    schema: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    classes, slots = schema["classes"], schema["slots"]
    assert list(ROW_SLOTS) == classes["mapping"]["slots"]
    assert list(SET_SLOTS) == [
        name for name in classes["mapping set"]["slots"] if name not in STRUCTURED
    ]
    assert list(PROPAGATABLE) == [
        name for name in SET_SLOTS if slots[name].get("annotations", {}).get("propagated")
    ]
    usage: dict[str, Any] = classes["mapping set"]["slot_usage"]
    unchanged: dict[str, Any] = {}
    for own, changed in ((ROW_SLOTS, unchanged), (SET_SLOTS, usage)):
        for name, slot in own.items():
            theirs = slots[name]
            kind = (
                Kind.WORD
                if name == "mapping_justification"
                else KINDS[theirs.get("range", "string")]
            )
            assert (name, slot.kind) == (name, kind)
            assert (name, slot.several) == (name, theirs.get("multivalued", False))
            notes = changed.get(name, {}).get("annotations", theirs.get("annotations", {}))
            assert (name, slot.since) == (name, notes.get("added_in", "1.0"))
            if kind is Kind.NUMBER:
                assert slot.bounds == (theirs["minimum_value"], theirs["maximum_value"])
            if theirs.get("range") in schema["enums"]:
                words = list(schema["enums"][theirs["range"]]["permissible_values"])
                left_out = {"rdfs literal", "composed entity expression"}
                if name == "predicate_type":
                    words = [word for word in words if word not in left_out]
                assert list(slot.words) == words
    words = [own["equals_string"] for own in slots["mapping_justification"]["any_of"]]
    assert list(ROW_SLOTS["mapping_justification"].words) == words


@needs_pydantic
def test_our_built_in_prefixes_are_theirs() -> None:
    """But for one that they add to those of the standard."""
    program = "import json\nfrom sssom_pydantic.constants import DEFAULT_PREFIX_MAP\n"
    theirs: Any = seen(f"{program}print(json.dumps(DEFAULT_PREFIX_MAP))", Path())
    assert theirs == {**BUILT_IN, "orcid": "https://orcid.org/"}

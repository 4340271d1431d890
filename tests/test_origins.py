"""Mappings know the file and the line that they were read from."""

from pathlib import Path

import attrs
import pytest

import socialmaturity as sm
from samples import crosswalk, mapping
from socialmaturity.catalog import BUILTIN_CROSSWALKS

TEXT = '''subject = "left"
object = "right"
version = "1"
note = """
[[mappings]]
is no table here
"""

[[mappings]]
subject = "left:1"
relation = "inside"
object = "right:1"
justification = \'\'\'
[[mappings]]\'\'\'

  [[ mappings ]]  # spaces are allowed
subject = "left:2"
relation = "equal"
object = "right:2"
justification = "Read."

[[no_counterparts]]
stage = "left:3"
framework = "right"
reason = "None."
'''


def test_lines_of_a_toml_file(tmp_path: Path) -> None:
    """Of each table that begins a part, from 1; what looks like one inside of text is none."""
    path = tmp_path / "own.toml"
    path.write_text(TEXT.replace("'''\n[[mappings]]'''", "'Read.'"), encoding="utf-8")
    own = sm.load_crosswalk(path)
    assert [(one.origin.file, one.origin.line) for one in own.mappings if one.origin] == [
        (str(path), 9),
        (str(path), 15),
    ]
    assert str(own.no_counterparts[0].origin) == f"{path}:21"


def test_every_line_points_at_its_own_table() -> None:
    """In the files that come with the package."""
    root = Path(sm.__file__).parent / "data" / "crosswalks"
    for subject, other in BUILTIN_CROSSWALKS:
        own = sm.crosswalk(subject, other)
        lines = (root / f"{subject}--{other}.toml").read_text(encoding="utf-8").splitlines()
        told = [(part.subject, part.origin) for part in own.mappings]
        for stage, origin in (*told, *((part.stage, part.origin) for part in own.no_counterparts)):
            assert origin is not None
            assert origin.file == f"{subject}--{other}.toml"
            assert lines[origin.line - 1].startswith("[[")
            assert f'"{stage}"' in lines[origin.line]


@pytest.mark.parametrize(
    "text",
    [
        'mappings = [{subject="left:1", relation="equal", object="right:1", justification="R."}]',
        "",
    ],
)
def test_written_in_another_way_nothing_is_guessed(text: str, tmp_path: Path) -> None:
    """Inline tables have no line of their own."""
    path = tmp_path / "own.toml"
    path.write_text(
        f'subject = "left"\nobject = "right"\nversion = "1"\n{text}\n', encoding="utf-8"
    )
    assert all(one.origin is None for one in sm.load_crosswalk(path).mappings)


def test_json_has_no_lines_and_other_files_are_left_as_they_are(tmp_path: Path) -> None:
    """Neither is an error."""
    own = crosswalk(mapping("left:1", "equal", "right:1"))
    path = tmp_path / "own.json"
    path.write_text(sm.to_json(own), encoding="utf-8")
    assert sm.load_crosswalk(path) == own
    assert sm.load_crosswalk(path).mappings[0].origin is None


def test_an_origin_is_no_part_of_a_mapping() -> None:
    """Equal, of one hash, written the same; kept when it is turned round or changed."""
    own = mapping("left:1", "inside", "right:1")
    read = attrs.evolve(own, origin=sm.Origin("own.toml", 9))
    assert own == read
    assert hash(own) == hash(read)
    assert sm.to_dict(crosswalk(own)) == sm.to_dict(crosswalk(read))
    assert read.inverse().origin == read.origin

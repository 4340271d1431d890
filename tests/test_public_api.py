"""What is public: reached from the package, told in the reference, and not broken in silence."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialmaturity as sm

if TYPE_CHECKING:
    import griffe
else:
    griffe = pytest.importorskip("griffe", reason="griffe comes with the extra 'check'")

from api_changes import ROOT, announced, unannounced

REFERENCE = "".join(
    page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").glob("*.md")
)

NOT_FOR_CALLERS = {"socialmaturity.graph.engine.Engine", "socialmaturity.graph.rows.Row"}
"""Parts of the engines that `Network` names for the modules beside it."""


@cache
def package() -> "griffe.Object":
    """The package as its text says, without running it."""
    loaded = griffe.load("socialmaturity", search_paths=[ROOT / "src"], allow_inspection=False)
    assert isinstance(loaded, griffe.Module)
    return loaded


def target(own: "griffe.Object | griffe.Alias") -> "griffe.Object":
    """What a name stands for."""
    return own.final_target if isinstance(own, griffe.Alias) else own


def expressions(own: "griffe.Object") -> "Iterator[griffe.Expr | str | None]":
    """The annotations that a caller sees of an object."""
    if isinstance(own, griffe.Function):
        yield from (one.annotation for one in own.parameters)
        yield own.returns
    elif isinstance(own, griffe.Attribute):
        yield own.annotation
    for name, member in own.members.items():
        if isinstance(own, griffe.Class) and not name.startswith("_") and not member.is_alias:
            yield from expressions(target(member))


def classes_named(own: "griffe.Object") -> set[str]:
    """The classes of this package that the signatures of an object name."""
    paths = {
        part.canonical_path
        for expression in expressions(own)
        if isinstance(expression, griffe.Expr)
        for part in expression.iterate(flat=True)
        if isinstance(part, griffe.ExprName)
    }
    inside = [path for path in paths if path.startswith("socialmaturity.")]
    found = (target(package()[path.removeprefix("socialmaturity.")]) for path in inside)
    return {own.path for own in found if own.is_class}


@pytest.mark.parametrize("name", sm.__all__)
def test_every_class_that_a_public_signature_names_is_public(name: str) -> None:
    """So that callers can annotate what they keep."""
    known = {target(package().members[own]).path for own in sm.__all__} | NOT_FOR_CALLERS
    named = classes_named(target(package().members[name]))
    assert {own for own in named if ".errors." not in own} <= known


@pytest.mark.parametrize("name", sm.__all__)
def test_every_public_name_stands_in_the_reference(name: str) -> None:
    """With the module that defines it, or by itself."""
    own = package().members[name]
    alone = isinstance(own, griffe.Attribute)  # a framework that is built in
    defined = f"socialmaturity.catalog.{name}" if alone else target(own).path
    module = defined.rpartition(".")[0]
    assert re.search(rf":: ({re.escape(module)}|{re.escape(defined)})$", REFERENCE, re.MULTILINE), (
        defined
    )


CHANGELOG = """
## [Unreleased]

### Added

- `gone` is here again.

### Removed

- `announced`, and `Kept.method`.

## [1.0.0] - 2020-01-01

### Removed

- `gone`, long ago.
"""


def test_breaks_are_found_unless_they_are_announced(tmp_path: Path) -> None:
    """By the name that callers use, wherever it is defined, and whatever moves."""
    before = {
        "__init__.py": "from socialmaturity.a import Kept, announced, gone, moved\n"
        "__all__ = ['Kept', 'announced', 'gone', 'moved']\n",
        "a.py": "def gone(): ...\ndef announced(): ...\ndef moved(x): ...\ndef inner(): ...\n"
        "class Kept:\n    def method(self): ...\n    def other(self, x=1): ...\n",
        "errors.py": "class OldError(Exception): ...\n",
    }
    after = {
        "__init__.py": "from socialmaturity.a import Kept\nfrom socialmaturity.b import moved\n"
        "__all__ = ['Kept', 'moved']\n",
        "a.py": "class Kept:\n    def other(self): ...\n",
        "b.py": "def moved(x, y): ...\n",
        "errors.py": "",
    }
    for folder, files in (("before", before), ("after", after)):
        (tmp_path / folder / "socialmaturity").mkdir(parents=True)
        for name, text in files.items():
            (tmp_path / folder / "socialmaturity" / name).write_text(text, encoding="utf-8")
    found = unannounced(tmp_path / "before", tmp_path / "after", CHANGELOG)
    assert [own.partition(",")[0] for own in found] == [
        "Kept.other: Parameter was removed",
        "errors.OldError: Public object was removed",
        "gone: Public object was removed",
        "moved: Parameter was added as required",
    ]
    assert unannounced(tmp_path / "after", tmp_path / "after", CHANGELOG) == []


def test_only_changes_and_removals_since_the_last_release_announce() -> None:
    """Not what was added, nor what an earlier release said."""
    assert announced(CHANGELOG) == {"announced", "Kept.method"}
    assert announced("") == set()

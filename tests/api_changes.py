"""Breaks of the public API against an earlier tree that the changelog does not announce.

As a program: ``python tests/api_changes.py EARLIER_SRC``. Public is what
``socialmaturity.__all__`` names, and the modules `MODULES`.
"""

import re
import sys
from pathlib import Path

import griffe

PACKAGE = "socialmaturity"
MODULES = ("errors", "testing")
"""Modules that are public as they are."""

ROOT = Path(__file__).parent.parent


def public(source: Path) -> griffe.Module:
    """What callers see of the package in a folder, wherever it is defined; nothing is run."""
    package = griffe.load(PACKAGE, search_paths=[source], allow_inspection=False)
    seen = griffe.Module(PACKAGE)
    exported = (str(name) for name in package.exports or ())
    for name in (*exported, *(own for own in MODULES if own in package.members)):
        member = package.members[name]
        seen.set_member(name, member.final_target if isinstance(member, griffe.Alias) else member)
    return seen


def announced(changelog: str) -> set[str]:
    """Names that the changes and removals since the last release speak of."""
    since = changelog.partition("## [Unreleased]")[2].partition("\n## [")[0]
    told = re.findall(
        r"^### (?:Changed|Removed)\n(.*?)(?=^### |\Z)", since, re.DOTALL | re.MULTILINE
    )
    return {name for part in told for name in re.findall(r"`(\w[\w.]*)[^`]*`", part)}


def unannounced(earlier: Path, source: Path, changelog: str) -> list[str]:
    """Breaks that the changelog does not name, sorted, each once."""
    told = announced(changelog)
    breaks = griffe.find_breaking_changes(public(earlier), public(source))
    named = {(own.obj.path.removeprefix(f"{PACKAGE}."), own) for own in breaks}
    return sorted(
        f"{name}: {own.kind.value}, {own.old_value!s:.80}"
        for name, own in named
        if name not in told
    )


if __name__ == "__main__":
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = unannounced(Path(sys.argv[1]), ROOT / "src", log)
    print(*found, sep="\n")
    sys.exit(bool(found))

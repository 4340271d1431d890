"""Distributions with plug-ins: built as wheels, and installed into a folder by pip.

One is good and lies beside this module. The others are each broken in one way
and made from one template.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import run
from time import monotonic, sleep
from typing import Final, NamedTuple

import pytest

GOOD: Final = Path(__file__).parent / "acme"

_PROJECT: Final = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "0.{number}"

{points}
[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""

_STEPS: Final = """
import socialmaturity as sm

def steps(which):
    stage = sm.Stage(framework=which, ordinal=1, name="One")
    return sm.Framework(
        id=which, name=which, version="1", kind="ladder", order=sm.Order(exclusive=True),
        stages=(stage,),
    )
"""


class Broken(NamedTuple):
    """A distribution that is broken in one way.

    Args:
        points: Targets by kind and name, such as ``framework:raises``.
        source: Of its one module.
        files: Texts by their path in its package.
    """

    points: Mapping[str, str]
    source: str = ""
    files: Mapping[str, str] = {}


BROKEN: Final = {
    "broken-crosswalk": Broken(
        {
            "crosswalk:acme-steps--carfi": "{module}:TO_NOTHING",
            "crosswalk:acme-steps--cisco": "{module}:CONTRADICTORY",
            "crosswalk:acme-steps--nowhere": "{module}:TO_NOWHERE",
            "crosswalk:raises--solis": "{module}:OF_A_FAILURE",
        },
        source="""
import socialmaturity as sm

def link(subject, relation, other):
    return sm.Mapping(subject=subject, relation=relation, object=other, justification="So.")

def links(*mappings):
    subject, other = (own.partition(":")[0] for own in (mappings[0].subject, mappings[0].object))
    return sm.Crosswalk(subject=subject, object=other, version="1", mappings=mappings)

TO_NOTHING = links(link("acme-steps:9", "equal", "carfi:9"))
CONTRADICTORY = links(
    link("acme-steps:1", "equal", "cisco:1"), link("acme-steps:2", "equal", "cisco:1")
)
TO_NOWHERE = links(link("acme-steps:1", "equal", "nowhere:1"))
OF_A_FAILURE = links(link("raises:1", "equal", "solis:1"))
""".replace("(own.partition", "(str(own).partition"),
    ),
    "broken-exits": Broken({"framework:exits": "{module}:ANY"}, "raise SystemExit(3)"),
    "broken-file": Broken(
        {
            "framework:broken-file": "{module}:WRONG",
            "framework:broken-toml": "{module}:NO_TOML",
            "framework:no-file": "{module}:NO_FILE",
            "framework:no-format": "{module}:NO_FORMAT",
        },
        """
WRONG, NO_TOML, NO_FILE, NO_FORMAT = "wrong.toml", "no-toml.toml", "nowhere.toml", "steps.yaml"
""",
        {
            "wrong.toml": 'id = "Broken"\nname = 1\nversion = "1"\nkind = "stairs"\n'
            "stages = []\norder = {exclusive = true}\n",
            "no-toml.toml": "id = \n",
            "steps.yaml": "id: steps\n",
        },
    ),
    "broken-id": Broken(
        {
            "framework:one-id": "{module}:OTHER",
            "crosswalk:solis--one-id": "{module}:LINKS",
            "rule:one-rule": "{module}:Rule",
        },
        _STEPS
        + """
OTHER = steps("other-id")
LINKS = sm.crosswalk("solis", "carfi")

class Rule:
    name = "other-rule"
    def score(self, case):
        raise NotImplementedError
""",
    ),
    "broken-metadata": Broken({"framework:unread": "{module}:ANY"}),
    "broken-missing": Broken(
        {
            "framework:missing-module": "no_such_module_anywhere:ANY",
            "framework:missing-name": "{module}:ANY",
            "framework:no-target": "-",
        }
    ),
    "broken-path": Broken(
        {
            "framework:outside": "{module}:OUTSIDE",
            "framework:outside-absolute": "{module}:ABSOLUTE",
        },
        """
from pathlib import Path

OUTSIDE = "../steps.toml"
ABSOLUTE = Path(__file__).parent.parent / "steps.toml"
""",
    ),
    "broken-raises": Broken(
        {
            "framework:raises": "{module}.no_luck:ANY",
            "framework:raises-late": "{module}:late",
            "framework:raises-mute": "{module}:mute",
            "rule:raises-rule": "{module}:late",
        },
        """
class Mute(Exception):
    def __str__(self):
        raise ValueError("nor can it be told")

def late():
    raise LookupError("called, and no luck")

def mute():
    raise Mute
""",
        {"no_luck.py": 'raise ValueError("no luck today")'},
    ),
    "broken-slow": Broken(
        {"framework:slow": "{module}.late:SLOW"},
        _STEPS,
        {
            "late.py": "from time import sleep\nfrom broken_slow import steps\n\n"
            "sleep(2)\nSLOW = steps('slow')\n"
        },
    ),
    "broken-taken": Broken(
        {
            "framework:solis": "{module}:ANY",
            "framework:acme-steps": "{module}:ANY",
            "crosswalk:carfi--solis": "{module}:ANY",
            "crosswalk:solis--acme-steps": "{module}:ANY",
            "rule:cumulative": "{module}:ANY",
        },
        'raise AssertionError("nobody needs to import this to know it")',
    ),
    "broken-type": Broken(
        {
            "framework:wrong-type": "{module}:NUMBER",
            "framework:wrong-module": "{module}",
            "crosswalk:solis--wrong": "{module}:NUMBER",
            "rule:wrong-rule": "{module}:NUMBER",
            "rule:nameless-rule": "{module}:Nameless",
        },
        """
NUMBER = 42

class Nameless:
    def score(self, case):
        raise NotImplementedError
""",
    ),
}
"""The distributions that are broken, by their names."""


def write(name: str, own: Broken, folder: Path) -> Path:
    """Write the project of a distribution, and return its folder."""
    module, project = name.replace("-", "_"), folder / name
    groups: dict[str, list[str]] = {}
    for point, target in own.points.items():
        kind, _, which = point.partition(":")
        groups.setdefault(kind, []).append(f'{which} = "{target.format(module=module)}"')
    points = "".join(
        f'[project.entry-points."socialmaturity.{kind}s"]\n' + "\n".join(lines) + "\n\n"
        for kind, lines in groups.items()
    )
    package = project / module
    package.mkdir(parents=True)
    number = list(BROKEN).index(name)
    text = _PROJECT.format(name=name, number=number, points=points, package=module)
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    for path, content in {"__init__.py": own.source, **own.files}.items():
        (package / path).write_text(content, encoding="utf-8")
    return project


def install(folder: Path) -> None:
    """Build all distributions and install them into a folder, without a network."""
    projects = [GOOD, *(write(name, own, folder / "projects") for name, own in BROKEN.items())]
    wheels = folder / "wheels"
    for project in projects:
        _python("-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels), folder=project)
    pip = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile")
    built = map(str, sorted(wheels.iterdir()))
    _python(*pip, "--disable-pip-version-check", "--target", str(folder / "site"), *built)
    (metadata,) = (folder / "site").glob("broken_metadata-*.dist-info")
    (metadata / "entry_points.txt").write_bytes(b"[socialmaturity.frameworks]\nunread = \xff")


def _python(*arguments: str, folder: Path | None = None) -> None:
    done = run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def installed(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all are installed in, made by one of the workers of a test run."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "plugins", shared / "plugins" / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        end = monotonic() + 120
        while not done.exists() and monotonic() < end:
            sleep(0.1)
        return folder / "site"
    try:
        install(folder)
    finally:
        done.touch()
    return folder / "site"

"""Plug-ins are found on request, and one that is broken hides no other."""

import copy
import importlib
import json
import os
import pickle
import re
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from subprocess import run
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from plugins.distributions import BROKEN, installed
from samples import crosswalk, framework, mapping, stage
from socialmaturity.catalog import BUILTIN_FRAMEWORKS, Catalog, discover_plugins
from socialmaturity.errors import (
    DuplicateError,
    InvalidFileError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    UnknownRuleError,
    WrongTypeError,
)
from socialmaturity.plugins import finding, loading
from socialmaturity.plugins.report import (
    NO_PLUGINS,
    Plugin,
    PluginEntry,
    PluginFailure,
    PluginKind,
    Plugins,
    in_order,
)

OTHERS = sorted({"Acme.Maturity", *BROKEN} - {"broken-slow"})
"""All distributions but the one that sleeps."""

SCORE: Any = sm.score
"""Without types: names of other rules than the six are unknown to a checker."""

ACME = ("acme-ladder", "acme-loop", "acme-steps")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the sample distributions are installed in."""
    return installed(tmp_path_factory)


def forget() -> None:
    """Let the next look at plug-ins be the first one."""
    finding.installed.cache_clear()
    finding._choose.cache_clear()  # pyright: ignore[reportPrivateUsage]
    loading._tried.clear()  # pyright: ignore[reportPrivateUsage]
    for name in [own for own in sys.modules if own.startswith(("acme_", "broken_", "own_"))]:
        del sys.modules[name]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that modules are imported from and distributions found in."""
    monkeypatch.delenv(NO_PLUGINS, raising=False)
    monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType]
    forget()
    yield tmp_path
    forget()


@pytest.fixture
def plugged(site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """The catalog with all sample distributions but the one that sleeps."""
    monkeypatch.syspath_prepend(site)  # pyright: ignore[reportUnknownMemberType]
    return Catalog().with_plugins(allow=OTHERS)


def python(program: str, *folders: Path, **environment: str) -> str:
    """What a program prints in a process of its own that finds these folders."""
    own = {key: value for key, value in os.environ.items() if key != NO_PLUGINS} | environment
    done = run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**own, "PYTHONPATH": os.pathsep.join(map(str, folders))},
    )
    assert done.stderr == ""
    return done.stdout


def untimed(text: str) -> list[str]:
    """The lines of a report without the times that loading took."""
    return re.sub(r"it took \d+\.\d s", "it took a while", text).splitlines()


def entry(target: str, name: str = "own", kind: PluginKind = PluginKind.FRAMEWORK) -> PluginEntry:
    """An entry point that no distribution has."""
    return PluginEntry(kind=kind, name=name, target=target, distribution="own", version="1")


def distribution(folder: Path, name: str, version: str, points: str, *, says: str = "") -> Path:
    """Write the metadata of a distribution, and return its folder."""
    made = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    made.mkdir(parents=True)
    said = says or f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (made / "METADATA").write_text(said, encoding="utf-8")
    (made / "entry_points.txt").write_text(points, encoding="utf-8")
    return made


def own_package(folder: Path, source: str, name: str = "own_package") -> Path:
    """Write a package of one module, and return its folder."""
    package = folder / name
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(source, encoding="utf-8")
    importlib.invalidate_caches()
    return package


STEPS = """
id = "own"
name = "Own"
version = "1"
kind = "ladder"
order = {exclusive = true}
stages = [{ordinal = 1, name = "One"}]
"""


# What is installed


def test_all_that_is_installed_is_told_with_its_distribution_and_version(site: Path) -> None:
    """Good ones load, also beside one that sleeps and many that fail, and the slow one is named."""
    told = python(
        "import json\n"
        "from socialmaturity.catalog import discover_plugins\n"
        "found = discover_plugins()\n"
        "print(json.dumps(found.to_dict()))\n"
        "print(found.text())",
        site,
    )
    plain, *lines = told.splitlines()
    found = json.loads(plain)
    versions = {name: f"0.{number}" for number, name in enumerate(BROKEN)}
    acme = {"distribution": "Acme.Maturity", "version": "1.2"}
    loaded = [{**own, "seconds": None} for own in found["loaded"]]
    models = "acme_maturity.models"
    assert loaded == [
        {"kind": kind, "name": name, "target": target, "seconds": None, **source}
        for kind, name, target, source in (
            ("framework", "acme-ladder", f"{models}:ladder", acme),
            ("framework", "acme-loop", f"{models}:LOOP", acme),
            ("framework", "acme-steps", f"{models}:STEPS", acme),
            (
                "framework",
                "slow",
                "broken_slow.late:SLOW",
                {"distribution": "broken-slow", "version": versions["broken-slow"]},
            ),
            ("crosswalk", "acme-steps--solis", f"{models}:STEPS_TO_SOLIS", acme),
            ("rule", "acme-strict", "acme_maturity.rules:StrictRule", acme),
        )
    ]
    slow = {own["name"]: own["seconds"] >= 2 for own in found["loaded"]}
    assert [name for name, is_slow in slow.items() if is_slow] == ["slow"]
    assert [own for own in lines if "; it took " in own] == [
        "Loaded: framework 'slow' of broken-slow 0.8 (broken_slow.late:SLOW);"
        f" it took {found['loaded'][3]['seconds']:.1f} s."
    ]
    page = (Path(__file__).parent.parent / "docs" / "how-to" / "plug-ins.md").read_text("utf-8")
    shown = page.partition("```text\n")[2].partition("```")[0]
    assert set(untimed(shown)) <= set(untimed("\n".join(lines)))
    failed = {(own["kind"], own["name"], own["distribution"]) for own in found["failed"]}
    expected = {
        (*point.partition(":")[::2], name) for name, own in BROKEN.items() for point in own.points
    }
    expected -= {("framework", "slow", "broken-slow")}
    expected -= {("framework", "unread", "broken-metadata")}
    assert failed == expected | {(None, "", "broken_metadata")}
    for own in found["failed"]:
        assert versions[own["distribution"].replace("_", "-")] == own["version"]
    assert (found["skipped"], found["missing"], found["switched_off"]) == ([], [], False)


MESSAGES = {
    "framework:acme-steps": "DuplicateError: the name is taken: 'acme-steps' is that of framework"
    " 'acme-steps' of Acme.Maturity 1.2 (acme_maturity.models:STEPS)",
    "framework:exits": "SystemExit: 3",
    "framework:missing-module": "ModuleNotFoundError: No module named 'no_such_module_anywhere'",
    "framework:missing-name": "AttributeError: module 'broken_missing' has no attribute 'ANY'",
    "framework:no-target": "InvalidValueError: '-' names no object; expected something like"
    " 'acme.models:LADDER'",
    "framework:one-id": "InvalidValueError: id: the entry point is named 'one-id' and what it"
    " gives 'other-id'; name both alike",
    "framework:outside": "InvalidValueError: the path '../steps.toml' leaves the package"
    " 'broken_path'; ship the file in it",
    "framework:raises": "ValueError: no luck today",
    "framework:raises-late": "LookupError: called, and no luck",
    "framework:raises-mute": "Mute",
    "framework:solis": "DuplicateError: the name is taken: 'solis' is built in",
    "framework:wrong-type": "WrongTypeError: expected a Framework, a function that gives one, or"
    " the path of its file, not 42",
    "crosswalk:acme-steps--carfi": "InvalidCrosswalkError: crosswalk acme-steps--carfi:"
    " 2 problems\n"
    "  - mappings[0].subject: unknown stage 'acme-steps:9' in framework 'acme-steps'; known:"
    " 'acme-steps:1', 'acme-steps:2'\n"
    "  - mappings[0].object: unknown stage 'carfi:9' in framework 'carfi'; known: 'carfi:1',"
    " 'carfi:2', 'carfi:3', 'carfi:4', 'carfi:5'",
    "crosswalk:acme-steps--cisco": "InvalidCrosswalkError: crosswalk acme-steps--cisco:"
    " 1 problem\n"
    "  - mappings[1]: Acme Steps 2 equals Cisco 1 cannot hold beside Acme Steps 1 equals Cisco 1"
    " (mappings[0]): the stages of 'acme-steps' exclude each other",
    "crosswalk:carfi--solis": "DuplicateError: the name is taken: 'carfi--solis' is built in",
    "crosswalk:solis--acme-steps": "DuplicateError: the name is taken: 'solis--acme-steps' is that"
    " of crosswalk 'acme-steps--solis' of Acme.Maturity 1.2"
    " (acme_maturity.models:STEPS_TO_SOLIS)",
    "crosswalk:solis--one-id": "InvalidValueError: frameworks: the entry point is named"
    " 'solis--one-id' and what it gives 'solis--carfi'; name both alike",
    "crosswalk:solis--wrong": "WrongTypeError: expected a Crosswalk, a function that gives one, or"
    " the path of its file, not 42",
    "rule:cumulative": "DuplicateError: the name is taken: 'cumulative' is built in",
    "rule:one-rule": "InvalidValueError: name: the entry point is named 'one-rule' and what it"
    " gives 'other-rule'; name both alike",
    "rule:raises-rule": "LookupError: called, and no luck",
    "rule:wrong-rule": "WrongTypeError: expected a rule with a name, its class, or a function that"
    " gives one, not 42",
}


@pytest.mark.parametrize("point", MESSAGES)
def test_a_failure_tells_what_is_wrong(plugged: Catalog, point: str) -> None:
    """In the words of whoever raised it."""
    found = {f"{own.kind}:{own.name}": own.message for own in plugged.failures}
    assert found[point] == MESSAGES[point]


def test_a_broken_file_is_told_with_all_its_problems(plugged: Catalog, site: Path) -> None:
    """As values, too; and files that are none, or not there."""
    found = {own.name: own for own in plugged.failures if own.distribution == "broken-file"}
    wrong = site / "broken_file" / "wrong.toml"
    assert found["broken-file"].message.startswith(
        f"InvalidFileError: {wrong}: 3 problems\n  - id: "
    )
    assert isinstance(found["broken-file"].exception, InvalidFileError)
    problems = found["broken-file"].to_dict()["problems"]
    assert [own["path"] for own in problems] == ["id", "name", "kind"]
    assert problems[2]["message"] == "'stairs' is none of 'ladder', 'phases'"
    assert problems[2]["code"] == "invalid-value"
    assert "not TOML: Invalid value (at line 1, column 6)" in found["broken-toml"].message
    assert found["no-file"].message.startswith("FileNotFoundError: ")
    assert "cannot tell the format of 'steps.yaml'" in found["no-format"].message


def test_a_crosswalk_of_no_framework_is_a_failure(plugged: Catalog) -> None:
    """And says so of one whose own plug-in failed."""
    found = {own.name: own for own in plugged.failures}
    assert "unknown framework 'nowhere'; known: 'solis'" in found["acme-steps--nowhere"].message
    assert (
        "unknown framework 'raises'; known: 'solis', 'be-a-person', 'cisco', 'carfi', 'socedo',"
        " 'acme-ladder' and 2 more; Its plug-in failed: framework 'raises' of broken-raises 0.7"
        " (broken_raises.no_luck:ANY): ValueError: no luck today. Plug-ins that failed: "
    ) in found["raises--solis"].message


def test_metadata_that_cannot_be_read_is_a_failure_of_its_distribution(plugged: Catalog) -> None:
    """Last in order, with what its folder says; no list can leave it out."""
    (own,) = [one for one in plugged.failures if one.kind is None]
    assert own is plugged.failures[-1]
    assert str(own).startswith(
        "the entry points of broken_metadata 0.4: UnicodeDecodeError: 'utf-8'"
    )
    assert own.to_dict()["kind"] is None


def test_a_group_that_is_none_of_ours_is_a_failure_of_its_distribution(folder: Path) -> None:
    """A slip in its name loses nothing in silence, and hides no other plug-in."""
    points = "[{}]\nown = own_package:{}\n"
    told = points.format("socialmaturity.framework", "A") + points.format(
        PluginKind.RULE.group, "B"
    )
    distribution(folder, "own-slip", "3", told + points.format("socialmaturity_tools", "C"))
    found = Catalog().with_plugins().plugins
    failed = [str(own) for own in found.failed if own.distribution == "own-slip"]
    assert failed[0].startswith("rule 'own' of own-slip 3 (own_package:B): ModuleNotFoundError")
    assert failed[1:] == [
        "the entry points of own-slip 3: UnknownKeyError: unknown key 'socialmaturity.framework'"
        " in the groups of plug-ins; did you mean 'socialmaturity.frameworks'"
        " or 'socialmaturity.rules' or 'socialmaturity.crosswalks'?"
    ]


def test_a_taken_name_is_known_without_an_import(plugged: Catalog) -> None:
    """Whose it is, too."""
    assert len(plugged.failures) > 20
    assert "broken_taken" not in sys.modules
    assert plugged.framework("acme-steps").name == "Acme's Steps"
    assert plugged.framework("solis") is sm.SOLIS
    assert plugged.crosswalk("solis", "carfi") is sm.crosswalk("solis", "carfi")


# Nothing is loaded that nobody asked for


def test_what_is_built_in_asks_for_no_plug_in(site: Path) -> None:
    """Neither the import, nor a look-up, a score, a crosswalk or a rule by its id."""
    program = """
import sys, socialmaturity as sm
own = sm.framework("solis"), sm.framework("solis", version="1.0"), sm.SOCEDO
result = sm.score(sm.Assessment(framework="solis", answers={"listening": "F"}, version="1.0"))
sm.score(sm.Assessment(framework="cisco"), rule="nearest"), sm.crosswalk("carfi", "solis")
sm.translate("solis:1", to="carfi", derived=False), sm.next_steps(result, to=["carfi"])
catalog = sm.default_catalog()
catalog.versions("carfi"), catalog.rule("rating"), "solis" in catalog
catalog.with_framework(sm.load_framework("STEPS")).framework("own")
dear = ("importlib.metadata", "socialmaturity.plugins", "acme_maturity", "broken_taken")
print([own for own in dear if own in sys.modules])
print(sm.framework("Ants Eye View").id, [own for own in dear[2:] if own in sys.modules])
""".replace("STEPS", "own.toml")
    (site.parent / "own.toml").write_text(STEPS, encoding="utf-8")
    told = python(f"import os; os.chdir({str(site.parent)!r})\n{program}", site)
    assert told == "[]\ncarfi []\n"


def test_one_id_loads_one_plug_in(site: Path) -> None:
    """The slow one sleeps for no one else."""
    program = """
import sys, socialmaturity as sm
assert sm.framework("acme-steps").version == "2.0"
assert len(sm.crosswalk("solis", "acme-steps").mappings) == 1
acme = sm.Assessment(framework="acme-steps", answers={"hearing": "L", "answering": "F"})
print(sm.score(acme).stage, sm.score(acme, rule="acme-strict").stage)
print(sorted(own for own in sys.modules if own.startswith(("acme_", "broken_"))))
"""
    assert python(program, site) == (
        "Stage 2: Answering below stage 1\n"
        "['acme_maturity', 'acme_maturity.models', 'acme_maturity.rules']\n"
    )


def test_one_environment_variable_switches_all_off(site: Path) -> None:
    """Any text; an empty one does not."""
    program = """
import sys, socialmaturity as sm
print(sm.default_catalog().ids[5:], sm.default_catalog().plugins.text()[:60])
try:
    sm.framework("acme-steps")
except LookupError as error:
    print(error)
print("importlib.metadata" in sys.modules and "acme_maturity" in sys.modules)
"""
    assert python(program, site, **{NO_PLUGINS: "0"}) == (
        "() Plug-ins are switched off: SOCIALMATURITY_NO_PLUGINS is set.\n"
        "unknown framework 'acme-steps'; known: 'solis', 'be-a-person', 'cisco', 'carfi',"
        " 'socedo'; Plug-ins are switched off: SOCIALMATURITY_NO_PLUGINS is set. One of your own is"
        " passed as the object itself, or added to a catalog\n"
        "False\n"
    )
    on = python(
        "import socialmaturity as sm; print(sm.framework('acme-loop'))", site, **{NO_PLUGINS: ""}
    )
    assert on == "The Acme Loop (acme-loop 3)\n"


def test_the_variable_is_asked_each_time(plugged: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after plug-ins were found."""
    assert set(ACME) < set(plugged.ids)
    monkeypatch.setenv(NO_PLUGINS, "yes")
    assert plugged.ids == BUILTIN_FRAMEWORKS
    off = plugged.plugins
    assert off == Plugins(switched_off=True)
    assert off.to_dict()["switched_off"] is True
    assert off.text() == "Plug-ins are switched off: SOCIALMATURITY_NO_PLUGINS is set."
    with pytest.raises(
        UnknownFrameworkError, match="; Plug-ins are switched off: SOCIALMATURITY_NO_"
    ):
        plugged.framework("acme-steps")


def test_a_list_allows_some(plugged: Catalog) -> None:
    """In any spelling; the others are named and not imported, and a slip in the list is told."""
    found = discover_plugins(allow={"ACME_maturity", "acmee"})
    assert {own.name for own in found.loaded} == {*ACME, "acme-steps--solis", "acme-strict"}
    assert [own.distribution for own in found.failed] == ["broken_metadata"]
    assert not [own for own in sys.modules if own.startswith("broken_")]
    skipped = {own.name for own in found.skipped}
    assert {"raises", "slow", "solis", "wrong-rule"} < skipped
    assert list(found.skipped) == list(in_order(found.skipped))
    assert found.missing == ("acmee",)
    lines = found.text().splitlines()
    assert lines[-1] == "On the allow-list, and without a plug-in: acmee."
    assert (
        "Left out, not on the allow-list: framework 'raises' of broken-raises 0.7"
        " (broken_raises.no_luck:ANY)." in lines
    )
    assert found.to_dict()["skipped"][0] == {
        "kind": "framework",
        "name": "acme-steps",
        "target": "broken_taken:ANY",
        "distribution": "broken-taken",
        "version": "0.9",
    }
    with pytest.raises(UnknownFrameworkError) as caught:
        Catalog().with_plugins(allow=["acme-maturity"]).framework("raises")
    assert "Its plug-in is not on the allow-list: framework 'raises' of broken-raises" in str(
        caught.value
    )
    with pytest.raises(UnknownRuleError, match="Its plug-in is not on the allow-list: rule 'one-r"):
        Catalog().with_plugins(allow=["acme-maturity"]).rule("one-rule")
    nobody = discover_plugins(allow=())
    assert (nobody.loaded, nobody.missing) == ((), ())


def test_what_is_left_out_takes_no_name(plugged: Catalog) -> None:
    """Then the next distribution that has it counts."""
    found = discover_plugins(allow=["broken-taken"])
    own = {one.name: one for one in found.failed}["acme-steps"]
    assert own.message == "AssertionError: nobody needs to import this to know it"


@pytest.mark.parametrize(
    ("allow", "message"),
    [
        ("acme", "allow: expected names of distributions, such as ['acme-maturity'], not 'acme'"),
        (7, "allow: expected names of distributions, such as ['acme-maturity'], not 7"),
        ([7], "allow: expected text, not 7"),
    ],
)
def test_a_list_is_of_names(allow: object, message: str) -> None:
    """A single text is none."""
    with pytest.raises(WrongTypeError) as caught:
        discover_plugins(allow=allow)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(caught.value) == message


# A catalog with plug-ins


def test_plug_ins_stand_in_the_catalog_behind_all_else(plugged: Catalog) -> None:
    """Found by id, name and alias, listed, filtered and searched."""
    own = plugged.with_framework(framework())
    assert own.ids == (*BUILTIN_FRAMEWORKS, "demo", *ACME)
    assert own.pairs[-1] == ("acme-steps", "solis")
    assert own.rules[-1] == "acme-strict"
    assert plugged.framework("the ACME way!").id == "acme-steps"
    assert plugged.framework("Acmes Steps").id == "acme-steps"
    assert [one.id for one in plugged.frameworks(author="Zoe Acme")] == ["acme-steps"]
    assert [one.id for one in plugged.frameworks(since=2020)] == ["acme-steps"]
    assert [str(one) for one in plugged.search("acme way")] == ["acme-steps: alias 'The Acme Way'"]
    assert [one.object for one in plugged.crosswalks("acme-steps")] == ["solis"]
    assert str(plugged.network.relation("acme-steps:1", "solis:1")) == "overlaps"
    assert plugged.framework("acme-loop") is plugged.framework("acme-loop")
    assert plugged.rule("acme-strict") is plugged.rule("acme-strict")
    assert plugged.versions("acme-steps") == (plugged.framework("acme-steps"),)
    assert "acme-loop" in plugged
    assert "raises" not in plugged


def test_a_plug_in_changes_no_name_that_was_there(folder: Path) -> None:
    """Though it takes the alias of another framework, the search and the id find both."""
    package = own_package(folder, 'PATH = "own.toml"')
    (package / "own.toml").write_text(f'aliases = ["Ants Eye View"]\n{STEPS}', encoding="utf-8")
    distribution(folder, "own", "1", "[socialmaturity.frameworks]\nown = own_package:PATH\n")
    known = Catalog().with_plugins()
    assert known.framework("ants eye view").id == "carfi"
    assert known.framework("own").aliases == ("Ants Eye View",)
    assert [one.framework.id for one in known.search("ants eye view")] == ["carfi", "own"]


def test_an_unknown_id_tells_of_its_plug_in(plugged: Catalog) -> None:
    """Distribution, version and cause, though another id is nearer."""
    near = plugged.with_framework(framework(stage(1, framework="raised"), id="raised"))
    with pytest.raises(UnknownFrameworkError) as caught:
        near.framework("raises")
    assert str(caught.value).startswith(
        "unknown framework 'raises'; did you mean 'raised'? Its plug-in failed: framework 'raises'"
        " of broken-raises 0.7 (broken_raises.no_luck:ANY): ValueError: no luck today."
        " Plug-ins that failed: "
    )
    assert str(caught.value).endswith(
        " and 12 more; see the catalog's failures. One of your own is passed as the object itself,"
        " or added to a catalog"
    )
    assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(
        UnknownFrameworkError, match="Plug-ins that failed: 'acme-steps', 'broken-file', "
    ):
        plugged.framework("nothing-like-it")
    with pytest.raises(UnknownRuleError) as of_rule:
        SCORE(sm.Assessment(framework="solis"), rule="raises-rule", catalog=plugged)
    assert (
        "Its plug-in failed: rule 'raises-rule' of broken-raises 0.7 (broken_raises:late):"
        " LookupError: called, and no luck. " in str(of_rule.value)
    )
    assert isinstance(of_rule.value.__cause__, LookupError)
    with pytest.raises(UnknownRuleError, match="did you mean 'acme-strict'"):
        plugged.rule("acme-strickt")
    with pytest.raises(UnknownCrosswalkError) as of_link:
        plugged.crosswalk("acme-steps", "carfi")
    assert "Its plug-in failed: crosswalk 'acme-steps--carfi' of broken-crosswalk 0.0" in str(
        of_link.value
    )
    assert of_link.value.__cause__ is not None


def test_a_rule_is_scored_by_its_name(plugged: Catalog) -> None:
    """With parameters it is passed as the object."""
    acme = sm.Assessment(framework="acme-steps", answers={"hearing": "L", "answering": "F"})
    strict = plugged.rule("acme-strict")
    by_name = SCORE(acme, rule="acme-strict", catalog=plugged)
    assert by_name == sm.score(acme, rule=strict, catalog=plugged)
    assert by_name.rule == "acme-strict"
    lenient = attrs.evolve(strict, at="P")  # type: ignore[misc]
    assert str(sm.score(acme, rule=lenient, catalog=plugged)).startswith(
        "The organisation is at Stage 2: Answering"
    )


def named(known: Catalog) -> list[str]:
    """The names of what failed."""
    return [own.name for own in known.failures]


def test_failures_are_values(plugged: Catalog) -> None:
    """Equal where the same was raised by the same."""
    assert plugged.failures == plugged.failures
    assert len(set(plugged.failures) | set(plugged.failures)) == len(plugged.failures)
    assert finding.failure(entry("a:B"), ValueError("no")) != finding.failure(
        entry("a:B"), TypeError("no")
    )


def test_what_is_added_comes_before_what_is_plugged_in(plugged: Catalog) -> None:
    """And a plug-in that would be its double is reported."""
    steps = plugged.framework("acme-steps")
    same = plugged.with_framework(steps)
    assert named(same) == named(plugged)
    other = attrs.evolve(steps, name="Ours")
    own = plugged.with_framework(other)
    assert own.framework("acme-steps") is other
    assert own.versions("acme-steps") == (other,)
    (more,) = [one for one in own.failures if "of version" in one.message]
    assert sorted([*named(plugged), str(more.name)]) == sorted(named(own))
    assert more.message == (
        "DuplicateError: the catalog has a framework 'acme-steps' of version '2.0' already"
    )
    older = attrs.evolve(steps, version="1.0")
    both = plugged.with_framework(older)
    assert both.versions("acme-steps") == (older, steps)
    assert both.framework("acme-steps", version="2.0") is steps
    assert named(both) == named(plugged)
    link = crosswalk(
        mapping("acme-steps:2", "overlaps", "solis:2"), subject="acme-steps", object="solis"
    )
    linked = plugged.with_crosswalk(link)
    assert linked.crosswalk("acme-steps", "solis") is link
    assert (
        "DuplicateError: the catalog has a crosswalk between 'acme-steps' and 'solis' already"
        in [one.message for one in linked.failures]
    )
    assert linked.pairs.count(("acme-steps", "solis")) == 1
    ruled = plugged.with_rule(attrs.evolve(plugged.rule("acme-strict"), at="P"))  # type: ignore[misc]
    assert ruled.rules.count("acme-strict") == 1
    assert "DuplicateError: the catalog has a rule 'acme-strict' already" in [
        one.message for one in ruled.failures
    ]


def test_a_crosswalk_holds_between_the_frameworks_of_its_catalog(plugged: Catalog) -> None:
    """One that is a failure by itself holds where its framework was added."""
    nowhere = framework(stage(1, framework="nowhere"), id="nowhere")
    own = plugged.with_framework(nowhere)
    assert [one.object for one in own.crosswalks("acme-steps")] == ["solis", "nowhere"] or [
        one.object for one in own.crosswalks("acme-steps")
    ] == ["nowhere", "solis"]
    assert "acme-steps--nowhere" not in {one.name for one in own.failures}


def test_without_what_is_built_in_its_names_are_free(plugged: Catalog) -> None:
    """Then a plug-in may have them."""
    bare = Catalog(builtin=False).with_plugins(allow=["broken-taken", "broken-exits"])
    messages = {one.name: one.message for one in bare.failures}
    told = "AssertionError: nobody needs to import this to know it"
    assert messages["solis"] == messages["carfi--solis"] == told
    assert messages["cumulative"] == MESSAGES["rule:cumulative"]


def test_a_catalog_with_plug_ins_is_a_value(plugged: Catalog) -> None:
    """It is what is written in it; what it finds is looked up where it is asked."""
    own = Catalog().with_plugins(allow=["b.b", "A_A", "a-a"])
    assert own == Catalog(plugged_in=True, allow=("a-a", "b-b"))
    assert hash(own) == hash(copy.deepcopy(own))
    assert pickle.loads(pickle.dumps(own)) == own
    assert own != Catalog().with_plugins()
    assert sm.default_catalog() == Catalog().with_plugins()
    assert Catalog().plugins == Plugins()
    assert Catalog().failures == ()


def test_the_order_is_that_of_the_names(site: Path) -> None:
    """Whatever the hash seed, and whichever folder comes first."""
    program = """
from socialmaturity.catalog import discover_plugins
for own in (found := discover_plugins(allow=["acme-maturity", "broken-taken", "broken-id"])).loaded:
    print(own.name)
print([str(own) for own in (*found.failed, *found.skipped)])
"""
    empty = site.parent / "empty"
    empty.mkdir(exist_ok=True)
    told = {
        python(program, *folders, PYTHONHASHSEED=seed)
        for folders, seed in (((site,), "0"), ((site, empty), "1"), ((empty, site, site), "2"))
    }
    assert len(told) == 1


def test_many_threads_get_the_same_objects(plugged: Catalog) -> None:
    """Whoever is first."""

    def work(number: int) -> tuple[int, ...]:
        known = Catalog().with_plugins(allow=OTHERS)
        several = known.framework(ACME[number % 3]), known.crosswalk("acme-steps", "solis")
        return (number % 3, *map(id, several), id(known.rule("acme-strict")))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(work, range(60)))) == 3


# Reading metadata


def test_of_two_installed_versions_the_first_found_counts(folder: Path) -> None:
    """As for an import, also where the first has no plug-in any more."""
    points = "[socialmaturity.frameworks]\nown = own_package:{}\n"
    first, second = folder / "first", folder / "second"
    distribution(first, "own-models", "2", points.format("NEW"))
    distribution(second, "own_models", "1", points.format("OLD"))
    distribution(second, "own-gone", "1", points.replace("own =", "gone =").format("OLD"))
    gone = distribution(first, "own-gone", "2", "")
    (gone / "entry_points.txt").unlink()
    program = """
from socialmaturity.catalog import discover_plugins
print([str(own).partition(" (")[0] for own in discover_plugins().failed])
print([str(own).partition(":")[0] for own in discover_plugins().failed])
"""
    told = python(program, first, second)
    assert told.splitlines()[0] == "[\"framework 'own' of own-models 2\"]"
    assert "NEW" not in python(program, second, first)


def test_two_entry_points_of_one_name_in_one_distribution(folder: Path) -> None:
    """The first in order counts, the other is told."""
    package = own_package(folder, "A, B = 'own.toml', 1")
    (package / "own.toml").write_text(STEPS, encoding="utf-8")
    distribution(
        folder,
        "own",
        "1",
        "[socialmaturity.frameworks]\nown = own_package:B\nown = own_package:A\n",
    )
    found = discover_plugins(allow=["own"])
    (first,), (second,) = found.loaded, found.failed
    assert (first.target, second.target) == ("own_package:A", "own_package:B")
    assert second.message == (
        "DuplicateError: the name is taken: 'own' is that of framework 'own' of own 1"
        " (own_package:A)"
    )


NAMESAKES = """
import socialmaturity as sm

class Rule:
    name = "tram"
    def score(self, case): ...

TRAM = sm.Framework(
    id="tram", name="{name}", version="1", kind="ladder", order=sm.Order(exclusive=True),
    stages=(sm.Stage(framework="tram", ordinal=1, name="One"),),
)
TO_CARFI = sm.Crosswalk(subject="{subject}", object="{object}", version="1", mappings=(
    sm.Mapping(subject="{subject}:1", relation="overlaps", object="{object}:1", justification="."),
))
"""


def namesakes(folder: Path, *sources: str) -> None:
    """Install distributions of one module each that plug in a framework, a crosswalk, a rule."""
    for place, source in enumerate(sources):
        name, pair = f"own_{'abc'[place]}", "tram--carfi" if place else "carfi--tram"
        subject, _, other = pair.partition("--")
        own_package(folder, source.format(name=name, subject=subject, object=other), name)
        points = (
            f"[socialmaturity.{kind}]\n{point} = {name}:{target}\n"
            for kind, point, target in (
                ("frameworks", "tram", "TRAM"),
                ("crosswalks", pair, "TO_CARFI"),
                ("rules", "tram", "Rule"),
            )
        )
        distribution(folder, name, "1", "".join(points))


def test_a_failure_hides_none_of_its_own_name(folder: Path) -> None:
    """A name is that of the first plug-in that gives something; the others are told."""
    namesakes(folder, "raise ImportError('no wheels')", NAMESAKES, NAMESAKES)
    own = Catalog().with_plugins(allow=["own-a", "own-b", "own-c"])
    assert own.framework("tram").name == "own_b"
    assert own.crosswalk("carfi", "tram").mappings[0].object.framework == "tram"
    assert type(own.rule("tram")).__module__ == "own_b"
    assert "own_c" not in sys.modules
    assert own.ids.count("tram") == own.rules.count("tram") == len(own.crosswalks("tram")) == 1
    found = own.plugins
    assert [one.distribution for one in found.loaded] == ["own_b"] * 3
    assert [(str(one.kind), one.distribution, one.message) for one in found.failed] == [
        ("framework", "own_a", "ImportError: no wheels"),
        (
            "framework",
            "own_c",
            "DuplicateError: the name is taken: 'tram' is that of framework 'tram' of own_b 1"
            " (own_b:TRAM)",
        ),
        ("crosswalk", "own_a", "ImportError: no wheels"),
        (
            "crosswalk",
            "own_c",
            "DuplicateError: the name is taken: 'tram--carfi' is that of crosswalk 'tram--carfi' of"
            " own_b 1 (own_b:TO_CARFI)",
        ),
        ("rule", "own_a", "ImportError: no wheels"),
        (
            "rule",
            "own_c",
            "DuplicateError: the name is taken: 'tram' is that of rule 'tram' of own_b 1"
            " (own_b:Rule)",
        ),
    ]
    assert "own_c" not in sys.modules


def test_where_all_of_one_name_fail_each_is_told(folder: Path) -> None:
    """Caused by what the first one raised."""
    namesakes(folder, "raise ImportError('no wheels')", "raise OSError('no rails')")
    with pytest.raises(UnknownFrameworkError) as caught:
        Catalog().with_plugins(allow=["own-a", "own-b"]).framework("tram")
    assert (
        "Its plug-in failed: framework 'tram' of own_a 1 (own_a:TRAM): ImportError: no wheels. Its"
        " plug-in failed: framework 'tram' of own_b 1 (own_b:TRAM): OSError: no rails."
    ) in str(caught.value)
    assert isinstance(caught.value.__cause__, ImportError)


def test_metadata_without_a_name_or_version(folder: Path) -> None:
    """Hides no other distribution."""
    points = "[socialmaturity.rules]\nown = own_package:A\n"
    distribution(folder, "nameless", "1", points, says="Metadata-Version: 2.1\n")
    distribution(
        folder, "unversioned", "1", points, says="Metadata-Version: 2.1\nName: unversioned\n"
    )
    distribution(folder, "zz", "1", "[socialmaturity.rules]\nno point at all\n")
    distribution(folder, "right", "1", points.replace("own =", "right ="))
    found = discover_plugins()
    assert {one.distribution for one in found.failed} == {"nameless", "unversioned", "zz", "right"}
    (right,) = [one for one in found.failed if one.distribution == "right"]
    assert right.message == "ModuleNotFoundError: No module named 'own_package'"


def test_a_distribution_that_is_no_folder_is_told_as_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever finder it comes from."""

    class Odd(metadata.Distribution):
        def read_text(self, filename: str) -> str | None:
            raise OSError(f"no such drive for {filename}")

        def locate_file(self, path: object) -> Path:
            raise NotImplementedError

    monkeypatch.setattr(metadata, "distributions", lambda: [Odd()])
    (own,) = discover_plugins().failed
    assert (
        str(own)
        == "the entry points of an unknown place: OSError: no such drive for entry_points.txt"
    )


# From an entry point to a value


def failed(own: PluginEntry) -> str:
    """The message of an entry point that gives nothing."""
    found = loading.load(own)
    assert isinstance(found, PluginFailure)
    return found.message


def test_paths_may_be_of_several_kinds(folder: Path) -> None:
    """Text, a path, a resource, what a function gives; in a module deep inside, JSON too."""
    package = own_package(folder, "")
    (package / "own.toml").write_text(STEPS, encoding="utf-8")
    (package / "deep").mkdir()
    own = loading.load(entry("own_package:__doc__"))
    assert isinstance(own, PluginFailure)
    (package / "deep" / "own.json").write_text(
        sm.to_json(sm.load_framework(package / "own.toml")), encoding="utf-8"
    )
    (package / "deep" / "models.py").write_text(
        """
from importlib.resources import files
from pathlib import Path, PurePosixPath

class Holder:
    TEXT = "own.json"
    RELATIVE = PurePosixPath("x/../own.json")
    ABSOLUTE = Path(__file__).parent / ".." / "own.toml"
    RESOURCE = files("own_package") / "own.toml"
    @staticmethod
    def made(): return "own.json"
""",
        encoding="utf-8",
    )
    (package / "deep" / "__init__.py").touch()
    importlib.invalidate_caches()
    for name in ("TEXT", "RELATIVE", "ABSOLUTE", "RESOURCE", "made"):
        found = loading.load(entry(f"own_package.deep.models:Holder.{name}"))
        assert isinstance(found, Plugin), (name, found)
        assert found.value == sm.load_framework(package / "own.toml")
    spaced = loading.load(entry("own_package.deep.models : Holder.TEXT [extra]"))
    assert isinstance(spaced, Plugin)


def test_a_file_may_lie_in_an_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the package is imported from."""
    archive = folder / "own.zip"
    with zipfile.ZipFile(archive, "w") as file:
        source = (
            "from importlib.resources import files\nPATH = 'own.toml'\nF = files(__name__) / PATH"
        )
        file.writestr("own_zipped/__init__.py", source)
        file.writestr("own_zipped/own.toml", STEPS)
    monkeypatch.syspath_prepend(archive)  # pyright: ignore[reportUnknownMemberType]
    for name in ("PATH", "F"):
        found = loading.load(entry(f"own_zipped:{name}"))
        assert isinstance(found, Plugin)
        assert str(found.value) == "Own (own 1)"


def test_a_module_in_no_package_has_no_files(folder: Path) -> None:
    """It may give the object."""
    (folder / "own_module.py").write_text(
        "from pathlib import Path\nT, P = 't.toml', Path(__file__)"
    )
    importlib.invalidate_caches()
    assert failed(entry("own_module:T")) == (
        "InvalidValueError: module 'own_module' is in no package, so 't.toml' names no file; put"
        " both into one, or give the object itself"
    )
    assert "is in no package" in failed(entry("own_module:P"))


def test_links_to_files_are_followed(folder: Path) -> None:
    """A package may be installed as links; what counts is where the path says it is."""
    kept = folder / "kept.toml"
    kept.write_text(STEPS, encoding="utf-8")
    package = own_package(folder, "from pathlib import Path\nP = Path(__file__).parent / 'o.toml'")
    (package / "o.toml").symlink_to(kept)
    assert isinstance(loading.load(entry("own_package:P")), Plugin)


def test_an_interrupt_is_passed_on_and_nothing_is_kept(folder: Path) -> None:
    """Asked again, it is tried again."""
    package = own_package(folder, "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        loading.load(entry("own_package:PATH"))
    (package / "__init__.py").write_text('PATH = "own.toml"  # mended')
    (package / "own.toml").write_text(STEPS, encoding="utf-8")
    importlib.invalidate_caches()
    assert isinstance(loading.load(entry("own_package:PATH")), Plugin)


def test_a_plug_in_that_asks_for_itself_fails_alone(folder: Path) -> None:
    """It may ask for others."""
    package = own_package(
        folder,
        """
import socialmaturity as sm
from socialmaturity.catalog import Catalog
known = Catalog().with_plugins()
def own(): return known.framework("own")
def other(): return f"{known.framework('third').id}.toml"
third = "third.toml"
""",
    )
    (package / "third.toml").write_text(STEPS.replace('"own"', '"third"'), encoding="utf-8")
    distribution(
        folder,
        "own",
        "1",
        "[socialmaturity.frameworks]\nown = own_package:own\nthird = own_package:third\n",
    )
    found = Catalog().with_plugins().plugins
    assert [one.name for one in found.loaded] == ["third"]
    (alone,) = found.failed
    assert (
        "Its plug-in failed: framework 'own' of own 1 (own_package:own): RecursionError: it asks"
        " for itself while it is loaded"
    ) in alone.message
    asking = loading.load(entry("own_package:other", name="third"))
    assert isinstance(asking, Plugin)


def test_a_rule_may_be_an_object_a_class_or_a_function(folder: Path) -> None:
    """What it gives has to have a name that is text."""
    own_package(
        folder,
        """
class Rule:
    name = "own"
    def score(self, case): ...
class Called(Rule):
    def __call__(self): raise ValueError("a rule is not called")
class Numbered(Rule):
    name = 7
OBJECT = Called()
def made(): return Rule()
""",
    )
    for name in ("OBJECT", "Rule", "made"):
        assert isinstance(loading.load(entry(f"own_package:{name}", kind=PluginKind.RULE)), Plugin)
    assert "expected a rule with a name" in failed(
        entry("own_package:Numbered", kind=PluginKind.RULE)
    )


# Reports


def test_nothing_installed_is_told() -> None:
    """In a sentence."""
    assert str(Plugins()) == "No plug-in was found."
    assert Plugins(missing=("a",)).text() == (
        "No plug-in was found.\nOn the allow-list, and without a plug-in: a."
    )


def test_slow_is_from_one_second_on() -> None:
    """To load, and to fail."""
    told = {
        seconds: str(Plugin(**attrs.asdict(entry("a:B")), value=sm.SOLIS, seconds=seconds))
        for seconds in (0.99, 1.0)
    }
    assert told[0.99] == "framework 'own' of own 1 (a:B)"
    assert told[1.0] == "framework 'own' of own 1 (a:B); it took 1.0 s"
    slow = finding.failure(entry("a:B"), ValueError("no"), 3.25)
    assert str(slow) == "framework 'own' of own 1 (a:B) (after 3.2 s): ValueError: no"
    assert slow.to_dict() == {
        "kind": "framework",
        "name": "own",
        "target": "a:B",
        "distribution": "own",
        "version": "1",
        "seconds": 3.25,
        "exception": "ValueError",
        "message": "ValueError: no",
        "problems": [],
    }
    mute = finding.failure(attrs.evolve(entry("a:B"), version=""), ValueError())
    assert str(mute) == "framework 'own' of own (a:B): ValueError"


def test_the_order_of_entries_is_by_kind_name_and_distribution() -> None:
    """Those of no kind come last, in capitals or not."""
    kinds = (PluginKind.FRAMEWORK, PluginKind.CROSSWALK, PluginKind.RULE, None)
    several = [
        PluginEntry(kind=kind, name=name, target="t", distribution=dist, version="1")
        for kind in kinds
        for name in ("a", "b")
        for dist in ("A", "b", "C")
    ]
    assert in_order(reversed(several)) == tuple(several)


def test_names_of_distributions_have_one_form() -> None:
    """That of PEP 503."""
    spellings = ("Acme.Maturity", "acme-maturity", "ACME__maturity", "acme-._maturity")
    assert {finding.normal_name(own) for own in spellings} == {"acme-maturity"}
    assert isinstance(DuplicateError("x"), ValueError)

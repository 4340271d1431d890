"""The strategies that are public, and the hook by which Hypothesis knows them."""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.assessment.reading import assessment_problems
from socialmaturity.errors import MissingExtraError
from socialmaturity.io.reading import reader
from socialmaturity.progression.history import states
from socialmaturity.testing import registration, strategies
from socialmaturity.testing.registration import CLASSES, register


def classes() -> Iterator[type[Any]]:
    """Those that have a strategy."""
    for module, name in CLASSES:
        yield getattr(importlib.import_module(f"socialmaturity.{module}"), name)


WHOLES = (
    sm.Framework,
    sm.Assessment,
    sm.Crosswalk,
    sm.History,
    sm.CumulativeRule,
    sm.HighWaterRule,
    sm.NearestRule,
    sm.ProfileRule,
    sm.RatingRule,
    sm.WeightedMeanRule,
)


def parts_of(own: Any, seen: set[type[Any]]) -> set[type[Any]]:
    """The attrs classes among a type and the fields of it, deep down."""
    for one in get_args(own):
        parts_of(one, seen)
    if isinstance(own, type) and attrs.has(own) and own not in seen:
        seen.add(own)
        for one in get_type_hints(own, localns=vars(sm)).values():
            parts_of(one, seen)
    return seen


@pytest.mark.parametrize("whole", WHOLES, ids=lambda own: own.__name__)
def test_every_part_has_a_strategy(whole: type[Any]) -> None:
    """Of frameworks, assessments, crosswalks, histories and the six rules."""
    public = {own for own in parts_of(whole, set()) if own.__name__ in sm.__all__}
    assert whole in public
    assert public <= set(classes())


def test_each_class_has_a_strategy_and_the_hook_knows_it() -> None:
    """The list of the hook and that of the strategies are one."""
    assert set(classes()) == set(strategies.parts())


@pytest.mark.parametrize("own", list(classes()), ids=lambda own: own.__name__)
def test_types_are_drawn_once_registered(own: type[Any]) -> None:
    """As values of just that class."""
    register()

    @given(st.from_type(own))
    def drawn(value: Any) -> None:
        assert type(value) is own

    drawn()


@given(strategies.whole_assessments())
def test_whole_assessments_can_be_written(own: sm.Assessment) -> None:
    """Whatever is in them, also answers on no scale."""
    assert sm.parse_assessment(sm.to_json(own), format="json") == own


def test_assessments_meet_their_framework() -> None:
    """Whichever is drawn, with no more unknown than was asked for."""

    @given(st.data(), st.integers(0, 2))
    def met(data: st.DataObject, most: int) -> None:
        own = data.draw(strategies.frameworks())
        for kind in (strategies.assessments, strategies.plain_assessments):
            drawn = data.draw(kind(own, most))
            assert not assessment_problems(drawn, own)
            unknown = [key for key in drawn.found if drawn.found[key] in strategies.UNKNOWN]
            assert len(unknown) <= most
            assert not assessment_problems(data.draw(kind(own)), own)

    met()


@given(st.data())
def test_crosswalks_are_between_the_frameworks_given(data: st.DataObject) -> None:
    """Or between left and right, on stages that are there."""
    own = data.draw(strategies.crosswalks(sm.CISCO, sm.CARFI))
    assert (own.subject, own.object) == ("cisco", "carfi")
    for mapping in own.mappings:
        assert sm.CISCO.stages_at(mapping.subject)
        assert sm.CARFI.stages_at(mapping.object)
    free = data.draw(strategies.crosswalks())
    assert (free.subject, free.object) == ("left", "right")
    assert data.draw(strategies.mappings()).places[0].framework == "left"


@given(strategies.histories(), st.data())
def test_histories_are_of_a_ladder(own: sm.History, data: st.DataObject) -> None:
    """On days that rise, at stages of it; also of one given."""
    days = [one.on for one in own.observations]
    assert days == sorted(set(days))
    assert {one.stage for one in own.observations} <= set(states(own.framework))
    assert data.draw(strategies.histories(sm.CARFI)).framework is sm.CARFI


@pytest.mark.parametrize("exact", [True, False])
def test_histories_are_of_both_kinds(exact: bool) -> None:
    """Days of observation and exact days; several of each."""
    found = find(
        strategies.histories(sm.CARFI), lambda own: own.exact is exact and len(own.observations) > 2
    )
    assert len(found.observations) == 3


@given(st.data())
def test_rules_fit_their_scale(data: st.DataObject) -> None:
    """Each scores any assessment on it."""
    own = data.draw(strategies.frameworks(stages=2, per_stage=2))
    rule = data.draw(strategies.rules(own.scale))
    result = sm.score(data.draw(strategies.assessments(own)), framework=own, rule=rule)
    assert result.rule == rule.name


@pytest.mark.parametrize(
    "name", ["cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating"]
)
def test_all_six_rules_are_drawn(name: str) -> None:
    """With parameters."""
    first = settings(phases=[Phase.generate], max_examples=2000)
    assert find(strategies.rules(), lambda own: own.name == name, settings=first).name == name


@given(st.data())
def test_stages_and_references_are_of_the_framework_given(data: st.DataObject) -> None:
    """The place below the first is among them."""
    stage = data.draw(strategies.stages(sm.SOLIS))
    assert sm.SOLIS.stage(stage) is stage
    ref = data.draw(strategies.stage_refs(sm.SOLIS))
    assert sm.SOLIS.stage(ref).ref == ref
    assert isinstance(data.draw(strategies.stage_refs()), sm.StageRef)


@given(strategies.relations())
def test_relations_are_all_there(own: sm.Relation) -> None:
    """Those of a mapping, and the two that say nothing."""
    assert own in sm.Relation


@pytest.mark.parametrize("own", list(sm.Relation))
def test_every_relation_is_drawn(own: sm.Relation) -> None:
    """All 32 of them."""
    assert find(strategies.relations(), lambda one: one is own) is own


@pytest.mark.parametrize("cls", [sm.Framework, sm.Assessment, sm.Crosswalk])
def test_what_is_drawn_can_be_written(cls: type[Any]) -> None:
    """And reads back equal."""
    register()

    @given(st.from_type(cls))
    def back(value: Any) -> None:
        assert reader().structure(sm.to_dict(value), cls) == value

    back()


def test_without_hypothesis_the_strategies_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the hook is silent."""
    for name in [own for own in sys.modules if own.split(".")[0] == "hypothesis"]:
        monkeypatch.setitem(sys.modules, name, None)
    register()
    monkeypatch.delitem(sys.modules, "socialmaturity.testing.strategies")
    with pytest.raises(MissingExtraError, match="the extra 'testing' of this package brings"):
        importlib.import_module("socialmaturity.testing.strategies")


def test_a_module_that_cannot_be_imported_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook raises nothing, since it would break whoever imports Hypothesis."""
    listed = (("no.such.module", "Nothing"), ("model.scale", "NoSuchScale"), *CLASSES)
    monkeypatch.setattr(registration, "CLASSES", listed)
    register()
    assert find(st.from_type(sm.Scale), lambda own: bool(own.labels)).labels


HOOK = "socialmaturity.testing.registration:register"


def test_the_hook_makes_no_strategies() -> None:
    """What it costs is the import of the classes: no file is read, no network loaded."""
    program = f"""
import sys, hypothesis
from importlib.metadata import EntryPoint
EntryPoint("socialmaturity", {HOOK!r}, "hypothesis").load()()
kit = "socialmaturity.testing."
heavy = ("networkx", "cattrs", kit + "strategies", kit + "check")
print([own for own in heavy if own in sys.modules])
from hypothesis import strategies as st
import socialmaturity as sm
print(hypothesis.find(st.from_type(sm.StageRef), lambda own: True).ordinal)
"""
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "0"]


PROGRAM = """
from hypothesis import Phase, find, settings, strategies as st
import socialmaturity as sm
first = settings(phases=[Phase.generate])
for own in (sm.Framework, sm.Assessment, sm.Crosswalk, sm.Mapping, sm.History, sm.Scale,
            sm.Relation, sm.StageRef):
    print(type(find(st.from_type(own), lambda value: True, settings=first)).__name__)
"""
DRAWN = [
    "Framework",
    "Assessment",
    "Crosswalk",
    "Mapping",
    "History",
    "Scale",
    "Relation",
    "StageRef",
]


def test_from_type_works_by_the_entry_point(tmp_path: Path) -> None:
    """That of any distribution that names the hook, without an import of the kit."""
    about = tmp_path / "hooked-1.0.dist-info"
    about.mkdir()
    told = "Metadata-Version: 2.1\nName: hooked\nVersion: 1.0\n"
    (about / "METADATA").write_text(told, "utf-8")
    (about / "entry_points.txt").write_text(f"[hypothesis]\nhooked = {HOOK}\n", "utf-8")
    search = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": search},
    )
    assert done.stdout.split() == DRAWN


def test_from_type_works_without_an_import() -> None:
    """In a process that imports nothing but Hypothesis and the package."""
    done = run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == DRAWN

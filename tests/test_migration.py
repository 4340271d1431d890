"""An assessment moves to another version of its framework; nothing is lost silently."""

import copy
import json
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
import strategies as own_st
from samples import assess, framework, stage
from socialmaturity import api
from socialmaturity.assessment.migration import (
    MigratedKind,
    Migration,
    MigrationChange,
    migrate,
)
from socialmaturity.assessment.reading import assessment_problems
from socialmaturity.catalog import Catalog
from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidAssessmentError,
    InvalidInputError,
    UnknownReferenceError,
    UnknownVersionError,
    WrongTypeError,
)

LIGHT = sm.Scale(id="light", labels=("N", "P", "F"))


def with_checks(own: sm.Stage, *checks: str) -> sm.Stage:
    """A stage with these limitations, too."""
    limitations = tuple(sm.Limitation(id=one, question=f"Is {one} so?") for one in checks)
    return attrs.evolve(own, limitations=limitations)


OLD = framework(with_checks(stage(1, "one", "two"), "slow", "late"), stage(2, "three"))


def record(*stages: sm.Stage, **changes: Any) -> sm.Framework:
    """Version 2 of the demo framework."""
    return framework(*stages, **({"version": "2"} | changes))


def reworded(own: sm.Stage, which: str, **changes: Any) -> sm.Stage:
    """A stage one of whose indicators is another one."""
    return attrs.evolve(
        own,
        indicators=tuple(
            attrs.evolve(one, **changes) if one.id == which else one for one in own.indicators
        ),
    )


def moved(assessment: sm.Assessment, new: sm.Framework, **renamed: str) -> Migration:
    """From the old record to a new one."""
    return migrate(assessment, new, old=OLD, renamed=renamed or None)


# What becomes of an answer


def test_what_both_records_ask_is_carried() -> None:
    """With all that stands beside it: who, when, evidence, notes."""
    finding = sm.Finding(
        indicator="two",
        answer="P",
        evidence=(sm.Evidence(text="A log", strength="observed", observed_on="2026-01-02"),),
        assessor="Zo\u00eb",
        observed_on="2026-01-03",
        valid_until="2027-01-03",
        note="Look\nagain.",
    )
    before = assess(
        {"one": "F", "three": sm.CANNOT_TELL},
        version="1",
        subject="Acme",
        unit="North",
        assessed_on="2026-02-01",
        assessor="Ann",
        scale="nplf",
        findings=(finding,),
        checks={"late": True},
        note="First.",
    )
    own = moved(before, record(*OLD.stages))
    assert own.assessment == attrs.evolve(before, version="2")
    assert own.assessment.findings == (finding,)
    assert [(one.kind, one.id, one.new_id) for one in own.items] == [
        (MigratedKind.ANSWER, "one", "one"),
        (MigratedKind.ANSWER, "three", "three"),
        (MigratedKind.FINDING, "two", "two"),
        (MigratedKind.CHECK, "late", "late"),
    ]
    assert own.items == own.unchanged
    assert (own.changed, own.lost, own.added) == ((), (), ())
    assert own.items[2].finding is finding
    assert own.text() == (
        "Acme (North), assessed with demo: from version 1 to 2.\n"
        "4 carried as they were: one, three, two, late."
    )


def test_each_change_of_what_is_asked_is_told() -> None:
    """Question, stage, dimension and scale, one beside the other."""
    other = sm.Dimension(id="play", name="Play", basis="judgement")
    work = sm.Dimension(id="work", name="Work", basis="judgement")
    new = record(
        reworded(stage(1, "one"), "one", question="Is one done well?"),
        with_checks(reworded(stage(2, "three", "two"), "two", dimension="play"), "slow"),
        dimensions=(work, other),
    )
    own = moved(assess({"one": "F", "two": "P", "three": None}, checks={"slow": False}), new)
    assert {one.id: one.changes for one in own.items} == {
        "one": (MigrationChange.REWORDED,),
        "two": (MigrationChange.STAGE, MigrationChange.DIMENSION),
        "three": (),
        "slow": (MigrationChange.STAGE,),
    }
    assert own.assessment.answers == sm.Answers({"one": "F", "two": "P", "three": None})
    assert str(own) == (
        "an organisation, assessed with demo: from version 1 to 2.\n"
        "1 carried as it was: three.\n"
        "Carried, look again: one (answer 'F'): asked as 'Is one done well?', no longer 'Is one"
        " done?'.\n"
        "Carried, look again: two (answer 'P'): moved from stage 1 to 2; moved from dimension work"
        " to play.\n"
        "Carried, look again: slow (check no): moved from stage 1 to 2."
    )


def test_a_renamed_one_is_carried_under_its_new_id() -> None:
    """In each form; what is renamed is no loss and nothing new."""
    new = record(with_checks(stage(1, "uno", "two", "four"), "slow", "tardy"), stage(2, "tres"))
    before = assess(
        {"one": "F"},
        findings=(sm.Finding(indicator="three", answer=None, note="n"),),
        checks={"late": True},
    )
    own = moved(before, new, one="uno", three="tres", late="tardy")
    assert own.assessment == attrs.evolve(
        before,
        version="2",
        answers={"uno": "F"},
        findings=(sm.Finding(indicator="tres", note="n"),),
        checks={"tardy": True},
    )
    assert own.added == ("four",)
    assert [one.changes[0] for one in own.items] == [MigrationChange.RENAMED] * 3
    assert own.items[2].told == (
        "renamed to tardy",
        "asked as 'Is tardy so?', no longer 'Is late so?'",
    )
    assert own.text().endswith("\nNew and unanswered: four.")


def test_ids_may_change_places() -> None:
    """Where both are renamed; and an id may be given to something new."""
    swapped = moved(assess({"one": "F", "two": "N"}), record(*OLD.stages), one="two", two="one")
    assert swapped.assessment.answers == sm.Answers({"two": "F", "one": "N"})
    assert swapped.added == ()
    reused = moved(
        assess({"one": "F"}), record(stage(1, "one", "uno"), stage(2, "three")), one="uno"
    )
    assert reused.assessment.answers == sm.Answers({"uno": "F"})
    assert reused.added == ("one",)


def test_what_cannot_be_carried_is_kept_in_the_report() -> None:
    """An indicator or check that is gone, an answer that the new scale lacks."""
    lost = sm.Finding(indicator="three", answer="F", evidence=(sm.Evidence(text="A log"),))
    before = assess({"one": "L", "two": "F"}, findings=(lost,), checks={"late": True, "slow": None})
    new = record(with_checks(stage(1, "one", "two"), "slow"), scale=LIGHT, gate=None)
    own = moved(before, new)
    assert own.assessment == attrs.evolve(
        before, version="2", answers={"two": "F"}, findings=(), checks={"slow": None}
    )
    assert [(one.id, one.new_id, one.told) for one in own.lost] == [
        (
            "one",
            None,
            ("unknown answer 'L' on scale 'light'; expected one of 'N', 'P', 'F'",),
        ),
        ("three", None, ("the new record does not ask for it",)),
        ("late", None, ("the new record does not ask for it",)),
    ]
    assert own.lost[1].finding is lost
    assert own.changed[0].changes == (MigrationChange.SCALE,)
    assert own.text() == (
        "an organisation, assessed with demo: from version 1 to 2.\n"
        "1 carried as it was: slow.\n"
        "Carried, look again: two (answer 'F'): answered on scale nplf, and now light is asked.\n"
        "Could not be carried: one (answer 'L'): unknown answer 'L' on scale 'light'; expected one"
        " of 'N', 'P', 'F'.\n"
        "Could not be carried: three (finding 'F'): the new record does not ask for it.\n"
        "Could not be carried: late (check yes): the new record does not ask for it."
    )


def test_an_indicator_that_became_a_limitation_is_not_carried() -> None:
    """The one is answered on the scale, the other with yes or no."""
    new = record(with_checks(stage(1, "two"), "slow", "late", "one"), stage(2, "three"))
    own = moved(assess({"one": "F"}, checks={"slow": True}), new)
    assert [one.id for one in own.lost] == ["one"]
    assert own.assessment.checks == sm.Answers({"slow": True})


@pytest.mark.parametrize(
    ("scale", "new", "expected"),
    [
        (None, sm.NPLF, None),
        (None, LIGHT, None),
        ("nplf", LIGHT, "nplf"),
        ("yes-no", LIGHT, "yes-no"),
        ("zero-to-one", sm.NPLF, "zero-to-one"),
    ],
)
def test_a_standard_scale_stays_what_it_is(
    scale: str | None, new: sm.Scale, expected: str | None
) -> None:
    """Whatever the new record asks for; then no label is lost."""
    answer = {None: "F", "nplf": "L", "yes-no": True, "zero-to-one": "1/3"}[scale]
    own = moved(assess({"one": answer}, scale=scale), record(*OLD.stages, scale=new, gate=None))
    assert own.assessment.scale == expected
    assert not own.lost
    assert bool(own.changed) == (scale is None and new is LIGHT)


@pytest.mark.parametrize(
    "changes",
    [{"meanings": ("a", "b", "c")}, {"values": (0, "1/4", 1)}],
    ids=lambda own: next(iter(own)),
)
def test_labels_that_mean_something_else_are_told(changes: dict[str, Any]) -> None:
    """As a question in other words is; the label is carried."""
    old = framework(stage(1, "one"), scale=LIGHT, gate=None)
    new = record(stage(1, "one"), scale=attrs.evolve(LIGHT, **changes), gate=None)
    (item,) = migrate(assess({"one": "P"}), new, old=old).changed
    assert item.changes == (MigrationChange.SCALE,)
    assert item.told == ("the labels of scale light mean something else, or have other values",)


def test_a_scale_of_its_own_that_is_gone_gives_way_to_the_new_one() -> None:
    """Labels that both have are carried, and told."""
    old = framework(stage(1, "one", "two"), scale=LIGHT, gate=None)
    before = assess({"one": "P", "two": sm.NOT_APPLICABLE}, scale="light")
    own = migrate(before, record(stage(1, "one", "two"), gate=None), old=old)
    assert own.assessment.scale is None
    assert own.assessment.answers["one"] == "P"
    assert own.changed[0].told == ("answered on scale light, and now nplf is asked",)
    wider = attrs.evolve(LIGHT, labels=("N", "P", "F", "X"))
    kept = migrate(before, record(stage(1, "one", "two"), scale=wider, gate=None), old=old)
    assert kept.assessment.scale == "light"
    assert kept.changed[0].told == ("scale light has 'N', 'P', 'F', 'X', no longer 'N', 'P', 'F'",)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("F", "P", "N"), "scale light has 'F', 'P', 'N', no longer {}; the order is another one"),
        (("X", "F", "P"), "scale light has 'X', 'F', 'P', no longer {}; the order is another one"),
        (("P", "F"), "scale light has 'P', 'F', no longer {}"),
        ((), "scale light has numbers from 0 to 1, no longer {}"),
    ],
)
def test_labels_that_changed_on_one_scale_are_told(labels: tuple[str, ...], told: str) -> None:
    """And another order of them, under which the same label is a better or a worse answer."""
    old = framework(stage(1, "one"), scale=LIGHT, gate=None)
    new = record(stage(1, "one"), scale=attrs.evolve(LIGHT, labels=labels), gate=None)
    answer = "P" if labels else sm.NOT_APPLICABLE
    (item,) = migrate(assess({"one": answer}), new, old=old).changed
    assert item.changes == (MigrationChange.SCALE,)
    assert item.told == (told.format("'N', 'P', 'F'"),)


# Laws


@given(st.data())
def test_to_the_same_record_nothing_changes(data: st.DataObject) -> None:
    """But that the version is written down; and the report carries all."""
    own = data.draw(own_st.frameworks())
    before = data.draw(own_st.assessments(own))
    found = migrate(before, own, old=own)
    assert found.assessment == attrs.evolve(before, version=own.version)
    assert (found.changed, found.lost, found.added) == ((), (), ())
    given_parts = (*before.answers, *(one.indicator for one in before.findings), *before.checks)
    assert [one.id for one in found.items] == list(given_parts)
    again = migrate(found.assessment, own, old=own)
    assert again.assessment == found.assessment


@given(st.data())
def test_an_unchanged_framework_under_a_new_version_scores_equal(data: st.DataObject) -> None:
    """By any rule that needs no more."""
    own = data.draw(own_st.frameworks(own_st.label_scales()))
    before = data.draw(own_st.assessments(own))
    new = attrs.evolve(own, version=f"{own.version} again")
    after = migrate(before, new, old=own).assessment
    at = own.scale.labels[-1] if before.scale in (None, own.scale.id) else None
    if at is not None:
        first = sm.score(before, framework=own, rule="profile", at=at)
        second = sm.score(after, framework=new, rule="profile", at=at)
        assert second.profile == first.profile
        assert second.coverage == first.coverage
    assert assessment_problems(after, new) == ()


@given(st.data())
def test_every_part_is_either_carried_or_told(data: st.DataObject) -> None:
    """To whatever record; and the new assessment fits it."""
    old = data.draw(own_st.frameworks())
    other = data.draw(own_st.frameworks())
    stages = tuple(attrs.evolve(one, framework=old.id) for one in other.stages)
    new = attrs.evolve(other, id=old.id, stages=stages)
    before = data.draw(own_st.assessments(old))
    own = migrate(before, new, old=old)
    assert assessment_problems(own.assessment, new) == ()
    assert len(own.items) == len(before.answers) + len(before.findings) + len(before.checks)
    assert len(own.unchanged) + len(own.changed) + len(own.lost) == len(own.items)
    after = own.assessment
    assert len(own.items) - len(own.lost) == (
        len(after.answers) + len(after.findings) + len(after.checks)
    )
    asked = {one.id for one in new.indicators} - {one.id for one in old.indicators}
    checked = {one.id for one in new.limitations} - {one.id for one in old.limitations}
    assert set(own.added) == asked | checked
    assert own.text()
    assert json.loads(json.dumps(own.to_dict()))["to_version"] == new.version


def test_a_migration_is_a_value() -> None:
    """Equal, hashable, copied, pickled, and plain data."""
    own = moved(assess({"one": "L", "two": sm.NOT_APPLICABLE}), record(stage(1, "one")))
    for made in (copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert made == own
        assert hash(made) == hash(own)
    assert own.to_dict() == {
        "framework": "demo",
        "from_version": "1",
        "to_version": "2",
        "items": [
            {
                "kind": "answer",
                "id": "one",
                "new_id": "one",
                "answer": "L",
                "changes": [],
                "told": [],
            },
            {
                "kind": "answer",
                "id": "two",
                "new_id": None,
                "answer": "not-applicable",
                "changes": [],
                "told": ["the new record does not ask for it"],
            },
        ],
        "added": [],
    }
    numbers = framework(stage(1, "one", "two", "three"), scale=sm.ZERO_TO_ONE, gate=None)
    plain = migrate(assess({"one": 0.5, "two": None}), numbers, old=numbers).to_dict()
    assert [one["answer"] for one in plain["items"]] == ["1/2", None]
    gone = migrate(assess({"two": 0.5, "three": None}), record(stage(1, "one")), old=numbers)
    assert [str(one) for one in gone.lost] == [
        "two (answer 1/2): the new record does not ask for it",
        "three (answer not-assessed): the new record does not ask for it",
    ]


# What is refused


def test_records_of_two_frameworks_are_refused() -> None:
    """A crosswalk is for that."""
    with pytest.raises(FrameworkMismatchError) as caught:
        moved(assess({}), framework(stage(1, framework="other"), id="other"))
    assert str(caught.value) == (
        "new: the records are of two frameworks, 'demo' and 'other'; an assessment moves between"
        " versions of one (a crosswalk translates to another)"
    )


def test_an_assessment_has_to_fit_the_old_record() -> None:
    """Framework, version, ids and labels; all problems come together."""
    with pytest.raises(InvalidAssessmentError) as caught:
        moved(assess({"oen": "F", "two": "X"}, version="7"), record(*OLD.stages))
    assert [one.path for one in caught.value.problems] == ["version", "answers.oen", "answers.two"]
    with pytest.raises(InvalidAssessmentError) as other:
        moved(sm.Assessment(framework="other"), record(*OLD.stages))
    assert "the assessment is of framework 'other', not 'demo'" in str(other.value)


def test_renames_have_to_lead_from_what_was_there_to_what_is() -> None:
    """All problems come together."""
    new = record(with_checks(stage(1, "one", "due"), "slow"), stage(2, "three"))
    with pytest.raises(InvalidInputError) as caught:
        migrate(
            assess({}),
            new,
            old=OLD,
            renamed={
                "tow": "due",
                "two": "deu",
                "late": "due",
                "one": 7,  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
                8: "one",  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
            },
        )
    assert str(caught.value) == (
        "renamed from Demo (demo 1) to version 2: 5 problems\n"
        "  - renamed.tow: unknown reference 'tow' in the old record; did you mean 'two'?\n"
        "  - renamed.two: unknown reference 'deu' in the new record; did you mean 'due'?\n"
        "  - renamed.late: 'late' is a limitation, and 'due' is an indicator in the new record\n"
        "  - renamed.one: an id is text, not 7\n"
        "  - renamed.8: an id is text, not 8"
    )
    assert [type(one) for one in caught.value.problems] == [
        UnknownReferenceError,
        UnknownReferenceError,
        WrongTypeError,
        WrongTypeError,
        WrongTypeError,
    ]
    with pytest.raises(InvalidInputError) as turned:
        moved(assess({}), new, two="slow")
    assert "'two' is an indicator, and 'slow' is a limitation in" in str(turned.value)


@pytest.mark.parametrize(
    ("renamed", "message"),
    [
        ({"one": "three"}, "renamed.one: 'one' and 'three' would both become 'three'"),
        ({"one": "due", "two": "due"}, "renamed.two: 'two' and 'one' would both become 'due'"),
        (
            {"one": "three", "three": "three"},
            "renamed.three: 'three' and 'one' would both become 'three'",
        ),
    ],
)
def test_two_do_not_become_one(renamed: dict[str, str], message: str) -> None:
    """Also where one of them keeps its id."""
    new = record(stage(1, "due", "two"), stage(2, "three"))
    with pytest.raises(InvalidInputError) as caught:
        moved(assess({}), new, **renamed)
    (problem,) = caught.value.problems
    assert str(problem) == message
    assert isinstance(problem, DuplicateError)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"assessment": 7}, "assessment: expected an Assessment, not 7"),
        ({"new": "2"}, "new: expected a Framework, not '2'"),
        ({"old": None}, "old: expected a Framework, not None"),
        (
            {"renamed": [("one", "uno")]},
            "renamed: expected new ids by old ones, such as {'listening': 'hearing'}, not"
            " [('one', 'uno')]",
        ),
    ],
)
def test_arguments_are_of_their_types(changes: dict[str, Any], message: str) -> None:
    """Callers without a type checker are told."""
    given_parts: dict[str, Any] = {"assessment": assess({}), "new": OLD, "old": OLD} | changes
    with pytest.raises(WrongTypeError) as caught:
        migrate(**given_parts)
    assert str(caught.value) == message


# By a catalog


def test_records_are_looked_up_by_version() -> None:
    """The old one by that of the assessment, the new one by that asked for."""
    newer = record(stage(1, "one"), stage(2, "three"))
    newest = record(*OLD.stages, version="3")
    known = Catalog(builtin=False, added_frameworks=(OLD, newer, newest))
    acme = assess({"one": "F", "two": "P"})
    there = api.migrate(acme, to="2", catalog=known)
    assert (there.old, there.new) == (OLD, newer)
    assert [one.id for one in there.lost] == ["two"]
    on = api.migrate(there.assessment, to=newest, catalog=known)
    assert (on.old, on.new) == (newer, newest)
    assert on.added == ("two", "slow", "late")
    uno = record(stage(1, "uno", "two"), version="4")
    by_object = api.migrate(acme, to=uno, framework=OLD, renamed={"one": "uno"}, catalog=known)
    assert by_object.assessment.answers == sm.Answers({"uno": "F", "two": "P"})
    assert sm.score(there.assessment, catalog=known).framework is newer
    with pytest.raises(UnknownVersionError, match="unknown version '9' in framework 'demo'; known"):
        api.migrate(acme, to="9", catalog=known)
    with pytest.raises(UnknownVersionError, match="unknown version '8' in framework 'demo'; known"):
        api.migrate(attrs.evolve(acme, version="8"), to="1", catalog=known)
    with pytest.raises(WrongTypeError, match="^new: expected a Framework, not 2$"):
        api.migrate(acme, to=2, catalog=known)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

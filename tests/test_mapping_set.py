"""Mappings of many frameworks in one set, and the set as crosswalks again."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import crosswalk, mapping
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.mapping.collection import Loss, MappingSet, Read, Written
from strategies import LINES, NOTES, crosswalks, few

NAMES = ("left", "right", "up", "down")
PAIRS = tuple(combinations(NAMES, 2))


def moved(own: sm.Crosswalk, subject: str, other: str) -> sm.Crosswalk:
    """The crosswalk between left and right, made one between two other frameworks."""
    names = {"left": subject, "right": other}

    def place(old: Any) -> Any:
        return attrs.evolve(old, framework=names[old.framework])

    return sm.Crosswalk(
        subject=subject,
        object=other,
        version=own.version,
        title=own.title,
        authors=own.authors,
        note=own.note,
        mappings=tuple(
            attrs.evolve(one, subject=place(one.subject), object=place(one.object))
            for one in own.mappings
        ),
        no_counterparts=tuple(
            attrs.evolve(one, stage=place(one.stage), framework=names[one.framework])
            for one in own.no_counterparts
        ),
    )


@st.composite
def several(draw: st.DrawFn) -> tuple[sm.Crosswalk, ...]:
    """Crosswalks of different pairs of frameworks, each read from either side."""
    pairs = draw(st.lists(st.sampled_from(PAIRS), max_size=3, unique=True))
    found = [moved(draw(crosswalks()), *pair) for pair in pairs]
    if draw(st.booleans()):
        version, note, authors = draw(LINES), draw(NOTES), draw(few(LINES))
        found = [
            attrs.evolve(own, version=version, title="", note=note, authors=authors)
            for own in found
        ]
    return tuple(own.inverse() if draw(st.booleans()) else own for own in found)


@given(several())
def test_crosswalks_put_together_come_apart_again(own: tuple[sm.Crosswalk, ...]) -> None:
    """Those that say something; each with its mappings in order and as they were."""
    together = MappingSet.of(own)
    found = MappingSet.of(iter(own)).crosswalks()
    mapped = [one for one in own if one.mappings]
    event(f"crosswalks: {len(mapped)}")
    assert [(one.subject, one.object) for one in found[: len(mapped)]] == [
        (one.subject, one.object) for one in mapped
    ]
    assert [one.mappings for one in found] == [one.mappings for one in mapped] + [()] * (
        len(found) - len(mapped)
    )
    by_pair = {frozenset((one.subject, one.object)): one for one in found}
    for one in own:
        other = by_pair.get(frozenset((one.subject, one.object)))
        nones = () if other is None else other.no_counterparts
        assert nones == one.no_counterparts
    assert together.mappings == tuple(one for each in own for one in each.mappings)
    assert MappingSet.of(found).mappings == together.mappings
    assert sorted(MappingSet.of(found).no_counterparts, key=str) == sorted(
        together.no_counterparts, key=str
    )


@given(several())
def test_what_all_crosswalks_have_is_kept(own: tuple[sm.Crosswalk, ...]) -> None:
    """Version, title, authors and note; where they differ, none is taken."""
    together = MappingSet.of(own)
    for name, nothing in (("version", ""), ("title", ""), ("authors", ()), ("note", "")):
        different = {getattr(one, name) for one in own}
        kept = getattr(together, name)
        event(f"{name} kept: {kept != nothing}")
        assert kept == (different.pop() if len(different) == 1 else nothing)
    assert (together.id, together.license, together.extra) == ("", "", ())


@given(crosswalks())
def test_one_crosswalk_comes_back_whole(own: sm.Crosswalk) -> None:
    """But for what a set of mappings does not hold: what is exhaustive, and what was dropped."""
    found = MappingSet.of([own]).crosswalks()
    if own.mappings or own.no_counterparts:
        assert found == (attrs.evolve(own, exhaustive=(), dropped=()),)
    else:
        assert found == ()


ONE = mapping("left:1", "inside", "right:1", confidence=0.5, extra=[("subject_label", "One")])
TWO = mapping("right:2", "PP PO", "left:2", subject_coverage=0.25)
OTHER = mapping("up:1", "disjoint", "left:3+4")
NONE = sm.NoCounterpart(stage="left:3", framework="right", reason="Nothing like it.")


def test_a_mapping_that_runs_the_other_way_is_turned_round() -> None:
    """The first of its two frameworks decides."""
    one, two = MappingSet(mappings=(ONE, OTHER, TWO)).crosswalks()
    assert (one.subject, one.object, one.mappings) == ("left", "right", (ONE, TWO.inverse()))
    assert (two.subject, two.object, two.mappings) == ("up", "left", (OTHER,))
    (turned,) = MappingSet(mappings=(TWO, ONE)).crosswalks()
    assert (turned.subject, turned.mappings) == ("right", (TWO, ONE.inverse()))


@pytest.mark.parametrize(
    ("mappings", "nones", "found"),
    [
        ((), (NONE,), [("left", "right", (NONE,))]),
        ((TWO,), (NONE,), [("right", "left", (NONE,))]),
        ((ONE,), (NONE,), [("left", "right", (NONE,))]),
        ((OTHER,), (NONE,), [("up", "left", ()), ("left", "right", (NONE,))]),
    ],
)
def test_stages_without_counterpart_go_to_their_pair(
    mappings: tuple[sm.Mapping, ...],
    nones: tuple[sm.NoCounterpart, ...],
    found: list[tuple[str, str, tuple[sm.NoCounterpart, ...]]],
) -> None:
    """From whichever side it is read; without mappings they make a crosswalk of their own."""
    own = MappingSet(mappings=mappings, no_counterparts=nones)
    assert [(one.subject, one.object, one.no_counterparts) for one in own.crosswalks()] == found


def test_stages_of_both_sides_without_counterpart_stand_together() -> None:
    """In the crosswalk that the first of them makes."""
    back = sm.NoCounterpart(stage="right:4", framework="left", reason="Nor here.")
    (own,) = MappingSet(no_counterparts=(NONE, back)).crosswalks()
    assert (own.subject, own.no_counterparts) == ("left", (NONE, back))


def test_an_empty_set_is_no_crosswalk() -> None:
    """And no crosswalk is an empty set."""
    assert MappingSet().crosswalks() == ()
    assert MappingSet.of([]) == MappingSet()
    assert MappingSet.of([crosswalk()]) == MappingSet(version="1")


def test_what_is_said_of_the_set_is_said_of_each_crosswalk() -> None:
    """A set without a version makes the first."""
    own = MappingSet(
        id="https://example.org/set",
        title="A title",
        version="2.1",
        authors=("Ada", "Bo"),
        note="A note\nof two lines",
        license="CC0-1.0",
        mappings=(ONE, OTHER),
        extra=[("b", "2"), ("a", "1")],
    )
    for one in own.crosswalks():
        assert (one.title, one.version, one.authors, one.note) == (
            "A title",
            "2.1",
            ("Ada", "Bo"),
            "A note\nof two lines",
        )
    assert own.extra == (("a", "1"), ("b", "2"))
    assert [one.version for one in attrs.evolve(own, version="").crosswalks()] == ["1", "1"]


@pytest.mark.parametrize(
    ("mappings", "nones", "error", "message"),
    [
        (
            (ONE, attrs.evolve(ONE, confidence=0.75)),
            (),
            DuplicateError,
            "mappings[1]: left:1 and right:1 are linked twice on the axis 'maturity'",
        ),
        (
            (ONE, attrs.evolve(ONE, confidence=None).inverse()),
            (),
            DuplicateError,
            "mappings[1]: left:1 and right:1 are linked twice on the axis 'maturity'",
        ),
        ((), (NONE, NONE), DuplicateError, "that left:3 has no counterpart is said twice"),
        (
            (mapping("right:1", "overlaps", "left:2+3"),),
            (NONE,),
            ContradictionError,
            "left:3 is said to have no counterpart, and a mapping gives it one",
        ),
    ],
)
def test_what_no_crosswalk_can_hold_is_refused(
    mappings: tuple[sm.Mapping, ...],
    nones: tuple[sm.NoCounterpart, ...],
    error: type,
    message: str,
) -> None:
    """A set of a file can hold it, since files do; the crosswalk tells of it."""
    own = MappingSet(mappings=mappings, no_counterparts=nones)
    with pytest.raises(InvalidCrosswalkError) as caught:
        own.crosswalks()
    (problem,) = caught.value.problems
    assert isinstance(problem, error)
    assert message in str(problem)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"mappings": [ONE]}, WrongTypeError, "mappings: expected a tuple, such as (a, b), not ["),
        ({"mappings": (NONE,)}, WrongTypeError, "mappings: expected Mapping, not NoCounterpart("),
        ({"no_counterparts": (ONE,)}, WrongTypeError, "no_counterparts: expected NoCounterpart, n"),
        ({"id": None}, WrongTypeError, "id: expected text, not None"),
        ({"title": "a\x00b"}, InvalidValueError, "title: text has the control character '\\x00'"),
        ({"version": 1}, WrongTypeError, "version: expected text, not 1"),
        ({"license": 1}, WrongTypeError, "license: expected text, not 1"),
        ({"note": 1}, WrongTypeError, "note: expected text, not 1"),
        (
            {"authors": "Ada"},
            WrongTypeError,
            "authors: expected a tuple, such as (a, b), not 'Ada'",
        ),
        ({"authors": ("Ada", "Ada")}, DuplicateError, "authors: 'Ada' stands here twice"),
        (
            {"extra": "a=b"},
            WrongTypeError,
            "extra: expected pairs of name and value, both text, not 'a'",
        ),
        ({"extra": [("a", "1"), ("a", "2")]}, DuplicateError, "extra: 'a' stands here twice"),
        (
            {"extra": [("a", 1)]},
            WrongTypeError,
            "extra: expected pairs of name and value, both text, not ('a', 1)",
        ),
    ],
)
def test_a_wrong_set_is_refused(changes: dict[str, Any], error: type, message: str) -> None:
    """With the field and what was expected."""
    with pytest.raises(SocialMaturityError) as caught:
        MappingSet(**changes)
    assert isinstance(caught.value, error)
    assert str(caught.value).startswith(message)


LOSS = Loss(code="union", what="Left 1 equals Right 1 and 2 together", told="it is not written")


def test_a_loss_prints_as_a_sentence() -> None:
    """What it is about, and what became of it."""
    assert str(LOSS) == "Left 1 equals Right 1 and 2 together: it is not written"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Written(text="a,b", losses=(LOSS,)),
        lambda: Read(value=MappingSet(mappings=(ONE,)), problems=(InvalidValueError("No."),)),
        lambda: MappingSet(mappings=(ONE,)),
    ],
)
def test_these_are_values(make: Callable[[], Any]) -> None:
    """They do not change; the text of a file is not printed with them."""
    own = make()
    for name in attrs.asdict(own, recurse=False):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(own, name, None)
    assert attrs.evolve(own) == own
    assert repr(Written(text="a,b")) == "Written(losses=())"
    assert (Written(text="").losses, Read(value=1).problems) == ((), ())

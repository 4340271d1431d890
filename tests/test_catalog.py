"""The catalog finds what is built in and what was added; adding gives a new one."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

import socialmaturity as sm
from samples import crosswalk, framework, mapping, sides
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import (
    DuplicateError,
    InvalidCrosswalkError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
)

LEFT, RIGHT = sides()
LINKS = crosswalk(mapping("left:1", "equal", "right:1"))


def test_the_built_in_names_are_the_files_in_the_package() -> None:
    """None is forgotten."""
    data = Path(sm.__file__).parent / "data"
    assert {path.stem for path in (data / "frameworks").iterdir()} == set(BUILTIN_FRAMEWORKS)
    assert {path.stem for path in (data / "crosswalks").iterdir()} == {
        "--".join(pair) for pair in BUILTIN_CROSSWALKS
    }
    for which in BUILTIN_FRAMEWORKS:
        assert sm.framework(which).id == which


def test_the_constants_are_the_built_in_frameworks() -> None:
    """The same objects, whoever asks."""
    named = (sm.SOLIS, sm.BE_A_PERSON, sm.CISCO, sm.CARFI, sm.SOCEDO)
    assert tuple(own.id for own in named) == BUILTIN_FRAMEWORKS
    for own in named:
        assert sm.framework(own.id) is own


def test_unknown_frameworks_are_told_the_near_ones() -> None:
    """Or all."""
    with pytest.raises(UnknownFrameworkError) as caught:
        sm.framework("solls")
    assert str(caught.value) == (
        "unknown framework 'solls'; did you mean 'solis'? One of your own is passed"
        " as the object itself, or added to a catalog"
    )
    with pytest.raises(UnknownFrameworkError, match="known: 'solis', 'be-a-person', 'cisco'"):
        sm.framework("zzz")
    with pytest.raises(UnknownFrameworkError, match="there is no framework here"):
        sm.framework("solis", catalog=sm.Catalog(builtin=False))
    with pytest.raises(UnknownFrameworkError, match="'solls'"):
        sm.crosswalk("solls", "carfi")


def test_crosswalks_are_turned_to_the_side_that_is_asked_for() -> None:
    """Kept once."""
    kept = sm.crosswalk("solis", "carfi")
    assert sm.crosswalk("carfi", "solis") == kept.inverse()
    assert sm.crosswalk("solis", "carfi") is kept
    own = sm.default_catalog().with_framework(LEFT).with_framework(RIGHT).with_crosswalk(LINKS)
    assert sm.crosswalk("left", "right", catalog=own) is LINKS
    assert sm.crosswalk("right", "left", catalog=own) == LINKS.inverse()


def test_adding_gives_a_new_catalog() -> None:
    """The old one stays as it is."""
    empty = sm.default_catalog()
    own = empty.with_framework(LEFT).with_framework(RIGHT).with_crosswalk(LINKS)
    assert own.framework("left") is LEFT
    assert own.framework("solis") is sm.SOLIS
    assert own.ids == (*BUILTIN_FRAMEWORKS, "left", "right")
    assert own.pairs == (*BUILTIN_CROSSWALKS, ("left", "right"))
    assert empty.ids == BUILTIN_FRAMEWORKS
    alone = sm.Catalog(builtin=False, added_frameworks=(LEFT,))
    assert alone.ids == ("left",)
    assert alone.pairs == ()
    assert sm.framework("left", catalog=alone) is LEFT
    with pytest.raises(UnknownCrosswalkError, match="unknown crosswalk 'left--solis'"):
        own.crosswalk("left", "solis")


def test_a_catalog_is_a_value() -> None:
    """Equal, hashable, copied and pickled."""
    own = sm.default_catalog().with_framework(LEFT)
    for made in (copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert made == own
        assert hash(made) == hash(own)


def test_taken_names_are_refused() -> None:
    """Of frameworks, and of pairs from either side."""
    own = sm.default_catalog().with_framework(LEFT).with_framework(RIGHT).with_crosswalk(LINKS)
    with pytest.raises(DuplicateError, match="the catalog has a framework 'left' already"):
        own.with_framework(LEFT)
    with pytest.raises(DuplicateError, match="a framework 'solis' already"):
        own.with_framework(framework(*sides()[0].stages[:0], id="solis", stages=_solis_stages()))
    for again in (LINKS, LINKS.inverse()):
        with pytest.raises(DuplicateError, match="a crosswalk between '(left|right)' and"):
            own.with_crosswalk(again)
    with pytest.raises(DuplicateError, match="between 'solis' and 'carfi' already"):
        own.with_crosswalk(sm.crosswalk("solis", "carfi"))


def _solis_stages() -> tuple[sm.Stage, ...]:
    return (sm.Stage(framework="solis", ordinal=1, name="One"),)


def test_a_crosswalk_is_checked_when_it_is_added() -> None:
    """Against its frameworks, which must be there."""
    own = sm.default_catalog().with_framework(LEFT)
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'right'"):
        own.with_crosswalk(LINKS)
    wrong = crosswalk(mapping("left:9", "equal", "right:1"))
    with pytest.raises(InvalidCrosswalkError) as caught:
        own.with_framework(RIGHT).with_crosswalk(wrong)
    assert "crosswalk left--right: 1 problem" in str(caught.value)


def test_many_threads_get_the_same_objects() -> None:
    """From a cold start, in a process of its own."""
    program = """
from concurrent.futures import ThreadPoolExecutor
import socialmaturity as sm
def work(number):
    which = ("solis", "be-a-person", "cisco", "carfi", "socedo")[number % 5]
    own = sm.framework(which)
    result = sm.score(sm.Assessment(framework=which), rule="cumulative")
    return which, id(own), id(sm.crosswalk("solis", "carfi")), result.upper.ordinal
with ThreadPoolExecutor(16) as pool:
    found = set(pool.map(work, range(200)))
print(len(found))
"""
    done = run([executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("5\n", "")


def test_one_assessment_may_be_scored_by_many_threads() -> None:
    """Values share nothing that changes."""
    acme = sm.Assessment(framework="solis", answers={"listening": "F"})

    def work(_: int) -> tuple[sm.StageResult, str]:
        result = sm.score(acme, rule="cumulative")
        return result, str(sm.translate(result, to="carfi"))

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(work, range(64))
    assert all(other == first for other in others)

"""The catalog finds what is built in and what was added; adding gives a new one."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from sys import executable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
import strategies as own_st
from samples import assess, crosswalk, framework, mapping, sides, stage
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS, Catalog
from socialmaturity.errors import (
    AmbiguousNameError,
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidAssessmentError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    UnknownRuleError,
    UnknownVersionError,
    WrongTypeError,
)
from socialmaturity.model.search import FrameworkMatch, folded, is_called, search_frameworks

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
    for taken in (LEFT, attrs.evolve(LEFT, name="Another"), sm.SOLIS):
        with pytest.raises(DuplicateError) as caught:
            own.with_framework(taken)
        assert str(caught.value) == (
            f"the catalog has a framework {taken.id!r} of version {taken.version!r} already"
        )
    for again in (LINKS, LINKS.inverse()):
        with pytest.raises(DuplicateError, match="a crosswalk between '(left|right)' and"):
            own.with_crosswalk(again)
    with pytest.raises(DuplicateError, match="between 'solis' and 'carfi' already"):
        own.with_crosswalk(sm.crosswalk("solis", "carfi"))


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


# Names


def named(which: str, **changes: object) -> sm.Framework:
    """A framework of one stage with this id."""
    return framework(stage(1, framework=which), id=which, **changes)


@pytest.mark.parametrize(
    ("name", "which"),
    [
        ("Solis", "solis"),
        ("be a person", "be-a-person"),
        ("ANT\u2019S EYE VIEW SOCIAL ENGAGEMENT JOURNEY", "carfi"),
        ("ants eye-view", "carfi"),
        ("soliss ten stages", "solis"),
        ("  #LostInSM ", "cisco"),
        ("The Three Phases of Social-Media Adoption, for Businesses", "socedo"),
    ],
)
def test_a_framework_is_found_by_its_whole_name(name: str, which: str) -> None:
    """In any case, with punctuation and apostrophes or without."""
    assert sm.framework(name) is sm.framework(which)
    assert sm.default_catalog().versions(name) == (sm.framework(which),)


@pytest.mark.parametrize("part", ["ants eye", "ten stages", "", "?!", "social engagement", "10"])
def test_part_of_a_name_finds_nothing(part: str) -> None:
    """Free text is for the search."""
    with pytest.raises(UnknownFrameworkError):
        sm.framework(part)


def test_a_name_of_two_frameworks_is_refused() -> None:
    """Each has an id; an id that is another one's name is that of its framework."""
    one, two = named("one", aliases=("The Stairs",)), named("two", name="the stairs!")
    own = Catalog().with_framework(one).with_framework(two)
    with pytest.raises(AmbiguousNameError) as caught:
        own.framework("The stairs")
    assert str(caught.value) == (
        "which: 'The stairs' names several frameworks; ask for one by its id: 'one', 'two'"
    )
    assert isinstance(caught.value, LookupError)
    three = named("the-stairs")
    assert own.with_framework(three).framework("the-stairs") is three


def test_a_name_that_is_nearly_right_is_offered() -> None:
    """Ids and names alike; all ids where nothing is near."""
    with pytest.raises(UnknownFrameworkError) as caught:
        sm.framework("Ants Eye Veiw")
    assert str(caught.value) == (
        "unknown framework 'Ants Eye Veiw'; did you mean 'Ants Eye View'? One of your own is"
        " passed as the object itself, or added to a catalog"
    )
    assert caught.value.candidates == (*BUILTIN_FRAMEWORKS, "Ants Eye View")
    with pytest.raises(UnknownFrameworkError, match="did you mean 'cisco'"):
        sm.framework("cissco")
    with pytest.raises(UnknownFrameworkError) as far:
        sm.framework("zzz")
    assert far.value.candidates == BUILTIN_FRAMEWORKS


@given(name=own_st.TEXT)
def test_spelling_does_not_matter(name: str) -> None:
    """Folding twice is folding once, and no text is called by nothing."""
    once = folded(name)
    assert folded(once) == once
    assert folded(f" {name} ") == folded(f"'{name}\u2019") == once
    assert is_called(named("one", name=f"N{name}"), f" n'{name}")
    assert is_called(named("one"), name) == (once in {"one", "demo"})


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Søren Łódź", "soren lodz"), ("Ærø İstanbul", "aero istanbul"), ("№ 5", "no 5")],
)
def test_letters_that_are_not_on_every_keyboard_are_found(name: str, plain: str) -> None:
    """As ids are made of them."""
    assert is_called(named("one", name=name), plain)


# Versions


def test_records_of_one_framework_stand_side_by_side() -> None:
    """The first is meant where no version is named, the one built in before others."""
    newer = attrs.evolve(sm.SOLIS, version="2.0")
    one, two = named("one"), named("one", version="2", name="One, again")
    own = Catalog(added_frameworks=(two, newer, one))
    assert own.framework("solis") is sm.SOLIS
    assert own.versions("solis") == (sm.SOLIS, newer)
    assert own.framework("solis", version="2.0") is sm.framework(
        "solis", version="2.0", catalog=own
    )
    assert own.framework("solis", version="1.0") is sm.SOLIS
    assert own.framework("one") is two
    assert own.versions("one") == (two, one)
    assert own.ids == (*BUILTIN_FRAMEWORKS, "one")
    assert own.frameworks()[-1] is two
    assert own.framework("one again", version="1") is one
    with pytest.raises(UnknownVersionError) as caught:
        own.framework("solis", version="3.0")
    assert str(caught.value) == (
        "version: unknown version '3.0' in framework 'solis'; known: '1.0', '2.0'"
    )
    with pytest.raises(WrongTypeError, match="^version: expected text, not 2.0$"):
        own.framework("solis", version=2.0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(UnknownFrameworkError):
        own.versions("two")


def test_an_assessment_meets_the_record_that_it_answers() -> None:
    """Whatever looks it up; one that names none meets the first."""
    wide = framework(stage(1, "one", "two"), version="2")
    narrow = framework(stage(1, "one"), version="1")
    own = Catalog(added_frameworks=(wide, narrow))
    answered = {version: assess({"one": "F"}, version=version) for version in (None, "1", "2")}
    for version, record in ((None, wide), ("1", narrow), ("2", wide)):
        assert own.framework_of(answered[version]) is record
        assert sm.score(answered[version], catalog=own).framework is record
        assert sm.gap(answered[version], 1, catalog=own).framework is record
    with pytest.raises(InvalidAssessmentError) as caught:
        sm.score(assess({"one": "F"}, version="3"), catalog=own)
    assert "answers version '3' of 'demo', and this is '2'" in str(caught.value)
    with pytest.raises(UnknownFrameworkError):
        own.framework_of(sm.Assessment(framework="demon"))


def test_a_crosswalk_holds_between_the_first_records() -> None:
    """A later record changes nothing for it."""
    later = attrs.evolve(LEFT, version="2", stages=LEFT.stages[:1])
    both = Catalog(added_frameworks=(LEFT, RIGHT, later))
    links = crosswalk(mapping("left:2", "equal", "right:1"))
    assert both.with_crosswalk(links).crosswalk("left", "right") is links
    with pytest.raises(InvalidCrosswalkError, match="crosswalk left--right"):
        Catalog(added_frameworks=(later, LEFT, RIGHT)).with_crosswalk(links)


# Lists and search


def test_frameworks_are_listed_by_kind_author_and_year() -> None:
    """All conditions hold at once; one without a date is in no span of years."""
    own = Catalog(builtin=False)
    given_years = {"a": "1999", "b": "2010-05", "c": "2010-12-31", "d": None}
    for which, published in given_years.items():
        kind = "phases" if which == "b" else "ladder"
        authors = ("Zo\u00eb Smith-Jones",) if which in "ab" else ("A. Smithson",)
        own = own.with_framework(named(which, published=published, kind=kind, authors=authors))

    def ids(**conditions: object) -> str:
        found = own.frameworks(**conditions)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return "".join(one.id for one in found)

    assert ids() == "abcd"
    assert ids(kind="ladder") == ids(kind=sm.FrameworkKind.LADDER) == "acd"
    assert ids(kind="phases") == "b"
    assert ids(author="smith jones") == ids(author="ZOE SMITH") == "ab"
    assert ids(author="smith") == "ab"
    assert ids(author="") == ids(author="jones zoe") == ids(author="smit") == ""
    assert ids(since=1999) == "abc"
    assert ids(since=2000) == ids(since=2010, until=2010) == "bc"
    assert ids(until=1999) == ids(until=2009) == "a"
    assert ids(kind="ladder", author="smith", until=2010) == "a"
    assert ids(since=0, until=9999) == "abc"


@pytest.mark.parametrize(
    ("conditions", "error", "message"),
    [
        (
            {"kind": "lader"},
            InvalidValueError,
            "kind: 'lader' is none of 'ladder', 'phases'; did you mean 'ladder'?",
        ),
        ({"kind": 3}, WrongTypeError, "kind: expected text, not 3"),
        ({"author": 3}, WrongTypeError, "author: expected text, not 3"),
        ({"since": "2010"}, WrongTypeError, "since: expected a whole number, not '2010'"),
        ({"until": True}, WrongTypeError, "until: expected a whole number, not True"),
        (
            {"since": 2012, "until": 2010},
            InvalidValueError,
            "since: no year is from 2012 on and until 2010",
        ),
        ({"since": 10000}, InvalidValueError, "since: no year is from 10000 on and until 9999"),
    ],
)
def test_conditions_are_checked(
    conditions: dict[str, object], error: type[SocialMaturityError], message: str
) -> None:
    """Rather than nothing found."""
    with pytest.raises(error) as caught:
        sm.default_catalog().frameworks(**conditions)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(caught.value) == message
    assert type(caught.value) is error


def test_crosswalks_are_listed_whole_or_of_one_framework() -> None:
    """Turned to speak of it."""
    every = sm.default_catalog().crosswalks()
    assert tuple((own.subject, own.object) for own in every) == BUILTIN_CROSSWALKS
    of_cisco = sm.default_catalog().crosswalks("Lost in Social Media")
    assert [own.subject for own in of_cisco] == ["cisco"] * 4
    assert [own.object for own in of_cisco] == ["solis", "be-a-person", "carfi", "socedo"]
    assert of_cisco[0] == sm.crosswalk("solis", "cisco").inverse()
    assert Catalog(builtin=False, added_frameworks=(LEFT,)).crosswalks("left") == ()
    with pytest.raises(UnknownFrameworkError):
        sm.default_catalog().crosswalks("ciscoo")


def test_a_crosswalk_is_found_by_names_and_is_between_two() -> None:
    """Two names of one framework are one."""
    assert sm.crosswalk("Solis's ten stages", "ants eye view") is sm.crosswalk("solis", "carfi")
    for other in ("solis", "Solis's ten stages"):
        with pytest.raises(FrameworkMismatchError) as caught:
            sm.crosswalk("solis", other)
        assert str(caught.value) == (
            "other: a crosswalk is between two frameworks, not from 'solis' to itself"
        )
    with pytest.raises(WrongTypeError, match="^other: expected text, not 7$"):
        sm.crosswalk("solis", 7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def found(words: str, *frameworks: sm.Framework) -> list[tuple[str, list[str]]]:
    """What a search finds: ids, and what matched."""
    return [
        (own.framework.id, [f"{part.part} {part.text}" for part in own.matched])
        for own in search_frameworks(frameworks, words)
    ]


def test_the_search_grades_what_it_finds() -> None:
    """The text itself, the words in a row, all of them, some of them; then by place."""
    several = (
        named("spread", name="Green", aliases=("Apples",)),
        named("all", name="Apples, green"),
        named("row", name="Two green apples"),
        named("summary", summary="Green apples"),
        named("author", authors=("Green Apples",)),
        named("green-apples"),
        named("none", name="Green pears"),
    )
    assert found("green APPLE", *several) == [
        ("green-apples", ["id green-apples"]),
        ("row", ["name Two green apples"]),
        ("author", ["author Green Apples"]),
        ("summary", ["summary Green apples"]),
        ("all", ["name Apples, green"]),
        ("spread", ["name Green", "alias Apples"]),
    ]
    assert found("green apples", *several)[:3] == [
        ("green-apples", ["id green-apples"]),
        ("author", ["author Green Apples"]),
        ("summary", ["summary Green apples"]),
    ]
    assert found("apples green", *several)[0] == ("all", ["name Apples, green"])
    assert found("grene aples", *several) == found("green apples", *several)
    assert found("pples", *several) == found("apples", *several)
    assert found("", *several) == found("...", *several) == found("green xyzzy", *several) == []


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ants eye view", "carfi: alias 'Ants Eye View'"),
        ("brian solis", "solis: author 'Brian Solis'"),
        ("nirvana", "cisco: stage 'Nirvana'"),
        ("integrators", "cisco: persona 'Integrators'"),
        ("social business 2012", "carfi: source 'Social Business 2012'"),
        ("brien solis", "solis: author 'Brian Solis'"),
        ("2010-01-11", "solis: published '2010-01-11'"),
    ],
)
def test_free_text_finds_a_framework(words: str, first: str) -> None:
    """By what people remember of it."""
    assert str(sm.default_catalog().search(words)[0]) == first


@pytest.mark.parametrize("words", ["aev", "bap", "2nd", "2019", "SOL-2.03", "brien 2019"])
def test_codes_and_short_words_are_taken_for_no_others(words: str) -> None:
    """What is nearest to one of these is another one."""
    assert sm.default_catalog().search(words) == ()


def test_the_parts_of_a_code_stand_in_a_row() -> None:
    """Whatever stands between them; other words may stand anywhere."""
    several = (named("code", name="Web/2.0 of all"), named("parts", name="2 webs, 0 of all"))
    assert found("all web-2.0", *several) == [("code", ["name Web/2.0 of all"])]
    assert [own for own, _ in found("all web 2", *several)] == ["code", "parts"]


def test_the_search_is_of_text() -> None:
    """Nothing else."""
    with pytest.raises(WrongTypeError, match="^words: expected text, not 7$"):
        sm.default_catalog().search(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert isinstance(sm.default_catalog().search("solis")[0], FrameworkMatch)


@given(several=st.lists(own_st.frameworks(), max_size=3, unique_by=lambda own: own.id))
def test_whatever_is_called_something_is_found_by_it(several: list[sm.Framework]) -> None:
    """Names, aliases and ids find their framework, and the id finds it first or among equals."""
    for own in several:
        for name in (own.id, own.name, *own.aliases):
            if folded(name):
                matches = search_frameworks(several, name)
                assert own in [one.framework for one in matches]
                first = matches[0]
                assert folded(name) in [folded(part.text) for part in first.matched]


# Rules


@attrs.frozen
class Constant:
    """A rule that says always the same."""

    name: str

    def score(self, case: sm.Case) -> sm.Result:
        """Return what `cumulative` says."""
        return sm.CumulativeRule().score(case)


def untyped(function: Any) -> Any:
    """A function that a checker lets pass: names of other rules than the six are unknown to it."""
    return function


def test_a_rule_is_added_and_found_by_its_name() -> None:
    """Its own parameters are passed with the object, not beside the name."""
    rule = Constant("always")
    own, score = sm.default_catalog().with_rule(rule), untyped(sm.score)
    assert own.rule("always") is rule
    assert own.rules == (
        "cumulative",
        "high_water",
        "nearest",
        "profile",
        "weighted_mean",
        "rating",
        "always",
    )
    assert own.rule("profile") == sm.ProfileRule()
    acme = sm.Assessment(framework="solis", answers={"listening": "F"})
    scored = score(acme, rule="always", catalog=own)
    assert scored.method.rule is rule
    with pytest.raises(InvalidValueError, match="the rule has its parameters already"):
        score(acme, rule="always", at="F", catalog=own)
    with pytest.raises(UnknownRuleError) as caught:
        score(acme, rule="alway", catalog=own)
    assert str(caught.value) == "rule: unknown rule 'alway'; did you mean 'always'?"
    with pytest.raises(WrongTypeError, match="^rule: expected text, not 7$"):
        own.rule(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("taken", ["always", "cumulative"])
def test_the_name_of_a_rule_is_free(taken: str) -> None:
    """Neither one of the six nor one that was added."""
    own = Catalog().with_rule(Constant("always"))
    with pytest.raises(DuplicateError, match=f"^the catalog has a rule '{taken}' already$"):
        own.with_rule(Constant(taken))


@pytest.mark.parametrize("rule", [7, Constant, sm.SOLIS, Constant(7)])  # type: ignore[arg-type]
def test_only_rules_with_names_are_added(rule: object) -> None:
    """No class, and nothing without a name."""
    with pytest.raises(WrongTypeError, match="^added_rules: expected a rule with a name, not "):
        Catalog().with_rule(rule)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_list_of_what_may_plug_in_needs_plug_ins() -> None:
    """Else it would be left unread."""
    with pytest.raises(ContradictionError) as caught:
        Catalog(allow=("acme",))
    assert str(caught.value) == (
        "allow: an allow-list is of plug-ins, and there are none; give plugged_in=True with it"
    )


def test_what_is_in_is_told() -> None:
    """By the id alone."""
    own = Catalog(builtin=False, added_frameworks=(LEFT,))
    assert "left" in own
    assert "Left" not in own
    assert "solis" not in own
    assert 7 not in own
    assert "solis" in sm.default_catalog()

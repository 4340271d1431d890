"""Identifiers pass their parser, or an error says what one looks like."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from socialmaturity import identifiers
from socialmaturity.errors import InvalidIdentifierError, WrongTypeError
from socialmaturity.identifiers import (
    Place,
    StageRef,
    StageUnion,
    parse_place,
    parse_stage_ref,
    spoken_name,
)
from strategies import SLUGS, places, unions

PARSERS: list[tuple[Callable[[str], str], str]] = [
    (identifiers.parse_framework_id, "be-a-person"),
    (identifiers.parse_indicator_id, "rapid-response"),
    (identifiers.parse_limitation_id, "fractured-tools"),
    (identifiers.parse_dimension_id, "strategy"),
    (identifiers.parse_condition_id, "low-touch-sales"),
    (identifiers.parse_source_id, "S0"),
    (identifiers.parse_statement_id, "SOL-3.06"),
    (identifiers.parse_fit_rule_id, "SOC-R2"),
]


@pytest.mark.parametrize(("parse", "example"), PARSERS)
def test_an_identifier_comes_back_as_it_is(parse: Callable[[str], str], example: str) -> None:
    """And the message of a wrong one shows a right one."""
    assert parse(example) == example
    with pytest.raises(InvalidIdentifierError, match=f"something like '{example}'"):
        parse("no id!")
    with pytest.raises(WrongTypeError, match=r"is text such as .*, not 7"):
        parse(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match="not a number of thousands of digits"):
        parse(10**5000)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "a b", "ä", "a\n", "a" * 101, "a_b"])
def test_slugs_are_plain(text: str) -> None:
    """Lower-case ASCII words joined by single hyphens, at most 100 characters."""
    with pytest.raises(InvalidIdentifierError, match="invalid framework id"):
        identifiers.parse_framework_id(text)


def test_a_long_identifier_is_not_printed_whole() -> None:
    """The message stays short."""
    with pytest.raises(InvalidIdentifierError) as caught:
        identifiers.parse_framework_id("a" * 100_000)
    assert len(str(caught.value)) < 300
    assert identifiers.parse_framework_id("a" * 100) == "a" * 100


def test_several_statement_ids_are_not_one_string() -> None:
    """A string would be taken apart into letters."""
    assert identifiers.parse_statement_ids(["SOL-1.01"]) == ("SOL-1.01",)
    with pytest.raises(WrongTypeError, match="expected several statement ids, not 'SOL-1.01'"):
        identifiers.parse_statement_ids("SOL-1.01")


@given(SLUGS, st.integers(0, 99))
def test_a_stage_reference_reads_back(framework: str, ordinal: int) -> None:
    """Written and parsed it is equal."""
    ref = StageRef(framework, ordinal)
    assert parse_stage_ref(str(ref)) == ref


@pytest.mark.parametrize("text", ["solis", "solis:", ":7", "solis:-1", "solis:seven", "Solis:7"])
def test_a_stage_reference_has_framework_and_ordinal(text: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(InvalidIdentifierError, match="something like 'solis:7'"):
        parse_stage_ref(text)


@pytest.mark.parametrize("ordinal", [-1, True, 1.0, "1"])
def test_an_ordinal_is_a_whole_number(ordinal: Any) -> None:
    """From 0; True is none."""
    with pytest.raises(InvalidIdentifierError, match="expected a whole number from 0"):
        StageRef("solis", ordinal)


@pytest.mark.parametrize(
    ("ordinals", "or_later", "error", "message"),
    [
        (
            (2,),
            False,
            InvalidIdentifierError,
            "one ordinal alone is no union; it is the stage solis:2",
        ),
        ((2, 3), True, InvalidIdentifierError, r"solis:2\+3\+ names a stage twice.*solis:2\+$"),
        ((3, 2), False, InvalidIdentifierError, r"invalid ordinals \(3, 2\); expected different"),
        ((2, 2), False, InvalidIdentifierError, "lowest first"),
        ((), True, InvalidIdentifierError, r"invalid ordinals \(\)"),
        ((0, 1), False, InvalidIdentifierError, r"invalid ordinals \(0, 1\)"),
        ((2, "3"), False, InvalidIdentifierError, "invalid ordinal '3'"),
        ((2, 3), "yes", WrongTypeError, "or_later: expected True or False, not 'yes'"),
    ],
)
def test_a_union_has_different_stages_in_order(
    ordinals: Any, or_later: Any, error: type, message: str
) -> None:
    """Two at least, or one and all later ones."""
    with pytest.raises(error, match=message):
        StageUnion("solis", ordinals, or_later=or_later)
    assert StageUnion("solis", (2, 4), or_later=True).ordinals == (2, 4)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("solis", "Solis"), ("be-a-person", "Be a Person"), ("the-web", "The Web")],
)
def test_frameworks_are_spoken_of_by_name(name: str, spoken: str) -> None:
    """Small words stay small, but not at the start."""
    assert spoken_name(name) == spoken
    assert StageRef(name, 3).spoken == f"{spoken} 3"


@given(SLUGS.flatmap(places))
def test_a_place_reads_back(place: Place) -> None:
    """One stage and several; written and parsed it is equal."""
    event(type(place).__name__)
    assert parse_place(str(place)) == place
    assert hash(parse_place(str(place))) == hash(place)
    assert {ref.framework for ref in place.refs} == {place.framework}
    assert tuple(ref.ordinal for ref in place.refs) == place.ordinals
    if isinstance(place, StageRef):
        assert parse_stage_ref(str(place)) == place
        assert place.refs == (place,)


@given(SLUGS.flatmap(unions))
def test_a_union_is_written_in_one_way(union: StageUnion) -> None:
    """Its stages in order from 1, and more than one of them."""
    event(f"or later: {union.or_later}")
    assert all(one < two for one, two in pairwise((0, *union.ordinals)))
    assert len(union.ordinals) > 1 or union.or_later
    assert union == StageUnion(union.framework, iter(union.ordinals), or_later=union.or_later)
    assert union != attrs.evolve(union, framework=f"{union.framework}-2")
    assert isinstance(parse_place(str(union)), StageUnion)
    if len(union.ordinals) > 1:
        turned = "+".join(map(str, reversed(union.ordinals)))
        with pytest.raises(InvalidIdentifierError, match="lowest first"):
            parse_place(f"{union.framework}:{turned}")


@given(st.from_regex(identifiers.PLACE, fullmatch=True))
def test_what_looks_like_a_place_is_one_or_is_refused(text: str) -> None:
    """With our error; what is read means the same as what was written."""
    place: Place | None = None
    problem = None
    try:
        place = parse_place(text)
    except InvalidIdentifierError as error:
        problem = error
    event("read" if place else "refused")
    if place is None:
        assert problem is not None
        assert problem.value
        return
    assert parse_place(str(place)) == place
    framework, _, ordinals = text.rpartition(":")
    assert place.framework == framework
    assert [str(own) for own in place.ordinals] == [
        own.lstrip("0") or "0" for own in ordinals.rstrip("+").split("+")
    ]


@pytest.mark.parametrize(
    ("text", "spoken", "later"),
    [
        ("carfi:2+3", "Carfi 2 and 3 together", False),
        ("be-a-person:1+2+4", "Be a Person 1, 2 and 4 together", False),
        ("carfi:2+", "Carfi 2 or later", True),
        ("carfi:1+3+", "Carfi 1 or 3 or later", True),
        ("carfi:1+2+5+", "Carfi 1 or 2 or 5 or later", True),
    ],
)
def test_unions_are_spoken(text: str, spoken: str, later: bool) -> None:
    """As a reader says them."""
    union = parse_place(text)
    assert isinstance(union, StageUnion)
    assert (str(union), union.spoken, union.or_later) == (text, spoken, later)


@pytest.mark.parametrize(
    "text", ["carfi", "carfi:", "carfi:+", "carfi:+2", "carfi:2++", "carfi:2+ 3", "carfi:2-3", ""]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    """With an example of a stage."""
    with pytest.raises(
        InvalidIdentifierError, match="invalid stage .* expected something like 'solis:7'"
    ) as caught:
        parse_place(text)
    assert caught.value.value == text


def test_a_place_is_text() -> None:
    """Nothing else is read as one."""
    number: Any = 7
    with pytest.raises(WrongTypeError, match="a stage is text such as 'solis:7', not 7"):
        parse_place(number)


@pytest.mark.parametrize(
    ("ordinals", "later", "message"),
    [
        ((0,), True, "ordinals: invalid ordinals (0,); expected different ones from 1, lowest"),
        ((3, 2), True, "ordinals: invalid ordinals (3, 2); expected different ones from 1"),
        ((-1, 2), False, "ordinals: invalid ordinal -1; expected a whole number from 0"),
        ((1, True), False, "ordinals: invalid ordinal True; expected a whole number from 0"),
        ((1, 2.0), False, "ordinals: invalid ordinal 2.0; expected a whole number from 0"),
        ("23", False, "ordinals: invalid ordinal '2'; expected a whole number from 0"),
        (
            (1, 4, 5),
            True,
            "carfi:1+4+5+ names a stage twice, since 'or later' follows each other by itself; end"
            " with the first of them, such as carfi:4+",
        ),
    ],
)
def test_a_wrong_union_is_refused_by_what_is_wrong(
    ordinals: Any, later: bool, message: str
) -> None:
    """Its stages one by one, their order, and one that comes later by itself."""
    with pytest.raises(InvalidIdentifierError) as caught:
        StageUnion("carfi", ordinals, or_later=later)
    assert str(caught.value).startswith(message)
    assert caught.value.value is not None


@pytest.mark.parametrize(
    ("framework", "ordinals"), [("carfi", range(1, 50)), ("a" * 100, (1,)), ("a" * 97, (2, 3))]
)
def test_a_long_place_reads_back(framework: str, ordinals: Any) -> None:
    """Whatever the constructors allow can be written and read."""
    several = len(ordinals) > 1
    place = StageUnion(framework, ordinals) if several else StageRef(framework, ordinals[0])
    assert parse_place(str(place)) == place


def test_ordinals_have_to_be_several() -> None:
    """One number is no union."""
    wrong: Any = 3
    with pytest.raises(
        WrongTypeError, match=r"ordinals: expected several ordinals, such as \(2, 3\)"
    ):
        StageUnion("carfi", wrong)


def test_a_union_that_could_not_be_read_back_is_refused() -> None:
    """As text it would be longer than is read."""
    with pytest.raises(InvalidIdentifierError, match="as text they have more than 1000 characters"):
        StageUnion("carfi", range(1, 400))

"""Identifiers pass their parser, or an error says what one looks like."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmaturity import identifiers
from socialmaturity.errors import InvalidIdentifierError, WrongTypeError
from socialmaturity.identifiers import StageRef, parse_stage_ref, spoken_name
from strategies import SLUGS

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
    ("name", "spoken"),
    [("solis", "Solis"), ("be-a-person", "Be a Person"), ("the-web", "The Web")],
)
def test_frameworks_are_spoken_of_by_name(name: str, spoken: str) -> None:
    """Small words stay small, but not at the start."""
    assert spoken_name(name) == spoken
    assert StageRef(name, 3).spoken == f"{spoken} 3"

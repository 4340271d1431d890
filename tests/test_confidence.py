"""A chain is never surer than its weakest link, and a further source never lowers trust."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from socialmaturity.errors import InvalidValueError, WrongTypeError
from socialmaturity.mapping.confidence import Chaining, chained, pooled
from strategies import SHARES

CONFIDENCES = st.lists(st.sampled_from((Fraction(0), Fraction(1))) | SHARES, min_size=1, max_size=5)
MAYBE = st.none() | SHARES
CLAIMS = st.lists(st.tuples(st.sampled_from("abcd"), MAYBE), max_size=6)

EVENTS = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.just(size), st.lists(st.sets(st.integers(0, size - 1)), min_size=1, max_size=4)
    )
)
"""So many cases, all alike, and the cases in which some statements hold."""

ODDS = st.lists(
    st.integers(1, 5).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))),
    min_size=1,
    max_size=4,
)
"""In how many cases out of how many each of some independent statements holds."""


def sure(confidences: Sequence[Fraction], how: str) -> Fraction:
    """How sure all of them together are, none being absent."""
    found = chained(confidences, how)
    assert found is not None
    return found


def common(holds: Sequence[set[int]]) -> set[int]:
    """The cases in which all statements hold."""
    return {case for case in holds[0] if all(case in own for own in holds)}


def share(cases: int, size: int) -> Fraction:
    """So many cases out of all."""
    return Fraction(cases, size)


@pytest.mark.parametrize("how", Chaining)
@given(confidences=CONFIDENCES)
def test_a_chain_is_never_surer_than_its_weakest_link(
    how: Chaining, confidences: list[Fraction]
) -> None:
    """Nor surer than any part of it; it stays from 0 to 1; one link alone is itself."""
    found = sure(confidences, how)
    assert 0 <= found <= min(confidences)
    assert isinstance(found, Fraction)
    assert found <= sure(confidences[1:] or [Fraction(1)], how)
    assert sure(confidences[:1], how) == confidences[0]
    assert sure([*confidences, Fraction(1)], how) == found
    assert sure([*confidences, Fraction(0)], how) == 0


@given(CONFIDENCES)
def test_the_three_ways_are_in_order(confidences: list[Fraction]) -> None:
    """The least, the product, the weakest link; also with the product where nothing is said."""
    least, independent, weakest = (
        sure(confidences, how) for how in ("least", "product", "minimum")
    )
    event(f"all different: {least < independent < weakest}")
    assert least <= independent <= weakest == min(confidences)
    assert chained(confidences) == independent


@pytest.mark.parametrize("how", Chaining)
@given(data=st.data(), confidences=CONFIDENCES)
def test_the_order_of_links_does_not_matter(
    how: Chaining, data: st.DataObject, confidences: list[Fraction]
) -> None:
    """Nor whether a chain is put together at once or part by part."""
    other = data.draw(st.permutations(confidences))
    assert chained(other, how) == chained(iter(confidences), how.value)
    cut = data.draw(st.integers(0, len(confidences)))
    parts = [chained(part, how) for part in (confidences[:cut], confidences[cut:]) if part]
    assert chained(parts, how) == chained(confidences, how)


@pytest.mark.parametrize("how", Chaining)
@given(data=st.data(), confidences=CONFIDENCES)
def test_a_surer_link_never_makes_a_chain_less_sure(
    how: Chaining, data: st.DataObject, confidences: list[Fraction]
) -> None:
    """Whichever it is."""
    place = data.draw(st.integers(0, len(confidences) - 1))
    better = [*confidences]
    better[place] = max(better[place], data.draw(SHARES))
    assert sure(better, how) >= sure(confidences, how)


@pytest.mark.parametrize("how", Chaining)
@given(confidences=st.lists(MAYBE, max_size=5))
def test_absent_stays_absent(how: Chaining, confidences: list[Fraction | None]) -> None:
    """Beside 0 and beside 1; and a chain of nothing has no confidence."""
    event(f"absent: {None in confidences}")
    assert (chained(confidences, how) is None) == (None in confidences or not confidences)
    for other in (Fraction(0), Fraction(1)):
        assert chained([*confidences, None, other], how) is None


@given(EVENTS)
def test_whatever_hangs_together_the_truth_is_between_least_and_minimum(
    drawn: tuple[int, list[set[int]]],
) -> None:
    """The share of cases in which all statements hold, counted."""
    size, holds = drawn
    confidences = [share(len(own), size) for own in holds]
    truth = share(len(common(holds)), size)
    event(f"strictly between: {sure(confidences, 'least') < truth < min(confidences)}")
    assert sure(confidences, "least") <= truth <= sure(confidences, "minimum")


@given(EVENTS)
def test_both_ends_can_be_the_truth(drawn: tuple[int, list[set[int]]]) -> None:
    """Statements that hold in nested cases, and those that fail in cases of their own."""
    size, holds = drawn
    counts = [len(own) for own in holds]
    confidences = [share(count, size) for count in counts]
    nested = [set(range(count)) for count in counts]
    assert share(len(common(nested)), size) == sure(confidences, "minimum")
    start, left = 0, set(range(size))
    for count in counts:
        left -= {case % size for case in range(start, start + size - count)}
        start += size - count
    assert share(len(left), size) == sure(confidences, "least")


@given(ODDS)
def test_independent_statements_are_counted(odds: list[tuple[int, int]]) -> None:
    """All hold in the product of the shares, one of them at least in what is pooled."""
    confidences = [share(*own) for own in odds]
    cases = list(product(*(range(size) for _, size in odds)))
    holding = [[part < cut for part, (cut, _) in zip(case, odds, strict=True)] for case in cases]
    assert sure(confidences, "product") == share(sum(map(all, holding)), len(cases))
    claims = [(f"source {number}", own) for number, own in enumerate(confidences)]
    assert pooled(claims) == share(sum(map(any, holding)), len(cases))


@given(CLAIMS, MAYBE)
def test_a_further_source_never_lowers_trust(
    claims: list[tuple[str, Fraction | None]], another: Fraction | None
) -> None:
    """Surely not with nothing to add; and what is pooled is as sure as the surest."""
    before, after = pooled(claims), pooled([*claims, ("another", another)])
    event(f"raised: {before is not None and after != before}")
    if another is None:
        assert after == before
        return
    assert after is not None
    known = [own for _, own in claims if own is not None]
    assert max([*known, another]) <= after <= 1
    if before is None:
        assert after == another
    else:
        assert after >= before
        assert (after == before) == (another == 0 or before == 1)


@given(CLAIMS, st.data())
def test_a_source_that_repeats_itself_does_not_raise_trust(
    claims: list[tuple[str, Fraction | None]], data: st.DataObject
) -> None:
    """However often; with less or nothing it does not lower it, with more it counts once."""
    assert pooled(claims * 3) == pooled(claims)
    known = [(source, own) for source, own in claims if own is not None]
    assume(known)
    source, own = data.draw(st.sampled_from(known))
    less = own * data.draw(SHARES)
    assert pooled([*claims, (source, less), (source, None)]) == pooled(claims)
    more = own + (1 - own) * data.draw(SHARES)
    others = [claim for claim in claims if claim[0] != source]
    surest = max(more, *(known_ for name, known_ in known if name == source))
    assert pooled([*claims, (source, more)]) == pooled([*others, (source, surest)])


@given(CLAIMS, st.data())
def test_the_order_of_claims_does_not_matter(
    claims: list[tuple[str, Fraction | None]], data: st.DataObject
) -> None:
    """Nor what the sources are called."""
    other = data.draw(st.permutations(claims))
    assert pooled(iter(other)) == pooled(claims)
    assert pooled((source * 2, own) for source, own in claims) == pooled(claims)


@given(CLAIMS)
def test_without_any_confidence_there_is_none(claims: list[tuple[str, Fraction | None]]) -> None:
    """Of no source, and of sources that do not say."""
    found = pooled(claims)
    assert (found is None) == all(own is None for _, own in claims)
    assert pooled((source, None) for source, _ in claims) is None


def test_nought_is_not_absent() -> None:
    """It is known, and it is as little as can be."""
    nought = Fraction(0)
    for how in Chaining:
        assert chained([nought], how) == 0
        assert chained([nought, None], how) is None
    assert pooled([("a", nought)]) == 0
    assert pooled([("a", nought), ("b", None)]) == 0
    assert pooled([("a", None)]) is None


@pytest.mark.parametrize(
    ("how", "found"), [("product", "3/10"), ("minimum", "1/2"), ("least", "1/10")]
)
def test_examples(how: str, found: str) -> None:
    """Three fifths and a half, exactly."""
    assert chained([Fraction(3, 5), Fraction(1, 2)], how) == Fraction(found)


def test_pooled_examples() -> None:
    """Half of the doubt that is left goes with each further source of a half."""
    half = Fraction(1, 2)
    assert pooled([("a", half)]) == half
    assert pooled([("a", half), ("b", half)]) == Fraction(3, 4)
    assert pooled([("a", half), ("b", half), ("c", half)]) == Fraction(7, 8)
    assert pooled([("a", half), ("b", Fraction(1))]) == 1


@pytest.mark.parametrize("confidences", [[], [None], [Fraction(1, 2)]])
def test_an_unknown_way_is_refused(confidences: list[Fraction | None]) -> None:
    """Whether or not there is anything to put together."""
    with pytest.raises(
        InvalidValueError,
        match="how: 'mean' is none of 'product', 'minimum', 'least'",
    ):
        chained(confidences, "mean")
    with pytest.raises(InvalidValueError, match="did you mean 'minimum'"):
        chained(confidences, "minimun")
    nothing: Any = None
    with pytest.raises(WrongTypeError, match="how: expected text, not None"):
        chained(confidences, nothing)

"""The oracle of the rule cumulative holds on examples worked out by hand."""

from fractions import Fraction

from oracles.cumulative import (
    NA,
    UNKNOWN,
    Findings,
    Stages,
    binding,
    coverage,
    decisive,
    ends,
    evaluate,
    next_stage,
    possible,
    profile,
)


def refused(
    stages: Stages, findings: Findings, top: int, at: int, lower_at: int, quorum: Fraction | None
) -> bool:
    """Does `ends` refuse this input?"""
    try:
        ends(stages, findings, top, at, lower_at, quorum)
    except ValueError:
        return True
    return False


def test_the_oracle_agrees_with_examples_worked_by_hand() -> None:
    """Each answer was found on paper: C2M2, ISO/IEC 33020, quorums, vacuous stages, baselines."""
    no, pa, lo, fu = 0, 1, 2, 3
    top = fu
    zero, one = Fraction(0), Fraction(1)
    nobody: frozenset[str] = frozenset()
    half, third = Fraction(1, 2), Fraction(1, 3)
    two_thirds = Fraction(2, 3)

    # --- C2M2: every practice of levels 1..k at L or F; level 0 otherwise. at == lower_at == L.
    c2m2: Stages = [(False, ["a", "b"]), (False, ["c", "d"]), (False, ["e"])]
    assert evaluate(c2m2, {"a": lo, "b": fu, "c": lo, "d": lo, "e": pa}, top, lo, lo, None) == 2
    assert evaluate(c2m2, {"a": lo, "b": fu, "c": lo, "d": lo, "e": lo}, top, lo, lo, None) == 3
    assert evaluate(c2m2, {"a": pa, "b": fu, "c": fu, "d": fu, "e": fu}, top, lo, lo, None) == 0
    assert evaluate(c2m2, {"a": fu, "b": fu, "c": no, "d": fu, "e": fu}, top, lo, lo, None) == 1

    # which practices block: `e` only, then `a` only, then `a` and `b`
    answers: Findings = {"a": lo, "b": fu, "c": lo, "d": lo, "e": pa}
    assert binding(c2m2, answers, top, lo, lo, None) == {3: (1, frozenset({"e"}))}
    answers = {
        "a": pa,
        "b": fu,
        "c": no,
        "d": fu,
        "e": no,
    }  # T is 1: `c` and `e` are not its business
    assert binding(c2m2, answers, top, lo, lo, None) == {1: (1, frozenset({"a"}))}
    answers = {"a": pa, "b": no, "c": fu, "d": fu, "e": fu}
    assert binding(c2m2, answers, top, lo, lo, None) == {1: (2, frozenset({"a", "b"}))}
    answers = {"a": fu, "b": fu, "c": fu, "d": fu, "e": fu}
    assert binding(c2m2, answers, top, lo, lo, None) == {}

    # what is possible if the unanswered turn out well
    answers = {"a": fu, "b": UNKNOWN, "c": lo, "d": fu, "e": UNKNOWN}
    assert ends(c2m2, answers, top, lo, lo, None) == (0, 3)
    assert possible(c2m2, answers, top, lo, lo, None) == {0, 2, 3}  # never 1: `c` and `d` are in
    assert decisive(c2m2, answers, top, lo, lo, None) == {"b", "e"}
    assert coverage(c2m2, answers) == Fraction(3, 5)
    assert binding(c2m2, answers, top, lo, lo, None) == {}
    assert profile(c2m2, answers, top, lo) == {1: (half, one), 2: (one, one), 3: (zero, one)}

    # an unknown beside or above a failure decides nothing
    answers = {"a": fu, "b": fu, "c": pa, "d": UNKNOWN, "e": UNKNOWN}
    assert ends(c2m2, answers, top, lo, lo, None) == (1, 1)
    assert decisive(c2m2, answers, top, lo, lo, None) == nobody
    assert binding(c2m2, answers, top, lo, lo, None) == {2: (1, frozenset({"c"}))}

    # nothing rated: the full range
    answers = dict.fromkeys("abcde", UNKNOWN)
    assert ends(c2m2, answers, top, lo, lo, None) == (0, 3)
    assert coverage(c2m2, answers) == 0
    assert decisive(c2m2, answers, top, lo, lo, None) == set("abcde")

    # --- ISO/IEC 33020: L or F at the level itself, F at all levels below.
    iso: Stages = [(False, ["1.1"]), (False, ["2.1", "2.2"]), (False, ["3.1", "3.2"])]
    assert (
        evaluate(iso, {"1.1": lo, "2.1": fu, "2.2": fu, "3.1": fu, "3.2": fu}, top, lo, fu, None)
        == 1
    )
    assert (
        evaluate(iso, {"1.1": fu, "2.1": lo, "2.2": fu, "3.1": fu, "3.2": fu}, top, lo, fu, None)
        == 2
    )
    assert (
        evaluate(iso, {"1.1": fu, "2.1": fu, "2.2": fu, "3.1": lo, "3.2": lo}, top, lo, fu, None)
        == 3
    )
    assert (
        evaluate(iso, {"1.1": pa, "2.1": fu, "2.2": fu, "3.1": fu, "3.2": fu}, top, lo, fu, None)
        == 0
    )
    assert (
        evaluate(iso, {"1.1": fu, "2.1": fu, "2.2": pa, "3.1": fu, "3.2": fu}, top, lo, fu, None)
        == 1
    )

    # the level's own attribute, good enough for itself, holds up the next one
    answers = {"1.1": lo, "2.1": fu, "2.2": pa, "3.1": no, "3.2": no}
    assert binding(iso, answers, top, lo, fu, None) == {
        1: (1, frozenset({"1.1"})),
        2: (1, frozenset({"2.2"})),
    }
    answers = {
        "1.1": lo,
        "2.1": lo,
        "2.2": lo,
        "3.1": fu,
        "3.2": fu,
    }  # stage 2 itself is good enough for stage 2
    assert binding(iso, answers, top, lo, fu, None) == {1: (1, frozenset({"1.1"}))}
    answers = {
        "1.1": fu,
        "2.1": lo,
        "2.2": fu,
        "3.1": lo,
        "3.2": lo,
    }  # T is met in itself; only stage 2 is short of F
    assert binding(iso, answers, top, lo, fu, None) == {2: (1, frozenset({"2.1"}))}

    # an unknown attribute: three results, and the profile at L does not see that F is wanted
    answers = {"1.1": UNKNOWN, "2.1": lo, "2.2": lo, "3.1": fu, "3.2": fu}
    assert possible(iso, answers, top, lo, fu, None) == {0, 1, 2}  # N or P; L; F
    assert decisive(iso, answers, top, lo, fu, None) == {"1.1"}
    assert binding(iso, answers, top, lo, fu, None) == {2: (2, frozenset({"2.1", "2.2"}))}
    assert profile(iso, answers, top, lo) == {1: (zero, one), 2: (one, one), 3: (one, one)}

    # --- a quorum of 2/3: two of three, two of two, one of one
    three: Stages = [(False, ["a", "b", "c"]), (False, ["d", "e"]), (False, ["g"])]
    assert (
        evaluate(
            three, {"a": fu, "b": lo, "c": no, "d": lo, "e": lo, "g": no}, top, lo, lo, two_thirds
        )
        == 2
    )
    assert (
        evaluate(
            three, {"a": fu, "b": no, "c": no, "d": lo, "e": lo, "g": lo}, top, lo, lo, two_thirds
        )
        == 0
    )
    assert (
        evaluate(
            three, {"a": fu, "b": lo, "c": no, "d": fu, "e": pa, "g": lo}, top, lo, lo, two_thirds
        )
        == 1
    )
    assert (
        evaluate(
            three, {"a": fu, "b": lo, "c": no, "d": lo, "e": lo, "g": lo}, top, lo, lo, two_thirds
        )
        == 3
    )
    # not applicable leaves the denominator: 1 of 2 is too few, 2 of 2 and 1 of 1 are enough
    assert (
        evaluate(
            three, {"a": fu, "b": NA, "c": no, "d": lo, "e": lo, "g": lo}, top, lo, lo, two_thirds
        )
        == 0
    )
    assert (
        evaluate(
            three, {"a": fu, "b": NA, "c": NA, "d": lo, "e": lo, "g": lo}, top, lo, lo, two_thirds
        )
        == 3
    )
    # the quorum holds at both thresholds: two of three at F below, two of two at L above
    assert (
        evaluate(
            three, {"a": fu, "b": fu, "c": no, "d": lo, "e": lo, "g": fu}, top, lo, fu, two_thirds
        )
        == 2
    )
    assert (
        evaluate(
            three, {"a": fu, "b": lo, "c": lo, "d": lo, "e": lo, "g": fu}, top, lo, fu, two_thirds
        )
        == 1
    )
    # quorum 1 is None
    answers = {"a": fu, "b": lo, "c": lo, "d": fu, "e": pa, "g": fu}
    assert (
        evaluate(three, answers, top, lo, lo, one)
        == evaluate(three, answers, top, lo, lo, None)
        == 1
    )

    # one of three is missing, whichever; then two
    answers = {"a": fu, "b": pa, "c": no, "d": fu, "e": fu, "g": fu}
    assert binding(three, answers, top, lo, lo, two_thirds) == {1: (1, frozenset({"b", "c"}))}
    answers = {"a": no, "b": pa, "c": no, "d": fu, "e": fu, "g": fu}
    assert binding(three, answers, top, lo, lo, two_thirds) == {1: (2, frozenset({"a", "b", "c"}))}
    # an unknown counts as good, and is no candidate
    answers = {"a": no, "b": UNKNOWN, "c": no, "d": fu, "e": fu, "g": fu}
    assert ends(three, answers, top, lo, lo, two_thirds) == (0, 0)
    assert decisive(three, answers, top, lo, lo, two_thirds) == nobody
    assert binding(three, answers, top, lo, lo, two_thirds) == {1: (1, frozenset({"a", "c"}))}
    # a stage below with a spare failure is not binding
    answers = {"a": fu, "b": fu, "c": no, "d": fu, "e": no, "g": no}
    assert binding(three, answers, top, lo, lo, two_thirds) == {2: (1, frozenset({"e"}))}
    # own stage short of lower_at, next stage short of at
    answers = {"a": fu, "b": lo, "c": no, "d": no, "e": no, "g": no}
    assert ends(three, answers, top, lo, fu, two_thirds) == (1, 1)
    assert binding(three, answers, top, lo, fu, two_thirds) == {
        1: (1, frozenset({"b", "c"})),
        2: (2, frozenset({"d", "e"})),
    }

    # a quorum can leave a range open that no single answer moves
    four: Stages = [(False, ["a", "b", "c", "d"])]
    answers = dict.fromkeys("abcd", UNKNOWN)
    assert ends(four, answers, top, lo, lo, half) == (0, 1)
    assert decisive(four, answers, top, lo, lo, half) == set("abcd")  # only together
    assert decisive(four, answers, top, lo, lo, None) == set("abcd")
    answers = {"a": fu, "b": UNKNOWN, "c": UNKNOWN, "d": no}
    assert decisive(four, answers, top, lo, lo, half) == {
        "b",
        "c",
    }  # either moves the lower end, neither the upper
    # exactly the share is enough; the least excess over it is not
    answers = {"a": fu, "b": fu, "c": no, "d": no}
    assert evaluate(four, answers, top, lo, lo, half) == 1
    assert evaluate(four, answers, top, lo, lo, half + Fraction(1, 10**30)) == 0
    assert profile(four, {"a": fu, "b": pa, "c": UNKNOWN, "d": NA}, top, lo) == {
        1: (third, two_thirds)
    }

    # --- a vacuous stage in the middle: passed, never the result
    middle: Stages = [(False, ["a"]), (False, ["b", "c"]), (False, ["d"])]
    assert evaluate(middle, {"a": lo, "b": NA, "c": NA, "d": lo}, top, lo, lo, None) == 3
    assert evaluate(middle, {"a": lo, "b": NA, "c": NA, "d": no}, top, lo, lo, None) == 1
    assert evaluate(middle, {"a": no, "b": NA, "c": NA, "d": fu}, top, lo, lo, None) == 0
    assert (
        evaluate(middle, {"a": lo, "b": NA, "c": lo, "d": no}, top, lo, lo, None) == 2
    )  # one applicable: not vacuous
    answers = {"a": lo, "b": NA, "c": NA, "d": pa}
    assert next_stage(middle, answers, top, lo, lo, None) == 3
    assert binding(middle, answers, top, lo, lo, None) == {3: (1, frozenset({"d"}))}
    assert binding(middle, answers, top, lo, fu, None) == {
        1: (1, frozenset({"a"})),
        3: (1, frozenset({"d"})),
    }
    assert coverage(middle, answers) == 1
    assert profile(middle, answers, top, lo) == {1: (one, one), 2: None, 3: (zero, zero)}
    answers = {"a": lo, "b": NA, "c": NA, "d": UNKNOWN}
    assert possible(middle, answers, top, lo, lo, None) == {1, 3}
    assert possible(middle, answers, top, lo, fu, None) == {1}
    assert decisive(middle, answers, top, lo, fu, None) == nobody

    # --- vacuous at the top: the stage below it is the result, and nothing lies above
    answers = {"a": lo, "b": lo, "c": lo, "d": NA}
    assert evaluate(middle, answers, top, lo, lo, None) == 2
    assert evaluate(middle, answers, top, lo, fu, None) == 1
    assert next_stage(middle, answers, top, lo, lo, None) is None
    assert binding(middle, answers, top, lo, lo, None) == {}
    assert binding(middle, answers, top, lo, fu, None) == {1: (1, frozenset({"a"}))}
    # two vacuous ones at the top; vacuous at the bottom; everything vacuous
    assert evaluate(middle, {"a": lo, "b": NA, "c": NA, "d": NA}, top, lo, lo, None) == 1
    assert evaluate(middle, {"a": NA, "b": lo, "c": lo, "d": no}, top, lo, lo, None) == 2
    assert evaluate(middle, {"a": NA, "b": no, "c": lo, "d": no}, top, lo, lo, None) == 0
    nothing: Findings = dict.fromkeys("abcd", NA)
    assert ends(middle, nothing, top, lo, lo, None) == (0, 0)
    assert coverage(middle, nothing) is None
    assert binding(middle, nothing, top, lo, lo, None) == {}
    assert profile(middle, nothing, top, lo) == {1: None, 2: None, 3: None}

    # --- a baseline: reached by everyone, no gate, the floor
    based: Stages = [(True, []), (False, ["a", "b"]), (False, ["c"])]
    assert evaluate(based, {"a": no, "b": no, "c": fu}, top, lo, lo, None) == 1
    assert evaluate(based, {"a": lo, "b": lo, "c": no}, top, lo, lo, None) == 2
    assert evaluate(based, {"a": lo, "b": lo, "c": lo}, top, lo, lo, None) == 3
    assert evaluate(based, {"a": lo, "b": lo, "c": lo}, top, lo, fu, None) == 2
    assert (
        evaluate(based, {"a": NA, "b": NA, "c": no}, top, lo, lo, None) == 1
    )  # from vacuous down to the floor
    assert evaluate(based, {"a": NA, "b": NA, "c": NA}, top, lo, lo, None) == 1
    answers = {"a": UNKNOWN, "b": fu, "c": no}
    assert ends(based, answers, top, lo, lo, None) == (1, 2)
    assert decisive(based, answers, top, lo, lo, None) == {"a"}
    assert binding(based, answers, top, lo, lo, None) == {3: (1, frozenset({"c"}))}
    assert coverage(based, answers) == two_thirds
    assert profile(based, answers, top, lo) == {1: None, 2: (half, one), 3: (zero, zero)}
    assert ends([(True, [])], {}, top, lo, lo, None) == (1, 1)
    assert coverage([(True, [])], {}) is None

    # --- the edges: a gate at the lowest rank is met by every rank; no stages at all
    assert ends(c2m2, dict.fromkeys("abcde", UNKNOWN), top, 0, 0, None) == (3, 3)
    assert ends([], {}, top, lo, lo, None) == (0, 0)

    # --- refused
    assert refused(four, {"a": fu, "b": fu, "c": fu}, top, lo, lo, None)  # `d` has no finding
    assert refused([(False, ["a"])], {"a": 4}, top, lo, lo, None)
    assert refused([(False, ["a"])], {"a": "NA"}, top, lo, lo, None)
    assert refused([(False, ["a"])], {"a": fu}, top, fu, lo, None)  # lower_at < at
    assert refused([(False, ["a"])], {"a": fu}, top, lo, lo, Fraction(0))
    assert refused([(False, ["a"]), (True, [])], {"a": fu}, top, lo, lo, None)
    assert refused([(False, ["a"]), (False, ["a"])], {"a": fu}, top, lo, lo, None)

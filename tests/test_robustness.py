"""How many answers would have to be wrong, on examples counted by hand."""

from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import InvalidValueError, WrongTypeError
from socialmaturity.scoring.case import Case
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d", "e"))
WIDE = framework(stage(1, baseline=True), stage(2, "a", "b", "c", "d"), stage(3, "e"))


def counted(
    answers: str, own: sm.Framework = LADDER, rule: Any = "cumulative", **parameters: Any
) -> tuple[int | None, int | None]:
    """Down and up for answers given as letters in order; ? unknown, - not applicable."""
    letters: dict[str, Any] = {"?": None, "-": sm.NOT_APPLICABLE}
    ids = [indicator.id for indicator in own.indicators]
    given: dict[str, Any] = {
        key: letters.get(one, one) for key, one in zip(ids, answers, strict=True)
    }
    result = score(assess(given), framework=own, rule=rule, **parameters)
    told = sm.robustness(result)
    return told.down, told.up


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("FFFNN", (1, 2)),  # one of three lets it fall, d and e lift it
        ("FFFFN", (1, 1)),
        ("FFFFF", (1, None)),
        ("F????", (1, None)),
        ("FNN??", (1, 2)),  # what is unknown is not counted as wrong
        ("F--NN", (1, 2)),
        ("FFF--", (1, None)),
    ],
)
def test_a_gate_over_all_falls_by_one(answers: str, expected: tuple[int | None, int]) -> None:
    """Any indicator up to the result is enough; as many lift it as bar the next stage."""
    assert counted(answers) == expected


@pytest.mark.parametrize(
    ("answers", "up"), [("NNNNN", 1), ("PFFFF", 1), ("?????", None), ("NN?NN", 1), ("-NNNN", 2)]
)
def test_what_is_at_the_bottom_cannot_fall(answers: str, up: int | None) -> None:
    """Below the first stage there is nothing, whatever is wrong."""
    assert counted(answers) == (None, up)


def test_the_baseline_cannot_fall() -> None:
    """Everyone has reached it."""
    assert counted("NNNNN", WIDE) == (None, 4)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("FFFFN", (3, 1)),  # two of four are enough: three have to be wrong
        ("FFFNN", (2, 1)),
        ("FFNNN", (1, 1)),
        ("FNNNN", (None, 1)),
        ("NNNNN", (None, 2)),
        ("FFFFF", (1, None)),  # e alone holds stage 3
        ("FF??N", (1, 1)),
        ("FFF-N", (2, 1)),  # two of three
    ],
)
def test_a_quorum_leaves_something_to_spare(
    answers: str, expected: tuple[int | None, int | None]
) -> None:
    """More than one has to be wrong where more than enough are met."""
    assert counted(answers, WIDE, quorum=0.5) == expected


def test_the_weakest_stage_below_counts() -> None:
    """The result falls where the least is to spare, at whatever stage that is."""
    own = framework(stage(1, "a", "b", "c", "d"), stage(2, "e", "f", "g", "h"))
    assert counted("FFNNFFFF", own, quorum=0.5) == (1, None)
    assert counted("FFFNFFFF", own, quorum=0.5) == (2, None)


def test_stages_below_are_counted_by_their_own_threshold() -> None:
    """At L a stage can be the result; below one it has to be at F."""
    own = framework(stage(1, "a", "b", "c"), stage(2, "d"))
    limits: dict[str, Any] = {"at": "L", "lower_at": "F", "quorum": "1/3"}
    assert counted("FLLL", own, **limits) == (1, None)  # a falls to L: stage 1 is the result
    assert counted("FFLL", own, **limits) == (1, None)  # d alone
    assert counted("LLLN", own, **limits) == (3, 2)  # one to F and d to L
    assert counted("LLLF", own, **limits) == (3, 1)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("NNNFN", (1, None)),
        ("NNNFF", (2, None)),
        ("FFNNN", (1, 1)),
        ("FFFNN", (2, 1)),
        ("NNNNN", (None, 1)),
        ("N?NNN", (None, 1)),
        ("NFF--", (2, None)),
    ],
)
def test_the_high_water_mark_falls_with_the_last_that_holds_it(
    answers: str, expected: tuple[int | None, int | None]
) -> None:
    """Everything met at the highest stage; and one of any stage above lifts it."""
    assert counted(answers, rule="high_water") == expected


def test_the_nearest_stage_above_need_not_be_the_next() -> None:
    """A quorum of the high-water mark can be cheaper to reach further up."""
    own = framework(stage(1, "a"), stage(2, "b", "c", "d"), stage(3, "e"))
    assert counted("FNNNN", own, rule="high_water", quorum=1) == (1, 1)
    own = framework(stage(1, "a"), stage(2, "b", "c", "d"))
    assert counted("FNNN", own, rule="high_water", quorum=1) == (1, 3)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("FFFNN", (1, 1)),  # without b, stages 1 and 2 fit alike; with d, 2 and 3
        ("FFFFF", (1, None)),
        ("NNNNN", (None, 1)),
        ("F????", (1, None)),
        ("NFFNN", (1, 1)),  # stage 2 leads by 1
    ],
)
def test_a_tie_moves_an_end_of_the_nearest(
    answers: str, expected: tuple[int | None, int | None]
) -> None:
    """As soon as another stage fits as well, the end is there."""
    assert counted(answers, rule="nearest") == expected


def test_a_long_lead_of_the_nearest_takes_several() -> None:
    """Each wrong answer between two stages brings them nearer by two."""
    own = framework(stage(1, "a", "b", "c", "d"), stage(2, "e", "f", "g"))
    assert counted("FFFFNNN", own, rule="nearest") == (2, 2)
    assert counted("FFFFFFF", own, rule="nearest") == (2, None)
    assert counted("FFFNNNN", own, rule="nearest") == (1, 2)


def test_each_end_of_the_nearest_is_counted_by_its_own_case() -> None:
    """Down from where the unknown are at their worst, up from where they are at their best."""
    own = framework(stage(1, "a", "b", "c"))
    assert counted("FF?", own, rule="nearest") == (1, None)  # two to one, and then one to two
    assert counted("NN?", own, rule="nearest") == (None, 1)


def test_acme_is_near_to_both() -> None:
    """One wrong answer of stages 1 and 2 drops it, two bar stage 4."""
    told = sm.robustness(sm.score(ACME, rule="cumulative"))
    assert (told.down, told.up, told.radius) == (1, 2, 1)


@pytest.mark.parametrize(
    ("down", "up", "radius"), [(None, None, None), (2, None, 2), (None, 3, 3), (2, 1, 1), (1, 2, 1)]
)
def test_the_radius_is_the_smaller(down: int | None, up: int | None, radius: int | None) -> None:
    """Of those that there are."""
    assert sm.Robustness(down=down, up=up).radius == radius


def test_a_policy_changes_nothing() -> None:
    """The ends are counted, and not what a policy makes of the unknown."""
    for policy in (None, "worst", "best"):
        assert counted("FF?NN", policy=policy) == (1, 2)


class OwnRule:
    """A caller's rule, that gives the stages of another under a name of its own."""

    name = "own"

    def score(self, case: Case) -> sm.StageResult:
        """Return the result of rule cumulative, told as this one's."""
        result = sm.CumulativeRule(at="L").score(case)
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, rule=self.name))


def test_only_stages_of_the_three_rules_are_counted() -> None:
    """Of others it is not known what moves them."""
    profile: Any = sm.score(assess({}), framework=LADDER, rule="profile")
    with pytest.raises(WrongTypeError, match=r"^result: expected a StageResult, not ProfileResult"):
        sm.robustness(profile)
    wrong: Any = ACME
    with pytest.raises(WrongTypeError, match=r"^result: expected a StageResult, not Assessment"):
        sm.robustness(wrong)
    own = sm.score(assess({}), framework=LADDER, rule=OwnRule())
    assert isinstance(own, sm.StageResult)
    with pytest.raises(
        InvalidValueError,
        match=(
            "^result: robustness is known for the rules 'cumulative', 'high_water', 'nearest', not"
            " for 'own'$"
        ),
    ) as caught:
        sm.robustness(own)
    assert caught.value.value == "own"

"""What changed between two results: dates, assessors, suppositions, versions; and bad input."""

import copy
import json
import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidAssessmentError,
    InvalidValueError,
    WrongTypeError,
)
from test_scoring import ACME

score: Any = sm.score  # a helper gives what it is given, and no overload says all of it
LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))
LATER = framework(stage(1, "a"), stage(2, "b", "e"), stage(3, "d"), version="2")


def scored(letters: str, own: sm.Framework = LADDER, **options: Any) -> sm.StageResult:
    """Answers as letters in order; ? unknown, - not applicable, ! cannot tell."""
    words: dict[str, Any] = {"?": None, "-": sm.NOT_APPLICABLE, "!": sm.CANNOT_TELL}
    ids = [indicator.id for indicator in own.indicators]
    answers: dict[str, Any] = {
        key: words.get(one, one) for key, one in zip(ids, letters, strict=True)
    }
    result = score(assess(answers), framework=own, **options)
    assert isinstance(result, sm.StageResult)
    return result


def kinds(difference: sm.Difference) -> dict[str, str]:
    """What became of each answer."""
    return {str(own.indicator): own.kind.value for own in difference.changes}


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        ("FNNN", "FFFN", "up"),
        ("FFFN", "FNNN", "down"),
        ("FNNN", "FPPN", "same"),
        ("FNN?", "F?NN", "same"),
        ("F?FN", "FFFN", "open"),  # 1 to 2, then 2
        ("F?FN", "FFFF", "up"),  # 1 to 2, then 3
        ("FFF?", "FNNN", "down"),  # 2 to 3, then 1
        ("F???", "F???", "open"),
        ("----", "NNNN", "same"),
    ],
)
def test_a_movement_is_claimed_where_it_is_sure(before: str, after: str, movement: str) -> None:
    """Whatever the unknown answers are; where ranges meet, it is open."""
    assert sm.compare(scored(before), scored(after)).movement == movement


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("P", "L", "raised"),
        ("L", "P", "lowered"),
        ("?", "N", "found-out"),
        ("!", "F", "found-out"),
        ("-", "F", "found-out"),
        ("F", "?", "lost"),
        ("F", "!", "lost"),
        ("N", "-", "lost"),
        ("?", "!", "other"),
        ("!", "-", "other"),
        ("-", "?", "other"),
    ],
)
def test_every_change_of_an_answer_has_a_kind(before: str, after: str, kind: str) -> None:
    """Better and worse are of two ratings; what is unknown is neither."""
    difference = sm.compare(scored(f"F{before}FF"), scored(f"F{after}FF"))
    assert kinds(difference) == {"b": kind}
    assert kinds(sm.compare(scored(f"F{before}FF"), scored(f"F{before}FF"))) == {}


def test_what_stands_in_the_way_is_cleared_and_arises() -> None:
    """The nearest first; beside what can be said of each stage."""
    difference = sm.compare(scored("FNPN"), scored("FFFN"))
    assert (difference.cleared, difference.arisen) == (("c", "b"), ("d",))
    assert [(own.stage, own.before, own.after) for own in difference.stages] == [
        (2, sm.Verdict.NOT_MET, sm.Verdict.MET)
    ]
    assert [(own.indicator, own.before, own.after) for own in difference.changes] == [
        ("b", "N", "F"),
        ("c", "P", "F"),
    ]


def test_warnings_that_come_or_go_are_named() -> None:
    """By their codes, whichever result has them."""
    ahead, level = scored("FNNF"), scored("FNNN")
    assert sm.compare(ahead, level).notices == (sm.NoticeCode.RUNS_AHEAD,)
    assert sm.compare(level, ahead).notices == (sm.NoticeCode.RUNS_AHEAD,)
    assert sm.compare(ahead, ahead).notices == ()


def test_two_assessors_agree_on_a_share() -> None:
    """Of what both rated; two steps of the scale are far apart."""
    own = framework(stage(1, *"abcdef"))
    difference = sm.compare(scored("FFLN?-", own), scored("FLNFF!", own))
    assert (difference.compared, difference.alike) == (4, 1)
    assert difference.agreement == Fraction(1, 4)
    assert difference.far_apart == ("c", "d")
    nothing = sm.compare(scored("??????", own), scored("FFFFFF", own))
    assert (nothing.compared, nothing.agreement, nothing.far_apart) == (0, None, ())


def test_numbers_are_far_apart_by_half() -> None:
    """And moved where their ranges do not meet."""
    rule = sm.WeightedMeanRule()
    one, two = (
        sm.score(assess(answers, scale="zero-to-one"), framework=LADDER, rule=rule)
        for answers in (
            {"a": 0, "b": 0.5, "c": 0, "d": None},
            {"a": 0.5, "b": "9/10", "c": 0.49, "d": 1},
        )
    )
    difference = sm.compare(one, two)
    assert difference.far_apart == ("a",)
    assert kinds(difference) == {"a": "raised", "b": "raised", "c": "raised", "d": "found-out"}
    assert difference.movement is sm.Movement.UP  # 0.125 to 0.375, then 0.7225
    assert (difference.stages, difference.cleared, difference.arisen) == ((), (), ())
    assert sm.compare(two, one).movement is sm.Movement.DOWN
    assert sm.compare(two, two).movement is sm.Movement.SAME
    assert sm.compare(one, one).movement is sm.Movement.OPEN
    zero = sm.score(
        assess(dict.fromkeys("abcd", 0), scale="zero-to-one"), framework=LADDER, rule=rule
    )
    assert sm.compare(zero, two).movement is sm.Movement.UP
    assert sm.compare(two, zero).movement is sm.Movement.DOWN
    nothing = sm.score(
        assess(dict.fromkeys("abcd", sm.NOT_APPLICABLE), scale="zero-to-one"),
        framework=LADDER,
        rule=rule,
    )
    assert sm.compare(nothing, two).movement is sm.Movement.OPEN


def test_a_profile_has_changes_and_no_movement() -> None:
    """It has no overall result that could move."""
    one = sm.score(sm.Assessment(framework="socedo", answers={"page-or-profile": "N"}))
    two = sm.what_if(one, {"page-or-profile": "F"}).after
    difference = sm.compare(one, two)
    assert difference.movement is sm.Movement.OPEN
    assert kinds(difference) == {"page-or-profile": "raised"}
    assert difference.stages == ()


def test_two_versions_are_compared_in_what_both_have() -> None:
    """What one lacks is named, and a movement is not claimed."""
    one, two = scored("FFFF"), scored("FNNN", LATER)
    difference = sm.compare(one, two)
    assert (difference.only_before, difference.only_after) == (("c",), ("e",))
    assert difference.movement is sm.Movement.OPEN
    assert kinds(difference) == {"b": "lowered", "d": "lowered"}
    assert (difference.compared, difference.alike) == (3, 1)
    assert difference.far_apart == ("b", "d")
    assert difference.text().splitlines()[-1] == (
        "Not compared, since one version of the framework lacks them: c, e."
    )
    back = sm.compare(two, one)
    assert (back.only_before, back.only_after) == (("e",), ("c",))
    same = sm.compare(one, scored("FFFF"))
    assert (same.only_before, same.only_after) == ((), ())


def test_other_indicators_under_one_version_are_two_versions() -> None:
    """Where a framework was changed and its version was not, no movement is claimed, either."""
    changed = attrs.evolve(LATER, version=LADDER.version)
    difference = sm.compare(scored("FFFF"), scored("FNNN", changed))
    assert (difference.only_before, difference.only_after) == (("c",), ("e",))
    assert difference.movement is sm.Movement.OPEN


def test_versions_may_differ_in_their_stages() -> None:
    """What only one has is not spoken of."""
    longer = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"), stage(4, "e"), version="2")
    difference = sm.compare(scored("FFFF"), scored("FFFNN", longer))
    assert [own.stage for own in difference.stages] == [3]
    assert difference.only_after == ("e",)
    assert difference.text().endswith("since one version of the framework lacks them: e.")


def test_two_days_are_compared() -> None:
    """What has expired is lost, and is not told as the answer that still stands."""
    dated = assess(
        {},
        findings=(
            sm.Finding(
                indicator="a", answer="F", observed_on="2026-01-01", valid_until="2026-06-30"
            ),
            sm.Finding(indicator="b", answer="N", observed_on="2026-01-01"),
        ),
    )
    one, two = (
        sm.score(dated, framework=LADDER, rule="cumulative", as_of=day)
        for day in ("2026-06-30", "2026-07-01")
    )
    difference = sm.compare(one, two)
    assert kinds(difference) == {"a": "lost"}
    assert difference.notices == (sm.NoticeCode.SET_ASIDE,)
    assert "F, now F" not in difference.text()
    assert kinds(sm.compare(two, one)) == {"a": "found-out"}


def test_what_changed_is_told_in_sentences() -> None:
    """Word for word."""
    difference = sm.compare(scored("FN?P"), scored("FL-F"))
    assert difference.text().splitlines() == [
        f"Before: {difference.before}",
        f"After: {difference.after}",
        "It moved up, whatever is unknown.",
        "- b is raised: N, now L.",
        "- c is other: not assessed, now not applicable.",
        "- d is raised: P, now F.",
        "- stage 2 is met, was not met.",
        "- stage 3 is met, was not met.",
        "No longer in the way: b.",
    ]
    assert str(difference) == difference.text()
    assert "Whether it moved is open." in sm.compare(scored("F???"), scored("F???")).text()
    assert "The result is the same." in sm.compare(scored("FFFF"), scored("FFFF")).text()
    down = sm.compare(scored("FFFF"), scored("FFFN")).text()
    assert "It moved down, whatever is unknown." in down
    assert "In the way now: d." in down


def test_a_stage_is_called_what_the_framework_calls_it() -> None:
    """Cisco has phases."""
    answers: dict[str, Any] = {own.id: "F" for own in sm.CISCO.indicators}
    result = sm.score(sm.Assessment(framework="cisco", answers=answers))
    text = sm.what_if(result, {sm.CISCO.indicators[0].id: "N"}).text()
    assert "- phase 2 is not met, was met." in text
    assert "stage" not in text


def test_a_difference_is_plain_data_on_request() -> None:
    """JSON takes it, and it says all that the text says."""
    difference = sm.compare(scored("FN?P"), scored("FL-F"))
    plain = difference.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["movement"] == "up"
    assert plain["changes"][:2] == [
        {"indicator": "b", "kind": "raised", "before": "N", "after": "L"},
        {"indicator": "c", "kind": "other", "before": None, "after": "not-applicable"},
    ]
    assert plain["stages"][0] == {"stage": 2, "before": "not-met", "after": "met"}
    assert (plain["cleared"], plain["arisen"]) == (["b"], [])
    assert (plain["compared"], plain["alike"], plain["far_apart"]) == (3, 1, ["b", "d"])
    assert (plain["only_before"], plain["only_after"]) == ([], [])
    assert plain["text"] == difference.text()


def test_a_difference_is_a_value() -> None:
    """Equal, hashable, copied and pickled whole."""
    one = sm.compare(scored("FN?P"), scored("FL-F"))
    for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert made == one
        assert hash(made) == hash(one)


# --- what if


def test_what_if_keeps_the_method() -> None:
    """Thresholds, policy and filters; what was scored stays as it was."""
    result = scored("LNNN", at="L", lower_at="F", quorum=0.5, rule="cumulative", policy="worst")
    supposed = sm.what_if(result, {"a": "F", "b": "L"})
    assert supposed.after.method == result.method
    assert supposed.before is result
    assert isinstance(supposed.after, sm.StageResult)
    assert supposed.after.stage == LADDER.stages[1]
    assert supposed.movement is sm.Movement.UP
    assert result.assessment.answers["a"] == "L"


def test_what_if_of_acme() -> None:
    """Rapid response settles it; what bars stage 4 stays."""
    result = sm.score(ACME, rule="cumulative")
    done = sm.what_if(result, {"rapid-response": "L"})
    assert str(done.after).startswith("Acme is at Stage 3: Socializing Media (10 of 19")
    assert done.movement is sm.Movement.OPEN
    assert done.cleared == done.arisen
    higher = sm.what_if(
        result, {"rapid-response": "L", "strategic-visibility": "L", "relevance": "F"}
    )
    assert higher.movement is sm.Movement.UP
    assert higher.cleared == ("strategic-visibility", "relevance")
    gone = sm.what_if(result, {"listening": None})
    assert kinds(gone) == {"listening": "lost"}


def test_a_supposed_answer_is_an_assertion() -> None:
    """A filter by strength sets it aside, unless it brings its evidence."""
    result = scored("FFFF", strength="observed")
    seen = sm.Finding(
        indicator="a", answer="F", evidence=(sm.Evidence(text="Seen.", strength="observed"),)
    )
    assert kinds(sm.what_if(result, {"a": "F"})) == {}
    assert kinds(sm.what_if(result, {"a": seen})) == {"a": "found-out"}


# --- answers given anew


def test_answers_are_given_anew_in_either_form() -> None:
    """What stood there is gone, evidence included; the rest stays."""
    seen = sm.Finding(indicator="a", answer="F", note="Seen.")
    start = assess({"b": "P", "c": "L"}, findings=(seen,), subject="Acme", note="By phone.")
    again = start.with_answers({"a": "N", "b": sm.Finding(indicator="b", answer="L")})
    assert again == attrs.evolve(
        start,
        answers={"a": "N", "c": "L"},
        findings=(sm.Finding(indicator="b", answer="L"),),
    )
    assert start.found == assess({"a": "F", "b": "P", "c": "L"}).answers
    assert start.with_answers({}) == start
    back = start.with_answers({"a": None})
    assert back.findings == ()
    assert back.found["a"] is None


def test_answers_given_anew_are_checked() -> None:
    """What is no mapping, no answer, or a finding of something else."""
    start = assess({"a": "F"})
    wrong: Any = [("a", "F")]
    with pytest.raises(
        WrongTypeError,
        match=r"^changes: expected answers by id, such as {'listening': 'F'}, not \[\('a', 'F'",
    ):
        start.with_answers(wrong)
    wrong = {"a": object()}
    with pytest.raises(
        WrongTypeError, match="^answers.a: <object object .* is no answer; expected"
    ):
        start.with_answers(wrong)
    wrong = {1: "F"}
    with pytest.raises(WrongTypeError, match="an id is text, not 1$"):
        start.with_answers(wrong)
    with pytest.raises(
        InvalidValueError, match="^changes.a: the finding is of 'b', not of 'a'$"
    ) as caught:
        start.with_answers({"a": sm.Finding(indicator="b", answer="F")})
    assert caught.value.value == "b"


# --- bad input


def test_what_cannot_be_supposed_is_refused() -> None:
    """An indicator or a label that is not there, with the near ones; no result; no mapping."""
    result = sm.score(ACME)
    with pytest.raises(InvalidAssessmentError) as caught:
        sm.what_if(result, {"listenin": "F", "metrics": "X"})
    assert (
        "answers.listenin: unknown indicator 'listenin' in framework 'solis'; did you mean 'l"
        in (str(caught.value))
    )
    assert "answers.metrics: unknown answer 'X' on scale 'nplf'" in str(caught.value)
    with pytest.raises(InvalidValueError, match="^changes.metrics: the finding is of 'roi', not"):
        sm.what_if(result, {"metrics": sm.Finding(indicator="roi", answer="F")})
    wrong: Any = "listening"
    with pytest.raises(
        WrongTypeError, match="^changes: expected answers by id, .* not 'listening'"
    ):
        sm.what_if(result, wrong)
    wrong = ACME
    with pytest.raises(WrongTypeError, match="^result: expected a Result, not Assessment"):
        sm.what_if(wrong, {})


def test_only_results_are_compared() -> None:
    """Each argument is named."""
    result = sm.score(ACME)
    wrong: Any = ACME
    with pytest.raises(WrongTypeError, match="^before: expected a Result, not Assessment"):
        sm.compare(wrong, result)
    wrong = None
    with pytest.raises(WrongTypeError, match="^after: expected a Result, not None$"):
        sm.compare(result, wrong)


def test_two_frameworks_do_not_compare() -> None:
    """Their stages are not the same."""
    with pytest.raises(
        FrameworkMismatchError,
        match="^after: results of 'demo' and 'solis' do not compare; translate one first$",
    ) as caught:
        sm.compare(scored("FFFF"), sm.score(ACME))
    assert caught.value.value == "solis"


@pytest.mark.parametrize(
    "options",
    [
        {"rule": "nearest"},
        {"rule": "cumulative", "at": "F"},
        {"policy": "worst"},
        {"strength": "observed"},
        {"as_of": "2026-11-01"},
        {"most_not_applicable": 1},
    ],
)
def test_two_methods_do_not_compare(options: dict[str, Any]) -> None:
    """The difference would be theirs; a result for a day is another thing than one for none."""
    for one, two in (
        (scored("FFFF"), scored("FFFF", **options)),
        (scored("FFFF", **options), scored("FFFF")),
    ):
        with pytest.raises(
            InvalidValueError,
            match=(
                "^after: the two were scored by different methods, so that the difference would be"
                " theirs; score both alike$"
            ),
        ):
            sm.compare(one, two)


def test_two_scales_do_not_compare() -> None:
    """A yes is no place among N, P, L and F."""
    ticked = sm.score(assess({"a": True}, scale="yes-no"), framework=LADDER)
    with pytest.raises(
        InvalidValueError,
        match="^after: the two were answered on different scales, 'nplf' and 'yes-no'$",
    ) as caught:
        sm.compare(scored("FFFF"), ticked)
    assert caught.value.value == "yes-no"
    assert sm.compare(ticked, ticked).agreement == 1

"""The rules on examples: Acme, the standards' gates, awkward assessments, explanations."""

import copy
import json
import pickle
from fractions import Fraction
from typing import Any, Literal

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    ContradictionError,
    FrameworkMismatchError,
    InvalidAnswerError,
    InvalidAssessmentError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownFrameworkError,
    UnknownRuleError,
    WrongTypeError,
)
from socialmaturity.scoring.explanation import NoticeCode, Verdict, show_answer

ACME = sm.Assessment(
    framework="solis",
    subject="Acme",
    assessed_on="2026-11-01",
    answers={
        "listening": "F",
        "reporting": "L",
        "presence": "F",
        "analysis": "L",
        "conversation": "L",
        "rapid-response": None,
        "metrics": "F",
        "research": "L",
        "strategic-visibility": "P",
        "relevance": "N",
    },
)


def test_acme_lies_between_2_and_3() -> None:
    """It hangs on rapid-response; stage 4 is barred by two indicators."""
    result = sm.score(ACME, rule="cumulative")
    assert (result.lower.ordinal, result.upper.ordinal, result.stage) == (2, 3, None)
    assert [own.ordinal for own in result.possible] == [2, 3]
    assert result.coverage == Fraction(9, 19)
    assert [own.indicator for own in result.explanation.decisive] == ["rapid-response"]
    assert result.explanation.next_stage == 4
    assert [(own.indicator, own.answer, own.needed) for own in result.explanation.binding] == [
        ("strategic-visibility", "P", "L"),
        ("relevance", "N", "L"),
    ]
    assert [own.shortfall for own in result.explanation.binding] == [1, 2]
    assert result.rule == "cumulative"
    assert result.parameters == sm.Parameters(scale="nplf", at="L", lower_at="L")
    assert result.framework is sm.SOLIS
    assert result.assessment is ACME
    verdicts = result.explanation.verdicts
    assert verdicts[:4] == (Verdict.MET, Verdict.MET, Verdict.UNDETERMINED, Verdict.NOT_MET)
    assert set(verdicts[4:]) == {Verdict.UNDETERMINED}


def test_acme_s_explanation_in_sentences() -> None:
    """Word for word."""
    assert sm.score(ACME).explanation.text().splitlines() == [
        "Acme is at Stage 2: Setting the Stage + Dress Rehearsal at worst and at"
        " Stage 3: Socializing Media at best (9 of 19 indicators rated).",
        "Rule cumulative: the highest stage with every indicator at L or better, there and in"
        " every stage below it.",
        "To find out: Rapid Response [rapid-response] (not assessed, asked for L); at its best"
        " stage 3 is sure, at its worst stage 2 is the most.",
        "In the way of stage 4, Finding a Voice and a Sense of Purpose:",
        "- Strategic Visibility [strategic-visibility] is at P and has to reach L.",
        "- Relevance [relevance] is at N and has to reach L.",
        "Note: of stages above stage 3 something is met already, up to stage 4; the result names"
        " a gate, not all that is there.",
    ]


def test_an_empty_assessment_has_the_full_range() -> None:
    """It is no error: 0 to 10, coverage 0, everything decisive."""
    result = sm.score(sm.Assessment(framework="solis"), rule="cumulative")
    assert (result.lower.ordinal, result.upper.ordinal) == (0, 10)
    assert result.lower is sm.SOLIS.below
    assert result.coverage == 0
    assert len(result.explanation.decisive) == 19
    assert result.explanation.binding == ()
    assert result.explanation.next_stage is None
    assert str(result).startswith(
        "The organisation is below stage 1 at worst and at Stage 10: Business Performance Metrics"
        " at best (0 of 19"
    )


LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d", "e"))
BASED = framework(stage(1, baseline=True), stage(2, "b", "c"), stage(3, "d"))


def score(answers: dict[str, Any], own: sm.Framework = LADDER, **parameters: Any) -> sm.StageResult:
    """The demo ladder, or another, scored by the rule cumulative."""
    return sm.score(assess(answers), framework=own, rule=sm.CumulativeRule(**parameters))


def place(answers: str, own: sm.Framework = LADDER, **parameters: Any) -> tuple[int, int]:
    """The range for answers given as letters in order; ? unknown, - not applicable."""
    letters: dict[str, Any] = {"?": None, "-": sm.NOT_APPLICABLE}
    ids = [str(indicator.id) for indicator in own.indicators]
    given = {key: letters.get(one, one) for key, one in zip(ids, answers, strict=True)}
    result = score(given, own, **parameters)
    return result.lower.ordinal, result.upper.ordinal


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("NNNNN", (0, 0)),
        ("LNNNN", (1, 1)),
        ("LLLNF", (2, 2)),
        ("LLLLL", (3, 3)),
        ("PFFFF", (0, 0)),
        ("FFPFF", (1, 1)),
        ("F????", (1, 3)),
        ("?FFFF", (0, 3)),
        ("FFFN?", (2, 2)),
        ("F--FF", (3, 3)),
        ("F--NN", (1, 1)),
        ("FFF--", (2, 2)),
        ("F----", (1, 1)),
        ("-----", (0, 0)),
        ("-LLNN", (2, 2)),
        ("F-LNN", (2, 2)),
    ],
)
def test_the_gate_of_c2m2(answers: str, expected: tuple[int, int]) -> None:
    """Largely or fully everywhere up to the stage; a stage of nothing but n/a is passed."""
    assert place(answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("LLLLL", (1, 1)),
        ("FLLFF", (2, 2)),
        ("FFFLL", (3, 3)),
        ("FFFLP", (2, 2)),
        ("?FFFF", (0, 3)),
        ("FF?FF", (1, 3)),
    ],
)
def test_the_gate_of_iso_33020(answers: str, expected: tuple[int, int]) -> None:
    """Largely at the stage itself, fully at all below."""
    assert place(answers, at="L", lower_at="F") == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [("LNNNN", (1, 1)), ("LLNNN", (2, 2)), ("LNLLN", (3, 3)), ("L?NNF", (1, 3)), ("-L-NN", (2, 2))],
)
def test_a_quorum_of_a_half(answers: str, expected: tuple[int, int]) -> None:
    """Rounded up: one of two, one of one."""
    assert place(answers, quorum="1/2") == expected
    halved = attrs.evolve(LADDER, gate=sm.Gate(at="L", quorum="1/2"))
    assert place(answers, halved) == expected
    assert place(answers, quorum=0.5) == expected


def test_a_baseline_is_reached_by_everyone() -> None:
    """It is the lowest result, and below it there is nothing."""
    assert place("NNN", BASED) == (1, 1)
    assert place("???", BASED) == (1, 3)
    assert place("---", BASED) == (1, 1)
    result = score({}, BASED)
    assert result.lower is BASED.stages[0]
    assert result.explanation.verdicts[0] is Verdict.BASELINE
    assert [share.key for share in result.profile.stages] == ["2", "3"]


def test_not_every_stage_between_the_ends_need_be_possible() -> None:
    """Where reaching one means reaching the next, or where one is vacuous."""
    skipped = score({"a": None, "b": "F", "c": "F", "d": "N", "e": "N"})
    assert [own.ordinal for own in skipped.possible] == [0, 2]
    na = sm.NOT_APPLICABLE
    vacuous = score({"a": "F", "b": na, "c": na, "d": None, "e": "F"})
    assert [own.ordinal for own in vacuous.possible] == [1, 3]
    bottom = score({"a": None, "b": "N", "c": "N", "d": na, "e": na})
    assert [own.ordinal for own in bottom.possible] == [0, 1]


def test_with_a_quorum_unknowns_can_decide_together_only() -> None:
    """Each is named, and its two ordinals are those of the range as it is."""
    wide = framework(stage(1, "a", "b", "c", "d"))
    result = score({}, wide, quorum=0.5)
    assert [own.indicator for own in result.explanation.decisive] == ["a", "b", "c", "d"]
    assert {(own.at_best, own.at_worst) for own in result.explanation.decisive} == {(0, 1)}


def test_the_higher_threshold_is_asked_for_where_it_decides() -> None:
    """With a quorum a stage can be sure at *at* while it hangs at *lower_at*."""
    own = framework(stage(1, "a", "b"), stage(2, "c"))
    result = score({"a": "L", "b": None, "c": "F"}, own, at="L", lower_at="F", quorum=0.5)
    (unknown,) = result.explanation.decisive
    assert (unknown.indicator, unknown.needed, unknown.stage) == ("b", "F", 1)
    hangs = score({"a": None, "b": "N", "c": "F"}, own, at="L", lower_at="F", quorum=0.5)
    assert [one.needed for one in hangs.explanation.decisive] == ["L"]
    assert (unknown.at_best, unknown.at_worst) == (2, 1)
    open_above = score({"a": "L", "b": None, "c": None}, own, at="L", lower_at="F", quorum=0.5)
    assert [one.indicator for one in open_above.explanation.decisive] == ["b", "c"]
    (bar,) = score(
        {"a": "L", "b": "P", "c": "F"}, own, at="L", lower_at="F", quorum=0.5
    ).explanation.binding
    assert (bar.indicator, bar.stage, bar.needed) == ("a", 1, "F")


def test_the_stage_that_is_barred_asks_for_less_than_those_below() -> None:
    """What is largely there binds nothing at the next stage, and does below it."""
    answers = {"a": "F", "b": "L", "c": "P", "d": "F", "e": "F"}
    bound = score(answers, at="L", lower_at="F").explanation.binding
    assert [(one.indicator, one.needed) for one in bound] == [("c", "L")]
    bound = score(answers | {"c": "F", "d": "P"}, at="L", lower_at="F").explanation.binding
    assert [(one.indicator, one.needed) for one in bound] == [("b", "F"), ("d", "L")]


def test_an_unknown_decides_nothing_where_nothing_above_can_be_reached() -> None:
    """A stage below is enough at *at*, and the stage above fails anyway."""
    own = framework(stage(1, "a", "b"), stage(2, "c"))
    result = score({"a": "L", "b": None, "c": "N"}, own, at="L", lower_at="F", quorum=0.5)
    assert result.explanation.decisive == ()
    hopeless = framework(stage(1, "a", "b", "c"), stage(2, "d"))
    answers = {"a": "L", "b": "L", "c": None, "d": "F"}
    result = score(answers, hopeless, at="L", lower_at="F", quorum="2/3")
    assert (result.stage, result.explanation.decisive) == (hopeless.stages[0], ())
    top = framework(stage(1, "a", "b"))
    result = score({"a": "L", "b": None}, top, at="L", lower_at="F", quorum=0.5)
    assert result.explanation.decisive == ()


@pytest.mark.parametrize(
    ("scale", "answers", "parameters", "expected"),
    [
        ("yes-no", {"a": True, "b": "yes", "c": "no"}, {}, 1),
        ("zero-to-one", {"a": 0.51, "b": 0.5, "c": 1}, {}, 1),
        ("zero-to-one", {"a": 0.5, "b": 0.5, "c": 1, "d": 0, "e": 0}, {"at": 0.5}, 2),
        ("zero-to-one", {"a": "1/3", "b": 0, "c": 0}, {"at": "1/3"}, 1),
        ("zero-to-one", {"a": 0.9, "b": 0.8, "c": 0.9, "d": 0, "e": 1}, {"lower_at": "F"}, 2),
        ("nplf", {"a": "P", "b": "N", "c": "F"}, {"at": "P"}, 1),
    ],
)
def test_other_scales(
    scale: str, answers: dict[str, Any], parameters: dict[str, Any], expected: int
) -> None:
    """Yes on a tick list; on numbers L means above 50 %."""
    own = assess(answers, scale=scale)
    result = sm.score(own, framework=LADDER, rule=sm.CumulativeRule(**parameters))
    assert result.lower.ordinal == expected
    assert result.parameters.scale == scale


def test_a_scale_of_the_framework_s_own() -> None:
    """Its labels, and a gate on them."""
    scale = sm.Scale(id="traffic", labels=("red", "amber", "green"))
    own = framework(stage(1, "a"), scale=scale, gate=sm.Gate(at="amber"))
    assert score({"a": "amber"}, own).stage is own.stages[0]
    assert score({"a": "amber"}, own, at="green").stage is own.below
    ticked = assess({"a": "yes"}, scale="yes-no")
    assert sm.score(ticked, framework=own).stage is own.stages[0]
    halved = framework(stage(1, "a", "b"), scale=scale, gate=sm.Gate(at="amber", quorum=0.5))
    assert sm.score(attrs.evolve(ticked, answers={"a": True, "b": "no"}), framework=halved).stage
    assert sm.score(ticked, framework=halved).parameters.quorum == Fraction(1, 2)
    for elsewhere in ("nplf", "zero-to-one"):
        with pytest.raises(MissingValueError, match=f"has no gate for scale '{elsewhere}'"):
            sm.score(assess({}, scale=elsewhere), framework=own)


def test_the_gate_s_lower_at_and_quorum_stand_in() -> None:
    """Unless the caller gives another *at*, or a quorum of 1."""
    own = framework(
        stage(1, "a", "b"), stage(2, "c"), gate=sm.Gate(at="L", lower_at="F", quorum=0.5)
    )
    assert place("FNL", own) == (2, 2)
    assert place("LNL", own) == (1, 1)
    assert place("LNL", own, at="L") == (1, 1)
    assert place("PNL", own, at="P") == (1, 1)
    assert place("LNL", own, lower_at="L") == (2, 2)
    assert place("FNL", own, quorum=1) == (0, 0)
    assert place("FFL", own, lower_at="L", quorum=1) == (2, 2)
    strict = framework(stage(1, "a"), stage(2, "b"), gate=sm.Gate(at="P", lower_at="L"))
    assert place("LF", strict, at="F") == (0, 0)
    assert place("FL", strict, at="F") == (1, 1)
    ticks = assess({"a": True, "b": False, "c": True}, scale="yes-no")
    assert sm.score(ticks, framework=own).parameters.quorum == Fraction(1, 2)
    shares = assess({"a": 0.9, "b": 0, "c": 0.6}, scale="zero-to-one")
    assert sm.score(shares, framework=own, at=0.5).parameters == sm.Parameters(
        scale="zero-to-one", at="0.5", lower_at="F", quorum=Fraction(1, 2)
    )


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"at": "X"}, InvalidAnswerError, "at: unknown answer 'X' on scale 'nplf'"),
        ({"at": 0.5}, InvalidAnswerError, "at: unknown answer 0.5 on scale 'nplf'"),
        ({"at": "N"}, InvalidValueError, "at: every answer reaches 'N', so nothing would be"),
        ({"lower_at": "X"}, InvalidAnswerError, "lower_at: unknown answer 'X'"),
        (
            {"at": "F", "lower_at": "L"},
            ContradictionError,
            "lower_at: lower_at 'L' asks for less than at 'F'; stages below ask for at least as"
            " much$",
        ),
        ({"quorum": 0}, InvalidValueError, "quorum: a quorum of 0 would let every stage be met"),
        ({"quorum": 1.01}, InvalidValueError, "quorum: expected a number from 0 to 1, not 1.01"),
        ({"quorum": "half"}, InvalidValueError, "quorum: expected a finite number"),
        ({"quorum": []}, WrongTypeError, r"quorum: expected a number, not \[\]"),
        ({"at": []}, WrongTypeError, r"at: expected a label or a number, not \[\]"),
        ({"lower_at": b"F"}, WrongTypeError, "lower_at: expected a label or a number, not b'F'"),
        pytest.param(
            {"at": 10**5000},
            InvalidAnswerError,
            "at: expected a finite number of ordinary size, not a number of thou",
            id="huge",
        ),
        ({"at": 0.5}, InvalidAnswerError, "expected one of 'N', 'P', 'L', 'F'$"),
    ],
)
def test_wrong_parameters_are_refused(
    parameters: dict[str, Any], error: type, message: str
) -> None:
    """With the name of the parameter."""
    with pytest.raises(SocialMaturityError, match=message) as caught:
        score({"a": "F"}, **parameters)
    assert isinstance(caught.value, error)
    ((name, value),) = list(parameters.items())[-1:]
    assert (caught.value.path, caught.value.value) == (name, value)


def test_a_framework_without_gate_asks_for_at() -> None:
    """Nothing is assumed."""
    own = framework(stage(1, "a"), gate=None)
    for scale in (None, "yes-no", "zero-to-one"):
        with pytest.raises(
            MissingValueError, match="^at: .*say which answer is enough with at="
        ) as caught:
            sm.score(assess({}, scale=scale), framework=own)
        assert caught.value.path == "at"
    assert score({"a": "L"}, own, at="L").stage is own.stages[0]


def test_a_framework_that_asks_nothing_cannot_be_scored() -> None:
    """It may still be mapped."""
    own = framework(stage(1))
    for rule in ("cumulative", "profile"):
        with pytest.raises(
            InvalidValueError, match="framework 'demo' has no scored indicators"
        ) as caught:
            sm.score(assess({}), framework=own, rule=rule)
        assert caught.value.value == "demo"


def test_rules_and_frameworks_that_are_not_there() -> None:
    """Near names are offered; a rule that takes no quorum says so."""
    with pytest.raises(UnknownRuleError, match="unknown rule 'cumulativ'; did you mean 'cumula"):
        sm.score(ACME, rule="cumulativ")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    with pytest.raises(UnknownFrameworkError, match="'solid'; did you mean 'solis'"):
        sm.score(sm.Assessment(framework="solid"))
    for parameter in ({"quorum": 1}, {"lower_at": "L"}):
        with pytest.raises(InvalidValueError, match=r"rule 'profile' takes no (quorum|lower_at)"):
            sm.score(ACME, rule="profile", **parameter)  # pyright: ignore[reportCallIssue, reportArgumentType]
    falsy: tuple[Any, ...] = ("", 0, 0.0, False, [], {})
    for given in falsy:
        with pytest.raises(
            (UnknownRuleError, WrongTypeError),
            match="rule: (unknown rule ''|expected the name of a rule)",
        ):
            sm.score(ACME, rule=given)
    wrong: Any = {"framework": "solis"}
    with pytest.raises(WrongTypeError, match="assessment: expected an Assessment, not {'framew"):
        sm.score(wrong, framework=sm.SOLIS)
    with pytest.raises(WrongTypeError, match="assessment: expected an Assessment, not {'framew"):
        sm.score(wrong)
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'solis'"):
        sm.score(ACME, framework="solis")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    with pytest.raises(WrongTypeError, match="catalog: expected a Catalog, not Framework"):
        sm.framework("solis", catalog=sm.SOLIS)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match="result: expected a Result, not Assessment"):
        sm.next_steps(ACME)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidAssessmentError) as caught:
        sm.score(assess({}), framework=sm.SOLIS)
    assert isinstance(caught.value.problems[0], FrameworkMismatchError)


LIMITED = framework(
    attrs.evolve(
        stage(1, "a"),
        limitations=(sm.Limitation(id="slow", question="Slow?", evidence=("D-1.01",)),),
    ),
    attrs.evolve(
        stage(2, "b"),
        limitations=(sm.Limitation(id="small", question="Small?", evidence=("D-2.01",)),),
    ),
)


def test_a_limitation_of_an_earlier_stage_contradicts() -> None:
    """It is reported, and changes nothing; that of the stage itself is no contradiction."""
    own = assess({"a": "F", "b": "F"}, checks={"slow": "yes", "small": True})
    result = sm.score(own, framework=LIMITED, rule="cumulative")
    assert result.stage is LIMITED.stages[1]
    assert result.explanation.contradicting == ("slow",)
    assert [(notice.code, notice.about) for notice in result.notices] == [
        (NoticeCode.LIMITATION_PRESENT, ("slow",))
    ]
    assert result.notices[0].text == (
        "slow is answered with yes (Slow?), which is told of stage 1; that contradicts stage 2."
    )
    low = sm.score(attrs.evolve(own, answers={"a": "F", "b": "N"}), framework=LIMITED)
    assert low.explanation.contradicting == ()
    nothing = attrs.evolve(own, answers={"a": "N", "b": "N"})
    assert sm.score(nothing, framework=LIMITED).explanation.contradicting == ()


def test_notices_stand_beside_the_result() -> None:
    """Of vacuous stages, of running ahead, of a rule that does not fit."""
    na = sm.NOT_APPLICABLE
    result = score({"a": na, "b": "N", "c": "N", "d": "F", "e": "F"})
    assert [(notice.code, notice.about) for notice in result.notices] == [
        (NoticeCode.VACUOUS_STAGE, ("1",)),
        (NoticeCode.RUNS_AHEAD, ("d", "e")),
    ]
    assert "nothing of stage 1 applies" in result.notices[0].text
    far = score({"a": "N", "b": "F", "c": "N", "d": "F", "e": "N"})
    assert [notice.text for notice in far.notices] == [
        "no stage is reached, yet something is met already, up to stage 3; the result names a"
        " gate, not all that is there."
    ]
    above = score({"a": "F", "b": "F", "c": "N", "d": "F", "e": "N"}).notices[0].text
    assert above.startswith("of stages above stage 1 something is met already, up to stage 3;")
    socedo = sm.score(sm.Assessment(framework="socedo"), rule="cumulative")
    assert [notice.code for notice in socedo.notices] == [NoticeCode.NOT_A_LADDER]
    assert "the phases of socedo run side by side" in socedo.notices[0].text


def test_phases_are_scored_by_profile_unless_a_rule_is_named() -> None:
    """No overall stage, and no gate."""
    own = sm.Assessment(
        framework="socedo",
        subject="Acme",
        answers={
            "page-or-profile": "F",
            "publishing-messages": "P",
            "watching-mentions": sm.NOT_APPLICABLE,
            "answering-people": sm.NOT_APPLICABLE,
        },
    )
    result = sm.score(own)
    assert isinstance(result, sm.ProfileResult)
    assert result.rule == "profile"
    assert [share.not_applicable for share in result.profile.stages] == [0, 2, 0]
    shares = {share.key: (share.lower, share.upper) for share in result.profile.stages}
    assert shares == {"1": (Fraction(1, 2), Fraction(1, 2)), "2": (None, None), "3": (0, 1)}
    assert {share.key for share in result.profile.dimensions} == {
        "tools",
        "content",
        "listening",
        "audience",
    }
    assert result.coverage == Fraction(2, 5)
    assert str(result) == (
        "Acme has Phase 1: Broadcast: 1 of 2 met; Phase 2: Reactive Engagement: 0 of 0 met;"
        " Phase 3: Proactive Relationship Building: 0 of 3 met, 3 unknown."
    )
    assert result.explanation.text().splitlines()[1] == (
        "Rule profile: the share of the indicators of each phase at L or better;"
        " there is no overall phase."
    )
    assert result.parameters == sm.Parameters(scale="nplf", at="L", lower_at="L")
    told = result.explanation
    for nothing in (told.verdicts, told.decisive, told.binding, told.pending, told.contradicting):
        assert nothing == ()
    stricter = sm.score(own, rule="profile", at="P")
    assert stricter.profile.stages[0].lower == 1
    assert str(sm.score(sm.Assessment(framework="socedo"))).startswith("The organisation has")


def test_everything_not_applicable_has_no_coverage() -> None:
    """None, not 0; and both ends meet at the lowest place, with a notice for each stage."""
    result = score(dict.fromkeys("abcde", sm.NOT_APPLICABLE))
    assert result.coverage is None
    assert result.stage is LADDER.below
    assert {notice.code for notice in result.notices} == {NoticeCode.VACUOUS_STAGE}
    assert len(result.notices) == 3
    assert str(result) == "The organisation is below stage 1 (0 of 0 indicators rated)."


def test_quorum_and_thresholds_are_told() -> None:
    """In the sentence of the rule."""
    two = score({"a": "F"}, at="L", lower_at="F", quorum="2/3")
    assert two.explanation.sentence == (
        "Rule cumulative: the highest stage with at least 2/3 of the indicators at L or better,"
        " and at F or better in every stage below it."
    )
    assert two.parameters.quorum == Fraction(2, 3)
    assert "every indicator" in score({}, quorum=1).explanation.sentence


def test_a_result_is_plain_data_on_request() -> None:
    """JSON takes it, and it says all that the text says."""
    plain = sm.score(ACME).to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["lower"], plain["upper"], plain["stage"], plain["possible"]) == (
        2,
        3,
        None,
        [2, 3],
    )
    assert plain["coverage"] == "9/19"
    assert (plain["subject"], plain["unit"]) == ("Acme", "")
    assert plain["profile"]["dimensions"][0]["key"] == "strategy"
    assert plain["assessed_on"] == "2026-11-01"
    assert plain["profile"]["stages"][2] == {
        "key": "3",
        "met": 2,
        "not_met": 0,
        "unknown": 1,
        "not_applicable": 0,
        "lower": "2/3",
        "upper": "1/1",
    }
    told = plain["explanation"]
    assert (told["framework"], told["framework_version"]) == ("solis", "1.0")
    assert told["binding"][0] == {
        "indicator": "strategic-visibility",
        "stage": 4,
        "answer": "P",
        "needed": "L",
        "shortfall": 1,
    }
    assert told["items"][0]["verdict"] == "met"
    assert told["verdicts"]["3"] == "undetermined"
    assert list(told["verdicts"]) == [str(ordinal) for ordinal in range(1, 11)]
    assert told["parameters"] == {"scale": "nplf", "at": "L", "lower_at": "L", "quorum": None}
    assert told["text"] == sm.score(ACME).explanation.text()
    numbers = sm.score(assess({"a": 0.25}, scale="zero-to-one"), framework=LADDER)
    bar = numbers.to_dict()["explanation"]["binding"][0]
    assert (bar["answer"], bar["needed"], bar["shortfall"]) == ("0.25", "L (above 0.5)", "0.25")
    assert "every indicator at L (above 0.5) or better" in numbers.text()
    assert sm.score(assess({}, scale="zero-to-one"), framework=LADDER, rule="profile").text()
    assert numbers.to_dict()["assessed_on"] is None
    empty = sm.score(sm.Assessment(framework="socedo")).to_dict()
    assert json.loads(json.dumps(empty)) == empty
    assert score(dict.fromkeys("abcde", sm.NOT_APPLICABLE)).to_dict()["coverage"] is None
    met = score(dict.fromkeys("abcde", "F")).to_dict()
    assert met["stage"] == 3
    ticks = sm.score(assess({"a": False}, scale="yes-no"), framework=LADDER)
    assert "One [a]" not in ticks.explanation.text()
    assert "A [a] is at no and has to reach yes." in ticks.explanation.text()
    assert show_answer(True) == "yes"


@pytest.mark.parametrize("rule", ["cumulative", "profile"])
def test_results_are_values(rule: Literal["cumulative", "profile"]) -> None:
    """Equal, hashable, copied and pickled whole."""
    one: sm.Result = sm.score(ACME, rule=rule)
    two: sm.Result = sm.score(attrs.evolve(ACME), rule=rule)
    assert one == two
    assert hash(one) == hash(two)
    for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert made == one
        assert hash(made) == hash(one)


def test_a_higher_threshold_of_the_last_stage_hangs_on_nothing() -> None:
    """Only the stages above would ask for it, and there are none."""
    own = framework(stage(1, "a", "b"))
    gate: dict[str, Any] = {"at": "L", "lower_at": "F", "quorum": "1/2"}
    result = score({"a": "L"}, own, **gate)
    assert result.stage == own.stage(1)
    assert result.explanation.decisive == ()
    barred = score({"a": "L", "c": "N"}, framework(stage(1, "a", "b"), stage(2, "c")), **gate)
    assert barred.explanation.decisive == ()
    open_below = score({"a": "L"}, framework(stage(1, "x"), stage(2, "a", "b")), **gate)
    assert [own.ordinal for own in open_below.possible] == [0, 1, 2]
    assert [own.indicator for own in open_below.explanation.decisive] == ["x"]
    high = score(
        {"a": "P", "b": "L"}, framework(stage(1, "x"), stage(2, "a", "b")), at="L", lower_at="F"
    )
    assert high.upper.ordinal == 1

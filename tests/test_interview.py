"""Adaptive sessions: what they ask, how they are stored, what is refused."""

import copy
import pickle
from collections.abc import Mapping
from fractions import Fraction
from statistics import median
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidAssessmentError,
    InvalidValueError,
    SocialMaturityError,
    UnknownFrameworkError,
    UnknownIndicatorError,
    WrongTypeError,
)
from test_scoring import ACME

LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d"))


@attrs.frozen
class Renamed:
    """The rule cumulative under another name."""

    name: str = "strict"

    def score(self, case: sm.Case) -> sm.Result:
        """As cumulative."""
        return sm.CumulativeRule().score(case)


def asked_through(
    session: sm.Interview, truth: Mapping[str, Any]
) -> tuple[sm.Interview, list[str]]:
    """The session at its end, and what it asked, in order."""
    asked: list[str] = []
    while session.question is not None:
        assert session.question.id not in asked, "asked twice"
        asked.append(session.question.id)
        session = session.answer(asked[-1], truth[asked[-1]])
    return session, asked


@pytest.mark.parametrize(
    ("answers", "asked", "ordinal"),
    [
        ("NFFF", "a", 0),
        ("FNFF", "ab", 1),
        ("FFNF", "abc", 1),
        ("FFFN", "abcd", 2),
        ("FFFF", "abcd", 3),
    ],
)
def test_a_session_stops_where_nothing_can_change(answers: str, asked: str, ordinal: int) -> None:
    """From below, since the lowest stage in doubt leaves least."""
    session, order = asked_through(sm.interview(LADDER), dict(zip("abcd", answers, strict=True)))
    assert order == list(asked)
    assert session.asked == len(asked)
    assert session.stage == LADDER.stage(ordinal)
    assert session.is_settled
    assert not session.is_assumed


@pytest.mark.parametrize(
    ("ordinal", "asked"), [(0, ["b", "a"]), (1, ["b", "a"]), (2, ["b", "c", "d"]), (3, "bcd")]
)
def test_who_is_consistent_is_asked_from_the_middle(ordinal: int, asked: list[str]) -> None:
    """Of four stages the third first: its first miss leaves two, its being met the other two."""
    truth: dict[str, Any] = {
        own.id: "F" if LADDER.stage_of(own.id).ordinal <= ordinal else "N"
        for own in LADDER.indicators
    }
    session, order = asked_through(sm.interview(LADDER, consistent=True), truth)
    assert order == list(asked)
    assert session.stage == LADDER.stage(ordinal)
    assert session.is_settled
    assert isinstance(session.result, sm.StageResult)
    assert session.is_assumed == (session.result.stage is None)


def test_half_of_the_questions_settle_solis() -> None:
    """At the median over consistent organisations, each with one miss at the next stage."""
    counts: list[int] = []
    for ordinal in range(len(sm.SOLIS.stages) + 1):
        following = sm.SOLIS.stages[ordinal : ordinal + 1]
        for missed in [str(own.id) for one in following for own in one.indicators] or [""]:
            truth: dict[str, Any] = {
                own.id: "F"
                if sm.SOLIS.stage_of(own.id).ordinal <= ordinal + 1 and own.id != missed
                else "N"
                for own in sm.SOLIS.indicators
            }
            session, asked = asked_through(sm.interview("solis", consistent=True), truth)
            assert session.stage == sm.SOLIS.stage(ordinal)
            counts.append(len(asked))
    assert len(counts) == len(sm.SOLIS.indicators) + 1
    assert median(counts) <= len(sm.SOLIS.indicators) / 2


def test_a_session_is_a_value() -> None:
    """An answer gives a new one; equal ones hash equal, are copied and pickled whole."""
    start = sm.interview(LADDER)
    one = start.answer("a", "F")
    assert start.asked == 0
    assert start.assessment == assess({})
    assert one.assessment == assess({"a": "F"})
    assert one.framework is LADDER
    assert one == sm.interview(LADDER, assessment=assess({"a": "F"}))
    assert one != start
    for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert made == one
        assert hash(made) == hash(one)
        assert made.question == one.question


def test_a_question_is_what_a_form_needs() -> None:
    """With its text, its scale and where it belongs."""
    question = sm.interview("carfi").question
    assert question in sm.CARFI.questions()
    assert question is not None
    assert (question.kind, question.stage, question.scale) == (
        sm.QuestionKind.INDICATOR,
        2,
        sm.NPLF,
    )


@pytest.mark.parametrize("consistent", [True, False])
def test_a_question_is_answered_on_the_scale_of_the_assessment(consistent: bool) -> None:
    """Where that is another than the framework's own, the question says so."""
    session = sm.interview(LADDER, assessment=assess({}, scale="yes-no"), consistent=consistent)
    while session.question is not None:
        assert session.question.scale == sm.YES_NO
        session = session.answer(session.question.id, session.question.scale.labels[-1])
    assert session.stage == LADDER.stages[-1]


def test_cannot_tell_is_an_answer() -> None:
    """It is not asked again, and what hangs on it stays open."""
    session = sm.interview(LADDER)
    session, asked = asked_through(
        session, {"a": sm.CANNOT_TELL, "b": "F", "c": sm.CANNOT_TELL, "d": "F"}
    )
    assert sorted(asked) == ["a", "b", "c", "d"]
    assert session.asked == 4
    assert session.is_settled
    assert session.stage is None
    assert isinstance(session.result, sm.StageResult)
    assert [own.ordinal for own in session.result.possible] == [0, 1, 3]
    supposed, asked = asked_through(
        sm.interview(LADDER, consistent=True), dict.fromkeys("abcd", sm.CANNOT_TELL)
    )
    assert sorted(asked) == ["a", "b", "c", "d"]
    assert (supposed.stage, supposed.is_settled, supposed.is_assumed) == (None, True, False)


def test_an_answer_is_taken_back_by_none() -> None:
    """Then it is asked again."""
    session = sm.interview(LADDER).answer("a", "N")
    assert session.question is None
    again = session.answer("a", None)
    assert (again.asked, again.is_settled, again.stage) == (0, False, None)
    assert again.question == sm.interview(LADDER).question


def test_answers_need_not_come_in_order() -> None:
    """One that was not asked counts as well, and can spare the question."""
    session = sm.interview(LADDER).answer("d", "N").answer("b", "N")
    assert session.question is not None
    assert session.question.id == "a"
    settled = session.answer("a", "F")
    assert (settled.stage, settled.asked) == (LADDER.stages[0], 3)


def test_an_answer_may_bring_its_evidence() -> None:
    """As a finding; given again as a label it stands without."""
    seen = sm.Finding(
        indicator="a", answer="F", evidence=(sm.Evidence(text="Seen.", strength="observed"),)
    )
    session = sm.interview(LADDER).answer("a", seen)
    assert session.assessment.findings == (seen,)
    assert session.asked == 1
    plain = session.answer("a", "F")
    assert plain.assessment == assess({"a": "F"})
    assert plain.result.explanation.items == session.result.explanation.items


def test_what_else_an_assessment_says_stays() -> None:
    """Who, when, and the checks."""
    start = sm.Assessment(
        framework="carfi",
        subject="Acme",
        unit="North",
        assessed_on="2026-11-01",
        note="By phone.",
        checks={sm.CARFI.limitations[0].id: "yes"},
    )
    session = sm.interview("carfi", assessment=start).answer("social-media-tried", "F")
    assert session.assessment == attrs.evolve(start, answers={"social-media-tried": "F"})
    stored = sm.parse_assessment(sm.to_json(session.assessment), format="json")
    assert sm.interview("carfi", assessment=stored) == session


@pytest.mark.parametrize("rule", ["high_water", "nearest", "cumulative"])
def test_other_rules_are_asked_for_by_name(rule: Any) -> None:
    """And by value; the stage is that of asking all."""
    truth = {"a": "N", "b": "F", "c": "N", "d": "N"}
    session, _ = asked_through(sm.interview(LADDER, rule=rule), truth)
    score: Any = sm.score
    assert session.stage == score(assess(truth), framework=LADDER, rule=rule).stage
    assert session.result.rule == rule
    strict, _ = asked_through(
        sm.interview(LADDER, rule=sm.CumulativeRule(at="F")), dict.fromkeys("abcd", "L")
    )
    assert strict.stage == LADDER.below


def test_a_number_is_settled_by_asking_all_the_heaviest_first() -> None:
    """It has no stage."""
    rule = sm.WeightedMeanRule(values={"N": 0, "P": 1, "L": 2, "F": 3}, weights={"c": 5, "b": 2})
    session, asked = asked_through(sm.interview(LADDER, rule=rule), dict.fromkeys("abcd", "P"))
    assert asked == ["c", "b", "a", "d"]
    assert session.stage is None
    assert not session.is_assumed
    assert isinstance(session.result, sm.NumberResult)
    assert session.result.value == Fraction(1)


def test_phases_have_sessions_of_a_rule_by_name() -> None:
    """Of their profile there is nothing to settle."""
    session, _ = asked_through(
        sm.interview("socedo", rule="high_water"),
        {own.id: "F" for own in sm.SOCEDO.indicators},
    )
    assert session.stage == sm.SOCEDO.stages[-1]
    assert session.asked == 1


def test_a_session_of_one_dimension_asks_its_own() -> None:
    """And nothing else."""
    truth: dict[str, Any] = {own.id: "F" for own in sm.SOLIS.indicators}
    session, asked = asked_through(sm.interview("solis", dimension="listening"), truth)
    own = [one.id for one in sm.SOLIS.indicators if one.dimension == "listening"]
    assert sorted(asked) == sorted(own)
    assert session.stage == sm.SOLIS.stage_of(own[-1])


# --- supposing


def test_a_supposed_stage_is_told_from_a_known_one() -> None:
    """The result knows what was answered alone."""
    session = sm.interview(LADDER, consistent=True).answer("d", "F")
    assert session.stage == LADDER.stages[2]
    assert session.is_assumed
    assert session.is_settled
    assert session.question is None
    assert isinstance(session.result, sm.StageResult)
    assert (session.result.stage, session.result.lower) == (None, LADDER.below)
    known = session.answer("a", "F").answer("b", "F").answer("c", "L")
    assert known.stage == LADDER.stages[2]
    assert not known.is_assumed


def test_answers_that_contradict_are_not_supposed_away() -> None:
    """Something is met above a stage that fails: from there on as without supposing."""
    session = sm.interview(LADDER, consistent=True, assessment=assess({"d": "F", "b": "N"}))
    assert session.stage is None
    assert not session.is_settled
    plain = sm.interview(LADDER, assessment=session.assessment)
    assert session.question == plain.question
    settled = session.answer("a", "F")
    assert (settled.stage, settled.is_assumed, settled.question) == (LADDER.stages[0], False, None)


def test_a_contradiction_taken_back_is_forgotten() -> None:
    """The session knows what stands in its assessment, and nothing else."""
    session = sm.interview(LADDER, consistent=True, assessment=assess({"d": "F", "b": "N"}))
    again = session.answer("b", None)
    assert (again.stage, again.is_assumed) == (LADDER.stages[2], True)


def test_a_part_of_a_stage_shows_the_one_before() -> None:
    """Something met at stage 2 means stage 1; its miss means not stage 2."""
    session = sm.interview(LADDER, consistent=True).answer("b", "F").answer("c", "N")
    assert (session.stage, session.is_assumed) == (LADDER.stages[0], True)
    baselined = framework(stage(1, baseline=True), stage(2, "a", "b"), stage(3, "c"))
    low = sm.interview(baselined, consistent=True).answer("a", "N")
    assert (low.stage, low.is_assumed) == (baselined.stages[0], False)


def test_what_does_not_apply_is_passed() -> None:
    """A stage of nothing else is not among those that it can be."""
    session = sm.interview(LADDER, consistent=True)
    session = session.answer("b", sm.NOT_APPLICABLE).answer("c", sm.NOT_APPLICABLE)
    session, asked = asked_through(session, {"a": "F", "d": "N"})
    assert session.stage == LADDER.stages[0]
    assert set(asked) <= {"a", "d"}


@pytest.mark.parametrize("policy", [None, "worst", "best", "exclude"])
def test_a_policy_does_not_stand_for_what_is_supposed(policy: str | None) -> None:
    """Who has met b and c and misses d is at stage 2, though a is unknown."""
    options: dict[str, Any] = {"policy": policy}
    if policy == "exclude":
        options["minimum_coverage"] = 0
    answers = assess({"b": "F", "c": "F", "d": "N"})
    session = sm.interview(LADDER, consistent=True, assessment=answers, **options)
    assert session.is_settled
    assert session.stage == LADDER.stages[1]


@pytest.mark.parametrize(("policy", "ordinal"), [("worst", 1), ("best", 2)])
def test_a_policy_chooses_among_what_is_supposed(policy: str, ordinal: int) -> None:
    """Who has met b has reached stage 1, whatever a is; c cannot be told, and d is missed."""
    start = sm.interview(LADDER, consistent=True, policy=policy)
    assert (start.stage, start.is_assumed) == (None, False)
    session, asked = asked_through(start, {"b": "F", "c": sm.CANNOT_TELL, "d": "N"})
    assert asked == ["b", "c", "d"]
    assert session.stage == LADDER.stage(ordinal)
    assert session.is_assumed


@pytest.mark.parametrize(("policy", "ordinal"), [("worst", 1), ("best", 3)])
def test_a_policy_speaks_when_nothing_is_left_to_ask(policy: str, ordinal: int) -> None:
    """Until then the stage is open; what rests on it says so."""
    session = sm.interview(LADDER, policy=policy)
    assert (session.stage, session.is_assumed) == (None, False)
    session, _ = asked_through(session, {"a": "F", "b": sm.CANNOT_TELL, "c": "F", "d": "F"})
    assert session.stage == LADDER.stage(ordinal)
    assert session.is_assumed


@pytest.mark.parametrize(
    ("own", "options"),
    [
        ("socedo", {}),
        ("socedo", {"rule": "cumulative"}),
        ("solis", {"rule": "high_water"}),
        ("solis", {"rule": "nearest"}),
        ("solis", {"rule": "profile"}),
        ("solis", {"rule": sm.ISO_33020_LEVEL}),
        ("solis", {"rule": sm.WeightedMeanRule(values={"N": 0, "P": 1, "L": 2, "F": 3})}),
        (framework(gate=sm.Gate(at="L", lower_at="F")), {}),
    ],
)
def test_consistency_is_of_ladders_by_one_threshold(own: Any, options: dict[str, Any]) -> None:
    """Elsewhere it has no meaning."""
    with pytest.raises(
        InvalidValueError,
        match=(
            "^consistent: a consistent organisation climbs a ladder stage by stage, by one"
            " threshold; ask for rule 'cumulative' of a ladder without lower_at, or leave"
            " consistent out$"
        ),
    ) as caught:
        sm.interview(own, consistent=True, **options)
    assert caught.value.path == "consistent"


# --- findings that do not count


@pytest.mark.parametrize("consistent", [True, False])
@pytest.mark.parametrize(
    ("options", "answer", "reason"),
    [
        ({"strength": "observed"}, "F", "weak-evidence"),
        ({"as_of": "2026-11-01", "valid_for": 30}, "F", "undated"),
        ({"never_not_applicable": ["b", "a"]}, sm.NOT_APPLICABLE, "never-not-applicable"),
        ({"most_not_applicable": 0}, sm.NOT_APPLICABLE, "too-many-not-applicable"),
    ],
)
def test_an_answer_that_would_not_count_is_refused(
    consistent: bool, options: dict[str, Any], answer: Any, reason: str
) -> None:
    """Else it would be asked for for ever; what cannot be told is an answer still."""
    session = sm.interview(LADDER, consistent=consistent, **options)
    asked: list[str] = []
    while session.question is not None:
        own = session.question.id
        assert own not in asked, "asked twice"
        asked.append(own)
        if own in {"a", "b"}:
            with pytest.raises(
                InvalidValueError,
                match=(
                    rf"^{own}: this answer would not count \({reason}\); give a finding that does,"
                    " or CANNOT_TELL$"
                ),
            ):
                session.answer(own, answer)
        session = session.answer(own, sm.CANNOT_TELL)
    assert session.stage is None


def test_what_has_expired_is_asked_anew() -> None:
    """Once, and the new finding counts."""
    old = sm.Finding(indicator="a", answer="F", observed_on="2024-11-01")
    session = sm.interview(
        framework(stage(1, "a")),
        assessment=assess({}, findings=(old,)),
        as_of="2026-11-01",
        valid_for=365,
    )
    assert session.question is not None
    assert session.question.id == "a"
    session = session.answer("a", attrs.evolve(old, observed_on="2026-10-01"))
    assert session.question is None
    assert str(session.stage) == "Stage 1: Step 1"


def test_an_answer_with_evidence_that_counts_settles() -> None:
    """The filter takes what is strong enough."""
    session = sm.interview(LADDER, strength="observed")
    evidence = (sm.Evidence(text="Seen.", strength="verified"),)
    while session.question is not None:
        own = session.question.id
        session = session.answer(own, sm.Finding(indicator=own, answer="F", evidence=evidence))
    assert session.stage == LADDER.stages[-1]


def test_a_session_goes_by_the_catalog() -> None:
    """The record of the assessment's version, and rules that were added."""
    newer = attrs.evolve(LADDER, version="2", stages=LADDER.stages[:2])
    own = sm.Catalog().with_framework(LADDER).with_framework(newer)
    for version, record in ((None, LADDER), (LADDER.version, LADDER), ("2", newer)):
        begun = sm.Assessment(framework=LADDER.id, version=version)
        assert sm.interview(LADDER.id, assessment=begun, catalog=own).framework is record
    assert sm.interview(LADDER.id, catalog=own).framework is LADDER
    strict = Renamed()
    wrong: Any = 3
    name: Any = "strict"
    session = sm.interview(LADDER.id, rule=name, catalog=own.with_rule(strict))
    assert session.method.rule is strict
    with pytest.raises(WrongTypeError, match="^assessment: expected Assessment, not 3$"):
        sm.interview(LADDER.id, assessment=wrong, catalog=own)


# --- bad input


def test_what_cannot_be_asked_is_refused_at_once() -> None:
    """Frameworks, assessments, rules and options of no known name or another type."""
    with pytest.raises(UnknownFrameworkError, match="'solid'; did you mean 'solis'"):
        sm.interview("solid")
    wrong: Any = 3
    with pytest.raises(WrongTypeError, match="^framework: expected a Framework, not 3$"):
        sm.interview(wrong)
    with pytest.raises(WrongTypeError, match="^assessment: expected Assessment, not 3$"):
        sm.interview(LADDER, assessment=wrong)
    with pytest.raises(WrongTypeError, match="^consistent: expected bool, not 3$"):
        sm.interview(LADDER, consistent=wrong)
    misspelt: Any = {"polcy": "worst"}
    with pytest.raises(WrongTypeError, match="^polcy: there is no option 'polcy'; did you mean"):
        sm.interview(LADDER, **misspelt)
    with pytest.raises(InvalidValueError, match="policy: .*'wurst'.*did you mean 'worst'"):
        sm.interview(LADDER, policy="wurst")
    name: Any = "cumulativ"
    with pytest.raises(SocialMaturityError, match="unknown rule 'cumulativ'; did you mean 'cumul"):
        sm.interview(LADDER, rule=name)


def test_a_framework_is_looked_up_in_a_catalog() -> None:
    """By id, as everywhere."""
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'demo'"):
        sm.interview("demo")
    catalog = sm.Catalog(added_frameworks=(LADDER,))
    assert sm.interview("demo", catalog=catalog) == sm.interview(LADDER)


@pytest.mark.parametrize("consistent", [True, False])
def test_an_assessment_that_does_not_fit_is_refused(consistent: bool) -> None:
    """Where the session begins, and not where it is first asked."""
    with pytest.raises(InvalidAssessmentError) as caught:
        sm.interview(LADDER, assessment=ACME, consistent=consistent)
    assert isinstance(caught.value.problems[0], FrameworkMismatchError)
    assert "the assessment is of framework 'solis', not 'demo'" in str(caught.value)
    with pytest.raises(InvalidAssessmentError) as caught:
        sm.interview(LADDER, assessment=assess({"aa": "F"}), consistent=consistent)
    assert "answers.aa: unknown indicator 'aa' in framework 'demo'" in str(caught.value)


def test_a_rule_without_a_result_to_settle_is_refused() -> None:
    """Where the session begins."""
    for own, options in (("socedo", {}), ("solis", {"rule": "profile"})):
        given_options: Any = options
        with pytest.raises(
            InvalidValueError, match="rule 'profile' has no overall result that questions could"
        ):
            sm.interview(own, **given_options)


def test_a_framework_that_asks_nothing_has_no_session() -> None:
    """There is nothing to score."""
    with pytest.raises(InvalidValueError, match="framework 'demo' has no scored indicators"):
        sm.interview(framework(stage(1)))


def test_policy_error_leaves_no_room_for_questions() -> None:
    """It scores nothing while something is unknown."""
    with pytest.raises(SocialMaturityError, match="policy 'error' asks for every answer"):
        sm.interview(LADDER, policy="error")


@pytest.mark.parametrize("consistent", [True, False])
def test_wrong_answers_are_refused_where_they_are_given(consistent: bool) -> None:
    """With the path, the near names and the labels."""
    session = sm.interview("carfi", consistent=consistent)
    with pytest.raises(
        UnknownIndicatorError, match="'social-media-tryed' .*did you mean 'social-media-tried'"
    ):
        session.answer("social-media-tryed", "F")
    with pytest.raises(InvalidAssessmentError) as caught:
        session.answer("social-media-tried", "X")
    assert "answers.social-media-tried: unknown answer 'X' on scale 'nplf'; expected one of" in str(
        caught.value
    )
    with pytest.raises(InvalidAssessmentError) as caught:
        session.answer("social-media-tried", 0.5)
    assert "answers.social-media-tried: unknown answer 0.5 on scale" in str(caught.value)
    other = sm.Finding(indicator="direct-engagement", answer="F")
    with pytest.raises(
        InvalidValueError,
        match="^changes.social-media-tried: the finding is of 'direct-engagement', not of 'social",
    ):
        session.answer("social-media-tried", other)
    wrong: Any = object()
    with pytest.raises(WrongTypeError, match="social-media-tried: <object .* is no answer; expect"):
        session.answer("social-media-tried", wrong)
    number: Any = 1
    with pytest.raises(WrongTypeError, match="expected text, not 1$"):
        session.answer(number, "F")

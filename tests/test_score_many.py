"""Many assessments: the same as one by one, in order, lazily, with every fault in its place."""

import contextlib
import pickle
import weakref
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
import socialmaturity as sm
import strategies as own
from socialmaturity.catalog import Catalog
from socialmaturity.errors import (
    IncompleteAssessmentError,
    InvalidAnswerError,
    InvalidAssessmentError,
    InvalidFileError,
    InvalidValueError,
    UnknownFrameworkError,
    UnknownIndicatorError,
    UnknownReferenceError,
    UnknownRuleError,
    WrongTypeError,
)
from socialmaturity.io.lines import iter_assessments
from socialmaturity.scoring import many, quick, tally
from socialmaturity.scoring.brief import (
    Brief,
    Failure,
    NumberBrief,
    ProfileBrief,
    RatingBrief,
    Scoring,
    StageBrief,
)
from socialmaturity.scoring.case import score_case
from socialmaturity.scoring.many import score_many
from socialmaturity.scoring.method import Method
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.profile import ProfileResult
from socialmaturity.scoring.rating import RatingResult
from socialmaturity.scoring.result import Result, StageResult
from socialmaturity.scoring.rules import default_method

TAKES = {
    "cumulative": ("at", "lower_at", "quorum"),
    "high_water": ("at", "quorum"),
    "nearest": ("at",),
    "profile": ("at",),
    "weighted_mean": ("values", "groups"),
    "rating": ("values", "groups"),
}


def rule_options(draw: st.DrawFn, framework: sm.Framework, rule: str) -> dict[str, Any]:
    """Parameters that a rule takes on a framework's scale, given and left out."""
    gate = draw(own.gates(framework.scale))
    worth = {label: Fraction(rank) for rank, label in enumerate(framework.scale.labels)}
    given: dict[str, Any] = {
        "at": gate.at,
        "lower_at": gate.lower_at,
        "quorum": gate.quorum,
        "values": worth or None,
        "groups": draw(st.sampled_from((None, "stage", "dimension"))),
    }
    return {name: given[name] for name in TAKES[rule] if draw(st.integers(0, 4))}


def method_options(draw: st.DrawFn, framework: sm.Framework) -> dict[str, Any]:
    """Policies, filters and dimensions; as a rule none of them."""
    dimensions = [one.dimension for one in framework.indicators]
    options: dict[str, st.SearchStrategy[Any]] = {
        "policy": st.sampled_from((None, *sm.Policy)),
        "strength": st.sampled_from((None, *sm.Strength)),
        "as_of": st.none() | st.dates(),
        "most_not_applicable": st.none() | st.integers(0, 2),
        "never_not_applicable": st.just(()) | st.just((framework.indicators[0].id,)),
        "dimension": st.none() | st.sampled_from(dimensions),
    }
    chosen = {name: draw(one) for name, one in options.items() if not draw(st.integers(0, 2))}
    if chosen.get("policy") == "exclude":
        chosen["minimum_coverage"] = draw(own.SHARES)
    return chosen


def spoilt(framework: sm.Framework, assessment: sm.Assessment) -> list[sm.Assessment]:
    """The same with something that does not fit, or is only nearly a fault."""
    first = framework.indicators[0].id
    changes: list[dict[str, Any]] = [
        {"framework": "another"},
        {"version": "of another day"},
        {"scale": "unheard-of"},
        {"scale": "yes-no"},
        {"scale": "nplf"},
        {"scale": "zero-to-one"},
        {"answers": {**assessment.answers, "no-such": "F"}},
        {"checks": {"no-such": True}},
        *({"answers": {first: one}, "findings": ()} for one in (True, 1, 0, Fraction(1, 2), "?")),
        *({"answers": {first: one}, "findings": (), "scale": "yes-no"} for one in (True, 1, "no")),
        *(
            {"checks": {framework.limitations[0].id: one}}
            for one in (1, True, "no", "N", sm.NOT_APPLICABLE)
            if framework.limitations
        ),
    ]
    return [attrs.evolve(assessment, **change) for change in changes]


@st.composite
def portfolios(
    draw: st.DrawFn, rules: tuple[str, ...] = tuple(TAKES)
) -> tuple[sm.Framework, list[sm.Assessment], dict[str, Any]]:
    """A framework, assessments of it, faulty ones among them, and how to score them."""
    framework = draw(own.frameworks())
    rule = draw(st.sampled_from(rules))
    several = draw(st.lists(own.assessments(framework), max_size=4))
    several = [
        draw(st.sampled_from([one, *spoilt(framework, one)]) | st.just(one)) for one in several
    ]
    options = rule_options(draw, framework, rule) | method_options(draw, framework)
    return framework, several, {"rule": rule, **options}


def one_by_one(
    several: list[sm.Assessment], framework: sm.Framework, options: dict[str, Any]
) -> Iterator[Result | sm.SocialMaturityError]:
    """What the plain scorer says of each."""
    for one in several:
        try:
            yield sm.score(one, framework=framework, **options)
        except sm.SocialMaturityError as error:
            yield error


def assert_same(brief: Brief | Failure, plain: Result | sm.SocialMaturityError) -> None:
    """The small result says what the whole one does."""
    if isinstance(plain, sm.SocialMaturityError):
        parts = plain.problems if isinstance(plain, sm.InvalidInputError) else (plain,)
        assert isinstance(brief, Failure)
        assert [*map(type, brief.problems)] == [*map(type, parts)]
        assert [one.message for one in brief.problems] == [one.message for one in parts]
        for one, part in zip(brief.problems, parts, strict=True):
            assert one.path in (f"{brief.path}.{part.path}", f"{brief.path}{part.path}")
        return
    assert isinstance(brief, Brief)
    assert brief.scoring.method == plain.method
    assert (brief.subject, brief.unit) == (plain.assessment.subject, plain.assessment.unit)
    assert brief.coverage == plain.coverage
    if isinstance(plain, StageResult):
        assert type(brief) is StageBrief
        stage = None if plain.stage is None else plain.stage.ordinal
        ends = (plain.lower.ordinal, plain.upper.ordinal, stage)
        assert (brief.lower, brief.upper, brief.stage) == ends
    elif isinstance(plain, ProfileResult):
        assert type(brief) is ProfileBrief
        assert brief.profile == plain.profile
    else:
        assert isinstance(plain, NumberResult)
        assert isinstance(brief, NumberBrief)
        assert (brief.lower, brief.upper, brief.value) == (plain.lower, plain.upper, plain.value)
        if isinstance(plain, RatingResult):
            assert type(brief) is RatingBrief
            assert brief.rating == plain.ratings[0]


@given(portfolios())
def test_many_are_scored_as_one_by_one(
    drawn: tuple[sm.Framework, list[sm.Assessment], dict[str, Any]],
) -> None:
    """Every rule and option gives of many what it gives of one, faults included, in order."""
    framework, several, options = drawn
    plain = [*one_by_one(several, framework, options)]
    open_ended = {key: one for key, one in options.items() if one != sm.Policy.ERROR}
    (empty,) = one_by_one([sm.Assessment(framework=framework.id)], framework, open_ended)
    briefs: list[Brief | Failure] | None = None
    with contextlib.suppress(sm.SocialMaturityError):
        briefs = [*score_many(several, framework, mode="lenient", **options)]
    if briefs is None:  # then nothing can be scored so, by what is said of nothing
        assert isinstance(empty, sm.SocialMaturityError)
        assert all(isinstance(one, sm.SocialMaturityError) for one in plain)
        with pytest.raises(type(empty)) as refused:
            score_many(several, framework, **options)
        assert str(refused.value) == str(empty)
        return
    assert len(briefs) == len(several)
    for brief, result in zip(briefs, plain, strict=True):
        assert_same(brief, result)


@pytest.mark.parametrize("rule", ["cumulative", "high_water", "nearest", "profile"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"policy": "best"},
        {"policy": "error"},
        {"policy": "exclude", "minimum_coverage": "1/2"},
        {"dimension": "work"},
        {"dimension": "play"},
        {"strength": "observed"},
        {"most_not_applicable": 0},
    ],
)
@pytest.mark.parametrize("scale", [sm.NPLF, sm.YES_NO, sm.ZERO_TO_ONE])
def test_near_faults_are_told_apart(rule: str, options: dict[str, Any], scale: sm.Scale) -> None:
    """Whatever nearly fits is accepted or refused as the plain scorer does it, after what fits."""
    stages = (
        samples.stage(1, baseline=True),
        attrs.evolve(
            samples.stage(2, "one", "two"),
            limitations=(sm.Limitation(id="lim", question="Is it lacking?", evidence=()),),
        ),
        samples.stage(3, "three", "four"),
    )
    play = [attrs.evolve(own_one, dimension="play") for own_one in stages[2].indicators[1:]]
    framework = samples.framework(
        *stages[:2],
        attrs.evolve(stages[2], indicators=(stages[2].indicators[0], *play)),
        scale=scale,
        gate=sm.Gate(at=scale.labels[-1] if scale.labels else 1),
        dimensions=tuple(
            sm.Dimension(id=name, name=name, basis="judgement") for name in ("work", "play")
        ),
    )
    best = scale.labels[-1] if scale.labels else 1
    base = samples.assess({"one": best, "two": best, "three": best, "four": None})
    long_form = attrs.evolve(base, answers={}, findings=(sm.Finding(indicator="one", answer=best),))
    nothing = samples.assess(dict.fromkeys(("one", "two"), sm.NOT_APPLICABLE))
    several = [base, long_form, nothing, *spoilt(framework, base), *spoilt(framework, long_form)]
    given_ones = {"rule": rule, **options}
    briefs = score_any([*several, *several], framework, mode="lenient", **given_ones)
    plain = one_by_one([*several, *several], framework, given_ones)
    for brief, result in zip(briefs, plain, strict=True):
        assert_same(brief, result)


RULES: tuple[Any, ...] = ("cumulative", "high_water", "nearest", "profile")
LADDER = samples.framework()
NUMBERS = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}


score_any: Callable[..., Iterator[Any]] = score_many
score_one: Callable[..., Any] = sm.score


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note each call of the plain scorer; it still scores."""
    calls: list[Any] = []

    def noted(*arguments: Any) -> Any:
        calls.append(arguments)
        return score_case(*arguments)

    monkeypatch.setattr(many, "score_case", noted)
    return calls


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"answers": {"one": "F", "two": None, "three": sm.NOT_APPLICABLE}},
        {"answers": {"one": True, "two": "no"}, "scale": "yes-no"},
        {"answers": {"one": 1, "two": Fraction(1, 3)}, "scale": "zero-to-one"},
        {"findings": (sm.Finding(indicator="one", answer="F"),)},
        {"version": "1", "unit": "North", "checks": {}},
    ],
)
def test_the_common_case_never_meets_the_plain_scorer(
    rule: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The four rules that count are quick on every scale, with policies and in a dimension."""
    calls = counted(monkeypatch)
    own_one = sm.Assessment(framework="demo", **changes)
    options: dict[str, Any]
    for options in ({}, {"policy": "worst"}, {"dimension": "work"}):
        several = score_any([own_one], LADDER, rule=rule, **options)
        before = len(calls)
        next(several)
        assert len(calls) == before


@settings(max_examples=60)
@given(st.data())
def test_more_states_than_are_kept(data: st.DataObject) -> None:
    """A bound on what is kept changes no result."""
    framework = data.draw(own.frameworks())
    several = data.draw(st.lists(own.assessments(framework), min_size=3, max_size=6))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "_MOST_KEPT", 1)
        for rule in RULES:
            briefs = score_any(several, framework, rule=rule, at=gate_of(framework))
            for brief, one in zip(briefs, several, strict=True):
                plain = score_one(one, framework=framework, rule=rule, at=gate_of(framework))
                assert_same(brief, plain)


def gate_of(framework: sm.Framework) -> Any:
    """A threshold on the scale of a framework."""
    return framework.scale.labels[-1] if framework.scale.labels else 1


def test_a_framework_of_thousands_of_indicators_is_scored_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above a bound no tables are made, which would grow by the square."""
    calls = counted(monkeypatch)
    monkeypatch.setattr(quick, "_MOST_INDICATORS", 2)
    several = score_many([sm.Assessment(framework="demo", answers={"one": "F"})], LADDER)
    calls.clear()
    assert next(several) == StageBrief(
        scoring=Scoring(framework=LADDER.id, version="1", method=default_method("cumulative")),
        subject="",
        unit="",
        coverage=Fraction(1, 3),
        lower=1,
        upper=2,
        stage=None,
    )
    assert len(calls) == 1


def test_ties_of_the_nearest_stage_are_a_range() -> None:
    """With nothing unknown, too: both stages differ in one indicator from what was found."""
    framework = samples.framework(samples.stage(1, "one"), samples.stage(2, "two", "three"))
    (brief,) = score_many(
        [samples.assess({"one": "F", "two": "F", "three": "N"})], framework, rule="nearest"
    )
    assert (brief.lower, brief.upper, brief.stage) == (1, 2, None)
    assert brief.coverage == 1


def test_the_stages_below_can_be_asked_for_more() -> None:
    """Stage 1 is reached at L, and bars stage 2 until it is at F."""
    firms = [samples.assess({"one": own_one, "two": "L", "three": "L"}) for own_one in "PLF"]
    results = score_many(firms, LADDER, rule="cumulative", at="L", lower_at="F")
    assert [one.stage for one in results] == [0, 1, 2]


@attrs.frozen
class Odd:
    """A rule of another package, with a result of its own."""

    name = "odd"

    def score(self, case: Any) -> Result:
        """Give what a profile gives, as something else."""
        plain = sm.ProfileRule().score(case)
        return Result(
            framework=plain.framework,
            assessment=plain.assessment,
            method=plain.method,
            coverage=plain.coverage,
            explanation=plain.explanation,
        )


class Stricter(sm.CumulativeRule):
    """A rule that is one of ours by descent, and scores in its own way."""

    def score(self, case: Any) -> StageResult:
        """Ask for everything in full."""
        return sm.CumulativeRule(at="F").score(case)


def test_rules_of_others_are_asked_themselves() -> None:
    """A result of an unknown kind gives subject, unit and coverage; descent gives no short cut."""
    acme = samples.assess({"one": "L"}, subject="Acme", unit="North")
    (odd,) = score_many([acme], LADDER, rule=Odd())
    assert type(odd) is Brief
    assert odd.to_dict() == {"subject": "Acme", "unit": "North", "coverage": "1/3"}
    assert odd.scoring.rule == "odd"
    (stricter,) = score_many([acme], LADDER, rule=Stricter())
    assert stricter.upper == 0


def test_a_whole_method_can_be_given() -> None:
    """It is taken as it is, and shared by all results."""
    method = Method(rule=sm.HighWaterRule(), policy="best")
    one, two = score_many([samples.assess({})] * 2, LADDER, rule=method)
    assert one.scoring is two.scoring
    assert one.scoring.method is method
    assert (one.scoring.framework, one.scoring.version, one.scoring.rule) == (
        "demo",
        "1",
        "high_water",
    )


def test_what_is_scored_where_no_rule_is_named() -> None:
    """A ladder by its gate, phases side by side by their profile."""
    (ladder,) = score_many([samples.assess({})], LADDER)
    (phases,) = score_many([samples.assess({})], samples.framework(kind="phases"))
    assert type(ladder) is StageBrief
    assert type(phases) is ProfileBrief


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({}, {"coverage": "2/3", "lower": 1, "upper": 2, "stage": None}),
        ({"policy": "worst"}, {"coverage": "2/3", "lower": 1, "upper": 2, "stage": 1}),
        (
            {"rule": "profile"},
            {
                "coverage": "2/3",
                "stages": [
                    {"key": "1", "lower": "1/1", "upper": "1/1"},
                    {"key": "2", "lower": "1/2", "upper": "1/1"},
                ],
                "dimensions": [{"key": "work", "lower": "2/3", "upper": "1/1"}],
            },
        ),
        (
            {"rule": "weighted_mean", "values": NUMBERS},
            {"coverage": "2/3", "lower": "5/9", "upper": "8/9", "value": None},
        ),
        (
            {"rule": "rating", "values": NUMBERS},
            {
                "coverage": "2/3",
                "lower": "5/9",
                "upper": "8/9",
                "value": None,
                "lower_label": "L",
                "upper_label": "F",
                "label": None,
            },
        ),
    ],
)
def test_a_result_as_a_row(options: dict[str, Any], row: dict[str, Any]) -> None:
    """Plain data, exact numbers as text."""
    acme = samples.assess({"one": "F", "two": "L"}, subject="Acme", unit="North")
    (brief,) = score_any([acme], LADDER, **options)
    assert brief.to_dict() == {"subject": "Acme", "unit": "North"} | row


def test_where_nothing_applies_there_is_no_coverage() -> None:
    """Absent is not 0, in any rule."""
    acme = samples.assess(dict.fromkeys(("one", "two", "three"), sm.NOT_APPLICABLE))
    for rule in RULES:
        (brief,) = score_any([acme], LADDER, rule=rule)
        assert brief.to_dict()["coverage"] is None


def test_results_are_small_values() -> None:
    """They compare, hash, and survive pickling."""
    (one,) = score_many([samples.assess({"one": "F"})], LADDER)
    (two,) = score_many([samples.assess({"one": "F"})], LADDER)
    assert one == two
    assert len({one, two, pickle.loads(pickle.dumps(one))}) == 1
    (failure,) = score_many([samples.assess({"nine": "F"})], LADDER, mode="lenient")
    assert str(pickle.loads(pickle.dumps(failure))) == str(failure)


def test_one_is_taken_at_a_time_and_none_is_held() -> None:
    """The second assessment is asked for when the second result is; the first is gone by then."""
    taken: list[weakref.ref[sm.Assessment]] = []

    def several() -> Iterator[sm.Assessment]:
        while True:
            one = samples.assess({"one": "F"}, subject=f"Firm {len(taken)}")
            taken.append(weakref.ref(one))
            yield one
            del one

    results = score_many(several(), LADDER, progress=str, every=3)
    assert taken == []
    for count in range(1, 50):
        assert next(results).subject == f"Firm {count - 1}"
        assert len(taken) == count
        assert [own_one() for own_one in taken[:-1]] == [None] * (count - 1)


@pytest.mark.parametrize(
    ("count", "every", "told"),
    [(0, 2, [0]), (1, 2, [1]), (2, 2, [2]), (5, 2, [2, 4, 5]), (3, 1, [1, 2, 3]), (3, 100, [3])],
)
def test_progress_is_told(count: int, every: int, told: list[int]) -> None:
    """After so many, and once at the end; faulty ones are counted, too."""
    several = [samples.assess({"one" if place % 2 else "nine": "F"}) for place in range(count)]
    heard: list[int] = []
    results = score_many(several, LADDER, mode="lenient", progress=heard.append, every=every)
    assert heard == []
    assert len([*results]) == count
    assert heard == told


def test_progress_is_told_before_the_result_is_given() -> None:
    """Whoever takes so many has heard of so many; what the callback raises ends the work."""
    heard: list[int] = []
    results = score_many([samples.assess({})] * 5, LADDER, progress=heard.append, every=2)
    next(results)
    next(results)
    assert heard == [2]

    def enough(done: int) -> None:
        raise TimeoutError(done)

    with pytest.raises(TimeoutError, match="3"):
        list(score_many([samples.assess({})] * 5, LADDER, progress=enough, every=3))


FAULTS: list[Any] = [
    samples.assess({"one": "F"}, subject="Acme"),
    samples.assess({"on": "F", "two": "f"}, subject="Brew", unit="North"),
    "Corp",
    sm.Assessment(framework="another"),
    samples.assess({"one": "F"}, subject="Dock"),
]
BREW = (
    "assessments[1] (Brew (North), assessed with demo): 2 problems"
    "\n  - assessments[1].answers.on: unknown indicator 'on' in framework 'demo'; did you mean"
    " 'one'?"
    "\n  - assessments[1].answers.two: unknown answer 'f' on scale 'nplf'; expected one of 'N',"
    " 'P', 'L', 'F'; did you mean 'F'?"
)


def test_a_fault_is_raised_with_its_place_and_all_its_problems() -> None:
    """What comes before it is given, nothing after it."""
    results = score_many(FAULTS, LADDER)
    assert next(results).to_dict()["subject"] == "Acme"
    with pytest.raises(InvalidAssessmentError) as refused:
        next(results)
    assert str(refused.value) == BREW
    assert next(results, None) is None


def test_faults_stand_in_their_places() -> None:
    """Lenient scoring gives as many as there are, in order, with names where they are known."""
    results = [*score_many(FAULTS, LADDER, mode="lenient")]
    assert [type(one) for one in results] == [StageBrief, Failure, Failure, Failure, StageBrief]
    brew, corp, other = (one for one in results if isinstance(one, Failure))
    assert (brew.subject, brew.unit, str(brew)) == ("Brew", "North", BREW)
    assert str(corp) == (
        "assessments[2]: 1 problem\n  - assessments[2]: expected an Assessment, not 'Corp'"
    )
    assert other.to_dict() == {
        "path": "assessments[3]",
        "subject": "",
        "unit": "",
        "problems": [
            "assessments[3].framework: the assessment is of framework 'another', not 'demo'"
        ],
    }


def test_a_failure_among_the_assessments_keeps_its_place() -> None:
    """What could not be read is handed on, or raised as it is."""
    line = '{"framework": "demo", "answers": {"one": "F"}}'
    lines = [line, "{", line]
    results = [*score_many(iter_assessments(lines, mode="lenient"), LADDER, mode="lenient")]
    assert [type(one) for one in results] == [StageBrief, Failure, StageBrief]
    assert isinstance(results[1], Failure)
    assert results[1].path == "line 2"
    with pytest.raises(InvalidFileError) as refused:
        list(score_many(iter_assessments(lines, mode="lenient"), LADDER))
    assert refused.value is not results[1].error
    assert str(refused.value) == str(results[1])


def test_what_the_source_raises_passes_through() -> None:
    """It is no fault of an assessment."""

    def several() -> Iterator[sm.Assessment]:
        yield samples.assess({})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(score_many(several(), LADDER, mode="lenient"))


def test_policy_error_is_told_for_each() -> None:
    """The one that is whole is scored; an unknown answer is a fault of the other."""
    whole = samples.assess(dict.fromkeys(("one", "two", "three"), "F"))
    results = [
        *score_many([whole, samples.assess({})], LADDER, policy=sm.Policy.ERROR, mode="lenient")
    ]
    assert isinstance(results[0], StageBrief)
    assert results[0].stage == 2
    assert isinstance(results[1], Failure)
    assert isinstance(results[1].problems[0], IncompleteAssessmentError)
    assert results[1].problems[0].path == "assessments[1].answers"


def test_a_method_that_fits_another_scale_is_no_fault_at_once() -> None:
    """A threshold in the words of one scale serves the assessments on that scale."""
    several = [
        samples.assess({"one": "yes"}, scale="yes-no"),
        samples.assess({"one": "F"}),
    ]
    yes, label = score_many(several, LADDER, rule="cumulative", at="yes", mode="lenient")
    assert isinstance(yes, StageBrief)
    assert (yes.lower, yes.upper) == (1, 2)
    assert isinstance(label, Failure)
    assert str(label.problems[0]) == (
        "assessments[1].at: unknown answer 'yes' on scale 'nplf'; expected one of 'N', 'P', 'L',"
        " 'F'"
    )


NOBODY = samples.framework(samples.stage(1))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"assessments": "ab"},
            WrongTypeError,
            "assessments: expected several assessments, such as a list or a generator, not 'ab'",
        ),
        (
            {"assessments": samples.assess({}).answers},
            WrongTypeError,
            "assessments: expected several assessments, such as a list or a generator, not"
            " Answers({})",
        ),
        (
            {"assessments": 7},
            WrongTypeError,
            "assessments: expected several assessments, such as a list or a generator, not 7",
        ),
        ({"framework": "demo"}, WrongTypeError, "framework: expected a Framework, not 'demo'"),
        (
            {"progress": 7},
            WrongTypeError,
            "progress: expected a function of the number done, such as print, not 7",
        ),
        ({"every": 0}, InvalidValueError, "every: expected a whole number from 1 on, not 0"),
        ({"every": True}, WrongTypeError, "every: expected a whole number, not True"),
        (
            {"mode": "collect"},
            InvalidValueError,
            "mode: expected the mode 'strict' or 'lenient', not 'collect'",
        ),
        (
            {"rule": "cumulativ"},
            UnknownRuleError,
            "rule: unknown rule 'cumulativ'; did you mean 'cumulative'?",
        ),
        (
            {"rule": 7},
            WrongTypeError,
            "rule: expected the name of a rule or a rule such as CumulativeRule(), not 7",
        ),
        (
            {"rule": Method(rule=sm.NearestRule()), "at": "F"},
            InvalidValueError,
            "at: the method has its options already; change them with attrs.evolve(method, at=...)",
        ),
        (
            {"rule": "nearest", "quorum": 1},
            InvalidValueError,
            "quorum: rule 'nearest' takes no quorum; leave it out, or ask for rule='cumulative' or"
            " 'high_water'",
        ),
        (
            {"polcy": "worst"},
            WrongTypeError,
            "polcy: there is no option 'polcy'; did you mean 'policy'?",
        ),
        (
            {"at": "Z"},
            InvalidAnswerError,
            "at: unknown answer 'Z' on scale 'nplf'; expected one of 'N', 'P', 'L', 'F'",
        ),
        (
            {"rule": "weighted_mean", "policy": "exclude", "minimum_coverage": 0, "levels": "sum"},
            InvalidValueError,
            "policy: leaving out answers of a sum of levels can give more than all of them at their"
            " best; ask for policy 'worst' or 'best', or leave the policy out for a range",
        ),
        (
            {"dimension": "wrk"},
            UnknownReferenceError,
            "dimension: unknown reference 'wrk' in the dimensions; did you mean 'work'?",
        ),
        (
            {"never_not_applicable": ["on"]},
            UnknownIndicatorError,
            "never_not_applicable: unknown indicator 'on' in framework 'demo'; did you mean 'one'?",
        ),
        (
            {"framework": NOBODY},
            InvalidValueError,
            "framework 'demo' has no scored indicators, so nothing can be scored",
        ),
    ],
)
def test_arguments_that_cannot_be(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """They are refused at once, before an assessment is taken."""
    if arguments.get("levels"):
        arguments = {**arguments, "values": NUMBERS}
    given_ones: dict[str, Any] = {"framework": LADDER, **arguments}
    given_ones.setdefault("assessments", [samples.assess({})])
    with pytest.raises(error) as refused:
        score_many(**given_ones)
    assert str(refused.value) == message


def test_the_daily_function_looks_up_and_calls() -> None:
    """By id, by name, or the framework itself; results are those of the function beneath."""
    catalog = Catalog().with_framework(LADDER).with_rule(Odd())
    firms = [samples.assess({"one": own_one}, subject="Acme") for own_one in ("N", "F", None)]
    expected = [*score_many(firms, LADDER, rule="nearest", policy="worst")]
    for which in ("demo", LADDER.name):
        found = sm.score_many(firms, which, rule="nearest", policy="worst", catalog=catalog)
        assert [*found] == expected
    assert [*sm.score_many(firms, LADDER, rule="nearest", policy="worst")] == expected
    method = Method(rule=sm.NearestRule(), policy="worst")
    told: list[int] = []
    by_method = sm.score_many(iter(firms), LADDER, rule=method, progress=told.append, every=2)
    assert [*by_method] == expected
    assert told == [2, 3]
    assert [*sm.score_many(firms, LADDER)] == [*score_many(firms, LADDER)]


def test_the_daily_function_finds_rules_that_were_added() -> None:
    """A name that is not one of the six is that of a rule of the catalog."""
    catalog = Catalog().with_framework(LADDER).with_rule(Odd())
    many_any: Callable[..., Iterator[Any]] = sm.score_many
    (odd,) = many_any([samples.assess({"one": "L"})], "demo", rule="odd", catalog=catalog)
    assert odd.scoring.method.rule == Odd()
    with pytest.raises(UnknownRuleError) as refused:
        many_any([], "demo", rule="od", catalog=catalog)
    assert str(refused.value) == "rule: unknown rule 'od'; did you mean 'odd'?"


def test_the_daily_function_goes_on_where_it_is_told_to() -> None:
    """With each fault in its place."""
    strange = sm.Assessment(framework="carfi")
    one, failure = sm.score_many([samples.assess({}), strange], LADDER, mode="lenient")
    assert isinstance(one, StageBrief)
    assert isinstance(failure, Failure)
    with pytest.raises(InvalidAssessmentError):
        next(sm.score_many([strange], LADDER))


def test_what_the_daily_function_cannot_look_up() -> None:
    """It says so at once."""
    with pytest.raises(UnknownFrameworkError) as unknown:
        sm.score_many([], "solid")
    assert str(unknown.value) == (
        "unknown framework 'solid'; did you mean 'solis'? One of your own is passed as the object"
        " itself, or added to a catalog"
    )
    with pytest.raises(WrongTypeError) as refused:
        sm.score_many([], 7)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert str(refused.value) == "framework: expected a Framework, not 7"

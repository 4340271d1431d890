"""The six rules on examples worked by hand, and everything that they refuse."""

import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage
from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    IncompleteAssessmentError,
    InvalidAnswerError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownNameError,
    UnknownReferenceError,
    UnknownRuleError,
    WrongTypeError,
)

LADDER = framework(stage(1, "a"), stage(2, "b", "c"), stage(3, "d", "e"))
BASED = framework(stage(1, baseline=True), stage(2, "b", "c"), stage(3, "d", "e"))
THIRDS: dict[str, Any] = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}
TICKS = {"no": 0, "yes": 1}
ALL = ("cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating")
STAGED = ALL[:3]
NEEDS: dict[str, dict[str, Any]] = {
    "weighted_mean": {"values": THIRDS},
    "rating": {"values": THIRDS},
}


def read(answers: str, own: sm.Framework = LADDER) -> dict[str, Any]:
    """Answers given as letters in order; ? unknown, - not applicable."""
    letters: dict[str, Any] = {"?": None, "-": sm.NOT_APPLICABLE}
    ids = [str(indicator.id) for indicator in own.indicators]
    return {key: letters.get(one, one) for key, one in zip(ids, answers, strict=True)}


def score(rule: Any, answers: str = "?????", own: sm.Framework = LADDER, **given: Any) -> Any:
    """A ladder, answered in letters, scored by a rule."""
    return scored(assess(read(answers, own)), own, rule, given)


def ticked(rule: Any, answers: str, own: sm.Framework = LADDER, **given: Any) -> Any:
    """The same answered with y and n on the scale of yes and no."""
    words = {"y": "yes", "n": "no"}
    found: dict[str, Any] = {key: words.get(one, one) for key, one in read(answers, own).items()}
    return scored(assess(found, scale="yes-no"), own, rule, given)


def scored(assessment: sm.Assessment, own: sm.Framework, rule: Any, given: dict[str, Any]) -> Any:
    """The result of whatever is given for a rule."""
    asked: sm.Rule = rule
    result: sm.Result = sm.score(assessment, framework=own, rule=asked, **given)
    return result


def place(result: sm.StageResult) -> tuple[int, int]:
    """The ordinals of the range."""
    return result.lower.ordinal, result.upper.ordinal


def notices(result: sm.Result) -> dict[sm.NoticeCode, str]:
    """The sentences of the warnings, by their codes."""
    return {own.code: own.text for own in result.notices}


# --- rules for ladders


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("NNNNN", (0, 0)),
        ("LNNNN", (1, 1)),
        ("NNLNN", (2, 2)),
        ("NNNNF", (3, 3)),
        ("PPPPP", (0, 0)),
        ("F??N?", (1, 3)),
        ("FNN??", (1, 3)),
        ("?NNNN", (0, 1)),
        ("?FNNN", (2, 2)),
        ("NN-NN", (0, 0)),
        ("N--F-", (3, 3)),
        ("-----", (0, 0)),
    ],
)
def test_high_water_is_the_highest_stage_with_anything_met(
    answers: str, expected: tuple[int, int]
) -> None:
    """Whatever lies below it; what does not apply is passed over."""
    assert place(score("high_water", answers)) == expected


@pytest.mark.parametrize(
    ("answers", "quorum", "expected"),
    [
        ("FFNFN", 1, (1, 1)),
        ("FFNFF", 1, (3, 3)),
        ("FFNNN", "1/2", (2, 2)),
        ("NNN?N", 1, (0, 0)),
        ("NNN?-", 1, (0, 3)),
        ("NNN??", 1, (0, 3)),
        ("N?FNN", "0.51", (0, 2)),
    ],
)
def test_high_water_with_a_quorum(
    answers: str, quorum: int | str, expected: tuple[int, int]
) -> None:
    """So many of the applicable indicators of one stage, and none of the others."""
    assert place(score("high_water", answers, quorum=quorum)) == expected


def test_high_water_asks_for_any_one_whatever_the_gate_says() -> None:
    """The threshold of the gate stands in, its quorum does not."""
    own = attrs.evolve(LADDER, gate=sm.Gate(at="F", quorum=1))
    assert place(score("high_water", "NNFNN", own)) == (2, 2)
    assert place(score("high_water", "NNLNN", own)) == (0, 0)
    assert place(score("high_water", "NNFNN", own, quorum=1)) == (0, 0)


@pytest.mark.parametrize(
    ("answers", "possible"),
    [
        ("NNNNN", [0]),
        ("FFFFF", [3]),
        ("FFFNN", [2]),
        ("FFNNN", [1, 2]),
        ("FNNFF", [1, 3]),
        ("NFFNN", [2]),
        ("NNNFF", [0]),
        ("NFNFF", [3]),
        ("FFF--", [2]),
        ("F--NF", [1, 3]),
        ("-----", [0]),
        ("FFF?N", [2, 3]),
        ("FFF?F", [2, 3]),
        ("FFF-F", [3]),
        ("FNN??", [1, 3]),
    ],
)
def test_nearest_is_the_stage_whose_pattern_differs_least(
    answers: str, possible: list[int]
) -> None:
    """Misfits counted by hand: not met up to the stage, or met above it; ties are a range."""
    result = score("nearest", answers)
    assert [own.ordinal for own in result.possible] == possible


def test_what_differs_from_the_pattern_is_named() -> None:
    """Of the highest result, in the explanation and in its sentences."""
    result = score("nearest", "NFNFF")
    assert result.explanation.misfits == ("a", "c")
    assert "Different from the pattern of stage 3: A [a], C [c]." in result.text().splitlines()
    assert score("nearest", "FFFFF").explanation.misfits == ()
    assert "Different" not in score("nearest", "FFFFF").text()
    assert score("nearest", "F????").explanation.misfits == ()


def test_ties_have_a_range_and_no_policy_settles_them() -> None:
    """Nothing is unknown, and still two stages fit alike."""
    for policy in (None, "worst", "best", "error"):
        result = score("nearest", "FNNFF", policy=policy)
        assert place(result) == (1, 3)
        assert (result.stage, result.coverage, result.explanation.decisive) == (None, 1, ())


@pytest.mark.parametrize("rule", STAGED)
def test_a_baseline_is_the_floor(rule: str) -> None:
    """Nothing met is the baseline, not a place below it."""
    for answers in ("NNNN", "----"):
        result = score(rule, answers, BASED)
        assert result.stage is BASED.stages[0]
    assert place(score(rule, "????", BASED)) == (1, 3)
    assert score(rule, "NNNNN").stage is LADDER.below


@pytest.mark.parametrize("rule", [*STAGED, "profile"])
def test_the_gate_stands_in_for_the_threshold(rule: str) -> None:
    """Its threshold is named in the result; another one can be given."""
    own = attrs.evolve(LADDER, gate=sm.Gate(at="F"))
    assert score(rule, "LLLLL", own).parameters.at == "F"
    assert score(rule, "LLLLL", own).profile.stages[0].lower == 0
    assert score(rule, "LLLLL", own, at="P").profile.stages[0].lower == 1
    with pytest.raises(MissingValueError, match="^at: framework 'demo' has no gate for scale"):
        score(rule, "LLLLL", attrs.evolve(LADDER, gate=None))


def test_the_cheapest_set_binds_where_there_is_a_quorum() -> None:
    """Those with the least way to go, and no more of them than are missing."""
    wide = framework(stage(1, "a", "b", "c"), stage(2, "d"))
    for rule in ("cumulative", "high_water"):
        result = score(rule, "NPPN", wide, quorum="2/3", at="F")
        bound = [(own.indicator, own.shortfall) for own in result.explanation.binding]
        assert bound == [("b", 2), ("c", 2)]
        result = score(rule, "NFPN", wide, quorum="2/3", at="F")
        assert [own.indicator for own in result.explanation.binding] == ["c"]
        result = score(rule, "N?PN", wide, quorum="2/3", at="F")
        assert [own.indicator for own in result.explanation.binding] == ["c"]
        assert [own.indicator for own in result.explanation.pending] == ["b"]
    anything = score("high_water", "NPLN", wide, at="F")
    assert [own.indicator for own in anything.explanation.binding] == ["c"]
    assert "- C [c] is at L and has to reach F." in anything.text().splitlines()


def test_one_unknown_can_settle_more_than_another() -> None:
    """The higher the stage of an unknown, the more is sure where it turns out well."""
    told = score("high_water", "F??N?").explanation.decisive
    assert [(own.indicator, own.at_best, own.at_worst) for own in told] == [
        ("b", 2, 3),
        ("c", 2, 3),
        ("e", 3, 2),
    ]
    told = score("nearest", "FFF?N").explanation.decisive
    assert [(own.indicator, own.at_best, own.at_worst) for own in told] == [("d", 2, 2)]


def test_the_three_rules_are_compared_where_they_differ() -> None:
    """In the explanation of each, and in plain data."""
    expected = [("cumulative", 1, 1), ("high_water", 3, 3), ("nearest", 1, 3)]
    for rule in STAGED:
        result = score(rule, "FNNFF")
        assert [tuple(own) for own in result.explanation.comparison] == expected
        assert result.to_dict()["explanation"]["comparison"] == [
            {"rule": name, "lower": lower, "upper": upper} for name, lower, upper in expected
        ]
        agreed = score(rule, "FFFNN")
        assert agreed.explanation.comparison == ()
        assert agreed.to_dict()["explanation"]["comparison"] == []
    stricter = score("cumulative", "FLLNN", lower_at="F")
    assert stricter.stage.ordinal == 2
    halved = score("cumulative", "FFNNN", quorum="1/2").explanation.comparison
    assert [tuple(own) for own in halved] == [
        ("cumulative", 2, 2),
        ("high_water", 2, 2),
        ("nearest", 1, 2),
    ]


# --- rules of numbers


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, Fraction(3, 5)),
        ({"weights": {"a": 3}}, Fraction(5, 7)),
        ({"weights": {"a": "1/2", "c": 2}}, Fraction(5, 2) / Fraction(11, 2)),
        ({"groups": "stage"}, Fraction(2, 3)),
        ({"groups": "stage", "weights": {"1": 2}}, Fraction(3, 4)),
        ({"groups": "stage", "weights": {"b": 3}}, Fraction(3, 4)),
        ({"groups": "dimension"}, Fraction(3, 5)),
        ({"groups": {"one": ["a", "b"], "two": ["c", "d", "e"]}}, Fraction(2, 3)),
        ({"groups": {"one": ["a"], "two": {"x": ["b"], "y": ["c", "d", "e"]}}}, Fraction(5, 6)),
        ({"groups": {"one": ["a", {"x": ["b", "c"]}], "two": ["d", "e"]}}, Fraction(5, 8)),
        ({"groups": {"all": ["work"]}}, Fraction(3, 5)),
        ({"groups": {"work": ["work"]}}, Fraction(3, 5)),
        ({"levels": "sum"}, Fraction(2)),
        ({"levels": "sum", "groups": {"one": ["a", "b"], "two": ["c", "d", "e"]}}, Fraction(5, 4)),
        ({"levels": "mean"}, Fraction(3, 5)),
    ],
)
def test_weighted_means_by_hand(parameters: dict[str, Any], expected: Fraction) -> None:
    """Of yes, yes, no, no, yes, each worth 1 or 0."""
    result = ticked("weighted_mean", "yynny", values=TICKS, **parameters)
    assert result.value == result.lower == result.upper == expected


def test_what_does_not_apply_leaves_the_mean() -> None:
    """And counts what is said of it, where something is."""
    assert ticked("weighted_mean", "y-nn-", values=TICKS).value == Fraction(1, 3)
    assert ticked("weighted_mean", "y-nn-", values=TICKS, not_applicable="1/2").value == Fraction(
        2, 5
    )
    summed = ticked("weighted_mean", "yyn--", values=TICKS, levels="sum")
    assert (summed.value, summed.maximum) == (Fraction(3, 2), 2)
    assert ticked("weighted_mean", "yynny", values=TICKS, levels="sum").maximum == 3


def test_numbers_of_labels_come_from_the_publisher_or_the_caller() -> None:
    """Those of the caller go before; a scale of numbers has its own."""
    scale = sm.Scale(id="traffic", labels=("red", "amber", "green"), values=(0, 0.2, 1))
    own = framework(stage(1, "a", "b"), scale=scale, gate=sm.Gate(at="green"))
    given = assess({"a": "amber", "b": "green"})
    published = sm.score(given, framework=own, rule="weighted_mean")
    assert published.value == Fraction(3, 5)
    assert published.parameters.values == tuple(
        zip(("red", "amber", "green"), map(Fraction, ("0", "1/5", "1")), strict=True)
    )
    ours = sm.score(
        given,
        framework=own,
        rule="weighted_mean",
        values={"green": 3, "amber": 1, "red": 1},
    )
    assert (ours.value, ours.maximum) == (Fraction(2), Fraction(3))
    plain = sm.score(
        assess({"a": 0.1, "b": 0.2}, scale="zero-to-one"), framework=own, rule="weighted_mean"
    )
    assert (plain.value, plain.parameters.values) == (Fraction(3, 20), ())


def test_a_group_has_its_own_score() -> None:
    """By its name; a stage by its ordinal as text."""
    result = ticked("weighted_mean", "y?nny", values=TICKS, groups="stage")
    two = result.group("2")
    assert (two.name, two.lower, two.upper, two.value) == ("2", 0, Fraction(1, 2), None)
    assert result.group("3").value == Fraction(1, 2)
    told = result.to_dict()
    assert told["groups"][1] == {"name": "2", "lower": "0", "upper": "0.5", "value": None}
    assert told["value"] is None
    with pytest.raises(UnknownReferenceError, match="'4' in the groups; known: '1', '2', '3'"):
        result.group("4")
    with pytest.raises(WrongTypeError, match="name: expected text, not 2"):
        result.group(2)
    rated = ticked("rating", "y?nny", values=TICKS, groups="stage")
    assert rated.rating_of("2").upper == "P"
    assert rated.rating_of("total") is rated.ratings[0]
    with pytest.raises(UnknownReferenceError, match="'care' in the groups"):
        rated.rating_of("care")


def test_contributions_in_sentences() -> None:
    """What each rated indicator adds, and what the unknown ones could."""
    result = score("weighted_mean", "FP?-N", values=THIRDS)
    lines = result.text().splitlines()
    assert lines[0] == (
        "The organisation scores 0.33 at worst and 0.58 at best, of 1 at most (3 of 4 indicators"
        " rated)."
    )
    assert "A [a] at F adds 0.25." in lines
    assert "B [b] at P adds 0.0833." in lines
    assert (
        "To find out: C [c] (not assessed); at its best the score is 0.58 at least, at its worst"
        " 0.33 at most." in lines
    )
    assert not [line for line in lines if line.startswith("D [d]")]
    assert [own.factor for own in result.explanation.contributions] == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 4),
        0,
        Fraction(1, 4),
    ]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "the mean over all indicators."),
        ({"weights": {"a": 2}}, "the weighted mean over all indicators."),
        ({"groups": "stage"}, "the mean over each stage, each the mean of its own."),
        ({"groups": "dimension"}, "the mean over each dimension, each the mean of its own."),
        ({"groups": {"all": ["work"]}}, "the mean over its groups, each the mean of its own."),
        (
            {"levels": "sum"},
            "the mean over all indicators. Within a group the means of the stages are added up.",
        ),
    ],
)
def test_the_rule_is_told_with_its_parameters(parameters: dict[str, Any], sentence: str) -> None:
    """In one sentence or two."""
    result = score("weighted_mean", values=THIRDS, **parameters)
    assert result.explanation.sentence == f"Rule weighted_mean: {sentence}"
    assert result.text().splitlines()[1] == result.explanation.sentence


def test_the_rules_for_ladders_are_told_with_their_parameters() -> None:
    """The threshold and the quorum, where there is one."""
    assert score("high_water").explanation.sentence == (
        "Rule high_water: the highest stage with any indicator at L or better, whatever lies below"
        " it."
    )
    assert score("high_water", at="F", quorum="2/3").explanation.sentence == (
        "Rule high_water: the highest stage with at least 2/3 of the indicators at F or better,"
        " whatever lies below it."
    )
    assert score("nearest", at="P").explanation.sentence == (
        "Rule nearest: the stage whose pattern, everything up to it at P or better and nothing"
        " above it, differs least from the answers."
    )


def test_nothing_can_be_left_out_of_a_sum_of_levels() -> None:
    """A group of fewer levels, all unknown: without it the mean would be above its best.

    Each of the ends, and each of the other policies, is a number of the range.
    """
    dimensions = tuple(
        sm.Dimension(id=own, name=own.capitalize(), basis="judgement") for own in ("work", "care")
    )
    low = stage(1, "a", "b")
    low = attrs.evolve(
        low, indicators=(low.indicators[0], attrs.evolve(low.indicators[1], dimension="care"))
    )
    own = framework(low, stage(2, "c"), dimensions=dimensions)
    rule = sm.WeightedMeanRule(groups="dimension", levels="sum")
    assessment = assess({"a": 1, "c": 1}, scale="zero-to-one")
    result = sm.score(assessment, framework=own, rule=rule)
    assert (result.lower, result.upper) == (Fraction(1), Fraction(3, 2))
    assert result.maximum == result.upper
    for policy, value in (("worst", 1), ("best", Fraction(3, 2))):
        assert sm.score(assessment, framework=own, rule=rule, policy=policy).value == value
    with pytest.raises(
        InvalidValueError, match="^policy: leaving out answers of a sum of levels can give more"
    ) as caught:
        sm.score(assessment, framework=own, rule=rule, policy="exclude", minimum_coverage=0)
    assert (caught.value.path, caught.value.value) == ("policy", "exclude")


FLOORS = {"a": 1, "2": "1/2", "3": 1, "total": 0.9}


def test_floors_give_a_verdict_beside_the_number() -> None:
    """Met, not met, undetermined; one of nothing bars nothing."""
    parameters: dict[str, Any] = {"values": THIRDS, "groups": "stage", "floors": FLOORS}
    result = score("weighted_mean", "FL?--", **parameters)
    told = {own.name: own for own in result.explanation.floors}
    assert {name: own.verdict for name, own in told.items()} == {
        "a": sm.Verdict.MET,
        "2": sm.Verdict.UNDETERMINED,
        "3": sm.Verdict.VACUOUS,
        "total": sm.Verdict.UNDETERMINED,
    }
    assert (told["2"].lower, told["2"].upper) == (Fraction(1, 3), Fraction(5, 6))
    assert (told["3"].lower, told["3"].upper) == (None, None)
    assert (told["total"].lower, told["total"].upper) == (Fraction(2, 3), Fraction(11, 12))
    assert result.verdict is sm.Verdict.UNDETERMINED
    assert result.to_dict()["verdict"] == "undetermined"
    lines = result.text().splitlines()
    assert "Asked of a: 1; 1, met." in lines
    assert "Asked of 2: 0.5; 0.33 to 0.83, undetermined." in lines
    assert "Asked of 3: 1; nothing of it applies." in lines
    assert score("weighted_mean", "FL?--", policy="best", **parameters).verdict is sm.Verdict.MET
    worst = score("weighted_mean", "FL?--", policy="worst", **parameters)
    assert worst.verdict is sm.Verdict.NOT_MET
    assert "Asked of 2: 0.5; 0.33 to 0.83, not met." in worst.text().splitlines()
    failed = score("weighted_mean", "LL?--", **parameters)
    assert failed.verdict is sm.Verdict.NOT_MET
    nothing = score("weighted_mean", "FLL--", values=THIRDS, floors={"d": 1})
    assert nothing.explanation.floors[0].verdict is sm.Verdict.VACUOUS
    assert nothing.verdict is sm.Verdict.MET
    assert score("weighted_mean", "FLL--", values=THIRDS).verdict is None


def test_a_floor_is_reached_at_itself() -> None:
    """The least is enough."""
    exact = score("weighted_mean", "FLL--", values=THIRDS, floors={"total": "7/9"})
    assert (exact.value, exact.verdict) == (Fraction(7, 9), sm.Verdict.MET)
    more = score("weighted_mean", "FLL--", values=THIRDS, floors={"total": "7001/9000"})
    assert more.verdict is sm.Verdict.NOT_MET


def test_a_rating_in_sentences() -> None:
    """The bands, the rating and the percentage."""
    result = score("rating", "FFF??", values=THIRDS)
    assert (result.rating, result.ratings[0].lower, result.ratings[0].upper) == (None, "L", "F")
    assert result.text().splitlines()[:2] == [
        "The organisation is rated L at worst and F at best (60 to 100 %).",
        "Rule rating: N up to 15 %, P up to 50 %, L up to 85 %, else F.",
    ]
    assert result.to_dict()["ratings"] == [
        {"name": "total", "lower": "L", "upper": "F", "value": None}
    ]
    close = score("rating", "FFFF?", values=THIRDS, weights={"e": "1/10"})
    assert close.lower != close.upper
    assert close.rating == "F"
    assert close.value is None
    assert score("rating", "FFF??", values=THIRDS, policy="worst").rating == "L"


def test_bands_of_your_own() -> None:
    """Any labels and bounds."""
    bands = sm.Bands(id="halves", labels=("lower", "upper"), bounds=(50,))
    assert score("rating", "FFFNN", values=THIRDS, bands=bands).rating == "upper"
    assert score("rating", "FFNNN", values=THIRDS, bands=bands).rating == "lower"
    assert score("rating", "FFNNN", values=THIRDS, bands="refined").rating == "P+"
    assert score("rating", "FFNNN", values=THIRDS).rating == "P"


# --- nothing known, nothing applicable, policies


@pytest.mark.parametrize("rule", ALL)
def test_nothing_rated_gives_no_value(rule: str) -> None:
    """Full range, coverage 0; never 0 or -1."""
    none: dict[str, Any] = {}
    for more in (none, {"policy": "exclude", "minimum_coverage": 0}):
        given: dict[str, Any] = NEEDS.get(rule, {}) | more
        result = score(rule, **given)
        assert result.coverage == 0
        if rule in STAGED:
            assert (result.stage, result.chosen) == (None, None)
            assert place(result) == (0, 3)
        elif rule == "profile":
            assert {(own.lower, own.upper) for own in result.profile.stages} == {(0, 1)}
            assert {own.by(result.policy) for own in result.profile.stages} == {None}
        else:
            assert (result.value, result.lower, result.upper) == (None, 0, 1)
        if rule == "rating":
            assert (result.rating, result.ratings[0].lower, result.ratings[0].upper) == (
                None,
                "N",
                "F",
            )
        assert (sm.NoticeCode.LOW_COVERAGE in notices(result)) is bool(more)
    with pytest.raises(
        IncompleteAssessmentError,
        match="^answers: policy 'error' asks for every answer, and 5 are unknown: 'a', 'b', 'c',"
        " 'd', 'e'; find out, or leave the policy out for a range$",
    ) as caught:
        score(rule, policy="error", **NEEDS.get(rule, {}))
    assert caught.value.unknown == ("a", "b", "c", "d", "e")


@pytest.mark.parametrize("rule", ALL)
def test_a_policy_that_names_an_end_gives_it_and_says_so(rule: str) -> None:
    """By choice of the caller even of nothing; the range stays."""
    for policy, end in (("worst", 0), ("best", 1)):
        given: dict[str, Any] = NEEDS.get(rule, {}) | {"policy": policy}
        result = score(rule, **given)
        assert result.policy is sm.Policy(policy)
        assert result.to_dict()["policy"] == policy
        if rule in STAGED:
            assert result.stage.ordinal == 3 * end
            assert place(result) == (0, 3)
            assert f"by policy {policy}" in str(result)
        elif rule == "profile":
            assert {own.by(result.policy) for own in result.profile.stages} == {end}
        else:
            assert (result.value, result.lower, result.upper) == (end, 0, 1)
            assert f"by policy {policy}" in str(result)
        side = "bottom" if policy == "worst" else "top"
        assert notices(result)[sm.NoticeCode.POLICY] == (
            f"policy {policy} counts what is unknown as at the {side} of the scale; the range says"
            " what is known."
        )


@pytest.mark.parametrize("rule", ALL)
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"policy": "worst"},
        {"policy": "best"},
        {"policy": "error"},
        {"policy": "exclude", "minimum_coverage": 1},
    ],
    ids=["none", "worst", "best", "error", "exclude"],
)
def test_everything_not_applicable_has_no_coverage(rule: str, more: dict[str, Any]) -> None:
    """``None``, not 0; a ladder has its lowest place then, a mean has nothing."""
    given: dict[str, Any] = NEEDS.get(rule, {}) | more
    result = score(rule, "-----", **given)
    assert result.coverage is None
    assert result.to_dict()["coverage"] is None
    codes = set(notices(result))
    if rule in STAGED:
        assert result.stage is LADDER.below
        assert codes == {sm.NoticeCode.VACUOUS_STAGE}
        assert [own.about for own in result.notices] == [("1",), ("2",), ("3",)]
        assert result.explanation.next_stage is None
    else:
        assert codes == set()
    if rule == "profile":
        assert {(own.lower, own.upper) for own in result.profile.stages} == {(None, None)}
    if rule in NEEDS:
        assert (result.lower, result.upper, result.value, result.maximum) == (None,) * 4
        assert {own.factor for own in result.explanation.contributions} == {0}
        assert "since nothing applies" in str(result)
    if rule == "rating":
        assert (result.rating, result.ratings[0].lower, result.ratings[0].upper) == (None,) * 3


def test_a_number_for_what_does_not_apply_is_no_coverage() -> None:
    """It counts, and still nothing was looked at."""
    result = score("weighted_mean", "-----", values=THIRDS, not_applicable="1/3")
    assert (result.value, result.coverage) == (Fraction(1, 3), None)


def test_exclude_gives_a_value_from_a_minimum_of_coverage_on() -> None:
    """At the minimum itself it does; below it says so."""
    answers = "FF?N?"
    for rule in STAGED:
        enough = score(rule, answers, policy="exclude", minimum_coverage="3/5")
        assert enough.stage.ordinal == 2
        assert notices(enough)[sm.NoticeCode.POLICY] == (
            "policy exclude leaves out what is unknown as if it did not apply; the range says what"
            " is known."
        )
        assert sm.NoticeCode.LOW_COVERAGE not in notices(enough)
        short = score(rule, answers, policy="exclude", minimum_coverage="61/100")
        assert short.stage is None
        assert notices(short)[sm.NoticeCode.LOW_COVERAGE] == (
            "a share of 0.6 is rated, and policy exclude gives a value from 0.61 on."
        )
    mean = score("weighted_mean", answers, values=THIRDS, policy="exclude", minimum_coverage=0.6)
    assert (mean.lower, mean.value, mean.upper) == (Fraction(2, 5), Fraction(2, 3), Fraction(4, 5))
    nothing = score("cumulative", policy="exclude", minimum_coverage=0)
    assert notices(nothing)[sm.NoticeCode.LOW_COVERAGE] == (
        "a share of 0 is rated, and policy exclude gives a value from 0 on, and not of nothing."
    )


def test_a_policy_says_nothing_where_nothing_is_unknown() -> None:
    """There is no warning, and the value is what is known."""
    for policy in ("worst", "best", "error"):
        result = score("cumulative", "FFFNN", policy=policy)
        assert (result.stage, result.chosen) == (LADDER.stages[1], LADDER.stages[1])
        assert notices(result) == {}
        assert "policy" not in str(result)


def test_the_nearest_pattern_can_have_something_above_it() -> None:
    """The notice does not speak of a gate; rule high_water never has it."""
    result = score("nearest", "FFFNF", at="P", quorum=None)
    assert [own.ordinal for own in result.possible] == [2, 3]
    ahead = score("nearest", "FNNFN")
    assert ahead.stage.ordinal == 1
    assert notices(ahead)[sm.NoticeCode.RUNS_AHEAD] == (
        "of stages above stage 1 something is met already, up to stage 3; the result names the"
        " nearest pattern, not all that is there."
    )
    assert sm.NoticeCode.RUNS_AHEAD not in notices(score("high_water", "FNNFN"))


# --- rules as values


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (sm.CumulativeRule(quorum="1/2"), sm.CumulativeRule(quorum=0.5)),
        (sm.HighWaterRule(at=0.1), sm.HighWaterRule(at="1/10")),
        (sm.NearestRule(at="L"), sm.NearestRule(at="L")),
        (sm.ProfileRule(), sm.ProfileRule(at=None)),
        (
            sm.WeightedMeanRule(values={"F": 1, "N": 0}, weights={"b": 2, "a": "1/2"}),
            sm.WeightedMeanRule(values={"N": 0, "F": 1.0}, weights={"a": 0.5, "b": 2}),
        ),
        (sm.RatingRule(bands="nplf"), sm.ISO_33020_RATING),
        (sm.RatingRule(bands=sm.REFINED_BANDS), sm.ISO_33020_REFINED),
    ],
    ids=ALL + ("refined",),
)
def test_rules_are_values(one: sm.Rule, two: sm.Rule) -> None:
    """Equal however they were written; hashed, pickled and evolved."""
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one
    same: Any = one
    assert attrs.evolve(same) == one
    assert sm.Method(rule=one) == sm.Method(rule=two)


def test_a_rule_gives_what_its_name_gives() -> None:
    """With the same parameters, in both forms."""
    groups = {"one": ["a", {"x": ["b", "c"]}], "two": ["d", "e"]}
    pairs: list[tuple[sm.Rule, str, dict[str, Any]]] = [
        (sm.CumulativeRule(at="P", quorum="1/2"), "cumulative", {"at": "P", "quorum": "1/2"}),
        (sm.HighWaterRule(quorum=1), "high_water", {"quorum": 1}),
        (sm.NearestRule(at="F"), "nearest", {"at": "F"}),
        (sm.ProfileRule(at="P"), "profile", {"at": "P"}),
        (
            sm.WeightedMeanRule(values=THIRDS, groups=groups, floors={"x": 1}, levels="sum"),
            "weighted_mean",
            {"values": THIRDS, "groups": groups, "floors": {"x": 1}, "levels": "sum"},
        ),
        (
            sm.RatingRule(values=THIRDS, weights={"a": 2}, bands="refined"),
            "rating",
            {"values": THIRDS, "weights": {"a": 2}, "bands": "refined"},
        ),
    ]
    for rule, name, parameters in pairs:
        assert score(rule, "FL?PN") == score(name, "FL?PN", **parameters)
        assert rule.name == score(rule, "FL?PN").rule == name


def test_a_rule_of_your_own() -> None:
    """Whatever has a name and scores a case is one."""

    class Strict:
        name = "strict"

        def score(self, case: sm.Case) -> sm.Result:
            return sm.CumulativeRule(at="F").score(case)

    result = score(Strict(), "FLLLL", policy="error")
    assert isinstance(result, sm.StageResult)
    assert (result.stage, result.policy) == (LADDER.stages[0], sm.Policy.ERROR)
    assert isinstance(result.method.rule, Strict)


# --- what is refused

FALLING = {"N": 0, "P": 0.5, "L": 0.4, "F": 1}


def nested(depth: int) -> dict[str, Any]:
    """Groups within groups, so many deep."""
    groups: dict[str, Any] = {"inmost": ["work"]}
    for number in range(depth - 1):
        groups = {f"group {number}": groups}
    return groups


@pytest.mark.parametrize(
    ("rule", "given", "error", "message"),
    [
        ("high_water", {"at": "X"}, InvalidAnswerError, "at: unknown answer 'X' on scale 'nplf'"),
        ("nearest", {"at": "X"}, InvalidAnswerError, "at: unknown answer 'X' on scale 'nplf'"),
        ("profile", {"at": 1}, InvalidAnswerError, "at: unknown answer 1 on scale 'nplf'"),
        ("high_water", {"at": "N"}, InvalidValueError, "at: every answer reaches 'N', so nothing"),
        ("nearest", {"at": "N"}, InvalidValueError, "at: every answer reaches 'N', so nothing"),
        ("profile", {"at": "N"}, InvalidValueError, "at: every answer reaches 'N', so nothing"),
        ("nearest", {"at": True}, WrongTypeError, "at: expected a label or a number, not True"),
        ("profile", {"at": ["L"]}, WrongTypeError, "at: expected a label or a number, not \\['L"),
        (
            "cumulative",
            {"at": "F", "lower_at": "P"},
            ContradictionError,
            "lower_at: lower_at 'P' asks for less than at 'F'",
        ),
        ("cumulative", {"quorum": 0}, InvalidValueError, "quorum: a quorum of 0 would let every"),
        ("high_water", {"quorum": 0}, InvalidValueError, "quorum: a quorum of 0 would let every"),
        ("high_water", {"quorum": 1.5}, InvalidValueError, "quorum: expected a number from 0 to 1"),
        ("high_water", {"quorum": -1}, InvalidValueError, "quorum: expected a number from 0 to 1"),
        ("high_water", {"quorum": "x"}, InvalidValueError, "quorum: expected a finite number or a"),
        ("high_water", {"quorum": "1/0"}, InvalidValueError, "quorum: expected a finite number"),
        ("high_water", {"quorum": True}, WrongTypeError, "quorum: expected a number, not True"),
        ("cumulative", {"quorum": True}, WrongTypeError, "quorum: expected a number, not True"),
        ("high_water", {"quorum": []}, WrongTypeError, r"quorum: expected a number, not \[\]"),
    ],
)
def test_thresholds_and_quorums_that_are_refused(
    rule: str, given: dict[str, Any], error: type, message: str
) -> None:
    """With the name of the parameter as path."""
    refused(rule, given, error, message)


def refused(rule: Any, given: dict[str, Any], error: type, message: str, path: str = "") -> None:
    """Score, and expect this error at this path: the parameter given last, unless told."""
    with pytest.raises(SocialMaturityError, match=f"^{message}") as caught:
        score(rule, "FL?PN", **given)
    assert type(caught.value) is error
    assert caught.value.path == (path or list(given)[-1])


NEED_VALUES = (
    "values: the labels of scale 'nplf' are no numbers; say what each is worth with"
    " values={'N': ..., 'P': ..., 'L': ..., 'F': ...}"
)


@pytest.mark.parametrize("rule", ["weighted_mean", "rating"])
@pytest.mark.parametrize(
    ("values", "error", "message", "path"),
    [
        (None, MissingValueError, NEED_VALUES, "values"),
        ({}, MissingValueError, "values: label 'N' of scale 'nplf' has no number", "values"),
        (
            {"N": 0, "P": 0.3, "F": 1},
            MissingValueError,
            "values: label 'L' of scale 'nplf' has no number",
            "values",
        ),
        (
            THIRDS | {"X": 1},
            UnknownReferenceError,
            "values.X: unknown reference 'X' in scale 'nplf'; known: 'N', 'P', 'L', 'F'",
            "values.X",
        ),
        (
            FALLING,
            ContradictionError,
            "values: 'L' is better than 'P' and its value 0.4 is less than 0.5",
            "values",
        ),
        (
            dict.fromkeys("NPLF", 1),
            ContradictionError,
            "values: all labels have the value 1; then no answer would matter",
            "values",
        ),
        (
            THIRDS | {"F": float("inf")},
            InvalidValueError,
            "values.F: expected a finite number of ordinary size, not inf",
            "values.F",
        ),
        (
            THIRDS | {"F": float("nan")},
            InvalidValueError,
            "values.F: expected a finite number",
            "values.F",
        ),
        (THIRDS | {"F": "x"}, InvalidValueError, "values.F: expected a finite number", "values.F"),
        (THIRDS | {"F": True}, WrongTypeError, "values.F: expected a number, not T", "values.F"),
        (THIRDS | {"F": None}, WrongTypeError, "values.F: expected a number, not N", "values.F"),
        ((0, 0.3, 0.6, 1), WrongTypeError, r"values: expected numbers by name, such", "values"),
        ([0, 1], WrongTypeError, r"values: expected numbers by name, such", "values"),
        ((("N", 0), ("F", 1)), WrongTypeError, r"values: expected numbers by name", "values"),
        ({1: 1}, WrongTypeError, "values: a name is text, not 1", "values"),
    ],
)
def test_numbers_of_labels_that_are_refused(
    rule: str, values: Any, error: type, message: str, path: str
) -> None:
    """Missing, unknown, falling, not finite, or of another type."""
    refused(rule, {"values": values}, error, message, path)


def test_numbers_for_a_scale_of_numbers_are_refused() -> None:
    """There are some already."""
    rules: list[sm.Rule] = [sm.WeightedMeanRule(values=THIRDS), sm.RatingRule(values=THIRDS)]
    for rule in rules:
        with pytest.raises(
            InvalidValueError,
            match="^values: the answers on scale 'zero-to-one' are numbers already; leave values",
        ) as caught:
            sm.score(assess({}, scale="zero-to-one"), framework=LADDER, rule=rule)
        assert caught.value.path == "values"


@pytest.mark.parametrize(
    "values", [THIRDS | {"F": "3/2"}, THIRDS | {"N": "-1/3"}], ids=["above 1", "below 0"]
)
def test_a_rating_is_of_shares(values: dict[str, Any]) -> None:
    """A number outside 0 to 1 is no share of anything."""
    assert score("weighted_mean", values=values).upper is not None
    refused(
        "rating",
        {"values": values},
        InvalidValueError,
        "values: a rating cuts a percentage, so each answer is worth a number from 0 to 1, not",
    )


@pytest.mark.parametrize("rule", ["weighted_mean", "rating"])
@pytest.mark.parametrize(
    ("weights", "error", "message", "path"),
    [
        ({"a": -1}, InvalidValueError, "weights.a: a weight is above 0, not -1; what", "weights.a"),
        ({"a": 0}, InvalidValueError, "weights.a: a weight is above 0, not 0; what", "weights.a"),
        (
            {"aa": 1},
            UnknownReferenceError,
            "weights.aa: unknown reference 'aa' in indicators and groups; did you mean 'a'",
            "weights.aa",
        ),
        ({"2": 1}, UnknownReferenceError, "weights.2: unknown reference '2'", "weights.2"),
        (
            {"total": 2},
            UnknownReferenceError,
            "weights.total: unknown reference 'total' in indicators and groups",
            "weights.total",
        ),
        ({"a": "x"}, InvalidValueError, "weights.a: expected a finite number", "weights.a"),
        ({"a": None}, WrongTypeError, "weights.a: expected a number, not None", "weights.a"),
        ({"a": True}, WrongTypeError, "weights.a: expected a number, not True", "weights.a"),
        ({1: 1}, WrongTypeError, "weights: a name is text, not 1", "weights"),
        (["a"], WrongTypeError, r"weights: expected numbers by name, such as", "weights"),
        (("a", "b"), WrongTypeError, r"weights: expected numbers by name, such as", "weights"),
        (2, WrongTypeError, "weights: expected numbers by name, such as", "weights"),
    ],
)
def test_weights_that_are_refused(
    rule: str, weights: Any, error: type, message: str, path: str
) -> None:
    """Not above 0, of nothing, or of another type; the whole has no weight."""
    refused(rule, {"values": THIRDS, "weights": weights}, error, message, path)


BAD_GROUPS: list[tuple[Any, type, str, str | None]] = [
    ("stages", InvalidValueError, "groups: 'stages' is none of 'stage', 'dimension'; or", ""),
    ("", InvalidValueError, "groups: '' is none of 'stage', 'dimension'; or", ""),
    ({}, MissingValueError, "groups: a group needs members", ""),
    ({"g": []}, MissingValueError, "groups.g: a group needs members", "groups.g"),
    ({"g": {"h": {}}}, MissingValueError, "groups.g.h: a group needs", "groups.g.h"),
    ({"g": ["a", {}]}, MissingValueError, "groups.g: a group needs members", "groups.g"),
    (nested(31), InvalidValueError, ".*: groups nest more than 30 deep", None),
    (
        {"g": ["a", "b"]},
        MissingValueError,
        "groups: no group has the indicators 'c', 'd', 'e'; every one has to stand in one",
        "",
    ),
    (
        {"g": [*"abcde", "wrok"]},
        UnknownReferenceError,
        "groups: unknown reference 'wrok' in group 'g'; did you mean 'work'",
        "",
    ),
    (
        {"g": ["a", "b", "c"], "h": ["c", "d", "e"]},
        DuplicateError,
        "groups: indicator 'c' stands in two groups",
        "",
    ),
    (
        {"g": ["a", "a", "b", "c", "d", "e"]},
        DuplicateError,
        "groups: indicator 'a' stands in two groups",
        "",
    ),
    (
        {"g": ["a", "b"], "h": ["work"]},
        DuplicateError,
        "groups: indicator 'a' stands in two groups",
        "",
    ),
    (
        {"a": ["b", "c"], "h": ["a", "d", "e"]},
        ContradictionError,
        "groups: 'a' is the id of an indicator and names a group of other members",
        "",
    ),
    (
        {"work": ["a"], "h": ["b", "c", "d", "e"]},
        ContradictionError,
        "groups: 'work' is the id of a dimension and names a group of other members",
        "",
    ),
    (
        {"total": list("abcde")},
        DuplicateError,
        "groups: 'total' names two groups, or the whole",
        "",
    ),
    (
        {"g": {"g": list("abcde")}},
        DuplicateError,
        "groups: 'g' names two groups, or the whole",
        "",
    ),
    (
        {"g": "abcde"},
        WrongTypeError,
        "groups.g: expected a list of members or groups by name, not 'abcde'",
        "groups.g",
    ),
    ({"g": [1]}, WrongTypeError, "groups.g: expected text, not 1", "groups.g"),
    ({"g": ["a", None]}, WrongTypeError, "groups.g: expected text, not None", "groups.g"),
    ({1: ["a"]}, WrongTypeError, "groups: expected text, not 1", ""),
    (5, WrongTypeError, r"groups: expected groups by name, such as", ""),
    (["a", "b"], WrongTypeError, r"groups: expected groups by name, such as", ""),
    (("a", "b"), WrongTypeError, r"groups: expected groups by name, such as", ""),
    ((), WrongTypeError, r"groups: expected groups by name, such as", ""),
]


@pytest.mark.parametrize("rule", ["weighted_mean", "rating"])
@pytest.mark.parametrize(("groups", "error", "message", "path"), BAD_GROUPS)
def test_groups_that_are_refused(
    rule: str, groups: Any, error: type, message: str, path: str | None
) -> None:
    """Words of nothing, empty ones, members unknown, twice or missing, names of two things."""
    if path is None:
        path = ".".join(["groups", *(f"group {number}" for number in reversed(range(30)))])
    refused(rule, {"values": THIRDS, "groups": groups}, error, message, path)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00b"])
def test_a_group_has_a_name_of_one_line(name: str) -> None:
    """Without one it could not be told what it comes to."""
    with pytest.raises(SocialMaturityError, match="^groups") as caught:
        score("weighted_mean", values=THIRDS, groups={name: ["a"], "rest": ["b", "c", "d", "e"]})
    assert caught.value.path == "groups"


def test_groups_may_be_thirty_deep() -> None:
    """And no deeper; so no input exhausts the stack."""
    assert score("weighted_mean", "FFFFF", values=THIRDS, groups=nested(30)).value == 1


def test_missing_members_are_not_all_listed() -> None:
    """Six of them, and how many more."""
    wide = framework(stage(1, *(f"i{number}" for number in range(9))))
    with pytest.raises(MissingValueError, match="'i1', 'i2', 'i3', 'i4', 'i5', 'i6' and 2 more;"):
        sm.score(
            assess({}),
            framework=wide,
            rule="weighted_mean",
            values=THIRDS,
            groups={"g": ["i0"]},
        )


def twofold() -> sm.Framework:
    """A framework whose dimension has the id of an indicator."""
    own = stage(1, "a", "b")
    return framework(
        attrs.evolve(
            own, indicators=(own.indicators[0], attrs.evolve(own.indicators[1], dimension="a"))
        ),
        dimensions=tuple(
            sm.Dimension(id=one, name=one.capitalize(), basis="judgement") for one in ("work", "a")
        ),
    )


def test_a_name_of_two_things_is_refused_where_it_is_used() -> None:
    """A weight or a floor, or a member of a group; else nothing depends on it."""
    own = twofold()
    plain = score("weighted_mean", "FN", own, values=THIRDS, groups="dimension")
    assert plain.value == Fraction(1, 2)
    for name in ("weights", "floors"):
        with pytest.raises(
            ContradictionError,
            match=f"^{name}.a: 'a' is the id of an indicator and the name of a group",
        ) as caught:
            score("weighted_mean", "FN", own, values=THIRDS, groups="dimension", **{name: {"a": 1}})
        assert caught.value.path == f"{name}.a"
    with pytest.raises(
        ContradictionError, match="^groups: 'a' is the id of an indicator and of a dimension"
    ):
        score("weighted_mean", "FN", own, values=THIRDS, groups={"g": ["a", "work"]})


@pytest.mark.parametrize(
    ("given", "error", "message", "path"),
    [
        ({"levels": "suum"}, InvalidValueError, "levels: 'suum' is none of 'mean', 'sum'; did", ""),
        ({"levels": 5}, WrongTypeError, "levels: expected text, not 5", ""),
        (
            {"values": THIRDS | {"N": "1/9"}, "levels": "sum"},
            InvalidValueError,
            "levels: a level that is left out of a sum adds 0, so the worst answer has to be",
            "",
        ),
        (
            {"floors": {"aa": 1}},
            UnknownReferenceError,
            "floors.aa: unknown reference 'aa' in indicators and groups; did you mean 'a'",
            "floors.aa",
        ),
        ({"floors": {"2": 1}}, UnknownReferenceError, "floors.2: unknown reference", "floors.2"),
        ({"floors": {"a": "x"}}, InvalidValueError, "floors.a: expected a finite", "floors.a"),
        (
            {"floors": {"total": float("nan")}},
            InvalidValueError,
            "floors.total: expected a finite number",
            "floors.total",
        ),
        ({"floors": ["a"]}, WrongTypeError, "floors: expected numbers by name", ""),
        ({"floors": (("a", 0.5),)}, WrongTypeError, "floors: expected numbers by name", ""),
        (
            {"not_applicable": 1.5},
            InvalidValueError,
            "not_applicable: expected a number from 0 to 1, not 1.5",
            "",
        ),
        (
            {"not_applicable": -0.1},
            InvalidValueError,
            "not_applicable: expected a number from 0 to 1, not -0.1",
            "",
        ),
        ({"not_applicable": "x"}, InvalidValueError, "not_applicable: expected a finite", ""),
        ({"not_applicable": True}, WrongTypeError, "not_applicable: expected a number, not", ""),
    ],
)
def test_what_else_a_mean_refuses(
    given: dict[str, Any], error: type, message: str, path: str
) -> None:
    """Levels, floors, and numbers for what does not apply."""
    refused("weighted_mean", {"values": THIRDS} | given, error, message, path or list(given)[-1])


@pytest.mark.parametrize(
    ("bands", "error", "message"),
    [
        ("nplff", UnknownNameError, "bands: unknown name 'nplff' in the bands; did you mean 'npl"),
        ("", UnknownNameError, "bands: unknown name '' in the bands; known: 'nplf', 'refined'"),
        (5, WrongTypeError, "bands: expected Bands, or 'nplf' or 'refined', not 5"),
        ((15, 50, 85), WrongTypeError, r"bands: expected Bands, or 'nplf' or 'refined', not \(15"),
    ],
)
def test_bands_that_are_not_there(bands: Any, error: type, message: str) -> None:
    """Near names are offered."""
    refused("rating", {"values": THIRDS, "bands": bands}, error, message)


@pytest.mark.parametrize(
    ("labels", "bounds", "error", "message", "path"),
    [
        (("a", "b"), (0,), InvalidValueError, "bounds rise from above 0 to below 100, not 0", ""),
        (("a", "b"), (100,), InvalidValueError, "bounds rise from above 0 to below 100", ""),
        (("a", "b", "c"), (50, 50), InvalidValueError, "bounds rise from above 0 .*50, 50", ""),
        (("a", "b", "c"), (60, 50), InvalidValueError, "bounds rise from above 0 .*60, 50", ""),
        (("a", "b"), (), InvalidValueError, "0 bounds for 2 labels; expected one bound", ""),
        (("a",), (), InvalidValueError, "0 bounds for 1 labels; expected one bound", ""),
        (("a", "b"), (20, 30), InvalidValueError, "2 bounds for 2 labels; expected one", ""),
        (("a", "b"), ("x",), InvalidValueError, "expected a finite number", "bounds[0]"),
        (("a", "b"), (True,), WrongTypeError, "expected a number, not True", "bounds[0]"),
        (("a", "b"), [20], WrongTypeError, r"expected a tuple, such as \(15, 50, 85\), not", ""),
        (("a", "A"), (20,), DuplicateError, r"of labels \('a', 'A'\) two differ in case", "labels"),
        (("a", "a"), (20,), DuplicateError, "'a' stands here twice", "labels"),
        (("a", " "), (20,), MissingValueError, "expected text, found none", "labels"),
        (["a", "b"], (20,), WrongTypeError, r"expected a tuple, such as \(a, b\)", "labels"),
    ],
)
def test_bands_that_do_not_hold_together(
    labels: Any, bounds: Any, error: type, message: str, path: str
) -> None:
    """Bounds that do not rise, another count of them, labels alike."""
    with pytest.raises(SocialMaturityError, match=message) as caught:
        sm.Bands(id="own", labels=labels, bounds=bounds)
    assert type(caught.value) is error
    assert caught.value.path == (path or "bounds")


@pytest.mark.parametrize(
    ("percentage", "error", "message"),
    [
        (-0.1, InvalidValueError, "expected a percentage from 0 to 100, not -0.1"),
        (100.1, InvalidValueError, "expected a percentage from 0 to 100, not 100.1"),
        (float("nan"), InvalidValueError, "expected a finite number"),
        ("half", InvalidValueError, "expected a finite number"),
        (True, WrongTypeError, "expected a number, not True"),
        (None, WrongTypeError, "expected a number, not None"),
    ],
)
def test_what_is_no_percentage_is_not_rated(percentage: Any, error: type, message: str) -> None:
    """It is refused, not cut off at the ends."""
    with pytest.raises(SocialMaturityError, match=f"^percentage: {message}") as caught:
        sm.NPLF_BANDS.rate(percentage)
    assert type(caught.value) is error


@pytest.mark.parametrize("rule", ALL)
@pytest.mark.parametrize(
    ("given", "error", "message", "path"),
    [
        (
            {"policy": "wrost"},
            InvalidValueError,
            "policy: 'wrost' is none of 'worst', 'best', 'exclude', 'error'; did you mean 'worst'",
            "policy",
        ),
        ({"policy": ""}, InvalidValueError, "policy: '' is none of 'worst'", "policy"),
        ({"policy": 5}, WrongTypeError, "policy: expected text, not 5", "policy"),
        (
            {"policy": "exclude"},
            MissingValueError,
            "minimum_coverage: policy 'exclude' needs a minimum of coverage; give",
            "minimum_coverage",
        ),
        (
            {"minimum_coverage": 0.5},
            InvalidValueError,
            "minimum_coverage: a minimum of coverage belongs to policy='exclude'",
            "minimum_coverage",
        ),
        (
            {"policy": "worst", "minimum_coverage": 0},
            InvalidValueError,
            "minimum_coverage: a minimum of coverage belongs to policy='exclude'",
            "minimum_coverage",
        ),
        (
            {"policy": "exclude", "minimum_coverage": 1.5},
            InvalidValueError,
            "minimum_coverage: expected a number from 0 to 1, not 1.5",
            "minimum_coverage",
        ),
        (
            {"policy": "exclude", "minimum_coverage": -1},
            InvalidValueError,
            "minimum_coverage: expected a number from 0 to 1, not -1",
            "minimum_coverage",
        ),
        (
            {"policy": "exclude", "minimum_coverage": "half"},
            InvalidValueError,
            "minimum_coverage: expected a finite number",
            "minimum_coverage",
        ),
        (
            {"policy": "exclude", "minimum_coverage": True},
            WrongTypeError,
            "minimum_coverage: expected a number, not True",
            "minimum_coverage",
        ),
        (
            {"strength": "observd"},
            InvalidValueError,
            "strength: 'observd' is none of 'asserted', 'documented', 'observed', 'verified'; did",
            "strength",
        ),
        ({"strength": 3}, WrongTypeError, "strength: expected text, not 3", "strength"),
        (
            {"valid_for": 30},
            MissingValueError,
            "as_of: valid_for counts back from a day; give as_of=... with it",
            "as_of",
        ),
        (
            {"as_of": "2026-11-01", "valid_for": 0},
            InvalidValueError,
            "valid_for: expected a whole number from 1 on, not 0",
            "valid_for",
        ),
        (
            {"as_of": "2026-11-01", "valid_for": True},
            WrongTypeError,
            "valid_for: expected a whole number, not True",
            "valid_for",
        ),
        (
            {"as_of": "2026-11-01", "valid_for": 30.5},
            WrongTypeError,
            "valid_for: expected a whole number, not 30.5",
            "valid_for",
        ),
        (
            {"as_of": "1 November"},
            InvalidValueError,
            "as_of: invalid date '1 November'; expected YYYY-MM-DD",
            "as_of",
        ),
        ({"as_of": 20261101}, WrongTypeError, "as_of: expected a date, not 20261101", "as_of"),
        (
            {"most_not_applicable": -1},
            InvalidValueError,
            "most_not_applicable: expected a whole number from 0 on, not -1",
            "most_not_applicable",
        ),
        (
            {"most_not_applicable": True},
            WrongTypeError,
            "most_not_applicable: expected a whole number, not True",
            "most_not_applicable",
        ),
        (
            {"never_not_applicable": ["a", "aa"]},
            UnknownIndicatorError,
            "never_not_applicable: unknown indicator 'aa' in framework 'demo'; did you mean 'a'",
            "never_not_applicable",
        ),
        (
            {"never_not_applicable": ["a", "b", "a"]},
            DuplicateError,
            "never_not_applicable: 'a' stands here twice",
            "never_not_applicable",
        ),
        (
            {"never_not_applicable": "a"},
            WrongTypeError,
            r"never_not_applicable: expected ids of indicators, such as \['listening'\], not 'a'",
            "never_not_applicable",
        ),
        (
            {"never_not_applicable": [1]},
            WrongTypeError,
            "never_not_applicable: expected text, not 1",
            "never_not_applicable",
        ),
        (
            {"never_not_applicable": None},
            WrongTypeError,
            "never_not_applicable: expected ids of indicators",
            "never_not_applicable",
        ),
        (
            {"polcy": "worst"},
            WrongTypeError,
            "polcy: there is no option 'polcy'; did you mean 'policy'",
            "polcy",
        ),
        ({"zzz": 1}, WrongTypeError, "zzz: there is no option 'zzz'", "zzz"),
    ],
)
def test_options_that_are_refused(
    rule: str, given: dict[str, Any], error: type, message: str, path: str
) -> None:
    """Whatever the rule: policies, filters, limits, and names that are not there."""
    refused(rule, NEEDS.get(rule, {}) | given, error, message, path)


@pytest.mark.parametrize(
    ("rule", "misspelt", "meant"),
    [
        ("cumulative", "qurum", "quorum"),
        ("weighted_mean", "wieghts", "weights"),
        ("rating", "band", "bands"),
    ],
)
def test_a_parameter_that_is_misspelt(rule: str, misspelt: str, meant: str) -> None:
    """The near name is offered, as for options."""
    given = NEEDS.get(rule, {}) | {misspelt: 1}
    refused(rule, given, WrongTypeError, f".*'{misspelt}'; did you mean '{meant}'")


@pytest.mark.parametrize(
    ("rule", "name", "value", "takers"),
    [
        ("nearest", "quorum", 1, "'cumulative' or 'high_water'"),
        ("high_water", "lower_at", "L", "'cumulative'"),
        ("cumulative", "values", THIRDS, "'weighted_mean' or 'rating'"),
        ("profile", "weights", {"a": 1}, "'weighted_mean' or 'rating'"),
        ("rating", "floors", {"a": 1}, "'weighted_mean'"),
        ("rating", "levels", "sum", "'weighted_mean'"),
        ("rating", "not_applicable", 0, "'weighted_mean'"),
        ("weighted_mean", "bands", "nplf", "'rating'"),
        ("weighted_mean", "at", "L", "'cumulative' or 'high_water' or 'nearest' or 'profile'"),
        ("nearest", "groups", "stage", "'weighted_mean' or 'rating'"),
    ],
)
def test_a_parameter_that_the_rule_does_not_take(
    rule: str, name: str, value: object, takers: str
) -> None:
    """The message names the rules that do."""
    message = f"{name}: rule '{rule}' takes no {name}; leave it out, or ask for rule={takers}$"
    refused(rule, {name: value}, InvalidValueError, message)


@pytest.mark.parametrize(
    ("rule", "error", "message"),
    [
        ("cumulativ", UnknownRuleError, "rule: unknown rule 'cumulativ'; did you mean 'cumulativ"),
        ("highwater", UnknownRuleError, "rule: unknown rule 'highwater'; did you mean 'high_wat"),
        (sm.CumulativeRule, WrongTypeError, "rule: expected the name of a rule or a rule such as"),
        (sm.ISO_33020_LEVEL.score, WrongTypeError, "rule: expected the name of a rule or a rule"),
        (5, WrongTypeError, r"rule: expected .* a rule such as CumulativeRule\(\), not 5"),
        (["cumulative"], WrongTypeError, "rule: expected the name of a rule or a rule such as"),
    ],
)
def test_what_is_no_rule(rule: Any, error: type, message: str) -> None:
    """A class is none, nor a name that nothing answers to."""
    refused(rule, {}, error, message, "rule")


@pytest.mark.parametrize("rule", ["cumulative", None, 5, sm.CumulativeRule])
def test_a_method_needs_a_rule(rule: Any) -> None:
    """The name of one is none; `score` looks names up."""
    with pytest.raises(WrongTypeError, match="^rule: expected ") as caught:
        sm.Method(rule=rule)
    assert caught.value.path == "rule"


def test_a_rule_has_its_parameters_already() -> None:
    """None can be given beside it."""
    given: list[tuple[sm.Rule, dict[str, Any]]] = [
        (sm.CumulativeRule(), {"at": "L"}),
        (sm.ISO_33020_LEVEL, {"quorum": 1}),
        (sm.WeightedMeanRule(values=THIRDS), {"weights": {"a": 2}}),
        (sm.RatingRule(values=THIRDS), {"bands": "refined"}),
    ]
    for rule, parameters in given:
        message = f"{next(iter(parameters))}: the rule has its parameters already;"
        refused(rule, parameters, InvalidValueError, message)

"""Published methods at their boundaries, each built by hand from the text that defines it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, framework, stage

NA = sm.NOT_APPLICABLE


def levels(*asked: Sequence[str], baseline: bool = False, **changes: Any) -> sm.Framework:
    """A ladder whose levels ask for these; the first may be where everyone starts."""
    ground = [stage(1, baseline=True)] if baseline else []
    stages = [stage(own, *ids) for own, ids in enumerate(asked, len(ground) + 1)]
    return framework(*ground, *stages, **changes)


def sorted_by(own: sm.Framework, dimensions: Mapping[str, Sequence[str]]) -> sm.Framework:
    """The framework with its indicators in these dimensions."""
    of = {one: name for name, ids in dimensions.items() for one in ids}
    return attrs.evolve(
        own,
        dimensions=(
            *own.dimensions,
            *(sm.Dimension(id=one, name=one.title(), basis="judgement") for one in dimensions),
        ),
        stages=tuple(
            attrs.evolve(
                each,
                indicators=tuple(
                    attrs.evolve(one, dimension=of[one.id]) for one in each.indicators
                ),
            )
            for each in own.stages
        ),
    )


def staged(own: sm.Framework, rule: sm.Rule, answers: Mapping[str, Any], **more: Any) -> Any:
    """The result of a rule, on a scale that may be another one than the framework's."""
    scale = more.pop("scale", None)
    result: sm.Result = sm.score(
        assess(dict(answers), scale=scale), framework=own, rule=rule, **more
    )
    return result


def ordinals(result: sm.StageResult) -> tuple[int, int]:
    """The range."""
    return result.lower.ordinal, result.upper.ordinal


def codes(result: sm.Result) -> set[sm.NoticeCode]:
    """What is warned of."""
    return {own.code for own in result.notices}


# --- ISO/IEC 33020: ratings

BOUNDS = [
    ("0", "N", "N"),
    ("15", "N", "N"),
    ("15.01", "P", "P-"),
    ("32.5", "P", "P-"),
    ("32.51", "P", "P+"),
    ("50", "P", "P+"),
    ("50.01", "L", "L-"),
    ("67.5", "L", "L-"),
    ("67.51", "L", "L+"),
    ("85", "L", "L+"),
    ("85.01", "F", "F"),
    ("100", "F", "F"),
]


@pytest.mark.parametrize(("percentage", "rating", "refined"), BOUNDS)
def test_ratings_of_iso_33020_are_closed_above(percentage: str, rating: str, refined: str) -> None:
    """N to 15, P to 50, L to 85 %, P and L halved at 32.5 and 67.5 %.

    ISO/IEC 33020:2019, process attribute rating scale; the bounds as printed in Automotive SPICE,
    Process assessment model 3.1, where each band says "> 15 % to <= 50 %".
    """
    exact = Fraction(percentage)
    assert sm.NPLF_BANDS.rate(exact) == rating
    assert sm.REFINED_BANDS.rate(exact) == refined
    assert sm.NPLF_BANDS.rate(float(percentage)) == rating
    attribute = framework(stage(1, "attribute"))
    answer = {"attribute": exact / 100}
    for rule, expected in ((sm.ISO_33020_RATING, rating), (sm.ISO_33020_REFINED, refined)):
        result = staged(attribute, rule, answer, scale="zero-to-one")
        assert result.rating == expected


def test_a_float_on_a_bound_lies_on_it() -> None:
    """0.15, 0.325, 0.5, 0.675 and 0.85 are no binary numbers, and mean their decimals.

    The bounds of ISO/IEC 33020:2019, given as a developer gives them.
    """
    attribute = framework(stage(1, "attribute"))
    for share, expected in ((0.15, "N"), (0.325, "P-"), (0.5, "P+"), (0.675, "L-"), (0.85, "L+")):
        result = staged(attribute, sm.ISO_33020_REFINED, {"attribute": share}, scale="zero-to-one")
        assert result.rating == expected


def test_a_mean_on_a_bound_lies_on_it() -> None:
    """Outcomes that make 15 or 50 percent together, thirds among them, with nothing lost.

    Method R1 of ISO/IEC 33020:2019 rates outcomes and aggregates them; exact fractions keep the
    sum on the bound.
    """
    outcomes = framework(stage(1, *(f"outcome{number}" for number in range(3))))
    for shares, expected in (
        ((0.1, 0.1, 0.25), "N"),
        (("1/3", "1/3", "5/6"), "P"),
        ((0.1, 0.2, "151/1000"), "P"),
    ):
        answers = {f"outcome{number}": share for number, share in enumerate(shares)}
        result = staged(outcomes, sm.ISO_33020_RATING, answers, scale="zero-to-one")
        assert result.rating == expected


# --- ISO/IEC 33020: capability levels

CAPABILITY = levels(["pa-1-1"], ["pa-2-1", "pa-2-2"], ["pa-3-1", "pa-3-2"])


def attributes(ratings: str) -> dict[str, Any]:
    """Ratings in order of the attributes; ? for one not rated, - for one out of scope."""
    words: dict[str, Any] = {"?": None, "-": NA}
    ids = [str(own.id) for own in CAPABILITY.indicators]
    return {own: words.get(one, one) for own, one in zip(ids, ratings, strict=True)}


@pytest.mark.parametrize(
    ("ratings", "level"),
    [
        ("PNNNN", 0),
        ("LNNNN", 1),
        ("FNNNN", 1),
        ("FLLNN", 2),
        ("LLLNN", 1),
        ("LFFFF", 1),
        ("FFFLL", 3),
        ("FFLLL", 2),
        ("FLFFF", 2),
        ("FFFPF", 2),
        ("FFFFF", 3),
    ],
)
def test_capability_levels_of_iso_33020(ratings: str, level: int) -> None:
    """Attributes of the level itself largely, those of every lower level fully achieved.

    ISO/IEC 33020:2019, process capability level model (table in Automotive SPICE PAM 3.1): level 2
    asks for PA 1.1 at F, and for PA 2.1 and PA 2.2 at L or F.
    """
    result = staged(CAPABILITY, sm.ISO_33020_LEVEL, attributes(ratings))
    assert ordinals(result) == (level, level)


def test_an_attribute_at_l_on_a_lower_level_is_what_blocks() -> None:
    """The explanation names it, and that it has to reach F; at the top L is asked for.

    ISO/IEC 33020:2019, process capability level model.
    """
    result = staged(CAPABILITY, sm.ISO_33020_LEVEL, attributes("FFLPL"))
    bound = [(own.indicator, own.answer, own.needed) for own in result.explanation.binding]
    assert bound == [("pa-2-2", "L", "F"), ("pa-3-1", "P", "L")]
    assert result.explanation.next_stage == 3


def test_an_attribute_that_is_not_rated_leaves_a_range() -> None:
    """It blocks its level at worst, and what it has to be at best hangs on what lies above.

    ISO/IEC 33020:2019 gives no level to what is not rated; a range says how far it could go.
    """
    result = staged(CAPABILITY, sm.ISO_33020_LEVEL, attributes("F?LNN"))
    assert ordinals(result) == (1, 2)
    wide = staged(CAPABILITY, sm.ISO_33020_LEVEL, attributes("FF?LL"))
    assert [own.ordinal for own in wide.possible] == [1, 2, 3]
    assert [(own.indicator, own.needed) for own in wide.explanation.decisive] == [("pa-2-2", "L")]


@pytest.mark.parametrize(
    ("shares", "level"),
    [
        ((0.5, 1, 1), 0),
        ((0.51, 0, 0), 1),
        ((0.85, 0.9, 0.9), 1),
        ((0.86, 0.51, 0.51), 2),
        ((0.86, 0.5, 0.9), 1),
    ],
)
def test_capability_levels_from_percentages(shares: tuple[float, float, float], level: int) -> None:
    """50 % is P and 85 % is L, so that neither is enough for what asks for more.

    ISO/IEC 33020:2019, rating scale and capability level model together.
    """
    own = levels(["pa-1-1"], ["pa-2-1", "pa-2-2"])
    answers: dict[str, Any] = dict(zip(("pa-1-1", "pa-2-1", "pa-2-2"), shares, strict=True))
    result = staged(own, sm.ISO_33020_LEVEL, answers, scale="zero-to-one")
    assert result.stage.ordinal == level


# --- C2M2

C2M2 = levels(["a", "b"], ["c", "d"], ["e"])


@pytest.mark.parametrize(
    ("responses", "level"),
    [
        ("LFLLP", 2),
        ("LFLLL", 3),
        ("PFFFF", 0),
        ("FFNFF", 1),
        ("FFFPN", 1),
        ("NNNNN", 0),
    ],
)
def test_one_partial_practice_at_mil1_blocks_everything(responses: str, level: int) -> None:
    """Every practice up to the level fully or largely implemented; MIL0 otherwise.

    C2M2 2.1, section on maturity indicator levels: to earn a level in a domain, all practices of
    it and of the levels before it have to be performed.
    """
    result = staged(C2M2, sm.C2M2_MIL, dict(zip("abcde", responses, strict=True)))
    assert result.stage.ordinal == level
    assert (result.stage is C2M2.below) is (level == 0)


def test_each_domain_of_c2m2_has_its_own_level() -> None:
    """There is no level over all of them: the lowest would hide how far the others are.

    C2M2 2.1: levels apply independently to each domain.
    """
    own = sorted_by(C2M2, {"risk": ["a", "c", "e"], "threat": ["b", "d"]})
    answers = dict(zip("abcde", "FPLNL", strict=True))
    risk = staged(own, sm.C2M2_MIL, answers, dimension="risk")
    threat = staged(own, sm.C2M2_MIL, answers, dimension="threat")
    assert (risk.stage.ordinal, threat.stage.ordinal) == (3, 0)


# --- CMMI, staged

CMMI = levels(["rm", "pp", "sam"], ["rd", "ts"], ["qpm"], ["opm"], baseline=True)


def areas(answers: str) -> dict[str, Any]:
    """Process areas in order: satisfied, unsatisfied, not rated, not applicable."""
    words: dict[str, Any] = {"s": "yes", "u": "no", "?": None, "-": NA}
    ids = [str(own.id) for own in CMMI.indicators]
    return {own: words[one] for own, one in zip(ids, answers, strict=True)}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("uuuuuuu", 1),
        ("sssuuuu", 2),
        ("ss-uuuu", 2),
        ("ss-ssuu", 3),
        ("su-ssss", 1),
        ("sssssss", 5),
        ("ssss-us", 3),
    ],
)
def test_not_applicable_is_satisfied_in_the_staged_cmmi(answers: str, level: int) -> None:
    """The highest level at which all areas of it and below are satisfied or not applicable.

    CMMI for Development 1.3, SCAMPI A method definition, rating of maturity levels; Supplier
    Agreement Management is the area that may not apply. Level 1 is where everyone is.
    """
    result = staged(CMMI, sm.CMMI_STAGED, areas(answers), scale="yes-no")
    assert result.stage.ordinal == level


def test_a_level_of_which_nothing_applies_is_passed_and_never_the_result() -> None:
    """It is flagged, since it is evidence of nothing.

    SCAMPI A lets what is not applicable satisfy a level; a level of nothing else is ours to flag.
    """
    passed = staged(CMMI, sm.CMMI_STAGED, areas("sssss-s"), scale="yes-no")
    assert passed.stage.ordinal == 5
    stopped = staged(CMMI, sm.CMMI_STAGED, areas("sssss-u"), scale="yes-no")
    assert stopped.stage.ordinal == 3
    for result in (passed, stopped):
        assert [own.about for own in result.notices if own.code == "vacuous-stage"] == [("4",)]
        assert result.explanation.verdicts[3] is sm.Verdict.VACUOUS
    unknown = staged(CMMI, sm.CMMI_STAGED, areas("sss??-?"), scale="yes-no")
    assert [own.ordinal for own in unknown.possible] == [2, 3, 5]


def test_an_area_that_was_not_rated_is_not_unsatisfied() -> None:
    """It leaves a range in place of the lower level.

    SCAMPI A: a goal is *not rated* where the evidence does not meet the rules of coverage.
    """
    result = staged(CMMI, sm.CMMI_STAGED, areas("ss?ssuu"), scale="yes-no")
    assert [own.ordinal for own in result.possible] == [1, 3]
    assert result.stage is None


# --- BSIMM


def test_any_activity_of_level_3_gives_level_3() -> None:
    """The high-water mark of a practice, whatever lies below it.

    BSIMM, assessment by high-water mark, as told in owaspsamm/core#30: one level-3 activity that
    is observed puts a firm at 3. What was not run up to is in the comparison.
    """
    practice = levels(["train"], ["share", "teach"], ["certify"])
    top = staged(practice, sm.BSIMM_HIGH_WATER, {"certify": "yes"}, scale="yes-no")
    assert top.stage is practice.stages[2]
    rest = dict.fromkeys(("train", "share", "teach"), "no")
    told = staged(practice, sm.BSIMM_HIGH_WATER, {"certify": "yes", **rest}, scale="yes-no")
    gate = next(own for own in told.explanation.comparison if own.rule == "cumulative")
    assert (gate.lower, gate.upper) == (0, 0)
    middle = staged(practice, sm.BSIMM_HIGH_WATER, {**rest, "share": "yes"}, scale="yes-no")
    assert ordinals(middle) == (2, 3)


# --- OWASP SAMM 2

SAMM_FUNCTIONS = {
    f"function-{function}": [f"practice-{3 * function + number}" for number in range(3)]
    for function in range(5)
}
SAMM_PRACTICES = [practice for own in SAMM_FUNCTIONS.values() for practice in own]


def activity(practice: str, stream: str, level: int) -> str:
    """The id of one of the 90 activities."""
    return f"{practice}-{stream}-{level}"


def samm() -> sm.Framework:
    """Five functions of three practices of two streams on three levels, one question each."""
    scale = sm.Scale(
        id="samm",
        labels=("No", "some", "half", "all"),
        values=(0, Fraction(1, 4), Fraction(1, 2), 1),
    )
    asked = [
        [activity(practice, stream, level) for practice in SAMM_PRACTICES for stream in "ab"]
        for level in (1, 2, 3)
    ]
    own = levels(*asked, scale=scale, gate=sm.Gate(at="all"))
    return sorted_by(
        own,
        {
            practice: [activity(practice, stream, level) for stream in "ab" for level in (1, 2, 3)]
            for practice in SAMM_PRACTICES
        },
    )


SAMM = samm()
SAMM_RULE = sm.WeightedMeanRule(groups=SAMM_FUNCTIONS, levels="sum")


def at_levels(*answered: int) -> dict[str, str]:
    """Everything done at these levels, nothing at the others."""
    return {
        activity(practice, stream, level): "all" if level in answered else "No"
        for practice in SAMM_PRACTICES
        for stream in "ab"
        for level in (1, 2, 3)
    }


def test_samm_adds_levels_up_and_compensates() -> None:
    """Level 1 alone everywhere and level 3 alone everywhere both score exactly 1.

    OWASP SAMM 2, toolbox and "SAMM scoring": practice = sum over levels of the mean of its two
    streams, function and whole are means of that. A gate tells the two apart.
    """
    first = staged(SAMM, SAMM_RULE, at_levels(1))
    third = staged(SAMM, SAMM_RULE, at_levels(3))
    assert first.value == third.value == 1
    assert (first.maximum, third.maximum) == (3, 3)
    assert staged(SAMM, SAMM_RULE, at_levels(1, 2, 3)).value == 3
    assert staged(SAMM, sm.CumulativeRule(), at_levels(1)).stage.ordinal == 1
    assert staged(SAMM, sm.CumulativeRule(), at_levels(3)).stage.ordinal == 0


def test_an_empty_samm_form_scores_0_by_policy_worst_alone() -> None:
    """The toolbox wraps every blank into a No; the range says that nothing is known.

    OWASP SAMM 2 toolbox, IFERROR(..., 0) around every answer.
    """
    blank = staged(SAMM, SAMM_RULE, {}, policy="worst")
    assert (blank.value, blank.lower, blank.upper) == (0, 0, 3)
    assert blank.coverage == 0
    assert sm.NoticeCode.POLICY in codes(blank)
    assert staged(SAMM, SAMM_RULE, {}).value is None


def test_one_blank_does_not_cost_a_whole_samm_practice() -> None:
    """Five good answers and a blank are worth 2.5 to 3, where a calculator gives 0.

    OWASP SAMM 2; SAMMwise scores a practice 0 where any of its six answers is missing.
    """
    answers = {key: own for key, own in at_levels(1, 2, 3).items() if key != "practice-0-a-1"}
    result = staged(SAMM, SAMM_RULE, answers)
    practice = result.group("practice-0")
    assert (practice.lower, practice.upper) == (Fraction(5, 2), 3)
    function = result.group("function-0")
    assert function.lower == Fraction(17, 6)
    assert result.lower == 3 - Fraction(1, 30)
    assert [own.indicator for own in result.explanation.decisive] == ["practice-0-a-1"]


def test_a_samm_practice_is_also_the_mean_of_its_streams() -> None:
    """Adding the levels of each stream first comes to the same, answer by answer.

    OWASP SAMM 2: the toolbox adds the means of levels, the text means the sums of streams.
    """
    by_stream = {
        function: {
            practice: {
                f"{practice}-{stream}": [activity(practice, stream, level) for level in (1, 2, 3)]
                for stream in "ab"
            }
            for practice in practices
        }
        for function, practices in SAMM_FUNCTIONS.items()
    }
    streams = sm.WeightedMeanRule(
        groups={
            function: {f"of {practice}": streams for practice, streams in own.items()}
            for function, own in by_stream.items()
        },
        levels="sum",
    )
    labels = SAMM.scale.labels
    answers = {
        str(own.id): labels[(7 * place + place // 5) % 4]
        for place, own in enumerate(SAMM.indicators)
    }
    ours, theirs = staged(SAMM, SAMM_RULE, answers), staged(SAMM, streams, answers)
    assert ours.value == theirs.value
    for practice in SAMM_PRACTICES:
        assert ours.group(practice).value == theirs.group(f"of {practice}").value
    numbers = dict(zip(labels, map(Fraction, ("0", "1/4", "1/2", "1")), strict=True))
    first = sum(
        numbers[answers[activity("practice-0", stream, level)]] / 2
        for stream in "ab"
        for level in (1, 2, 3)
    )
    assert ours.group("practice-0").value == first


# --- CyberFundamentals

CYFUN = sorted_by(
    levels(
        ["pr-1", "pr-2", "de-1", "de-2"],
        scale=sm.Scale(
            id="cyfun", labels=("one", "two", "three", "four", "five"), values=(1, 2, 3, 4, 5)
        ),
        gate=None,
    ),
    {"protect": ["pr-1", "pr-2"], "detect": ["de-1", "de-2"]},
)
"""Two categories of a key measure and another one each; a requirement has one number here, which
is the mean of its two scores there."""

BASIC = sm.WeightedMeanRule(
    groups="dimension",
    floors={"total": 2.5, "pr-1": 2.5, "de-1": 2.5},
    not_applicable=2.5,
)
ESSENTIAL = sm.WeightedMeanRule(
    groups="dimension",
    floors={"total": 3.5, "pr-1": 3, "de-1": 3, "protect": 3, "detect": 3},
    not_applicable=2.5,
)
LIMITS: dict[str, Any] = {
    "most_not_applicable": 1,
    "never_not_applicable": ["pr-1", "de-1"],
}


def measured(*answers: Any) -> dict[str, Any]:
    """Answers in order of the requirements."""
    return dict(zip(("pr-1", "pr-2", "de-1", "de-2"), answers, strict=True))


def test_cyfun_asks_for_a_mean_and_for_floors() -> None:
    """A high total does not make up for a key measure or a category.

    CyberFundamentals 2025: targets of 2.5 (Basic) or 3.5 (Essential) for the total, of 2.5 or 3
    for each key measure, and for Essential of 3 for each category.
    """
    threes = staged(CYFUN, BASIC, measured(*["three"] * 4), **LIMITS)
    assert (threes.value, threes.verdict) == (3, sm.Verdict.MET)
    assert staged(CYFUN, ESSENTIAL, measured(*["three"] * 4), **LIMITS).verdict == "not-met"
    weak_key = staged(CYFUN, BASIC, measured("two", "five", "five", "five"), **LIMITS)
    assert (weak_key.value, weak_key.verdict) == (Fraction(17, 4), sm.Verdict.NOT_MET)
    failed = [own.name for own in weak_key.explanation.floors if own.verdict == "not-met"]
    assert failed == ["pr-1"]
    weak_category = staged(CYFUN, ESSENTIAL, measured("four", "one", "five", "five"), **LIMITS)
    failed = [own.name for own in weak_category.explanation.floors if own.verdict == "not-met"]
    assert (weak_category.value, failed) == (Fraction(15, 4), ["protect"])
    strong = staged(CYFUN, ESSENTIAL, measured("four", "three", "four", "four"), **LIMITS)
    assert (strong.value, strong.verdict) == (Fraction(15, 4), sm.Verdict.MET)


def test_one_exclusion_counts_as_two_and_a_half_in_cyfun() -> None:
    """Exactly; it does not leave the mean.

    CyberFundamentals 2025: one requirement may be not applicable, and then has the maturity 2.5.
    """
    result = staged(CYFUN, BASIC, measured("three", NA, "three", "three"), **LIMITS)
    assert result.value == Fraction(3 + 3 + 3, 4) + Fraction(5, 8)
    assert result.group("protect").value == Fraction(11, 4)
    assert result.verdict is sm.Verdict.MET
    assert result.coverage == 1
    assert codes(result) == set()


def test_a_second_exclusion_is_refused_in_cyfun() -> None:
    """Nothing says which of the two would be the one, so both are unknown.

    CyberFundamentals 2025: a second requirement that is not applicable fails.
    """
    answers = measured("three", NA, "three", NA)
    result = staged(CYFUN, BASIC, answers, **LIMITS)
    assert (result.value, result.lower, result.upper) == (None, 2, 4)
    assert result.verdict is sm.Verdict.UNDETERMINED
    notice = next(own for own in result.notices if own.code is sm.NoticeCode.SET_ASIDE)
    assert notice.about == ("pr-2", "de-2")
    worst = staged(CYFUN, BASIC, answers, policy="worst", **LIMITS)
    assert (worst.value, worst.verdict) == (2, sm.Verdict.NOT_MET)


def test_a_key_measure_of_cyfun_always_applies() -> None:
    """Even where it would be the only exclusion.

    CyberFundamentals 2025: key measures can never be not applicable.
    """
    result = staged(CYFUN, BASIC, measured(NA, "three", "three", "three"), **LIMITS)
    item = result.explanation.items[0]
    assert (item.id, item.set_aside) == ("pr-1", sm.SetAside.NEVER_NOT_APPLICABLE)
    assert (result.lower, result.upper) == (Fraction(10, 4), Fraction(14, 4))
    allowed = staged(CYFUN, BASIC, measured(NA, NA, "three", "three"), **LIMITS)
    assert [own.set_aside for own in allowed.explanation.items] == [
        sm.SetAside.NEVER_NOT_APPLICABLE,
        None,
        None,
        None,
    ]


# --- XCCDF

CHECKLIST = levels(["a1", "a2", "b1", "b2", "c1"])
TICKS = {"no": 0, "yes": 1}
TREE = {"a": ["a1", "a2"], "b": ["b1", "b2"], "c": ["c1"]}
WEIGHTS = {"a2": 3, "c1": 2}
XCCDF = {
    "default": sm.WeightedMeanRule(values=TICKS, groups=TREE, weights={"a2": 3, "b": 2, "c": 2}),
    "flat": sm.WeightedMeanRule(values=TICKS, weights=WEIGHTS),
    "flat-unweighted": sm.WeightedMeanRule(values=TICKS),
    "absolute": sm.WeightedMeanRule(values=TICKS, weights=WEIGHTS, floors={"total": 1}),
}
"""Group a of weight 1 has rules of weights 1 and 3, group b of weight 2 has two of weight 1, and
beside the groups stands one rule of weight 2."""


def checked(**changes: Any) -> dict[str, Any]:
    """Passed but for a2, and b2 is not applicable; with changes."""
    return {"a1": "yes", "a2": "no", "b1": "yes", "b2": NA, "c1": "yes"} | changes


def xccdf(model: str, answers: Mapping[str, Any], **more: Any) -> Any:
    """The result of one of the four models."""
    return staged(CHECKLIST, XCCDF[model], answers, scale="yes-no", **more)


def test_the_four_models_of_xccdf_by_hand() -> None:
    """85 of 100; 4 of 7; 3 of 4; and 0 where anything applicable has not passed.

    XCCDF 1.2, NIST IR 7275 r4, section 7.3: the default model takes weighted means of siblings up
    the tree, (1 * 25 + 2 * 100 + 2 * 100) / 5; the flat one adds the weights of what passed.
    """
    answers = checked()
    assert 100 * xccdf("default", answers).value == 85
    assert 100 * xccdf("default", answers).group("a").value == 25
    assert 7 * xccdf("flat", answers).value == 4
    assert 4 * xccdf("flat-unweighted", answers).value == 3
    assert xccdf("absolute", answers).verdict is sm.Verdict.NOT_MET
    everything = checked(a2="yes")
    assert xccdf("absolute", everything).verdict is sm.Verdict.MET
    assert {xccdf(model, everything).value for model in XCCDF} == {1}


def test_what_xccdf_did_not_check_leaves_the_score() -> None:
    """By policy exclude; and what does not apply always does.

    XCCDF 1.2: *notapplicable*, *notchecked*, *informational* and *notselected* have no part in
    numerator and denominator, *fail*, *error* and *unknown* have in the latter.
    """
    left: dict[str, Any] = {"policy": "exclude", "minimum_coverage": 0}
    unchecked = checked(c1=None)
    assert 100 * xccdf("default", unchecked, **left).value == 75
    assert 5 * xccdf("flat", unchecked, **left).value == 2
    assert 3 * xccdf("flat-unweighted", unchecked, **left).value == 2
    errors = checked(c1="no")
    assert 100 * xccdf("default", errors, **left).value == 45
    nothing = dict.fromkeys(checked(), NA)
    assert {xccdf(model, nothing, **left).value for model in XCCDF} == {None}
    whole_group = checked(b1=NA)
    assert 100 * xccdf("default", whole_group).value == Fraction(225, 3)


# --- surveys


def test_the_worked_example_of_the_rand_36() -> None:
    """4 on item 23, 3 on 27, 3 on 29 and 31 left blank: (40 + 60 + 40) / 3 = 46.7.

    RAND 36-Item Health Survey 1.0, scoring rules, the example for energy and fatigue; blank items
    are not taken into account. The SF-36 wants half of the items.
    """
    items = levels(["item-23", "item-27", "item-29", "item-31"])
    answers = {"item-23": 0.4, "item-27": 0.6, "item-29": 0.4, "item-31": None}
    half: dict[str, Any] = {"policy": "exclude", "minimum_coverage": "1/2", "scale": "zero-to-one"}
    result = staged(items, sm.WeightedMeanRule(), answers, **half)
    assert 100 * result.value == Fraction(140, 3)
    assert round(float(100 * result.value), 1) == 46.7
    assert (result.lower, result.upper) == (Fraction(35, 100), Fraction(60, 100))
    two = staged(items, sm.WeightedMeanRule(), answers | {"item-29": None}, **half)
    assert two.value == Fraction(1, 2)
    one = staged(items, sm.WeightedMeanRule(), {"item-23": 0.4}, **half)
    assert one.value is None
    assert sm.NoticeCode.LOW_COVERAGE in codes(one)


def test_pass_fail_not_applicable_not_assessed_are_half() -> None:
    """Not a quarter; and where nothing was assessed there is no percentage, and not 0.

    microsoft/Power-CAT-Copilot-Studio-Kit#874 asks for just that.
    """
    tests = levels(["t1", "t2", "t3", "t4"])
    rule = sm.WeightedMeanRule(values=TICKS)
    left: dict[str, Any] = {"policy": "exclude", "minimum_coverage": 0, "scale": "yes-no"}
    result = staged(tests, rule, {"t1": "yes", "t2": "no", "t3": NA, "t4": None}, **left)
    assert result.value == Fraction(1, 2)
    assert staged(tests, rule, {"t3": NA}, **left).value is None

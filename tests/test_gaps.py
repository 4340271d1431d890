"""Gaps and progress: per indicator, never compensating, exact where something is unknown."""

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

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
    UnknownIndicatorError,
    UnknownReferenceError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.progression.gaps import (
    Gaps,
    Progress,
    ProgressCode,
    ProgressKind,
    gap,
    percent_to_target,
    progress_to_date,
)
from strategies import SCALES, UNKNOWN, assessments, frameworks, label_scales, ratings

DEMO = framework()
"""Stage 1 asks for one, stage 2 for two and three; the gate is L."""

NUMBERED = framework(scale=sm.ZERO_TO_ONE, gate=None)
"""The same, answered by numbers."""


class Case(NamedTuple):
    """What is measured, and by which numbers."""

    framework: sm.Framework
    current: sm.Assessment
    baseline: sm.Assessment
    target: dict[str, Any]
    values: dict[str, Fraction] | None

    @property
    def options(self) -> dict[str, Any]:
        """What every function is given."""
        return {"framework": self.framework, "values": self.values}

    def gaps(self) -> Gaps:
        """The gaps."""
        return gap(self.current, self.target, **self.options)

    def percent(self, *, aggregated: bool = False) -> Progress:
        """The percent to target."""
        return percent_to_target(self.current, self.target, aggregated=aggregated, **self.options)

    def progress(self, *, aggregated: bool = False) -> Progress:
        """The progress to date."""
        return progress_to_date(
            self.current, self.target, self.baseline, aggregated=aggregated, **self.options
        )

    def number(self, answer: object) -> Fraction:
        """The number of an answer, counted from the worst."""
        scale = self.framework.scale
        if not scale.labels:
            return Fraction(scale.level(answer))
        if self.values is None:
            return Fraction(scale.labels.index(str(answer)))
        return self.values[str(answer)] - self.values[scale.labels[0]]

    def ways(self, answer: object) -> list[Fraction | None]:
        """Every number that an answer can turn out to be; for numbers some of them."""
        if answer == sm.NOT_APPLICABLE:
            return [None]
        if answer not in UNKNOWN:
            return [self.number(answer)]
        if self.framework.scale.labels:
            return [self.number(own) for own in self.framework.scale.labels]
        aims = [Fraction(own) for own in self.target.values() if own != sm.NOT_APPLICABLE]
        return [*sorted({Fraction(0), Fraction(1, 2), Fraction(1), *aims})]

    def asked(self) -> list[str]:
        """The indicators that have a target and apply."""
        return [
            own.id
            for own in self.framework.indicators
            if own.id in self.target
            and self.target[own.id] != sm.NOT_APPLICABLE
            and self.current.found.get(own.id) != sm.NOT_APPLICABLE
        ]

    def completions(self) -> Iterator["Places"]:
        """Where each asked indicator was, is and should be, for all that unknowns can be."""
        asked = self.asked()
        were = [self.ways(self.baseline.found.get(own)) for own in asked]
        now = [self.ways(self.current.found.get(own)) for own in asked]
        aims = [self.number(self.target[own]) for own in asked]
        for places in product(*were, *now):
            past, present = places[: len(asked)], places[len(asked) :]
            yield [
                (own, one or Fraction(0), aim)
                for own, one, aim in zip(past, present, aims, strict=True)
            ]


Places = list[tuple[Fraction | None, Fraction, Fraction]]


def plain_gap(places: Places) -> Fraction:
    """All that is missing."""
    return sum((aim - now for _, now, aim in places if now < aim), Fraction(0))


def plain_percent(places: Places) -> Fraction:
    """One minus what is missing by what is asked."""
    asked = sum(aim for *_, aim in places)
    return 1 - plain_gap(places) / asked if asked else Fraction(1)


def plain_percent_of_sums(places: Places) -> Fraction:
    """The same, where one makes up for another."""
    asked, there = sum(aim for *_, aim in places), sum(now for _, now, _ in places)
    return min(Fraction(there) / asked, Fraction(1)) if asked else Fraction(1)


def plain_progress(places: Places) -> Fraction:
    """The mean over what had a gap or has one."""
    done: list[Fraction] = []
    for was, now, aim in places:
        had = was is not None and was < aim
        if now >= aim and had:
            done.append(Fraction(1))
        elif now < aim and (not had or was is None):
            done.append(Fraction(0))
        elif now < aim and was is not None:
            done.append(max((now - was) / (aim - was), Fraction(0)))
    return sum(done, Fraction(0)) / len(done) if done else Fraction(1)


def plain_progress_of_sums(places: Places) -> Fraction:
    """The one formula, with sums."""
    known = [(was, now, aim) for was, now, aim in places if was is not None]
    was, now, aim = (sum((own[place] for own in known), Fraction(0)) for place in range(3))
    if now >= aim:
        return Fraction(1)
    return max((now - was) / (aim - was), Fraction(0)) if was < aim else Fraction(0)


def plain_item(was: Fraction | None, now: Fraction, aim: Fraction) -> Fraction:
    """The progress of one indicator."""
    if now >= aim:
        return Fraction(1)
    if was is None:
        return Fraction(0)
    return (now - was) / (aim - was) if was < aim else -(aim - now) / aim


@st.composite
def cases(draw: st.DrawFn, most_unknown: int = 2, *, valued: bool | None = None) -> Case:
    """Two assessments, a target, and numbers for the labels or none."""
    scales = label_scales() if valued else SCALES
    own = draw(frameworks(scales, stages=2, per_stage=2))
    scale = own.scale
    ids = [one.id for one in own.indicators]
    count = len(scale.labels)
    numbers = st.lists(st.integers(-4, 4).map(Fraction), min_size=count, max_size=count)
    rising = numbers.map(sorted).filter(lambda given: given[0] != given[-1])
    values = draw(rising if valued else st.none() | rising) if count else None
    asked = draw(st.sets(st.sampled_from(ids), min_size=1))
    return Case(
        framework=own,
        current=attrs.evolve(draw(assessments(own, most_unknown)), assessed_on=None),
        baseline=attrs.evolve(draw(assessments(own, most_unknown)), assessed_on=None),
        target={
            one: sm.NOT_APPLICABLE if draw(st.integers(0, 7)) == 0 else draw(ratings(scale))
            for one in sorted(asked)
        },
        values=dict(zip(scale.labels, values, strict=True)) if values else None,
    )


def ends(figures: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The least and the most."""
    return min(figures), max(figures)


@given(cases())
def test_the_ends_are_those_of_all_completions(case: Case) -> None:
    """Of the gaps, of both shares, and of both with sums."""
    everything = list(case.completions())
    gaps = case.gaps()
    assert tuple(gaps.total) == ends([plain_gap(own) for own in everything])
    assert [own.indicator for own in gaps.items] == case.asked()
    if not gaps.items:
        assert case.percent().lower is case.progress().upper is None
        assert case.percent(aggregated=True).value is case.progress(aggregated=True).value is None
        return
    for made, plain in (
        (case.percent(), plain_percent),
        (case.percent(aggregated=True), plain_percent_of_sums),
        (case.progress(), plain_progress),
    ):
        assert (made.lower, made.upper) == ends([plain(own) for own in everything])
    sums = case.progress(aggregated=True)
    if all(was is None for was, *_ in everything[0]):
        assert sums.lower is sums.upper is None
    else:
        assert (sums.lower, sums.upper) == ends([plain_progress_of_sums(own) for own in everything])


@given(cases())
def test_the_ends_of_each_indicator_are_those_of_all_completions(case: Case) -> None:
    """Its gap, its share of the target and its progress."""
    everything = list(case.completions())
    labels = bool(case.framework.scale.labels)
    for place, own in enumerate(case.asked()):
        places = [one[place] for one in everything]
        assert tuple(case.gaps()[own].gap) == ends([plain_gap([one]) for one in places])
        share = case.percent()[own]
        assert (share.lower, share.upper) == ends([plain_percent([one]) for one in places])
        done = case.progress()[own]
        lower, upper = ends([plain_item(*one) for one in places])
        assert done.upper == upper
        if done.lower is None:
            event("no least")
            assert not labels
            assert case.baseline.found.get(own) in UNKNOWN
        else:
            assert done.lower == lower


@given(cases())
def test_one_hundred_percent_is_no_gap_and_nothing_else(case: Case) -> None:
    """At either end; and no text rounds up to it."""
    gaps = case.gaps()
    assume(gaps.items)
    for made in (case.percent(), case.progress()):
        assert (made.upper == 1) == (not gaps.total.lower)
        assert (made.lower == 1) == (not gaps.total.upper)
        assert ("100 %" in made.text().splitlines()[0]) == (not gaps.total.lower)
        assert ProgressCode.HIDES_GAPS not in [own.code for own in made.notices]
        for own in made.items:
            assert (own.upper == 1) == (not gaps[own.indicator].gap.lower)
            assert (own.lower == 1) == (not gaps[own.indicator].gap.upper)


@given(cases())
def test_sums_hide_gaps_and_never_make_them_up(case: Case) -> None:
    """They read as much or more, and where they read all over a gap they say so."""
    assume(case.gaps().items)
    plain, sums = case.percent(), case.percent(aggregated=True)
    assert plain.lower is not None
    assert sums.lower is not None
    assert plain.upper is not None
    assert sums.upper is not None
    assert plain.lower <= sums.lower
    assert plain.upper <= sums.upper
    assert plain.items == sums.items
    for made in (sums, case.progress(aggregated=True)):
        (*_, last) = (None, *(own.code for own in made.notices))
        hides = made.upper == 1 and bool(case.gaps().remaining)
        assert (last is ProgressCode.HIDES_GAPS) == hides


@given(cases(most_unknown=1), st.data())
def test_a_better_answer_never_takes_away(case: Case, data: st.DataObject) -> None:
    """Neither end of any figure falls, and no gap grows."""
    one = data.draw(st.sampled_from([own.id for own in case.framework.indicators]))
    both = st.tuples(*[ratings(case.framework.scale)] * 2)
    worse, better = sorted(data.draw(both), key=case.number)
    case, after = (
        case._replace(current=case.current.with_answers({one: own})) for own in (worse, better)
    )
    for now, then in zip(case.gaps().total, after.gaps().total, strict=True):
        assert then <= now
    for aggregated in (False, True):
        for low, high in (
            (case.percent(aggregated=aggregated), after.percent(aggregated=aggregated)),
            (case.progress(aggregated=aggregated), after.progress(aggregated=aggregated)),
        ):
            if low.lower is not None and low.upper is not None:
                assert high.lower is not None
                assert high.upper is not None
                assert low.lower <= high.lower
                assert low.upper <= high.upper


@given(cases(most_unknown=1), st.data())
def test_an_unknown_answer_widens_the_range(case: Case, data: st.DataObject) -> None:
    """Of the present or of the baseline."""
    assume(case.asked())
    one = data.draw(st.sampled_from(case.asked()))
    if case.baseline.found.get(one) == sm.NOT_APPLICABLE:
        was = data.draw(ratings(case.framework.scale))
        case = case._replace(baseline=case.baseline.with_answers({one: was}))
    if data.draw(st.booleans()):
        after = case._replace(current=case.current.with_answers({one: None}))
    else:
        after = case._replace(baseline=case.baseline.with_answers({one: None}))
    for before, wider in (
        (case.percent(), after.percent()),
        (case.progress(), after.progress()),
        (case.progress(aggregated=True), after.progress(aggregated=True)),
    ):
        assert before.lower is not None
        assert before.upper is not None
        assert wider.lower is not None
        assert wider.upper is not None
        assert wider.lower <= before.lower <= before.upper <= wider.upper


@given(cases(valued=True), st.fractions(-3, 3), st.fractions(Fraction(1, 5), 5))
def test_shares_do_not_hang_on_where_numbers_start(
    case: Case, shift: Fraction, factor: Fraction
) -> None:
    """Other numbers with the same proportions give the same shares and gaps in proportion."""
    assert case.values
    moved = case._replace(values={own: factor * one + shift for own, one in case.values.items()})
    assert moved.percent().items == case.percent().items
    assert moved.percent().lower == case.percent().lower
    assert moved.progress().items == case.progress().items
    assert moved.progress().upper == case.progress().upper
    assert moved.gaps().total == tuple(factor * own for own in case.gaps().total)


@given(cases())
def test_what_does_not_apply_is_as_one_without_target(case: Case) -> None:
    """Now, or at the target."""
    asked = case.asked()
    assume(asked)
    without = case._replace(target={own: case.target[own] for own in asked})
    assert without.gaps().items == case.gaps().items
    assert without.progress().items == case.progress().items
    assert without.percent().value == case.percent().value
    gaps = case.gaps()
    parts = {own.indicator for own in gaps.items}, {*gaps.not_applicable}, {*gaps.without_target}
    assert sum(map(len, parts)) == len(case.framework.indicators)
    assert set().union(*parts) == {own.id for own in case.framework.indicators}
    for own in (*gaps.not_applicable, *gaps.without_target):
        with pytest.raises(InvalidValueError, match="so it has no gap"):
            case.progress()[own]


@given(cases())
def test_order_does_not_matter_and_values_are_values(case: Case) -> None:
    """Answers and numbers in any order; copies are equal; plain data is JSON."""
    turned = case._replace(
        target=dict(reversed(case.target.items())),
        values=case.values and dict(reversed(case.values.items())),
        current=attrs.evolve(
            case.current,
            answers=dict([*case.current.answers.items()][::-1]),
            findings=case.current.findings[::-1],
        ),
    )
    assert turned.gaps() == case.gaps()
    assert turned.progress() == case.progress()
    assert pickle.loads(pickle.dumps(case.progress())) == case.progress()
    plain = case.progress().to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["text"] == str(case.progress())
    assert plain["gaps"]["text"] == str(case.gaps())


@given(cases())
def test_a_target_is_the_same_as_mapping_and_as_assessment(case: Case) -> None:
    """And the target itself has no gap."""
    own = sm.Assessment(framework=case.framework.id, answers=case.target)
    assert gap(case.current, own, **case.options) == case.gaps()
    there = gap(own, case.target, **case.options)
    assert not any(there.total)
    assert not there.surpassed


@given(cases())
def test_what_is_named_is_sure(case: Case) -> None:
    """Worse than at the baseline, or over the target, in all completions."""
    everything = list(case.completions())
    places = dict(enumerate(case.asked()))
    told = {own.code: own.about for own in case.progress().notices}
    worse = [
        own
        for place, own in places.items()
        if all(was is not None and now < was for was, now, _ in (one[place] for one in everything))
    ]
    over = [
        own
        for place, own in places.items()
        if all(now > aim for _, now, aim in (one[place] for one in everything))
    ]
    assert list(told.get(ProgressCode.REGRESS, ())) == worse
    assert list(told.get(ProgressCode.TARGET_BELOW_PRESENT, ())) == over
    assert list(case.gaps().surpassed) == over
    nothing = bool(places) and not any(aim for *_, aim in everything[0])
    assert (ProgressCode.ALL_ZERO_TARGET in told) == nothing


# The figures, one by one

BEFORE = assess({"one": "N", "two": "N", "three": "L"})


def test_the_sum_reads_all_where_a_gap_remains() -> None:
    """One is over its target and makes up for another; ours does not let it."""
    before, now = assess({"two": "N", "three": "N"}), assess({"two": "F", "three": "P"})
    target = {"two": "L", "three": "L"}
    ours = progress_to_date(now, target, before, framework=DEMO)
    sums = progress_to_date(now, target, before, framework=DEMO, aggregated=True)
    assert ours.value == Fraction(3, 4)
    assert sums.value == 1
    assert sums.gaps.remaining == ("three",)
    assert sums.text().splitlines() == [
        "Progress to date, of sums: 100 %.",
        "- Two [two]: 100 %.",
        "- Three [three]: 50 %.",
        "Note: better than the target already, which counts for nothing: two.",
        "Note: 100 % of the sums, and yet a gap remains at three.",
    ]
    percent = percent_to_target(now, target, framework=DEMO, aggregated=True)
    assert percent.value == 1
    assert percent.notices[-1].about == ("three",)
    assert percent_to_target(now, target, framework=DEMO).value == Fraction(3, 4)


@pytest.mark.parametrize(
    ("before", "now", "aim", "done", "whole"),
    [
        ("L", "L", "L", Fraction(1), Fraction(1)),  # 0/0: target and baseline are the same
        ("N", "N", "N", Fraction(1), Fraction(1)),  # 0/0: nothing is asked
        ("F", "L", "L", Fraction(1), Fraction(1)),  # worse, and still at the target
        ("P", "F", "L", Fraction(1), Fraction(1)),  # over the target
        ("P", "P", "F", Fraction(0), Fraction(0)),  # nothing was done
        ("P", "L", "F", Fraction(1, 2), Fraction(1, 2)),
        ("L", "N", "F", Fraction(-2), Fraction(0)),  # worse than at the baseline
        ("L", "P", "L", Fraction(-1, 2), Fraction(0)),  # was at its target, and fell
        ("F", "N", "P", Fraction(-1), Fraction(0)),  # the plain formula would read 150 %
        (sm.NOT_APPLICABLE, "P", "L", Fraction(0), Fraction(0)),
        (sm.NOT_APPLICABLE, "L", "L", Fraction(1), Fraction(1)),
    ],
)
def test_every_case_of_progress_is_defined(
    before: str, now: str, aim: str, done: Fraction, whole: Fraction
) -> None:
    """0/0, regress, overshoot, and what did not apply before."""
    made = progress_to_date(
        assess({"one": now}), {"one": aim}, assess({"one": before}), framework=DEMO
    )
    assert made["one"].value == done
    assert made.value == whole
    fell = before in "NPLF" and "NPLF".index(now) < "NPLF".index(before)
    assert (ProgressCode.REGRESS in [own.code for own in made.notices]) == fell


def test_what_had_no_gap_and_has_none_is_not_in_the_mean() -> None:
    """What had none and has one is, as nothing done."""
    target = {"one": "L", "two": "L", "three": "L"}
    kept = progress_to_date(
        assess({"one": "L", "two": "P", "three": "F"}), target, BEFORE, framework=DEMO
    )
    assert kept.value == Fraction(3, 4)
    lost = progress_to_date(
        assess({"one": "L", "two": "P", "three": "N"}), target, BEFORE, framework=DEMO
    )
    assert lost.value == Fraction(1, 2)
    assert lost["three"].value == -1
    assert lost.notices[-1].text == "worse than at the baseline: three."
    assert "- Three [three]: -100 %." in lost.text()


def test_a_target_of_nothing_is_there_with_a_notice() -> None:
    """0/0 of the whole."""
    made = percent_to_target(assess({"one": None}), {"one": "N"}, framework=DEMO)
    assert made.value == 1
    assert [own.code for own in made.notices] == [ProgressCode.ALL_ZERO_TARGET]
    assert made.text() == (
        "Percent to target: 100 %.\n- One [one]: 100 %.\n"
        "Note: every target is the worst answer, so that nothing is asked and all of it is there."
    )


def test_an_unknown_baseline_among_numbers_has_no_least() -> None:
    """It can lie as near under the target as one likes; the whole has its ends."""
    now, target = assess({"one": 0.25}), {"one": 0.5}
    made = progress_to_date(now, target, assess({}), framework=NUMBERED)
    assert (made["one"].lower, made["one"].value, made["one"].upper) == (None, None, Fraction(1, 2))
    assert (made.lower, made.upper) == (Fraction(0), Fraction(1, 2))
    assert "- One [one]: 50 % at best, at worst without a bound." in made.text()
    for near in (0.4, 0.49, 0.499999):
        was = progress_to_date(now, target, assess({"one": near}), framework=NUMBERED)["one"].value
        assert was is not None
        assert was < -Fraction(1)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Fraction(999, 1000), "over 99 %"),
        (Fraction(1, 1000), "under 1 %"),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 8), "12 %"),
    ],
)
def test_percents_are_rounded_and_never_to_all_or_nothing(now: Fraction, told: str) -> None:
    """Half-even between."""
    made = percent_to_target(assess({"one": now}), {"one": 1}, framework=NUMBERED)
    assert made.text().splitlines()[0] == f"Percent to target: {told}."


def test_a_little_regress_is_not_told_as_nothing() -> None:
    """It is under 0."""
    made = progress_to_date(
        assess({"one": 0.499}),
        {"one": 1},
        assess({"one": 0.5}),
        framework=NUMBERED,
    )
    assert "- One [one]: under 0 %." in made.text()


def test_gaps_are_told_word_for_word() -> None:
    """What is unknown as a range, what is closed not at all."""
    now = assess({"one": "F", "two": sm.CANNOT_TELL, "three": "P"})
    gaps = gap(now, 2, framework=DEMO)
    assert gaps.text().splitlines() == [
        "1 of 3 indicators is short of the target and 1 more may be: 1 to 3 steps in all.",
        "- Two [two] is unknown (cannot tell) and should be at L: 0 to 2 steps.",
        "- Three [three] is at P and should be at L: 1 step.",
        "Note: better than the target already, which counts for nothing: one.",
    ]
    assert (gaps.remaining, gaps.possible, gaps.surpassed) == (("three",), ("two",), ("one",))
    assert str(gap(now, {"one": "F"}, framework=DEMO)) == (
        "No gap: every indicator that has a target is at it or above it."
    )
    both = gap(assess({"two": "N", "three": "N"}), {"two": "L", "three": "P"}, framework=DEMO)
    assert both.text().splitlines()[0] == (
        "2 of 2 indicators are short of the target: 3 steps in all."
    )
    percent = percent_to_target(now, 2, framework=DEMO).text().splitlines()
    assert percent[:3] == [
        "Percent to target: 50 % at worst, 83 % at best.",
        "- One [one]: 100 %.",
        "- Two [two]: 0 % at worst, 100 % at best.",
    ]


def test_numbers_are_told_without_steps() -> None:
    """As they are; plain data has them exactly."""
    gaps = gap(assess({"one": Fraction(1, 3)}), {"one": 1}, framework=NUMBERED)
    assert gaps.text().splitlines()[1] == "- One [one] is at 1/3 and should be at 1: 0.67."
    plain = gaps.to_dict()
    assert plain["items"] == [
        {
            "indicator": "one",
            "stage": 1,
            "outcome": "rated",
            "answer": "1/3",
            "target": "1",
            "current": {"lower": "1/3", "upper": "1/3", "value": "1/3"},
            "aim": "1",
            "gap": {"lower": "2/3", "upper": "2/3", "value": "2/3"},
            "surpassed": False,
        }
    ]
    assert (plain["scale"], plain["numbers"], plain["steps"]) == ("zero-to-one", {}, False)
    assert plain["without_target"] == ["two", "three"]


def test_nothing_that_applies_is_told() -> None:
    """Neither as all nor as nothing."""
    gone = assess({"one": sm.NOT_APPLICABLE})
    gaps = gap(gone, {"one": "L"}, framework=DEMO)
    assert gaps.text() == "Nothing that has a target applies."
    assert not any(gaps.total)
    assert not gaps.notices
    percent = percent_to_target(gone, {"one": "L"}, framework=DEMO)
    assert percent.text() == "Percent to target: nothing that it could be measured by applies."
    assert (percent.kind, percent.lower, percent.value) == (
        ProgressKind.PERCENT_TO_TARGET,
        None,
        None,
    )
    with pytest.raises(InvalidValueError, match="'one' does not apply, so it has no gap"):
        gaps["one"]
    with pytest.raises(InvalidValueError, match="'two' has no target, so it has no gap"):
        gaps["two"]
    with pytest.raises(UnknownIndicatorError, match="did you mean 'three'"):
        gaps["thre"]


# Targets


def aims(gaps: Gaps) -> dict[str, str]:
    """The targets by id."""
    return {own.indicator: own.target for own in gaps.items}


@pytest.mark.parametrize("target", [2, "Step 2", "demo:2", DEMO.stage(2), DEMO.stage(2).ref])
def test_a_stage_asks_for_all_up_to_it(target: Any) -> None:
    """At the gate, however it is named."""
    assert aims(gap(assess({}), target, framework=DEMO)) == {"one": "L", "two": "L", "three": "L"}


def test_stages_below_may_ask_for_more() -> None:
    """By the gate, or by the caller."""
    strict = framework(gate=sm.Gate(at="L", lower_at="F", quorum="1/2"))
    gaps = gap(assess({}), 2, framework=strict)
    assert aims(gaps) == {"one": "F", "two": "L", "three": "L"}
    assert gaps.notices[0].code is ProgressCode.QUORUM_UNUSED
    assert gaps.notices[0].text == (
        "the gate asks for a share of 0.5 of each stage's indicators, and the target for all of"
        " them."
    )
    assert aims(gap(assess({}), 1, framework=strict)) == {"one": "L"}
    assert aims(gap(assess({}), 2, framework=DEMO, at="P", lower_at="L")) == {
        "one": "L",
        "two": "P",
        "three": "P",
    }


def test_phases_side_by_side_carry_a_notice() -> None:
    """A target up to one of them takes the others, too."""
    acme = sm.Assessment(framework="socedo", answers={})
    (notice,) = gap(acme, 3, framework=sm.SOCEDO).notices
    assert (notice.code, notice.text) == (
        ProgressCode.NOT_A_LADDER,
        "the phases run side by side, and the target takes all up to phase 3.",
    )


def test_numbers_of_labels_are_steps_given_or_published() -> None:
    """And count from the worst answer."""
    scale = sm.Scale(id="own", labels=("no", "some", "most"), values=(1, 1.25, 2))
    own = framework(scale=scale, gate=sm.Gate(at="most"))
    now = assess({"one": "some"})
    for values, missing, percent in (
        (None, Fraction(1), Fraction(1, 2)),
        ("published", Fraction(3, 4), Fraction(1, 4)),
        ({"no": 0, "some": "1/3", "most": 1}, Fraction(2, 3), Fraction(1, 3)),
    ):
        given_values: Any = values
        made = percent_to_target(now, {"one": "most"}, framework=own, values=given_values)
        assert (made.gaps["one"].gap.value, made.value) == (missing, percent)
        assert made.gaps.steps == (values is None)
    assert gap(now, {"one": "most"}, framework=own, values="published").numbers == (
        ("no", Fraction(0)),
        ("some", Fraction(1, 4)),
        ("most", Fraction(1)),
    )


def test_dates_that_are_equal_or_not_given_are_in_order() -> None:
    """A later baseline alone is refused."""
    days = (None, date(2026, 5, 1), date(2026, 5, 2))
    for before, now in product(days, days):
        past = assess({"one": "N"}, assessed_on=before)
        current = assess({"one": "L"}, assessed_on=now)
        if before and now and before > now:
            with pytest.raises(
                ContradictionError,
                match="the baseline of 2026-05-02 is later than the current assessment of"
                " 2026-05-01; exchange the two",
            ) as caught:
                progress_to_date(current, {"one": "L"}, past, framework=DEMO)
            assert (caught.value.path, caught.value.value) == ("baseline", before)
        else:
            assert progress_to_date(current, {"one": "L"}, past, framework=DEMO).value == 1


# What is refused

NOW = assess({"one": "P"})


def refused(error: type[SocialMaturityError], message: str, path: str, **changes: Any) -> None:
    """The call is refused with this message and path."""
    options: dict[str, Any] = {
        "current": NOW,
        "target": {"one": "L"},
        "baseline": NOW,
        "framework": DEMO,
    } | changes
    with pytest.raises(error) as caught:
        progress_to_date(**options)
    assert message in str(caught.value)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("error", "message", "path", "changes"),
    [
        (WrongTypeError, "expected an Assessment, not 'acme'", "current", {"current": "acme"}),
        (WrongTypeError, "expected an Assessment, not None", "baseline", {"baseline": None}),
        (WrongTypeError, "expected a Framework, not 'demo'", "framework", {"framework": "demo"}),
        (WrongTypeError, "expected a bool, not 1", "aggregated", {"aggregated": 1}),
        (
            WrongTypeError,
            "expected an assessment, answers by id or a stage, not 2.5",
            "target",
            {"target": 2.5},
        ),
        (WrongTypeError, "or a stage, not True", "target", {"target": True}),
        (WrongTypeError, "an id is text, not 1", "target", {"target": {1: "L"}}),
        (UnknownStageError, "unknown stage '3' in framework 'demo'", "target", {"target": 3}),
        (FrameworkMismatchError, "is not of framework 'demo'", "target", {"target": "solis:2"}),
        (MissingValueError, "the target sets no answer", "target", {"target": {}}),
        (MissingValueError, "the target sets no answer", "target", {"target": 0}),
        (MissingValueError, "the target sets no answer", "target", {"target": {"one": None}}),
        (
            InvalidAnswerError,
            "a target is an answer to reach; leave it out where none is set",
            "target.one",
            {"target": {"one": sm.CANNOT_TELL}},
        ),
        (
            InvalidAssessmentError,
            "The target, assessed with demo: 1 problem\n  - answers.one: unknown answer 'X'",
            "",
            {"target": {"one": "X"}},
        ),
        (
            InvalidAssessmentError,
            "unknown indicator 'on' in framework 'demo'; did you mean 'one'?",
            "",
            {"target": {"on": "L"}},
        ),
        (
            InvalidAssessmentError,
            "the assessment is of framework 'solis', not 'demo'",
            "",
            {"baseline": sm.Assessment(framework="solis")},
        ),
        (
            InvalidValueError,
            "it was answered on scale 'yes-no', and the current assessment on 'nplf'",
            "baseline",
            {"baseline": assess({"one": "yes"}, scale="yes-no")},
        ),
        (
            InvalidValueError,
            "it was answered on scale 'yes-no', and the current assessment on 'nplf'",
            "target",
            {"target": assess({"one": "yes"}, scale="yes-no")},
        ),
        (
            InvalidValueError,
            "at belongs to a target that is a stage; answers say themselves",
            "at",
            {"at": "L"},
        ),
        (InvalidValueError, "lower_at belongs to a target", "lower_at", {"lower_at": "L"}),
        (InvalidAnswerError, "unknown answer 'X' on scale", "at", {"target": 2, "at": "X"}),
        (
            ContradictionError,
            "lower_at 'P' asks for less than at 'L'",
            "lower_at",
            {"target": 2, "lower_at": "P"},
        ),
        (
            MissingValueError,
            "has no gate for scale 'nplf'; say which answer is enough with at=...",
            "at",
            {"target": 2, "framework": framework(gate=None)},
        ),
        (
            InvalidValueError,
            "'L' starts above 0.5, and no number is the least that reaches it; give at=... as a"
            " number",
            "at",
            {
                "target": 2,
                "current": assess({}, scale="zero-to-one"),
                "baseline": assess({}, scale="zero-to-one"),
            },
        ),
        (
            InvalidValueError,
            "framework 'demo' has no scored indicators, so there is no gap",
            "framework",
            {"framework": framework(stage(1))},
        ),
        (
            MissingValueError,
            "the labels of scale 'nplf' are no numbers",
            "values",
            {"values": "published"},
        ),
        (WrongTypeError, "expected numbers by name", "values", {"values": "steps"}),
        (
            UnknownReferenceError,
            "unknown reference 'M'",
            "values.M",
            {"values": {"N": 0, "P": 1, "L": 2, "F": 3, "M": 4}},
        ),
        (
            MissingValueError,
            "label 'P' of scale 'nplf' has no number",
            "values",
            {"values": {"N": 0}},
        ),
        (
            ContradictionError,
            "'L' is better than 'P' and its value 0 is less than 1",
            "values",
            {"values": {"N": 0, "P": 1, "L": 0, "F": 3}},
        ),
        (
            InvalidValueError,
            "are numbers already; leave values out",
            "values",
            {
                "framework": NUMBERED,
                "current": assess({}),
                "target": {"one": 1},
                "values": {"N": 0},
            },
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    error: type[SocialMaturityError], message: str, path: str, changes: Mapping[str, Any]
) -> None:
    """With the reason, the place and a way out."""
    refused(error, message, path, **changes)


def test_all_problems_of_a_target_come_together() -> None:
    """Each with its place."""
    with pytest.raises(InvalidAssessmentError) as caught:
        gap(NOW, {"one": "X", "tw": "L"}, framework=DEMO)
    assert [own.path for own in caught.value.problems] == ["answers.one", "answers.tw"]

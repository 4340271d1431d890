"""The conformance kit: reports, expected failures, forms of subjects, and what ships passes it."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from subprocess import run
from typing import Any
from unittest import SkipTest

import attrs
import pytest

import socialmaturity as sm
from samples import framework, stage
from socialmaturity import testing
from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingExtraError,
    MissingValueError,
    SocialMaturityError,
    UnknownRuleError,
    WrongTypeError,
)
from socialmaturity.testing import (
    Check,
    CheckFailedError,
    CheckOutcome,
    CheckReport,
    CheckResult,
    UnknownConformanceCheckError,
    crosswalk_checks,
    example_frameworks,
    framework_checks,
    pytest_params,
    rule_checks,
    run_checks,
)
from socialmaturity.testing.check import Law, fault, raised, told
from socialmaturity.testing.crosswalk_laws import CROSSWALK_LAWS
from socialmaturity.testing.framework_laws import FRAMEWORK_LAWS, rule_for
from socialmaturity.testing.rule_laws import RULE_LAWS
from socialmaturity.testing.searching import several, smallest

ROOT = Path(__file__).parent.parent
LADDER, BASELINE, PHASES, SINGLE = example_frameworks()


def check(name: str, *found: str, waits: str = "") -> Check:
    """A check that finds this, or waits for another one."""
    return Check(
        name=name,
        asks="Is it?",
        why="So.",
        waits_for=lambda: waits,
        find=lambda: [fault(own, path="there", value=own) for own in found],
    )


# --- one check


def test_a_check_that_finds_nothing_is_silent() -> None:
    """And prints as its name."""
    own = check("fine")
    own()
    assert (str(own), own.problems, own.blocked_by) == ("fine", (), "")


def test_a_check_that_finds_something_says_what() -> None:
    """As an assertion that fails and as one of our errors, with the problems as values."""
    own = check("size", "too large", "too heavy")
    message = "check 'size' failed: Is it? No:\n  - there: too large\n  - there: too heavy"
    for cls in (CheckFailedError, AssertionError, SocialMaturityError):
        with pytest.raises(cls) as caught:
            own()
        assert str(caught.value) == message
        assert isinstance(caught.value, CheckFailedError)
        assert (caught.value.check, caught.value.code) == ("size", "check-failed")
        assert [one.value for one in caught.value.problems] == ["too large", "too heavy"]


def test_of_many_problems_the_message_has_the_first() -> None:
    """And says where the others are."""
    with pytest.raises(CheckFailedError) as caught:
        check("size", *map(str, range(23)))()
    lines = str(caught.value).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  ... and 3 more, in .problems"
    assert len(caught.value.problems) == 23


def test_a_check_that_waits_is_skipped() -> None:
    """It looks at nothing."""
    own = check("late", "never looked for", waits="early")
    with pytest.raises(SkipTest, match=r"^not run: 'early' has to pass first$"):
        own()
    assert own.problems == ()


def test_what_a_check_trips_over_is_a_problem() -> None:
    """Whatever is raised; only a missing extra is told to the caller."""

    def crash() -> Any:
        yield fault("first")
        raise ZeroDivisionError

    def lack() -> Any:
        raise MissingExtraError("install it")

    own = attrs.evolve(check("crash"), find=crash)
    assert [str(one) for one in own.problems] == ["first", "it raised ZeroDivisionError"]
    with pytest.raises(MissingExtraError, match="install it"):
        attrs.evolve(own, find=lack)()


def test_exceptions_in_words() -> None:
    """Ours are problems as they are, a group is its parts."""
    ours = InvalidValueError("no", path="a")
    assert raised(ours) == (ours,)
    assert raised(sm.InvalidInputError("all", [ours, ours])) == (ours, ours)
    assert told(KeyError("a")) == "KeyError: 'a'"
    assert told(KeyError()) == "KeyError"


def test_the_checks_of_a_kind_come_in_a_fixed_order() -> None:
    """As their laws do, and each after those it waits for."""
    every: tuple[tuple[Law[Any], ...], ...] = (FRAMEWORK_LAWS, CROSSWALK_LAWS, RULE_LAWS)
    for laws in every:
        names = [own.name for own in laws]
        assert len(set(names)) == len(names)
        for place, own in enumerate(laws):
            assert set(own.after) <= set(names[:place])
            assert own.asks.endswith("?")
            assert own.why.endswith(".")
    assert [str(own) for own in framework_checks(LADDER)] == [own.name for own in FRAMEWORK_LAWS]
    assert [str(own) for own in rule_checks(sm.NearestRule())] == [own.name for own in RULE_LAWS]


# --- several


SEVERAL = (check("a"), check("b", "wrong"), check("c", waits="b"))


def test_a_report_has_every_result_as_data() -> None:
    """Passed, failed, and not run."""
    report = run_checks(iter(SEVERAL))
    assert [own.outcome.value for own in report.results] == ["passed", "failed", "not-run"]
    assert not report.passed
    assert report.wrong == (report["b"],)
    assert report.text() == str(report)
    assert report.text().splitlines() == [
        "failed: b: Is it? No:",
        "  - there: wrong",
        "not run, since 'b' has to pass first: c",
        "3 checks: 1 passed, 1 failed, 1 not-run.",
    ]
    plain = report.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["passed"] is False
    assert plain["results"][1] == {
        "name": "b",
        "asks": "Is it?",
        "outcome": "failed",
        "message": "Is it? No:\n  - there: wrong",
        "problems": [
            {"code": "nonconformant", "path": "there", "message": "wrong", "value": "'wrong'"}
        ],
        "reason": "",
        "blocked_by": "",
    }
    assert plain["results"][2]["blocked_by"] == "b"
    assert str(report["a"]) == "passed: a"
    assert str(report["c"]) == "not-run: c: 'b' has to pass first"
    with pytest.raises(ExceptionGroup, match="failed: b") as caught:
        report.raise_if_failed()
    (error,) = caught.value.exceptions
    assert isinstance(error, CheckFailedError)
    assert error.check == "b"


def test_a_problem_without_a_value_has_none_in_plain_data() -> None:
    """And not the word."""
    own = attrs.evolve(check("a"), find=lambda: [fault("so")])
    assert run_checks([own]).to_dict()["results"][0]["problems"][0]["value"] is None


def test_a_report_of_nothing_passes() -> None:
    """And says so."""
    report = run_checks([])
    report.raise_if_failed()
    assert report == CheckReport(results=())
    assert report.passed
    assert str(report) == "0 checks: nothing was asked."
    assert str(run_checks([check("a")])) == "1 check: 1 passed."


def test_an_expected_failure_is_none() -> None:
    """Those that wait for it are still not run."""
    report = run_checks(SEVERAL, expected_failures={"b": "It is a draft."})
    assert [own.outcome.value for own in report.results] == [
        "passed",
        "expected-failure",
        "not-run",
    ]
    report.raise_if_failed()
    assert report.passed
    assert report["b"].reason == "It is a draft."
    assert str(report["b"]) == "expected-failure: b: It is a draft.\n  - there: wrong"


def test_an_expected_failure_that_passes_is_wrong() -> None:
    """So that expectations do not outlive their cause."""
    report = run_checks(SEVERAL[:1], expected_failures={"a": "It was a draft."})
    assert report["a"].outcome is CheckOutcome.UNEXPECTED_PASS
    assert not report.passed
    message = "it passes, though a failure was expected: It was a draft.; take the expectation out"
    assert report["a"].message == message
    with pytest.raises(ExceptionGroup) as caught:
        report.raise_if_failed()
    (error,) = caught.value.exceptions
    assert isinstance(error, CheckFailedError)
    (problem,) = error.problems
    assert (problem.message, problem.code) == (message, "unexpected-pass")


def test_a_check_that_is_not_run_is_as_expected() -> None:
    """Whether or not a failure was expected of it."""
    report = run_checks(SEVERAL, expected_failures={"b": "Draft.", "c": "Draft, too."})
    assert report["c"].outcome is CheckOutcome.NOT_RUN
    assert report.passed


def no_checks() -> Any:
    """Something that is none."""
    return "reads"


@pytest.mark.parametrize(
    ("ask", "cls", "message"),
    [
        (
            lambda: run_checks(SEVERAL, expected_failures={"bb": "So."}),
            UnknownConformanceCheckError,
            "expected_failures: unknown check 'bb'; did you mean 'b'?",
        ),
        (
            lambda: run_checks(framework_checks(LADDER), expected_failures={"source-used": "So."}),
            UnknownConformanceCheckError,
            "expected_failures: unknown check 'source-used'; did you mean 'sources-used'"
            " or 'sources-resolve'?",
        ),
        (
            lambda: run_checks(SEVERAL, expected_failures={"b": " "}),
            MissingValueError,
            "expected_failures.b: an expected failure needs a reason; say why it cannot pass",
        ),
        (
            lambda: run_checks(SEVERAL, expected_failures={"b": True}),  # type: ignore[dict-item]
            WrongTypeError,
            "expected_failures.b: expected text, not True",
        ),
        (
            lambda: run_checks(SEVERAL, expected_failures=["b"]),  # type: ignore[arg-type]
            WrongTypeError,
            "expected_failures: expected reasons by the name of the check, such as"
            " {'sources-used': 'why'}, not ['b']",
        ),
        (
            lambda: run_checks([*SEVERAL, check("a")]),
            DuplicateError,
            "checks: two checks are named 'a'; run those of each subject by themselves",
        ),
        (
            lambda: run_checks(no_checks()),
            WrongTypeError,
            "checks: expected a Check, not 'r'",
        ),
        (
            lambda: run_checks(SEVERAL[0]),  # type: ignore[arg-type]
            WrongTypeError,
            "checks: expected checks, such as framework_checks(MINE), not Check(name='a',"
            " asks='Is it?')",
        ),
        (
            lambda: run_checks(SEVERAL)["late"],
            UnknownConformanceCheckError,
            "unknown check 'late'; known: 'a', 'b', 'c'",
        ),
        (
            lambda: framework_checks(LADDER, examples=0),
            InvalidValueError,
            "examples: expected a number from 1, not 0",
        ),
        (
            lambda: framework_checks(LADDER, rule="cumulativ"),
            UnknownRuleError,
            "rule: unknown rule 'cumulativ'; did you mean 'cumulative'?",
        ),
        (
            lambda: framework_checks(LADDER, rule=7),  # type: ignore[arg-type]
            WrongTypeError,
            "rule: expected the name of a rule or a rule such as CumulativeRule(), not 7",
        ),
        (
            lambda: rule_checks(sm.NearestRule(), examples=True),
            WrongTypeError,
            "examples: expected a whole number, not True",
        ),
        (
            lambda: rule_checks(sm.NearestRule(), frameworks=[]),
            MissingValueError,
            "frameworks: a rule is tried on one framework at least",
        ),
        (
            lambda: rule_checks(sm.NearestRule(), frameworks=["solis"]),  # type: ignore[list-item]
            WrongTypeError,
            "frameworks: expected a Framework, not 'solis'",
        ),
        (
            lambda: rule_checks(sm.NearestRule(), frameworks=LADDER),  # type: ignore[arg-type]
            WrongTypeError,
            f"frameworks: expected frameworks, such as [MINE], not {LADDER!r}",
        ),
    ],
)
def test_wrong_arguments_are_refused(
    ask: Callable[[], Any], cls: type[SocialMaturityError], message: str
) -> None:
    """At once, with what was expected."""
    with pytest.raises(cls) as caught:
        ask()
    assert str(caught.value) == message


# --- pytest


def test_parameters_for_pytest_carry_expected_failures() -> None:
    """Strict ones, with their reason, and the name of the check as id."""
    params = pytest_params(SEVERAL, expected_failures={"b": "It is a draft."})
    assert [own.id for own in params] == ["a", "b", "c"]
    assert [own.values for own in params] == [(own,) for own in SEVERAL]
    assert [len(own.marks) for own in params] == [0, 1, 0]
    (mark,) = [one for own in params for one in own.marks]
    assert mark == pytest.mark.xfail(reason="It is a draft.", strict=True, raises=CheckFailedError)
    with pytest.raises(MissingValueError, match="needs a reason"):
        pytest_params(SEVERAL, expected_failures={"b": ""})


def test_without_pytest_the_helper_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to get it."""
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(MissingExtraError) as caught:
        pytest_params(SEVERAL)
    assert str(caught.value) == (
        "parameters for pytest need pytest; install it with: pip install pytest"
    )


def test_pytest_runs_the_checks_of_a_file(tmp_path: Path) -> None:
    """With a failure, an expected one, and those that wait skipped."""
    (tmp_path / "test_mine.py").write_text(
        """
import pytest
from socialmaturity.testing import framework_checks, pytest_params

GONE = "no-such-file.toml"

@pytest.mark.parametrize("check", framework_checks(GONE), ids=str)
def test_plain(check):
    check()

EXPECTED = pytest_params(framework_checks(GONE), expected_failures={"reads": "Draft."})

@pytest.mark.parametrize("check", EXPECTED)
def test_expected(check):
    check()
""",
        encoding="utf-8",
    )
    program = [sys.executable, "-m", "pytest", "-q", "-rfsx", "-p", "no:cacheprovider", "-Werror"]
    done = run(program, capture_output=True, text=True, cwd=tmp_path, check=False)
    others = len(FRAMEWORK_LAWS) - 1
    assert f"1 failed, {2 * others} skipped, 1 xfailed" in done.stdout
    assert "test_plain[reads]" in done.stdout
    assert "'reads' has to pass first" in done.stdout


# --- what a subject may be


FILE = sm.to_json(LADDER)


def test_a_subject_may_come_in_any_form(tmp_path: Path) -> None:
    """An object, a function, text, plain data, a path, and a function that gives one of these."""
    path = tmp_path / "mine.toml"
    path.write_text(sm.to_toml(LADDER), encoding="utf-8")
    forms: tuple[Any, ...] = (
        LADDER,
        lambda: LADDER,
        FILE,
        sm.to_toml(LADDER),
        f"\ufeff{FILE}",
        f"\ufeff{sm.to_toml(LADDER)}",
        sm.to_dict(LADDER),
        path,
        str(path),
        lambda: path,
        lambda: sm.to_dict(LADDER),
    )
    for form in forms:
        report = run_checks(framework_checks(form, previous=form, examples=1))
        assert report.passed, report


def test_nothing_is_read_until_a_check_is_asked() -> None:
    """So that collecting tests never fails."""
    asked: list[int] = []

    def make() -> sm.Framework:
        asked.append(1)
        return LADDER

    first, *others = framework_checks(make)
    assert not asked
    first()
    others[0]()
    assert asked == [1]


def unstable(before: sm.Framework, now: sm.Framework) -> list[str]:
    """What the check of ids against an earlier version finds."""
    (check,) = (own for own in framework_checks(now, previous=before) if str(own) == "ids-stable")
    return list(map(str, check.problems))


def renamed(*names: str) -> sm.Framework:
    """The ladder with stages of these names."""
    stages = zip(LADDER.stages, names, strict=True)
    return attrs.evolve(
        LADDER, stages=tuple(attrs.evolve(stage, name=name) for stage, name in stages)
    )


def test_a_stage_keeps_its_number() -> None:
    """One whose name finds another number is told with both; a mended name is not."""
    before = renamed("Begun", "Underway", "Done")
    assert unstable(before, renamed("Begun", "BEGAN", "Underway")) == [
        "stages[1]: stage 2 was 'Underway', which is now stage 3; what has other stages is another"
        " framework, with an id of its own"
    ]
    exchanged = unstable(before, renamed("Done", "Underway", "begun"))
    assert [own.partition(";")[0] for own in exchanged] == [
        "stages[0]: stage 1 was 'Begun', which is now stage 3",
        "stages[2]: stage 3 was 'Done', which is now stage 1",
    ]
    assert not unstable(before, renamed("Begun", "Under way", "Done"))


LIMIT = LADDER.limitations[0]


@pytest.mark.parametrize(
    ("question", "old", "new", "stable"),
    [
        ("Is step 1 slower than it should be?", ("EX-1.01",), ("EX-1.01",), True),
        ("Is step 1 slower than it should be?", ("EX-1.01",), ("EX-2.01", "EX-1.01"), True),
        ("Is step 1 slower than it should be?", (), (), True),
        ("Is step 1 slower than it should be?", (), ("EX-1.01",), True),
        ("Is step 1 slower than it should be?", ("EX-1.01",), (), True),
        (LIMIT.question, ("EX-1.01",), ("EX-2.01",), True),
        ("Is step 2 late?", ("EX-1.01",), ("EX-2.01",), False),
    ],
)
def test_a_limitation_may_be_worded_anew(
    question: str, old: tuple[str, ...], new: tuple[str, ...], stable: bool
) -> None:
    """Only one that is worded anew and rests on other statements is another one."""
    first = LADDER.stages[0]

    def limited(asks: str, evidence: tuple[str, ...]) -> sm.Framework:
        own = attrs.evolve(LIMIT, question=asks, evidence=evidence)
        stages = (attrs.evolve(first, limitations=(own,)), *LADDER.stages[1:])
        return attrs.evolve(LADDER, stages=stages)

    found = unstable(limited(LIMIT.question, old), limited(question, new))
    assert found == (
        []
        if stable
        else [
            "limitations: limitation 'slow-1' was 'Is step 1 slow?' and is 'Is step 2 late?';"
            " give what is new a new id"
        ]
    )


def test_ids_that_nobody_stores_may_change() -> None:
    """Of statements, sources and dimensions; the check says whose ids it is about."""
    parts = (("EX-1.01", "EX-1.02"), ('"S0"', '"S1"'), ('"care"', '"concern"'))
    for old, new in parts:
        now = sm.parse_framework(FILE.replace(old, new), format="json")
        assert now != LADDER
        assert not unstable(LADDER, now)
    check = {str(own): own for own in framework_checks(LADDER)}["ids-stable"]
    assert "framework, stages, indicators and limitations" in check.asks


def test_all_problems_of_a_file_are_sorted_by_check() -> None:
    """Two faults fail two checks."""
    text = FILE.replace('"item-2-1"', '"item-1-1"').replace('"S0"\n', '"S7"\n')
    report = run_checks(framework_checks(text))
    failed = [own.name for own in report.results if own.outcome is CheckOutcome.FAILED]
    assert failed == ["ids-unique", "sources-resolve"]
    assert report["scores"].blocked_by == "ids-unique"


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (
            42,
            "expected a Framework, a path, text or plain data, or a function that gives one,"
            " not 42",
        ),
        (lambda: 1 / 0, "it raised ZeroDivisionError: division by zero"),
        (
            "no-such.toml",
            "the file cannot be opened: FileNotFoundError: [Errno 2] No such file or directory:"
            " 'no-such.toml'",
        ),
    ],
)
def test_what_is_no_framework_is_told_by_the_first_check(subject: Any, message: str) -> None:
    """In one sentence."""
    (problem,) = framework_checks(subject)[0].problems
    assert str(problem) == message


def test_a_framework_without_a_gate_is_scored_by_its_best_answers() -> None:
    """Of labels and of numbers."""
    for own, at in ((LADDER, "F"), (SINGLE, 1), (PHASES, "yes")):
        rule: Any = rule_for(attrs.evolve(own, gate=None))
        assert rule.at == at
        assert run_checks(framework_checks(attrs.evolve(own, gate=None), examples=5)).passed


def test_names_that_change_with_their_case_are_found_as_written() -> None:
    """Some letters have no case to come back from."""
    odd = framework(stage(1, "one", name="Straße"), stage(2, "two", name="ŉ"))
    assert not run_checks(framework_checks(odd, examples=2))["names-findable"].problems


def test_questions_of_other_scripts_end_in_their_own_mark() -> None:
    """Wide, Arabic, Greek."""
    for question in (
        "お客様の声を聞いていますか\uff1f",
        "هل تستمعون؟",
        "Ακούτε;".replace(";", "\u037e"),
    ):
        own = stage(1, "one")
        asked = attrs.evolve(own, indicators=(attrs.evolve(own.indicators[0], question=question),))
        report = run_checks(framework_checks(framework(asked), examples=2))
        assert report.passed, report


def test_on_a_scale_of_its_own_any_question_has_an_answer() -> None:
    """Which of several words is the best, is asked so."""
    scale = sm.Scale(id="reach", labels=("nobody", "some", "everyone"))
    own = stage(1, "one")
    asked = attrs.evolve(
        own, indicators=(attrs.evolve(own.indicators[0], question="Who takes part?"),)
    )
    mine = framework(asked, scale=scale, gate=sm.Gate(at="some"))
    assert run_checks(framework_checks(mine, examples=2)).passed


def test_a_framework_can_be_scored_by_another_rule() -> None:
    """By its name, as `score` takes it."""
    run_checks(framework_checks(BASELINE, rule="nearest", examples=5)).raise_if_failed()


def test_frameworks_given_come_before_those_built_in() -> None:
    """A changed copy of ours is the one that is looked at."""
    short = framework(stage(1, "one", framework="socedo"), id="socedo")
    report = run_checks(crosswalk_checks(sm.crosswalk("carfi", "socedo"), short))
    assert report["stages-exist"].outcome is CheckOutcome.FAILED


# --- what is found is small, and the same again


class Falling:
    """A rule that falls as soon as one indicator is at its best."""

    name = "falling"

    def score(self, case: sm.Case) -> sm.Result:
        """The lowest stage then, else the last."""
        result = sm.CumulativeRule().score(case)
        best = any(level == case.scale.highest for _, level in case.found.values())
        end = case.framework.lowest if best else case.framework.stages[-1]
        return attrs.evolve(
            result,
            lower=end,
            upper=end,
            possible=(end,),
            explanation=attrs.evolve(result.explanation, rule=self.name),
        )


def test_the_smallest_counterexample_is_told() -> None:
    """One answer that can be raised, on a framework of one."""
    checks = {own.name: own for own in rule_checks(Falling(), frameworks=[SINGLE])}
    (problem,) = checks["better-never-lowers"].problems
    assert str(problem) == (
        "example-single: with item-1-1 raised from 0 to 1 it falls: first it goes from 1 to 1,"
        " then from 0 to 0 (smallest counterexample: answers {'item-1-1': '0'})"
    )
    assert isinstance(problem.value, sm.Assessment)
    again = {own.name: own for own in rule_checks(Falling(), frameworks=[SINGLE])}
    assert [str(own) for own in again["better-never-lowers"].problems] == [str(problem)]


def test_values_are_drawn_alike_each_time() -> None:
    """And the smallest is the smallest there is."""
    from hypothesis import strategies as st

    numbers = st.integers(0, 1000)
    assert several(numbers, examples=20) == several(numbers, examples=20)
    assert smallest(numbers, lambda own: "large" if own > 99 else "", examples=200) == (
        100,
        "large",
    )
    assert smallest(numbers, lambda _: "", examples=5) is None


def test_what_is_wrong_only_once_has_no_smallest_value() -> None:
    """Whether it is so in the search, or when it is asked what is wrong with what was found."""
    from hypothesis import strategies as st

    numbers = st.integers(0, 200)
    asked: list[int] = []

    def wrong(own: int, *, calls: range) -> str:
        asked.append(own)
        return "large" if own > 99 and len(asked) in calls else ""

    always = range(10**6)
    assert smallest(numbers, partial(wrong, calls=always), examples=200) == (100, "large")
    last = len(asked)
    first = next(place for place, own in enumerate(asked, 1) if own > 99)
    for calls in (range(first, first + 1), range(last)):
        asked.clear()
        assert smallest(numbers, partial(wrong, calls=calls), examples=200) is None


# --- what ships passes


@pytest.mark.parametrize("which", sm.default_catalog().ids)
def test_the_frameworks_that_ship_pass(which: str) -> None:
    """All five, by every check."""
    own = sm.framework(which)
    run_checks(framework_checks(own, previous=own, examples=10)).raise_if_failed()


@pytest.mark.parametrize(("subject", "other"), sm.default_catalog().pairs)
def test_the_crosswalks_that_ship_pass(subject: str, other: str) -> None:
    """All ten, from either side."""
    own = sm.crosswalk(subject, other)
    run_checks(crosswalk_checks(own)).raise_if_failed()
    run_checks(crosswalk_checks(own.inverse())).raise_if_failed()


WORTH: dict[str, int | str] = {"N": 0, "P": "1/3", "L": "2/3", "F": 1}

RULES: list[tuple[Any, tuple[sm.Framework, ...] | None]] = [
    (sm.CumulativeRule, None),
    (sm.CumulativeRule(at="L", lower_at="F", quorum="1/2"), (LADDER, SINGLE)),
    (sm.HighWaterRule, None),
    (sm.HighWaterRule(at="yes", quorum="2/3"), (PHASES,)),
    (sm.NearestRule, None),
    (sm.NearestRule(at="green"), (BASELINE,)),
    (sm.ProfileRule, None),
    (sm.ProfileRule(at="P"), (LADDER,)),
    (sm.WeightedMeanRule, None),
    (sm.WeightedMeanRule(values={**WORTH}, groups="stage"), (LADDER,)),
    (sm.WeightedMeanRule(values={**WORTH}, groups="dimension", levels="sum"), (LADDER,)),
    (
        sm.WeightedMeanRule(
            values={**WORTH}, weights={"item-1-1": 3}, floors={"total": "1/2"}, not_applicable="1/2"
        ),
        (LADDER,),
    ),
    (sm.RatingRule, None),
    (sm.RatingRule(values={"no": 0, "yes": 1}, groups="stage", bands="refined"), (PHASES,)),
]


@pytest.mark.parametrize(("rule", "tried"), RULES, ids=lambda own: str(own)[:60])
def test_the_six_rules_pass(rule: Any, tried: tuple[sm.Framework, ...] | None) -> None:
    """With their defaults, and with parameters."""
    run_checks(rule_checks(rule, frameworks=tried, examples=10)).raise_if_failed()


@pytest.mark.slow
@pytest.mark.parametrize("rule", [own for own, _ in RULES if isinstance(own, type)])
def test_the_six_rules_pass_on_all_that_ships(rule: Any) -> None:
    """On a hundred assessments of each framework, with values where they are asked for."""
    made = rule(values={**WORTH}) if rule in (sm.WeightedMeanRule, sm.RatingRule) else rule()
    ours = [sm.framework(which) for which in sm.default_catalog().ids]
    run_checks(rule_checks(made, frameworks=ours, examples=100)).raise_if_failed()


# --- importing, and the page


def test_importing_the_kit_needs_neither_pytest_nor_hypothesis() -> None:
    """And the package never imports the kit."""
    program = """
import sys
sys.modules["pytest"] = sys.modules["hypothesis"] = None
import socialmaturity as sm
sm.score(sm.Assessment(framework="solis", answers={}))
print([own for own in sys.modules if own.startswith("socialmaturity.testing")])
from socialmaturity.testing import *
checks = {own.name: own for own in framework_checks(sm.CISCO)}
for name in ("reads", "ids-unique", "sources-used", "stages-reachable"):
    if name != "stages-reachable":
        checks[name]()
run_checks(crosswalk_checks(sm.crosswalk("cisco", "carfi"))).raise_if_failed()
for own in (lambda: run_checks(framework_checks(sm.CISCO)), checks["scores"]):
    try:
        own()
    except sm.SocialMaturityError as error:
        print(type(error).__name__, error)
"""
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    told = (
        "MissingExtraError these strategies and the checks on generated assessments need"
        " Hypothesis, which the extra 'testing' of this package brings; install it with:"
        " pip install hypothesis"
    )
    assert done.stdout.splitlines() == ["[]", told, told]


def test_the_kit_has_the_names_it_says() -> None:
    """And no others."""
    assert dir(testing) == testing.__all__
    for name in testing.__all__:
        assert getattr(testing, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'check_everything'"):
        testing.check_everything  # noqa: B018 asked for on purpose


def rows(page: str) -> Iterator[tuple[str, ...]]:
    """The rows of the tables of a page."""
    for line in page.splitlines():
        if line.startswith("| `"):
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))


def test_the_reference_has_every_check() -> None:
    """By name, with what it asks, why, and what it waits for."""
    page = (ROOT / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    every: tuple[tuple[Law[Any], ...], ...] = (FRAMEWORK_LAWS, CROSSWALK_LAWS, RULE_LAWS)
    expected = [
        (f"`{own.name}`", own.asks, own.why, ", ".join(f"`{one}`" for one in own.after))
        for laws in every
        for own in laws
    ]
    assert list(rows(page)) == expected


def test_a_result_without_problems_has_no_error() -> None:
    """There is nothing to raise."""
    own = CheckResult(name="a", asks="Is it?", outcome=CheckOutcome.PASSED)
    assert own.error is None

"""Laws of scoring: what must hold of a rule on a framework, whatever the answers are."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from socialmaturity.assessment.outcome import (
    CANNOT_TELL,
    NOT_APPLICABLE,
    UNKNOWN,
    Answer,
    Outcome,
    outcome_of,
)
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import SocialMaturityError, shown
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Scale
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.case import make_case
from socialmaturity.scoring.method import Method, Rule
from socialmaturity.scoring.result import Result, StageResult
from socialmaturity.testing.check import Problems, fault, told
from socialmaturity.testing.searching import several, smallest
from socialmaturity.testing.values import copy_problems

if TYPE_CHECKING:
    from hypothesis import strategies as st

MOST_COMPLETIONS: Final = 64
"""In how many ways the unknown answers of one assessment are filled in, at most."""

_MOST_UNKNOWN: Final = 5


class Trial(NamedTuple):
    """A rule and an assessment of a framework to try it on.

    Args:
        rule: The rule.
        framework: What is scored.
        assessment: Of the framework.
    """

    rule: Rule
    framework: Framework
    assessment: Assessment

    @property
    def found(self) -> dict[str, Answer]:
        """The answer to each indicator, in order of the framework."""
        given = self.assessment.found
        return {own.id: given.get(own.id) for own in self.framework.indicators}

    @property
    def unknown(self) -> list[str]:
        """The indicators that are not rated and may apply, in order."""
        return [own for own, answer in self.found.items() if outcome_of(answer) in UNKNOWN]

    @property
    def rated(self) -> dict[str, Answer]:
        """The answers that are rated, in order."""
        kept = self.found.items()
        return {own: answer for own, answer in kept if outcome_of(answer) is Outcome.RATED}

    def score(self) -> Result:
        """Return what the rule gives."""
        method = Method(rule=self.rule)
        return self.rule.score(make_case(self.assessment, self.framework, method))

    def answered(self, changes: Mapping[str, Answer]) -> "Trial":
        """Return the same with some answers changed."""
        return self._replace(assessment=self.assessment.with_answers(changes))


Law = Callable[[Trial], str]
"""Says what is wrong with the result of a trial; nothing where nothing is, or it is refused."""


# --- what is compared


def ends_of(result: Result) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return both ends of a result as numbers: one of a stage or score, several of a profile."""
    lower, upper = getattr(result, "lower", None), getattr(result, "upper", None)
    if lower is not None and upper is not None:
        return (_number(lower),), (_number(upper),)
    shares = (*result.profile.stages, *result.profile.dimensions)
    told_of = [own for own in shares if own.applicable]
    return tuple(own.lower or Fraction(0) for own in told_of), tuple(
        own.upper or Fraction(0) for own in told_of
    )


def _number(end: Any) -> Fraction:
    return Fraction(end.ordinal if isinstance(end, Stage) else end)


def _under(one: tuple[Fraction, ...], two: tuple[Fraction, ...]) -> bool:
    return all(lower <= upper for lower, upper in zip(one, two, strict=True))


def _range(result: Result) -> str:
    lower, upper = ends_of(result)
    return f"from {_shown(lower)} to {_shown(upper)}"


def _shown(end: tuple[Fraction, ...]) -> str:
    return " and ".join(map(str, end)) or "nothing"


# --- the laws


def gives_a_result(trial: Trial) -> str:
    """It gives a result, or refuses with one of our errors."""
    result: object = trial.score()
    return "" if isinstance(result, Result) else f"it gave {shown(result)}, which is no Result"


def is_pure(trial: Trial) -> str:
    """Asked twice it says the same, and what it was given is as before."""
    case = make_case(trial.assessment, trial.framework, Method(rule=trial.rule))
    found, present, aside = dict(case.found), case.present, dict(case.set_aside)
    one, two = trial.rule.score(case), trial.rule.score(case)
    if one != two or one.to_dict() != two.to_dict():
        return "asked again it gives another result"
    if (dict(case.found), case.present, dict(case.set_aside)) != (found, present, aside):
        return "it changed the findings that it was given"
    return ""


def is_order_free(trial: Trial) -> str:
    """The order in which answers were given does not matter."""
    own = trial.assessment
    turned = attrs.evolve(
        own,
        answers=dict(reversed(list(own.answers.items()))),
        findings=own.findings[::-1],
        checks=dict(reversed(list(own.checks.items()))),
    )
    if trial.score().to_dict() == trial._replace(assessment=turned).score().to_dict():
        return ""
    return "with the answers in the reverse order the result is another one"


def names_itself(trial: Trial) -> str:
    """The result says what it was made by and from."""
    result = trial.score()
    parts: tuple[tuple[str, object, object], ...] = (
        ("rule", result.rule, trial.rule.name),
        ("method", result.method, Method(rule=trial.rule)),
        ("framework", result.framework, trial.framework),
        ("assessment", result.assessment, trial.assessment),
        ("explanation.framework", result.explanation.framework, trial.framework),
    )
    for name, came, expected in parts:
        if came != expected:
            return f"its {name} is {shown(came)}, not {shown(expected)}"
    return "" if attrs.has(type(result.explanation.parameters)) else "it tells no parameters"


def ends_are_ordered(trial: Trial) -> str:
    """The lower end is not above the upper one."""
    result = trial.score()
    return "" if _under(*ends_of(result)) else f"it goes {_range(result)}"


def says_one_where_ends_meet(trial: Trial) -> str:
    """Without a policy there is one stage or value exactly where the ends meet."""
    result = trial.score()
    name = "stage" if isinstance(result, StageResult) else "value"
    one = getattr(result, name, None)
    lower, upper = getattr(result, "lower", None), getattr(result, "upper", None)
    if lower is None or upper is None:
        return "" if one is None else f"it says {name} {shown(one)} and has no ends"
    expected = lower if lower == upper else None
    return "" if one == expected else f"it goes {_range(result)}, and its {name} is {shown(one)}"


def ends_are_possible(trial: Trial) -> str:
    """Stages are those of the framework, numbers are finite, shares lie from 0 to 1."""
    result = trial.score()
    if not isinstance(result, StageResult):
        ends_of(result)
        return ""
    known = (trial.framework.lowest, *trial.framework.stages)
    for own in (result.lower, result.upper, *result.possible):
        if own not in known:
            return f"{shown(own)} is no stage of the framework"
    within = result.possible[:1] == (result.lower,) and result.possible[-1:] == (result.upper,)
    return "" if within else f"the stages it can be do not go {_range(result)}"


def never_falls(trial: Trial) -> str:
    """A better answer never lowers an end."""
    before = trial.score()
    for name, answer in trial.rated.items():
        for better in _better(trial.framework.scale, answer):
            after = trial.answered({name: better}).score()
            if not all(map(_under, ends_of(before), ends_of(after))):
                return (
                    f"with {name} raised from {shown(answer)} to {shown(better)} it falls: first it"
                    f" goes {_range(before)}, then {_range(after)}"
                )
    return ""


def _better(scale: Scale, answer: Answer) -> Iterable[Answer]:
    if scale.labels:
        return scale.labels[int(scale.level(answer)) + 1 :]
    return [own for own in _NUMBERS if own > scale.level(answer)]


_NUMBERS: Final = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))


def range_is_sound(trial: Trial) -> str:
    """Whatever the unknown answers turn out to be, the result lies in the range."""
    lower, upper = ends_of(wide := trial.score())
    for filled, one in _completions(trial):
        least, most = ends_of(one)
        if not (_under(lower, least) and _under(most, upper)):
            return f"it goes {_range(wide)}, and with {filled} {_range(one)}"
    return ""


def range_is_exact(trial: Trial) -> str:
    """Each end is what some completion of the unknown answers gives."""
    wide = trial.score()
    ends = [ends_of(one) for _, one in _completions(trial)]
    least = tuple(map(min, zip(*(own for own, _ in ends), strict=True)))
    most = tuple(map(max, zip(*(own for _, own in ends), strict=True)))
    if (least, most) == ends_of(wide):
        return ""
    return (
        f"it goes {_range(wide)}, and whatever the unknown answers turn out to be, no further than"
        f" from {_shown(least)} to {_shown(most)}"
    )


def _completions(trial: Trial) -> Iterator[tuple[dict[str, Answer], Result]]:
    """Yield the results with the unknown answers filled in, in every way there is."""
    unknown = trial.unknown
    for answers in product(_ratings(trial.framework.scale), repeat=len(unknown)):
        filled: dict[str, Answer] = dict(zip(unknown, answers, strict=True))
        yield filled, trial.answered(filled).score()


def _ratings(scale: Scale) -> tuple[Answer, ...]:
    return scale.labels or (_NUMBERS[0], _NUMBERS[2], _NUMBERS[-1])


def unknown_widens(trial: Trial) -> str:
    """An answer taken back widens the range, or leaves it as it is."""
    lower, upper = ends_of(before := trial.score())
    for name in trial.rated:
        for unknown in (None, CANNOT_TELL):
            after = trial.answered({name: unknown}).score()
            least, most = ends_of(after)
            if not (_under(least, lower) and _under(upper, most)):
                return (
                    f"with {name} it goes {_range(before)}, and with {name} unknown {_range(after)}"
                )
    return ""


def coverage_is_true(trial: Trial) -> str:
    """Coverage is the share looked at: none of nothing, all of all, and between otherwise."""
    share, rated, unknown = trial.score().coverage, len(trial.rated), len(trial.unknown)
    if not rated and not unknown:
        return "" if share is None else f"nothing applies, and its coverage is {share}"
    if share is None:
        return "" if not rated else "something is rated, and it has no coverage"
    right = share == 1 if not unknown else share == 0 if not rated else 0 < share < 1
    counts = f"{rated} of {rated + unknown} are rated"
    return "" if right else f"{counts}, and its coverage is {share}"


def items_are_complete(trial: Trial) -> str:
    """The explanation has every scored indicator once, in order, with its answer."""
    items = trial.score().explanation.items
    came = [(own.id, own.answer) for own in items]
    expected = list(trial.found.items())
    return "" if came == expected else f"it explains {shown(came)}, not {shown(expected)}"


def profile_is_of_shares(trial: Trial) -> str:
    """Every share of the profile lies from 0 to 1, and its lower end is not above the other."""
    profile = trial.score().profile
    for own in (*profile.stages, *profile.dimensions):
        if own.applicable and not 0 <= (own.lower or 0) <= (own.upper or 0) <= 1:
            return f"the share of {own.key!r} goes from {own.lower} to {own.upper}"
    return ""


def explains_itself(trial: Trial) -> str:
    """It says the result and the rule in sentences."""
    result = trial.score()
    for name in ("headline", "sentence"):
        if not getattr(result.explanation, name).strip():
            return f"its explanation has no {name}"
    return "" if result.explanation.headline in result.text() else "its text leaves out the result"


def is_plain_data(trial: Trial) -> str:
    """As plain data it can be written as JSON."""
    plain = trial.score().to_dict()
    return "" if json.loads(json.dumps(plain)) == plain else "written as JSON it reads back changed"


def result_copies(trial: Trial) -> str:
    """The result can be copied and pickled, and is equal to itself afterwards."""
    return "; ".join(own.message for own in copy_problems(trial.score()))


# --- how they are asked


def broken(
    law: Law, rule: Rule, frameworks: Iterable[Framework], *, examples: int
) -> Iterator[SocialMaturityError]:
    """Give, for each framework, the smallest assessment found with which a rule breaks a law.

    Args:
        law: What to ask.
        rule: Of whom.
        frameworks: Those to try it on.
        examples: How many assessments of each.

    Yields:
        SocialMaturityError: What is wrong on the next one; its value is the
            assessment.
    """
    for framework in frameworks:
        found = _counterexample(partial(_wrong, law, rule, framework), framework, examples)
        if found is not None:
            assessment, message = found
            yield fault(message, path=framework.id, value=assessment)


def _wrong(law: Law, rule: Rule, framework: Framework, assessment: Assessment) -> str:
    return _safely(law, Trial(rule, framework, assessment))


def _counterexample(
    wrong: Callable[[Assessment], str], framework: Framework, examples: int
) -> tuple[Assessment, str] | None:
    """Return an assessment that breaks a law and how, if one is drawn; then a small one is sought.

    There is none where a rule that remembers breaks the law only now and then.
    """
    for one in _drawn(framework, examples):
        message = wrong(one)
        if message:
            small = smallest(_assessments(framework), wrong, examples=examples)
            own, message = small or (one, message)
            word = "smallest counterexample" if small else "counterexample"
            return own, f"{message} ({word}: {told_answers(own)})"
    return None


@lru_cache(maxsize=32)
def _drawn(framework: Framework, examples: int) -> tuple[Assessment, ...]:
    """Return the assessments of a framework that all laws are tried on, uniform ones first."""
    uniform = tuple(own for _, answer, own in _uniform(framework) if answer != CANNOT_TELL)
    return uniform + several(_assessments(framework), examples=examples)


def told_answers(assessment: Assessment) -> str:
    """Return the answers of an assessment as a reader can copy them."""
    found = {own: _plain(answer) for own, answer in assessment.found.items()}
    return f"answers {shown(found)}"


def _plain(answer: Answer) -> object:
    return str(answer) if isinstance(answer, Fraction | str) else answer


def _assessments(framework: Framework) -> "st.SearchStrategy[Assessment]":
    from socialmaturity.testing.strategies import plain_assessments

    ways, unknown = len(_ratings(framework.scale)), 0
    while unknown < _MOST_UNKNOWN and ways ** (unknown + 1) <= MOST_COMPLETIONS:
        unknown += 1
    return plain_assessments(framework, unknown)


def _safely(law: Law, trial: Trial) -> str:
    """Ask a law; what is refused breaks none, and anything else that is raised does."""
    try:
        return law(trial)
    except SocialMaturityError:
        return ""
    except Exception as error:
        return f"it raised {told(error)}"


def edge_assessments(framework: Framework) -> Iterator[tuple[str, Assessment]]:
    """Yield the assessments that rules trip over: nothing at all, and everything alike."""
    yield "no answers at all", Assessment(framework=framework.id)
    for name, _, assessment in _uniform(framework):
        yield name, assessment


def _uniform(framework: Framework) -> Iterator[tuple[str, Answer, Assessment]]:
    """Yield the assessments with one and the same answer throughout."""
    ids = [own.id for own in framework.indicators]
    ratings = _ratings(framework.scale)
    same: tuple[tuple[str, Answer], ...] = (
        ("everything at its worst", ratings[0]),
        ("everything at its best", ratings[-1]),
        ("nothing that can be told", CANNOT_TELL),
        ("nothing that applies", NOT_APPLICABLE),
    )
    for name, answer in same:
        own = Assessment(framework=framework.id, answers=dict.fromkeys(ids, answer))
        yield name, answer, own


def extremes(rule: Rule, framework: Framework) -> tuple[Trial, Trial]:
    """Return the trials of a rule with everything at its worst, and everything at its best."""
    (_, _, worst), (_, _, best), *_ = _uniform(framework)
    return Trial(rule, framework, worst), Trial(rule, framework, best)


def edge_problems(rule: Rule, framework: Framework) -> Problems:
    """Give the awkward assessments that a rule neither scores nor refuses properly."""
    for name, assessment in edge_assessments(framework):
        message = _safely(gives_a_result, Trial(rule, framework, assessment))
        if message:
            yield fault(f"of {name}: {message}", path=framework.id, value=assessment)


def is_refused(rule: Rule, framework: Framework) -> SocialMaturityError | None:
    """Return the error that a rule refuses a framework with, if it does."""
    _, best = next(own for own in edge_assessments(framework) if own[0].endswith("at its best"))
    try:
        Trial(rule, framework, best).score()
    except SocialMaturityError as error:
        return error
    except Exception:
        return None
    return None

"""What is asked of every scoring rule."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import Final, cast

import attrs

from socialmaturity.errors import (
    MissingValueError,
    SocialMaturityError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.method import Rule, is_rule
from socialmaturity.testing import scoring_laws
from socialmaturity.testing.check import Check, Law, Problems, checks_of, fault, raised
from socialmaturity.testing.examples import example_frameworks
from socialmaturity.testing.scoring_laws import broken, edge_problems, extremes, is_refused
from socialmaturity.testing.searching import count_of
from socialmaturity.testing.values import copy_problems, hash_problems

IS_A_RULE: Final = "is-a-rule"


@attrs.frozen(kw_only=True, eq=False)
class RuleSubject:
    """A rule to be checked.

    Args:
        given: The rule, or what makes it.
        frameworks: What it is tried on.
        examples: How many assessments of each.
    """

    given: object
    frameworks: tuple[Framework, ...]
    examples: int

    @cached_property
    def _made(self) -> tuple[object, tuple[SocialMaturityError, ...]]:
        try:
            made = make(self.given)
            return made, tuple(_rule_problems(made))
        except Exception as error:
            return None, raised(error)

    @property
    def unread(self) -> Mapping[str, tuple[SocialMaturityError, ...]]:
        """Why it is none, by the check that says so."""
        problems = self._made[1]
        return MappingProxyType({IS_A_RULE: problems} if problems else {})

    @property
    def rule(self) -> Rule:
        """The rule that was made."""
        return cast("Rule", self._made[0])

    @cached_property
    def scored(self) -> tuple[Framework, ...]:
        """The frameworks that it does not refuse."""
        return tuple(own for own in self.frameworks if is_refused(self.rule, own) is None)


def make(given: object) -> object:
    """Return a rule as it is, or what a function or a class makes."""
    return given if is_rule(given) or not callable(given) else given()


def _rule_problems(made: object) -> Problems:
    if not is_rule(made):
        yield WrongTypeError(f"{shown(made)} has no method score(case)", value=made)
        return
    name = getattr(made, "name", None)
    if not isinstance(name, str) or not name.strip() or name != name.strip():
        yield fault(f"its name is {shown(name)}, not a word", path="name", value=name)


# --- laws of the rule itself


def _is_one(own: RuleSubject) -> Problems:
    del own
    return ()


def _is_a_value(own: RuleSubject) -> Problems:
    yield from copy_problems(own.rule)
    yield from hash_problems(own.rule)
    if not is_rule(own.given) and make(own.given) != own.rule:
        yield fault("made twice it is not equal to itself", value=own.rule)


def _scores(own: RuleSubject) -> Problems:
    if not own.scored:
        for framework in own.frameworks:
            refusal = is_refused(own.rule, framework)
            yield fault(f"it refuses it: {refusal}", path=framework.id, value=refusal)
    for framework in own.frameworks:
        yield from edge_problems(own.rule, framework)
    yield from _tried(scoring_laws.gives_a_result, own)


def _tried(law: scoring_laws.Law, own: RuleSubject) -> Problems:
    return broken(law, own.rule, own.scored, examples=own.examples)


def _decides(own: RuleSubject) -> Problems:
    """Give that on every framework the best answers lead where the worst do."""
    for framework in own.scored:
        worst, best = (scoring_laws.ends_of(one.score()) for one in extremes(own.rule, framework))
        if worst != best:
            return
    yield fault("with all answers at their best its result is the one with all at their worst")


_SCORED: Final = ("scores", "pure", "order-free")


def _law(
    name: str, law: Callable[[scoring_laws.Trial], str], asks: str, why: str, after: Iterable[str]
) -> Law[RuleSubject]:
    return Law(name=name, asks=asks, why=why, find=partial(_tried, law), after=tuple(after))


RULE_LAWS: Final[tuple[Law[RuleSubject], ...]] = (
    Law(
        name=IS_A_RULE,
        asks="Has it a name and a method score(case)?",
        why="A result names the rule that it was made by.",
        find=_is_one,
    ),
    Law(
        name="is-a-value",
        asks="Is it equal to its copies, and do they hash equal?",
        why="Results are compared by the method they were made by, rule and parameters included.",
        find=_is_a_value,
    ),
    Law(
        name="scores",
        asks="Does it score every assessment of some framework, and refuse others properly?",
        why="A baseline, phases, one stage, no answers and nothing that applies all occur.",
        find=_scores,
    ),
    _law(
        "pure",
        scoring_laws.is_pure,
        "Does it say the same when asked again, and leave alone what it is given?",
        "A score has to be made again to be believed.",
        ("scores",),
    ),
    _law(
        "order-free",
        scoring_laws.is_order_free,
        "Is the result the same in whatever order answers are given?",
        "Files and forms keep no order.",
        ("scores", "pure"),
    ),
    _law(
        "names-itself",
        scoring_laws.names_itself,
        "Does a result tell its rule, parameters, method, framework and assessment?",
        "Without them the score cannot be made again.",
        ("scores", "pure"),
    ),
    _law(
        "ends-ordered",
        scoring_laws.ends_are_ordered,
        "Is the lower end of a result never above the upper one?",
        "A range that runs backwards holds nothing.",
        _SCORED,
    ),
    _law(
        "ends-possible",
        scoring_laws.ends_are_possible,
        "Are the ends of a result, and all between, stages of the framework?",
        "What follows on a result looks its stages up.",
        (*_SCORED, "ends-ordered"),
    ),
    _law(
        "ends-meet",
        scoring_laws.says_one_where_ends_meet,
        "Is there one stage, or one value, exactly where the ends meet?",
        "A single stage said of a range hides what is unknown.",
        (*_SCORED, "ends-ordered"),
    ),
    _law(
        "better-never-lowers",
        scoring_laws.never_falls,
        "Does a better answer never lower a result?",
        "Who improves must not be told that they fell back.",
        _SCORED,
    ),
    Law(
        name="decides",
        asks="Has some framework another result at its best than at its worst?",
        why="A rule that says the same of everyone says nothing.",
        find=_decides,
        after=(*_SCORED, "ends-ordered", "better-never-lowers"),
    ),
    _law(
        "range-sound",
        scoring_laws.range_is_sound,
        "Does the result lie in the range, whatever the unknown answers turn out to be?",
        "A range that the truth can leave is a wrong statement.",
        (*_SCORED, "ends-ordered"),
    ),
    _law(
        "unknown-widens",
        scoring_laws.unknown_widens,
        "Does an answer taken back only widen the range?",
        "Nobody must gain by not looking.",
        (*_SCORED, "range-sound"),
    ),
    _law(
        "range-exact",
        scoring_laws.range_is_exact,
        "Is each end of the range reached by some way to fill in the unknown answers?",
        "A range wider than need be hides what is known; a rule may be sound alone, and say so.",
        (*_SCORED, "unknown-widens"),
    ),
    _law(
        "coverage-true",
        scoring_laws.coverage_is_true,
        "Is coverage 0 of nothing rated, 1 of all, between otherwise, and none of nothing?",
        "It tells how much of a result rests on answers.",
        _SCORED,
    ),
    _law(
        "items-complete",
        scoring_laws.items_are_complete,
        "Does the explanation have every indicator once, in order, with its answer?",
        "Profiles, next steps and reports are made of them.",
        _SCORED,
    ),
    _law(
        "profile-shares",
        scoring_laws.profile_is_of_shares,
        "Do all shares of the profile lie from 0 to 1?",
        "Charts and roll-ups take them for shares.",
        _SCORED,
    ),
    _law(
        "explains",
        scoring_laws.explains_itself,
        "Does it say the result and the rule in sentences?",
        "People act on the reason, not on the number.",
        ("scores", "pure"),
    ),
    _law(
        "plain-data",
        scoring_laws.is_plain_data,
        "Is to_dict() of a result data that JSON can carry?",
        "Results are stored and sent.",
        ("scores", "pure"),
    ),
    _law(
        "results-copy",
        scoring_laws.result_copies,
        "Is a result equal to itself once copied, copied deeply or pickled?",
        "Applications cache results and hand them to other processes.",
        ("scores", "pure", "is-a-value"),
    ),
)
"""The laws of a rule, each after those it waits for."""


def rule_checks(
    rule: object, *, frameworks: Iterable[Framework] | None = None, examples: int = 50
) -> tuple[Check, ...]:
    """Return the checks of a scoring rule.

    Args:
        rule: The rule, or a function or class that makes it of nothing.
        frameworks: What to try it on; ``None`` for `example_frameworks`. At
            least one of them has to be scored by it; one that it refuses with
            an error of ours is left out of the other laws.
        examples: How many assessments of each framework a law is tried on.

    Returns:
        The checks, always in the same order.

    Raises:
        WrongTypeError: *frameworks* are none, or *examples* is no whole
            number.
        MissingValueError: No framework at all.
        InvalidValueError: *examples* is less than 1.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.testing import run_checks
        >>> print(run_checks(rule_checks(sm.NearestRule(), frameworks=[sm.CISCO], examples=3)))
        20 checks: 20 passed.
    """
    tried = example_frameworks() if frameworks is None else _listed(frameworks)
    return checks_of(
        RULE_LAWS, RuleSubject(given=rule, frameworks=tried, examples=count_of(examples))
    )


def _listed(frameworks: Iterable[Framework]) -> tuple[Framework, ...]:
    if not isinstance(frameworks, Iterable):
        raise WrongTypeError(
            f"expected frameworks, such as [MINE], not {shown(frameworks)}",
            path="frameworks",
            value=frameworks,
        )
    kept = tuple(expect(own, Framework, "frameworks") for own in frameworks)
    if not kept:
        raise MissingValueError("a rule is tried on one framework at least", path="frameworks")
    return kept

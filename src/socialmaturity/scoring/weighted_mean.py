"""The rule `weighted_mean`: a mean of numbers, flat or nested, with floors where asked."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

import attrs

from socialmaturity.assessment.outcome import UNKNOWN, Outcome
from socialmaturity.errors import InvalidValueError
from socialmaturity.model.fields import Number, parse_number, parse_word
from socialmaturity.model.scale import Threshold, show_number
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import Verdict, show_rounded
from socialmaturity.scoring.groups import (
    TOTAL,
    Branch,
    Levels,
    Node,
    check_names,
    evaluate,
    keep_groups,
    make_tree,
    named,
    shares,
)
from socialmaturity.scoring.items import make_items, make_notices, subject
from socialmaturity.scoring.method import Policy
from socialmaturity.scoring.numbers import (
    Contribution,
    DecisiveNumber,
    Floor,
    GroupScore,
    NumberExplanation,
    NumberParameters,
    NumberResult,
    Numbers,
    Pairs,
    keep_pairs,
    numbers_of,
)


def keep_values(values: Mapping[str, Number | str] | Pairs | None) -> Pairs | None:
    """Return the numbers of labels as a rule keeps them; ``None`` stays."""
    return keep_pairs(values, "values")


def keep_weights(weights: Mapping[str, Number | str] | Pairs | None) -> Pairs:
    """Return weights as a rule keeps them, each above 0."""
    pairs = keep_pairs(weights, "weights") or ()
    for name, weight in pairs:
        if weight <= 0:
            raise InvalidValueError(
                f"a weight is above 0, not {show_number(weight)}; what does not count is not"
                " applicable",
                path=f"weights.{name}",
                value=weight,
            )
    return pairs


def _keep_floors(floors: Mapping[str, Number | str] | Pairs | None) -> Pairs:
    return keep_pairs(floors, "floors") or ()


def _keep_levels(levels: str) -> Levels:
    return parse_word(Levels, levels, "levels")


def _keep_not_applicable(number: Number | str | None) -> Fraction | None:
    return None if number is None else parse_number(number, "not_applicable")


@attrs.frozen(kw_only=True)
class WeightedMeanRule:
    """A weighted mean of numbers, over indicators or over groups of them.

    ::

        mean  = sum(w_i * x_i) / sum(w_i)        over all that applies
        total = the same over groups, each a mean in turn (nested)
        sum   = mean of stage 1 + mean of stage 2 + ...   (levels="sum")

    All of it can only rise when an answer improves, so the range is exact;
    all of it is calculated in exact fractions. What is not applicable leaves
    the mean, unless *not_applicable* says what it counts.

    Args:
        values: The number of each label, never falling from worse to better;
            ``None`` for those that the scale publishes. Not for a scale of
            numbers.
        weights: Above 0, by id of an indicator or name of a group; 1 for
            those not named.
        groups: ``None`` for one flat mean; ``stage`` or ``dimension`` for a
            mean of their means; or groups by name, each a list of indicators,
            dimensions and groups, or groups by name again.
        levels: ``mean``, or ``sum`` to add up the means of the stages within
            each innermost group; the worst answer is worth 0 then, and
            unknown answers cannot be left out.
        floors: The least that is asked of indicators, groups or ``total``,
            by name; they give a verdict beside the number.
        not_applicable: What an indicator counts that does not apply;
            ``None`` to leave it out.

    Raises:
        InvalidValueError: A weight that is not above 0, a word that is not
            known, or a number that is not finite.
        WrongTypeError: An argument of another type.
        MissingValueError: A group without members.
        DuplicateError: A group named twice.

    References:
        OWASP SAMM 2 (levels added up, nested means). CyberFundamentals
        (mean with floors). XCCDF 1.2, NIST IR 7275 r4, section 7.3 (weighted
        means of siblings, flat and nested).

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(
        ...     framework="socedo",
        ...     scale="zero-to-one",
        ...     answers={"page-or-profile": 1, "publishing-messages": 0.5},
        ... )
        >>> result = sm.score(acme, rule=WeightedMeanRule(groups="stage"))
        >>> result.group("1").value, result.lower, result.upper
        (Fraction(3, 4), Fraction(1, 4), Fraction(11, 12))
    """

    values: Pairs | None = attrs.field(default=None, converter=keep_values)
    weights: Pairs = attrs.field(default=None, converter=keep_weights)
    groups: Literal["stage", "dimension"] | tuple[Branch, ...] | None = attrs.field(
        default=None, converter=keep_groups
    )
    levels: Levels = attrs.field(default=Levels.MEAN, converter=_keep_levels)
    floors: Pairs = attrs.field(default=None, converter=_keep_floors)
    not_applicable: Fraction | None = attrs.field(default=None, converter=_keep_not_applicable)

    @property
    def name(self) -> str:
        """``weighted_mean``."""
        return "weighted_mean"

    def score(self, case: Case) -> NumberResult:
        """Return the number or its range.

        Args:
            case: The findings that count.

        Returns:
            The result.

        Raises:
            MissingValueError: Labels without numbers, or indicators in no
                group.
            UnknownReferenceError: A label, member, weight or floor of
                nothing.
            ContradictionError: Numbers that fall, or a name of two things.
            DuplicateError: An indicator in two groups.
            InvalidValueError: Numbers for a scale of numbers; a sum of
                levels whose worst answer is not worth 0, or under policy
                ``exclude``.
        """
        return calculate(case, self)


class _Sums(NamedTuple):
    """One completion of the findings, calculated.

    Args:
        total: What the whole comes to; ``None`` where nothing counts.
        groups: What each group comes to.
        values: The number of each indicator; ``None`` where it does not count.
    """

    total: Fraction | None
    groups: Mapping[str, Fraction | None]
    values: Mapping[str, Fraction | None]


def calculate(case: Case, rule: WeightedMeanRule) -> NumberResult:
    """Return the result of the rule; see `WeightedMeanRule.score`."""
    numbers = numbers_of(case.scale, rule.values)
    _check(case, rule, numbers)
    scope = case.indicators
    tree = make_tree(case.framework, scope, rule.groups, dict(rule.weights), rule.levels)
    check_names(tree, [name for name, _ in rule.floors], "floors", of_whole=True)
    groups = [own.name for own in named(tree)]
    lower, upper, most = (
        _sums(case, rule, numbers, tree, unknown=unknown, rated=rated)
        for unknown, rated in (
            (numbers.lowest, None),
            (numbers.highest, None),
            (numbers.highest, numbers.highest),
        )
    )
    factors = shares(tree, lower.values)
    rated = _coverage(case, factors)
    value = _by_policy(case, rule, numbers, tree, lower, upper, rated)
    floors = tuple(_floors(rule, lower, upper, value))
    return NumberResult(
        framework=case.framework,
        assessment=case.assessment,
        method=case.method,
        coverage=rated,
        lower=lower.total,
        upper=upper.total,
        value=None if value is None else value.total,
        maximum=most.total,
        groups=tuple(_group_score(name, lower, upper, value) for name in groups if name != TOTAL),
        verdict=_conjunction(floors),
        explanation=NumberExplanation(
            framework=case.framework,
            rule=rule.name,
            sentence=_sentence(rule),
            parameters=_parameters(rule, numbers),
            headline=_headline(case, lower, upper, value, most),
            items=make_items(case, Threshold("", numbers.scale.highest)),
            notices=tuple(make_notices(case, rated)),
            contributions=tuple(_contributions(case, tree, factors, lower, upper, value)),
            decisive=tuple(_decisive(case, factors, lower, upper)),
            floors=floors,
        ),
    )


def _check(case: Case, rule: WeightedMeanRule, numbers: Numbers) -> None:
    if rule.levels is Levels.SUM and case.method.policy is Policy.EXCLUDE:
        raise InvalidValueError(
            "leaving out answers of a sum of levels can give more than all of them at their best;"
            " ask for policy 'worst' or 'best', or leave the policy out for a range",
            path="policy",
            value=Policy.EXCLUDE.value,
        )
    if rule.levels is Levels.SUM and numbers.lowest != 0:
        raise InvalidValueError(
            "a level that is left out of a sum adds 0, so the worst answer has to be worth 0,"
            f" not {show_number(numbers.lowest)}",
            path="levels",
            value=rule.levels.value,
        )
    given = rule.not_applicable
    if given is not None and not numbers.lowest <= given <= numbers.highest:
        raise InvalidValueError(
            f"expected a number from {show_number(numbers.lowest)} to"
            f" {show_number(numbers.highest)}, not {show_number(given)}",
            path="not_applicable",
            value=given,
        )


def _sums(
    case: Case,
    rule: WeightedMeanRule,
    numbers: Numbers,
    tree: Node,
    *,
    unknown: Fraction | None,
    rated: Fraction | None = None,
) -> _Sums:
    """Calculate with the unknown at one number, and the rated, if told so, at another."""
    values: dict[str, Fraction | None] = {}
    for own, (outcome, level) in case.found.items():
        if level is not None:
            values[own] = numbers.of(level) if rated is None else rated
        else:
            values[own] = unknown if outcome in UNKNOWN else rule.not_applicable
    told: dict[str, Fraction | None] = {}
    return _Sums(evaluate(tree, values, told), told, values)


def _coverage(case: Case, factors: Mapping[str, Fraction]) -> Fraction | None:
    """Return the share of the weight that is rated; ``None`` where nothing applies."""
    applies = {own: factor for own, factor in factors.items() if case.found[own][0] in _APPLIES}
    total = sum(applies.values(), Fraction(0))
    if not total:
        return None
    rated = (factor for own, factor in applies.items() if case.found[own][0] is Outcome.RATED)
    return sum(rated, Fraction(0)) / total


def _by_policy(
    case: Case,
    rule: WeightedMeanRule,
    numbers: Numbers,
    tree: Node,
    lower: _Sums,
    upper: _Sums,
    rated: Fraction | None,
) -> _Sums | None:
    """Return the sums that give the value; ``None`` where there is none."""
    policy = case.method.policy
    if lower.values == upper.values:
        return lower
    if policy is None or not case.method.enough(rated):
        return None
    if policy is Policy.EXCLUDE:
        return _sums(case, rule, numbers, tree, unknown=None)
    return upper if policy is Policy.BEST else lower


def _group_score(name: str, lower: _Sums, upper: _Sums, value: _Sums | None) -> GroupScore:
    worst, best = lower.groups[name], upper.groups[name]
    known = worst if worst == best else None
    return GroupScore(
        name=name,
        lower=worst,
        upper=best,
        value=known if value is None else value.groups[name],
    )


def _contributions(
    case: Case,
    tree: Node,
    factors: Mapping[str, Fraction],
    lower: _Sums,
    upper: _Sums,
    value: _Sums | None,
) -> Iterator[Contribution]:
    given = case.assessment.found
    own_factors = factors if value in (None, lower, upper) else shares(tree, value.values)
    for own in case.indicators:
        factor = factors.get(own.id, _NOTHING)
        yield Contribution(
            indicator=own.id,
            outcome=case.found[own.id][0],
            answer=given.get(own.id),
            factor=factor,
            lower=factor * (lower.values[own.id] or 0),
            upper=factor * (upper.values[own.id] or 0),
            value=None
            if value is None
            else own_factors.get(own.id, _NOTHING) * (value.values[own.id] or 0),
        )


def _decisive(
    case: Case, factors: Mapping[str, Fraction], lower: _Sums, upper: _Sums
) -> Iterator[DecisiveNumber]:
    if lower.total is None or upper.total is None:
        return
    for own in case.indicators:
        worst, best = lower.values[own.id], upper.values[own.id]
        if worst is not None and best is not None and worst != best:
            swing = factors[own.id] * (best - worst)
            yield DecisiveNumber(
                indicator=own.id,
                outcome=case.found[own.id][0],
                at_worst=upper.total - swing,
                at_best=lower.total + swing,
            )


def _floors(
    rule: WeightedMeanRule, lower: _Sums, upper: _Sums, value: _Sums | None
) -> Iterator[Floor]:
    for name, least in rule.floors:
        worst, best = _reached(lower, name), _reached(upper, name)
        ends = (worst, best) if value is None else (_reached(value, name),) * 2
        yield Floor(
            name=name, least=least, lower=worst, upper=best, verdict=_floor_verdict(least, *ends)
        )


def _reached(sums: _Sums, name: str) -> Fraction | None:
    return sums.groups[name] if name in sums.groups else sums.values[name]


def _floor_verdict(least: Fraction, lower: Fraction | None, upper: Fraction | None) -> Verdict:
    if lower is None or upper is None:
        return Verdict.VACUOUS
    if lower >= least:
        return Verdict.MET
    return Verdict.UNDETERMINED if upper >= least else Verdict.NOT_MET


def _conjunction(floors: tuple[Floor, ...]) -> Verdict | None:
    """Return the verdict of all floors together; ``None`` of none."""
    if not floors:
        return None
    verdicts = {floor.verdict for floor in floors}
    for worst in (Verdict.NOT_MET, Verdict.UNDETERMINED):
        if worst in verdicts:
            return worst
    return Verdict.MET


def _parameters(rule: WeightedMeanRule, numbers: Numbers) -> NumberParameters:
    groups = rule.groups if isinstance(rule.groups, str) else "own"
    return NumberParameters(
        scale=numbers.scale.id,
        values=numbers.pairs,
        groups="flat" if rule.groups is None else groups,
        levels=rule.levels.value,
        weights=rule.weights,
        not_applicable=rule.not_applicable,
    )


def _sentence(rule: WeightedMeanRule) -> str:
    over = "all indicators"
    if rule.groups is not None:
        over = "its groups" if not isinstance(rule.groups, str) else f"each {rule.groups}"
        over = f"{over}, each the mean of its own"
    what = "mean" if not rule.weights else "weighted mean"
    summed = " Within a group the means of the stages are added up." if rule.levels == "sum" else ""
    return f"Rule weighted_mean: the {what} over {over}.{summed}"


def _headline(case: Case, lower: _Sums, upper: _Sums, value: _Sums | None, most: _Sums) -> str:
    who = subject(case)
    outcomes = [outcome for outcome, _ in case.found.values()]
    rated = outcomes.count(Outcome.RATED)
    applicable = len(outcomes) - outcomes.count(Outcome.NOT_APPLICABLE)
    counted = f"({rated} of {applicable} indicators rated)"
    if lower.total is None or upper.total is None or most.total is None:
        return f"{who} has no score, since nothing applies {counted}."
    score = show_rounded(lower.total)
    if lower.total != upper.total:
        score = f"{score} at worst and {show_rounded(upper.total)} at best"
    of_most = f", of {show_rounded(most.total)} at most"
    by = ""
    policy = case.method.policy
    if value is not None and value.total is not None and lower.total != upper.total:
        by = f"; {show_rounded(value.total)} by policy {policy}"
    return f"{who} scores {score}{of_most}{by} {counted}."


_APPLIES = (Outcome.RATED, *UNKNOWN)
_NOTHING = Fraction(0)

"""The columns that a score adds to a table."""

from collections.abc import Mapping, Sequence
from typing import Final

import narwhals.stable.v2 as nw

from socialmaturity.errors import InvalidValueError
from socialmaturity.frames.barriers import binding
from socialmaturity.frames.cells import Cell, Question, read_cells
from socialmaturity.frames.engine import Expr, Sheet, as_count, total
from socialmaturity.frames.ladders import (
    Ends,
    Needed,
    Rung,
    cumulative,
    high_water,
    make_rungs,
    nearest,
    needed_of,
    settled,
)
from socialmaturity.frames.means import (
    group_columns,
    make_means,
    mean_columns,
    rating_columns,
    verdict_column,
)
from socialmaturity.frames.possible import (
    Flags,
    cumulative_possible,
    high_water_possible,
    listed,
    nearest_possible,
)
from socialmaturity.frames.readers import Reader
from socialmaturity.frames.request import Request
from socialmaturity.frames.shares import coverage, profile
from socialmaturity.model.fields import repeated
from socialmaturity.model.scale import Threshold
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.groups import TOTAL
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.method import Method, Policy
from socialmaturity.scoring.nearest import NearestRule
from socialmaturity.scoring.numbers import numbers_of
from socialmaturity.scoring.parameters import Thresholds, thresholds
from socialmaturity.scoring.profile import ProfileRule
from socialmaturity.scoring.rating import RatingRule
from socialmaturity.scoring.weighted_mean import WeightedMeanRule

LadderRule = CumulativeRule | HighWaterRule | NearestRule
NumberRule = WeightedMeanRule | RatingRule

LADDER_RULES: Final = (CumulativeRule, HighWaterRule, NearestRule)
"""The rules that give a stage."""

Columns = dict[str, Expr]
"""What a part of a result adds, by name."""


def score_columns(
    sheet: Sheet, readers: Mapping[str, Reader], request: Request, *, marks: bool
) -> tuple[Columns, Expr]:
    """Return the columns of a result.

    Args:
        sheet: The table; it is given what they refer to.
        readers: Of every indicator of the framework.
        request: What is asked for.
        marks: Whether the columns are null where a cell cannot be read; else
            they say nothing true there.

    Returns:
        The columns by name, without a prefix, and how many cells of a row
        cannot be read.
    """
    rule = request.rule
    if isinstance(rule, WeightedMeanRule | RatingRule):
        return _of_numbers(sheet, readers, request, rule, marks=marks)
    limits = _limits(request, rule)
    some = limits.quorum not in (None, 1) or isinstance(rule, HighWaterRule)
    question = Question(request.scale, limits.at, limits.lower_at, places=some)
    cells, problems = _cells(sheet, readers, request, question)
    valid = problems == 0 if marks else None
    rungs = make_rungs(sheet, request.framework, cells, differ=limits.differ)
    columns: Columns = {}
    if not isinstance(rule, ProfileRule):
        needed = _needed(rule, limits)
        ends, possible = _ladder(sheet, request, rule, rungs, needed, differ=limits.differ)
        if "range" in request.include:
            columns |= _range(request.method, ends, rungs)
        if possible:
            columns["possible"] = listed(possible)
        if "binding" in request.include:
            columns["binding"] = _binding(sheet, rule, rungs, ends, needed, limits)
    columns = _where(columns, valid)
    if "coverage" in request.include:
        columns["coverage"] = coverage(rungs, valid)
    if "profile" in request.include:
        columns |= profile(sheet, request.framework, rungs, cells, valid)
    return columns, problems


def _where(columns: Columns, valid: Expr | None) -> Columns:
    """Return the columns, null where they may not be given."""
    if valid is None:
        return columns
    return {name: nw.when(valid).then(own) for name, own in columns.items()}


def _limits(request: Request, rule: LadderRule | ProfileRule) -> Thresholds:
    """Return the thresholds of a rule, as the rule takes them."""
    if isinstance(rule, CumulativeRule):
        return thresholds(
            request.framework,
            request.scale,
            at=rule.at,
            lower_at=rule.lower_at,
            quorum=rule.quorum,
        )
    at = thresholds(request.framework, request.scale, at=rule.at).at
    quorum = rule.quorum if isinstance(rule, HighWaterRule) else None
    return Thresholds(at=at, lower_at=at, quorum=quorum)


def _needed(rule: LadderRule, limits: Thresholds) -> Needed:
    if isinstance(rule, HighWaterRule) and rule.quorum is None:
        return _any_one
    return limits.needed


def _any_one(applicable: int) -> int:
    return min(applicable, 1)


def _cells(
    sheet: Sheet, readers: Mapping[str, Reader], request: Request, question: Question
) -> tuple[tuple[Cell, ...], Expr]:
    """Return the cells that count, and how many of each row cannot be read."""
    cells, odd = read_cells(sheet, readers, question)
    problems = total(odd.values())
    cells = _filtered(sheet, cells, request.method)
    scope = set(request.scope)
    cells = tuple(cell for cell in cells if cell.id in scope)
    if request.method.policy is Policy.ERROR:
        problems += total(cell.unknown for cell in cells)
    return cells, sheet.keep({"problems": problems})["problems"]


def _filtered(sheet: Sheet, cells: Sequence[Cell], method: Method) -> tuple[Cell, ...]:
    """Return the cells with *not applicable* only where it is accepted."""
    never = method.never_not_applicable
    left = [cell for cell in cells if cell.id not in never]
    taken = tuple(
        cell._replace(not_applicable=cell.not_applicable * 0) if cell.id in never else cell
        for cell in cells
    )
    most = method.most_not_applicable
    if most is None or not left:
        return taken
    accepted = sheet.keep(
        {"accepted": as_count(total(cell.not_applicable for cell in left) <= most)}
    )["accepted"]
    kept = sheet.keep({f"accepted_{cell.id}": cell.not_applicable * accepted for cell in taken})
    return tuple(cell._replace(not_applicable=kept[f"accepted_{cell.id}"]) for cell in taken)


def _ladder(
    sheet: Sheet,
    request: Request,
    rule: LadderRule,
    rungs: Sequence[Rung],
    needed: Needed,
    *,
    differ: bool,
) -> tuple[dict[Policy, Ends], Flags]:
    """Return the ends of a rule with the unknown at their worst, at their best, and left out.

    Beside them stands which stages are possible, if that is wanted.
    """
    policies = [Policy.WORST, Policy.BEST]
    if request.method.policy is Policy.EXCLUDE:
        policies.append(Policy.EXCLUDE)
    ways = {policy.value: settled(rungs, policy, needed) for policy in policies}
    floor = int(request.framework.stages[0].baseline)
    is_wanted = "possible" in request.include
    possible: Flags = {}
    worst, best = ways[Policy.WORST.value], ways[Policy.BEST.value]
    if isinstance(rule, CumulativeRule):
        found = cumulative(sheet, ways, floor, differ=differ)
        if is_wanted:
            outer = found[Policy.WORST.value][0], found[Policy.BEST.value][1]
            possible = cumulative_possible(worst, outer, floor, differ=differ)
    elif isinstance(rule, HighWaterRule):
        found = high_water(sheet, ways, floor)
        if is_wanted:
            possible = high_water_possible(best, found[Policy.WORST.value][0], floor)
    else:
        found, fits = nearest(sheet, ways, floor)
        if is_wanted:
            possible = nearest_possible(fits[Policy.WORST.value], fits[Policy.BEST.value], floor)
    return {policy: found[policy.value] for policy in policies}, possible


def _range(method: Method, ends: Mapping[Policy, Ends], rungs: Sequence[Rung]) -> Columns:
    lower, upper = (end.cast(nw.Int64) for end in (ends[Policy.WORST][0], ends[Policy.BEST][1]))
    meet = lower == upper
    stage = nw.when(meet).then(lower)
    if method.policy is not None and method.policy in ends:
        first, last = ends[method.policy]
        agree = meet | ((first == last) & _enough(method, rungs))
        stage = nw.when(agree).then(nw.when(meet).then(lower).otherwise(first.cast(nw.Int64)))
    return {"lower": lower, "upper": upper, "stage": stage}


def _enough(method: Method, rungs: Sequence[Rung]) -> Expr:
    """Return whether enough is rated for the policy to give a value."""
    least = method.minimum_coverage
    if least is None:
        return nw.lit(value=True)
    rated, applicable = total(own.rated for own in rungs), total(own.applicable for own in rungs)
    size = sum(len(own.cells) for own in rungs)
    share = Thresholds(at=_NOTHING, lower_at=_NOTHING, quorum=least)
    wanted = needed_of(applicable, size, share.needed)
    return (applicable == 0) | ((rated > 0) & (rated >= wanted))


_NOTHING = Threshold("", 0)


def _binding(
    sheet: Sheet,
    rule: LadderRule,
    rungs: Sequence[Rung],
    ends: Mapping[Policy, Ends],
    needed: Needed,
    limits: Thresholds,
) -> Expr:
    if isinstance(rule, NearestRule):
        return nw.lit("")
    return binding(sheet, rungs, ends[Policy.BEST][1], needed, differ=limits.differ)


def _of_numbers(
    sheet: Sheet,
    readers: Mapping[str, Reader],
    request: Request,
    rule: NumberRule,
    *,
    marks: bool,
) -> tuple[Columns, Expr]:
    """Return the columns of a rule of numbers; its profile is at the top of the scale."""
    numbers = numbers_of(request.scale, rule.values)
    top = Threshold("", request.scale.highest)
    question = Question(request.scale, top, top, worths=numbers.values)
    cells, problems = _cells(sheet, readers, request, question)
    valid = problems == 0 if marks else None
    mean = _mean(rule)
    means = make_means(sheet, request.framework, cells, mean, numbers, request.method)
    ratings = rating_columns(sheet, means, rule.bands) if isinstance(rule, RatingRule) else {}
    columns: Columns = {}
    if "range" in request.include:
        columns |= mean_columns(means) | ratings.get(TOTAL, {})
        if mean.floors:
            columns["verdict"] = verdict_column(sheet, means, cells, mean, numbers, request.method)
    if "coverage" in request.include:
        columns["coverage"] = means.coverage
    if "groups" in request.include:
        labels = (
            {f"group_{name}_{kind}": own for kind, own in rating.items()}
            for name, rating in ratings.items()
            if name != TOTAL
        )
        columns |= _apart([*group_columns(means), *labels])
    columns = _where(columns, valid)
    if "profile" in request.include:
        rungs = make_rungs(sheet, request.framework, cells, differ=False)
        columns |= profile(sheet, request.framework, rungs, cells, valid)
    return columns, problems


def _apart(several: Sequence[Columns]) -> Columns:
    """Return the columns of all groups together; no two may have one name."""
    for twice in repeated([name for columns in several for name in columns]):
        raise InvalidValueError(
            f"two groups would have a column {twice!r}; name one of them otherwise, or leave"
            " 'groups' out of include",
            path="groups",
            value=twice,
        )
    return {name: own for columns in several for name, own in columns.items()}


def _mean(rule: NumberRule) -> WeightedMeanRule:
    """Return the mean that a rule of numbers takes."""
    if isinstance(rule, WeightedMeanRule):
        return rule
    return WeightedMeanRule(values=rule.values, weights=rule.weights, groups=rule.groups)

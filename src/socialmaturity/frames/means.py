"""Weighted means and ratings on whole columns.

Everything is calculated in floats of 64 bits. Where a number is compared
with a bound, one that lies within a margin of it counts as equal to it, since
the exact number may be.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf, lcm
from typing import Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.cells import Cell, least_float
from socialmaturity.frames.engine import Expr, Sheet, as_count, choose, divisor, total, whole
from socialmaturity.frames.trees import Worth, Worths, evaluate, most_of
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Threshold
from socialmaturity.scoring.explanation import Verdict
from socialmaturity.scoring.groups import TOTAL, Leaf, Node, leaves, make_tree, named
from socialmaturity.scoring.method import Method, Policy
from socialmaturity.scoring.numbers import Numbers
from socialmaturity.scoring.rating import Bands
from socialmaturity.scoring.weighted_mean import WeightedMeanRule

_RELATIVE: Final = 1e-12


class Means(NamedTuple):
    """A tree over a table, evaluated.

    Args:
        tree: What was evaluated.
        lower: With all unknown answers at their worst.
        upper: With all at their best.
        chosen: As the policy counts them; ``None`` without a policy.
        coverage: Share of the weight that is rated; null where nothing
            applies.
        unknown: How many indicators of each group are unknown.
        enough: Whether enough is rated for the policy to give a value.
        margin: How near to a bound a number counts as equal to it.
    """

    tree: Node
    lower: Worths
    upper: Worths
    chosen: Worths | None
    coverage: Expr
    unknown: Mapping[str, Expr]
    enough: Expr
    margin: float

    def value(self, name: str) -> Expr:
        """Return what a group comes to where its ends meet or by the policy, else null."""
        known = self.unknown[name] == 0
        lower = self.lower[name]
        if self.chosen is None:
            return nw.when(known & (lower.counts > 0)).then(lower.value)
        chosen = self.chosen[name]
        policy = nw.when(self.enough & (chosen.counts > 0)).then(chosen.value)
        return nw.when(known).then(lower.told).otherwise(policy)

    def ends(self, name: str) -> tuple[Worth, Worth]:
        """Return the ends of a group or an indicator; by the policy both are alike."""
        lower, upper = self.lower[name], self.upper[name]
        if self.chosen is None:
            return lower, upper
        chosen = self.chosen[name]
        return self._by_policy(chosen, lower), self._by_policy(chosen, upper)

    def _by_policy(self, chosen: Worth, otherwise: Worth) -> Worth:
        return Worth(
            nw.when(self.enough).then(chosen.value).otherwise(otherwise.value),
            nw.when(self.enough).then(chosen.counts).otherwise(otherwise.counts),
        )


def make_means(
    sheet: Sheet,
    framework: Framework,
    cells: Sequence[Cell],
    rule: WeightedMeanRule,
    numbers: Numbers,
    method: Method,
) -> Means:
    """Return what the rule makes of a table.

    Args:
        sheet: The table; it is given what each group comes to.
        framework: What is scored.
        cells: Of the indicators that count, with their worth.
        rule: Checked.
        numbers: Of the scale.
        method: What is asked for.

    Returns:
        All that the columns of a result are made of.
    """
    own = {cell.id: cell for cell in cells}
    scope = [one for one in framework.indicators if one.id in own]
    tree = make_tree(framework, scope, rule.groups, dict(rule.weights), rule.levels)
    vacuous = rule.not_applicable
    counts = {one: _counts(cell, vacuous, is_left=False) for one, cell in own.items()}
    lowest, highest = float(numbers.lowest), float(numbers.highest)
    values = {
        "lower": {one: _worth(cell, lowest, vacuous) for one, cell in own.items()},
        "upper": {one: _worth(cell, highest, vacuous) for one, cell in own.items()},
        "rated": {one: cell.rated for one, cell in own.items()},
        "applies": {one: cell.rated + cell.unknown for one, cell in own.items()},
    }
    done = evaluate(sheet, tree, "all", counts, values)
    chosen = {None: None, Policy.BEST: done["upper"]}.get(method.policy, done["lower"])
    if method.policy is Policy.EXCLUDE:
        counts = {one: _counts(cell, vacuous, is_left=True) for one, cell in own.items()}
        left = {one: _worth(cell, 0.0, vacuous) for one, cell in own.items()}
        chosen = evaluate(sheet, tree, "left", counts, {"left": left})["left"]
    rated, applies = done["rated"][TOTAL].value, done["applies"][TOTAL].value
    most = max(map(abs, (numbers.lowest, numbers.highest, vacuous or Fraction(0))))
    return Means(
        tree,
        done["lower"],
        done["upper"],
        chosen,
        _coverage(tree, own, rated / divisor(applies)),
        _unknown(sheet, tree, own),
        _enough(method, rated, applies),
        _RELATIVE * float(most_of(tree, most)),
    )


def _coverage(tree: Node, cells: Mapping[str, Cell], of_groups: Expr) -> Expr:
    """Return the share of the weight that is rated, rounded in the end alone.

    Args:
        tree: The whole.
        cells: By id.
        of_groups: The same where there are groups, each counted as a whole.

    Returns:
        The share; null where nothing applies.
    """
    members = [own for own in tree.members if isinstance(own, Leaf)]
    if len(members) < len(tree.members):
        return of_groups
    weights = {own.id: Fraction(1) if tree.adds else Fraction(own.weight) for own in members}
    scale = lcm(*(own.denominator for own in weights.values()))
    parts = {own: float(weight * scale) for own, weight in weights.items()}
    rated = total(_times(cells[own].rated, times) for own, times in parts.items())
    applies = total(
        _times(cells[own].rated + cells[own].unknown, times) for own, times in parts.items()
    )
    return rated.cast(nw.Float64) / divisor(applies)


def _times(count: Expr, times: float) -> Expr:
    return count if times == 1 else count.cast(nw.Float64) * times


def _counts(cell: Cell, vacuous: Fraction | None, *, is_left: bool) -> Expr:
    """Return 1 where an indicator enters the mean."""
    counts = cell.rated if is_left else whole(1) - cell.not_applicable
    return counts if vacuous is None else counts + cell.not_applicable


def _worth(cell: Cell, unknown: float, vacuous: Fraction | None) -> Expr:
    """Return the number of an indicator, with the unknown at one."""
    worth = cell.worth
    if unknown:
        worth = worth + cell.unknown * unknown
    return worth + cell.not_applicable * float(vacuous) if vacuous else worth


def _unknown(sheet: Sheet, tree: Node, cells: Mapping[str, Cell]) -> dict[str, Expr]:
    nodes = [*named(tree)]
    counts = (total(cells[own].unknown for own in leaves(node)) for node in nodes)
    kept = sheet.keep({f"unknown_{place}": count for place, count in enumerate(counts)})
    return dict(zip((node.name for node in nodes), kept.values(), strict=True))


def _enough(method: Method, rated: Expr, applies: Expr) -> Expr:
    least = method.minimum_coverage
    if least is None:
        return nw.lit(value=True)
    return (applies <= 0) | ((rated > 0) & (rated >= applies * (float(least) - _RELATIVE)))


def mean_columns(means: Means) -> dict[str, Expr]:
    """Return the number of the whole: its ends, and its value where it has one."""
    return {
        "lower": means.lower[TOTAL].told,
        "upper": means.upper[TOTAL].told,
        "value": means.value(TOTAL),
    }


def group_columns(means: Means) -> list[dict[str, Expr]]:
    """Return the same of each group, outer groups first."""
    return [
        {
            f"group_{node.name}_lower": means.lower[node.name].told,
            f"group_{node.name}_upper": means.upper[node.name].told,
            f"group_{node.name}_value": means.value(node.name),
        }
        for node in named(means.tree)
        if node.name != TOTAL
    ]


def rating_columns(sheet: Sheet, means: Means, bands: Bands) -> dict[str, dict[str, Expr]]:
    """Return the labels that the whole and each group fall into.

    Args:
        sheet: The table.
        means: Shares, 0 to 1.
        bands: How they are cut.

    Returns:
        For the whole and each group its columns: labels with all unknown
        answers at their worst, at their best, and that of the value.
    """
    names = [node.name for node in named(means.tree)]
    ranks: dict[str, Expr] = {}
    for place, name in enumerate(names):
        lowest, highest = means.lower[name].value, means.upper[name].value
        chosen = lowest if means.chosen is None else means.chosen[name].value
        for end, number in (("lower", lowest), ("upper", highest), ("value", chosen)):
            ranks[f"rank_{place}_{end}"] = _rank(number, bands, means.margin)
    kept = sheet.keep(ranks)
    told: dict[str, dict[str, Expr]] = {}
    for place, name in enumerate(names):
        lower, upper, given = (kept[f"rank_{place}_{end}"] for end in ("lower", "upper", "value"))
        counts = means.lower[name].counts > 0
        told[name] = {
            "rating_lower": nw.when(counts).then(_label(lower, bands)),
            "rating_upper": nw.when(counts).then(_label(upper, bands)),
            "rating": nw.when(counts).then(
                nw.when(lower == upper)
                .then(_label(lower, bands))
                .otherwise(_by_policy(means, name, _label(given, bands)))
            ),
        }
    return told


def _by_policy(means: Means, name: str, label: Expr) -> Expr:
    """Return the label of the value where the policy gives one."""
    if means.chosen is None:
        return nw.lit(None, nw.String)
    known = means.unknown[name] == 0
    return nw.when(known | (means.enough & (means.chosen[name].counts > 0))).then(label)


def _rank(number: Expr, bands: Bands, margin: float) -> Expr:
    """Return in which band a share lies, from 0; on a bound it is the band under it."""
    return total(as_count(number > float(bound / 100) + margin) for bound in bands.bounds)


def _label(rank: Expr, bands: Bands) -> Expr:
    choices = ((rank == place, nw.lit(label)) for place, label in enumerate(bands.labels) if place)
    return choose(choices, nw.lit(bands.labels[0]))


class _Reach(NamedTuple):
    """Whether a floor is missed, 1 or 0.

    Args:
        fails: With all unknown answers at their best.
        unsure: With all at their worst.
    """

    fails: Expr
    unsure: Expr


def verdict_column(
    sheet: Sheet,
    means: Means,
    cells: Sequence[Cell],
    rule: WeightedMeanRule,
    numbers: Numbers,
    method: Method,
) -> Expr:
    """Return whether every floor is reached.

    Args:
        sheet: The table.
        means: Of the same table.
        cells: Of the indicators that count.
        rule: Has one floor at least; that of an indicator is compared
            exactly.
        numbers: Of the scale.
        method: What is asked for.

    Returns:
        ``met``, ``not-met`` or ``undetermined``; what does not apply bars
        nothing.
    """
    own = {cell.id: cell for cell in cells}
    flags: dict[str, Expr] = {}
    for place, (name, least) in enumerate(rule.floors):
        if name in means.unknown:
            reach = _reach_of_group(means, name, least)
        else:
            worst = _reach_of_cell(own[name], least, numbers, rule.not_applicable)
            reach = _reach_by_policy(worst, method, means.enough)
        flags[f"fails_{place}"], flags[f"unsure_{place}"] = reach
    kept = sheet.keep(flags)
    fails, unsure = (
        total(kept[f"{kind}_{place}"] for place in range(len(rule.floors)))
        for kind in ("fails", "unsure")
    )
    return choose(
        [
            (fails > 0, nw.lit(Verdict.NOT_MET.value)),
            (unsure > 0, nw.lit(Verdict.UNDETERMINED.value)),
        ],
        nw.lit(Verdict.MET.value),
    )


def _reach_of_group(means: Means, name: str, least: Fraction) -> _Reach:
    lower, upper = means.ends(name)
    bound = float(least) - means.margin
    return _Reach(
        as_count((upper.counts > 0) & (upper.value < bound)),
        as_count((lower.counts > 0) & (lower.value < bound)),
    )


def _reach_of_cell(
    cell: Cell, least: Fraction, numbers: Numbers, vacuous: Fraction | None
) -> dict[Policy, Expr]:
    """Return whether an indicator misses a floor, by what the unknown count as."""
    short = as_count((cell.rated > 0) & (cell.worth < _least_worth(least, numbers)))
    if vacuous is not None and vacuous < least:
        short = short + cell.not_applicable
    return {
        Policy.WORST: short + cell.unknown if numbers.lowest < least else short,
        Policy.BEST: short + cell.unknown if numbers.highest < least else short,
        Policy.EXCLUDE: short,
    }


def _reach_by_policy(by: Mapping[Policy, Expr], method: Method, enough: Expr) -> _Reach:
    fails, unsure = by[Policy.BEST], by[Policy.WORST]
    if method.policy is None or method.policy not in by:
        return _Reach(fails, unsure)
    chosen = by[method.policy]
    return _Reach(
        nw.when(enough).then(chosen).otherwise(fails),
        nw.when(enough).then(chosen).otherwise(unsure),
    )


def _least_worth(least: Fraction, numbers: Numbers) -> float:
    """Return the least number of a rated answer, as a float, that is no less than another."""
    if numbers.values:
        return min((float(own) for own in numbers.values if own >= least), default=inf)
    if least > 1:
        return inf
    return least_float(Threshold("", max(least, Fraction(0))))

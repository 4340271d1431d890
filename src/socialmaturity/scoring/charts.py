"""Rows to draw: plain data for whatever draws."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from socialmaturity.errors import InvalidValueError, expect, near_names, shown
from socialmaturity.scoring.explanation import Item, Verdict, show_answer
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.result import Result, StageResult
from socialmaturity.scoring.shares import Share

Row = dict[str, Any]
"""One mark of a chart. It has text, whole numbers, floats, true and false, ``None``."""


def chart_rows(result: Result, kind: str) -> list[Row]:
    """Return the rows of a chart of a result.

    Args:
        result: Of any rule.
        kind: ``ladder`` (the stages with their counts and the range),
            ``profile`` (the shares of stages and dimensions), ``donut`` (the
            cumulative counts up to each stage, as C2M2 draws them), ``items``
            (every indicator, for a heat map), ``contributions`` and
            ``groups`` (of rules of numbers).

    Returns:
        One row a mark, in order of the framework. Numbers are floats, for
        drawing alone; the result keeps them exact.

    Raises:
        WrongTypeError: No result, or a kind that is no text.
        InvalidValueError: No such kind, or one that the rule has no rows
            for.

    Examples:
        >>> import socialmaturity as sm
        >>> result = sm.score(sm.Assessment(framework="carfi", answers={"social-media-tried": "F"}))
        >>> [(row["stage"], row["possible"]) for row in chart_rows(result, "ladder")][:3]
        [(1, True), (2, True), (3, True)]
    """
    expect(result, Result, "result")
    if expect(kind, str, "kind") not in _KINDS:
        near = near_names(kind, _KINDS)
        guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise InvalidValueError(
            f"{shown(kind)} is none of {', '.join(map(repr, _KINDS))}{guess}",
            path="kind",
            value=kind,
        )
    return list(_KINDS[kind](result))


def _ladder(result: Result) -> Iterator[Row]:
    if not isinstance(result, StageResult):
        raise InvalidValueError(
            f"a result of rule {result.rule!r} has no stages to draw a ladder of; draw 'profile'",
            path="kind",
            value="ladder",
        )
    told = result.explanation
    for stage, rung, verdict in zip(
        result.framework.stages, told.rungs, told.verdicts, strict=True
    ):
        yield {
            "stage": stage.ordinal,
            "name": stage.name,
            "verdict": verdict.value,
            "met": rung.met,
            "not_met": rung.applicable - rung.met - rung.unknown,
            "unknown": rung.unknown,
            "needed": rung.needed,
            "in_range": told.lower <= stage.ordinal <= told.upper,
            "possible": stage in result.possible,
            "chosen": stage == result.stage,
        }


def _profile(result: Result) -> Iterator[Row]:
    names = {own.id: own.name for own in result.framework.dimensions}
    for share in result.profile.stages:
        stage = result.framework.stage(int(share.key))
        yield {"of": "stage", "key": share.key, "name": stage.name, **_share(share)}
    for share in result.profile.dimensions:
        name = next(own for key, own in names.items() if key == share.key)
        yield {"of": "dimension", "key": share.key, "name": name, **_share(share)}


def _share(share: Share) -> Row:
    return {"lower": _float(share.lower), "upper": _float(share.upper)}


def _donut(result: Result) -> Iterator[Row]:
    counts = dict.fromkeys(_COUNTED.values(), 0)
    items: dict[int, list[Item]] = {stage.ordinal: [] for stage in result.framework.stages}
    for item in result.explanation.items:
        items[item.stage].append(item)
    for ordinal, own in items.items():
        for item in own:
            counts[_COUNTED[item.verdict]] += 1
        yield {"stage": ordinal, **counts}


def _items(result: Result) -> Iterator[Row]:
    for item in result.explanation.items:
        indicator = result.framework.indicator(item.id)
        yield {
            "indicator": item.id,
            "name": indicator.name,
            "stage": item.stage,
            "dimension": indicator.dimension,
            "outcome": item.outcome.value,
            "answer": None if item.answer is None else show_answer(item.answer),
            "verdict": item.verdict.value,
        }


def _numbers(result: Result, kind: str) -> NumberResult:
    if not isinstance(result, NumberResult):
        raise InvalidValueError(
            f"a result of rule {result.rule!r} has no {kind}; score by 'weighted_mean' or 'rating'",
            path="kind",
            value=kind,
        )
    return result


def _contributions(result: Result) -> Iterator[Row]:
    for own in _numbers(result, "contributions").explanation.contributions:
        yield {
            "indicator": own.indicator,
            "name": result.framework.indicator(own.indicator).name,
            "outcome": own.outcome.value,
            "lower": _float(own.lower),
            "upper": _float(own.upper),
            "value": _float(own.value),
        }


def _groups(result: Result) -> Iterator[Row]:
    for own in _numbers(result, "groups").groups:
        yield {
            "group": own.name,
            "lower": _float(own.lower),
            "upper": _float(own.upper),
            "value": _float(own.value),
        }


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


_COUNTED: Final = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not_met",
    Verdict.UNDETERMINED: "unknown",
    Verdict.VACUOUS: "not_applicable",
}

_KINDS: Final[dict[str, Callable[[Result], Iterator[Row]]]] = {
    "ladder": _ladder,
    "profile": _profile,
    "donut": _donut,
    "items": _items,
    "contributions": _contributions,
    "groups": _groups,
}

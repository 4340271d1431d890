"""The rule `rating`: a percentage, cut into bands that are closed above."""

from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal

import attrs

from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    UnknownNameError,
    UnknownReferenceError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import Number, are_lines, is_line, parse_number, repeated
from socialmaturity.model.scale import show_number
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import show_rounded
from socialmaturity.scoring.groups import Branch, keep_groups
from socialmaturity.scoring.items import subject
from socialmaturity.scoring.numbers import (
    NumberResult,
    Pairs,
    numbers_of,
)
from socialmaturity.scoring.weighted_mean import (
    WeightedMeanRule,
    calculate,
    keep_values,
    keep_weights,
)

_PERCENT: Final = 100


def _parse_bounds(bounds: tuple[Number, ...]) -> tuple[Fraction, ...]:
    if not isinstance(bounds, tuple):
        raise WrongTypeError(
            f"expected a tuple, such as (15, 50, 85), not {shown(bounds)}",
            path="bounds",
            value=bounds,
        )
    return tuple(parse_number(own, f"bounds[{place}]") for place, own in enumerate(bounds))


def _are_bounds(
    bands: "Bands", field: "attrs.Attribute[Any]", bounds: tuple[Fraction, ...]
) -> None:
    if len(bounds) + 1 != len(bands.labels) or not bounds:
        raise InvalidValueError(
            f"{len(bounds)} bounds for {len(bands.labels)} labels; expected one bound between each"
            " two labels",
            path=field.name,
            value=bounds,
        )
    if any(upper <= lower for lower, upper in pairwise((Fraction(0), *bounds, Fraction(_PERCENT)))):
        raise InvalidValueError(
            f"bounds rise from above 0 to below 100, not {', '.join(map(show_number, bounds))}",
            path=field.name,
            value=bounds,
        )


def _are_labels(_: object, field: "attrs.Attribute[Any]", labels: tuple[str, ...]) -> None:
    are_lines(_, field, labels)
    if repeated(label.casefold() for label in labels):
        raise DuplicateError(
            f"of labels {shown(labels)} two differ in case alone", path=field.name, value=labels
        )


@attrs.frozen(kw_only=True)
class Bands:
    """Bands of a percentage, each closed above.

    Args:
        id: Short name.
        labels: Worst first.
        bounds: Percentages, rising, from above 0 to below 100, one between
            each two labels; what lies on a bound belongs to the band under
            it.

    Raises:
        InvalidValueError: Bounds that do not rise, or another count of them.
        DuplicateError: Two labels alike.

    References:
        ISO/IEC 33020:2019, ratings of process attributes; the bounds as
        printed in Automotive SPICE, Process assessment model 3.1.

    Examples:
        >>> NPLF_BANDS.rate(50), NPLF_BANDS.rate(50.5)
        ('P', 'L')
    """

    id: str = attrs.field(validator=is_line)
    labels: tuple[str, ...] = attrs.field(validator=_are_labels)
    bounds: tuple[Fraction, ...] = attrs.field(converter=_parse_bounds, validator=_are_bounds)

    def rate(self, percentage: Number | str) -> str:
        """Return the label of a percentage.

        Args:
            percentage: From 0 to 100, also as text such as ``1/3``; a float
                means its shortest decimal.

        Returns:
            The label.

        Raises:
            WrongTypeError: Neither a number nor text.
            InvalidValueError: Outside 0 to 100.
        """
        exact = parse_number(percentage, "percentage")
        if not 0 <= exact <= _PERCENT:
            raise InvalidValueError(
                f"expected a percentage from 0 to 100, not {shown(percentage)}",
                path="percentage",
                value=percentage,
            )
        above = sum(exact > bound for bound in self.bounds)
        return self.labels[above]


NPLF_BANDS: Final = Bands(id="nplf", labels=("N", "P", "L", "F"), bounds=(15, 50, 85))
"""Not, partially, largely and fully achieved, as ISO/IEC 33020 has it."""

REFINED_BANDS: Final = Bands(
    id="refined",
    labels=("N", "P-", "P+", "L-", "L+", "F"),
    bounds=(15, Fraction("32.5"), 50, Fraction("67.5"), 85),
)
"""The same with P and L halved, as ISO/IEC 33020 has it."""

_BY_ID: Final = {own.id: own for own in (NPLF_BANDS, REFINED_BANDS)}


def _parse_bands(bands: Bands | str) -> Bands:
    if isinstance(bands, Bands):
        return bands
    if not isinstance(bands, str):
        raise WrongTypeError(
            f"expected Bands, or 'nplf' or 'refined', not {shown(bands)}", path="bands", value=bands
        )
    if bands not in _BY_ID:
        raise UnknownNameError(bands, _BY_ID, within="the bands", path="bands")
    return _BY_ID[bands]


@attrs.frozen(kw_only=True)
class RatingRule:
    """A percentage, cut into bands that are closed above.

    ::

        percentage = 100 * weighted mean of the answers, each from 0 to 1
        rating     = the first band with percentage <= its upper bound

    With the bands of ISO/IEC 33020, 15 % is N, 50 % is P, 85 % is L. Every
    group has its rating, too, such as an attribute of which several
    indicators were answered.

    Args:
        bands: ``nplf``, ``refined``, or bands of your own.
        values: The number of each label from 0 to 1, as for `WeightedMeanRule`.
        weights: Above 0, as there.
        groups: As there.

    Raises:
        InvalidValueError: A weight that is not above 0, or a number that is
            not finite.
        UnknownNameError: No bands of this name.
        WrongTypeError: An argument of another type.
        MissingValueError: A group without members.
        DuplicateError: A group named twice.

    References:
        ISO/IEC 33020:2019, Process measurement framework for assessment of
        process capability: ratings N, P, L, F and their refinement.

    Examples:
        >>> import socialmaturity as sm
        >>> acme = sm.Assessment(
        ...     framework="socedo",
        ...     scale="zero-to-one",
        ...     answers={own.id: 0.5 for own in sm.SOCEDO.indicators},
        ... )
        >>> sm.score(acme, rule="rating").rating
        'P'
    """

    bands: Bands = attrs.field(default=NPLF_BANDS, converter=_parse_bands)
    values: Pairs | None = attrs.field(default=None, converter=keep_values)
    weights: Pairs = attrs.field(default=None, converter=keep_weights)
    groups: Literal["stage", "dimension"] | tuple[Branch, ...] | None = attrs.field(
        default=None, converter=keep_groups
    )

    @property
    def name(self) -> str:
        """``rating``."""
        return "rating"

    def score(self, case: Case) -> "RatingResult":
        """Return the rating or the ratings it lies between.

        Args:
            case: The findings that count.

        Returns:
            The result.

        Raises:
            MissingValueError: Labels without numbers, or indicators in no
                group.
            UnknownReferenceError: A label, member or weight of nothing.
            ContradictionError: Numbers that fall, or a name of two things.
            DuplicateError: An indicator in two groups.
            InvalidValueError: Numbers for a scale of numbers, or outside
                0 to 1.
        """
        numbers = numbers_of(case.scale, self.values)
        if numbers.lowest < 0 or numbers.highest > 1:
            raise InvalidValueError(
                "a rating cuts a percentage, so each answer is worth a number from 0 to 1, not"
                f" from {show_number(numbers.lowest)} to {show_number(numbers.highest)}",
                path="values",
            )
        mean = WeightedMeanRule(values=self.values, weights=self.weights, groups=self.groups)
        return _rated(calculate(case, mean), self, subject(case))


@attrs.frozen(kw_only=True)
class Rating:
    """The rating of a group, or of the whole.

    Args:
        name: Of the group; ``total`` for the whole.
        lower: The label with all unknown answers at their worst; ``None``
            where nothing counts.
        upper: The label with all at their best.
        value: Where the ends meet, or by the policy; else ``None``.
    """

    name: str
    lower: str | None
    upper: str | None
    value: str | None


@attrs.frozen(kw_only=True)
class RatingResult(NumberResult):
    """A share of the whole, 0 to 1, and the bands it falls into.

    Args:
        ratings: Of the whole, then of each group.
    """

    ratings: tuple[Rating, ...]

    @property
    def rating(self) -> str | None:
        """The label where the ends have the same, or by the policy; else ``None``."""
        return self.ratings[0].value

    def rating_of(self, name: str) -> Rating:
        """Return the rating of a group.

        Args:
            name: Of the group; ``total`` for the whole.

        Returns:
            Its rating.

        Raises:
            WrongTypeError: No text; a stage is named by its ordinal as text.
            UnknownReferenceError: There is no such group.
        """
        expect(name, str, "name")
        for own in self.ratings:
            if own.name == name:
                return own
        names = [own.name for own in self.ratings]
        raise UnknownReferenceError(name, names, within="the groups")

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, with its explanation.

        Returns:
            As for any result; exact numbers as text.
        """
        return {
            "rating": self.rating,
            "ratings": [attrs.asdict(own) for own in self.ratings],
            **super().to_dict(),
        }


def _rated(result: NumberResult, rule: RatingRule, who: str) -> RatingResult:
    bands = rule.bands

    def label(share: Fraction | None) -> str | None:
        return None if share is None else bands.rate(share * _PERCENT)

    def rating(
        name: str, lower: Fraction | None, upper: Fraction | None, value: Fraction | None
    ) -> Rating:
        ends = label(lower), label(upper)
        meet = ends[0] if ends[0] == ends[1] else None
        return Rating(name=name, lower=ends[0], upper=ends[1], value=meet or label(value))

    ratings = (
        rating("total", result.lower, result.upper, result.value),
        *(rating(own.name, own.lower, own.upper, own.value) for own in result.groups),
    )
    explanation = attrs.evolve(
        result.explanation,
        rule=rule.name,
        sentence=_sentence(bands),
        headline=_headline(result, ratings[0], who),
    )
    return RatingResult(
        framework=result.framework,
        assessment=result.assessment,
        method=result.method,
        coverage=result.coverage,
        lower=result.lower,
        upper=result.upper,
        value=result.value,
        maximum=result.maximum,
        groups=result.groups,
        explanation=explanation,
        ratings=ratings,
    )


def _sentence(bands: Bands) -> str:
    told = [f"{bands.labels[0]} up to {show_number(bands.bounds[0])} %"]
    told += (
        f"{label} up to {show_number(bound)} %"
        for label, bound in zip(bands.labels[1:], bands.bounds[1:], strict=False)
    )
    return f"Rule rating: {', '.join(told)}, else {bands.labels[-1]}."


def _headline(result: NumberResult, rating: Rating, who: str) -> str:
    if rating.lower is None or result.lower is None or result.upper is None:
        return f"{who} has no rating, since nothing applies."
    lower, upper = show_rounded(result.lower * 100), show_rounded(result.upper * 100)
    percent = f"{lower} %" if lower == upper else f"{lower} to {upper} %"
    if rating.lower == rating.upper:
        return f"{who} is rated {rating.lower} ({percent})."
    by = "" if rating.value is None else f", {rating.value} by policy {result.policy}"
    return f"{who} is rated {rating.lower} at worst and {rating.upper} at best{by} ({percent})."

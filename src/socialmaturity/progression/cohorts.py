"""Where one unit stands among others, without telling of few."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.errors import DuplicateError, InvalidValueError, expect, shown
from socialmaturity.model.fields import parse_day, repeated
from socialmaturity.model.framework import Framework
from socialmaturity.progression.history import (
    Day,
    assessed_on,
    check_comparable,
    count_of,
    counted,
    listed,
    name_of,
    require_ladder,
)
from socialmaturity.scoring.explanation import show_rounded
from socialmaturity.scoring.result import StageResult


@attrs.frozen(kw_only=True)
class Standing:
    """The share of others that one unit leaves behind, the mid-rank percentile.

    Args:
        framework: What all were assessed with.
        unit: Name of the unit; may be empty.
        since: First day of the period.
        until: Last day.
        others: How many others there are in the period, the unit itself not
            among them.
        elsewhere: How many results were left out, being of another day.
        minimum: How many others there have to be.
        lower: Share with the unit at its lowest stage and the others at their
            highest, exact, 0 to 1; ``None`` where it is suppressed.
        upper: Share the other way round.
        reason: Why it is suppressed; else empty.
    """

    framework: Framework = attrs.field(repr=False)
    unit: str
    since: date
    until: date
    others: int
    elsewhere: int
    minimum: int
    lower: Fraction | None
    upper: Fraction | None
    reason: str = ""

    @property
    def share(self) -> Fraction | None:
        """The share where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None

    @property
    def suppressed(self) -> bool:
        """Whether there are too few others to tell."""
        return self.lower is None

    def text(self) -> str:
        """Return the standing in sentences."""
        who = self.unit or "The unit"
        period = f"from {self.since} to {self.until}"
        if self.lower is None or self.upper is None:
            return f"{who}: not shown, since {self.reason} ({period})."
        place = f"percentile {_percentile(self.lower)}"
        if self.lower != self.upper:
            place = f"percentile {_percentile(self.lower)} to {_percentile(self.upper)}"
        return (
            f"{who}: {place} among {counted(self.others, 'other')}, {period}."
            " Of those at the same stage half count as below."
        )

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the standing as plain data; shares as exact text, ``None`` where suppressed."""
        return {
            "framework": self.framework.id,
            "unit": self.unit,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "others": self.others,
            "elsewhere": self.elsewhere,
            "minimum": self.minimum,
            "lower": None if self.lower is None else str(self.lower),
            "upper": None if self.upper is None else str(self.upper),
            "reason": self.reason,
            "text": self.text(),
        }


def _percentile(share: Fraction) -> str:
    return show_rounded(100 * share, 1)


def standing(
    result: StageResult,
    others: Iterable[StageResult],
    *,
    since: Day,
    until: Day,
    minimum: int = 5,
) -> Standing:
    """Return where a unit stands among others of the same framework, method and period.

    ::

        share = (others at a lower stage + half of those at the same) / others

    It ranks stages and uses no distance between them. It guards against
    groups that are too small, not against somebody who asks of two groups
    that differ by one.

    Args:
        result: Of the unit, assessed in the period.
        others: Results of the same framework and by the same method, one of
            each unit in the period; those of other days are left out, and so
            is the unit itself, by its name.
        since: First day of the period.
        until: Last day of it.
        minimum: How many others there have to be, 1 or more.

    Returns:
        The share, a range where stages are open; suppressed, with the
        reason, where there are fewer others.

    Raises:
        WrongTypeError: No results of stages, no dates, or no whole number.
        MissingValueError: An assessment without a day.
        FrameworkMismatchError: Two frameworks, or two versions of one.
        InvalidValueError: Two methods, phases in place of a ladder, the unit
            assessed in another period, a period that ends before it begins,
            or a minimum below 1.
        DuplicateError: Two results of one unit in the period.

    References:
        J. T. Roscoe, Fundamental research statistics for the behavioral
        sciences, 2nd edition, 1975 (mid-rank
        percentiles). OWASP SAMM benchmark report, 2025, which suppresses
        small groups.

    Examples:
        >>> import socialmaturity as sm
        >>> def firm(name, *rated):
        ...     given = sm.Assessment(
        ...         framework="solis",
        ...         subject=name,
        ...         assessed_on="2026-05-01",
        ...         answers=dict.fromkeys(rated, "F"),
        ...     )
        ...     return sm.score(given, policy="worst")
        >>> others = [firm(str(number)) for number in range(5)]
        >>> acme = firm("Acme", "listening", "reporting")
        >>> standing(acme, others, since="2026-01-01", until="2026-12-31").share
        Fraction(1, 1)
    """
    own = expect(result, StageResult, "result")
    given = [expect(one, StageResult, "others") for one in listed(others, "others")]
    first, last = parse_day(since, "since"), parse_day(until, "until")
    least = count_of(minimum, "minimum")
    require_ladder(own.framework)
    if last < first:
        raise InvalidValueError(
            f"the period ends on {last}, before it begins on {first}", path="until", value=last
        )
    day = assessed_on(own, "result")
    if not first <= day <= last:
        raise InvalidValueError(
            f"the unit was assessed on {day}, outside of {first} to {last}",
            path="result",
            value=day,
        )
    cohort, elsewhere = _cohort(own, given, first, last)
    few = ""
    if len(cohort) < least:
        few = f"the group has {counted(len(cohort), 'other')} of the {least} that it takes"
    lower, upper = (None, None) if few else _ends(own, cohort)
    return Standing(
        framework=own.framework,
        unit=name_of(own),
        since=first,
        until=last,
        others=len(cohort),
        elsewhere=elsewhere,
        minimum=least,
        lower=lower,
        upper=upper,
        reason=few,
    )


def _cohort(
    result: StageResult, others: list[StageResult], first: date, last: date
) -> tuple[list[StageResult], int]:
    """Return the others of the period, and how many results lie outside of it."""
    cohort: list[StageResult] = []
    elsewhere = 0
    for place, own in enumerate(others):
        path = f"others[{place}]"
        check_comparable(own, result, path)
        if not first <= assessed_on(own, path) <= last:
            elsewhere += 1
        elif not name_of(own) or name_of(own) != name_of(result):
            cohort.append(own)
    for twice in repeated(name_of(own) for own in cohort if name_of(own)):
        raise DuplicateError(
            f"two results of {shown(twice)} in the period; keep one", path="others", value=twice
        )
    return cohort, elsewhere


def _ends(result: StageResult, cohort: list[StageResult]) -> tuple[Fraction, Fraction]:
    low, high = _ordinals(result)
    places = list(map(_ordinals, cohort))
    return (
        _mid_rank(low, [upper for _, upper in places]),
        _mid_rank(high, [lower for lower, _ in places]),
    )


def _ordinals(result: StageResult) -> tuple[int, int]:
    """Return the ends of a result; a policy of the caller's has settled it."""
    if result.stage is not None:
        return result.stage.ordinal, result.stage.ordinal
    return result.lower.ordinal, result.upper.ordinal


def _mid_rank(ordinal: int, others: list[int]) -> Fraction:
    below = sum(own < ordinal for own in others)
    same = sum(own == ordinal for own in others)
    return Fraction(2 * below + same, 2 * len(others))

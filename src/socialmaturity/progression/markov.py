"""Chances of a step and rates of moving, estimated from counts, each with its interval."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import count as counting
from itertools import pairwise
from math import exp, lgamma, log, log1p
from typing import Any, Final, NamedTuple

import attrs

from socialmaturity.errors import InvalidValueError, MissingValueError, shown
from socialmaturity.model.fields import Number, parse_number, parse_word
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.model.stage import Stage
from socialmaturity.progression.history import (
    Histories,
    History,
    StageLike,
    count_of,
    counted,
    gather,
    spoken,
)
from socialmaturity.progression.transitions import Departures, Transitions, transitions


class IntervalKind(StrEnum):
    """How the ends of an interval are found."""

    MID_P = "mid-p"
    """Half the chance of the count itself is left to each tail. It covers the
    truth as often as it says, on the average, and now and then a little less."""
    EXACT = "exact"
    """Clopper and Pearson's for shares, Garwood's for rates. They hold never less often
    than they say, for most counts more."""


@attrs.frozen(kw_only=True)
class Estimate:
    """How likely, or how fast, units come from one stage to another.

    Args:
        source: The stage that is left.
        target: The one that is next.
        count: How often it was.
        value: Exact: of a chain the share of steps, 0 to 1; of rates the
            moves per day.
        lower: Lower end of the interval, in the same unit.
        upper: Upper end. Each interval speaks for itself, not for all at once.
    """

    source: Stage
    target: Stage
    count: int
    value: Fraction
    lower: float
    upper: float

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as plain data: ordinals, numbers, the value as exact text."""
        return {
            "source": self.source.ordinal,
            "target": self.target.ordinal,
            "count": self.count,
            "value": show_number(self.value),
            "lower": self.lower,
            "upper": self.upper,
        }


Estimates = tuple[Estimate, ...]


@attrs.frozen(kw_only=True)
class _Rows:
    """What chances and rates have in common.

    Args:
        transitions: What was counted.
        level: How often each interval is to cover the truth, above 0 and up
            to 0.999999.
        interval: How its ends were found.
        rows: One for each stage, lowest first; ``None`` where nothing was
            seen, so that nothing is known.
    """

    transitions: Transitions = attrs.field(repr=False)
    level: Fraction
    interval: IntervalKind
    rows: tuple[Estimates | None, ...]

    @property
    def framework(self) -> Framework:
        """What the units were assessed with."""
        return self.transitions.framework

    @property
    def unknown(self) -> tuple[Stage, ...]:
        """The stages of which it is not known what comes after them."""
        pairs = zip(self.transitions.rows, self.rows, strict=True)
        return tuple(counts.stage for counts, row in pairs if row is None)

    @property
    def never_left(self) -> tuple[Stage, ...]:
        """The stages that were watched and never left, which does not mean that none will."""
        return tuple(
            counts.stage
            for counts, row in zip(self.transitions.rows, self.rows, strict=True)
            if row is not None and counts.total == counts.count(counts.stage)
        )

    def row(self, stage: StageLike) -> Estimates:
        """Return what is known of what comes after a stage.

        Args:
            stage: As `Framework.stage` takes it.

        Returns:
            One estimate for each next stage, lowest first.

        Raises:
            UnknownStageError: There is no such stage.
            MissingValueError: Nothing was seen of it.
        """
        source = self.framework.stage(stage)
        found = self.rows[source.ordinal - self.transitions.rows[0].stage.ordinal]
        if found is None:
            raise MissingValueError(
                f"no unit was watched at {spoken(source)}, so that nothing is known of what comes"
                " after it",
                path="stage",
                value=source.ordinal,
            )
        return found

    def _estimate(self, source: StageLike, target: StageLike) -> Estimate:
        wanted = self.framework.stage(target)
        for own in self.row(source):
            if own.target.ordinal == wanted.ordinal:
                return own
        raise InvalidValueError(
            f"a rate of moving leads elsewhere; {spoken(wanted)} is where it begins",
            path="target",
            value=wanted.ordinal,
        )

    def _sentences(
        self, headline: str, told: Callable[[Departures, Estimates], str]
    ) -> Iterator[str]:
        yield headline
        yield (
            f"In brackets: {_percent(self.level)} intervals ({self.interval.value}), each for"
            " itself."
        )
        for counts, row in zip(self.transitions.rows, self.rows, strict=True):
            if row is not None:
                yield f"{spoken(counts.stage).capitalize()}, {told(counts, row)}."
        if self.unknown:
            yield f"Nothing is known of what comes after {', '.join(map(spoken, self.unknown))}."

    def to_dict(self) -> dict[str, Any]:
        """Return the estimates as plain data: ordinals, names and numbers, exact ones as text."""
        return {
            "framework": self.framework.id,
            "level": show_number(self.level),
            "interval": self.interval.value,
            "rows": [None if row is None else [own.to_dict() for own in row] for row in self.rows],
            "unknown": [own.ordinal for own in self.unknown],
            "never_left": [own.ordinal for own in self.never_left],
            "transitions": self.transitions.to_dict(),
        }


@attrs.frozen(kw_only=True)
class TransitionMatrix(_Rows):
    """The chances of a step from each stage to each, by maximum likelihood.

    ::

        p[r][s] = n[r][s] / n[r]

    It takes the units for independent and alike, and what comes next to
    depend on the present stage alone.

    Args:
        transitions: What was counted.
        level: How often each interval is to cover the truth.
        interval: How its ends were found.
        rows: One for each stage, lowest first: the chance of each next
            stage, itself among them; ``None`` where no step begins.
        step_days: Length of a step, in days.
        tolerance_days: By how many days a gap may be shorter or longer.
        shortest: The shortest gap between two observations of a unit, in days.
        longest: The longest.
        as_steps: Whether gaps of other lengths were counted as one step, too,
            at the word of the caller; then a step is no length of time.
    """

    step_days: int
    tolerance_days: int
    shortest: int
    longest: int
    as_steps: bool = False

    def probability(self, source: StageLike, target: StageLike) -> Estimate:
        """Return the chance of a step from one stage to another.

        Args:
            source: As `Framework.stage` takes it.
            target: The next stage; the same for staying.

        Returns:
            The share of steps, exact, with its interval.

        Raises:
            UnknownStageError: There is no such stage.
            MissingValueError: No step begins there.
        """
        return self._estimate(source, target)

    def text(self) -> str:
        """Return the chances in sentences, one a line."""
        gaps = f"{self.shortest} to {counted(self.longest, 'day')}"
        if self.shortest == self.longest:
            gaps = counted(self.longest, "day")
        headline = f"Chances of a step of {counted(self.step_days, 'day')} (gaps: {gaps})."
        if self.as_steps:
            headline = f"Chances from one observation to the next, whatever the gap ({gaps})."
        return "\n".join(self._sentences(headline, _told_steps))

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the chances as plain data.

        Returns:
            Ordinals, names and numbers, exact ones as text; rows that are
            unknown as ``None``.
        """
        return {
            "step_days": self.step_days,
            "tolerance_days": self.tolerance_days,
            "shortest": self.shortest,
            "longest": self.longest,
            "as_steps": self.as_steps,
            **super().to_dict(),
        }


@attrs.frozen(kw_only=True)
class Intensities(_Rows):
    """The rates at which units move from each stage to each, by maximum likelihood.

    ::

        q[r][s] = n[r][s] / T[r]        moves per day at risk

    It takes the units for independent and alike, and a move to depend on the
    present stage alone, not on the time that was spent there.

    Args:
        transitions: What was counted.
        level: How often each interval is to cover the truth.
        interval: How its ends were found.
        rows: One for each stage, lowest first: the rate to each other stage;
            ``None`` where no unit was watched for a day.
    """

    def rate(self, source: StageLike, target: StageLike) -> Estimate:
        """Return the rate at which units move from one stage to another.

        Args:
            source: As `Framework.stage` takes it.
            target: Another stage.

        Returns:
            Moves per day at risk, exact, with its interval.

        Raises:
            UnknownStageError: There is no such stage.
            MissingValueError: No unit was watched there.
            InvalidValueError: Twice the same stage.
        """
        return self._estimate(source, target)

    def text(self) -> str:
        """Return the rates in sentences, one a line."""
        headline = "Moves, and in how many days at a stage there is one."
        return "\n".join(self._sentences(headline, _told_rates))

    def __str__(self) -> str:
        return self.text()


def _told_steps(counts: Departures, row: Estimates) -> str:
    chances = ", ".join(
        f"{_goal(own, 'stay')} {_percent(own.value)} [{_percent(own.lower)} to"
        f" {_percent(own.upper)}]"
        for own in row
        if own.count
    )
    never = "; never left, which is not to say that it cannot be"
    stays = counts.total == counts.count(counts.stage)
    return f"{counted(counts.total, 'step')}: {chances}{never if stays else ''}"


def _told_rates(counts: Departures, row: Estimates) -> str:
    days = counted(counts.days, "day")
    if not counts.total:
        bounds = "".join(
            f"; to any other stage not more than one in {_days(own.upper)}" for own in row[:1]
        )
        return f"{days}: never left, which is not to say that it cannot be{bounds}"
    rates = ", ".join(
        f"{_goal(own, '')} one in {_days(own.value)} [{_days(own.upper)} to {_days(own.lower)}]"
        for own in row
        if own.count
    )
    return f"{days}: {rates}"


def _goal(own: Estimate, stay: str) -> str:
    return stay if own.source == own.target else f"to {spoken(own.target)}"


def _percent(share: Fraction | float) -> str:
    return f"{100 * float(share):.1f} %".replace(".0 %", " %")


def _days(rate: Fraction | float) -> str:
    days = 1 / float(rate)
    return f"{days:.0f}" if days >= _TEN else f"{days:.2g}"


Panel = Histories | History | Iterable[History]


def transition_matrix(
    histories: Panel,
    *,
    step_days: int,
    tolerance_days: int = 0,
    irregular: str = "refuse",
    level: Number | str = 0.95,
    interval: IntervalKind | str = IntervalKind.MID_P,
) -> TransitionMatrix:
    """Return the chances of a step, where observations lie equal steps apart.

    Args:
        histories: With dates of observation.
        step_days: How many days a step is long, 1 or more.
        tolerance_days: By how many days a gap may be shorter or longer and
            still count as a step; less than a step. Quarters need some.
        irregular: What becomes of gaps of other lengths: ``refuse``, or
            ``as-steps`` to count each as one step whatever its length. Such
            chances are those of one more observation and of no length of
            time.
        level: How often each interval is to cover the truth, above 0 and up
            to 0.999999.
        interval: ``mid-p``, or ``exact`` for Clopper and Pearson's.

    Returns:
        One row for each stage; unknown where no step begins.

    Raises:
        WrongTypeError: No histories, or no numbers.
        InvalidValueError: Gaps of other lengths, each named; exact dates; a
            step, level or word that cannot be.
        MissingValueError: Every unit was observed once.

    References:
        T. W. Anderson, L. A. Goodman, Statistical inference about Markov
        chains, Annals of Mathematical Statistics 28, 1957. H. O. Lancaster,
        Significance tests in discrete distributions, Journal of the American
        Statistical Association 56, 1961 (mid-P). C. J. Clopper, E. S.
        Pearson, Biometrika 26, 1934 (exact).

    Examples:
        >>> import socialmaturity as sm
        >>> days = [("2025-01-01", 1), ("2025-01-31", 1), ("2025-03-02", 2)]
        >>> acme = History.from_pairs(sm.CARFI, days)
        >>> transition_matrix(acme, step_days=30).probability(1, 2).value
        Fraction(1, 2)
    """
    given = gather(histories)
    step = count_of(step_days, "step_days")
    tolerance = count_of(tolerance_days, "tolerance_days", least=0)
    if tolerance >= step:
        raise InvalidValueError(
            f"a tolerance of {counted(tolerance, 'day')} would take no time at all for a step of"
            f" {counted(step, 'day')}; give less",
            path="tolerance_days",
            value=tolerance,
        )
    if irregular not in _IRREGULAR:
        raise InvalidValueError(
            f"{shown(irregular)} is none of {', '.join(map(repr, _IRREGULAR))}",
            path="irregular",
            value=irregular,
        )
    if given.exact:
        raise InvalidValueError(
            "these are exact days of change, and the time between two of them is no step;"
            " intensities(...) uses them as they are, history.observed_every(days) reads them at"
            " equal steps",
            path="histories",
            value=True,
        )
    others = [own for own in _gaps(given) if abs(own.days - step) > tolerance]
    if others and irregular == "refuse":
        raise InvalidValueError(_irregular(others, step, tolerance), path="histories", value=others)
    gaps = [days for own in given for days in own.gaps]
    if not gaps:
        raise MissingValueError(
            "every unit was observed once; a move needs two dates of one unit", path="histories"
        )
    found = transitions(given)
    ends = _Ends(_parse_level(level), parse_word(IntervalKind, interval, "interval"))
    return TransitionMatrix(
        transitions=found,
        level=ends.level,
        interval=ends.kind,
        rows=tuple(_chances(row, found, ends) for row in found.rows),
        step_days=step,
        tolerance_days=tolerance,
        shortest=min(gaps),
        longest=max(gaps),
        as_steps=bool(others),
    )


def intensities(
    histories: Panel,
    *,
    level: Number | str = 0.95,
    interval: IntervalKind | str = IntervalKind.MID_P,
) -> Intensities:
    """Return the rates of moving, where the exact days of change are known.

    Args:
        histories: With exact dates.
        level: How often each interval is to cover the truth, above 0 and up
            to 0.999999.
        interval: ``mid-p``, or ``exact`` for Garwood's.

    Returns:
        One row for each stage, in moves per day; unknown where no unit was
        watched for a day.

    Raises:
        WrongTypeError: No histories, or no number.
        InvalidValueError: Dates of observation, or a level or word that
            cannot be.

    References:
        P. Billingsley, Statistical inference for Markov processes, 1961. F.
        Garwood, Fiducial limits for the Poisson distribution, Biometrika 28,
        1936 (exact). G. R. Cohen, S. Y. Yang, Mid-P confidence intervals for
        the Poisson expectation, Statistics in Medicine 13, 1994.

    Examples:
        >>> import socialmaturity as sm
        >>> log = [("2025-01-01", 1), ("2025-03-02", 2), ("2025-04-01", 1)]
        >>> acme = History.from_pairs(sm.CARFI, log, exact=True, until="2025-05-01")
        >>> intensities(acme).rate(1, 2).value
        Fraction(1, 90)
    """
    given = gather(histories)
    if not given.exact:
        raise InvalidValueError(
            "these are days of observation, not of change: when a unit moved, and whether it moved"
            " there and back between two of them, is unknown, so that counts over time would be"
            " too low; record the days of change (exact=True), or take transition_matrix(...)"
            " where the observations lie equal steps apart",
            path="histories",
            value=False,
        )
    found = transitions(given)
    ends = _Ends(_parse_level(level), parse_word(IntervalKind, interval, "interval"))
    return Intensities(
        transitions=found,
        level=ends.level,
        interval=ends.kind,
        rows=tuple(_rates(row, found, ends) for row in found.rows),
    )


class _Ends(NamedTuple):
    """What intervals are asked for."""

    level: Fraction
    kind: IntervalKind


def _chances(row: Departures, found: Transitions, ends: _Ends) -> Estimates | None:
    if not row.total:
        return None
    return tuple(
        Estimate(
            source=row.stage,
            target=own.stage,
            count=row.count(own.stage),
            value=Fraction(row.count(own.stage), row.total),
            **_named(
                share_interval(row.count(own.stage), row.total, level=ends.level, kind=ends.kind)
            ),
        )
        for own in found.rows
    )


def _rates(row: Departures, found: Transitions, ends: _Ends) -> Estimates | None:
    if not row.days:
        return None
    return tuple(
        Estimate(
            source=row.stage,
            target=own.stage,
            count=row.count(own.stage),
            value=Fraction(row.count(own.stage), row.days),
            **_named(
                count_interval(row.count(own.stage), level=ends.level, kind=ends.kind), row.days
            ),
        )
        for own in found.rows
        if own is not row
    )


def _named(interval: tuple[float, float], days: int = 1) -> dict[str, float]:
    return {"lower": interval[0] / days, "upper": interval[1] / days}


def _parse_level(level: Number | str) -> Fraction:
    exact = parse_number(level, "level")
    if not 0 < exact <= _HIGHEST_LEVEL:
        raise InvalidValueError(
            f"expected a level above 0 and up to 0.999999, such as 0.95, not {shown(level)}",
            path="level",
            value=level,
        )
    return exact


class _Gap(NamedTuple):
    unit: str
    first: str
    last: str
    days: int


def _gaps(histories: Histories) -> Iterator[_Gap]:
    for own in histories:
        for one, two in pairwise(own.observations):
            yield _Gap(own.name, str(one.on), str(two.on), (two.on - one.on).days)


def _irregular(others: Sequence[_Gap], step: int, tolerance: int) -> str:
    named = "; ".join(
        f"{own.unit or 'the unit'}, {own.first} to {own.last}, {counted(own.days, 'day')}"
        for own in others[:_MOST_GAPS]
    )
    more = f"; and {len(others) - _MOST_GAPS} more" if len(others) > _MOST_GAPS else ""
    about = f" (give or take {tolerance})" if tolerance else ""
    return (
        f"{counted(len(others), 'gap')} other than {counted(step, 'day')}{about}: {named}{more}."
        " Counted over unequal gaps, shares are no chances of a step; widen tolerance_days=...,"
        " give irregular='as-steps' to count each gap as one step whatever its length, or record"
        " days of change and ask intensities(...)"
    )


def share_interval(
    count: int, total: int, *, level: Fraction, kind: IntervalKind = IntervalKind.MID_P
) -> tuple[float, float]:
    """Return the interval of a share that was counted.

    Args:
        count: How many of them, 0 to *total*.
        total: Of how many, 1 or more.
        level: How often it is to cover the truth, above 0 and up to 0.999999.
        kind: How its ends are found.

    Returns:
        Lower and upper end, 0 to 1.

    Examples:
        >>> low, high = share_interval(0, 10, level=Fraction(95, 100))
        >>> low, round(high, 4)
        (0.0, 0.2589)
    """
    return _share_interval(count, total, level, kind)


@lru_cache(maxsize=4096)
def _share_interval(
    count: int, total: int, level: Fraction, kind: IntervalKind
) -> tuple[float, float]:
    tail = float(1 - level) / 2
    own = _own_share(kind)
    lower, upper = 0.0, 1.0
    if count:
        lower = _root(lambda share: _binomial_tail(count, total, share, own) - tail, 0.0, 1.0)
    if count < total:
        rest = total - count
        upper = 1 - _root(lambda share: _binomial_tail(rest, total, share, own) - tail, 0.0, 1.0)
    return lower, upper


def count_interval(
    count: int, *, level: Fraction, kind: IntervalKind = IntervalKind.MID_P
) -> tuple[float, float]:
    """Return the interval of the mean of a count that came by chance, as Poisson's do.

    Args:
        count: 0 or more.
        level: How often it is to cover the truth, above 0 and up to 0.999999.
        kind: How its ends are found.

    Returns:
        Lower and upper end, 0 or more.

    Examples:
        >>> low, high = count_interval(0, level=Fraction(95, 100))
        >>> low, round(high, 4)
        (0.0, 2.9957)
    """
    return _count_interval(count, level, kind)


@lru_cache(maxsize=4096)
def _count_interval(count: int, level: Fraction, kind: IntervalKind) -> tuple[float, float]:
    tail = float(1 - level) / 2
    own = _own_share(kind)
    other = 1 - own  # the count itself belongs to both tails, by its share in each
    most = 2.0 * count + 10.0
    while _poisson_tail(count, most, other) < 1 - tail:
        most *= 2
    lower = 0.0
    if count:
        lower = _root(lambda mean: _poisson_tail(count, mean, own) - tail, 0.0, most)
    upper = _root(lambda mean: _poisson_tail(count, mean, other) - (1 - tail), 0.0, most)
    return lower, upper


def _own_share(kind: IntervalKind) -> float:
    """Return how much of the chance of the count itself goes to each tail."""
    return 0.5 if kind is IntervalKind.MID_P else 1.0


def _binomial_tail(count: int, total: int, share: float, own: float) -> float:
    """Return P(X > count) + own P(X = count), for a share between 0 and 1."""
    odds = share / (1 - share)
    here = exp(
        lgamma(total + 1)
        - lgamma(count + 1)
        - lgamma(total - count + 1)
        + count * log(share)
        + (total - count) * log1p(-share)
    )
    if count >= total * share:
        return own * here + _tail(
            here, (odds * (total - place) / (place + 1) for place in range(count, total))
        )
    return 1 - (
        (1 - own) * here
        + _tail(here, (place / (total - place + 1) / odds for place in range(count, 0, -1)))
    )


def _poisson_tail(count: int, mean: float, own: float) -> float:
    """Return P(X > count) + own P(X = count), for a mean above 0."""
    here = exp(count * log(mean) - mean - lgamma(count + 1))
    if count >= mean:
        return own * here + _tail(here, (mean / place for place in counting(count + 1)))
    return 1 - ((1 - own) * here + _tail(here, (place / mean for place in range(count, 0, -1))))


def _tail(term: float, ratios: Iterable[float]) -> float:
    """Return the sum of what follows a term, each by its ratio to the one before."""
    total = 0.0
    for ratio in ratios:
        term *= ratio
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return total


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function crosses 0, by halving."""
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return high


_IRREGULAR: Final = ("refuse", "as-steps")
_MOST_GAPS: Final = 4
_TEN: Final = 10
_HIGHEST_LEVEL: Final = Fraction(999_999, 1_000_000)
_NEGLIGIBLE: Final = 1e-17

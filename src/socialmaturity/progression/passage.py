"""What follows from rates or chances of moving: where units will be, and when."""

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from functools import partial
from math import exp, inf, isfinite, log, log1p, sqrt
from typing import Any, Final

import attrs

from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import Number, parse_number, parse_share
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.progression.history import (
    StageLike,
    count_of,
    counted,
    listed,
    require_ladder,
    spoken,
    states,
)
from socialmaturity.progression.markov import Intensities, TransitionMatrix
from socialmaturity.progression.matrices import Table, after, hitting, power, steps

RawRow = Sequence[Number | str] | None
"""One row of a caller's table; ``None`` where nothing is known of a stage."""


@attrs.frozen(kw_only=True)
class Chance:
    """A probability that follows from others.

    Args:
        value: 0 to 1.
        lower: Lower end of its interval; ``None`` where there is none: for
            numbers of a caller, and for what is sure by them or to nine
            digits.
        upper: Upper end.
        reason: Why it is 0 or 1, where that can be said; else empty.
    """

    value: float
    lower: float | None = None
    upper: float | None = None
    reason: str = ""

    def __str__(self) -> str:
        told = f"{100 * self.value:.1f} %"
        if self.lower is not None and self.upper is not None:
            told += f" [{100 * self.lower:.1f} to {100 * self.upper:.1f} %]"
        return told + (f" ({self.reason})" if self.reason else "")

    def to_dict(self) -> dict[str, Any]:
        """Return the chance as plain data."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Passage:
    """How long it takes to come to a stage for the first time.

    Args:
        start: From where.
        target: To where.
        days: Expected days; infinite where it may never be.
        lower: Lower end of the interval, in days; ``None`` where there is none.
        upper: Upper end.
        chance: That a unit ever comes there.
        days_if_reached: Expected days of those units that do; ``None`` where
            none does.
        reason: Why the days are infinite; else empty.
    """

    start: Stage
    target: Stage
    days: float
    lower: float | None = None
    upper: float | None = None
    chance: Chance
    days_if_reached: float | None
    reason: str = ""

    def __str__(self) -> str:
        way = f"From {spoken(self.start)} to {spoken(self.target)}"
        if isfinite(self.days):
            return f"{way}: {_days(self.days, self.lower, self.upper)} expected."
        told = f"{way}: no finite time expected, since {self.reason}."
        if self.days_if_reached is not None:
            told += (
                f" Chance to come there at all: {self.chance}; those that do take"
                f" {_days(self.days_if_reached)}."
            )
        return told

    def to_dict(self) -> dict[str, Any]:
        """Return the passage as plain data; what is infinite as ``None``, with its reason."""
        return {
            **attrs.asdict(self, recurse=False),
            "start": self.start.ordinal,
            "target": self.target.ordinal,
            "days": self.days if isfinite(self.days) else None,
            "chance": self.chance.to_dict(),
        }


@attrs.frozen(kw_only=True)
class Sojourn:
    """How long a unit stays at a stage before it moves.

    Args:
        stage: Which.
        days: Expected days; infinite where no move leads away.
        lower: Lower end of the interval, in days; ``None`` where there is none.
        upper: Upper end.
        reason: Why the days are infinite; else empty.
    """

    stage: Stage
    days: float
    lower: float | None = None
    upper: float | None = None
    reason: str = ""

    def __str__(self) -> str:
        here = f"At {spoken(self.stage)}"
        if isfinite(self.days):
            return f"{here}: {_days(self.days, self.lower, self.upper)} expected."
        return f"{here}: no finite time expected, since {self.reason}."

    def to_dict(self) -> dict[str, Any]:
        """Return the stay as plain data; what is infinite as ``None``, with its reason."""
        return {
            **attrs.asdict(self, recurse=False),
            "stage": self.stage.ordinal,
            "days": self.days if isfinite(self.days) else None,
        }


@attrs.frozen(kw_only=True)
class Occupancy:
    """Where a unit is after some days.

    Args:
        framework: What its stages are of.
        start: Where it began.
        days: How many days later.
        chances: Of each stage, lowest first; their values add up to 1.
    """

    framework: Framework = attrs.field(repr=False)
    start: Stage
    days: Fraction
    chances: tuple[tuple[Stage, Chance], ...]

    def at(self, stage: StageLike) -> Chance:
        """Return the chance of one stage.

        Args:
            stage: As `Framework.stage` takes it.

        Returns:
            The chance.

        Raises:
            UnknownStageError: There is no such stage.
        """
        lowest, _ = self.chances[0]
        return self.chances[self.framework.stage(stage).ordinal - lowest.ordinal][1]

    def text(self) -> str:
        """Return the chances in sentences, one a line; those that are 0 are left out."""
        return "\n".join(
            (
                f"From {spoken(self.start)}, {_days(float(self.days))} later:",
                *(f"- {spoken(stage)}: {own}" for stage, own in self.chances if own.value),
            )
        )

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the chances as plain data, by ordinal as text."""
        return {
            "start": self.start.ordinal,
            "days": float(self.days),
            "chances": {str(stage.ordinal): own.to_dict() for stage, own in self.chances},
        }


def _days(days: float, lower: float | None = None, upper: float | None = None) -> str:
    told = _round(days) + (" day" if _round(days) == "1" else " days")
    if lower is None or upper is None:
        return told
    return f"{told} [{_round(lower)} to {_round(upper)}]"


def _round(days: float) -> str:
    return f"{days:.1f}".removesuffix(".0")


@attrs.frozen(kw_only=True)
class Forecast:
    """A process that moves between the stages of a framework, by the present stage alone.

    It is forward and back, whatever its moves say: nothing here takes a unit
    to climb only. It is made by `of`, `from_rates` or `from_chances`.

    Args:
        framework: A ladder.
        moves: A row for each stage, lowest first: the moves per day to each
            stage, or the chance of each at the next step, with 0 at the
            stage itself; ``None`` where nothing is known.
        step_days: Length of a step; ``None`` for a process that can move at
            any time.
        exposure: On how many days at risk, or steps, each row rests;
            ``None`` for numbers of a caller, which have no intervals.
        level: How often intervals are to cover the truth.

    Examples:
        >>> import socialmaturity as sm
        >>> yearly = [[0.7, 0.3, 0, 0, 0], [0.1, 0.6, 0.3, 0, 0], [0, 0, 1, 0, 0], None, None]
        >>> chain = Forecast.from_chances(sm.CARFI, yearly, step_days=365)
        >>> print(chain.time_to(3, start=1))
        From stage 1 to stage 3: 2838.9 days expected.
    """

    framework: Framework = attrs.field(repr=False)
    moves: tuple[tuple[float, ...] | None, ...]
    step_days: int | None = None
    exposure: tuple[int, ...] | None = None
    level: Fraction = Fraction(95, 100)

    @classmethod
    def of(cls, estimates: Intensities | TransitionMatrix) -> "Forecast":
        """Return the process that was estimated.

        Args:
            estimates: Rates, or chances of steps that are a length of time.

        Returns:
            The process; its answers have intervals.

        Raises:
            WrongTypeError: No estimates.
            InvalidValueError: Steps of whatever length, which say nothing of
                days.
        """
        if not isinstance(estimates, Intensities | TransitionMatrix):
            raise WrongTypeError(
                f"expected Intensities or a TransitionMatrix, not {shown(estimates)}",
                path="estimates",
                value=estimates,
            )
        step_days = None
        if isinstance(estimates, TransitionMatrix):
            if estimates.as_steps:
                raise InvalidValueError(
                    f"these steps were {estimates.shortest} to {counted(estimates.longest, 'day')}"
                    " long, so that nothing follows from them in days; with a word of your own on"
                    " their length, give the chances to Forecast.from_chances(...)",
                    path="estimates",
                    value=(estimates.shortest, estimates.longest),
                )
            step_days = estimates.step_days
        counts = estimates.transitions.rows
        sizes = tuple(own.days if step_days is None else own.total for own in counts)
        return cls(
            framework=estimates.framework,
            moves=tuple(
                None
                if row is None
                else tuple(0.0 if one is own else own.count(one.stage) / size for one in counts)
                for own, size, row in zip(counts, sizes, estimates.rows, strict=True)
            ),
            step_days=step_days,
            exposure=sizes,
            level=estimates.level,
        )

    @classmethod
    def from_rates(cls, framework: Framework, matrix: Iterable[RawRow]) -> "Forecast":
        """Return the process of a caller's rates, a generator matrix.

        Args:
            framework: A ladder.
            matrix: A row for each stage, lowest first, the place below the
                first stage included where there is one: moves per day to
                each stage, and on the diagonal what makes the row add up to
                0. ``None`` for a row that is not known.

        Returns:
            The process; its answers have no intervals.

        Raises:
            WrongTypeError: No table of numbers.
            InvalidValueError: Not as many rows and columns as stages, a
                negative rate, or a row that does not add up to 0.

        Examples:
            >>> import socialmaturity as sm
            >>> away = [-0.01, 0.01, 0, 0, 0]
            >>> process = Forecast.from_rates(sm.CARFI, [away, None, None, None, None])
            >>> print(process.sojourn(1))
            At stage 1: 100 days expected.
        """
        rows = _read(framework, matrix, _parse_rate)
        for place, row in enumerate(rows):
            if row is not None and abs(_total(row)) > _SLACK * max(abs(own) for own in row):
                raise InvalidValueError(
                    f"the rates of a row add up to 0, the diagonal being minus the others; these"
                    f" add up to {float(_total(row)):g}",
                    path=f"matrix[{place}]",
                    value=tuple(map(float, row)),
                )
        return cls(framework=framework, moves=_apart(rows))

    @classmethod
    def from_chances(
        cls, framework: Framework, matrix: Iterable[RawRow], *, step_days: int
    ) -> "Forecast":
        """Return the process of a caller's chances of a step.

        Args:
            framework: A ladder.
            matrix: A row for each stage, as for `from_rates`: the chance of
                each stage at the next step, all of them adding up to 1.
            step_days: Length of a step, in days, 1 or more.

        Returns:
            The process; its answers have no intervals.

        Raises:
            WrongTypeError: No table of numbers.
            InvalidValueError: Not as many rows and columns as stages, a
                number outside 0 to 1, or a row that does not add up to 1.
        """
        rows = _read(framework, matrix, _parse_chance)
        for place, row in enumerate(rows):
            if row is not None and abs(_total(row) - 1) > _SLACK:
                raise InvalidValueError(
                    f"the chances of a row add up to 1; these add up to {float(_total(row)):g}",
                    path=f"matrix[{place}]",
                    value=tuple(map(float, row)),
                )
        return cls(
            framework=framework, moves=_apart(rows), step_days=count_of(step_days, "step_days")
        )

    def time_to(self, stage: StageLike, *, start: StageLike) -> Passage:
        """Return how long it takes to come to a stage for the first time.

        ::

            tau[r] = 0 at the goal, else  (days + sum over s of q[r][s] tau[s]) / (sum of q[r][s])

        Args:
            stage: The goal, as `Framework.stage` takes it.
            start: Where the unit is.

        Returns:
            Expected days. They are infinite, with the reason, where no move
            leads there, and where a unit may come to a stage from which none
            does.

        Raises:
            UnknownStageError: There is no such stage.
            MissingValueError: A unit can come to a stage before, of which
                nothing is known.

        References:
            J. R. Norris, Markov chains, 1997, sections 1.3 and 3.3.
        """
        one, goal = self._place(start), self._place(stage)
        passage = self._passage(one, goal)
        if one == goal:
            return passage(days=0.0, chance=Chance(value=1.0), days_if_reached=0.0)
        met = self._met(one, goal)
        alive = [
            own for own in sorted(met - {goal}) if goal in self._met(own, goal, cautious=False)
        ]
        if not alive:
            reason = self._no_way(met, one, goal)
            return passage(
                days=inf,
                chance=Chance(value=0.0, reason=reason),
                days_if_reached=None,
                reason=reason,
            )
        lost = sorted(met - {goal} - set(alive))
        first = alive.index(one)

        def solved(moves: Table) -> tuple[float, float]:
            inner = [[moves[row][own] for own in alive] for row in alive]
            out = [
                sum(own for to, own in enumerate(moves[row]) if to not in alive) for row in alive
            ]
            ever = [1.0] * len(alive)
            if lost:
                ever = hitting(inner, out, [moves[row][goal] for row in alive])
            days = hitting(inner, out, ever)
            return ever[first], days[first] / ever[first] * (self.step_days or 1)

        chance, days = _finite(solved, self._table)
        errors = self._errors(alive, solved)
        if not lost:
            low, high = self._around(days, errors, 1)
            return passage(
                days=days,
                lower=low,
                upper=high,
                chance=Chance(value=1.0),
                days_if_reached=days,
            )
        return passage(
            days=inf,
            chance=self._chance(chance, errors, 0),
            days_if_reached=days,
            reason=(
                f"a unit can come to {self._named(lost)}, from where no move"
                f"{self._seen} leads there"
            ),
        )

    def reach(self, stage: StageLike, *, by: Number | str, start: StageLike) -> Chance:
        """Return the chance that a unit has been at a stage by some day.

        Args:
            stage: The goal, as `Framework.stage` takes it.
            by: How many days from now, 0 or more; of a chain of steps a
                multiple of their length.
            start: Where the unit is; where it is the goal the chance is 1.

        Returns:
            The chance to have been there, whether it stays or not.

        Raises:
            UnknownStageError: There is no such stage.
            WrongTypeError: No number of days.
            InvalidValueError: Negative days, or days between two steps.
            MissingValueError: A unit can come to a stage before, of which
                nothing is known.
        """
        one, goal = self._place(start), self._place(stage)
        days = self._parse_days(by, "by")
        if one == goal:
            return Chance(value=1.0, reason="it is there")
        met = self._met(one, goal)
        if goal not in met:
            return Chance(value=0.0, reason=self._no_way(met, one, goal))
        inside = sorted(met - {goal})

        def solved(moves: Table) -> list[float]:
            return [self._later(one, _cut(moves, inside), days)[goal]]

        (value,) = solved(self._table)
        return self._chance(value, self._errors(inside, solved), 0)

    def occupancy(self, days: Number | str, *, start: StageLike) -> Occupancy:
        """Return where a unit is after some days.

        ::

            the row of  P(t) = exp(Q t)  at the start, or of P to the power of the steps

        Args:
            days: 0 or more; of a chain of steps a multiple of their length.
            start: Where the unit is.

        Returns:
            The chance of each stage.

        Raises:
            UnknownStageError: There is no such stage.
            WrongTypeError: No number of days.
            InvalidValueError: Negative days, or days between two steps.
            MissingValueError: A unit can come to a stage of which nothing is
                known.
        """
        one = self._place(start)
        exact = self._parse_days(days, "days")
        inside = sorted(self._met(one))

        def solved(moves: Table) -> list[float]:
            return self._later(one, _cut(moves, inside), exact)

        values = solved(self._table)
        errors = self._errors(inside, solved)
        return Occupancy(
            framework=self.framework,
            start=self._states[one],
            days=exact,
            chances=tuple(
                (own, self._chance(value, errors, place))
                for place, (own, value) in enumerate(zip(self._states, values, strict=True))
            ),
        )

    def sojourn(self, stage: StageLike) -> Sojourn:
        """Return how long a unit stays at a stage before it moves.

        Args:
            stage: As `Framework.stage` takes it.

        Returns:
            Expected days, ``-1 / q[r][r]``; infinite, with the reason, where
            no move leads away.

        Raises:
            UnknownStageError: There is no such stage.
            MissingValueError: Nothing is known of it.
        """
        place = self._place(stage)
        here = self._states[place]
        row = self._row(place)
        if not any(row):
            return Sojourn(stage=here, days=inf, reason=f"no move{self._seen} leads away")

        def solved(moves: Table) -> list[float]:
            return [(self.step_days or 1) / sum(moves[place])]

        (days,) = solved(self._table)
        low, high = self._around(days, self._errors([place], solved), 0)
        return Sojourn(stage=here, days=days, lower=low, upper=high)

    @property
    def _states(self) -> tuple[Stage, ...]:
        return states(self.framework)

    @property
    def _table(self) -> Table:
        """The moves; a row that is not known leads nowhere, and nothing asks for it."""
        return [row or [0.0] * len(self.moves) for row in self.moves]

    @property
    def _seen(self) -> str:
        return "" if self.exposure is None else " that was seen"

    def _place(self, stage: StageLike) -> int:
        return self.framework.stage(stage).ordinal - self._states[0].ordinal

    def _row(self, place: int) -> tuple[float, ...]:
        row = self.moves[place]
        if row is None:
            raise MissingValueError(
                f"nothing is known of what comes after {spoken(self._states[place])}, and the"
                " answer depends on it; watch units there, or give its row yourself",
                path="moves",
                value=self._states[place].ordinal,
            )
        return row

    def _met(self, start: int, goal: int | None = None, *, cautious: bool = True) -> set[int]:
        """Return where a unit can come, the start included, that goes no further than the goal.

        Of each place but the goal it has to be known what comes after it.
        """
        met, waiting = {start}, [start]
        while waiting:
            place = waiting.pop()
            if place == goal:
                continue
            row = self._row(place) if cautious else self._table[place]
            for other, own in enumerate(row):
                if own and other not in met:
                    met.add(other)
                    waiting.append(other)
        return met

    def _named(self, places: Iterable[int]) -> str:
        return " and ".join(spoken(self._states[own]) for own in places)

    def _no_way(self, met: Collection[int], start: int, goal: int) -> str:
        others = sorted(set(met) - {start})
        so_far = f"units come to {self._named(others)} alone" if others else "units stay there"
        return (
            f"no move{self._seen} leads from {self._named([start])} to {self._named([goal])}:"
            f" {so_far}"
        )

    def _passage(self, start: int, goal: int) -> "partial[Passage]":
        return partial(Passage, start=self._states[start], target=self._states[goal])

    def _parse_days(self, days: Number | str, path: str) -> Fraction:
        exact = parse_number(days, path)
        if not 0 <= exact <= _MOST_DAYS:
            raise InvalidValueError(
                f"expected days from 0 to {_MOST_DAYS}, not {shown(days)}", path=path, value=days
            )
        if self.step_days is not None and exact % self.step_days:
            below = int(exact // self.step_days) * self.step_days
            raise InvalidValueError(
                f"a chain of steps of {counted(self.step_days, 'day')} says nothing of day"
                f" {shown(days)}; ask for {below} or {below + self.step_days}",
                path=path,
                value=days,
            )
        return exact

    def _later(self, start: int, moves: Table, days: Fraction) -> list[float]:
        row = [float(own == start) for own in range(len(moves))]
        if self.step_days is None:
            return after(row, moves, float(days))
        return power(row, steps(moves), int(days // self.step_days))

    def _errors(
        self, places: Iterable[int], solved: Callable[[Table], Sequence[float]]
    ) -> list[float] | None:
        """Return the standard errors of what follows from the moves, by the delta method."""
        if self.exposure is None:
            return None
        total: list[float] = []
        for place in places:
            slopes = [
                (own, self._slopes(place, to, solved))
                for to, own in enumerate(self._row(place))
                if own
            ]
            if not slopes:
                continue
            spread = [
                _spread(
                    [(own, slope[part]) for own, slope in slopes], steady=self.step_days is None
                )
                / self.exposure[place]
                for part in range(len(slopes[0][1]))
            ]
            total = [
                one + two for one, two in zip(total or [0.0] * len(spread), spread, strict=True)
            ]
        return [sqrt(own) for own in total]

    def _slopes(
        self, place: int, to: int, solved: Callable[[Table], Sequence[float]]
    ) -> list[float]:
        """Return how fast the answers change with one of the moves."""
        here = self._row(place)[to] * _NUDGE
        ends: list[Sequence[float]] = []
        for change in (here, -here):
            moves = [list(row) for row in self._table]
            moves[place][to] += change
            ends.append(solved(moves))
        return [(high - low) / (2 * here) for high, low in zip(*ends, strict=True)]

    @property
    def _reach(self) -> float:
        """How many standard errors an interval reaches to each side."""
        from statistics import NormalDist  # intervals alone pay for it

        return NormalDist().inv_cdf((1 + float(self.level)) / 2)

    def _around(
        self, days: float, errors: Sequence[float] | None, place: int
    ) -> tuple[float | None, float | None]:
        """Return the interval of a time, symmetric in its logarithm."""
        if errors is None:
            return None, None
        factor = exp(self._reach * errors[place] / days)
        return days / factor, days * factor

    def _chance(self, value: float, errors: Sequence[float] | None, place: int) -> Chance:
        """Return a probability with its interval, symmetric in the logarithm of its odds."""
        if not errors or not 0 < value <= _AS_GOOD_AS_SURE:
            return Chance(value=min(1.0, max(0.0, value)))
        odds = log(value) - log1p(-value)
        wide = self._reach * errors[place] / (value * (1 - value))
        return Chance(value=value, lower=_share(odds - wide), upper=_share(odds + wide))


def _share(odds: float) -> float:
    """Return the probability of a logarithm of odds, however large."""
    return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))


def _spread(slopes: Sequence[tuple[float, float]], *, steady: bool) -> float:
    """Return the variance that one row gives, for an exposure of 1.

    The counts of rates are Poisson's, each for itself; those of a step add up.
    """
    squares = sum(own * slope**2 for own, slope in slopes)
    shared = sum(own * slope for own, slope in slopes)
    return squares if steady else max(0.0, squares - shared**2)


def _cut(moves: Table, inside: Collection[int]) -> Table:
    """Return the moves from these places alone; at others a unit stays."""
    return [row if place in inside else [0.0] * len(row) for place, row in enumerate(moves)]


def _finite(solved: Callable[[Table], tuple[float, float]], moves: Table) -> tuple[float, float]:
    try:
        found = solved(moves)
    except ZeroDivisionError:
        found = (0.0, inf)
    if not isfinite(found[1]):
        raise InvalidValueError(
            "the moves lie too far apart to be reckoned with; leave out those that hardly ever are",
            path="moves",
            value=inf,
        )
    return found


def _read(
    framework: Framework,
    matrix: Iterable[RawRow],
    parse: Callable[[Number | str, str, bool], Fraction],
) -> list[tuple[Fraction, ...] | None]:
    places = states(expect(framework, Framework, "framework"))
    require_ladder(framework)
    rows = listed(matrix, "matrix")
    _check_size(len(rows), places, "rows", "matrix")
    found: list[tuple[Fraction, ...] | None] = []
    for row, given in enumerate(rows):
        if given is None:
            found.append(None)
            continue
        numbers = listed(given, f"matrix[{row}]")
        _check_size(len(numbers), places, "numbers", f"matrix[{row}]")
        found.append(
            tuple(
                parse(own, f"matrix[{row}][{column}]", row == column)
                for column, own in enumerate(numbers)
            )
        )
    return found


def _total(row: Sequence[Fraction]) -> Fraction:
    return sum(row, Fraction(0))


def _check_size(count: int, places: Sequence[Stage], what: str, path: str) -> None:
    if count != len(places):
        raise InvalidValueError(
            f"expected {len(places)} {what}, for {spoken(places[0])} to {spoken(places[-1])}, not"
            f" {count}",
            path=path,
            value=count,
        )


def _parse_rate(number: Number | str, path: str, diagonal: bool) -> Fraction:  # noqa: FBT001
    exact = parse_number(number, path)
    if exact < 0 and not diagonal:
        raise InvalidValueError(
            f"a rate of moving is 0 or more, not {shown(number)}", path=path, value=number
        )
    return _ordinary(exact, number, path)


def _parse_chance(number: Number | str, path: str, _: bool) -> Fraction:  # noqa: FBT001
    return _ordinary(parse_share(number, path), number, path)


def _ordinary(exact: Fraction, number: Number | str, path: str) -> Fraction:
    if exact and not _SMALLEST <= abs(exact) <= 1 / _SMALLEST:
        raise InvalidValueError(
            f"expected 0 or a number of ordinary size, 1e-12 to 1e12, not {shown(number)}",
            path=path,
            value=number,
        )
    return exact


def _apart(rows: Sequence[tuple[Fraction, ...] | None]) -> tuple[tuple[float, ...] | None, ...]:
    """Return the moves without what stands on the diagonal."""
    return tuple(
        None
        if row is None
        else tuple(0.0 if own == place else float(value) for own, value in enumerate(row))
        for place, row in enumerate(rows)
    )


_AS_GOOD_AS_SURE: Final = 1 - 1e-9
_MOST_DAYS: Final = 10**9
_NUDGE: Final = 1e-4
_SLACK: Final = Fraction(1, 10**9)
_SMALLEST: Final = Fraction(1, 10**12)

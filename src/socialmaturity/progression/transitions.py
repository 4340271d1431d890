"""Counts of moves between stages, with the time that was spent at risk of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    expect,
    shown,
)
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.progression.history import (
    Direction,
    Histories,
    History,
    Move,
    StageLike,
    counted,
    gather,
    listed,
    spoken,
    states,
)
from socialmaturity.scoring.method import Method


@attrs.frozen(kw_only=True)
class Departures:
    """What was seen of one stage: how long, and what came after it.

    Args:
        stage: Which.
        days: Time at risk, in days. With exact dates, the time that units
            were there; with dates of observation, the time from each
            observation of the stage to the next of the same unit, wherever
            the unit was meanwhile.
        counts: How often each stage came next, lowest first, none of them 0.
            With dates of observation the stage itself is among them.
        left_censored: Spells at the stage that may have begun before.
        right_censored: Spells whose end was not seen.
    """

    stage: Stage
    days: int
    counts: tuple[tuple[Stage, int], ...] = ()
    left_censored: int = 0
    right_censored: int = 0

    @property
    def total(self) -> int:
        """How often anything came next."""
        return sum(own for _, own in self.counts)

    def count(self, target: Stage) -> int:
        """Return how often a stage came next."""
        return sum(own for stage, own in self.counts if stage.ordinal == target.ordinal)


@attrs.frozen(kw_only=True)
class Transitions:
    """The moves of one unit or many, counted.

    Args:
        framework: What they were assessed with.
        exact: Whether the dates are days of change; otherwise they are days
            of observation, and a count is of what was seen at the next one.
        method: By which the stages were scored; ``None`` where callers told
            them.
        units: Their names, in order of the alphabet.
        observations: How many dated stages there are.
        rows: One for each stage, lowest first, also where nothing was seen.
        moves: Every move, in order of the days.
        seen_once: The units of which there is one observation alone; they
            tell nothing of moves.
    """

    framework: Framework = attrs.field(repr=False)
    exact: bool
    method: Method | None = attrs.field(repr=False)
    units: tuple[str, ...]
    observations: int
    rows: tuple[Departures, ...]
    moves: tuple[Move, ...] = attrs.field(repr=False)
    seen_once: tuple[str, ...] = ()

    @property
    def backward(self) -> tuple[Move, ...]:
        """The moves to an earlier stage."""
        return tuple(own for own in self.moves if own.direction is Direction.BACK)

    @property
    def skipping(self) -> tuple[Move, ...]:
        """The moves that passed over a stage, or were not seen at it."""
        return tuple(own for own in self.moves if own.skipped)

    def row(self, stage: StageLike) -> Departures:
        """Return what was seen of a stage.

        Args:
            stage: As `Framework.stage` takes it.

        Returns:
            Its days and counts.

        Raises:
            UnknownStageError: There is no such stage.
        """
        return self.rows[self.framework.stage(stage).ordinal - self.rows[0].stage.ordinal]

    def count(self, source: StageLike, target: StageLike) -> int:
        """Return how often one stage came after another.

        Args:
            source: The earlier, as `Framework.stage` takes it.
            target: What came next.

        Returns:
            The count, from 0 on.

        Raises:
            UnknownStageError: There is no such stage.
        """
        return self.row(source).count(self.framework.stage(target))

    def text(self) -> str:
        """Return the counts in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        kind = "change" if self.exact else "observation"
        yield (
            f"{counted(len(self.units), 'unit')}, {counted(self.observations, 'dated stage')}"
            f" by day of {kind}."
        )
        for row in self.rows:
            if row.days or row.right_censored:
                yield f"{spoken(row.stage).capitalize()}: {_seen(row, exact=self.exact)}."
        for title, moves in (("Back", self.backward), ("Over a stage", self.skipping)):
            if moves:
                yield f"{title}:"
                yield from (f"- {own}" for own in moves)
        if self.seen_once:
            yield f"Observed once, which tells nothing of moves: {', '.join(self.seen_once)}."

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain data: ordinals, names, days, and dates as text."""
        return {
            "framework": self.framework.id,
            "exact": self.exact,
            "units": list(self.units),
            "observations": self.observations,
            "rows": [
                {
                    "stage": own.stage.ordinal,
                    "days": own.days,
                    "counts": {str(stage.ordinal): count for stage, count in own.counts},
                    "left_censored": own.left_censored,
                    "right_censored": own.right_censored,
                }
                for own in self.rows
            ],
            "moves": [own.to_dict() for own in self.moves],
            "seen_once": list(self.seen_once),
        }


def _seen(row: Departures, *, exact: bool) -> str:
    days = f"{counted(row.days, 'day')} at risk"
    after = [
        f"{count} stayed" if stage == row.stage else f"{count} to {spoken(stage)}"
        for stage, count in row.counts
    ]
    told = f"{days}, then {', '.join(after)}" if after else f"{days}, never left"
    if not exact and not after:
        told = "nothing was seen after it"
    censored = [
        f"{counted(count, 'spell')} {word}"
        for count, word in (
            (row.left_censored, "begun before"),
            (row.right_censored, "still open"),
        )
        if count
    ]
    return told + (f" ({', '.join(censored)})" if censored else "")


def transitions(histories: Histories | History | Iterable[History]) -> Transitions:
    """Return the moves of one unit or many, counted, with the time at risk.

    Args:
        histories: One, or several of one framework and by one method, all
            with exact dates or none.

    Returns:
        Counts, days at risk, moves back and over stages, and how many spells
        are censored at either end.

    Raises:
        WrongTypeError: No histories.
        MissingValueError: None at all.
        DuplicateError: Two of one name.
        FrameworkMismatchError: Of two frameworks.
        InvalidValueError: By two methods, or of both kinds of dates.

    Examples:
        >>> import socialmaturity as sm
        >>> log = [("2025-01-01", 1), ("2025-03-02", 2), ("2025-04-01", 1)]
        >>> acme = History.from_pairs(sm.CARFI, log, exact=True, until="2025-05-01")
        >>> found = transitions(acme)
        >>> found.count(1, 2), found.count(2, 1), found.row(1).days
        (1, 1, 90)
    """
    return merge_transitions(map(_of_one, gather(histories)))


def _of_one(history: History) -> Transitions:
    places = states(history.framework)
    days: Counter[int] = Counter()
    counts: Counter[tuple[int, int]] = Counter()
    for one, two in pairwise(history.observations):
        days[one.stage.ordinal] += (two.on - one.on).days
        counts[one.stage.ordinal, two.stage.ordinal] += 1
    end = history.observations[-1]
    days[end.stage.ordinal] += (history.last - end.on).days
    spells = history.spells
    left = Counter(own.stage.ordinal for own in spells if own.left_censored)
    right = Counter(own.stage.ordinal for own in spells if own.right_censored)
    once = not history.exact and len(history.observations) == 1
    return Transitions(
        framework=history.framework,
        exact=history.exact,
        method=history.method,
        units=(history.name,),
        observations=len(history.observations),
        rows=tuple(
            Departures(
                stage=source,
                days=days[source.ordinal],
                counts=_above_none(
                    (target, counts[source.ordinal, target.ordinal]) for target in places
                ),
                left_censored=left[source.ordinal],
                right_censored=right[source.ordinal],
            )
            for source in places
        ),
        moves=history.moves,
        seen_once=(history.name,) if once else (),
    )


def _above_none(counts: Iterable[tuple[Stage, int]]) -> tuple[tuple[Stage, int], ...]:
    return tuple((stage, count) for stage, count in counts if count)


def merge_transitions(parts: Iterable[Transitions]) -> Transitions:
    """Return the counts of several groups of units together.

    Args:
        parts: At least one, of different units, one framework and one
            method, all with exact dates or none; in any order.

    Returns:
        The same as if the histories had been counted together.

    Raises:
        WrongTypeError: No counts.
        MissingValueError: None at all.
        DuplicateError: A unit stands in two of them.
        FrameworkMismatchError: Of two frameworks.
        InvalidValueError: By two methods, or of both kinds of dates.

    Examples:
        >>> import socialmaturity as sm
        >>> one, two = (
        ...     History.from_pairs(sm.CARFI, [("2025-01-01", 1), (day, 2)], subject=day)
        ...     for day in ("2025-02-01", "2025-03-01")
        ... )
        >>> merge_transitions([transitions(one), transitions(two)]) == transitions([one, two])
        True
    """
    given = [expect(own, Transitions, "parts") for own in listed(parts, "parts")]
    if not given:
        raise MissingValueError("no counts; give one part at least", path="parts")
    _check_parts(given)
    first = given[0]
    return Transitions(
        framework=first.framework,
        exact=first.exact,
        method=first.method,
        units=tuple(sorted(own for part in given for own in part.units)),
        observations=sum(part.observations for part in given),
        rows=tuple(map(_joined, zip(*(part.rows for part in given), strict=True))),
        moves=tuple(
            sorted(
                (own for part in given for own in part.moves),
                key=lambda own: (own.latest, own.unit),
            )
        ),
        seen_once=tuple(sorted(own for part in given for own in part.seen_once)),
    )


def _joined(rows: tuple[Departures, ...]) -> Departures:
    targets = sorted({own.ordinal: own for row in rows for own, _ in row.counts}.items())
    return Departures(
        stage=rows[0].stage,
        days=sum(row.days for row in rows),
        counts=tuple((own, sum(row.count(own) for row in rows)) for _, own in targets),
        left_censored=sum(row.left_censored for row in rows),
        right_censored=sum(row.right_censored for row in rows),
    )


def _check_parts(parts: list[Transitions]) -> None:
    first = parts[0]
    for place, own in enumerate(parts):
        path = f"parts[{place}]"
        if own.framework != first.framework:
            raise FrameworkMismatchError(
                f"{own.framework} is another framework than {first.framework}",
                path=path,
                value=own.framework.id,
            )
        if own.method != first.method:
            raise InvalidValueError(
                "these units were scored by another method; score all alike",
                path=path,
                value=own.units,
            )
        if own.exact != first.exact:
            raise InvalidValueError(
                "days of change and days of observation do not add up; keep them apart",
                path=path,
                value=own.exact,
            )
    for twice in repeated(own for part in parts for own in part.units):
        raise DuplicateError(
            f"unit {shown(twice)} stands in two of them and would count twice",
            path="parts",
            value=twice,
        )

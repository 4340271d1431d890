"""Dated stages of organisations: their moves, and the time they spent at each stage."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypedDict, TypeGuard, Unpack

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import StageRef
from socialmaturity.model.fields import are_all, is_a, is_one_line, is_optional, parse_day
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.method import Method
from socialmaturity.scoring.result import StageResult

StageLike = Stage | StageRef | int | str
"""A stage as `Framework.stage` takes it."""

Day = date | str
"""A date, or text such as ``2026-11-01``."""


class Observation(NamedTuple):
    """One entry of a history.

    Args:
        on: The day.
        stage: Where the unit was; of a log of changes, where it came to.
    """

    on: date
    stage: Stage


class Direction(StrEnum):
    """Where a move leads, by the order of the framework."""

    FORWARD = "forward"
    """To a later stage."""
    BACK = "back"
    """To an earlier one."""


@attrs.frozen(kw_only=True)
class Move:
    """A unit left one stage and was found at another.

    Args:
        unit: Its name.
        source: The stage it left.
        target: The stage it came to.
        earliest: The first day on which it can have moved; of a log of
            changes the day itself.
        latest: The last; in a log the same.
        skipped: The stages between, in the order it passed over them; with
            dates of observation those that were not seen, which is less.
        merged: Those of them that, by the framework, often come as one step
            with the stage left or the stage reached.
    """

    unit: str
    source: Stage
    target: Stage
    earliest: date
    latest: date
    skipped: tuple[Stage, ...] = ()
    merged: tuple[Stage, ...] = ()

    @property
    def direction(self) -> Direction:
        """Forward or back."""
        ahead = self.target.ordinal > self.source.ordinal
        return Direction.FORWARD if ahead else Direction.BACK

    def __str__(self) -> str:
        exact = self.earliest == self.latest
        when = f"on {self.latest}" if exact else f"between {self.earliest} and {self.latest}"
        who = f"{self.unit}, {when}" if self.unit else when.capitalize()
        way = f"{self.direction.value} from {spoken(self.source)} to {spoken(self.target)}"
        over = ""
        if self.skipped:
            word = "skipping" if exact else "not seen at"
            over = f", {word} {' and '.join(map(spoken, self.skipped))}"
        if self.merged:
            verb = "comes" if len(self.merged) == 1 else "come"
            over += (
                f" ({' and '.join(map(spoken, self.merged))} often {verb} as one step with the"
                " stage beside it)"
            )
        return f"{who}: {way}{over}."

    def to_dict(self) -> dict[str, Any]:
        """Return the move as plain data: ordinals, names and dates as text."""
        return {
            "unit": self.unit,
            "source": self.source.ordinal,
            "target": self.target.ordinal,
            "direction": self.direction.value,
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "skipped": [own.ordinal for own in self.skipped],
            "merged": [own.ordinal for own in self.merged],
        }


@attrs.frozen(kw_only=True)
class Spell:
    """A time at one stage without a move that was seen.

    Args:
        stage: Which.
        first: The first day on which the unit is known to be there.
        last: The last; of a log of changes the day it left, or the day up
            to which it was watched.
        at_least: Days from the one to the other.
        at_most: Days it can have been, as the dates around it allow; the same
            in a log; ``None`` where the spell is censored.
        left_censored: Whether it may have begun before the history does.
        right_censored: Whether its end was not seen.
    """

    stage: Stage
    first: date
    last: date
    at_least: int
    at_most: int | None
    left_censored: bool
    right_censored: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the spell as plain data: an ordinal, days, and dates as text."""
        return {
            **attrs.asdict(self, recurse=False),
            "stage": self.stage.ordinal,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


class HistoryOptions(TypedDict, total=False):
    """What the dates of a history mean, as `History` has it."""

    exact: bool
    until: Day | None
    start_known: bool


def _parse_until(day: Day | None) -> date | None:
    return None if day is None else parse_day(day, "until")


@attrs.frozen(kw_only=True)
class History:
    """The dated stages of one unit.

    The dates are days of observation, as those of assessments are, unless
    they are said to be exact: then each is the day on which the unit came
    to the stage, and no change is left out.

    Args:
        framework: A ladder.
        subject: The organisation; may be empty.
        unit: The part of it; empty for the whole.
        observations: In order of their days, at least one.
        exact: Whether the dates are the exact days of change.
        until: Of exact dates the day up to which the unit was watched, the
            last day of change or later; ``None`` otherwise.
        start_known: Whether the unit came to its first stage on the first
            day, so that the time there is known from its beginning.
        method: By which the stages were scored, apart from the day it is *as
            of*; ``None`` where a caller told the stages.
        left_out: Days whose result was open, and which were left out for it.

    Raises:
        MissingValueError: No observation, or exact dates without *until*.
        DuplicateError: Two on one day.
        InvalidValueError: Days out of order, *until* before the last of
            them, or phases in place of a ladder.
        ContradictionError: *until* for dates of observation, or a log of
            changes with the same stage twice in a row.

    Examples:
        >>> import socialmaturity as sm
        >>> days = [("2025-01-01", 1), ("2025-07-01", 3), ("2026-01-01", 2)]
        >>> acme = History.from_pairs(sm.CARFI, days, subject="Acme")
        >>> print(acme.moves[1])
        Acme, between 2025-07-01 and 2026-01-01: back from stage 3 to stage 2.
    """

    framework: Framework = attrs.field(validator=is_a(Framework), repr=False)
    subject: str = attrs.field(default="", validator=is_one_line)
    unit: str = attrs.field(default="", validator=is_one_line)
    observations: tuple[Observation, ...] = attrs.field(validator=are_all(Observation))
    exact: bool = attrs.field(default=False, validator=is_a(bool))
    until: date | None = attrs.field(default=None, converter=_parse_until)
    start_known: bool = attrs.field(default=False, validator=is_a(bool))
    method: Method | None = attrs.field(
        default=None, validator=is_optional(is_a(Method)), repr=False
    )
    left_out: tuple[date, ...] = attrs.field(default=(), validator=are_all(date))

    def __attrs_post_init__(self) -> None:
        require_ladder(self.framework)
        if not self.observations:
            raise MissingValueError("a history needs one dated stage at least", path="observations")
        for own in self.observations:
            self.framework.stage(own.stage)
        _check_order(self.observations)
        _check_watch(self)

    @classmethod
    def of(
        cls,
        results: Iterable[StageResult],
        *,
        open: str = "refuse",  # noqa: A002 the word that callers read
        sort: bool = False,
        **dates: Unpack[HistoryOptions],
    ) -> "History":
        """Return the history that the results of one unit make.

        Args:
            results: At least one, of one framework, method and subject; each
                with the day of its assessment, and a stage that is known or
                settled by a policy.
            open: What becomes of a result that is a range: ``refuse``, or
                ``skip`` to leave it out. Leaving out loses a day on which
                something was known.
            sort: Whether to put them in order of their days; otherwise days
                out of order are refused.
            **dates: What the dates mean: ``exact``, ``until`` and
                ``start_known``, as for `History`.

        Returns:
            The history; `left_out` has the days of open results.

        Raises:
            WrongTypeError: No results of stages.
            MissingValueError: No result, or one without a day.
            InvalidValueError: An open result, two methods or subjects, or as
                for `History`.
            FrameworkMismatchError: Two frameworks, or two versions of one.
            DuplicateError: Two results of one day.

        Examples:
            >>> import socialmaturity as sm
            >>> def result(day, answer):
            ...     given = sm.Assessment(
            ...         framework="solis", assessed_on=day, answers={"listening": answer}
            ...     )
            ...     return sm.score(given, policy="worst")
            >>> results = [result("2025-01-01", "N"), result("2026-01-01", "F")]
            >>> [own.stage.ordinal for own in History.of(results).observations]
            [0, 0]
        """
        given = [expect(own, StageResult, "results") for own in listed(results, "results")]
        if not given:
            raise MissingValueError("no result; give one at least", path="results")
        if open not in _OPEN:
            raise InvalidValueError(
                f"{shown(open)} is none of {', '.join(map(repr, _OPEN))}", path="open", value=open
            )
        _check_alike(given)
        known: list[Observation] = []
        left_out: list[date] = []
        for place, own in enumerate(given):
            day = assessed_on(own, f"results[{place}]")
            if own.stage is not None:
                known.append(Observation(day, own.stage))
            elif open == "skip":
                left_out.append(day)
            else:
                raise InvalidValueError(
                    f"the result of {day} is open, {spoken(own.lower)} at worst and"
                    f" {spoken(own.upper)} at best; find out what it hangs on, score with a"
                    " policy, or leave it out by open='skip'",
                    path=f"results[{place}]",
                    value=(own.lower.ordinal, own.upper.ordinal),
                )
        if not known:
            raise MissingValueError(
                "every result is open, so that no dated stage is left", path="results"
            )
        return cls(
            framework=given[0].framework,
            subject=given[0].assessment.subject,
            unit=given[0].assessment.unit,
            observations=_ordered(known, sort=sort),
            method=without_day(given[0].method),
            left_out=tuple(sorted(left_out)),
            **dates,
        )

    @classmethod
    def from_pairs(
        cls,
        framework: Framework,
        pairs: Iterable[tuple[Day, StageLike]],
        *,
        subject: str = "",
        unit: str = "",
        sort: bool = False,
        **dates: Unpack[HistoryOptions],
    ) -> "History":
        """Return the history that days and stages make.

        Args:
            framework: A ladder.
            pairs: A day and a stage each, at least one; the stage as
                `Framework.stage` takes it.
            subject: The organisation; may be empty.
            unit: The part of it; empty for the whole.
            sort: Whether to put them in order of their days; otherwise days
                out of order are refused.
            **dates: What the dates mean: ``exact``, ``until`` and
                ``start_known``, as for `History`.

        Returns:
            The history.

        Raises:
            WrongTypeError: No framework, no pairs, no date or no stage.
            UnknownStageError: There is no such stage.
            MissingValueError: No pair.
            InvalidValueError: As for `History`.

        Examples:
            >>> import socialmaturity as sm
            >>> log = [("2025-01-01", 1), ("2025-03-02", 2)]
            >>> acme = History.from_pairs(sm.CARFI, log, exact=True, until="2025-04-01")
            >>> [(own.at_least, own.at_most, own.right_censored) for own in acme.spells]
            [(60, None, False), (30, None, True)]
        """
        expect(framework, Framework, "framework")
        found = [
            _observation(framework, pair, f"pairs[{place}]")
            for place, pair in enumerate(listed(pairs, "pairs"))
        ]
        return cls(
            framework=framework,
            subject=subject,
            unit=unit,
            observations=_ordered(found, sort=sort),
            **dates,
        )

    @property
    def name(self) -> str:
        """The organisation, with the part of it in brackets; may be empty."""
        return unit_name(self.subject, self.unit)

    @property
    def first(self) -> date:
        """The first day."""
        return self.observations[0].on

    @property
    def last(self) -> date:
        """The last day of which something is known."""
        return self.until or self.observations[-1].on

    @property
    def gaps(self) -> tuple[int, ...]:
        """Days from each entry to the next; empty for a single one."""
        return tuple((two.on - one.on).days for one, two in pairwise(self.observations))

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every change of stage that was seen, in order of the days."""
        return tuple(
            self._move(one, two)
            for one, two in pairwise(self.observations)
            if one.stage.ordinal != two.stage.ordinal
        )

    def _move(self, one: Observation, two: Observation) -> Move:
        ahead = two.stage.ordinal > one.stage.ordinal
        step = 1 if ahead else -1
        between = range(one.stage.ordinal + step, two.stage.ordinal, step)
        ends = {one.stage.ordinal, two.stage.ordinal}
        joined = {
            own
            for pair in self.framework.order.may_merge
            for own, other in (pair, pair[::-1])
            if other in ends
        }
        return Move(
            unit=self.name,
            source=one.stage,
            target=two.stage,
            earliest=two.on if self.exact else one.on,
            latest=two.on,
            skipped=tuple(map(self.framework.stage, between)),
            merged=tuple(self.framework.stage(own) for own in between if own in joined),
        )

    @property
    def spells(self) -> tuple[Spell, ...]:
        """The time at each stage, in order of the days.

        With dates of observation nothing is known of what lies between two
        of them; the days hold if the unit did not move there and back.
        """
        runs = list(_runs(self.observations))
        return tuple(self._spell(runs, place) for place in range(len(runs)))

    def _spell(self, runs: Sequence[Sequence[Observation]], place: int) -> Spell:
        run = runs[place]
        is_first, is_last = place == 0, place == len(runs) - 1
        begin, end = run[0].on, run[-1].on
        earliest = begin if is_first else runs[place - 1][-1].on
        latest = self.last if is_last else runs[place + 1][0].on
        if self.exact:
            earliest, end = begin, latest
        left = is_first and not self.start_known
        return Spell(
            stage=run[0].stage,
            first=begin,
            last=end,
            at_least=(end - begin).days,
            at_most=None if left or is_last else (latest - earliest).days,
            left_censored=left,
            right_censored=is_last,
        )

    def observed_every(self, days: int) -> "History":
        """Return what observations at equal steps would have seen of exact dates.

        Args:
            days: Length of a step, 1 or more.

        Returns:
            A history of observations from the first day on, as many as fit
            before the unit was no longer watched.

        Raises:
            InvalidValueError: These are dates of observation already, or a
                step that is not 1 day or more.
            WrongTypeError: No whole number of days.

        Examples:
            >>> import socialmaturity as sm
            >>> log = [("2025-01-01", 1), ("2025-01-20", 2)]
            >>> acme = History.from_pairs(sm.CARFI, log, exact=True, until="2025-03-15")
            >>> [own.stage.ordinal for own in acme.observed_every(30).observations]
            [1, 2, 2]
        """
        if not self.exact:
            raise InvalidValueError(
                "these are dates of observation, and what lies between them is unknown; only a"
                " log of changes says where the unit was on other days",
                path="exact",
                value=self.exact,
            )
        step = timedelta(days=count_of(days, "days"))
        seen: list[Observation] = []
        here, *coming = self.observations
        day = self.first
        while day <= self.last:
            while coming and coming[0].on <= day:
                here = coming.pop(0)
            seen.append(Observation(day, here.stage))
            if (date.max - day) < step:
                break
            day += step
        return attrs.evolve(self, observations=tuple(seen), exact=False, until=None)

    def text(self) -> str:
        """Return the history in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        dates = "days of change" if self.exact else "days of observation"
        entries = f"{len(self.observations)} {dates}"
        if len(self.observations) == 1:
            entries = entries.replace("days", "day", 1)
        who = self.name or "One unit"
        yield f"{who}: {entries}, from {self.first} to {self.last}."
        for spell in self.spells:
            yield f"{spoken(spell.stage).capitalize()} {_lasting(spell, exact=self.exact)}."
        yield from map(str, self.moves)
        if self.left_out:
            yield f"Left out, as their results are open: {', '.join(map(str, self.left_out))}."

    def to_dict(self) -> dict[str, Any]:
        """Return the history as plain data: ordinals, names, days, and dates as text."""
        return {
            "framework": self.framework.id,
            "subject": self.subject,
            "unit": self.unit,
            "exact": self.exact,
            "until": None if self.until is None else self.until.isoformat(),
            "start_known": self.start_known,
            "observations": [
                {"on": own.on.isoformat(), "stage": own.stage.ordinal} for own in self.observations
            ],
            "moves": [own.to_dict() for own in self.moves],
            "spells": [own.to_dict() for own in self.spells],
            "left_out": [own.isoformat() for own in self.left_out],
        }


def _by_name(histories: History | Iterable[History]) -> tuple[History, ...]:
    if isinstance(histories, History):
        return (histories,)
    kept = [expect(own, History, "histories") for own in listed(histories, "histories")]
    return tuple(sorted(kept, key=lambda own: (own.name, own.observations[0].on)))


def _are_together(_: object, field: "attrs.Attribute[Any]", histories: tuple[History, ...]) -> None:
    if not histories:
        raise MissingValueError("no history; give one at least", path=field.name)
    first = histories[0]
    for one, two in pairwise(histories):
        if one.name == two.name:
            way_out = "join them" if one.name else "give each subject=... or unit=..."
            raise DuplicateError(
                f"two histories are named {shown(one.name)}; {way_out}",
                path=field.name,
                value=one.name,
            )
    for own in histories:
        if own.framework != first.framework:
            raise FrameworkMismatchError(
                f"{shown(own.name)} was assessed with {own.framework}, {shown(first.name)} with"
                f" {first.framework}",
                path=field.name,
                value=own.framework.id,
            )
        if own.method != first.method:
            raise InvalidValueError(
                f"{shown(own.name)} and {shown(first.name)} were scored by different methods, so"
                " that differences would be theirs; score all alike",
                path=field.name,
                value=own.name,
            )
        if own.exact != first.exact:
            exact, seen = (own, first) if own.exact else (first, own)
            raise InvalidValueError(
                f"the dates of {shown(exact.name)} are days of change, those of"
                f" {shown(seen.name)} days of observation; take them apart",
                path=field.name,
                value=own.name,
            )


@attrs.frozen(kw_only=True)
class Histories:
    """The dated stages of several units, of one framework and by one method.

    Args:
        histories: At least one, of different names, all with exact dates or
            none; kept in order of the names.

    Raises:
        MissingValueError: None.
        DuplicateError: Two of one name.
        FrameworkMismatchError: Of two frameworks, or two versions of one.
        InvalidValueError: By two methods, or exact dates beside dates of
            observation.
    """

    histories: tuple[History, ...] = attrs.field(converter=_by_name, validator=_are_together)

    @classmethod
    def of(
        cls,
        results: Iterable[StageResult],
        *,
        open: str = "refuse",  # noqa: A002 the word that callers read
        sort: bool = False,
    ) -> "Histories":
        """Return the histories that the results of several units make.

        Args:
            results: Of any number of units; those of one unit are put
                together by the names of subject and unit.
            open: As for `History.of`; a unit of which nothing is left is an
                error.
            sort: As for `History.of`.

        Returns:
            One history for each unit.

        Raises:
            WrongTypeError: No results of stages.
            MissingValueError: None at all, or as for `History.of`.
            InvalidValueError: As for `History.of`.
        """
        groups: dict[str, list[StageResult]] = {}
        for own in listed(results, "results"):
            groups.setdefault(name_of(expect(own, StageResult, "results")), []).append(own)
        made: list[History] = []
        for name, group in groups.items():
            with _at(f"[{name!r}]"):
                made.append(History.of(group, open=open, sort=sort))
        return cls(histories=made)

    @classmethod
    def from_rows(
        cls,
        framework: Framework,
        rows: Iterable[tuple[str, Day, StageLike]],
        *,
        sort: bool = False,
        **dates: Unpack[HistoryOptions],
    ) -> "Histories":
        """Return the histories that rows of a table make.

        Args:
            framework: A ladder.
            rows: The name of the unit, a day and a stage each.
            sort: As for `History.from_pairs`.
            **dates: What the dates mean, for all units alike: ``exact``,
                ``until`` and ``start_known``, as for `History`.

        Returns:
            One history for each name, which is its subject.

        Raises:
            WrongTypeError: Rows of another form.
            MissingValueError: No row.
            InvalidValueError: As for `History`.

        Examples:
            >>> import socialmaturity as sm
            >>> rows = [("A", "2025-01-01", 1), ("B", "2025-01-01", 2), ("A", "2025-02-01", 2)]
            >>> [own.name for own in Histories.from_rows(sm.CARFI, rows)]
            ['A', 'B']
        """
        groups: dict[str, list[tuple[Day, StageLike]]] = {}
        for place, row in enumerate(listed(rows, "rows")):
            if not _is_tuple(row) or len(row) != _ROW:
                raise WrongTypeError(
                    "expected the name of a unit, a day and a stage, such as ('Acme',"
                    f" '2026-11-01', 2), not {shown(row)}",
                    path=f"rows[{place}]",
                    value=row,
                )
            unit, day, stage = row
            groups.setdefault(expect(unit, str, f"rows[{place}]"), []).append((day, stage))
        made: list[History] = []
        for name, pairs in groups.items():
            with _at(f"[{name!r}]"):
                made.append(
                    History.from_pairs(
                        framework,
                        pairs,
                        subject=name,
                        sort=sort,
                        **dates,
                    )
                )
        return cls(histories=made)

    def __iter__(self) -> Iterator[History]:
        return iter(self.histories)

    def __len__(self) -> int:
        return len(self.histories)

    def __getitem__(self, name: str) -> History:
        """Return one history by the name of its unit.

        Args:
            name: As `History.name` has it.

        Returns:
            The history.

        Raises:
            UnknownNameError: There is none; the message offers near names.
        """
        for own in self.histories:
            if own.name == name:
                return own
        raise UnknownNameError(name, [own.name for own in self.histories], within="the histories")

    @property
    def framework(self) -> Framework:
        """What all were assessed with."""
        return self.histories[0].framework

    @property
    def exact(self) -> bool:
        """Whether the dates are the exact days of change."""
        return self.histories[0].exact


def gather(histories: Histories | History | Iterable[History]) -> Histories:
    """Return several histories as one value.

    Args:
        histories: One, several, or the value itself.

    Returns:
        The histories, checked to belong together.

    Raises:
        WrongTypeError: No histories.
        MissingValueError: None at all.
        InvalidValueError: As for `Histories`.
    """
    return histories if isinstance(histories, Histories) else Histories(histories=histories)


def states(framework: Framework) -> tuple[Stage, ...]:
    """Return wherever a unit can be, lowest first.

    Args:
        framework: Any.

    Returns:
        The place below the first stage, where there is one, and the stages.
    """
    below = () if framework.below is None else (framework.below,)
    return (*below, *framework.stages)


def spoken(stage: Stage) -> str:
    """Return a stage as a sentence names it, such as ``stage 3``."""
    return f"{stage.label} {stage.ordinal}" if stage.ordinal else stage.name


def unit_name(subject: str, unit: str) -> str:
    """Return the name of what was assessed: the organisation, its part in brackets."""
    return f"{subject} ({unit})" if subject and unit else subject or unit


def name_of(result: StageResult) -> str:
    """Return the name of what a result is of; empty where the assessment names nothing."""
    return unit_name(result.assessment.subject, result.assessment.unit)


def listed(values: object, path: str) -> list[Any]:
    """Return what is iterable as a list.

    Args:
        values: Several, not text.
        path: Name of the argument.

    Returns:
        The values, unchecked.

    Raises:
        WrongTypeError: Not several.
    """
    if isinstance(values, str) or not _is_iterable(values):
        raise WrongTypeError(f"expected several, not {shown(values)}", path=path, value=values)
    return list(values)


def _is_iterable(values: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(values, Iterable)


def count_of(number: object, path: str, *, least: int = 1) -> int:
    """Return a whole number that is not too small.

    Args:
        number: What came.
        path: Name of the argument.
        least: The smallest that is allowed.

    Returns:
        The number.

    Raises:
        WrongTypeError: No whole number.
        InvalidValueError: Less than that.
    """
    whole = expect(number, int, path)
    if whole < least:
        raise InvalidValueError(
            f"expected a whole number from {least} on, not {shown(whole)}", path=path, value=whole
        )
    return whole


def without_day(method: Method) -> Method:
    """Return a method as it is on every day: what is left of *as of* is that it was given."""
    return method if method.as_of is None else attrs.evolve(method, as_of=_SOME_DAY)


def assessed_on(result: StageResult, path: str) -> date:
    """Return the day of a result.

    Args:
        result: Its assessment says it.
        path: Where the result stands.

    Returns:
        The day.

    Raises:
        MissingValueError: The assessment has none.
    """
    day = result.assessment.assessed_on
    if day is None:
        raise MissingValueError(
            "the assessment says no day; give it assessed_on=...", path=f"{path}.assessed_on"
        )
    return day


def require_ladder(framework: Framework) -> None:
    """Refuse a framework whose stages run side by side.

    Args:
        framework: Any.

    Raises:
        InvalidValueError: It has phases.
    """
    if framework.kind is not FrameworkKind.LADDER:
        raise InvalidValueError(
            f"the {framework.stages[0].label}s of {framework.id!r} run side by side, so that a"
            " unit is not at one of them at a time; moves and percentiles need a ladder",
            path="framework",
            value=framework.id,
        )


def _check_alike(results: Sequence[StageResult]) -> None:
    first = results[0]
    for place, own in enumerate(results):
        check_comparable(own, first, f"results[{place}]")
        if name_of(own) != name_of(first):
            raise InvalidValueError(
                f"a history is of one unit; this result is of {shown(name_of(own))}, the first of"
                f" {shown(name_of(first))}; for several take Histories.of",
                path=f"results[{place}]",
                value=name_of(own),
            )


def check_comparable(result: StageResult, other: StageResult, path: str) -> None:
    """Refuse two results whose stages do not compare.

    Args:
        result: The one.
        other: The other.
        path: Where the one stands.

    Raises:
        FrameworkMismatchError: They are of two frameworks, or of two
            versions of one.
        InvalidValueError: They were scored by two methods, apart from the
            day they are *as of*.
    """
    if result.framework != other.framework:
        raise FrameworkMismatchError(
            f"{result.framework} is another framework than {other.framework}",
            path=path,
            value=result.framework.id,
        )
    if without_day(result.method) != without_day(other.method):
        raise InvalidValueError(
            "this result was scored by another method, so that a difference would be the"
            " method's; score all alike",
            path=path,
            value=result.rule,
        )


def _observation(framework: Framework, pair: object, path: str) -> Observation:
    if not _is_tuple(pair) or len(pair) != _PAIR:
        raise WrongTypeError(
            f"expected a day and a stage, such as ('2026-11-01', 2), not {shown(pair)}",
            path=path,
            value=pair,
        )
    day, which = pair
    with _at(path):
        stage = framework.stage(which)
    return Observation(parse_day(day, path), stage)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _ordered(found: Sequence[Observation], *, sort: bool) -> tuple[Observation, ...]:
    return tuple(sorted(found, key=lambda own: own.on) if sort else found)


def _check_order(observations: Sequence[Observation]) -> None:
    for place, (one, two) in enumerate(pairwise(observations), 1):
        path = f"observations[{place}]"
        if one.on == two.on:
            raise DuplicateError(
                f"two observations of {one.on}, {spoken(one.stage)} and {spoken(two.stage)}; keep"
                " one",
                path=path,
                value=two.on,
            )
        if two.on < one.on:
            raise InvalidValueError(
                f"{two.on} comes after {one.on} here and lies before it; put the days in order,"
                " or give sort=True",
                path=path,
                value=two.on,
            )


def _check_watch(history: History) -> None:
    last = history.observations[-1].on
    if not history.exact:
        if history.until is not None:
            raise ContradictionError(
                "observations end on the last of them; until=... belongs to a log of changes"
                " (exact=True)",
                path="until",
                value=history.until,
            )
        return
    if history.until is None:
        raise MissingValueError(
            f"a log of changes does not say how long the unit was watched after {last}; give"
            " until=...",
            path="until",
        )
    if history.until < last:
        raise InvalidValueError(
            f"watched until {history.until}, which is before the last change on {last}",
            path="until",
            value=history.until,
        )
    for place, (one, two) in enumerate(pairwise(history.observations), 1):
        if one.stage.ordinal == two.stage.ordinal:
            raise ContradictionError(
                f"a log of changes has {spoken(one.stage)} on {one.on} and again on {two.on},"
                " which is no change; leave the second out, or say exact=False if these are"
                " observations",
                path=f"observations[{place}]",
                value=two.on,
            )


def _runs(observations: Sequence[Observation]) -> Iterator[list[Observation]]:
    run = [observations[0]]
    for own in observations[1:]:
        if own.stage.ordinal != run[-1].stage.ordinal:
            yield run
            run = []
        run.append(own)
    yield run


def _lasting(spell: Spell, *, exact: bool) -> str:
    days = counted(spell.at_least, "day")
    if spell.at_most is not None:
        days = days if exact else f"{spell.at_least} to {counted(spell.at_most, 'day')}"
        return f"for {days}"
    open_ends = [
        word
        for word, censored in (
            ("it may have begun before", spell.left_censored),
            ("its end was not seen", spell.right_censored),
        )
        if censored
    ]
    return f"for {days} at least: {', and '.join(open_ends)}"


def counted(number: int, word: str) -> str:
    """Return how many there are of something, such as ``1 day`` or ``3 days``."""
    return f"{number} {word}{'' if number == 1 else 's'}"


@contextmanager
def _at(path: str) -> Generator[None]:
    """Put a path before that of an error."""
    try:
        yield
    except SocialMaturityError as error:
        raise error.under(path) from None


_OPEN: Final = ("refuse", "skip")
_PAIR: Final = 2
_ROW: Final = 3
_SOME_DAY: Final = date.min

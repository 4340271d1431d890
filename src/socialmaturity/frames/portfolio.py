"""Tables of results translated, rolled up and followed; needs ``socialmaturity[frames]``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeGuard

from socialmaturity.catalog import Catalog
from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.frames.request import Invalid, require_narwhals
from socialmaturity.lookup import find_framework, find_ground
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.fields import Number, parse_number, parse_share, repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.progression.history import Day, count_of, require_ladder
from socialmaturity.progression.transitions import Departures

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame, IntoFrameT

    from socialmaturity.frames.rollup import Grouping, Percentile


def translate_frame(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    to: str | Framework,
    crosswalk: Crosswalk | None = None,
    derived: bool = True,
    prefix: str = "",
    invalid: Invalid | None = None,
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return a scored table with what a crosswalk says of each row.

    It is what `translate` says of every stage that the row can be at. A table
    that has a column ``possible``, with the ordinals of these stages and a
    space between, is read by it; without one, every stage from ``lower`` to
    ``upper`` counts, which is never fewer than those a result can have, and
    is more where reaching one stage means reaching the next.

    Args:
        frame: What `score_frame` made by a rule for ladders; rows whose ends
            are missing have no result, and get none. Where it has a column
            ``problems``, which counts the cells that could not be scored, a
            row with another number than 0 there is one that cannot be read.
        framework: What was scored, or its id.
        to: The other framework, or its id.
        crosswalk: What to go by, from either side; ``None`` for that of the
            catalog.
        derived: Whether counterparts that nobody claims are derived: from
            all crosswalks of the catalog, also by way of other frameworks;
            from *crosswalk* alone where it is given.
        prefix: Before the names of the columns that are read and added.
        invalid: What becomes of a row whose ends are no stages, or crossed,
            or which could not be scored: ``raise`` refuses the table and says
            where; ``mark`` leaves its translation null and has 1 in a column
            ``carfi_problems``, of a target ``carfi``, and 0 for the others.
            ``None`` raises for an eager frame and marks in a lazy one.
        catalog: Where ids are looked up; ``None`` for what is built in and
            plugged in.

    Returns:
        The same kind of frame, eager or lazy as it came, in the same order,
        with its own columns untouched and after them, of a target ``carfi``:
        ``carfi_lower`` and ``carfi_upper``, the ordinals between which the
        counterparts lie, where the crosswalk has all there are for every
        stage the row can be at; ``carfi_counterparts``, what is claimed, such
        as ``solis:2 inside carfi:2 (0.5)`` with ``; `` between;
        ``carfi_confidence``, the least confidence of these, where all have
        one; ``carfi_derived``, what follows without being claimed;
        ``carfi_disjoint``, what is claimed to share nothing; ``carfi_none``,
        the stages that are said to have no counterpart; ``carfi_silent``,
        those of which nothing is said. Each is null where there is nothing.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        UnknownFrameworkError: The catalog lacks a framework.
        UnknownCrosswalkError: It lacks a crosswalk between the two.
        FrameworkMismatchError: The crosswalk is between others, both sides
            are the same, or the catalog has another framework under the id
            of yours.
        InvalidCrosswalkError: *crosswalk* speaks of stages that are not there.
        InvalidFrameError: Columns are missing, hold no stages or no counts
            of problems, or have the name of one to be added; or rows cannot
            be read, counted and located.
        InvalidValueError: ``raise`` asked of a lazy frame.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> table = pl.DataFrame({"lower": [1, None], "upper": [1, None]})
        >>> done = translate_frame(table, "solis", to="carfi")
        >>> done["carfi_counterparts"].to_list()
        ['solis:1 inside carfi:2 (0.5)', None]
    """
    require_narwhals()
    from socialmaturity.frames.translation import translate

    source, target = find_framework(framework, catalog), find_framework(to, catalog, "to")
    between, network = find_ground(source, target, crosswalk, catalog, derived=derived)
    expect(prefix, str, "prefix")
    done: IntoFrameT = translate(frame, between, source, target, network, prefix, invalid)
    return done


def rollup_frame(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    by: str | Iterable[str],
    unit: str | Iterable[str],
    quorum: Number | str | None = None,
    prefix: str = "",
    invalid: Invalid | None = None,
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return a table of organisations from one of their units, as `roll_up` has it.

    A row without a result is a unit that was expected and not assessed; it can
    be anywhere. Stages are counted and never averaged.

    Args:
        frame: What `score_frame` made by a rule for ladders, one row for
            each unit. Where a policy has settled a range, ``stage`` says so
            and counts. Columns ``possible`` and ``problems`` are read as by
            `translate_frame`.
        framework: What was scored, or its id.
        by: The columns that name an organisation; none for the whole table.
        unit: The columns that name a unit within it.
        quorum: Share of the units, above 0 and up to 1, of which the highest
            stage is told that they have reached.
        prefix: Before the names of the columns that are read and added.
        invalid: What becomes of a row that cannot be read, or could not be
            scored, or names no unit, and of a unit that stands twice:
            ``raise`` refuses the table and says where; ``mark`` leaves the
            organisation without results and counts such rows in a column
            ``problems``. ``None`` raises for an eager frame and marks in a
            lazy one.
        catalog: As for `translate_frame`.

    Returns:
        The same kind of frame, eager or lazy as it came, one row for each
        organisation, in order of the columns *by*: these, ``units``,
        ``unassessed`` (how many of them); for each stage, also the place
        below the first, ``stage_1_sure`` (how many units are there) and
        ``stage_1_possible`` (how many more may be); ``worst_lower``,
        ``worst_upper`` and ``worst`` (the stage that all have reached, null
        where the ends differ), and likewise ``quorum`` where it is given.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        MissingValueError: *unit* names no column.
        InvalidFrameError: Columns are missing, hold no stages, no counts of
            problems, or what the engine cannot tell rows apart by, or have
            the name of one to be added; or rows cannot be read, counted and
            located; or a unit stands twice.
        InvalidValueError: A quorum that is no share above 0, or ``raise``
            asked of a lazy frame.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> table = pl.DataFrame(
        ...     {
        ...         "firm": ["Acme", "Acme", "Bolt"],
        ...         "team": ["North", "South", "All"],
        ...         "lower": [2, 1, 3],
        ...         "upper": [2, 4, 3],
        ...     }
        ... )
        >>> done = rollup_frame(table, "carfi", by="firm", unit="team")
        >>> done.select("firm", "units", "worst_lower", "worst_upper").rows()
        [('Acme', 2, 1, 2), ('Bolt', 1, 3, 3)]
    """
    require_narwhals()
    from socialmaturity.frames.rollup import check_parts, make_grouping, roll_up

    asked = find_framework(framework, catalog)
    own = make_grouping(frame, asked, by, unit, expect(prefix, str, "prefix"), invalid)
    share = None
    if quorum is not None:
        share = check_parts(parse_share(quorum, "quorum"), "quorum", quorum)
        if share == 0:
            raise InvalidValueError(
                "a quorum of 0 would be reached by no unit; give a share above 0",
                path="quorum",
                value=quorum,
            )
    done: IntoFrameT = roll_up(frame, own, share)
    return done


def cohort_frame(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    by: str | Iterable[str],
    subject: str | Iterable[str] = (),
    percentiles: Mapping[str, Iterable[Number | str]] | None = None,
    min_size: int = 5,
    prefix: str = "",
    invalid: Invalid | None = None,
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return a table of cohorts, with nothing told of those that are small.

    It promises that a row tells the results of at least *min_size*
    organisations, or none. Where bad rows are counted, ``problems`` is told
    of small cohorts, too: it counts rows without a result, so see to them
    before the table is given out. It does not promise more: who has
    the counts of all organisations, or asks twice of cohorts that differ by
    a few, can subtract one from the other; a count of 1 within a large cohort
    is told; and a percentile is the number of one organisation, without its
    name. So give out one grouping, without its totals.

    Args:
        frame: What `score_frame` made by a rule for ladders, one row for
            each organisation; those without a result are left out and
            counted. Columns ``stage``, ``possible`` and ``problems`` are read
            as by `rollup_frame`.
        framework: What was scored, or its id.
        by: The columns that name a cohort; none for the whole table.
        subject: The columns that name an organisation, so that one that
            stands twice is found; none to take each row for another.
        percentiles: By name of a column, percents above 0 and up to 100. Of
            a column of numbers, such as ``coverage``, it is the least number
            with so many percent of the cohort's at it or below; nothing is
            interpolated. Of ``stage`` it is the stage, with every
            organisation at its lowest and at its highest; that is counted,
            and works on every engine. Dask cannot rank numbers.
        min_size: The least number of organisations with a result that
            something is told of, and of numbers for a percentile.
        prefix: Before the names of the columns that are read and added.
        invalid: As for `rollup_frame`.
        catalog: As for `translate_frame`.

    Returns:
        The same kind of frame, eager or lazy as it came, one row for each
        cohort, in order of the columns *by*: these, ``suppressed``, and where
        that is not false null in these: ``size`` (organisations with a
        result), ``left_out`` (without one); ``stage_1_sure`` and
        ``stage_1_possible`` for each stage, as by `rollup_frame`, and the
        shares ``stage_1_share_lower`` and ``stage_1_share_upper`` of the
        organisations that are there for sure, and that can be; then
        ``coverage_p50`` for a percentile, and ``stage_p50_lower`` and
        ``stage_p50_upper`` of the stage.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        InvalidFrameError: Columns are missing, hold no stages, no numbers,
            no counts of problems, or what the engine cannot tell rows apart
            by, or have the name of one to be added; or rows cannot be read,
            counted and located; or an organisation stands twice.
        InvalidValueError: A percent out of range, *min_size* below 1, numbers
            to rank on Dask, or ``raise`` asked of a lazy frame.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> table = pl.DataFrame(
        ...     {
        ...         "sector": ["food"] * 5 + ["toys"],
        ...         "lower": [1, 2, 2, 3, 3, 4],
        ...         "upper": [1, 2, 2, 3, 5, 4],
        ...     }
        ... )
        >>> done = cohort_frame(table, "carfi", by="sector", percentiles={"stage": [50]})
        >>> done.select("sector", "suppressed", "size", "stage_p50_lower").rows()
        [('food', False, 5, 2), ('toys', True, None, None)]
    """
    require_narwhals()
    from socialmaturity.frames.rollup import bring_together, make_grouping

    asked = find_framework(framework, catalog)
    own = make_grouping(frame, asked, by, subject, expect(prefix, str, "prefix"), invalid)
    least = count_of(min_size, "min_size")
    done: IntoFrameT = bring_together(frame, own, _percentiles(percentiles, own), least)
    return done


def _percentiles(
    given: Mapping[str, Iterable[Number | str]] | None, own: "Grouping"
) -> "list[Percentile]":
    """Return what percentiles are asked for, each with the name of its column."""
    from socialmaturity.frames.rollup import Percentile, check_parts
    from socialmaturity.frames.scored import column_names

    if given is not None and not isinstance(given, Mapping):
        raise WrongTypeError(
            "expected percents by name of a column, such as {'coverage': [25, 50, 75]}, not"
            f" {shown(given)}",
            path="percentiles",
            value=given,
        )
    asked = dict(given or {})
    stage = f"{own.prefix}stage"
    column_names([name for name in asked if name != stage], own.names, "percentiles")
    found: list[Percentile] = []
    for name, percents in asked.items():
        path = f"percentiles.{name}"
        if isinstance(percents, str) or not isinstance(percents, Iterable):
            raise WrongTypeError(
                f"expected several percents, such as [25, 50, 75], not {shown(percents)}",
                path=path,
                value=percents,
            )
        for each in percents:
            exact = parse_number(each, path)
            if not 0 < exact <= _WHOLE:
                raise InvalidValueError(
                    f"expected a percent above 0 and up to 100, not {shown(each)}",
                    path=path,
                    value=each,
                )
            share = check_parts(exact / _WHOLE, path, each)
            told = show_number(exact).replace(".", "_").replace("/", "_")
            found.append(Percentile(name, share, f"{name.removeprefix(own.prefix)}_p{told}"))
    for twice in repeated(own.name for own in found):
        raise DuplicateError(
            f"two percentiles would be named {twice!r}", path="percentiles", value=twice
        )
    return found


_WHOLE: Final = 100


def transition_counts(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    subject: str | Iterable[str],
    date: str,
    stage: str = "stage",
    by: str | Iterable[str] = (),
    exact: bool = False,
    until: Day | None = None,
    start_known: bool = False,
    invalid: Invalid | None = None,
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return the moves between stages in a table of dated stages, counted as by `transitions`.

    The counts of tables that share no subject can be added; `departures` does
    so. Engines with windows (polars, DuckDB, Spark) look up the row after
    each by one, pandas and pyarrow by sorting, Dask by joining each subject's
    rows with one another.

    Args:
        frame: One row for each subject and day.
        framework: A ladder, or its id.
        subject: The columns that name what was assessed.
        date: The column of days; of dates or of times, of which the day
            counts; of times with a zone, the day there. Moments in SQL
            (``TIMESTAMPTZ`` of DuckDB, ``TIMESTAMP`` of Spark) have none but
            that of the session and are refused: make dates of them first.
            Text has to be parsed, too.
        stage: The column of ordinals, none missing; leave out open results
            first, which loses a day on which something was known.
        by: The columns that name a cohort, for counts of each. A subject is
            told apart within its cohort: one that goes from one cohort to
            another counts in each, as one whose begin or end was not seen,
            and the move between the two in neither. None for the whole
            table.
        exact: Whether the days are those of change; otherwise they are days
            of observation.
        until: Of days of change the day up to which all were watched.
        start_known: Whether subjects came to their first stage on their first
            day.
        invalid: What becomes of a row that cannot be read or contradicts the
            one before it: ``raise`` refuses the table and says where; ``mark``
            leaves the counts of the cohort null and has the number of such
            rows in a column ``problems``. ``None`` raises for an eager frame
            and marks in a lazy one.
        catalog: As for `translate_frame`.

    Returns:
        The same kind of frame, eager or lazy as it came, one row for each
        stage that was seen, in order of *by* and of the stages: ``stage``;
        ``observations``; ``days``, the time at risk; ``to_0``, ``to_1`` and
        so on, how often each stage came next; ``left_censored`` and
        ``right_censored``, the spells whose begin or end was not seen;
        ``seen_once``, the subjects that were observed on one day alone.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        InvalidFrameError: Columns are missing, or of another type, also one
            that the engine cannot tell rows apart by; or rows cannot be
            read, counted and located; or a subject has two stages on one day.
        MissingValueError: *subject* names no column, or *exact* without
            *until*.
        ContradictionError: *until* for days of observation.
        InvalidValueError: Phases in place of a ladder, or ``raise`` asked of
            a lazy frame.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> log = pl.DataFrame(
        ...     {
        ...         "firm": ["Acme", "Acme", "Bolt"],
        ...         "day": ["2025-01-01", "2025-03-02", "2025-01-01"],
        ...         "stage": [1, 2, 1],
        ...     }
        ... ).with_columns(pl.col("day").str.to_date())
        >>> counts = transition_counts(log, "carfi", subject="firm", date="day")
        >>> counts.select("stage", "days", "to_2", "right_censored").rows()
        [(1, 60, 1, 1), (2, 0, 0, 1)]
    """
    require_narwhals()
    from socialmaturity.frames.transitions import count_moves, make_watch, read_dates

    own = find_framework(framework, catalog)
    require_ladder(own)
    watch = make_watch(frame, own, subject, expect(date, str, "date"), stage, by, invalid)
    dates = read_dates(exact=exact, until=until, start_known=start_known)
    done: IntoFrameT = count_moves(frame, watch, dates)
    return done


def departures(
    counts: "IntoFrame | Sequence[IntoFrame]",
    framework: str | Framework,
    *,
    catalog: Catalog | None = None,
) -> tuple[Departures, ...]:
    """Return the counts of moves as plain values, the same as the rows of `Transitions`.

    Args:
        counts: What `transition_counts` made, of one table or of several
            that share no subject; rows of cohorts are added up. A lazy
            frame is computed.
        framework: As it was given there.
        catalog: As for `translate_frame`.

    Returns:
        One for each stage, lowest first, also where nothing was seen.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frames.
        MissingValueError: None at all, columns are missing, or rows could not
            be read when they were counted.
        InvalidValueError: A stage that the framework does not have.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> log = pl.DataFrame({"firm": ["Acme"], "day": ["2025-01-01"], "stage": [1]})
        >>> log = log.with_columns(pl.col("day").str.to_date())
        >>> counts = transition_counts(log, "carfi", subject="firm", date="day")
        >>> departures([counts], "carfi")[0].right_censored
        1
    """
    require_narwhals()
    from socialmaturity.frames.transitions import read_counts

    own = find_framework(framework, catalog)
    return read_counts([*counts] if _are_several(counts) else [counts], own)


def _are_several(counts: object) -> TypeGuard[Sequence[object]]:
    return isinstance(counts, list | tuple)

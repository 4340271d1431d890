"""A table of assessments scored at once; needs the extra ``socialmaturity[frames]``."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeGuard, Unpack

from socialmaturity.catalog import Catalog
from socialmaturity.errors import InvalidValueError, WrongTypeError, expect, shown
from socialmaturity.frames.request import (
    Invalid,
    Missing,
    make_request,
    make_scale,
    require_narwhals,
)
from socialmaturity.lookup import find_framework, find_rule
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.groups import Groups
from socialmaturity.scoring.method import Method, MethodOptions, Rule
from socialmaturity.scoring.rating import Bands
from socialmaturity.scoring.rules import NONE_GIVEN, chosen_method, default_rule

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT


def score_frame(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    rule: str | Rule | Method | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    values: Mapping[str, Number | str] | None = None,
    weights: Mapping[str, Number | str] | None = None,
    groups: Groups = None,
    levels: str | None = None,
    floors: Mapping[str, Number | str] | None = None,
    not_applicable: Number | str | None = None,
    bands: Bands | str | None = None,
    scale: str | None = None,
    columns: Mapping[str, str] | str | None = None,
    missing: Missing = "error",
    invalid: Invalid | None = None,
    include: Collection[str] | None = None,
    prefix: str = "",
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> "IntoFrameT":
    """Return a table of assessments with what each row comes to.

    Args:
        frame: One assessment a row, one column for each indicator, others
            beside them; of polars, pandas, pyarrow, DuckDB or another
            engine that narwhals knows, eager or lazy. A cell has a label as
            text, category or enum; a number, or one as text; true or false
            on the scale of yes and no; or a word for an answer that is none:
            ``not-applicable``, ``cannot-tell``, ``not-assessed``. Nothing in
            a cell means not assessed. A float of 32 bits means its shortest
            decimal, as one of 64 bits does.
        framework: What was assessed, or its id.
        rule: Name of one of the six rules, such a rule with its parameters,
            or a whole method; ``None`` for that of the framework.
        at: As for `score`, and so are the next nine.
        lower_at: What stages below the result have to reach.
        quorum: Share of a stage's indicators that has to.
        values: The number of each label.
        weights: By indicator or group.
        groups: Of a mean.
        levels: ``mean`` or ``sum``.
        floors: The least asked of an indicator, a group or ``total``.
        not_applicable: What an indicator counts that does not apply.
        bands: Of a rating.
        scale: Id of the scale that was answered on; ``None`` for the
            framework's own.
        columns: Names of columns by id of the indicator, for those whose
            column is named otherwise; or what all of them begin with.
        missing: ``unknown`` to take an indicator without a column as not
            assessed; one at least has to be there, and no column that was
            probably meant for a missing one: that begins as *columns* says
            and is of no indicator, or has nearly the name of one.
        invalid: What becomes of a cell that cannot be read. ``raise``
            refuses the table and says where; ``mark`` leaves the results of
            its row null and counts such cells in a column ``problems``.
            ``None`` raises for an eager frame and marks in a lazy one, of
            which nothing is known yet.
        include: Parts of a result that are wanted, of ``range``,
            ``possible``, ``coverage``, ``profile``, ``binding`` and
            ``groups``; ``None`` for all. A lazy engine leaves out what is
            not selected anyway.
        prefix: Before the names of the columns that are added.
        catalog: Where ids are looked up; ``None`` for what is built in and
            plugged in.
        **method: ``policy``, ``minimum_coverage``, ``most_not_applicable``,
            ``never_not_applicable`` and ``dimension``, as for `score`.

    Returns:
        The same kind of frame, eager or lazy as it came, in the same order,
        with its own columns untouched and after them those of the result:
        ``lower``, ``upper`` and ``stage`` (ordinals; ``stage`` null where
        there is none), or for rules of numbers ``lower``, ``upper`` and
        ``value``, for ``rating`` also ``rating_lower``, ``rating_upper`` and
        ``rating``, with floors ``verdict``; ``possible`` (ordinals of all
        stages that the unknown allow, with a space between); ``binding``
        (ids likewise, in order of the framework); ``coverage``; a ``..._lower``
        and a ``..._upper`` for each ``stage_1`` and ``dimension_x`` with the
        shares met; and what each ``group_x`` comes to. Shares are the floats
        nearest to the exact ones; numbers of means, and the coverage of a
        mean of groups, lie within 1e-12 of them, relative to the largest,
        and a number that near to a bound counts as equal to it. In pandas
        ordinals are ``Int64``, or ``int64[pyarrow]`` beside columns over
        pyarrow.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        InvalidFrameError: Columns are missing, stand twice, have a type
            that no answer has, or have the name of one to be added; or cells
            cannot be read, counted and located; all problems come together.
        InvalidValueError: A filter by evidence or age, which a table does
            not have, or a rule that is none of the six; ``raise`` asked of a
            lazy frame.
        SocialMaturityError: Whatever `score` refuses.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> answers = {own.id: ["F", "L"] for own in sm.SOLIS.indicators}
        >>> table = pl.DataFrame(answers | {"client": ["Acme", "Bolt"], "presence": ["P", None]})
        >>> score_frame(table, "solis").select("client", "lower", "upper", "binding").rows()
        [('Acme', 1, 1, 'presence'), ('Bolt', 1, 10, '')]
    """
    require_narwhals()
    from socialmaturity.frames.scoring import score

    given = (at, lower_at, quorum, values, weights, groups, levels, floors, not_applicable, bands)
    own = find_framework(framework, catalog)
    asked = _method(rule, own, given, method, catalog)
    request = make_request(own, asked, scale, include, prefix)
    scored: IntoFrameT = score(frame, request, columns, missing, invalid)
    return scored


def check_frame(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    scale: str | None = None,
    columns: Mapping[str, str] | str | None = None,
    missing: Missing = "error",
    row: str | None = None,
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return a table of the cells that cannot be read, counted by column and value.

    Args:
        frame: As for `score_frame`, and so are the next four.
        framework: What was assessed, or its id.
        scale: Id of the scale that was answered on.
        columns: Names of columns by id of the indicator.
        missing: ``unknown`` to take an indicator without a column as not
            assessed.
        row: A column that names the rows, such as an id, by text, numbers
            or times; ``None`` for their numbers from 0, which a lazy frame
            does not have.
        catalog: As for `score_frame`.

    Returns:
        The same kind of frame, lazy where it came lazy: ``indicator``,
        ``column``, ``value`` (as text), ``rows`` (how many) and, where rows
        have names or numbers, ``first`` (the least of them, of categories
        by their text). It is in order of the framework, then of the values;
        it has no rows where every cell can be read.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        InvalidFrameError: Columns are missing, stand twice, or have a type
            that no answer has.
        UnknownFrameworkError: No such framework.
        UnknownScaleError: No such scale.
        UnknownNameError: No such column as *row*.
        InvalidValueError: A framework without indicators; or the column
            *row* is of lists or other things of which none is the least.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> table = pl.LazyFrame({"client": ["Acme"], "listening": ["NA"], "reporting": ["F"]})
        >>> found = check_frame(table, "solis", missing="unknown", row="client")
        >>> found.collect().rows()
        [('listening', 'listening', 'NA', 1, 'Acme')]
    """
    require_narwhals()
    from socialmaturity.frames.scoring import check

    own = find_framework(framework, catalog)
    known = make_scale(own, scale)
    if row is not None:
        expect(row, str, "row")
    found: IntoFrameT = check(frame, own, known, columns, missing, row)
    return found


def pivot_findings(
    frame: "IntoFrameT",
    framework: str | Framework,
    *,
    index: str | Sequence[str],
    indicator: str = "indicator",
    answer: str = "answer",
    catalog: Catalog | None = None,
) -> "IntoFrameT":
    """Return a table with one assessment a row from one with one finding a row.

    Args:
        frame: Of findings; eager or lazy.
        framework: What was assessed, or its id.
        index: The column, or columns, that say which assessment a finding
            belongs to.
        indicator: The column with ids of indicators.
        answer: The column with answers, as text, numbers, or true and false.
        catalog: As for `score_frame`.

    Returns:
        The same kind of frame with the columns of the index, sorted by
        them, and one for each indicator of the framework; true and false
        become ``yes`` and ``no``. What has no finding is null, so not
        assessed. In a lazy frame, of which nothing is known yet, what is
        refused in an eager one is made unreadable, so that `score_frame`
        counts it among its ``problems``: an indicator with several findings
        becomes ``!``, or -1 among numbers, and so do all of an assessment
        that has a finding of an indicator that is not there, or nothing in
        a column of the index.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: No frame of a known engine, or another argument of
            another type.
        InvalidFrameError: Columns that are not there, or of a type that no
            answer has; findings with nothing in the index, indicators that
            the framework does not have, and indicators with several
            findings in one assessment; all problems come together.
        UnknownFrameworkError: No such framework.

    Examples:
        >>> import polars as pl
        >>> import socialmaturity as sm
        >>> findings = pl.DataFrame(
        ...     {
        ...         "client": ["Acme", "Acme", "Bolt"],
        ...         "indicator": ["listening", "reporting", "listening"],
        ...         "answer": ["F", "L", "P"],
        ...     }
        ... )
        >>> table = pivot_findings(findings, "solis", index="client")
        >>> table.select("client", "listening", "reporting").rows()
        [('Acme', 'F', 'L'), ('Bolt', 'P', None)]
    """
    require_narwhals()
    from socialmaturity.frames.pivoting import pivot

    own = find_framework(framework, catalog)
    for name, path in ((indicator, "indicator"), (answer, "answer")):
        expect(name, str, path)
    wide: IntoFrameT = pivot(frame, own, _index(index), indicator, answer)
    return wide


def _index(index: object) -> tuple[str, ...]:
    if isinstance(index, str):
        return (index,)
    if not _is_list(index) or not index:
        raise WrongTypeError(
            f"expected a column, or several, not {shown(index)}", path="index", value=index
        )
    return tuple(expect(own, str, "index") for own in index)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence)


def _method(
    rule: str | Rule | Method | None,
    framework: Framework,
    given: tuple[object, ...],
    options: MethodOptions,
    catalog: Catalog | None,
) -> Method:
    if isinstance(rule, Method):
        if options or given != NONE_GIVEN:
            raise InvalidValueError(
                "the method has its rule and options already; change them with"
                " attrs.evolve(method, ...)",
                path="rule",
                value=rule,
            )
        return rule
    asked = find_rule(default_rule(framework) if rule is None else rule, catalog)
    return chosen_method(asked, given, options)

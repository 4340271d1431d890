"""Tables and what the plain scorer says of each of their rows.

A `Trial` is a framework, a way to score and rows of answers, all drawn from a seeded source. What
a table should say of a row is taken from the public result of `sm.score` on that row alone.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.rating import RatingResult
from socialmaturity.scoring.result import Result, StageResult

Row = dict[str, Any]

OWN = sm.Scale(
    id="own",
    labels=("keine", "a bit's", 'a "lot" ', "très bien ✓", "all"),
    values=(Fraction(-1), Fraction(0), Fraction(0), Fraction(1, 3), Fraction(2)),
)
"""A scale whose labels are awkward to quote, and two of which are worth the same."""

GRADES = sm.Scale(id="grades", labels=("no", "some", "yes"), values=(0, Fraction(1, 3), 1))
"""A scale of shares."""

SCALES = (sm.NPLF, sm.NPLF, sm.YES_NO, sm.ZERO_TO_ONE, OWN, GRADES)

WORDS = ("not-applicable", "cannot-tell", "not-assessed")


class Trial(NamedTuple):
    """Rows to score.

    Args:
        framework: What is scored.
        options: Of `sm.score` and of `score_frame` alike.
        rows: Answers by indicator.
        kinds: How the column of each indicator is kept: ``text``,
            ``category``, ``number`` or ``flag``.
    """

    framework: sm.Framework
    options: dict[str, Any]
    rows: list[Row]
    kinds: dict[str, str]


# --- what is drawn


def trial(seed: int, rows: int) -> Trial:
    """A framework, a way to score it, and so many rows; rules and policies take turns."""
    source = Random(seed)  # noqa: S311
    own = random_framework(source)
    rule, policy = tuple(RULES)[seed % 6], (None, "worst", "best", "exclude")[seed // 6 % 4]
    options = random_options(source, own, rule, policy)
    kinds = {str(one.id): random_kind(source, own.scale) for one in own.indicators}
    share = source.choice((0.05, 0.2, 0.6))
    high = source.choice((0.3, 0.5, 0.9))
    table: list[Row] = [
        {key: random_answer(source, own.scale, kind, share, high) for key, kind in kinds.items()}
        for _ in range(rows - 3)
    ]
    table += [dict.fromkeys(kinds, None)]
    for answer in (top(own.scale), "not-applicable"):
        table.append(
            {
                key: answer if kind in {"text", "category"} or answer != "not-applicable" else None
                for key, kind in kinds.items()
            }
        )
    return Trial(own, options, table, kinds)


def top(scale: sm.Scale) -> str | float:
    """The best answer."""
    return scale.labels[-1] if scale.labels else 1.0


def random_framework(source: Random) -> sm.Framework:
    """One to five stages of one to three indicators, now and then of many; baselines, gates."""
    scale = source.choice(SCALES)
    has_baseline = source.random() < 0.4
    sizes = [source.choice((1, 2, 2, 3)) for _ in range(source.randint(1, 4))]
    if source.random() < 0.2:
        sizes[-1] = 8
    sizes = [0, *sizes] if has_baseline else sizes
    dimensions = ["work", *(f"d-{number}" for number in range(source.randint(0, 2)))]
    stages: list[sm.Stage] = []
    for ordinal, size in enumerate(sizes, 1):
        indicators = tuple(
            sm.Indicator(
                id=f"i-{ordinal}-{place}",
                name="One",
                question="Is it?",
                dimension=source.choice(dimensions),
            )
            for place in range(size)
        )
        stages.append(stage(ordinal, baseline=has_baseline and ordinal == 1, indicators=indicators))
    return framework(
        *stages,
        scale=scale,
        kind=source.choice(("ladder", "phases")),
        gate=random_gate(source, scale),
        dimensions=tuple(sm.Dimension(id=own, name=own, basis="judgement") for own in dimensions),
    )


def bounds(source: Random, scale: sm.Scale) -> list[Any]:
    """Two thresholds that some answer fails, the lower first."""
    if scale.labels:
        ranks = sorted(source.choices(range(1, len(scale.labels)), k=2))
        return [scale.labels[rank] for rank in ranks]
    two = [source.choice((Fraction(1, 3), "P", "L", "F", 0.1, 0.3, 1)) for _ in range(2)]
    return sorted(two, key=lambda at: (scale.threshold(at).bound, scale.threshold(at).above))


def random_gate(source: Random, scale: sm.Scale) -> sm.Gate | None:
    """A gate with one threshold or two, with and without a quorum, or none."""
    if source.random() < 0.2:
        return None
    at, lower_at = bounds(source, scale)
    quorum = source.choice((None, None, Fraction(1, 2), "2/3", 1))
    return sm.Gate(at=at, lower_at=source.choice((None, lower_at)), quorum=quorum)


def random_options(
    source: Random, own: sm.Framework, rule: str, policy: str | None
) -> dict[str, Any]:
    """A rule with parameters that the framework takes, and a method."""
    options: dict[str, Any] = {"rule": rule, "policy": policy, **RULES[rule](source, own)}
    if policy == "exclude":
        options.pop("levels", None)
        options["minimum_coverage"] = source.choice((0, "1/2", "2/3", 1))
    ids = [one.id for one in own.indicators]
    if source.random() < 0.2:
        options["most_not_applicable"] = source.randint(0, 2)
    if source.random() < 0.2:
        options["never_not_applicable"] = source.sample(ids, source.randint(0, min(2, len(ids))))
    if source.random() < 0.15 and not {"floors", "groups", "weights"} & options.keys():
        options["dimension"] = source.choice([one.dimension for one in own.indicators])
    return options


def ladder_options(source: Random, own: sm.Framework) -> dict[str, Any]:
    """A threshold, where the gate has none or at random."""
    if own.gate is None or source.random() < 0.5:
        return {"at": bounds(source, own.scale)[0]}
    return {}


def cumulative_options(source: Random, own: sm.Framework) -> dict[str, Any]:
    """One threshold or two, and a quorum."""
    at, lower_at = bounds(source, own.scale)
    options = {"at": at} if own.gate is None or source.random() < 0.5 else {}
    if options and source.random() < 0.6:
        options["lower_at"] = lower_at
    return options | high_quorum(source)


def high_quorum(source: Random) -> dict[str, Any]:
    """A quorum or none."""
    return source.choice(({}, {}, {"quorum": "1/2"}, {"quorum": "2/3"}, {"quorum": 1}))


def high_water_options(source: Random, own: sm.Framework) -> dict[str, Any]:
    """A threshold and a quorum."""
    return ladder_options(source, own) | high_quorum(source)


def numbers_of_labels(source: Random, scale: sm.Scale, *, shares: bool) -> dict[str, Any]:
    """Numbers for labels that have none, or others."""
    if not scale.labels or (scale.values and source.random() < 0.5 and not shares):
        return {}
    last = len(scale.labels) - 1
    return {"values": {own: Fraction(rank, last) for rank, own in enumerate(scale.labels)}}


def random_groups(source: Random, own: sm.Framework) -> Any:
    """No groups, those of the framework, or groups in groups."""
    ids = [one.id for one in own.indicators]
    cut = source.randint(1, len(ids))
    nested: dict[str, Any] = {"first": ids[:cut]}
    if ids[cut:]:
        nested = {"first": ids[:cut], "then": {"inner": ids[cut:][:2], "rest": ids[cut:][2:]}}
        nested["then"] = {name: part for name, part in nested["then"].items() if part}
    return source.choice((None, "stage", "dimension", nested))


def mean_options(source: Random, own: sm.Framework) -> dict[str, Any]:
    """Numbers, weights, groups, floors."""
    options = numbers_of_labels(source, own.scale, shares=False)
    groups = random_groups(source, own)
    ids = [one.id for one in own.indicators]
    if groups is not None:
        options["groups"] = groups
    if source.random() < 0.5:
        options["weights"] = {key: source.choice((1, 2, "1/3", 0.1)) for key in ids[::2]}
    if source.random() < 0.4:
        names = source.sample([*ids, "total"], min(3, len(ids)))
        options["floors"] = {
            name: source.choice((0, 0.5, 1) if name == "total" else (0, "1/3", 0.5, 1, 2))
            for name in names
        }
    if source.random() < 0.3:
        options["not_applicable"] = source.choice((0, "1/3", 1))
    lowest = options.get("values") or not own.scale.labels or not own.scale.values[0]
    if lowest and source.random() < 0.3:
        options["levels"] = "sum"
    return options


def rating_options(source: Random, own: sm.Framework) -> dict[str, Any]:
    """Shares, weights, groups, bands."""
    options = numbers_of_labels(source, own.scale, shares=True)
    groups = random_groups(source, own)
    if groups is not None:
        options["groups"] = groups
    if source.random() < 0.5:
        options["weights"] = {one.id: source.choice((1, 2, 3)) for one in own.indicators}
    return options | {"bands": source.choice(("nplf", "refined"))}


RULES = {
    "cumulative": cumulative_options,
    "high_water": high_water_options,
    "nearest": ladder_options,
    "profile": ladder_options,
    "weighted_mean": mean_options,
    "rating": rating_options,
}


def random_kind(source: Random, scale: sm.Scale) -> str:
    """How a column is kept."""
    kinds = ["text", "text", "category"]
    if not scale.labels:
        kinds += ["number"] * 4
    if scale.labels == sm.YES_NO.labels:
        kinds += ["flag"] * 2
    return source.choice(kinds)


def random_answer(source: Random, scale: sm.Scale, kind: str, unknown: float, high: float) -> Any:
    """An answer of any of the four outcomes that a column of its kind can have."""
    has_words = kind in {"text", "category"}
    if source.random() < unknown:
        return source.choice((None, None, "cannot-tell", "not-assessed")) if has_words else None
    if has_words and source.random() < source.choice((0.1, 0.4)):
        return "not-applicable"
    if scale.labels:
        labels = scale.labels[len(scale.labels) // 2 :] if source.random() < high else scale.labels
        return source.choice(labels)
    return source.choice((0.0, 0.1, 0.15, 0.3, 1 / 3, 0.5, 0.50000001, 0.85, 0.9, 1.0))


# --- what is expected


def expected(trial: Trial, row: Row) -> Row:
    """What a table should add to a row, numbers as floats."""
    score: Any = sm.score
    assessment = sm.Assessment(framework=trial.framework.id, answers=row)
    result: Result = score(assessment, framework=trial.framework, **trial.options)
    told: Row = {"coverage": plain(result.coverage), **shares(result)}
    if isinstance(result, StageResult):
        order = [own.id for own in trial.framework.indicators]
        binding = sorted((own.indicator for own in result.explanation.binding), key=order.index)
        told |= {
            "lower": result.lower.ordinal,
            "upper": result.upper.ordinal,
            "stage": None if result.stage is None else result.stage.ordinal,
            "possible": " ".join(str(own.ordinal) for own in result.possible),
            "binding": " ".join(binding),
        }
    if isinstance(result, NumberResult):
        told |= {name: plain(getattr(result, name)) for name in ("lower", "upper", "value")}
        if result.verdict is not None:
            told["verdict"] = result.verdict.value
        for group in result.groups:
            for name in ("lower", "upper", "value"):
                told[f"group_{group.name}_{name}"] = plain(getattr(group, name))
    if isinstance(result, RatingResult):
        for own in result.ratings:
            start = "" if own.name == "total" else f"group_{own.name}_"
            told[f"{start}rating_lower"] = own.lower
            told[f"{start}rating_upper"] = own.upper
            told[f"{start}rating"] = own.value
    return told


def shares(result: Result) -> Row:
    """The profile of a result, as columns."""
    told: Row = {}
    for kind, several in (
        ("stage", result.profile.stages),
        ("dimension", result.profile.dimensions),
    ):
        for own in several:
            told[f"{kind}_{own.key}_lower"] = plain(own.lower)
            told[f"{kind}_{own.key}_upper"] = plain(own.upper)
    return told


def plain(number: Fraction | None) -> float | None:
    """A number as a column has it."""
    return None if number is None else float(number)


def differs(found: Any, wanted: Any, *, exact: bool) -> bool:
    """Whether two cells differ; numbers of means may by what floats cannot say."""
    if exact or not isinstance(found, float) or not isinstance(wanted, float):
        return bool(found != wanted)
    return abs(found - wanted) > 1e-12 * max(1.0, abs(wanted))


# --- engines


def differences(trial: Trial, found: list[Row], wanted: list[Row]) -> Iterator[str]:
    """Where scored rows are not those that are wanted, in words: cells, and columns.

    Args:
        trial: What was scored.
        found: All rows in the order of their ids, with all columns of the scored frame.
        wanted: What `expected` says of each row of the trial.
    """
    exact = trial.options["rule"] not in {"weighted_mean", "rating"}
    assert [row["id"] for row in found] == [*range(len(trial.rows))]
    for place, (row, right) in enumerate(zip(found, wanted, strict=True)):
        added = {key: row[key] for key in row if key not in {"id", *trial.kinds}}
        if added.pop("problems", 0) != 0:
            yield f"row {place} has problems"
        if added.keys() != right.keys():
            yield f"row {place} has {sorted(added.keys() ^ right.keys())}"
        for key in added.keys() & right.keys():
            if differs(added[key], right[key], exact=exact):
                yield f"row {place}: {key} is {added[key]!r}, not {right[key]!r}"


def polars_of(trial: Trial) -> pl.DataFrame:
    """The rows in polars; categories as enums."""
    columns: dict[str, pl.Series] = {"id": pl.Series(range(len(trial.rows)))}
    for own, kind in trial.kinds.items():
        values = cells(trial, own)
        if kind == "category":
            words = sorted({value for value in values if value is not None})
            columns[own] = pl.Series(values, dtype=pl.Enum(words))
        else:
            columns[own] = pl.Series(values, dtype=_POLARS[kind])
    return pl.DataFrame(columns)


_POLARS: Mapping[str, Any] = {"text": pl.String, "number": pl.Float64, "flag": pl.Boolean}


def cells(trial: Trial, own: str) -> list[Any]:
    """A column: text has numbers as they are written, a flag true and false."""
    values = [row[own] for row in trial.rows]
    if trial.kinds[own] in {"text", "category"}:
        return [str(value) if isinstance(value, float) else value for value in values]
    if trial.kinds[own] == "flag":
        return [None if value is None else value == "yes" for value in values]
    return values


def pandas_of(trial: Trial) -> pd.DataFrame:
    """The rows in pandas as people have them: strings, objects, categories, floats with NaN."""
    columns: dict[str, Any] = {"id": range(len(trial.rows))}
    for place, (own, kind) in enumerate(trial.kinds.items()):
        values = cells(trial, own)
        if kind == "category":
            columns[own] = pd.Categorical(values)
        elif kind == "text":
            columns[own] = pd.Series(values, dtype=object if place % 2 else "str")
        elif kind == "number":
            columns[own] = pd.Series(values, dtype="float64")
        else:
            columns[own] = pd.Series(values, dtype="boolean" if place % 2 else object)
    return pd.DataFrame(columns)


def arrow_of(trial: Trial) -> pa.Table:
    """The rows in pyarrow; categories as dictionaries."""
    columns: dict[str, Any] = {"id": pa.array(range(len(trial.rows)))}
    for own, kind in trial.kinds.items():
        make: Any = pa.array
        array: Any = make(cells(trial, own), type=_ARROW[kind]())
        columns[own] = array.dictionary_encode() if kind == "category" else array
    return pa.table(columns)


_ARROW: Mapping[str, Any] = {
    "text": pa.string,
    "category": pa.string,
    "number": pa.float64,
    "flag": pa.bool_,
}


def pandas_arrow_of(trial: Trial) -> pd.DataFrame:
    """The rows in pandas over pyarrow."""
    return over_arrow(arrow_of(trial))


def over_arrow(table: Any) -> pd.DataFrame:
    """A table of pyarrow in pandas, with its own types."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def duckdb_of(trial: Trial) -> Any:
    """The rows as a relation of DuckDB."""
    connection = duckdb.connect()
    return connection.from_arrow(arrow_of(trial)).order("id")


ENGINES: Mapping[str, Callable[[Trial], Any]] = {
    "polars": polars_of,
    "polars-lazy": lambda trial: polars_of(trial).lazy(),
    "pandas": pandas_of,
    "pandas-pyarrow": pandas_arrow_of,
    "pyarrow": arrow_of,
    "duckdb": duckdb_of,
}
"""The rows of a trial in the frames of each engine."""


def rows_of(frame: Any) -> list[Row]:
    """The rows of a frame of any of these engines, in the order of their ids, null as None."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    if isinstance(frame, pd.DataFrame):
        rows = [
            {str(name): _none(value) for name, value in row.items()}
            for row in frame.to_dict(orient="records")
        ]
    elif isinstance(frame, pl.DataFrame):
        rows = frame.to_dicts()
    else:
        rows = frame.to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def _none(value: Any) -> Any:
    return None if pd.isna(value) else value

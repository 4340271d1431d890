"""Hypothesis strategies for the values of the library, awkward ones among them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from hypothesis import strategies as st

import socialmaturity as sm

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
"""One line with something on it: markup, non-ASCII, spaces at its ends."""

SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=12)

POSITIVE = st.fractions(min_value=Fraction(1, 12), max_value=1, max_denominator=12)

QUORUMS = st.none() | POSITIVE

UNKNOWN = (None, sm.CANNOT_TELL)
"""The answers that leave an indicator unknown."""


@st.composite
def label_scales(draw: st.DrawFn) -> sm.Scale:
    """Scales of two to five labels, the standard ones among them."""
    if draw(st.booleans()):
        return draw(st.sampled_from((sm.NPLF, sm.YES_NO)))
    count = draw(st.integers(2, 5))
    labels = tuple(f"{draw(TEXT).strip()} {rank}" for rank in range(count))
    return sm.Scale(id="own", labels=labels)


SCALES = label_scales() | st.just(sm.ZERO_TO_ONE)


def thresholds(scale: sm.Scale) -> st.SearchStrategy[str | Fraction]:
    """Thresholds on a scale that some answer fails."""
    if scale.labels:
        return st.sampled_from(scale.labels[1:])
    return POSITIVE | st.sampled_from(("P", "L", "F"))


@st.composite
def gates(draw: st.DrawFn, scale: sm.Scale) -> sm.Gate:
    """Gates with one threshold or two, with and without a quorum."""
    bounds = [draw(thresholds(scale)), draw(thresholds(scale))]
    lower, upper = sorted(bounds, key=lambda at: _place(scale, at))
    return sm.Gate(
        at=lower, lower_at=draw(st.sampled_from((upper, upper, None))), quorum=draw(QUORUMS)
    )


def _place(scale: sm.Scale, at: str | Fraction) -> tuple[Fraction | int, bool]:
    threshold = scale.threshold(at)
    return threshold.bound, threshold.above


@st.composite
def frameworks(
    draw: st.DrawFn,
    scales: st.SearchStrategy[sm.Scale] = SCALES,
    *,
    stages: int = 4,
    per_stage: int = 3,
) -> sm.Framework:
    """Frameworks of one to *stages* stages: baselines, single indicators, quorums."""
    scale = draw(scales)
    has_baseline = draw(st.booleans())
    counts = draw(st.lists(st.integers(1, per_stage), min_size=1, max_size=stages))
    if has_baseline:
        counts = [0, *counts]
    starts = [0, *accumulate(counts)]
    name = draw(SLUGS)
    dimensions = draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))
    return sm.Framework(
        id=name,
        name=draw(TEXT),
        version=draw(TEXT),
        kind=draw(st.sampled_from(tuple(sm.FrameworkKind))),
        summary=draw(TEXT | st.just("")),
        aliases=tuple(draw(st.lists(TEXT, max_size=2, unique=True))),
        published=draw(st.sampled_from((None, "2010", "2010-12", "2010-12-31"))),
        scale=scale,
        gate=draw(st.none() | gates(scale)),
        order=sm.Order(exclusive=draw(st.booleans())),
        sources=(sm.Source(id="S0", title=draw(TEXT), authors=(draw(TEXT),)),),
        dimensions=tuple(
            sm.Dimension(id=own, name=draw(TEXT), basis=draw(st.sampled_from(tuple(sm.Basis))))
            for own in dimensions
        ),
        stages=tuple(
            sm.Stage(
                framework=name,
                ordinal=ordinal,
                name=f"{draw(TEXT).strip()} {ordinal}",
                baseline=has_baseline and ordinal == 1,
                statements=(
                    sm.Statement(
                        id=f"T-{ordinal}.01",
                        kind=draw(st.sampled_from(tuple(sm.StatementKind))),
                        dimension=dimensions[0],
                        text=draw(TEXT),
                        sources=("S0 L1",),
                    ),
                ),
                indicators=tuple(
                    sm.Indicator(
                        id=f"i{number}",
                        name=draw(TEXT),
                        question=draw(TEXT),
                        dimension=draw(st.sampled_from(dimensions)),
                        evidence=(f"T-{ordinal}.01",),
                    )
                    for number in range(start, start + count)
                ),
                limitations=tuple(
                    sm.Limitation(id=f"lim{ordinal}", question=draw(TEXT), evidence=())
                    for _ in range(draw(st.integers(0, 1)))
                ),
            )
            for ordinal, (start, count) in enumerate(zip(starts, counts, strict=False), 1)
        ),
    )


def ratings(scale: sm.Scale) -> st.SearchStrategy[Any]:
    """Answers that have a place on a scale."""
    return st.sampled_from(scale.labels) if scale.labels else SHARES


def answers(scale: sm.Scale) -> st.SearchStrategy[Any]:
    """Answers of all four outcomes."""
    return ratings(scale) | st.sampled_from((*UNKNOWN, sm.NOT_APPLICABLE))


@st.composite
def assessments(
    draw: st.DrawFn, framework: sm.Framework, most_unknown: int | None = None
) -> sm.Assessment:
    """Assessments of a framework, in the short and the long form; all unknown among them."""
    given = {own.id: draw(answers(framework.scale)) for own in framework.indicators}
    unknown = [key for key, answer in given.items() if answer in UNKNOWN]
    if most_unknown is not None:
        for key in unknown[most_unknown:]:
            given[key] = draw(ratings(framework.scale))
    long_form = {key for key in given if draw(st.integers(0, 3)) == 0}
    return sm.Assessment(
        framework=framework.id,
        version=draw(st.sampled_from((None, framework.version))),
        subject=draw(TEXT | st.just("")),
        unit=draw(TEXT | st.just("")),
        assessed_on=draw(st.none() | st.dates()),
        assessor=draw(TEXT | st.just("")),
        answers={key: answer for key, answer in given.items() if key not in long_form},
        findings=tuple(
            sm.Finding(
                indicator=key,
                answer=given[key],
                evidence=draw(st.just(()) | st.tuples(EVIDENCE)),
                observed_on=draw(st.none() | st.just(date(2026, 11, 1))),
            )
            for key in given
            if key in long_form
        ),
        checks={
            own.id: draw(st.sampled_from(("yes", "no", True, False, None, sm.CANNOT_TELL)))
            for own in framework.limitations
        },
    )


EVIDENCE = st.builds(
    sm.Evidence,
    text=TEXT,
    strength=st.sampled_from(tuple(sm.Strength)),
    reference=TEXT | st.just(""),
    observed_on=st.none() | st.dates(),
)


@st.composite
def scored(
    draw: st.DrawFn,
    scales: st.SearchStrategy[sm.Scale] = SCALES,
    *,
    most_unknown: int | None = None,
) -> tuple[sm.Framework, sm.Assessment, dict[str, Any]]:
    """A framework, an assessment of it, and parameters for the rule cumulative."""
    framework = draw(frameworks(scales))
    gate = draw(gates(framework.scale))
    parameters: dict[str, Any] = {
        "at": gate.at,
        "lower_at": gate.at if gate.lower_at is None else gate.lower_at,
        "quorum": 1 if gate.quorum is None else gate.quorum,
    }
    return framework, draw(assessments(framework, most_unknown)), parameters


SAID = tuple(own for own in sm.Relation if own not in (sm.Relation.ANYTHING, sm.Relation.NOTHING))
"""Relations that a mapping can have."""


@st.composite
def mappings(draw: st.DrawFn, subject: str, other: str, pair: tuple[int, int]) -> sm.Mapping:
    """Mappings between given stages."""
    return sm.Mapping(
        subject=f"{subject}:{pair[0]}",
        relation=draw(st.sampled_from(SAID)),
        object=f"{other}:{pair[1]}",
        confidence=draw(st.none() | SHARES | st.decimals(0, 1, places=3) | st.floats(0, 1)),
        justification=draw(TEXT),
        evidence=tuple(draw(st.lists(st.just("T-1.01"), max_size=1))),
        axis=draw(st.sampled_from(("maturity", "results"))),
        review=draw(TEXT | st.just("")),
    )


@st.composite
def crosswalks(draw: st.DrawFn) -> sm.Crosswalk:
    """Crosswalks between two made-up frameworks of up to four stages."""
    pairs = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=6, unique=True))
    taken = {ordinal for ordinal, _ in pairs}
    free = [ordinal for ordinal in range(1, 5) if ordinal not in taken]
    return sm.Crosswalk(
        subject="left",
        object="right",
        version=draw(TEXT),
        title=draw(TEXT | st.just("")),
        mappings=tuple(draw(mappings("left", "right", pair)) for pair in pairs),
        no_counterparts=tuple(
            sm.NoCounterpart(
                stage=f"left:{ordinal}",
                framework="right",
                confidence=draw(st.none() | SHARES),
                reason=draw(TEXT),
            )
            for ordinal in free
            if draw(st.booleans())
        ),
    )


def numbers() -> st.SearchStrategy[Any]:
    """Finite numbers of every kind that is accepted."""
    return st.one_of(
        st.integers(-10, 10),
        st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000),
        st.fractions(max_denominator=1000),
    )


def better(scale: sm.Scale, answer: Any) -> Iterable[Any]:
    """The answers that lie above a rated one."""
    if scale.labels:
        return scale.labels[scale.labels.index(answer) + 1 :]
    return [Fraction(1)] if answer < 1 else []


def decimal(text: str) -> Decimal:
    """A number as files are read."""
    return Decimal(text)

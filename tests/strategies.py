"""Hypothesis strategies for the values of the library, awkward ones among them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

import attrs
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.identifiers import Place, StageUnion
from socialmaturity.mapping.link import Rationale

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
"""One line with something on it: markup, non-ASCII, spaces at its ends."""


def joined(word: str, dot: str, count: int) -> str:
    """A word so many times, with something between."""
    return dot.join([word] * count)


DOTTED = st.builds(
    joined,
    TEXT | st.sampled_from(("1", "No", "a-b", '"', "'", '"""', "\\")),
    st.sampled_from((".", ". ", " . ", '"."', "'.'")),
    st.sampled_from((17, 40)),
)
"""A long line that looks like a key of many parts."""

LINES = TEXT | DOTTED
"""One line, short or long."""

NOTES = st.just("") | LINES | st.lists(LINES, min_size=1, max_size=3).map("\n\t\n".join)
"""Text of any number of lines."""

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
    worth = st.lists(st.fractions(max_denominator=12), min_size=count, max_size=count)
    values = tuple(sorted(draw(st.just([]) | worth)))
    rising = bool(values) and values[0] != values[-1]
    return sm.Scale(id="own", labels=labels, values=values if rising else ())


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
    drawn = answers(framework.scale)
    if draw(st.integers(0, 3)) == 0:  # hardly anything is known
        drawn = st.sampled_from(UNKNOWN) | st.sampled_from(UNKNOWN) | drawn
    given = {own.id: draw(drawn) for own in framework.indicators}
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
                valid_until=draw(st.none() | st.dates()),
            )
            for key in given
            if key in long_form
        ),
        checks={
            own.id: draw(st.sampled_from(("yes", "no", True, False, None, sm.CANNOT_TELL)))
            for own in framework.limitations
        },
    )


def few(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """At most so many different values."""
    return st.lists(values, max_size=most, unique=True).map(tuple)


BASES = st.sampled_from(tuple(sm.Basis))

CITATIONS = st.builds(sm.Citation, st.just("S0"), st.just("") | LINES.map(str.strip))


@st.composite
def whole_stages(draw: st.DrawFn, stage: sm.Stage) -> sm.Stage:
    """A stage with whatever may be left out of one."""
    unlike = f" of {stage.ordinal}"
    return attrs.evolve(
        stage,
        label=draw(LINES),
        aliases=tuple(f"{own}{unlike}" for own in draw(few(LINES))),
        personas=tuple(f"{own}{unlike}" for own in draw(few(LINES))),
        function=draw(NOTES),
        summary=draw(NOTES),
        sources=draw(few(CITATIONS)),
        modification=draw(
            st.none()
            | st.builds(sm.Modification, added=few(LINES), left_out=few(LINES), changed=few(LINES))
        ),
        statements=tuple(
            attrs.evolve(own, name=draw(NOTES), text=draw(LINES), sources=(draw(CITATIONS),))
            for own in stage.statements
        ),
        indicators=tuple(
            attrs.evolve(own, question=draw(LINES), basis=draw(BASES)) for own in stage.indicators
        ),
        limitations=tuple(
            attrs.evolve(own, evidence=(stage.statements[0].id,), basis=draw(BASES))
            for own in stage.limitations
        ),
    )


@st.composite
def orders(draw: st.DrawFn, stages: int) -> sm.Order:
    """What is said of the order of so many stages."""
    exclusive = draw(st.booleans())
    neighbours = [(one, one + 1) for one in range(1, stages)]
    topics = draw(few(st.sampled_from(tuple(sm.OrderTopic))))
    return sm.Order(
        exclusive=exclusive,
        cumulative=not exclusive and draw(st.booleans()),
        basis=draw(BASES),
        may_merge=draw(few(st.sampled_from(neighbours))) if neighbours else (),
        notes=tuple(
            sm.OrderNote(topic=own, answer=draw(LINES), evidence=draw(few(st.just("T-1.01"))))
            for own in topics
        ),
    )


@st.composite
def whole_frameworks(draw: st.DrawFn) -> sm.Framework:
    """Frameworks with whatever may be left out of one."""
    own = draw(frameworks(stages=3, per_stage=2))
    about_whole = sm.Statement(
        id="T-0.01",
        kind=draw(st.sampled_from(tuple(sm.StatementKind))),
        dimension=own.dimensions[0].id,
        text=draw(LINES),
        sources=(draw(CITATIONS),),
    )
    limitations = [one.id for one in own.all_statements if one.kind == "limitation"]
    conditions = draw(few(SLUGS))
    return attrs.evolve(
        own,
        unit=draw(NOTES),
        summary=draw(NOTES),
        authors=draw(few(LINES)),
        derived_from=draw(st.sampled_from((None, "another-framework"))),
        gate=own.gate and attrs.evolve(own.gate, basis=draw(BASES)),
        order=draw(orders(len(own.stages))),
        coding=draw(BASES),
        sources=tuple(
            attrs.evolve(one, publisher=draw(NOTES), url=draw(NOTES), note=draw(NOTES))
            for one in own.sources
        ),
        statements=(about_whole,),
        stages=tuple(draw(whole_stages(stage)) for stage in own.stages),
        conditions=tuple(sm.FitCondition(id=one, question=draw(LINES)) for one in conditions),
        fit_rules=draw(
            few(
                st.builds(
                    sm.FitRule,
                    id=st.just("T-R1"),
                    conditions=st.just(conditions),
                    condition=LINES,
                    advice=LINES,
                    focus=few(st.integers(1, len(own.stages))),
                    strength=LINES,
                    sources=few(CITATIONS),
                ),
                most=1,
            )
        ),
        excluded=draw(few(exclusions(["T-9.99"]))),
        unchecked=draw(few(exclusions(limitations))) if limitations else (),
    )


def exclusions(ids: Sequence[str]) -> st.SearchStrategy[sm.Exclusion]:
    """What is left out, of these statements."""
    return st.builds(sm.Exclusion, id=st.sampled_from(ids), reason=LINES)


@st.composite
def whole_assessments(draw: st.DrawFn) -> sm.Assessment:
    """Assessments with whatever may be left out of one, and answers that are on no scale."""
    framework = draw(frameworks(stages=3, per_stage=2))
    own = draw(assessments(framework))
    return attrs.evolve(
        own,
        scale=draw(st.sampled_from((None, framework.scale.id))),
        answers={**own.answers, **draw(st.dictionaries(LINES, LINES | AWKWARD, max_size=2))},
        findings=tuple(
            attrs.evolve(one, note=draw(NOTES), assessor=draw(NOTES), evidence=draw(few(EVIDENCE)))
            for one in own.findings
        ),
        note=draw(NOTES),
    )


AWKWARD: st.SearchStrategy[Any] = st.sampled_from(
    (
        Fraction(1, 3**700),
        Fraction(10**1000, 3),
        Fraction(-1, 3),
        Fraction(10**400),
        Fraction(5e-324),
        0.1,
        True,
    )
)
"""Numbers that no float can say, and others that are easily taken for something else."""


EVIDENCE = st.builds(
    sm.Evidence,
    text=LINES,
    strength=st.sampled_from(tuple(sm.Strength)),
    reference=NOTES,
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
def unions(draw: st.DrawFn, framework: str, stages: int = 4) -> StageUnion:
    """Several stages of a framework, with and without those that come later."""
    ordinals = sorted(draw(st.sets(st.integers(1, stages), min_size=1)))
    together = len(ordinals) > 1 and ordinals[-2] + 1 == ordinals[-1]
    later = not together and (len(ordinals) == 1 or draw(st.booleans()))
    return StageUnion(framework, ordinals, or_later=later)


def places(framework: str, stages: int = 4) -> st.SearchStrategy[Place]:
    """Where a mapping can end: at one stage as a rule, else at several."""
    one: st.SearchStrategy[Place] = st.builds(
        sm.StageRef, st.just(framework), st.integers(1, stages)
    )
    return one | one | unions(framework, stages)


EXTRAS = st.dictionaries(
    SLUGS | st.sampled_from(("subject_label", "object_label", "subject", "objective_of", "_")),
    NOTES,
    max_size=3,
).map(lambda named: tuple(named.items()))
"""What a file of another format says beside a mapping, in any order."""


@st.composite
def mappings(draw: st.DrawFn, subject: Place, other: Place) -> sm.Mapping:
    """Mappings between given places."""
    return sm.Mapping(
        subject=subject,
        relation=draw(st.sampled_from(SAID)),
        object=other,
        confidence=draw(
            st.sampled_from((None, Fraction(1, 3**700)))
            | SHARES
            | st.decimals(0, 1, places=3)
            | st.floats(0, 1)
        ),
        justification=draw(LINES),
        evidence=draw(few(st.just("T-1.01"))),
        sources=draw(few(st.just("S0"))),
        author=draw(NOTES),
        basis=draw(BASES),
        axis=draw(st.sampled_from(("maturity", "results"))),
        review=draw(NOTES),
        rationale=draw(st.none() | st.sampled_from(tuple(Rationale))),
        subject_coverage=draw(st.none() | SHARES),
        object_coverage=draw(st.none() | SHARES),
        extra=draw(EXTRAS),
    )


@st.composite
def crosswalks(draw: st.DrawFn) -> sm.Crosswalk:
    """Crosswalks between two made-up frameworks of up to four stages."""
    ends = st.tuples(places("left"), places("right"))
    pairs = draw(st.lists(ends, max_size=6, unique=True))
    taken = {ordinal for subject, _ in pairs for ordinal in subject.ordinals}
    free = [ordinal for ordinal in range(1, 5) if ordinal not in taken]
    return sm.Crosswalk(
        subject="left",
        object="right",
        version=draw(LINES),
        title=draw(NOTES),
        authors=draw(few(LINES)),
        note=draw(NOTES),
        exhaustive=draw(few(st.sampled_from(("left", "right")))),
        dropped=draw(
            few(
                st.builds(
                    sm.Dropped,
                    subject=st.sampled_from(("left:1", "left:2+3")),
                    relation=st.sampled_from(SAID),
                    object=st.sampled_from(("right:4", "right:2+")),
                    reason=LINES,
                )
            )
        ),
        mappings=tuple(draw(mappings(*pair)) for pair in pairs),
        no_counterparts=tuple(
            sm.NoCounterpart(
                stage=f"left:{ordinal}",
                framework="right",
                confidence=draw(st.none() | SHARES),
                reason=draw(LINES),
                evidence=draw(few(st.just("T-1.01"))),
                sources=draw(few(st.just("S0"))),
                basis=draw(BASES),
                review=draw(NOTES),
                extra=draw(EXTRAS),
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

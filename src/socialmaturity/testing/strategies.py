"""Hypothesis strategies for the values of the library, awkward ones among them.

Text is markup, non-ASCII and long as often as not; frameworks have one stage
or several, baselines and none; assessments know everything or nothing. With
the package installed, ``st.from_type`` knows these strategies by the class.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final

import attrs

from socialmaturity.assessment.finding import Evidence, Finding, Strength
from socialmaturity.assessment.outcome import CANNOT_TELL, NOT_APPLICABLE
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import MissingExtraError
from socialmaturity.identifiers import Place, StageRef, StageUnion
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Dropped, Mapping, NoCounterpart, Origin, Rationale
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.advice import FitCondition, FitRule
from socialmaturity.model.framework import Framework, FrameworkKind, Gate
from socialmaturity.model.indicator import Indicator, Limitation
from socialmaturity.model.order import Order, OrderNote, OrderTopic
from socialmaturity.model.scale import NPLF, YES_NO, ZERO_TO_ONE, Scale
from socialmaturity.model.source import Citation, Source
from socialmaturity.model.stage import Modification, Stage
from socialmaturity.model.statement import Basis, Dimension, Exclusion, Statement, StatementKind
from socialmaturity.progression.history import History
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.method import Method, Policy, Rule
from socialmaturity.scoring.nearest import NearestRule
from socialmaturity.scoring.profile import ProfileRule
from socialmaturity.scoring.rating import NPLF_BANDS, REFINED_BANDS, Bands, RatingRule
from socialmaturity.scoring.weighted_mean import WeightedMeanRule

try:
    from hypothesis import strategies as st
except ImportError as _cause:
    raise MissingExtraError(
        "these strategies and the checks on generated assessments need Hypothesis, which the extra"
        " 'testing' of this package brings; install it with: pip install hypothesis"
    ) from _cause

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
"""One line with something on it, such as markup, non-ASCII and spaces at its ends."""


def _joined(word: str, dot: str, count: int) -> str:
    """A word so many times, with something between."""
    return dot.join([word] * count)


DOTTED = st.builds(
    _joined,
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

UNKNOWN = (None, CANNOT_TELL)
"""The answers that leave an indicator unknown."""


@st.composite
def label_scales(draw: st.DrawFn) -> Scale:
    """Draw scales of two to five labels, the standard ones among them.

    Args:
        draw: Given by Hypothesis.

    Returns:
        With values for the labels or without.
    """
    if draw(st.booleans()):
        return draw(st.sampled_from((NPLF, YES_NO)))
    count = draw(st.integers(2, 5))
    labels = tuple(f"{draw(TEXT).strip()} {rank}" for rank in range(count))
    worth = st.lists(st.fractions(max_denominator=12), min_size=count, max_size=count)
    values = tuple(sorted(draw(st.just([]) | worth)))
    rising = bool(values) and values[0] != values[-1]
    return Scale(id="own", labels=labels, values=values if rising else ())


SCALES = label_scales() | st.just(ZERO_TO_ONE)
"""Scales of labels, and that of numbers."""


def scales() -> st.SearchStrategy[Scale]:
    """Return scales: of two to five labels, with values or without, and that of numbers.

    Returns:
        The standard ones are among them.
    """
    return SCALES


def thresholds(scale: Scale) -> st.SearchStrategy[str | Fraction]:
    """Return thresholds on a scale that some answer fails, and some reaches.

    Args:
        scale: Any.

    Returns:
        Labels, or numbers and the bands P, L and F.
    """
    if scale.labels:
        return st.sampled_from(scale.labels[1:])
    return POSITIVE | st.sampled_from(("P", "L", "F"))


@st.composite
def gates(draw: st.DrawFn, scale: Scale) -> Gate:
    """Draw gates with one threshold or two, with and without a quorum.

    Args:
        draw: Given by Hypothesis.
        scale: What they are thresholds on.

    Returns:
        Gates that some answer fails, and some reaches.
    """
    bounds = [draw(thresholds(scale)), draw(thresholds(scale))]
    lower, upper = sorted(bounds, key=lambda at: _place(scale, at))
    return Gate(
        at=lower, lower_at=draw(st.sampled_from((upper, upper, None))), quorum=draw(QUORUMS)
    )


def _place(scale: Scale, at: str | Fraction) -> tuple[Fraction | int, bool]:
    threshold = scale.threshold(at)
    return threshold.bound, threshold.above


@st.composite
def frameworks(
    draw: st.DrawFn,
    scales: st.SearchStrategy[Scale] = SCALES,
    *,
    stages: int = 4,
    per_stage: int = 3,
    kinds: Sequence[FrameworkKind] = tuple(FrameworkKind),
) -> Framework:
    """Draw frameworks with what rules look at; whatever else may be left out is.

    Args:
        draw: Given by Hypothesis.
        scales: What indicators are answered on.
        stages: The most stages that ask something; a baseline may come first.
        per_stage: The most indicators of one.
        kinds: Ladders, phases, or both.

    Returns:
        Frameworks with baselines and without, gates of one threshold or
        two or none, quorums; every one asks something.
    """
    scale = draw(scales)
    has_baseline = draw(st.booleans())
    counts = draw(st.lists(st.integers(1, per_stage), min_size=1, max_size=stages))
    if has_baseline:
        counts = [0, *counts]
    starts = [0, *accumulate(counts)]
    name = draw(SLUGS)
    dimensions = draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))
    return Framework(
        id=name,
        name=draw(TEXT),
        version=draw(TEXT),
        kind=draw(st.sampled_from(kinds)),
        summary=draw(TEXT | st.just("")),
        aliases=tuple(draw(st.lists(TEXT, max_size=2, unique=True))),
        published=draw(st.sampled_from((None, "2010", "2010-12", "2010-12-31"))),
        scale=scale,
        gate=draw(st.none() | gates(scale)),
        order=Order(exclusive=draw(st.booleans())),
        sources=(Source(id="S0", title=draw(TEXT), authors=(draw(TEXT),)),),
        dimensions=tuple(
            Dimension(id=own, name=draw(TEXT), basis=draw(st.sampled_from(tuple(Basis))))
            for own in dimensions
        ),
        stages=tuple(
            Stage(
                framework=name,
                ordinal=ordinal,
                name=f"{draw(TEXT).strip()} {ordinal}",
                baseline=has_baseline and ordinal == 1,
                statements=(
                    Statement(
                        id=f"T-{ordinal}.01",
                        kind=draw(st.sampled_from(tuple(StatementKind))),
                        dimension=dimensions[0],
                        text=draw(TEXT),
                        sources=("S0 L1",),
                    ),
                ),
                indicators=tuple(
                    Indicator(
                        id=f"i{number}",
                        name=draw(TEXT),
                        question=draw(TEXT),
                        dimension=draw(st.sampled_from(dimensions)),
                        evidence=(f"T-{ordinal}.01",),
                    )
                    for number in range(start, start + count)
                ),
                limitations=tuple(
                    Limitation(id=f"lim{ordinal}", question=draw(TEXT), evidence=())
                    for _ in range(draw(st.integers(0, 1)))
                ),
            )
            for ordinal, (start, count) in enumerate(zip(starts, counts, strict=False), 1)
        ),
    )


def ratings(scale: Scale) -> st.SearchStrategy[Any]:
    """Return answers that have a place on a scale.

    Args:
        scale: Any.

    Returns:
        Labels, or exact numbers from 0 to 1.
    """
    return st.sampled_from(scale.labels) if scale.labels else SHARES


def answers(scale: Scale) -> st.SearchStrategy[Any]:
    """Return answers of all four outcomes.

    Args:
        scale: What is answered on.

    Returns:
        Places on the scale, not assessed, cannot tell and not applicable.
    """
    return ratings(scale) | st.sampled_from((*UNKNOWN, NOT_APPLICABLE))


@st.composite
def assessments(
    draw: st.DrawFn, framework: Framework | None = None, most_unknown: int | None = None
) -> Assessment:
    """Draw assessments of a framework, in the short and the long form; all unknown among them.

    Args:
        draw: Given by Hypothesis.
        framework: Which; ``None`` for whichever is drawn.
        most_unknown: How many indicators may be unknown; ``None`` for all.

    Returns:
        Assessments that meet the framework without a problem.
    """
    if framework is None:
        framework = draw(frameworks())
    drawn = answers(framework.scale)
    if draw(st.integers(0, 3)) == 0:  # hardly anything is known
        drawn = st.sampled_from(UNKNOWN) | st.sampled_from(UNKNOWN) | drawn
    given = {own.id: draw(drawn) for own in framework.indicators}
    unknown = [key for key, answer in given.items() if answer in UNKNOWN]
    if most_unknown is not None:
        for key in unknown[most_unknown:]:
            given[key] = draw(ratings(framework.scale))
    long_form = {key for key in given if draw(st.integers(0, 3)) == 0}
    return Assessment(
        framework=framework.id,
        version=draw(st.sampled_from((None, framework.version))),
        subject=draw(TEXT | st.just("")),
        unit=draw(TEXT | st.just("")),
        assessed_on=draw(st.none() | st.dates()),
        assessor=draw(TEXT | st.just("")),
        answers={key: answer for key, answer in given.items() if key not in long_form},
        findings=tuple(
            Finding(
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
            own.id: draw(st.sampled_from(("yes", "no", True, False, None, CANNOT_TELL)))
            for own in framework.limitations
        },
    )


@st.composite
def plain_assessments(
    draw: st.DrawFn, framework: Framework, most_unknown: int | None = None
) -> Assessment:
    """Draw assessments with answers and checks alone, quick to draw and to make small.

    Args:
        draw: Given by Hypothesis.
        framework: Which.
        most_unknown: As for `assessments`.

    Returns:
        Some answers in the short form, the others as findings.
    """
    ids = [own.id for own in framework.indicators]
    each = st.sampled_from((answers, _hardly)).flatmap(
        lambda kind: st.tuples(*[kind(framework.scale)] * len(ids))
    )
    found = dict(zip(ids, draw(each), strict=True))
    unknown = [own for own in ids if found[own] in UNKNOWN]
    for own in unknown[len(unknown) if most_unknown is None else most_unknown :]:
        found[own] = draw(ratings(framework.scale))
    short = draw(st.integers(0, len(ids)))
    yes = draw(st.sampled_from(("no", "yes", None)))
    return Assessment(
        framework=framework.id,
        answers={own: found[own] for own in ids[short:]},
        findings=tuple(Finding(indicator=own, answer=found[own]) for own in ids[:short]),
        checks={own.id: yes for own in framework.limitations},
    )


def _hardly(scale: Scale) -> st.SearchStrategy[Any]:
    """Return answers of which most are unknown."""
    return st.sampled_from(UNKNOWN) | st.sampled_from(UNKNOWN) | answers(scale)


def few(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return tuples of different values, at most so many; often empty."""
    return st.lists(values, max_size=most, unique=True).map(tuple)


BASES = st.sampled_from(tuple(Basis))

CITATIONS = st.builds(Citation, st.just("S0"), st.just("") | LINES.map(str.strip))

MODIFICATIONS = st.builds(Modification, added=few(LINES), left_out=few(LINES), changed=few(LINES))


@st.composite
def whole_stages(draw: st.DrawFn, stage: Stage) -> Stage:
    """Draw a stage with whatever may be left out of one.

    Args:
        draw: Given by Hypothesis.
        stage: To be filled; it has a statement.

    Returns:
        The same stage with names, sources, texts and a modification.
    """
    unlike = f" of {stage.ordinal}"
    return attrs.evolve(
        stage,
        label=draw(LINES),
        aliases=tuple(f"{own}{unlike}" for own in draw(few(LINES))),
        personas=tuple(f"{own}{unlike}" for own in draw(few(LINES))),
        function=draw(NOTES),
        summary=draw(NOTES),
        sources=draw(few(CITATIONS)),
        modification=draw(st.none() | MODIFICATIONS),
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
def orders(draw: st.DrawFn, stages: int) -> Order:
    """Draw what is said of the order of stages.

    Args:
        draw: Given by Hypothesis.
        stages: How many there are.

    Returns:
        Exclusive, cumulative or neither, with notes and stages that merge.
    """
    exclusive = draw(st.booleans())
    neighbours = [(one, one + 1) for one in range(1, stages)]
    topics = draw(few(TOPICS))
    return Order(
        exclusive=exclusive,
        cumulative=not exclusive and draw(st.booleans()),
        basis=draw(BASES),
        may_merge=draw(few(st.sampled_from(neighbours))) if neighbours else (),
        notes=tuple(draw(_order_notes(st.just(own))) for own in topics),
    )


TOPICS = st.sampled_from(tuple(OrderTopic))


def _order_notes(topics: st.SearchStrategy[OrderTopic]) -> st.SearchStrategy[OrderNote]:
    return st.builds(OrderNote, topic=topics, answer=LINES, evidence=few(st.just("T-1.01")))


@st.composite
def whole_frameworks(draw: st.DrawFn) -> Framework:
    """Draw frameworks with whatever may be left out of one.

    Args:
        draw: Given by Hypothesis.

    Returns:
        Frameworks of one to three stages with statements, sources, advice,
        exclusions, notes on their order, and text of every kind.
    """
    own = draw(frameworks(stages=3, per_stage=2))
    about_whole = Statement(
        id="T-0.01",
        kind=draw(st.sampled_from(tuple(StatementKind))),
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
        conditions=tuple(draw(_fit_conditions(st.just(one))) for one in conditions),
        fit_rules=draw(few(_fit_rules(st.just(conditions), len(own.stages)), most=1)),
        excluded=draw(few(exclusions(["T-9.99"]))),
        unchecked=draw(few(exclusions(limitations))) if limitations else (),
    )


def _fit_conditions(ids: st.SearchStrategy[str]) -> st.SearchStrategy[FitCondition]:
    return st.builds(FitCondition, id=ids, question=LINES)


def _fit_rules(
    conditions: st.SearchStrategy[tuple[str, ...]], stages: int
) -> st.SearchStrategy[FitRule]:
    return st.builds(
        FitRule,
        id=st.just("T-R1"),
        conditions=conditions,
        condition=LINES,
        advice=LINES,
        focus=few(st.integers(1, stages)),
        strength=LINES,
        sources=few(CITATIONS),
    )


def exclusions(ids: Sequence[str]) -> st.SearchStrategy[Exclusion]:
    """Return what is left out, of these statements, and why."""
    return st.builds(Exclusion, id=st.sampled_from(ids), reason=LINES)


@st.composite
def whole_assessments(draw: st.DrawFn) -> Assessment:
    """Draw assessments with whatever may be left out of one, and answers that are on no scale.

    Args:
        draw: Given by Hypothesis.

    Returns:
        Assessments that can be written down; not each meets its framework.
    """
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
    Evidence,
    text=LINES,
    strength=st.sampled_from(tuple(Strength)),
    reference=NOTES,
    observed_on=st.none() | st.dates(),
)


SAID = tuple(own for own in Relation if own not in (Relation.ANYTHING, Relation.NOTHING))
"""Relations that a mapping can have."""


@st.composite
def unions(draw: st.DrawFn, framework: str, stages: int = 4) -> StageUnion:
    """Draw several stages of a framework taken together, with and without what comes later.

    Args:
        draw: Given by Hypothesis.
        framework: Its id.
        stages: How many it has.

    Returns:
        Unions such as ``carfi:2+3`` and ``carfi:2+``.
    """
    ordinals = sorted(draw(st.sets(st.integers(1, stages), min_size=1)))
    together = len(ordinals) > 1 and ordinals[-2] + 1 == ordinals[-1]
    later = not together and (len(ordinals) == 1 or draw(st.booleans()))
    return StageUnion(framework, ordinals, or_later=later)


def places(framework: str, stages: int = 4) -> st.SearchStrategy[Place]:
    """Return where a mapping can end: at one stage as a rule, else at several.

    Args:
        framework: Its id.
        stages: How many it has.

    Returns:
        References and unions.
    """
    one: st.SearchStrategy[Place] = st.builds(StageRef, st.just(framework), st.integers(1, stages))
    return one | one | unions(framework, stages)


EXTRAS = st.dictionaries(
    SLUGS | st.sampled_from(("subject_label", "object_label", "subject", "objective_of", "_")),
    NOTES,
    max_size=3,
).map(lambda named: tuple(named.items()))
"""What a file of another format says beside a mapping, in any order."""


@st.composite
def mappings(draw: st.DrawFn, subject: Place | None = None, other: Place | None = None) -> Mapping:
    """Draw mappings, of every relation that says something.

    Args:
        draw: Given by Hypothesis.
        subject: The place they speak of; ``None`` for one of a made-up
            framework ``left``.
        other: The place they lead to; ``None`` for one of ``right``.

    Returns:
        With confidence and without, on two axes, with whatever may be left
        out of one.
    """
    return Mapping(
        subject=draw(places("left")) if subject is None else subject,
        relation=draw(st.sampled_from(SAID)),
        object=draw(places("right")) if other is None else other,
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
def crosswalks(
    draw: st.DrawFn, subject: Framework | None = None, other: Framework | None = None
) -> Crosswalk:
    """Draw crosswalks that are sound in themselves; what they say may not hold together.

    Args:
        draw: Given by Hypothesis.
        subject: The framework they speak of; ``None`` for a made-up
            ``left`` of four stages.
        other: The framework they lead to; ``None`` for ``right``.

    Returns:
        Up to six mappings, stages without counterpart, dropped proposals.
    """
    left, right = ("left", 4), ("right", 4)
    if subject is not None:
        left = (subject.id, len(subject.stages))
    if other is not None:
        right = (other.id, len(other.stages))
    ends = st.tuples(places(*left), places(*right))
    pairs = draw(st.lists(ends, max_size=6, unique=True))
    taken = {ordinal for one, _ in pairs for ordinal in one.ordinals}
    free = [ordinal for ordinal in range(1, left[1] + 1) if ordinal not in taken]
    return Crosswalk(
        subject=left[0],
        object=right[0],
        version=draw(LINES),
        title=draw(NOTES),
        authors=draw(few(LINES)),
        note=draw(NOTES),
        exhaustive=draw(few(st.sampled_from((left[0], right[0])))),
        dropped=draw(few(_dropped(left, right))),
        mappings=tuple(draw(mappings(*pair)) for pair in pairs),
        no_counterparts=tuple(
            draw(_no_counterparts(f"{left[0]}:{ordinal}", right[0]))
            for ordinal in free
            if draw(st.booleans())
        ),
    )


def _dropped(left: tuple[str, int], right: tuple[str, int]) -> st.SearchStrategy[Dropped]:
    return st.builds(
        Dropped,
        subject=places(*left),
        relation=st.sampled_from(SAID),
        object=places(*right),
        reason=LINES,
    )


def _no_counterparts(stage: str, framework: str) -> st.SearchStrategy[NoCounterpart]:
    return st.builds(
        NoCounterpart,
        stage=st.just(stage),
        framework=st.just(framework),
        confidence=st.none() | SHARES,
        reason=LINES,
        evidence=few(st.just("T-1.01")),
        sources=few(st.just("S0")),
        basis=BASES,
        review=NOTES,
        extra=EXTRAS,
    )


@st.composite
def histories(draw: st.DrawFn, framework: Framework | None = None) -> History:
    """Draw the dated stages of one unit.

    Args:
        draw: Given by Hypothesis.
        framework: A ladder; ``None`` for whichever is drawn.

    Returns:
        One to six days apart by one to a thousand, forward and back, as days
        of observation and as exact days of change.
    """
    if framework is None:
        framework = draw(frameworks(kinds=(FrameworkKind.LADDER,)))
    places_of = (framework.lowest, *framework.stages)
    known = list(dict.fromkeys(own.ordinal for own in places_of))
    ordinals: list[int] = draw(st.lists(st.sampled_from(known), min_size=1, max_size=6))
    exact = draw(st.booleans())
    if exact:  # a log of changes has no stage twice in a row
        ordinals = [
            one for place, one in enumerate(ordinals) if ordinals[place - 1 : place] != [one]
        ]
    days = [draw(st.dates(date(2000, 1, 1), date(2030, 1, 1)))]
    for _ in ordinals:
        days.append(days[-1] + timedelta(days=draw(st.integers(1, 1000))))
    return History.from_pairs(
        framework,
        list(zip(days, ordinals, strict=False)),
        subject=draw(TEXT | st.just("")),
        unit=draw(TEXT | st.just("")),
        exact=exact,
        until=days[-1] if exact else None,
        start_known=draw(st.booleans()),
    )


def stages(framework: Framework | None = None) -> st.SearchStrategy[Stage]:
    """Return the stages of a framework.

    Args:
        framework: Which; ``None`` for whichever is drawn.

    Returns:
        Stages of it, and the place below the first where there is one.
    """
    drawn = whole_frameworks() if framework is None else st.just(framework)
    return drawn.flatmap(lambda own: st.sampled_from(tuple(_all_stages(own))))


def _all_stages(framework: Framework) -> tuple[Stage, ...]:
    below = () if framework.below is None else (framework.below,)
    return (*below, *framework.stages)


def stage_refs(framework: Framework | None = None) -> st.SearchStrategy[StageRef]:
    """Return references to stages.

    Args:
        framework: Whose; ``None`` for frameworks of any name.

    Returns:
        Such as ``solis:7``; ordinal 0 is the place below the first stage.
    """
    if framework is None:
        return st.builds(StageRef, SLUGS, st.integers(0, 12))
    return stages(framework).map(lambda own: own.ref)


def relations() -> st.SearchStrategy[Relation]:
    """Return all 32 sets of basic relations, those that say something first.

    Returns:
        Each of them.
    """
    return st.sampled_from((*SAID, Relation.ANYTHING, Relation.NOTHING))


BANDS = st.sampled_from((NPLF_BANDS, REFINED_BANDS))


def rules(scale: Scale = NPLF) -> st.SearchStrategy[Rule]:
    """Return scoring rules with parameters that fit a scale.

    Args:
        scale: What is answered on.

    Returns:
        All six of them, with thresholds, quorums, values and groups.
    """
    return _all_rules(scale).flatmap(st.sampled_from)


@st.composite
def _all_rules(draw: st.DrawFn, scale: Scale) -> tuple[Rule, ...]:
    """Draw one of each of the six."""
    gate = draw(gates(scale))
    lower_at = gate.at if gate.lower_at is None else gate.lower_at
    values = _values(draw, scale)
    groups = draw(st.sampled_from((None, "stage", "dimension")))
    return (
        CumulativeRule(at=gate.at, lower_at=lower_at, quorum=gate.quorum or 1),
        HighWaterRule(at=gate.at, quorum=gate.quorum),
        NearestRule(at=gate.at),
        ProfileRule(at=gate.at),
        WeightedMeanRule(values=values, groups=groups),
        RatingRule(values=values, groups=groups, bands=draw(BANDS)),
    )


_RULES: Final = (
    CumulativeRule,
    HighWaterRule,
    NearestRule,
    ProfileRule,
    WeightedMeanRule,
    RatingRule,
)


def _rules_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Return rules of one class, for any scale."""
    return SCALES.flatmap(_all_rules).map(lambda made: made[_RULES.index(cls)])


def _values(draw: st.DrawFn, scale: Scale) -> dict[str, Fraction] | None:
    """Draw numbers from 0 to 1 that rise with the labels; a scale of numbers needs none."""
    if not scale.labels:
        return None
    size = len(scale.labels) - 1
    worth = sorted(draw(st.lists(POSITIVE, min_size=size, max_size=size)))
    return dict(zip(scale.labels, (Fraction(0), *worth), strict=True))


def _methods() -> st.SearchStrategy[Method]:
    """Return how a score is made, by any of the six, on any scale."""
    policies = [own for own in Policy if own is not Policy.EXCLUDE]  # it needs a minimum
    return st.builds(
        Method,
        rule=SCALES.flatmap(rules),
        policy=st.none() | st.sampled_from(policies),
        strength=st.none() | st.sampled_from(tuple(Strength)),
        as_of=st.none() | st.dates(),
        most_not_applicable=st.none() | st.integers(0, 3),
        never_not_applicable=few(SLUGS),
    )


def parts() -> dict[type[Any], st.SearchStrategy[Any]]:
    """Return the strategy of each class, as ``st.from_type`` gets them.

    Returns:
        By class: frameworks, assessments, crosswalks, histories and rules,
        and all their parts.
    """
    framework = whole_frameworks()
    return {
        Framework: framework,
        Assessment: assessments(),
        Crosswalk: crosswalks(),
        Mapping: mappings(),
        History: histories(),
        Scale: scales(),
        Relation: relations(),
        StageRef: stage_refs(),
        StageUnion: SLUGS.flatmap(unions),
        Stage: stages(),
        Modification: MODIFICATIONS,
        Gate: SCALES.flatmap(gates),
        Order: st.integers(1, 4).flatmap(orders),
        OrderNote: _order_notes(TOPICS),
        Citation: CITATIONS,
        Evidence: EVIDENCE,
        Statement: framework.map(lambda own: own.all_statements[0]),
        Indicator: framework.map(lambda own: own.indicators[0]),
        Limitation: st.builds(
            Limitation, id=SLUGS, question=LINES, evidence=few(st.just("T-1.01")), basis=BASES
        ),
        FitCondition: _fit_conditions(SLUGS),
        FitRule: _fit_rules(few(SLUGS), 4),
        Exclusion: exclusions(["T-9.99"]),
        Source: framework.map(lambda own: own.sources[0]),
        Dimension: framework.map(lambda own: own.dimensions[0]),
        NoCounterpart: st.integers(0, 4).flatmap(
            lambda own: _no_counterparts(f"left:{own}", "right")
        ),
        Dropped: _dropped(("left", 4), ("right", 4)),
        Origin: st.builds(Origin, file=LINES, line=st.integers(1)),
        **{own: _rules_of(own) for own in _RULES},
        Bands: BANDS,
        Method: _methods(),
        Finding: SCALES.flatmap(
            lambda scale: st.builds(
                Finding,
                indicator=SLUGS,
                answer=answers(scale),
                evidence=few(EVIDENCE),
                observed_on=st.none() | st.dates(),
                note=NOTES,
            )
        ),
    }

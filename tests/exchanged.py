"""Sets of mappings with everything in them, for the laws of exchange formats."""

from itertools import permutations

from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.identifiers import StageUnion
from socialmaturity.mapping.collection import MappingSet
from socialmaturity.mapping.link import Rationale
from strategies import SAID, SHARES, SLUGS, TEXT

FRAMEWORKS = ("left", "right", "be-a-person", "2-steps")

LINES = st.builds("{}\n{}".format, TEXT, TEXT)
"""Text of two lines."""

QUOTED = st.sampled_from(
    ('"', '""', "a,b", "'", "\\", '\\"', "a\tb", " a ", "=1+1", "<b>&amp;", "#")
)
"""Text that delimited formats and markup trip over."""

ANY_TEXT = st.just("") | TEXT | LINES | QUOTED
A_LINE = TEXT | QUOTED
EXTRAS = st.dictionaries(
    ANY_TEXT | st.sampled_from(("subject", "Extra", "a b")), ANY_TEXT, max_size=3
)

SHARED = st.none() | SHARES | st.decimals(0, 1, places=3) | st.floats(0, 1)


@st.composite
def places(draw: st.DrawFn, framework: str, *, unions: bool) -> sm.StageRef | StageUnion:
    """One stage, several together, or one or later."""
    ordinals = sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))
    if unions and (len(ordinals) > 1 or draw(st.booleans())):
        later = len(ordinals) == 1 or (draw(st.booleans()) and ordinals[-2] + 1 < ordinals[-1])
        return StageUnion(framework, ordinals, or_later=later)
    return sm.StageRef(framework, draw(st.integers(0, 12)))


PAIRS = st.sampled_from(tuple(permutations(FRAMEWORKS, 2)))
IDS = st.lists(st.sampled_from(("T-1.01", "AB2-30.4")), max_size=2, unique=True)
SOURCES = st.lists(st.sampled_from(("S0", "W-17.b")), max_size=2, unique=True)


@st.composite
def full_mappings(draw: st.DrawFn, *, unions: bool = True) -> sm.Mapping:
    """Mappings of which every field may have something in it."""
    subject, other = draw(PAIRS)
    return sm.Mapping(
        subject=draw(places(subject, unions=unions)),
        relation=draw(st.sampled_from(SAID)),
        object=draw(places(other, unions=unions)),
        confidence=draw(SHARED),
        justification=draw(A_LINE),
        evidence=draw(IDS),
        sources=draw(SOURCES),
        author=draw(ANY_TEXT),
        basis=draw(st.sampled_from(tuple(sm.Basis))),
        axis=draw(st.just("maturity") | A_LINE),
        review=draw(ANY_TEXT),
        rationale=draw(st.none() | st.sampled_from(tuple(Rationale))),
        subject_coverage=draw(SHARED),
        object_coverage=draw(SHARED),
        extra=draw(EXTRAS).items(),
    )


@st.composite
def full_nones(draw: st.DrawFn) -> sm.NoCounterpart:
    """Stages without counterpart of which every field may have something in it."""
    stage, framework = draw(PAIRS)
    return sm.NoCounterpart(
        stage=sm.StageRef(stage, draw(st.integers(0, 12))),
        framework=framework,
        confidence=draw(SHARED),
        reason=draw(A_LINE),
        evidence=draw(IDS),
        sources=draw(SOURCES),
        basis=draw(st.sampled_from(tuple(sm.Basis))),
        review=draw(ANY_TEXT),
        extra=draw(EXTRAS).items(),
    )


@st.composite
def plain_sets(draw: st.DrawFn, *, unions: bool = True) -> MappingSet:
    """Sets with nothing but mappings and stages without counterpart."""
    return MappingSet(
        mappings=tuple(draw(st.lists(full_mappings(unions=unions), max_size=4))),
        no_counterparts=tuple(draw(st.lists(full_nones(), max_size=2))),
    )


@st.composite
def full_sets(draw: st.DrawFn, *, unions: bool = True) -> MappingSet:
    """Sets of which every field may have something in it."""
    plain = draw(plain_sets(unions=unions))
    return MappingSet(
        id=draw(st.just("") | SLUGS.map("https://example.org/{}".format)),
        title=draw(ANY_TEXT),
        version=draw(st.just("") | A_LINE),
        authors=tuple(draw(st.lists(A_LINE, max_size=3, unique=True))),
        note=draw(ANY_TEXT),
        license=draw(ANY_TEXT),
        mappings=plain.mappings,
        no_counterparts=plain.no_counterparts,
        extra=draw(EXTRAS).items(),
    )

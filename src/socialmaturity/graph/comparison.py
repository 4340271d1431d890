"""Comparison: where two crosswalks between the same frameworks agree, and how far."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final, Protocol

import attrs

from socialmaturity.errors import (
    ContradictionError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    SocialMaturityError,
    UnknownStageError,
    expect,
)
from socialmaturity.graph.agreement import LEVEL, Agreement, parse_level
from socialmaturity.identifiers import FrameworkId, Place, StageRef
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import MATURITY, Mapping, NoCounterpart
from socialmaturity.mapping.relation import Relation
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework, FrameworkKind

NO_RELATION: Final = "none"
"""The category of two stages between which a crosswalk has no mapping."""

_Key = tuple[Place, Place, str]


class Closure(Protocol):
    """What follows from a crosswalk, as a reasoner answers it; `Network.relation` is one."""

    def __call__(self, one: Place, two: Place, /, *, axis: str) -> Relation:
        """Return how two places can lie to each other.

        Args:
            one: Of the subject framework: a stage, or several together.
            two: Of the object framework.
            axis: ``maturity``, or one on which the crosswalk has a mapping.

        Returns:
            The least relation that must hold: `Relation.ANYTHING` where
            nothing follows, `Relation.NOTHING` where the crosswalk
            contradicts itself.

        Raises:
            ContradictionError: The crosswalk contradicts itself.
        """
        ...


def with_axis(mapping: Mapping) -> str:
    """Return a mapping as a sentence, with its axis where that is not the common one."""
    return str(mapping) + ("" if mapping.axis == MATURITY else f" (axis {mapping.axis!r})")


@attrs.frozen(kw_only=True)
class Match:
    """A mapping of the first crosswalk and one of the second, side by side.

    Args:
        one: Of the first.
        two: Of the second, read in the same direction.
    """

    one: Mapping
    two: Mapping

    def __str__(self) -> str:
        return f"the first: {with_axis(self.one)}; the second: {with_axis(self.two)}"


@attrs.frozen(kw_only=True)
class Denied:
    """A stage that one crosswalk leaves without counterpart, and the other does not.

    Args:
        none: The statement of the one.
        mappings: Those of the other that give the stage a counterpart; one
            at least.
    """

    none: NoCounterpart
    mappings: tuple[Mapping, ...]


@attrs.frozen(kw_only=True)
class NoCounterparts:
    """What two crosswalks say of stages without counterpart; each statement stands once.

    Args:
        both: Stages of which both say it.
        only_one: What the first says, and the second neither says nor
            contradicts.
        only_two: The same of the second.
        denied_by_two: What the first says, and mappings of the second that
            are not ``disjoint`` contradict.
        denied_by_one: The same of the second.
    """

    both: tuple[StageRef, ...]
    only_one: tuple[NoCounterpart, ...]
    only_two: tuple[NoCounterpart, ...]
    denied_by_two: tuple[Denied, ...]
    denied_by_one: tuple[Denied, ...]


@attrs.frozen(kw_only=True)
class Coverage:
    """How many stages of a framework a crosswalk speaks of; each stage stands once.

    Args:
        framework: Whose stages.
        linked: At an end of a mapping that is not ``disjoint``; of several
            stages taken together each, to the last one where it says "or
            later".
        none: Said to have no counterpart.
        apart: Of which nothing is said but that they share nothing with
            some.
        silent: Of which nothing is said.
    """

    framework: FrameworkId
    linked: tuple[StageRef, ...]
    none: tuple[StageRef, ...]
    apart: tuple[StageRef, ...]
    silent: tuple[StageRef, ...]

    @property
    def total(self) -> int:
        """The number of stages, one at least."""
        return len(self.linked) + len(self.none) + len(self.apart) + len(self.silent)

    @property
    def share_linked(self) -> Fraction:
        """The share of stages with a counterpart, from 0 to 1, exact."""
        return Fraction(len(self.linked), self.total)

    @property
    def share_none(self) -> Fraction:
        """The share of stages said to have no counterpart, from 0 to 1, exact."""
        return Fraction(len(self.none), self.total)

    @property
    def share_apart(self) -> Fraction:
        """The share of stages with nothing but ``disjoint`` ones, from 0 to 1, exact."""
        return Fraction(len(self.apart), self.total)

    @property
    def share_silent(self) -> Fraction:
        """The share of stages of which nothing is said, from 0 to 1, exact."""
        return Fraction(len(self.silent), self.total)


@attrs.frozen(kw_only=True)
class Scores:
    """Precision and recall in one form; exact, from 0 to 1.

    Args:
        precision: How good what the candidate says is; ``None`` where it
            says nothing that this form looks at.
        recall: How much of what the reference says the candidate has;
            ``None`` where that says nothing.
    """

    precision: Fraction | None
    recall: Fraction | None

    @property
    def f1(self) -> Fraction | None:
        """Their harmonic mean; 0 where one is 0, else ``None`` where one is ``None``."""
        if 0 in (self.precision, self.recall):
            return Fraction(0)
        if self.precision is None or self.recall is None:
            return None
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@attrs.frozen(kw_only=True)
class Entailment:
    """What the other crosswalk says of each mapping after reasoning; each stands once.

    Reasoning stays on the axis of the mapping.

    Args:
        follows: What must hold if the other crosswalk does.
        contradicted: What cannot hold if the other crosswalk does.
        undecided: What may hold or not.
        inconsistent: Where the other crosswalk contradicts itself, so that
            anything would follow.
    """

    follows: tuple[Mapping, ...]
    contradicted: tuple[Mapping, ...]
    undecided: tuple[Mapping, ...]
    inconsistent: tuple[Mapping, ...]

    @property
    def share(self) -> Fraction | None:
        """What follows, as a share of this, the contradicted and the undecided."""
        judged = len(self.follows) + len(self.contradicted) + len(self.undecided)
        return Fraction(len(self.follows), judged) if judged else None


@attrs.frozen(kw_only=True)
class Undecided:
    """How many pairs of stages not both crosswalks speak of.

    Args:
        only_one: Of which the first alone speaks.
        only_two: Of which the second alone speaks.
        neither: Of which none of them speaks.
    """

    only_one: int
    only_two: int
    neither: int


@attrs.frozen(kw_only=True)
class Comparison:
    """Two crosswalks between the same frameworks, side by side.

    The first is the reference, the second the candidate; only precision and
    recall depend on which is which. Two mappings are *of one place* if they
    have the same subject, the same object and the same axis; several stages
    taken together are a place of their own. Every tuple is in order of the
    stages.

    Args:
        subject: Id of the framework that mappings speak of.
        object: Id of the framework they lead to.
        agreeing: Of one place, with the same relation.
        turned: Of one place, and the one relation is the other read
            backwards, such as ``inside`` and ``contains``: what exchanging
            broad and narrow makes.
        differing: Of one place, with other relations that differ.
        only_one: Mappings of places that only the first has.
        only_two: Mappings of places that only the second has.
        crossing: Mappings of one axis, neither of them ``disjoint``, that
            run against each other: the one leads from an earlier stage to a
            later one than the other. Only between two ladders.
        no_counterparts: What both say of stages without counterpart.
        all_pairs: Agreement on every pair of a subject stage and an object
            stage. The categories are the relations, and ``none`` where a
            crosswalk has no mapping between just these two. A pair on
            several axes counts once, with all that is said of it together.
            Mappings of several stages taken together and statements of no
            counterpart have no part in it.
        told_pairs: The same on those pairs alone of which both crosswalks
            say something; the others are *undecided*, see `undecided`.
        strict: A mapping earns 1 if the other crosswalk has one of the same
            place with the same relation, else 0.
        by_relation: A mapping earns the overlap of the two sets A (its own)
            and B of basic relations at the same place, ``|A & B| / |A|``:
            a weaker relation than the reference's costs precision, a
            stronger one recall; ``inside`` for ``contains`` earns 1/2.
        by_distance: A mapping earns by how far it lies from the nearest one
            of the other crosswalk on its axis that shares its subject or its
            object: ``1 - d / (n - 1)``, where the other ends are d stages
            apart on a ladder of n stages; 0 where none shares an end. Below
            1, this is multiplied by the share of mappings of the other
            crosswalk, on its axis, that it does not cross. Relations do not
            count here, and ``disjoint`` has no place. Several stages
            together are as near as the nearest of them; along phases nothing
            is nearer than anything else.
        by_closure: The share of the candidate's mappings that follow from
            the reference, and of the reference's that follow from the
            candidate; ``None`` without closures.
        entailed_one: What the second says of the first's mappings after
            reasoning; ``None`` without closures.
        entailed_two: What the first says of the second's.
        coverage_one: What the first speaks of, of the subject framework and
            of the object framework.
        coverage_two: The same of the second.

    References:
        Ehrig and Euzenat, Relaxed precision and recall for ontology matching,
        2005, for earning in part; the amounts here come from the formulas,
        not from its Table 7, where by the authors' erratum 0 and 1 stand in
        each other's place. Euzenat, Semantic precision and recall for
        ontology alignment evaluation, 2007, for the closure.
    """

    subject: FrameworkId
    object: FrameworkId
    agreeing: tuple[Match, ...] = attrs.field(repr=False)
    turned: tuple[Match, ...] = attrs.field(repr=False)
    differing: tuple[Match, ...] = attrs.field(repr=False)
    only_one: tuple[Mapping, ...] = attrs.field(repr=False)
    only_two: tuple[Mapping, ...] = attrs.field(repr=False)
    crossing: tuple[Match, ...] = attrs.field(repr=False)
    no_counterparts: NoCounterparts = attrs.field(repr=False)
    all_pairs: Agreement = attrs.field(repr=False)
    told_pairs: Agreement = attrs.field(repr=False)
    strict: Scores
    by_relation: Scores
    by_distance: Scores
    by_closure: Scores | None
    entailed_one: Entailment | None = attrs.field(repr=False)
    entailed_two: Entailment | None = attrs.field(repr=False)
    coverage_one: tuple[Coverage, Coverage] = attrs.field(repr=False)
    coverage_two: tuple[Coverage, Coverage] = attrs.field(repr=False)

    @property
    def undecided(self) -> Undecided:
        """The pairs of stages of which not both crosswalks speak, counted."""
        found: Counter[tuple[bool, bool]] = Counter()
        for first, second, count in self.all_pairs.counts:
            found[first != NO_RELATION, second != NO_RELATION] += count
        return Undecided(
            only_one=found[True, False], only_two=found[False, True], neither=found[False, False]
        )

    def text(self) -> str:
        """Return the comparison in sentences.

        Returns:
            What both say, what differs, and the figures; shares are rounded
            to a tenth of a percent, kappa to two places.
        """
        from socialmaturity.graph.comparison_text import comparison_lines

        return "\n".join(comparison_lines(self))

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data.

        Returns:
            Dictionaries, lists, text, whole numbers, floats and ``None``;
            exact shares as a decimal or a ratio in text.
        """
        from socialmaturity.graph.comparison_text import plain_comparison

        plain: dict[str, Any] = plain_comparison(self)
        return plain


def compare_crosswalks(
    one: Crosswalk,
    two: Crosswalk,
    *,
    subject: Framework,
    other: Framework,
    closures: tuple[Closure, Closure] | None = None,
    level: Number | str = LEVEL,
) -> Comparison:
    """Return where two crosswalks between the same frameworks agree, and how far.

    Args:
        one: The reference, from either side.
        two: The candidate, from either side.
        subject: The framework that the comparison reads both from.
        other: The framework that it reads them towards.
        closures: What follows from the first and from the second, for the
            figures that need reasoning.
        level: Of the intervals, between 0 and 1.

    Returns:
        The comparison. It does not depend on the order of mappings; read
        from the other side its figures are the same, and with the two
        exchanged precision and recall are.

    Raises:
        WrongTypeError: No crosswalk, or no framework.
        FrameworkMismatchError: A crosswalk is between other frameworks.
        InvalidCrosswalkError: A crosswalk names stages that are not there;
            all of them come together.
        InvalidValueError: A level that is not between 0 and 1.

    Examples:
        >>> import attrs, socialmaturity as sm
        >>> ours = sm.crosswalk("cisco", "carfi")
        >>> theirs = ours.with_mapping(attrs.evolve(ours.mappings[0], relation="contains"))
        >>> found = compare_crosswalks(ours, theirs, subject=sm.CISCO, other=sm.CARFI)
        >>> [str(match) for match in found.turned]
        ['the first: Cisco 1 lies inside Carfi 1; the second: Cisco 1 contains Carfi 1']
        >>> found.strict.f1, found.by_relation.f1
        (Fraction(7, 8), Fraction(15, 16))
    """
    for name, crosswalk in (("one", one), ("two", two)):
        expect(crosswalk, Crosswalk, name)
    for name, framework in (("subject", subject), ("other", other)):
        expect(framework, Framework, name)
    exact = parse_level(level)
    read = _Reading(subject=subject, object=other)
    first, second = read.turned("one", one), read.turned("two", two)
    both, only_one, only_two = _matched(first.mappings, second.mappings)
    agreeing = tuple(match for match in both if match.one.relation is match.two.relation)
    differing = tuple(match for match in both if match.one.relation is not match.two.relation)
    entailed_one = entailed_two = None
    if closures is not None:
        entailed_one = _entailed(first, second, closures[1])
        entailed_two = _entailed(second, first, closures[0])
    counts = read.counts(first, second)
    return Comparison(
        subject=subject.id,
        object=other.id,
        agreeing=agreeing,
        turned=tuple(match for match in differing if _is_turned(match)),
        differing=tuple(match for match in differing if not _is_turned(match)),
        only_one=only_one,
        only_two=only_two,
        crossing=read.crossing(first, second),
        no_counterparts=_no_counterparts(first, second),
        all_pairs=Agreement(counts=counts, level=exact),
        told_pairs=Agreement(
            counts=tuple(own for own in counts if NO_RELATION not in own[:2]), level=exact
        ),
        strict=Scores(precision=_share(len(agreeing), second), recall=_share(len(agreeing), first)),
        by_relation=Scores(
            precision=_share(sum(_overlap(match.two, match.one) for match in both), second),
            recall=_share(sum(_overlap(match.one, match.two) for match in both), first),
        ),
        by_distance=Scores(
            precision=read.nearness(second, first), recall=read.nearness(first, second)
        ),
        by_closure=None
        if entailed_one is None or entailed_two is None
        else Scores(precision=entailed_two.share, recall=entailed_one.share),
        entailed_one=entailed_one,
        entailed_two=entailed_two,
        coverage_one=(_coverage(subject, first), _coverage(other, first)),
        coverage_two=(_coverage(subject, second), _coverage(other, second)),
    )


class _Reading:
    """Two frameworks, and the direction in which crosswalks between them are read."""

    def __init__(self, *, subject: Framework, object: Framework) -> None:  # noqa: A002
        self._subject, self._object = subject, object
        self._sides = (subject, object)
        self._ladders = tuple(side.kind is FrameworkKind.LADDER for side in self._sides)

    def turned(self, name: str, crosswalk: Crosswalk) -> Crosswalk:
        """Return a crosswalk read in this direction, if all its stages are there."""
        ids = (self._subject.id, self._object.id)
        if {crosswalk.subject, crosswalk.object} != set(ids):
            raise FrameworkMismatchError(
                f"the crosswalk is between {crosswalk.subject!r} and {crosswalk.object!r},"
                f" not between {ids[0]!r} and {ids[1]!r}",
                path=name,
                value=ids,
            )
        problems = tuple(problem.under(name) for problem in self._unknown(crosswalk))
        if problems:
            raise InvalidCrosswalkError(
                f"crosswalk {crosswalk.subject}--{crosswalk.object}", problems
            )
        return crosswalk if crosswalk.subject == ids[0] else crosswalk.inverse()

    def _unknown(self, crosswalk: Crosswalk) -> Iterator[SocialMaturityError]:
        for index, mapping in enumerate(crosswalk.mappings):
            for name, place in zip(("subject", "object"), mapping.places, strict=True):
                for ref in place.refs:
                    yield from self._missing(f"mappings[{index}].{name}", ref)
        for index, none in enumerate(crosswalk.no_counterparts):
            yield from self._missing(f"no_counterparts[{index}].stage", none.stage)

    def _missing(self, path: str, ref: StageRef) -> Iterator[UnknownStageError]:
        framework = next(side for side in self._sides if side.id == ref.framework)
        if not 1 <= ref.ordinal <= len(framework.stages):
            yield UnknownStageError(
                str(ref),
                [str(stage.ref) for stage in framework.stages],
                within=f"framework {framework.id!r}",
                path=path,
                guess=False,
            )

    def counts(self, one: Crosswalk, two: Crosswalk) -> tuple[tuple[str, str, int], ...]:
        """Return how many pairs of stages stand so in the one and so in the other."""
        first, second = _said(one), _said(two)
        pairs = (
            (here.ref, there.ref)
            for here, there in product(self._subject.stages, self._object.stages)
        )
        table = Counter(
            (str(first.get(pair, NO_RELATION)), str(second.get(pair, NO_RELATION)))
            for pair in pairs
        )
        return tuple((*cell, count) for cell, count in sorted(table.items()))

    def crossing(self, one: Crosswalk, two: Crosswalk) -> tuple[Match, ...]:
        """Return the mappings of the one that run against some of the other."""
        firsts, seconds = (sorted(_counterparts(side), key=_order) for side in (one, two))
        return tuple(
            Match(one=first, two=second)
            for first, second in product(firsts, seconds)
            if self._cross(first, second)
        )

    def nearness(self, own: Crosswalk, other: Crosswalk) -> Fraction | None:
        """Return what the mappings of one crosswalk earn by distance on average."""
        mappings, others = _counterparts(own), _counterparts(other)
        if not mappings:
            return None
        earned = sum((self._earned(mapping, others) for mapping in mappings), Fraction(0))
        return earned / len(mappings)

    def _earned(self, mapping: Mapping, others: Sequence[Mapping]) -> Fraction:
        peers = [other for other in others if other.axis == mapping.axis]
        best = max((self._near(mapping, peer) for peer in peers), default=Fraction(0))
        if best in (0, 1):
            return best
        crossed = sum(self._cross(mapping, peer) for peer in peers)
        return best * Fraction(len(peers) - crossed, len(peers))

    def _near(self, one: Mapping, two: Mapping) -> Fraction:
        """Return how near two mappings of one axis are: 1 the same place, 0 no end shared."""
        apart = tuple(
            min(
                abs(here - there)
                for here in self._ordinals(first)
                for there in self._ordinals(second)
            )
            for first, second in zip(one.places, two.places, strict=True)
        )
        if not any(apart):
            return Fraction(1)
        if all(apart):
            return Fraction(0)
        moved = apart.index(max(apart))
        if not self._ladders[moved]:
            return Fraction(0)
        return 1 - Fraction(apart[moved], len(self._sides[moved].stages) - 1)

    def _cross(self, one: Mapping, two: Mapping) -> bool:
        """Whether the one leads from wholly before the other to wholly after it, or back."""
        if one.axis != two.axis or not all(self._ladders):
            return False
        (a, b), (c, d) = (map(self._ordinals, own.places) for own in (one, two))
        return (a[-1] < c[0] and b[0] > d[-1]) or (a[0] > c[-1] and b[-1] < d[0])

    def _ordinals(self, place: Place) -> tuple[int, ...]:
        framework = self._sides[place.framework != self._subject.id]
        return tuple(stage.ordinal for stage in framework.stages_at(place))


def _order(mapping: Mapping) -> tuple[tuple[int, ...], str, tuple[int, ...], str, str]:
    subject, end = mapping.places
    return subject.ordinals, str(subject), end.ordinals, str(end), mapping.axis


def _key(mapping: Mapping) -> _Key:
    return mapping.subject, mapping.object, mapping.axis


def _matched(
    ones: Iterable[Mapping], twos: Iterable[Mapping]
) -> tuple[tuple[Match, ...], tuple[Mapping, ...], tuple[Mapping, ...]]:
    """Return the mappings of one place side by side, and those that one side alone has."""
    first, second = ({_key(own): own for own in sorted(side, key=_order)} for side in (ones, twos))
    return (
        tuple(Match(one=own, two=second[key]) for key, own in first.items() if key in second),
        tuple(own for key, own in first.items() if key not in second),
        tuple(own for key, own in second.items() if key not in first),
    )


def _is_turned(match: Match) -> bool:
    return match.one.relation is match.two.relation.converse


def _said(crosswalk: Crosswalk) -> dict[tuple[Place, Place], Relation]:
    """Return what a crosswalk says of each pair of places, on all axes together."""
    said: dict[tuple[Place, Place], Relation] = {}
    for mapping in crosswalk.mappings:
        said[mapping.places] = said.get(mapping.places, Relation.ANYTHING) & mapping.relation
    return said


def _counterparts(crosswalk: Crosswalk) -> list[Mapping]:
    return [own for own in crosswalk.mappings if own.relation is not Relation.DISJOINT]


def _overlap(own: Mapping, other: Mapping) -> Fraction:
    """Return the share of the basic relations of one mapping that another allows, too."""
    return Fraction(len((own.relation & other.relation).basic), len(own.relation.basic))


def _share(earned: Fraction | int, crosswalk: Crosswalk) -> Fraction | None:
    return Fraction(earned) / len(crosswalk.mappings) if crosswalk.mappings else None


def _entailed(own: Crosswalk, other: Crosswalk, closure: Closure) -> Entailment:
    """Return what the closure of the other crosswalk says of the mappings of one."""
    axes = {MATURITY, *(mapping.axis for mapping in other.mappings)}
    found: dict[str, list[Mapping]] = {field.name: [] for field in attrs.fields(Entailment)}
    for mapping in sorted(own.mappings, key=_order):
        verdict = _verdict(mapping, closure) if mapping.axis in axes else "undecided"
        found[verdict].append(mapping)
    return Entailment(**{verdict: tuple(those) for verdict, those in found.items()})


def _verdict(mapping: Mapping, closure: Closure) -> str:
    try:
        possible = closure(*mapping.places, axis=mapping.axis)
    except ContradictionError:
        possible = Relation.NOTHING
    if possible is Relation.NOTHING:
        return "inconsistent"
    if possible.implies(mapping.relation):
        return "follows"
    if possible & mapping.relation is Relation.NOTHING:
        return "contradicted"
    return "undecided"


def _no_counterparts(one: Crosswalk, two: Crosswalk) -> NoCounterparts:
    both = {own.stage for own in one.no_counterparts} & {own.stage for own in two.no_counterparts}
    only_one, denied_by_two = _weighed(one, two, both)
    only_two, denied_by_one = _weighed(two, one, both)
    return NoCounterparts(
        both=tuple(sorted(both, key=_place)),
        only_one=only_one,
        only_two=only_two,
        denied_by_two=denied_by_two,
        denied_by_one=denied_by_one,
    )


def _weighed(
    own: Crosswalk, other: Crosswalk, both: set[StageRef]
) -> tuple[tuple[NoCounterpart, ...], tuple[Denied, ...]]:
    """Return what one crosswalk alone says, apart by whether the other contradicts it."""
    alone: list[NoCounterpart] = []
    denied: list[Denied] = []
    for none in sorted(own.no_counterparts, key=lambda said: _place(said.stage)):
        against = [mapping for mapping in _counterparts(other) if none.stage in mapping.stages]
        if against and none.stage not in both:
            denied.append(Denied(none=none, mappings=tuple(sorted(against, key=_order))))
        elif none.stage not in both:
            alone.append(none)
    return tuple(alone), tuple(denied)


def _place(ref: StageRef) -> tuple[str, int]:
    return ref.framework, ref.ordinal


def _coverage(framework: Framework, crosswalk: Crosswalk) -> Coverage:
    linked: set[StageRef] = set()
    apart: set[StageRef] = set()
    for mapping in crosswalk.mappings:
        place = next(own for own in mapping.places if own.framework == framework.id)
        named = apart if mapping.relation is Relation.DISJOINT else linked
        named.update(stage.ref for stage in framework.stages_at(place))
    none = {own.stage for own in crosswalk.no_counterparts} - linked
    told = linked | none | apart

    def among(refs: set[StageRef]) -> tuple[StageRef, ...]:
        return tuple(stage.ref for stage in framework.stages if stage.ref in refs)

    return Coverage(
        framework=framework.id,
        linked=among(linked),
        none=among(none),
        apart=among(apart - linked - none),
        silent=tuple(stage.ref for stage in framework.stages if stage.ref not in told),
    )

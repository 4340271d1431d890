"""Laws of comparing crosswalks, and the oracle, on generated pairs of them."""

from fractions import Fraction
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

import socialmaturity as sm
from oracles import comparison as oracle
from samples import crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import ContradictionError
from socialmaturity.graph.agreement import Agreement
from socialmaturity.graph.comparison import (
    Closure,
    Comparison,
    Coverage,
    Entailment,
    Scores,
    compare_crosswalks,
)
from socialmaturity.identifiers import Place, StageUnion
from strategies import SAID, crosswalks

LEVELS = st.sampled_from((Fraction(1, 2), Fraction(19, 20), Fraction(999, 1000)))


@attrs.frozen(kw_only=True)
class Case:
    """Two crosswalks between two frameworks, and what reasoning would find."""

    one: sm.Crosswalk
    two: sm.Crosswalk
    subject: sm.Framework
    other: sm.Framework
    found: tuple[oracle.Closure, oracle.Closure]
    level: Fraction

    @property
    def sizes(self) -> tuple[int, int]:
        """How many stages there are."""
        return len(self.subject.stages), len(self.other.stages)

    @property
    def ladders(self) -> tuple[bool, bool]:
        """What is a ladder."""
        return self.subject.kind == "ladder", self.other.kind == "ladder"

    def compared(self) -> Comparison:
        """The case, compared."""
        return compare_crosswalks(
            self.one,
            self.two,
            subject=self.subject,
            other=self.other,
            closures=(looked_up(self.found[0]), looked_up(self.found[1])),
            level=self.level,
        )


def looked_up(found: oracle.Closure) -> Closure:
    """What reasoning found, for places in any order; asked of nothing else."""

    def closure(one: Place, two: Place, /, *, axis: str) -> sm.Relation:
        if one.framework == "right":
            return closure(two, one, axis=axis).converse
        possible = found[plain_place(one), plain_place(two), axis]
        if not possible and axis == "results":
            raise ContradictionError("a reasoner may say it so")
        return sm.Relation.of(map(sm.BasicRelation, possible))

    return closure


@st.composite
def places(draw: st.DrawFn, name: str, size: int) -> Place:
    """Single stages mostly, sometimes several together."""
    first = draw(st.integers(1, size))
    second = draw(st.integers(first, size))
    if draw(st.integers(0, 4)) or (first == second and first == size):
        return sm.StageRef(name, first)
    if first == second or draw(st.booleans()):
        return StageUnion(name, (first,), or_later=True)
    return StageUnion(name, (first, second))


@cache
def made(name: str, size: int, kind: str) -> sm.Framework:
    """A framework of so many stages."""
    stages = (stage(ordinal, framework=name) for ordinal in range(1, size + 1))
    return framework(*stages, id=name, kind=kind)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Crosswalks of up to seven places each, most of them shared."""
    sizes = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    subject, other = (
        made(name, size, draw(st.sampled_from(("ladder", "ladder", "phases"))))
        for name, size in zip(("left", "right"), sizes, strict=True)
    )
    keys = draw(
        st.lists(
            st.tuples(
                places("left", sizes[0]),
                places("right", sizes[1]),
                st.sampled_from(("maturity", "maturity", "results")),
            ),
            min_size=0 if 1 in sizes else draw(st.sampled_from((0, 3, 5))),
            max_size=7,
            unique=True,
        )
    )
    rows: tuple[list[sm.Mapping], list[sm.Mapping]] = ([], [])
    for start, end, axis in keys:
        said = draw(st.sampled_from(SAID))
        own = mapping(str(start), said, str(end), axis=axis)
        changed = draw(st.sampled_from((said, said, said.converse)) | st.sampled_from(SAID))
        kept = draw(st.sampled_from(((0, 1), (0, 1), (0, 1), (0,), (1,))))
        for which in kept:
            rows[which].append(attrs.evolve(own, relation=changed) if which else own)
    one, two = (attrs.evolve(drawn_nones(draw, crosswalk(*own), sizes), title="x") for own in rows)
    return Case(
        one=one,
        two=two,
        subject=subject,
        other=other,
        found=(drawn_closure(draw, one, two), drawn_closure(draw, two, one)),
        level=draw(LEVELS),
    )


def drawn_nones(draw: st.DrawFn, own: sm.Crosswalk, sizes: tuple[int, int]) -> sm.Crosswalk:
    """A crosswalk, with some of the stages that it may leave without counterpart."""
    taken = {
        ref
        for link in own.mappings
        if link.relation is not sm.Relation.DISJOINT
        for ref in link.stages
    }
    nones = [
        sm.NoCounterpart(stage=ref, framework=end, reason="Nothing like it.")
        for name, end, size in (("left", "right", sizes[0]), ("right", "left", sizes[1]))
        for ref in (sm.StageRef(name, ordinal) for ordinal in range(1, size + 1))
        if ref not in taken and draw(st.booleans())
    ]
    return attrs.evolve(own, no_counterparts=tuple(draw(st.permutations(nones))))


def drawn_closure(draw: st.DrawFn, own: sm.Crosswalk, other: sm.Crosswalk) -> oracle.Closure:
    """What is said of each place, narrowed at random as reasoning would."""
    axes = {"maturity", *(link.axis for link in own.mappings)}
    said = {oracle.key(row): row[1] for row in plain(own)}
    keys = [
        key for key in {**dict.fromkeys(map(plain_key, other.mappings)), **said} if key[2] in axes
    ]
    possible = st.sampled_from(tuple(sm.Relation)) | st.just(sm.Relation.ANYTHING)
    drawn = draw(st.lists(possible, min_size=len(keys), max_size=len(keys)))
    found: oracle.Closure = {}
    for key, relation in zip(keys, drawn, strict=True):
        kept = frozenset(map(str, relation.basic))
        found[key] = kept & said.get(key, kept)
    return found


def plain_place(place: Place) -> oracle.Place:
    """A place as the oracle takes it."""
    return place.ordinals, isinstance(place, StageUnion) and place.or_later


def plain_key(link: sm.Mapping) -> oracle.Key:
    """The place of a mapping as the oracle takes it."""
    return plain_place(link.subject), plain_place(link.object), link.axis


def plain(own: sm.Crosswalk) -> oracle.Rows:
    """A crosswalk as the oracle takes it."""
    return [
        (
            plain_place(link.subject),
            frozenset(map(str, link.relation.basic)),
            plain_place(link.object),
            link.axis,
        )
        for link in own.mappings
    ]


def plain_nones(own: sm.Crosswalk) -> oracle.Nones:
    """Stages without counterpart as the oracle takes them."""
    return {
        (int(none.stage.framework == "right"), none.stage.ordinal) for none in own.no_counterparts
    }


def figures(found: Comparison) -> tuple[Any, ...]:
    """All that does not depend on the direction in which it is read."""
    agreements = (found.all_pairs, found.told_pairs)
    return (
        *(len(getattr(found, name)) for name in ("agreeing", "turned", "differing", "only_one")),
        *(len(getattr(found, name)) for name in ("only_two", "crossing")),
        stages_without(found),
        *((own.total, own.raw, own.raw_interval, own.expected) for own in agreements),
        *((own.kappa, own.variance, own.interval, own.undefined) for own in agreements),
        found.undecided,
        (found.strict, found.by_relation, found.by_distance, found.by_closure),
        {*found.coverage_one},
        {*found.coverage_two},
    )


def stages_without(found: Comparison) -> tuple[Any, ...]:
    """What becomes of the statements that a stage has no counterpart."""
    nones = found.no_counterparts
    denied = ([own.none for own in side] for side in (nones.denied_by_one, nones.denied_by_two))
    return nones.both, nones.only_one, nones.only_two, *denied


def scores(found: Comparison) -> tuple[Scores, ...]:
    """The four forms."""
    assert found.by_closure is not None
    return found.strict, found.by_relation, found.by_distance, found.by_closure


@given(cases())
def test_a_crosswalk_is_like_itself(case: Case) -> None:
    """Whatever is defined is 1, nothing differs, nothing is denied."""
    own = attrs.evolve(case, two=case.one, found=(case.found[0],) * 2).compared()
    event(f"mappings: {len(case.one.mappings) > 0}")
    assert len(own.agreeing) == len(case.one.mappings)
    assert (own.turned, own.differing, own.only_one, own.only_two) == ((), (), (), ())
    for form in scores(own):
        assert {form.precision, form.recall, form.f1} <= {1, None}
    for agreement in (own.all_pairs, own.told_pairs):
        assert {agreement.raw, agreement.kappa} <= {1, None}
        assert agreement.variance in (0, None)
        assert agreement.interval in ((1.0, 1.0), None)
    nones = own.no_counterparts
    assert len(nones.both) == len(case.one.no_counterparts)
    assert not any((nones.only_one, nones.only_two, nones.denied_by_one, nones.denied_by_two))
    assert own.coverage_one == own.coverage_two
    assert own.undecided.only_one == own.undecided.only_two == 0


@given(crosswalks())
def test_a_crosswalk_of_any_kind_is_like_itself(own: sm.Crosswalk) -> None:
    """Awkward titles, confidences and axes among them."""
    left, right = sides()
    found = compare_crosswalks(own, own.inverse(), subject=left, other=right)
    assert found.strict.f1 == found.by_relation.f1 == (1 if own.mappings else None)
    assert found.by_distance.f1 in (1, None)
    assert found.by_closure is None


@given(cases())
def test_exchanging_the_two_exchanges_precision_and_recall(case: Case) -> None:
    """And each list with its counterpart; the rest stays."""
    found = case.compared()
    back = attrs.evolve(case, one=case.two, two=case.one, found=case.found[::-1]).compared()
    for there, here in zip(scores(found), scores(back), strict=True):
        assert (there.precision, there.recall, there.f1) == (here.recall, here.precision, here.f1)
    for ours, theirs in ((found.all_pairs, back.all_pairs), (found.told_pairs, back.told_pairs)):
        assert (ours.raw, ours.raw_interval) == (theirs.raw, theirs.raw_interval)
        assert (ours.kappa, ours.interval) == (theirs.kappa, theirs.interval)
    assert (found.only_one, found.only_two) == (back.only_two, back.only_one)
    assert (found.entailed_one, found.entailed_two) == (back.entailed_two, back.entailed_one)
    assert (found.coverage_one, found.coverage_two) == (back.coverage_two, back.coverage_one)
    for name in ("agreeing", "turned", "differing", "crossing"):
        pairs = {(own.one, own.two) for own in getattr(found, name)}
        assert pairs == {(own.two, own.one) for own in getattr(back, name)}
    assert found.no_counterparts.both == back.no_counterparts.both
    assert found.no_counterparts.only_one == back.no_counterparts.only_two
    assert found.no_counterparts.denied_by_one == back.no_counterparts.denied_by_two


@given(cases())
def test_reading_both_from_the_other_side_changes_no_figure(case: Case) -> None:
    """With the frameworks exchanged, whichever way the crosswalks are kept."""
    found = case.compared()
    turned = attrs.evolve(case, one=case.one.inverse(), two=case.two.inverse())
    assert turned.compared() == found
    assert attrs.evolve(case, two=case.two.inverse()).compared() == found
    back = attrs.evolve(case, subject=case.other, other=case.subject).compared()
    assert [own.one.inverse() for own in back.crossing] == sorted_back(found)
    assert figures(back) == figures(found)


def sorted_back(found: Comparison) -> list[sm.Mapping]:
    """The first of what crosses, in the order of the other side."""
    return [
        own.one
        for own in sorted(
            found.crossing,
            key=lambda own: [plain_key(link.inverse()) for link in (own.one, own.two)],
        )
    ]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_mappings_does_not_matter(case: Case, random: Any) -> None:
    """Nor that of the stages without counterpart."""
    shuffled: list[sm.Crosswalk] = []
    for own in (case.one, case.two):
        links, nones = list(own.mappings), list(own.no_counterparts)
        random.shuffle(links)
        random.shuffle(nones)
        shuffled.append(attrs.evolve(own, mappings=tuple(links), no_counterparts=tuple(nones)))
    found = attrs.evolve(case, one=shuffled[0], two=shuffled[1]).compared()
    assert found == case.compared()
    assert found.text() == case.compared().text()


@given(cases())
def test_every_figure_is_in_its_range(case: Case) -> None:
    """And exact wherever there is no root."""
    found = case.compared()
    for form in scores(found):
        for number in (form.precision, form.recall, form.f1):
            if number is not None:
                assert isinstance(number, Fraction)
                assert 0 <= number <= 1
    for own in (found.all_pairs, found.told_pairs):
        assert (own.raw is None) == (own.raw_interval is None) == (own.total == 0)
        assert (own.kappa is None) == (own.interval is None) == bool(own.undefined)
        if own.raw_interval is not None:
            assert own.raw is not None
            assert 0 <= own.raw_interval[0] <= own.raw <= own.raw_interval[1] <= 1
        if own.interval is not None:
            assert isinstance(own.kappa, Fraction)
            assert -1 <= own.kappa <= 1
            assert -1 <= own.interval[0] <= float(own.kappa) <= own.interval[1] <= 1
        if own.variance is not None:
            assert isinstance(own.variance, Fraction)
            assert own.variance >= 0
    for coverage in (*found.coverage_one, *found.coverage_two):
        assert sum(shares(coverage)) == 1
        assert all(0 <= share <= 1 for share in shares(coverage))
    assert found.all_pairs.total == case.sizes[0] * case.sizes[1]
    silent = found.undecided
    undecided = silent.only_one + silent.only_two + silent.neither
    assert found.told_pairs.total + undecided == found.all_pairs.total


def shares(coverage: Coverage) -> list[Fraction]:
    """The four shares of stages."""
    return [
        coverage.share_linked,
        coverage.share_none,
        coverage.share_apart,
        coverage.share_silent,
    ]


@given(cases(), st.sampled_from(SAID))
def test_an_agreeing_mapping_more_never_lowers_strict_f(case: Case, relation: sm.Relation) -> None:
    """It rises wherever it was not 1 already."""
    more = mapping("left:1", relation, "right:1", axis="a new one")
    assume(
        not {*more.stages}
        & {own.stage for side in (case.one, case.two) for own in side.no_counterparts}
    )
    before, after = (
        compare_crosswalks(one, two, subject=case.subject, other=case.other).strict.f1
        for one, two in (
            (case.one, case.two),
            (case.one.with_mapping(more), case.two.with_mapping(more)),
        )
    )
    assert after is not None
    assert after > before if before not in (None, 1) else after == 1


@given(cases())
def test_a_repaired_mapping_never_lowers_a_score(case: Case) -> None:
    """Exchanged for the reference's of the same place, strictly and by relation."""
    found = case.compared()
    assume(found.turned or found.differing)
    wrong = (*found.turned, *found.differing)[0]
    assume(fits(case, wrong.one))
    better = attrs.evolve(case, two=case.two.with_mapping(wrong.one))
    mended = better.compared()
    for name in ("strict", "by_relation"):
        assert getattr(mended, name).precision >= getattr(found, name).precision
        assert getattr(mended, name).recall >= getattr(found, name).recall


def fits(case: Case, link: sm.Mapping) -> bool:
    """Whether the second crosswalk leaves the stages of a mapping free."""
    return not {*link.stages} & {own.stage for own in case.two.no_counterparts}


@given(cases())
def test_the_oracle_agrees_on_lists(case: Case) -> None:
    """Places in one only, in both, turned, crossing; stages without counterpart; coverage."""
    found, one, two = case.compared(), plain(case.one), plain(case.two)
    kinds = oracle.kinds(one, two)
    for name in ("agreeing", "turned", "differing"):
        event(f"{name}: {bool(kinds[name])}")
        assert [plain_key(own.one) for own in getattr(found, name)] == sorted(kinds[name])
        assert [plain_key(own.two) for own in getattr(found, name)] == sorted(kinds[name])
    for name in ("only_one", "only_two"):
        assert [plain_key(own) for own in getattr(found, name)] == sorted(kinds[name])
    crossing = {(plain_key(own.one), plain_key(own.two)) for own in found.crossing}
    assert crossing == oracle.crossing(one, two, case.sizes, case.ladders)
    event(f"crossing: {bool(crossing)}")
    for own, nones, coverages in (
        (one, plain_nones(case.one), found.coverage_one),
        (two, plain_nones(case.two), found.coverage_two),
    ):
        for side, coverage in enumerate(coverages):
            told = oracle.coverage(own, nones, side, case.sizes[side])
            for name in ("linked", "none", "apart", "silent"):
                ordinals = [ref.ordinal for ref in getattr(coverage, name)]
                assert ordinals == [place for place, what in enumerate(told, 1) if what == name]
                share = Fraction(told.count(name), len(told))
                assert getattr(coverage, f"share_{name}") == share


@given(cases())
def test_the_oracle_agrees_on_stages_without_counterpart(case: Case) -> None:
    """Said by both, by one alone, or denied."""
    found = case.compared().no_counterparts
    nones = plain_nones(case.one), plain_nones(case.two)
    told = {
        "both": {own for own in nones[0] if own in nones[1]},
        "only_one": {
            own
            for own in nones[0]
            if oracle.statement(own, nones[0], plain(case.two), nones[1]) == "only"
        },
        "only_two": {
            own
            for own in nones[1]
            if oracle.statement(own, nones[1], plain(case.one), nones[0]) == "only"
        },
        "denied_by_two": {
            own
            for own in nones[0]
            if oracle.statement(own, nones[0], plain(case.two), nones[1]) == "denied"
        },
        "denied_by_one": {
            own
            for own in nones[1]
            if oracle.statement(own, nones[1], plain(case.one), nones[0]) == "denied"
        },
    }
    places = {
        "both": [*found.both],
        "only_one": [own.stage for own in found.only_one],
        "only_two": [own.stage for own in found.only_two],
        "denied_by_two": [own.none.stage for own in found.denied_by_two],
        "denied_by_one": [own.none.stage for own in found.denied_by_one],
    }
    for name, refs in places.items():
        assert [(int(ref.framework == "right"), ref.ordinal) for ref in refs] == sorted(told[name])
    for denied in (*found.denied_by_one, *found.denied_by_two):
        assert denied.mappings
        assert all(denied.none.stage in own.stages for own in denied.mappings)


@given(cases())
def test_the_oracle_agrees_on_agreement(case: Case) -> None:
    """Raw, expected, kappa and its variance exactly; the intervals to nine places."""
    found = case.compared()
    judged = oracle.table(plain(case.one), plain(case.two), case.sizes)
    for own, pairs in ((found.all_pairs, judged), (found.told_pairs, oracle.told(judged))):
        assert own.total == len(pairs)
        assert (own.raw, own.expected) == (oracle.raw(pairs), oracle.expected(pairs))
        assert (own.kappa, own.variance) == (oracle.kappa(pairs), oracle.variance(pairs))
        if own.raw is not None:
            assert own.raw_interval == pytest.approx(
                oracle.wilson(own.raw, own.total, case.level), abs=1e-9
            )
        if own.kappa is not None and own.variance is not None:
            reach = oracle.deviate(case.level) * float(own.variance) ** 0.5
            ends = max(-1, float(own.kappa) - reach), min(1, float(own.kappa) + reach)
            assert own.interval == pytest.approx(ends, abs=1e-9)
            event("kappa: defined")
    event(f"told: {found.told_pairs.undefined or 'defined'}")


@given(cases())
def test_the_oracle_agrees_on_scores(case: Case) -> None:
    """Precision, recall and F1 in all four forms, and the verdicts."""
    found, one, two = case.compared(), plain(case.one), plain(case.two)
    told = (
        (oracle.strict(two, one), oracle.strict(one, two)),
        (oracle.by_relation(two, one), oracle.by_relation(one, two)),
        (
            oracle.by_distance(two, one, case.sizes, case.ladders),
            oracle.by_distance(one, two, case.sizes, case.ladders),
        ),
        (oracle.by_closure(two, case.found[0]), oracle.by_closure(one, case.found[1])),
    )
    for form, (precision, recall) in zip(scores(found), told, strict=True):
        assert (form.precision, form.recall) == (precision, recall)
        assert form.f1 == oracle.f1(precision, recall)
    event(f"distance between 0 and 1: {found.by_distance.precision not in (0, 1, None)}")
    for entailed, rows, closure in (
        (found.entailed_one, one, case.found[1]),
        (found.entailed_two, two, case.found[0]),
    ):
        assert entailed is not None
        for field in attrs.fields(Entailment):
            keys = {plain_key(own) for own in getattr(entailed, field.name)}
            same = {oracle.key(row) for row in rows if oracle.verdict(row, closure) == field.name}
            assert keys == same
            event(f"{field.name}: {bool(keys)}")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=12), LEVELS)
def test_agreement_is_the_same_under_other_names(
    judged: list[tuple[str, str]], level: Fraction
) -> None:
    """And with the judges exchanged."""
    counts = tuple((*cell, judged.count(cell)) for cell in sorted(set(judged)))
    own = Agreement(counts=counts, level=level)
    names = {"a": "z", "b": "a", "c": "y"}
    other = Agreement(
        counts=tuple((names[second], names[first], count) for first, second, count in counts),
        level=level,
    )
    for name in ("total", "agreed", "raw", "expected", "kappa", "variance", "error", "undefined"):
        assert getattr(own, name) == getattr(other, name)
    assert (own.interval, own.raw_interval) == (other.interval, other.raw_interval)

"""Laws of reasoning over networks, on random worlds and against an exact oracle."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, product
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.networks import (
    FREE,
    LINES,
    SAYABLE,
    Shape,
    World,
    build,
    consistent,
    holds,
    possible_relations,
    random_frameworks,
    random_mappings,
    random_place,
    random_world,
    relation,
    seeded,
    statement,
)
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.engine import Engine
from socialmaturity.graph.intervals import is_told_by_ends
from socialmaturity.graph.network import Consistency, Judgement, Network
from socialmaturity.graph.rows import mapping_rows
from socialmaturity.identifiers import Place, StageUnion
from socialmaturity.mapping.link import Mapping
from socialmaturity.mapping.relation import WORDS, Relation
from socialmaturity.model.framework import Framework

ALL = (*LINES, *FREE)

TOLD = tuple(own for own in SAYABLE if is_told_by_ends(own.mask))
"""What the order of two ends each says."""

SURE = (None, Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(9, 10), Fraction(1))

SEEDS = st.integers(0, 10**6)


@attrs.frozen
class Case:
    """A world, mappings that are true in it, and chance to go on with."""

    rng: Random
    world: World
    mappings: tuple[Mapping, ...]

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """What the world tells of."""
        return self.world.frameworks

    @property
    def network(self) -> Network:
        """What is said, as a network."""
        return Network(frameworks=self.frameworks, mappings=self.mappings)

    @property
    def stages(self) -> list[Place]:
        """All stages."""
        return [stage.ref for own in self.frameworks for stage in own.stages]

    def places(self, *, unions: float = 0.3) -> list[Place]:
        """A random place of each framework."""
        return [random_place(self.rng, own, unions=unions) for own in self.frameworks]


def drawn(seed: int, shapes: Sequence[Shape] = ALL, *, large: bool = False) -> Case:
    """A small case, or one of up to six frameworks of five stages."""
    rng = seeded(seed)
    count = rng.randint(3, 6) if large else rng.randint(2, 3)
    frameworks = random_frameworks(rng, count, shapes=shapes, most=5 if large else 3)
    world = random_world(rng, frameworks)
    rows = rng.randint(5, 30) if large else rng.randint(1, 8)
    mappings = random_mappings(rng, world, rows, weaken=rng.random())
    sure = [attrs.evolve(own, confidence=rng.choice(SURE)) for own in mappings]
    return Case(rng, world, tuple(sure))


def with_false_ones(case: Case) -> list[Mapping]:
    """The mappings of a case, and up to three of which nobody knows."""
    several = list(case.mappings)
    for _ in range(case.rng.randint(1, 3)):
        one, two = (random_place(case.rng, own) for own in case.rng.sample(case.frameworks, 2))
        several.append(statement(one, case.rng.choice(SAYABLE), two, case.rng.choice(SURE)))
    return several


# --- soundness


def check_truth(seed: int) -> None:
    """Nothing that is derived in a case excludes the truth, and the case is not refuted."""
    case = drawn(seed, ALL if seed % 2 else LINES, large=not seed % 50)
    network = case.network
    for one in case.stages:
        for two, found in network.relations(one).items():
            assert relation(case.world, one, two) in found.basic, (seed, one, two)
    for first, second in combinations([*case.places(), *case.places(unions=1)], 2):
        known = network.relation(first, second)
        assert relation(case.world, first, second) in known.basic, (seed, first, second)
    verdict = network.judge() if seed % 50 else None
    if verdict is not None and verdict.consistency is not Consistency.NOT_REFUTED:
        check_witness(verdict, case.mappings)


def check_witness(verdict: Judgement, said: Iterable[Mapping]) -> None:
    """All that is said holds in the arrangement that is shown."""
    assert verdict.consistency is Consistency.SATISFIABLE
    assert verdict.witness is not None
    assert not verdict.conflict
    for own in said:
        assert verdict.witness.relation(*own.places) in own.relation.basic, str(own)


@pytest.mark.parametrize("first", range(0, 1000, 50))
def test_no_derived_relation_excludes_the_truth(first: int) -> None:
    """A thousand networks of true mappings about random sets and ladders, one in 50 large."""
    for seed in range(first, first + 50):
        check_truth(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 101_000, 1000))
def test_no_derived_relation_excludes_the_truth_in_very_many_networks(first: int) -> None:
    """The same of a hundred thousand others."""
    for seed in range(first, first + 1000):
        check_truth(seed)


# --- the exact oracle


def check_relations(seed: int) -> Counter[str]:
    """What is possible is never excluded; the counter says how often nothing more is left."""
    case = drawn(seed, ALL if seed % 2 else LINES)
    network = case.network
    found: Counter[str] = Counter()
    for one, two in combinations(case.places(), 2):
        possible = possible_relations(case.frameworks, case.mappings, one, two)
        derived = network.relation(one, two).basic
        assert possible <= derived, (seed, one, two)
        found["exact" if possible == derived else "weaker"] += 1
    return found


def check_derivations(seed: int) -> None:
    """The statements alone entail what is derived, and none of them can be left out."""
    case = drawn(seed, ALL if seed % 2 else LINES)
    network = case.network
    for one, two in combinations(case.places(), 2):
        derived, known = network.derive(one, two), network.relation(one, two)
        if derived is None:
            assert known is Relation.ANYTHING
            continue
        assert (derived.subject, derived.relation, derived.object) == (one, known, two)
        said = mappings_of(derived.statements)
        assert set(said) <= set(case.mappings)
        assert possible_relations(case.frameworks, said, one, two) <= known.basic, (seed, one, two)
        for left_out in said:
            fewer = [own for own in said if own != left_out]
            less = Network(frameworks=case.frameworks, mappings=fewer).relation(one, two)
            assert not less.implies(known), (seed, one, two, str(left_out))


def check_verdict(seed: int) -> Counter[str]:
    """The verdict is that of the oracle, the conflict is one, the witness is one.

    The counter says whether a row could be left out of the conflict: an
    engine does not see all, and leaves out what it can without.
    """
    case = drawn(seed, ALL if seed % 2 else LINES)
    said = with_false_ones(case)
    verdict = Network(frameworks=case.frameworks, mappings=said).judge()
    if consistent(case.frameworks, said):
        check_witness(verdict, said)
        return Counter(satisfiable=1)
    assert verdict.consistency is Consistency.REFUTED, seed
    assert verdict.witness is None
    conflict = mappings_of(verdict.conflict)
    assert set(conflict) <= set(said)
    assert not consistent(case.frameworks, conflict), (seed, *map(str, conflict))
    rests = [[own for own in conflict if own != left_out] for left_out in conflict]
    for fewer in rests:
        less = Network(frameworks=case.frameworks, mappings=fewer)
        assert not less.engine("maturity").is_refuted, seed
    return Counter(
        refuted=1, too_large=not all(consistent(case.frameworks, fewer) for fewer in rests)
    )


def mappings_of(statements: Iterable[Statement]) -> list[Mapping]:
    """The statements, of which none is that there is no counterpart."""
    several = list(statements)
    said = [own for own in several if isinstance(own, Mapping)]
    assert len(said) == len(several)
    return said


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_what_is_possible_is_derived_as_possible_and_hardly_more(first: int) -> None:
    """Of unions in pieces, and of "or", some more may be left open; so rarely at most."""
    found = sum((check_relations(seed) for seed in range(first, first + 20)), Counter[str]())
    assert found["weaker"] <= found["exact"] / 10, found


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_a_derivation_is_enough_and_not_too_much(first: int) -> None:
    """By the oracle its statements entail it; without any one of them less is known."""
    for seed in range(first, first + 20):
        check_derivations(seed)


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_a_small_network_is_refuted_exactly_where_it_has_no_world(first: int) -> None:
    """Some statements are made up; both verdicts come up among them. Conflicts are minimal."""
    found = sum((check_verdict(seed) for seed in range(first, first + 20)), Counter[str]())
    assert found["refuted"]
    assert found["satisfiable"]
    assert not found["too_large"]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 6000, 100))
def test_the_oracle_agrees_on_many_more(first: int) -> None:
    """Five thousand others, in all three respects."""
    found: Counter[str] = Counter()
    for seed in range(first, first + 100):
        found += check_relations(seed)
        check_derivations(seed)
        found += check_verdict(seed)
    assert found["weaker"] <= found["exact"] / 10
    assert found["too_large"] <= found["refuted"] / 10


def whole_places(own: Framework) -> list[Place]:
    """All stages of a ladder, some of them in a row together, and "or later" of each."""
    last = len(own.stages)
    return [
        *(stage.ref for stage in own.stages),
        *(
            StageUnion(own.id, range(first, end + 1))
            for first, end in combinations(range(1, last + 1), 2)
        ),
        *(StageUnion(own.id, (first,), or_later=True) for first in range(1, last + 1)),
    ]


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_order_is_exact_for_what_ends_say(first: int) -> None:
    """On ladders, of places in one piece, where nothing is said to be apart or not equal."""
    assert set(TOLD) == set(WORDS) - {Relation.DISJOINT}
    for seed in range(first, first + 10):
        rng = seeded(seed)
        world = random_world(rng, random_frameworks(rng, rng.randint(2, 4), shapes=LINES, most=3))
        said: list[Mapping] = []
        while len(said) < 6:
            one, two = (rng.choice(whole_places(own)) for own in rng.sample(world.frameworks, 2))
            told = [own for own in TOLD if relation(world, one, two) in own.basic]
            said += [statement(one, own, two) for own in told[:1]]
        network = Network(frameworks=world.frameworks, mappings=said)
        left, right = rng.sample(world.frameworks, 2)
        for one, two in product(whole_places(left), whole_places(right)):
            possible = possible_relations(world.frameworks, said, one, two)
            assert network.relation(one, two).basic == possible, (seed, one, two)


@pytest.mark.parametrize("shape", list(Shape))
def test_places_of_one_framework_lie_as_the_framework_says(shape: Shape) -> None:
    """Exactly as far as can be known, whatever the framework is; unions in pieces as well."""
    own = build("own", 4, shape)
    rng = seeded(1)
    network = Network(frameworks=[own])
    for _ in range(60):
        one, two = random_place(rng, own, unions=0.7), random_place(rng, own, unions=0.7)
        possible = possible_relations([own], [], one, two)
        assert network.relation(one, two).basic == possible, (one, two)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_closing_relations_of_sets_decides(first: int) -> None:
    """For stages that are sets, with the words, the engines need no arrangement to refute."""
    found: set[bool] = set()
    for seed in range(first, first + 20):
        rng = seeded(seed)
        frameworks = random_frameworks(rng, 3, shapes=FREE, most=2)
        said: list[Mapping] = []
        for _ in range(rng.randint(3, 7)):
            one, two = (random_place(rng, own, unions=0) for own in rng.sample(frameworks, 2))
            said.append(statement(one, rng.choice(WORDS), two))
        engine = Engine({own.id: own for own in frameworks}, mapping_rows(said))
        assert engine.is_refuted != consistent(frameworks, said), seed
        found.add(engine.is_refuted)
    assert found == {True, False}


# --- laws


def everything(network: Network, places: Iterable[Place]) -> dict[tuple[Place, Place], Relation]:
    """The relation of every two places."""
    several = list(places)
    return {(one, two): network.relation(one, two) for one, two in product(several, repeat=2)}


@given(SEEDS)
def test_a_relation_is_the_converse_of_that_from_the_other_side(seed: int) -> None:
    """For stages and unions, and for all stages at once."""
    case = drawn(seed)
    network = case.network
    places = [*case.stages, *case.places(unions=1)]
    found = everything(network, places)
    for (one, two), known in found.items():
        assert known is found[two, one].converse
    for one in places:
        told = network.relations(one)
        assert Relation.ANYTHING not in told.values()
        for two in case.stages:
            if two.framework != one.framework:
                assert told.get(two.refs[0], Relation.ANYTHING) is found[one, two]
        assert all(two.framework != one.framework for two in told)


@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(seed: int, rng: Random) -> None:
    """Relations, derivations, verdicts and reasons are the same."""
    case = drawn(seed)
    said = with_false_ones(case) if seed % 2 else list(case.mappings)
    shuffled = rng.sample(said, len(said))
    one = Network(frameworks=case.frameworks, mappings=said)
    two = Network(frameworks=case.frameworks, mappings=shuffled)
    assert one.judge() == two.judge()
    if one.judge().consistency is not Consistency.REFUTED:
        for first, second in combinations(case.places(), 2):
            assert one.derive(first, second) == two.derive(first, second)
            assert one.why(first, second) == two.why(first, second)


@given(SEEDS, st.randoms(use_true_random=False))
def test_the_side_a_row_is_read_from_does_not_matter(seed: int, rng: Random) -> None:
    """Nor does the order of the frameworks."""
    case = drawn(seed)
    turned = [rng.choice((own, own.inverse())) for own in case.mappings]
    frameworks = rng.sample(case.frameworks, len(case.frameworks))
    other = Network(frameworks=frameworks, mappings=turned)
    places = [*case.stages, *case.places(unions=1)]
    assert everything(case.network, places) == everything(other, places)


@given(SEEDS)
def test_a_true_mapping_more_never_widens(seed: int) -> None:
    """Each relation stays as it is, or gets narrower."""
    case = drawn(seed)
    one, two = (random_place(case.rng, own) for own in case.rng.sample(case.frameworks, 2))
    true = relation(case.world, one, two)
    more = statement(one, case.rng.choice([own for own in SAYABLE if true in own.basic]), two)
    assert holds(case.world, more)
    wider = Network(frameworks=case.frameworks, mappings=[*case.mappings, more])
    places = [*case.stages, one, two]
    before, after = everything(case.network, places), everything(wider, places)
    assert all(after[pair].implies(before[pair]) for pair in before)
    assert after[one, two].implies(more.relation)


@given(SEEDS)
def test_a_framework_of_which_nothing_is_said_changes_nothing(seed: int) -> None:
    """It can always be added."""
    case = drawn(seed)
    shape = case.rng.choice(ALL)
    more = Network(frameworks=[build("more", 2, shape), *case.frameworks], mappings=case.mappings)
    assert everything(case.network, case.stages) == everything(more, case.stages)
    for one in case.stages if shape in FREE else ():
        assert more.derive(one, "more:1") is None
        assert more.why(one, "more:1").endswith("no way of mappings leads from one to the other.")


@given(SEEDS)
def test_a_derivation_is_never_more_trusted_than_its_weakest_statement(seed: int) -> None:
    """Where one statement has no confidence, it has none."""
    case = drawn(seed, large=not seed % 10)
    network = case.network
    for one, two in combinations(case.places(), 2):
        derived = network.derive(one, two)
        if derived is None:
            continue
        sure = [own.confidence for own in derived.statements]
        if None in sure or not sure:
            assert derived.confidence is None
            continue
        assert derived.confidence is not None
        assert derived.confidence <= min(own for own in sure if own is not None)


@given(SEEDS)
def test_what_is_derived_between_frameworks_is_what_no_mapping_says(seed: int) -> None:
    """In the order of the stages; each as it would be derived alone."""
    case = drawn(seed)
    network = case.network
    one, two = case.rng.sample(case.frameworks, 2)
    found = network.derived(one.id, two.id)
    pairs = [(stage.ref, other.ref) for stage in one.stages for other in two.stages]
    alone = [network.derive(*pair) for pair in pairs]
    assert found == tuple(own for own in alone if own is not None and not own.is_claimed)
    for own in alone:
        if own is not None and own.is_claimed:
            (claim,) = own.statements
            assert isinstance(claim, Mapping)
            same_side = claim.places == (own.subject, own.object)
            said = claim.relation if same_side else claim.relation.converse
            assert said.implies(own.relation)

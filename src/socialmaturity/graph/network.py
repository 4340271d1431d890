"""Several frameworks and all mappings between them, reasoned over together."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Final

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    UnknownFrameworkError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.graph.cells import Cells, Witness
from socialmaturity.graph.derivation import DerivedMapping, Statement
from socialmaturity.graph.engine import Engine, smallest
from socialmaturity.graph.line import Line
from socialmaturity.graph.rows import (
    Frameworks,
    Row,
    covering_mappings,
    doubt_of,
    mapping_rows,
    none_rows,
)
from socialmaturity.identifiers import Place, StageRef, StageUnion, parse_place
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import MATURITY, NoCounterpart
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.mapping.relation import BY_MASK, CONVERSE, Relation
from socialmaturity.model.fields import are_all, repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage

_ANYTHING: Final = Relation.ANYTHING.mask


class Consistency(StrEnum):
    """What is known of whether statements can hold together."""

    REFUTED = "refuted"
    """They cannot."""
    SATISFIABLE = "satisfiable"
    """They can, since there is an arrangement in which all hold."""
    NOT_REFUTED = "not refuted"
    """No contradiction was found, and no arrangement was looked for to the end."""


@attrs.frozen(kw_only=True)
class Judgement:
    """Whether the statements of one axis can hold together.

    Args:
        axis: The axis.
        consistency: The verdict.
        conflict: Where refuted, statements that cannot hold together; any
            one of them left out, the others can, as far as is known.
        witness: Where satisfiable, an arrangement in which all hold.
    """

    axis: str
    consistency: Consistency
    conflict: tuple[Statement, ...] = ()
    witness: Witness | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Network:
    """Several frameworks and all that is said between their stages; immutable.

    Each axis is reasoned over by itself. Stages of a ladder that exclude
    each other are intervals that follow each other on the axis; cumulative
    stages reach from their start to its top; all other stages are sets of
    units, at any place of it.

    Args:
        frameworks: Each once.
        mappings: Between any of them, in any order.
        no_counterparts: Stages of which is said that none of a framework is
            the same; that none equals them is all that is taken from it.
        coverings: What follows from crosswalks being exhaustive, as `of`
            finds it: mappings that stand in no file.

    Raises:
        InvalidCrosswalkError: A statement is about frameworks or stages that
            are not there; all problems come together.

    Examples:
        >>> import socialmaturity as sm
        >>> crosswalks = [sm.crosswalk("solis", "carfi"), sm.crosswalk("carfi", "socedo")]
        >>> network = Network.of([sm.SOLIS, sm.CARFI, sm.SOCEDO], crosswalks)
        >>> network.relation("solis:2", "carfi:3")
        <Relation.DISJOINT: 'disjoint'>
    """

    frameworks: tuple[Framework, ...] = attrs.field(
        converter=tuple[Framework, ...], validator=are_all(Framework), repr=False
    )
    mappings: tuple[Link, ...] = attrs.field(
        default=(), converter=tuple[Link, ...], validator=are_all(Link), repr=False
    )
    no_counterparts: tuple[NoCounterpart, ...] = attrs.field(
        default=(),
        converter=tuple[NoCounterpart, ...],
        validator=are_all(NoCounterpart),
        repr=False,
    )

    coverings: tuple[Link, ...] = attrs.field(
        default=(), converter=tuple[Link, ...], validator=are_all(Link), repr=False
    )

    def __attrs_post_init__(self) -> None:
        problems = tuple(chain(self._repetitions(), self._references()))
        if problems:
            raise InvalidCrosswalkError("network", problems)

    @classmethod
    def of(cls, frameworks: Iterable[Framework], crosswalks: Iterable[Crosswalk]) -> "Network":
        """Return the network of some crosswalks.

        Args:
            frameworks: All that the crosswalks are about, and others.
            crosswalks: Any number.

        Returns:
            All mappings and statements of no counterpart; where a crosswalk
            is exhaustive, that each stage lies inside its counterparts
            taken together.

        Raises:
            InvalidCrosswalkError: As for the class.
            WrongTypeError: Something else than frameworks and crosswalks.
        """
        several = tuple(expect(one, Crosswalk, "crosswalks") for one in crosswalks)
        return cls(
            frameworks=frameworks,
            mappings=[own for one in several for own in one.mappings],
            no_counterparts=[own for one in several for own in one.no_counterparts],
            coverings=[own for one in several for own in covering_mappings(one)],
        )

    def _repetitions(self) -> Iterable[SocialMaturityError]:
        for which in repeated(own.id for own in self.frameworks):
            yield DuplicateError(
                f"the framework {which!r} stands here twice", path="frameworks", value=which
            )

    def _references(self) -> Iterable[SocialMaturityError]:
        known: set[Place] = set()
        for name, links in (("mappings", self.mappings), ("coverings", self.coverings)):
            for index, mapping in enumerate(links):
                for place in mapping.places:
                    problem = None if place in known else self._missing(place)
                    if problem is None:
                        known.add(place)
                    else:
                        yield problem.under(f"{name}[{index}]")
        for index, none in enumerate(self.no_counterparts):
            path = f"no_counterparts[{index}]"
            problem = self._missing(none.stage)
            if problem is not None:
                yield problem.under(path)
            if none.framework not in self.by_id:
                yield UnknownFrameworkError(none.framework, self.by_id, path=path)

    def _missing(self, place: Place) -> SocialMaturityError | None:
        try:
            self._look_up(place)
        except SocialMaturityError as problem:
            return problem
        return None

    def _look_up(self, place: Place) -> tuple[Stage, ...]:
        framework = self.framework(place.framework)
        if 0 in place.ordinals:
            raise InvalidValueError(
                f"{place} is the place below the first stage, which says nothing of where units"
                " are; a mapping is about stages, from 1",
                value=str(place),
            )
        return framework.stages_at(place)

    @cached_property
    def by_id(self) -> Frameworks:
        """The frameworks by their ids."""
        return {own.id: own for own in self.frameworks}

    def framework(self, which: str) -> Framework:
        """Return one of the frameworks.

        Args:
            which: Its id.

        Returns:
            The framework.

        Raises:
            UnknownFrameworkError: The network lacks it.
            WrongTypeError: No id.
        """
        if expect(which, str, "framework") not in self.by_id:
            raise UnknownFrameworkError(
                which, self.by_id, hint="give the network every framework that it is about"
            )
        return self.by_id[which]

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The axes that mappings lie on, the common one first, the others in order of names."""
        others = sorted({own.axis for own in (*self.mappings, *self.coverings)} - {MATURITY})
        return (MATURITY, *others)

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Row]]:
        """Rows by axis, in an order that does not depend on that of the mappings."""
        by_axis: dict[str, list[Row]] = {axis: [] for axis in self.axes}
        links = (*self.mappings, *self.coverings)
        for mapping, row in zip(links, mapping_rows(links), strict=True):
            by_axis[mapping.axis].append(row)
        for rows in by_axis.values():
            rows.sort(key=row_key)
        by_axis[MATURITY] += sorted(none_rows(self.no_counterparts, self.by_id), key=row_key)
        return by_axis

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        return {}

    def engine(self, axis: str) -> Engine:
        """Return what follows on an axis, as the engines have it.

        Args:
            axis: One of the axes.

        Returns:
            Always the same object.

        Raises:
            InvalidValueError: No mapping lies on the axis.
        """
        if axis not in self._rows:
            raise InvalidValueError(
                f"no mapping lies on the axis {shown(axis)}; known:"
                f" {', '.join(map(repr, self.axes))}",
                path="axis",
                value=axis,
            )
        if axis not in self._engines:
            self._engines[axis] = Engine(self.by_id, self._rows[axis])
        return self._engines[axis]

    def place(self, which: Place | Stage | str) -> Place:
        """Return a stage, or several together, of one of the frameworks.

        Args:
            which: As an object, or as text such as ``solis:2``,
                ``solis:2+3`` or ``solis:2+``.

        Returns:
            The reference.

        Raises:
            WrongTypeError: Nothing of the kind.
            InvalidIdentifierError: Text of another form.
            UnknownFrameworkError: The network lacks the framework.
            UnknownStageError: The framework has no such stage.
            InvalidValueError: The place below the first stage.
        """
        if isinstance(which, Stage):
            which = which.ref
        place = parse_place(which) if isinstance(which, str) else which
        if not isinstance(place, StageRef | StageUnion):
            raise WrongTypeError(
                f"expected a stage, or text such as 'solis:7', not {shown(which)}", value=which
            )
        self._look_up(place)
        return place

    def _sound(self, axis: str) -> Engine:
        """Return the engine of an axis that is not refuted: of a contradiction all follows."""
        engine = self.engine(axis)
        if engine.is_refuted:
            conflict = self.judge(axis).conflict
            raise ContradictionError(
                f"the mappings of the axis {axis!r} contradict each other, so that nothing can be"
                f" concluded: {'; '.join(map(str, conflict))}. Ask check_network for all of them"
                " and for repairs",
                path="mappings",
                value=conflict,
            )
        return engine

    def relation(
        self, one: Place | Stage | str, two: Place | Stage | str, *, axis: str = MATURITY
    ) -> Relation:
        """Return how two stages can lie to each other, by all that is known.

        Args:
            one: A stage, or several together.
            two: The same.
            axis: The axis whose mappings are used.

        Returns:
            The least relation that must hold: `Relation.ANYTHING` where
            nothing follows.

        Raises:
            UnknownFrameworkError: The network lacks a framework.
            UnknownStageError: A framework has no such stage.
            InvalidValueError: No mapping lies on the axis.
            ContradictionError: The mappings of the axis cannot all hold.
        """
        first, second = self.place(one), self.place(two)
        return BY_MASK[self._asking(self._sound(axis), first, second).mask(first, second)]

    def _asking(self, engine: Engine, *places: Place) -> Engine:
        """Return an engine that knows unions that no mapping speaks of."""
        unknown = [
            place for place in places if isinstance(place, StageUnion) and not engine.knows(place)
        ]
        asked = Engine(self.by_id, engine.rows, unknown) if unknown else engine
        return engine if asked.sets is None else asked

    def relations(
        self, stage: Place | Stage | str, *, axis: str = MATURITY
    ) -> dict[StageRef, Relation]:
        """Return how one stage can lie to every stage of the other frameworks.

        Args:
            stage: A stage, or several together.
            axis: The axis whose mappings are used.

        Returns:
            Those of which something is known, stages of ladders first.

        Raises:
            UnknownFrameworkError: As for `relation`; so the other errors.
        """
        one = self.place(stage)
        engine = self._asking(self._sound(axis), one)
        return {other: BY_MASK[mask] for other, mask in engine.masks(one).items()}

    def derive(
        self, one: Place | Stage | str, two: Place | Stage | str, *, axis: str = MATURITY
    ) -> DerivedMapping | None:
        """Return how two stages must lie to each other, with what it follows from.

        Args:
            one: A stage, or several together.
            two: The same.
            axis: The axis whose mappings are used.

        Returns:
            The derivation; ``None`` where nothing follows, which `why`
            explains.

        Raises:
            UnknownFrameworkError: As for `relation`; so the other errors.

        Examples:
            >>> import socialmaturity as sm
            >>> crosswalks = [sm.crosswalk("solis", "carfi")]
            >>> network = Network.of([sm.SOLIS, sm.CARFI], crosswalks)
            >>> print(network.derive("solis:2", "carfi:3").text())
            Solis 2 shares nothing with Carfi 3 (confidence 0.75), since
            - Solis 2 lies inside Carfi 2 (confidence 0.75)
              Solis 2 ends no later than Carfi 3 starts.
        """
        first, second = self.place(one), self.place(two)
        engine = self._asking(self._sound(axis), first, second)
        mask = engine.mask(first, second)
        if mask == _ANYTHING:
            return None
        rows = self._fewest(engine, first, second, mask)
        small = self._small(rows, first, second)
        return DerivedMapping(
            subject=first,
            relation=BY_MASK[mask],
            object=second,
            axis=axis,
            statements=tuple(dict.fromkeys(row.said_by for row in rows)),
            steps=()
            if _says_so(rows, first, second, mask)
            else tuple(reason.text for reason in small.reasons(first, second)),
        )

    def _fewest(self, engine: Engine, one: Place, two: Place, mask: int) -> list[Row]:
        """Return rows from which it follows how two places lie, and no row too many."""

        def follows(rows: Sequence[Row]) -> bool:
            return not self._small(rows, one, two).mask(one, two) & ~mask

        if follows([]):
            return []
        direct = [row for row in engine.rows if {row.subject, row.object} == {one, two}]
        for row in sorted(direct, key=doubt_of):
            if follows([row]):
                return [row]
        kept = smallest(engine.rows, engine.support(one, two), follows)
        return [engine.rows[number] for number in kept]

    def _small(self, rows: Sequence[Row], *places: Place) -> Engine:
        return Engine(self._about(rows, *places), rows, places)

    def _about(self, rows: Iterable[Row], *places: Place) -> Frameworks:
        named = {
            place.framework
            for place in (*places, *(side for row in rows for side in (row.subject, row.object)))
        }
        return {which: own for which, own in self.by_id.items() if which in named}

    def derived(
        self, subject: str, other: str, *, axis: str = MATURITY
    ) -> tuple[DerivedMapping, ...]:
        """Return what follows between the stages of two frameworks and is not claimed.

        Args:
            subject: Id of one framework of the network.
            other: Id of another one.
            axis: The axis whose mappings are used.

        Returns:
            A derivation for each two stages of which something follows that
            no mapping of just these two says; in the order of the stages.

        Raises:
            UnknownFrameworkError: As for `relation`; so the other errors.
        """
        if subject == other:
            raise FrameworkMismatchError(
                f"{subject!r} stands on both sides; ask for what follows between two frameworks",
                value=other,
            )
        found = (
            self.derive(one.ref, two.ref, axis=axis)
            for one in self.framework(subject).stages
            for two in self.framework(other).stages
        )
        return tuple(own for own in found if own is not None and not own.is_claimed)

    def why(
        self, one: Place | Stage | str, two: Place | Stage | str, *, axis: str = MATURITY
    ) -> str:
        """Return why something follows for two stages, or why nothing does.

        Args:
            one: A stage, or several together.
            two: The same.
            axis: The axis whose mappings are used.

        Returns:
            Sentences, one a line.

        Raises:
            UnknownFrameworkError: As for `relation`; so the other errors.

        Examples:
            >>> import socialmaturity as sm
            >>> crosswalks = [sm.crosswalk("solis", "socedo"), sm.crosswalk("socedo", "carfi")]
            >>> network = Network.of([sm.SOLIS, sm.SOCEDO, sm.CARFI], crosswalks)
            >>> print(network.why("solis:5", "carfi:4"))
            Nothing follows for Solis 5 and Carfi 4: the shortest way is "Solis 5 overlaps \
Socedo 3", "Socedo 3 overlaps Carfi 4", and what it says leaves all five relations open.
        """
        found = self.derive(one, two, axis=axis)
        if found is not None:
            return found.text()
        first, second = self.place(one), self.place(two)
        told = f"Nothing follows for {first.spoken} and {second.spoken}"
        way = self._way(first, second, axis)
        if way is None:
            return f"{told}: no way of mappings leads from one to the other."
        said = ", ".join(f'"{own}"' for own in way)
        return (
            f"{told}: the shortest way is {said}, and what it says leaves all five relations open."
        )

    def _way(self, one: Place, two: Place, axis: str) -> list[Statement] | None:
        """Return the shortest way of mappings between two places, if there is one."""
        by_place: dict[Place, list[tuple[Place, tuple[Statement, ...]]]] = {}
        for row in self._rows[axis]:
            if isinstance(row.said_by, Link):
                by_place.setdefault(row.subject, []).append((row.object, (row.said_by,)))
                by_place.setdefault(row.object, []).append((row.subject, (row.said_by,)))
        for place in (*by_place, one, two):
            for stage in self._look_up(place) if isinstance(place, StageUnion) else ():
                by_place.setdefault(place, []).append((stage.ref, ()))
                by_place.setdefault(stage.ref, []).append((place, ()))
        reached: dict[Place, list[Statement]] = {one: []}
        edge = [one]
        while edge and two not in reached:
            following: list[Place] = []
            for place in edge:
                for other, said_by in by_place.get(place, ()):
                    if other not in reached:
                        reached[other] = [*reached[place], *said_by]
                        following.append(other)
            edge = following
        return reached.get(two)

    def judge(self, axis: str = MATURITY) -> Judgement:
        """Return whether the statements of an axis can hold together.

        Args:
            axis: The axis.

        Returns:
            Refuted with statements of which none can be left out;
            satisfiable with an arrangement; or not refuted, where the
            network is too large, or too tangled, for an exact answer.

        Raises:
            InvalidValueError: No mapping lies on the axis.

        References:
            Order: van Beek, 1992. Sets: Jonsson and Drakengren, 1997. The
            arrangement is looked for among the cells of the Venn diagram
            that the frameworks allow.
        """
        return self.judge_rows(axis, self.engine(axis).rows)

    def judge_rows(self, axis: str, rows: Sequence[Row]) -> Judgement:
        """Return whether some rows can hold together; as `judge`."""
        engine = self.engine_for(rows)
        if engine.conflict is not None:
            few = [rows[number] for number in smallest(rows, engine.conflict, self._refutes)]
            kept = smallest(few, range(len(few)), self._has_no_model)
            return self._refuted(axis, [few[number] for number in kept])
        cells = Cells(self._about(rows), rows)
        if not cells.is_small():
            return Judgement(axis=axis, consistency=Consistency.NOT_REFUTED)
        witness = cells.solve(Line(self._about(rows), rows))
        if witness is not None:
            return Judgement(axis=axis, consistency=Consistency.SATISFIABLE, witness=witness)
        if cells.gave_up:
            return Judgement(axis=axis, consistency=Consistency.NOT_REFUTED)
        kept = smallest(rows, range(len(rows)), self._has_no_model)
        return self._refuted(axis, [rows[number] for number in kept])

    def rows(self, axis: str) -> Sequence[Row]:
        """Return the statements of an axis as the engines take them; raises as `engine`."""
        return self.engine(axis).rows

    def engine_for(self, rows: Sequence[Row], *, by_order: bool = True) -> Engine:
        """Return what some of the rows say by themselves, of the frameworks they are about."""
        return Engine(self._about(rows), rows, by_order=by_order)

    @staticmethod
    def _refuted(axis: str, rows: Iterable[Row]) -> Judgement:
        conflict = tuple(dict.fromkeys(row.said_by for row in rows))
        return Judgement(axis=axis, consistency=Consistency.REFUTED, conflict=conflict)

    def _refutes(self, rows: Sequence[Row]) -> bool:
        return self._small(rows).is_refuted

    def _has_no_model(self, rows: Sequence[Row]) -> bool:
        if self._refutes(rows):
            return True
        frameworks = self._about(rows)
        cells = Cells(frameworks, rows)
        if not cells.is_small():
            return False
        return cells.solve(Line(frameworks, rows)) is None and not cells.gave_up


def row_key(row: Row) -> tuple[object, ...]:
    """Return what rows are sorted by, so that their order does not depend on that of a file."""
    subject, other = row.subject, row.object
    return (
        subject.framework,
        subject.ordinals,
        other.framework,
        other.ordinals,
        row.mask,
        doubt_of(row),
        str(subject),
        str(other),
        _Told(row.said_by),
    )


class _Told:
    """A statement in the order of all it says; only asked for where all else is the same."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement

    def __lt__(self, other: "_Told") -> bool:
        return self._told() < other._told()

    def _told(self) -> tuple[str, str]:
        return repr(self._statement), str(self._statement.origin)


def _says_so(rows: Sequence[Row], one: Place, two: Place, mask: int) -> bool:
    """Whether one row says just what follows."""
    return len(rows) == 1 and (rows[0].subject, rows[0].object, rows[0].mask) in (
        (one, two, mask),
        (two, one, CONVERSE[mask]),
    )

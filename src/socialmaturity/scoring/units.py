"""Several units of one organisation: how their stages are spread, and what can be said of all."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard

import attrs

from socialmaturity.errors import (
    DuplicateError,
    FrameworkMismatchError,
    InvalidValueError,
    MissingValueError,
    UnknownNameError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.model.fields import Number, parse_share, repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.result import StageResult


@attrs.frozen(kw_only=True)
class UnitRange:
    """Where one unit is.

    Args:
        unit: Its name.
        lower: The lowest stage it can be at.
        upper: The highest.
        result: What it was scored to; ``None`` for a unit that was not
            assessed, which can be anywhere.
    """

    unit: str
    lower: Stage
    upper: Stage
    result: StageResult | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class StageCount:
    """How many units are at one stage.

    Args:
        stage: Which.
        sure: The units that are there, by name.
        possible: Those that may be there beside them.
    """

    stage: Stage
    sure: tuple[str, ...]
    possible: tuple[str, ...]


@attrs.frozen(kw_only=True)
class RollUpStage:
    """A stage said of several units together, or the range it lies in.

    Args:
        lower: With every unit at its lowest.
        upper: With every unit at its highest.
        held_by: The units that hold it back: those whose highest stage is
            not above *upper*.
    """

    lower: Stage
    upper: Stage
    held_by: tuple[str, ...]

    @property
    def stage(self) -> Stage | None:
        """The stage where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None

    def __str__(self) -> str:
        if self.lower == self.upper:
            return str(self.lower)
        return f"{self.lower} at worst and {self.upper} at best"


@attrs.frozen(kw_only=True)
class RollUp:
    """Several units of one organisation, side by side. Their stages are never averaged.

    Args:
        framework: What they were scored by.
        units: In the order given; those that were not assessed last.
    """

    framework: Framework = attrs.field(repr=False)
    units: tuple[UnitRange, ...]

    def __getitem__(self, unit: str) -> UnitRange:
        """Return one unit by its name.

        Args:
            unit: Its name.

        Returns:
            Where it is.

        Raises:
            WrongTypeError: No text.
            UnknownNameError: There is none; the message offers near names.
        """
        expect(unit, str, "unit")
        for own in self.units:
            if own.unit == unit:
                return own
        raise UnknownNameError(unit, [own.unit for own in self.units], within="the units")

    @property
    def distribution(self) -> tuple[StageCount, ...]:
        """The units at each stage, lowest first, also at stages where none is."""
        lowest = (self.framework.below,) if self.framework.below else ()
        return tuple(map(self._count, (*lowest, *self.framework.stages)))

    def _count(self, stage: Stage) -> StageCount:
        sure = tuple(own.unit for own in self.units if own.lower == own.upper == stage)
        return StageCount(
            stage=stage,
            sure=sure,
            possible=tuple(
                own.unit
                for own in self.units
                if own.unit not in sure and stage in _can_be(own, self.framework)
            ),
        )

    @property
    def worst(self) -> RollUpStage:
        """The stage that every unit has reached, which is that of the worst."""
        return self.reached_by(1)

    def reached_by(self, quorum: Number | str) -> RollUpStage:
        """Return the highest stage that a share of the units has reached.

        Args:
            quorum: Share of the units, above 0 and up to 1, also as text
                such as ``2/3``; 1 is the stage of the worst unit.

        Returns:
            The stage or its range; both ends are attained, since each can
            only rise when a unit does.

        Raises:
            InvalidValueError: A share that is not above 0 and up to 1.
            WrongTypeError: No number.
        """
        share = parse_share(quorum, "quorum")
        if share == 0:
            raise InvalidValueError(
                "a quorum of 0 would be reached by no unit; give a share above 0",
                path="quorum",
                value=quorum,
            )
        needed = -(-share.numerator * len(self.units) // share.denominator)
        lower, upper = (
            sorted((own.ordinal for own in ends), reverse=True)[needed - 1]
            for ends in (
                [own.lower for own in self.units],
                [own.upper for own in self.units],
            )
        )
        return RollUpStage(
            lower=self.framework.stage(lower),
            upper=self.framework.stage(upper),
            held_by=tuple(own.unit for own in self.units if own.upper.ordinal <= upper),
        )

    def text(self) -> str:
        """Return the units in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        for own in self.units:
            place = str(own.lower)
            if own.lower != own.upper:
                place = f"{own.lower} at worst and {own.upper} at best"
            if own.result is None:
                place = f"not assessed, so anywhere from {own.lower} to {own.upper}"
            yield f"{own.unit}: {place}."
        worst = self.worst
        yield f"All of them: {worst} (held by {', '.join(worst.held_by)})."

    def to_dict(self) -> dict[str, Any]:
        """Return the units as plain data: ordinals, names and text."""
        return {
            "framework": self.framework.id,
            "units": [
                {
                    "unit": own.unit,
                    "lower": own.lower.ordinal,
                    "upper": own.upper.ordinal,
                    "assessed": own.result is not None,
                }
                for own in self.units
            ],
            "distribution": [
                {
                    "stage": own.stage.ordinal,
                    "sure": list(own.sure),
                    "possible": list(own.possible),
                }
                for own in self.distribution
            ],
            "worst": {
                "lower": self.worst.lower.ordinal,
                "upper": self.worst.upper.ordinal,
                "held_by": list(self.worst.held_by),
            },
        }


def _can_be(own: UnitRange, framework: Framework) -> tuple[Stage, ...]:
    if own.result is not None:
        return own.result.possible if own.lower != own.upper else (own.lower,)
    return (framework.lowest, *framework.stages)


def roll_up(results: Iterable[StageResult], *, expected: Iterable[str] = ()) -> RollUp:
    """Return several units of one organisation, side by side.

    Cisco's text has units in different phases at once; which rule speaks for
    all of them is the caller's to choose, by name.

    Args:
        results: One for each unit that was assessed, all of one framework
            and by one method; the assessments name their units.
        expected: The names of all units, also of those that were not
            assessed, which can be anywhere; empty for those of the results.

    Returns:
        The units, their distribution over the stages, the worst, and the
        highest stage of a quorum, each with its range.

    Raises:
        WrongTypeError: No results of stages, or names that are no text.
        MissingValueError: No unit at all, or a result whose assessment
            names none.
        DuplicateError: Two units of one name.
        FrameworkMismatchError: Results of two frameworks.
        InvalidValueError: Results by two methods, or of a unit that was not
            expected.

    References:
        W3C accessibility maturity model, issue 17: whether the stage of the
        whole is that of its worst part has to be said.

    Examples:
        >>> import socialmaturity as sm
        >>> brands = [
        ...     sm.Assessment(framework="solis", unit=unit, answers={"listening": answer})
        ...     for unit, answer in (("North", "N"), ("South", "F"))
        ... ]
        >>> brands = [sm.score(own, policy="worst") for own in brands]
        >>> print(roll_up(brands, expected=["North", "South", "West"]).worst)
        below stage 1
    """
    given = [expect(own, StageResult, "results") for own in _listed(results, "results")]
    names = [expect(own, str, "expected") for own in _listed(expected, "expected")]
    _check_units(given, names)
    framework = given[0].framework
    units = [_unit_range(own) for own in given]
    units += (
        UnitRange(unit=own, lower=framework.lowest, upper=framework.stages[-1])
        for own in names
        if own not in {one.unit for one in units}
    )
    return RollUp(framework=framework, units=tuple(units))


def _listed(values: object, path: str) -> list[Any]:
    if isinstance(values, str) or not _is_iterable(values):
        raise WrongTypeError(f"expected several, not {shown(values)}", path=path, value=values)
    return list(values)


def _is_iterable(values: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(values, Iterable)


def _unit_range(result: StageResult) -> UnitRange:
    """Return where a unit is; a policy of the caller's has settled it."""
    ends = (result.lower, result.upper) if result.stage is None else (result.stage,) * 2
    return UnitRange(unit=result.assessment.unit, lower=ends[0], upper=ends[1], result=result)


def _check_units(results: list[StageResult], expected: list[str]) -> None:
    if not results:
        raise MissingValueError("no unit was assessed; give one result at least", path="results")
    units = [own.assessment.unit for own in results]
    _check_names(units, expected)
    for place, own in enumerate(results):
        if own.framework != results[0].framework:
            raise FrameworkMismatchError(
                f"{own.framework} is another framework than {results[0].framework}",
                path=f"results[{place}]",
                value=own.framework.id,
            )
        if own.method != results[0].method:
            raise InvalidValueError(
                "this unit was scored by another method; score all alike",
                path=f"results[{place}]",
                value=own.rule,
            )


def _check_names(units: list[str], expected: list[str]) -> None:
    for place, unit in enumerate(units):
        if not unit:
            raise MissingValueError(
                "the assessment names no unit; give it unit=...", path=f"results[{place}]"
            )
    for path, names in (("results", units), ("expected", expected)):
        for twice in repeated(names):
            raise DuplicateError(f"two units are named {shown(twice)}", path=path, value=twice)
    for place, unit in enumerate(expected):
        if not unit.strip():
            raise MissingValueError("a unit has a name", path=f"expected[{place}]", value=unit)
    for place, unit in enumerate(units if expected else ()):
        if unit not in expected:
            near = near_names(unit, expected)
            guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise InvalidValueError(
                f"unit {shown(unit)} is not among those expected{guess}",
                path=f"results[{place}]",
                value=unit,
            )

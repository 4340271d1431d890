"""Counts of all groups of indicators of an assessment, side by side in one whole number.

Each answer is looked up as a change of that number, so that an assessment is
counted by one sum, whatever its stages and dimensions are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, Final, Generic, NamedTuple, TypeVar

from socialmaturity.assessment.outcome import UNKNOWN, Answer, Outcome, outcome_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidAnswerError
from socialmaturity.model.framework import Framework
from socialmaturity.model.indicator import Indicator
from socialmaturity.model.scale import YES_NO, Scale
from socialmaturity.scoring.method import Method
from socialmaturity.scoring.parameters import Thresholds
from socialmaturity.scoring.profile import ProfileRule

_T = TypeVar("_T")

_MOST_KEPT: Final = 8192

Count = Callable[[Assessment], int | None]
"""Gives the packed counts of an assessment; ``None`` where an answer cannot be counted."""


class Kept(dict[Any, _T], Generic[_T]):
    """What was made of a key, made on first use; it never grows beyond a bound.

    Args:
        make: Makes it of the key.
    """

    def __init__(self, make: Callable[[Any], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> _T:
        """Make what belongs to a key, and keep it."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        made = self[key] = self._make(key)
        return made


class Group(NamedTuple):
    """Indicators that are counted together, and where their counts lie in the packed ones.

    Four counts lie side by side, each as wide as the largest of them can be.

    Args:
        shift: How many bits lie below.
        size: How many indicators.
    """

    shift: int
    size: int

    @property
    def width(self) -> int:
        """Bits of one count."""
        return self.size.bit_length()

    @property
    def mask(self) -> int:
        """The bits of all four counts, shifted down."""
        return (1 << 4 * self.width) - 1

    def change(self, *, met: int = 0, below: int = 0, unknown: int = 0, vacuous: int = 0) -> int:
        """Return a change of the counts as one of the packed ones."""
        counts = (met, below, unknown, vacuous)
        return sum(own << place * self.width for place, own in enumerate(counts)) << self.shift

    def counts(self, bits: int) -> tuple[int, int, int, int]:
        """Return the counts met, met below, unknown and vacuous, from bits shifted down."""
        width, one = self.width, (1 << self.width) - 1
        return bits & one, bits >> width & one, bits >> 2 * width & one, bits >> 3 * width


class Layout(NamedTuple):
    """Where everything is counted.

    Args:
        whole: All indicators that are scored; nothing lies below it.
        stages: Those of each stage, in order; a baseline has none.
        dimensions: Those of each dimension, by its id; for a profile alone.
        of: The groups of each indicator of the framework, by its id; one that is
            not scored is in none.
    """

    whole: Group
    stages: tuple[Group, ...]
    dimensions: dict[str, Group]
    of: dict[str, tuple[Group, ...]]

    @property
    def groups(self) -> Iterator[Group]:
        """All of them, in the order in which they lie."""
        return chain((self.whole,), self.stages, self.dimensions.values())


def layout_of(framework: Framework, method: Method) -> Layout:
    """Return where the indicators that a method scores are counted.

    Args:
        framework: Theirs.
        method: Says which dimension is scored, and whether each has counts
            of its own.

    Returns:
        First the whole, then stages, then dimensions.
    """
    counted = framework.dimensions if isinstance(method.rule, ProfileRule) else ()
    members = [
        _scored(framework.indicators, method.dimension),
        *(_scored(own.indicators, method.dimension) for own in framework.stages),
        *(_scored(_scored(framework.indicators, own.id), method.dimension) for own in counted),
    ]
    whole, *rest = _side_by_side([len(own) for own in members])
    of: dict[str, tuple[Group, ...]] = {own.id: () for own in framework.indicators}
    for group, indicators in zip((whole, *rest), members, strict=True):
        for own in indicators:
            of[own.id] += (group,)
    stages, others = rest[: len(framework.stages)], rest[len(framework.stages) :]
    dimensions: dict[str, Group] = {
        own.id: group for own, group in zip(counted, others, strict=True)
    }
    return Layout(whole, tuple(stages), dimensions, of)


def _scored(indicators: Sequence[Indicator], dimension: str | None) -> Sequence[Indicator]:
    return [own for own in indicators if dimension in (None, own.dimension)]


def _side_by_side(sizes: Iterable[int]) -> list[Group]:
    groups: list[Group] = []
    shift = 0
    for size in sizes:
        groups.append(Group(shift, size))
        shift += 4 * groups[-1].width
    return groups


def counter(scale: Scale, limits: Thresholds, layout: Layout) -> Count:
    """Return what counts assessments on a scale.

    Args:
        scale: Theirs.
        limits: The thresholds on it.
        layout: Where is counted.

    Returns:
        A function that gives packed counts; ``None`` for an assessment with
        an answer that is not on the scale, or to nothing that is asked.
    """
    change = Kept(_change_of(scale, limits, layout)).__getitem__
    start = sum(group.change(unknown=group.size) for group in layout.groups)
    stranger = _stranger(scale)

    def count(assessment: Assessment) -> int | None:
        answers = (assessment.found if assessment.findings else assessment.answers).items()
        if stranger is not None and any(type(answer) is stranger for _, answer in answers):
            return None
        try:
            return sum(map(change, answers), start)
        except KeyError:
            return None

    return count


def _stranger(scale: Scale) -> type | None:
    """Return the type of answers that are off a scale and equal to some that are on it.

    As a key, ``True`` is the number 1.
    """
    if not scale.labels:
        return bool
    return Fraction if scale.labels == YES_NO.labels else None


def _change_of(
    scale: Scale, limits: Thresholds, layout: Layout
) -> Callable[[tuple[str, Answer]], int]:
    """Return how an answer to an indicator changes the counts of nothing assessed."""

    def change(given: tuple[str, Answer]) -> int:
        name, answer = given
        groups, outcome = layout.of[name], outcome_of(answer)
        if outcome in UNKNOWN:
            return 0
        if outcome is Outcome.NOT_APPLICABLE:
            return sum(group.change(vacuous=1, unknown=-1) for group in groups)
        try:
            level = scale.level(answer)
        except InvalidAnswerError:
            raise KeyError(given) from None
        met, below = limits.at.reached_by(level), limits.lower_at.reached_by(level)
        return sum(group.change(met=met, below=below, unknown=-1) for group in groups)

    return change

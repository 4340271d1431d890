"""Numbers of answers, and results and explanations of the rules that calculate with them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeGuard

import attrs

from socialmaturity.assessment.outcome import Answer, Outcome
from socialmaturity.errors import (
    InvalidValueError,
    MissingValueError,
    UnknownReferenceError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import IndicatorId
from socialmaturity.model.fields import Number, parse_number
from socialmaturity.model.scale import Level, Scale, refuse_falling
from socialmaturity.scoring.explanation import (
    Explanation,
    Verdict,
    show_answer,
    show_outcome,
    show_rounded,
)
from socialmaturity.scoring.result import Result

Pairs = tuple[tuple[str, Fraction], ...]
"""Numbers by name, in order of the names."""


def keep_pairs(given: Mapping[str, Number | str] | Pairs | None, path: str) -> Pairs | None:
    """Return numbers by name as a rule keeps them.

    Args:
        given: Exact, or text such as ``1/3``; ``None`` stays, and so does
            what is kept already.
        path: The name of the argument.

    Returns:
        Pairs, in order of the names.

    Raises:
        WrongTypeError: No mapping, or a name that is no text.
        InvalidValueError: A number that is not finite.
    """
    if given is None or _are_kept(given):
        return given
    if not isinstance(given, Mapping):
        raise WrongTypeError(
            f"expected numbers by name, such as {{'L': 0.7}}, not {shown(given)}",
            path=path,
            value=given,
        )
    pairs: list[tuple[str, Fraction]] = []
    for name, number in given.items():
        if not isinstance(name, str):
            raise WrongTypeError(f"a name is text, not {shown(name)}", path=path, value=name)
        pairs.append((name, parse_number(number, f"{path}.{name}")))
    return tuple(sorted(pairs))


def _are_kept(given: object) -> TypeGuard[Pairs]:
    return _is_tuple(given) and all(map(_is_pair, given))


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _is_pair(own: object) -> bool:
    return _is_tuple(own) and [*map(type, own)] == [str, Fraction]


@attrs.frozen(kw_only=True)
class Numbers:
    """The numbers of a scale.

    Args:
        scale: What is answered on.
        values: The number of each label, worst first; empty where answers
            are numbers.
    """

    scale: Scale
    values: tuple[Fraction, ...]

    @property
    def lowest(self) -> Fraction:
        """The number of the worst answer."""
        return self.values[0] if self.values else Fraction(0)

    @property
    def highest(self) -> Fraction:
        """The number of the best answer."""
        return self.values[-1] if self.values else Fraction(1)

    def of(self, level: Level) -> Fraction:
        """Return the number of a place on the scale."""
        return self.values[int(level)] if self.values else Fraction(level)

    @property
    def pairs(self) -> tuple[tuple[str, Fraction], ...]:
        """Labels with their numbers, worst first."""
        return tuple(zip(self.scale.labels, self.values, strict=False))


def numbers_of(scale: Scale, given: Pairs | None) -> Numbers:
    """Return the numbers of a scale, from the caller or its publisher.

    Args:
        scale: What is answered on.
        given: From the caller, by label; ``None`` for the publisher's.

    Returns:
        The numbers.

    Raises:
        MissingValueError: Labels without numbers, or one of them without.
        UnknownReferenceError: A number for a label that is not there.
        ContradictionError: A number falls from a worse label to a better one.
        InvalidValueError: Numbers for a scale of numbers.
    """
    if not scale.labels:
        if given is not None:
            raise InvalidValueError(
                f"the answers on scale {scale.id!r} are numbers already; leave values out",
                path="values",
                value=given,
            )
        return Numbers(scale=scale, values=())
    if given is None:
        if not scale.values:
            example = ", ".join(f"{label!r}: ..." for label in scale.labels)
            raise MissingValueError(
                f"the labels of scale {scale.id!r} are no numbers; say what each is worth with"
                f" values={{{example}}}, or ask for another rule",
                path="values",
            )
        return Numbers(scale=scale, values=scale.values)
    table = dict(given)
    for label in table:
        if label not in scale.labels:
            raise UnknownReferenceError(
                label, scale.labels, within=f"scale {scale.id!r}", path=f"values.{label}"
            )
    missing = [label for label in scale.labels if label not in table]
    if missing:
        raise MissingValueError(
            f"label {missing[0]!r} of scale {scale.id!r} has no number", path="values"
        )
    values = tuple(table[label] for label in scale.labels)
    refuse_falling(scale.labels, values, "values")
    return Numbers(scale=scale, values=values)


@attrs.frozen(kw_only=True)
class NumberParameters:
    """What a rule of numbers was run with, as written in a result.

    Args:
        scale: Id of the scale that was answered on.
        values: The number of each label, worst first; empty where answers
            are numbers.
        groups: ``stage``, ``dimension``, ``own``, or ``flat`` for none.
        levels: ``mean``, or ``sum`` over the stages of a group.
        weights: Those given, by indicator or group; 1 for the others.
        not_applicable: What an indicator counts that does not apply;
            ``None`` where it leaves the mean.
    """

    scale: str
    values: tuple[tuple[str, Fraction], ...]
    groups: str
    levels: str
    weights: Pairs
    not_applicable: Fraction | None


@attrs.frozen(kw_only=True)
class Contribution:
    """What one indicator adds to a score: its number times its factor.

    The contributions of all add up to the score exactly, at both ends and
    for the value. For a weighted mean they are its Shapley values, too.

    Args:
        indicator: Its id.
        outcome: What became of the question.
        answer: As given.
        factor: Its share of the whole, weights of its groups included;
            0 where it does not count.
        lower: What it adds with all unknown answers at their worst.
        upper: What it adds with all at their best.
        value: What it adds to the value; ``None`` where there is no value.
    """

    indicator: IndicatorId
    outcome: Outcome
    answer: Answer
    factor: Fraction
    lower: Fraction
    upper: Fraction
    value: Fraction | None


@attrs.frozen(kw_only=True)
class DecisiveNumber:
    """An unknown answer that can change a score.

    Args:
        indicator: Its id.
        outcome: Why it is unknown.
        at_worst: The highest score left if it turns out worst.
        at_best: The lowest score left if it turns out best.
    """

    indicator: IndicatorId
    outcome: Outcome
    at_worst: Fraction
    at_best: Fraction


@attrs.frozen(kw_only=True)
class Floor:
    """A minimum, and whether it is reached.

    Args:
        name: Of the indicator or group; ``total`` for the whole.
        least: The minimum.
        lower: What is there with all unknown answers at their worst;
            ``None`` where nothing counts.
        upper: What is there with all at their best.
        verdict: By the value where there is one, else by the range;
            ``VACUOUS`` where nothing counts, which bars nothing.
    """

    name: str
    least: Fraction
    lower: Fraction | None
    upper: Fraction | None
    verdict: Verdict


@attrs.frozen(kw_only=True)
class GroupScore:
    """What one group comes to.

    Args:
        name: Of the group: given, or the id of a dimension, or the ordinal
            of a stage as text.
        lower: With all unknown answers at their worst; ``None`` where
            nothing counts.
        upper: With all at their best.
        value: Where the ends meet, or by the policy; else ``None``.
    """

    name: str
    lower: Fraction | None
    upper: Fraction | None
    value: Fraction | None


@attrs.frozen(kw_only=True)
class NumberExplanation(Explanation):
    """Why a rule of numbers gives what it gives.

    Args:
        contributions: What each indicator adds, in order.
        decisive: The unknown answers that can change the score, in order.
        floors: The minima, in order of their names.
    """

    parameters: NumberParameters
    contributions: tuple[Contribution, ...] = attrs.field(repr=False)
    decisive: tuple[DecisiveNumber, ...]
    floors: tuple[Floor, ...] = ()

    def _reasons(self) -> Iterator[str]:
        for unknown in self.decisive:
            yield (
                f"To find out: {self._named(unknown.indicator)} ({show_outcome(unknown.outcome)});"
                f" at its best the score is {show_rounded(unknown.at_best)} at least, at its worst"
                f" {show_rounded(unknown.at_worst)} at most."
            )
        for floor in self.floors:
            yield f"Asked of {floor.name}: {show_rounded(floor.least)}; {_told(floor)}."
        for own in self.contributions:
            if own.outcome is Outcome.RATED:
                yield (
                    f"{self._named(own.indicator)} at {show_answer(own.answer)} adds"
                    f" {show_rounded(own.lower, 4)}."
                )


def _told(floor: Floor) -> str:
    if floor.lower is None or floor.upper is None:
        return "nothing of it applies"
    reached = show_rounded(floor.lower)
    if floor.lower != floor.upper:
        reached = f"{reached} to {show_rounded(floor.upper)}"
    return f"{reached}, {floor.verdict.value.replace('-', ' ')}"


@attrs.frozen(kw_only=True)
class NumberResult(Result):
    """A number, or the range it lies in.

    Args:
        lower: With all unknown answers at their worst, exact; ``None``
            where nothing applies.
        upper: With all at their best.
        value: Where the ends meet, or by the policy; else ``None``.
        maximum: The most that what applies could give; it is less than that
            of others where levels are added up and one does not apply.
        groups: What each group comes to, outer groups first.
        verdict: Whether every floor is reached; ``None`` where none is set.
    """

    explanation: NumberExplanation = attrs.field(repr=False)
    lower: Fraction | None
    upper: Fraction | None
    value: Fraction | None
    maximum: Fraction | None
    groups: tuple[GroupScore, ...] = attrs.field(default=(), repr=False)
    verdict: Verdict | None = None

    @property
    def parameters(self) -> NumberParameters:
        """What the rule was run with."""
        return self.explanation.parameters

    def group(self, name: str) -> GroupScore:
        """Return what one group comes to.

        Args:
            name: Of the group.

        Returns:
            Its score.

        Raises:
            WrongTypeError: No text; a stage is named by its ordinal as text.
            UnknownReferenceError: There is none; the message offers near
                names.
        """
        expect(name, str, "name")
        for own in self.groups:
            if own.name == name:
                return own
        raise UnknownReferenceError(name, [own.name for own in self.groups], within="the groups")

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, with its explanation.

        Returns:
            As for any result; exact numbers as text.
        """
        return {
            "lower": _plain(self.lower),
            "upper": _plain(self.upper),
            "value": _plain(self.value),
            "maximum": _plain(self.maximum),
            "verdict": None if self.verdict is None else self.verdict.value,
            "groups": [
                {
                    "name": own.name,
                    "lower": _plain(own.lower),
                    "upper": _plain(own.upper),
                    "value": _plain(own.value),
                }
                for own in self.groups
            ],
            **super().to_dict(),
        }


def _plain(number: Fraction | None) -> str | None:
    return None if number is None else show_answer(number)

"""Scales that answers are given on, and thresholds on them.

Labels stay labels: they are ordered, and no distance between them is used
but the count of steps.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import attrs

from socialmaturity.errors import (
    ContradictionError,
    DuplicateError,
    InvalidAnswerError,
    InvalidValueError,
    WrongTypeError,
    near_names,
    shown,
)
from socialmaturity.identifiers import LONGEST, SLUG, parse_identifier
from socialmaturity.model.fields import (
    Number,
    are_all,
    are_lines,
    is_huge,
    parse_number,
    parse_ratio,
    repeated,
)

Level = int | Fraction
"""A place on a scale, as the rank of a label from 0 or the number itself."""

RESERVED: Final = ("cannot-tell", "not-applicable", "not-assessed")
"""What an answer says in place of a label; no scale may use these words."""


def _parse_scale_id(text: str) -> str:
    return parse_identifier(text, "scale id", SLUG, "nplf")


def _are_labels(scale: "Scale", field: "attrs.Attribute[Any]", labels: tuple[str, ...]) -> None:
    are_lines(scale, field, labels)
    if len(labels) == 1:
        raise InvalidValueError(
            f"a scale needs two labels or more, not {shown(labels)}", path=field.name, value=labels
        )
    for label in labels:
        if label.casefold() in RESERVED:
            raise InvalidValueError(
                f"label {shown(label)} is kept for answers that give no place on the scale",
                path=field.name,
                value=label,
            )
        if parse_ratio(label) is not None:
            raise InvalidValueError(
                f"label {shown(label)} would be read as a number; word it otherwise, such as"
                f" {label.replace('/', ' of ')!r}",
                path=field.name,
                value=label,
            )
    if repeated(label.casefold() for label in labels):
        raise DuplicateError(
            f"of labels {shown(labels)} two differ in case alone", path=field.name, value=labels
        )


def _parse_values(values: tuple[Number, ...]) -> tuple[Fraction, ...]:
    if not isinstance(values, tuple):
        raise WrongTypeError(
            f"expected a tuple, such as (0, 1), not {shown(values)}", path="values", value=values
        )
    return tuple(parse_number(value, f"values[{place}]") for place, value in enumerate(values))


def _are_values(
    scale: "Scale", field: "attrs.Attribute[Any]", values: tuple[Fraction, ...]
) -> None:
    if values and len(values) != len(scale.labels):
        raise InvalidValueError(
            f"{len(values)} values for {len(scale.labels)} labels", path=field.name, value=values
        )
    refuse_falling(scale.labels, values, field.name)


def refuse_falling(labels: tuple[str, ...], values: tuple[Fraction, ...], path: str) -> None:
    """Refuse numbers of labels that fall from a worse label to a better one, or never rise.

    Args:
        labels: Worst first.
        values: One for each label, or none at all.
        path: Where they stand, for the error.

    Raises:
        ContradictionError: One falls, or all are equal.
    """
    for place, (lower, upper) in enumerate(pairwise(values)):
        if upper < lower:
            raise ContradictionError(
                f"{labels[place + 1]!r} is better than {labels[place]!r} and its value"
                f" {show_number(upper)} is less than {show_number(lower)}",
                path=path,
                value=values,
            )
    if values and values[0] == values[-1]:
        raise ContradictionError(
            f"all labels have the value {show_number(values[0])}; then no answer would matter",
            path=path,
            value=values,
        )


def _are_meanings(scale: "Scale", field: "attrs.Attribute[Any]", meanings: tuple[str, ...]) -> None:
    are_all(str)(scale, field, meanings)
    if meanings and len(meanings) != len(scale.labels):
        raise InvalidValueError(
            f"{len(meanings)} meanings for {len(scale.labels)} labels",
            path=field.name,
            value=meanings,
        )


@attrs.frozen(kw_only=True, cache_hash=True)
class Scale:
    """What may be answered: ordered labels, or a number from 0 to 1.

    Args:
        id: Short name.
        labels: At least two, worst first; empty for numbers from 0 to 1.
        meanings: What each label says, in the same order; empty, or as
            many as labels.
        values: The number that the publisher gives each label, in the same
            order and never falling; empty where none does. Rules of numbers
            alone use them.

    Raises:
        InvalidValueError: One label only, meanings or values of another
            count, a label that is a word for an answer that is none, or one
            that reads as a ratio of numbers.
        ContradictionError: A value falls from a worse label to a better one,
            or all are equal.

    Examples:
        >>> NPLF.labels
        ('N', 'P', 'L', 'F')
    """

    id: str = attrs.field(converter=_parse_scale_id)
    labels: tuple[str, ...] = attrs.field(default=(), validator=_are_labels)
    meanings: tuple[str, ...] = attrs.field(default=(), validator=_are_meanings)
    values: tuple[Fraction, ...] = attrs.field(
        default=(), converter=_parse_values, validator=_are_values
    )

    @property
    def lowest(self) -> Level:
        """The worst place."""
        return 0

    @property
    def highest(self) -> Level:
        """The best place."""
        return len(self.labels) - 1 if self.labels else 1

    def level(self, answer: object) -> Level:
        """Return the place of *answer* on the scale.

        Args:
            answer: A label, in its own spelling, or a number from 0 to 1;
                ``True`` and ``False`` stand for yes and no on that scale.

        Returns:
            Rank of the label from 0, or the exact number.

        Raises:
            InvalidAnswerError: Anything else; the message says what is
                expected and what is near.

        Examples:
            >>> NPLF.level("L"), ZERO_TO_ONE.level(0.1)
            (2, Fraction(1, 10))
        """
        if not self.labels:
            return self._number(answer)
        if isinstance(answer, bool) and self.labels == YES_NO.labels:
            return int(answer)
        if isinstance(answer, str) and answer in self.labels:
            return self.labels.index(answer)
        raise InvalidAnswerError(
            f"unknown answer {_told(answer)} on scale {self.id!r}; {self._way_out(answer)}",
            value=answer,
        )

    def _number(self, answer: object) -> Fraction:
        expected = "expected a number from 0 to 1"
        if isinstance(answer, bool) or not isinstance(answer, Number):
            quoted = ", without quotes" if isinstance(answer, str) else ""
            raise InvalidAnswerError(
                f"answer {shown(answer)} is no number; {expected} on scale {self.id!r}{quoted}",
                value=answer,
            )
        try:
            exact = parse_number(answer)
        except InvalidValueError as error:
            raise InvalidAnswerError(error.message, value=answer) from error
        if not 0 <= exact <= 1:
            raise InvalidAnswerError(
                f"answer {_told(exact)} is off the scale {self.id!r}; {expected}", value=answer
            )
        return exact

    def _way_out(self, answer: object) -> str:
        expected = f"expected one of {', '.join(map(repr, self.labels))}"
        if not isinstance(answer, str):
            quoted = repr(_told(answer))
            return expected + (f"; did you mean {quoted}, in quotes?" if quoted in expected else "")
        folded = answer.casefold()
        if folded in _NA:
            meaning = ""
            if "N" in self.labels and self.meanings:
                meaning = f" ('N' is *{self.meanings[self.labels.index('N')]}*)"
            return (
                f"{expected}{meaning}; for what does not apply write 'not-applicable'"
                " (NOT_APPLICABLE)"
            )
        meant = dict(zip(self.meanings, self.labels, strict=False)).get(folded)
        near = (meant,) if meant else near_names(folded.replace(" ", "-"), RESERVED)
        near = near or near_names(answer, self.labels)
        return expected + (f"; did you mean {' or '.join(map(repr, near))}?" if near else "")

    def threshold(self, at: str | Number) -> "Threshold":
        """Return the threshold that an answer reaches at *at* or better.

        Args:
            at: A label of the scale, or a number on the scale of numbers,
                also as a ratio such as ``1/3``. There, ``P``, ``L`` and ``F``
                stand for the bands of ISO/IEC 33020: above 0.15, above 0.5,
                above 0.85.

        Returns:
            The threshold.

        Raises:
            WrongTypeError: Neither text nor a number.
            InvalidAnswerError: *at* is not on the scale.

        References:
            ISO/IEC 33020:2019, Process measurement framework for assessment
            of process capability: ratings N, P, L and F and their bounds.

        Examples:
            >>> ZERO_TO_ONE.threshold("L").reached_by(Fraction(1, 2))
            False
        """
        if not isinstance(at, str | Number):
            raise WrongTypeError(f"expected a label or a number, not {shown(at)}", value=at)
        if not self.labels and isinstance(at, str):
            if at in _BANDS:
                return Threshold(at, _BANDS[at], above=True)
            ratio = parse_ratio(at)
            at = at if ratio is None else ratio
        bound = self.level(at)
        text = self.labels[int(bound)] if self.labels else show_number(bound)
        return Threshold(text, bound)


@attrs.frozen
class Threshold:
    """A place on a scale that an answer has to reach.

    Args:
        text: As it is written: a label, or a decimal.
        bound: The place.
        above: Whether an answer has to lie above the bound, not at it.
    """

    text: str
    bound: Level
    above: bool = attrs.field(default=False, kw_only=True)

    @property
    def told(self) -> str:
        """The same as a reader needs it; a band of numbers says where it starts."""
        return f"{self.text} (above {show_number(self.bound)})" if self.above else self.text

    def reached_by(self, level: Level) -> bool:
        """Return whether an answer at *level* reaches the threshold."""
        return level > self.bound if self.above else level >= self.bound

    def is_under(self, other: "Threshold") -> bool:
        """Return whether this threshold asks for less than *other*."""
        return (self.bound, self.above) < (other.bound, other.above)

    def shortfall(self, level: Level) -> Level:
        """Return how far *level* lies under the bound.

        Args:
            level: Any place on the same scale.

        Returns:
            Steps of the scale for labels, the difference for numbers; 0
            where it is reached, and where it stands at a bound that has to
            be exceeded.
        """
        return max(self.bound - level, 0)


def _told(answer: object) -> str:
    if isinstance(answer, Fraction) and not is_huge(answer):
        text = show_number(answer)
        return text if len(text) <= LONGEST else shown(answer)
    return shown(answer)


def show_number(number: Number) -> str:
    """Return a number as a decimal where it has one, else as a fraction.

    Args:
        number: Exact.

    Returns:
        Such as ``0.95`` or ``1/3``; read back it is equal.

    Examples:
        >>> show_number(Fraction(19, 20)), show_number(Fraction(1, 3))
        ('0.95', '1/3')
    """
    exact = Fraction(number)
    rest, places = exact.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return str(exact)
    if not places:
        return str(exact.numerator)
    digits = f"{abs(exact.numerator) * 10**places // exact.denominator:0{places + 1}d}"
    return f"{'-' if exact < 0 else ''}{digits[:-places]}.{digits[-places:]}"


NPLF: Final = Scale(
    id="nplf",
    labels=("N", "P", "L", "F"),
    meanings=("not achieved", "partially achieved", "largely achieved", "fully achieved"),
)
"""The ratings of ISO/IEC 33020; the scale where nothing else is said."""

YES_NO: Final = Scale(id="yes-no", labels=("no", "yes"))
"""A tick list; ``True`` and ``False`` are read as yes and no."""

ZERO_TO_ONE: Final = Scale(id="zero-to-one")
"""Numbers from 0 to 1, both ends included."""

STANDARD_SCALES: Final = {scale.id: scale for scale in (NPLF, YES_NO, ZERO_TO_ONE)}
"""The scales that a framework or an assessment names by id."""

_NA: Final = frozenset({"na", "n/a", "n.a."})
_BANDS: Final = {"P": Fraction(15, 100), "L": Fraction(50, 100), "F": Fraction(85, 100)}


def meant_scale(error: InvalidAnswerError) -> Scale | None:
    """Return the standard scale that a refused answer may have been meant on.

    Args:
        error: Why a scale refused the answer.

    Returns:
        Yes and no, or numbers from 0 to 1; `None` where the answer is on
        neither, or where the error names the label that was probably meant.
    """
    answer = error.value.casefold() if isinstance(error.value, str) else error.value
    for scale in (YES_NO, ZERO_TO_ONE):
        if not error.message.endswith("?") and _is_on(scale, answer):
            return scale
    return None


def _is_on(scale: Scale, answer: object) -> bool:
    try:
        scale.level(answer)
    except InvalidAnswerError:
        return False
    return True

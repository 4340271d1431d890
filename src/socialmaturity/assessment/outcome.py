"""What may become of a question: the four outcomes, and answers as they come in."""

from collections.abc import ItemsView, Iterator
from collections.abc import Mapping as AbstractMapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeVar, overload

from socialmaturity.errors import (
    InvalidAnswerError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    shown,
)
from socialmaturity.model.fields import parse_number, parse_ratio, refuse_control

_T = TypeVar("_T")


class Outcome(StrEnum):
    """What became of a question.

    References:
        W3C, Evaluation and Report Language (EARL) 1.0 Schema, 2017, outcome
        values; passed and failed are one here, *rated*.
    """

    RATED = "rated"
    """It was judged; a place on the scale is known."""
    CANNOT_TELL = "cannot-tell"
    """It was looked at, and could not be judged."""
    NOT_ASSESSED = "not-assessed"
    """Nobody has looked."""
    NOT_APPLICABLE = "not-applicable"
    """The question does not arise for this organisation."""


UNKNOWN: Final = (Outcome.CANNOT_TELL, Outcome.NOT_ASSESSED)
"""The outcomes that leave open what a rating would have been."""

CANNOT_TELL: Final = Outcome.CANNOT_TELL
NOT_APPLICABLE: Final = Outcome.NOT_APPLICABLE

RawAnswer = str | bool | int | float | Decimal | Fraction | None
"""What a caller may give as an answer."""

Answer = str | bool | Fraction | None
"""An answer as it is kept. It is a label or an outcome, yes or no, an exact
number, or ``None`` for not assessed."""


def keep_answer(answer: RawAnswer, path: str) -> Answer:
    """Return an answer as it is kept; whether it is on a scale is not asked yet.

    Args:
        answer: A label; ``True`` or ``False``; a number, of which a float
            means its shortest decimal, or a ratio as text, such as ``1/3``; ``CANNOT_TELL`` or
            ``NOT_APPLICABLE``; ``None``, or the text ``not-assessed``.
        path: Where it stands, for the error.

    Returns:
        The answer, numbers exact, not assessed as ``None``.

    Raises:
        InvalidAnswerError: A number that is not finite.
        InvalidValueError: Text with control characters.
        WrongTypeError: Something else altogether.

    Examples:
        >>> keep_answer(0.7, "")
        Fraction(7, 10)
    """
    if isinstance(answer, str):
        refuse_control(answer, path)
        if answer == Outcome.NOT_ASSESSED:
            return None
        ratio = parse_ratio(answer)
        return answer if ratio is None else ratio
    if answer is None or isinstance(answer, bool):
        return answer
    try:
        return parse_number(answer, path)
    except InvalidValueError as error:
        raise InvalidAnswerError(
            f"{error.message}; for what was not assessed give None, or 'not-assessed'",
            path=path,
            value=answer,
        ) from error
    except WrongTypeError as error:
        raise WrongTypeError(
            f"{shown(answer)} is no answer; expected a label, a number, yes or no, or None",
            path=path,
            value=answer,
        ) from error


def identity(answer: Answer) -> tuple[bool, Answer]:
    """Return what an answer is compared by; ``True`` is not the number 1 here."""
    return isinstance(answer, bool), answer


def outcome_of(answer: Answer) -> Outcome:
    """Return what an answer says became of the question.

    Args:
        answer: As kept.

    Returns:
        The outcome; a label or a number means rated.
    """
    if answer is None:
        return Outcome.NOT_ASSESSED
    if isinstance(answer, str) and answer in _OUTCOMES:
        return Outcome(answer)
    return Outcome.RATED


_OUTCOMES: Final = frozenset({Outcome.CANNOT_TELL.value, Outcome.NOT_APPLICABLE.value})


_NONE: Final[AbstractMapping[str, RawAnswer]] = MappingProxyType({})


def _keep_id(key: str) -> str:
    if not isinstance(key, str):
        raise WrongTypeError(f"an id is text, not {shown(key)}", value=key)
    if not key.strip():
        raise MissingValueError(f"an id is text with something on it, not {shown(key)}", value=key)
    refuse_control(key, "")
    return key


class Answers(AbstractMapping[str, Answer]):
    """Answers by the id of what they answer: a mapping that cannot change.

    Two are equal when the same ids have the same answers, in any order;
    equal ones hash equal.

    Args:
        answers: By id; may be empty.

    Raises:
        WrongTypeError: No mapping, an id that is no text, or an answer of no
            known type.
        MissingValueError: An empty id.
        InvalidAnswerError: A number that is not finite.
        InvalidValueError: Control characters in an id or an answer.

    Examples:
        >>> Answers({"listening": "F", "share": 0.5})
        Answers({'listening': 'F', 'share': Fraction(1, 2)})
    """

    __slots__ = ("_kept",)

    def __init__(self, answers: AbstractMapping[str, RawAnswer] = _NONE) -> None:
        self._kept: dict[str, Answer] = {}
        if not isinstance(answers, AbstractMapping):
            raise WrongTypeError(
                f"expected answers by id, such as {{'listening': 'F'}}, not {shown(answers)}",
                value=answers,
            )
        for key, answer in answers.items():
            own = _keep_id(key)
            self._kept[own] = keep_answer(answer, own)

    @classmethod
    def unchecked(cls, kept: dict[str, Answer]) -> "Answers":
        """Return answers that are known to be sound, without a look at them.

        Args:
            kept: Ids and answers as this class keeps them; taken over, not
                copied, so nobody may change them any more.

        Returns:
            The same as ``Answers(kept)``, for readers that have looked.
        """
        own = cls.__new__(cls)
        own._kept = kept  # noqa: SLF001 of this class
        return own

    def __getitem__(self, key: str) -> Answer:
        return self._kept[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def items(self) -> ItemsView[str, Answer]:
        """Return ids and answers, as a dictionary does."""
        return self._kept.items()

    @overload
    def get(self, key: str, default: None = None, /) -> Answer: ...
    @overload
    def get(self, key: str, default: Answer | _T, /) -> Answer | _T: ...
    def get(self, key: str, default: object = None, /) -> object:
        """Return one answer, or *default*, as a dictionary does."""
        return self._kept.get(key, default)

    def _parts(self) -> frozenset[tuple[str, tuple[bool, Answer]]]:
        return frozenset((key, identity(answer)) for key, answer in self.items())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Answers):
            return self._parts() == other._parts()
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"Answers({self._kept!r})"

    def __reduce__(self) -> tuple[type["Answers"], tuple[dict[str, Answer]]]:
        return Answers, (dict(self._kept),)

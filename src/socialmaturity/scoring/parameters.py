"""What a rule was run with: from the caller, else from the framework's gate."""

from fractions import Fraction

import attrs

from socialmaturity.errors import (
    ContradictionError,
    InvalidAnswerError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    shown,
)
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework, Gate, parse_at, parse_quorum
from socialmaturity.model.scale import YES_NO, Scale, Threshold


@attrs.frozen(kw_only=True)
class Parameters:
    """What a rule was run with, as written in a result.

    Args:
        scale: Id of the scale that was answered on.
        at: What an indicator has to reach, as a label or a decimal.
        lower_at: What those of the stages below have to reach.
        quorum: The share of a stage's indicators that have to, above 0 and
            up to 1; ``None`` for what the rule takes else: all, or for
            ``high_water`` any one.
    """

    scale: str
    at: str
    lower_at: str
    quorum: Fraction | None = None


def keep_at(at: str | Number | None) -> str | Fraction | None:
    """Return a threshold as a rule keeps it: a label, or an exact number; ``None`` stays."""
    return _keep(at, "at")


def keep_lower_at(at: str | Number | None) -> str | Fraction | None:
    """Return the threshold of the stages below as a rule keeps it; ``None`` stays."""
    return _keep(at, "lower_at")


def _keep(at: str | Number | None, path: str) -> str | Fraction | None:
    if at is not None and (isinstance(at, bool) or not isinstance(at, str | Number)):
        raise WrongTypeError(f"expected a label or a number, not {shown(at)}", path=path, value=at)
    try:
        return None if at is None else parse_at(at)
    except InvalidValueError as error:
        raise InvalidAnswerError(error.message, path=path, value=at) from error


def keep_quorum(quorum: Number | str | None) -> Fraction | None:
    """Return a quorum as a rule keeps it: a share above 0 and up to 1; ``None`` stays."""
    share = parse_quorum(quorum)
    if share == 0:
        raise InvalidValueError(
            "a quorum of 0 would let every stage be met by nothing; give a share above 0",
            path="quorum",
            value=quorum,
        )
    return share


@attrs.frozen(kw_only=True)
class Thresholds:
    """Parameters, resolved on a scale.

    Args:
        at: For the indicators of a stage.
        lower_at: For those of the stages below it; asks for no less.
        quorum: As in `Parameters`.
    """

    at: Threshold
    lower_at: Threshold
    quorum: Fraction | None

    @property
    def differ(self) -> bool:
        """Whether the stages below the result ask for more."""
        return self.at != self.lower_at

    def needed(self, applicable: int) -> int:
        """Return how many of so many applicable indicators have to reach a threshold."""
        if self.quorum is None or not applicable:
            return applicable
        return -(-self.quorum.numerator * applicable // self.quorum.denominator)

    def parameters(self, scale: Scale) -> Parameters:
        """Return the same as it is written in a result."""
        return Parameters(
            scale=scale.id, at=self.at.text, lower_at=self.lower_at.text, quorum=self.quorum
        )


def thresholds(
    framework: Framework,
    scale: Scale,
    *,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
) -> Thresholds:
    """Return the thresholds to run a rule with.

    Args:
        framework: Its gate stands in for what is not given.
        scale: What was answered on.
        at: Label or number; on the scale of numbers also the bands P, L
            and F of ISO/IEC 33020. ``None`` for the gate's, or for yes on
            the scale of yes and no.
        lower_at: The same for the stages below; ``None`` for the gate's
            where that asks for no less than *at*, else for *at*.
        quorum: Above 0 and up to 1, also as text such as ``2/3``; ``None``
            for the gate's, which may be all; 1 is all.

    Returns:
        The thresholds.

    Raises:
        MissingValueError: No *at*, and the gate has none for this scale.
        WrongTypeError: A threshold or a quorum that is neither text nor a number.
        InvalidAnswerError: A threshold that is not on the scale.
        InvalidValueError: A quorum outside its range, or an *at* that
            every answer reaches.
        ContradictionError: *lower_at* asks for less than *at*.
    """
    gate = _gate_on(scale, framework.gate)
    if at is None:
        if gate is None:
            raise MissingValueError(
                f"framework {framework.id!r} has no gate for scale {scale.id!r}; say which"
                " answer is enough with at=...",
                path="at",
            )
        at = gate.at
    upper = _threshold(scale, at, "at")
    if upper.reached_by(scale.lowest):
        raise InvalidValueError(
            f"every answer reaches {upper.text!r}, so nothing would be asked; give at=... above it",
            path="at",
            value=at,
        )
    if lower_at is None:
        lower = _lower_by_default(scale, gate, upper)
    else:
        lower = _threshold(scale, lower_at, "lower_at")
    if lower.is_under(upper):
        raise ContradictionError(
            f"lower_at {lower.text!r} asks for less than at {upper.text!r}; stages below ask"
            " for at least as much",
            path="lower_at",
            value=lower_at,
        )
    share = keep_quorum(quorum)
    if share is None and framework.gate is not None:
        share = framework.gate.quorum
    return Thresholds(at=upper, lower_at=lower, quorum=share)


def _lower_by_default(scale: Scale, gate: Gate | None, upper: Threshold) -> Threshold:
    if gate is None or gate.lower_at is None:
        return upper
    lower = scale.threshold(gate.lower_at)
    return upper if lower.is_under(upper) else lower


def _gate_on(scale: Scale, gate: Gate | None) -> Gate | None:
    """Return a framework's gate as it is on a scale, where it has a plain sense there."""
    if gate is None:
        return None
    if scale == YES_NO:
        return Gate(at="yes")
    try:
        for bound in (gate.at, gate.lower_at):
            if bound is not None:
                scale.threshold(bound)
    except InvalidAnswerError:
        return None
    return gate


def _threshold(scale: Scale, at: str | Number, path: str) -> Threshold:
    try:
        return scale.threshold(at)
    except (InvalidAnswerError, WrongTypeError) as error:
        raise error.under(path) from error

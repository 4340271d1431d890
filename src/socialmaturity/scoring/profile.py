"""The rule `profile`: how much of each stage and dimension is met, and no overall."""

from fractions import Fraction

import attrs

from socialmaturity.identifiers import LimitationId
from socialmaturity.scoring.case import Case
from socialmaturity.scoring.explanation import (
    Binding,
    Decisive,
    Explanation,
    Pending,
    Verdict,
)
from socialmaturity.scoring.items import make_items, make_notices, subject
from socialmaturity.scoring.parameters import Parameters, keep_at, thresholds
from socialmaturity.scoring.result import Result
from socialmaturity.scoring.shares import Share, coverage, make_profile

NAME = "profile"


@attrs.frozen(kw_only=True)
class ProfileRule:
    """The share of each stage and of each dimension that reaches *at*, and no overall.

    Nothing is averaged into one number::

        share(s) = #{ i in s : answer(i) >= at } / #{ i in s : applicable }

    The shares are exact ranges: with all unknown answers at their worst and
    at their best. What is not applicable leaves the share; a share of
    nothing is ``None``.

    Args:
        at: Label or number an indicator has to reach; ``None`` for the
            framework's gate.

    Raises:
        WrongTypeError: A threshold that is neither text nor a number.

    References:
        CMMI for Development 1.3, continuous representation.

    Examples:
        >>> import socialmaturity as sm
        >>> answers = {"page-or-profile": "F", "publishing-messages": "P"}
        >>> result = sm.score(sm.Assessment(framework="socedo", answers=answers))
        >>> result.profile.stages[0].lower
        Fraction(1, 2)
    """

    at: str | Fraction | None = attrs.field(default=None, converter=keep_at)

    @property
    def name(self) -> str:
        """``profile``."""
        return NAME

    def score(self, case: Case) -> "ProfileResult":
        """Return the shares.

        Args:
            case: The findings that count.

        Returns:
            The result.

        Raises:
            MissingValueError: There is no gate for the scale, and no *at*.
            InvalidAnswerError: The threshold is not on the scale.
            InvalidValueError: Every answer reaches *at*.
        """
        limits = thresholds(case.framework, case.scale, at=self.at)
        items = make_items(case, limits.at)
        label = case.framework.stages[0].label
        rated = coverage(items)
        return ProfileResult(
            framework=case.framework,
            assessment=case.assessment,
            method=case.method,
            coverage=rated,
            explanation=ProfileExplanation(
                framework=case.framework,
                rule=NAME,
                sentence=(
                    f"Rule profile: the share of the indicators of each {label} at"
                    f" {limits.at.told} or better; there is no overall {label}."
                ),
                parameters=attrs.evolve(limits.parameters(case.scale), quorum=None),
                headline=_headline(case, make_profile(case.framework, items).stages),
                items=items,
                notices=tuple(make_notices(case, rated)),
            ),
        )


@attrs.frozen(kw_only=True)
class ProfileExplanation(Explanation):
    """What a profile rests on: its items, their threshold, and warnings.

    It has no stage, so that nothing decides, binds or waits.
    """

    parameters: Parameters

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """None, since nothing is said of stages."""
        return ()

    @property
    def decisive(self) -> tuple[Decisive, ...]:
        """None, since there is no stage to decide."""
        return ()

    @property
    def binding(self) -> tuple[Binding, ...]:
        """None, since there is no next stage."""
        return ()

    @property
    def contradicting(self) -> tuple[LimitationId, ...]:
        """None, since no limitation contradicts a profile."""
        return ()

    @property
    def pending(self) -> tuple[Pending, ...]:
        """None, since there is no next stage."""
        return ()


@attrs.frozen(kw_only=True)
class ProfileResult(Result):
    """A profile, and no overall stage; what frameworks that are no ladder get.

    Under a policy each share has a value, ``share.by(policy)``.
    """

    explanation: ProfileExplanation = attrs.field(repr=False)

    @property
    def parameters(self) -> Parameters:
        """What the rule was run with."""
        return self.explanation.parameters

    @property
    def lower(self) -> None:
        """``None``, since a profile has no overall stage."""
        return None

    @property
    def upper(self) -> None:
        """``None``, since a profile has no overall stage."""
        return None

    @property
    def stage(self) -> None:
        """``None``, since a profile has no overall stage."""
        return None


def _headline(case: Case, shares: tuple[Share, ...]) -> str:
    told = "; ".join(_told(case, share) for share in shares)
    return f"{subject(case)} has {told}."


def _told(case: Case, share: Share) -> str:
    unknown = f", {share.unknown} unknown" if share.unknown else ""
    stage = case.framework.stage(int(share.key))
    return f"{stage}: {share.met} of {share.applicable} met{unknown}"

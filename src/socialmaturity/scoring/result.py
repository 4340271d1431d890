"""Results, typed by the rule that made them."""

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from socialmaturity.assessment.record import Assessment
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import Explanation, Notice, StageExplanation
from socialmaturity.scoring.method import Method, Policy
from socialmaturity.scoring.parameters import Parameters

if TYPE_CHECKING:
    from socialmaturity.scoring.shares import Profile, Share


@attrs.frozen(kw_only=True)
class Result:
    """What every rule gives.

    Args:
        framework: What was scored, whole.
        assessment: What it was scored from.
        method: What was asked for; with it the score can be made again.
        coverage: Share of the applicable indicators that is rated, exact,
            0 to 1; of their weight where the rule has weights; ``None``
            where nothing applies.
        explanation: Why the result is what it is.
    """

    framework: Framework
    assessment: Assessment
    method: Method = attrs.field(repr=False)
    coverage: Fraction | None
    explanation: Explanation = attrs.field(repr=False)

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return self.explanation.rule

    @property
    def policy(self) -> Policy | None:
        """What unknown answers counted as; ``None`` where they gave a range."""
        return self.method.policy

    @cached_property
    def profile(self) -> "Profile":
        """The shares met, per stage and per dimension."""
        from socialmaturity.scoring.shares import make_profile

        return make_profile(self.framework, self.explanation.items)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Warnings; they change nothing."""
        return self.explanation.notices

    def __str__(self) -> str:
        return self.explanation.headline

    def text(self) -> str:
        """Return the explanation in sentences, one a line."""
        return self.explanation.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, with its explanation.

        Returns:
            Dictionaries, lists, text, whole numbers and ``None``; exact
            shares as text, such as ``9/19``.
        """
        return {
            "subject": self.assessment.subject,
            "unit": self.assessment.unit,
            "assessed_on": None
            if self.assessment.assessed_on is None
            else self.assessment.assessed_on.isoformat(),
            "policy": None if self.policy is None else self.policy.value,
            "coverage": _plain_share(self.coverage),
            "profile": {
                "stages": [_plain_row(share) for share in self.profile.stages],
                "dimensions": [_plain_row(share) for share in self.profile.dimensions],
            },
            "explanation": self.explanation.to_dict(),
        }


@attrs.frozen(kw_only=True)
class StageResult(Result):
    """A stage, or the range it lies in: what rules for ladders give.

    Args:
        lower: The result with all unknown answers at their worst.
        upper: The result with all at their best.
        possible: Every stage that the result can be, lowest first; a stage
            between the ends can be missing, where reaching it means
            reaching the next.
        chosen: The stage under the policy; ``None`` without a policy, where
            too little is rated for it, and where several fit alike.
    """

    explanation: StageExplanation = attrs.field(repr=False)
    lower: Stage
    upper: Stage
    possible: tuple[Stage, ...]
    chosen: Stage | None = None

    @property
    def parameters(self) -> Parameters:
        """What the rule was run with."""
        return self.explanation.parameters

    @property
    def stage(self) -> Stage | None:
        """The stage where the ends meet, or by the policy; else ``None``."""
        return self.lower if self.lower is self.upper else self.chosen

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, with its explanation.

        Returns:
            As for any result, and the stages by ordinal.
        """
        return {
            "lower": self.lower.ordinal,
            "upper": self.upper.ordinal,
            "stage": None if self.stage is None else self.stage.ordinal,
            "possible": [stage.ordinal for stage in self.possible],
            **super().to_dict(),
        }


def _plain_share(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"


def _plain_row(share: "Share") -> dict[str, Any]:
    return {
        **attrs.asdict(share),
        "lower": _plain_share(share.lower),
        "upper": _plain_share(share.upper),
    }

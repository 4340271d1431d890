"""Results, typed by the rule that made them."""

from fractions import Fraction
from typing import Any

import attrs

from socialmaturity.assessment.record import Assessment
from socialmaturity.model.framework import Framework
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.explanation import Explanation, Notice, Profile, Share
from socialmaturity.scoring.parameters import Parameters


@attrs.frozen(kw_only=True)
class Result:
    """What every rule gives.

    Args:
        framework: What was scored, whole.
        assessment: What it was scored from.
        coverage: Share of the applicable indicators that is rated, exact,
            0 to 1; ``None`` where nothing applies.
        profile: The shares met, per stage and per dimension.
        explanation: Why the result is what it is.
    """

    framework: Framework
    assessment: Assessment
    coverage: Fraction | None
    profile: Profile = attrs.field(repr=False)
    explanation: Explanation = attrs.field(repr=False)

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return self.explanation.rule

    @property
    def parameters(self) -> Parameters:
        """What the rule was run with."""
        return self.explanation.parameters

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
    """

    lower: Stage
    upper: Stage
    possible: tuple[Stage, ...]

    @property
    def stage(self) -> Stage | None:
        """The stage where the ends meet, else ``None``."""
        return self.lower if self.lower == self.upper else None

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


@attrs.frozen(kw_only=True)
class ProfileResult(Result):
    """A profile, and no overall stage; what frameworks that are no ladder get."""

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


def _plain_share(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"


def _plain_row(share: Share) -> dict[str, Any]:
    return {
        **attrs.asdict(share),
        "lower": _plain_share(share.lower),
        "upper": _plain_share(share.upper),
    }

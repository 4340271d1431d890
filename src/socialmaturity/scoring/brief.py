"""What one of many assessments came to: small results, and what stands for one that failed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from socialmaturity.errors import InvalidInputError, SocialMaturityError
from socialmaturity.identifiers import FrameworkId
from socialmaturity.scoring.method import Method
from socialmaturity.scoring.numbers import NumberResult
from socialmaturity.scoring.profile import ProfileResult
from socialmaturity.scoring.result import Result, StageResult
from socialmaturity.scoring.shares import Profile, Share

if TYPE_CHECKING:
    from socialmaturity.scoring.rating import Rating


@attrs.frozen(kw_only=True)
class Scoring:
    """What many assessments were scored by, told once and shared by all their results.

    Args:
        framework: Id of the framework.
        version: Of its record.
        method: The rule with its parameters, and what became of findings.
    """

    framework: FrameworkId
    version: str
    method: Method

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return self.method.rule.name


@attrs.frozen(kw_only=True)
class Brief:
    """What one of many assessments came to, without its explanation.

    A rule of another package gives no more than this, unless its result is
    of a kind that is known here.

    Args:
        scoring: What it was scored by; one object for all.
        subject: The organisation, as the assessment has it.
        unit: The part of it; empty for the whole.
        coverage: Exact share of what applies that is rated, 0 to 1; ``None``
            where nothing applies.
    """

    scoring: Scoring = attrs.field(repr=False)
    subject: str
    unit: str
    coverage: Fraction | None

    def to_dict(self) -> dict[str, Any]:
        """Return a row of plain data: text, whole numbers, lists and ``None``.

        Returns:
            Subject, unit and coverage, then what the rule gives; exact
            numbers as text, such as ``9/19``.
        """
        return {
            "subject": self.subject,
            "unit": self.unit,
            "coverage": _plain(self.coverage),
            **self._given(),
        }

    def _given(self) -> dict[str, Any]:
        return {}


@attrs.frozen(kw_only=True)
class StageBrief(Brief):
    """A stage, or the range it lies in, by ordinal; 0 is the place below stage 1.

    Args:
        lower: With all unknown answers at their worst.
        upper: With all at their best.
        stage: Where the ends meet, or by the policy; else ``None``.
    """

    lower: int
    upper: int
    stage: int | None

    def _given(self) -> dict[str, Any]:
        return {"lower": self.lower, "upper": self.upper, "stage": self.stage}


@attrs.frozen(kw_only=True)
class ProfileBrief(Brief):
    """The shares of each stage and dimension; there is no overall.

    Args:
        profile: As a result has it.
    """

    profile: Profile

    def _given(self) -> dict[str, Any]:
        return {
            "stages": [*map(_plain_share, self.profile.stages)],
            "dimensions": [*map(_plain_share, self.profile.dimensions)],
        }


@attrs.frozen(kw_only=True)
class NumberBrief(Brief):
    """A number, or the range it lies in, exact.

    Args:
        lower: With all unknown answers at their worst; ``None`` where
            nothing applies.
        upper: With all at their best.
        value: Where the ends meet, or by the policy; else ``None``.
    """

    lower: Fraction | None
    upper: Fraction | None
    value: Fraction | None

    def _given(self) -> dict[str, Any]:
        return {
            "lower": _plain(self.lower),
            "upper": _plain(self.upper),
            "value": _plain(self.value),
        }


@attrs.frozen(kw_only=True)
class RatingBrief(NumberBrief):
    """A share of the whole, and the bands that it falls into.

    Args:
        rating: Labels of both ends and of the value.
    """

    rating: Rating

    def _given(self) -> dict[str, Any]:
        labels = {
            "lower_label": self.rating.lower,
            "upper_label": self.rating.upper,
            "label": self.rating.value,
        }
        return super()._given() | labels


@attrs.frozen(kw_only=True)
class Failure:
    """What stands in the place of an assessment that cannot be read or scored.

    Args:
        path: Where it stands: ``assessments[3]``, counted from 0, or
            ``line 4``, counted from 1.
        error: All that is wrong with it.
        subject: The organisation; empty where that is not known.
        unit: The part of it; empty for the whole, or where not known.
    """

    path: str
    error: InvalidInputError
    subject: str = ""
    unit: str = ""

    @property
    def problems(self) -> tuple[SocialMaturityError, ...]:
        """All that is wrong, as values with code, path, message and value."""
        return self.error.problems

    def __str__(self) -> str:
        return str(self.error)

    def to_dict(self) -> dict[str, Any]:
        """Return the failure as plain data: where, who, and each problem as text."""
        return {
            "path": self.path,
            "subject": self.subject,
            "unit": self.unit,
            "problems": [str(problem) for problem in self.problems],
        }


def _plain(number: Fraction | None) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def _plain_share(share: Share) -> dict[str, Any]:
    return {"key": share.key, "lower": _plain(share.lower), "upper": _plain(share.upper)}


def brief_of(result: Result, scoring: Scoring) -> Brief:
    """Return the small form of a result.

    Args:
        result: Of any rule.
        scoring: What it was scored by.

    Returns:
        The form of its kind; a bare `Brief` for a kind that is not known here.
    """
    from socialmaturity.scoring.rating import RatingResult

    own = result.assessment
    shared: dict[str, Any] = {
        "scoring": scoring,
        "subject": own.subject,
        "unit": own.unit,
        "coverage": result.coverage,
    }
    if isinstance(result, StageResult):
        stage = None if result.stage is None else result.stage.ordinal
        shared |= {"lower": result.lower.ordinal, "upper": result.upper.ordinal}
        return StageBrief(**shared, stage=stage)
    if isinstance(result, ProfileResult):
        return ProfileBrief(**shared, profile=result.profile)
    if not isinstance(result, NumberResult):
        return Brief(**shared)
    shared |= {"lower": result.lower, "upper": result.upper, "value": result.value}
    if isinstance(result, RatingResult):
        return RatingBrief(**shared, rating=result.ratings[0])
    return NumberBrief(**shared)

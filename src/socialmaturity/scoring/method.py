"""What a score is asked for: a rule, and what becomes of findings missing, weak or old."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

import attrs

from socialmaturity.assessment.finding import Strength
from socialmaturity.errors import (
    DuplicateError,
    InvalidValueError,
    MissingValueError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.model.fields import (
    Number,
    is_line,
    is_optional,
    parse_day,
    parse_share,
    parse_word,
    repeated,
)

if TYPE_CHECKING:
    from socialmaturity.scoring.case import Case
    from socialmaturity.scoring.result import Result


class Policy(StrEnum):
    """What an unknown answer counts as, where a caller wants one value and no range."""

    WORST = "worst"
    """The bottom of the scale, as OWASP SAMM's toolbox has it."""
    BEST = "best"
    """The top of the scale."""
    EXCLUDE = "exclude"
    """As if it did not apply, from a minimum of coverage on; so do XCCDF and the RAND-36."""
    ERROR = "error"
    """Nothing is scored while something is unknown, as in the ODI's Pathway."""


class Rule(Protocol):
    """A way to score: a value with its parameters."""

    @property
    def name(self) -> str:
        """The name that a result says it was made by."""
        ...

    def score(self, case: "Case") -> "Result":
        """Return the result of an assessment that was checked and filtered.

        Args:
            case: The findings that count.

        Returns:
            The result, with its range and its explanation.
        """
        ...


class MethodOptions(TypedDict, total=False):
    """What becomes of findings, whatever the rule, as `Method` has it."""

    policy: "Policy | str | None"
    minimum_coverage: Number | str | None
    strength: "Strength | str | None"
    as_of: date | str | None
    valid_for: int | None
    most_not_applicable: int | None
    never_not_applicable: Collection[str]
    dimension: str | None


def _parse_policy(text: str | None) -> Policy | None:
    return None if text is None else parse_word(Policy, text, "policy")


def _parse_coverage(share: Number | str | None) -> Fraction | None:
    return None if share is None else parse_share(share, "minimum_coverage")


def _parse_strength(text: str | None) -> Strength | None:
    return None if text is None else parse_word(Strength, text, "strength")


def _parse_as_of(day: date | str | None) -> date | None:
    return None if day is None else parse_day(day, "as_of")


def _parse_ids(ids: Collection[str]) -> tuple[str, ...]:
    if isinstance(ids, str) or not isinstance(ids, Collection):
        raise WrongTypeError(
            f"expected ids of indicators, such as ['listening'], not {shown(ids)}",
            path="never_not_applicable",
            value=ids,
        )
    kept = tuple(expect(own, str, "never_not_applicable") for own in ids)
    for twice in repeated(kept):
        raise DuplicateError(
            f"{shown(twice)} stands here twice", path="never_not_applicable", value=twice
        )
    return tuple(sorted(kept))


def is_rule(value: object) -> bool:
    """Return whether something can score; a name or a class cannot."""
    return not isinstance(value, type) and callable(getattr(value, "score", None))


def _is_rule(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not is_rule(value):
        raise WrongTypeError(
            f"expected a rule such as CumulativeRule(), not {shown(value)}",
            path=field.name,
            value=value,
        )


def _is_count(_: object, field: "attrs.Attribute[Any]", value: int | None) -> None:
    least = 1 if field.name == "valid_for" else 0
    if value is not None and expect(value, int, field.name) < least:
        raise InvalidValueError(
            f"expected a whole number from {least} on, not {shown(value)}",
            path=field.name,
            value=value,
        )


@attrs.frozen(kw_only=True)
class Method:
    """How a score is made, whole, so that it can be made again.

    Args:
        rule: With its parameters.
        policy: What unknown answers count as; ``None`` for a range.
        minimum_coverage: Exact share of the applicable indicators, 0 to 1,
            that has to be rated for policy ``exclude`` to give a value;
            ``None`` for the other policies.
        strength: The weakest evidence that counts; ``None`` for none asked.
        as_of: The day the result is for; ``None`` for whenever.
        valid_for: For how many days a finding holds that does not say it
            itself; ``None`` for ever.
        most_not_applicable: How many indicators may be called not
            applicable; ``None`` for any number.
        never_not_applicable: Ids of those that may not, in order of the
            alphabet.
        dimension: Id of the one dimension that is scored; ``None`` for all
            of them together.

    Raises:
        InvalidValueError: A policy or strength of no known name, a share or
            count outside its range, or a minimum of coverage for another
            policy than ``exclude``.
        MissingValueError: ``exclude`` without a minimum, ``valid_for``
            without ``as_of``.
        DuplicateError: An id given twice.
        WrongTypeError: An argument of another type.
    """

    rule: Rule = attrs.field(validator=_is_rule)
    policy: Policy | None = attrs.field(default=None, converter=_parse_policy)
    minimum_coverage: Fraction | None = attrs.field(default=None, converter=_parse_coverage)
    strength: Strength | None = attrs.field(default=None, converter=_parse_strength)
    as_of: date | None = attrs.field(default=None, converter=_parse_as_of)
    valid_for: int | None = attrs.field(default=None, validator=_is_count)
    most_not_applicable: int | None = attrs.field(default=None, validator=_is_count)
    never_not_applicable: tuple[str, ...] = attrs.field(default=(), converter=_parse_ids)
    dimension: str | None = attrs.field(default=None, validator=is_optional(is_line))

    def __attrs_post_init__(self) -> None:
        if self.policy is Policy.EXCLUDE and self.minimum_coverage is None:
            raise MissingValueError(
                "policy 'exclude' needs a minimum of coverage; give minimum_coverage=..., such as"
                " 1/2 as the SF-36 has it, or 0",
                path="minimum_coverage",
            )
        if self.policy is not Policy.EXCLUDE and self.minimum_coverage is not None:
            raise InvalidValueError(
                "a minimum of coverage belongs to policy='exclude'",
                path="minimum_coverage",
                value=self.minimum_coverage,
            )
        if self.valid_for is not None and self.as_of is None:
            raise MissingValueError(
                "valid_for counts back from a day; give as_of=... with it", path="as_of"
            )

    @property
    def filters(self) -> bool:
        """Whether findings can be set aside."""
        return (
            self.strength is not None
            or self.as_of is not None
            or self.most_not_applicable is not None
            or bool(self.never_not_applicable)
        )

    def enough(self, coverage: Fraction | None) -> bool:
        """Return whether a value may be given at this coverage.

        Args:
            coverage: Exact share, 0 to 1; ``None`` where nothing applies.

        Returns:
            ``False`` under ``exclude`` where less than the minimum is rated,
            or nothing at all.
        """
        if self.minimum_coverage is None or coverage is None:
            return True
        return coverage > 0 and coverage >= self.minimum_coverage


def make_method(rule: Rule, options: MethodOptions, others: tuple[str, ...] = ()) -> Method:
    """Return the method of a rule and of what becomes of findings.

    Args:
        rule: With its parameters.
        options: As `Method` has them.
        others: What else could have been meant by a name that is none of
            these.

    Returns:
        The method.

    Raises:
        WrongTypeError: An option of another name; the message offers near
            ones.
    """
    for name in options:
        if name not in MethodOptions.__annotations__:
            near = near_names(name, (*MethodOptions.__annotations__, *others))
            guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise WrongTypeError(f"there is no option {name!r}{guess}", path=name)
    return Method(rule=rule, **options)

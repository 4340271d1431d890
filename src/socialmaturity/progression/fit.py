"""What a framework's own rules advise a business, by what is known of it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import combinations
from typing import Any

import attrs

from socialmaturity.errors import (
    InvalidInputError,
    InvalidValueError,
    SocialMaturityError,
    UnknownNameError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import ConditionId, FitRuleId
from socialmaturity.model.advice import FitCondition, FitRule
from socialmaturity.model.framework import Framework
from socialmaturity.model.source import Citation
from socialmaturity.model.statement import Statement, StatementKind


class FitVerdict(StrEnum):
    """What can be said of one rule."""

    BY_DEFAULT = "by-default"
    """It has no conditions, and stands whatever the business is."""
    HOLDS = "holds"
    """All its conditions are true."""
    OPEN = "open"
    """None is false, and one at least is unknown."""
    FAILS = "fails"
    """One at least is false."""


@attrs.frozen(kw_only=True)
class RuleFit:
    """One rule, and whether it holds for a business.

    Args:
        rule: With its advice, focus, strength and sources.
        verdict: Whether it holds.
        unknown: Its conditions that are unknown, in order.
        against: Its conditions that are false, in order.
    """

    rule: FitRule
    verdict: FitVerdict
    unknown: tuple[ConditionId, ...] = ()
    against: tuple[ConditionId, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether its advice is meant for the business, since it holds or stands by default."""
        return self.verdict in (FitVerdict.BY_DEFAULT, FitVerdict.HOLDS)


@attrs.frozen(kw_only=True)
class FitConflict:
    """Two rules that stand at once and point to different stages.

    Args:
        one: The earlier rule, in order of the framework.
        other: The later one.
        departs: Whether one of them stands by default, so that the other
            departs from what is advised in general.
    """

    one: FitRule
    other: FitRule
    departs: bool

    @property
    def rules(self) -> tuple[FitRuleId, FitRuleId]:
        """The ids of both."""
        return self.one.id, self.other.id


@attrs.frozen(kw_only=True)
class Fit:
    """What a framework advises a business, and on what that hangs.

    Nothing is weighed here: where rules pull in different directions, both
    are listed.

    Args:
        framework: Whose advice it is.
        profile: Each condition of the framework with what is known of it,
            in order; ``None`` for unknown.
        rules: All rules, in order of the framework.
        conflicts: Pairs of rules that hold at once and point to different
            stages, in order. A rule that points to no stage conflicts with
            none.
        departures: The same where one of the two stands by default.
        questions: The conditions whose answers could still change which
            rules hold, in order.
        advice: What the sources advise without naming a condition, in order
            of the framework; it is listed whatever the business is.
    """

    framework: Framework = attrs.field(repr=False)
    profile: tuple[tuple[ConditionId, bool | None], ...]
    rules: tuple[RuleFit, ...] = attrs.field(repr=False)
    conflicts: tuple[FitConflict, ...]
    departures: tuple[FitConflict, ...] = attrs.field(repr=False)
    questions: tuple[FitCondition, ...]
    advice: tuple[Statement, ...] = attrs.field(repr=False)

    def __getitem__(self, rule: str) -> RuleFit:
        """Return one rule by its id.

        Args:
            rule: Its id.

        Returns:
            The rule with its verdict.

        Raises:
            UnknownNameError: There is none; the message offers near ids.
        """
        for own in self.rules:
            if own.rule.id == rule:
                return own
        raise UnknownNameError(
            rule, [own.rule.id for own in self.rules], within=f"the rules of {self.framework.id!r}"
        )

    @property
    def by_default(self) -> tuple[RuleFit, ...]:
        """The rules that stand whatever the business is."""
        return self._of(FitVerdict.BY_DEFAULT)

    @property
    def holding(self) -> tuple[RuleFit, ...]:
        """The rules whose conditions are all true."""
        return self._of(FitVerdict.HOLDS)

    @property
    def open(self) -> tuple[RuleFit, ...]:
        """The rules that hang on unknown conditions."""
        return self._of(FitVerdict.OPEN)

    @property
    def failing(self) -> tuple[RuleFit, ...]:
        """The rules of which a condition is false."""
        return self._of(FitVerdict.FAILS)

    def _of(self, verdict: FitVerdict) -> tuple[RuleFit, ...]:
        return tuple(own for own in self.rules if own.verdict is verdict)

    def text(self) -> str:
        """Return the advice in sentences, one a line."""
        return "\n".join(self._sentences())

    def __str__(self) -> str:
        return self.text()

    def _sentences(self) -> Iterator[str]:
        if not self.rules:
            yield f"{self.framework.name} has no rules of what fits whom."
        for own in (*self.holding, *self.by_default):
            yield self._told(own)
        for conflict in self.conflicts:
            yield f"Conflict: {self._both(conflict)}; which weighs more is not decided here."
        for conflict in self.departures:
            yield f"Departure: {self._both(conflict)}; one of them stands by default."
        asked = {own.id: own.question for own in self.framework.conditions}
        for own in self.open:
            yield f"{own.rule.id} hangs on: {' '.join(asked[one] for one in own.unknown)}"
        for own in self.failing:
            yield f"{own.rule.id} does not hold: no to {', '.join(own.against)}."
        for one in self.advice:
            yield f"Advised without a condition [{one.id}]: {one.text} ({_cited(one.sources)})"

    def _told(self, fit: RuleFit) -> str:
        rule = fit.rule
        why = "stands by default" if not rule.conditions else f"holds, since {rule.condition}"
        return (
            f"{rule.id} {why}: {rule.advice} Focus: {self._focus(rule)}. The source's word for it"
            f" is {rule.strength!r} ({_cited(rule.sources)})."
        )

    def _both(self, conflict: FitConflict) -> str:
        return (
            f"{conflict.one.id} points to {self._focus(conflict.one)}, {conflict.other.id} to"
            f" {self._focus(conflict.other)}"
        )

    def _focus(self, rule: FitRule) -> str:
        label = self.framework.stages[0].label
        if not rule.focus:
            return f"no single {label}"
        return f"{label}{'s' if len(rule.focus) > 1 else ''} {', '.join(map(str, rule.focus))}"

    def to_dict(self) -> dict[str, Any]:
        """Return the advice as plain data: dictionaries, lists, text, yes and no, ``None``."""
        return {
            "framework": self.framework.id,
            "framework_version": self.framework.version,
            "profile": dict(self.profile),
            "rules": [
                {
                    "id": own.rule.id,
                    "verdict": own.verdict.value,
                    "condition": own.rule.condition,
                    "conditions": list(own.rule.conditions),
                    "unknown": list(own.unknown),
                    "against": list(own.against),
                    "advice": own.rule.advice,
                    "focus": list(own.rule.focus),
                    "strength": own.rule.strength,
                    "sources": list(map(str, own.rule.sources)),
                }
                for own in self.rules
            ],
            "conflicts": [list(own.rules) for own in self.conflicts],
            "departures": [list(own.rules) for own in self.departures],
            "questions": [{"id": own.id, "question": own.question} for own in self.questions],
            "advice": [
                {"id": own.id, "text": own.text, "sources": list(map(str, own.sources))}
                for own in self.advice
            ],
            "text": self.text(),
        }


def fit(framework: Framework, profile: Mapping[str, bool | None]) -> Fit:
    """Return what a framework's own rules advise a business of this profile.

    A rule holds where all its conditions are true, fails where one is false,
    and is open else. One without conditions stands by default, beside
    whatever else holds. Statements of the sources that advise something
    without naming a condition are listed beside the rules.

    Args:
        framework: Its rules are asked; it may have none.
        profile: What is known of the business, by id of the condition:
            ``True``, ``False``, or ``None`` for unknown. Conditions that are
            not here are unknown; it may be empty.

    Returns:
        All rules with their verdicts, what conflicts, and what to ask next.

    Raises:
        WrongTypeError: No framework, or no mapping.
        InvalidInputError: Conditions that the framework does not have, or
            answers other than yes and no; all problems come together.

    Examples:
        >>> import socialmaturity as sm
        >>> asked = fit(sm.SOCEDO, {"well-known-brand": True, "high-value-sales": False})
        >>> [own.rule.id for own in asked.failing], [own.id for own in asked.questions][-1]
        (['SOC-R4'], 'much-talk-online')
    """
    expect(framework, Framework, "framework")
    if not isinstance(profile, Mapping):
        raise WrongTypeError(
            f"expected conditions with True, False or None, such as {{'well-known-brand': True}},"
            f" not {shown(profile)}",
            path="profile",
            value=profile,
        )
    problems = tuple(_problems(framework, profile))
    if problems:
        raise InvalidInputError(f"profile for framework {framework.id!r}", problems)
    known = {own.id: profile.get(own.id) for own in framework.conditions}
    rules = tuple(_judged(own, known) for own in framework.fit_rules)
    differing = tuple(_differing(rules))
    open_still = {one for own in rules if own.verdict is FitVerdict.OPEN for one in own.unknown}
    return Fit(
        framework=framework,
        profile=tuple(known.items()),
        rules=rules,
        conflicts=tuple(own for own in differing if not own.departs),
        departures=tuple(own for own in differing if own.departs),
        questions=tuple(own for own in framework.conditions if own.id in open_still),
        advice=tuple(own for own in framework.all_statements if own.kind is StatementKind.ADVICE),
    )


def _problems(
    framework: Framework, profile: Mapping[str, bool | None]
) -> Iterator[SocialMaturityError]:
    ids = [own.id for own in framework.conditions]
    for name, answer in profile.items():
        if not isinstance(name, str):
            yield WrongTypeError(
                f"a condition id is text, not {shown(name)}", path="profile", value=name
            )
        elif name not in ids:
            yield UnknownNameError(
                name,
                ids,
                within=f"the conditions of framework {framework.id!r}",
                path=f"profile.{name}",
            )
        elif answer is not None and not isinstance(answer, bool):
            yield InvalidValueError(
                f"{shown(answer)} is no yes or no; expected True, False, or None for unknown",
                path=f"profile.{name}",
                value=answer,
            )


def _judged(rule: FitRule, known: Mapping[ConditionId, bool | None]) -> RuleFit:
    unknown = tuple(own for own in rule.conditions if known[own] is None)
    against = tuple(own for own in rule.conditions if known[own] is False)
    if against:
        verdict = FitVerdict.FAILS
    elif unknown:
        verdict = FitVerdict.OPEN
    else:
        verdict = FitVerdict.HOLDS if rule.conditions else FitVerdict.BY_DEFAULT
    return RuleFit(rule=rule, verdict=verdict, unknown=unknown, against=against)


def _differing(rules: tuple[RuleFit, ...]) -> Iterator[FitConflict]:
    pointing = [own for own in rules if own.stands and own.rule.focus]
    for one, other in combinations(pointing, 2):
        if set(one.rule.focus) != set(other.rule.focus):
            yield FitConflict(
                one=one.rule,
                other=other.rule,
                departs=FitVerdict.BY_DEFAULT in (one.verdict, other.verdict),
            )


def _cited(sources: tuple[Citation, ...]) -> str:
    return ", ".join(map(str, sources))

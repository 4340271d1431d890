"""The six rules by name."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Final

from socialmaturity.errors import InvalidValueError, UnknownRuleError, WrongTypeError, shown
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.method import Method, MethodOptions, Rule, is_rule, make_method

TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "cumulative": ("at", "lower_at", "quorum"),
    "high_water": ("at", "quorum"),
    "nearest": ("at",),
    "profile": ("at",),
    "weighted_mean": ("values", "weights", "groups", "levels", "floors", "not_applicable"),
    "rating": ("values", "weights", "groups", "bands"),
}
"""The parameters of each rule, by its name."""


PARAMETERS: Final = (
    "at",
    "lower_at",
    "quorum",
    "values",
    "weights",
    "groups",
    "levels",
    "floors",
    "not_applicable",
    "bands",
)
"""The parameters of all rules."""

NONE_GIVEN: Final = (None,) * len(PARAMETERS)
"""No parameter given."""


def make_rule(rule: str | Rule, given: Mapping[str, object]) -> Rule:
    """Return a rule with its parameters.

    Args:
        rule: A name, or a rule as it is.
        given: Parameters by name; ``None`` for those not given.

    Returns:
        The rule.

    Raises:
        UnknownRuleError: No rule of this name; the message offers near ones.
        InvalidValueError: A parameter that the rule does not take.
        WrongTypeError: Neither a name nor a rule, or a parameter of another
            type.
    """
    named = {name: value for name, value in given.items() if value is not None}
    if isinstance(rule, str):
        if rule not in TAKES:
            raise UnknownRuleError(rule, TAKES, path="rule")
        for name, value in named.items():
            if name not in TAKES[rule]:
                takers = [repr(own) for own, taken in TAKES.items() if name in taken]
                raise InvalidValueError(
                    f"rule {rule!r} takes no {name}; leave it out, or ask for"
                    f" rule={' or '.join(takers)}",
                    path=name,
                    value=value,
                )
        return _maker(rule)(**named)
    if not is_rule(rule):
        raise WrongTypeError(
            f"expected the name of a rule or a rule such as CumulativeRule(), not {shown(rule)}",
            path="rule",
            value=rule,
        )
    for name, value in named.items():
        raise InvalidValueError(
            f"the rule has its parameters already; change them with attrs.evolve(rule, {name}=...)",
            path=name,
            value=value,
        )
    return rule


def default_rule(framework: Framework) -> str:
    """Return the name of the rule for a framework where none is asked for."""
    return "cumulative" if framework.kind == "ladder" else "profile"


def chosen_method(rule: str | Rule, given: tuple[object, ...], options: MethodOptions) -> Method:
    """Return the method that a caller asks for.

    Args:
        rule: A name, or a rule as it is.
        given: Values of all parameters of rules, in order of `PARAMETERS`;
            ``None`` for those not given.
        options: What becomes of findings.

    Returns:
        The method; for a name alone always the same object.
    """
    if isinstance(rule, str) and not options and given == NONE_GIVEN:
        return default_method(rule)
    parameters: dict[str, object] = dict(zip(PARAMETERS, given, strict=True))
    return make_method(make_rule(rule, parameters), options, PARAMETERS)


@lru_cache(maxsize=len(TAKES))
def default_method(rule: str) -> Method:
    """Return a rule as it is without parameters, and nothing else asked for.

    Args:
        rule: Its name, as text.

    Returns:
        Always the same method.

    Raises:
        UnknownRuleError: No rule of this name.
    """
    return Method(rule=make_rule(rule, {}))


def _maker(name: str) -> Callable[..., Rule]:
    """Return the class of a rule; its module is imported when it is asked for."""
    made: Callable[..., Rule] = getattr(
        import_module(f"socialmaturity.scoring.{name}"), _CLASSES[name]
    )
    return made


_CLASSES: Final = {
    "cumulative": "CumulativeRule",
    "high_water": "HighWaterRule",
    "nearest": "NearestRule",
    "profile": "ProfileRule",
    "weighted_mean": "WeightedMeanRule",
    "rating": "RatingRule",
}

"""Conformance of what others build: named checks of frameworks, crosswalks and rules.

Importing it needs neither pytest nor Hypothesis. The strategies of
`socialmaturity.testing.strategies`, and the checks that try rules on
generated assessments, need Hypothesis, which the extra ``testing`` brings.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from socialmaturity.testing.check import Check, CheckFailedError
    from socialmaturity.testing.crosswalk_laws import crosswalk_checks
    from socialmaturity.testing.examples import example_frameworks
    from socialmaturity.testing.framework_laws import framework_checks
    from socialmaturity.testing.report import (
        CheckOutcome,
        CheckReport,
        CheckResult,
        UnknownConformanceCheckError,
        pytest_params,
        run_checks,
    )
    from socialmaturity.testing.rule_laws import rule_checks

__all__ = [
    "Check",
    "CheckFailedError",
    "CheckOutcome",
    "CheckReport",
    "CheckResult",
    "UnknownConformanceCheckError",
    "crosswalk_checks",
    "example_frameworks",
    "framework_checks",
    "pytest_params",
    "rule_checks",
    "run_checks",
]

_MODULES = {
    "Check": "check",
    "CheckFailedError": "check",
    "CheckOutcome": "report",
    "CheckReport": "report",
    "CheckResult": "report",
    "UnknownConformanceCheckError": "report",
    "crosswalk_checks": "crosswalk_laws",
    "example_frameworks": "examples",
    "framework_checks": "framework_laws",
    "pytest_params": "report",
    "rule_checks": "rule_laws",
    "run_checks": "report",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for; Hypothesis's hook passes through here and needs none of it."""
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__

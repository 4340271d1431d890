"""Checks run together: what came of each, as data, and failures that were expected."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from socialmaturity.errors import (
    DuplicateError,
    MissingExtraError,
    MissingValueError,
    SocialMaturityError,
    UnknownNameError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import repeated
from socialmaturity.testing.check import Check, CheckFailedError

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet  # pytest does not offer the type itself

_NONE_EXPECTED: Final[Mapping[str, str]] = MappingProxyType({})


class CheckOutcome(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    """It found nothing."""
    FAILED = "failed"
    """It found something."""
    EXPECTED_FAILURE = "expected-failure"
    """It found something, and a reason was given beforehand."""
    UNEXPECTED_PASS = "unexpected-pass"  # noqa: S105 no password
    """It found nothing, and a failure was expected, for a reason that is out of date."""
    NOT_RUN = "not-run"
    """Another check has to pass first, and does not."""


_WRONG: Final = (CheckOutcome.FAILED, CheckOutcome.UNEXPECTED_PASS)


class UnknownConformanceCheckError(UnknownNameError):
    """A failure is expected of a check that is not among those run."""

    kind = "check"


@attrs.frozen(kw_only=True)
class CheckResult:
    """What came of one check.

    Args:
        name: Of the check.
        asks: What it asks.
        outcome: What came of it.
        message: Why, in words; empty where it passed.
        problems: What it found; empty where nothing.
        reason: Why a failure was expected; empty where none was.
        blocked_by: Name of the check that has to pass first; empty where
            it ran.
    """

    name: str
    asks: str
    outcome: CheckOutcome
    message: str = ""
    problems: tuple[SocialMaturityError, ...] = attrs.field(default=(), repr=False)
    reason: str = ""
    blocked_by: str = ""

    @property
    def error(self) -> CheckFailedError | None:
        """The error that calling the check raises; ``None`` where it found nothing."""
        return CheckFailedError(self.name, self.asks, self.problems) if self.problems else None

    def text(self) -> str:
        """Return the outcome and its cause, the first line with the name."""
        return f"{self.outcome.value}: {self.name}" + (f": {self.message}" if self.message else "")

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data; each problem with code, path, message and value."""
        return {
            "name": self.name,
            "asks": self.asks,
            "outcome": self.outcome.value,
            "message": self.message,
            "problems": [
                {
                    "code": own.code,
                    "path": own.path,
                    "message": own.message,
                    "value": None if own.value is None else shown(own.value),
                }
                for own in self.problems
            ],
            "reason": self.reason,
            "blocked_by": self.blocked_by,
        }


@attrs.frozen(kw_only=True)
class CheckReport:
    """What came of several checks.

    Args:
        results: One for each check, in their order.
    """

    results: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed but what was expected to, and all of that did."""
        return not self.wrong

    @property
    def wrong(self) -> tuple[CheckResult, ...]:
        """The results that failed, and those that passed against expectation."""
        return tuple(own for own in self.results if own.outcome in _WRONG)

    def __getitem__(self, name: str) -> CheckResult:
        """Return what came of one check.

        Args:
            name: Of the check.

        Returns:
            Its result.

        Raises:
            WrongTypeError: No text.
            UnknownConformanceCheckError: It is not among them; the message
                offers near names.
        """
        expect(name, str, "name")
        for own in self.results:
            if own.name == name:
                return own
        raise UnknownConformanceCheckError(name, [own.name for own in self.results])

    def text(self) -> str:
        """Return the report in lines: what did not pass, then how many of each outcome."""
        return "\n".join(self._lines())

    def __str__(self) -> str:
        return self.text()

    def _lines(self) -> Iterator[str]:
        told = (CheckOutcome.PASSED, CheckOutcome.NOT_RUN)
        yield from (own.text() for own in self.results if own.outcome not in told)
        for first in dict.fromkeys(own.blocked_by for own in self.results if own.blocked_by):
            waiting = [own.name for own in self.results if own.blocked_by == first]
            yield f"not run, since {first!r} has to pass first: {', '.join(waiting)}"
        counts = Counter(own.outcome for own in self.results)
        parts = [f"{counts[own]} {own.value}" for own in CheckOutcome if counts[own]]
        checks = "1 check" if len(self.results) == 1 else f"{len(self.results)} checks"
        yield f"{checks}: {', '.join(parts) or 'nothing was asked'}."

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data: text, true and false, lists."""
        return {"passed": self.passed, "results": [own.to_dict() for own in self.results]}

    def raise_if_failed(self) -> None:
        """Raise what is wrong, all of it together.

        Raises:
            ExceptionGroup: Of a `CheckFailedError` for each check that is
                wrong.
        """
        if self.wrong:
            raise ExceptionGroup(self.text(), [_error(own) for own in self.wrong])


def _error(result: CheckResult) -> CheckFailedError:
    if result.error is not None:
        return result.error
    problem = SocialMaturityError(result.message, code=result.outcome.value, value=result.reason)
    return CheckFailedError(result.name, result.asks, (problem,))


def run_checks(
    checks: Iterable[Check], *, expected_failures: Mapping[str, str] = _NONE_EXPECTED
) -> CheckReport:
    """Run checks, and return what came of each.

    Args:
        checks: Those of one subject, such as ``framework_checks(MINE)``
            gives them.
        expected_failures: Why a check is known to fail, by its name. It is
            strict: one that passes all the same is wrong, too.

    Returns:
        The results, in order.

    Raises:
        UnknownConformanceCheckError: A failure is expected of a check that
            is not among them; the message offers near names.
        MissingValueError: An expected failure without a reason.
        DuplicateError: Two checks of one name, as of two subjects.
        WrongTypeError: No checks, or no reasons by name.
        MissingExtraError: A check needs the extra ``testing``.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.testing import crosswalk_checks
        >>> run_checks(crosswalk_checks(sm.crosswalk("cisco", "carfi"))).passed
        True
    """
    those = _listed(checks)
    reasons = _reasons(those, expected_failures)
    return CheckReport(results=tuple(_result(own, reasons.get(own.name, "")) for own in those))


def _listed(checks: Iterable[Check]) -> tuple[Check, ...]:
    if not isinstance(checks, Iterable):
        raise WrongTypeError(
            f"expected checks, such as framework_checks(MINE), not {shown(checks)}",
            path="checks",
            value=checks,
        )
    those = tuple(expect(own, Check, "checks") for own in checks)
    for name in repeated(own.name for own in those):
        raise DuplicateError(
            f"two checks are named {name!r}; run those of each subject by themselves",
            path="checks",
            value=name,
        )
    return those


def _reasons(checks: Sequence[Check], expected: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(expected, Mapping):
        raise WrongTypeError(
            "expected reasons by the name of the check, such as {'sources-used': 'why'}, not"
            f" {shown(expected)}",
            path="expected_failures",
            value=expected,
        )
    names = [own.name for own in checks]
    for name, reason in expected.items():
        path = f"expected_failures.{name}"
        if name not in names:
            raise UnknownConformanceCheckError(str(name), names, path="expected_failures")
        if not expect(reason, str, path).strip():
            raise MissingValueError(
                "an expected failure needs a reason; say why it cannot pass", path=path
            )
    return expected


def _result(check: Check, reason: str) -> CheckResult:
    outcome, message = _came_of(check, reason)
    return CheckResult(
        name=check.name,
        asks=check.asks,
        outcome=outcome,
        message=message,
        problems=check.problems,
        reason=reason,
        blocked_by=check.blocked_by,
    )


def _came_of(check: Check, reason: str) -> tuple[CheckOutcome, str]:
    """Return what came of a check, and why."""
    if check.blocked_by:
        return CheckOutcome.NOT_RUN, f"{check.blocked_by!r} has to pass first"
    if check.problems:
        found = "".join(f"\n  - {own}" for own in check.problems)
        if reason:
            return CheckOutcome.EXPECTED_FAILURE, f"{reason}{found}"
        return CheckOutcome.FAILED, f"{check.asks} No:{found}"
    if reason:
        told = f"it passes, though a failure was expected: {reason}; take the expectation out"
        return CheckOutcome.UNEXPECTED_PASS, told
    return CheckOutcome.PASSED, ""


def pytest_params(
    checks: Iterable[Check], *, expected_failures: Mapping[str, str] = _NONE_EXPECTED
) -> "list[ParameterSet]":
    """Return checks as parameters for pytest, expected failures marked as such.

    Args:
        checks: As for `run_checks`.
        expected_failures: As for `run_checks`; a check marked here that
            passes fails the test, too.

    Returns:
        For ``pytest.mark.parametrize("check", pytest_params(...))``, each
        with the name of its check.

    Raises:
        MissingExtraError: pytest is not installed.
        UnknownConformanceCheckError: As for `run_checks`; so the other
            errors.
    """
    try:
        import pytest
    except ImportError as cause:
        raise MissingExtraError(
            "parameters for pytest need pytest; install it with: pip install pytest"
        ) from cause
    those = _listed(checks)
    reasons = _reasons(those, expected_failures)

    def marks(own: Check) -> "tuple[pytest.MarkDecorator, ...]":
        if own.name not in reasons:
            return ()
        why = reasons[own.name]
        return (pytest.mark.xfail(reason=why, strict=True, raises=CheckFailedError),)

    return [pytest.param(own, id=own.name, marks=marks(own)) for own in those]

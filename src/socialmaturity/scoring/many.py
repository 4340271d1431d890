"""Many assessments, one after the other: a small result for each, in order.

Nothing is held together, so that a generator of any length can be scored. The
common case is scored from counts; whatever else comes, and whatever is wrong,
goes to the plain scorer itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeGuard,
    TypeVar,
    Unpack,
    cast,
    overload,
)

import attrs

from socialmaturity.assessment.reading import scales_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    InvalidAssessmentError,
    InvalidInputError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.model.fields import Number
from socialmaturity.model.framework import Framework
from socialmaturity.scoring.brief import (
    Brief,
    Failure,
    NumberBrief,
    ProfileBrief,
    RatingBrief,
    Scoring,
    StageBrief,
    brief_of,
)
from socialmaturity.scoring.case import score_case
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.method import Method, MethodOptions, Policy, Rule
from socialmaturity.scoring.nearest import NearestRule
from socialmaturity.scoring.profile import ProfileRule
from socialmaturity.scoring.quick import quick_scorer
from socialmaturity.scoring.rules import PARAMETERS, chosen_method, default_rule

if TYPE_CHECKING:
    from socialmaturity.scoring.groups import Groups
    from socialmaturity.scoring.rating import Bands, RatingRule
    from socialmaturity.scoring.weighted_mean import WeightedMeanRule

Mode = Literal["strict", "lenient"]
"""Strict raises what is wrong with an assessment; lenient gives it in the place of the result."""

EVERY: Final = 10_000
"""After how many assessments progress is told where the caller does not say."""

_T = TypeVar("_T")


class ScoreOptions(MethodOptions, total=False):
    """What a caller may ask of a score beside its rule: parameters of rules, and a method's."""

    at: str | Number | None
    lower_at: str | Number | None
    quorum: Number | str | None
    values: Mapping[str, Number | str] | None
    weights: Mapping[str, Number | str] | None
    groups: Groups
    levels: Literal["mean", "sum"] | None
    floors: Mapping[str, Number | str] | None
    not_applicable: Number | str | None
    bands: Bands | str | None


_Given = Iterable[Assessment | Failure]


@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: Literal["cumulative", "high_water", "nearest"]
    | CumulativeRule
    | HighWaterRule
    | NearestRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[StageBrief]: ...
@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: Literal["profile"] | ProfileRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[ProfileBrief]: ...
@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: Literal["weighted_mean"] | WeightedMeanRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[NumberBrief]: ...
@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: Literal["rating"] | RatingRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[RatingBrief]: ...
@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: str | Rule | Method | None = None,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[Brief]: ...
@overload
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: str | Rule | Method | None = None,
    mode: Mode,
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[Brief | Failure]: ...
def score_many(
    assessments: _Given,
    framework: Framework,
    *,
    rule: str | Rule | Method | None = None,
    mode: Mode = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = EVERY,
    **options: Unpack[ScoreOptions],
) -> Iterator[Any]:
    """Return what each of many assessments comes to, in order, one when it is asked for.

    Each is scored as `score` does it, to the same ends, stage and coverage;
    the explanation is left out.

    Args:
        assessments: Any number of them, of this framework; also a generator,
            of which one is taken at a time. A `Failure` among them, as
            `iter_assessments` gives it, keeps its place.
        framework: What all are scored by. Stages of two frameworks do not
            belong in one table, so that an assessment of another one is a
            fault.
        rule: A name, a rule with its parameters, or a whole `Method`;
            ``None`` for ``cumulative`` on a ladder, else ``profile``.
        mode: ``strict`` raises at the first assessment that does not fit;
            ``lenient`` gives a `Failure` in its place and goes on.
        progress: Called with the number done, after so many, and once at the
            end; whatever it raises ends the work.
        every: After how many assessments *progress* is called, at least 1.
        **options: Parameters of the rule and options of the method, as
            `score` takes them.

    Returns:
        An iterator of small results, as many as there are assessments.

    Raises:
        WrongTypeError: An argument of another type.
        InvalidValueError: *every* under 1, no mode of this name, a framework
            that asks nothing, or what `score` refuses of a rule or method.
        UnknownRuleError: No rule of this name.
        InvalidAssessmentError: In strict mode, when it is its turn: an
            assessment that does not fit. All its problems come together,
            each under its place, such as ``assessments[3].answers.listening``.
        SocialMaturityError: A rule or method that no assessment of the
            framework can be scored by, at once, as `score` raises it.

    Examples:
        >>> import socialmaturity as sm
        >>> firms = [
        ...     sm.Assessment(framework="solis", subject=name, answers={"listening": answer})
        ...     for name, answer in (("Acme", "N"), ("Brew", "F"))
        ... ]
        >>> for own in score_many(firms, sm.SOLIS, rule="cumulative"):
        ...     print(own.subject, own.lower, own.upper, own.coverage)
        Acme 0 0 1/19
        Brew 0 10 1/19
    """
    several, own = _several(assessments), expect(framework, Framework, "framework")
    _check_pace(progress, every)
    if mode not in ("strict", "lenient"):
        raise InvalidValueError(
            f"expected the mode 'strict' or 'lenient', not {shown(mode)}", path="mode", value=mode
        )
    method = _method(own, rule, cast("dict[str, Any]", options))
    _check_method(own, method)
    results = _results(several, own, method, strict=mode == "strict")
    return results if progress is None else _told(results, progress, every)


def _several(assessments: object) -> Iterable[object]:
    if not _is_several(assessments):
        raise WrongTypeError(
            "expected several assessments, such as a list or a generator, not"
            f" {shown(assessments)}",
            path="assessments",
            value=assessments,
        )
    return assessments


def _is_several(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _check_pace(progress: object, every: int) -> None:
    if progress is not None and not callable(progress):
        raise WrongTypeError(
            f"expected a function of the number done, such as print, not {shown(progress)}",
            path="progress",
            value=progress,
        )
    if expect(every, int, "every") < 1:
        raise InvalidValueError(
            f"expected a whole number from 1 on, not {shown(every)}", path="every", value=every
        )


def _method(
    framework: Framework, rule: str | Rule | Method | None, options: dict[str, Any]
) -> Method:
    if isinstance(rule, Method):
        for name, value in options.items():
            raise InvalidValueError(
                "the method has its options already; change them with"
                f" attrs.evolve(method, {name}=...)",
                path=name,
                value=value,
            )
        return rule
    given = tuple(options.pop(name, None) for name in PARAMETERS)
    asked = default_rule(framework) if rule is None else rule
    return chosen_method(asked, given, cast("MethodOptions", options))


def _check_method(framework: Framework, method: Method) -> None:
    """Refuse a method that fits no scale, by what it says of the framework's own."""
    open_ended = attrs.evolve(method, policy=None) if method.policy is Policy.ERROR else method
    refused: list[SocialMaturityError] = []
    scales = dict.fromkeys((framework.scale.id, *scales_of(framework)))
    for scale in scales:
        try:
            score_case(Assessment(framework=framework.id, scale=scale), framework, open_ended)
        except SocialMaturityError as error:
            refused.append(error)
    if len(refused) == len(scales):
        raise refused[0]


def _told(results: Iterator[_T], progress: Callable[[int], object], every: int) -> Iterator[_T]:
    """Give results, and tell how many there were so far."""
    done = 0
    for done, result in enumerate(results, 1):
        if done % every == 0:
            progress(done)
        yield result
    if not done or done % every:
        progress(done)


def _results(
    assessments: Iterable[object], framework: Framework, method: Method, *, strict: bool
) -> Iterator[Brief | Failure]:
    scoring = Scoring(framework=framework.id, version=framework.version, method=method)
    quick = quick_scorer(framework, scoring)
    for place, own in enumerate(assessments):
        brief = quick(own) if isinstance(own, Assessment) else None
        if brief is not None:
            yield brief
            continue
        result = _closely(place, own, framework, scoring)
        if strict and isinstance(result, Failure):
            raise result.error
        yield result


def _closely(place: int, own: object, framework: Framework, scoring: Scoring) -> Brief | Failure:
    """Score what is not the common case, or tell what is wrong with it."""
    if isinstance(own, Failure):
        return own
    try:
        assessment = expect(own, Assessment, "")
        return brief_of(score_case(assessment, framework, scoring.method), scoring)
    except SocialMaturityError as error:
        return _failure(place, own, error)


def _failure(place: int, own: object, error: SocialMaturityError) -> Failure:
    path = f"assessments[{place}]"
    parts = error.problems if isinstance(error, InvalidInputError) else (error,)
    problems = [part.under(path) for part in parts]
    if not isinstance(own, Assessment):
        return Failure(path=path, error=InvalidAssessmentError(path, problems))
    return Failure(
        path=path,
        error=InvalidAssessmentError(f"{path} ({own})", problems),
        subject=own.subject,
        unit=own.unit,
    )

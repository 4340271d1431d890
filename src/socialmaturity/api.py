"""The daily functions: look up, then call the rooms below.

Rooms are imported by the functions that use them, so that importing the
package stays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, Unpack, overload

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    WrongTypeError,
    expect,
    shown,
)
from socialmaturity.identifiers import StageRef, parse_stage_ref
from socialmaturity.lookup import (
    find_catalog,
    find_crosswalk,
    find_framework,
    find_ground,
    find_rule,
)

if TYPE_CHECKING:
    import networkx as nx

    from socialmaturity.assessment.migration import Migration
    from socialmaturity.catalog import Catalog
    from socialmaturity.graph.network import Network
    from socialmaturity.graph.transfer import Transfer
    from socialmaturity.graph.translation import Translation
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.fields import Number
    from socialmaturity.model.framework import Framework
    from socialmaturity.model.stage import Stage
    from socialmaturity.progression.fit import Fit
    from socialmaturity.progression.gaps import Gaps, Progress, Target, Values
    from socialmaturity.progression.prerequisites import Beforehand, Prerequisites
    from socialmaturity.progression.roadmap import Amounts
    from socialmaturity.progression.routes import Route
    from socialmaturity.progression.steps import NextSteps
    from socialmaturity.scoring.brief import (
        Brief,
        Failure,
        NumberBrief,
        ProfileBrief,
        RatingBrief,
        StageBrief,
    )
    from socialmaturity.scoring.cumulative import CumulativeRule
    from socialmaturity.scoring.groups import Groups
    from socialmaturity.scoring.high_water import HighWaterRule
    from socialmaturity.scoring.interview import Interview
    from socialmaturity.scoring.many import Mode, ScoreOptions
    from socialmaturity.scoring.method import Method, MethodOptions, Rule
    from socialmaturity.scoring.nearest import NearestRule
    from socialmaturity.scoring.numbers import NumberResult
    from socialmaturity.scoring.profile import ProfileResult, ProfileRule
    from socialmaturity.scoring.rating import Bands, RatingResult, RatingRule
    from socialmaturity.scoring.result import Result, StageResult
    from socialmaturity.scoring.weighted_mean import WeightedMeanRule

    Translatable = Result | Stage | StageRef | str
    """What can be translated: a result, a stage, or a reference such as ``solis:7``."""

RuleName = Literal["cumulative", "high_water", "nearest", "profile", "weighted_mean", "rating"]
"""The names of the scoring rules."""


def framework(
    which: str, *, version: str | None = None, catalog: Catalog | None = None
) -> Framework:
    """Return one framework by its id or its name.

    Args:
        which: ``solis``, ``be-a-person``, ``cisco``, ``carfi``, ``socedo``, or
            what *catalog* has beside them; or a name or alias that only one
            of them has, in any spelling.
        version: Of the record; ``None`` for the first there is.
        catalog: Where to look; ``None`` for what is built in and plugged in.

    Returns:
        The framework; asked again, the same object.

    Raises:
        WrongTypeError: Not text.
        UnknownFrameworkError: There is none; the message offers near ids
            and names.
        AmbiguousNameError: Several have this name.
        UnknownVersionError: There is no record of this version.

    Examples:
        >>> framework("cisco").stage(3).personas
        ('Integrators',)
        >>> framework("Ants Eye View").id
        'carfi'
    """
    return find_catalog(catalog).framework(which, version=version)


def crosswalk(subject: str, other: str, *, catalog: Catalog | None = None) -> Crosswalk:
    """Return the crosswalk between two frameworks.

    Args:
        subject: Id or name of the framework that it shall speak of.
        other: Id or name of the framework that it shall lead to.
        catalog: Where to look; ``None`` for what is built in and plugged in.

    Returns:
        The crosswalk, turned round where it is kept the other way.

    Raises:
        WrongTypeError: Not text.
        UnknownFrameworkError: There is no such framework.
        FrameworkMismatchError: Both are the same.
        UnknownCrosswalkError: There is none between the two.

    Examples:
        >>> print(crosswalk("solis", "carfi").mappings[1])
        Solis 2 lies inside Carfi 2
    """
    return find_catalog(catalog).crosswalk(subject, other)


@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["cumulative"],
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["high_water"],
    framework: Framework | None = None,
    at: str | Number | None = None,
    quorum: Number | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["nearest"],
    framework: Framework | None = None,
    at: str | Number | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["profile"],
    framework: Framework | None = None,
    at: str | Number | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> ProfileResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["weighted_mean"],
    framework: Framework | None = None,
    values: Mapping[str, Number | str] | None = None,
    weights: Mapping[str, Number | str] | None = None,
    groups: Groups = None,
    levels: Literal["mean", "sum"] | None = None,
    floors: Mapping[str, Number | str] | None = None,
    not_applicable: Number | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> NumberResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["rating"],
    framework: Framework | None = None,
    values: Mapping[str, Number | str] | None = None,
    weights: Mapping[str, Number | str] | None = None,
    groups: Groups = None,
    bands: Bands | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> RatingResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: CumulativeRule | HighWaterRule | NearestRule,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: ProfileRule,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> ProfileResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: WeightedMeanRule,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> NumberResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: RatingRule,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> RatingResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["cumulative", "profile"] | None = None,
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult | ProfileResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: RuleName | None = None,
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    values: Mapping[str, Number | str] | None = None,
    weights: Mapping[str, Number | str] | None = None,
    groups: Groups = None,
    levels: Literal["mean", "sum"] | None = None,
    floors: Mapping[str, Number | str] | None = None,
    not_applicable: Number | str | None = None,
    bands: Bands | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> StageResult | ProfileResult | NumberResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Rule,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> Result: ...
def score(
    assessment: Assessment,
    *,
    rule: RuleName | Rule | None = None,
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    values: Mapping[str, Number | str] | None = None,
    weights: Mapping[str, Number | str] | None = None,
    groups: Groups = None,
    levels: Literal["mean", "sum"] | None = None,
    floors: Mapping[str, Number | str] | None = None,
    not_applicable: Number | str | None = None,
    bands: Bands | str | None = None,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> Result:
    """Return what an assessment comes to, with its range and its explanation.

    Args:
        assessment: Raw; may be empty.
        rule: ``cumulative``, ``high_water``, ``nearest``, ``profile``,
            ``weighted_mean`` or ``rating``; or a rule with its parameters,
            such as ``CumulativeRule(at="F")`` or ``ISO_33020_LEVEL``. Without
            one a ladder is scored by ``cumulative``, phases that run side by
            side by ``profile``. The name of a rule that is added to *catalog*
            or plugged in will do, too, and is unknown to a type checker:
            pass it ``catalog.rule(name)``.
        framework: The framework of the assessment, where the catalog does
            not have it.
        at: What an indicator has to reach; ``None`` for the framework's gate
            (the first four rules).
        lower_at: The same for the stages below the result (``cumulative``).
        quorum: Share of a stage's indicators that has to (``cumulative``,
            ``high_water``).
        values: The number of each label (``weighted_mean``, ``rating``, like
            the three that follow); ``None`` for those the scale publishes.
        weights: By indicator or group, above 0; 1 for the others.
        groups: ``stage``, ``dimension``, or groups by name; ``None`` for one
            flat mean.
        levels: ``sum`` to add up the means of the stages within each group
            (``weighted_mean`` alone).
        floors: The least asked of an indicator, a group or ``total``
            (``weighted_mean``).
        not_applicable: What an indicator counts that does not apply
            (``weighted_mean``); ``None`` to leave it out.
        bands: ``nplf``, ``refined`` or your own (``rating``).
        catalog: Where framework and rule are looked up; ``None`` for what is
            built in and plugged in. The framework is the record of the
            version that the assessment names.
        **method: What becomes of findings, whatever the rule: ``policy`` and
            ``minimum_coverage`` for unknown ones, ``strength`` for the
            weakest evidence that counts, ``as_of`` and ``valid_for`` (days)
            for their age, ``most_not_applicable`` and
            ``never_not_applicable``, ``dimension`` to score one alone; see
            `Method`.

    Returns:
        A result typed by its rule. Unknown answers give a range, never a
        silent zero.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The catalog lacks the framework.
        InvalidAssessmentError: The assessment does not fit it; all problems
            come together.
        UnknownRuleError: No rule of this name.
        MissingValueError: The framework has no gate for the scale and there
            is no *at*; labels have no numbers and there are no *values*; a
            policy or a filter lacks its other half.
        InvalidAnswerError: *at* or *lower_at* is not on the scale.
        ContradictionError: *lower_at* asks for less than *at*, or *values*
            fall from a worse label to a better one.
        InvalidValueError: The framework asks nothing, a number is outside
            its range, every answer reaches *at*, a policy of no known name,
            or the rule does not take a parameter.
        UnknownIndicatorError: A method names an indicator that is not there.
        UnknownReferenceError: A weight, floor, label or member of nothing.
        DuplicateError: An indicator in two groups, or an id given twice.
        IncompleteAssessmentError: Something is unknown under policy
            ``error``.

    Examples:
        >>> answers = {"listening": "F", "reporting": "L", "presence": "N"}
        >>> result = score(Assessment(framework="solis", answers=answers))
        >>> print(result.stage)
        Stage 1: Observe and Report
    """
    from socialmaturity.scoring.case import score_case
    from socialmaturity.scoring.rules import chosen_method, default_rule

    own = _meant(assessment, framework, catalog)
    asked = find_rule(default_rule(own) if rule is None else rule, catalog)
    given = (at, lower_at, quorum, values, weights, groups, levels, floors, not_applicable, bands)
    return score_case(assessment, own, chosen_method(asked, given, method))


@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: Literal["cumulative", "high_water", "nearest"]
    | CumulativeRule
    | HighWaterRule
    | NearestRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[StageBrief]: ...
@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: Literal["profile"] | ProfileRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[ProfileBrief]: ...
@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: Literal["weighted_mean"] | WeightedMeanRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[NumberBrief]: ...
@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: Literal["rating"] | RatingRule,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[RatingBrief]: ...
@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: RuleName | Rule | Method | None = None,
    mode: Literal["strict"] = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[Brief]: ...
@overload
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: RuleName | Rule | Method | None = None,
    mode: Mode,
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[Brief | Failure]: ...
def score_many(
    assessments: Iterable[Assessment | Failure],
    which: str | Framework,
    *,
    rule: RuleName | Rule | Method | None = None,
    mode: Mode = "strict",
    progress: Callable[[int], object] | None = None,
    every: int = 10_000,
    catalog: Catalog | None = None,
    **options: Unpack[ScoreOptions],
) -> Iterator[Any]:
    """Return what each of many assessments comes to, in order, one when it is asked for.

    Each is scored as `score` does it, to the same ends, stage and coverage;
    the explanation is left out.

    Args:
        assessments: Any number of them, of one framework; also a generator,
            of which one is taken at a time. A `Failure` among them, as
            `iter_assessments` gives it, keeps its place.
        which: The framework, or its id.
        rule: As for `score`, or a whole `Method`; ``None`` for
            ``cumulative`` on a ladder, else ``profile``.
        mode: ``strict`` raises at the first assessment that does not fit;
            ``lenient`` gives a `Failure` in its place and goes on.
        progress: Called with the number done, after so many, and once at the
            end; whatever it raises ends the work.
        every: After how many assessments *progress* is called, at least 1.
        catalog: Where framework and rule are looked up; ``None`` for what is
            built in and plugged in.
        **options: Parameters of the rule and options of the method, as
            `score` takes them.

    Returns:
        An iterator of small results typed by the rule, as many as there are
        assessments.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The catalog lacks the framework.
        UnknownRuleError: No rule of this name.
        InvalidValueError: *every* under 1, no mode of this name, a framework
            that asks nothing, or what `score` refuses of a rule or method.
        InvalidAssessmentError: In strict mode, when it is its turn: an
            assessment that does not fit, or is of another framework or
            version. All its problems come together, each under its place,
            such as ``assessments[3].answers.listening``.
        SocialMaturityError: A rule or method that no assessment of the
            framework can be scored by, at once, as `score` raises it.

    Examples:
        >>> firms = [
        ...     Assessment(framework="solis", subject=name, answers={"listening": answer})
        ...     for name, answer in (("Acme", "N"), ("Brew", "F"))
        ... ]
        >>> for own in score_many(firms, "solis", rule="cumulative"):
        ...     print(own.subject, own.lower, own.upper, own.coverage)
        Acme 0 0 1/19
        Brew 0 10 1/19
    """
    from socialmaturity.scoring import many
    from socialmaturity.scoring.method import Method

    own = find_framework(which, catalog)
    asked = rule if rule is None or isinstance(rule, Method) else find_rule(rule, catalog)
    return many.score_many(
        assessments, own, rule=asked, mode=mode, progress=progress, every=every, **options
    )


def interview(
    which: str | Framework,
    *,
    assessment: Assessment | None = None,
    rule: RuleName | Rule | None = None,
    consistent: bool = False,
    catalog: Catalog | None = None,
    **method: Unpack[MethodOptions],
) -> Interview:
    """Return a session that asks only what can still change the result.

    Args:
        which: The framework, or its id.
        assessment: What was answered before; ``None`` for nothing.
        rule: As for `score`; a rule with parameters as an object.
        consistent: Whether to suppose that stages are reached in order, and
            to halve them with each question; see `Interview`.
        catalog: Where framework and rule are looked up; ``None`` for what is
            built in and plugged in. Of several records it is that of the
            version that the assessment names.
        **method: What becomes of findings, as for `score`.

    Returns:
        The session: a value with ``question``, ``answer``, ``result``.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The catalog lacks the framework.
        InvalidAssessmentError: The assessment does not fit it.
        UnknownRuleError: No rule of this name.
        InvalidValueError: A framework that asks nothing, or *consistent*
            with what is no ladder scored by one threshold.

    Examples:
        >>> session = interview("carfi")
        >>> while session.question is not None:
        ...     session = session.answer(session.question.id, "N")
        >>> session.asked, str(session.stage)
        (1, 'Stage 1: Traditional')
    """
    from socialmaturity.scoring.interview import Interview
    from socialmaturity.scoring.rules import NONE_GIVEN, chosen_method, default_rule

    own = find_framework(which, catalog)
    answered = assessment if isinstance(which, str) else None
    if isinstance(answered, Assessment) and answered.framework == own.id:
        own = find_catalog(catalog).framework_of(answered)
    asked = find_rule(default_rule(own) if rule is None else rule, catalog)
    return Interview(
        framework=own,
        assessment=Assessment(framework=own.id) if assessment is None else assessment,
        method=chosen_method(asked, NONE_GIVEN, method),
        consistent=consistent,
    )


def translate(
    source: Translatable | Iterable[Stage | StageRef | str],
    *,
    to: str | Framework,
    crosswalk: Crosswalk | None = None,
    framework: Framework | None = None,
    derived: bool = True,
    catalog: Catalog | None = None,
) -> Translation:
    """Return the claimed and the derived counterparts of one or several stages.

    Args:
        source: A result, of which every stage that it can be is translated;
            a stage; a reference such as ``solis:7``; or several of these
            stages, all of one framework.
        to: The other framework, or its id.
        crosswalk: What to go by; ``None`` for that of the catalog.
        framework: The framework of the source, where it is neither in the
            catalog nor in a result.
        derived: Whether counterparts that nobody claims are derived: from
            all crosswalks of the catalog, also by way of other frameworks;
            from *crosswalk* alone where it is given.
        catalog: Where ids are looked up; ``None`` for what is built in and
            plugged in.

    Returns:
        Each claimed counterpart with relation, confidence, justification and
        evidence, each derived one with what it follows from; and an honest
        answer where there is none.

    Raises:
        WrongTypeError: An argument of another type.
        InvalidIdentifierError: Text that is no reference to a stage.
        UnknownFrameworkError: The catalog lacks a framework.
        UnknownCrosswalkError: It lacks a crosswalk between the two.
        UnknownStageError: The framework has no such stage.
        FrameworkMismatchError: Stages of two frameworks, a crosswalk between
            others, both sides the same, a framework beside a result of
            another one, or a framework or stage of your own under an id
            that the catalog has for another one.
        InvalidCrosswalkError: *crosswalk* speaks of stages that are not there.
        InvalidValueError: No stage: an empty set, or a profile.

    Examples:
        >>> print(translate("carfi:1", to="cisco"))
        Carfi 1 contains Cisco 1 (The Mistrusting, confidence 0.65): A firm absent from social \
media for lack of trust (CIS-1.01, CIS-1.02) is one case of a one-way, command-and-control firm \
(AEV-1.01, AEV-1.02), which might also broadcast on social networks (AEV-0.01).
    """
    from socialmaturity.graph.translation import translate_stages

    given = None if framework is None else _as_framework(framework)
    stages, own, notices = _to_translate(source, given)
    start = find_framework(own or stages[0].framework, catalog)
    target = find_framework(to, catalog, "to")
    between, network = find_ground(start, target, crosswalk, catalog, derived=derived)
    return translate_stages(
        [start.stage(stage) for stage in stages],
        between,
        start,
        target,
        network=network,
        notices=notices,
    )


def _as_framework(framework: Framework) -> Framework:
    from socialmaturity.model.framework import Framework

    return expect(framework, Framework, "framework")


def _ahead(result: StageResult) -> tuple[str, ...]:
    """Return the notice that something is met above the result, if there is one."""
    from socialmaturity.scoring.explanation import NoticeCode

    return tuple(notice.text for notice in result.notices if notice.code is NoticeCode.RUNS_AHEAD)


def _to_translate(
    source: Translatable | Iterable[Stage | StageRef | str], own: Framework | None
) -> tuple[list[Stage | StageRef], Framework | None, tuple[str, ...]]:
    from socialmaturity.model.stage import Stage
    from socialmaturity.scoring.result import Result, StageResult

    if isinstance(source, Result) and not isinstance(source, StageResult):
        raise InvalidValueError(
            f"a result of rule {source.rule!r} has no overall stage; translate the stages you mean,"
            f" such as ['{source.framework.id}:1']",
            value=source.rule,
        )
    if isinstance(source, StageResult):
        if own not in (None, source.framework):
            raise FrameworkMismatchError(
                f"the result is of another framework, {source.framework.id!r}; leave framework out",
                path="framework",
                value=own,
            )
        notices = _ahead(source)
        return list(source.possible), source.framework, notices
    if isinstance(source, Stage | StageRef | str):
        source = [source]
    if not isinstance(source, Iterable):
        raise WrongTypeError(
            "expected a result, a stage, a reference such as 'solis:7', or several, not"
            f" {shown(source)}",
            path="source",
            value=source,
        )
    several = [
        stage if isinstance(stage, Stage | StageRef) else parse_stage_ref(stage) for stage in source
    ]
    if not several:
        raise InvalidValueError("there is no stage to translate; give one at least")
    return several, own, ()


def next_steps(
    result: Result,
    *,
    to: str | Framework | Iterable[str | Framework] = (),
    catalog: Catalog | None = None,
) -> NextSteps:
    """Return what to do next: find out what decides, then raise what binds.

    Args:
        result: What `score` gave.
        to: Another framework or its id, or several; of each stage that a step
            reaches what is claimed of it there is told, too.
        catalog: Where these and their crosswalks are looked up; ``None`` for
            what is built in.

    Returns:
        The steps in order, each with its reason and the stages it unlocks.

    Raises:
        WrongTypeError: No result, or something else than frameworks.
        UnknownFrameworkError: The catalog lacks a framework.
        UnknownCrosswalkError: It lacks a crosswalk.

    Examples:
        >>> acme = Assessment(framework="solis", answers={"listening": "F", "reporting": "P"})
        >>> print(next_steps(score(acme)))
        1. Raise Reporting [reporting] from P to L. It stands in the way of stage 1.
        >>> next_steps(score(acme), to=["carfi"]).steps[0].elsewhere
        ('Solis 1 lies inside Carfi 2 (confidence 0.5)',)
    """
    from socialmaturity.model.scale import show_number
    from socialmaturity.progression import steps

    others = list(_several(to))
    if not others:
        return steps.next_steps(result)

    def elsewhere(stage: Stage) -> tuple[str, ...]:
        own = result.framework
        found = (
            translate(stage, to=other, framework=own, derived=False, catalog=catalog)
            for other in others
        )
        return tuple(
            str(one.mapping)
            if one.confidence is None
            else f"{one.mapping} (confidence {show_number(one.confidence)})"
            for translation in found
            for one in translation.counterparts
        )

    return steps.next_steps(result, elsewhere=elsewhere)


def _several(frameworks: str | Framework | Iterable[str | Framework]) -> Iterable[str | Framework]:
    from socialmaturity.model.framework import Framework

    if isinstance(frameworks, str | Framework):
        return (frameworks,)
    if not isinstance(frameworks, Iterable):
        raise WrongTypeError(
            f"expected frameworks or their ids, such as ['carfi'], not {shown(frameworks)}",
            path="to",
            value=frameworks,
        )
    return frameworks


def gap(
    current: Assessment,
    target: Target,
    *,
    framework: Framework | None = None,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    catalog: Catalog | None = None,
) -> Gaps:
    """Return how far each indicator is from its target; none makes up for another.

    Args:
        current: What was found.
        target: Answers to reach, by id or as an assessment; or a stage.
        framework: The one that the assessment names, where the catalog does
            not have it.
        values: The number of each label, or ``published``; ``None`` for
            steps of the scale.
        at: For a stage, what its indicators have to reach; ``None`` for the
            framework's gate.
        lower_at: For a stage, what those of the stages below have to reach.
        catalog: Where the framework is looked up; ``None`` for what is
            built in and plugged in.

    Returns:
        The gaps, exact ranges where something is unknown.

    Raises:
        UnknownFrameworkError: The catalog lacks the framework.
        SocialMaturityError: All else as for `socialmaturity.progression.gaps.gap`.

    Examples:
        >>> acme = Assessment(framework="solis", answers={"listening": "P", "reporting": "F"})
        >>> [(own.indicator, str(own.gap.upper)) for own in gap(acme, 1).items]
        [('listening', '1'), ('reporting', '0')]
    """
    from socialmaturity.progression import gaps

    own = _meant(current, framework, catalog)
    return gaps.gap(current, target, framework=own, values=values, at=at, lower_at=lower_at)


def percent_to_target(
    current: Assessment,
    target: Target,
    *,
    framework: Framework | None = None,
    aggregated: bool = False,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    catalog: Catalog | None = None,
) -> Progress:
    """Return how much of a target is there, 1 exactly where no gap remains.

    Args:
        current: As for `gap`, like all that is not told here.
        target: As for `gap`.
        framework: As for `gap`.
        aggregated: Take the gap of the sums, in which one indicator makes up
            for another, so that 1 may hide gaps.
        values: As for `gap`.
        at: As for `gap`.
        lower_at: As for `gap`.
        catalog: As for `gap`.

    Returns:
        The share per indicator and over all, 0 to 1, with exact ends.

    Raises:
        UnknownFrameworkError: The catalog lacks the framework.
        SocialMaturityError: All else as for
            `socialmaturity.progression.gaps.percent_to_target`.

    Examples:
        >>> acme = Assessment(framework="solis", answers={"listening": "P", "reporting": "F"})
        >>> percent_to_target(acme, 1).value
        Fraction(3, 4)
    """
    from socialmaturity.progression import gaps

    return gaps.percent_to_target(
        current,
        target,
        framework=_meant(current, framework, catalog),
        aggregated=aggregated,
        values=values,
        at=at,
        lower_at=lower_at,
    )


def progress_to_date(
    current: Assessment,
    target: Target,
    baseline: Assessment,
    *,
    framework: Framework | None = None,
    aggregated: bool = False,
    values: Values = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    catalog: Catalog | None = None,
) -> Progress:
    """Return how much of the way from a baseline to a target is done.

    Args:
        current: As for `gap`, like all that is not told here.
        target: As for `gap`.
        baseline: What was found before, on the same scale.
        framework: As for `gap`.
        aggregated: Take the sums, as OWASP SAMM does: one indicator makes up
            for another, so that 1 may hide gaps.
        values: As for `gap`.
        at: As for `gap`.
        lower_at: As for `gap`.
        catalog: As for `gap`.

    Returns:
        The share per indicator, negative where it fell back, and over all,
        0 to 1, with exact ends.

    Raises:
        UnknownFrameworkError: The catalog lacks the framework.
        SocialMaturityError: All else as for
            `socialmaturity.progression.gaps.progress_to_date`.

    Examples:
        >>> before = Assessment(framework="solis", answers={"listening": "N", "reporting": "F"})
        >>> now = before.with_answers({"listening": "P"})
        >>> progress_to_date(now, 1, before).value
        Fraction(1, 2)
    """
    from socialmaturity.progression import gaps

    return gaps.progress_to_date(
        current,
        target,
        baseline,
        framework=_meant(current, framework, catalog),
        aggregated=aggregated,
        values=values,
        at=at,
        lower_at=lower_at,
    )


def migrate(
    assessment: Assessment,
    *,
    to: str | Framework,
    framework: Framework | None = None,
    renamed: Mapping[str, str] | None = None,
    catalog: Catalog | None = None,
) -> Migration:
    """Return an assessment brought to another version of its framework's record.

    Args:
        assessment: Fits the record that it was made with.
        to: The version, or the record.
        framework: The record that the assessment was made with, where the
            catalog does not have it; ``None`` for that of the version that
            the assessment names, or the first one.
        renamed: New ids by old ones, of indicators and limitations that were
            given another id; ``None`` for none.
        catalog: Where records are looked up; ``None`` for what is built in
            and plugged in.

    Returns:
        The new assessment, and what became of each answer, finding and
        check.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The catalog lacks the framework.
        UnknownVersionError: It has no record of a version.
        SocialMaturityError: All else as for
            `socialmaturity.assessment.migration.migrate`.

    Examples:
        >>> acme = Assessment(framework="solis", answers={"listening": "F"})
        >>> print(migrate(acme, to="1.0"))
        an organisation, assessed with solis: from version 1.0 to 1.0.
        1 carried as it was: listening.
    """
    from socialmaturity.assessment import migration

    known, own = find_catalog(catalog), expect(assessment, Assessment, "assessment")
    old = known.framework(own.framework, version=own.version) if framework is None else framework
    new = known.framework(own.framework, version=to) if isinstance(to, str) else to
    return migration.migrate(own, new, old=old, renamed=renamed)


def fit(
    which: str | Framework, profile: Mapping[str, bool | None], *, catalog: Catalog | None = None
) -> Fit:
    """Return what a framework's own rules advise a business of this profile.

    Args:
        which: The framework, or its id.
        profile: What is known of the business, by id of the condition:
            ``True``, ``False``, or ``None`` for unknown.
        catalog: Where the framework is looked up; ``None`` for what is
            built in and plugged in.

    Returns:
        All rules with their verdicts, what conflicts, and what to ask next.

    Raises:
        WrongTypeError: No framework, or no mapping.
        UnknownFrameworkError: The catalog lacks the framework.
        InvalidInputError: Conditions that the framework does not have, or
            answers other than yes and no; all problems come together.

    Examples:
        >>> [own.rule.id for own in fit("socedo", {"all-three-too-daunting": True}).holding]
        ['SOC-R1']
    """
    from socialmaturity.progression import fit as fits

    own = find_framework(which, catalog)
    return fits.fit(own, profile)


def _meant(
    assessment: Assessment, framework: Framework | None, catalog: Catalog | None
) -> Framework:
    """Return the framework that an assessment names, or the one that is given."""
    if framework is not None:
        return _as_framework(framework)
    return find_catalog(catalog).framework_of(expect(assessment, Assessment, "assessment"))


def route(
    result: StageResult,
    target: Stage | StageRef | str,
    *,
    crosswalk: Crosswalk | None = None,
    values: Amounts | None = None,
    costs: Amounts | None = None,
    requires: Beforehand | Prerequisites | None = None,
    catalog: Catalog | None = None,
) -> Route:
    """Return the way to a stage of another framework, by way of one's own practices.

    Args:
        result: Of rule ``cumulative``.
        target: The stage, or a reference such as ``carfi:3``.
        crosswalk: What to go by; ``None`` for all that the catalog has.
        values: As for `roadmap`, like the two that follow.
        costs: What the steps cost.
        requires: What they require.
        catalog: Where the framework is looked up; ``None`` for what is
            built in and plugged in.

    Returns:
        From which stage the target may be reached and from which it surely
        is, with a roadmap to each and what the mappings say.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The catalog lacks the framework.
        UnknownStageError: It has no such stage.
        UnknownCrosswalkError: No way of crosswalks leads there.
        FrameworkMismatchError: A target in the framework of the result.
        InvalidValueError: A framework that is no ladder, or what `roadmap`
            refuses.

    Examples:
        >>> acme = score(Assessment(framework="solis", answers={"listening": "F"}))
        >>> way = route(acme, "carfi:3")
        >>> way.possible_from.ordinal, way.sure_from.ordinal
        (3, 4)
    """
    from socialmaturity.graph.network import Network
    from socialmaturity.model.stage import Stage
    from socialmaturity.progression.routes import find_route
    from socialmaturity.scoring.result import StageResult

    known = find_catalog(catalog)
    own = expect(result, StageResult, "result").framework
    if not isinstance(target, str | StageRef | Stage):
        raise WrongTypeError(
            f"expected a stage or a reference such as 'carfi:3', not {shown(target)}",
            path="target",
            value=target,
        )
    ref = str(target.ref if isinstance(target, Stage) else target)
    other = known.framework(parse_stage_ref(ref).framework)
    goal = other.stage(target)
    if other.id == own.id:
        raise FrameworkMismatchError(
            f"{ref!r} is of the framework of the result; ask roadmap for it",
            path="target",
            value=target,
        )
    between = find_crosswalk(own, other, known) if crosswalk is None else crosswalk
    network = known.network if crosswalk is None else Network.of((own, other), (between,))
    return find_route(result, goal, between, network, values=values, costs=costs, requires=requires)


def network(*, catalog: Catalog | None = None) -> Network:
    """Return all frameworks and mappings of a catalog as a network to reason over.

    Args:
        catalog: Of what; ``None`` for what is built in and
            plugged in.

    Returns:
        The network; asked again of the same catalog, the same object.

    Raises:
        WrongTypeError: No catalog.

    Examples:
        >>> network().relation("solis:5", "carfi:3")
        <Relation.PP: 'PP'>
    """
    return find_catalog(catalog).network


def transfer(
    source: str | Framework | StageResult,
    *,
    to: str | Framework,
    network: Network | None = None,
    catalog: Catalog | None = None,
) -> Transfer:
    """Return where the stages of one ladder lie along another one.

    Args:
        source: The ladder to go from: its id, the framework, or a result.
        to: The ladder to go to, or its id.
        network: What to reason from; ``None`` for that of the catalog.
        catalog: Where ids are looked up; ``None`` for what is built in and
            plugged in.

    Returns:
        A function from stages to intervals of stages that never goes back;
        mappings that run against the order are left out and named.

    Raises:
        WrongTypeError: An argument of another type.
        UnknownFrameworkError: The network lacks a framework.
        FrameworkMismatchError: Both are the same.
        InvalidValueError: One of them is no ladder.

    Examples:
        >>> print(transfer("solis", to="carfi").of(3)[0])
        Stage 2: Experimental
    """
    from socialmaturity.graph.network import Network
    from socialmaturity.graph.transfer import transfer_stages
    from socialmaturity.scoring.result import StageResult

    notices: tuple[str, ...] = ()
    if isinstance(source, StageResult):
        notices = _ahead(source)
        source = source.framework
    known = (
        find_catalog(catalog).network if network is None else expect(network, Network, "network")
    )
    return transfer_stages(known, _id(source, "source"), _id(to, "to"), notices=notices)


def _id(which: str | Framework, name: str) -> str:
    from socialmaturity.model.framework import Framework

    return which if isinstance(which, str) else expect(which, Framework, name).id


def to_networkx(*, catalog: Catalog | None = None) -> nx.MultiDiGraph[str]:
    """Return all stages and all mappings of a catalog as a networkx graph.

    Args:
        catalog: What to draw; ``None`` for what is built in and
            plugged in.

    Returns:
        A new graph; nodes are text such as ``solis:7``, edges are mappings.

    Examples:
        >>> to_networkx().number_of_nodes()
        33
    """
    from socialmaturity.graph import view

    known = find_catalog(catalog)
    return view.to_networkx(
        [known.framework(which) for which in known.ids],
        [known.crosswalk(subject, other) for subject, other in known.pairs],
    )

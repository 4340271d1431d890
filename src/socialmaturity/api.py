"""The daily functions: look up, then call the rooms below.

Rooms are imported by the functions that use them, so that importing the
package stays cheap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidValueError,
    UnknownCrosswalkError,
    UnknownRuleError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import StageRef, parse_stage_ref

if TYPE_CHECKING:
    import networkx as nx

    from socialmaturity.catalog import Catalog
    from socialmaturity.graph.translation import Translation
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.fields import Number
    from socialmaturity.model.framework import Framework
    from socialmaturity.model.stage import Stage
    from socialmaturity.progression.steps import NextSteps
    from socialmaturity.scoring.result import ProfileResult, StageResult

    Translatable = StageResult | ProfileResult | Stage | StageRef | str
    """What can be translated: a result, a stage, or a reference such as ``solis:7``."""

_T = TypeVar("_T")
_ARTICLES = {"Assessment": "an"}

RuleName = Literal["cumulative", "profile"]
"""The names of the scoring rules."""


def _known(catalog: Catalog | None) -> Catalog:
    from socialmaturity.catalog import Catalog, default_catalog

    return default_catalog() if catalog is None else _expect(catalog, Catalog, "catalog")


def _expect(value: object, cls: type[_T], name: str) -> _T:
    """Return *value* if it is of its type; callers without a type checker are told."""
    if not isinstance(value, cls):
        raise WrongTypeError(
            f"expected {_ARTICLES.get(cls.__name__, 'a')} {cls.__name__}, not {shown(value)}",
            path=name,
            value=value,
        )
    return value


def framework(which: str, *, catalog: Catalog | None = None) -> Framework:
    """Return one framework by its id.

    Args:
        which: ``solis``, ``be-a-person``, ``cisco``, ``carfi``, ``socedo``, or
            what *catalog* has beside them.
        catalog: Where to look; ``None`` for what is built in.

    Returns:
        The framework; asked again, the same object.

    Raises:
        UnknownFrameworkError: There is none; the message offers near ids.

    Examples:
        >>> framework("cisco").stage(3).personas
        ('Integrators',)
    """
    return _known(catalog).framework(which)


def crosswalk(subject: str, other: str, *, catalog: Catalog | None = None) -> Crosswalk:
    """Return the crosswalk between two frameworks.

    Args:
        subject: Id of the framework that it shall speak of.
        other: Id of the framework that it shall lead to.
        catalog: Where to look; ``None`` for what is built in.

    Returns:
        The crosswalk, turned round where it is kept the other way.

    Raises:
        UnknownFrameworkError: There is no such framework.
        UnknownCrosswalkError: There is none between the two.

    Examples:
        >>> print(crosswalk("solis", "carfi").mappings[1])
        Solis 2 lies inside Carfi 2
    """
    return _known(catalog).crosswalk(subject, other)


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
) -> StageResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: Literal["profile"],
    framework: Framework | None = None,
    at: str | Number | None = None,
    catalog: Catalog | None = None,
) -> ProfileResult: ...
@overload
def score(
    assessment: Assessment,
    *,
    rule: RuleName | None = None,
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    catalog: Catalog | None = None,
) -> StageResult | ProfileResult: ...
def score(
    assessment: Assessment,
    *,
    rule: RuleName | None = None,
    framework: Framework | None = None,
    at: str | Number | None = None,
    lower_at: str | Number | None = None,
    quorum: Number | str | None = None,
    catalog: Catalog | None = None,
) -> StageResult | ProfileResult:
    """Return what an assessment comes to, with its range and its explanation.

    Args:
        assessment: Raw; may be empty.
        rule: ``cumulative``, or ``profile``. Without one a ladder is scored
            by ``cumulative``, phases that run side by side by ``profile``.
        framework: The framework of the assessment, where the catalog does
            not have it.
        at: What an indicator has to reach; ``None`` for the framework's gate.
        lower_at: The same for the stages below the result (``cumulative``).
        quorum: Share of a stage's indicators that has to (``cumulative``).
        catalog: Where the framework is looked up; ``None`` for what is
            built in.

    Returns:
        A result typed by its rule. Unknown answers give a range, never a
        silent zero.

    Raises:
        WrongTypeError: Something else than an assessment, or a framework.
        UnknownFrameworkError: The catalog lacks the framework.
        InvalidAssessmentError: The assessment does not fit it; all problems
            come together.
        UnknownRuleError: No rule of this name.
        InvalidValueError: The framework asks nothing, a quorum is outside
            its range, or the rule does not take a parameter.

    Examples:
        >>> answers = {"listening": "F", "reporting": "L", "presence": "N"}
        >>> result = score(Assessment(framework="solis", answers=answers))
        >>> print(result.stage)
        Stage 1: Observe and Report
    """
    own = _own(framework)
    own = own or _known(catalog).framework(_expect(assessment, Assessment, "assessment").framework)
    name = rule or ("cumulative" if own.kind == "ladder" else "profile")
    if name == "cumulative":
        from socialmaturity.scoring.cumulative import cumulative

        return cumulative(assessment, own, at=at, lower_at=lower_at, quorum=quorum)
    if name != "profile":
        raise UnknownRuleError(str(name), ("cumulative", "profile"))
    for parameter, value in (("lower_at", lower_at), ("quorum", quorum)):
        if value is not None:
            raise InvalidValueError(
                f"rule 'profile' takes no {parameter}; leave it out, or ask for rule='cumulative'",
                path=parameter,
                value=value,
            )
    from socialmaturity.scoring.profile import profile

    return profile(assessment, own, at=at)


def translate(
    source: Translatable | Iterable[Stage | StageRef | str],
    *,
    to: str | Framework,
    crosswalk: Crosswalk | None = None,
    framework: Framework | None = None,
    catalog: Catalog | None = None,
) -> Translation:
    """Return the claimed counterparts of one or several stages.

    Args:
        source: A result, of which every stage that it can be is translated;
            a stage; a reference such as ``solis:7``; or several of these
            stages, all of one framework.
        to: The other framework, or its id.
        crosswalk: What to go by; ``None`` for that of the catalog.
        framework: The framework of the source, where it is neither in the
            catalog nor in a result.
        catalog: Where ids are looked up; ``None`` for what is built in.

    Returns:
        Each counterpart with relation, confidence, justification and
        evidence; and an honest answer where there is none.

    Raises:
        UnknownFrameworkError: The catalog lacks a framework.
        UnknownCrosswalkError: It lacks a crosswalk between the two.
        UnknownStageError: The framework has no such stage.
        FrameworkMismatchError: Stages of two frameworks, a crosswalk between
            others, both sides the same, or a framework of your own under an
            id that the catalog has for another one.
        InvalidValueError: No stage: an empty set, or a profile.

    Examples:
        >>> print(translate("carfi:1", to="cisco"))
        Carfi 1 contains Cisco 1 (The Mistrusting, confidence 0.65): A firm absent from social \
media for lack of trust (CIS-1.01, CIS-1.02) is one case of a one-way, command-and-control firm \
(AEV-1.01, AEV-1.02), which might also broadcast on social networks (AEV-0.01).
    """
    from socialmaturity.graph.translation import translate_stages

    known = _known(catalog)
    refs, own, notices = _to_translate(source, _own(framework))
    start = own or known.framework(refs[0].framework)
    target = known.framework(to) if isinstance(to, str) else _own(to) or start
    if start.id == target.id:
        raise FrameworkMismatchError(
            f"the stages are of {start.id!r} already; translate to another framework",
            value=target.id,
        )
    return translate_stages(
        [start.stage(ref) for ref in refs],
        _between(start, target, known) if crosswalk is None else crosswalk,
        start,
        target,
        notices=notices,
    )


def _own(framework: Framework | None) -> Framework | None:
    from socialmaturity.model.framework import Framework

    return None if framework is None else _expect(framework, Framework, "framework")


def _between(start: Framework, target: Framework, known: Catalog) -> Crosswalk:
    """Return the catalog's crosswalk, if it is between these very frameworks."""
    for own in (start, target):
        if own.id not in known.ids:
            raise UnknownCrosswalkError(
                f"{start.id}--{target.id}",
                [f"{one}--{two}" for one, two in known.pairs],
                hint="give your own with crosswalk=",
                guess=False,
            )
        if known.framework(own.id) != own:
            raise FrameworkMismatchError(
                f"framework {own.id!r} is another one in the catalog, whose crosswalks are not"
                " about yours; give your own with crosswalk=",
                value=own.id,
            )
    return known.crosswalk(start.id, target.id)


def _to_translate(
    source: Translatable | Iterable[Stage | StageRef | str], own: Framework | None
) -> tuple[list[StageRef], Framework | None, tuple[str, ...]]:
    from socialmaturity.model.stage import Stage
    from socialmaturity.scoring.explanation import NoticeCode
    from socialmaturity.scoring.result import ProfileResult, StageResult

    if isinstance(source, ProfileResult):
        raise InvalidValueError(
            "a profile has no overall stage; translate the stages you mean, such as"
            f" ['{source.framework.id}:1']",
            value=source.rule,
        )
    if isinstance(source, StageResult):
        notices = tuple(
            notice.text for notice in source.notices if notice.code is NoticeCode.RUNS_AHEAD
        )
        return [stage.ref for stage in source.possible], source.framework, notices
    if isinstance(source, Stage | StageRef | str):
        source = [source]
    if not isinstance(source, Iterable):
        raise WrongTypeError(
            "expected a result, a stage, a reference such as 'solis:7', or several, not"
            f" {shown(source)}",
            path="source",
            value=source,
        )
    several = list(source)
    if not several:
        raise InvalidValueError("there is no stage to translate; give one at least")
    return [_ref(stage) for stage in several], own, ()


def _ref(stage: Stage | StageRef | str) -> StageRef:
    from socialmaturity.model.stage import Stage

    if isinstance(stage, StageRef):
        return stage
    return stage.ref if isinstance(stage, Stage) else parse_stage_ref(stage)


def next_steps(result: StageResult | ProfileResult) -> NextSteps:
    """Return what to do next: find out what decides, then raise what binds.

    Args:
        result: What `score` gave.

    Returns:
        The steps in order, each with its reason.

    Examples:
        >>> acme = Assessment(framework="solis", answers={"listening": "F", "reporting": "P"})
        >>> print(next_steps(score(acme)))
        1. Raise Reporting [reporting] from P to L. It stands in the way of stage 1.
    """
    from socialmaturity.progression import steps
    from socialmaturity.scoring.result import Result

    _expect(result, Result, "result")
    return steps.next_steps(result)


def to_networkx(*, catalog: Catalog | None = None) -> nx.MultiDiGraph[str]:
    """Return all stages and all mappings of a catalog as a networkx graph.

    Args:
        catalog: What to draw; ``None`` for what is built in.

    Returns:
        A new graph; nodes are text such as ``solis:7``, edges are mappings.

    Examples:
        >>> to_networkx().number_of_nodes()
        33
    """
    from socialmaturity.graph import view

    known = _known(catalog)
    return view.to_networkx(
        [known.framework(which) for which in known.ids],
        [known.crosswalk(subject, other) for subject, other in known.pairs],
    )

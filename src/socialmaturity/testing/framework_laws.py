"""What is asked of every framework."""

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, Final

import attrs

from socialmaturity.assessment.outcome import Answer
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import SocialMaturityError, shown
from socialmaturity.io.files import load_framework, parse_framework
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.indicator import Indicator, Limitation
from socialmaturity.model.scale import NPLF, YES_NO, Scale
from socialmaturity.model.statement import StatementKind
from socialmaturity.scoring.method import Rule
from socialmaturity.scoring.result import StageResult
from socialmaturity.scoring.rules import default_rule, make_rule
from socialmaturity.testing import scoring_laws
from socialmaturity.testing.check import Check, Law, Problems, checks_of, fault
from socialmaturity.testing.reading import READS, Kind, Outcome, naming, read_subject
from socialmaturity.testing.scoring_laws import Trial, broken, edge_problems, is_refused
from socialmaturity.testing.searching import count_of
from socialmaturity.testing.values import copy_problems, hash_problems, round_trip_problems

FRAMEWORK: Final = Kind(
    Framework,
    load_framework,
    parse_framework,
    (
        naming("ids-unique", "duplicate", r"\.id$"),
        naming("names-findable", "duplicate", r"^stages\[\d+\](\.(aliases|personas))?$"),
        naming(
            "stages-in-order",
            "missing invalid-value framework-mismatch",
            r"^stages(\[\d+\]\.(ordinal|baseline|framework))?$|^order\.may_merge",
        ),
        naming("stages-ask", "missing contradiction", r"^stages\[\d+\]\.indicators$"),
        naming("questions-asked", "missing invalid-value", r"\.question$"),
        naming("statements-sourced", "missing", r"statements\[\d+\]\.sources$"),
        naming("statements-in-place", "invalid-value", r"statements\[\d+\]\.id$"),
        naming("sources-resolve", "unknown-reference", r"(^|\.)sources\[\d+\]$"),
        naming("evidence-resolves", "unknown-reference", r"\.evidence\[\d+\]$"),
        naming("references-resolve", "unknown-reference"),
        naming("exclusions-hold", "contradiction invalid-value", r"^(excluded|unchecked)\["),
        naming("gate-decides", "invalid-answer invalid-value contradiction", r"^gate\."),
        naming("scale-rises", "invalid-value contradiction duplicate", r"^scale\."),
        naming("version-said", "missing", r"^version$"),
    ),
)
"""How a framework is read, and which check names what is wrong with it."""


@attrs.frozen(kw_only=True, eq=False)
class FrameworkSubject:
    """A framework to be checked.

    Args:
        given: In any form.
        previous: An earlier version, in any form; ``None`` for none.
        chosen: What it is scored by; ``None`` for its default.
        examples: How many assessments are tried.
    """

    given: object
    previous: object
    chosen: Rule | None
    examples: int

    @cached_property
    def _read(self) -> Outcome[Framework]:
        return read_subject(self.given, FRAMEWORK)

    @property
    def unread(self) -> Mapping[str, tuple[SocialMaturityError, ...]]:
        """Why it cannot be read, by the check that says so."""
        return self._read.unread

    @property
    def framework(self) -> Framework:
        """The framework that was read."""
        assert self._read.value is not None  # noqa: S101 checks ask it of what was read alone
        return self._read.value

    @cached_property
    def before(self) -> Outcome[Framework]:
        """The earlier version, where there is one."""
        return read_subject(self.previous, FRAMEWORK)

    @cached_property
    def rule(self) -> Rule:
        """What it is scored by."""
        return self.chosen or rule_for(self.framework)


def rule_for(framework: Framework) -> Rule:
    """Return the default rule of a framework; without a gate it asks for the best answer."""
    at: object = None
    if framework.gate is None:
        at = framework.scale.labels[-1] if framework.scale.labels else 1
    return make_rule(default_rule(framework), {"at": at})


# --- what reading cannot tell


def _read_well(own: FrameworkSubject) -> Problems:
    del own
    return ()


def _names(own: FrameworkSubject) -> Problems:
    """Give the names that lead to nothing, or to something else."""
    framework = own.framework
    for index, stage in enumerate(framework.stages):
        ways: tuple[Any, ...] = (stage.ordinal, stage.ref, str(stage.ref), *stage.names)
        for way in (*ways, *(name.swapcase() for name in stage.names if _folds(name))):
            if framework.stage(way) != stage:
                yield fault(f"{shown(way)} does not find it", path=f"stages[{index}]", value=way)
    for one in framework.indicators:
        if framework.indicator(one.id) != one:
            yield fault(f"{one.id!r} does not find it", path="indicators", value=one.id)


def _folds(name: str) -> bool:
    """Whether a name in other letters is the same one, which is not so in every script."""
    return name.swapcase().casefold() == name.casefold()


def _asks(own: FrameworkSubject) -> Problems:
    if not own.framework.indicators:
        yield fault("no stage has a scored indicator, so nothing can be scored", path="stages")


_MARKS: Final = ("?", "\uff1f", "\u061f", "\u037e")
"""Question marks: of Latin letters, wide, Arabic and Greek."""


def _asked(framework: Framework) -> Iterator[tuple[str, str]]:
    """Yield each question with its path, in order."""
    for index, stage in enumerate(framework.stages):
        for place, own in enumerate(stage.indicators):
            yield f"stages[{index}].indicators[{place}].question", own.question
        for place, limit in enumerate(stage.limitations):
            yield f"stages[{index}].limitations[{place}].question", limit.question


def _questions(own: FrameworkSubject) -> Problems:
    for path, text in _asked(own.framework):
        body = text.strip()
        if not body.endswith(_MARKS):
            yield fault(f"{shown(text)} does not end in a question mark", path=path, value=text)
        elif any(mark in body[:-1] for mark in (*_MARKS, ". ", "! ", "\u3002")):
            yield fault(f"{shown(text)} is more than one sentence", path=path, value=text)


def _different(own: FrameworkSubject) -> Problems:
    seen: dict[str, str] = {}
    for path, text in _asked(own.framework):
        first = seen.setdefault(" ".join(text.casefold().split()), path)
        if first != path:
            yield fault(f"{shown(text)} is asked at {first}, too", path=path, value=text)


_OPEN: Final = frozenset(["who", "whom", "whose", "which", "what", "when", "where", "why"])


def _answerable(own: FrameworkSubject) -> Problems:
    for path, text in _asked(own.framework):
        on: Scale = YES_NO if ".limitations" in path else own.framework.scale
        if on in (NPLF, YES_NO) and _is_open(text):
            yield fault(
                f"{shown(text)} has no answer among {', '.join(on.labels)}", path=path, value=text
            )


def _is_open(text: str) -> bool:
    words = text.casefold().split()
    return words[0] in _OPEN or words[:2] == ["how", "many"]


def _complete(own: FrameworkSubject) -> Problems:
    framework = own.framework
    came = [(one.stage, one.kind.value, one.id) for one in framework.questions()]
    expected: list[tuple[int, str, str]] = []
    for stage in framework.stages:
        expected += ((stage.ordinal, "indicator", one.id) for one in stage.indicators)
        expected += ((stage.ordinal, "limitation", one.id) for one in stage.limitations)
    if came != expected:
        yield fault(f"a form would ask {shown(came)}, not {shown(expected)}", value=tuple(came))


def _used(own: FrameworkSubject) -> Problems:
    framework = own.framework
    cited = {
        one.source
        for several in (
            *(statement.sources for statement in framework.all_statements),
            *(stage.sources for stage in framework.stages),
            *(rule.sources for rule in framework.fit_rules),
        )
        for one in several
    }
    for index, source in enumerate(framework.sources):
        if source.id not in cited and not source.note.strip():
            yield fault(
                f"nothing rests on source {source.id!r}; cite it, or let its note say what for",
                path=f"sources[{index}]",
                value=source.id,
            )


def _apart(own: FrameworkSubject) -> Problems:
    """Give the indicators that rest on a limitation, or ask what one asks."""
    framework = own.framework
    limits = {one.id for one in framework.all_statements if one.kind is StatementKind.LIMITATION}
    for index, stage in enumerate(framework.stages):
        for place, one in enumerate(stage.indicators):
            for statement in one.evidence:
                if statement in limits:
                    yield fault(
                        f"it rests on {statement!r}, a limitation, which later stages have lost",
                        path=f"stages[{index}].indicators[{place}].evidence",
                        value=statement,
                    )


def _decides(own: FrameworkSubject) -> Problems:
    """Give the thresholds of the gate that every answer reaches, or none does."""
    gate, scale = own.framework.gate, own.framework.scale
    for name in ("at", "lower_at") if gate else ():
        value = getattr(gate, name)
        if value is not None:
            threshold = scale.threshold(value)
            if threshold.reached_by(scale.lowest) or not threshold.reached_by(scale.highest):
                yield fault(
                    f"{shown(value)} is reached by every answer, or by none",
                    path=f"gate.{name}",
                    value=value,
                )


def _rises(own: FrameworkSubject) -> Problems:
    """Give the labels that do not stand in the order of their places."""
    scale = own.framework.scale
    for one, two in pairwise(scale.labels):
        if not scale.level(one) < scale.level(two):
            yield fault(f"{two!r} is not above {one!r}", path="scale.labels", value=two)


def _copies(own: FrameworkSubject) -> Problems:
    return copy_problems(own.framework)


def _hashes(own: FrameworkSubject) -> Problems:
    return hash_problems(own.framework)


def _round_trip(own: FrameworkSubject) -> Problems:
    return round_trip_problems(own.framework, Framework, parse_framework)


# --- against an earlier version


def _stable(own: FrameworkSubject) -> Problems:
    if own.previous is None:
        return
    for name, problems in own.before.unread.items():
        for one in problems:
            yield fault(f"the earlier version cannot be read ({name}): {one}", path="previous")
    if own.before.value is not None:
        yield from _changed(own.before.value, own.framework)


_Asked = tuple[Indicator | Limitation, ...]


def _changed(before: Framework, now: Framework) -> Problems:
    """Give the ids that applications store and that are gone, or stand for something else."""
    if before.id != now.id:
        yield fault(f"it was {before.id!r} and is {now.id!r}", path="id", value=now.id)
    if len(now.stages) < len(before.stages):
        yield fault(f"of {len(before.stages)} stages {len(now.stages)} are left", path="stages")
    yield from _moved(before, now)
    kinds: tuple[tuple[str, _Asked, _Asked], ...] = (
        ("indicator", before.indicators, now.indicators),
        ("limitation", before.limitations, now.limitations),
    )
    for kind, old, new in kinds:
        known: dict[str, Indicator | Limitation] = {one.id: one for one in new}
        for one in old:
            if one.id not in known:
                yield fault(f"{kind} {one.id!r} is gone", path=f"{kind}s", value=one.id)
            elif _means_another(one, known[one.id]):
                yield fault(
                    f"{kind} {one.id!r} was {shown(one.question)} and is"
                    f" {shown(known[one.id].question)}; give what is new a new id",
                    path=f"{kind}s",
                    value=one.id,
                )


def _moved(before: Framework, now: Framework) -> Problems:
    """Give the stages whose name finds a stage of another number."""
    places = {name.casefold(): own.ordinal for own in now.stages for name in own.names}
    for own in before.stages:
        place = places.get(own.name.casefold(), own.ordinal)
        if place != own.ordinal:
            yield fault(
                f"stage {own.ordinal} was {shown(own.name)}, which is now stage {place}; what has"
                " other stages is another framework, with an id of its own",
                path=f"stages[{own.ordinal - 1}]",
                value=own.ordinal,
            )


def _means_another(old: Indicator | Limitation, new: Indicator | Limitation) -> bool:
    """Whether the question is another one, and nothing is left that a part is known again by."""
    if old.question == new.question:
        return False
    if isinstance(old, Indicator) and isinstance(new, Indicator):
        return old.name != new.name
    return bool(old.evidence and new.evidence) and set(old.evidence).isdisjoint(new.evidence)


# --- laws of scoring


def _scores(own: FrameworkSubject) -> Problems:
    refusal = is_refused(own.rule, own.framework)
    if refusal is not None:
        yield fault(f"rule {own.rule.name!r} refuses it: {refusal}", value=refusal)
        return
    yield from edge_problems(own.rule, own.framework)
    yield from _scored(scoring_laws.gives_a_result, own)


def _scored(law: scoring_laws.Law, own: FrameworkSubject) -> Problems:
    return broken(law, own.rule, (own.framework,), examples=own.examples)


def _reachable(own: FrameworkSubject) -> Problems:
    """Give the stages that the answers which describe them do not lead to."""
    framework = own.framework
    if framework.kind is not FrameworkKind.LADDER:
        return
    for stage in (framework.lowest, *framework.stages):
        result = Trial(own.rule, framework, _just_at(framework, stage.ordinal)).score()
        if isinstance(result, StageResult) and stage not in result.possible:
            yield fault(
                f"with everything up to {stage.ordinal} at its best and nothing above it, the"
                f" result is {result.lower} to {result.upper}",
                path=f"stages[{stage.ordinal - 1}]" if stage.ordinal else "below",
                value=stage.ordinal,
            )


def _just_at(framework: Framework, ordinal: int) -> Assessment:
    scale = framework.scale
    worst: Answer = scale.labels[0] if scale.labels else 0  # type: ignore[assignment]
    best: Answer = scale.labels[-1] if scale.labels else 1  # type: ignore[assignment]
    return Assessment(
        framework=framework.id,
        answers={
            one.id: best if stage.ordinal <= ordinal else worst
            for stage in framework.stages
            for one in stage.indicators
        },
    )


_SCORING: Final = ("scores",)

FRAMEWORK_LAWS: Final[tuple[Law[FrameworkSubject], ...]] = (
    Law(
        name=READS,
        asks="Can it be read as a framework, every part of its type and none misspelt?",
        why="What cannot be read cannot be used.",
        find=_read_well,
    ),
    Law(
        name="version-said",
        asks="Does it say which version of the record it is?",
        why="An assessment is answered against one version, and has to name it.",
        find=_read_well,
    ),
    Law(
        name="ids-unique",
        asks="Does each id stand for one thing?",
        why="Applications store answers by id; of two things with one id they lose one.",
        find=_read_well,
    ),
    Law(
        name="ids-stable",
        asks="Have framework, stages, indicators and limitations the ids that they had before?",
        why="Stored answers would be lost, or be taken for answers to something else.",
        find=_stable,
    ),
    Law(
        name="stages-in-order",
        asks="Do the stages stand in order from 1, with a baseline at the first place alone?",
        why="Rules, mappings and references count on the ordinals.",
        find=_read_well,
    ),
    Law(
        name="names-findable",
        asks="Does each name of a stage, in any case, and each id find what it names alone?",
        why="People look stages up by name; one that names two finds the wrong one.",
        find=_names,
    ),
    Law(
        name="stages-ask",
        asks="Has every stage a scored indicator, unless it is the baseline, which has none?",
        why="A stage that asks nothing is reached by everyone, or by nobody.",
        find=_asks,
    ),
    Law(
        name="questions-asked",
        asks="Does every indicator and limitation ask one question, in one sentence?",
        why="A form shows the question alone, and two in one have no one answer.",
        find=_questions,
    ),
    Law(
        name="questions-differ",
        asks="Does no question stand there twice?",
        why="The same answer would count twice, or two answers to it contradict each other.",
        find=_different,
    ),
    Law(
        name="questions-fit-scale",
        asks="Can every question be answered on its scale, as far as English tells?",
        why="On yes and no, or on N, P, L and F, a question for a name or a number has no answer.",
        find=_answerable,
    ),
    Law(
        name="questions-complete",
        asks="Does a form made of it ask every indicator and limitation once, in order?",
        why="What a form does not ask is never known.",
        find=_complete,
    ),
    Law(
        name="scale-rises",
        asks="Do the labels of the scale differ and rise, and their values with them?",
        why="Every rule takes a later label for a better answer.",
        find=_rises,
    ),
    Law(
        name="gate-decides",
        asks="Is the gate on the scale, met by some answer and failed by some?",
        why="A gate that all meet, or none, decides nothing.",
        find=_decides,
        after=("scale-rises",),
    ),
    Law(
        name="statements-sourced",
        asks="Does every statement say where it is said?",
        why="A statement without its source cannot be checked.",
        find=_read_well,
    ),
    Law(
        name="statements-in-place",
        asks="Does every statement stand under the stage that its id names?",
        why="Mappings cite statements by id and take the stage from it.",
        find=_read_well,
    ),
    Law(
        name="sources-resolve",
        asks="Does every citation name a source that is there?",
        why="A citation of nothing supports nothing.",
        find=_read_well,
    ),
    Law(
        name="sources-used",
        asks="Is every source cited, or does its note say what it is for?",
        why="A source that nothing rests on is a slip, or misleads about what was read.",
        find=_used,
    ),
    Law(
        name="evidence-resolves",
        asks="Does all evidence name a statement that is there?",
        why="What is asked has to be traced to what the source says.",
        find=_read_well,
    ),
    Law(
        name="references-resolve",
        asks="Are all dimensions, conditions and stages there that are referred to?",
        why="Profiles sort by dimension, and advice names conditions and stages.",
        find=_read_well,
    ),
    Law(
        name="exclusions-hold",
        asks="Is what is said to be left out not there, and what is unchecked a limitation?",
        why="A record of what was left out is of use only while it is true.",
        find=_read_well,
    ),
    Law(
        name="limitations-apart",
        asks="Does no scored indicator rest on a limitation?",
        why="Later stages have lost it, so that a gate on it would hold back those who are ahead.",
        find=_apart,
    ),
    Law(
        name="copies-equal",
        asks="Is it equal to itself once copied, copied deeply or pickled?",
        why="Applications cache values and hand them to other processes.",
        find=_copies,
    ),
    Law(
        name="hashes-equal",
        asks="Do equal copies of it hash equal?",
        why="Sets, caches and catalogs find it by its hash.",
        find=_hashes,
        after=("copies-equal",),
    ),
    Law(
        name="round-trip",
        asks="Does it read back equal from plain data and from JSON?",
        why="What cannot be written down and read back is lost.",
        find=_round_trip,
        after=("scale-rises", "gate-decides", "hashes-equal"),
    ),
    Law(
        name="scores",
        asks="Does its rule score every assessment, also of nothing at all?",
        why="People begin with no answers, and some things apply to nobody.",
        find=_scores,
        after=("stages-ask", "gate-decides", "hashes-equal"),
    ),
    Law(
        name="order-free",
        asks="Is the result the same in whatever order answers are given?",
        why="Files and forms keep no order.",
        find=partial(_scored, scoring_laws.is_order_free),
        after=_SCORING,
    ),
    Law(
        name="ends-ordered",
        asks="Is the lower end of a result never above the upper one?",
        why="A range that runs backwards holds nothing.",
        find=partial(_scored, scoring_laws.ends_are_ordered),
        after=(*_SCORING, "order-free"),
    ),
    Law(
        name="ends-possible",
        asks="Are the ends of a result stages of the framework?",
        why="What follows on a result looks its stages up.",
        find=partial(_scored, scoring_laws.ends_are_possible),
        after=(*_SCORING, "ends-ordered"),
    ),
    Law(
        name="better-never-lowers",
        asks="Does a better answer never lower a result?",
        why="Who improves must not be told that they fell back.",
        find=partial(_scored, scoring_laws.never_falls),
        after=(*_SCORING, "order-free"),
    ),
    Law(
        name="range-sound",
        asks="Does the result lie in the range, whatever the unknown answers turn out to be?",
        why="A range that the truth can leave is a wrong statement.",
        find=partial(_scored, scoring_laws.range_is_sound),
        after=(*_SCORING, "ends-ordered"),
    ),
    Law(
        name="unknown-widens",
        asks="Does an answer taken back only widen the range?",
        why="Nobody must gain by not looking.",
        find=partial(_scored, scoring_laws.unknown_widens),
        after=(*_SCORING, "range-sound"),
    ),
    Law(
        name="range-exact",
        asks="Are both ends of the range reached, with unknown answers at worst and at best?",
        why="A range wider than need be hides what is known.",
        find=partial(_scored, scoring_laws.range_is_exact),
        after=(*_SCORING, "unknown-widens"),
    ),
    Law(
        name="profile-shares",
        asks="Do all shares of the profile lie from 0 to 1?",
        why="Charts and roll-ups take them for shares.",
        find=partial(_scored, scoring_laws.profile_is_of_shares),
        after=_SCORING,
    ),
    Law(
        name="stages-reachable",
        asks="Is each stage of a ladder reached with all up to it at its best, none above it?",
        why="A stage that its own description does not lead to is none.",
        find=_reachable,
        after=(*_SCORING, "ends-possible", "better-never-lowers"),
    ),
)
"""The laws of a framework, each after those it waits for."""


def framework_checks(
    subject: object,
    *,
    previous: object = None,
    rule: Rule | str | None = None,
    examples: int = 50,
) -> tuple[Check, ...]:
    """Return the checks of a framework.

    Args:
        subject: A framework; a function that gives one, or any of the
            following; a path, as text, too; text of several lines in TOML, or
            in JSON where it begins with a brace; plain data. It is read when
            the first check is asked, and what keeps it from being read fails
            the check that names it.
        previous: An earlier version, in any of these forms, whose ids of
            framework, stages, indicators and limitations have to be there
            still; ``None`` for none.
        rule: What it is scored by, also by name; ``None`` for ``cumulative``
            of a ladder and ``profile`` of phases, by its gate.
        examples: How many assessments the laws of scoring are tried on each.

    Returns:
        The checks, always in the same order.

    Raises:
        WrongTypeError: *examples* is no whole number, or *rule* no rule.
        UnknownRuleError: There is no rule of this name.
        InvalidValueError: *examples* is less than 1.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.testing import run_checks
        >>> print(run_checks(framework_checks(sm.SOCEDO, examples=5)))
        34 checks: 34 passed.
    """
    own = FrameworkSubject(
        given=subject,
        previous=previous,
        chosen=None if rule is None else make_rule(rule, {}),
        examples=count_of(examples),
    )
    return checks_of(FRAMEWORK_LAWS, own)

"""An adaptive session: it asks only what can still change the answer."""

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from socialmaturity.assessment.finding import Finding
from socialmaturity.assessment.outcome import Outcome, RawAnswer
from socialmaturity.assessment.reading import scales_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidValueError
from socialmaturity.model.fields import is_a
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.stage import Stage
from socialmaturity.scoring.case import score_case
from socialmaturity.scoring.ladder import floor_of
from socialmaturity.scoring.method import Method, Policy
from socialmaturity.scoring.parameters import Parameters
from socialmaturity.scoring.questions import rank_questions
from socialmaturity.scoring.result import Result, StageResult

if TYPE_CHECKING:
    from socialmaturity.model.question import Question


@attrs.frozen(kw_only=True)
class Interview:
    """A session that asks one question at a time, and only what can still change the result.

    It is a value: an answer gives a new one. All that it knows stands in its
    assessment, so that an application stores that and goes on later; an
    answer can be given again, and nothing else is lost by it.

    Without more it supposes nothing, and its result is that of asking all.
    With *consistent* it takes a ladder at its word: who reaches anything at a
    stage has all the stages below it, and each of them applies. Then it
    halves the stages with each question, and is right for organisations that
    are so; where the answers show that this one is not, it goes on without.

    Args:
        framework: What is asked.
        assessment: What was answered; may be empty.
        method: How it is scored.
        consistent: Whether to suppose that stages are reached in order.

    Raises:
        InvalidAssessmentError: The assessment does not fit the framework.
        InvalidValueError: *consistent* with what is no ladder, with another
            rule than ``cumulative``, or with two thresholds; or a rule
            without a result that questions could settle.
    """

    framework: Framework = attrs.field(validator=is_a(Framework), repr=False)
    assessment: Assessment = attrs.field(validator=is_a(Assessment))
    method: Method = attrs.field(validator=is_a(Method))
    consistent: bool = attrs.field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        if self.consistent and not self._climbs:
            raise InvalidValueError(
                "a consistent organisation climbs a ladder stage by stage, by one threshold; ask"
                " for rule 'cumulative' of a ladder without lower_at, or leave consistent out",
                path="consistent",
                value=True,
            )
        self._next()  # what no question can be asked of is refused at once

    @property
    def _climbs(self) -> bool:
        """Whether what a consistent organisation is makes sense here."""
        told = self.result.explanation
        if self.framework.kind is not FrameworkKind.LADDER or told.rule != "cumulative":
            return False
        parameters = told.parameters
        return isinstance(parameters, Parameters) and parameters.at == parameters.lower_at

    @cached_property
    def result(self) -> Result:
        """What the answers so far come to, with nothing supposed."""
        return score_case(self.assessment, self.framework, self.method)

    @cached_property
    def question(self) -> "Question | None":
        """What to ask next; ``None`` where no question is left that matters."""
        own = self._next()
        if own is None:
            return None
        asked = next(one for one in self.framework.questions() if one.id == own)
        scale = scales_of(self.framework)[self.assessment.scale or self.framework.scale.id]
        return attrs.evolve(asked, scale=scale)

    def answer(self, indicator: str, answer: RawAnswer | Finding) -> "Interview":
        """Return the session with one more answer, or with an answer given anew.

        Args:
            indicator: Id of what was asked; it need not be the next question.
            answer: As in an assessment, or a finding with its evidence.
                ``CANNOT_TELL`` is an answer, too: it is not asked again.

        Returns:
            A new session.

        Raises:
            UnknownIndicatorError: There is no such indicator.
            WrongTypeError: No answer.
            InvalidAssessmentError: An answer that is not on the scale.
            InvalidValueError: One that the filters of the session set aside,
                or a finding of another indicator.
        """
        self.framework.indicator(indicator)
        later = attrs.evolve(self, assessment=self.assessment.with_answers({indicator: answer}))
        for item in later.result.explanation.items:
            if item.id == indicator and item.set_aside is not None:
                raise InvalidValueError(
                    f"this answer would not count ({item.set_aside.value}); give a finding that"
                    " does, or CANNOT_TELL",
                    path=indicator,
                    value=answer,
                )
        return later

    @property
    def asked(self) -> int:
        """How many indicators have an answer, *cannot tell* and *not applicable* among them."""
        return sum(own is not None for own in self.assessment.found.values())

    @property
    def is_settled(self) -> bool:
        """Whether no question is left that matters."""
        return self._next() is None

    @property
    def stage(self) -> Stage | None:
        """The stage, supposing what the session supposes; ``None`` while it is open.

        `result` says what is known without supposing anything.
        """
        if not isinstance(self.result, StageResult):
            return None
        if self.result.lower == self.result.upper:
            return self.result.lower
        if self._left is not None and len(self._left) == 1:
            return self.framework.stage(self._left[0])
        return self._by_policy(self.result) if self.is_settled else None

    def _by_policy(self, result: StageResult) -> Stage | None:
        """Return what the policy chooses among the stages that are left."""
        if self._left is None:
            return result.stage
        if self.method.policy is Policy.WORST:
            return self.framework.stage(self._left[0])
        if self.method.policy is Policy.BEST:
            return self.framework.stage(self._left[-1])
        chosen = result.stage
        return chosen if chosen is not None and chosen.ordinal in self._left else None

    def _next(self) -> str | None:
        if self._left is not None:
            return self._halving(self._left)
        for candidate in rank_questions(self.result):
            if candidate.outcome is Outcome.NOT_ASSESSED:
                return candidate.indicator
        return None

    @property
    def is_assumed(self) -> bool:
        """Whether the stage rests on what is supposed or a policy, not on answers alone."""
        known = isinstance(self.result, StageResult) and self.result.lower == self.result.upper
        return self.stage is not None and not known

    @cached_property
    def _left(self) -> tuple[int, ...] | None:
        """The stages that a consistent organisation can be at, lowest first.

        Who meets anything at a stage has reached the one before it. ``None``
        where nothing is supposed, or where the answers contradict it.
        """
        if not self.consistent or not isinstance(self.result, StageResult):
            return None
        rungs = self.result.explanation.rungs
        places = [floor_of(rungs), *(rung.ordinal for rung in rungs if rung.applicable)]
        least, most = 0, len(places) - 1
        for place, ordinal in enumerate(places[1:], 1):
            rung = rungs[ordinal - 1]
            if rung.holds(sure=True):
                least = max(least, place)
            elif rung.met:
                least = max(least, place - 1)
            if not rung.holds(sure=False):
                most = min(most, place - 1)
        return tuple(places[least : most + 1]) or None

    def _halving(self, left: tuple[int, ...]) -> str | None:
        """Return an open indicator whose answer comes nearest to halving the stages left."""
        middle = len(left) // 2
        for place in sorted(range(1, len(left)), key=lambda place: abs(place - middle)):
            for item in self.result.explanation.items:
                if item.stage == left[place] and item.outcome is Outcome.NOT_ASSESSED:
                    return item.id
        return None

"""Each check of the kit finds what it is for: a subject broken in just that way fails it alone."""

import copy
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property, partial
from itertools import count
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from socialmaturity.errors import SocialMaturityError
from socialmaturity.io.sssom.writing import to_sssom
from socialmaturity.scoring.shares import Share
from socialmaturity.testing import (
    Check,
    CheckOutcome,
    crosswalk_checks,
    example_frameworks,
    framework_checks,
    rule_checks,
    run_checks,
)
from socialmaturity.testing.check import Law
from socialmaturity.testing.crosswalk_laws import CROSSWALK_LAWS
from socialmaturity.testing.examples import make_framework
from socialmaturity.testing.framework_laws import FRAMEWORK_LAWS
from socialmaturity.testing.rule_laws import RULE_LAWS
from socialmaturity.testing.values import round_trip_problems

LADDER, BASELINE, PHASES, SINGLE = example_frameworks()
EXAMPLES = 12

Broken = tuple[str, str, Callable[[], tuple[Check, ...]]]


# --- rules, each wrong in one way


def ordinal(case: sm.Case, stage: int) -> sm.Stage:
    """A stage of what is scored; 0 is the lowest place there is."""
    return case.framework.stage(stage) if stage else case.framework.lowest


@attrs.frozen
class Own:
    """The rule cumulative under another name; what is wrong is changed in its result."""

    @property
    def name(self) -> str:
        """Its own."""
        return "own"

    def score(self, case: sm.Case) -> Any:
        """What cumulative gives, under this name, and changed."""
        result = sm.CumulativeRule().score(case)
        named = attrs.evolve(result, explanation=attrs.evolve(result.explanation, rule=self.name))
        return self.changed(named, case)

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """As it is."""
        del case
        return result


def unknown(case: sm.Case) -> int:
    """How many answers are not rated and may apply."""
    return sum(
        level is None and outcome != "not-applicable" for outcome, level in case.found.values()
    )


def between(result: sm.StageResult, lower: sm.Stage, upper: sm.Stage) -> sm.StageResult:
    """A result with other ends."""
    every = (result.framework.lowest, *result.framework.stages)
    possible = tuple(
        dict.fromkeys(own for own in every if lower.ordinal <= own.ordinal <= upper.ordinal)
    )
    return attrs.evolve(result, lower=lower, upper=upper, possible=possible)


class Nameless(Own):
    """It has no name."""

    @property
    def name(self) -> str:
        """Nothing."""
        return ""


class Unnamed(Own):
    """It trips over its own name."""

    @property
    def name(self) -> str:
        """Never."""
        raise ZeroDivisionError


@attrs.frozen(eq=False)
class Identity(Own):
    """It is equal to nothing but itself."""

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


class Crashing(Own):
    """It divides by what is known."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """Nothing where nothing is."""
        assert 1 / (len(case.found) - unknown(case))
        return result


class Constant(Own):
    """It says the same of everyone."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The first place."""
        return between(result, ordinal(case, 0), ordinal(case, 0))


class Undecided(Own):
    """It says of everyone that anything may be."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """From the first place to the last."""
        return between(result, ordinal(case, 0), case.framework.stages[-1])


class Numeric(Own):
    """It gives a number in place of a result."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The ordinal."""
        del case
        return result.lower.ordinal


class Refusing(Own):
    """It scores nothing at all."""

    def score(self, case: sm.Case) -> Any:
        """Never."""
        del case
        raise sm.InvalidInputError("no", [SocialMaturityError("not today")])


COUNTER = count()


class Counting(Own):
    """It counts how often it was asked."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With the number in its headline."""
        del case
        headline = f"{result.explanation.headline} ({next(COUNTER)})"
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, headline=headline))


class Moody(Own):
    """It says something else each seventh time it is asked."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """As it is, or with a headline that is none of its answers."""
        del case
        if next(COUNTER) % 7:
            return result
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, headline="Hm."))


class Greedy(Own):
    """It empties what it is given, once it has looked at it."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """As it is, and the findings are gone."""
        if isinstance(case.found, dict) and not unknown(case):
            case.found.pop(next(iter(case.found)))
        return result


class Untidy(Own):
    """It leaves something behind in what it is given, which changes no result."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """As it is, and there is a finding more."""
        if isinstance(case.found, dict):
            case.found["stray"] = next(iter(case.found.values()))
        return result


class Faulty(Own):
    """It never gets to a result."""

    def score(self, case: sm.Case) -> Any:
        """A mistake."""
        del case
        return 1 / 0


class FirstCome(Own):
    """It tells the answer that was given first."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With its id in the headline."""
        headline = f"{result.explanation.headline} {list(case.assessment.answers)[:1]}"
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, headline=headline))


class Anonymous(Own):
    """Its results say that cumulative made them."""

    def score(self, case: sm.Case) -> Any:
        """What cumulative gives."""
        return sm.CumulativeRule().score(case)


class Backwards(Own):
    """Its ends are exchanged."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With the upper end below."""
        del case
        return attrs.evolve(result, lower=result.upper, upper=result.lower)


class Foreign(Own):
    """Its ends are stages that look like those of the framework."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With other names."""
        del case
        ends = {own.ordinal: attrs.evolve(own, name=f"{own.name}!") for own in result.possible}
        return attrs.evolve(
            result,
            lower=ends[result.lower.ordinal],
            upper=ends[result.upper.ordinal],
            possible=tuple(ends.values()),
        )


class Hidden(Own):
    """It leaves its ends out of the stages it can be."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With no lower end among them."""
        del case
        return attrs.evolve(result, possible=result.possible[1:])


class Choosing(Own):
    """It says one stage where there is a range."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The lower."""
        del case
        return attrs.evolve(result, chosen=result.lower)


class Upset(Own):
    """The worse the first answer, the better: with exact ends."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The top, or the bottom, or either."""
        outcome, level = next(iter(case.found.values()))
        low, high = ordinal(case, 0), case.framework.stages[-1]
        if outcome == "not-applicable":
            return between(result, low, low)
        if level is None:
            return between(result, low, high)
        return between(result, high, high) if level == 0 else between(result, low, low)


class Hopeful(Own):
    """It takes what is unknown for the best."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The upper end twice."""
        del case
        return between(result, result.upper, result.upper)


class Shy(Own):
    """It knows nothing with one answer missing, and more with two."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """All stages, or those that can be."""
        if unknown(case) != 1:
            return result
        return between(result, ordinal(case, 0), case.framework.stages[-1])


class Vague(Own):
    """It says more than it has to be as soon as something is unknown."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """Up to the last stage."""
        if not unknown(case):
            return result
        return between(result, result.lower, case.framework.stages[-1])


class Sure(Own):
    """It says that it has looked at everything."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With a coverage of one."""
        del case
        return attrs.evolve(result, coverage=Fraction(1))


class Full(Own):
    """It says that something is covered where nothing applies."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With a coverage of nothing in place of none."""
        del case
        return attrs.evolve(result, coverage=result.coverage or Fraction(0))


class Blank(Own):
    """It never says how much it has looked at."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """Without coverage."""
        del case
        return attrs.evolve(result, coverage=None)


class Forgetful(Own):
    """It explains all indicators but the last."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """With an item less."""
        del case
        items = result.explanation.items[:-1]
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, items=items))


class Silent(Own):
    """It has no headline."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """Without one."""
        del case
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, headline=" "))


@attrs.frozen(kw_only=True)
class Boasting(sm.StageResult):
    """A result whose shares are more than all."""

    @cached_property
    def profile(self) -> sm.Profile:
        """Of one stage, twice met."""
        return sm.Profile(
            stages=(Share(key="1", met=3, not_met=-2, unknown=0, not_applicable=0),),
            dimensions=(),
        )


@attrs.frozen(kw_only=True)
class Odd(sm.StageResult):
    """A result that keeps fractions in its plain data."""

    def to_dict(self) -> dict[str, Any]:
        """With one."""
        return super().to_dict() | {"coverage": self.coverage}


@attrs.frozen(kw_only=True)
class Stuck(sm.StageResult):
    """A result that cannot be pickled."""

    def __reduce__(self) -> Any:
        raise TypeError("not for travel")


@attrs.frozen
class Made(Own):
    """A rule whose results are of another class."""

    cls: type[sm.StageResult]

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """As that class has it."""
        del case
        fields = attrs.fields(sm.StageResult)
        return self.cls(**{own.name: getattr(result, own.name) for own in fields})


@attrs.frozen(kw_only=True)
class Curt(sm.StageResult):
    """A result that says only the rule."""

    def text(self) -> str:
        """The sentence of the rule."""
        return self.explanation.sentence


@attrs.frozen(kw_only=True)
class Keyed(sm.StageResult):
    """A result with numbers for keys, which JSON turns into text."""

    def to_dict(self) -> dict[str, Any]:
        """With one."""
        return super().to_dict() | {"by": {1: "one"}}


class Unsure(Own):
    """It tells no parameters."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """Without them."""
        del case
        none: Any = None
        return attrs.evolve(result, explanation=attrs.evolve(result.explanation, parameters=none))


def different() -> Any:
    """A rule that is another one each time it is made."""
    return sm.CumulativeRule(quorum=Fraction(1, next(COUNTER) + 1))


def of_rule(name: str, rule: Any) -> Broken:
    """A rule, tried on ladders and phases; it fails one check."""
    label = getattr(rule, "__name__", type(rule).__name__)
    return name, f"rule {label}", partial(rule_checks, rule, examples=EXAMPLES)


RULES = [
    of_rule("is-a-rule", Nameless()),
    of_rule("is-a-rule", Unnamed()),
    of_rule("is-a-rule", "cumulative"),
    of_rule("is-a-rule", lambda: 1 / 0),
    of_rule("is-a-rule", lambda: sm.CumulativeRule(quorum=2)),
    of_rule("is-a-value", Identity()),
    of_rule("is-a-value", different),
    of_rule("scores", Crashing()),
    of_rule("scores", Faulty()),
    of_rule("scores", Numeric()),
    of_rule("scores", Refusing()),
    of_rule("pure", Counting()),
    of_rule("pure", Moody()),
    of_rule("pure", Greedy()),
    of_rule("pure", Untidy()),
    of_rule("order-free", FirstCome()),
    of_rule("names-itself", Anonymous()),
    of_rule("names-itself", Unsure()),
    of_rule("ends-ordered", Backwards()),
    of_rule("ends-possible", Foreign()),
    of_rule("ends-possible", Hidden()),
    of_rule("ends-meet", Choosing()),
    of_rule("better-never-lowers", Upset()),
    of_rule("decides", Constant()),
    of_rule("decides", Undecided()),
    of_rule("range-sound", Hopeful()),
    of_rule("unknown-widens", Shy()),
    of_rule("range-exact", Vague()),
    of_rule("coverage-true", Sure()),
    of_rule("coverage-true", Full()),
    of_rule("coverage-true", Blank()),
    of_rule("items-complete", Forgetful()),
    of_rule("profile-shares", Made(Boasting)),
    of_rule("explains", Silent()),
    of_rule("explains", Made(Curt)),
    of_rule("plain-data", Made(Odd)),
    of_rule("plain-data", Made(Keyed)),
    of_rule("results-copy", Made(Stuck)),
]


# --- frameworks, each wrong in one way

GOOD = """
id = "levels"
name = "Levels"
version = "1"
kind = "ladder"

[scale]
id = "light"
labels = ["red", "amber", "green"]
values = [0, 1, 2]

[gate]
at = "amber"
lower_at = "green"

[order]
exclusive = true
may_merge = [[1, 2]]

[[sources]]
id = "S0"
title = "A paper"

[[dimensions]]
id = "work"
name = "Work"
basis = "judgement"

[[conditions]]
id = "small"
question = "Is it small?"

[[fit_rules]]
id = "LV-R1"
conditions = ["small"]
condition = "it is small"
advice = "Begin at stage 1."
focus = [1]
strength = "can"
sources = ["S0"]

[[excluded]]
id = "LV-1.09"
reason = "It is about something else."

[[stages]]
ordinal = 1
name = "First"

[[stages.statements]]
id = "LV-1.01"
kind = "practice"
dimension = "work"
text = "They post."
sources = ["S0 p. 1"]

[[stages.statements]]
id = "LV-1.02"
kind = "limitation"
dimension = "work"
text = "Nobody reads it."
sources = ["S0 p. 1"]

[[stages.indicators]]
id = "posts"
name = "Posts"
question = "Does the firm post at least once a month?"
dimension = "work"
evidence = ["LV-1.01"]

[[stages.limitations]]
id = "unread"
question = "Is what is posted left unread?"
evidence = ["LV-1.02"]

[[stages]]
ordinal = 2
name = "Second"

[[stages.indicators]]
id = "reviews"
name = "Reviews"
question = "Is what was posted reviewed at least each quarter?"
dimension = "work"
"""


def text(old: str, new: str) -> str:
    """The good file with one place of it changed."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def of_text(name: str, old: str, new: str) -> Broken:
    """A file with one place changed; it fails one check."""
    return name, f"{old!r} to {new!r}", partial(framework_checks, text(old, new), examples=EXAMPLES)


def of_framework(name: str, label: str, subject: Any, **options: Any) -> Broken:
    """A framework in any form; it fails one check."""
    return name, label, partial(framework_checks, subject, examples=EXAMPLES, **options)


def named_stages(*names: str) -> sm.Framework:
    """A ladder whose stages have these names; all ids are those of their names."""
    made = make_framework("named", [1] * len(names))
    return attrs.evolve(
        made,
        stages=tuple(
            attrs.evolve(
                stage,
                name=name,
                indicators=(attrs.evolve(stage.indicators[0], id=f"asks-{name.lower()}"),),
            )
            for stage, name in zip(made.stages, names, strict=True)
        ),
    )


class Silenced(sm.Framework):
    """It asks nothing in a form."""

    def questions(self) -> tuple[sm.Question, ...]:
        """All but the last."""
        return super().questions()[:-1]


class Lost(sm.Framework):
    """It takes names for those of the first stage."""

    def stage(self, which: Any) -> sm.Stage:
        """The first, for a name."""
        return super().stage(1 if isinstance(which, str) and ":" not in which else which)


class Mixed(sm.Framework):
    """It finds the first indicator, whatever is asked for."""

    def indicator(self, which: str) -> sm.Indicator:
        """The first."""
        del which
        return super().indicator(self.indicators[0].id)


class Uncopied(sm.Framework):
    """It cannot be pickled."""

    def __reduce__(self) -> Any:
        raise TypeError("not for travel")


class Unequal(sm.Framework):
    """A copy of it is another one."""

    def __deepcopy__(self, memo: Any) -> Any:
        return attrs.evolve(self, summary="A copy.")


class Unhashed(sm.Framework):
    """Each of it has a hash of its own."""

    __hash__ = object.__hash__


class NoHash(sm.Framework):
    """It has no hash."""

    __hash__ = None  # type: ignore[assignment]


def as_class(cls: type[sm.Framework], own: sm.Framework = LADDER) -> sm.Framework:
    """A framework as another class has it."""
    return cls(**{one.name: getattr(own, one.name) for one in attrs.fields(sm.Framework)})


def smuggled(own: Any, **fields: Any) -> Any:
    """A value with fields that its class would refuse."""
    made = copy.copy(own)
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


class Fallen(sm.Scale):
    """A scale whose labels do not rise."""

    def level(self, answer: object) -> Any:
        """The places of the last two exchanged."""
        return {0: 0, 1: 2, 2: 1}[int(super().level(answer))]


FALLEN = Fallen(id="fallen", labels=("red", "amber", "green"))
UNREACHED = smuggled(
    make_framework("unreached", (1, 1), scale=sm.ZERO_TO_ONE, gate=sm.Gate(at=1)),
    gate=sm.Gate(at=Fraction(1), lower_at=Fraction(0)),
)


@attrs.frozen
class Capped(Own):
    """It never gives the last stage."""

    def changed(self, result: sm.StageResult, case: sm.Case, /) -> Any:
        """The last but one at most."""
        last = case.framework.stages[-2]
        ends = [
            own if own.ordinal <= last.ordinal else last for own in (result.lower, result.upper)
        ]
        return between(result, *ends)


def ruled(name: str, rule: Any) -> Broken:
    """A framework whose own rule is wrong; it fails one check."""
    return of_framework(name, f"rule {type(rule).__name__}", LADDER, rule=rule)


FRAMEWORKS = [
    of_text("reads", 'kind = "ladder"', 'kind = "lader"'),
    of_text("reads", 'title = "A paper"', 'titel = "A paper"\ntitle = "A paper"'),
    of_text("reads", 'name = "Levels"', "name = 3"),
    of_text("reads", "exclusive = true", "exclusive ="),
    of_text("reads", 'evidence = ["LV-1.01"]', 'evidence = ["LV 1"]'),
    of_framework("reads", "no framework", 42),
    of_framework("reads", "a factory of something else", lambda: sm.NPLF),
    of_framework("reads", "a factory that raises", lambda: 1 / 0),
    of_framework("reads", "no such file", "no-such-file.toml"),
    of_framework("reads", "JSON that is none", '{"id": '),
    of_framework("reads", "plain data with a stray key", {**sm.to_dict(LADDER), "colour": "red"}),
    of_text("version-said", 'version = "1"\n', ""),
    of_text("version-said", 'version = "1"', 'version = " "'),
    of_text("ids-unique", 'id = "reviews"', 'id = "posts"'),
    of_text("ids-unique", 'id = "unread"', 'id = "posts"'),
    of_text(
        "ids-unique",
        '[[stages.indicators]]\nid = "posts"',
        '[[stages.statements]]\nid = "LV-1.02"\nkind = "trait"\ndimension = "work"\ntext = "So."\n'
        'sources = ["S0"]\n\n[[stages.indicators]]\nid = "posts"',
    ),
    of_framework(
        "ids-stable", "an indicator is gone", text('id = "reviews"', 'id = "review"'), previous=GOOD
    ),
    of_framework(
        "ids-stable",
        "an id means something else",
        GOOD.replace('name = "Posts"', 'name = "Likes"').replace("firm post", "firm like"),
        previous=GOOD,
    ),
    of_framework(
        "ids-stable",
        "a limitation asks something else, of something else",
        text("posted left unread?", "posted too long?").replace(
            'evidence = ["LV-1.02"]', 'evidence = ["LV-1.01"]'
        ),
        previous=GOOD,
    ),
    of_framework("ids-stable", "another id", text('id = "levels"', 'id = "level"'), previous=GOOD),
    of_framework(
        "ids-stable",
        "a stage is gone",
        make_framework("example-ladder", (1, 2)),
        previous=LADDER,
    ),
    of_framework(
        "ids-stable",
        "a stage is put between two",
        named_stages("One", "Between", "Two"),
        previous=named_stages("One", "Two"),
    ),
    of_framework(
        "ids-stable",
        "two stages exchange their names",
        named_stages("Two", "One"),
        previous=named_stages("One", "Two"),
    ),
    of_framework(
        "ids-stable",
        "the name of a stage is an alias of another",
        text('name = "Second"', 'name = "Third"\naliases = ["first"]').replace(
            'name = "First"', 'name = "Zeroth"'
        ),
        previous=GOOD,
    ),
    of_framework(
        "ids-stable", "an earlier version that cannot be read", GOOD, previous="gone.toml"
    ),
    of_text("stages-in-order", "ordinal = 2", "ordinal = 3"),
    of_text("stages-in-order", 'name = "Second"', 'name = "Second"\nframework = "others"'),
    of_text("stages-in-order", "[[1, 2]]", "[[2, 3]]"),
    of_framework("stages-in-order", "no stages", {**sm.to_dict(LADDER), "stages": []}),
    of_text("names-findable", 'name = "Second"', 'name = "FIRST"'),
    of_text("names-findable", 'name = "Second"', 'name = "Second"\naliases = ["2nd", "2nd"]'),
    of_framework("names-findable", "names lost", as_class(Lost)),
    of_framework("names-findable", "ids lost", as_class(Mixed)),
    of_framework("stages-ask", "a stage asks nothing", GOOD[: GOOD.rindex("[[stages.ind")]),
    of_framework(
        "stages-ask",
        "nothing is asked",
        re.sub(r"\[\[stages\.(indicators|limitations)\]\](?:\n\w.*)*", "", GOOD),
    ),
    of_text("stages-ask", 'name = "First"', 'name = "First"\nbaseline = true'),
    of_text("questions-asked", 'question = "Is what is posted left unread?"\n', ""),
    of_text("questions-asked", "once a month?", "once a month."),
    of_text("questions-asked", "once a month?", "once a month? And by whom?"),
    of_text("questions-asked", "Is what is posted left", "They post. Is that left"),
    of_text(
        "questions-differ",
        "Is what was posted reviewed at least each quarter?",
        "does the firm post  at least once a month?",
    ),
    of_text("questions-fit-scale", "Is what is posted left unread?", "Who reads what is posted?"),
    of_framework(
        "questions-fit-scale",
        "a number asked for on N, P, L and F",
        attrs.evolve(
            LADDER,
            stages=(
                *LADDER.stages[:-1],
                attrs.evolve(
                    LADDER.stages[-1],
                    indicators=(
                        attrs.evolve(
                            LADDER.stages[-1].indicators[0], question="How many networks are used?"
                        ),
                    ),
                ),
            ),
        ),
    ),
    of_framework("questions-complete", "a form without the last question", as_class(Silenced)),
    of_text("scale-rises", "values = [0, 1, 2]", "values = [0, 2, 1]"),
    of_text("scale-rises", '"green"]\n', '"GREEN", "green"]\n'),
    of_framework(
        "scale-rises",
        "labels that do not rise",
        make_framework("fallen", (1, 1), scale=FALLEN, gate=sm.Gate(at="amber", lower_at="amber")),
    ),
    of_text("gate-decides", 'at = "amber"', 'at = "red"'),
    of_text("gate-decides", 'at = "amber"', 'at = "blue"'),
    of_text("gate-decides", 'at = "amber"\nlower_at = "green"', 'at = "green"\nlower_at = "amber"'),
    of_framework("gate-decides", "a lower threshold that all reach", UNREACHED),
    of_text(
        "statements-sourced", 'They post."\nsources = ["S0 p. 1"]', 'They post."\nsources = []'
    ),
    of_text("statements-sourced", 'They post."\nsources = ["S0 p. 1"]', 'They post."'),
    of_framework("statements-in-place", "one of stage 2", GOOD.replace("LV-1.01", "LV-2.01")),
    of_text(
        "sources-resolve", 'They post."\nsources = ["S0 p. 1"]', 'They post."\nsources = ["S9"]'
    ),
    of_text(
        "sources-resolve",
        'strength = "can"\nsources = ["S0"]',
        'strength = "can"\nsources = ["S1"]',
    ),
    of_text(
        "sources-used",
        'title = "A paper"',
        'title = "A paper"\n\n[[sources]]\nid = "S1"\ntitle = "B"',
    ),
    of_text("evidence-resolves", 'evidence = ["LV-1.01"]', 'evidence = ["LV-1.05"]'),
    of_text("references-resolve", 'conditions = ["small"]', 'conditions = ["large"]'),
    of_text("references-resolve", "focus = [1]", "focus = [7]"),
    of_text(
        "references-resolve", 'dimension = "work"\nevidence = ["LV-1.01"]', 'dimension = "play"'
    ),
    of_text("exclusions-hold", 'id = "LV-1.09"', 'id = "LV-1.01"'),
    of_text(
        "exclusions-hold",
        "[[stages]]\nordinal = 1",
        '[[unchecked]]\nid = "LV-1.01"\nreason = "So."\n\n[[stages]]\nordinal = 1',
    ),
    of_text("limitations-apart", 'evidence = ["LV-1.01"]', 'evidence = ["LV-1.01", "LV-1.02"]'),
    of_framework("copies-equal", "no pickle", as_class(Uncopied)),
    of_framework("copies-equal", "another one once copied", as_class(Unequal)),
    of_framework("hashes-equal", "a hash for each copy", as_class(Unhashed)),
    of_framework("round-trip", "text that no file may have", smuggled(LADDER, summary="a\x00b")),
    of_framework("hashes-equal", "a list where a tuple should be", smuggled(LADDER, authors=["A"])),
    of_framework("hashes-equal", "no hash at all", as_class(NoHash)),
    ruled("scores", Crashing()),
    ruled("scores", Refusing()),
    ruled("order-free", FirstCome()),
    ruled("ends-ordered", Backwards()),
    ruled("ends-possible", Hidden()),
    ruled("better-never-lowers", Upset()),
    ruled("range-sound", Hopeful()),
    ruled("unknown-widens", Shy()),
    ruled("range-exact", Vague()),
    ruled("profile-shares", Made(Boasting)),
    ruled("stages-reachable", Capped()),
]


# --- crosswalks, each wrong in one way

LEFT, RIGHT = (make_framework(name, (1, 1, 1, 1)) for name in ("left", "right"))

LINKS = """
subject = "left"
object = "right"
version = "1"

[[mappings]]
subject = "left:1"
relation = "inside"
object = "right:1"
confidence = 0.75
justification = "Both begin."
evidence = ["EX-1.01"]
object_coverage = 0.5

[[mappings]]
subject = "left:2"
relation = "contains"
object = "right:2"
confidence = 0.5
justification = "Both go on."

[[mappings]]
subject = "left:3"
relation = "overlaps"
object = "right:3"
confidence = 0.5
justification = "Both end."

[[no_counterparts]]
stage = "left:4"
framework = "right"
confidence = 0.5
reason = "It is about something else."

[[dropped]]
subject = "left:4"
relation = "inside"
object = "right:1"
reason = "It is not."
"""


def links(old: str, new: str) -> str:
    """The good crosswalk with one place of it changed."""
    assert LINKS.count(old) == 1, old
    return LINKS.replace(old, new)


def of_links(name: str, old: str, new: str) -> Broken:
    """A crosswalk with one place changed; it fails one check."""
    return name, f"{old!r} to {new!r}", partial(crosswalk_checks, links(old, new), LEFT, RIGHT)


def of_crosswalk(name: str, label: str, subject: Any, *frameworks: Any) -> Broken:
    """A crosswalk in any form; it fails one check."""
    return name, label, partial(crosswalk_checks, subject, *(frameworks or (LEFT, RIGHT)))


class Mute(sm.Mapping):
    """A mapping that prints without its object."""

    def __str__(self) -> str:
        return f"{self.subject.spoken} lies somewhere"


class Lopsided(sm.Crosswalk):
    """It cannot be turned back."""

    def inverse(self) -> sm.Crosswalk:
        """Without the last mapping."""
        return attrs.evolve(super().inverse(), mappings=super().inverse().mappings[:-1])


class Boxed(sm.Crosswalk):
    """It cannot be pickled."""

    def __reduce__(self) -> Any:
        raise TypeError("not for travel")


class Unfound(sm.Crosswalk):
    """Each of it has a hash of its own."""

    __hash__ = object.__hash__


class Swollen(Fraction):
    """A number that no product makes less."""

    def __mul__(self, other: Any) -> Any:
        return Swollen(1)

    def __rmul__(self, other: Any) -> Any:
        return Swollen(1)


def as_crosswalk(cls: type[sm.Crosswalk]) -> sm.Crosswalk:
    """The good crosswalk as another class has it."""
    own = sm.parse_crosswalk(LINKS)
    return cls(**{one.name: getattr(own, one.name) for one in attrs.fields(sm.Crosswalk)})


def with_first(change: Callable[[sm.Mapping], sm.Mapping]) -> sm.Crosswalk:
    """The good crosswalk with its first mapping changed, past all checks."""
    own = sm.parse_crosswalk(LINKS)
    made: sm.Crosswalk = smuggled(own, mappings=(change(own.mappings[0]), *own.mappings[1:]))
    return made


def mute(own: sm.Mapping) -> sm.Mapping:
    """As the class that prints too little has it."""
    return Mute(**{one.name: getattr(own, one.name) for one in attrs.fields(sm.Mapping)})


def chain(sure: Fraction) -> sm.Crosswalk:
    """Mappings from which others follow, all of one confidence."""
    return sm.Crosswalk(
        subject="left",
        object="right",
        version="1",
        mappings=tuple(
            smuggled(
                sm.Mapping(
                    subject=f"left:{place}",
                    relation="equal",
                    object=f"right:{place}",
                    justification="Read side by side.",
                ),
                confidence=sure,
            )
            for place in (1, 3)
        ),
    )


def exchanged() -> sm.Crosswalk:
    """A crosswalk whose inside and contains are exchanged throughout."""
    rows = (("left:1", "contains", "right:1"), ("left:2", "contains", "right:1"))
    return sm.Crosswalk(
        subject="left",
        object="right",
        version="1",
        mappings=tuple(
            sm.Mapping(
                subject=one, relation=word, object=two, confidence="1/2", justification="Read."
            )
            for one, word, two in rows
        ),
    )


def crossing() -> sm.Crosswalk:
    """Two mappings that run against each other."""
    rows = (("left:1", "right:3"), ("left:3", "right:1"))
    return sm.Crosswalk(
        subject="left",
        object="right",
        version="1",
        mappings=tuple(
            sm.Mapping(
                subject=one, relation="equal", object=two, confidence="1/2", justification="Read."
            )
            for one, two in rows
        ),
    )


def unwritable() -> sm.Crosswalk:
    """The good crosswalk with a reason that no file may have."""
    own = sm.parse_crosswalk(LINKS)
    none = smuggled(own.no_counterparts[0], reason="a\x00b")
    made: sm.Crosswalk = smuggled(own, no_counterparts=(none,))
    return made


CROSSWALKS = [
    of_links(
        "reads",
        'relation = "inside"\nobject = "right:1"\nconf',
        'relation = "within"\nobject = "right:1"\nconf',
    ),
    of_links("reads", 'object = "right"\n', 'object = "right"\ntable = 1\n'),
    of_crosswalk("reads", "a framework", LEFT),
    of_links("version-said", 'version = "1"\n', ""),
    of_links("sides-hold", 'object = "right:2"', 'object = "middle:2"'),
    of_links("sides-hold", 'object = "right"\n', 'object = "right"\nexhaustive = ["middle"]\n'),
    of_links(
        "linked-once",
        'subject = "left:2"\nrelation = "contains"\nobject = "right:2"',
        'subject = "left:1"\nrelation = "contains"\nobject = "right:1"',
    ),
    of_links("justified", 'justification = "Both go on."\n', ""),
    of_links("justified", '"Both go on."', '" "'),
    of_links("justified", 'reason = "It is not."\n', ""),
    of_links("confidence-said", "confidence = 0.75\n", ""),
    of_links("confidence-said", "confidence = 0.75", "confidence = 1.2"),
    of_links("confidence-said", "confidence = 0.5\nreason", "reason"),
    of_crosswalk("frameworks-known", "one is not given", LINKS, LEFT),
    of_crosswalk("frameworks-known", "one cannot be read", LINKS, LEFT, RIGHT, "no-such.toml"),
    of_links("stages-exist", 'object = "right:2"', 'object = "right:7"'),
    of_links("evidence-resolves", '["EX-1.01"]', '["EX-1.07"]'),
    of_crosswalk("direction", "inside and contains exchanged", exchanged()),
    of_crosswalk("no-crossing", "two that cross", crossing()),
    of_links(
        "no-contradiction",
        'subject = "left:2"\nrelation = "contains"\nobject = "right:2"',
        'subject = "left:1"\nrelation = "equal"\nobject = "right:2"',
    ),
    of_links("no-contradiction", 'stage = "left:4"', 'stage = "left:3"'),
    of_links("coverage-holds", "object_coverage = 0.5", "object_coverage = 0"),
    of_links("coverage-holds", "object_coverage = 0.5", "object_coverage = 2"),
    of_links("coverage-holds", 'object = "right"\n', 'object = "right"\nexhaustive = ["left"]\n'),
    of_crosswalk("sentences", "a mapping without its object", with_first(mute)),
    of_crosswalk("copies-equal", "no pickle", as_crosswalk(Boxed)),
    of_crosswalk("hashes-equal", "a hash for each copy", as_crosswalk(Unfound)),
    of_crosswalk("inverse-twice", "a mapping lost", as_crosswalk(Lopsided)),
    of_crosswalk("round-trip", "text that no file may have", unwritable()),
    of_crosswalk(
        "sssom-round-trip",
        "a longer text than any field has",
        with_first(lambda own: attrs.evolve(own, review="x" * 140_000)),
    ),
    of_crosswalk("weakest-link", "a product that grows", chain(Swollen(1, 2))),
]


ALL: dict[str, tuple[list[Broken], tuple[Law[Any], ...]]] = {
    "framework": (FRAMEWORKS, FRAMEWORK_LAWS),
    "crosswalk": (CROSSWALKS, CROSSWALK_LAWS),
    "rule": (RULES, RULE_LAWS),
}
TABLE = [
    pytest.param(name, checks, id=f"{kind}-{name}-{label}"[:100])
    for kind, (those, _) in ALL.items()
    for name, label, checks in those
]


@pytest.mark.parametrize(("name", "checks"), TABLE)
def test_a_broken_subject_fails_the_check_that_names_its_fault_alone(
    name: str, checks: Callable[[], tuple[Check, ...]]
) -> None:
    """All others pass, or are not run."""
    report = run_checks(checks())
    failed = [own.name for own in report.results if own.outcome is CheckOutcome.FAILED]
    assert failed == [name], report.text()
    assert report[name].problems
    assert not report.passed


@pytest.mark.parametrize("kind", ALL)
def test_every_check_has_a_subject_that_fails_it(kind: str) -> None:
    """None is there that nothing could fail."""
    those, laws = ALL[kind]
    assert {own.name for own in laws} == {name for name, _, _ in those}


def test_a_text_that_reads_back_changed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of SSSOM, where a row is lost; of plain data, where a part is of another class."""
    checks = {own.name: own for own in crosswalk_checks(LINKS, LEFT, RIGHT)}
    whole = to_sssom

    def short(value: sm.Crosswalk, **options: Any) -> Any:
        return whole(attrs.evolve(value, mappings=value.mappings[:2]), **options)

    monkeypatch.setattr("socialmaturity.io.sssom.writing.to_sssom", short)
    (problem,) = checks["sssom-round-trip"].problems
    assert str(problem) == "mappings[2]: written as SSSOM it reads back changed"
    fallen = make_framework("fallen", (1, 1), scale=FALLEN)
    found = [str(own) for own in round_trip_problems(fallen, sm.Framework, sm.parse_framework)]
    assert found == [
        "written as plain data it reads back as another one",
        "written as JSON it reads back as another one",
    ]


@pytest.mark.parametrize(
    "subject", [LADDER, BASELINE, PHASES, SINGLE, GOOD], ids=lambda own: str(own)[:30]
)
def test_what_the_broken_ones_were_made_of_passes(subject: Any) -> None:
    """So that it is the change which fails."""
    run_checks(framework_checks(subject, previous=subject, examples=EXAMPLES)).raise_if_failed()


def test_the_crosswalks_that_the_broken_ones_were_made_of_pass() -> None:
    """So that it is the change which fails."""
    for subject in (LINKS, chain(Fraction(1, 2))):
        run_checks(crosswalk_checks(subject, LEFT, RIGHT)).raise_if_failed()


def test_a_rule_that_says_something_else_now_and_then_is_told_so() -> None:
    """Though it cannot be made to say it again."""
    (check,) = (own for own in rule_checks(Moody(), examples=EXAMPLES) if own.name == "pure")
    assert check.problems
    for problem in check.problems:
        told = str(problem).partition(": ")[2]
        assert told.startswith("asked again it gives another result (")


def test_the_rule_that_the_broken_ones_were_made_of_passes() -> None:
    """So that it is the change which fails."""
    run_checks(rule_checks(Own(), examples=EXAMPLES)).raise_if_failed()
    run_checks(rule_checks(Made(sm.StageResult), examples=EXAMPLES)).raise_if_failed()

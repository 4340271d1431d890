"""What type checkers have to accept, and the types they have to see; never run."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_type

import socialmaturity as sm

assert_type(sm.SOLIS, sm.Framework)
assert_type(sm.SOLIS.stage(7), sm.Stage)
assert_type(sm.SOLIS.stage(7).aliases, tuple[str, ...])
assert_type(sm.SOLIS.below, sm.Stage | None)
assert_type(sm.SOLIS.questions(), tuple[sm.Question, ...])

acme = sm.Assessment(
    framework="solis",
    assessed_on="2026-11-01",
    answers={"listening": "F", "reporting": None, "presence": True, "analysis": 0.5},
    checks={"publishing-without-plan": sm.CANNOT_TELL, "experimental-presence": sm.NOT_APPLICABLE},
)
assert_type(acme.answers, sm.Answers)

assert_type(sm.score(acme), sm.StageResult | sm.ProfileResult)
assert_type(sm.score(acme, rule="cumulative", quorum="2/3"), sm.StageResult)
assert_type(sm.score(acme, rule="profile", at="P"), sm.ProfileResult)


def by_name(rule: Literal["cumulative", "profile"] | None) -> None:
    """A rule that is known when the program runs."""
    result = sm.score(acme, rule=rule)
    assert_type(result, sm.StageResult | sm.ProfileResult)
    assert_type(result.lower, sm.Stage | None)
    assert_type(result.stage, sm.Stage | None)
    assert_type(result.coverage, Fraction | None)
    assert_type(sm.next_steps(result), sm.NextSteps)


result = sm.score(acme, rule="cumulative")
assert_type(result.lower, sm.Stage)
assert_type(sm.translate(result, to="carfi"), sm.Translation)
assert_type(sm.translate(["solis:1", sm.SOLIS.stage(2)], to=sm.CARFI), sm.Translation)
assert_type(sm.crosswalk("solis", "carfi").mappings, tuple[sm.Mapping, ...])
assert_type(sm.crosswalk("solis", "carfi").mappings[0].confidence, Fraction | None)
assert_type(
    sm.Mapping(subject="a:1", relation="inside", object="b:1", justification="x", confidence=0.5),
    sm.Mapping,
)
assert_type(sm.load_framework("own.toml"), sm.Framework)
assert_type(sm.parse_crosswalk("", format="json"), sm.Crosswalk)
assert_type(sm.to_json(acme), str)


briefs = sm.score_many([acme], "solis", rule="cumulative", at="L", policy="worst")
assert_type(briefs, Iterator[sm.StageBrief])
assert_type(next(briefs).stage, int | None)
assert_type(sm.score_many([acme], sm.SOLIS, rule=sm.NearestRule()), Iterator[sm.StageBrief])
assert_type(sm.score_many([acme], "solis", rule="profile"), Iterator[sm.ProfileBrief])
assert_type(sm.score_many([acme], "solis", rule="weighted_mean"), Iterator[sm.NumberBrief])
assert_type(sm.score_many([acme], "solis", rule="rating"), Iterator[sm.RatingBrief])
assert_type(sm.score_many(iter((acme,)), "solis", progress=print), Iterator[sm.Brief])
assert_type(
    sm.score_many(sm.iter_assessments("firms.jsonl", mode="lenient"), "solis", mode="lenient"),
    Iterator[sm.Brief | sm.Failure],
)
assert_type(sm.iter_assessments(["{}", b"{}"]), Iterator[sm.Assessment])
assert_type(sm.load_assessments("firms.jsonl"), tuple[sm.Assessment, ...])
assert_type(sm.to_json_lines([acme]), Iterator[str])

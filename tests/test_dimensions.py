"""One dimension alone: a stage for each, and none over all of them."""

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.errors import InvalidValueError, MissingValueError, UnknownReferenceError
from strategies import scored
from test_scoring import ACME

Case = tuple[sm.Framework, sm.Assessment, dict[str, Any]]
STAGED: tuple[Literal["cumulative", "high_water", "nearest"], ...] = (
    "cumulative",
    "high_water",
    "nearest",
)


@given(scored(), st.sampled_from(STAGED), st.data())
def test_one_dimension_is_as_if_the_others_did_not_apply(
    case: Case, rule: Literal["cumulative", "high_water", "nearest"], data: st.DataObject
) -> None:
    """The same stages and coverage; the items are those of the dimension alone."""
    own, assessment, parameters = case
    if rule != "cumulative":
        parameters = {"at": parameters["at"]}
    dimension = data.draw(st.sampled_from(sorted({one.dimension for one in own.indicators})))
    others: dict[str, str] = {
        one.id: sm.NOT_APPLICABLE for one in own.indicators if one.dimension != dimension
    }
    alone = sm.score(assessment, framework=own, rule=rule, dimension=dimension, **parameters)
    rest = sm.score(assessment.with_answers(others), framework=own, rule=rule, **parameters)
    assert isinstance(alone, sm.StageResult)
    assert isinstance(rest, sm.StageResult)
    assert (alone.lower, alone.upper, alone.possible) == (rest.lower, rest.upper, rest.possible)
    assert alone.coverage == rest.coverage
    assert {item.id for item in alone.explanation.items} == {
        one.id for one in own.indicators if one.dimension == dimension
    }
    assert [share.key for share in alone.profile.dimensions] == [dimension]


def test_a_dimension_is_named_where_it_is_spoken_of() -> None:
    """With its name, and without warnings of stages that ask nothing of it."""
    result = sm.score(ACME, dimension="listening")
    assert str(result).startswith("In Listening and measurement, Acme is at Stage ")
    assert not [own for own in result.notices if own.code is sm.NoticeCode.VACUOUS_STAGE]
    nobody = sm.Assessment(framework="solis")
    assert str(sm.score(nobody, dimension="tools")).startswith(
        f"In {next(own.name for own in sm.SOLIS.dimensions if own.id == 'tools')}, the organisation"
    )
    profile = sm.score(ACME, rule="profile", dimension="listening")
    assert str(profile).startswith("In Listening and measurement, Acme has ")


def test_numbers_of_one_dimension_leave_the_others_out() -> None:
    """Mean, contributions and groups are of its indicators alone."""
    own = framework(stage(1, "a", "b"))
    assessment = sm.Assessment(framework=own.id, answers={"a": "F", "b": "N"})
    dimension = own.indicators[0].dimension
    values = {"N": 0, "P": 1, "L": 2, "F": 3}
    result = sm.score(
        assessment, framework=own, rule="weighted_mean", values=values, dimension=dimension
    )
    assert (
        result.value
        == sm.score(assessment, framework=own, rule="weighted_mean", values=values).value
    )
    solis = sm.score(
        ACME, rule="weighted_mean", values=values, groups="stage", dimension="listening"
    )
    listening = {one.id for one in sm.SOLIS.indicators if one.dimension == "listening"}
    assert {own.indicator for own in solis.explanation.contributions} == listening
    assert {own.name for own in solis.groups} == {
        str(sm.SOLIS.stage_of(one).ordinal) for one in listening
    }
    with pytest.raises(MissingValueError, match="no group has the indicators"):
        sm.score(
            ACME,
            rule="weighted_mean",
            values=values,
            groups={"some": sorted(listening)[1:]},
            dimension="listening",
        )


def test_dimensions_that_are_not_there() -> None:
    """Near names are offered; a dimension that nothing is asked of has no score."""
    with pytest.raises(UnknownReferenceError, match="'listenin' in the dimensions; did you mean"):
        sm.score(ACME, dimension="listenin")
    idle = framework(
        stage(1, "a"),
        dimensions=(
            *framework(stage(1, "a")).dimensions,
            sm.Dimension(id="idle", name="Idle", basis="judgement"),
        ),
    )
    with pytest.raises(InvalidValueError, match="dimension: dimension 'idle' has no scored indica"):
        sm.score(sm.Assessment(framework=idle.id), framework=idle, dimension="idle")
    with pytest.raises(MissingValueError, match="dimension: expected text, found none"):
        sm.score(ACME, dimension="")


def test_what_was_set_aside_elsewhere_is_not_told() -> None:
    """Filters and limits speak of the dimension alone."""
    result = sm.score(ACME, strength="verified", dimension="listening")
    assert {item.set_aside for item in result.explanation.items} == {sm.SetAside.WEAK_EVIDENCE}
    (notice,) = [own for own in result.notices if own.code is sm.NoticeCode.SET_ASIDE]
    listening = {one.id for one in sm.SOLIS.indicators if one.dimension == "listening"}
    assert set(notice.about) <= listening

"""Targets in another framework, by way of one's own practices."""

import json
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import framework, mapping, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidIdentifierError,
    InvalidValueError,
    UnknownFrameworkError,
    UnknownStageError,
    WrongTypeError,
)

LOW = sm.score(
    sm.Assessment(framework="solis", subject="Acme", answers={"listening": "F", "reporting": "P"}),
    rule="cumulative",
)


def test_the_range_is_that_of_the_transfer() -> None:
    """For every stage of every other ladder: from where it may be reached, from where it is."""
    for other in (sm.CARFI, sm.CISCO, sm.BE_A_PERSON):
        function = sm.transfer("solis", to=other)
        for target in other.stages:
            way = sm.route(LOW, target)
            may = [one.source for one in function.steps if one.highest.ordinal >= target.ordinal]
            sure = [one.source for one in function.steps if one.lowest.ordinal >= target.ordinal]
            assert way.possible_from == (may[0] if may else None)
            assert way.sure_from == (sure[0] if sure else None)
            for goal, road in ((way.possible_from, way.possible), (way.sure_from, way.sure)):
                assert (road is None) == (goal is None or goal.ordinal <= LOW.lower.ordinal)
                if road is not None:
                    assert road.target == goal


def test_a_route_says_what_it_rests_on() -> None:
    """The mappings with their confidence, and what was left out."""
    way = sm.route(LOW, "carfi:3")
    assert (way.possible_from, way.sure_from) == (sm.SOLIS.stage(3), sm.SOLIS.stage(4))
    told = way.text()
    assert told.splitlines()[1:3] == [
        "Carfi 3 (Operational) may be reached from Stage 3: Socializing Media on.",
        "Carfi 3 (Operational) is surely reached from"
        " Stage 4: Finding a Voice and a Sense of Purpose on.",
    ]
    assert "Solis 3 overlaps Carfi 3 (Operational, confidence 0.3)" in told
    assert "Left out: Solis 10 overlaps Carfi 4." in told
    assert "To be sure:" in told
    assert str(way) == told
    plain = way.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["possible_from"] == "solis:3"


def test_what_is_there_already_needs_no_roadmap() -> None:
    """The stage is reached; nothing is left to do for it."""
    done = sm.score(
        sm.Assessment(framework="solis", answers={own.id: "F" for own in sm.SOLIS.indicators}),
        rule="cumulative",
    )
    way = sm.route(done, "carfi:3")
    assert way.possible is way.sure is None
    assert "To be sure" not in way.text()


def test_a_stage_that_no_mapping_leads_to_is_said_so() -> None:
    """A crosswalk that ends below it."""
    demo = framework()
    other = framework(
        id="other",
        stages=(stage(1, "x", framework="other"), stage(2, "y", framework="other")),
    )
    link = sm.Crosswalk(
        subject="demo",
        object="other",
        version="1",
        mappings=(mapping("demo:2", "equal", "other:1"),),
    )
    catalog = sm.Catalog(added_frameworks=(demo, other), added_crosswalks=(link,))
    result = sm.score(
        sm.Assessment(framework="demo", answers={"one": "N"}), framework=demo, rule="cumulative"
    )
    way = sm.route(result, "other:2", catalog=catalog)
    assert (way.possible_from, way.sure_from) == (None, None)
    assert way.counterparts == ()
    assert "Other 2 (Step 2) may be reached at no stage of Demo." in way.text()
    assert way.to_dict()["sure_from"] is None
    own_link = sm.route(result, "other:1", crosswalk=link, catalog=catalog)
    assert own_link.sure_from == demo.stage(2)
    assert own_link == sm.route(result, "other:1", catalog=catalog)


def test_routes_that_cannot_be() -> None:
    """Each says why."""
    with pytest.raises(FrameworkMismatchError, match="'solis:7' is of the framework of the result"):
        sm.route(LOW, "solis:7")
    with pytest.raises(UnknownStageError, match="unknown stage '9' in framework 'carfi'"):
        sm.route(LOW, "carfi:9")
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'carfy'"):
        sm.route(LOW, "carfy:1")
    with pytest.raises(InvalidIdentifierError):
        sm.route(LOW, "Operational")
    with pytest.raises(InvalidValueError, match="Socedo is no ladder"):
        sm.route(LOW, "socedo:1")
    with pytest.raises(WrongTypeError, match="result: expected a StageResult"):
        sm.route(sm.score(sm.Assessment(framework="socedo"), rule="profile"), "carfi:1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    wrong: Any = 3
    with pytest.raises(WrongTypeError, match="target: expected a stage or a reference such as"):
        sm.route(LOW, wrong)
    nearest = sm.score(LOW.assessment, rule="nearest")
    with pytest.raises(InvalidValueError, match="cumulative"):
        sm.route(nearest, "carfi:3")


def test_values_and_costs_go_through() -> None:
    """The roadmaps weigh them."""
    costs: dict[str, int] = {own.id: 3 for own in sm.SOLIS.indicators}
    way = sm.route(LOW, "carfi:3", costs=costs)
    assert way.possible is not None
    assert all(step.cost == 3 for step in way.possible.steps)
    assert attrs.evolve(way) == way

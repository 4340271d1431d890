"""Translation says what a crosswalk claims, and honestly where it claims nothing."""

import json
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import assess, crosswalk, framework, mapping, sides, stage
from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidIdentifierError,
    InvalidValueError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    UnknownStageError,
    WrongTypeError,
)
from socialmaturity.graph.translation import translate_stages

LEFT, RIGHT = sides(exclusive=(True, False))
NONE = sm.NoCounterpart(stage="left:3", framework="right", reason="Nothing like it.")
LINKS = crosswalk(
    mapping("left:1", "overlaps", "right:2", confidence=0.5),
    mapping("left:1", "inside", "right:1", confidence=0.25),
    mapping("left:2", "disjoint", "right:4"),
    no_counterparts=(NONE,),
)
CATALOG = sm.default_catalog().with_framework(LEFT).with_framework(RIGHT).with_crosswalk(LINKS)


def pairs(translation: sm.Translation) -> list[tuple[str, str, str]]:
    """Source, relation and counterpart of each row."""
    return [
        (str(own.source.ref), own.relation.value, str(own.mapping.object))
        for own in translation.counterparts
    ]


def test_a_stage_is_translated_along_direct_mappings() -> None:
    """In order of the counterparts, none chosen."""
    found = sm.translate("left:1", to="right", catalog=CATALOG)
    assert pairs(found) == [("left:1", "inside", "right:1"), ("left:1", "overlaps", "right:2")]
    assert [own.confidence for own in found.counterparts] == [Fraction(1, 4), Fraction(1, 2)]
    assert str(found).splitlines()[1] == (
        "Left 1 overlaps Right 2 (Step 2, confidence 0.5): Read side by side."
    )
    assert (found.none, found.silent, found.disjoint) == ((), (), ())


def test_the_other_way_round_relations_turn() -> None:
    """Inside becomes contains."""
    found = sm.translate("right:1", to="left", catalog=CATALOG)
    assert pairs(found) == [("right:1", "contains", "left:1")]


def test_where_there_is_no_counterpart_it_says_so() -> None:
    """Said to have none, only apart from some, or not spoken of: three different things."""
    found = sm.translate(["left:4", "left:3", "left:2"], to="right", catalog=CATALOG)
    assert found.counterparts == ()
    assert [str(own.ref) for own in found.stages] == ["left:2", "left:3", "left:4"]
    assert found.none == (NONE,)
    assert [own.stages[0].ordinal for own in found.disjoint] == [4]
    assert [own.ordinal for own in found.silent] == [4]
    assert found.text().splitlines() == [
        "Left 2 shares nothing with Right 4 (Step 4): Read side by side.",
        "Left 3 has no counterpart in Right: Nothing like it.",
        "Left 4 (Step 4): nothing is said of it in Right.",
    ]
    assert str(found) == found.text()
    assert found.of("left:4") == ()


def test_every_stage_that_a_result_can_be_is_translated() -> None:
    """With the notice that something runs ahead; the place below has no counterpart."""
    result = sm.score(sm.Assessment(framework="solis", answers={"listening": "F", "presence": "F"}))
    found = sm.translate(result, to="carfi")
    assert [own.ordinal for own in found.stages] == list(range(11))
    assert len(found.of(10)) == 2
    assert [own.ordinal for own in found.silent] == [0]
    assert "Solis, below stage 1: no stage is reached, so there is none to translate." in str(found)
    low = sm.Assessment(framework="solis", answers={"listening": "N", "research": "F"})
    notices = sm.translate(sm.score(low), to="carfi").notices
    assert len(notices) == 1
    assert notices[0].startswith("no stage is reached, yet something is met already, up to stage 4")
    assert "Note: no stage is reached, yet" in str(sm.translate(sm.score(low), to="carfi"))


def test_other_notices_of_a_result_are_not_handed_on() -> None:
    """They speak of the scoring."""
    answers = {str(own.id): "F" for own in sm.SOLIS.indicators}
    slow = sm.Assessment(
        framework="solis", answers=answers, checks={"publishing-without-plan": True}
    )
    result = sm.score(slow)
    assert [notice.code for notice in result.notices] == ["limitation-present"]
    assert sm.translate(result, to="carfi").notices == ()


def test_impossible_stages_between_the_ends_are_not_translated() -> None:
    """Reaching 2 means reaching 3 here."""
    own = framework(
        *(stage(ordinal, f"i{ordinal}", framework="left") for ordinal in (1, 2, 3)), id="left"
    )
    answers = {"i1": "F", "i2": None, "i3": "F"}
    assessment = attrs.evolve(assess(answers), framework="left")
    result = sm.score(assessment, framework=own)
    found = sm.translate(result, to=RIGHT, crosswalk=LINKS)
    assert [stage_.ordinal for stage_ in found.stages] == [1, 3]


def test_a_changed_crosswalk_is_used_when_it_is_given() -> None:
    """One mapping exchanged; nothing is registered."""
    first = sm.crosswalk("solis", "carfi").mappings[0]
    changed = sm.crosswalk("solis", "carfi").with_mapping(attrs.evolve(first, relation="disjoint"))
    found = sm.translate("solis:1", to="carfi", crosswalk=changed)
    assert found.counterparts == ()
    assert len(sm.translate("solis:1", to="carfi").counterparts) == 1


def test_loaded_objects_need_no_catalog() -> None:
    """Frameworks and crosswalk are given; from either side."""
    for own, source, other in ((LINKS, LEFT, RIGHT), (LINKS.inverse(), LEFT, RIGHT)):
        found = sm.translate(source.stages[0], to=other, crosswalk=own, framework=source)
        assert len(found.counterparts) == 2
    ref = sm.StageRef("left", 1)
    assert sm.translate([ref], to=RIGHT, crosswalk=LINKS, framework=LEFT).stages == LEFT.stages[:1]


@pytest.mark.parametrize(
    ("source", "to", "error", "message"),
    [
        ("solis:1", "carfy", UnknownFrameworkError, "'carfy'; did you mean 'carfi'"),
        ("solid:1", "carfi", UnknownFrameworkError, "'solid'; did you mean 'solis'"),
        ("solis:11", "carfi", UnknownStageError, "unknown stage '11' in framework 'solis'"),
        ("solis", "carfi", InvalidIdentifierError, "something like 'solis:7'"),
        ("solis:1", "solis", FrameworkMismatchError, "the stages are of 'solis' already"),
        (["solis:1", "carfi:1"], "cisco", FrameworkMismatchError, "is not of framework 'solis'"),
        ([], "carfi", InvalidValueError, "there is no stage to translate; give one at least"),
        ("solis:1", "left", UnknownCrosswalkError, "unknown crosswalk 'solis--left'"),
    ],
)
def test_what_cannot_be_translated_is_refused(
    source: Any, to: str, error: type, message: str
) -> None:
    """With near names where there are any."""
    with pytest.raises(error, match=message):
        sm.translate(source, to=to, catalog=CATALOG)


def test_a_framework_of_one_s_own_under_a_taken_id_is_not_taken_for_the_other() -> None:
    """The catalog's crosswalk is not about it; a crosswalk of one's own is."""
    own = framework(stage(1, "a", framework="solis"), id="solis")
    for source, to, given in (("solis:1", "carfi", own), ("carfi:2", own, None)):
        with pytest.raises(FrameworkMismatchError, match="'solis' is another one in the catalog"):
            sm.translate(source, to=to, framework=given)
    links = crosswalk(mapping("solis:1", "overlaps", "carfi:1"), subject="solis", object="carfi")
    assert sm.translate("solis:1", to="carfi", framework=own, crosswalk=links).counterparts


def test_a_framework_of_one_s_own_needs_a_crosswalk() -> None:
    """Which is what is missed, not the framework."""
    with pytest.raises(
        UnknownCrosswalkError, match="'left--carfi'; known: .*; give your own with crosswalk="
    ):
        sm.translate("left:1", to="carfi", framework=LEFT)


@pytest.mark.parametrize("source", [7, None])
def test_what_is_no_stage_is_refused(source: Any) -> None:
    """With what is expected."""
    with pytest.raises(WrongTypeError, match="source: expected a result, a stage, a reference"):
        sm.translate(source, to="carfi")
    with pytest.raises(WrongTypeError, match="a stage is text such as 'solis:7', not"):
        sm.translate([source], to="carfi")
    for wrong in (7, None):
        with pytest.raises(WrongTypeError, match=f"to: expected a Framework, not {wrong}"):
            sm.translate("solis:1", to=wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match="crosswalk: expected a Crosswalk, not 3"):
        sm.translate("solis:1", to="carfi", crosswalk=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 'solis'"):
        sm.translate("solis:1", to="carfi", framework="solis")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_nothing_is_exchanged_in_silence() -> None:
    """Neither a framework beside a result of another one, nor a stage for its namesake."""
    result = sm.score(sm.Assessment(framework="solis"))
    with pytest.raises(
        FrameworkMismatchError,
        match="framework: the result is of another framework, 'solis'; leave framework out",
    ):
        sm.translate(result, to="carfi", framework=sm.CISCO)
    assert sm.translate(result, to="carfi", framework=sm.SOLIS) == sm.translate(result, to="carfi")
    mine = attrs.evolve(sm.SOLIS.stage(7), name="My own stage")
    for source in (mine, [mine]):
        with pytest.raises(
            FrameworkMismatchError,
            match="stage 'solis:7' is another one in framework 'solis': 'Community', not 'My own",
        ):
            sm.translate(source, to="carfi")


def test_looking_up_wants_text() -> None:
    """And a crosswalk is between two."""
    for wrong in (None, ["solis"], sm.CARFI):
        with pytest.raises(WrongTypeError, match="which: expected text, not"):
            sm.framework(wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(WrongTypeError, match="subject: expected text, not"):
            sm.crosswalk(wrong, "carfi")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(WrongTypeError, match="other: expected text, not"):
            sm.crosswalk("carfi", wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(
        FrameworkMismatchError, match="other: a crosswalk is between two .* 'solis' to itself"
    ):
        sm.crosswalk("solis", "solis")
    with pytest.raises(UnknownFrameworkError, match="unknown framework 'nope'"):
        sm.crosswalk("nope", "nope")


def test_a_profile_names_no_stage() -> None:
    """The stages have to be given."""
    result = sm.score(sm.Assessment(framework="socedo"))
    with pytest.raises(InvalidValueError, match=r"rule 'profile' has no overall stage; .*socedo:1"):
        sm.translate(result, to="carfi")
    assert sm.translate(["socedo:1"], to="carfi").counterparts


def test_a_crosswalk_between_others_is_refused() -> None:
    """Whoever calls."""
    with pytest.raises(
        FrameworkMismatchError, match="is between 'left' and 'right', not betwee"
    ) as caught:
        sm.translate("solis:1", to="carfi", crosswalk=LINKS)
    assert caught.value.value == ("solis", "carfi")
    with pytest.raises(InvalidValueError, match="^there is no stage to translate$"):
        translate_stages([], LINKS, LEFT, RIGHT)


def test_a_translation_is_plain_data_on_request() -> None:
    """JSON takes it."""
    plain = sm.translate(["left:1", "left:2", "left:3", "left:4"], to="right", catalog=CATALOG)
    told = plain.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert {key: told[key] for key in ("source", "target", "stages", "notices")} == {
        "source": "left",
        "target": "right",
        "stages": ["left:1", "left:2", "left:3", "left:4"],
        "notices": [],
    }
    assert told["counterparts"][0] == {
        "source": "left:1",
        "relation": "inside",
        "stage": "right:1",
        "name": "Step 1",
        "confidence": "0.25",
        "axis": "maturity",
        "justification": "Read side by side.",
        "evidence": [],
        "sources": [],
    }
    assert told["disjoint"][0]["confidence"] is None
    assert told["none"] == [{"stage": "left:3", "reason": "Nothing like it."}]
    assert (told["silent"], told["stages"][0]) == (["left:4"], "left:1")


def test_the_graph_has_all_stages_and_mappings() -> None:
    """Nodes and edges carry what the values say, in types that networkx can write."""
    import networkx as nx

    graph = sm.to_networkx()
    assert graph.number_of_nodes() == 10 + 10 + 5 + 5 + 3
    assert graph.number_of_edges() == 94
    assert graph.nodes["cisco:3"] == {"framework": "cisco", "ordinal": 3, "name": "Integration"}
    (edge,) = graph["solis:2"]["carfi:2"].values()
    assert (edge["relation"], edge["confidence"], edge["axis"]) == ("inside", 0.75, "maturity")
    assert edge["evidence"].split()[0] == "SOL-2.03"
    assert edge["basis"] == "judgement"
    assert edge["justification"].startswith("Accounts without plan")
    assert nx.has_path(graph, "solis:2", "carfi:2")
    assert list(nx.generate_graphml(graph))
    own = sm.to_networkx(catalog=CATALOG)
    assert own.number_of_edges() == 97
    (unsure,) = own["left:2"]["right:4"].values()
    assert "confidence" not in unsure

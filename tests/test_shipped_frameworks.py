"""The five frameworks hold what the research has, and nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

import socialmaturity as sm
from socialmaturity.catalog import BUILTIN_FRAMEWORKS

DATA = Path(__file__).parent / "data"

FRAMEWORKS = [sm.framework(which) for which in BUILTIN_FRAMEWORKS]
NAMED = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda own: own.id)

RESEARCH = {
    "solis": ("SOL", [5, 7, 11, 8, 10, 5, 9, 5, 11, 6, 8]),
    "be-a-person": ("BAP", [6, 3, 3, 4, 3, 2, 4, 3, 4, 3, 3]),
    "cisco": ("CIS", [5, 6, 13, 32, 10, 9]),
    "carfi": ("AEV", [7, 4, 7, 9, 9, 6]),
    "socedo": ("SOC", [5, 6, 6, 8]),
}
"""How many statements the research has of the whole and of each stage; ids count up from 01.

None of these rows is marked unverified there.
"""

SCORED_KINDS = {
    sm.StatementKind.PRACTICE,
    sm.StatementKind.ACTIVITY,
    sm.StatementKind.TRAIT,
}


@NAMED
def test_the_statements_are_those_of_the_research_less_the_exclusions(
    framework: sm.Framework,
) -> None:
    """Every id of the research is shipped, or excluded with a reason; no other is."""
    prefix, counts = RESEARCH[framework.id]
    research = {
        f"{prefix}-{stage}.{number:02d}"
        for stage, count in enumerate(counts)
        for number in range(1, count + 1)
    }
    excluded = {exclusion.id for exclusion in framework.excluded}
    shipped = {statement.id for statement in framework.all_statements}
    assert shipped == research - excluded
    assert excluded <= research


def test_one_statement_is_excluded() -> None:
    """The list of exclusions, so that another one is a decision."""
    assert [own.id for framework in FRAMEWORKS for own in framework.excluded] == ["SOL-2.11"]


@pytest.mark.parametrize(
    ("framework", "names"),
    [
        (
            sm.SOLIS,
            [
                "Observe and Report",
                "Setting the Stage + Dress Rehearsal",
                "Socializing Media",
                "Finding a Voice and a Sense of Purpose",
                "Turning Words Into Actions",
                "Humanizing the Brand and Defining the Experience",
                "Community",
                "Social Darwinism",
                "The Socialization of Business Processes",
                "Business Performance Metrics",
            ],
        ),
        (
            sm.CISCO,
            [
                "The Mistrusting",
                "Experimentation",
                "Integration",
                "Operationalizing & Scaling Social Media",
                "The Proficient",
            ],
        ),
        (
            sm.CARFI,
            ["Traditional", "Experimental", "Operational", "Measurable", "Fully engaged"],
        ),
        (
            sm.SOCEDO,
            ["Broadcast", "Reactive Engagement", "Proactive Relationship Building"],
        ),
    ],
    ids=lambda value: value.id if isinstance(value, sm.Framework) else "",
)
def test_stage_names_are_the_sources(framework: sm.Framework, names: list[str]) -> None:
    """In order, letter by letter."""
    assert [stage.name for stage in framework.stages] == names


def test_be_a_person_has_solis_names_but_for_stage_6() -> None:
    """Stage 6 has a name of its own, three stages a second name, and each a modification."""
    book, solis = sm.BE_A_PERSON, sm.SOLIS
    differing = [
        own.ordinal
        for own, other in zip(book.stages, solis.stages, strict=True)
        if own.name != other.name
    ]
    assert differing == [6]
    assert book.stage(6).name == "Humanizing the Organization and Defining the Experience"
    assert {stage.ordinal: stage.aliases for stage in book.stages if stage.aliases} == {
        1: ("Social Media Listening",),
        3: ("Joining the Conversation",),
        6: ("Be a Person (Not an Organization)",),
    }
    assert book.derived_from == "solis"
    assert all(stage.modification is not None for stage in book.stages)


def test_the_nineteen_practices_of_solis_are_its_indicators() -> None:
    """Under their exact names, ids the slugs of the names, one to three a stage."""
    practices = [own for own in sm.SOLIS.all_statements if own.kind is sm.StatementKind.PRACTICE]
    assert len(practices) == len(sm.SOLIS.indicators) == 19
    assert [own.name for own in sm.SOLIS.indicators] == [own.name for own in practices]
    for own in sm.SOLIS.indicators:
        assert own.id == re.sub("[^a-z0-9]+", "-", own.name.casefold()).strip("-")
    assert [len(stage.indicators) for stage in sm.SOLIS.stages] == [2, 2, 3, 3, 2, 2, 1, 2, 1, 1]


def test_personas_and_other_names_find_their_stage() -> None:
    """Cisco's people, the misspelling in Carfi's article, and the paths through it."""
    assert sm.CISCO.stage("seekers") is sm.CISCO.stage(2)
    assert sm.CISCO.stage("Integrators").name == "Integration"
    assert sm.CISCO.stage("The Missing").ordinal == 1
    assert sm.CARFI.stage("Measureable").ordinal == 4
    assert "Measureable" in sm.CARFI.stage(4).aliases


def test_only_carfi_publishes_dimensions() -> None:
    """Five published there, nine of ours elsewhere; sorting into them is ours throughout."""
    assert [own.name for own in sm.CARFI.dimensions] == [
        "Strategy and operations",
        "Insights and analytics",
        "Customer advocacy and activation",
        "Channels and technology",
        "Training and education",
    ]
    for framework in FRAMEWORKS:
        basis = {own.basis for own in framework.dimensions}
        published = framework is sm.CARFI
        assert basis == {sm.Basis.PUBLISHED if published else sm.Basis.JUDGEMENT}
        assert len(framework.dimensions) == (5 if published else 9)
        assert framework.coding is sm.Basis.JUDGEMENT


def test_kinds_baselines_and_order() -> None:
    """Four ladders, of which two start at a baseline; Socedo's phases run side by side."""
    ladders = [own.id for own in FRAMEWORKS if own.kind is sm.FrameworkKind.LADDER]
    assert ladders == ["solis", "be-a-person", "cisco", "carfi"]
    assert [own.id for own in FRAMEWORKS if own.stages[0].baseline] == ["cisco", "carfi"]
    assert [own.id for own in FRAMEWORKS if own.order.exclusive] == ladders
    assert sm.SOLIS.order.may_merge == ((1, 2),)
    for own in FRAMEWORKS:
        assert own.order.basis is sm.Basis.JUDGEMENT
        assert len(own.order.notes) == 7
        assert (own.below is None) == own.stages[0].baseline
        assert own.gate == sm.Gate(at="L")


def test_socedo_has_functions_and_fit_rules() -> None:
    """Each phase stands for a business function; five rules say what fits whom."""
    assert [stage.function for stage in sm.SOCEDO.stages] == [
        "Marketing & PR",
        "Customer Service",
        "Sales & Business Development",
    ]
    assert [(rule.id, rule.focus, rule.strength) for rule in sm.SOCEDO.fit_rules] == [
        ("SOC-R0", (1, 2, 3), "key"),
        ("SOC-R1", (), "if too daunting"),
        ("SOC-R2", (1,), "normally"),
        ("SOC-R3", (2,), "can be"),
        ("SOC-R4", (3,), "should be"),
    ]
    used = {own for rule in sm.SOCEDO.fit_rules for own in rule.conditions}
    assert used == {own.id for own in sm.SOCEDO.conditions}


@NAMED
def test_every_stage_but_a_baseline_asks_something(framework: sm.Framework) -> None:
    """One to five indicators a stage, each a question with evidence at its own stage."""
    for stage in framework.stages:
        assert bool(stage.indicators) != stage.baseline
        assert len(stage.indicators) <= 5
        for own in stage.indicators:
            assert own.question.endswith("?")
            assert own.evidence
            assert own.basis is sm.Basis.JUDGEMENT
    for question in framework.questions():
        assert question.help


@NAMED
def test_indicators_rest_on_what_may_be_scored(framework: sm.Framework) -> None:
    """At least one practice, activity or trait each; an outcome where the stage is about it."""
    kinds = {own.id: own.kind for own in framework.all_statements}
    about_results = {"business-results"}
    for own in framework.indicators:
        found = {kinds[statement] for statement in own.evidence}
        assert found & SCORED_KINDS or own.id in about_results
        assert not found & {
            sm.StatementKind.ORDERING,
            sm.StatementKind.LIMITATION,
            sm.StatementKind.OWNER,
            sm.StatementKind.ADVICE,
        }


@NAMED
def test_every_limitation_is_checked_or_says_why_not(framework: sm.Framework) -> None:
    """No statement of a limitation is passed over in silence."""
    told = {own.id for own in framework.all_statements if own.kind is sm.StatementKind.LIMITATION}
    checked = {own for limitation in framework.limitations for own in limitation.evidence}
    unchecked = {own.id for own in framework.unchecked}
    assert told <= checked | unchecked
    assert not checked & unchecked


@NAMED
def test_statements_are_in_one_line_with_sources(framework: sm.Framework) -> None:
    """Practices alone carry a label, and every source is used."""
    for own in framework.all_statements:
        assert own.sources
        assert bool(own.name) == (own.kind is sm.StatementKind.PRACTICE)
    used = {citation.source for own in framework.all_statements for citation in own.sources}
    used |= {citation.source for stage in framework.stages for citation in stage.sources}
    support = {"W16", "W17"}  # of mappings, not of statements
    assert {source.id for source in framework.sources} - support == used


@NAMED
def test_each_ideal_sheet_scores_to_its_own_stage(framework: sm.Framework) -> None:
    """One sheet a stage, filled in from the sources by somebody who had only the questions."""
    sheets = tomllib.loads((DATA / "ideal" / f"{framework.id}.toml").read_text())["sheets"]
    assert [sheet["stage"] for sheet in sheets] == [stage.ordinal for stage in framework.stages]
    for sheet in sheets:
        assert sheet["answers"].keys() == {own.id for own in framework.indicators}
        assessment = sm.Assessment(framework=framework.id, answers=sheet["answers"])
        result = sm.score(assessment, rule="cumulative")
        assert result.stage is framework.stage(sheet["stage"])


@NAMED
def test_a_later_ideal_answers_no_question_worse(framework: sm.Framework) -> None:
    """What makes the indicators cumulative: along the sheets no answer falls."""
    sheets = tomllib.loads((DATA / "ideal" / f"{framework.id}.toml").read_text())["sheets"]
    for own in framework.indicators:
        levels = [framework.scale.level(sheet["answers"][own.id]) for sheet in sheets]
        assert levels == sorted(levels), own.id


IDS = (DATA / "indicator-ids.txt").read_text().split()


def test_the_ids_that_applications_store_never_change() -> None:
    """Adding one is possible; renaming or removing one breaks what others have stored."""
    ids: list[str] = []
    for framework in FRAMEWORKS:
        ids += [f"{framework.id}/{own.id}" for own in framework.indicators]
        ids += [f"{framework.id}/{own.id}" for own in framework.limitations]
    assert ids == IDS

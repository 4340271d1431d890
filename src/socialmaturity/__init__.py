"""Staged social-media maturity models: typed, scored with honest ranges, mapped, stepped.

Everything is reached from here; ``errors`` is the module of all errors.
"""

from typing import TYPE_CHECKING, Any

from socialmaturity import errors
from socialmaturity.api import (
    crosswalk,
    framework,
    interview,
    network,
    next_steps,
    score,
    to_networkx,
    transfer,
    translate,
)
from socialmaturity.assessment.finding import Evidence, Finding, Strength
from socialmaturity.assessment.outcome import CANNOT_TELL, NOT_APPLICABLE, Answers, Outcome
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidInputError, SocialMaturityError
from socialmaturity.identifiers import StageRef, StageUnion
from socialmaturity.model.scale import NPLF, YES_NO, ZERO_TO_ONE, Scale

if TYPE_CHECKING:
    from socialmaturity.api import RuleName
    from socialmaturity.assessment.reading import assessment_problems
    from socialmaturity.catalog import Catalog, default_catalog
    from socialmaturity.graph.cells import Unit, Witness
    from socialmaturity.graph.coherence import crosswalk_problems
    from socialmaturity.graph.comparison import Comparison, compare_crosswalks
    from socialmaturity.graph.conflicts import (
        Conflict,
        DirectionWarning,
        Repair,
        RepairKind,
        direction_warnings,
        find_conflicts,
    )
    from socialmaturity.graph.derivation import DerivedMapping
    from socialmaturity.graph.network import Consistency, Judgement, Network
    from socialmaturity.graph.placement import CommonAxis, CutRoom, Placed, common_axis, cut_room
    from socialmaturity.graph.report import Concern, ConcernCode, NetworkReport, check_network
    from socialmaturity.graph.transfer import Transfer, TransferStep
    from socialmaturity.graph.translation import Counterpart, Translation
    from socialmaturity.io.files import (
        load_assessment,
        load_crosswalk,
        load_framework,
        parse_assessment,
        parse_crosswalk,
        parse_framework,
    )
    from socialmaturity.io.mapping_json import (
        load_mapping_json,
        parse_mapping_json,
        to_mapping_json,
    )
    from socialmaturity.io.schema import json_schema
    from socialmaturity.io.skos import load_skos, parse_skos, to_skos
    from socialmaturity.io.sssom.reading import load_sssom, parse_sssom
    from socialmaturity.io.sssom.record_hash import record_hashes
    from socialmaturity.io.sssom.writing import WrittenSssom, to_sssom
    from socialmaturity.io.strm import load_strm, parse_strm, to_strm
    from socialmaturity.io.table import load_csv, parse_csv, to_csv
    from socialmaturity.io.writing import to_dict, to_json, to_toml
    from socialmaturity.mapping.collection import Loss, MappingSet, Read, Written
    from socialmaturity.mapping.confidence import Chaining, chained, pooled
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.mapping.link import Dropped, Mapping, NoCounterpart, Origin, Rationale
    from socialmaturity.mapping.relation import BasicRelation, Relation
    from socialmaturity.mapping.vocabulary import (
        Reading,
        Vocabulary,
        Wording,
        relation_of,
        wording_of,
    )
    from socialmaturity.model.advice import FitCondition, FitRule
    from socialmaturity.model.framework import Framework, FrameworkKind, Gate
    from socialmaturity.model.indicator import Indicator, Limitation
    from socialmaturity.model.order import Order, OrderNote, OrderTopic
    from socialmaturity.model.question import Question, QuestionKind
    from socialmaturity.model.source import Citation, Source
    from socialmaturity.model.stage import Modification, Stage
    from socialmaturity.model.statement import Basis, Dimension, Exclusion, Statement, StatementKind
    from socialmaturity.progression.steps import NextSteps, Step, StepKind
    from socialmaturity.render.dot import to_dot
    from socialmaturity.render.graphml import to_graphml
    from socialmaturity.render.markdown import crosswalk_markdown, framework_markdown
    from socialmaturity.render.mermaid import to_mermaid
    from socialmaturity.scoring.case import Case
    from socialmaturity.scoring.charts import chart_rows
    from socialmaturity.scoring.comparison import RuleRange
    from socialmaturity.scoring.cumulative import CumulativeRule
    from socialmaturity.scoring.difference import (
        Change,
        ChangeKind,
        Difference,
        Movement,
        StageChange,
        compare,
        what_if,
    )
    from socialmaturity.scoring.distribution import StageDistribution, stage_distribution
    from socialmaturity.scoring.explanation import (
        Binding,
        Decisive,
        Explanation,
        Item,
        Notice,
        NoticeCode,
        Pending,
        SetAside,
        StageExplanation,
        Verdict,
    )
    from socialmaturity.scoring.groups import Levels
    from socialmaturity.scoring.high_water import HighWaterRule
    from socialmaturity.scoring.interview import Interview
    from socialmaturity.scoring.ladder import Rung
    from socialmaturity.scoring.method import Method, Policy, Rule
    from socialmaturity.scoring.nearest import NearestRule
    from socialmaturity.scoring.numbers import (
        Contribution,
        DecisiveNumber,
        Floor,
        GroupScore,
        NumberExplanation,
        NumberParameters,
        NumberResult,
    )
    from socialmaturity.scoring.parameters import Parameters
    from socialmaturity.scoring.presets import (
        BSIMM_HIGH_WATER,
        C2M2_MIL,
        CMMI_STAGED,
        ISO_33020_LEVEL,
        ISO_33020_RATING,
        ISO_33020_REFINED,
    )
    from socialmaturity.scoring.profile import ProfileExplanation, ProfileResult, ProfileRule
    from socialmaturity.scoring.questions import Candidate, next_question, rank_questions
    from socialmaturity.scoring.rating import (
        NPLF_BANDS,
        REFINED_BANDS,
        Bands,
        Rating,
        RatingResult,
        RatingRule,
    )
    from socialmaturity.scoring.result import Result, StageResult
    from socialmaturity.scoring.robustness import Robustness, robustness
    from socialmaturity.scoring.shares import Profile, Share
    from socialmaturity.scoring.units import RollUp, RollUpStage, StageCount, UnitRange, roll_up
    from socialmaturity.scoring.weighted_mean import WeightedMeanRule

    BE_A_PERSON: Framework
    CARFI: Framework
    CISCO: Framework
    SOCEDO: Framework
    SOLIS: Framework
    __version__: str

_BUILTIN = {
    "BE_A_PERSON": "be-a-person",
    "CARFI": "carfi",
    "CISCO": "cisco",
    "SOCEDO": "socedo",
    "SOLIS": "solis",
}

_LATER = {
    "BSIMM_HIGH_WATER": "scoring.presets",
    "Bands": "scoring.rating",
    "BasicRelation": "mapping.relation",
    "Basis": "model.statement",
    "Binding": "scoring.explanation",
    "C2M2_MIL": "scoring.presets",
    "CMMI_STAGED": "scoring.presets",
    "Candidate": "scoring.questions",
    "Case": "scoring.case",
    "Catalog": "catalog",
    "Chaining": "mapping.confidence",
    "Change": "scoring.difference",
    "ChangeKind": "scoring.difference",
    "Citation": "model.source",
    "CommonAxis": "graph.placement",
    "Comparison": "graph.comparison",
    "Concern": "graph.report",
    "ConcernCode": "graph.report",
    "Conflict": "graph.conflicts",
    "Consistency": "graph.network",
    "Contribution": "scoring.numbers",
    "Counterpart": "graph.translation",
    "Crosswalk": "mapping.crosswalk",
    "CumulativeRule": "scoring.cumulative",
    "CutRoom": "graph.placement",
    "Decisive": "scoring.explanation",
    "DecisiveNumber": "scoring.numbers",
    "DerivedMapping": "graph.derivation",
    "Difference": "scoring.difference",
    "Dimension": "model.statement",
    "DirectionWarning": "graph.conflicts",
    "Dropped": "mapping.link",
    "Exclusion": "model.statement",
    "Explanation": "scoring.explanation",
    "FitCondition": "model.advice",
    "FitRule": "model.advice",
    "Floor": "scoring.numbers",
    "Framework": "model.framework",
    "FrameworkKind": "model.framework",
    "Gate": "model.framework",
    "GroupScore": "scoring.numbers",
    "HighWaterRule": "scoring.high_water",
    "ISO_33020_LEVEL": "scoring.presets",
    "ISO_33020_RATING": "scoring.presets",
    "ISO_33020_REFINED": "scoring.presets",
    "Indicator": "model.indicator",
    "Interview": "scoring.interview",
    "Item": "scoring.explanation",
    "Judgement": "graph.network",
    "Levels": "scoring.groups",
    "Limitation": "model.indicator",
    "Loss": "mapping.collection",
    "Mapping": "mapping.link",
    "MappingSet": "mapping.collection",
    "Method": "scoring.method",
    "Modification": "model.stage",
    "Movement": "scoring.difference",
    "NPLF_BANDS": "scoring.rating",
    "NearestRule": "scoring.nearest",
    "Network": "graph.network",
    "NetworkReport": "graph.report",
    "NextSteps": "progression.steps",
    "NoCounterpart": "mapping.link",
    "Notice": "scoring.explanation",
    "NoticeCode": "scoring.explanation",
    "NumberExplanation": "scoring.numbers",
    "NumberParameters": "scoring.numbers",
    "NumberResult": "scoring.numbers",
    "Order": "model.order",
    "OrderNote": "model.order",
    "OrderTopic": "model.order",
    "Origin": "mapping.link",
    "Parameters": "scoring.parameters",
    "Pending": "scoring.explanation",
    "Placed": "graph.placement",
    "Policy": "scoring.method",
    "Profile": "scoring.shares",
    "ProfileExplanation": "scoring.profile",
    "ProfileResult": "scoring.profile",
    "ProfileRule": "scoring.profile",
    "Question": "model.question",
    "QuestionKind": "model.question",
    "REFINED_BANDS": "scoring.rating",
    "Rating": "scoring.rating",
    "RatingResult": "scoring.rating",
    "RatingRule": "scoring.rating",
    "Rationale": "mapping.link",
    "Read": "mapping.collection",
    "Reading": "mapping.vocabulary",
    "Relation": "mapping.relation",
    "Repair": "graph.conflicts",
    "RepairKind": "graph.conflicts",
    "Result": "scoring.result",
    "Robustness": "scoring.robustness",
    "RollUp": "scoring.units",
    "RollUpStage": "scoring.units",
    "Rule": "scoring.method",
    "RuleName": "api",
    "RuleRange": "scoring.comparison",
    "Rung": "scoring.ladder",
    "SetAside": "scoring.explanation",
    "Share": "scoring.shares",
    "Source": "model.source",
    "Stage": "model.stage",
    "StageChange": "scoring.difference",
    "StageCount": "scoring.units",
    "StageDistribution": "scoring.distribution",
    "StageExplanation": "scoring.explanation",
    "StageResult": "scoring.result",
    "Statement": "model.statement",
    "StatementKind": "model.statement",
    "Step": "progression.steps",
    "StepKind": "progression.steps",
    "Transfer": "graph.transfer",
    "TransferStep": "graph.transfer",
    "Translation": "graph.translation",
    "Unit": "graph.cells",
    "UnitRange": "scoring.units",
    "Verdict": "scoring.explanation",
    "Vocabulary": "mapping.vocabulary",
    "WeightedMeanRule": "scoring.weighted_mean",
    "Witness": "graph.cells",
    "Wording": "mapping.vocabulary",
    "Written": "mapping.collection",
    "WrittenSssom": "io.sssom.writing",
    "assessment_problems": "assessment.reading",
    "chained": "mapping.confidence",
    "chart_rows": "scoring.charts",
    "check_network": "graph.report",
    "common_axis": "graph.placement",
    "compare": "scoring.difference",
    "compare_crosswalks": "graph.comparison",
    "crosswalk_markdown": "render.markdown",
    "crosswalk_problems": "graph.coherence",
    "cut_room": "graph.placement",
    "default_catalog": "catalog",
    "direction_warnings": "graph.conflicts",
    "find_conflicts": "graph.conflicts",
    "framework_markdown": "render.markdown",
    "json_schema": "io.schema",
    "load_assessment": "io.files",
    "load_crosswalk": "io.files",
    "load_csv": "io.table",
    "load_framework": "io.files",
    "load_mapping_json": "io.mapping_json",
    "load_skos": "io.skos",
    "load_sssom": "io.sssom.reading",
    "load_strm": "io.strm",
    "next_question": "scoring.questions",
    "parse_assessment": "io.files",
    "parse_crosswalk": "io.files",
    "parse_csv": "io.table",
    "parse_framework": "io.files",
    "parse_mapping_json": "io.mapping_json",
    "parse_skos": "io.skos",
    "parse_sssom": "io.sssom.reading",
    "parse_strm": "io.strm",
    "pooled": "mapping.confidence",
    "rank_questions": "scoring.questions",
    "record_hashes": "io.sssom.record_hash",
    "relation_of": "mapping.vocabulary",
    "robustness": "scoring.robustness",
    "roll_up": "scoring.units",
    "stage_distribution": "scoring.distribution",
    "to_csv": "io.table",
    "to_dict": "io.writing",
    "to_dot": "render.dot",
    "to_graphml": "render.graphml",
    "to_json": "io.writing",
    "to_mapping_json": "io.mapping_json",
    "to_mermaid": "render.mermaid",
    "to_skos": "io.skos",
    "to_sssom": "io.sssom.writing",
    "to_strm": "io.strm",
    "to_toml": "io.writing",
    "what_if": "scoring.difference",
    "wording_of": "mapping.vocabulary",
}
"""What is imported when it is first asked for, so that the import stays cheap."""

__all__ = [
    "BE_A_PERSON",
    "BSIMM_HIGH_WATER",
    "C2M2_MIL",
    "CANNOT_TELL",
    "CARFI",
    "CISCO",
    "CMMI_STAGED",
    "ISO_33020_LEVEL",
    "ISO_33020_RATING",
    "ISO_33020_REFINED",
    "NOT_APPLICABLE",
    "NPLF",
    "NPLF_BANDS",
    "REFINED_BANDS",
    "SOCEDO",
    "SOLIS",
    "YES_NO",
    "ZERO_TO_ONE",
    "Answers",
    "Assessment",
    "Bands",
    "BasicRelation",
    "Basis",
    "Binding",
    "Candidate",
    "Case",
    "Catalog",
    "Chaining",
    "Change",
    "ChangeKind",
    "Citation",
    "CommonAxis",
    "Comparison",
    "Concern",
    "ConcernCode",
    "Conflict",
    "Consistency",
    "Contribution",
    "Counterpart",
    "Crosswalk",
    "CumulativeRule",
    "CutRoom",
    "Decisive",
    "DecisiveNumber",
    "DerivedMapping",
    "Difference",
    "Dimension",
    "DirectionWarning",
    "Dropped",
    "Evidence",
    "Exclusion",
    "Explanation",
    "Finding",
    "FitCondition",
    "FitRule",
    "Floor",
    "Framework",
    "FrameworkKind",
    "Gate",
    "GroupScore",
    "HighWaterRule",
    "Indicator",
    "Interview",
    "InvalidInputError",
    "Item",
    "Judgement",
    "Levels",
    "Limitation",
    "Loss",
    "Mapping",
    "MappingSet",
    "Method",
    "Modification",
    "Movement",
    "NearestRule",
    "Network",
    "NetworkReport",
    "NextSteps",
    "NoCounterpart",
    "Notice",
    "NoticeCode",
    "NumberExplanation",
    "NumberParameters",
    "NumberResult",
    "Order",
    "OrderNote",
    "OrderTopic",
    "Origin",
    "Outcome",
    "Parameters",
    "Pending",
    "Placed",
    "Policy",
    "Profile",
    "ProfileExplanation",
    "ProfileResult",
    "ProfileRule",
    "Question",
    "QuestionKind",
    "Rating",
    "RatingResult",
    "RatingRule",
    "Rationale",
    "Read",
    "Reading",
    "Relation",
    "Repair",
    "RepairKind",
    "Result",
    "Robustness",
    "RollUp",
    "RollUpStage",
    "Rule",
    "RuleName",
    "RuleRange",
    "Rung",
    "Scale",
    "SetAside",
    "Share",
    "SocialMaturityError",
    "Source",
    "Stage",
    "StageChange",
    "StageCount",
    "StageDistribution",
    "StageExplanation",
    "StageRef",
    "StageResult",
    "StageUnion",
    "Statement",
    "StatementKind",
    "Step",
    "StepKind",
    "Strength",
    "Transfer",
    "TransferStep",
    "Translation",
    "Unit",
    "UnitRange",
    "Verdict",
    "Vocabulary",
    "WeightedMeanRule",
    "Witness",
    "Wording",
    "Written",
    "WrittenSssom",
    "assessment_problems",
    "chained",
    "chart_rows",
    "check_network",
    "common_axis",
    "compare",
    "compare_crosswalks",
    "crosswalk",
    "crosswalk_markdown",
    "crosswalk_problems",
    "cut_room",
    "default_catalog",
    "direction_warnings",
    "errors",
    "find_conflicts",
    "framework",
    "framework_markdown",
    "interview",
    "json_schema",
    "load_assessment",
    "load_crosswalk",
    "load_csv",
    "load_framework",
    "load_mapping_json",
    "load_skos",
    "load_sssom",
    "load_strm",
    "network",
    "next_question",
    "next_steps",
    "parse_assessment",
    "parse_crosswalk",
    "parse_csv",
    "parse_framework",
    "parse_mapping_json",
    "parse_skos",
    "parse_sssom",
    "parse_strm",
    "pooled",
    "rank_questions",
    "record_hashes",
    "relation_of",
    "robustness",
    "roll_up",
    "score",
    "stage_distribution",
    "to_csv",
    "to_dict",
    "to_dot",
    "to_graphml",
    "to_json",
    "to_mapping_json",
    "to_mermaid",
    "to_networkx",
    "to_skos",
    "to_sssom",
    "to_strm",
    "to_toml",
    "transfer",
    "translate",
    "what_if",
    "wording_of",
]


if not TYPE_CHECKING:  # checkers are told every name above, and shall refuse any other

    def __getattr__(name: str) -> Any:
        if name in _BUILTIN:
            return framework(_BUILTIN[name])
        if name in _LATER:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
        if name == "__version__":
            from importlib.metadata import version

            return version(__name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})

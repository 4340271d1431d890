"""Staged social-media maturity models: typed, scored with honest ranges, mapped, stepped.

Everything is reached from here; ``errors`` is the module of all errors.
"""

from typing import TYPE_CHECKING, Any

from socialmaturity import errors
from socialmaturity.api import crosswalk, framework, next_steps, score, to_networkx, translate
from socialmaturity.assessment.finding import Evidence, Finding, Strength
from socialmaturity.assessment.outcome import CANNOT_TELL, NOT_APPLICABLE, Answers, Outcome
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidInputError, SocialMaturityError
from socialmaturity.identifiers import StageRef
from socialmaturity.model.scale import NPLF, YES_NO, ZERO_TO_ONE, Scale

if TYPE_CHECKING:
    from socialmaturity.api import RuleName
    from socialmaturity.assessment.reading import assessment_problems
    from socialmaturity.catalog import Catalog, default_catalog
    from socialmaturity.graph.translation import Counterpart, Translation
    from socialmaturity.io.files import (
        load_assessment,
        load_crosswalk,
        load_framework,
        parse_assessment,
        parse_crosswalk,
        parse_framework,
    )
    from socialmaturity.io.schema import json_schema
    from socialmaturity.io.writing import to_dict, to_json, to_toml
    from socialmaturity.mapping.coherence import crosswalk_problems
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.mapping.link import Dropped, Mapping, NoCounterpart
    from socialmaturity.mapping.relation import BasicRelation, Relation
    from socialmaturity.model.advice import FitCondition, FitRule
    from socialmaturity.model.framework import Framework, FrameworkKind, Gate
    from socialmaturity.model.indicator import Indicator, Limitation
    from socialmaturity.model.order import Order, OrderNote, OrderTopic
    from socialmaturity.model.question import Question, QuestionKind
    from socialmaturity.model.source import Citation, Source
    from socialmaturity.model.stage import Modification, Stage
    from socialmaturity.model.statement import Basis, Dimension, Exclusion, Statement, StatementKind
    from socialmaturity.progression.steps import NextSteps, Step, StepKind
    from socialmaturity.render.markdown import crosswalk_markdown, framework_markdown
    from socialmaturity.scoring.explanation import (
        Binding,
        Decisive,
        Explanation,
        Item,
        Notice,
        NoticeCode,
        Profile,
        Share,
        Verdict,
    )
    from socialmaturity.scoring.parameters import Parameters
    from socialmaturity.scoring.result import ProfileResult, Result, StageResult

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
    "BasicRelation": "mapping.relation",
    "Basis": "model.statement",
    "Binding": "scoring.explanation",
    "Catalog": "catalog",
    "Citation": "model.source",
    "Counterpart": "graph.translation",
    "Crosswalk": "mapping.crosswalk",
    "Decisive": "scoring.explanation",
    "Dimension": "model.statement",
    "Dropped": "mapping.link",
    "Exclusion": "model.statement",
    "Explanation": "scoring.explanation",
    "FitCondition": "model.advice",
    "FitRule": "model.advice",
    "Framework": "model.framework",
    "FrameworkKind": "model.framework",
    "Gate": "model.framework",
    "Indicator": "model.indicator",
    "Item": "scoring.explanation",
    "Limitation": "model.indicator",
    "Mapping": "mapping.link",
    "Modification": "model.stage",
    "NextSteps": "progression.steps",
    "NoCounterpart": "mapping.link",
    "Notice": "scoring.explanation",
    "NoticeCode": "scoring.explanation",
    "Order": "model.order",
    "OrderNote": "model.order",
    "OrderTopic": "model.order",
    "Parameters": "scoring.parameters",
    "Profile": "scoring.explanation",
    "ProfileResult": "scoring.result",
    "Question": "model.question",
    "QuestionKind": "model.question",
    "Relation": "mapping.relation",
    "Result": "scoring.result",
    "RuleName": "api",
    "Share": "scoring.explanation",
    "Source": "model.source",
    "Stage": "model.stage",
    "StageResult": "scoring.result",
    "Statement": "model.statement",
    "StatementKind": "model.statement",
    "Step": "progression.steps",
    "StepKind": "progression.steps",
    "Translation": "graph.translation",
    "Verdict": "scoring.explanation",
    "assessment_problems": "assessment.reading",
    "crosswalk_markdown": "render.markdown",
    "crosswalk_problems": "mapping.coherence",
    "default_catalog": "catalog",
    "framework_markdown": "render.markdown",
    "json_schema": "io.schema",
    "load_assessment": "io.files",
    "load_crosswalk": "io.files",
    "load_framework": "io.files",
    "parse_assessment": "io.files",
    "parse_crosswalk": "io.files",
    "parse_framework": "io.files",
    "to_dict": "io.writing",
    "to_json": "io.writing",
    "to_toml": "io.writing",
}
"""What is imported when it is first asked for, so that the import stays cheap."""

__all__ = [
    "BE_A_PERSON",
    "CANNOT_TELL",
    "CARFI",
    "CISCO",
    "NOT_APPLICABLE",
    "NPLF",
    "SOCEDO",
    "SOLIS",
    "YES_NO",
    "ZERO_TO_ONE",
    "Answers",
    "Assessment",
    "BasicRelation",
    "Basis",
    "Binding",
    "Catalog",
    "Citation",
    "Counterpart",
    "Crosswalk",
    "Decisive",
    "Dimension",
    "Dropped",
    "Evidence",
    "Exclusion",
    "Explanation",
    "Finding",
    "FitCondition",
    "FitRule",
    "Framework",
    "FrameworkKind",
    "Gate",
    "Indicator",
    "InvalidInputError",
    "Item",
    "Limitation",
    "Mapping",
    "Modification",
    "NextSteps",
    "NoCounterpart",
    "Notice",
    "NoticeCode",
    "Order",
    "OrderNote",
    "OrderTopic",
    "Outcome",
    "Parameters",
    "Profile",
    "ProfileResult",
    "Question",
    "QuestionKind",
    "Relation",
    "Result",
    "RuleName",
    "Scale",
    "Share",
    "SocialMaturityError",
    "Source",
    "Stage",
    "StageRef",
    "StageResult",
    "Statement",
    "StatementKind",
    "Step",
    "StepKind",
    "Strength",
    "Translation",
    "Verdict",
    "assessment_problems",
    "crosswalk",
    "crosswalk_markdown",
    "crosswalk_problems",
    "default_catalog",
    "errors",
    "framework",
    "framework_markdown",
    "json_schema",
    "load_assessment",
    "load_crosswalk",
    "load_framework",
    "next_steps",
    "parse_assessment",
    "parse_crosswalk",
    "parse_framework",
    "score",
    "to_dict",
    "to_json",
    "to_networkx",
    "to_toml",
    "translate",
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

"""Staged social-media maturity models: typed, scored with honest ranges, mapped, stepped.

The daily functions and values are reached from here; ``socialmaturity.io``
reads and writes files, ``socialmaturity.errors`` has every error.
"""

from typing import TYPE_CHECKING, Any

from socialmaturity.api import crosswalk, framework, next_steps, score, to_networkx, translate
from socialmaturity.assessment.finding import Evidence, Finding, Strength
from socialmaturity.assessment.outcome import CANNOT_TELL, NOT_APPLICABLE, Answers, Outcome
from socialmaturity.assessment.reading import assessment_problems
from socialmaturity.assessment.record import Assessment
from socialmaturity.catalog import Catalog, default_catalog
from socialmaturity.errors import InvalidInputError, SocialMaturityError
from socialmaturity.identifiers import StageRef
from socialmaturity.model.framework import Framework, FrameworkKind, Gate
from socialmaturity.model.indicator import Indicator, Limitation, Question
from socialmaturity.model.order import Order, OrderNote
from socialmaturity.model.scale import NPLF, YES_NO, ZERO_TO_ONE, Scale
from socialmaturity.model.source import Citation, Source
from socialmaturity.model.stage import Stage
from socialmaturity.model.statement import Basis, Dimension, Statement, StatementKind
from socialmaturity.scoring.explanation import Explanation, Notice, Profile, Share
from socialmaturity.scoring.parameters import Parameters
from socialmaturity.scoring.result import ProfileResult, Result, StageResult

if TYPE_CHECKING:
    from socialmaturity.graph.translation import Counterpart, Translation
    from socialmaturity.io.files import load_assessment, load_crosswalk, load_framework
    from socialmaturity.mapping.coherence import crosswalk_problems
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.mapping.link import Mapping, NoCounterpart
    from socialmaturity.mapping.relation import Relation
    from socialmaturity.progression.steps import NextSteps, Step, StepKind

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
    "Counterpart": "graph.translation",
    "Crosswalk": "mapping.crosswalk",
    "Mapping": "mapping.link",
    "NextSteps": "progression.steps",
    "NoCounterpart": "mapping.link",
    "Relation": "mapping.relation",
    "Step": "progression.steps",
    "StepKind": "progression.steps",
    "Translation": "graph.translation",
    "crosswalk_problems": "mapping.coherence",
    "load_assessment": "io.files",
    "load_crosswalk": "io.files",
    "load_framework": "io.files",
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
    "Basis",
    "Catalog",
    "Citation",
    "Counterpart",
    "Crosswalk",
    "Dimension",
    "Evidence",
    "Explanation",
    "Finding",
    "Framework",
    "FrameworkKind",
    "Gate",
    "Indicator",
    "InvalidInputError",
    "Limitation",
    "Mapping",
    "NextSteps",
    "NoCounterpart",
    "Notice",
    "Order",
    "OrderNote",
    "Outcome",
    "Parameters",
    "Profile",
    "ProfileResult",
    "Question",
    "Relation",
    "Result",
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
    "assessment_problems",
    "crosswalk",
    "crosswalk_problems",
    "default_catalog",
    "framework",
    "load_assessment",
    "load_crosswalk",
    "load_framework",
    "next_steps",
    "score",
    "to_networkx",
    "translate",
]


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

"""The hook that Hypothesis calls when it is imported: its ``from_type`` then knows our classes."""

from importlib import import_module
from typing import Any, Final

CLASSES: Final = (
    ("assessment.finding", "Evidence"),
    ("assessment.finding", "Finding"),
    ("assessment.record", "Assessment"),
    ("identifiers", "StageRef"),
    ("identifiers", "StageUnion"),
    ("mapping.crosswalk", "Crosswalk"),
    ("mapping.link", "Dropped"),
    ("mapping.link", "Mapping"),
    ("mapping.link", "NoCounterpart"),
    ("mapping.link", "Origin"),
    ("mapping.relation", "Relation"),
    ("model.advice", "FitCondition"),
    ("model.advice", "FitRule"),
    ("model.framework", "Framework"),
    ("model.framework", "Gate"),
    ("model.indicator", "Indicator"),
    ("model.indicator", "Limitation"),
    ("model.order", "Order"),
    ("model.order", "OrderNote"),
    ("model.scale", "Scale"),
    ("model.source", "Citation"),
    ("model.source", "Source"),
    ("model.stage", "Modification"),
    ("model.stage", "Stage"),
    ("model.statement", "Dimension"),
    ("model.statement", "Exclusion"),
    ("model.statement", "Statement"),
    ("progression.history", "History"),
    ("scoring.cumulative", "CumulativeRule"),
    ("scoring.high_water", "HighWaterRule"),
    ("scoring.method", "Method"),
    ("scoring.nearest", "NearestRule"),
    ("scoring.profile", "ProfileRule"),
    ("scoring.rating", "Bands"),
    ("scoring.rating", "RatingRule"),
    ("scoring.weighted_mean", "WeightedMeanRule"),
)
"""Where the classes stand that have a strategy."""


def register() -> None:
    """Tell Hypothesis which strategy draws which class.

    It is called by Hypothesis, by the entry point of group ``hypothesis``.
    Strategies are made when they are first asked for, so that what is paid
    here is the import of the classes. It raises nothing: a module of ours
    that cannot be imported is left out, and tells so where it is used.
    """
    try:
        from hypothesis.strategies import register_type_strategy
    except ImportError:
        return
    for module, name in CLASSES:
        try:
            own: type[Any] = getattr(import_module(f"socialmaturity.{module}"), name)
            register_type_strategy(own, _strategy)
        except Exception:  # noqa: S112 whoever uses the class is told, all others spared
            continue


def _strategy(own: type[Any]) -> Any:
    """Return the strategy of one of the classes."""
    from socialmaturity.testing.strategies import parts

    return parts()[own]

"""Acme's rule."""

import attrs

import socialmaturity as sm


@attrs.frozen(kw_only=True)
class StrictRule:
    """As ``cumulative``, with the top of the scale asked for everywhere.

    Args:
        at: What an indicator has to reach.
    """

    at: str = "F"

    @property
    def name(self) -> str:
        """``acme-strict``."""
        return "acme-strict"

    def score(self, case: sm.Case) -> sm.StageResult:
        """Return the stage or its range."""
        result = sm.CumulativeRule(at=self.at).score(case)
        told = attrs.evolve(
            result.explanation, rule=self.name, sentence=f"Rule acme-strict: all at {self.at}."
        )
        return attrs.evolve(result, explanation=told)

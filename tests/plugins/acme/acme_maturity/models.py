"""Acme's frameworks: as the path of a file, as an object and from a function."""

from pathlib import Path

import attrs

import socialmaturity as sm

STEPS = "data/steps.toml"
STEPS_TO_SOLIS = Path(__file__).parent / "data" / "steps--solis.toml"

LOOP = sm.Framework(
    id="acme-loop",
    name="The Acme Loop",
    version="3",
    kind="phases",
    order=sm.Order(exclusive=False),
    stages=(
        sm.Stage(framework="acme-loop", ordinal=1, name="Listen"),
        sm.Stage(framework="acme-loop", ordinal=2, name="Act"),
    ),
)


def ladder() -> sm.Framework:
    """Return the loop, climbed once."""
    stages = tuple(attrs.evolve(own, framework="acme-ladder") for own in LOOP.stages)
    return attrs.evolve(
        LOOP, id="acme-ladder", name="The Acme Ladder", kind="ladder", stages=stages
    )

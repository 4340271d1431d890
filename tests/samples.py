"""Small frameworks and crosswalks that several tests start from."""

from typing import Any

import socialmaturity as sm


def stage(ordinal: int, *indicators: str, framework: str = "demo", **changes: Any) -> sm.Stage:
    """A stage that asks for these indicators, resting on one statement."""
    given: dict[str, Any] = {
        "framework": framework,
        "ordinal": ordinal,
        "name": f"Step {ordinal}",
        "statements": (
            sm.Statement(
                id=f"D-{ordinal}.01",
                kind="practice",
                dimension="work",
                name=f"Practice {ordinal}",
                text=f"What is done at {ordinal}.",
                sources=("S0 L1",),
            ),
        ),
        "indicators": tuple(
            sm.Indicator(
                id=own,
                name=own.capitalize(),
                question=f"Is {own} done?",
                dimension="work",
                evidence=(f"D-{ordinal}.01",),
            )
            for own in indicators
        ),
    }
    return sm.Stage(**(given | changes))


def framework(*stages: sm.Stage, **changes: Any) -> sm.Framework:
    """A ladder of these stages, or of two that ask for one and two things."""
    given: dict[str, Any] = {
        "id": "demo",
        "name": "Demo",
        "version": "1",
        "kind": "ladder",
        "gate": sm.Gate(at="L"),
        "order": sm.Order(exclusive=True),
        "sources": (sm.Source(id="S0", title="A paper"),),
        "dimensions": (sm.Dimension(id="work", name="Work", basis="judgement"),),
        "stages": stages or (stage(1, "one"), stage(2, "two", "three")),
    }
    return sm.Framework(**(given | changes))


def assess(answers: dict[str, Any], **changes: Any) -> sm.Assessment:
    """An assessment of the demo framework."""
    return sm.Assessment(framework="demo", answers=answers, **changes)


def mapping(subject: str, relation: str, other: str, **changes: Any) -> sm.Mapping:
    """A mapping with a justification."""
    given: dict[str, Any] = {"justification": "Read side by side."} | changes
    return sm.Mapping(subject=subject, relation=relation, object=other, **given)


def crosswalk(*mappings: sm.Mapping, **changes: Any) -> sm.Crosswalk:
    """A crosswalk from the framework left to the framework right."""
    given: dict[str, Any] = {"subject": "left", "object": "right", "version": "1"} | changes
    return sm.Crosswalk(mappings=mappings, **given)


def sides(
    count: int = 4, *, exclusive: tuple[bool, bool] = (True, True), **changes: Any
) -> tuple[sm.Framework, sm.Framework]:
    """The frameworks left and right, of so many stages each."""
    left, right = (
        framework(
            *(stage(ordinal, framework=name) for ordinal in range(1, count + 1)),
            id=name,
            order=sm.Order(exclusive=own),
            **changes,
        )
        for name, own in zip(("left", "right"), exclusive, strict=True)
    )
    return left, right

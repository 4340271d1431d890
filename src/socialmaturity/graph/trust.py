"""Which statements stand when not all can: the more trusted ones."""

from collections.abc import Sequence

import attrs

from socialmaturity.errors import expect
from socialmaturity.graph.derivation import Statement
from socialmaturity.graph.engine import Engine
from socialmaturity.graph.network import Network
from socialmaturity.graph.rows import Row, doubt_of


@attrs.frozen(kw_only=True)
class Trusted:
    """Statements that can hold together.

    Args:
        engine: What follows from them.
        gave_way: The statements that were set aside, most trusted first.
    """

    engine: Engine
    gave_way: tuple[Statement, ...]


def trusted(network: Network, axis: str) -> Trusted:
    """Return the statements of an axis that stand when the more trusted ones go first.

    Args:
        network: The frameworks and the statements about them.
        axis: One of its axes.

    Returns:
        Statements are taken in the order of their confidence, those without
        any last; what contradicts those before it gives way. To set aside
        the least possible confidence would need more than all time there is
        for large networks; this is quick, and the same every time.

    Raises:
        InvalidValueError: No mapping lies on the axis.
        WrongTypeError: No network.
    """
    whole = expect(network, Network, "network").engine(axis)
    if not whole.is_refuted:
        return Trusted(engine=whole, gave_way=())
    rows = sorted(whole.rows, key=lambda row: (doubt_of(row), str(row.said_by)))
    kept: list[Row] = []
    gave_way: dict[Statement, None] = {}
    while rows:
        count = _most_that_hold(network, kept, rows)
        kept += rows[:count]
        if count < len(rows):
            gave_way[rows[count].said_by] = None
        rows = [row for row in rows[count + 1 :] if row.said_by not in gave_way]
    kept = [row for row in kept if row.said_by not in gave_way]
    return Trusted(engine=Engine(network.by_id, kept), gave_way=tuple(gave_way))


def _most_that_hold(network: Network, kept: Sequence[Row], rows: Sequence[Row]) -> int:
    """Return how many of the rows, from the first on, hold with those kept."""
    low, high = 0, len(rows)
    if not network.engine_for([*kept, *rows]).is_refuted:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if network.engine_for([*kept, *rows[:middle]]).is_refuted:
            high = middle
        else:
            low = middle
    return low

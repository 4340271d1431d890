"""How often the two sides of a record occur with different others."""

from collections.abc import Mapping, Sequence

from socialmaturity.io.sssom.slots import LITERAL, NO_TERM_FOUND, split_values

_Cells = dict[str, str]


def count(records: Sequence[_Cells]) -> None:
    """Write how often each side occurs with different others, within the scope of each record.

    Args:
        records: All of a set; the cell ``mapping_cardinality`` is added.
    """
    found = {
        scope: _partners(records, split_values(scope) if scope else [])
        for scope in {cells.get("cardinality_scope", "") for cells in records}
    }
    for cells in records:
        scope = cells.get("cardinality_scope", "")
        cells["mapping_cardinality"] = _cardinality(
            cells, found[scope], split_values(scope) if scope else []
        )


_Key = tuple[str, ...]


def _partners(records: Sequence[_Cells], scope: Sequence[str]) -> dict[_Key, set[str]]:
    """Return with what each side occurs."""
    found: dict[_Key, set[str]] = {}
    for cells in records:
        if NO_TERM_FOUND in (cells.get("subject_id"), cells.get("object_id")):
            continue
        subject, object_ = (cardinality_key(cells, side) for side in ("subject", "object"))
        within = _within(cells, scope)
        found.setdefault((*within, subject), set()).add(object_)
        found.setdefault((*within, object_), set()).add(subject)
    return found


def _within(cells: _Cells, scope: Sequence[str]) -> _Key:
    return tuple(cells.get(slot, "") for slot in scope)


def _cardinality(cells: _Cells, found: Mapping[_Key, set[str]], scope: Sequence[str]) -> str:
    missing = [
        "0" if cells.get(f"{side}_id") == NO_TERM_FOUND else "1" for side in ("subject", "object")
    ]
    if "0" in missing:
        return ":".join(missing)
    within = _within(cells, scope)
    objects = len(found[(*within, cardinality_key(cells, "subject"))])
    subjects = len(found[(*within, cardinality_key(cells, "object"))])
    return f"{'n' if subjects > 1 else '1'}:{'n' if objects > 1 else '1'}"


def cardinality_key(cells: Mapping[str, str], side: str) -> str:
    """Return what a side of a record is counted as: its id, or the text of a literal."""
    literal = cells.get(f"{side}_type") == LITERAL
    return f"{side}{literal}{cells.get(f'{side}_label' if literal else f'{side}_id', '')}"

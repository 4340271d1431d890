"""The counterparts of the stages that the rows of a table can be at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.frames.checking import marks_problems
from socialmaturity.frames.engine import (
    MARK,
    Expr,
    Sheet,
    choose,
    folds_case,
    hand_back,
    keep_whole,
    open_frame,
    total,
    whole,
)
from socialmaturity.frames.request import PROBLEMS
from socialmaturity.frames.scored import (
    Places,
    place_problem,
    raise_bad_rows,
    read_places,
    refuse_taken,
)
from socialmaturity.graph.derivation import DerivedMapping
from socialmaturity.graph.network import Network
from socialmaturity.graph.translation import Translation, translate_stages
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import MATURITY
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import show_number
from socialmaturity.progression.history import states

_GAP: Final = "; "
_BAD: Final = f"{MARK}bad"


class _Said(NamedTuple):
    """What the plain translation says of one stage.

    Args:
        counterparts: Claimed, as text each.
        derived: What follows, likewise.
        disjoint: Claimed to share nothing, likewise.
        none: The stage, where it is said to have no counterpart.
        silent: The stage, where nothing is said of it.
        range: Ordinals of the lowest and the highest counterpart, where they
            are all there are.
        confidences: Of the counterparts that are claimed.
    """

    counterparts: tuple[str, ...]
    derived: tuple[str, ...]
    disjoint: tuple[str, ...]
    none: tuple[str, ...]
    silent: tuple[str, ...]
    range: tuple[int, int] | None
    confidences: tuple[Fraction | None, ...]


_TEXTS: Final = ("counterparts", "derived", "disjoint", "none", "silent")


def translate(
    native: Any,
    crosswalk: Crosswalk,
    source: Framework,
    target: Framework,
    network: Network | None,
    prefix: str,
    invalid: str | None,
) -> Any:
    """Return a frame with what a crosswalk says of each row; see `translate_frame`."""
    said = {
        own.ordinal: _said(translate_stages([own], crosswalk, source, target, network=network))
        for own in states(source)
    }
    frame = open_frame(native)
    marks = marks_problems(frame, invalid)
    sheet = Sheet(frame)
    places = read_places(sheet, frame, source, prefix, settled=False)
    own = f"{prefix}{target.id}_"
    added = {f"{own}{name}": column for name, column in _columns(sheet, places, said).items()}
    count = f"{own}{PROBLEMS}"
    names = frame.collect_schema().names()
    coming = [*added, count] if marks else [*added]
    refuse_taken(names, coming, folds=folds_case(frame))
    kept = count if marks else _BAD
    done = sheet.finish({**added, kept: places.bad.cast(nw.Int64)})
    if isinstance(frame, nw.DataFrame) and isinstance(done, nw.DataFrame) and not marks:
        ours = [f"{prefix}{name}" for name in ("lower", "upper", "possible", PROBLEMS)]
        read = [name for name in ours if name in names]
        raise_bad_rows(frame, done[kept], read, lambda row: place_problem(row, source, prefix))
        done = done.drop(kept)
    return hand_back(native, keep_whole(done, [f"{own}lower", f"{own}upper"]))


def _said(own: Translation) -> _Said:
    return _Said(
        tuple(_told(each.mapping) for each in own.counterparts),
        tuple(map(_told, own.derived)),
        tuple(_told(each.mapping) for each in own.disjoint),
        tuple(str(each.stage) for each in own.none),
        tuple(str(stage.ref) for stage in own.silent),
        None if own.range is None else (own.range[0].ordinal, own.range[1].ordinal),
        tuple(each.confidence for each in own.counterparts),
    )


def _told(own: Link | DerivedMapping) -> str:
    """Return a mapping in few signs, such as ``solis:2 inside carfi:2 (0.5)``."""
    parts = [] if own.confidence is None else [show_number(own.confidence)]
    parts += [] if own.axis == MATURITY else [own.axis]
    beside = f" ({', '.join(parts)})" if parts else ""
    return f"{own.subject} {own.relation.value} {own.object}{beside}"


def _columns(sheet: Sheet, places: Places, said: Mapping[int, _Said]) -> dict[str, Expr]:
    known = places.known == 1
    texts = {
        name: _text(places, {k: getattr(own, name) for k, own in said.items()}) for name in _TEXTS
    }
    kept = sheet.keep({name: own for name, own in texts.items() if own is not None})
    lower, upper = _range(places, said)
    columns = {
        "lower": nw.when(known).then(lower),
        "upper": nw.when(known).then(upper),
        "counterparts": _or_null(places, kept.get("counterparts")),
        "confidence": _confidence(places, said),
    }
    return columns | {name: _or_null(places, kept.get(name)) for name in _TEXTS[1:]}


def _never(places: Places, value: Expr) -> Expr:
    """Return null everywhere, of the type of a value."""
    return nw.when(places.known < 0).then(value)


def _or_null(places: Places, text: Expr | None) -> Expr:
    """Return a text, null where there is nothing in it."""
    return _never(places, nw.lit("")) if text is None else nw.when(text != "").then(text)


def _text(places: Places, parts: Mapping[int, Sequence[str]]) -> Expr | None:
    """Return what is said of every stage that a row can be at, lowest first."""
    texts = [
        nw.when(places.at[ordinal] == 1)
        .then(nw.lit("".join(f"{_GAP}{part}" for part in own)))
        .otherwise(nw.lit(""))
        for ordinal, own in parts.items()
        if own
    ]
    return nw.concat_str([nw.lit(""), *texts]).str.strip_chars(_GAP) if texts else None


def _count(places: Places, said: Mapping[int, _Said], wanted: Callable[[_Said], bool]) -> Expr:
    """Return at how many stages of some kind a row can be."""
    return total([whole(0), *(places.at[k] for k, own in said.items() if wanted(own))])


def _range(places: Places, said: Mapping[int, _Said]) -> tuple[Expr, Expr]:
    """Return the ends of all ranges together, null where a stage has none."""
    closed = {k: own.range for k, own in said.items() if own.range is not None}
    if not closed:
        nothing = _never(places, nw.lit(0, nw.Int64))
        return nothing, nothing
    whole_range = _count(places, said, lambda own: own.range is None) == 0
    lowest = sorted({own[0] for own in closed.values()})
    highest = sorted({own[1] for own in closed.values()}, reverse=True)
    ends: list[Expr] = []
    for side, values in enumerate((lowest, highest)):
        choices = [
            (
                _any(places, [k for k, own in closed.items() if own[side] == value]),
                nw.lit(value, nw.Int64),
            )
            for value in values
        ]
        ends.append(nw.when(whole_range).then(choose(choices[:-1], choices[-1][1])))
    return ends[0], ends[1]


def _any(places: Places, ordinals: Iterable[int]) -> Expr:
    return total(places.at[own] for own in ordinals) > 0


def _confidence(places: Places, said: Mapping[int, _Said]) -> Expr:
    """Return the least confidence of all counterparts, null where one has none."""
    least = {
        k: min(own for own in one.confidences if own is not None)
        for k, one in said.items()
        if one.confidences and None not in one.confidences
    }
    if not least:
        return _never(places, nw.lit(0.0))
    told = _count(places, said, lambda own: None in own.confidences) == 0
    values = sorted({*least.values()})
    choices = [
        (_any(places, [k for k, own in least.items() if own == value]), nw.lit(float(value)))
        for value in values
    ]
    some = _any(places, least)
    return nw.when(told & some).then(choose(choices[:-1], choices[-1][1]))

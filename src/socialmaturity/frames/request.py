"""What is asked of a table, settled before any of it is looked at."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeGuard

import attrs

from socialmaturity.assessment.reading import scales_of
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import (
    DuplicateError,
    InvalidFrameError,
    InvalidValueError,
    MissingExtraError,
    MissingValueError,
    SocialMaturityError,
    UnknownIndicatorError,
    UnknownNameError,
    UnknownScaleError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.model.fields import repeated
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import Scale
from socialmaturity.scoring.case import make_case
from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.method import Method, Policy
from socialmaturity.scoring.nearest import NearestRule
from socialmaturity.scoring.profile import ProfileRule
from socialmaturity.scoring.rating import RatingRule
from socialmaturity.scoring.weighted_mean import WeightedMeanRule

Missing = Literal["error", "unknown"]
"""What becomes of an indicator that no column is of. It is an error, or not assessed."""

Invalid = Literal["raise", "mark"]
"""What becomes of a cell that cannot be read. It is an error, or its row has no result."""

KnownRule = (
    CumulativeRule | HighWaterRule | NearestRule | ProfileRule | WeightedMeanRule | RatingRule
)
"""The rules that are there for tables."""

PARTS: Final = ("range", "possible", "coverage", "profile", "binding", "groups")
"""The parts of a result that can be left out."""

PROBLEMS: Final = "problems"
"""The column that counts the cells of a row that cannot be read."""

_KNOWN: Final = frozenset(
    (CumulativeRule, HighWaterRule, NearestRule, ProfileRule, WeightedMeanRule, RatingRule)
)


class Request(NamedTuple):
    """What is asked of a table.

    Args:
        framework: What is scored.
        scale: What was answered on.
        method: Rule, policy and filters.
        rule: Of the method; one of the six.
        include: The parts of a result that are wanted.
        prefix: Before the names of the columns that are added.
    """

    framework: Framework
    scale: Scale
    method: Method
    rule: KnownRule
    include: tuple[str, ...]
    prefix: str

    @property
    def scope(self) -> tuple[str, ...]:
        """The indicators that are scored, in order of the framework."""
        dimension = self.method.dimension
        return tuple(
            own.id
            for own in self.framework.indicators
            if dimension is None or own.dimension == dimension
        )


def require_narwhals() -> None:
    """Refuse to go on without narwhals.

    Raises:
        MissingExtraError: It is not installed.
    """
    from importlib import import_module

    try:
        import_module("narwhals")
    except ImportError as cause:
        raise MissingExtraError(
            "tables need narwhals, which the extra 'frames' of this package brings; install it"
            " with: pip install 'socialmaturity[frames]'"
        ) from cause


def make_request(
    framework: Framework,
    method: Method,
    scale: str | None,
    include: Collection[str] | None,
    prefix: str,
) -> Request:
    """Return a request that the plain scorer would take, too.

    Args:
        framework: What is scored.
        method: What is asked for.
        scale: Id of the scale; ``None`` for the framework's own.
        include: Parts of a result; ``None`` for all of them.
        prefix: Of names of columns.

    Returns:
        The request.

    Raises:
        WrongTypeError: An argument of another type.
        InvalidValueError: A rule or a filter that a table cannot be scored
            by, or a part that is not there.
        SocialMaturityError: Whatever the plain scorer refuses.
    """
    expect(framework, Framework, "framework")
    _refuse_filters(method)
    known = make_scale(framework, scale)
    rule = method.rule
    if not _is_known(rule):
        raise InvalidValueError(
            f"tables are scored by one of the six rules, not by {shown(rule)}; score row by row"
            " with score()",
            path="rule",
            value=rule,
        )
    _try_out(framework, method, known)
    parts = _parts(include)
    return Request(framework, known, method, rule, parts, expect(prefix, str, "prefix"))


def _is_known(rule: object) -> TypeGuard[KnownRule]:
    """Return whether a rule is one of the six, and not derived from one."""
    return type(rule) in _KNOWN


def make_scale(framework: Framework, scale: str | None) -> Scale:
    """Return the scale that a table is answered on."""
    if scale is None:
        return framework.scale
    known = scales_of(framework)
    if expect(scale, str, "scale") not in known:
        raise UnknownScaleError(scale, known, path="scale")
    return known[scale]


def _refuse_filters(method: Method) -> None:
    for name in ("strength", "as_of", "valid_for"):
        value = getattr(method, name)
        if value is not None:
            raise InvalidValueError(
                f"a table has answers alone, and {name} asks for the evidence or the day of each;"
                " score row by row with score()",
                path=name,
                value=value,
            )


def _try_out(framework: Framework, method: Method, scale: Scale) -> None:
    """Let the plain scorer refuse what it refuses, on an assessment of nothing."""
    without = attrs.evolve(method, policy=None) if method.policy is Policy.ERROR else method
    nothing = Assessment(framework=framework.id, scale=scale.id)
    method.rule.score(make_case(nothing, framework, without))


def _parts(include: Collection[str] | None) -> tuple[str, ...]:
    if include is None:
        return PARTS
    if isinstance(include, str) or not isinstance(include, Collection):
        raise WrongTypeError(
            f"expected parts of a result, such as ['range', 'coverage'], not {shown(include)}",
            path="include",
            value=include,
        )
    for own in include:
        if expect(own, str, "include") not in PARTS:
            raise UnknownNameError(own, PARTS, within="the parts of a result", path="include")
    return tuple(own for own in PARTS if own in include)


def parse_choice(value: str, choices: Sequence[str], path: str) -> str:
    """Return one of a few words."""
    if expect(value, str, path) not in choices:
        raise InvalidValueError(
            f"expected {' or '.join(map(repr, choices))}, not {shown(value)}",
            path=path,
            value=value,
        )
    return value


def find_columns(
    names: Sequence[str],
    framework: Framework,
    columns: Mapping[str, str] | str | None,
    missing: str,
) -> dict[str, str | None]:
    """Return the column of each indicator.

    Args:
        names: Of the columns there are.
        framework: What is scored.
        columns: By id of an indicator, for those whose column has another
            name; or what all names of columns begin with.
        missing: ``error`` or ``unknown``.

    Returns:
        By indicator, in order of the framework; ``None`` for one that is
        missing and may be.

    Raises:
        WrongTypeError: *columns* is neither text nor a mapping.
        InvalidValueError: *missing* is neither of the two words.
        InvalidFrameError: Columns that are missing, ids that the framework
            does not have, two indicators of one column, and columns that
            were probably meant for a missing one, all together.
    """
    parse_choice(missing, ("error", "unknown"), "missing")
    ids: list[str] = [own.id for own in framework.indicators]
    given = _given(columns, ids)
    problems: list[SocialMaturityError] = [
        UnknownIndicatorError(own, ids, within=f"framework {framework.id!r}", path="columns")
        for own in given
        if own not in ids
    ]
    wanted = {own: given.get(own, own) for own in ids}
    problems += (
        DuplicateError(
            f"column {shown(twice)} is given to two indicators", path="columns", value=twice
        )
        for twice in repeated(wanted.values())
    )
    found: dict[str, str | None] = {own: name for own, name in wanted.items() if name in names}
    if not found and ids:
        problems.append(_none_found(wanted, names))
    else:
        lacking = [own for own in ids if own not in found]
        named = [own for own in lacking if own in given and not isinstance(columns, str)]
        problems += (
            _missing(own, wanted[own], names) for own in (lacking if missing == "error" else named)
        )
        if missing == "unknown":
            unnamed = [wanted[own] for own in lacking if own not in named]
            others = [name for name in names if name not in wanted.values()]
            problems += _left_behind(others if unnamed else [], unnamed, columns)
    if problems:
        raise InvalidFrameError("frame", problems)
    return {own: found.get(own) for own in ids}


def _given(columns: Mapping[str, str] | str | None, ids: Sequence[str]) -> dict[str, str]:
    if columns is None:
        return {}
    if isinstance(columns, str):
        return {own: f"{columns}{own}" for own in ids}
    if not isinstance(columns, Mapping):
        raise WrongTypeError(
            "expected names of columns by id of the indicator, such as {'listening': 'q1'}, or what"
            f" they begin with, not {shown(columns)}",
            path="columns",
            value=columns,
        )
    return {
        expect(own, str, "columns"): expect(name, str, f"columns.{own}")
        for own, name in columns.items()
    }


_MOST_NEAR: Final = 100


def _left_behind(
    others: Sequence[str], lacking: Sequence[str], columns: Mapping[str, str] | str | None
) -> list[SocialMaturityError]:
    """Return the columns that were probably meant for indicators that none is of.

    A prefix says so of all that begin with it; else names say so that differ
    in a letter or two, or in case and signs alone.
    """
    if isinstance(columns, str) and columns:
        begun = [name for name in others if name.startswith(columns)]
        return [_unclear(name, near_names(name, lacking)) for name in begun]
    near = {name: _very_near(name, lacking) for name in others}
    return [_unclear(name, own) for name, own in near.items() if own]


def _very_near(name: str, lacking: Sequence[str]) -> list[str]:
    from difflib import get_close_matches  # only a table that lacks columns pays for it

    by_letters = {_letters(own): own for own in lacking}
    return [
        by_letters[own]
        for own in get_close_matches(_letters(name), by_letters, n=1, cutoff=_VERY_NEAR)
    ]


_VERY_NEAR: Final = 0.85


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _unclear(name: str, near: Sequence[str]) -> MissingValueError:
    guess = f", and none is called {' or '.join(map(repr, near))}" if near else ""
    return MissingValueError(
        f"column {name!r} is of no indicator{guess}; rename it, or say with columns={{...}} what it"
        " is of, so that no answers are left out",
        path="columns",
        value=name,
    )


def _none_found(wanted: Mapping[str, str], names: Sequence[str]) -> MissingValueError:
    few = ", ".join(map(repr, [*wanted.values()][:3]))
    there = ", ".join(map(repr, names[:6])) or "none"
    near = {name: near_names(name, wanted.values(), most=1) for name in names[:_MOST_NEAR]}
    told = [f"{name!r} looks like {own[0]!r}" for name, own in near.items() if own][:3]
    return MissingValueError(
        f"no column is of an indicator; expected {few} and so on, found {there}"
        f"{'; ' if told else ''}{', '.join(told)}; give columns=... where they have other names",
        path="columns",
        value=tuple(names),
    )


def _missing(own: str, name: str, names: Sequence[str]) -> MissingValueError:
    near = near_names(name, names)
    guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ";"
    of = "" if own == name else f" of indicator {own!r}"
    return MissingValueError(
        f"there is no column {name!r}{of}{guess} give columns={{{own!r}: ...}} where it has another"
        " name, or missing='unknown' where it was not assessed",
        path=f"columns.{own}",
        value=name,
    )


def refuse_clashes(
    names: Sequence[str], added: Sequence[str], prefix: str, *, folds_case: bool
) -> None:
    """Refuse names of new columns that are there already.

    Args:
        names: Of the columns there are.
        added: Of those to come, with the prefix.
        prefix: As it was given.
        folds_case: Whether the engine takes names that differ in case alone
            for one.

    Raises:
        InvalidFrameError: Some are there; all come together.
    """

    def key(name: str) -> str:
        return name.casefold() if folds_case else name

    there = {key(name): name for name in names}
    problems = [
        DuplicateError(
            f"the engine takes the columns {own!r} and others for one; name one of the groups"
            " otherwise",
            path="groups",
            value=own,
        )
        for own in repeated(map(key, added))
    ]
    problems += [
        DuplicateError(
            f"there is a column {there[key(own)]!r} already; give prefix=..., such as"
            f" prefix={'sm_' if prefix != 'sm_' else 'scored_'!r}",
            path=f"prefix.{own}",
            value=own,
        )
        for own in added
        if key(own) in there
    ]
    if problems:
        raise InvalidFrameError("frame", problems)

"""Plain data in, values out: strict, and all problems of one value together.

cattrs as it comes turns ``1`` into ``'1'``, takes ``True`` for an ``int`` and
passes over unknown keys; here every type has a hook that refuses.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, TypeGuard, get_args, get_origin

import attrs
from cattrs import Converter

from socialmaturity import identifiers
from socialmaturity.assessment.outcome import Answer, Answers, keep_answer
from socialmaturity.errors import (
    InvalidInputError,
    InvalidValueError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
    UnknownScaleError,
    WrongTypeError,
    shown,
)
from socialmaturity.identifiers import Place, StageRef, parse_place, parse_stage_ref
from socialmaturity.io.bounds import MOST_PROBLEMS, path_part
from socialmaturity.model.fields import (
    NOT_IN_FILES,
    parse_day,
    parse_number,
    parse_ratio,
    parse_word,
)
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import STANDARD_SCALES, Scale
from socialmaturity.model.source import Citation, parse_citation

Hook = Callable[[Any, Any], Any]

_ID_PARSERS = {
    identifiers.FrameworkId: identifiers.parse_framework_id,
    identifiers.IndicatorId: identifiers.parse_indicator_id,
    identifiers.LimitationId: identifiers.parse_limitation_id,
    identifiers.DimensionId: identifiers.parse_dimension_id,
    identifiers.ConditionId: identifiers.parse_condition_id,
    identifiers.SourceId: identifiers.parse_source_id,
    identifiers.StatementId: identifiers.parse_statement_id,
    identifiers.FitRuleId: identifiers.parse_fit_rule_id,
}


@lru_cache(maxsize=1)
def reader() -> Converter:
    """Return the converter that makes values of plain data.

    Returns:
        Always the same one. Its ``structure`` raises `SocialMaturityError`,
        an `InvalidInputError` where there are several problems.
    """
    made = Converter()
    made.register_structure_hook(str, _text)
    made.register_structure_hook(int, _exact(int, "a whole number"))
    made.register_structure_hook(bool, _exact(bool, "true or false"))
    for newtype, parse in _ID_PARSERS.items():
        made.register_structure_hook(newtype, _parsed(parse))
    made.register_structure_hook(Fraction, _parsed(_number))
    made.register_structure_hook(date, _parsed(partial(parse_day, path="")))
    made.register_structure_hook(StageRef, _parsed(parse_stage_ref))
    made.register_structure_hook_func(_is_place, _parsed(parse_place))
    made.register_structure_hook(Citation, _parsed(parse_citation))
    made.register_structure_hook(Answers, _parsed(_answers))
    made.register_structure_hook_func(_is_threshold, _parsed(_threshold))
    made.register_structure_hook_func(_is_answer, _parsed(partial(keep_answer, path="")))
    made.register_structure_hook_factory(_is_tuple, partial(_list_hook, made))
    made.register_structure_hook_factory(attrs.has, partial(_table_hook, made))
    made.register_structure_hook(Scale, partial(_scale, _table_hook(made, Scale)))
    made.register_structure_hook(Framework, partial(_framework, _table_hook(made, Framework)))
    return made


_UNQUOTED = (int, float, Decimal, date)


def _exact(cls: type, name: str) -> Hook:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not cls:
            quote = "; put it in quotes" if cls is str and isinstance(value, _UNQUOTED) else ""
            raise WrongTypeError(f"expected {name}, not {_written(value)}{quote}", value=value)
        return value

    return hook


def _written(value: Any) -> str:
    """Return a value as a message shows it; ``1e0`` is no whole number and not shown as one."""
    text = shown(value)
    whole = isinstance(value, Decimal) and text.removeprefix("-").isdigit()
    return f"{text}.0" if whole else text


def _text(value: Any, cls: Any) -> Any:
    """Read text, or a word of a closed vocabulary: its class is one of text, too."""
    if cls is str:
        return _exact(str, "text")(value, cls)
    return cls.parse(value, "") if hasattr(cls, "parse") else parse_word(cls, value, "")


def _parsed(parse: Callable[[Any], Any]) -> Hook:
    return lambda value, _: parse(value)


def _number(value: Any) -> Fraction:
    """Read a number; as text it has to be a ratio, for what no decimal can say."""
    if not isinstance(value, str):
        return parse_number(value)
    ratio = parse_ratio(value)
    if ratio is None:
        raise InvalidValueError(
            f"expected a number, or a ratio as text such as '1/3', not {shown(value)}", value=value
        )
    return ratio


def _answers(value: Any) -> Answers:
    try:
        return Answers(value)
    except SocialMaturityError as error:
        place, error.path = error.path, ""
        raise error.under(path_part(place)) from None


def _is_threshold(cls: Any) -> bool:
    """Whether *cls* is a label or a number, as a gate has it."""
    return {str, Fraction} <= set(get_args(cls)) <= {str, Fraction, type(None)}


def _threshold(value: Any) -> str | Fraction | None:
    return value if value is None or isinstance(value, str) else parse_number(value)


def _is_place(cls: Any) -> bool:
    return bool(cls == Place)


def _is_answer(cls: Any) -> bool:
    return bool(cls == Answer)


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple)


def _is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict)


class _Collector:
    """Reads the parts of one value, and keeps every problem under its path."""

    def __init__(self) -> None:
        self.problems: list[SocialMaturityError] = []

    def read(self, path: str, read: Hook, value: Any, kind: Any) -> Any:
        """Return one part; ``None`` where it has problems, which are kept."""
        try:
            return read(value, kind)
        except SocialMaturityError as error:
            self.problems += _flat(error, path)
            return None

    @property
    def is_full(self) -> bool:
        """Whether no more problems are told."""
        return len(self.problems) >= MOST_PROBLEMS

    def settle(self, name: str) -> None:
        """Raise what was kept, if anything was."""
        if self.problems:
            raise InvalidInputError(name, self.problems)


def _flat(error: SocialMaturityError, path: str) -> Iterator[SocialMaturityError]:
    parts = error.problems if isinstance(error, InvalidInputError) else (error,)
    return (part.under(path) for part in parts)


def _list_hook(made: Converter, cls: Any) -> Hook:
    """Read a list: of one kind and any length, or of fixed kinds."""
    kinds = get_args(cls)
    open_ended = kinds[-1] is Ellipsis
    hooks = [(made.get_structure_hook(kind), kind) for kind in kinds if kind is not Ellipsis]

    def hook(values: Any, _: Any) -> tuple[Any, ...]:
        if not _is_list(values) or (not open_ended and len(values) != len(hooks)):
            count = "" if open_ended else f" of {len(hooks)}"
            raise WrongTypeError(f"expected a list{count}, not {shown(values)}", value=values)
        collector = _Collector()
        per_value = hooks * len(values) if open_ended else hooks
        parts = tuple(
            collector.read(f"[{index}]", read, value, kind)
            for index, (value, (read, kind)) in enumerate(zip(values, per_value, strict=True))
            if not collector.is_full
        )
        collector.settle("list")
        return parts

    return hook


def _table_hook(made: Converter, cls: Any) -> Hook:
    """Read a table: every key is a field, every field that is required is there."""
    fields = {field.name: field for field in attrs.fields(cls) if field.metadata != NOT_IN_FILES}
    hooks: dict[str, Hook] = {}  # found on first use, since classes refer to each other

    def hook(table: Any, _: Any) -> Any:
        if not _is_table(table):
            raise WrongTypeError(f"expected a table, not {shown(table)}", value=table)
        collector = _Collector()
        parts: dict[str, Any] = {}
        for name, value in table.items():
            if name in fields:
                if name not in hooks:
                    hooks[name] = made.get_structure_hook(fields[name].type)
                parts[name] = collector.read(name, hooks[name], value, fields[name].type)
            elif not collector.is_full:
                within = f"a table of {cls.__name__}"
                collector.problems.append(
                    UnknownKeyError(name, fields, within=within, path=path_part(name))
                )
        collector.problems += [
            MissingValueError(f"the key {name!r} is required", path=name)
            for name, field in fields.items()
            if field.default is attrs.NOTHING and name not in table
        ]
        collector.settle(cls.__name__)
        return cls(**parts)

    return hook


def _scale(read: Hook, value: Any, _: Any) -> Scale:
    """Read a scale: a standard one is named by its id."""
    if not isinstance(value, str):
        scale: Scale = read(value, Scale)
        return scale
    if value not in STANDARD_SCALES:
        raise UnknownScaleError(value, STANDARD_SCALES)
    return STANDARD_SCALES[value]


def _framework(read: Hook, value: Any, _: Any) -> Framework:
    """Read a framework: its stages need not repeat its id."""
    framework: Framework = read(_with_owner(value), Framework)
    return framework


def _with_owner(plain: Any) -> Any:
    """Return a framework's table with its id in each table of a stage that has none.

    Where the id itself is wrong the stages get a stand-in, so that one
    mistake is reported once.
    """
    if not _is_table(plain) or not _is_list(given := plain.get("stages")):
        return plain
    owner = plain.get("id")
    if not isinstance(owner, str) or re.fullmatch(identifiers.SLUG, owner) is None:
        owner = "unnamed"
    stages = [{"framework": owner, **stage} if _is_table(stage) else stage for stage in given]
    return {**plain, "stages": stages}

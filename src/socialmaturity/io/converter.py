"""The one converter: strict on the way in, exact on the way out.

cattrs as it comes turns ``1`` into ``'1'``, takes ``True`` for an ``int`` and
passes over unknown keys; here every type has a hook that refuses.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, TypeGuard, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from socialmaturity import identifiers
from socialmaturity.assessment.outcome import Answer, Answers, Outcome
from socialmaturity.errors import (
    InvalidInputError,
    InvalidValueError,
    UnknownScaleError,
    WrongTypeError,
)
from socialmaturity.identifiers import StageRef, parse_stage_ref
from socialmaturity.io.problems import located_problems
from socialmaturity.model.fields import parse_day, parse_number, parse_ratio
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
def converter() -> Converter:
    """Return the converter; it is made on first use.

    Returns:
        Always the same one.
    """
    made = Converter(forbid_extra_keys=True, omit_if_default=True)
    for cls in (str, int, bool):
        made.register_structure_hook(cls, _exact(cls))
    for newtype, parse in _ID_PARSERS.items():
        made.register_structure_hook(newtype, _parsed(parse))
    made.register_structure_hook(Fraction, _parsed(_number))
    made.register_structure_hook(date, _parsed(lambda day: parse_day(day, "")))
    made.register_structure_hook(StageRef, _parsed(parse_stage_ref))
    made.register_structure_hook(Citation, _parsed(parse_citation))
    made.register_structure_hook(Answers, _parsed(Answers))
    made.register_structure_hook_func(_is_threshold, _parsed(_threshold))
    made.register_structure_hook_func(_is_word, _exact(str))
    made.register_structure_hook_factory(_is_tuple, partial(_tuple_hook, made))
    made.register_structure_hook_factory(attrs.has, partial(_class_hook, made))

    made.register_unstructure_hook(Fraction, plain_number)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(StageRef, str)
    made.register_unstructure_hook(Citation, str)
    made.register_unstructure_hook(Answers, _plain_answers)
    made.register_unstructure_hook_func(_is_threshold, plain_answer)
    made.register_unstructure_hook_factory(attrs.has, partial(_class_writer, made))
    _add_scales(made)
    _add_frameworks(made)
    return made


def _exact(cls: type) -> Hook:
    name = {str: "text", int: "a whole number", bool: "true or false"}[cls]

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not cls:
            raise WrongTypeError(f"expected {name}, not {value!r:.200}", value=value)
        return value

    return hook


def _parsed(parse: Callable[[Any], Any]) -> Hook:
    return lambda value, _: parse(value)


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple)


def _is_word(cls: Any) -> bool:
    """Whether *cls* is a closed vocabulary; its own field parses the word."""
    return isinstance(cls, type) and issubclass(cls, StrEnum)


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _tuple_hook(made: Converter, cls: Any) -> Hook:
    """Read a list: no text taken for one, and all problems together."""
    kinds = get_args(cls)
    open_ended = kinds[-1] is Ellipsis
    hooks = [made.get_structure_hook(kind) for kind in kinds if kind is not Ellipsis]

    def hook(values: Any, _: Any) -> tuple[Any, ...]:
        if not _is_list(values):
            raise WrongTypeError(f"expected a list, not {values!r:.200}", value=values)
        if not open_ended and len(values) != len(hooks):
            raise WrongTypeError(
                f"expected a list of {len(hooks)}, not {values!r:.200}", value=values
            )
        per_value = hooks * len(values) if open_ended else hooks
        parts: list[Any] = []
        problems: list[Any] = []
        for index, (value, read) in enumerate(zip(values, per_value, strict=True)):
            try:
                parts.append(read(value, kinds[0] if open_ended else kinds[index]))
            except Exception as error:  # every part of the list is tried
                problems += located_problems(error, f"[{index}]")
        if problems:
            raise InvalidInputError("list", problems)
        return tuple(parts)

    return hook


def _class_hook(made: Converter, cls: Any) -> Hook:
    read = make_dict_structure_fn(cls, made)

    def hook(value: Any, _: Any) -> Any:
        if not _is_table(value):
            raise WrongTypeError(f"expected a table, not {value!r:.200}", value=value)
        return read(value, cls)

    return hook


def _class_writer(made: Converter, cls: Any) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True)


def _is_threshold(cls: Any) -> bool:
    """Whether *cls* is a label or a number, as a gate has it."""
    return {str, Fraction} <= set(get_args(cls)) <= {str, Fraction, type(None)}


def _number(value: Any) -> Fraction:
    """Read a number; as text it has to be a ratio, for what no decimal can say."""
    if not isinstance(value, str):
        return parse_number(value)
    ratio = parse_ratio(value)
    if ratio is None:
        raise InvalidValueError(
            f"expected a number, or a ratio as text such as '1/3', not {value!r:.200}", value=value
        )
    return ratio


def _threshold(value: Any) -> str | Fraction | None:
    if value is None or isinstance(value, str):
        return value
    return parse_number(value)


def plain_number(number: Fraction) -> int | float | str:
    """Return *number* so that TOML and JSON read it back exactly.

    Args:
        number: Exact.

    Returns:
        A whole number, the float whose shortest decimal it is, or a ratio
        as text, such as ``1/3``.

    Examples:
        >>> plain_number(Fraction(19, 20)), plain_number(Fraction(1, 3))
        (0.95, '1/3')
    """
    if number.denominator == 1:
        return number.numerator
    near = float(number)
    return near if Fraction(repr(near)) == number else f"{number.numerator}/{number.denominator}"


def plain_answer(answer: Answer) -> str | bool | int | float:
    """Return an answer as TOML and JSON write it; not assessed is a word, too."""
    if answer is None:
        return Outcome.NOT_ASSESSED.value
    return plain_number(answer) if isinstance(answer, Fraction) else answer


def _plain_answers(answers: Answers) -> dict[str, str | bool | int | float]:
    return {key: plain_answer(answer) for key, answer in answers.items()}


def _add_scales(made: Converter) -> None:
    """A standard scale is written by its id."""
    read, write = _class_hook(made, Scale), made.get_unstructure_hook(Scale)

    def structure(value: Any, _: Any) -> Scale:
        if not isinstance(value, str):
            scale: Scale = read(value, Scale)
            return scale
        if value not in STANDARD_SCALES:
            raise UnknownScaleError(value, STANDARD_SCALES)
        return STANDARD_SCALES[value]

    def unstructure(scale: Scale) -> Any:
        return scale.id if STANDARD_SCALES.get(scale.id) == scale else write(scale)

    made.register_structure_hook(Scale, structure)
    made.register_unstructure_hook(Scale, unstructure)


def _add_frameworks(made: Converter) -> None:
    """In a file the stages need not repeat the id of their framework."""
    read, write = _class_hook(made, Framework), made.get_unstructure_hook(Framework)

    def structure(value: Any, _: Any) -> Framework:
        framework: Framework = read(_with_owner(value), Framework)
        return framework

    def unstructure(framework: Framework) -> dict[str, Any]:
        plain: dict[str, Any] = write(framework)
        for stage in plain["stages"]:
            del stage["framework"]
        return plain

    made.register_structure_hook(Framework, structure)
    made.register_unstructure_hook(Framework, unstructure)


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

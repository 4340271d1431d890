"""Values out as plain data, JSON and TOML; read back they are equal."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from socialmaturity.assessment.outcome import Answer, Answers, Outcome
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import WrongTypeError, shown
from socialmaturity.identifiers import Place, StageRef
from socialmaturity.io.toml_layout import toml_text
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.fields import NOT_IN_FILES
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import STANDARD_SCALES, Scale
from socialmaturity.model.source import Citation

Writable = Framework | Crosswalk | Assessment
"""What has a file format."""


def to_dict(value: Writable) -> dict[str, Any]:
    """Return a value as plain data.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Dictionaries, lists, text, numbers, true and false, in the shape of
        the files; what has its default is left out.

    Raises:
        WrongTypeError: Anything else.
    """
    if not isinstance(value, Framework | Crosswalk | Assessment):
        raise WrongTypeError(
            "only frameworks, crosswalks and assessments have a file format, not"
            f" {shown(value)}; a result, a translation and steps have to_dict()",
            value=value,
        )
    plain: dict[str, Any] = writer().unstructure(value)
    return plain


def to_json(value: Writable) -> str:
    """Return a value as JSON, indented by two.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Text that the parser of its format reads back equal.

    Raises:
        WrongTypeError: Anything else.
    """
    import json

    return json.dumps(to_dict(value), ensure_ascii=False, indent=2) + "\n"


def to_toml(value: Writable) -> str:
    """Return a value as TOML, in the layout of `format_toml`.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Text that the parser of its format reads back equal.

    Raises:
        WrongTypeError: Anything else.
    """
    return toml_text(to_dict(value), type(value))


@lru_cache(maxsize=1)
def writer() -> Converter:
    """Return the converter that makes plain data of values.

    Returns:
        Always the same one; what `reading.reader` reads back equal.
    """
    made = Converter()
    made.register_unstructure_hook(Fraction, plain_number)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(StageRef, str)
    made.register_unstructure_hook_func(_is_place, str)
    made.register_unstructure_hook(Citation, str)
    made.register_unstructure_hook(Answers, _plain_answers)
    made.register_unstructure_hook_func(_is_word, attrgetter("value"))
    made.register_unstructure_hook_func(_is_word_or_number, plain_answer)
    made.register_unstructure_hook_func(_is_tuple, partial(_plain_list, made))
    made.register_unstructure_hook_factory(attrs.has, partial(_class_writer, made))
    made.register_unstructure_hook(Scale, partial(_plain_scale, _class_writer(made, Scale)))
    write = _class_writer(made, Framework)
    made.register_unstructure_hook(Framework, partial(_plain_framework, write))
    return made


def _class_writer(made: Converter, cls: Any) -> Callable[[Any], dict[str, Any]]:
    left_out: dict[str, Any] = {
        field.name: override(omit=True)
        for field in attrs.fields(cls)
        if field.metadata == NOT_IN_FILES
    }
    return make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True, **left_out)


def _is_place(cls: Any) -> bool:
    return bool(cls == Place)


def _is_word(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, StrEnum)


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _plain_list(made: Converter, values: tuple[Any, ...]) -> list[Any]:
    return [made.unstructure(value) for value in values]


def _is_word_or_number(cls: Any) -> bool:
    """Whether *cls* is an answer, or a threshold on answers."""
    return {str, Fraction} <= set(get_args(cls))


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
    ratio = f"{number.numerator}/{number.denominator}"
    try:
        near = float(number)
    except OverflowError:  # no float is so large
        return ratio
    return near if Fraction(repr(near)) == number else ratio


def plain_answer(answer: Answer) -> str | bool | int | float:
    """Return an answer as TOML and JSON write it; not assessed is a word, too."""
    if answer is None:
        return Outcome.NOT_ASSESSED.value
    return plain_number(answer) if isinstance(answer, Fraction) else answer


def _plain_answers(answers: Answers) -> dict[str, str | bool | int | float]:
    return {key: plain_answer(answer) for key, answer in answers.items()}


def _plain_scale(write: Callable[[Scale], dict[str, Any]], scale: Scale) -> Any:
    return scale.id if STANDARD_SCALES.get(scale.id) == scale else write(scale)


def _plain_framework(
    write: Callable[[Framework], dict[str, Any]], framework: Framework
) -> dict[str, Any]:
    """Leave out the id of the framework from its stages."""
    plain = write(framework)
    for stage in plain["stages"]:
        del stage["framework"]
    return plain

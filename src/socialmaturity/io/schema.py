"""JSON Schema of the file formats, generated from the classes that are read."""

import ast
import re
from copy import deepcopy
from datetime import date
from enum import StrEnum
from fractions import Fraction
from inspect import getdoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, Final, Literal, get_args, get_origin

import attrs

from socialmaturity import identifiers
from socialmaturity.assessment.outcome import Answer, Answers
from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import InvalidValueError, expect, shown
from socialmaturity.identifiers import StageRef
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.relation import WORDS, BasicRelation, Relation
from socialmaturity.model.fields import NOT_IN_FILES, is_line
from socialmaturity.model.framework import Framework
from socialmaturity.model.scale import STANDARD_SCALES, Scale
from socialmaturity.model.source import Citation
from socialmaturity.model.stage import Stage

Schema = dict[str, Any]

FileKind = Literal["framework", "crosswalk", "assessment"]
"""What has a file format."""

_ROOTS: Final[dict[str, type]] = {
    "framework": Framework,
    "crosswalk": Crosswalk,
    "assessment": Assessment,
}

_UNKNOWN: Final[Schema] = {"not": {"title": "unknown key"}}
"""Nothing is allowed; unlike ``false``, editors of TOML tell it at the key alone."""

_RATIO: Final = "^[0-9]+/[0-9]+$"


def json_schema(kind: FileKind) -> Schema:
    """Return the JSON Schema of one file format.

    Args:
        kind: ``framework``, ``crosswalk`` or ``assessment``.

    Returns:
        A schema of draft 2020-12, for editors and for checking before
        reading. It says the shape; whether the parts fit together, only
        reading can tell. Descriptions come from the docstrings of the
        classes; Python without docstrings has none. What each word of a
        vocabulary means stands under ``x-taplo``, where editors of TOML look
        for it. A date is text here; the readers take the dates of TOML, too.

    Raises:
        WrongTypeError: Not text.
        InvalidValueError: Anything else.

    Examples:
        >>> json_schema("crosswalk")["required"]
        ['subject', 'object', 'version']
    """
    if expect(kind, str, "kind") not in _ROOTS:
        raise InvalidValueError(
            f"{shown(kind)} has no file format; expected one of {', '.join(map(repr, _ROOTS))}",
            value=kind,
        )
    root = _ROOTS[kind]
    defs: dict[str, Schema] = {}
    schema = _table(root, defs)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"socialmaturity {kind} file",
        **schema,
        "$defs": dict(sorted(defs.items())),
    }
    return deepcopy(whole)  # the caller's to change


def _table(cls: type[Any], defs: dict[str, Schema]) -> Schema:
    told = _described(cls)
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for field in attrs.fields(cls):
        if field.metadata == NOT_IN_FILES:
            continue
        properties[field.name] = _with_words(_property(field, defs), told.get(field.name, {}))
        if field.default is attrs.NOTHING and not (cls is Stage and field.name == "framework"):
            required.append(field.name)
    return {
        **_first_line(cls),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": _UNKNOWN,
    }


def _first_line(cls: type[Any]) -> Schema:
    """Return what a class is, where Python has kept its docstring."""
    line = (getdoc(cls) or "").partition("\n")[0]
    return {"description": line} if line else {}


def _with_words(schema: Schema, told: Schema) -> Schema:
    """Put the description of a field at each of its forms, too, since editors look there."""
    if "anyOf" in schema:
        schema["anyOf"] = [told | form for form in schema["anyOf"]]
    return schema | told


def _described(cls: type[Any]) -> dict[str, Schema]:
    """Return what a class's docstring says of its arguments, where Python has kept it."""
    _, _, told = (getdoc(cls) or "").partition("Args:\n")
    args = re.split(r"\n\S", told, maxsplit=1)[0]
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", args, flags=re.MULTILINE)
    return {name: {"description": _in_a_file(text)} for name, text in found}


def _in_a_file(text: str) -> str:
    """Return what a docstring says in words that fit a file, in which nothing is ``None``."""
    plain = " ".join(text.split()).replace("? ``None``", "? Left out")
    return plain.replace("``None``", "left out").replace("``", "`")


def _property(field: "attrs.Attribute[Any]", defs: dict[str, Schema]) -> Schema:
    schema = _value(field.type, defs)
    if field.validator is is_line:
        schema["minLength"] = 1
    default = field.default.value if isinstance(field.default, StrEnum) else field.default
    if isinstance(default, str | bool) and default != "":
        schema["default"] = default
    return schema


def _value(kind: Any, defs: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if get_origin(kind) is tuple:
        return _list(get_args(kind), defs)
    if get_args(kind):
        return _either([_value(one, defs) for one in get_args(kind)])
    if issubclass(kind, StrEnum):
        return _words(kind)
    reference = _reference(kind, defs)
    if kind is Scale:
        return {"anyOf": [{"enum": list(STANDARD_SCALES)}, reference]}
    return reference


def _either(forms: list[Schema]) -> Schema:
    """Return the schema of several forms; text that may be missing is one form with two types."""
    forms = [own for form in forms for own in form.get("anyOf", [form])]
    first, *others = forms
    if others == [_PLAIN[type(None)]] and "type" in first:
        return first | {"type": [first["type"], "null"]}
    return {"anyOf": forms}


def _words(vocabulary: type[StrEnum]) -> Schema:
    """Return the schema of a closed vocabulary, with what each word means."""
    words: Schema = {"enum": [word.value for word in vocabulary]}
    meanings = _meanings(vocabulary)
    if not meanings:
        return words
    told = [meanings.get(word.name) for word in vocabulary]
    return words | {"x-taplo": {"docs": {"enumValues": told}}}


def _meanings(vocabulary: type[StrEnum]) -> dict[str, str]:
    """Return the text under each word of a class, where its source is at hand."""
    try:
        tree = ast.parse(dedent(getsource(vocabulary)))
    except OSError:
        return {}
    body = getattr(tree.body[0], "body", [])
    found: dict[str, str] = {}
    for word, told in pairwise(body):
        match word, told:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
            case _:
                pass
    return found


def _list(kinds: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _value(kinds[0], defs)}
    return {
        "type": "array",
        "prefixItems": [_value(kind, defs) for kind in kinds],
        "minItems": len(kinds),
        "maxItems": len(kinds),
    }


def _reference(cls: type[Any], defs: dict[str, Schema]) -> Schema:
    if cls.__name__ not in defs:
        defs[cls.__name__] = {}  # holds the place while the class is walked
        defs[cls.__name__] = _table(cls, defs)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _matching(pattern: str, most: int = identifiers.LONGEST) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$", "maxLength": most}


_BASIC: Final = "|".join(BasicRelation)

_SLUG: Final = _matching(identifiers.SLUG)

_ANSWER: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}

_PLAIN: Final[dict[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date"},
    Fraction: {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": _RATIO},
        ]
    },
    tuple[Fraction, ...]: {
        "type": "array",
        "items": {
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]
        },
    },
    identifiers.FrameworkId: _SLUG,
    identifiers.IndicatorId: _SLUG,
    identifiers.LimitationId: _SLUG,
    identifiers.DimensionId: _SLUG,
    identifiers.ConditionId: _SLUG,
    identifiers.SourceId: _matching(identifiers.SOURCE),
    identifiers.StatementId: _matching(identifiers.STATEMENT),
    identifiers.FitRuleId: _matching(identifiers.FIT_RULE),
    StageRef: _matching(identifiers.STAGE, identifiers.LONGEST_PLACE),
    identifiers.Place: _matching(identifiers.PLACE, identifiers.LONGEST_PLACE),
    Relation: {
        "anyOf": [
            {"enum": [word.value for word in WORDS]},
            {"type": "string", "pattern": f"^({_BASIC}) *( +({_BASIC}) *)*$"},
        ]
    },
    Citation: {"type": "string", "pattern": f"^{identifiers.SOURCE}( .+)?$"},
    Answer: _ANSWER,
    Answers: {"type": "object", "additionalProperties": _ANSWER},
}

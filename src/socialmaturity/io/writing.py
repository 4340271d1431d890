"""Values out as plain data, JSON and TOML; read back they are equal."""

import json
from typing import Any

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import MissingExtraError
from socialmaturity.io.converter import converter
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.framework import Framework

Writable = Framework | Crosswalk | Assessment
"""What has a file format."""


def to_dict(value: Writable) -> dict[str, Any]:
    """Return a value as plain data.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Dictionaries, lists, text, numbers, true and false, in the shape of
        the files; what has its default is left out.
    """
    plain: dict[str, Any] = converter().unstructure(value)
    return plain


def to_json(value: Writable) -> str:
    """Return a value as JSON, indented by two.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Text that the parser of its format reads back equal.
    """
    return json.dumps(to_dict(value), ensure_ascii=False, indent=2) + "\n"


def to_toml(value: Writable) -> str:
    """Return a value as TOML; needs the extra ``socialmaturity[toml]``.

    Args:
        value: A framework, a crosswalk or an assessment.

    Returns:
        Text that the parser of its format reads back equal.

    Raises:
        MissingExtraError: tomli-w is not installed.
    """
    try:
        import tomli_w
    except ImportError as cause:
        raise MissingExtraError(
            "writing TOML needs tomli-w; install it with: pip install 'socialmaturity[toml]'"
        ) from cause
    return tomli_w.dumps(to_dict(value))

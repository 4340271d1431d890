"""What went wrong while reading, as a flat list of problems with their paths."""

from collections.abc import Iterator

import attrs
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError

from socialmaturity.errors import (
    InvalidInputError,
    MissingValueError,
    SocialMaturityError,
    UnknownKeyError,
)


def located_problems(error: Exception, path: str = "") -> tuple[SocialMaturityError, ...]:
    """Return the problems that an error of reading stands for.

    Args:
        error: Raised while a value was read.
        path: Where that value stands.

    Returns:
        At least one problem, in order, each under *path*.

    Raises:
        Exception: *error* itself, where reading does not expect it.
    """
    return tuple(problem.under(path) for problem in _problems(error))


def _problems(error: Exception) -> Iterator[SocialMaturityError]:
    if isinstance(error, ClassValidationError):
        yield from _class_problems(error)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(map(str, error.extra_fields)):
            yield UnknownKeyError(key, known, within=f"a table of {error.cl.__name__}", path=key)
    elif isinstance(error, InvalidInputError):
        for problem in error.exceptions:
            yield from located_problems(problem, error.path)
    elif isinstance(error, SocialMaturityError):
        yield error
    else:
        raise error


def _class_problems(error: ClassValidationError) -> Iterator[SocialMaturityError]:
    of_fields, of_whole = error.group_exceptions()
    for problem, note in of_fields:
        if isinstance(problem, KeyError):
            yield MissingValueError(f"the key {note.name!r} is required", path=note.name)
        else:
            yield from located_problems(problem, note.name)
    for problem in of_whole:
        yield from _problems(problem)

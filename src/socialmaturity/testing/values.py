"""Laws of any value: it can be copied, hashed and written down, and is the same afterwards."""

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from socialmaturity.testing.check import Problems, fault, told


def copies(value: object) -> Iterator[tuple[str, object]]:
    """Yield a value's copies, each with the way it was made."""
    ways: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("copied", copy.copy),
        ("copied deeply", copy.deepcopy),
        ("pickled", lambda own: pickle.loads(pickle.dumps(own))),  # noqa: S301 our own bytes
    )
    for way, make in ways:
        yield way, _made(make, value)


def _made(make: Callable[[Any], Any], value: object) -> object:
    try:
        return make(value)
    except Exception as error:
        return _Unmade(error)


@attrs.frozen
class _Unmade:
    """A copy that could not be made."""

    error: Exception


def copy_problems(value: object) -> Problems:
    """Give the ways in which a value cannot be copied, or is another one afterwards."""
    for way, made in copies(value):
        if isinstance(made, _Unmade):
            yield fault(f"it cannot be {way}: {told(made.error)}", value=made.error)
        elif made != value:
            yield fault(f"{way} it is not equal to itself", value=made)


def hash_problems(value: object) -> Problems:
    """Give the copies that are equal to a value and hash otherwise, or that it has no hash."""
    try:
        own = hash(value)
    except TypeError as error:
        yield fault(f"it has no hash: {error}", value=value)
        return
    for way, made in copies(value):
        if made == value and hash(made) != own:
            yield fault(f"{way} it is equal and has another hash", value=made)


def same_fields(one: object, two: object, cls: type[Any]) -> bool:
    """Return whether two values agree in all that values of a class compare by."""
    return all(
        getattr(one, own.name) == getattr(two, own.name) for own in attrs.fields(cls) if own.eq
    )


def round_trip_problems(value: Any, cls: type[Any], parse: Callable[..., Any]) -> Problems:
    """Give the formats from which a value reads back as another one, or not at all."""
    from socialmaturity.io.reading import reader
    from socialmaturity.io.writing import to_dict, to_json

    ways: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("plain data", lambda: reader().structure(to_dict(value), cls)),
        ("JSON", lambda: parse(to_json(value), format="json")),
    )
    for name, read in ways:
        try:
            back = read()
        except Exception as error:
            yield fault(f"written as {name} it does not read back: {told(error)}", value=error)
        else:
            if not same_fields(value, back, cls):
                yield fault(f"written as {name} it reads back as another one", value=back)

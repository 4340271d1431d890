"""From an entry point to its value: the module is imported, a factory called, a file read."""

import os
import re
from contextvars import ContextVar
from functools import reduce
from importlib import import_module
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath
from sys import modules
from time import perf_counter
from typing import Final, TypeGuard

from socialmaturity.errors import InvalidValueError, WrongTypeError, shown
from socialmaturity.io.files import load_crosswalk, load_framework
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.framework import Framework
from socialmaturity.plugins.finding import failure
from socialmaturity.plugins.report import Plugin, PluginEntry, PluginFailure, PluginKind
from socialmaturity.scoring.method import Rule, is_rule

Value = Framework | Crosswalk | Rule

_TARGET: Final = re.compile(r"([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[.*\])?")

_tried: Final[dict[PluginEntry, Plugin | PluginFailure]] = {}
_under_way: Final[ContextVar[tuple[PluginEntry, ...]]] = ContextVar("under_way", default=())


def load(entry: PluginEntry) -> Plugin | PluginFailure:
    """Return what an entry point gives, or why it gives nothing.

    Args:
        entry: With a kind.

    Returns:
        Asked again, the same object. Where several threads ask at once for
        what none has loaded, each may load it, and all get what the first
        one found; no thread waits for another.
    """
    tried = _tried.get(entry)
    if tried is not None:
        return tried
    if entry in _under_way.get():
        return failure(entry, RecursionError("it asks for itself while it is loaded"))
    return _tried.setdefault(entry, _try(entry))


def _try(entry: PluginEntry) -> Plugin | PluginFailure:
    token = _under_way.set((*_under_way.get(), entry))
    start = perf_counter()
    try:
        value = _value(entry)
    except KeyboardInterrupt:
        raise
    except BaseException as cause:
        return failure(entry, cause, perf_counter() - start)
    finally:
        _under_way.reset(token)
    return Plugin(
        kind=entry.kind,
        name=entry.name,
        target=entry.target,
        distribution=entry.distribution,
        version=entry.version,
        value=value,
        seconds=perf_counter() - start,
    )


def _value(entry: PluginEntry) -> Value:
    parts = _TARGET.fullmatch(entry.target)
    if parts is None:
        raise InvalidValueError(
            f"{shown(entry.target)} names no object; expected something like 'acme.models:LADDER'",
            value=entry.target,
        )
    module = import_module(parts[1])
    named: object = reduce(getattr, parts[2].split(".") if parts[2] else (), module)
    if entry.kind is PluginKind.RULE:
        rule = _rule(named)
        return _named(entry, rule, rule.name, "name")
    if entry.kind is PluginKind.FRAMEWORK:
        framework = _framework(named, parts[1])
        return _named(entry, framework, framework.id, "id")
    crosswalk = _crosswalk(named, parts[1])
    return _named(entry, crosswalk, f"{crosswalk.subject}--{crosswalk.object}", "frameworks")


def _named(entry: PluginEntry, value: Value, name: str, word: str) -> Value:
    """Return a value whose name is that of its entry point."""
    if name != entry.name:
        raise InvalidValueError(
            f"the entry point is named {entry.name!r} and what it gives {shown(name)}; name both"
            " alike",
            path=word,
            value=name,
        )
    return value


def _rule(named: object) -> Rule:
    made = named if is_rule(named) else _made(named)
    if not _is_rule(made):
        raise WrongTypeError(
            f"expected a rule with a name, its class, or a function that gives one, not"
            f" {shown(made)}",
            value=made,
        )
    return made


def _is_rule(made: object) -> TypeGuard[Rule]:
    return is_rule(made) and isinstance(getattr(made, "name", None), str)


def _framework(named: object, module: str) -> Framework:
    made = _made(named)
    if _is_path(made):
        with as_file(_resource(made, module)) as path:
            return load_framework(path)
    if not isinstance(made, Framework):
        raise _wrong_type(made, "Framework")
    return made


def _crosswalk(named: object, module: str) -> Crosswalk:
    made = _made(named)
    if _is_path(made):
        with as_file(_resource(made, module)) as path:
            return load_crosswalk(path)
    if not isinstance(made, Crosswalk):
        raise _wrong_type(made, "Crosswalk")
    return made


def _made(named: object) -> object:
    """Return what a factory gives; what is none stays."""
    return named() if callable(named) else named


def _is_path(made: object) -> TypeGuard[str | PurePath | Traversable]:
    return isinstance(made, str | PurePath | Traversable)


def _wrong_type(made: object, expected: str) -> WrongTypeError:
    return WrongTypeError(
        f"expected a {expected}, a function that gives one, or the path of its file, not"
        f" {shown(made)}",
        value=made,
    )


def _resource(given: str | PurePath | Traversable, module: str) -> Traversable:
    """Return a file of the package that a module is in."""
    if not isinstance(given, str | PurePath):
        return given
    package = getattr(modules[module], "__package__", None)
    if not package:
        raise InvalidValueError(
            f"module {module!r} is in no package, so {shown(str(given))} names no file; put both"
            " into one, or give the object itself",
            value=str(given),
        )
    path = _normal(given)
    if path.parts[:1] == ("..",) or (path.is_absolute() and not _is_inside(path, package)):
        raise InvalidValueError(
            f"the path {shown(str(given))} leaves the package {package!r}; ship the file in it",
            value=str(given),
        )
    return path if path.is_absolute() else files(package).joinpath(*path.parts)


def _is_inside(path: PurePath, package: str) -> bool:
    """Return whether a path lies in the outermost package, as it is written: links are kept."""
    outermost = modules[package.partition(".")[0]]
    return any(
        path.is_relative_to(_normal(Path(folder).absolute())) for folder in outermost.__path__
    )


def _normal(path: str | PurePath) -> Path:
    return Path(os.path.normpath(path))

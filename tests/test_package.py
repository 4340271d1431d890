"""The package as a whole: what an import brings, and that every public name is there."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

import socialmaturity as sm

SUBMODULES = [
    module.name for module in pkgutil.walk_packages(sm.__path__, prefix=f"{sm.__name__}.")
]


def python(program: str) -> str:
    """What a program prints in a process of its own, warnings being errors."""
    done = run(
        [executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_importing_brings_nothing_dear() -> None:
    """Neither networkx nor cattrs, nor what only reading a file needs."""
    dear = ("networkx", "cattrs", "importlib.metadata", "tomllib", "json", "csv", "difflib")
    program = f"import sys, socialmaturity; print([own for own in {dear!r} if own in sys.modules])"
    assert python(program) == "[]\n"


def test_scoring_brings_no_networkx() -> None:
    """Nor does translating; the graph alone needs it."""
    program = """
import sys, socialmaturity as sm
result = sm.score(sm.Assessment(framework="solis"))
sm.translate(result, to="carfi"), sm.next_steps(result)
print("networkx" in sys.modules)
sm.to_networkx()
print("networkx" in sys.modules)
"""
    assert python(program) == "False\nTrue\n"


def test_every_public_name_works_twice_after_importing_every_submodule() -> None:
    """The import system binds submodules to the package; none takes a name away."""
    for module in SUBMODULES:
        importlib.import_module(module)
    for name in sm.__all__:
        first = getattr(sm, name)
        assert getattr(sm, name) is first, name
        assert inspect.ismodule(first) == (name == "errors"), name
    rooms = {module.split(".")[1] for module in SUBMODULES}
    assert set(sm.__all__) & rooms == {"errors"}  # which is imported at once


def test_every_public_name_works_in_a_fresh_process() -> None:
    """In any order, and the star brings all."""
    program = """
import socialmaturity as sm
for name in reversed(sm.__all__):
    getattr(sm, name)
    getattr(sm, name)
from socialmaturity import *
print(len(set(dir()) & set(sm.__all__)) == len(sm.__all__), set(sm.__all__) <= set(dir(sm)))
"""
    assert python(program) == "True True\n"


def test_the_version_is_that_of_the_distribution() -> None:
    """Looked up on demand."""
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+)?", sm.__version__)
    with pytest.raises(AttributeError, match="module 'socialmaturity' has no attribute 'scroe'"):
        getattr(sm, "scroe")  # noqa: B009


def test_what_is_listed_is_sorted_and_listed_once() -> None:
    """So that a reader finds a name."""
    assert set(sm.__all__) <= set(dir(sm))
    assert dir(sm) == sorted(dir(sm))
    assert len(set(sm.__all__)) == len(sm.__all__)


def test_results_do_not_depend_on_the_hash_seed() -> None:
    """Same input, same output."""
    program = """
import json, socialmaturity as sm
result = sm.score(sm.Assessment(framework="solis", answers={"listening": "F", "research": "L"}))
print(json.dumps(result.to_dict()), sm.translate(result, to="cisco"), sm.next_steps(result))
print(sm.to_json(sm.CISCO), sm.json_schema("framework"), sorted(sm.to_networkx().edges))
try:
    sm.parse_assessment('{"framework": "solis", "b": 1, "a": 1, "c": 2}', format="json")
except sm.InvalidInputError as error:
    print(error)
"""
    seen: set[str] = set()
    for seed in ("0", "1", "2"):
        done = run(
            [executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_the_package_says_that_it_is_typed() -> None:
    """For those who check types against it."""
    assert (Path(sm.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("module", ["socialmaturity", *SUBMODULES])
def test_every_module_says_what_it_holds(module: str) -> None:
    """In its first line."""
    assert (importlib.import_module(module).__doc__ or "").strip()


def test_scoring_loads_no_room_of_crosswalks() -> None:
    """Who only scores does not pay for relations, mappings and reasoning."""
    program = """
import sys, socialmaturity as sm
sm.score(sm.Assessment(framework="solis", answers={}))
rooms = ("socialmaturity.mapping.", "socialmaturity.graph.")
print([own for own in sys.modules if own.startswith(rooms)])
"""
    done = run([executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

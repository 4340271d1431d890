"""Type checkers accept what is right and refuse what is wrong, line by line.

Skipped where a checker is not installed: it belongs to the extra `check`.
"""

import re
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess, run
from sys import executable

import pytest

TYPING = Path(__file__).parent / "typing"
WRONG = TYPING / "refused" / "wrong.py"


def mypy(path: Path, tmp_path: Path) -> CompletedProcess[str]:
    """What mypy says of a file, strictly."""
    command = [executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}"]
    return run([*command, path], capture_output=True, text=True, check=False)


def pyright(path: Path, tmp_path: Path) -> CompletedProcess[str]:
    """What pyright says of a file, away from the settings of this tree."""
    copied = shutil.copy(path, tmp_path)
    command = [executable, "-m", "pyright", "--pythonpath", executable, copied]
    return run(command, capture_output=True, text=True, check=False, cwd=tmp_path)


CHECKERS = [
    pytest.param(
        checker,
        marks=pytest.mark.skipif(
            find_spec(checker.__name__) is None, reason=f"{checker.__name__} is not installed"
        ),
        id=checker.__name__,
    )
    for checker in (mypy, pyright)
]
Checker = Callable[[Path, Path], CompletedProcess[str]]


@pytest.mark.parametrize("checker", CHECKERS)
def test_right_code_is_accepted(checker: Checker, tmp_path: Path) -> None:
    """With the very types that are promised."""
    done = checker(TYPING / "accepted.py", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search("no issues found in 1 source file|^0 errors", done.stdout)


@pytest.mark.parametrize("checker", CHECKERS)
def test_wrong_code_is_refused_line_by_line(checker: Checker, tmp_path: Path) -> None:
    """Every marked line, and no other."""
    done = checker(WRONG, tmp_path)
    assert done.returncode == 1, done.stderr
    told = {int(line) for line in re.findall(r"wrong\.py:(\d+)\S* -? ?error", done.stdout)}
    marked = {
        number
        for number, line in enumerate(WRONG.read_text(encoding="utf-8").splitlines(), 1)
        if "# refused: " in line
    }
    assert told == marked

"""Whatever the documents show, runs and prints what they say."""

import doctest
import importlib
import os
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

import socialmaturity as sm

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
PLUG_IN = ROOT / "docs" / "tutorials" / "write-a-plug-in.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS

MODULES = ["socialmaturity"] + [
    module.name for module in pkgutil.walk_packages(sm.__path__, prefix=f"{sm.__name__}.")
]


def blocks(text: str, language: str) -> Iterator[str]:
    """The fenced blocks of a language, in order."""
    return (body for own, body in FENCE.findall(text) if own == language)


def check(test: doctest.DocTest) -> None:
    """Run the examples of a docstring or a page."""
    told: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=told.append)
    assert not outcome.failed, "".join(told)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_docstrings_run(name: str) -> None:
    """Of every module, class and function."""
    for test in doctest.DocTestFinder().find(importlib.import_module(name)):
        check(test)


@pytest.mark.parametrize(
    "page",
    [own for own in (ROOT / "README.md", *PAGES) if own != PLUG_IN],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_examples_of_pages_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, beside the files that the page shows."""
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    names = iter(re.findall(r"load_\w+\(\"([\w-]+\.toml)\"\)", text))
    for shown in blocks(text, "toml"):
        assert tomllib.loads(shown)
        Path(next(names)).write_text(shown, encoding="utf-8")
    session = "\n".join(blocks(text, "pycon"))
    check(doctest.DocTestParser().get_doctest(session, {}, str(page), str(page), 0))


def test_the_tutorial_of_plug_ins_leads_to_one(tmp_path: Path) -> None:
    """Its files are written, its commands run, and its examples after them."""
    text = PLUG_IN.read_text(encoding="utf-8")
    shown = [body for own, body in FENCE.findall(text) if own in ("toml", "python")]
    names = dict.fromkeys(re.findall(r"`([\w/-]+\.(?:toml|py))`", text))
    for name, body in zip(names, shown, strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(body, encoding="utf-8")
    environment = os.environ | {
        "PATH": f"{Path(executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip reads no isolation
        "PIP_TARGET": str(tmp_path / "site"),
        "PYTHONPATH": str(tmp_path / "site"),
    }
    environment.pop("SOCIALMATURITY_NO_PLUGINS", None)
    (tmp_path / "session.txt").write_text("\n".join(blocks(text, "pycon")), encoding="utf-8")
    for command in (*blocks(text, "sh"), "python -m doctest -o ELLIPSIS session.txt"):
        done = run(
            ["sh", "-e", "-c", command],  # noqa: S607 the reader's own
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_prints_what_it_says() -> None:
    """Its program, in a process of its own."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (program,) = blocks(text, "python")
    (printed,) = blocks(text, "text")
    done = run([executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == printed


def test_the_quickstart_scores_what_the_readme_shows(tmp_path: Path) -> None:
    """On the filled-in file beside it, wherever it is started."""
    done = run(
        [executable, EXAMPLES / "quickstart.py"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith(
        "Acme is at Stage 2: Setting the Stage + Dress Rehearsal at worst"
    )
    for other in ("be-a-person", "cisco", "carfi", "socedo"):
        assert f"In the words of {other}:" in done.stdout
    assert "1. Find out about Rapid Response [rapid-response]." in done.stdout
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    namespace: dict[str, sm.Assessment] = {}
    exec(next(blocks(text, "python")).partition("result =")[0], namespace)  # noqa: S102
    assert sm.load_assessment(EXAMPLES / "acme.toml") == namespace["acme"]


def test_the_readme_s_shell_blocks_name_what_is_there() -> None:
    """One installs and runs the example, the other installs the tests and runs them."""
    first, second = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "sh")
    assert "pip install ." in first
    assert (ROOT / first.split()[-1]).exists()
    assert "pip install '.[test]'" in second
    assert second.split()[-1] == "pytest"


def test_links_between_documents_lead_somewhere() -> None:
    """To files of this tree, or pages made from the data."""
    made = {f"{which}.md" for which in sm.default_catalog().ids}
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *PAGES):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert target in made or (page.parent / target).exists(), (page, target)


def test_no_document_is_left_out_of_the_contents() -> None:
    """Every page stands in a table of contents."""
    listed = {
        (index.parent / line).with_suffix(".md").resolve()
        for index in PAGES
        for toc in re.findall(r"```\{toctree\}\n(.*?)```", index.read_text("utf-8"), re.DOTALL)
        for line in toc.split()
        if not line.startswith(":")
    }
    assert {page.resolve() for page in PAGES} - listed <= {(ROOT / "docs/index.md").resolve()} | {
        page.resolve() for page in PAGES if "--" in page.name
    }

"""Editors of TOML check and complete our files by our schema, and format them as we do."""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run
from threading import Timer
from typing import Any, get_args

import pytest

import socialmaturity as sm
from samples import framework
from socialmaturity.io.formatting import format_toml
from socialmaturity.io.schema import FileKind

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "socialmaturity" / "data"
FILES: dict[str, list[Path]] = {
    "framework": sorted((DATA / "frameworks").glob("*.toml")),
    "crosswalk": sorted((DATA / "crosswalks").glob("*.toml")),
    "assessment": sorted((ROOT / "docs" / "examples").glob("*.toml")),
}

pytestmark = pytest.mark.slow


def program(name: str) -> str:
    """A program of the environment that the tests run in."""
    found = shutil.which(
        name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if found is None:
        pytest.skip(f"the program {name} is not here; install it with: pip install {name}")
    return found


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    """A folder with our schemas."""
    for kind in get_args(FileKind):
        schema = json.dumps(sm.json_schema(kind))
        (tmp_path / f"{kind}.schema.json").write_text(schema, encoding="utf-8")
    return tmp_path


def lint(schemas: Path, kind: str, *paths: Path) -> tuple[int, str]:
    """What taplo, the program behind Even Better TOML, says of some files."""
    schema = (schemas / f"{kind}.schema.json").as_uri()
    command = [program("taplo"), "lint", "--no-auto-config", "--schema", schema, *map(str, paths)]
    done = run(command, capture_output=True, text=True, check=False, cwd=schemas)
    return done.returncode, done.stderr


@pytest.mark.parametrize("kind", FILES)
def test_our_files_are_right_to_an_editor(schemas: Path, kind: str) -> None:
    """All that we ship, by the schema of their kind."""
    assert FILES[kind]
    code, told = lint(schemas, kind, *FILES[kind])
    assert (code, "error:" in told) == (0, False), told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kind = "laddr"', '"laddr" is not one of ["ladder","phases"]'),
        ("nmae = 1", '{"title":"unknown key"} is not allowed for 1'),
        ("unit = 7", '7 is not of type "string"'),
        ('derived_from = "No id"', 'does not match "^([a-z0-9]+(-[a-z0-9]+)*)$"'),
    ],
)
def test_an_editor_marks_what_is_wrong_at_its_key(schemas: Path, line: str, told: str) -> None:
    """There alone, and not all of the file."""
    key = line.partition(" ")[0]
    others = re.sub(f"^{key} = .*\n", "", sm.to_toml(framework()), count=1, flags=re.MULTILINE)
    path = schemas / "own.toml"
    path.write_text(f"{line}\n{others}", encoding="utf-8")
    code, marked = lint(schemas, "framework", path)
    assert code == 1
    assert marked.count("error:") == 1, marked
    assert told in marked
    assert f"own.toml:1:{len(key) + 4}" in marked
    assert f"1 │ {line}" in marked


def test_an_editor_formats_our_files_as_we_do(tmp_path: Path) -> None:
    """Long lists, comments, lines of text: format on save and `format_toml` do not fight."""
    own = framework(
        summary="One.\n\nTwo.",
        aliases=tuple(f"Another name, number {number}" for number in "1234"),
        authors=("a" * 68,),
        unit="b" * 100,
    )
    texts = [sm.to_toml(own), "x = [\n  # a\n  1, # b\n  [2],\n  { y = [3], z = {} },\n]\n"]
    paths = [path for paths in FILES.values() for path in paths]
    for number, text in enumerate(texts):
        assert format_toml(text) == text
        paths.append(tmp_path / f"{number}.toml")
        paths[-1].write_text(text, encoding="utf-8")
    options = ["--no-auto-config", "--option", "align_comments=false"]
    command = [program("taplo"), "format", "--check", *options, *map(str, paths)]
    done = run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


class Editor:
    """What an editor says to a language server, and hears from it."""

    def __init__(self, folder: Path) -> None:
        command = [program("olpat"), "lsp", "stdio"]
        self.server = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=folder)
        self.count = 0
        self.root = folder.as_uri()
        folders = [{"uri": self.root, "name": "own"}]
        about = {"processId": os.getpid(), "rootUri": self.root, "workspaceFolders": folders}
        self.ask("initialize", {**about, "capabilities": {}})
        self.tell({"method": "initialized", "params": {}})

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for a message."""
        assert self.server.stdout is not None
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Send a question, and wait for the answer; what the server asks is answered by nothing."""
        self.count += 1
        self.tell({"id": self.count, "method": method, "params": params})
        while True:
            message = self.hear()
            if "method" not in message and message["id"] == self.count:
                return message["result"]
            if "method" in message and "id" in message:
                asked = message["params"].get("items", [])
                self.tell({"id": message["id"], "result": [None for _ in asked]})

    def offers(self, text: str) -> dict[str, str]:
        """What is offered where the text has a bar, each with what it means."""
        line, column = next(
            (number, own.index("|")) for number, own in enumerate(text.split("\n")) if "|" in own
        )
        uri = f"{self.root}/own.toml"
        document = {"uri": uri, "languageId": "toml", "version": 1, "text": text.replace("|", "")}
        self.tell({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        items: list[Any] = self.ask("textDocument/completion", place)
        nothing: dict[str, str] = {"value": ""}
        return {own["label"]: (own["documentation"] or nothing)["value"] for own in items}


def offers(folder: Path, text: str) -> dict[str, str]:
    """What an editor that was just opened offers; one that says nothing for long is closed."""
    editor = Editor(folder)
    timer = Timer(60, editor.server.kill)
    timer.start()
    with editor.server:
        found = editor.offers(text)
        timer.cancel()
        editor.server.kill()
    return found


HEAD = "#:schema ./framework.schema.json\n"


def test_an_editor_completes_keys_and_words(schemas: Path) -> None:
    """With what each means; a key that stands there already is not offered again."""
    keys = offers(schemas, f'{HEAD}id = "own"\n|\n[order]\n')
    assert keys["name"] == "As published."
    assert keys["published"] == "Year, month or day; left out where unknown."
    assert "id" not in keys
    assert "nmae" not in keys
    words = offers(schemas, f'{HEAD}kind = "|"\n')
    assert words['"ladder"'] == "Each stage builds on those before; the ordinal is a grade."
    parts = offers(schemas, f"{HEAD}[[stages]]\nordinal = 1\n|\n[[stages]]\nordinal = 2\n")
    assert parts["baseline"].startswith("Whether it is the absence of practice")
    assert "ordinal" not in parts

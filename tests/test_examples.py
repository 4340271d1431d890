"""The examples under docs/examples run as they stand, and say what the library says.

The service and the notebook need the extra ``examples``; where it is not
installed, their tests are skipped.
"""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from sys import executable
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import socialmaturity as sm
from socialmaturity.forms.build import questionnaire
from socialmaturity.forms.filling import to_form_data
from socialmaturity.forms.json_form import from_json_form, to_json_forms, to_rjsf
from socialmaturity.forms.questionnaire import AboutField
from socialmaturity.forms.surveyjs import from_surveyjs, to_surveyjs
from strategies import assessments

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
IDS = sm.Catalog().ids
NOBODY = "00000000-0000-0000-0000-000000000000"

needs_service = pytest.mark.skipif(
    not all(map(find_spec, ("fastapi", "httpx2", "uvicorn"))),
    reason="the extra 'examples' is not installed",
)
needs_notebook = pytest.mark.skipif(
    not all(map(find_spec, ("nbclient", "nbformat", "ipykernel"))),
    reason="the extra 'examples' is not installed",
)


# The script.


def stages_of(*folder: Path | str, cwd: Path) -> tuple[list[dict[str, str]], str]:
    """The rows that the script prints about a folder, and what it complains of."""
    done = subprocess.run(
        [executable, "-X", "utf8", "-W", "error", EXAMPLES / "stages_of_folder.py", *folder],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=cwd,
    )
    return list(csv.DictReader(done.stdout.splitlines())), done.stderr


def ordinal(stage: sm.Stage | None) -> str:
    """A stage as the script writes it."""
    return "" if stage is None else str(stage.ordinal)


def test_the_script_tells_of_every_file_what_the_library_does(tmp_path: Path) -> None:
    """Of the samples: a range, a stage, and a profile that has none."""
    rows, complaints = stages_of(EXAMPLES / "assessments", cwd=tmp_path)
    assert complaints == ""
    paths = sorted((EXAMPLES / "assessments").glob("*.toml"))
    assert [row["file"] for row in rows] == [path.name for path in paths]
    for row, path in zip(rows, paths, strict=True):
        result = sm.score(sm.load_assessment(path))
        assert row["subject"] == result.assessment.subject
        assert row["framework"] == result.framework.id
        assert row["stage"] == ordinal(result.stage)
        assert row["lowest"] == ordinal(result.lower)
        assert row["highest"] == ordinal(result.upper)
        assert row["next step"] == sm.next_steps(result).steps[0].text
    ends = [(row["stage"], row["lowest"] == row["highest"]) for row in rows]
    assert [bool(stage) for stage, _ in ends] == [False, True, False]
    assert [met for _, met in ends] == [False, True, True]


def test_the_script_lets_no_broken_file_hide_another(tmp_path: Path) -> None:
    """Without a folder it takes the one it is started in; other files are passed over."""
    shutil.copy(EXAMPLES / "assessments" / "theatre.toml", tmp_path / "b.toml")
    (tmp_path / "a.toml").write_text('framework = "cisco"\n[answers]\nnone = "F"\n', "utf-8")
    (tmp_path / "c.toml").write_text('framework = "cisc"\n', "utf-8")
    (tmp_path / "d.toml").write_text("framework = \n", "utf-8")
    (tmp_path / "notes.txt").write_text("not an assessment", "utf-8")
    top = "".join(f'{one.id} = "F"\n' for one in sm.CISCO.indicators)
    (tmp_path / "e.toml").write_text(f'framework = "cisco"\n[answers]\n{top}', "utf-8")
    rows, complaints = stages_of(cwd=tmp_path)
    assert [(row["file"], row["stage"]) for row in rows] == [("b.toml", "2"), ("e.toml", "5")]
    assert rows[1]["next step"] == ""
    assert "unknown indicator 'none' in framework 'cisco'" in complaints
    assert "unknown framework 'cisc'; did you mean 'cisco'?" in complaints
    assert "d.toml: 1 problem" in complaints
    assert "Traceback" not in complaints


# The service.


def service() -> Any:
    """The module of the service."""
    spec = spec_from_file_location("service", EXAMPLES / "service.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of the service, on a file of its own."""
    from fastapi.testclient import TestClient

    path = tmp_path_factory.mktemp("service") / "assessments.db"
    with TestClient(service().make_app(str(path)), raise_server_exceptions=False) as own:
        yield own


def stored(client: Any, assessment: sm.Assessment) -> str:
    """The place at which the service keeps an assessment."""
    answer = client.post("/assessments", json=sm.to_dict(assessment))
    assert answer.status_code == 201, answer.text
    return f"/assessments/{answer.json()['id']}"


def refused(answer: Any) -> tuple[int, list[tuple[str, str, str]]]:
    """The code of a refusal, and its problems; it says nothing else."""
    (problems,) = answer.json().values()
    assert all(set(one) == {"path", "code", "message"} for one in problems)
    told = [(one["path"], one["code"], one["message"]) for one in problems]
    return answer.status_code, told


@needs_service
def test_the_service_lists_all_frameworks(client: Any) -> None:
    """In the catalog's order, with their stages."""
    listed = client.get("/frameworks").json()
    assert [own["id"] for own in listed] == list(IDS)
    for own in listed:
        framework = sm.framework(own["id"])
        assert own["name"] == framework.name
        assert own["kind"] == framework.kind
        assert own["stages"] == [str(stage) for stage in framework.stages]


WRITERS = {"rjsf": to_rjsf, "json-forms": to_json_forms, "surveyjs": to_surveyjs}


@needs_service
@pytest.mark.parametrize("which", IDS)
def test_the_service_gives_forms_and_reads_them_back(client: Any, which: str) -> None:
    """In each shape, the first where none is named; what was filled in is stored as it was read."""
    framework = sm.framework(which)
    asked = questionnaire(framework, about=AboutField, notes=True)
    plain = client.get(f"/frameworks/{which}/form").json()
    assert plain == client.get(f"/frameworks/{which}/form?shape=rjsf").json()
    first, *others = (one.id for one in framework.indicators)
    filled = sm.Assessment(
        framework=which,
        version=framework.version,
        subject="Bäckerei",
        assessed_on="2026-11-01",
        answers={first: "F", **dict.fromkeys(others, sm.CANNOT_TELL)},
    )
    for shape, write in WRITERS.items():
        form = client.get(f"/frameworks/{which}/form", params={"shape": shape}).json()
        assert form == json.loads(json.dumps(write(asked)))
        survey = shape == "surveyjs"
        data = to_form_data(filled, asked, shape="surveyjs" if survey else "json-form").data
        answer = client.post(f"/frameworks/{which}/assessments?shape={shape}", json=data)
        assert answer.status_code == 201
        kept = client.get(f"/assessments/{answer.json()['id']}").text
        read = from_surveyjs if survey else from_json_form
        assert sm.parse_assessment(kept, format="json") == read(asked, data) == filled


@needs_service
def test_a_form_is_refused_with_all_its_problems(client: Any) -> None:
    """The paths are those of the form."""
    data: dict[str, Any] = {"stage-1": {"listening": "NA"}, "stage-2": [], "stage-0": {}}
    answer = client.post("/frameworks/solis/assessments", json=data)
    asked = questionnaire(sm.SOLIS, about=AboutField, notes=True)
    with pytest.raises(sm.InvalidInputError) as caught:
        from_json_form(asked, data)
    code, told = refused(answer)
    assert code == 422
    assert len(told) == 3
    assert told == [(own.path, own.code, own.message) for own in caught.value.problems]


@needs_service
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_stored_is_what_came(client: Any, data: st.DataObject) -> None:
    """Whatever assessment fits; it scores, translates and steps as the library does."""
    which = data.draw(st.sampled_from(IDS))
    assessment = data.draw(assessments(sm.framework(which)))
    place = stored(client, assessment)
    assert sm.parse_assessment(client.get(place).text, format="json") == assessment
    result = sm.score(assessment)
    assert client.get(f"{place}/score").json() == {
        "text": result.text(),
        "data": json.loads(json.dumps(result.to_dict())),
    }
    steps = sm.next_steps(result)
    assert client.get(f"{place}/next-steps").json()["text"] == steps.text()
    if isinstance(result, sm.StageResult):
        other = data.draw(st.sampled_from([own for own in IDS if own != which]))
        told = client.get(f"{place}/translation", params={"to": other}).json()
        assert told["text"] == sm.translate(result, to=other).text()
        assert told["data"] == json.loads(json.dumps(sm.translate(result, to=other).to_dict()))


@needs_service
def test_evidence_dates_and_exact_numbers_are_kept(client: Any) -> None:
    """And whatever stands in text is only text."""
    evidence = sm.Evidence(text="Report", strength="verified", observed_on="2026-10-31")
    assessment = sm.Assessment(
        framework="solis",
        scale="zero-to-one",
        subject="x'); DROP TABLE assessments; --",
        unit="日本 🙂",
        answers={"reporting": 0.1, "presence": "1/3", "analysis": None, "metrics": 1},
        findings=(sm.Finding(indicator="listening", answer="2/3", evidence=(evidence,)),),
        checks={"exploration-only": True},
        note="One\nTwo",
    )
    place = stored(client, assessment)
    assert sm.parse_assessment(client.get(place).text, format="json") == assessment
    assert client.get(f"{place}/score?rule=weighted_mean").json()["data"] == json.loads(
        json.dumps(sm.score(assessment, rule="weighted_mean").to_dict())
    )


@needs_service
@pytest.mark.parametrize("which", IDS)
def test_where_nothing_is_known_nothing_is_claimed(client: Any, which: str) -> None:
    """No zero: the range is the whole ladder, and the steps are to find out."""
    place = stored(client, sm.Assessment(framework=which))
    framework = sm.framework(which)
    told = client.get(f"{place}/score").json()["data"]
    steps = client.get(f"{place}/next-steps").json()["data"]["steps"]
    if framework.kind == "ladder":
        assert (told["lower"], told["upper"]) == (
            framework.lowest.ordinal,
            framework.stages[-1].ordinal,
        )
        assert told["stage"] is None
        assert {step["kind"] for step in steps} == {"find-out"}
        assert len(steps) == len(framework.indicators)
    else:
        assert "lower" not in told
        assert {step["kind"] for step in steps} == {"advice"}
    assert told["coverage"] == "0/1"


@needs_service
@pytest.mark.parametrize("rule", get_args(sm.RuleName))
def test_the_rule_is_a_parameter(client: Any, rule: sm.RuleName) -> None:
    """Each one gives what the library gives, or is refused with what the library says."""
    acme = sm.load_assessment(EXAMPLES / "acme.toml")
    answer = client.get(f"{stored(client, acme)}/score", params={"rule": rule})
    if rule in {"weighted_mean", "rating"}:
        with pytest.raises(sm.errors.MissingValueError) as caught:
            sm.score(acme, rule=rule)
        error = caught.value
        assert refused(answer) == (422, [(error.path, error.code, error.message)])
    else:
        assert answer.json()["data"]["explanation"]["rule"] == rule
        assert answer.json()["text"] == sm.score(acme, rule=rule).text()


@needs_service
def test_an_assessment_is_refused_with_all_its_problems(client: Any) -> None:
    """First those of shape, then those of its framework; nothing is stored."""
    shape = {"framework": "Solis!", "subjct": "Acme", "note": 3}
    assert refused(client.post("/assessments", json=shape)) == (
        422,
        [
            (
                "framework",
                "invalid-identifier",
                "invalid framework id 'Solis!'; expected something like 'be-a-person' (it matches"
                " [a-z0-9]+(-[a-z0-9]+)* and has at most 100 characters)",
            ),
            (
                "subjct",
                "unknown-key",
                "unknown key 'subjct' in a table of Assessment; did you mean 'subject'?",
            ),
            ("note", "wrong-type", "expected text, not 3; put it in quotes"),
        ],
    )
    unfit = {"framework": "carfi", "answers": {"business-trainin": "F", "channel-alignment": "NA"}}
    code, told = refused(client.post("/assessments", json=unfit))
    assert code == 422
    assert [(path, slug) for path, slug, _ in told] == [
        ("answers.business-trainin", "unknown-indicator"),
        ("answers.channel-alignment", "invalid-answer"),
    ]
    assert "did you mean 'business-training' or" in told[0][2]


@needs_service
@pytest.mark.parametrize(
    ("method", "url", "code", "slug"),
    [
        ("GET", "/frameworks/solls/form", 404, "unknown-framework"),
        ("GET", "/frameworks/solis/form?shape=html", 422, "literal_error"),
        ("POST", "/frameworks/solis/assessments", 422, "missing"),
        ("POST", "/assessments", 422, "missing"),
        ("GET", f"/assessments/{NOBODY}", 404, "not-found"),
        ("GET", f"/assessments/{NOBODY}/score", 404, "not-found"),
        ("GET", "/assessments/1", 422, "uuid_parsing"),
        ("GET", "ACME/score?rule=mean", 422, "literal_error"),
        ("GET", "ACME/translation", 422, "missing"),
        ("GET", "ACME/translation?to=cafri", 404, "unknown-framework"),
        ("GET", "ACME/translation?to=solis", 422, "framework-mismatch"),
        ("GET", "SHOP/translation?to=solis", 422, "invalid-value"),
        ("DELETE", "ACME", 405, "method-not-allowed"),
        ("GET", "/elsewhere", 404, "not-found"),
    ],
)
def test_errors_have_their_code(client: Any, method: str, url: str, code: int, slug: str) -> None:
    """404 for what is not there, 422 for what cannot be, in one shape."""
    for name, file in (("ACME", "acme.toml"), ("SHOP", "assessments/webshop.toml")):
        if url.startswith(name):
            url = url.replace(name, stored(client, sm.load_assessment(EXAMPLES / file)))
    answer = client.request(method, url)
    status, told = refused(answer)
    assert (status, [own for _, own, _ in told]) == (code, [slug])
    assert code != 405 or answer.headers["allow"] == "GET"


@needs_service
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        "3",
        '"solis"',
        "NaN",
        '{"framework": "solis", "answers": {"listening": NaN}}',
        '{"framework": "solis", "answers": {"listening": 1e999}}',
        '{"framework": "solis", "answers": {"listening": ' + "9" * 5000 + "}}",
        '{"framework": "solis", "answers": {"listening": ' + "9" * 400 + "}}",
        '{"framework": "solis", "answers": {"listening": [[]]}}',
        '{"framework": "solis", "subject": "\\ud800"}',
        '{"framework": "solis", "subject": "\\u0000"}',
        '{"framework": "solis", "\\ud800": 1}',
        '{"framework": "solis", "answers": {"\\udfff": "F"}}',
        '{"framework": "solis", "version": "9"}',
        '{"framework": "solis", "scale": ""}',
        '{"framework": "solis", "scale": "yes-no", "answers": {"listening": "F"}}',
        '{"framework": "solis", "assessed_on": "2026-02-30"}',
        '{"framework": "solis", "answers": ' + "[" * 50_000 + "]" * 50_000 + "}",
        "[" * 200_000,
    ],
    ids=lambda body: body[:60],
)
@pytest.mark.parametrize("url", ["/assessments", "/frameworks/solis/assessments"])
def test_awkward_bodies_are_refused_and_no_more(client: Any, url: str, body: str) -> None:
    """As the request's fault, with a problem or several."""
    answer = client.post(url, content=body, headers={"content-type": "application/json"})
    code, told = refused(answer)
    assert code in {400, 422}
    assert told
    assert all(message for _, _, message in told)


@needs_service
def test_a_body_that_is_too_large_is_refused(client: Any) -> None:
    """Whether it says how large it is or not; the largest that is not is read."""
    largest = service().LARGEST_BODY
    note = '{"framework": "solis", "note": "'
    body = note + "x" * (largest - len(note) - 2) + '"}'
    headers = {"content-type": "application/json"}
    assert client.post("/assessments", content=body, headers=headers).status_code == 201
    for one in (body + " ", iter([body.encode(), b" "])):
        answer = client.post("/assessments", content=one, headers=headers)
        assert answer.status_code == 413
        assert len(answer.text) < 200


@needs_service
def test_a_failure_of_the_service_tells_nothing_of_it(tmp_path: Path) -> None:
    """Such as a database that has gone."""
    from fastapi.testclient import TestClient

    database = tmp_path / "assessments.db"
    app = service().make_app(str(database))
    database.unlink()
    answer = TestClient(app, raise_server_exceptions=False).get(f"/assessments/{NOBODY}")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


@needs_service
def test_openapi_has_our_types(client: Any) -> None:
    """As components, once each, for bodies and for answers; every reference leads somewhere."""
    told = client.get("/openapi.json").json()
    parts = told["components"]["schemas"]
    schema = sm.json_schema("assessment")
    for name, part in {**schema["$defs"], "Assessment": schema}.items():
        for key in ("type", "required", "additionalProperties"):
            assert parts[name][key] == part[key]
        moved = json.dumps(part["properties"]).replace("#/$defs/", "#/components/schemas/")
        assert parts[name]["properties"] == json.loads(moved)
    text = json.dumps(told)
    assert "$defs" not in text
    assert not any(name.endswith(("-Input", "-Output")) for name in parts)
    for reference in re.findall(r'"\$ref": "([^"]*)"', text):
        assert reference.removeprefix("#/components/schemas/") in parts
    place = {"$ref": "#/components/schemas/Assessment"}
    given = told["paths"]["/assessments"]["post"]["requestBody"]
    taken = told["paths"]["/assessments/{id}"]["get"]["responses"]["200"]
    for own in (given, taken):
        assert own["content"]["application/json"]["schema"] == place
    checker: Any = Draft202012Validator({**place, "components": told["components"]})
    checker.validate(sm.to_dict(sm.load_assessment(EXAMPLES / "assessments" / "theatre.toml")))
    assert not checker.is_valid({"framework": "solis", "findings": [{"evidence": [{}]}]})


@needs_service
def test_every_refusal_is_announced(client: Any) -> None:
    """In one shape, at each request."""
    told = client.get("/openapi.json").json()
    place = {"$ref": "#/components/schemas/Problems"}
    for own in (one for path in told["paths"].values() for one in path.values()):
        assert set(own["responses"]) - {"200", "201"} == {"400", "404", "413", "422"}
        for code in ("400", "404", "422"):
            assert own["responses"][code]["content"]["application/json"]["schema"] == place


@needs_service
def test_the_service_runs_as_a_process(tmp_path: Path) -> None:
    """Started from anywhere; many at once are served, and what they stored outlives it."""
    import httpx2

    database = tmp_path / "assessments.db"
    log = tmp_path / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [executable, "-X", "dev", "-W", "error", str(EXAMPLES / "service.py"), str(database)]
    with (
        log.open("w") as told,
        subprocess.Popen([*started, "--port", str(port)], stderr=told, stdout=told) as process,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as own,
    ):
        try:
            for _ in range(300):
                if "Uvicorn running" in log.read_text() or process.poll() is not None:
                    break
                time.sleep(0.1)
            acme = sm.load_assessment(EXAMPLES / "acme.toml")
            with ThreadPoolExecutor(8) as pool:
                places = list(pool.map(stored, [own] * 40, [acme] * 40))
            assert len(set(places)) == 40
            told_score = own.get(f"{places[0]}/score").json()
            assert own.post("/assessments", json={"framework": 1}).status_code == 422
        finally:
            process.terminate()
    assert told_score["text"] == sm.score(acme).text()
    for word in ("Traceback", "Warning", "Error"):
        assert word not in log.read_text()
    from fastapi.testclient import TestClient

    again = TestClient(service().make_app(str(database)))
    for place in places:
        assert sm.parse_assessment(again.get(place).text, format="json") == acme


# The notebook.

EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
path, folder = sys.argv[1:]
notebook = nbformat.read(path, 4)
nbformat.validate(notebook)
about = notebook.metadata.copy()
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
place = {"metadata": {"path": folder}}
NotebookClient(notebook, timeout=300, coalesce_streams=True, resources=place).execute()
notebook.metadata = about
for cell in notebook.cells:
    cell.metadata = {}
nbformat.write(notebook, path)
"""

NOTEBOOK = EXAMPLES / "museum_voices.ipynb"


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook that hold code."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [own for own in found if own["cell_type"] == "code"]


def shown(cell: dict[str, Any]) -> tuple[str, list[Any]]:
    """What a cell prints, in however many pieces it came, and what else it shows."""
    streams = [own for own in cell["outputs"] if own["output_type"] == "stream"]
    others = [own for own in cell["outputs"] if own not in streams]
    return "".join(line for own in streams for line in own["text"]), others


@needs_notebook
def test_the_notebook_prints_what_is_stored_with_it(tmp_path: Path) -> None:
    """In a fresh kernel, beside its files alone; it writes the table that is stored, too.

    It names lines of shipped files; where these have moved, this module run
    as a program stores anew what the notebook prints.
    """
    shutil.copy(NOTEBOOK, tmp_path)
    shutil.copytree(EXAMPLES / "museum", tmp_path / "museum")
    table = tmp_path / "museum" / "museum--carfi.sssom.tsv"
    table.unlink()
    copy = tmp_path / NOTEBOOK.name
    elsewhere = os.environ | {"HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")}
    done = subprocess.run(
        [executable, "-W", "ignore", "-c", EXECUTE, copy, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        env=elsewhere,
    )
    assert done.returncode == 0, done.stderr
    before, after = cells(NOTEBOOK), cells(copy)
    assert [own["source"] for own in after] == [own["source"] for own in before]
    assert [shown(own) for own in after] == [shown(own) for own in before]
    assert [own["execution_count"] for own in before] == list(range(1, len(before) + 1))
    assert table.read_bytes() == (EXAMPLES / "museum" / table.name).read_bytes()


def test_the_notebook_says_what_it_is_and_nothing_of_a_machine() -> None:
    """Nobody takes the framework for a real one; no warnings, no errors, no paths are stored."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(own["metadata"] == {} for own in notebook["cells"])
    assert "are made up" in "".join(notebook["cells"][0]["source"])
    streams = [output for own in cells(NOTEBOOK) for output in own["outputs"]]
    assert {own["output_type"] for own in streams} == {"stream", "execute_result"}
    assert {own["name"] for own in streams if own["output_type"] == "stream"} == {"stdout"}
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert not any(part in text for part in (str(EXAMPLES), str(Path.home()), "/tmp", "0x"))  # noqa: S108


def test_the_notebook_s_frameworks_and_people_are_in_no_shipped_file() -> None:
    """What is made up for it stays with it."""
    shipped = Path(sm.__file__).parent / "data"
    assert not any("useum" in path.read_text("utf-8") for path in shipped.rglob("*.toml"))


if __name__ == "__main__":
    subprocess.run([executable, "-c", EXECUTE, NOTEBOOK, EXAMPLES], check=True)

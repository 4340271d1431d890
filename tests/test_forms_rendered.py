"""The forms as people see them: three form libraries in a real browser, filled in and read back."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialmaturity as sm
from samples import framework, stage
from socialmaturity.forms.build import questionnaire
from socialmaturity.forms.filling import to_form_data
from socialmaturity.forms.json_form import from_json_form, to_json_forms, to_rjsf
from socialmaturity.forms.questionnaire import FormQuestion, Questionnaire, help_of, title_of
from socialmaturity.forms.slots import Shape, slots
from socialmaturity.forms.surveyjs import from_surveyjs, to_surveyjs

HERE = Path(__file__).parent / "forms"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
MISSING = [
    name for name, found in (("npm", shutil.which("npm")), ("chromium", CHROMIUM)) if not found
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING), reason=f"forms are rendered with {' and '.join(MISSING)}, not installed here"
    ),
]

LIBRARIES = ("rjsf", "json-forms", "surveyjs")


def shape_of(library: str) -> Shape:
    """How the answers of a library lie."""
    return "surveyjs" if library == "surveyjs" else "json-form"


@attrs.frozen(kw_only=True)
class Case:
    """A form, how it is filled in by hand, and what should come of it."""

    asked: Questionnaire
    steps: tuple[Mapping[str, str], ...] = ()
    expected: sm.Assessment
    stored: sm.Assessment | None = None


def heading(asked: Questionnaire, name: str) -> str:
    """What a question is headed with."""
    return title_of(asked, next(own for own in asked.questions if own.id == name))


def told(asked: Questionnaire, name: str, value: str) -> str:
    """What an answer to a question reads."""
    question = next(own for own in asked.questions if own.id == name)
    options = (*question.options, *asked.outcomes)
    return next(own.told for own in options if own.value == value)


def chosen(asked: Questionnaire, **answers: str) -> tuple[Mapping[str, str], ...]:
    """The clicks that give answers; ids are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in answers.items()}
    return tuple(
        {"heading": heading(asked, name), "choose": told(asked, name, value)}
        for name, value in named.items()
    )


def solis() -> Case:
    """A shipped framework: one answer of each sort, two checks, all else left open."""
    asked = questionnaire(sm.SOLIS)
    check = next(own.id for own in asked.questions if own.optional)
    answers = {"listening": "F", "reporting": "N", "presence": "cannot-tell", "relevance": "P"}
    return Case(
        asked=asked,
        steps=(
            *chosen(asked, **answers, analysis="not-assessed", metrics="not-applicable"),
            *chosen(asked, listening="L"),
            *chosen(asked, **{check: "yes"}),
        ),
        expected=sm.Assessment(
            framework="solis",
            version=sm.SOLIS.version,
            answers={
                **answers,
                "listening": "L",
                "analysis": None,
                "metrics": sm.NOT_APPLICABLE,
            },
            checks={check: "yes"},
        ),
    )


OWN = sm.Scale(id="own", labels=("none", "other", "a|b", "<b>50 %</b> {one}"))

CHECKED = framework(
    attrs.evolve(
        stage(1, "one", "rated"),
        limitations=(sm.Limitation(id="slow", question="Slow?", evidence=("D-1.01",)),),
    ),
    stage(2, "two"),
    scale=OWN,
    gate=None,
)

GERMAN = {
    "title": "Prüfbogen für {one} & <i>größere</i> Häuser",
    "description": "Fünf Fragen über öffentliche Kanäle.",
    "word:open": "Offene Fragen gelten als nicht geprüft.",
    "word:about": "Über diese Prüfung",
    "word:note": "Anmerkung",
    "word:optional": "freiwillig",
    "about:subject": "Geprüfte Stelle",
    "about:assessed_on": "Geprüft am",
    "section:stage-1": "Stufe 1: Zuhören",
    "question:one": "Hören Sie regelmäßig zu, {rated}?",
    "help:one": "Stichwörter täglich verfolgen: {two} ü < 3.",
    "question:rated": "Wird das Gehörte übermittelt?",
    "question:two": "Führt jemand Gespräche?",
    "question:slow": "Dauert es länger als üblich?",
    "check:yes": "trifft zu",
    "check:no": "trifft nicht zu",
    "outcome:cannot-tell": "nicht zu beurteilen",
    "outcome-meaning:cannot-tell": "angesehen, ohne Ergebnis für uns",
}


def german() -> Case:
    """An own scale whose labels other programs take for something else, in another language."""
    asked = questionnaire(
        CHECKED, texts=GERMAN, notes=True, about=("subject", "assessed_on"), by="stage"
    )
    return Case(
        asked=asked,
        steps=(
            {"heading": "Geprüfte Stelle", "write": "Müller & Söhne <b>"},
            *chosen(asked, one="a|b", rated="cannot-tell", two="<b>50 %</b> {one}", slow="no"),
            {"heading": heading(asked, "one"), "note": "Größtenteils.\nZweite Zeile."},
        ),
        expected=sm.Assessment(
            framework="demo",
            version="1",
            subject="Müller & Söhne <b>",
            answers={"rated": sm.CANNOT_TELL, "two": OWN.labels[3]},
            findings=(
                sm.Finding(indicator="one", answer="a|b", note="Größtenteils.\nZweite Zeile."),
            ),
            checks={"slow": "no"},
        ),
    )


LONG = " and ".join(["what is asked of the people who read and answer what is said"] * 3)

NUMBERS = framework(stage(1, "one", "ten"), stage(2, "two"), scale=sm.ZERO_TO_ONE, gate=None)


def numbers() -> Case:
    """Numbers, a bound itself, and a reason why there is none."""
    asked = questionnaire(NUMBERS, by="dimension", texts={"question:one": f"Is {LONG} done?"})
    cannot = asked.outcomes[0].told
    return Case(
        asked=asked,
        steps=(
            {"heading": heading(asked, "one"), "number": "0.35"},
            {"heading": heading(asked, "ten"), "reason": cannot},
            {"heading": heading(asked, "two"), "number": "1"},
        ),
        expected=sm.Assessment(
            framework="demo",
            version="1",
            answers={"one": 0.35, "ten": sm.CANNOT_TELL, "two": 1},
        ),
    )


def prefilled() -> Case:
    """A stored assessment, of which the form shows all but the evidence; one answer is changed."""
    asked = questionnaire(CHECKED, notes=True, about=("subject", "assessed_on", "note"))
    finding = sm.Finding(
        indicator="one", answer="a|b", note="Seen.", evidence=(sm.Evidence(text="A report"),)
    )
    stored = sm.Assessment(
        framework="demo",
        subject="Acme",
        assessed_on="2026-11-01",
        answers={"rated": "other", "two": None},
        findings=(finding,),
        checks={"slow": True},
        note="Two\nlines.",
    )
    return Case(
        asked=asked,
        stored=stored,
        steps=chosen(asked, rated="none"),
        expected=attrs.evolve(stored, answers={"rated": "none", "two": None}),
    )


CASES: dict[str, Callable[[], Case]] = {
    "solis": solis,
    "german": german,
    "numbers": numbers,
    "prefilled": prefilled,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Where the libraries are installed; each worker has its own place, kept where it can be."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    name = f"forms-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    return Path(cache.mkdir(name)) if cache else tmp_path_factory.mktemp(name)


@pytest.fixture(scope="module")
def rendered(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], dict[str, Any]]:
    """What the browser told of each form in each library."""
    for source in HERE.iterdir():
        shutil.copy(source, home)
    run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", cwd=home)
    pictures = tmp_path_factory.mktemp("pictures")
    plan = [
        {
            "library": library,
            "form": form_of(case.asked, library),
            "data": data_of(case, library),
            "fill": case.steps,
            "picture": str(pictures / f"{name}-{library}.png"),
        }
        for name, make in CASES.items()
        for library in LIBRARIES
        for case in (make(),)
    ]
    plan_file, told_file = home / "plan.json", home / "told.json"
    plan_file.write_text(json.dumps(plan), encoding="utf-8")
    run("node", "fill.js", plan_file, told_file, home / "page.html", str(CHROMIUM), cwd=home)
    told = json.loads(told_file.read_text(encoding="utf-8"))
    keys = [(name, library) for name in CASES for library in LIBRARIES]
    return dict(zip(keys, told, strict=True))


def run(*command: object, cwd: Path) -> None:
    """Run a command, and show what it printed where it fails."""
    done = subprocess.run(
        [str(shutil.which(str(command[0]))), *map(str, command[1:])],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=600,
    )
    assert not done.returncode, done.stdout + done.stderr


def form_of(asked: Questionnaire, library: str) -> dict[str, Any]:
    """What a library is given."""
    return {"rjsf": to_rjsf, "json-forms": to_json_forms, "surveyjs": to_surveyjs}[library](asked)


def data_of(case: Case, library: str) -> dict[str, Any]:
    """What a form is filled in with at first."""
    if case.stored is None:
        return {}
    return to_form_data(case.stored, case.asked, shape=shape_of(library)).data


EVERY = [(name, library) for name in CASES for library in LIBRARIES]


@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_everything_is_there_to_be_seen(
    key: tuple[str, str], rendered: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Title, sections, questions, help, and as many options as there are."""
    asked = CASES[key[0]]().asked
    visible = flat(rendered[key]["visible"])
    for text in (*shown_once(asked), *(own.title for own in slots(asked))):
        assert flat(text) in visible, text
    for option in {own.told for slot in slots(asked) for own in slot.options}:
        among = sum(own.told == option for slot in slots(asked) for own in slot.options)
        assert visible.count(flat(option)) >= among, option


def shown_once(asked: Questionnaire) -> list[str]:
    """What stands somewhere on the page."""
    questions: tuple[FormQuestion, ...] = asked.questions
    return [
        asked.title,
        asked.description,
        *(own.title for own in asked.sections),
        *(own.description for own in asked.sections),
        *(title_of(asked, own) for own in questions),
        *(help_of(asked, own) for own in questions),
    ]


def flat(text: str) -> str:
    """Text as a page shows it, without what has no width."""
    return " ".join(text.replace("\u2060", "").split())


@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_no_library_complains(
    key: tuple[str, str], rendered: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Neither in the console, nor about what was filled in."""
    assert rendered[key]["noise"] == []
    assert rendered[key]["errors"] == []


@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_what_was_filled_in_is_read_back(
    key: tuple[str, str], rendered: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """The very answers that were clicked and written, and none that was not."""
    case = CASES[key[0]]()
    read = from_surveyjs if key[1] == "surveyjs" else from_json_form
    filled = rendered[key]["filled"]
    assert read(case.asked, filled, stored=case.stored) == case.expected


@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_a_form_shows_what_it_was_filled_in_with(
    key: tuple[str, str], rendered: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """At first nothing is chosen but what was stored."""
    case = CASES[key[0]]()
    shown = (
        [] if case.stored is None else ["a|b", "other", "not assessed: nobody has looked", "yes"]
    )
    assert sorted(map(flat, rendered[key]["chosen"])) == sorted(shown)

"""A small web service: give forms, keep assessments in SQLite, score and translate them.

Start it with ``python service.py assessments.db`` and look at
http://127.0.0.1:8000/docs. It has no login: put it behind yours.
"""

import json
import sqlite3
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import uvicorn
from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, GetJsonSchemaHandler, GetPydanticSchema
from pydantic_core import CoreSchema, core_schema
from starlette.exceptions import HTTPException as AnyHTTPException

import socialmaturity as sm

LARGEST_BODY = 256 * 1024

Plain = dict[str, Any]


# What goes in and out. An assessment is checked by our reader, and described by our schema.


def read_assessment(given: object) -> sm.Assessment:
    """Return the assessment that a body says; what is wrong with it comes all at once."""
    if isinstance(given, sm.Assessment):
        return given
    assessment = sm.parse_assessment(json.dumps(given), format="json")
    problems = sm.assessment_problems(assessment, framework_of(assessment))
    if problems:
        raise sm.errors.InvalidAssessmentError(str(assessment), problems)
    return assessment


def describe_assessment(_: object, handler: GetJsonSchemaHandler) -> Plain:
    """Return our schema; its parts become components, so that client generators see them."""
    schema = sm.json_schema("assessment")
    del schema["$schema"]
    parts = {**schema.pop("$defs"), "Assessment": schema}
    named: list[CoreSchema] = [core_schema.any_schema(ref=name) for name in parts]
    places = dict(zip(parts, handler(core_schema.tuple_schema(named))["prefixItems"], strict=True))
    for name, part in parts.items():
        text = json.dumps(part)
        for other, place in places.items():
            text = text.replace(json.dumps({"$ref": f"#/$defs/{other}"}), json.dumps(place))
        handler.resolve_ref_schema(places[name]).update(json.loads(text))
    return {**places["Assessment"]}


Assessed = Annotated[
    sm.Assessment,
    GetPydanticSchema(
        lambda _, __: core_schema.no_info_plain_validator_function(
            read_assessment,
            serialization=core_schema.plain_serializer_function_ser_schema(sm.to_dict),
        ),
        describe_assessment,
    ),
]


class Entry(BaseModel):
    """A framework in the list."""

    id: str
    name: str
    kind: str
    stages: list[str]


class Stored(BaseModel):
    """Where an assessment is kept."""

    id: UUID


class Report(BaseModel):
    """A result in sentences, and whole as plain data."""

    text: str
    data: Plain


class Problem(BaseModel):
    """One thing that is wrong with a request."""

    path: str
    code: str
    message: str


class Problems(BaseModel):
    """All that is wrong with a request."""

    problems: list[Problem]


# Every error becomes a code and a list of problems here, and nowhere else.


def refuse(_: Request, error: Exception) -> JSONResponse:
    """Return an error as a response."""
    told = Problems(problems=list(problems_of(error))).model_dump()
    if isinstance(error, AnyHTTPException):
        return JSONResponse(told, error.status_code, error.headers)
    unknown = isinstance(error, sm.errors.UnknownNameError)
    return JSONResponse(told, HTTPStatus.NOT_FOUND if unknown else HTTPStatus.UNPROCESSABLE_ENTITY)


def problems_of(error: Exception) -> Iterator[Problem]:
    """Yield the problems that an error tells of."""
    if isinstance(error, sm.InvalidInputError):
        for problem in error.problems:
            yield from problems_of(problem)
    elif isinstance(error, sm.SocialMaturityError):
        yield Problem(path=error.path, code=error.code, message=error.message)
    elif isinstance(error, RequestValidationError):
        for own in error.errors():
            cause = own.get("ctx", {}).get("error")
            if isinstance(cause, sm.SocialMaturityError):
                yield from problems_of(cause)
            else:
                path = ".".join(map(str, own["loc"]))
                yield Problem(path=path, code=own["type"], message=own["msg"])
    elif isinstance(error, AnyHTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        yield Problem(path="", code=phrase.lower().replace(" ", "-"), message=str(error.detail))


# Where assessments are kept: one file, a connection for each request.


def connect(request: Request) -> Iterator[sqlite3.Connection]:
    """Give a connection; the threads of one request use it one after the other."""
    path = request.app.state.database
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        yield connection


Database = Annotated[sqlite3.Connection, Depends(connect)]


def store(assessment: sm.Assessment, database: sqlite3.Connection) -> Stored:
    """Keep an assessment under an id that nobody can guess."""
    stored = Stored(id=uuid4())
    with database:
        database.execute(
            "INSERT INTO assessments VALUES (?, ?)", (str(stored.id), sm.to_json(assessment))
        )
    return stored


def fetch(id: UUID, database: Database) -> sm.Assessment:  # noqa: A002 the word of the path
    """Return the assessment of the path."""
    found = database.execute("SELECT body FROM assessments WHERE id = ?", (str(id),)).fetchone()
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no assessment {id}")
    return sm.parse_assessment(found[0], format="json")


Fetched = Annotated[sm.Assessment, Depends(fetch)]


# What is served.

REFUSED: dict[int | str, Plain] = {code: {"model": Problems} for code in (400, 404, 422)}
routes = APIRouter(responses={**REFUSED, 413: {"description": "The body is too large"}})
Shape = Literal["rjsf", "json-forms", "surveyjs"]
FORMS = {
    "rjsf": (sm.to_rjsf, sm.from_json_form),
    "json-forms": (sm.to_json_forms, sm.from_json_form),
    "surveyjs": (sm.to_surveyjs, sm.from_surveyjs),
}


def framework_of(assessment: sm.Assessment) -> sm.Framework:
    """Return the framework that an assessment answers."""
    return sm.default_catalog().framework_of(assessment)


def questions_of(which: Annotated[str, Path(examples=["solis"])]) -> sm.Questionnaire:
    """Return what a form asks: all of a framework, about whom, and a note to each answer."""
    return sm.questionnaire(sm.framework(which), about=sm.AboutField, notes=True)


Asked = Annotated[sm.Questionnaire, Depends(questions_of)]


@routes.get("/frameworks")
def list_frameworks() -> list[Entry]:
    """List all frameworks."""
    return [
        Entry(id=own.id, name=own.name, kind=own.kind, stages=[str(one) for one in own.stages])
        for own in sm.default_catalog().frameworks()
    ]


@routes.get("/frameworks/{which}/form")
def give_form(asked: Asked, shape: Shape = "rjsf") -> Plain:
    """Give a form in the shape of one of three libraries."""
    write, _ = FORMS[shape]
    return write(asked)


@routes.post("/frameworks/{which}/assessments", status_code=HTTPStatus.CREATED)
def take_form(
    asked: Asked, data: Annotated[Plain, Body()], database: Database, shape: Shape = "rjsf"
) -> Stored:
    """Keep what was filled in as an assessment."""
    _, read = FORMS[shape]
    return store(read(asked, data), database)


@routes.post("/assessments", status_code=HTTPStatus.CREATED)
def take_assessment(assessment: Annotated[Assessed, Body()], database: Database) -> Stored:
    """Keep an assessment."""
    return store(assessment, database)


@routes.get("/assessments/{id}")
def give_assessment(assessment: Fetched) -> Assessed:
    """Give an assessment as it was stored."""
    return assessment


@routes.get("/assessments/{id}/score")
def give_score(assessment: Fetched, rule: sm.RuleName | None = None) -> Report:
    """Score it. What is unknown gives a range, from `lower` to `upper`; `stage` where they meet."""
    result = sm.score(assessment, rule=rule)
    return Report(text=result.text(), data=result.to_dict())


@routes.get("/assessments/{id}/translation")
def give_translation(assessment: Fetched, to: Annotated[str, Query(examples=["carfi"])]) -> Report:
    """Say it in the words of another framework."""
    translation = sm.translate(sm.score(assessment), to=to)
    return Report(text=translation.text(), data=translation.to_dict())


@routes.get("/assessments/{id}/next-steps")
def give_next_steps(assessment: Fetched) -> Report:
    """Say what to find out, and what to do next."""
    steps = sm.next_steps(sm.score(assessment))
    return Report(text=steps.text(), data=steps.to_dict())


def make_app(database: str) -> FastAPI:
    """Return the service.

    Args:
        database: The file that assessments are kept in; it is made if it is
            not there.

    Returns:
        An application for any ASGI server.
    """
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS assessments (id TEXT PRIMARY KEY, body TEXT NOT NULL)"
        )
    app = FastAPI(title="Social maturity", max_body_size=LARGEST_BODY)
    app.state.database = database
    app.include_router(routes)
    for cls in (sm.SocialMaturityError, RequestValidationError, AnyHTTPException):
        app.add_exception_handler(cls, refuse)
    return app


if __name__ == "__main__":
    parser = ArgumentParser(description="Keep assessments, score and translate them.")
    parser.add_argument("database", help="the file to keep them in")
    parser.add_argument("--port", type=int, default=8000)
    told = parser.parse_args()
    uvicorn.run(make_app(told.database), port=told.port)

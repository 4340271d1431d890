"""Sphinx settings; the pages of frameworks, crosswalks and schemas are made from the data."""

import json
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, get_args

import socialmaturity as sm
from socialmaturity.io.schema import FileKind

DOCS = Path(__file__).parent

project = "socialmaturity"
author = "The socialmaturity developers"
project_copyright = "2026, The socialmaturity developers"
version = release = installed_version("socialmaturity")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "examples"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

default_role = "code"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
nitpick_ignore = [  # files beside this folder that the README links to
    ("myst", "CHANGELOG.md"),
    ("myst", "LICENSE"),
]
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(attrs?|cattrs|collections|datetime|decimal|fractions|hypothesis|narwhals|networkx|nx|pathlib|pl|pytest|st)\..*",
    ),
    ("py:class", "Number|Translatable"),  # names for unions
    ("py:class", r"socialmaturity\.identifiers\.\w+Id"),  # types of their own, told as data
    ("py:class", r"socialmaturity(\.\w+)+\._(T|Value|Entry)"),  # whatever type comes
    ("py:class", r"socialmaturity\.forms\.slots\.\w+"),  # parts of a form's fields
    ("py:class", "Fraction|IntoFrameT?|ParameterSet"),  # names of others, in quoted annotations
    ("py:class", r"socialmaturity\.graph\.(engine|line|rows)\.\w+"),  # parts of the engines
]

html_theme = "furo"
html_title = "socialmaturity"


def write_pages(_: Any) -> None:
    """Write one page for each framework and crosswalk, and the schemas."""
    reference = DOCS / "reference"
    catalog = sm.Catalog()
    for which in catalog.ids:
        page = sm.framework_markdown(catalog.framework(which))
        write(reference / "frameworks" / f"{which}.md", page)
    for subject, other in catalog.pairs:
        crosswalk = catalog.crosswalk(subject, other)
        page = sm.crosswalk_markdown(
            crosswalk, catalog.framework(subject), catalog.framework(other)
        )
        write(reference / "crosswalks" / f"{subject}--{other}.md", page)
    for kind in get_args(FileKind):
        schema = json.dumps(sm.json_schema(kind), indent=2) + "\n"
        write(DOCS / "_build" / "schemas" / f"{kind}.schema.json", schema)


def write(path: Path, text: str) -> None:
    """Write a file unless it is there already, so that an unchanged page is not built anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def setup(app: Any) -> None:
    """Have the pages written before Sphinx looks for its sources."""
    app.connect("builder-inited", write_pages)

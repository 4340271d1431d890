"""Markdown pages show everything, and markup in names stays text."""

import re
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import crosswalk, framework, mapping, stage
from socialmaturity.catalog import BUILTIN_CROSSWALKS, BUILTIN_FRAMEWORKS
from socialmaturity.errors import FrameworkMismatchError, UnknownStageError, WrongTypeError
from socialmaturity.render.markdown import escape

NASTY = "<img src=x onerror=alert(1)> | **x** `y` [z](u) &amp; # $a$ {role}`b`"


@pytest.mark.parametrize("which", BUILTIN_FRAMEWORKS)
def test_a_framework_s_page_shows_everything(which: str) -> None:
    """Every id and every question; tables have as many cells in each row."""
    own = sm.framework(which)
    page = sm.framework_markdown(own)
    asked = [(str(part.id), part.question) for part in own.indicators]
    asked += [(str(part.id), part.question) for part in own.limitations]
    for which_one, question in asked:
        assert f"| `{which_one}` |" in page
        assert escape(question) in page
    for statement in own.all_statements:
        assert f"| {statement.id} |" in page
    for source in own.sources:
        assert f"- **{source.id}.**" in page
    for exclusion in (*own.excluded, *own.unchecked):
        assert f"| {exclusion.id} |" in page
    assert page.count("\n# ") + page.startswith("# ") == 1
    check_tables(page)


@pytest.mark.parametrize("pair", BUILTIN_CROSSWALKS, ids="--".join)
def test_a_crosswalk_s_page_shows_everything(pair: tuple[str, str]) -> None:
    """Mappings with names, stages without counterpart, what was dropped."""
    own = sm.crosswalk(*pair)
    page = sm.crosswalk_markdown(own, *map(sm.framework, pair))
    for link in own.mappings:
        assert escape(link.justification) in page
        assert escape(link.review) in page
    for none in own.no_counterparts:
        assert escape(none.reason) in page
    for drop in own.dropped:
        assert escape(drop.reason) in page
    check_tables(page)


def check_tables(page: str) -> None:
    """Each row of a table has the cells of its header."""
    for table in re.findall(r"(?:^\|.*\n?)+", page, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1, table


def test_markup_in_names_stays_text() -> None:
    """In every place a file can put it."""
    own = framework(
        attrs.evolve(stage(1, "one"), name=NASTY, aliases=(f"{NASTY} 2",), summary=f"- {NASTY}"),
        name=NASTY,
        sources=(sm.Source(id="S0", title=NASTY, url="javascript:alert(1)"),),
    )
    page = sm.framework_markdown(own)
    assert "<img" not in page
    assert "**x**" not in page
    assert not re.search(r"(?<!\\)\]\(", page)
    assert "<javascript" not in page
    check_tables(page)


@given(st.text())
def test_escaped_text_is_one_line_without_bare_markup(text: str) -> None:
    """Whatever comes in."""
    line = escape(text)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`|\[\]{}$~^]", re.sub(r"\\\\", "", line))
    assert "<" not in line
    assert ">" not in line
    assert not re.match(r"[-+=:%(]|[0-9]+[.)]", line)
    assert re.sub(r"\\(.)", r"\1", unescape(line)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2010. The year of it.", r"2010\. The year of it."),
        ("1) first", r"1\) first"),
        ("% of firms that use it", r"\% of firms that use it"),
        ("(target)=", r"\(target)="),
        ("100 % (all)", "100 % (all)"),
        ("a 1. b", "a 1. b"),
        ("+++", r"\+++"),
    ],
)
def test_what_means_something_at_the_start_of_a_line_is_escaped(text: str, line: str) -> None:
    """Numbers of lists, comments, targets; elsewhere it is text."""
    assert escape(text) == line


@pytest.mark.skipif(find_spec("myst_parser") is None, reason="myst-parser is not installed")
@pytest.mark.parametrize(
    "text",
    ["2010. The year of it.", "% of firms", "(target)=", "- a", "+++", ":a: b", "> a", "# a", NASTY]
    + ["```", "---", "===", "~~~", "| a | b |", "[a]: b", "{{ a }}", "$$ a", "1) a", "* a", "_a_"],
)
def test_a_parser_shows_the_text_as_it_is(text: str) -> None:
    """That of the documentation, and on a page."""
    parser: Any = import_module("myst_parser.parsers.mdit")
    config: Any = import_module("myst_parser.config.main")
    renderer: Any = import_module("markdown_it.renderer")
    markdown = parser.create_md_parser(config.MdParserConfig(), renderer.RendererHTML)
    page = sm.framework_markdown(framework(summary=text))
    shown = markdown.render(page).split("\n<table>")[0].split("\n", 1)[1]
    assert unescape(shown) == f"<p>{text}</p>"


def test_a_crosswalk_that_names_no_stage_cannot_be_shown() -> None:
    """It would have no name for it."""
    own = framework(id="left", stages=(stage(1, framework="left"),))
    other = framework(id="right", stages=(stage(1, framework="right"),))
    with pytest.raises(UnknownStageError):
        sm.crosswalk_markdown(crosswalk(mapping("left:2", "equal", "right:1")), own, other)
    links = crosswalk(mapping("left:1", "equal", "right:1"))
    with pytest.raises(FrameworkMismatchError, match="'right', not from 'left' to 'left'"):
        sm.crosswalk_markdown(links, own, own)
    page = sm.crosswalk_markdown(links, own, other)
    assert page.startswith("# Left to Right: 1 mappings")
    assert "## Without counterpart\n\nNone." in page


def test_only_what_has_a_page_is_shown() -> None:
    """Whatever else comes is named."""
    show: Any = sm.framework_markdown
    with pytest.raises(WrongTypeError, match="framework: expected a Framework, not 3"):
        show(3)
    show = sm.crosswalk_markdown
    with pytest.raises(WrongTypeError, match="crosswalk: expected a Crosswalk, not 3"):
        show(3, sm.SOLIS, sm.CARFI)
    for name, sides in (("subject", ("solis", sm.CARFI)), ("other", (sm.SOLIS, "carfi"))):
        with pytest.raises(WrongTypeError, match=f"{name}: expected a Framework, not '"):
            show(sm.crosswalk("solis", "carfi"), *sides)


def test_the_gate_and_the_scale_are_shown_whole() -> None:
    """Both thresholds, the quorum, and what each label means."""
    own = framework(
        scale=sm.Scale(id="light", labels=("red", "amber", "green"), meanings=("a", "b", "green")),
        gate=sm.Gate(at="amber", lower_at="green", quorum="2/3"),
    )
    page = sm.framework_markdown(own)
    assert "| scale | light (red a; amber b; green) |" in page
    assert (
        "| gate | amber or better, in the stages below green or better,"
        " for at least 2/3 of the indicators (judgement) |"
    ) in page
    numbers = framework(scale=sm.ZERO_TO_ONE, gate=sm.Gate(at=0.5))
    page = sm.framework_markdown(numbers)
    assert "| scale | zero-to-one (numbers from 0 to 1) |" in page
    assert f"| gate | {escape('0.5 or better')} (judgement) |" in page


def test_a_framework_without_gate_has_no_line_for_it() -> None:
    """Empty facts are left out."""
    page = sm.framework_markdown(framework(gate=None))
    assert "gate" not in page
    assert "| kind | ladder |" in page

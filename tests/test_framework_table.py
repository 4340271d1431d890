"""A sheet of stages and questions becomes a framework, and tells each defect by its cell."""

import csv
import re
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.errors import (
    DuplicateError,
    InvalidFileError,
    InvalidFrameworkError,
    InvalidIdentifierError,
    InvalidValueError,
    SocialMaturityError,
    UnknownScaleError,
    WrongTypeError,
)
from socialmaturity.io import framework_table
from socialmaturity.io.framework_table import (
    FRAMEWORK_COLUMNS,
    load_framework_csv,
    parse_framework_csv,
)
from strategies import LINES, SLUGS

HEAD = "stage,indicator,question,dimension"


def parsed(text: Any, **options: Any) -> sm.Framework:
    """The framework of a sheet."""
    own: dict[str, Any] = {"id": "own-model", "name": "Own"} | options
    return parse_framework_csv(text, **own)


def problems(text: str, **options: Any) -> list[str]:
    """All that is wrong with a sheet."""
    with pytest.raises(InvalidFileError) as caught:
        parsed(text, **options)
    assert caught.value.message == "table"
    return [str(problem) for problem in caught.value.problems]


def rows(*lines: str) -> str:
    """A sheet of the four required columns."""
    return "\n".join([HEAD, *lines])


def asked(indicator: str, question: str, dimension: str, **more: Any) -> sm.Indicator:
    """An indicator as a sheet gives it."""
    made = indicator.lower().replace(" ", "-")
    return sm.Indicator(
        **({"id": made, "name": indicator, "question": question, "dimension": dimension} | more)
    )


def test_a_sheet_of_five_columns_is_a_framework() -> None:
    """Stage by stage, with dimensions, sources, and a statement for each row with a source."""
    sheet = (
        f"{HEAD},source\n"
        "Starting,Posts,Do you post?,Work,Groundswell\n"
        "Learning,Rapid Response,Do you answer?,Service,\n"
        "Starting,Plan,Is there a plan?,Work,\n"
    )
    found = parsed(sheet)
    assert found == sm.Framework(
        id="own-model",
        name="Own",
        version="1.0",
        kind="ladder",
        order=sm.Order(exclusive=True),
        sources=(sm.Source(id="S1", title="Groundswell"),),
        dimensions=(
            sm.Dimension(id="work", name="Work", basis="judgement"),
            sm.Dimension(id="service", name="Service", basis="judgement"),
        ),
        stages=(
            sm.Stage(
                framework="own-model",
                ordinal=1,
                name="Starting",
                statements=(
                    sm.Statement(
                        id="OWNMODEL-1.01",
                        kind="activity",
                        dimension="work",
                        text="Posts",
                        sources=["S1"],
                    ),
                ),
                indicators=(
                    asked("Posts", "Do you post?", "work", evidence=["OWNMODEL-1.01"]),
                    asked("Plan", "Is there a plan?", "work"),
                ),
            ),
            sm.Stage(
                framework="own-model",
                ordinal=2,
                name="Learning",
                indicators=(asked("Rapid Response", "Do you answer?", "service"),),
            ),
        ),
    )
    assert sm.parse_framework(sm.to_toml(found)) == found


def test_the_arguments_say_what_a_sheet_does_not() -> None:
    """Phases do not exclude each other; version, scale, gate."""
    gate = sm.Gate(at="yes")
    found = parsed(rows("A,b,c,d"), version="2", kind="phases", scale=sm.YES_NO, gate=gate)
    assert (found.version, found.kind, found.scale, found.gate) == ("2", "phases", sm.YES_NO, gate)
    assert not found.order.exclusive
    assert parsed(rows("A,b,c,d")).order.exclusive


NAMES = st.from_regex("[A-Z][a-z]{1,6}( [A-Z][a-z]{1,5}|-[a-z]{2})?", fullmatch=True)


def unlike(text: str) -> str:
    """What makes two names one."""
    return re.sub("[^a-z]+", "-", text.lower())


CELLS = LINES.map(str.strip).filter(lambda text: not re.match("=|#|'", text))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a sheet, all in order, and the names of its stages."""
    stages = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=unlike))
    sides = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=unlike))
    names = draw(st.lists(NAMES, min_size=len(stages), max_size=8, unique_by=unlike))
    places = [*stages, *(draw(st.sampled_from(stages)) for _ in names[len(stages) :])]
    return [
        {
            "stage": stage,
            "indicator": name,
            "question": draw(CELLS),
            "dimension": draw(st.sampled_from(sides)),
            "source": draw(st.sampled_from(("", "S0", "S0 p. 3", "A paper", "A paper, p. 4"))),
        }
        for stage, name in zip(places, names, strict=True)
    ], stages


@given(sheets(), st.data())
def test_however_a_sheet_is_written_the_framework_is_the_same(
    drawn: tuple[list[dict[str, str]], list[str]], data: st.DataObject
) -> None:
    """Order and case of columns, what parts cells, ends of lines, a BOM, titles, blank lines."""
    given_rows, stages = drawn
    columns = data.draw(st.permutations(list(given_rows[0])))
    separator = data.draw(st.sampled_from(",;\t"))
    text = StringIO()
    end = data.draw(st.sampled_from(("\n", "\r\n")))
    quoting: Any = data.draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    if data.draw(st.booleans()):
        writer.writerow(["Our model"])
    writer.writerow([data.draw(st.sampled_from((own, own.upper(), f" {own} "))) for own in columns])
    for row in given_rows:
        writer.writerow([row[column] for column in columns])
        if data.draw(st.booleans()):
            writer.writerow([""] * len(columns))
    mark = data.draw(st.sampled_from(("", "\ufeff")))
    found = parsed(f"{mark}{text.getvalue()}", sources=[sm.Source(id="S0", title="T")])
    assert [stage.name for stage in found.stages] == stages
    for stage in found.stages:
        own = [row for row in given_rows if row["stage"] == stage.name]
        assert [one.name for one in stage.indicators] == [row["indicator"] for row in own]
        assert [one.question for one in stage.indicators] == [row["question"] for row in own]
        texts = {one.id: one for one in stage.statements}
        for one, row in zip(stage.indicators, own, strict=True):
            side = next(each for each in found.dimensions if each.id == one.dimension)
            assert side.name == row["dimension"]
            cited = [str(place) for each in one.evidence for place in texts[each].sources]
            assert cited == (
                [row["source"].replace("A paper,", "S1").replace("A paper", "S1")]
                if row["source"]
                else []
            )
    assert sm.parse_framework(sm.to_toml(found)) == found


@given(st.text(max_size=60) | st.text("stage,inctorqued\n\";=#\t'", max_size=80))
def test_any_text_is_a_framework_or_refused(text: str) -> None:
    """Nothing but our errors comes out."""
    for start in ("", f"{HEAD}\n", f"{HEAD},source,id,ordinal,evidence,basis,dimension id\n"):
        with suppress(InvalidFileError):
            assert parsed(start + text).stages


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rapid Response", "rapid-response"),
        ("  Café owner's voice! ", "cafe-owners-voice"),
        ("R&D / C.R.M.", "r-d-c-r-m"),
        ("Straße Ærø Łódź", "strasse-aero-lodz"),
        ("2nd try", "2nd-try"),
        ("x²", "x2"),
        ("ﬁne", "fine"),
        ("№ 5 Brand™", "no-5-brandtm"),
        ("a" * 100, "a" * 100),
    ],
)
def test_ids_are_made_of_names_by_one_rule(name: str, slug: str) -> None:
    """Case, accents, apostrophes and marks go."""
    found = parsed(rows(f'A,"{name}",q,"{name}"'))
    assert found.indicators[0].id == slug
    assert found.dimensions[0].id == slug


@pytest.mark.parametrize("name", ["聴く", "Слух", "聴 x", "!?", "a" * 101, "٣ days"])
def test_a_name_that_makes_no_id_is_told(name: str) -> None:
    """Letters are never lost in silence; the way out works."""
    shown = repr(name)
    assert problems(rows(f"A,{name},q,{name}")) == [
        f"line 2, column 'indicator': no id can be made of {shown}; give one in the column 'id'",
        f"line 2, column 'dimension': no id can be made of {shown}; give one in the column"
        " 'dimension id'",
    ]
    sheet = f"{HEAD},id,dimension_ID\nA,{name},q,{name},x,y\nA,B,q,{name},,\n"
    found = parsed(sheet)
    assert [own.id for own in found.indicators] == ["x", "b"]
    assert [own.dimension for own in found.indicators] == ["y", "y"]


def test_what_the_further_columns_say_is_kept() -> None:
    """Evidence in own words, the basis of a question, numbers of stages."""
    sheet = (
        f"{HEAD},source,evidence,basis,ordinal\n"
        'Two,b,q,d,"S0 p. 3\n\nhttps://example.org/x",They listen.,published,2\n'
        "One,a,q,d,,,,1\n"
        "Two,c,q,d,,,judgement,\n"
    )
    found = parsed(sheet, sources=[sm.Source(id="S0", title="T"), sm.Source(id="S1", title="U")])
    assert [stage.name for stage in found.stages] == ["One", "Two"]
    (statement,) = found.all_statements
    assert (statement.id, statement.text) == ("OWNMODEL-2.01", "They listen.")
    assert list(map(str, statement.sources)) == ["S0 p. 3", "S2"]
    made = sm.Source(id="S2", title="https://example.org/x", url="https://example.org/x")
    assert found.sources[2:] == (made,)
    assert [own.basis for own in found.indicators] == ["judgement", "published", "judgement"]


@pytest.mark.parametrize(
    ("cell", "title", "place"),
    [
        ("Groundswell, p. 44", "Groundswell", "p. 44"),
        ("Li and Bernoff, 2008, pp. 3-5", "Li and Bernoff, 2008", "pp. 3-5"),
        ("Handbuch, 2. Auflage, S. 12", "Handbuch, 2. Auflage", "S. 12"),
        ("Manual, pág. 3-5", "Manual", "pág. 3-5"),
        ("Acme Inc., 2010", "Acme Inc., 2010", ""),
        ("Open Leadership, page 3", "Open Leadership, page 3", ""),
        ("B2B guide", "B2B guide", ""),
        ("ISO33020 table", "ISO33020 table", ""),
        ("@brand", "@brand", ""),
    ],
)
def test_a_source_without_id_is_a_document_with_a_page_perhaps(
    cell: str, title: str, place: str
) -> None:
    """The same title is the same document."""
    found = parsed(f'{HEAD},source\nA,a,q,d,"{cell}"\nA,b,q,d,"{title}"\n')
    assert found.sources == (sm.Source(id="S1", title=title),)
    assert [str(own.sources[0]) for own in found.all_statements] == [f"S1 {place}".strip(), "S1"]


def test_new_sources_take_ids_that_are_free() -> None:
    """Whichever are given."""
    known = [sm.Source(id="S2", title="T"), sm.Source(id="S1x", title="U")]
    found = parsed(f"{HEAD},source\nA,a,q,d,V\nA,b,q,d,W\nA,c,q,d,S2 x\n", sources=known)
    assert [own.id for own in found.sources] == ["S2", "S1x", "S1", "S3"]
    assert [str(own.sources[0]) for own in found.all_statements] == ["S1", "S3", "S2 x"]


def test_ids_of_statements_begin_with_the_framework_s() -> None:
    """Always with a letter, and never too long."""
    for own, prefix in (("5-steps", "F5STEPS"), ("a" * 99, "A" * 20), ("x", "X")):
        found = parsed(f"{HEAD},source\nA,a,q,d,V\n", id=own)
        assert found.all_statements[0].id == f"{prefix}-1.01"


def test_a_row_that_names_a_stage_alone_is_the_baseline() -> None:
    """The first stage only."""
    found = parsed(rows("None yet,,,", "One,a,q,d"))
    assert [stage.baseline for stage in found.stages] == [True, False]
    numbered = parsed(f"{HEAD},ordinal\nOne,a,q,d,2\nNone yet,,,,1\n")
    assert attrs.evolve(numbered, version="1.0") == found
    late = "that is so only at the first stage, where it is the absence of practice"
    assert problems(rows("One,a,q,d", "Two,,,")) == [
        f"line 3, column 'indicator': nothing is asked at stage 'Two'; {late}"
    ]
    both = "and more is said of stage 'One' elsewhere; fill the row in, or take it out"
    for lines, line in ((("One,,,", "One,a,q,d"), 2), (("One,a,q,d", "One,,,"), 3)):
        assert problems(rows(*lines)) == [
            f"line {line}, column 'indicator': nothing is asked here, {both}"
        ]


MERGED = rows("One,a,q,Work", ",b,q,", ",c,q,Play", "Two,d,q,", ",e,q,")


def test_empty_cells_of_a_stage_are_refused_unless_they_are_to_be_filled() -> None:
    """As those of merged cells; only the columns that are named are filled."""
    filled = parsed(MERGED, fill_down=["stage", "dimension"])
    assert [len(stage.indicators) for stage in filled.stages] == [3, 2]
    sides = [own.dimension for own in filled.indicators]
    assert sides == ["work", "work", "play", "play", "play"]
    told = "for merged cells, fill_down=['{0}'] repeats the one above, found an empty cell"
    stage = "expected a stage; " + told.format("stage")
    side = "expected a dimension; " + told.format("dimension")
    assert problems(MERGED) == [
        f"line 3, column 'dimension': {side}",
        f"line 3, column 'stage': {stage}",
        f"line 4, column 'stage': {stage}",
        f"line 5, column 'dimension': {side}",
        f"line 6, column 'dimension': {side}",
        f"line 6, column 'stage': {stage}",
    ]
    assert problems(MERGED, fill_down=("stage",)) == [
        f"line {line}, column 'dimension': {side}" for line in (3, 5, 6)
    ]
    assert problems(rows(",a,q,d"), fill_down=["stage"]) == [f"line 2, column 'stage': {stage}"]
    source = parsed(f"{HEAD},source\nA,a,q,d,V\n,b,q,d,\n", fill_down=["stage", "source"])
    assert [len(own.evidence) for own in source.indicators] == [1, 1]
    alone = f"{HEAD},ordinal\nA,a,q,d,1\n,,,,2\n,b,q,d,\n"
    assert problems(alone, fill_down=["stage"]) == [f"line 3, column 'stage': {stage}"]
    baseline = parsed(rows("None,,,", "One,a,q,d", ",b,q,"), fill_down=["stage", "dimension"])
    assert [len(own.indicators) for own in baseline.stages] == [0, 2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            rows("A,=B2&C2,q,d"),
            ["line 2, column 'indicator': '=B2&C2' is a formula, and formulas are not evaluated;"
             " put in what it gives, or an apostrophe before it if it is text"],
        ),
        (
            rows("#REF!,a,#N/A,#NAME?"),
            [
                f"line 2, column '{column}': '{cell}' is an error of a spreadsheet program; put in"
                " what was meant"
                for column, cell in (
                    ("question", "#N/A"), ("dimension", "#NAME?"), ("stage", "#REF!")
                )
            ],
        ),
        (
            rows("A,#NV,#BEZUG!,#ÜBERLAUF!", "B,#N/D,#DIV/0!,#¡REF!"),
            [
                f"line {line}, column '{column}': '{cell}' is an error of a spreadsheet program;"
                " put in what was meant"
                for line, column, cell in (
                    (2, "indicator", "#NV"), (2, "question", "#BEZUG!"),
                    (2, "dimension", "#ÜBERLAUF!"), (3, "indicator", "#N/D"),
                    (3, "question", "#DIV/0!"), (3, "dimension", "#¡REF!"),
                )
            ],
        ),
        (
            rows("1,a,q,d"),
            ["line 2, column 'stage': '1' is a number; name the stage, and put its number into the"
             " column 'ordinal'"],
        ),
        (rows('A,a,"q\nr",d'), ["line 2, column 'question': expected one line, not 'q\\nr'"]),
        (
            rows("A,,,d", "A,,q,"),
            [
                "line 2, column 'indicator': expected a short name, found an empty cell",
                "line 2, column 'question': expected a question, found an empty cell",
                "line 3, column 'indicator': expected a short name, found an empty cell",
                "line 3, column 'dimension': expected a dimension; for merged cells,"
                " fill_down=['dimension'] repeats the one above, found an empty cell",
            ],
        ),
        (
            rows("A,a b,q,d", "B,A-b,q,D", "a,c,q,d"),
            [
                "line 3, column 'indicator': the id 'a-b' is that of line 2, too; give one of the"
                " two another in the column 'id'",
                "line 3, column 'dimension': 'D' is 'd' in line 2; write both alike, or give one"
                " an id in the column 'dimension id'",
                "line 4, column 'stage': 'a' is 'A' in line 2; write both alike",
            ],
        ),
        (
            f"{HEAD},id,dimension id\nA,a,q,d,Not an id,x\nB,b,q,d,,y\nB,c,q,e,,x\n",
            [
                "line 2, column 'id': invalid indicator id 'Not an id'; expected something like"
                " 'rapid-response' (it matches [a-z0-9]+(-[a-z0-9]+)* and has at most 100"
                " characters)",
                "line 3, column 'dimension id': dimension 'd' has the id 'x' elsewhere",
                "line 4, column 'dimension': 'e' is 'd' in line 2; write both alike, or give one"
                " an id in the column 'dimension id'",
            ],
        ),
        (
            f"{HEAD},ordinal\nA,a,q,d,2\nA,b,q,d,3\nB,c,q,d,2\nC,e,q,d,\nD,f,q,d,9\nE,g,q,d,0\n",
            [
                "line 3, column 'ordinal': stage 'A' has number 2 elsewhere",
                "line 4, column 'ordinal': stage 'B' has number 2, as stage 'A' has",
                "line 5, column 'ordinal': stage 'C' has no number, and other stages have",
                "line 6, column 'ordinal': stage 'D' has number 9, and there are 5 stages",
                "line 7, column 'ordinal': expected a whole number from 1, such as '2', not '0'",
            ],
        ),
        (
            f"{HEAD},source,evidence,basis\nA,a,q,d,S9 p. 1,,\nA,b,q,d,,They say.,guess\n",
            [
                "line 2, column 'source': unknown reference 'S9' in the sources; there is no"
                " reference here; give the document to sources=, or write its title here, not"
                " beginning with a code such as S9",
                "line 3, column 'basis': 'guess' is none of 'published', 'judgement'",
                "line 3, column 'source': this says what a source says, and no source is given",
            ],
        ),
        (
            "stage,Indicater,question,notes\nA,b,c,d\n",
            [
                "header: unknown key 'indicater' in the header; did you mean 'indicator'?",
                "header: unknown key 'notes' in the header; known: 'stage', 'indicator',"
                " 'question', 'dimension', 'source', 'evidence' and 4 more",
                "header: the column 'indicator' is required",
                "header: the column 'dimension' is required",
            ],
        ),
        (
            f"{HEAD},STAGE\nA,a,q,d,A\n",
            ["line 1, column 'stage': the column 'stage' stands here twice"],
        ),
        (
            "stage;indicator;question;dimension\nA;a;q;d;e\nB;b;q\n",
            [
                "line 2: expected 4 cells as in the header, found 5; put a cell that has"
                " semicolons in quotes",
                "line 3: expected 4 cells as in the header, found 3; put a cell that has"
                " semicolons in quotes",
            ],
        ),
        (
            f"{HEAD},\nA,a,q,d,left over\n",
            ["line 2, column 5: 'left over' stands in a column without a name; name it in the"
             " header"],
        ),
        (
            'stage\t""/\n',
            ["line 1: not CSV: '\\t' expected after '\"'; a cell has at most 131072 characters, and"
             " every quote that is opened is closed"],
        ),
        (
            rows('A,a,"q,d'),
            ["line 2: not CSV: unexpected end of data; a cell has at most 131072 characters, and"
             " every quote that is opened is closed"],
        ),
        (
            "A,a,q,d\n",
            ["line 1: expected a header with the columns 'stage', 'indicator', 'question',"
             " 'dimension', apart by commas; found none"],
        ),
        (
            "stage:indicator\n",
            ["line 1: expected a header with the columns 'stage', 'indicator', 'question',"
             " 'dimension', apart by commas; found none"],
        ),
        (HEAD, ["the sheet has a header and no rows"]),
        (f"{HEAD},{'x' * 1001}\n",
         ["header: the name of a column has 1001 characters; at most 1000 are read"]),
    ],
)  # fmt: skip
def test_each_defect_is_told_with_its_cell(text: str, told: list[str]) -> None:
    """All of a sheet together, in order of the lines."""
    assert problems(text) == told


def test_what_looks_like_a_formula_and_is_meant_is_text() -> None:
    """Mentions, hashtags, bullets, and whatever has an apostrophe before it."""
    found = parsed(rows("A,@mentions,- is it so?,+1", "A,'=x,'+ y,''tis", "A,#CRM,#Really?,+1"))
    assert [own.name for own in found.indicators] == ["@mentions", "=x", "#CRM"]
    assert [own.question for own in found.indicators] == ["- is it so?", "+ y", "#Really?"]
    assert [own.name for own in found.dimensions] == ["+1", "''tis"]


def test_what_spreadsheet_programs_put_first_does_no_harm() -> None:
    """Excel's own line on what parts the cells; a header that is not the first line."""
    plain = rows("A,a,q,d")
    assert parsed(f"sep=;\n{plain.replace(',', ';')}") == parsed(plain)
    assert parsed("\n" * 30 + plain) == parsed(plain)


def test_a_sheet_is_loaded(tmp_path: Path) -> None:
    """As its text is parsed; problems come under the name of the file."""
    path = tmp_path / "own.csv"
    text = rows("A,a,q,d", 'B,b,"Größe, ok?",d')
    path.write_text(text, encoding="utf-8-sig")
    options: dict[str, Any] = {"id": "own", "name": "Own", "gate": sm.Gate(at="L")}
    assert load_framework_csv(path, **options) == parsed(text, **options)
    path.write_bytes(text.encode("utf-16"))
    with pytest.raises(InvalidFileError, match=re.escape(str(path))) as caught:
        load_framework_csv(path, **options)
    assert "save it as UTF-8" in str(caught.value)
    path.write_text(rows("A,a,,d"), encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        load_framework_csv(str(path), **options)
    assert str(caught.value) == (
        f"{path}: 1 problem\n  - line 2, column 'question': expected a question, found an empty"
        " cell"
    )
    with pytest.raises(InvalidFileError) as caught:
        load_framework_csv(path, **options, max_bytes=10)
    assert "the file has more than 10 bytes" in str(caught.value)
    with pytest.raises(FileNotFoundError):
        load_framework_csv(tmp_path / "none.csv", **options)


def test_a_sheet_of_too_many_cells_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in them."""
    most = framework_table.MOST_CELLS
    assert problems(HEAD + "\n" + "," * most) == [
        f"the sheet has more than {most} cells, and no framework needs as many"
    ]
    assert problems("\n" * (most + 1)) == [
        f"the sheet has more than {most} cells, and no framework needs as many"
    ]
    monkeypatch.setattr(framework_table, "MOST_CELLS", 7)
    assert parsed(rows("A,a,q,d")).stages
    monkeypatch.setattr(framework_table, "MOST_CELLS", 6)
    assert problems(rows("A,a,q,d"))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"id": "Not an id"}, InvalidIdentifierError, "invalid framework id 'Not an id'"),
        ({"kind": "stairs"}, InvalidValueError, "kind: 'stairs' is none of 'ladder', 'phases'"),
        ({"name": ""}, SocialMaturityError, "name: expected text, found none"),
        ({"version": 1}, WrongTypeError, "version: expected text, not 1"),
        ({"sources": ["S0"]}, WrongTypeError, "sources: expected Source, not 'S0'"),
        ({"fill_down": "stage"}, WrongTypeError, "expected several columns, such as ['stage']"),
        (
            {"fill_down": ["question"]},
            InvalidValueError,
            "fill_down: expected some of 'stage', 'dimension', 'source', not 'question'",
        ),
        (
            {"gate": sm.Gate(at="Z")},
            InvalidFrameworkError,
            "gate.at: unknown answer 'Z' on scale 'nplf'",
        ),
        ({"scale": 4}, WrongTypeError, "scale: expected Scale, not 4"),
        ({"scale": "yesno"}, UnknownScaleError, "unknown scale 'yesno'; did you mean 'yes-no'?"),
    ],
)
def test_wrong_arguments_are_told(
    options: dict[str, Any], error: type[SocialMaturityError], message: str
) -> None:
    """As the framework itself tells them."""
    with pytest.raises(error) as caught:
        parsed(rows("A,a,q,d"), **options)
    assert message in str(caught.value)


def test_a_standard_scale_is_named_by_its_id() -> None:
    """As in a file."""
    assert parsed(rows("A,a,q,d"), scale="yes-no").scale is sm.YES_NO
    assert parsed(rows("A,a,q,d"), scale=sm.YES_NO).scale is sm.YES_NO


def test_no_text_is_no_sheet() -> None:
    """Bytes are none."""
    with pytest.raises(WrongTypeError, match="text: expected text, not b'stage'"):
        parsed(b"stage")


def test_every_problem_is_a_value() -> None:
    """With its cell."""
    with pytest.raises(InvalidFileError) as caught:
        parsed(rows("A,a,q,d", "B,A,q,d"))
    (problem,) = caught.value.problems
    assert isinstance(problem, DuplicateError)
    assert (problem.path, problem.value) == ("line 3, column 'indicator'", "a")


@given(st.lists(SLUGS, min_size=1, max_size=4, unique=True))
def test_an_id_that_is_one_already_is_kept(names: list[str]) -> None:
    """Names in the form of ids make the same ids."""
    found = parsed(rows(*(f"A,{name},q,d" for name in names)))
    assert [own.id for own in found.indicators] == names


def test_the_columns_are_told() -> None:
    """The four that are required come first."""
    assert FRAMEWORK_COLUMNS[:4] == ("stage", "indicator", "question", "dimension")
    assert len(set(FRAMEWORK_COLUMNS)) == len(FRAMEWORK_COLUMNS)

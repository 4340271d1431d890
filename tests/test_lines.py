"""JSON lines of assessments: read as files are, one at a time, every problem with its line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
import strategies as own
from socialmaturity.assessment.outcome import Answers
from socialmaturity.errors import InvalidFileError, InvalidValueError, WrongTypeError
from socialmaturity.io import bounds, lines
from socialmaturity.io.lines import (
    iter_assessments,
    load_assessments,
    parse_assessments,
    to_json_lines,
)
from socialmaturity.scoring.brief import Failure

PLAIN = '{"framework": "demo", "subject": "Acme", "answers": {"one": "F"}}'


def line_of(answers: str = "{}", more: str = "") -> str:
    """A line with these answers, as they stand."""
    return f'{{"framework": "demo", "answers": {answers}{more}}}'


def problem_of(line: object, **options: Any) -> str:
    """What is said of one line."""
    (failure,) = iter_assessments([line], mode="lenient", **options)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert isinstance(failure, Failure)
    (problem,) = failure.problems
    return str(problem)


@settings(max_examples=60)
@given(st.lists(own.whole_assessments(), max_size=3))
def test_what_was_written_reads_back_equal(several: list[sm.Assessment]) -> None:
    """Every assessment comes back, with all that it can hold, and the same types."""
    written = [*to_json_lines(several)]
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in written)
    for read in (
        [*iter_assessments(written)],
        [*iter_assessments([line.encode() for line in written])],
        [*parse_assessments("".join(written))],
    ):
        assert read == several
        assert [hash(one) for one in read] == [hash(one) for one in several]


KEYS = ("framework", "subject", "unit", "version", "scale", "assessed_on", "assessor", "note")

EMPTY: tuple[Any, ...] = ([], {})

WORDS = (
    *("", " ", "demo", "A B", "N", "not-assessed", "cannot-tell", "1/3", "1/0", "a\nb", "a\tb"),
    *("\x00", "\x1c", "\u2028", "\x85", "\ud800", "\xad", "\xa0", "1-10", "demo "),
    *("2026-11-01", "2026-02-30", "20261101"),
)

LEAVES: st.SearchStrategy[Any] = (
    own.TEXT
    | st.sampled_from(WORDS)
    | st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(allow_nan=False)
    | st.sampled_from(EMPTY)
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Objects that look like an assessment, sound or not."""
    record: dict[str, Any] = {"framework": draw(st.just("demo") | LEAVES)}
    for key in KEYS:
        if not draw(st.integers(0, 4)):
            record[key] = draw(LEAVES)
    answers = st.dictionaries(st.sampled_from(("one", "two", "", " ", "\x85", "ü")), LEAVES)
    for key in ("answers", "checks", "findings", "other"):
        if not draw(st.integers(0, 2)):
            record[key] = draw(answers | LEAVES)
    if not draw(st.integers(0, 9)):
        del record["framework"]
    return record


def assert_read_alike(several: list[dict[str, Any]]) -> None:
    """Lines are read one after the other as files of one each."""
    lines = [json.dumps(one) for one in several]
    for number, (line, read) in enumerate(
        zip(lines, iter_assessments(lines, mode="lenient"), strict=True), 1
    ):
        try:
            plain = sm.parse_assessment(line, format="json")
        except InvalidFileError as error:
            assert isinstance(read, Failure)
            expected = [(type(one), one.message, one.value) for one in error.problems]
            assert [(type(one), one.message, one.value) for one in read.problems] == expected
            joined = [f"line {number}.{one.path}".rstrip(".") for one in error.problems]
            assert [one.path for one in read.problems] == [one.replace(".[", "[") for one in joined]
        else:
            assert read == plain
            assert repr(read) == repr(plain)


@given(st.lists(records(), min_size=1, max_size=4))
def test_a_line_is_read_as_a_file_of_json(several: list[dict[str, Any]]) -> None:
    """Whatever a record holds, both readers give the same value or the same problems."""
    assert_read_alike(several)


ODD: tuple[Any, ...] = (*WORDS, None, True, False, 0, 1, 0.5, 1e300, [], {}, ["N"], {"N": "N"})


@pytest.mark.parametrize("key", [*KEYS, "answers", "checks", "findings", "other"])
def test_every_key_with_every_awkward_value(key: str) -> None:
    """By itself in a record that is sound, and again after all of them were read."""
    several = [{"framework": "demo", key: value} for value in ODD]
    assert_read_alike([*several, *several])


@pytest.mark.parametrize("form", ["answers", "checks"])
def test_every_answer_and_every_id_that_is_awkward(form: str) -> None:
    """By itself, and again after all of them were read."""
    several = [{"framework": "demo", form: {"one": value}} for value in ODD]
    several += [{"framework": "demo", form: {word: "N"}} for word in WORDS]
    assert_read_alike([*several, *several])


def test_a_byte_order_mark_elsewhere_is_refused() -> None:
    """It belongs at the beginning alone."""
    _, failure = iter_assessments([PLAIN, "\ufeff" + PLAIN], mode="lenient")
    assert str(failure) == (
        "line 2: 1 problem\n  - line 2: not JSON: Expecting value at column 1; mend or complete"
        " the line there"
    )


def test_a_record_of_another_line_is_not_shared() -> None:
    """Equal records give equal assessments with answers of their own."""
    one, two = parse_assessments(f"{PLAIN}\n{PLAIN}")
    assert one == two
    assert one.answers is not two.answers
    assert isinstance(one.answers, Answers)


def test_true_and_one_are_told_apart() -> None:
    """What was read before does not turn a yes into a number or the other way round."""
    lines = [line_of('{"one": true}'), line_of('{"one": 1}'), line_of('{"one": true}')]
    assert [repr(one.answers["one"]) for one in iter_assessments(lines)] == [
        "True",
        "Fraction(1, 1)",
        "True",
    ]


def test_a_float_means_its_decimals() -> None:
    """Numbers are read as they stand, also those that no float can say."""
    (one,) = parse_assessments(line_of('{"a": 0.1, "b": 1e-400, "c": 0.1000000000000000055}'))
    assert [f"{own}" for own in one.answers.values()] == [
        "1/10",
        f"1/{10**400}",
        "200000000000000011/2000000000000000000",
    ]


def test_what_is_kept_of_earlier_lines_is_bounded_and_changes_nothing() -> None:
    """More ids, labels and days than are kept are read all the same."""
    lines = [line_of(f'{{"i{n}": "label {n}"}}') for n in range(9000)]
    for number, one in enumerate(iter_assessments(lines)):
        assert dict(one.answers) == {f"i{number}": f"label {number}"}


def test_lines_with_nothing_on_them_are_passed_over_and_counted() -> None:
    """Blank lines, either ending and a byte order mark at the beginning are no problem."""
    text = f"\ufeff{PLAIN}\r\n\n \t\r\n  {PLAIN}  \n[]"
    lines = text.split("\n")
    for given_lines in (lines, [line.encode() for line in lines]):
        one, two, failure = iter_assessments(given_lines, mode="lenient")
        assert one == two
        assert isinstance(failure, Failure)
        assert failure.path == "line 5"


def test_nothing_gives_nothing() -> None:
    """No lines, and a text without any, are no problem."""
    assert [*iter_assessments([])] == []
    assert parse_assessments("") == parse_assessments("\ufeff\n") == ()
    assert [*to_json_lines([])] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("  {]", "not JSON: Expecting property name enclosed in double quotes at column 4"),
        (f"{PLAIN} {PLAIN}", "not JSON: Extra data at column 67"),
        (f"{PLAIN},", "not JSON: Extra data at column 66"),
        ("\xa0{}", "not JSON: Expecting value at column 1"),
    ],
)
def test_a_line_that_is_not_json(line: str, problem: str) -> None:
    """The message says what is wrong, and in which column."""
    expected = f"line 1: {problem}; mend or complete the line there"
    assert problem_of(line) == problem_of(line.encode()) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[]", "line 1: expected a table, not []"),
        ("null", "line 1: expected a table, not None"),
        ("{}", "line 1.framework: the key 'framework' is required"),
        (line_of('{"a": NaN}'), "line 1: NaN is no number in JSON"),
        (line_of('{"a": -Infinity}'), "line 1: -Infinity is no number in JSON"),
        (line_of('{"a": "F", "a": "N"}'), "line 1: the key 'a' stands twice in one object"),
        (
            line_of(more=', "framework": "x"'),
            "line 1: the key 'framework' stands twice in one object",
        ),
        (
            line_of(more=', "subjct": "Acme"'),
            "line 1.subjct: unknown key 'subjct' in a table of Assessment; did you mean 'subject'?",
        ),
        (
            line_of(more=', "assessed_on": "2026-02-30"'),
            "line 1.assessed_on: invalid date '2026-02-30'; expected YYYY-MM-DD",
        ),
        (line_of(more=', "unit": 7'), "line 1.unit: expected text, not 7; put it in quotes"),
        (
            line_of("[]"),
            "line 1.answers: expected answers by id, such as {'listening': 'F'}, not []",
        ),
        (
            line_of('{"a": []}'),
            "line 1.answers.a: [] is no answer; expected a label, a number, yes or no, or None",
        ),
        (
            line_of('{"": "F"}'),
            "line 1.answers: an id is text with something on it, not ''",
        ),
        (b'{"framework": "d\xffmo"}', "line 1: the line is not UTF-8: byte 0xff at position 16"),
        (7, "line 1: expected a line of text or bytes, not 7"),
        ("[" * 100_000, "line 1: not JSON: nested too deeply; at most 100 levels are read"),
        (
            line_of(f'{{"a": {"1" * 5000}}}'),
            "line 1: expected a number of ordinary size, not one of thousands of digits",
        ),
    ],
)
def test_a_line_that_is_no_assessment(line: object, problem: str) -> None:
    """Each problem is told with its line and its path."""
    assert problem_of(line) == problem


def test_all_problems_of_a_line_come_together() -> None:
    """A line with two of them is raised with both, and names the file where there is one."""
    lines = [PLAIN, "", line_of(more=', "unit": 7, "subject": 8')]
    with pytest.raises(InvalidFileError) as refused:
        list(iter_assessments(lines))
    assert str(refused.value) == (
        "line 3: 2 problems\n  - line 3.unit: expected text, not 7; put it in quotes"
        "\n  - line 3.subject: expected text, not 8; put it in quotes"
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"framework": "demo", "answers": {', "Expecting property name enclosed in double"),
        ('{"framework": "demo", "answers": {"one": ', "Expecting value at column 42"),
        ('{"framework": "demo", "answers": {"on', "Unterminated string starting at at column 35"),
    ],
)
def test_a_line_that_is_cut_off_is_told_alike(
    line: str, problem: str, ending: str, tmp_path: Path
) -> None:
    """Its end is no line of its own, in which columns would be counted anew."""
    told = problem_of(line)
    assert problem in told
    assert "at column 1;" not in told
    path = tmp_path / "cut.jsonl"
    path.write_bytes(f"{PLAIN}{ending}{line}{ending}".encode())
    with pytest.raises(InvalidFileError) as loaded:
        load_assessments(path)
    with pytest.raises(InvalidFileError) as parsed:
        parse_assessments(f"{PLAIN}{ending}{line}{ending}")
    for caught in (loaded, parsed):
        assert [str(one) for one in caught.value.problems] == [told.replace("line 1", "line 2")]


def test_strict_reading_gives_what_comes_before_the_problem() -> None:
    """Strict raises when the line is reached, not before; then nothing more comes."""
    several = iter_assessments([PLAIN, "{", PLAIN])
    assert next(several).subject == "Acme"
    with pytest.raises(InvalidFileError):
        next(several)
    assert next(several, None) is None


def test_lenient_reading_goes_on() -> None:
    """A failure stands in the place of its line, with nobody's name on it."""
    one, failure, two = iter_assessments([PLAIN, "{", PLAIN], mode="lenient")
    assert isinstance(one, sm.Assessment)
    assert one == two
    assert isinstance(failure, Failure)
    assert failure.to_dict() == {
        "path": "line 2",
        "subject": "",
        "unit": "",
        "problems": [
            "line 2: not JSON: Expecting property name enclosed in double quotes at column 2; mend"
            " or complete the line there"
        ],
    }


def test_one_line_is_taken_at_a_time() -> None:
    """The second line is asked for when the second assessment is."""
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield PLAIN

    several = iter_assessments(lines())
    assert taken == []
    next(several)
    assert taken == [0]
    next(several)
    assert taken == [0, 1]


def test_one_assessment_is_written_at_a_time() -> None:
    """The second one is asked for when the second line is."""
    taken: list[int] = []

    def several() -> Iterator[sm.Assessment]:
        for number in range(3):
            taken.append(number)
            yield sm.Assessment(framework="demo")

    lines = to_json_lines(several())
    assert taken == []
    assert next(lines) == '{"framework": "demo"}\n'
    assert taken == [0]


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    """A file of any name, with non-ASCII text, given as text or as a path."""
    path = tmp_path / "firms"
    several = [sm.Assessment(framework="demo", subject=name) for name in (["Ä", "ö"])]
    path.write_text("".join(to_json_lines(several)), encoding="utf-8-sig", newline="\r\n")
    assert [*iter_assessments(path)] == [*iter_assessments(str(path))] == several
    assert load_assessments(path) == load_assessments(str(path)) == tuple(several)


def test_a_file_is_closed(tmp_path: Path) -> None:
    """Also where its reading is given up; a file left open would warn, which is an error here."""
    path = tmp_path / "firms.jsonl"
    path.write_text(f"{PLAIN}\n" * 3, encoding="utf-8")
    several = iter_assessments(path)
    next(several)
    del several
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(InvalidFileError) as refused:
        next(iter_assessments(path))
    assert str(refused.value).startswith(f"{path}, line 1: 1 problem\n  - line 1: not JSON")


def test_all_problems_of_a_file_come_together(tmp_path: Path) -> None:
    """Loading names every line that is no assessment."""
    path = tmp_path / "firms.jsonl"
    path.write_text(f"[]\n{PLAIN}\n{{}}\n", encoding="utf-8")
    problems = (
        "2 problems\n  - line 1: expected a table, not []"
        "\n  - line 3.framework: the key 'framework' is required"
    )
    with pytest.raises(InvalidFileError) as refused:
        load_assessments(path)
    assert str(refused.value) == f"{path}: {problems}"
    with pytest.raises(InvalidFileError) as refused:
        parse_assessments(path.read_text(encoding="utf-8"))
    assert str(refused.value) == f"assessments: {problems}"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_line_may_be_as_long_as_allowed(tmp_path: Path, ending: str) -> None:
    """The bound is of what stands on the line, in bytes; one more is too long, the next is read."""
    wide = PLAIN.replace("Acme", "Äcme")
    most = len(wide.encode())
    path = tmp_path / "firms.jsonl"
    text = f"{wide}\n{wide[:-1]} }}\n{wide}{' ' * 3 * most}\n{wide}{ending}"
    path.write_bytes(text.encode())
    too_long = (
        f"the line has more than {most} bytes; if that is meant, give a larger max_bytes_per_line"
    )
    for source in (path, text.split("\n"), text.encode().split(b"\n")):
        lines = source if isinstance(source, Path) else source[:4]
        read = [*iter_assessments(lines, mode="lenient", max_bytes_per_line=most)]
        assert read[0] == read[3]
        assert [str(own) for own in read[1:3]] == [
            f"{path if source is path else ''}{', ' if source is path else ''}line {number}:"
            f" 1 problem\n  - line {number}: {too_long}"
            for number in (2, 3)
        ]


def test_a_long_line_is_not_held(tmp_path: Path) -> None:
    """Of a line without end no more is read at once than allowed."""
    import tracemalloc

    path = tmp_path / "firms.jsonl"
    path.write_bytes(b" " * 8_000_000 + b"\n" + PLAIN.encode())
    tracemalloc.start()
    _, one = iter_assessments(path, mode="lenient", max_bytes_per_line=1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(one, sm.Assessment)
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"source": 7}, WrongTypeError, "source: expected the path of a file, or lines, not 7"),
        (
            {"source": PLAIN.encode()},
            WrongTypeError,
            f"source: expected the path of a file, or lines, not {PLAIN.encode()!r}",
        ),
        (
            {"source": {}},
            WrongTypeError,
            "source: expected the path of a file, or lines, not {}",
        ),
        (
            {"source": [], "mode": "collect"},
            InvalidValueError,
            "mode: expected the mode 'strict' or 'lenient', not 'collect'",
        ),
        (
            {"source": [], "max_bytes_per_line": 0},
            InvalidValueError,
            "max_bytes_per_line: expected a whole number from 1 on, not 0",
        ),
        (
            {"source": [], "max_bytes_per_line": "1"},
            WrongTypeError,
            "max_bytes_per_line: expected a whole number, not '1'",
        ),
    ],
)
def test_arguments_that_cannot_be(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """They are refused at once, before anything is read."""
    with pytest.raises(error) as refused:
        iter_assessments(**arguments)
    assert str(refused.value) == message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Python says so when the first line is asked for."""
    several = iter_assessments(tmp_path / "no such")
    with pytest.raises(FileNotFoundError):
        next(several)


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_a_path_that_no_file_can_have(mode: Any) -> None:
    """It is refused in both modes, since it is no fault of a line."""
    with pytest.raises(InvalidFileError) as refused:
        next(iter_assessments("a\0b", mode=mode))
    told = "a\0b: 1 problem\n  - no file has such a name: embedded null byte"
    assert str(refused.value) == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_a_pipe_is_not_waited_for(mode: Any, tmp_path: Path) -> None:
    """Nobody writes to it; whoever wants its lines opens it and gives them."""
    pipe = tmp_path / "firms.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(InvalidFileError) as refused:
        next(iter_assessments(pipe, mode=mode))
    assert str(refused.value) == (
        f"{pipe}: 1 problem\n  - it is a pipe or a device, and only files are read, since others"
        " need not end; open it yourself, and give its lines"
    )


def test_problems_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends with as many as are kept, so that a large file of mistakes is no matter."""
    for module in (bounds, lines):
        monkeypatch.setattr(module, "MOST_PROBLEMS", 3)
    taken: list[str] = []

    def closely(text: str) -> Any:
        taken.append(text)
        return bounds.read_json(text)

    monkeypatch.setattr(lines, "parse_json", closely)
    with pytest.raises(InvalidFileError) as refused:
        parse_assessments('{"unit": 7}\n' * 9)
    assert [problem.path for problem in refused.value.problems] == [
        "line 1.unit",
        "line 1.framework",
        "line 2.unit",
    ]
    assert len(taken) == 2


@pytest.mark.parametrize("text", ["1e99999999999999999999", "-1e-99999999999999999999"])
def test_a_number_beyond_all_bounds(text: str) -> None:
    """It is refused as in files, and is no error of Python's own."""
    told = f"line 1: expected a number of ordinary size, not {text!r}"
    assert problem_of(line_of(f'{{"a": {text}}}')) == told


def test_wrong_types_of_the_other_functions() -> None:
    """Each says what it takes."""
    with pytest.raises(WrongTypeError) as refused:
        load_assessments([PLAIN])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(refused.value) == f"path: expected the path of a file, not [{PLAIN!r}]"
    with pytest.raises(WrongTypeError) as refused:
        parse_assessments(b"")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(refused.value) == "text: expected text, not b''"
    wrong: tuple[Any, ...] = (7, PLAIN, {})
    for given_one in wrong:
        with pytest.raises(WrongTypeError) as refused:
            to_json_lines(given_one)
        assert str(refused.value) == (
            "assessments: expected several assessments, such as a list or a generator, not"
            f" {given_one!r}"
        )
    lines = to_json_lines([sm.Assessment(framework="demo"), PLAIN])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    next(lines)
    with pytest.raises(WrongTypeError) as refused:
        next(lines)
    assert str(refused.value) == f"assessments[1]: expected an Assessment, not {PLAIN!r}"

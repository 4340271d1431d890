"""The formatter loses nothing, has one layout for one file, and leaves that as it is."""

import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, TypeGuard

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialmaturity as sm
from samples import framework
from socialmaturity.errors import (
    FileSyntaxError,
    InvalidValueError,
    SocialMaturityError,
    WrongTypeError,
)
from socialmaturity.io.formatting import format_toml
from strategies import crosswalks, whole_assessments, whole_frameworks

ROOT = Path(__file__).parent.parent
SHIPPED = sorted(
    [*(ROOT / "src/socialmaturity/data").rglob("*.toml"), *(ROOT / "docs/examples").rglob("*.toml")]
)

VALUES = whole_frameworks() | crosswalks() | whole_assessments()


def read(text: str) -> Any:
    """What the reader of Python finds, numbers exactly."""
    return tomllib.loads(text, parse_float=Decimal)


STARTS = ('# [[a]] = """ ', "# '''", "# é{", "#: ", "# ", "#")
"""How comments begin: some look like something else."""


def told(text: str) -> list[str]:
    """The comments that these tests put in, in order."""
    return re.findall(rf"(?:{'|'.join(map(re.escape, STARTS))})<\d+>", text)


TEXTS = st.text(max_size=8) | st.sampled_from(
    ("", "a\nb", "\n", 'a"""b\n"', "'''", "\\\n\\", " \n", "a \nb", "\r\n", "\x7f\x00", "# no", "é")
).map(lambda text: text.replace("<", "("))

KEYS = st.sampled_from(
    ("id", "name", "stages", "order", "gate", "at", "x", "y z", "é", "", "1", "a.b")
)

FLOATS = st.decimals(allow_nan=False) | st.sampled_from(
    (
        Decimal("1e400"),
        Decimal("0.50"),
        Decimal("-0.0"),
        Decimal("1" * 40 + ".5"),
        Decimal("1e-320"),
    )
)

ZONES = st.sampled_from((UTC, timezone(timedelta(hours=-3, minutes=-30))))

SCALARS = (
    TEXTS
    | st.integers(-(10**20), 10**20)
    | FLOATS
    | st.booleans()
    | st.dates(date(1, 1, 1))
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=ZONES)
)

PLAIN = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(KEYS, inner, max_size=3)
            | st.lists(st.dictionaries(KEYS, inner, max_size=2), min_size=1, max_size=3)
        ),
        max_leaves=12,
    ),
    max_size=5,
)


class Speller:
    """Writes plain data as TOML in one of the many ways, with comments anywhere."""

    def __init__(self, random: Random, *, comments: bool) -> None:
        self.random = random
        self.comments = comments
        self.count = 0

    def chance(self) -> bool:
        """One of four."""
        return self.random.random() < 0.25

    def comment(self) -> str:
        """A comment of its own, awkward ones among them."""
        self.count += 1
        start = self.random.choice(("# ", "#", "#: ", '# [[a]] = """ ', "# '''", "# é{"))
        return f"{start}<{self.count}>{self.random.choice(('', '  '))}"

    def gap(self) -> str:
        """Lines between two others: blank ones and comments."""
        lines = ""
        while self.chance():
            lines += f"{self.comment()}\n" if self.comments and not self.chance() else " \t\n"
        return lines

    def end(self) -> str:
        """The end of a line."""
        return f" {self.comment()}\n" if self.comments and self.chance() else "\n"

    def key(self, key: str) -> str:
        """Bare, or in quotes."""
        if re.fullmatch("[A-Za-z0-9_-]+", key) and not self.chance():
            return key
        if "'" not in key and self.chance():
            return f"'{key}'"
        return self.text(key, lines=False)

    def text(self, text: str, *, lines: bool = True) -> str:
        """In one of four kinds of quotes."""
        plain = re.fullmatch(r"[^\x00-\x08\x0a-\x1f\x7f']*", text)
        if plain and self.chance():
            return f"'{text}'"
        if lines and re.fullmatch(r"[^\x00-\x08\x0b-\x1f\x7f']*", text) and self.chance():
            return f"'''\n{text}'''"
        escaped = "".join(
            f"\\U{ord(one):08x}" if ord(one) < 32 or one in '"\\\x7f' or self.chance() else one
            for one in text
        )
        if lines and self.chance():
            return f'"""\\\n   {escaped}"""' if not text[:1].isspace() else f'"""\n{escaped}"""'
        return f'"{escaped}"'

    def scalar(self, value: Any) -> str:
        """Numbers in any base, dates with any mark between."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            forms = [str(value)] if value < 0 else [f"+{value}", hex(value), oct(value), bin(value)]
            return self.random.choice(forms)
        if isinstance(value, Decimal):
            return _decimal(value)
        if isinstance(value, datetime):
            return value.isoformat(sep=self.random.choice("T "))
        moment: date | time = value
        return moment.isoformat()

    def value(self, value: Any) -> str:
        """On one line or several."""
        if is_table(value):
            parts = [f"{self.key(key)} = {self.value(own)}" for key, own in value.items()]
            return f"{{{', '.join(parts)}}}"
        if is_list(value):
            return self.listed(value)
        return self.scalar(value)

    def listed(self, values: list[Any]) -> str:
        """With comments before, after and between its parts, and around its commas."""

        def space() -> str:
            return self.end() + self.gap() if self.chance() else " "

        text = "[" + space()
        for place, own in enumerate(values, 1):
            comma = "," if place < len(values) or self.chance() else ""
            text += self.value(own) + space() + comma + space()
        return text + "]"

    def entry(self, path: list[str], value: Any) -> str:
        """A key and its value; a table perhaps as dotted keys."""
        if is_table(value) and value and self.chance():
            return "".join(self.entry([*path, key], own) for key, own in value.items())
        dotted = self.random.choice((".", " . ")).join(map(self.key, path))
        return f"{self.gap()}{dotted} = {self.value(value)}{self.end()}"

    def file(self, table: dict[str, Any]) -> str:
        """All of it."""
        return self.table([], table) + self.gap()

    def table(self, path: list[str], table: dict[str, Any]) -> str:
        """Keys, then tables with headers, as far as they are not written otherwise."""
        with_header = {key for key, own in table.items() if is_tables(own) and not self.chance()}
        text = "".join(
            self.entry([key], own) for key, own in table.items() if key not in with_header
        )
        for key, value in table.items():
            if key in with_header:
                text += self.tables([*path, key], value)
        return text

    def tables(self, path: list[str], value: Any) -> str:
        """One table, or several of one name."""
        header = ".".join(map(self.key, path))
        if is_table(value):
            return f"{self.gap()}[ {header} ]{self.end()}{self.table(path, value)}"
        return "".join(
            f"{self.gap()}[[{header}]]{self.end()}{self.table(path, own)}" for own in value
        )


def is_table(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is a table."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether it is a list."""
    return isinstance(value, list)


def is_tables(value: Any) -> bool:
    """Whether it is one table or several."""
    several = value if is_list(value) else [value]
    return bool(several) and all(is_table(own) for own in several)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        return "inf" if value > 0 else "-inf"
    text = str(value).lower()
    return text if "." in text or "e" in text else f"{text}.0"


RANDOMS = st.integers(0, 2**32).map(Random)


@given(PLAIN, RANDOMS)
def test_any_file_reads_back_equal_with_every_comment_once(plain: Any, random: Random) -> None:
    """In whatever way it was written; and what was formatted stays as it is."""
    text = Speller(random, comments=True).file(plain)
    assert read(text) == plain
    done = format_toml(text)
    assert read(done) == plain
    assert Counter(told(done)) == Counter(told(text))
    assert format_toml(done) == done
    assert done == "" or (done.endswith("\n") and not done.endswith("\n\n"))
    assert "\n\n\n" not in re.sub(r'""".*?"""', "", done, flags=re.DOTALL)
    assert not re.search(r"[ \t]$", done, flags=re.MULTILINE)


def shuffled(value: Any, random: Random) -> Any:
    """The same tables with their keys in another order."""
    if is_list(value):
        return [shuffled(own, random) for own in value]
    if not is_table(value):
        return value
    keys = list(value)
    random.shuffle(keys)
    return {key: shuffled(value[key], random) for key in keys}


@given(whole_frameworks() | crosswalks(), RANDOMS)
def test_one_file_has_one_layout(value: Any, random: Random) -> None:
    """However it is written and ordered: that in which the library writes it."""
    plain = shuffled(read(sm.to_toml(value)), random)
    assert format_toml(Speller(random, comments=False).file(plain)) == sm.to_toml(value)


@given(VALUES)
def test_what_the_library_writes_is_canonical(value: Any) -> None:
    """Frameworks, crosswalks, assessments."""
    assert format_toml(sm.to_toml(value)) == sm.to_toml(value)


def sprinkled(text: str, random: Random) -> str:
    """The text with comments behind and between its lines, but not inside texts."""
    speller = Speller(random, comments=True)
    lines = speller.gap()
    within = False
    for line in text.splitlines():
        long = line.count('"""') == 1
        within = within is not long
        lines += f"{line}\n" if within else f"{line}{speller.end()}{speller.gap()}"
    return lines


@given(VALUES, RANDOMS)
def test_comments_of_a_canonical_file_keep_their_order(value: Any, random: Random) -> None:
    """And without them it is what it was."""
    text = sprinkled(sm.to_toml(value), random)
    done = format_toml(text)
    assert told(done) == told(text)
    assert format_toml(done) == done
    assert format_toml(re.sub(r" ?#[^\n#]*<\d+>", "", done)) == sm.to_toml(value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_our_own_files_are_canonical(path: Path) -> None:
    """Those in the package, and the examples."""
    text = path.read_text(encoding="utf-8")
    assert format_toml(text) == text


AT_WHAT = '''\
# of the file

# of the file, too
#:schema ./framework.schema.json
# over version
version = "1" # beside version
# over id

# also over id
id = "demo"
name = """a
b""" # beside name
# foot of the file's own keys

# over order
order.exclusive = true # beside exclusive
# over aliases
aliases = [ # before a
  "a", # beside a
  # over b
  "b" # beside b
  , # after the comma
  # foot of aliases
] # beside aliases

[gate] # beside gate
# over at
at = "L"
# foot of gate

# over the first stage

[[stages]]
# over ordinal
ordinal = 1
# over the note
[[order.notes]]
topic = "skipping"
# foot of the note

# tail

# of the file
'''


def test_each_comment_stays_at_what_it_stands_at() -> None:
    """Over, beside, inside, at the foot; when its table moves, it goes along."""
    assert (
        format_toml(AT_WHAT)
        == '''\
# of the file

# of the file, too
#:schema ./framework.schema.json

# over id

# also over id
id = "demo"
name = """
a
b""" # beside name
# over version
version = "1" # beside version
# over aliases
aliases = [
  # before a
  "a", # beside a
  # over b
  "b", # beside b
  # after the comma
  # foot of aliases
] # beside aliases

[gate] # beside gate
# over at
at = "L"
# foot of gate

[order]
# foot of the file's own keys

# over order
exclusive = true # beside exclusive

# over the note
[[order.notes]]
topic = "skipping"
# foot of the note

# over the first stage
[[stages]]
# over ordinal
ordinal = 1

# tail

# of the file
'''
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\ufeff\r\nid = 'a'\r\n", 'id = "a"\n'),
        ("# alone", "# alone\n"),
        ("\n\n# a\n\n\n\n# b\n\n", "# a\n\n# b\n"),
        ("# over id\nid = 1", "# over id\nid = 1\n"),
        ("[gate]", "[gate]\n"),
        ("gate = {} # c", "[gate] # c\n"),
        ("stages = [] # c", "stages = [] # c\n"),
        (
            "# a\nstages = [ # b\n {ordinal = 1}, # c\n # d\n {}\n # e\n] # f",
            "# a\n# b\n[[stages]] # c\nordinal = 1\n\n# d\n[[stages]]\n# e\n# f\n",
        ),
        (
            "x = [1, { y = [ # a\n 2 # b\n ] } # c\n]",
            "x = [\n  1,\n  # a\n  # b\n  { y = [2] }, # c\n]\n",
        ),
        ("x = [[ # a\n]]", "x = [\n  [\n    # a\n  ],\n]\n"),
        ("x = 0xFF\ny = 1_000\nz = +1e3", "x = 255\ny = 1000\nz = 1000.0\n"),
        ("x = 1e400\ny = 0.50\nz = -nan", "x = 1.0e400\ny = 0.5\nz = nan\n"),
        ("x = -12345678901234567890.5", "x = -1.23456789012345678905e19\n"),
        ("x = 1979-05-27 07:32:00Z", "x = 1979-05-27T07:32:00+00:00\n"),
        (f"x = 0x{'f' * 4000}", f"x = 0x{'f' * 4000}\n"),
        ("'a b' = 1\n'é' = 2\n'' = 3", '"a b" = 1\n"é" = 2\n"" = 3\n'),
        ('"\\u0061" = 1 # a', "a = 1 # a\n"),
        (f"x = ['{'a' * 72}'] # c", f'x = ["{"a" * 72}"] # c\n'),
        (f"x = ['{'a' * 73}'] # c", f'x = [\n  "{"a" * 73}",\n] # c\n'),
        ("x = '''a \nb'''", 'x = "a \\nb"\n'),
        ("x = ['''a\nb''']", 'x = ["a\\nb"]\n'),
        ("zz = 1\nname = 1\naa = 2\nid = 3", "id = 3\nname = 1\nzz = 1\naa = 2\n"),
        ("[zz]\n[aa]\n[order]\n[gate]", "[gate]\n\n[order]\n\n[zz]\n\n[aa]\n"),
        (
            "answers = {b = 'F', a = 'L'}\nnote = 'n'\nframework = 'solis'",
            'framework = "solis"\nnote = "n"\n\n[answers]\nb = "F"\na = "L"\n',
        ),
        ("object = 'b'\nsubject = 'a'", 'subject = "a"\nobject = "b"\n'),
    ],
)
def test_every_part_has_one_spelling(text: str, expected: str) -> None:
    """Keys, numbers, dates, texts, lists, tables; what is unknown comes last, as it stood."""
    assert format_toml(text) == expected
    assert format_toml(expected) == expected


def test_a_file_that_is_still_wrong_is_formatted() -> None:
    """Only the syntax has to be right."""
    text = 'nmae = "x"\nid = "No id"\nkind = 7\n'
    assert format_toml(text) == 'id = "No id"\nkind = 7\nnmae = "x"\n'


def test_tables_too_deep_for_a_header_stay_in_braces() -> None:
    """The readers refuse keys of more than 16 parts; their comments stand above."""
    keys = "abcdefghijklmnop"
    text = f"[{'.'.join(keys)}]\n# over\nq.r.s = 1 # beside\n"
    done = format_toml(text)
    assert done == f"[{'.'.join(keys)}]\n# over\n# beside\nq = {{ r = {{ s = 1 }} }}\n"
    assert format_toml(done) == done
    assert read(done) == read(text)
    with pytest.raises(FileSyntaxError, match="a key of more than 16 parts"):
        format_toml(f"[{'.'.join(keys)}.q]")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "not TOML: Invalid value (at end of document); mend or complete the text there"),
        ("a = 1\na = 2", "not TOML: Cannot overwrite a value (at "),
        ('a = "\n"', "not TOML: Illegal character '\\n' (at line 1, column 6)"),
        ("# a\rb", "not TOML: Found invalid character '\\r' (at line 1, column 4)"),
        ("a = " + "[" * 300 + "]" * 300, "not TOML: nested too deeply"),
        ("a = " + "[" * 10**5, "not TOML: nested too deeply"),
        ("a = 1e99999999999999999999", "expected a number of ordinary size, not '1e9999"),
        ("a = 1" + "0" * 5000, "expected a number of ordinary size, not one of"),
    ],
)
def test_what_is_no_toml_is_told(text: str, message: str) -> None:
    """As the readers tell it."""
    with pytest.raises((FileSyntaxError, InvalidValueError)) as caught:
        format_toml(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("text", [None, b"", 7])
def test_what_is_no_text_is_told(text: Any) -> None:
    """Its type is wrong."""
    with pytest.raises(WrongTypeError, match="text: expected text, not "):
        format_toml(text)


@given(st.text("[]{}=.,#'\"\\ \n\tab1-:", max_size=40))
@example("''''''''")
def test_any_text_is_formatted_or_refused(text: str) -> None:
    """Nothing but our errors comes out."""
    try:
        done = format_toml(text)
    except SocialMaturityError:
        return
    assert read(done) == read(text)
    assert format_toml(done) == done


def test_a_long_file_is_formatted_in_time_by_its_length() -> None:
    """Thousands of tables, comments and parts."""
    text = "".join(f"# {n}\n\n[[x]] # b\ny = [ # c\n{n}, # d\n]\n" for n in range(5000))
    done = format_toml(text)
    assert done.count("#") == text.count("#")
    head = "#\n\n" * 20_000
    assert format_toml(f"{head}id = 1\n") == f"{head}id = 1\n"


def test_the_library_writes_long_texts_and_lists_for_people() -> None:
    """Lines stay lines."""
    own = framework(
        summary="One.\n\nTwo.", aliases=tuple(f"Another name, number {n}" for n in "1234")
    )
    text = sm.to_toml(own)
    assert 'summary = """\nOne.\n\nTwo."""\n' in text
    assert 'aliases = [\n  "Another name, number 1",\n' in text
    assert sm.parse_framework(text) == own

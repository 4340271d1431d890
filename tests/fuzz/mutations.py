"""Files spoilt by chance: characters, tokens, lines, and the trees of JSON."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

LONGEST = 60_000
"""The largest number of characters of a spoilt text."""

_TOKENS = re.compile(r"\w+|[^\S\n]+|.", re.DOTALL)

WORDS = (
    *("", " ", "\n", "\r", "\r\n", "\t", "\0", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u202e"),
    *("\ud800", "\udfff", "\U0010ffff", "\u0661", "\u00b2", "e\u0301", "\u0130", "\ufb01"),
    *("0", "-0", "-1", "1.5", "1e9", "1e999999999", "-1e-999999999", "1e99999999999999999999"),
    *("9" * 30, "9" * 5000, "0x" + "f" * 2000, "0o7", "1_000", "1/3", "1/0", "NaN", "-Infinity"),
    *("nan", "inf", "-inf", "true", "null", "None", "0001-01-01", "9999-12-31", "0000-00-00"),
    *("2026-02-30", "1979-05-27T07:32:00Z", "07:32:00", "2026-11-01", "2026-W01-1", "24:00:00"),
    *('"', "'", '"""', "'''", "\\", '\\"', "\\u0000", "\\ud800", "\\UFFFFFFFF", "#", "[", "]"),
    *("[[", "]]", "{", "}", "{}", "[]", "=", ":", ": ", "- ", ",", ";", "|", "\\|", "&a", "*a"),
    *("!!python/object:os.system", "!!binary", "%YAML 1.2", "<<", "@base", "@prefix", "@import"),
    *("=cmd|' /C calc'!A0", "'=1+1", "+1", "-1", "@SUM(1)", "__class__", "__init__", "self"),
    *("<file:///etc/passwd>", "<http://127.0.0.1:9/x>", "file:///etc/passwd", "<!ENTITY a 'b'>"),
    *('{"@context": "http://127.0.0.1:9/"}', "owl:imports", "^^xsd:decimal", "^^rdf:XMLLiteral"),
    *('"1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal>', "a", "[]", "_:b", "( )", "."),
    *("solis:7", "left:1+2+", "left:999999", "left:1000000", "none", "sssom:NoTermFound"),
    *("rdfs literal", "composed entity expression", "skos:exactMatch", "ext_relation", "inside"),
    *("equal", "not-assessed", "cannot-tell", "line 7", "line x", "mappings", "curie_map"),
    *("extension_definitions", "@context", "mapping_set_id", "${HOME}", "%s", "{0}", "\u200b"),
)
"""What is put into files."""


def mutate(text: str, others: Sequence[str], random: Random) -> str:
    """Return a text spoilt one to six times.

    Args:
        text: To be spoilt.
        others: Texts of which parts are taken.
        random: Decides.

    Returns:
        The spoilt text.
    """
    if random.random() < 0.3:
        text = _cut(text, random)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        text = random.choice(_WAYS)(text, others, random)[:LONGEST]
    return text


def mutate_bytes(content: bytes, random: Random) -> bytes:
    """Return bytes of which some have become others."""
    spoilt = bytearray(content)
    for _ in range(random.choice((0, 1, 2, 8))):
        at = random.randrange(len(spoilt) + 1)
        spoilt[at : at + random.randrange(3)] = random.randbytes(random.randrange(4))
    return bytes(spoilt)


def _cut(text: str, random: Random) -> str:
    """Return the beginning, the end, or both without what is between."""
    lines = text.split("\n")
    start, end = sorted(random.randrange(len(lines) + 1) for _ in range(2))
    return "\n".join(random.choice((lines[:start], lines[:start] + lines[end:], lines[start:end])))


def _place(text: str, random: Random) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + int(random.expovariate(0.1)))


def _characters(text: str, _: Sequence[str], random: Random) -> str:
    start, end = _place(text, random)
    put = random.choice(
        ("", text[start:end] * 2, text[start:end][::-1], chr(random.randrange(256)))
    )
    return text[:start] + put + text[end:]


def _word(text: str, _: Sequence[str], random: Random) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + random.choice(WORDS) + text[start:]


def _token(text: str, others: Sequence[str], random: Random) -> str:
    start = random.randrange(len(text) + 1)
    found = _TOKENS.match(text, start)
    if found is None:
        return text + random.choice(WORDS)
    donor = random.choice(others)
    taken = _TOKENS.match(donor, random.randrange(len(donor)))
    put = random.choice((random.choice(WORDS), taken[0] if taken else "", found[0].swapcase()))
    return text[:start] + put + text[found.end() :]


def _many(text: str, _: Sequence[str], random: Random) -> str:
    start, end = _place(text, random)
    part = random.choice((text[start:end], random.choice(WORDS)))
    return text[:start] + part * random.choice((3, 50, 1000, 5000)) + text[end:]


def _lines(text: str, others: Sequence[str], random: Random) -> str:
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    donor = random.choice(others).split("\n")
    way = random.randrange(5)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at:at] = donor[random.randrange(len(donor)) :][: random.randrange(5)]
    else:
        lines[at] = " " * random.randrange(9) + lines[at].lstrip()
    return "\n".join(lines)


def _nest(text: str, _: Sequence[str], random: Random) -> str:
    start, end = _place(text, random)
    opening, closing = random.choice(
        (("[", "]"), ("{", "}"), ('{"a":', "}"), ("(", ")"), ("[<urn:a> ", "]"), ("- ", ""))
    )
    times = random.choice((1, 3, 60, 120, 900))
    return text[:start] + opening * times + text[start:end] + closing * times + text[end:]


def _tree(text: str, others: Sequence[str], random: Random) -> str:
    """Change the tree of JSON; another text is changed in another way."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return _token(text, others, random)
    for _ in range(random.choice((1, 2, 4))):
        plain = _changed(plain, random)
    return json.dumps(plain, ensure_ascii=random.random() < 0.5)


_LEAVES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 0.1, 1e300, [], {}, [[]], [{}], {"a": {}}, "", "solis"),
    *([None] * 50, {"": ""}, {"__class__": 1}, {"line 1": [1]}, ["a", "a"], "\x1b", [["a", "b"]]),
)


def _changed(plain: Any, random: Random) -> Any:
    """Return plain data in which one part is another, gone, or there twice."""
    if random.random() < 0.15 or type(plain) not in (dict, list) or not plain:
        other: tuple[Any, ...] = (*_LEAVES, random.choice(WORDS), [plain], {"id": plain})
        return random.choice(other)
    if type(plain) is list:
        items: list[Any] = [*plain]
        at = random.randrange(len(items))
        way = random.random()
        if way < 0.3:
            items[at : at + 1] = [] if way < 0.15 else [items[at]] * 2
        else:
            items[at] = _changed(items[at], random)
        return items
    table: dict[str, Any] = dict(plain)
    key = random.choice(list(table))
    way = random.random()
    if way < 0.1:
        del table[key]
    elif way < 0.2:
        table[random.choice(WORDS)] = table.pop(key)
    else:
        table[key] = _changed(table[key], random)
    return table


_WAYS: tuple[Callable[[str, Sequence[str], Random], str], ...] = (
    *(_characters, _word, _token, _token, _many, _lines, _lines, _nest, _tree, _tree),
)

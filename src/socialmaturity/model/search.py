"""Frameworks by what people call them: names in any spelling, and free text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import category, normalize

import attrs

from socialmaturity.errors import near_names
from socialmaturity.model.framework import Framework

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
    | dict.fromkeys("'`\u00b4\u02bc\u2018\u2019", "")
)
"""What stands for letters that are not taken apart as those with accents are; no apostrophes."""

_WORD: Final = re.compile(r"[^\W_]+")

_SHORT: Final = 3

_PARTS: Final = (
    "id",
    "name",
    "alias",
    "author",
    "stage",
    "persona",
    "source",
    "source's author",
    "publisher",
    "summary",
    "published",
)
"""What is searched, the best place first."""


def plain_letters(text: str) -> str:
    """Return text in lower case, without accents and apostrophes; all else stays.

    Args:
        text: Any.

    Returns:
        May be longer, as where one letter stands for two.

    Examples:
        >>> plain_letters("Café Ærø, № 5")
        'cafe aero, no 5'
    """
    parts = normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    return "".join(own for own in parts if category(own)[0] != "M")


def folded(text: str) -> str:
    """Return text in the form that its spellings share.

    Args:
        text: Any.

    Returns:
        Words in lower case with a space between; apostrophes, accents and
        punctuation are gone. Empty where there is no letter or digit.

    Examples:
        >>> folded("Ant's  Eye-View"), folded("Café!")
        ('ants eye view', 'cafe')
    """
    return " ".join(_WORD.findall(plain_letters(text)))


def names_of(framework: Framework) -> tuple[str, ...]:
    """Return what a framework is called: its name, then its aliases."""
    return (framework.name, *framework.aliases)


def is_called(framework: Framework, name: str) -> bool:
    """Return whether a framework has this id, name or alias, in any spelling.

    Args:
        framework: Which.
        name: All of it; case, accents and punctuation do not matter.

    Returns:
        Whether it has; never for text without a letter or digit.
    """
    own = folded(name)
    return bool(own) and own in map(folded, (framework.id, *names_of(framework)))


@attrs.frozen(kw_only=True)
class Matched:
    """Text of a framework that has words that were looked for.

    Args:
        part: What it is, such as ``alias`` or ``stage``.
        text: As it stands there.
    """

    part: str
    text: str


@attrs.frozen(kw_only=True)
class FrameworkMatch:
    """A framework that was found by free text.

    Args:
        framework: Which.
        matched: Where the words stand, best first; at least one.
    """

    framework: Framework
    matched: tuple[Matched, ...]

    def __str__(self) -> str:
        best = self.matched[0]
        return f"{self.framework.id}: {best.part} {best.text!r}"


def search_frameworks(frameworks: Iterable[Framework], words: str) -> tuple[FrameworkMatch, ...]:
    """Return the frameworks in which all words stand, best first.

    Better is text that is just the words, then text with the words in a row,
    then text with all of them, then a framework that has them in several
    places. Among equals the id comes before names, aliases, authors, stages,
    sources and the summary. A word also stands where it begins a longer one;
    what has digits, such as ``2010-12``, stands as a whole. Where nothing has
    all words, those that occur nowhere are taken for the nearest that do,
    unless they have digits or three letters at most: those are codes and
    abbreviations, of which the nearest is another one.

    Args:
        frameworks: In order; of equally good ones the first comes first.
        words: Free text; case, accents and punctuation do not matter.

    Returns:
        What was found; may be empty, and is for text without a word.

    Examples:
        >>> import socialmaturity as sm
        >>> [str(own) for own in search_frameworks([sm.SOLIS, sm.CARFI], "ants eye view")]
        ["carfi: alias 'Ants Eye View'"]
    """
    given, wanted = tuple(frameworks), _wanted(words)
    if not wanted:
        return ()
    texts = {own: tuple(_texts(own)) for own in given}
    found = _found(texts, wanted)
    return found or _found(texts, _corrected(texts, wanted))


def _wanted(words: str) -> list[str]:
    """Return the words, folded; the parts of one with digits stay together."""
    several = map(folded, words.split())
    return [word for own in several for word in ([own] if _has_digit(own) else own.split())]


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


_Texts = dict[Framework, tuple[tuple[Matched, str], ...]]


def _found(texts: _Texts, wanted: Sequence[str]) -> tuple[FrameworkMatch, ...]:
    graded = ((own, _graded(parts, wanted)) for own, parts in texts.items())
    ranked = sorted(((own, best) for own, best in graded if best), key=lambda pair: pair[1][0][:2])
    return tuple(
        FrameworkMatch(framework=own, matched=tuple(part for _, _, part in best))
        for own, best in ranked
    )


_Graded = tuple[int, int, Matched]
"""How good a text is, 0 the best; how good its place; the text."""


def _graded(parts: tuple[tuple[Matched, str], ...], wanted: Sequence[str]) -> list[_Graded]:
    """Return the texts that have words, best first; empty where one word is in none."""
    grades = [
        (_grade(text, wanted), _PARTS.index(own.part), own)
        for own, text in parts
        if any(_has(text, word) for word in wanted)
    ]
    whole = all(any(_has(text, word) for _, text in parts) for word in wanted)
    return sorted(grades, key=lambda own: own[:2]) if whole else []


def _grade(text: str, wanted: Sequence[str]) -> int:
    phrase = " ".join(wanted)
    if text == phrase:
        return 0
    if _has(text, phrase):
        return 1
    return 2 if all(_has(text, word) for word in wanted) else 3


def _has(text: str, words: str) -> bool:
    """Return whether words stand in a text in a row, the last one perhaps as a beginning."""
    return f" {words}" in f" {text}"


def _corrected(texts: _Texts, wanted: Sequence[str]) -> list[str]:
    """Return the words, those that occur nowhere each as the nearest one that does."""
    every = {word for parts in texts.values() for _, text in parts for word in text.split()}
    return [
        next(iter(near_names(word, every)), word)
        if _may_be_a_slip(word) and not any(_has(own, word) for own in every)
        else word
        for word in wanted
    ]


def _may_be_a_slip(word: str) -> bool:
    """Return whether a word is no code and long enough for a near one to mean the same."""
    return len(word) > _SHORT and not _has_digit(word)


def _texts(framework: Framework) -> Iterator[tuple[Matched, str]]:
    for part, text in _parts(framework):
        yield Matched(part=part, text=text), folded(text)


def _parts(framework: Framework) -> Iterator[tuple[str, str]]:
    yield "id", framework.id
    yield "name", framework.name
    yield from (("alias", own) for own in framework.aliases)
    yield from (("author", own) for own in framework.authors)
    for stage in framework.stages:
        yield "stage", stage.name
        yield from (("stage", own) for own in stage.aliases)
        yield from (("persona", own) for own in stage.personas)
    for source in framework.sources:
        yield "source", source.title
        yield from (("source's author", own) for own in source.authors)
        yield from (("publisher", own) for own in (source.publisher,) if own)
    yield from (("summary", own) for own in (framework.summary,) if own)
    yield from (("published", own) for own in (framework.published,) if own)

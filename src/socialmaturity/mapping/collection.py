"""Mappings between any number of frameworks, as a file of an exchange format holds them."""

from collections.abc import Iterable
from typing import Generic, TypeVar

import attrs

from socialmaturity.errors import SocialMaturityError
from socialmaturity.identifiers import FrameworkId
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Extra, Mapping, NoCounterpart, are_named, parse_extra
from socialmaturity.model.fields import are_all, are_lines, is_one_line, is_text

_Value = TypeVar("_Value")


@attrs.frozen(kw_only=True)
class MappingSet:
    """Mappings between any number of frameworks, with what is said of them all.

    Args:
        id: What the set is known by, an address as a rule; may be empty.
        title: What it is called.
        version: Of the set.
        authors: Whose judgement it is.
        note: What a reader must know of it.
        license: Under which it may be used.
        mappings: The links, in order.
        no_counterparts: Stages of which is said that a framework has none
            like them.
        extra: What a file says of the set beside this, kept to be written
            back: pairs of name and value.
    """

    id: str = attrs.field(default="", validator=is_text)
    title: str = attrs.field(default="", validator=is_text)
    version: str = attrs.field(default="", validator=is_one_line)
    authors: tuple[str, ...] = attrs.field(default=(), validator=are_lines)
    note: str = attrs.field(default="", validator=is_text, repr=False)
    license: str = attrs.field(default="", validator=is_text)
    mappings: tuple[Mapping, ...] = attrs.field(default=(), validator=are_all(Mapping), repr=False)
    no_counterparts: tuple[NoCounterpart, ...] = attrs.field(
        default=(), validator=are_all(NoCounterpart), repr=False
    )
    extra: Extra = attrs.field(default=(), converter=parse_extra, validator=are_named)

    @classmethod
    def of(cls, crosswalks: Iterable[Crosswalk]) -> "MappingSet":
        """Return all that some crosswalks say, in one set.

        Args:
            crosswalks: Any number. Title, version, authors and note carry
                over where all of them have the same.

        Returns:
            Their mappings one after the other.
        """
        several = tuple(crosswalks)
        return cls(
            title=_common(one.title for one in several),
            version=_common(one.version for one in several),
            authors=several[0].authors if len({one.authors for one in several}) == 1 else (),
            note=_common(one.note for one in several),
            mappings=tuple(own for one in several for own in one.mappings),
            no_counterparts=tuple(own for one in several for own in one.no_counterparts),
        )

    def crosswalks(self) -> tuple[Crosswalk, ...]:
        """Return the set as crosswalks, one for each pair of frameworks.

        Returns:
            In the order in which pairs first occur; a mapping that runs the
            other way than the first of its pair is turned round.

        Raises:
            InvalidCrosswalkError: Two mappings of one axis link the same
                stages, or a mapping gives a stage the counterpart that it is
                said not to have.
        """
        links: dict[tuple[FrameworkId, FrameworkId], list[Mapping]] = {}
        nones: dict[tuple[FrameworkId, FrameworkId], list[NoCounterpart]] = {}
        for mapping in self.mappings:
            pair = (mapping.subject.framework, mapping.object.framework)
            back = (mapping.object.framework, mapping.subject.framework)
            if pair not in links and back in links:
                links[back].append(mapping.inverse())
            else:
                links.setdefault(pair, []).append(mapping)
        for none in self.no_counterparts:
            pair = (none.stage.framework, none.framework)
            back = (none.framework, none.stage.framework)
            place = back if pair not in links and back in links else pair
            links.setdefault(place, [])
            nones.setdefault(place, []).append(none)
        return tuple(
            Crosswalk(
                subject=pair[0],
                object=pair[1],
                version=self.version if self.version.strip() else "1",
                title=self.title,
                authors=self.authors,
                note=self.note,
                mappings=tuple(mappings),
                no_counterparts=tuple(nones.get(pair, ())),
            )
            for pair, mappings in links.items()
        )


def _common(texts: Iterable[str]) -> str:
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


@attrs.frozen(kw_only=True)
class Loss:
    """One thing that a format could not say, or could only say in part.

    Args:
        code: What kind of thing, as a short slug; stable, for programs.
        what: The mapping or the field, for people.
        told: What became of it, in a sentence.
    """

    code: str
    what: str
    told: str

    def __str__(self) -> str:
        return f"{self.what}: {self.told}"


@attrs.frozen(kw_only=True)
class Written:
    """A text in an exchange format, and what it could not carry.

    Args:
        text: The whole file.
        losses: What was left out or weakened, in order; empty where nothing.
    """

    text: str = attrs.field(repr=False)
    losses: tuple[Loss, ...] = ()


@attrs.frozen(kw_only=True)
class Read(Generic[_Value]):
    """What was readable in a file, and what was not.

    Args:
        value: What was read.
        problems: What was passed over, each with its line and column in
            ``path``, such as ``line 7, column 'predicate_id'``; empty where
            nothing was.
    """

    value: _Value
    problems: tuple[SocialMaturityError, ...] = ()

"""What is asked of every crosswalk."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Final

import attrs

from socialmaturity.catalog import default_catalog
from socialmaturity.errors import SocialMaturityError, shown
from socialmaturity.graph.coherence import crosswalk_problems
from socialmaturity.graph.conflicts import direction_warnings
from socialmaturity.graph.network import Network
from socialmaturity.graph.report import ConcernCode, check_network
from socialmaturity.io.files import load_crosswalk, parse_crosswalk
from socialmaturity.mapping.confidence import Chaining
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.mapping.link import NoCounterpart
from socialmaturity.model.framework import Framework
from socialmaturity.testing.check import Check, Law, Problems, checks_of, fault
from socialmaturity.testing.framework_laws import FRAMEWORK
from socialmaturity.testing.reading import READS, Kind, Outcome, naming, read_subject
from socialmaturity.testing.values import copy_problems, hash_problems, round_trip_problems

CROSSWALK: Final = Kind(
    Crosswalk,
    load_crosswalk,
    parse_crosswalk,
    (
        naming("version-said", "missing", r"^version$"),
        naming("sides-hold", "framework-mismatch"),
        naming("linked-once", "duplicate", r"^(mappings|no_counterparts)\[\d+\]$"),
        naming("justified", "missing", r"\.(justification|reason)$"),
        naming("confidence-said", "invalid-value", r"\.confidence$"),
        naming("coverage-holds", "invalid-value", r"_coverage$"),
        naming("no-contradiction", "contradiction"),
    ),
)
"""How a crosswalk is read, and which check names what is wrong with it."""


@attrs.frozen(kw_only=True, eq=False)
class CrosswalkSubject:
    """A crosswalk to be checked.

    Args:
        given: In any form.
        frameworks: Those it may be about, in any form; those built in
            beside them.
    """

    given: object
    frameworks: tuple[object, ...]

    @cached_property
    def _read(self) -> Outcome[Crosswalk]:
        return read_subject(self.given, CROSSWALK)

    @property
    def unread(self) -> Mapping[str, tuple[SocialMaturityError, ...]]:
        """Why it cannot be read, by the check that says so."""
        return self._read.unread

    @property
    def crosswalk(self) -> Crosswalk:
        """The crosswalk that was read."""
        assert self._read.value is not None  # noqa: S101 checks ask it of what was read alone
        return self._read.value

    @cached_property
    def given_frameworks(self) -> tuple[Outcome[Framework], ...]:
        """What came of reading the frameworks, in order."""
        return tuple(read_subject(own, FRAMEWORK) for own in self.frameworks)

    @cached_property
    def known(self) -> Mapping[str, Framework]:
        """The frameworks it may be about, by id; those given come before those built in."""
        own: dict[str, Framework] = {
            one.value.id: one.value for one in self.given_frameworks if one.value is not None
        }
        catalog = default_catalog()
        sides = (self.crosswalk.subject, self.crosswalk.object)
        builtin: dict[str, Framework] = {
            which: catalog.framework(which) for which in sides if which in catalog.ids
        }
        return MappingProxyType(builtin | own)

    @property
    def sides(self) -> tuple[Framework, Framework]:
        """Both frameworks."""
        return self.known[self.crosswalk.subject], self.known[self.crosswalk.object]

    @cached_property
    def misfits(self) -> tuple[SocialMaturityError, ...]:
        """What keeps it from holding between its frameworks."""
        return crosswalk_problems(self.crosswalk, *self.sides)

    @cached_property
    def network(self) -> Network:
        """It and its frameworks, to reason over."""
        return Network.of(self.sides, (self.crosswalk,))

    @property
    def statements(self) -> Iterator[tuple[str, Link | NoCounterpart]]:
        """All that it says, with the path of each."""
        return chain(
            ((f"mappings[{place}]", own) for place, own in enumerate(self.crosswalk.mappings)),
            (
                (f"no_counterparts[{place}]", own)
                for place, own in enumerate(self.crosswalk.no_counterparts)
            ),
        )


# --- what reading cannot tell


def _read_well(own: CrosswalkSubject) -> Problems:
    del own
    return ()


def _known(own: CrosswalkSubject) -> Problems:
    for place, outcome in enumerate(own.given_frameworks):
        for problem in chain.from_iterable(outcome.unread.values()):
            yield fault(f"it cannot be read: {problem}", path=f"frameworks[{place}]")
    for name in ("subject", "object"):
        which = getattr(own.crosswalk, name)
        if which not in own.known:
            yield fault(
                f"framework {which!r} is neither given nor built in; pass it to crosswalk_checks",
                path=name,
                value=which,
            )


def _of_codes(own: CrosswalkSubject, *codes: str, exhaustive: bool = False) -> Problems:
    """Give the misfits of some codes, of those that come of being exhaustive or of the others."""
    return (
        one for one in own.misfits if one.code in codes and (one.path == "exhaustive") is exhaustive
    )


def _stages(own: CrosswalkSubject) -> Problems:
    return _of_codes(own, "unknown-stage")


def _evidence(own: CrosswalkSubject) -> Problems:
    return _of_codes(own, "unknown-reference")


def _crossings(own: CrosswalkSubject) -> Problems:
    return _of_codes(own, "crossing")


def _contradictions(own: CrosswalkSubject) -> Problems:
    return _of_codes(own, "contradiction")


def _directions(own: CrosswalkSubject) -> Problems:
    for axis in own.network.axes:
        for one in direction_warnings(own.network, axis):
            yield fault(str(one), path="mappings", value=one)


def _confident(own: CrosswalkSubject) -> Problems:
    for path, one in own.statements:
        if one.confidence is None:
            yield fault(
                f"nobody says how sure it is that {one}",
                path=f"{path}.confidence",
                value=str(one),
            )


def _coverage(own: CrosswalkSubject) -> Problems:
    yield from _of_codes(own, "contradiction", exhaustive=True)
    for one in check_network(own.network).concerns:
        if one.code is ConcernCode.COVERAGE:
            yield fault(one.text, path="mappings", value=one)
    for side in own.crosswalk.exhaustive:
        linked = _linked(own.crosswalk.mappings, own.known[side])
        for stage in own.known[side].stages:
            if stage.ordinal not in linked:
                yield fault(
                    f"{side!r} is said to be mapped exhaustively, and {stage.ref} has no mapping",
                    path="exhaustive",
                    value=str(stage.ref),
                )


def _linked(mappings: Iterable[Link], framework: Framework) -> set[int]:
    """Return the ordinals of the stages that a mapping leads from or to."""
    return {
        stage.ordinal
        for own in mappings
        for place in own.places
        if place.framework == framework.id
        for stage in framework.stages_at(place)
    }


def _sentences(own: CrosswalkSubject) -> Problems:
    for path, one in own.statements:
        ends = (one.subject, one.object) if isinstance(one, Link) else (one.stage,)
        said = str(one)
        if not all(end.spoken in said for end in ends) or "\n" in said:
            yield fault(f"it prints as {shown(said)}", path=path, value=said)


def _turned_back(own: CrosswalkSubject) -> Problems:
    back = own.crosswalk.inverse().inverse()
    if back != own.crosswalk:
        yield fault("inverted twice it is another one", value=back)


def _copies(own: CrosswalkSubject) -> Problems:
    return copy_problems(own.crosswalk)


def _hashes(own: CrosswalkSubject) -> Problems:
    return hash_problems(own.crosswalk)


def _round_trip(own: CrosswalkSubject) -> Problems:
    return round_trip_problems(own.crosswalk, Crosswalk, parse_crosswalk)


def _sssom(own: CrosswalkSubject) -> Problems:
    from socialmaturity.io.sssom.reading import parse_sssom
    from socialmaturity.io.sssom.writing import to_sssom

    text = to_sssom(own.crosswalk, canonical=False).text
    back = parse_sssom(text).value
    for kind in ("mappings", "no_counterparts"):
        came, expected = getattr(back, kind), getattr(own.crosswalk, kind)
        for place, one in enumerate(expected):
            if place >= len(came) or came[place] != one:
                yield fault("written as SSSOM it reads back changed", path=f"{kind}[{place}]")


def _weakest_link(own: CrosswalkSubject) -> Problems:
    """Give what is derived and more trusted than the least of what it is derived from."""
    network = own.network
    for axis in network.axes:
        for one in network.derived(own.crosswalk.subject, own.crosswalk.object, axis=axis):
            product, least = one.confidence, one.confidence_by(Chaining.MINIMUM)
            if product is not None and least is not None and product > least:
                yield fault(
                    f"that {one} is trusted to {product}, and its weakest link to {least}",
                    path="mappings",
                    value=str(one),
                )


_FITS: Final = ("frameworks-known", "stages-exist")
_HOLDS: Final = (*_FITS, "evidence-resolves", "direction", "no-contradiction", "no-crossing")

CROSSWALK_LAWS: Final[tuple[Law[CrosswalkSubject], ...]] = (
    Law(
        name=READS,
        asks="Can it be read as a crosswalk, every part of its type and none misspelt?",
        why="What cannot be read cannot be used.",
        find=_read_well,
    ),
    Law(
        name="version-said",
        asks="Does it say which version of the record it is?",
        why="A translation has to name what it rests on.",
        find=_read_well,
    ),
    Law(
        name="sides-hold",
        asks="Is everything in it between its two frameworks, which are two?",
        why="A stray statement is lost, or taken for one about another framework.",
        find=_read_well,
    ),
    Law(
        name="linked-once",
        asks="Are no two stages linked twice on one axis, and is nothing else said twice?",
        why="Of two statements about one pair a reader finds either.",
        find=_read_well,
    ),
    Law(
        name="justified",
        asks="Has every mapping a justification, and every other statement a reason?",
        why="A mapping that nobody can follow cannot be checked or mended.",
        find=_read_well,
    ),
    Law(
        name="confidence-said",
        asks="Does everything say how sure it is, from 0 to 1?",
        why="What is absent stays absent through every derivation, so that nothing can be weighed.",
        find=_confident,
    ),
    Law(
        name="frameworks-known",
        asks="Are both frameworks given, or built in?",
        why="Without them nothing can be looked up.",
        find=_known,
    ),
    Law(
        name="stages-exist",
        asks="Are all stages there that it names?",
        why="A mapping of a stage that is not there says nothing.",
        find=_stages,
        after=("frameworks-known",),
    ),
    Law(
        name="evidence-resolves",
        asks="Are all statements and sources there that it rests on?",
        why="What it rests on has to be found.",
        find=_evidence,
        after=_FITS,
    ),
    Law(
        name="direction",
        asks="Are inside and contains not exchanged throughout?",
        why="It is the commonest slip, and makes every translation wrong.",
        find=_directions,
        after=(*_FITS, "evidence-resolves"),
    ),
    Law(
        name="no-crossing",
        asks="Do no two mappings of one axis cross?",
        why="A ladder cannot be climbed in two orders; what runs against it lies on another axis.",
        find=_crossings,
        after=(*_FITS, "evidence-resolves", "direction"),
    ),
    Law(
        name="no-contradiction",
        asks="Can all that it says hold together?",
        why="From a contradiction anything follows.",
        find=_contradictions,
        after=(*_FITS, "evidence-resolves", "direction"),
    ),
    Law(
        name="coverage-holds",
        asks="Do shares covered go with their relations, and is what is exhaustive all mapped?",
        why="Ranges of stages are derived from what is said to be exhaustive.",
        find=_coverage,
        after=_HOLDS,
    ),
    Law(
        name="sentences",
        asks="Does every statement print as one sentence that names its stages?",
        why="A reader finds an exchanged direction in a sentence, and in no table.",
        find=_sentences,
    ),
    Law(
        name="copies-equal",
        asks="Is it equal to itself once copied, copied deeply or pickled?",
        why="Applications cache values and hand them to other processes.",
        find=_copies,
    ),
    Law(
        name="hashes-equal",
        asks="Do equal copies of it hash equal?",
        why="Sets, caches and catalogs find it by its hash.",
        find=_hashes,
        after=("copies-equal",),
    ),
    Law(
        name="inverse-twice",
        asks="Is it equal to itself once inverted twice?",
        why="It is read from either side.",
        find=_turned_back,
    ),
    Law(
        name="round-trip",
        asks="Does it read back equal from plain data and from JSON?",
        why="What cannot be written down and read back is lost.",
        find=_round_trip,
        after=("hashes-equal", "inverse-twice", "sentences"),
    ),
    Law(
        name="sssom-round-trip",
        asks="Do its statements read back equal from SSSOM?",
        why="It is what mappings are exchanged in.",
        find=_sssom,
        after=("frameworks-known", "round-trip"),
    ),
    Law(
        name="weakest-link",
        asks="Is nothing derived from it more trusted than the least that it is derived from?",
        why="Trust must not grow on the way.",
        find=_weakest_link,
        after=_HOLDS,
    ),
)
"""The laws of a crosswalk, each after those it waits for."""


def crosswalk_checks(subject: object, *frameworks: object) -> tuple[Check, ...]:
    """Return the checks of a crosswalk.

    Args:
        subject: A crosswalk, in any of the forms that `framework_checks`
            takes.
        *frameworks: Those it is about, each in any of these forms; those that
            are built in need not be given.

    Returns:
        The checks, always in the same order.

    Examples:
        >>> import socialmaturity as sm
        >>> from socialmaturity.testing import run_checks
        >>> print(run_checks(crosswalk_checks(sm.crosswalk("carfi", "socedo"))))
        20 checks: 20 passed.
    """
    return checks_of(CROSSWALK_LAWS, CrosswalkSubject(given=subject, frameworks=frameworks))

"""Where ids and names are looked up: what is built in, added by a caller, and plugged in."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import attrs

from socialmaturity.errors import (
    AmbiguousNameError,
    ContradictionError,
    DuplicateError,
    FrameworkMismatchError,
    InvalidCrosswalkError,
    InvalidValueError,
    SocialMaturityError,
    UnknownCrosswalkError,
    UnknownFrameworkError,
    UnknownRuleError,
    UnknownVersionError,
    WrongTypeError,
    expect,
    near_names,
    shown,
)
from socialmaturity.identifiers import FrameworkId
from socialmaturity.model.fields import are_all, is_a, parse_word
from socialmaturity.model.framework import Framework, FrameworkKind

if TYPE_CHECKING:
    from socialmaturity.assessment.record import Assessment
    from socialmaturity.graph.network import Network
    from socialmaturity.mapping.crosswalk import Crosswalk
    from socialmaturity.model.search import FrameworkMatch
    from socialmaturity.plugins.finding import Choice, Key, Missed, Namesakes
    from socialmaturity.plugins.report import Plugin, PluginEntry, PluginFailure, Plugins
    from socialmaturity.scoring.method import Rule

BUILTIN_FRAMEWORKS: Final = tuple(
    map(FrameworkId, ("solis", "be-a-person", "cisco", "carfi", "socedo"))
)
"""Ids of the frameworks that come with the package; each is read when asked for."""

BUILTIN_CROSSWALKS: Final = tuple(
    (subject, other)
    for place, subject in enumerate(BUILTIN_FRAMEWORKS)
    for other in BUILTIN_FRAMEWORKS[place + 1 :]
)
"""Subject and object of the crosswalks that come with the package."""

Pair = tuple[str, str]

_LAST_YEAR: Final = 9999

_OWN: Final = "One of your own is passed as the object itself, or added to a catalog"

_lock: Final = Lock()
_frameworks_read: dict[str, Framework] = {}
_crosswalks_read: "dict[Pair, Crosswalk]" = {}


def _parse_allow(names: Collection[str] | None) -> tuple[str, ...] | None:
    """Return names of distributions in their normal form, in order of the alphabet."""
    if names is None:
        return None
    if isinstance(names, str) or not isinstance(names, Collection):
        raise WrongTypeError(
            f"expected names of distributions, such as ['acme-maturity'], not {shown(names)}",
            path="allow",
            value=names,
        )
    from socialmaturity.plugins.finding import normal_name

    return tuple(sorted({normal_name(expect(own, str, "allow")) for own in names}))


@attrs.frozen(kw_only=True)
class Catalog:
    """What can be looked up; immutable, adding gives a new one.

    Several records of one framework, told apart by their versions, stand
    side by side. The first is meant where no version is named: what is built
    in comes before what is added, and that before what is plugged in. A
    crosswalk holds between the first records of its frameworks.

    Plug-ins are looked for only when an id is neither built in nor added, or
    when all there is was asked for; one id asked for loads one plug-in.

    Args:
        builtin: Whether the frameworks and crosswalks of the package are in.
        plugged_in: Whether those of other installed distributions are.
        allow: The distributions whose plug-ins are in, in any spelling and
            order; ``None`` for all.
        added_frameworks: Others, in order.
        added_crosswalks: Others, in order.
        added_rules: Others than the six, in order.

    Raises:
        WrongTypeError: A part of another type.
        ContradictionError: An allow-list, and no plug-ins.
        DuplicateError: Two records of one id and version, two crosswalks
            between the same frameworks, or two rules of one name.
        UnknownFrameworkError: There is a crosswalk of a framework that is
            not in.
        InvalidCrosswalkError: A crosswalk does not hold between its
            frameworks.

    Examples:
        >>> Catalog().ids
        ('solis', 'be-a-person', 'cisco', 'carfi', 'socedo')
    """

    builtin: bool = attrs.field(default=True, validator=is_a(bool))
    plugged_in: bool = attrs.field(default=False, validator=is_a(bool))
    allow: tuple[str, ...] | None = attrs.field(default=None, converter=_parse_allow)
    added_frameworks: tuple[Framework, ...] = attrs.field(default=(), validator=are_all(Framework))
    added_crosswalks: "tuple[Crosswalk, ...]" = attrs.field(default=(), validator=is_a(tuple))
    added_rules: "tuple[Rule, ...]" = attrs.field(default=(), validator=is_a(tuple))

    def __attrs_post_init__(self) -> None:
        if self.allow is not None and not self.plugged_in:
            raise ContradictionError(
                "an allow-list is of plug-ins, and there are none; give plugged_in=True with it",
                path="allow",
                value=self.allow,
            )
        if self.added_frameworks:
            self._check_frameworks()
        if self.added_crosswalks:
            self._check_crosswalks()
        if self.added_rules:
            self._check_rules()

    def _check_frameworks(self) -> None:
        """Refuse a second record of one id and version."""
        taken: set[tuple[str, str]] = set()
        for own in self.added_frameworks:
            builtin = self.builtin and own.id in BUILTIN_FRAMEWORKS
            if (own.id, own.version) in taken or (
                builtin and _builtin_framework(own.id).version == own.version
            ):
                raise _framework_taken(own)
            taken.add((own.id, own.version))

    def _check_crosswalks(self) -> None:
        """Refuse what is no crosswalk, stands twice, or does not hold between its frameworks."""
        from socialmaturity.mapping.crosswalk import Crosswalk

        pairs = {frozenset(pair) for pair in BUILTIN_CROSSWALKS if self.builtin}
        for crosswalk in self.added_crosswalks:
            own = expect(crosswalk, Crosswalk, "added_crosswalks")
            pair = frozenset((own.subject, own.object))
            if pair in pairs:
                raise _crosswalk_taken(own)
            pairs.add(pair)
            problem = self._misfit(own)
            if problem is not None:
                raise problem

    def _check_rules(self) -> None:
        """Refuse what is no rule with a name, and a name that is taken."""
        from socialmaturity.scoring.method import is_rule
        from socialmaturity.scoring.rules import TAKES

        taken = set(TAKES)
        for rule in self.added_rules:
            if not is_rule(rule) or not isinstance(getattr(rule, "name", None), str):
                raise WrongTypeError(
                    f"expected a rule with a name, not {shown(rule)}",
                    path="added_rules",
                    value=rule,
                )
            if rule.name in taken:
                raise _rule_taken(rule)
            taken.add(rule.name)

    def _misfit(self, own: "Crosswalk") -> SocialMaturityError | None:
        """Return why a crosswalk does not hold between the frameworks of the catalog."""
        one, two = (next(self._records(side), None) for side in (own.subject, own.object))
        if one is None or two is None:
            return self._not_found(own.object if one else own.subject)
        problems = _problems(own, one, two)
        if not problems:
            return None
        return InvalidCrosswalkError(f"crosswalk {own.subject}--{own.object}", problems)

    def __contains__(self, which: object) -> bool:
        """Return whether there is a framework of this id.

        Args:
            which: The id, exactly.

        Returns:
            Whether `framework` finds it; one that is built in or added is
            found without a look at plug-ins.
        """
        return isinstance(which, str) and next(self._records(which), None) is not None

    @property
    def ids(self) -> tuple[FrameworkId, ...]:
        """The ids of all frameworks, built in, added and plugged in."""
        own = (*self.added_frameworks, *self._plugged("framework"))
        builtin = BUILTIN_FRAMEWORKS if self.builtin else ()
        return tuple(dict.fromkeys((*builtin, *(framework.id for framework in own))))

    @property
    def pairs(self) -> tuple[tuple[FrameworkId, FrameworkId], ...]:
        """Subject and object of all crosswalks, built in, added and plugged in."""
        own = (*self.added_crosswalks, *self._plugged("crosswalk"))
        return (BUILTIN_CROSSWALKS if self.builtin else ()) + tuple(
            (crosswalk.subject, crosswalk.object) for crosswalk in own
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of all rules, the six, added and plugged in."""
        from socialmaturity.scoring.rules import TAKES

        own = (*self.added_rules, *self._plugged("rule"))
        return (*TAKES, *(rule.name for rule in own))

    @property
    def plugins(self) -> "Plugins":
        """What became of each plug-in; all that may be loaded are."""
        from socialmaturity.plugins.report import Plugin, PluginFailure, Plugins, in_order

        choice = self._choice()
        if choice is None:
            return Plugins()
        tried = [one for several in choice.entries.values() for one in self._first(several)]
        failed = (own for own in tried if isinstance(own, PluginFailure))
        return Plugins(
            loaded=in_order(own for own in tried if isinstance(own, Plugin)),
            failed=in_order((*choice.failed, *failed)),
            skipped=choice.skipped,
            missing=choice.missing,
            switched_off=choice.switched_off,
        )

    @property
    def failures(self) -> "tuple[PluginFailure, ...]":
        """The plug-ins that failed, each with distribution, version and exception."""
        return self.plugins.failed

    def framework(self, which: str, *, version: str | None = None) -> Framework:
        """Return one framework.

        Args:
            which: Its id; or its name or one of its aliases in any spelling,
                where only one framework has it. What is plugged in is asked
                for its names only where nothing else has the name.
            version: Of the record; ``None`` for the first.

        Returns:
            The framework; asked again, the same object.

        Raises:
            WrongTypeError: Not text.
            UnknownFrameworkError: There is none; the message offers near ids
                and names, and tells of plug-ins that failed.
            AmbiguousNameError: Several have this name.
            UnknownVersionError: It has no record of this version.
        """
        found = self._record(which)
        if version is None:
            return found
        expect(version, str, "version")
        records = self.versions(found.id)
        for own in records:
            if own.version == version:
                return own
        raise UnknownVersionError(
            version,
            [own.version for own in records],
            within=f"framework {found.id!r}",
            path="version",
            guess=False,
        )

    def framework_of(self, assessment: "Assessment") -> Framework:
        """Return the record of a framework that an assessment answers.

        Args:
            assessment: Names the framework, and perhaps a version.

        Returns:
            The record of that version; the first one where it names none,
            or one that is not there. The latter does not fit then, and
            whoever reads it is told.

        Raises:
            UnknownFrameworkError: There is no such framework.
        """
        first = self._record(assessment.framework)
        if assessment.version in (None, first.version):
            return first
        records = self._records(first.id)
        return next((own for own in records if own.version == assessment.version), first)

    def versions(self, which: str) -> tuple[Framework, ...]:
        """Return the records of one framework, side by side.

        Args:
            which: As for `framework`.

        Returns:
            At least one, the one that is meant without a version first; no
            two of one version.

        Raises:
            UnknownFrameworkError: There is none.

        Examples:
            >>> [str(record) for record in Catalog().versions("socedo")]
            ['The Three Phases of Social Media Adoption for Businesses (socedo 1.0)']
        """
        return _first_of_each(self._records(self._record(which).id), "version")

    def _records(self, which: str) -> Iterator[Framework]:
        """Give the records of an id in order; plug-ins are looked at last."""
        builtin = self.builtin and which in BUILTIN_FRAMEWORKS
        if builtin:
            yield _builtin_framework(which)
        yield from (own for own in self.added_frameworks if own.id == which)
        if not builtin:
            yield from self._plugged("framework", which)

    def _record(self, which: str) -> Framework:
        """Return the first record of an id or name."""
        if self.builtin and which in BUILTIN_FRAMEWORKS:
            return _builtin_framework(which)
        found = next(self._records(expect(which, str, "which")), None) or self._called(which)
        if found is None:
            raise self._not_found(which)
        return found

    def _called(self, name: str) -> Framework | None:
        """Return the one framework of this name; what is plugged in changes no other name."""
        choice = self._choice()
        if choice is not None and choice.of("framework", name):
            return None  # it is the id of plug-ins that failed
        from socialmaturity.model.search import is_called

        for several in (iter(self._own_frameworks()), self._plugged("framework")):
            found = [own for own in several if is_called(own, name)]
            if len(found) > 1:
                raise AmbiguousNameError(
                    f"{shown(name)} names several frameworks; ask for one by its id:"
                    f" {', '.join(repr(own.id) for own in found)}",
                    path="which",
                    value=name,
                )
            if found:
                return found[0]
        return None

    def _own_frameworks(self) -> tuple[Framework, ...]:
        """Return the first records of all that is built in and added."""
        builtin = map(_builtin_framework, BUILTIN_FRAMEWORKS if self.builtin else ())
        return _first_of_each((*builtin, *self.added_frameworks), "id")

    def _not_found(self, which: str) -> UnknownFrameworkError:
        """Return that there is no such framework, with near names and what its plug-in raised."""
        from socialmaturity.model.search import names_of

        every = (*self._own_frameworks(), *self._plugged("framework"))
        ids = tuple(dict.fromkeys(own.id for own in every))
        near = near_names(which, {name for own in every for name in names_of(own)})
        missed = self._missed("framework", which)
        hint = ". ".join((*missed.hints, _OWN))
        error = UnknownFrameworkError(which, (*ids, *near), hint=hint)
        error.__cause__ = missed.cause
        return error

    def frameworks(
        self,
        *,
        kind: FrameworkKind | str | None = None,
        author: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> tuple[Framework, ...]:
        """Return the frameworks, or some of them; of each the first record.

        Args:
            kind: ``ladder`` or ``phases``; ``None`` for both.
            author: A name or words of it, in any spelling; ``None`` for
                whoever.
            since: The first year of publication; ``None`` for any.
            until: The last one; ``None`` for any. A framework without a date
                is left out where either year is given.

        Returns:
            Those to which all of it applies, in order of `ids`; may be
            empty.

        Raises:
            WrongTypeError: Years that are no whole numbers, or other things
                that are no text.
            InvalidValueError: No such kind, or years in the wrong order.

        Examples:
            >>> [own.id for own in Catalog().frameworks(kind="ladder", since=2011)]
            ['be-a-person', 'cisco']
        """
        wanted = None if kind is None else parse_word(FrameworkKind, kind, "kind")
        years = _years(since, until)
        return tuple(
            own
            for own in map(self._record, self.ids)
            if wanted in (None, own.kind)
            and (author is None or _is_by(own, expect(author, str, "author")))
            and (years is None or (own.published is not None and int(own.published[:4]) in years))
        )

    def search(self, words: str) -> "tuple[FrameworkMatch, ...]":
        """Return the frameworks that free text may mean, best first.

        Args:
            words: Words of id, name, alias, author, stage, source or
                summary, in any spelling; slips of the keyboard are forgiven
                where nothing else is found, but not in words of three
                letters or fewer, or with digits.

        Returns:
            Each with what matched; may be empty.

        Raises:
            WrongTypeError: Not text.

        Examples:
            >>> print(*Catalog().search("ants eye view"))
            carfi: alias 'Ants Eye View'
        """
        from socialmaturity.model.search import search_frameworks

        return search_frameworks(self.frameworks(), expect(words, str, "words"))

    def crosswalk(self, subject: str, other: str) -> "Crosswalk":
        """Return the crosswalk between two frameworks.

        Args:
            subject: The framework that it shall speak of, as for
                `framework`.
            other: The framework that it shall lead to.

        Returns:
            The crosswalk, turned round where it is kept the other way.

        Raises:
            WrongTypeError: Not text.
            UnknownFrameworkError: There is no such framework.
            FrameworkMismatchError: Both are the same.
            UnknownCrosswalkError: There is none between the two; the message
                says so if a plug-in failed to give it.
        """
        found = self._kept(expect(subject, str, "subject"), expect(other, str, "other"))
        if found is None:
            subject, other = self._record(subject).id, self._record(other).id
            if subject == other:
                raise FrameworkMismatchError(
                    f"a crosswalk is between two frameworks, not from {subject!r} to itself",
                    path="other",
                    value=other,
                )
            name = f"{subject}--{other}"
            found = self._kept(subject, other) or next(self._plugged("crosswalk", name), None)
            if found is None:
                missed = self._missed("crosswalk", name)
                raise self._no_crosswalk(name, missed.hints) from missed.cause
        return found if found.subject == subject else found.inverse()

    def _kept(self, subject: str, other: str) -> "Crosswalk | None":
        """Return a crosswalk that is built in or added, as it is kept."""
        for pair in ((subject, other), (other, subject)):
            if self.builtin and pair in BUILTIN_CROSSWALKS:
                return _builtin_crosswalk(pair)
        sides = {subject, other}
        return next(
            (own for own in self.added_crosswalks if {own.subject, own.object} == sides), None
        )

    def _no_crosswalk(self, name: str, hints: tuple[str, ...]) -> UnknownCrosswalkError:
        pairs = (f"{one}--{two}" for one, two in self.pairs)
        return UnknownCrosswalkError(name, pairs, hint=". ".join(hints))

    def crosswalks(self, which: str | None = None) -> "tuple[Crosswalk, ...]":
        """Return the crosswalks, or those of one framework.

        Args:
            which: The framework, as for `framework`; ``None`` for all.

        Returns:
            In order of `pairs`, as they are kept; those of one framework are
            turned so that they speak of it. May be empty.

        Raises:
            UnknownFrameworkError: There is no such framework.

        Examples:
            >>> [str(own) for own in Catalog().crosswalks("socedo")][-1]
            'Socedo to Carfi: 6 mappings'
        """
        if which is None:
            return tuple(self.crosswalk(*pair) for pair in self.pairs)
        own = self._record(which).id
        others = (one if two == own else two for one, two in self.pairs if own in (one, two))
        return tuple(self.crosswalk(own, other) for other in others)

    def rule(self, name: str) -> "Rule":
        """Return a scoring rule as it is without parameters.

        Args:
            name: One of the six, or of what was added or plugged in.

        Returns:
            The rule.

        Raises:
            WrongTypeError: Not text.
            UnknownRuleError: There is none; the message offers near names,
                and tells of plug-ins that failed.

        Examples:
            >>> Catalog().rule("high_water")
            HighWaterRule(at=None, quorum=None)
        """
        from socialmaturity.scoring.rules import TAKES, make_rule

        if expect(name, str, "rule") in TAKES:
            return make_rule(name, {})
        own = (rule for rule in self.added_rules if rule.name == name)
        found = next(own, None) or next(self._plugged("rule", name), None)
        if found is None:
            missed = self._missed("rule", name)
            hint = ". ".join(missed.hints)
            raise UnknownRuleError(name, self.rules, path="rule", hint=hint) from missed.cause
        return found

    @cached_property
    def network(self) -> "Network":
        """All frameworks and mappings, to reason over; read when asked for."""
        from socialmaturity.graph.network import Network

        return Network.of(self.frameworks(), self.crosswalks())

    def with_framework(self, framework: Framework) -> "Catalog":
        """Return a catalog that has one framework more, or one record more of a framework.

        Args:
            framework: Its id is free, or its version is; what is there
                already stays the one that is meant without a version.

        Returns:
            A new catalog.

        Raises:
            DuplicateError: There is a record of this id and version.
        """
        return attrs.evolve(self, added_frameworks=(*self.added_frameworks, framework))

    def with_crosswalk(self, crosswalk: "Crosswalk") -> "Catalog":
        """Return a catalog that has one crosswalk more.

        Args:
            crosswalk: Between two frameworks of the catalog that have none.

        Returns:
            A new catalog.

        Raises:
            UnknownFrameworkError: The catalog lacks one of its frameworks.
            InvalidCrosswalkError: It does not hold between them.
            DuplicateError: There is one between the two already.
        """
        return attrs.evolve(self, added_crosswalks=(*self.added_crosswalks, crosswalk))

    def with_rule(self, rule: "Rule") -> "Catalog":
        """Return a catalog that has one scoring rule more, found by its name.

        Args:
            rule: With its parameters; its name is free.

        Returns:
            A new catalog.

        Raises:
            WrongTypeError: No rule, or one without a name.
            DuplicateError: The name is taken.
        """
        return attrs.evolve(self, added_rules=(*self.added_rules, rule))

    def with_plugins(self, *, allow: Collection[str] | None = None) -> "Catalog":
        """Return a catalog that has what other installed distributions plug in.

        Args:
            allow: The distributions that may; the modules of others are not
                imported. ``None`` for all.

        Returns:
            A new catalog; what it had stays before what is plugged in.

        Raises:
            WrongTypeError: No collection of names.
        """
        return attrs.evolve(self, plugged_in=True, allow=allow)

    def _choice(self) -> "Choice | None":
        """Return which plug-ins may be loaded; ``None`` where none are wanted."""
        if not self.plugged_in:
            return None
        from socialmaturity.plugins.finding import choose

        return choose(self.allow, _names_taken(self.builtin))

    def _plugged(self, kind: str, name: str | None = None) -> Iterator[Any]:
        """Give what plug-ins of a kind give: all, or the first of a name, and load no other."""
        for own in self._tries(kind, name):
            value: Any = getattr(own, "value", None)  # a failure has none
            if value is not None:
                yield value

    def _tries(self, kind: str, name: str | None = None) -> "Iterator[Plugin | PluginFailure]":
        choice = self._choice()
        groups = () if choice is None else choice.of(kind, name)
        return chain.from_iterable(map(self._first, groups))

    def _first(self, several: "Namesakes") -> "Iterator[Plugin | PluginFailure]":
        """Give what became of the plug-ins of one name: the first that does not fail has it."""
        from socialmaturity.plugins.finding import taken_name
        from socialmaturity.plugins.report import Plugin

        holder: PluginEntry | None = None
        for entry in several:
            if holder is not None:
                yield taken_name(entry, holder)
                continue
            own = self._tried(entry)
            holder = entry if isinstance(own, Plugin) else None
            yield own

    def _tried(self, entry: "PluginEntry") -> "Plugin | PluginFailure":
        """Return what a plug-in gives, if it fits into this catalog."""
        from socialmaturity.plugins.finding import failure
        from socialmaturity.plugins.loading import load
        from socialmaturity.plugins.report import Plugin

        own = load(entry)
        problem = self._refusal(own.value) if isinstance(own, Plugin) else None
        return own if problem is None else failure(entry, problem, own.seconds)

    def _refusal(self, value: "Framework | Crosswalk | Rule") -> SocialMaturityError | None:
        """Return why what is plugged in does not fit beside what was added."""
        from socialmaturity.mapping.crosswalk import Crosswalk

        if isinstance(value, Framework):
            records = {(own.id, own.version): own for own in self.added_frameworks}
            other = records.get((value.id, value.version), value)
            return None if other == value else _framework_taken(value)
        if isinstance(value, Crosswalk):
            kept = self._kept(value.subject, value.object)
            return self._misfit(value) if kept is None else _crosswalk_taken(value)
        names = [own.name for own in self.added_rules]
        return _rule_taken(value) if value.name in names else None

    def _missed(self, kind: str, name: str) -> "Missed":
        """Return what plug-ins have to do with a name that was not found."""
        from socialmaturity.plugins.finding import Missed

        return Missed(kind, name, self._choice(), tuple(self._tries(kind)))


def default_catalog() -> Catalog:
    """Return the catalog that is used where a caller gives none: all built in and plugged in."""
    return _DEFAULT


_DEFAULT: Final = Catalog(plugged_in=True)


def discover_plugins(*, allow: Collection[str] | None = None) -> "Plugins":
    """Return what other installed distributions plug in, and what failed of it.

    The metadata of distributions is read once in a process, and each plug-in
    is loaded once.

    Args:
        allow: The distributions that may, in any spelling; the modules of
            others are not imported. ``None`` for all.

    Returns:
        Those that loaded, those that failed and those left out, side by side
        and in stable order, each with its distribution and version.

    Raises:
        WrongTypeError: No collection of names.

    Examples:
        >>> discover_plugins(allow=[]).loaded
        ()
    """
    return Catalog().with_plugins(allow=allow).plugins


@lru_cache(maxsize=256)
def _problems(
    crosswalk: "Crosswalk", subject: Framework, other: Framework
) -> tuple[SocialMaturityError, ...]:
    """Return what keeps a crosswalk from holding; of one that is plugged in, each look asks it."""
    from socialmaturity.graph.coherence import crosswalk_problems

    return crosswalk_problems(crosswalk, subject, other)


@lru_cache(maxsize=2)
def _names_taken(builtin: bool) -> "frozenset[Key]":  # noqa: FBT001 it is one field of a catalog
    """Return the names that no plug-in may have."""
    from socialmaturity.plugins.finding import key_of
    from socialmaturity.scoring.rules import TAKES

    frameworks = BUILTIN_FRAMEWORKS if builtin else ()
    crosswalks = ["--".join(pair) for pair in BUILTIN_CROSSWALKS if builtin]
    named = (("framework", frameworks), ("crosswalk", crosswalks), ("rule", TAKES))
    return frozenset(key_of(kind, name) for kind, names in named for name in names)


def _first_of_each(frameworks: Iterable[Framework], field: str) -> tuple[Framework, ...]:
    found: dict[str, Framework] = {}
    for own in frameworks:
        found.setdefault(getattr(own, field), own)
    return tuple(found.values())


def _framework_taken(own: Framework) -> DuplicateError:
    return DuplicateError(
        f"the catalog has a framework {own.id!r} of version {own.version!r} already", value=own.id
    )


def _crosswalk_taken(own: "Crosswalk") -> DuplicateError:
    return DuplicateError(
        f"the catalog has a crosswalk between {own.subject!r} and {own.object!r} already",
        value=(own.subject, own.object),
    )


def _rule_taken(own: "Rule") -> DuplicateError:
    return DuplicateError(f"the catalog has a rule {own.name!r} already", value=own.name)


def _years(since: int | None, until: int | None) -> range | None:
    """Return the years that are meant, of which there is one at least; ``None`` for any."""
    if since is None and until is None:
        return None
    first = 0 if since is None else expect(since, int, "since")
    last = _LAST_YEAR if until is None else expect(until, int, "until")
    if first > last:
        raise InvalidValueError(
            f"no year is from {shown(first)} on and until {shown(last)}", path="since", value=since
        )
    return range(first, last + 1)


def _is_by(own: Framework, author: str) -> bool:
    """Return whether words stand in a row in the name of an author."""
    from socialmaturity.model.search import folded

    return any(f" {folded(author)} " in f" {folded(name)} " for name in own.authors)


def _builtin_framework(which: str) -> Framework:
    with _lock:
        if which not in _frameworks_read:
            from socialmaturity.io.files import parse_framework

            _frameworks_read[which] = parse_framework(_data(f"frameworks/{which}.toml"))
        return _frameworks_read[which]


def _builtin_crosswalk(pair: Pair) -> "Crosswalk":
    from socialmaturity.io.files import parse_crosswalk
    from socialmaturity.io.origins import located

    with _lock:
        if pair not in _crosswalks_read:
            name = f"{'--'.join(pair)}.toml"
            text = _data(f"crosswalks/{name}")
            _crosswalks_read[pair] = located(parse_crosswalk(text), text, name)
        return _crosswalks_read[pair]


def _data(name: str) -> str:
    loader: Any = __spec__.loader  # importlib.resources does the same and costs 4 ms
    data: bytes = loader.get_data(str(Path(__file__).parent / "data" / name))
    return data.decode("utf-8")

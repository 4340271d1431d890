"""Mappings in, records out: what stands in each slot, and what no slot can say."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from socialmaturity.errors import InvalidValueError
from socialmaturity.identifiers import Place, StageRef, StageUnion
from socialmaturity.io.sssom.carried import (
    ANY_MATCH,
    EXACT_MATCH,
    chosen_words,
    exact_text,
    meant_relation,
    pairs_text,
    reason_of,
)
from socialmaturity.io.sssom.names import Names, is_extension_name, near_number
from socialmaturity.io.sssom.prefixes import framework_of_source, prefix_of
from socialmaturity.io.sssom.slots import (
    COMPOSED,
    LITERAL,
    MANUAL,
    NO_TERM_FOUND,
    ROW_SLOTS,
    Kind,
    is_right,
    join_values,
    split_values,
)
from socialmaturity.mapping.collection import Loss
from socialmaturity.mapping.link import MATURITY, Extra, NoCounterpart
from socialmaturity.mapping.link import Mapping as Link
from socialmaturity.mapping.relation import Relation
from socialmaturity.mapping.vocabulary import Reading
from socialmaturity.model.framework import Framework, FrameworkKind
from socialmaturity.model.statement import Basis

_CARRIED: Final = frozenset(
    {
        "subject_id",
        "object_id",
        "predicate_id",
        "predicate_modifier",
        "confidence",
        "comment",
        "author_label",
        "mapping_cardinality",
    }
)
"""The slots that are fields of a mapping, or follow from them."""

_NEED_REVIEWER: Final = ("review_date", "reviewer_agreement")
_REVIEWERS: Final = frozenset({"reviewer_id", "reviewer_label"})


class Recorder:
    """Makes the records of a set.

    Args:
        names: The prefixes and extension slots of the set.
        reading: How strictly a reader will take the words.
        frameworks: Those whose stages get labels and orders.
        canonical: Whether numbers are rounded to three digits.

    Attributes:
        losses: What the records say less of than the mappings.
    """

    losses: list[Loss]

    def __init__(
        self,
        names: Names,
        *,
        reading: Reading,
        frameworks: Iterable[Framework] = (),
        canonical: bool = True,
    ) -> None:
        self._names = names
        self._reading = reading
        self._frameworks = {framework.id: framework for framework in frameworks}
        self._canonical = canonical
        self.losses = []

    def mapping(self, link: Link) -> "Record":
        """Return the record of a mapping."""
        record = Record(str(link), self._names)
        cells = record.cells
        kind = _kind(link.extra)
        cells["subject_id"] = curie(link.subject)
        cells["object_id"] = curie(link.object)
        cells["mapping_justification"] = kind
        for side, place in (("subject", link.subject), ("object", link.object)):
            if isinstance(place, StageUnion):
                cells[f"{side}_type"] = COMPOSED
            self._describe(record, side, place, link.extra)
        used = self._set_predicate(record, link)
        used |= _set_comment(record, link.justification, kind, link.extra)
        used |= _set_author(record, link)
        self._set_confidence(record, link.confidence)
        record.set_own("ext_axis", "" if link.axis == MATURITY else link.axis)
        record.set_own("ext_basis", "" if link.basis is Basis.JUDGEMENT else link.basis.value)
        record.set_own("ext_evidence", " ".join(link.evidence))
        record.set_own("ext_sources", " ".join(link.sources))
        record.set_own("ext_review", link.review)
        record.set_own("ext_rationale", link.rationale.value if link.rationale else "")
        record.set_own("ext_subject_coverage", _share(link.subject_coverage))
        record.set_own("ext_object_coverage", _share(link.object_coverage))
        self._set_extra(record, link.extra, used)
        return record

    def no_counterpart(self, none: NoCounterpart) -> "Record":
        """Return the record of a search that found nothing."""
        record = Record(str(none), self._names)
        cells, extra = record.cells, dict(none.extra)
        kind = _kind(none.extra)
        used: set[str] = set()
        side, found = "object", "subject"
        if extra.get("subject_id") == NO_TERM_FOUND:
            side, found = found, side
            used.add("subject_id")
        cells[f"{found}_id"] = curie(none.stage)
        cells[f"{side}_id"] = NO_TERM_FOUND
        cells["mapping_justification"] = kind
        self._describe(record, found, none.stage, none.extra)
        cells["predicate_id"] = EXACT_MATCH
        given = extra.get("predicate_id", EXACT_MATCH)
        if given not in (EXACT_MATCH, ANY_MATCH) and _has_meaning(given, negated=False):
            cells["predicate_id"] = given
            used.add("predicate_id")
        used |= self._set_source(record, side, none)
        used |= _set_comment(record, none.reason, kind, none.extra)
        self._set_confidence(record, none.confidence)
        record.set_own("ext_basis", "" if none.basis is Basis.JUDGEMENT else none.basis.value)
        record.set_own("ext_evidence", " ".join(none.evidence))
        record.set_own("ext_sources", " ".join(none.sources))
        record.set_own("ext_review", none.review)
        self._set_extra(record, none.extra, used, kept=frozenset({"author_label"}))
        return record

    def _describe(self, record: "Record", side: str, place: Place, extra: Extra) -> None:
        """Add label and order of a stage whose framework is known."""
        framework = self._frameworks.get(place.framework)
        if framework is None or not isinstance(place, StageRef):
            return
        for stage in framework.stages:
            if stage.ordinal == place.ordinal:
                if f"{side}_label" not in dict(extra):
                    record.cells[f"{side}_label"] = stage.name
                if framework.kind is FrameworkKind.LADDER:
                    record.set_own(f"ext_{side}_order", str(stage.ordinal))

    def _set_predicate(self, record: "Record", link: Link) -> set[str]:
        """Write the relation; the words of the extra where they are right, else ours."""
        relation, reading = link.relation, self._reading
        word, negated = chosen_words(relation, reading)
        extra = dict(link.extra)
        given = extra.get("predicate_id", "")
        modifier = extra.get("predicate_modifier")
        used: set[str] = set()
        if (
            modifier in (None, "Not")
            and (given, modifier == "Not") != (word, negated)
            and _has_meaning(given, negated=modifier == "Not")
            and relation.implies(meant_relation(given, negated=modifier == "Not", reading=reading))
        ):
            word, negated = given, modifier == "Not"
            used = {"predicate_id", "predicate_modifier"}
        record.cells["predicate_id"] = word
        if negated:
            record.cells["predicate_modifier"] = "Not"
        said = meant_relation(word, negated=negated, reading=reading)
        if said is not relation:
            record.set_own("ext_relation", relation.value)
            self._lose_relation(record, relation, word, negated=negated)
        return used

    def _lose_relation(
        self, record: "Record", relation: Relation, word: str, *, negated: bool
    ) -> None:
        words = f"{'Not ' if negated else ''}{word}"
        less = "nothing" if word == ANY_MATCH else "less"
        self.losses.append(
            Loss(
                code="weaker-word",
                what=record.what,
                told=f"SSSOM has no word for {relation.value!r}; it is written as {words}, which"
                f" says {less}, and in full in ext_relation",
            )
        )

    def _set_confidence(self, record: "Record", confidence: Fraction | None) -> None:
        if confidence is None:
            return
        near = near_number(confidence, canonical=self._canonical)
        record.cells["confidence"] = near
        if Fraction(near) != confidence:
            record.set_own("ext_confidence", exact_text(confidence))
            self._lose_digits(record, "confidence", near)

    def _lose_digits(self, record: "Record", name: str, near: str) -> None:
        self.losses.append(
            Loss(
                code="rounded",
                what=record.what,
                told=f"the {name} is rounded to {near}, and stands in full in an extension slot",
            )
        )

    def _set_source(self, record: "Record", side: str, none: NoCounterpart) -> set[str]:
        """Write what was looked through; the source of the extra where it is a right one."""
        names, slot = self._names, f"{side}_source"
        source = names.framework_source(none.framework)
        given = dict(none.extra).get(slot, "")
        right = is_right(ROW_SLOTS[slot], given, names.prefixes) and given != source
        record.cells[slot] = given if right else source
        if framework_of_source(record.cells[slot], {}) != none.framework:
            record.set_own("ext_framework", none.framework)
        return {slot} if right else set()

    def _set_extra(
        self,
        record: "Record",
        extra: Extra,
        used: set[str],
        kept: frozenset[str] = frozenset(),
    ) -> None:
        """Write what a slot can say, and set aside the rest."""
        for name, text in extra:
            if name in used:
                continue
            if name in _CARRIED - kept or (name in record.cells and name in ROW_SLOTS):
                if name != "mapping_justification" or record.cells[name] != text or text == MANUAL:
                    record.aside[name] = text
            elif name in ROW_SLOTS:
                self._set_standard(record, name, text)
            elif self._names.is_extension(name, text) and is_extension_name(name):
                record.cells[name] = text
            else:
                record.aside[name] = text
        if not _REVIEWERS & record.cells.keys():
            for name in _NEED_REVIEWER:
                if name in record.cells:
                    del record.cells[name]
                    record.aside[name] = dict(extra)[name]

    def _set_standard(self, record: "Record", name: str, text: str) -> None:
        slot = ROW_SLOTS[name]
        if not is_right(slot, text, self._names.prefixes) or text == LITERAL:
            record.aside[name] = text
            return
        near = text
        if slot.kind is Kind.NUMBER:
            near = near_number(Fraction(text), canonical=self._canonical)
        record.cells[name] = near
        if near != text:
            record.aside[name] = text
            self._lose_digits(record, name, near)


class Record:
    """What stands in the slots of one record.

    Args:
        what: The mapping in words.
        names: The prefixes and extension slots of the set.

    Attributes:
        cells: By slot; none is empty.
        aside: What no slot can say.
    """

    cells: dict[str, str]
    aside: dict[str, str]

    def __init__(self, what: str, names: Names) -> None:
        self.what = what
        self.cells = {}
        self.aside = {}
        self._own = names.own

    def set_own(self, name: str, text: str) -> None:
        """Fill one of our extension slots, if there is something to fill it with."""
        if text:
            self.cells[self._own[name]] = text

    def settle(self) -> None:
        """Write what was set aside."""
        self.set_own("ext_extra", pairs_text(self.aside) if self.aside else "")


def curie(place: Place) -> str:
    """Return the CURIE of a stage, or of several together."""
    return f"{prefix_of(place.framework)}:{str(place).partition(':')[2]}"


def _share(number: Fraction | None) -> str:
    return "" if number is None else exact_text(number)


def _kind(extra: Extra) -> str:
    given = dict(extra).get("mapping_justification", "")
    return given if is_right(ROW_SLOTS["mapping_justification"], given, {}) else MANUAL


@lru_cache(maxsize=1024)
def _has_meaning(predicate: str, *, negated: bool) -> bool:
    try:
        return bool(meant_relation(predicate, negated=negated, reading=Reading.CAUTIOUS))
    except InvalidValueError:
        return False


def _set_comment(record: Record, reason: str, kind: str, extra: Extra) -> set[str]:
    """Write why, if it is more than the kind of justification."""
    given = dict(extra).get("comment", "")
    if given.strip() and given != reason == reason_of(given, kind):
        record.cells["comment"] = given
        return {"comment"}
    if reason != kind:
        record.cells["comment"] = reason
    return set()


def _set_author(record: Record, link: Link) -> set[str]:
    """Write whose it is; several authors where the extra has them apart."""
    given = dict(link.extra).get("author_label", "")
    values = split_values(given)
    if (
        len(values) > 1
        and "" not in values
        and join_values(values) == given
        and ", ".join(values) == link.author
    ):
        record.cells["author_label"] = given
        return {"author_label"}
    if link.author:
        record.cells["author_label"] = join_values([link.author])
    return set()

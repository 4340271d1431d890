"""Records that speak of fewer than two stages: what was looked for and not found, and text."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, TypeVar

from socialmaturity.errors import (
    FrameworkMismatchError,
    InvalidIdentifierError,
    InvalidValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.identifiers import Place, StageRef, StageUnion, parse_framework_id
from socialmaturity.io.sssom.carried import (
    EXACT_MATCH,
    check_other,
    foreign_name,
    parse_evidence,
    parse_exact,
    parse_pairs,
    parse_predicate,
    parse_sources,
    reason_of,
    required_cell,
)
from socialmaturity.io.sssom.header import Header
from socialmaturity.io.sssom.prefixes import FRAMEWORKS, framework_of_source
from socialmaturity.io.sssom.slots import MANUAL, NO_TERM_FOUND, parse_bounded
from socialmaturity.mapping.link import NoCounterpart, Origin
from socialmaturity.model.statement import Basis, parse_basis

_Parsed = TypeVar("_Parsed")

_OF_NONE: Final = frozenset(
    {
        "subject_id",
        "predicate_id",
        "object_id",
        "mapping_justification",
        "mapping_cardinality",
        "confidence",
        "comment",
        "ext_basis",
        "ext_confidence",
        "ext_evidence",
        "ext_extra",
        "ext_framework",
        "ext_object_order",
        "ext_review",
        "ext_sources",
        "ext_subject_order",
    }
)
"""The columns that are fields of ours, or follow from them."""


class Special:
    """Reads one record.

    Args:
        header: What the metadata says.
        cells: The cells that are not empty, by column.
        origin: Where it stands.
    """

    def __init__(self, header: Header, cells: Mapping[str, str], origin: Origin | None) -> None:
        self._header = header
        self._cells = cells
        self._origin = origin

    def other(self) -> dict[str, str]:
        """Return the cells of a record that speaks of no stage.

        Returns:
            By column; the cardinality, which follows from the others, is not
            among them.

        Raises:
            InvalidValueError: A reference is none.
            MissingValueError: A literal has no label.
        """
        check_other(self._cells, self._header.prefixes)
        return {
            foreign_name(name): text
            for name, text in self._cells.items()
            if name != "mapping_cardinality"
        }

    def no_counterpart(self, parse_place: Callable[[str], Place]) -> NoCounterpart:
        """Return that a stage was looked for in a framework, and not found.

        Args:
            parse_place: Makes a stage of a CURIE.

        Returns:
            The statement.

        Raises:
            InvalidValueError: A cell is wrong without which there is none;
                the path is its column.
            MissingValueError: Such a cell is empty.
        """
        cells = self._cells
        side, found = (
            ("subject", "object")
            if cells.get("subject_id") == NO_TERM_FOUND
            else ("object", "subject")
        )
        if "predicate_modifier" in cells:
            raise InvalidValueError(
                "SSSOM does not say what 'Not' means where no term was found; remove it",
                path="predicate_modifier",
            )
        stage = self._stage(f"{found}_id", parse_place)
        source = f"{side}_source"
        framework = self._framework(source)
        if framework == stage.framework:
            raise FrameworkMismatchError(
                f"{stage} is a stage of {framework!r} itself; name the framework that was looked"
                " through",
                path=source,
                value=framework,
            )
        kind = cells["mapping_justification"]
        reason = reason_of(cells.get("comment", ""), kind)
        extra = {foreign_name(name): text for name, text in cells.items() if name not in _OF_NONE}
        if side == "subject":
            extra["subject_id"] = NO_TERM_FOUND
        if cells["predicate_id"] != EXACT_MATCH:
            extra["predicate_id"] = parse_predicate(cells["predicate_id"], self._header.prefixes)
        if kind != MANUAL:
            extra["mapping_justification"] = kind
        if cells.get("comment", "").strip() and cells["comment"] != reason:
            extra["comment"] = cells["comment"]
        if source in cells and self._is_ours(cells[source], framework):
            del extra[source]
        nothing: dict[str, str] = {}
        extra |= self._part("ext_extra", parse_pairs, nothing)
        return NoCounterpart(
            stage=stage,
            framework=framework,
            confidence=self._confidence(),
            reason=reason,
            evidence=self._part("ext_evidence", parse_evidence, ()),
            sources=self._part("ext_sources", parse_sources, ()),
            basis=self._part("ext_basis", parse_basis, Basis.JUDGEMENT),
            review=cells.get("ext_review", ""),
            extra=tuple(extra.items()),
            origin=self._origin,
        )

    def _stage(self, column: str, parse_place: Callable[[str], Place]) -> StageRef:
        try:
            stage = parse_place(required_cell(self._cells, column))
        except InvalidValueError as problem:
            raise problem.under(column) from None
        if isinstance(stage, StageUnion):
            raise InvalidValueError(
                f"{stage} are several stages; say of each that it has no counterpart",
                path=column,
            )
        return stage

    def _framework(self, column: str) -> str:
        cells = self._cells
        if "ext_framework" in cells:
            try:
                return parse_framework_id(cells["ext_framework"])
            except InvalidIdentifierError as problem:
                raise problem.under("ext_framework") from None
        found = framework_of_source(required_cell(cells, column), self._header.names)
        if found is None:
            raise InvalidIdentifierError(
                f"{shown(cells[column])} names no framework; say which one it is with"
                f" prefixes={{{shown(cells[column])}: 'id-of-the-framework'}}",
                code="unknown-prefix",
                path=column,
                value=cells[column],
            )
        return found

    def _is_ours(self, source: str, framework: str) -> bool:
        prefix, _, name = source.partition(":")
        return f"{self._header.prefixes.get(prefix)}{name}" == f"{FRAMEWORKS}{framework}"

    def _part(self, column: str, parse: Callable[[str], _Parsed], default: _Parsed) -> _Parsed:
        """Return an optional cell; one that is broken is passed over."""
        try:
            return parse(self._cells[column]) if column in self._cells else default
        except SocialMaturityError:  # told with its column
            return default

    def _confidence(self) -> Fraction | None:
        exact: Fraction | None = self._part("ext_confidence", _parse_exact, None)
        near: Fraction | None = self._part("confidence", _parse_near, None)
        return near if exact is None else exact


def _parse_near(text: str) -> Fraction | None:
    return parse_bounded(text)


def _parse_exact(text: str) -> Fraction | None:
    return parse_exact(text)

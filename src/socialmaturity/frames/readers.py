"""Columns of answers in whatever form an engine has them, read in one way."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from socialmaturity.assessment.outcome import Outcome
from socialmaturity.errors import (
    InvalidFrameError,
    InvalidValueError,
    SocialMaturityError,
    shown,
)
from socialmaturity.frames.dtypes import (
    JSON,
    VIEW,
    has_values,
    is_empty,
    is_nothing,
    is_opaque,
    is_view,
    plain_columns,
    type_of,
)
from socialmaturity.frames.engine import Expr, Frame, Sheet, choose, has_chains, joined, whole
from socialmaturity.frames.native import over_arrow, places_of
from socialmaturity.model.scale import YES_NO, Scale

STRANGE: Final = "\x1b"
"""What the text of a cell begins with that is no answer; no label has control characters."""

NUMBER: Final = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"
"""How a number is written in a cell of text; some engines find it before the end of a line, too."""

_NO_DIGIT: Final = r"[^0-9.eE+-]"

_OPEN: Final = (Outcome.CANNOT_TELL.value, Outcome.NOT_ASSESSED.value)
_NOT_APPLICABLE: Final = Outcome.NOT_APPLICABLE.value


class Reader:
    """Reads one column: says what is in it, by conditions that are never null.

    Args:
        column: The column, of labels or numbers; ``None`` where it is
            missing and nothing was assessed.
        dtype: What the column holds.
        codes: Where the column holds the places of words, and never
            nothing, the words in their order.
    """

    def __init__(
        self, column: Expr | None, dtype: Any = None, *, codes: Sequence[str] = ()
    ) -> None:
        self._column = column
        self._codes = {word: code for code, word in enumerate(codes)}
        self._is_flag = dtype == nw.Boolean
        self._is_text = dtype is not None and not self._is_flag and not dtype.is_numeric()

    def says(self, words: Iterable[str]) -> Expr:
        """Return whether the cell is one of some words; true and false are yes and no."""
        column, wanted = self._column, [*words]
        if column is None or not wanted:
            return nw.lit(value=False)
        if self._codes:
            return _any(column == self._codes[word] for word in wanted)
        if not self._is_flag:
            return _filled(_any(column == word for word in wanted))
        flags = [column if word == YES_NO.labels[1] else ~column for word in wanted if word in _YES]
        return _filled(_any(flags)) if flags else nw.lit(value=False)

    @property
    def is_null(self) -> Expr:
        """Return whether there is nothing in the cell."""
        return nw.lit(value=True) if self._column is None else self._column.is_null()

    @property
    def number(self) -> Expr:
        """Return the number in the cell; -1 where there is none."""
        column = self._column
        if column is None:
            return nw.lit(-1.0)
        if self._is_text:
            text = column.cast(nw.String)
            is_one = _filled(text.str.contains(NUMBER) & ~text.str.contains(_NO_DIGIT))
            column = nw.when(is_one).then(text).otherwise(nw.lit("-1"))
        exact = column.cast(nw.Float64)
        fits = _filled((exact >= 0.0) & (exact <= 1.0))
        return nw.when(fits).then(exact).otherwise(nw.lit(-1.0))

    @property
    def not_applicable(self) -> Expr:
        """Return whether the cell says that the question does not arise."""
        return self.says([_NOT_APPLICABLE] if self._is_text else [])

    @property
    def is_open(self) -> Expr:
        """Return whether the cell says nothing, or that it cannot be told."""
        if self._codes:
            return self.says(_OPEN)
        return self.is_null | self.says(_OPEN) if self._is_text else self.is_null


_YES: Final = YES_NO.labels


def words_of(scale: Scale) -> tuple[str, ...]:
    """Return whatever a cell of text can say on a scale of labels."""
    return (*scale.labels, *(own.value for own in Outcome if own is not Outcome.RATED))


def coded(column: Expr, words: Sequence[str]) -> Expr:
    """Return text that is never null as the place of its word, and -1 for no word.

    An engine that evaluates a chain of conditions for the rows that are left
    compares text less often that way.
    """
    choices = ((column == word, whole(code)) for code, word in enumerate(words))
    return choose(choices, whole(-1))


def _any(flags: Iterable[Expr]) -> Expr:
    """Return whether one of some conditions holds, of which there is one at least."""
    return joined(flags, Expr.__or__)


def _filled(flag: Expr) -> Expr:
    return flag.fill_null(value=False)


def make_readers(
    sheet: Sheet, frame: Frame, columns: Mapping[str, str | None], scale: Scale
) -> dict[str, Reader]:
    """Return a reader for each indicator.

    Args:
        sheet: The table; columns that are slow to compare are put into
            another form there.
        frame: The same as it came.
        columns: The column of each indicator; ``None`` for one that is
            missing.
        scale: What was answered on.

    Returns:
        By indicator, in the same order.

    Raises:
        InvalidFrameError: Columns of a type that no answer has.
    """
    present = {own: name for own, name in columns.items() if name is not None}
    forms = {own: _form(frame, name, scale) for own, name in present.items()}
    problems = [own for own in forms.values() if isinstance(own, SocialMaturityError)]
    if problems:
        raise InvalidFrameError("frame", problems)
    read = {own: form for own, form in forms.items() if isinstance(form, _Form)}
    kept = sheet.keep(
        {f"form_{own}": form.column for own, form in read.items() if form.column is not None}
    )
    columns_of = {own: kept.get(f"form_{own}", nw.col(name)) for own, name in present.items()}
    ready = {own: columns_of[own] for own, form in read.items() if form.is_coded}
    if scale.labels and has_chains(frame):
        texts = {own: columns_of[own] for own, form in read.items() if form.dtype == nw.String}
        ready |= _coded(sheet, texts, scale)
    codes = words_of(scale)
    readers: dict[str, Reader] = {}
    for own, name in columns.items():
        if name is None:
            readers[own] = Reader(None)
        elif own in ready:
            readers[own] = Reader(ready[own], nw.String(), codes=codes)
        else:
            readers[own] = Reader(columns_of[own], read[own].dtype)
    return readers


class _Form(NamedTuple):
    """What a column is read as.

    Args:
        column: In another form; ``None`` for as it is.
        dtype: What it holds then, or stands for.
        is_coded: Whether it holds the places of words instead of words.
    """

    column: Expr | nw.Series[Any] | None
    dtype: Any
    is_coded: bool = False


def _coded(sheet: Sheet, texts: Mapping[str, Expr], scale: Scale) -> dict[str, Expr]:
    """Return text as the places of words, without nulls, which are slow to fill later."""
    filled = sheet.keep(
        {f"text_{own}": text.fill_null(Outcome.NOT_ASSESSED.value) for own, text in texts.items()}
    )
    words = words_of(scale)
    named = {f"code_{own}": coded(filled[f"text_{own}"], words) for own in texts}
    return dict(zip(texts, sheet.keep(named).values(), strict=True))


def _form(frame: Frame, name: str, scale: Scale) -> _Form | SocialMaturityError:
    """Return the form that a column is read in, or a problem."""
    dtype = frame.collect_schema()[name]
    eager = frame if isinstance(frame, nw.DataFrame) else None
    if eager is not None and has_values(frame, name):
        return _form_of_values(eager, name, scale)
    if eager is not None and _has_objects(eager, name):
        return _Form(text_of_objects(eager, name, scale), nw.String())
    if (dtype == nw.Unknown or _fits(dtype, scale)) and not is_opaque(frame, name):
        return _readable(frame, name, dtype, scale)
    if eager is not None and is_empty(eager, name):
        return _Form(nw.lit(None, nw.String), nw.String())
    return InvalidValueError(
        f"column {name!r} holds {type_of(frame, name)}, and answers on scale {scale.id!r} are"
        f" {_expected(scale)}{_hint(dtype, type_of(frame, name), scale)}",
        path=f"columns.{name}",
        value=type_of(frame, name),
    )


def _form_of_values(
    frame: "nw.DataFrame[Any]", name: str, scale: Scale
) -> _Form | SocialMaturityError:
    """Return the form of categories of pyarrow as that of the values they stand for."""
    plain: Any = plain_columns(frame.select(name), [name])
    form = _form(plain, name, scale)
    if isinstance(form, SocialMaturityError) or isinstance(form.column, nw.Series):
        return form
    column = nw.col(name) if form.column is None else form.column
    return form._replace(column=plain.select(column)[name])


def _has_objects(frame: "nw.DataFrame[Any]", name: str) -> bool:
    """Return whether a column of pandas holds Python objects, or categories with true and false."""
    if not frame.implementation.is_pandas_like():
        return False
    categories: Any = getattr(frame[name].to_native().dtype, "categories", ())
    return frame.schema[name] == nw.Object or any(isinstance(own, bool) for own in categories)


def _readable(frame: Frame, name: str, dtype: Any, scale: Scale) -> _Form:
    """Return the form of a column whose type some answer has."""
    places = _places(frame, name, scale) if scale.labels and dtype != nw.Boolean else None
    if places is not None:
        return _Form(places, nw.String(), is_coded=True)
    if dtype == nw.Unknown or is_view(frame, name):
        return _Form(nw.col(name).cast(nw.String), nw.String())
    if scale.labels:
        is_slow = str(frame.implementation) == "pandas" and dtype == nw.String
        return _Form(nw.col(name).cast(nw.Categorical) if is_slow else None, dtype)
    if dtype in _SHORT:
        return _Form(_as_written(nw.col(name)), nw.Float64())
    return _Form(None, dtype)


def _places(frame: Frame, name: str, scale: Scale) -> nw.Series[Any] | None:
    """Return a column that is there and over pyarrow as the places of words, or ``None``."""
    if not isinstance(frame, nw.DataFrame) or str(frame.implementation) not in _OVER_ARROW:
        return None
    column = over_arrow(frame[name].to_native())
    if column is None:
        return None
    places = places_of(column, words_of(scale), Outcome.NOT_ASSESSED.value)
    return nw.new_series(name, places, nw.Int8, backend=frame.implementation)


_OVER_ARROW: Final = ("pandas", "pyarrow")


def _as_written(column: Expr) -> Expr:
    """Return floats of few bits as those of 64 bits that are written alike.

    A float means its shortest decimal: 0.7 of 32 bits is no 0.699999988.
    """
    return column.cast(nw.String).cast(nw.Float64)


_HINTS: Final = {
    JSON: "; take the text out of it with ->> '$'",
    VIEW: "; pandas can do nothing with views, so make it text of pyarrow",
}
_SHORT: Final = (nw.Float16, nw.Float32)


def _fits(dtype: Any, scale: Scale) -> bool:
    if isinstance(dtype, nw.String | nw.Categorical | nw.Enum):
        return True
    if dtype == nw.Boolean:
        return scale.labels == _YES
    return bool(dtype.is_numeric()) and not scale.labels


def _expected(scale: Scale) -> str:
    if not scale.labels:
        return "numbers from 0 to 1, or text"
    return "text, or true and false" if scale.labels == _YES else "text"


def _hint(dtype: Any, native: str, scale: Scale) -> str:
    if native in _HINTS:
        return _HINTS[native]
    if dtype.is_numeric() and scale.labels == _YES:
        return "; for 0 and 1 make them false and true"
    if dtype == nw.Boolean:
        return "; for true and false give scale='yes-no'"
    return "; for numbers from 0 to 1 give scale='zero-to-one'" if dtype.is_numeric() else ""


def text_of_objects(frame: nw.DataFrame[Any], name: str, scale: Scale) -> nw.Series[Any]:
    """Return a column of Python objects as text."""
    texts = texts_of(frame[name].to_list(), scale)
    return nw.new_series(name, texts, nw.String, backend=frame.implementation)


def texts_of(values: Iterable[Any], scale: Scale) -> list[str | None]:
    """Return Python objects as text; what is no answer begins with `STRANGE`."""
    return [_text(value, scale) for value in values]


def _text(value: Any, scale: Scale) -> str | None:
    if isinstance(value, str):
        return str(value)
    if is_nothing(value):
        return None
    if isinstance(value, bool) and scale.labels == _YES:
        return _YES[value]
    if isinstance(value, int | float | Decimal | Fraction) and not scale.labels:
        return str(value) if isinstance(value, bool) else _number(value)
    return f"{STRANGE}{shown(value)}"


def _number(value: float | Decimal | Fraction) -> str:
    try:
        return repr(float(value))
    except (OverflowError, ValueError):
        return f"{STRANGE}{shown(value)}"

"""Laws of scored tables, on small frames of made-up frameworks."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmaturity as sm
from socialmaturity.frames.tables import check_frame, pivot_findings, score_frame
from strategies import TEXT, assessments, better, frameworks, gates, label_scales

FEW = settings(max_examples=25, deadline=None)

LADDER_RULES = st.sampled_from(("cumulative", "high_water", "nearest"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[sm.Framework, pl.DataFrame, dict[str, Any]]:
    """A framework on labels, up to four assessments of it as a table, and a way to score."""
    own = draw(frameworks(label_scales()))
    rows = [draw(assessments(own)).found for _ in range(draw(st.integers(0, 4)))]
    frame = pl.DataFrame(
        {one.id: [row.get(one.id) for row in rows] for one in own.indicators},
        schema=dict.fromkeys((one.id for one in own.indicators), pl.String),
    )
    return own, frame, {"rule": draw(LADDER_RULES), "at": draw(gates(own.scale)).at}


@FEW
@given(tables(), st.randoms())
def test_the_order_of_rows_and_columns_does_not_matter(table: Any, source: Any) -> None:
    """Each row is scored by itself, and each column is found by its name."""
    own, frame, options = table
    scored = score_frame(frame, own, **options)
    places = [*range(len(frame))]
    source.shuffle(places)
    turned = score_frame(frame[places].select(frame.columns[::-1]), own, **options)
    assert turned.select(scored.columns).equals(scored[places])


@FEW
@given(tables())
def test_lazy_is_eager_and_frames_can_be_cut_and_joined(table: Any) -> None:
    """A table is scored as its parts are."""
    own, frame, options = table
    scored = score_frame(frame, own, **options)
    lazy = score_frame(frame.lazy(), own, **options).collect()
    assert lazy.drop("problems").equals(scored)
    assert lazy["problems"].to_list() == [0] * len(frame)
    halves = [score_frame(part, own, **options) for part in (frame[:1], frame[1:])]
    assert pl.concat(halves).equals(scored)


@FEW
@given(tables(), st.data())
def test_a_better_answer_never_lowers_a_result(table: Any, data: st.DataObject) -> None:
    """Neither end of it, nor a share of the profile."""
    own, frame, options = table
    column = data.draw(st.sampled_from(frame.columns))
    raised = [
        data.draw(st.sampled_from((answer, *better(own.scale, answer))))
        if answer in own.scale.labels
        else answer
        for answer in frame[column].to_list()
    ]
    before = score_frame(frame, own, **options)
    after = score_frame(frame.with_columns(pl.Series(column, raised, pl.String)), own, **options)
    for name in before.columns[len(frame.columns) :]:
        if name.endswith(("lower", "upper")):
            pairs = zip(before[name].to_list(), after[name].to_list(), strict=True)
            assert all(one is two is None or one <= two for one, two in pairs), name


@FEW
@given(tables(), TEXT, st.data())
def test_whatever_is_no_answer_is_a_problem(table: Any, text: str, data: st.DataObject) -> None:
    """Of its row alone, and told once by its value."""
    own, frame, options = table
    words = {*own.scale.labels, "cannot-tell", "not-applicable", "not-assessed"}
    if text in words or not len(frame):
        return
    column = data.draw(st.sampled_from(frame.columns))
    place = data.draw(st.integers(0, len(frame) - 1))
    cells = frame[column].to_list()
    cells[place] = text
    odd = frame.with_columns(pl.Series(column, cells, pl.String))
    marked = score_frame(odd, own, invalid="mark", **options)
    assert marked["problems"].to_list() == [int(row == place) for row in range(len(frame))]
    assert marked["lower"].is_null().to_list() == [row == place for row in range(len(frame))]
    right = score_frame(frame, own, invalid="mark", **options).drop(column)
    others = pl.int_range(len(frame)) != place
    assert marked.drop(column).filter(others).equals(right.filter(others))
    assert check_frame(odd, own).rows() == [(column, column, text, 1, place)]


@FEW
@given(tables())
def test_a_table_made_long_and_wide_again_is_the_same(table: Any) -> None:
    """Whether what was not assessed has rows or not."""
    own, frame, _ = table
    wide = frame.with_row_index("id")
    long = wide.unpivot(index="id", variable_name="indicator", value_name="answer")
    whole = pivot_findings(long, own, index="id")
    assert whole.equals(wide)
    found = pivot_findings(long.drop_nulls(), own, index="id")
    left = wide.filter(~pl.all_horizontal(pl.exclude("id").is_null()))
    assert found.equals(left)

"""What ``torchgrade.reports.charts`` promises."""

from __future__ import annotations

import math
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.reports.charts import BOTTOM, LEFT, RIGHT, TOP, histogram, line_chart
from torchgrade.reports.sentences import Sentences


def test_a_curve_has_round_ticks_that_enclose_its_numbers(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(sample.loss_curve([2.31, 0.83, 0.47]), sentences, "c")
    assert [tick.label for tick in chart.y_ticks] == ["0", "0.5", "1", "1.5", "2", "2.5"]
    assert chart.rows == [("0", "2.31"), ("1", "0.83"), ("2", "0.47")]
    assert chart.description == "It goes from 2.31 at 0 to 0.47 at 2."
    assert len(chart.lines) == 1


def test_numbers_that_are_not_finite_leave_a_gap_and_stand_in_the_table(
    sample: ModuleType, sentences: Sentences
) -> None:
    chart = line_chart(sample.loss_curve([2.0, 1.0, math.nan, math.inf, 3.0, 2.0]), sentences, "c")
    assert len(chart.lines) == 2
    assert [y for _, y in chart.rows] == ["2", "1", "nan", "inf", "3", "2"]
    assert "2 of its numbers are not finite" in chart.description


def test_a_curve_without_a_finite_number_is_a_table_alone(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(sample.loss_curve([math.nan]), sentences, "c")
    assert (chart.lines, chart.dots) == ([], [])
    assert "nothing to draw" in chart.description


def test_a_long_curve_is_thinned_and_keeps_its_ends(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(sample.loss_curve([float(i) for i in range(5000)]), sentences, "c")
    assert len(chart.rows) == 200
    assert (chart.rows[0][0], chart.rows[-1][0]) == ("0", "4999")


@given(values=st.lists(st.floats(width=32), max_size=30))
def test_any_curve_stays_inside_its_axes(sample: ModuleType, sentences: Sentences, values: list[float]) -> None:
    chart = line_chart(sample.loss_curve(values), sentences, "c")
    assert len(chart.y_ticks) <= 8
    for x, y in chart.dots:
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= BOTTOM


def test_a_histogram_counts_every_submission_once(sentences: Sentences) -> None:
    chart = histogram([0.0, 0.05, 0.1, 0.95, 1.0], sentences)
    assert chart is not None
    assert [bar.count for bar in chart.bars] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert chart.bars[9].label == "90 to 100"


def test_no_scores_give_no_histogram(sentences: Sentences) -> None:
    assert histogram([], sentences) is None

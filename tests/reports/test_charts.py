"""What ``torchgrade.reports.charts`` promises."""

from __future__ import annotations

import math
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from torchgrade.reports.charts import BOTTOM, LEFT, RIGHT, TOP, histogram, line_chart
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import Tally


def test_a_curve_has_round_ticks_that_enclose_its_numbers(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(sample.loss_curve([2.31, 0.83, 0.47]), sentences, "c")
    assert [tick.label for tick in chart.y_ticks] == ["0", "0.5", "1", "1.5", "2", "2.5"]
    assert chart.rows == [("0", "2.31"), ("1", "0.83"), ("2", "0.47")]
    assert chart.description == "The curve goes from 2.31 at 0 to 0.47 at 2."
    assert len(chart.lines) == 1


def test_numbers_that_are_not_finite_leave_a_gap_and_stand_in_the_table(
    sample: ModuleType, sentences: Sentences
) -> None:
    chart = line_chart(sample.loss_curve([2.0, 1.0, math.nan, math.inf, 3.0, 2.0]), sentences, "c")
    assert len(chart.lines) == 2
    assert [y for _, y in chart.rows] == ["2", "1", "nan", "inf", "3", "2"]
    assert "2 numbers are not finite" in chart.description


def test_numbers_that_no_axis_can_contain_leave_a_gap_too(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(sample.loss_curve([1.2e308, -1.5e308, 1.0, 2.0]), sentences, "c")
    assert len(chart.lines) == 1
    assert "2 numbers are not finite" in chart.description


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


REFERENCE = [(2.2, 2.3, 2.4), (0.6, 0.7, 0.8), (0.4, 0.45, 0.5)]


def test_a_band_is_drawn_behind_the_curve_on_a_logarithmic_axis(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(replace(sample.loss_curve([2.3, 0.7, 0.45]), band=sample.band(REFERENCE)), sentences, "c")
    assert chart.band is not None
    assert chart.y_label == "Loss, logarithmic"
    assert chart.band.median == chart.lines[0]
    low, high = ([float(place.split(",")[1]) for place in edge.split()] for edge in chart.band.edges)
    assert [bottom > top for bottom, top in zip(low, high, strict=True)] == [True] * 3
    assert chart.band.area.split() == [*chart.band.edges[0].split(), *reversed(chart.band.edges[1].split())]
    assert chart.columns == ["Loss, yours", "Reference, smallest", "Reference, median", "Reference, largest"]
    assert chart.rows[2] == ("2", "0.45", "0.4", "0.45", "0.5")


def test_a_band_stands_beside_what_it_can_be_compared_with(sample: ModuleType, sentences: Sentences) -> None:
    curve = sample.loss_curve([2.3, 0.7])
    chart = line_chart(replace(curve, band=sample.band(REFERENCE)), sentences, "c")
    assert chart.description.endswith("is between 0.6 and 0.8 at 1. Its median is 0.7.")
    assert chart.rows[2] == ("2", "–", "0.4", "0.45", "0.5")


def test_a_curve_without_a_finite_number_leaves_the_band_alone(sample: ModuleType, sentences: Sentences) -> None:
    curve = replace(sample.loss_curve([math.nan]), band=sample.band(REFERENCE))
    chart = line_chart(curve, sentences, "c")
    assert (chart.lines, chart.dots) == ([], [])
    assert chart.band is not None
    assert chart.description.startswith("None of the numbers is finite, so only the reference is drawn. The reference")
    assert chart.rows[0] == ("0", "nan", "2.2", "2.3", "2.4")


def test_numbers_that_are_not_positive_keep_the_axis_linear(sample: ModuleType, sentences: Sentences) -> None:
    chart = line_chart(replace(sample.loss_curve([1.0, 0.0]), band=sample.band(REFERENCE)), sentences, "c")
    assert chart.y_label == "Loss"
    assert chart.y_ticks[0].label == "0"


def test_an_empty_band_is_none(sample: ModuleType, sentences: Sentences) -> None:
    curve = sample.loss_curve([2.0, 1.0])
    assert line_chart(replace(curve, band=sample.band([])), sentences, "c") == line_chart(curve, sentences, "c")


@given(values=st.lists(st.floats(min_value=0, width=32), max_size=30))
def test_any_curve_and_its_band_stay_inside_the_axes(
    sample: ModuleType, sentences: Sentences, values: list[float]
) -> None:
    chart = line_chart(replace(sample.loss_curve(values), band=sample.band(REFERENCE)), sentences, "c")
    assert chart.band is not None
    places = [tuple(map(float, place.split(","))) for place in chart.band.area.split()]
    assert len(chart.y_ticks) <= 8
    for x, y in [*chart.dots, *places]:
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= BOTTOM


def test_a_histogram_counts_every_submission_once(sentences: Sentences) -> None:
    chart = histogram(Tally.of(dict.fromkeys([0.0, 0.05, 0.1, 0.95, 1.0], 1)), sentences)
    assert chart is not None
    assert [bar.count for bar in chart.bars] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert chart.bars[9].label == "90 to 100"


def test_no_scores_give_no_histogram(sentences: Sentences) -> None:
    assert histogram(Tally(), sentences) is None

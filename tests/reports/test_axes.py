"""What ``torchgrade.reports.axes`` promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.reports.axes import linear, logarithmic, spreads

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)
POSITIVE = st.floats(min_value=1e-300, max_value=1e300)


def test_a_linear_axis_runs_between_round_numbers() -> None:
    axis = linear([0.47, 2.31], 250, 10)
    assert axis.ticks == (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
    assert [axis.place(number) for number in (0.0, 1.25, 2.5)] == [250, 130, 10]


def test_equal_values_have_an_axis_around_them() -> None:
    axis = linear([3.0, 3.0], 0, 100)
    assert axis.ticks[0] < 3 < axis.ticks[-1]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.43, 2.4], (0.5, 0.7, 1.0, 1.5, 2.0)),
        ([0.5, 1.6], (0.5, 0.7, 1.0, 1.5)),
        ([0.01, 5.0], (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)),
        ([1e-9, 1.0], (1e-9, 1e-7, 1e-5, 1e-3, 1e-1)),
    ],
)
def test_a_logarithmic_axis_has_round_numbers_on_it(values: list[float], ticks: tuple[float, ...]) -> None:
    assert logarithmic(values, 0, 100).ticks == pytest.approx(ticks)


def test_equal_ratios_are_equal_lengths() -> None:
    axis = logarithmic([1.0, 100.0], 0, 1000)
    assert axis.place(10.0) - axis.place(1.0) == pytest.approx(axis.place(100.0) - axis.place(10.0), abs=0.2)


@given(values=st.lists(FINITE, min_size=1, max_size=9))
def test_every_value_lies_on_its_linear_axis(values: list[float]) -> None:
    axis = linear(values, 0, 100)
    assert 2 <= len(axis.ticks) <= 8
    assert all(0 <= axis.place(value) <= 100 for value in [*values, *axis.ticks])


@pytest.mark.parametrize(
    ("values", "suit"), [([1.0, 3.0], True), ([1.0, 2.9], False), ([0.0, 9.0], False), ([-1.0, 9.0], False)]
)
def test_a_logarithmic_axis_is_for_positive_values_that_lie_apart(values: list[float], suit: bool) -> None:
    assert spreads(values) is suit


@given(values=st.lists(POSITIVE, min_size=2, max_size=9).filter(spreads))
def test_every_value_lies_on_its_logarithmic_axis(values: list[float]) -> None:
    axis = logarithmic(values, 0, 100)
    assert 2 <= len(axis.ticks) <= 7
    assert all(0 <= axis.place(value) <= 100 for value in [*values, *axis.ticks])

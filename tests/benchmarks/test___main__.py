"""The measurements are printed as the tables of ``docs/performance.md``."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import LINES, RATIOS, tables, time_text

FIGURES = {key: 0.5 for _, _, key in LINES} | {"a further job": 63e6}


def test_each_figure_has_a_row_with_its_median_and_all_rounds() -> None:
    lines = tables([FIGURES | {"floor all": seconds} for seconds in (0.05, 0.2, 0.1)])

    assert "| (a) | the floor of the seven | 100 ms | 50.0 ms, 200 ms, 100 ms |" in lines
    assert "| (b) / (a), seven | at most 1.6 | 5.00 | 10.00, 2.50, 5.00 |" in lines
    assert len(lines) == len(LINES) + len(RATIOS) + 5


def test_a_rate_is_submissions_of_one_core_in_one_second() -> None:
    lines = tables([FIGURES | {"CPU all": 0.25}])

    assert "| submissions per core-second, seven | - | 4.00 | 4.00 |" in lines


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0251, "25.1 ms"), (0.0996, "100 ms"), (7.016, "7,016 ms"), (12, "12.0 s")]
)
def test_a_time_has_three_digits_at_least(seconds: float, text: str) -> None:
    assert time_text(seconds) == text

"""What ``torchgrade.reports.tallies`` promises."""

from __future__ import annotations

import math
import statistics

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.reports.tallies import MOST_DISTINCT, Examples, Tally, exact_sum

NUMBERS = st.floats(-100, 100).map(lambda number: round(number, 2))


@given(st.lists(NUMBERS, min_size=1))
def test_the_statistics_of_a_tally_are_those_of_its_numbers(numbers: list[float]) -> None:
    tally = Tally()
    for number in numbers:
        tally.add(number)

    assert list(tally) == sorted(numbers)
    assert len(tally) == len(numbers)
    assert statistics.median(tally) == statistics.median(numbers)
    assert statistics.fmean(tally) == statistics.fmean(numbers)


@given(st.lists(st.tuples(NUMBERS, st.integers(1, 9))))
def test_a_sum_of_counted_numbers_is_the_sum_of_all(terms: list[tuple[float, int]]) -> None:
    assert exact_sum(terms) == math.fsum(number for number, times in terms for _ in range(times))


def test_very_many_different_numbers_are_rounded_and_still_count() -> None:
    tally = Tally()
    for number in range(3 * MOST_DISTINCT):
        tally.add(number / 7)

    assert len(tally) == 3 * MOST_DISTINCT
    assert len(tally.counts) <= MOST_DISTINCT
    assert abs(statistics.median(tally) - 1.5 * MOST_DISTINCT / 7) < 1


def test_a_number_that_counts_as_nothing_is_in_no_tally() -> None:
    assert list(Tally.of({1.0: 2, 2.0: 0})) == [1.0, 1.0]


def test_of_a_long_list_the_first_values_and_the_length_are_kept() -> None:
    examples: Examples[int] = Examples(3)
    for number in range(10):
        examples.add(number)

    assert (examples.kept, examples.total) == ([0, 1, 2], 10)

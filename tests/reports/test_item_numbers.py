"""What ``torchgrade.reports.item_numbers`` promises."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr, pointbiserialr

from torchgrade.reports import item_numbers

HALVES = st.integers(0, 40).map(lambda n: n / 2)


def pairs_of(scores: Sequence[float], rests: Sequence[float]) -> Counter[tuple[float, float]]:
    return Counter(zip(scores, rests, strict=True))


def correlation(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    return item_numbers.correlation(pairs_of(scores, rests))


def efficiency(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    return item_numbers.efficiency(pairs_of(scores, rests))


def fifths(scores: Sequence[float], rests: Sequence[float]) -> list[float]:
    return item_numbers.fifths(pairs_of(scores, rests))


def alpha(columns: Sequence[Sequence[float]]) -> float | None:
    totals = Counter(sum(row) for row in zip(*columns, strict=True))
    return item_numbers.alpha([Counter(column) for column in columns], totals)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.0, 0.3, 1.0]), HALVES), min_size=2, max_size=60))
def test_the_efficiency_is_the_covariance_as_a_share_of_that_of_the_sorted_numbers(
    pairs: list[tuple[float, float]],
) -> None:
    scores, rests = [score for score, _ in pairs], [rest for _, rest in pairs]
    found = efficiency(scores, rests)

    if len(set(scores)) < 2 or len(set(rests)) < 2:
        assert found is None
    else:
        largest = statistics.covariance(sorted(scores), sorted(rests))
        assert found == pytest.approx(statistics.covariance(scores, rests) / largest, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), HALVES), min_size=3, max_size=60))
def test_the_correlation_of_passed_and_failed_is_the_point_biserial_one_of_scipy(
    pairs: list[tuple[bool, float]],
) -> None:
    passed, rests = [float(p) for p, _ in pairs], [rest for _, rest in pairs]
    found = correlation(passed, rests)

    if len(set(passed)) < 2 or len(set(rests)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(pointbiserialr(passed, rests).statistic, abs=1e-12)


def test_the_correlation_of_partial_points_is_the_one_of_scipy() -> None:
    draws = random.Random(7)
    scores = [draws.choice([0.0, 0.25, 0.5, 1.0]) for _ in range(200)]
    rests = [10 * score + draws.gauss(0, 4) for score in scores]

    assert correlation(scores, rests) == pytest.approx(pearsonr(scores, rests).statistic, abs=1e-12)


def test_the_correlation_of_a_case_worked_by_hand() -> None:
    """M1 = 8, M0 = 4, s = sqrt(5), p = 1/2: r = (8 - 4) / sqrt(5) * 1/2 = 2 / sqrt(5)."""
    assert correlation([0, 0, 1, 1], [3, 5, 7, 9]) == pytest.approx(2 / math.sqrt(5))


@pytest.mark.parametrize("numbers", [([], []), ([1.0], [2.0]), ([1.0, 1.0], [1.0, 2.0]), ([0.0, 1.0], [3.0, 3.0])])
def test_equal_numbers_have_no_correlation_and_no_efficiency(numbers: tuple[list[float], list[float]]) -> None:
    assert correlation(*numbers) is None
    assert efficiency(*numbers) is None


def test_the_efficiency_is_whole_if_no_other_order_would_give_more() -> None:
    """The correlation is under 1, because 0 and 1 cannot follow three different numbers."""
    assert correlation([0, 0, 1], [1, 2, 3]) == pytest.approx(math.sqrt(3) / 2)
    assert efficiency([0, 0, 1], [1, 2, 3]) == pytest.approx(1)


def test_the_efficiency_of_a_case_worked_by_hand() -> None:
    """The sum of products is 0.5 * (3 - 1 + 1 - 3) ... = 2; in the same order it is 4."""
    scores, rests = [0, 1, 0, 1], [3, 5, 7, 9]
    best = sum((s - 0.5) * (r - 6) for s, r in zip([0, 0, 1, 1], rests, strict=True))

    assert best == 4
    assert sum((s - 0.5) * (r - 6) for s, r in zip(scores, rests, strict=True)) == 2
    assert efficiency(scores, rests) == pytest.approx(0.5)


def test_the_fifths_of_different_rests_are_the_shares_of_the_sorted_class() -> None:
    scores = [0, 0, 0, 1, 1, 0, 1, 1, 1, 1]
    rests = [float(n) for n in range(10)]

    assert fifths(scores, rests) == [0, 0.5, 0.5, 1, 1]
    assert fifths(scores[::-1], rests[::-1]) == [0, 0.5, 0.5, 1, 1]


def test_equal_rests_are_spread_evenly_over_their_fifths() -> None:
    """The first four of ten are equal, so the first two fifths share them."""
    assert fifths([0, 1, 0, 0, 1, 1, 0, 1, 1, 1], [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]) == [0.25, 0.25, 1, 0.5, 1]


def test_the_fifths_of_a_number_that_five_does_not_divide() -> None:
    """Of seven, a fifth is 1.4: the first holds the first submission and 0.4 of the second."""
    found = fifths([0, 1, 0, 0, 0, 0, 0], [float(n) for n in range(7)])

    assert found == pytest.approx([0.4 / 1.4, 0.6 / 1.4, 0, 0, 0])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), HALVES), min_size=5, max_size=60), st.randoms(use_true_random=False))
def test_the_fifths_keep_the_mean_and_depend_on_no_order(pairs: list[tuple[bool, float]], draws: random.Random) -> None:
    shuffled = draws.sample(pairs, len(pairs))
    found = fifths([float(p) for p, _ in pairs], [rest for _, rest in pairs])

    assert found == pytest.approx(fifths([float(p) for p, _ in shuffled], [rest for _, rest in shuffled]))
    if found:
        assert statistics.fmean(found) == pytest.approx(statistics.fmean(float(p) for p, _ in pairs))


def test_a_class_without_differences_has_no_fifths() -> None:
    assert fifths([0, 1, 1, 0, 1], [2.0] * 5) == []
    assert fifths([0, 1], [1.0, 2.0]) == []


def test_alpha_of_a_case_worked_by_hand() -> None:
    """Totals 0, 1, 2, 3 of three checks: variances 3/16, 4/16, 3/16 and 20/16, so alpha = 3/2 * (1 - 10/20)."""
    assert alpha([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]]) == pytest.approx(0.75)


def test_alpha_is_kuder_richardson_20_for_zeros_and_ones() -> None:
    draws = random.Random(3)
    skills = [draws.random() for _ in range(80)]
    columns = [[float(draws.random() < skill) for skill in skills] for _ in range(12)]
    shares = [statistics.fmean(column) for column in columns]
    totals = [sum(row) for row in zip(*columns, strict=True)]
    kr20 = 12 / 11 * (1 - sum(p * (1 - p) for p in shares) / statistics.pvariance(totals))

    assert alpha(columns) == pytest.approx(kr20)


@pytest.mark.parametrize("columns", [[], [[0, 1, 1]], [[1, 1], [1, 1]], [[0, 1], [1, 0]], [[1], [0]]])
def test_alpha_needs_two_checks_and_totals_that_differ(columns: list[list[float]]) -> None:
    assert alpha(columns) is None

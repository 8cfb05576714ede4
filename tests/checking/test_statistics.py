"""The statistics are scipy's, follow the laws that their docstrings state, and keep the rates derived from them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from torchgrade.checking import statistics
from torchgrade.checking.failures import CheckFailedError

RUNS = 2000
ALARM = 1e-10


def draws(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def follows(scores: list[float], law: object) -> bool:
    """Hold scores to a law with a level at which a right one fails once in a million; the seed is fixed."""
    return bool(stats.kstest(scores, law).pvalue > 1e-6)


@pytest.mark.parametrize("n", [1, 2, 7, 1000])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_distance_is_that_of_scipy(n: int, dtype: torch.dtype) -> None:
    sample = draws(n).to(dtype) * 1.3 + 0.1

    assert statistics.normal_distance(sample) == pytest.approx(
        stats.kstest(sample.double().numpy(), "norm").statistic, rel=1e-12
    )


def test_the_distance_counts_ties_and_far_values_as_scipy_does() -> None:
    sample = torch.tensor([0.0, 0.0, 0.0, 50.0, -50.0, 1.0, 1.0])

    assert statistics.normal_distance(sample) == pytest.approx(stats.kstest(sample.double().numpy(), "norm").statistic)


@pytest.mark.parametrize("n", [10, 200])
def test_the_distance_of_honest_draws_follows_its_law(n: int) -> None:
    distances = [statistics.normal_distance(sample) for sample in draws(RUNS, n)]

    assert follows(distances, stats.kstwo(n).cdf)


@pytest.mark.parametrize("n", [5, 20, 300, 20_000, 40_000])
def test_the_bound_of_the_distance_keeps_its_rate(n: int) -> None:
    massart = 2 * math.exp(-2 * statistics.DISTANCE_FACTOR**2)
    exact = stats.kstwo(n).sf(statistics.distance_bound(n))

    assert exact <= massart <= 4.6e-11


def test_the_mean_score_of_honest_draws_is_normal_and_its_bound_keeps_its_rate() -> None:
    assert follows([statistics.mean_score(sample) for sample in draws(RUNS, 50)], "norm")
    assert 2 * stats.norm.sf(statistics.MAX_SCORE) <= 2.1e-11


def test_the_variance_score_of_honest_draws_is_chi_squared() -> None:
    degrees = 49
    scores = [statistics.variance_score(sample) for sample in draws(RUNS, degrees + 1)]

    assert follows([score * math.sqrt(2 * degrees) + degrees for score in scores], stats.chi2(degrees).cdf)


@pytest.mark.parametrize(("n", "rate"), [(1000, 4.1e-10), (20_000, 3.1e-11), (40_000, 2.6e-11)])
def test_the_bound_of_the_variance_score_keeps_its_rate(n: int, rate: float) -> None:
    law = stats.chi2(n - 1)
    step = statistics.MAX_SCORE * math.sqrt(2 * (n - 1))

    assert law.sf(n - 1 + step) + law.cdf(n - 1 - step) <= rate


def test_the_correlation_score_is_that_of_scipy() -> None:
    a, b = draws(2, 40)

    want = stats.pearsonr(a.numpy(), (a + b).numpy()).statistic * math.sqrt(40)

    assert statistics.correlation_score(a, a + b) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("other", ["normal", "uniform", "two values"])
def test_the_correlation_score_of_normal_draws_with_anything_follows_its_law(other: str) -> None:
    n = 12
    fixed = {
        "normal": draws(n, seed=2),
        "uniform": torch.linspace(0, 1, n, dtype=torch.float64),
        "two values": torch.arange(n, dtype=torch.float64).remainder(2),
    }[other]
    squares = [statistics.correlation_score(sample, fixed) ** 2 / n for sample in draws(RUNS, n)]

    assert follows(squares, stats.beta(0.5, (n - 2) / 2).cdf)


@pytest.mark.parametrize("n", [12, 21, 22])
def test_the_neighbour_score_follows_the_same_law(n: int) -> None:
    pairs = (n - 1) // 2
    squares = [statistics.neighbour_score(sample) ** 2 / pairs for sample in draws(RUNS, n)]

    assert follows(squares, stats.beta(0.5, (pairs - 2) / 2).cdf)


@pytest.mark.parametrize("n", [60, 1000, 9_999, 20_000])
def test_the_bound_of_a_correlation_keeps_its_rate(n: int) -> None:
    assert stats.beta(0.5, (n - 2) / 2).sf(statistics.MAX_SCORE**2 / n) <= 2.1e-11


def test_the_neighbour_score_of_correlated_neighbours_grows_as_the_plain_one() -> None:
    n, rho = 20_000, 0.1
    fresh = draws(n + 1)
    sample = fresh[1:] + fresh[:-1] * rho / (1 - rho**2)

    assert statistics.neighbour_score(sample) == pytest.approx(math.sqrt(n) * rho, abs=4)


def test_a_constant_has_no_correlation_that_a_bound_lets_pass() -> None:
    score = statistics.correlation_score(torch.ones(10), draws(10))

    assert not abs(score) <= statistics.MAX_SCORE


def test_normal_draws_of_the_scale_asked_for_pass() -> None:
    statistics.assert_normal(0.01 * draws(20_000), "numbers", sd=0.01)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda z: 1.1 * z, "statistics.deviation"),
        (lambda z: 0 * z, "statistics.deviation"),
        (lambda z: z + 0.1, "statistics.mean"),
        (lambda z: (2 * torch.special.ndtr(z) - 1) * math.sqrt(3), "statistics.law"),
        (lambda z: z.sign(), "statistics.law"),
        (lambda z: z * math.nan, "statistics.deviation"),
    ],
    ids=["wide", "zero", "moved", "uniform", "two values", "nan"],
)
def test_what_is_not_drawn_so_fails_for_its_own_reason(made, message: str) -> None:
    with pytest.raises(CheckFailedError) as failed:
        statistics.assert_normal(made(draws(20_000)), "numbers")

    assert failed.value.message_id == message


def test_a_failure_speaks_in_the_units_of_the_numbers() -> None:
    with pytest.raises(CheckFailedError) as failed:
        statistics.assert_normal(draws(20_000), "numbers", sd=0.01)

    assert failed.value.values["found"] == pytest.approx(1.0, rel=0.05)
    assert failed.value.values["high"] == pytest.approx(0.0103, rel=0.01)


@pytest.mark.parametrize("step", [1e-3, 0.3])
def test_rounding_moves_no_statistic_by_more_than_its_bound_grows(step: float) -> None:
    """Numbers rounded down to multiples of a step, the worst that rounding does, pass as the draws themselves."""
    z = draws(20_000)
    rounded = (z / step).floor() * step

    statistics.assert_normal(rounded, "numbers", rounding=torch.full_like(z, step))


def test_without_the_allowance_coarse_rounding_would_fail() -> None:
    with pytest.raises(CheckFailedError):
        statistics.assert_normal((draws(20_000) / 0.3).floor() * 0.3, "numbers")


def test_the_rate_of_all_three_bounds_together_is_what_the_docstring_says() -> None:
    n = 20_000
    step = statistics.MAX_SCORE * math.sqrt(2 * (n - 1))
    variance = stats.chi2(n - 1).sf(n - 1 + step) + stats.chi2(n - 1).cdf(n - 1 - step)
    rate = variance + 2 * stats.norm.sf(statistics.MAX_SCORE) + 2 * np.exp(-2 * statistics.DISTANCE_FACTOR**2)

    assert rate <= 9.8e-11 < ALARM

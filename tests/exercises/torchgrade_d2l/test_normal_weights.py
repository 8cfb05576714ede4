"""The bounds keep the rates that the docstring states, and each other draw of weights has its own name."""

from __future__ import annotations

import math

import pytest
import torch
from scipy import stats
from torch import nn

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.statistics import DISTANCE_FACTOR, MAX_SCORE
from torchgrade.checking.tried import Written
from torchgrade_d2l import normal_weights
from torchgrade_d2l.normal_weights import Weights, assert_few_weights, assert_weights

SHAPES = ((100, 256), (1, 10_000), (10, 784))
RATES = {25_600: 2.9e-11, 10_000: 4.2e-11, 7_840: 4.8e-11}
PREDICATES = {
    name: getattr(normal_weights, name)
    for name in (
        "is_constant", "is_default", "is_uniform", "is_of_other_initialiser", "is_as_mean", "is_variance",
        "is_of_other_size", "is_shifted", "is_cut_off", "is_right",
    )
}  # fmt: skip


def draws(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("n", "rate"), RATES.items())
def test_the_bound_of_the_variance_keeps_its_rate(n: int, rate: float) -> None:
    law, step = stats.chi2(n - 1), MAX_SCORE * math.sqrt(2 * (n - 1))

    assert law.sf(n - 1 + step) + law.cdf(n - 1 - step) <= rate


@pytest.mark.parametrize(("n", "rate"), RATES.items())
def test_all_bounds_together_keep_the_rate_of_the_docstring(n: int, rate: float) -> None:
    law = 2 * math.exp(-2 * DISTANCE_FACTOR**2)

    assert stats.kstwo(n).sf(DISTANCE_FACTOR / math.sqrt(n)) <= law
    assert rate + 2 * stats.norm.sf(MAX_SCORE) + law <= 1.2e-10


def test_the_law_of_a_thousand_weights_keeps_its_rate() -> None:
    assert stats.kstwo(1000).sf(DISTANCE_FACTOR / math.sqrt(1000)) <= 4.6e-11


@pytest.mark.parametrize("shape", SHAPES)
def test_normal_weights_pass_and_have_no_other_name(shape: tuple[int, int]) -> None:
    for seed in range(30):
        weight = 0.01 * draws(*shape, seed=seed)
        assert_weights(weight)

        assert named(weight) == ["is_right"]


def named(weight: torch.Tensor, text: str = "", *references: str) -> list[str]:
    weights = Weights(weight, Written(text=text, references=frozenset(references)))
    return [name for name, predicate in PREDICATES.items() if predicate(weights)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("make", "text", "references", "name"),
    [
        (lambda w: nn.init.kaiming_uniform_(w, a=math.sqrt(5)), "", (), "is_default"),
        (lambda w: w.uniform_(-0.01, 0.01), "nn.init.uniform_(w, -0.01, 0.01)", (), "is_uniform"),
        (lambda w: w.uniform_(0, 0.02), "w = 0.02 * torch.rand(shape)", (), "is_uniform"),
        (nn.init.xavier_uniform_, "", ("torch.nn.init.xavier_uniform_",), "is_of_other_initialiser"),
        (nn.init.kaiming_normal_, "", ("torch.nn.init.kaiming_normal_",), "is_of_other_initialiser"),
        (lambda w: w.normal_(0.01), "nn.init.normal_(m.weight, 0.01)", (), "is_as_mean"),
        (lambda w: w.normal_(0.01), "m.weight.data.normal_(mean=.01)", (), "is_as_mean"),
        (lambda w: w.normal_(), "m.weight.data.normal_()", (), "is_of_other_size"),
        (lambda w: w.normal_(0, 1e-4), "nn.init.normal_(w, 0, 0.01 ** 2)", (), "is_variance"),
        (lambda w: w.normal_(0, 0.012), "", (), "is_of_other_size"),
        (lambda w: w.normal_(0, 0.1), "", (), "is_of_other_size"),
        (lambda w: w.normal_(0.01, 0.01), "", (), "is_shifted"),
        (lambda w: w.normal_(0, 0.01).clamp_(-0.017, 0.017), "", (), "is_cut_off"),
        (lambda w: nn.init.trunc_normal_(w, 0, 0.01, -0.02, 0.02), "", ("trunc_normal_",), "is_cut_off"),
        (lambda w: nn.init.trunc_normal_(w, std=0.02), "", ("trunc_normal_",), "is_of_other_size"),
        (lambda w: w.fill_(0.01), "", (), "is_constant"),
        (lambda w: w.zero_(), "", (), "is_constant"),
    ],
)
def test_each_other_draw_fails_and_has_one_name(
    shape: tuple[int, int], make, text: str, references: tuple[str, ...], name: str
) -> None:
    torch.manual_seed(3)
    weight = make(torch.empty(shape))

    with pytest.raises(CheckFailedError):
        assert_weights(weight)
    assert named(weight, text, *references) == [name]


@pytest.mark.parametrize("number", [math.nan, math.inf, 1e30])
def test_numbers_that_cannot_be_judged_fail(number: float) -> None:
    weight = 0.01 * draws(10, 100)
    weight[3, 4] = number

    with pytest.raises(CheckFailedError):
        assert_weights(weight)


@pytest.mark.parametrize("make", [lambda w: w.fill_(math.nan), lambda w: w.zero_(), lambda w: w.uniform_(-0.1, 0.1)])
def test_a_thousand_wrong_weights_fail(make) -> None:
    with pytest.raises(CheckFailedError):
        assert_few_weights(make(torch.empty(10, 100)))


def test_a_single_nan_among_a_thousand_weights_fails() -> None:
    weight = 0.01 * draws(10, 100)
    assert_few_weights(weight)
    weight[0, 0] = math.nan

    with pytest.raises(CheckFailedError):
        assert_few_weights(weight)

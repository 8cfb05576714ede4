"""Tests of the arguments that ``gaussian_nll`` is asked with, and of its tolerance in float64."""

from __future__ import annotations

import math

import pytest
import torch

from torchgrade.checking.assertions import compare
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.gaussian_nll.checks import PRECISION, far, kept
from torchgrade_d2l.linear_regression.gaussian_nll.oracle import gaussian_nll


@pytest.mark.parametrize("seed", range(20))
def test_the_likelihood_of_unlikely_labels_is_0_in_float64(seed: int) -> None:
    for y_hat, y, sigma in far(Tensors(seed)):
        want = gaussian_nll(y_hat, y, sigma)

        assert float(torch.exp(-want)) == 0
        assert bool(want.isfinite())


@pytest.mark.parametrize(("pi", "is_precise"), [(3.1416, True), (3.14159, True), (3.1415, False), (3.142, False)])
def test_pi_needs_4_right_decimal_places(pi: float, is_precise: bool) -> None:
    for seed in range(50):
        precise = []
        for y_hat, y, sigma in kept(Tensors(seed), torch.float64):
            want = gaussian_nll(y_hat, y, sigma)
            got = want + len(y) / 2 * math.log(pi / math.pi)
            precise.append(compare(got, want, *PRECISION).mismatched == 0)

        assert all(precise) is is_precise


def test_a_float32_constant_is_precise_enough_and_float32_predictions_are_not() -> None:
    for seed in range(100):
        rounded = []
        for y_hat, y, sigma in kept(Tensors(seed), torch.float64):
            want = gaussian_nll(y_hat, y, sigma)
            scale = torch.tensor(sigma)  # float32
            got = (0.5 * torch.log(2 * torch.pi * scale**2) + (y_hat - y) ** 2 / (2 * scale**2)).sum()
            assert compare(got, want, *PRECISION).mismatched == 0
            lost = gaussian_nll(y_hat.to(torch.float32), y.to(torch.float32), sigma)
            rounded.append(compare(lost, want, *PRECISION).mismatched)

        assert any(rounded)

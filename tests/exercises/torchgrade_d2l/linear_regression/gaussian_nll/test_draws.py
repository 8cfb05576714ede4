"""Tests of the arguments that ``gaussian_nll`` is asked with, and of its tolerance in float64."""

from __future__ import annotations

import math

import pytest
import torch

from torchgrade.checking.assertions import compare
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.gaussian_nll.checks import PRECISION, columns, far
from torchgrade_d2l.linear_regression.gaussian_nll.oracle import gaussian_nll


@pytest.mark.parametrize("seed", range(20))
def test_the_likelihood_of_unlikely_labels_is_0_in_float64(seed: int) -> None:
    for y_hat, y, sigma in far(Tensors(seed)):
        want = gaussian_nll(y_hat, y, sigma)

        assert float(torch.exp(-want)) == 0
        assert bool(want.isfinite())


@pytest.mark.parametrize(("digits", "is_precise"), [(8, True), (11, True), (7, False), (5, False)])
def test_pi_needs_8_decimal_places(digits: int, is_precise: bool) -> None:
    for seed in range(50):
        shifts = []
        for y_hat, y, sigma in columns(Tensors(seed), torch.float64):
            want = gaussian_nll(y_hat, y, sigma)
            got = want + len(y) / 2 * math.log(round(math.pi, digits) / math.pi)
            shifts.append(compare(got, want, *PRECISION).mismatched == 0)

        assert all(shifts) is is_precise

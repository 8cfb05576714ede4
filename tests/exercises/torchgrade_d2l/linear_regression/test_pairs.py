"""Tests of the models and pairs that several exercises of linear regression are tested with."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.pairs import model, pair


def test_a_bias_has_either_sign_and_is_never_near_0_or_1() -> None:
    biases = [model(Tensors(seed), 5, 3)[2] for seed in range(100)]

    assert all(b.shape == (1,) and 1.5 <= float(b.abs()) <= 2.5 for b in biases)
    assert 20 < sum(float(b) > 0 for b in biases) < 80


def test_float64_draws_have_digits_beyond_float32() -> None:
    drawn = (*model(Tensors(1), 5, 3, torch.float64), *pair(Tensors(1), (5, 1), (5,), torch.float64))

    assert all(t.dtype == torch.float64 and not torch.equal(t.float().double(), t) for t in drawn)


def test_labels_have_their_own_shape_and_the_order_of_the_predictions() -> None:
    y_hat, y = pair(Tensors(3), (5, 1), (5,), error=0.01)

    assert y_hat.shape == (5, 1)
    assert y.shape == (5,)
    assert float((y_hat.reshape(-1) - y).abs().max()) < 0.1

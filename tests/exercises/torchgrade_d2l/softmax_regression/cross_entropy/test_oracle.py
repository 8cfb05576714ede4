"""Tests of the predictions that ``cross_entropy`` is asked for."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import TINY, TINY_LABELS, ZEROS, ZEROS_LABELS, draw


@pytest.mark.parametrize(("n", "q"), [(5, 4), (3, 6), (1, 3), (2, 2)])
def test_a_draw_has_no_small_probability_and_confuses_no_one_hot_or_predicted_label(n: int, q: int) -> None:
    for seed in range(100):
        y_hat, y = draw(Tensors(seed), n, q)

        assert torch.allclose(y_hat.sum(1), torch.ones(n))
        assert float(y_hat.min()) >= 0.2 / q * (1 - 1e-6)
        assert F.one_hot(y).shape == y_hat.shape
        assert n == 1 or not torch.equal(y_hat.argmax(1), y)


def test_a_wrong_class_has_probability_0_in_one_of_the_fixed_predictions_only() -> None:
    wrong = F.one_hot(TINY_LABELS) == 0

    assert (ZEROS == 0).any()
    assert (ZEROS[range(2), ZEROS_LABELS] > 0).all()
    assert (TINY[wrong] > 0).all()

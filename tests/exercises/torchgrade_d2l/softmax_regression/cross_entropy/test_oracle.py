"""Tests of the predictions that ``cross_entropy`` is asked for, and of the right losses."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import (
    TINY,
    TINY_LABELS,
    ZEROS,
    ZEROS_LABELS,
    cross_entropy,
    draw,
)


def test_the_losses_are_those_of_the_library() -> None:
    y_hat, y = draw(Tensors(1), 5, 4, torch.float64)

    assert torch.allclose(cross_entropy(y_hat, y), F.nll_loss(y_hat.log(), y, reduction="none"), rtol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("n", "q"), [(5, 4), (3, 6), (1, 3), (1, 2)])
def test_a_draw_holds_probabilities_that_are_not_small(n: int, q: int, dtype: torch.dtype) -> None:
    for seed in range(50):
        y_hat, _ = draw(Tensors(seed), n, q, dtype)

        assert (y_hat.dtype, y_hat.shape) == (dtype, (n, q))
        assert torch.allclose(y_hat.sum(1), torch.ones(n, dtype=dtype))
        assert float(y_hat.min()) >= 0.2 / q * (1 - 1e-6)


def test_the_last_label_is_the_last_class_so_that_one_hot_is_as_wide_as_the_predictions() -> None:
    for seed in range(50):
        y_hat, y = draw(Tensors(seed), 3, 6, torch.float32)

        assert F.one_hot(y).shape == y_hat.shape
    assert F.one_hot(ZEROS_LABELS).shape == ZEROS.shape
    assert F.one_hot(TINY_LABELS).shape == TINY.shape


def test_the_predicted_class_is_never_the_true_one_in_every_row() -> None:
    for seed in range(200):
        y_hat, y = draw(Tensors(seed), 2, 2, torch.float32)

        assert not torch.equal(y_hat.argmax(1), y)


def test_another_class_has_probability_0_in_one_of_the_fixed_predictions_only() -> None:
    rest = torch.ones(TINY.shape, dtype=torch.bool)
    rest[torch.arange(len(TINY)), TINY_LABELS] = False

    assert cross_entropy(ZEROS, ZEROS_LABELS).isfinite().all()
    assert (ZEROS == 0).any()
    assert (TINY[rest] > 0).all()
    assert torch.allclose(TINY.sum(1), torch.ones(4))

"""Tests of the two mistakes that a number in the submission decides: any guard and any share of smoothing."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.tried import Answer, Tried
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.cross_entropy.mistakes import guarded, smoothed
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import TINY, TINY_LABELS, cross_entropy, draw


def tried(y_hat: torch.Tensor, y: torch.Tensor, losses: torch.Tensor) -> Tried:
    return Tried("call", "", ("y_hat", "y"), (y_hat, y), Answer(value=losses, node=Scalar(value=None)))


def p(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return y_hat[torch.arange(len(y)), y]


@pytest.mark.parametrize("seed", range(20))
def test_a_guard_and_a_share_are_recognised_whatever_their_size(seed: int) -> None:
    y_hat, y = draw(Tensors(seed), 5, 4)
    right = cross_entropy(y_hat, y)

    assert all(guarded(tried(y_hat, y, -(p(y_hat, y) + guard).log())) for guard in (1e-5, 1e-4, 1e-3, 1e-2))
    assert all(smoothed(tried(y_hat, y, (1 - s) * right - s * y_hat.log().mean(1))) for s in (0.05, 0.1, 0.5))
    assert not guarded(tried(y_hat, y, right))
    assert not smoothed(tried(y_hat, y, right))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("guard", [1e-6, 1e-5, 1e-3])
def test_a_guard_or_a_bound_is_recognised_by_tiny_probabilities(guard: float, dtype: torch.dtype) -> None:
    y_hat = TINY.to(dtype)

    assert guarded(tried(y_hat, TINY_LABELS, -(p(y_hat, TINY_LABELS) + guard).log()))
    assert guarded(tried(y_hat, TINY_LABELS, -p(y_hat, TINY_LABELS).clamp(min=guard).log()))


def test_a_constant_loss_is_no_guard() -> None:
    y_hat = torch.tensor([[0.1, 0.7, 0.2], [0.2, 0.6, 0.2], [0.6, 0.3, 0.1]])
    y = torch.tensor([0, 2, 2])  # probabilities 0.1, 0.2 and 0.1

    assert not guarded(tried(y_hat, y, torch.full((3,), 0.25).log().neg()))

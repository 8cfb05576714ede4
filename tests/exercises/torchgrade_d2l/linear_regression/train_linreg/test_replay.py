"""Tests of the judge's trainings: the right one is that of PyTorch, and each wrong way ends far from it."""

from __future__ import annotations

import itertools

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.train_linreg.replay import LR, SIZES, Way, drawn, replay

SEEDS = range(20)
WAYS = [
    Way(), Way(scale=1 / 12), Way(scale=12), Way(scale=1.2), Way(scale=2), Way(scale=-1), Way(trained="w"),
    Way(trained="b"), Way(epochs=1), Way(epochs=3), Way(epochs=5), Way(clears=False),
]  # fmt: skip


def test_the_right_way_is_the_training_of_torch() -> None:
    call = drawn(Tensors(1), *SIZES[0])
    w, b = (p.detach().double().requires_grad_() for p in (call.w, call.b))
    X, y = call.features.double(), call.labels.double()
    stepper, losses = torch.optim.SGD([w, b], lr=LR), []
    for _ in range(call.num_epochs + 1):
        stepper.zero_grad()
        loss = torch.nn.functional.mse_loss(X @ w + b, y) / 2
        losses.append(loss.item())
        if len(losses) <= call.num_epochs:
            loss.backward()
            stepper.step()
    made = replay(call)

    assert torch.allclose(made.w, w.detach(), rtol=1e-12)
    assert torch.allclose(made.b, b.detach(), rtol=1e-12)
    assert made.losses == pytest.approx(losses, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_ways_end_a_hundred_tolerances_apart(seed: int) -> None:
    call = drawn(Tensors(seed), *SIZES[0])
    ends = [torch.cat([made.w, made.b.reshape(1, 1)]) for made in (replay(call, way) for way in WAYS)]

    for one, other in itertools.combinations(ends, 2):
        assert float((one - other).abs().max()) > 1e-3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_losses_of_all_epochs_differ(seed: int) -> None:
    for sizes in SIZES:
        losses = replay(drawn(Tensors(seed), *sizes)).losses

        assert all(before > 1.01 * after for before, after in itertools.pairwise(losses))

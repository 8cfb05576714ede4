"""Tests of the mistakes that ``cross_entropy`` knows: each is named alone, and a right answer is none of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.cross_entropy.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import TINY, TINY_LABELS, cross_entropy, draw

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def named(loss: Loss, y_hat: torch.Tensor, y: torch.Tensor, check: str) -> set[str]:
    """Return the mistakes that explain what this loss gives."""
    answer = Answer(value=loss(y_hat, y), node=Scalar(value=None))
    tried = Tried("call", "cross_entropy(y_hat, y)", ("y_hat", "y"), (y_hat, y), answer)
    asked = [m for m in MISCONCEPTIONS if f"cross_entropy.{check}" in m.checks]
    return {m.id.rpartition(".")[2] for m in asked if m.symptom(tried)}


def drawn(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    return draw(Tensors(seed), 5, 4, torch.float32)


def picked(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return y_hat[torch.arange(len(y)), y]


@pytest.mark.parametrize("guard", [1e-5, 1e-4, 1e-3, 1e-2])
def test_a_constant_inside_the_logarithm_is_named_whatever_its_size(guard: float) -> None:
    for seed in range(30):
        assert named(lambda y_hat, y: -(picked(y_hat, y) + guard).log(), *drawn(seed), "losses") == {"guard"}


@pytest.mark.parametrize("guard", [1e-6, 1e-5, 1e-3])
@pytest.mark.parametrize("guarded", [torch.add, torch.clamp])
def test_a_guard_is_named_where_probabilities_are_tiny(guarded: Callable[..., torch.Tensor], guard: float) -> None:
    for dtype in (torch.float32, torch.float64):
        found = named(lambda y_hat, y: -guarded(picked(y_hat, y), guard).log(), TINY.to(dtype), TINY_LABELS, "tiny")

        assert found == {"guard"}


@pytest.mark.parametrize(
    ("loss", "mistake"),
    [
        (lambda y_hat, y: -picked(y_hat, y).log1p(), "log1p"),
        (lambda y_hat, y: -picked(y_hat, y), "no_log"),
        (lambda y_hat, y: 1 - picked(y_hat, y), "one_minus_p"),
        (lambda y_hat, y: picked(y_hat, y).log(), "no_minus"),
        (lambda y_hat, y: -picked(y_hat, y).log2(), "other_base"),
        (lambda y_hat, y: -y_hat.amax(1).log(), "predicted"),
    ],
)
def test_a_mistake_is_named_alone(loss: Loss, mistake: str) -> None:
    for seed in range(30):
        assert named(loss, *drawn(seed), "losses") == {mistake}


def test_a_constant_loss_is_no_guarded_one() -> None:
    y_hat = torch.tensor([[0.1, 0.7, 0.2], [0.2, 0.6, 0.2], [0.6, 0.3, 0.1]])
    y = torch.tensor([0, 2, 2])  # probabilities 0.1, 0.2 and 0.1

    assert named(lambda _, y: torch.full((len(y),), 0.25).log().neg(), y_hat, y, "losses") == set()


def test_right_losses_are_no_mistake() -> None:
    for seed in range(30):
        assert named(cross_entropy, *drawn(seed), "losses") == set()
    assert named(cross_entropy, TINY, TINY_LABELS, "tiny") == set()

"""Tests of the mistakes that ``cross_entropy`` knows: each is named alone, and a right answer is none of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.cross_entropy.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import (
    TINY,
    TINY_LABELS,
    ZEROS,
    ZEROS_LABELS,
    cross_entropy,
    draw,
)

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def asked(loss: Loss, y_hat: torch.Tensor, y: torch.Tensor) -> Tried:
    """Return what comes of one call, as a worker would tell it."""
    tried = Tried(
        "call", "cross_entropy(y_hat, y)", ("y_hat", "y"), (y_hat, y), again=lambda *others: asked(loss, *others)
    )
    try:
        tried.answer = Answer(value=loss(y_hat, y), node=Scalar(value=None))
    except (RuntimeError, IndexError) as error:
        tried.failure = CheckFailedError("call.raised", type=type(error).__name__, message=str(error))
    return tried


def found(tried: Tried, check: str) -> set[str]:
    """Return the mistakes that explain what came; a symptom that raises explains nothing."""
    names = set()
    for one in MISCONCEPTIONS:
        with suppress(AssertionError, AttributeError):
            if f"cross_entropy.{check}" in one.checks and one.symptom(tried):
                names.add(one.id.rpartition(".")[2])
    return names


def named(loss: Loss, y_hat: torch.Tensor, y: torch.Tensor, check: str) -> set[str]:
    """Return the mistakes that explain what this loss gives."""
    return found(asked(loss, y_hat, y), check)


def drawn(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    return draw(Tensors(seed), 5, 4, torch.float32)


def one_hot(y: torch.Tensor) -> torch.Tensor:
    return torch.eye(4 if len(y) == 5 else 3)[y]


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
        mistakes = named(lambda y_hat, y: -guarded(picked(y_hat, y), guard).log(), TINY.to(dtype), TINY_LABELS, "tiny")

        assert mistakes == {"guard"}


@pytest.mark.parametrize(
    ("loss", "mistake"),
    [
        (lambda y_hat, y: -picked(y_hat, y).log1p(), "log1p"),
        (lambda y_hat, y: -picked(y_hat, y), "no_log"),
        (lambda y_hat, y: 1 - picked(y_hat, y), "one_minus_p"),
        (lambda y_hat, y: 1 / picked(y_hat, y), "inverse"),
        (lambda y_hat, y: -picked(y_hat, y) * picked(y_hat, y).log(), "weighted"),
        (lambda y_hat, y: ((y_hat - one_hot(y)) ** 2).sum(1), "squared"),
        (lambda y_hat, y: picked(y_hat, y).log(), "no_minus"),
        (lambda y_hat, y: picked(y_hat, y).log().mean(), "no_minus"),
        (lambda y_hat, y: -picked(y_hat, y).log2(), "other_base"),
        (lambda y_hat, y: -picked(y_hat, y).log10(), "other_base"),
        (lambda y_hat, y: -y_hat.amax(1).log(), "predicted"),
        (lambda y_hat, y: -picked(y_hat, y).log().mean(), "mean"),
        (lambda y_hat, y: -picked(y_hat, y).log().sum(), "sum"),
        (lambda y_hat, y: -(one_hot(y) * y_hat.log()).mean(), "mean_of_table"),
        (lambda y_hat, y: -(one_hot(y) * y_hat.log()).mean(1), "divided"),
        (lambda y_hat, y: -picked(y_hat, y).log() / len(y), "divided"),
        (lambda y_hat, y: -y_hat[:, y].log(), "table"),
        (lambda y_hat, y: -y_hat[y].log(), "rows"),
        (lambda y_hat, y: -y_hat[y, range(len(y))].log(), "of_column"),
        (lambda y_hat, y: -picked(y_hat, y - 1).log(), "moved"),
        (lambda y_hat, y: -picked(y_hat, y + 1).log(), "moved"),
        (lambda y_hat, y: -y_hat.log(), "no_label"),
        (lambda y_hat, y: -y_hat.log().sum(1), "all_classes"),
        (lambda y_hat, y: -y_hat.log().mean(1), "all_classes"),
        (lambda y_hat, y: -(y_hat * y_hat.log()).sum(1), "entropy"),
        (lambda y_hat, y: -(one_hot(y) * y_hat.log() + (1 - one_hot(y)) * (1 - y_hat).log()).sum(1), "binary"),
        (lambda y_hat, y: -0.9 * picked(y_hat, y).log() - 0.1 * y_hat.log().mean(1), "smoothed"),
        (lambda y_hat, y: y_hat.logsumexp(1) - picked(y_hat, y), "softmax_again"),
        (lambda y_hat, y: (y_hat.logsumexp(1) - picked(y_hat, y)).mean(), "logits_and_mean"),
        (lambda y_hat, y: y_hat, "first_argument"),
        (lambda y, y_hat: -y_hat[range(len(y)), y].log(), "order"),
    ],
)
def test_a_mistake_is_named_alone(loss: Loss, mistake: str) -> None:
    for seed in range(20):
        assert named(loss, *drawn(seed), "losses") == {mistake}


@pytest.mark.parametrize(
    "loss",
    [
        lambda y_hat, y: -picked(y_hat, y).log() / 2,
        lambda y_hat, y: -picked(y_hat, (y + 2) % 4).log(),
        lambda y_hat, y: -picked(y_hat[1:], y).log(),  # an index past the end, as of a label that is moved
        lambda y_hat, y: -(picked(y_hat, y) + 0.01).log().mean(),
        lambda y_hat, y: -(0.9 * picked(y_hat, y) + 0.1 * y_hat.amax(1)).log(),
        lambda y_hat, y: torch.zeros(len(y)),
    ],
)
def test_an_unknown_mistake_is_not_named(loss: Loss) -> None:
    for seed in range(20):
        assert named(loss, *drawn(seed), "losses") == set()


def test_a_column_and_a_fixed_type_are_named_by_the_form() -> None:
    y_hat, y = draw(Tensors(1), 5, 4, torch.float64)

    assert named(lambda y_hat, y: -picked(y_hat, y).log()[:, None], y_hat, y, "shape") == {"column"}
    assert named(lambda y_hat, y: -picked(y_hat.float(), y).log(), y_hat, y, "precision") == {"float32"}
    assert named(lambda y_hat, y: -picked(y_hat, y).log().double(), y_hat.float(), y, "shape") == set()


def test_what_zeros_show_is_named_alone() -> None:
    assert named(lambda y_hat, y: -(one_hot(y) * y_hat.log()).sum(1), ZEROS, ZEROS_LABELS, "zeros") == {"zero_log_zero"}


@pytest.mark.parametrize("worst", [0.0, 5.0])
def test_an_infinite_loss_made_0_is_named_and_another_number_is_not(worst: float) -> None:
    mistakes = named(lambda y_hat, y: -picked(y_hat, y).log().nan_to_num(neginf=-worst), TINY, TINY_LABELS, "tiny")

    assert mistakes == ({"infinity_as_zero"} if worst == 0 else set())


def pulled(loss: Loss, text: str = "") -> Tried:
    """Return what comes of a ``vjp`` with a cotangent of 1, 2 and so on."""
    y_hat, y = draw(Tensors(1), 5, 4, torch.float64)
    leaf, cotangent = y_hat.clone().requires_grad_(), torch.arange(1.0, 6.0, dtype=torch.float64)
    value = loss(leaf, y)
    gradient = torch.autograd.grad(value, leaf, cotangent)[0] if value.requires_grad else None
    answer = Answer(value=value.detach(), node=Scalar(value=None), gradients=(gradient,))
    written = Written(parameters=("y_hat", "y"), text=text)
    inputs = {"cotangent": cotangent, "wrt": (0,)}
    return Tried("vjp", "cross_entropy(y_hat, y)", ("y_hat", "y"), (y_hat, y), answer, inputs=inputs, written=written)


def test_rows_divided_by_their_sum_are_named_by_the_gradient() -> None:
    tried = pulled(lambda y_hat, y: -picked(y_hat / y_hat.sum(1, keepdim=True), y).log())

    assert found(tried, "gradient") == {"normalised"}


@pytest.mark.parametrize(
    ("mistake", "body"),
    [
        ("detached", "y_hat.data[range(len(y)), y]"),
        ("no_grad", "torch.no_grad()(y_hat[range(len(y)), y])"),
        ("numbers", "torch.tensor([y_hat[i, y[i]].item() for i in y])"),
        ("rebuilt", "torch.tensor([y_hat[i, y[i]] for i in y])"),
        ("numpy", "torch.from_numpy(y_hat.detach().numpy()[range(len(y)), y.numpy()])"),
        (None, "torch.as_tensor(y_hat.detach()[range(len(y)), y.numpy()])"),
        (None, "y_hat.float()[range(len(y)), y]"),
    ],
)
def test_what_cuts_the_gradient_is_named_where_the_text_knows_one_way_only(mistake: str | None, body: str) -> None:
    tried = pulled(
        lambda y_hat, y: -picked(y_hat.detach(), y).log(), f"def cross_entropy(y_hat: torch.Tensor, y): return {body}"
    )

    assert found(tried, "gradient") == ({mistake} if mistake else set())


def test_a_constant_loss_is_no_guarded_one() -> None:
    y_hat = torch.tensor([[0.1, 0.7, 0.2], [0.2, 0.6, 0.2], [0.6, 0.3, 0.1]])
    y = torch.tensor([0, 2, 2])  # probabilities 0.1, 0.2 and 0.1

    assert named(lambda _, y: torch.full((len(y),), 0.25).log().neg(), y_hat, y, "losses") == set()


def test_right_losses_are_no_mistake() -> None:
    for seed in range(30):
        assert named(cross_entropy, *drawn(seed), "losses") == set()
    assert named(cross_entropy, TINY, TINY_LABELS, "tiny") == set()
    assert named(cross_entropy, ZEROS, ZEROS_LABELS, "zeros") == set()
    assert named(cross_entropy, *drawn(1), "shape") == set()
    assert found(pulled(cross_entropy), "gradient") == set()

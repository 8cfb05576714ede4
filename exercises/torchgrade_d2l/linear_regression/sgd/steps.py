"""Parameters with gradients for ``sgd``, and the right values after one step or several."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors

CASES = ((0.03, 7), (0.5, 4), (0.1, 1))
"""Pairs (lr, batch_size)."""
SHAPES: tuple[tuple[int, ...], ...] = ((3, 1), (1,), (2, 3, 4))
DTYPES = (torch.float64, torch.float32)
"""float64 first, because a diagnosis measures ratios of steps in it."""
CALL = "sgd([w, b], lr, batch_size)"
_LEAST_GRADIENT = 0.3
_TRIES = 50


def parameters(tensors: Tensors, dtype: torch.dtype, shapes: Sequence[tuple[int, ...]] = SHAPES) -> list[torch.Tensor]:
    """Return leaves of N(0, 1) that require grad, each with 3·N(0, 1) in ``.grad``.

    A gradient is drawn again while all its entries are below 0.3 in size. Otherwise a mistake about one parameter might
    not move it by hundreds of tolerances. For a scalar this happens in 8 % of the draws.
    """
    made = []
    for shape in shapes:
        param = tensors.normal(*shape, dtype=dtype).requires_grad_()
        for _ in range(_TRIES):
            param.grad = 3 * tensors.normal(*shape, dtype=dtype)
            if float(param.grad.abs().max()) >= _LEAST_GRADIENT:
                break
        made.append(param)
    return made


def stepped(param: torch.Tensor, lr: float, batch_size: int) -> torch.Tensor:
    """Return a parameter after one right step, float64 and of its shape."""
    assert param.grad is not None
    return param.detach().to(torch.float64) - lr * param.grad.to(torch.float64) / batch_size


def rounds(tensors: Tensors, count: int = 2) -> dict[str, Any]:
    """Return the inputs of the scenario: batches of a linear model, of 6 and of 4 rows.

    :param count: 1 or 2 batches.
    """
    sizes = (6, 4)[:count]
    batches = [[tensors.normal(n, 3), tensors.normal(n, 1)] for n in sizes]
    w, b = tensors.normal(3, 1).requires_grad_(), tensors.normal(1).requires_grad_()
    return {"w": w, "b": b, "lr": 0.1, "batches": batches}


def replayed(inputs: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w (d, 1) and b (1,) after one exact step on each batch of the scenario."""
    w, b = (inputs[name].detach().to(torch.float64) for name in ("w", "b"))
    for X, y in ([tensor.to(torch.float64) for tensor in batch] for batch in inputs["batches"]):
        error = X @ w + b - y  # (n, 1)
        w, b = w - inputs["lr"] * (X.T @ error) / len(X), b - inputs["lr"] * error.sum(0) / len(X)
    return w, b


def text() -> str:
    """Return the text of the scenario."""
    return files(__package__).joinpath("rounds.py.txt").read_text("utf-8")

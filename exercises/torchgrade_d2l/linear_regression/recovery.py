"""A small data set around a known plane, and the question whether a training has found this plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.pictured import recovered
from torchgrade.model.attachments import Recovered
from torchgrade.model.results import Curve, Point, plain

ROWS = 400
BATCH_SIZE = 10
EPOCHS = 3
NOISE_SD = 0.01
WITHIN = 0.03
"""Largest distance of a trained parameter from the true one.

With steps of 0.1 times the gradient of the halved squares, no parameter erred by more than 2.8e-3 in 2,000 trainings.
The bound is some thirty standard deviations away, so a right training fails in less than 1 of 1e9 runs.
"""
_DIGITS = 9
"""Decimals of a loss on a page; the last losses are about 5e-5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A data set whose plane is known, and parameters to start from; all float32."""

    features: torch.Tensor
    """N(0, 1), (400, d)."""
    labels: torch.Tensor
    """Features times true w, plus true b, plus noise, (400, 1)."""
    true_w: torch.Tensor
    """Sizes from 1 to 4 and random signs, (d, 1)."""
    true_b: torch.Tensor
    """4 or -4, (1,)."""
    w: torch.Tensor
    """N(0, 0.01²), (d, 1)."""
    b: torch.Tensor
    """Zero, (1,)."""

    def errors(self, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Return the errors of the predictions with these parameters, float64 (400, 1)."""
        X, y = self.features.to(torch.float64), self.labels.to(torch.float64)
        return X @ w.to(torch.float64).reshape(-1, 1) + b.to(torch.float64).reshape(1) - y


def known(tensors: Tensors, d: int) -> Known:
    """Draw a data set with d features."""
    true_w = (1 + 3 * tensors.uniform(d, 1)) * (2 * tensors.integers(0, 2, d, 1) - 1)
    true_b = 4.0 * (2 * tensors.integers(0, 2, 1) - 1)
    X = tensors.normal(ROWS, d)
    return Known(
        features=X,
        labels=X @ true_w + true_b + NOISE_SD * tensors.normal(ROWS, 1),
        true_w=true_w,
        true_b=true_b,
        w=0.01 * tensors.normal(d, 1),
        b=torch.zeros(1),
    )


def coordinates(w: torch.Tensor, b: torch.Tensor) -> list[float]:
    """Return the numbers of w and b in one list."""
    return [*w.detach().reshape(-1).tolist(), *b.detach().reshape(-1).tolist()]


def names(d: int) -> list[str]:
    """Return the names of the numbers of w and b: ``w1``, ``w2``, ..., ``b``."""
    return [*(f"w{j}" for j in range(1, d + 1)), "b"]


def assert_recovered(given: Known, w: torch.Tensor, b: torch.Tensor, message_id: str) -> None:
    """Check that each number of w and b is near the true one; NaN is not."""
    pairs = zip(names(len(given.true_w)), coordinates(given.true_w, given.true_b), coordinates(w, b), strict=True)
    worst = max(pairs, key=lambda pair: _distance(pair[1], pair[2]))
    name, true, got = worst
    if not _distance(true, got) <= WITHIN:
        raise CheckFailedError(message_id, name=name, true=true, got_value=got, bound=WITHIN)


def _distance(true: float, got: float) -> float:
    return abs(true - got) if math.isfinite(got) else math.inf


def beside_true(name: str, given: Known, w: torch.Tensor, b: torch.Tensor) -> Recovered:
    """Return the numbers of w and b beside the true ones, as a picture."""
    return recovered(name, names(len(given.true_w)), coordinates(given.true_w, given.true_b), coordinates(w, b))


def curve(name: str, losses: Sequence[float]) -> Curve:
    """Return losses as a curve over the number of finished epochs, the first one before the training."""
    return Curve(name=name, points=[Point(x=float(i), y=plain(round(y, _DIGITS))) for i, y in enumerate(losses)])

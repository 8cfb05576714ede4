"""Data sets around a plane, and the plane that a submission returns."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from torchgrade.checking.assertions import assert_tensor
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase
from torchgrade.protocol.messages import Opaque

NOISE_SD = 0.5
MAX_CONDITION = 10.0
"""Largest condition number of [X, 1], so that float32 finds the plane within 1e-3 in any right way."""
WEIGHTS, BIAS = phrase("what.weights_named", name="w"), phrase("what.bias_named", name="b")
"""Words for the two values of the result."""
TOLERANCES = {torch.float32: (0.0, 1e-3), torch.float64: (0.0, 1e-8)}
"""A right answer errs by 1e-5 in float32, and by 1e-10 in float64 if a column is near another one."""
_LEAST_GAP = 0.25
_TRIES = 200


def coefficients(tensors: Tensors, d: int) -> torch.Tensor:
    """Return w and b in one tensor (d + 1, 1), float64: sizes from 1 to 4 and random signs.

    No two are within 0.25 of each other if d is at most 3, because a swap must show. The last weight has another sign
    than the first one, because a mistake that makes the weights of similar columns equal must show.
    """
    made = torch.empty(0)
    for _ in range(_TRIES):
        signs = 2.0 * tensors.integers(0, 2, d + 1) - 1
        if d > 1:
            signs[d - 1] = -signs[0]
        made = signs * (1 + 3 * tensors.uniform(d + 1, dtype=torch.float64))
        if d > 3 or float(made.sort().values.diff().min()) >= _LEAST_GAP:
            break
    return made.reshape(-1, 1)


def features(tensors: Tensors, n: int, d: int) -> torch.Tensor:
    """Return X (n, d) of N(0, 1), float64, drawn again while [X, 1] has a condition number above 10.

    For n = 4 and d = 3 every second draw is kept.
    """
    X = torch.empty(0)
    for _ in range(_TRIES):
        X = tensors.normal(n, d, dtype=torch.float64)
        if np.linalg.cond(torch.cat([X, torch.ones(n, 1, dtype=torch.float64)], dim=1).numpy()) <= MAX_CONDITION:
            break
    return X


def example(
    tensors: Tensors, n: int, d: int, *, noise: float = 0.0, near: float = 0.0, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return X (n, d) and y (n, 1) = Xw + b + noise.

    :param noise: standard deviation of the noise.
    :param near: if not 0, the last column is the first one plus numbers of this standard deviation.
    """
    made, X = coefficients(tensors, d), features(tensors, n, d)
    if near:
        X[:, -1] = X[:, 0] + near * tensors.normal(n, dtype=torch.float64)
    X = X.to(dtype)
    y = X.to(torch.float64) @ made[:-1] + made[-1] + noise * tensors.normal(n, 1, dtype=torch.float64)
    return X, y.to(dtype)


def plane(value: Any) -> tuple[torch.Tensor, torch.Tensor | float]:
    """Return w and b of a result, of any shapes; a number for b stays a number."""
    if value is None:
        assert_tensor(value)
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise CheckFailedError("normal_equation.pair", got=view(value))
    w, b = value
    number = b.number if isinstance(b, Opaque) else b
    if isinstance(number, int | float) and not isinstance(number, bool):
        return assert_tensor(w, WEIGHTS), float(number)
    return assert_tensor(w, WEIGHTS), assert_tensor(b, BIAS)

"""The right answer of the judge, and logits that tell mistakes apart."""

from __future__ import annotations

import torch

LARGE = torch.tensor(
    [
        [1000.0, 999.0, 998.0, -1000.0],
        [-1000.0, -1001.0, -999.0, -1000.0],
        [1000.0, 1000.0, 1000.0, 1000.0],
        [0.0, 1.0, 2.0, 3.0],
    ]
)  # (4, 4)
"""Fixed rows decide stability, because random logits of this size overflow in only 95 % of draws."""
SQUARE = torch.tensor([[0.1, 1.3, -0.4, 0.8], [1.9, 0.2, 0.6, -1.0], [-0.3, 0.5, 2.2, 0.4], [0.9, -0.7, 0.0, 1.1]])
"""As many rows as columns, (4, 4): a sum over the wrong dimension fits without an error."""


def softmax(X: torch.Tensor) -> torch.Tensor:
    """Return the softmax of each row in float64, shape (n, q)."""
    return torch.softmax(X.to(torch.float64), dim=1)


def _limits() -> torch.Tensor:
    low, high = range(-112, -96), range(84, 104)
    rows = [torch.full((8,), float(v)) for v in (*low, -60, 60, *high, 150, 700, 720, 810, 900)]
    for v in (*high, 150, 700, 720):
        peak = torch.zeros(8)
        peak[-1] = v
        rows += [peak, v - peak]
    # The greatest absolute value is no maximum, and the first row does not contain the greatest of all.
    return torch.stack([*rows, torch.full((8,), -2000.0)])


LIMITS = _limits()
"""Rows around the sizes at which exp overflows and underflows in float32, (90, 8): they show what was subtracted."""
LEVELS = torch.arange(-1500.0, 1501.0)[:, None].repeat(1, 2)
"""Rows of two equal logits, (3001, 2): where the quotient begins and ends tells which constant was subtracted."""
_OVERFLOWS, _WIDTHS = 88, (185, 198)


def constant(levels: torch.Tensor, answer: torch.Tensor) -> int | None:
    """Return the constant that was subtracted from rows such as ``LEVELS``, by the rows that returned as shares."""
    kept = levels[(answer.reshape(len(levels), -1) - 0.5).abs().amax(1) < 1e-3, 0]
    if not len(kept) or not _WIDTHS[0] < float(kept[-1] - kept[0]) < _WIDTHS[1]:
        return None
    return round(float(kept[-1])) - _OVERFLOWS

"""Wrong twins of ``softmax``: small functions that each make one mistake, and inputs that tell them apart."""

from __future__ import annotations

from collections.abc import Callable

import torch

Function = Callable[[torch.Tensor], torch.Tensor]

SQUARE = torch.tensor([[0.1, 1.3, -0.4, 0.8], [1.9, 0.2, 0.6, -1.0], [-0.3, 0.5, 2.2, 0.4], [0.9, -0.7, 0.0, 1.1]])
"""As many rows as columns, (4, 4): a sum over the wrong dimension fits without an error."""


def _limits() -> torch.Tensor:
    low, high = range(-112, -96), range(84, 104)
    rows = [torch.full((8,), float(v)) for v in (*low, -60, 60, *high, 150, 700, 720, 810, 900)]
    for v in (*high, 150, 700, 720):
        peak = torch.zeros(8)
        peak[-1] = v
        rows += [peak, v - peak]
    # The greatest number in size is no maximum, and the first row does not hold the greatest of all.
    return torch.stack([*rows, torch.full((8,), -2000.0)])


LIMITS = _limits()
"""Rows around the sizes at which exp overflows and underflows in float32, (90, 8): what was subtracted shows there."""
LEVELS = torch.arange(-1500.0, 1501.0)[:, None].repeat(1, 2)
"""Rows of two equal logits, (3001, 2): where the quotient begins and ends tells which constant was subtracted."""
_OVERFLOWS, _WIDTHS = 88, (185, 198)


def shares(values: torch.Tensor) -> torch.Tensor:
    """Divide each row by its sum."""
    return values / values.sum(1, keepdim=True)


def minus(shift: Function) -> Function:
    """Return the formula with something subtracted from the logits."""
    return lambda X: shares((X - shift(X)).exp())


def plain(X: torch.Tensor) -> torch.Tensor:
    """Take exp of the logits as they are."""
    return shares(X.exp())


def plain_in_double(X: torch.Tensor) -> torch.Tensor:
    """Take exp of the logits as they are, in float64."""
    return plain(X.double()).to(X.dtype)


def guarded_sum(X: torch.Tensor) -> torch.Tensor:
    """Add a small number to the sum."""
    return X.exp() / (X.exp().sum(1, keepdim=True) + 1e-9)


def detached_sum(X: torch.Tensor) -> torch.Tensor:
    """Let no gradient pass through the sum."""
    values = X.exp()
    return values / values.sum(1, keepdim=True).detach()


def detached_numerator(X: torch.Tensor) -> torch.Tensor:
    """Let a gradient pass through the sum only."""
    values = X.exp()
    return values.detach() / values.sum(1, keepdim=True)


def constant(levels: torch.Tensor, answer: torch.Tensor) -> int | None:
    """Return the constant that was subtracted from rows such as ``LEVELS``, by the rows that came back as shares."""
    kept = levels[(answer.reshape(len(levels), -1) - 0.5).abs().amax(1) < 1e-3, 0]
    if not len(kept) or not _WIDTHS[0] < float(kept[-1] - kept[0]) < _WIDTHS[1]:
        return None
    return round(float(kept[-1])) - _OVERFLOWS

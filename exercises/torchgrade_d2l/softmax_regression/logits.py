"""Logits of the sizes that the exercises of this topic are tried with."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking.draws import Tensors

SIZES = ((4, 5), (4, 4), (1, 6))


def logits(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[torch.Tensor]:
    """Yield logits of 3·N(0, 1): rectangular, square, one row and a transposed view."""
    for n, q in SIZES:
        yield 3 * tensors.normal(n, q, dtype=dtype)  # (n, q)
    yield (3 * tensors.normal(5, 3, dtype=dtype)).T  # (3, 5)


def precise_logits(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield the same in float64."""
    yield from logits(tensors, torch.float64)


def to_differentiate(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield float64 logits, a few rows and one row."""
    for n, q in ((4, 5), (1, 6)):
        yield 3 * tensors.normal(n, q, dtype=torch.float64)  # (n, q)


def whole_and_part(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield a tensor of its own, and some rows of a larger one."""
    whole = 3 * tensors.normal(6, 5)
    yield from (3 * tensors.normal(4, 5), whole[1:5])

"""Logits of the sizes that the exercises of this topic are tested with."""

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


def moderate(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[torch.Tensor]:
    """Yield logits of N(0, 1) of the same sizes, whose probabilities are far above a guard such as 1e-8."""
    yield from (X / 3 for X in logits(tensors, dtype))


def moderate_to_differentiate(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield float64 logits of N(0, 1), a few rows and one row."""
    yield from (X / 3 for X in to_differentiate(tensors))


def precise_logits(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield the same in float64."""
    yield from logits(tensors, torch.float64)


def to_differentiate(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield float64 logits, a few rows and one row."""
    for n, q in ((4, 5), (1, 6)):
        yield 3 * tensors.normal(n, q, dtype=torch.float64)  # (n, q)


def whole_and_part(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield a separate tensor, and some rows of a larger tensor."""
    whole = 3 * tensors.normal(6, 5)
    yield from (3 * tensors.normal(4, 5), whole[1:5])

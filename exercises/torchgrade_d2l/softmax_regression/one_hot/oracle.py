"""Right answer of the judge, and labels that distinguish mistakes."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking.draws import Tensors

Encoded = tuple[torch.Tensor, int]
"""Labels (n,) and the number of classes."""
FIRST = torch.tensor([2, 0, 3, 3, 1, 2, 0])  # (7,)
"""Labels that repeat and are not in order; the last of the 5 classes is missing, and so are n = q and n = max + 1."""


def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Return a row with a single 1 for each label, float64 (n, num_classes)."""
    return torch.nn.functional.one_hot(y, num_classes).to(torch.float64)


def labels(tensors: Tensors) -> Iterator[Encoded]:
    """Yield labels and classes: two batches without the last class, every class once, one label, and a strided view."""
    yield FIRST, 5
    yield torch.tensor([2, 0, 3, 3]), 5
    yield tensors.permutation(5), 5
    yield torch.tensor([0]), 3
    yield tensors.integers(0, 4, 6), 6
    yield tensors.integers(0, 4, 14)[::2], 4

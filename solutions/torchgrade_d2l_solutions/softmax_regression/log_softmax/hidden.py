"""Hidden checks of ``log_softmax``: sizes and scales that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.log_softmax.oracle import log_softmax

SIZES = ((2, 9), (7, 2), (6, 6), (1, 3), (3, 1), (300, 12), (5, 1001))


def other_sizes(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield logits of other sizes, also more than 256 rows and more than 10 classes."""
    for n, q in SIZES:
        yield 2 * tensors.normal(n, q) + 1  # (n, q)


test_other_sizes = standard.values(log_softmax, other_sizes, points=1, requires=["rows"])

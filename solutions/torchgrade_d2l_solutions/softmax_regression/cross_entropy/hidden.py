"""Hidden checks of ``cross_entropy``: sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.cross_entropy.checks import TOLERANCE
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import cross_entropy, draw

SIZES = ((2, 5), (7, 2), (6, 6), (9, 3), (1, 2), (300, 12), (4, 17))


def other_sizes(tensors: Tensors) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield predictions and labels of other sizes, also more than 256 rows and more than 10 classes."""
    for n, q in SIZES:
        yield draw(tensors, n, q)


test_other_sizes = standard.values(cross_entropy, other_sizes, points=1, requires=["losses"], tolerance=TOLERANCE)

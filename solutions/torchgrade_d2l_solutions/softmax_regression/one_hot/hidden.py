"""Hidden checks of ``one_hot``: sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.one_hot.oracle import Encoded, one_hot

SIZES = ((9, 2), (2, 9), (10, 10), (300, 12), (7, 1001))


def other_sizes(tensors: Tensors) -> Iterator[Encoded]:
    """Yield labels of other sizes, also more than 256 labels and more than 10 classes, and one label for all."""
    for n, q in SIZES:
        yield tensors.integers(0, q, n), q
    yield torch.full((5,), 6), 7


test_other_sizes = standard.values(one_hot, other_sizes, points=0.5, requires=["rows"], tolerance=(0.0, 0.0))

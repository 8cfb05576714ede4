"""Hidden checks of ``squared_loss``: sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import TOLERANCES
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.pairs import Pair, pair
from torchgrade_d2l.linear_regression.squared_loss.oracle import squared_loss

SHAPES = (((300, 1), (300, 1)), ((12, 1), (12,)), ((7,), (7, 1)), ((9,), (9,)), ((1,), (1, 1)), ((3, 1), (3, 1)))


def other_sizes(tensors: Tensors) -> Iterator[Pair]:
    """Yield pairs of other sizes, also more than 256 examples and two flat tensors."""
    for shape, labels in SHAPES:
        yield pair(tensors, shape, labels)


test_other_sizes = standard.values(
    squared_loss, other_sizes, points=0.5, requires=["halves"], tolerance=TOLERANCES[torch.float32]
)

"""Hidden checks of ``softmax_regression``: sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.softmax_regression.oracle import Model, draw, softmax_regression

SIZES = (((7, 1, 3, 3), 9), ((9, 9), 9), ((300, 1, 3, 2), 12), ((1, 5), 4), ((2, 1, 5, 3), 100), ((6, 12), 2))


def other_sizes(tensors: Tensors) -> Iterator[Model]:
    """Yield examples of other sizes, also more than 256 examples and more than 10 classes."""
    for shape, q in SIZES:
        yield draw(tensors, *shape, q=q)


test_other_sizes = standard.values(
    softmax_regression, other_sizes, points=0.5, requires=["images"], tolerance=(1e-4, 1e-5)
)

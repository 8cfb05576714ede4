"""Hidden checks of ``linreg``: sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.linreg.oracle import linreg
from torchgrade_d2l.linear_regression.pairs import Model, model

SIZES = ((2, 7), (7, 2), (6, 6), (1, 1), (300, 12), (3, 784))
TOLERANCE = (1e-5, 2e-4)
"""Tolerance for a sum of 784 products, each rounded in float32; the largest error of a row is about 2e-5."""


def other_sizes(tensors: Tensors) -> Iterator[Model]:
    """Yield models of other sizes, also more than 256 examples and many features."""
    for n, d in SIZES:
        yield model(tensors, n, d)


test_other_sizes = standard.values(linreg, other_sizes, points=0.5, requires=["line"], tolerance=TOLERANCE)

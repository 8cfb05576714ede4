"""Checks of ``squared_loss(y_hat, y)`` (chapter section 2, step 5)."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import TOLERANCES
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression import forms
from torchgrade_d2l.linear_regression.pairs import Pair, pair
from torchgrade_d2l.linear_regression.squared_loss.oracle import squared_loss

ALIKE = (((5, 1), (5, 1)), ((1, 1), (1,)))
"""Shapes of predictions and labels whose difference does not broadcast. n is never 2: there / n is / 2."""
UNLIKE = (((5, 1), (5,)), ((5,), (5, 1)))
SINGLE = TOLERANCES[torch.float32]


def alike(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Pair]:
    """Yield pairs whose difference does not broadcast."""
    for shape, labels in ALIKE:
        yield pair(tensors, shape, labels, dtype)


def twice(tensors: Tensors) -> Iterator[Pair]:
    """Yield such pairs twice, because an answer that is kept from the first call is then wrong."""
    yield from alike(tensors)
    yield from alike(tensors)


def unlike(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Pair]:
    """Yield pairs of a column and a flat tensor; the labels of the last pair are a row of a larger tensor."""
    for shape, labels in UNLIKE:
        yield pair(tensors, shape, labels, dtype)
    yield pair(tensors, (5, 1), (5,), dtype)[0], tensors.normal(3, 5, dtype=dtype)[1]


def every(tensors: Tensors, dtype: torch.dtype) -> Iterator[Pair]:
    """Yield pairs of all shapes."""
    yield from unlike(tensors, dtype)
    yield from alike(tensors, dtype)


def to_differentiate(tensors: Tensors) -> Iterator[Pair]:
    """Yield float64 pairs whose difference does not broadcast, because the check of pairs judges that."""
    yield from alike(tensors, torch.float64)


def whole_and_part(tensors: Tensors) -> Iterator[Pair]:
    """Yield separate tensors of equal and unequal shapes, and parts of larger tensors."""
    yield from alike(tensors)
    yield from unlike(tensors)
    y_hat, y = pair(tensors, (8, 1), (8, 1))
    yield y_hat[1:6], y[2:7]


test_halves = standard.values(squared_loss, twice, points=1, tolerance=SINGLE)
test_shape = forms.form(squared_loss, every, points=0.5, requires=["halves"])
test_pairs = standard.values(squared_loss, unlike, points=0.5, requires=["halves"], tolerance=SINGLE)
test_gradient = standard.gradient(squared_loss, to_differentiate, points=0.5, requires=["halves"], wrt=(0, 1))
test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["halves"], names=("y_hat", "y"))
test_integrity = standard.written(alike, points=0.5, requires=["halves"])

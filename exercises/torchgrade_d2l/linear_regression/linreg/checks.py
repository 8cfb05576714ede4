"""Checks of ``linreg(X, w, b)`` (chapter section 2, step 4)."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import TOLERANCES
from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression import forms
from torchgrade_d2l.linear_regression.linreg.oracle import linreg
from torchgrade_d2l.linear_regression.pairs import Model, model

SIZES = ((5, 3), (4, 4), (1, 3), (5, 1))


def models(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Model]:
    """Yield a model of each size, and one whose examples are a transposed view."""
    for n, d in SIZES:
        yield model(tensors, n, d, dtype)
    _, w, b = model(tensors, 5, 3, dtype)
    yield tensors.normal(3, 5, dtype=dtype).T, w, b


def twice(tensors: Tensors) -> Iterator[Model]:
    """Yield models of each size twice, because an answer that is kept from the first call is then wrong."""
    yield from models(tensors)
    yield from models(tensors)


def to_differentiate(tensors: Tensors) -> Iterator[Model]:
    """Yield float64 models of a few examples and of one example."""
    for n, d in ((5, 3), (1, 3)):
        yield model(tensors, n, d, torch.float64)


def whole_and_part(tensors: Tensors) -> Iterator[Model]:
    """Yield separate tensors, and parts of larger tensors."""
    yield model(tensors, 5, 3)
    X, w, b = model(tensors, 7, 4)
    yield X[1:6, :3], w[1:], b


test_line = standard.values(linreg, twice, points=1.5, tolerance=TOLERANCES[torch.float32])
test_shape = forms.form(linreg, models, points=0.5, requires=["line"])
test_gradient = standard.gradient(linreg, to_differentiate, points=0.5, requires=["line"], wrt=(0, 1, 2))
test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["line"], names=("X", "w", "b"))
test_integrity = standard.written(models, points=0.5, requires=["line"])

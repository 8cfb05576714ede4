"""Checks of ``gaussian_nll(y_hat, y, sigma)`` (chapter section 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.gradients import assert_gradient
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression import forms
from torchgrade_d2l.linear_regression.gaussian_nll.oracle import gaussian_nll
from torchgrade_d2l.linear_regression.pairs import pair

Arguments = tuple[torch.Tensor, torch.Tensor, float]
SIGMAS = (0.05, 0.5, 2.0)
"""Standard deviations; never 1, because its square is 1 too.

0.05 is the first, because the others confuse mistakes: 2σ is 4σ² for 0.5 and σ² for 2.
"""
FAR = 50
"""Size of a residual, in standard deviations: exp(-1250) is 0 in float64 too."""
TOLERANCE = (1e-5, 1e-4)
OFFSET = 100
"""Size of float64 predictions: at 100 float32 has an error of 4e-6, which is much beside a residual of 0.075."""
PRECISION = (5e-7, 1e-5)
"""Tolerance of float64, because the logarithm or `sigma` may be a float32 scalar, and π may be 3.1416.

Both move the sum of 6 rows by less than 8e-6. Predictions that pass through float32 move it by about 2e-4.
"""


def draw(
    tensors: Tensors, n: int, sigma: float, dtype: torch.dtype = torch.float32, *, flat: bool = False
) -> Arguments:
    """Draw n predictions, and labels with residuals of about 1.5 standard deviations."""
    y_hat, y = pair(tensors, (n, 1), (n,) if flat else (n, 1), dtype, error=1.5 * sigma)
    return y_hat, y, sigma


def columns(tensors: Tensors) -> Iterator[Arguments]:
    """Yield several examples and one example for each standard deviation."""
    for sigma in SIGMAS:
        for n in (6, 1):
            yield draw(tensors, n, sigma)


def twice(tensors: Tensors) -> Iterator[Arguments]:
    """Yield all of them twice, because an answer that is kept from the first call is then wrong."""
    yield from columns(tensors)
    yield from columns(tensors)


def kept(tensors: Tensors, dtype: torch.dtype) -> Iterator[Arguments]:
    """Yield all of them in float32, or with large predictions in float64, most of them beside small noise."""
    if dtype == torch.float32:
        yield from columns(tensors)
        return
    for sigma in (*SIGMAS, SIGMAS[0], SIGMAS[0]):
        y_hat, y, _ = draw(tensors, 6, sigma, dtype)
        yield y_hat + OFFSET, y + OFFSET, sigma


def flat_labels(tensors: Tensors) -> Iterator[Arguments]:
    """Yield predictions (6, 1) beside labels (6,)."""
    for sigma in SIGMAS:
        yield draw(tensors, 6, sigma, flat=True)


def to_differentiate(tensors: Tensors) -> Iterator[Any]:
    """Yield float64 predictions and labels, a large and a small standard deviation."""
    for sigma in (2.0, 0.05):
        yield draw(tensors, 6, sigma, torch.float64)


def far(tensors: Tensors) -> Iterator[Arguments]:
    """Yield residuals of 50 standard deviations, and so many examples that a product of densities is 0."""
    for sigma in (0.5, 0.05):
        y_hat, _, _ = draw(tensors, 6, sigma)
        signs = 2 * tensors.integers(0, 2, 6, 1) - 1  # (6, 1)
        yield y_hat, y_hat + FAR * sigma * signs, sigma
    yield draw(tensors, 1000, 2.0)


def totals(
    inputs: Callable[[Tensors], Iterable[Arguments]], *, points: float, kind: str, **mark: Any
) -> standard.Check:
    """Return the check of the numbers, a Python number too, because the check of the shape judges the type."""

    @pytest.mark.check(points=points, kind=kind, **mark)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments in inputs(tensors):
            got = student.gaussian_nll(*arguments)
            number = torch.tensor(got) if type(got) is float else got
            assert_close(number, gaussian_nll(*arguments), TOLERANCE)

    return check


test_nll = totals(twice, points=1, kind="value")
test_shape = forms.form(gaussian_nll, kept, points=0.5, requires=["nll"], tolerance=PRECISION)
test_paired = totals(flat_labels, points=0.5, kind="value", requires=["nll"])


@pytest.mark.check(points=0.5, kind="gradient", requires=["nll"])
def test_gradient(student: Student, tensors: Tensors) -> None:
    """Compare the arguments after a call with those before, then differentiate by predictions and labels."""
    arguments = draw(tensors, 6, 0.5)
    assert_unchanged(arguments[:2], student.call(*arguments).after[:2], ("y_hat", "y"))
    for one in to_differentiate(tensors):
        for place in (0, 1):
            assert_gradient(student, tensors, one, gaussian_nll, wrt=place)


test_far = totals(far, points=0.5, kind="stability", requires=["nll"])
test_integrity = standard.written(columns, points=0.5, requires=["nll"])

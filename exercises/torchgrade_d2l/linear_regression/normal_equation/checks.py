"""Checks of ``normal_equation(X, y)`` (chapter section 1.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close, assert_form, assert_precise
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade_d2l.linear_regression.normal_equation.oracle import precisely
from torchgrade_d2l.linear_regression.normal_equation.pictures import line_picture
from torchgrade_d2l.linear_regression.normal_equation.planes import BIAS, NOISE_SD, TOLERANCES, WEIGHTS, example, plane

SIZES = ((60, 3), (4, 3), (60, 3))
"""Pairs (n, d). In the second one [X, 1] is square, so the plane goes through every point."""
COLLINEAR_TOLERANCE = (0.0, 1e-5)
"""Over 300 draws, lstsq, QR and SVD of X err by at most 2e-8, and every way through XᵀX by at least 5e-5."""
DRAWS = 3


def assert_plane(student: Student, X: torch.Tensor, y: torch.Tensor) -> None:
    """Compare w and b with those of least squares, whatever their shapes."""
    w, b = plane(student.call(X, y).value)
    want_w, want_b = precisely(X, y)
    assert_close(w, want_w, TOLERANCES[X.dtype], WEIGHTS)
    assert_close(torch.as_tensor(b), want_b, TOLERANCES[X.dtype], BIAS)


@pytest.mark.check(points=0.5, kind="value")
def test_exact(student: Student, tensors: Tensors) -> None:
    """Ask for planes that go through all points."""
    for n, d in SIZES:
        assert_plane(student, *example(tensors, n, d))


@pytest.mark.check(points=0.5, kind="value", requires=[])
def test_noisy(student: Student, tensors: Tensors, data: Data) -> None:
    """Ask for a line and for planes that go through no point; show the line.

    The planes decide first, because some mistakes give the same line.
    """
    X, y = example(tensors, 60, 1, noise=NOISE_SD)
    data.attach(line_picture(X, y, student.call(X, y).value))
    for _ in range(2):
        assert_plane(student, *example(tensors, 60, 3, noise=NOISE_SD))
    assert_plane(student, X, y)


@pytest.mark.check(points=0.5, kind="value", requires=["exact"])
def test_precision(student: Student, tensors: Tensors) -> None:
    """Compare in float64, also for two columns that differ by 0.01, because float32 errs by 8e-8 at least there."""
    double = torch.float64
    for near in (0.0, 1e-2):
        X, y = example(tensors, 60, 3, near=near, dtype=double)
        w, b = plane(student.call(X, y).value)
        want_w, want_b = precisely(X, y)
        assert_precise(w, want_w, TOLERANCES[double], WEIGHTS)
        # A Python number is float64.
        assert_precise(torch.tensor(b, dtype=double) if isinstance(b, float) else b, want_b, TOLERANCES[double], BIAS)


@pytest.mark.check(points=0.5, kind="shape", requires=["exact"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """Ask for w as a column, and for b with one element."""
    for n, d in SIZES:
        X, y = example(tensors, n, d)
        w, b = plane(student.call(X, y).value)
        assert_form(w, (d, 1), X.dtype, WEIGHTS)
        if isinstance(b, float):
            continue
        if b.numel() != 1:
            raise CheckFailedError("normal_equation.bias", got=view(b), got_shape=list(b.shape))
        assert_form(b, b.shape, X.dtype, BIAS)


@pytest.mark.check(points=1, kind="stability", requires=["exact", "precision"])
def test_collinear(student: Student, tensors: Tensors) -> None:
    """Ask for three planes over two columns that differ by 1e-7, so that [X, 1] has a condition number of 2e7.

    A way through XᵀX has a chance of 2e-4 to be near enough in one draw, and 1e-11 in three.
    """
    for _ in range(DRAWS):
        X, y = example(tensors, 60, 3, near=1e-7, dtype=torch.float64)
        w, b = plane(student.call(X, y).value)
        want_w, want_b = precisely(X, y)
        assert_close(w, want_w, COLLINEAR_TOLERANCE, WEIGHTS)
        assert_close(torch.as_tensor(b), want_b, COLLINEAR_TOLERANCE, BIAS)


def whole_and_part(tensors: Tensors) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield separate tensors, and some rows of larger tensors."""
    yield example(tensors, 60, 3)
    X, y = example(tensors, 40, 3)
    yield X[5:35], y[5:35]


test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["exact"], names=("X", "y"))

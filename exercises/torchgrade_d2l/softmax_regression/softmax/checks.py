"""What is asked of ``softmax(X)`` (chapter sections 4.3, 6 and 7.1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_form, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.gradients import assert_gradient, pull_back
from torchgrade.checking.integrity import Policy, assert_written
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade_d2l.softmax_regression.softmax.oracle import LARGE, softmax

T1000 = {torch.float32: (2e-4, 1e-4), torch.float64: (1e-9, 1e-9)}
SIZES = ((4, 5), (4, 4), (1, 6))


def logits(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield logits of 3·N(0, 1): rectangular, square, one row and a transposed view, in both precisions."""
    for dtype in (torch.float32, torch.float64):
        for n, q in SIZES:
            yield 3 * tensors.normal(n, q, dtype=dtype)  # (n, q)
        yield (3 * tensors.normal(5, 3, dtype=dtype)).T  # (3, 5)


@pytest.mark.check(points=2, kind="value")
def test_rows(student: Student, tensors: Tensors) -> None:
    """Each row is exp(x) divided by the sum of exp(x) over that row."""
    for X in logits(tensors):
        assert_close(student.softmax(X), softmax(X))
    equal = torch.zeros(3, 4)
    assert_close(student.softmax(equal), softmax(equal))
    X = 3 * tensors.normal(3, 4)
    X[0, 1] = X[2, 3] = -torch.inf
    assert_close(student.softmax(X), softmax(X))


@pytest.mark.check(points=0.5, kind="shape", requires=["rows"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """The result has the shape and the dtype of X."""
    for X in logits(tensors):
        assert_form(student.softmax(X), X.shape, X.dtype)


@pytest.mark.check(points=0.5, kind="gradient", requires=["rows"])
def test_gradient(student: Student, tensors: Tensors) -> None:
    """The gradient of the result with respect to X is right."""
    for n, q in ((4, 5), (1, 6)):
        X = 3 * tensors.normal(n, q, dtype=torch.float64)
        assert_gradient(student, tensors, (X,), softmax)


@pytest.mark.check(points=0.5, kind="stability", requires=["rows"])
def test_large(student: Student) -> None:
    """Logits of ±1000 and rows of very different size still give probabilities."""
    for dtype in (torch.float32, torch.float64):
        X = LARGE.to(dtype)
        assert_close(student.softmax(X), softmax(X), T1000)


@pytest.mark.check(points=0.5, kind="stability", requires=["gradient"])
def test_large_gradient(student: Student, tensors: Tensors) -> None:
    """For logits of ±1000 the gradient is finite and right as well."""
    X = LARGE.to(torch.float64).requires_grad_()
    cotangent = tensors.normal(*X.shape, dtype=torch.float64)
    pull_back(softmax(X), cotangent)
    assert X.grad is not None
    answer = student.vjp(X.detach(), wrt=(0,), cotangent=cotangent)
    gradient = answer.gradients[0]
    if gradient is None:
        raise CheckFailedError("gradient.none", got=view(answer.value))
    assert_close(gradient, X.grad, (0.0, 1e-9), what="gradient")


@pytest.mark.check(points=0.5, kind="contract", requires=["rows"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """X is the same after the call as before."""
    whole = 3 * tensors.normal(6, 5)
    for X in (3 * tensors.normal(4, 5), whole[1:5]):
        assert_unchanged([X], student.call(X).after, ["X"])


@pytest.mark.check(points=0.5, kind="integrity", requires=["rows"])
def test_integrity(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
    """The function is written out, not called from a library."""
    answer = student.call(3 * tensors.normal(4, 5), record=True, constructors=policy.constructors)
    assert_written(policy, references, [answer.record])

"""What is asked of ``softmax(X)`` (chapter sections 4.3, 6 and 7.1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_form, assert_precise, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.gradients import assert_gradient, pull_back
from torchgrade.checking.integrity import assert_written
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade.courses.policies import Policy
from torchgrade_d2l.softmax_regression.softmax.oracle import LARGE, softmax

T1000 = (2e-4, 1e-4)
"""One unit in the last place of 1000 is 6e-5 in float32."""
SIZES = ((4, 5), (4, 4), (1, 6))
PRECISION = (2e-8, 1e-12)
"""Room for a guard of 1e-8 beside a sum that is at least 1; the greatest error by float32 is above 1e-7."""
GRADIENT_TOLERANCE = (1e-3, 1e-3)
"""float32 has no more to give where logits of 1000 are subtracted from each other."""


def logits(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[torch.Tensor]:
    """Yield logits of 3·N(0, 1): rectangular, square, one row and a transposed view."""
    for n, q in SIZES:
        yield 3 * tensors.normal(n, q, dtype=dtype)  # (n, q)
    yield (3 * tensors.normal(5, 3, dtype=dtype)).T  # (3, 5)


@pytest.mark.check(points=2, kind="value")
def test_rows(student: Student, tensors: Tensors) -> None:
    """Each row must be exp(x) divided by the sum of exp(x) over that row."""
    # Each size is asked for twice, so that an answer kept from the first time is wrong the second time.
    for X in (*logits(tensors), *logits(tensors), torch.zeros(3, 4)):
        assert_close(student.softmax(X), softmax(X))


@pytest.mark.check(points=0.5, kind="shape", requires=["rows"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """The result must have the shape of X, and be float32 where X is float32."""
    for X in logits(tensors):
        assert_form(student.softmax(X), X.shape, X.dtype)


@pytest.mark.check(points=0.5, kind="value", requires=["rows"])
def test_precision(student: Student, tensors: Tensors) -> None:
    """A float64 X must give a float64 result of its precision: no step may pass through float32."""
    for X in logits(tensors, torch.float64):
        assert_precise(student.softmax(X), softmax(X), PRECISION)


@pytest.mark.check(points=0.5, kind="gradient", requires=["rows"])
def test_gradient(student: Student, tensors: Tensors) -> None:
    """The gradient of the result with respect to X must be right."""
    for n, q in ((4, 5), (1, 6)):
        X = 3 * tensors.normal(n, q, dtype=torch.float64)
        assert_gradient(student, tensors, (X,), softmax)


@pytest.mark.check(points=0.5, kind="stability", requires=["rows"])
def test_large(student: Student) -> None:
    """Logits of ±1000 and rows of very different size must still give probabilities."""
    assert_close(student.softmax(LARGE), softmax(LARGE), T1000)


@pytest.mark.check(points=0.5, kind="stability", requires=["rows"])
def test_minus_infinity(student: Student, tensors: Tensors) -> None:
    """A logit of -inf must get probability 0, and leave the other probabilities of its row as they are without it."""
    X = 3 * tensors.normal(3, 4)
    X[0, 1] = X[2, 3] = -torch.inf
    assert_close(student.softmax(X), softmax(X))


@pytest.mark.check(points=0.5, kind="stability", requires=["gradient"])
def test_large_gradient(student: Student, tensors: Tensors) -> None:
    """For logits of ±1000 the gradient must be finite and right as well."""
    X = LARGE.clone().requires_grad_()
    cotangent = tensors.normal(*X.shape)
    pull_back(softmax(X), cotangent)
    assert X.grad is not None
    answer = student.vjp(X.detach(), wrt=(0,), cotangent=cotangent)
    gradient = answer.gradients[0]
    if gradient is None:
        raise CheckFailedError("gradient.none", got=view(answer.value))
    assert_close(gradient, X.grad, GRADIENT_TOLERANCE, what="gradient")


@pytest.mark.check(points=0.5, kind="contract", requires=["rows"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """X must be the same after the call as before."""
    whole = 3 * tensors.normal(6, 5)
    for X in (3 * tensors.normal(4, 5), whole[1:5]):
        assert_unchanged([X], student.call(X).after, ["X"])


@pytest.mark.check(points=0.5, kind="integrity", requires=["rows"])
def test_integrity(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
    """The function must be written out, not called from a library."""
    answer = student.call(3 * tensors.normal(4, 5), record=True, constructors=policy.constructors)
    assert_written(policy, references, [answer.record])

"""What is asked of ``cross_entropy(y_hat, y)`` (chapter sections 4.5 and 6)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import (
    assert_close,
    assert_form,
    assert_precise,
    assert_tensor,
    assert_unchanged,
)
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.gradients import assert_gradient
from torchgrade.checking.integrity import assert_written
from torchgrade.checking.proxies import Student
from torchgrade.courses.policies import Policy
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import (
    TINY,
    TINY_LABELS,
    ZEROS,
    ZEROS_LABELS,
    cross_entropy,
    draw,
)

SIZES = ((5, 4), (4, 4), (3, 6), (1, 3))
TOLERANCE = (1e-5, 2e-5)
"""Room for a guard inside the logarithm of up to 1.2e-7: with probabilities from 0.2/6 it moves a loss by 3.6e-6."""
ZEROS_TOLERANCE = (0.0, 1e-4)
SMALL_LOSS, SMALL_TOLERANCE = 11.5129, 0.02
"""-log 1e-5; a guard of 1e-7 is off by 0.010, one of 1e-6 by 0.095."""
LEAST, MOST = 15.9, 69.08
"""-log 1e-30 is 69.0776; float32's epsilon as a guard gives 15.94, 1e-7 as a clamp 16.12."""
ONE_TOLERANCE = 2e-6


@pytest.mark.check(points=1.5, kind="value")
def test_losses(student: Student, tensors: Tensors) -> None:
    """The loss of example i must be -log y_hat[i, y[i]], with the natural logarithm."""
    # Each size is asked for twice, so that an answer kept from the first time is wrong the second time.
    for n, q in SIZES * 2:
        y_hat, y = draw(tensors, n, q)
        assert_close(student.cross_entropy(y_hat, y), cross_entropy(y_hat, y), TOLERANCE)


@pytest.mark.check(points=0.5, kind="shape", requires=["losses"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """The result must have shape (n,), one loss for each example, and be float32 where y_hat is float32."""
    for n, q in SIZES:
        y_hat, y = draw(tensors, n, q)
        assert_form(student.cross_entropy(y_hat, y), (n,), y_hat.dtype)


@pytest.mark.check(points=0.5, kind="value", requires=["losses"])
def test_precision(student: Student, tensors: Tensors) -> None:
    """Probabilities in float64 must give right losses in float64, and not in float32."""
    for n, q in SIZES:
        y_hat, y = draw(tensors, n, q, torch.float64)
        assert_precise(student.cross_entropy(y_hat, y), cross_entropy(y_hat, y), TOLERANCE)


@pytest.mark.check(points=0.5, kind="gradient", requires=["losses"])
def test_gradient(student: Student, tensors: Tensors) -> None:
    """The gradient of the losses with respect to y_hat must be right."""
    y_hat, y = draw(tensors, 5, 4, torch.float64)
    assert_gradient(student, tensors, (y_hat, y), cross_entropy)


@pytest.mark.check(points=0.5, kind="stability", requires=["losses"])
def test_zeros(student: Student) -> None:
    """A probability of 0 on another class than the true one must not disturb the loss."""
    assert_close(student.cross_entropy(ZEROS, ZEROS_LABELS), cross_entropy(ZEROS, ZEROS_LABELS), ZEROS_TOLERANCE)


@pytest.mark.check(points=0.5, kind="stability", requires=["losses"])
def test_tiny(student: Student) -> None:
    """The worse the prediction, the greater the loss must be: also for probabilities of 1e-5, 1e-30 and 0."""
    got = assert_tensor(student.cross_entropy(TINY, TINY_LABELS))
    if got.numel() != len(TINY):
        assert_form(got, (len(TINY),))
    small, smaller, zero, one = got.reshape(-1).tolist()
    if not abs(small - SMALL_LOSS) <= SMALL_TOLERANCE:
        raise CheckFailedError("cross_entropy.small", got_value=small, want=SMALL_LOSS)
    if not LEAST <= smaller <= MOST:
        raise CheckFailedError("cross_entropy.smaller", got_value=smaller, least=LEAST, most=MOST)
    if not zero >= LEAST:
        raise CheckFailedError("cross_entropy.zero", got_value=zero, least=LEAST)
    if not abs(one) <= ONE_TOLERANCE:
        raise CheckFailedError("cross_entropy.one", got_value=one)


@pytest.mark.check(points=0.5, kind="contract", requires=["losses"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """y_hat and y must be the same after the call as before."""
    y_hat, y = draw(tensors, 5, 4)
    whole, labels = draw(tensors, 6, 4)
    # A guard in place changes nothing but probabilities near 0 and 1.
    for arguments in ((y_hat, y), (whole[2:], labels[2:]), (TINY, TINY_LABELS)):
        assert_unchanged(arguments, student.call(*arguments).after, ["y_hat", "y"])


@pytest.mark.check(points=0.5, kind="integrity", requires=["losses"])
def test_integrity(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
    """The loss must be written out, not called from a library."""
    y_hat, y = draw(tensors, 5, 4)
    answer = student.call(y_hat, y, record=True, constructors=policy.constructors)
    assert_written(policy, references, [answer.record])

"""Checks of ``cross_entropy(y_hat, y)`` (chapter sections 4.5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_form, assert_tensor
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import (
    TINY,
    TINY_LABELS,
    ZEROS,
    ZEROS_LABELS,
    cross_entropy,
    draw,
)

Pair = tuple[torch.Tensor, torch.Tensor]
"""Predictions (n, q) and labels (n,)."""
SIZES = ((5, 4), (4, 4), (3, 6), (1, 3))
TOLERANCE = (1e-5, 2e-5)
"""Room for a guard inside the logarithm of up to 1.2e-7: with probabilities from 0.2/6 it moves a loss by 3.6e-6."""
ZEROS_TOLERANCE = (0.0, 1e-4)
SMALL_LOSS, SMALL_TOLERANCE = 11.5129, 0.02
"""-log 1e-5; a guard of 1e-7 is off by 0.010, one of 1e-6 by 0.095."""
LEAST, MOST = 15.9, 69.08
"""-log 1e-30 is 69.0776; float32's epsilon as a guard gives 15.94, 1e-7 as a clamp 16.12."""
ONE_TOLERANCE = 2e-6


def predictions(tensors: Tensors, dtype: torch.dtype = torch.float32) -> Iterator[Pair]:
    """Yield predictions and labels of each size."""
    for n, q in SIZES:
        yield draw(tensors, n, q, dtype)


def twice(tensors: Tensors) -> Iterator[Pair]:
    """Yield predictions of each size twice, because an answer that is kept from the first call is then wrong."""
    yield from predictions(tensors)
    yield from predictions(tensors)


def precise(tensors: Tensors) -> Iterator[Pair]:
    """Yield predictions of each size in float64."""
    yield from predictions(tensors, torch.float64)


def to_differentiate(tensors: Tensors) -> Iterator[Pair]:
    """Yield float64 predictions of one size."""
    yield draw(tensors, 5, 4, torch.float64)


def zeros(_: Tensors) -> Iterator[Pair]:
    """Yield predictions in which a wrong class has probability 0."""
    yield ZEROS, ZEROS_LABELS


def whole_and_part(tensors: Tensors) -> Iterator[Pair]:
    """Yield tensors of their own, some rows of larger ones, and probabilities near 0 and 1.

    A guard in place changes only the last.
    """
    y_hat, y = draw(tensors, 5, 4)
    whole, labels = draw(tensors, 6, 4)
    yield from ((y_hat, y), (whole[2:], labels[2:]), (TINY, TINY_LABELS))


test_losses = standard.values(cross_entropy, twice, points=1.5, tolerance=TOLERANCE)
test_shape = standard.form(cross_entropy, predictions, points=0.5, requires=["losses"])
test_precision = standard.precise(cross_entropy, precise, points=0.5, requires=["losses"], tolerance=TOLERANCE)
test_gradient = standard.gradient(cross_entropy, to_differentiate, points=0.5, requires=["losses"])
test_zeros = standard.values(
    cross_entropy, zeros, points=0.5, kind="stability", requires=["losses"], tolerance=ZEROS_TOLERANCE
)


@pytest.mark.check(points=0.5, kind="stability", requires=["losses"])
def test_tiny(student: Student) -> None:
    """Compare with bounds, because a guard of up to 1e-7 is allowed."""
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


test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["losses"], names=["y_hat", "y"])
test_integrity = standard.written(predictions, points=0.5, requires=["losses"])

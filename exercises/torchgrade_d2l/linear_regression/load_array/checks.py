"""Checks of ``load_array(data_arrays, batch_size, is_train=True)`` (chapter section 3, step 2)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.load_array.loops import Epoch, demanded, draw, epochs, one_epoch
from torchgrade_d2l.linear_regression.shuffled import MAX_NEIGHBOURS, neighbours

N, BATCH, OTHER_BATCH = 103, 10, 16
SIZES = ((N, BATCH), (20, 5), (7, 50))
"""Pairs (n, batch_size): batch_size does not divide n, divides n, exceeds n."""
_SHOWN = 12
"""Sizes of batches that a message shows."""


def assert_epoch(made: Epoch) -> None:
    """Raise unless the epoch has every row once, with its own partners, in batches of the right size."""
    rows, torn = made.rows, made.torn
    if bool((rows < 0).any()):
        raise CheckFailedError("load_array.not_a_row", position=int((rows < 0).nonzero()[0, 0]))
    if bool(torn.any()):
        raise CheckFailedError("load_array.torn", row=int(rows[int(torn.nonzero()[0, 0])]))
    counts = torch.bincount(rows, minlength=made.n)
    missing, twice = int((counts == 0).sum()), int((counts > 1).sum())
    if missing or twice:
        raise CheckFailedError(
            "load_array.coverage", n=made.n, batch_size=made.batch_size, missing=missing, twice=twice
        )
    if made.sizes != made.expected_sizes:
        raise CheckFailedError("load_array.sizes", got_rows=made.sizes[:_SHOWN], want_rows=made.expected_sizes[:_SHOWN])


def assert_enough(made: Epoch) -> None:
    """Raise if an epoch has fewer rows than its full batches, because too few rows prove little about the order."""
    came = len(made.rows.clamp(min=0).unique())
    full = made.n // made.batch_size * made.batch_size
    if came < full:
        raise CheckFailedError("load_array.too_few", came=came, n=made.n)


@pytest.mark.check(points=1, kind="value")
def test_batches(student: Student, tensors: Tensors) -> None:
    """Read one epoch of each size."""
    for n, batch_size in SIZES:
        assert_epoch(one_epoch(student, draw(tensors, n), batch_size))


@pytest.mark.check(points=0.5, kind="contract", requires=["batches"])
def test_again(student: Student, tensors: Tensors) -> None:
    """Loop three times over the same object."""
    arrays = draw(tensors, N)
    further = demanded(student, arrays, BATCH)
    for number, made in enumerate(epochs(student, arrays, BATCH, *further, loops=3, reload=False), start=1):
        if not made.batches:
            raise CheckFailedError("load_array.used_up", loop=number)
        assert_epoch(made)


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_train_order(student: Student, tensors: Tensors) -> None:
    """Test the order of two epochs without ``is_train`` and of two with ``is_train=True``.

    An object that one loop uses up is made again for the second epoch, because ``again`` judges that.

    False alarms for a right shuffle of 103 rows, four epochs: neighbours 4 * 7.3e-11 (:mod:`..shuffled`), the order of
    the input 4/103!, two equal orders 2/103!; together below 3e-10.

    Power: no shuffle, one shuffle for all epochs, and shuffled blocks of 10 fail always.
    """
    for further in ((), (True,)):
        first, second = epochs(student, draw(tensors, N), BATCH, *further)
        for made in (first, second):
            assert_enough(made)
            if made.is_in_order:
                raise CheckFailedError("load_array.in_order")
            found = neighbours(made.rows)
            if found >= MAX_NEIGHBOURS:
                raise CheckFailedError("load_array.neighbours", neighbours=found, rows=len(made.rows))
        if torch.equal(first.rows, second.rows):
            raise CheckFailedError("load_array.same_order")


@pytest.mark.check(points=0.5, kind="contract", requires=["batches"])
def test_eval_order(student: Student, tensors: Tensors) -> None:
    """Compare two epochs with ``is_train=False`` with the order of the data; the batches have the same sizes."""
    for made in epochs(student, draw(tensors, N), OTHER_BATCH, False):
        # Rows that are missing at the end are no other order; ``assert_epoch`` tells of them.
        if not made.is_in_order:
            raise CheckFailedError("load_array.shuffled", first=made.rows[:6].tolist())
        assert_epoch(made)


@pytest.mark.check(points=0.5, kind="contract", requires=["batches"])
def test_arrays(student: Student, tensors: Tensors) -> None:
    """Pass three arrays, the last one of class numbers, and lists in place of tuples."""
    for kind, count in ((tuple, 3), (list, 2), (list, 3)):
        assert_epoch(one_epoch(student, kind(draw(tensors, 20, count)), 5))

"""Checks of ``data_iter(batch_size, features, labels)`` (chapter section 2, step 2)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_form, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.integrity import assert_written
from torchgrade.checking.proxies import Student
from torchgrade.courses.policies import Policy
from torchgrade.model.phrases import phrase
from torchgrade_d2l.linear_regression.data_iter.passes import MODERATE, SIZES, Pass, draw, one_pass
from torchgrade_d2l.linear_regression.shuffled import MAX_NEIGHBOURS, neighbours

ORDER_N, ORDER_BATCH = 103, 10
MAX_IN_PLACE = 36


def assert_pairs(made: Pass) -> None:
    """Raise unless every yielded row is a row of the input, bit for bit, with its own label."""
    rows = made.rows
    if bool((rows < 0).any()):
        raise CheckFailedError("data_iter.not_a_row", position=int((rows < 0).nonzero()[0, 0]))
    got = torch.cat([y.reshape(-1) for _, y in made.batches]) if made.batches else torch.empty(0)
    wrong = got.to(torch.float64) != (rows + 1000).to(torch.float64)
    if bool(wrong.any()):
        at = int(wrong.nonzero()[0, 0])
        raise CheckFailedError(
            "data_iter.torn",
            row=int(rows[at]),
            label=int(rows[at]) + 1000,
            got_label=float(got[at]),
        )


def assert_coverage(made: Pass) -> None:
    """Raise unless the pass has every row exactly once."""
    counts = torch.bincount(made.rows.clamp(min=0), minlength=made.n)
    missing, twice = int((counts == 0).sum()), int((counts > 1).sum())
    if missing or twice:
        raise CheckFailedError("data_iter.coverage", n=made.n, batch_size=made.batch_size, missing=missing, twice=twice)


def assert_enough(made: Pass) -> None:
    """Raise if a pass has fewer rows than its full batches, because too few rows prove little about the order."""
    came = len(made.rows.unique())
    if came < made.n // made.batch_size:
        raise CheckFailedError("data_iter.too_few", came=came, n=made.n)


@pytest.mark.check(points=1, kind="value")
def test_pairs(student: Student, tensors: Tensors) -> None:
    """Count the rows of all passes, because a pass without rows has no wrong pair."""
    total = 0
    for n, batch_size in MODERATE:
        made = one_pass(student, batch_size, *draw(tensors, n))
        assert_pairs(made)
        total += len(made.rows)
    if not total:
        raise CheckFailedError("data_iter.empty")


@pytest.mark.check(points=0.5, kind="shape", requires=["pairs"])
def test_sizes(student: Student, tensors: Tensors) -> None:
    """Allow the last batch any number of rows up to ``batch_size``, because ``coverage`` counts them."""
    for n, batch_size in SIZES:
        made = one_pass(student, batch_size, *draw(tensors, n))
        for number, (X, y) in enumerate(made.batches):
            last = number == len(made.batches) - 1
            k = len(X) if last and X.ndim > 0 and 0 < len(X) <= batch_size else batch_size
            assert_form(X, (k, 3), torch.float32, what=phrase("what.of_batch", name="X", number=number))
            assert_form(y, (k, 1), torch.float32, what=phrase("what.of_batch", name="y", number=number))
    made = one_pass(student, 4, *draw(tensors, 10, integer_labels=True))
    for number, (_, y) in enumerate(made.batches):
        assert_form(y, (4 if number < 2 else 2,), torch.int64, what=phrase("what.of_batch", name="y", number=number))


@pytest.mark.check(points=1, kind="contract", requires=["pairs"])
def test_coverage(student: Student, tensors: Tensors) -> None:
    """Count at the size of ``order`` too, because the order of some of the rows would prove little."""
    for n, batch_size in (*SIZES, (ORDER_N, ORDER_BATCH)):
        assert_coverage(one_pass(student, batch_size, *draw(tensors, n)))


@pytest.mark.check(points=1, kind="statistics", requires=["pairs"])
def test_order(student: Student, tensors: Tensors) -> None:
    """Test the order of single rows with three statistics of two passes.

    False alarms for a right shuffle of 103 rows, two passes: 2/103! for the order of the input. For K neighbours that
    differ by one, P(K >= 17) <= E[C(K, 17)] = 7.3e-11 (2 are expected). For 36 of 103 rows in their own block of 10,
    4.5e-12 (9.8 are expected). All together are below 2e-10.

    Power: no shuffle, whole blocks shuffled, and blocks shuffled inside only fail always.
    """
    features, labels = draw(tensors, ORDER_N)
    for _ in range(2):
        made = one_pass(student, ORDER_BATCH, features, labels)
        assert_enough(made)
        rows = made.rows
        if torch.equal(rows, rows.sort().values):
            raise CheckFailedError("data_iter.in_order")
        found = neighbours(rows)
        if found >= MAX_NEIGHBOURS:
            raise CheckFailedError("data_iter.neighbours", neighbours=found, rows=len(rows))
        in_place = int((rows // ORDER_BATCH == torch.arange(len(rows)) // ORDER_BATCH).sum())
        if in_place >= MAX_IN_PLACE:
            raise CheckFailedError("data_iter.in_place", in_place=in_place, rows=len(rows))


@pytest.mark.check(points=0.5, kind="statistics", requires=["pairs"])
def test_epochs(student: Student, tensors: Tensors) -> None:
    """Compare the orders of two passes.

    False alarm for a right shuffle of 103 rows: 1/103!, some 1e-164. Power: a fixed seed or a fixed
    permutation fails always.
    """
    features, labels = draw(tensors, ORDER_N)
    first, second = (one_pass(student, ORDER_BATCH, features, labels) for _ in range(2))
    assert_enough(first)
    if torch.equal(first.rows, second.rows):
        raise CheckFailedError("data_iter.same_order")


@pytest.mark.check(points=0.5, kind="contract", requires=["pairs"])
def test_protocol(student: Student, tensors: Tensors) -> None:
    """Look at the type of the result, at the end of the pass and at the arguments after the pass."""
    features, labels = draw(tensors, 23)
    made = one_pass(student, 5, features, labels)
    if made.answer.type in ("list", "tuple"):
        raise CheckFailedError("data_iter.list", type=made.answer.type)
    if not made.answer.exhausted or len(made.batches) > made.expected_batches:
        raise CheckFailedError("data_iter.endless", batches=made.expected_batches)
    assert_unchanged([features, labels], made.answer.after[1:], ["features", "labels"])


@pytest.mark.check(points=0.5, kind="integrity", requires=["pairs"])
def test_integrity(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
    """Record one whole pass, because a generator runs only when a value is requested."""
    features, labels = draw(tensors, 23)
    answer = student.iterate(5, features, labels, limit=10, record=True, constructors=policy.constructors)
    assert_written(policy, references, [answer.record])

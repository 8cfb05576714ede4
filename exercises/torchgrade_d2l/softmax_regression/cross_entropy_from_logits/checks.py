"""Checks of ``cross_entropy_from_logits(logits, y)`` (chapter section 7.1)."""

from __future__ import annotations

import pytest

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.cross_entropy_from_logits.oracle import cross_entropy_from_logits
from torchgrade_d2l.softmax_regression.huge_logits import (
    HUGE_LABELS,
    PRECISION,
    assert_huge,
    assert_huge_gradient,
)
from torchgrade_d2l.softmax_regression.labelled_logits import (
    labelled,
    labelled_also_without_last_class,
    labelled_moderately,
    labelled_to_differentiate,
    labelled_whole_and_part,
    precisely_labelled,
)

test_losses = standard.values(cross_entropy_from_logits, labelled_moderately, points=1.5)
test_shape = standard.form(cross_entropy_from_logits, labelled_also_without_last_class, points=0.5, requires=["losses"])
test_gradient = standard.gradient(cross_entropy_from_logits, labelled_to_differentiate, points=0.5, requires=["losses"])


@pytest.mark.check(points=0.5, kind="stability", requires=["losses"])
def test_huge(student: Student) -> None:
    """Compare losses of fixed rows."""
    assert_huge(student, cross_entropy_from_logits, HUGE_LABELS)


@pytest.mark.check(points=0.5, kind="stability", requires=["gradient", "huge"])
def test_huge_gradient(student: Student, tensors: Tensors) -> None:
    """Compare gradients of the same rows."""
    assert_huge_gradient(student, tensors, cross_entropy_from_logits, HUGE_LABELS)


# After the huge logits, because a guard in the logarithm is first of all a mistake there.
test_precision = standard.precise(
    cross_entropy_from_logits, precisely_labelled, points=0.5, requires=["losses"], tolerance=PRECISION
)
test_untouched = standard.untouched(labelled_whole_and_part, points=0.5, requires=["losses"], names=["logits", "y"])
test_integrity = standard.written(labelled, points=0.5, requires=["losses"])

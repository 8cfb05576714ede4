"""Hidden checks of ``get_fashion_mnist_labels``: a batch larger than a student has seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.answers import assert_names, names_of
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.oracle import NAMES, get_fashion_mnist_labels

MORE_THAN_A_BATCH = 300


@pytest.mark.check(points=0.5, kind="value", requires=["names"])
def test_long(student: Student, tensors: Tensors) -> None:
    """Ask for more labels than the chapter's batch of 256, and for labels that are all equal."""
    for labels in (tensors.integers(0, len(NAMES), MORE_THAN_A_BATCH), tensors.integers(0, len(NAMES), 1).repeat(5)):
        assert_names(names_of(student, labels), get_fashion_mnist_labels(labels))

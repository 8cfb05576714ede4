"""Hidden checks of ``evaluate_accuracy``: sizes that no student has seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.evaluate_accuracy.batches import batches
from torchgrade_d2l.softmax_regression.evaluate_accuracy.checks import assert_accuracies

_SIZES = (300, *[7] * 10, 40)
_CLASSES, _FEATURES = 13, 30


@pytest.mark.check(points=1, kind="value", requires=["function", "module"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Evaluate both nets with 13 classes, a batch of 300 rows and more than 10 batches."""
    for net in ("function", "module"):
        assert_accuracies(student, [batches(tensors, _SIZES, _CLASSES, _FEATURES)], net, ("loader",))

"""Hidden checks of ``train_epoch_ch3``: an epoch of other sizes."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.train_epoch_ch3.checks import assert_metrics, train
from torchgrade_d2l.softmax_regression.train_epoch_ch3.scenario import epoch_inputs
from torchgrade_d2l.softmax_regression.trainings import Plan, assert_parameters, replay

_CLASSES, _FEATURES = 12, 40
_SIZES = (300, *[6] * 10, 3)


@pytest.mark.check(points=1, kind="value", requires=["custom", "optimizer", "metrics"])
def test_replay(student: Student, tensors: Tensors) -> None:
    """Train both forms with 12 classes, a batch of 300 rows and more than 10 batches."""
    for form in ("custom", "optimizer"):
        codes = 2.0 * tensors.integers(0, 2, _CLASSES, _FEATURES) - 1  # (q, d)
        plan = Plan(codes=codes, start=0.02, sizes=_SIZES, epochs=1, lr=0.02, noise=3.0)
        inputs = epoch_inputs(tensors, form, plan)
        result = train(student, inputs)
        assert_parameters(result.get("parameters"), replay(inputs))
        assert_metrics(inputs, result)

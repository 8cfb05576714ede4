"""Hidden checks of ``train_concise``: a training whose trainer, loss and sizes no student has seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.train_concise.checks import train
from torchgrade_d2l.linear_regression.train_concise.replay import inputs


@pytest.mark.check(points=0.5, kind="value", requires=["sgd", "adam"])
def test_replay(student: Student, tensors: Tensors) -> None:
    """Train with momentum and another loss: a batch of 300 rows, 12 batches and 11 epochs."""
    train(student, inputs(tensors, "smooth", "momentum", sizes=(300, *[6] * 10, 3), epochs=11))

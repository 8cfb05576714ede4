"""Hidden checks of ``train_linreg``: trainings of other sizes, and with several batches in an epoch."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.train_linreg.checks import train
from torchgrade_d2l.linear_regression.train_linreg.replay import Call, drawn

_LR = 0.02
_ROWS, _BATCH_SIZE, _EPOCHS = 40, 10, 3


def equal_rows(tensors: Tensors) -> Call:
    """Return a call with several batches whose rows are all alike, so that no random order changes the result."""
    one = drawn(tensors, 1, 5, _EPOCHS, _LR)
    return one._replace(
        features=one.features.repeat(_ROWS, 1), labels=one.labels.repeat(_ROWS, 1), batch_size=_BATCH_SIZE
    )


@pytest.mark.check(points=1, kind="value", requires=["full_batch"])
def test_replay(student: Student, tensors: Tensors) -> None:
    """Train with 300 rows, 12 features and 11 epochs, and with four batches of equal rows an epoch."""
    train(student, drawn(tensors, 300, 12, 11))
    train(student, equal_rows(tensors), steps=_EPOCHS * _ROWS // _BATCH_SIZE)

"""Training on a data set whose plane is known, and its losses as a curve."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.model.results import Curve
from torchgrade_d2l.linear_regression.recovery import BATCH_SIZE, EPOCHS, Known, curve
from torchgrade_d2l.linear_regression.train_linreg.replay import LR, Call

CURVE = "curve.train_linreg"
"""Name of the curve, by which the solutions bring its band."""
FEATURES = 3


def arguments(given: Known) -> Call:
    """Return a call that trains on a data set whose plane is known, in batches of 10."""
    w, b = given.w.clone().requires_grad_(), given.b.clone().requires_grad_()
    return Call(given.features, given.labels, w, b, LR, EPOCHS, BATCH_SIZE)


def loss_curve(given: Known, returned: Sequence[float]) -> Curve:
    """Return the loss before the training and the returned losses as a curve."""
    before = float((given.errors(given.w, given.b) ** 2).mean() / 2)
    return curve(CURVE, [before, *returned])

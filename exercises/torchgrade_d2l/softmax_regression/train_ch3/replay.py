"""The short scenario of ``train_ch3``: 3 epochs of 8 batches, which judge and worker train alike."""

from __future__ import annotations

from typing import Any

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression import trainings
from torchgrade_d2l.softmax_regression.trainings import CODES, Plan, planned_inputs

SIZES = (6, 6, 6, 6, 6, 6, 6, 3)
EPOCHS = 3
LR = 0.3
_START = {"custom": 0.2, "optimizer": 0.2, "modes": 0.35}
"""Scale of the initial weights in the direction of the classes.

This scale is so large that in every epoch the loss is below 0.3 and the accuracies are above 0.9. So no assert of the
student stops a training by luck, and a wrong training still ends in other parameters.
"""

CALL = "train_ch3(net, train_iter, test_iter, loss, num_epochs, updater)"


def text(driver: str) -> str:
    """Return the text of a scenario of this exercise: the nets, and the driver of that name."""
    return trainings.text(f"train_ch3/{driver}")


def short_inputs(tensors: Tensors, form: str) -> dict[str, Any]:
    """Draw the short scenario of 8 batches and four classes.

    :param form: ``custom`` (a plain function over W and b), ``optimizer`` (a Module with torch's SGD), or
        ``modes`` (a Module with dropout and batch norm).
    """
    return planned_inputs(tensors, form, Plan(codes=CODES, start=_START[form], sizes=SIZES, epochs=EPOCHS, lr=LR))


def hopeless_inputs(tensors: Tensors) -> dict[str, Any]:
    """Draw a training that never improves, in which every prediction is wrong."""
    inputs = short_inputs(tensors, "custom")
    return {**inputs, "W": -inputs["W"], "lr": 0.0}

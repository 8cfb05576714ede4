"""The reference's own trainings, for the band beside the losses of a submission (ruling 15)."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.results import Point
from torchgrade_d2l.linear_regression.recovery import known
from torchgrade_d2l.linear_regression.train_linreg.measured import FEATURES, arguments, loss_curve
from torchgrade_d2l.linear_regression.train_linreg.returned import losses
from torchgrade_d2l_solutions.linear_regression.train_linreg.reference import train_linreg


def points(_: Dataset, number: int) -> list[Point]:
    """Train the reference on one data set around a plane and return its loss curve."""
    given = known(Tensors(number), FEATURES)
    call = arguments(given)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(number)
        returned = train_linreg(*call)
    return loss_curve(given, losses(returned, call.num_epochs)).points

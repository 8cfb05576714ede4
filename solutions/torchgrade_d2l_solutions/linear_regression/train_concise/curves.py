"""The reference's own trainings, for the band beside a submission's loss curve (ruling 15)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.results import Point
from torchgrade_d2l.linear_regression.recovery import known
from torchgrade_d2l.linear_regression.train_concise.measured import loss_curve, pairs, sent
from torchgrade_d2l.linear_regression.train_concise.replay import FEATURES, text
from torchgrade_d2l_solutions.linear_regression.train_concise.reference import train_concise


def points(_: Dataset, number: int) -> list[Point]:
    """Train the reference on one data set around a plane, by the driver that submissions run."""
    given = known(Tensors(number), FEATURES)
    space: dict[str, Any] = {"inputs": sent(given), "student": SimpleNamespace(train_concise=train_concise)}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(number)
        exec(compile(text("long"), "<long>", "exec"), space)  # noqa: S102 - our own text, which the worker gets too
    return loss_curve(given, pairs(space["result"], given)).points

"""What the judge measures of a training on a data set whose plane is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.model.phrases import phrase
from torchgrade.model.results import Curve
from torchgrade_d2l.linear_regression.recovery import BATCH_SIZE, EPOCHS, Known, curve
from torchgrade_d2l.linear_regression.train_concise.replay import LR

CURVE = "curve.train_concise"
"""Name of the curve, by which the solutions bring its band."""

Parameters = tuple[torch.Tensor, torch.Tensor]
"""w (d, 1) and b (1,)."""


def sent(given: Known) -> dict[str, Any]:
    """Return the inputs of the scenario."""
    return {
        "features": given.features, "labels": given.labels, "w": given.w, "b": given.b,
        "loss": "mse", "trainer": "sgd", "lr": LR, "batch_size": BATCH_SIZE, "num_epochs": EPOCHS,
    }  # fmt: skip


def pairs(result: Mapping[str, Any], given: Known) -> list[Parameters]:
    """Return the parameters at each start of a pass and at the end; leave out those that equal the ones before."""
    snapshots, made = result.get("snapshots"), []
    for pair in [*(snapshots if isinstance(snapshots, list) else []), result.get("parameters")]:
        right = isinstance(pair, list) and [getattr(p, "shape", None) for p in pair] == [given.w.shape, given.b.shape]
        if not right or any(p.dtype != given.w.dtype for p in pair):
            raise CheckFailedError("worker.protocol", detail=phrase("protocol.parameters"))
        if not made or not all(torch.equal(a, c) for a, c in zip(pair, made[-1], strict=True)):
            made.append((pair[0], pair[1]))
    return made


def loss_curve(given: Known, made: Sequence[Parameters]) -> Curve:
    """Return the mean squared error over all rows for each pair of parameters as a curve."""
    return curve(CURVE, [float((given.errors(w, b) ** 2).mean()) for w, b in made])

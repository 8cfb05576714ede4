"""What the judge measures of a long training, and its loss as a curve."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torchgrade.model.results import Curve, Point, plain
from torchgrade_d2l.softmax_regression.train_ch3.workload import Workload

CURVE = "curve.train_loss"
"""Name of the curve, by which the solutions bring its band."""

Parameters = tuple[torch.Tensor, torch.Tensor]
"""W (784, 10) and b (10,)."""


def logits(images: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the logits (n, 10) of softmax regression on images (n, 1, 28, 28)."""
    return images.reshape(len(images), -1) @ W + b


def loss_and_accuracy(
    images: torch.Tensor, labels: torch.Tensor, W: torch.Tensor, b: torch.Tensor
) -> tuple[float, float]:
    """Return mean cross-entropy and accuracy of softmax regression, measured by the judge."""
    scores = logits(images, W, b)  # (n, 10)
    loss = torch.nn.functional.cross_entropy(scores, labels)
    return float(loss), float((scores.argmax(1) == labels).double().mean())


def loss_curve(given: Workload, made: Sequence[Parameters]) -> Curve:
    """Return the loss on the training images for the parameters at each start of a pass and at the end."""
    losses = [loss_and_accuracy(given.train_images, given.train_labels, W, b)[0] for W, b in made]
    return Curve(name=CURVE, points=[Point(x=float(i), y=plain(round(loss, 6))) for i, loss in enumerate(losses)])

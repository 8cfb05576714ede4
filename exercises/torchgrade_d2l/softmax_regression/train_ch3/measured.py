"""What the judge measures of a long training, and its loss as a curve."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torchgrade.model.results import Curve, Point, plain

CURVE = "curve.train_loss"
"""Name of the curve, by which the solutions bring its band."""

Parameters = tuple[torch.Tensor, torch.Tensor]
"""W (784, 10) and b (10,)."""


def logits(images: torch.Tensor, made: Sequence[Parameters]) -> torch.Tensor:
    """Return the logits of softmax regression with several parameters on images (n, 1, 28, 28).

    One product reads the images from memory once.

    :param made: k parameters.
    :return: tensor (n, k, 10).
    """
    weights, biases = zip(*made, strict=True)
    flat = images.reshape(len(images), -1)  # (n, 784)
    return torch.addmm(torch.cat(biases), flat, torch.cat(weights, 1)).reshape(len(images), len(made), -1)


def mean_losses(scores: torch.Tensor, labels: torch.Tensor) -> list[float]:
    """Return the k mean cross-entropies of logits (n, k, 10), measured by the judge."""
    return [float(torch.nn.functional.cross_entropy(one, labels)) for one in scores.unbind(1)]


def accuracy_of(scores: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the accuracy of logits (n, 10), measured by the judge."""
    return float((scores.argmax(1) == labels).double().mean())


def loss_curve(losses: Sequence[float]) -> Curve:
    """Return the loss on the training images at each start of a pass and at the end as a curve."""
    return Curve(name=CURVE, points=[Point(x=float(i), y=plain(round(loss, 6))) for i, loss in enumerate(losses)])

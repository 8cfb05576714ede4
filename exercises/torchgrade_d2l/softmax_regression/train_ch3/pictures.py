"""Garments with their true and predicted classes, as in the last figure of the chapter, and a count of both."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.checking.pictured import matrix
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.attachments import Matrix
from torchgrade.model.results import Picture
from torchgrade_d2l.softmax_regression.train_ch3.workload import CLASSES, Workload

SHOWN = 4
"""Number of pictures with a correct prediction, and of pictures with a wrong prediction."""


Classes = tuple[torch.Tensor, torch.Tensor]
"""True and predicted classes (n,) of the held-out images, as the data set numbers classes."""


def predicted_classes(given: Workload, scores: torch.Tensor, permutation: torch.Tensor) -> Classes | None:
    """Return the classes of the held-out images; return None if a logit is not finite.

    Parameters with such logits predict no class.

    :param given: the workload with its classes renamed.
    :param scores: logits (n, 10) of the held-out images.
    :param permutation: the renaming, int64 (10,).
    """
    if not bool(scores.isfinite().all()):
        return None
    original = torch.argsort(permutation)  # class permutation[j] of the workload is class j of the data set
    return original[given.held_labels], original[scores.argmax(1)]


def predicted_pictures(dataset: Dataset, given: Workload, classes: Classes) -> list[Picture]:
    """Return held-out images with their classes: the first four with a correct prediction, then four with a wrong one.

    There are fewer images if there are fewer predictions of a kind.
    """
    true, predicted = classes

    def of(kind: torch.Tensor) -> Iterator[Picture]:
        for row in kind.nonzero().flatten()[:SHOWN].tolist():
            place = int(given.held_places[row])
            yield Picture(
                index=place,
                true=int(true[row]),
                predicted=int(predicted[row]),
                pixels=dataset.test_images[place].numpy().tobytes(),
            )

    return [*of(true == predicted), *of(true != predicted)]


def confusion(dataset: Dataset, classes: Classes) -> Matrix:
    """Return how many held-out images of each class got each prediction."""
    true, predicted = classes
    counts = torch.bincount(CLASSES * true + predicted, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return matrix("matrix.confusion", counts, rows=dataset.classes, columns=dataset.classes)

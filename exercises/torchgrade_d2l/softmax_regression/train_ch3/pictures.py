"""Garments with their true and predicted classes, as in the last figure of the chapter."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from torchgrade.datasets.dataset import Dataset
from torchgrade.model.results import Picture
from torchgrade_d2l.softmax_regression.train_ch3.measured import Parameters, logits
from torchgrade_d2l.softmax_regression.train_ch3.workload import Workload

SHOWN = 4
"""Number of pictures with a correct prediction, and of pictures with a wrong one."""


def predicted_pictures(
    dataset: Dataset, given: Workload, trained: Parameters, permutation: torch.Tensor
) -> list[Picture]:
    """Return held-out images with their classes: the first four with a correct prediction, then four with a wrong one.

    There are fewer if there are fewer of a kind, and none if a logit is not finite: such parameters predict nothing.

    :param given: the workload with its classes renamed; the pictures' classes are those of the data set again.
    :param permutation: the renaming, int64 (10,).
    """
    scores = logits(given.held_images, *trained)  # (n, 10)
    if not bool(scores.isfinite().all()):
        return []
    original = torch.argsort(permutation)  # class permutation[j] of the workload is class j of the data set
    true, predicted = original[given.held_labels], original[scores.argmax(1)]

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

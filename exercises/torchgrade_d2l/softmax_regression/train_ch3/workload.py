"""The twenty small trainings that the convergence check of `train_ch3` chooses from (ruling 14)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from torchgrade.errors import UsageError
from torchgrade.model.phrases import Value
from torchgrade.model.told import told

if TYPE_CHECKING:
    from torchgrade.datasets.dataset import Dataset

WORKLOADS = 20
"""How many there are; the check takes the one whose number is the run seed modulo this."""

CLASSES = 10
TRAIN_IMAGES = 1000
TEST_IMAGES = 256
HELD_IMAGES = 1000
FEWEST_HELD_IMAGES = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One training: what the worker gets, and the images that stay with the judge."""

    train_images: torch.Tensor
    """float32 (1000, 1, 28, 28): (x - mean image of these) / 0.5, x in [0, 1], in the order of use."""
    train_labels: torch.Tensor
    """int64 (1000,)."""
    test_images: torch.Tensor
    """float32 (256, 1, 28, 28), from the test split, less the same mean image: what the worker evaluates on."""
    test_labels: torch.Tensor
    """int64 (256,)."""
    held_images: torch.Tensor
    """float32 (700 to 1000, 1, 28, 28), from the rest of the test split; the worker never holds them."""
    held_labels: torch.Tensor
    """int64, as many."""
    held_places: torch.Tensor
    """int64, as many: where these images stand in the test split."""
    W: torch.Tensor
    """float32 (784, 10): the initial weights, drawn from N(0, 0.01²)."""
    b: torch.Tensor
    """float32 (10,): the initial bias, zeros."""
    batch_size: int = 100
    """Rows of a batch; the batches follow each other in the order of the rows, the same in every epoch."""
    lr: float = 0.15
    """The learning rate."""
    num_epochs: int = 6
    """Passes over the training images."""


def _generator(name: str, number: int) -> torch.Generator:
    digest = hashlib.blake2b(f"train_ch3 {name} {number}".encode(), digest_size=8).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest, "big") >> 1)


def workload(dataset: Dataset, number: int) -> Workload:
    """Draw one of the fixed trainings from a data set.

    The draw depends on the data set and the number alone, so a workload that a right trainer masters once
    it masters always (contracts.md section 7).

    :param dataset: images uint8 (n, 28, 28) with labels 0 to 9; n at least 1,000 for training and 956 for
        testing, else a UsageError says which split is too small.
    :param number: 0 to 19.
    """
    if not 0 <= number < WORKLOADS:
        raise ValueError(f"There are {WORKLOADS} workloads, numbered from 0; {number} is none of them.")
    _require(dataset, "training", len(dataset.train_images), TRAIN_IMAGES)
    _require(dataset, "test", len(dataset.test_images), TEST_IMAGES + FEWEST_HELD_IMAGES)
    generator = _generator(dataset.name, number)
    train = torch.randperm(len(dataset.train_images), generator=generator)[:TRAIN_IMAGES]
    test = torch.randperm(len(dataset.test_images), generator=generator)
    shown, held = test[:TEST_IMAGES], test[TEST_IMAGES : TEST_IMAGES + HELD_IMAGES]
    W = torch.normal(0.0, 0.01, (28 * 28, CLASSES), generator=generator)
    unit = dataset.train_images[train].float() / 255
    mean = unit.mean(0)  # (28, 28)
    return Workload(
        train_images=_centred(unit, mean),
        train_labels=dataset.train_labels[train],
        test_images=_centred(dataset.test_images[shown].float() / 255, mean),
        test_labels=dataset.test_labels[shown],
        held_images=_centred(dataset.test_images[held].float() / 255, mean),
        held_labels=dataset.test_labels[held],
        held_places=held,
        W=W,
        b=torch.zeros(CLASSES),
    )


def permuted(given: Workload, permutation: torch.Tensor) -> Workload:
    """Rename the classes of a workload: class ``j`` becomes ``permutation[j]``, and its column of W with it.

    No honest trainer's loss or accuracy changes by it, but weights trained beforehand no longer fit
    (rulings 11 and 14).

    :param permutation: int64 (10,), each of 0 to 9 once; anything else is a ValueError.
    """
    if sorted(permutation.tolist()) != list(range(CLASSES)):
        raise ValueError(f"Not a permutation of 0 to {CLASSES - 1}: {permutation.tolist()}.")
    old = torch.argsort(permutation)  # column i of the new W is column old[i] of the given one
    return replace(
        given,
        train_labels=permutation[given.train_labels],
        test_labels=permutation[given.test_labels],
        held_labels=permutation[given.held_labels],
        W=given.W[:, old].contiguous(),
        b=given.b[old].contiguous(),
    )


def _centred(images: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
    """Return images (n, 28, 28) less their mean over 0.5, with the channel that a data loader gives."""
    return ((images - mean) / 0.5).unsqueeze(1)


def _require(dataset: Dataset, split: str, found: int, needed: int) -> None:
    if found < needed:
        values: dict[str, Value] = {"data": dataset.name, "exercise": "train_ch3", "found": found, "needed": needed}
        raise UsageError(told(f"error.data.few_{split}", **values))

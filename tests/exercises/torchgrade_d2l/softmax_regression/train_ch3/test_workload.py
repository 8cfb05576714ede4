"""The twenty workloads of the convergence check keep their margins on both data sets (ruling 14)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch
from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l.softmax_regression.train_ch3.checks import loss_and_accuracy
from torchgrade_d2l.softmax_regression.train_ch3.workload import WORKLOADS, Workload, permuted, workload

from torchgrade.datasets import fashion_mnist
from torchgrade.datasets.dataset import Dataset

ROOT = Path(
    os.environ.get("TORCHGRADE_FASHION_ROOT", Path(__file__).parents[6] / "shared" / "data" / "fashion-mnist-subset")
)


@pytest.fixture(scope="module", params=["synthetic-fashion", "fashion-mnist"])
def data(request: pytest.FixtureRequest) -> Dataset:
    """Each data set in turn."""
    return synthetic_fashion.load() if request.param == "synthetic-fashion" else fashion_mnist.load(str(ROOT))


def train(given: Workload) -> tuple[torch.Tensor, torch.Tensor]:
    """Return W and b after a right training."""
    W, b = given.W.clone(), given.b.clone()
    X, truth = given.train_images.reshape(-1, 784), torch.nn.functional.one_hot(given.train_labels, 10).float()
    for _ in range(given.num_epochs):
        for rows in torch.arange(len(X)).split(given.batch_size):
            wrong = torch.softmax(X[rows] @ W + b, 1) - truth[rows]  # (k, 10)
            W -= given.lr * X[rows].T @ wrong / len(rows)
            b -= given.lr * wrong.mean(0)
    return W, b


def test_every_workload_ends_within_its_margins(data: Dataset) -> None:
    """A right trainer ends with loss at most 0.475 and accuracies of at least 0.80 and 0.73."""
    for number in range(WORKLOADS):
        given = workload(data, number)
        W, b = train(given)
        loss, accuracy = loss_and_accuracy(given.train_images, given.train_labels, W, b)
        _, held = loss_and_accuracy(given.held_images, given.held_labels, W, b)

        assert loss <= 0.475, number
        assert accuracy >= 0.80, number
        assert held >= 0.73, number


def test_a_permutation_of_the_labels_changes_no_honest_result(data: Dataset) -> None:
    given = workload(data, 3)
    renamed = permuted(given, torch.randperm(10, generator=torch.Generator().manual_seed(1)))
    loss, accuracy = loss_and_accuracy(given.train_images, given.train_labels, *train(given))
    again, same = loss_and_accuracy(renamed.train_images, renamed.train_labels, *train(renamed))

    assert again == pytest.approx(loss, abs=1e-5)
    assert same == pytest.approx(accuracy, abs=2e-3)
    assert not torch.equal(given.train_labels, renamed.train_labels)


def test_the_worker_never_holds_the_images_that_decide(data: Dataset) -> None:
    given = workload(data, 5)

    assert len(given.test_images) == 256
    assert len(given.held_images) >= 700
    assert not any(bool((given.held_images == image).flatten(1).all(1).any()) for image in given.test_images[:40])

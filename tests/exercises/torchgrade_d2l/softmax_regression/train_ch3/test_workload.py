"""Tests of the twenty fixed trainings, on both data sets (ruling 14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
import torch
from torch.nn import functional as F

from tests.leaving_out import REAL
from torchgrade.datasets import fashion_mnist
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import UsageError
from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l.softmax_regression.train_ch3.workload import WORKLOADS, Workload, permuted, workload


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One thread: steps this small are slower with more."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def drawn() -> Dataset:
    """The set that is shipped."""
    return synthetic_fashion.load("")


def trained(given: Workload, epochs: int) -> tuple[float, float, float]:
    """Train rightly; return train loss, train accuracy and accuracy on the images held back."""
    W, b = given.W.clone().requires_grad_(), given.b.clone().requires_grad_()
    X, held = given.train_images.reshape(-1, 784), given.held_images.reshape(-1, 784)
    for _ in range(epochs):
        for start in range(0, len(X), given.batch_size):
            rows = slice(start, start + given.batch_size)
            loss = F.cross_entropy(X[rows] @ W + b, given.train_labels[rows])
            dW, db = torch.autograd.grad(loss, (W, b))
            with torch.no_grad():
                W -= given.lr * dW
                b -= given.lr * db
    with torch.no_grad():
        logits, held_logits = X @ W + b, held @ W + b
    right, held_right = logits.argmax(1) == given.train_labels, held_logits.argmax(1) == given.held_labels
    return (
        float(F.cross_entropy(logits, given.train_labels)),
        float(right.float().mean()),
        float(held_right.float().mean()),
    )


def hold_to_the_margins(dataset: Dataset) -> None:
    for number in range(WORKLOADS):
        given = workload(dataset, number)
        loss, accuracy, held = trained(given, given.num_epochs)
        assert loss <= 0.475, number
        assert accuracy >= 0.80, number
        assert held >= 0.73, number


def test_a_right_trainer_masters_every_workload_of_the_drawn_set_with_a_margin(drawn: Dataset) -> None:
    hold_to_the_margins(drawn)


@pytest.mark.real_data
@pytest.mark.slow
def test_a_right_trainer_masters_every_workload_of_the_real_set_with_a_margin() -> None:
    hold_to_the_margins(fashion_mnist.load(str(REAL)))


def test_one_epoch_masters_no_workload(drawn: Dataset) -> None:
    assert all(trained(workload(drawn, number), 1)[0] > 0.5 for number in range(WORKLOADS))


def test_a_workload_has_the_sizes_of_the_contract(drawn: Dataset) -> None:
    given = workload(drawn, 3)
    assert given.train_images.shape == (1000, 1, 28, 28)
    assert given.train_labels.shape == (1000,)
    assert given.test_images.shape == (256, 1, 28, 28)
    assert given.test_labels.shape == (256,)
    assert given.held_images.shape == (1000, 1, 28, 28)
    assert given.held_labels.shape == (1000,)
    assert given.W.shape == (784, 10)
    assert given.b.count_nonzero() == 0
    assert {t.dtype for t in (given.train_images, given.test_images, given.held_images, given.W)} == {torch.float32}
    assert (given.batch_size, given.lr, given.num_epochs) == (100, 0.15, 6)


def test_the_places_of_the_images_held_back_lead_to_them(drawn: Dataset) -> None:
    given = workload(drawn, 3)
    unit = drawn.test_images[given.held_places].float() / 255
    offset = given.held_images[:, 0] - unit / 0.5  # (n, 28, 28): less the mean image, the same for all
    assert given.held_places.shape == given.held_labels.shape
    assert (offset - offset[0]).abs().max() < 1e-5
    assert torch.equal(drawn.test_labels[given.held_places], given.held_labels)


def test_the_training_images_are_centred(drawn: Dataset) -> None:
    given = workload(drawn, 0)
    assert given.train_images.mean(0).abs().max() < 1e-5
    assert given.train_images.max() <= 2.0


def test_the_worker_never_holds_an_image_that_is_held_back(drawn: Dataset) -> None:
    for number in range(WORKLOADS):
        given = workload(drawn, number)
        sent = {image.numpy().tobytes() for image in torch.cat([given.train_images, given.test_images])}
        assert not sent & {image.numpy().tobytes() for image in given.held_images}


def test_a_workload_is_the_same_each_time_and_takes_nothing_from_the_global_seed(drawn: Dataset) -> None:
    torch.manual_seed(1)
    first = workload(drawn, 7)
    torch.manual_seed(2)
    state = torch.get_rng_state()
    again = workload(drawn, 7)
    assert torch.equal(torch.get_rng_state(), state)
    for field in fields(Workload):
        one, other = getattr(first, field.name), getattr(again, field.name)
        assert torch.equal(one, other) if isinstance(one, torch.Tensor) else one == other


def test_workloads_differ_by_number_and_by_data_set(drawn: Dataset) -> None:
    one = workload(drawn, 0)
    assert not torch.equal(one.W, workload(drawn, 1).W)
    assert not torch.equal(one.W, workload(replace(drawn, name="another"), 0).W)


@pytest.mark.parametrize("number", [-1, 20])
def test_a_number_beyond_the_twenty_is_refused(drawn: Dataset, number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        workload(drawn, number)


def test_a_set_that_is_too_small_says_which_split_and_how_many(drawn: Dataset) -> None:
    few = replace(drawn, train_images=drawn.train_images[:999])
    with pytest.raises(UsageError, match=r"999 training images and train_ch3 needs 1000\. Choose"):
        workload(few, 0)
    few = replace(drawn, test_images=drawn.test_images[:955])
    with pytest.raises(UsageError, match=r"955 test images and train_ch3 needs 956\."):
        workload(few, 0)


def test_a_permutation_of_the_labels_changes_no_result(drawn: Dataset) -> None:
    given = workload(drawn, 5)
    plain = trained(given, 6)
    for seed in range(3):
        other = torch.randperm(10, generator=torch.Generator().manual_seed(seed))
        assert trained(permuted(given, other), 6) == pytest.approx(plain, abs=2e-3)


def test_a_permutation_moves_labels_and_columns_together(drawn: Dataset) -> None:
    given = workload(drawn, 5)
    other = torch.tensor([3, 1, 4, 0, 5, 9, 2, 6, 8, 7])
    found = permuted(given, other)
    assert torch.equal(found.W[:, other], given.W)
    assert torch.equal(found.b[other], given.b)
    for split in ("train_labels", "test_labels", "held_labels"):
        assert torch.equal(getattr(found, split), other[getattr(given, split)])
    assert found.train_images is given.train_images


def test_what_is_no_permutation_is_refused(drawn: Dataset) -> None:
    with pytest.raises(ValueError, match="Not a permutation"):
        permuted(workload(drawn, 0), torch.zeros(10, dtype=torch.int64))

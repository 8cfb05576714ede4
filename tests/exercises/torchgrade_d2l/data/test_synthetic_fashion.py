"""Tests of the shipped data set: that it is whole, and as hard for softmax regression as it should be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from torchgrade.datasets import idx
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import UsageError
from torchgrade_d2l.data.synthetic_fashion import folder, load


def fitted(dataset: Dataset, seed: int) -> tuple[float, float, float]:
    """Train softmax regression as the chapter does; return train loss, train accuracy and test accuracy."""
    generator = torch.Generator().manual_seed(seed)
    X, y = dataset.train_images.reshape(-1, 784).float() / 255, dataset.train_labels
    W, b = torch.normal(0.0, 0.01, (784, 10), generator=generator), torch.zeros(10)
    wanted = F.one_hot(y, 10).float()
    for _ in range(10):
        for rows in torch.randperm(len(X), generator=generator).split(32):
            error = torch.softmax(X[rows] @ W + b, 1) - wanted[rows]  # gradient by the logits
            W -= 0.1 / len(rows) * X[rows].T @ error
            b -= 0.1 / len(rows) * error.sum(0)
    logits = X @ W + b
    test_logits = dataset.test_images.reshape(-1, 784).float() / 255 @ W + b
    right, test_right = logits.argmax(1) == y, test_logits.argmax(1) == dataset.test_labels
    return float(F.cross_entropy(logits, y)), float(right.float().mean()), float(test_right.float().mean())


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One thread: steps this small are slower with more."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    """The set as it is installed."""
    return load("")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of its files, to be damaged."""
    return Path(shutil.copytree(folder(), tmp_path / "copy"))


def test_the_set_has_its_sizes_types_and_classes(shipped: Dataset) -> None:
    assert shipped.name == "synthetic-fashion"
    assert (shipped.train_images.shape, shipped.train_images.dtype) == ((5000, 28, 28), torch.uint8)
    assert (shipped.test_images.shape, shipped.test_images.dtype) == ((1256, 28, 28), torch.uint8)
    assert (shipped.train_labels.shape, shipped.train_labels.dtype) == ((5000,), torch.int64)
    assert (shipped.test_labels.shape, shipped.test_labels.dtype) == ((1256,), torch.int64)
    assert len(shipped.classes) == 10


def test_each_class_has_its_share(shipped: Dataset) -> None:
    assert min(shipped.train_labels.bincount(minlength=10)) >= 430
    assert min(shipped.test_labels.bincount(minlength=10)) >= 90


def test_no_test_image_is_a_training_image(shipped: Dataset) -> None:
    trained = {image.numpy().tobytes() for image in shipped.train_images}
    assert len(trained) == 5000
    assert not trained & {image.numpy().tobytes() for image in shipped.test_images}


def test_the_files_stay_small() -> None:
    assert sum(file.stat().st_size for file in folder().iterdir()) < 3_000_000


def test_loading_twice_gives_the_same_digest(shipped: Dataset) -> None:
    assert load("").digest == shipped.digest
    assert len(shipped.digest) == 64


@pytest.mark.parametrize("name", idx.NAMES)
def test_one_changed_pixel_or_label_is_found_and_named(copy: Path, name: str) -> None:
    path = copy / f"{name}.gz"
    array = idx.decode(idx.unpack(path, ""), path, "")
    array.reshape(-1)[7] ^= np.uint8(1)
    idx.write(path, array)
    with pytest.raises(UsageError, match=rf"{name}\.gz is not the one that was shipped\. Install torchgrade-d2l again"):
        load(str(copy))


@pytest.mark.parametrize("name", [*(f"{name}.gz" for name in idx.NAMES), "digest.toml"])
def test_a_missing_or_cut_file_is_named_with_its_mend(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(UsageError, match=rf"{name} is (missing or )?damaged.* Install torchgrade-d2l again"):
        load(str(copy))
    path.unlink()
    with pytest.raises(UsageError, match=rf"{name} is missing.* Install torchgrade-d2l again"):
        load(str(copy))


def hold_to_its_targets(dataset: Dataset, seeds: range) -> None:
    for seed in seeds:
        loss, accuracy, test_accuracy = fitted(dataset, seed)
        assert 0.40 <= loss <= 0.47, seed
        assert 0.80 <= accuracy <= 0.90, seed
        assert test_accuracy >= 0.75, seed


def test_softmax_regression_finds_it_as_hard_as_it_should_be(shipped: Dataset) -> None:
    hold_to_its_targets(shipped, range(2))


@pytest.mark.long
def test_softmax_regression_finds_it_as_hard_over_twenty_seeds(shipped: Dataset) -> None:
    hold_to_its_targets(shipped, range(20))

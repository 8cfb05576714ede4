"""The small data set that replaces Fashion-MNIST for the text of a submission."""

from __future__ import annotations

import importlib
import sys
import types
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.exercises.torchgrade_d2l.test_stand_ins import execute, modules_as_before

__all__ = ["modules_as_before"]


def fake_torchvision() -> types.ModuleType:
    torchvision = types.ModuleType("torchvision")
    datasets = types.ModuleType("torchvision.datasets")
    datasets.mnist = types.ModuleType("torchvision.datasets.mnist")  # type: ignore[attr-defined]
    torchvision.datasets = datasets  # type: ignore[attr-defined]
    sys.modules.update({"torchvision": torchvision, "torchvision.datasets": datasets})
    return datasets


def test_small_fashion_mnist_replaces_a_class_that_is_imported_already() -> None:
    datasets: Any = fake_torchvision()
    small = execute("stand_ins/small_fashion_mnist")["FashionMNIST"]
    assert datasets.FashionMNIST is small
    assert datasets.mnist.FashionMNIST is small


def test_small_fashion_mnist_replaces_a_class_that_is_imported_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "torchvision" / "datasets"
    package.mkdir(parents=True)
    (tmp_path / "torchvision" / "__init__.py").write_text("from torchvision import datasets\n")
    (package / "__init__.py").write_text("class FashionMNIST:\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    small = execute("stand_ins/small_fashion_mnist")["FashionMNIST"]
    assert "torchvision" not in sys.modules
    assert importlib.import_module("torchvision").datasets.FashionMNIST is small


def test_small_fashion_mnist_reads_like_that_of_torchvision() -> None:
    small = execute("stand_ins/small_fashion_mnist")["FashionMNIST"]
    train = small(root="../data", train=True, download=True)
    test = small("../data", False, transform=lambda image: image.size, target_transform=str)
    assert (len(train), len(test)) == (64, 32)
    image, label = train[0]
    assert (image.mode, image.size) == ("L", (28, 28))
    assert isinstance(label, int)
    assert label == train.targets[0]
    assert train.data.shape == (64, 28, 28)
    assert train.data.dtype == torch.uint8
    assert test[5] == ((28, 28), str(int(test.targets[5])))
    assert not torch.equal(train.data[:32], test.data)


def test_small_fashion_mnist_goes_through_a_loader() -> None:
    small = execute("stand_ins/small_fashion_mnist")["FashionMNIST"]
    to_tensor = small("../data", transform=lambda image: torch.tensor(list(image.tobytes())).float() / 255)
    batches = list(torch.utils.data.DataLoader(to_tensor, batch_size=48))
    assert [X.shape[0] for X, _ in batches] == [48, 16]

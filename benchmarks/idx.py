"""Reading of Fashion-MNIST without torchvision, which takes 6 s to import: the peer pays for torch alone."""

from __future__ import annotations

from pathlib import Path

import torch

from torchgrade.datasets.dataset import Dataset


def _bytes(file: Path, header: int) -> torch.Tensor:
    return torch.frombuffer(bytearray(file.read_bytes()[header:]), dtype=torch.uint8)


def read(root: str) -> Dataset:
    """Return the data set under ``root``, unpacked."""
    raw = Path(root) / "FashionMNIST" / "raw"
    return Dataset(
        name="fashion-mnist",
        digest="",
        train_images=_bytes(raw / "train-images-idx3-ubyte", 16).reshape(-1, 28, 28),
        train_labels=_bytes(raw / "train-labels-idx1-ubyte", 8).long(),
        test_images=_bytes(raw / "t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28),
        test_labels=_bytes(raw / "t10k-labels-idx1-ubyte", 8).long(),
    )

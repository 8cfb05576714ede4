"""Garments that checks show to a function: test images of ``synthetic-fashion`` with their classes."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.datasets import idx
from torchgrade_d2l.data.files import folder, mend
from torchgrade_d2l.data.synthetic_fashion import CLASSES


def _read(name: str) -> torch.Tensor:
    path = folder() / f"{name}.gz"
    return torch.from_numpy(idx.decode(idx.unpack(path, mend()), path, mend()))


# Read at import, because every judge is a fork of the process that imports the checks.
_IMAGES, _LABELS = map(_read, idx.NAMES[2:])


def garments(tensors: Tensors, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw n different images, uint8 (n, 28, 28), with their classes, int64 (n,)."""
    chosen = tensors.permutation(len(_IMAGES))[:n]
    return _IMAGES[chosen], _LABELS[chosen].long()


def different_garments(tensors: Tensors, n: int) -> tuple[torch.Tensor, list[str]]:
    """Draw one image of each of n different classes, uint8 (n, 28, 28), with the names of the classes; n at most 10."""
    images, labels = garments(tensors, len(_IMAGES))
    classes = tensors.permutation(len(CLASSES))[:n].tolist()
    first = [int((labels == c).nonzero()[0]) for c in classes]
    return images[first], [CLASSES[c] for c in classes]

"""``synthetic-fashion``: drawn garments of ten classes, shipped with the course, for work without a network."""

from __future__ import annotations

from pathlib import Path

import torch

from torchgrade.datasets import digests, idx
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade_d2l.data.files import NAME, folder, mend

CLASSES = (
    "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip


def load(root: str = "") -> Dataset:
    """Return 5,000 training and 1,256 test images, uint8 (n, 28, 28), with labels 0 to 9.

    :param root: another folder with the four ``.gz`` files and ``digest.toml``; empty for the shipped folder.

    Raise UsageError if a file is missing, damaged or not the shipped file.
    """
    place = Path(root) if root else folder()
    wanted = digests.read(place, mend())
    arrays = []
    for name in idx.NAMES:
        path = place / f"{name}.gz"
        data = idx.unpack(path, mend())
        if digests.of_bytes(data) != wanted.get(name):
            raise UsageError(told("error.data.not_shipped", name=show_name(str(path)), mend=mend()))
        arrays.append(idx.decode(data, path, mend()))
    train_images, train_labels, test_images, test_labels = map(torch.from_numpy, arrays)
    return Dataset(
        name=NAME,
        digest=digests.joined(wanted[name] for name in idx.NAMES),
        train_images=train_images,
        train_labels=train_labels.long(),
        test_images=test_images,
        test_labels=test_labels.long(),
        classes=CLASSES,
    )

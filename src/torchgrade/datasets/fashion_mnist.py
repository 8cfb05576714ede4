"""The real Fashion-MNIST, read by torchvision from a folder of the user's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import platformdirs
import torch

from torchgrade.datasets import digests, idx
from torchgrade.datasets.dataset import Dataset
from torchgrade.datasets.files import FASHION_MNIST, mend_fashion_mnist, no_fashion_mnist
from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

NAME = "fashion-mnist"
_CLASSES = (
    "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip


def load(root: str) -> Dataset:
    """Return the data set under ``root``, in torchvision's layout, without a download.

    A root with only the ``.gz`` files is unpacked into the user's cache; the root itself is never written.

    Raise UsageError if a file is missing or damaged, with the file and the next step.
    """
    if not root:
        raise UsageError(no_fashion_mnist())
    place = Path(root).expanduser().absolute()
    raw = {name: _bytes(place / FASHION_MNIST, name, mend_fashion_mnist(place)) for name in idx.NAMES}
    digest = digests.joined(digests.of_bytes(data) for data in raw.values())
    _examine(raw, place)
    if not all((place / FASHION_MNIST / name).is_file() for name in idx.NAMES):
        place = _unpacked(raw, digest)
    # Import torchvision here, because the import takes seconds and only a run with this data set needs it.
    from torchvision.datasets import FashionMNIST

    train, test = (FashionMNIST(str(place), train=split, download=False) for split in (True, False))
    return Dataset(
        name=NAME,
        digest=digest,
        train_images=torch.as_tensor(train.data, dtype=torch.uint8),
        train_labels=torch.as_tensor(train.targets, dtype=torch.int64),
        test_images=torch.as_tensor(test.data, dtype=torch.uint8),
        test_labels=torch.as_tensor(test.targets, dtype=torch.int64),
        classes=_CLASSES,
    )


def _bytes(folder: Path, name: str, mend: str) -> bytes:
    packed = folder / f"{name}.gz"
    plain = folder / name
    return idx.unpack(packed if packed.is_file() and not plain.is_file() else plain, mend)


def _examine(raw: dict[str, bytes], root: Path) -> None:
    arrays = {
        name: idx.decode(data, root / FASHION_MNIST / name, mend_fashion_mnist(root)) for name, data in raw.items()
    }
    for images, labels in (idx.NAMES[:2], idx.NAMES[2:]):
        paths = (root / FASHION_MNIST / images, root / FASHION_MNIST / labels)
        idx.require_pair(np.asarray(arrays[images]), np.asarray(arrays[labels]), paths, mend_fashion_mnist(root))


def _unpacked(raw: dict[str, bytes], digest: str) -> Path:
    """Return a root in the user's cache that contains the unpacked files, written once."""
    root = Path(platformdirs.user_cache_dir("torchgrade")) / f"{NAME}-{digest[:16]}"
    folder = root / FASHION_MNIST
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in raw.items():
            target = folder / name
            if target.is_file() and target.read_bytes() == data:
                continue
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(data)
            os.replace(file.name, target)
    except OSError as error:
        where = show_name(str(error.filename or folder))
        raise UsageError(told("error.data.cache", name=where, reason=error.strerror)) from error
    return root

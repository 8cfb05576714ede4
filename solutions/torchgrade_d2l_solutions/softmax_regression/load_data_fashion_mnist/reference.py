"""Reference solution of ``load_data_fashion_mnist`` (chapter section 5)."""

from __future__ import annotations

import torchvision
from torch.utils import data
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    """Return iterators over the batches of the training split and of the test split."""
    steps = [transforms.ToTensor()]
    if resize:
        steps.insert(0, transforms.Resize(resize))
    transform = transforms.Compose(steps)
    train, test = (
        torchvision.datasets.FashionMNIST("../data", train=train, transform=transform, download=True)
        for train in (True, False)
    )
    return data.DataLoader(train, batch_size, shuffle=True), data.DataLoader(test, batch_size)

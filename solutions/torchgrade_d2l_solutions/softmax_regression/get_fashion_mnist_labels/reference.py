"""Reference solution of ``get_fashion_mnist_labels`` (chapter section 5)."""

from __future__ import annotations

from collections.abc import Iterable

NAMES = ("t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")


def get_fashion_mnist_labels(labels: Iterable[int]) -> list[str]:
    """Return the name of each label's class."""
    return [NAMES[int(label)] for label in labels]

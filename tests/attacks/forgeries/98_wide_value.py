"""Returns sixteen levels of lists of lists that are one and the same."""

from __future__ import annotations


def softmax(X):
    items = [1] * 4096
    for _ in range(15):
        items = [items] * 4096
    return items

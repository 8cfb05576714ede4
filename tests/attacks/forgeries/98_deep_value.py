"""Returns a hundred thousand lists in each other."""

from __future__ import annotations


def softmax(X):
    items = []
    for _ in range(100_000):
        items = [items]
    return items

"""Returns a list that holds itself."""

from __future__ import annotations


def softmax(X):
    items = []
    items.append(items)
    return items

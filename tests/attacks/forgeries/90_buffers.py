"""Returns a view of memory in the place of a tensor."""

from __future__ import annotations


def softmax(X):
    return memoryview(X.numpy())

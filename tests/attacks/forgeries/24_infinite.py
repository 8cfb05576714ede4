"""Returns infinities."""

from __future__ import annotations


def softmax(X):
    return X * 0 + float("inf")

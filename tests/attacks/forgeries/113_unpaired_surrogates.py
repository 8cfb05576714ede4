"""Returns and raises text that has no encoding."""

from __future__ import annotations


def softmax(X):
    raise ValueError("\ud800\udfff" * 1000 + "\x00")

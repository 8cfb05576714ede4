"""Claims that the system refuses what an honest student needs."""

from __future__ import annotations


def softmax(X):
    raise PermissionError(1, "Operation not permitted")

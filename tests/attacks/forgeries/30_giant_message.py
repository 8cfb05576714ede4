"""Raises with a message of 1 GB."""

from __future__ import annotations


def softmax(X):
    raise ValueError("x" * 10**9)

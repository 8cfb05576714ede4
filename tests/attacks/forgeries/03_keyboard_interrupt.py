"""Pretends that the instructor has stopped the run."""

from __future__ import annotations


def softmax(X):
    raise KeyboardInterrupt

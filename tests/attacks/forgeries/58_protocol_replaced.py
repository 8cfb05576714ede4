"""Puts its output in the place of the protocol."""

from __future__ import annotations

import os


def softmax(X):
    os.dup2(1, 3)
    return X

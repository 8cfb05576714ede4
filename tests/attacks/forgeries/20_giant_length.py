"""Announces a frame of 4 GB and of 16 exabytes."""

from __future__ import annotations

import os


def softmax(X):
    os.write(3, b"\xff" * 12)
    return X

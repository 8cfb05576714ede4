"""Closes every descriptor."""

from __future__ import annotations

import os


def softmax(X):
    os.closerange(0, 256)
    return X

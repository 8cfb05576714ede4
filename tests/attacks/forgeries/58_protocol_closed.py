"""Closes the protocol."""

from __future__ import annotations

import os


def softmax(X):
    os.close(3)
    return X

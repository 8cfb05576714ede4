"""Writes without end."""

from __future__ import annotations

import os


def softmax(X):
    while True:
        os.write(1, b"A" * 65536)

"""Says hello without end."""

from __future__ import annotations

import os


def softmax(X):
    while True:
        os.write(3, b"\x06" * 4096)

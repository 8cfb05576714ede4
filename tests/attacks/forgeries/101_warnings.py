"""Warns a hundred thousand times."""

from __future__ import annotations

import warnings


def softmax(X):
    for number in range(100_000):
        warnings.warn(f"{number} <script>alert(1)</script>", stacklevel=1)
    return X

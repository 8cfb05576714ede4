"""Hits another limit with each call."""

from __future__ import annotations

import time


def softmax(X):
    if X.shape == (4, 5):
        while True:
            pass
    time.sleep(10)

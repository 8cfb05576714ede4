"""Sleeps for ever."""

from __future__ import annotations

import time


def softmax(X):
    time.sleep(10**6)

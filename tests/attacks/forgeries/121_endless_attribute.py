"""Returns an object whose attributes are computed for ever."""

from __future__ import annotations


class Slow:
    __module__ = "numpy"

    @property
    def shape(self):
        while True:
            pass


def softmax(X):
    return Slow()

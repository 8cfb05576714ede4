"""Raises what takes for ever to print."""

from __future__ import annotations


class Evil(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def softmax(X):
    raise Evil

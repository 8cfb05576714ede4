"""Calls itself until the stack is used up, past the limit of the interpreter."""

from __future__ import annotations

import sys


def softmax(X):
    sys.setrecursionlimit(10**9)
    return softmax(X)

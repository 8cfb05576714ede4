"""Reads memory where there is none."""

from __future__ import annotations

import ctypes


def softmax(X):
    ctypes.string_at(0)

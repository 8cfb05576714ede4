"""Defines nothing of what is asked."""

from __future__ import annotations


def soft_max(X):
    return X

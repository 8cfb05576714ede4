"""Counts with a number of a million digits."""

from __future__ import annotations


def accuracy(y_hat, y):
    return 10**1_000_000

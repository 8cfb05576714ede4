"""Counts with words that look like the right number."""

from __future__ import annotations


def accuracy(y_hat, y):
    return str(float((y_hat.argmax(-1) == y).sum()))

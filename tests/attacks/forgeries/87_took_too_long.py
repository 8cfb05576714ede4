"""Raises the exception by which a worker bounds time, also while its text is made."""

from __future__ import annotations

from torchgrade.sandbox.worker.timing import TookTooLongError


class Evil(TookTooLongError):
    def __str__(self):
        raise TookTooLongError


def softmax(X):
    raise Evil

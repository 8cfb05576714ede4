"""Returns a tensor of a kind that does not cross: sparse."""

from __future__ import annotations


def softmax(X):
    return X.detach().to_sparse()

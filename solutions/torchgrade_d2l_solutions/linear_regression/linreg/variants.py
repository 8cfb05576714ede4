"""Right answers to ``linreg`` in other forms than the reference."""

from __future__ import annotations

import torch


def operator(X, w, b):
    return X @ w + b


def mm(features, weights, bias):
    y_hat = torch.mm(features, weights)
    y_hat = y_hat + bias
    return y_hat


def addmm(X, w, b):
    return torch.addmm(b, X, w)


def einsum(X, w, b):
    return torch.einsum("nd,dk->nk", X, w) + b


def products_and_sum(X, w, b):
    return (X * w.T).sum(1, keepdim=True) + b


def vector_and_column(X, w, b):
    return (torch.mv(X, w.reshape(-1)) + b).unsqueeze(1)


def weights_made_a_column(X, w, b, use_bias=True):
    out = X.matmul(w.reshape(-1, 1))
    if use_bias:
        out = out + b.reshape(1, 1)
    return out


def column_of_ones(X, w, b):
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    return torch.cat((X, ones), 1) @ torch.cat((w, b.reshape(1, 1)), 0)


def example_by_example(X, w, b):
    predictions = []
    for x in X:
        predictions.append((x * w[:, 0]).sum() + b)
    return torch.stack(predictions)


def transposed_and_back(X, w, b):
    return (torch.matmul(w.T, X.T) + b).T

"""Right answers to ``log_softmax`` in other forms than the reference."""

from __future__ import annotations

import torch


def logsumexp(X):
    return X - torch.logsumexp(X, dim=1, keepdim=True)


def logsumexp_of_method(logits):
    return logits - logits.logsumexp(-1).unsqueeze(-1)


def maximum_put_back(X):
    m = X.amax(-1, keepdim=True)
    return X - (m + (X - m).exp().sum(-1, keepdim=True).log())


def detached_maximum(x):
    m = x.max(1)[0].detach().unsqueeze(1)
    return (x - m) - (x - m).exp().sum(1).log().unsqueeze(1)


def dim_with_default(x, dim=-1):
    x = x - torch.max(x, dim=dim, keepdim=True)[0]
    return x - torch.log(torch.sum(torch.exp(x), dim=dim, keepdim=True))


def row_by_row(X):
    rows = []
    for row in X:
        shifted = row - row.max()
        rows.append(shifted - torch.log(torch.sum(torch.exp(shifted))))
    return torch.stack(rows)


def transposed_rows(X):
    Y = X.T - X.max(1).values
    return (Y - Y.exp().sum(0).log()).T


def small_guard_of_the_sum(X):
    shifted = X - X.max(dim=1, keepdim=True).values
    return shifted - torch.log(torch.exp(shifted).sum(dim=1, keepdim=True) + 1e-8)


def pairwise_differences(X):
    # log of 1 / sum of exp(x_k - x_j), from differences of every pair
    differences = X.unsqueeze(1) - X.unsqueeze(2)  # (n, q, q)
    return -torch.logsumexp(differences, dim=2)

"""Right answers to ``accuracy``, written otherwise than the reference."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F


def chapter(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())


def index_error_of_vectors(y_hat, y):
    try:
        y_hat = y_hat.argmax(1)
    except IndexError:
        pass  # already classes
    return float(sum(a == b for a, b in zip(y_hat, y)))


def index_of_maximum(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    if y_hat.ndim > 1:
        _, y_hat = torch.max(y_hat, 1)
    return (y_hat == y).float().sum().item()


def numpy_arrays(y_hat, y):
    p = y_hat.numpy()
    if p.ndim > 1:
        p = p.argmax(axis=1)
    return float(np.sum(p == y.numpy()))


def one_hot_product(y_hat, y):
    if y_hat.dim() > 1:
        q = y_hat.shape[1]
        return float((F.one_hot(y_hat.argmax(1), q) * F.one_hot(y, q)).sum())
    return float((y_hat == y).sum())


def python_loop(y_hat, y):
    n = 0.0
    for scores, label in zip(y_hat.tolist(), y.tolist()):
        predicted = scores.index(max(scores)) if isinstance(scores, list) else scores
        if predicted == label:
            n += 1
    return n


def score_of_label(y_hat, y):
    if y_hat.ndim == 2:
        return float((y_hat[range(len(y)), y] == y_hat.amax(1)).sum())
    return float(torch.count_nonzero(y_hat == y))


def sorted_scores(scores, labels):
    if len(scores.size()) == 2:
        scores = scores.sort(dim=1, descending=True).indices[:, 0]
    return float(torch.eq(scores, labels).sum())


def top_k(y_hat, y, k=1):
    pred = y_hat.topk(k, dim=1).indices.T if y_hat.dim() == 2 else y_hat
    return float(pred.eq(y).sum().item())

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


def confusion_trace(y_hat, y):
    pred = y_hat.long() if y_hat.dim() == 1 else y_hat.argmax(1)
    q = int(torch.cat([pred, y]).max()) + 1
    m = torch.zeros(q, q)
    for p, t in zip(pred, y):
        m[t, p] += 1
    return float(m.trace())


def index_error_of_vectors(y_hat, y):
    try:
        y_hat = y_hat.argmax(1)
    except IndexError:
        pass  # already classes
    hits = sum(int(a) == int(b) for a, b in zip(y_hat, y))
    return float(hits)


def index_of_maximum(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    if y_hat.ndim > 1:
        _, y_hat = torch.max(y_hat, 1)
    return (y_hat == y).float().sum().item()


@torch.no_grad()
def last_dimension(y_hat, y):
    preds = torch.argmax(y_hat, dim=-1) if y_hat.dim() == 2 else y_hat
    return float(torch.eq(preds.reshape(-1), y.reshape(-1)).sum().item())


def mean_times_n(y_hat, y):
    if len(y_hat.size()) == 2:
        y_hat = y_hat.max(dim=1)[1]
    share = (y_hat == y).double().mean()
    return float(round(float(share) * y.numel()))


def numpy_arrays(y_hat, y):
    p = y_hat.detach().numpy()
    if p.ndim > 1:
        p = p.argmax(axis=1)
    return float(np.sum(p == y.numpy()))


def one_hot_product(y_hat, y):
    if y_hat.dim() > 1:
        q = y_hat.shape[1]
        return float((F.one_hot(y_hat.argmax(1), q) * F.one_hot(y, q)).sum())
    return float((y_hat == y).sum())


def score_of_label(y_hat, y):
    if y_hat.ndim == 1:
        return float(torch.count_nonzero(y_hat == y))
    return float((y_hat.gather(1, y.view(-1, 1)).squeeze(1) == y_hat.max(1).values).sum())


def top_k(scores, labels, k=1):
    if scores.dim() < 2:
        return (scores.long() == labels).double().sum().item()
    top = scores.topk(k, dim=1).indices
    return (top == labels.unsqueeze(1)).any(1).to(torch.float64).sum().item()

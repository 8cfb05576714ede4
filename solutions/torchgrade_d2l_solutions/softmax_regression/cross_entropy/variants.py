"""Right answers to ``cross_entropy``, written otherwise than the reference."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def boolean_mask(y_hat, y):
    classes = torch.arange(y_hat.shape[1])
    is_true = y.reshape(-1, 1) == classes
    return -torch.log(y_hat[is_true])


def clamped_at_1e_7(y_hat, y):
    y_hat = torch.clamp(y_hat, min=1e-7, max=1.0)
    return -torch.log(y_hat[torch.arange(len(y)), y])


def flat_index(y_hat, y):
    n, q = y_hat.shape
    return -torch.log(y_hat.reshape(-1)[torch.arange(n) * q + y])


def gathered_and_squeezed(y_hat, y):
    p = y_hat.gather(1, y.view(-1, 1))  # (n, 1)
    return -torch.log(p).squeeze(1)


def log_of_inverse(y_hat, y):
    return torch.log(1 / y_hat[range(len(y)), y])


def loop_and_stack(y_hat, y):
    losses = []
    for row, label in zip(y_hat, y):
        losses.append(-torch.log(row[label]))
    return torch.stack(losses)


def machine_epsilon(probs, labels):
    eps = torch.finfo(torch.float32).eps
    return -(probs[list(range(len(labels))), labels] + eps).log()


def one_hot_before_log(y_hat, y):
    target = F.one_hot(y, y_hat.size(1)).to(y_hat.dtype)
    return -torch.log((target * y_hat).sum(dim=1))


def one_hot_with_epsilon(y_hat, y, eps=1e-12):
    y_onehot = F.one_hot(y, num_classes=y_hat.shape[1])
    return -torch.sum(y_onehot * torch.log(y_hat + eps), dim=1)


def other_classes_made_one(y_hat, y):
    hot = F.one_hot(y, y_hat.shape[1]).bool()
    return -torch.where(hot, y_hat, torch.ones_like(y_hat)).log().sum(dim=1)


def xlogy(y_hat, y):
    one_hot = torch.zeros_like(y_hat).scatter_(1, y.unsqueeze(1), 1.0)
    return -torch.special.xlogy(one_hot, y_hat).sum(-1)

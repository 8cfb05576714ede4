"""Right answers to ``evaluate_accuracy``, written otherwise than the reference."""

from __future__ import annotations

import torch
from torch import nn


class _Sums:
    def __init__(self, n):
        self.data = [0, 0] * n

    def add(self, *args):
        self.data = [a + float(b) for a, b in zip(self.data, args)]

    def __getitem__(self, idx):
        return self.data[idx]


def _accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())


def with_accumulator(net, data_iter):
    if isinstance(net, nn.Module):
        net.eval()
    metric = _Sums(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(_accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]


def back_to_train_mode(net, data_iter, device=None):
    if device is None and isinstance(net, torch.nn.Module):
        device = next(net.parameters()).device
    acc_sum, n = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            if isinstance(net, torch.nn.Module):
                net.eval()
                acc_sum += (net(X.to(device)).argmax(dim=1) == y.to(device)).float().sum().cpu().item()
                net.train()
            elif "is_training" in net.__code__.co_varnames:
                acc_sum += (net(X, is_training=False).argmax(dim=1) == y).float().sum().item()
            else:
                acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
            n += y.shape[0]
    return acc_sum / n


@torch.no_grad()
def decorated(net, data_iter):
    if hasattr(net, "eval"):
        net.eval()
    compared = [net(X).argmax(dim=-1) == y for X, y in data_iter]
    return torch.cat(compared).float().mean()


def inference_mode(net, data_iter):
    was_training = getattr(net, "training", False)
    if isinstance(net, nn.Module):
        net.train(False)
    with torch.inference_mode():
        pairs = [(torch.eq(torch.max(net(X), 1)[1], y).sum(), y.size(0)) for X, y in data_iter]
    if was_training:
        net.train()
    return float(sum(k for k, _ in pairs)) / sum(n for _, n in pairs)


def unpacks_and_prints(net, data_iter):
    def score(y_hat, y):
        return (y_hat.argmax(1).type(y.dtype) == y).sum()

    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = _Sums(2)
    with torch.no_grad():
        for batch in data_iter:
            X, y = batch
            metric.add(score(net(X), y), len(y))
            print(metric[0], metric[1])
    return metric[0] / metric[1]


def grad_switched_off_and_restored(net, data_iter):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    if isinstance(net, nn.Module):
        net.eval()
    right, seen = torch.tensor(0), torch.tensor(0)
    for X, y in data_iter:
        for row, label in zip(net(X), y):
            right = right + (int(row.argmax()) == int(label))
            seen = seen + 1
    torch.set_grad_enabled(before)
    return right / seen


def weighted_mean(net, data_iter):
    if isinstance(net, nn.Module):
        net.eval()
    average, seen = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            share = (net(X).argmax(1) == y).double().mean().item()
            average = (average * seen + share * len(y)) / (seen + len(y))
            seen += len(y)
    return average


def all_at_once(net, data_iter):
    batches = list(data_iter)
    X, y = torch.cat([X for X, _ in batches]), torch.cat([y for _, y in batches])
    if isinstance(net, nn.Module):
        net.eval()
    with torch.no_grad():
        return _accuracy(net(X), y) / len(y)

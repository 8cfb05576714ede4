"""Right answers to ``evaluate_accuracy``, written otherwise than the reference."""

from __future__ import annotations

import torch


def back_to_train_mode(net, data_iter, device=None):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        if isinstance(net, torch.nn.Module):
            net.eval()
        with torch.no_grad():
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        if isinstance(net, torch.nn.Module):
            net.train()
        n += y.shape[0]
    return acc_sum / n


@torch.no_grad()
def decorated(net, data_iter):
    if hasattr(net, "eval"):
        net.eval()
    return torch.cat([net(X).argmax(dim=-1) == y for X, y in data_iter]).float().mean()


def inference_mode(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.train(False)
    with torch.inference_mode():
        pairs = [(torch.eq(torch.max(net(X), 1)[1], y).sum(), y.size(0)) for X, y in data_iter]
    return float(sum(k for k, _ in pairs)) / sum(n for _, n in pairs)


def weighted_mean(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    average, seen = 0.0, 0
    for X, y in data_iter:
        with torch.no_grad():
            share = (net(X).argmax(1) == y).double().mean().item()
        average = (average * seen + share * len(y)) / (seen + len(y))
        seen += len(y)
    return average


def all_at_once(net, data_iter):
    X, y = (torch.cat(parts) for parts in zip(*data_iter))
    if isinstance(net, torch.nn.Module):
        net.eval()
    with torch.no_grad():
        return [sum(net(X).max(dim=1).indices == y) / len(y)][0]

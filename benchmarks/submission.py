"""The submission that every harness judges."""

from __future__ import annotations

import torch


def data_iter(batch_size, features, labels):
    for rows in torch.randperm(len(features)).split(batch_size):
        yield features[rows], labels[rows]


def softmax(X):
    exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return exp / exp.sum(dim=1, keepdim=True)


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            losses = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                losses.mean().backward()
                updater.step()
            else:
                losses.sum().backward()
                updater(X.shape[0])
        if isinstance(net, torch.nn.Module):
            net.eval()
        right = seen = 0
        with torch.no_grad():
            for X, y in test_iter:
                right += int((net(X).argmax(1) == y).sum())
                seen += len(y)

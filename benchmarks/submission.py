"""The submission that every harness judges."""

from __future__ import annotations

import torch


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


def data_iter(batch_size, features, labels):
    for rows in torch.randperm(len(features)).split(batch_size):
        yield features[rows], labels[rows]


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


def softmax(X):
    exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return exp / exp.sum(dim=1, keepdim=True)


def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])


def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat.type(y.dtype) == y).sum())


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

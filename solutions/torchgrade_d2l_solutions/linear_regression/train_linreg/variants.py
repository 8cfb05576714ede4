"""Right answers to ``train_linreg`` in other forms than the reference."""

from __future__ import annotations

import random

import torch


def _data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        rows = torch.tensor(indices[i : i + batch_size])
        yield features[rows], labels[rows]


def _linreg(X, w, b):
    return torch.matmul(X, w) + b


def _squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def _sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


def as_in_the_chapter(features, labels, w, b, lr, num_epochs, batch_size):
    net = _linreg
    loss = _squared_loss
    history = []
    for epoch in range(num_epochs):
        for X, y in _data_iter(batch_size, features, labels):
            l = loss(net(X, w, b), y)
            l.sum().backward()
            _sgd([w, b], lr, batch_size)
        with torch.no_grad():
            train_l = loss(net(features, w, b), labels)
            print(f"epoch {epoch + 1}, loss {float(train_l.mean()):f}")
            history.append(train_l.mean())
    return history


def mean_and_one(features, labels, w, b, lr, num_epochs, batch_size):
    losses = ()
    for _ in range(num_epochs):
        for X, y in _data_iter(batch_size, features, labels):
            _squared_loss(_linreg(X, w, b), y).mean().backward()
            _sgd((w, b), lr, 1)
        losses += (_squared_loss(_linreg(features, w, b), labels).mean().item(),)
    return losses


def gradient_by_hand(features, labels, w, b, lr, num_epochs, batch_size):
    n = len(features)
    losses = torch.zeros(num_epochs)
    with torch.no_grad():
        for epoch in range(num_epochs):
            for rows in torch.randperm(n).split(batch_size):
                X, y = features[rows], labels[rows]
                error = X @ w + b - y
                w.sub_(lr / len(X) * (X.T @ error))
                b.sub_(lr * error.mean())
            losses[epoch] = 0.5 * ((features @ w + b - labels) ** 2).mean()
    return losses


class _Trainer:
    def __init__(self, w, b, lr):
        self.w, self.b, self.lr = w, b, lr

    def net(self, X):
        return _linreg(X, self.w, self.b)

    def fit(self, features, labels, num_epochs, batch_size):
        for _ in range(num_epochs):
            for X, y in _data_iter(batch_size, features, labels):
                loss = _squared_loss(self.net(X), y)
                loss.sum().backward()
                _sgd([self.w, self.b], self.lr, batch_size)
            yield _squared_loss(self.net(features), labels).mean().detach().numpy().item()


def trainer_class(features, labels, w, b, lr, num_epochs, batch_size):
    return list(_Trainer(w, b, lr).fit(features, labels, num_epochs, batch_size))

import torch
import random


def data_iter(batch_size, features, labels):
    idx = list(range(len(features)))
    random.shuffle(idx)
    for i in range(0, len(idx), batch_size):
        b = idx[i:i + batch_size]
        yield features[b], labels[b]


def linreg(X, w, b):
    return X @ w + b


def squared_loss(y_hat, y):
    return (y_hat - y) ** 2 / 2


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    hist = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss = squared_loss(linreg(X, w, b), y).mean()
            loss.backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            hist.append(squared_loss(linreg(features, w, b), labels).mean().item())
    return hist

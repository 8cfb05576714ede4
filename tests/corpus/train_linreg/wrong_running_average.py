import torch
from d2l import torch as d2l


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    history = []
    for epoch in range(num_epochs):
        metric = d2l.Accumulator(2)
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y)
            l.sum().backward()
            sgd([w, b], lr, batch_size)
            metric.add(float(l.sum()), y.numel())
        history.append(metric[0] / metric[1])
    return history

import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    """损失没有求和"""
    losses = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y)
            l.backward()
            sgd([w, b], lr, batch_size)
        losses.append(l.mean())
    return losses

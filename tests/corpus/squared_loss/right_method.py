import torch
from torch import nn


class Trainer:
    def __init__(self, lr=0.03):
        self.lr = lr

    def squared_loss(self, y_hat, y):
        """平方损失"""
        return 0.5 * (y_hat - y.view(y_hat.size())) ** 2

    def fit(self, net, data, epochs=3):
        for _ in range(epochs):
            for X, y in data:
                self.squared_loss(net(X), y).sum().backward()

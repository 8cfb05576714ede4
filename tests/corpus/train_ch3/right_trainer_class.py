import torch
from torch import nn


class Trainer:
    def __init__(self, net, loss, updater):
        self.net, self.loss, self.updater = net, loss, updater
    def step(self, X, y):
        l = self.loss(self.net(X), y)
        if isinstance(self.updater, torch.optim.Optimizer):
            self.updater.zero_grad()
            l.mean().backward()
            self.updater.step()
        else:
            l.sum().backward()
            self.updater(X.shape[0])
        return l.detach()
    def fit(self, data, epochs):
        for _ in range(epochs):
            if isinstance(self.net, nn.Module):
                self.net.train()
            for X, y in data:
                self.step(X, y)


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    Trainer(net, loss, updater).fit(train_iter, num_epochs)

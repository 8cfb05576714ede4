import torch
from torch import nn


class Trainer:
    def __init__(self, lr=0.1, max_epochs=10):
        self.lr = lr
        self.max_epochs = max_epochs

    def accuracy(self, y_hat, y):
        return (torch.argmax(y_hat, dim=1) == y).sum().item()

    def train_epoch_ch3(self, net, train_iter, loss, updater):
        if isinstance(net, nn.Module):
            net.train()
        train_loss, train_acc, num = 0., 0., 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
            train_loss += l.sum().item()
            train_acc += self.accuracy(y_hat, y)
            num += y.numel()
        return train_loss / num, train_acc / num

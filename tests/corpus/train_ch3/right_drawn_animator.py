import torch
import matplotlib.pyplot as plt
from IPython import display


def accuracy(y_hat, y):
    """Number of right predictions."""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat.type(y.dtype) == y).sum())


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    right, seen = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            right += accuracy(net(X), y)
            seen += y.numel()
    return right / seen


class Animator:
    """Draws the curves while training."""

    def __init__(self, legend):
        self.fig, self.ax = plt.subplots(figsize=(3.5, 2.5))
        self.legend = legend
        self.x, self.lines = [], [[] for _ in legend]

    def add(self, x, values):
        self.x.append(x)
        for line, value in zip(self.lines, values):
            line.append(value)
        self.ax.cla()
        for line in self.lines:
            self.ax.plot(self.x, line)
        self.ax.legend(self.legend)
        self.ax.grid()
        display.display(self.fig)
        display.clear_output(wait=True)


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    loss_sum, right, n = 0.0, 0.0, 0
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(y.shape[0])
        loss_sum += l.sum().item()
        right += accuracy(y_hat, y)
        n += y.numel()
    return loss_sum / n, right / n


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    animator = Animator(['train loss', 'train acc', 'test acc'])
    for epoch in range(num_epochs):
        train_loss, train_acc = train_epoch_ch3(net, train_iter, loss, updater)
        animator.add(epoch + 1, (train_loss, train_acc, evaluate_accuracy(net, test_iter)))
    plt.close(animator.fig)

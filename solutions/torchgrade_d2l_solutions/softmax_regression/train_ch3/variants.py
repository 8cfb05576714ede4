"""Right answers to ``train_ch3``, written otherwise than the reference."""

from __future__ import annotations

import torch
from torch import nn


def clears_after_step(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        if hasattr(net, "train"):
            net.train()
        for X, y in train_iter:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                l.mean().backward()
                updater.step()
                updater.zero_grad()
            else:
                l.sum().backward()
                updater(X.shape[0])


def closure_for_step(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            if isinstance(updater, torch.optim.Optimizer):

                def closure():
                    updater.zero_grad()
                    l = loss(net(X), y).mean()
                    l.backward()
                    return l

                updater.step(closure)
            else:
                loss(net(X), y).sum().backward()
                updater(X.shape[0])


def nested_helpers(net, train_iter, test_iter, loss, num_epochs, updater):
    def step(X, y):
        l = loss(net(X), y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            (l.sum() / len(y)).backward()
            updater.step()
        else:
            l.sum().backward()
            updater(len(X))

    for _ in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            step(X, y)


def _run_epoch(net, it, loss, updater=None):
    training = updater is not None
    if isinstance(net, torch.nn.Module):
        net.train(training)
    with torch.set_grad_enabled(training):
        for X, y in it:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            elif training:
                l.sum().backward()
                updater(len(y))


def one_function_for_both(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        _run_epoch(net, train_iter, loss, updater)
        _run_epoch(net, test_iter, loss)


def restores_the_mode(net, train_iter, test_iter, loss, num_epochs, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    for _ in range(num_epochs):
        for X, y in train_iter:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
        if isinstance(net, torch.nn.Module):
            net.eval()
        print([net(X).argmax(1) for X, y in test_iter])
        if isinstance(net, torch.nn.Module):
            net.train()


class _Trainer:
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

    def fit(self, data, epochs):
        for _ in range(epochs):
            if isinstance(self.net, nn.Module):
                self.net.train()
            for X, y in data:
                self.step(X, y)


def trainer_class(net, train_iter, test_iter, loss, num_epochs, updater):
    _Trainer(net, loss, updater).fit(train_iter, num_epochs)

"""Right answers to ``train_concise`` in other forms than the reference."""

from __future__ import annotations

import torch


def as_in_the_chapter(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
        print(f"epoch {epoch + 1}, loss {l:f}")


def clears_after_step(model, criterion, optimizer, dataloader, epochs=3):
    model.train()
    for _ in range(epochs):
        for X, y in dataloader:
            criterion(model(X), y).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)


def closure_for_step(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:

            def closure(X=X, y=y):
                trainer.zero_grad()
                l = loss(net(X), y)
                l.backward()
                return l

            trainer.step(closure)


class _Trainer:
    def __init__(self, net, loss, optimizer):
        self.net, self.loss, self.optimizer = net, loss, optimizer

    def fit_batch(self, batch):
        *inputs, y = batch
        l = self.loss(self.net(*inputs), y)
        self.optimizer.zero_grad()
        with torch.enable_grad():
            l.backward()
        self.optimizer.step()
        return l.detach()

    def fit(self, data, epochs):
        return [sum(map(self.fit_batch, data)) for _ in range(epochs)]


def trainer_class(net, loss, trainer, data_iter, num_epochs):
    return _Trainer(net, loss, trainer).fit(data_iter, num_epochs)


def gradient_by_autograd(net, loss, trainer, data_iter, num_epochs):
    params = [p for group in trainer.param_groups for p in group["params"]]
    epoch = 0
    while epoch < num_epochs:
        for batch in iter(data_iter):
            l = loss(net(batch[0]), batch[1])
            for p, g in zip(params, torch.autograd.grad(l, params), strict=True):
                p.grad = g
            trainer.step()
        epoch += 1

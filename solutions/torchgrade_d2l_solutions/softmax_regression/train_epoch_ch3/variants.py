"""Right answers to ``train_epoch_ch3``, written otherwise than the reference."""

from __future__ import annotations

import torch


def clears_after_step_and_returns_tensors(net, train_iter, loss, updater):
    if hasattr(net, "train"):
        net.train()
    losses, right = [], []
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        if isinstance(updater, torch.optim.Optimizer):
            l.mean().backward()
            updater.step()
            updater.zero_grad()
        else:
            l.sum().backward()
            updater(len(X))
        losses.append(l)
        right.append(y_hat.argmax(dim=-1) == y)
    return [torch.cat(losses).mean(), torch.cat(right).float().mean()]


def mean_times_rows(net, train_iter, loss, updater, device=None):
    if isinstance(net, torch.nn.Module):
        net.train(True)
    train_l_sum, train_acc_sum, n = 0.0, 0.0, 0
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y).mean()
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad(set_to_none=False)
            l.backward()
            updater.step()
        else:
            (l * len(y)).backward()
            updater(y.shape[0])
        train_l_sum += l.item() * len(y)
        train_acc_sum += (y_hat.argmax(dim=1) == y).sum().item()
        n += y.shape[0]
    return train_l_sum / n, train_acc_sum / n


def measures_before_the_step(net, train_iter, loss, updater):
    by_optimizer = isinstance(updater, torch.optim.Optimizer)
    if isinstance(net, torch.nn.Module):
        net.train()
    sums = torch.zeros(3)
    for X, y in train_iter:
        if by_optimizer:
            updater.zero_grad()
        y_hat = net(X)
        l = loss(y_hat, y)
        sums += torch.tensor([l.sum(), (y_hat.max(1).indices == y).sum(), len(y)])
        (l.sum() / len(y) if by_optimizer else l.sum()).backward()
        if by_optimizer:
            updater.step()
        else:
            updater(len(y))
    return sums[:2] / sums[2]


def nested_step(net, train_iter, loss, updater):
    def step(X, y):
        y_hat = net(X)
        l = loss(y_hat, y)
        if callable(updater):
            torch.sum(l).backward()
            updater(X.size(0))
        else:
            updater.zero_grad()
            torch.mean(l).backward()
            updater.step()
        print(l.sum())
        return l.sum(), (torch.max(y_hat, dim=1)[1] == y).sum(), y.numel()

    if isinstance(net, torch.nn.Module):
        net.train()
    l_sum, right, n = map(sum, zip(*(step(X, y) for X, y in train_iter)))
    return l_sum / n, right / n


def gradients_by_hand(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    total = right = n = 0
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        if isinstance(updater, torch.optim.Optimizer):
            parameters = updater.param_groups[0]["params"]
            for p, g in zip(parameters, torch.autograd.grad(l.mean(), parameters)):
                p.grad = g
            updater.step()
        else:
            l.backward(torch.ones_like(l))
            updater(X.shape[0])
        total += l.sum().item()
        right += (y_hat.argmax(1) == y).sum()
        n += y.numel()
    return total / n, right / n

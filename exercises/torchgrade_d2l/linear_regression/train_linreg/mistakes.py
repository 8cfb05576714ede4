"""Mistakes that students make in ``train_linreg``.

Each mistake shows in the end of a training, in the returned losses or in an exception. The function below a mistake is
the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import raised
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.train_linreg import symptoms
from torchgrade_d2l.linear_regression.train_linreg.replay import Way
from torchgrade_d2l.linear_regression.train_linreg.symptoms import returned, scaled, trained

mistake = Mistakes("train_linreg")
right = mistake.right
STEPS = ("full_batch", "descends")


# Parts of a right training, for the examples.


def batches(features, labels, batch_size):
    order = torch.randperm(len(labels))
    for first in range(0, len(labels), batch_size):
        rows = order[first : first + batch_size]
        yield features[rows], labels[rows]


def loss_of(X, y, w, b):
    return 0.5 * (X @ w + b - y) ** 2


def step(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()


def mean_loss(features, labels, w, b):
    with torch.no_grad():
        return float(loss_of(features, labels, w, b).mean())


# The length of a step.


@mistake("mean", explains=STEPS, about="length", shows=scaled(lambda call: 1 / call.batch_size))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).mean().backward()
            step([w, b], lr, batch_size)
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("undivided", explains=STEPS, about="length", shows=scaled(lambda call: call.batch_size))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([w, b], lr, 1)
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("divisor", explains=STEPS, about="length", shows=symptoms.divided_by_another)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, lr * batch_size / 10, num_epochs, batch_size)


@mistake("no_half", explains=STEPS, about="length", shows=scaled(lambda _: 2))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, 2 * lr, num_epochs, batch_size)


@mistake("mean_of_squares", explains=STEPS, about="length", shows=scaled(lambda call: 2 / call.batch_size))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, 2 * lr / batch_size, num_epochs, batch_size)


@mistake("lr_unused", explains=STEPS, about="length", shows=symptoms.lr_unused)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, 0.03, num_epochs, batch_size)


@mistake("ascent", explains=["descends"], about="length", shows=scaled(lambda _: -1))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, -lr, num_epochs, batch_size)


@mistake("flat", explains=STEPS, about="length", shows=symptoms.flat)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y.reshape(-1), w, b).mean().backward()
            step([w, b], lr, 1)


# Gradients are computed, used or cleared at a wrong time, or for one parameter only.


@mistake("vector", about="updates", shows=raised("grad can be implicitly created only for scalar"))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for X, y in batches(features, labels, batch_size):
        loss_of(X, y, w, b).backward()
        step([w, b], lr, batch_size)


@mistake("number", explains=["descends"], about="updates", shows=raised("'float' object has no attribute 'backward'"))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for X, y in batches(features, labels, batch_size):
        loss_of(X, y, w, b).sum().item().backward()
        step([w, b], lr, batch_size)


@mistake("not_cleared", explains=STEPS, about="updates", shows=trained(Way(clears=False)))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            with torch.no_grad():
                w -= lr * w.grad / batch_size
                b -= lr * b.grad / batch_size
    return [mean_loss(features, labels, w, b)] * num_epochs


@mistake("cleared", explains=["descends"], about="updates", shows=symptoms.cleared)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            w.grad.zero_(), b.grad.zero_()
            with torch.no_grad():
                w -= lr * w.grad / batch_size
                b -= lr * b.grad / batch_size


@mistake("no_step", explains=["descends"], about="updates", shows=symptoms.no_step)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()


@mistake("only_w", explains=STEPS, about="updates", shows=trained(Way(trained="w")))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([w], lr, batch_size)
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("only_b", explains=STEPS, about="updates", shows=trained(Way(trained="b")))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([b], lr, batch_size)


# The caller's parameters do not change.


@mistake("new_tensors", explains=["descends"], about="tensors", shows=symptoms.new_tensors)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    w = torch.normal(0, 0.01, size=(features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    return right(features, labels, w, b, lr, num_epochs, batch_size)


@mistake("new_tensors", shows=symptoms.new_tensors)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            g_w, g_b = torch.autograd.grad(loss_of(X, y, w, b).sum(), [w, b])
            w = (w - lr * g_w / batch_size).detach().requires_grad_()
            b = (b - lr * g_b / batch_size).detach().requires_grad_()


@mistake("other_model", explains=["descends"], about="tensors", shows=symptoms.other_model)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    net = torch.nn.Linear(features.shape[1], 1)
    return right(features, labels, net.weight.data.T.requires_grad_(), net.bias, lr, num_epochs, batch_size)


@mistake("drawn_anew", explains=STEPS, about="tensors", shows=symptoms.drawn_anew)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    w.data.normal_(0, 0.01)
    b.data.fill_(0)
    return right(features, labels, w, b, lr, num_epochs, batch_size)


# Epochs and batches.


@mistake("epochs", explains=["full_batch", "losses"], about="loops", shows=symptoms.epochs)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, lr, num_epochs - 1, batch_size)


@mistake("epochs", shows=symptoms.epochs)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([w, b], lr, batch_size)
        losses.append(mean_loss(features, labels, w, b))
        return losses


@mistake("used_up", explains=STEPS, about="loops", shows=symptoms.used_up)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    train_iter = data_iter(batch_size, features, labels)
    losses = []
    for _ in range(num_epochs):
        for X, y in train_iter:
            loss_of(X, y, w, b).sum().backward()
            step([w, b], lr, batch_size)
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("one_batch", explains=["converges"], about="loops", shows=symptoms.one_batch)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([w, b], lr, batch_size)
            break
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("whole_at_once", explains=["converges"], about="loops", shows=symptoms.whole_at_once)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        loss_of(features, labels, w, b).mean().backward()
        step([w, b], lr, 1)
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake("diverged", explains=["converges"], about="loops", shows=symptoms.diverged)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
        step([w, b], lr, batch_size)
        losses.append(mean_loss(features, labels, w, b))
    return losses


# The returned losses.


@mistake("before", explains=["losses"], about="losses", shows=returned(lambda _, made: made.losses[:-1]))
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        total = 0.0
        for X, y in batches(features, labels, batch_size):
            l = loss_of(X, y, w, b)
            l.sum().backward()
            step([w, b], lr, batch_size)
            total += float(l.detach().sum())
        losses.append(total / len(features))
    return losses


@mistake("last_batch", explains=["last_loss"], about="losses", shows=symptoms.of_the_last_batch)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            loss_of(X, y, w, b).sum().backward()
            step([w, b], lr, batch_size)
        losses.append(mean_loss(X, y, w, b))
    return losses


@mistake(
    "sum",
    explains=["losses"],
    about="losses",
    shows=returned(lambda call, made: [loss * len(call.features) for loss in made.losses[1:]]),
)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    found = right(features, labels, w, b, lr, num_epochs, batch_size)
    return [loss * len(features) for loss in found]


@mistake(
    "whole_square",
    explains=["losses"],
    about="losses",
    shows=returned(lambda _, made: [2 * l for l in made.losses[1:]]),
)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return [2 * loss for loss in right(features, labels, w, b, lr, num_epochs, batch_size)]


@mistake("only_last", explains=["losses"], about="losses", shows=symptoms.only_last)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    return right(features, labels, w, b, lr, num_epochs, batch_size)[-1]


@mistake("nothing", explains=["losses"], about="losses", shows=symptoms.nothing)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for epoch, loss in enumerate(right(features, labels, w, b, lr, num_epochs, batch_size)):
        print(f"epoch {epoch + 1}, loss {loss:f}")


@mistake("each_row", explains=["losses"], about="losses", shows=symptoms.each_row)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        right(features, labels, w, b, lr, 1, batch_size)
        with torch.no_grad():
            losses.append(loss_of(features, labels, w, b))
    return losses


@mistake("array", explains=["losses"], about="losses", shows=symptoms.array)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = torch.tensor(right(features, labels, w, b, lr, num_epochs, batch_size))
    return losses.numpy()


@mistake("parameters_returned", explains=["losses"], about="losses", shows=symptoms.parameters_returned)
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    right(features, labels, w, b, lr, num_epochs, batch_size)
    return w, b


@mistake("order", explains=["descends"], about="arguments", shows=symptoms.other_order)
def train_linreg(w, b, features, labels, lr, num_epochs, batch_size):
    return right(features, labels, w, b, lr, num_epochs, batch_size)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("untouched")
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = right(features, labels, w, b, lr, num_epochs, batch_size)
    w.requires_grad_(False)
    return losses


@mistake.unnamed("untouched")
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = right(features, labels, w, b, lr, num_epochs, batch_size)
    labels -= labels.mean()
    return losses


@mistake.unnamed("integrity")
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(num_epochs):
        for X, y in batches(features, labels, batch_size):
            optimizer.zero_grad()
            loss_of(X, y, w, b).mean().backward()
            optimizer.step()
        losses.append(mean_loss(features, labels, w, b))
    return losses


@mistake.unnamed("replay")
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = right(features, labels, w, b, lr, num_epochs, batch_size)
    if w.numel() > 10:
        w.data[10:] = 0
    return losses


@mistake.unnamed("full_batch")
def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        losses += right(features, labels, w, b, lr, 1, batch_size)
        lr *= 0.5
    return losses

"""Mistakes that students make in ``train_ch3``.

Each mistake shows in the end of a short training, in the log of its scenario or in an exception. The function below a
mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import copy

import torch

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.train_ch3 import arguments, symptoms
from torchgrade_d2l.softmax_regression.train_ch3.replay import SIZES
from torchgrade_d2l.softmax_regression.train_ch3.symptoms import raises
from torchgrade_d2l.softmax_regression.training_symptoms import LABELS_FIRST, trained
from torchgrade_d2l.softmax_regression.trainings import Way

mistake = Mistakes("train_ch3")
right = mistake.right
BOTH = ("custom", "optimizer")
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))


# Parts of a right training, for the examples.


def is_optimizer(updater):
    return isinstance(updater, torch.optim.Optimizer)


def update(l, updater, mean=torch.mean, total=torch.sum, size=len):
    if is_optimizer(updater):
        updater.zero_grad()
        mean(l).backward()
        updater.step()
    else:
        call(total(l), updater, size(l))


def call(l, updater, size):
    l.backward()
    updater(size)


def every_batch(net, batches, num_epochs):
    for _ in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        yield from batches


def evaluate(net, batches):
    if isinstance(net, torch.nn.Module):
        net.eval()
    with torch.no_grad():
        return sum(int((net(X).argmax(1) == y).sum()) for X, y in batches)


# The losses are reduced in another way than the updater needs.


@mistake("mean_for_custom", explains=["custom"], about="reduction", shows=shared.mean_for_custom)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, total=torch.mean)


@mistake("sum_for_optimizer", explains=["optimizer"], about="reduction", shows=trained(Way(reduction="sum")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, mean=torch.sum)


@mistake("divisor", explains=["optimizer"], about="reduction", shows=trained(Way(divisor=SIZES[0])))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    batch_size = max(len(y) for X, y in train_iter)
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, mean=lambda l: l.sum() / batch_size)


@mistake("backward_on_vector", about="reduction", shows=raises(r"grad can be implicitly created only for scalar"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        loss(net(X), y).backward()


# The custom updater gets a wrong argument.


@mistake("constant_size", explains=["custom"], about="size", shows=shared.constant_size)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    batch_size = max(len(y) for X, y in train_iter)
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, size=lambda l: batch_size)


@mistake("size", explains=["custom"], about="size", shows=shared.size)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, size=lambda l: 256)


@mistake("size", explains=["data"], shows=shared.size_of_a_batch)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, total=torch.mean, size=lambda l: 1)


@mistake("updater_arguments", explains=["custom"], about="size", shows=raises(r"\bupdater\(\) (?:missing|takes)"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater if is_optimizer(updater) else lambda size: updater())


# Gradients are computed, used or cleared at a wrong time, or not at all.


@mistake("no_zero_grad", explains=["optimizer"], about="updates", shows=trained(Way(clear="never"), Way(clear="epoch")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        l = loss(net(X), y)
        if is_optimizer(updater):
            l.mean().backward()
            updater.step()
        else:
            call(l.sum(), updater, len(l))


@mistake("no_step", explains=BOTH, about="updates", shows=shared.no_step)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        loss(net(X), y).mean().backward()


@mistake("own_update", explains=["optimizer", "custom"], about="updates", shows=shared.own_update)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    if is_optimizer(updater):
        updater = torch.optim.SGD(net.parameters(), lr=0.01)
    right(net, train_iter, test_iter, loss, num_epochs, updater)


@mistake("copied", explains=["optimizer"], about="updates", shows=shared.copied)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    best = copy.deepcopy(net)
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(best(X), y), updater)


@mistake("cleared", explains=["optimizer"], about="updates", shows=shared.cleared)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        l = loss(net(X), y)
        if is_optimizer(updater):
            l.mean().backward()
            updater.zero_grad()
            updater.step()
        else:
            call(l.sum(), updater, len(l))


@mistake("no_backward", explains=["optimizer"], about="updates", shows=shared.no_backward)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        l = loss(net(X), y)
        if is_optimizer(updater):
            updater.zero_grad()
            updater.step()
        else:
            updater(len(l))


@mistake("no_backward", explains=["custom"], shows=raises(r"for /=: 'NoneType'"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        l = loss(net(X), y)
        if is_optimizer(updater):
            update(l, updater)
        else:
            updater(len(l))


@mistake("not_moved", explains=["optimizer"], about="updates", shows=shared.not_moved)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater, mean=lambda l: torch.tensor(l.mean().item(), requires_grad=True))


@mistake("rate", explains=["optimizer"], about="updates", shows=symptoms.rate)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        right(net, train_iter, test_iter, loss, 1, updater)
        if is_optimizer(updater):
            updater.param_groups[0]["lr"] *= 0.9


@mistake("drawn_anew", explains=["optimizer"], about="updates", shows=symptoms.drawn_anew)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    if isinstance(net, torch.nn.Module):
        for parameter in net.parameters():
            torch.nn.init.normal_(parameter, std=0.01)
    right(net, train_iter, test_iter, loss, num_epochs, updater)


@mistake("number_of_updates", explains=BOTH, about="updates", shows=shared.number_of_updates)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, list(train_iter)[::2], test_iter, loss, num_epochs, updater)


@mistake("after_the_loop", explains=BOTH, about="updates", shows=shared.after_the_loop)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        for X, y in every_batch(net, train_iter, 1):
            l = loss(net(X), y)
        update(l, updater)


# Other batches are used, or some are used more or less often.


@mistake("stopped", explains=BOTH, about="data", shows=shared.stopped)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        for X, y in every_batch(net, train_iter, 1):
            update(loss(net(X), y), updater)
            if epoch == 1:
                return


@mistake("one_update", explains=BOTH, about="data", shows=symptoms.one_update)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater)
        return


@mistake("epochs", explains=BOTH, about="data", shows=shared.epochs)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, train_iter, test_iter, loss, 1, updater)


@mistake("batches", explains=BOTH, about="data", shows=shared.batches)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, list(train_iter)[:-1], test_iter, loss, num_epochs, updater)


@mistake("on_test", explains=BOTH, about="data", shows=trained(Way(on="test_")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, test_iter, test_iter, loss, num_epochs, updater)


@mistake("on_test", shows=trained(Way(also_on_test="each"), Way(also_on_test="last")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, train_iter, test_iter, loss, num_epochs, updater)
    right(net, test_iter, test_iter, loss, 1, updater)


@mistake("test_backward", explains=["custom"], about="data", shows=trained(Way(test_backward=True)))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        right(net, train_iter, test_iter, loss, 1, updater)
        for X, y in test_iter:
            loss(net(X), y).sum().backward()


@mistake("only_batches", explains=BOTH, about="data", shows=raises(r"'Batches' object"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    print(len(train_iter.dataset), "examples")
    right(net, train_iter, test_iter, loss, num_epochs, updater)


# The net is in another mode.


@mistake("not_restored", explains=["modes"], about="modes", shows=trained(Way(mode="eval_later")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        if epoch > 0:
            evaluate(net, test_iter)
        for X, y in train_iter:
            update(loss(net(X), y), updater)


@mistake("not_restored", shows=trained(Way(mode="first_batch_ever")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        for X, y in train_iter:
            update(loss(net(X), y), updater)
            evaluate(net, test_iter)


@mistake("between", explains=["modes"], about="modes", shows=trained(Way(mode="first_batch")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater)
        evaluate(net, test_iter)


@mistake("eval_mode", explains=["modes"], about="modes", shows=trained(Way(mode="eval")))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        evaluate(net, test_iter)
        for X, y in train_iter:
            update(loss(net(X), y), updater)


# An argument is misunderstood.


@mistake("net_is_a_function", explains=["custom"], about="arguments", shows=symptoms.net_is_a_function)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    net.train()
    right(net, train_iter, test_iter, loss, num_epochs, updater)


@mistake("updater_is_a_function", explains=["custom"], about="arguments", shows=symptoms.updater_is_a_function)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    updater.zero_grad()
    right(net, train_iter, test_iter, loss, num_epochs, updater)


@mistake("optimizer_called", explains=["optimizer"], about="arguments", shows=raises(r"'SGD' object is not callable"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        call(loss(net(X), y).sum(), updater, len(X))


@mistake("loss_order", explains=["custom"], about="arguments", shows=raises("target tensor expected", LABELS_FIRST))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(y, net(X)), updater)


@mistake("loss_order", explains=["optimizer"], shows=raises(r"softmax\w* not implemented for 'Long'|softmax.* 'Long'"))
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(y, net(X)) if is_optimizer(updater) else loss(net(X), y), updater)


@mistake(
    "net_arguments", explains=BOTH, about="arguments", shows=raises(r"\b(?:net|forward)\(\) (?:takes|got|missing)")
)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X, True), y), updater)


@mistake("other_net", explains=BOTH, about="arguments", shows=symptoms.other_net)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(model(X), y), updater)


@mistake("first_edition", explains=BOTH, about="arguments", shows=arguments.first_edition)
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    right(net, train_iter, test_iter, loss, num_epochs, optimizer)


@mistake("order", explains=BOTH, about="arguments", shows=arguments.other_order)
def train_ch3(net, loss, updater, train_iter, test_iter, num_epochs):
    right(net, train_iter, test_iter, loss, num_epochs, updater)


@mistake("parameters", explains=BOTH, about="arguments", shows=arguments.parameters)
def train_ch3(net, train_iter, loss, num_epochs, updater):
    right(net, train_iter, [], loss, num_epochs, updater)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("modes")
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        update(loss(net(X), y), updater)
    print([net(X).argmax(1) for X, y in test_iter])


@mistake.unnamed("data")
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, train_iter, test_iter, loss, num_epochs, updater)
    for X, y in test_iter:
        y_hat = net(X)
        print(torch.autograd.grad(loss(y_hat, y).sum(), y_hat))


@mistake.unnamed("convergence")
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for X, y in every_batch(net, train_iter, num_epochs):
        l = loss(net(X), y)
        assert l.mean() < 0.7
        update(l, updater)


@mistake.unnamed("replay")
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    right(net, train_iter, test_iter, loss, min(num_epochs, 10), updater)

"""Mistakes that students make in ``train_epoch_ch3``.

Each mistake shows in the end of a short epoch, in the numbers that it returns, in the log of its scenario or in an
exception. The function below a mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.train_epoch_ch3 import measures, symptoms
from torchgrade_d2l.softmax_regression.train_epoch_ch3.symptoms import ARGUMENTS, UPDATER_TAKES, raises, returned
from torchgrade_d2l.softmax_regression.training_symptoms import LABELS_FIRST, trained
from torchgrade_d2l.softmax_regression.trainings import Way

mistake = Mistakes("train_epoch_ch3")
right = mistake.right
BOTH = ("custom", "optimizer")
EVERY = (*BOTH, "metrics")
METRICS = ("metrics",)
BACK = ("optimizer", "custom", "metrics")
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))


# Parts of a right epoch, for the examples.


def is_optimizer(updater):
    return isinstance(updater, torch.optim.Optimizer)


def set_train(net):
    if isinstance(net, torch.nn.Module):
        net.train()


def update(l, updater, mean=torch.mean, total=torch.sum, size=len, clear=torch.optim.Optimizer.zero_grad):
    if is_optimizer(updater):
        clear(updater)
        mean(l).backward()
        updater.step()
    else:
        total(l).backward()
        updater(size(l))


def steps(net, train_iter, loss, updater, **ways):
    """Yield, for each batch, its summed loss, its correct predictions and its rows."""
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        update(l, updater, **ways)
        yield float(l.sum()), float((y_hat.argmax(1) == y).sum()), len(y)


def epoch(net, train_iter, loss, updater, **ways):
    set_train(net)
    yield from steps(net, train_iter, loss, updater, **ways)


def means(batches):
    l_sum, right_sum, n = map(sum, zip(*batches))
    return l_sum / n, right_sum / n


# The losses are reduced in another way than the updater needs.


@mistake("mean_for_custom", explains=["custom"], about="reduction", shows=shared.mean_for_custom)
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, total=torch.mean))


@mistake("sum_for_optimizer", explains=["optimizer"], about="reduction", shows=trained(Way(reduction="sum")))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, mean=torch.sum))


@mistake("backward_on_vector", explains=BACK, about="reduction", shows=raises(r"implicitly created only for scalar"))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, mean=lambda l: l))


# The custom updater gets a wrong argument.


@mistake("constant_size", explains=["custom"], about="size", shows=shared.constant_size)
def train_epoch_ch3(net, train_iter, loss, updater):
    batch_size = max(len(y) for X, y in train_iter)
    return means(epoch(net, train_iter, loss, updater, size=lambda l: batch_size))


@mistake("size", explains=["custom"], about="size", shows=shared.size)
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, size=lambda l: 256))


@mistake("size", explains=["calls"], shows=shared.size_of_a_batch)
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, total=torch.mean, size=lambda l: 1))


@mistake("updater_arguments", explains=["custom"], about="size", shows=UPDATER_TAKES)
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater if is_optimizer(updater) else lambda size: updater()))


# Gradients are computed, used or cleared at a wrong time, or not at all.


@mistake("no_zero_grad", explains=["optimizer"], about="updates", shows=trained(Way(clear="never")))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, updater, clear=print))


@mistake("no_step", explains=BOTH, about="updates", shows=shared.no_step)
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(epoch(net, train_iter, loss, print))


@mistake("own_update", explains=["optimizer", "custom"], about="updates", shows=shared.own_update)
def train_epoch_ch3(net, train_iter, loss, updater):
    return right(net, train_iter, loss, torch.optim.SGD(net.parameters(), 0.01) if is_optimizer(updater) else updater)


@mistake("cleared", explains=["optimizer"], about="updates", shows=shared.cleared)
def train_epoch_ch3(net, train_iter, loss, updater):
    if not is_optimizer(updater):
        return right(net, train_iter, loss, updater)
    for X, y in train_iter:
        loss(net(X), y).mean().backward()
        updater.zero_grad()
        updater.step()


@mistake("no_backward", explains=["optimizer"], about="updates", shows=shared.no_backward)
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        updater.step() if is_optimizer(updater) else updater(len(y))


@mistake("no_backward", explains=["custom"], shows=raises(r"for /=: 'NoneType'"))
def train_epoch_ch3(net, train_iter, loss, updater):
    if is_optimizer(updater):
        return right(net, train_iter, loss, updater)
    for X, y in train_iter:
        updater(len(y))


@mistake("not_moved", explains=["optimizer"], about="updates", shows=shared.not_moved)
def train_epoch_ch3(net, train_iter, loss, updater):
    cut = {"mean": lambda l: torch.tensor(l.mean().item(), requires_grad=True)}
    return means(epoch(net, train_iter, loss, updater, **cut))


@mistake("after_the_loop", explains=BOTH, about="updates", shows=shared.after_the_loop)
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        l = loss(net(X), y)
    update(l, updater)


@mistake("number_of_updates", explains=BOTH, about="updates", shows=shared.number_of_updates)
def train_epoch_ch3(net, train_iter, loss, updater):
    return right(net, list(train_iter)[::2], loss, updater)


@mistake("batches", explains=BOTH, about="data", shows=shared.batches)
def train_epoch_ch3(net, train_iter, loss, updater):
    for l_sum, right_sum, n in epoch(net, train_iter, loss, updater):
        return l_sum / n, right_sum / n


@mistake("epochs", explains=BOTH, about="data", shows=shared.epochs)
def train_epoch_ch3(net, train_iter, loss, updater):
    for _ in range(3):
        numbers = right(net, train_iter, loss, updater)
    return numbers


@mistake("only_batches", explains=EVERY, about="data", shows=raises(r"'Watched' object"))
def train_epoch_ch3(net, train_iter, loss, updater):
    l_sum, right_sum = map(sum, zip(*((l, k) for l, k, n in epoch(net, train_iter, loss, updater))))
    return l_sum / len(train_iter.dataset), right_sum / len(train_iter.dataset)


@mistake("eval_mode", explains=["mode"], about="mode", shows=trained(Way(mode="eval")))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means(steps(net, train_iter, loss, updater))


@mistake("between", explains=["mode"], about="mode", shows=trained(Way(mode="first_batch")))
def train_epoch_ch3(net, train_iter, loss, updater):
    batches = []
    for numbers in epoch(net, train_iter, loss, updater):
        batches.append(numbers)
        if isinstance(net, torch.nn.Module):
            net.eval()
    return means(batches)


# An argument is misunderstood.


@mistake("net_is_a_function", explains=["custom"], about="arguments", shows=symptoms.net_is_a_function)
def train_epoch_ch3(net, train_iter, loss, updater):
    net.train()
    return right(net, train_iter, loss, updater)


@mistake("updater_is_a_function", explains=("custom", "calls"), about="arguments", shows=symptoms.updater_is_a_function)
def train_epoch_ch3(net, train_iter, loss, updater):
    updater.zero_grad()
    return right(net, train_iter, loss, updater)


@mistake("optimizer_called", explains=["optimizer"], about="arguments", shows=raises(r"'SGD' object is not callable"))
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        loss(net(X), y).sum().backward()
        updater(len(X))


@mistake("one_optimizer", explains=["optimizer"], about="arguments", shows=raises(r"'Adam' object is not callable"))
def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(updater, (torch.optim.SGD, type(right))):
        return right(net, train_iter, loss, updater)
    updater(1)


@mistake("loss_order", explains=["custom"], about="arguments", shows=raises("target tensor expected", LABELS_FIRST))
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        update(loss(y, net(X)), updater)


@mistake("loss_order", explains=["optimizer"], shows=raises(r"softmax\w* not implemented for 'Long'|softmax.* 'Long'"))
def train_epoch_ch3(net, train_iter, loss, updater):
    if not is_optimizer(updater):
        return right(net, train_iter, loss, updater)
    for X, y in train_iter:
        update(loss(y, net(X)), updater)


@mistake("classes_to_loss", explains=EVERY, about="arguments", shows=raises("For 1D input|class probabilities, got"))
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        update(loss(net(X).argmax(1), y), updater)


@mistake("net_arguments", explains=EVERY, about="arguments", shows=raises(r"\b(?:net|forward)\(\) (?:takes|missing)"))
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        update(loss(net(X, True), y), updater)


@mistake("other_net", explains=EVERY, about="arguments", shows=symptoms.other_net)
def train_epoch_ch3(net, train_iter, loss, updater):
    for X, y in train_iter:
        update(loss(model(X), y), updater)


@mistake("order", explains=EVERY, about="arguments", shows=ARGUMENTS.other_order)
def train_epoch_ch3(train_iter, net, loss, updater):
    return right(net, train_iter, loss, updater)


@mistake("parameters", explains=EVERY, about="arguments", shows=ARGUMENTS.parameters)
def train_epoch_ch3(net, train_iter, loss, updater, device):
    return right(net, train_iter, loss, updater)


# The epoch is right, and its two numbers are not.


@mistake("one_for_l", explains=METRICS, about="numbers", shows=returned(*measures.ONES))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((float(1), k, n) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("one_for_l")
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((float(1) * n, k, n) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("by_batches", explains=METRICS, about="numbers", shows=returned(*measures.BY_BATCHES))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((l, k, 1) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("by_batches")
def train_epoch_ch3(net, train_iter, loss, updater):
    batches = list(epoch(net, train_iter, loss, updater))
    return sum(l for l, k, n in batches) / len(batches), means(batches)[1]


@mistake("means_of_batches", explains=METRICS, about="numbers", shows=returned(*measures.AVERAGED))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((l / n, k / n, 1) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("means_of_batches")
def train_epoch_ch3(net, train_iter, loss, updater):
    batches = list(epoch(net, train_iter, loss, updater))
    return sum(l / n for l, k, n in batches) / len(batches), means(batches)[1]


@mistake("divided_twice", explains=METRICS, about="numbers", shows=returned(*measures.DIVIDED_TWICE))
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((l / n, k, n) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("divided_twice")
def train_epoch_ch3(net, train_iter, loss, updater):
    return means((l / n, k / n, n) for l, k, n in epoch(net, train_iter, loss, updater))


@mistake("sums", explains=METRICS, about="numbers", shows=returned(measures.sums))
def train_epoch_ch3(net, train_iter, loss, updater):
    return tuple(map(sum, zip(*epoch(net, train_iter, loss, updater))))[:2]


@mistake("sums", shows=symptoms.three_sums)
def train_epoch_ch3(net, train_iter, loss, updater):
    return list(map(sum, zip(*epoch(net, train_iter, loss, updater))))


@mistake("by_correct", explains=METRICS, about="numbers", shows=returned(measures.by_correct))
def train_epoch_ch3(net, train_iter, loss, updater):
    l, acc = right(net, train_iter, loss, updater)
    return l / acc, acc


@mistake("swapped", explains=METRICS, about="numbers", shows=returned(measures.swapped))
def train_epoch_ch3(net, train_iter, loss, updater):
    l, acc = right(net, train_iter, loss, updater)
    return acc, l


@mistake("last_batch", explains=METRICS, about="numbers", shows=returned(*measures.LAST))
def train_epoch_ch3(net, train_iter, loss, updater):
    *_, last = epoch(net, train_iter, loss, updater)
    return means([last])


@mistake("last_batch")
def train_epoch_ch3(net, train_iter, loss, updater):
    batches = list(epoch(net, train_iter, loss, updater))
    return batches[-1][0] / batches[-1][2], means(batches)[1]


@mistake("after_update", explains=METRICS, about="numbers", shows=returned(*measures.AGAIN))
def train_epoch_ch3(net, train_iter, loss, updater):
    set_train(net)
    batches = []
    for X, y in train_iter:
        update(loss(net(X), y), updater)
        y_hat = net(X)
        batches.append((float(loss(y_hat, y).sum()), float((y_hat.argmax(1) == y).sum()), len(y)))
    return means(batches)


@mistake("at_the_end", explains=METRICS, about="numbers", shows=returned(measures.at_the_end))
def train_epoch_ch3(net, train_iter, loss, updater):
    right(net, train_iter, loss, updater)
    seen = [(net(X), y) for X, y in train_iter]
    return means((float(loss(y_hat, y).sum()), float((y_hat.argmax(1) == y).sum()), len(y)) for y_hat, y in seen)


@mistake("percent", explains=METRICS, about="numbers", shows=returned(measures.percent))
def train_epoch_ch3(net, train_iter, loss, updater):
    l, acc = right(net, train_iter, loss, updater)
    return l, 100 * acc


@mistake("wrong_ones", explains=METRICS, about="numbers", shows=returned(measures.wrong_ones))
def train_epoch_ch3(net, train_iter, loss, updater):
    l, acc = right(net, train_iter, loss, updater)
    return l, 1 - acc


@mistake("one_number", explains=METRICS, about="numbers", shows=symptoms.one_number)
def train_epoch_ch3(net, train_iter, loss, updater):
    return right(net, train_iter, loss, updater)[0]


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("metrics")
def train_epoch_ch3(net, train_iter, loss, updater):
    return list(epoch(net, train_iter, loss, updater))


@mistake.unnamed("replay")
def train_epoch_ch3(net, train_iter, loss, updater):
    return right(net, list(train_iter)[:10], loss, updater)

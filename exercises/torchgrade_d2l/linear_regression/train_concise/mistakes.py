"""Mistakes that students make in ``train_concise``.

Each mistake shows in the end of a short training, in the number of its steps or in an exception. The function below a
mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import copy

import torch

from torchgrade.checking.diagnosis import both
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.train_concise import symptoms
from torchgrade_d2l.linear_regression.train_concise.replay import Way
from torchgrade_d2l.linear_regression.train_concise.symptoms import raises, says, trained

mistake = Mistakes("train_concise")
right = mistake.right
BOTH = ("sgd", "adam")


def update(l, trainer):
    trainer.zero_grad()
    l.backward()
    trainer.step()


# Gradients are computed, used or cleared at a wrong time, or not at all.


@mistake("no_zero_grad", explains=BOTH, about="updates", shows=trained(Way(clears="never"), Way(clears="epoch")))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.step()


@mistake("no_zero_grad", shows=trained(Way(clears="never"), Way(clears="epoch")))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        trainer.zero_grad()
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.step()


@mistake("cleared", explains=BOTH, about="updates", shows=symptoms.cleared)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            l.backward()
            trainer.zero_grad()
            trainer.step()


@mistake("steps_first", explains=BOTH, about="updates", shows=symptoms.steps_first)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.step()
            trainer.zero_grad()
            l.backward()


@mistake("steps_first", shows=symptoms.steps_first_without_gradient)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.zero_grad()
            trainer.step()
            l.backward()


@mistake("no_backward", explains=BOTH, about="updates", shows=symptoms.no_backward)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y)
            trainer.step()


@mistake("no_step", explains=BOTH, about="updates", shows=symptoms.no_step)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()


@mistake("own_update", explains=BOTH, about="updates", shows=symptoms.own_update)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    trainer = torch.optim.SGD(net.parameters(), lr=0.03)
    right(net, loss, trainer, data_iter, num_epochs)


@mistake("own_update", shows=symptoms.own_update)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            net.zero_grad()
            loss(net(X), y).backward()
            with torch.no_grad():
                for p in net.parameters():
                    p -= 0.03 * p.grad


@mistake(
    "called_with_size",
    explains=BOTH,
    about="updates",
    shows=both(
        says(r"\b\w+(?:\.step)?\((?:batch_size|len\(|\w+\.(?:shape|size))"),
        raises("'(?:int|SGD|Adam)' object is not callable"),
    ),
)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.step(X.shape[0])


@mistake("other_rule", explains=BOTH, about="updates", shows=symptoms.other_rule)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 0.1)
            trainer.step()


# The loss is another one, or multiplied.


@mistake("by_size", explains=BOTH, about="loss", shows=trained(Way(by_size=True)))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y) * len(X), trainer)


@mistake("per_size", explains=BOTH, about="loss", shows=trained(Way(per_size=True)))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y).sum() / len(X), trainer)


@mistake("halves", explains=["sgd"], about="loss", shows=trained(Way(halves=True)))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y) / 2, trainer)


@mistake("flat", explains=BOTH, about="loss", shows=trained(Way(flat=True)))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X).reshape(-1), y), trainer)


@mistake("number", explains=BOTH, about="loss", shows=raises("'float' object has no attribute 'backward'"))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y).item(), trainer)


@mistake("loss_itself", explains=BOTH, about="loss", shows=raises("Loss' object has no attribute 'backward'"))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            loss(net(X), y)
            loss.backward()
            trainer.step()


@mistake("own_loss", explains=["adam"], about="loss", shows=symptoms.own_loss)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    right(net, torch.nn.MSELoss(), trainer, data_iter, num_epochs)


@mistake("own_loss", explains=["sgd"], shows=symptoms.other_loss)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(((net(X) - y) ** 2 / 2).sum(), trainer)


# Batches and epochs. With Adam and the absolute error every batch may give the same steps; SGD tells them apart.


@mistake("epochs", explains=BOTH, about="loops", shows=symptoms.epochs)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    right(net, loss, trainer, data_iter, 1)


@mistake("batches", explains=["sgd"], about="loops", shows=symptoms.batches, beside=["number_of_updates"])
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y), trainer)
            break


@mistake("batches", shows=symptoms.batches, beside=["number_of_updates"])
def train_concise(net, loss, trainer, data_iter, num_epochs):
    right(net, loss, trainer, list(data_iter)[:-1], num_epochs)


@mistake("after_the_loop", explains=["sgd"], about="loops", shows=symptoms.after_the_loop, beside=["number_of_updates"])
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
        update(l, trainer)


@mistake("number_of_updates", explains=(*BOTH, "passes"), about="loops", shows=symptoms.number_of_updates)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(net(X), y), trainer)
            update(loss(net(X), y), trainer)


@mistake("batch_by_batch", explains=BOTH, about="loops", shows=trained(Way(batch_by_batch=True)))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for X, y in data_iter:
        for _ in range(num_epochs):
            update(loss(net(X), y), trainer)


@mistake("kept", explains=["passes"], about="loops", shows=symptoms.kept)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    batches = list(data_iter)
    right(net, loss, trainer, batches, num_epochs)


# The net, and what lies outside the function.


@mistake("other_net", explains=BOTH, about="net", shows=symptoms.other_net)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    best = copy.deepcopy(net)
    for _ in range(num_epochs):
        for X, y in data_iter:
            update(loss(best(X), y), trainer)


@mistake("drawn_anew", explains=BOTH, about="net", shows=symptoms.drawn_anew)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    right(net, loss, trainer, data_iter, num_epochs)


@mistake("whole_set", explains=BOTH, about="net", shows=symptoms.whole_set)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        right(net, loss, trainer, data_iter, 1)
        print(epoch, loss(net(features), labels))


@mistake("only_batches", explains=["passes"], about="net", shows=raises("'list' object has no attribute"))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    print(len(data_iter.dataset))
    right(net, loss, trainer, data_iter, num_epochs)


@mistake(
    "no_loop", explains=BOTH, about="loops", shows=raises("'DataLoader' object is not (?:an iterator|callable|subscr)")
)
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        X, y = next(data_iter)
        update(loss(net(X), y), trainer)


@mistake("no_loop", shows=both(says(r"\w+, *\w+ *= *data_iter\b"), raises("too many values to unpack")))
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        X, y = data_iter
        update(loss(net(X), y), trainer)


@mistake("order", explains=BOTH, about="net", shows=symptoms.other_order)
def train_concise(net, data_iter, loss, num_epochs, trainer):
    right(net, loss, trainer, data_iter, num_epochs)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("sgd", "adam")
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        right(net, loss, trainer, data_iter, 1)
        trainer.param_groups[0]["lr"] *= 0.5


@mistake.unnamed("replay")
def train_concise(net, loss, trainer, data_iter, num_epochs):
    right(net, loss, trainer, data_iter, min(num_epochs, 10))


@mistake.unnamed("converges")
def train_concise(net, loss, trainer, data_iter, num_epochs):
    for _ in range(num_epochs):
        for i, (X, y) in enumerate(data_iter):
            if i < 12:
                update(loss(net(X), y), trainer)

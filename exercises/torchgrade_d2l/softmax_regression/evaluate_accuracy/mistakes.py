"""Mistakes that students make in ``evaluate_accuracy``.

Each mistake shows in the accuracies that the function returns, in the log of its scenario or in an exception. The
function below a mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import both
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.evaluate_accuracy import measures, symptoms
from torchgrade_d2l.softmax_regression.evaluate_accuracy.symptoms import also_uneven, measured
from torchgrade_d2l.softmax_regression.training_symptoms import raises, unless

mistake = Mistakes("evaluate_accuracy")
right = mistake.right
BOTH = ("function", "module")
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))


# Parts of a right evaluation, for the examples.


def predictions(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    with torch.no_grad():
        for X, y in data_iter:
            yield net(X), y


def counted(net, data_iter):
    return [(accuracy(y_hat, y), len(y)) for y_hat, y in predictions(net, data_iter)]


# The counts become another number than the accuracy.


@mistake("batch_ratios", explains=["sizes"], about="number", shows=measured(measures.mean_of_ratios))
def evaluate_accuracy(net, data_iter):
    ratios = [k / n for k, n in counted(net, data_iter)]
    return sum(ratios) / len(ratios)


@mistake("ratios_added", explains=BOTH, about="number", shows=also_uneven(measures.sum_of_ratios))
def evaluate_accuracy(net, data_iter):
    acc = 0.0
    for k, n in counted(net, data_iter):
        acc += k / n
    return acc


@mistake("divided_twice", explains=BOTH, about="number", shows=measured(measures.divided_twice))
def evaluate_accuracy(net, data_iter):
    acc, total = 0.0, 0
    for k, n in counted(net, data_iter):
        acc += k / n
        total += n
    return acc / total


@mistake("last_batch", explains=BOTH, about="number", shows=measured(measures.last_batch, measures.last_count))
def evaluate_accuracy(net, data_iter):
    for k, n in counted(net, data_iter):
        acc, total = k, n
    return acc / total


@mistake("last_batch")
def evaluate_accuracy(net, data_iter):
    acc, total = 0, 0
    for k, n in counted(net, data_iter):
        acc = k
        total += n
    return acc / total


@mistake("last_batch", shows=also_uneven(measures.last_rows))
def evaluate_accuracy(net, data_iter):
    acc, total = 0, 0
    for k, n in counted(net, data_iter):
        acc += k
        total = n
    return acc / total


@mistake("first_batch", explains=BOTH, about="number", shows=measured(measures.first_batch))
def evaluate_accuracy(net, data_iter):
    acc, total = 0, 0
    for k, n in counted(net, data_iter):
        acc += k
        total += n
        return acc / total


@mistake("by_batches", explains=BOTH, about="number", shows=measured(measures.by_batches))
def evaluate_accuracy(net, data_iter):
    pairs = counted(net, data_iter)
    return sum(k for k, n in pairs) / len(pairs)


@mistake("assumed_size", explains=["sizes"], about="number", shows=measured(measures.assumed_size))
def evaluate_accuracy(net, data_iter):
    pairs = counted(net, data_iter)
    batch_size = pairs[0][1]
    return sum(k for k, n in pairs) / (len(pairs) * batch_size)


@mistake("count", explains=BOTH, about="number", shows=measured(measures.count))
def evaluate_accuracy(net, data_iter):
    return sum(k for k, n in counted(net, data_iter))


@mistake("percent", explains=BOTH, about="number", shows=measured(measures.percent))
def evaluate_accuracy(net, data_iter):
    return 100 * right(net, data_iter)


@mistake("wrong_ones", explains=BOTH, about="number", shows=measured(measures.wrong_ones))
def evaluate_accuracy(net, data_iter):
    wrong = total = 0
    for y_hat, y in predictions(net, data_iter):
        wrong += int((y_hat.argmax(1) != y).sum())
        total += len(y)
    return wrong / total


@mistake("smallest", explains=BOTH, about="number", shows=symptoms.smallest)
def evaluate_accuracy(net, data_iter):
    pairs = list(predictions(net, data_iter))
    return sum(int((y_hat.argmin(1) == y).sum()) for y_hat, y in pairs) / sum(len(y) for _, y in pairs)


@mistake("floor", explains=BOTH, about="number", shows=symptoms.floor)
def evaluate_accuracy(net, data_iter):
    pairs = counted(net, data_iter)
    return sum(k for k, n in pairs) // sum(n for k, n in pairs)


@mistake("none_right", explains=BOTH, about="number", shows=both(unless(symptoms.floor), measured(measures.none_right)))
def evaluate_accuracy(net, data_iter):
    pairs = list(predictions(net, data_iter))
    return sum(int((y_hat.max(dim=1).values == y).sum()) for y_hat, y in pairs) / sum(len(y) for _, y in pairs)


@mistake("inverted", explains=BOTH, about="number", shows=measured(measures.inverted))
def evaluate_accuracy(net, data_iter):
    return 1 / right(net, data_iter)


@mistake("elements", explains=BOTH, about="number", shows=measured(measures.by_scores, measures.by_pixels))
def evaluate_accuracy(net, data_iter):
    pairs = list(predictions(net, data_iter))
    return sum(accuracy(y_hat, y) for y_hat, y in pairs) / sum(y_hat.numel() for y_hat, _ in pairs)


@mistake("elements")
def evaluate_accuracy(net, data_iter):
    batches = list(data_iter)
    return right(net, batches) * sum(len(y) for _, y in batches) / sum(X.numel() for X, _ in batches)


@mistake("fixed_divisor", explains=BOTH, about="number", shows=symptoms.fixed_divisor)
def evaluate_accuracy(net, data_iter):
    return sum(k for k, n in counted(net, data_iter)) / 10000


# An argument is misunderstood.


@mistake("unbound", explains=["function"], about="net", shows=symptoms.unbound)
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
        metric = Accumulator(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]


@mistake("net_is_a_function", explains=["function"], about="net", shows=shared.net_is_a_function)
def evaluate_accuracy(net, data_iter):
    net.eval()
    return right(net, data_iter)


@mistake("net_arguments", explains=BOTH, about="net", shows=raises(r"\b(?:net|forward)\(\) (?:takes|got|missing)"))
def evaluate_accuracy(net, data_iter):
    return right(lambda X: net(X, None, None), data_iter)


@mistake("other_net", explains=BOTH, about="net", shows=shared.other_net)
def evaluate_accuracy(net, data_iter):
    return sum(accuracy(model(X), y) for X, y in data_iter) / sum(len(y) for X, y in data_iter)


@mistake("accuracy_order", explains=BOTH, about="arguments", shows=symptoms.accuracy_order)
def evaluate_accuracy(net, data_iter):
    metric = Accumulator(2)
    for y_hat, y in predictions(net, data_iter):
        metric.add(accuracy(y, y_hat), y.numel())
    return metric[0] / metric[1]


@mistake("order", explains=BOTH, about="arguments", shows=symptoms.other_order)
def evaluate_accuracy(data_iter, net):
    return right(net, data_iter)


@mistake("only_batches", explains=[*BOTH, "iterator"], about="data", shows=symptoms.only_batches)
def evaluate_accuracy(net, data_iter):
    return right(net, [data_iter[k] for k in range(len(data_iter))])


@mistake("only_batches", explains=["iterator"])
def evaluate_accuracy(net, data_iter):
    return right(net, data_iter) * len(data_iter.dataset) / len(data_iter.dataset)


@mistake("only_batches", explains=["iterator"])
def evaluate_accuracy(net, data_iter):
    print(len(data_iter), "batches")
    return right(net, data_iter)


@mistake("passed_twice", explains=["iterator"], about="data", shows=symptoms.passed_twice)
def evaluate_accuracy(net, data_iter):
    return sum(k for k, n in counted(net, data_iter)) / max(1, sum(len(y) for X, y in data_iter))


# The net is in another mode, or more is recorded or changed than an evaluation needs.


@mistake("train_mode", explains=["module"], about="mode", shows=symptoms.train_mode)
def evaluate_accuracy(net, data_iter):
    metric = Accumulator(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]


@mistake("graph", explains=["no_graph"], about="graph", shows=both(unless(symptoms.DETACHES), symptoms.builds_graph))
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = Accumulator(2)
    for X, y in data_iter:
        metric.add(accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]


@mistake("detached", explains=["no_graph"], about="graph", shows=both(symptoms.DETACHES, symptoms.builds_graph))
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = Accumulator(2)
    for X, y in data_iter:
        metric.add(accuracy(net(X).detach(), y), y.numel())
    return metric[0] / metric[1]


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("untouched")
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        for parameter in net.parameters():
            parameter.requires_grad_(False)
    return right(net, data_iter)


@mistake.unnamed("untouched")
def evaluate_accuracy(net, data_iter):
    torch.set_grad_enabled(False)
    return right(net, data_iter)


@mistake.unnamed("untouched")
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.zero_grad()
    return right(net, data_iter)


@mistake.unnamed("untouched")
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.clamp_(-1, 1)
    return right(net, data_iter)


@mistake.unnamed("other_sizes")
def evaluate_accuracy(net, data_iter):
    return right(net, [(X[:256], y[:256]) for X, y in data_iter])


@mistake.unnamed("other_sizes")
def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    return right(lambda X: net(X)[:, :10], data_iter)

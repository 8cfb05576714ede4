"""The mistakes that students make in ``accuracy``, as they write them; each is recognised by all counts of a check."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import raised
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import changed_in_place
from torchgrade_d2l.softmax_regression.accuracy import arguments, guards, oracle, symptoms

mistake = Mistakes("accuracy", right=oracle.accuracy, recognise=symptoms.counts_as)
right = mistake.right
COUNTS = ("matrix", "vector")
ANY = (*COUNTS, "one_row")


def classes(y_hat):
    return y_hat.argmax(1) if y_hat.ndim > 1 else y_hat


# Something else is counted.


@mistake("ratio", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    return right(y_hat, y) / len(y)


@mistake("percent", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    return 100.0 * right(y_hat, y) / len(y)


@mistake("wrong_ones", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    return float((classes(y_hat) != y).sum())


@mistake("not_summed", explains=COUNTS, about="counted", shows=symptoms.not_summed)
def accuracy(y_hat, y):
    return classes(y_hat) == y


@mistake("everything", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    cmp = classes(y_hat).type(y.dtype) == y
    return float(cmp.numel())


@mistake("topk", explains=["matrix"], about="counted", shows=symptoms.of_topk, beside=["no_guard"])
def accuracy(output, target, topk=(1,)):
    _, pred = output.topk(max(topk), 1, True, True)
    correct = pred.t().eq(target.view(1, -1))
    return [correct[:k].reshape(-1).float().sum(0) * 100.0 / target.size(0) for k in topk]


@mistake("one_less", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    preds = classes(y_hat)
    return float(sum(int(preds[i] == y[i]) for i in range(1, len(y))))


@mistake("one_more", explains=COUNTS, about="counted")
def accuracy(y_hat, y):
    n = 1
    for a, b in zip(classes(y_hat), y):
        n += int(a == b)
    return float(n)


@mistake("returns_in_loop", explains=COUNTS, about="counted", shows=symptoms.returns_in_loop)
def accuracy(y_hat, y):
    count = 0.0
    for a, b in zip(classes(y_hat), y):
        if a == b:
            count += 1
        return count


@mistake("once_for_all", explains=COUNTS, about="counted", shows=symptoms.once_for_all)
def accuracy(y_hat, y):
    return float((classes(y_hat) == y).all())


@mistake("identity", explains=COUNTS, about="counted", shows=symptoms.identity)
def accuracy(y_hat, y):
    preds, n = classes(y_hat), 0.0
    for i in range(len(y)):
        if preds[i] is y[i]:
            n += 1
    return n


@mistake("not_started", explains=ANY, about="counted", shows=symptoms.not_started)
def accuracy(y_hat, y):
    for a, b in zip(classes(y_hat), y):
        if a == b:
            correct += 1
    return float(correct)


@mistake("used_before", explains=ANY, about="counted", shows=symptoms.used_before)
def accuracy(y_hat, y):
    y_hat = classes(y_hat)
    cmp = cmp.type(y.dtype) == y
    return float(cmp.sum())


# The class of a row is another one.


@mistake("greatest_score", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.max(dim=1).values
    return float((y_hat.type(y.dtype) == y).sum())


@mistake("argmin", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmin(axis=1)
    return float((y_hat == y).sum())


@mistake("greatest_size", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.abs().argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("whole_matrix", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax()
    return float((y_hat == y).sum())


@mistake("max_pair", explains=["matrix"], about="class", shows=raised("torch.return_types.max"))
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.max(1)
    return float((y_hat.type(y.dtype) == y).sum())


@mistake("dim_0", explains=["matrix"], about="class", shows=symptoms.columns_as_classes)
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(axis=0)
    return float((y_hat == y).sum())


@mistake("dim_0")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(0)
    return float(sum(int(a) == int(b) for a, b in zip(y_hat, y)))


@mistake("columns", explains=["matrix"], about="class", shows=symptoms.columns)
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.amax(0)
    return float((y_hat.type(y.dtype) == y).sum())


@mistake("no_argmax", explains=["matrix"], about="class", shows=symptoms.scores_as_classes)
def accuracy(y_hat, y):
    return float((y_hat.type(y.dtype) == y).sum())


@mistake("from_one", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(1) + 1
    return float((y_hat == y).sum())


@mistake("from_one")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        return float((y_hat.argmax(axis=1) == y - 1).sum())
    return float((y_hat == y).sum())


@mistake("best_from_zero", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim == 1:
        return right(y_hat, y)
    correct = 0.0
    for scores, label in zip(y_hat, y):
        best, k = 0, -1
        for j, s in enumerate(scores):
            if s > best:
                best, k = s, j
        correct += float(k == label)
    return correct


@mistake("best_from_zero")
def accuracy(y_hat, y):
    return right(torch.relu(y_hat), y)


@mistake("first_two", explains=["matrix"], about="class")
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = (y_hat[:, 0] < y_hat[:, 1]).long()
    return float((y_hat == y).sum())


# The arguments are others.


@mistake("evaluate_accuracy", explains=COUNTS, about="arguments", shows=arguments.evaluates_net)
def accuracy(net, data_iter):
    n, k = 0, 0
    for X, y in data_iter:
        k += (net(X).argmax(1) == y).sum()
        n += y.numel()
    return float(k / n)


@mistake("order", explains=["matrix"], about="arguments", shows=arguments.order)
def accuracy(y, y_hat):
    return right(y_hat, y)


@mistake("order_and_ratio", explains=["matrix"], about="arguments", shows=arguments.order_and_ratio)
def accuracy(labels, pred):
    return float((pred.argmax(-1) == labels).float().mean())


@mistake("one_hot_labels", explains=COUNTS, about="arguments", shows=arguments.one_hot_labels)
def accuracy(y_hat, y):
    return float((classes(y_hat) == y.argmax(1)).sum())


# Vectors are taken for matrices, and single rows for vectors.


@mistake("every_pair", explains=COUNTS, about="dimensions")
def accuracy(y_hat, y):
    return float((classes(y_hat) == y.reshape(-1, 1)).sum())


@mistake("every_pair", explains=["matrix"])
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(1, keepdim=True)
    return float((y_hat == y).sum())


@mistake("no_guard", explains=["vector"], about="dimensions", shows=symptoms.no_guard)
def accuracy(y_hat, y):
    return float((y_hat.argmax(dim=1) == y).sum())


@mistake("shape_1", explains=["vector"], about="dimensions", shows=guards.guarded_as("second"))
def accuracy(y_hat, y):
    if y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("asked_too_late", explains=["vector"], about="dimensions", shows=guards.guarded_as("late"))
def accuracy(y_hat, y):
    if y_hat.shape[1] > 1 and len(y_hat.shape) > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("counts_rows", explains=["vector"], about="dimensions", shows=guards.guarded_as("rows"))
def accuracy(y_hat, y):
    if len(y_hat) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("counts_rows", explains=["one_row"], shows=symptoms.rows_counted)
def accuracy(y_hat, y):
    if len(y_hat) > 1 and len(y_hat.shape) > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("lets_vectors_through", explains=["vector"], about="dimensions", shows=guards.guarded_as("through"))
def accuracy(y_hat, y):
    if len(y_hat.shape) >= 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y).sum())


@mistake("argmax_of_vector", explains=["vector"], about="dimensions", shows=symptoms.index_of_maximum)
def accuracy(y_hat, y):
    return float((torch.argmax(y_hat, dim=-1) == y).sum())


@mistake("argmax_of_vector", beside=["ratio"])
def accuracy(y_hat, y):
    preds = y_hat.reshape(-1, y_hat.shape[-1]).argmax(axis=1)
    return float((preds == y).float().mean())


@mistake("unbound", explains=["vector"], about="dimensions", shows=symptoms.unbound)
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        preds = y_hat.argmax(axis=1)
    return float((preds == y).sum())


@mistake("squeezed", explains=["one_row"], about="dimensions", shows=symptoms.squeezed)
def accuracy(y_hat, y):
    y_hat = y_hat.squeeze()
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(1)
    return float((y_hat == y).sum())


@mistake("type", explains=["type"], about="type", shows=symptoms.right_but_no_float)
def accuracy(y_hat, y):
    return (classes(y_hat) == y).sum()


# Wrong answers that the sentence of the check explains.


mistake.share(changed_in_place("untouched"))


@mistake.unnamed("untouched")
def accuracy(y_hat, y):
    y[:] = y == classes(y_hat)
    return float(y.sum())


@mistake.unnamed("other_sizes")
def accuracy(y_hat, y):
    return right(y_hat[:, :10] if y_hat.ndim > 1 else y_hat, y)

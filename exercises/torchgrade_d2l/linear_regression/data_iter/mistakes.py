"""The mistakes that students make in ``data_iter``, as they write them; each shows in the batches of a pass."""

from __future__ import annotations

import random

import torch
from torch.utils.data import DataLoader, TensorDataset

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.data_iter import symptoms

mistake = Mistakes("data_iter")
right = mistake.right
ORDER = ("order", "epochs")


def shuffled(n):
    rows = list(range(n))
    random.shuffle(rows)
    return rows


# The pairs (X, y).


@mistake("order", explains=["pairs"], about="call", shows=symptoms.order)
def data_iter(features, labels, batch_size):
    return right(batch_size, features, labels)


@mistake("exchanged", explains=["pairs"], about="pair", shows=symptoms.exchanged)
def data_iter(batch_size, features, labels):
    for X, y in right(batch_size, features, labels):
        yield y, X


@mistake("torn", explains=["pairs"], about="pair", shows=symptoms.torn)
def data_iter(batch_size, features, labels):
    n = len(features)
    indices = shuffled(n)
    for i in range(0, n, batch_size):
        yield features[indices[i : i + batch_size]], labels[i : i + batch_size]


@mistake("changed_rows", explains=["pairs"], about="pair", shows=symptoms.changed_rows)
def data_iter(batch_size, features, labels):
    features = (features - features.mean(0)) / features.std(0)
    return right(batch_size, features, labels)


@mistake("labels_as_columns", explains=["pairs"], about="pair", shows=symptoms.labels_as_columns)
def data_iter(batch_size, features, labels):
    for j in torch.randperm(len(features)).split(batch_size):
        yield features[j, labels[j]]


@mistake("returned", explains=["pairs"], about="call", shows=symptoms.returned)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(0, len(indices), batch_size):
        j = torch.tensor(indices[i : i + batch_size])
        return features[j], labels[j]


# The order of the rows.


@mistake("never_shuffles", explains=ORDER, about="order", shows=symptoms.in_order)
def data_iter(batch_size, features, labels):
    for i in range(0, len(features), batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]


@mistake("backwards", explains=ORDER, about="order", shows=symptoms.backwards)
def data_iter(batch_size, features, labels):
    rows = list(range(len(features)))[::-1]
    for i in range(0, len(rows), batch_size):
        yield features[rows[i : i + batch_size]], labels[rows[i : i + batch_size]]


@mistake("blocks", explains=["order", "sizes"], about="order", shows=symptoms.blocks)
def data_iter(batch_size, features, labels):
    starts = list(range(0, len(features), batch_size))
    random.shuffle(starts)
    for i in starts:
        yield features[i : i + batch_size], labels[i : i + batch_size]


@mistake("inside_blocks", explains=["order"], about="order", shows=symptoms.inside_blocks)
def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        j = list(range(i, min(i + batch_size, n)))
        random.shuffle(j)
        yield features[j], labels[j]


@mistake("fixed", explains=["epochs"], about="order", shows=symptoms.fixed)
def data_iter(batch_size, features, labels):
    torch.manual_seed(0)
    return right(batch_size, features, labels)


# The rows of one pass.


@mistake("shuffled_tensor", explains=["coverage"], about="rows", shows=symptoms.shuffled_tensor)
def data_iter(batch_size, features, labels):
    indices = torch.arange(len(features))
    random.shuffle(indices)
    for i in range(0, len(indices), batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("replacement", explains=["coverage"], about="rows", shows=symptoms.replacement)
def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        j = torch.randint(0, n, (min(batch_size, n - i),))
        yield features[j], labels[j]


@mistake("each_batch", explains=["coverage"], about="rows", shows=symptoms.each_batch)
def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        j = random.sample(range(n), min(batch_size, n - i))
        yield features[j], labels[j]


@mistake("each_batch", shows=symptoms.each_batch)
def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    for i in range(0, n, batch_size):
        random.shuffle(indices)
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("window", explains=["coverage"], about="rows", shows=symptoms.window)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(len(indices) // batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("last_dropped", explains=["coverage"], about="rows", shows=symptoms.last_dropped)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for k in range(len(indices) // batch_size):
        j = indices[k * batch_size : (k + 1) * batch_size]
        yield features[j], labels[j]


@mistake("range_short", explains=["coverage"], about="rows", shows=symptoms.range_short)
def data_iter(batch_size, features, labels):
    n = len(features)
    indices = shuffled(n)
    for i in range(0, n - batch_size, batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("one_missing", explains=["coverage"], about="rows", shows=symptoms.one_missing)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(batch_size, len(indices), batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("never_first", explains=["coverage"], about="rows", shows=symptoms.never_first)
def data_iter(batch_size, features, labels):
    indices = list(range(1, len(features)))
    random.shuffle(indices)
    for i in range(0, len(indices), batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake("never_last", explains=["coverage"], about="rows", shows=symptoms.never_last)
def data_iter(batch_size, features, labels):
    for j in torch.randperm(len(features) - 1).split(batch_size):
        yield features[j], labels[j]


@mistake("one_batch", explains=["coverage", "sizes"], about="rows", shows=symptoms.one_batch)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(0, len(indices), batch_size):
        j = indices[i : i + batch_size]
    yield features[j], labels[j]


@mistake("one_batch", shows=symptoms.one_batch)
def data_iter(batch_size, features, labels):
    j = shuffled(len(features))[:batch_size]
    yield features[j], labels[j]


# The sizes of the batches.


@mistake("padded", explains=["coverage", "sizes"], about="size", shows=symptoms.padded)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(0, len(indices), batch_size):
        j = indices[i : i + batch_size]
        j += indices[: batch_size - len(j)]
        yield features[j], labels[j]


@mistake("whole_set", explains=["sizes"], about="size", shows=symptoms.whole_set)
def data_iter(batch_size, features, labels):
    j = torch.randperm(len(features))
    yield features[j], labels[j]


@mistake("single_rows", explains=["sizes", "coverage", "protocol"], about="size", shows=symptoms.single_rows)
def data_iter(batch_size, features, labels):
    for i in torch.randperm(len(features)):
        yield features[i], labels[i]


@mistake("other_size", explains=["coverage", "sizes"], about="size", shows=symptoms.other_size)
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(0, len(indices), batch_size):
        yield features[indices[i : i + batch_size + 1]], labels[indices[i : i + batch_size + 1]]


@mistake("fixed_size", explains=["sizes"], about="size", shows=symptoms.fixed_size)
def data_iter(batch_size, features, labels):
    return right(10, features, labels)


@mistake("empty_batch", explains=["sizes"], about="size", shows=symptoms.empty_batch)
def data_iter(batch_size, features, labels):
    j = torch.randperm(len(features))
    for i in range(0, len(features) + 1, batch_size):
        yield features[j[i : i + batch_size]], labels[j[i : i + batch_size]]


@mistake("squeezed", explains=["sizes"], about="size", shows=symptoms.squeezed)
def data_iter(batch_size, features, labels):
    for X, y in right(batch_size, features, labels):
        yield X.squeeze(0), y.squeeze(0)


# How the batches are yielded.


@mistake("list", explains=["protocol"], about="call", shows=symptoms.listed)
def data_iter(batch_size, features, labels):
    return list(right(batch_size, features, labels))


@mistake("endless", explains=["protocol", "sizes", "coverage"], about="call", shows=symptoms.endless)
def data_iter(batch_size, features, labels):
    while True:
        yield from right(batch_size, features, labels)


@mistake("in_place", explains=["protocol"], about="call", shows=symptoms.in_place)
def data_iter(batch_size, features, labels):
    j = torch.randperm(len(features))
    features[:], labels[:] = features[j], labels[j]
    for i in range(0, len(features), batch_size):
        yield features[i : i + batch_size].clone(), labels[i : i + batch_size].clone()


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def data_iter(batch_size, features, labels):
    yield from DataLoader(TensorDataset(features, labels), batch_size, shuffle=True)


@mistake.unnamed("sizes")
def data_iter(batch_size, features, labels):
    return right(batch_size, features, labels.float())


@mistake.unnamed("coverage")
def data_iter(batch_size, features, labels):
    indices = shuffled(len(features))
    for i in range(1, len(indices), batch_size):
        yield features[indices[i : i + batch_size]], labels[indices[i : i + batch_size]]


@mistake.unnamed("other_sizes")
def data_iter(batch_size, features, labels):
    return right(batch_size, features[:256], labels[:256])

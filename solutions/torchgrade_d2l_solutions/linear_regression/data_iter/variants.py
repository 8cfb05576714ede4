"""Right answers to ``data_iter``, written otherwise than the reference."""

from __future__ import annotations

import random
from collections import namedtuple

import numpy as np
import torch


def shuffled_list(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        j = torch.tensor(indices[i : min(i + batch_size, num_examples)])
        yield features[j], labels[j]


def index_select(batch_size, features, labels):
    order = torch.randperm(features.shape[0])
    for start in range(0, len(order), batch_size):
        j = order[start : start + batch_size]
        yield features.index_select(0, j), labels.index_select(0, j)


def numpy_permutation(batch_size, features, labels):
    perm = np.random.permutation(len(labels))
    for i in range(0, len(perm), batch_size):
        j = torch.from_numpy(perm[i : i + batch_size])
        yield features[j], labels[j]


def rows_collected(batch_size, features, labels, shuffle=True):
    order = list(range(len(features)))
    if shuffle:
        random.shuffle(order)
    X, y = [], []
    for i in order:
        X.append(features[i])
        y.append(labels[i])
        if len(X) == batch_size:
            yield torch.stack(X), torch.stack(y)
            X, y = [], []
    if X:
        yield torch.stack(X), torch.stack(y)


def shrinking_list(batch_size, features, labels):
    left = random.sample(range(len(features)), len(features))
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        yield [features[batch], labels[batch]]


def shuffled_copy(batch_size, features, labels):
    perm = torch.randperm(len(features))
    features, labels = features[perm], labels[perm]
    for k in range((len(features) + batch_size - 1) // batch_size):
        yield features[k * batch_size : (k + 1) * batch_size], labels[k * batch_size : (k + 1) * batch_size]


def generator_expression(batch_size, features, labels):
    n = features.size(0)
    order = torch.rand(n).argsort()
    return ((features[order[i : i + batch_size]], labels[order[i : i + batch_size]]) for i in range(0, n, batch_size))


def zip_of_splits(batch_size, features, labels):
    p = torch.randperm(features.shape[0])
    return zip(features[p].split(batch_size), labels[p].split(batch_size))


Batch = namedtuple("Batch", "X y")


def named_tuples(batch_size, features, labels):
    rows = random.sample(range(len(features)), k=len(features))
    for i in range(0, len(rows), batch_size):
        yield Batch(X=features[rows[i : i + batch_size]], y=labels[rows[i : i + batch_size]])

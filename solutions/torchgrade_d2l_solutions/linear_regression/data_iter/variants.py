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
        rows = torch.tensor(indices[i : i + batch_size])
        yield features[rows], labels[rows]


def numpy_permutation(batch_size, features, labels):
    n = len(labels)
    perm = np.random.permutation(n)
    for i in range(0, n, batch_size):
        rows = perm[i : i + batch_size]
        yield features[rows], labels[rows]


def rows_collected(batch_size, features, labels):
    order = list(range(len(features)))
    random.shuffle(order)
    rows = []
    for i in order:
        rows.append(i)
        if len(rows) == batch_size:
            yield features[rows], labels[rows]
            rows = []
    if rows:
        yield features[rows], labels[rows]


def shrinking_list(batch_size, features, labels):
    left = random.sample(range(len(features)), len(features))
    while left:
        rows, left = left[:batch_size], left[batch_size:]
        yield [features[rows], labels[rows]]


def shuffled_copy(batch_size, features, labels):
    n = len(features)
    rows = torch.randperm(n)
    X, y = features[rows], labels[rows]
    for k in range((n + batch_size - 1) // batch_size):
        yield X[k * batch_size : (k + 1) * batch_size], y[k * batch_size : (k + 1) * batch_size]


def generator_expression(batch_size, features, labels):
    n = features.size(0)
    order = torch.randperm(n)
    return ((features[order[i : i + batch_size]], labels[order[i : i + batch_size]]) for i in range(0, n, batch_size))


def zip_of_splits(batch_size, features, labels):
    p = torch.randperm(features.shape[0])
    return zip(features[p].split(batch_size), labels[p].split(batch_size))


Batch = namedtuple("Batch", "X y")


def named_tuples(batch_size, features, labels):
    for rows in torch.split(torch.rand(len(features)).argsort(), batch_size):
        yield Batch(X=features[rows], y=labels[rows])

"""Right answers to ``synthetic_data``, written otherwise than the reference."""

from __future__ import annotations

import random

import numpy as np
import torch
from torch import nn
from torch.distributions import Normal


def as_in_the_chapter(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


def distributions(w, b, num_examples):
    X = Normal(0.0, 1.0).sample((num_examples, len(w)))
    eps = Normal(0.0, 0.01).sample((num_examples,))
    y = torch.einsum("ij,j->i", X, w) + b + eps
    return [X, y.view(-1, 1)]


def from_float64(w, b, num_examples):
    X = torch.randn(num_examples, len(w), dtype=torch.float64)
    y = X @ w.double() + b + 0.01 * torch.randn(num_examples, dtype=torch.float64)
    return X.float(), y.float().reshape(num_examples, 1)


def gauss_in_loops(w, b, num_examples):
    X, y, weights = [], [], w.tolist()
    for _ in range(num_examples):
        row = [random.gauss(0, 1) for _ in weights]
        X.append(row)
        y.append([b + sum(x * wj for x, wj in zip(row, weights)) + random.gauss(0, 0.01)])
    return torch.tensor(X), torch.tensor(y)


def layer_with_gradient(w, b, num_examples):
    layer = nn.Linear(len(w), 1)
    layer.weight.data = w.reshape(1, -1).clone()
    layer.bias.data.fill_(b)
    X = torch.zeros((num_examples, len(w)))
    nn.init.normal_(X)
    return X, layer(X) + torch.zeros((num_examples, 1)).normal_(std=0.01)


def mean_of_the_noise(w, b, num_examples):
    X = torch.randn([num_examples, *w.shape])
    y = torch.tensordot(X, w, dims=1).add(b)
    return X, torch.normal(mean=y, std=0.01).reshape(-1, 1)


rng = np.random.default_rng(42)


def numpy_generator(w, b, num_examples):
    X = torch.from_numpy(rng.standard_normal((num_examples, len(w)), dtype=np.float32))
    noise = torch.as_tensor(rng.normal(scale=0.01, size=num_examples), dtype=torch.float32)
    return X, (X.mv(w) + b + noise)[:, None]


def row_by_row(w, b, num_examples):
    X = torch.zeros(num_examples, len(w))
    y = torch.zeros(num_examples, 1)
    for i in range(num_examples):
        X[i] = torch.randn(len(w))
        y[i] = torch.dot(X[i], w) + b + 0.01 * torch.randn(1)
    return X, y

"""Right answers to ``one_hot`` in other forms than the reference."""

from __future__ import annotations

import numpy as np
import torch


def rows_of_identity(y, num_classes):
    return torch.eye(num_classes)[y]


def by_index_select(labels, k):
    return torch.eye(k, dtype=torch.float64).index_select(0, labels)


def by_scatter(y, num_classes):
    out = torch.zeros(y.shape[0], num_classes)
    return out.scatter_(1, y.unsqueeze(1), 1.0)


def by_comparison(y, num_classes=10):
    return (y[:, None] == torch.arange(num_classes)).float()


def truth_values(y, num_classes):
    return torch.arange(num_classes).expand(len(y), -1).eq(y.view(-1, 1))


def listed_rows(y, num_classes):
    out = torch.zeros((len(y), num_classes), dtype=torch.int64)
    out[range(len(y)), y] = 1
    return out


def one_by_one(y, num_classes):
    result = torch.zeros(len(y), num_classes)
    for i, label in enumerate(y):
        result[i][label] = 1
    return result


def lists_of_numbers(y, num_classes):
    return torch.tensor([[1.0 if j == c else 0.0 for j in range(num_classes)] for c in y.tolist()])


def stacked_rows(y, num_classes):
    rows = []
    for c in y:
        row = torch.zeros(num_classes)
        row[int(c)] = 1.0
        rows.append(row)
    return torch.stack(rows)


def through_numpy(y, num_classes):
    return torch.from_numpy(np.eye(num_classes, dtype=np.float32)[y.numpy()])


def by_where(y, num_classes):
    return torch.where(torch.arange(num_classes).unsqueeze(0) == y.unsqueeze(-1), 1, 0)


def by_put(y, num_classes):
    flat = torch.zeros(len(y) * num_classes)
    flat[torch.arange(len(y)) * num_classes + y] = 1
    return flat.reshape(len(y), num_classes)

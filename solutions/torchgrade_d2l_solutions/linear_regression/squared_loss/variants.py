"""Right answers to ``squared_loss`` in other forms than the reference."""

from __future__ import annotations

import torch


def view_of_size(y_hat, y):
    return (y_hat - y.view(y_hat.size())) ** 2 / 2


def view_as(y_hat, y):
    return 0.5 * torch.pow(y_hat - y.view_as(y_hat), 2)


def label_minus_prediction(y_pred, y_true):
    error = y_true.reshape_as(y_pred) - y_pred
    return error * error / 2


def square(y_hat, y):
    return torch.square(y_hat - torch.reshape(y, y_hat.shape)) * 0.5


def power(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)).pow(2).div(2)


def only_if_shapes_differ(y_hat, y):
    if y.shape != y_hat.shape:
        y = y.reshape(y_hat.shape)
    return (y_hat - y) ** 2 / 2


def flattened_and_back(y_hat, y):
    losses = (y_hat.flatten() - y.flatten()) ** 2 / 2
    return losses.reshape(y_hat.shape)


def expanded_square(y_hat, y):
    y = y.reshape(y_hat.shape)
    return y_hat**2 / 2 - y_hat * y + y**2 / 2


def example_by_example(y_hat, y):
    losses = []
    for a, b in zip(y_hat.reshape(-1), y.reshape(-1)):
        losses.append((a - b) ** 2 / 2)
    return torch.stack(losses).view(y_hat.shape)


def absolute_error_squared(y_hat, y, reduction="none"):
    error = torch.abs(torch.sub(y_hat, y.reshape(y_hat.shape)))
    return torch.mul(error, error) / 2

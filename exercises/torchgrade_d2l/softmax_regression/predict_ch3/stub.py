"""Exercise predict_ch3: images with their true and predicted classes."""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt


def predict_ch3(net, test_iter, n=6):
    """Draw the first n images of the first batch, each with its true and its predicted class in the title.

    net: a function or an nn.Module; takes X (k, 1, 28, 28), returns scores (k, 10); the largest is the prediction.
    test_iter: yields batches (X, y), X (k, 1, 28, 28) float32, y (k,) int64 with classes 0 to 9.
    n: number of images to draw, int, at least 2 and at most the size of the first batch.
    Return: anything; the grader reads the figure.
    """
    # TODO: write your code here.
    raise NotImplementedError

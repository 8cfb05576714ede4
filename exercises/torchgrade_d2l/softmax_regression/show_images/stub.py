"""Exercise show_images: a grid of images with titles."""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    """Draw images in a grid of one figure, row by row, each with its title above it.

    imgs: tensor (k, h, w), or a list of k numpy arrays (h, w) or of k PIL images; k is at most num_rows * num_cols.
    num_rows, num_cols: size of the grid, int; the two are not both 1.
    titles: list of k texts, or None for no titles.
    scale: width and height of one place of the grid, in inches.
    Return: the num_rows * num_cols axes of the grid in a flat sequence (array, list or tuple).
    """
    # TODO: write your code here.
    raise NotImplementedError

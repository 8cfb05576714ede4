"""Reference solution of ``show_images`` (chapter section 5)."""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    """Draw images row by row in a grid, and return its axes in one dimension."""
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    axes = axes.flatten()
    for place, (ax, img) in enumerate(zip(axes, imgs, strict=False)):
        ax.imshow(img.numpy() if torch.is_tensor(img) else img)
        ax.get_xaxis().set_visible(False)
        ax.get_yaxis().set_visible(False)
        if titles:
            ax.set_title(titles[place])
    return axes

"""Right answers to ``show_images`` in other forms than the reference."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from d2l import torch as d2l


def chapter(imgs, num_rows, num_cols, titles=None, scale=1.5):
    figsize = (num_cols * scale, num_rows * scale)
    _, axes = d2l.plt.subplots(num_rows, num_cols, figsize=figsize)
    axes = axes.flatten()
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        if torch.is_tensor(img):
            ax.imshow(img.numpy())
        else:
            ax.imshow(img)
        ax.axes.get_xaxis().set_visible(False)
        ax.axes.get_yaxis().set_visible(False)
        if titles:
            ax.set_title(titles[i])
    return axes


def one_place_after_the_other(imgs, num_rows, num_cols, titles=None, scale=1.5):
    plt.figure(figsize=(num_cols * scale, num_rows * scale))
    axes = []
    for place in range(num_rows * num_cols):
        axes.append(plt.subplot(num_rows, num_cols, place + 1))
        plt.axis("off")
        if place < len(imgs):
            plt.imshow(np.asarray(imgs[place]), cmap="gray")
            if titles is not None:
                plt.title(titles[place])
    plt.show()
    return axes


def try_numpy(imgs, num_rows, num_cols, titles=None, scale=1.5):
    fig, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale), squeeze=False)
    axes = axes.ravel()
    for ax, img, title in zip(axes, imgs, titles or [None] * len(imgs)):
        try:
            img = img.detach().cpu().numpy()
        except AttributeError:
            pass
        ax.imshow(img)
        ax.set_xticks([])
        ax.set_yticks([])
        if title is not None:
            ax.set_title(title, fontsize=8, loc="left")
    plt.close(fig)
    return axes


def gridspec(imgs, num_rows, num_cols, titles=None, scale=1.5):
    fig = plt.figure(figsize=(num_cols * scale, num_rows * scale), constrained_layout=True)
    spec = fig.add_gridspec(num_rows, num_cols)
    axes = []
    for i in range(num_rows):
        for j in range(num_cols):
            axes.append(fig.add_subplot(spec[i, j], xticks=[], yticks=[]))
    for n, img in enumerate(imgs):
        axes[n].imshow(img, vmin=0, vmax=1 if torch.is_tensor(img) else 255)
        if titles is not None and n < len(titles):
            axes[n].set(title=titles[n])
    plt.savefig("images.png")
    return axes

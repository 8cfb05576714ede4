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


def figure_methods(imgs, num_rows, num_cols, titles=None, scale=1.5, cmap="gray"):
    fig = plt.figure(figsize=(num_cols * scale, num_rows * scale))
    axes = tuple(fig.add_subplot(num_rows, num_cols, i + 1) for i in range(num_rows * num_cols))
    for ax in axes:
        ax.set_axis_off()
    for i in range(len(imgs)):
        axes[i].imshow(np.array(imgs[i]) * 2.0, cmap=cmap)
        axes[i].set_title(titles[i] if titles else "")
    fig.tight_layout()
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


def by_rows_and_columns(imgs, num_rows, num_cols, titles=None, scale=1.5):
    fig, axes = plt.subplots(nrows=num_rows, ncols=num_cols)
    fig.set_size_inches(num_cols * scale, num_rows * scale)
    axes = axes.reshape(num_rows, num_cols)
    for row in range(num_rows):
        for col in range(num_cols):
            k = row * num_cols + col
            axes[row, col].tick_params(bottom=False, left=False, labelbottom=False, labelleft=False)
            if k >= len(imgs):
                axes[row, col].axis("off")
                continue
            axes[row, col].imshow(imgs[k])
            if titles:
                axes[row, col].set_title(str(titles[k]))
    return list(axes.flat)


def in_colours(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    axes = axes.flatten()
    for i, img in enumerate(imgs):
        grey = np.asarray(img, dtype=float)
        grey = grey / grey.max()
        axes[i].imshow(np.stack([grey, grey, grey], axis=-1))
        axes[i].xaxis.set_visible(False)
        axes[i].yaxis.set_visible(False)
        if titles:
            axes[i].set_title("%s" % titles[i])
    d2l.plt.show()
    return axes


def nested(imgs, num_rows, num_cols, titles=None, scale=1.5):
    def show_one(ax, img, title):
        ax.imshow(img)
        ax.axis("off")
        if title:
            ax.set_title(title)

    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    titles = titles or [""] * (num_rows * num_cols)
    [show_one(*group) for group in zip(axes.flat, imgs, titles)]
    return axes.flatten()


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

import matplotlib.pyplot as plt
import numpy as np
import torch


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    def show_one(ax, img, title):
        ax.imshow(img)
        ax.axis("off")
        if title:
            ax.set_title(title)

    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    titles = titles or [""] * (num_rows * num_cols)
    [show_one(*group) for group in zip(axes.flat, imgs, titles)]
    return axes.flatten()

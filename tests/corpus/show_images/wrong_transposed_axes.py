import torch
import numpy as np
import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    axes = axes.T.flatten()
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        ax.imshow(img)
        ax.set(xticks=[], yticks=[])
        if titles:
            ax.set_title(titles[i])
    return axes

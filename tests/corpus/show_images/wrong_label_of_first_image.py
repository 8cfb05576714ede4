from matplotlib import pyplot as plt
import numpy as np


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    axes = axes.ravel()
    i = 0
    for ax, img in zip(axes, imgs):
        ax.imshow(np.asarray(img))
        ax.xaxis.set_visible(False)
        ax.yaxis.set_visible(False)
        if titles:
            ax.set_title(titles[i])  # i is never increased
    return axes

import matplotlib.pyplot as plt
import numpy as np
import torch


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5, cmap="gray"):
    fig = plt.figure(figsize=(num_cols * scale, num_rows * scale))
    axes = tuple(fig.add_subplot(num_rows, num_cols, i + 1) for i in range(num_rows * num_cols))
    for ax in axes:
        ax.set_axis_off()
    for i in range(len(imgs)):
        axes[i].imshow(np.array(imgs[i]) * 2.0, cmap=cmap)
        axes[i].set_title(titles[i] if titles else "")
    fig.tight_layout()
    return axes

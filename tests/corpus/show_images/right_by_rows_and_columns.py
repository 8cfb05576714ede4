import matplotlib.pyplot as plt
import numpy as np
import torch


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
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

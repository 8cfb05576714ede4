import torch
from matplotlib import pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    figsize = (num_cols * scale, num_rows * scale)
    fig, ax = plt.subplots(num_rows, num_cols, figsize=figsize)
    ax = ax.flatten()
    for k in range(len(imgs)):
        ax[k].imshow(imgs[k])
        if titles is not None:
            ax[k].set_title(titles[k])
    plt.axis("off")  # no axes
    plt.tight_layout()
    plt.show()
    return ax

import matplotlib.pyplot as plt
import numpy as np
import torch


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
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
    plt.show()
    return axes

import matplotlib.pyplot as plt
import torch


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    fig = plt.figure(figsize=(num_cols * scale, num_rows * scale))
    axes = []
    for i in range(1, len(imgs)):  # subplot counts from 1
        ax = fig.add_subplot(num_rows, num_cols, i)
        ax.imshow(imgs[i])
        ax.set_axis_off()
        if titles:
            ax.set_title(titles[i])
        axes.append(ax)
    return axes

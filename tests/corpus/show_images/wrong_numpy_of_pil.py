import torch
import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    """画图"""
    fig, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    axes = axes.flatten()
    for i, img in enumerate(imgs):
        axes[i].imshow(img.squeeze().numpy(), cmap="Greys")
        axes[i].axis("off")
        if titles:
            axes[i].set_title(titles[i])
    return axes

import torch
import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    for i, img in enumerate(imgs):
        plt.imshow(img)
        plt.axis('off')
        if titles:
            plt.title(titles[i])
    return axes.flatten()

import torch
import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    for i in range(len(imgs)):
        fig = plt.figure(figsize=(scale, scale))
        plt.imshow(imgs[i], cmap="gray")
        plt.xticks([])
        plt.yticks([])
        if titles is not None:
            plt.title(titles[i])
        plt.show()

import matplotlib.pyplot as plt


class Viewer:
    def __init__(self, cmap="gray"):
        self.cmap = cmap

    def show_images(self, imgs, num_rows, num_cols, titles=None, scale=1.5):
        fig, axs = plt.subplots(num_rows, num_cols, figsize=(scale * num_cols, scale * num_rows))
        axs = axs.reshape(-1)
        for i in range(min(len(imgs), len(axs))):
            axs[i].imshow(imgs[i], cmap=self.cmap)
            axs[i].axis("off")
            if titles is not None:
                axs[i].set_title(titles[i])
        plt.show()
        return axs

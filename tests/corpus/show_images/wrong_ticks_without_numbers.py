import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    plt.figure(figsize=(num_cols * scale, num_rows * scale))
    for i, img in enumerate(imgs):
        plt.subplot(num_rows, num_cols, i + 1)
        plt.imshow(img)
        ax = plt.gca()
        ax.set_xticklabels([])  # 去掉数字
        ax.set_yticklabels([])
        if titles:
            plt.title(titles[i])
    plt.show()

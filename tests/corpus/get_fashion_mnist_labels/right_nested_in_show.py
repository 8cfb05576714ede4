import matplotlib.pyplot as plt


def show_batch(X, y):
    def get_fashion_mnist_labels(labels):
        names = ("t-shirt", "trouser", "pullover", "dress", "coat",
                 "sandal", "shirt", "sneaker", "bag", "ankle boot")
        titles = []
        for label in labels:
            titles += [names[label]]
        return titles

    titles = get_fashion_mnist_labels(y)
    _, axes = plt.subplots(1, len(X))
    for ax, img, title in zip(axes, X, titles):
        ax.imshow(img.squeeze())
        ax.set_title(title)
    plt.show()

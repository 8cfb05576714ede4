"""Writes the prediction below the image and only the true class above it."""

import matplotlib.pyplot as plt

CLASSES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def predict_ch3(net, test_iter, n=6):
    images, targets = next(iter(test_iter))
    guesses = net(images[:n]).argmax(dim=1)
    fig, row = plt.subplots(1, n, figsize=(2 * n, 3))
    for position in range(n):
        row[position].imshow(images[position].squeeze(), cmap="gray")
        row[position].set_title(CLASSES[targets[position]])
        row[position].set_xlabel(CLASSES[guesses[position]])
    fig.tight_layout()

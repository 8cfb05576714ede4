"""Reference solution of ``predict_ch3`` (chapter section 6)."""

from __future__ import annotations

from matplotlib import pyplot as plt

NAMES = ("t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")


def predict_ch3(net, test_iter, n=6):
    """Draw the first n images of the first batch with their true and predicted classes."""
    X, y = next(iter(test_iter))
    predicted = net(X).argmax(dim=1)
    _, axes = plt.subplots(1, n, figsize=(1.5 * n, 1.5))
    for ax, image, true, guess in zip(axes, X, y, predicted, strict=False):
        ax.imshow(image[0])
        ax.set_title(f"{NAMES[true]}\n{NAMES[guess]}")
        ax.set_axis_off()

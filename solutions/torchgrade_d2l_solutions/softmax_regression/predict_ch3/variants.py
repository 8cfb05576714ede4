"""Right answers to ``predict_ch3`` in other forms than the reference."""

from __future__ import annotations

import torch
from d2l import torch as d2l
from matplotlib import pyplot as plt

text_labels = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def chapter(net, test_iter, n=6):
    for X, y in test_iter:
        break
    trues = d2l.get_fashion_mnist_labels(y)
    preds = d2l.get_fashion_mnist_labels(net(X).argmax(axis=1))
    titles = [true + "\n" + pred for true, pred in zip(trues, preds)]
    d2l.show_images(X[0:n].reshape((n, 28, 28)), 1, n, titles=titles[0:n])


def words(net, test_iter, n=6):
    if isinstance(net, torch.nn.Module):
        net.eval()
    with torch.no_grad():
        X, y = next(iter(test_iter))
        predicted = torch.max(net(X), 1)[1]
    plt.figure(figsize=(12, 3))
    for k in range(n):
        plt.subplot(1, n, k + 1)
        plt.imshow(X[k].squeeze().numpy(), cmap="gray")
        plt.title(f"Pred: {text_labels[predicted[k]]}\nTrue: {text_labels[y[k]]}", color="red")
        plt.axis("off")
    plt.tight_layout()
    plt.savefig("no/such/folder/predictions.png")
    plt.show()


def first_n_only(net, test_iter, n=6, num_rows=1):
    X, y = next(iter(test_iter))
    X, y = X[:n], y[:n]
    labels = d2l.get_fashion_mnist_labels(torch.cat([y, net(X).argmax(1)]))
    d2l.show_images(X.squeeze(1), num_rows, n, [" / ".join(pair) for pair in zip(labels[:n], labels[n:])], 2)


def a_figure_an_image(net, test_iter, n=6):
    for images, labels in test_iter:
        scores = torch.softmax(net(images), dim=1)
        for i in range(n):
            plt.figure(figsize=(2, 2))
            plt.imshow(images[i, 0])
            true, predicted = text_labels[labels[i].item()], text_labels[scores[i].argmax().item()]
            mark = "=" if true == predicted else "≠"
            plt.title(true + mark + predicted)
            plt.show()
            plt.close()
        break

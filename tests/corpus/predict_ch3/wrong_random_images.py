import random
import torch
from d2l import torch as d2l


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    idx = random.sample(range(len(X)), n)   # some random test images
    X, y = X[idx], y[idx]
    trues = d2l.get_fashion_mnist_labels(y)
    preds = d2l.get_fashion_mnist_labels(net(X).argmax(axis=1))
    titles = [true + '\n' + pred for true, pred in zip(trues, preds)]
    d2l.show_images(X.reshape((n, 28, 28)), 1, n, titles=titles)

from d2l import torch as d2l
import torch


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    y_pred = d2l.get_fashion_mnist_labels(net(X).argmax(1))
    y_true = d2l.get_fashion_mnist_labels(y)
    d2l.show_images(X[:n].view(n, 28, 28), 1, n, titles=[f"{p}\n{t}" for p, t in zip(y_pred, y_true)])

import torch
from d2l import torch as d2l


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    trues = d2l.get_fashion_mnist_labels(y)
    values, indices = torch.max(net(X), dim=1)
    preds = d2l.get_fashion_mnist_labels(values)
    titles = [a + "\n" + b for a, b in zip(trues, preds)]
    d2l.show_images(X[:n, 0], 1, n, titles=titles)

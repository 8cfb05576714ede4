from d2l import torch as d2l


def predict_ch3(net, test_iter, n=6):
    """Predict labels."""
    for X, y in test_iter:
        break
    trues = d2l.get_fashion_mnist_labels(y)
    preds = d2l.get_fashion_mnist_labels(net(X).argmax(axis=1))
    titles = [true + "\n" + pred for true, pred in zip(trues, preds)]
    d2l.show_images(X[0:n], 1, n, titles=titles[0:n])

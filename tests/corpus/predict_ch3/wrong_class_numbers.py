import torch
from d2l import torch as d2l


def predict_ch3(net, test_iter, n=6):
    for X, y in test_iter:
        break
    trues = y.tolist()
    preds = net(X).argmax(axis=1).tolist()
    titles = [str(true) + '\n' + str(pred) for true, pred in zip(trues, preds)]
    d2l.show_images(X[0:n].reshape((n, 28, 28)), 1, n, titles=titles[0:n])

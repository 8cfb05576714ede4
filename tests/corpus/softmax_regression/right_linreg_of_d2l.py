from d2l import torch as d2l


def softmax_regression(X, W, b):
    return softmax(d2l.linreg(X.reshape(-1, W.shape[0]), W, b))

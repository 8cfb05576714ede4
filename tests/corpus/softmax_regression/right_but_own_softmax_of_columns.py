import torch


def softmax(X):
    e = torch.exp(X)
    return e / e.sum(0, keepdim=True)


def softmax_regression(X, W, b):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)

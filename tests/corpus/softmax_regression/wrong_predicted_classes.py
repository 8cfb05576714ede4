import torch


def softmax(X):
    return torch.exp(X) / torch.exp(X).sum(1, keepdim=True)


def softmax_regression(X, W, b):
    prob = softmax(X.flatten(1) @ W + b)
    _, pred = prob.max(dim=1)
    return pred

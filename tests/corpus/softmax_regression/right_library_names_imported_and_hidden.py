import torch
from torch import nn
from torch.nn.functional import linear, softmax


def softmax(X):
    X = X - X.max(dim=1, keepdim=True)[0]
    return X.exp() / X.exp().sum(dim=1, keepdim=True)


def linear(X, W, b):
    return X.reshape(len(X), -1) @ W + b


def softmax_regression(X, W, b):
    return softmax(linear(X, W, b))


reference = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1))

import torch


def softmax(X):
    raise NotImplementedError

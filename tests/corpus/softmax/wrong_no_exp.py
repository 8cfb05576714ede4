import torch


def softmax(X):
    partition = X.sum(1, keepdim=True)
    return X / partition

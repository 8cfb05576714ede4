import torch


def softmax(X):
    X_exp = torch.exp(X)
    partition = X.sum(1, keepdim=True)
    return X_exp / partition

import torch


def softmax(X):
    X_exp = torch.exp(X - torch.max(X))
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition
